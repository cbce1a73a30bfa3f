#!/bin/sh
# remit serve: pages over HTTP. The pages themselves are tried in a browser elsewhere; here are
# the server's own promises.
. test/support/cli.sh
pid=
trap 'test -z "$pid" || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT

# start ARGUMENT...: the server, at any port that is free; its address is in $url.
start() {
    : >"$work/said"
    "$remit" serve "$@" --port 0 >"$work/said" 2>&1 &
    pid=$!
    url=
    for _ in $(seq 150); do
        url=$(sed -n 's|.*\(http://[0-9.]*:[0-9]*\)/.*|\1|p' "$work/said")
        [ -z "$url" ] || return 0
        sleep 0.1
    done
    no 'it starts' "$(cat "$work/said")"
    exit 1
}
stop() {
    kill -TERM "$pid"
    wait "$pid"
    code=$?
    pid=
}
# holds WHAT WORDS: the last answer holds the words.
holds() { if grep -qF -- "$2" "$work/got"; then ok "$1"; else no "$1" "$(cat "$work/got")"; fi; }
# get WHAT STATUS PATH [CURL OPTION...]
get() {
    what=$1 status=$2 path=$3
    shift 3
    got=$(curl -s -m 20 -o "$work/got" -D "$work/head" -w '%{http_code}' "$@" "$url$path")
    if [ "$got" = "$status" ]; then ok "$what"; else no "$what: $got"; fi
}

# escaped WHAT: nothing of the handbook below is markup in the last answer.
escaped() {
    if grep -qF -e '<script>alert' -e '<img src=x' -e '<b>ICB' "$work/got"; then
        no "$1" "$(grep -F -e '<script>a' -e '<img' -e '<b>' "$work/got")"
    else
        ok "$1"
    fi
}

cat >"$work/h.remit" <<'END'
handbook h "Handbook <script>alert(1)</script>" of one under hca-2022
population north "North & \"far\"" {
  place near "Near"
}
icb one "First <b>ICB</b>" for north
committee c "Committee" of one for near {
  terms-of-reference
}
delegate one to c under sord {
  award-contract of community up to £5m if "<img src=x onerror=alert(2)>"
}
END

start "$work/h.remit"

# The filter is on where it can be had, in every thread, and the server says which it is.
said_confined=$(grep -c 'remit: confined by the system' "$work/said")
threads=$(cat /proc/"$pid"/task/*/status | grep -c '^Seccomp:')
filtered=$(cat /proc/"$pid"/task/*/status | grep -c '^Seccomp:.2')
if [ "$said_confined" -eq 1 ] && [ "$threads" -eq "$filtered" ]; then
    ok "confined, in $threads threads"
elif [ "$said_confined" -eq 0 ] && [ "$filtered" -eq 0 ]; then
    skip confined "$(grep 'not confined' "$work/said")"
else
    no "it says whether it is confined: $filtered of $threads threads are" "$(cat "$work/said")"
fi

get 'the first page' 200 /
holds 'it asks the question' 'What is to be decided?'
get 'an answer' 200 '/?what=award-contract&service=community&for=near&value=3m'
holds 'it names the nearest body' 'Committee may decide this, on conditions'
holds 'it shows the other side of the limit' 'above £5 million'
escaped 'text of a handbook is escaped'
get 'the text of a handbook' 200 /handbook/0
holds 'a name leads to its page' '<a href="/bodies/c">c</a>'
holds 'a function leads to its words' '<a href="/explain/award-contract">award-contract</a>'
escaped 'the text itself is escaped'
get 'a name in words' 200 /explain/near
holds 'what is said of it' '>Near</h1>'
holds 'where it is written' 'href="/handbook/0#L3"'
get 'a body in words' 200 /explain/one
escaped 'words about a body are escaped'
get 'a name that is near another' 404 /explain/award-contrct
holds 'it offers the other' 'href="/explain/award-contract"'
get 'a settled condition' 200 \
    '/?what=award-contract&service=community&for=near&value=3m&given=%3Cimg%20src%3Dx%20onerror%3Dalert(2)%3E'
