/* suppliers.h: who a supplier is: names made comparable, and matched to organisations with a code.
 *
 * A match is never a guess: either a name is equal to one of the organisation's, letter by letter
 * or after the changes of spend_name_normal, or a code stands in it. What matched how is always
 * told. */
#ifndef REMIT_SPEND_SUPPLIERS_H
#define REMIT_SPEND_SUPPLIERS_H

#include "spend/totals.h"

/* ---- organisations: `organisation R1H "Barts Health NHS Trust" as nhs-trust of QMF` -------- */

struct spend_body {
    struct str code, title, kind,
        system;            /* system: code of its integrated care board; may be empty */
    VEC(struct str) names; /* its title first */
    struct str source;
    struct pos pos;
};
struct spend_bodies {
    struct arena *a;
    VEC(struct spend_body) at;
    struct map codes, exact, normal;
    VEC(uint32_t) by_normal; /* what normal leads to; SPEND_AMBIGUOUS where two have the name */
};
#define SPEND_AMBIGUOUS (MAP_NONE - 1)
/* The organisations of these files; what is wrong is a finding. */
struct spend_bodies *spend_bodies_link(struct findings *f, const struct node *const *files,
                                       uint32_t n);

/* ---- names --------------------------------------------------------------------------------- */

/* A name as it is compared: capitals; & is AND; apostrophes, full stops and brackets left out,
 * other marks are blanks; THE at either end left out; LIMITED is LTD, PUBLIC LIMITED COMPANY PLC,
 * COMPANY CO, NHSFT and NHS FT and FOUNDATION TRUST without NHS before it NHS FOUNDATION TRUST; a
 * code in brackets or behind the name left out. */
struct str spend_name_normal(struct arena *a, struct str name);
/* Do all words of a question, which is made comparable already, stand in the name? */
bool spend_name_has(struct arena *a, struct str name, struct str normal_words);

enum spend_match { SPEND_MATCH_NONE, SPEND_MATCH_EXACT, SPEND_MATCH_NORMAL, SPEND_MATCH_CODE };
struct spend_matched {
    enum spend_match how;
    uint32_t body;       /* MAP_NONE: none */
    struct str evidence; /* in words */
};
struct spend_matched spend_match_name(struct arena *a, const struct spend_bodies *b,
                                      struct str name);

/* ---- where money goes ---------------------------------------------------------------------- */

enum spend_side {
    SPEND_TRUST_INSIDE,   /* an NHS trust of the system */
    SPEND_TRUST_OUTSIDE,  /* one of another system */
    SPEND_TRUST_UNPLACED, /* called an NHS trust, and in no list: whose is not known */
    SPEND_NHS_OTHER,      /* a commissioner or another body in the list */
    SPEND_NOT_NHS,        /* in no list, and not called a trust */
    SPEND_SIDES
};
extern const char *const spend_side_names[SPEND_SIDES], *const spend_side_titles[SPEND_SIDES];
/* Knows who every payer and supplier of a lexicon is; only read once made, so threads may share it.
 * system: the code of an integrated care board. Empty: that of each payer, where it is matched. */
struct spend_sider;
const struct spend_sider *spend_sider_new(struct arena *a, const struct lexicon *x,
                                          const struct spend_bodies *b, struct str system);
enum spend_side spend_side_of(const struct spend_sider *s, uint32_t organisation,
                              uint32_t supplier);
/* Sums kept by organisation and supplier. Adds up to the whole. False: too large. */
struct spend_sides {
    struct spend_cell at[SPEND_SIDES], whole;
};
bool spend_where(const struct spend_sums *s, const struct spend_sider *sider,
                 struct spend_sides *out);

#endif
