/* authority.h: who may decide what, for whom, up to how much, and why. Pure.
 *
 * authority_open() works out the powers of every body on one day; after that questions
 * are look-ups. The rules are those of docs/authority.md; in short:
 *
 *   - A statutory body holds what its law gives its kind, over its own population.
 *   - A delegation from A takes effect where the law lets A delegate to that decider that
 *     way, A holds the power, A may pass it on, nothing above reserves it, and the decider
 *     has terms of reference in force if it needs them.
 *   - A body's power at a point is the union, over chains of effective delegations from a
 *     statutory body, of what holds along the whole chain: amounts intersect, conditions
 *     and deciders add up. What holds with fewer conditions absorbs what holds with more.
 *   - Delegating leaves the holder its power, unless it is done exclusively.
 *
 * Memory: everything lives in the arena given to authority_open(). Questions on an open
 * authority do not change it; each asker has an answer of its own. */
#ifndef REMIT_AUTHORITY_AUTHORITY_H
#define REMIT_AUTHORITY_AUTHORITY_H

#include "model/model.h"

/* Part of a power that is taken out again: by `except`, by a reservation, by an
 * exclusive delegation. Holds where all of `when` hold (always, when there are none). */
struct exclusion {
    struct box box;
    unsigned kinds;
    pence lo, hi;
    const literal *when;
    uint32_t n_when;
    const struct exclusion *const *but; /* not inside any of these */
    uint32_t n_but;
    id grant, reservation; /* why; at most one */
};

typedef VEC(const struct exclusion *) exclusion_list;

/* Those who decide together: each group needs `need` of its bodies. */
struct group {
    ids bodies; /* by name */
    uint32_t need;
};
struct decider {
    VEC(struct group) groups; /* the first one holds the lead */
    struct str key;           /* names, for order and look-up */
    struct str title;         /* "A and B together, with the agreement of C" */
    id number;                /* place in authority.parties; NONE: made for one answer */
};

/* One way in which a body holds a power: the conjunction along one chain. */
struct term {
    id body;                     /* who decides, or leads where several do */
    const struct decider *party; /* all who decide together: authority.parties */
    struct box box;
    unsigned kinds;      /* of money */
    pence lo, hi;        /* inclusive */
    const literal *when; /* sorted; deciders' agreement among them */
    uint32_t n_when;
    const struct exclusion *const *except;
    uint32_t n_except;
    id grant;               /* last delegation of the chain; NONE: by statute */
    id source;              /* statutory body that the chain begins with */
    id holds;               /* which `holds` of its kind */
    const struct term *via; /* the rest of the chain; NULL at the source */
    uint32_t steps;         /* delegations from statute */
    uint32_t edge;          /* private */
    uint32_t hops;          /* private: how often it may still be passed on */
    uint32_t seq;           /* private: order in which it was found, then its row */
    bool absorbed;          /* private: another term says all that it says */
};

/* Why a delegation has no effect on the day, for one of its deciders. */
enum inertia {
    INERT_NOT,          /* it has effect where the holder holds the power */
    INERT_DATE,         /* not in force on the day */
    INERT_HOLDER_ENDED, /* the holder does not exist on the day */
    INERT_TAKER_ENDED,  /* the decider does not exist on the day */
    INERT_LAW,          /* the law does not let it be delegated so */
    INERT_NOT_OWN,      /* the law lets it, but only to a body of the same organisation */
    INERT_ADVISORY,     /* the decider can only recommend */
    INERT_NO_TERMS,     /* no terms of reference in force */
};

/* One delegated box to one decider, with all that holds for it alone. */
struct edge {
    id grant, from, to;
    struct box box;
    unsigned kinds;
    pence lo, hi;
    const literal *when;
    uint32_t n_when;
    const struct exclusion *const *except;
    uint32_t n_except;
    const struct alternative *alt; /* who decide under this grant, as named */
    ids together;                  /* as they act on the day, */
    uint32_t need;                 /* and how many of them it takes */
    uint32_t pass_class;
    bool discouraged;
    id allow; /* the rule of law that lets it; NONE for deputies */
};
struct inert { /* an edge without effect */
    id grant, to;
    enum inertia why;
};

