/* query.c: who may decide a matter, and may this body? */
#include <string.h>

#include "authority/build.h"

struct matter matter_new(void)
{
    struct matter m = {.value = -1, .begun = DATE_MIN, .organisation = NONE};
    for (int i = 0; i < AXES; i++)
        m.per[i] = -1;
    return m;
}

struct answer answer_new(struct arena *a)
{
    return (struct answer){.a = a};
}

/* ---- what the matter says of a condition --------------------------------------------------- */

bool authority_says(const struct authority *u, literal x, const struct matter *m, bool *holds)
{
    const struct atom *a = &u->atoms.at[x / 2];
    bool yes = false, known = false;
    for (uint32_t i = 0; i < m->n_facts; i++)
        if (m->facts[i].atom == x / 2)
            yes = m->facts[i].yes, known = true;
    if (!known && a->kind == ATOM_MEASURE && m->per[a->axis] >= 0)
        yes = m->per[a->axis] >= a->lo && m->per[a->axis] <= a->hi, known = true;
    if (!known && a->kind == ATOM_BEGUN)
        yes = (m->begun == DATE_MIN ? u->on : m->begun) < a->before, known = true;
    if (!known && a->kind == ATOM_STATE) {
        const struct state *s = &u->m->states.at[a->state];
        for (uint32_t i = 0; i < s->declared.n; i++)
            if (span_has(s->declared.at[i], u->on))
                yes = known = true;
    }
    if (!known && a->kind == ATOM_RATED && a->bodies.n) {
        const struct body *b = &u->m->bodies.at[a->bodies.at[0]];
        if (b->rating.n && span_has(b->rating_life, u->on)) {
            known = true;
            for (uint32_t i = 0; i < a->ratings.n; i++)
                yes = yes || str_eq(a->ratings.at[i], b->rating);
        }
    }
    *holds = x % 2 ? !yes : yes;
    return known;
}

/* ---- exclusions at a point ----------------------------------------------------------------- */

struct point {
    const struct authority *u;
    const struct matter *m;
    id function, service, population;
    uint32_t place; /* of the value, authority_place() */
};

static bool at_point(const struct point *p, const struct exclusion *x, const struct term *t)
{
    const struct model *m = p->u->m;
    if (!tree_covers(&m->functions, x->box.function, p->function) ||
        !tree_covers(&m->services, x->box.service, p->service) ||
        (x->box.population != NONE && !model_covers(m, x->box.population, p->population)))
        return false;
    if (p->m->value >= 0)
        return x->lo <= p->m->value && p->m->value <= x->hi;
    return x->lo <= t->lo && x->hi >= t->hi; /* no value stated: the whole range is gone */
}

/* Does `but` spare the point, for some value at least where none is stated? */
static bool spares(const struct point *p, const struct exclusion *but, const struct term *t,
                   unsigned asked)
{
    struct exclusion any = *but;
    if (p->m->value < 0 && but->lo <= t->hi && but->hi >= t->lo) {
        any.lo = PENCE_MIN;
        any.hi = PENCE_MAX;
    }
    if ((but->kinds & asked) != asked || !at_point(p, &any, t))
        return false;
    for (uint32_t i = 0; i < but->n_but; i++) /* exceptions of a reservation: boxes, no tests */
        if (at_point(p, but->but[i], t))
            return false;
    return true;
}

enum truth { NEVER, PERHAPS, SURELY };

static enum truth all_hold(const struct point *p, const literal *when, uint32_t n)
{
    enum truth all = SURELY;
    for (uint32_t i = 0; i < n; i++) {
        bool holds;
        if (!authority_says(p->u, when[i], p->m, &holds))
            all = PERHAPS;
        else if (!holds)
            return NEVER;
    }
    return all;
}

enum { MOST_WAYS = 64, MOST_OPEN = LIMIT_CONDITIONS };

