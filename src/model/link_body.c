/* link_body.c: bodies and their place in the structure: what they are part of, whose they are,
 * whom they serve, through which organ they act. */
#include <stdlib.h>

#include "model/link.h"

/* ---- names --------------------------------------------------------------------------------- */

static id unknown_kind(struct linker *l, id law)
{
    id k = map_get(&l->kinds, S("?"));
    if (k == NONE) {
        k = l->m->kinds.n;
        map_put(l->a, &l->kinds, S("?"), k);
        *vec_push(l->a, &l->m->kinds) =
            (struct kind){.name = S("body"), .title = S("body of a kind not known"), .law = law};
    }
    return k;
}

static id body_kind(struct linker *l, const struct item *x, id *law)
{
    const struct node *word = x->node->args;
    id k = link_kind(l, x->law, word->text);
    if (k == NONE && x->node->broken)
        return NONE; /* no kind, and a clause that cannot be read: a statement misspelt */
    if (k == NONE) {
        struct map kinds = {0};
        for (id i = 0; i < l->m->kinds.n && link_suggests(l); i++)
            if (x->law == NONE || l->m->kinds.at[i].law == x->law)
                map_put(l->a, &kinds, l->m->kinds.at[i].name, i);
        for (size_t i = 0; i < grammar_count && link_suggests(l); i++)
            if (grammar[i].words[0] && (grammar[i].in[0] == 'T' || grammar[i].in[0] >= 'a'))
                map_put(l->a, &kinds, str_of(grammar[i].words), 0);
        link_unknown(l, "R023", word->pos, "kind of body or statement", word->text, &kinds);
        k = unknown_kind(l, x->law);
    }
    *law = x->law != NONE ? x->law : l->m->kinds.at[k].law;
    return k;
}

static id add_body(struct linker *l, struct body b)
{
    id me = l->m->bodies.n;
    if (me >= LIMIT_BODIES) {
        if (me == LIMIT_BODIES)
            report(l->f, "R006", b.pos, "there are more than %d bodies", LIMIT_BODIES);
        return NONE;
    }
    *vec_push(l->a, &l->m->bodies) = b;
    map_put(l->a, &l->m->body_names, b.name, me);
    return me;
}

static struct body blank_body(void)
{
    return (struct body){.owner = NONE,
                         .acts = NONE,
                         .organ_of = NONE,
                         .whole = NONE,
                         .population = NONE,
                         .handbook = NONE,
                         .life = ALWAYS,
                         .terms = ALWAYS,
                         .terms_review = DATE_MAX,
                         .places = -1,
                         .budget = -1,
                         .law = NONE,
                         .rating_life = ALWAYS,
                         .held_life = ALWAYS};
}

id link_implied(struct linker *l, struct str name, struct str title, id parent, id kind)
{
    const struct body *p = &l->m->bodies.at[parent];
    struct body b = blank_body();
    b.name = name;
    b.title = title;
    b.kind = kind;
    b.law = p->law;
    b.handbook = p->handbook;
    b.owner = p->owner;
    b.population = p->population;
    b.life = p->life;
    b.implied = true;
    b.pos = p->pos;
    *vec_push(l->a, &b.parents) = parent;
    id me = add_body(l, b);
    if (me != NONE) {
        l->m->bodies.at[me].acts = me;
        link_kin(l, me, parent);
    }
    return me;
}

/* ---- what is part of what ------------------------------------------------------------------ */

void link_kin(struct linker *l, id body, id of)
{
    while (l->first_kin.n <= of)
        *vec_push(l->a, &l->first_kin) = NONE;
    uint32_t *first = &l->first_kin.at[of];
    *vec_push(l->a, &l->kin) = (struct kin){body, *first};
    *first = l->kin.n - 1;
}

static int compare_ids(const void *a, const void *b)
{
    id x = *(const id *)a, y = *(const id *)b;
    return (x > y) - (x < y);
}

