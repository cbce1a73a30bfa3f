/* link_names.c: what a statement says, and the things that its words name. */
#include "model/link.h"

/* ---- reading nodes ------------------------------------------------------------------------- */

static const struct node *arg_of(const struct node *n, enum node_kind kind, unsigned i)
{
    for (const struct node *x = n ? n->args : NULL; x; x = x->next)
        if (x->kind == kind && i-- == 0)
            return x;
    return NULL;
}

struct str arg_text(const struct node *n, unsigned i)
{
    const struct node *x = arg_of(n, ARG_TEXT, i);
    return x ? x->text : S("");
}

struct str arg_name(const struct node *n, unsigned i)
{
    const struct node *x = arg_of(n, ARG_NAME, i);
    return x ? x->text : S("");
}

struct str arg_title(const struct node *n)
{
    return arg_text(n, 0);
}

date link_date(const struct node *n, enum node_kind clause, date otherwise)
{
    const struct node *c = node_clause(n, clause);
    return c && c->args && c->args->kind == ARG_DATE ? (date)c->args->value : otherwise;
}

struct span link_span(struct linker *l, const struct node *n)
{
    struct span s = {link_date(n, CLAUSE_FROM, DATE_MIN), link_date(n, CLAUSE_UNTIL, DATE_MAX)};
    if (s.from > s.until) {
        struct finding *x =
            report(l->f, "R025", node_clause(n, CLAUSE_UNTIL)->pos, "this ends before it begins");
        x->mend = S("put the first day after 'from' and the last day after 'until'");
    }
    return s;
}

struct str link_source(const struct node *n)
{
    return arg_text(node_clause(n, CLAUSE_SOURCE), 0);
}

/* ---- names that are not there -------------------------------------------------------------- */

static struct str nearest(struct str name, const struct map *names)
{
    struct str best = S("");
    unsigned best_d = name.n < 5 ? 1 : name.n < 10 ? 2 : 3;
    for (uint32_t i = 0; i < names->cap; i++) {
        struct str key = names->slots[i].key;
        if (!key.p)
            continue;
        unsigned d = str_distance(name, key, best_d);
        if (d <= best_d && (d < best_d || !best.n || str_cmp(key, best) < 0)) {
            best = key;
            best_d = d;
        }
    }
    return best;
}

bool link_suggests(const struct linker *l)
{
    return l->f->list.n < LIMIT_MISTAKES;
}

struct finding *link_unknown(struct linker *l, const char *code, struct pos pos, const char *what,
                             struct str name, const struct map *names)
{
    bool suggests = link_suggests(l);
    struct finding *x = report(l->f, code, pos, "there is no %s named '%.*s'", what, STR(name));
    struct str near = names && suggests ? nearest(name, names) : S("");
    if (near.n)
        x->mend = str_fmt(l->a, "did you mean '%.*s'?", STR(near));
    else if (str_eq(str_of(code), S("R023")) && !l->m->laws.n)
        x->mend = S("no handbook here names its law, which has these words; write in the head: "
                    "handbook NAME ... under hca-2022");
    else
        x->mend = S("declare it, or correct the name");
    return x;
}

void link_twice(struct linker *l, struct pos pos, const char *what, struct str name,
                struct pos before)
{
    struct finding *x =
        report(l->f, "R021", pos, "the %s '%.*s' is declared twice", what, STR(name));
    x->other = before;
    x->other_message = S("first declared here");
    x->mend = S("give one of them another name, or put both statements into one");
}

bool link_was_cut(const struct linker *l, uint32_t since)
{
    for (uint32_t i = since; i < l->f->list.n; i++)
        if (str_eq(str_of(l->f->list.at[i].code), S("R006")))
            return true;
    return false;
}

/* ---- things by name ------------------------------------------------------------------------ */

static id lookup(const struct map *names, struct str prefix, struct str name, struct arena *a)
{
    if (!prefix.n)
        return map_get(names, name);
    return map_get(names, str_fmt(a, "%.*s/%.*s", STR(prefix), STR(name)));
}

static id in_law(struct linker *l, const struct map *names, id law, struct str name)
{
    if (law != NONE)
        return lookup(names, l->m->laws.at[law].name, name, l->a);
    for (uint32_t i = 0; i < l->m->laws.n; i++) {
        id found = lookup(names, l->m->laws.at[i].name, name, l->a);
        if (found != NONE)
            return found;
    }
    return NONE;
}

id link_kind(struct linker *l, id law, struct str name)
{
    return in_law(l, &l->kinds, law, name);
}

void link_kinds(struct linker *l, const struct node *list, id law, ids *out)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        id k = link_kind(l, law, x->text);
        if (k != NONE)
            *vec_push(l->a, out) = k;
        else
            link_unknown(l, "R023", x->pos, "kind of body", x->text, &l->kinds);
    }
}

