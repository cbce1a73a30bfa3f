/* own.c: Remit by itself: reading, growth, questions, matrix. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actions/governance/governance.h"
#include "world.h"

enum { QUESTIONS = 100000, ROUNDS = 7 };

static void say_of(const char *name, uint32_t n, double value)
{
    char full[64];
    snprintf(full, sizeof full, "%s.%u", name, n);
    say(full, value);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* Files to answers, as `remit check` does it: read, parse, link, check, open. */
static double read_once(const char *folder, bool tell)
{
    struct arena a;
    jmp_buf out_of_memory;
    arena_init(&a, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory))
        exit(1);
    double start = now_ms();
    struct run r = {.a = &a, .out = buf_new(&a), .err = buf_new(&a), .on = TODAY};
    structures all = {0};
    struct str path = str_of(folder);
    if (!load_paths(&r, &path, 1, &all)) {
        fprintf(stderr, "bench: %.*s\n", STR(buf_str(&r.err)));
        exit(1);
    }
    model_check(all.at[0].f, all.at[0].m, r.on);
    struct authority *u = authority_open(&a, all.at[0].m, r.on);
    authority_check(all.at[0].f, u);
    double ms = now_ms() - start;
    if (tell) {
        say("england_bodies", all.at[0].m->bodies.n);
        say("england_grants", all.at[0].m->grants.n);
        say("england_errors", findings_count(all.at[0].f, SEVERITY_ERROR));
        say("england_bytes", (double)a.used_total);
    }
    arena_free(&a);
    return ms;
}

static void measure_reading(const char *folder)
{
    double ms[51];
    read_once(folder, true);
    for (int i = 0; i < 51; i++)
        ms[i] = read_once(folder, false);
    say("england_ms", median(ms, 51));
}

/* ---- memory that the system has not handed out yet ---------------------------------------- */

/* On a virtual machine the host may take long to hand out memory that was never used. That is not
 * to be measured: so as much as the largest structure needs is used once and given back, if there
 * is that much. */
static void use_memory(uint32_t copies)
{
    size_t bytes = (size_t)copies * 80 << 20;
    char *p = bytes > free_memory() / 2 ? NULL : malloc(bytes);
    for (size_t i = 0; p && i < bytes; i += 4096)
        ((volatile char *)p)[i] = 1;
    free(p);
}

/* ---- growth --------------------------------------------------------------------------------- */

struct growth {
    uint32_t copies, rounds;
    double grants, ms, user_ms, bytes;
};

static struct world *grow(struct growth *g)
{
    double total[16], user[16], parse[16], link[16], open[16], checks[16];
    struct world *w = NULL;
    for (uint32_t i = 0; i < g->rounds; i++) {
        if (w)
            world_free(w);
        w = world_new(g->copies, SYSTEMS);
        parse[i] = w->parse_ms;
        link[i] = w->link_ms;
        open[i] = w->open_ms;
        checks[i] = w->check_ms;
        user[i] = w->user_ms;
        total[i] = w->parse_ms + w->link_ms + w->open_ms;
    }
    g->grants = w->m->grants.n;
    g->ms = median(total, g->rounds);
    g->user_ms = median(user, g->rounds);
    g->bytes = (double)w->used_bytes;
    say_of("grow_rounds", g->copies, g->rounds);
    say_of("grow_grants", g->copies, w->m->grants.n);
    say_of("grow_bodies", g->copies, w->m->bodies.n);
    say_of("grow_terms", g->copies, w->u->terms.n);
    say_of("grow_text", g->copies, (double)w->text_bytes);
    say_of("grow_bytes", g->copies, g->bytes);
    say_of("grow_parse_ms", g->copies, median(parse, g->rounds));
    say_of("grow_link_ms", g->copies, median(link, g->rounds));
    say_of("grow_open_ms", g->copies, median(open, g->rounds));
    say_of("grow_check_ms", g->copies, median(checks, g->rounds));
    say_of("grow_ms", g->copies, g->ms);
    say_of("grow_user_ms", g->copies, g->user_ms);
    return w;
}

enum growth_of { OF_TIME, OF_USER_TIME, OF_BYTES, OF_N_LOG_N };

static double grown(const struct growth *g, enum growth_of what)
{
    switch (what) {
    case OF_TIME: return g->ms;
    case OF_USER_TIME: return g->user_ms;
    case OF_BYTES: return g->bytes;
    case OF_N_LOG_N: break;
    }
    return g->grants * log(g->grants);
}

