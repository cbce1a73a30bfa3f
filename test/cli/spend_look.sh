#!/bin/sh
# remit spend look, as its user meets it: files that are read, files that are refused, maps, pipes.
. test/support/cli.sh

look() {
    "$remit" spend look "$@" >"$work/said" 2>&1
    status=$?
}

look test/data/payments.csv
has 'a good file' 0 "column 1, 'Entity'" 'Sum of good rows' 'header=1,separator=comma,dates=uk,organisation="Entity"'

printf 'NHS Kent, April 2020\n\nData;Suppklier;Amount (\243)\n30/04/2020;Caf\351 LTD;1.234,5\n31/04/2020;B;2\n1/5/2020;C;3.005\n1/5/2020;D;(4.50)\nTotal;;-4.50\n' >"$work/odd.csv"
look "$work/odd.csv"
has 'what is odd is told' 1 'Windows-1252' 'semicolon; 6 of' 'row 3; it names 3' "'Suppklier', nearly 'supplier'" \
    "'31/04/2020' is no day of the calendar" "'3.005' has parts of a penny" "'1.234,5' has" 'it is not the sum of all rows' '-£4.50'
look --csv "$work/odd.csv"
has 'as CSV' 1 'file,decision,evidence' 'file,row,column,field,kind,reason,amount_gbp' ',5,1,Date,rejected,'
look --json "$work/odd.csv"
has 'as JSON' 1 '"reason"' '"rejected"'

printf 'a,b\n######,1.00\n' >"$work/none.csv"
look "$work/none.csv" test/data/payments.csv
has 'one file refused, the other shown' 2 'no column for Amount' "the columns are 'a', 'b'" 'amount=NUMBER' 'Sum of good rows'
look "$work/none.csv" --map 'amount=2,date=none,organisation:="NHS Kent"'
has 'a map' 0 'NHS Kent' "column 2, 'b', as the map says" '£1.00'
look "$work/none.csv" --map 'amont=2'
has 'a map with a mistake' 2 "the map says 'amont=2', but the names are: organisation, date"

cat test/data/payments.csv | "$remit" spend look /dev/stdin >"$work/said" 2>&1
status=$?
has 'a pipe' 0 '/dev/stdin' 'Sum of good rows'
printf 'Supplier,Amount\n\033[2JA,1.00\n"two\nlines",2.00\n' >"$work/escapes.csv"
look "$work/escapes.csv"
if LC_ALL=C grep -q "$(printf '\033')" "$work/said"; then no 'a terminal obeys no file'; else ok 'a terminal obeys no file'; fi
has 'two lines in one cell' 0 'two lines'
printf 'Supplier,Amount\nA,1.00\n"B,2.00\nC,3.00\n' >"$work/open.csv"
look "$work/open.csv"
has 'a quote that never closes' 2 'a quote opens in row 3 (line 3)'
look "$work/missing.csv"
has 'a file that is not there' 2 'cannot open' 'missing.csv'
look "$work"
has 'a folder' 2 'is a folder; name the files in it'
look
has 'no file' 2 'name the files to look at'
look --rows many test/data/payments.csv
has 'a number that is none' 2 '--rows many is no number up to 1000'

# The same rows whatever the number of threads.
awk 'BEGIN { print "Date,Supplier,Amount"; for (i = 0; i < 60000; i++) printf "%02d/04/2020,\"S, %d\",%d.%02d\r\n", 1 + i % 28, i % 777, i, i % 100 }' >"$work/long.csv"
for threads in 1 2 3; do
    "$remit" spend look --csv --threads "$threads" "$work/long.csv" >"$work/threads.$threads" 2>&1
done
same 'two threads change nothing' "$work/threads.1" "$work/threads.2"
same 'nor do three' "$work/threads.1" "$work/threads.3"
