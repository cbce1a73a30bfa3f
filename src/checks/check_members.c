/* check_members.c: can the members do what the terms of reference ask of them? Quorum, with
 * and without those who must leave; the board that the law demands; providers' votes. */
#include "checks/checker.h"

enum { ANY_NUMBER = 1 << 20 }; /* "each x", where nothing tells how many there are */

/* ---- seats and what they count for --------------------------------------------------------- */

static uint32_t persons(const struct checker *c, const struct body *b, const struct seat *s)
{
    const struct model *m = c->m;
    id word = s->role != NONE ? s->role : s->kind;
    if (s->count)
        return s->count;
    if (word == NONE)
        return s->body != NONE ? 1 : ANY_NUMBER;
    struct str name = s->role != NONE ? m->roles.at[s->role].name : m->kinds.at[s->kind].name;
    uint32_t n = 0;
    for (id i = 0; i < m->bodies.n; i++)
        n += body_is_a(m, i, name) && m->bodies.at[i].whole == NONE && check_alive(m, i, c->on) &&
             (b->owner == NONE || s->kind != NONE || m->bodies.at[i].owner == b->owner);
    return n ? n : ANY_NUMBER;
}

/* Is x one of these kinds, or does it belong to an organisation of one of them? */
static bool of_kind(const struct model *m, const struct need *n, id x)
{
    if (x == NONE)
        return false;
    const struct body *b = &m->bodies.at[x];
    if (ids_have(&n->kinds, b->kind) || ids_have(&n->bodies, x) ||
        (b->owner != NONE &&
         (ids_have(&n->kinds, m->bodies.at[b->owner].kind) || ids_have(&n->bodies, b->owner))))
        return true;
    for (uint32_t i = 0; i < b->classes.n; i++)
        if (ids_have(&n->roles, b->classes.at[i]))
            return true;
    return false;
}

/* "wy.finance-director" is a finance-director. */
static bool named_for_role(const struct model *m, const struct need *n, id x)
{
    if (x == NONE || !(m->kinds.at[m->bodies.at[x].kind].flags & KIND_PERSON))
        return false;
    struct str name = m->bodies.at[x].name;
    size_t dot = str_last(name, '.');
    for (uint32_t i = 0; i < n->roles.n; i++)
        if (str_eq(m->roles.at[n->roles.at[i]].name, str_sub(name, dot, name.n)))
            return true;
    return false;
}

/* May whoever sits there be counted as one of these? */
static bool fits(const struct model *m, const struct seat *s, const struct need *n)
{
    if ((s->role != NONE && ids_have(&n->roles, s->role)) ||
        (s->kind != NONE && ids_have(&n->kinds, s->kind)) || of_kind(m, n, s->body) ||
        named_for_role(m, n, s->body))
        return true;
    /* "1 of leeds-council" and "1 of local-authority", where the committee has the leader from
     * leeds-council; a post of the committee itself comes from nowhere else. */
    for (uint32_t i = 0; i < s->from.n; i++)
        if (of_kind(m, n, s->from.at[i]))
            return true;
    for (uint32_t i = 0; s->kind != NONE && i < n->bodies.n; i++)
        if (m->bodies.at[n->bodies.at[i]].kind == s->kind && !s->from.n)
            return true;
    return false;
}

struct table { /* who is at the table: persons on each seat */
    const struct body *b;
    uint32_t *at;
    uint32_t all, voting;
};

static struct table whole_table(const struct checker *c, const struct body *b)
{
    struct table t = {.b = b, .at = NEW_ARRAY(c->a, uint32_t, b->seats.n)};
    for (uint32_t i = 0; i < b->seats.n; i++) {
        t.at[i] = persons(c, b, &b->seats.at[i]);
        t.all += t.at[i];
        t.voting += b->seats.at[i].voting ? t.at[i] : 0;
    }
    return t;
}

/* ---- one person on one seat counts once ---------------------------------------------------- */

/* Units of the needs (a need of 2 has two) on the left, seats with room for so many on the
 * right; the matching grows along augmenting paths. */
struct matching {
    const struct model *m;
    const struct table *t;
    const struct need **unit;
    uint32_t n, *seat; /* seat of each unit, or NONE */
    uint32_t *used;
    bool *seen;
};

