/* oracle.c: see oracle.h. Every question is answered by walking over all chains. */
#include "support/oracle.h"

#include <string.h>

enum { MOST_STATES = 4000 };

/* One way to take one step of a chain: a line that takes effect at the point, for one
 * decider. */
struct effect {
    const struct grant *g;
    id from, to;
    struct oracle_agreement agree; /* that this line asks for */
    bool limited;
    pence most; /* of what the line lets be decided, where limited */
};
/* A body with the power, and how it came to it. */
struct holding {
    id body;
    const struct effect *last; /* NULL: by law */
    struct oracle_agreement agree;
    int passes; /* how often the power may still be passed on; -1: any number */
};

struct oracle {
    struct arena *a;
    const struct model *m;
    const struct oracle_matter *q;
    bool loose; /* steps, agreements, budget and tenure count as met */
    bool too_large;
    VEC(struct effect *) effects;
    VEC(struct holding) states;
};

/* ---- trees --------------------------------------------------------------------------------- */

static bool node_under(const struct tree *t, id node, id above)
{
    while (node != NONE && node != above)
        node = t->at.at[node].parent;
    return node != NONE;
}

static bool area_under(const struct model *m, id area, id above)
{
    if (area == NONE)
        return false;
    if (area == above)
        return true;
    const struct population *p = &m->populations.at[area];
    for (uint32_t i = 0; i < p->also.n; i++)
        if (area_under(m, p->also.at[i], above))
            return true;
    return area_under(m, p->parent, above);
}

static bool point_in(const struct oracle *x, const struct box *b)
{
    return node_under(&x->m->functions, x->q->function, b->function) &&
           node_under(&x->m->services, x->q->service, b->service) &&
           (b->population == NONE || area_under(x->m, x->q->population, b->population));
}

static bool point_in_any(const struct oracle *x, const struct box *list, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (point_in(x, &list[i]))
            return true;
    return false;
}

/* ---- bodies -------------------------------------------------------------------------------- */

static const struct body *body_at(const struct oracle *x, id body)
{
    return &x->m->bodies.at[body];
}

static bool alive_on(const struct oracle *x, id body, date on)
{
    const struct body *b = body_at(x, body);
    bool whole_lives = b->parents.n == 0;
    for (uint32_t i = 0; i < b->parents.n; i++)
        whole_lives = whole_lives || alive_on(x, b->parents.at[i], on);
    return span_has(b->life, on) && whole_lives;
}

/* Is `below` the body `above`, or part of it, however deep? What is part of an organisation
 * is part of its governing organ. */
static bool part_of(const struct oracle *x, id below, id above)
{
    const struct body *b = body_at(x, below);
    if (below == above)
        return true;
    for (uint32_t i = 0; i < b->parents.n; i++)
        if (body_at(x, b->parents.at[i])->acts == above || part_of(x, b->parents.at[i], above))
            return true;
    return false;
}

static bool is_of_kind(const struct oracle *x, id body, const ids *kinds)
{
    const struct body *b = body_at(x, body);
    for (uint32_t i = 0; i < kinds->n; i++) {
        struct str name = x->m->kinds.at[kinds->at[i]].name;
        if (str_eq(name, x->m->kinds.at[b->kind].name) ||
            (b->organ_of != NONE &&
             str_eq(name, x->m->kinds.at[body_at(x, b->organ_of)->kind].name)))
            return true;
    }
    return false;
}

static bool only_recommends(const struct oracle *x, id body)
{
    return x->m->kinds.at[body_at(x, body)->kind].flags & KIND_ADVISORY;
}

static bool terms_in_force(const struct oracle *x, id body)
{
    const struct body *b = body_at(x, body);
    bool needed = (x->m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS) && b->organ_of == NONE;
    if (needed && b->terms_unknown)
        return x->q->facts.holds(x->q->facts.context,
                                 str_fmt(x->a, "terms of reference of %.*s", STR(b->name)));
    return !needed || (b->has_terms && span_has(b->terms, x->q->on));
}

/* Who acts as `body` for this population on this day: itself; its successors, when it has
 * ended; or itself all the same, for matters begun before its organisation ended. */
