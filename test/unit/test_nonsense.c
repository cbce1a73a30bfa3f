/* Texts far too long, far too deep or no handbook at all, under the real limits: an answer in
 * seconds, within bounded memory, and never a crash. (test_limits has every limit by itself.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/handbook.h"

static struct arena arena;
static jmp_buf out_of_memory;
static unsigned large; /* how many times a piece is repeated */

enum { SECONDS = 20, MEMORY_MB = 3000 }; /* generous: other programs run beside the tests */

static int set_up(void **state)
{
    (void)state;
    large = is_slow() ? 10000 : 200000;
    arena_init(&arena, MEMORY_MB, &out_of_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* ---- making and reading -------------------------------------------------------------------- */

static struct str many(const char *before, const char *piece, unsigned n, const char *after)
{
    size_t a = strlen(before), k = strlen(piece), z = strlen(after);
    char *p = arena_alloc(&arena, a + k * n + z, 1);
    memcpy(p, before, a);
    for (unsigned i = 0; i < n; i++)
        memcpy(p + a + i * k, piece, k);
    memcpy(p + a + k * n, after, z);
    return (struct str){p, a + k * n + z};
}

#define HEAD                                                                                       \
    "handbook h \"H\" of west under small\npopulation p\nicb west \"West\" for p\n"

/* Everything that check does with it. Returns the findings. */
static const struct findings *digest(struct str text)
{
    uint64_t begun = os_nanoseconds();
    struct findings *f = findings_new(&arena);
    struct node *files[2];
    files[0] = read_text(f, S("text"), text);
    files[1] = read_text(f, S("law"), file_text(&arena, S("test/cases/language/small.remit")));
    struct model *m = model_link(f, files, 2);
    struct authority *u = authority_open(&arena, m, date_of(2024, 5, 1));
    model_check(f, m, date_of(2024, 5, 1));
    authority_check(f, u);
    findings_sort(f);
    struct str shown = findings_text(&arena, f, false);
    assert_true(shown.n < 1000000);
    if (!f->list.n)
        print_file(&arena, files[0]);
    uint64_t took = os_nanoseconds() - begun;
    if (!is_slow() && took > SECONDS * 1000000000ull)
        fail_msg("it took %llu seconds", (unsigned long long)(took / 1000000000));
    return f;
}

static void refused(struct str text)
{
    const struct findings *f = digest(text);
    assert_true(findings_count(f, SEVERITY_ERROR) > 0);
    arena_free(&arena);
    set_up(NULL);
}

static void taken(struct str text)
{
    const struct findings *f = digest(text);
    if (findings_count(f, SEVERITY_ERROR))
        fail_msg("%.*s", STR(f->list.at[0].message));
    arena_free(&arena);
    set_up(NULL);
}

/* ---- one line ------------------------------------------------------------------------------ */

static void test_one_line(void **state)
{
    (void)state;
    static const char *const pieces[] = {"x", "x ", "%", "\"", "\\", "1", "1,", "£", ".", "-", "#", "x-",
                                         "<", "\xc2\xa3\x31", "2024-04-01", "5%", "\t", "\xf0\x9f\x8f\xa5"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        digest(many("", pieces[i], large * 3, ""));
        arena_free(&arena);
        set_up(NULL);
    }
    refused(many("role x \"", "x", large * 10, "\"\n"));
    refused(many("role ", "x", large * 10, "\n"));
    taken(many("role x # ", "x", large * 10, "\n"));
}

static void test_marks(void **state)
{
    (void)state;
    static const char *const pieces[] = {"{", "}", "(", ")", ",", ";", "{;", "x{", "x{}", "x;", "{}",
                                         "x,", "x(", "2 of (", "reserve to a {", "for each a {"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        digest(many("", pieces[i], large, ""));
        arena_free(&arena);
        set_up(NULL);
    }
    refused(many("reserve to a ", "{ a ", large, "\n"));
    refused(many("delegate a to ", "2 of (", large, "\n"));
}

static void test_lists_on_one_line(void **state)
{
    (void)state;
    refused(many("proposer ", "a, ", large, "a\n"));
    refused(many("delegate a to ", "b and ", large, "b\n"));
    refused(many("delegate a to ", "b, else ", large, "b\n"));
    refused(many("delegate a to b { ", "c, ", large, "c }\n"));
    refused(many("abolished ", "\"x\", ", large, "\"x\"\n"));
    refused(many("amount a the lower of ", "£1, ", large, "£1\n"));
    refused(many("role a ", "note \"x\" ", large, "\n"));
    refused(many(HEAD "delegate west.board to chair of west under sord { plan-services ",
                 "if \"x\" ", large, "}\n"));
    refused(many(HEAD "forum f { quorum 3 including ", "chair, ", large, "chair }\n"));
    refused(many(HEAD "forum f { decides by ", "a, else ", large, "a }\n"));
}

/* ---- many statements ----------------------------------------------------------------------- */

static void test_many_statements(void **state)
{
    (void)state;
    taken(many("", "role r\n", large, ""));
    taken(many("", "# a comment\n", large, ""));
    taken(many("", "\n", large, ""));
    refused(many("", "foo bar\n", large, ""));
    refused(many("", "!\n", large, ""));
    refused(many("", "delegate a to b\n", large, ""));
    refused(many("", "proposer nobody\n", large, ""));
    refused(many("", "handbook a \"A\" of nobody under nothing\n", large / 20, ""));
    taken(text_repeated(&arena, "", "handbook h% \"H\" under small\n", large, ""));
    refused(text_repeated(&arena, "", "population p% also in q%\n", large / 10, ""));
}

static void test_many_bodies(void **state)
{
    (void)state;
    unsigned n = large / 10;
    taken(text_repeated(&arena, HEAD, "nhs-trust t% for p\n", n, ""));
    refused(text_repeated(&arena, HEAD, "nhs-trust t% of x% for p\n", n, ""));
    refused(many(HEAD, "nhs-trust same for p\n", n, ""));
    refused(text_repeated(&arena, HEAD, "icb t%.x of t%\n", n, ""));
}

static void test_long_chains(void **state)
{
    (void)state;
    struct buf down = buf_new(&arena), up = buf_new(&arena), of = buf_new(&arena);
    buf_z(&down, HEAD);
    buf_z(&up, HEAD);
    buf_z(&of, HEAD);
    for (unsigned n = large / 10, i = n; i > 0; i--) { /* the last stands first */
        buf_fmt(&down, "forum f%u of f%u\n", i, i - 1);
        buf_fmt(&up, "population q%u within q%u\n", i, i - 1);
        buf_fmt(&of, "function g%u within g%u\n", i, i - 1);
    }
    struct str all[] = {buf_str(&down), buf_str(&up), buf_str(&of)};
    for (size_t i = 0; i < 3; i++)
        assert_true(findings_count(digest(all[i]), SEVERITY_ERROR) > 0);
}

static void test_circles(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    unsigned n = 1000;
    buf_z(&b, HEAD);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "committee c%u of c%u, c%u\npopulation q%u within q%u also in q%u\n", i,
                (i + 1) % n, (i + 7) % n, i, (i + 1) % n, (i + 7) % n);
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&b, "function g%u within g%u\ndelegate c%u to c%u under sord { plan-services }\n", i,
                (i + 1) % n, i, (i + 1) % n);
    refused(buf_str(&b));
}

