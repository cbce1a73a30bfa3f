/* index.c: terms laid out for look-up: by body (may this body?) and by population (who
 * may?). */
#include <stdlib.h>
#include <string.h>

#include "authority/build.h"

/* ---- amounts ------------------------------------------------------------------------------- */

struct amounts {
    VEC(pence) list;
    struct map seen;
};

static void note(struct authority *u, struct amounts *all, pence amount)
{
    pence *kept = NEW(u->a, pence);
    *kept = amount;
    struct str key = {(const char *)kept, sizeof *kept};
    if (map_get(&all->seen, key) != MAP_NONE)
        return;
    map_put(u->a, &all->seen, key, 0);
    *vec_push(u->a, &all->list) = amount;
}

static void note_range(struct authority *u, struct amounts *all, pence lo, pence hi)
{
    note(u, all, lo);
    if (hi < PENCE_MAX)
        note(u, all, hi + 1);
}

static int by_amount(const void *a, const void *b)
{
    pence x = *(const pence *)a, y = *(const pence *)b;
    return (x > y) - (x < y);
}

/* The range of a term is one of its delegations' ranges at either end. */
static void note_amounts(struct authority *u)
{
    struct amounts all = {0};
    note(u, &all, PENCE_MIN);
    for (uint32_t i = 0; i < u->edges.n; i++) {
        const struct edge *e = &u->edges.at[i];
        note_range(u, &all, e->lo, e->hi);
        for (uint32_t k = 0; k < e->n_except; k++)
            note_range(u, &all, e->except[k]->lo, e->except[k]->hi);
    }
    qsort(all.list.at, all.list.n, sizeof all.list.at[0], by_amount);
    u->amounts = all.list.at;
    u->n_amounts = all.list.n;
}

/* How many amounts are not above it. Without a branch: which half it is cannot be foreseen. */
uint32_t authority_place(const struct authority *u, pence value)
{
    const pence *at = u->amounts;
    uint32_t n = u->n_amounts;
    for (uint32_t half; n > 1; n -= half) {
        half = n / 2;
        at += at[half - 1] <= value ? half : 0;
    }
    return (uint32_t)(at - u->amounts) + (n && *at <= value);
}

static uint32_t place_behind(const struct authority *u, pence hi)
{
    return hi == PENCE_MAX ? UINT32_MAX : authority_place(u, hi + 1);
}

/* ---- one term ------------------------------------------------------------------------------ */

static struct cut cut_of(const struct authority *u, const struct exclusion *x)
{
    const struct model *m = u->m;
    id p = x->box.population;
    return (struct cut){
        .f_first = (uint16_t)x->box.function,
        .f_end = (uint16_t)m->functions.at.at[x->box.function].end,
        .s_first = (uint16_t)x->box.service,
        .s_end = (uint16_t)m->services.at.at[x->box.service].end,
        .p_first = p == NONE ? 0 : p,
        .p_end = p == NONE ? UINT32_MAX : m->populations.at[p].end,
        .from = authority_place(u, x->lo),
        .until = place_behind(u, x->hi),
        .kinds = (uint8_t)x->kinds,
        .surely = !x->n_when && !x->n_but,
    };
}

/* Whether a condition of this kind holds may follow from more than the facts of a matter. */
static bool asks_more_than_facts(enum atom_kind kind)
{
    return kind == ATOM_MEASURE || kind == ATOM_BEGUN || kind == ATOM_STATE || kind == ATOM_RATED;
}

struct indexing {
    struct authority *u;
    VEC(struct cut) cuts;
    struct map lists; /* of exclusions, by their addresses: many terms have the same */
};

