/* check_grants.c: every delegated line against what its holder holds: what lies outside it,
 * what may not be passed on. */
#include "checks/checker.h"

/* ---- one matter of one line ---------------------------------------------------------------- */

enum status {               /* of a function and service, from worst to best */
              STATUS_OUT,   /* the holder does not hold it */
              STATUS_HOPED, /* it is delegated to the holder without effect: that line has its
                               finding */
              STATUS_KEPT,  /* reserved above */
              STATUS_HELD,  /* held, and not to be passed on */
              STATUS_PASSED
};

static bool covers_point(const struct powers *p, struct box box, id f, id s, id area)
{
    return tree_covers(&p->m->functions, box.function, f) &&
           tree_covers(&p->m->services, box.service, s) &&
           check_areas_meet(p->m, box.population, area);
}

/* Is the point taken out of the term again? `kept`: by a reservation. */
static bool out_of_term(const struct powers *p, const struct term *t, id f, id s, id area,
                        bool *kept)
{
    for (uint32_t i = 0; i < t->n_except; i++) {
        const struct exclusion *x = t->except[i];
        bool but = false;
        for (uint32_t k = 0; k < x->n_but; k++)
            but = but || covers_point(p, x->but[k]->box, f, s, area);
        if (x->n_when || but || x->lo > t->lo || x->hi < t->hi || (t->kinds & ~x->kinds) ||
            !tree_covers(&p->m->functions, x->box.function, f) ||
            !tree_covers(&p->m->services, x->box.service, s) ||
            (x->box.population != NONE &&
             (area == NONE || !model_covers(p->m, x->box.population, area))))
            continue;
        *kept = *kept || x->reservation != NONE;
        return true;
    }
    return false;
}

/* Would the holder hold it if what is delegated to it had effect? */
static bool hoped(const struct powers *p, const struct edge *e, id f, id s)
{
    const struct authority *u = p->u;
    for (uint32_t i = p->into_first[e->from]; i < p->into_first[e->from + 1]; i++) {
        const struct edge *x = &u->edges.at[p->into[i]];
        if (x->grant != e->grant && covers_point(p, x->box, f, s, e->box.population))
            return true;
    }
    for (uint32_t i = p->kept_first[e->from]; i < p->kept_first[e->from + 1]; i++) {
        const struct inert *x = &u->inert.at[p->kept[i]];
        const struct boxes *w = &p->m->grants.at[x->grant].what;
        for (uint32_t k = 0; x->why != INERT_DATE && k < w->in.n; k++)
            if (covers_point(p, w->in.at[k], f, s, e->box.population))
                return true;
    }
    return false;
}

static enum status status_of(const struct powers *p, const struct edge *e, id f, id s)
{
    enum status best = STATUS_OUT;
    bool kept = false;
    for (uint32_t i = 0; i < e->n_except; i++) {
        const struct exclusion *x = e->except[i];
        if (!x->n_when && tree_covers(&p->m->functions, x->box.function, f) &&
            tree_covers(&p->m->services, x->box.service, s) && x->lo <= e->lo && x->hi >= e->hi)
            return STATUS_PASSED; /* not delegated after all, or reserved: R109 */
    }
    for (HELD_BY(p, e->from, i)) {
        const struct term *t = p->held[i];
        if (!covers_point(p, t->box, f, s, e->box.population) ||
            out_of_term(p, t, f, s, e->box.population, &kept))
            continue;
        if (authority_may_pass(p->u, t, e))
            return STATUS_PASSED;
        best = STATUS_HELD;
    }
    if (best == STATUS_HELD)
        return best;
    return kept ? STATUS_KEPT : hoped(p, e, f, s) ? STATUS_HOPED : STATUS_OUT;
}

/* ---- all matters of one line --------------------------------------------------------------- */

/* The statuses of all functions and services under an edge's. */
struct field {
    const struct powers *p;
    const struct edge *e;
    id f, f_end, s, s_end;
};

