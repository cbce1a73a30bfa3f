/* check_inert.c: delegations that the law or a calendar keeps from having effect; those that
 * guidance discourages; circles; what is given away exclusively, and again. */
#include "checks/checker.h"

/* ---- R108, R112, R137: what the law says --------------------------------------------------- */

static bool kind_in(const struct model *m, const ids *kinds, id kind)
{
    for (uint32_t i = 0; i < kinds->n; i++)
        if (str_eq(m->kinds.at[kinds->at[i]].name, m->kinds.at[kind].name))
            return true;
    return false;
}

/* What the law would allow instead: other routes to the same kind of body; or else the kinds
 * of body that this one may delegate to. */
static struct str instead(const struct powers *p, const struct grant *g, id from, id to)
{
    const struct model *m = p->m;
    str_list routes = {0}, kinds = {0};
    for (uint32_t i = 0; i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        if (w->discourage || (g->law != NONE && w->law != g->law) || !span_has(w->life, p->u->on) ||
            !kind_in(m, &w->from, from))
            continue;
        for (uint32_t k = 0; k < w->to.n; k++)
            check_add(p->c, &kinds, m->kinds.at[w->to.at[k]].name);
        for (uint32_t k = 0; kind_in(m, &w->to, to) && k < w->routes.n; k++)
            check_add(p->c, &routes, m->routes.at[w->routes.at[k]].name);
    }
    if (routes.n)
        return str_fmt(p->a, "write 'under %.*s'", STR(check_words(p->a, &routes, 4)));
    if (kinds.n)
        return str_fmt(p->a, "it may delegate to: %.*s", STR(check_words(p->a, &kinds, 8)));
    return S("let the body that holds it by law delegate it");
}

static struct str route_words(const struct powers *p, const struct grant *g)
{
    if (g->route == NONE)
        return S(", no instrument being named");
    return str_fmt(p->a, " under '%.*s'", STR(p->m->routes.at[g->route].title));
}

static void unlawful(struct powers *p, const struct inert *x)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[x->grant];
    const struct kind *from = &m->kinds.at[body_legal_kind(m, g->holder)];
    const struct kind *to = &m->kinds.at[body_legal_kind(m, x->to)];
    struct str key =
        str_fmt(p->a, "%u %u %.*s %u", g->handbook, g->named_holder, STR(to->name), g->route);
    struct finding *y = check_say(
        p->c, "R108", key, g->pos, x->to,
        "the law does not let %s %.*s delegate to %s %.*s%.*s, so %.*s gets nothing from %.*s",
        check_an(from->title), STR(from->title), check_an(to->title), STR(to->title),
        STR(route_words(p, g)), STR(body_title(m, x->to)), STR(body_title(m, g->named_holder)));
    if (!y)
        return;
    y->mend = instead(p, g, body_legal_kind(m, g->holder), body_legal_kind(m, x->to));
    y->other = m->bodies.at[x->to].pos;
    y->other_message = S("it is declared here");
}

static void not_own(struct powers *p, const struct inert *x)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[x->grant];
    const struct body *b = &m->bodies.at[x->to];
    bool joint = m->kinds.at[b->kind].flags & (KIND_JOINT | KIND_IN_COMMON);
    struct str key = str_fmt(p->a, "%u %u %u", g->handbook, g->named_holder, x->to);
    struct str parents = check_titles(p->c, &b->parents, 4);
    struct finding *y = check_say(
        p->c, "R112", key, g->pos, x->to,
        "%.*s %s %.*s, not of %.*s, which therefore cannot delegate to it%.*s", STR(b->title),
        joint ? "is a joint body of" : "is part of", STR(b->parents.n ? parents : S("nothing")),
        STR(body_title(m, g->named_holder)), STR(route_words(p, g)));
    if (!y)
        return;
    y->other = b->pos;
    y->other_message = S("it is declared here");
    if (joint)
        y->mend = str_fmt(p->a, "make it a parent: of %.*s, ...",
                          STR(m->bodies.at[g->named_holder].name));
    else
        y->mend = b->parents.n
                      ? str_fmt(p->a, "let %.*s delegate it, or set up a joint committee of both",
                                STR(body_title(m, b->parents.at[0])))
                      : str_fmt(p->a, "say what it is part of: of %.*s",
                                STR(m->bodies.at[g->named_holder].name));
}

