/* library.c: see library.h. */
#include "pages/library.h"

#include <pthread.h>
#include <stdlib.h>

enum { MOST_POWERS = 48 }; /* days kept a generation, all structures together */

struct powers { /* one structure on one day */
    uint32_t structure;
    date on;
    struct arena arena;
    struct authority *u;
    struct powers *next;
};
struct generation {
    struct arena arena;
    structures all;
    struct {
        struct choices *functions, *services;
    } * choices;    /* one a structure */
    uint64_t stamp; /* of the files when they were read */
    date on;        /* the day that they were checked for */
    uint32_t errors;
    unsigned number;
    unsigned holders;       /* guarded by library.lock */
    pthread_mutex_t making; /* of powers, one at a time; taken before lock */
    pthread_mutex_t lock;   /* guards the list: who asks for what is there need not wait */
    struct powers *powers;
    uint32_t n_powers;
};
struct library {
    pthread_mutex_t lock;
    struct generation *now, *refused; /* refused: a later text with errors, or NULL */
    const struct str *paths;
    struct str laws;
    uint32_t n_paths;
    unsigned n_read; /* generations so far */
    date today;
};

/* ---- reading ------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    return (h ^ x) * 0x9e3779b97f4a7c15u + (h >> 29);
}

static uint64_t stamp_folder(struct arena *a, struct str path, uint64_t h, unsigned depth)
{
    struct str *names, why;
    uint32_t n = 0;
    h = mix(h, os_stamp(a, path));
    if (!depth || !os_list(a, path, &names, &n, &why))
        return h;
    for (uint32_t i = 0; i < n; i++) {
        struct str full = str_fmt(a, "%.*s/%.*s", STR(path), STR(names[i]));
        if (os_is_dir(a, full))
            h = stamp_folder(a, full, h, depth - 1);
    }
    return h;
}

/* Of every file that was read, and of the folders in which a new one may appear. */
static uint64_t stamp_of(struct arena *a, const struct library *l, const structures *all)
{
    uint64_t h = 1;
    for (uint32_t i = 0; i < l->n_paths; i++)
        h = os_is_dir(a, l->paths[i]) ? stamp_folder(a, l->paths[i], h, 1)
                                      : mix(h, os_stamp(a, l->paths[i]));
    for (uint32_t i = 0; i < all->n; i++)
        for (uint32_t k = 0; k < all->at[i].f->sources.n; k++)
            h = mix(h, os_stamp(a, all->at[i].f->sources.at[k].path));
    return h;
}

static void generation_free(struct generation *g)
{
    while (g->powers) {
        struct powers *p = g->powers;
        g->powers = p->next;
        arena_free(&p->arena);
        free(p);
    }
    pthread_mutex_destroy(&g->making);
    pthread_mutex_destroy(&g->lock);
    arena_free(&g->arena);
    free(g);
}

static const char no_memory[] = "remit: out of memory while reading the handbooks\n";

/* The powers of today are made for the checks; questions about today need no others. They stand in
 * the generation's own arena. */
static void check_structure(struct generation *g, uint32_t structure, date today)
{
    struct structure *s = &g->all.at[structure];
    struct powers *p = calloc(1, sizeof *p);
    if (!p)
        longjmp(*g->arena.out_of_memory, 1);
    *p = (struct powers){.structure = structure, .on = today, .next = g->powers};
    g->powers = p;
    g->n_powers++;
    model_check(s->f, s->m, today);
    p->u = authority_open(&g->arena, s->m, today);
    authority_check(s->f, p->u);
    findings_sort(s->f);
    g->errors += findings_count(s->f, SEVERITY_ERROR);
}

static bool read_into(struct generation *g, const struct library *l, struct buf *err)
{
    jmp_buf out_of_memory;
    arena_init(&g->arena, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory)) {
        buf_z(err, no_memory);
        return false;
    }
    struct run r = {.a = &g->arena, .on = l->today};
    r.out = buf_new(r.a);
    r.err = buf_new(r.a);
    if (l->laws.n)
        *vec_push(r.a, &r.settings) = (struct setting){"laws", l->laws};
    bool fine = load_paths(&r, l->paths, l->n_paths, &g->all);
    g->choices = arena_alloc(r.a, g->all.n * sizeof *g->choices, _Alignof(void *));
    for (uint32_t i = 0; fine && i < g->all.n; i++) {
        const struct model *m = g->all.at[i].m;
        check_structure(g, i, l->today);
        g->all.at[i].title = structure_title(r.a, &g->all.at[i]);
        g->choices[i].functions =
            choices_of_tree(r.a, &m->functions, "Choose what is to be decided");
        g->choices[i].services = choices_of_tree(r.a, &m->services, "Any, or no service");
    }
    g->stamp = stamp_of(r.a, l, &g->all);
    g->on = r.on;
    buf_put(err, buf_str(&r.err));
    g->arena.out_of_memory = NULL;
    return fine;
}