/* The ways that remain open at a point: sets of literals, one a way. */
struct openings {
    uint32_t n;
    bool truncated;
    uint32_t n_at[MOST_WAYS];
    literal at[MOST_WAYS][MOST_OPEN];
};

/* False when there is no room: a way with a condition left out must not be shown. */
static bool add_open(literal *set, uint32_t *n, literal x)
{
    uint32_t i = *n;
    if (literals_have(set, *n, x))
        return true;
    if (*n == MOST_OPEN)
        return false;
    for (; i && set[i - 1] > x; i--)
        set[i] = set[i - 1];
    set[i] = x;
    (*n)++;
    return true;
}

/* Is there an amount on this axis that all these literals let pass? Only where one of them
 * begins or ends can the answer change. */
static bool amount_fits(const struct authority *u, const literal *set, uint32_t n, enum axis axis,
                        pence v)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct atom *a = &u->atoms.at[set[i] / 2];
        if (a->kind == ATOM_MEASURE && a->axis == axis &&
            (v >= a->lo && v <= a->hi) == (set[i] % 2 == 1))
            return false;
    }
    return true;
}

static bool no_amount_fits(const struct authority *u, const literal *set, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct atom *a = &u->atoms.at[set[i] / 2];
        bool fits = a->kind != ATOM_MEASURE || amount_fits(u, set, n, a->axis, PENCE_MIN);
        for (uint32_t k = 0; k < n && !fits; k++) {
            const struct atom *b = &u->atoms.at[set[k] / 2];
            fits = b->kind == ATOM_MEASURE && b->axis == a->axis &&
                   (amount_fits(u, set, n, a->axis, b->lo) ||
                    (b->hi < PENCE_MAX && amount_fits(u, set, n, a->axis, b->hi + 1)));
        }
        if (!fits)
            return true;
    }
    return false;
}

static bool clash(const struct authority *u, const literal *set, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (set[i - 1] / 2 == set[i] / 2)
            return true;
    return no_amount_fits(u, set, n);
}

/* A copy of way w of `from` with further conditions, kept if it can hold. */
static void extend(const struct point *p, const struct openings *from, uint32_t w,
                   const literal *more, uint32_t n_more, literal flip, struct openings *all)
{
    if (all->n == MOST_WAYS) {
        all->truncated = true;
        return;
    }
    literal *set = all->at[all->n];
    uint32_t *n = &all->n_at[all->n];
    bool room = true, holds;
    memcpy(set, from->at[w], sizeof(literal) * from->n_at[w]);
    *n = from->n_at[w];
    for (uint32_t i = 0; i < n_more; i++)
        if (!authority_says(p->u, more[i], p->m, &holds))
            room = add_open(set, n, more[i] ^ flip) && room;
    all->truncated = all->truncated || !room;
    all->n += room && !clash(p->u, set, *n);
}

/* Each opening so far with each of the alternatives of one exclusion not holding: one of its
 * conditions does not hold, or what is spared from it does. */
static void branch(const struct point *p, const struct exclusion *x, const struct term *t,
                   unsigned asked, struct openings *o)
{
    struct openings all; /* not cleared: it is large, and mostly stays empty */
    bool holds;
    all.n = 0;
    all.truncated = o->truncated;
    for (uint32_t w = 0; w < o->n; w++) {
        for (uint32_t i = 0; i < x->n_when; i++)
            if (!authority_says(p->u, x->when[i], p->m, &holds))
                extend(p, o, w, &x->when[i], 1, 1, &all);
        for (uint32_t i = 0; i < x->n_but; i++) {
            const struct exclusion *y = x->but[i];
            if (spares(p, y, t, asked) && all_hold(p, y->when, y->n_when) == PERHAPS)
                extend(p, o, w, y->when, y->n_when, 0, &all);
        }
    }
    o->n = all.n;
    o->truncated = all.truncated;
    memcpy(o->n_at, all.n_at, sizeof all.n_at[0] * all.n);
    for (uint32_t w = 0; w < all.n; w++)
        memcpy(o->at[w], all.at[w], sizeof(literal) * all.n_at[w]);
}