static void advisory(struct powers *p, const struct inert *x)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[x->grant];
    const struct body *b = &m->bodies.at[x->to];
    const struct kind *k = &m->kinds.at[b->kind];
    struct str key = str_fmt(p->a, "%u %u %.*s", g->handbook, g->named_holder, STR(k->name));
    struct finding *y =
        check_say(p->c, "R137", key, g->pos, x->to,
                  "%.*s is %s %.*s, which can only recommend: nothing is delegated to it",
                  STR(b->title), check_an(k->title), STR(k->title));
    if (!y)
        return;
    y->other = b->pos;
    y->other_message = S("it is declared here");
    y->mend = str_fmt(
        p->a, "delegate to a committee or a post, and write here: recommends to %.*s on FUNCTION",
        STR(m->bodies.at[g->named_holder].name));
}

/* ---- R141: no paper ------------------------------------------------------------------------ */

static void no_paper(struct powers *p, const struct edge *e)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[e->grant];
    if (g->route != NONE || g->instrument != NONE || g->deputising || g->reference.n)
        return;
    struct str key = str_fmt(p->a, "%u %u %.*s", g->handbook, g->named_holder, STR(g->to.text));
    struct finding *x =
        check_say(p->c, "R141", key, g->pos, e->to, "%.*s delegates to %.*s, and no paper is named",
                  STR(body_title(m, g->named_holder)), STR(body_title(m, e->to)));
    struct str paper = authority_paper(p->u, e->from, e->to);
    if (x)
        x->mend = str_fmt(p->a, "write behind its name: under %.*s \"4.2\"",
                          STR(paper.n ? paper : S("sord")));
}

/* ---- R111: the calendar -------------------------------------------------------------------- */

/* `each icb` names bodies that are not there yet; where the line has effect for others,
 * that is how it was meant. Places of lines with effect: */
static struct map effective(const struct powers *p)
{
    struct map places = {0};
    for (uint32_t i = 0; i < p->u->edges.n; i++) {
        struct pos at = p->m->grants.at[p->u->edges.at[i].grant].pos;
        map_put(p->a, &places, str_fmt(p->a, "%u:%u", at.file, at.offset), p->u->edges.at[i].grant);
    }
    return places;
}

/* The body whose dates are the reason: itself, or what it is part of. */
static id whose_dates(const struct powers *p, id body)
{
    const struct body *b = &p->m->bodies.at[body];
    if (!span_has(b->life, p->u->on) || !b->parents.n)
        return body;
    return whose_dates(p, b->parents.at[0]);
}

static void gone(struct powers *p, const struct inert *x, const struct map *places)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[x->grant];
    id who = x->why == INERT_TAKER_ENDED ? x->to : g->holder, cause = whose_dates(p, who);
    const struct body *b = &m->bodies.at[cause];
    bool early = b->life.from > p->u->on;
    uint32_t other = map_get(places, str_fmt(p->a, "%u:%u", g->pos.file, g->pos.offset));
    if (other != MAP_NONE && other != x->grant)
        return;
    struct str key = str_fmt(p->a, "%u %u %u", g->handbook, x->why, who);
    struct finding *y = check_say(
        p->c, "R111", key, g->pos, who,
        "%.*s%.*s %s on %.*s, and this delegation %s it goes on without an end",
        STR(body_title(m, cause)),
        STR(cause == who ? S("")
                         : str_fmt(p->a, ", of which %.*s is part,", STR(body_title(m, who)))),
        early ? "begins only" : "ended", STR(date_long(p->a, early ? b->life.from : b->life.until)),
        x->why == INERT_TAKER_ENDED ? "to" : "by");
    if (!y)
        return;
    if (early)
        y->message = str_fmt(
            p->a, "%.*s does not exist before %.*s, and this delegation %s it is in force now",
            STR(body_title(m, cause)), STR(date_long(p->a, b->life.from)),
            x->why == INERT_TAKER_ENDED ? "to" : "by");
    y->other = b->pos;
    y->other_message = S("its dates stand here");
    y->mend = early ? str_fmt(p->a, "begin the delegation with it: from %.*s",
                              STR(date_iso(p->a, b->life.from)))
                    : str_fmt(p->a,
                              "end the delegation with it: until %.*s; or write a 'succession' "
                              "that passes it on",
                              STR(date_iso(p->a, b->life.until)));
}

/* ---- R133 ---------------------------------------------------------------------------------- */

