/* help.c: help, manual page, completion and docs/commands.md, all read off the table. */
#include "actions/json.h"

static void options_help(struct run *r, const struct option *list)
{
    for (; list && list->name; list++) {
        struct str left = str_fmt(r->a, "--%s%s%s", list->name, list->value ? " " : "",
                                  list->value ? list->value : "");
        buf_fmt(&r->out, "  %.*s", STR(left));
        buf_pad(&r->out, ' ', left.n < 22 ? 22 - left.n : 1);
        buf_fmt(&r->out, " %s\n", list->help);
    }
}

static void one_action(struct run *r, const struct action *a)
{
    buf_fmt(&r->out, "remit %s\n\n%s\n\n%s\n", a->usage, a->summary, a->help);
    options_help(r, a->options);
    options_help(r, common_options);
}

static void all_actions(struct run *r)
{
    buf_z(&r->out,
          "Remit holds the governance of an integrated care system as readable text and answers\n"
          "who may decide what, for whom, up to how much, and why; and it reads published spending "
          "and\n"
          "shows where the money went.\n\n");
    for (size_t i = 0; i < action_count; i++)
        buf_fmt(&r->out, "  remit %-15s  %s\n", actions[i].name, actions[i].summary);
    buf_z(&r->out,
          "\nremit COMMAND --help says more. Without --in, the England example of a checkout is "
          "read.\n"
          "Exit codes: 0; 1 findings, or nobody; 2 the command or the input could not be read.\n");
}

/* A leading dot or quote would be a command to troff; backslashes and hyphens need care. */
static void troff(struct buf *b, const char *z)
{
    for (bool start = true; *z; z++) {
        if (start && (*z == '.' || *z == '\''))
            buf_z(b, "\\&");
        if (*z == '\\')
            buf_z(b, "\\e");
        else if (*z == '-')
            buf_z(b, "\\-");
        else
            buf_putc(b, *z);
        start = *z == '\n';
    }
}

static void man_options(struct run *r, const struct option *list)
{
    for (; list && list->name; list++) {
        buf_z(&r->out, ".TP\n.B \\-\\-");
        troff(&r->out, list->name);
        if (list->value)
            buf_fmt(&r->out, " \\fI%s\\fP", list->value);
        buf_putc(&r->out, '\n');
        troff(&r->out, list->help);
        buf_putc(&r->out, '\n');
    }
}

static void man(struct run *r)
{
    buf_z(&r->out,
          ".TH REMIT 1 \"\" \"Remit " REMIT_VERSION
          "\"\n.SH NAME\nremit \\- who may decide what, for "
          "whom, up to how much, and why\n.SH SYNOPSIS\n.B remit\n.I COMMAND\n[\\fIWORD\\fP...] "
          "[\\fIOPTION\\fP...]\n.SH DESCRIPTION\nHolds the governance of an integrated care system "
          "as readable text, checks it, and answers who may decide.\n.SH COMMANDS\n");
    for (size_t i = 0; i < action_count; i++) {
        buf_z(&r->out, ".SS ");
        troff(&r->out, actions[i].usage);
        buf_putc(&r->out, '\n');
        troff(&r->out, actions[i].summary);
        buf_z(&r->out, "\n.PP\n.nf\n");
        troff(&r->out, actions[i].help);
        buf_z(&r->out, ".fi\n");
        man_options(r, actions[i].options);
    }
    buf_z(&r->out, ".SH COMMON OPTIONS\n");
    man_options(r, common_options);
    buf_z(&r->out,
          ".SH EXIT STATUS\n0; 1 for findings, or when nobody may decide; 2 when the command or "
          "the input could not be read.\n.SH ENVIRONMENT\n.TP\n.B REMIT_IN\nhandbooks to read "
          "when there is no \\-\\-in\n.TP\n.B NO_COLOR\nno colour on a terminal\n");
}

/* The first words of actions, or those that follow `first`; each once, as they stand in order. */
static void completion_words(struct run *r, struct str first)
{
    struct str last = {0};
    for (size_t i = 0; i < action_count; i++) {
        struct str name = str_of(actions[i].name);
        if (!str_starts(name, first))
            continue;
        struct str word = str_sub(name, first.n, name.n);
        word = str_sub(word, 0, str_find(word, ' '));
        if (!str_eq(word, last))
            buf_fmt(&r->out, "%s%.*s", last.n ? " " : "", STR(word));
        last = word;
    }
}

