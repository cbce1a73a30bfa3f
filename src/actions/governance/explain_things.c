/* explain_things.c: everything that the handbooks say of a named thing, gathered from all over
 * the model into a heading and lines. */
#include "actions/governance/explain.h"
#include "actions/governance/say.h"

struct gathering {
    struct arena *a;
    const struct model *m;
    struct str name;
    explained_list out;
};

/* ---- one thing, line by line --------------------------------------------------------------- */

static struct explained *thing(struct gathering *g, const char *is, struct str name,
                               struct str title, struct str what)
{
    struct explained *x = vec_push(g->a, &g->out);
    *x = (struct explained){.is = is, .name = name, .title = title.n ? title : name, .what = what};
    x->pos.file = POS_NOWHERE;
    return x;
}

static struct explained_line *line(struct gathering *g, struct explained *x, const char *label,
                                   struct str text)
{
    struct explained_line *l = vec_push(g->a, &x->lines);
    *l = (struct explained_line){.label = str_of(label), .text = text};
    return l;
}

/* Nothing where nothing is said. */
static void some(struct gathering *g, struct explained *x, const char *label, struct str text)
{
    if (text.n)
        line(g, x, label, text);
}

/* A line that is the title of something; `labels` over a list of such. */
static void leads(struct gathering *g, struct explained *x, const char *label, const char *labels,
                  const char *is, struct str name, struct str text)
{
    struct explained_line *l = line(g, x, label, text);
    l->labels = labels;
    l->is = is;
    l->name = name;
}

static void body_line(struct gathering *g, struct explained *x, const char *label,
                      const char *labels, id body)
{
    if (body != NONE)
        leads(g, x, label, labels, "body", g->m->bodies.at[body].name, body_title(g->m, body));
}

static void body_lines(struct gathering *g, struct explained *x, const char *label,
                       const ids *bodies)
{
    for (uint32_t i = 0; i < bodies->n; i++)
        body_line(g, x, label, label, bodies->at[i]);
}

/* The lines of a block in words. */
static void block(struct gathering *g, struct explained *x, id handbook, const struct node *body)
{
    sayings all = {0};
    say_block(g->a, g->m, handbook, body, NULL, &all);
    for (uint32_t i = 0; i < all.n; i++) {
        const char *what = all.at[i].what;
        struct explained_line *l = line(g, x, what, all.at[i].text);
        if (all.at[i].several)
            l->labels =
                str_ends(str_of(what), S("y")) ? what : str_z(g->a, str_fmt(g->a, "%ss", what));
    }
}

/* Where it stands, and the statement itself as a quotation. */
static void written(struct gathering *g, struct explained *x, struct pos pos, const struct node *n)
{
    x->pos = pos;
    if (!n || pos.file == POS_NOWHERE)
        return;
    struct node one = *n, file = {.kind = NODE_FILE, .body = &one};
    one.next = NULL;
    one.before = NULL;
    x->written = print_file(g->a, &file);
}

static struct str join(struct gathering *g, struct str what, struct str span)
{
    return span.n ? str_fmt(g->a, "%.*s, %.*s", STR(what), STR(span)) : what;
}

/* ---- bodies -------------------------------------------------------------------------------- */

static void named_in(struct gathering *g, struct explained *x, id body)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->lines.n; i++) {
        const struct line *l = &m->lines.at[i];
        if (l->from != body)
            continue;
        struct str by = l->kind == LINE_NOT_SAID ? S(" (how is not said)")
                                                 : str_fmt(g->a, " by %s", line_names[l->kind]);
        leads(g, x, "Accountable to", "Accountable to", "body", m->bodies.at[l->to].name,
              str_fmt(g->a, "%.*s%.*s%s%.*s", STR(body_title(m, l->to)), STR(by),
                      l->what.n ? " for " : "", STR(l->what)));
    }
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        if (ids_have(&v->of, body))
            leads(g, x, "Party to", "Party to", "instrument", v->name,
                  v->title.n ? v->title : v->name);
    }
    for (uint32_t i = 0; i < m->not_knowns.n; i++)
        if (ids_have(&m->not_knowns.at[i].of, body))
            line(g, x, "Not known", m->not_knowns.at[i].text)->labels = "Not known";
}

/* Seats of other bodies: a post is known by these too. */
static void sits_on(struct gathering *g, struct explained *x, id body)
{
    const struct model *m = g->m;
    for (id i = 0; i < m->bodies.n; i++)
        for (uint32_t k = 0; k < m->bodies.at[i].seats.n; k++)
            if (m->bodies.at[i].seats.at[k].body == body && m->bodies.at[i].whole == NONE)
                leads(g, x, "Sits on", "Sits on", "body", m->bodies.at[i].name,
                      str_fmt(g->a, "%.*s%s", STR(body_title(m, i)),
                              m->bodies.at[i].seats.at[k].voting ? "" : ", non-voting"));
}

