/* Spending: the lexicon, the rules as text, what a row counts as, totals and what is read off them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "spend/classify.h"
#include "support/handbook.h"

static struct arena arena;
static jmp_buf out_of_memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1024, &out_of_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

#define assert_str(s, text) assert_string_equal(str_z(&arena, (s)), (text))

/* ---- the lexicon ----------------------------------------------------------------------- */

static void test_words_have_one_number(void **state)
{
    (void)state;
    struct lexicon x;
    lexicon_init(&x, &arena);
    assert_int_equal(lexicon_put(&x, WORD_TYPE, S("")), WORD_EMPTY);
    assert_int_equal(lexicon_put(&x, WORD_TYPE, S("Trust, A")), 1);
    assert_int_equal(lexicon_put(&x, WORD_TYPE, S("Rent")), 2);
    assert_int_equal(lexicon_put(&x, WORD_TYPE, S("Trust, A")), 1);
    assert_int_equal(lexicon_find(&x, WORD_TYPE, S("Rent")), 2);
    assert_int_equal(lexicon_find(&x, WORD_AREA, S("Rent")), WORD_NONE);
    assert_str(lexicon_text(&x, WORD_TYPE, 1), "Trust, A");
    assert_int_equal(lexicon_count(&x, WORD_TYPE), 3);
    assert_int_equal(lexicon_count(&x, WORD_AREA), 1);
}

/* ---- the rules: cases an expert can read ---------------------------------------------------- */

static struct spend_rules *rules_of(struct str text)
{
    struct findings *f = findings_new(&arena);
    struct node *file = read_text(f, S("spending.remit"), text);
    struct spend_rules *r = spend_rules_link(f, &file, 1);
    assert_non_null(r);
    for (uint32_t i = 0; i < f->list.n; i++)
        if (f->list.at[i].severity == SEVERITY_ERROR)
            fail_msg("%s", str_z(&arena, findings_text(&arena, f, false)));
    return r;
}

static struct spend_rules *built_in_rules(void)
{
    return rules_of(built_in_law("spending.remit"));
}

/* The next row of a file of cases, its cells without blanks; false at the end. */
enum { MOST_CELLS = 8 };
static bool next_case(struct str *rest, struct str cells[MOST_CELLS])
{
    while (rest->n) {
        struct str line = str_sub(*rest, 0, str_find(*rest, '\n'));
        *rest = str_sub(*rest, line.n + 1 > rest->n ? rest->n : line.n + 1, rest->n);
        if (!line.n || line.p[0] == '#')
            continue;
        for (unsigned i = 0; i < MOST_CELLS; i++) {
            struct str cell = str_sub(line, 0, str_find(line, '|'));
            line = str_sub(line, cell.n + (cell.n < line.n), line.n);
            while (cell.n && cell.p[0] == ' ')
                cell = str_sub(cell, 1, cell.n);
            while (cell.n && cell.p[cell.n - 1] == ' ')
                cell.n--;
            cells[i] = cell;
        }
        return true;
    }
    return false;
}

/* The choices of a rule set, one of them made otherwise. */
static uint32_t *choices_with(const struct spend_rules *r, struct str setting, struct str choice)
{
    uint32_t *choices = NEW_ARRAY(&arena, uint32_t, r->settings.n),
             s = spend_rules_setting(r, setting);
    assert_int_not_equal(s, MAP_NONE);
    while (!str_eq(r->settings.at[s].choices.at[choices[s]], choice))
        assert_true(++choices[s] < r->settings.at[s].choices.n);
    return choices;
}

/* The category's name, as the rules put this pair of texts. */
static struct str sorted(struct spend_sorter *s, struct lexicon *x, struct str type,
                         struct str area, const char *classification)
{
    const struct spend_rules *r = spend_sorter_rules(s);
    uint32_t k = spend_rules_classification(r, str_of(classification)), out[32];
    assert_true(r->classifications.n <= 32);
    spend_sort(s, lexicon_put(x, WORD_TYPE, type), lexicon_put(x, WORD_AREA, area), out);
    return r->classifications.at[k].categories.at[out[k]].name;
}

