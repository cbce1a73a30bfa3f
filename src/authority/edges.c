/* edges.c: delegations as written to what each of them can carry on one day: one edge a
 * decider and box, with its own amounts, conditions and exclusions. Whether the holder
 * holds the power at all is settled in close.c. */
#include <string.h>

#include "authority/build.h"

/* ---- who is there on the day ------------------------------------------------------- */

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

struct acting { /* a body as it acts on the day */
    id body;
    const ids *populations; /* only for these; NULL: all */
    literal begun;          /* only for matters begun before; NONE */
};
typedef VEC(struct acting) forms;

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
static const ids *both_areas(struct authority *u, const ids *a, const ids *b)
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
            const ids *only = both_areas(u, p->populations.n ? &p->populations : NULL, populations);
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

/* ---- sets of conditions ------------------------------------------------------------------- */

static void add_literal(struct arena *a, ids *set, literal x)
{
    if (x == NONE || literals_have(set->at, set->n, x))
        return;
    *vec_push(a, set) = x;
    for (uint32_t i = set->n - 1; i && set->at[i - 1] > x; i--) {
        set->at[i] = set->at[i - 1];
        set->at[i - 1] = x;
    }
}

static bool contradicts(const ids *set)
{
    for (uint32_t i = 1; i < set->n; i++)
        if (set->at[i - 1] / 2 == set->at[i] / 2)
            return true;
    return false;
}

/* ---- what the law lets be delegated --------------------------------------------------- */

static id legal_kind(const struct model *m, id body)
{
    const struct body *b = &m->bodies.at[body];
    return b->organ_of != NONE ? m->bodies.at[b->organ_of].kind : b->kind;
}

/* A governing organ counts as its organisation's kind and as its own. */
static bool kind_in(const struct model *m, const ids *kinds, id body, id legal)
{
    id own = m->bodies.at[body].kind;
    for (uint32_t i = 0; i < kinds->n; i++) {
        struct str name = m->kinds.at[kinds->at[i]].name; /* by name: laws number kinds apart */
        if (str_eq(name, m->kinds.at[legal].name) || str_eq(name, m->kinds.at[own].name))
            return true;
    }
    return false;
}

static bool route_in(const struct allow *w, id route)
{
    if (route == NONE)
        return w->scope != ALLOW_ANY;
    for (uint32_t i = 0; i < w->routes.n; i++)
        if (w->routes.at[i] == route)
            return true;
    return w->routes.n == 0;
}

static bool same_house(const struct model *m, id from, id to)
{
    id a = m->bodies.at[from].owner, b = m->bodies.at[to].owner;
    return a != NONE ? a == b : model_body_within(m, to, from); /* a joint body's own */
}

static bool is_parent(const struct model *m, id from, id to)
{
    const struct body *t = &m->bodies.at[to];
    id owner = m->bodies.at[from].owner;
    for (uint32_t i = 0; i < t->parents.n; i++)
        if (t->parents.at[i] == from ||
            (owner != NONE && m->bodies.at[t->parents.at[i]].owner == owner))
            return true;
    return false;
}

static enum inertia law_says(const struct authority *u, const struct grant *g, id from, id to,
                             id *allow, bool *discouraged)
{
    const struct model *m = u->m;
    id fk = legal_kind(m, from), tk = legal_kind(m, to);
    enum inertia why = m->kinds.at[tk].flags & KIND_ADVISORY ? INERT_ADVISORY : INERT_LAW;
    *allow = NONE;
    *discouraged = false;
    for (uint32_t i = 0; i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        if ((g->law != NONE && w->law != g->law) || !span_has(w->life, u->on) ||
            !kind_in(m, &w->from, from, fk) || !kind_in(m, &w->to, to, tk))
            continue;
        if (w->discourage) {
            *discouraged = *discouraged || route_in(w, g->route);
            continue;
        }
        bool own = w->scope == ALLOW_ANY || (w->scope == ALLOW_WITHIN && same_house(m, from, to)) ||
                   (w->scope == ALLOW_PARENT && is_parent(m, from, to));
        if (!route_in(w, g->route))
            continue;
        if (own && *allow == NONE)
            *allow = i;
        if (!own)
            why = INERT_NOT_OWN;
    }
    return *allow != NONE ? INERT_NOT : why;
}

