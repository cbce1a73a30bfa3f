/* link_rest.c: tests, states and amounts that rules name; lines of accountability and
 * advice; instruments and funds; call-in, ladders, successions; facts for the survey. */
#include "model/link.h"

/* ---- vocabulary: before bodies' contents and grants ---------------------------------------- */

static void link_test(struct linker *l, const struct item *x)
{
    const struct node *by = node_clause(x->node, CLAUSE_RULED_BY);
    struct test t = {.name = arg_name(x->node, 0),
                     .title = arg_title(x->node),
                     .handbook = x->handbook,
                     .pos = x->node->pos};
    if (by)
        t.ruled_by = link_party(l, by->args, x->handbook, NONE).text;
    map_put(l->a, &l->tests, t.name, l->m->tests.n);
    *vec_push(l->a, &l->m->tests) = t;
}

static void link_state(struct linker *l, const struct item *x)
{
    struct state s = {.name = arg_name(x->node, 0),
                      .title = arg_title(x->node),
                      .node = x->node,
                      .handbook = x->handbook,
                      .pos = x->node->pos};
    if (map_get(&l->states, s.name) != NONE) {
        link_twice(l, s.pos, "state", s.name, l->m->states.at[map_get(&l->states, s.name)].pos);
        return;
    }
    map_put(l->a, &l->states, s.name, l->m->states.n);
    *vec_push(l->a, &l->m->states) = s;
}

static void link_declared(struct linker *l, const struct item *x)
{
    struct str name = arg_name(x->node, 0);
    id s = map_get(&l->states, name);
    if (s == NONE)
        link_unknown(l, "R022", x->node->args->pos, "state", name, &l->states);
    else
        *vec_push(l->a, &l->m->states.at[s].declared) = link_span(l, x->node);
}

static void link_named_amount(struct linker *l, const struct item *x)
{
    const struct node *of = node_clause(x->node, CLAUSE_BODY_OF);
    struct named_amount v = {.name = arg_name(x->node, 0),
                             .title = arg_title(x->node),
                             .of = NONE,
                             .handbook = x->handbook,
                             .life = link_span(l, x->node),
                             .source = link_source(x->node),
                             .pos = x->node->pos,
                             .value = -1};
    for (const struct node *m = x->node->args; m; m = m->next)
        if (m->kind == ARG_MONEY && !node_clause(x->node, CLAUSE_NOT_KNOWN))
            v.value = m->value;
    if (of)
        v.of = link_body(l, of->args->args->pos, of->args->args->text, x->handbook);
    map_put(l->a, &l->amounts, v.name, l->m->amounts.n); /* later ones: other dates */
    *vec_push(l->a, &l->m->amounts) = v;
}

void link_vocabulary(struct linker *l)
{
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct item *x = &l->items.at[i];
        if (x->node->kind == NODE_TEST)
            link_test(l, x);
        else if (x->node->kind == NODE_STATE)
            link_state(l, x);
        else if (x->node->kind == NODE_AMOUNT)
            link_named_amount(l, x);
    }
    for (uint32_t i = 0; i < l->items.n; i++)
        if (l->items.at[i].node->kind == NODE_DECLARED)
            link_declared(l, &l->items.at[i]);
}

/* ---- lines, instruments, funds ------------------------------------------------------------- */

static void link_accountable(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *by = node_clause(n, CLAUSE_BY_STATUTE);
    struct line line = {.kind = LINE_NOT_SAID,
                        .source = link_source(n),
                        .pos = n->pos,
                        .what = arg_text(node_clause(n, CLAUSE_FOR_TEXT), 0),
                        .life = link_span(l, n)};
    for (int k = 0; by && k <= LINE_NOT_SAID; k++)
        if (str_eq(by->args->text, str_of(line_names[k])))
            line.kind = (enum line_kind)k;
    ids from = {0}, to = {0};
    link_bodies(l, node_arg(n, 0), x->handbook, &from);
    link_bodies(l, node_arg(n, 1), x->handbook, &to);
    for (uint32_t i = 0; i < from.n; i++)
        for (uint32_t k = 0; k < to.n; k++) {
            line.from = from.at[i];
            line.to = to.at[k];
            *vec_push(l->a, &l->m->lines) = line;
        }
}