static void slot_cuts(struct indexing *x, const struct term *t, struct slot *s)
{
    struct authority *u = x->u;
    const exclusion_list *lost = &u->lost[t->body];
    uint32_t n = t->n_except + lost->n;
    if (n > UINT16_MAX) { /* too many to look at in line */
        s->flags &= (uint8_t)~SLOT_SIMPLE;
        n = UINT16_MAX;
    }
    s->n_cuts = (uint16_t)n;
    if (!n)
        return;
    const struct exclusion **list = NEW_ARRAY(u->a, const struct exclusion *, n);
    for (uint32_t i = 0; i < n; i++) {
        list[i] = i < t->n_except ? t->except[i] : lost->at[i - t->n_except];
        if (exclusion_splits(list[i], t->kinds))
            s->flags |= SLOT_SPLITS;
    }
    struct str key = {(const char *)list, sizeof *list * n};
    s->cuts = map_get(&x->lists, key);
    if (s->cuts != MAP_NONE)
        return;
    s->cuts = x->cuts.n;
    map_put(u->a, &x->lists, key, s->cuts);
    for (uint32_t i = 0; i < n; i++)
        *vec_push(u->a, &x->cuts) = cut_of(u, list[i]);
}

/* The conditions but agreement go into the row; what they are like, into the slot. */
static void sort_conditions(struct authority *u, const struct term *t, struct slot *s,
                            struct row *r)
{
    literal *open = t->n_when ? NEW_ARRAY(u->a, literal, t->n_when) : NULL;
    s->flags |= SLOT_SIMPLE;
    for (uint32_t i = 0; i < t->n_when; i++) {
        enum atom_kind kind = u->atoms.at[t->when[i] / 2].kind;
        if (kind == ATOM_AGREED)
            continue;
        open[r->n_open++] = t->when[i];
        s->flags |= SLOT_OPEN;
        if (asks_more_than_facts(kind))
            s->flags &= (uint8_t)~SLOT_SIMPLE;
    }
    r->open = open;
}

static void index_term(struct indexing *x, const struct term *t)
{
    struct authority *u = x->u;
    const struct model *m = u->m;
    struct slot *s = &u->area_slots[t->seq];
    struct row *r = &u->rows[t->seq];
    id area = m->bodies.at[t->body].population;
    *s = (struct slot){
        .f_first = (uint16_t)t->box.function,
        .f_end = (uint16_t)m->functions.at.at[t->box.function].end,
        .s_first = (uint16_t)t->box.service,
        .s_end = (uint16_t)m->services.at.at[t->box.service].end,
        .p_first = t->box.population,
        .p_end = m->populations.at[t->box.population].end,
        .from = authority_place(u, t->lo),
        .until = place_behind(u, t->hi),
        .row = t->seq,
        .kinds = (uint8_t)t->kinds,
    };
    *r = (struct row){
        .t = t,
        .steps = t->steps,
        .area = area,
        .area_end = area == NONE ? NONE : m->populations.at[area].end,
        .area_depth = area == NONE ? 0 : m->populations.at[area].depth,
        .depth = m->populations.at[t->box.population].depth,
    };
    sort_conditions(u, t, s, r);
    slot_cuts(x, t, s);
}

static bool plain(const struct slot *s)
{
    return !s->n_cuts && !(s->flags & SLOT_OPEN);
}

/* A body's slots without conditions go first: they can settle a question at once. */
static void plain_first(struct authority *u, uint32_t bodies)
{
    for (id b = 0; b < bodies; b++) {
        struct slot *list = &u->body_slots[u->body_first[b]];
        uint32_t n = u->body_first[b + 1] - u->body_first[b], to = 0;
        for (uint32_t i = 0; i < n; i++)
            if (plain(&list[i]) && i != to++) {
                struct slot x = list[i];
                list[i] = list[to - 1];
                list[to - 1] = x;
            }
    }
}

/* Starts from counts: first[i] becomes the sum of those before i. */
static void sums(uint32_t *first, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t count = first[i];
        first[i] = sum;
        sum += count;
    }
}

static bool earlier(const struct decider *d, uint32_t group, uint32_t at)
{
    for (uint32_t g = 0; g <= group; g++)
        for (uint32_t i = 0; i < (g == group ? at : d->groups.at[g].bodies.n); i++)
            if (d->groups.at[g].bodies.at[i] == d->groups.at[group].bodies.at[at])
                return true;
    return false;
}