static uint8_t at(const struct field *x, id f, id s)
{
    return x->p->status[(size_t)(f - x->f) * (x->s_end - x->s) + (s - x->s)];
}

static struct field field_of(struct powers *p, const struct edge *e)
{
    struct field x = {.p = p, .e = e, .f = e->box.function, .s = e->box.service};
    x.f_end = p->m->functions.at.at[x.f].end;
    x.s_end = p->m->services.at.at[x.s].end;
    uint8_t *out = p->status;
    for (id f = x.f; f < x.f_end; f++)
        for (id s = x.s; s < x.s_end; s++)
            *out++ = (uint8_t)status_of(p, e, f, s);
    return x;
}

static bool is(const struct field *x, uint8_t want, id f, id f_end, id s, id s_end)
{
    for (id i = f; i < f_end; i++)
        for (id k = s; k < s_end; k++)
            if (at(x, i, k) != want)
                return false;
    return true;
}

static bool any(const struct field *x, uint8_t want)
{
    for (id f = x->f; f < x->f_end; f++)
        for (id s = x->s; s < x->s_end; s++)
            if (at(x, f, s) == want)
                return true;
    return false;
}

/* Functions, then services, that are wholly of this status: the highest of them. Where the
 * line names no service it means those that the holder has. */
struct parts {
    str_list words;    /* for people */
    str_list services; /* names, as 'except' takes them */
    str_list functions;
};

static void parts_of(const struct field *x, uint8_t want, struct parts *out)
{
    const struct tree *ft = &x->p->m->functions, *st = &x->p->m->services;
    bool whole = true;
    for (id s = x->s; x->s && s < x->s_end;) {
        id end = st->at.at[s].end;
        if (is(x, want, x->f, x->f_end, s, end)) {
            check_add(x->p->c, &out->words, str_fmt(x->p->a, "%.*s", STR(st->at.at[s].title)));
            check_add(x->p->c, &out->services, st->at.at[s].name);
            whole = false;
            s = end;
        } else {
            s++;
        }
    }
    for (id f = x->f; x->f && whole && f < x->f_end;) {
        id end = ft->at.at[f].end;
        if (is(x, want, f, end, x->s, x->s_end)) {
            check_add(x->p->c, &out->words, str_fmt(x->p->a, "'%.*s'", STR(ft->at.at[f].title)));
            check_add(x->p->c, &out->functions, ft->at.at[f].name);
            f = end;
        } else {
            f++;
        }
    }
}

/* ---- R107: amounts and areas --------------------------------------------------------------- */

struct reach { /* of the holder's terms that meet the line's box */
    bool area, whole_area, range;
    pence lo, hi;
    unsigned kinds;
    ids areas;
    const struct term *term;
};

static struct reach reach_of(const struct powers *p, const struct edge *e)
{
    struct reach r = {.lo = PENCE_MAX};
    for (HELD_BY(p, e->from, i)) {
        const struct term *t = p->held[i];
        struct box box = e->box;
        box.population = t->box.population;
        if (!box_meets(p->m, t->box, box) || !authority_may_pass(p->u, t, e))
            continue;
        r.term = r.term ? r.term : t;
        if (!ids_have(&r.areas, t->box.population))
            *vec_push(p->a, &r.areas) = t->box.population;
        if (!check_areas_meet(p->m, t->box.population, e->box.population))
            continue;
        r.area = true;
        r.whole_area = r.whole_area || e->box.population == NONE ||
                       model_covers(p->m, t->box.population, e->box.population);
        r.lo = t->lo < r.lo ? t->lo : r.lo;
        r.hi = t->hi > r.hi ? t->hi : r.hi;
        r.range = r.range || (t->lo <= e->hi && t->hi >= e->lo);
        r.kinds |= t->kinds;
    }
    return r;
}

/* Do several areas together make up this one? */
static bool made_up(const struct model *m, const ids *areas, id area)
{
    for (uint32_t i = 0; i < areas->n; i++)
        if (model_covers(m, areas->at[i], area))
            return true;
    id end = m->populations.at[area].end;
    for (id k = area + 1; k < end; k = m->populations.at[k].end)
        if (!made_up(m, areas, k))
            return false;
    return end > area + 1;
}

