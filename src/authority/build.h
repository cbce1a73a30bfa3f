/* build.h: what the parts of authority_open() share. Private to the authority room. */
#ifndef REMIT_AUTHORITY_BUILD_H
#define REMIT_AUTHORITY_BUILD_H

#include "authority/authority.h"

/* A question misses memory more than it computes: it scans slots, which are small and lie in
 * line, and reads of a term that fits one row, and the cuts that many terms share. */

/* Where a term holds, and what a look-up needs to know besides. Amounts are places in
 * authority.amounts. */
enum {
    SLOT_OPEN = 1,   /* there are conditions besides agreement */
    SLOT_SIMPLE = 2, /* and only the facts of a matter can settle them */
    SLOT_SPLITS = 4, /* exclusions tell some of its kinds of money from others */
};
struct slot {
    uint16_t f_first, f_end, s_first, s_end;
    uint32_t p_first, p_end;
    uint32_t from, until;
    uint32_t row;  /* in authority.rows */
    uint32_t cuts; /* in authority.cuts: what the term and its body except */
    uint16_t n_cuts;
    uint8_t kinds, flags;
};
/* What an exclusion takes out, as a slot says it. */
struct cut {
    uint16_t f_first, f_end, s_first, s_end;
    uint32_t p_first, p_end;
    uint32_t from, until;
    uint8_t kinds;
    uint8_t surely; /* whatever the matter says besides */
};
struct row { /* what an answer needs of a term that holds */
    const struct term *t;
    const literal *open; /* its conditions, agreement apart */
    uint32_t n_open;
    uint32_t steps;
    id area, area_end;          /* of the body that decides; NONE */
    uint32_t area_depth, depth; /* of that and of the term's own population */
};
static inline const struct term *slot_term(const struct authority *u, const struct slot *s)
{
    return u->rows[s->row].t;
}

/* sets.c: sets of conditions in order, areas */
bool literals_within(const literal *small, uint32_t n, const literal *big, uint32_t k);
/* Sorted union of both, less `drop`; false when they contradict each other. */
bool literals_join(struct arena *a, const literal *x, uint32_t n, const literal *y, uint32_t k,
                   const literal **out, uint32_t *n_out);
/* Adds x, which may be NONE, where it belongs. */
void literals_add(struct arena *a, ids *set, literal x);
/* Does the set ask for a thing and for its opposite? */
bool literals_clash(const ids *set);
id authority_atom(struct authority *u, struct atom atom);
/* The populations common to a and b: the lower of the two, or what lies in both. */
void areas_common(struct authority *u, id a, id b, ids *out);
/* acting.c */
struct acting { /* a body as it acts on the day */
    id body;
    const ids *populations; /* only for these; NULL: all */
    literal begun;          /* only for matters begun before; NONE */
};
typedef VEC(struct acting) forms;
struct joint {  /* several as they act together on the day */
    ids all;    /* each of these, */
    ids bodies; /* and besides them `need` of these */
    uint32_t need;
    const ids *populations; /* only for these; NULL: all */
    ids when;               /* only under these conditions */
    forms absent;           /* not where one of these acts: then nobody is missing */
};
typedef VEC(struct joint) joints;
/* Fills u->alive and u->lived. */
void authority_living(struct authority *u);
/* Who acts for a body: itself; its successors, each for what passed to it; itself all the same
 * for matters begun before its organisation ended, where those were saved. */
forms authority_forms(struct authority *u, id body);
/* Who acts where several are named, each way in which that is possible: a successor in the
 * place of one that has ended, which counts for each that it succeeds; without one that nobody
 * succeeds, if enough are left. */
joints authority_joint(struct authority *u, const struct alternative *named);
/* For the people of both lists; NULL is everybody. */
const ids *areas_both(struct authority *u, const ids *a, const ids *b);
/* lawful.c: may `from` delegate to `to` as this line says? Sets the rule of law that lets it,
 * and whether guidance discourages it; gives why not. */
enum inertia authority_lawful(const struct authority *u, const struct grant *g, id from, id to,
                              id *allow, bool *discouraged);
/* edges.c */
void authority_edges(struct authority *u);
/* close.c */
void authority_close(struct authority *u);
/* party.c: fills u->parties and each term's party; needs u->lost. */
void authority_parties(struct authority *u);
bool party_same_lead(const struct decider *x, const struct decider *y);
/* Those of x and y, who have the same lead, together. */
const struct decider *party_both(const struct authority *u, struct arena *a,
                                 const struct decider *x, const struct decider *y);
/* words.c */
void authority_words(struct authority *u);
/* index.c */
void authority_index(struct authority *u);
/* The place of an amount among all at which some limit begins or has ended. */
uint32_t authority_place(const struct authority *u, pence value);
/* query.c: does an exclusion, or what is spared from it, tell some of these kinds from others? */
bool exclusion_splits(const struct exclusion *x, unsigned kinds);

#endif
