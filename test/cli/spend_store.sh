#!/bin/sh
# remit spend load, files, forget, rows and suppliers, and reports of what is loaded: as their user
# meets them, with Ctrl-C, a killed load, files that are no payments, and real files where
# ../shared/data/spend has them.
. test/support/cli.sh
export XDG_DATA_HOME="$work/data"
store=$work/data/remit/spending.db
file=test/data/payments.csv

# spend WORD...: sets $status; what it says, on either way out, is in $work/said.
spend() {
    status=0
    "$remit" spend "$@" >"$work/said" 2>&1 </dev/null || status=$?
}




# ---- loading ---------------------------------------------------------------------------------------

spend files
has 'no store yet' 2 'nothing is loaded: there is no store' "$store" 'remit spend load FILE... makes it'
is 'and none is made' test ! -e "$store"
spend load "$file"
has 'a file is loaded' 0 'payments.csv  loaded' '£3,177,059.03' "The store $store holds 1 file: 13 payments" \
    'header=1,separator=comma,dates=uk,organisation="Entity"'
spend load "$file"
has 'it is known by what is in it' 0 'already loaded' 'holds 1 file: 13 payments'
cp "$file" "$work/copy.csv"
spend load "$work/copy.csv"
has 'under another name too' 0 'already loaded, as payments.csv'

# payments NAME FIRST LAST [EXTRA]: a file of payments of one payer
payments() {
    awk -v from="$2" -v until="$3" 'BEGIN {
        print "Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount"
        for (i = from; i <= until; i++)
            printf "NHS Kent CCG,%02d/05/2020,Trust,ACUTE,Supplier %d LTD,K%d,%d.%02d\n", 1 + i % 28, i % 9, i, 25000 + i, i % 100
    }' >"$work/$1"
}
payments kent.csv 1 40
printf 'NHS Kent CCG,31/04/2020,Trust,ACUTE,X LTD,R1,5.00\nNHS Kent CCG,1/5/2020,Trust,ACUTE,X LTD,R2,much\n' >>"$work/kent.csv"
spend load "$work/kent.csv"
has 'what is rejected is told' 0 "'31/04/2020' is no day of the calendar" 'kent.csv   42' 'kent.csv   43' '£5.00' \
    '1 of the rejected rows has no amount that can be read' 'Payments and pounds in are those classified and those rejected'
spend load "$work/kent.csv" --csv
spend files --csv
has 'files as CSV' 0 'number,file,edition,loaded,organisations,from,until,rows,total_gbp,rejected,rejected_gbp,replaced' \
    ',kent.csv,1,' ',NHS Kent CCG,2020-05-01,2020-05-28,40,1000828.20,2,5.00,'
spend files --json
has 'files as JSON' 0 '"total_pence": 100082820' '"organisations": "NHS Kent CCG"'
spend files kent.csv --rejected
has 'rejected rows again' 0 'is no day of the calendar' "'much'"
spend files --maps
has 'maps of all files' 0 'supplier="Supplier"'

payments kent.csv 1 41
spend load "$work/kent.csv"
has 'a new edition takes the place of the old' 0 'loaded, in place of its edition of' 'holds 2 files: 54 payments'
cp "$work/kent.csv" "$work/kent-final.csv"
echo 'NHS Kent CCG,03/05/2020,Trust,ACUTE,Late LTD,K99,1.00' >>"$work/kent-final.csv"
"$remit" spend files --csv >"$work/before"
spend load "$work/kent-final.csv"
has 'payments that are there already' 2 '41 payments stand in kent.csv as well' "--replaces 'kent.csv'" '--anyway' \
    'nothing is loaded, the store is as it was: 1 of 1 files was refused'
