/* page_who.c: Who decides? The question as a form, and its answer with the reasons. */
#include <string.h>

#include "pages/page.h"

/* ---- the question ---------------------------------------------------------------------------- */

struct question {
    struct matter m;
    bool asked; /* the form was sent */
    problems problems;
};

static void problem(struct page *p, struct question *x, const char *field, struct str message)
{
    *vec_push(p->a, &x->problems) = (struct problem){field, message};
}

static id node_of(struct page *p, struct question *x, const char *field, const struct tree *t,
                  const char *missing)
{
    struct str name = field_get(&p->q->query, field);
    id found = name.n ? tree_find(t, name) : NONE;
    if (found == NONE)
        problem(p, x, field,
                name.n ? str_fmt(p->a, "There is no '%.*s'; choose one from the list", STR(name))
                       : str_of(missing));
    return found == NONE ? 0 : found;
}

static void read_facts(struct page *p, struct question *x)
{
    VEC(struct fact) facts = {0};
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        const struct field *f = &p->q->query.at[i];
        bool yes = str_eq(f->name, S("given"));
        id atom = yes || str_eq(f->name, S("not")) ? map_get(&p->u->atom_names, f->value) : NONE;
        if (atom != NONE)
            *vec_push(p->a, &facts) = (struct fact){atom, yes};
    }
    x->m.facts = facts.at;
    x->m.n_facts = facts.n;
}

static struct question read_question(struct page *p)
{
    const struct model *m = p->s->m;
    struct question x = {.m = matter_new(), .asked = field_has(&p->q->query, "what")};
    x.m.scope = SCOPE_USUAL;
    if (!x.asked)
        return x;
    x.m.function = node_of(p, &x, "what", &m->functions, "Choose what is to be decided");
    if (field_get(&p->q->query, "service").n)
        x.m.service = node_of(p, &x, "service", &m->services, "");
    struct str area = field_get(&p->q->query, "for"), value = field_get(&p->q->query, "value");
    id people = area.n ? area_find(p, area) : NONE;
    if (people == NONE)
        problem(p, &x, "for", area_problem(p, area));
    else
        *vec_push(p->a, &x.m.populations) = people;
    if (value.n && !money_parse(value, &x.m.value))
        problem(p, &x, "value", S("Enter an amount of money, like 3.2m, £500k or 1,250,000"));
    struct str kind = field_get(&p->q->query, "kind");
    if (kind.n && !find_money_kind(kind, &x.m.kinds))
        problem(p, &x, "kind", S("Choose a kind of money from the list"));
    read_facts(p, &x);
    return x;
}

static void question_form(struct page *p, const struct question *x)
{
    const fields *q = &p->q->query;
    choice_items kinds = {0};
    *vec_push(p->a, &kinds) = (struct choice_item){S(""), S("Not said"), 0};
    for (const struct money_kind *k = money_kinds; k->word; k++)
        *vec_push(p->a, &kinds) = (struct choice_item){str_of(k->word), str_of(k->word), 0};
    html(&p->b, "<form method=\"get\" action=\"%s/\">\n", p->site->prefix);
    form_keep(p);
    form_choices(p, "what", "What is to be decided?", NULL,
                 generation_functions(p->gen, p->structure), field_get(q, "what"), &x->problems);
    form_choices(p, "service", "For which service?", NULL,
                 generation_services(p->gen, p->structure), field_get(q, "service"), &x->problems);
    area_field(p, "For whom?", "The smallest area that holds everybody affected",
               "Choose whom it is for", field_get(q, "for"), &x->problems);
    form_text(p, "value", "What is it worth? (optional)", "For example, 3.2m, £500k or 1,250,000",
              field_get(q, "value"), &x->problems, "10");
    form_select(p, "kind", "Which kind of money? (optional)", NULL, &kinds, field_get(q, "kind"),
                &x->problems);
    buf_z(&p->b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\">Ask</button>\n"
                 "</form>\n");
}

/* ---- the answer --------------------------------------------------------------------------------
 */

