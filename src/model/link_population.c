/* link_population.c: for whom: the tree of populations, and those that lie in two. */
#include <stdlib.h>

#include "model/link.h"

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
    return c ? c : link_before(&x->p.pos, &y->p.pos);
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
    if ((x <= me && me < p->end) || ids_have(list, x))
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
        if (model_find_population(l->m, s.at[i].p.name) == NONE && !link_was_cut(l, said))
            report(l->f, "R024", s.at[i].p.pos,
                   "the population '%.*s' lies, in the end, within "
                   "itself",
                   STR(s.at[i].p.name));
    second_parents(l, &s, kept);
    lines_above(l);
}
