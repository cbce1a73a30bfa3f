/* The language: what it says of wrong texts, how it lays out right ones, and that laying out
 * changes nothing.
 *
 * test/cases/language/layout.txt: a text and how it is laid out; mistakes.txt: one change to
 * good.remit and all findings it makes. Each file says at its top how it is read. A case
 * that fails is printed as it would be right.
 *
 * The properties hold for every handbook of examples/ and laws/, and for what is left of
 * them after a few random edits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/handbook.h"

#define CASES "test/cases/language/"

static struct arena arena; /* of one test */
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

/* ---- cases from files ---------------------------------------------------------------------- */

struct one_case {
    struct str title, text; /* what stands before --- */
    struct str expected;    /* what stands behind it */
    const char *name;       /* for cmocka: "mistakes: a comma left out" */
};
typedef VEC(struct one_case) case_list;

static struct str next_line(struct str *rest)
{
    size_t n = str_find(*rest, '\n');
    struct str line = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n < rest->n ? n + 1 : n, rest->n);
    return line;
}

static struct str trim(struct str s) /* empty lines between cases */
{
    while (s.n > 1 && s.p[s.n - 1] == '\n' && s.p[s.n - 2] == '\n')
        s.n--;
    return s.n == 1 && s.p[0] == '\n' ? S("") : s;
}

static void read_cases(struct arena *a, const char *file, case_list *out)
{
    struct str rest = file_text(a, str_fmt(a, CASES "%s.txt", file));
    const char *begin = NULL;
    struct one_case c = {0};
    bool behind = false;
    while (rest.n) {
        struct str line = next_line(&rest);
        bool title = str_starts(line, S("=== ")), end = title || !rest.n;
        if ((title || str_eq(line, S("---"))) && begin) {
            struct str part = {begin, (size_t)(line.p - begin)};
            *(behind ? &c.expected : &c.text) = trim(part);
        } else if (end && begin) {
            c.expected = trim((struct str){begin, (size_t)(rest.p - begin)});
        }
        if (end && c.title.n)
            *vec_push(a, out) = c;
        if (title) {
            c = (struct one_case){.title = str_sub(line, 4, line.n)};
            c.name = str_z(a, str_fmt(a, "%s: %.*s", file, STR(c.title)));
        }
        behind = !title && (behind || str_eq(line, S("---")));
        if (title || str_eq(line, S("---")))
            begin = rest.p;
    }
}

static void compare(const struct one_case *c, struct str found)
{
    if (str_eq(found, c->expected))
        return;
    fprintf(stderr, "this would be right:\n=== %.*s\n%.*s---\n%.*s\n", STR(c->title), STR(c->text),
            STR(found));
    fail();
}

/* ---- layout -------------------------------------------------------------------------------- */

static void test_layout(void **state)
{
    const struct one_case *c = *state;
    arena_init(&arena, 64, &out_of_memory);
    struct findings *f = findings_new(&arena);
    struct node *tree = read_text(f, S("case"), c->text);
    compare(c, f->list.n ? findings_lines(&arena, f, 0) : print_file(&arena, tree));
    struct str fault = layout_fault(&arena, c->text);
    if (fault.n)
        fail_msg("%.*s", STR(fault));
    arena_free(&arena);
}

/* ---- one mistake in a good handbook -------------------------------------------------------- */

struct read {
    struct findings *f;
    struct str model;
};

static struct read read_small(struct arena *a, struct str text)
{
    struct read r = {.f = findings_new(a)};
    struct node *files[2];
    files[0] = read_text(r.f, S("handbook"), text);
    files[1] = read_text(r.f, S("law"), file_text(a, S(CASES "small.remit")));
    r.model = model_text(a, model_link(r.f, files, 2));
    return r;
}

