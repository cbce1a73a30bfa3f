/* link.c: any text, linked under the law of 2022; then the powers and all checks. */
#include "support/handbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The laws are parsed once; they stay the first sources of every structure. */
static jmp_buf never;
static struct arena kept;
static struct findings *laws;
static struct node *law_files[4];
static uint32_t n_laws;

static void begin(void)
{
    arena_init(&kept, 64, &never);
    laws = findings_new(&kept);
    laws_of_2022(laws, law_files, &n_laws);
    check(laws->list.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    if (!laws)
        begin();
    arena_init(&a, 1024, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a); /* a clean refusal */
        return 0;
    }
    struct findings *f = findings_new(&a);
    struct node *files[5];
    for (uint32_t i = 0; i < n_laws; i++) {
        *vec_push(&a, &f->sources) = laws->sources.at[i];
        files[i] = law_files[i];
    }
    files[n_laws] = read_text(f, S("made up"), (struct str){(const char *)data, n});
    struct model *m = model_link(f, files, n_laws + 1);
    date on = date_of(2024, 5, 1);
    struct authority *u = authority_open(&a, m, on);
    model_check(f, m, on);
    authority_check(f, u);
    findings_sort(f);
    findings_text(&a, f, false);
    /* One question to everybody who is there. */
    if (m->populations.n) {
        struct matter q = matter_new();
        struct answer x = answer_new(&a);
        *vec_push(&a, &q.populations) = m->populations.n - 1;
        q.function = m->functions.at.n - 1;
        authority_who(u, &q, &x);
        for (id b = 0; b < m->bodies.n && b < 8; b++) {
            authority_may(u, b, &q);
            authority_route(u, &a, b, &q);
        }
    }
    arena_free(&a);
    return 0;
}
