/* link_members.c: who sits on a body: seats, quorum, votes, conflicts of interest. */
#include "model/link.h"

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

/* ---- seats --------------------------------------------------------------------------------- */

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

void link_members(struct linker *l, id i, const struct node *n)
{
    for (const struct node *s = n->body; s; s = s->next)
        link_seat(l, i, s);
}

/* ---- quorum -------------------------------------------------------------------------------- */

static uint32_t seats(struct linker *l, const struct node *number)
{
    if (number->value <= LIMIT_LIST)
        return (uint32_t)number->value;
    report(l->f, "R006", number->pos, "more than %d seats", LIMIT_LIST);
    return LIMIT_LIST;
}

/* How many it takes, before what the clauses say. */
static void quorum_size(struct linker *l, const struct node *n, struct quorum *q)
{
    static const struct {
        const char *word;
        uint32_t count, over;
    } fractions[] = {{"half", 1, 2},
                     {"one-third", 1, 3},
                     {"two-thirds", 2, 3},
                     {"one-quarter", 1, 4},
                     {"three-quarters", 3, 4}};
    if (n->kind == NODE_QUORUM) {
        q->how = QUORUM_COUNT;
        q->count = seats(l, n->args);
    } else if (n->kind == NODE_QUORUM_PER_PARENT) {
        q->how = QUORUM_PER_PARENT;
    } else if (n->kind == NODE_QUORUM_NOT_KNOWN) {
        q->how = QUORUM_NOT_KNOWN;
    } else {
        q->how = QUORUM_FRACTION;
        for (int k = 0; k < 5; k++)
            if (str_eq(n->args->text, str_of(fractions[k].word)))
                q->count = fractions[k].count, q->over = fractions[k].over;
    }
}

void link_quorum(struct linker *l, id i, const struct node *n)
{
    static const char *const bases[] = {"members", "seats", "voting-members", "filled-seats"};
    id law = l->m->bodies.at[i].law, handbook = l->m->bodies.at[i].handbook;
    struct quorum q = {
        .over = 1, .round_up = true, .state = NONE, .pos = n->pos, .text = print_line(l->a, n)};
    const struct node *c;
    quorum_size(l, n, &q);
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

/* ---- votes and conflicts ------------------------------------------------------------------- */

void link_votes(struct linker *l, id i, const struct node *n)
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

void link_conflict(struct linker *l, id i, const struct node *n)
{
    id law = l->m->bodies.at[i].law, handbook = l->m->bodies.at[i].handbook;
    const struct node *on = node_clause(n, CLAUSE_ON), *effect = node_clause(n, CLAUSE_EFFECT);
    struct conflict c = {.pos = n->pos, .effect = effect ? effect->text : S("leaves")};
    for (const struct node *x = n->args->args; x; x = x->next)
        seat_name(l, x, law, handbook, i, false, &c.bodies, &c.kinds, &c.roles);
    c.on = link_boxes(l, on ? on->args : NULL, n, NULL, handbook);
    *vec_push(l->a, &l->m->bodies.at[i].conflicts) = c;
}