/* False when the exclusion surely takes the point away. */
static bool survive(const struct point *p, const struct exclusion *x, const struct term *t,
                    unsigned kinds, struct openings *o)
{
    unsigned asked = p->m->kinds ? p->m->kinds : kinds;
    if (!(x->kinds & asked) || !at_point(p, x, t))
        return true;
    enum truth truth = all_hold(p, x->when, x->n_when);
    for (uint32_t i = 0; truth != NEVER && i < x->n_but; i++)
        if (spares(p, x->but[i], t, asked)) {
            enum truth spared = all_hold(p, x->but[i]->when, x->but[i]->n_when);
            if (spared == SURELY)
                return true;
            if (spared == PERHAPS && truth == SURELY)
                truth = PERHAPS;
        }
    if (truth == NEVER)
        return true;
    if (truth == SURELY)
        return false;
    branch(p, x, t, asked, o);
    return o->n > 0;
}

static bool openings_at(const struct point *p, const struct term *t, unsigned kinds,
                        struct openings *o)
{
    o->n = 1;
    o->n_at[0] = 0;
    o->truncated = false;
    for (uint32_t i = 0; i < t->n_when; i++) {
        bool holds;
        if (p->u->atoms.at[t->when[i] / 2].kind == ATOM_AGREED)
            continue;
        if (!authority_says(p->u, t->when[i], p->m, &holds))
            check(add_open(o->at[0], &o->n_at[0], t->when[i])); /* terms have no more */
        else if (!holds)
            return false;
    }
    for (uint32_t i = 0; i < t->n_except; i++)
        if (!survive(p, t->except[i], t, kinds, o))
            return false;
    const exclusion_list *lost = &p->u->lost[t->body];
    for (uint32_t i = 0; i < lost->n; i++)
        if (!survive(p, lost->at[i], t, kinds, o))
            return false;
    return o->n > 1 || !clash(p->u, o->at[0], o->n_at[0]);
}

static bool left_at(const struct point *p, const struct term *t, unsigned kinds, pence value)
{
    struct matter m = *p->m;
    struct point at = *p;
    struct openings o;
    at.m = &m;
    m.value = value;
    return t->lo <= value && value <= t->hi && openings_at(&at, t, kinds, &o);
}

/* Beside an exclusion, or in what is spared from it. */
static bool left_beside(const struct point *p, const struct term *t, unsigned kinds,
                        const struct exclusion *x)
{
    if ((x->lo > t->lo && left_at(p, t, kinds, x->lo - 1)) ||
        (x->hi < t->hi && left_at(p, t, kinds, x->hi + 1)))
        return true;
    for (uint32_t i = 0; i < x->n_but; i++)
        if (left_at(p, t, kinds, x->but[i]->lo > t->lo ? x->but[i]->lo : t->lo) ||
            left_at(p, t, kinds, x->but[i]->hi < t->hi ? x->but[i]->hi : t->hi))
            return true;
    return false;
}

/* Where no value is stated: do the exclusions leave any? What one leaves the next may take, so
 * ask at the ends of the range and wherever one begins or ends. */
static bool some_value_left(const struct point *p, const struct term *t, unsigned kinds)
{
    const exclusion_list *lost = &p->u->lost[t->body];
    if (t->n_except + lost->n < 2 || left_at(p, t, kinds, t->lo) || left_at(p, t, kinds, t->hi))
        return true;
    for (uint32_t i = 0; i < t->n_except; i++)
        if (left_beside(p, t, kinds, t->except[i]))
            return true;
    for (uint32_t i = 0; i < lost->n; i++)
        if (left_beside(p, t, kinds, lost->at[i]))
            return true;
    return false;
}

/* Conditions of a term at a point that the matter leaves open. False: it does not hold. */
static bool openings(const struct point *p, const struct term *t, unsigned kinds,
                     struct openings *o)
{
    return openings_at(p, t, kinds, o) && (p->m->value >= 0 || some_value_left(p, t, kinds));
}