/* good.remit with the lines after "- " replaced by those after "+ ". */
static struct str with_change(struct arena *a, struct str good, struct str change)
{
    struct buf from = buf_new(a), to = buf_new(a), all = buf_new(a);
    while (change.n) {
        struct str line = next_line(&change);
        check(str_starts(line, S("- ")) || str_starts(line, S("+ ")));
        struct buf *b = line.p[0] == '-' ? &from : &to;
        buf_put(b, str_sub(line, 2, line.n));
        buf_putc(b, '\n');
    }
    const char *z = str_z(a, good), *at = strstr(z, str_z(a, buf_str(&from)));
    if (!at || (at > z && at[-1] != '\n'))
        fail_msg("these lines do not stand in good.remit: %.*s", STR(buf_str(&from)));
    buf_put(&all, str_sub(good, 0, (size_t)(at - z)));
    buf_put(&all, buf_str(&to));
    buf_put(&all, str_sub(good, (size_t)(at - z) + from.n, good.n));
    return buf_str(&all);
}

static bool has_line(struct str text, struct str line)
{
    while (text.n)
        if (str_eq(next_line(&text), line))
            return true;
    return false;
}

/* "body 2 grant 1": lines of x that are not in y, by their first word. */
static void put_missing(struct buf *b, const char *what, struct str x, struct str y)
{
    enum { MOST = 32 };
    struct str words[MOST];
    unsigned counts[MOST] = {0}, n = 0;
    while (x.n) {
        struct str line = next_line(&x);
        if (!line.n || has_line(y, line))
            continue;
        while (line.p[0] == ' ')
            line = str_sub(line, 1, line.n);
        struct str word = str_sub(line, 0, str_find(line, ' '));
        unsigned i = 0;
        while (i < n && !str_eq(words[i], word))
            i++;
        check(i < MOST);
        n += i == n;
        words[i] = word;
        counts[i]++;
    }
    for (unsigned i = 0; i < n; i++)
        buf_fmt(b, "%s%.*s %u", i ? ", " : what, STR(words[i]), counts[i]);
    if (n)
        buf_putc(b, '\n');
}

static void test_mistake(void **state)
{
    const struct one_case *c = *state;
    arena_init(&arena, 64, &out_of_memory);
    struct str good = file_text(&arena, S(CASES "good.remit"));
    struct read before = read_small(&arena, good);
    struct read after = read_small(&arena, with_change(&arena, good, c->text));
    assert_int_equal(before.f->list.n, 0);
    struct buf found = buf_new(&arena);
    buf_put(&found, findings_lines(&arena, after.f, 0));
    buf_put(&found, findings_lines(&arena, after.f, 1));
    buf_put(&found, findings_lines(&arena, after.f, POS_NOWHERE));
    put_missing(&found, "without ", before.model, after.model);
    put_missing(&found, "other ", after.model, before.model);
    compare(c, buf_str(&found));
    arena_free(&arena);
}

/* ---- single findings that no file of cases can hold ---------------------------------------- */

static void test_bytes(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *findings;
    } rows[] = {
        {{"", 0}, ""},
        {{"\xef\xbb\xbfrole x\n", 10}, ""}, /* a mark of byte order is passed over */
        {{"role x\r\nrole y # c\r\n", 20}, ""},
        {{"role x", 6}, ""},
        {{"role \xff", 6},
         "R001 1:6 the file is not valid UTF-8 from here on (byte 5); save it as "
         "UTF-8\nR010 1:6 found the end of the file where a name is expected\n"},
        {{"role x\nrole \xc2", 13},
         "R001 2:6 the file is not valid UTF-8 from here on (byte 12); "
         "save it as UTF-8\nR010 2:6 found the end of the file where a "
         "name is expected\n"},
        {{"role x\0y", 8}, "R002 1:7 a control character (U+0000) stands here\n"}, /* and no more */
        {{"role x\x1b[1m", 10},
         "R002 1:7 a control character (U+001B) stands here\n"
         "R002 1:8 '[' has no meaning here\n"},
        {{"role x \"a\x1b[2J\"", 14}, "R002 1:10 a control character (U+001B) stands here\n"},
        {{"role x \"a\rb\"", 12}, "R002 1:10 a control character (U+000D) stands here\n"},
        {{"role x \"a\xc2\x9b\"", 12}, "R002 1:10 a control character (U+009B) stands here\n"},
        {{"role x \"a\xe2\x80\xae\"", 13}, "R002 1:10 a control character (U+202E) stands here\n"},
        {{"role x \"a\xe2\x81\xa7\"", 13}, "R002 1:10 a control character (U+2067) stands here\n"},
        {{"role x \"a\tb \xc2\xa3 \xe2\x80\x9c\"", 19}, ""},
        /* Comments likewise, each once; a carriage return before a line end belongs to that. */
        {{"role x # a\x1b[2J\x1b\nrole y # \xe2\x80\xae", 28},
         "R002 1:11 a control character (U+001B) stands here\n"
         "R002 2:10 a control character (U+202E) stands here\n"},
        {{"# a\rb\nrole x", 12}, "R002 1:4 a control character (U+000D) stands here\n"},
        {{"# a\tb\r\nrole x # \xc2\xa3\r\r\n# c\r", 25}, ""},
        {{"role x \"a\r\n", 11}, "R003 1:8 this text is not closed before the end of the line\n"},
        {{"\"x\"", 3}, "R010 1:1 found the text \"x\" where a name is expected\n"},
        {{"}", 1}, "R012 1:1 this } closes nothing\n"},
        {{"role \xc3\xa9", 7}, "R002 1:6 '\xc3\xa9' has no meaning here\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct findings *f = findings_new(&arena);
        read_text(f, S("bytes"), rows[i].text);
        struct str lines = findings_lines(&arena, f, 0);
        const char *found = str_z(&arena, lines);
        if (strcmp(found, rows[i].findings) != 0 && !strstr(rows[i].findings, "UTF-8"))
            fail_msg("%.*s: %s", STR(rows[i].text), found);
        findings_text(&arena, f, true);
    }
}

