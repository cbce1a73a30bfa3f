/* clingo.c: the complete matrix as a logic program's facts, and as Remit's own atoms.
 *
 * An atom is (decider, function, service, population, band, yes or on conditions). Bands
 * are what lies between all the limits there are. Two sets of atoms are compared by their
 * count and by the sum of a hash of each, so their order does not matter. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { MOST_EXCLUSIONS = 4096, KIND = MONEY_RECURRENT, CLINGO_ROUNDS = 3 };

struct atoms {
    uint64_t count, sum;
};
struct written { /* one atom as Remit writes it down */
    uint32_t at[5];
    bool yes;
};
typedef VEC(struct written) written_atoms;

static void add_atom(struct atoms *x, bool yes, const uint32_t at[5])
{
    struct dice d = {yes};
    for (int i = 0; i < 5; i++)
        d.state = dice_roll(&d) ^ at[i];
    x->count++;
    x->sum += dice_roll(&d);
}

static void say_atoms(const char *whose, const struct atoms *x)
{
    printf("clingo_%s_atoms\t%llu\nclingo_%s_sum\t%016llx\n", whose, (unsigned long long)x->count, whose,
           (unsigned long long)x->sum);
}

/* ---- money ------------------------------------------------------------------------------ */

struct bands {
    pence *at; /* first amount of each */
    uint32_t n;
};

static int by_amount(const void *a, const void *b)
{
    pence x = *(const pence *)a, y = *(const pence *)b;
    return (x > y) - (x < y);
}

static void cut(struct arena *a, struct bands *b, uint32_t *cap, pence lo, pence hi)
{
    pence two[] = {lo, hi == PENCE_MAX ? lo : hi + 1};
    for (int i = 0; i < 2; i++) {
        if (b->n == *cap)
            b->at = vec_more(a, b->at, cap, sizeof *b->at);
        b->at[b->n++] = two[i];
    }
}

static struct bands all_bands(struct world *w)
{
    struct bands b = {0};
    uint32_t cap = 0, kept = 0;
    const struct exclusion *list[MOST_EXCLUSIONS];
    cut(&w->arena, &b, &cap, PENCE_MIN, PENCE_MAX);
    for (uint32_t i = 0; i < w->u->terms.n; i++) {
        const struct term *t = w->u->terms.at[i];
        cut(&w->arena, &b, &cap, t->lo, t->hi);
        for (uint32_t k = exclusions_of(w->u, t, list, MOST_EXCLUSIONS); k; k--)
            cut(&w->arena, &b, &cap, list[k - 1]->lo, list[k - 1]->hi);
    }
    qsort(b.at, b.n, sizeof b.at[0], by_amount);
    for (uint32_t i = 0; i < b.n; i++)
        if (!kept || b.at[i] != b.at[kept - 1])
            b.at[kept++] = b.at[i];
    b.n = kept;
    return b;
}