id link_route(struct linker *l, id law, struct str name)
{
    return in_law(l, &l->routes, law, name);
}

id link_under(struct linker *l, id law, struct str name, id *instrument)
{
    *instrument = map_get(&l->instruments, name);
    return *instrument != NONE ? l->m->instruments.at[*instrument].route : link_route(l, law, name);
}

static id in_tree(struct linker *l, const struct node *n, const struct tree *t, const char *what)
{
    id x = tree_find(t, n->text);
    if (x == NONE)
        link_unknown(l, "R022", n->pos, what, n->text, &t->names);
    return x;
}

id link_function(struct linker *l, const struct node *n)
{
    return in_tree(l, n, &l->m->functions, "function");
}

id link_service(struct linker *l, const struct node *n)
{
    return in_tree(l, n, &l->m->services, "service");
}

id link_area(struct linker *l, const struct node *n, id handbook)
{
    id p = model_find_population(l->m, n->text);
    if (p != NONE)
        return p;
    id b = link_body_quiet(l, n->text, handbook);
    if (b != NONE && l->m->bodies.at[b].population != NONE)
        return l->m->bodies.at[b].population;
    if (b != NONE)
        report(l->f, "R022", n->pos, "'%.*s' is a body that serves no population", STR(n->text))
            ->mend = S("say which one with 'for' where the body is declared");
    else
        link_unknown(l, "R022", n->pos, "population", n->text, &l->m->population_names);
    return NONE;
}

void link_areas(struct linker *l, const struct node *list, id handbook, ids *out)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        id area = link_area(l, x, handbook);
        if (area != NONE)
            *vec_push(l->a, out) = area;
    }
}

/* ---- bodies by name ------------------------------------------------------------------------ */

/* "leeds-committee.chair", where chair is a role: the post that goes with the seat. */
static id implied_post(struct linker *l, struct str name, id handbook)
{
    size_t dot = str_last(name, '.');
    struct str role = str_sub(name, dot, name.n);
    id parent = NONE;
    if (map_get(&l->roles, role) == NONE)
        return NONE;
    if (dot)
        parent = model_find_body(l->m, str_sub(name, 0, dot - 1), handbook);
    else if (handbook != NONE)
        parent = l->m->handbooks.at[handbook].of;
    if (parent == NONE)
        return NONE;
    const struct body *p = &l->m->bodies.at[parent];
    id kind = link_kind(l, p->law, S("post"));
    if (kind == NONE || (l->m->kinds.at[p->kind].flags & KIND_PERSON))
        return NONE;
    struct str title = l->m->roles.at[map_get(&l->roles, role)].title;
    return link_implied(l, str_fmt(l->a, "%.*s.%.*s", STR(p->name), STR(role)),
                        str_fmt(l->a, "%.*s of %.*s", STR(title), STR(p->title)), parent, kind);
}

id link_body_quiet(struct linker *l, struct str name, id handbook)
{
    id b = model_find_body(l->m, name, handbook);
    return b != NONE ? b : implied_post(l, name, handbook);
}

/* A post that nobody has named yet, nearly: the body or the role may be misspelt. */
static void suggest_post(struct linker *l, struct finding *x, struct str name, id handbook)
{
    size_t dot = str_last(name, '.');
    if (!dot || !link_suggests(l))
        return;
    struct str of = str_sub(name, 0, dot - 1), role = str_sub(name, dot, name.n);
    if (model_find_body(l->m, of, handbook) == NONE)
        of = nearest(of, &l->m->body_names);
    if (map_get(&l->roles, role) == NONE)
        role = nearest(role, &l->roles);
    if (of.n && role.n)
        x->mend = str_fmt(l->a, "did you mean '%.*s.%.*s'?", STR(of), STR(role));
}

id link_body(struct linker *l, struct pos pos, struct str name, id handbook)
{
    id b = link_body_quiet(l, name, handbook);
    if (b == NONE) {
        struct finding *x = link_unknown(l, "R020", pos, "body or post", name, &l->m->body_names);
        if (!str_starts(x->mend, S("did you mean")))
            suggest_post(l, x, name, handbook);
        if (map_get(&l->roles, name) != NONE)
            x->mend = str_fmt(l->a,
                              "'%.*s' is a role; say whose: %.*s of BODY, or name in the "
                              "handbook's head whose handbook it is",
                              STR(name), STR(name));
    }
    return b;
}

void link_bodies(struct linker *l, const struct node *list, id handbook, ids *out)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        id b = link_body(l, x->pos, x->text, handbook);
        if (b != NONE)
            *vec_push(l->a, out) = b;
    }
}
