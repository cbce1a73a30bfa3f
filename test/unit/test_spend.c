/* Spending: the lexicon, the rules as text, what a row counts as, totals and what is read off them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "spend/spend.h"
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
    lexicon_init(&x, &arena, 7);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S("")), WORD_EMPTY);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S("\"Trust, A\"")), WORD_NONE);
    assert_int_equal(lexicon_learn(&x, WORD_TYPE, S("\"Trust, A\""), S("Trust, A")), 1);
    assert_int_equal(lexicon_learn(&x, WORD_TYPE, S(" Trust, A "), S("Trust, A")), 1);
    assert_int_equal(lexicon_learn(&x, WORD_TYPE, S("\" \""), S("")), WORD_EMPTY);
    assert_int_equal(lexicon_put(&x, WORD_TYPE, S("Rent")), 2);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S("\"Trust, A\"")), 1);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S(" Trust, A ")), 1);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S("\" \"")), WORD_EMPTY);
    assert_int_equal(lexicon_find(&x, WORD_TYPE, S("Rent")), 2);
    assert_int_equal(lexicon_find(&x, WORD_AREA, S("Rent")), WORD_NONE);
    assert_str(lexicon_text(&x, WORD_TYPE, 1), "Trust, A");
    assert_int_equal(lexicon_count(&x, WORD_TYPE), 3);
    assert_int_equal(lexicon_count(&x, WORD_AREA), 1);
    lexicon_forget_raw(&x);
    assert_int_equal(lexicon_raw(&x, WORD_TYPE, S("\"Trust, A\"")), WORD_NONE);
    assert_int_equal(lexicon_find(&x, WORD_TYPE, S("Trust, A")), 1);
}

/* A made-up text of 0 to 40 letters of a small alphabet: many share their beginnings and ends. */
static struct str made_up(struct chance *c)
{
    char text[40];
    size_t n = chance_below(c, 41);
    for (size_t i = 0; i < n; i++)
        text[i] = "ab"[chance_below(c, i % 7 ? 1 : 2)];
    return str_copy(&arena, (struct str){text, n});
}

static void test_lexicon_agrees_with_a_map(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < rounds(20); seed++) {
        struct chance c = chance_new(seed);
        struct lexicon x;
        struct map numbers = {0};
        lexicon_init(&x, &arena, seed * 0x123456789abcdefu);
        map_put(&arena, &numbers, S(""), 0);
        for (unsigned i = 0; i < 2000; i++) {
            struct str text = made_up(&c);
            uint32_t had = map_get(&numbers, text), n = lexicon_raw(&x, WORD_AREA, text);
            assert_int_equal(n, had);
            if (n == WORD_NONE) {
                map_put(&arena, &numbers, text, numbers.n);
                n = lexicon_learn(&x, WORD_AREA, text, text);
            }
            assert_int_equal(n, map_get(&numbers, text));
            assert_true(str_eq(lexicon_text(&x, WORD_AREA, n), text));
        }
        assert_int_equal(lexicon_count(&x, WORD_AREA), numbers.n);
    }
}

/* Threads that read the parts of a file number its texts as one thread does. */
static void test_merging_in_order_numbers_as_one_reading(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < rounds(20); seed++) {
        struct chance c = chance_new(seed);
        struct lexicon whole, parts[3], merged;
        lexicon_init(&whole, &arena, 1);
        lexicon_init(&merged, &arena, 2);
        for (unsigned p = 0; p < 3; p++) {
            lexicon_init(&parts[p], &arena, 3 + p);
            for (unsigned i = 0; i < 200; i++) {
                struct str text = made_up(&c);
                lexicon_put(&whole, WORD_SUPPLIER, text);
                lexicon_put(&parts[p], WORD_SUPPLIER, text);
            }
        }
        for (unsigned p = 0; p < 3; p++) {
            uint32_t *renumber[SPEND_WORDS];
            assert_true(lexicon_merge(&merged, &parts[p], renumber));
            for (uint32_t i = 0; i < lexicon_count(&parts[p], WORD_SUPPLIER); i++)
                assert_true(
                    str_eq(lexicon_text(&parts[p], WORD_SUPPLIER, i),
                           lexicon_text(&merged, WORD_SUPPLIER, renumber[WORD_SUPPLIER][i])));
        }
        assert_int_equal(lexicon_count(&merged, WORD_SUPPLIER),
                         lexicon_count(&whole, WORD_SUPPLIER));
        for (uint32_t i = 0; i < lexicon_count(&whole, WORD_SUPPLIER); i++)
            assert_true(str_eq(lexicon_text(&whole, WORD_SUPPLIER, i),
                               lexicon_text(&merged, WORD_SUPPLIER, i)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_have_one_number),
        cmocka_unit_test(test_lexicon_agrees_with_a_map),
        cmocka_unit_test(test_merging_in_order_numbers_as_one_reading),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