/* ---- where no kind of money is stated ------------------------------------------------------ */

bool exclusion_splits(const struct exclusion *x, unsigned kinds)
{
    bool split = (x->kinds & kinds) != kinds;
    for (uint32_t i = 0; i < x->n_but && !split; i++)
        split = (x->but[i]->kinds & kinds) != kinds;
    return split;
}

static bool same_openings(const struct openings *x, const struct openings *y)
{
    bool same = x->n == y->n && x->truncated == y->truncated;
    for (uint32_t i = 0; same && i < x->n; i++)
        same = x->n_at[i] == y->n_at[i] &&
               memcmp(x->at[i], y->at[i], sizeof(literal) * x->n_at[i]) == 0;
    return same;
}

enum { MOST_KINDS = 5 };
struct by_kind { /* kinds with the same openings together */
    uint32_t n;
    bool truncated;
    unsigned kinds[MOST_KINDS];
    struct openings o[MOST_KINDS];
};

/* The openings of a term for the kinds that the matter names or, when it names none, for each
 * kind by itself. */
static void openings_by_kind(const struct point *p, const struct slot *s, struct by_kind *out)
{
    const struct term *t = slot_term(p->u, s);
    unsigned kinds = s->kinds;
    out->n = 0;
    out->truncated = false;
    if (p->m->kinds || !(s->flags & SLOT_SPLITS)) {
        out->kinds[0] = kinds;
        out->n = openings(p, t, kinds, &out->o[0]);
        out->truncated = out->o[0].truncated;
        return;
    }
    struct matter m = *p->m;
    struct point at = *p;
    at.m = &m;
    for (unsigned kind = 1; kind <= kinds; kind <<= 1) {
        uint32_t k = 0;
        m.kinds = kind;
        if (!(kind & kinds))
            continue;
        bool holds = openings(&at, t, kind, &out->o[out->n]);
        out->truncated = out->truncated || out->o[out->n].truncated;
        if (!holds)
            continue;
        while (k < out->n && !same_openings(&out->o[k], &out->o[out->n]))
            k++;
        out->kinds[k] = k < out->n ? out->kinds[k] | kind : kind;
        out->n += k == out->n;
    }
}

/* ---- one slot against the matter ----------------------------------------------------------- */

static struct point point_of(const struct authority *u, const struct matter *m, id population)
{
    return (struct point){.u = u,
                          .m = m,
                          .function = m->function,
                          .service = m->service,
                          .population = population,
                          .place = m->value >= 0 ? authority_place(u, m->value) : 0};
}

static inline bool slot_hit(const struct slot *s, const struct point *p)
{
    const struct matter *m = p->m;
    return s->f_first <= p->function && p->function < s->f_end && s->s_first <= p->service &&
           p->service < s->s_end &&
           (m->value < 0 || (s->from <= p->place && p->place < s->until)) &&
           (!m->kinds || (s->kinds & m->kinds) == m->kinds);
}

static bool in_scope(const struct point *p, const struct term *t)
{
    const struct authority *u = p->u;
    if (p->m->scope == SCOPE_ORGANISATION)
        return t->source == p->m->organisation;
    bool corporate =
        u->corporate != NONE && tree_covers(&u->m->functions, u->corporate, p->function);
    return corporate ? u->about[t->source] : u->commissions[t->source];
}

/* What the slot that was hit says of its term. */
enum standing {
    GONE,    /* it is excepted */
    STANDS,  /* it holds, with the row's open conditions */
    UNCLEAR, /* its conditions and exclusions must be asked */
};

