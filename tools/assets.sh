#!/bin/sh
# assets.sh FOLDER OUT: puts the style sheet, the scripts and the icons of the NHS.UK frontend,
# from its npm package, into OUT, for the build to put into the program.
#
# FOLDER keeps the package, so that each build directory need not fetch it again. The style sheet
# names two fonts on a server elsewhere: those rules go, since a page must ask nobody else.
set -eu
folder=$1 out=$2
here=$(cd "$(dirname "$0")/../assets" && pwd)
mkdir -p "$folder"
exec 9>"$folder/lock"
flock 9 # two builds at once would spoil each other's package
if ! cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || {
        rm -f "$folder/package-lock.json"
        exit 1
    }
fi
from=$folder/node_modules/nhsuk-frontend/dist/nhsuk
sed -e 's/@font-face{[^}]*}//g' -e 's|/\*# sourceMappingURL=[^*]*\*/||' \
    -e 's|url(/assets/images/|url(|g' "$from/nhsuk-frontend.min.css" >"$out/nhsuk.css"
sed -e 's|//# sourceMappingURL=.*||' "$from/nhsuk-frontend.min.js" >"$out/nhsuk.js"
for icon in arrow-up arrow-down arrow-up-down cross; do
    cp "$from/assets/images/nhsuk-icon-$icon.svg" "$out/"
done
if grep -q 'https\{0,1\}:' "$out/nhsuk.css"; then
    echo 'assets.sh: the style sheet would ask another server' >&2
    exit 1
fi
