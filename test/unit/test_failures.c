/* Memory runs out, at every place where it can: the n-th request of a command fails, for every
 * n until none does. Each time the command must end as main() expects (code -1, no answer), leave
 * no file open and no file half-written, and give the right answer as soon as all is granted.
 *
 * JSON counts as well: yajl asks the arena. Nothing else of ours asks the system for memory;
 * test/cli/usage.sh starves the whole program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/handbook.h"

#define LAWS " --laws test/cases/language"
#define SHORT "test/data/short.remit"
#define MISTAKES "test/data/short-mistakes.remit"
#define ON_SHORT " --in " SHORT LAWS
#define MATTER "award-contract of community for exeter --value 3m"

static struct arena arena;
static jmp_buf out_of_memory;
static char *folder; /* for files that commands write */
static char *data;   /* has the store, with test/data/payments.csv in it */

static int set_up(void **state)
{
    static char name[] = "/tmp/remit-failures-XXXXXX", kept[] = "/tmp/remit-failures-data-XXXXXX";
    (void)state;
    folder = mkdtemp(name);
    data = mkdtemp(kept);
    arena_init(&arena, 1000, &out_of_memory);
    if (!folder || !data || setenv("XDG_DATA_HOME", data, 1) != 0)
        return 1;
    return command(&arena, "spend load test/data/payments.csv").code;
}

static int tear_down(void **state)
{
    static const char *const left[] = {"remit/spending.db", "remit", ""};
    int failed = rmdir(folder); /* fails where a file was left behind */
    (void)state;
    for (int i = 0; i < 3; i++)
        failed |= remove(str_z(&arena, str_fmt(&arena, "%s/%s", data, left[i])));
    arena_free(&arena);
    return failed;
}

/* ---- one command, every failure ------------------------------------------------------------ */

static uint32_t count_in(const char *path)
{
    struct str *names, why;
    uint32_t n;
    assert_true(os_list(&arena, str_of(path), &names, &n, &why));
    return n;
}

static void right_answer(const char *words, struct outcome right, struct outcome x)
{
    if (x.code != right.code || !str_eq(x.out, right.out) || !str_eq(x.err, right.err))
        fail_msg("remit %s: after failures it answers otherwise", words);
}

/* How far apart the requests are that fail: every one, where time allows. Primes, so that no
 * loop of the program is met at the same place each time; under valgrind, which finds what the
 * sanitizers find and is ten times slower, four times as far. */
static unsigned long stride(unsigned long enough)
{
    return !is_slow() ? 1 : is_valgrind() ? 4 * enough + 1 : enough;
}

/* One run after the other, the n-th request failing, until all are granted. A file that any of
 * them leaves open still is at the end. */
static void every_failure(const char *words, unsigned long n, unsigned long step)
{
    struct outcome right = command(&arena, words), x;
    uint32_t open_files = count_in("/proc/self/fd");
    struct arena_mark mark = arena_mark(&arena);
    assert_int_not_equal(right.code, -1);
    for (; (x = command_failing(&arena, words, n)).code == -1; n += step)
        arena_rewind(&arena, mark);
    right_answer(words, right, x);
    if (count_in("/proc/self/fd") != open_files)
        fail_msg("remit %s: a failure leaves a file open", words);
}

/* ---- commands that answer ------------------------------------------------------------------ */

