/* link_body.c: bodies, their place in the structure, and what their terms of reference
 * say: members, quorum, votes, meetings, conflicts. */
#include "model/link.h"

/* ---- names ---------------------------------------------------------------------- */

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
    if (me != NONE)
        l->m->bodies.at[me].acts = me;
    return me;
}

static void place_body(struct linker *l, id i, bool complain);

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
        else if (p != NONE)
            *vec_push(l->a, &b->parents) = p;
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
        if (h->of == NONE && complain)
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

/* ---- organs, owners, committees in common ------------------------------------------ */

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

static void in_common(struct linker *l, id i)
{
    id kind = l->m->bodies.at[i].kind;
    uint32_t n = l->m->bodies.at[i].parents.n;
    for (uint32_t p = 0; p < n; p++) {
        const struct body *whole = &l->m->bodies.at[i];
        id parent = whole->parents.at[p];
        id owner = l->m->bodies.at[parent].owner;
        const struct body *o = &l->m->bodies.at[owner != NONE ? owner : parent];
        struct str name = str_fmt(l->a, "%.*s.%.*s", STR(whole->name), STR(o->name));
        struct str title =
            str_fmt(l->a, "%.*s (committee of %.*s)", STR(whole->title), STR(o->title));
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

/* ---- members, quorum ------------------------------------------------------------------ */

/* A seat's name: a post, a kind of body, or a role. Presiding roles are the body's own. */
static void seat_name(struct linker *l, const struct node *x, id law, id handbook, id committee,
                      bool one, ids *bodies, ids *kinds, ids *roles)
{
    static const char *const presiding[] = {"chair", "deputy-chair", "vice-chair"};
    id role = map_get(&l->roles, x->text), b = NONE;
    bool own = false;
    for (int i = 0; i < 3; i++)
        own = own || str_eq(x->text, str_of(presiding[i]));
    struct str path = x->text;
    if (committee != NONE) {
        path = str_fmt(l->a, "%.*s.%.*s", STR(l->m->bodies.at[committee].name), STR(x->text));
        b = map_get(&l->m->body_names, path);
    }
    if (b == NONE && !(own && role != NONE))
        b = model_find_body(l->m, x->text, handbook);
    id kind = link_kind(l, law, x->text);
    if (b == NONE && kind == NONE && role != NONE && one && committee != NONE) {
        id post = link_kind(l, law, S("post"));
        const struct body *c = &l->m->bodies.at[committee];
        if (post != NONE)
            b = link_implied(
                l, path,
                str_fmt(l->a, "%.*s of %.*s", STR(l->m->roles.at[role].title), STR(c->title)),
                committee, post);
    }
    if (b != NONE)
        *vec_push(l->a, bodies) = b;
    else if (kind != NONE)
        *vec_push(l->a, kinds) = kind;
    if (role != NONE)
        *vec_push(l->a, roles) = role;
    if (b == NONE && kind == NONE && role == NONE)
        link_unknown(l, "R023", x->pos, "role, post or kind of body", x->text, &l->roles);
}

static void needs(struct linker *l, const struct node *n, id law, id handbook, id committee,
                  struct need *out)
{
    out->each = n->value < 0;
    out->count = n->value < 0 ? 1 : (uint32_t)n->value;
    out->pos = n->pos;
    struct buf b = buf_new(l->a);
    if (n->value > 1)
        buf_fmt(&b, "%lld of ", (long long)n->value);
    for (const struct node *x = n->args; x; x = x->next) {
        seat_name(l, x, law, handbook, committee, false, &out->bodies, &out->kinds, &out->roles);
        buf_fmt(&b, "%s%.*s", x == n->args ? "" : " or ", STR(x->text));
    }
    out->text = buf_str(&b);
}

void link_needs(struct linker *l, const struct node *n, id law, id handbook, struct need *out)
{
    needs(l, n, law, handbook, NONE, out);
}

unsigned link_deputy_rights(struct linker *l, const struct node *list)
{
    static const struct {
        const char *word;
        unsigned right;
    } rights[] = {{"attend", DEPUTY_ATTENDS},
                  {"count", DEPUTY_COUNTS},
                  {"vote", DEPUTY_VOTES},
                  {"preside", DEPUTY_PRESIDES},
                  {"decide", DEPUTY_DECIDES}};
    unsigned all = 0;
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        unsigned right = 0;
        for (int i = 0; i < 5; i++)
            if (str_eq(x->text, str_of(rights[i].word)))
                right = rights[i].right;
        if (!right)
            report(l->f, "R023", x->pos,
                   "a deputy may attend, count, vote, preside or decide, "
                   "not '%.*s'",
                   STR(x->text));
        all |= right;
    }
    return all;
}

static void link_seat(struct linker *l, id i, const struct node *n)
{
    struct seat s = {
        .body = NONE, .kind = NONE, .role = NONE, .carries = NONE, .voting = true, .pos = n->pos};
    const struct node *need = n->args;
    ids bodies = {0}, kinds = {0}, roles = {0};
    id law = l->m->bodies.at[i].law, handbook = l->m->bodies.at[i].handbook;
    s.count = need->value < 0 ? 0 : (uint32_t)need->value;
    bool one = s.count == 1 && !need->text.n;
    seat_name(l, need->args, law, handbook, i, one, &bodies, &kinds, &roles);
    s.body = bodies.n ? bodies.at[0] : NONE;
    s.kind = kinds.n ? kinds.at[0] : NONE;
    s.role = roles.n ? roles.at[0] : NONE;
    s.text = print_line(l->a, n);
    s.voting = node_clause(n, CLAUSE_NON_VOTING) == NULL;
    s.shared_vote = node_clause(n, CLAUSE_SHARED_VOTE) != NULL;
    s.own_area_vote = node_clause(n, CLAUSE_OWN_AREA_VOTE) != NULL;
    s.rotating = node_clause(n, CLAUSE_ROTATING) != NULL;
    s.deputy_named = node_clause(n, CLAUSE_DEPUTY_NAMED) != NULL;
    const struct node *c = node_clause(n, CLAUSE_DEPUTY_MAY);
    s.deputy = c ? link_deputy_rights(l, c->args) : 0;
    s.knows = arg_text(node_clause(n, CLAUSE_KNOWS), 0);
    if ((c = node_clause(n, CLAUSE_FROM_BODY)))
        link_bodies(l, c->args, handbook, &s.from);
    if ((c = node_clause(n, CLAUSE_NOMINATED_BY)))
        link_bodies(l, c->args, handbook, &s.nominated_by);
    if ((c = node_clause(n, CLAUSE_OTHER_THAN)))
        for (const struct node *x = c->args->args; x; x = x->next) {
            ids k = {0}, r = {0};
            seat_name(l, x, law, handbook, i, true, &s.other_than, &k, &r);
        }
    if ((c = node_clause(n, CLAUSE_CARRIES)))
        s.carries = link_body(l, c->args->pos, c->args->text, handbook);
    *vec_push(l->a, &l->m->bodies.at[i].seats) = s;
}

static uint32_t seats(struct linker *l, const struct node *number)
{
    if (number->value <= LIMIT_LIST)
        return (uint32_t)number->value;
    report(l->f, "R006", number->pos, "more than %d seats", LIMIT_LIST);
    return LIMIT_LIST;
}

static void link_quorum(struct linker *l, id i, const struct node *n)
{
    static const struct {
        const char *word;
        uint32_t count, over;
    } fractions[] = {{"half", 1, 2},
                     {"one-third", 1, 3},
                     {"two-thirds", 2, 3},
                     {"one-quarter", 1, 4},
                     {"three-quarters", 3, 4}};
    static const char *const bases[] = {"members", "seats", "voting-members", "filled-seats"};
    struct body *b = &l->m->bodies.at[i];
    id law = b->law, handbook = b->handbook;
    struct quorum q = {.how = QUORUM_COUNT,
                       .over = 1,
                       .round_up = true,
                       .state = NONE,
                       .pos = n->pos,
                       .text = print_line(l->a, n)};
    const struct node *c;
    if (n->kind == NODE_QUORUM) {
        q.count = seats(l, n->args);
    } else if (n->kind == NODE_QUORUM_PER_PARENT) {
        q.how = QUORUM_PER_PARENT;
    } else if (n->kind == NODE_QUORUM_NOT_KNOWN) {
        q.how = QUORUM_NOT_KNOWN;
    } else {
        q.how = QUORUM_FRACTION;
        for (int k = 0; k < 5; k++)
            if (str_eq(n->args->text, str_of(fractions[k].word)))
                q.count = fractions[k].count, q.over = fractions[k].over;
    }
    if ((c = node_clause(n, CLAUSE_ROUNDED)))
        q.round_up = str_eq(c->args->text, S("up"));
    if ((c = node_clause(n, CLAUSE_BASE)))
        for (int k = 0; k < 4; k++)
            if (str_eq(c->args->text, str_of(bases[k])))
                q.base = (enum quorum_base)k;
    if ((c = node_clause(n, CLAUSE_NO_FEWER)))
        q.no_fewer = seats(l, c->args);
    q.one_for_two = node_clause(n, CLAUSE_TWICE) != NULL;
    if ((c = node_clause(n, CLAUSE_INCLUDING)))
        for (const struct node *x = c->args->args; x; x = x->next)
            needs(l, x, law, handbook, i, vec_push(l->a, &q.needs));
    if ((c = node_clause(n, CLAUSE_DURING))) {
        q.state = map_get(&l->states, c->args->text);
        if (q.state == NONE)
            link_unknown(l, "R022", c->args->pos, "state", c->args->text, &l->states);
    }
    *vec_push(l->a, &l->m->bodies.at[i].quorums) = q;
}

static void link_votes(struct linker *l, id i, const struct node *n)
{
    const struct node *on = node_clause(n, CLAUSE_ON), *c;
    struct voting_rule v = {.function = NONE, .text = print_line(l->a, n)};
    for (const struct node *x = n->args->args; x; x = x->next)
        *vec_push(l->a, &v.ways) = x->text;
    if (on)
        v.function = link_function(l, on->args->args);
    if (node_clause(n, CLAUSE_TIE))
        v.tie = 1;
    if ((c = node_clause(n, CLAUSE_CASTING)))
        v.tie = str_starts(c->text, S("no")) ? 3 : 2;
    *vec_push(l->a, &l->m->bodies.at[i].votes) = v;
}

static void link_conflict(struct linker *l, id i, const struct node *n)
{
    id law = l->m->bodies.at[i].law, handbook = l->m->bodies.at[i].handbook;
    const struct node *on = node_clause(n, CLAUSE_ON), *effect = node_clause(n, CLAUSE_EFFECT);
    struct conflict c = {.pos = n->pos, .effect = effect ? effect->text : S("leaves")};
    for (const struct node *x = n->args->args; x; x = x->next)
        seat_name(l, x, law, handbook, i, false, &c.bodies, &c.kinds, &c.roles);
    c.on = link_boxes(l, on ? on->args : NULL, n, NULL, handbook);
    *vec_push(l->a, &l->m->bodies.at[i].conflicts) = c;
}

/* ---- contents ---------------------------------------------------------------------------- */

static void link_terms(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    b->terms_unknown = node_clause(n, CLAUSE_NOT_KNOWN) != NULL;
    b->has_terms = !b->terms_unknown;
    b->terms = link_span(l, n);
    b->terms_review = link_date(n, CLAUSE_REVIEW, DATE_MAX);
    b->terms_draft = node_clause(n, CLAUSE_DRAFT) != NULL;
}

static void link_meets(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    const struct node *c = node_clause(n, CLAUSE_PUBLIC);
    b->meets = print_line(l->a, n);
    b->meeting_known = c != NULL;
    b->meets_in_public = c && str_eq(c->text, S("in public"));
}

static void link_has_duty(struct linker *l, id i, const struct node *n)
{
    for (const struct node *x = n->args->args; x; x = x->next) {
        id d = map_get(&l->duties, x->text);
        if (d == NONE)
            link_unknown(l, "R022", x->pos, "duty", x->text, &l->duties);
        else
            *vec_push(l->a, &l->m->bodies.at[i].duties) = d;
    }
}

static void link_reports(struct linker *l, id i, const struct node *n)
{
    ids to = {0};
    link_bodies(l, n->args, l->m->bodies.at[i].handbook, &to);
    for (uint32_t k = 0; k < to.n; k++)
        *vec_push(l->a, &l->m->bodies.at[i].reports_to) = to.at[k];
}

static void link_held(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    const struct node *how = node_clause(n, CLAUSE_INTERIM);
    b->held_by = arg_text(n, 0);
    b->held_life = link_span(l, n);
    b->interim = how && !str_eq(how->text, S("substantive"));
}

static void link_budget(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    struct amount m = link_amount(l, n->args, b->handbook);
    int64_t people = b->population == NONE ? -1 : l->m->populations.at[b->population].people;
    if (m.how == AMOUNT_MONEY)
        b->budget = m.value;
    else if (m.how == AMOUNT_PER_PEOPLE && people >= 0 && m.people > 0)
        b->budget = (pence)((__int128)m.value * people / m.people);
    else
        b->budget_unknown = true;
}

static void link_rating(struct linker *l, id i, const struct node *n)
{
    l->m->bodies.at[i].rating = arg_text(n, 0);
    l->m->bodies.at[i].rating_life = link_span(l, n);
}

static void link_members(struct linker *l, id i, const struct node *n)
{
    for (const struct node *s = n->body; s; s = s->next)
        link_seat(l, i, s);
}

/* What stands in the book in one word. */
static void link_mark(struct linker *l, id i, const struct node *n)
{
    struct body *b = &l->m->bodies.at[i];
    switch (n->kind) {
    case NODE_MEMBERS_NOT_KNOWN:
        b->unnamed_members = true;
        break;
    case NODE_BUDGET_NOT_KNOWN:
        b->budget_unknown = true;
        break;
    case NODE_PASSES_NOTHING:
        b->passes_nothing = true;
        break;
    case NODE_SCHEME_NOT_KNOWN:
        b->scheme_unknown = str_eq(n->args->text, S("not-known"));
        b->scheme_partly = !b->scheme_unknown;
        break;
    case NODE_PLACES:
        b->places = n->args->value;
        break;
    default: /* NODE_PLACES_NOT_KNOWN */
        b->places_unknown = true;
        break;
    }
}

static void link_line_of_body(struct linker *l, id i, const struct node *n)
{
    /* Advice, deputies and stand-ins are read in link_rest.c and link_grant.c. */
    static const struct {
        enum node_kind kind;
        void (*link)(struct linker *, id, const struct node *);
    } rows[] = {
        {NODE_TERMS, link_terms},
        {NODE_MEMBERS, link_members},
        {NODE_MEMBERS_NOT_KNOWN, link_mark},
        {NODE_QUORUM, link_quorum},
        {NODE_QUORUM_FRACTION, link_quorum},
        {NODE_QUORUM_PER_PARENT, link_quorum},
        {NODE_QUORUM_NOT_KNOWN, link_quorum},
        {NODE_DECIDES, link_votes},
        {NODE_MEETS, link_meets},
        {NODE_REPORTS, link_reports},
        {NODE_HELD, link_held},
        {NODE_CONFLICT, link_conflict},
        {NODE_HAS_DUTY, link_has_duty},
        {NODE_BUDGET, link_budget},
        {NODE_BUDGET_NOT_KNOWN, link_mark},
        {NODE_RATING, link_rating},
        {NODE_PASSES_NOTHING, link_mark},
        {NODE_SCHEME_NOT_KNOWN, link_mark},
        {NODE_PLACES, link_mark},
        {NODE_PLACES_NOT_KNOWN, link_mark},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++)
        if (rows[k].kind == n->kind)
            rows[k].link(l, i, n);
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

void link_body_contents(struct linker *l)
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
    for (id i = 0; i < declared; i++) {
        const struct node *n = m->bodies.at[i].node;
        for (const struct node *c = n ? n->body : NULL; c; c = c->next)
            link_line_of_body(l, i, c);
    }
    for (id i = 0; i < m->bodies.n; i++) /* parts of committees in common share its terms */
        if (m->bodies.at[i].whole != NONE) {
            const struct body *w = &m->bodies.at[m->bodies.at[i].whole];
            struct body *b = &m->bodies.at[i];
            b->has_terms = w->has_terms;
            b->terms = w->terms;
            b->terms_draft = w->terms_draft;
            b->quorums = w->quorums;
            b->seats = w->seats;
        }
}
