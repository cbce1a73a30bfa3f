/* diff.h: two editions compared by meaning: who gained or lost which power. */
#ifndef REMIT_AUTHORITY_DIFF_H
#define REMIT_AUTHORITY_DIFF_H

#include "authority/authority.h"

struct change { /* one decider's power, gained or lost, in one band of money */
    bool gained;
    struct str decider, population, conditions; /* conditions: empty, or "after ..." */
    pence lo, hi;
    VEC(struct box)
    where; /* topmost functions and services, numbered as in the newer edition
              (gained) or the older one (lost) */
};
struct changes {
    VEC(struct change) list;
    VEC(struct str) populations_only_in_old, populations_only_in_new;
};
/* Compare every population that both have. Names carry over; numbers need not agree. */
struct changes authority_diff(const struct authority *older, const struct authority *newer,
                              struct arena *a);

#endif
