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

static struct str nearest(const struct option *a, const struct option *b, struct str name)
{
    struct str best = S("");
    unsigned best_d = 3;
    for (int k = 0; k < 2; k++)
        for (const struct option *o = k ? b : a; o && o->name; o++) {
            unsigned d = str_distance(name, str_of(o->name), 2);
            if (d < best_d)
                best = str_of(o->name), best_d = d;
        }
    return best;
}

static bool option(struct run *r, const struct action *act, struct str word, int *i, int argc,
                   char **argv)
{
    size_t eq = str_find(word, '=');
    struct str name = str_sub(word, 2, eq);
    const struct option *o = find(act->options, name);
    if (!o)
        o = find(common_options, name);
    if (!o) {
        struct str near = nearest(act->options, common_options, name);
        run_bad(r, "%s has no option --%.*s%s%.*s%s", act->name, STR(name),
                near.n ? "; did you mean --" : "", STR(near), near.n ? "?" : "");
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

bool run_parse(struct run *r, const struct action *act, int argc, char **argv)
{
    bool fine = true, plain = false;
    for (int i = 0; i < argc; i++) {
        struct str word = str_of(argv[i]);
        if (!plain && str_eq(word, S("--")))
            plain = true;
        else if (!plain && str_eq(word, S("-h")))
            *vec_push(r->a, &r->settings) = (struct setting){.name = "help"};
        else if (!plain && str_starts(word, S("--")))
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
    r->csv = run_has(r, "csv");
    return fine;
}
