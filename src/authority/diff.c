/* diff.c: the matrices of two editions held against each other.
 *
 * Both are cut into the same bands; in each band the deciders of one that the other does
 * not have, with the same conditions, are changes. A change that covers a whole subtree is
 * told once, at its top; bands and areas that change alike are told together; a power lost on
 * some conditions and gained on others is one change. */
#include <stdlib.h>
#include <string.h>

#include "authority/diff.h"

struct comparing {
    const struct authority *u[2]; /* older, newer */
    struct arena *a;
    struct changes out;
    struct map seen;       /* text of a change to its number */
    VEC(struct map) cells; /* per change: cells it holds in */
    id population[2];
    const struct answer *answer[2];
    id function[2], service[2];
    pence lo, hi;
    bool differs; /* in the population at hand */
};

/* Decider and conditions of one way, as text that does not depend on numbers. */
static struct str conditions(const struct comparing *c, int side, const struct way *w)
{
    struct buf b = buf_new(c->a);
    const struct answer *x = c->answer[side];
    struct str *texts = NEW_ARRAY(c->a, struct str, w->n_open + 1);
    for (uint32_t i = 0; i < w->n_open; i++) {
        struct str t = literal_text(c->u[side], x->open.at[w->open + i]);
        uint32_t k = i;
        for (; k && str_cmp(t, texts[k - 1]) < 0; k--)
            texts[k] = texts[k - 1];
        texts[k] = t;
    }
    if (w->kinds != MONEY_ALL)
        buf_fmt(&b, "if it is %.*s", STR(kinds_text(c->a, w->kinds)));
    for (uint32_t i = 0; i < w->n_open; i++)
        buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR(texts[i]));
    for (const struct term *t = w->term; t->via; t = t->via) {
        const struct grant *g = &c->u[side]->m->grants.at[t->grant];
        for (uint32_t i = 0; i < g->after.n; i++)
            buf_fmt(&b, "%sthen %.*s", b.n ? "; " : "", STR(g->after.at[i].text));
    }
    return buf_str(&b);
}

static struct str cell_key(struct arena *a, id f, id s)
{
    return str_fmt(a, "%u/%u", f, s);
}

static void record(struct comparing *c, int side, const struct decider *who, struct str text)
{
    struct str key = str_fmt(c->a, "%d|%.*s|%.*s|%u|%lld|%lld", side, STR(who->key), STR(text),
                             c->population[side], (long long)c->lo, (long long)c->hi);
    uint32_t i = map_get(&c->seen, key);
    if (i == MAP_NONE) {
        i = c->out.list.n;
        map_put(c->a, &c->seen, key, i);
        *vec_push(c->a, &c->out.list) = (struct change){.kind = side ? CHANGE_GAINS : CHANGE_LOSES,
                                                        .decider = who->title,
                                                        .key = who->key,
                                                        .conditions = text,
                                                        .lo = c->lo,
                                                        .hi = c->hi};
        *vec_push(c->a, &c->out.list.at[i].areas) = c->population[side];
        *vec_push(c->a, &c->cells) = (struct map){0};
    }
    struct box at = {c->function[side], c->service[side], c->population[side]};
    map_put(c->a, &c->cells.at[i], cell_key(c->a, at.function, at.service),
            c->out.list.at[i].where.n);
    *vec_push(c->a, &c->out.list.at[i].where) = at;
}

/* The ways of one side: each with its conditions, and all by decider and conditions. */
struct way_words {
    const struct decider *who;
    struct str conditions, key;
};
struct ways {
    VEC(struct way_words) at;
    struct map keys;
};

static struct ways ways_of(const struct comparing *c, int side)
{
    const struct answer *x = c->answer[side];
    struct ways out = {0};
    for (uint32_t i = 0; i < x->choices.n; i++)
        for (uint32_t w = x->choices.at[i].first; w != NONE; w = x->ways.at[w].next) {
            struct way_words words = {
                x->choices.at[i].party, conditions(c, side, &x->ways.at[w]), {0}};
            words.key = str_fmt(c->a, "%.*s|%.*s", STR(words.who->key), STR(words.conditions));
            map_put(c->a, &out.keys, words.key, 0);
            *vec_push(c->a, &out.at) = words;
        }
    return out;
}

