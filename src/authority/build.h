/* build.h: what the parts of authority_open() share. Private to the authority room. */
#ifndef REMIT_AUTHORITY_BUILD_H
#define REMIT_AUTHORITY_BUILD_H

#include "authority/authority.h"

/* What a look-up reads of a term: 40 bytes, scanned in line. */
struct slot {
    uint16_t f_first, f_end, s_first, s_end;
    uint32_t p_first, p_end;
    pence lo, hi;
    uint8_t kinds;
    uint8_t plain; /* no conditions, no exclusions */
    const struct term *t;
};

/* money.c */
bool range_and(pence *lo, pence *hi, pence lo2, pence hi2);
/* literals.c */
bool literals_have(const literal *set, uint32_t n, literal x);
bool literals_within(const literal *small, uint32_t n, const literal *big, uint32_t k);
/* Sorted union of both, less `drop`; false when they contradict each other. */
bool literals_join(struct arena *a, const literal *x, uint32_t n, const literal *y, uint32_t k,
                   const literal **out, uint32_t *n_out);
id authority_atom(struct authority *u, struct atom atom);
/* boxes.c */
bool box_meets(const struct model *m, struct box a, struct box b);
bool box_covers(const struct model *m, struct box a, struct box b);
/* The populations common to a and b: the lower of the two, or what lies in both. */
void areas_common(struct authority *u, id a, id b, ids *out);
/* edges.c */
void authority_edges(struct authority *u);
/* close.c */
void authority_close(struct authority *u);
/* May the holder of t pass it on in this way? */
bool authority_may_pass(const struct authority *u, const struct term *t, const struct edge *e);
/* index.c */
void authority_index(struct authority *u);

#endif
