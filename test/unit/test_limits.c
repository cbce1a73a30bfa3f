/* Every limit is hit and says so. This test is built with the limits of test/small, so that
 * short texts hit them; test_nonsense has the real ones and long texts.
 *
 * One row a limit: a text that just fits, and one more that does not. */
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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pages/page.h"
#include "spend/compare.h"
#include "spend/labels.h"
#include "support/handbook.h"
#include "support/keeping.h"
#include "support/payments.h"
#include "support/sheets.h"

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

/* ---- texts of any size --------------------------------------------------------------------- */

#define HEAD                                                                                       \
    "handbook h \"H\" of west under small\npopulation p { place q }\nicb west \"West\" for p\n"

/* first { open { open { ... */
static struct str nested(const char *first, const char *open, unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_put(&b, text_repeated(&arena, first, open, n, ""));
    buf_pad(&b, '}', n + (strchr(first, '{') != NULL));
    buf_putc(&b, '\n');
    return buf_str(&b);
}

static struct str long_name(unsigned n) { return text_repeated(&arena, "role ", "x", n, "\n"); }
static struct str long_text(unsigned n) { return text_repeated(&arena, "role a \"", "x", n, "\"\n"); }
static struct str deep_blocks(unsigned n) { return nested("", "for each place {", n); }
static struct str many_nodes(unsigned n) { return text_repeated(&arena, "", "role r%\n", n, ""); }
static struct str many_mistakes(unsigned n) { return text_repeated(&arena, "", "!\n", n, ""); }
static struct str long_list(unsigned n) { return text_repeated(&arena, "proposer ", "a, ", n - 1, "a\n"); }
static struct str many_parts(unsigned n) { return text_repeated(&arena, "delegate a ", "and a ", n - 1, "to b\n"); }
static struct str many_texts(unsigned n) { return text_repeated(&arena, "abolished ", "\"x\", ", n - 1, "\"x\"\n"); }
static struct str many_clauses(unsigned n) { return text_repeated(&arena, "role a ", "note \"x\" ", n, "\n"); }
static struct str many_of(unsigned n)
{
    return str_fmt(&arena, "delegate a to %u of b { c }\n", n);
}

static struct str many_bodies(unsigned n) { return text_repeated(&arena, HEAD, "forum f% of west\n", n, ""); }
static struct str deep_functions(unsigned n) { return nested("function ", "f% {", n); }
static struct str deep_services(unsigned n) { return nested("service ", "s% {", n); }
static struct str deep_populations(unsigned n) { return nested("population p {", "place p% {", n - 1); }
static struct str many_functions(unsigned n) { return text_repeated(&arena, "", "function f%\n", n, ""); }
static struct str many_services(unsigned n) { return text_repeated(&arena, "", "service s%\n", n, ""); }
static struct str many_populations(unsigned n) { return text_repeated(&arena, "", "population p%\n", n, ""); }

/* One body or population with n above it. */
static struct str many_above(unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_put(&b, text_repeated(&arena, HEAD, "forum f%\n", n, "forum last of f0"));
    for (unsigned i = 1; i < n; i++)
        buf_fmt(&b, ", f%u", i);
    buf_putc(&b, '\n');
    return buf_str(&b);
}
static struct str many_second_parents(unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_put(&b, text_repeated(&arena, "", "population p%\n", n, "population last also in p0"));
    for (unsigned i = 1; i < n; i++)
        buf_fmt(&b, ", p%u", i);
    buf_putc(&b, '\n');
    return buf_str(&b);
}
/* Each is part of the one before it; the first stands last, so that the walk is long. */
static struct str deep_bodies(unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (unsigned i = n; i-- > 1;)
        buf_fmt(&b, "forum f%u of f%u\n", i, i - 1);
    buf_z(&b, "forum f0\n");
    return buf_str(&b);
}

static struct str many_lines(unsigned n)
{
    return text_repeated(&arena, HEAD "delegate west.board to chair of west under sord {\n", "plan-services\n", n,
                  "}\n");
}
static struct str lists_multiplied(unsigned n) /* 10 * n boxes, the law's own apart */
{
    struct buf b = buf_new(&arena);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "service s%u\nfunction f%u\n", i, i);
    buf_z(&b, HEAD "delegate west.board to chair of west under sord {\n  f0");
    for (unsigned i = 1; i < n; i++)
        buf_fmt(&b, ", f%u", i);
    buf_z(&b, " of s0");
    for (unsigned i = 1; i < n; i++)
        buf_fmt(&b, ", s%u", i);
    buf_z(&b, "\n}\n");
    return buf_str(&b);
}
static struct str many_expanded(unsigned n) /* each of 6 places, 4 places deep: 6 * n */
{
    return text_repeated(&arena, HEAD "population o { place a; place b; place c; place d; place e }\n"
                       "for each place {\n",
                  "role <place>-%\n", n, "}\n");
}
static struct str large_quorum(unsigned n)
{
    return str_fmt(&arena, HEAD "forum f { quorum %u; quorum half no fewer than %u }\n", n, n);
}

