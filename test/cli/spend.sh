#!/bin/sh
# remit spend rules, why and report, on a small made-up file, and on files of three commissioners where
# ../shared/data/spend has them. Totals are compared with what awk makes of the same files.
. test/support/cli.sh
export XDG_DATA_HOME="$work"
file=test/data/payments.csv



# gives NAME EXPECTED: standard input is that.
gives() {
    printf '%s\n' "$2" >"$work/expected"
    cat >"$work/said"
    same "$1" "$work/expected" "$work/said"
}

# report WORD...: its CSV
report() { "$remit" spend report "$@" --csv | tr -d '\r'; }

# ---- totals --------------------------------------------------------------------------------------

report by area "$file" | awk -F, 'NR > 1 { print $1, $5 }' | gives 'totals by area' "Acute 2141058.53
Mental health 30000.00
Community 850000.00
Continuing care 0.00
Prescribing 26000.50
Primary care 60000.00
Other 70000.00"
report by purchase "$file" | awk -F, 'NR > 1 { print $1, $2, $5 }' | head -3 | gives 'totals by type of purchase' \
    "Services from trusts 8 2941058.53
Purchase of healthcare from non-NHS bodies 2 120000.00
Services from Social Care 0 0.00"
report by month by organisation "$file" | awk -F, 'NR > 1 { print $1, $2, $6 }' | gives 'months and organisations' \
    "June 2020 NHS Barking And Dagenham CCG 1610000.00
July 2020 NHS Barking And Dagenham CCG 1441058.53
July 2020 NHS Havering CCG 126000.50"
report by area "$file" | awk -F, 'NR > 1 { sum += $6 } END { printf "%.2f\n", sum }' | gives 'shares sum to 100' 100.00
report by area "$file" --from 2020-06 --until 2020-06 --only supplier='BARTS HEALTH NHS TRUST' |
    awk -F, 'NR > 1 { sum += $5 } END { print sum }' | gives 'one supplier in one month' 1200000
report by mechanism "$file" | grep -F 'Prior year' | gives 'the payment mechanism' \
    'Prior year,1,1,-45000.00,-45000.00,-1.42'

# ---- rules ---------------------------------------------------------------------------------------

"$remit" spend rules | piped 'rules in words' 'letter-case is exact, not folded' 'Source: Table 12' \
    'expense-type contains "Trust", "Trst", "NHSFT"' 'along with purchase' 'section 6.3.2: not said'
"$remit" spend rules --csv | piped 'rules as CSV' 'classification,category,title,condition,along_with,but_not,when,source,where'
"$remit" spend rules --effect letter-case "$file" --csv | tr -d '\r' | gives 'the effect of a setting' \
    "setting,choice,classification,from,to,rows,total_gbp,gross_gbp
letter-case,folded,area,Other,Mental health,1,70000.00,70000.00"
"$remit" spend rules --effect precedence "$file" | piped 'the effect of precedence' \
    'Acute' 'Mental health' '£200,000.00'
"$remit" spend rules --effect precedence "$file" --only supplier='BARTS HEALTH NHS TRUST' --csv | tr -d '\r' |
    awk -F, '$3 == "area" { print $6, $7 }' | gives 'the effect on some rows alone' '1 200000.00'
"$remit" spend rules --effect quintiles "$file" --only supplier='BARTS HEALTH NHS TRUST' |
    piped 'groups of some rows alone' xtile
"$remit" spend rules --effect quintiles "$file" | piped 'groups under each cut' 'xtile' 'qcut'
cp laws/spending.remit "$work/mine.remit"
sed -i 's/^spending pir-2025 "[^"]*" edition "1"/spending mine "Mine" edition "2"/; s/"FUNDED NURSING CARE"/"Dementia"/' "$work/mine.remit"
"$remit" spend report by area "$file" --rules "$work/mine.remit" | piped 'rules of a user' 'Rules: Mine, edition 2' '£70,000.00'
sed -i 's/expense-type contains "Social Care"/expense-typ contains "Social Care"/' "$work/mine.remit"
"$remit" spend rules --rules "$work/mine.remit" 2>&1 >"$work/out" | piped 'a mistake in the rules' 'R010' "did you mean 'expense-type'?"
is 'the laws for spending have no errors' "$remit" check laws/spending.remit laws/organisations.remit

# ---- why -----------------------------------------------------------------------------------------

"$remit" spend why "$file:3" | piped 'why a row is where it is' 'Services from trusts' 'laws/spending.remit:' \
    'would fit as well' 'Row 3: NHS Barking And Dagenham CCG paid BARTS HEALTH NHS TRUST £200,000.00 on 30 June 2020'
"$remit" spend why --type Rent --area ESTATES | piped 'why by texts' 'no keyword of another category is found'
"$remit" spend why "$file:3" --set precedence=last --json | piped 'why as JSON' '"category": "Mental health"'

# ---- what is to be seen ----------------------------------------------------------------------------

"$remit" spend report "$file" | piped 'the overview' 'Where money goes' '13 rows, £3,177,059.03'
report trusts "$file" | awk -F, 'NR > 1 { print $1, $4 }' | gives 'trusts of the system and of others' \
    "trust-inside 2941058.53
trust-outside 26000.50
trust-not-known 0.00
other-nhs 0.00
not-nhs 210000.00"
report trusts "$file" --only area=acute | awk -F, 'NR > 1 { sum += $4 } END { printf "%.2f\n", sum }' |
    gives 'trusts, of some rows alone' 2141058.53
report trusts "$file" --system QMJ | awk -F, '$1 == "trust-inside" { print $4 }' | gives 'trusts of another system' 26000.50
"$remit" spend report by area examples/spend/layouts/tower-hamlets-september-2020.csv |
    piped 'exchanged names of type and area' '59.37%' 'headers do not say where to find Expense type, Expense area'