static void who_acts(const struct oracle *x, id body, int depth, ids *out)
{
    const struct body *b = body_at(x, body);
    date begun = x->q->begun == DATE_MIN ? x->q->on : x->q->begun;
    if (alive_on(x, body, x->q->on)) {
        *vec_push(x->a, out) = b->acts;
        return;
    }
    for (uint32_t i = 0; i < x->m->successions.n && depth < 8; i++) {
        const struct succession *s = &x->m->successions.at[i];
        for (uint32_t k = 0; s->on <= x->q->on && k < s->passes.n; k++) {
            const struct pass *p = &s->passes.at[k];
            bool here = p->populations.n == 0;
            for (uint32_t j = 0; j < p->populations.n; j++)
                here = here || area_under(x->m, x->q->population, p->populations.at[j]);
            for (uint32_t j = 0; here && j < p->from.n; j++) {
                id from = p->from.at[j];
                if (from == body || b->organ_of == from)
                    who_acts(x, body_at(x, p->to)->acts, depth + 1, out);
                else if (b->owner == from && s->saving && x->q->on <= s->saving_until &&
                         begun < s->on && alive_on(x, body, s->on - 1) &&
                         span_has(b->life, x->q->on))
                    *vec_push(x->a, out) = b->acts;
            }
        }
    }
}

/* ---- the law ------------------------------------------------------------------------------- */

static bool has_id(const ids *list, id n)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i] == n)
            return true;
    return false;
}

static bool law_allows(const struct oracle *x, const struct grant *g, id from, id to)
{
    const struct body *f = body_at(x, from), *t = body_at(x, to);
    /* What belongs to several organisations has no owner: its own parts are within it. */
    bool own = f->owner != NONE ? f->owner == t->owner : part_of(x, to, from);
    bool parent = false;
    for (uint32_t i = 0; i < t->parents.n; i++) {
        id p = t->parents.at[i];
        parent = parent || p == from || (f->owner != NONE && body_at(x, p)->owner == f->owner);
    }
    for (uint32_t i = 0; i < x->m->allows.n; i++) {
        const struct allow *w = &x->m->allows.at[i];
        bool route = g->route == NONE ? w->scope != ALLOW_ANY
                                      : w->routes.n == 0 || has_id(&w->routes, g->route);
        if (!w->discourage && (g->law == NONE || w->law == g->law) && span_has(w->life, x->q->on) &&
            route && is_of_kind(x, from, &w->from) && is_of_kind(x, to, &w->to) &&
            (w->scope == ALLOW_ANY || (w->scope == ALLOW_WITHIN && own) ||
             (w->scope == ALLOW_PARENT && parent)))
            return true;
    }
    return false;
}

/* ---- money --------------------------------------------------------------------------------- */

struct sum { /* an amount, exactly: whole pence and perhaps a part of one more */
    bool known, part;
    pence whole;
};

static struct sum share_of(int64_t value, int64_t of, int64_t out_of)
{
    __int128 all = (__int128)value * of;
    if (of < 0 || out_of <= 0 || all / out_of >= PENCE_MAX)
        return (struct sum){0};
    return (struct sum){true, all % out_of != 0, (pence)(all / out_of)};
}

static struct sum sum_of(const struct model *m, date on, const struct amount *x, int64_t people)
{
    if (x->how == AMOUNT_MONEY)
        return (struct sum){true, false, x->value};
    if (x->how == AMOUNT_PER_PEOPLE)
        return share_of(x->value, people, x->people);
    for (uint32_t i = 0; x->base != NONE && i < m->amounts.n; i++)
        if (str_eq(m->amounts.at[i].name, m->amounts.at[x->base].name) &&
            span_has(m->amounts.at[i].life, on))
            return share_of(x->value, m->amounts.at[i].value, 1000000);
    return (struct sum){0};
}

static bool value_within(enum limit_edge edge, pence value, struct sum s)
{
    switch (edge) {
    case EDGE_UP_TO:
        return value <= s.whole;
    case EDGE_BELOW:
        return s.part ? value <= s.whole : value < s.whole;
    case EDGE_FROM:
        return s.part ? value > s.whole : value >= s.whole;
    case EDGE_ABOVE:
        return value > s.whole;
    }
    return false;
}

static const struct amount *parts_of(const struct amount *x, uint32_t *n)
{
    bool several = x->how == AMOUNT_LOWER || x->how == AMOUNT_HIGHER;
    *n = several ? x->n : 1;
    return several ? x->parts : x;
}