static void add_advice(struct linker *l, id from, const struct node *to, const struct node *n,
                       id handbook)
{
    const struct node *on = node_clause(n, CLAUSE_ON);
    struct advice v = {.from = from,
                       .life = link_span(l, n),
                       .source = link_source(n),
                       .pos = n->pos,
                       .on = link_boxes(l, on ? on->args : NULL, n, NULL, handbook)};
    ids bodies = {0};
    link_bodies(l, to, handbook, &bodies);
    for (uint32_t i = 0; i < bodies.n; i++) {
        v.to = bodies.at[i];
        *vec_push(l->a, &l->m->advices) = v;
    }
}

static void link_advice(struct linker *l, const struct item *x)
{
    ids from = {0};
    link_bodies(l, node_arg(x->node, 0), x->handbook, &from);
    for (uint32_t i = 0; i < from.n; i++)
        add_advice(l, from.at[i], node_arg(x->node, 1), x->node, x->handbook);
}

static id clause_body(struct linker *l, const struct node *n, enum node_kind kind, id handbook)
{
    const struct node *c = node_clause(n, kind);
    return c ? link_body(l, c->args->pos, c->args->text, handbook) : NONE;
}

static void link_instrument(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *c;
    struct instrument v = {.name = arg_name(n, 0),
                           .title = arg_title(n),
                           .source = link_source(n),
                           .handbook = x->handbook,
                           .life = link_span(l, n),
                           .pos = n->pos};
    struct str route = arg_name(n, 1);
    v.route = link_route(l, x->law, route);
    if (v.route == NONE) {
        struct map names = {0};
        for (id i = 0; i < l->m->routes.n; i++)
            map_put(l->a, &names, l->m->routes.at[i].name, i);
        link_unknown(l, "R023", n->args->next->pos, "kind of instrument", route, &names);
    }
    v.review = link_date(n, CLAUSE_REVIEW, DATE_MAX);
    v.draft = node_clause(n, CLAUSE_DRAFT) != NULL;
    v.unknown = node_clause(n, CLAUSE_NOT_KNOWN) != NULL;
    if ((c = node_clause(n, CLAUSE_BODY_OF)))
        link_bodies(l, c->args, x->handbook, &v.of);
    if ((c = node_clause(n, CLAUSE_BETWEEN)))
        link_bodies(l, c->args, x->handbook, &v.of);
    v.host = clause_body(l, n, CLAUSE_HOST, x->handbook);
    v.lead = clause_body(l, n, CLAUSE_LEAD, x->handbook);
    v.manager = clause_body(l, n, CLAUSE_MANAGER, x->handbook);
    id before = map_get(&l->instruments, v.name);
    if (before != NONE)
        link_twice(l, n->pos, "instrument", v.name, l->m->instruments.at[before].pos);
    map_put(l->a, &l->instruments, v.name, l->m->instruments.n);
    *vec_push(l->a, &l->m->instruments) = v;
}

/* An instrument that extends another lengthens its life. */
static void link_extensions(struct linker *l)
{
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct node *n = l->items.at[i].node;
        const struct node *c = n->kind == NODE_INSTRUMENT ? node_clause(n, CLAUSE_EXTENDS) : NULL;
        if (!c)
            continue;
        id older = map_get(&l->instruments, c->args->text);
        id newer = map_get(&l->instruments, arg_name(n, 0));
        if (older == NONE)
            link_unknown(l, "R022", c->args->pos, "instrument", c->args->text, &l->instruments);
        else if (l->m->instruments.at[newer].life.until > l->m->instruments.at[older].life.until)
            l->m->instruments.at[older].life.until = l->m->instruments.at[newer].life.until;
    }
}

static void link_fund(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *under = node_clause(n, CLAUSE_UNDER);
    struct fund v = {.name = arg_name(n, 0),
                     .title = arg_title(n),
                     .source = link_source(n),
                     .handbook = x->handbook,
                     .instrument = NONE,
                     .route = NONE,
                     .life = link_span(l, n),
                     .pos = n->pos,
                     .node = n};
    if (under) {
        const struct node *name = under->args->args;
        v.route = link_under(l, x->law, name->text, &v.instrument);
        if (v.instrument == NONE && v.route == NONE)
            link_unknown(l, "R023", name->pos, "instrument or route", name->text, &l->instruments);
    }
    v.host = clause_body(l, n, CLAUSE_HOST, x->handbook);
    v.lead = clause_body(l, n, CLAUSE_LEAD, x->handbook);
    v.manager = clause_body(l, n, CLAUSE_MANAGER, x->handbook);
    if (v.instrument != NONE) {
        const struct instrument *s = &l->m->instruments.at[v.instrument];
        v.host = v.host == NONE ? s->host : v.host;
        v.lead = v.lead == NONE ? s->lead : v.lead;
        v.manager = v.manager == NONE ? s->manager : v.manager;
    }
    for (const struct node *c = n->body; c; c = c->next)
        if (c->kind == NODE_CONTRIBUTES) {
            id b = link_body(l, c->args->pos, c->args->text, x->handbook);
            if (b != NONE)
                *vec_push(l->a, &v.partners) = b;
        }
    *vec_push(l->a, &l->m->funds) = v;
}

