# cli.sh: what the tests of the command line share. Each begins with it, from the root of the checkout.
#
# $remit is the program, $work a folder that goes when the test ends. A test prints lines
# `ok TOPIC: NAME`, `not ok TOPIC: NAME` and `ok TOPIC: NAME # skip WHY`; its script's name is the topic.
set -u
# shellcheck disable=SC2034 # for those who begin with it
remit=${REMIT:-build/remit}
topic=$(basename "$0" .sh)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

ok() { echo "ok $topic: $1"; }
# no NAME [SAID]: with the first lines of what was said.
no() {
    echo "not ok $topic: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | head -20 | cut -c1-300 | sed 's/^/    | /'
}
skip() { echo "ok $topic: $1 # skip $2"; }
# is NAME COMMAND...: it succeeds.
is() {
    name=$1
    shift
    if said=$("$@" 2>&1); then ok "$name"; else no "$name" "$said"; fi
}
# same NAME FILE FILE: what was expected, and what came.
same() { if difference=$(diff "$2" "$3" 2>&1); then ok "$1"; else no "$1" "$difference"; fi; }
# has NAME CODE TEXT...: $status and $work/said, of the last command, are so, and hold all texts.
has() {
    name=$1 code=$2 missing=''
    shift 2
    [ "$status" = "$code" ] || missing=" [exit code $code, not $status]"
    for text; do
        grep -qF -e "$text" "$work/said" || missing="$missing [$text]"
    done
    if [ -z "$missing" ]; then ok "$name"; else no "$name: without$missing" "$(cat "$work/said")"; fi
}
# piped NAME TEXT...: the same of standard input.
piped() {
    name=$1
    shift
    cat >"$work/said"
    status=0
    has "$name" 0 "$@"
}
