/* What every room stands on: memory, text, tables, dates, money, files. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ---- memory -------------------------------------------------------------------------------- */

static void test_memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    for (size_t size = 0; size < 300; size++)
        for (size_t align = 1; align <= 16; align *= 2) {
            char *p = arena_alloc(&arena, size, align);
            assert_int_equal((uintptr_t)p % align, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xee, size);
        }
}

static void test_pieces_do_not_overlap(void **state)
{
    (void)state;
    struct chance c = chance_new(1);
    struct piece {
        unsigned char *at;
        size_t n;
    } pieces[500];
    for (unsigned i = 0; i < 500; i++) {
        pieces[i].n = chance_below(&c, i % 50 == 0 ? 200000 : 400);
        pieces[i].at = arena_alloc(&arena, pieces[i].n, 1u << chance_below(&c, 5));
        memset(pieces[i].at, (int)(i & 0xff), pieces[i].n);
    }
    for (unsigned i = 0; i < 500; i++)
        for (size_t k = 0; k < pieces[i].n; k++)
            assert_int_equal(pieces[i].at[k], i & 0xff);
}

static void test_grow_keeps_what_was_there(void **state)
{
    (void)state;
    struct chance c = chance_new(2);
    size_t n = 0;
    unsigned char *p = NULL;
    for (unsigned i = 0; i < 60; i++) {
        size_t more = n + chance_below(&c, 5000) + 1;
        p = arena_grow(&arena, p, n, more, 1);
        for (size_t k = n; k < more; k++)
            assert_int_equal(p[k], 0);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(p[k], k % 251);
        for (size_t k = n; k < more; k++)
            p[k] = (unsigned char)(k % 251);
        n = more;
        if (chance_below(&c, 3) == 0)
            NEW(&arena, int); /* something behind it: it must move */
    }
}

static void test_grow_in_place_takes_only_the_difference(void **state)
{
    (void)state;
    char *p = arena_alloc(&arena, 100, 1);
    size_t used = arena.used_total;
    assert_ptr_equal(arena_grow(&arena, p, 100, 200, 1), p);
    assert_int_equal(arena.used_total, used + 100);
}

static void test_rewind_gives_back(void **state)
{
    (void)state;
    char *kept = arena_alloc(&arena, 10, 1);
    memset(kept, 7, 10);
    struct arena_mark mark = arena_mark(&arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            memset(arena_alloc(&arena, 10000, 1), 9, 10000);
        arena_rewind(&arena, mark);
        assert_int_equal(arena.used_total, mark.used_total);
    }
    for (int i = 0; i < 10; i++)
        assert_int_equal(kept[i], 7);
    char *again = arena_alloc(&arena, 10000, 1); /* used before: must be zero again */
    for (int i = 0; i < 10000; i++)
        assert_int_equal(again[i], 0);
}

static void test_rewind_to_nothing(void **state)
{
    (void)state;
    struct arena_mark mark = arena_mark(&arena);
    NEW_ARRAY(&arena, int, 1000);
    arena_rewind(&arena, mark);
    assert_null(arena.last);
    assert_int_equal(arena.used_total, 0);
    NEW(&arena, int);
}

static void test_cap_is_refused_cleanly(void **state)
{
    (void)state;
    struct arena small;
    jmp_buf here;
    volatile unsigned taken = 0;
    arena_init(&small, 1, &here);
    if (setjmp(here) == 0) {
        for (;; taken++)
            arena_alloc(&small, 1000, 1);
    }
    assert_in_range(taken, 1000, 1048);
    assert_true(small.used_total <= 1 << 20);
    arena_free(&small);
    assert_null(small.last);
}

static void test_size_that_wraps_is_refused(void **state)
{
    (void)state;
    struct arena small;
    jmp_buf here;
    arena_init(&small, 1, &here);
    if (setjmp(here) == 0) {
        arena_alloc(&small, SIZE_MAX - 8, 1);
        fail();
    }
    if (setjmp(here) == 0) {
        arena_grow(&small, NULL, 0, SIZE_MAX, 1);
        fail();
    }
    arena_free(&small);
}

static void test_nth_request_fails(void **state)
{
    (void)state;
    for (unsigned n = 1; n <= 5; n++) {
        struct arena small;
        jmp_buf here;
        volatile unsigned taken = 0;
        arena_init(&small, 64, &here);
        arena_fail_at(n);
        if (setjmp(here) == 0) {
            for (; taken < 100; taken++)
                arena_alloc(&small, 8, 8);
            fail();
        }
        assert_int_equal(taken, n - 1);
        assert_int_equal(arena_requests(), n);
        arena_fail_at(0);
        arena_free(&small);
    }
}