static bool is_upper(const struct limit *l)
{
    return l->edge == EDGE_UP_TO || l->edge == EDGE_BELOW;
}

/* Must the value be within each part, or within any of them? */
static bool binds_with_each(const struct limit *l)
{
    return l->amount.how == AMOUNT_HIGHER ? !is_upper(l)
                                          : l->amount.how != AMOUNT_LOWER || is_upper(l);
}

static uint32_t unknown_parts(const struct oracle *x, const struct limit *l, int64_t people)
{
    uint32_t n, unknown = 0;
    const struct amount *parts = parts_of(&l->amount, &n);
    for (uint32_t i = 0; i < n; i++)
        unknown += !sum_of(x->m, x->q->on, &parts[i], people).known;
    return unknown;
}

enum half { EITHER_HALF, KNOWN_HALF, UNKNOWN_HALF };

static bool limit_holds(const struct oracle *x, const struct limit *l, int64_t people,
                        enum half half)
{
    uint32_t n, within = 0, unknown = unknown_parts(x, l, people);
    const struct amount *parts = parts_of(&l->amount, &n);
    pence value = l->axis == AXIS_VALUE ? x->q->value : x->q->per[l->axis];
    for (uint32_t i = 0; i < n; i++) {
        struct sum s = sum_of(x->m, x->q->on, &parts[i], people);
        within += s.known && value_within(l->edge, value, s);
    }
    bool said = unknown && x->q->facts.holds(x->q->facts.context, l->text);
    if (binds_with_each(l))
        return within + unknown == n && (!unknown || said);
    return half == KNOWN_HALF ? within > 0 : half == UNKNOWN_HALF ? said : within > 0 || said;
}

/* The most that an upper limit lets be decided; false where it cannot be known. */
static bool most_of(const struct oracle *x, const struct limit *l, int64_t people, pence *most)
{
    uint32_t n;
    bool any = false, higher = l->amount.how == AMOUNT_HIGHER;
    const struct amount *parts = parts_of(&l->amount, &n);
    for (uint32_t i = 0; i < n; i++) {
        struct sum s = sum_of(x->m, x->q->on, &parts[i], people);
        pence v = l->edge == EDGE_BELOW && !s.part ? s.whole - 1 : s.whole;
        if (s.known && (!any || (higher ? v > *most : v < *most)))
            *most = v, any = true;
    }
    return any;
}

/* ---- conditions ---------------------------------------------------------------------------- */

static bool atom_holds(const struct oracle *x, const struct atom *c)
{
    for (uint32_t i = 0; c->kind == ATOM_STATE && i < x->m->states.at[c->state].declared.n; i++)
        if (span_has(x->m->states.at[c->state].declared.at[i], x->q->on))
            return true;
    if (c->kind == ATOM_RATED && c->bodies.n) {
        const struct body *b = body_at(x, c->bodies.at[0]);
        for (uint32_t i = 0; b->rating.n && span_has(b->rating_life, x->q->on); i++) {
            if (i == c->ratings.n)
                return false;
            if (str_eq(c->ratings.at[i], b->rating))
                return true;
        }
    }
    return x->q->facts.holds(x->q->facts.context, c->key);
}

/* A condition on the decider `to`. */
static bool condition_holds(const struct oracle *x, literal c, id to)
{
    static const bool matters_always[ATOM_KINDS] = {
        [ATOM_TEST] = true, [ATOM_STATE] = true,       [ATOM_RATED] = true,
        [ATOM_BASE] = true, [ATOM_UNAVAILABLE] = true,
    };
    const struct atom *atom = &x->m->atoms.at[c / 2];
    if (atom->kind == ATOM_SUBSTANTIVE) {
        const struct body *b = body_at(x, to);
        if (b->held_by.n && span_has(b->held_life, x->q->on))
            return !b->interim;
    }
    if (x->loose && !matters_always[atom->kind])
        return true;
    return atom_holds(x, atom) == (c % 2 == 0);
}

/* ---- reservations -------------------------------------------------------------------------- */

