#!/bin/sh
# Every command that prints a table gives it as CSV: the head, and rows of as many cells; and as Excel,
# the same rows.
. test/support/cli.sh

# excel COMMAND...: as many rows as its CSV has in $said, read by what reads payments.
excel() {
    rows=$(printf '%s\n' "$said" | awk '{ n += gsub(/"/, "\""); if (n % 2 == 0) rows++ } END { print rows - 1 }')
    rm -f "$work/table.xlsx"
    "$remit" "$@" --xlsx "$work/table.xlsx" --on 2024-05-01 >"$work/said" 2>&1
    got=$("$remit" spend look --csv "$work/table.xlsx" --map 'header=3,supplier=1,amount:=1' 2>&1 |
        tr -d '\r' | awk -F, 'on { print $2; exit } $2 == "rows" && $3 == "good" { on = 1 }')
    if [ "$got" = "$rows" ]; then ok "$1 for Excel: $rows rows"; else no "$* for Excel: $rows rows, not $got" "$(cat "$work/said")"; fi
}

# table HEAD COMMAND...: cells are counted outside of quotes.
table() {
    head=$1
    shift
    said=$("$remit" "$@" --csv --on 2024-05-01 2>&1)
    if printf '%s\n' "$said" | awk -v head="$head" '
        { sub(/\r$/, ""); line = $0; gsub(/"[^"]*"/, "", line); cells = gsub(/,/, ",", line) }
        NR == 1 { first = cells; bad = index($0, head) != 1 }
        cells != first { bad = 1 }
        END { exit bad || NR < 2 }'; then
        ok "of $1"
    else
        no "of: remit $*" "$said"
    fi
    [ "$1" = spend ] || excel "$@" # there are sums and notes too: spend.sh has them
}

table 'rank,decider,level,population,may,from,up to' who award-contract of community for leeds
table 'rank,decider,level,population,may,from,up to' may wy.board award-contract of community for leeds
table 'function,service,population,from,up to' may leeds-committee
table 'function,service,population,from,up to' matrix leeds --function award-contract
table 'kind,name,title,what,file,line' search leeds committee
table 'step,body,title,part,how' route wy.board award-contract of community for leeds
table 'structure,code,severity,file,line,column,message,mend' check examples/faulty/R101-no-terms-of-reference
table 'matter or measure,' compare examples/sites
table 'organisation,ods,' survey
table 'organisation,ods,answer,file,line' survey place-functions
table 'change,body,population,function,service,from,up to,before,now' diff \
    test/cases/words/editions/older.remit test/cases/words/editions/newer.remit
table 'name,title,under' explain functions
table 'name,title,note' explain kinds
table 'code,severity,title,rule,mend,source' explain codes
payments=test/data/payments.csv
table 'area,rows,credit_rows,credits_gbp,total_gbp,share_percent' spend report by area $payments
table 'area,purchase,rows,credit_rows,credits_gbp,total_gbp,share_percent' spend report by area by purchase $payments
table 'supplier,compared_as,match,ods,organisation,kind,system,evidence,rows,total_gbp' spend report suppliers $payments
table 'verdict,file,row,organisation,supplier,reference,rate_named' spend report labels $payments
table 'organisation,complete,reason,rows' spend report gaps $payments
table 'category,before_gbp,after_gbp' spend report shift $payments --baseline 2020-06
table 'classification,category,title,condition,along_with,but_not,when,source,where' spend rules
table 'classification,verdict,category,because,along_with,where' spend why $payments:3