/* The band that begins at this amount, or behind the last one. */
static uint32_t band_at(const struct bands *b, pence p)
{
    uint32_t lo = 0, hi = b->n;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (b->at[mid] < p)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static uint32_t last_band(const struct bands *b, pence hi)
{
    return hi == PENCE_MAX ? b->n - 1 : band_at(b, hi + 1) - 1;
}

/* ---- which nodes -------------------------------------------------------------------------- */

/* One node of every class of those that lie in the same boxes; with `classes` false, all. */
static ids nodes_of(struct world *w, const struct tree *t, bool functions, bool classes)
{
    ids out = {0};
    struct map seen = {0};
    char *root = NEW_ARRAY(&w->arena, char, t->at.n);
    const struct exclusion *list[MOST_EXCLUSIONS];
    for (uint32_t i = 0; i < w->u->terms.n; i++) {
        const struct term *x = w->u->terms.at[i];
        root[functions ? x->box.function : x->box.service] = 1;
        for (uint32_t k = exclusions_of(w->u, x, list, MOST_EXCLUSIONS); k; k--)
            root[functions ? list[k - 1]->box.function : list[k - 1]->box.service] = 1;
    }
    for (id x = 0; x < t->at.n; x++) {
        struct buf key = buf_new(&w->arena);
        for (id k = 0; k < t->at.n; k++)
            if (!classes || (root[k] && tree_covers(t, k, x)))
                buf_fmt(&key, "%u ", classes ? k : x);
        if (map_get(&seen, buf_str(&key)) != MAP_NONE)
            continue;
        map_put(&w->arena, &seen, buf_str(&key), x);
        *vec_push(&w->arena, &out) = x;
    }
    return out;
}

/* ---- facts ------------------------------------------------------------------------------------ */

struct facts {
    struct world *w;
    struct bands bands;
    FILE *out;
    struct map sets;
};

static void put_tree(FILE *out, char letter, const struct tree *t, const ids *asked)
{
    for (id i = 1; i < t->at.n; i++)
        fprintf(out, "%cp(%u,%u).\n", letter, i, t->at.at[i].parent);
    for (uint32_t i = 0; i < asked->n; i++)
        fprintf(out, "%c(%u).\n", letter, asked->at[i]);
}

static void put_populations(FILE *out, const struct model *m)
{
    for (id i = 0; i < m->populations.n; i++) {
        fprintf(out, "p(%u).\n", i);
        if (m->populations.at[i].parent != NONE)
            fprintf(out, "pp(%u,%u).\n", i, m->populations.at[i].parent);
    }
}

/* x(Set, F, S, K0, K1): gone; o(...): left only on conditions. For the whole population. */
static void put_exclusion(struct facts *x, uint32_t set, const struct exclusion *e)
{
    uint32_t k0 = band_at(&x->bands, e->lo), k1 = last_band(&x->bands, e->hi);
    check(!e->n_but);
    if (k0 == 0 && k1 == x->bands.n - 1)
        fprintf(x->out, "%c(%u,%u,%u).\n", e->n_when ? 'o' : 'x', set, e->box.function, e->box.service);
    else
        fprintf(x->out, "%c(%u,%u,%u,%u,%u).\n", e->n_when ? 'o' : 'x', set, e->box.function,
                e->box.service, k0, k1);
}

static uint32_t set_of(struct facts *x, const struct term *t)
{
    const struct exclusion *all[MOST_EXCLUSIONS];
    uint32_t n = exclusions_of(x->w->u, t, all, MOST_EXCLUSIONS), kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(all[i]->kinds & KIND) || !box_meets(x->w->m, all[i]->box, t->box))
            continue;
        id p = all[i]->box.population;
        check(p == NONE || model_covers(x->w->m, p, t->box.population));
        all[kept++] = all[i];
    }
    if (!kept)
        return 0;
    struct str key = {(const char *)all, sizeof all[0] * kept};
    uint32_t set = map_get(&x->sets, key);
    if (set != MAP_NONE)
        return set;
    set = x->sets.n + 1;
    map_put(&x->w->arena, &x->sets, str_copy(&x->w->arena, key), set);
    for (uint32_t i = 0; i < kept; i++)
        put_exclusion(x, set, all[i]);
    return set;
}

static void put_terms(struct facts *x)
{
    literal open[LIMIT_CONDITIONS];
    for (uint32_t i = 0; i < x->w->u->terms.n; i++) {
        const struct term *t = x->w->u->terms.at[i];
        if (!(t->kinds & KIND))
            continue;
        bool open_ones = open_literals(x->w->u, t->when, t->n_when, open) > 0;
        uint32_t set = set_of(x, t);
        char letter = open_ones ? 'c' : set ? 'u' : 't';
        fprintf(x->out, "%c%c(%u,", letter, letter, t->party->number);
        if (letter != 't')
            fprintf(x->out, "%u,", set);
        fprintf(x->out, "%u,%u,%u,%u,%u).\n", t->box.function, t->box.service, t->box.population,
                band_at(&x->bands, t->lo), last_band(&x->bands, t->hi));
    }
}

/* ---- Remit's own matrix ---------------------------------------------------------------------------- */

