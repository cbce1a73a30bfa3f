/* diff.c: the matrices of two editions held against each other.
 *
 * Both are cut into the same bands; in each band the deciders of one that the other does
 * not have, with the same conditions, are changes. A change that covers a whole subtree is
 * told once, at its top. */
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
    return buf_str(&b);
}

static bool has(const struct comparing *c, int side, struct str decider, struct str text)
{
    const struct answer *x = c->answer[side];
    for (uint32_t i = 0; i < x->choices.n; i++) {
        if (!str_eq(x->choices.at[i].party->title, decider))
            continue;
        for (uint32_t w = x->choices.at[i].first; w != NONE; w = x->ways.at[w].next)
            if (str_eq(conditions(c, side, &x->ways.at[w]), text))
                return true;
    }
    return false;
}

static struct str cell_key(struct arena *a, id f, id s)
{
    return str_fmt(a, "%u/%u", f, s);
}

static void record(struct comparing *c, int side, struct str decider, struct str text)
{
    const struct model *m = c->u[side]->m;
    struct str area = m->populations.at[c->population[side]].title;
    struct str key = str_fmt(c->a, "%d|%.*s|%.*s|%.*s|%lld|%lld", side, STR(decider), STR(text),
                             STR(area), (long long)c->lo, (long long)c->hi);
    uint32_t i = map_get(&c->seen, key);
    if (i == MAP_NONE) {
        i = c->out.list.n;
        map_put(c->a, &c->seen, key, i);
        *vec_push(c->a, &c->out.list) = (struct change){.gained = side == 1,
                                                        .decider = decider,
                                                        .population = area,
                                                        .conditions = text,
                                                        .lo = c->lo,
                                                        .hi = c->hi};
        *vec_push(c->a, &c->cells) = (struct map){0};
    }
    struct box at = {c->function[side], c->service[side], c->population[side]};
    map_put(c->a, &c->cells.at[i], cell_key(c->a, at.function, at.service),
            c->out.list.at[i].where.n);
    *vec_push(c->a, &c->out.list.at[i].where) = at;
}

static void one_band(struct comparing *c)
{
    for (int side = 0; side < 2; side++) {
        const struct answer *x = c->answer[side];
        for (uint32_t i = 0; i < x->choices.n; i++)
            for (uint32_t w = x->choices.at[i].first; w != NONE; w = x->ways.at[w].next) {
                struct str decider = x->choices.at[i].party->title;
                struct str text = conditions(c, side, &x->ways.at[w]);
                if (!has(c, !side, decider, text))
                    record(c, side, decider, text);
            }
    }
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
}

/* Keep only cells whose parents, in function and in service, do not change alike. */
static void topmost(struct comparing *c)
{
    for (uint32_t i = 0; i < c->out.list.n; i++) {
        struct change *x = &c->out.list.at[i];
        const struct model *m = c->u[x->gained]->m;
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

static int by_decider(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    int c = str_cmp(x->decider, y->decider);
    if (!c)
        c = str_cmp(x->population, y->population);
    if (!c && x->gained != y->gained)
        c = x->gained ? 1 : -1;
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
    if (c.out.list.n)
        qsort(c.out.list.at, c.out.list.n, sizeof c.out.list.at[0], by_decider);
    return c.out;
}