"$remit" spend files --csv >"$work/after"
same 'and the store is as it was' "$work/before" "$work/after"
spend load "$work/kent-final.csv" --replaces kent.csv
has 'it takes the place of the other' 0 'loaded, in place of kent.csv of' 'holds 2 files: 55 payments'
spend load "$work/kent.csv" --anyway
has 'or both count' 0 'holds 3 files: 96 payments'
spend forget kent.csv
has 'forgetting is asked for' 2 'this takes out kent.csv (41 payments' '--yes says that it is meant'
spend forget kent.csv --yes --xlsx "$work/no-such-folder/gone.xlsx"
has 'the answer must be written, too, or it is there as before' 2 'no-such-folder/gone.xlsx'
spend forget kent.csv --yes
has 'and done' 0 'Taken out' 'kent.csv        41'
spend forget kent.csv --yes
has 'once' 2 "no file that is loaded is called 'kent.csv'"

# All or nothing.
printf 'a,b\n######,1.00\n' >"$work/none.csv"
payments may.csv 100 120
"$remit" spend files --csv >"$work/before"
spend load "$work/may.csv" "$work/none.csv" "$work/missing.csv"
has 'all that is refused is told' 2 'no column for Amount' 'missing.csv' '2 of 3 files were refused'
"$remit" spend files --csv >"$work/after"
same 'and nothing is loaded' "$work/before" "$work/after"
spend load "$work/may.csv" --xlsx "$work/no-such-folder/may.xlsx"
has 'the answer must be written too' 2 'no-such-folder/may.xlsx' 'nothing is loaded, the store is as it was'
"$remit" spend files --csv >"$work/after"
same 'else nothing is loaded' "$work/before" "$work/after"
spend load "$work/none.csv" --store "$work/new.db"
is 'a store that comes to nothing is not there' test ! -e "$work/new.db"

# ---- maps that are kept ------------------------------------------------------------------------------

printf 'a,b\n######,1.00\n######,2.00\n' >"$work/bath-april.csv"
printf 'a,b\n######,3.00\n' >"$work/bath-may.csv"
printf 'a,b\n######,4.00\n' >"$work/leeds-may.csv"
map='amount=2,date=none,organisation:="NHS Bath"'
spend load "$work/bath-april.csv" --map "$map" --store "$work/maps.db"
has 'a map is given' 0 'loaded' 'organisation:="NHS Bath"'
spend load "$work/bath-may.csv" --store "$work/maps.db"
has 'and kept for the next file' 0 'bath-may.csv is read by the map that was given for bath-april.csv'
spend load "$work/leeds-may.csv" --store "$work/maps.db"
has 'of the same publisher' 2 'no column for Amount'
spend files --maps --store "$work/maps.db"
has 'it is listed' 0 'bath' 'Given for' 'bath-april.csv'
spend load "$work/bath-april.csv" --map "amount=2,date=none,organisation:=\"NHS Bath and North\"" --store "$work/maps.db"
has 'another map reads the file anew' 0 'loaded'
spend forget --map bath --store "$work/maps.db"
has 'and taken out' 0 'Taken out'
spend forget --map bath --store "$work/maps.db"
has 'once as well' 2 "no map is kept for 'bath'"

# ---- what is loaded ------------------------------------------------------------------------------------

spend forget kent-final.csv --yes
"$remit" spend report by area by month "$file" --csv >"$work/files"
"$remit" spend report by area by month --csv >"$work/stored"
same 'a report of the store is that of its files' "$work/files" "$work/stored"
for report in 'gaps' 'outliers' 'quintiles' 'sha' 'suppliers' 'trusts' 'shift --baseline 2020-06' 'by supplier' 'labels'; do
    # shellcheck disable=SC2086 # words
    "$remit" spend report $report --csv >"$work/stored"
    # shellcheck disable=SC2086
    set -- $report
    case $1 in
    by) set -- by supplier "$file" ;;
    shift) set -- shift "$file" --baseline 2020-06 ;;
    *) set -- "$1" "$file" ;;
    esac
    "$remit" spend report "$@" --csv >"$work/files"
    sed -i "s,$file,payments.csv," "$work/files" # a store knows no folders
    same "report $report" "$work/files" "$work/stored"
done
"$remit" spend rules --effect letter-case "$file" --csv >"$work/files"
"$remit" spend rules --effect letter-case --csv >"$work/stored"
same 'the effect of a setting' "$work/files" "$work/stored"
spend report
has 'a report says which store' 0 "13 rows, £3,177,059.03, of the store $store"
spend why payments.csv:3
has 'why a row of the store is where it is' 0 'Row 3: NHS Barking And Dagenham CCG paid BARTS HEALTH NHS TRUST'

