/* try.h: the parts of Try a change: a delegation as a form and as text, and what comes of a text.
 */
#ifndef REMIT_PAGES_GOVERNANCE_TRY_H
#define REMIT_PAGES_GOVERNANCE_TRY_H

#include "pages/governance/governance.h"

/* ---- delegation.c -------------------------------------------------------------------------- */

/* The fields of a delegation: from, to, under, reference, what, service, for, limit, conditions;
 * filled in with what `said` holds. */
void delegation_form(struct page *p, const fields *said, const problems *list);
/* The delegation that the fields describe, laid out as a statement; empty, and why in `list`, when
 * they describe none. */
struct str delegation_text(struct page *p, const fields *said, problems *list);
/* The file that such a delegation belongs into: that of the handbook of its organisation; NONE. */
uint32_t delegation_file(const struct model *m, id from, id to);
/* `text` with the delegation behind what belongs to the handbook of `from`; *line: its first. */
struct str delegation_put(struct page *p, struct str text, struct str delegation, id from,
                          uint32_t *line);

/* ---- trial.c ------------------------------------------------------------------------------- */

struct trial {
    struct structure s; /* with the changed text */
    uint32_t file;      /* of the changed text among its sources */
    struct diff_words words;
    VEC(const struct finding *) appear, go; /* go: those of the page's own structure */
};
/* Reads the page's handbooks with `text` for the file `path`, and holds the answers and findings of
 * both against each other. NULL, and a sentence in *why, when that takes more than one trial may.
 */
struct trial *trial_of(struct page *p, struct str path, struct str text, struct str *why);

#endif
