#!/bin/sh
# remit spend sample: made-up files of every form. What they add up to is kept as they are made up;
# what remit spend look and report read from them is compared with it, to the penny. A plain file is
# added up by awk and by sqlite3 too, and no way of writing the same payments changes a total.
. test/support/cli.sh


# Lines "first cell|rows|pounds" of the CSV of a table, without those that no row is in.
cells='
{
    sub(/\r$/, "")
    match($0, /^("([^"]|"")*"|[^,]*)/)
    first = substr($0, 1, RLENGTH)
    split(substr($0, RLENGTH + 2), rest, ",")
    if (NR > 1 && rest[1] > 0) print first "|" rest[1] "|" rest[at]
}'

seeds='1 7 2026'
[ "${remit##*asan*}" ] || seeds=3 # ten times slower
for seed in $seeds; do
    folder=$work/$seed
    "$remit" spend sample --rows 3000 --seed "$seed" --out "$folder" >"$work/out" 2>&1 ||
        { no "sample of seed $seed" "$(cat "$work/out")"; continue; }
    : >"$work/expected"
    : >"$work/said"
    tr -d '\r' <"$folder/expected.csv" | tail -n +2 >"$work/files"
    while IFS=, read -r file rows total rejected rejected_total map about; do
        # Maps have a comma nowhere, and what is peculiar to a file comes last.
        set -- "$folder/$file"
        [ -z "$map" ] || set -- --map "$map" "$@"
        echo "$file|$rows|$total|$rejected|$rejected_total" >>"$work/expected"
        "$remit" spend look --csv "$@" | tr -d '\r' | awk -F, -v file="$file" '
            on { print file "|" $3 "|" $9 "|" $4 "|" $10; exit }
            $2 == "rows" && $3 == "good" { on = 1 }' >>"$work/said"
        for axis in month area purchase sha-function; do
            tr -d '\r' <"$folder/expected-sums.csv" | grep -F "$file,$axis," |
                sed "s/^$file,$axis,//" | awk -v at=2 "BEGIN { NR = 1 } $cells" |
                sed "s/^/$file $axis /" | sort >>"$work/expected"
            "$remit" spend report by "$axis" --csv "$@" 2>&1 | awk -v at=4 "$cells" |
                sed "s/^/$file $axis /" | sort >>"$work/said"
        done
    done <"$work/files"
    same "every form adds up to what was expected, seed $seed" "$work/expected" "$work/said"
    mkdir "$folder.b"
    "$remit" spend sample --rows 3000 --seed "$seed" --out "$folder.b" >"$work/out"
    is "the same number, the same bytes, seed $seed" diff -r "$folder" "$folder.b"
done

# ---- a plain file, by others ----------------------------------------------------------------------

