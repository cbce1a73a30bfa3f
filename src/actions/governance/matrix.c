/* matrix.c: remit matrix: every function and service of one population, with the nearest
 * decider of each band of money. */
#include "actions/governance/governance.h"

struct listing {
    struct run *r;
    const struct authority *u;
    struct matrix x;
    id function, service; /* only under these */
};

static bool wanted(const struct listing *l, id f, id s)
{
    return tree_covers(&l->u->m->functions, l->function, f) &&
           tree_covers(&l->u->m->services, l->service, s);
}

static void csv(struct listing *l)
{
    const struct model *m = l->u->m;
    struct run *r = l->r;
    csv_head(r, "function,service,population,from,up to,decider,level,may,conditions");
    for (id f = 0; f < m->functions.at.n; f++)
        for (id s = 0; s < m->services.at.n; s++) {
            const struct cell *c = matrix_cell(&l->x, f, s);
            for (uint32_t b = 0; wanted(l, f, s) && b < c->n; b++) {
                const struct answer *x = &c->bands[b].answer;
                for (uint32_t i = 0; i < x->choices.n; i++) {
                    const struct choice *d = &x->choices.at[i];
                    CSV_ROW(r, m->functions.at.at[f].name, m->services.at.at[s].name,
                            m->populations.at[l->x.population].name,
                            money_csv(r->a, c->bands[b].lo),
                            c->bands[b].hi == PENCE_MAX ? S("") : money_csv(r->a, c->bands[b].hi),
                            d->party->title,
                            str_of(level_names[m->populations.at[d->population].level]),
                            d->may ? S("may") : S("may if"),
                            tell_open(r, l->u, x, &x->ways.at[d->first]));
                }
            }
        }
}

