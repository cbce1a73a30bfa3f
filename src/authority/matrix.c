/* matrix.c: all matters of one population at once.
 *
 * Functions that lie in the same boxes of all terms get the same answers, and so do
 * services: each class is asked once. The money axis is cut at every limit that occurs in
 * the class, and each band is asked at its lower edge, so the matrix says what
 * authority_who() says everywhere. */
#include <stdlib.h>
#include <string.h>

#include "authority/build.h"

struct collecting {
    const struct authority *u;
    struct arena *a;
    id population;
    VEC(const struct term *) terms; /* those whose population covers ours */
    VEC(struct box) boxes;          /* of terms and of what is taken out of them */
};

static void add_box(struct collecting *c, struct box b)
{
    if (b.population == NONE || model_covers(c->u->m, b.population, c->population))
        *vec_push(c->a, &c->boxes) = b;
}

static void add_exclusion(struct collecting *c, const struct exclusion *x)
{
    add_box(c, x->box);
    for (uint32_t i = 0; i < x->n_but; i++)
        add_exclusion(c, x->but[i]);
}

static void collect(struct collecting *c)
{
    const struct authority *u = c->u;
    for (id area = 0; area < u->m->populations.n; area++) {
        if (!model_covers(u->m, area, c->population))
            continue;
        for (uint32_t i = u->area_first[area]; i < u->area_first[area + 1]; i++) {
            const struct term *t = u->rows[i].t;
            *vec_push(c->a, &c->terms) = t;
            add_box(c, t->box);
            for (uint32_t k = 0; k < t->n_except; k++)
                add_exclusion(c, t->except[k]);
            for (uint32_t k = 0; k < u->lost[t->body].n; k++)
                add_exclusion(c, u->lost[t->body].at[k]);
        }
    }
}

/* Class of every node of a tree: which of the boxes it lies in. */
static uint32_t *classes(struct collecting *c, const struct tree *t, bool functions, ids *of_each)
{
    uint32_t *class = NEW_ARRAY(c->a, uint32_t, t->at.n);
    struct map seen = {0};
    ids roots = {0};
    for (uint32_t i = 0; i < c->boxes.n; i++) {
        id node = functions ? c->boxes.at[i].function : c->boxes.at[i].service;
        bool there = false;
        for (uint32_t k = 0; k < roots.n; k++)
            there = there || roots.at[k] == node;
        if (!there)
            *vec_push(c->a, &roots) = node;
    }
    for (id x = 0; x < t->at.n; x++) {
        char *bits = arena_alloc(c->a, roots.n / 8 + 2, 1);
        for (uint32_t k = 0; k < roots.n; k++)
            if (tree_covers(t, roots.at[k], x))
                bits[k / 8] |= (char)(1 << k % 8);
        struct str key = {bits, roots.n / 8 + 1};
        uint32_t known = map_get(&seen, key);
        if (known == MAP_NONE) {
            known = of_each->n;
            map_put(c->a, &seen, key, known);
            *vec_push(c->a, of_each) = x;
        }
        class[x] = known;
    }
    return class;
}

static int by_amount(const void *a, const void *b)
{
    pence x = *(const pence *)a, y = *(const pence *)b;
    return (x > y) - (x < y);
}

typedef VEC(pence) cuts;

static void cut(struct collecting *c, cuts *list, pence lo, pence hi)
{
    *vec_push(c->a, list) = lo;
    if (hi < PENCE_MAX)
        *vec_push(c->a, list) = hi + 1;
}

static void cut_exclusion(struct collecting *c, cuts *list, const struct exclusion *x)
{
    cut(c, list, x->lo, x->hi);
    for (uint32_t i = 0; i < x->n_but; i++)
        cut_exclusion(c, list, x->but[i]);
}

static cuts cut_points(struct collecting *c, id function, id service)
{
    const struct authority *u = c->u;
    cuts list = {0};
    *vec_push(c->a, &list) = PENCE_MIN;
    for (uint32_t i = 0; i < c->terms.n; i++) {
        const struct term *t = c->terms.at[i];
        if (!tree_covers(&u->m->functions, t->box.function, function) ||
            !tree_covers(&u->m->services, t->box.service, service))
            continue;
        cut(c, &list, t->lo, t->hi);
        for (uint32_t k = 0; k < t->n_except; k++)
            cut_exclusion(c, &list, t->except[k]);
        for (uint32_t k = 0; k < u->lost[t->body].n; k++)
            cut_exclusion(c, &list, u->lost[t->body].at[k]);
    }
    qsort(list.at, list.n, sizeof list.at[0], by_amount);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < list.n; i++)
        if (list.at[i] != list.at[kept - 1])
            list.at[kept++] = list.at[i];
    list.n = kept;
    return list;
}

static bool same_way(const struct answer *a, const struct way *x, const struct answer *b,
                     const struct way *y)
{
    return x->n_open == y->n_open && x->kinds == y->kinds &&
           (x->n_open == 0 ||
            memcmp(a->open.at + x->open, b->open.at + y->open, sizeof(literal) * x->n_open) == 0);
}

bool answers_same(const struct answer *a, const struct answer *b)
{
    if (a->choices.n != b->choices.n)
        return false;
    for (uint32_t i = 0; i < a->choices.n; i++) {
        const struct choice *x = &a->choices.at[i], *y = &b->choices.at[i];
        uint32_t v = x->first, w = y->first;
        if (x->party != y->party || x->may != y->may)
            return false;
        for (; v != NONE && w != NONE; v = a->ways.at[v].next, w = b->ways.at[w].next)
            if (!same_way(a, &a->ways.at[v], b, &b->ways.at[w]))
                return false;
        if (v != w)
            return false;
    }
    return true;
}

static struct cell ask(struct collecting *c, const struct matter *like, id function, id service)
{
    cuts points = cut_points(c, function, service);
    VEC(struct band) bands = {0};
    struct matter m = *like;
    m.function = function;
    m.service = service;
    for (uint32_t i = 0; i < points.n; i++) {
        struct answer x = answer_new(c->a);
        m.value = points.at[i];
        authority_who(c->u, &m, &x);
        pence hi = i + 1 < points.n ? points.at[i + 1] - 1 : PENCE_MAX;
        if (bands.n && answers_same(&bands.at[bands.n - 1].answer, &x))
            bands.at[bands.n - 1].hi = hi;
        else
            *vec_push(c->a, &bands) = (struct band){points.at[i], hi, x};
    }
    return (struct cell){bands.at, bands.n};
}

struct matrix authority_matrix(const struct authority *u, struct arena *a,
                               const struct matter *like)
{
    struct collecting c = {.u = u, .a = a, .population = like->populations.at[0]};
    struct matrix x = {.population = c.population};
    ids functions = {0}, services = {0};
    collect(&c);
    x.function_class = classes(&c, &u->m->functions, true, &functions);
    x.service_class = classes(&c, &u->m->services, false, &services);
    x.services = services.n;
    x.cells = NEW_ARRAY(a, struct cell, (size_t)functions.n * services.n);
    for (uint32_t i = 0; i < functions.n; i++)
        for (uint32_t k = 0; k < services.n; k++)
            x.cells[i * services.n + k] = ask(&c, like, functions.at[i], services.at[k]);
    return x;
}