static struct str areas_text(const struct powers *p, const ids *areas)
{
    str_list words = {0};
    for (uint32_t i = 0; i < areas->n; i++)
        check_add(p->c, &words, p->m->populations.at[areas->at[i]].title);
    return check_words(p->a, &words, 3);
}

/* What of the amounts, kinds of money and people lies outside; empty when nothing does. */
static struct str short_of(const struct powers *p, const struct edge *e, const struct reach *r,
                           struct str *mend)
{
    if (!r->term)
        return S("");
    if (!r->area || (!r->whole_area && !made_up(p->m, &r->areas, e->box.population))) {
        *mend = S("narrow the population after 'for', or leave it out");
        return str_fmt(p->a, "holds this for %.*s only, not for %s%.*s",
                       STR(areas_text(p, &r->areas)), r->area ? "all of " : "",
                       STR(p->m->populations.at[e->box.population].title));
    }
    if ((e->kinds & r->kinds) == 0)
        return str_fmt(p->a, "holds this for %.*s only", STR(kinds_text(p->a, r->kinds)));
    if (!r->range || (e->hi < PENCE_MAX && r->hi < e->hi) || (e->lo > 0 && r->lo > e->lo)) {
        struct str range = range_text(p->a, r->lo > e->lo ? r->lo : e->lo, r->hi);
        *mend = S("let the holder be given more first, or take the line out");
        if (r->range)
            *mend =
                str_fmt(p->a, "write '%.*s', or let the holder be given more first", STR(range));
        return str_fmt(p->a, "holds this %.*s, and gives it %.*s",
                       STR(range_text(p->a, r->lo, r->hi)), STR(range_text(p->a, e->lo, e->hi)));
    }
    return S("");
}

/* ---- one grant ----------------------------------------------------------------------------- */

struct judged { /* what was found in the edges of one line from one holder */
    id grant;
    uint32_t edges, out, stuck; /* wholly outside; wholly held and not passable */
    struct parts outside, held;
    struct str less, less_mend;
    id from;
    const struct term *term;  /* by which the holder holds it */
    const struct term *stays; /* held, and not to be passed on */
    const struct edge *edge, *stuck_edge;
};

static bool plainly_held(const struct powers *p, const struct edge *e)
{
    for (HELD_BY(p, e->from, i)) {
        const struct term *t = p->held[i];
        bool whole = box_covers(p->m, t->box, e->box) && t->lo <= e->lo &&
                     authority_may_pass(p->u, t, e) &&
                     (t->hi >= e->hi || (e->hi == PENCE_MAX && t->hi >= e->lo)) &&
                     (t->kinds & e->kinds) == e->kinds;
        for (uint32_t k = 0; whole && k < t->n_except; k++)
            whole = !box_meets(p->m, t->except[k]->box, e->box);
        if (whole)
            return true;
    }
    return false;
}

/* A term that may not be passed on; of several, one that would need but leave. */
static const struct term *stuck_term(const struct powers *p, const struct edge *e)
{
    const struct term *best = NULL;
    for (HELD_BY(p, e->from, i)) {
        const struct term *t = p->held[i];
        if (!box_meets(p->m, t->box, e->box) || authority_may_pass(p->u, t, e))
            continue;
        if (!best || p->m->grants.at[t->grant].passing.needs_leave)
            best = t;
    }
    return best;
}

