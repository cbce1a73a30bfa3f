/* close.c: from edges to powers: the least set of terms that is closed under passing
 * power along effective delegations.
 *
 * Terms are found in rounds: round n holds the chains of n delegations. A term that
 * another one covers (larger box and range, fewer conditions, no stricter terms of
 * passing on) is dropped, and so is one that says the same by a longer chain; chains that
 * go round in a circle are covered by the same chain without the circle, so the rounds
 * end. Within a round candidates are taken in an order that depends on names only. */
#include <stdlib.h>
#include <string.h>

#include "authority/build.h"

enum { HOPS_ANY = 0xffff };

typedef VEC(struct term *) term_list;
struct closing {
    struct authority *u;
    term_list *of; /* per body */
    term_list round, next, candidates;
};

/* ---- one term covers another --------------------------------------------------------------- */

static bool excluded_too(const struct model *m, const struct exclusion *x, const struct term *t)
{
    for (uint32_t i = 0; i < t->n_except; i++) {
        const struct exclusion *y = t->except[i];
        if (y == x || (!y->n_but && box_covers(m, y->box, x->box) &&
                       (y->kinds & x->kinds) == x->kinds && y->lo <= x->lo && y->hi >= x->hi &&
                       literals_within(y->when, y->n_when, x->when, x->n_when)))
            return true;
    }
    return false;
}

static uint32_t class_of(const struct authority *u, const struct term *t)
{
    return t->grant == NONE ? UINT32_MAX : u->edges.at[t->edge].pass_class;
}

static bool covers(const struct authority *u, const struct term *x, const struct term *y)
{
    if (x->lo > y->lo || x->hi < y->hi || (x->kinds & y->kinds) != y->kinds || x->hops < y->hops ||
        !box_covers(u->m, x->box, y->box) ||
        !literals_within(x->when, x->n_when, y->when, y->n_when) ||
        class_of(u, x) != class_of(u, y))
        return false;
    for (uint32_t i = 0; i < x->n_except; i++)
        if (box_meets(u->m, x->except[i]->box, y->box) && !excluded_too(u->m, x->except[i], y))
            return false;
    return true;
}

/* ---- passing a term along an edge ---------------------------------------------------------- */

static bool above(const struct model *m, id below, id body)
{
    id organ = m->bodies.at[body].organ_of;
    return below != body && (model_body_within(m, below, body) ||
                             (organ != NONE && model_body_within(m, below, organ)));
}

bool authority_may_pass(const struct authority *u, const struct term *t, const struct edge *e)
{
    const struct model *m = u->m;
    const struct grant *next = &m->grants.at[e->grant];
    if (next->deputising || t->grant == NONE)
        return true;
    const struct edge *last = &u->edges.at[t->edge];
    const struct passing *p = &m->grants.at[t->grant].passing;
    bool up = above(m, t->body, e->to);
    if (!last->pass_class || !t->hops || m->bodies.at[t->body].passes_nothing)
        return false;
    if (p->upward && !up)
        return false;
    if (p->needs_leave && !next->leave_given && !up)
        return false;
    if (p->smaller && !(e->hi < last->hi))
        return false;
    for (uint32_t i = 0; i < p->kinds.n; i++) {
        id house = m->bodies.at[e->to].organ_of; /* a board counts as its organisation */
        if (p->kinds.at[i] == m->bodies.at[e->to].kind ||
            (house != NONE && p->kinds.at[i] == m->bodies.at[house].kind))
            return true;
    }
    return p->kinds.n == 0;
}

/* The decider's own agreement is not an open condition for itself. */
static void drop_own_agreement(struct authority *u, struct term *t)
{
    for (uint32_t i = 0; i < t->n_when; i++) {
        struct atom x = u->atoms.at[t->when[i] / 2];
        if (x.kind != ATOM_AGREED || t->when[i] % 2)
            continue;
        bool own = false;
        for (uint32_t k = 0; k < x.bodies.n; k++)
            own = own || x.bodies.at[k] == t->body;
        if (!own)
            continue;
        literal *kept = NEW_ARRAY(u->a, literal, t->n_when);
        uint32_t n = 0;
        for (uint32_t k = 0; k < t->n_when; k++)
            if (k != i)
                kept[n++] = t->when[k];
        t->when = kept;
        t->n_when = n;
        if (x.need > 1) {
            struct buf key = buf_new(u->a), text = buf_new(u->a);
            struct atom fewer = {.kind = ATOM_AGREED, .need = x.need - 1};
            for (uint32_t k = 0; k < x.bodies.n; k++)
                if (x.bodies.at[k] != t->body) {
                    const struct body *b = &u->m->bodies.at[x.bodies.at[k]];
                    buf_fmt(&key, "%s%.*s", fewer.bodies.n ? ", " : "", STR(b->name));
                    buf_fmt(&text, "%s%.*s", fewer.bodies.n ? ", " : "", STR(b->title));
                    *vec_push(u->a, &fewer.bodies) = x.bodies.at[k];
                }
            fewer.key = str_fmt(u->a, "agreement of %u of %.*s", fewer.need, STR(buf_str(&key)));
            fewer.text = str_fmt(u->a, "%u of %.*s", fewer.need, STR(buf_str(&text)));
            literal more = LITERAL_YES(authority_atom(u, fewer));
            const literal *joined;
            if (literals_join(u->a, t->when, t->n_when, &more, 1, &joined, &t->n_when))
                t->when = joined;
        }
        i = UINT32_MAX; /* from the start again */
    }
}

