/* link_terms.c: what stands in the block of a body: its terms of reference, its meetings, what
 * it answers for, its money. */
#include "model/link.h"

static void link_terms(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    b->terms_unknown = node_clause(n, CLAUSE_NOT_KNOWN) != NULL;
    b->has_terms = !b->terms_unknown;
    b->terms = link_span(l, n);
    b->terms_review = link_date(n, CLAUSE_REVIEW, DATE_MAX);
    b->terms_draft = node_clause(n, CLAUSE_DRAFT) != NULL;
}

static void link_meets(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    const struct node *c = node_clause(n, CLAUSE_PUBLIC);
    b->meets = print_line(l->a, n);
    b->meeting_known = c != NULL;
    b->meets_in_public = c && str_eq(c->text, S("in public"));
}

static void link_has_duty(struct linker *l, id i, const struct node *n)
{
    for (const struct node *x = n->args->args; x; x = x->next) {
        id d = map_get(&l->duties, x->text);
        if (d == NONE)
            link_unknown(l, "R022", x->pos, "duty", x->text, &l->duties);
        else
            *vec_push(l->a, &l->m->bodies.at[i].duties) = d;
    }
}

static void link_reports(struct linker *l, id i, const struct node *n)
{
    ids to = {0};
    link_bodies(l, n->args, l->m->bodies.at[i].handbook, &to);
    for (uint32_t k = 0; k < to.n; k++)
        *vec_push(l->a, &l->m->bodies.at[i].reports_to) = to.at[k];
}

static void link_held(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    const struct node *how = node_clause(n, CLAUSE_INTERIM);
    b->held_by = arg_text(n, 0);
    b->held_life = link_span(l, n);
    b->interim = how && !str_eq(how->text, S("substantive"));
}

static void link_budget(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    struct amount m = link_amount(l, n->args, b->handbook);
    int64_t people = b->population == NONE ? -1 : l->m->populations.at[b->population].people;
    if (m.how == AMOUNT_MONEY)
        b->budget = m.value;
    else if (m.how == AMOUNT_PER_PEOPLE && people >= 0 && m.people > 0)
        b->budget = (pence)((__int128)m.value * people / m.people);
    else
        b->budget_unknown = true;
}

static void link_rating(struct linker *l, id i, const struct node *n)
{
    l->m->bodies.at[i].rating = arg_text(n, 0);
    l->m->bodies.at[i].rating_life = link_span(l, n);
}

/* What stands in the book in one word. */
static void link_mark(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    switch (n->kind) {
    case NODE_MEMBERS_NOT_KNOWN:
        b->unnamed_members = true;
        break;
    case NODE_BUDGET_NOT_KNOWN:
        b->budget_unknown = true;
        break;
    case NODE_PASSES_NOTHING:
        b->passes_nothing = true;
        break;
    case NODE_SCHEME_NOT_KNOWN:
        b->scheme_unknown = str_eq(n->args->text, S("not-known"));
        b->scheme_partly = !b->scheme_unknown;
        break;
    case NODE_PLACES:
        b->places = n->args->value;
        break;
    default: /* NODE_PLACES_NOT_KNOWN */
        b->places_unknown = true;
        break;
    }
}

static void link_line(struct linker *l, id i, const struct node *n)
{
    /* Advice is read in link_rest.c, deputies in link_grant.c. */
    static const struct {
        enum node_kind kind;
        void (*link)(struct linker *, id, const struct node *);
    } rows[] = {
        {NODE_TERMS, link_terms},
        {NODE_MEMBERS, link_members},
        {NODE_MEMBERS_NOT_KNOWN, link_mark},
        {NODE_QUORUM, link_quorum},
        {NODE_QUORUM_FRACTION, link_quorum},
        {NODE_QUORUM_PER_PARENT, link_quorum},
        {NODE_QUORUM_NOT_KNOWN, link_quorum},
        {NODE_DECIDES, link_votes},
        {NODE_MEETS, link_meets},
        {NODE_REPORTS, link_reports},
        {NODE_HELD, link_held},
        {NODE_CONFLICT, link_conflict},
        {NODE_HAS_DUTY, link_has_duty},
        {NODE_BUDGET, link_budget},
        {NODE_BUDGET_NOT_KNOWN, link_mark},
        {NODE_RATING, link_rating},
        {NODE_PASSES_NOTHING, link_mark},
        {NODE_SCHEME_NOT_KNOWN, link_mark},
        {NODE_PLACES, link_mark},
        {NODE_PLACES_NOT_KNOWN, link_mark},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
        if (rows[k].kind == n->kind)
            rows[k].link(l, i, n);
}

/* Parts of committees in common share its terms. */
static void share_terms(struct linker *l, struct body *b)
{
    const struct body *w = &l->m->bodies.at[b->whole];
    b->has_terms = w->has_terms;
    b->terms = w->terms;
    b->terms_draft = w->terms_draft;
    b->quorums = w->quorums;
    b->seats = w->seats;
}

void link_body_contents(struct linker *l)
{
    struct model *m = l->m;
    uint32_t n = m->bodies.n; /* seats make posts, which say nothing */
    for (id i = 0; i < n; i++) {
        const struct node *b = m->bodies.at[i].node;
        for (const struct node *c = b ? b->body : NULL; c; c = c->next)
            link_line(l, i, c);
    }
    for (id i = 0; i < m->bodies.n; i++)
        if (m->bodies.at[i].whole != NONE)
            share_terms(l, &m->bodies.at[i]);
}
