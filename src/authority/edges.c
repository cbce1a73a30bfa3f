/* edges.c: delegations as written to what each of them can carry on one day: one edge a
 * decider and box, with its own amounts, conditions and exclusions. Whether the holder
 * holds the power at all is settled in close.c. */
#include <string.h>

#include "authority/build.h"

/* ---- conditions ---------------------------------------------------------------------------- */

static void add_agreement_of(struct authority *u, ids *set, id body)
{
    const struct body *b = &u->m->bodies.at[body];
    struct atom a = {.kind = ATOM_AGREED,
                     .need = 1,
                     .text = b->title,
                     .key = str_fmt(u->a, "agreement of %.*s", STR(b->name))};
    *vec_push(u->a, &a.bodies) = body;
    literals_add(u->a, set, LITERAL_YES(authority_atom(u, a)));
}

/* The agreement of those who act together besides `lead`. */
static void add_agreement(struct authority *u, ids *set, const struct joint *who, id lead)
{
    ids others = {0};
    for (uint32_t i = 0; i < who->all.n; i++)
        if (who->all.at[i] != lead)
            add_agreement_of(u, set, who->all.at[i]);
    for (uint32_t i = 0; i < who->bodies.n; i++)
        if (who->bodies.at[i] != lead)
            *vec_push(u->a, &others) = who->bodies.at[i];
    bool lead_is_one = others.n < who->bodies.n;
    uint32_t more = who->need - (lead_is_one && who->need ? 1 : 0);
    if (!more)
        return;
    if (more >= others.n) {
        for (uint32_t i = 0; i < others.n; i++)
            add_agreement_of(u, set, others.at[i]);
        return;
    }
    struct atom a = {.kind = ATOM_AGREED, .need = more, .bodies = others};
    struct buf key = buf_new(u->a), text = buf_new(u->a);
    for (uint32_t i = 0; i < others.n; i++) { /* by name: the key must not follow the text */
        for (uint32_t k = i;
             k && u->m->bodies.at[others.at[k]].rank < u->m->bodies.at[others.at[k - 1]].rank;
             k--) {
            id swap = others.at[k];
            others.at[k] = others.at[k - 1];
            others.at[k - 1] = swap;
        }
    }
    for (uint32_t i = 0; i < others.n; i++) {
        buf_fmt(&key, "%s%.*s", i ? ", " : "", STR(u->m->bodies.at[others.at[i]].name));
        buf_fmt(&text, "%s%.*s", i ? ", " : "", STR(u->m->bodies.at[others.at[i]].title));
    }
    a.key = str_fmt(u->a, "agreement of %u of %.*s", more, STR(buf_str(&key)));
    a.text = str_fmt(u->a, "%u of %.*s", more, STR(buf_str(&text)));
    literals_add(u->a, set, LITERAL_YES(authority_atom(u, a)));
}

/* ---- exclusions ---------------------------------------------------------------------------- */

static void exclude_ranges(struct authority *u, struct exclusion x, const struct ranges *r,
                           const ids *when, exclusion_list *out)
{
    for (uint32_t i = 0; i < r->n; i++) {
        ids all = {0};
        for (uint32_t k = 0; when && k < when->n; k++)
            literals_add(u->a, &all, when->at[k]);
        for (uint32_t k = 0; k < r->at[i].n; k++)
            literals_add(u->a, &all, r->at[i].when[k]);
        if (literals_clash(&all))
            continue;
        struct exclusion *e = NEW(u->a, struct exclusion);
        *e = x;
        e->lo = r->at[i].lo;
        e->hi = r->at[i].hi;
        e->when = all.at;
        e->n_when = all.n;
        *vec_push(u->a, out) = e;
    }
}

/* What the owner of a reservation and those above have kept, as exclusions: computed once
 * a reservation, shared by all edges that it meets. */
struct reserved {
    exclusion_list *of;     /* per reservation */
    uint32_t *first, *next; /* reservations of each owner */
};