#define PAYMENTS "test/data/payments.csv"
#define NO_SUCH_SETTING "spend rules --set letter-cas=x" /* reads the rules, and no more */
static const char *const answers[] = {
    "check " SHORT LAWS,
    "check " MISTAKES LAWS,
    "check --json " MISTAKES LAWS,
    "check --sarif " SHORT LAWS,
    "check --csv " SHORT LAWS,
    "check --errors no-such-file.remit",
    "compare " SHORT " " MISTAKES LAWS,
    "compare --csv " SHORT LAWS,
    "compare --json " SHORT LAWS,
    "diff " SHORT " " MISTAKES LAWS,
    "diff --csv --between 2023-05-01,2024-05-01 " SHORT LAWS,
    "diff --json --between 2023-05-01,2024-05-01 " SHORT LAWS,
    "explain R101",
    "explain codes",
    "explain codes --json",
    "explain kinds --law small" LAWS,
    "explain functions" ON_SHORT,
    "explain kinds --csv" ON_SHORT,
    "explain exeter-committee" ON_SHORT,
    "explain exeter-committee --csv" ON_SHORT,
    "explain exeter-committee --json" ON_SHORT,
    "explain finance-director" ON_SHORT,
    "explain scheme" ON_SHORT,
    "explain novel" ON_SHORT,
    "export" ON_SHORT,
    "export --as popolo" ON_SHORT,
    "fmt " SHORT,
    "fmt --check " SHORT,
    "fmt --json " SHORT,
    "fmt " MISTAKES,
    "help",
    "help matrix",
    "help --json",
    "help --man",
    "help --completion",
    "help --markdown",
    "map" ON_SHORT,
    "map west --text" ON_SHORT,
    "map --json" ON_SHORT,
    "matrix exeter" ON_SHORT,
    "matrix --csv --function award-contract" ON_SHORT,
    "matrix --json --service community" ON_SHORT,
    "may exeter-committee" ON_SHORT,
    "may exeter-committee --csv" ON_SHORT,
    "may exeter-committee --json" ON_SHORT,
    "may exeter-committee --why " MATTER ON_SHORT,
    "may finance-director --json " MATTER ON_SHORT,
    "route " MATTER ON_SHORT,
    "search exeter" ON_SHORT,
    "search exetr" ON_SHORT,
    "search --csv committee" ON_SHORT,
    "search --json finding R101" ON_SHORT,
    "serve --help", /* test_serve_failures has the rest */
    "route --json " MATTER ON_SHORT,
    "route --csv " MATTER ON_SHORT,
    "spend look test/data/payments.csv",
    "spend look --json --rows 1 test/data/payments.csv",
    "spend files",
    "spend files --json",
    "spend files --rejected",
    "spend files --maps",
    "spend forget no-such-file.csv --yes",
    "spend load " PAYMENTS,
    "spend load no-such-file.csv",
    "spend report " PAYMENTS,
    "spend report by area by month --csv " PAYMENTS,
    "spend report by supplier --json " PAYMENTS,
    "spend report gaps --expect Nobody " PAYMENTS,
    "spend report labels " PAYMENTS,
    "spend report outliers " PAYMENTS,
    "spend report quintiles --all " PAYMENTS,
    "spend report shift --baseline 2020-06 " PAYMENTS,
    "spend report by area --xlsx /dev/null " PAYMENTS,
    "spend report no-such-file.csv",
    "spend report",
    "spend report labels",
    "spend rows --only area=acute --find barts --from 2020-06",
    "spend rows --csv --rows 2 --page 2 --file payments.csv",
    "spend rules",
    "spend rules --effect letter-case " PAYMENTS,
    "spend sample --quirks no-such-way",
    "spend suppliers barts",
    "spend why payments.csv:3",
    "spend why " PAYMENTS ":3",
    "spend why --type x --area y --json",
    "survey" ON_SHORT,
    "survey --csv" ON_SHORT,
    "survey --json" ON_SHORT,
    "survey handbooks" ON_SHORT,
    "survey handbooks --csv" ON_SHORT,
    "survey handbooks --json" ON_SHORT,
    "who --why " MATTER ON_SHORT,
    "who --json " MATTER ON_SHORT,
    "who --csv " MATTER ON_SHORT,
    "who --not novel " MATTER ON_SHORT,
    "who plan-services of acute" ON_SHORT, /* nobody */
    "who award-contrakt of comunity for exter --value much --in " MISTAKES LAWS,
};

/* How many requests a command makes: half-way between one that fails and one that does not. */
static unsigned long requests_of(const char *words)
{
    unsigned long fails = 0, none = 100000;
    struct arena_mark mark = arena_mark(&arena);
    while (none - fails > 1) {
        unsigned long n = (fails + none) / 2;
        *(command_failing(&arena, words, n).code == -1 ? &fails : &none) = n;
        arena_rewind(&arena, mark);
    }
    return fails;
}

/* Does it begin with the rules? */
static bool reads_rules(struct str words)
{
    static const char *const others[] = {"spend files", "spend forget", "spend load", "spend look"};
    bool reads = str_starts(words, S("spend "));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        reads = reads && !str_starts(words, str_of(others[i]));
    return reads;
}