static void test_vec_grows(void **state)
{
    (void)state;
    VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 100000; i++)
        *vec_push(&arena, &v) = i;
    assert_int_equal(v.n, 100000);
    for (uint32_t i = 0; i < v.n; i++)
        assert_int_equal(v.at[i], i);
}

/* What comes from anybody's file is shown on one line and obeyed by no terminal. */
static void test_lines(void **state)
{
    static const struct {
        const char *text, *line;
    } rows[] = {
        {"", ""},
        {"plain \xc2\xa3 text", "plain \xc2\xa3 text"},
        {"two\nlines\r\nand\ttab", "two lines  and tab"},
        {"\x1b[2Jgone", "\xef\xbf\xbd[2Jgone"},
        {"\xe2\x80\xaeturned", "\xef\xbf\xbdturned"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_str(str_line(&arena, str_of(rows[i].text)), rows[i].line);
}

/* ---- text ---------------------------------------------------------------------------------- */

static void test_slices(void **state)
{
    (void)state;
    struct str none = {0}, abc = S("abc");
    assert_true(str_eq(none, S("")));
    assert_true(str_starts(abc, S("ab")) && str_starts(abc, none) && !str_starts(abc, S("abcd")));
    assert_true(str_ends(abc, S("bc")) && str_ends(abc, none) && !str_ends(abc, S("abcd")));
    assert_true(str_eq(str_sub(abc, 1, 2), S("b")));
    assert_int_equal(str_sub(none, 0, 0).n, 0);
    assert_int_equal(str_find(abc, 'c'), 2);
    assert_int_equal(str_find(abc, 'x'), 3);
    assert_int_equal(str_find(none, 'x'), 0);
    assert_int_equal(str_last(S("a.b.c"), '.'), 4);
    assert_int_equal(str_last(abc, '.'), 0);
    assert_int_equal(str_last(none, '.'), 0);
    assert_true(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0);
    assert_true(str_cmp(none, S("")) == 0 && str_cmp(none, abc) < 0);
    assert_true(str_cmp(S("\xc3"), S("a")) > 0); /* bytes, not signed characters */
    assert_true(str_eq_fold(S("ABz"), S("abZ")) && !str_eq_fold(S("@"), S("`")));
    assert_int_equal(str_of(NULL).n, 0);
    assert_str(str_copy(&arena, abc), "abc");
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n, valid, width;
    } rows[] = {
        {"", 0, 0, 0},
        {"abc", 3, 3, 3},
        {"a\0b", 3, 3, 2},
        {"\xc2\xa3", 2, 2, 1},         /* pound sign */
        {"\xe2\x82\xac", 3, 3, 1},     /* euro */
        {"\xf0\x9f\x8f\xa5", 4, 4, 2}, /* hospital: two columns */
        {"\xe6\xbc\xa2", 3, 3, 2},     /* a Han character: two columns */
        {"e\xcc\x81", 3, 3, 1},        /* e and a combining accent */
        {"ab\xff", 3, 2, 3},           /* no such byte */
        {"ab\xc2", 3, 2, 3},           /* cut short */
        {"\xc0\x80", 2, 0, 2},         /* overlong NUL */
        {"\xed\xa0\x80", 3, 0, 3},     /* a surrogate */
        {"\xf4\x90\x80\x80", 4, 0, 4}, /* beyond U+10FFFF */
        {"\xf5\x80\x80\x80", 4, 0, 4},
        {"\x80", 1, 0, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str s = {rows[i].text, rows[i].n};
        assert_int_equal(str_utf8_valid(s), rows[i].valid);
        assert_int_equal(str_width(s), rows[i].width);
    }
}

static void test_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned max, d;
    } rows[] = {
        {"", "", 2, 0},
        {"a", "", 2, 1},
        {"abc", "abc", 2, 0},
        {"abc", "ABC", 2, 0},
        {"until", "unitl", 2, 1},
        {"until", "util", 2, 1},
        {"until", "untill", 2, 1},
        {"until", "entil", 2, 1},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"abcd", "dcba", 9, 3},
        {"ab", "ba", 1, 1},
        {"delegate", "delgeate", 2, 1},
        {"AB", "ba", 2, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(str_distance(str_of(rows[i].a), str_of(rows[i].b), rows[i].max),
                         rows[i].d);
        assert_int_equal(str_distance(str_of(rows[i].b), str_of(rows[i].a), rows[i].max),
                         rows[i].d);
    }
    char lengthy[100] = {0};
    memset(lengthy, 'x', 99);
    assert_int_equal(str_distance(str_of(lengthy), str_of("x"), 3), 4);
    assert_int_equal(str_distance(str_of(lengthy), str_of(lengthy), 3), 4); /* not measured */
}

