/* Published tables as they are met: amounts, days, encodings, quirks of layout. Each case is a row
 * that whoever publishes such files can read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/payments.h"

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

/* ---- amounts ------------------------------------------------------------------------------- */

static const struct {
    const char *cell;
    long long pence;
    const char *why; /* why it is none; then pence is not looked at */
} amounts[] = {
    {"25000", 2500000, NULL},
    {"25000.5", 2500050, NULL},
    {"25000.50", 2500050, NULL},
    {"25,000.00", 2500000, NULL},
    {"£1,234,567.89", 123456789, NULL},
    {"\xa3"
     "1,234,567.89",
     123456789, NULL}, /* the pound sign of Windows-1252 */
    {"GBP 1,234.00", 123400, NULL},
    {" £ 1,234.00 ", 123400, NULL},
    {"\xc2\xa0"
     "1,234.00\xc2\xa0",
     123400, NULL}, /* no-break spaces */
    {"\xa0"
     "12.00",
     1200, NULL},
    {"(25,000.00)", -2500000, NULL},
    {"£(25,000.00)", -2500000, NULL},
    {"(£25,000.00)", -2500000, NULL},
    {"( 25,000.00 )", -2500000, NULL},
    {"-25000", -2500000, NULL},
    {"-£25,000.00", -2500000, NULL},
    {"£-25,000.00", -2500000, NULL},
    {"25,000.00-", -2500000, NULL},
    {"25,000.00 -", -2500000, NULL},
    {"\xe2\x88\x92"
     "12.34",
     -1234, NULL}, /* the minus sign */
    {"\xe2\x80\x93"
     "12.34",
     -1234, NULL}, /* a dash that a word processor made of it */
    {"25,000.00 CR", -2500000, NULL},
    {"25,000.00CR", -2500000, NULL},
    {"25,000.00 DR", 2500000, NULL},
    {"+25", 2500, NULL},
    {"0", 0, NULL},
    {"-0.00", 0, NULL},
    {"-", 0, NULL}, /* how accounts write nothing */
    {" £ - ", 0, NULL},
    {".5", 50, NULL},
    {"5.", 500, NULL},
    {"0.07", 7, NULL},
    {"00012.30", 1230, NULL},
    {"12.3400", 1234, NULL},
    {"92233720368547758.07", 9223372036854775807, NULL},
    {"92233720368547758.08", 0, "is larger than any amount that Remit can hold"},
    {"99999999999999999999", 0, "is larger than any amount that Remit can hold"},
    {"1.234", 0, "has parts of a penny; Remit never rounds money"},
    {"1.001", 0, "has parts of a penny; Remit never rounds money"},
    {"1,23", 0, "has commas that do not part thousands"},
    {"1234,567.00", 0, "has commas that do not part thousands"},
    {"1,2345", 0, "has commas that do not part thousands"},
    {"1,,000", 0, "has commas that do not part thousands"},
    {"1.000,00", 0, "has a comma where pence stand"},
    {"25000,5", 0, "has commas that do not part thousands"},
    {"(25.00", 0, "has a bracket without its other half"},
    {"25.00)", 0, "is no amount"},
    {"-(25.00)", 0, "has more than one sign"},
    {"-25.00-", 0, "has more than one sign"},
    {"- 25.00 CR", 0, "has more than one sign"},
    {"CR", 0, "is no amount"},
    {"+", 0, "is no amount"},
    {"££5", 0, "is no amount"},
    {"12 34", 0, "is no amount"},
    {"1.2.3", 0, "is no amount"},
    {"£", 0, "is no amount"},
    {"n/a", 0, "is no amount"},
    {"12a", 0, "is no amount"},
    {"1e6", 0, "is no amount"},
    {"########", 0,
     "is what a spreadsheet shows when its column is too narrow or its formula fails"},
    {"#REF!", 0, "is what a spreadsheet shows when its column is too narrow or its formula fails"},
};

