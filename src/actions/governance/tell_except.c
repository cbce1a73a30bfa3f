/* tell_except.c: what is taken out of a power: reserved above it, left out of the delegation, or
 * delegated exclusively. Said beside its limit, without what the answer has settled already. */
#include "actions/governance/governance.h"

struct excepting {
    const struct authority *u;
    struct arena *a;
    const struct term *t;
    struct box region;      /* what is asked about: the matter, or all of the power */
    const struct matter *q; /* NULL: all of the power */
    exceptions out;
};

/* Of two nodes of a tree the lower, where one is under the other; else NONE. */
static id lower(const struct tree *t, id x, id y)
{
    return tree_covers(t, x, y) ? y : tree_covers(t, y, x) ? x : NONE;
}

/* What a box and the region have in common; false when nothing. */
static bool common(const struct excepting *e, const struct box *x, struct box *out)
{
    const struct model *m = e->u->m;
    out->function = lower(&m->functions, x->function, e->region.function);
    out->service = lower(&m->services, x->service, e->region.service);
    out->population =
        area_covers(m, x->population, e->region.population) ? e->region.population : x->population;
    return out->function != NONE && out->service != NONE && box_meets(m, *x, e->region);
}

static bool same_box(struct box x, struct box y)
{
    return x.function == y.function && x.service == y.service && x.population == y.population;
}

static void add_words(struct buf *b, struct str words)
{
    if (words.n)
        buf_fmt(b, "%s%.*s", b->n ? " " : "", STR(words));
}

/* A part of `whole` in words: only what tells it apart. */
static struct str part(const struct excepting *e, const struct box *whole, const struct box *x,
                       pence lo, pence hi, unsigned kinds, const literal *when, uint32_t n_when)
{
    const struct model *m = e->u->m;
    struct buf b = buf_new(e->a);
    if (x->function != whole->function)
        buf_put(&b, m->functions.at.at[x->function].title);
    if (x->service != whole->service)
        buf_fmt(&b, "%s%.*s", b.n ? " of " : "", STR(m->services.at.at[x->service].title));
    if (x->population != whole->population)
        buf_fmt(&b, "%sfor %.*s", b.n ? " " : "", STR(m->populations.at[x->population].title));
    if (lo > e->t->lo || hi < e->t->hi)
        add_words(&b, range_text(e->a, lo, hi));
    if ((e->t->kinds & ~kinds) != 0)
        add_words(&b, str_fmt(e->a, "%sof %.*s", b.n ? "" : "amounts ",
                              STR(kinds_text(e->a, kinds & e->t->kinds))));
    for (uint32_t i = 0; i < n_when; i++)
        add_words(&b, literal_text(e->u, when[i]));
    return buf_str(&b);
}

/* What is spared from an exclusion: ", but not above £5 million". */
static struct str spared(const struct excepting *e, const struct exclusion *x,
                         const struct box *whole, pence lo, pence hi)
{
    struct buf b = buf_new(e->a);
    for (uint32_t i = 0; i < x->n_but; i++) {
        const struct exclusion *y = x->but[i];
        struct box box;
        pence from = lo, to = hi;
        if (!common(e, &y->box, &box) || !range_and(&from, &to, y->lo, y->hi) ||
            (y->reservation == NONE && y->grant == NONE))
            continue;
        struct str text = part(e, whole, &box, from, to, y->kinds, y->when, y->n_when);
        if (text.n)
            buf_fmt(&b, "%s%.*s", b.n ? " nor " : ", but not ", STR(text));
    }
    return buf_str(&b);
}

static void add(struct excepting *e, const struct exclusion *x, const struct box *box, pence lo,
                pence hi, bool lost)
{
    const struct model *m = e->u->m;
    struct exception v = {.box = *box, .lo = lo, .hi = hi, .why = "left out of the delegation"};
    struct str text = part(e, &e->region, box, lo, hi, x->kinds, x->when, x->n_when);
    struct str but = spared(e, x, box, lo, hi);
    if (!text.n)
        text = S("all of it");
    if (x->reservation != NONE)
        v.why = "reserved", v.by = body_title(m, m->reservations.at[x->reservation].owner);
    if (lost)
        v.why = "delegated exclusively", v.by = m->grants.at[x->grant].to.text;
    if (v.by.n)
        text = str_fmt(e->a, "%.*s (%s to %.*s)", STR(text), v.why, STR(v.by));
    v.text = str_fmt(e->a, "%.*s%.*s", STR(text), STR(but));
    for (uint32_t i = 0; i < e->out.n; i++)
        if (str_eq(e->out.at[i].text, v.text))
            return; /* said already, of another line on the chain */
    *vec_push(e->a, &e->out) = v;
}

/* Does the spared part hold surely, for all of the box and the kinds of the exclusion? */
static bool surely(const struct excepting *e, const struct exclusion *y, const struct box *box,
                   unsigned kinds)
{
    return !y->n_when && !y->n_but && (kinds & ~y->kinds) == 0 && box_covers(e->u->m, y->box, *box);
}

/* [lo, hi] less what is surely spared, from the bottom up. What is asked about at one amount, or
 * is all that there is, the answer itself and its conditions say. */
static void add_rest(struct excepting *e, const struct exclusion *x, const struct box *box,
                     pence lo, pence hi, bool lost)
{
    pence value = e->q ? e->q->value : -1;
    bool settled = e->q && same_box(*box, e->region);
    while (lo <= hi) {
        pence to = hi, next = hi;
        bool gone = false;
        for (uint32_t i = 0; i < x->n_but && !gone; i++) {
            const struct exclusion *y = x->but[i];
            if (!surely(e, y, box, x->kinds & e->t->kinds))
                continue;
            gone = y->lo <= lo && lo <= y->hi;
            if (gone)
                next = y->hi;
            else if (y->lo > lo && y->lo - 1 < to)
                to = y->lo - 1;
        }
        if (!gone)
            next = to;
        bool asked = value >= 0 ? lo <= value && value <= to : lo == e->t->lo && to == e->t->hi;
        if (!gone && !(settled && asked))
            add(e, x, box, lo, to, lost);
        if (next >= hi)
            return;
        lo = next + 1;
    }
}

static void one(struct excepting *e, const struct exclusion *x, bool lost)
{
    struct box box;
    pence lo = e->t->lo, hi = e->t->hi;
    if (x->reservation == NONE && x->grant == NONE)
        return; /* what the law gives to others goes without saying */
    if ((x->kinds & e->t->kinds) && common(e, &x->box, &box) && range_and(&lo, &hi, x->lo, x->hi))
        add_rest(e, x, &box, lo, hi, lost);
}

exceptions tell_exceptions(const struct authority *u, struct arena *a, const struct term *t,
                           const struct matter *q)
{
    struct excepting e = {.u = u, .a = a, .t = t, .region = t->box, .q = q};
    if (q) {
        e.region.function = q->function;
        e.region.service = q->service;
        if (q->populations.n == 1)
            e.region.population = q->populations.at[0];
    }
    for (uint32_t i = 0; i < t->n_except; i++)
        one(&e, t->except[i], false);
    for (uint32_t i = 0; i < u->lost[t->body].n; i++)
        one(&e, u->lost[t->body].at[i], true);
    return e.out;
}

struct str tell_except(struct arena *a, const exceptions *list)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%sexcept %.*s", i ? "; " : "", STR(list->at[i].text));
    return buf_str(&b);
}
