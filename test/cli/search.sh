#!/bin/sh
# remit search: what words find, and what is said where they find nothing.
. test/support/cli.sh
england='--in examples/england-2024 --on 2024-05-01'

# finds WHAT EXIT WORDS-OF-ANSWER SEARCHED...: the answer holds the words.
finds() {
    what=$1 code=$2 words=$3
    shift 3
    # shellcheck disable=SC2086 # options
    got=$("$remit" search "$@" $england)
    status=$?
    if [ "$status" -eq "$code" ] && printf '%s\n' "$got" | grep -qF -- "$words"; then ok "$what"; else no "$what: $status" "$got"; fi
}

finds 'a body by its title' 0 'leeds-committee  Leeds committee of the ICB (committee, place: Leeds)' leeds committee
finds 'whatever the order and the letters' 0 'leeds-committee  Leeds committee' COMMITTEE Leeds
finds 'a word by its beginning' 0 'Leeds committee of the ICB' leeds commit
finds 'the plural as the singular' 0 'Leeds committee of the ICB' committees leeds
finds 'a place with its people' 0 'leeds  Leeds (place in West Yorkshire' leeds
finds 'a function' 0 'award-contract  Award a contract' award contract
finds 'a service' 0 'community  Community health services' community health services
finds 'an instrument' 0 'Scheme of reservation and delegation' scheme of reservation
finds 'a delegated line by decider and function' 0 'Award a contract, Health care' leeds award
finds 'the code of a finding' 0 'Findings (' R107
finds 'small words are not asked for' 0 'Leeds committee of the ICB' the committee of leeds
finds 'nothing: what was meant' 1 'Did you mean: remit search Leeds Committee' leedz comittee
finds 'nothing: no guess where all is far' 1 'Nothing here holds: xyzzyqwert' xyzzyqwert
finds 'words that ask a question' 0 'Who may award a contract for community health services for Leeds?' award contract community leeds
finds 'and how to ask it' 0 'remit who award-contract of community for leeds' leeds award community contract
finds 'as JSON, too' 0 '"question": "award-contract of community for leeds"' award contract community leeds --json
finds 'as CSV' 0 'kind,name,title,what,file,line' leeds --csv
finds 'as JSON' 0 '"kind": "body"' leeds committee --json

# All of each kind are counted, and CSV has them all.
rows=$("$remit" search nhs --csv --in examples/england-2024 --on 2024-05-01 | grep -c '^body,')
said=$("$remit" search nhs --in examples/england-2024 --on 2024-05-01 | sed -n 's/^Bodies and posts (\(.*\))$/\1/p')
if [ "$rows" = "$said" ] && [ "$rows" -gt 20 ]; then ok 'the count is that of the rows'; else no 'the count is that of the rows' "$rows, $said"; fi
if "$remit" search 2>/dev/null; then no 'no words' 'exit 0'; else ok 'no words'; fi