static bool reserves(const struct oracle *x, const struct reservation *v)
{
    id area = body_at(x, v->owner)->population;
    int64_t people = area == NONE ? -1 : x->m->populations.at[area].people;
    if (!span_has(v->life, x->q->on) || !(v->kinds & x->q->kind) ||
        !point_in_any(x, v->what.in.at, v->what.in.n) ||
        point_in_any(x, v->what.except.at, v->what.except.n))
        return false;
    for (uint32_t i = 0; i < v->limits.n; i++)
        if (!limit_holds(x, &v->limits.at[i], people, EITHER_HALF))
            return false;
    for (uint32_t i = 0; i < v->when.n; i++)
        if (atom_holds(x, &x->m->atoms.at[v->when.at[i] / 2]) != (v->when.at[i] % 2 == 0))
            return false;
    return true;
}

static bool reserved_from(const struct oracle *x, id holder)
{
    for (uint32_t i = 0; i < x->m->reservations.n; i++)
        if (part_of(x, holder, x->m->reservations.at[i].owner) &&
            reserves(x, &x->m->reservations.at[i]))
            return true;
    return false;
}

/* ---- agreements ---------------------------------------------------------------------------- */

static body_set one(id body)
{
    return (body_set)1 << body;
}

static uint32_t size_of(body_set s)
{
    return (uint32_t)__builtin_popcountll(s);
}

static void ask(struct oracle *x, struct oracle_agreement *g, uint32_t need, body_set of)
{
    if (need >= size_of(of)) {
        g->all |= of;
        return;
    }
    for (uint32_t i = 0; i < g->n; i++)
        if (g->some[i].of == of && g->some[i].need == need)
            return;
    if (g->n == ORACLE_GROUPS) {
        x->too_large = true;
        return;
    }
    uint32_t i = g->n++;
    for (; i && (g->some[i - 1].of > of || (g->some[i - 1].of == of && g->some[i - 1].need > need));
         i--)
        g->some[i] = g->some[i - 1]; /* in one order, so that equal ones can be seen */
    g->some[i].of = of;
    g->some[i].need = need;
}

/* A governing organ that decides has agreed for its organisation too. */
static body_set voice_of(const struct oracle *x, id body)
{
    id whole = body_at(x, body)->organ_of;
    return one(body) | (whole != NONE ? one(whole) : 0);
}

/* What is still asked for once `body` has agreed. */
static struct oracle_agreement agreed_by(struct oracle *x, const struct oracle_agreement *g,
                                         id body)
{
    body_set voice = voice_of(x, body);
    struct oracle_agreement rest = {.all = g->all & ~voice};
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t has = size_of(g->some[i].of & voice);
        if (g->some[i].need > has)
            ask(x, &rest, g->some[i].need - has, g->some[i].of & ~voice);
    }
    return rest;
}

static bool asks_same(const struct oracle_agreement *a, const struct oracle_agreement *b)
{
    return a->all == b->all && a->n == b->n && !memcmp(a->some, b->some, a->n * sizeof a->some[0]);
}

/* Does a ask for nothing that b does not ask for? */
static bool asks_within(const struct oracle_agreement *a, const struct oracle_agreement *b)
{
    for (uint32_t i = 0; i < a->n; i++) {
        bool there = false;
        for (uint32_t k = 0; k < b->n; k++)
            there = there || (a->some[i].of == b->some[k].of && a->some[i].need == b->some[k].need);
        if (!there)
            return false;
    }
    return !(a->all & ~b->all);
}

typedef VEC(struct oracle_agreement) agreements;

/* Of those chosen, from `i` on, `need` more must agree: one that acts for several of the named
 * counts for each, with its agreement or without. */
static void ask_more(struct oracle *x, struct oracle_agreement asked, const ids *chosen, uint32_t i,
                     uint32_t need, body_set of, agreements *out)
{
    if (i == chosen->n) {
        if (need > size_of(of))
            return;
        if (need)
            ask(x, &asked, need, of);
        for (uint32_t k = 0; k < out->n; k++)
            if (asks_same(&out->at[k], &asked))
                return;
        *vec_push(x->a, out) = asked;
        return;
    }
    uint32_t seats = 0;
    bool before = false;
    for (uint32_t k = 0; k < chosen->n; k++) {
        seats += chosen->at[k] == chosen->at[i];
        before = before || (k < i && chosen->at[k] == chosen->at[i]);
    }
    ask_more(x, asked, chosen, i + 1, need, seats == 1 && !before ? of | one(chosen->at[i]) : of,
             out);
    if (seats > 1 && !before) {
        asked.all |= one(chosen->at[i]);
        ask_more(x, asked, chosen, i + 1, need > seats ? need - seats : 0, of, out);
    }
}