static struct reserved reserve_all(struct authority *u)
{
    const struct model *m = u->m;
    struct reserved r = {.of = NEW_ARRAY(u->a, exclusion_list, m->reservations.n),
                         .first = NEW_ARRAY(u->a, uint32_t, m->bodies.n),
                         .next = NEW_ARRAY(u->a, uint32_t, m->reservations.n)};
    memset(r.first, 0xff, sizeof(uint32_t) * m->bodies.n);
    for (id i = 0; i < m->reservations.n; i++) {
        const struct reservation *v = &m->reservations.at[i];
        struct ranges ranges;
        ids when = {0};
        if (!span_has(v->life, u->on))
            continue;
        authority_ranges(u, &v->limits, m->bodies.at[v->owner].population, &ranges);
        for (uint32_t k = 0; k < v->when.n; k++)
            *vec_push(u->a, &when) = v->when.at[k];
        exclusion_list but = {0};
        for (uint32_t k = 0; k < v->what.except.n; k++) {
            struct exclusion *y = NEW(u->a, struct exclusion);
            *y = (struct exclusion){.box = v->what.except.at[k],
                                    .kinds = MONEY_ALL,
                                    .hi = PENCE_MAX,
                                    .grant = NONE,
                                    .reservation = i};
            *vec_push(u->a, &but) = y;
        }
        for (uint32_t k = 0; k < v->what.in.n; k++) {
            struct exclusion x = {.box = v->what.in.at[k],
                                  .kinds = v->kinds,
                                  .grant = NONE,
                                  .reservation = i,
                                  .but = but.at,
                                  .n_but = but.n};
            exclude_ranges(u, x, &ranges, &when, &r.of[i]);
        }
        r.next[i] = r.first[v->owner];
        r.first[v->owner] = i;
    }
    return r;
}

static void reserved_from(struct authority *u, const struct reserved *r, id holder, struct box box,
                          exclusion_list *out)
{
    id above[LIMIT_ABOVE];
    uint32_t n = model_above(u->m, holder, above);
    for (uint32_t at = 0; at < n; at++) {
        id owner = u->m->bodies.at[above[at]].acts; /* what is of the ICB is below its board */
        bool again = false;
        for (uint32_t k = 0; k < at && !again; k++)
            again = u->m->bodies.at[above[k]].acts == owner;
        if (again)
            continue;
        for (uint32_t i = r->first[owner]; i != NONE; i = r->next[i])
            for (uint32_t k = 0; k < r->of[i].n; k++)
                if (box_meets(u->m, r->of[i].at[k]->box, box))
                    *vec_push(u->a, out) = r->of[i].at[k];
    }
}

/* ---- edges --------------------------------------------------------------------------------- */

static uint32_t pass_class(struct authority *u, const struct grant *g, pence hi)
{
    const struct passing *p = &g->passing;
    bool silent = g->route != NONE && u->m->routes.at[g->route].silence_allows;
    if (g->deputising || !(p->said ? p->allowed : silent))
        return 0;
    struct buf b = buf_new(u->a);
    buf_fmt(&b, "pass %d %d", p->upward, p->needs_leave);
    if (p->smaller)
        buf_fmt(&b, " %lld", (long long)hi);
    for (uint32_t i = 0; i < p->kinds.n; i++)
        buf_fmt(&b, " %.*s", STR(u->m->kinds.at[p->kinds.at[i]].name));
    struct str key = buf_str(&b);
    uint32_t known = map_get(&u->pass_classes, key);
    if (known != MAP_NONE)
        return known;
    map_put(u->a, &u->pass_classes, key, u->pass_classes.n + 1);
    return u->pass_classes.n;
}

struct draft { /* an edge being made */
    const struct grant *g;
    id grant;
    struct acting from, to;
    id named; /* the decider as the delegation names it; to.body may be its successor */
    const struct alternative *alt;
    struct joint together; /* who decide, with what that asks for */
    const ids *populations;
    ids when;
    forms absent; /* see struct joint */
    id allow;
    bool discouraged;
    uint32_t *steps; /* left in working out this line's agreements */
};