/* ---- challenge, dispute, succession -------------------------------------------------------- */

static void link_call_in(struct linker *l, const struct item *x)
{
    const struct node *n = x->node;
    struct call_in v = {.name = arg_name(n, 0),
                        .title = arg_title(n),
                        .handbook = x->handbook,
                        .life = link_span(l, n),
                        .pos = n->pos,
                        .node = n};
    struct buf b = buf_new(l->a);
    if (!v.title.n)
        v.title = v.name;
    for (const struct node *c = n->clauses; c; c = c->next) {
        if (c->kind == CLAUSE_CALL_ON)
            v.on = link_party(l, c->args, x->handbook, NONE);
        else if (c->kind == CLAUSE_CALL_BY)
            *vec_push(l->a, &v.by) = link_party(l, c->args, x->handbook, NONE);
        else if (c->kind != CLAUSE_SOURCE && c->kind != CLAUSE_NOTE)
            buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR(print_line(l->a, c)));
    }
    v.text = buf_str(&b);
    *vec_push(l->a, &l->m->call_ins) = v;
}

static void link_ladder(struct linker *l, const struct item *x)
{
    struct ladder v = {.name = arg_name(x->node, 0),
                       .title = arg_title(x->node),
                       .handbook = x->handbook,
                       .pos = x->node->pos};
    if (!v.title.n)
        v.title = v.name;
    for (const struct node *n = x->node->body; n; n = n->next) {
        struct step s = {0};
        struct buf b = buf_new(l->a);
        if (n->kind == NODE_OUTSIDE_STEP)
            s.outside = arg_text(n, 0);
        else
            s.who = link_party(l, n->args, x->handbook, NONE);
        for (const struct node *c = n->clauses; c; c = c->next)
            if (link_is_time(c->kind))
                buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR(print_line(l->a, c)));
        s.within = buf_str(&b);
        *vec_push(l->a, &v.steps) = s;
    }
    *vec_push(l->a, &l->m->ladders) = v;
}

static void link_pass(struct linker *l, const struct node *n, id handbook, struct succession *v)
{
    struct pass p = {.pos = n->pos, .to = NONE};
    const struct node *to = NULL, *pops = node_clause(n, CLAUSE_FOR);
    for (const struct node *a = n->args; a; a = a->next)
        if (a->kind == ARG_NAME)
            to = a;
    link_bodies(l, n->args, handbook, &p.from);
    if (to)
        p.to = link_body(l, to->pos, to->text, handbook);
    link_areas(l, pops ? pops->args : NULL, handbook, &p.populations);
    if (p.to != NONE && p.from.n)
        *vec_push(l->a, &v->passes) = p;
}

static void link_succession(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *under = node_clause(n, CLAUSE_UNDER);
    struct succession v = {.on = link_date(n, CLAUSE_FROM, DATE_MIN),
                           .saving_until = DATE_MAX,
                           .source = link_source(n),
                           .pos = n->pos};
    if (under)
        v.under = print_line(l->a, under);
    if (v.on == DATE_MIN)
        report(l->f, "R026", n->pos, "the succession does not say from which day")->mend =
            S("write: succession from 2026-04-01 { ... }");
    for (const struct node *c = n->body; c; c = c->next) {
        if (c->kind == NODE_PASS)
            link_pass(l, c, x->handbook, &v);
        if (c->kind == NODE_SAVING) {
            v.saving = true;
            v.saving_until = link_date(c, CLAUSE_UNTIL, DATE_MAX);
        }
    }
    for (uint32_t i = 0; v.on != DATE_MIN && i < v.passes.n; i++)
        for (uint32_t k = 0; k < v.passes.at[i].from.n; k++) {
            struct body *b = &l->m->bodies.at[v.passes.at[i].from.at[k]];
            if (b->life.until >= v.on)
                b->life.until = v.on - 1;
        }
    *vec_push(l->a, &l->m->successions) = v;
}