static enum standing standing(const struct point *p, const struct slot *s)
{
    const struct matter *m = p->m;
    unsigned asked = m->kinds ? m->kinds : s->kinds;
    if (!s->n_cuts && !(s->flags & SLOT_OPEN))
        return STANDS;
    if (m->value < 0 || m->n_facts || !(s->flags & SLOT_SIMPLE) ||
        (!m->kinds && s->flags & SLOT_SPLITS))
        return UNCLEAR;
    for (uint32_t i = 0; i < s->n_cuts; i++) {
        const struct cut *x = &p->u->cuts[s->cuts + i]; /* there may be none at all */
        if (x->f_first <= p->function && p->function < x->f_end && x->s_first <= p->service &&
            p->service < x->s_end && x->from <= p->place && p->place < x->until &&
            (x->kinds & asked) &&
            ((x->p_first <= p->population && p->population < x->p_end) ||
             p->u->m->shared_populations))
            return x->surely && !p->u->m->shared_populations ? GONE : UNCLEAR;
    }
    return STANDS;
}

/* May is best, then may if; `kinds` are those that the answer is for. */
static enum verdict verdict(const struct matter *m, bool open, unsigned kinds)
{
    return !open && (m->kinds || kinds == MONEY_ALL) ? VERDICT_MAY : VERDICT_MAY_IF;
}

static __attribute__((noinline)) enum verdict ask(const struct point *p, const struct slot *s)
{
    struct by_kind x;
    enum verdict best = VERDICT_NO;
    openings_by_kind(p, s, &x);
    for (uint32_t k = 0; k < x.n; k++)
        for (uint32_t i = 0; i < x.o[k].n; i++)
            if (verdict(p->m, x.o[k].n_at[i], x.kinds[k]) > best)
                best = verdict(p->m, x.o[k].n_at[i], x.kinds[k]);
    return best;
}

enum verdict authority_may(const struct authority *u, id body, const struct matter *m)
{
    const struct slot *s = &u->body_slots[u->body_first[body]];
    const struct slot *end = &u->body_slots[u->body_first[body + 1]];
    __builtin_prefetch(s); /* on its way while the point is looked up */
    __builtin_prefetch((const char *)s + 64);
    struct point p = point_of(u, m, m->populations.at[0]);
    enum verdict best = VERDICT_NO;
    for (; s < end; s++) {
        if (!slot_hit(s, &p) || (m->scope != SCOPE_ANY && !in_scope(&p, slot_term(u, s))))
            continue;
        if (!(s->p_first <= p.population && p.population < s->p_end) &&
            !(u->also[p.population] && model_covers(u->m, s->p_first, p.population)))
            continue;
        enum verdict here = VERDICT_NO;
        enum standing how = standing(&p, s);
        if (how == STANDS)
            here = verdict(m, s->flags & SLOT_OPEN, s->kinds);
        else if (how == UNCLEAR)
            here = ask(&p, s);
        if (here == VERDICT_MAY)
            return VERDICT_MAY;
        best = here > best ? here : best;
    }
    return best;
}

/* ---- who ----------------------------------------------------------------------------------- */

/* What is open of a way: NULL when the answer has nothing open at all. */
static const literal *way_open(const struct answer *out, const struct way *x)
{
    return x->n_open ? out->open.at + x->open : NULL;
}

static bool way_covers(const struct answer *out, const struct matter *m, const struct way *x,
                       const literal *open, uint32_t n_open, unsigned kinds, const struct term *t)
{
    if ((x->kinds & kinds) != kinds || x->n_open > n_open)
        return false;
    if (m->value < 0 && (x->term->lo > t->lo || x->term->hi < t->hi))
        return false;
    return literals_within(way_open(out, x), x->n_open, open, n_open);
}

static bool way_covered(const struct answer *out, const struct matter *m, const struct way *x,
                        const literal *open, uint32_t n_open, unsigned kinds, const struct term *t)
{
    if ((kinds & x->kinds) != x->kinds || n_open > x->n_open)
        return false;
    if (m->value < 0 && (t->lo > x->term->lo || t->hi < x->term->hi))
        return false;
    return literals_within(open, n_open, way_open(out, x), x->n_open);
}

