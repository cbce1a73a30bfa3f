# clingo.sh: clingo: the whole matrix.
# A section of bench/run.sh, which has its helpers.
clingo_seconds=150 clingo_kbytes=8388608

# clingo_run FILE...: within the limits of time and memory.
clingo_run() {
    (ulimit -v "$clingo_kbytes" && ulimit -t "$clingo_seconds" && exec clingo -Wnone "$@")
}

# clingo_matrix SYSTEMS all|classes
clingo_matrix() {
    step "clingo, $1 systems, $2"
    take ".$2" "$bench" clingo "$1" "$2" "$work"
    clingo_run -q --stats "$work/facts.lp" >"$work/out" 2>&1
    awk '/^Time / { sub(/s$/, "", $3); print "clingo_facts_ms\t" $3 * 1000 }' "$work/out" | keep ".$2"
    clingo_run -q --stats "$work/facts.lp" bench/matrix.lp bench/quiet.lp >"$work/out" 2>&1
    if ! grep -q '^SATISFIABLE' "$work/out"; then
        step "clingo was stopped by its limits ($clingo_seconds s, $clingo_kbytes kB)"
        return
    fi
    awk '/^Time / { sub(/s$/, "", $3); print "clingo_ms\t" $3 * 1000 }' "$work/out" | keep ".$2"
    clingo_run -V0 "$work/facts.lp" bench/matrix.lp bench/show.lp | "$bench" atoms | keep ".$2"
    for what in atoms sum; do
        if [ "$(word "clingo_remit_$what.$2")" != "$(word "clingo_clingo_$what.$2")" ]; then
            step 'clingo: the atoms differ'
            exit 1
        fi
    done
}
clingo_version='not installed'
if command -v clingo >/dev/null; then
    clingo_version=$(clingo --version | head -1)
    clingo_matrix 1 all
    clingo_matrix 42 classes
fi

clingo_rows() {
    for form in all classes; do
        echo "| $form | $(v "clingo_systems.$form") | $(v "clingo_populations.$form") x $(v "clingo_functions.$form") x $(v "clingo_services.$form") x $(v "clingo_bands.$form") | $(v "clingo_remit_atoms.$form") | $(v "clingo_remit_ms.$form") | $(v "clingo_remit_expanded_ms.$form") | $(v "clingo_ms.$form") | $(v "clingo_facts_ms.$form") | **$(ratio "clingo_ms.$form" "clingo_remit_ms.$form")** | $(ratio "clingo_ms.$form" "clingo_remit_expanded_ms.$form") |"
    done
}

part "$clingo_version" <<END
| What | Target | Measured | Met |
| --- | --- | --- | --- |
| Complete matrix: times faster than clingo | 50 | $(ratio clingo_ms.all clingo_remit_ms.all) ($(ratio clingo_ms.all clingo_remit_expanded_ms.all) with every atom written out) | $(met "$(ratio clingo_ms.all clingo_remit_expanded_ms.all)" least 50) |
| The same, with Remit's classes given to clingo | 50 | $(ratio clingo_ms.classes clingo_remit_ms.classes) ($(ratio clingo_ms.classes clingo_remit_expanded_ms.classes) with every atom written out) | $(met "$(ratio clingo_ms.classes clingo_remit_ms.classes)" least 50) |

Every decider of every function, service, population and band of money, from the same powers; count and
hash of all atoms equal. *All*: every node of both trees. *Classes*: one function and one service of each
class of those that Remit found to be alike, so that clingo need not derive the rest. Milliseconds; Remit's
matrix alone, then with every atom written out one by one; clingo's whole time, of which reading the facts.

| Nodes | Systems | Populations x functions x services x bands | Atoms | Remit | Remit, atoms | clingo | its facts | clingo : Remit | clingo : Remit, atoms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
$(clingo_rows)

    bench clingo SYSTEMS all|classes FOLDER
    clingo -q --stats FOLDER/facts.lp bench/matrix.lp bench/quiet.lp
END
