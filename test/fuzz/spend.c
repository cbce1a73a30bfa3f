/* spend.c: any text as rules for spending; what was understood sorts texts as the slow sorter does.
 * What follows a line of `=` are texts to be sorted, one a line; so are the keywords. */
#include "support/handbook.h"
#include "support/sorter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MOST = 24 };

static void compare(struct arena *a, const struct spend_rules *r, struct str texts)
{
    struct lexicon x;
    uint32_t *choices = NEW_ARRAY(a, uint32_t, r->settings.n + 1);
    uint32_t *fast = NEW_ARRAY(a, uint32_t, r->classifications.n + 1);
    uint32_t *slow = NEW_ARRAY(a, uint32_t, r->classifications.n + 1);
    lexicon_init(&x, a);
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (r->settings.at[i].choices.n)
            choices[i] = (uint32_t)(texts.n + i) % r->settings.at[i].choices.n;
    struct spend_sorter *s = spend_sorter_new(a, r, choices, &x);
    for (unsigned i = 0; texts.n && i < MOST; i++) {
        struct str line = str_sub(texts, 0, str_find(texts, '\n'));
        texts = str_sub(texts, line.n + (line.n < texts.n), texts.n);
        lexicon_put(&x, WORD_TYPE, line);
        lexicon_put(&x, WORD_AREA, line);
    }
    for (uint32_t type = 0; type < lexicon_count(&x, WORD_TYPE); type++)
        for (uint32_t area = 0; area < lexicon_count(&x, WORD_AREA); area++) {
            spend_sort(s, type, area, fast);
            slow_sort(r, choices, lexicon_text(&x, WORD_TYPE, type),
                      lexicon_text(&x, WORD_AREA, area), slow);
            for (uint32_t k = 0; k < r->classifications.n; k++) {
                spend_reasons why = {0};
                check(fast[k] == slow[k]);
                check(fast[k] < r->classifications.at[k].categories.n);
                spend_why(s, type, area, k, &why);
                check(why.n > 0);
            }
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    arena_init(&a, 256, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a); /* a clean refusal */
        return 0;
    }
    struct str text = {(const char *)data, n}, texts = text;
    for (size_t i = 0; i + 2 < n; i++)
        if (data[i] == '\n' && data[i + 1] == '=' && data[i + 2] == '\n') {
            text = str_sub(texts, 0, i + 1);
            texts = str_sub(texts, i + 3, n);
            break;
        }
    struct findings *f = findings_new(&a);
    const struct node *file = read_text(f, S("made up"), text);
    struct spend_rules *r = spend_rules_link(f, &file, 1);
    findings_sort(f);
    findings_text(&a, f, false);
    if (r)
        compare(&a, r, texts);
    arena_free(&a);
    return 0;
}
