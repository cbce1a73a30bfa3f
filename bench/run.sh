#!/bin/sh
# run.sh [COPIES]: measures Remit alone and beside other programs; writes bench/results.md.
#
# COPIES: how many copies of England the largest structure has (100). ./dev bench builds
# first and installs the other programs. What is not there is reported as not measured.
set -u
cd "$(dirname "$0")/.." || exit 2
copies=${1:-100}
bench=$PWD/build/bench/bench/bench
questions=100000
cedar_systems=4 cedar_questions=500
clingo_seconds=150 clingo_kbytes=8388608
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
values=$work/values
: >"$values"

step() { echo "bench: $*" >&2; }

# keep SUFFIX: values from standard input into the list, their names with a suffix.
keep() { awk -F '\t' -v s="$1" 'NF == 2 { print $1 s "\t" $2 }' >>"$values"; }

# take SUFFIX COMMAND...: the values that the command prints; what fails ends the run.
take() {
    suffix=$1
    shift
    "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; step "failed: $*"; exit 1; }
    keep "$suffix" <"$work/out"
}

# v NAME [FORMAT [FACTOR]]: a value as text; a dash when there is none.
v() {
    awk -F '\t' -v n="$1" -v f="${2:-%.0f}" -v by="${3:-1}" '
        $1 == n { x = $2; found = 1 }
        END { if (found) printf f, x * by; else printf "not measured" }' "$values"
}

# word NAME: a value as it was printed.
word() { awk -F '\t' -v n="$1" '$1 == n { print $2 }' "$values"; }

# ratio A B: how many times B goes into A.
ratio() {
    awk -F '\t' -v a="$1" -v b="$2" '
        $1 == a { x = $2; found++ } $1 == b { y = $2; found++ }
        END { if (found > 1 && y > 0) { r = x / y; printf r < 10 ? "%.1f" : "%.0f", r }
              else printf "not measured" }' "$values"
}

# met VALUE least|most TARGET
met() {
    awk -v x="$1" -v how="$2" -v y="$3" 'BEGIN {
        if (x !~ /^[0-9.]+$/) print "not measured"
        else print (how == "least" ? x + 0 >= y : x + 0 <= y) ? "yes" : "**no**" }'
}

# same WHAT FILE FILE: both answer alike, line by line.
same() {
    if cmp -s "$2" "$3"; then return 0; fi
    echo "bench: $1: the answers differ" >&2
    diff "$2" "$3" | head -5 >&2
    exit 1
}

step "Remit alone, to $copies copies of England"
take '' "$bench" own examples/england-2024 "$copies"
[ "$(v who_differ.1)" = 0 ] || { step 'who and may differ'; exit 1; }

# ---- SWI-Prolog: yes or no ----------------------------------------------------------
prolog_version='not installed'
if command -v swipl >/dev/null; then
    prolog_version=$(swipl --version)
    for n in 1 10; do
        [ "$n" -le "$copies" ] || continue
        step "SWI-Prolog, $n copies"
        mkdir "$work/prolog"
        take ".$n" "$bench" prolog "$n" "$questions" "$work/prolog"
        sed 's/^2/yes/; s/^[01]/no/' "$work/prolog/answers.txt" >"$work/prolog/yes-no.txt"
        for form in closed function recursion tabling; do
            take ".$n" swipl -O bench/policies.pl "$work/prolog" "$form"
            expected=$work/prolog/yes-no.txt
            [ "$form" != closed ] || expected=$work/prolog/answers.txt
            same "Prolog, $form" "$expected" "$work/prolog/answers-$form.txt"
        done
        awk -F '\t' -v n="$n" '$1 ~ "^prolog_(closed|function|recursion|tabling)_ns[.]" n "$" &&
            (!best || $2 < best) { best = $2 } END { print "prolog_best_ns." n "\t" best }' \
            "$values" >"$work/out" && keep '' <"$work/out"
        rm -rf "$work/prolog"
    done
fi

# ---- Cedar: the same semantics ----------------------------------------------------------
cedar_version='not measured'
modules=build/bench/npm
if command -v npm >/dev/null; then
    mkdir -p "$modules"
    if ! cmp -s bench/package-lock.json "$modules/package-lock.json"; then
        cp bench/package.json bench/package-lock.json "$modules/"
        (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) \
            >"$work/out" 2>&1 || { cat "$work/out" >&2; rm -f "$modules/package-lock.json"; }
    fi
fi
if [ -d "$modules/node_modules/@cedar-policy" ] && command -v node >/dev/null; then
    step 'Cedar'
    cedar_version="cedar-wasm $(sed -n 's/.*cedar-wasm": "\(.*\)".*/\1/p' bench/package.json), node $(node --version)"
    # Node 20's optimizer ends the process on Cedar's module unless it is told not to inline it.
    switch=--no-turbo-inline-js-wasm-calls
    node "$switch" -e 0 2>/dev/null || switch=
    take '' "$bench" cedar "$cedar_systems" "$cedar_questions" "$work"
    # shellcheck disable=SC2086 # one switch or none
    take '' node $switch bench/cedar.js "$work" "$modules/node_modules"
    [ "$(v cedar_differ)" = 0 ] || { step 'Cedar: the answers differ'; exit 1; }