static void judge(struct powers *p, const struct edge *e, struct judged *j)
{
    j->edges++;
    if (plainly_held(p, e))
        return;
    struct field x = field_of(p, e);
    struct reach r = reach_of(p, e);
    j->edge = j->edge ? j->edge : e;
    j->term = j->term ? j->term : r.term;
    if (any(&x, STATUS_PASSED)) {
        struct str less = short_of(p, e, &r, &j->less_mend);
        j->out += less.n && !(r.area && r.range && (r.kinds & e->kinds));
        j->less = j->less.n ? j->less : less;
        parts_of(&x, STATUS_OUT, &j->outside);
    } else if (any(&x, STATUS_HELD)) {
        j->stuck++;
        check_add(p->c, &j->held.words, check_box_title(p, e->box));
    } else if (is(&x, STATUS_OUT, x.f, x.f_end, x.s, x.s_end)) {
        struct str less = short_of(p, e, &r, &j->less_mend);
        j->out++;
        j->less = j->less.n ? j->less : less;
        check_add(p->c, &j->outside.words, check_box_title(p, e->box));
    }
    if (any(&x, STATUS_HELD)) {
        if (!j->stays) {
            j->stays = stuck_term(p, e);
            j->stuck_edge = e;
        }
        if (any(&x, STATUS_PASSED))
            parts_of(&x, STATUS_HELD, &j->held);
    }
}

static struct str names_list(const struct powers *p, const str_list *names)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < names->n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(names->at[i]));
    return buf_str(&b);
}

/* Where the holder's own power is written. */
static void show_power(const struct powers *p, const struct term *t, struct finding *x)
{
    if (!t)
        return;
    x->other = t->grant != NONE ? p->m->grants.at[t->grant].pos
                                : p->m->kinds.at[p->m->bodies.at[t->source].kind].pos;
    x->other_message = t->grant != NONE ? S("what it holds is delegated to it here")
                                        : S("what it holds the law gives it here");
}

/* A delegation to the holder that has run out, where that is why it holds nothing. */
static id run_out(const struct powers *p, const struct edge *e)
{
    for (uint32_t i = p->kept_first[e->from]; i < p->kept_first[e->from + 1]; i++) {
        const struct inert *x = &p->u->inert.at[p->kept[i]];
        const struct boxes *w = &p->m->grants.at[x->grant].what;
        for (uint32_t k = 0; x->why == INERT_DATE && k < w->in.n; k++)
            if (box_meets(p->m, w->in.at[k], e->box))
                return x->grant;
    }
    return NONE;
}

static void say_outside(struct powers *p, const struct judged *j)
{
    const struct grant *g = &p->m->grants.at[j->grant];
    struct str holder = body_title(p->m, g->named_holder);
    struct str words = check_words(p->a, &j->outside.words, 4);
    struct finding *x;
    if (!j->outside.words.n && !j->less.n)
        return;
    bool whole = j->out == j->edges;
    struct str key = S(""); /* what the holder lacks is one cause, whatever lines take it in */
    if (j->outside.services.n && !whole && !j->less.n)
        key = str_fmt(p->a, "%u %.*s", g->named_holder, STR(words));
    if (j->less.n && (whole || !j->outside.words.n))
        x = check_say(p->c, "R107", S(""), g->pos, g->named_holder, "%.*s %.*s, so %s delegated",
                      STR(holder), STR(j->less), whole ? "nothing is" : "what lies outside is not");
    else
        x = check_say(p->c, "R107", key, g->pos, g->named_holder,
                      "%.*s does not hold %.*s%s, so %s delegated%s%.*s", STR(holder), STR(words),
                      whole ? "" : ", which this line takes in",
                      whole ? "nothing is" : "that part is not", j->less.n ? "; it " : "",
                      STR(j->less));
    if (!x)
        return;
    id ended = whole && j->edge ? run_out(p, j->edge) : NONE;
    show_power(p, j->term, x);
    if (ended != NONE) {
        date until = p->m->grants.at[ended].life.until;
        x->other = p->m->grants.at[ended].pos;
        x->other_message = until < p->u->on ? str_fmt(p->a, "it was delegated to it until %.*s",
                                                      STR(date_long(p->a, until)))
                                            : S("it is delegated to it from a later day");
    }
    if (ended != NONE)
        x->mend = S("renew that delegation, or take the line out");
    else if (whole && j->less_mend.n)
        x->mend = j->less_mend;
    else if (whole)
        x->mend = str_fmt(p->a, "take the line out, or delegate it to %.*s first", STR(holder));
    else if (j->outside.services.n)
        x->mend = str_fmt(p->a, "write behind the services: except %.*s",
                          STR(names_list(p, &j->outside.services)));
    else if (j->outside.functions.n)
        x->mend = str_fmt(p->a, "write behind the functions: except %.*s",
                          STR(names_list(p, &j->outside.functions)));
    else
        x->mend = j->less_mend.n ? j->less_mend : S("take that part out of the line");
}

