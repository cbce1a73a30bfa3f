/* What must not depend on how a table is written or read: on where the text is cut into pieces,
 * how many threads read it, which instructions, the order of rows, encoding, line ends, quotes,
 * separators. On many tables made up from a number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "intake/parts.h"
#include "support/handbook.h"
#include "support/payments.h"

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

/* ---- cutting ------------------------------------------------------------------------------- */

/* Cells in quotes and without, as they should be. */
static uint32_t sense(struct chance *c, char *text, uint32_t most)
{
    uint32_t n = 0;
    while (n + 40 < most && chance_below(c, 60)) {
        bool quoted = chance_below(c, 3) == 0;
        if (quoted)
            text[n++] = '"';
        for (uint32_t k = chance_below(c, 15); k; k--) {
            char x = quoted ? ",b\n\r\"xyz"[chance_below(c, 8)] : "xyz\xa3"[chance_below(c, 4)];
            text[n++] = x;
            if (x == '"')
                text[n++] = x;
        }
        if (quoted)
            text[n++] = '"';
        text[n++] = chance_below(c, 6) ? ',' : '\n';
    }
    return n;
}

/* Text that is mostly what matters: separators, quotes, line ends. */
static uint32_t nonsense(struct chance *c, char *text, uint32_t most)
{
    static const char some[] = ",,,,\"\"\n\r\nab \xa3\0x";
    uint32_t n = chance_below(c, most), kind = chance_below(c, 3);
    for (uint32_t i = 0; i < n; i++)
        text[i] = kind == 0 || chance_below(c, kind == 1 ? 3 : 20) == 0
                      ? some[chance_below(c, sizeof some - 1)]
                      : (char)('a' + chance_below(c, 26));
    return n;
}

/* The same byte by byte, without any trick: what the others must agree with. */
static struct cuts cut_exactly(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    enum { START, PLAIN, QUOTED, CLOSED } state = START;
    struct cuts c = {.exact = true};
    uint32_t ends = 0;
    for (uint32_t i = 0; i < n; i++) {
        char x = text[i];
        c.special = c.special || (signed char)x <= 0;
        c.nul = c.nul || x == 0;
        if (state == QUOTED) {
            state = x == '"' ? CLOSED : QUOTED;
        } else if (x == how.separator || x == how.line) {
            at[ends++] = i;
            state = START;
            if (x == how.line) {
                c.rows++;
                c.end = i + 1;
                c.n = ends;
            }
        } else if (x == '"' && (state == START || state == CLOSED)) {
            state = QUOTED;
        } else {
            state = PLAIN;
        }
    }
    c.open = state == QUOTED;
    return c;
}

static void test_every_way_cuts_alike(void **state)
{
    (void)state;
    enum { MOST = 700 };
    static char text[MOST + CUT_SLACK];
    enum { WAYS = 5 };
    static uint32_t at[WAYS][MOST + 1 + CUT_SLACK];
    unsigned fast = 0;
    for (unsigned i = 0; i < rounds(20000); i++) {
        struct chance c = chance_new(i);
        struct cut how = {chance_below(&c, 2) ? ',' : 'b', chance_below(&c, 5) ? '\n' : '\r', 0};
        how.other = how.line == '\n' ? '\r' : '\n';
        uint32_t n = i % 2 ? nonsense(&c, text, MOST) : sense(&c, text, MOST);
        struct cuts x[WAYS] = {
            cut_exactly(how, text, n, at[0]), csv_cut(how, text, n, at[1], INTAKE_BEST),
            csv_cut(how, text, n, at[2], INTAKE_AVX2), csv_cut(how, text, n, at[3], INTAKE_BASIC),
            csv_cut(how, text, n, at[4], INTAKE_PORTABLE)};
        for (int k = 1; k < WAYS; k++) {
            bool same = x[0].n == x[k].n && x[0].rows == x[k].rows && x[0].end == x[k].end &&
                        x[0].open == x[k].open && (!x[0].special || x[k].special) && (!x[0].nul || x[k].nul) &&
                        memcmp(at[0], at[k], x[0].n * sizeof at[0][0]) == 0;
            if (!same)
                fail_msg("text %u, way %d: %u and %u ends, %u and %u rows", i, k, x[0].n, x[k].n,
                         x[0].rows, x[k].rows);
        }
        fast += !x[1].exact;
    }
    assert_true(fast > rounds(20000) / 10); /* not always the slow way */
}

/* ---- tables made up from a number ---------------------------------------------------------- */

struct entry {
    const char *day, *type, *area, *supplier;
    unsigned reference;
    const char *amount;
};
enum { LINES = 400 };
struct made {
    uint32_t n;
    struct entry lines[LINES];
};