fi

# ---- clingo: the whole matrix --------------------------------------------------------------

# clingo_run FILE...: within the limits of time and memory.
clingo_run() {
    (ulimit -v "$clingo_kbytes" && ulimit -t "$clingo_seconds" && exec clingo -Wnone "$@")
}

# clingo_matrix SYSTEMS all|classes
clingo_matrix() {
    step "clingo, $1 systems, $2"
    take ".$2" "$bench" clingo "$1" "$2" "$work"
    clingo_run -q --stats "$work/facts.lp" >"$work/out" 2>&1
    awk '/^Time / { sub(/s$/, "", $3); print "clingo_facts_ms\t" $3 * 1000 }' "$work/out" | keep ".$2"
    clingo_run -q --stats "$work/facts.lp" bench/matrix.lp bench/quiet.lp >"$work/out" 2>&1
    if ! grep -q '^SATISFIABLE' "$work/out"; then
        step "clingo was stopped by its limits ($clingo_seconds s, $clingo_kbytes kB)"
        return
    fi
    awk '/^Time / { sub(/s$/, "", $3); print "clingo_ms\t" $3 * 1000 }' "$work/out" | keep ".$2"
    clingo_run -V0 "$work/facts.lp" bench/matrix.lp bench/show.lp | "$bench" atoms | keep ".$2"
    for what in atoms sum; do
        if [ "$(word "clingo_remit_$what.$2")" != "$(word "clingo_clingo_$what.$2")" ]; then
            step 'clingo: the atoms differ'
            exit 1
        fi
    done
}
clingo_version='not installed'
if command -v clingo >/dev/null; then
    clingo_version=$(clingo --version | head -1)
    clingo_matrix 1 all
    clingo_matrix 42 classes
fi

# ---- report --------------------------------------------------------------------------------------
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo 2>/dev/null)
machine="${processor:-unknown processor}, $(getconf _NPROCESSORS_ONLN) cores, ${memory:-unknown memory}, $(uname -sr)"
compiler=$(${CC:-gcc} --version | head -1)
largest=1
for n in 3 10 30 100; do [ "$n" -gt "$copies" ] || largest=$n; done
prolog_largest=1
[ "$copies" -lt 10 ] || prolog_largest=10

growth_rows() {
    for n in 1 3 10 30 100; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "grow_grants.$n") | $(v "grow_bodies.$n") | $(v "grow_terms.$n") | $(v "grow_parse_ms.$n") | $(v "grow_link_ms.$n") | $(v "grow_open_ms.$n") | $(v "grow_ms.$n") | $(v "grow_user_ms.$n") | $(v "grow_check_ms.$n") | $(v "grow_bytes.$n" %.0f 0.000001) | $(v "grow_rounds.$n") |"
    done
}
question_rows() {
    for n in 1 3 10 30 100; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "may_ns.$n") | $(v "may_yes.$n" %.1f%% 0.001) | $(v "may_if.$n" %.1f%% 0.001) | $(v "who_ns.$n") | $(v "who_p99_ns.$n") | $(v "who_deciders.$n" %.1f) | $(v "who_links.$n" %.1f) |"
    done
}
prolog_rows() {
    for n in 1 10; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "prolog_remit_ns.$n") | $(v "prolog_closed_ns.$n") | $(v "prolog_function_ns.$n") | $(v "prolog_recursion_ns.$n") | $(v "prolog_tabling_ns.$n") | **$(ratio "prolog_best_ns.$n" "prolog_remit_ns.$n")** |"
    done
}
clingo_rows() {
    for form in all classes; do
        echo "| $form | $(v "clingo_systems.$form") | $(v "clingo_populations.$form") x $(v "clingo_functions.$form") x $(v "clingo_services.$form") x $(v "clingo_bands.$form") | $(v "clingo_remit_atoms.$form") | $(v "clingo_remit_ms.$form") | $(v "clingo_remit_expanded_ms.$form") | $(v "clingo_ms.$form") | $(v "clingo_facts_ms.$form") | **$(ratio "clingo_ms.$form" "clingo_remit_ms.$form")** | $(ratio "clingo_ms.$form" "clingo_remit_expanded_ms.$form") |"
    done
}