"$remit" spend sample --plain --rows 5000 --seed 5 --out "$work/plain" >"$work/out"
plain=$work/plain/spending-2022-23-plain.csv
"$remit" spend report by expense-type --csv "$plain" | awk -v at=4 "$cells" | LC_ALL=C sort >"$work/expected"
LC_ALL=C awk '
{
    n = 0
    cell = ""
    quoted = 0
    for (i = 1; i <= length($0); i++) { # a quote in quotes is doubled
        c = substr($0, i, 1)
        if (c == "\"") {
            if (quoted && substr($0, i + 1, 1) == "\"") { cell = cell c; i++ } else quoted = !quoted
        } else if (c == "," && !quoted) { part[++n] = cell; cell = "" }
        else cell = cell c
    }
    part[++n] = cell
    if (NR == 1) next
    gsub(/[^-0-9.]/, "", part[8])
    split(part[8], pounds, ".")
    minus = sub(/-/, "", pounds[1]) ? -1 : 1
    rows[part[4]]++
    pence[part[4]] += minus * (pounds[1] * 100 + pounds[2])
}
END {
    for (k in rows) printf "%s|%d|%.2f\n", k == "" ? "(not given)" : k, rows[k], pence[k] / 100
}' "$plain" | sed 's/^\([^"|]*,[^|]*\)|/"\1"|/' | LC_ALL=C sort >"$work/said"
same 'awk adds up a plain file to the same' "$work/expected" "$work/said"
if command -v sqlite3 >/dev/null; then
    sqlite3 -batch ':memory:' '.mode csv' ".import '$plain' p" "
        SELECT printf('%d|%.2f', count(*), sum(CAST(round(100 * replace(replace(Amount, ',', ''),
            CAST(x'a3' AS TEXT), '')) AS INTEGER)) / 100.0) FROM p" | tr -d '"' >"$work/said"
    tail -n +2 "$work/plain/expected.csv" | awk -F, '{ print $2 "|" $3 }' >"$work/expected"
    same 'sqlite3 adds up a plain file to the same' "$work/expected" "$work/said"
else
    skip 'sqlite3 adds up a plain file to the same' 'sqlite3 is not there'
fi

# ---- the same payments, written otherwise ------------------------------------------------------------

by_area() { "$remit" spend report by area --csv "$@" | awk -v at=4 "$cells"; }
by_area "$plain" >"$work/expected"
head -1 "$plain" >"$work/a.csv"
cp "$work/a.csv" "$work/b.csv"
tail -n +2 "$plain" | awk -v a="$work/a.csv" -v b="$work/b.csv" '{ print >> (NR % 3 ? a : b) }'
by_area "$work/a.csv" "$work/b.csv" >"$work/said"
same 'splitting a file changes no total' "$work/expected" "$work/said"
{ head -1 "$plain" && tail -n +2 "$plain" | LC_ALL=C sort -r; } >"$work/sorted.csv"
by_area "$work/sorted.csv" >"$work/said"
same 'another order of rows changes no total' "$work/expected" "$work/said"
iconv -f cp1252 -t utf-8 "$plain" | sed 's/$/\r/' >"$work/other.csv"
by_area "$work/other.csv" >"$work/said"
same 'another encoding and other line ends change no total' "$work/expected" "$work/said"
iconv -f cp1252 -t utf-16 "$plain" >"$work/other.txt"
by_area "$work/other.txt" >"$work/said"
same 'UTF-16 changes no total' "$work/expected" "$work/said"

# ---- real files ---------------------------------------------------------------------------------------

: >"$work/said"
tail -n +2 examples/spend/totals.csv >"$work/expected"
while IFS=, read -r file rest; do
    "$remit" spend look --csv "examples/spend/$file" | awk -F, -v file="$file" '
        on { print file "," $3 "," $9; exit }
        $2 == "rows" && $3 == "good" { on = 1 }' >>"$work/said"
done <"$work/expected"
same 'examples/spend adds up to its totals' "$work/expected" "$work/said"
"$remit" spend look examples/spend/layouts/*.csv >"$work/out" 2>&1 || no 'examples of layouts are read'
piped 'examples of layouts are read' "'Suppklier', nearly 'supplier'" <"$work/out"

# ---- mistakes -------------------------------------------------------------------------------------------

mistake() {
    text=$1
    shift
    "$remit" spend sample "$@" >"$work/out" 2>&1 && no "mistake: $*"
    piped "mistake: $*" "$text" <"$work/out"
}
mistake "did you mean 'titles'?" --quirks title
mistake 'is no number up to' --rows many
mistake 'cannot make the folder' --rows 1 --out "$work/no/such"
mistake 'holds at most 900000 payments' --rows 900001 --quirks workbook --out "$work"
"$remit" help spend sample >"$work/help"
missing=''
for name in $(tail -n +2 "$work/files" | cut -d, -f1 | sed 's/.*20[0-9-]*-//; s/[.].*//'); do
    grep -qw -e "$name" "$work/help" || missing="$missing $name"
done
if [ -z "$missing" ]; then ok 'help names every form'; else no "help names every form: not$missing"; fi

# ---- how far it is, on a terminal alone ---------------------------------------------------------------------

if [ "$remit" != "${remit#*asan}" ] || ! command -v script >/dev/null; then
    skip 'long work shows how far it is' 'without script, or with a program that is slow'
else
    script -qec "$remit spend sample --plain --rows 1500000 --out '$work/long'" /dev/null | tr '\r' '\n' >"$work/shown"
    grep -q '^#*-*$' "$work/shown" && grep -q '###' "$work/shown" && ok 'long work shows how far it is' ||
        no 'long work shows how far it is'
    "$remit" spend report labels "$work"/long/*.csv >"$work/shown" 2>&1
    if grep -q '###' "$work/shown"; then no 'but not where nobody looks'; else ok 'but not where nobody looks'; fi
    rm -rf "$work/long"
fi
