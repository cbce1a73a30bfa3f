/* diff.h: two editions compared by meaning: who gained or lost which power. */
#ifndef REMIT_AUTHORITY_DIFF_H
#define REMIT_AUTHORITY_DIFF_H

#include "authority/authority.h"

enum change_kind {
    CHANGE_LOSES,
    CHANGE_GAINS,
    CHANGE_TERMS /* keeps the power, on other conditions */
};
struct change { /* one decider's power in one band of money, for people whom it changes alike */
    enum change_kind kind;
    struct str decider;    /* its title */
    struct str key;        /* its name: one that is only renamed keeps what it may */
    struct str conditions; /* empty, or "after ..." */
    struct str before;     /* CHANGE_TERMS: those of the older edition */
    pence lo, hi;
    ids areas;             /* numbered as in the newer edition, or the older (loses) */
    struct str people;     /* their titles; an area that changes with all under it, once */
    VEC(struct box) where; /* topmost functions and services, numbered likewise */
};
struct changes {
    VEC(struct change) list;
    VEC(struct str) populations_only_in_old, populations_only_in_new;
};
/* Compare every population that both have. Names carry over; numbers need not agree. */
struct changes authority_diff(const struct authority *older, const struct authority *newer,
                              struct arena *a);

#endif
