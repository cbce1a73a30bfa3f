#!/bin/sh
# Every example in examples/patterns, and every small handbook in test/cases/words, answers the
# questions that stand at its end:
#   #? a remit command line, without --in
#   #= a text that the answer must hold       #! a text that it must not hold
# Prints one line a question.
. test/support/cli.sh

finish() {
    [ -n "$question" ] || return 0
    if [ -z "$wrong" ]; then
        ok "$name.$number"
    else
        no "$name.$number: remit $question --in $file" "$wrong$answer"
    fi
}

for file in examples/patterns/RP-*.remit test/cases/words/*.remit; do
    name=$(basename "$file" .remit)
    number=0 question='' wrong='' answer=''
    while IFS= read -r line; do
        text=${line#\#[?=!] }
        case $line in
        '#? '*)
            finish
            question=$text wrong='' number=$((number + 1))
            answer=$(eval "$remit $question --in $file" 2>&1)
            ;;
        '#= '*)
            case $answer in
            *"$text"*) ;;
            *) wrong="$wrong    missing: $text
" ;;
            esac
            ;;
        '#! '*)
            case $answer in
            *"$text"*) wrong="$wrong    must not be there: $text
" ;;
            esac
            ;;
        esac
    done <"$file"
    finish
done
