/* tell.c: answers in plain words: deciders, chains, conditions, and what is missing. */
#include <stdlib.h>

#include "actions/governance/governance.h"

struct str tell_span(struct arena *a, struct span s)
{
    if (s.from == DATE_MIN && s.until == DATE_MAX)
        return S("");
    if (s.until == DATE_MAX)
        return str_fmt(a, "from %.*s", STR(date_long(a, s.from)));
    if (s.from == DATE_MIN)
        return str_fmt(a, "until %.*s", STR(date_long(a, s.until)));
    return str_fmt(a, "from %.*s until %.*s", STR(date_long(a, s.from)),
                   STR(date_long(a, s.until)));
}

struct str tell_under(struct arena *a, const struct authority *u, const struct grant *g)
{
    const struct model *m = u->m;
    struct buf b = buf_new(a);
    if (g->deputising)
        return S("as deputy");
    if (g->instrument != NONE)
        buf_put(&b, m->instruments.at[g->instrument].title);
    else if (g->route != NONE)
        buf_put(&b, m->routes.at[g->route].title);
    if (g->reference.n)
        buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR(g->reference));
    return b.n ? str_fmt(a, "under %.*s", STR(buf_str(&b))) : S("(no instrument named)");
}

static void where(struct buf *b, const struct model *m, struct pos pos)
{
    if (pos.file != POS_NOWHERE)
        buf_fmt(b, "  [%.*s:%u]", STR(m->findings->sources.at[pos.file].path), pos.line);
}

/* A sentence, broken at blanks so that a terminal shows whole words. */
static void wrapped(struct run *r, unsigned indent, struct str s)
{
    enum { WIDTH = 98 };
    unsigned first = indent;
    while (s.n) {
        size_t to = 0, last = 0;
        while (to < s.n && (indent + str_width(str_sub(s, 0, to)) < WIDTH || !last)) {
            if (s.p[to] == ' ')
                last = to;
            to++;
        }
        if (to < s.n && last)
            to = last;
        buf_pad(&r->out, ' ', indent);
        buf_fmt(&r->out, "%.*s\n", (int)to, s.p);
        while (to < s.n && s.p[to] == ' ')
            to++;
        s = str_sub(s, to, s.n);
        indent = first + 2;
    }
}

static void tell_chain(struct run *r, const struct authority *u, const struct term *t)
{
    const struct model *m = u->m;
    if (!t->via) {
        const struct body *s = &m->bodies.at[t->source];
        struct str source = m->kinds.at[s->kind].holds_source.at[t->holds];
        buf_fmt(&r->out, "     %.*s holds it by law%s%.*s\n", STR(s->title), source.n ? ": " : "",
                STR(source));
        return;
    }
    tell_chain(r, u, t->via);
    const struct grant *g = &m->grants.at[t->grant];
    const struct edge *e = &u->edges.at[t->edge];
    struct str span = tell_span(r->a, g->life);
    struct buf line = buf_new(r->a);
    if (g->deputising)
        buf_fmt(&line, "%.*s deputises for %.*s", STR(g->to.text),
                STR(body_title(m, t->via->body)));
    else
        buf_fmt(&line, "%.*s delegates to %.*s %.*s", STR(body_title(m, t->via->body)),
                STR(g->to.text), STR(tell_under(r->a, u, g)));
    buf_fmt(&line, "%s%.*s", span.n ? ", " : "", STR(span));
    if (g->limit_unknown)
        buf_z(&line, ", limit not known");
    else if (e->lo != PENCE_MIN || e->hi != PENCE_MAX || (!g->limits.n && !g->deputising))
        buf_fmt(&line, ", %.*s", STR(range_text(r->a, e->lo, e->hi)));
    if (run_has(r, "why"))
        where(&line, m, g->pos);
    wrapped(r, 5, buf_str(&line));
    for (uint32_t i = 0; i < g->limits.n; i++)
        if (g->limits.at[i].measured.n)
            buf_fmt(&r->out, "       %.*s: measured %.*s\n", STR(g->limits.at[i].text),
                    STR(g->limits.at[i].measured));
    if (run_has(r, "why") && g->source.n)
        wrapped(r, 7, str_fmt(r->a, "source: %.*s", STR(g->source)));
    if (run_has(r, "why") && g->note.n)
        wrapped(r, 7, str_fmt(r->a, "note: %.*s", STR(g->note)));
}

