/* xlsx.c: any text as the parts of a spreadsheet: its sheet, shared texts, styles, workbook, parted
 * by lines of two percent signs; or, when the first byte is a P, any bytes as a whole spreadsheet.
 */
#include "support/handbook.h"
#include "support/payments.h"
#include "support/sheets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    const char *parts[4] = {"", "", "", ""};
    arena_init(&a, 1024, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a); /* a clean refusal */
        return 0;
    }
    struct str text = {(const char *)data, n};
    if (!n || text.p[0] != 'P') {
        char *p = (char *)(uintptr_t)str_z(&a, text);
        int part = 0;
        parts[0] = p;
        for (size_t i = 0; i + 1 < n && part < 3; i++)
            if (p[i] == '%' && p[i + 1] == '%') {
                p[i] = '\0';
                parts[++part] = p + i + 2;
            }
        text = sheets_book(&a, parts[0], parts[1], parts[2], parts[3]);
    }
    struct taken one = take(&a, text, &(struct intake_hints){0});
    struct taken two = take(&a, text, &(struct intake_hints){.threads = 2});
    check(str_eq(one.why, two.why) && one.sum == two.sum);
    arena_free(&a);
    return 0;
}
