/* link_law.c: kinds of body, routes, who may delegate to whom, and the trees of functions and
 * services. */
#include <stdlib.h>

#include "model/link.h"

static struct str law_key(struct linker *l, id law, struct str name)
{
    return str_fmt(l->a, "%.*s/%.*s", STR(l->m->laws.at[law].name), STR(name));
}

static bool in_a_law(struct linker *l, const struct item *x)
{
    if (x->law != NONE && x->handbook == NONE)
        return true;
    report(l->f, "R026", x->node->pos, "this statement belongs in a law, under a 'law' head")
        ->mend = S("move it below 'law NAME \"...\"' in a file of laws");
    return false;
}

/* ---- trees --------------------------------------------------------------------------------- */

struct seedling { /* a node of a tree before its number is known */
    struct str name, title, source, parent;
    struct pos pos, parent_pos;
    uint32_t first, next; /* children in the order of names */
    bool placed;
};
typedef VEC(struct seedling) seedlings;

static void gather(struct linker *l, const struct node *n, enum node_kind kind, struct str parent,
                   seedlings *out)
{
    for (; n; n = n->next) {
        if (n->kind != kind)
            continue;
        const struct node *within = node_clause(n, CLAUSE_WITHIN);
        struct seedling s = {.name = arg_name(n, 0),
                             .title = arg_title(n),
                             .source = link_source(n),
                             .parent = parent,
                             .pos = n->pos,
                             .parent_pos = n->pos};
        if (within) {
            s.parent = within->args->text;
            s.parent_pos = within->args->pos;
        }
        if (!s.title.n)
            s.title = s.name;
        *vec_push(l->a, out) = s;
        gather(l, n->body, kind, s.name, out);
    }
}

static int by_name(const void *a, const void *b)
{
    const struct seedling *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : link_before(&x->pos, &y->pos);
}

static void plant(struct linker *l, struct tree *t, const struct seedling *all, uint32_t i,
                  id parent, uint32_t depth)
{
    const struct seedling *s = &all[i];
    id me = t->at.n;
    if (depth >= LIMIT_TREE_DEPTH) {
        report(l->f, "R006", s->pos, "the tree is more than %d deep here", LIMIT_TREE_DEPTH);
        return;
    }
    *vec_push(l->a, &t->at) = (struct tree_node){.name = s->name,
                                                 .title = s->title,
                                                 .source = s->source,
                                                 .parent = parent,
                                                 .depth = depth,
                                                 .pos = s->pos};
    map_put(l->a, &t->names, s->name, me);
    for (uint32_t c = s->first; c != NONE; c = all[c].next)
        plant(l, t, all, c, me, depth + 1);
    t->at.at[me].end = t->at.n;
}

/* Number the nodes in preorder, siblings by name, so that the order of the text does not
 * matter and "under x" is a range. */
static void grow(struct linker *l, struct tree *t, seedlings *s, const char *what)
{
    struct map names = {0};
    uint32_t kept = 0, said = l->f->list.n;
    if (s->n)
        qsort(s->at, s->n, sizeof s->at[0], by_name);
    for (uint32_t i = 0; i < s->n; i++) {
        if (kept && str_eq(s->at[kept - 1].name, s->at[i].name)) {
            link_twice(l, s->at[i].pos, what, s->at[i].name, s->at[kept - 1].pos);
            continue;
        }
        s->at[kept] = s->at[i];
        s->at[kept].first = s->at[kept].next = NONE;
        map_put(l->a, &names, s->at[kept].name, kept);
        kept++;
    }
    struct seedling root = {.name = S("everything"), .title = S("everything"), .first = NONE};
    for (uint32_t i = kept; i-- > 0;) { /* backwards: lists come out in the order of names */
        struct seedling *x = &s->at[i];
        uint32_t parent = x->parent.n ? map_get(&names, x->parent) : NONE;
        if (x->parent.n && parent == NONE && !str_eq(x->parent, root.name))
            link_unknown(l, "R022", x->parent_pos, what, x->parent, &names);
        uint32_t *list = parent == NONE ? &root.first : &s->at[parent].first;
        x->next = *list;
        *list = i;
    }
    *vec_push(l->a, &t->at) = (struct tree_node){
        .name = root.name, .title = root.title, .parent = NONE, .pos = {.file = POS_NOWHERE}};
    map_put(l->a, &t->names, root.name, 0);
    for (uint32_t c = root.first; c != NONE; c = s->at[c].next)
        plant(l, t, s->at, c, 0, 1);
    t->at.at[0].end = t->at.n;
    for (uint32_t i = 0; i < kept; i++)
        if (map_get(&t->names, s->at[i].name) == NONE && !link_was_cut(l, said))
            report(l->f, "R024", s->at[i].pos, "the %s '%.*s' lies, in the end, within itself",
                   what, STR(s->at[i].name));
}

