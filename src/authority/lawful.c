/* lawful.c: what the law lets be delegated, by whom, to whom. */
#include "authority/build.h"

/* A governing organ counts as its organisation's kind and as its own. */
static bool kind_in(const struct model *m, const ids *kinds, id body, id legal)
{
    id own = m->bodies.at[body].kind;
    for (uint32_t i = 0; i < kinds->n; i++) {
        struct str name = m->kinds.at[kinds->at[i]].name; /* by name: laws number kinds apart */
        if (str_eq(name, m->kinds.at[legal].name) || str_eq(name, m->kinds.at[own].name))
            return true;
    }
    return false;
}

static bool route_in(const struct allow *w, id route)
{
    if (route == NONE)
        return w->scope != ALLOW_ANY;
    return w->routes.n == 0 || ids_have(&w->routes, route);
}

static bool same_house(const struct model *m, id from, id to)
{
    id a = m->bodies.at[from].owner, b = m->bodies.at[to].owner;
    return a != NONE ? a == b : model_body_within(m, to, from); /* a joint body's own */
}

static bool is_parent(const struct model *m, id from, id to)
{
    const struct body *t = &m->bodies.at[to];
    id owner = m->bodies.at[from].owner;
    for (uint32_t i = 0; i < t->parents.n; i++)
        if (t->parents.at[i] == from ||
            (owner != NONE && m->bodies.at[t->parents.at[i]].owner == owner))
            return true;
    return false;
}

enum inertia authority_lawful(const struct authority *u, const struct grant *g, id from, id to,
                              id *allow, bool *discouraged)
{
    const struct model *m = u->m;
    id fk = body_legal_kind(m, from), tk = body_legal_kind(m, to);
    enum inertia why = m->kinds.at[tk].flags & KIND_ADVISORY ? INERT_ADVISORY : INERT_LAW;
    *allow = NONE;
    *discouraged = false;
    for (uint32_t i = 0; i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        if ((g->law != NONE && w->law != g->law) || !span_has(w->life, u->on) ||
            !kind_in(m, &w->from, from, fk) || !kind_in(m, &w->to, to, tk))
            continue;
        if (w->discourage) {
            *discouraged = *discouraged || route_in(w, g->route);
            continue;
        }
        bool own = w->scope == ALLOW_ANY || (w->scope == ALLOW_WITHIN && same_house(m, from, to)) ||
                   (w->scope == ALLOW_PARENT && is_parent(m, from, to));
        if (!route_in(w, g->route))
            continue;
        if (own && *allow == NONE)
            *allow = i;
        if (!own)
            why = INERT_NOT_OWN;
    }
    return *allow != NONE ? INERT_NOT : why;
}

/* ---- the paper for a new line -------------------------------------------------------------- */

struct paper {
    const struct authority *u;
    id from, to, law;
};

static bool carries(const struct paper *x, id route)
{
    struct grant g = {.law = x->law, .route = route};
    id allow;
    bool discouraged;
    return route != NONE &&
           authority_lawful(x->u, &g, x->from, x->to, &allow, &discouraged) == INERT_NOT;
}

/* Is the paper the holder's organisation's own, or, between organisations, its partner's? */
static bool party_to(const struct model *m, const struct instrument *v, id from)
{
    id owner = m->bodies.at[from].owner;
    id of = v->handbook != NONE ? m->handbooks.at[v->handbook].of : NONE;
    for (uint32_t i = 0; i < v->of.n; i++)
        if (v->of.at[i] == from || (owner != NONE && m->bodies.at[v->of.at[i]].owner == owner))
            return true;
    return !v->of.n && of != NONE && of == owner;
}

static struct str named_paper(const struct paper *x, const struct grant *g)
{
    const struct model *m = x->u->m;
    if (g->instrument != NONE && span_has(m->instruments.at[g->instrument].life, x->u->on))
        return m->instruments.at[g->instrument].name;
    return g->route != NONE ? m->routes.at[g->route].name : S("");
}

struct str authority_paper(const struct authority *u, id from, id to)
{
    const struct model *m = u->m;
    struct paper x = {u, from, to, m->bodies.at[from].law};
    for (uint32_t i = 0; i < m->grants.n; i++) { /* one that it delegates under already */
        const struct grant *g = &m->grants.at[i];
        if (g->holder == from && span_has(g->life, u->on) && carries(&x, g->route) &&
            named_paper(&x, g).n)
            return named_paper(&x, g);
    }
    for (uint32_t i = 0; i < m->instruments.n; i++)
        if (party_to(m, &m->instruments.at[i], from) &&
            span_has(m->instruments.at[i].life, u->on) && carries(&x, m->instruments.at[i].route))
            return m->instruments.at[i].name;
    id sord = NONE, any = NONE;
    for (uint32_t i = m->routes.n; i-- > 0;)
        if (carries(&x, i)) {
            any = i;
            if (str_eq(m->routes.at[i].name, S("sord")))
                sord = i;
        }
    any = sord != NONE ? sord : any;
    return any != NONE ? m->routes.at[any].name : S("");
}