static void body(struct gathering *g)
{
    const struct model *m = g->m;
    id i = model_find_body(m, g->name, NONE);
    for (id h = 0; i == NONE && h < m->handbooks.n; h++)
        i = model_find_body(m, g->name, h);
    for (id k = 0; i == NONE && k < m->bodies.n; k++)
        if (str_eq_fold(m->bodies.at[k].title, g->name))
            i = k;
    if (i == NONE)
        return;
    const struct body *b = &m->bodies.at[i];
    struct str what = m->kinds.at[b->kind].title;
    if (b->population != NONE)
        what =
            str_fmt(g->a, "%.*s, for %.*s", STR(what), STR(m->populations.at[b->population].title));
    struct explained *x =
        thing(g, "body", b->name, b->title, join(g, what, tell_span(g->a, b->life)));
    body_lines(g, x, "Part of", &b->parents);
    some(g, x, "ODS code", b->ods);
    some(g, x, "Source", b->source);
    some(g, x, "Note", b->note);
    block(g, x, b->handbook, b->node ? b->node->body : NULL);
    sits_on(g, x, i);
    named_in(g, x, i);
    written(g, x, b->pos, b->node);
}

/* ---- papers and ways ----------------------------------------------------------------------- */

/* One line a delegation, however many functions it names. */
static void delegates(struct gathering *g, struct explained *x, uint32_t instrument)
{
    const struct model *m = g->m;
    struct str last = S("");
    for (uint32_t k = 0; k < m->grants.n; k++) {
        const struct grant *v = &m->grants.at[k];
        struct str text =
            str_fmt(g->a, "%.*s delegates to %.*s", STR(body_title(m, v->holder)), STR(v->to.text));
        if (v->instrument != instrument || str_eq(text, last))
            continue;
        line(g, x, "Under it", text)->labels = "Under it";
        last = text;
    }
}

static void instruments(struct gathering *g)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct str what = v->route != NONE ? m->routes.at[v->route].title : S("instrument");
        struct explained *x =
            thing(g, "instrument", v->name, v->title, join(g, what, tell_span(g->a, v->life)));
        body_lines(g, x, "Between", &v->of);
        body_line(g, x, "Host", NULL, v->host);
        body_line(g, x, "Lead", NULL, v->lead);
        body_line(g, x, "Manager", NULL, v->manager);
        if (v->review != DATE_MAX)
            line(g, x, "Review by", date_long(g->a, v->review));
        some(g, x, "Source", v->source);
        delegates(g, x, i);
        written(g, x, v->pos, NULL);
        return;
    }
}

static void ladders(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->ladders.n; i++) {
        const struct ladder *v = &g->m->ladders.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x = thing(g, "ladder", v->name, v->title, S("levels of escalation"));
        for (uint32_t k = 0; k < v->steps.n; k++) {
            const struct step *s = &v->steps.at[k];
            line(g, x, str_z(g->a, str_fmt(g->a, "Level %u", k + 1)),
                 join(g, s->outside.n ? s->outside : s->who.text, s->within));
        }
        written(g, x, v->pos, NULL);
        return;
    }
}

static void call_ins(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->call_ins.n; i++) {
        const struct call_in *v = &g->m->call_ins.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x =
            thing(g, "call-in", v->name, v->title,
                  str_fmt(g->a, "decisions of %.*s may be called in", STR(v->on.text)));
        for (uint32_t k = 0; k < v->by.n; k++)
            line(g, x, "By", v->by.at[k].text)->labels = "By any of these";
        some(g, x, "How", v->text);
        written(g, x, v->pos, NULL);
        return;
    }
}

static void funds(struct gathering *g)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->funds.n; i++) {
        const struct fund *v = &m->funds.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x = thing(g, "fund", v->name, v->title, S("a pooled fund"));
        if (v->instrument != NONE) {
            const struct instrument *n = &m->instruments.at[v->instrument];
            leads(g, x, "Under", NULL, "instrument", n->name, n->title.n ? n->title : n->name);
        }
        body_line(g, x, "Host", NULL, v->host);
        body_line(g, x, "Lead", NULL, v->lead);
        body_line(g, x, "Manager", NULL, v->manager);
        some(g, x, "Source", v->source);
        block(g, x, v->handbook, v->node ? v->node->body : NULL);
        written(g, x, v->pos, v->node);
        return;
    }
}