static void step(struct page *p, const struct term *t)
{
    const struct model *m = p->s->m;
    struct buf *b = &p->b;
    if (t->via)
        step(p, t->via);
    html(b, "<li class=\"remit-step\"><strong>%s</strong><br>", body_title(m, t->body));
    if (t->grant == NONE) {
        const struct body *s = &m->bodies.at[t->source];
        struct str law = m->kinds.at[s->kind].holds_source.at[t->holds];
        html(b, "%s holds this by law%z%s%z", s->title, law.n ? " (" : "", law, law.n ? ")" : "");
    } else {
        const struct grant *g = &m->grants.at[t->grant];
        const struct edge *e = &p->u->edges.at[t->edge];
        struct str under = tell_under(p->a, p->u, g), span = tell_span(p->a, g->life);
        html(b, "%s delegates this to it %s", body_title(m, t->via->body), under);
        if (span.n)
            html(b, ", %s", span);
        html(b, ", %s",
             g->limit_unknown ? S("up to a limit that is not known")
                              : range_text(p->a, e->lo, e->hi));
        buf_z(b, "<br><span class=\"nhsuk-u-secondary-text-colour\">");
        page_place(p, m->findings, g->pos);
        html(b, "%z%s</span>", g->source.n ? "; source: " : "", g->source);
    }
    buf_z(b, "</li>\n");
}

/* The question again, with one condition settled. */
static struct str with_fact(struct page *p, const char *name, struct str fact)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        const struct field *f = &p->q->query.at[i];
        if (!str_eq(f->name, S("in")) && !str_eq(f->name, S("on")))
            html(&b, "%z%q=%q", b.n ? "&" : "", f->name, f->value);
    }
    html(&b, "&%z=%q", name, fact);
    return page_link(p, S("/"), buf_str(&b));
}

static void conditions(struct page *p, const struct answer *x, const struct way *w)
{
    struct buf *b = &p->b;
    if (w->kinds != MONEY_ALL)
        html(b, "<li>if it is %s</li>\n", kinds_text(p->a, w->kinds));
    for (uint32_t i = 0; i < w->n_open; i++) {
        literal l = x->open.at[w->open + i];
        struct str fact = literal_fact(p->u, l), text = literal_text(p->u, l);
        bool must = l % 2 == 0;
        html(b,
             "<li>%s <span class=\"remit-settle\">(<a href=\"%s\">this is so<span "
             "class=\"nhsuk-u-visually-hidden\">: %s</span></a>, <a href=\"%s\">it is not<span "
             "class=\"nhsuk-u-visually-hidden\">: %s</span></a>)</span></li>\n",
             text, with_fact(p, must ? "given" : "not", fact), text,
             with_fact(p, must ? "not" : "given", fact), text);
    }
}

static void decider(struct page *p, const struct answer *x, const struct choice *c,
                    const struct matter *q)
{
    struct buf *b = &p->b;
    html(b,
         "<section class=\"remit-decider\">\n<h2 class=\"nhsuk-heading-m\">%s</h2>\n<p "
         "class=\"nhsuk-hint\">%s</p>\n",
         c->party->title, tell_area(p->u, x, c));
    for (uint32_t i = c->first; i != NONE; i = x->ways.at[i].next) {
        const struct way *w = &x->ways.at[i];
        exceptions except = tell_exceptions(p->u, p->a, w->term, q);
        bool open = w->n_open || w->kinds != MONEY_ALL || except.n;
        struct str limit = tell_limit(p->u, x, w);
        html(b, "<p>%z%z%s%z</p>\n", i == c->first ? "May decide" : "Or may decide",
             limit.n ? ", " : "", limit, open ? ":" : ".");
        if (open) {
            buf_z(b, "<ul>\n");
            conditions(p, x, w);
            for (uint32_t k = 0; k < except.n; k++)
                html(b, "<li>except %s</li>\n", except.at[k].text);
            buf_z(b, "</ul>\n");
        }
        buf_z(b, "<ol class=\"remit-chain\">\n");
        step(p, w->term);
        buf_z(b, "</ol>\n");
    }
    buf_z(b, "</section>\n");
}