static void make(struct made *m, uint64_t seed)
{
    static const char *const days[] = {"30/04/2020", "01/05/2020", "2020-05-04", "03-May-20",
                                       "",           "31/04/2020", "43951"};
    static const char *const types[] = {"Rent",      "C&M-GMS Global Sum", "Fees, legal",
                                        "x \"y\" z", "Caf\xc3\xa9",        ""};
    static const char *const areas[] = {"ACUTE COMMISSIONING", "CHC, ADULT", "two\nlines", ""};
    static const char *const suppliers[] = {"A LTD",
                                            "B & C, PARTNERS",
                                            "\"Q\" PLC",
                                            "33192206",
                                            "TOTAL GAS",
                                            "D\xe2\x80\x93 E NHS TRUST",
                                            "F"};
    static const char *const amounts[] = {
        "1,000.00", "25000", "(12.34)", "-5", "£7.50", "", "x", "1.234", "1,234,567.89", "8.10 CR"};
    struct chance c = chance_new(seed);
    m->n = 20 + chance_below(&c, LINES - 20);
#define ONE_OF(list) list[chance_below(&c, sizeof list / sizeof list[0])]
    for (uint32_t i = 0; i < m->n; i++)
        m->lines[i] = (struct entry){i ? ONE_OF(days) : days[0],
                                     ONE_OF(types),
                                     ONE_OF(areas),
                                     ONE_OF(suppliers),
                                     chance_below(&c, 1000000),
                                     i && chance_below(&c, 4) == 0 ? ONE_OF(amounts) : "2,500.75"};
}

/* How a table is written. */
struct style {
    char separator;
    const char *line_end;
    bool mark, windows, all_quoted;
};

static void put_cell(struct buf *b, const struct style *s, const char *cell)
{
    bool quote = s->all_quoted || strchr(cell, s->separator) || strpbrk(cell, "\"\r\n");
    if (quote)
        buf_putc(b, '"');
    for (const char *p = cell; *p; p++) {
        if (s->windows && (unsigned char)*p == 0xc3) {
            buf_putc(b, (char)(p[1] + 0x40));
            p++;
        } else if (s->windows && (unsigned char)*p == 0xc2) {
            buf_putc(b, *++p);
        } else if (s->windows && (unsigned char)*p == 0xe2) {
            buf_putc(b, (char)0x96); /* the dash */
            p += 2;
        } else {
            buf_putc(b, *p);
            if (*p == '"')
                buf_putc(b, '"');
        }
    }
    if (quote)
        buf_putc(b, '"');
}

static struct str written(const struct made *m, const struct style *s)
{
    struct buf b = buf_new(&arena);
    static const char *const head[] = {"Date",     "Expense Type",       "Expense Area",
                                       "Supplier", "Transaction Number", "Amount"};
    buf_z(&b, s->mark ? "\xef\xbb\xbf" : "");
    for (int c = 0; c < 6; c++) {
        if (c)
            buf_putc(&b, s->separator);
        put_cell(&b, s, head[c]);
    }
    buf_z(&b, s->line_end);
    for (uint32_t i = 0; i < m->n; i++) {
        const struct entry *l = &m->lines[i];
        const char *cells[] = {l->day,
                               l->type,
                               l->area,
                               l->supplier,
                               str_z(&arena, str_fmt(&arena, "%u", l->reference)),
                               l->amount};
        for (int c = 0; c < 6; c++) {
            if (c)
                buf_putc(&b, s->separator);
            put_cell(&b, s, cells[c]);
        }
        buf_z(&b, s->line_end);
    }
    return buf_str(&b);
}

static const struct style plain = {',', "\n", false, false, false};

static void assert_alike(const char *what, uint64_t seed, const struct taken *x,
                         const struct taken *y)
{
    const struct intake_result *a = &x->result, *b = &y->result;
    if (x->why.n || y->why.n)
        fail_msg("%s, table %llu: %.*s%.*s", what, (unsigned long long)seed, STR(x->why),
                 STR(y->why));
    if (x->sum != y->sum || a->good != b->good || a->rejected != b->rejected ||
        a->totals != b->totals || a->notes != b->notes || a->good_pence != b->good_pence ||
        a->rejected_pence != b->rejected_pence || a->rejected_unreadable != b->rejected_unreadable)
        fail_msg("%s, table %llu: %u good %u rejected %lld pence, or %u, %u, %lld", what,
                 (unsigned long long)seed, a->good, a->rejected, (long long)a->good_pence, b->good,
                 b->rejected, (long long)b->good_pence);
    assert_int_equal(a->rows, a->good + a->rejected + a->totals + a->notes);
}

