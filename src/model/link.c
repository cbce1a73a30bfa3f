/* link.c: from parsed files to a model: whose each statement is, and the order of work. */
#include <stdlib.h>

#include "model/link.h"

int link_before(const struct pos *a, const struct pos *b)
{
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* ---- statements and their heads ------------------------------------------------------------ */

static void link_head(struct linker *l, const struct node *n, id *handbook, id *law)
{
    if (n->kind == NODE_LAW) {
        struct law x = {.name = arg_name(n, 0),
                        .title = arg_title(n),
                        .source = link_source(n),
                        .life = link_span(l, n),
                        .pos = n->pos,
                        .file = n->pos.file};
        id before = map_get(&l->laws, x.name);
        if (before != NONE)
            link_twice(l, n->pos, "law", x.name, l->m->laws.at[before].pos);
        map_put(l->a, &l->laws, x.name, l->m->laws.n);
        *law = l->m->laws.n;
        *handbook = NONE;
        *vec_push(l->a, &l->m->laws) = x;
        return;
    }
    const struct node *edition = node_clause(n, CLAUSE_EDITION);
    struct handbook h = {.name = arg_name(n, 0),
                         .title = arg_title(n),
                         .of = NONE,
                         .law = NONE,
                         .edition = arg_text(edition, 0),
                         .source = link_source(n),
                         .life = link_span(l, n),
                         .pos = n->pos,
                         .node = n};
    h.review = link_date(n, CLAUSE_REVIEW, DATE_MAX);
    h.draft = node_clause(n, CLAUSE_DRAFT) != NULL;
    id before = map_get(&l->handbooks, h.name);
    if (before != NONE)
        link_twice(l, n->pos, "handbook", h.name, l->m->handbooks.at[before].pos);
    map_put(l->a, &l->handbooks, h.name, l->m->handbooks.n);
    *handbook = l->m->handbooks.n;
    *law = NONE;
    *vec_push(l->a, &l->m->handbooks) = h;
    *vec_push(l->a, &l->items) = (struct item){n, *handbook, NONE};
}

void link_collect(struct linker *l, const struct node *list, id *handbook, id *law)
{
    for (const struct node *n = list; n; n = n->next) {
        if (n->kind == NODE_LAW || n->kind == NODE_HANDBOOK)
            link_head(l, n, handbook, law);
        else if (n->kind != NODE_USE)
            *vec_push(l->a, &l->items) = (struct item){n, *handbook, *law};
    }
}

/* Which law each handbook is under; laws may stand in files read later. */
static void link_heads(struct linker *l)
{
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct item *x = &l->items.at[i];
        if (x->node->kind != NODE_HANDBOOK)
            continue;
        struct handbook *h = &l->m->handbooks.at[x->handbook];
        const struct node *under = node_clause(x->node, CLAUSE_UNDER);
        const struct node *name = under ? under->args->args : NULL;
        if (!name) {
            report(l->f, "R023", x->node->pos, "the handbook does not say which law it is under")
                ->mend = S("add 'under hca-2022' (or 'under hsca-2012' before July 2022)");
            continue;
        }
        h->law = map_get(&l->laws, name->text);
        if (h->law == NONE)
            link_unknown(l, "R023", name->pos, "law", name->text, &l->laws);
    }
    for (uint32_t i = 0; i < l->items.n; i++)
        if (l->items.at[i].handbook != NONE)
            l->items.at[i].law = l->m->handbooks.at[l->items.at[i].handbook].law;
}

/* ---- the order of work --------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return str_cmp(((const struct map_slot *)a)->key, ((const struct map_slot *)b)->key);
}

static void rank(struct linker *l)
{
    struct model *m = l->m;
    struct map_slot *order = NEW_ARRAY(l->a, struct map_slot, m->bodies.n);
    for (id i = 0; i < m->bodies.n; i++)
        order[i] = (struct map_slot){m->bodies.at[i].name, i};
    if (m->bodies.n)
        qsort(order, m->bodies.n, sizeof order[0], compare_names);
    for (uint32_t i = 0; i < m->bodies.n; i++) {
        struct body *b = &m->bodies.at[order[i].value];
        b->rank = i;
        *vec_push(l->a, &m->by_rank) = order[i].value;
        if (b->scheme_unknown || b->scheme_partly)
            *vec_push(l->a, &m->undescribed) = order[i].value;
    }
}

/* Titles of what has a name in the text, to be found by it. */
static void index_words(struct linker *l)
{
    struct model *m = l->m;
#define WORDS(list)                                                                                \
    for (uint32_t i = 0; i < m->list.n; i++) {                                                     \
        map_put(l->a, &m->word_names, m->list.at[i].name, m->word_titles.n);                       \
        *vec_push(l->a, &m->word_titles) = m->list.at[i].title;                                    \
    }
    WORDS(roles)
    WORDS(kinds)
    WORDS(states)
    WORDS(tests)
    WORDS(duties)
    WORDS(amounts)
#undef WORDS
}

/* What is asked about people: whom bodies serve, what is reserved for whom. */
static void index_areas(struct linker *l)
{
    struct model *m = l->m;
    VEC(struct of_area) serving = {0}, reserved = {0};
    for (uint32_t i = 0; i < m->by_rank.n; i++) {
        id b = m->by_rank.at[i], area = m->bodies.at[b].population;
        if (area != NONE)
            *vec_push(l->a, &serving) = (struct of_area){area, b};
    }
    for (uint32_t i = 0; i < m->reservations.n; i++) {
        const struct reservation *v = &m->reservations.at[i];
        id own = v->owner == NONE ? NONE : m->bodies.at[v->owner].population;
        for (uint32_t k = 0; k < v->what.in.n; k++) {
            id area = v->what.in.at[k].population;
            *vec_push(l->a, &reserved) = (struct of_area){area == NONE ? own : area, i};
        }
    }
    m->serving = area_index_new(l->a, m, serving.at, serving.n);
    m->reserved_in = area_index_new(l->a, m, reserved.at, reserved.n);
}

struct model *model_link(struct findings *f, struct node *const *files, uint32_t n)
{
    struct linker *l = NEW(f->a, struct linker);
    *l = (struct linker){.f = f, .a = f->a, .m = NEW(f->a, struct model)};
    l->m->a = f->a;
    l->m->findings = f;
    for (uint32_t i = 0; i < n; i++) {
        id handbook = NONE, law = NONE;
        link_collect(l, files[i]->body, &handbook, &law);
        *vec_push(l->a, &l->m->files) = files[i];
    }
    uint32_t read = f->list.n;
    link_heads(l);
    uint32_t heads = f->list.n;
    link_populations(l);
    link_law(l);
    link_body_names(l, 0);
    link_each(l);
    link_vocabulary(l);
    link_body_places(l);
    link_body_contents(l);
    link_rest(l);
    link_grants(l);
    rank(l);
    index_words(l);
    index_areas(l);
    if (heads > read) /* without its law a handbook is full of unknown words: say only that */
        f->list.n = heads;
    return l->m;
}