/* A slow and plain way to the same number, without the swap of neighbours. */
static unsigned plain_distance(struct str a, struct str b)
{
    unsigned d[12][12];
    for (size_t i = 0; i <= a.n; i++)
        for (size_t j = 0; j <= b.n; j++) {
            unsigned best = i ? j ? 99 : (unsigned)i : (unsigned)j;
            if (i && d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (j && d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i && j && d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]) < best)
                best = d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[a.n][b.n];
}

static void test_distance_of_any_words(void **state)
{
    (void)state;
    struct chance c = chance_new(3);
    for (unsigned round = 0; round < rounds(20000); round++) {
        char x[11], y[11];
        struct str a = {x, chance_below(&c, 11)}, b = {y, chance_below(&c, 11)};
        for (int i = 0; i < 11; i++) {
            x[i] = (char)('a' + chance_below(&c, 3));
            y[i] = (char)('a' + chance_below(&c, 3));
        }
        unsigned d = plain_distance(a, b), max = chance_below(&c, 6);
        assert_int_equal(str_distance(a, b, max), d > max ? max + 1 : d);
    }
}

static void test_buf(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    assert_int_equal(buf_str(&b).n, 0);
    buf_put(&b, S(""));
    buf_put(&b, (struct str){0});
    buf_z(&b, "one");
    buf_putc(&b, ' ');
    buf_pad(&b, '-', 3);
    buf_pad(&b, '-', 0);
    buf_fmt(&b, " %d %s", 2, "three");
    assert_str(buf_str(&b), "one --- 2 three");
}

static void test_long_formats_are_whole(void **state)
{
    (void)state;
    char *text = calloc(1, 2001);
    for (int n = 500; n <= 2000; n += 1 + (n > 530) * 200) { /* about the small buffer's end */
        memset(text, 'x', 2000);
        text[n] = 0;
        struct buf b = buf_new(&arena);
        buf_putc(&b, '<');
        buf_fmt(&b, "%s", text);
        buf_putc(&b, '>');
        assert_int_equal(b.n, n + 2);
        assert_int_equal(b.p[n], 'x');
        assert_int_equal(b.p[n + 1], '>');
        assert_int_equal(str_fmt(&arena, "%s", text).n, n);
    }
    free(text);
}

static void test_csv_cells(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"plain", "plain"},
        {"", ""},
        {"a b", "a b"},
        {"a,b", "\"a,b\""},
        {"a \"b\" c", "\"a \"\"b\"\" c\""},
        {"a\nb", "\"a\nb\""},
        {"a\rb", "\"a\rb\""},
        {"\"", "\"\"\"\""},
        /* for a spreadsheet a text, not a formula; what is a number stays one */
        {"=1+1", "'=1+1"},
        {"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
        {"=HYPERLINK(\"a\",\"b\")", "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\""},
        {"+A1", "'+A1"},
        {"-A1", "'-A1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "'\t=1"},
        {"\r=1", "\"'\r=1\""},
        {"-1.50", "-1.50"},
        {"+44", "+44"},
        {"-1,234.5", "\"-1,234.5\""},
        {"-", "-"},
        {"a=1", "a=1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b = buf_new(&arena);
        buf_csv(&b, str_of(rows[i][0]));
        assert_str(buf_str(&b), rows[i][1]);
    }
}

static void test_xml_text(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_xml(&b, S("<a href=\"x\">&'\n\t\x01\x1f\xc2\xa3</a>"));
    assert_str(buf_str(&b), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\n\t\xc2\xa3&lt;/a&gt;");
}

static void test_map(void **state)
{
    (void)state;
    struct map m = {0};
    assert_int_equal(map_get(&m, S("x")), MAP_NONE);
    for (uint32_t i = 0; i < 20000; i++)
        map_put(&arena, &m, str_fmt(&arena, "name-%u", i), i);
    map_put(&arena, &m, S("name-7"), 99); /* the first value stays */
    map_put(&arena, &m, S(""), 5);
    assert_int_equal(m.n, 20001);
    for (uint32_t i = 0; i < 20000; i++)
        assert_int_equal(map_get(&m, str_fmt(&arena, "name-%u", i)), i);
    assert_int_equal(map_get(&m, S("name-20000")), MAP_NONE);
    assert_int_equal(map_get(&m, S("")), 5);
}

/* ---- dates --------------------------------------------------------------------------------- */

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static void test_every_day_of_three_centuries(void **state)
{
    (void)state;
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    date d = date_of(1900, 1, 1);
    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(d, -25567);
    for (int y = 1900; y < 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int k = 1; k <= days[m - 1] + (m == 2 && leap(y)); k++, d++) {
                int y2, m2, k2;
                char text[40];
                date read;
                assert_int_equal(date_of(y, m, k), d);
                date_parts(d, &y2, &m2, &k2);
                assert_true(y2 == y && m2 == m && k2 == k);
                snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, k);
                assert_true(date_parse(str_of(text), &read) && read == d);
                struct arena_mark mark = arena_mark(&arena);
                assert_str(date_iso(&arena, d), text);
                arena_rewind(&arena, mark);
            }
}

static void test_far_days(void **state)
{
    (void)state;
    static const int years[] = {1000, 1582, 1600, 1700, 2400, 9999};
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++)
        for (int m = 1; m <= 12; m += 11) {
            int y2, m2, k2;
            date_parts(date_of(years[i], m, 31), &y2, &m2, &k2);
            assert_true(y2 == years[i] && m2 == m && k2 == 31);
        }
    assert_str(date_iso(&arena, DATE_MIN), "");
    assert_str(date_iso(&arena, DATE_MAX), "");
    assert_str(date_long(&arena, DATE_MIN), "the beginning");
    assert_str(date_long(&arena, DATE_MAX), "no end date");
    assert_str(date_long(&arena, date_of(2024, 4, 1)), "1 April 2024");
}

