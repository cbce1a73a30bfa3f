/* The store: what goes in comes out, editions, doubles, damage, failures; and that totals are the
 * same however files are cut, ordered and written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "spend/fields.h"
#include "store/parts.h"
#include "support/handbook.h"
#include "support/keeping.h"
#include "support/sheets.h"

static struct arena arena;
static jmp_buf out_of_memory;
static char folder[] = "/tmp/remit-store-XXXXXX";
static struct str path;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096, &out_of_memory);
    if (!mkdtemp(folder))
        return 1;
    path = str_fmt(&arena, "%s/spending.db", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(str_z(&arena, path));
    int left = rmdir(folder); /* fails where a file was left behind */
    arena_free(&arena);
    return left;
}

static int anew(void **state)
{
    (void)state;
    unlink(str_z(&arena, path));
    return 0;
}

#define HEAD                                                                                       \
    "Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description\n"
#define APRIL                                                                                      \
    HEAD "NHS Kent CCG,03/04/2020,Trust,ACUTE,Barts,A1,\"25,000.50\",first\n"                      \
         "NHS Kent CCG,04/04/2020,Rent,ESTATES,Landlord,A2,30000,\n"                               \
         "NHS Kent CCG,31/04/2020,Rent,ESTATES,Landlord,A3,1.00,no such day\n"                     \
         "NHS Kent CCG,30/04/2020,Trust,ACUTE,Barts,A4,-5000,credit\n"                             \
         "NHS Kent CCG,30/04/2020,Trust,ACUTE,Barts,A5,7000,\n"
#define MAY                                                                                        \
    HEAD "NHS Kent CCG,03/05/2020,Trust,ACUTE,Barts,B1,26000,\n"                                   \
         "NHS Kent CCG,04/05/2020,Drugs,PRESCRIBING,Chemist,B2,31000.01,\n"

#define assert_text(s, text) assert_string_equal(str_z(&arena, (s)), (text))

static void keep(const char *name, const char *text)
{
    struct str why;
    if (!keep_text(&arena, path, name, str_of(text), &why))
        fail_msg("%s: %.*s", name, STR(why));
}

static void refuse(const char *name, const char *text, const char *reason)
{
    struct str why, before = kept_text(&arena, path, NULL);
    assert_false(keep_text(&arena, path, name, str_of(text), &why));
    if (!strstr(str_z(&arena, why), reason))
        fail_msg("%s: %.*s", name, STR(why));
    assert_text(kept_text(&arena, path, NULL), str_z(&arena, before));
}

/* ---- what goes in comes out ---------------------------------------------------------------- */

static void test_round_trip(void **state)
{
    (void)state;
    keep("april.csv", APRIL);
    assert_text(
        kept_text(&arena, path, NULL),
        "file 1 april.csv edition 1 for '' good 4 5700050 rejected 1 100\n"
        "  2020-04-03 to 2020-04-30, 0 undated, header=1,separator=comma,dates=uk,"
        "organisation=\"Entity\",date=\"Date\",expense-type=\"Expense Type\",expense-area="
        "\"Expense Area\",supplier=\"Supplier\",reference=\"Transaction Number\",amount="
        "\"Amount\",description=\"Description\", '', payers NHS Kent CCG\n"
        "aside 4 2 0 Date: '31/04/2020' is no day of the calendar 100\n"
        "row april.csv:2 2020-04-03 NHS Kent CCG | Trust | ACUTE | Barts | A1 | first | 2500050\n"
        "row april.csv:3 2020-04-04 NHS Kent CCG | Rent | ESTATES | Landlord | A2 |  | 3000000\n"
        "row april.csv:5 2020-04-30 NHS Kent CCG | Trust | ACUTE | Barts | A4 | credit | -500000\n"
        "row april.csv:6 2020-04-30 NHS Kent CCG | Trust | ACUTE | Barts | A5 |  | 700000\n");
    assert_text(kept_sums(&arena, path, SPEND_BY_WORD(WORD_TYPE), 2),
                "|Rent|||0: 1 3000000 0 0\n|Trust|||0: 3 2700050 1 -500000\n");
}