/* "By substantive holders only": settled where the handbook says who holds the post. */
enum tenure { TENURE_NOT_KNOWN, TENURE_SUBSTANTIVE, TENURE_INTERIM };
static enum tenure tenure_of(const struct authority *u, literal x, id body)
{
    const struct body *b = &u->m->bodies.at[body];
    if (u->atoms.at[x / 2].kind != ATOM_SUBSTANTIVE || !b->held_by.n ||
        !span_has(b->held_life, u->on))
        return TENURE_NOT_KNOWN;
    return b->interim ? TENURE_INTERIM : TENURE_SUBSTANTIVE;
}

static bool terms_in_force(const struct authority *u, id body)
{
    const struct model *m = u->m;
    const struct body *b = &m->bodies.at[body];
    if (!(m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS) || b->organ_of != NONE)
        return true;
    return b->terms_unknown || (b->has_terms && span_has(b->terms, u->on));
}

/* Terms of reference that the source does not tell of: whether they are in force is open. */
static literal terms_not_known(struct authority *u, id body)
{
    const struct body *b = &u->m->bodies.at[body];
    if (!b->terms_unknown || !(u->m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS))
        return NONE;
    struct atom a = {.kind = ATOM_BASE};
    a.key = str_fmt(u->a, "terms of reference of %.*s", STR(b->name));
    a.text = str_fmt(u->a, "if the terms of reference of %.*s, which are not known, are in force",
                     STR(b->title));
    return LITERAL_YES(authority_atom(u, a));
}

/* What the line as a whole asks for; false where it cannot be met. */
static bool line_asks(struct authority *u, const struct draft *d, ids *when)
{
    const struct grant *g = d->g;
    for (uint32_t i = 0; i < g->conditions.n; i++) {
        enum tenure tenure = tenure_of(u, g->conditions.at[i], d->to.body);
        if (tenure == TENURE_INTERIM)
            return false;
        if (tenure == TENURE_NOT_KNOWN)
            literals_add(u->a, when, g->conditions.at[i]);
    }
    for (const struct alternative *a = g->to.alts.at; a <= d->alt; a++)
        literals_add(u->a, when, a->when); /* none of those before it can */
    literals_add(u->a, when, terms_not_known(u, d->named));
    literals_add(u->a, when, d->from.begun);
    literals_add(u->a, when, d->to.begun);
    return true;
}

/* A way to decide without somebody who is gone: not for those people, or matters begun before,
 * for whom somebody acts in his place. */
static void not_absent(struct authority *u, const struct acting *x, struct box box,
                       exclusion_list *out)
{
    for (uint32_t i = 0; i < (x->populations ? x->populations->n : 1); i++) {
        id area = x->populations ? x->populations->at[i] : NONE;
        struct exclusion *v = NEW(u->a, struct exclusion);
        *v = (struct exclusion){.box = {0, 0, area},
                                .kinds = MONEY_ALL,
                                .hi = PENCE_MAX,
                                .grant = NONE,
                                .reservation = NONE};
        if (x->begun != NONE) {
            literal *when = NEW(u->a, literal);
            *when = x->begun;
            v->when = when;
            v->n_when = 1;
        }
        if (box_meets(u->m, v->box, box))
            *vec_push(u->a, out) = v;
    }
}

static void exclusions_of(struct authority *u, const struct draft *d, struct box box,
                          const struct reserved *r, exclusion_list *out)
{
    const struct grant *g = d->g;
    for (uint32_t i = 0; i < d->absent.n; i++)
        not_absent(u, &d->absent.at[i], box, out);
    for (uint32_t i = 0; i < g->what.except.n; i++)
        if (box_meets(u->m, g->what.except.at[i], box)) {
            struct exclusion *x = NEW(u->a, struct exclusion);
            *x = (struct exclusion){.box = g->what.except.at[i],
                                    .kinds = MONEY_ALL,
                                    .hi = PENCE_MAX,
                                    .grant = d->grant,
                                    .reservation = NONE};
            *vec_push(u->a, out) = x;
        }
    if (!g->notwithstanding && !g->deputising)
        reserved_from(u, r, d->from.body, box, out);
}