static void test_texts_that_are_no_date(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",           "2024",        "2024-04",     "2024-4-1",
        "2024-04-1",  "2024-04-011", "2024-13-01",  "2024-00-01",
        "2024-04-00", "2024-04-31",  "2023-02-29",  "2100-02-29",
        "2024-02-30", "0999-12-31",  "2024/04/01",  "2024-04-0a",
        "-024-04-01", "2024-04_01",  " 2024-04-01", "2024-04-01 ",
        "01-04-2024", "20240401",    "2024-+4-01",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        date d = 77;
        assert_false(date_parse(str_of(rows[i]), &d));
        assert_int_equal(d, 77);
    }
    date d;
    assert_true(date_parse(S("2000-02-29"), &d) && date_parse(S("2024-02-29"), &d));
}

/* ---- money --------------------------------------------------------------------------------- */

static void test_texts_as_amounts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        pence pence; /* -1: refused */
    } rows[] = {
        {"0", 0},
        {"0.01", 1},
        {"1", 100},
        {"99.50", 9950},
        {"99.5", 9950},
        {"£99.50", 9950},
        {"£500k", 50000000},
        {"3.2m", 320000000},
        {"£3.2m", 320000000},
        {"£1.5bn", 150000000000},
        {"£1.234567891bn", 123456789100},
        {"1.23456789101bn", 123456789101},
        {"0.00001k", 1},
        {"0.00000001m", 1},
        {"1,234,567.89", 123456789},
        {"£1,250,000", 125000000},
        {"1,000k", 100000000},
        {"12,345", 1234500},
        {"1.000", 100},
        {"1.2500m", 125000000},
        {"1.000000000000000000m", 100000000}, /* zeros say nothing */
        {"00012", 1200},
        {"92233720368547758.06", INT64_MAX - 1},
        /* parts of a penny */
        {"0.001", -1},
        {"1.005", -1},
        {"0.000001k", -1},
        {"0.000000001m", -1},
        {"1.234567891019bn", -1},
        /* too large */
        {"92233720368547758.07", -1},
        {"92233720368547758.08", -1},
        {"99999999999999999999", -1},
        {"92233721bn", -1},
        {"99999999999999999999999999999999999999m", -1},
        /* not amounts */
        {"", -1},
        {"£", -1},
        {"k", -1},
        {"£m", -1},
        {".5", -1},
        {"5.", -1},
        {"5.m", -1},
        {"1,", -1},
        {",1", -1},
        {"1,23", -1},
        {"1,2345", -1},
        {"1234,567", -1},
        {"1,234567", -1},
        {"1,234,56", -1},
        {"1.2.3", -1},
        {"1.2,345", -1},
        {"1,,234", -1},
        {"-5", -1},
        {"+5", -1},
        {" 5", -1},
        {"5 ", -1},
        {"5 m", -1},
        {"5M", 500000000},
        {"5mm", -1},
        {"5mk", -1},
        {"££5", -1},
        {"5£", -1},
        {"\xc2", -1},
        {"\xa3"
         "5",
         -1},
        {"0x10", -1},
        {"1e3", -1},
        {"five", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        pence p = 0;
        bool fine = money_parse(str_of(rows[i].text), &p);
        if (fine != (rows[i].pence >= 0) || (fine && p != rows[i].pence))
            fail_msg("%s: %s, %lld pence", rows[i].text, fine ? "taken" : "refused", (long long)p);
    }
}

