/* route.c: the shortest way of a matter from its proposer to a decision, counted in
 * layers: bodies that must consider it. */
#include <string.h>

#include "authority/build.h"

const char *const route_part_names[] = {"recommends", "comes first", "is consulted", "advises",
                                        "agrees",     "decides",     "ratifies",     "may call in"};

struct seat_on { /* one body's seat on another */
    id on;
    bool sent;     /* the seat is not its own: somebody comes from it */
    uint32_t next; /* further seat of the same body, or NONE */
};
struct routing {
    const struct authority *u;
    struct arena *a;
    const struct matter *q;
    uint32_t *distance; /* layers before this body; NONE: not reached */
    id *before;
    struct str *how; /* which member takes it there, where it goes by a seat */
    VEC(struct seat_on) seats;
    uint32_t *seat_of; /* per body: its first seat, or NONE */
};

static bool in_box(const struct model *m, struct box x, const struct matter *q)
{
    return tree_covers(&m->functions, x.function, q->function) &&
           tree_covers(&m->services, x.service, q->service) &&
           (x.population == NONE || model_covers(m, x.population, q->populations.at[0]));
}

static bool advises_on(const struct model *m, const struct boxes *b, const struct matter *q)
{
    for (uint32_t i = 0; i < b->except.n; i++)
        if (in_box(m, b->except.at[i], q))
            return false;
    for (uint32_t i = 0; i < b->in.n; i++)
        if (in_box(m, b->in.at[i], q))
            return true;
    return false;
}

static bool reach(struct routing *r, ids *queue, id from, id to)
{
    to = r->u->m->bodies.at[to].acts;
    if (r->distance[to] != NONE || !authority_alive(r->u, to))
        return false;
    r->distance[to] = r->distance[from] + 1;
    r->before[to] = from;
    *vec_push(r->a, queue) = to;
    return true;
}

static void seat(struct routing *r, id member, id on, bool sent)
{
    member = r->u->m->bodies.at[member].acts;
    *vec_push(r->a, &r->seats) = (struct seat_on){on, sent, r->seat_of[member]};
    r->seat_of[member] = r->seats.n - 1;
}

/* Who sits where, by member. The last is put first: the list keeps the order of bodies. */
static void seats(struct routing *r)
{
    const struct model *m = r->u->m;
    r->seat_of = NEW_ARRAY(r->a, uint32_t, m->bodies.n);
    memset(r->seat_of, 0xff, sizeof(uint32_t) * m->bodies.n);
    for (id k = m->bodies.n; k-- > 0;) {
        id i = m->by_rank.at[k];
        for (uint32_t x = m->bodies.at[i].seats.n; x-- > 0;) {
            const struct seat *s = &m->bodies.at[i].seats.at[x];
            if (s->body != NONE)
                seat(r, s->body, i, false);
            for (uint32_t f = 0; f < s->from.n; f++)
                seat(r, s->from.at[f], i, true);
            if (s->carries != NONE)
                seat(r, s->carries, i, true);
        }
    }
}

/* An organisation sits under its own name, not that of the board that acts for it. */
static struct str member_title(const struct model *m, id b)
{
    return body_title(m, m->bodies.at[b].organ_of != NONE ? m->bodies.at[b].organ_of : b);
}

/* To the bodies on which it sits, or on which somebody sits for it. */
static void by_own_seat(struct routing *r, ids *queue, id at)
{
    const struct model *m = r->u->m;
    for (uint32_t k = r->seat_of[at]; k != NONE; k = r->seats.at[k].next) {
        const struct seat_on *s = &r->seats.at[k];
        if (reach(r, queue, at, s->on))
            r->how[m->bodies.at[s->on].acts] =
                s->sent
                    ? str_fmt(r->a, "taken there by its member from %.*s", STR(member_title(m, at)))
                    : str_fmt(r->a, "taken there by %.*s, its member", STR(member_title(m, at)));
    }
}

/* To the bodies on which a member of the proposer sits as well: that member takes it. */
static void by_members(struct routing *r, ids *queue, id proposer)
{
    const struct model *m = r->u->m;
    const struct body *b = &m->bodies.at[proposer];
    for (uint32_t i = 0; i < b->seats.n; i++) {
        id who = b->seats.at[i].body;
        if (who == NONE)
            continue;
        who = m->bodies.at[who].acts;
        for (uint32_t k = r->seat_of[who]; k != NONE; k = r->seats.at[k].next) {
            id on = m->bodies.at[r->seats.at[k].on].acts;
            if (r->seats.at[k].sent)
                continue;
            if (reach(r, queue, proposer, on))
                r->how[on] = str_fmt(r->a, "taken there by %.*s, a member of both",
                                     STR(member_title(m, who)));
        }
    }
}

