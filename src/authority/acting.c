/* acting.c: who is there on a day, and who acts for what has ended. */
#include <string.h>

#include "authority/build.h"

/* ---- who is there on the day --------------------------------------------------------------- */

bool authority_alive(const struct authority *u, id body)
{
    return u->alive[body];
}

/* A body lives while it has not ended and something that it is part of lives. What it is
 * part of may come later in the list: in rounds, as deep as bodies may lie. */
static bool *who_lives(struct authority *u, date on)
{
    const struct model *m = u->m;
    bool changed = true, *alive = NEW_ARRAY(u->a, bool, m->bodies.n);
    for (int round = 0; changed && round <= LIMIT_DEPTH; round++) {
        changed = false;
        for (id i = 0; i < m->bodies.n; i++) {
            const struct body *b = &m->bodies.at[i];
            bool lives = b->parents.n == 0;
            if (alive[i] || !span_has(b->life, on))
                continue;
            for (uint32_t k = 0; k < b->parents.n; k++)
                lives = lives || alive[b->parents.at[k]];
            alive[i] = lives;
            changed = changed || lives;
        }
    }
    return alive;
}

/* ---- who acts ------------------------------------------------------------------------------ */

static literal begun_before(struct authority *u, date on)
{
    struct str day = date_long(u->a, on);
    struct atom a = {.kind = ATOM_BEGUN,
                     .before = on,
                     .key = str_fmt(u->a, "begun before %.*s", STR(date_iso(u->a, on))),
                     .text = str_fmt(u->a, "for matters begun before %.*s", STR(day))};
    return LITERAL_YES(authority_atom(u, a));
}

static bool same_areas(const ids *a, const ids *b)
{
    if (!a || !b)
        return a == b;
    return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, sizeof(id) * a->n) == 0);
}

/* For the people of both lists; NULL is everybody. */
const ids *areas_both(struct authority *u, const ids *a, const ids *b)
{
    if (!a || !b)
        return a ? a : b;
    ids *both = NEW(u->a, ids);
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++) {
            ids common = {0};
            areas_common(u, a->at[i], b->at[k], &common);
            for (uint32_t n = 0; n < common.n; n++)
                if (!literals_have(both->at, both->n, common.at[n]))
                    *vec_push(u->a, both) = common.at[n];
        }
    return both;
}

/* A body that has ended acts on as its successor; its committees and posts act on only
 * for matters begun before, where that was saved. */
static void forms_of(struct authority *u, id body, const ids *populations, forms *seen, forms *out)
{
    const struct model *m = u->m;
    for (uint32_t i = 0; i < seen->n; i++)
        if (seen->at[i].body == body && same_areas(seen->at[i].populations, populations))
            return;
    if (seen->n == LIMIT_ABOVE)
        return; /* bodies that pass to each other */
    *vec_push(u->a, seen) = (struct acting){body, populations, NONE};
    if (authority_alive(u, body)) {
        *vec_push(u->a, out) = (struct acting){body, populations, NONE};
        return;
    }
    const struct body *b = &m->bodies.at[body];
    for (uint32_t i = 0; i < m->successions.n; i++) {
        const struct succession *s = &m->successions.at[i];
        for (uint32_t k = 0; s->on <= u->on && k < s->passes.n; k++) {
            const struct pass *p = &s->passes.at[k];
            const ids *only = areas_both(u, p->populations.n ? &p->populations : NULL, populations);
            for (uint32_t j = 0; p->to != NONE && j < p->from.n; j++) {
                id from = p->from.at[j];
                if (from == body || (b->organ_of != NONE && b->organ_of == from))
                    forms_of(u, m->bodies.at[p->to].acts, only, seen, out);
                else if (b->owner == from && s->saving && u->on <= s->saving_until &&
                         u->lived[i][body] && span_has(b->life, u->on))
                    *vec_push(u->a, out) = (struct acting){body, only, begun_before(u, s->on)};
            }
        }
    }
}

/* Is everybody of `small` among those of `big`? */
static bool areas_within(const struct authority *u, const ids *small, const ids *big)
{
    if (!small || !big)
        return !big;
    for (uint32_t i = 0; i < small->n; i++) {
        bool there = false;
        for (uint32_t k = 0; k < big->n && !there; k++)
            there = model_covers(u->m, big->at[k], small->at[i]);
        if (!there)
            return false;
    }
    return true;
}

/* Without those that another one says too: each that is left multiplies the ways in which
 * several can decide together. */
static forms fewest(struct authority *u, const forms *all)
{
    forms out = {0};
    for (uint32_t i = 0; i < all->n; i++) {
        const struct acting *x = &all->at[i];
        bool said = false;
        for (uint32_t k = 0; k < all->n && !said; k++) {
            const struct acting *y = &all->at[k];
            said =
                k != i && y->body == x->body && (y->begun == x->begun || y->begun == NONE) &&
                areas_within(u, x->populations, y->populations) &&
                (k < i || y->begun != x->begun || !areas_within(u, y->populations, x->populations));
        }
        if (!said)
            *vec_push(u->a, &out) = *x;
    }
    return out;
}

forms authority_forms(struct authority *u, id body)
{
    forms seen = {0}, now = {0};
    if (authority_alive(u, body)) {
        *vec_push(u->a, &now) = (struct acting){body, NULL, NONE};
        return now;
    }
    forms_of(u, body, NULL, &seen, &now);
    return fewest(u, &now);
}

