#!/bin/sh
# Behind nginx as service/nginx.conf and docs/web.md say: TLS, and the pages under a path. The file
# itself is used; only ports, names of files and the server's name are those of the test.
. test/support/cli.sh
for program in nginx openssl curl; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || {
        skip 'the whole' "$program is not installed"
        exit 0
    }
done
PATH=$PATH:/usr/sbin
chmod 755 "$work"
remit_pid= nginx_pid=
trap 'kill $remit_pid $nginx_pid 2>/dev/null; wait; rm -rf "$work"' EXIT

: >"$work/said"
"$remit" serve examples/sites --port 0 --prefix /remit 2>"$work/said" &
remit_pid=$!
for _ in $(seq 150); do
    behind=$(sed -n 's|.*http://\(127.0.0.1:[0-9]*\)/remit/.*|\1|p' "$work/said")
    [ -z "$behind" ] || break
    sleep 0.1
done
[ -n "$behind" ] || { no 'Remit starts' "$(cat "$work/said")"; exit 1; }

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=remit.example.nhs.uk \
    -addext subjectAltName=DNS:remit.example.nhs.uk -keyout "$work/remit.key" -out "$work/remit.pem" \
    2>"$work/openssl" || { no 'a certificate' "$(cat "$work/openssl")"; exit 1; }

# begin PORT: nginx, if the port is free.
begin() {
    port=$1
    {
        echo "daemon off; pid $work/pid; error_log $work/error; worker_processes 1;"
        echo 'events { worker_connections 64; }'
        echo "http { access_log off;"
        for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/$kind;"; done
        sed -e "s|listen 443|listen 127.0.0.1:$port|" -e "s|http://127.0.0.1:8080|http://$behind|" \
            -e "s|/etc/ssl/certs/remit.pem|$work/remit.pem|" \
            -e "s|/etc/ssl/private/remit.key|$work/remit.key|" service/nginx.conf
        echo '}'
    } >"$work/nginx.conf"
    nginx -p "$work" -c "$work/nginx.conf" 2>"$work/nginx" &
    nginx_pid=$!
    for _ in $(seq 50); do
        kill -0 "$nginx_pid" 2>/dev/null || return 1
        curl -sk -o /dev/null "https://127.0.0.1:$port/" && return 0
        sleep 0.1
    done
    return 1
}
begun=
for try in 1 2 3 4 5; do
    if begin $((20000 + ($$ * 7 + try * 1009) % 12000)); then
        begun=yes
        break
    fi
done
[ -n "$begun" ] || { no 'nginx starts' "$(cat "$work/nginx" "$work/error")"; exit 1; }
site=https://remit.example.nhs.uk:$port

# ask PATH [CURL OPTION...]: $status; the answer is in $work/got, its head in $work/head.
ask() {
    path=$1
    shift
    status=$(curl -s -m 20 --cacert "$work/remit.pem" --resolve "remit.example.nhs.uk:$port:127.0.0.1" \
        -o "$work/got" -D "$work/head" -w '%{http_code}' "$@" "$site$path")
}
get() {
    what=$1 expected=$2
    shift 2
    ask "$@"
    if [ "$status" = "$expected" ]; then ok "$what"; else no "$what: $status" "$(cat "$work/got")"; fi
}
held() { if grep -qiF -- "$2" "$work/$3"; then ok "$1"; else no "$1" "$(cat "$work/$3")"; fi; }
free_of() { if grep -qi -- "$2" "$work/got" "$work/head"; then no "$1" "$(grep -i -- "$2" "$work/got" "$work/head")"; else ok "$1"; fi; }

get 'the first page' 200 /remit/
for head in "content-security-policy: default-src 'none'" 'x-content-type-options: nosniff' \
    'x-frame-options: DENY' 'referrer-policy: same-origin' 'cross-origin-opener-policy: same-origin' \
    'strict-transport-security: max-age='; do
    held "kept: $head" "$head" head
done
get 'without the last slash' 308 /remit
held 'to the one with it' "location: https://remit.example.nhs.uk/remit/" head
get 'compressed' 200 /remit/ -H 'Accept-Encoding: gzip'
held 'it is' 'content-encoding: gzip' head
tag=$(sed -n 's/^etag: \(.*\)\r$/\1/ip' "$work/head")
get 'unchanged since' 304 /remit/ -H "If-None-Match: $tag"
get 'a question' 200 '/remit/?what=award-contract&for=site-a&value=3m'
get 'a form' 200 /remit/ -d 'what=award-contract'
get 'a form that is too large for it' 413 /remit/ -H 'Content-Length: 9000000' -d x
get 'not found' 404 /remit/hlep
get 'what is beside it' 404 /other
get 'a name with a slash' 404 /remit/bodies/%2e%2e%2fetc

# What a client claims about itself changes nothing.
get 'a false X-Forwarded-Host' 200 /remit/ -H 'X-Forwarded-Host: evil.example' \
    -H 'X-Forwarded-Proto: gopher' -H 'X-Forwarded-Prefix: /evil' -H 'Forwarded: host=evil.example'
free_of 'it is nowhere' 'evil'
get 'a false Host' 200 /remit/ -H 'Host: evil.example'
free_of 'nor is that' 'evil'

# Each link, style, script and form stays under the path, and each is there.
echo /remit/ >"$work/queue"
: >"$work/seen"
outside= missing=
while [ "$(wc -l <"$work/seen")" -lt 150 ]; do
    next=$(sort -u "$work/queue" | grep -vxFf "$work/seen" | head -1)
    [ -n "$next" ] || break
    echo "$next" >>"$work/seen"
    ask "$next"
    [ "$status" = 200 ] || missing="$missing $status:$next"
    grep -qi '^content-type: text/html' "$work/head" || continue
    grep -o '\(href\|src\|action\)="[^"]*"' "$work/got" | sed 's/^[^"]*"//; s/"$//; s/&amp;/\&/g; s/#.*//' |
        grep -v '^$' | sort -u >"$work/links"
    outside="$outside$(grep -v '^/remit/\|^?\|^data:' "$work/links")"
    # Settled conditions lead to ever new questions.
    grep '^/remit/' "$work/links" | grep -v 'given=\|not=' >>"$work/queue"
done
if [ -z "$outside" ]; then ok 'no link leads out of the path'; else no 'no link leads out of the path' "$outside"; fi
if [ -z "$missing" ]; then ok "every link is there: $(wc -l <"$work/seen")"; else no 'every link is there' "$missing"; fi
