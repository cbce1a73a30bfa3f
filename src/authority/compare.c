/* compare.c: one structure over a list of matters. */
#include "authority/compare.h"

static id proposer_near(const struct authority *u, id area)
{
    const struct model *m = u->m;
    id best = NONE;
    for (uint32_t i = 0; i < m->proposers.n; i++) {
        id b = m->proposers.at[i], p = m->bodies.at[b].population;
        if (p != NONE && model_covers(m, p, area) &&
            (best == NONE ||
             m->populations.at[p].depth > m->populations.at[m->bodies.at[best].population].depth))
            best = b;
    }
    return best;
}

static bool contracts(const struct model *m, id function)
{
    id above = tree_find(&m->functions, S("procure-and-contract"));
    return above != NONE && tree_covers(&m->functions, above, function);
}

/* Provider seats that vote, with no rule that makes them leave for this. */
static bool conflicted(const struct model *m, id body, id function)
{
    const struct body *b = &m->bodies.at[body];
    uint32_t providers = 0;
    for (uint32_t i = 0; i < b->seats.n; i++) {
        const struct seat *s = &b->seats.at[i];
        bool provider = s->kind != NONE && (m->kinds.at[s->kind].flags & KIND_PROVIDER);
        for (uint32_t k = 0; k < s->from.n; k++)
            provider =
                provider || (m->kinds.at[m->bodies.at[s->from.at[k]].kind].flags & KIND_PROVIDER);
        providers += provider && s->voting;
    }
    for (uint32_t i = 0; i < b->conflicts.n; i++)
        for (uint32_t k = 0; k < b->conflicts.at[i].on.in.n; k++)
            if (tree_covers(&m->functions, b->conflicts.at[i].on.in.at[k].function, function))
                return false;
    return providers > 0;
}

/* A post of an organisation is below the organ that governs it. */
static bool part_of(const struct model *m, id below, id above)
{
    id house = m->bodies.at[above].organ_of;
    return model_body_within(m, below, above) ||
           (house != NONE && model_body_within(m, below, house));
}

struct judged compare_matter(const struct authority *u, struct arena *a,
                             const struct listed_matter *x)
{
    const struct model *m = u->m;
    struct judged j = {0};
    struct matter q = matter_new();
    struct answer answer = answer_new(a);
    q.function = x->function;
    q.service = x->service;
    q.value = x->value;
    q.kinds = x->kinds;
    q.scope = SCOPE_USUAL;
    for (uint32_t i = 0; i < x->populations.n; i++)
        *vec_push(a, &q.populations) = x->populations.at[i];
    if (!q.populations.n)
        return j;
    authority_who(u, &q, &answer);
    if (!answer.choices.n)
        return j;
    const struct choice *c = &answer.choices.at[0]; /* the nearest, with or without conditions */
    id lead = answer.ways.at[c->first].term->body;
    j.decided = true;
    j.may = c->may;
    j.decider = c->party->title;
    id area = answer_area(u, &answer, c);
    j.level = m->populations.at[area != NONE ? area : c->population].level;
    j.conflict = contracts(m, x->function) && conflicted(m, lead, x->function);
    for (uint32_t i = 0; i < answer.choices.n; i++) {
        const struct choice *d = &answer.choices.at[i];
        id other = answer.ways.at[d->first].term->body;
        j.overlap = j.overlap || (d != c && d->depth == c->depth && d->may && c->may &&
                                  !part_of(m, lead, other) && !part_of(m, other, lead));
    }
    id proposer = proposer_near(u, q.populations.at[0]);
    if (proposer == NONE)
        proposer = lead;
    struct decision_route way = authority_route(u, a, proposer, &q);
    j.layers = way.layers;
    for (uint32_t i = 0; i < way.steps.n; i++)
        j.touched += way.steps.at[i].part != PART_STEP;
    return j;
}

void compare_add(struct weighed *w, const struct judged *j, const struct listed_matter *x)
{
    w->matters++;
    w->nobody += !j->decided;
    w->overlaps += j->overlap;
    w->conflicts += j->conflict;
    if (x->value > 0)
        w->money += x->value;
    if (!j->decided)
        return;
    w->decided++;
    w->layers += j->layers;
    if (j->level >= LEVEL_PLACE) {
        w->at_place++;
        w->money_at_place += x->value > 0 ? x->value : 0;
    }
}

void compare_load(const struct authority *u, struct weighed *w)
{
    const struct model *m = u->m;
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        bool person = m->kinds.at[b->kind].flags & KIND_PERSON;
        if (person || b->whole != NONE || !authority_alive(u, i) ||
            !(b->seats.n || b->has_terms || b->meets.n))
            continue;
        w->bodies++;
        w->in_public += b->meets_in_public;
        for (uint32_t k = 0; k < b->seats.n; k++)
            w->seats += b->seats.at[k].count ? b->seats.at[k].count : 1;
    }
}