static void link_tree(struct linker *l, struct tree *t, enum node_kind kind, const char *what,
                      uint32_t most)
{
    seedlings s = {0};
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct node one = *l->items.at[i].node;
        one.next = NULL;
        gather(l, &one, kind, S(""), &s);
    }
    if (s.n > most) {
        report(l->f, "R006", s.at[most].pos, "there are more than %u %ss", most, what);
        s.n = most;
    }
    grow(l, t, &s, what);
}

/* ---- kinds, routes, allows ----------------------------------------------------------------- */

static const struct {
    enum node_kind clause;
    unsigned flag;
} kind_flags[] = {
    {CLAUSE_STATUTORY, KIND_STATUTORY},
    {CLAUSE_ADVISORY, KIND_ADVISORY},
    {CLAUSE_PERSON, KIND_PERSON},
    {CLAUSE_PROVIDER, KIND_PROVIDER},
    {CLAUSE_JOINT, KIND_JOINT},
    {CLAUSE_IN_COMMON, KIND_IN_COMMON},
    {CLAUSE_NEEDS_TERMS, KIND_NEEDS_TERMS},
};

static void link_kind_name(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *organ = node_clause(n, CLAUSE_GOVERNED_BY);
    struct kind k = {.name = arg_name(n, 0),
                     .title = arg_title(n),
                     .source = link_source(n),
                     .law = x->law,
                     .pos = n->pos};
    if (!k.title.n)
        k.title = k.name;
    for (size_t i = 0; i < sizeof kind_flags / sizeof kind_flags[0]; i++)
        if (node_clause(n, kind_flags[i].clause))
            k.flags |= kind_flags[i].flag;
    if (organ)
        k.organ = organ->args->text;
    const struct node *part = node_clause(n, CLAUSE_PART_OF);
    for (const struct node *p = part ? part->args->args : NULL; p; p = p->next)
        *vec_push(l->a, &k.part_of) = p->text;
    struct str key = law_key(l, x->law, k.name);
    id before = map_get(&l->kinds, key);
    if (before != NONE) {
        link_twice(l, n->pos, "kind of body", k.name, l->m->kinds.at[before].pos);
        return;
    }
    map_put(l->a, &l->kinds, key, l->m->kinds.n);
    *vec_push(l->a, &l->m->kinds) = k;
}

static void link_kind_contents(struct linker *l, const struct item *x)
{
    id k = link_kind(l, x->law, arg_name(x->node, 0));
    for (const struct node *c = x->node->body; c; c = c->next) {
        if (c->kind == NODE_HOLDS) {
            *vec_push(l->a, &l->m->kinds.at[k].holds) = link_boxes(l, c->args, c, NULL, NONE);
            struct str source = link_source(c);
            *vec_push(l->a, &l->m->kinds.at[k].holds_source) =
                source.n ? source : l->m->kinds.at[k].source;
        } else if (c->kind == NODE_AT_LEAST) {
            for (const struct node *s = c->body; s; s = s->next) {
                struct need need = {0};
                link_needs(l, s->args, x->law, NONE, &need);
                need.knows = arg_text(node_clause(s, CLAUSE_KNOWS), 0);
                *vec_push(l->a, &l->m->kinds.at[k].at_least) = need;
            }
        }
    }
}

