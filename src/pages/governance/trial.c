/* trial.c: what comes of a changed text, in memory that is bounded: whoever reads the pages may
 * send one. */
#include "pages/governance/try.h"

/* Code, body and message: where it stands may have moved. */
static struct str key_of(struct arena *a, const struct finding *x)
{
    return str_fmt(a, "%s|%.*s|%.*s", x->code, STR(x->body), STR(x->message));
}

/* Those of x that y does not have as often go to out. */
static void only_in(struct arena *a, const struct findings *x, const struct findings *y,
                    struct trial *t, bool appear)
{
    struct map seen = {0};
    uint32_t *left = NEW_ARRAY(a, uint32_t, y->list.n + 1), n = 0;
    for (uint32_t i = 0; i < y->list.n; i++) {
        struct str key = key_of(a, &y->list.at[i]);
        uint32_t k = map_get(&seen, key);
        if (k == MAP_NONE)
            map_put(a, &seen, key, k = n++);
        left[k]++;
    }
    for (uint32_t i = 0; i < x->list.n; i++) {
        uint32_t k = map_get(&seen, key_of(a, &x->list.at[i]));
        if (k != MAP_NONE && left[k] > 0)
            left[k]--;
        else if (appear)
            *vec_push(a, &t->appear) = &x->list.at[i];
        else
            *vec_push(a, &t->go) = &x->list.at[i];
    }
}

static uint32_t most_powers(const struct authority *u)
{
    uint32_t most = 0;
    for (id b = 0; b < u->m->bodies.n; b++)
        if (authority_powers(u, b) > most)
            most = authority_powers(u, b);
    return most;
}

/* Checked for the day that the findings in force are of, asked on the day of the page. */
static struct trial *run_trial(struct page *p, struct str path, struct str text, struct str *why)
{
    struct trial *t = NEW(p->a, struct trial);
    struct run r = {.a = p->a, .on = p->on};
    date day = generation_day(p->gen);
    r.out = buf_new(p->a);
    r.err = buf_new(p->a);
    load_edited(&r, p->s, path, text, &t->s);
    model_check(t->s.f, t->s.m, day);
    struct authority *u = authority_open(p->a, t->s.m, day);
    authority_check(t->s.f, u);
    findings_sort(t->s.f);
    while (t->file < t->s.f->sources.n && !str_eq(t->s.f->sources.at[t->file].path, path))
        t->file++;
    if (day != p->on)
        u = authority_open(p->a, t->s.m, p->on);
    if (most_powers(u) > most_powers(p->u) + LIMIT_TRIAL_POWERS) {
        *why = str_fmt(p->a,
                       "One body would get more than %d powers by this change, and comparing them "
                       "would take long; try it with remit diff",
                       LIMIT_TRIAL_POWERS);
        return NULL;
    }
    struct edition older = {p->s->m, p->u, p->on}, newer = {t->s.m, u, p->on};
    t->words = diff_in_words(p->a, &older, &newer);
    only_in(p->a, t->s.f, p->s->f, t, true);
    only_in(p->a, p->s->f, t->s.f, t, false);
    return t;
}

struct trial *trial_of(struct page *p, struct str path, struct str text, struct str *why)
{
    struct arena *a = p->a;
    struct arena_mark before = arena_mark(a);
    jmp_buf *outer = a->out_of_memory, here;
    const size_t cap = a->cap, most = a->used_total + ((size_t)LIMIT_TRIAL_MB << 20);
    a->out_of_memory = &here;
    if (setjmp(here)) {
        arena_rewind(a, before);
        a->cap = cap;
        a->out_of_memory = outer;
        *why = str_fmt(a,
                       "This text needs more than the %d MB of memory that one trial may have; "
                       "shorten it, or try it with remit check and remit diff",
                       LIMIT_TRIAL_MB);
        return NULL;
    }
    if (most < cap)
        a->cap = most;
    struct trial *t = run_trial(p, path, text, why);
    a->cap = cap;
    a->out_of_memory = outer;
    return t;
}
