/* compare.h: structures side by side, for the command and the page. */
#ifndef REMIT_ACTIONS_GOVERNANCE_COMPARE_H
#define REMIT_ACTIONS_GOVERNANCE_COMPARE_H

#include "actions/governance/governance.h"
#include "authority/compare.h"

struct compared { /* one structure */
    const struct structure *s;
    const struct authority *u;
    struct judged *matters; /* one for each of the comparison's */
    struct weighed sum;
};
struct comparison {
    struct run *r;
    VEC(struct compared) columns;
    const struct model *m; /* whose matters are put to all */
};
/* The structures that the words of r, or --in, name. Else EXIT_BAD, and what is wrong in r->err. */
int compare_all(struct run *r, struct comparison *out);

enum { MEASURES = 10 };
enum { /* those that are pictured */
       MEASURE_AT_PLACE = 0,
       MEASURE_MONEY_AT_PLACE = 1,
       MEASURE_LAYERS = 2,
       MEASURE_BODIES = 6,
       MEASURE_SEATS = 7
};
extern const char *const compare_measures[MEASURES];
struct str compare_measure(struct arena *a, const struct weighed *w, int measure);
struct str compare_judged(struct arena *a, const struct judged *j); /* "place, 2 bodies" */

#endif
