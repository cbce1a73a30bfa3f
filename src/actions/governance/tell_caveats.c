/* tell_caveats.c: what an answer rests on that is not certain: days before the text or the law
 * began, a service that nobody named, and what the source does not say. */
#include "actions/governance/governance.h"

static void untimely(struct arena *a, const struct authority *u, const struct matter *q,
                     phrases *out)
{
    const struct model *m = u->m;
    for (uint32_t i = 0; i < u->untimely.n; i++) {
        const struct handbook *h = &m->handbooks.at[u->untimely.at[i]];
        id area = h->of == NONE ? NONE : m->bodies.at[h->of].population;
        if (area != NONE && model_covers(m, area, q->populations.at[0]))
            *vec_push(a, out) =
                str_fmt(a, "Take care: %.*s holds %.*s.", STR(h->title.n ? h->title : h->name),
                        STR(tell_span(a, handbook_life(m, h))));
    }
}

void tell_cautions(struct arena *a, const struct authority *u, const struct matter *q, phrases *out)
{
    bool corporate =
        u->corporate != NONE && tree_covers(&u->m->functions, u->corporate, q->function);
    untimely(a, u, q, out);
    if (!q->service && !corporate)
        *vec_push(a, out) = S("No service was named: this is about the function as such. 'of "
                              "SERVICE' asks about one.");
}

void tell_not_known(struct arena *a, const struct authority *u, const struct matter *q,
                    phrases *out)
{
    const struct model *m = u->m;
    for (uint32_t p = 0; p < q->populations.n; p++)
        for (uint32_t i = 0; i < m->undescribed.n; i++) {
            const struct body *b = &m->bodies.at[m->undescribed.at[i]];
            if (b->population == NONE || !model_covers(m, b->population, q->populations.at[p]))
                continue;
            *vec_push(a, out) = str_fmt(
                a,
                b->scheme_unknown
                    ? "what %.*s has delegated. The source does not describe its scheme of "
                      "reservation and delegation."
                    : "whether %.*s has delegated more. The source describes only part of its "
                      "scheme of reservation and delegation.",
                STR(b->title));
        }
}