static bool same_way(const struct comparing *c, const struct way *x, const struct way *y)
{
    const struct term *s = x->term, *t = y->term;
    if (x->kinds != y->kinds || x->n_open != y->n_open)
        return false;
    for (uint32_t i = 0; i < x->n_open; i++)
        if (!str_eq(literal_text(c->u[0], c->answer[0]->open.at[x->open + i]),
                    literal_text(c->u[1], c->answer[1]->open.at[y->open + i])))
            return false;
    for (; s->via && t->via; s = s->via, t = t->via) {
        const struct grant *g = &c->u[0]->m->grants.at[s->grant];
        const struct grant *h = &c->u[1]->m->grants.at[t->grant];
        if (g->after.n != h->after.n)
            return false;
        for (uint32_t i = 0; i < g->after.n; i++)
            if (!str_eq(g->after.at[i].text, h->after.at[i].text))
                return false;
    }
    return !s->via && !t->via;
}

/* The same ways in the same order. Where not, they may still be alike, which their words tell. */
static bool same_answer(const struct comparing *c)
{
    const struct answer *x = c->answer[0], *y = c->answer[1];
    if (x->choices.n != y->choices.n)
        return false;
    for (uint32_t i = 0; i < x->choices.n; i++) {
        uint32_t v = x->choices.at[i].first, w = y->choices.at[i].first;
        if (!str_eq(x->choices.at[i].party->key, y->choices.at[i].party->key))
            return false;
        for (; v != NONE && w != NONE; v = x->ways.at[v].next, w = y->ways.at[w].next)
            if (!same_way(c, &x->ways.at[v], &y->ways.at[w]))
                return false;
        if (v != w)
            return false;
    }
    return true;
}

/* Most bands are alike: then nothing of their words is kept, or even made. */
static void one_band(struct comparing *c)
{
    if (same_answer(c))
        return;
    struct arena_mark before = arena_mark(c->a);
    struct ways ways[] = {ways_of(c, 0), ways_of(c, 1)};
    bool alike = true;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < ways[side].at.n; i++)
            if (map_get(&ways[!side].keys, ways[side].at.at[i].key) == MAP_NONE) {
                record(c, side, ways[side].at.at[i].who, ways[side].at.at[i].conditions);
                alike = false;
            }
    if (alike)
        arena_rewind(c->a, before);
    c->differs |= !alike;
}

static void one_cell(struct comparing *c, const struct cell *x, const struct cell *y)
{
    uint32_t i = 0, k = 0;
    pence lo = PENCE_MIN;
    while (i < x->n && k < y->n) {
        c->lo = lo;
        c->hi = x->bands[i].hi < y->bands[k].hi ? x->bands[i].hi : y->bands[k].hi;
        c->answer[0] = &x->bands[i].answer;
        c->answer[1] = &y->bands[k].answer;
        one_band(c);
        if (c->hi == PENCE_MAX)
            return;
        lo = c->hi + 1;
        i += x->bands[i].hi == c->hi;
        k += y->bands[k].hi == c->hi;
    }
}

static void one_population(struct comparing *c)
{
    struct matrix x[2];
    struct arena_mark before = arena_mark(c->a);
    c->differs = false;
    for (int side = 0; side < 2; side++) {
        struct matter q = matter_new();
        q.scope = SCOPE_USUAL;
        *vec_push(c->a, &q.populations) = c->population[side];
        x[side] = authority_matrix(c->u[side], c->a, &q);
    }
    const struct tree *f = &c->u[0]->m->functions, *s = &c->u[0]->m->services;
    for (id i = 0; i < f->at.n; i++) {
        id fi = tree_find(&c->u[1]->m->functions, f->at.at[i].name);
        for (id k = 0; fi != NONE && k < s->at.n; k++) {
            id sk = tree_find(&c->u[1]->m->services, s->at.at[k].name);
            if (sk == NONE)
                continue;
            c->function[0] = i, c->function[1] = fi;
            c->service[0] = k, c->service[1] = sk;
            one_cell(c, matrix_cell(&x[0], i, k), matrix_cell(&x[1], fi, sk));
        }
    }
    if (!c->differs)
        arena_rewind(c->a, before);
}

