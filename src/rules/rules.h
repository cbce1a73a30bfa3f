/* rules.h: the language room. From text to a tree and back to text. Pure: no file, no clock.
 *
 * Reading never stops at the first mistake: everything that is wrong is a finding, and what
 * could be understood is in the tree. Findings have the codes of codes.h. */
#ifndef REMIT_RULES_RULES_H
#define REMIT_RULES_RULES_H

#include "rules/codes.h"
#include "rules/syntax.h"

/* Findings as people read them, with the line and a caret. */
struct str findings_text(struct arena *a, const struct findings *f, bool colour);

#endif
