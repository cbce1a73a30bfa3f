/* prolog.c: the same powers, delegations and questions as Prolog facts.
 *
 *   closed.pl     every term of every body, as authority_may() reads it
 *   function.pl   the same, one fact for every function under the term's
 *   edges.pl      delegations in force, and what the law gives; chains are Prolog's work
 *   questions.pl  q(Body and function as one number, Body, Function, Service,
 *                 Population, Value, Kind)
 *   answers.txt   Remit's answer to each: 0 no, 1 on conditions, 2 yes
 *
 * policies.pl says how the columns are read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { MOST_EXCLUSIONS = 4096, PROLOG_ROUNDS = 7 };

/* ---- sets of exclusions, each written once --------------------------------------------------- */

struct sets {
    struct arena *a;
    const struct model *m;
    FILE *out;
    struct map known; /* bytes of the list of pointers */
    uint32_t exclusions;
};

static void put_box(FILE *out, const struct model *m, struct box b)
{
    id p = b.population;
    fprintf(out, "%u,%u,%u,%u,%u,%u", b.function, m->functions.at.at[b.function].end, b.service,
            m->services.at.at[b.service].end, p == NONE ? 0 : p,
            p == NONE ? m->populations.n : m->populations.at[p].end);
}

static void put_literals(FILE *out, const literal *x, uint32_t n)
{
    fputc('[', out);
    for (uint32_t i = 0; i < n; i++)
        fprintf(out, "%s%u", i ? "," : "", x[i]);
    fputc(']', out);
}

/* x(Set, Exclusion, Box..., Lo, Hi, Kinds, When) and b(Exclusion, Box..., Lo, Hi, When). */
static void put_exclusion(struct sets *k, uint32_t set, const struct exclusion *x)
{
    uint32_t number = ++k->exclusions;
    fprintf(k->out, "x(%u,%u,", set, number);
    put_box(k->out, k->m, x->box);
    fprintf(k->out, ",%lld,%lld,%u,", (long long)x->lo, (long long)peer_amount(x->hi), x->kinds);
    put_literals(k->out, x->when, x->n_when);
    fputs(").\n", k->out);
    for (uint32_t i = 0; i < x->n_but; i++) {
        const struct exclusion *y = x->but[i];
        fprintf(k->out, "b(%u,", number);
        put_box(k->out, k->m, y->box);
        fprintf(k->out, ",%lld,%lld,", (long long)y->lo, (long long)peer_amount(y->hi));
        put_literals(k->out, y->when, y->n_when);
        fputs(").\n", k->out);
    }
}

static uint32_t set_of(struct sets *k, const struct exclusion *const *list, uint32_t n)
{
    if (!n)
        return 0;
    struct str key = {(const char *)list, sizeof *list * n};
    uint32_t set = map_get(&k->known, key);
    if (set != MAP_NONE)
        return set;
    set = k->known.n + 1;
    map_put(k->a, &k->known, str_copy(k->a, key), set);
    for (uint32_t i = 0; i < n; i++)
        put_exclusion(k, set, list[i]);
    return set;
}

static uint32_t body_and_function(const struct world *w, id body, id function)
{
    return body * w->m->functions.at.n + function;
}

/* ---- closed: t(Body, ...) holds plainly, u(...) with a set of exclusions, c(...) on conditions --- */

struct closed {
    struct world *w;
    struct sets sets;
    FILE *out, *by_function;
    const struct exclusion *list[MOST_EXCLUSIONS];
};

static void put_tail(FILE *out, const struct slot *s, const struct term *t)
{
    fprintf(out, "%u,%u,%u,%u,%lld,%lld,%u", s->s_first, s->s_end, s->p_first, s->p_end,
            (long long)t->lo, (long long)peer_amount(t->hi), s->kinds);
}

static void put_slot(struct closed *c, id body, const struct slot *s)
{
    literal open[LIMIT_CONDITIONS];
    const struct term *t = slot_term(c->w->u, s);
    uint32_t n_open = open_literals(c->w->u, t->when, t->n_when, open);
    uint32_t n = exclusions_of(c->w->u, t, c->list, MOST_EXCLUSIONS);
    uint32_t set = set_of(&c->sets, c->list, n);
    char kind = n_open ? 'c' : set ? 'u' : 't';
    fprintf(c->out, "%c(%u,%u,%u,", kind, body, s->f_first, s->f_end);
    put_tail(c->out, s, t);
    if (set || n_open)
        fprintf(c->out, ",%u", set);
    if (n_open) {
        fputc(',', c->out);
        put_literals(c->out, open, n_open);
    }
    fputs(").\n", c->out);
    for (id f = s->f_first; f < s->f_end && !n_open; f++) {
        fprintf(c->by_function, "%c(%u,", kind, body_and_function(c->w, body, f));
        put_tail(c->by_function, s, t);
        if (set)
            fprintf(c->by_function, ",%u", set);
        fputs(").\n", c->by_function);
    }
}

/* ---- edges ------------------------------------------------------------------------------------------ */

static void put_passing(FILE *out, const struct world *w, uint32_t e)
{
    const struct edge *x = &w->u->edges.at[e];
    const struct grant *g = &w->m->grants.at[x->grant];
    /* What policies.pl does not know must not occur. */
    check(!g->passing.upward && !g->passing.needs_leave && !g->passing.smaller && !g->passing.once &&
          !g->deputising && !w->m->bodies.at[x->to].passes_nothing);
    if (!x->pass_class)
        return;
    if (!g->passing.kinds.n)
        fprintf(out, "p(%u,_).\n", e + 1);
    for (uint32_t i = 0; i < g->passing.kinds.n; i++)
        fprintf(out, "p(%u,%u).\n", e + 1, g->passing.kinds.at[i]);
}