static void test_amounts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        pence p;
        const char *why = intake_amount(str_of(amounts[i].cell), &p);
        if (why ? !amounts[i].why || strcmp(why, amounts[i].why) != 0
                : amounts[i].why || p != amounts[i].pence)
            fail_msg("%s: %lld %s", amounts[i].cell, (long long)p, why ? why : "");
    }
    pence p;
    assert_null(intake_amount(S("  "), &p));
    assert_true(p == PENCE_NONE);
}

/* What a column of cells gives is what each cell gives: the fast way and the whole grammar. */
static void test_amounts_in_a_file(void **state)
{
    (void)state;
    for (int quoted = 0; quoted < 2; quoted++)
        for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
            const char *cell = amounts[i].cell, *q = quoted ? "\"" : "";
            if ((!quoted && strchr(cell, ',')) || amounts[i].pence > 9000000000000000000)
                continue;
            struct str text =
                str_fmt(&arena,
                        "Date,Supplier,Amount\r\n1/2/2020,A Ltd,1.00\r\n1/2/2020,B,2.00\r\n"
                        "2/2/2020,B Ltd,%s%s%s\r\n",
                        q, cell, q);
            struct taken x = take(&arena, text, &(struct intake_hints){.threads = 1});
            if (x.why.n)
                fail_msg("%s: %.*s", cell, STR(x.why));
            if (x.result.rejected != (amounts[i].why != NULL) ||
                (x.result.good == 3 && x.result.good_pence != 300 + amounts[i].pence))
                fail_msg("%s in a file: %lld", cell, (long long)x.result.good_pence - 300);
        }
}

/* ---- days ---------------------------------------------------------------------------------- */

static const struct {
    const char *cell, *day; /* the day, or why it is none */
} days[] = {
    {"30/04/2020", "2020-04-30"},
    {"4/30/2020", "2020-04-30"},
    {"30/4/20", "2020-04-30"},
    {"30.04.2020", "2020-04-30"},
    {"30-04-2020", "2020-04-30"},
    {"2020-04-30", "2020-04-30"},
    {"2020/04/30", "2020-04-30"},
    {"20200430", "2020-04-30"},
    {"30-Apr-20", "2020-04-30"},
    {"30 April 2020", "2020-04-30"},
    {"30th April 2020", "2020-04-30"},
    {"1st Sept 2020", "2020-09-01"},
    {"April 30, 2020", "2020-04-30"},
    {"Thursday, 30 April 2020", "2020-04-30"},
    {"Thu 30 Apr 2020", "2020-04-30"},
    {"2020-Apr-30", "2020-04-30"},
    {"43951", "2020-04-30"}, /* a spreadsheet's day number */
    {"43951.5", "2020-04-30"},
    {"30/04/2020 00:00:00", "2020-04-30"},
    {"30/04/2020 12:15 AM", "2020-04-30"},
    {"2020-04-30T12:00:00Z", "2020-04-30"},
    {"2020-04-30 00:00:00.000", "2020-04-30"},
    {" 30/04/2020 ", "2020-04-30"},
    {"29/02/2020", "2020-02-29"},
    {"01/02/2020", "2020-02-01"}, /* in doubt: the day first */
    {"31/12/69", "2069-12-31"},
    {"31/12/70", "1970-12-31"},
    {"29/02/2021", "is no day of the calendar"},
    {"31/04/2020", "is no day of the calendar"},
    {"13/13/2020", "is no day of the calendar"},
    {"00/01/2020", "is no day of the calendar"},
    {"30/04/1020", "is not in the years 1950 to 2099"},
    {"Apr-20", "is a month, not a day"},
    {"April 2020", "is a month, not a day"},
    {"######", "is what a spreadsheet shows when its column is too narrow"},
    {"2020", NULL},
    {"12345", NULL},
    {"30/04", NULL},
    {"30/04/202", NULL},
    {"1/2/3/4", NULL},
    {"tomorrow", NULL},
    {"30 Foo 2020", NULL},
    {"N/A", NULL},
    {"1234567890", NULL},
};