/* A body takes a matter to whom it advises on it; else to whom it reports, to what it is
 * part of and to where it sits; the proposer also to where one of its members sits. */
static void spread(struct routing *r, id proposer)
{
    const struct model *m = r->u->m;
    ids queue = {0};
    r->distance = NEW_ARRAY(r->a, uint32_t, m->bodies.n);
    r->before = NEW_ARRAY(r->a, id, m->bodies.n);
    r->how = NEW_ARRAY(r->a, struct str, m->bodies.n);
    memset(r->distance, 0xff, sizeof(uint32_t) * m->bodies.n);
    memset(r->before, 0xff, sizeof(id) * m->bodies.n);
    memset(r->how, 0, sizeof(struct str) * m->bodies.n);
    seats(r);
    r->distance[proposer] = 0;
    *vec_push(r->a, &queue) = proposer;
    for (uint32_t i = 0; i < queue.n; i++) {
        id at = queue.at[i];
        const struct body *b = &m->bodies.at[at];
        bool advises = false;
        for (uint32_t k = 0; k < m->advices.n; k++)
            if (m->advices.at[k].from == at && span_has(m->advices.at[k].life, r->u->on) &&
                advises_on(m, &m->advices.at[k].on, r->q)) {
                reach(r, &queue, at, m->advices.at[k].to);
                advises = true;
            }
        for (uint32_t k = 0; !advises && k < b->reports_to.n; k++)
            reach(r, &queue, at, b->reports_to.at[k]);
        for (uint32_t k = 0; !advises && k < b->parents.n; k++)
            reach(r, &queue, at, b->parents.at[k]);
        for (uint32_t k = 0; !advises && k < m->lines.n; k++)
            if (m->lines.at[k].from == at && span_has(m->lines.at[k].life, r->u->on))
                reach(r, &queue, at, m->lines.at[k].to);
        if (!advises)
            by_own_seat(r, &queue, at);
        if (!advises && at == proposer)
            by_members(r, &queue, at);
    }
}

static void add(struct routing *r, struct decision_route *out, id body, enum route_part part,
                struct str how)
{
    for (uint32_t i = 0; i < out->steps.n; i++)
        if (body != NONE && out->steps.at[i].body == body && out->steps.at[i].part == part)
            return;
    *vec_push(r->a, &out->steps) = (struct route_step){body, part, how};
}

static enum route_part part_of(enum atom_kind kind)
{
    switch (kind) {
    case ATOM_CONSULTED:
        return PART_IS_CONSULTED;
    case ATOM_ADVISED:
        return PART_ADVISES;
    case ATOM_APPROVED:
    case ATOM_CONSENTED:
        return PART_AGREES;
    default:
        return PARTS;
    }
}

/* Those that conditions along the chain name, met or not: they consider the matter. */
static void before_deciding(struct routing *r, const struct term *t, struct decision_route *out)
{
    for (uint32_t i = 0; i < t->n_when; i++) {
        const struct atom *a = &r->u->atoms.at[t->when[i] / 2];
        enum route_part part = part_of(a->kind);
        if (t->when[i] % 2 == 0 && part == PARTS && a->kind != ATOM_AGREED &&
            (a->kind == ATOM_NOTICE || a->kind == ATOM_PUBLIC || a->kind == ATOM_STANDSTILL ||
             a->kind == ATOM_STEP))
            add(r, out, NONE, PART_STEP, literal_text(r->u, t->when[i]));
        if (t->when[i] % 2 || part == PARTS)
            continue;
        if (!a->bodies.n)
            add(r, out, NONE, part, a->text);
        for (uint32_t k = 0; k < a->bodies.n; k++)
            add(r, out, a->bodies.at[k], part, a->text);
    }
}