static void discouraged(struct powers *p, const struct edge *e)
{
    const struct model *m = p->m;
    const struct grant *g = &m->grants.at[e->grant];
    const struct allow *rule = NULL;
    for (uint32_t i = 0; !rule && i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        if (w->discourage && kind_in(m, &w->from, body_legal_kind(m, e->from)) &&
            kind_in(m, &w->to, body_legal_kind(m, e->to)))
            rule = w;
    }
    struct str key = str_fmt(p->a, "%u %u", g->handbook, g->named_holder);
    const struct kind *to = &m->kinds.at[body_legal_kind(m, e->to)];
    struct finding *y =
        check_say(p->c, "R133", key, g->pos, e->to,
                  "%.*s delegates to %.*s, %s %.*s; the law allows it and guidance discourages it",
                  STR(body_title(m, g->named_holder)), STR(body_title(m, e->to)),
                  check_an(to->title), STR(to->title));
    if (!y)
        return;
    y->mend = S("keep the function, or record behind the delegation why: note \"...\"");
    if (rule) {
        y->other = rule->pos;
        y->other_message = rule->note.n ? rule->note : S("the guidance is recorded here");
    }
}

/* ---- R135: exclusively, and again ---------------------------------------------------------- */

static bool same_matter(const struct powers *p, const struct edge *a, const struct edge *b)
{
    if (!box_meets(p->m, a->box, b->box) || a->lo > b->hi || b->lo > a->hi ||
        !(a->kinds & b->kinds))
        return false;
    struct box common = check_common(p->m, a->box, b->box);
    pence lo = a->lo > b->lo ? a->lo : b->lo, hi = a->hi < b->hi ? a->hi : b->hi;
    for (uint32_t i = 0; i < a->n_when; i++) /* "if urgent" and "unless urgent" share nothing */
        if (literals_have(b->when, b->n_when, a->when[i] ^ 1u))
            return false;
    return !check_taken_out(p->m, common, lo, hi, a->except, a->n_except) &&
           !check_taken_out(p->m, common, lo, hi, b->except, b->n_except);
}

static void exclusive_twice(struct powers *p, const struct edge *e)
{
    const struct authority *u = p->u;
    const struct grant *g = &p->m->grants.at[e->grant];
    for (uint32_t k = u->edges_from[e->from]; k < u->edges_from[e->from + 1]; k++) {
        const struct edge *o = &u->edges.at[u->edge_order[k]];
        const struct grant *h = &p->m->grants.at[o->grant];
        bool first = !h->exclusive || o->grant > e->grant; /* two exclusive ones: say it once */
        if (o->grant == e->grant || o->to == e->to || h->deputising || h->residual || !first ||
            !same_matter(p, e, o))
            continue;
        struct str key = str_fmt(p->a, "%u %u", e->grant, o->to);
        struct str what = check_box_title(p, check_common(p->m, e->box, o->box));
        struct finding *y =
            check_say(p->c, "R135", key, h->pos, g->named_holder,
                      "%.*s gave %.*s to %.*s exclusively, and gives it to %.*s as well",
                      STR(body_title(p->m, g->named_holder)), STR(what),
                      STR(body_title(p->m, e->to)), STR(body_title(p->m, o->to)));
        if (!y)
            continue;
        y->other = g->pos;
        y->other_message = S("it is given exclusively here");
        y->mend = S("withdraw one of the two, or take 'exclusively' out");
    }
}

/* ---- R136: delegations in a circle --------------------------------------------------------- */

struct hop {             /* a walk along edges whose boxes all meet */
    uint32_t edge, next; /* index into edge_order of the next edge to try */
    struct box box;
};
enum { LONGEST_CIRCLE = 8, MOST_HOPS = 100000 };

static void say_circle(struct powers *p, const struct hop *path, uint32_t n)
{
    const struct authority *u = p->u;
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < n; i++)
        buf_fmt(&b, "%.*s to ", STR(body_title(p->m, u->edges.at[path[i].edge].from)));
    const struct edge *first = &u->edges.at[path[0].edge], *last = &u->edges.at[path[n - 1].edge];
    const struct grant *g = &p->m->grants.at[first->grant];
    struct str key = str_fmt(p->a, "%u %u", first->from, first->to);
    struct finding *y =
        check_say(p->c, "R136", key, g->pos, first->from, "%.*s goes in a circle: %.*s%.*s",
                  STR(check_box_title(p, path[n - 1].box)), STR(buf_str(&b)),
                  STR(body_title(p->m, first->from)));
    if (!y)
        return;
    y->other = p->m->grants.at[last->grant].pos;
    y->other_message = S("the circle closes here");
    y->mend = S("take one of these delegations out: the circle gives nobody more than it has");
}