/* ---- R110 ---------------------------------------------------------------------------------- */

/* Why the holder may not pass this term on along this edge; *mend says what would let it. */
static struct str bar(const struct powers *p, const struct term *t, const struct edge *e,
                      struct str *mend)
{
    const struct grant *g = &p->m->grants.at[t->grant];
    const struct passing *w = &g->passing;
    const struct edge *last = &p->u->edges.at[t->edge];
    *mend = S("add 'may be passed on' to the line that gives it");
    if (p->m->bodies.at[t->body].passes_nothing) {
        *mend = S("take 'passes on nothing' out of its terms of reference");
        return S(
            "its terms of reference say that it delegates nothing further ('passes on nothing')");
    }
    if (!last->pass_class && g->deputising) {
        *mend = S("let the post that it deputises for delegate it");
        return S("it has it as a deputy only");
    }
    if (!last->pass_class && w->said)
        return S("the line that gives it says 'not to be passed on'");
    if (!last->pass_class)
        return S("the line that gives it does not say that it may be delegated further ('may be "
                 "passed on')");
    if (!t->hops)
        return S("it may be delegated further once only, and was");
    if (w->upward)
        return S("it may be delegated further only upward, to a body that the holder is part of");
    if (w->needs_leave && !p->m->grants.at[e->grant].leave_given) {
        *mend = str_fmt(p->a, "record the leave: by leave of BODY \"letter of DATE\"");
        return str_fmt(p->a, "delegating it further takes leave of %.*s, and none is recorded",
                       STR(w->leave_of));
    }
    if (w->smaller && e->hi >= last->hi) {
        *mend = str_fmt(p->a, "write a limit below %.*s", STR(money_text(p->a, last->hi)));
        return S("it may be delegated further in smaller limits only");
    }
    return S("it may not be delegated further to a body of this kind");
}

static void say_stuck(struct powers *p, const struct judged *j)
{
    const struct grant *g = &p->m->grants.at[j->grant];
    if (!j->stays || !j->held.words.n)
        return;
    struct str mend, why = bar(p, j->stays, j->stuck_edge, &mend);
    struct str key = str_fmt(p->a, "%u %u %u", g->named_holder, j->stays->grant, j->stuck_edge->to);
    struct finding *x =
        check_say(p->c, "R110", key, g->pos, g->named_holder,
                  "%.*s cannot delegate %.*s further: %.*s", STR(body_title(p->m, g->named_holder)),
                  STR(check_words(p->a, &j->held.words, 3)), STR(why));
    if (!x)
        return;
    x->other = p->m->grants.at[j->stays->grant].pos;
    x->other_message = S("it is given here");
    x->mend = mend;
}

void check_grants(struct powers *p)
{
    const struct authority *u = p->u;
    p->status = NEW_ARRAY(p->a, uint8_t, (size_t)p->m->functions.at.n * p->m->services.at.n);
    for (uint32_t i = 0; i < u->edges.n;) {
        struct judged j = {.grant = u->edges.at[i].grant, .from = u->edges.at[i].from};
        const struct grant *g = &p->m->grants.at[j.grant];
        for (; i < u->edges.n && u->edges.at[i].grant == j.grant; i++) {
            if (g->deputising)
                continue;
            judge(p, &u->edges.at[i], &j);
        }
        if (!g->deputising) {
            say_outside(p, &j);
            say_stuck(p, &j);
        }
    }
}
