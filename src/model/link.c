/* link.c: from parsed files to a model: the order of work, and how names are found. */
#include <stdlib.h>

#include "model/link.h"

/* ---- reading nodes --------------------------------------------------------------- */

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

/* ---- names that are not there ----------------------------------------------------- */

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
    else
        x->mend = str_fmt(l->a, "declare it, or correct the name");
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

id link_route(struct linker *l, id law, struct str name)
{
    return in_law(l, &l->routes, law, name);
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

/* ---- bodies by name ---------------------------------------------------------------- */

/* "leeds-committee.chair", where chair is a role: the post that goes with the seat. */
static id implied_post(struct linker *l, struct str name, id handbook)
{
    size_t dot = name.n;
    while (dot && name.p[dot - 1] != '.')
        dot--;
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
    size_t dot = name.n;
    while (dot && name.p[dot - 1] != '.')
        dot--;
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

/* ---- boxes --------------------------------------------------------------------------- */

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

/* ---- the order of work ------------------------------------------------------------------- */

static void collect(struct linker *l, const struct node *list, id *handbook, id *law);

static void head(struct linker *l, const struct node *n, id *handbook, id *law)
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
    for (uint32_t i = 0; i < l->m->handbooks.n; i++)
        if (str_eq(l->m->handbooks.at[i].name, h.name)) {
            link_twice(l, n->pos, "handbook", h.name, l->m->handbooks.at[i].pos);
            break;
        }
    *handbook = l->m->handbooks.n;
    *law = NONE;
    *vec_push(l->a, &l->m->handbooks) = h;
    *vec_push(l->a, &l->items) = (struct item){n, *handbook, NONE};
}

static void collect(struct linker *l, const struct node *list, id *handbook, id *law)
{
    for (const struct node *n = list; n; n = n->next) {
        if (n->kind == NODE_LAW || n->kind == NODE_HANDBOOK)
            head(l, n, handbook, law);
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
        return; /* link_templates says so */
    id handbook = x.handbook, law = x.law;
    collect(l, clone(l, x.node->body, hole, name, title), &handbook, &law);
}

static id find_level(struct str word)
{
    for (id i = 0; i <= LEVEL_GROUP; i++)
        if (str_eq(word, str_of(level_names[i])))
            return i;
    return NONE;
}

/* `for each LEVEL` or `for each KIND`: the statements once for each, with names filled
 * in. Returns how many there were. */
static uint32_t expand(struct linker *l, struct item x)
{
    const struct node *n = x.node, *of = node_clause(n, CLAUSE_BODY_OF);
    struct str word = arg_name(n, 0);
    struct str hole = str_fmt(l->a, "<%.*s>", STR(word));
    struct str within = of ? of->args->args->text : S("");
    id level = find_level(word);
    id area = within.n ? model_find_population(l->m, within) : NONE;
    id body = within.n && area == NONE ? model_find_body(l->m, within, x.handbook) : NONE;
    if (within.n && area == NONE && body == NONE)
        link_unknown(l, "R022", of->pos, "population or body", within, &l->m->population_names);
    uint32_t found = 0;
    for (id i = 0; level != NONE && i < l->m->populations.n; i++) {
        const struct population *p = &l->m->populations.at[i];
        id under = body != NONE ? l->m->bodies.at[body].population : area;
        if (p->level != (enum level)level || (within.n && under == NONE) ||
            (under != NONE && !model_covers(l->m, under, i)))
            continue;
        struct str name = p->name, title = p->title;
        expand_one(l, x, hole, name, title);
        found++;
    }
    uint32_t n_bodies = l->m->bodies.n;
    for (id i = 0; level == NONE && i < n_bodies; i++) {
        const struct body *b = &l->m->bodies.at[i];
        bool is = str_eq(l->m->kinds.at[b->kind].name, word);
        for (uint32_t k = 0; k < b->classes.n; k++)
            is = is || str_eq(l->m->roles.at[b->classes.at[k]].name, word);
        if (!is || (body != NONE && !model_body_within(l->m, i, body)) ||
            (area != NONE && (b->population == NONE || !model_covers(l->m, area, b->population))))
            continue;
        struct str name = b->name, title = b->title;
        expand_one(l, x, hole, name, title);
        found++;
    }
    return found;
}

/* Templates may make bodies that other templates range over: those over populations go
 * first, then those over kinds, each seeing the bodies made so far. */
static void link_templates(struct linker *l)
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
        m->bodies.at[order[i].value].rank = i;
        *vec_push(l->a, &m->by_rank) = order[i].value;
    }
}

struct model *model_link(struct findings *f, struct node *const *files, uint32_t n)
{
    struct linker *l = NEW(f->a, struct linker);
    *l = (struct linker){.f = f, .a = f->a, .m = NEW(f->a, struct model)};
    l->m->a = f->a;
    l->m->findings = f;
    for (uint32_t i = 0; i < n; i++) {
        id handbook = NONE, law = NONE;
        collect(l, files[i]->body, &handbook, &law);
        *vec_push(l->a, &l->m->files) = files[i];
    }
    uint32_t read = f->list.n;
    link_heads(l);
    uint32_t heads = f->list.n;
    link_populations(l);
    link_law(l);
    link_body_names(l, 0);
    link_templates(l);
    link_vocabulary(l);
    link_body_contents(l);
    link_rest(l);
    link_grants(l);
    rank(l);
    if (heads > read) /* without its law a handbook is full of unknown words: say only that */
        f->list.n = heads;
    return l->m;
}