/* Numbers of every width, few and many days, rows with gaps, texts of all lengths. */
static struct str odd_table(uint32_t rows, uint64_t seed)
{
    struct chance c = chance_new(seed);
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (uint32_t i = 0; i < rows; i++) {
        uint64_t amount = ((uint64_t)chance_below(&c, 1u << 30) << 20) >> chance_below(&c, 50);
        date on = date_of(2000, 1, 13) + (date)chance_below(&c, seed % 2 ? 9000 : 20);
        int year, month, day;
        date_parts(on, &year, &month, &day);
        if (chance_below(&c, 9) == 0)
            buf_z(&b, "NHS Kent CCG,1/13/2020,,,x,,not an amount,\n");
        buf_fmt(&b, "NHS %u,%04d-%02d-%02d,Type %u,Area %u,Supplier %u,%.*s,%s%llu.%02u,", i % 3,
                year, month, day, chance_below(&c, 5), chance_below(&c, 300),
                chance_below(&c, rows), (int)chance_below(&c, 30),
                "0123456789abcdefghijklmnopqrstuvwxyz", chance_below(&c, 20) ? "" : "-",
                (unsigned long long)amount, chance_below(&c, 100));
        if (chance_below(&c, 40) == 0)
            buf_fmt(&b, "\"said, %u\"", i);
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

/* What intake gives, in the words of kept_text. */
struct plain {
    struct buf b;
};

static void plain_anew(void *with)
{
    struct plain *p = with;
    p->b.n = 0;
}

static void plain_rows(void *with, const struct intake_batch *b)
{
    struct plain *p = with;
#define WORD(f) STR(b->words[f]->at[b->cells[f].words[i]])
    for (uint32_t i = 0; i < b->n; i++)
        buf_fmt(&p->b, "row t.csv:%u %.*s %.*s | %.*s | %.*s | %.*s | %.*s | %.*s | %lld\n",
                b->rows[i], STR(date_iso(&arena, b->cells[SPEND_DATE].dates[i])),
                WORD(SPEND_ORGANISATION), WORD(SPEND_TYPE), WORD(SPEND_AREA), WORD(SPEND_SUPPLIER),
                STR(b->cells[SPEND_REFERENCE].texts[i]), STR(b->cells[SPEND_DESCRIPTION].texts[i]),
                (long long)b->cells[SPEND_AMOUNT].amounts[i]);
#undef WORD
}

static void test_round_trip_of_all_widths(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= (is_slow() ? 4u : 12u); seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct str text = odd_table(seed < 5 ? 300 : 4000, seed), why, told;
        struct plain p = {buf_new(&arena)};
        struct intake_sink sink = {&p, plain_anew, plain_rows, NULL};
        struct intake_result result;
        struct intake_table *table = intake_look(&arena, intake_memory(&text), spend_fields,
                                                 SPEND_FIELDS, &(struct intake_hints){0}, &why);
        assert_non_null(table);
        assert_true(intake_scan(&arena, table, &sink, &result, &why));
        struct kept k = {
            .name = "t.csv", .text = text, .hints = {.threads = 3, .block = 700 * (uint32_t)seed}};
        anew(NULL);
        assert_true(keep_texts(&arena, path, &k, 1, &why));
        told = kept_text(&arena, path, NULL);
        const char *rows = strstr(str_z(&arena, told), "row t.csv");
        assert_non_null(rows);
        assert_string_equal(rows, str_z(&arena, buf_str(&p.b)));
        arena_rewind(&arena, mark);
    }
}

static void test_what_is_wanted(void **state)
{
    (void)state;
    struct store_wanted w = store_all();
    keep("april.csv", APRIL);
    keep("may.csv", MAY);
    keep("undated.csv", "Entity,Supplier,Amount\nNHS Kent CCG,Barts,5\n");
    w.from = spend_month_parse(S("2020-05"));
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow may.csv:2 "));
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow april.csv"));
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow undated.csv"));
    w.until = spend_month_parse(S("2020-04"));
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow "));
    w.from = SPEND_NO_MONTH;
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow april.csv:6 "));
    w = store_all();
    w.words[WORD_TYPE] = 2; /* Rent: the second met */
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow april.csv:3 "));
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow april.csv:2 "));
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow may.csv"));
    w = store_all();
    w.file = 2;
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow april.csv"));
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow may.csv:3 "));
    assert_null(
        strstr(str_z(&arena, kept_text(&arena, path, &w)), "A1")); /* texts were not asked for */
    w.file = 77;
    assert_null(strstr(str_z(&arena, kept_text(&arena, path, &w)), "\nrow "));
}

/* ---- editions and doubles ------------------------------------------------------------------ */

static void test_editions(void **state)
{
    (void)state;
    struct str why;
    keep("april.csv", APRIL);
    keep("may.csv", MAY);
    keep("april.csv", APRIL "NHS Kent CCG,30/04/2020,Trust,ACUTE,Barts,A6,8000,\n");
    const char *told = str_z(&arena, kept_text(&arena, path, NULL));
    assert_non_null(strstr(told, "file 3 april.csv edition 2 for 'april.csv' good 5"));
    assert_null(strstr(told, "file 1 "));
    /* From others: both count. */
    keep("april.csv", HEAD "NHS Leeds CCG,03/04/2020,Trust,ACUTE,Barts,A1,25000,\n");
    told = str_z(&arena, kept_text(&arena, path, NULL));
    assert_non_null(strstr(told, "file 3 april.csv"));
    assert_non_null(strstr(told, "file 4 april.csv edition 1 for ''"));
    /* Under another name. */
    struct kept k = {.name = "may-2.csv",
                     .text = S(MAY "NHS Kent CCG,03/05/2020,T,A,B,B3,1,\n"),
                     .replaces = "may.csv"};
    assert_true(keep_texts(&arena, path, &k, 1, &why));
    assert_int_equal(k.out.verdict, STORE_REPLACED);
    told = str_z(&arena, kept_text(&arena, path, NULL));
    assert_non_null(strstr(told, "may-2.csv edition 2 for 'may.csv' good 3"));
    assert_null(strstr(told, "row may.csv"));
    k.replaces = "june.csv";
    assert_false(keep_texts(&arena, path, &k, 1, &why));
    assert_text(why, "no file that is loaded is called 'june.csv'; remit spend files lists them");
    /* Numbers are never given again. */
    assert_true(keep_out(&arena, path, 5, &why));
    keep("june.csv", HEAD "NHS Kent CCG,03/06/2020,Trust,ACUTE,Barts,C1,25000,\n");
    told = str_z(&arena, kept_text(&arena, path, NULL));
    assert_non_null(strstr(told, "file 6 june.csv"));
    assert_null(strstr(told, "row may"));
}

static void test_doubles(void **state)
{
    (void)state;
    struct str why;
    keep("april.csv", APRIL);
    refuse("april-v2.csv", APRIL, "4 payments are in april.csv");
    /* Half of its rows are not most of them; that it holds a whole other file is. */
    refuse("spring.csv",
           APRIL "NHS Kent CCG,03/05/2020,T,A,B,B1,1,\nNHS Kent CCG,03/05/2020,T,A,B,B2,1,\n"
                 "NHS Kent CCG,03/05/2020,T,A,B,B3,1,\nNHS Kent CCG,03/05/2020,T,A,B,B4,1,\n"
                 "NHS Kent CCG,03/05/2020,T,A,B,B5,1,\n",
           "4 payments are in april.csv");
    /* One row in both is no reason. */
    keep("other.csv", HEAD "NHS Kent CCG,03/04/2020,Trust,ACUTE,Barts,A1,\"25,000.50\",\n"
                           "NHS Kent CCG,03/04/2020,Trust,ACUTE,Barts,X1,2,\n"
                           "NHS Kent CCG,03/04/2020,Trust,ACUTE,Barts,X2,2,\n");
    /* The same payments of another payer, on another day, under another number are others. */
    keep("leeds.csv", HEAD "NHS Leeds CCG,03/04/2020,Trust,ACUTE,Barts,A1,\"25,000.50\",\n");
    keep("later.csv", HEAD "NHS Kent CCG,05/04/2020,Trust,ACUTE,Barts,A1,\"25,000.50\",\n");
    keep("again.csv", HEAD "NHS Kent CCG,03/04/2020,Trust,ACUTE,Barts,A9,\"25,000.50\",\n");
    struct kept k = {.name = "april-v2.csv", .text = S(APRIL), .anyway = true};
    assert_true(keep_texts(&arena, path, &k, 1, &why));
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, NULL)), "row april-v2.csv:2 "));
    /* Within one command as well, and in a store that it makes. */
    struct kept two[] = {
        {.name = "a.csv", .text = S(HEAD "NHS Bath CCG,03/04/2020,T,A,S,1,5,\n")},
        {.name = "b.csv", .text = S(HEAD "NHS Bath CCG,03/04/2020,T,A,S,1,5,x\n")}};
    assert_false(keep_texts(&arena, path, two, 2, &why));
    assert_text(why, "1 payments are in a.csv");
    assert_null(
        strstr(str_z(&arena, kept_text(&arena, path, NULL)), "a.csv edition 1 for '' good 1 500"));
}