holds 'it may without conditions' 'Committee may decide this.'
get 'what cannot be read' 200 '/?what=award-contrct&for=&value=lots'
holds 'a summary of what is wrong' 'There is a problem'
holds 'an error beside the amount' 'id="value-error"'
get 'a day that is none' 200 '/?on=2024-13-01'
holds 'it says how a day is written' 'like 2024-05-01'
# A change that is tried: a form in which anything may stand.
file="file=$(printf %s "$work" | sed 's|^/*|/|')/h.remit"
try() {
    what=$1 status=$2
    shift 2
    get "$what" "$status" /try "$@" --data-urlencode "$file"
}
get 'trying a change' 200 '/try?from=one.board&to=c&what=award-contract&service=community&for=near&limit=7m'
holds 'the form is filled in' '<option value="one.board" selected>'
holds 'with the limit' 'value="7m"'
escaped 'the form is escaped'
try 'a delegation by form' 200 -d do=add -d from=one.board -d to=c -d under=sord -d what=award-contract \
    -d service=community -d for=near -d limit=7m --data-urlencode "text@$work/h.remit"
holds 'it says who may now decide' 'may now decide: Award a contract of Community health services'
holds 'it stands in the text' 'award-contract of community for near up to £7m'
escaped 'what comes of it is escaped'
try 'a form without answers' 200 -d do=add --data-urlencode "text@$work/h.remit"
holds 'each lacking field is named' 'Choose the paper'
holds 'and beside the field' 'id="what-error"'
bad='<script>alert(3)</script>"><img src=x onerror=alert(4)>'
try 'a form full of markup' 200 -d do=add --data-urlencode "from=$bad" --data-urlencode "to=$bad" \
    --data-urlencode "under=$bad" --data-urlencode "reference=$bad" --data-urlencode "what=$bad" \
    --data-urlencode "service=$bad" --data-urlencode "for=$bad" --data-urlencode "limit=$bad" \
    --data-urlencode "conditions=$bad" --data-urlencode "text=</textarea>$bad"
escaped 'markup in its fields is escaped'
if grep -qF '</textarea><script' "$work/got"; then no 'the text stays in its field'; else ok 'the text stays in its field'; fi
try 'a text full of markup' 200 -d do=try --data-urlencode "text=handbook x \"$bad\" under hca-2022
committee $bad </textarea>$bad
use \"$bad\""
escaped 'markup in the text is escaped'
holds 'its mistakes are told at their lines' 'Line 2:'
try 'conditions that end the block' 200 -d do=add -d from=one.board -d to=c -d under=sord -d what=award-contract \
    --data-urlencode 'conditions=} delegate one.board to c under sord { everything' -d text=
holds 'they are refused' 'without { or }'
try 'a text that uses another file' 200 -d do=try --data-urlencode 'text=use "/etc/passwd"
use "../../../../etc/passwd"'
holds 'no file is read' 'is not among the files that are read here'
if grep -q 'root:' "$work/got"; then no 'nothing of it is shown'; else ok 'nothing of it is shown'; fi
get 'a file that is not one of them' 200 '/try?file=/etc/passwd'
holds 'it says so' 'Choose a file from the list'
try 'the text as a file' 200 -d do=download --data-urlencode "text=role a"
if grep -qi 'content-disposition: attachment; filename="h.remit"' "$work/head" && [ "$(cat "$work/got")" = 'role a' ]; then
    ok 'it has the name of the file'
else
    no 'it has the name of the file' "$(cat "$work/head")"
fi
yes 'delegate one.board to c under sord { award-contract of community up to £1k if "x" }' | head -20000 |
    awk '{ sub("£1k", "£" NR "k"); sub("x", "x" NR); print }' | cat "$work/h.remit" - >"$work/long"
