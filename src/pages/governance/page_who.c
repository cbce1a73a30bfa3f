/* page_who.c: Who decides? The question as a form, and its answer with the reasons. */
#include <string.h>

#include "pages/governance/answer.h"

/* ---- the question -------------------------------------------------------------------------- */

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
    area_field(p, "for", "For whom?", "The smallest area that holds everybody affected",
               "Choose whom it is for", field_get(q, "for"), &x->problems);
    form_text(p, "value", "What is it worth? (optional)", "For example, 3.2m, £500k or 1,250,000",
              field_get(q, "value"), &x->problems, "10");
    form_select(p, "kind", "Which kind of money? (optional)", NULL, &kinds, field_get(q, "kind"),
                &x->problems);
    buf_z(&p->b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\">Ask</button>\n"
                 "</form>\n");
}

/* ---- worked examples ----------------------------------------------------------------------- */

enum { EXAMPLES = 3, LOOKED_AT = 20000 }; /* of so many powers */

/* A power that makes a good example: given by a delegation, for a place or nearer, to a person or
 * not, of a function that no example has yet; best up to an amount. */
static const struct term *telling(struct page *p, bool person, const struct matter *others,
                                  uint32_t n)
{
    const struct model *m = p->s->m;
    const struct term *best = NULL;
    for (uint32_t i = 0; i < p->u->terms.n && i < LOOKED_AT; i++) {
        const struct term *t = p->u->terms.at[i];
        bool fits = t->grant != NONE && t->box.function && t->box.service &&
                    t->box.population != NONE && !m->grants.at[t->grant].deputising &&
                    m->populations.at[t->box.population].level >= LEVEL_PLACE;
        for (uint32_t k = 0; k < n; k++)
            fits = fits && others[k].function != t->box.function;
        bool is_person = m->kinds.at[m->bodies.at[t->body].kind].flags & KIND_PERSON;
        if (!fits || is_person != person)
            continue;
        if (t->hi < PENCE_MAX)
            return t;
        best = best ? best : t;
    }
    return best;
}

static struct matter matter_of(struct page *p, const struct term *t)
{
    struct matter q = matter_new();
    q.scope = SCOPE_USUAL;
    q.function = t->box.function;
    q.service = t->box.service;
    q.value = t->hi < PENCE_MAX ? t->hi : t->lo > 0 ? t->lo : -1;
    *vec_push(p->a, &q.populations) = t->box.population;
    return q;
}

/* First the matters that the handbooks list; then one that a committee at place decides, one that
 * a person does, and the first of them for ten times as much. */
static uint32_t find_examples(struct page *p, struct matter *out)
{
    const struct model *m = p->s->m;
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->matters.n && n < EXAMPLES; i++) {
        const struct listed_matter *x = &m->matters.at[i];
        if (!x->populations.n)
            continue;
        out[n] = matter_new();
        out[n].scope = SCOPE_USUAL;
        out[n].function = x->function;
        out[n].service = x->service;
        out[n].value = x->value;
        *vec_push(p->a, &out[n].populations) = x->populations.at[0];
        n++;
    }
    for (int person = 0; person < 2 && n < EXAMPLES; person++) {
        const struct term *t = telling(p, person, out, n);
        if (t)
            out[n++] = matter_of(p, t);
    }
    if (n && n < EXAMPLES && out[0].value > 0 && out[0].value < PENCE_MAX / 10) {
        out[n] = out[0];
        out[n++].value *= 10;
    }
    return n;
}

static void example(struct page *p, const struct matter *q)
{
    const struct model *m = p->s->m;
    struct answer x = answer_new(p->a);
    struct buf query = buf_new(p->a);
    authority_who(p->u, q, &x);
    html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[q->function].name,
         q->service ? m->services.at.at[q->service].name : S(""),
         m->populations.at[q->populations.at[0]].name);
    if (q->value >= 0)
        html(&query, "&value=%q", money_code(p->a, q->value));
    html(&p->b, "<li><a href=\"%s\">%s</a><br>%s%z</li>\n", page_link(p, S("/"), buf_str(&query)),
         matter_text(p->u, p->a, q),
         x.choices.n ? x.choices.at[0].party->title : S("Nobody may decide it"),
         x.choices.n && !x.choices.at[0].may ? ", on conditions" : "");
}

static void examples(struct page *p)
{
    struct matter list[EXAMPLES];
    uint32_t n = find_examples(p, list);
    if (!n)
        return;
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-s\">Worked examples</h2>\n<ul class=\"nhsuk-list "
                 "remit-found\">\n");
    for (uint32_t i = 0; i < n; i++)
        example(p, &list[i]);
    buf_z(&p->b, "</ul>\n");
}

void page_who(struct page *p)
{
    struct question x = read_question(p);
    if (!x.asked || x.problems.n) {
        p->title = S("Who decides?");
        form_problems(p, &x.problems);
        buf_z(&p->b, "<h1 class=\"nhsuk-heading-l\">Who decides?</h1>\n<p "
                     "class=\"nhsuk-lede-text\">Who may decide a matter, for whom, up to how much, "
                     "and why.</p>\n<div class=\"nhsuk-grid-row\"><div "
                     "class=\"nhsuk-grid-column-two-thirds\">\n");
        question_form(p, &x);
        buf_z(&p->b, "</div><div class=\"nhsuk-grid-column-one-third\">\n");
        examples(p);
        buf_z(&p->b, "</div></div>\n");
        return;
    }
    page_heading(p, matter_question(p->u, p->a, &x.m));
    answer_show(p, &x.m);
    buf_z(&p->b, "<div class=\"remit-again\">\n<h2 class=\"nhsuk-heading-m\">Ask another "
                 "question</h2>\n");
    question_form(p, &x);
    buf_z(&p->b, "</div>\n");
}
