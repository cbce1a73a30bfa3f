#!/bin/sh
# The command line as its user meets it: exit codes, mistakes in what is typed, help, the forms
# of answers (JSON, SARIF, CSV), colour, files that cannot be read, output that nobody takes,
# memory that runs out. What the answers say is tested elsewhere.
#
# Everything is asked of test/data/short.remit, on one day.
. test/support/cli.sh
unset NO_COLOR REMIT_IN

# Of two words: with _ between.
commands='check compare diff explain export fmt help may map matrix route search serve spend_files spend_forget spend_load spend_look spend_report spend_rows spend_rules spend_sample spend_suppliers spend_why survey who'
short=test/data/short.remit
mistakes=test/data/short-mistakes.remit
laws='--laws test/cases/language --on 2024-05-01'
in="--in $short $laws"
matter='award-contract of community for exeter'

# run ARGUMENT...: sets $code; the output is in $work/out and $work/err.
run() {
    code=0
    "$remit" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
}

# verdict NAME WRONG: ok where nothing is wrong.
verdict() {
    if [ -z "$2" ]; then ok "$1"; else no "$1: $2" "$(head -5 "$work/out" "$work/err")"; fi
}

# ends CODE WORD...: the command ends so; when it could do nothing it says why, shortly.
ends() {
    want=$1 wrong=''
    shift
    run "$@"
    [ "$code" -eq "$want" ] || wrong="exit code $code in place of $want"
    if [ "$want" -eq 2 ]; then
        [ -s "$work/err" ] || wrong="$wrong nothing is said"
        [ ! -s "$work/out" ] || wrong="$wrong there is an answer as well"
        [ "$(grep -c '^remit: ' "$work/err")" -le 2 ] || wrong="$wrong too much is said"
    fi
    verdict "exit $want: $*" "$wrong"
}

# says TEXT WORD...: the command fails, and its message has the text.
says() {
    text=$1 wrong=''
    shift
    run "$@"
    [ "$code" -eq 2 ] || wrong="exit code $code"
    grep -qF -e "$text" "$work/err" || wrong="$wrong it does not say: $text"
    verdict "says: $*" "$wrong"
}

# ---- exit codes -------------------------------------------------------------------------------

# shellcheck disable=SC2086 # $in and $matter are words
exit_codes() {
    ends 0 check --errors $short $laws
    ends 1 check $short $laws
    ends 2 check no-such-file
    ends 0 compare $short $laws
    ends 2 compare
    ends 2 compare no-such-file
    ends 0 diff $short $short $laws
    ends 1 diff $short $mistakes $laws
    ends 2 diff $short
    ends 2 diff $short no-such-file
    ends 2 diff $short --between 2024-04-01
    ends 0 explain exeter-committee $in
    ends 2 explain
    ends 2 explain no-such-name $in
    ends 2 explain west exeter-committee $in
    ends 0 export $in
    ends 2 export --in no-such-file
    ends 2 export $short # it would be another's handbook that is exported
    ends 0 fmt $short
    ends 1 fmt --check $short
    ends 2 fmt
    ends 2 fmt no-such-file
    ends 2 fmt $mistakes
    ends 0 help
    ends 2 help no-such-command
    ends 0 map $in
    ends 2 map nobody-at-all $in
    ends 2 map west exeter-committee $in
    ends 2 map --out /no-such-folder/map.svg $in
    ends 0 matrix exeter $in
    ends 2 matrix nowhere-at-all $in
    ends 0 may exeter-committee $in
    ends 1 may finance-director $in
    ends 1 may finance-director $matter $in
    ends 2 may
    ends 2 may nobody-at-all $in
    ends 0 route $matter $in
    ends 1 route exeter-committee everything $in
    ends 2 route
    ends 2 route nobody-at-all $in
    ends 2 serve no-such-file
    ends 2 serve --port 70000 $short
    ends 2 serve --address nowhere $short
    ends 0 search exeter $in
    ends 1 search xyzzyqwert $in
    ends 2 search
    ends 0 survey $in
    ends 0 survey handbooks $in
    ends 2 survey no-such-question $in
    ends 2 survey handbooks places-stated $in
    ends 0 who $matter $in
    ends 1 who everything $in
    ends 2 who
    ends 0 --version
    ends 0 --help
    ends 0
}

