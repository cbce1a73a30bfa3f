/* run.c: the words of a command line, read by the tables of the actions. */
#include <string.h>

#include "actions/actions.h"

const struct option common_options[] = {
    {"in", "PATH", "the handbooks: a folder or a file (this folder; in a checkout, England)"},
    {"on", "DATE", "the day to ask about, as 2024-05-01 (today)"},
    {"laws", "FOLDER", "read the laws from this folder, not those built in"},
    {"json", NULL, "the answer as JSON"},
    {"help", NULL, "show how to use this command"},
    {NULL, NULL, NULL},
};

int run_bad(struct run *r, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct str text = str_vfmt(r->a, fmt, args);
    va_end(args);
    text = str_line(r->a, text); /* names of files, words of others: anything may stand in them */
    buf_fmt(&r->err, "remit: %.*s\n", STR(text));
    return EXIT_BAD;
}

struct str run_get(const struct run *r, const char *name)
{
    for (uint32_t i = r->settings.n; i-- > 0;)
        if (strcmp(r->settings.at[i].name, name) == 0)
            return r->settings.at[i].value;
    return S("");
}

bool run_number(struct run *r, const char *name, uint64_t most, uint64_t *out)
{
    struct str text = run_get(r, name);
    if (!run_has(r, name) || number_parse(text, most, out))
        return true;
    run_bad(r, "--%s %.*s is no number up to %llu", name, STR(text), (unsigned long long)most);
    return false;
}

bool run_has(const struct run *r, const char *name)
{
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (strcmp(r->settings.at[i].name, name) == 0)
            return true;
    return false;
}

static const struct option *find(const struct option *list, struct str name)
{
    for (; list && list->name; list++)
        if (str_eq(name, str_of(list->name)))
            return list;
    return NULL;
}

struct near near_to(struct str word)
{
    /* In a short word every letter counts. */
    return (struct near){.word = word, .distance = word.n < 5 ? 1 : word.n < 8 ? 2 : 3};
}

void near_offer(struct near *n, struct str name)
{
    unsigned d = str_distance(n->word, name, n->distance);
    if (d < n->distance || (d == n->distance && (!n->name.n || str_cmp(name, n->name) < 0))) {
        n->name = name;
        n->distance = d;
    }
}

struct str near_text(const struct run *r, const struct near *n)
{
    return n->name.n ? str_fmt(r->a, "; did you mean '%.*s'?", STR(n->name)) : S("");
}

int run_no_action(struct run *r, struct str word)
{
    struct near near = near_to(word);
    for (size_t i = 0; i < action_count; i++)
        near_offer(&near, str_of(actions[i].name));
    struct str meant = near_text(r, &near);
    return run_bad(r, "there is no command '%.*s'%.*s%s remit help lists them", STR(word),
                   STR(meant), meant.n ? "" : ";");
}

/* What follows a word in the names of actions: "report, rules or why"; empty for none. */
static struct str followers(struct run *r, struct str word)
{
    struct buf b = buf_new(r->a);
    struct str last = {0};
    for (size_t i = 0; i < action_count; i++) {
        struct str name = str_of(actions[i].name);
        if (!str_starts(name, word) || name.n == word.n || name.p[word.n] != ' ')
            continue;
        if (last.n)
            buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR(last));
        last = str_sub(name, word.n + 1, name.n);
    }
    if (last.n)
        buf_fmt(&b, "%s%.*s", b.n ? " or " : "", STR(last));
    return b.n ? buf_str(&b) : S("");
}

const struct action *action_named(struct run *r, int argc, char **argv, int *taken)
{
    struct str word = str_of(argv[0]), two = word;
    const struct action *a = action_find(word);
    if (!a && argc > 1) {
        two = str_fmt(r->a, "%s %s", argv[0], argv[1]);
        a = action_find(two);
    }
    *taken = two.n > word.n ? 2 : 1;
    struct str more = a ? S("") : followers(r, word);
    if (more.n)
        run_bad(r, "remit %.*s what? Next comes %.*s", STR(word), STR(more));
    else if (!a)
        run_no_action(r, word);
    return a;
}

