/* explain.h: what the handbooks and their law say of a name, as data: things, each a heading
 * and lines. The command line shows it as text, JSON or CSV; a page can make links of it. */
#ifndef REMIT_ACTIONS_GOVERNANCE_EXPLAIN_H
#define REMIT_ACTIONS_GOVERNANCE_EXPLAIN_H

#include "model/model.h"

struct explained_line {
    struct str label;   /* "Quorum" */
    const char *labels; /* "Members", over a list of such lines; NULL: each stands for itself */
    struct str text;    /* "5 members, including the chair" */
    /* What the line speaks of, where that is one thing which can be looked up in its turn:
     * "body", "leeds-committee". Else NULL, and empty. */
    const char *is;
    struct str name;
};
struct explained {
    const char *is; /* finding, body, instrument, ladder, call-in, fund, state, test, population,
                       function, service, kind, role, route, law, duty, amount, handbook, matter */
    struct str name, title;
    struct str what; /* "Committee, for Leeds, from 1 July 2022" */
    VEC(struct explained_line) lines;
    struct pos pos;     /* POS_NOWHERE: of no handbook */
    struct str written; /* the statement, laid out; empty where its place alone is told */
};
typedef VEC(struct explained) explained_list;

/* Every thing of that name: a code of a finding (then m may be NULL), a name of the handbooks or
 * of their law, the title of a body. Empty when there is none. What is in it lives as long as a
 * and m. */
explained_list explain_name(struct arena *a, const struct model *m, struct str name);
/* The names that explain_name knows, into out; those of bodies and of findings apart. */
void explain_names(struct arena *a, const struct model *m, struct map *out);

/* The words that a handbook may use, and the codes of findings, as a table. */
enum words_form { WORDS_TREE, WORDS_LIST, WORDS_CODES };
struct words {
    enum words_form form;
    const char *const *columns; /* ended by NULL; a word first, and its title after it */
    uint32_t n_columns;
    VEC(struct str) cells; /* row by row */
    VEC(uint32_t) depths;  /* of each row: how far below the root */
};
extern const char *const explain_lists[]; /* functions, services ... codes; ended by NULL */
/* False when there is no such list. m may be NULL for `codes` alone. */
bool explain_words(struct arena *a, const struct model *m, struct str list, struct words *out);

#endif
