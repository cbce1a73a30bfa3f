/* intake.c: any bytes as a published table: looked at and read in one thread and in two, with the
 * instructions of this processor and with those of any. All must agree, and every row is one of
 * good, rejected, a sum, a note. The first byte chooses a map. */
#include "support/handbook.h"
#include "support/payments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const maps[] = {
    "",
    "",
    "",
    "dates=us",
    "header=0,supplier=1,amount=2",
    "separator=tab,date=none",
    "organisation:=\"X\",date:=2020-04-30",
    "supplier=2,amount=3,reference=1",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    if (n == 0)
        return 0;
    arena_init(&a, 1024, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a); /* a clean refusal */
        return 0;
    }
    struct str map = str_of(maps[data[0] % (sizeof maps / sizeof maps[0])]);
    struct str text = {(const char *)data + 1, n - 1};
    struct taken one = take(&a, text, &(struct intake_hints){.map = map});
    struct taken two = take(
        &a, text,
        &(struct intake_hints){.map = map, .threads = 2, .means = INTAKE_PORTABLE, .block = 64});
    check(str_eq(one.why, two.why) && one.sum == two.sum);
    if (!one.why.n) {
        const struct intake_result *r = &one.result;
        check(r->rows == r->good + r->rejected + r->totals + r->notes);
        check(r->good == two.result.good && r->good_pence == two.result.good_pence);
        check(evidence_text(&a, one.table).n > 0);
        rows_text(&a, text, &(struct intake_hints){.map = map});
        /* The map that comes out of it makes the same again. */
        struct str again = intake_layout_text(&a, one.table);
        struct taken three = take(&a, text, &(struct intake_hints){.map = again});
        check(!three.why.n && three.sum == one.sum);
    }
    arena_free(&a);
    return 0;
}