static void test_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        date d;
        const char *why = intake_date(str_of(days[i].cell), INTAKE_DAY_FIRST, &d);
        const char *got = why ? why : str_z(&arena, date_iso(&arena, d));
        if (days[i].day ? strcmp(got, days[i].day) != 0
                        : strncmp(got, "is no day as Remit reads them", 29) != 0)
            fail_msg("%s: %s", days[i].cell, got);
    }
}

/* Whole files: what decides how 4/5/2020 is read. Days with blanks between; what they become. */
static const struct {
    const char *what, *about, *map, *cells, *days;
} files_of_days[] = {
    {"one day over 12 decides for all of its shape", "", "", "01/02/2020 13/02/2020",
     "2020-02-01 2020-02-13"},
    {"the other way round", "", "", "02/01/2020 02/13/2020", "2020-02-01 2020-02-13"},
    {"a shape that does not decide follows the others", "", "", "08/01/2020 8/31/2020 08/12/2020",
     "2020-08-01 2020-08-31 2020-08-12"},
    {"two shapes, each by itself", "", "", "2/28/2021 28/02/21 2/27/2021",
     "2021-02-28 2021-02-28 2021-02-27"},
    {"both in one shape: into a month that the file has", "", "",
     "9/30/2020 30/9/2020 9/3/2020 3/9/2020", "2020-09-30 2020-09-30 2020-09-03 2020-09-03"},
    {"both in one shape and no such month: in doubt the day first", "", "",
     "9/30/2020 30/9/2020 1/2/2020", "2020-09-30 2020-09-30 2020-02-01"},
    {"the same, in doubt the month first", "", "dates=us", "9/30/2020 30/9/2020 1/2/2020",
     "2020-09-30 2020-09-30 2020-01-02"},
    {"months' names decide for numbers", "", "", "03-May-20 5/4/2020 5/6/2020",
     "2020-05-03 2020-05-04 2020-05-06"},
    {"all in one month, if that can be", "", "", "01/04/2020 02/04/2020 03/04/2020",
     "2020-04-01 2020-04-02 2020-04-03"},
    {"all in one month the other way", "", "", "04/01/2020 04/02/2020 04/03/2020",
     "2020-04-01 2020-04-02 2020-04-03"},
    {"the name of the file", "spend May 2020.csv", "", "04/05/2020 04/05/2020",
     "2020-05-04 2020-05-04"},
    {"the name of the file, the other way", "NEBD_04_-_April.csv", "", "04/05/2020 04/05/2020",
     "2020-04-05 2020-04-05"},
    {"nothing decides: the day first", "", "", "04/05/2020", "2020-05-04"},
    {"nothing decides: as the map says", "", "dates=us", "04/05/2020", "2020-04-05"},
    {"what is certain stays so whatever the map says", "", "dates=us", "30/04/2020 01/02/2020",
     "2020-04-30 2020-02-01"},
    {"day and month alike", "", "", "05/05/2020 06/06/2020", "2020-05-05 2020-06-06"},
};

static void test_files_of_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files_of_days / sizeof files_of_days[0]; i++) {
        struct buf text = buf_new(&arena), got = buf_new(&arena);
        buf_z(&text, "Date,Supplier,Amount\n");
        struct str rest = str_of(files_of_days[i].cells);
        while (rest.n) {
            size_t n = str_find(rest, ' ');
            buf_fmt(&text, "%.*s,A Ltd,1.00\n", (int)n, rest.p);
            rest = str_sub(rest, n < rest.n ? n + 1 : n, rest.n);
        }
        struct str rows = rows_text(&arena, buf_str(&text),
                                    &(struct intake_hints){.about = str_of(files_of_days[i].about),
                                                           .map = str_of(files_of_days[i].map)});
        for (size_t at = 0; at < rows.n; at = at + str_find(str_sub(rows, at, rows.n), '\n') + 1)
            for (size_t k = at; k < rows.n && rows.p[k] != '\n'; k++)
                if (rows.p[k] == '|') {
                    buf_fmt(&got, "%s%.10s", got.n ? " " : "", rows.p + k + 1);
                    break;
                }
        if (!str_eq(buf_str(&got), str_of(files_of_days[i].days)))
            fail_msg("%s: %.*s", files_of_days[i].what, STR(buf_str(&got)));
    }
}