/* What `base` and the agreement of `need` of these bodies ask for, where `lead` decides and so
 * has agreed: one way for each choice of who acts for those that have ended. */
static void ask_each(struct oracle *x, const struct oracle_agreement *base,
                     const struct alternative *alt, id lead, uint32_t i, ids chosen, uint32_t there,
                     agreements *out)
{
    if (i < alt->bodies.n) {
        ids acting = {0};
        who_acts(x, alt->bodies.at[i], 0, &acting);
        if (!acting.n)
            ask_each(x, base, alt, lead, i + 1, chosen, there, out);
        for (uint32_t k = 0; k < acting.n; k++) {
            ids more = {0};
            for (uint32_t n = 0; n < chosen.n; n++)
                *vec_push(x->a, &more) = chosen.at[n];
            if (!(one(acting.at[k]) & voice_of(x, lead)))
                *vec_push(x->a, &more) = acting.at[k];
            ask_each(x, base, alt, lead, i + 1, more, there + 1, out);
        }
        return;
    }
    uint32_t has = there - chosen.n;
    if (there >= alt->need)
        ask_more(x, *base, &chosen, 0, alt->need > has ? alt->need - has : 0, 0, out);
}

/* ---- lines that take effect ---------------------------------------------------------------- */

/* The populations that a line is for, as far as its people are counted: those of its box,
 * those of the decider's own area where it says so, or what both have in common. */
static void areas_of(const struct oracle *x, const struct grant *g, const struct box *b, id to,
                     ids *out)
{
    id own = body_at(x, to)->population;
    if (!g->what.own_area) {
        *vec_push(x->a, out) = b->population;
        return;
    }
    if (own == NONE || !area_under(x->m, x->q->population, own))
        return;
    for (id p = 0; p < x->m->populations.n; p++) {
        bool common = area_under(x->m, p, own) &&
                      (b->population == NONE || area_under(x->m, p, b->population));
        if (!common || !area_under(x->m, x->q->population, p))
            continue;
        bool top = true;
        for (id q = 0; q < x->m->populations.n; q++)
            top = top && !(q != p && area_under(x->m, p, q) && area_under(x->m, q, own) &&
                           (b->population == NONE || area_under(x->m, q, b->population)));
        if (top)
            *vec_push(x->a, out) = p;
    }
}

static void add_effect(struct oracle *x, struct effect e)
{
    for (uint32_t i = 0; i < x->effects.n; i++) { /* the same by another succession */
        const struct effect *y = x->effects.at[i];
        if (y->g == e.g && y->from == e.from && y->to == e.to && y->limited == e.limited &&
            y->most == e.most && asks_same(&y->agree, &e.agree))
            return;
    }
    struct effect *kept = NEW(x->a, struct effect);
    *kept = e;
    *vec_push(x->a, &x->effects) = kept;
}

/* Each half of each limit that is known in part only makes a line of its own. */
static void by_limits(struct oracle *x, struct effect e, int64_t people)
{
    const limit_list *limits = &e.g->limits;
    uint32_t split[16], n = 0;
    for (uint32_t i = 0; i < limits->n; i++)
        if (!binds_with_each(&limits->at[i]) && unknown_parts(x, &limits->at[i], people) && n < 16)
            split[n++] = i;
    for (uint32_t halves = 0; halves < (uint32_t)1 << n; halves++) {
        bool within = true;
        e.limited = false;
        for (uint32_t i = 0; i < limits->n && within; i++) {
            enum half half = EITHER_HALF;
            pence most;
            for (uint32_t k = 0; k < n; k++)
                if (split[k] == i)
                    half = halves >> k & 1 ? UNKNOWN_HALF : KNOWN_HALF;
            const struct limit *l = &limits->at[i];
            within = limit_holds(x, l, people, half);
            if (l->axis != AXIS_VALUE || !is_upper(l) || half == UNKNOWN_HALF ||
                !most_of(x, l, people, &most))
                continue;
            if (!e.limited || most < e.most)
                e.most = most;
            e.limited = true;
        }
        if (within)
            add_effect(x, e);
    }
}