static void link_allow(struct linker *l, const struct item *x)
{
    const struct node *n = x->node, *under = node_clause(n, CLAUSE_UNDER);
    struct allow w = {.law = x->law,
                      .discourage = n->kind == NODE_DISCOURAGE,
                      .life = link_span(l, n),
                      .source = link_source(n),
                      .pos = n->pos};
    w.note = arg_text(node_clause(n, CLAUSE_NOTE), 0);
    if (node_clause(n, CLAUSE_WITHIN_ITSELF))
        w.scope = ALLOW_WITHIN;
    else if (node_clause(n, CLAUSE_AMONG_PARENTS))
        w.scope = ALLOW_PARENT;
    link_kinds(l, node_arg(n, 0), x->law, &w.from);
    link_kinds(l, node_arg(n, 1), x->law, &w.to);
    for (const struct node *r = under ? under->args->args : NULL; r; r = r->next) {
        id route = link_route(l, x->law, r->text);
        if (route != NONE)
            *vec_push(l->a, &w.routes) = route;
        else
            link_unknown(l, "R023", r->pos, "route", r->text, &l->routes);
    }
    *vec_push(l->a, &l->m->allows) = w;
}

static void link_route_name(struct linker *l, const struct item *x)
{
    const struct node *n = x->node;
    struct route r = {.name = arg_name(n, 0),
                      .title = arg_title(n),
                      .source = link_source(n),
                      .law = x->law,
                      .pos = n->pos};
    if (!r.title.n)
        r.title = r.name;
    r.external = node_clause(n, CLAUSE_EXTERNAL) != NULL;
    r.silence_allows = node_clause(n, CLAUSE_SILENT_YES) != NULL;
    map_put(l->a, &l->routes, law_key(l, x->law, r.name), l->m->routes.n);
    *vec_push(l->a, &l->m->routes) = r;
}

static void link_role(struct linker *l, const struct node *n)
{
    struct str name = arg_name(n, 0), title = arg_title(n);
    map_put(l->a, &l->roles, name, l->m->roles.n);
    *vec_push(l->a, &l->m->roles) = (struct role){name, title.n ? title : name};
}

static void link_law_duty(struct linker *l, const struct item *x)
{
    const struct node *of = node_clause(x->node, CLAUSE_REQUIRED_OF);
    struct law_duty d = {.name = arg_name(x->node, 0),
                         .title = arg_title(x->node),
                         .source = link_source(x->node),
                         .law = x->law,
                         .pos = x->node->pos};
    link_kinds(l, of ? of->args : NULL, x->law, &d.required_of);
    map_put(l->a, &l->duties, d.name, l->m->duties.n);
    *vec_push(l->a, &l->m->duties) = d;
}

static void link_abolished(struct linker *l, const struct item *x)
{
    struct abolished w = {.law = x->law,
                          .life = link_span(l, x->node),
                          .source = link_source(x->node),
                          .pos = x->node->pos};
    for (const struct node *t = node_arg(x->node, 0)->args; t; t = t->next)
        *vec_push(l->a, &w.words) = t->text;
    *vec_push(l->a, &l->m->abolished) = w;
}

void link_law(struct linker *l)
{
    link_tree(l, &l->m->functions, NODE_FUNCTION, "function", LIMIT_FUNCTIONS);
    link_tree(l, &l->m->services, NODE_SERVICE, "service", LIMIT_SERVICES);
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct item *x = &l->items.at[i];
        if (x->node->kind == NODE_ROLE)
            link_role(l, x->node);
        else if (x->node->kind == NODE_KIND && in_a_law(l, x))
            link_kind_name(l, x);
        else if (x->node->kind == NODE_ROUTE && in_a_law(l, x))
            link_route_name(l, x);
    }
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct item *x = &l->items.at[i];
        enum node_kind k = x->node->kind;
        if (k == NODE_KIND && x->law != NONE && x->handbook == NONE)
            link_kind_contents(l, x);
        else if ((k == NODE_ALLOW || k == NODE_DISCOURAGE) && in_a_law(l, x))
            link_allow(l, x);
        else if (k == NODE_DUTY && in_a_law(l, x))
            link_law_duty(l, x);
        else if (k == NODE_ABOLISHED && in_a_law(l, x))
            link_abolished(l, x);
    }
}