static void states(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->states.n; i++) {
        const struct state *v = &g->m->states.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x = thing(g, "state", v->name, v->title, S("a state"));
        if (v->node)
            some(g, x, "How", say_clauses(g->a, g->m, v->handbook, v->node));
        for (uint32_t k = 0; k < v->declared.n; k++)
            line(g, x, "Declared", tell_span(g->a, v->declared.at[k]))->labels = "Declared";
        written(g, x, v->pos, v->node);
        return;
    }
}

static void tests(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->tests.n; i++) {
        const struct test *v = &g->m->tests.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x = thing(g, "test", v->name, v->title, S("a test"));
        some(g, x, "Ruled by", v->ruled_by);
        written(g, x, v->pos, NULL);
        return;
    }
}

/* ---- what is decided, and for whom --------------------------------------------------------- */

static void tree(struct gathering *g, const struct tree *t, const char *is)
{
    id i = tree_find(t, g->name);
    if (i == NONE)
        return;
    const struct tree_node *n = &t->at.at[i];
    struct explained *x = thing(g, is, n->name, n->title, str_fmt(g->a, "a %s", is));
    if (n->parent != NONE)
        leads(g, x, "Under", NULL, is, t->at.at[n->parent].name, t->at.at[n->parent].title);
    for (id k = i + 1; k < n->end; k++)
        if (t->at.at[k].parent == i)
            leads(g, x, "Over", "Over", is, t->at.at[k].name,
                  str_fmt(g->a, "%.*s (%.*s)", STR(t->at.at[k].title), STR(t->at.at[k].name)));
    some(g, x, "Source", n->source);
    written(g, x, n->pos, NULL);
}

static void functions(struct gathering *g)
{
    tree(g, &g->m->functions, "function");
}

static void services(struct gathering *g)
{
    tree(g, &g->m->services, "service");
}

static void populations(struct gathering *g)
{
    const struct model *m = g->m;
    id i = model_find_population(m, g->name);
    if (i == NONE)
        return;
    const struct population *p = &m->populations.at[i];
    struct explained *x =
        thing(g, "population", p->name, p->title, str_fmt(g->a, "a %s", level_names[p->level]));
    if (p->parent != NONE)
        leads(g, x, "Within", "Within", "population", m->populations.at[p->parent].name,
              m->populations.at[p->parent].title);
    for (uint32_t k = 0; k < p->also.n; k++)
        leads(g, x, "Within", "Within", "population", m->populations.at[p->also.at[k]].name,
              m->populations.at[p->also.at[k]].title);
    if (p->people >= 0)
        line(g, x, "People", number_text(g->a, p->people));
    some(g, x, "ODS code", p->ods);
    some(g, x, "Coterminous with", p->coterminous);
    for (id b = 0; b < m->bodies.n; b++)
        if (m->bodies.at[b].population == i && m->bodies.at[b].placed)
            body_line(g, x, "Served by", "Served by", b);
    some(g, x, "Source", p->source);
    some(g, x, "Note", p->note);
    written(g, x, p->pos, NULL);
}

/* ---- words of the law ---------------------------------------------------------------------- */

static void kinds(struct gathering *g)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->kinds.n; i++) {
        const struct kind *k = &m->kinds.at[i];
        if (!str_eq(k->name, g->name))
            continue;
        struct explained *x =
            thing(g, "kind", k->name, k->title,
                  str_fmt(g->a, "a kind of body under %.*s%s%s%s", STR(m->laws.at[k->law].title),
                          k->flags & KIND_STATUTORY ? ", statutory" : "",
                          k->flags & KIND_ADVISORY ? ", can only recommend" : "",
                          k->flags & KIND_NEEDS_TERMS ? ", needs terms of reference" : ""));
        for (uint32_t h = 0; h < k->holds.n; h++)
            for (uint32_t b = 0; b < k->holds.at[h].in.n; b++)
                line(g, x, "Holds by law",
                     str_fmt(g->a, "%.*s of %.*s",
                             STR(m->functions.at.at[k->holds.at[h].in.at[b].function].title),
                             STR(m->services.at.at[k->holds.at[h].in.at[b].service].title)))
                    ->labels = "Holds by law";
        some(g, x, "Source", k->source);
    }
}

static void routes(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->routes.n; i++) {
        const struct route *v = &g->m->routes.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x =
            thing(g, "route", v->name, v->title,
                  str_fmt(g->a,
                          "a paper to delegate under%s; when it says nothing of delegating further,"
                          " that is %s",
                          v->external ? ", between organisations" : "",
                          v->silence_allows ? "allowed" : "not allowed"));
        some(g, x, "Source", v->source);
    }
}

static void laws(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->laws.n; i++) {
        const struct law *v = &g->m->laws.at[i];
        if (str_eq(v->name, g->name))
            some(g,
                 thing(g, "law", v->name, v->title, join(g, S("a law"), tell_span(g->a, v->life))),
                 "Source", v->source);
    }
}