/* ---- layouts and quirks -------------------------------------------------------------------- */

#define HEAD "Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n"
#define ROW2 "30/04/2020,Rent,ESTATES,A LTD,101,\"1,000.00\"\n"
#define IS2 "2 |2020-04-30|Rent|ESTATES|A LTD|101|100000\n"

static const struct {
    const char *what, *map, *text, *rows;
} quirks[] = {
    {"plain", "", HEAD ROW2, IS2},
    {"without a line end behind the last row", "",
     "Date,Supplier,Amount\n30/04/2020,A,1\n30/04/2020,B,2",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||B||200\n"},
    {"CR LF", "", "Date,Supplier,Amount\r\n30/04/2020,A,1\r\n", "2 |2020-04-30|||A||100\n"},
    {"CR alone", "", "Date,Supplier,Amount\r30/04/2020,A,1\r30/04/2020,B,2\r",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||B||200\n"},
    {"semicolons", "", "Date;Supplier;Amount\n30/04/2020;A, B;1.50\n",
     "2 |2020-04-30|||A, B||150\n"},
    {"tabs", "", "Date\tSupplier\tAmount\n30/04/2020\tA, B\t1.50\n", "2 |2020-04-30|||A, B||150\n"},
    {"pipes", "", "Date|Supplier|Amount\n30/04/2020|A|1.50\n", "2 |2020-04-30|||A||150\n"},
    {"a byte order mark", "", "\xef\xbb\xbf" HEAD ROW2, IS2},
    {"UTF-8", "", "Date,Supplier,Amount\n30/04/2020,Caf\xc3\xa9,£5\n",
     "2 |2020-04-30|||Caf\xc3\xa9||500\n"},
    {"Windows-1252", "",
     "Date,Supplier,Amount\n30/04/2020,Caf\xe9 \x96 Bar,\xa3"
     "5\n",
     "2 |2020-04-30|||Caf\xc3\xa9 \xe2\x80\x93 Bar||500\n"},
    {"both in one file", "", "Date,Supplier,Amount\n30/04/2020,\xc3\xa9,1\n30/04/2020,\xe9,2\n",
     "2 |2020-04-30|||\xc3\xa9||100\n3 |2020-04-30|||\xc3\xa9||200\n"},
    {"separators, quotes and line ends in quotes", "",
     "Date,Supplier,Amount\n30/04/2020,\"A \"\"B\"\", C\nD\",1\n",
     "2 |2020-04-30|||A \"B\", C\nD||100\n"},
    {"a quote inside a cell is a character", "",
     "Date,Supplier,Amount\n30/04/2020,5\" PIPES,1\n30/04/2020,B \"X\" LTD,2\n",
     "2 |2020-04-30|||5\" PIPES||100\n3 |2020-04-30|||B \"X\" LTD||200\n"},
    {"text behind a closing quote", "", "Date,Supplier,Amount\n30/04/2020,\"A\" LTD,1\n",
     "2 |2020-04-30|||A LTD||100\n"},
    {"blanks around cells", "", "Date , Supplier, Amount \n 30/04/2020 ,  A  , 1 \n",
     "2 |2020-04-30|||A||100\n"},
    {"title lines, counted as rows", "",
     "NHS Kent\nPayments over £25k for April 2020,,\n\nDate,Supplier,Amount\n30/04/2020,A,1\n",
     "5 |2020-04-30|||A||100\n"},
    {"blank rows", "", "Date,Supplier,Amount\n,,\n30/04/2020,A,1\n\n   \n30/04/2020,B,2\n,,\n",
     "3 |2020-04-30|||A||100\n6 |2020-04-30|||B||200\n"},
    {"a sum below", "", "Date,Supplier,Amount\n30/04/2020,A,1\n30/04/2020,B,2\nTotal,,3\n",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||B||200\n"
     "4 total: a sum, no payment: 'Total'; it is the sum of all rows\n"},
    {"a wrong sum below", "", "Date,Supplier,Amount\n30/04/2020,A,1\n,Grand Total:,4\n",
     "2 |2020-04-30|||A||100\n"
     "3 total: a sum, no payment: 'Grand Total:'; it is not the sum of all rows\n"},
    {"an amount alone that is the sum", "",
     "Date,Supplier,Amount\n30/04/2020,A,1\n30/04/2020,B,2\n,,3\n",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||B||200\n"
     "4 total: an amount alone, the sum of all rows\n"},
    {"an amount alone that is not", "", "Date,Supplier,Amount\n30/04/2020,A,1\n,,3\n",
     "2 |2020-04-30|||A||100\n3 rejected: an amount alone: nothing says what it was for\n"},
    {"a supplier called Total is no sum", "",
     "Date,Supplier,Amount\n30/04/2020,TOTAL GAS & POWER LTD,1\n",
     "2 |2020-04-30|||TOTAL GAS & POWER LTD||100\n"},
    {"notes and page numbers", "",
     "Date,Supplier,Amount\n30/04/2020,A,1\nNotes: all figures include VAT,,\n,4,\n",
     "2 |2020-04-30|||A||100\n3 note: a remark: 'Notes: all figures include VAT'\n"
     "4 note: a remark: '4'\n"},
    {"the header again on each page", "",
     "Date,Supplier,Amount\n30/04/2020,A,1\nDate,Supplier,Amount\n30/04/2020,B,2\n",
     "2 |2020-04-30|||A||100\n4 |2020-04-30|||B||200\n3 note: the header again\n"},
    {"a day that is not said", "", "Date,Supplier,Amount\n30/04/2020,A,1\n,B,2\n",
     "2 |2020-04-30|||A||100\n3 ||||B||200\n"},
    {"faults, each with its column", "",
     "Date,Supplier,Amount\n30/04/2020,A,1\n31/04/2020,B,2\n30/04/2020,C,two\n30/04/2020,D,\n"
     "30/04/2020,33192206,5\n",
     "2 |2020-04-30|||A||100\n"
     "3 rejected: Date: '31/04/2020' is no day of the calendar\n"
     "4 rejected: Amount: 'two' is no amount\n5 rejected: Amount: is empty\n"
     "6 rejected: Supplier: '33192206' is a number, not a text; the cells of this row stand in "
     "wrong columns\n"},
    {"cells too many, empty", "", "Date,Supplier,Amount\n30/04/2020,A,1,,\n",
     "2 |2020-04-30|||A||100\n"},
    {"cells too many, filled", "", "Date,Supplier,Amount\n30/04/2020,A,1\n30/04/2020,B,C,1\n",
     "2 |2020-04-30|||A||100\n3 rejected: has 4 cells where the header has 3; a text that "
     "contains the separator must stand in quotes\n"},
    {"cells too few, behind what is wanted", "",
     "Date,Supplier,Amount,Postcode\n30/04/2020,A,1\n30/04/2020,B,2,N1\n",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||B||200\n"},
    {"cells too few", "", "Amount,Date,Supplier\n1,30/04/2020,A\n2,30/04/2020\n9\n",
     "2 |2020-04-30|||A||100\n3 |2020-04-30|||||200\n"
     "4 rejected: an amount alone: nothing says what it was for\n"},
    {"a NUL byte", "", NULL,
     "2 |2020-04-30|||A||100\n"
     "3 rejected: Supplier: 'B\xef\xbf\xbd"
     "C' has a byte that is no character (NUL)\n"},
    {"misspelt headers", "",
     "Data,Expsene Type,Exepnse Area,Suppklier,Transation Number,Ammount\n"
     "30/04/2020,Rent,ESTATES,A LTD,101,\"1,000.00\"\n",
     IS2},
    {"headers with signs, in two lines", "",
     "\"Date\nPaid\",Supplier Name:, Amount in Sterling (£) \n30/04/2020,A,1\n",
     "2 |2020-04-30|||A||100\n"},
    {"a column without a name, by its place", "",
     ",Date,Expense Type,,Supplier,Amount\nNHS Kent,30/04/2020,Rent,ESTATES,A,1\n",
     "2 NHS Kent|2020-04-30|Rent|ESTATES|A||100\n"},
    {"a name above an empty column", "",
     "Date,Expense Type,,Expense Area,Supplier,Amount\n30/04/2020,Rent,ESTATES,,A,1\n",
     "2 |2020-04-30|Rent|ESTATES|A||100\n"},
    {"columns that changed names", "",
     "CCG,Department,Date,Supplier,Amount\nDepartment of Health,NHS Kent CCG,30/04/2020,A,1\n",
     "2 NHS Kent CCG|2020-04-30|||A||100\n"},
    {"the names of type and area exchanged", "",
     "Date,Expense Area,Expense Type,Supplier,Amount\n"
     "30/04/2020,C&M-GMS Global Sum,ACUTE COMMISSIONING,A,1\n",
     "2 |2020-04-30|C&M-GMS Global Sum|ACUTE COMMISSIONING|A||100\n"},
    {"only one of them says what it should not", "",
     "Date,Expense Area,Expense Type,Supplier,Amount\n30/04/2020,ESTATES,COMMISSIONING,A,1\n",
     "2 |2020-04-30|COMMISSIONING|ESTATES|A||100\n"},
    {"exchanged, and a map that says as it stands", "type=3,area=2",
     "Date,Expense Area,Expense Type,Supplier,Amount\n"
     "30/04/2020,C&M-GMS Global Sum,ACUTE COMMISSIONING,A,1\n",
     "2 |2020-04-30|ACUTE COMMISSIONING|C&M-GMS Global Sum|A||100\n"},
    {"unknown names: days, money and what suppliers are called show", "",
     "When,To whom,How much\n30/04/2020,A LTD,\"1,000.00\"\n30/04/2020,B,2.50\n",
     "2 |2020-04-30|||A LTD||100000\n3 |2020-04-30|||B||250\n"},
    {"no header at all", "", "30/04/2020,A LTD,\"1,000.00\"\n30/04/2020,B PLC,2.50\n",
     "1 |2020-04-30|||A LTD||100000\n2 |2020-04-30|||B PLC||250\n"},
    {"a map: by number, by header, none, a constant",
     "supplier=2,date=\"Paid \"\"on\"\"\",area=none,organisation:=\"NHS Kent\",amount=\"Net, GBP\"",
     "\"Paid \"\"on\"\"\",Payee,\"Net, GBP\",Expense Area\n30/04/2020,A,1,X\n",
     "2 NHS Kent|2020-04-30|||A||100\n"},
    {"a map: the header's row", "header=2,supplier=1,amount=2", "Supplier,Amount\nx,y\nA,1\n",
     "3 ||||A||100\n"},
    {"a map: no header", "header=0,supplier=1,amount=2", "Supplier X,5\nA,1\n",
     "1 ||||Supplier X||500\n2 ||||A||100\n"},
    {"a map: the separator", "separator=semicolon", "Supplier;Amount\nA,B,C,D;1\n",
     "2 ||||A,B,C,D||100\n"},
};

static void test_quirks(void **state)
{
    static const char nul[] = "Date,Supplier,Amount\n30/04/2020,A,1\n30/04/2020,B\0C,2\n";
    (void)state;
    for (size_t i = 0; i < sizeof quirks / sizeof quirks[0]; i++) {
        struct str text =
            quirks[i].text ? str_of(quirks[i].text) : (struct str){nul, sizeof nul - 1};
        struct str got =
            rows_text(&arena, text, &(struct intake_hints){.map = str_of(quirks[i].map)});
        if (!str_eq(got, str_of(quirks[i].rows)))
            fail_msg("%s:\n%.*s", quirks[i].what, STR(got));
    }
}

/* Files that are refused, and what is said. */
static const struct {
    const char *map, *text, *why;
} refused[] = {
    {"", "", "there is nothing in it"},
    {"", "\r\n  \r\n", "there is nothing in it"},
    {"", "hello\nworld\n", "no separator"},
    {"", "%PDF-1.4\n%...", "this is a PDF"},
    {"", "\xd0\xcf\x11\xe0\xa1", "this is an old Excel file (.xls)"},
    {"", "\n<!doctype html><title>x</title>", "this is a web page"},
    {"", "PK\x03\x04 nonsense", "the spreadsheet is damaged"},
    {"", "Date,Supplier,Paid to\n30/04/2020,A,B\n",
     "no column for Amount: none is called like 'amount', and none holds what it would hold; the "
     "columns are 'Date', 'Supplier', 'Paid to'; name the column in a map: amount=NUMBER"},
    {"", "Date,Supplier,Amount\n######,A,1\n######,B,2\n",
     "column 1 is called 'Date', but 2 of its first 2 cells are no days: '######'; a spreadsheet "
     "shows that when the column is too narrow"},
    {"", "Date,Supplier,Amount\n30/04/2020,33192206,1\n30/04/2020,33192207,2\n",
     "column 2 is called 'Supplier', but 2 of its first 2 cells are no names: '33192206'"},
    {"", "Date,Supplier,Amount\n30/04/2020,A,see note\n30/04/2020,B,see note\n",
     "column 3 is called 'Amount', but 2 of its first 2 cells are no amounts: 'see note'"},
    {"suplier=5", "A,Amount\nB,1\n", "the map says 'suplier=5', but the names are: organisation"},
    {"supplier", "A,Amount\nB,1\n", "the map says 'supplier', but a part of it is NAME=VALUE"},
    {"supplier=9", "A,Amount\nB,1\n", "the map says supplier=9, but there are only 2 columns"},
    {"supplier=0", "A,Amount\nB,1\n", "the map says 'supplier=0', but columns are counted from 1"},
    {"supplier=Payee", "A,Amount\nB,1\n",
     "the map says supplier=\"Payee\", but no column has that header"},
    {"header=7", "A,Amount\nB,1\n", "the map says header=7, but there are only 2 rows"},
    {"header=x", "A,Amount\nB,1\n", "the map says 'header=x', but header= takes the number"},
    {"separator=dot", "A,Amount\nB,1\n", "the map says 'separator=dot', but separator= takes"},
    {"dates=fr", "A,Amount\nB,1\n", "the map says 'dates=fr', but dates= takes uk or us"},
    {"", "Supplier,Amount\nA,1\nB,2\n\"C,3\nD,4\n", "a quote opens in row 4 (line 4) and does not"},
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct taken x = take(&arena, str_of(refused[i].text),
                              &(struct intake_hints){.map = str_of(refused[i].map)});
        if (!x.why.n || !str_starts(x.why, str_of(refused[i].why)))
            fail_msg("%s: %.*s", refused[i].text, STR(x.why));
    }
}

/* ---- UTF-16 -------------------------------------------------------------------------------- */

static struct str utf16(struct str text, bool big_endian, bool mark)
{
    struct buf b = buf_new(&arena);
    struct str units = mark ? str_fmt(&arena, "\xfe\xff") : S("");
    buf_put(&b, units);
    for (size_t i = 0; i < text.n; i++) {
        unsigned c = (unsigned char)text.p[i];
        if (c == 0xc3) { /* two bytes of UTF-8 are enough here */
            c = 0xc0 + ((unsigned char)text.p[++i] & 0x3f);
        } else if (c == 0xf0) { /* U+1F600, as a pair */
            buf_put(&b, S("\xd8\x3d\xde\x00"));
            i += 3;
            continue;
        }
        buf_putc(&b, 0);
        buf_putc(&b, (char)c);
    }
    for (size_t i = 0; i + 1 < b.n && !big_endian; i += 2) {
        char c = b.p[i];
        b.p[i] = b.p[i + 1];
        b.p[i + 1] = c;
    }
    return buf_str(&b);
}

static void test_utf16(void **state)
{
    (void)state;
    struct buf text = buf_new(&arena);
    buf_z(&text, "Date\tSupplier\tAmount\r\n");
    for (int i = 0; i < 3000; i++)
        buf_fmt(&text, "30/04/2020\tCaf\xc3\xa9 \xf0\x9f\x98\x80 %d\t%d.50\r\n", i % 7, i);
    struct taken plain = take(&arena, buf_str(&text), &(struct intake_hints){.threads = 2});
    for (int form = 0; form < 4; form++) {
        struct str in = utf16(buf_str(&text), form & 1, form & 2);
        struct taken x = take(&arena, in, &(struct intake_hints){.threads = 2});
        if (x.result.good != 3000)
            fail_msg("form %d: %.*s", form, STR(x.why));
        assert_true(x.sum == plain.sum);
    }
}

/* ---- a layout goes out and comes back ------------------------------------------------------ */

static void test_a_layout_given_back_makes_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof quirks / sizeof quirks[0]; i++) {
        if (!quirks[i].text)
            continue;
        struct intake_hints hints = {.map = str_of(quirks[i].map)};
        struct taken x = take(&arena, str_of(quirks[i].text), &hints);
        struct str map = intake_layout_text(&arena, x.table);
        struct taken y = take(&arena, str_of(quirks[i].text), &(struct intake_hints){.map = map});
        if (y.why.n || x.sum != y.sum || !str_eq(map, intake_layout_text(&arena, y.table)))
            fail_msg("%s: %.*s %.*s", quirks[i].what, STR(map), STR(y.why));
    }
}