struct str tell_open(struct run *r, const struct authority *u, const struct answer *x,
                     const struct way *w)
{
    struct buf b = buf_new(r->a);
    if (w->kinds != MONEY_ALL)
        buf_fmt(&b, "if it is %.*s", STR(kinds_text(r->a, w->kinds)));
    for (uint32_t i = 0; i < w->n_open; i++)
        buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR(literal_text(u, x->open.at[w->open + i])));
    return buf_str(&b);
}

/* Duties owed, along the whole chain. */
static void duties(struct arena *a, const struct authority *u, const struct term *t, phrases *out)
{
    if (t->via)
        duties(a, u, t->via, out);
    if (t->grant == NONE)
        return;
    const struct grant *g = &u->m->grants.at[t->grant];
    for (uint32_t i = 0; i < g->after.n; i++)
        *vec_push(a, out) = str_fmt(a, "then: %.*s", STR(g->after.at[i].text));
    if (g->recall.n)
        *vec_push(a, out) = str_fmt(a, "may be recalled by %.*s", STR(g->recall));
}

static void call_ins(struct arena *a, const struct authority *u, id body, phrases *out)
{
    const struct model *m = u->m;
    for (uint32_t i = 0; i < m->call_ins.n; i++) {
        const struct call_in *c = &m->call_ins.at[i];
        for (uint32_t k = 0; k < c->on.alts.n; k++)
            for (uint32_t j = 0; j < c->on.alts.at[k].bodies.n; j++)
                if (c->on.alts.at[k].bodies.at[j] == body && span_has(c->life, u->on)) {
                    struct buf b = buf_new(a);
                    buf_fmt(&b, "may be called in (%.*s) by ", STR(c->title));
                    for (uint32_t n = 0; n < c->by.n; n++)
                        buf_fmt(&b, "%s%.*s", n ? ", or " : "", STR(c->by.at[n].text));
                    buf_fmt(&b, " %.*s", STR(c->text));
                    *vec_push(a, out) = buf_str(&b);
                }
    }
}

void tell_afterwards(struct arena *a, const struct authority *u, const struct term *t, phrases *out)
{
    duties(a, u, t, out);
    call_ins(a, u, t->body, out);
}

struct str tell_decider(struct run *r, const struct authority *u, const struct choice *c)
{
    return c->in_common == NONE ? c->party->title
                                : str_fmt(r->a, "%.*s, when each of its committees has decided",
                                          STR(body_title(u->m, c->in_common)));
}

struct str tell_area(const struct authority *u, const struct answer *x, const struct choice *c)
{
    const struct model *m = u->m;
    id area = answer_area(u, x, c);
    if (area != NONE)
        return str_fmt(x->a, "%s: %.*s", level_names[m->populations.at[area].level],
                       STR(m->populations.at[area].title));
    struct buf b = buf_new(x->a);
    const ids *parents = &m->bodies.at[x->ways.at[c->first].term->body].parents;
    for (uint32_t i = 0; i < parents->n; i++) {
        id p = m->bodies.at[parents->at[i]].population;
        if (p != NONE)
            buf_fmt(&b, "%s%.*s",
                    !b.n                  ? ""
                    : i + 1 == parents->n ? " and "
                                          : ", ",
                    STR(m->populations.at[p].title));
    }
    return buf_str(&b);
}

