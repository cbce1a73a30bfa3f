# spend.sh: published payments to totals, beside DuckDB, mawk, sqlite3 and Miller.
# A section of bench/run.sh, which has its helpers.
#
# The same file, the same rules (laws/spending.remit, purchase and area), the same totals to the
# penny. Each peer in two forms: each row classified, and pairs of type and area added up first.
#
# REMIT_ROWS    payments in the file that all are given (2000000)
# REMIT_GROWTH  the most payments that Remit alone is given (100000000: 17 GB of disk)

rows=${REMIT_ROWS:-2000000}
growth=${REMIT_GROWTH:-100000000}
modules=build/bench/npm
duckdb_version='not measured'

install_modules
"$remit" spend sample --plain --rows "$rows" --out "$work/spend" >"$work/out" || exit 1
sync # else it is written to the disk while the first is measured
file=$work/spend/spending-2022-23-plain.csv
bytes=$(wc -c <"$file")

# timed NAME ROUNDS COMMAND...: NAME_clock, _processor and _kilobytes; what it prints is in $work/told.
timed() {
    name=$1 rounds=$2
    shift 2
    step "$name"
    "$bench" timed "$rounds" "$work/told" "$@" >"$work/out" 2>"$work/err" ||
        { cat "$work/err" >&2; step "failed: $*"; exit 1; }
    sed "s/^/spend_${name}_/" "$work/out" | keep ''
}

# agrees NAME: what was told, as lines area|purchase|rows|pence, is what Remit said.
agrees() {
    LC_ALL=C sort "$work/told" >"$work/theirs"
    same "$1" "$work/totals" "$work/theirs"
}

# Cells of Remit's table as such lines: texts with commas stand in quotes.
remit_totals() {
    tr -d '\r' <"$work/told" | awk 'NR > 1 {
        if ($0 !~ /"/) { split($0, c, ",") } else {
            split($0, q, "\""); split(q[1], a, ","); split(q[3], b, ",")
            c[1] = a[1]; c[2] = q[2]; for (i = 2; i <= 6; i++) c[i + 1] = b[i]
        }
        sub(/[.]/, "", c[6])
        if (c[3] > 0) print c[1] "|" c[2] "|" c[3] "|" c[6]
    }' | LC_ALL=C sort >"$work/totals"
}

"$remit" spend rules --json >"$work/rules.json"
for as in purchase area awk mlr; do
    node bench/spend_rules.js "$work/rules.json" "$as" >"$work/chain.$as" || exit 1
done
sed -e "/^ *CHAIN\$/{r $work/chain.awk
d}" bench/spend.awk >"$work/spend.awk"

pence="CAST(replace(replace(replace(amount, ',', ''), '.', ''), CAST(x'a3' AS TEXT), '') AS INTEGER)"
given_rows="SELECT type, area, 1 AS n, $pence AS p FROM p"
given_pairs="SELECT type, area, count(*) AS n, sum($pence) AS p FROM p GROUP BY type, area"
for form in rows pairs; do
    eval "given=\$given_$form"
    cat >"$work/$form.sql" <<SQL
.mode csv
CREATE TABLE p (family, entity, day, type, area, supplier, number, amount);
.import --skip 1 $file p
.mode list
WITH given AS ($given),
bought AS (SELECT *, $(cat "$work/chain.purchase") AS purchase FROM given)
SELECT $(cat "$work/chain.area") AS a, purchase, sum(n), sum(p) FROM bought GROUP BY 1, 2;
SQL
    {
        if [ "$form" = pairs ]; then n='$p_count' p='$p_sum'; else n=1 p='$p'; fi
        echo 'type = " " . ${Expense type}; area = " " . ${Expense area}; purchase = "";'
        cat "$work/chain.mlr"
        echo "\$area = area; \$purchase = purchase; \$n = $n; \$s = $p;"
    } >"$work/$form.mlr"