static void test_evidence_in_words(void **state)
{
    (void)state;
    struct taken x = take(&arena,
                          S("NHS Kent\nDate,Suppklier,,Amount\r\n2/28/2021,A,x,1\r\n"
                            "28/02/21,B,x,2\r\n"),
                          &(struct intake_hints){0});
    assert_string_equal(
        str_z(&arena, evidence_text(&arena, x.table)),
        "Encoding: plain ASCII\n"
        "Line ends: 3 are CR LF, 1 are LF alone\n"
        "Separator: comma; 3 of the first 4 rows have 4 cells\n"
        "Header: row 2; it names 3 of the fields\n"
        "Organisation: not in this file\n"
        "Date: column 1, 'Date'\n"
        "Expense type: not in this file\n"
        "Expense area: not in this file\n"
        "Supplier: column 2, 'Suppklier', nearly 'supplier'\n"
        "Transaction number: not in this file\n"
        "Amount: column 4, 'Amount'\n"
        "Date: 1 row is written 9/99/9999, like 2/28/2021, and read month/day/year: 1 can only be "
        "so\n"
        "Date: 1 row is written 99/99/99, like 28/02/21, and read day/month/year: 1 can only be "
        "so\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_amounts_in_a_file),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_files_of_days),
        cmocka_unit_test(test_quirks),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_a_layout_given_back_makes_the_same),
        cmocka_unit_test(test_evidence_in_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
