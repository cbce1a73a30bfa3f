/* checks.h: the room that says what is wrong with a structure, beyond what cannot be read or
 * linked. Pure: no file, no clock. Every check reports findings with a code of rules/codes.h
 * and changes nothing else; what it needs of memory is the arena's of the findings. */
#ifndef REMIT_CHECKS_CHECKS_H
#define REMIT_CHECKS_CHECKS_H

#include "authority/authority.h"

/* Findings that need no powers: membership, quorum, terms of reference, instruments,
 * dates, populations, abolished bodies. `on` is the date to check at. */
void model_check(struct findings *f, const struct model *m, date on);

/* Findings that need the powers: delegations without effect, doubles, hollow bodies. */
void authority_check(struct findings *f, const struct authority *u);

#endif