struct slot; /* private: what a look-up reads */
struct row;
struct cut;
struct authority {
    const struct model *m;
    struct arena *a;
    date on;
    VEC(struct atom) atoms; /* the model's, then further ones */
    struct map atom_names;
    struct str *words;                    /* private: per literal, literal_text() */
    struct map pass_classes, party_names; /* private */
    VEC(const struct decider *) parties;
    VEC(struct edge) edges;
    VEC(struct inert) inert;
    VEC(struct term *) terms; /* all, minimal for each body and delegation */
    bool truncated;           /* a limit was hit: LIMIT_TERMS or LIMIT_TERMS_PER_GRANT */
    exclusion_list *lost; /* per body: what it has delegated exclusively, so no longer decides */
    /* private: slots of body b are body_slots[body_first[b]] ... [body_first[b + 1]] */
    struct slot *body_slots, *area_slots;
    struct row *rows; /* private: of area_slots, one each */
    struct cut *cuts;
    pence *amounts; /* private: sorted, at which limits begin or have ended */
    uint32_t n_amounts;
    id *area_up;                    /* private: parent of each population */
    bool *also;                     /* private: has it further parents? */
    const struct term **body_terms; /* private: likewise, in the order in which they were found */
    uint32_t *body_first, *area_first;
    uint32_t *edges_from, *edge_order; /* edges of each holder, likewise */
    bool *alive;                       /* per body */
    struct area_index inert_in;        /* numbers in inert, by the people that it is about */
    ids untimely;                      /* handbooks that do not hold on the day, or their law */
    bool **lived;              /* private: per succession that saves, who lived on the day before */
    bool *about, *commissions; /* statutory bodies for SCOPE_USUAL: corporate, other matters */
    id corporate;              /* the function; NONE */
};

/* The powers on day `on`. m must outlive it. */
struct authority *authority_open(struct arena *a, const struct model *m, date on);

/* The powers in which a body is a decider, alone or with others: n of them, and the i-th. */
uint32_t authority_powers(const struct authority *u, id body);
const struct term *authority_power(const struct authority *u, id body, uint32_t i);

/* May the holder of t pass it on in this way? */
bool authority_may_pass(const struct authority *u, const struct term *t, const struct edge *e);
/* Is x among the n conditions? */
bool literals_have(const literal *set, uint32_t n, literal x);
/* What two ranges have in common goes to *lo, *hi; false when that is nothing. */
bool range_and(pence *lo, pence *hi, pence lo2, pence hi2);

/* ---- questions ----------------------------------------------------------------------------- */

struct fact {
    id atom;
    bool yes;
};
/* Whose powers a question is about. */
enum scope {
    SCOPE_ANY,         /* every statutory body's */
    SCOPE_USUAL,       /* corporate matters: organisations that a handbook is about, or whose own
                          delegations it tells; other matters: not those of other providers */
    SCOPE_ORGANISATION /* one statutory body's */
};
struct matter {
    id function, service;
    ids populations; /* at least one */
    pence value;     /* -1: not stated */
    unsigned kinds;  /* of money; 0: not stated */
    pence per[AXES]; /* -1: not stated */
    date begun;      /* DATE_MIN: begun on the day asked about */
    enum scope scope;
    id organisation; /* SCOPE_ORGANISATION */
    const struct fact *facts;
    uint32_t n_facts;
};
/* A matter with nothing stated. */
struct matter matter_new(void);

/* One way in which a decider may decide the matter. */
struct way {
    const struct term *term;
    uint32_t open,
        n_open;     /* answer.open: conditions that the matter leaves open, agreement apart */
    unsigned kinds; /* when the matter does not say: only for these */
    uint32_t next;  /* further way of the same choice, or NONE */
};
struct choice { /* one decider of the matter */
    const struct decider *party;
    id population; /* smallest that its power covers, or its own area */
    uint32_t depth, steps;
    uint32_t first; /* way */
    bool may;       /* some way leaves nothing open */
    id in_common;   /* whole of committees in common; NONE */
};
struct answer {
    struct arena *a;
    VEC(struct choice) choices; /* nearest to the people first */
    VEC(struct way) ways;
    VEC(literal) open;
    bool truncated;
};
struct answer answer_new(struct arena *a);

