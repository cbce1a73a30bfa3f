#!/bin/sh
# Worked answers on the England example. Run by ./dev run; or: sh examples/tour.sh
set -u
remit=${REMIT:-build/remit}

ask() {
    printf '\n$ remit %s\n\n' "$(echo "$*" | sed 's: examples/spend/ccgs-2020-21/.*: examples/spend/ccgs-2020-21/*.csv:')"
    "$remit" "$@" | sed 's/^/  /'
}

echo 'Remit: who may decide what, for whom, up to how much, and why.'
echo 'The England example: 42 integrated care boards as a study found them in April 2024.'
ask who award-contract of community for leeds --value 3.2m --on 2024-05-01
ask who approve-methodology of acute for leeds --value 3.2m --on 2024-05-01
ask may gm.place-committee award-contract of community --value 600k --on 2024-05-01
ask compare examples/sites
ask spend report by area examples/spend/ccgs-2020-21/*.csv
cat <<END

More to try:
  $remit matrix leeds --function procure-and-contract
  $remit survey
  $remit map wy --text
  $remit check examples/faulty
  $remit explain leeds-committee
  $remit spend report trusts examples/spend/ccgs-2020-21/*.csv
  $remit spend sample --rows 5000 --out samples
  $remit help
The language is described in docs/language.md; write a handbook and run: $remit check FILE
END
