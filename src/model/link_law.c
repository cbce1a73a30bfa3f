/* link_law.c: kinds of body, routes, who may delegate to whom, and the trees of
 * functions, services and populations. */
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

/* ---- trees ------------------------------------------------------------------------- */

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

/* Was something over a limit, and so left out, since the findings were so many? Then what is
 * not there need not lie within itself. */
static bool was_cut(const struct linker *l, uint32_t since)
{
    for (uint32_t i = since; i < l->f->list.n; i++)
        if (str_eq(str_of(l->f->list.at[i].code), S("R006")))
            return true;
    return false;
}

/* Of two of one name the first in the text counts. */
static int before(const struct pos *a, const struct pos *b)
{
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static int by_name(const void *a, const void *b)
{
    const struct seedling *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : before(&x->pos, &y->pos);
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
        if (map_get(&t->names, s->at[i].name) == NONE && !was_cut(l, said))
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

/* ---- kinds, routes, allows -------------------------------------------------------------- */

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

static void kinds_in(struct linker *l, const struct node *list, id law, ids *out)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        id k = link_kind(l, law, x->text);
        if (k != NONE)
            *vec_push(l->a, out) = k;
        else
            link_unknown(l, "R023", x->pos, "kind of body", x->text, &l->kinds);
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
    kinds_in(l, node_arg(n, 0), x->law, &w.from);
    kinds_in(l, node_arg(n, 1), x->law, &w.to);
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
    kinds_in(l, of ? of->args : NULL, x->law, &d.required_of);
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

/* ---- populations ------------------------------------------------------------------------- */

struct area { /* a population before its number is known */
    struct population p;
    struct str parent;
    struct pos parent_pos;
    const struct node *also;
    uint32_t first, next;
};
typedef VEC(struct area) areas;

static enum level level_of(const struct node *n)
{
    if (n->args->kind == ARG_WORDS)
        for (int i = 0; i <= LEVEL_GROUP; i++)
            if (str_eq(n->args->text, str_of(level_names[i])))
                return (enum level)i;
    return LEVEL_SYSTEM;
}

static void gather_areas(struct linker *l, const struct node *n, id handbook, struct str parent,
                         areas *out)
{
    for (; n; n = n->next) {
        if (n->kind != NODE_POPULATION)
            continue;
        const struct node *within = node_clause(n, CLAUSE_WITHIN);
        const struct node *people = node_clause(n, CLAUSE_PEOPLE);
        const struct node *also = node_clause(n, CLAUSE_ALSO_IN);
        struct population p = {.name = arg_name(n, 0),
                               .title = arg_title(n),
                               .level = level_of(n),
                               .people = -1,
                               .handbook = handbook,
                               .pos = n->pos,
                               .life = link_span(l, n),
                               .source = link_source(n)};
        p.ods = arg_name(node_clause(n, CLAUSE_ODS), 0);
        p.coterminous = arg_text(node_clause(n, CLAUSE_COTERMINOUS), 0);
        p.note = arg_text(node_clause(n, CLAUSE_NOTE), 0);
        if (people)
            p.people = people->args->value;
        if (!p.title.n)
            p.title = p.name;
        struct area *a = vec_push(l->a, out);
        *a = (struct area){.p = p,
                           .parent = parent,
                           .parent_pos = n->pos,
                           .first = NONE,
                           .next = NONE,
                           .also = also ? also->args : NULL};
        if (within) {
            a->parent = within->args->text;
            a->parent_pos = within->args->pos;
        }
        gather_areas(l, n->body, handbook, p.name, out);
    }
}

static int areas_by_name(const void *a, const void *b)
{
    const struct area *x = a, *y = b;
    int c = str_cmp(x->p.name, y->p.name);
    return c ? c : before(&x->p.pos, &y->p.pos);
}

static void place_area(struct linker *l, areas *s, uint32_t i, id parent, uint32_t depth)
{
    struct model *m = l->m;
    id me = m->populations.n;
    if (depth >= LIMIT_TREE_DEPTH) {
        report(l->f, "R006", s->at[i].p.pos, "populations lie more than %d deep here",
               LIMIT_TREE_DEPTH);
        return;
    }
    struct population p = s->at[i].p;
    p.parent = parent;
    p.depth = depth;
    *vec_push(l->a, &m->populations) = p;
    map_put(l->a, &m->population_names, p.name, me);
    for (uint32_t c = s->at[i].first; c != NONE; c = s->at[c].next) {
        if (s->at[c].p.level == LEVEL_SYSTEM) /* what holds systems is a nation or region */
            m->populations.at[me].level = LEVEL_NATION;
        place_area(l, s, c, me, depth + 1);
    }
    m->populations.at[me].end = m->populations.n;
}

/* Before the lines above are drawn: does x lie within y by any parent? */
static bool lies_within(const struct model *m, id x, id y)
{
    id seen[LIMIT_ABOVE] = {x};
    uint32_t n = 1;
    for (uint32_t k = 0; k < n; k++) {
        if (model_covers(m, y, seen[k]))
            return true;
        for (id at = seen[k]; at != NONE; at = m->populations.at[at].parent)
            for (uint32_t i = 0; i < m->populations.at[at].also.n; i++) {
                bool there = false;
                for (uint32_t j = 0; j < n && !there; j++)
                    there = seen[j] == m->populations.at[at].also.at[i];
                if (!there && n < LIMIT_ABOVE)
                    seen[n++] = m->populations.at[at].also.at[i];
            }
    }
    return false;
}

static void second_parents(struct linker *l, const areas *s, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        id me = model_find_population(l->m, s->at[i].p.name);
        for (const struct node *x = s->at[i].also ? s->at[i].also->args : NULL; x; x = x->next) {
            id p = model_find_population(l->m, x->text);
            if (p == NONE) {
                link_unknown(l, "R022", x->pos, "population", x->text, &l->m->population_names);
            } else if (me != NONE && lies_within(l->m, p, me)) {
                report(l->f, "R024", x->pos,
                       "'%.*s' lies within '%.*s' already, so it cannot "
                       "contain it",
                       STR(x->text), STR(s->at[i].p.name));
            } else if (me != NONE) {
                *vec_push(l->a, &l->m->populations.at[me].also) = p;
                l->m->shared_populations = true;
            }
        }
    }
}

static bool add_above(struct linker *l, ids *list, id me, id x)
{
    const struct population *p = &l->m->populations.at[x];
    if (x <= me && me < p->end)
        return false;
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i] == x)
            return false;
    if (list->n == LIMIT_ABOVE) {
        report(l->f, "R006", l->m->populations.at[me].pos,
               "more than %d populations lie above this one", LIMIT_ABOVE);
        return false;
    }
    *vec_push(l->a, list) = x;
    return true;
}

