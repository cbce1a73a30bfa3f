/* check_powers.c: findings that need the powers: the order of work, and what they share. */
#include "checks/checker.h"

struct str check_box_title(const struct powers *p, struct box box)
{
    struct buf b = buf_new(p->a);
    buf_fmt(&b, "'%.*s'", STR(p->m->functions.at.at[box.function].title));
    if (box.service)
        buf_fmt(&b, " of %.*s", STR(p->m->services.at.at[box.service].title));
    return buf_str(&b);
}

bool check_areas_meet(const struct model *m, id a, id b)
{
    return a == NONE || b == NONE || box_meets(m, (struct box){0, 0, a}, (struct box){0, 0, b});
}

struct box check_common(const struct model *m, struct box a, struct box b)
{
    struct box x = {a.function > b.function ? a.function : b.function,
                    a.service > b.service ? a.service : b.service, a.population};
    if (x.population == NONE ||
        (b.population != NONE && model_covers(m, a.population, b.population)))
        x.population = b.population;
    return x;
}

bool check_taken_out(const struct model *m, struct box box, pence lo, pence hi,
                     const struct exclusion *const *except, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct exclusion *x = except[i];
        bool kept = false;
        for (uint32_t k = 0; k < x->n_but; k++)
            kept = kept || box_meets(m, x->but[k]->box, box);
        if (!kept && !x->n_when && x->lo <= lo && x->hi >= hi && box_covers(m, x->box, box))
            return true;
    }
    return false;
}

/* Functions by which money is spent: to award a contract, to commit expenditure ... What
 * names one of them by a wider word (commissioning) names it. */
static bool *spending(const struct powers *p)
{
    static const struct {
        const char *name;
        bool parts; /* what lies under it spends as well */
    } rows[] = {
        {"commit-expenditure", true},  {"award-contract", true},
        {"allocate-resources", false}, {"approve-delegated-budget", false},
        {"approve-investment", true},  {"approve-business-case", true},
        {"vary-contract", true},       {"extend-contract", true},
        {"approve-capital", true},     {"approve-individual-package", true},
        {"approve-grant", true},       {"subcontract", true},
    };
    const struct tree *t = &p->m->functions;
    bool *spends = NEW_ARRAY(p->a, bool, t->at.n);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        id f = tree_find(t, str_of(rows[i].name));
        for (id k = f; f != NONE && k < (rows[i].parts ? t->at.at[f].end : f + 1); k++)
            spends[k] = true;
        for (id k = f; k != NONE; k = t->at.at[k].parent)
            spends[k] = true;
    }
    return spends;
}

bool check_in_general(const struct powers *p, const struct term *t)
{
    return t->grant != NONE && (p->u->edges.at[t->edge].box.function == 0 ||
                                check_kind_is(p->m, p->m->bodies.at[t->body].kind, "cabinet"));
}

/* ---- lists of each body -------------------------------------------------------------------- */

/* Numbers 0 to n - 1 put into the lists of the bodies that of[] names. */
static void sort_out(struct arena *a, const id *of, uint32_t n, uint32_t bodies, uint32_t **first,
                     uint32_t **list)
{
    uint32_t *at = NEW_ARRAY(a, uint32_t, bodies + 1);
    *first = NEW_ARRAY(a, uint32_t, bodies + 1);
    *list = NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        (*first)[of[i] + 1]++;
    for (uint32_t b = 0; b < bodies; b++)
        (*first)[b + 1] += (*first)[b];
    for (uint32_t b = 0; b < bodies; b++)
        at[b] = (*first)[b];
    for (uint32_t i = 0; i < n; i++)
        (*list)[at[of[i]]++] = i;
}

static struct powers powers_of(struct checker *c, const struct authority *u)
{
    struct powers p = {.c = c, .u = u, .m = u->m, .a = c->a};
    uint32_t bodies = u->m->bodies.n, *order;
    id *of = NEW_ARRAY(c->a, id, u->terms.n);
    for (uint32_t i = 0; i < u->terms.n; i++)
        of[i] = u->terms.at[i]->body;
    sort_out(c->a, of, u->terms.n, bodies, &p.first, &order);
    p.held = NEW_ARRAY(c->a, struct term *, u->terms.n);
    for (uint32_t i = 0; i < u->terms.n; i++)
        p.held[i] = u->terms.at[order[i]];
    of = NEW_ARRAY(c->a, id, u->edges.n);
    for (uint32_t i = 0; i < u->edges.n; i++)
        of[i] = u->edges.at[i].to;
    sort_out(c->a, of, u->edges.n, bodies, &p.into_first, &p.into);
    of = NEW_ARRAY(c->a, id, u->inert.n);
    for (uint32_t i = 0; i < u->inert.n; i++)
        of[i] = u->inert.at[i].to;
    sort_out(c->a, of, u->inert.n, bodies, &p.kept_first, &p.kept);
    of = NEW_ARRAY(c->a, id, u->terms.n);
    for (uint32_t i = 0; i < u->terms.n; i++)
        of[i] = u->terms.at[i]->source;
    sort_out(c->a, of, u->terms.n, bodies, &p.from_first, &p.from);
    of = NEW_ARRAY(c->a, id, u->m->reservations.n);
    for (uint32_t i = 0; i < u->m->reservations.n; i++)
        of[i] = u->m->reservations.at[i].owner;
    sort_out(c->a, of, u->m->reservations.n, bodies, &p.reserved_first, &p.reserved);
    p.spends = spending(&p);
    return p;
}

void authority_check(struct findings *f, const struct authority *u)
{
    struct checker c = check_begin(f, u->m, u->on);
    struct powers p = powers_of(&c, u);
    check_grants(&p);
    check_reserved(&p);
    check_inert(&p);
    check_bodies(&p);
    check_doubles(&p);
    check_end(&c);
}