/* To read short.remit is the same for every command: `explain exetre` does little else, and has
 * each of those requests fail; likewise the rules for spending. The others begin where reading
 * ends, or a little before. */
static void test_every_command_answers_or_says_nothing(void **state)
{
    (void)state;
    unsigned long reading = requests_of("explain exetre" ON_SHORT) - 50;
    unsigned long rules = requests_of(NO_SUCH_SETTING) - 50;
    every_failure("explain exetre" ON_SHORT, 1, stride(7));
    every_failure(NO_SUCH_SETTING, 1, stride(7));
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        every_failure(answers[i],
                      str_ends(str_of(answers[i]), S(ON_SHORT)) ? reading
                      : reads_rules(str_of(answers[i]))         ? rules
                                                                : 1,
                      stride(7));
}

static void test_no_command_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < action_count; i++) {
        bool any = false;
        for (size_t k = 0; k < sizeof answers / sizeof answers[0]; k++)
            any = any || str_starts(str_of(answers[k]), str_fmt(&arena, "%s ", actions[i].name));
        if (!any)
            fail_msg("remit %s is not among the commands above", actions[i].name);
    }
}

/* Longer texts, a folder, the law that is built in: so many requests that only some of them fail.
 */
static void test_longer_texts(void **state)
{
    (void)state;
    every_failure("check --in test/cases/language/good.remit" LAWS, 1, is_slow() ? 23 : 5);
    every_failure("who --in test/data" LAWS, 1, is_slow() ? 23 : 5);
    every_failure("who award-contract --json --in examples/patterns/RP-15.remit", 1,
                  is_slow() ? 499 : 31);
    every_failure("explain functions", 1, is_slow() ? 499 : 31);
}

/* ---- commands that write ------------------------------------------------------------------- */

static struct str read_back(struct str path)
{
    return file_text(&arena, path);
}

static void put(struct str path, struct str text)
{
    struct str why;
    assert_true(os_write(&arena, path, text, &why));
}

/* Until the command comes to its end the file is as it was (empty: not there), and nothing is
 * left beside it. */
static void every_failure_writing(const char *words, struct str path, struct str before)
{
    struct outcome x;
    if (before.n)
        put(path, before);
    struct arena_mark mark = arena_mark(&arena);
    for (unsigned long n = 1; (x = command_failing(&arena, words, n)).code == -1; n += stride(3)) {
        assert_int_equal(count_in(folder), before.n > 0);
        if (before.n && !str_eq(read_back(path), before))
            fail_msg("remit %s: request %lu failed, and the file is another", words, n);
        arena_rewind(&arena, mark);
    }
    assert_int_equal(x.code, EXIT_FINE);
    assert_int_equal(count_in(folder), 1);
}

/* Of several files some may be written when a later one fails: each is whole, and nothing else is
 * there. */
static void test_samples_are_whole_or_not_there(void **state)
{
    (void)state;
    const char *words =
        str_z(&arena,
              str_fmt(&arena, "spend sample --rows 60 --quirks plain,everything,workbook --out %s",
                      folder));
    struct str *names, *whole, why;
    uint32_t n_whole, n;
    assert_int_equal(command(&arena, words).code, EXIT_FINE);
    assert_true(os_list(&arena, str_of(folder), &whole, &n_whole, &why));
    struct str *was = NEW_ARRAY(&arena, struct str, n_whole);
    for (uint32_t i = 0; i < n_whole; i++) {
        struct str path = str_fmt(&arena, "%s/%.*s", folder, STR(whole[i]));
        was[i] = read_back(path);
        unlink(str_z(&arena, path));
    }
    struct arena_mark mark = arena_mark(&arena);
    int code = -1;
    for (unsigned long at = requests_of(NO_SUCH_SETTING) - 50; code == -1; at += stride(53)) {
        code = command_failing(&arena, words, at).code;
        assert_true(os_list(&arena, str_of(folder), &names, &n, &why));
        for (uint32_t i = 0, k = 0; i < n; i++) {
            struct str path = str_fmt(&arena, "%s/%.*s", folder, STR(names[i]));
            while (k < n_whole && !str_eq(whole[k], names[i]))
                k++;
            if (k == n_whole || !str_eq(read_back(path), was[k]))
                fail_msg("request %lu failed and leaves %.*s", at, STR(names[i]));
            unlink(str_z(&arena, path));
        }
        assert_true(code == -1 || n == n_whole);
        arena_rewind(&arena, mark);
    }
}