static bool place(struct matching *x, uint32_t unit)
{
    for (uint32_t s = 0; s < x->t->b->seats.n; s++) {
        if (x->seen[s] || !x->t->at[s] || !fits(x->m, &x->t->b->seats.at[s], x->unit[unit]))
            continue;
        x->seen[s] = true;
        if (x->used[s] < x->t->at[s]) {
            x->used[s]++;
            x->seat[unit] = s;
            return true;
        }
        for (uint32_t other = 0; other < x->n; other++)
            if (x->seat[other] == s && place(x, other)) {
                x->seat[unit] = s; /* the other moved and took its place elsewhere */
                return true;
            }
    }
    return false;
}

/* The first need that cannot be met together with those before it; NULL when all can. */
static const struct need *first_unmet(const struct checker *c, const struct table *t,
                                      const struct need *needs, uint32_t n, bool apart)
{
    uint32_t units = 0, seats = t->b->seats.n;
    for (uint32_t i = 0; i < n; i++)
        units += needs[i].count <= t->all ? needs[i].count : 0;
    struct matching x = {.m = c->m,
                         .t = t,
                         .unit = NEW_ARRAY(c->a, const struct need *, units),
                         .seat = NEW_ARRAY(c->a, uint32_t, units),
                         .used = NEW_ARRAY(c->a, uint32_t, seats),
                         .seen = NEW_ARRAY(c->a, bool, seats)};
    for (uint32_t i = 0; i < units; i++)
        x.seat[i] = NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (needs[i].count > t->all)
            return &needs[i];
        for (uint32_t s = 0; !apart && s < seats; s++)
            x.used[s] = 0; /* each need has all seats to itself */
        uint32_t first = apart ? 0 : x.n;
        for (uint32_t k = 0; k < needs[i].count; k++) {
            x.unit[x.n++] = &needs[i];
            for (uint32_t s = 0; s < seats; s++)
                x.seen[s] = false;
            if (!place(&x, x.n - 1))
                return &needs[i];
        }
        for (uint32_t k = first; !apart && k < x.n; k++)
            x.seat[k] = NONE;
    }
    return NULL;
}

/* ---- R114, R115: the quorum ---------------------------------------------------------------- */

/* Each of several committees in common has the members and the quorum for itself. */
static bool in_common(const struct model *m, const struct body *b)
{
    return m->kinds.at[b->kind].flags & KIND_IN_COMMON;
}

static uint32_t needed(const struct model *m, const struct quorum *q, const struct table *t)
{
    uint32_t base = q->base == BASE_VOTING ? t->voting : t->all;
    uint64_t n = q->count;
    if (q->how == QUORUM_FRACTION)
        n = ((uint64_t)base * q->count + (q->round_up ? q->over - 1 : 0)) / q->over;
    if (q->how == QUORUM_PER_PARENT)
        n = in_common(m, t->b) ? 1 : t->b->parents.n;
    return n < q->no_fewer ? q->no_fewer : (uint32_t)n;
}

/* Could somebody at this seat speak for this parent? A role that comes from nowhere in
 * particular could. */
static const struct need *missing_parent(const struct checker *c, const struct table *t, bool apart)
{
    const struct body *b = t->b;
    struct need *needs = NEW_ARRAY(c->a, struct need, b->parents.n);
    for (uint32_t i = 0; i < b->parents.n; i++) {
        const struct body *p = &c->m->bodies.at[b->parents.at[i]];
        id owner = p->owner != NONE ? p->owner : b->parents.at[i];
        needs[i] = (struct need){.count = 1, .text = c->m->bodies.at[owner].title};
        *vec_push(c->a, &needs[i].bodies) = owner;
        *vec_push(c->a, &needs[i].bodies) = b->parents.at[i];
        for (uint32_t s = 0; s < b->seats.n; s++)
            if (b->seats.at[s].role != NONE && !b->seats.at[s].from.n &&
                (b->seats.at[s].body == NONE || c->m->bodies.at[b->seats.at[s].body].implied))
                *vec_push(c->a, &needs[i].roles) = b->seats.at[s].role;
    }
    return first_unmet(c, t, needs, b->parents.n, apart);
}