# ---- mistakes in what is typed -------------------------------------------------------------------

# shellcheck disable=SC2086
mistyped() {
    echo 'population p "P" people 1.2m' >"$work/lawless.remit"
    says "did you mean 'check'" chekc
    says 'remit help lists them' frobnicate
    says "did you mean 'matrix'" help matrx
    says 'did you mean --json' check --jsno
    says 'did you mean --json' check -json
    says 'check has no option --frobnicate' check --frobnicate
    says 'check --help shows' check --frobnicate
    says '--json takes no value' check --json=yes
    says '--value needs a value: --value AMOUNT' who $matter $in --value
    says 'not an amount of money; write 3.2m' who $matter $in --value lots
    says 'revenue, recurrent, one-off' who $matter $in --kind revenu
    says 'write --per year=80k' who $matter $in --per 80k
    says 'write 2024-05-01' who $matter $in --begun May
    for command in export fmt help map serve; do
        says "$command has no table to give as CSV" $command --csv
    done
    says 'two forms of one answer' who $matter $in --json --csv
    says 'two forms of one answer' check $short --sarif --json
    says 'two forms of one answer' map $in --json --out "$work/map.svg"
    says 'ask for one of them' fmt --check --write $short
    says 'write it as /remit' serve --prefix remit $short
    says 'model or popolo' export $in --as popollo
    says "did you mean 'award-contract'" who award-contrat $in
    says "did you mean 'community'" who award-contract of comunity $in
    says "did you mean 'exeter'" who award-contract for exetre $in
    says 'goes behind --value: --value 3m' who $matter 3m $in
    says 'one word too many' who award a contract $in
    says 'handbook NAME ... under hca-2022' who award-contract --in "$work/lawless.remit"
    says 'where a whole number is expected' who award-contract --in "$work/lawless.remit"
    says "did you mean 'novel'" who $matter $in --given novle
    says "did you mean 'west'" who $matter $in --organisation wset
    says "did you mean 'exeter-committee'" may exeter-comittee $in
    says "did you mean 'finance-director'" may finance-directr $in
    says "did you mean 'award-contract'" matrix $in --function award-contrat
    says "did you mean 'community'" matrix $in --service comunity
    says "did you mean 'places-stated'" survey places-state $in
    says "did you mean 'scheme'" explain shceme $in
    says "did you mean 'kinds'" explain knids $in
    says "is one word too many" who plan-services award-contract $in
    for day in 2024-13-01 2023-02-29 1.5.2024 tomorrow ''; do
        says 'is not a date; write year-month-day' check $short --on "$day"
    done
    # All that is wrong at once, not only the first of it.
    run who award-contrat of comunity $in --value lots --kind x
    [ "$(grep -c '^remit: ' "$work/err")" -eq 4 ] && wrong='' || wrong='four mistakes, and not four messages'
    verdict 'all mistakes of a question are told' "$wrong"
}

# alike WORDS OTHER...: two ways of asking have one answer.
alike() {
    wrong=''
    run $1 $in
    cp "$work/out" "$work/first"
    shift
    run "$@" $in
    [ "$code" -eq 0 ] && cmp -s "$work/out" "$work/first" || wrong='another answer'
    verdict "the same: $*" "$wrong"
}