static bool whole_excluded(const struct model *m, const struct term *t)
{
    for (uint32_t i = 0; i < t->n_except; i++) {
        const struct exclusion *x = t->except[i];
        if (!x->n_when && !x->n_but && box_covers(m, x->box, t->box) &&
            (x->kinds & t->kinds) == t->kinds && x->lo <= t->lo && x->hi >= t->hi)
            return true;
    }
    return false;
}

static void join_exclusions(struct authority *u, struct term *t, const struct term *via,
                            const struct edge *e)
{
    uint32_t most = via->n_except + e->n_except;
    const struct exclusion **list = most ? NEW_ARRAY(u->a, const struct exclusion *, most) : NULL;
    for (uint32_t i = 0; i < most; i++) {
        const struct exclusion *x =
            i < via->n_except ? via->except[i] : e->except[i - via->n_except];
        if (x->hi < t->lo || x->lo > t->hi || !(x->kinds & t->kinds) ||
            !box_meets(u->m, x->box, t->box))
            continue;
        bool there = false;
        for (uint32_t k = 0; k < t->n_except; k++)
            there = there || list[k] == x;
        if (!there)
            list[t->n_except++] = x;
    }
    t->except = list;
}

static void pass(struct closing *c, struct term *via, uint32_t edge)
{
    struct authority *u = c->u;
    const struct edge *e = &u->edges.at[edge];
    const struct tree *f = &u->m->functions, *s = &u->m->services;
    struct term t = {.body = e->to,
                     .grant = e->grant,
                     .edge = edge,
                     .via = via,
                     .source = via->source,
                     .holds = via->holds,
                     .steps = via->steps + 1,
                     .kinds = via->kinds & e->kinds,
                     .lo = via->lo,
                     .hi = via->hi};
    if (!authority_may_pass(u, via, e) || !t.kinds || !range_and(&t.lo, &t.hi, e->lo, e->hi))
        return;
    struct box a = via->box, b = e->box;
    if (!tree_covers(f, a.function, b.function) && !tree_covers(f, b.function, a.function))
        return;
    if (!tree_covers(s, a.service, b.service) && !tree_covers(s, b.service, a.service))
        return;
    t.box.function = a.function > b.function ? a.function : b.function; /* the lower one */
    t.box.service = a.service > b.service ? a.service : b.service;
    t.hops = via->hops == HOPS_ANY ? HOPS_ANY : via->hops - 1;
    if (u->m->grants.at[e->grant].passing.once && t.hops > 1)
        t.hops = 1;
    if (!literals_join(u->a, via->when, via->n_when, e->when, e->n_when, &t.when, &t.n_when)) {
        u->truncated = u->truncated || t.n_when > LIMIT_CONDITIONS;
        return;
    }
    drop_own_agreement(u, &t);
    ids areas = {0};
    areas_common(u, a.population, b.population, &areas);
    for (uint32_t i = 0; i < areas.n; i++) {
        struct term *x = NEW(u->a, struct term);
        *x = t;
        x->box.population = areas.at[i];
        x->n_except = 0;
        join_exclusions(u, x, via, e);
        if (!whole_excluded(u->m, x))
            *vec_push(u->a, &c->candidates) = x;
    }
}

/* ---- rounds -------------------------------------------------------------------------------- */

static void insert(struct closing *c, struct term *t)
{
    struct authority *u = c->u;
    term_list *list = &c->of[t->body];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++)
        if (covers(u, list->at[i], t))
            return;
    for (uint32_t i = 0; i < list->n; i++) {
        if (covers(u, t, list->at[i]))
            list->at[i]->absorbed = true;
        else
            list->at[kept++] = list->at[i];
    }
    list->n = kept;
    if (list->n >= LIMIT_TERMS_PER_GRANT || u->terms.n >= LIMIT_TERMS) {
        u->truncated = true;
        return;
    }
    t->seq = u->terms.n;
    *vec_push(u->a, list) = t;
    *vec_push(u->a, &c->next) = t;
    *vec_push(u->a, &u->terms) = t;
}

/* By the last delegation, then in the order in which the chains up to it were found. */
static int by_edge(const void *pa, const void *pb)
{
    const struct term *a = *(struct term *const *)pa, *b = *(struct term *const *)pb;
    if (a->edge != b->edge)
        return a->edge < b->edge ? -1 : 1;
    if (a->via->seq != b->via->seq)
        return a->via->seq < b->via->seq ? -1 : 1;
    return (a->box.population > b->box.population) - (a->box.population < b->box.population);
}

