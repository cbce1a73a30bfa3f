#!/bin/sh
# run.sh [SECTION...]: measures Remit alone and beside other programs; writes bench/results.md.
#
# Sections: own prolog clingo cedar web spend; all of them without an argument. Each is bench/SECTION.sh
# and writes its own part of the page; the parts of the others stay. ./dev bench builds first and
# installs the other programs. What is not there is reported as not measured.
#
# REMIT_COPIES  how many copies of England the largest structure has (100)
set -u
cd "$(dirname "$0")/.." || exit 2
copies=${REMIT_COPIES:-100}
bench=$PWD/build/bench/bench/bench
remit=$PWD/build/bench/remit
questions=100000
all='own prolog clingo cedar web spend'
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
        END { if (found > 1 && y > 0) { r = x / y; printf r < 1 ? "%.2f" : r < 10 ? "%.1f" : "%.0f", r }
              else printf "not measured" }' "$values"
}

# met VALUE least|most TARGET
met() {
    awk -v x="$1" -v how="$2" -v y="$3" 'BEGIN {
        if (x !~ /^[0-9.]+$/) print "not measured"
        else print (how == "least" ? x + 0 >= y : x + 0 <= y) ? "yes" : "**no**" }'
}

# ratio_percent A B: the share of B's speed that A's time stands for, in percent of A : B.
ratio_percent() {
    awk -F '\t' -v a="$1" -v b="$2" '
        $1 == a { x = $2; found++ } $1 == b { y = $2; found++ }
        END { if (found > 1 && y > 0) printf "%.0f", 100 * x / y; else printf "not measured" }' "$values"
}

# install_modules: the npm packages of bench/package.json, in $modules, once.
install_modules() {
    command -v npm >/dev/null || return 0
    mkdir -p "$modules"
    if ! cmp -s bench/package-lock.json "$modules/package-lock.json"; then
        cp bench/package.json bench/package-lock.json "$modules/"
        (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) \
            >"$work/out" 2>&1 || { cat "$work/out" >&2; rm -f "$modules/package-lock.json"; }
    fi
}

# same WHAT FILE FILE: both answer alike, line by line.
same() {
    if cmp -s "$2" "$3"; then return 0; fi
    echo "bench: $1: the answers differ" >&2
    diff "$2" "$3" | head -5 >&2
    exit 1
}

processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo 2>/dev/null)
machine="${processor:-unknown processor}, $(getconf _NPROCESSORS_ONLN) cores, ${memory:-unknown memory}, $(uname -sr)"
compiler=$(${CC:-gcc} --version | head -1)

# part [PEERS]: what the section being measured has found, from standard input, with what it was
# measured on. The shell has filled in the values.
part() {
    {
        echo "## $section"
        echo
        echo "Measured on $(date -u +%Y-%m-%d) on $machine; $compiler, Meson's debugoptimized (-O2 -g)${1:+; $1}."
        echo
        cat
    } >"$work/part.$section"
    sed -n '/^| What | Target/,/^$/p' "$work/part.$section" # to who waits for it
}

# the_part SECTION: as just measured, or else as it stands in the page.
the_part() {
    if [ -f "$work/part.$1" ]; then
        echo
        cat "$work/part.$1"
    elif [ -f bench/results.md ]; then
        awk -v title="## $1" '
            /^## / { on = $0 == title; if (on) print "" }
            on { blank = $0 == "" ? blank "\n" : blank $0 "\n"; if ($0 != "") { printf "%s", blank; blank = "" } }
        ' bench/results.md
    fi
}

# report: the page, its parts in the order of the sections.
report() {
    cat <<'END'
# Measured

`./dev bench [SECTION...]` writes this page, each section its own part; a part holds only what one
run measured. `bench synthetic 1` prints the made-up England of 42 systems that is copied.
END
    for name in $all; do the_part "$name"; done
}

[ $# -gt 0 ] || set -- $all
for section; do
    case " $all " in
    *" $section "*) ;;
    *) step "no such section: $section (there are: $all)"; exit 2 ;;
    esac
done
for section; do
    . "bench/$section.sh"
    report >"$work/report" && cp "$work/report" bench/results.md
done
step 'more in bench/results.md'