static bool terms_in_force(const struct authority *u, id body)
{
    const struct model *m = u->m;
    const struct body *b = &m->bodies.at[body];
    if (!(m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS) || b->organ_of != NONE)
        return true;
    return b->terms_unknown || (b->has_terms && span_has(b->terms, u->on));
}

static bool all_alive(const struct authority *u, const ids *bodies)
{
    for (uint32_t i = 0; i < bodies->n; i++)
        if (!authority_alive(u, bodies->at[i]))
            return false;
    return true;
}

static forms forms_now(struct authority *u, id body)
{
    forms seen = {0}, now = {0};
    forms_of(u, body, NULL, &seen, &now);
    return now;
}

static date saved_day(const struct authority *u, literal begun)
{
    return u->atoms.at[begun / 2].before;
}

static bool acts_for(const struct authority *u, const struct acting *x, id people, date begun)
{
    bool here = !x->populations;
    for (uint32_t i = 0; people != NONE && x->populations && i < x->populations->n; i++)
        here = here || model_covers(u->m, x->populations->at[i], people);
    return here && (x->begun == NONE || begun < saved_day(u, x->begun));
}

struct joint { /* who act together today, for some people, in matters begun on some day */
    const ids *bodies;
    uint32_t need;
    bool possible;
};

/* What a joint decision or an agreement names, as it acts today: one that acts for two of them
 * is there once, one without a successor is not. */
static struct joint joint_for(struct authority *u, const struct alternative *named, id people,
                              date begun)
{
    if (all_alive(u, &named->bodies))
        return (struct joint){&named->bodies, named->need, true};
    uint32_t absent = 0;
    ids *acting = NEW(u->a, ids);
    for (uint32_t i = 0; i < named->bodies.n; i++) {
        forms now = forms_now(u, named->bodies.at[i]);
        bool present = false;
        for (uint32_t k = 0; k < now.n; k++) {
            id body = u->m->bodies.at[now.at[k].body].acts;
            if (!acts_for(u, &now.at[k], people, begun))
                continue;
            if (!literals_have(acting->at, acting->n, body))
                *vec_push(u->a, acting) = body;
            present = true;
        }
        absent += !present;
    }
    bool possible = named->need + absent <= named->bodies.n;
    return (struct joint){acting, named->need < acting->n ? named->need : acting->n, possible};
}

/* "For matters begun before" each day on which it changes who acts together; by day. */
static void changes_of(struct authority *u, const ids *named, ids *begun)
{
    for (uint32_t i = 0; i < named->n; i++) {
        if (authority_alive(u, named->at[i]))
            continue;
        forms now = forms_now(u, named->at[i]);
        for (uint32_t k = 0; k < now.n; k++) {
            literal x = now.at[k].begun;
            if (x == NONE || literals_have(begun->at, begun->n, x))
                continue;
            *vec_push(u->a, begun) = x;
            for (uint32_t j = begun->n - 1; j && saved_day(u, begun->at[j - 1]) > saved_day(u, x); j--) {
                begun->at[j] = begun->at[j - 1];
                begun->at[j - 1] = x;
            }
        }
    }
}

/* Adds the parts of areas for which what passed from bodies that have ended makes others act;
 * for the rest of an area they are absent. */
static void cut_by_successors(struct authority *u, const ids *named, ids *areas)
{
    for (uint32_t i = 0; i < named->n; i++) {
        uint32_t n = areas->n;
        if (authority_alive(u, named->at[i]))
            continue;
        forms now = forms_now(u, named->at[i]);
        for (uint32_t k = 0; k < now.n; k++) {
            ids parts = {0};
            for (uint32_t j = 0; now.at[k].populations && j < now.at[k].populations->n; j++)
                for (uint32_t x = 0; x < n; x++)
                    areas_common(u, areas->at[x], now.at[k].populations->at[j], &parts);
            for (uint32_t x = 0; x < parts.n; x++)
                if (!literals_have(areas->at, areas->n, parts.at[x]))
                    *vec_push(u->a, areas) = parts.at[x];
        }
    }
}

/* ---- conditions -------------------------------------------------------------------------- */