/* ---- reading and linking ------------------------------------------------------------------- */

static const struct row {
    const char *limit;
    struct str (*text)(unsigned n);
    unsigned fits, over;
    const char *said;
} rows[] = {
    {"LIMIT_TOKEN_BYTES", long_name, 100, 101, "this name is 101 bytes long; the most is 100"},
    {"LIMIT_TOKEN_BYTES", long_text, 100, 101, "this text is 101 bytes long; the most is 100"},
    {"LIMIT_DEPTH", deep_blocks, 6, 7, "blocks stand more than 6 deep"},
    {"LIMIT_DEPTH", deep_blocks, 6, 1000, "blocks stand more than 6 deep"},
    {"LIMIT_DEPTH", deep_bodies, 6, 8, "lies more than 6 bodies deep"},
    {"LIMIT_DEPTH", deep_bodies, 6, 36, "lies more than 6 bodies deep"},
    {"LIMIT_NODES", many_nodes, 1400, 1600, "this file has more than 3000 parts"},
    {"LIMIT_MISTAKES", many_mistakes, 0, 21, "more than 20 mistakes"},
    {"LIMIT_MISTAKES", many_mistakes, 0, 10000, "more than 20 mistakes"},
    {"LIMIT_LIST", long_list, 10, 11, "more than 10 parts stand in one list"},
    {"LIMIT_LIST", many_parts, 10, 11, "more than 10 parts stand in one list"},
    {"LIMIT_LIST", many_texts, 10, 1000, "more than 10 parts stand in one list"},
    {"LIMIT_LIST", many_clauses, 10, 1000, "more than 10 parts stand in one list"},
    {"LIMIT_LIST", many_of, 10, 11, "a number from 1 to 10"},
    {"LIMIT_LIST", large_quorum, 10, 11, "more than 10 seats"},
    {"LIMIT_BODIES", many_bodies, 30, 60, "there are more than 40 bodies"},
    {"LIMIT_TREE_DEPTH", deep_functions, 4, 5, "the tree is more than 5 deep here"},
    {"LIMIT_TREE_DEPTH", deep_services, 4, 5, "the tree is more than 5 deep here"},
    {"LIMIT_TREE_DEPTH", deep_populations, 5, 6, "populations lie more than 5 deep here"},
    {"LIMIT_ABOVE", many_above, 6, 9, "is part of more than 8 bodies"},
    {"LIMIT_ABOVE", many_second_parents, 7, 10, "more than 8 populations lie above this one"},
    {"LIMIT_FUNCTIONS", many_functions, 25, 26, "there are more than 30 functions"},
    {"LIMIT_SERVICES", many_services, 16, 17, "there are more than 20 services"},
    {"LIMIT_POPULATIONS", many_populations, 25, 26, "there are more than 25 populations"},
    {"LIMIT_GRANT_ITEMS", many_lines, 90, 101, "more than 100 delegated lines"},
    {"LIMIT_GRANT_ITEMS", lists_multiplied, 9, 10, "more than 100 delegated lines"},
    {"LIMIT_STATEMENTS", many_expanded, 9, 20, "more than 100 statements after 'for each'"},
};

static unsigned said(const struct findings *f, const char *words)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < f->list.n; i++)
        n += strstr(str_z(&arena, f->list.at[i].message), words) != NULL;
    return n;
}

static struct findings *read_and_link(struct str text)
{
    struct findings *f = findings_new(&arena);
    struct node *files[2];
    files[0] = read_text(f, S("text"), text);
    files[1] = read_text(f, S("law"), file_text(&arena, S("test/cases/language/small.remit")));
    struct model *m = model_link(f, files, 2);
    struct authority *u = authority_open(&arena, m, date_of(2024, 5, 1));
    model_check(f, m, date_of(2024, 5, 1));
    authority_check(f, u);
    findings_sort(f);
    findings_text(&arena, f, false);
    return f;
}

static void test_limit(void **state)
{
    const struct row *row = *state;
    set_up(NULL);
    struct findings *f = read_and_link(row->text(row->fits));
    for (uint32_t i = 0; i < f->list.n; i++)
        if (strcmp(f->list.at[i].code, "R006") == 0)
            fail_msg("%u already: %.*s", row->fits, STR(f->list.at[i].message));
    f = read_and_link(row->text(row->over));
    if (!said(f, row->said))
        fail_msg("not said of %u: %s\n%.*s", row->over, row->said,
                 STR(findings_lines(&arena, f, 0)));
    if (said(f, row->said) > 60)
        fail_msg("said %u times: %s", said(f, row->said), row->said);
    tear_down(NULL);
}

static void test_findings_shown(void **state)
{
    (void)state;
    struct findings *f = findings_new(&arena);
    read_text(f, S("text"), many_mistakes(12));
    const char *shown = str_z(&arena, findings_text(&arena, f, false));
    assert_non_null(strstr(shown, "text:5:1"));
    assert_null(strstr(shown, "text:6:1"));
    assert_non_null(strstr(shown, "7 more"));
    assert_int_equal(f->list.n, 12);
}

