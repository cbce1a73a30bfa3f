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