/* Further parents bring all that lies above them; in rounds, because those may have
 * further parents too. */
static void lines_above(struct linker *l)
{
    struct model *m = l->m;
    bool changed = m->shared_populations;
    for (int round = 0; changed && round < LIMIT_TREE_DEPTH; round++) {
        changed = false;
        for (id me = 0; me < m->populations.n; me++) {
            ids *list = &m->populations.at[me].above;
            for (id x = me; x != NONE; x = m->populations.at[x].parent)
                for (uint32_t i = 0; i < m->populations.at[x].also.n; i++) {
                    id top = m->populations.at[x].also.at[i];
                    for (id y = top; y != NONE; y = m->populations.at[y].parent)
                        changed = add_above(l, list, me, y) || changed;
                    for (uint32_t k = 0; k < m->populations.at[top].above.n; k++)
                        changed =
                            add_above(l, list, me, m->populations.at[top].above.at[k]) || changed;
                }
        }
    }
}

void link_populations(struct linker *l)
{
    areas s = {0};
    struct map names = {0};
    uint32_t kept = 0, top = NONE, said = l->f->list.n;
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct node one = *l->items.at[i].node;
        one.next = NULL;
        if (one.kind == NODE_POPULATION)
            gather_areas(l, &one, l->items.at[i].handbook, S(""), &s);
    }
    if (s.n > LIMIT_POPULATIONS) {
        report(l->f, "R006", s.at[LIMIT_POPULATIONS].p.pos, "there are more than %d populations",
               LIMIT_POPULATIONS);
        s.n = LIMIT_POPULATIONS;
    }
    if (s.n)
        qsort(s.at, s.n, sizeof s.at[0], areas_by_name);
    for (uint32_t i = 0; i < s.n; i++) {
        if (kept && str_eq(s.at[kept - 1].p.name, s.at[i].p.name)) {
            link_twice(l, s.at[i].p.pos, "population", s.at[i].p.name, s.at[kept - 1].p.pos);
            continue;
        }
        s.at[kept] = s.at[i];
        map_put(l->a, &names, s.at[kept].p.name, kept);
        kept++;
    }
    for (uint32_t i = kept; i-- > 0;) {
        struct area *x = &s.at[i];
        uint32_t parent = x->parent.n ? map_get(&names, x->parent) : NONE;
        if (x->parent.n && parent == NONE)
            link_unknown(l, "R022", x->parent_pos, "population", x->parent, &names);
        uint32_t *list = parent == NONE ? &top : &s.at[parent].first;
        x->next = *list;
        *list = i;
    }
    for (uint32_t c = top; c != NONE; c = s.at[c].next)
        place_area(l, &s, c, NONE, 0);
    for (uint32_t i = 0; i < kept; i++)
        if (model_find_population(l->m, s.at[i].p.name) == NONE && !was_cut(l, said))
            report(l->f, "R024", s.at[i].p.pos,
                   "the population '%.*s' lies, in the end, within "
                   "itself",
                   STR(s.at[i].p.name));
    second_parents(l, &s, kept);
    lines_above(l);
}
