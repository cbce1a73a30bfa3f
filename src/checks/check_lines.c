/* check_lines.c: who answers to whom, who is served by whom, who belongs to what: circles of
 * accountability, populations without a home or with two, trusts without a collaborative. */
#include "checks/checker.h"

/* ---- R118: circles ------------------------------------------------------------------------- */

/* Lines of each body, as lists through `next`. Elections, peers and custom make nobody
 * anybody's superior. */
struct lines {
    uint32_t *first, *next;
};

static struct lines lines_of_all(const struct checker *c)
{
    const struct model *m = c->m;
    struct lines l = {.first = NEW_ARRAY(c->a, uint32_t, m->bodies.n),
                      .next = NEW_ARRAY(c->a, uint32_t, m->lines.n)};
    for (id i = 0; i < m->bodies.n; i++)
        l.first[i] = NONE;
    for (uint32_t i = m->lines.n; i-- > 0;) {
        const struct line *x = &m->lines.at[i];
        if (!span_has(x->life, c->on) ||
            !(x->kind == LINE_STATUTE || x->kind == LINE_CONTRACT || x->kind == LINE_APPOINTMENT))
            continue;
        l.next[i] = l.first[x->from];
        l.first[x->from] = i;
    }
    return l;
}

struct stop { /* where a walk upward stands: at a body, about to follow the next way up */
    id body;
    uint32_t parent, line; /* next to follow; line starts at lines.first */
    uint32_t by;           /* line that led on from here, or NONE for a parent */
};

static void say_circle(struct checker *c, const struct stop *path, uint32_t from, uint32_t to)
{
    const struct model *m = c->m;
    struct buf b = buf_new(c->a);
    uint32_t first = NONE, second = NONE;
    for (uint32_t i = from; i < to; i++) {
        id next = path[i + 1 < to ? i + 1 : from].body;
        const struct line *x = path[i].by != NONE ? &m->lines.at[path[i].by] : NULL;
        if (x && first == NONE)
            first = path[i].by;
        else if (x && second == NONE)
            second = path[i].by;
        buf_fmt(&b, "%s%.*s %s %.*s", i > from ? ", " : "", STR(body_title(m, path[i].body)),
                x ? "answers to" : "is part of", STR(body_title(m, next)));
        if (x)
            buf_fmt(&b, " by %s", line_names[x->kind]);
    }
    if (first == NONE)
        return;
    struct finding *x = check_say(c, "R118", S(""), m->lines.at[first].pos, path[from].body,
                                  "accountability goes in a circle: %.*s", STR(buf_str(&b)));
    if (!x)
        return;
    x->mend = S("take one of these lines out, or say that it is 'by custom' or 'by peers'");
    if (second != NONE) {
        x->other = m->lines.at[second].pos;
        x->other_message = S("the circle closes through this line");
    }
}

/* The next body up from the stop; NONE when all ways were followed. */
static id next_up(const struct model *m, const struct lines *l, struct stop *s)
{
    const struct body *b = &m->bodies.at[s->body];
    if (s->parent < b->parents.n) {
        s->by = NONE;
        return b->parents.at[s->parent++];
    }
    if (s->line == NONE)
        return NONE;
    s->by = s->line;
    s->line = l->next[s->line];
    return m->lines.at[s->by].to;
}

static void circles(struct checker *c)
{
    enum { NEW_, OPEN, DONE };
    const struct model *m = c->m;
    struct lines l = lines_of_all(c);
    uint8_t *state = NEW_ARRAY(c->a, uint8_t, m->bodies.n);
    VEC(struct stop) path = {0};
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        id start = m->by_rank.at[r];
        if (state[start] != NEW_)
            continue;
        state[start] = OPEN;
        *vec_push(c->a, &path) = (struct stop){start, 0, l.first[start], NONE};
        while (path.n) {
            struct stop *top = &path.at[path.n - 1];
            id up = next_up(m, &l, top);
            if (up == NONE) {
                state[top->body] = DONE;
                path.n--;
            } else if (state[up] == NEW_) {
                state[up] = OPEN;
                *vec_push(c->a, &path) = (struct stop){up, 0, l.first[up], NONE};
            } else if (state[up] == OPEN) {
                uint32_t from = path.n - 1;
                while (path.at[from].body != up)
                    from--;
                say_circle(c, path.at, from, path.n);
            }
        }
    }
}

/* ---- R130, R131, R139: populations --------------------------------------------------------- */

static void two_parents(struct checker *c, id i)
{
    const struct model *m = c->m;
    const struct population *p = &m->populations.at[i];
    if (!p->also.n || !span_has(p->life, c->on))
        return;
    str_list parents = {0};
    if (p->parent != NONE)
        *vec_push(c->a, &parents) = m->populations.at[p->parent].title;
    for (uint32_t k = 0; k < p->also.n; k++)
        *vec_push(c->a, &parents) = m->populations.at[p->also.at[k]].title;
    struct finding *x =
        check_say(c, "R130", S(""), p->pos, NONE, "the people of %.*s belong to %.*s",
                  STR(p->title), STR(check_words(c->a, &parents, 4)));
    if (!x)
        return;
    x->other = m->populations.at[p->also.at[0]].pos;
    x->other_message = S("the second of them stands here");
    x->mend = S("where both serve them in fact, leave it; else take 'also in' out");
}