/* Keep only cells whose parents, in function and in service, do not change alike. */
static void topmost(struct comparing *c)
{
    for (uint32_t i = 0; i < c->out.list.n; i++) {
        struct change *x = &c->out.list.at[i];
        const struct model *m = c->u[x->kind == CHANGE_GAINS]->m;
        uint32_t kept = 0;
        for (uint32_t k = 0; k < x->where.n; k++) {
            struct box b = x->where.at[k];
            id f = m->functions.at.at[b.function].parent, s = m->services.at.at[b.service].parent;
            if ((f != NONE && map_get(&c->cells.at[i], cell_key(c->a, f, b.service)) != MAP_NONE) ||
                (s != NONE && map_get(&c->cells.at[i], cell_key(c->a, b.function, s)) != MAP_NONE))
                continue;
            x->where.at[kept++] = b;
        }
        x->where.n = kept;
    }
}

/* ---- changes told together ----------------------------------------------------------------- */

static void where_key(const struct comparing *c, const struct change *x, struct buf *b)
{
    const struct model *m = c->u[x->kind != CHANGE_LOSES]->m;
    for (uint32_t i = 0; i < x->where.n; i++)
        buf_fmt(b, "|%.*s %.*s", STR(m->functions.at.at[x->where.at[i].function].name),
                STR(m->services.at.at[x->where.at[i].service].name));
}

/* Who, for whom, where and how much: the same in either edition. */
static struct str power_key(const struct comparing *c, const struct change *x)
{
    const struct model *m = c->u[x->kind != CHANGE_LOSES]->m;
    struct buf b = buf_new(c->a);
    buf_fmt(&b, "%.*s|%.*s|%lld|%lld", STR(x->key), STR(m->populations.at[x->areas.at[0]].name),
            (long long)x->lo, (long long)x->hi);
    where_key(c, x, &b);
    return buf_str(&b);
}

/* Lost on these conditions, gained on those. */
static void pair(struct comparing *c)
{
    struct map lost = {0};
    uint32_t n = c->out.list.n, kept = 0;
    uint32_t *next = NEW_ARRAY(c->a, uint32_t, n + 1);
    bool *gone = NEW_ARRAY(c->a, bool, n + 1);
    for (uint32_t i = n; i-- > 0;) {
        gone[i] = false;
        if (c->out.list.at[i].kind != CHANGE_LOSES)
            continue;
        struct str key = power_key(c, &c->out.list.at[i]);
        next[i] = map_get(&lost, key);
        map_put(c->a, &lost, key, i);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct change *x = &c->out.list.at[i];
        if (x->kind != CHANGE_GAINS)
            continue;
        struct str key = power_key(c, x);
        uint32_t k = map_get(&lost, key);
        if (k == MAP_NONE)
            continue;
        map_put(c->a, &lost, key, next[k]);
        gone[k] = true;
        x->kind = CHANGE_TERMS;
        x->before = c->out.list.at[k].conditions;
    }
    for (uint32_t i = 0; i < n; i++)
        if (!gone[i])
            c->out.list.at[kept++] = c->out.list.at[i];
    c->out.list.n = kept;
}

static int by_lo(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    return x->lo != y->lo ? (x->lo > y->lo) - (x->lo < y->lo) : str_cmp(x->key, y->key);
}

/* Bands are cut where any limit of either edition lies: what changes alike on both sides of a cut
 * is one change. */
static void join_bands(struct comparing *c)
{
    struct map ends = {0};
    uint32_t kept = 0;
    if (c->out.list.n)
        qsort(c->out.list.at, c->out.list.n, sizeof c->out.list.at[0], by_lo);
    for (uint32_t i = 0; i < c->out.list.n; i++) {
        const struct change x = c->out.list.at[i];
        const struct model *m = c->u[x.kind != CHANGE_LOSES]->m;
        struct buf b = buf_new(c->a);
        buf_fmt(&b, "%d|%.*s|%.*s|%.*s|%.*s", (int)x.kind, STR(x.key), STR(x.conditions),
                STR(x.before), STR(m->populations.at[x.areas.at[0]].name));
        where_key(c, &x, &b);
        struct str key = buf_str(&b);
        uint32_t k = map_get(&ends, str_fmt(c->a, "%.*s|%lld", STR(key), (long long)x.lo - 1));
        if (k == MAP_NONE)
            c->out.list.at[k = kept++] = x;
        c->out.list.at[k].hi = x.hi;
        map_put(c->a, &ends, str_fmt(c->a, "%.*s|%lld", STR(key), (long long)x.hi), k);
    }
    c->out.list.n = kept;
}

