#!/bin/sh
# What the documents show is what there is: every example in docs/language.md can be read,
# and docs/commands.md is what the program prints.
set -u
remit=${REMIT:-build/remit}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

awk -v folder="$folder" '
    /^```/ { inside = !inside; if (inside) { n++; start = NR }; next }
    inside { print > sprintf("%s/line-%03d.remit", folder, start) }
' docs/language.md
for file in "$folder"/line-*.remit; do
    name=$(basename "$file" .remit)
    if said=$("$remit" fmt "$file" 2>&1 >/dev/null); then
        echo "ok language.md $name"
    else
        echo "not ok language.md $name"
        echo "$said" | sed 's/^/    /'
    fi
done

if "$remit" help --markdown | cmp -s - docs/commands.md; then
    echo 'ok commands.md'
else
    echo 'not ok commands.md: make it anew with remit help --markdown > docs/commands.md'
fi
for form in man completion; do
    if "$remit" help --$form | grep -q matrix; then echo "ok help --$form"; else echo "not ok help --$form"; fi
done
