/* check_doubles.c: the same power held by two bodies, the same advice given by several. */
#include <stdlib.h>

#include "checks/checker.h"

/* ---- R121, R122 ---------------------------------------------------------------------------- */

static bool collaborative(const struct model *m, id body)
{
    return body_is_a(m, body, S("provider-collaborative"));
}

static bool place_body(const struct model *m, id body)
{
    id area = m->bodies.at[body].population;
    return area != NONE && m->populations.at[area].level == LEVEL_PLACE && !collaborative(m, body);
}

/* Does the power of t come by way of this body? */
static bool by_way_of(const struct term *t, id body)
{
    for (; t; t = t->via)
        if (t->body == body)
            return true;
    return false;
}

/* Boards hold what they delegate, cabinets all that their council does, and persons act within
 * what their committees hold: none of them is a second holder. */
static bool counts(const struct powers *p, const struct term *t)
{
    const struct body *b = &p->m->bodies.at[t->body];
    return t->grant != NONE && t->n_when == 0 && !check_in_general(p, t) && b->organ_of == NONE &&
           b->whole == NONE && !(p->m->kinds.at[b->kind].flags & (KIND_PERSON | KIND_STATUTORY)) &&
           t->party->groups.at[0].bodies.n == 1;
}

static bool related(const struct powers *p, const struct term *a, const struct term *b)
{
    return a->body == b->body || a->grant == b->grant || by_way_of(a, b->body) ||
           by_way_of(b, a->body) || model_body_within(p->m, a->body, b->body) ||
           model_body_within(p->m, b->body, a->body);
}

static bool lost(const struct powers *p, const struct term *t, struct box box, pence lo, pence hi)
{
    const exclusion_list *x = &p->u->lost[t->body];
    return check_taken_out(p->m, box, lo, hi, t->except, t->n_except) ||
           check_taken_out(p->m, box, lo, hi, x->at, x->n);
}

static bool overlap(const struct powers *p, const struct term *a, const struct term *b,
                    struct box *common, pence *lo, pence *hi)
{
    *lo = a->lo;
    *hi = a->hi;
    if (!(a->kinds & b->kinds) || !range_and(lo, hi, b->lo, b->hi) ||
        !box_meets(p->m, a->box, b->box))
        return false;
    *common = check_common(p->m, a->box, b->box);
    return !lost(p, a, *common, *lo, *hi) && !lost(p, b, *common, *lo, *hi);
}

struct pair { /* two bodies and what both hold */
    const struct term *a, *b;
    str_list words;
    pence lo, hi;
    bool mixed; /* a place and a collaborative */
};

struct pairs {
    struct map of; /* names of both: index */
    VEC(struct pair) at;
};

static void meet(struct powers *p, struct pairs *all, const struct term *a, const struct term *b)
{
    const struct model *m = p->m;
    bool mixed = (place_body(m, a->body) && collaborative(m, b->body)) ||
                 (place_body(m, b->body) && collaborative(m, a->body));
    struct box common;
    pence lo, hi;
    if (related(p, a, b) || (!mixed && a->box.population != b->box.population) ||
        !overlap(p, a, b, &common, &lo, &hi))
        return;
    struct pos x = m->grants.at[a->grant].pos, y = m->grants.at[b->grant].pos;
    if (x.file > y.file || (x.file == y.file && x.offset > y.offset)) {
        const struct term *swap = a;
        a = b;
        b = swap;
    }
    struct str key = str_fmt(p->a, "%u %u", a->body, b->body);
    uint32_t i = map_get(&all->of, key);
    if (i == MAP_NONE) {
        i = all->at.n;
        map_put(p->a, &all->of, key, i);
        *vec_push(p->a, &all->at) =
            (struct pair){.a = a, .b = b, .lo = lo, .hi = hi, .mixed = mixed};
    }
    struct pair *pair = &all->at.at[i];
    struct str word = check_box_title(p, common);
    for (uint32_t k = 0; k < pair->words.n; k++)
        if (str_eq(pair->words.at[k], word))
            return;
    *vec_push(p->a, &pair->words) = word;
}