static void test_the_caret_stands_under_its_place(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"role x @", "    role x @\n           ^\n"},
        {"\trole\tx @", "     role x @\n            ^\n"},
        {"role x \"\xc2\xa3\xe6\xbc\xa2\" @",
         "    role x \"\xc2\xa3\xe6\xbc\xa2\" @\n                 ^\n"},
        /* What is not shown takes no column and is not sent on. */
        {"role x \"\xc2\x9b\xe2\x80\xae\"", "    role x \"\"\n            ^\n"},
        {"role x \"\x1b[2J\"", "    role x \" [2J\"\n            ^\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct findings *f = findings_new(&arena);
        read_text(f, S("text"), str_of(rows[i][0]));
        const char *shown = str_z(&arena, findings_text(&arena, f, false));
        if (!strstr(shown, rows[i][1]))
            fail_msg("%s", shown);
    }
}

/* ---- every handbook there is --------------------------------------------------------------- */

static void all_texts(struct arena *a, texts *paths)
{
    texts all = {0};
    remit_files(a, S("examples"), &all);
    remit_files(a, S("laws"), &all);
    remit_files(a, S("test/cases"), &all);
    for (uint32_t i = 0; i < all.n; i++)
        if (!str_starts(all.at[i], S("examples/faulty/")))
            *vec_push(a, paths) = all.at[i];
}

static void test_every_file_can_be_laid_out(void **state)
{
    (void)state;
    texts paths = {0};
    all_texts(&arena, &paths);
    assert_true(paths.n > 80);
    for (uint32_t i = 0; i < paths.n; i++) {
        struct arena_mark mark = arena_mark(&arena);
        struct findings *f = findings_new(&arena);
        struct str text = file_text(&arena, paths.at[i]), fault = layout_fault(&arena, text);
        read_text(f, paths.at[i], text);
        if (f->list.n || fault.n)
            fail_msg("%.*s: %.*s%.*s", STR(paths.at[i]), STR(fault),
                     STR(findings_lines(&arena, f, 0)));
        arena_rewind(&arena, mark);
    }
}