done
miller() { # FORM
    cents='$p = int(gsub($Amount, "[^-0-9]", ""))'
    pairs=''
    [ "$1" = rows ] || pairs="then stats1 -a count,sum -f p -g 'Expense type,Expense area'"
    echo "mlr --icsv --onidx --ofs '|' cut -o -f 'Expense type,Expense area,Amount' then put '$cents' \
        $pairs then put -f '$work/$1.mlr' then stats1 -a sum -f n,s -g area,purchase '$file'"
}

# Memory that has just been filled is read more slowly at first (a virtual machine's, for a quarter).
timed settling 20 "$remit" spend report by area by purchase --csv "$file"
timed remit 9 "$remit" spend report by area by purchase --csv "$file"
remit_totals
timed wc 9 wc -l "$file"
for form in rows pairs; do
    if [ -d "$modules/node_modules/@duckdb" ] && command -v node >/dev/null; then
        duckdb_version="DuckDB $(sed -n 's/.*duckdb.node-api": "\(.*\)".*/\1/p' bench/package.json), node $(node --version)"
        timed "duckdb_$form" 3 node bench/spend.js "$file" "$work/rules.json" 2 "$modules/node_modules" "$form"
        agrees "DuckDB, $form"
    fi
    if command -v mawk >/dev/null; then
        timed "mawk_$form" 3 env LC_ALL=C mawk -v way="$form" -f "$work/spend.awk" "$file"
        agrees "mawk, $form"
    fi
    if command -v sqlite3 >/dev/null; then
        timed "sqlite_$form" 3 sh -c "sqlite3 -batch :memory: <'$work/$form.sql'"
        agrees "sqlite3, $form"
    fi
    if command -v mlr >/dev/null; then
        timed "miller_$form" 1 sh -c "$(miller "$form")"
        agrees "Miller, $form"
    fi
done
timed remit_again 9 "$remit" spend report by area by purchase --csv "$file"
slower=remit # of the two the peers are measured against
awk "BEGIN { exit !($(v spend_remit_again_clock %.4f) > $(v spend_remit_clock %.4f)) }" && slower=remit_again
timed overview 5 "$remit" spend report "$file"
timed suppliers 5 "$remit" spend report by supplier --csv "$file"

# ---- the store beside sqlite3's import ------------------------------------------------------------

load_rows() { :; }
if "$remit" help spend load >"$work/out" 2>&1 && command -v sqlite3 >/dev/null; then
    printf '.mode csv\n.import %s p\n' "$file" >"$work/import.sql"
    timed import 3 sh -c "rm -f '$work/import.db'; sqlite3 -batch '$work/import.db' <'$work/import.sql'"
    timed load 3 sh -c "rm -rf '$work/load'*; '$remit' spend load --store '$work/load' '$file'"
    load_rows() {
        echo "| Into the store: times faster than sqlite3's .import | 5 | $(ratio spend_import_clock spend_load_clock) | $(met "$(ratio spend_import_clock spend_load_clock)" least 5) |"
    }
fi

# ---- growth ----------------------------------------------------------------------------------------

# many N FILE: a file of N payments; beyond the first millions by repeating these.
many() {
    if [ "$1" -le "$rows" ]; then
        head -n "$(($1 + 1))" "$file" >"$2"
    else
        head -n 1 "$file" >"$2"
        i=0
        while [ "$i" -lt "$(($1 / rows))" ]; do
            tail -n +2 "$file" >>"$2"
            i=$((i + 1))
        done
    fi
}
grown=''
for n in 10000 100000 1000000 10000000 100000000; do
    [ "$n" -le "$growth" ] || continue
    free=$(df -Pk "$work" | awk 'NR == 2 { print $4 }')
    if [ "$((bytes / rows * n / 1024 + 2000000))" -gt "$free" ]; then
        step "$n payments do not fit on the disk"
        continue
    fi
    many "$n" "$work/grow.csv"
    rounds=5
    [ "$n" -le 10000000 ] || rounds=1
    timed "grow_$n" "$rounds" "$remit" spend report by area by purchase --csv "$work/grow.csv"
    awk -v n="$n" 'NR > 1 { sub(/"[^"]*"/, "x"); split($0, c, ","); rows += c[3] }
        END { exit rows != n }' "$work/told" || { step "$n payments: not all are counted"; exit 1; }
    rm -f "$work/grow.csv"
    grown="$grown $n"