ids link_below(struct linker *l, id of)
{
    ids out = {0};
    l->walks++;
    while (l->visited.n < l->m->bodies.n)
        *vec_push(l->a, &l->visited) = 0;
    l->visited.at[of] = l->walks;
    *vec_push(l->a, &out) = of;
    for (uint32_t at = 0; at < out.n; at++) {
        id x = out.at[at];
        for (uint32_t k = x < l->first_kin.n ? l->first_kin.at[x] : NONE; k != NONE;
             k = l->kin.at[k].next) {
            id body = l->kin.at[k].body;
            if (l->visited.at[body] != l->walks) {
                l->visited.at[body] = l->walks;
                *vec_push(l->a, &out) = body;
            }
        }
    }
    qsort(out.at + 1, out.n - 1, sizeof out.at[0], compare_ids);
    return out;
}

/* The smallest population that covers both; NONE when there is none. */
static id cover(const struct model *m, id a, id b)
{
    if (a == NONE || b == NONE)
        return a == NONE ? b : a;
    while (a != NONE && !model_covers(m, a, b))
        a = m->populations.at[a].parent;
    return a;
}

static void own_area(struct linker *l, struct body *b, bool complain)
{
    const struct node *area = node_clause(b->node, CLAUSE_FOR);
    for (const struct node *x = area ? area->args->args : NULL; x; x = x->next) {
        id p = model_find_population(l->m, x->text);
        if (p == NONE && complain)
            link_unknown(l, "R022", x->pos, "population", x->text, &l->m->population_names);
        b->population = x == area->args->args ? p : cover(l->m, b->population, p);
        b->placed = true;
    }
    for (uint32_t i = 0; !area && i < b->parents.n; i++) {
        id p = l->m->bodies.at[b->parents.at[i]].population;
        b->population = i == 0 ? p : cover(l->m, b->population, p);
    }
}

static void place_parents(struct linker *l, id i, bool complain)
{
    struct body *b = &l->m->bodies.at[i];
    const struct node *of = node_clause(b->node, CLAUSE_BODY_OF);
    for (const struct node *x = of ? of->args->args : NULL; x; x = x->next) {
        struct str name = x->text;
        id p = complain ? link_body(l, x->pos, name, b->handbook)
                        : model_find_body(l->m, name, b->handbook);
        b = &l->m->bodies.at[i]; /* link_body may have made a post */
        if (p == i)
            report(l->f, "R024", x->pos, "'%.*s' cannot be part of itself", STR(name));
        else if (p != NONE) {
            *vec_push(l->a, &b->parents) = p;
            link_kin(l, i, p);
        }
    }
}

static void place_body(struct linker *l, id i, bool complain)
{
    struct body *b = &l->m->bodies.at[i];
    if (!b->node || b->implied)
        return;
    b->parents.n = 0;
    place_parents(l, i, complain);
    b = &l->m->bodies.at[i];
    own_area(l, b, complain);
}

static void find_subjects(struct linker *l, bool complain)
{
    for (uint32_t i = 0; i < l->m->handbooks.n; i++) {
        struct handbook *h = &l->m->handbooks.at[i];
        const struct node *of = node_clause(h->node, CLAUSE_BODY_OF);
        if (!of || h->of != NONE)
            continue;
        const struct node *name = of->args->args;
        h->of = map_get(&l->m->body_names, name->text);
        if (h->of != NONE)
            l->m->bodies.at[h->of].has_handbook = true;
        else if (complain)
            link_unknown(l, "R020", name->pos, "body", name->text, &l->m->body_names);
    }
}

static void link_classes(struct linker *l, struct body *b)
{
    const struct node *as = b->node ? node_clause(b->node, CLAUSE_AS) : NULL;
    for (const struct node *x = as ? as->args->args : NULL; x; x = x->next) {
        id r = map_get(&l->roles, x->text);
        if (r == NONE) {
            r = l->m->roles.n;
            map_put(l->a, &l->roles, x->text, r);
            *vec_push(l->a, &l->m->roles) = (struct role){x->text, x->text};
        }
        *vec_push(l->a, &b->classes) = r;
    }
}

