/* sets.c: ranges, areas and sets of conditions. */
#include "authority/build.h"

bool range_and(pence *lo, pence *hi, pence lo2, pence hi2)
{
    if (lo2 > *lo)
        *lo = lo2;
    if (hi2 < *hi)
        *hi = hi2;
    return *lo <= *hi;
}

void areas_common(struct authority *u, id a, id b, ids *out)
{
    const struct model *m = u->m;
    if (area_covers(m, a, b)) {
        *vec_push(u->a, out) = b;
        return;
    }
    if (area_covers(m, b, a)) {
        *vec_push(u->a, out) = a;
        return;
    }
    if (!m->shared_populations)
        return;
    /* Populations with two parents: the topmost of those that lie in both. */
    for (id p = 0; p < m->populations.n; p++) {
        if (!model_covers(m, a, p) || !model_covers(m, b, p))
            continue;
        bool top = true;
        for (uint32_t i = 0; i < out->n; i++)
            top = top && !model_covers(m, out->at[i], p);
        for (id q = 0; top && q < m->populations.n; q++)
            if (q != p && model_covers(m, q, p) && model_covers(m, a, q) && model_covers(m, b, q))
                top = false;
        if (top)
            *vec_push(u->a, out) = p;
    }
}

bool literals_have(const literal *set, uint32_t n, literal x)
{
    for (uint32_t i = 0; i < n; i++)
        if (set[i] == x)
            return true;
    return false;
}

bool literals_within(const literal *small, uint32_t n, const literal *big, uint32_t k)
{
    uint32_t j = 0;
    for (uint32_t i = 0; i < n; i++) {
        while (j < k && big[j] < small[i])
            j++;
        if (j == k || big[j] != small[i])
            return false;
    }
    return true;
}

bool literals_join(struct arena *a, const literal *x, uint32_t n, const literal *y, uint32_t k,
                   const literal **out, uint32_t *n_out)
{
    if (k == 0 || literals_within(y, k, x, n)) {
        *out = x;
        *n_out = n;
        return true;
    }
    literal *z = NEW_ARRAY(a, literal, n + k);
    uint32_t i = 0, j = 0, c = 0;
    while (i < n || j < k) {
        literal v = j == k || (i < n && x[i] <= y[j]) ? x[i++] : y[j++];
        if (c && z[c - 1] == v)
            continue;
        if (c && z[c - 1] / 2 == v / 2)
            return false; /* a condition and its opposite */
        z[c++] = v;
    }
    *out = z;
    *n_out = c;
    return c <= LIMIT_CONDITIONS;
}

id authority_atom(struct authority *u, struct atom atom)
{
    id i = map_get(&u->atom_names, atom.key);
    if (i == NONE) {
        i = u->atoms.n;
        map_put(u->a, &u->atom_names, atom.key, i);
        if (!atom.subject.n)
            atom.subject = atom.key;
        *vec_push(u->a, &u->atoms) = atom;
    }
    return i;
}

void literals_add(struct arena *a, ids *set, literal x)
{
    if (x == NONE || literals_have(set->at, set->n, x))
        return;
    *vec_push(a, set) = x;
    for (uint32_t i = set->n - 1; i && set->at[i - 1] > x; i--) {
        set->at[i] = set->at[i - 1];
        set->at[i - 1] = x;
    }
}

bool literals_clash(const ids *set)
{
    for (uint32_t i = 1; i < set->n; i++)
        if (set->at[i - 1] / 2 == set->at[i] / 2)
            return true;
    return false;
}