struct str tell_limit(const struct authority *u, const struct answer *x, const struct way *w)
{
    const struct term *t = w->term;
    bool whole = t->lo == PENCE_MIN && t->hi == PENCE_MAX;
    for (uint32_t i = 0; whole && i < w->n_open; i++) {
        enum atom_kind kind = u->atoms.at[x->open.at[w->open + i] / 2].kind;
        if (kind == ATOM_MEASURE || kind == ATOM_BASE)
            return S(""); /* a year's limit, or one that is not known, is a condition */
    }
    return t->grant != NONE && u->m->grants.at[t->grant].limit_unknown
               ? S("up to a limit that is not known")
               : range_text(x->a, t->lo, t->hi);
}

/* One condition a line, each with the words that tell Remit of it. */
static void tell_conditions(struct run *r, const struct authority *u, const struct answer *x,
                            const struct way *w)
{
    for (uint32_t i = 0; i < w->n_open; i++) {
        literal l = x->open.at[w->open + i];
        struct str text = str_fmt(r->a, "- %.*s", STR(literal_text(u, l)));
        struct str say = str_fmt(r->a, "%s \"%.*s\"", l % 2 ? "if not so: --not" : "if so: --given",
                                 STR(literal_fact(u, l))); /* never broken: it is to be copied */
        if (str_width(text) + str_width(say) < 88) {
            buf_fmt(&r->out, "     %.*s  (%.*s)\n", STR(text), STR(say));
            continue;
        }
        wrapped(r, 5, text);
        buf_fmt(&r->out, "         (%.*s)\n", STR(say));
    }
}

/* "may decide, up to £20 million, on one condition:", and what stands under it. */
static void tell_way(struct run *r, const struct authority *u, const struct answer *x,
                     const struct way *w, const char *or_, const struct matter *q)
{
    exceptions except = tell_exceptions(u, r->a, w->term, q);
    struct str limit = tell_limit(u, x, w);
    struct buf b = buf_new(r->a);
    buf_fmt(&b, "%smay decide", or_);
    if (w->kinds != MONEY_ALL)
        buf_fmt(&b, " if it is %.*s", STR(kinds_text(r->a, w->kinds)));
    if (limit.n)
        buf_fmt(&b, ", %.*s", STR(limit));
    if (except.n == 1)
        buf_fmt(&b, ", except %.*s", STR(except.at[0].text));
    if (w->n_open)
        buf_z(&b, w->n_open > 1 ? ", on these conditions" : ", on one condition");
    if (except.n > 1)
        buf_z(&b, ", with these exceptions");
    if (w->n_open || except.n > 1)
        buf_putc(&b, ':');
    wrapped(r, 3, buf_str(&b));
    tell_conditions(r, u, x, w);
    for (uint32_t i = 0; except.n > 1 && i < except.n; i++)
        wrapped(r, 5, str_fmt(r->a, "- except %.*s", STR(except.at[i].text)));
}

void tell_choice(struct run *r, const struct authority *u, const struct answer *x,
                 const struct choice *c, const struct matter *q)
{
    buf_fmt(&r->out, "%.*s (%.*s)\n", STR(tell_decider(r, u, c)), STR(tell_area(u, x, c)));
    for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next) {
        const struct term *t = x->ways.at[w].term;
        tell_way(r, u, x, &x->ways.at[w], w == c->first ? "" : "or ", q);
        buf_z(&r->out, "   why:\n");
        tell_chain(r, u, t);
        phrases after = {0};
        tell_afterwards(r->a, u, t, &after);
        for (uint32_t i = 0; i < after.n; i++)
            buf_fmt(&r->out, "   %.*s\n", STR(after.at[i]));
    }
}

/* ---- nobody -------------------------------------------------------------------------------- */

static bool in_box(const struct model *m, struct box x, const struct matter *q, id area)
{
    return tree_covers(&m->functions, x.function, q->function) &&
           tree_covers(&m->services, x.service, q->service) &&
           (x.population == NONE || model_covers(m, x.population, area));
}

