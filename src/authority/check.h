/* check.h: what the checks of powers share. Private to authority/check*.c. */
#ifndef REMIT_AUTHORITY_CHECK_H
#define REMIT_AUTHORITY_CHECK_H

#include "authority/build.h"
#include "rules/check.h"

struct powers {
    struct checker *c;
    const struct authority *u;
    const struct model *m;
    struct arena *a;
    struct term **held; /* terms of body b: held[first[b]] ... held[first[b + 1]] */
    uint32_t *first;
    uint32_t *into, *into_first; /* edges to body b, likewise */
    uint32_t *kept, *kept_first; /* of u->inert, likewise */
    bool *spends;                /* per function: does it spend money? */
    uint8_t *status;             /* check_grants.c: one byte a function and service */
};

/* Terms of a body: for (HELD_BY(p, body, i)) they are p->held[i]. */
#define HELD_BY(p, body, i)                                                                        \
    uint32_t i = (p)->first[body];                                                                 \
    i < (p)->first[(body) + 1];                                                                    \
    i++

/* "Award a contract of Community health services for Leeds" */
struct str check_box_title(const struct powers *p, struct box box);
bool check_areas_meet(const struct model *m, id a, id b);
/* What lies in both, in functions and services; they must meet. */
struct box check_common(const struct model *m, struct box a, struct box b);
/* Is all of box taken out again without conditions, over the whole range? */
bool check_taken_out(const struct model *m, struct box box, pence lo, pence hi,
                     const struct exclusion *const *except, uint32_t n);
/* Does the holder act for its whole organisation, as a cabinet does and whoever was given
 * "everything of social-care"? Its limit is the organisation's budget. */
bool check_in_general(const struct powers *p, const struct term *t);

void check_grants(struct powers *p);   /* each delegated line against what its holder holds */
void check_reserved(struct powers *p); /* what is delegated although it is reserved */
void check_inert(struct powers *p);    /* delegations without effect; circles; exclusive twice */
void check_bodies(struct powers *p);   /* each body against what it holds */
void check_doubles(struct powers *p);  /* the same power or advice twice */

#endif