# Names as answers print them are understood, too.
# shellcheck disable=SC2086
by_title() {
    alike "who $matter" who 'Award a contract' of 'community services' for EXETER
    alike 'may exeter-committee' may 'exeter Committee'
    alike 'explain exeter-committee' explain 'Exeter committee'
    run explain west $in
    head -1 "$work/out" | grep -q '^NHS West: ' && tail -n +2 "$work/out" | grep -qx 'Handbook of NHS West: a handbook, from 1 April 2024' &&
        wrong='' || wrong='not the body and the handbook of that name'
    verdict 'explain tells every thing of a name' "$wrong"
    run explain m1 $in
    grep -qx '  Worth: £3 million' "$work/out" && wrong='' || wrong='not its worth'
    verdict 'explain a matter' "$wrong"
}

# ---- help -----------------------------------------------------------------------------------------

# The long options that a text shows.
options_in() {
    grep -oE -e '--[a-z]+' "$1" | sort -u
}

help_of_commands() {
    run help
    cp "$work/out" "$work/all"
    listed=$(awk '/^  remit / { print $2 == "spend" ? $2 "_" $3 : $2 }' "$work/all" | tr '\n' ' ')
    [ "$listed" = "$commands " ] && wrong='' || wrong="this test knows: $commands"
    verdict 'help lists the commands' "$wrong"
    for command in $listed; do
        wrong=''
        command=$(echo "$command" | tr _ ' ')
        # shellcheck disable=SC2086 # a command may be two words
        run $command --help
        cp "$work/out" "$work/help"
        [ "$code" -eq 0 ] && [ ! -s "$work/err" ] || wrong="exit code $code"
        grep -q "^remit $command" "$work/help" || wrong="$wrong no usage"
        for common in in on laws json help; do
            grep -q "^  --$common " "$work/help" || wrong="$wrong --$common is not told"
        done
        # shellcheck disable=SC2086
        run help $command
        cmp -s "$work/out" "$work/help" || wrong="$wrong help $command is another"
        # shellcheck disable=SC2086
        run $command -h
        cmp -s "$work/out" "$work/help" || wrong="$wrong $command -h is another"
        awk 'length > 110' "$work/help" | grep -q . && wrong="$wrong lines over 110 columns"
        verdict "$command --help" "$wrong"
        options_in "$work/help" >>"$work/options"
    done
    sort -u "$work/options" -o "$work/options"
}