/* The agreement of those who act together besides `lead`. */
static void add_agreement(struct authority *u, ids *set, struct joint who, id lead)
{
    const ids *bodies = who.bodies;
    uint32_t need = who.need;
    ids others = {0};
    for (uint32_t i = 0; i < bodies->n; i++)
        if (bodies->at[i] != lead)
            *vec_push(u->a, &others) = bodies->at[i];
    bool lead_is_one = others.n < bodies->n;
    uint32_t more = need - (lead_is_one && need ? 1 : 0);
    if (!more)
        return;
    if (more >= others.n) {
        for (uint32_t i = 0; i < others.n; i++) {
            const struct body *b = &u->m->bodies.at[others.at[i]];
            struct atom a = {.kind = ATOM_AGREED,
                             .need = 1,
                             .text = b->title,
                             .key = str_fmt(u->a, "agreement of %.*s", STR(b->name))};
            *vec_push(u->a, &a.bodies) = others.at[i];
            add_literal(u->a, set, LITERAL_YES(authority_atom(u, a)));
        }
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
    add_literal(u->a, set, LITERAL_YES(authority_atom(u, a)));
}

/* ---- exclusions ----------------------------------------------------------------------------- */

static void exclude_ranges(struct authority *u, struct exclusion x, const struct ranges *r,
                           const ids *when, exclusion_list *out)
{
    for (uint32_t i = 0; i < r->n; i++) {
        ids all = {0};
        for (uint32_t k = 0; when && k < when->n; k++)
            add_literal(u->a, &all, when->at[k]);
        for (uint32_t k = 0; k < r->at[i].n; k++)
            add_literal(u->a, &all, r->at[i].when[k]);
        if (contradicts(&all))
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

/* ---- edges ------------------------------------------------------------------------------------
 */

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
    id allow;
    bool discouraged;
    date begun; /* for matters begun about then: */
    ids when;   /* the conditions of that */
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

typedef VEC(ids) literal_sets;

/* "With agreement of a, else b when absent, with agreement of c": one set of conditions for
 * each way in which all that is asked for can be had. */
static void agreements(struct authority *u, const struct draft *d, struct box box, const ids *when,
                       literal_sets *ways)
{
    enum { MOST = 32 };
    const struct grant *g = d->g;
    *vec_push(u->a, ways) = *when;
    for (uint32_t from = 0, to; from < g->agree.alts.n; from = to) {
        literal_sets more = {0};
        for (to = from + 1; to < g->agree.alts.n && g->agree.alts.at[to].when != NONE;)
            to++;
        for (uint32_t w = 0; w < ways->n; w++)
            for (uint32_t last = from; last < to && more.n < MOST; last++) {
                ids set = {0};
                for (uint32_t i = 0; i < ways->at[w].n; i++)
                    add_literal(u->a, &set, ways->at[w].at[i]);
                for (uint32_t i = from; i <= last; i++) /* none of those before it can */
                    add_literal(u->a, &set, g->agree.alts.at[i].when);
                struct joint who = joint_for(u, &g->agree.alts.at[last], box.population, d->begun);
                add_agreement(u, &set, who, d->to.body);
                if (who.possible)
                    *vec_push(u->a, &more) = set;
            }
        *ways = more;
    }
}

static void add_edges(struct authority *u, const struct draft *d, struct box box,
                      const struct reserved *r)
{
    const struct grant *g = d->g;
    struct ranges ranges;
    struct joint joint = {&d->alt->bodies, d->alt->need, true};
    if (d->alt->need > 1)
        joint = joint_for(u, d->alt, box.population, d->begun);
    exclusion_list except = {0};
    ids when = {0};
    literal_sets ways = {0};
    if (!joint.possible)
        return;
    for (uint32_t i = 0; i < g->what.except.n; i++)
        if (box_meets(u->m, g->what.except.at[i], box)) {
            struct exclusion *x = NEW(u->a, struct exclusion);
            *x = (struct exclusion){.box = g->what.except.at[i],
                                    .kinds = MONEY_ALL,
                                    .hi = PENCE_MAX,
                                    .grant = d->grant,
                                    .reservation = NONE};
            *vec_push(u->a, &except) = x;
        }
    if (!g->notwithstanding && !g->deputising)
        reserved_from(u, r, d->from.body, box, &except);
    for (uint32_t i = 0; i < g->conditions.n; i++) {
        enum tenure tenure = tenure_of(u, g->conditions.at[i], d->to.body);
        if (tenure == TENURE_INTERIM)
            return;
        if (tenure == TENURE_NOT_KNOWN)
            add_literal(u->a, &when, g->conditions.at[i]);
    }
    for (const struct alternative *a = g->to.alts.at; a <= d->alt; a++)
        add_literal(u->a, &when, a->when); /* none of those before it can */
    add_literal(u->a, &when, terms_not_known(u, d->named));
    for (uint32_t i = 0; i < d->when.n; i++)
        add_literal(u->a, &when, d->when.at[i]);
    add_literal(u->a, &when, d->from.begun);
    add_literal(u->a, &when, d->to.begun);
    if (joint.need > 1)
        add_agreement(u, &when, joint, d->to.body);
    agreements(u, d, box, &when, &ways);
    id people = box.population != NONE ? box.population : u->m->bodies.at[d->to.body].population;
    authority_ranges(u, &g->limits, people, &ranges);
    for (uint32_t n = 0; n < ranges.n * ways.n; n++) {
        uint32_t i = n / ways.n;
        const ids *way = &ways.at[n % ways.n];
        ids all = {0};
        for (uint32_t k = 0; k < way->n; k++)
            *vec_push(u->a, &all) = way->at[k];
        for (uint32_t k = 0; k < ranges.at[i].n; k++)
            add_literal(u->a, &all, ranges.at[i].when[k]);
        if (contradicts(&all))
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
                                                   .together = joint.bodies,
                                                   .need = joint.need,
                                                   .allow = d->allow,
                                                   .discouraged = d->discouraged,
                                                   .pass_class = pass_class(u, g, ranges.at[i].hi)};
    }
}

/* Once for each stretch of days of beginning in which the same bodies act together. */
static void add_edges_by_day(struct authority *u, struct draft *d, struct box box,
                             const struct reserved *r)
{
    ids days = {0};
    if (d->alt->need > 1)
        changes_of(u, &d->alt->bodies, &days);
    for (uint32_t i = 0; i < d->g->agree.alts.n; i++)
        changes_of(u, &d->g->agree.alts.at[i].bodies, &days);
    for (uint32_t i = 0; i <= days.n; i++) {
        d->when.n = 0;
        d->begun = u->on;
        if (i > 0) { /* not begun before the day before this stretch */
            add_literal(u->a, &d->when, days.at[i - 1] ^ 1);
            d->begun = saved_day(u, days.at[i - 1]);
        }
        if (i < days.n) {
            add_literal(u->a, &d->when, days.at[i]);
            d->begun = saved_day(u, days.at[i]) - 1;
        }
        add_edges(u, d, box, r);
    }
}

static void boxes_of(struct authority *u, struct draft *d, const struct reserved *r)
{
    /* A successor holds for the area that passed to it. */
    const ids *only = both_areas(u, d->from.populations, d->to.populations);
    for (uint32_t i = 0; i < d->g->what.in.n; i++) {
        struct box box = d->g->what.in.at[i];
        ids areas = {0}, narrowed = {0};
        id own = d->g->what.own_area ? u->m->bodies.at[d->to.body].population : NONE;
        if (d->g->what.own_area && own == NONE)
            continue;
        areas_common(u, box.population, own, &areas);
        for (uint32_t k = 0; k < areas.n; k++) {
            if (!only)
                *vec_push(u->a, &narrowed) = areas.at[k];
            for (uint32_t j = 0; only && j < only->n; j++)
                areas_common(u, areas.at[k], only->at[j], &narrowed);
        }
        if (d->alt->need > 1)
            cut_by_successors(u, &d->alt->bodies, &narrowed);
        for (uint32_t k = 0; k < d->g->agree.alts.n; k++)
            cut_by_successors(u, &d->g->agree.alts.at[k].bodies, &narrowed);
        for (uint32_t k = 0; k < narrowed.n; k++)
            add_edges_by_day(u, d, (struct box){box.function, box.service, narrowed.at[k]}, r);
    }
}

static void to_body(struct authority *u, struct draft *d, id body, const struct reserved *r)
{
    forms from = forms_now(u, d->g->holder), to = forms_now(u, body);
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
        why = law_says(u, d->g, d->g->holder, body, &d->allow, &d->discouraged);
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
            boxes_of(u, d, r);
        }
}

void authority_edges(struct authority *u)
{
    u->alive = who_lives(u, u->on);
    u->lived = NEW_ARRAY(u->a, bool *, u->m->successions.n);
    for (uint32_t i = 0; i < u->m->successions.n; i++) /* the day before */
        if (u->m->successions.at[i].on <= u->on && u->m->successions.at[i].saving)
            u->lived[i] = who_lives(u, u->m->successions.at[i].on - 1);
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
