/* say.h: lines of a handbook in words, as a governance lead would read them out. */
#ifndef REMIT_ACTIONS_GOVERNANCE_SAY_H
#define REMIT_ACTIONS_GOVERNANCE_SAY_H

#include "actions/governance/governance.h"

struct said {
    const char *what; /* "Quorum" */
    bool several;     /* one of several beside each other, as members are */
    struct str text;  /* "5 members, including the chair" */
    const struct node *node;
};
typedef VEC(struct said) sayings;
/* The lines of a body's or a fund's block; `on`: only those in force on that day. */
void say_block(struct arena *a, const struct model *m, id handbook, const struct node *block,
               const date *on, sayings *out);
/* One statement without its first word. */
struct str say_line(struct arena *a, const struct model *m, id handbook, const struct node *n);
/* What stands behind a statement's names. */
struct str say_clauses(struct arena *a, const struct model *m, id handbook, const struct node *n);

#endif
