#!/bin/sh
# remit serve: pages over HTTP. The pages themselves are tried in a browser elsewhere; here are
# the server's own promises.
set -u
remit=${REMIT:-build/remit}
work=$(mktemp -d)
pid=
trap 'test -z "$pid" || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT

ok() { echo "ok serve: $1"; }
no() { echo "not ok serve: $1"; [ $# -lt 2 ] || echo "$2" | head -20 | sed 's/^/    /'; }
# has WHAT WORDS: the last answer holds the words.
has() { if grep -qF -- "$2" "$work/got"; then ok "$1"; else no "$1" "$(cat "$work/got")"; fi; }
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

"$remit" serve "$work/h.remit" --port 0 2>"$work/said" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    url=$(sed -n 's|.*\(http://127.0.0.1:[0-9]*\)/.*|\1|p' "$work/said")
    [ -z "$url" ] || break
    sleep 0.2
done
[ -n "$url" ] || { no 'it starts' "$(cat "$work/said")"; exit 1; }

get 'the first page' 200 /
has 'it asks the question' 'What is to be decided?'
get 'an answer' 200 '/?what=award-contract&service=community&for=near&value=3m'
has 'it names the nearest body' 'Committee may decide this, on conditions'
has 'it shows the other side of the limit' 'above £5 million'
escaped 'text of a handbook is escaped'
get 'the text of a handbook' 200 /handbook/0
has 'a name leads to its page' '<a href="/bodies/c">c</a>'
has 'a function leads to its words' '<a href="/explain/award-contract">award-contract</a>'
escaped 'the text itself is escaped'
get 'a name in words' 200 /explain/near
has 'what is said of it' 'Near: a place'
has 'where it is written' 'href="/handbook/0#L3"'
get 'a body in words' 200 /explain/one
escaped 'words about a body are escaped'
get 'a name that is near another' 404 /explain/award-contrct
has 'it offers the other' 'href="/explain/award-contract"'
get 'a settled condition' 200 \
    '/?what=award-contract&service=community&for=near&value=3m&given=%3Cimg%20src%3Dx%20onerror%3Dalert(2)%3E'
has 'it may without conditions' 'Committee may decide this.'
get 'what cannot be read' 200 '/?what=award-contrct&for=&value=lots'
has 'a summary of what is wrong' 'There is a problem'
has 'an error beside the amount' 'id="value-error"'
get 'a day that is none' 200 '/?on=2024-13-01'
has 'it says how a day is written' 'like 2024-05-01'
get 'no such page' 404 /hlep
has 'it names the nearest' 'Did you mean'
get 'the style sheet' 200 /assets/nhsuk.css
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
has 'it names the decider' '"decider": "Committee"'
get 'an action as CSV' 200 '/api/who?q=award-contract+of+community+for+near&format=csv'
get 'an action that is not served' 404 '/api/fmt?q=/etc/passwd'
get 'an option that names a file' 400 '/api/who?q=award-contract+for+near&laws=/etc'
get 'a word that is not there' 400 '/api/who?q=award-contrct+for+near'
has 'it says what was meant' 'award-contract'
get 'the description of the API' 200 /api/openapi.json

# A text with errors does not take the place of one without; a good one does.
cp "$work/h.remit" "$work/good.remit"
echo 'delegate nobody to c under sord { everything }' >>"$work/h.remit"
sleep 2.5
get 'a text with errors is not taken' 200 '/?what=award-contract&service=community&for=near&value=3m'
has 'the last good one answers' 'Committee may decide this'
sed 's/£5m/£2m/' "$work/good.remit" >"$work/h.remit"
sleep 2.5
get 'a good text is taken' 200 '/?what=award-contract&service=community&for=near&value=3m'
has 'it answers by the new limit' 'Board of First &lt;b&gt;ICB&lt;/b&gt; may decide this.'

kill -TERM "$pid"
wait "$pid"
code=$?
pid=
if [ "$code" -eq 0 ]; then ok 'it ends when told'; else no "it ends when told: exit code $code"; fi
# Behind a proxy: links carry the prefix, requests come without it.
"$remit" serve "$work/good.remit" --port 0 --prefix /remit 2>"$work/said" &
pid=$!
url=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    url=$(sed -n 's|.*\(http://127.0.0.1:[0-9]*\)/.*|\1|p' "$work/said")
    [ -z "$url" ] || break
    sleep 0.2
done
get 'under a prefix' 200 /
has 'links carry the prefix' 'href="/remit/findings"'
has 'assets carry the prefix' 'href="/remit/assets/nhsuk.css'
if grep -q 'href="/[^r]' "$work/got"; then no 'no link without it'; else ok 'no link without it'; fi
kill -TERM "$pid"
wait "$pid"
pid=
if "$remit" serve "$work/h.remit" --port 70000 2>"$work/said"; then no 'a port that is none'; else ok 'a port that is none'; fi
if "$remit" serve "$work/none.remit" --port 0 2>"$work/said"; then no 'a file that is not there'; else ok 'a file that is not there'; fi