/* Least squares of log y on log x: the k of y ~ x^k. */
static double exponent(const struct growth *g, uint32_t n, enum growth_of what)
{
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (uint32_t i = 0; i < n; i++) {
        double x = log(g[i].grants), y = log(grown(&g[i], what));
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/* ---- yes or no -------------------------------------------------------------------------------- */

static void measure_may(struct world *w, uint32_t copies)
{
    struct question *q = questions_about(w, QUESTIONS, 1);
    double ns[ROUNDS];
    uint32_t verdicts[3] = {0};
    for (int round = -1; round < ROUNDS; round++) { /* the first one warms up */
        uint32_t count[3] = {0};
        struct matter m = matter_new();
        uint64_t start = os_nanoseconds();
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            question_put(&q[i], &m);
            count[authority_may(w->u, q[i].body, &m)]++;
        }
        double took = (double)(os_nanoseconds() - start) / QUESTIONS;
        if (round >= 0)
            ns[round] = took;
        memcpy(verdicts, count, sizeof count);
    }
    say_of("may_ns", copies, median(ns, ROUNDS));
    say_of("may_yes", copies, verdicts[VERDICT_MAY]);
    say_of("may_if", copies, verdicts[VERDICT_MAY_IF]);
}

/* ---- who ------------------------------------------------------------------------------------------ */

/* Reads all that an answer says: every way with its chain up to statute. */
static uint64_t walk(const struct authority *u, const struct answer *x, uint64_t *links)
{
    uint64_t sum = 0;
    for (uint32_t c = 0; c < x->choices.n; c++)
        for (uint32_t i = x->choices.at[c].first; i != NONE; i = x->ways.at[i].next) {
            const struct way *w = &x->ways.at[i];
            for (uint32_t k = 0; k < w->n_open; k++)
                sum += x->open.at[w->open + k];
            for (const struct term *t = w->term; t; t = t->via, ++*links)
                sum += (uint64_t)t->lo + (uint64_t)t->hi + t->body +
                       (t->grant == NONE ? t->holds : u->m->grants.at[t->grant].route);
        }
    return sum;
}

/* Does who() name the body where may() says so, and only there? */
static bool agrees(const struct world *w, const struct question *q, const struct answer *x)
{
    enum verdict best = VERDICT_NO;
    struct matter m = question_matter(q);
    for (uint32_t c = 0; c < x->choices.n; c++) {
        const struct decider *d = x->choices.at[c].party;
        for (uint32_t g = 0; g < d->groups.n; g++)
            for (uint32_t i = 0; i < d->groups.at[g].bodies.n; i++)
                if (d->groups.at[g].bodies.at[i] == q->body && best != VERDICT_MAY)
                    best = x->choices.at[c].may ? VERDICT_MAY : VERDICT_MAY_IF;
    }
    return best == authority_may(w->u, q->body, &m);
}

static void measure_who(struct world *w, uint32_t copies)
{
    struct question *q = questions_about(w, QUESTIONS, 2);
    struct answer x = answer_new(&w->arena);
    double *ns = NEW_ARRAY(&w->arena, double, QUESTIONS);
    double medians[ROUNDS], p99[ROUNDS], sum = 0;
    uint64_t links = 0, deciders = 0, differ = 0, read = 0;
    for (int round = -1; round < ROUNDS; round++) {
        links = deciders = 0;
        for (uint32_t i = 0; i < QUESTIONS; i++) {
            struct matter m = question_matter(&q[i]);
            uint64_t start = os_nanoseconds();
            authority_who(w->u, &m, &x);
            read += walk(w->u, &x, &links);
            ns[i] = (double)(os_nanoseconds() - start);
            deciders += x.choices.n;
            if (round < 0)
                differ += !agrees(w, &q[i], &x);
        }
        if (round < 0)
            continue;
        medians[round] = median(ns, QUESTIONS);
        p99[round] = ns[QUESTIONS * 99 / 100];
    }
    uint64_t start = os_nanoseconds();
    for (int i = 0; i < 1000; i++)
        sum += (double)(os_nanoseconds() & 1);
    say("clock_ns", (double)(os_nanoseconds() - start) / 1000 + (sum + (double)(read & 1)) * 0);
    say_of("who_ns", copies, median(medians, ROUNDS));
    say_of("who_p99_ns", copies, median(p99, ROUNDS));
    say_of("who_deciders", copies, (double)deciders / QUESTIONS);
    say_of("who_links", copies, (double)links / QUESTIONS);
    say_of("who_differ", copies, (double)differ);
}

/* ---- matrix ----------------------------------------------------------------------------------------- */

static void measure_matrix(struct world *w, uint32_t copies, uint32_t rounds)
{
    double ms[ROUNDS];
    uint64_t cells = 0, bands = 0;
    for (uint32_t round = 0; round < rounds; round++) {
        double start = now_ms();
        cells = bands = 0;
        for (id p = 0; p < w->m->populations.n; p++) {
            struct arena_mark mark = arena_mark(&w->arena);
            struct matter like = matter_new();
            like.populations = (ids){&p, 1, 1};
            struct matrix x = authority_matrix(w->u, &w->arena, &like);
            for (id f = 0; f < w->m->functions.at.n; f++)
                for (id s = 0; s < w->m->services.at.n; s++, cells++)
                    bands += matrix_cell(&x, f, s)->n;
            arena_rewind(&w->arena, mark);
        }
        ms[round] = now_ms() - start;
    }
    say_of("matrix_ms", copies, median(ms, rounds));
    say_of("matrix_populations", copies, w->m->populations.n);
    say_of("matrix_cells", copies, (double)cells);
    say_of("matrix_bands", copies, (double)bands);
}

int measure_one(uint32_t copies)
{
    struct growth g = {.copies = copies, .rounds = 1};
    struct world *w = grow(&g);
    measure_may(w, copies);
    measure_who(w, copies);
    world_free(w);
    return 0;
}

int measure_own(const char *england, uint32_t most_copies)
{
    struct growth g[] = {{.copies = 1, .rounds = 9}, {.copies = 3, .rounds = 5},
                         {.copies = 10, .rounds = 3}, {.copies = 30, .rounds = 1},
                         {.copies = 100, .rounds = 1}};
    uint32_t n = 0;
    use_memory(most_copies);
    measure_reading(england);
    for (; n < sizeof g / sizeof g[0] && g[n].copies <= most_copies; n++) {
        struct world *w = grow(&g[n]);
        measure_may(w, g[n].copies);
        measure_who(w, g[n].copies);
        if (g[n].copies == 1)
            measure_matrix(w, 1, 5);
        if (g[n].copies == 10)
            measure_matrix(w, 10, 1);
        world_free(w);
    }
    if (n > 1) {
        say("grow_exponent", exponent(g, n, OF_TIME));
        say("grow_exponent_user", exponent(g, n, OF_USER_TIME));
        say("grow_exponent_bytes", exponent(g, n, OF_BYTES));
        say("grow_exponent_n_log_n", exponent(g, n, OF_N_LOG_N));
    }
    return 0;
}