static void after_deciding(struct routing *r, const struct term *t, struct decision_route *out)
{
    const struct model *m = r->u->m;
    for (const struct term *x = t; x->via; x = x->via)
        for (uint32_t i = 0; i < m->grants.at[x->grant].after.n; i++) {
            const struct after *w = &m->grants.at[x->grant].after.at[i];
            for (uint32_t k = 0; w->kind == DUTY_RATIFY && k < w->bodies.n; k++)
                add(r, out, w->bodies.at[k], PART_RATIFIES, w->text);
        }
    for (uint32_t i = 0; i < m->call_ins.n; i++) {
        const struct call_in *c = &m->call_ins.at[i];
        bool on = false;
        for (uint32_t k = 0; k < c->on.alts.n; k++)
            for (uint32_t j = 0; j < c->on.alts.at[k].bodies.n; j++)
                on = on || c->on.alts.at[k].bodies.at[j] == t->body;
        for (uint32_t k = 0; on && k < c->by.n; k++)
            add(r, out, NONE, PART_MAY_CALL_IN, c->by.at[k].text);
    }
}

static void path(struct routing *r, id decider, struct decision_route *out)
{
    ids back = {0};
    for (id at = r->before[decider]; at != NONE; at = r->before[at])
        *vec_push(r->a, &back) = at;
    for (uint32_t i = back.n; i-- > 0;)
        add(r, out, back.at[i], PART_RECOMMENDS, r->how[back.at[i]]);
}

static uint32_t layers(const struct decision_route *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->steps.n; i++) {
        bool again = false;
        if (x->steps.at[i].part == PART_MAY_CALL_IN || x->steps.at[i].part == PART_STEP)
            continue;
        for (uint32_t k = 0; k < i; k++)
            again = again ||
                    (x->steps.at[k].body != NONE && x->steps.at[k].body == x->steps.at[i].body);
        n += !again;
    }
    return n;
}

/* Is this condition met by the way itself, which leads past whom it names, or takes the step? */
static bool on_the_way(const struct authority *u, literal l)
{
    enum atom_kind kind = u->atoms.at[l / 2].kind;
    return l % 2 == 0 && (part_of(kind) != PARTS || kind == ATOM_NOTICE || kind == ATOM_PUBLIC ||
                          kind == ATOM_STANDSTILL || kind == ATOM_STEP);
}

/* Conditions of a way of deciding that taking it does not meet. */
static uint32_t left_open(const struct authority *u, const struct answer *x, const struct way *w)
{
    uint32_t n = w->kinds != MONEY_ALL;
    for (uint32_t i = 0; i < w->n_open; i++)
        n += !on_the_way(u, x->open.at[w->open + i]);
    return n;
}

static struct decision_route to_choice(struct routing *r, const struct answer *x,
                                       const struct choice *c)
{
    const struct decider *d = c->party;
    struct decision_route out = {
        .decided = true, .may = c->may, .party = c->party, .way = c->first};
    const struct term *t = x->ways.at[c->first].term;
    out.open = left_open(r->u, x, &x->ways.at[c->first]);
    for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next)
        if (left_open(r->u, x, &x->ways.at[w]) < out.open) {
            t = x->ways.at[w].term;
            out.way = w;
            out.open = left_open(r->u, x, &x->ways.at[w]);
        }
    if (r->distance[t->body] != NONE)
        path(r, t->body, &out);
    before_deciding(r, t, &out);
    for (uint32_t g = 0; g < d->groups.n; g++)
        for (uint32_t i = 0; i < d->groups.at[g].bodies.n; i++)
            add(r, &out, d->groups.at[g].bodies.at[i], g ? PART_AGREES : PART_DECIDES,
                g ? S("") : r->how[d->groups.at[g].bodies.at[i]]);
    after_deciding(r, t, &out);
    out.layers = layers(&out);
    return out;
}

struct decision_route authority_route(const struct authority *u, struct arena *a, id proposer,
                                      const struct matter *q)
{
    struct routing r = {.u = u, .a = a, .q = q};
    struct answer x = answer_new(a);
    struct decision_route best = {0};
    authority_who(u, q, &x);
    spread(&r, u->m->bodies.at[proposer].acts);
    for (uint32_t i = 0; i < x.choices.n; i++) {
        const struct choice *c = &x.choices.at[i];
        struct decision_route one = to_choice(&r, &x, c);
        bool linked = r.distance[x.ways.at[one.way].term->body] != NONE;
        one.linked = linked;
        /* A body that the proposer can reach before one that it cannot; one whose conditions the
         * way meets before one with others; fewest layers; then the nearest. */
        bool sure = one.open == 0, best_sure = best.open == 0;
        if (!best.decided || linked > best.linked ||
            (linked == best.linked &&
             (sure > best_sure || (sure == best_sure && one.layers < best.layers))))
            best = one;
    }
    return best;
}