static void test_doubles_of_one_command(void **state)
{
    (void)state;
    struct str why;
    struct kept two[] = {
        {.name = "a.csv", .text = S("Supplier,Transaction Number,Amount\nA,1,5\nB,2,6\n")},
        {.name = "b.csv", .text = S("Supplier,Transaction Number,Amount\nA,1,5\nC,3,7\nB,2,6\n")}};
    assert_false(keep_texts(&arena, path, two, 2, &why));
    assert_text(why, "2 payments are in a.csv");
    assert_false(os_exists(&arena, path));
    two[1].anyway = true; /* what has no day and no payer is compared as well, and found whole */
    assert_true(keep_texts(&arena, path, two, 2, &why));
    two[0].name = "c.csv";
    assert_false(keep_texts(&arena, path, two, 1, &why));
}

static void test_publishers(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"Kent-CCG_April 2020.csv", "kent ccg"},
                                           {"NEBD_04_-_July.csv", "nebd"},
                                           {"04-2020.xlsx", ""},
                                           {"may.csv", ""},
                                           {"Sept19 Over25k.csv", "over k"},
                                           {"spend", "spend"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_text(store_publisher(&arena, str_of(cases[i][0])), cases[i][1]);
}

/* ---- property: however it comes ------------------------------------------------------------ */