/* The structure as it was read and the same texts laid out make one model. */
static void same_model(const struct structure *s)
{
    struct findings *f = findings_new(&arena);
    VEC(struct node *) files = {0};
    for (uint32_t i = 0; i < s->f->sources.n; i++) {
        struct findings *one = findings_new(&arena);
        struct node *tree = read_text(one, S("as written"), s->f->sources.at[i].text);
        *vec_push(&arena, &files) =
            read_text(f, s->f->sources.at[i].path, print_file(&arena, tree));
    }
    struct str before = model_text(&arena, s->m);
    struct str after = model_text(&arena, model_link(f, files.at, files.n));
    while (before.n && after.n) {
        struct str x = next_line(&before), y = next_line(&after);
        if (!str_eq(x, y))
            fail_msg("%.*s: laid out it says another thing:\n%.*s\n%.*s", STR(s->name), STR(x),
                     STR(y));
    }
    assert_int_equal(before.n, after.n);
    assert_int_equal(findings_count(s->f, SEVERITY_NOTE), findings_count(f, SEVERITY_NOTE));
}

static void load(struct run *r, struct str path, structures *all)
{
    r->a = &arena;
    r->out = buf_new(&arena);
    r->err = buf_new(&arena);
    if (!load_paths(r, &path, 1, all))
        fail_msg("%.*s", STR(buf_str(&r->err)));
}

static void test_layout_changes_no_meaning(void **state)
{
    (void)state;
    static const char *const folders[] = {"examples/england-2024", "examples/ccg-2018",
                                          "examples/options", "examples/sites",
                                          "examples/editions"};
    texts patterns = {0};
    for (size_t i = 0; i < 4; i++) {
        struct run r = {0};
        structures all = {0};
        load(&r, str_of(folders[i]), &all);
        assert_true(all.n > 0);
        for (uint32_t k = 0; k < all.n; k++)
            same_model(&all.at[k]);
    }
    remit_files(&arena, S("examples/patterns"), &patterns);
    for (uint32_t i = 0; i < patterns.n; i++) {
        struct run r = {0};
        structures all = {0};
        struct arena_mark mark = arena_mark(&arena);
        load(&r, patterns.at[i], &all);
        same_model(&all.at[0]);
        arena_rewind(&arena, mark);
    }
}

/* The order of statements and files changes nothing (docs/language.md). */
static void test_order_of_files_changes_nothing(void **state)
{
    (void)state;
    struct run r = {0};
    structures all = {0};
    load(&r, S("examples/england-2024"), &all);
    struct str before = model_text(&arena, all.at[0].m);
    struct findings *f = findings_new(&arena);
    VEC(struct node *) files = {0};
    for (uint32_t i = all.at[0].f->sources.n; i-- > 0;)
        *vec_push(&arena, &files) = read_text(f, S("turned"), all.at[0].f->sources.at[i].text);
    struct str after = model_text(&arena, model_link(f, files.at, files.n));
    struct str lines = after;
    while (lines.n) {
        struct str line = next_line(&lines);
        bool ordered = str_starts(line, S("body ")) || str_starts(line, S("grant ")) ||
                       str_starts(line, S("function ")) || str_starts(line, S("population "));
        if (ordered && !has_line(before, line))
            fail_msg("only when the files are turned round: %.*s", STR(line));
    }
    assert_int_equal(before.n, after.n);
}

/* ---- random edits -------------------------------------------------------------------------- */

/* A place between two words, roughly. */
static size_t some_break(struct chance *c, struct str s)
{
    size_t at = chance_below(c, (uint32_t)s.n + 1);
    while (at < s.n && s.p[at] != ' ' && s.p[at] != '\n')
        at++;
    return at;
}

static struct str splice(struct arena *a, struct str s, size_t from, size_t to, struct str with)
{
    struct buf b = buf_new(a);
    buf_put(&b, str_sub(s, 0, from));
    buf_put(&b, with);
    buf_put(&b, str_sub(s, to, s.n));
    return buf_str(&b);
}