cat >"$work/targets" <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
| England 2024: read, parse, link, check, open | under 50 ms | $(v england_ms %.1f) ms | $(met "$(v england_ms %.3f)" most 50) |
| Growth of time with handbooks, to $(v "grow_grants.$largest") delegations | n log n: exponent $(v grow_exponent_n_log_n %.2f) | exponent $(v grow_exponent_user %.2f) (processor), $(v grow_exponent %.2f) (clock) | $(met "$(v grow_exponent_user %.3f)" most "$(v grow_exponent_n_log_n %.3f)") (processor), $(met "$(v grow_exponent %.3f)" most "$(v grow_exponent_n_log_n %.3f)") (clock) |
| Yes or no: times faster than Prolog, $prolog_largest copies | 10 | $(ratio "prolog_best_ns.$prolog_largest" "prolog_remit_ns.$prolog_largest") | $(met "$(ratio "prolog_best_ns.$prolog_largest" "prolog_remit_ns.$prolog_largest")" least 10) |
| Yes or no: times faster than Prolog, 1 copy | 10 | $(ratio prolog_best_ns.1 prolog_remit_ns.1) | $(met "$(ratio prolog_best_ns.1 prolog_remit_ns.1)" least 10) |
| Who, with chains, $largest copies: median | under 2 us | $(v "who_ns.$largest" %.2f 0.001) us | $(met "$(v "who_ns.$largest" %.3f 0.001)" most 2) |
| Complete matrix: times faster than clingo | 50 | $(ratio clingo_ms.all clingo_remit_ms.all) ($(ratio clingo_ms.all clingo_remit_expanded_ms.all) with every atom written out) | $(met "$(ratio clingo_ms.all clingo_remit_expanded_ms.all)" least 50) |
| The same, with Remit's classes given to clingo | 50 | $(ratio clingo_ms.classes clingo_remit_ms.classes) ($(ratio clingo_ms.classes clingo_remit_expanded_ms.classes) with every atom written out) | $(met "$(ratio clingo_ms.classes clingo_remit_ms.classes)" least 50) |
END

cat >bench/results.md <<END
# Measured

\`./dev bench\` wrote this page; it holds only what that one run measured.

- Date: $(date -u +%Y-%m-%d)
- Machine: $machine
- Remit: $compiler, Meson's debugoptimized (-O2 -g), one thread
- Beside it: $prolog_version; $clingo_version; $cedar_version

## Targets

$(cat "$work/targets")

## Reading and growth

The handbooks of \`examples/england-2024\` ($(v england_bodies) bodies, $(v england_grants) delegated lines): $(v england_ms %.1f) ms from
files to answers, $(v england_bytes %.1f 0.000001) MB; median of 51 rounds.

Copies of a made-up England of 42 systems (\`bench synthetic 1\` prints one). Milliseconds by the
clock; *processor* is what the process itself used of parse, link and open, without the system's
work of handing out memory.

| Copies | Delegated lines | Bodies | Powers | Parse | Link | Open | Together | Processor | Check | MB | Rounds |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(growth_rows)

Time grows with the delegated lines as n^$(v grow_exponent_user %.2f) (processor) and n^$(v grow_exponent %.2f) (clock); n log n would be n^$(v grow_exponent_n_log_n %.2f) over this range. Memory: n^$(v grow_exponent_bytes %.2f).

## Questions

$questions random matters each, half of them drawn from inside a power; nanoseconds; medians of 7
rounds after one to warm up. *Who* walks every chain of every answer up to statute and includes
reading the clock ($(v clock_ns) ns). In every matter the body asked is in the answer of *who* just when *may*
says so.

| Copies | May | yes | on conditions | Who, median | Who, 99th of 100 | Deciders | Links of chains |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(question_rows)

## SWI-Prolog: may this body?

The same $questions questions, every answer compared. Nanoseconds a question, without the loop over
the questions for Prolog, with it for Remit; median of 7 rounds. *Closed*: one fact for each minimal power, found by body. *Function*: the
same, found by body and function. *Recursion*: delegations, climbed for each question. *Tabling*: powers
closed from the delegations by tabling, tables filled beforehand.

| Copies | Remit | Closed | Function | Recursion | Tabling | Fastest : Remit |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(prolog_rows)

## clingo: the complete matrix

Every decider of every function, service, population and band of money, from the same powers; count and
hash of all atoms equal. *All*: every node of both trees. *Classes*: one function and one service of each
class of those that Remit found to be alike, so that clingo need not derive the rest. Milliseconds; Remit's
matrix alone, then with every atom written out one by one; clingo's whole time, of which reading the facts.

| Nodes | Systems | Populations x functions x services x bands | Atoms | Remit | Remit, atoms | clingo | its facts | clingo : Remit | clingo : Remit, atoms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(clingo_rows)

Remit's matrix of all $(v matrix_populations.1) populations of one copy ($(v matrix_cells.1) cells, $(v matrix_bands.1) bands): $(v matrix_ms.1) ms; of the $(v matrix_populations.10) populations of ten: $(v matrix_ms.10) ms.

## Cedar: the same semantics

$(v cedar_questions) questions to $(v cedar_policies) policies without conditions; Cedar allows $(v cedar_allowed), and its answers are Remit's in
all but $(v cedar_differ). Cedar: $(v cedar_ns %.0f 0.001) us a question; Remit: $(v cedar_remit_ns) ns.

## Commands

    ./dev bench
    bench own examples/england-2024 $copies
    bench prolog COPIES $questions FOLDER; swipl -O bench/policies.pl FOLDER closed|function|recursion|tabling
    bench clingo SYSTEMS all|classes FOLDER; clingo -q --stats FOLDER/facts.lp bench/matrix.lp bench/quiet.lp
    bench cedar $cedar_systems $cedar_questions FOLDER; node --no-turbo-inline-js-wasm-calls bench/cedar.js FOLDER MODULES
END

cat "$work/targets"
echo "bench: more in bench/results.md" >&2
