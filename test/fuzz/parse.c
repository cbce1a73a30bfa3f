/* parse.c: any bytes: tokens, tree, findings as they are shown, layout and back. */
#include "support/handbook.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void findings_are_sound(struct arena *a, const struct findings *f, size_t n)
{
    for (uint32_t i = 0; i < f->list.n; i++) {
        const struct finding *x = &f->list.at[i];
        check(x->message.n > 0);
        check(x->pos.file == 0 && x->pos.line > 0 && x->pos.column > 0);
        check((size_t)x->pos.offset + x->pos.length <= n + 1);
    }
    findings_text(a, f, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    arena_init(&a, 512, &out_of_memory);
    if (setjmp(out_of_memory)) {
        fprintf(stderr, "out of memory\n");
        abort();
    }
    struct str text = {(const char *)data, n};
    struct findings *f = findings_new(&a);
    read_text(f, S("made up"), text);
    findings_sort(f);
    findings_are_sound(&a, f, n);
    struct str fault = layout_fault(&a, text);
    if (fault.n) {
        fprintf(stderr, "%.*s\n", STR(fault));
        abort();
    }
    arena_free(&a);
    return 0;
}