void authority_living(struct authority *u)
{
    u->alive = who_lives(u, u->on);
    u->lived = NEW_ARRAY(u->a, bool *, u->m->successions.n);
    for (uint32_t i = 0; i < u->m->successions.n; i++) /* the day before */
        if (u->m->successions.at[i].on <= u->on && u->m->successions.at[i].saving)
            u->lived[i] = who_lives(u, u->m->successions.at[i].on - 1);
}

/* ---- who acts together --------------------------------------------------------------------- */

static bool all_alive(const struct authority *u, const ids *bodies)
{
    for (uint32_t i = 0; i < bodies->n; i++)
        if (!authority_alive(u, bodies->at[i]))
            return false;
    return true;
}

/* The named, each as one body that acts for it; who acts for several is there several times. */
struct choosing {
    ids chosen;
    uint32_t absent;
    const ids *populations;
    ids when;
    forms absent_forms; /* who would act for the absent, where they do */
};
typedef VEC(struct choosing) choosings;

static struct choosing with_acting(struct authority *u, const struct choosing *x,
                                   const struct acting *by)
{
    struct choosing more = {.populations = areas_both(u, x->populations, by->populations),
                            .absent = x->absent,
                            .absent_forms = x->absent_forms};
    for (uint32_t i = 0; i < x->chosen.n; i++)
        *vec_push(u->a, &more.chosen) = x->chosen.at[i];
    for (uint32_t i = 0; i < x->when.n; i++)
        *vec_push(u->a, &more.when) = x->when.at[i];
    *vec_push(u->a, &more.chosen) = u->m->bodies.at[by->body].acts;
    literals_add(u->a, &more.when, by->begun);
    return more;
}

/* The way without a body that has ended: only where nobody acts for it. False: nowhere. */
static bool without_acting(struct authority *u, const struct alternative *named, const forms *now,
                           const struct choosing *x, struct choosing *out)
{
    *out = *x;
    out->absent++;
    out->absent_forms = (forms){0};
    for (uint32_t i = 0; i < x->absent_forms.n; i++)
        *vec_push(u->a, &out->absent_forms) = x->absent_forms.at[i];
    for (uint32_t i = 0; i < now->n; i++) {
        if (!now->at[i].populations && now->at[i].begun == NONE)
            return false;
        *vec_push(u->a, &out->absent_forms) = now->at[i];
    }
    return out->absent + named->need <= named->bodies.n;
}

enum { MOST_WAYS_TO_JOIN = 64, MOST_SPLITS = 6 };

static choosings choose_all(struct authority *u, const struct alternative *named)
{
    choosings ways = {0};
    *vec_push(u->a, &ways) = (struct choosing){0};
    for (uint32_t i = 0; i < named->bodies.n; i++) {
        forms now = authority_forms(u, named->bodies.at[i]);
        choosings more = {0};
        for (uint32_t w = 0; w < ways.n; w++) {
            struct choosing without;
            if (!authority_alive(u, named->bodies.at[i]) &&
                without_acting(u, named, &now, &ways.at[w], &without))
                *vec_push(u->a, &more) = without;
            for (uint32_t k = 0; k < now.n; k++)
                *vec_push(u->a, &more) = with_acting(u, &ways.at[w], &now.at[k]);
        }
        ways = more;
        if (ways.n > MOST_WAYS_TO_JOIN) {
            u->truncated = true;
            ways.n = MOST_WAYS_TO_JOIN;
        }
    }
    return ways;
}

static uint32_t times(const ids *list, id x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        n += list->at[i] == x;
    return n;
}

/* Who acts for several of them counts as so many: once with it, so that fewer others are needed,
 * and once without it. Beyond the most splits only with it: each doubles the ways. */
static void count_seats(struct authority *u, const struct choosing *x, uint32_t at, uint32_t need,
                        uint32_t splits, const struct joint *so_far, joints *out)
{
    if (at == x->chosen.n) {
        struct joint done = *so_far;
        done.need = need;
        if (need <= done.bodies.n)
            *vec_push(u->a, out) = done;
        return;
    }
    id body = x->chosen.at[at];
    uint32_t seats = times(&x->chosen, body);
    struct joint more = *so_far;
    for (uint32_t i = 0; i < at; i++)
        if (x->chosen.at[i] == body)
            seats = 0; /* counted before */
    if (seats == 1) {
        more.bodies = (ids){0};
        for (uint32_t i = 0; i < so_far->bodies.n; i++)
            *vec_push(u->a, &more.bodies) = so_far->bodies.at[i];
        *vec_push(u->a, &more.bodies) = body;
    }
    if (seats < 2 || splits < MOST_SPLITS)
        count_seats(u, x, at + 1, need, splits + (seats > 1), &more, out);
    else
        u->truncated = true;
    if (seats < 2)
        return;
    more.all = (ids){0};
    for (uint32_t i = 0; i < so_far->all.n; i++)
        *vec_push(u->a, &more.all) = so_far->all.at[i];
    *vec_push(u->a, &more.all) = body;
    count_seats(u, x, at + 1, need > seats ? need - seats : 0, splits + 1, &more, out);
}

joints authority_joint(struct authority *u, const struct alternative *named)
{
    joints out = {0};
    if (all_alive(u, &named->bodies)) {
        *vec_push(u->a, &out) = (struct joint){.bodies = named->bodies, .need = named->need};
        return out;
    }
    choosings ways = choose_all(u, named);
    for (uint32_t w = 0; w < ways.n; w++) {
        struct joint start = {.populations = ways.at[w].populations,
                              .when = ways.at[w].when,
                              .absent = ways.at[w].absent_forms};
        count_seats(u, &ways.at[w], 0, named->need, 0, &start, &out);
    }
    return out;
}