void link_body_names(struct linker *l, uint32_t from)
{
    uint32_t first = l->m->bodies.n;
    for (uint32_t i = from; i < l->items.n; i++) {
        struct item x = l->items.at[i];
        if (x.node->kind != NODE_BODY)
            continue;
        struct body b = blank_body();
        b.kind = body_kind(l, &x, &b.law);
        if (b.kind == NONE)
            continue;
        b.name = arg_name(x.node, 1);
        b.title = arg_title(x.node).n ? arg_title(x.node) : b.name;
        b.handbook = x.handbook;
        b.life = link_span(l, x.node);
        b.source = link_source(x.node);
        b.note = arg_text(node_clause(x.node, CLAUSE_NOTE), 0);
        b.ods = arg_name(node_clause(x.node, CLAUSE_ODS), 0);
        b.pos = x.node->pos;
        b.node = x.node;
        id before = map_get(&l->m->body_names, b.name);
        if (before != NONE) {
            link_twice(l, b.pos, "body", b.name, l->m->bodies.at[before].pos);
            continue;
        }
        link_classes(l, &b);
        id me = add_body(l, b);
        if (me != NONE)
            l->m->bodies.at[me].acts = me;
    }
    find_subjects(l, false);
    for (id i = first; i < l->m->bodies.n; i++)
        place_body(l, i, false);
}

/* ---- organs, owners, committees in common -------------------------------------------------- */

/* "Board of NHS West Yorkshire ICB" */
static struct str organ_title(struct linker *l, id kind, id house)
{
    struct str t = l->m->kinds.at[kind].title;
    return str_fmt(l->a, "%c%.*s of %.*s", t.p[0] - (t.p[0] >= 'a' ? 32 : 0), (int)t.n - 1, t.p + 1,
                   STR(l->m->bodies.at[house].title));
}

/* A statutory body acts through the organ that its law names. */
static void link_organ(struct linker *l, id i)
{
    struct body *b = &l->m->bodies.at[i];
    const struct kind *k = &l->m->kinds.at[b->kind];
    if (!(k->flags & KIND_STATUTORY))
        return;
    b->owner = i;
    if (!k->organ.n)
        return;
    struct str name = str_fmt(l->a, "%.*s.%.*s", STR(b->name), STR(k->organ));
    id organ = map_get(&l->m->body_names, name);
    if (organ == NONE) {
        id kind = link_kind(l, b->law, k->organ);
        if (kind == NONE) {
            link_unknown(l, "R023", k->pos, "kind of body", k->organ, &l->kinds);
            return;
        }
        organ = link_implied(l, name, organ_title(l, kind, i), i, kind);
        if (organ == NONE)
            return;
    }
    struct body *o = &l->m->bodies.at[organ];
    b = &l->m->bodies.at[i];
    if (str_eq(o->title, o->name)) /* declared without a title */
        o->title = organ_title(l, o->kind, i);
    o->organ_of = i;
    link_kin(l, organ, i);
    b->acts = organ;
    if (!o->parents.n)
        *vec_push(l->a, &o->parents) = i;
    if (!o->placed)
        o->population = b->population;
}

/* open[i]: not settled yet; each body once, or several parents would double the way. */
static id owner_of(struct linker *l, id i, uint32_t *open)
{
    struct body *b = &l->m->bodies.at[i];
    if (b->owner != NONE || !open[i])
        return b->owner;
    id owner = NONE;
    open[i] = 0;
    for (uint32_t p = 0; p < b->parents.n; p++) {
        id o = owner_of(l, b->parents.at[p], open);
        if (p && o != owner)
            return NONE; /* several organisations: a joint body */
        owner = o;
    }
    return b->owner = owner;
}

static const struct body *part_owner(const struct model *m, id whole, uint32_t parent)
{
    id p = m->bodies.at[whole].parents.at[parent], owner = m->bodies.at[p].owner;
    return &m->bodies.at[owner != NONE ? owner : p];
}