try 'a text of too many powers' 503 -d do=try --data-urlencode "text@$work/long"
holds 'it says what there is too much of' 'There is a problem'
get 'the server goes on' 200 /
get 'no such page' 404 /hlep
holds 'it names the nearest' 'Did you mean'
get 'the style sheet' 200 /assets/nhsuk.css
for name in nhsuk.js nhsuk-icon-cross.svg start.js remit.css remit.svg; do get "asset $name" 200 "/assets/$name"; done
get 'no way out of the assets' 404 /assets/../meson.build --path-as-is
get 'another method' 405 / -X PUT
get 'a head alone' 200 / -I
get 'compressed' 200 / -H 'Accept-Encoding: gzip'
if grep -qi 'content-encoding: gzip' "$work/head"; then ok 'it is compressed'; else no 'it is compressed'; fi
tag=$(sed -n 's/^ETag: \(.*\)\r$/\1/p' "$work/head")
get 'unchanged since' 304 / -H "If-None-Match: $tag"
head -c 5000000 /dev/zero | tr '\0' a >"$work/large"
get 'a form that is too large' 413 / --data-binary "@$work/large" -H 'Expect:'
for header in "content-security-policy: default-src 'none'" 'x-content-type-options: nosniff' \
    'x-frame-options: DENY'; do
    get 'headers' 200 /
    if grep -qi "$header" "$work/head"; then ok "header $header"; else no "header $header"; fi
done

get 'an action as JSON' 200 '/api/who?q=award-contract+of+community+for+near&value=3m'
holds 'it names the decider' '"decider": "Committee"'
get 'an action as CSV' 200 '/api/who?q=award-contract+of+community+for+near&format=csv'
get 'an action that is not served' 404 '/api/fmt?q=/etc/passwd'
get 'an option that names a file' 400 '/api/who?q=award-contract+for+near&laws=/etc'
get 'a word that is not there' 400 '/api/who?q=award-contrct+for+near'
holds 'it says what was meant' 'award-contract'
get 'the description of the API' 200 /api/openapi.json

# A text with errors does not take the place of one without; a good one does.
cp "$work/h.remit" "$work/good.remit"
echo 'delegate nobody to c under sord { everything }' >>"$work/h.remit"
sleep 2.5
get 'a text with errors is not taken' 200 '/?what=award-contract&service=community&for=near&value=3m'
holds 'the last good one answers' 'Committee may decide this'
sed 's/£5m/£2m/' "$work/good.remit" >"$work/h.remit"
sleep 2.5
get 'a good text is taken' 200 '/?what=award-contract&service=community&for=near&value=3m'
holds 'it answers by the new limit' 'Board of First &lt;b&gt;ICB&lt;/b&gt; may decide this.'

stop
if [ "$code" -eq 0 ]; then ok 'it ends when told'; else no "it ends when told: exit code $code"; fi
# Many areas: a name is written, and what it may mean is offered.
{
    echo 'handbook many "Many areas" under hca-2022'
    echo 'population all "All" {'
    for i in $(seq 200); do echo "  place p$i \"Place $i\" { neighbourhood n$i \"Riverside\" }"; done
    echo '}'
    echo 'icb one "The ICB" for all'
} >"$work/many.remit"
start "$work/many.remit"
get 'many areas' 200 /
holds 'the area is written' '<input class="nhsuk-input nhsuk-input--width-20" id="for"'
get 'an area by its title' 200 '/?what=award-contract&for=place+77'
holds 'it is found' 'Board of The ICB may decide this.'
get 'an area of several' 200 '/?what=award-contract&for=Riverside'
holds 'it says so' "No single area is called &#39;Riverside&#39;"
holds 'each is offered, with the area around it' 'for=n100">Riverside</a> in Place 100<'
holds 'the others are counted' '188 more'
get 'by the words of two areas' 200 '/?what=award-contract&for=riverside+place+199'
holds 'it is offered' 'for=n199">Riverside</a> in Place 199<'
n=$(grep -c 'Riverside</a>' "$work/got")
if [ "$n" -eq 1 ]; then ok 'no other is'; else no "no other is: $n are"; fi
get 'an area that is none' 200 '/?what=award-contract&for=Atlantis'
holds 'it says so, too' 'No area has these words in its name'
stop
# The page says what the terminal says: what is kept back, and for whom a joint body decides.
start test/cases/words/except.remit
get 'a power that is not whole' 200 '/?on=2024-06-01&what=award-contract&service=community&for=near'
holds 'what is reserved' 'except above £5 million (reserved to Board of First ICB)'
holds 'what is delegated exclusively' 'except up to £5 million (delegated exclusively to Committee)'
get 'a body whose power is not whole' 200 '/bodies/c?on=2024-06-01'
holds 'its powers less what is reserved' 'except Acute services if novel (reserved to Board of First ICB)'
stop
start test/cases/words/area.remit
get 'a joint body' 200 '/?on=2024-06-01&what=plan-services&service=community&for=leeds'
holds 'whose areas lie apart' '>West Yorkshire and Humber<'
holds 'whose areas meet' '>system: West Yorkshire<'
stop
# It writes nothing: it runs where it may not, and leaves all as it was.
mkdir "$work/still"
cp "$work/good.remit" "$work/still/"
before=$(ls -lR --time-style=full-iso "$work/still")
chmod a-w "$work/still" "$work/still/good.remit"
start "$work/still"
for page in / /map '/matrix?for=near' /findings /handbook '/api/export'; do get "nothing to write to: $page" 200 "$page"; done
stop
chmod u+w "$work/still" "$work/still/good.remit"
after=$(ls -lR --time-style=full-iso "$work/still")
if [ "$before" = "$after" ]; then ok 'nothing is written'; else no 'nothing is written' "$after"; fi
# Behind a proxy: links carry the prefix, requests come without it.
# --json tells the address to programs.
start "$work/good.remit" --prefix /remit --json
if grep -qx '{"address": "http://127.0.0.1:[0-9]*/remit/", "confined": [a-z]*}' "$work/said"; then
    ok 'the address as JSON'
