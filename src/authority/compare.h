/* compare.h: what a structure makes of a list of matters: who decides them, at which
 * level, through how many layers, and at what cost of assurance. */
#ifndef REMIT_AUTHORITY_COMPARE_H
#define REMIT_AUTHORITY_COMPARE_H

#include "authority/authority.h"

struct judged { /* one matter in one structure */
    bool decided, may;
    struct str decider; /* the nearest */
    enum level level;
    uint32_t layers;  /* bodies that must consider it */
    uint32_t touched; /* bodies that take any part, call-in included */
    bool overlap;     /* another decider at the same level, apart from the first */
    bool conflict;    /* provider organisations vote where contracts are decided */
};
struct weighed { /* a structure over all matters */
    uint32_t matters, at_place, nobody, overlaps, conflicts;
    pence money, money_at_place;
    uint32_t layers; /* summed over decided matters */
    uint32_t decided;
    uint32_t bodies, seats, in_public; /* assurance load */
};
struct judged compare_matter(const struct authority *u, struct arena *a,
                             const struct listed_matter *x);
void compare_add(struct weighed *w, const struct judged *j, const struct listed_matter *x);
void compare_load(const struct authority *u, struct weighed *w);

#endif