/* Bodies that may lie on a circle: what is left when those that nothing leads to, or that
 * lead nowhere, are taken away until there are none. */
static bool *on_circles(struct powers *p)
{
    const struct authority *u = p->u;
    uint32_t bodies = p->m->bodies.n, *in = NEW_ARRAY(p->a, uint32_t, bodies);
    bool *left = NEW_ARRAY(p->a, bool, bodies);
    ids gone = {0};
    for (int way = 0; way < 2; way++) {
        for (id b = 0; b < bodies; b++)
            in[b] = 0, left[b] = way ? left[b] : true;
        for (uint32_t i = 0; i < u->edges.n; i++)
            if (left[u->edges.at[i].from] && left[u->edges.at[i].to])
                in[way ? u->edges.at[i].from : u->edges.at[i].to]++;
        gone.n = 0;
        for (id b = 0; b < bodies; b++)
            if (left[b] && !in[b])
                *vec_push(p->a, &gone) = b;
        for (uint32_t g = 0; g < gone.n; g++) {
            id b = gone.at[g];
            uint32_t *first = way ? p->into_first : u->edges_from;
            left[b] = false;
            for (uint32_t k = first[b]; k < first[b + 1]; k++) {
                const struct edge *e = &u->edges.at[way ? p->into[k] : u->edge_order[k]];
                id next = way ? e->from : e->to;
                if (left[next] && !--in[next])
                    *vec_push(p->a, &gone) = next;
            }
        }
    }
    return left;
}

/* Only through bodies that come later by name, so that a circle is found from one body. */
static void circles_from(struct powers *p, id start, const bool *on)
{
    const struct authority *u = p->u;
    const struct model *m = p->m;
    struct hop path[LONGEST_CIRCLE];
    uint32_t budget = MOST_HOPS;
    for (uint32_t k = u->edges_from[start]; k < u->edges_from[start + 1]; k++) {
        uint32_t n = 1, e = u->edge_order[k];
        path[0] = (struct hop){e, u->edges_from[u->edges.at[e].to], u->edges.at[e].box};
        while (n && budget && !m->grants.at[u->edges.at[e].grant].deputising) {
            struct hop *top = &path[n - 1];
            const struct edge *last = &u->edges.at[top->edge];
            if (last->to == start) {
                say_circle(p, path, n);
                return;
            }
            if (n == LONGEST_CIRCLE || top->next == u->edges_from[last->to + 1] || !on[last->to] ||
                m->bodies.at[last->to].rank < m->bodies.at[start].rank) {
                n--;
                continue;
            }
            uint32_t next = u->edge_order[top->next++];
            const struct edge *x = &u->edges.at[next];
            budget--;
            if (m->grants.at[x->grant].deputising || !box_meets(m, x->box, top->box))
                continue;
            struct box common = check_common(m, x->box, top->box);
            if (!check_taken_out(m, common, x->lo, x->hi, x->except, x->n_except))
                path[n++] = (struct hop){next, u->edges_from[x->to], common};
        }
    }
}

static void circles(struct powers *p)
{
    const bool *on = on_circles(p);
    for (uint32_t r = 0; r < p->m->by_rank.n; r++)
        if (on[p->m->by_rank.at[r]])
            circles_from(p, p->m->by_rank.at[r], on);
}

void check_inert(struct powers *p)
{
    struct map places = effective(p);
    for (uint32_t i = 0; i < p->u->inert.n; i++) {
        const struct inert *x = &p->u->inert.at[i];
        switch (x->why) {
        case INERT_LAW:
            unlawful(p, x);
            break;
        case INERT_NOT_OWN:
            not_own(p, x);
            break;
        case INERT_ADVISORY:
            advisory(p, x);
            break;
        case INERT_HOLDER_ENDED:
        case INERT_TAKER_ENDED:
            gone(p, x, &places);
            break;
        default:
            break; /* no terms of reference: R101; another day: nothing */
        }
    }
    for (uint32_t i = 0; i < p->u->edges.n; i++) {
        const struct edge *e = &p->u->edges.at[i];
        no_paper(p, e);
        if (e->discouraged)
            discouraged(p, e);
        if (p->m->grants.at[e->grant].exclusive)
            exclusive_twice(p, e);
    }
    circles(p);
}