else
    no 'the address as JSON' "$(cat "$work/said")"
fi
get 'under a prefix' 200 /
holds 'links carry the prefix' 'href="/remit/findings"'
holds 'assets carry the prefix' 'href="/remit/assets/nhsuk.css'
if grep -q 'href="/[^r]' "$work/got"; then no 'no link without it'; else ok 'no link without it'; fi
stop
start "$work/good.remit" --host remit.example.nhs.uk
get 'a name of this computer' 200 /
get 'a name that was given' 200 / -H 'Host: remit.example.nhs.uk'
get 'another name' 421 / -H 'Host: evil.example'
holds 'it says how to give it' '--host'
stop
start "$work/good.remit" --address 0.0.0.0
url=$(echo "$url" | sed 's|0.0.0.0|127.0.0.1|')
get 'for others to reach: by any name' 200 / -H 'Host: anything.example'
if grep -q 'there is no login' "$work/said"; then ok 'it says that there is no login'; else no 'it says that there is no login' "$(cat "$work/said")"; fi
stop
if "$remit" serve "$work/h.remit" --port 0 --prefix remit 2>"$work/said"; then no 'a prefix that is none'; else ok 'a prefix that is none'; fi
if "$remit" serve "$work/h.remit" --port 70000 2>"$work/said"; then no 'a port that is none'; else ok 'a port that is none'; fi
if "$remit" serve "$work/none.remit" --port 0 2>"$work/said"; then no 'a file that is not there'; else ok 'a file that is not there'; fi

# ---- payments ----------------------------------------------------------------------------------

# send WHAT STATUS FILE [CURL OPTION...]: a file to the pages.
send() {
    what=$1 status=$2 file=$3
    shift 3
    get "$what" "$status" /spending/upload -F "file=@$file" "$@"
}