/* ---- deciding ------------------------------------------------------------------------------ */

static struct authority *open_text(const char *text)
{
    struct findings *f = findings_new(&arena);
    struct node *files[2];
    files[0] = read_text(f, S("text"), str_of(text));
    files[1] = read_text(f, S("law"), file_text(&arena, S("test/cases/language/small.remit")));
    struct model *m = model_link(f, files, 2);
    if (f->list.n)
        fail_msg("%.*s", STR(findings_lines(&arena, f, 0)));
    return authority_open(&arena, m, date_of(2024, 5, 1));
}

static struct answer who(const struct authority *u)
{
    struct matter q = matter_new();
    struct answer x = answer_new(&arena);
    *vec_push(&arena, &q.populations) = model_find_population(u->m, S("p"));
    q.function = tree_find(&u->m->functions, S("plan-services"));
    q.service = tree_find(&u->m->services, S("acute"));
    authority_who(u, &q, &x);
    return x;
}

/* n committees, each of which gets its power from the one before. */
static struct authority *chain(unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "committee c%u of west.board { terms-of-reference from 2020-01-01 }\n", i);
    buf_z(&b, "delegate west.board to c0 under sord may be passed on { plan-services }\n");
    for (unsigned i = 1; i < n; i++)
        buf_fmt(&b, "delegate c%u to c%u under sord may be passed on { plan-services }\n", i - 1, i);
    return open_text(str_z(&arena, buf_str(&b)));
}

static struct authority *ways(unsigned n, const char *to)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    buf_fmt(&b, "delegate west.board to %s under sord {\n", to);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "  plan-services if \"test %u\"\n", i);
    buf_z(&b, "}\n");
    return open_text(str_z(&arena, buf_str(&b)));
}

static void test_ways_to_one_body(void **state)
{
    (void)state;
    assert_false(ways(LIMIT_TERMS_PER_GRANT, "chair of west")->truncated);
    assert_true(ways(LIMIT_TERMS_PER_GRANT + 1, "chair of west")->truncated);
}

static void test_ways_in_all(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (unsigned i = 0; i < 8; i++) {
        buf_fmt(&b, "post p%u of west\ndelegate west.board to p%u under sord {\n", i, i);
        for (unsigned k = 0; k < 10; k++)
            buf_fmt(&b, "  plan-services if \"test %u\"\n", k);
        buf_z(&b, "}\n");
    }
    assert_true(open_text(str_z(&arena, buf_str(&b)))->truncated);
}

static struct authority *conditions(unsigned n, const char *reservation)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    buf_z(&b, reservation);
    buf_z(&b, "delegate west.board to chair of west under sord {\n  plan-services");
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, " if \"test %u\"", i);
    buf_z(&b, "\n}\n");
    return open_text(str_z(&arena, buf_str(&b)));
}

static unsigned open_conditions(const struct authority *u)
{
    struct answer x = who(u);
    for (uint32_t i = 0; i < x.choices.n; i++)
        if (str_eq(x.choices.at[i].party->title, S("Chair of West")))
            return x.ways.at[x.choices.at[i].first].n_open;
    return 999; /* it may not decide */
}

/* No condition is ever forgotten: a way with too many is no way, and that is told. */
static void test_conditions_of_one_line(void **state)
{
    (void)state;
    struct authority *u = conditions(LIMIT_CONDITIONS, "");
    assert_false(u->truncated);
    assert_int_equal(open_conditions(u), LIMIT_CONDITIONS);
    u = conditions(LIMIT_CONDITIONS + 1, "");
    assert_true(u->truncated);
    assert_int_equal(open_conditions(u), 999);
}

static void test_conditions_of_a_line_and_a_reservation(void **state)
{
    (void)state;
    const char *reserved = "reserve to west.board { plan-services if \"other\" }\n";
    struct authority *u = conditions(LIMIT_CONDITIONS - 1, reserved);
    assert_int_equal(open_conditions(u), LIMIT_CONDITIONS);
    u = conditions(LIMIT_CONDITIONS, reserved);
    struct answer x = who(u);
    assert_int_equal(open_conditions(u), 999);
    assert_true(u->truncated || x.truncated);
}

/* "With agreement of a, else b when absent" n times over: the ways double with each. */
static struct authority *agreements(unsigned n)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "post d%u of west\npost e%u of west\n", i, i);
    buf_z(&b, "delegate west.board to chair of west under sord { plan-services\n");
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, " with agreement of d%u, else e%u when absent\n", i, i);
    buf_z(&b, "}\n");
    return open_text(str_z(&arena, buf_str(&b)));
}

static void test_ways_of_one_line(void **state)
{
    (void)state;
    assert_int_equal(LIMIT_WAYS, 6);
    assert_false(agreements(1)->truncated); /* 3 steps */
    assert_true(agreements(2)->truncated);  /* 7 */
}

static void test_length_of_a_chain(void **state)
{
    (void)state;
    struct authority *u = chain(LIMIT_CHAIN - 1);
    assert_false(u->truncated);
    assert_int_equal(who(u).choices.n, LIMIT_CHAIN); /* and the board */
    assert_true(chain(LIMIT_CHAIN + 2)->truncated);
}