/* Each has two parents that have the same two parents: ways up double with each step. */
static void test_diamonds(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_z(&b, HEAD "icb far \"Far\" for p\njoint-committee a0 of west.board\njoint-committee b0 of "
                   "west.board\npopulation p0\npopulation q0\n");
    for (unsigned i = 1; i < 100; i++)
        buf_fmt(&b,
                "joint-committee a%u of a%u, b%u\njoint-committee b%u of a%u, b%u\n"
                "population p%u also in p%u, q%u\npopulation q%u also in p%u, q%u\n"
                "delegate far.board to a%u, else b%u under sord { plan-services for p%u }\n"
                "delegate a%u and b%u to a%u and b%u under sord may be passed on { everything }\n",
                i, i - 1, i - 1, i, i - 1, i - 1, i, i - 1, i - 1, i, i - 1, i - 1, i, i, i, i - 1,
                i - 1, i, i);
    digest(buf_str(&b));
}

/* ---- multiplication ------------------------------------------------------------------------ */

static void test_for_each_in_for_each(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    buf_put(&b, text_repeated(&arena, HEAD, "population q% { place r% }\n", is_slow() ? 12 : 300, ""));
    buf_z(&b, "for each place { for each place { for each place { for each place {\n"
              "  committee <place>-c of west.board\n  role <place>\n}}}}\n");
    refused(buf_str(&b));
}