static void test_writing_changes_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct style style;
    } ways[] = {
        {"CR LF", {',', "\r\n", false, false, false}},
        {"a byte order mark", {',', "\n", true, false, false}},
        {"Windows-1252", {',', "\n", false, true, false}},
        {"all quoted", {',', "\n", false, false, true}},
        {"semicolons", {';', "\n", false, false, false}},
        {"tabs", {'\t', "\r\n", false, true, false}},
        {"pipes, all quoted", {'|', "\r\n", true, false, true}},
    };
    struct made *m = NEW(&arena, struct made);
    for (unsigned i = 0; i < rounds(60); i++) {
        struct arena_mark mark = arena_mark(&arena);
        make(m, i);
        struct taken x = take(&arena, written(m, &plain), &(struct intake_hints){0});
        for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
            struct taken y =
                take(&arena, written(m, &ways[k].style),
                     &(struct intake_hints){
                         .means = k % 4, .threads = 1 + k % 3, .block = k ? 50 * k : 0});
            assert_alike(ways[k].what, i, &x, &y);
        }
        arena_rewind(&arena, mark);
    }
}

static void test_order_changes_nothing(void **state)
{
    (void)state;
    struct made *m = NEW(&arena, struct made);
    for (unsigned i = 0; i < rounds(100); i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(i);
        make(m, i);
        struct taken x = take(&arena, written(m, &plain), &(struct intake_hints){0});
        for (uint32_t k = m->n - 1; k > 0; k--) {
            uint32_t other = chance_below(&c, k + 1);
            struct entry l = m->lines[k];
            m->lines[k] = m->lines[other];
            m->lines[other] = l;
        }
        struct taken y = take(&arena, written(m, &plain), &(struct intake_hints){0});
        assert_alike("another order", i, &x, &y);
        arena_rewind(&arena, mark);
    }
}

/* Which rows are good, and why the others are not, is found without reading what nobody wants. */
static void test_what_is_not_wanted_changes_no_row(void **state)
{
    (void)state;
    struct made *m = NEW(&arena, struct made);
    for (unsigned i = 0; i < rounds(100); i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(i);
        make(m, i);
        struct str text = str_copy(&arena, written(m, &plain));
        if (i % 3 == 0) /* a NUL somewhere */
            ((char *)(uintptr_t)text.p)[text.n / 2 + chance_below(&c, 200)] = '\0';
        struct taken x = take(&arena, text, &(struct intake_hints){0});
        struct taken y = take(&arena, text,
                              &(struct intake_hints){.means = i % 4,
                                                     .unread = 1u << PAY_ORGANISATION |
                                                               1u << PAY_TYPE | 1u << PAY_AREA |
                                                               1u << PAY_SUPPLIER |
                                                               1u << PAY_REFERENCE});
        y.sum = x.sum;
        assert_alike("unread", i, &x, &y);
        assert_int_equal(x.result.blank, y.result.blank);
        assert_int_equal(x.result.n_aside, y.result.n_aside);
        for (uint32_t k = 0; k < x.result.n_aside; k++)
            if (x.result.aside[k].row != y.result.aside[k].row ||
                !str_eq(x.result.aside[k].why, y.result.aside[k].why))
                fail_msg("table %u: row %u: %.*s", i, x.result.aside[k].row,
                         STR(y.result.aside[k].why));
        arena_rewind(&arena, mark);
    }
}

/* Halves, each with the header, add up to the whole. */
static void test_splitting_changes_nothing(void **state)
{
    (void)state;
    struct made *m = NEW(&arena, struct made), *part = NEW(&arena, struct made);
    for (unsigned i = 0; i < rounds(100); i++) {
        struct arena_mark mark = arena_mark(&arena);
        make(m, i);
        struct taken x = take(&arena, written(m, &plain), &(struct intake_hints){0});
        uint32_t half = 10 + i % (m->n - 15);
        part->n = half;
        memcpy(part->lines, m->lines, half * sizeof m->lines[0]);
        struct taken y = take(&arena, written(part, &plain), &(struct intake_hints){0});
        part->n = m->n - half;
        memcpy(part->lines, m->lines + half, part->n * sizeof m->lines[0]);
        part->lines[0].day = part->lines[0].day[0] ? part->lines[0].day : "";
        struct taken z = take(&arena, written(part, &plain), &(struct intake_hints){0});
        if (!y.why.n && !z.why.n) {
            assert_true(x.result.good_pence == y.result.good_pence + z.result.good_pence);
            assert_int_equal(x.result.rejected, y.result.rejected + z.result.rejected);
            assert_true(x.sum == y.sum + z.sum);
        }
        arena_rewind(&arena, mark);
    }
}

/* ---- pieces of a long text ----------------------------------------------------------------- */