/* Why the table cannot make the quorum, and what would mend it; empty when it can. */
static struct str why_not(const struct checker *c, const struct quorum *q, const struct table *full,
                          const struct table *t, struct str *mend)
{
    uint32_t least = needed(c->m, q, full);
    const char *voting = q->base == BASE_VOTING ? "voting " : "";
    uint32_t there = q->base == BASE_VOTING ? t->voting : t->all;
    bool left = t != full, apart = !q->one_for_two;
    if (there < least) {
        *mend = str_fmt(c->a, "ask for %u or less, or add %sseats", there, voting);
        return str_fmt(c->a, "it takes %u and %s %u %smember%s", least,
                       there == 1 ? "there is" : "there are", there, voting, check_s(there));
    }
    if (q->how == QUORUM_PER_PARENT) {
        const struct need *n = in_common(c->m, t->b) ? NULL : missing_parent(c, t, apart);
        if (!n)
            return S("");
        *mend = str_fmt(c->a, "add a seat from %.*s", STR(n->text));
        return str_fmt(c->a, "it takes one from %.*s and no seat is %s", STR(n->text),
                       left ? "left for it" : "theirs");
    }
    const struct need *n = first_unmet(c, t, q->needs.at, q->needs.n, apart);
    if (!n)
        return S("");
    const char *one = n->kinds.n && n->count == 1 ? "1 of " : ""; /* as the quorum is written */
    if (first_unmet(c, t, n, 1, true)) {
        *mend = S("add the seat, or take it out of the quorum");
        return str_fmt(c->a, "it takes %s%.*s and %s such seat%s%s", one, STR(n->text),
                       n->count > 1 ? "there are not so many" : "there is no",
                       n->count > 1 ? "s" : "", left ? " left" : "");
    }
    *mend = S("add a seat, or write 'one person may count for two'");
    return str_fmt(c->a, "it takes %s%.*s besides the others named, and one person counts once",
                   one, STR(n->text));
}

/* Those who stay when the members of this conflict line leave, with all other lines that
 * speak of the same functions. */
static struct table without(const struct checker *c, const struct table *full,
                            const struct conflict *x)
{
    const struct tree *f = &c->m->functions;
    struct table t = {.b = full->b, .at = NEW_ARRAY(c->a, uint32_t, full->b->seats.n)};
    for (uint32_t s = 0; s < full->b->seats.n; s++) {
        bool leaves = false;
        for (uint32_t i = 0; i < full->b->conflicts.n; i++) {
            const struct conflict *y = &full->b->conflicts.at[i];
            struct need who = {
                .count = 1, .roles = y->roles, .kinds = y->kinds, .bodies = y->bodies};
            bool meets = y == x;
            for (uint32_t k = 0; k < x->on.in.n; k++)
                for (uint32_t j = 0; j < y->on.in.n; j++)
                    meets = meets ||
                            (tree_covers(f, x->on.in.at[k].function, y->on.in.at[j].function) &&
                             tree_covers(&c->m->services, x->on.in.at[k].service,
                                         y->on.in.at[j].service));
            leaves = leaves || (meets && check_same(y->effect, "leaves") &&
                                fits(c->m, &full->b->seats.at[s], &who));
        }
        t.at[s] = leaves ? 0 : full->at[s];
        t.all += t.at[s];
        t.voting += full->b->seats.at[s].voting ? t.at[s] : 0;
    }
    return t;
}

/* Does the text say what happens then? */
static bool has_stand_in(const struct body *b)
{
    for (const struct node *n = b->node ? b->node->body : NULL; n; n = n->next)
        if (n->kind == NODE_STAND_IN || node_clause(n, CLAUSE_IF_SHORT))
            return true;
    return false;
}