static void duties(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->duties.n; i++) {
        const struct law_duty *v = &g->m->duties.at[i];
        if (str_eq(v->name, g->name))
            some(g, thing(g, "duty", v->name, v->title, S("a duty in law")), "Source", v->source);
    }
}

static void roles(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->roles.n; i++)
        if (str_eq(g->m->roles.at[i].name, g->name))
            thing(g, "role", g->m->roles.at[i].name, g->m->roles.at[i].title,
                  S("a role or class of posts"));
}

static void amounts(struct gathering *g)
{
    for (uint32_t i = 0; i < g->m->amounts.n; i++) {
        const struct named_amount *v = &g->m->amounts.at[i];
        struct str worth = v->value < 0 ? S("not known") : money_text(g->a, v->value);
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x =
            thing(g, "amount", v->name, v->title, join(g, worth, tell_span(g->a, v->life)));
        body_line(g, x, "Of", NULL, v->of);
        some(g, x, "Source", v->source);
        written(g, x, v->pos, NULL);
    }
}

/* ---- texts --------------------------------------------------------------------------------- */

static void handbooks(struct gathering *g)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->handbooks.n; i++) {
        const struct handbook *v = &m->handbooks.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        struct explained *x = thing(g, "handbook", v->name, v->title,
                                    join(g, S("a handbook"), tell_span(g->a, v->life)));
        body_line(g, x, "Of", NULL, v->of);
        some(g, x, "Edition", v->edition);
        if (v->law != NONE)
            leads(g, x, "Under", NULL, "law", m->laws.at[v->law].name, m->laws.at[v->law].title);
        if (v->review != DATE_MAX)
            line(g, x, "Review by", date_long(g->a, v->review));
        if (v->draft)
            line(g, x, "Status", S("draft"));
        some(g, x, "Source", v->source);
        written(g, x, v->pos, NULL);
    }
}

static void matters(struct gathering *g)
{
    const struct model *m = g->m;
    for (uint32_t i = 0; i < m->matters.n; i++) {
        const struct listed_matter *v = &m->matters.at[i];
        if (!str_eq(v->name, g->name))
            continue;
        const struct tree_node *f = &m->functions.at.at[v->function];
        const struct tree_node *s = &m->services.at.at[v->service];
        struct explained *x = thing(g, "matter", v->name, v->title, S("a matter to compare"));
        leads(g, x, "Function", NULL, "function", f->name, f->title);
        leads(g, x, "Service", NULL, "service", s->name, s->title);
        for (uint32_t k = 0; k < v->populations.n; k++) {
            const struct population *p = &m->populations.at[v->populations.at[k]];
            leads(g, x, "For", "For", "population", p->name, p->title);
        }
        if (v->value >= 0)
            line(g, x, "Worth", money_text(g->a, v->value));
        written(g, x, v->pos, NULL);
    }
}

/* ---- findings, and all of it --------------------------------------------------------------- */

static void finding(struct gathering *g, const struct code *c)
{
    struct explained *x = thing(g, "finding", str_of(c->code), str_of(c->code), str_of(c->title));
    line(g, x, "Severity", str_of(severity_word(c->severity)));
    line(g, x, "Rule", str_of(c->rule));
    line(g, x, "Source", str_of(c->source));
    line(g, x, "Mend", str_of(c->mend));
}

explained_list explain_name(struct arena *a, const struct model *m, struct str name)
{
    static void (*const gather[])(struct gathering *) = {
        body,     instruments, ladders, call_ins, funds, states, tests,   populations, functions,
        services, kinds,       roles,   routes,   laws,  duties, amounts, handbooks,   matters};
    struct gathering g = {a, m, name, {0}};
    if (code_find(name))
        finding(&g, code_find(name));
    for (size_t i = 0; m && i < sizeof gather / sizeof gather[0]; i++)
        gather[i](&g);
    return g.out;
}

#define NAMES(out, list)                                                                           \
    for (uint32_t i = 0; i < (list).n; i++)                                                        \
    map_put(a, out, (list).at[i].name, i)

void explain_names(struct arena *a, const struct model *m, struct map *out)
{
    NAMES(out, m->functions.at);
    NAMES(out, m->services.at);
    NAMES(out, m->populations);
    NAMES(out, m->instruments);
    NAMES(out, m->funds);
    NAMES(out, m->ladders);
    NAMES(out, m->call_ins);
    NAMES(out, m->states);
    NAMES(out, m->tests);
    NAMES(out, m->kinds);
    NAMES(out, m->roles);
    NAMES(out, m->routes);
    NAMES(out, m->laws);
    NAMES(out, m->duties);
    NAMES(out, m->amounts);
    NAMES(out, m->handbooks);
    NAMES(out, m->matters);
}
