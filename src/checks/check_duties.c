/* check_duties.c: does somebody answer for each duty that the law lays on an organisation? */
#include "checks/checker.h"

/* Does the body belong to the organisation, or to several of which it is one? */
static bool belongs(const struct model *m, const struct body *b, id organisation)
{
    if (b->owner == organisation)
        return true;
    for (uint32_t i = 0; b->owner == NONE && i < b->parents.n; i++)
        if (b->parents.at[i] == organisation ||
            m->bodies.at[b->parents.at[i]].owner == organisation)
            return true;
    return false;
}

struct held { /* who answers for a duty in one organisation */
    id body, person;
};

/* dutiful: the bodies that have any duty */
static struct held held_by(const struct checker *c, const ids *dutiful, id duty, id organisation)
{
    const struct model *m = c->m;
    struct held h = {NONE, NONE};
    for (uint32_t k = 0; k < dutiful->n; k++) {
        id i = dutiful->at[k];
        const struct body *b = &m->bodies.at[i];
        if (!ids_have(&b->duties, duty))
            continue;
        bool person = m->kinds.at[b->kind].flags & KIND_PERSON;
        /* A partnership at a place has no parent, and belongs to whose place it is. */
        bool local = b->owner == NONE && !b->parents.n && b->population != NONE &&
                     m->bodies.at[organisation].population != NONE &&
                     model_covers(m, m->bodies.at[organisation].population, b->population);
        if (!local && !belongs(m, b, organisation))
            continue;
        id *slot = person ? &h.person : &h.body;
        *slot = *slot == NONE ? i : *slot;
    }
    return h;
}

static void duties(struct checker *c, const ids *dutiful, id handbook)
{
    const struct model *m = c->m;
    const struct handbook *h = &m->handbooks.at[handbook];
    if (!check_first_of(m, handbook))
        return;
    const struct body *of = &m->bodies.at[h->of];
    str_list missing = {0}, names = {0};
    for (id d = 0; d < m->duties.n; d++) {
        if (!ids_have(&m->duties.at[d].required_of, of->kind))
            continue;
        struct held held = held_by(c, dutiful, d, h->of);
        if (held.body == NONE && held.person == NONE) {
            *vec_push(c->a, &missing) = m->duties.at[d].title;
            *vec_push(c->a, &names) = m->duties.at[d].name;
        }
        if (held.body != NONE || held.person == NONE)
            continue;
        const struct body *p = &m->bodies.at[held.person];
        struct finding *x = check_say(c, "R126", str_fmt(c->a, "%u %u", held.person, d), p->pos,
                                      held.person, "%.*s answers for '%.*s', and no committee does",
                                      STR(p->title), STR(m->duties.at[d].title));
        if (x)
            x->mend = str_fmt(c->a, "write in the block of a committee or the board: duty %.*s",
                              STR(m->duties.at[d].name));
    }
    if (!missing.n || check_untold(of))
        return;
    struct finding *x =
        check_say(c, "R125", S(""), h->pos, h->of,
                  "nobody in the handbook of %.*s answers for %u of its duties: %.*s",
                  STR(of->title), missing.n, STR(check_words(c->a, &missing, 4)));
    if (!x)
        return;
    struct buf line = buf_new(c->a);
    for (uint32_t i = 0; i < names.n; i++)
        buf_fmt(&line, "%s%.*s", i ? ", " : "", STR(names.at[i]));
    x->mend =
        str_fmt(c->a, "write in the block of the body that does: duty %.*s", STR(buf_str(&line)));
}

void check_duties(struct checker *c)
{
    ids dutiful = {0};
    for (id i = 0; i < c->m->bodies.n; i++)
        if (c->m->bodies.at[i].duties.n && check_alive(c->m, i, c->on))
            *vec_push(c->a, &dutiful) = i;
    for (id i = 0; i < c->m->handbooks.n; i++)
        duties(c, &dutiful, i);
}