static void conflicts(struct checker *c, id body, const struct quorum *q, const struct table *full)
{
    const struct body *b = &c->m->bodies.at[body];
    for (uint32_t i = 0; i < b->conflicts.n && !has_stand_in(b); i++) {
        const struct conflict *x = &b->conflicts.at[i];
        if (!check_same(x->effect, "leaves"))
            continue;
        struct table t = without(c, full, x);
        struct str mend, why = why_not(c, q, full, &t, &mend);
        if (!why.n || (t.all == full->all && t.voting == full->voting))
            continue;
        struct finding *y =
            check_say(c, "R115", S(""), x->pos, body,
                      "once those with this conflict have left, %.*s cannot make its quorum: %.*s",
                      STR(b->title), STR(why));
        if (!y)
            continue;
        y->other = q->pos;
        y->other_message = S("the quorum stands here");
        y->mend = S("name who decides then: stand-in BODY when quorum is lost");
    }
}

static void quorums(struct checker *c, id body)
{
    const struct body *b = &c->m->bodies.at[body];
    if (!b->seats.n || b->unnamed_members || b->whole != NONE || !check_alive(c->m, body, c->on))
        return;
    struct table full = whole_table(c, b);
    for (uint32_t i = 0; i < b->quorums.n; i++) {
        const struct quorum *q = &b->quorums.at[i];
        if (q->how == QUORUM_NOT_KNOWN)
            continue;
        struct str mend, why = why_not(c, q, &full, &full, &mend);
        if (!why.n) {
            conflicts(c, body, q, &full);
            continue;
        }
        struct finding *x =
            check_say(c, "R114", S(""), q->pos, body, "%.*s can never make this quorum: %.*s",
                      STR(b->title), STR(why));
        if (!x)
            continue;
        x->other = b->seats.at[0].pos;
        x->other_message =
            str_fmt(c->a, "its members begin here: %u in all, %u voting", full.all, full.voting);
        x->mend = mend;
    }
}

/* ---- R124: what the law demands of a board ------------------------------------------------- */

static struct str need_title(const struct checker *c, const struct need *n)
{
    if (n->knows.n)
        return str_fmt(c->a, "a member with knowledge of %.*s", STR(n->knows));
    struct buf b = buf_new(c->a);
    for (uint32_t i = 0; i < n->kinds.n && i < 2; i++)
        buf_fmt(&b, "%s%.*s", i ? " or " : "", STR(c->m->kinds.at[n->kinds.at[i]].title));
    for (uint32_t i = 0; !n->kinds.n && i < n->roles.n && i < 2; i++)
        buf_fmt(&b, "%s%.*s", i ? " or " : "", STR(c->m->roles.at[n->roles.at[i]].title));
    return str_fmt(c->a, "%s%.*s", n->kinds.n ? "a seat for " : "", STR(buf_str(&b)));
}

/* The line to write for it. */
static struct str need_line(const struct checker *c, const struct need *n)
{
    if (n->knows.n)
        return str_fmt(c->a, "with knowledge of \"%.*s\" behind a seat", STR(n->knows));
    if (n->kinds.n)
        return str_fmt(c->a, "1 of %.*s", STR(c->m->kinds.at[n->kinds.at[0]].name));
    return n->roles.n ? c->m->roles.at[n->roles.at[0]].name : n->text;
}

/* Knowledge is not a seat of its own: whoever has it may sit for something else as well. */
static bool somebody_knows(const struct checker *c, const struct body *organ, const struct need *n)
{
    struct buf role = buf_new(c->a); /* "mental health": mental-health-member */
    for (size_t i = 0; i < n->knows.n; i++)
        buf_putc(&role, n->knows.p[i] == ' ' ? '-' : n->knows.p[i]);
    for (uint32_t i = 0; i < organ->seats.n; i++) {
        const struct seat *s = &organ->seats.at[i];
        if (str_eq_fold(s->knows, n->knows) ||
            (s->role != NONE && str_starts(c->m->roles.at[s->role].name, buf_str(&role))))
            return true;
    }
    return false;
}

