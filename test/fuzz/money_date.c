/* money_date.c: any text as an amount, a date, a number: what is taken is written back as
 * text that is taken for the same. */
#include "support/handbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void amount(struct arena *a, struct str text)
{
    pence p, again;
    if (!money_parse(text, &p))
        return;
    check(p >= 0 && p < PENCE_MAX);
    check(money_parse(money_code(a, p), &again) && again == p);
    check(money_parse(money_csv(a, p), &again) && again == p);
    check(money_text(a, p).n > 0);
    /* As the language reads it, "million" and all. */
    struct findings *f = findings_new(a);
    uint32_t k;
    *vec_push(a, &f->sources) = (struct source){S("amount"), money_text(a, p)};
    const struct token *t = tokens_of(f, 0, &k);
    check(!f->list.n && k == 2 && t->kind == TOKEN_MONEY && t->value == p);
}

static void day(struct arena *a, struct str text)
{
    date d, again;
    int y, m, k;
    if (!date_parse(text, &d))
        return;
    date_parts(d, &y, &m, &k);
    check(date_of(y, m, k) == d);
    check(date_parse(date_iso(a, d), &again) && again == d);
    check(str_eq(date_iso(a, d), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    struct str text = {(const char *)data, n};
    arena_init(&a, 64, &out_of_memory);
    if (setjmp(out_of_memory))
        check(!"out of memory");
    amount(&a, text);
    day(&a, text);
    check(layout_fault(&a, str_fmt(&a, "amount a %.*s", STR(text))).n == 0);
    check(layout_fault(&a, str_fmt(&a, "amount a %.*s from %.*s", STR(text), STR(text))).n == 0);
    str_width(text);
    check(str_utf8_valid(text) <= n);
    arena_free(&a);
    return 0;
}
