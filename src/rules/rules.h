/* rules.h: the language room. From text to a checked model and back to text. Pure: no
 * file, no clock.
 *
 * Reading never stops at the first mistake: everything that is wrong is a finding, and
 * what could be understood is in the model. */
#ifndef REMIT_RULES_RULES_H
#define REMIT_RULES_RULES_H

#include "rules/codes.h"
#include "rules/model.h"
#include "rules/syntax.h"

/* Link parsed files (laws and handbooks together) into a model. Order of files changes
 * nothing but the numbers of things. Mistakes go to f; the model holds the rest.
 * files[i] was parsed from f->sources.at[i]. Memory: f->a. */
struct model *model_link(struct findings *f, struct node *const *files, uint32_t n);

/* Findings that need no powers: membership, quorum, terms of reference, instruments,
 * dates, populations, abolished bodies. `on` is the date to check at. */
void model_check(struct findings *f, const struct model *m, date on);

/* Findings as people read them, with the line and a caret. */
struct str findings_text(struct arena *a, const struct findings *f, bool colour);

#endif