/* Frees g when nothing can be read, even when there is no memory to say why. */
static bool read_or_free(struct generation *g, const struct library *l, struct buf *err)
{
    jmp_buf *outer = err->a->out_of_memory, here;
    err->a->out_of_memory = &here;
    if (setjmp(here)) {
        err->a->out_of_memory = outer;
        generation_free(g);
        longjmp(*outer, 1);
    }
    bool fine = read_into(g, l, err);
    err->a->out_of_memory = outer;
    if (!fine)
        generation_free(g);
    return fine;
}

static struct generation *generation_read(struct library *l, struct buf *err)
{
    struct generation *g = calloc(1, sizeof *g);
    if (!g) {
        buf_z(err, no_memory);
        return NULL;
    }
    pthread_mutex_init(&g->making, NULL);
    pthread_mutex_init(&g->lock, NULL);
    g->number = ++l->n_read;
    g->holders = 1; /* the library */
    return read_or_free(g, l, err) ? g : NULL;
}

struct library *library_open(struct run *r, const struct str *paths, uint32_t n)
{
    struct library *l = NEW(r->a, struct library);
    pthread_mutex_init(&l->lock, NULL);
    l->paths = paths;
    l->n_paths = n;
    l->laws = run_get(r, "laws");
    l->today = r->on;
    l->now = generation_read(l, &r->err);
    if (l->now)
        return l;
    library_close(l);
    return NULL;
}

/* ---- holding ------------------------------------------------------------------------------- */

void library_release(struct library *l, struct generation *g)
{
    if (!g)
        return;
    pthread_mutex_lock(&l->lock);
    bool last = --g->holders == 0;
    pthread_mutex_unlock(&l->lock);
    if (last)
        generation_free(g);
}

static struct generation *hold(struct library *l, struct generation **which)
{
    pthread_mutex_lock(&l->lock);
    struct generation *g = *which;
    if (g)
        g->holders++;
    pthread_mutex_unlock(&l->lock);
    return g;
}

struct generation *library_hold(struct library *l)
{
    return hold(l, &l->now);
}

struct generation *library_hold_refused(struct library *l)
{
    return hold(l, &l->refused);
}

static void put(struct library *l, struct generation **where, struct generation *g)
{
    pthread_mutex_lock(&l->lock);
    struct generation *before = *where;
    *where = g;
    pthread_mutex_unlock(&l->lock);
    library_release(l, before);
}

void library_close(struct library *l)
{
    put(l, &l->now, NULL);
    put(l, &l->refused, NULL);
    pthread_mutex_destroy(&l->lock);
}

bool library_refresh(struct library *l)
{
    jmp_buf out_of_memory;
    struct arena a;
    arena_init(&a, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a);
        return false;
    }
    const struct generation *seen = l->refused ? l->refused : l->now; /* only we change them */
    bool changed = stamp_of(&a, l, &seen->all) != seen->stamp;
    struct buf err = buf_new(&a);
    struct generation *g = changed ? generation_read(l, &err) : NULL;
    arena_free(&a);
    if (!g)
        return false;
    bool worse = g->errors > 0 && l->now->errors == 0;
    put(l, worse ? &l->refused : &l->now, g);
    if (!worse)
        put(l, &l->refused, NULL);
    return !worse;
}

unsigned generation_number(const struct generation *g)
{
    return g ? g->number : 0;
}

const structures *generation_structures(const struct generation *g)
{
    return &g->all;
}

const struct choices *generation_functions(const struct generation *g, uint32_t structure)
{
    return g->choices[structure].functions;
}

const struct choices *generation_services(const struct generation *g, uint32_t structure)
{
    return g->choices[structure].services;
}

date generation_day(const struct generation *g)
{
    return g->on;
}

/* ---- powers -------------------------------------------------------------------------------- */

static bool powers_open(struct powers *p, const struct model *m)
{
    jmp_buf out_of_memory;
    arena_init(&p->arena, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory))
        return false;
    p->u = authority_open(&p->arena, m, p->on);
    p->arena.out_of_memory = NULL; /* from here on it is only read */
    return true;
}

static struct powers *powers_new(struct generation *g, uint32_t structure, date on)
{
    struct powers *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->structure = structure;
    p->on = on;
    if (powers_open(p, g->all.at[structure].m))
        return p;
    arena_free(&p->arena);
    free(p);
    return NULL;
}

static struct powers *powers_find(struct generation *g, uint32_t structure, date on)
{
    pthread_mutex_lock(&g->lock);
    struct powers *p = g->powers;
    while (p && (p->structure != structure || p->on != on))
        p = p->next;
    pthread_mutex_unlock(&g->lock);
    return p;
}

static void powers_put(struct generation *g, struct powers *p)
{
    pthread_mutex_lock(&g->lock);
    p->next = g->powers;
    g->powers = p;
    g->n_powers++;
    pthread_mutex_unlock(&g->lock);
}

const struct authority *generation_powers(struct generation *g, uint32_t structure, date on)
{
    struct powers *p = powers_find(g, structure, on);
    if (p)
        return p->u;
    pthread_mutex_lock(&g->making);
    p = powers_find(g, structure, on); /* another may have made them meanwhile */
    if (!p && g->n_powers < MOST_POWERS && (p = powers_new(g, structure, on)) != NULL)
        powers_put(g, p);
    pthread_mutex_unlock(&g->making);
    return p ? p->u : NULL;
}
