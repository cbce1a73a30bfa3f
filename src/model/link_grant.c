/* link_grant.c: the lines by which power is given or kept: delegations, everything else,
 * reservations, deputies. */
#include <stdlib.h>

#include "model/link.h"

/* Under which instrument or route; NONE where the text does not say. */
static void under(struct linker *l, const struct node *owner, id law, id *route, id *instrument,
                  struct str *reference)
{
    const struct node *c = node_clause(owner, CLAUSE_UNDER);
    const struct node *x = c ? c->args->args : NULL;
    *route = *instrument = NONE;
    if (!x)
        return;
    *reference = arg_text(c, 0);
    *route = link_under(l, law, x->text, instrument);
    if (*instrument == NONE && *route == NONE) {
        struct map plain = {0};
        for (id i = 0; i < l->m->routes.n; i++)
            map_put(l->a, &plain, l->m->routes.at[i].name, i);
        for (id i = 0; i < l->m->instruments.n; i++)
            map_put(l->a, &plain, l->m->instruments.at[i].name, i);
        link_unknown(l, "R023", x->pos, "instrument or route", x->text, &plain);
    }
}

/* ---- delegations --------------------------------------------------------------------------- */

static struct str sort_key(struct linker *l, const struct grant *g, const struct node *head,
                           const struct node *item)
{
    struct buf b = buf_new(l->a);
    ids to = {0};
    link_party_bodies(l, &g->to, &to);
    buf_fmt(&b, "%.*s|%.*s|", STR(l->m->bodies.at[g->holder].name), STR(g->to.text));
    for (uint32_t i = 0; i < to.n; i++)
        buf_fmt(&b, "%.*s,", STR(l->m->bodies.at[to.at[i]].name));
    buf_fmt(&b, "|%.*s|%.*s", STR(print_line(l->a, head)),
            STR(item ? print_line(l->a, item) : S("")));
    return buf_str(&b);
}

/* A line with a mistake gives nothing: what is not understood may be what restricts it.
 * `wrong`: something was wrong with who gives or takes. */
static void add_grant(struct linker *l, struct grant g, const struct node *head,
                      const struct node *item, const struct item *x, bool wrong)
{
    struct money_reader r = {0};
    uint32_t findings = l->f->list.n;
    g.law = x->law;
    g.handbook = x->handbook;
    g.pos = item ? item->pos : head->pos;
    g.life = link_span(l, head);
    under(l, head, x->law, &g.route, &g.instrument, &g.reference);
    link_clauses(l, head, x->handbook, &g, &r);
    if (item) {
        g.life = span_and(g.life, link_span(l, item));
        link_clauses(l, item, x->handbook, &g, &r);
        g.what = link_boxes(l, item->args, item, head, x->handbook);
        g.label = arg_text(item, 0);
    } else {
        g.what = link_boxes(l, NULL, head, NULL, x->handbook);
    }
    g.kinds = r.kinds ? r.kinds : MONEY_ALL;
    if (g.instrument != NONE) {
        g.life = span_and(g.life, l->m->instruments.at[g.instrument].life);
        wrong = wrong || g.route == NONE; /* its kind is not known */
    }
    link_band(l, &g.limits);
    if (wrong || l->f->list.n > findings)
        return;
    g.sort = sort_key(l, &g, head, item);
    if (l->m->grants.n >= LIMIT_GRANT_ITEMS) {
        if (l->m->grants.n == LIMIT_GRANT_ITEMS)
            report(l->f, "R006", g.pos, "more than %d delegated lines", LIMIT_GRANT_ITEMS);
        return;
    }
    *vec_push(l->a, &l->m->grants) = g;
}

static void delegate_items(struct linker *l, const struct item *x, struct grant g, bool wrong)
{
    if (!x->node->block)
        add_grant(l, g, x->node, NULL, x, wrong);
    for (const struct node *item = x->node->body; item; item = item->next)
        if (item->kind == NODE_ITEM)
            add_grant(l, g, x->node, item, x, wrong);
}

/* A party of this body alone, as it acts. */
static struct party alone(struct linker *l, id body)
{
    struct alternative a = {.need = 1, .when = NONE};
    struct party p = {.text = body_title(l->m, body)};
    *vec_push(l->a, &a.bodies) = l->m->bodies.at[body].acts;
    *vec_push(l->a, &p.alts) = a;
    return p;
}

/* "to each x": one party of every x. */
static void delegate_each(struct linker *l, const struct item *x, struct grant g,
                          const struct node *one, bool wrong)
{
    uint32_t findings = l->f->list.n;
    ids class = {0};
    id within = one->args ? link_body(l, one->args->pos, one->args->text, x->handbook) : NONE;
    link_class(l, one->text, within, &class);
    if (!class.n)
        link_unknown(l, "R020", one->pos, "body of kind or class", one->text, NULL);
    for (uint32_t i = 0; i < class.n; i++) {
        g.to = alone(l, class.at[i]);
        delegate_items(l, x, g, wrong || l->f->list.n > findings);
    }
}

/* One holder, one party. */
static void delegate_from(struct linker *l, const struct item *x, id holder,
                          const struct node *party, bool wrong)
{
    uint32_t findings = l->f->list.n;
    struct grant g = {.named_holder = holder, .holder = l->m->bodies.at[holder].acts};
    const struct node *alt = party->args, *one = alt ? alt->args : NULL;
    if (one && one->value && !one->next && !alt->next) {
        delegate_each(l, x, g, one, wrong);
        return;
    }
    g.to = link_party(l, party, x->handbook, holder);
    wrong = wrong || l->f->list.n > findings;
    if (link_acting(l->m, &g.to) || wrong) /* what else is wrong in it is said all the same */
        delegate_items(l, x, g, wrong);
}

