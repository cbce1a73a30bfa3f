/* party.c: who decide together, found at the end of each chain. */
#include <string.h>

#include "authority/build.h"

/* ---- names --------------------------------------------------------------------------------- */

static void group_key(const struct model *m, const struct group *g, struct buf *b)
{
    buf_fmt(b, "%s%u:", b->n ? "|" : "", g->need);
    for (uint32_t i = 0; i < g->bodies.n; i++)
        buf_fmt(b, "%s%.*s", i ? "," : "", STR(m->bodies.at[g->bodies.at[i]].name));
}

static void group_title(const struct model *m, const struct group *g, struct buf *b)
{
    if (g->need < g->bodies.n)
        buf_fmt(b, "%u of ", g->need);
    for (uint32_t i = 0; i < g->bodies.n; i++) {
        const char *between = g->need < g->bodies.n ? ", " : i + 1 == g->bodies.n ? " and " : ", ";
        buf_fmt(b, "%s%.*s", i ? between : "", STR(body_title(m, g->bodies.at[i])));
    }
}

static void name_party(const struct model *m, struct arena *a, struct decider *d)
{
    struct buf key = buf_new(a), title = buf_new(a);
    for (uint32_t i = 0; i < d->groups.n; i++) {
        const struct group *g = &d->groups.at[i];
        buf_z(&title, i == 0 ? "" : i == 1 ? ", with the agreement of " : " and of ");
        group_key(m, g, &key);
        group_title(m, g, &title);
        if (d->groups.n == 1 && g->bodies.n > 1)
            buf_z(&title, " together");
    }
    d->key = buf_str(&key);
    d->title = buf_str(&title);
}

/* ---- lists of bodies ----------------------------------------------------------------------- */

static void sort_by_rank(const struct model *m, ids *list)
{
    for (uint32_t i = 1; i < list->n; i++)
        for (uint32_t k = i;
             k && m->bodies.at[list->at[k]].rank < m->bodies.at[list->at[k - 1]].rank; k--) {
            id x = list->at[k];
            list->at[k] = list->at[k - 1];
            list->at[k - 1] = x;
        }
}

static bool same_ids(const ids *a, const ids *b)
{
    bool same = a->n == b->n;
    for (uint32_t i = 0; same && i < a->n; i++)
        same = ids_have(b, a->at[i]);
    return same;
}

/* ---- who can lead -------------------------------------------------------------------------- */

/* The agreement of the others of "2 of (a, b, c)". */
static bool is_of_group(const struct authority *u, literal x, const struct edge *e)
{
    const struct atom *a = &u->atoms.at[x / 2];
    if (a->kind != ATOM_AGREED || a->need != e->need - 1 || a->bodies.n != e->together.n - 1)
        return false;
    for (uint32_t i = 0; i < a->bodies.n; i++)
        if (a->bodies.at[i] == e->to || !ids_have(&e->together, a->bodies.at[i]))
            return false;
    return true;
}

/* Do both ask for the same besides? One whose own agreement is asked for asks for less. */
static bool asks_no_less(const struct authority *u, const struct edge *x, const struct edge *y)
{
    for (uint32_t i = 0; i < y->n_when; i++)
        if (!is_of_group(u, y->when[i], y) && !literals_have(x->when, x->n_when, y->when[i]))
            return false;
    return true;
}

/* Is the agreement of one of them asked for further up? Whoever gives it by leading leaves less
 * to ask of the others. */
static bool asked_above(const struct authority *u, const struct term *via, const ids *bodies)
{
    for (uint32_t i = 0; i < via->n_when; i++) {
        const struct atom *a = &u->atoms.at[via->when[i] / 2];
        for (uint32_t k = 0; a->kind == ATOM_AGREED && k < a->bodies.n; k++)
            if (ids_have(bodies, a->bodies.at[k]))
                return true;
    }
    return false;
}

/* Has the body given away exclusively what lies in the term? Then it may agree, and not lead. */
static bool gave_away(const struct authority *u, const struct term *t, id body)
{
    for (uint32_t i = 0; i < u->lost[body].n; i++) {
        const struct exclusion *x = u->lost[body].at[i];
        if (x->lo <= t->hi && x->hi >= t->lo && (x->kinds & t->kinds) &&
            box_meets(u->m, x->box, t->box))
            return true;
    }
    return false;
}

static bool can_lead(const struct authority *u, const struct term *t, const struct edge *mine,
                     id body)
{
    if (gave_away(u, t, body))
        return false;
    for (uint32_t k = u->edges_from[mine->from]; k < u->edges_from[mine->from + 1]; k++) {
        const struct edge *e = &u->edges.at[u->edge_order[k]];
        if (e->alt == mine->alt && e->to == body && e->lo == mine->lo && e->hi == mine->hi &&
            same_ids(&e->together, &mine->together) &&
            memcmp(&e->box, &mine->box, sizeof e->box) == 0 && asks_no_less(u, mine, e) &&
            asks_no_less(u, e, mine) && authority_may_pass(u, t->via, e))
            return true;
    }
    return false;
}