/* e(To, From, Number, Kind of To, Box..., Lo, Hi, Kinds, Set); a(...): To only agrees. */
static void put_edge(FILE *out, const struct world *w, uint32_t e, id to, char letter, uint32_t set)
{
    const struct edge *x = &w->u->edges.at[e];
    struct box box = x->box;
    fprintf(out, "%c(%u,%u,%u,%u,", letter, to, x->from, e + 1, w->m->bodies.at[to].kind);
    put_box(out, w->m, box);
    fprintf(out, ",%lld,%lld,%u,%u).\n", (long long)x->lo, (long long)peer_amount(x->hi), x->kinds, set);
}

static bool decides_too(const struct edge *x, id body)
{
    for (uint32_t i = 0; i < x->alt->bodies.n; i++)
        if (x->alt->bodies.at[i] == body)
            return true;
    return false;
}

static void put_edges(struct world *w, const char *folder)
{
    FILE *out = create_in(folder, "edges.pl");
    struct sets sets = {.a = &w->arena, .m = w->m, .out = out};
    literal open[LIMIT_CONDITIONS];
    fputs(":- discontiguous e/14, a/14, h/11, p/2, x/12, b/10.\n:- multifile b/10.\n", out);
    for (uint32_t e = 0; e < w->u->edges.n; e++) {
        const struct edge *x = &w->u->edges.at[e];
        put_passing(out, w, e);
        if (open_literals(w->u, x->when, x->n_when, open))
            continue; /* gives no plain yes */
        uint32_t set = set_of(&sets, x->except, x->n_except);
        put_edge(out, w, e, x->to, 'e', set);
        for (uint32_t i = 0; i < x->n_when; i++) {
            const struct atom *agreed = &w->u->atoms.at[x->when[i] / 2];
            for (uint32_t k = 0; k < agreed->bodies.n; k++)
                if (!decides_too(x, agreed->bodies.at[k]))
                    put_edge(out, w, e, agreed->bodies.at[k], 'a', set);
        }
    }
    for (uint32_t i = 0; i < w->u->terms.n; i++) {
        const struct term *t = w->u->terms.at[i];
        if (t->grant != NONE)
            continue;
        uint32_t set = set_of(&sets, t->except, t->n_except);
        fprintf(out, "h(%u,", t->body);
        put_box(out, w->m, t->box);
        fprintf(out, ",%lld,%lld,%u,%u).\n", (long long)t->lo, (long long)peer_amount(t->hi), t->kinds, set);
    }
    fclose(out);
}

/* ---- questions ------------------------------------------------------------------------------------ */

static void put_questions(struct world *w, const struct question *q, uint32_t n, const char *folder)
{
    FILE *out = create_in(folder, "questions.pl"), *answers = create_in(folder, "answers.txt");
    for (uint32_t i = 0; i < n; i++) {
        struct matter m = question_matter(&q[i]);
        fprintf(out, "q(%u,%u,%u,%u,%u,%lld,%u).\n", body_and_function(w, q[i].body, q[i].function),
                q[i].body, q[i].function, q[i].service, q[i].population, (long long)q[i].value,
                q[i].kinds);
        fprintf(answers, "%d\n", authority_may(w->u, q[i].body, &m));
    }
    fclose(out);
    fclose(answers);
}

static void time_remit(const struct world *w, const struct question *q, uint32_t n)
{
    double ns[PROLOG_ROUNDS];
    uint32_t yes = 0;
    for (int round = -1; round < PROLOG_ROUNDS; round++) {
        yes = 0;
        struct matter m = matter_new();
        uint64_t start = os_nanoseconds();
        for (uint32_t i = 0; i < n; i++) {
            question_put(&q[i], &m);
            yes += authority_may(w->u, q[i].body, &m) == VERDICT_MAY;
        }
        if (round >= 0)
            ns[round] = (double)(os_nanoseconds() - start) / n;
    }
    say("prolog_remit_ns", median(ns, PROLOG_ROUNDS));
    say("prolog_yes", yes);
}

int measure_prolog(uint32_t copies, uint32_t n, const char *folder)
{
    struct world *w = world_new(copies, SYSTEMS);
    struct question *q = questions_about(w, n, 3);
    struct closed *c = calloc(1, sizeof *c);
    check(c && !w->m->shared_populations);
    c->w = w;
    c->out = create_in(folder, "closed.pl");
    c->by_function = create_in(folder, "function.pl");
    FILE *sets = create_in(folder, "sets.pl");
    c->sets = (struct sets){.a = &w->arena, .m = w->m, .out = sets};
    fputs(":- discontiguous t/10, u/11, c/12.\n", c->out);
    fputs(":- discontiguous t/8, u/9.\n", c->by_function);
    fputs(":- discontiguous x/12, b/10.\n:- multifile b/10.\n", sets);
    EACH_SLOT(w, v)
        put_slot(c, v.body, v.s);
    fclose(c->out);
    fclose(c->by_function);
    fclose(sets);
    put_edges(w, folder);
    put_questions(w, q, n, folder);
    say("prolog_questions", n);
    say("prolog_grants", w->m->grants.n);
    say("prolog_terms", w->u->terms.n);
    time_remit(w, q, n);
    free(c);
    world_free(w);
    return 0;
}