/* One line to one decider: `named` as the line has it, `e.to` as it acts on the day. */
static void by_boxes(struct oracle *x, struct effect e)
{
    const struct boxes *what = &e.g->what;
    ids areas = {0};
    if (point_in_any(x, what->except.at, what->except.n))
        return;
    for (uint32_t i = 0; i < what->in.n; i++)
        if (point_in(x, &what->in.at[i]))
            areas_of(x, e.g, &what->in.at[i], e.to, &areas);
    for (uint32_t i = 0; i < areas.n; i++) {
        id area = areas.at[i] == NONE ? body_at(x, e.to)->population : areas.at[i];
        by_limits(x, e, area == NONE ? -1 : x->m->populations.at[area].people);
    }
}

static bool conditions_hold(const struct oracle *x, const struct grant *g, uint32_t alternative,
                            id to)
{
    for (uint32_t i = 0; i < g->conditions.n; i++)
        if (!condition_holds(x, g->conditions.at[i], to))
            return false;
    for (uint32_t i = 1; i <= alternative; i++)
        if (!condition_holds(x, g->to.alts.at[i].when, to))
            return false;
    return true;
}

/* "With agreement of c, else d when absent": one way a choice; of several such clauses each
 * asks for itself. Where a clause begins nobody is said to be unavailable. */
static void by_agreement(struct oracle *x, struct effect e, uint32_t clause)
{
    const struct party *p = &e.g->agree;
    bool available = true;
    if (clause == p->alts.n) {
        if (x->loose)
            e.agree = (struct oracle_agreement){0};
        by_boxes(x, e);
        return;
    }
    uint32_t next = clause + 1;
    while (next < p->alts.n && p->alts.at[next].when != NONE)
        next++;
    const struct oracle_agreement asked = e.agree;
    for (uint32_t i = clause; i < next; i++) {
        agreements ways = {0};
        available = available && (i == clause || condition_holds(x, p->alts.at[i].when, e.to));
        ask_each(x, &asked, &p->alts.at[i], e.to, 0, (ids){0}, 0, &ways);
        for (uint32_t k = 0; available && k < ways.n; k++) {
            struct effect one_way = e;
            one_way.agree = ways.at[k];
            by_agreement(x, one_way, next);
        }
    }
}

static void by_decider(struct oracle *x, const struct grant *g, uint32_t alternative, id named)
{
    const struct alternative *alt = &g->to.alts.at[alternative];
    ids from = {0}, to = {0};
    if (only_recommends(x, named) || !terms_in_force(x, named) ||
        (!g->deputising && !law_allows(x, g, g->holder, named)))
        return;
    who_acts(x, g->holder, 0, &from);
    who_acts(x, named, 0, &to);
    for (uint32_t i = 0; i < from.n; i++)
        for (uint32_t k = 0; k < to.n; k++) {
            struct effect e = {.g = g, .from = from.at[i], .to = to.at[k]};
            if (!g->notwithstanding && !g->deputising && reserved_from(x, e.from))
                continue;
            if (!conditions_hold(x, g, alternative, e.to))
                continue;
            agreements ways = {0};
            if (alt->need > 1)
                ask_each(x, &e.agree, alt, e.to, 0, (ids){0}, 0, &ways);
            else
                *vec_push(x->a, &ways) = e.agree;
            for (uint32_t w = 0; w < ways.n; w++) {
                e.agree = ways.at[w];
                by_agreement(x, e, 0);
            }
        }
}

static void find_effects(struct oracle *x)
{
    x->effects.n = 0;
    for (id i = 0; i < x->m->grants.n; i++) {
        const struct grant *g = &x->m->grants.at[i];
        if (!span_has(g->life, x->q->on) || !(g->kinds & x->q->kind))
            continue;
        for (uint32_t k = 0; k < g->to.alts.n; k++)
            for (uint32_t j = 0; j < g->to.alts.at[k].bodies.n; j++)
                by_decider(x, g, k, g->to.alts.at[k].bodies.at[j]);
    }
}

/* ---- chains -------------------------------------------------------------------------------- */

