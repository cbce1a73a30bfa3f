/* index.c: terms laid out for look-up: by body (may this body?) and by population (who
 * may?). */
#include "authority/build.h"

static struct slot slot_of(const struct authority *u, const struct term *t)
{
    const struct model *m = u->m;
    bool plain = t->n_except == 0 && u->lost[t->body].n == 0;
    for (uint32_t i = 0; plain && i < t->n_when; i++)
        plain = u->atoms.at[t->when[i] / 2].kind == ATOM_AGREED;
    return (struct slot){
        .f_first = (uint16_t)t->box.function,
        .f_end = (uint16_t)m->functions.at.at[t->box.function].end,
        .s_first = (uint16_t)t->box.service,
        .s_end = (uint16_t)m->services.at.at[t->box.service].end,
        .p_first = t->box.population,
        .p_end = m->populations.at[t->box.population].end,
        .lo = t->lo,
        .hi = t->hi,
        .kinds = (uint8_t)t->kinds,
        .plain = plain,
        .t = t,
    };
}

/* A body's slots without conditions go first: they can settle a question at once. */
static void plain_first(struct authority *u, uint32_t bodies)
{
    for (id b = 0; b < bodies; b++) {
        struct slot *list = &u->body_slots[u->body_first[b]];
        uint32_t n = u->body_first[b + 1] - u->body_first[b], to = 0;
        for (uint32_t i = 0; i < n; i++)
            if (list[i].plain && i != to++) {
                struct slot x = list[i];
                list[i] = list[to - 1];
                list[to - 1] = x;
            }
    }
}

/* Starts from counts: first[i] becomes the sum of those before i. */
static void sums(uint32_t *first, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t count = first[i];
        first[i] = sum;
        sum += count;
    }
}

static bool earlier(const struct decider *d, uint32_t group, uint32_t at)
{
    for (uint32_t g = 0; g <= group; g++)
        for (uint32_t i = 0; i < (g == group ? at : d->groups.at[g].bodies.n); i++)
            if (d->groups.at[g].bodies.at[i] == d->groups.at[group].bodies.at[at])
                return true;
    return false;
}

void authority_index(struct authority *u)
{
    uint32_t bodies = u->m->bodies.n, areas = u->m->populations.n;
    u->body_first = NEW_ARRAY(u->a, uint32_t, bodies + 1);
    u->area_first = NEW_ARRAY(u->a, uint32_t, areas + 1);
    for (int fill = 0; fill < 2; fill++) {
        uint32_t *body_at = u->body_first, *area_at = u->area_first;
        if (fill) {
            sums(u->body_first, bodies);
            sums(u->area_first, areas);
            u->body_slots = NEW_ARRAY(u->a, struct slot, u->body_first[bodies] + 1);
            u->body_terms = NEW_ARRAY(u->a, const struct term *, u->body_first[bodies] + 1);
            u->area_slots = NEW_ARRAY(u->a, struct slot, u->area_first[areas] + 1);
            body_at = NEW_ARRAY(u->a, uint32_t, bodies + 1);
            area_at = NEW_ARRAY(u->a, uint32_t, areas + 1);
        }
        for (uint32_t i = 0; i < u->terms.n; i++) {
            const struct term *t = u->terms.at[i];
            const struct decider *d = t->party;
            struct slot slot = slot_of(u, t);
            uint32_t k = area_at[t->box.population]++;
            if (fill)
                u->area_slots[u->area_first[t->box.population] + k] = slot;
            /* Everyone who decides together with others finds the term under its name. */
            for (uint32_t g = 0; g < d->groups.n; g++)
                for (uint32_t j = 0; j < d->groups.at[g].bodies.n; j++) {
                    id b = d->groups.at[g].bodies.at[j];
                    if (earlier(d, g, j))
                        continue;
                    k = body_at[b]++;
                    if (!fill)
                        continue;
                    u->body_slots[u->body_first[b] + k] = slot;
                    u->body_terms[u->body_first[b] + k] = t;
                }
        }
    }
    plain_first(u, bodies);
}

uint32_t authority_powers(const struct authority *u, id body)
{
    return u->body_first[body + 1] - u->body_first[body];
}

const struct term *authority_power(const struct authority *u, id body, uint32_t i)
{
    return u->body_terms[u->body_first[body] + i];
}