static void add_edges(struct authority *u, const struct draft *d, struct box box,
                      const struct reserved *r)
{
    const struct grant *g = d->g;
    struct ranges ranges;
    exclusion_list except = {0};
    id people = box.population != NONE ? box.population : u->m->bodies.at[d->to.body].population;
    exclusions_of(u, d, box, r, &except);
    authority_ranges(u, &g->limits, people, &ranges);
    for (uint32_t i = 0; i < ranges.n; i++) {
        ids all = {0};
        for (uint32_t k = 0; k < d->when.n; k++)
            *vec_push(u->a, &all) = d->when.at[k];
        for (uint32_t k = 0; k < ranges.at[i].n; k++)
            literals_add(u->a, &all, ranges.at[i].when[k]);
        if (literals_clash(&all))
            continue;
        *vec_push(u->a, &u->edges) = (struct edge){.grant = d->grant,
                                                   .from = d->from.body,
                                                   .to = d->to.body,
                                                   .box = box,
                                                   .kinds = g->kinds,
                                                   .lo = ranges.at[i].lo,
                                                   .hi = ranges.at[i].hi,
                                                   .when = all.at,
                                                   .n_when = all.n,
                                                   .except = except.at,
                                                   .n_except = except.n,
                                                   .alt = d->alt,
                                                   .together = d->together.bodies,
                                                   .need = d->together.need,
                                                   .allow = d->allow,
                                                   .discouraged = d->discouraged,
                                                   .pass_class = pass_class(u, g, ranges.at[i].hi)};
    }
}

static void boxes_of(struct authority *u, const struct draft *d, const struct reserved *r)
{
    for (uint32_t i = 0; i < d->g->what.in.n; i++) {
        struct box box = d->g->what.in.at[i];
        ids areas = {0}, narrowed = {0};
        id own = d->g->what.own_area ? u->m->bodies.at[d->to.body].population : NONE;
        if (d->g->what.own_area && own == NONE)
            continue;
        areas_common(u, box.population, own, &areas);
        for (uint32_t k = 0; k < areas.n; k++) {
            if (!d->populations)
                *vec_push(u->a, &narrowed) = areas.at[k];
            for (uint32_t j = 0; d->populations && j < d->populations->n; j++)
                areas_common(u, areas.at[k], d->populations->at[j], &narrowed);
        }
        for (uint32_t k = 0; k < narrowed.n; k++)
            add_edges(u, d, (struct box){box.function, box.service, narrowed.at[k]}, r);
    }
}

/* The draft once these act together, or agree. */
static struct draft with_joint(struct authority *u, const struct draft *d, const struct joint *x)
{
    struct draft more = *d;
    more.when = (ids){0};
    more.populations = areas_both(u, d->populations, x->populations);
    more.absent = (forms){0};
    for (uint32_t i = 0; i < d->absent.n; i++)
        *vec_push(u->a, &more.absent) = d->absent.at[i];
    for (uint32_t i = 0; i < x->absent.n; i++)
        *vec_push(u->a, &more.absent) = x->absent.at[i];
    for (uint32_t i = 0; i < d->when.n; i++)
        *vec_push(u->a, &more.when) = d->when.at[i];
    for (uint32_t i = 0; i < x->when.n; i++)
        literals_add(u->a, &more.when, x->when.at[i]);
    add_agreement(u, &more.when, x, d->to.body);
    return more;
}

/* "With agreement of a, else b when absent, with agreement of c": each way in which all that
 * is asked for, from this clause on, can be had. */
static void by_agreement(struct authority *u, const struct draft *d, uint32_t clause,
                         const struct reserved *r)
{
    const struct party *p = &d->g->agree;
    uint32_t next = clause + 1;
    if (!*d->steps) {
        u->truncated = true;
        return;
    }
    --*d->steps;
    if (clause == p->alts.n) {
        boxes_of(u, d, r);
        return;
    }
    while (next < p->alts.n && p->alts.at[next].when != NONE)
        next++;
    struct draft x = *d;
    for (uint32_t i = clause; i < next; i++) {
        struct joint only_when = {0}; /* none of those before it can */
        literals_add(u->a, &only_when.when, p->alts.at[i].when);
        x = with_joint(u, &x, &only_when);
        joints who = authority_joint(u, &p->alts.at[i]);
        for (uint32_t k = 0; k < who.n; k++) {
            struct draft agreed = with_joint(u, &x, &who.at[k]);
            by_agreement(u, &agreed, next, r);
        }
    }
}