/* short.remit as fmt lays it out, and with blanks at the ends of lines. */
static struct str laid_out(void)
{
    return command(&arena, "fmt " SHORT).out;
}

static struct str untidy(void)
{
    struct buf b = buf_new(&arena);
    struct str laid = laid_out();
    for (size_t i = 0; i < laid.n; i++) {
        if (laid.p[i] == '\n')
            buf_z(&b, "   ");
        buf_putc(&b, laid.p[i]);
    }
    return buf_str(&b);
}

static void test_fmt_leaves_the_file_or_writes_it_whole(void **state)
{
    (void)state;
    struct str path = str_fmt(&arena, "%s/handbook.remit", folder);
    every_failure_writing(str_z(&arena, str_fmt(&arena, "fmt --write %.*s", STR(path))), path,
                          untidy());
    assert_true(str_eq(read_back(path), laid_out()));
    unlink(str_z(&arena, path));
}

/* The first of two files may be written when the second fails: each is one or the other. */
static void test_fmt_of_two_files_leaves_each_whole(void **state)
{
    (void)state;
    struct str paths[] = {str_fmt(&arena, "%s/a.remit", folder),
                          str_fmt(&arena, "%s/b.remit", folder)};
    const char *words =
        str_z(&arena, str_fmt(&arena, "fmt --write %.*s %.*s", STR(paths[0]), STR(paths[1])));
    struct str before = untidy(), laid = laid_out();
    bool changed[2] = {true, true};
    int code = -1;
    for (unsigned long n = 1; code == -1; n += stride(3)) {
        for (int i = 0; i < 2; i++)
            if (changed[i])
                put(paths[i], before);
        code = command_failing(&arena, words, n).code;
        assert_int_equal(count_in(folder), 2);
        for (int i = 0; i < 2; i++) {
            struct str now = read_back(paths[i]);
            changed[i] = !str_eq(now, before);
            assert_true(!changed[i] || str_eq(now, laid));
        }
    }
    assert_true(changed[0] && changed[1]);
    unlink(str_z(&arena, paths[0]));
    unlink(str_z(&arena, paths[1]));
}

static void test_map_leaves_the_file_or_writes_it_whole(void **state)
{
    (void)state;
    struct str path = str_fmt(&arena, "%s/map.svg", folder);
    const char *words = str_z(&arena, str_fmt(&arena, "map" ON_SHORT " --out %.*s", STR(path)));
    struct str svg = command(&arena, "map" ON_SHORT).out;
    every_failure_writing(words, path, S(""));
    assert_true(str_eq(read_back(path), svg));
    every_failure_writing(words, path, S("another map"));
    assert_true(str_eq(read_back(path), svg));
    unlink(str_z(&arena, path));
}

/* ---- a limit in place of a failure --------------------------------------------------------- */

/* A handbook may ask for more than the arena may have: the same jump, the same answer. */
static void test_the_cap_is_a_failure_like_any_other(void **state)
{
    (void)state;
    jmp_buf here;
    struct arena small;
    volatile bool jumped = false;
    arena_init(&small, 1, &here);
    if (setjmp(here))
        jumped = true;
    else
        for (;;)
            arena_alloc(&small, 1000, 8);
    assert_true(jumped);
    assert_true(small.used_total <= small.cap);
    arena_free(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_command_answers_or_says_nothing),
        cmocka_unit_test(test_no_command_is_left_out),
        cmocka_unit_test(test_longer_texts),
        cmocka_unit_test(test_samples_are_whole_or_not_there),
        cmocka_unit_test(test_fmt_leaves_the_file_or_writes_it_whole),
        cmocka_unit_test(test_fmt_of_two_files_leaves_each_whole),
        cmocka_unit_test(test_map_leaves_the_file_or_writes_it_whole),
        cmocka_unit_test(test_the_cap_is_a_failure_like_any_other),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
