/* link_money.c: amounts of money, and the limits of a line. */
#include "model/link.h"

struct amount link_amount(struct linker *l, const struct node *n, id handbook)
{
    struct amount m = {.how = AMOUNT_MONEY, .value = n->value, .base = NONE};
    if (n->kind == ARG_LOWER || n->kind == ARG_HIGHER) {
        VEC(struct amount) parts = {0};
        m.how = n->kind == ARG_LOWER ? AMOUNT_LOWER : AMOUNT_HIGHER;
        for (const struct node *x = n->args; x; x = x->next)
            *vec_push(l->a, &parts) = link_amount(l, x, handbook);
        m.parts = parts.at;
        m.n = parts.n;
    } else if (n->kind == ARG_PERCENT) {
        m.how = AMOUNT_PERCENT;
        struct str name = n->args ? n->args->text : S("");
        m.base = map_get(&l->amounts, name);
        if (m.base == NONE && n->args) {
            struct finding *f = link_unknown(l, "R022", n->args->pos, "amount", name, &l->amounts);
            if (!str_starts(f->mend, S("did you mean")))
                f->mend = str_fmt(l->a,
                                  "declare it: amount %.*s \"...\" £830m, or £0 not known where "
                                  "the source gives no figure",
                                  STR(name));
        }
    } else if (n->args) {
        m.how = AMOUNT_PER_PEOPLE;
        m.people = n->args->value;
    }
    return m;
}

void link_money_word(const struct node *c, unsigned *kinds)
{
    static const struct {
        const char *word;
        unsigned bits;
    } words[] = {{"revenue", MONEY_REVENUE},     {"capital", MONEY_CAPITAL},
                 {"recurrent", MONEY_RECURRENT}, {"one-off", MONEY_ONE_OFF},
                 {"income", MONEY_INCOME},       {"transfer", MONEY_TRANSFER}};
    for (int i = 0; i < 6; i++)
        if (str_eq(c->text, str_of(words[i].word)))
            *kinds |= words[i].bits;
}

/* ---- limits -------------------------------------------------------------------------------- */

static enum axis axis_of(struct str word)
{
    for (int i = 0; i < AXES; i++)
        if (str_eq(word, str_of(axis_names[i])))
            return (enum axis)i;
    return AXIS_VALUE; /* per decision, item, contract */
}

/* "per year", "measured over the whole life": said of the limits of the group. */
static void measure(struct linker *l, const struct node *c, const struct money_reader *r,
                    limit_list *out)
{
    for (uint32_t i = r->group; i < out->n; i++) {
        struct limit *x = &out->at[i];
        if (c->kind == CLAUSE_PER)
            x->axis = axis_of(c->args->text);
        else if (r->further && str_eq(c->text, S("whole-life")))
            x->axis = AXIS_WHOLE_LIFE;
        x->measured = str_fmt(l->a, "%.*s%s%.*s", STR(x->measured), x->measured.n ? ", " : "",
                              STR(print_line(l->a, c)));
    }
}

void link_limit(struct linker *l, const struct node *c, id handbook, struct money_reader *r,
                limit_list *out)
{
    static const struct {
        enum node_kind clause;
        enum limit_edge edge;
    } edges[] = {{CLAUSE_UP_TO, EDGE_UP_TO},
                 {CLAUSE_AND_UP_TO, EDGE_UP_TO},
                 {CLAUSE_BELOW, EDGE_BELOW},
                 {CLAUSE_FROM_MONEY, EDGE_FROM},
                 {CLAUSE_ABOVE, EDGE_ABOVE}};
    if (c->kind == CLAUSE_MONEY_KIND)
        link_money_word(c, &r->kinds);
    if (c->kind == CLAUSE_PER || c->kind == CLAUSE_MEASURED)
        measure(l, c, r, out);
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        if (edges[i].clause != c->kind)
            continue;
        if (c->kind == CLAUSE_AND_UP_TO) {
            r->further = true;
            r->group = out->n;
        }
        *vec_push(l->a, out) = (struct limit){.edge = edges[i].edge,
                                              .axis = AXIS_VALUE,
                                              .pos = c->pos,
                                              .amount = link_amount(l, c->args, handbook),
                                              .text = print_line(l->a, c)};
    }
}

/* "from £3m below £1m": a line that no amount can meet is a slip. */
void link_band(struct linker *l, const limit_list *limits)
{
    pence lo = PENCE_MIN, hi = PENCE_MAX;
    const struct limit *last = NULL;
    for (uint32_t i = 0; i < limits->n; i++) {
        const struct limit *x = &limits->at[i];
        pence v = x->amount.value;
        if (x->axis != AXIS_VALUE || x->amount.how != AMOUNT_MONEY)
            continue;
        if (x->edge == EDGE_UP_TO || x->edge == EDGE_BELOW)
            hi = v - (x->edge == EDGE_BELOW) < hi ? v - (x->edge == EDGE_BELOW) : hi;
        else
            lo = v + (x->edge == EDGE_ABOVE) > lo ? v + (x->edge == EDGE_ABOVE) : lo;
        last = x;
    }
    if (last && lo > hi)
        report(l->f, "R140", last->pos, "no amount is both %.*s and %.*s", STR(limits->at[0].text),
               STR(last->text))
            ->mend = S("the lower amount stands after 'from' or 'above', the higher after 'up to'");
}