struct str link_part_name(struct linker *l, id whole, uint32_t parent)
{
    return str_fmt(l->a, "%.*s.%.*s", STR(l->m->bodies.at[whole].name),
                   STR(part_owner(l->m, whole, parent)->name));
}

static void in_common(struct linker *l, id i)
{
    id kind = l->m->bodies.at[i].kind;
    uint32_t n = l->m->bodies.at[i].parents.n;
    for (uint32_t p = 0; p < n; p++) {
        const struct body *whole = &l->m->bodies.at[i];
        id parent = whole->parents.at[p];
        struct str name = link_part_name(l, i, p);
        struct str title = str_fmt(l->a, "%.*s (committee of %.*s)", STR(whole->title),
                                   STR(part_owner(l->m, i, p)->title));
        if (map_get(&l->m->body_names, name) != NONE)
            continue;
        id part = link_implied(l, name, title, parent, kind);
        if (part != NONE)
            l->m->bodies.at[part].whole = i;
    }
}

/* Walks up end, and are short: a parent that closes a circle or lies too far up is cut. */
static uint32_t settle(struct linker *l, id i, uint32_t *level, uint32_t depth)
{
    enum { WALKING = UINT32_MAX };
    struct body *b = &l->m->bodies.at[i];
    uint32_t top = 0, kept = 0;
    if (level[i])
        return level[i];
    level[i] = WALKING;
    for (uint32_t k = 0; k < b->parents.n; k++) {
        id p = b->parents.at[k];
        uint32_t above = LIMIT_DEPTH;
        if (level[p] || depth < LIMIT_DEPTH)
            above = level[p] == WALKING ? WALKING : settle(l, p, level, depth + 1);
        if (above == WALKING) {
            report(l->f, "R024", b->pos, "'%.*s' is, in the end, part of itself", STR(b->name))
                ->mend = S("correct one of the 'of' clauses on the way");
        } else if (above >= LIMIT_DEPTH) {
            report(l->f, "R006", b->pos, "'%.*s' lies more than %d bodies deep", STR(b->name),
                   LIMIT_DEPTH);
        } else {
            b->parents.at[kept++] = p;
            top = above > top ? above : top;
        }
    }
    b->parents.n = kept;
    level[i] = top + 1;
    id list[LIMIT_ABOVE];
    if (kept && model_above(l->m, i, list) == LIMIT_ABOVE) {
        report(l->f, "R006", b->pos, "'%.*s' is part of more than %d bodies", STR(b->name),
               LIMIT_ABOVE);
        b->parents.n = 0;
    }
    return level[i];
}

/* A body without an area of its own has that of its parents, whose own may come from
 * theirs, in any order of the text. */
static void inherit_areas(struct linker *l, uint32_t declared)
{
    bool changed = true;
    for (int pass = 0; changed && pass < LIMIT_DEPTH; pass++) {
        changed = false;
        for (id i = 0; i < declared; i++) {
            struct body *b = &l->m->bodies.at[i];
            id before = b->population;
            if (!b->node || b->placed)
                continue;
            own_area(l, b, false);
            changed = changed || b->population != before;
        }
    }
}

void link_body_places(struct linker *l)
{
    struct model *m = l->m;
    uint32_t declared = m->bodies.n;
    find_subjects(l, true);
    for (id i = 0; i < declared; i++)
        link_organ(l, i);
    for (id i = 0; i < declared; i++)
        place_body(l, i, true);
    uint32_t *level = NEW_ARRAY(l->a, uint32_t, m->bodies.n);
    for (id i = 0; i < m->bodies.n; i++)
        settle(l, i, level, 0);
    for (id i = 0; i < m->bodies.n; i++)
        owner_of(l, i, level);
    inherit_areas(l, declared);
    for (id i = 0; i < declared; i++)
        if (m->kinds.at[m->bodies.at[i].kind].flags & KIND_IN_COMMON)
            in_common(l, i);
}