static struct choice *choice_of(struct answer *out, const struct decider *party)
{
    for (uint32_t i = 0; i < out->choices.n; i++)
        if (out->choices.at[i].party == party ||
            (party->number == NONE && str_eq(out->choices.at[i].party->key, party->key)))
            return &out->choices.at[i];
    if (out->choices.n == LIMIT_ANSWERS) {
        out->truncated = true;
        return NULL;
    }
    struct choice *c = vec_push(out->a, &out->choices);
    *c = (struct choice){.party = party, .first = NONE, .steps = UINT32_MAX, .in_common = NONE};
    return c;
}

/* Gives the choice that the way belongs to; NULL where there is no room. */
static struct choice *add_way(struct answer *out, const struct point *p,
                              const struct decider *party, const struct term *t,
                              const literal *open, uint32_t n_open, unsigned kinds)
{
    struct choice *c = choice_of(out, party);
    if (!c)
        return NULL;
    for (uint32_t *at = &c->first; *at != NONE;) {
        struct way *x = &out->ways.at[*at];
        if (way_covers(out, p->m, x, open, n_open, kinds, t)) {
            /* Same power by a shorter chain: show that one. */
            if (t->steps < x->term->steps && x->n_open == n_open && x->kinds == kinds &&
                (p->m->value >= 0 || (t->lo == x->term->lo && t->hi == x->term->hi)))
                x->term = t;
            goto placed;
        }
        if (way_covered(out, p->m, x, open, n_open, kinds, t))
            *at = x->next;
        else
            at = &x->next;
    }
    uint32_t first_open = out->open.n;
    for (uint32_t i = 0; i < n_open; i++)
        *vec_push(out->a, &out->open) = open[i];
    uint32_t me = out->ways.n;
    *vec_push(out->a, &out->ways) =
        (struct way){.term = t, .open = first_open, .n_open = n_open, .kinds = kinds, .next = NONE};
    uint32_t *end = &c->first;
    while (*end != NONE)
        end = &out->ways.at[*end].next;
    *end = me;
placed:
    if (verdict(p->m, n_open, kinds) == VERDICT_MAY)
        c->may = true;
    return c;
}

/* How near to the people: the area of the body that decides, where that covers the population;
 * else that of its power. */
static void note_nearness(const struct point *p, const struct row *r, struct choice *c)
{
    const struct model *m = p->u->m;
    bool own = r->area != NONE &&
               (m->shared_populations ? model_covers(m, r->area, p->population)
                                      : r->area <= p->population && p->population < r->area_end);
    uint32_t depth = own ? r->area_depth : r->depth;
    if (c->steps == UINT32_MAX || depth > c->depth) {
        c->population = own ? r->area : r->t->box.population;
        c->depth = depth;
    }
    if (r->steps < c->steps)
        c->steps = r->steps;
}

static void add_hit(struct answer *out, const struct point *p, const struct row *r,
                    const literal *open, uint32_t n_open, unsigned kinds)
{
    struct choice *c = add_way(out, p, r->t->party, r->t, open, n_open, kinds);
    if (c)
        note_nearness(p, r, c);
}

static __attribute__((noinline)) void ask_ways(struct answer *out, const struct point *p,
                                               const struct slot *s)
{
    const struct row *r = &p->u->rows[s->row];
    struct by_kind x;
    openings_by_kind(p, s, &x);
    out->truncated = out->truncated || x.truncated;
    for (uint32_t k = 0; k < x.n; k++)
        for (uint32_t i = 0; i < x.o[k].n; i++)
            add_hit(out, p, r, x.o[k].at[i], x.o[k].n_at[i], x.kinds[k]);
}

static void try_slot(struct answer *out, const struct point *p, const struct slot *s)
{
    const struct row *r = &p->u->rows[s->row];
    if (p->m->scope != SCOPE_ANY && !in_scope(p, r->t))
        return;
    enum standing how = standing(p, s);
    if (how == STANDS)
        add_hit(out, p, r, r->open, r->n_open, s->kinds);
    else if (how == UNCLEAR)
        ask_ways(out, p, s);
}