/* ---- facts for counting and comparing ------------------------------------------------------ */

static void link_published(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *of = node_clause(n, CLAUSE_OUT_OF);
    *vec_push(l->a, &l->m->published) = (struct published){.question = arg_name(n, 0),
                                                           .text = arg_title(n),
                                                           .source = link_source(n),
                                                           .count = node_arg(n, 1)->value,
                                                           .out_of = of ? of->args->value : -1,
                                                           .pos = n->pos};
}

static void link_unnamed(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *counts = node_clause(n, CLAUSE_COUNTS);
    struct unnamed v = {.count = n->args->value, .source = link_source(n), .pos = n->pos};
    for (const struct node *w = node_arg(n, 1)->args; w; w = w->next) {
        /* "3 of icb": of all bodies of that kind */
        id b = link_body_quiet(l, w->text, x->handbook);
        uint32_t before = v.among.n;
        if (b != NONE)
            *vec_push(l->a, &v.among) = b;
        else
            link_class(l, w->text, NONE, &v.among);
        if (v.among.n == before)
            link_body(l, w->pos, w->text, x->handbook);
    }
    if (counts) {
        v.question = arg_name(counts, 0);
        v.text = arg_text(counts, 0);
    }
    *vec_push(l->a, &l->m->unnamed) = v;
}

static void link_matter(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *of = node_clause(n, CLAUSE_OF),
                      *at = node_clause(n, CLAUSE_AT);
    const struct node *pops = node_clause(n, CLAUSE_FOR);
    struct listed_matter v = {
        .name = arg_name(n, 0), .title = arg_title(n), .value = -1, .pos = n->pos};
    v.function = link_function(l, node_arg(n, 2)->args);
    v.service = of ? link_service(l, of->args->args) : 0;
    link_areas(l, pops ? pops->args : NULL, x->handbook, &v.populations);
    if (at && at->args->kind == ARG_MONEY)
        v.value = at->args->value;
    for (const struct node *c = n->clauses; c; c = c->next)
        if (c->kind == CLAUSE_MONEY_KIND)
            link_money_word(c, &v.kinds);
    if (v.function != NONE && v.service != NONE)
        *vec_push(l->a, &l->m->matters) = v;
}

static void link_not_known(struct linker *l, const struct item *x)
{
    const struct node *of = node_clause(x->node, CLAUSE_BODY_OF);
    struct not_known v = {
        .text = arg_title(x->node), .source = link_source(x->node), .pos = x->node->pos};
    link_bodies(l, of ? of->args : NULL, x->handbook, &v.of);
    *vec_push(l->a, &l->m->not_knowns) = v;
}

static void link_body_advice(struct linker *l)
{
    for (id i = 0; i < l->m->bodies.n; i++) {
        const struct node *n = l->m->bodies.at[i].node;
        for (const struct node *c = n ? n->body : NULL; c; c = c->next)
            if (c->kind == NODE_RECOMMENDS)
                add_advice(l, i, c->args, c, l->m->bodies.at[i].handbook);
    }
}

void link_rest(struct linker *l)
{
    static const struct {
        enum node_kind kind;
        void (*link)(struct linker *, const struct item *);
    } rows[] = {
        {NODE_ACCOUNTABLE, link_accountable}, {NODE_ADVICE, link_advice},
        {NODE_INSTRUMENT, link_instrument},   {NODE_CALL_IN, link_call_in},
        {NODE_LADDER, link_ladder},           {NODE_SUCCESSION, link_succession},
        {NODE_PUBLISHED, link_published},     {NODE_UNNAMED, link_unnamed},
        {NODE_MATTER, link_matter},           {NODE_NOT_KNOWN, link_not_known},
    };
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct item x = l->items.at[i];
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
            if (rows[k].kind == x.node->kind)
                rows[k].link(l, &x);
        if (x.node->kind == NODE_PROPOSER)
            link_bodies(l, x.node->args, x.handbook, &l->m->proposers);
    }
    link_extensions(l);
    for (uint32_t i = 0; i < l->items.n; i++)
        if (l->items.at[i].node->kind == NODE_FUND) {
            struct item x = l->items.at[i];
            link_fund(l, &x);
        }
    link_body_advice(l);
}
