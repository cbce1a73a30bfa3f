/* money.c: limits as written to ranges of pence on one day. */
#include "authority/build.h"

enum { MOST = 8 };

/* A named amount on the day: there may be several of one name, with other dates. */
static pence base_value(const struct authority *u, id base)
{
    const struct model *m = u->m;
    for (id i = 0; i < m->amounts.n; i++)
        if (str_eq(m->amounts.at[i].name, m->amounts.at[base].name) &&
            span_has(m->amounts.at[i].life, u->on))
            return m->amounts.at[i].value;
    return -1;
}

/* Part of a sum, in whole pence: rounded down for "up to" and "above", up for "from" and
 * "below", so that whole amounts compare with it as with the exact part. -1 when it is not
 * known or too large. */
static pence amount_value(const struct authority *u, const struct amount *x, id population, bool up)
{
    __int128 v = x->value;
    if (x->how == AMOUNT_PERCENT) {
        pence base = x->base == NONE ? -1 : base_value(u, x->base);
        if (base < 0)
            return -1;
        v = (v * base + (up ? 999999 : 0)) / 1000000;
    } else if (x->how == AMOUNT_PER_PEOPLE) {
        int64_t people = population == NONE ? -1 : u->m->populations.at[population].people;
        if (people < 0 || x->people <= 0)
            return -1;
        v = (v * people + (up ? x->people - 1 : 0)) / x->people;
    }
    return v >= PENCE_MAX ? -1 : (pence)v;
}

static void edge_range(enum limit_edge edge, pence v, pence *lo, pence *hi)
{
    *lo = PENCE_MIN;
    *hi = PENCE_MAX;
    switch (edge) {
    case EDGE_UP_TO:
        *hi = v;
        break;
    case EDGE_BELOW:
        *hi = v - 1;
        break;
    case EDGE_FROM:
        *lo = v;
        break;
    case EDGE_ABOVE:
        *lo = v + 1;
        break;
    }
}

/* "the value is up to 1% of the budget", where the budget is not known. */
static literal unknown_base(struct authority *u, const struct limit *x)
{
    struct atom a = {.kind = ATOM_BASE, .key = x->text, .text = x->text, .pos = x->pos};
    return LITERAL_YES(authority_atom(u, a));
}

static literal measured(struct authority *u, const struct limit *x, pence lo, pence hi)
{
    struct str key =
        str_fmt(u->a, "per %s: %.*s", axis_names[x->axis], STR(range_text(u->a, lo, hi)));
    struct str text = str_fmt(u->a, "if the amount %s%s is %.*s",
                              x->axis == AXIS_AGGREGATE    ? "in "
                              : x->axis == AXIS_WHOLE_LIFE ? "over its "
                                                           : "per ",
                              x->axis == AXIS_WHOLE_LIFE ? "whole life" : axis_names[x->axis],
                              STR(range_text(u->a, lo, hi)));
    struct atom a = {.kind = ATOM_MEASURE,
                     .axis = x->axis,
                     .lo = lo,
                     .hi = hi,
                     .pos = x->pos,
                     .key = key,
                     .text = text};
    return LITERAL_YES(authority_atom(u, a));
}

static void narrow(struct authority *u, const struct limit *x, pence v, struct ranges *r)
{
    pence lo, hi;
    edge_range(x->edge, v, &lo, &hi);
    for (uint32_t i = 0; i < r->n;) {
        if (x->axis != AXIS_VALUE && r->at[i].n < MOST) {
            r->at[i].when[r->at[i].n++] = measured(u, x, lo, hi);
            i++;
        } else if (range_and(&r->at[i].lo, &r->at[i].hi, lo, hi)) {
            i++;
        } else {
            r->at[i] = r->at[--r->n];
        }
    }
}

static void suppose(struct ranges *r, literal x)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->at[i].n < MOST)
            r->at[i].when[r->at[i].n++] = x;
}

static void one_limit(struct authority *u, const struct limit *x, id population, struct ranges *r)
{
    const struct amount *m = &x->amount;
    bool upper = x->edge == EDGE_UP_TO || x->edge == EDGE_BELOW;
    bool up = x->edge == EDGE_FROM || x->edge == EDGE_BELOW;
    if (m->how != AMOUNT_LOWER && m->how != AMOUNT_HIGHER) {
        pence v = amount_value(u, m, population, up);
        if (v < 0)
            suppose(r, unknown_base(u, x));
        else
            narrow(u, x, v, r);
        return;
    }
    /* For an upper limit the lower of several binds with all of them and the higher with
     * any; for a lower limit the other way round. Parts that are not known stay open. */
    bool all = (m->how == AMOUNT_LOWER) == upper;
    bool known = false, unknown = false;
    pence best = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        pence v = amount_value(u, &m->parts[i], population, up);
        if (v < 0)
            unknown = true;
        else if (!known || (m->how == AMOUNT_LOWER ? v < best : v > best))
            best = v, known = true;
    }
    if (all || !unknown) {
        if (known)
            narrow(u, x, best, r);
        if (unknown)
            suppose(r, unknown_base(u, x));
        return;
    }
    /* Either within the known part, or within the unknown one. */
    struct ranges open = *r;
    suppose(&open, unknown_base(u, x));
    if (known)
        narrow(u, x, best, r);
    else
        r->n = 0;
    for (uint32_t i = 0; i < open.n && r->n < MOST; i++)
        r->at[r->n++] = open.at[i];
}

void authority_ranges(struct authority *u, const limit_list *limits, id population,
                      struct ranges *out)
{
    *out = (struct ranges){.n = 1};
    out->at[0].hi = PENCE_MAX;
    for (uint32_t i = 0; i < limits->n; i++)
        one_limit(u, &limits->at[i], population, out);
}