static void board(struct checker *c, id body)
{
    const struct model *m = c->m;
    const struct body *b = &m->bodies.at[body];
    const struct kind *k = &m->kinds.at[b->kind];
    const struct body *organ = &m->bodies.at[b->acts];
    if (!(k->flags & KIND_STATUTORY) || b->acts == body || !k->at_least.n || !organ->seats.n ||
        organ->unnamed_members || !check_alive(m, body, c->on))
        return;
    struct table t = whole_table(c, organ);
    for (uint32_t i = 0; i < organ->seats.n; i++) /* who only attends is no member of a board */
        t.at[i] = organ->seats.at[i].voting ? t.at[i] : 0;
    VEC(struct need) demanded = {0};
    struct buf missing = buf_new(c->a), lines = buf_new(c->a);
    struct pos where = k->pos;
    for (uint32_t i = 0; i < k->at_least.n; i++) {
        const struct need *n = &k->at_least.at[i];
        *vec_push(c->a, &demanded) = *n;
        bool met = n->knows.n ? somebody_knows(c, organ, n)
                              : !first_unmet(c, &t, demanded.at, demanded.n, true);
        if (met && !n->knows.n)
            continue;
        demanded.n--; /* so that one gap is not counted for those behind it as well */
        if (met)
            continue;
        if (!missing.n)
            where = n->pos;
        struct str title = need_title(c, n), line = need_line(c, n);
        buf_fmt(&missing, "%s%.*s", missing.n ? "; " : "", STR(title));
        buf_fmt(&lines, "%s%.*s", lines.n ? "; " : "", STR(line));
    }
    if (!missing.n)
        return;
    struct str all = buf_str(&missing);
    struct finding *x =
        check_say(c, "R124", S(""), organ->pos, b->acts, "%.*s lacks what the law demands: %.*s",
                  STR(organ->title), STR(all));
    if (!x)
        return;
    x->other = where;
    x->other_message = S("the law demands it here");
    x->mend = str_fmt(c->a, "write among its members: %.*s", STR(buf_str(&lines)));
}

/* ---- for R127 ------------------------------------------------------------------------------ */

static bool of_provider(const struct model *m, id x)
{
    if (x == NONE)
        return false;
    const struct body *b = &m->bodies.at[x];
    if (m->kinds.at[b->kind].flags & KIND_PROVIDER)
        return true;
    return b->owner != NONE && (m->kinds.at[m->bodies.at[b->owner].kind].flags & KIND_PROVIDER);
}

static bool provider_seat(const struct model *m, const struct seat *s)
{
    static const char *const roles[] = {"trust-chair", "trust-chief-executive",
                                        "partner-trust-member", "partner-primary-care-member"};
    if ((s->kind != NONE && (m->kinds.at[s->kind].flags & KIND_PROVIDER)) ||
        of_provider(m, s->body))
        return true;
    for (uint32_t i = 0; i < s->from.n; i++)
        if (of_provider(m, s->from.at[i]))
            return true;
    for (size_t i = 0; s->role != NONE && i < sizeof roles / sizeof roles[0]; i++)
        if (check_same(m->roles.at[s->role].name, roles[i]))
            return true;
    return false;
}

/* Has a conflict line taken this seat's vote away on one of these functions? */
static bool conflicted(const struct model *m, const struct body *b, const struct seat *s,
                       const id *functions, uint32_t n)
{
    for (uint32_t i = 0; i < b->conflicts.n; i++) {
        const struct conflict *x = &b->conflicts.at[i];
        struct need who = {.count = 1, .roles = x->roles, .kinds = x->kinds, .bodies = x->bodies};
        if (check_same(x->effect, "stays") || !fits(m, s, &who))
            continue;
        for (uint32_t k = 0; k < x->on.in.n; k++)
            for (uint32_t j = 0; j < n; j++)
                if (tree_covers(&m->functions, x->on.in.at[k].function, functions[j]))
                    return true;
    }
    return false;
}

struct votes check_votes(const struct checker *c, id body, const id *functions, uint32_t n)
{
    const struct body *b = &c->m->bodies.at[body];
    struct votes v = {0};
    for (uint32_t i = 0; i < b->seats.n; i++) {
        const struct seat *s = &b->seats.at[i];
        if (!s->voting || conflicted(c->m, b, s, functions, n))
            continue;
        uint32_t votes = s->shared_vote ? 1 : persons(c, b, s);
        v.all += votes;
        v.providers += provider_seat(c->m, s) ? votes : 0;
    }
    return v;
}

void check_members(struct checker *c)
{
    for (id i = 0; i < c->m->bodies.n; i++) {
        quorums(c, i);
        board(c, i);
    }
}
