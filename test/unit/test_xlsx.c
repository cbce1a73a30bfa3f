/* Spreadsheets: what their cells say, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/payments.h"
#include "support/sheets.h"

static struct arena arena;
static jmp_buf out_of_memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 2048, &out_of_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

#define HEAD                                                                                       \
    "<row r='1'><c t='inlineStr'><is><t>Date</t></is></c><c t='inlineStr'><is><t>Supplier</t>"     \
    "</is></c><c t='inlineStr'><is><t>Amount</t></is></c></row>"
#define DAY "<c r='A2' s='1'><v>43951</v></c>"
#define STYLES                                                                                     \
    "<numFmts><numFmt numFmtId='164' formatCode='dd\\-mmm\\-yy'/><numFmt numFmtId='165' "          \
    "formatCode='[Red]#,##0.00\" days\"'/><numFmt numFmtId='166' formatCode='mm:ss'/></numFmts>"   \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"                  \
    "<xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs>"

static const struct {
    const char *what, *row, *texts, *workbook, *read;
} cells[] = {
    {"a day by a built-in format", DAY "<c t='str'><v>A</v></c><c><v>5</v></c>", "", "",
     "2 |2020-04-30|||A||500\n"},
    {"a day by a format of the file",
     "<c s='2'><v>43951</v></c><c t='str'><v>A</v></c>"
     "<c><v>5</v></c>",
     "", "", "2 |2020-04-30|||A||500\n"},
    {"a day with a time", "<c s='1'><v>43951.75</v></c><c t='str'><v>A</v></c><c><v>5</v></c>", "",
     "", "2 |2020-04-30|||A||500\n"},
    {"days counted from 1904", "<c s='1'><v>42489</v></c><c t='str'><v>A</v></c><c><v>5</v></c>",
     "", "<workbookPr date1904='1'/>", "2 |2020-04-30|||A||500\n"},
    {"an ISO day", "<c t='d'><v>2020-04-30</v></c><c t='str'><v>A</v></c><c><v>5</v></c>", "", "",
     "2 |2020-04-30|||A||500\n"},
    {"a day as text", "<c t='str'><v>30/04/2020</v></c><c t='str'><v>A</v></c><c><v>5</v></c>", "",
     "", "2 |2020-04-30|||A||500\n"},
    {"a number that is no day by its format",
     "<c s='1'><v>43951</v></c><c t='str'><v>A</v></c><c s='3'><v>43951</v></c>", "", "",
     "2 |2020-04-30|||A||4395100\n"},
    {"shared texts", DAY "<c t='s'><v>1</v></c><c><v>5</v></c>",
     "<si><t>no</t></si><si><t xml:space='preserve'> A &amp; \"B\", C </t></si>", "",
     "2 |2020-04-30|||A & \"B\", C||500\n"},
    {"rich text, without how it is pronounced", DAY "<c t='s'><v>0</v></c><c><v>5</v></c>",
     "<si><r><rPr><b/></rPr><t>A </t></r><r><t>LTD</t></r><rPh sb='0' eb='1'><t>ei</t></rPh></si>",
     "", "2 |2020-04-30|||A LTD||500\n"},
    {"a formula's result", DAY "<c t='str'><f>A1&amp;B1</f><v>A</v></c><c><f>2+3</f><v>5</v></c>",
     "", "", "2 |2020-04-30|||A||500\n"},
    {"a cell that is missing", DAY "<c r='C2'><v>5</v></c>", "", "", "2 |2020-04-30|||||500\n"},
    {"an empty cell", DAY "<c r='B2' s='1'/><c r='C2'><v>5</v></c>", "", "",
     "2 |2020-04-30|||||500\n"},
    {"noise of binary fractions", DAY "<c t='str'><v>A</v></c><c><v>1234.5600000000002</v></c>", "",
     "", "2 |2020-04-30|||A||123456\n"},
    {"more noise", DAY "<c t='str'><v>A</v></c><c><v>0.28999999999999998</v></c>", "", "",
     "2 |2020-04-30|||A||29\n"},
    {"nines all through", DAY "<c t='str'><v>A</v></c><c><v>999.99999999999997</v></c>", "", "",
     "2 |2020-04-30|||A||100000\n"},
    {"powers of ten", DAY "<c t='str'><v>A</v></c><c><v>-1.2345670000000001E7</v></c>", "", "",
     "2 |2020-04-30|||A||-1234567000\n"},
    {"small powers", DAY "<c t='str'><v>A</v></c><c><v>5.0000000000000003E-2</v></c>", "", "",
     "2 |2020-04-30|||A||5\n"},
    {"parts of a penny", DAY "<c t='str'><v>A</v></c><c><v>1.005</v></c>", "", "",
     "2 rejected: Amount: '1.005' has parts of a penny; Remit never rounds money\n"},
    {"an error", DAY "<c t='str'><v>A</v></c><c t='e'><v>#REF!</v></c>", "", "",
     "2 rejected: Amount: '#REF!' is what a spreadsheet shows when its column is too narrow or its "
     "formula fails\n"},
};

static struct str read_book(const char *rows, const char *texts, const char *workbook,
                            const char *map)
{
    struct str book = sheets_book(&arena, rows, texts, STYLES, workbook);
    return rows_text(&arena, book, &(struct intake_hints){.map = str_of(map), .threads = 2});
}

static void test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct str rows = str_fmt(&arena, HEAD "<row r='2'>%s</row>", cells[i].row);
        struct str got = read_book(rows.p, cells[i].texts, cells[i].workbook, "amount=3");
        if (!str_eq(got, str_of(cells[i].read)))
            fail_msg("%s: %.*s", cells[i].what, STR(got));
    }
}

/* Rows keep the numbers that the spreadsheet shows. */
static void test_rows_that_are_missing(void **state)
{
    (void)state;
    struct str got = read_book(HEAD "<row r='5'>"
                                    "<c s='1'><v>43951</v></c><c t='str'><v>A</v></c>"
                                    "<c><v>5</v></c></row><row r='70000'><c s='1'><v>43951</v></c>"
                                    "<c t='str'><v>B</v></c><c><v>6</v></c></row>",
                               "", "", "");
    assert_string_equal(str_z(&arena, got), "5 |2020-04-30|||A||500\n70000 |2020-04-30|||B||600\n");
}