static void assert_sorted(struct spend_sorter *s, struct lexicon *x, struct str type,
                          struct str area, const char *classification, struct str expected)
{
    struct str found = sorted(s, x, type, area, classification);
    if (!str_eq(found, expected))
        fail_msg("%s | %s: %s is %s, expected %s", str_z(&arena, type), str_z(&arena, area),
                 classification, str_z(&arena, found), str_z(&arena, expected));
}

/* Every category of a classification that fits the pair, in the order of the file. */
static struct str all_that_fit(struct spend_sorter *s, struct lexicon *x, struct str type,
                               struct str area, const char *classification)
{
    const struct spend_rules *r = spend_sorter_rules(s);
    uint32_t k = spend_rules_classification(r, str_of(classification)), last = MAP_NONE;
    spend_reasons why = {0};
    struct buf b = buf_new(&arena);
    spend_why(s, lexicon_put(x, WORD_TYPE, type), lexicon_put(x, WORD_AREA, area), k, &why);
    for (uint32_t i = 0; i < why.n; last = why.at[i++].category)
        if (why.at[i].category != last)
            buf_fmt(&b, b.n ? " (%.*s)" : "%.*s",
                    STR(r->classifications.at[k].categories.at[why.at[i].category].name));
    return buf_str(&b);
}

static void test_tables_12_and_13(void **state)
{
    (void)state;
    struct spend_rules *r = built_in_rules();
    struct lexicon x;
    lexicon_init(&x, &arena);
    struct spend_sorter *first = spend_sorter_new(&arena, r, NULL, &x);
    struct spend_sorter *last =
        spend_sorter_new(&arena, r, choices_with(r, S("precedence"), S("last")), &x);
    struct str rest = file_text(&arena, S("test/cases/spend/tables-12-13.txt")), c[MOST_CELLS];
    unsigned n = 0;
    for (; next_case(&rest, c); n++) {
        assert_sorted(first, &x, c[0], c[1], "purchase", str_sub(c[2], 0, str_find(c[2], ' ')));
        assert_string_equal(str_z(&arena, all_that_fit(first, &x, c[0], c[1], "purchase")),
                            str_z(&arena, c[2]));
        assert_sorted(first, &x, c[0], c[1], "area", c[3]);
        assert_sorted(last, &x, c[0], c[1], "area", c[4]);
    }
    assert_int_equal(n, 32);
}

static void test_settings(void **state)
{
    (void)state;
    struct spend_rules *r = built_in_rules();
    struct lexicon x;
    lexicon_init(&x, &arena);
    struct str rest = file_text(&arena, S("test/cases/spend/settings.txt")), c[MOST_CELLS];
    while (next_case(&rest, c)) {
        struct spend_sorter *s = spend_sorter_new(&arena, r, choices_with(r, c[2], c[3]), &x);
        assert_sorted(s, &x, c[0], c[1], "purchase", c[4]);
        assert_sorted(s, &x, c[0], c[1], "area", c[5]);
    }
}

static void test_finer_classifications(void **state)
{
    (void)state;
    static const char *const names[] = {"mechanism", "setting-of-care", "sha-function",
                                        "sha-provider"};
    struct lexicon x;
    lexicon_init(&x, &arena);
    struct spend_sorter *s = spend_sorter_new(&arena, built_in_rules(), NULL, &x);
    struct str rest = file_text(&arena, S("test/cases/spend/finer.txt")), c[MOST_CELLS];
    while (next_case(&rest, c))
        for (unsigned i = 0; i < 4; i++)
            assert_sorted(s, &x, c[0], c[1], names[i], c[2 + i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_have_one_number),
        cmocka_unit_test(test_tables_12_and_13),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_finer_classifications),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