static bool may_be_passed(const struct oracle *x, const struct holding *s, const struct effect *e)
{
    if (e->g->deputising || !s->last)
        return true;
    const struct grant *g = s->last->g;
    const struct passing *p = &g->passing;
    bool silence = g->route != NONE && x->m->routes.at[g->route].silence_allows;
    bool upward = e->to != s->body && part_of(x, s->body, e->to);
    if (g->deputising || s->passes == 0 || body_at(x, s->body)->passes_nothing)
        return false;
    if (!(p->said ? p->allowed : silence) || (p->upward && !upward) ||
        (p->needs_leave && !e->g->leave_given && !upward))
        return false;
    if (p->smaller && (!e->limited || (s->last->limited && e->most >= s->last->most)))
        return false;
    return p->kinds.n == 0 || is_of_kind(x, e->to, &p->kinds);
}

static void reach(struct oracle *x, struct holding s)
{
    for (uint32_t i = 0; i < x->states.n; i++) {
        const struct holding *y = &x->states.at[i];
        if (y->body == s.body && y->last == s.last && y->passes == s.passes &&
            asks_same(&y->agree, &s.agree))
            return;
    }
    if (x->states.n >= MOST_STATES)
        x->too_large = true;
    else
        *vec_push(x->a, &x->states) = s;
}

static void pass(struct oracle *x, struct holding s, const struct effect *e)
{
    struct holding next = {.body = e->to, .last = e, .passes = s.passes, .agree = s.agree};
    next.agree.all |= e->agree.all;
    for (uint32_t i = 0; i < e->agree.n; i++)
        ask(x, &next.agree, e->agree.some[i].need, e->agree.some[i].of);
    next.agree = agreed_by(x, &next.agree, e->to);
    if (next.passes > 0)
        next.passes--;
    if (e->g->passing.once && (next.passes < 0 || next.passes > 1))
        next.passes = 1;
    reach(x, next);
}

static void sources(struct oracle *x)
{
    for (id i = 0; i < x->m->bodies.n; i++) {
        const struct body *b = body_at(x, i);
        const struct kind *k = &x->m->kinds.at[b->kind];
        if (!(k->flags & KIND_STATUTORY) || !alive_on(x, i, x->q->on) || b->population == NONE ||
            !area_under(x->m, x->q->population, b->population))
            continue;
        for (uint32_t h = 0; h < k->holds.n; h++)
            if (point_in_any(x, k->holds.at[h].in.at, k->holds.at[h].in.n) &&
                !point_in_any(x, k->holds.at[h].except.at, k->holds.at[h].except.n))
                reach(x, (struct holding){.body = b->acts, .passes = -1});
    }
}

static void walk(struct oracle *x, bool loose)
{
    x->loose = loose;
    x->states.n = 0;
    find_effects(x);
    sources(x);
    for (uint32_t i = 0; i < x->states.n && !x->too_large; i++)
        for (uint32_t k = 0; k < x->effects.n; k++) {
            const struct effect *e = x->effects.at[k];
            if (e->from == x->states.at[i].body && may_be_passed(x, &x->states.at[i], e))
                pass(x, x->states.at[i], e);
        }
}

/* Bodies that gave up deciding this by delegating it exclusively. */
static body_set given_up(struct oracle *x)
{
    body_set all = 0;
    for (uint32_t i = 0; i < x->states.n; i++)
        for (uint32_t k = 0; k < x->effects.n; k++)
            if (x->effects.at[k]->g->exclusive && x->effects.at[k]->from == x->states.at[i].body &&
                may_be_passed(x, &x->states.at[i], x->effects.at[k]))
                all |= one(x->states.at[i].body);
    return all;
}

void oracle_who(struct arena *a, const struct model *m, const struct oracle_matter *q,
                struct oracle_answer *out)
{
    struct oracle x = {.a = a, .m = m, .q = q, .too_large = m->bodies.n > 64};
    *out = (struct oracle_answer){0};
    if (!x.too_large) {
        bool some_exclusive = false;
        for (id i = 0; i < m->grants.n; i++)
            some_exclusive = some_exclusive || m->grants.at[i].exclusive;
        if (some_exclusive)
            walk(&x, true);
        body_set gone = some_exclusive ? given_up(&x) : 0;
        walk(&x, false);
        for (uint32_t i = 0; i < x.states.n; i++)
            if (!(gone & one(x.states.at[i].body)))
                *vec_push(a, &out->parties) =
                    (struct oracle_party){x.states.at[i].body, x.states.at[i].agree};
    }
    out->too_large = x.too_large;
}