static void expand(struct facts *x, const struct matrix *r, const ids *functions,
                   const ids *services, written_atoms *out)
{
    for (uint32_t f = 0; f < functions->n; f++)
        for (uint32_t s = 0; s < services->n; s++) {
            const struct cell *c = matrix_cell(r, functions->at[f], services->at[s]);
            for (uint32_t b = 0; b < c->n; b++) {
                const struct answer *a = &c->bands[b].answer;
                uint32_t first = band_at(&x->bands, c->bands[b].lo);
                uint32_t last = last_band(&x->bands, c->bands[b].hi);
                for (uint32_t i = 0; i < a->choices.n; i++)
                    for (uint32_t k = first; k <= last; k++)
                        *vec_push(&x->w->arena, out) = (struct written){
                            {a->choices.at[i].party->number, functions->at[f], services->at[s], r->population, k},
                            a->choices.at[i].may};
            }
        }
}

static void time_remit(struct facts *x, const ids *functions, const ids *services)
{
    double compute[CLINGO_ROUNDS], whole[CLINGO_ROUNDS];
    struct atoms atoms = {0};
    for (int round = 0; round < CLINGO_ROUNDS; round++) {
        atoms = (struct atoms){0};
        compute[round] = whole[round] = 0;
        for (id p = 0; p < x->w->m->populations.n; p++) {
            struct arena_mark mark = arena_mark(&x->w->arena);
            struct matter like = matter_new();
            like.populations = (ids){&p, 1, 1};
            like.kinds = KIND;
            double start = now_ms();
            struct matrix r = authority_matrix(x->w->u, &x->w->arena, &like);
            compute[round] += now_ms() - start;
            written_atoms list = {0};
            expand(x, &r, functions, services, &list);
            whole[round] += now_ms() - start;
            for (uint32_t i = 0; i < list.n; i++)
                add_atom(&atoms, list.at[i].yes, list.at[i].at);
            arena_rewind(&x->w->arena, mark);
        }
    }
    say("clingo_remit_ms", median(compute, CLINGO_ROUNDS));
    say("clingo_remit_expanded_ms", median(whole, CLINGO_ROUNDS));
    say_atoms("remit", &atoms);
}

int measure_clingo(uint32_t systems, bool classes, const char *folder)
{
    struct world *w = world_new(1, systems);
    struct facts x = {.w = w, .bands = all_bands(w), .out = create_in(folder, "facts.lp")};
    ids functions = nodes_of(w, &w->m->functions, true, classes);
    ids services = nodes_of(w, &w->m->services, false, classes);
    check(!w->m->shared_populations);
    put_tree(x.out, 'f', &w->m->functions, &functions);
    put_tree(x.out, 's', &w->m->services, &services);
    put_populations(x.out, w->m);
    put_terms(&x);
    fclose(x.out);
    say("clingo_systems", systems);
    say("clingo_functions", functions.n);
    say("clingo_services", services.n);
    say("clingo_populations", w->m->populations.n);
    say("clingo_bands", x.bands.n);
    time_remit(&x, &functions, &services);
    world_free(w);
    return 0;
}

/* ---- clingo's answer ------------------------------------------------------------------------------- */

/* Reads yes(D,F,S,P,K) and may_if(D,F,S,P,K), in any order, anything else between. */
int count_atoms(void)
{
    static char block[1 << 20];
    struct atoms atoms = {0};
    uint32_t at[5] = {0};
    int n = -1; /* arguments read so far; -1: outside of brackets */
    char first = 0, before = 0;
    for (size_t got; (got = fread(block, 1, sizeof block, stdin)) > 0;)
        for (size_t i = 0; i < got; i++) {
            char c = block[i];
            if (n < 0 && islower((unsigned char)c) && !islower((unsigned char)before) && before != '_')
                first = c;
            if (c == '(')
                n = 0, memset(at, 0, sizeof at);
            else if (n >= 0 && n < 5 && isdigit((unsigned char)c))
                at[n] = at[n] * 10 + (uint32_t)(c - '0');
            else if (n >= 0 && c == ',')
                n++;
            else if (c == ')') {
                if (n == 4)
                    add_atom(&atoms, first == 'y', at);
                n = -1;
            }
            before = c;
        }
    say_atoms("clingo", &atoms);
    return 0;
}
