# cedar.sh: Cedar: the same semantics.
# A section of bench/run.sh, which has its helpers.
cedar_systems=4 cedar_questions=500

cedar_version='not measured'
modules=build/bench/npm
install_modules
if [ -d "$modules/node_modules/@cedar-policy" ] && command -v node >/dev/null; then
    step 'Cedar'
    cedar_version="cedar-wasm $(sed -n 's/.*cedar-wasm": "\(.*\)".*/\1/p' bench/package.json), node $(node --version)"
    # Node 20's optimizer ends the process on Cedar's module unless it is told not to inline it.
    switch=--no-turbo-inline-js-wasm-calls
    node "$switch" -e 0 2>/dev/null || switch=
    take '' "$bench" cedar "$cedar_systems" "$cedar_questions" "$work"
    # shellcheck disable=SC2086 # one switch or none
    take '' node $switch bench/cedar.js "$work" "$modules/node_modules"
    [ "$(v cedar_differ)" = 0 ] || { step 'Cedar: the answers differ'; exit 1; }
fi

part "$cedar_version" <<END
$(v cedar_questions) questions to $(v cedar_policies) policies without conditions; Cedar allows $(v cedar_allowed), and its answers are Remit's in
all but $(v cedar_differ). Cedar: $(v cedar_ns %.0f 0.001) us a question; Remit: $(v cedar_remit_ns) ns.

    bench cedar $cedar_systems $cedar_questions FOLDER
    node --no-turbo-inline-js-wasm-calls bench/cedar.js FOLDER MODULES
END