static struct str alike_key(const struct comparing *c, const struct change *x)
{
    struct buf b = buf_new(c->a);
    buf_fmt(&b, "%d|%.*s|%.*s|%.*s|%lld|%lld", (int)x->kind, STR(x->decider), STR(x->conditions),
            STR(x->before), (long long)x->lo, (long long)x->hi);
    where_key(c, x, &b);
    return buf_str(&b);
}

/* Titles of the areas, which stand in the order of their numbers. One that changes with all
 * that lies under it, in both editions, stands for them. */
static struct str people(const struct comparing *c, const struct change *x)
{
    const struct model *m = c->u[x->kind != CHANGE_LOSES]->m;
    const struct model *other = c->u[x->kind == CHANGE_LOSES]->m;
    struct buf b = buf_new(c->a);
    VEC(struct str) told = {0};
    for (uint32_t i = 0; i < x->areas.n;) {
        const struct population *p = &m->populations.at[x->areas.at[i]];
        uint32_t under = 0, also = 0;
        for (id k = x->areas.at[i]; k < p->end; k++)
            under += model_find_population(other, m->populations.at[k].name) != NONE;
        while (i + also < x->areas.n && x->areas.at[i + also] < p->end)
            also++;
        *vec_push(c->a, &told) =
            under == also ? p->title : str_fmt(c->a, "%.*s as a whole", STR(p->title));
        i += under == also ? also : 1;
    }
    for (uint32_t i = 0; i < told.n; i++)
        buf_fmt(&b, "%s%.*s", !i ? "" : i + 1 < told.n ? ", " : " and ", STR(told.at[i]));
    return buf_str(&b);
}

/* Populations were compared in the order of the older edition. */
static void area_put(ids *areas, struct arena *a, id x)
{
    uint32_t k = areas->n;
    *vec_push(a, areas) = x;
    for (; k && areas->at[k - 1] > x; k--)
        areas->at[k] = areas->at[k - 1];
    areas->at[k] = x;
}

static void merge_areas(struct comparing *c)
{
    struct map alike = {0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->out.list.n; i++) {
        struct change *x = &c->out.list.at[i];
        struct str key = alike_key(c, x);
        uint32_t k = map_get(&alike, key);
        if (k != MAP_NONE) {
            area_put(&c->out.list.at[k].areas, c->a, x->areas.at[0]);
            continue;
        }
        map_put(c->a, &alike, key, kept);
        c->out.list.at[kept++] = *x;
    }
    c->out.list.n = kept;
    for (uint32_t i = 0; i < kept; i++)
        c->out.list.at[i].people = people(c, &c->out.list.at[i]);
}

static int by_decider(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    int c = str_cmp(x->decider, y->decider);
    if (!c)
        c = str_cmp(x->people, y->people);
    if (!c && x->kind != y->kind)
        c = x->kind < y->kind ? -1 : 1;
    if (!c && x->lo != y->lo)
        c = x->lo < y->lo ? -1 : 1;
    return c ? c : str_cmp(x->conditions, y->conditions);
}

struct changes authority_diff(const struct authority *older, const struct authority *newer,
                              struct arena *a)
{
    struct comparing c = {.u = {older, newer}, .a = a};
    for (id i = 0; i < older->m->populations.n; i++) {
        struct str name = older->m->populations.at[i].name;
        c.population[0] = i;
        c.population[1] = model_find_population(newer->m, name);
        if (c.population[1] == NONE)
            *vec_push(a, &c.out.populations_only_in_old) = name;
        else
            one_population(&c);
    }
    for (id i = 0; i < newer->m->populations.n; i++)
        if (model_find_population(older->m, newer->m->populations.at[i].name) == NONE)
            *vec_push(a, &c.out.populations_only_in_new) = newer->m->populations.at[i].name;
    topmost(&c);
    pair(&c);
    join_bands(&c);
    merge_areas(&c);
    if (c.out.list.n)
        qsort(c.out.list.at, c.out.list.n, sizeof c.out.list.at[0], by_decider);
    return c.out;
}