static void first_sentence(struct page *p, const struct answer *x)
{
    const struct choice *c = &x->choices.at[0], *sure = NULL;
    for (uint32_t i = 0; i < x->choices.n && !sure; i++)
        if (x->choices.at[i].may)
            sure = &x->choices.at[i];
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s may decide this%z.</p>\n", c->party->title,
         c->may ? "" : ", on conditions");
    if (x->choices.n > 1)
        buf_z(&p->b, "<p>Of those that may, it is the nearest to the people affected.");
    if (!c->may && sure)
        html(&p->b, " Without the conditions, %s may.", sure->party->title);
    if (x->choices.n > 1)
        buf_z(&p->b, "</p>\n");
}

/* ---- and if it cost more? ------------------------------------------------------------------- */

typedef VEC(pence) amounts;

static void add_bound(struct page *p, amounts *list, pence v)
{
    uint32_t i = list->n;
    for (uint32_t k = 0; k < list->n; k++)
        if (list->at[k] == v)
            return;
    *vec_push(p->a, list) = v;
    for (; i && list->at[i - 1] > v; i--) {
        list->at[i] = list->at[i - 1];
        list->at[i - 1] = v;
    }
}

/* The whole money axis: who is nearest in each band between the limits that exist. */
static void money_axis(struct page *p, const struct question *x)
{
    static const char *const headings[] = {"If it is worth", "Nearest that may decide", "All",
                                           NULL};
    struct matter any = x->m;
    struct answer all = answer_new(p->a), one = answer_new(p->a);
    amounts bounds = {0};
    any.value = -1;
    authority_who(p->u, &any, &all);
    add_bound(p, &bounds, 0);
    for (uint32_t i = 0; i < all.ways.n; i++) {
        add_bound(p, &bounds, all.ways.at[i].term->lo);
        if (all.ways.at[i].term->hi < PENCE_MAX)
            add_bound(p, &bounds, all.ways.at[i].term->hi + 1);
    }
    if (bounds.n < 2)
        return;
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">And if it cost more, or less?</h2>\n");
    table_open(p, "Who decides, by what it is worth", headings);
    for (uint32_t i = 0; i < bounds.n; i++) {
        pence hi = i + 1 < bounds.n ? bounds.at[i + 1] - 1 : PENCE_MAX;
        any.value = bounds.at[i];
        authority_who(p->u, &any, &one);
        bool here = x->m.value >= bounds.at[i] && x->m.value <= hi;
        html(&p->b, "<tr class=\"nhsuk-table__row\"%z><td class=\"nhsuk-table__cell\">%z%s%z</td>",
             here ? " aria-current=\"true\"" : "", here ? "<strong>" : "",
             range_text(p->a, bounds.at[i], hi), here ? "</strong> (this matter)" : "");
        html(&p->b, "<td class=\"nhsuk-table__cell\">%s%z</td><td class=\"nhsuk-table__cell\">",
             one.choices.n ? one.choices.at[0].party->title : S("nobody"),
             one.choices.n && !one.choices.at[0].may ? ", on conditions" : "");
        for (uint32_t k = 0; k < one.choices.n; k++)
            html(&p->b, "%z%s", k ? "; " : "", one.choices.at[k].party->title);
        buf_z(&p->b, "</td></tr>\n");
    }
    table_close(p);
}

void page_who(struct page *p)
{
    struct question x = read_question(p);
    if (!x.asked || x.problems.n) {
        struct buf *b = &p->b;
        p->title = S("Who decides?");
        form_problems(p, &x.problems);
        buf_z(b, "<h1 class=\"nhsuk-heading-xl\">Who decides?</h1>\n<p "
                 "class=\"nhsuk-lede-text\">Who may decide a matter, for whom, up to how much, and "
                 "why.</p>\n");
        question_form(p, &x);
        return;
    }
    struct answer answer = answer_new(p->a);
    page_heading(p, str_fmt(p->a, "Who may decide: %.*s?", STR(matter_text(p->u, p->a, &x.m))));
    authority_who(p->u, &x.m, &answer);
    if (answer.choices.n)
        first_sentence(p, &answer);
    else {
        buf_z(&p->b, "<p class=\"nhsuk-lede-text\">Nobody may decide this.</p>\n");
        try_remedies(p, &x.m);
    }
    for (uint32_t i = 0; i < answer.choices.n; i++)
        decider(p, &answer, &answer.choices.at[i], &x.m);
    money_axis(p, &x);
    try_answer(p, &answer, &x.m);
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">Ask another question</h2>\n");
    question_form(p, &x);
}
