/* payments.c: see payments.h. */
#include "pages/spending/payments.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    BY_SMALL = SPEND_BY_WORD(WORD_ORGANISATION) | SPEND_BY_WORD(WORD_TYPE) |
               SPEND_BY_WORD(WORD_AREA) | SPEND_BY_MONTH,
    BY_WHO = SPEND_BY_WORD(WORD_ORGANISATION) | SPEND_BY_WORD(WORD_SUPPLIER),
    MOST_WHY = 400, /* bytes of a sentence that outlives its arena */
};

struct held { /* a state as we keep it */
    struct payments_state state;
    struct arena arena;
    unsigned holders; /* guarded by payments.lock */
};
struct payments {
    struct spending base;            /* rules and organisations; no words */
    struct str rules, organisations; /* files of them, or empty */
    struct str path;
    pthread_mutex_t lock;
    pthread_mutex_t reading; /* one reading at a time; taken before lock */
    struct held *now;        /* guarded by lock, as are: */
    char why[MOST_WHY];      /* why there is none */
    uint64_t stamp;          /* of the store when it was last read; guarded by reading */
    unsigned n_read;         /* likewise */
};

/* ---- reading ------------------------------------------------------------------------------- */

struct reading {
    struct held *h;
    unsigned threads;
    struct str why;
};

static bool use(void *with, struct store *s)
{
    struct reading *t = with;
    struct payments_state *x = &t->h->state;
    x->whole = *store_whole(s);
    return store_files(s, &x->files, &x->n_files, &t->why) && store_lexicon(s, &x->s.x, &t->why) &&
           store_sums(s, NULL, BY_SMALL, t->threads, &x->small, &t->why) &&
           store_sums(s, NULL, BY_WHO, t->threads, &x->who, &t->why);
}

static void find_months(struct payments_state *x)
{
    x->first = x->last = SPEND_NO_MONTH;
    for (uint32_t i = 0; i < x->small.at.n; i++) {
        spend_month m = x->small.at.at[i].month;
        if (m == SPEND_NO_MONTH)
            continue;
        x->first = x->first == SPEND_NO_MONTH || m < x->first ? m : x->first;
        x->last = m > x->last ? m : x->last;
    }
}

/* The state stands in an arena of its own; from then on it is only read. */
static bool read_into(struct payments *p, struct reading *t)
{
    struct held *h = t->h;
    jmp_buf out_of_memory;
    arena_init(&h->arena, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory)) {
        t->why = S("there is not enough memory for the sums of its payments");
        return false;
    }
    h->state.s = p->base;
    lexicon_init(&h->state.s.x, &h->arena);
    if (!store_with(&h->arena, p->path, STORE_READ, use, t, &t->why))
        return false;
    h->state.sider = spend_sider_new(&h->arena, &h->state.s.x, p->base.bodies, S(""));
    find_months(&h->state);
    h->arena.out_of_memory = NULL;
    return true;
}

static void held_free(struct held *h)
{
    arena_free(&h->arena);
    free(h);
}

static void keep_why(struct payments *p, struct str why)
{
    size_t n = why.n < MOST_WHY - 1 ? why.n : MOST_WHY - 1;
    memcpy(p->why, why.p, n);
    p->why[n] = '\0';
}

/* With p->reading. */
static bool read_store(struct payments *p, unsigned threads)
{
    struct held *h = calloc(1, sizeof *h);
    struct reading t = {.h = h, .threads = threads, .why = S("there is not enough memory")};
    bool fine = h && read_into(p, &t);
    pthread_mutex_lock(&p->lock);
    struct held *before = p->now;
    if (fine) {
        h->state.number = ++p->n_read;
        h->holders = 1; /* ours */
        p->now = h;
    } else if (!before) {
        keep_why(p, t.why);
    }
    pthread_mutex_unlock(&p->lock);
    if (fine && before)
        payments_release(p, &before->state);
    if (!fine && h)
        held_free(h);
    return fine;
}

bool payments_refresh(struct payments *p, unsigned threads)
{
    jmp_buf out_of_memory;
    struct arena a;
    arena_init(&a, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a);
        return false;
    }
    pthread_mutex_lock(&p->reading);
    uint64_t stamp = os_stamp(&a, p->path);
    bool changed = stamp != p->stamp;
    bool fine = changed && read_store(p, threads);
    p->stamp = stamp; /* what cannot be read is not read again until it changes */
    pthread_mutex_unlock(&p->reading);
    arena_free(&a);
    return fine;
}

/* ---- opening and holding ------------------------------------------------------------------- */

struct payments *payments_open(struct run *r, struct str path)
{
    struct payments *p = NEW(r->a, struct payments);
    if (!spending_open(r, &p->base))
        return NULL;
    spending_bodies(&p->base); /* now, while nobody else asks */
    p->path = path;
    p->rules = run_get(r, "rules");
    p->organisations = run_get(r, "organisations");
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_init(&p->reading, NULL);
    p->stamp = os_stamp(r->a, path);
    read_store(p, os_cores());
    return p;
}

void payments_close(struct payments *p)
{
    if (p->now)
        payments_release(p, &p->now->state);
    pthread_mutex_destroy(&p->lock);
    pthread_mutex_destroy(&p->reading);
}

struct str payments_path(const struct payments *p)
{
    return p->path;
}

void payments_settings(const struct payments *p, struct run *r)
{
    r->store = p->path;
    if (p->rules.n)
        *vec_push(r->a, &r->settings) = (struct setting){"rules", p->rules};
    if (p->organisations.n)
        *vec_push(r->a, &r->settings) = (struct setting){"organisations", p->organisations};
}

const struct payments_state *payments_hold(struct payments *p, struct arena *a, struct str *why)
{
    pthread_mutex_lock(&p->lock);
    struct held *h = p->now;
    char said[MOST_WHY];
    if (h)
        h->holders++;
    else
        memcpy(said, p->why, sizeof said);
    pthread_mutex_unlock(&p->lock); /* before the arena is asked, which may jump */
    if (!h)
        *why = str_copy(a, str_of(said));
    return h ? &h->state : NULL;
}

void payments_release(struct payments *p, const struct payments_state *s)
{
    if (!s)
        return;
    struct held *h = (struct held *)(uintptr_t)s; /* its first part */
    pthread_mutex_lock(&p->lock);
    bool last = --h->holders == 0;
    pthread_mutex_unlock(&p->lock);
    if (last)
        held_free(h);
}