/* Terms in the order of their rows, one behind the other: a question reads those of few areas. */
static void gather(struct authority *u, const uint32_t *rows)
{
    struct term *all = NEW_ARRAY(u->a, struct term, u->terms.n);
    for (uint32_t i = 0; i < u->terms.n; i++)
        u->terms.at[i]->seq = i;
    for (uint32_t i = 0; i < u->terms.n; i++) {
        struct term *t = &all[rows[i]];
        *t = *u->terms.at[i];
        if (t->via && !t->via->absorbed)
            t->via = &all[rows[t->via->seq]];
    }
    for (uint32_t i = 0; i < u->terms.n; i++) {
        u->terms.at[i] = &all[rows[i]];
        u->terms.at[i]->seq = rows[i];
    }
}

/* Gives each term its row: areas in their order, the terms of one as they were found. */
static uint32_t *number_rows(struct authority *u)
{
    uint32_t areas = u->m->populations.n;
    uint32_t *rows = NEW_ARRAY(u->a, uint32_t, u->terms.n + 1);
    uint32_t *next = NEW_ARRAY(u->a, uint32_t, areas + 1);
    u->area_first = NEW_ARRAY(u->a, uint32_t, areas + 1);
    for (uint32_t i = 0; i < u->terms.n; i++)
        u->area_first[u->terms.at[i]->box.population]++;
    sums(u->area_first, areas);
    memcpy(next, u->area_first, sizeof *next * areas);
    for (uint32_t i = 0; i < u->terms.n; i++)
        rows[i] = next[u->terms.at[i]->box.population]++;
    return rows;
}

/* Everyone who decides together with others finds the term under its name. */
static void index_bodies(struct authority *u)
{
    uint32_t bodies = u->m->bodies.n, *next = NEW_ARRAY(u->a, uint32_t, bodies + 1);
    u->body_first = NEW_ARRAY(u->a, uint32_t, bodies + 1);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t i = 0; i < u->terms.n; i++) {
            const struct decider *d = u->terms.at[i]->party;
            for (uint32_t g = 0; g < d->groups.n; g++)
                for (uint32_t j = 0; j < d->groups.at[g].bodies.n; j++) {
                    id b = d->groups.at[g].bodies.at[j];
                    if (earlier(d, g, j))
                        continue;
                    uint32_t at = fill ? next[b]++ : u->body_first[b]++;
                    if (!fill)
                        continue;
                    u->body_slots[at] = u->area_slots[u->terms.at[i]->seq];
                    u->body_terms[at] = u->terms.at[i];
                }
        }
        if (fill)
            break;
        sums(u->body_first, bodies);
        memcpy(next, u->body_first, sizeof *next * bodies);
        u->body_slots = NEW_ARRAY(u->a, struct slot, u->body_first[bodies] + 1);
        u->body_terms = NEW_ARRAY(u->a, const struct term *, u->body_first[bodies] + 1);
    }
    plain_first(u, bodies);
}

void authority_index(struct authority *u)
{
    struct indexing x = {.u = u};
    uint32_t areas = u->m->populations.n;
    note_amounts(u);
    gather(u, number_rows(u));
    u->area_up = NEW_ARRAY(u->a, id, areas);
    u->also = NEW_ARRAY(u->a, bool, areas + 1);
    for (id p = 0; p < areas; p++) {
        u->area_up[p] = u->m->populations.at[p].parent;
        u->also[p] = u->m->populations.at[p].above.n > 0;
    }
    u->area_slots = NEW_ARRAY(u->a, struct slot, u->terms.n + 1);
    u->rows = NEW_ARRAY(u->a, struct row, u->terms.n + 1);
    for (uint32_t i = 0; i < u->terms.n; i++)
        index_term(&x, u->terms.at[i]);
    u->cuts = x.cuts.at;
    index_bodies(u);
}

uint32_t authority_powers(const struct authority *u, id body)
{
    return u->body_first[body + 1] - u->body_first[body];
}

const struct term *authority_power(const struct authority *u, id body, uint32_t i)
{
    return u->body_terms[u->body_first[body] + i];
}