spend load "$work/may.csv"
spend rows --rows 5 --csv
has 'rows' 0 'file,row,date,organisation,expense-type,expense-area,supplier,reference,description,amount_gbp' \
    'payments.csv,2,2020-06-30,NHS Barking And Dagenham CCG,Hcare Srv Rec NHS Trust-Contract Baseline,ACUTE COMMISSIONING,BARTS HEALTH NHS TRUST,1001,,1000000.00'
spend rows --rows 5
has 'their count and pages' 0 '34 payments' 'Page 1 of 7'
for page in 1 2 3 4 5 6 7 8; do "$remit" spend rows --rows 5 --page $page --csv | tail -n +2; done >"$work/pages"
"$remit" spend rows --csv | tail -n +2 >"$work/all"
same 'pages together are all of it' "$work/pages" "$work/all"
spend rows --find 'bArTs hEaLtH' --from 2020-06 --until 2020-06
has 'rows with a text' 0 '2 payments, £1,200,000.00'
spend rows --find K105
has 'with a transaction' 0 '1 payment, £25,105.05'
spend rows --only area=acute --only organisation='NHS Kent CCG'
has 'rows of a category and a payer' 0 '21 payments'
spend rows --only supplier=Nobody
has 'rows of nobody' 0 '0 payments'
spend rows --file may.csv --rows 1
has 'rows of a file' 0 '21 payments' 'may.csv    2'
spend rows --file my.csv
has 'of a file that is not there' 2 "called 'my.csv'; did you mean 'may.csv'?"
spend rows --page 0
has 'no page' 2 'counted from 1'
spend suppliers health barts
has 'suppliers by words' 0 'BARTS HEALTH NHS TRUST' 'R1H' '1 supplier in all'
spend suppliers --rows 2 --page 2
has 'suppliers by pages' 0 'Page 2 of'

# ---- what goes wrong -----------------------------------------------------------------------------------

spend load
has 'no file' 2 'name the files to load'
spend load "$file" "$work/may.csv" --replaces kent.csv
has 'one file at a time' 2 'one by one'
spend load "$work"
has 'a folder' 2 'is a folder; name the files in it'
spend files --store "$work"
has 'a folder as store' 2 'is a folder; a store is a file'
spend files --store "$file"
has 'a file that is no store' 2 'is no store of spending'
spend load "$work/kent.csv" --store "$file"
has 'which is not written to' 2 'is no store of spending'
spend forget
has 'nothing to forget' 2 'name the files to take out'
spend load "$work/kent.csv" --store /proc/no/such.db
has 'no place to keep it' 2 '/proc/no'
printf 'Supplier,Amount\nA,1.00\n"B' >"$work/long.csv"
truncate -s 4G "$work/long.csv" 2>/dev/null
if [ "$(wc -c <"$work/long.csv")" -gt 4000000000 ]; then
    spend load "$work/long.csv"
    has 'a field of 4 GB' 2 'a quote opens in row 3'
else
    skip 'a field of 4 GB' 'no such files here'
fi
rm -f "$work/long.csv"

# ---- Ctrl-C, and worse ------------------------------------------------------------------------------------

awk 'BEGIN { print "Entity,Date,Supplier,Transaction Number,Amount"
    for (i = 0; i < 900000; i++) printf "NHS York CCG,%02d/%02d/2021,Supplier %d LTD,Y%d,%d.%02d\n", 1 + i % 28, 1 + i % 12, i % 999, i, 25000 + i, i % 100 }' >"$work/york.csv"