bool run_words(struct run *r, const char *action, uint32_t most)
{
    if (r->words.n <= most)
        return true;
    run_bad(r, "'%.*s' is one word too many: remit %s --help%s", STR(r->words.at[most]), action,
            strncmp(action, "spend ", 6) == 0 ? "" : " (handbooks are named with --in)");
    return false;
}

static void no_option(struct run *r, const struct action *act, struct str word, struct str name)
{
    if (str_eq(name, S("csv"))) {
        run_bad(r, "%s has no table to give as CSV; --json gives its answer to programs",
                act->name);
        return;
    }
    struct near near = near_to(name);
    for (const struct option *o = act->options; o && o->name; o++)
        near_offer(&near, str_of(o->name));
    for (const struct option *o = common_options; o->name; o++)
        near_offer(&near, str_of(o->name));
    run_bad(r, "%s has no option %.*s%s%.*s%s", act->name,
            STR(str_sub(word, 0, str_find(word, '='))), near.name.n ? "; did you mean --" : "",
            STR(near.name), near.name.n ? "?" : "");
}

static bool option(struct run *r, const struct action *act, struct str word, int *i, int argc,
                   char **argv)
{
    size_t eq = str_find(word, '=');
    bool two = str_starts(word, S("--"));
    struct str name = str_sub(word, two ? 2 : 1, eq);
    const struct option *o = two ? find(act->options, name) : NULL;
    if (two && !o)
        o = find(common_options, name);
    if (!o) {
        no_option(r, act, word, name);
        return false;
    }
    struct setting s = {.name = o->name, .value = S("")};
    if (o->value && eq < word.n) {
        s.value = str_sub(word, eq + 1, word.n);
    } else if (o->value && *i + 1 < argc) {
        s.value = str_of(argv[++*i]);
    } else if (o->value) {
        run_bad(r, "--%s needs a value: --%s %s", o->name, o->name, o->value);
        return false;
    } else if (eq < word.n) {
        run_bad(r, "--%s takes no value", o->name);
        return false;
    }
    *vec_push(r->a, &r->settings) = s;
    return true;
}

/* An answer has one form. */
static bool one_form(struct run *r)
{
    static const char *const forms[] = {"json", "csv", "xlsx",       "sarif",   "text",
                                        "out",  "man", "completion", "markdown"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (!run_has(r, forms[i]))
            continue;
        if (first)
            return run_bad(r, "--%s and --%s are two forms of one answer: ask for one of them",
                           first, forms[i]) < 0;
        first = forms[i];
    }
    return true;
}

/* What follows --xlsx is often a file of payments, which must not be written over. */
static bool excel_name(struct run *r)
{
    struct str path = run_get(r, "xlsx");
    if (!run_has(r, "xlsx") ||
        (path.n > 5 && str_eq_fold(str_sub(path, path.n - 5, path.n), S(".xlsx"))))
        return true;
    run_bad(r, "--xlsx %.*s: name the file to write, ending in .xlsx", STR(path));
    return false;
}

bool run_parse(struct run *r, const struct action *act, int argc, char **argv)
{
    bool fine = true, plain = false;
    for (int i = 0; i < argc; i++) {
        struct str word = str_of(argv[i]);
        if (!plain && str_eq(word, S("--")))
            plain = true;
        else if (!plain && str_eq(word, S("-h")))
            *vec_push(r->a, &r->settings) = (struct setting){.name = "help"};
        else if (!plain && str_starts(word, S("-")) && word.n > 1)
            fine = option(r, act, word, &i, argc, argv) && fine;
        else
            *vec_push(r->a, &r->words) = word;
    }
    struct str on = run_get(r, "on");
    if (run_has(r, "on") && !date_parse(on, &r->on)) {
        run_bad(r, "--on %.*s is not a date; write year-month-day, as 2024-05-01", STR(on));
        fine = false;
    }
    r->json = run_has(r, "json");
    r->csv = run_has(r, "csv") || run_has(r, "xlsx");
    fine = excel_name(r) && fine;
    return one_form(r) && fine;
}