/* Rows are fetched while the scan goes on. */
static void try_area(struct answer *out, const struct point *p, id area)
{
    enum { AHEAD = 32 };
    const struct authority *u = p->u;
    const struct slot *hits[AHEAD], *s = &u->area_slots[u->area_first[area]];
    const struct slot *end = &u->area_slots[u->area_first[area + 1]];
    while (s < end) {
        uint32_t n = 0;
        for (; s < end && n < AHEAD; s++)
            if (slot_hit(s, p)) {
                __builtin_prefetch(&u->rows[s->row]);
                hits[n++] = s;
            }
        for (uint32_t i = 0; i < n; i++)
            try_slot(out, p, hits[i]);
    }
}

static bool before(const struct choice *a, const struct choice *b)
{
    if (a->depth != b->depth)
        return a->depth > b->depth;
    if (a->steps != b->steps)
        return a->steps < b->steps;
    return str_cmp(a->party->key, b->party->key) < 0;
}

static void sort_choices(struct answer *out)
{
    for (uint32_t i = 1; i < out->choices.n; i++) {
        struct choice x = out->choices.at[i];
        uint32_t k = i;
        for (; k && before(&x, &out->choices.at[k - 1]); k--)
            out->choices.at[k] = out->choices.at[k - 1];
        out->choices.at[k] = x;
    }
}

static void who_at(const struct authority *u, const struct matter *m, id population,
                   struct answer *out)
{
    struct point p = point_of(u, m, population);
    out->choices.n = out->ways.n = out->open.n = 0;
    out->truncated = false;
    for (id area = population; area != NONE; area = u->area_up[area])
        try_area(out, &p, area);
    if (u->m->shared_populations)
        for (id area = 0; area < u->m->populations.n; area++) {
            bool on_way = false;
            for (id x = population; x != NONE && !on_way; x = u->m->populations.at[x].parent)
                on_way = x == area;
            if (!on_way && model_covers(u->m, area, population))
                try_area(out, &p, area);
        }
    sort_choices(out);
}

/* ---- a matter of several populations ------------------------------------------------------- */

static id whole_of(const struct authority *u, const struct choice *c)
{
    const struct decider *d = c->party;
    return d->groups.n == 1 && d->groups.at[0].bodies.n == 1
               ? u->m->bodies.at[d->groups.at[0].bodies.at[0]].whole
               : NONE;
}

/* Each way for the populations before with each way for this one: what holds for both. */
static void both(const struct authority *u, const struct matter *m, struct answer *out,
                 const struct answer *a, const struct choice *x, const struct answer *b,
                 const struct choice *y)
{
    struct point p = point_of(u, m, x->population);
    bool common = !party_same_lead(x->party, y->party); /* committees in common */
    const struct decider *party = common ? x->party : party_both(u, out->a, x->party, y->party);
    uint32_t at = out->choices.n;
    for (uint32_t i = x->first; i != NONE; i = a->ways.at[i].next)
        for (uint32_t k = y->first; k != NONE; k = b->ways.at[k].next) {
            const struct way *v = &a->ways.at[i], *w = &b->ways.at[k];
            if (m->value < 0 && (v->term->lo > w->term->hi || w->term->lo > v->term->hi))
                continue; /* no amount is within both */
            literal set[MOST_OPEN];
            uint32_t n = 0;
            unsigned kinds = v->kinds & w->kinds;
            bool room = true;
            for (uint32_t j = 0; j < v->n_open; j++)
                room = add_open(set, &n, a->open.at[v->open + j]) && room;
            for (uint32_t j = 0; j < w->n_open; j++)
                room = add_open(set, &n, b->open.at[w->open + j]) && room;
            out->truncated = out->truncated || !room;
            if (room && kinds && !clash(u, set, n))
                add_way(out, &p, party, v->term, set, n, kinds);
        }
    if (at < out->choices.n) { /* a new one */
        struct choice *c = &out->choices.at[at];
        c->population = x->depth <= y->depth ? x->population : y->population;
        c->depth = x->depth <= y->depth ? x->depth : y->depth;
        c->steps = x->steps > y->steps ? x->steps : y->steps;
        c->in_common = common ? whole_of(u, x) : x->in_common;
    }
}

