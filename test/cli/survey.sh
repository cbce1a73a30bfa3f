#!/bin/sh
# remit survey: which boards are chosen, in which order, and on which line each answer rests.
. test/support/cli.sh
england='--in examples/england-2024 --on 2024-05-01'

# shellcheck disable=SC2086 # options
survey() { "$remit" survey "$@" $england; }

# The line that each yes rests on: it declares the committee, stands in a delegation, or is the
# study's own count.
for question in place-committees place-functions place-commissioning place-directors; do
    survey $question | sed -n 's/^  yes .*\[\(.*\):\([0-9]*\)\]$/\1 \2/p' >"$work/places"
    wrong=
    [ -s "$work/places" ] || wrong='nobody'
    while read -r file line; do
        kind=$(awk -v at="$line" '
            /^ *(sub-)?committee / { last = "committee" }
            /^ *delegate / { last = "delegation" }
            /^ *deputy / { last = "deputy" }
            NR == at { print /^unnamed .* counts / ? "count" : last; exit }' "$file")
        case $question:$kind in
        place-committees:committee | place-functions:delegation | place-directors:delegation | place-commissioning:delegation) ;;
        place-functions:count) ;;
        *) wrong="$wrong $file:$line is a $kind" ;;
        esac
    done <"$work/places"
    if [ -z "$wrong" ]; then ok "$question: each yes rests on a line that says so"; else no "$question" "$wrong"; fi
done

got=$(survey place-functions --csv | tr -d '\r' | grep '^NHS West Yorkshire ICB,')
if [ "$got" = 'NHS West Yorkshire ICB,QWO,yes,examples/england-2024/west-yorkshire.remit,46,"LSHTM et al. 2025, 5.3.5"' ]; then ok 'West Yorkshire: the line of its delegation'; else no 'West Yorkshire' "$got"; fi

for row in 'place-committees yes 11' 'place-functions yes 8' 'place-directors yes 3' 'place-directors no 8'; do
    # shellcheck disable=SC2086
    set -- $row
    n=$(survey --question "$1" --answer "$2" --csv | tail -n +2 | wc -l)
    m=$(survey "$1" --csv | tr -d '\r' | grep -c ",$2,examples/")
    if [ "$n" -eq "$m" ] && [ "$n" -gt 0 ]; then ok "$1: those who say $2 are chosen ($n)"; else no "$1 $2: $n rows, $m answers"; fi
done
n=$(survey --name yorkshire --csv | grep -c 'York')
if [ "$n" -eq 3 ]; then ok 'by the name'; else no "by the name: $n"; fi
first=$(survey --sort people --csv | sed -n '2s/,.*//p')
last=$(survey --sort people --turned --csv | sed -n '$s/,.*//p')
if [ "$first" = "$last" ] && [ -n "$first" ]; then ok "most people first, and turned around: $first"; else no 'order' "$first / $last"; fi
if survey --sort no-such --csv >/dev/null 2>&1; then no 'an order that is none'; else ok 'an order that is none'; fi
if survey --question place-functions --answer maybe --csv >/dev/null 2>&1; then no 'an answer that is none'; else ok 'an answer that is none'; fi
if survey --sort people >/dev/null 2>&1; then no 'a list needs --csv'; else ok 'a list needs --csv'; fi
