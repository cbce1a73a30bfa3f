/* world.c: making a structure from synthetic text, and questions about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/resource.h>
#include <unistd.h>

#include "base/embedded.h"
#include "world.h"

double now_ms(void)
{
    return (double)os_nanoseconds() / 1e6;
}

double user_ms(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (double)r.ru_utime.tv_sec * 1e3 + (double)r.ru_utime.tv_usec / 1e3;
}

size_t free_memory(void)
{
    long pages = sysconf(_SC_AVPHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (size_t)pages * (size_t)size : 0;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double median(double *list, uint32_t n)
{
    qsort(list, n, sizeof list[0], by_size);
    return n % 2 ? list[n / 2] : (list[n / 2 - 1] + list[n / 2]) / 2;
}

void say(const char *name, double value)
{
    printf("%s\t%.17g\n", name, value);
    fflush(stdout);
}

static void add_source(struct world *w, struct str path, struct str text)
{
    *vec_push(&w->arena, &w->f->sources) = (struct source){path, text};
    w->text_bytes += text.n;
}

static void link_all(struct world *w)
{
    VEC(struct node *) files = {0};
    double start = now_ms();
    for (uint32_t i = 0; i < w->f->sources.n; i++)
        *vec_push(&w->arena, &files) = parse_file(w->f, i);
    w->parse_ms = now_ms() - start;
    start = now_ms();
    w->m = model_link(w->f, files.at, files.n);
    w->link_ms = now_ms() - start;
}

struct world *world_new(uint32_t copies, uint32_t systems)
{
    struct world *w = calloc(1, sizeof *w);
    check(w);
    arena_init(&w->arena, LIMIT_ARENA_MB, &w->out_of_memory);
    if (setjmp(w->out_of_memory)) {
        fprintf(stderr, "bench: %u copies need more memory than there is\n", copies);
        exit(1);
    }
    w->f = NEW(&w->arena, struct findings);
    w->f->a = &w->arena;
    for (size_t i = 0; i < embedded_file_count; i++)
        if (strstr(embedded_files[i].name, ".remit") &&
            strcmp(embedded_files[i].name, "hsca-2012.remit") != 0)
            add_source(w, str_fmt(&w->arena, "laws/%s", embedded_files[i].name),
                       (struct str){(const char *)embedded_files[i].bytes, embedded_files[i].length});
    for (uint32_t i = 1; i <= copies; i++)
        add_source(w, str_fmt(&w->arena, "copy-%u.remit", i),
                   synthetic_copy(&w->arena, i, i == copies ? systems : SYSTEMS));
    size_t before = w->arena.used_total;
    double user = user_ms();
    link_all(w);
    if (findings_count(w->f, SEVERITY_ERROR)) {
        findings_sort(w->f);
        struct str text = findings_text(&w->arena, w->f, false);
        fprintf(stderr, "bench: the synthetic handbook cannot be read:\n%.4000s\n", text.p);
        exit(1);
    }
    double start = now_ms();
    w->u = authority_open(&w->arena, w->m, TODAY);
    w->open_ms = now_ms() - start;
    w->user_ms = user_ms() - user;
    start = now_ms();
    model_check(w->f, w->m, TODAY);
    authority_check(w->f, w->u);
    w->check_ms = now_ms() - start;
    w->used_bytes = w->arena.used_total - before;
    check(!w->u->truncated);
    return w;
}

void world_free(struct world *w)
{
    arena_free(&w->arena);
    free(w);
}

/* ---- questions -------------------------------------------------------------------------- */

static id node_under(struct dice *d, id first, id end)
{
    return first + dice_below(d, end - first);
}

/* Amounts of every size from £10 to £100m, as often. */
static pence any_amount(struct dice *d)
{
    pence p = 1000;
    for (uint32_t i = dice_below(d, 8); i; i--)
        p *= 10;
    return p + (pence)(dice_roll(d) % (uint64_t)(9 * p));
}

static pence amount_within(struct dice *d, pence lo, pence hi)
{
    pence p = any_amount(d);
    if (p >= lo && p <= hi)
        return p;
    pence most = hi - lo > 1000000 ? 1000000 : hi - lo;
    return lo + (pence)(dice_roll(d) % (uint64_t)(most + 1));
}

static unsigned any_kind(struct dice *d)
{
    uint32_t x = dice_below(d, 10);
    return x < 7 ? MONEY_RECURRENT : x < 9 ? MONEY_ONE_OFF : MONEY_CAPITAL;
}

static struct question likely_no(const struct world *w, struct dice *d, id body)
{
    const struct model *m = w->m;
    id area = m->bodies.at[body].population;
    id first = area == NONE ? 0 : area, end = m->populations.at[first].end;
    return (struct question){body, node_under(d, 0, m->functions.at.n),
                             node_under(d, 0, m->services.at.n), node_under(d, first, end),
                             any_amount(d), any_kind(d)};
}

static struct question likely_yes(const struct world *w, struct dice *d, id body,
                                  const struct slot *s)
{
    const struct term *t = slot_term(w->u, s);
    unsigned kind = any_kind(d);
    if (!(s->kinds & kind))
        kind = s->kinds & -s->kinds;
    return (struct question){body, node_under(d, s->f_first, s->f_end),
                             node_under(d, s->s_first, s->s_end),
                             node_under(d, s->p_first, s->p_end), amount_within(d, t->lo, t->hi), kind};
}

struct question *questions_about(struct world *w, uint32_t n, uint64_t seed)
{
    const struct authority *u = w->u;
    struct question *out = NEW_ARRAY(&w->arena, struct question, n);
    struct dice d = {seed};
    for (uint32_t i = 0; i < n; i++) {
        id body = dice_below(&d, w->m->bodies.n);
        uint32_t slots = u->body_first[body + 1] - u->body_first[body];
        while (!slots) { /* who decides nothing is soon answered: ask those who do */
            body = dice_below(&d, w->m->bodies.n);
            slots = u->body_first[body + 1] - u->body_first[body];
        }
        out[i] = i % 2 ? likely_no(w, &d, body)
                       : likely_yes(w, &d, body,
                                    &u->body_slots[u->body_first[body] + dice_below(&d, slots)]);
    }
    return out;
}

struct matter question_matter(const struct question *q)
{
    struct matter m = matter_new();
    question_put(q, &m);
    return m;
}

FILE *create_in(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    if (!out) {
        perror(path);
        exit(1);
    }
    return out;
}

/* ---- what other programs are told -------------------------------------------------------- */

uint32_t open_literals(const struct authority *u, const literal *when, uint32_t n, literal *out)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++)
        if (u->atoms.at[when[i] / 2].kind != ATOM_AGREED)
            out[k++] = when[i];
    return k;
}

uint32_t exclusions_of(const struct authority *u, const struct term *t,
                       const struct exclusion **out, uint32_t most)
{
    uint32_t n = 0;
    check(t->n_except + u->lost[t->body].n <= most);
    for (uint32_t i = 0; i < t->n_except; i++)
        out[n++] = t->except[i];
    for (uint32_t i = 0; i < u->lost[t->body].n; i++)
        out[n++] = u->lost[t->body].at[i];
    return n;
}
