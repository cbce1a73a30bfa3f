#!/bin/sh
# What `meson install` puts where, that it works from there, and that systemd understands the unit.
. test/support/cli.sh
build=$(dirname "$remit")

# try WHAT COMMAND...: it succeeds and says something.
try() {
    what=$1
    shift
    if said=$("$@" 2>&1) && [ -n "$said" ]; then ok "$what"; else no "$what" "$said"; fi
}

if ! meson install -C "$build" --no-rebuild --destdir "$work" >"$work/said" 2>&1; then
    no 'it installs' "$(cat "$work/said")"
    exit 1
fi
prefix=$work$(meson introspect "$build" --buildoptions |
    sed -n 's/.*"name": "prefix", "value": "\([^"]*\)".*/\1/p')
share=$prefix/share
installed=$prefix/bin/remit
for file in bin/remit share/man/man1/remit.1 share/bash-completion/completions/remit.bash \
    lib/systemd/system/remit.service share/doc/remit/nginx.conf share/doc/remit/README.md \
    share/doc/remit/LICENSE share/doc/remit/web.md share/doc/remit/language.md \
    share/remit/laws/hca-2022.remit share/remit/examples/sites/common.remit; do
    if [ -s "$prefix/$file" ]; then ok "$file"; else no "$file"; fi
done
if find "$prefix" -name meson.build -o -name '*.sh' | grep -q .; then no 'nothing of the build'; else ok 'nothing of the build'; fi

cd "$work" || exit 1
try 'it runs' "$installed" --version
try 'it answers by the examples' "$installed" who award-contract of community for leeds --value 3m \
    --in "$share/remit/examples/england-2024" --on 2024-05-01
try 'it reads the laws' "$installed" who award-contract of community for leeds --value 3m \
    --in "$share/remit/examples/england-2024" --laws "$share/remit/laws" --on 2024-05-01

if ! command -v systemd-analyze >/dev/null; then
    skip 'the unit' 'systemd-analyze is not installed'
    exit 0
fi
# The unit names the program where it will be; here it is elsewhere.
mkdir unit
sed "s|=/.*/remit serve|=$installed serve|" "$prefix/lib/systemd/system/remit.service" >unit/remit.service
if said=$(systemd-analyze verify --man=no unit/remit.service 2>&1) && [ -z "$said" ]; then
    ok 'systemd understands the unit'
else
    no 'systemd understands the unit' "$said"
fi
# 0 is locked in, 10 is free.
said=$(systemd-analyze security --offline=true --threshold=15 unit/remit.service 2>&1)
code=$?
level=$(echo "$said" | sed -n 's/.*Overall exposure level[^:]*: \([0-9.]* [A-Z]*\).*/\1/p')
if [ "$code" -eq 0 ]; then ok "the unit is locked in: exposure $level"; else no "the unit is locked in: exposure $level" "$said"; fi