static void test_amounts_as_texts(void **state)
{
    (void)state;
    static const struct {
        pence pence;
        const char *text, *code, *csv;
    } rows[] = {
        {0, "£0", "£0", "0.00"},
        {1, "£0.01", "£0.01", "0.01"},
        {9950, "£99.50", "£99.50", "99.50"},
        {123456, "£1,234.56", "£1234.56", "1234.56"},
        {50000000, "£500,000", "£500k", "500000.00"},
        {50000100, "£500,001", "£500.001k", "500001.00"},
        {320000000, "£3.2 million", "£3.2m", "3200000.00"},
        {125000000, "£1.25 million", "£1.25m", "1250000.00"},
        {123456700, "£1,234,567", "£1234.567k", "1234567.00"},
        {100000000000, "£1 billion", "£1bn", "1000000000.00"},
        {83000000000, "£830 million", "£830m", "830000000.00"},
        {410000000000, "£4.1 billion", "£4.1bn", "4100000000.00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_str(money_text(&arena, rows[i].pence), rows[i].text);
        assert_str(money_code(&arena, rows[i].pence), rows[i].code);
        assert_str(money_csv(&arena, rows[i].pence), rows[i].csv);
    }
    assert_str(money_text(&arena, PENCE_MAX), "no limit");
    assert_str(number_text(&arena, 0), "0");
    assert_str(number_text(&arena, 999), "999");
    assert_str(number_text(&arena, 830000), "830,000");
    assert_str(number_text(&arena, -1234567), "-1,234,567");
    assert_str(number_text(&arena, INT64_MAX), "9,223,372,036,854,775,807");
}

static pence any_amount(struct chance *c)
{
    pence p = (pence)chance_below(c, UINT32_MAX) << chance_below(c, 31);
    p += chance_below(c, 1000);
    for (unsigned k = chance_below(c, 10); k; k--) /* round ones too */
        p -= p % 10, p = p / 10 * 10;
    for (unsigned k = chance_below(c, 14), unit = 1; k; k--, unit *= 2)
        p = p > 10 && chance_below(c, 2) ? p / 10 * 10 : p;
    return p & INT64_MAX;
}

static void test_any_amount_comes_back(void **state)
{
    (void)state;
    struct chance c = chance_new(4);
    struct arena_mark mark = arena_mark(&arena);
    for (unsigned round = 0; round < rounds(200000); round++) {
        pence p = any_amount(&c), again = -1;
        if (p == PENCE_MAX)
            continue;
        assert_true(money_parse(money_code(&arena, p), &again) && again == p);
        assert_true(money_parse(money_csv(&arena, p), &again) && again == p);
        struct str text = money_text(&arena, p);
        struct buf b = buf_new(&arena); /* "£3.2 million" as the command line takes it */
        for (size_t i = 0; i < text.n && text.p[i] != ' '; i++)
            buf_putc(&b, text.p[i]);
        if (str_find(text, ' ') < text.n)
            buf_z(&b, text.p[str_find(text, ' ') + 1] == 'b' ? "bn" : "m");
        assert_true(money_parse(buf_str(&b), &again) && again == p);
        arena_rewind(&arena, mark);
    }
}

/* ---- files --------------------------------------------------------------------------------- */

static char folder[64]; /* made for this test */

static int make_folder(void **state)
{
    set_up(state);
    strcpy(folder, "/tmp/remit-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command_line[100];
    snprintf(command_line, sizeof command_line, "rm -rf '%s'", folder);
    return tear_down(state) | (system(command_line) != 0);
}

static struct str in_folder(const char *name)
{
    return str_fmt(&arena, "%s/%s", folder, name);
}

static unsigned files_in_folder(void)
{
    struct str *names, why;
    uint32_t n;
    assert_true(os_list(&arena, str_of(folder), &names, &n, &why));
    return n;
}

static void test_write_and_read(void **state)
{
    (void)state;
    struct str text, why;
    struct str nul = {"a\0b\n", 4};
    assert_true(os_write(&arena, in_folder("x"), nul, &why));
    assert_true(os_read(&arena, in_folder("x"), &text, &why));
    assert_true(str_eq(text, nul));
    assert_true(os_write(&arena, in_folder("x"), S(""), &why));
    assert_true(os_read(&arena, in_folder("x"), &text, &why));
    assert_int_equal(text.n, 0);
    assert_true(os_exists(&arena, in_folder("x")) && !os_exists(&arena, in_folder("y")));
    assert_true(os_is_dir(&arena, str_of(folder)) && !os_is_dir(&arena, in_folder("x")));
    assert_int_equal(files_in_folder(), 1);
}

struct given {
    uint32_t n;
    bool fine;
};

static bool some_pieces(void *with, struct os_new *f)
{
    const struct given *p = with;
    for (uint32_t i = 0; i < p->n; i++)
        if (!os_new_put(f, S("piece\n")))
            return false;
    return p->fine;
}

static void test_write_in_pieces(void **state)
{
    (void)state;
    struct str text, why;
    struct given two = {2, true}, torn = {1, false};
    assert_true(os_write_pieces(&arena, in_folder("x"), some_pieces, &two, &why));
    assert_false(os_write_pieces(&arena, in_folder("x"), some_pieces, &torn, &why));
    assert_int_equal(why.n, 0);
    assert_true(os_read(&arena, in_folder("x"), &text, &why));
    assert_true(str_eq(text, S("piece\npiece\n")));
    assert_int_equal(files_in_folder(), 1);
    assert_false(os_write_pieces(&arena, S("/dev/full"), some_pieces, &two, &why));
    assert_non_null(strstr(str_z(&arena, why), "No space left"));
    assert_true(os_make_dir(&arena, in_folder("new"), &why) &&
                os_make_dir(&arena, in_folder("new"), &why));
    assert_false(os_make_dir(&arena, in_folder("x"), &why));
    assert_non_null(strstr(str_z(&arena, why), "cannot make the folder"));
    rmdir(str_z(&arena, in_folder("new")));
}

static void test_what_cannot_be_read(void **state)
{
    (void)state;
    struct str text, why, *names;
    uint32_t n;
    assert_false(os_read(&arena, in_folder("missing"), &text, &why));
    assert_non_null(strstr(str_z(&arena, why), "missing: No such file or directory"));
    assert_false(os_read(&arena, str_of(folder), &text, &why));
    assert_non_null(strstr(str_z(&arena, why), ": Is a directory"));
    assert_false(os_list(&arena, in_folder("missing"), &names, &n, &why));
    assert_non_null(strstr(str_z(&arena, why), "missing: No such file or directory"));
    if (geteuid() != 0) { /* root may read everything */
        assert_true(os_write(&arena, in_folder("locked"), S("x"), &why));
        assert_int_equal(chmod(str_z(&arena, in_folder("locked")), 0), 0);
        assert_false(os_read(&arena, in_folder("locked"), &text, &why));
        assert_non_null(strstr(str_z(&arena, why), "Permission denied"));
    }
}

static void test_size_of_a_file(void **state)
{
    (void)state;
    struct str text, why;
    const char *path = str_z(&arena, in_folder("sparse"));
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)100 * LIMIT_FILE_BYTES), 0); /* takes no disk */
    assert_false(os_read(&arena, str_of(path), &text, &why));
    assert_non_null(strstr(str_z(&arena, why), "the most that one file may have"));
    assert_int_equal(ftruncate(fd, LIMIT_FILE_BYTES + 1), 0);
    assert_false(os_read(&arena, str_of(path), &text, &why));
    assert_int_equal(ftruncate(fd, LIMIT_FILE_BYTES), 0);
    assert_true(os_read(&arena, str_of(path), &text, &why));
    assert_int_equal(text.n, LIMIT_FILE_BYTES);
    close(fd);
}