static void test_for_each_makes_more_of_its_kind(void **state)
{
    (void)state;
    refused(many(HEAD "committee c of west.board\n",
                 "for each committee { committee <committee>-x of west.board\n"
                 "committee <committee>-y of west.board }\n",
                 is_slow() ? 6 : 18, ""));
}

static void test_lists_multiplied(void **state)
{
    (void)state;
    struct buf b = buf_new(&arena);
    unsigned n = is_slow() ? 250 : 1000;
    buf_put(&b, text_repeated(&arena, HEAD, "function f%\nservice s%\npopulation q% within p\n", n, ""));
    for (unsigned line = 0; line < 3; line++) {
        buf_z(&b, "delegate west.board to chair of west under sord { f0");
        for (unsigned i = 1; i < n; i++)
            buf_fmt(&b, ", f%u", i);
        for (unsigned i = 0; i < n; i++)
            buf_fmt(&b, "%s s%u", i ? "," : " of", i);
        for (unsigned i = 0; i < n; i++)
            buf_fmt(&b, "%s q%u", i ? "," : " for", i);
        buf_z(&b, " }\n");
    }
    const struct findings *f = digest(buf_str(&b));
    assert_non_null(strstr(str_z(&arena, f->list.at[0].message), "lists multiplied out"));
}

/* ---- bytes --------------------------------------------------------------------------------- */

static void test_random_bytes(void **state)
{
    (void)state;
    struct chance c = chance_new(5);
    for (unsigned kind = 0; kind < 4; kind++) {
        static const char letters[] = "ab.-{}();,\"#\n 0159%<>_";
        size_t n = (size_t)large * 10;
        char *p = arena_alloc(&arena, n, 1);
        for (size_t i = 0; i < n; i++)
            p[i] = (char)(kind == 0   ? chance_below(&c, 256)
                          : kind == 1 ? chance_below(&c, 128)
                          : kind == 2 ? 32 + chance_below(&c, 95)
                                      : (uint32_t)letters[chance_below(&c, sizeof letters - 1)]);
        refused((struct str){p, n});
    }
}

/* A hundred megabytes: refused before it is read. */
static void test_large_file(void **state)
{
    (void)state;
    char path[] = "/tmp/remit-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *out = fdopen(fd, "w");
    struct str piece = many("", "nonsense ", 100000, "\n");
    for (int i = 0; i < 110; i++)
        assert_int_equal(fwrite(piece.p, 1, piece.n, out), piece.n);
    assert_int_equal(fclose(out), 0);
    uint64_t begun = os_nanoseconds();
    static const char *const commands[] = {"check", "fmt", "who everything --in", "matrix --in"};
    for (size_t i = 0; i < 4; i++) {
        struct outcome x = command(&arena, str_z(&arena, str_fmt(&arena, "%s %s", commands[i], path)));
        assert_int_equal(x.code, EXIT_BAD);
        assert_non_null(strstr(str_z(&arena, x.err), "the most that one file may have"));
    }
    assert_true(os_nanoseconds() - begun < SECONDS * 1000000000ull);
    remove(path);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(test_one_line),
        test(test_marks),
        test(test_lists_on_one_line),
        test(test_many_statements),
        test(test_many_bodies),
        test(test_long_chains),
        test(test_circles),
        test(test_diamonds),
        test(test_for_each_in_for_each),
        test(test_for_each_makes_more_of_its_kind),
        test(test_lists_multiplied),
        test(test_random_bytes),
        test(test_large_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