/* Of "2 of (a, b, c)": does the power reach each of them this way, so that any two will do?
 * When all must agree, one who can lead is enough. */
static bool any_can_lead(const struct authority *u, const struct term *t, const struct edge *mine)
{
    if (mine->need >= mine->together.n)
        return true;
    for (uint32_t i = 0; i < mine->together.n; i++)
        if (mine->together.at[i] != t->body && !can_lead(u, t, mine, mine->together.at[i]))
            return false;
    return !asked_above(u, t->via, &mine->together);
}

/* ---- parties ------------------------------------------------------------------------------- */

static void add_group(const struct model *m, struct arena *a, struct decider *d, const ids *bodies,
                      uint32_t need)
{
    struct group g = {.need = need};
    for (uint32_t i = 0; i < bodies->n; i++)
        *vec_push(a, &g.bodies) = bodies->at[i];
    sort_by_rank(m, &g.bodies);
    for (uint32_t i = 0; i < d->groups.n; i++)
        if (d->groups.at[i].need == need && same_ids(&d->groups.at[i].bodies, &g.bodies))
            return;
    *vec_push(a, &d->groups) = g;
}

/* Is this the agreement of those who decide with the lead? */
static bool is_of_lead(const struct term *t, const struct group *lead, const struct atom *agreed)
{
    if (agreed->bodies.n == 1)
        return lead->need == lead->bodies.n && ids_have(&lead->bodies, agreed->bodies.at[0]);
    if (agreed->need != lead->need - 1 || agreed->bodies.n != lead->bodies.n - 1)
        return false;
    for (uint32_t i = 0; i < agreed->bodies.n; i++)
        if (agreed->bodies.at[i] == t->body || !ids_have(&lead->bodies, agreed->bodies.at[i]))
            return false;
    return true;
}

/* Who decide together: all whom the last delegation names, then those whose agreement is
 * needed besides. */
static struct decider party_of(struct authority *u, const struct term *t)
{
    struct decider d = {0};
    const struct edge *e = t->grant == NONE ? NULL : &u->edges.at[t->edge];
    bool together = e && e->need > 1 && ids_have(&e->together, t->body) && any_can_lead(u, t, e);
    ids self = {0}, single = {0};
    *vec_push(u->a, &self) = t->body;
    add_group(u->m, u->a, &d, together ? &e->together : &self, together ? e->need : 1);
    for (uint32_t i = 0; i < t->n_when; i++) {
        const struct atom *a = &u->atoms.at[t->when[i] / 2];
        if (a->kind != ATOM_AGREED || (together && is_of_lead(t, &d.groups.at[0], a)))
            continue;
        if (a->bodies.n == 1)
            *vec_push(u->a, &single) = a->bodies.at[0];
        else
            add_group(u->m, u->a, &d, &a->bodies, a->need);
    }
    sort_by_rank(u->m, &single);
    for (uint32_t i = 0; i < single.n; i++) {
        self.at[0] = single.at[i];
        add_group(u->m, u->a, &d, &self, 1);
    }
    return d;
}

void authority_parties(struct authority *u)
{
    for (uint32_t i = 0; i < u->terms.n; i++) {
        struct decider d = party_of(u, u->terms.at[i]);
        name_party(u->m, u->a, &d);
        id known = map_get(&u->party_names, d.key);
        if (known == NONE) {
            struct decider *kept = NEW(u->a, struct decider);
            *kept = d;
            known = kept->number = u->parties.n;
            map_put(u->a, &u->party_names, d.key, known);
            *vec_push(u->a, &u->parties) = kept;
        }
        u->terms.at[i]->party = u->parties.at[known];
    }
}

bool party_same_lead(const struct decider *x, const struct decider *y)
{
    const struct group *a = &x->groups.at[0], *b = &y->groups.at[0];
    return x == y || (a->need == b->need && same_ids(&a->bodies, &b->bodies));
}

const struct decider *party_both(const struct authority *u, struct arena *a,
                                 const struct decider *x, const struct decider *y)
{
    if (x == y)
        return x;
    struct decider *both = NEW(a, struct decider);
    both->number = NONE;
    for (uint32_t i = 0; i < x->groups.n; i++)
        add_group(u->m, a, both, &x->groups.at[i].bodies, x->groups.at[i].need);
    for (uint32_t i = 1; i < y->groups.n; i++)
        add_group(u->m, a, both, &y->groups.at[i].bodies, y->groups.at[i].need);
    name_party(u->m, a, both);
    return both;
}
