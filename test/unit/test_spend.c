/* Spending: the lexicon, the rules as text, what a row counts as, totals and what is read off them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "spend/compare.h"
#include "spend/labels.h"
#include "spend/suppliers.h"
#include "support/handbook.h"
#include "support/sorter.h"

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

/* ---- the lexicon --------------------------------------------------------------------------- */

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

/* ---- the rules: cases an expert can read --------------------------------------------------- */

static struct spend_rules *rules_of(struct str text)
{
    struct findings *f = findings_new(&arena);
    const struct node *file = read_text(f, S("spending.remit"), text);
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

/* ---- names, organisations, rates ----------------------------------------------------------- */

static void test_names_by_words(void **state)
{
    (void)state;
    static const struct {
        const char *name, *words;
        bool has;
    } cases[] = {{"ST GEORGE'S UNIVERSITY HOSPITALS NHS FT", "st georges", true},
                 {"ST GEORGE'S UNIVERSITY HOSPITALS NHS FT", "foundation george", true},
                 {"Marks & Co Limited", "and ltd", true},
                 {"Barts Health NHS Trust", "health bart", true},
                 {"Barts Health NHS Trust", "barts free", false},
                 {"Barts Health NHS Trust", "", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (spend_name_has(&arena, str_of(cases[i].name), spend_name_normal(&arena, str_of(cases[i].words))) != cases[i].has)
            fail_msg("%s: %s", cases[i].name, cases[i].words);
}

static void test_names(void **state)
{
    (void)state;
    struct str rest = file_text(&arena, S("test/cases/spend/names.txt")), c[MOST_CELLS];
    while (next_case(&rest, c))
        assert_string_equal(str_z(&arena, spend_name_normal(&arena, c[0])), str_z(&arena, c[1]));
}

static struct spend_bodies *built_in_bodies(void)
{
    struct findings *f = findings_new(&arena);
    const struct node *file =
        read_text(f, S("organisations.remit"), built_in_law("organisations.remit"));
    struct spend_bodies *b = spend_bodies_link(f, &file, 1);
    assert_int_equal(f->list.n, 0);
    return b;
}

static void test_matches(void **state)
{
    (void)state;
    static const char *const words[] = {"none", "exact", "normalised", "code"};
    struct spend_bodies *b = built_in_bodies();
    struct str rest = file_text(&arena, S("test/cases/spend/matches.txt")), c[MOST_CELLS];
    while (next_case(&rest, c)) {
        struct spend_matched m = spend_match_name(&arena, b, c[0]);
        struct str code = m.body == MAP_NONE ? S("") : b->at.at[m.body].code;
        if (!str_eq(c[1], str_of(words[m.how])) || !str_eq(c[2], code))
            fail_msg("%s: %s %s", str_z(&arena, c[0]), words[m.how], str_z(&arena, code));
        assert_true(m.evidence.n > 0);
    }
}

static void test_a_name_of_two_matches_neither(void **state)
{
    (void)state;
    struct findings *f = findings_new(&arena);
    const struct node *file = read_text(f, S("o"),
                                        S("organisation A1 \"St Mary's Trust\" as nhs-trust\n"
                                          "organisation B2 \"St Marys Trust\" as nhs-trust\n"));
    struct spend_bodies *b = spend_bodies_link(f, &file, 1);
    assert_int_equal(spend_match_name(&arena, b, S("ST MARYS TRUST")).body, MAP_NONE);
    assert_int_equal(spend_match_name(&arena, b, S("St Mary's Trust")).body, 0);
    assert_int_equal(spend_match_name(&arena, b, S("St Marys Trust")).body, 1);
}

static void test_rates(void **state)
{
    (void)state;
    struct str rest = file_text(&arena, S("test/cases/spend/rates.txt")), c[MOST_CELLS];
    while (next_case(&rest, c)) {
        int64_t rate = 0;
        struct str text = {0};
        bool found = spend_rate_in(c[0], &rate, &text);
        struct str said = found ? str_fmt(&arena, "%lld", (long long)rate) : S("none");
        assert_string_equal(str_z(&arena, said), str_z(&arena, c[1]));
        if (found)
            assert_string_equal(str_z(&arena, text), str_z(&arena, c[2]));
    }
}

/* ---- rows ---------------------------------------------------------------------------------- */

typedef VEC(struct spend_row) row_list;

static void add_row(row_list *rows, struct lexicon *x, const char *organisation, const char *on,
                    const char *type, const char *area, const char *supplier, pence amount)
{
    struct spend_row r = {.on = DATE_MIN, .amount = amount, .line = rows->n + 1};
    r.words[WORD_ORGANISATION] = lexicon_put(x, WORD_ORGANISATION, str_of(organisation));
    r.words[WORD_TYPE] = lexicon_put(x, WORD_TYPE, str_of(type));
    r.words[WORD_AREA] = lexicon_put(x, WORD_AREA, str_of(area));
    r.words[WORD_SUPPLIER] = lexicon_put(x, WORD_SUPPLIER, str_of(supplier));
    if (on[0])
        assert_true(date_parse(str_of(on), &r.on));
    *vec_push(&arena, rows) = r;
}

/* The rows as a block: columns of their own. */
static struct spend_block block_of(const struct spend_row *rows, uint32_t n)
{
    struct spend_block b = {.n = n};
    uint32_t *words[SPEND_WORDS], *line = NEW_ARRAY(&arena, uint32_t, n + 1);
    date *on = NEW_ARRAY(&arena, date, n + 1);
    pence *amount = NEW_ARRAY(&arena, pence, n + 1);
    struct str *reference = NEW_ARRAY(&arena, struct str, n + 1);
    struct str *description = NEW_ARRAY(&arena, struct str, n + 1);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        b.words[w] = words[w] = NEW_ARRAY(&arena, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        for (unsigned w = 0; w < SPEND_WORDS; w++)
            words[w][i] = rows[i].words[w];
        on[i] = rows[i].on, amount[i] = rows[i].amount, line[i] = rows[i].line;
        reference[i] = rows[i].reference, description[i] = rows[i].description;
    }
    b.on = on, b.amount = amount, b.line = line;
    b.reference = reference, b.description = description;
    return b;
}

enum { BY_ALL = 2 * SPEND_BY_MONTH - 1 };

static struct spend_sums sums_of(const row_list *rows, unsigned by)
{
    struct spend_sums s;
    struct spend_block b = block_of(rows->at, rows->n);
    spend_sums_init(&s, &arena, by);
    assert_true(spend_sums_add(&s, &b));
    return s;
}

static void test_months(void **state)
{
    (void)state;
    static const struct {
        const char *iso, *text;
    } rows[] = {{"2022-07", "July 2022"}, {"2023-03", "March 2023"}, {"1999-12", "December 1999"}};
    for (unsigned i = 0; i < 3; i++) {
        spend_month m = spend_month_parse(str_of(rows[i].iso));
        assert_str(spend_month_text(&arena, m), rows[i].text);
        assert_str(spend_month_iso(&arena, m), rows[i].iso);
        assert_int_equal(spend_month_of(date_of(m / 12, m % 12 + 1, 17)), m);
    }
    assert_int_equal(spend_month_parse(S("2022-13")), SPEND_NO_MONTH);
    assert_int_equal(spend_month_parse(S("2022-7")), SPEND_NO_MONTH);
    assert_int_equal(spend_month_of(DATE_MIN), SPEND_NO_MONTH);
    assert_str(spend_month_text(&arena, SPEND_NO_MONTH), "date not given");
}

static void test_a_sum_beyond_64_bits_is_an_error(void **state)
{
    (void)state;
    struct lexicon x;
    lexicon_init(&x, &arena);
    row_list rows = {0};
    add_row(&rows, &x, "A", "", "t", "a", "s", INT64_MAX);
    add_row(&rows, &x, "A", "", "t", "a", "s", 1);
    struct spend_sums s, more;
    struct spend_block b = block_of(rows.at, 2), first = block_of(rows.at, 1);
    spend_sums_init(&s, &arena, SPEND_BY_WORD(WORD_TYPE));
    spend_sums_init(&more, &arena, SPEND_BY_WORD(WORD_TYPE));
    assert_false(spend_sums_add(&s, &b));
    assert_true(s.too_large);
    assert_false(spend_sums_add(&s, &first));
    assert_true(spend_sums_add(&more, &first));
    assert_false(spend_sums_merge(&more, &more, NULL));
}

/* ---- shares, groups ------------------------------------------------------------------------ */

static void test_shares_sum_to_the_whole(void **state)
{
    (void)state;
    struct chance c = chance_new(5);
    int64_t out[20];
    pence third[] = {1, 1, 1}, negative[] = {-50, 150}, none[] = {5, -5};
    assert_true(spend_shares(&arena, third, 3, 1000, out));
    assert_int_equal(out[0], 334);
    assert_int_equal(out[1], 333);
    assert_int_equal(out[2], 333);
    assert_true(spend_shares(&arena, negative, 2, 1000, out));
    assert_int_equal(out[0], -500);
    assert_int_equal(out[1], 1500);
    assert_false(spend_shares(&arena, none, 2, 1000, out));
    for (unsigned i = 0; i < rounds(2000); i++) {
        pence parts[20], whole = 0;
        uint32_t n = 1 + chance_below(&c, 20);
        for (uint32_t k = 0; k < n; k++)
            whole += parts[k] = (pence)chance_below(&c, 1000000) - 100000;
        bool there = spend_shares(&arena, parts, n, 10000, out);
        assert_int_equal(there, whole > 0);
        int64_t sum = 0;
        for (uint32_t k = 0; there && k < n; k++) {
            sum += out[k];
            int64_t exact = parts[k] * 10000, off = out[k] * whole - exact; /* under one unit */
            assert_true(off < whole && off > -whole);
        }
        assert_int_equal(there ? sum : 0, there ? 10000 : 0);
    }
}

/* Sizes of the groups of 1 to n: "8 7 8 7 7" */
static struct str sizes(uint32_t n, uint32_t groups, enum spend_cut cut)
{
    pence *values = NEW_ARRAY(&arena, pence, n);
    uint32_t *group = NEW_ARRAY(&arena, uint32_t, n), *size = NEW_ARRAY(&arena, uint32_t, groups);
    struct buf b = buf_new(&arena);
    for (uint32_t i = 0; i < n; i++)
        values[i] = 100 * ((i * 7) % n) + 3; /* in some order; n and 7 have no common factor here */
    spend_quantiles(&arena, values, n, groups, cut, group);
    for (uint32_t i = 0; i < n; i++)
        size[group[i]]++;
    for (uint32_t i = 0; i < groups; i++)
        buf_fmt(&b, "%s%u", i ? " " : "", size[i]);
    return buf_str(&b);
}

static void test_groups_of_37_boards(void **state)
{
    (void)state;
    assert_str(sizes(37, 5, SPEND_XTILE), "8 7 8 7 7");
    assert_str(sizes(37, 5, SPEND_QCUT), "8 7 7 7 8");
    assert_str(sizes(42, 5, SPEND_XTILE), "14 7 7 7 7"); /* seven of each value: never parted */
    assert_str(sizes(40, 5, SPEND_XTILE), "8 8 8 8 8");
    assert_str(sizes(40, 5, SPEND_QCUT), "8 8 8 8 8");
    assert_str(sizes(3, 5, SPEND_XTILE), "1 1 0 1 0");
    assert_str(sizes(1, 5, SPEND_XTILE), "1 0 0 0 0");
    assert_str(sizes(1, 5, SPEND_QCUT), "1 0 0 0 0");
}

static void test_outliers(void **state)
{
    (void)state;
    struct spend_outliers o;
    pence values[] = {100, 102, 98, 101, 99, 100, 400, 103, 97, -200};
    spend_find_outliers(&arena, values, 10, &o);
    assert_int_equal(o.median, 100);
    assert_int_equal(o.spread, 2);
    assert_int_equal(o.at.n, 2);
    assert_int_equal(o.at.at[0].of, 6);
    assert_int_equal(o.at.at[0].score, 10117); /* 0.6745 * 300 / 2 = 101.17 */
    assert_int_equal(o.at.at[1].of, 9);
    assert_int_equal(o.at.at[1].score, -10117);
    pence equal[] = {5, 5, 5, 5, 5, 5, 5, 95};
    spend_find_outliers(&arena, equal, 8, &o);
    assert_true(o.mean);
    assert_int_equal(o.spread, 11); /* 90 / 8 */
    assert_int_equal(o.at.n, 1);
    spend_find_outliers(&arena, values, 4, &o);
    assert_true(o.too_few);
    spend_find_outliers(&arena, equal, 7, &o);
    assert_int_equal(o.at.n, 0);
}

/* ---- shifts, gaps, labels, sides ----------------------------------------------------------- */

static struct spend_only_list all_months(void)
{
    return (struct spend_only_list){.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
}

static struct spend_axis axis(const struct spend_rules *r, const char *name)
{
    struct spend_axis x = {SPEND_AXIS_NONE, 0};
    if (name[0])
        assert_true(spend_axis_named(r, str_of(name), &x));
    return x;
}

static struct spend_table table_of(const struct spend_sums *s, struct spend_sorter *sorter,
                                   const struct lexicon *x, const char *down, const char *across,
                                   const struct spend_only_list *only)
{
    const struct spend_rules *r = spend_sorter_rules(sorter);
    struct spend_table t;
    struct str why = {0};
    if (!spend_tabulate(&arena, s, sorter, x, axis(r, down), axis(r, across), only, &t, &why))
        fail_msg("%s", str_z(&arena, why));
    return t;
}

static void test_a_shift_from_acute_to_community(void **state)
{
    (void)state;
    struct lexicon x;
    row_list rows = {0};
    lexicon_init(&x, &arena);
    add_row(&rows, &x, "A", "2022-07-31", "Hcare Srv Rec NHS Trust", "ACUTE", "s", 7000);
    add_row(&rows, &x, "A", "2022-07-31", "Rent", "COMMUNITY", "s", 3000);
    add_row(&rows, &x, "A", "2023-07-31", "Hcare Srv Rec NHS Trust", "ACUTE", "s", 12000);
    add_row(&rows, &x, "A", "2023-07-31", "Rent", "COMMUNITY", "s", 8000);
    struct spend_sums s = sums_of(&rows, BY_ALL);
    struct spend_sorter *sorter = spend_sorter_new(&arena, built_in_rules(), NULL, &x);
    struct spend_only_list before = all_months(), after = all_months();
    before.until = spend_month_parse(S("2022-12"));
    after.from = spend_month_parse(S("2023-01"));
    struct spend_table t0 = table_of(&s, sorter, &x, "area", "", &before);
    struct spend_table t1 = table_of(&s, sorter, &x, "area", "", &after);
    struct spend_shifts shifts;
    assert_true(spend_compare(&arena, &t0, &t1, &shifts));
    assert_true(shifts.shares);
    pence moved = 0;
    for (uint32_t i = 0; i < shifts.at.n; i++) {
        const struct spend_shift *f = &shifts.at.at[i];
        moved += f->moved;
        if (str_eq(f->label.name, S("acute"))) {
            assert_int_equal(f->points, -1000); /* 70% to 60%: ten points */
            assert_int_equal(f->moved, -2000);  /* 12,000 less 70% of 20,000 */
        } else if (str_eq(f->label.name, S("community"))) {
            assert_int_equal(f->points, 1000);
            assert_int_equal(f->moved, 2000);
        } else {
            assert_int_equal(f->moved, 0);
        }
    }
    assert_int_equal(moved, 0);
}

/* The five boards that the research dropped, and one that it kept (section 6.3.2). */
static void test_the_boards_that_were_dropped(void **state)
{
    (void)state;
    struct lexicon x;
    row_list rows = {0};
    lexicon_init(&x, &arena);
    for (int m = 0; m < 9; m++) {
        const char *on =
            str_z(&arena, date_iso(&arena, date_of(2022 + (m + 6) / 12, (m + 6) % 12 + 1, 28)));
        add_row(&rows, &x, "Kept", on, "Rent", "ESTATES", "s", 100);
        add_row(&rows, &x, "Kent and Medway", on, "", "ESTATES", "s", 100);
        add_row(&rows, &x, "South East London", on, "Rent", m == 3 ? "" : "ESTATES", "s", 100);
        if (m)
            add_row(&rows, &x, "Staffordshire", on, "Rent", "ESTATES", "s", 100);
    }
    add_row(&rows, &x, "Leicester", "2023-06-30", "Rent", "ESTATES", "s", 100);
    struct str expected[] = {S("North East London"), S("Kept")};
    struct spend_sums s = sums_of(&rows, BY_ALL);
    struct spend_completeness c;
    struct str why;
    assert_true(spend_check_complete(&arena, &s, &x, spend_month_parse(S("2022-07")),
                                     spend_month_parse(S("2023-03")), expected, 2, &c, &why));
    struct buf b = buf_new(&arena);
    for (uint32_t i = 0; i < c.at.n; i++)
        buf_fmt(&b, "%.*s: %.*s\n", STR(c.at.at[i].name), STR(c.at.at[i].reason));
    assert_str(buf_str(&b),
               "Kent and Medway: 9 of 9 rows have no expense type or no expense area\n"
               "Kept: \n"
               "Leicester: no payments from July 2022 to March 2023; they begin in June 2023\n"
               "North East London: no payments from July 2022 to March 2023\n"
               "South East London: 1 of 9 rows have no expense type or no expense area\n"
               "Staffordshire: no payments in July 2022; they begin in August 2022\n");
    assert_int_equal(c.complete, 1);
}

static pence pounds(struct str s)
{
    pence p;
    assert_true(money_parse(s, &p));
    return p;
}

static void test_homerton_charges_other_rates_than_it_names(void **state)
{
    (void)state;
    struct lexicon x;
    row_list rows = {0};
    struct str rest = file_text(&arena, S("test/cases/spend/homerton.txt")), c[MOST_CELLS];
    lexicon_init(&x, &arena);
    while (next_case(&rest, c))
        for (int base = 0; base < 2; base++) {
            add_row(&rows, &x, "NHS Barking And Dagenham CCG", "2020-07-31", "t", "a", "HOMERTON",
                    pounds(c[base ? 1 : 2]));
            rows.at[rows.n - 1].reference = c[0];
            rows.at[rows.n - 1].description =
                base ? S("PERF 19/20 - Excl CQUIN")
                     : str_fmt(&arena, "PERF 19/20 - %.*s CQUIN", STR(c[3]));
        }
    struct spend_labels l;
    spend_labels_init(&l, &arena);
    for (uint32_t i = 0; i < rows.n; i++)
        spend_labels_find(&l, &rows.at[i]);
    for (uint32_t i = 0; i < rows.n; i++)
        spend_labels_collect(&l, &rows.at[i]);
    spend_labels_finish(&l);
    assert_int_equal(l.at.n, 11);
    assert_int_equal(l.against, 2);
    rest = file_text(&arena, S("test/cases/spend/homerton.txt"));
    for (uint32_t i = 0; next_case(&rest, c); i++) {
        const struct spend_labelled *y = &l.at.at[i];
        assert_true(str_eq(y->rate_text, c[3]));
        assert_true(str_eq(str_fmt(&arena, "%lld", (long long)y->charged), c[4]));
        assert_true(str_eq(y->contradicts ? S("yes") : S("no"), c[5]));
    }
    assert_int_equal(l.series.n, 1);
    assert_int_equal(l.series.at[0].least, 6250);
    assert_int_equal(l.series.at[0].most, 12500);
    assert_int_equal(l.series.at[0].amount, 1395096);
    assert_int_equal(l.series.at[0].amount - l.series.at[0].at_least_rate, 697547); /* £6,975 */
}

static void test_trusts_of_the_system_and_of_others(void **state)
{
    (void)state;
    static const struct {
        const char *supplier;
        enum spend_side side;
    } cases[] = {
        {"BARTS HEALTH NHS TRUST", SPEND_TRUST_INSIDE},
        {"ROYAL FREE LONDON NHS FOUNDATION TRUST", SPEND_TRUST_OUTSIDE},
        {"FARAWAY NHS TRUST", SPEND_TRUST_UNPLACED},
        {"RICHARD HOUSE TRUST", SPEND_NOT_NHS},
        {"NHS REDBRIDGE CCG", SPEND_NHS_OTHER},
        {"KCOM GROUP PLC", SPEND_NOT_NHS},
    };
    struct spend_bodies *b = built_in_bodies();
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct lexicon x;
        row_list rows = {0};
        struct spend_sides sides;
        lexicon_init(&x, &arena);
        add_row(&rows, &x, "NHS Barking And Dagenham CCG", "", "t", "a", cases[i].supplier, 500);
        struct spend_sums s = sums_of(&rows, BY_ALL);
        const struct spend_sider *sider = spend_sider_new(&arena, &x, b, S(""));
        assert_true(spend_where(&s, sider, &sides));
        assert_int_equal(spend_side_of(sider, s.at.at[0].words[WORD_ORGANISATION],
                                       s.at.at[0].words[WORD_SUPPLIER]),
                         cases[i].side);
        assert_int_equal(sides.at[cases[i].side].total, 500);
        assert_int_equal(sides.whole.total, 500);
    }
}

/* Of England: 42 boards, each with a trust that is still there. */
static void test_every_board_has_trusts(void **state)
{
    (void)state;
    const struct spend_bodies *b = built_in_bodies();
    uint32_t boards = 0, trusts = 0;
    for (uint32_t i = 0; i < b->at.n; i++) {
        bool found = false;
        trusts += str_ends(b->at.at[i].kind, S("trust"));
        if (!str_eq(b->at.at[i].kind, S("icb")))
            continue;
        for (uint32_t k = 0; k < b->at.n && !found; k++)
            found = str_ends(b->at.at[k].kind, S("trust")) &&
                    str_eq(b->at.at[k].system, b->at.at[i].code);
        if (!found)
            fail_msg("%.*s has no trust", STR(b->at.at[i].code));
        boards++;
    }
    assert_int_equal(boards, 42);
    assert_int_equal(trusts, 237);
}

static void test_every_group_belongs_to_a_board(void **state)
{
    (void)state;
    const struct spend_bodies *b = built_in_bodies();
    uint32_t groups = 0;
    for (uint32_t i = 0; i < b->at.n; i++) {
        bool found = false;
        if (!str_eq(b->at.at[i].kind, S("ccg")))
            continue;
        for (uint32_t k = 0; k < b->at.n && !found; k++)
            found = str_eq(b->at.at[k].kind, S("icb")) &&
                    str_eq(b->at.at[k].code, b->at.at[i].system);
        if (!found)
            fail_msg("%.*s is of no board", STR(b->at.at[i].code));
        groups++;
    }
    assert_int_equal(groups, 248);
}

/* ---- properties ---------------------------------------------------------------------------- */

/* A rule file made up of few short keywords, so that they often meet. */
static struct str made_up_text(struct chance *c)
{
    static const char *const pieces[] = {"Ac", "aC", "GP", " ", "-", "TRUST", "mental", "x", "Ã©"};
    struct buf b = buf_new(&arena);
    for (uint32_t n = 1 + chance_below(c, 4); n; n--)
        buf_z(&b, pieces[chance_below(c, 9)]);
    return buf_str(&b);
}

static void put_made_up(struct buf *b, const char *before, struct chance *c)
{
    struct str text = made_up_text(c);
    buf_fmt(b, "%s\"%.*s\"", before, STR(text));
}

static void made_up_condition(struct buf *b, struct chance *c)
{
    buf_fmt(b, "%s %s", chance_below(c, 2) ? "expense-type" : "expense-area",
            chance_below(c, 4) ? "contains" : "is");
    put_made_up(b, " ", c);
    if (chance_below(c, 2))
        put_made_up(b, ", ", c);
}

static struct str made_up_rules(struct chance *c)
{
    struct buf b = buf_new(&arena);
    buf_z(
        &b,
        "spending s \"S\"\nsetting letter-case is exact or folded\nsetting precedence is first or "
        "last\nsetting keywords is inside or whole-words\nsetting w is a or b, c\n");
    for (unsigned k = 0; k < 3; k++) {
        buf_fmt(&b, "classification c%u \"C\"%s {\n", k,
                chance_below(c, 3) ? "" : " letter-case folded");
        for (unsigned q = 0; q < 3; q++) {
            buf_fmt(&b, "category d%u \"D\"%s {\n", q, chance_below(c, 5) ? "" : " when w is b, c");
            for (uint32_t n = 1 + chance_below(c, 2); n; n--) {
                bool in = k && !chance_below(c, 4);
                if (in)
                    buf_fmt(&b, "in c%u d%u", chance_below(c, k), chance_below(c, 3));
                else
                    made_up_condition(&b, c);
                if (!in && !chance_below(c, 3))
                    put_made_up(&b, " but not ", c);
                for (const char *with = " along with "; !chance_below(c, 3); with = " or with ") {
                    buf_z(&b, with);
                    if (k && !chance_below(c, 3))
                        buf_fmt(&b, "c%u d%u, other", chance_below(c, k), chance_below(c, 3));
                    else
                        made_up_condition(&b, c);
                }
                if (!chance_below(c, 3))
                    buf_fmt(&b, " when w is %s", chance_below(c, 2) ? "a" : "b, c");
                buf_z(&b, "\n");
            }
            buf_z(&b, "}\n");
        }
        buf_z(&b, "otherwise other \"O\"\n}\n");
    }
    return buf_str(&b);
}

static void test_sorting_agrees_with_the_slow_way(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < rounds(400); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(seed);
        struct spend_rules *r = rules_of(made_up_rules(&c));
        struct lexicon x;
        uint32_t choices[4], fast[3], slow[3];
        lexicon_init(&x, &arena);
        for (unsigned i = 0; i < 4; i++)
            choices[i] = chance_below(&c, r->settings.at[i].choices.n);
        struct spend_sorter *s = spend_sorter_new(&arena, r, choices, &x);
        for (unsigned i = 0; i < 60; i++) {
            struct str type = made_up_text(&c),
                       area = chance_below(&c, 9) ? made_up_text(&c) : S("");
            uint32_t t = lexicon_put(&x, WORD_TYPE, type), a = lexicon_put(&x, WORD_AREA, area);
            spend_sort(s, t, a, fast);
            slow_sort(r, choices, type, area, slow);
            for (unsigned k = 0; k < 3; k++) {
                spend_reasons why = {0};
                uint32_t wins = MAP_NONE;
                assert_int_equal(fast[k], slow[k]);
                spend_why(s, t, a, k, &why);
                for (uint32_t q = 0; q < why.n; q++)
                    if (why.at[q].wins) {
                        assert_int_equal(wins, MAP_NONE);
                        wins = why.at[q].category;
                    }
                assert_int_equal(wins, fast[k]);
            }
        }
        arena_rewind(&arena, mark);
    }
}

static void made_up_rows(struct chance *c, struct lexicon *x, row_list *rows)
{
    static const char *const organisations[] = {"A", "B", "C"};
    for (uint32_t n = chance_below(c, 200); n; n--) {
        struct str type = made_up_text(c), area = made_up_text(c), supplier = made_up_text(c);
        add_row(rows, x, organisations[chance_below(c, 3)], "", str_z(&arena, type),
                str_z(&arena, area), str_z(&arena, supplier),
                (pence)chance_below(c, 1000000) - 200000);
        if (chance_below(c, 20))
            rows->at[rows->n - 1].on = date_of(2020, 4, 1) + (date)chance_below(c, 800);
    }
}

/* All sums, one a line, in an order that their contents give. */
static int by_content(const void *a, const void *b)
{
    const struct spend_sum *x = a, *y = b;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        if (x->words[w] != y->words[w])
            return x->words[w] < y->words[w] ? -1 : 1;
    return (x->month > y->month) - (x->month < y->month);
}

static void assert_same_sums(struct spend_sums *a, struct spend_sums *b)
{
    assert_int_equal(a->at.n, b->at.n);
    if (!a->at.n)
        return;
    qsort(a->at.at, a->at.n, sizeof a->at.at[0], by_content);
    qsort(b->at.at, b->at.n, sizeof b->at.at[0], by_content);
    for (uint32_t i = 0; i < a->at.n; i++) {
        const struct spend_sum *x = &a->at.at[i], *y = &b->at.at[i];
        assert_int_equal(by_content(x, y), 0);
        assert_int_equal(x->rows, y->rows);
        assert_int_equal(x->total, y->total);
        assert_int_equal(x->credits, y->credits);
        assert_int_equal(x->credit_rows, y->credit_rows);
    }
}

static void shuffle(row_list *rows, struct chance *c)
{
    for (uint32_t i = rows->n; i > 1; i--) {
        uint32_t k = chance_below(c, i);
        struct spend_row kept = rows->at[k];
        rows->at[k] = rows->at[i - 1];
        rows->at[i - 1] = kept;
    }
}

/* Whatever the order of the rows, the pieces that they come in and who numbers their texts. */
static void test_order_and_pieces_change_no_sum(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < rounds(200); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(seed);
        struct lexicon x, other;
        row_list rows = {0};
        lexicon_init(&x, &arena);
        lexicon_init(&other, &arena);
        made_up_rows(&c, &x, &rows);
        unsigned by = chance_below(&c, BY_ALL + 1);
        struct spend_sums whole = sums_of(&rows, by), merged, part;
        spend_sums_init(&merged, &arena, by);
        shuffle(&rows, &c);
        for (uint32_t at = 0; at < rows.n;) {
            uint32_t n = 1 + chance_below(&c, rows.n - at), *back[SPEND_WORDS];
            lexicon_init(&other, &arena);
            for (uint32_t i = at; i < at + n; i++)
                for (unsigned w = 0; w < SPEND_WORDS; w++)
                    rows.at[i].words[w] =
                        lexicon_put(&other, w, lexicon_text(&x, w, rows.at[i].words[w]));
            for (unsigned w = 0; w < SPEND_WORDS; w++) {
                back[w] = NEW_ARRAY(&arena, uint32_t, lexicon_count(&other, w));
                for (uint32_t i = 0; i < lexicon_count(&other, w); i++)
                    back[w][i] = lexicon_find(&x, w, lexicon_text(&other, w, i));
            }
            struct spend_block b = block_of(rows.at + at, n);
            spend_sums_init(&part, &arena, by);
            assert_true(spend_sums_add(&part, &b));
            assert_true(spend_sums_merge(&merged, &part, back));
            at += n;
        }
        assert_same_sums(&whole, &merged);
        arena_rewind(&arena, mark);
    }
}

/* The parts of every table sum to its whole, and every table of the same rows has the same whole.
 */
static void test_tables_sum_to_their_whole(void **state)
{
    (void)state;
    static const char *const axes[] = {"purchase",     "area",     "mechanism",
                                       "organisation", "supplier", "expense-type",
                                       "month",        "year",     ""};
    struct spend_rules *r = built_in_rules();
    for (uint64_t seed = 0; seed < rounds(60); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(seed);
        struct lexicon x;
        row_list rows = {0};
        pence whole = 0;
        lexicon_init(&x, &arena);
        made_up_rows(&c, &x, &rows);
        for (uint32_t i = 0; i < rows.n; i++)
            whole += rows.at[i].amount;
        struct spend_sums s = sums_of(&rows, BY_ALL);
        struct spend_sorter *sorter = spend_sorter_new(&arena, r, NULL, &x);
        struct spend_table t =
            table_of(&s, sorter, &x, axes[chance_below(&c, 8)], axes[chance_below(&c, 9)], NULL);
        struct spend_cell all = {0}, down = {0}, across = {0};
        for (uint32_t i = 0; i < t.rows.n; i++) {
            struct spend_cell row = {0};
            for (uint32_t k = 0; k < t.columns.n; k++) {
                row.total += t.cells[i * t.columns.n + k].total;
                row.rows += t.cells[i * t.columns.n + k].rows;
            }
            assert_int_equal(row.total, t.row_sums[i].total);
            assert_int_equal(row.rows, t.row_sums[i].rows);
            all.total += row.total;
            down.rows += row.rows;
        }
        for (uint32_t k = 0; k < t.columns.n; k++)
            across.total += t.column_sums[k].total;
        assert_int_equal(all.total, whole);
        assert_int_equal(across.total, whole);
        assert_int_equal(t.whole.total, whole);
        assert_int_equal(down.rows, rows.n);
        spend_table_by_size(&arena, &t);
        for (uint32_t i = 1; i < t.rows.n; i++)
            assert_true(t.row_sums[i - 1].total >= t.row_sums[i].total);
        arena_rewind(&arena, mark);
    }
}

/* The sums that are chosen by what a cell stands for add up to the cell, and need be kept by
 * nothing more for that. */
static void test_what_is_behind_a_cell_adds_up_to_it(void **state)
{
    (void)state;
    static const char *const axes[] = {"purchase", "area",  "organisation",
                                       "supplier", "month", "year"};
    struct spend_rules *r = built_in_rules();
    for (uint64_t seed = 0; seed < rounds(30); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(seed);
        struct lexicon x;
        row_list rows = {0};
        lexicon_init(&x, &arena);
        made_up_rows(&c, &x, &rows);
        struct spend_sums s = sums_of(&rows, BY_ALL), chosen;
        struct spend_sorter *sorter = spend_sorter_new(&arena, r, NULL, &x);
        struct spend_table t =
            table_of(&s, sorter, &x, axes[chance_below(&c, 6)], axes[chance_below(&c, 6)], NULL);
        for (uint32_t i = 0; i < t.rows.n * t.columns.n; i++) {
            struct arena_mark cell = arena_mark(&arena); /* sums have room for many */
            struct spend_only_list only = {.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
            *vec_push(&arena, &only.at) =
                (struct spend_only){t.down, t.rows.at[i / t.columns.n].key};
            *vec_push(&arena, &only.at) =
                (struct spend_only){t.across, t.columns.at[i % t.columns.n].key};
            assert_true(spend_sums_choose(&chosen, &arena, 0, &s, sorter, &only));
            assert_int_equal(chosen.at.n, t.cells[i].rows > 0);
            if (chosen.at.n) {
                assert_int_equal(chosen.at.at[0].rows, t.cells[i].rows);
                assert_int_equal(chosen.at.at[0].total, t.cells[i].total);
                assert_int_equal(chosen.at.at[0].credits, t.cells[i].credits);
            }
            arena_rewind(&arena, cell);
        }
        arena_rewind(&arena, mark);
    }
}

/* What a choice moves is the difference of the tables before and after. */
static void test_effects_are_differences_of_tables(void **state)
{
    (void)state;
    struct spend_rules *r = built_in_rules();
    for (uint64_t seed = 0; seed < rounds(60); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(seed);
        struct lexicon x;
        row_list rows = {0};
        lexicon_init(&x, &arena);
        made_up_rows(&c, &x, &rows);
        struct spend_sums s = sums_of(&rows, BY_ALL);
        uint32_t *choices = NEW_ARRAY(&arena, uint32_t, r->settings.n);
        uint32_t k = chance_below(&c, r->settings.n);
        choices[k] = chance_below(&c, r->settings.at[k].choices.n);
        struct spend_sorter *before = spend_sorter_new(&arena, r, NULL, &x);
        struct spend_sorter *after = spend_sorter_new(&arena, r, choices, &x);
        struct spend_table t0 = table_of(&s, before, &x, "area", "", NULL);
        struct spend_table t1 = table_of(&s, after, &x, "area", "", NULL);
        spend_moves moves = {0};
        uint32_t area = spend_rules_classification(r, S("area"));
        assert_true(spend_effect(&arena, &s, before, after, &moves));
        for (uint32_t i = 0; i < t1.rows.n; i++) {
            pence moved = 0;
            for (uint32_t q = 0; q < moves.n; q++) {
                const struct spend_move *m = &moves.at[q];
                moved += m->classification == area && m->to == t1.rows.at[i].key ? m->total : 0;
                moved -= m->classification == area && m->from == t1.rows.at[i].key ? m->total : 0;
            }
            assert_int_equal(t1.row_sums[i].total - t0.row_sums[i].total, moved);
        }
        arena_rewind(&arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_have_one_number),
        cmocka_unit_test(test_tables_12_and_13),
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_finer_classifications),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_by_words),
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_a_name_of_two_matches_neither),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_months),
        cmocka_unit_test(test_a_sum_beyond_64_bits_is_an_error),
        cmocka_unit_test(test_shares_sum_to_the_whole),
        cmocka_unit_test(test_groups_of_37_boards),
        cmocka_unit_test(test_outliers),
        cmocka_unit_test(test_a_shift_from_acute_to_community),
        cmocka_unit_test(test_the_boards_that_were_dropped),
        cmocka_unit_test(test_homerton_charges_other_rates_than_it_names),
        cmocka_unit_test(test_trusts_of_the_system_and_of_others),
        cmocka_unit_test(test_every_board_has_trusts),
        cmocka_unit_test(test_every_group_belongs_to_a_board),
        cmocka_unit_test(test_sorting_agrees_with_the_slow_way),
        cmocka_unit_test(test_order_and_pieces_change_no_sum),
        cmocka_unit_test(test_tables_sum_to_their_whole),
        cmocka_unit_test(test_what_is_behind_a_cell_adds_up_to_it),
        cmocka_unit_test(test_effects_are_differences_of_tables),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