/* Long enough for several blocks, with rows of all lengths across their borders. */
static struct str long_text(uint64_t seed, uint32_t bytes, bool stray)
{
    struct chance c = chance_new(seed);
    struct buf b = buf_new(&arena);
    buf_z(&b, "Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n");
    while (b.n < bytes) {
        buf_fmt(&b, "%02u/%02u/2020,Type %u,", 1 + chance_below(&c, 28), 1 + chance_below(&c, 12),
                chance_below(&c, 100));
        if (chance_below(&c, 3000) == 0) {
            buf_z(&b, "\"a long one, ");
            buf_pad(&b, 'x', chance_below(&c, 90000));
            buf_z(&b, "\n\"\"quoted\"\" and over two lines\"");
        } else {
            buf_fmt(&b, "AREA %u", chance_below(&c, 50));
        }
        if (stray && chance_below(&c, 5000) == 0)
            buf_z(&b, ",5\" PIPES");
        else
            buf_fmt(&b, ",\"SUPPLIER, %u\"", chance_below(&c, 3000));
        buf_fmt(&b, ",%u,%u.%02u\n", chance_below(&c, 100000000), chance_below(&c, 1000000),
                chance_below(&c, 100));
    }
    return buf_str(&b);
}

static void test_threads_and_pieces_change_nothing(void **state)
{
    (void)state;
    for (unsigned i = 0; i < rounds(6); i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct str text = long_text(i, 700000 + 300000 * (i % 5), i % 2);
        struct taken x = take(&arena, text, &(struct intake_hints){.threads = 1});
        for (unsigned threads = 1; threads < 5; threads++) {
            struct taken y = take(&arena, text,
                                  &(struct intake_hints){.threads = threads, .means = threads % 4});
            assert_alike("threads", i, &x, &y);
            assert_true(x.first == y.first && x.last == y.last);
        }
        /* A line more above moves where the blocks are cut. */
        for (unsigned k = 1; k < 4; k++) {
            struct buf b = buf_new(&arena);
            buf_z(&b, "A title ");
            buf_pad(&b, '-', 1 + 4099 * k);
            buf_z(&b, "\n");
            buf_put(&b, text);
            struct taken y = take(&arena, buf_str(&b), &(struct intake_hints){.threads = 2});
            assert_alike("a title", i, &x, &y);
            assert_int_equal(y.last, x.last + 1);
        }
        arena_rewind(&arena, mark);
    }
}

/* The end of a long file may decide what its beginning leaves open: then all is read anew. */
static void test_the_end_decides(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_z(&b, "Date,Supplier,Amount\n");
    while (b.n < LIMIT_INTAKE_LOOK + 300000)
        buf_z(&b, "04/05/2020,A LTD,1.00\n");
    struct str open = str_copy(&arena, buf_str(&b));
    buf_z(&b, "04/30/2020,A LTD,1.00\n");
    struct taken x = take(&arena, open, &(struct intake_hints){.threads = 2});
    struct taken y = take(&arena, buf_str(&b), &(struct intake_hints){.threads = 2});
    assert_int_equal(x.anew, 0);
    assert_int_equal(y.anew, 1);
    assert_int_equal(y.result.good, x.result.good + 1);
    assert_true(intake_layout(y.table)->dates[0].order == INTAKE_MONTH_DAY);
    assert_true(intake_layout(x.table)->dates[0].order == INTAKE_DAY_MONTH);
    assert_true(x.sum != y.sum);
}

/* ---- memory -------------------------------------------------------------------------------- */

/* Every request that looking and reading make may fail; then nothing is left behind (the leak
 * checker looks), and the next attempt has the right answer. */
static void test_memory_runs_out_anywhere(void **state)
{
    (void)state;
    struct made *m = NEW(&arena, struct made);
    make(m, 1);
    m->n = 40;
    struct str text = written(m, &plain);
    struct taken want = take(&arena, text, &(struct intake_hints){0});
    unsigned long step = is_slow() ? 41 : 3;
    volatile unsigned long n = 1;
    for (volatile bool done = false; !done; n += step) {
        struct arena small;
        jmp_buf jump;
        arena_init(&small, 100, &jump);
        if (setjmp(jump) == 0) {
            arena_fail_at(n);
            struct taken x = take(&small, text, &(struct intake_hints){0});
            arena_fail_at(0);
            assert_true(x.sum == want.sum);
            done = true;
        }
        arena_fail_at(0);
        arena_free(&small);
    }
    assert_true(n > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_way_cuts_alike),
        cmocka_unit_test(test_writing_changes_nothing),
        cmocka_unit_test(test_order_changes_nothing),
        cmocka_unit_test(test_what_is_not_wanted_changes_no_row),
        cmocka_unit_test(test_splitting_changes_nothing),
        cmocka_unit_test(test_threads_and_pieces_change_nothing),
        cmocka_unit_test(test_the_end_decides),
        cmocka_unit_test(test_memory_runs_out_anywhere),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
