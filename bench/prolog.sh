# prolog.sh: SWI-Prolog: yes or no.
# A section of bench/run.sh, which has its helpers.

prolog_version='not installed'
if command -v swipl >/dev/null; then
    prolog_version=$(swipl --version)
    for n in 1 10 100; do
        [ "$n" -le "$copies" ] || continue
        forms='closed function recursion tabling'
        [ "$n" -lt 100 ] || forms='closed function' # the others are slower, and want far more memory
        step "SWI-Prolog, $n copies"
        mkdir "$work/prolog"
        take ".$n" "$bench" prolog "$n" "$questions" "$work/prolog"
        sed 's/^2/yes/; s/^[01]/no/' "$work/prolog/answers.txt" >"$work/prolog/yes-no.txt"
        for form in $forms; do
            take ".$n" swipl -O bench/policies.pl "$work/prolog" "$form"
            expected=$work/prolog/yes-no.txt
            [ "$form" != closed ] || expected=$work/prolog/answers.txt
            same "Prolog, $form" "$expected" "$work/prolog/answers-$form.txt"
        done
        awk -F '\t' -v n="$n" '$1 ~ "^prolog_(closed|function|recursion|tabling)_ns[.]" n "$" &&
            (!best || $2 < best) { best = $2 } END { print "prolog_best_ns." n "\t" best }' \
            "$values" >"$work/out" && keep '' <"$work/out"
        rm -rf "$work/prolog"
    done
fi
prolog_largest=1
for n in 10 100; do [ "$n" -gt "$copies" ] || prolog_largest=$n; done

prolog_rows() {
    for n in 1 10 100; do
        [ "$n" -le "$copies" ] || continue
        echo "| $n | $(v "prolog_remit_ns.$n") | $(v "prolog_closed_ns.$n") | $(v "prolog_function_ns.$n") | $(v "prolog_recursion_ns.$n") | $(v "prolog_tabling_ns.$n") | **$(ratio "prolog_best_ns.$n" "prolog_remit_ns.$n")** |"
    done
}

part "$prolog_version" <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
| Yes or no: times faster than Prolog, $prolog_largest copies | 10 | $(ratio "prolog_best_ns.$prolog_largest" "prolog_remit_ns.$prolog_largest") | $(met "$(ratio "prolog_best_ns.$prolog_largest" "prolog_remit_ns.$prolog_largest")" least 10) |
| Yes or no: times faster than Prolog, 1 copy | 10 | $(ratio prolog_best_ns.1 prolog_remit_ns.1) | $(met "$(ratio prolog_best_ns.1 prolog_remit_ns.1)" least 10) |

$questions random matters as in *own*, every answer compared. Nanoseconds a question, without the loop over
the questions for Prolog, with it for Remit; median of 7 rounds. The two slower forms are not tried at 100 copies. *Closed*: one fact for each minimal power, found by body. *Function*: the
same, found by body and function. *Recursion*: delegations, climbed for each question. *Tabling*: powers
closed from the delegations by tabling, tables filled beforehand.

| Copies | Remit | Closed | Function | Recursion | Tabling | Fastest : Remit |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(prolog_rows)

    bench prolog COPIES $questions FOLDER
    swipl -O bench/policies.pl FOLDER closed|function|recursion|tabling
END
