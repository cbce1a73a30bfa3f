/* link_clauses.c: what stands behind a delegated line: its conditions and limits, what is owed
 * after deciding, whether it may be passed on. */
#include "model/link.h"

bool link_is_time(enum node_kind k)
{
    return k == CLAUSE_NEXT_MEETING || k == CLAUSE_WITHIN_TIME || k == CLAUSE_EVERY ||
           k == CLAUSE_YEARLY;
}

/* What the clause is about: "the Board", "5 days". */
static struct str object(struct linker *l, const struct node *x, id handbook, ids *bodies)
{
    if (x && x->kind == ARG_DURATION)
        return str_fmt(l->a, "%lld %.*s", (long long)x->value, STR(x->text));
    if (!x || x->kind != ARG_PARTY)
        return S("");
    struct party p = link_party(l, x, handbook, NONE);
    link_party_bodies(l, &p, bodies);
    return p.text;
}

static void duty(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    static const struct {
        enum node_kind clause;
        enum duty_kind kind;
        const char *words;
    } rows[] = {
        {CLAUSE_THEN_REPORT, DUTY_REPORT, "report to "},
        {CLAUSE_THEN_NOTIFY, DUTY_NOTIFY, "notify "},
        {CLAUSE_THEN_PUBLISH, DUTY_PUBLISH, "publish"},
        {CLAUSE_THEN_RATIFY, DUTY_RATIFY, "ratification by "},
        {CLAUSE_THEN_WAIT, DUTY_WAIT, "wait "},
        {CLAUSE_THEN, DUTY_OTHER, ""},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].clause != c->kind)
            continue;
        struct after a = {.kind = rows[i].kind};
        struct str text = arg_text(c, 0);
        struct buf b = buf_new(l->a);
        buf_z(&b, rows[i].words);
        buf_put(&b, object(l, c->args, handbook, &a.bodies));
        if (text.n)
            buf_fmt(&b, "%s%.*s", b.n && c->kind != CLAUSE_THEN ? " " : "", STR(text));
        for (const struct node *w = c->next; w && link_is_time(w->kind); w = w->next)
            buf_fmt(&b, " %.*s", STR(print_line(l->a, w)));
        a.text = buf_str(&b);
        *vec_push(l->a, &g->after) = a;
    }
}

/* What the text says of passing the power on; each such clause but one also lets it. */
static void passing(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    struct passing *p = &g->passing;
    switch (c->kind) {
    case CLAUSE_PASS_ON:
        break;
    case CLAUSE_PASS_ON_TO:
        link_kinds(l, c->args, g->law, &p->kinds);
        break;
    case CLAUSE_SMALLER:
        p->smaller = true;
        break;
    case CLAUSE_LEAVE_OF:
        p->needs_leave = true;
        p->leave_of = link_party(l, c->args, handbook, NONE).text;
        break;
    case CLAUSE_UPWARD:
        p->upward = true;
        break;
    case CLAUSE_ONCE:
        p->once = true;
        break;
    case CLAUSE_NO_PASS_ON:
        break;
    default:
        return;
    }
    p->said = true;
    p->allowed = c->kind != CLAUSE_NO_PASS_ON;
}

/* How the line stands beside others. */
static void standing(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    switch (c->kind) {
    case CLAUSE_BY_LEAVE:
        g->leave_given = true;
        g->leave_text = print_line(l->a, c);
        break;
    case CLAUSE_EXCLUSIVELY:
        g->exclusive = true;
        break;
    case CLAUSE_CONCURRENTLY:
        g->concurrent = true;
        break;
    case CLAUSE_NOTWITHSTANDING:
        g->notwithstanding = true;
        break;
    case CLAUSE_RECALL:
        g->recall = link_party(l, c->args, handbook, NONE).text;
        break;
    default:
        break;
    }
}

/* Whether a value lies within a limit that the source does not give is an open question. */
static void unknown_limit(struct linker *l, const struct node *c, struct grant *g)
{
    struct atom a = {.kind = ATOM_BASE, .pos = c->pos};
    a.key = a.text = str_fmt(l->a, "within the limit of %.*s, which is not known", STR(g->to.text));
    g->limit_unknown = true;
    *vec_push(l->a, &g->conditions) = link_literal(l, a, true);
}

void link_clauses(struct linker *l, const struct node *n, id handbook, struct grant *g,
                  struct money_reader *r)
{
    r->group = g->limits.n;
    r->further = false;
    for (const struct node *c = n->clauses; c; c = c->next) {
        link_condition(l, c, handbook, g);
        link_limit(l, c, handbook, r, &g->limits);
        duty(l, c, handbook, g);
        passing(l, c, handbook, g);
        standing(l, c, handbook, g);
        if (c->kind == CLAUSE_LIMIT_NOT_KNOWN)
            unknown_limit(l, c, g);
        g->unlimited = g->unlimited || c->kind == CLAUSE_WITHOUT_LIMIT;
        if (c->kind == CLAUSE_SOURCE)
            g->source = arg_text(c, 0);
        if (c->kind == CLAUSE_NOTE)
            g->note = arg_text(c, 0);
    }
}