/* Rows of the table, each with what it says, in some order. */
static void shuffle(struct chance *c, struct str *rows, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = chance_below(c, i);
        struct str moved = rows[i - 1];
        rows[i - 1] = rows[k];
        rows[k] = moved;
    }
}

static uint32_t lines_of(struct str text, struct str **out)
{
    VEC(struct str) lines = {0};
    while (text.n) {
        struct str line = str_sub(text, 0, str_find(text, '\n') + 1);
        *vec_push(&arena, &lines) = line;
        text = str_sub(text, line.n, text.n);
    }
    *out = lines.at;
    return lines.n;
}

/* The same text in another encoding, with other ends of lines, other separators or none. */
static struct str written_otherwise(struct chance *c, struct str text)
{
    struct buf b = buf_new(&arena);
    uint32_t how = chance_below(c, 5);
    if (how == 1)
        buf_z(&b, "\xef\xbb\xbf");
    if (how == 2)
        buf_put(&b, (struct str){"\xff\xfe", 2});
    for (size_t i = 0; i < text.n; i++) {
        if (how == 3 && text.p[i] == '\n')
            buf_putc(&b, '\r');
        buf_putc(&b, text.p[i]);
        if (how == 2)
            buf_putc(&b, '\0');
    }
    return buf_str(&b);
}