static void say_pair(struct powers *p, const struct pair *x)
{
    const struct model *m = p->m;
    const struct grant *first = &m->grants.at[x->a->grant], *second = &m->grants.at[x->b->grant];
    id area = model_covers(m, x->a->box.population, x->b->box.population) ? x->b->box.population
                                                                          : x->a->box.population;
    struct str range = x->lo == PENCE_MIN && x->hi == PENCE_MAX
                           ? S("")
                           : str_fmt(p->a, ", %.*s", STR(range_text(p->a, x->lo, x->hi)));
    struct finding *y =
        check_say(p->c, x->mixed ? "R122" : "R121", S(""), second->pos, x->b->body,
                  "%.*s and %.*s both decide %.*s for %.*s%.*s", STR(body_title(m, x->a->body)),
                  STR(body_title(m, x->b->body)), STR(check_words(p->a, &x->words, 3)),
                  STR(m->populations.at[area].title), STR(range));
    if (!y)
        return;
    y->other = first->pos;
    y->other_message = S("the other is given it here");
    y->mend = S("give it to one of them, or divide it by service, people or amount");
}

static int by_area(const void *pa, const void *pb)
{
    const struct term *a = *(const struct term *const *)pa, *b = *(const struct term *const *)pb;
    if (a->box.population != b->box.population)
        return a->box.population < b->box.population ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static void powers_twice(struct powers *p)
{
    const struct model *m = p->m;
    VEC(const struct term *) all = {0}, shared = {0};
    struct pairs pairs = {0};
    for (uint32_t i = 0; i < p->u->terms.n; i++) {
        const struct term *t = p->u->terms.at[i];
        if (!counts(p, t))
            continue;
        *vec_push(p->a, &all) = t;
        if (collaborative(m, t->body))
            *vec_push(p->a, &shared) = t;
    }
    if (all.n)
        qsort(all.at, all.n, sizeof all.at[0], by_area);
    for (uint32_t i = 0; i < all.n; i++) {
        for (uint32_t k = i + 1;
             k < all.n && all.at[k]->box.population == all.at[i]->box.population; k++)
            meet(p, &pairs, all.at[i], all.at[k]);
        for (uint32_t k = 0; k < shared.n && place_body(m, all.at[i]->body); k++)
            if (shared.at[k]->box.population != all.at[i]->box.population)
                meet(p, &pairs, all.at[i], shared.at[k]);
    }
    for (uint32_t i = 0; i < pairs.at.n; i++)
        say_pair(p, &pairs.at.at[i]);
}

/* ---- R142 ---------------------------------------------------------------------------------- */

/* Who gives what to whom, on which conditions and from which amount on: all but the upper limit
 * and the paper. */
static struct str but_for_limit(const struct powers *p, const struct edge *e)
{
    const struct grant *g = &p->m->grants.at[e->grant];
    struct buf b = buf_new(p->a);
    buf_fmt(&b, "%u>%u,%u:%u.%u.%u %u %lld", e->from, e->to, e->need, e->box.function,
            e->box.service, e->box.population, e->kinds, (long long)e->lo);
    for (uint32_t i = 0; i < e->together.n; i++)
        buf_fmt(&b, "+%u", e->together.at[i]);
    for (uint32_t i = 0; i < e->n_when; i++)
        buf_fmt(&b, "?%u", e->when[i]);
    for (uint32_t i = 0; i < g->limits.n; i++)
        if (g->limits.at[i].measured.n)
            buf_fmt(&b, "=%.*s", STR(g->limits.at[i].measured));
    return buf_str(&b);
}

static void say_limits(struct powers *p, const struct edge *a, const struct edge *b)
{
    const struct model *m = p->m;
    struct pos x = m->grants.at[a->grant].pos, y = m->grants.at[b->grant].pos;
    if (x.file > y.file || (x.file == y.file && x.offset > y.offset)) {
        const struct edge *swap = a;
        a = b;
        b = swap;
    }
    struct finding *f =
        check_say(p->c, "R142", S(""), m->grants.at[b->grant].pos, b->to,
                  "%.*s may decide %.*s %.*s by one line and %.*s by another; both stand, so the "
                  "lower limit limits nothing",
                  STR(body_title(m, b->to)), STR(check_box_title(p, b->box)),
                  STR(range_text(p->a, a->lo, a->hi)), STR(range_text(p->a, b->lo, b->hi)));
    if (!f)
        return;
    f->other = m->grants.at[a->grant].pos;
    f->other_message = S("the other limit stands here");
    f->mend =
        S("keep one of them, or say in each when it holds: if, unless, of SERVICE, for PLACE");
}

static void limits_twice(struct powers *p)
{
    struct map seen = {0};
    for (uint32_t i = 0; i < p->u->edges.n; i++) {
        const struct edge *e = &p->u->edges.at[i];
        const struct grant *g = &p->m->grants.at[e->grant];
        if (g->deputising || g->residual || !e->box.function)
            continue;
        struct str key = but_for_limit(p, e);
        uint32_t k = map_get(&seen, key);
        if (k == MAP_NONE)
            map_put(p->a, &seen, key, i);
        else if (p->u->edges.at[k].hi != e->hi)
            say_limits(p, &p->u->edges.at[k], e);
    }
}

/* ---- R123 ---------------------------------------------------------------------------------- */

static struct box advised_on(const struct model *m, const struct advice *x, uint32_t i)
{
    struct box box = x->on.in.at[i];
    if (box.population == NONE)
        box.population = m->bodies.at[x->from].population;
    return box;
}

static bool same_advice(const struct powers *p, const struct advice *a, const struct advice *b,
                        struct box *common)
{
    const struct model *m = p->m;
    if (model_body_within(m, a->from, b->from) || model_body_within(m, b->from, a->from))
        return false;
    for (uint32_t i = 0; i < a->on.in.n; i++)
        for (uint32_t k = 0; k < b->on.in.n; k++) {
            struct box x = advised_on(m, a, i), y = advised_on(m, b, k);
            if (check_areas_meet(m, x.population, y.population) && box_meets(m, x, y)) {
                *common = check_common(m, x, y);
                return true;
            }
        }
    return false;
}

struct advised { /* one decider and all that advise it */
    ids advices;
};

static void say_advice(struct powers *p, id to, const ids *advices)
{
    const struct model *m = p->m;
    ids who = {0};
    str_list words = {0};
    const struct advice *first = NULL, *second = NULL;
    for (uint32_t i = 0; i < advices->n; i++)
        for (uint32_t k = i + 1; k < advices->n; k++) {
            const struct advice *a = &m->advices.at[advices->at[i]],
                                *b = &m->advices.at[advices->at[k]];
            struct box common;
            if (a->from == b->from || !same_advice(p, a, b, &common))
                continue;
            first = first ? first : a;
            second = second ? second : b;
            if (!ids_have(&who, a->from))
                *vec_push(p->a, &who) = a->from;
            if (!ids_have(&who, b->from))
                *vec_push(p->a, &who) = b->from;
            struct str word = check_box_title(p, common);
            bool there = false;
            for (uint32_t w = 0; w < words.n; w++)
                there = there || str_eq(words.at[w], word);
            if (!there)
                *vec_push(p->a, &words) = word;
        }
    if (!first)
        return;
    struct finding *x =
        check_say(p->c, "R123", S(""), second->pos, to, "%.*s %s advise %.*s on %.*s",
                  STR(check_titles(p->c, &who, 5)), who.n == 2 ? "both" : "all",
                  STR(body_title(m, to)), STR(check_words(p->a, &words, 3)));
    if (!x)
        return;
    x->other = first->pos;
    x->other_message = S("the first of them does here");
    x->mend = S("let one of them advise, or divide the matter between them");
}

static void advice_twice(struct powers *p)
{
    const struct model *m = p->m;
    struct advised *of = NEW_ARRAY(p->a, struct advised, m->bodies.n);
    for (uint32_t i = 0; i < m->advices.n; i++) {
        const struct advice *x = &m->advices.at[i];
        if (span_has(x->life, p->u->on) && authority_alive(p->u, x->from) &&
            authority_alive(p->u, x->to))
            *vec_push(p->a, &of[m->bodies.at[x->to].acts].advices) = i;
    }
    for (uint32_t r = 0; r < m->by_rank.n; r++)
        if (of[m->by_rank.at[r]].advices.n > 1)
            say_advice(p, m->by_rank.at[r], &of[m->by_rank.at[r]].advices);
}

void check_doubles(struct powers *p)
{
    powers_twice(p);
    limits_twice(p);
    advice_twice(p);
}