static bool takes_part(const struct joint *x, id body)
{
    return literals_have(x->all.at, x->all.n, body) ||
           literals_have(x->bodies.at, x->bodies.n, body);
}

static void by_decider(struct authority *u, struct draft *d, const struct reserved *r)
{
    joints who = {0};
    uint32_t steps = LIMIT_WAYS;
    d->steps = &steps;
    if (d->alt->need > 1)
        who = authority_joint(u, d->alt);
    else
        *vec_push(u->a, &who) = (struct joint){.bodies = d->alt->bodies};
    for (uint32_t i = 0; i < who.n; i++) {
        struct draft x = with_joint(u, d, &who.at[i]);
        x.together = who.at[i];
        if (d->alt->need < 2 || takes_part(&x.together, d->to.body))
            by_agreement(u, &x, 0, r);
    }
}

static void to_body(struct authority *u, struct draft *d, id body, const struct reserved *r)
{
    forms from = authority_forms(u, d->g->holder), to = authority_forms(u, body);
    enum inertia why = INERT_NOT;
    d->named = body;
    if (!span_has(d->g->life, u->on))
        why = INERT_DATE;
    else if (!from.n)
        why = INERT_HOLDER_ENDED;
    else if (!to.n)
        why = INERT_TAKER_ENDED;
    else if (d->g->deputising)
        why = u->m->kinds.at[u->m->bodies.at[body].kind].flags & KIND_ADVISORY ? INERT_ADVISORY
                                                                               : INERT_NOT;
    else
        why = authority_lawful(u, d->g, d->g->holder, body, &d->allow, &d->discouraged);
    if (why == INERT_NOT && !terms_in_force(u, body))
        why = INERT_NO_TERMS;
    if (why != INERT_NOT) {
        *vec_push(u->a, &u->inert) = (struct inert){d->grant, body, why};
        return;
    }
    for (uint32_t i = 0; i < from.n; i++)
        for (uint32_t k = 0; k < to.n; k++) {
            d->from = from.at[i];
            d->to = to.at[k];
            d->to.body = u->m->bodies.at[to.at[k].body].acts;
            /* A successor holds for the area that passed to it. */
            d->populations = areas_both(u, d->from.populations, d->to.populations);
            d->when = (ids){0};
            if (line_asks(u, d, &d->when))
                by_decider(u, d, r);
        }
}

void authority_edges(struct authority *u)
{
    authority_living(u);
    struct reserved r = reserve_all(u);
    for (id i = 0; i < u->m->grants.n; i++) {
        const struct grant *g = &u->m->grants.at[i];
        for (uint32_t k = 0; k < g->to.alts.n; k++)
            for (uint32_t j = 0; j < g->to.alts.at[k].bodies.n; j++) {
                struct draft d = {.g = g, .grant = i, .alt = &g->to.alts.at[k], .allow = NONE};
                to_body(u, &d, g->to.alts.at[k].bodies.at[j], &r);
            }
    }
    u->edges_from = NEW_ARRAY(u->a, uint32_t, u->m->bodies.n + 1);
    u->edge_order = NEW_ARRAY(u->a, uint32_t, u->edges.n);
    for (uint32_t i = 0; i < u->edges.n; i++)
        u->edges_from[u->edges.at[i].from + 1]++;
    for (id b = 0; b < u->m->bodies.n; b++)
        u->edges_from[b + 1] += u->edges_from[b];
    uint32_t *at = NEW_ARRAY(u->a, uint32_t, u->m->bodies.n + 1);
    memcpy(at, u->edges_from, sizeof(uint32_t) * (u->m->bodies.n + 1));
    for (uint32_t i = 0; i < u->edges.n; i++)
        u->edge_order[at[u->edges.at[i].from]++] = i;
}