static bool in_boxes(const struct model *m, const struct boxes *b, const struct matter *q, id area)
{
    for (uint32_t i = 0; i < b->except.n; i++)
        if (in_box(m, b->except.at[i], q, area))
            return false;
    for (uint32_t i = 0; i < b->in.n; i++)
        if (in_box(m, b->in.at[i], q, area))
            return true;
    return false;
}

static void inert_remedies(struct run *r, const struct authority *u, const struct matter *q,
                           id body, remedies *out)
{
    const struct model *m = u->m;
    ids about = {0};
    area_things_covering(r->a, m, &u->inert_in, q->populations.at[0], &about);
    for (uint32_t i = 0; i < about.n; i++) {
        const struct inert *x = &u->inert.at[about.at[i]];
        const struct grant *g = &m->grants.at[x->grant];
        if (!in_boxes(m, &g->what, q, q->populations.at[0]) || (body != NONE && x->to != body))
            continue;
        *vec_push(r->a, out) =
            (struct remedy){x->why == INERT_NO_TERMS ? 1
                            : x->why == INERT_DATE   ? 2
                                                     : 4,
                            str_fmt(r->a, "%.*s delegates it to %.*s %.*s, without effect: %s",
                                    STR(body_title(m, g->holder)), STR(body_title(m, x->to)),
                                    STR(tell_under(r->a, u, g)), inertia_text(x->why)),
                            x->why == INERT_DATE ? g->holder : NONE, x->to};
    }
}

/* Lines that would let somebody decide but for their limits. */
static void limit_remedies(struct run *r, const struct authority *u, const struct matter *q,
                           id body, remedies *out)
{
    const struct model *m = u->m;
    struct matter any = *q;
    struct answer x = answer_new(r->a);
    any.value = -1;
    authority_who(u, &any, &x);
    for (uint32_t i = 0; i < x.choices.n && q->value >= 0; i++)
        for (uint32_t w = x.choices.at[i].first; w != NONE; w = x.ways.at[w].next) {
            const struct term *t = x.ways.at[w].term;
            if (t->grant == NONE || (t->lo <= q->value && q->value <= t->hi) ||
                (body != NONE && t->body != body))
                continue;
            const struct grant *g = &m->grants.at[t->grant];
            *vec_push(r->a, out) = (struct remedy){
                1,
                str_fmt(r->a,
                        "%.*s decides such matters %.*s: change the limit at %.*s:%u, "
                        "which is for %.*s to do",
                        STR(x.choices.at[i].party->title), STR(range_text(r->a, t->lo, t->hi)),
                        STR(m->findings->sources.at[g->pos.file].path), g->pos.line,
                        STR(body_title(m, t->via->body))),
                t->via->body, t->body};
        }
}

/* The line that would do: the nearest body that may decide gives it to this one. */
static void delegate_remedy(struct run *r, const struct authority *u, const struct matter *q,
                            id body, remedies *out)
{
    const struct model *m = u->m;
    struct answer x = answer_new(r->a);
    authority_who(u, q, &x);
    if (body == NONE || !x.choices.n ||
        (m->kinds.at[m->bodies.at[body].kind].flags & KIND_ADVISORY))
        return;
    id holder = NONE; /* the organisation itself: it holds the power by law or from outside */
    for (uint32_t i = 0; i < x.choices.n; i++) {
        const struct term *t = x.ways.at[x.choices.at[i].first].term;
        if (m->bodies.at[t->body].organ_of != NONE &&
            m->bodies.at[t->body].organ_of == m->bodies.at[body].owner)
            holder = t->body;
    }
    if (holder == NONE)
        return;
    struct str area = m->populations.at[q->populations.at[0]].name;
    struct str paper = authority_paper(u, holder, body);
    if (!paper.n)
        return; /* the law does not let it be delegated so */
    struct str of =
        q->service ? str_fmt(r->a, " of %.*s", STR(m->services.at.at[q->service].name)) : S("");
    struct str limit = q->value >= 0 ? str_fmt(r->a, "up to %.*s", STR(money_code(r->a, q->value)))
                                     : S("without limit");
    *vec_push(r->a, out) = (struct remedy){
        2,
        str_fmt(r->a,
                "%.*s may delegate it; write in the handbook:\n      delegate %.*s to %.*s under "
                "%.*s {\n        %.*s%.*s for %.*s %.*s\n      }",
                STR(body_title(m, holder)), STR(m->bodies.at[holder].name),
                STR(m->bodies.at[body].name), STR(paper), STR(m->functions.at.at[q->function].name),
                STR(of), STR(area), STR(limit)),
        holder, body};
}