static void test_totals_however_they_come(void **state)
{
    (void)state;
    unsigned by = SPEND_BY_MONTH;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        by |= SPEND_BY_WORD(w);
    unsigned n = rounds(is_slow() ? 5 : 40);
    for (unsigned round = 0; round < n; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct chance c = chance_new(round);
        struct str text = odd_table(50 + chance_below(&c, 400), 2 * round + 2), *lines, why;
        uint32_t k = lines_of(text, &lines), files = 1 + chance_below(&c, 5);
        anew(NULL);
        assert_true(keep_text(&arena, path, "whole.csv", text, &why));
        struct str one = kept_sums(&arena, path, by, 1), two = kept_sums(&arena, path, by, 2);
        assert_text(two, str_z(&arena, one));
        anew(NULL);
        shuffle(&c, lines + 1, k - 1);
        struct kept *list = NEW_ARRAY(&arena, struct kept, files);
        for (uint32_t i = 0; i < files; i++) {
            struct buf b = buf_new(&arena);
            buf_put(&b, lines[0]);
            for (uint32_t r = 1 + i; r < k; r += files)
                buf_put(&b, lines[r]);
            list[i] = (struct kept){.name = str_z(&arena, str_fmt(&arena, "part-%u.csv", i)),
                                    .text = written_otherwise(&c, buf_str(&b)),
                                    .anyway = true,
                                    .hints = {.threads = 1 + chance_below(&c, 3),
                                              .block = 100 + chance_below(&c, 5000)}};
        }
        if (!keep_texts(&arena, path, list, files, &why))
            fail_msg("round %u: %.*s", round, STR(why));
        assert_text(kept_sums(&arena, path, by, 1 + chance_below(&c, 4)), str_z(&arena, one));
        arena_rewind(&arena, mark);
    }
}

/* ---- damage -------------------------------------------------------------------------------- */

static struct str bytes_of(void)
{
    struct str bytes, why;
    assert_true(os_read(&arena, path, &bytes, &why));
    return bytes;
}

static void put_bytes(struct str bytes)
{
    struct str why;
    assert_true(os_write(&arena, path, bytes, &why));
}

static void three_files(void)
{
    struct str why;
    keep("april.csv", APRIL);
    keep("may.csv", MAY);
    keep("long.csv", str_z(&arena, odd_table(200, 3)));
    assert_true(keep_out(&arena, path, 2, &why));
}

/* Whatever byte is another: the store says that it is damaged, or the byte says nothing. */
static void test_every_damaged_byte(void **state)
{
    (void)state;
    three_files();
    struct str good = bytes_of(), right = kept_text(&arena, path, NULL);
    char *bad = (char *)(uintptr_t)str_z(&arena, good);
    size_t step = is_slow() ? 409 : 41, found = 0;
    for (size_t i = 0; i < good.n; i += step) {
        struct arena_mark mark = arena_mark(&arena);
        for (unsigned k = 0; k < 2; k++) {
            bad[i] = k ? (char)(good.p[i] ^ (1 << i % 8)) : (char)~good.p[i];
            put_bytes((struct str){bad, good.n});
            struct str said = kept_text(&arena, path, NULL);
            found += str_starts(said, S("refused: "));
            if (!str_eq(said, right) && !str_starts(said, S("refused: ")))
                fail_msg("byte %zu is another, and nobody says so", i);
            if (str_starts(said, S("refused: ")) && !str_has(said, path))
                fail_msg("byte %zu: %.*s", i, STR(said));
        }
        bad[i] = good.p[i];
        arena_rewind(&arena, mark);
    }
    assert_true(found > good.n / step / 20); /* much of a small store is unused */
}