static void completion(struct run *r)
{
    buf_z(&r->out, "# bash completion for remit: source this file\n_remit() {\n"
                   "    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}\n"
                   "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W \"");
    completion_words(r, S(""));
    buf_z(&r->out, "\" -- \"$word\"))\n        return\n    fi\n"
                   "    if [ \"$COMP_CWORD $command\" = '2 spend' ]; then\n"
                   "        COMPREPLY=($(compgen -W \"");
    completion_words(r, S("spend "));
    buf_z(&r->out, "\" -- \"$word\"))\n        return\n    fi\n"
                   "    [ \"$command\" != spend ] || command=\"spend ${COMP_WORDS[2]}\"\n"
                   "    local options=\"");
    for (const struct option *o = common_options; o->name; o++)
        buf_fmt(&r->out, "%s--%s", o == common_options ? "" : " ", o->name);
    buf_z(&r->out, "\"\n    case $command in\n");
    for (size_t i = 0; i < action_count; i++) {
        if (!actions[i].options)
            continue;
        buf_fmt(&r->out, "    '%s') options=\"$options", actions[i].name);
        for (const struct option *o = actions[i].options; o->name; o++)
            buf_fmt(&r->out, " --%s", o->name);
        buf_z(&r->out, "\" ;;\n");
    }
    buf_z(&r->out, "    esac\n    case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- "
                   "\"$word\")) ;;\n"
                   "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\ncomplete -F "
                   "_remit remit\n");
}

static void markdown_options(struct run *r, const struct option *list)
{
    for (; list && list->name; list++)
        buf_fmt(&r->out, "| `--%s%s%s` | %s |\n", list->name, list->value ? " " : "",
                list->value ? list->value : "", list->help);
}

static void markdown(struct run *r)
{
    buf_z(&r->out,
          "# Commands\n\nMade by `remit help --markdown` from the table of actions "
          "(`src/actions/table.c`).\n\nExit codes: 0; 1 findings, or nobody may decide; 2 the "
          "command or the input could not be read. [export.md](export.md) has the shape of every "
          "answer as JSON.\n\nEvery command takes:\n\n| option | meaning |\n"
          "| --- | --- |\n");
    markdown_options(r, common_options);
    for (size_t i = 0; i < action_count; i++) {
        buf_fmt(&r->out, "\n## remit %s\n\n%c%s.\n", actions[i].usage,
                actions[i].summary[0] - (actions[i].summary[0] >= 'a' ? 32 : 0),
                actions[i].summary + 1);
        if (actions[i].help[0])
            buf_fmt(&r->out, "\n```\n%s```\n", actions[i].help);
        if (actions[i].options)
            buf_z(&r->out, "\n| option | meaning |\n| --- | --- |\n");
        markdown_options(r, actions[i].options);
    }
}

/* ---- the table itself, for programs -------------------------------------------------------- */

static void options_json(struct json *j, const char *key, const struct option *list)
{
    json_list(j, key);
    for (; list && list->name; list++) {
        json_map(j, NULL);
        json_text(j, "name", str_of(list->name));
        json_text(j, "value", str_of(list->value ? list->value : ""));
        json_text(j, "help", str_of(list->help));
        json_end_map(j);
    }
    json_end_list(j);
}

/* All actions, or the one. */
static void table_json(struct run *r, const struct action *only)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "version", S(REMIT_VERSION));
    json_list(&j, "commands");
    for (size_t i = 0; i < action_count; i++) {
        const struct action *a = &actions[i];
        struct str usage = str_of(a->usage);
        size_t name = str_of(a->name).n;
        if (only && a != only)
            continue;
        json_map(&j, NULL);
        json_text(&j, "name", str_of(a->name));
        json_text(&j, "words", str_sub(usage, name + (name < usage.n), usage.n));
        json_text(&j, "summary", str_of(a->summary));
        json_text(&j, "help", str_of(a->help));
        json_bool(&j, "served", a->served);
        options_json(&j, "options", a->options);
        json_end_map(&j);
    }
    json_end_list(&j);
    options_json(&j, "common_options", common_options);
    json_end_map(&j);
    json_finish(&j);
}

/* The command that help is asked about; NULL, with a message, when there is none. */
static const struct action *named(struct run *r)
{
    char *words[2] = {0};
    int n = 0;
    for (; n < 2 && (uint32_t)n < r->words.n; n++)
        words[n] = (char *)(uintptr_t)str_z(r->a, r->words.at[n]);
    const struct action *a = action_named(r, n, words, &n);
    return !a || run_words(r, "help", (uint32_t)n) ? a : NULL;
}

int action_help(struct run *r)
{
    const struct action *a = r->words.n ? named(r) : NULL;
    if (r->words.n && !a)
        return EXIT_BAD;
    if (r->json)
        table_json(r, a);
    else if (run_has(r, "man"))
        man(r);
    else if (run_has(r, "completion"))
        completion(r);
    else if (run_has(r, "markdown"))
        markdown(r);
    else if (a)
        one_action(r, a);
    else
        all_actions(r);
    return EXIT_FINE;
}
