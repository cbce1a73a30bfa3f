/* check_reserved.c: what is delegated although the holder, or a body above it, reserved it. */
#include "checks/checker.h"

/* Has the line itself left out what is reserved? */
static bool left_out(const struct powers *p, const struct edge *e, struct box common)
{
    for (uint32_t i = 0; i < e->n_except; i++)
        if (e->except[i]->grant == e->grant && box_covers(p->m, e->except[i]->box, common))
            return true;
    return false;
}

/* Of what is common to a line and something narrower, the name that the line would except. */
static struct str narrower_name(const struct model *m, struct box line, struct box common)
{
    if (common.function != line.function)
        return m->functions.at.at[common.function].name;
    if (common.service != line.service || common.population == NONE)
        return m->services.at.at[common.service].name;
    return m->populations.at[common.population].name;
}

static struct finding *say_reserved(struct powers *p, const struct edge *e,
                                    const struct exclusion *x, bool narrower)
{
    const struct grant *g = &p->m->grants.at[e->grant];
    const struct reservation *v = &p->m->reservations.at[x->reservation];
    struct box common = check_common(p->m, e->box, x->box);
    pence lo = x->lo > e->lo ? x->lo : e->lo, hi = x->hi < e->hi ? x->hi : e->hi;
    bool part = narrower || lo > e->lo || hi < e->hi;
    struct str range = lo > PENCE_MIN || hi < PENCE_MAX
                           ? str_fmt(p->a, " %.*s", STR(range_text(p->a, lo, hi)))
                           : S("");
    struct str what = check_box_title(p, common);
    struct finding *y = check_say(p->c, "R109", S(""), g->pos, g->named_holder,
                                  "%.*s%.*s is reserved to %.*s, so %s delegated to %.*s",
                                  STR(what), STR(range), STR(body_title(p->m, v->owner)),
                                  part ? "that part of the line is not" : "it is not",
                                  STR(body_title(p->m, e->to)));
    if (!y)
        return NULL;
    y->other = v->pos;
    y->other_message = S("it is reserved here");
    y->mend = narrower ? str_fmt(p->a, "write 'except %.*s', so that the line says what it gives",
                                 STR(narrower_name(p->m, e->box, common)))
                       : S("take it out of the reservation or out of the delegation, or delegate "
                           "'notwithstanding reservations'");
    return y;
}

static void reserved_matters(struct powers *p, const struct edge *e)
{
    for (uint32_t i = 0; i < e->n_except; i++) {
        const struct exclusion *x = e->except[i];
        if (x->reservation == NONE || x->n_when || !(x->kinds & e->kinds) || x->lo > e->hi ||
            x->hi < e->lo || !e->box.function)
            continue;
        struct box common = check_common(p->m, e->box, x->box);
        bool but = false;
        for (uint32_t k = 0; k < x->n_but; k++)
            but = but || box_covers(p->m, x->but[k]->box, common);
        /* "above £5m" in the reservation is the limit of a line that states none. */
        bool bounds =
            (x->lo > e->lo && e->hi == PENCE_MAX) || (x->hi < e->hi && x->hi < PENCE_MAX && !e->lo);
        if (but || bounds || left_out(p, e, common))
            continue;
        bool narrower = !tree_covers(&p->m->functions, x->box.function, e->box.function) ||
                        !tree_covers(&p->m->services, x->box.service, e->box.service) ||
                        (x->box.population != NONE && e->box.population != NONE &&
                         !model_covers(p->m, x->box.population, e->box.population));
        struct finding *y = say_reserved(p, e, x, narrower);
        if (y && narrower)
            y->severity = SEVERITY_NOTE; /* that is what reservations are for */
    }
}

void check_reserved(struct powers *p)
{
    for (uint32_t i = 0; i < p->u->edges.n; i++)
        if (!p->m->grants.at[p->u->edges.at[i].grant].deputising)
            reserved_matters(p, &p->u->edges.at[i]);
}