static void link_delegate(struct linker *l, const struct item *x)
{
    const struct node *from = node_arg(x->node, 0), *to = node_arg(x->node, 1);
    uint32_t findings = l->f->list.n;
    struct party p = link_party(l, from, x->handbook, NONE);
    ids holders = {0};
    bool wrong = l->f->list.n > findings;
    link_party_bodies(l, &p, &holders);
    for (uint32_t i = 0; i < holders.n; i++)
        delegate_from(l, x, holders.at[i], to, wrong);
}

static void link_everything_else(struct linker *l, const struct item *x)
{
    id holder = link_body(l, x->node->args->pos, arg_name(x->node, 0), x->handbook);
    const struct node *party = node_arg(x->node, 1);
    uint32_t findings = l->f->list.n;
    if (holder == NONE || !party)
        return;
    struct grant g = {.named_holder = holder,
                      .holder = l->m->bodies.at[holder].acts,
                      .residual = true,
                      .to = link_party(l, party, x->handbook, holder)};
    link_acting(l->m, &g.to);
    add_grant(l, g, x->node, NULL, x, l->f->list.n > findings);
}

/* ---- reservations -------------------------------------------------------------------------- */

static void reserve(struct linker *l, const struct item *x, const struct node *item, id owner)
{
    struct grant g = {.holder = owner}; /* takes the clauses; no line of its own */
    struct money_reader r = {0};
    id instrument;
    struct reservation v = {.owner = l->m->bodies.at[owner].acts,
                            .handbook = x->handbook,
                            .pos = item->pos,
                            .label = arg_text(item, 0),
                            .source = link_source(item)};
    link_clauses(l, item, x->handbook, &g, &r);
    under(l, x->node, x->law, &v.route, &instrument, &v.reference);
    v.what = link_boxes(l, item->args, item, x->node, x->handbook);
    v.kinds = r.kinds ? r.kinds : MONEY_ALL;
    v.life = span_and(link_span(l, x->node), link_span(l, item));
    v.limits = g.limits;
    for (uint32_t c = 0; c < g.conditions.n; c++)
        *vec_push(l->a, &v.when) = g.conditions.at[c];
    *vec_push(l->a, &l->m->reservations) = v;
}

static void link_reserve(struct linker *l, const struct item *x)
{
    struct party p = link_party(l, node_arg(x->node, 0), x->handbook, NONE);
    ids owners = {0};
    link_party_bodies(l, &p, &owners);
    for (uint32_t i = 0; i < owners.n; i++)
        for (const struct node *item = x->node->body; item; item = item->next)
            reserve(l, x, item, owners.at[i]);
}

/* ---- deputies ------------------------------------------------------------------------------ */

/* A deputy who may decide acts in the holder's place; it is not a delegation, so no leave
 * to pass on is needed. */
static void link_deputy(struct linker *l, id body, const struct node *n)
{
    const struct body *b = &l->m->bodies.at[body];
    struct item x = {n, b->handbook, b->law};
    const struct node *may = node_clause(n, CLAUSE_MAY), *on = node_clause(n, CLAUSE_ON);
    const struct node *when = node_clause(n, CLAUSE_WHEN);
    bool decides = !may || (link_deputy_rights(l, may->args) & DEPUTY_DECIDES);
    id deputy = link_body(l, n->args->pos, arg_name(n, 0), b->handbook);
    if (deputy == NONE || !decides)
        return;
    struct grant g = {.holder = body,
                      .named_holder = body,
                      .deputising = true,
                      .route = NONE,
                      .instrument = NONE,
                      .law = x.law,
                      .handbook = x.handbook,
                      .pos = n->pos,
                      .life = link_span(l, n),
                      .kinds = MONEY_ALL};
    struct alternative self = {.need = 1, .when = NONE};
    *vec_push(l->a, &self.bodies) = body;
    struct node word = {.text = when ? when->text : S("when absent or conflicted")};
    literal away = link_unavailable(l, &self, body_title(l->m, body), &word, n->pos);
    g.to = alone(l, deputy);
    *vec_push(l->a, &g.conditions) = away;
    g.what = link_boxes(l, on ? on->args : NULL, n, NULL, x.handbook);
    g.sort = sort_key(l, &g, n, NULL);
    *vec_push(l->a, &l->m->grants) = g;
}

/* ---- the order of work --------------------------------------------------------------------- */

static int by_sort(const void *a, const void *b)
{
    const struct grant *x = a, *y = b;
    int c = str_cmp(x->sort, y->sort);
    return c ? c : link_before(&x->pos, &y->pos); /* the same line twice: any fixed order will do */
}

void link_grants(struct linker *l)
{
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct item x = l->items.at[i];
        if (x.node->kind == NODE_DELEGATE)
            link_delegate(l, &x);
        else if (x.node->kind == NODE_REST_DELEGATED)
            link_everything_else(l, &x);
        else if (x.node->kind == NODE_RESERVE)
            link_reserve(l, &x);
    }
    uint32_t n = l->m->bodies.n;
    for (id i = 0; i < n; i++) {
        const struct node *b = l->m->bodies.at[i].node;
        for (const struct node *c = b ? b->body : NULL; c; c = c->next)
            if (c->kind == NODE_DEPUTY)
                link_deputy(l, i, c);
    }
    if (l->m->grants.n)
        qsort(l->m->grants.at, l->m->grants.n, sizeof l->m->grants.at[0], by_sort);
}
