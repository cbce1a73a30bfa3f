/* cell.c: any text as an amount and as a day. What is taken, written plainly, is taken for the
 * same; and in a file it is what it is alone. */
#include "support/handbook.h"
#include "support/payments.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void amount(struct arena *a, struct str text)
{
    pence p, again;
    const char *why = intake_amount(text, &p);
    check(!why || p == PENCE_NONE);
    if (why || p == PENCE_NONE || p == INT64_MIN)
        return;
    struct str plain =
        str_fmt(a, "%s%lld.%02d", p < 0 ? "-" : "", (long long)(p / 100) * (p < 0 ? -1 : 1),
                (int)(p % 100) * (p < 0 ? -1 : 1));
    check(!intake_amount(plain, &again) && again == p);
}

static void day(struct arena *a, struct str text)
{
    for (int doubt = 0; doubt < 2; doubt++) {
        date d, again;
        const char *why = intake_date(text, doubt ? INTAKE_MONTH_FIRST : INTAKE_DAY_FIRST, &d);
        check(!why || d == DATE_MIN);
        if (d != DATE_MIN)
            check(!intake_date(date_iso(a, d), INTAKE_DAY_FIRST, &again) && again == d);
    }
}

/* Quoted, so that it stays one cell. */
static void in_a_file(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    pence p;
    buf_z(&b, "Supplier,Amount\nA,1.00\nB,2.00\nC,3.00\nD,\"");
    for (size_t i = 0; i < text.n; i++) {
        buf_putc(&b, text.p[i]);
        if (text.p[i] == '"')
            buf_putc(&b, '"');
    }
    buf_z(&b, "\"\n");
    const char *why = intake_amount(text, &p);
    if (memchr(text.p, '"', text.n) || memchr(text.p, 0, text.n))
        return; /* what such a cell is, is told of the file */
    struct taken x = take(a, buf_str(&b), &(struct intake_hints){0});
    if (x.why.n)
        return;
    check(x.result.good == (why || p == PENCE_NONE ? 3u : 4u));
    check(x.result.good_pence == 600 + (why || p == PENCE_NONE ? 0 : p));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    arena_init(&a, 256, &out_of_memory);
    if (setjmp(out_of_memory))
        check(!"out of memory");
    struct str text = str_copy(&a, (struct str){(const char *)data, n}); /* NUL behind it */
    amount(&a, text);
    day(&a, text);
    in_a_file(&a, text);
    arena_free(&a);
    return 0;
}
