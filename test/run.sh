#!/bin/sh
# run.sh [SECTION...]: runs the tests that ./dev test has built and counts them.
#
# Sections: unit asan cli pages fuzz valgrind tidy; all of them without an argument, the first
# lane of them beside the second. Each has a heading; only what fails is shown, whole. The last
# line is `N passed, N failed`, and `, N skipped` where there are any; the exit status is 0 if
# nothing failed.
#
# Sources of results:
#   unit asan  build/test/test_*, build/asan/test/test_*: cmocka's own counts
#   cli        test/cli/*.sh: lines `ok NAME`, `not ok NAME`, `ok NAME # skip WHY`; each
#              script runs with REMIT=build/remit and again with the sanitized one
#   pages      test/pages/*.js: the pages in Chromium, with build/remit and in short with the
#              sanitized one; lines as those of cli
#   fuzz       build/fuzz/test/fuzz_*: one test a target, over its corpus
#   valgrind   build/test/test_*: one test a binary
#   tidy       tools/tidy on its fixture and on src/
#
# A program that crashes, hangs or says nothing countable is one failure.
#
# REMIT_ROUNDS   how many random cases a property gets (the tests have a default)
# REMIT_TIMEOUT  seconds one program may take; 0 is for ever
set -u
cd "$(dirname "$0")/.." || exit 2
root=$PWD
passed=0 failed=0 skipped=0
limit=${REMIT_TIMEOUT:-900}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
unset CMOCKA_MESSAGE_OUTPUT CMOCKA_XML_FILE CMOCKA_TEST_FILTER

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

# Old sanitizers crash now and then when the kernel spreads addresses widely. Where
# switching that off is not allowed (some containers) they run as they are.
fixed_addresses=
if setarch "$(uname -m)" -R true 2>/dev/null; then fixed_addresses="setarch $(uname -m) -R"; fi

# attempt COMMAND...: runs it with its output in $work/out; sets $status.
attempt() {
    # shellcheck disable=SC2086 # none or three words
    $fixed_addresses timeout -k 5 "$limit" "$@" >"$work/out" 2>&1 </dev/null
    status=$?
}

# tally NAME PASSED FAILED SKIPPED: adds the counts, after setting them right where the
# exit status says that more went wrong than was counted.
tally() {
    bad=$3
    if [ "$bad" -eq 0 ]; then
        if [ "$status" -ne 0 ]; then bad=1; fi
        if [ $(($2 + $4)) -eq 0 ]; then bad=1; fi
    fi
    passed=$((passed + $2)) failed=$((failed + bad)) skipped=$((skipped + $4))
    [ "$bad" -gt 0 ] || return 0
    echo "--- $1: $bad failed, exit status $status"
    [ "$status" -ne 124 ] || echo "    (stopped after $limit seconds)"
    cat "$work/out"
    echo '---'
}

# one NAME: the command is itself the test.
one() {
    if [ "$status" -eq 0 ]; then tally "$1" 1 0 0; else tally "$1" 0 1 0; fi
}

cmocka() {
    echo "$1: $2"
    for binary in "$2"/test_*; do
        [ -f "$binary" ] || continue # test_x.p/ are object folders
        attempt "$binary"
        # shellcheck disable=SC2046 # three numbers
        tally "$binary" $(awk '
            /^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
            /^\[  FAILED  \] [0-9]+ test/ { failed += $4 }
            /^\[  SKIPPED \] [0-9]+ test/ { skipped += $4 }
            END { print passed + 0, failed + 0, skipped + 0 }' "$work/out")
    done
}

cli() {
    [ "$1" = build/asan/remit ] || echo 'cli: test/cli'
    export REMIT="$root/$1"
    for script in test/cli/*.sh; do
        [ -f "$script" ] || continue
        attempt sh "$script"
        counted "$script with $1"
    done
    unset REMIT
}

# counted NAME: lines `ok`, `not ok` and `ok ... # skip` of the last attempt.
counted() {
    # shellcheck disable=SC2046
    tally "$1" $(awk '
        /^not ok / { failed++; next }
        /^ok .*# *[Ss][Kk][Ii][Pp]/ { skipped++; next }
        /^ok / { passed++ }
        END { print passed + 0, failed + 0, skipped + 0 }' "$work/out")
}

pages() {
    echo 'pages: test/pages'
    attempt env REMIT=build/remit node test/pages/run.js build/npm-pages
    counted pages
    attempt env REMIT=build/asan/remit REMIT_QUICK=1 node test/pages/run.js build/npm-pages
    counted 'pages with build/asan/remit'
    attempt env REMIT=build/asan/remit node test/pages/hostile.js build/npm-pages
    counted 'hostile handbooks'
}

fuzz() {
    echo 'fuzz: test/fuzz/corpus'
    for binary in build/fuzz/test/fuzz_*; do
        [ -f "$binary" ] || continue
        corpus=test/fuzz/corpus/${binary##*/fuzz_}
        set -- "$binary" -runs=0 -timeout=20 -artifact_prefix="$work/"
        [ ! -d "$corpus" ] || set -- "$@" "$corpus"
        attempt "$@"
        one "$binary"
    done
}

# Twenty times slower than the machine, so properties get few rounds.
memory() {
    echo 'valgrind: build/test'
    if ! command -v valgrind >/dev/null; then
        echo '    not installed'
        skipped=$((skipped + 1))
        return
    fi
    for binary in build/test/test_*; do
        [ -f "$binary" ] || continue
        mkdir "$taken/${binary##*/}" 2>/dev/null || continue # the other lane has it
        attempt env REMIT_ROUNDS=100 valgrind --error-exitcode=9 -q --leak-check=full "$binary"
        one "valgrind $binary"
    done
}

tidy() {
    echo 'tidy: src'
    build/tools/tidy tools/tidy-fixture >"$work/said" 2>&1
    attempt diff -u tools/tidy-fixture/expected.txt "$work/said"
    one 'tidy tools/tidy-fixture'
    attempt build/tools/tidy .
    one 'tidy .'
}

# Where all are asked for, these run beside the others, on a processor of their own. Valgrind's are
# the longest: whichever lane is free takes the next.
beside=
taken=${REMIT_TAKEN:-$work}
if [ $# -eq 0 ]; then
    REMIT_TAKEN=$work sh "$0" unit asan fuzz tidy valgrind >"$work/beside" 2>&1 &
    beside=$!
    trap 'test -z "$beside" || kill "$beside"; rm -rf "$work"' EXIT
    set -- cli pages valgrind
fi
for section; do
    case $section in
    unit) cmocka unit build/test ;;
    asan) cmocka asan build/asan/test ;;
    cli) cli build/remit && cli build/asan/remit ;;
    pages) pages ;;
    fuzz) fuzz ;;
    valgrind) memory ;;
    tidy) tidy ;;
    *) echo "run.sh: no such section: $section" >&2 && exit 2 ;;
    esac
done

if [ -n "$beside" ]; then
    wait "$beside"
    beside=
    sed '$d' "$work/beside"
    counts=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed\(, \([0-9]*\) skipped\)*$/\1 \2 \4/p' "$work/beside")
    if [ -z "$counts" ]; then # it did not come to its end
        tail -n 1 "$work/beside"
        counts='0 1'
    fi
    # shellcheck disable=SC2086 # two or three numbers
    set -- $counts
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + ${3:-0}))
fi

# Nothing run is nothing proved.
[ $((passed + failed)) -gt 0 ] || failed=1
tail=
[ "$skipped" -eq 0 ] || tail=", $skipped skipped"
echo "$passed passed, $failed failed$tail"
[ "$failed" -eq 0 ]