/* From the root on, whether the file is there or is still to come; a folder that is not is left. */
static void test_whole_paths(void **state)
{
    (void)state;
    struct str there = in_folder("x"), why;
    assert_true(os_write(&arena, there, S("x"), &why));
    assert_true(str_eq(os_whole_path(&arena, there), there));
    assert_true(str_eq(os_whole_path(&arena, in_folder("to-come")), in_folder("to-come")));
    assert_true(str_eq(os_whole_path(&arena, in_folder("./x")), there));
    assert_true(str_eq(os_whole_path(&arena, in_folder("no/such")), in_folder("no/such")));
    assert_true(str_eq(os_whole_path(&arena, S("/remit.db")), S("/remit.db")));
    assert_true(os_whole_path(&arena, S("spending.db")).p[0] == '/');
    assert_int_equal(symlink("x", str_z(&arena, in_folder("link"))), 0);
    assert_true(str_eq(os_whole_path(&arena, in_folder("link")), there));
}

static void test_stream_without_end(void **state)
{
    (void)state;
    struct str text, why;
    assert_false(os_read(&arena, S("/dev/zero"), &text, &why));
    assert_non_null(strstr(str_z(&arena, why), "the most that one file may have"));
    assert_true(os_read(&arena, S("/dev/null"), &text, &why));
    assert_int_equal(text.n, 0);
}

