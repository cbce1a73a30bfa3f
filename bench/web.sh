# web.sh: the pages under load, their size, and how soon the first is there.
# A section of bench/run.sh, which has its helpers.
web_rounds=5 web_seconds=4 web_connections=64
web_pid=
trap 'test -z "$web_pid" || kill "$web_pid"; rm -rf "$work"' EXIT

# web_start PATH...: serves them; the address is in $web_url, the milliseconds to the first answer
# in $web_ms.
web_start() {
    mkfifo "$work/said"
    web_begin=$(date +%s%N)
    "$remit" serve "$@" --port 0 >"$work/said" 2>&1 &
    web_pid=$!
    read -r web_said <"$work/said"
    rm -f "$work/said"
    web_url=$(echo "$web_said" | sed -n 's|.*\(http://127.0.0.1:[0-9]*\)/.*|\1|p')
    [ -n "$web_url" ] || { step "the server does not start: $web_said"; exit 1; }
    curl -s -o "$work/first.html" "$web_url/"
    web_ms=$((($(date +%s%N) - web_begin) / 1000000))
}
web_stop() {
    kill "$web_pid"
    wait "$web_pid"
    web_pid=
}

# web_load NAME ENCODING PATH: one round of wrk; questions instead of PATH where it is empty.
web_load() {
    lists=$work
    [ -z "$3" ] || lists=
    REMIT_NAME=$1 ${lists:+env} ${lists:+REMIT_LISTS="$lists"} wrk -t1 -c"$web_connections" \
        -d"${web_seconds}s" -H "Accept-Encoding: $2" -s bench/web.lua "$web_url$3" |
        grep '^web_' >>"$work/rounds"
}

# The median of each value over the rounds.
web_medians() {
    sort -t "$(printf '\t')" -k1,1 -k2,2n "$work/rounds" | awk -F '\t' '
        $1 != name { if (n) print name "\t" list[int((n + 1) / 2)]; name = $1; n = 0 }
        { list[++n] = $2 }
        END { if (n) print name "\t" list[int((n + 1) / 2)] }' | keep ''
}

# web_choices NAME: what the first page lets one choose from.
web_choices() {
    sed -n "/<select[^>]*id=\"$1\"/,/<\/select>/s/.*<option value=\"\([^\"]\{1,\}\)\".*/\1/p" \
        "$work/first.html" >"$work/$1.txt"
}

# All that the first page loads, as a browser does: compressed bytes, one a line.
web_sizes() {
    curl -s --compressed -o "$work/first.html" "$web_url/"
    {
        echo /
        sed -n 's/.*\(href\|src\)="\(\/assets\/[^"]*\)".*/\2/p' "$work/first.html"
        echo /assets/nhsuk.js # start.js imports it
    } | while read -r path; do
        curl -s -o /dev/null -H 'Accept-Encoding: gzip' -w '%{size_download}\n' "$web_url$path"
    done
}

wrk_version='wrk not installed'
if command -v wrk >/dev/null; then
    wrk_version=$(wrk -v 2>&1 | sed -n 's/^\(wrk [^ ]*\).*/\1/p')
    : >"$work/rounds"
    for _ in 1 2 3 4 5; do
        web_start examples/england-2024 examples/sites examples/ccg-2018 examples/options
        printf 'web_start_ms\t%s\n' "$web_ms" >>"$work/rounds"
        printf 'web_first_bytes\t%s\n' "$(web_sizes | awk '{ n += $1 } END { print n }')" >>"$work/rounds"
        web_stop
    done
    step "the pages, $copies copies of England"
    mkdir "$work/england"
    for n in $(seq "$copies"); do "$bench" synthetic "$n" >"$work/england/$n.remit"; done
    web_start "$work/england"
    for list in what service; do web_choices "$list"; done
    sed -n 's/^ *\(population\|place\|neighbourhood\) \([a-z0-9]*-[a-z0-9-]*\) .*/\2/p' \
        "$work"/england/*.remit >"$work/for.txt"
    printf 'web_areas\t%s\nweb_load_ms\t%s\n' "$(wc -l <"$work/for.txt")" "$web_ms" >>"$work/rounds"
    for _ in $(seq "$web_rounds"); do
        for form in identity gzip; do
            web_load "web_who_$form" "$form" ''
            web_load "web_small_$form" "$form" /assets/remit.css
            web_load "web_large_$form" "$form" /assets/nhsuk.js
        done
    done
    web_stop
    rm -rf "$work/england"
    web_medians
    for form in identity gzip; do
        for what in who small large; do
            failed=$(word "web_${what}_${form}_failed")
            [ "$failed" = 0 ] || { step "$what, $form: $failed requests failed"; exit 1; }
        done
    done
fi

web_rows() {
    for form in identity gzip; do
        for what in who small large; do
            n=web_${what}_$form
            case $what in
            who) text='Who decides?' ;;
            small) text='`remit.css`' ;;
            large) text='`nhsuk.js`' ;;
            esac
            echo "| $text | $form | $(v "${n}_bytes") | $(v "${n}_rate") | $(v "${n}_p50" %.1f 0.001) | $(v "${n}_p99" %.1f 0.001) |"
        done
    done
}
web_share() { ratio "web_who_$1_rate" "web_large_$1_rate"; }

part "$wrk_version" <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
| Who decides? on $copies copies: requests a second, as a part of those of a static file | 0.5 | $(web_share identity) ($(web_share gzip) where the page is compressed for each request) | $(met "$(web_share identity)" least 0.5) |
| The same: 99 of 100 answered within | 20 ms | $(v web_who_identity_p99 %.1f 0.001) ms | $(met "$(v web_who_identity_p99 %.1f 0.001)" most 20) |
| First page, all that it loads, compressed | under 100 KB | $(v web_first_bytes %.0f 0.001) KB | $(met "$(v web_first_bytes %.0f 0.001)" most 100) |
| Examples: start to first answer | under 200 ms | $(v web_start_ms) ms | $(met "$(v web_start_ms)" most 200) |

20,000 different questions, for any of $(v web_areas) areas, by wrk with $web_connections connections, client and server on the
same cores; medians of $web_rounds rounds of $web_seconds s, page and files in turn. Bytes with their heads; milliseconds.
The static file is \`nhsuk.js\`; \`remit.css\` shows what a request costs that carries next to nothing.
Files are compressed when Remit is built, pages when they are asked for.

| What | Encoding | Bytes | Requests a second | Median | 99 of 100 |
| --- | --- | ---: | ---: | ---: | ---: |
$(web_rows)

Reading $copies copies to the first answer: $(v web_load_ms %.1f 0.001) s. Memory and processor of reading: *own*.

    remit serve FOLDER --port 0
    wrk -t1 -c$web_connections -d${web_seconds}s -s bench/web.lua ADDRESS
END