static void test_sheets(void **state)
{
    (void)state;
    const char *rows = HEAD "<row r='2'>" DAY "<c t='str'><v>A</v></c><c><v>5</v></c></row>";
    static const struct {
        const char *map, *read;
    } sheets[] = {
        {"", "2 |2020-04-30|||A||500\n"}, /* the first that is not hidden */
        {"sheet=Spend", "2 |2020-04-30|||A||500\n"},
        {"sheet=\"hidden\"", "2 ||||B||700\n"},
        {"sheet=1", "2 ||||B||700\n"},
        {"sheet=2", "2 |2020-04-30|||A||500\n"},
        {"sheet=3",
         "refused: the spreadsheet has no sheet '3'; its sheets are 'Hidden', 'Spend'\n"},
        {"sheet=Costs",
         "refused: the spreadsheet has no sheet 'Costs'; its sheets are 'Hidden', 'Spend'\n"},
    };
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        struct str got = read_book(rows, "", "", sheets[i].map);
        if (!str_eq(got, str_of(sheets[i].read)))
            fail_msg("%s: %.*s", sheets[i].map, STR(got));
    }
}

/* A long sheet by one worker and by several: more than one block, and the same rows. */
static void test_long_sheet(void **state)
{
    (void)state;
    struct buf rows = buf_new(&arena);
    enum { ROWS = 30000 };
    buf_z(&rows, HEAD);
    for (int i = 0; i < ROWS; i++)
        buf_fmt(&rows,
                "<row r='%d'><c r='A%d' s='1'><v>%d</v></c><c r='B%d' t='s'><v>%d</v></c>"
                "<c r='C%d'><v>%d.%02d</v></c></row>",
                i + 2, i + 2, 43900 + i % 90, i + 2, i % 2, i + 2, i, i % 100);
    struct str book = sheets_book(&arena, str_z(&arena, buf_str(&rows)),
                                  "<si><t>A, \"B\" LTD</t></si><si><t>C PLC</t></si>", STYLES, "");
    struct taken one = take(&arena, book, &(struct intake_hints){.threads = 1});
    assert_int_equal(one.result.good, ROWS);
    assert_int_equal(one.last, ROWS + 1);
    struct taken more = take(&arena, book, &(struct intake_hints){.threads = 3});
    assert_true(one.sum == more.sum && more.result.good == ROWS);
}