static void begin(struct closing *c)
{
    struct authority *u = c->u;
    const struct model *m = u->m;
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        id i = m->by_rank.at[r];
        const struct body *b = &m->bodies.at[i];
        const struct kind *k = &m->kinds.at[b->kind];
        if (!(k->flags & KIND_STATUTORY) || b->population == NONE || !authority_alive(u, i))
            continue;
        for (uint32_t h = 0; h < k->holds.n; h++)
            for (uint32_t x = 0; x < k->holds.at[h].in.n; x++) {
                struct term *t = NEW(u->a, struct term);
                *t = (struct term){.body = b->acts,
                                   .box = k->holds.at[h].in.at[x],
                                   .kinds = MONEY_ALL,
                                   .hi = PENCE_MAX,
                                   .grant = NONE,
                                   .source = i,
                                   .holds = h,
                                   .edge = NONE,
                                   .hops = HOPS_ANY};
                t->box.population = b->population;
                const struct exclusion **list =
                    NEW_ARRAY(u->a, const struct exclusion *, k->holds.at[h].except.n);
                for (uint32_t e = 0; e < k->holds.at[h].except.n; e++) {
                    struct exclusion *v = NEW(u->a, struct exclusion);
                    *v = (struct exclusion){.box = k->holds.at[h].except.at[e],
                                            .kinds = MONEY_ALL,
                                            .hi = PENCE_MAX,
                                            .grant = NONE,
                                            .reservation = NONE};
                    if (box_meets(m, v->box, t->box))
                        list[t->n_except++] = v;
                }
                t->except = list;
                insert(c, t);
            }
    }
}

/* A test or state of a delegation, which settles whether it has effect; a step does not. */
static bool settles(enum atom_kind kind)
{
    return kind == ATOM_TEST || kind == ATOM_STATE || kind == ATOM_RATED ||
           kind == ATOM_UNAVAILABLE || kind == ATOM_BEGUN || kind == ATOM_BASE ||
           kind == ATOM_MEASURE;
}

/* What a holder gives away exclusively along an edge, out of one of its own powers. */
static void lose_part(struct closing *c, const struct term *t, uint32_t edge)
{
    struct authority *u = c->u;
    const struct edge *e = &u->edges.at[edge];
    c->candidates.n = 0;
    pass(c, (struct term *)t, edge);
    for (uint32_t i = 0; i < c->candidates.n; i++) {
        const struct term *given = c->candidates.at[i];
        struct exclusion *x = NEW(u->a, struct exclusion);
        ids when = {0};
        for (uint32_t k = 0; k < given->n_when; k++)
            if (settles(u->atoms.at[given->when[k] / 2].kind))
                *vec_push(u->a, &when) = given->when[k];
        *x = (struct exclusion){.box = given->box,
                                .kinds = given->kinds,
                                .lo = given->lo,
                                .hi = given->hi,
                                .when = when.at,
                                .n_when = when.n,
                                .but = given->except,
                                .n_but = given->n_except,
                                .grant = e->grant,
                                .reservation = NONE};
        *vec_push(u->a, &u->lost[e->from]) = x;
    }
}

/* What a holder has given away exclusively it no longer decides, where the delegation has
 * effect; where the delegation itself is kept back nothing is lost. */
static void lose(struct closing *c)
{
    struct authority *u = c->u;
    u->lost = NEW_ARRAY(u->a, exclusion_list, u->m->bodies.n);
    for (uint32_t i = 0; i < u->edges.n; i++) {
        const struct edge *e = &u->edges.at[i];
        if (!u->m->grants.at[e->grant].exclusive)
            continue;
        for (uint32_t k = 0; k < c->of[e->from].n; k++)
            lose_part(c, c->of[e->from].at[k], i);
    }
}

void authority_close(struct authority *u)
{
    struct closing c = {.u = u, .of = NEW_ARRAY(u->a, term_list, u->m->bodies.n)};
    begin(&c);
    for (uint32_t n = 0; c.next.n; n++) {
        c.round = c.next;
        c.next = (term_list){0};
        c.candidates = (term_list){0};
        if (n == LIMIT_CHAIN) {
            u->truncated = true;
            break;
        }
        for (uint32_t i = 0; i < c.round.n; i++) {
            struct term *t = c.round.at[i];
            for (uint32_t k = u->edges_from[t->body]; k < u->edges_from[t->body + 1]; k++)
                if (!t->absorbed)
                    pass(&c, t, u->edge_order[k]);
        }
        if (c.candidates.n)
            qsort(c.candidates.at, c.candidates.n, sizeof c.candidates.at[0], by_edge);
        for (uint32_t i = 0; i < c.candidates.n; i++)
            insert(&c, c.candidates.at[i]);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < u->terms.n; i++)
        if (!u->terms.at[i]->absorbed)
            u->terms.at[kept++] = u->terms.at[i];
    u->terms.n = kept;
    lose(&c);
    authority_parties(u);
}