static size_t line_from(struct str s, size_t at)
{
    while (at && s.p[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_to(struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '\n')
        at++;
    return at < s.n ? at + 1 : at;
}

static struct str edit(struct arena *a, struct chance *c, struct str s)
{
    static const char *const bits[] = {"{",      "}",          "(",   ")",     ",",   ";",     "\"",
                                       "# x\n",  "\n",         "£5m", "2 of ", "and", " or x", "of",
                                       "except", "2024-02-30", "1%",  "\\",    "<",   "."};
    size_t x = some_break(c, s), y = some_break(c, s), from, to;
    char bytes[4];
    switch (chance_below(c, 8)) {
    case 0: /* a word gone */
        to = x < s.n ? x + 1 : x;
        while (to < s.n && s.p[to] != ' ' && s.p[to] != '\n')
            to++;
        return splice(a, s, x, to, S(""));
    case 1: /* a line twice */
        from = line_from(s, x), to = line_to(s, x);
        return splice(a, s, to, to, str_sub(s, from, to));
    case 2: /* a line gone */
        return splice(a, s, line_from(s, x), line_to(s, x), S(""));
    case 3: /* a line moved */
        from = line_from(s, x), to = line_to(s, x);
        y = line_from(s, y);
        s = splice(a, s, y, y, str_sub(s, from, to));
        return y <= from ? splice(a, s, from + (to - from), to + (to - from), S(""))
                         : splice(a, s, from, to, S(""));
    case 4: /* bytes */
        for (int i = 0; i < 4; i++)
            bytes[i] = (char)chance_below(c, 256);
        return splice(a, s, x, x, (struct str){bytes, 1 + chance_below(c, 4)});
    case 5: /* cut short */
        return chance_below(c, 4) ? s : str_sub(s, 0, chance_below(c, (uint32_t)s.n + 1));
    case 6: /* a piece of the language */
        return splice(a, s, x, x, str_of(bits[chance_below(c, sizeof bits / sizeof bits[0])]));
    default: /* a piece from elsewhere */
        to = y + chance_below(c, 40);
        return splice(a, s, x, x, str_sub(s, y, to < s.n ? to : s.n));
    }
}

static void test_random_edits(void **state)
{
    (void)state;
    texts paths = {0};
    VEC(struct str) all = {0};
    all_texts(&arena, &paths);
    for (uint32_t i = 0; i < paths.n; i++)
        *vec_push(&arena, &all) = file_text(&arena, paths.at[i]);
    struct arena_mark mark = arena_mark(&arena);
    unsigned fine = 0, n = rounds(2000);
    for (unsigned round = 0; round < n; round++) {
        struct chance c = chance_new(round);
        struct str text = all.at[chance_below(&c, all.n)];
        for (uint32_t k = 1 + chance_below(&c, 5); k; k--)
            text = edit(&arena, &c, text);
        struct findings *f = findings_new(&arena);
        struct node *files[2] = {read_text(f, S("edited"), text)};
        struct str fault = layout_fault(&arena, text);
        if (fault.n)
            fail_msg("round %u: %.*s", round, STR(fault));
        fine += f->list.n == 0;
        files[1] = read_text(f, S("law"), file_text(&arena, S(CASES "small.remit")));
        model_link(f, files, 2);
        findings_sort(f);
        findings_text(&arena, f, round % 2);
        arena_rewind(&arena, mark);
    }
    assert_true(n < 100 || (fine > n / 20 && fine < n)); /* both sorts were met */
}

int main(void)
{
    static const struct {
        const char *file;
        CMUnitTestFunction test;
    } files[] = {{"layout", test_layout}, {"mistakes", test_mistake}};
    static const struct CMUnitTest others[] = {
        cmocka_unit_test_setup_teardown(test_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_caret_stands_under_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_file_can_be_laid_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_layout_changes_no_meaning, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_of_files_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_edits, set_up, tear_down),
    };
    struct arena kept;
    jmp_buf never;
    arena_init(&kept, 64, &never);
    case_list cases = {0};
    VEC(struct CMUnitTest) tests = {0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        uint32_t from = cases.n;
        read_cases(&kept, files[i].file, &cases);
        check(cases.n > from);
        for (; from < cases.n; from++)
            *vec_push(&kept, &tests) =
                (struct CMUnitTest){.name = cases.at[from].name,
                                    .test_func = files[i].test,
                                    .initial_state = (void *)(uintptr_t)from};
    }
    for (uint32_t i = 0; i < tests.n; i++) /* the list stays where it is from now on */
        tests.at[i].initial_state = &cases.at[(uintptr_t)tests.at[i].initial_state];
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        *vec_push(&kept, &tests) = others[i];
    int failed = _cmocka_run_group_tests("language", tests.at, tests.n, NULL, NULL);
    arena_free(&kept);
    return failed;
}