static void reserve_remedies(struct run *r, const struct authority *u, const struct matter *q,
                             remedies *out)
{
    const struct model *m = u->m;
    ids about = {0};
    area_things_covering(r->a, m, &m->reserved_in, q->populations.at[0], &about);
    for (uint32_t i = 0; i < about.n; i++) {
        const struct reservation *v = &m->reservations.at[about.at[i]];
        if (in_boxes(m, &v->what, q, q->populations.at[0]))
            *vec_push(r->a, out) = (struct remedy){
                3,
                str_fmt(r->a,
                        "it is reserved to %.*s; only a change of the reservation would "
                        "let another body decide",
                        STR(body_title(m, v->owner))),
                NONE, NONE};
    }
}

static void source_remedies(struct run *r, const struct authority *u, const struct matter *q,
                            remedies *out)
{
    const struct model *m = u->m;
    ids serving = {0};
    area_things_covering(r->a, m, &m->serving, q->populations.at[0], &serving);
    for (uint32_t n = 0; n < serving.n; n++) {
        id i = serving.at[n];
        const struct body *b = &m->bodies.at[i];
        const struct kind *k = &m->kinds.at[b->kind];
        for (uint32_t h = 0; (k->flags & KIND_STATUTORY) && h < k->holds.n; h++) {
            if (!in_boxes(m, &k->holds.at[h], q, q->populations.at[0]))
                continue;
            *vec_push(r->a, out) = (struct remedy){
                5,
                authority_alive(u, i)
                    ? str_fmt(r->a, "%.*s holds it by law and could delegate it", STR(b->title))
                    : str_fmt(r->a, "%.*s held it by law, but does not exist on this day",
                              STR(b->title)),
                authority_alive(u, i) ? b->acts : NONE, NONE};
        }
    }
}

static int by_cost(const void *a, const void *b)
{
    const struct remedy *x = a, *y = b;
    return x->cost != y->cost ? (x->cost > y->cost) - (x->cost < y->cost)
                              : str_cmp(x->text, y->text);
}

remedies tell_remedies(struct run *r, const struct authority *u, const struct matter *q, id body)
{
    remedies list = {0};
    uint32_t kept = 0;
    limit_remedies(r, u, q, body, &list);
    delegate_remedy(r, u, q, body, &list);
    inert_remedies(r, u, q, body, &list);
    reserve_remedies(r, u, q, &list);
    source_remedies(r, u, q, &list);
    if (list.n)
        qsort(list.at, list.n, sizeof list.at[0], by_cost);
    for (uint32_t i = 0; i < list.n && kept < 8; i++)
        if (!kept || !str_eq(list.at[i].text, list.at[kept - 1].text))
            list.at[kept++] = list.at[i];
    list.n = kept;
    return list;
}

void tell_nobody(struct run *r, const struct authority *u, const struct matter *q, id body)
{
    remedies list = tell_remedies(r, u, q, body);
    buf_z(&r->out, list.n ? "What is missing, the least change first:\n"
                          : "No body in these handbooks holds this by law for these people.\n");
    for (uint32_t i = 0; i < list.n; i++)
        buf_fmt(&r->out, "  - %.*s\n", STR(list.at[i].text));
}
