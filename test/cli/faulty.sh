#!/bin/sh
# Every finding has a small handbook in examples/faulty that shows it: `remit check` on it, on
# 1 May 2024, must print its expected.txt. Every code of `remit explain codes` has such a
# handbook, and docs/findings.md is the table of all of them.
#
#   sh test/cli/faulty.sh write    writes expected.txt and docs/findings.md anew
. test/support/cli.sh
table=docs/findings.md
write=${1:-}

check() {
    $remit check --on 2024-05-01 "$1" 2>&1
}

# result NAME FILE: what was printed (standard input) against the file.
result() {
    said=$(cat)
    [ "$write" != write ] || printf '%s\n' "$said" >"$2"
    if difference=$(printf '%s\n' "$said" | diff "$2" - 2>&1); then
        ok "$1"
    else
        no "$1" "$difference"
    fi
}

# One row of the table for a code, out of the words of `remit explain CODE`.
row() {
    $remit explain "$1" | awk -v code="$1" -v shown="$(ls -d "examples/faulty/$1"-* 2>/dev/null)" '
        { said = $0; sub(/^[^:]*: /, "", said) }
        NR == 1 { title = said }
        /^  Severity: / { severity = said }
        /^  Rule: / { rule = said }
        /^  Source: / { source = said }
        /^  Mend: / { mend = said }
        END {
            gsub(/\|/, "\\|", rule); gsub(/\|/, "\\|", mend)
            printf "| [%s](../%s) | %s | **%s** %s | %s | %s |\n", code, shown, severity, title,
                rule, mend, source
        }'
}

findings() {
    cat <<'END'
# Findings

What `remit check` reports. `remit explain CODE` prints a row; each code leads to a small made-up
handbook that has the fault, with what Remit says of it. Codes R001 to R027 are about reading the
text, R040 to R045 about rules for spending; from R101 on they are about what it says. Where a file could not be read whole, nothing is
said of what seems to be missing in it.

This page is made from `src/rules/codes.c` by `sh test/cli/faulty.sh write`.

| code | severity | what is wrong | mend | source |
| --- | --- | --- | --- | --- |
END
    for code in $codes; do
        row "$code"
    done
}

codes=$($remit explain codes | awk '/^R[0-9]/ { print $1 }')
[ -n "$codes" ] || no 'remit explain codes names none'

for code in $codes; do
    folder=$(ls -d "examples/faulty/$code"-* 2>/dev/null)
    if [ ! -d "$folder" ]; then
        no "$code: no folder examples/faulty/$code-... shows it"
        continue
    fi
    check "$folder" | result "${folder##*/}" "$folder/expected.txt"
    if grep -q " $code: " "$folder/expected.txt"; then
        ok "$code is shown"
    else
        no "$code is shown: $folder does not have it"
    fi
done
findings | result "$table" "$table"