static const struct {
    const char *what, *rows, *texts, *why;
} damaged[] = {
    {"a text that is not there", HEAD "<row><c t='s'><v>9</v></c></row>", "",
     "the spreadsheet is damaged: a cell names a text that is not there"},
    {"rows out of order", "<row r='3'/><row r='2'/>", "",
     "the spreadsheet is damaged: its rows are not in order"},
    {"a row beyond the last", "<row r='2000000'/>", "",
     "the spreadsheet is damaged: its rows are not in order"},
    {"cells out of order", "<row><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "",
     "the spreadsheet is damaged: its cells are not in order"},
    {"a column beyond the last", "<row><c r='ZZZ1'><v>1</v></c></row>", "",
     "the sheet has more columns than any table may"},
    {"XML that is none", "<row><c></row>", "", "the spreadsheet is damaged: mismatched tag"},
    {"texts that are none", "", "<si", "the spreadsheet is damaged: "},
    {"nothing", "", "", "there is nothing in it"},
};

static void test_damaged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        struct str got = read_book(damaged[i].rows, damaged[i].texts, "", "");
        struct str want = str_fmt(&arena, "refused: %s", damaged[i].why);
        if (!str_starts(got, want))
            fail_msg("%s: %.*s", damaged[i].what, STR(got));
    }
}

/* Entities that unfold, a zip that unpacks to far more than it is, one that is no spreadsheet. */
static void test_hostile(void **state)
{
    (void)state;
    struct buf many = buf_new(&arena);
    for (int i = 0; i < 300000; i++)
        buf_z(&many, "<row></row>                                           ");
    struct str got = read_book(str_z(&arena, buf_str(&many)), "", "", "");
    assert_string_equal(str_z(&arena, got), "refused: the spreadsheet unpacks to far more than a "
                                            "table would; it is refused\n");
    struct buf laughs = buf_new(&arena);
    buf_z(&laughs, "<!DOCTYPE s [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 12; i++)
        buf_fmt(&laughs, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;&a%d;'>", i,
                i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    buf_z(&laughs, "]><workbook>&a11;</workbook>");
    const struct sheets_part parts[] = {{"xl/workbook.xml", buf_str(&laughs)}};
    got = rows_text(&arena, sheets_zip(&arena, parts, 1), &(struct intake_hints){0});
    assert_true(str_starts(got, S("refused: the spreadsheet is damaged: ")));
    const struct sheets_part other[] = {{"word/document.xml", S("<x/>")}};
    got = rows_text(&arena, sheets_zip(&arena, other, 1), &(struct intake_hints){0});
    assert_string_equal(str_z(&arena, got), "refused: this is a zip file, but no spreadsheet "
                                            "(.xlsx) is in it\n");
}

/* Cut short at any place, or with any byte another: refused or read, never worse. */
static void test_any_byte_wrong(void **state)
{
    (void)state;
    struct str book =
        sheets_book(&arena, HEAD "<row r='2'>" DAY "<c t='s'><v>0</v></c><c><v>5</v></c></row>",
                    "<si><t>A</t></si>", STYLES, "");
    for (size_t i = 0; i < book.n; i++) {
        struct arena_mark mark = arena_mark(&arena);
        char *p = arena_alloc(&arena, book.n, 1);
        memcpy(p, book.p, book.n);
        p[i] = (char)(p[i] ^ (1 << i % 8));
        take(&arena, (struct str){p, book.n}, &(struct intake_hints){0});
        take(&arena, (struct str){book.p, i}, &(struct intake_hints){0});
        arena_rewind(&arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),          cmocka_unit_test(test_rows_that_are_missing),
        cmocka_unit_test(test_sheets),         cmocka_unit_test(test_long_sheet),
        cmocka_unit_test(test_damaged),        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_any_byte_wrong),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