start "$work/good.remit"
get 'spending without a store' 200 /spending
holds 'it says how to get one' 'remit spend load'
send 'no file is taken' 200 test/data/payments.csv
holds 'it says so' 'This server takes no files'
stop
if "$remit" serve "$work/good.remit" --port 0 --upload 2>"$work/said"; then no 'taking files without a store'; else ok 'taking files without a store'; fi
mkdir "$work/kept"
"$remit" spend load test/data/payments.csv --store "$work/kept/spending.db" >"$work/got" 2>&1 || no 'a store' "$(cat "$work/got")"
start "$work/good.remit" --store "$work/kept/spending.db"
get 'totals' 200 /spending
holds 'they are right' '£3,177,059.03'
get 'payments' 200 '/spending/payments?area=acute&month=2020-06'
holds 'so many' '2 payments, £1,200,000.00 in all'
get 'a table as CSV' 200 '/spending/payments?area=acute&month=2020-06&csv=payments'
get 'a table as JSON' 200 '/spending/payments?area=acute&month=2020-06&json=payments'
holds 'it is JSON' '"title": "Payments"'
# alike WHAT PATH REPORT WORD...: a table of a page, and of the command line.
alike() {
    what=$1 path=$2
    shift 2
    curl -s -m 20 "$url$path" >"$work/page.csv"
    "$remit" spend report "$@" --store "$work/kept/spending.db" --csv >"$work/line.csv"
    if cmp -s "$work/page.csv" "$work/line.csv"; then ok "$what"; else no "$what" "$(diff "$work/page.csv" "$work/line.csv")"; fi
}
trusts='csv=where-money-goes-trusts-of-the-system-and-others'
alike 'trusts as the command line has them' "/spending?$trusts" trusts
alike 'trusts of one area' "/spending?area=acute&$trusts" trusts --only area=acute
alike 'trusts of one month' "/spending?from=2020-07&$trusts" trusts --from 2020-07
alike 'trusts of one file' "/spending?file=1&$trusts" trusts test/data/payments.csv
types='csv=spending-by-type-of-purchase'
alike 'types of purchase' "/spending?$types" by purchase
alike 'types of one supplier' "/spending?supplier=barts+health+nhs+trust&$types" by purchase --only supplier='BARTS HEALTH NHS TRUST'
alike 'what moved' "/spending/shift?baseline=2020-06&csv=spending-in-two-periods" shift --baseline 2020-06
send 'no file is taken without --upload' 200 test/data/payments.csv
sed 's/Havering/Newham/; s/2020/2022/' test/data/payments.csv >"$work/newham.csv"
"$remit" spend load "$work/newham.csv" --store "$work/kept/spending.db" >"$work/got" 2>&1
sleep 2.5
get 'what was loaded meanwhile' 200 /spending/files
holds 'is there' 'newham.csv'
get 'a report by the API' 200 '/api/spend-report?q=by+area&format=csv'
holds 'it is of the store' 'Acute,'
for asked in 'spend-report?q=/etc/passwd' 'spend-report?q=by+area+/etc/passwd' 'spend-why?q=/etc/passwd:1' \
    'spend-rules?effect=labels&q=/etc/passwd' 'spend-report?rules=/etc/passwd' 'spend-report?store=/etc/passwd' \
    'spend-report?organisations=/etc/passwd' 'spend-report?xlsx=/tmp/new.xlsx' 'spend-files?store=/etc/passwd'; do
    get "the API reads no file: $asked" 400 "/api/$asked"
    if grep -q 'root:' "$work/got"; then no 'nothing of it is told' "$(cat "$work/got")"; fi
done
get 'the API loads nothing' 404 '/api/spend-load?q=test/data/payments.csv'
stop
if [ "$code" -eq 0 ]; then ok 'it ends'; else no "it ends: $code"; fi
start "$work/good.remit" --store "$work/kept/spending.db" --upload
if grep -q 'not confined' "$work/said"; then
    skip 'confined to the folder of the store' "$(grep 'not confined' "$work/said")"
elif grep -q 'writing in the folder of the store' "$work/said"; then ok 'confined to the folder of the store'
else no 'confined to the folder of the store' "$(cat "$work/said")"; fi
send 'a file that is there' 303 test/data/payments.csv
sed 's/Havering/Redbridge/; s/2020/2021/' test/data/payments.csv >"$work/new.csv"
printf 'NHS Havering CCG,31/02/2021,X,Y,Z,1,"5,000.00",\n' >>"$work/new.csv"
send 'a new file' 303 "$work/new.csv"
page=$(sed -n 's/^Location: \(.*\)\r$/\1/p' "$work/head")
get 'its page' 200 "$page"
holds 'how many are good' '13 payments; 1 row was refused'
holds 'why one is not' '31/02/2021'
get 'totals with it' 200 /spending
send 'a file that is none' 200 README.md
holds 'it says why' 'no column for Amount'
holds 'and that nothing is kept' 'the store is as it was'
send 'from a page elsewhere' 403 "$work/new.csv" -H 'Sec-Fetch-Site: cross-site'
head -c 73000000 /dev/zero >"$work/large"
send 'a file that is too large' 413 "$work/large"
get 'the server goes on' 200 /spending/files
stop
if [ "$code" -eq 0 ]; then ok 'it ends'; else no "it ends: $code"; fi
rm -f "$work/large"
if [ "$(ls "$work/kept")" = spending.db ]; then ok 'the store alone is there'; else no 'the store alone is there' "$(ls "$work/kept")"; fi