# tells FORM: every command and option stands in what help --FORM prints.
tells() {
    wrong=''
    run help "--$1"
    [ "$code" -eq 0 ] && [ ! -s "$work/err" ] || wrong="exit code $code"
    sed 's/\\-/-/g' "$work/out" >"$work/plain"
    for command in $commands; do
        command=${command#spend_} # completion has the second word by itself
        grep -qw -e "$command" "$work/plain" || wrong="$wrong without $command"
    done
    while read -r option; do
        grep -qF -e "$option" "$work/plain" || wrong="$wrong without $option"
    done <"$work/options"
    verdict "help --$1" "$wrong"
}

completes() {
    if ! command -v bash >/dev/null; then
        skip 'completion in bash' 'no bash'
        return
    fi
    "$remit" help --completion >"$work/completion"
    cat >"$work/complete.sh" <<END
. "$work/completion"
COMP_WORDS=(remit ma) COMP_CWORD=1
_remit
echo "\${COMPREPLY[@]}"
COMP_WORDS=(remit diff --be) COMP_CWORD=2
_remit
echo "\${COMPREPLY[@]}"
END
    bash "$work/complete.sh" >"$work/out" 2>"$work/err"
    [ "$(cat "$work/out")" = "may map matrix
--between" ] && wrong='' || wrong='not what was to come'
    verdict 'completion in bash' "$wrong"
}

manual_page() {
    if ! command -v man >/dev/null || ! command -v groff >/dev/null; then
        skip 'the manual page has no warnings' 'no man or groff'
        return
    fi
    "$remit" help --man >"$work/remit.1"
    groff -man -ww -z -Tutf8 "$work/remit.1" >"$work/out" 2>"$work/err"
    [ ! -s "$work/err" ] && wrong='' || wrong='warnings'
    verdict 'the manual page has no warnings' "$wrong"
}

# ---- answers for programs --------------------------------------------------------------------------

# reads NAME SCRIPT ARGUMENT...: Python reads the answer as JSON (`x`) or as a table (`rows`).
reads() {
    name=$1 script=$2 wrong=''
    shift 2
    if ! command -v python3 >/dev/null; then
        skip "$name" 'no python3'
        return
    fi
    run "$@"
    [ "$code" -le 1 ] || wrong="exit code $code"
    [ ! -s "$work/err" ] || [ "$wordy" = yes ] || wrong="$wrong something is said beside it"
    python3 -c "$script" "$work/out" >"$work/python" 2>&1 || wrong="$wrong $(tail -1 "$work/python")"
    verdict "$name" "$wrong"
}
wordy=no

json='import json, sys
x = json.loads(open(sys.argv[1], "rb").read().decode())
assert isinstance(x, (dict, list)) and x
'
csv='import csv, sys
text = open(sys.argv[1], "rb").read().decode()
assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
rows = list(csv.reader(text.splitlines(), strict=True))
assert len(rows) > 1, "no rows"
assert {len(r) for r in rows} == {len(rows[0])}, "rows of unlike length"
assert all(rows[0][1:]) and len(set(rows[0][1:])) == len(rows[0]) - 1, "columns without their own name"
'
sarif=$json'
assert x["version"] == "2.1.0" and len(x["runs"]) == 1
one = x["runs"][0]
rules = {r["id"] for r in one["tool"]["driver"]["rules"]}
assert one["results"]
for r in one["results"]:
    assert r["ruleId"] in rules and r["level"] in ("error", "warning", "note") and r["message"]["text"]
    for place in r["locations"]:
        region = place["physicalLocation"]["region"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert region["startLine"] > 0 and region["startColumn"] > 0
        assert uri.isascii() and not set(uri) & set(" \"<>\\^`{|}"), uri
'

# What is said of a body, and what its lines lead to.
named_json='
one = x["things"][0]
assert one["is"] == "body" and one["name"] == "exeter-committee" and one["where"]["line"] > 0
assert one["as_written"].startswith("committee exeter-committee")
labels = [line["label"] for line in one["lines"]]
assert "Terms of reference" in labels and labels.count("Member") > 1
assert {"label": "Part of", "is": "body", "name": "west.board"}.items() <= one["lines"][0].items()
'
# shellcheck disable=SC2086
for_programs() {
    "$remit" fmt $short >"$work/laid.remit"
    reads 'check --json' "$json" check --json $short $laws
    reads 'compare --json' "$json" compare --json $short $laws
    reads 'diff --json' "$json" diff --json $short --between 2023-05-01,2024-05-01 $laws
    reads 'explain NAME --json' "$json$named_json" explain --json exeter-committee $in
    reads 'explain CODE --json' "$json"'assert x["things"][0]["lines"][1]["label"] == "Rule"
assert "where" not in x["things"][0]' explain --json R101
    for list in functions services kinds routes roles duties codes; do
        reads "explain $list --json" "$json"'assert len(x["words"]) > 1' explain --json $list
    done
    reads 'export' "$json" export $in
    reads 'export --as popolo' "$json" export --as popolo $in
    reads 'fmt --json' "$json"'assert len(x) == 2 and x[0]["changed"] and not x[1]["changed"]
assert x[1]["text"] == open("'"$work/laid.remit"'").read()' fmt --json $short "$work/laid.remit"
    reads 'fmt --check --json' "$json"'assert x == ["'$short'"]' fmt --check --json $short "$work/laid.remit"
    reads 'help --json' "$json"'assert " ".join(c["name"].replace(" ", "_") for c in x["commands"]) == "'"$commands"'"
assert {o["name"] for o in x["common_options"]} == {"in", "on", "laws", "json", "help"}' help --json
    reads 'help COMMAND --json' "$json"'one, = x["commands"]
assert one["name"] == "who" and one["words"].startswith("FUNCTION") and "nearest" in one["help"]
assert {"name": "value", "value": "AMOUNT"}.items() <= one["options"][0].items()' help who --json
    reads 'COMMAND --help --json' "$json"'assert x["commands"][0]["name"] == "who"' who --help --json
    reads 'map --json' "$json" map --json $in
    reads 'matrix --json' "$json" matrix --json exeter $in
    reads 'may --json' "$json" may --json exeter-committee $in
    reads 'may FUNCTION --json' "$json" may --json exeter-committee $matter $in
    reads 'route --json' "$json" route --json $matter $in
    reads 'search --json' "$json" search exeter --json $in
    reads 'survey --json' "$json" survey --json $in
    reads 'survey QUESTION --json' "$json"'assert x["yes"] + x["no"] + x["not_known"] == len(x["answers"]) == 1
assert x["answers"][0]["organisation"] == "west" and x["answers"][0]["answer"] == "yes"' survey --json handbooks $in
    reads 'who --json' "$json" who --json $matter $in
    reads 'check --sarif' "$sarif" check --sarif $short $laws
    reads 'check --json of every fault' "$json" check --json examples/faulty
    reads 'check --sarif of every fault' "$sarif" check --sarif examples/faulty
    reads 'check --csv' "$csv" check --csv $short $laws
    reads 'check --csv of every fault' "$csv" check --csv examples/faulty
    reads 'compare --csv' "$csv" compare --csv $short $laws
    reads 'diff --csv' "$csv" diff --csv $short --between 2023-05-01,2024-05-01 $laws
    reads 'matrix --csv' "$csv" matrix --csv exeter $in
    reads 'may --csv' "$csv" may --csv exeter-committee $in
    reads 'may FUNCTION --csv' "$csv" may --csv exeter-committee $matter $in
    reads 'route --csv' "$csv" route --csv $matter $in
    reads 'search --csv' "$csv" search exeter --csv $in
    reads 'survey --csv' "$csv" survey --csv $in
    reads 'survey QUESTION --csv' "$csv" survey --csv handbooks $in
    reads 'who --csv' "$csv" who --csv $matter $in
    for list in functions services kinds routes roles duties; do
        reads "explain $list --csv" "$csv" explain --csv $list $in
    done
    reads 'explain codes --csv' "$csv" explain --csv codes
    reads 'explain NAME --csv' "$csv" explain --csv exeter-committee $in
    reads 'explain CODE --csv' "$csv" explain --csv R101
}

# documented WORDS...: every key of the answer stands in docs/export.md.
documented() {
    reads "docs/export.md has the keys of: $1" "$json"'
import re
known = set(re.findall(r"`([a-z_]+)(?:\[\])?`", open("docs/export.md").read()))
def keys(v):
    if isinstance(v, dict) and isinstance(v.get("answers"), dict):  # by the names of questions
        v = dict(v, answers=list(v["answers"].values()))
    if isinstance(v, dict):
        return {k for k in v if k != "measures"}.union(*(keys(w) for k, w in v.items() if k != "measures"), set())
    return set().union(*(keys(w) for w in v)) if isinstance(v, list) else set()
assert not keys(x) - known, keys(x) - known
' "$@"
}

# shellcheck disable=SC2086
all_documented() {
    documented check --json $mistakes $laws
    documented who --json $matter $in
    documented who --json everything $in
    documented may --json west.board $in
    documented may --json finance-director $matter $in
    documented route --json $matter $in
    documented matrix --json exeter $in
    documented map --json $in
    documented compare --json $short $laws
    documented diff --json $short --between 2023-05-01,2024-05-01 $laws
    documented survey --json $in
    documented survey place-functions --json --in examples/england-2024
    documented explain --json west $in
    documented explain --json functions
    documented explain --json codes
    documented fmt --json $short
    documented help --json
    documented export $in
}

# Text of all sorts in a handbook and in its name.
odd_texts() {
    odd="$work/a \"b\" é%.remit"
    cat >"$odd" <<'END'
handbook odd "A \"quoted\" title, <with> & \\ é £" of odd under hca-2022
population area "Area, \"the\" <one>"
icb odd "The \"Odd\" board, of <all> & 漢" for area
matter m "A, \"matter\"" award-contract for area at £1m
nonsense
END
    wordy=yes
    reads 'odd texts: check --json' "$json" check --json "$odd"
    reads 'odd texts: check --sarif' "$sarif" check --sarif "$odd"
    reads 'odd texts: export' "$json" export --in "$odd"
    reads 'odd texts: matrix --csv' "$csv" matrix --csv --in "$odd"
    reads 'odd texts: compare --csv' "$csv" compare --csv "$odd"
    reads 'odd texts: map' 'import sys, xml.dom.minidom as d; d.parse(sys.argv[1])' map --in "$odd"
    bytes="$work/$(printf 'b\377').remit"
    if cp "$odd" "$bytes" 2>/dev/null; then
        reads 'a file name that is no UTF-8: check --json' "$json" check --json "$bytes"
        reads 'a file name that is no UTF-8: check --sarif' "$sarif" check --sarif "$bytes"
    fi
    wordy=no
    cp "$short" "$work/-x.remit"
    (cd "$work" && "$remit_path" fmt -- -x.remit >out 2>err) && wrong='' || wrong='it is not read'
    verdict 'after -- a file may be called -x.remit' "$wrong"
}

# ---- colour -----------------------------------------------------------------------------------------

escapes_in() {
    LC_ALL=C tr -cd '\033' <"$1" | grep -q .
}

# shellcheck disable=SC2086
no_escapes() {
    wrong=''
    for words in "check $mistakes $laws" "compare $short $laws" "diff $short $mistakes $laws" \
        "explain west $in" "export $in" "fmt $mistakes" "help matrix" "map --text $in" "map $in" \
        "matrix $in" "may exeter-committee $in" "route $matter $in" "survey $in" \
        "who --why $matter $in" "who award-contract --in $mistakes $laws"; do
        run $words
        escapes_in "$work/out" || escapes_in "$work/err" && wrong="$wrong $words;"
    done
    verdict 'no colour where it is no terminal' "$wrong"
}

# shellcheck disable=SC2086
# What stands in a handbook never reaches a terminal as a command to it, comments included.
obeys_nothing() {
    { cat $short; printf 'post p "P" of west {\n  # a \033[2J comment\n  held by "B" # \033]0;x\n}\n# \033[31m\n'; } \
        >"$work/escapes.remit"
    wrong=''
    for words in "check $work/escapes.remit $laws" "fmt $work/escapes.remit" "fmt --json $work/escapes.remit" \
        "explain p --in $work/escapes.remit $laws" "explain p --json --in $work/escapes.remit $laws"; do
        run $words
        escapes_in "$work/out" || escapes_in "$work/err" && wrong="$wrong $words;"
    done
    run check --errors "$work/escapes.remit" $laws
    [ "$(grep -c 'a control character (U+001B)' "$work/out")" -eq 3 ] || wrong="$wrong it is not found"
    verdict 'control characters in comments are found and never shown' "$wrong"
    wrong=''
    name=$(printf '%s/a\033[2Jb.remit' "$work")
    echo 'no such thing' >"$name"
    for words in check who fmt 'spend look'; do
        run $words "$name"
        escapes_in "$work/out" || escapes_in "$work/err" && wrong="$wrong $words;"
        run $words "$name.none"
        escapes_in "$work/out" || escapes_in "$work/err" && wrong="$wrong $words of no file;"
    done
    verdict 'control characters in the name of a file are never shown' "$wrong"
}

# shown COMMAND: what a terminal is sent.
shown() {
    script -qec "$1" /dev/null >"$work/out" 2>"$work/err" </dev/null
}

on_a_terminal() {
    if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
        skip 'colour on a terminal' 'no script(1)'
        return
    fi
    shown "'$remit' check $mistakes"
    escapes_in "$work/out" && wrong='' || wrong='there is none'
    verdict 'colour on a terminal' "$wrong"
    shown "NO_COLOR=1 '$remit' check $mistakes"
    escapes_in "$work/out" && wrong='there is some' || wrong=''
    verdict 'NO_COLOR: none' "$wrong"
    shown "'$remit' fmt $mistakes 2>'$work/log'"
    escapes_in "$work/log" && wrong='there is some' || wrong=''
    verdict 'none in a file that gets the messages' "$wrong"
}

# ---- files ---------------------------------------------------------------------------------------------

# shellcheck disable=SC2086
files() {
    mkdir "$work/empty" "$work/other" "$work/two" "$work/two/a" "$work/two/b" "$work/folder.remit"
    : >"$work/nothing.remit"
    echo '# only a comment' >"$work/comment.remit"
    echo 'text' >"$work/other/readme.txt"
    cp $short "$work/two/a"
    cp $short "$work/two/b"
    cp $short "$work/closed.remit"
    chmod 0 "$work/closed.remit"
    printf 'role \377\n' >"$work/latin.remit"
    head -c 100000 /dev/urandom >"$work/noise.remit"
    for command in check compare fmt 'diff test/data/short.remit'; do
        says 'No such file' $command "$work/missing.remit"
        says 'cannot read' $command /proc/self/mem
        if [ "$(id -u)" -eq 0 ]; then
            skip "unreadable file: $command" 'root may read all'
        else
            says 'Permission denied' $command "$work/closed.remit"
        fi
    done
    for command in export map matrix 'may west' "route $matter" survey "who $matter" 'explain west'; do
        says 'No such file' $command --in "$work/missing.remit"
        says 'cannot read' $command --in /proc/self/mem
        says 'there is no .remit file in' $command --in "$work/empty"
        says 'there is no .remit file in' $command --in "$work/other"
        says 'are 2 structures' $command --in "$work/two" $laws
    done
    says 'there is no .remit file in' check "$work/empty"
    says 'Is a directory' fmt "$work"
    ends 0 check "$work/nothing.remit"
    ends 0 check "$work/comment.remit"
    ends 0 fmt "$work/nothing.remit"
    ends 0 export --in "$work/nothing.remit"
    ends 1 check "$work/latin.remit"
    ends 1 check "$work/noise.remit"
    ends 2 fmt --write "$work/latin.remit"
    ends 1 check "$work/two" $laws
    says 'no function' who $matter --in "$work/nothing.remit"
    says 'no body to draw' map --in "$work/nothing.remit"
    says 'none of these lists a matter' compare "$work/nothing.remit"
    says 'short-mistakes.remit:8' fmt $mistakes
}

# Mistakes in a handbook are told beside every answer that leaves out what they touch.
# shellcheck disable=SC2086
told_beside() {
    from="--in $mistakes $laws"
    for words in "export $from" "map $from" "matrix $from" "may west $from" "who set-budget $from" \
        "route west.chair set-budget $from" "survey $from" "explain west $from" \
        "diff $mistakes $short $laws" "compare $mistakes $short $laws"; do
        wrong=''
        run $words
        [ "$code" -le 1 ] && [ -s "$work/out" ] || wrong="exit code $code, or no answer"
        grep -q 'the answer leaves out what they touch' "$work/err" || wrong="$wrong it is not told"
        verdict "mistakes are told: ${words%% *}" "$wrong"
    done
}

# ---- output that nobody takes -------------------------------------------------------------------------

# not_taken NAME: code 2, and it is said.
not_taken() {
    wrong=''
    [ "$code" -eq 2 ] || wrong="exit code $code"
    grep -q 'could not be written in full' "$work/err" || wrong="$wrong it is not said"
    : >"$work/out"
    verdict "$1" "$wrong"
}

# shellcheck disable=SC2086
output() {
    for words in "help" "help --markdown" "check $short $laws" "export $in" "map $in" "who $matter $in"; do
        if [ -c /dev/full ]; then
            code=0
            "$remit" $words >/dev/full 2>"$work/err" || code=$?
            not_taken "a full disk: $words"
        fi
        code=0
        "$remit" $words 2>"$work/err" >&- || code=$?
        not_taken "no output at all: $words"
        # More than a pipe holds; a program that goes on gets SIGPIPE, or an error.
        {
            "$remit" $words 2>"$work/err"
            echo $? >"$work/code"
        } | :
        code=$(cat "$work/code")
        case $code in
        0 | 1 | 2 | 141) wrong='' ;;
        *) wrong="exit code $code" ;;
        esac
        verdict "a pipe that is closed: $words" "$wrong"
    done
    (
        trap '' PIPE
        {
            sleep 0.2 # the reader is gone by then
            "$remit" export $in 2>"$work/err"
            echo $? >"$work/code"
        } | :
    )
    code=$(cat "$work/code")
    not_taken 'a pipe that is closed, where that is no signal'
    lines=$("$remit" export $in 2>&1 | head -1)
    [ "$lines" = '{' ] && wrong='' || wrong="$lines"
    verdict 'export | head -1' "$wrong"
}

# A file that cannot be written whole stays as it is.
# shellcheck disable=SC2086
full_disk() {
    cat $short $short $short $short >"$work/large.remit" # what it says twice is no matter to fmt
    cp "$work/large.remit" "$work/before"
    ls "$work" >"$work/listed"
    code=0
    (
        trap '' XFSZ
        ulimit -f 1
        exec "$remit" fmt --write "$work/large.remit"
    ) >/dev/null 2>&1 || code=$?
    wrong=''
    [ "$code" -eq 2 ] || wrong="exit code $code"
    cmp -s "$work/large.remit" "$work/before" || wrong="$wrong the file is changed"
    [ "$(ls "$work")" = "$(cat "$work/listed")" ] || wrong="$wrong something is left beside it"
    verdict 'fmt --write on a full disk' "$wrong"
}

# ---- memory ---------------------------------------------------------------------------------------------

# With less and less memory: the whole answer, or none and a message. (test_failures has every
# request by itself.)
starved() {
    name='little memory'
    if grep -q __asan_init "$remit"; then
        skip "$name" 'the sanitizer needs much'
        return
    fi
    # shellcheck disable=SC3045 # not every shell has -v; then it is not tested
    if ! (ulimit -v 100000) 2>/dev/null; then
        skip "$name" 'it cannot be limited here'
        return
    fi
    "$remit" export --in examples/england-2024 >"$work/whole"
    wrong='' refused=0
    for kilobytes in 4000 6000 8000 10000 12000 16000 20000 30000 40000 60000; do
        (
            # shellcheck disable=SC3045
            ulimit -v $kilobytes
            exec "$remit" export --in examples/england-2024
        ) >"$work/out" 2>"$work/err"
        code=$?
        if [ $code -eq 2 ] && grep -q 'out of memory' "$work/err" && [ ! -s "$work/out" ]; then
            refused=$((refused + 1))
        elif grep -q 'shared librar' "$work/err"; then
            : # it did not even begin
        elif [ $code -ne 0 ] || ! cmp -s "$work/out" "$work/whole"; then
            wrong="$wrong with $kilobytes kB exit code $code;"
        fi
    done
    [ $refused -gt 0 ] || wrong="$wrong it never ran out"
    : >"$work/out"
    verdict "$name" "$wrong"
}

case $remit in
/*) remit_path=$remit ;;
*) remit_path=$PWD/$remit ;;
esac
exit_codes
mistyped
by_title
help_of_commands
for form in man completion markdown; do
    tells $form
done
completes
manual_page
for_programs
all_documented
odd_texts
no_escapes
obeys_nothing
on_a_terminal
files
told_beside
output
full_disk
starved