"$remit" spend report shift "$file" --baseline 2020-06 | piped 'a shift' 'Acute lost' 'Community gained'
"$remit" spend report gaps "$file" --expect 'NHS Redbridge CCG' | piped 'gaps' 'NHS Redbridge CCG' 'no payments from June 2020 to July 2020' \
    'no payments in June 2020; they begin in July 2020' '1 of 3 organisations are complete'
report gaps "$file" --only organisation='NHS Havering CCG' | awk -F, 'NR > 1 { print $1 }' | gives 'gaps of one organisation' 'NHS Havering CCG'
"$remit" spend report quintiles "$file" | piped 'quintiles leave out who is not complete' 'Kept: 1 of 2' 'Left out: NHS Havering CCG'
"$remit" spend report labels "$file" | piped 'a rate that contradicts its label' 'contradicts' '0.6250%' '1.2500%' '£531.22'
"$remit" spend report labels "$file" --only area=community | piped 'rates of other payments are not told' '0 of 0 invoices'
"$remit" spend report labels "$file" --only area=acute | piped 'the rest of an invoice counts whatever is asked for' '0.6250%' '1.2500%'
"$remit" spend report suppliers "$file" | piped 'suppliers with their codes' 'R1H' 'both read as BARTS HEALTH NHS TRUST' 'no organisation has this name'
"$remit" spend report outliers "$file" | piped 'outliers need enough values' 'too few'
"$remit" spend report sha "$file" | piped 'System of Health Accounts' 'HC.1-HC.2' 'HP.1' 'HF.1.1.1'

# ---- forms -------------------------------------------------------------------------------------------

"$remit" spend report by area "$file" --xlsx "$work/areas.xlsx" | gives 'an Excel file is written' "$work/areas.xlsx is written"
"$remit" spend report by supplier "$work/areas.xlsx" --map 'supplier=1,amount=5,header=3' >"$work/out" 2>&1
piped 'and can be read' '£6,354,118.06' <"$work/out"
"$remit" spend report "$file" --xlsx "$work/overview.xlsx" 2>&1 | gives 'of all tables' "$work/overview.xlsx is written"
for sheet in 'By Area of expenditure' 'By Type of purchase' 'Where it goes'; do
    "$remit" spend look "$work/overview.xlsx" --map "sheet=$sheet,supplier=1,amount=2,header=3" 2>&1 | piped "with the sheet $sheet" "'$sheet'"
done
"$remit" spend report quintiles "$file" --xlsx "$work/quintiles.xlsx" 2>&1 | gives 'without a word of the library' "$work/quintiles.xlsx is written"
"$remit" spend report by area "$file" --json | piped 'JSON has pence' '"total_pence": 214105853' '"share_percent": 67.39'

# ---- mistakes -----------------------------------------------------------------------------------------

mistake() {
    text=$1
    shift
    if "$remit" "$@" >"$work/out" 2>"$work/err"; then no "mistake: $*"; else piped "mistake: $*" "$text" <"$work/err"; fi
}
mistake "Next comes" spend
mistake "did you mean 'spend report'?" spendreport
mistake "nothing is loaded: there is no store" spend report
mistake "remit spend load FILE... makes it" spend rules --effect letter-case
mistake "did you mean 'area'?" spend report by ara "$file"
mistake "no setting 'letter-cas'; did you mean 'letter-case'?" spend report "$file" --set letter-cas=exact
mistake "it is exact or folded" spend report "$file" --set letter-case=lower
mistake "has no category 'acut'; did you mean 'acute'?" spend report "$file" --only area=acut
mistake "is not a month" spend report "$file" --from 2020-13
mistake "--baseline says which months" spend report shift "$file"
mistake "remit: no-such-file.csv: cannot open this file: No such file" spend report no-such-file.csv
mistake "test: is a folder; name the files in it" spend report test
cp "$file" "$work/precious.csv"
mistake "precious.csv: name the file to write, ending in .xlsx" spend report "$file" --xlsx "$work/precious.csv"
same 'a file of payments is not written over' "$file" "$work/precious.csv"
mistake "; they have letter-case, " spend rules --effect nothing
mistake "; it is by purchase, area, " spend report by nothing "$file"
mistake "'outlier' is no report and no file that is there; did you mean 'outliers'?" spend report outlier "$file"
"$remit" spend report by area "$file" --only supplier=barts | piped 'a text that no payment has' 'No payment has the supplier "barts", written just so'
mistake "has no payment in row 99" spend why "$file:99"
mistake "is not FILE:ROW" spend why "$file"
mistake "no organisation in the list has this code" spend report trusts "$file" --system QQQ

# ---- real files ------------------------------------------------------------------------------------------

shared=../shared/data/spend
if [ ! -d "$shared" ]; then
    skip 'three commissioners' "$shared is not there"
    exit 0
fi
report by organisation "$shared"/raw/*/*.csv | awk -F, 'NR > 1 { print $2, $5 }' | sort >"$work/ours"
awk -F, 'NR > 1 { rows[$1] += $3; pence[$1] += sprintf("%.0f", $4 * 100) }
    END { for (k in rows) printf "%d %.2f\n", rows[k], pence[k] / 100 }' "$shared/expected_totals.csv" | sort >"$work/theirs"
same 'totals of three commissioners' "$work/theirs" "$work/ours"
"$remit" spend report labels "$shared"/raw/NEBD/NEBD_04*.csv | piped "Homerton's CQUIN" '2 of 11 invoices' '£13,950.96' '£6,975.47 less'