static void test_failed_write_leaves_the_old_file(void **state)
{
    (void)state;
    struct str text, why;
    struct rlimit before, small = {100, 0};
    assert_true(os_write(&arena, in_folder("x"), S("old"), &why));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    char *bulk = arena_alloc(&arena, 1000, 1);
    signal(SIGXFSZ, SIG_IGN); /* a full disk, as near as a test can have it */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool wrote = os_write(&arena, in_folder("x"), (struct str){bulk, 1000}, &why);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(wrote);
    assert_non_null(strstr(str_z(&arena, why), "cannot write"));
    assert_true(os_read(&arena, in_folder("x"), &text, &why));
    assert_str(text, "old");
    assert_int_equal(files_in_folder(), 1);
}

static void test_what_cannot_be_written(void **state)
{
    (void)state;
    struct str why;
    assert_false(os_write(&arena, in_folder("missing/x"), S("new"), &why));
    assert_non_null(strstr(str_z(&arena, why), "missing/x: No such file or directory"));
    assert_int_equal(mkdir(str_z(&arena, in_folder("d")), 0700), 0);
    assert_false(os_write(&arena, in_folder("d"), S("new"), &why)); /* a folder in its place */
    assert_int_equal(files_in_folder(), 1);
}

static void test_what_is_no_file_stays_what_it_is(void **state)
{
    (void)state;
    struct str why;
    struct stat st;
    const char *pipe_path = str_z(&arena, in_folder("pipe"));
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    int fd = open(pipe_path, O_RDWR); /* so that nobody waits */
    assert_true(os_write(&arena, str_of(pipe_path), S("through"), &why));
    char got[8] = "";
    assert_int_equal(read(fd, got, 7), 7);
    assert_string_equal(got, "through");
    close(fd);
    assert_int_equal(lstat(pipe_path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(files_in_folder(), 1);
}

static void test_mode_and_links_survive_a_write(void **state)
{
    (void)state;
    struct str text, why;
    struct stat st;
    const char *path = str_z(&arena, in_folder("x")), *link = str_z(&arena, in_folder("link"));
    assert_true(os_write(&arena, str_of(path), S("old"), &why));
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(symlink("x", link), 0);
    assert_true(os_write(&arena, str_of(link), S("new"), &why));
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_true(os_read(&arena, str_of(path), &text, &why));
    assert_str(text, "new");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
}

struct pieces { /* what was read of a file, in pieces of 7 bytes */
    struct buf got;
    const char *cut; /* the file is cut short once it is open */
    struct str why;
};

static bool read_pieces(void *with, struct os_file *f)
{
    struct pieces *x = with;
    char piece[7];
    size_t n = sizeof piece;
    if (x->cut)
        assert_int_equal(truncate(x->cut, 10), 0);
    for (uint64_t at = 0; n == sizeof piece; at += n) {
        if (!os_file_read(f, at, piece, sizeof piece, &n)) {
            x->why = os_file_why(&arena, f);
            return false;
        }
        buf_put(&x->got, (struct str){piece, n});
    }
    return true;
}

static void test_a_file_in_pieces(void **state)
{
    (void)state;
    struct str why, path = in_folder("x"), text = S("thirty bytes of a file, or so..");
    struct pieces x = {.got = buf_new(&arena)}, y = x;
    assert_true(os_write(&arena, path, text, &why));
    assert_true(os_with_file(&arena, path, read_pieces, &x, &why));
    assert_true(str_eq(buf_str(&x.got), text));
    y.cut = str_z(&arena, path); /* it shrinks while it is read */
    assert_false(os_with_file(&arena, path, read_pieces, &y, &why));
    assert_non_null(strstr(str_z(&arena, y.why), "became shorter while it was read: 10 bytes "
                                                 "instead of 31"));
    assert_false(os_with_file(&arena, in_folder("none"), read_pieces, &x, &why));
    assert_non_null(strstr(str_z(&arena, why), "cannot open"));
    assert_false(os_with_file(&arena, str_of(folder), read_pieces, &x, &why));
    assert_non_null(strstr(str_z(&arena, why), "is a folder"));
}

static void test_a_pipe_in_pieces(void **state)
{
    (void)state;
    struct str why;
    struct pieces x = {.got = buf_new(&arena)};
    const char *path = str_z(&arena, in_folder("pipe"));
    assert_int_equal(mkfifo(path, 0600), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int out = open(path, O_WRONLY);
        _exit(out < 0 || write(out, "through the pipe", 16) != 16);
    }
    assert_true(os_with_file(&arena, str_of(path), read_pieces, &x, &why));
    assert_true(str_eq(buf_str(&x.got), S("through the pipe")));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* ---- threads ------------------------------------------------------------------------------- */

struct relay {
    struct os_turns *turns;
    unsigned long sum; /* written in turn only */
    unsigned next;     /* likewise */
};

static void run_relay(void *with, unsigned part)
{
    enum { RUNNERS = 4, TURNS = 1000 };
    struct relay *x = with;
    for (unsigned i = part; i < TURNS; i += RUNNERS) {
        assert_true(os_turns_wait(x->turns, i));
        assert_int_equal(x->next++, i);
        x->sum += i;
        os_turns_next(x->turns);
    }
    if (part == 0) {
        assert_true(os_turns_wait(x->turns, TURNS));
        os_turns_stop(x->turns);
    }
    assert_false(os_turns_wait(x->turns, TURNS + 1)); /* stopped: nobody waits for ever */
}

static void test_turns_come_one_after_another(void **state)
{
    (void)state;
    struct relay x = {.turns = os_turns_new()};
    assert_true(os_cores() >= 1);
    os_threads(4, run_relay, &x);
    assert_int_equal(x.sum, 999 * 1000 / 2);
    os_turns_free(x.turns);
}

static void test_memory_changes_hands(void **state)
{
    (void)state;
    jmp_buf jump;
    struct arena other;
    arena_init(&other, 10, &jump);
    struct arena_mark mark = arena_mark(&arena);
    size_t before = arena.used_total;
    char *p = str_copy(&other, S("kept")).p ? arena_alloc(&other, 100000, 1) : NULL;
    memset(p, 7, 100000);
    arena_adopt(&arena, &other);
    assert_true(other.last == NULL && other.used_total == 0);
    assert_true(arena.used_total >= before + 100000);
    assert_int_equal(p[99999], 7);
    arena_alloc(&arena, 10, 1);
    arena_rewind(&arena, mark); /* and is given back with the rest */
    assert_true(arena.used_total == before);
}

static void test_names_in_a_folder_are_sorted(void **state)
{
    (void)state;
    struct str *names, why;
    uint32_t n;
    static const char *const made[] = {"b", "a", "B", "\xc3\xa9", ".hidden", "a.remit"};
    static const char *const found[] = {".hidden", "B", "a", "a.remit", "b", "\xc3\xa9"};
    for (size_t i = 0; i < 6; i++)
        assert_true(os_write(&arena, in_folder(made[i]), S("x"), &why));
    assert_true(os_list(&arena, str_of(folder), &names, &n, &why));
    assert_int_equal(n, 6);
    for (uint32_t i = 0; i < n; i++)
        assert_str(names[i], found[i]);
}

static void test_numbers_in_figures(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t most;
        bool fine;
        uint64_t is;
    } cases[] = {{"0", 9, true, 0},      {"007", 9, true, 7},   {"10", 10, true, 10}, {"11", 10, false, 0},
                 {"", 9, false, 0},      {"-1", 9, false, 0},   {"1 ", 9, false, 0},  {"1e3", 5000, false, 0},
                 {"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
                 {"18446744073709551616", UINT64_MAX, false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t n = 42;
        assert_int_equal(number_parse(str_of(cases[i].text), cases[i].most, &n), cases[i].fine);
        assert_true(n == (cases[i].fine ? cases[i].is : 42));
    }
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define file_test(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_in_figures),
        test(test_memory_is_zeroed_and_aligned),
        test(test_pieces_do_not_overlap),
        test(test_lines),
        test(test_memory_changes_hands),
        test(test_turns_come_one_after_another),
        test(test_grow_keeps_what_was_there),
        test(test_grow_in_place_takes_only_the_difference),
        test(test_rewind_gives_back),
        test(test_rewind_to_nothing),
        test(test_cap_is_refused_cleanly),
        test(test_size_that_wraps_is_refused),
        test(test_nth_request_fails),
        test(test_vec_grows),
        test(test_slices),
        test(test_utf8),
        test(test_distance),
        test(test_distance_of_any_words),
        test(test_buf),
        test(test_long_formats_are_whole),
        test(test_csv_cells),
        test(test_xml_text),
        test(test_map),
        test(test_every_day_of_three_centuries),
        test(test_far_days),
        test(test_texts_that_are_no_date),
        test(test_texts_as_amounts),
        test(test_amounts_as_texts),
        test(test_any_amount_comes_back),
        file_test(test_write_and_read),
        file_test(test_write_in_pieces),
        file_test(test_what_cannot_be_read),
        file_test(test_size_of_a_file),
        file_test(test_whole_paths),
        file_test(test_stream_without_end),
        file_test(test_failed_write_leaves_the_old_file),
        file_test(test_what_cannot_be_written),
        file_test(test_what_is_no_file_stays_what_it_is),
        file_test(test_mode_and_links_survive_a_write),
        file_test(test_a_file_in_pieces),
        file_test(test_a_pipe_in_pieces),
        file_test(test_names_in_a_folder_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
