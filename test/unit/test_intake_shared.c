/* Files as bodies of the NHS in London published them in 2020/21: ../shared/data/spend, which is
 * not a part of this project. Skipped, with a word, where it is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/payments.h"

#define FOLDER "../shared/data/spend"

static struct arena arena;
static jmp_buf out_of_memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096, &out_of_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void need_files(void)
{
    if (os_is_dir(&arena, S(FOLDER)))
        return;
    print_message(FOLDER " is not there: skipped\n");
    skip();
}

static struct str text_of(struct str path)
{
    struct str text, why;
    if (!os_read(&arena, path, &text, &why))
        fail_msg("%.*s", STR(why));
    return text;
}

/* Cell k of a line without quotes. */
static struct str cell_of(struct str line, int k)
{
    for (; k > 0; k--)
        line = str_sub(line, str_find(line, ',') + 1, line.n);
    return str_sub(line, 0, str_find(line, ','));
}

static long long pence_of(struct str s)
{
    pence p;
    assert_null(intake_amount(s, &p));
    return p;
}

static long long number_of(struct str s)
{
    return pence_of(s) / 100;
}

/* Each file has the rows, pence and credits that an independent sum of it has. */
static void test_expected_totals(void **state)
{
    (void)state;
    need_files();
    struct str rest = text_of(S(FOLDER "/expected_totals.csv"));
    unsigned n = 0;
    rest = str_sub(rest, str_find(rest, '\n') + 1, rest.n);
    while (rest.n) {
        struct str line = str_sub(rest, 0, str_find(rest, '\n'));
        struct str name = cell_of(line, 1);
        rest = str_sub(rest, line.n + 1 < rest.n ? line.n + 1 : rest.n, rest.n);
        struct str text =
            text_of(str_fmt(&arena, FOLDER "/raw/%.*s/%.*s", STR(cell_of(line, 0)), STR(name)));
        for (unsigned threads = 1; threads < 3; threads++) {
            struct taken x = take(&arena, text, &(struct intake_hints){.threads = threads});
            if (x.why.n || x.result.good != number_of(cell_of(line, 2)) ||
                x.result.good_pence != pence_of(cell_of(line, 3)) || x.result.rejected || x.undated)
                fail_msg("%.*s: %u rows, %lld pence %.*s", STR(name), x.result.good,
                         (long long)x.result.good_pence, STR(x.why));
        }
        n++;
    }
    assert_int_equal(n, 36);
}

/* Redbridge, February and March: two ways of writing a day, each decided and told. */
static void test_days_of_redbridge(void **state)
{
    static const struct {
        const char *file, *says[2];
    } files[] = {
        {"NERD_11_-_February.csv",
         {"Date: 374 rows are written 9/99/9999, like 2/28/2021, and read month/day/year: 374 can "
          "only be so",
          "Date: 16 rows are written 99/99/99, like 28/02/21, and read day/month/year: 16 can only "
          "be so"}},
        {"NERD_12_-_March.csv",
         {"Date: 275 rows are written 9/99/9999, like 3/31/2021, and read month/day/year: 275 can "
          "only be so",
          "Date: 7 rows are written 99/99/99, like 31/03/21, and read day/month/year: 7 can only "
          "be so"}},
    };
    (void)state;
    need_files();
    for (int i = 0; i < 2; i++) {
        struct str text = text_of(str_fmt(&arena, FOLDER "/raw/NERD/%s", files[i].file));
        struct taken x = take(&arena, text, &(struct intake_hints){0});
        const char *told = str_z(&arena, evidence_text(&arena, x.table));
        for (int k = 0; k < 2; k++)
            if (!strstr(told, files[i].says[k]))
                fail_msg("%s: %s", files[i].file, told);
    }
}

/* 63 layouts: all are read but two, and those are refused with what is wrong. In eight the names of
 * type and area stand above each other's cells. */
static void test_layouts(void **state)
{
    static const struct {
        const char *file, *why;
    } refusals[] = {
        {"23_SWL", "column 3 is called 'Date', but 300 of its first 300 cells are no days: "
                   "'######'"},
        {"59_SEL", "column 5 is called 'Supplier', but 262 of its first 299 cells are no names"},
    };
    struct str *names, why;
    uint32_t n, read = 0, refused = 0, exchanged = 0;
    (void)state;
    need_files();
    assert_true(os_list(&arena, S(FOLDER "/layouts"), &names, &n, &why));
    for (uint32_t i = 0; i < n; i++) {
        if (str_eq(names[i], S("index.csv")))
            continue;
        struct str text = text_of(str_fmt(&arena, FOLDER "/layouts/%.*s", STR(names[i])));
        struct taken x = take(&arena, text, &(struct intake_hints){.about = names[i]});
        bool known = false;
        for (int k = 0; k < 2; k++)
            known |= str_starts(names[i], str_of(refusals[k].file)) &&
                     str_starts(x.why, str_of(refusals[k].why));
        if (x.why.n && !known)
            fail_msg("%.*s: %.*s", STR(names[i]), STR(x.why));
        refused += x.why.n > 0;
        const struct intake_layout *l = x.table ? intake_layout(x.table) : NULL;
        exchanged += l && l->at[PAY_TYPE].how == INTAKE_BY_CONTENT &&
                     l->at[PAY_AREA].how == INTAKE_BY_CONTENT;
        read += x.result.good * 20 >= x.result.rows * 19 && x.result.good > 0;
    }
    assert_int_equal(read, 61);
    assert_int_equal(refused, 2);
    assert_int_equal(exchanged, 8);
}

/* What stands in a refused file can still be had, by saying what is to be done about it. */
static void test_refused_layouts_with_a_map(void **state)
{
    static const struct {
        const char *file, *map;
        uint32_t good, rejected;
    } files[] = {
        {"23_SWL_SWL_01_-_April.pdf.csv", "date:=2020-04-30", 1287, 11}, /* 11 amounts as ###### */
        {"59_SEL_SEL_10_-_January.pdf.csv", "supplier=none,date:=2021-01-31", 399, 0},
    };
    (void)state;
    need_files();
    for (int i = 0; i < 2; i++) {
        struct str text = text_of(str_fmt(&arena, FOLDER "/layouts/%s", files[i].file));
        struct taken x = take(&arena, text, &(struct intake_hints){.map = str_of(files[i].map)});
        if (x.why.n || x.result.good != files[i].good || x.result.rejected != files[i].rejected ||
            x.undated)
            fail_msg("%s: %u good, %u rejected %.*s", files[i].file, x.result.good,
                     x.result.rejected, STR(x.why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expected_totals),
        cmocka_unit_test(test_days_of_redbridge),
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_refused_layouts_with_a_map),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