static void merge(const struct authority *u, const struct matter *m, struct answer *all,
                  const struct answer *one)
{
    struct answer out = answer_new(all->a);
    out.truncated = all->truncated || one->truncated;
    for (uint32_t i = 0; i < all->choices.n; i++)
        for (uint32_t k = 0; k < one->choices.n; k++) {
            const struct choice *x = &all->choices.at[i], *y = &one->choices.at[k];
            id whole = whole_of(u, x);
            if (party_same_lead(x->party, y->party) || (whole != NONE && whole == whole_of(u, y)))
                both(u, m, &out, all, x, one, y);
        }
    *all = out;
}

void authority_who(const struct authority *u, const struct matter *m, struct answer *out)
{
    who_at(u, m, m->populations.at[0], out);
    for (uint32_t i = 1; i < m->populations.n; i++) {
        struct answer one = answer_new(out->a);
        who_at(u, m, m->populations.at[i], &one);
        merge(u, m, out, &one);
    }
    if (m->populations.n > 1)
        sort_choices(out);
}

/* ---- opening ------------------------------------------------------------------------------- */

static void usual_scope(struct authority *u)
{
    const struct model *m = u->m;
    bool any = false;
    u->about = NEW_ARRAY(u->a, bool, m->bodies.n);
    u->commissions = NEW_ARRAY(u->a, bool, m->bodies.n);
    u->corporate = tree_find(&m->functions, S("corporate"));
    for (uint32_t i = 0; i < m->handbooks.n; i++)
        if (m->handbooks.at[i].of != NONE)
            u->about[m->handbooks.at[i].of] = any = true;
    for (id i = 0; i < m->grants.n; i++) { /* or whose own delegations it tells */
        id owner = m->bodies.at[m->grants.at[i].holder].owner;
        if (owner != NONE)
            u->about[owner] = any = true;
    }
    for (id i = 0; i < m->bodies.n; i++) {
        bool provider = m->kinds.at[m->bodies.at[i].kind].flags & KIND_PROVIDER;
        u->commissions[i] = u->about[i] || !provider;
        u->about[i] = u->about[i] || !any; /* no handbook says: everybody's */
    }
}

/* Delegations without effect, by the people that they are about, or else those of the holder. */
static void index_inert(struct authority *u)
{
    VEC(struct of_area) list = {0};
    for (uint32_t i = 0; i < u->inert.n; i++) {
        const struct grant *g = &u->m->grants.at[u->inert.at[i].grant];
        id own = g->holder == NONE ? NONE : u->m->bodies.at[g->holder].population;
        for (uint32_t k = 0; k < g->what.in.n; k++) {
            id area = g->what.in.at[k].population;
            *vec_push(u->a, &list) = (struct of_area){area == NONE ? own : area, i};
        }
    }
    u->inert_in = area_index_new(u->a, u->m, list.at, list.n);
}

struct authority *authority_open(struct arena *a, const struct model *m, date on)
{
    struct authority *u = NEW(a, struct authority);
    *u = (struct authority){.m = m, .a = a, .on = on};
    for (id i = 0; i < m->atoms.n; i++) {
        *vec_push(a, &u->atoms) = m->atoms.at[i];
        map_put(a, &u->atom_names, m->atoms.at[i].key, i);
    }
    for (id i = 0; i < m->handbooks.n; i++)
        if (!span_has(handbook_life(m, &m->handbooks.at[i]), on))
            *vec_push(a, &u->untimely) = i;
    usual_scope(u);
    authority_edges(u);
    authority_close(u);
    authority_index(u);
    index_inert(u);
    authority_words(u);
    return u;
}