"$remit" spend files --csv >"$work/before"
# stop SIGNAL NAME: a load is under way when it comes; a load that was whole before is tried again.
stop() {
    for wait in 0.1 0.05 0.02 0.01; do
        "$remit" spend load "$work/york.csv" >"$work/said" 2>&1 </dev/null &
        sleep $wait
        kill -"$1" $! 2>/dev/null
        wait $! 2>/dev/null
        status=$?
        "$remit" spend files --csv >"$work/after" 2>&1
        # It may come when all is done but the leaving.
        if [ "$1" = KILL ] && grep -q 'york.csv,.*,900000,' "$work/after"; then status=0; fi
        [ $status -eq 0 ] || break
        "$remit" spend forget york.csv --yes >"$work/forgotten" 2>&1
    done
    same "$2" "$work/before" "$work/after"
}
# A shell starts what runs in the background deaf to INT; remit listens all the same.
stop INT 'Ctrl-C leaves the store as it was'
has 'and is told' 2 'stopped: nothing is loaded, the store is as it was'
stop TERM 'TERM leaves the store as it was'
stop KILL 'a killed load is undone'
spend load "$work/york.csv"
has 'and can be done again' 0 'holds 3 files: 900,034 payments'
ls "$work/data/remit" >"$work/there"
echo spending.db >"$work/alone"
same 'then nothing is left beside the store' "$work/alone" "$work/there"
spend report by month --only organisation='NHS York CCG' --csv
awk -F, 'NR > 1 { sum += $5 } END { printf "%.2f\n", sum }' "$work/said" >"$work/ours"
awk -F, 'NR > 1 { sum += $5 } END { printf "%.2f\n", sum }' "$work/york.csv" >"$work/theirs"
same 'its total is that of awk' "$work/theirs" "$work/ours"

# A file that becomes shorter while it is read: an error, or it was whole before that.
"$remit" spend forget york.csv --yes >"$work/said" 2>&1
cp "$work/york.csv" "$work/shrinks.csv"
"$remit" spend load "$work/shrinks.csv" >"$work/said" 2>&1 </dev/null &
sleep 0.03
truncate -s 1000 "$work/shrinks.csv"
wait $!
status=$?
"$remit" spend files --csv >"$work/after"
if [ $status -eq 0 ]; then
    skip 'a file that shrinks' 'it was read before that'
else
    same 'a file that shrinks leaves the store as it was' "$work/before" "$work/after"
fi

# ---- real files ------------------------------------------------------------------------------------------

shared=../shared/data/spend
if [ ! -d "$shared" ]; then
    skip '36 files of three commissioners' "$shared is not there"
    exit 0
fi
spend load "$shared"/raw/*/*.csv --store "$work/real.db"
has '36 files of three commissioners' 0 'holds 36 files: 9,411 payments'
"$remit" spend files --store "$work/real.db" --csv | tr -d '\r' | awk -F, 'NR > 1 { printf "%s %d %.2f\n", $2, $(NF - 4), $(NF - 3) }' |
    sort >"$work/ours"
awk -F, 'NR > 1 { n = split($2, path, "/"); printf "%s %d %.2f\n", path[n], $3, $4 }' "$shared/expected_totals.csv" | sort >"$work/theirs"
same 'agree to the penny, each file' "$work/theirs" "$work/ours"
"$remit" spend report by organisation --store "$work/real.db" --csv | tr -d '\r' | awk -F, 'NR > 1 { print $2, $5 }' | sort >"$work/ours"
awk -F, 'NR > 1 { rows[$1] += $3; pence[$1] += sprintf("%.0f", $4 * 100) }
    END { for (k in rows) printf "%d %.2f\n", rows[k], pence[k] / 100 }' "$shared/expected_totals.csv" | sort >"$work/theirs"
same 'and each commissioner' "$work/theirs" "$work/ours"

# All layouts: two are refused, with what is wrong; a map reads them.
spend load "$shared"/layouts/*_*.csv --store "$work/layouts.db"
has 'layouts that are refused' 2 '2 of 63 files were refused' "'######'" "column 5 is called 'Supplier'"
# shellcheck disable=SC2046 # names without blanks
spend load $(ls "$shared"/layouts/*_*.csv | grep -v '/23_SWL\|/59_SEL') --store "$work/layouts.db"
has 'all other layouts' 0 'holds 61 files'
spend load "$shared"/layouts/23_SWL* --map 'date:=2020-04-30' --store "$work/layouts.db"
has 'and those with a map' 0 'holds 62 files'