static void test_cut_and_foreign_files(void **state)
{
    (void)state;
    three_files();
    struct str good = bytes_of(), right = kept_text(&arena, path, NULL);
    for (size_t n = 2; n < good.n;
         n += is_slow() ? 50021 : 4099) /* SQLite takes one byte for none */ {
        put_bytes(str_sub(good, 0, n));
        struct str said = kept_text(&arena, path, NULL);
        if (!str_starts(said, S("refused: ")) &&
            !str_eq(said, right)) /* the last pages may be free */
            fail_msg("cut to %zu of %zu bytes, and nobody says so", n, good.n);
    }
    put_bytes(S("mine"));
    refuse("april.csv", APRIL, "is no store of spending");
    put_bytes(
        S("Entity,Date\nsomebody's own file, which must not be "
          "lost\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
          "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
    assert_non_null(
        strstr(str_z(&arena, kept_text(&arena, path, NULL)), "is no store of spending"));
    refuse("april.csv", APRIL, "is no store of spending");
    sqlite3 *db;
    anew(NULL);
    assert_int_equal(sqlite3_open(str_z(&arena, path), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE files(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    refuse("april.csv", APRIL, "is an SQLite file, but no store of spending");
    anew(NULL);
    keep("april.csv", APRIL);
    assert_int_equal(sqlite3_open(str_z(&arena, path), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 7", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    refuse("may.csv", MAY,
           "was written by another edition of Remit (form 7; this one knows form 1)");
}

/* Rows, files or words that were taken away by hand are missed. */
static void test_what_is_gone_is_missed(void **state)
{
    (void)state;
    static const char *const cuts[] = {
        "DELETE FROM segments WHERE id = (SELECT max(id) FROM segments)",
        "DELETE FROM files WHERE number = 1",
        "DELETE FROM aside",
        "DELETE FROM words",
        "DELETE FROM whole",
        "UPDATE files SET name = 'other' WHERE number = 1",
        "UPDATE segments SET id = id + 1 WHERE id = (SELECT min(id) FROM segments)",
        "UPDATE segments SET columns = (SELECT columns FROM segments ORDER BY id LIMIT 1)",
        "UPDATE segments SET columns = zeroblob(100)",
        "UPDATE segments SET columns = NULL",
        "UPDATE segments SET reference = zeroblob(20)",
        "UPDATE words SET texts = zeroblob(20)",
        "UPDATE whole SET rows = rows + 1",
        "UPDATE aside SET amount = 5",
        "UPDATE files SET organisations = x'ff'",
        "DROP TABLE segments",
    };
    three_files();
    struct str good = bytes_of();
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        sqlite3 *db;
        put_bytes(good);
        assert_int_equal(sqlite3_open(str_z(&arena, path), &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, cuts[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        struct str said = kept_text(&arena, path, NULL);
        if (!str_starts(said, S("refused: ")) || !str_has(said, S("is damaged (")))
            fail_msg("%s: %.*s", cuts[i], STR(said));
    }
}

/* ---- failures ------------------------------------------------------------------------------ */

static void test_a_source_that_fails(void **state)
{
    (void)state;
    struct str why, text = odd_table(3000, 5);
    keep("april.csv", APRIL);
    struct str before = kept_text(&arena, path, NULL);
    struct kept two[] = {{.name = "may.csv", .text = S(MAY)},
                         {.name = "cut.csv",
                          .text = text,
                          .hints = {.threads = 2, .block = 4000},
                          .breaks_at = text.n / 2}};
    assert_false(keep_texts(&arena, path, two, 2, &why));
    assert_text(why, "the source failed");
    assert_text(kept_text(&arena, path, NULL), str_z(&arena, before));
}

/* A new store that comes to nothing leaves no file. */
static void test_nothing_is_left_of_nothing(void **state)
{
    (void)state;
    struct str why;
    assert_false(keep_text(&arena, path, "x.csv", S("no table\n"), &why));
    assert_false(os_exists(&arena, path));
    assert_text(
        kept_text(&arena, path, NULL),
        str_z(&arena,
              str_fmt(&arena,
                      "refused: nothing is loaded: there is no store %.*s; remit spend load "
                      "FILE... makes it, --store names another",
                      STR(path))));
    put_bytes(S("")); /* an empty file is an empty store */
    assert_text(kept_text(&arena, path, NULL), "");
    assert_text(kept_sums(&arena, path, SPEND_BY_MONTH, 2), "");
    keep("april.csv", APRIL);
}

/* Each request for memory fails in turn; the store is as it was until none does. */
static void test_memory_runs_out(void **state)
{
    (void)state;
    const char *words =
        str_z(&arena, str_fmt(&arena, "spend load test/data/payments.csv --store %.*s", STR(path)));
    keep("april.csv", APRIL);
    struct str before = kept_text(&arena, path, NULL);
    struct outcome x;
    struct arena_mark mark = arena_mark(&arena);
    for (unsigned long n = 1; (x = command_failing(&arena, words, n)).code == -1;
         n += is_slow() ? 97 : 5) {
        if (n % 10 == 1)
            assert_text(kept_text(&arena, path, NULL), str_z(&arena, before));
        arena_rewind(&arena, mark);
    }
    assert_int_equal(x.code, EXIT_FINE);
    assert_non_null(strstr(str_z(&arena, kept_text(&arena, path, NULL)), "file 2 payments.csv"));
}

/* What a child process that may do less makes of a command. */
static int in_child(const char *words, void (*first)(void), struct str *said)
{
    int ends[2], status;
    char text[2000];
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        first();
        struct outcome x = command(&arena, words);
        ssize_t n = write(ends[1], x.err.p, x.err.n);
        _exit(n < 0 ? 99 : x.code);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], text, sizeof text);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    *said = str_copy(&arena, (struct str){text, n > 0 ? (size_t)n : 0});
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static rlim_t most_bytes;
static void no_room(void)
{
    struct rlimit most = {most_bytes, most_bytes};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &most);
}

/* The file system takes no more bytes, wherever that happens: nothing is lost. */
static void test_no_room(void **state)
{
    (void)state;
    struct str said, table = str_fmt(&arena, "%s/big.csv", folder), why;
    assert_true(os_write(
        &arena, table,
        text_repeated(&arena, HEAD, "NHS Kent CCG,3/5/2020,T,A,Supplier % LTD,K%,1%.00,said of %\n",
                      20000, ""),
        &why));
    const char *words =
        str_z(&arena, str_fmt(&arena, "spend load %.*s --store %.*s", STR(table), STR(path)));
    keep("april.csv", APRIL);
    struct str before = kept_text(&arena, path, NULL);
    unsigned refused = 0;
    for (most_bytes = 0; most_bytes < 500000; most_bytes += 39000) {
        int code = in_child(words, no_room, &said);
        if (code == EXIT_FINE)
            break;
        refused++;
        assert_int_equal(code, EXIT_BAD);
        if (!str_has(said, S("nothing is loaded, the store is as it was")) || !str_has(said, path))
            fail_msg("%.*s", STR(said));
        assert_text(kept_text(&arena, path, NULL), str_z(&arena, before));
    }
    assert_true(refused > 2);
    assert_int_equal(command(&arena, words).code, EXIT_FINE); /* with room it is */
    unlink(str_z(&arena, table));
}

/* Files that try to take all memory or time. */
static void test_hostile_files(void **state)
{
    (void)state;
    struct str why, said, table = str_fmt(&arena, "%s/bad.xlsx", folder);
    const char *words =
        str_z(&arena, str_fmt(&arena, "spend load %.*s --store %.*s", STR(table), STR(path)));
    keep("april.csv", APRIL);
    struct str before = kept_text(&arena, path, NULL);
    struct str blank =
        text_repeated(&arena,
                      "<row><c t='str'><v>Supplier</v></c><c t='str'><v>Amount</v></c></row>"
                      "<row><c t='str'><v>A</v></c><c><v>5</v></c></row>",
                      "<r/>", 3000000, "");
    assert_true(
        os_write(&arena, table, sheets_book(&arena, str_z(&arena, blank), "", "", ""), &why));
    struct outcome x = command(&arena, words);
    assert_int_equal(x.code, EXIT_BAD);
    assert_true(str_has(x.err, S("unpacks to far more than a table would")));
    assert_text(kept_text(&arena, path, NULL), str_z(&arena, before));
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD "NHS Kent CCG,03/05/2020,T,A,Sup");
    buf_putc(&b, '\0');
    buf_z(&b, "plier,B1,26000,\nNHS Kent CCG,03/05/2020,T,A,Good,B2,1,\n");
    assert_true(os_write(&arena, table, buf_str(&b), &why));
    x = command(&arena, words);
    assert_int_equal(x.code, EXIT_FINE);
    said = kept_text(&arena, path, NULL);
    assert_true(str_has(said, S("good 1 100 rejected 1 2600000")));
    assert_true(str_has(said, S("has a byte that is no character (NUL)")));
    unlink(str_z(&arena, table));
}

/* ---- the segment by itself ----------------------------------------------------------------- */

/* Bytes with a hash that fits are read within their bounds, whatever they say. */
static void test_segments_that_lie(void **state)
{
    (void)state;
    struct segment_room room;
    struct arena_mark mark = arena_mark(&arena);
    struct segment_wants wants = {{9, 9, 9, 9}, {STORE_ANY, STORE_ANY, STORE_ANY, STORE_ANY}, 0};
    const uint32_t values[] = {0, 8}, at[] = {0, 1, 1}, line[] = {5, 6, 7};
    const date on[] = {DATE_MIN, 18000, 18001};
    const pence amount[] = {1, -INT64_MAX, INT64_MAX};
    struct segment_rows rows = {.n = 3, .on = on, .amount = amount, .line = line};
    struct buf b = buf_new(&arena);
    struct chance c = chance_new(7);
    uint32_t n;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        rows.words[w] = (struct segment_words){2, values, at};
    segment_room_init(&room, &arena);
    segment_put(&b, &rows, 42);
    assert_true(segment_get(&room, buf_str(&b), 42, &wants, &n));
    assert_int_equal(n, 3);
    assert_true(room.amount[1] == -INT64_MAX && room.amount[2] == INT64_MAX &&
                room.on[0] == DATE_MIN);
    assert_false(segment_get(&room, buf_str(&b), 43, &wants, &n)); /* it belongs elsewhere */
    struct str good = str_copy(&arena, buf_str(&b));
    for (unsigned i = 0; i < (is_slow() ? 20000u : 300000u); i++) {
        char *bad = (char *)(uintptr_t)b.p;
        memcpy(bad, good.p, good.n);
        size_t length = chance_below(&c, 5) ? good.n - 8 : chance_below(&c, (uint32_t)good.n - 8);
        for (uint32_t k = 1 + chance_below(&c, 3); k--;)
            bad[chance_below(&c, (uint32_t)good.n - 8)] = (char)chance_below(&c, 256);
        uint64_t hash = segment_hash(bad, length, 42);
        memcpy(bad + length, &hash, 8);
        wants.unread = chance_below(&c, 4) ? 0 : chance_below(&c, 64);
        if (segment_get(&room, (struct str){bad, length + 8}, 42, &wants, &n))
            for (uint32_t k = 0; k < n && !wants.unread; k++)
                assert_true(room.words[WORD_AREA][k] < 9);
        segment_get_texts(&room, 0, (struct str){bad, length + 8}, 42, 3);
    }
    arena_rewind(&arena, mark);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, anew, anew)
    const struct CMUnitTest tests[] = {
        FRESH(test_round_trip),
        FRESH(test_round_trip_of_all_widths),
        FRESH(test_what_is_wanted),
        FRESH(test_editions),
        FRESH(test_doubles),
        FRESH(test_doubles_of_one_command),
        FRESH(test_publishers),
        FRESH(test_totals_however_they_come),
        FRESH(test_every_damaged_byte),
        FRESH(test_cut_and_foreign_files),
        FRESH(test_what_is_gone_is_missed),
        FRESH(test_a_source_that_fails),
        FRESH(test_nothing_is_left_of_nothing),
        FRESH(test_memory_runs_out),
        FRESH(test_no_room),
        FRESH(test_hostile_files),
        FRESH(test_segments_that_lie),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