static void json(struct listing *l)
{
    const struct model *m = l->u->m;
    struct json j = json_begin(l->r);
    json_map(&j, NULL);
    json_text(&j, "population", m->populations.at[l->x.population].name);
    json_date(&j, "on", l->r->on);
    json_list(&j, "cells");
    for (id f = 0; f < m->functions.at.n; f++)
        for (id s = 0; s < m->services.at.n; s++) {
            const struct cell *c = matrix_cell(&l->x, f, s);
            if (!wanted(l, f, s))
                continue;
            json_map(&j, NULL);
            json_text(&j, "function", m->functions.at.at[f].name);
            json_text(&j, "service", m->services.at.at[s].name);
            json_list(&j, "bands");
            for (uint32_t b = 0; b < c->n; b++) {
                json_map(&j, NULL);
                json_int(&j, "from_pence", c->bands[b].lo);
                json_pence(&j, "up_to_pence", c->bands[b].hi);
                json_list(&j, "deciders");
                for (uint32_t i = 0; i < c->bands[b].answer.choices.n; i++) {
                    const struct choice *d = &c->bands[b].answer.choices.at[i];
                    json_map(&j, NULL);
                    json_text(&j, "decider", d->party->title);
                    json_bool(&j, "may", d->may);
                    json_end_map(&j);
                }
                json_end_list(&j);
                json_end_map(&j);
            }
            json_end_list(&j);
            json_end_map(&j);
        }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

/* The nearest decider; where it may only on conditions, also the nearest that may without. */
static struct str band_text(struct listing *l, const struct answer *x)
{
    const struct choice *sure = NULL;
    if (!x->choices.n)
        return S("nobody");
    for (uint32_t i = 0; i < x->choices.n && !sure; i++)
        if (x->choices.at[i].may)
            sure = &x->choices.at[i];
    struct str first = x->choices.at[0].party->title;
    if (x->choices.at[0].may)
        return first;
    if (!sure)
        return str_fmt(l->r->a, "%.*s if its conditions are met", STR(first));
    struct str second = sure->party->title;
    return str_fmt(l->r->a, "%.*s if its conditions are met, else %.*s", STR(first), STR(second));
}

static struct str cell_text(struct listing *l, const struct cell *c)
{
    struct buf b = buf_new(l->r->a);
    for (uint32_t i = 0; i < c->n; i++) {
        struct str who = band_text(l, &c->bands[i].answer);
        uint32_t last = i; /* bands that differ only behind these are one here */
        while (last + 1 < c->n && str_eq(who, band_text(l, &c->bands[last + 1].answer)))
            last++;
        struct str range = i == 0 && last + 1 == c->n
                               ? S("")
                               : range_text(l->r->a, c->bands[i].lo, c->bands[last].hi);
        buf_fmt(&b, "%s%.*s%s%.*s", b.n ? "; " : "", STR(who), range.n ? " " : "", STR(range));
        i = last;
    }
    return buf_str(&b);
}

/* In words: services that share an answer stand together on one line. */
static void text(struct listing *l)
{
    const struct model *m = l->u->m;
    struct run *r = l->r;
    buf_fmt(&r->out,
            "Who decides for %.*s, as on %.*s (nearest decider; remit matrix --csv has all):\n",
            STR(m->populations.at[l->x.population].title), STR(date_long(r->a, r->on)));
    for (id f = 0; f < m->functions.at.n; f++) {
        struct map seen = {0};
        VEC(struct str) answers = {0};
        VEC(struct buf) names = {0};
        id parent = m->functions.at.at[f].parent;
        bool like_parent = f != l->function && parent != NONE;
        for (id s = 0; s < m->services.at.n && like_parent; s++)
            like_parent = !wanted(l, f, s) || str_eq(cell_text(l, matrix_cell(&l->x, f, s)),
                                                     cell_text(l, matrix_cell(&l->x, parent, s)));
        if (!tree_covers(&m->functions, l->function, f) || like_parent)
            continue; /* answered where its parent is */
        for (id s = 0; s < m->services.at.n; s++) {
            if (!wanted(l, f, s) || s == 0) /* the root is no service that anybody buys */
                continue;
            struct str answer = cell_text(l, matrix_cell(&l->x, f, s));
            uint32_t k = map_get(&seen, answer);
            id above = m->services.at.at[s].parent;
            if (s != l->service && above != NONE && above != 0 &&
                str_eq(answer, cell_text(l, matrix_cell(&l->x, f, above))))
                continue; /* named with what it lies under */
            if (k == MAP_NONE) {
                k = answers.n;
                map_put(r->a, &seen, answer, k);
                *vec_push(r->a, &answers) = answer;
                *vec_push(r->a, &names) = buf_new(r->a);
            }
            buf_fmt(&names.at[k], "%s%.*s", names.at[k].n ? ", " : "",
                    STR(m->services.at.at[s].title));
        }
        buf_fmt(&r->out, "\n%.*s\n", STR(m->functions.at.at[f].title));
        for (uint32_t k = 0; k < answers.n; k++)
            buf_fmt(&r->out, "  %.*s: %.*s\n", STR(buf_str(&names.at[k])), STR(answers.at[k]));
    }
}

int action_matrix(struct run *r)
{
    struct structure s;
    struct matter q;
    if (!load_one(r, &s))
        return EXIT_BAD;
    struct listing l = {.r = r, .u = load_powers(r, s.m)};
    if (r->words.n && !str_eq(r->words.at[0], S("for"))) { /* remit matrix leeds */
        struct str *room = vec_push(r->a, &r->words);
        for (; room > r->words.at; room--)
            *room = room[-1];
        r->words.at[0] = S("for");
    }
    if (!ask_matter(r, l.u, 0, false, &q) ||
        !ask_node(r, &s.m->functions, "function", &l.function) ||
        !ask_node(r, &s.m->services, "service", &l.service))
        return EXIT_BAD;
    if (!q.populations.n && !only_area(r, l.u, &q))
        return EXIT_BAD;
    l.x = authority_matrix(l.u, r->a, &q);
    if (r->csv)
        csv(&l);
    else if (r->json)
        json(&l);
    else
        text(&l);
    return EXIT_FINE;
}
