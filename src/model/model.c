/* model.c: what is asked of a model: names, and what lies within what. */
#include <string.h>

#include "model/model.h"

const char *const level_names[] = {"nation", "system", "place", "neighbourhood", "group"};
const char *const axis_names[] = {"value", "year", "month",     "week",      "day",
                                  "hour",  "head", "aggregate", "whole-life"};
const char *const line_names[] = {"statute", "contract",    "election", "peers",
                                  "custom",  "appointment", "not said"};

/* ---- by name ------------------------------------------------------------------------------- */

id tree_find(const struct tree *t, struct str name)
{
    return map_get(&t->names, name);
}

id model_find_population(const struct model *m, struct str name)
{
    return map_get(&m->population_names, name);
}

id model_find_body(const struct model *m, struct str name, id handbook)
{
    id b = map_get(&m->body_names, name);
    if (b != NONE || handbook == NONE || m->handbooks.at[handbook].of == NONE)
        return b;
    struct str of = m->bodies.at[m->handbooks.at[handbook].of].name;
    char path[2 * LIMIT_TOKEN_BYTES + 2];
    if (of.n + name.n + 1 > sizeof path)
        return NONE;
    memcpy(path, of.p, of.n);
    path[of.n] = '.';
    memcpy(path + of.n + 1, name.p, name.n);
    return map_get(&m->body_names, (struct str){path, of.n + 1 + name.n});
}

/* ---- populations and boxes ----------------------------------------------------------------- */

struct span handbook_life(const struct model *m, const struct handbook *h)
{
    return h->law == NONE ? h->life : span_and(h->life, m->laws.at[h->law].life);
}

struct area_index area_index_new(struct arena *a, const struct model *m, const struct of_area *list,
                                 uint32_t n)
{
    uint32_t areas = m->populations.n, sum = 0;
    struct area_index x = {NEW_ARRAY(a, uint32_t, areas + 3), NEW_ARRAY(a, id, n + 1), areas};
    for (uint32_t i = 0; i < n; i++)
        x.first[(list[i].population == NONE ? areas : list[i].population) + 2]++;
    for (uint32_t i = 0; i < areas + 3; i++) {
        sum += x.first[i];
        x.first[i] = sum;
    }
    for (uint32_t i = 0; i < n; i++) {
        id area = list[i].population == NONE ? areas : list[i].population;
        x.things[x.first[area + 1]++] = list[i].thing;
    }
    return x;
}

const id *area_things(const struct area_index *x, id population, uint32_t *n)
{
    id area = population == NONE ? x->areas : population;
    *n = x->first[area + 1] - x->first[area];
    return x->things + x->first[area];
}

static void put_things(struct arena *a, const struct area_index *x, id population, ids *out)
{
    uint32_t n;
    const id *things = area_things(x, population, &n);
    for (uint32_t i = 0; i < n; i++)
        *vec_push(a, out) = things[i];
}

void area_things_covering(struct arena *a, const struct model *m, const struct area_index *x,
                          id population, ids *out)
{
    const ids *above = &m->populations.at[population].above;
    for (id p = population; p != NONE; p = m->populations.at[p].parent)
        put_things(a, x, p, out);
    for (uint32_t i = 0; i < above->n; i++)
        put_things(a, x, above->at[i], out);
    put_things(a, x, NONE, out);
}

bool model_covers(const struct model *m, id above, id below)
{
    if (above <= below && below < m->populations.at[above].end)
        return true;
    return ids_have(&m->populations.at[below].above, above);
}

bool area_covers(const struct model *m, id above, id below)
{
    return above == NONE || (below != NONE && model_covers(m, above, below));
}

static bool tree_meets(const struct tree *t, id a, id b)
{
    return tree_covers(t, a, b) || tree_covers(t, b, a);
}

bool box_meets(const struct model *m, struct box a, struct box b)
{
    if (!tree_meets(&m->functions, a.function, b.function) ||
        !tree_meets(&m->services, a.service, b.service))
        return false;
    if (area_covers(m, a.population, b.population) || area_covers(m, b.population, a.population))
        return true;
    if (!m->shared_populations)
        return false;
    for (id p = a.population; p < m->populations.at[a.population].end; p++)
        if (model_covers(m, b.population, p))
            return true;
    for (id p = b.population; p < m->populations.at[b.population].end; p++)
        if (model_covers(m, a.population, p))
            return true;
    return false;
}

bool box_covers(const struct model *m, struct box a, struct box b)
{
    return tree_covers(&m->functions, a.function, b.function) &&
           tree_covers(&m->services, a.service, b.service) &&
           area_covers(m, a.population, b.population);
}

/* ---- bodies -------------------------------------------------------------------------------- */

uint32_t model_above(const struct model *m, id body, id *out)
{
    uint32_t n = 1;
    out[0] = body;
    for (uint32_t at = 0; at < n; at++) {
        const struct body *b = &m->bodies.at[out[at]];
        for (uint32_t i = 0; i <= b->parents.n; i++) {
            id p = i < b->parents.n ? b->parents.at[i] : b->organ_of;
            bool there = p == NONE;
            for (uint32_t k = 0; k < n && !there; k++)
                there = out[k] == p;
            if (!there && n < LIMIT_ABOVE)
                out[n++] = p;
        }
    }
    return n;
}

bool model_body_within(const struct model *m, id below, id above)
{
    id list[LIMIT_ABOVE];
    if (below == above)
        return true;
    uint32_t n = model_above(m, below, list);
    for (uint32_t i = 1; i < n; i++)
        if (list[i] == above)
            return true;
    return false;
}

struct str body_title(const struct model *m, id body)
{
    return m->bodies.at[body].title;
}

bool body_has_class(const struct model *m, id body, struct str class)
{
    const struct body *b = &m->bodies.at[body];
    for (uint32_t i = 0; i < b->classes.n; i++)
        if (str_eq(m->roles.at[b->classes.at[i]].name, class))
            return true;
    return false;
}

bool body_is_a(const struct model *m, id body, struct str word)
{
    return str_eq(m->kinds.at[m->bodies.at[body].kind].name, word) || body_has_class(m, body, word);
}

id body_legal_kind(const struct model *m, id body)
{
    const struct body *b = &m->bodies.at[body];
    return b->organ_of != NONE ? m->bodies.at[b->organ_of].kind : b->kind;
}