/* The people whose level the choice is at; NONE for a joint body whose parents' areas lie apart. */
id answer_area(const struct authority *u, const struct answer *x, const struct choice *c);

/* Every decider that may decide the matter, or may if: nearest to the people affected
 * first (smallest population; fewest steps from statute; name). Reuses out's memory. */
void authority_who(const struct authority *u, const struct matter *m, struct answer *out);

enum verdict { VERDICT_NO, VERDICT_MAY_IF, VERDICT_MAY };
/* May this body decide the matter, alone or as one of those who decide together? For a
 * matter of one population. */
enum verdict authority_may(const struct authority *u, id body, const struct matter *m);

/* ---- all matters of one population at once (rule 8) ---------------------------------------- */

struct band { /* between two limits the answer is the same */
    pence lo, hi;
    struct answer answer;
};
struct cell {
    struct band *bands;
    uint32_t n;
};
struct matrix {
    id population;
    uint32_t *function_class, *service_class; /* per node of either tree */
    uint32_t services;                        /* classes of services */
    struct cell *cells;                       /* [function class][service class] */
};
/* `like` gives the population, the kind of money, dates and facts; its function, service
 * and value are not read. */
struct matrix authority_matrix(const struct authority *u, struct arena *a,
                               const struct matter *like);
static inline const struct cell *matrix_cell(const struct matrix *x, id function, id service)
{
    return &x->cells[x->function_class[function] * x->services + x->service_class[service]];
}
bool answers_same(const struct answer *a, const struct answer *b);

/* ---- the way of a matter (rule 7) ---------------------------------------------------------- */

enum route_part {
    PART_RECOMMENDS,
    PART_STEP,
    PART_IS_CONSULTED,
    PART_ADVISES,
    PART_AGREES,
    PART_DECIDES,
    PART_RATIFIES,
    PART_MAY_CALL_IN,
    PARTS
};
extern const char *const route_part_names[];
struct route_step {
    id body; /* NONE: only in words */
    enum route_part part;
    struct str how;
};
struct decision_route {
    bool decided;  /* somebody may decide it */
    bool may;      /* with nothing left open */
    uint32_t open; /* conditions that taking this way does not meet: others than to consult ... */
    bool linked;   /* the proposer's lines of advice and reporting lead there */
    const struct decider *party;
    uint32_t way; /* private */
    VEC(struct route_step) steps;
    uint32_t layers; /* bodies that must consider it */
};
/* The shortest way from the proposer to a decision. */
struct decision_route authority_route(const struct authority *u, struct arena *a, id proposer,
                                      const struct matter *q);

/* ---- words --------------------------------------------------------------------------------- */

struct str literal_text(const struct authority *u,
                        literal x); /* "unless novel (as ruled by ...)" */
struct str literal_fact(const struct authority *u, literal x); /* as --given or --not takes it */
struct str range_text(struct arena *a, pence lo,
                      pence hi); /* "from £5 million up to £20 million" */
struct str kinds_text(struct arena *a, unsigned kinds);
/* "Award a contract, Community services, for Leeds, £3.2 million" */
struct str matter_text(const struct authority *u, struct arena *a, const struct matter *m);
/* "Who may award a contract for community services worth £3.2 million for Leeds?" A function's
 * title says what is done; only those at the top of the tree are headings. */
struct str matter_question(const struct authority *u, struct arena *a, const struct matter *m);
const char *inertia_text(enum inertia why);
bool authority_says(const struct authority *u, literal x, const struct matter *m, bool *holds);
/* Whether body is alive on the day, with all it is part of. */
bool authority_alive(const struct authority *u, id body);
/* The paper to name in a new line from one body to another: one that it delegates under already,
 * else one of its organisation's, else a route of the law; empty where the law lets it under none.
 */
struct str authority_paper(const struct authority *u, id from, id to);
/* Range of a limit list on the day; literals for what cannot be known go to *when. False
 * when the limits leave nothing. */
struct ranges {
    struct {
        pence lo, hi;
        literal when[8];
        uint32_t n;
    } at[8];
    uint32_t n;
};
void authority_ranges(struct authority *u, const limit_list *limits, id population,
                      struct ranges *out);

#endif