/* ---- reading the answer -------------------------------------------------------------------- */

static body_set bodies_of(const struct oracle_party *p)
{
    body_set s = one(p->lead) | p->agree.all;
    for (uint32_t i = 0; i < p->agree.n; i++)
        s |= p->agree.some[i].of;
    return s;
}

bool oracle_leads(const struct oracle_answer *x, id body)
{
    for (uint32_t i = 0; i < x->parties.n; i++)
        if (x->parties.at[i].lead == body)
            return true;
    return false;
}

bool oracle_takes_part(const struct oracle_answer *x, id body)
{
    for (uint32_t i = 0; i < x->parties.n; i++)
        if (bodies_of(&x->parties.at[i]) & one(body))
            return true;
    return false;
}

/* A smaller party of the same lead makes this one needless. */
static bool is_needless(const struct oracle_answer *x, const struct oracle_party *p)
{
    for (uint32_t i = 0; i < x->parties.n; i++) {
        const struct oracle_party *o = &x->parties.at[i];
        if (o->lead == p->lead && asks_within(&o->agree, &p->agree) &&
            !asks_same(&o->agree, &p->agree))
            return true;
    }
    return false;
}

bool oracle_is_needed(const struct oracle_answer *x, id body)
{
    for (uint32_t i = 0; i < x->parties.n; i++)
        if (bodies_of(&x->parties.at[i]) & one(body) && !is_needless(x, &x->parties.at[i]))
            return true;
    return false;
}

static bool is_met(const struct oracle_party *p, body_set bodies)
{
    bool met = (bodies & one(p->lead)) && !(p->agree.all & ~bodies);
    for (uint32_t i = 0; i < p->agree.n; i++)
        met = met && size_of(p->agree.some[i].of & bodies) >= p->agree.some[i].need;
    return met;
}

bool oracle_suffices(const struct oracle_answer *x, body_set bodies)
{
    for (uint32_t i = 0; i < x->parties.n; i++)
        if (is_met(&x->parties.at[i], bodies))
            return true;
    return false;
}

bool oracle_same_party(const struct oracle_answer *x, const struct oracle_answer *y,
                       body_set bodies)
{
    for (uint32_t i = 0; i < x->parties.n; i++)
        for (uint32_t k = 0; k < y->parties.n; k++) {
            const struct oracle_party *p = &x->parties.at[i], *o = &y->parties.at[k];
            if (p->lead == o->lead && asks_same(&p->agree, &o->agree) && is_met(p, bodies) &&
                !is_needless(x, p) && !is_needless(y, o))
                return true;
        }
    return false;
}

/* ---- amounts ------------------------------------------------------------------------------- */

static void add_break(struct arena *a, amounts *out, pence v)
{
    for (uint32_t i = 0; i < out->n; i++)
        if (out->at[i] == v)
            return;
    if (v >= 0)
        *vec_push(a, out) = v;
}

static void breaks_of(struct arena *a, const struct model *m, date on, enum axis axis,
                      const limit_list *limits, amounts *out)
{
    for (uint32_t i = 0; i < limits->n; i++) {
        uint32_t n;
        const struct amount *parts = parts_of(&limits->at[i].amount, &n);
        for (uint32_t k = 0; limits->at[i].axis == axis && k < n; k++)
            for (id p = 0; p < (parts[k].how == AMOUNT_PER_PEOPLE ? m->populations.n : 1); p++) {
                struct sum s = sum_of(m, on, &parts[k], m->populations.at[p].people);
                for (int d = -1; s.known && d <= 1; d++)
                    add_break(a, out, s.whole + d);
            }
    }
}

void oracle_breaks(struct arena *a, const struct model *m, date on, enum axis axis, amounts *out)
{
    add_break(a, out, 0);
    for (id i = 0; i < m->grants.n; i++)
        breaks_of(a, m, on, axis, &m->grants.at[i].limits, out);
    for (id i = 0; i < m->reservations.n; i++)
        breaks_of(a, m, on, axis, &m->reservations.at[i].limits, out);
}
