/* link_each.c: statements written once for each place, or for each body of a kind. */
#include "model/link.h"

/* ---- copies, with a name in the holes ------------------------------------------------------ */

static bool has_hole(struct str s, struct str hole)
{
    for (size_t i = 0; i + hole.n <= s.n; i++)
        if (str_eq(str_sub(s, i, i + hole.n), hole))
            return true;
    return false;
}

static struct str fill(struct linker *l, struct str s, struct str hole, struct str with)
{
    if (!has_hole(s, hole))
        return s;
    struct buf b = buf_new(l->a);
    for (size_t i = 0; i < s.n;) {
        if (i + hole.n <= s.n && str_eq(str_sub(s, i, i + hole.n), hole)) {
            buf_put(&b, with);
            i += hole.n;
        } else {
            buf_putc(&b, s.p[i++]);
        }
    }
    return buf_str(&b);
}

static struct node *clone(struct linker *l, const struct node *n, struct str hole, struct str name,
                          struct str title)
{
    struct node *first = NULL, **end = &first;
    for (; n; n = n->next) {
        struct node *c = NEW(l->a, struct node);
        *c = *n;
        bool text = n->kind == ARG_TEXT;
        c->text = fill(l, n->text, hole, text ? title : name);
        c->args = clone(l, n->args, hole, name, title);
        c->clauses = clone(l, n->clauses, hole, name, title);
        c->body = clone(l, n->body, hole, name, title);
        c->next = NULL;
        *end = c;
        end = &c->next;
    }
    return first;
}

static bool in_list(const struct node *list, struct str name)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next)
        if (str_eq(x->text, name))
            return true;
    return false;
}

static void expand_one(struct linker *l, struct item x, struct str hole, struct str name,
                       struct str title)
{
    const struct node *except = node_clause(x.node, CLAUSE_EXCEPT);
    if (except && in_list(except->args, name))
        return;
    if (l->items.n - l->written > LIMIT_STATEMENTS)
        return; /* link_each says so */
    id handbook = x.handbook, law = x.law;
    link_collect(l, clone(l, x.node->body, hole, name, title), &handbook, &law);
}

/* ---- for what ------------------------------------------------------------------------------ */

static id find_level(struct str word)
{
    for (id i = 0; i <= LEVEL_GROUP; i++)
        if (str_eq(word, str_of(level_names[i])))
            return i;
    return NONE;
}

struct each { /* one `for each` */
    struct item x;
    struct str word, hole;
    id area, body; /* only within these, or NONE */
    bool within;   /* the text says within what */
    uint32_t found;
};

static void each_population(struct linker *l, struct each *e, enum level level)
{
    id under = e->body != NONE ? l->m->bodies.at[e->body].population : e->area;
    if (e->within && under == NONE)
        return;
    const struct population *all = l->m->populations.at;
    bool tree = under != NONE && !l->m->shared_populations; /* then it is those [under, end) */
    for (id i = tree ? under : 0; i < (tree ? all[under].end : l->m->populations.n); i++) {
        const struct population *p = &all[i];
        if (p->level != level || (under != NONE && !model_covers(l->m, under, i)))
            continue;
        expand_one(l, e->x, e->hole, p->name, p->title);
        e->found++;
    }
}

static void each_body(struct linker *l, struct each *e)
{
    ids below = {0};
    if (e->body != NONE)
        below = link_below(l, e->body);
    for (uint32_t k = 0; k < (e->body != NONE ? below.n : l->m->bodies.n); k++) {
        id i = e->body != NONE ? below.at[k] : k;
        const struct body *b = &l->m->bodies.at[i];
        if (!body_is_a(l->m, i, e->word) ||
            (e->body != NONE && !model_body_within(l->m, i, e->body)) ||
            (e->area != NONE &&
             (b->population == NONE || !model_covers(l->m, e->area, b->population))))
            continue;
        expand_one(l, e->x, e->hole, b->name, b->title);
        e->found++;
    }
}

/* `for each LEVEL` or `for each KIND`: the statements once for each, with names filled
 * in. Returns how many there were. */
static uint32_t expand(struct linker *l, struct item x)
{
    const struct node *of = node_clause(x.node, CLAUSE_BODY_OF);
    struct str within = of ? of->args->args->text : S("");
    struct each e = {.x = x, .word = arg_name(x.node, 0), .area = NONE, .body = NONE};
    id level = find_level(e.word);
    e.hole = str_fmt(l->a, "<%.*s>", STR(e.word));
    e.within = within.n > 0;
    if (e.within)
        e.area = model_find_population(l->m, within);
    if (e.within && e.area == NONE)
        e.body = model_find_body(l->m, within, x.handbook);
    if (e.within && e.area == NONE && e.body == NONE)
        link_unknown(l, "R022", of->pos, "population or body", within, &l->m->population_names);
    if (level != NONE)
        each_population(l, &e, (enum level)level);
    else
        each_body(l, &e);
    return e.found;
}

/* Templates may make bodies that other templates range over: those over populations go
 * first, then those over kinds, each seeing the bodies made so far. */
void link_each(struct linker *l)
{
    l->written = l->items.n;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < l->items.n; i++) {
            struct item x = l->items.at[i];
            bool level = find_level(arg_name(x.node, 0)) != NONE;
            if (x.node->kind != NODE_FOR_EACH || level != (pass == 0))
                continue;
            uint32_t from = l->items.n;
            if (!expand(l, x)) {
                struct finding *w = report(l->f, "R027", x.node->pos, "'for each %.*s' finds none",
                                           STR(arg_name(x.node, 0)));
                w->mend =
                    S("name a level (place, neighbourhood...) or a kind of body that is there");
            }
            if (l->items.n - l->written > LIMIT_STATEMENTS) {
                report(l->f, "R006", x.node->pos, "more than %d statements after 'for each'",
                       LIMIT_STATEMENTS);
                return;
            }
            link_body_names(l, from);
        }
}
