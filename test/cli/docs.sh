#!/bin/sh
# What the documents show is what there is: every example in docs/language.md can be read,
# and docs/commands.md is what the program prints.
. test/support/cli.sh

awk -v folder="$work" '
    /^```/ { inside = !inside; if (inside) { n++; start = NR }; next }
    inside { print > sprintf("%s/line-%03d.remit", folder, start) }
' docs/language.md
for file in "$work"/line-*.remit; do
    name=$(basename "$file" .remit)
    if said=$("$remit" fmt "$file" 2>&1 >/dev/null); then
        ok "language.md $name"
    else
        no "language.md $name" "$said"
    fi
done

# The pieces between backticks as well: each must be a statement, a line of a block, a member, a
# decider or a clause. Commands, paths and what has a word in capitals to be filled in are none.
fits() {
    for frame in '%s' 'committee c "C" {\n%s\n}' 'committee c "C" { members {\n%s\n} }' \
        'delegate a to %s { x }' 'delegate a to b {\nx %s\n}' 'committee c "C" { members { chair %s } }' \
        'delegate a to b under %s { x }' 'kind k "K" %s' 'route r "R" %s' 'body b "B" %s' 'committee c "C" { quorum 2 %s }' \
        'committee c "C" { decides by majority %s }' 'allow a to delegate to b %s' 'delegate a to b {\n%s\n}' \
        'delegate a to b {\nx up to %s\n}' 'role r "R" from %s' 'delegate a to b { x after notice of %s }' 'delegate a to b { x then publish %s }' \
        'accountable a to b %s' 'succession from 2026-04-01 { %s }' 'post p "P" { deputy q %s }' \
        'committee c "C" { conflict a on b %s }' 'kind k "K" %s x' 'population p "P" %s x' '%s place { }'; do
        # shellcheck disable=SC2059 # the frame is the format
        printf "$frame\n" "$1" >"$work/piece.remit"
        "$remit" fmt "$work/piece.remit" >/dev/null 2>&1 && return 0
    done
    return 1
}
awk -F '`' '/^```/ { inside = !inside; next } !inside { for (i = 2; i <= NF; i += 2) print $i }' docs/language.md |
    grep ' ' | grep -v '^remit \|/\|--\|\.\.\.\|[A-Z][A-Z]' | sort -u >"$work/pieces"
while IFS= read -r piece; do
    is "language.md: $piece" fits "$piece"
done <"$work/pieces"

# Every rule of the collection is an example, or is named with the reason why not.
for number in $(seq -w 68); do
    if [ -f "examples/patterns/RP-$number.remit" ] || grep -q "RP-$number" docs/language.md; then
        ok "language.md: RP-$number"
    else
        no "language.md: RP-$number is no example and is not named"
    fi
done

if "$remit" help --markdown | cmp -s - docs/commands.md; then
    ok commands.md
else
    no 'commands.md: make it anew with remit help --markdown > docs/commands.md'
fi
for form in man completion; do
    if "$remit" help --$form | grep -q matrix; then ok "help --$form"; else no "help --$form"; fi
done