static void test_answers(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD);
    for (unsigned i = 0; i < LIMIT_ANSWERS; i++)
        buf_fmt(&b, "post p%u of west\ndelegate west.board to p%u under sord { plan-services }\n", i,
                i);
    struct authority *u = open_text(str_z(&arena, buf_str(&b)));
    struct answer x = who(u); /* they and the board */
    assert_true(x.truncated);
    assert_int_equal(x.choices.n, LIMIT_ANSWERS);
}

/* ---- files --------------------------------------------------------------------------------- */

static char folder[64];

static int make_folder(void **state)
{
    set_up(state);
    strcpy(folder, "/tmp/remit-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char line[100];
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return tear_down(state) | (system(line) != 0);
}

static void put_file(const char *name, struct str text)
{
    struct str why;
    assert_true(os_write(&arena, str_fmt(&arena, "%s/%s", folder, name), text, &why));
}

static struct outcome run(const char *words)
{
    return command(&arena, str_z(&arena, str_fmt(&arena, "%s %s/0.remit", words, folder)));
}

static bool has(struct str text, const char *words)
{
    return strstr(str_z(&arena, text), words) != NULL;
}

/* n files; each uses the next one. */
static void files_in_a_row(unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        put_file(str_z(&arena, str_fmt(&arena, "%u.remit", i)),
                 i + 1 < n ? str_fmt(&arena, "use \"%u.remit\"\n", i + 1) : S("role r\n"));
}

static void test_uses_of_uses(void **state)
{
    (void)state;
    files_in_a_row(LIMIT_USES + 2);
    assert_false(has(run("check").out, "R006"));
    files_in_a_row(LIMIT_USES + 3);
    assert_true(has(run("check").out, "R006: files use each other more than 3 deep"));
}

static void test_uses_in_a_circle(void **state)
{
    (void)state;
    put_file("0.remit", S("use \"0.remit\"\nuse \"1.remit\"\nrole a\n"));
    put_file("1.remit", S("use \"./0.remit\"\nuse \"../missing/../1.remit\"\nrole b\n"));
    struct outcome x = run("check");
    assert_false(has(x.out, "R006"));
    assert_true(has(x.out, "2 files") || has(x.out, "R013"));
}

static void test_number_of_files(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    for (unsigned i = 1; i <= LIMIT_FILES; i++) {
        put_file(str_z(&arena, str_fmt(&arena, "%u.remit", i)), S("role r\n"));
        buf_fmt(&b, "use \"%u.remit\"\n", i);
    }
    put_file("0.remit", buf_str(&b));
    assert_true(has(run("check").out, "R006: more than 6 files"));
}

static void test_size_of_a_file(void **state)
{
    (void)state;
    put_file("0.remit", text_repeated(&arena, "role r # ", "xxxxxxxxxxxxxxxx", LIMIT_FILE_BYTES / 16, "\n"));
    struct outcome x = run("check");
    assert_int_equal(x.code, EXIT_BAD);
    assert_true(has(x.err, "is longer than 1 MB, the most that one file may have"));
    x = run("fmt");
    assert_int_equal(x.code, EXIT_BAD);
    assert_true(has(x.err, "is longer than 1 MB, the most that one file may have"));
}

static void test_memory_of_one_command(void **state)
{
    (void)state;
    put_file("0.remit", text_repeated(&arena, "role r # ", "xxxxxxxxxxxxxxxx", LIMIT_FILE_BYTES / 20, "\n"));
    assert_int_equal(run("fmt").code, EXIT_FINE);
    put_file("0.remit", text_repeated(&arena, "", "role % %\n", 60000, "")); /* tokens take more than text */
    assert_int_equal(run("fmt").code, -1);
}

/* ---- published tables ---------------------------------------------------------------------- */

static struct taken table(struct str text)
{
    return take(&arena, text, &(struct intake_hints){.threads = 1000}); /* more than any may have */
}

static struct str payments(unsigned n, const char *head, const char *row)
{
    return text_repeated(&arena, head, row, n, "");
}

#define TABLE "Date,Supplier,Amount\n"
#define assert_refused(x, text)                                                                    \
    if (!str_starts((x).why, str_of(text)))                                                        \
    fail_msg("%.*s", STR((x).why))

static void test_tables_long_and_wide(void **state)
{
    (void)state;
    static char wide[LIMIT_INTAKE_CELL + 100];
    struct taken x = table(payments(LIMIT_INTAKE_ROWS - 1, TABLE, "1/2/2020,A,1\n"));
    assert_int_equal(x.result.good, LIMIT_INTAKE_ROWS - 1);
    x = table(payments(LIMIT_INTAKE_ROWS + 1, TABLE, "1/2/2020,A,1\n"));
    assert_refused(x, "there are more than 100000 rows");
    memset(wide, 'x', sizeof wide - 1);
    x = table(str_fmt(&arena, TABLE "1/2/2020,%s,1\n1/2/2020,A,1\n", wide));
    assert_refused(x, "a row is longer than 4 KB");
    x = table(str_fmt(&arena, TABLE "1/2/2020,A,1\n\"%s\n", wide));
    assert_refused(x, "a quote opens in row 3 (line 3) and does not close within 4 KB");
    x = table(str_fmt(&arena, TABLE "1/2/2020,%.*s,1\n", LIMIT_INTAKE_CELL - 20, wide));
    assert_int_equal(x.result.good, 1);
    x = table(S("Supplier,Amount,,,,,,,,,,,more,than,twelve\nA,1,,,,,,,,,,,,,\n"));
    assert_int_equal(intake_layout(x.table)->columns, LIMIT_INTAKE_COLUMNS);
    assert_int_equal(x.result.good, 1);
    x = table(S(TABLE "1/2/2020,A,1\n"));
    assert_int_equal(intake_layout(x.table)->header, 1);
    x = table(S("t\nt\nt\nt\nt\n" TABLE "1/2/2020,A,1.00\n")); /* below LIMIT_INTAKE_TITLE */
    assert_refused(x, "no column for Amount");
}

static void test_tables_of_many_kinds(void **state)
{
    (void)state;
    struct taken x = table(payments(LIMIT_INTAKE_WORDS - 1, TABLE, "1/2/2020,Supplier %,1\n"));
    assert_int_equal(x.result.good, LIMIT_INTAKE_WORDS - 1);
    x = table(payments(LIMIT_INTAKE_WORDS + 1, TABLE, "1/2/2020,Supplier %,1\n"));
    assert_refused(x, "Supplier has more than 500 different texts; is column 2 the right one?");
    x = table(payments(LIMIT_INTAKE_ASIDE, TABLE "1/2/2020,A,1\n1/2/2020,A,1\n", "1/2/2020,A,x\n"));
    assert_refused(x, "column 3 is called 'Amount'");
    struct str most = payments(40, TABLE, "1/2/2020,A,1\n");
    x = table(payments(LIMIT_INTAKE_ASIDE + 5, str_z(&arena, most), "1/2/2020,A,x\n"));
    assert_int_equal(x.result.rejected, LIMIT_INTAKE_ASIDE + 5);
    assert_int_equal(x.result.n_aside, LIMIT_INTAKE_ASIDE);
    x = table(S(TABLE "1/2/2020,A,1\n1.2.2020,A,1\n1-2-2020,A,1\n1/2/20,A,1\n1.2.20,A,1\n"));
    assert_int_equal(intake_layout(x.table)->n_dates, LIMIT_INTAKE_DATES);
    assert_int_equal(x.result.good, 5);
    x = table(payments(700, TABLE, "4/5/2020,A,1\n")); /* over LIMIT_INTAKE_LOOK */
    assert_int_equal(x.anew, 0);
    x = table(str_fmt(&arena, "%.*s4/30/2020,A,1\n", STR(payments(700, TABLE, "4/5/2020,A,1\n"))));
    assert_int_equal(x.anew, 1); /* it decides for the others, and only the end has it */
    x = table(str_fmt(&arena, "%.*s04/30/2020,A,1\n",
                      STR(payments(700, TABLE, "04/05/2020,A,1\n"))));
    assert_int_equal(x.anew, 1);
}

static void test_sheets_too_large(void **state)
{
    (void)state;
    const char *head = "<row><c t='str'><v>Supplier</v></c><c t='str'><v>Amount</v></c></row>";
    const char *sheet =
        str_z(&arena, str_fmt(&arena, "%s<row><c t='str'><v>A</v></c><c><v>5</v></c></row>", head));
    struct sheets_part parts[LIMIT_XLSX_ENTRIES + 1];
    for (int i = 0; i <= LIMIT_XLSX_ENTRIES; i++)
        parts[i] = (struct sheets_part){str_z(&arena, str_fmt(&arena, "%d", i)), S("x")};
    struct taken x = table(sheets_zip(&arena, parts, LIMIT_XLSX_ENTRIES));
    assert_refused(x, "this is a zip file, but no spreadsheet");
    x = table(sheets_zip(&arena, parts, LIMIT_XLSX_ENTRIES + 1));
    assert_refused(x, "the spreadsheet has more parts");
    x = table(sheets_book(&arena, sheet, "<si><t>A</t></si>", "", ""));
    assert_int_equal(x.result.good, 1);
    struct str shared = payments(LIMIT_XLSX_STRINGS + 1, "", "<si><t>%</t></si>");
    x = table(sheets_book(&arena, sheet, str_z(&arena, shared), "", ""));
    assert_refused(x, "the spreadsheet has more different texts than any may");
    struct str blank = payments(1300000, sheet, "<r/>");
    x = table(sheets_book(&arena, str_z(&arena, blank), "", "", ""));
    assert_refused(x, "the spreadsheet unpacks to far more than a table would");
    struct buf some = buf_new(&arena), noise = buf_new(&arena);
    struct chance c = chance_new(1);
    buf_z(&some, sheet);
    while (some.n < (size_t)LIMIT_XLSX_UNPACKED_MB << 20)
        buf_fmt(&some, "<r a='%u'/>", chance_below(&c, 1000)); /* under LIMIT_XLSX_RATIO */
    struct str bytes = sheets_book(&arena, str_z(&arena, buf_str(&some)), "", "", "");
    assert_true(bytes.n < LIMIT_XLSX_BYTES && some.n / LIMIT_XLSX_RATIO < bytes.n);
    x = table(bytes);
    assert_refused(x, "the spreadsheet unpacks to far more than a table would");
    while (noise.n < LIMIT_XLSX_BYTES + 1000)
        buf_putc(&noise, (char)chance_below(&c, 256));
    parts[0].text = buf_str(&noise);
    x = table(sheets_zip(&arena, parts, 1));
    assert_refused(x, "the spreadsheet is larger than");
}

/* More fields than there is room for are a mistake of ours, not of a file. */
static void test_fields_wanted(void **state)
{
    (void)state;
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none = {0, 0};
        struct intake_field wanted[LIMIT_INTAKE_FIELDS + 1] = {0};
        struct str text = S("A,B\n1,2\n"), why;
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGABRT, SIG_DFL);
        fclose(stderr);
        intake_look(&arena, intake_memory(&text), wanted, LIMIT_INTAKE_FIELDS + 1,
                    &(struct intake_hints){0}, &why);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* ---- a change that is tried on a page ------------------------------------------------------ */

static struct response tried(struct str text)
{
    struct run r = {.a = &arena, .err = buf_new(&arena), .on = date_of(2024, 5, 1)};
    struct str path = str_fmt(&arena, "%s/0.remit", folder);
    struct request q = {.a = &arena, .method = S("POST"), .path = S("/try")};
    struct response out = {.status = 200, .type = "text/html; charset=utf-8", .body = buf_new(&arena)};
    put_file("0.remit", S(HEAD));
    *vec_push(&arena, &r.settings) = (struct setting){"laws", S("test/cases/language")};
    *vec_push(&arena, &q.form) = (struct field){S("do"), S("try")};
    *vec_push(&arena, &q.form) = (struct field){S("text"), text};
    struct site site = {.library = library_open(&r, &path, 1), .today = r.on};
    assert_non_null(site.library);
    page_handle(&site, &q, &out);
    library_close(site.library);
    return out;
}

static struct str powers_of_chair(unsigned n)
{
    return text_repeated(&arena, HEAD "delegate west.board to chair of west under sord {\n",
                         "plan-services if \"t%\"\n", n, "}\n");
}

static void test_powers_of_a_trial(void **state)
{
    (void)state;
    struct response fits = tried(powers_of_chair(LIMIT_TRIAL_POWERS));
    assert_int_equal(fits.status, 200);
    assert_true(has(buf_str(&fits.body), "may now decide: "));
    struct response more = tried(powers_of_chair(LIMIT_TRIAL_POWERS + 20));
    assert_int_equal(more.status, 503);
    assert_true(has(buf_str(&more.body), "more than 6 powers by this change"));
}

static void test_memory_of_a_trial(void **state)
{
    (void)state;
    struct response x = tried(text_repeated(&arena, HEAD, "role % %\n", 6000, ""));
    assert_int_equal(x.status, 503);
    assert_true(has(buf_str(&x.body), "more than the 1 MB of memory that one trial may have"));
    assert_true(has(buf_str(&x.body), "role 5999 5999")); /* what was written is not lost */
}

/* ---- spending ------------------------------------------------------------------------------ */

static struct str numbered(const char *what, uint32_t n) { return str_fmt(&arena, "%s %u", what, n); }

/* n payments, one a month, each of a type of its own. */
static struct spend_block payments_block(struct lexicon *x, uint32_t n)
{
    struct spend_block b = {.n = n};
    date *on = NEW_ARRAY(&arena, date, n);
    pence *amount = NEW_ARRAY(&arena, pence, n);
    uint32_t *type = NEW_ARRAY(&arena, uint32_t, n), *other = NEW_ARRAY(&arena, uint32_t, n);
    struct str *reference = NEW_ARRAY(&arena, struct str, n), *said = NEW_ARRAY(&arena, struct str, n);
    for (uint32_t i = 0; i < n; i++) {
        on[i] = date_of(2020 + (int)i / 12, (int)i % 12 + 1, 1);
        amount[i] = 100;
        type[i] = lexicon_put(x, WORD_TYPE, numbered("type", i));
        reference[i] = numbered("invoice", i);
        said[i] = S("2.5% CQUIN");
    }
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        b.words[w] = w == WORD_TYPE ? type : other;
    b.on = on, b.amount = amount, b.line = other, b.reference = reference, b.description = said;
    return b;
}

static void test_spending(void **state)
{
    (void)state;
    struct lexicon x, few;
    struct spend_sums s;
    struct spend_labels l;
    struct spend_completeness c;
    struct spend_table t;
    struct str why = {0};
    lexicon_init(&x, &arena);
    lexicon_init(&few, &arena);
    for (uint32_t i = 1; i < LIMIT_SPEND_WORDS; i++)
        assert_int_equal(lexicon_put(&x, WORD_AREA, numbered("area", i)), i);
    assert_int_equal(lexicon_put(&x, WORD_AREA, S("one more")), WORD_NONE);
    assert_int_equal(lexicon_put(&x, WORD_AREA, S("area 1")), 1);

    struct spend_block b = payments_block(&few, LIMIT_SPEND_SUMS), more = payments_block(&few, LIMIT_SPEND_SUMS);
    spend_sums_init(&s, &arena, SPEND_BY_MONTH);
    assert_true(spend_sums_add(&s, &b));
    assert_true(spend_sums_add(&s, &b));
    b = payments_block(&few, 1);
    ((date *)(uintptr_t)b.on)[0] = date_of(2030, 1, 1);
    assert_false(spend_sums_add(&s, &b));
    assert_true(s.too_many);

    spend_sums_init(&s, &arena, SPEND_BY_MONTH);
    ((date *)(uintptr_t)more.on)[1] = date_of(2021, 1, 31); /* the 13th month */
    more.n = 2;
    assert_true(spend_sums_add(&s, &more));
    assert_true(spend_check_complete(&arena, &s, &few, SPEND_NO_MONTH, SPEND_NO_MONTH, NULL, 0, &c, &why));
    ((date *)(uintptr_t)more.on)[1] = date_of(2021, 2, 1);
    assert_true(spend_sums_add(&s, &more));
    assert_false(spend_check_complete(&arena, &s, &few, SPEND_NO_MONTH, SPEND_NO_MONTH, NULL, 0, &c, &why));
    assert_non_null(strstr(str_z(&arena, why), "say which months are meant"));

    spend_labels_init(&l, &arena);
    b = payments_block(&few, LIMIT_SPEND_LABELS + 1);
    for (uint32_t i = 0; i < b.n; i++) {
        struct spend_row row = spend_block_row(&b, i);
        spend_labels_find(&l, &row);
        assert_int_equal(l.too_many, i == LIMIT_SPEND_LABELS);
    }

    const struct node *file = read_text(findings_new(&arena), S("r"), S("spending s \"S\"\n"));
    struct spend_rules *r = spend_rules_link(findings_new(&arena), &file, 1);
    struct spend_sorter *sorter = spend_sorter_new(&arena, r, NULL, &few);
    struct spend_axis month = {SPEND_AXIS_MONTH, 0}, type = {SPEND_AXIS_WORD, WORD_TYPE};
    for (uint32_t n = 3; n <= 4; n++) { /* 9 cells, 16 cells */
        spend_sums_init(&s, &arena, SPEND_BY_MONTH | SPEND_BY_WORD(WORD_TYPE));
        b = payments_block(&few, n);
        assert_true(spend_sums_add(&s, &b));
        assert_int_equal(spend_tabulate(&arena, &s, sorter, &few, month, type, NULL, &t, &why), n == 3);
    }
    assert_non_null(strstr(str_z(&arena, why), "more than 12 cells"));
}

/* ---- the store ----------------------------------------------------------------------------- */

#define PAID "Entity,Date,Supplier,Transaction Number,Amount\n"

static struct str store_path(void) { return str_fmt(&arena, "%s/spending.db", folder); }

static void stores(const char *name, struct str text, const char *refused)
{
    struct str why;
    bool fine = keep_text(&arena, store_path(), name, text, &why);
    if (fine != !refused || (refused && !strstr(str_z(&arena, why), refused)))
        fail_msg("%s: %.*s", name, STR(why));
}

static bool meanwhile(void *with, struct store *s)
{
    (void)with;
    (void)s;
    stores("late.csv", S(PAID "NHS Kent,1/1/2020,A,1,1\n"), "was not done within 1 seconds");
    return false;
}

static void test_store(void **state)
{
    (void)state;
    struct str why = {0};
    for (unsigned i = 0; i < LIMIT_STORE_FILES; i++)
        stores(str_z(&arena, numbered("file", i)), str_fmt(&arena, PAID "NHS Kent,1/1/2020,A,%u,1\n", i), NULL);
    stores("more", S(PAID "NHS Kent,1/1/2020,A,77,1\n"), "holds 3 files, the most that it may");
    store_with(&arena, store_path(), STORE_WRITE, meanwhile, NULL, &why); /* LIMIT_STORE_WAIT_S */
    unlink(str_z(&arena, store_path()));
    stores("words", payments(LIMIT_SPEND_WORDS, PAID, "NHS Kent,1/1/2020,A%,%,1\n"),
           "there are more than 6 different texts of one kind");
    /* More rows than are looked at one by one; all of another file, and less than half of it. */
    unsigned n = 5 * LIMIT_STORE_SAMPLE;
    stores("many", payments(n, PAID, "NHS Kent,1/1/2020,A,%,1\n"), NULL);
    stores("same", payments(n + 1, PAID, "NHS Kent,1/1/2020,A,%,1\n"), "payments are in many");
    stores("part", payments(n / 4, str_z(&arena, payments(n, PAID, "NHS Kent,1/1/2020,A,B%,1\n")),
                            "NHS Kent,1/1/2020,A,%,1\n"), NULL);
    unlink(str_z(&arena, store_path()));
    /* One column larger than any may be: the texts of a batch that is read at once. */
    static char long_text[LIMIT_INTAKE_CELL - 200];
    memset(long_text, 'x', sizeof long_text - 1);
    struct kept k = {.name = "long", .hints = {.block = 128 * 1024}};
    k.text = payments(LIMIT_STORE_BLOB / sizeof long_text + 2, PAID,
                      str_z(&arena, str_fmt(&arena, "NHS Kent,1/1/2020,A,%s,1\n", long_text)));
    assert_false(keep_texts(&arena, store_path(), &k, 1, &why));
    if (!strstr(str_z(&arena, why), "too long"))
        fail_msg("%.*s", STR(why));
    assert_false(os_exists(&arena, store_path()));
}

/* ---- none forgotten ------------------------------------------------------------------------ */

/* Those that a test above hits without a row; LIMIT_UPLOAD_BYTES is hit by test/cli/serve.sh. */
static const char *const others[] = {
    "LIMIT_FILE_BYTES", "LIMIT_WAYS", "LIMIT_FILES",  "LIMIT_FINDINGS",        "LIMIT_USES",    "LIMIT_CHAIN",
    "LIMIT_TERMS",      "LIMIT_ANSWERS", "LIMIT_TERMS_PER_GRANT", "LIMIT_CONDITIONS", "LIMIT_ARENA_MB",
    "LIMIT_INTAKE_FIELDS", "LIMIT_INTAKE_COLUMNS", "LIMIT_INTAKE_CELL", "LIMIT_INTAKE_LOOK",
    "LIMIT_INTAKE_TITLE", "LIMIT_INTAKE_ROWS", "LIMIT_INTAKE_WORDS", "LIMIT_INTAKE_DATES",
    "LIMIT_INTAKE_ASIDE", "LIMIT_INTAKE_THREADS", "LIMIT_XLSX_BYTES", "LIMIT_XLSX_ENTRIES",
    "LIMIT_XLSX_UNPACKED_MB", "LIMIT_XLSX_RATIO", "LIMIT_XLSX_STRINGS",
    "LIMIT_TRIAL_MB",   "LIMIT_TRIAL_POWERS",
    "LIMIT_STORE_FILES", "LIMIT_STORE_BLOB", "LIMIT_STORE_SAMPLE", "LIMIT_STORE_WAIT_S",
    "LIMIT_SPEND_WORDS", "LIMIT_SPEND_SUMS", "LIMIT_SPEND_MONTHS", "LIMIT_SPEND_LABELS", "LIMIT_SPEND_CELLS",
    "LIMIT_UPLOAD_BYTES",
};

static void test_every_limit_is_hit(void **state)
{
    (void)state;
    const char *text = str_z(&arena, file_text(&arena, S("src/base/limits.h")));
    unsigned n = 0;
    assert_int_equal(LIMIT_LIST, 10); /* the small ones */
    for (const char *p = text; (p = strstr(p, " LIMIT_")); p++) {
        const char *name = p + 1;
        size_t k = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
        bool hit = strncmp(name + k, " =", 2) != 0; /* only its name, in a comment */
        n += !hit;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
            hit = hit || (strlen(rows[i].limit) == k && memcmp(rows[i].limit, name, k) == 0);
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
            hit = hit || (strlen(others[i]) == k && memcmp(others[i], name, k) == 0);
        if (!hit)
            fail_msg("no test hits %.*s", (int)k, name);
    }
    assert_true(n > 20);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define file_test(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
    static const struct CMUnitTest after[] = {
        test(test_findings_shown),
        test(test_ways_to_one_body),
        test(test_ways_in_all),
        test(test_conditions_of_one_line),
        test(test_conditions_of_a_line_and_a_reservation),
        test(test_ways_of_one_line),
        test(test_length_of_a_chain),
        test(test_answers),
        test(test_tables_long_and_wide),
        test(test_tables_of_many_kinds),
        test(test_sheets_too_large),
        test(test_fields_wanted),
        test(test_spending),
        file_test(test_uses_of_uses),
        file_test(test_uses_in_a_circle),
        file_test(test_number_of_files),
        file_test(test_size_of_a_file),
        file_test(test_memory_of_one_command),
        file_test(test_powers_of_a_trial),
        file_test(test_memory_of_a_trial),
        file_test(test_store),
        test(test_every_limit_is_hit),
    };
    enum { ROWS = sizeof rows / sizeof rows[0], AFTER = sizeof after / sizeof after[0] };
    static char names[ROWS][80];
    static struct CMUnitTest tests[ROWS + AFTER];
    for (size_t i = 0; i < ROWS; i++) {
        snprintf(names[i], sizeof names[i], "%s: %s", rows[i].limit, rows[i].said);
        tests[i] = (struct CMUnitTest){.name = names[i],
                                       .test_func = test_limit,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    memcpy(tests + ROWS, after, sizeof after);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