done

growth_lines() {
    for n in $grown; do
        echo "| $n | $(v "spend_grow_${n}_clock" %.3f) | $(v "spend_grow_${n}_processor" %.3f) | $(v "spend_grow_${n}_processor" %.0f "$(awk -v n="$n" 'BEGIN { printf "%.9f", 1e9 / n }')") | $(v "spend_grow_${n}_kilobytes" %.1f 0.0009765625) |"
    done
}
peer_rows() {
    for name in remit remit_again duckdb_rows duckdb_pairs mawk_rows mawk_pairs sqlite_rows sqlite_pairs miller_rows miller_pairs wc; do
        echo "| $name | $(v "spend_${name}_clock" %.3f) | $(v "spend_${name}_processor" %.3f) | $(v "spend_${name}_kilobytes" %.1f 0.0009765625) | $(ratio "spend_${name}_clock" "spend_${slower}_clock") | $(ratio "spend_${name}_processor" "spend_${slower}_processor") |"
    done
}
target() { # TITLE NAME TARGET
    times=$(ratio "spend_$2_clock" "spend_${slower}_clock")
    echo "| Times faster than $1 | $3 | $times | $(met "$times" least "$3") |"
}
targets() { # TITLE NAME TARGET
    target "$1, each row classified" "$2_rows" "$3"
    target "$1, pairs first" "$2_pairs" "$3"
}
part "$duckdb_version; $(sqlite3 --version 2>/dev/null | awk '{ print "sqlite3 " $1 }'); $(mlr --version 2>/dev/null); $(mawk -W version 2>&1 | head -1)" <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
$(targets DuckDB duckdb 15)
$(targets mawk mawk 25)
$(targets sqlite3 sqlite 40)
$(targets Miller miller 300)
| Share of the speed of \`wc -l\` | 20% | $(ratio_percent spend_wc_clock "spend_${slower}_clock") | $(met "$(ratio_percent spend_wc_clock "spend_${slower}_clock")" least 20) |
$(load_rows)

$rows made-up payments, $bytes bytes (\`remit spend sample --plain\`), in the page cache; read, cut, days and amounts checked,
sorted by type of purchase and area under \`laws/spending.remit\`, added up. All totals are equal to the penny. *Rows*: each row
goes through the chains of keywords, which are made from the same rule file. *Pairs*: rows are added up by the texts of type and
area, and each pair goes through the chains once, as in Remit. To be 300 times as fast as the best form of Miller would take
$(v spend_miller_pairs_clock %.3f 0.00333333) s; \`wc -l\` takes $(v spend_wc_clock %.3f) s. DuckDB has
two threads, Remit as many as there are processors. Others make pence by taking out the point, for all amounts of the file have
two digits behind it. Remit is measured at both ends of the run, and the slower counts. Seconds; MB; how many times Remit's.

| | Clock | Processor | Memory | Clock : Remit | Processor : Remit |
| --- | ---: | ---: | ---: | ---: | ---: |
$(peer_rows)

The overview takes $(v spend_overview_clock %.3f) s ($(v spend_overview_processor %.3f) s of processor); by supplier $(v spend_suppliers_clock %.3f) s ($(v spend_suppliers_processor %.3f) s).

### Growth

| Payments | Clock, s | Processor, s | Processor, ns a row | Memory, MB |
| ---: | ---: | ---: | ---: | ---: |
$(growth_lines)

    remit spend sample --plain --rows $rows --out FOLDER
    remit spend report by area by purchase --csv FOLDER/spending-2022-23-plain.csv
    node bench/spend.js FILE RULES.json 2 MODULES rows|pairs
END
