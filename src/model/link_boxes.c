/* link_boxes.c: functions by services by populations, and what is taken out of them again. */
#include "model/link.h"

typedef id (*finder)(struct linker *, const struct node *, id handbook);

static id find_function(struct linker *l, const struct node *n, id handbook)
{
    (void)handbook;
    return link_function(l, n);
}

static id find_service(struct linker *l, const struct node *n, id handbook)
{
    (void)handbook;
    return link_service(l, n);
}

/* Names of one dimension, and those taken out again. all: what no list means. */
static void dimension(struct linker *l, const struct node *list, finder find, id handbook, id all,
                      ids *in, ids *out)
{
    if (!list) {
        *vec_push(l->a, in) = all;
        return;
    }
    for (const struct node *x = list->args; x; x = x->next) {
        id found = find(l, x, handbook);
        if (found != NONE)
            *vec_push(l->a, in) = found;
    }
    for (const struct node *x = list->clauses ? list->clauses->args : NULL; x; x = x->next) {
        id found = find(l, x, handbook);
        if (found != NONE)
            *vec_push(l->a, out) = found;
    }
}

static void product(struct linker *l, struct boxes *b, bool except, const ids *f, const ids *s,
                    const ids *p, struct pos pos)
{
    uint64_t before = l->boxes;
    l->boxes += (uint64_t)f->n * s->n * p->n;
    if (l->boxes > LIMIT_GRANT_ITEMS) {
        if (before <= LIMIT_GRANT_ITEMS)
            report(l->f, "R006", pos, "more than %d delegated lines, lists multiplied out",
                   LIMIT_GRANT_ITEMS);
        return;
    }
    for (uint32_t i = 0; i < f->n; i++)
        for (uint32_t j = 0; j < s->n; j++)
            for (uint32_t k = 0; k < p->n; k++) {
                struct box x = {f->at[i], s->at[j], p->at[k]};
                if (except)
                    *vec_push(l->a, &b->except) = x;
                else
                    *vec_push(l->a, &b->in) = x;
            }
}

static const struct node *clause_or(const struct node *n, const struct node *head,
                                    enum node_kind kind)
{
    const struct node *c = node_clause(n, kind);
    return c || !head ? c : node_clause(head, kind);
}

struct boxes link_boxes(struct linker *l, const struct node *functions, const struct node *owner,
                        const struct node *head, id handbook)
{
    struct boxes b = {0};
    const struct node *of = clause_or(owner, head, CLAUSE_OF);
    const struct node *pop = clause_or(owner, head, CLAUSE_FOR);
    ids f = {0}, s = {0}, p = {0}, no_f = {0}, no_s = {0}, no_p = {0}, any = {0};
    dimension(l, functions, find_function, handbook, 0, &f, &no_f);
    dimension(l, of ? of->args : NULL, find_service, handbook, 0, &s, &no_s);
    dimension(l, pop ? pop->args : NULL, link_area, handbook, NONE, &p, &no_p);
    *vec_push(l->a, &any) = NONE;
    b.own_area = clause_or(owner, head, CLAUSE_FOR_ITS_AREA) != NULL;
    product(l, &b, false, &f, &s, &p, owner->pos);
    ids root = {0};
    *vec_push(l->a, &root) = 0;
    product(l, &b, true, &no_f, &root, &any, owner->pos);
    product(l, &b, true, &root, &no_s, &any, owner->pos);
    product(l, &b, true, &root, &root, &no_p, owner->pos);
    return b;
}