static struct finding *say_people(struct checker *c, const struct population *p, int64_t sum,
                                  uint32_t parts)
{
    int64_t gap = p->people - sum;
    return check_say(c, "R139", S(""), p->pos, NONE,
                     "%.*s has %.*s people and its %u places %.*s: %.*s are in %s", STR(p->title),
                     STR(number_text(c->a, p->people)), parts, STR(number_text(c->a, sum)),
                     STR(number_text(c->a, gap < 0 ? -gap : gap)), gap < 0 ? "two" : "none");
}

/* Do the places of a system make up the system? Only told where all say how many people. */
static void places(struct checker *c, id i)
{
    const struct model *m = c->m;
    const struct population *p = &m->populations.at[i];
    int64_t sum = 0;
    uint32_t n = 0, loose = NONE;
    bool told = p->people >= 0;
    if (p->level != LEVEL_SYSTEM || !span_has(p->life, c->on))
        return;
    for (id k = i + 1; k < p->end; k++) {
        const struct population *q = &m->populations.at[k];
        if (q->parent != i || !span_has(q->life, c->on))
            continue;
        if (q->level == LEVEL_NEIGHBOURHOOD && loose == NONE)
            loose = k;
        if (q->level != LEVEL_PLACE)
            continue;
        n++;
        told = told && q->people >= 0 && !q->also.n;
        sum += q->people;
    }
    struct finding *x;
    if (told && n > 1 && sum != p->people && (x = say_people(c, p, sum, n)))
        x->mend = S("correct a figure, or declare the place that is missing");
    if (!n || loose == NONE)
        return;
    const struct population *q = &m->populations.at[loose];
    x = check_say(c, "R139", S(""), q->pos, NONE,
                  "%.*s is a neighbourhood of %.*s and of none of its places", STR(q->title),
                  STR(p->title));
    if (x)
        x->mend = str_fmt(c->a, "put it into the block of its place, or write: within PLACE");
}

static void serves_nobody(struct checker *c, id i)
{
    const struct model *m = c->m;
    const struct body *b = &m->bodies.at[i];
    const struct kind *k = &m->kinds.at[b->kind];
    bool by_law = (k->flags & KIND_STATUTORY) && k->holds.n;
    bool by_grant =
        c->given[i] && !(k->flags & (KIND_ADVISORY | KIND_PERSON)) && b->organ_of == NONE;
    if (b->population != NONE || b->whole != NONE || !check_in_handbook(b) ||
        (!by_law && !by_grant))
        return;
    if (!by_law && !m->grants.at[c->given_by[i]].what.own_area)
        return; /* the lines say for whom */
    struct finding *x =
        check_say(c, "R131", S(""), b->pos, i, "%.*s serves no population, so %s covers nobody",
                  STR(b->title), by_law ? "what the law gives it" : "what is delegated to it");
    if (x)
        x->mend = S("say whom it serves: for POPULATION");
}

/* ---- R132: collaboratives ------------------------------------------------------------------ */

static bool part_of(const struct model *m, const struct body *p, id trust)
{
    for (uint32_t i = 0; i < p->parents.n; i++)
        if (p->parents.at[i] == trust || m->bodies.at[p->parents.at[i]].owner == trust)
            return true;
    if (p->unnamed_members || (!p->seats.n && !p->parents.n))
        return true; /* for all we know */
    for (uint32_t i = 0; i < p->seats.n; i++) {
        const struct seat *s = &p->seats.at[i];
        if (s->body != NONE && m->bodies.at[s->body].owner == trust)
            return true;
        for (uint32_t k = 0; k < s->from.n; k++)
            if (m->bodies.at[s->from.at[k]].owner == trust)
                return true;
        if (!s->from.n && s->kind != NONE && s->kind == m->bodies.at[trust].kind)
            return true; /* one of several that the text does not name */
    }
    return false;
}

static void trusts(struct checker *c)
{
    const struct model *m = c->m;
    ids collaboratives = {0};
    for (id i = 0; i < m->bodies.n; i++)
        if (body_is_a(m, i, S("provider-collaborative")) && check_alive(m, i, c->on))
            *vec_push(c->a, &collaboratives) = i;
    for (id i = 0; collaboratives.n && i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        id near = NONE;
        bool in = false;
        if (!(check_kind_is(m, b->kind, "nhs-trust") ||
              check_kind_is(m, b->kind, "foundation-trust")) ||
            !check_in_handbook(b) || !check_alive(m, i, c->on))
            continue;
        for (uint32_t k = 0; k < collaboratives.n; k++) {
            const struct body *p = &m->bodies.at[collaboratives.at[k]];
            in = in || part_of(m, p, i);
            if (near == NONE && p->handbook == b->handbook)
                near = collaboratives.at[k];
        }
        if (in || near == NONE)
            continue;
        struct finding *x = check_say(c, "R132", S(""), b->pos, i,
                                      "%.*s is in no provider collaborative", STR(b->title));
        if (!x)
            continue;
        x->other = m->bodies.at[near].pos;
        x->other_message = S("a collaborative of the same handbook");
        x->mend =
            str_fmt(c->a, "write among the members of the collaborative that it belongs to: %.*s",
                    STR(b->name));
    }
}

void check_lines(struct checker *c)
{
    circles(c);
    for (id i = 0; i < c->m->populations.n; i++) {
        two_parents(c, i);
        places(c, i);
    }
    for (id i = 0; i < c->m->bodies.n; i++)
        if (check_alive(c->m, i, c->on))
            serves_nobody(c, i);
    trusts(c);
}
