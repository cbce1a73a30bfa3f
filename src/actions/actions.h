/* actions.h: what a user can do. One row of the table is one action; the command line and the pages
 * find name, words, options and help there. What a family of actions does has a room of its own:
 * actions/governance and actions/spending.
 *
 * An action reads files through base/os, asks the pure rooms, and writes to run->out and
 * run->err. It returns 0; 1 for findings or "nobody"; 2 for bad use or bad input. */
#ifndef REMIT_ACTIONS_ACTIONS_H
#define REMIT_ACTIONS_ACTIONS_H

#include "base/base.h"

enum { EXIT_FINE = 0, EXIT_FOUND = 1, EXIT_BAD = 2 };

struct option {
    const char *name;  /* without -- */
    const char *value; /* what it takes, for help; NULL for a switch */
    const char *help;
};
/* Of every action that has a table. */
#define EXCEL_OPTION                                                                               \
    {                                                                                              \
        "xlsx", "FILE", "the same as an Excel workbook, in FILE"                                   \
    }
struct setting { /* an option as given */
    const char *name;
    struct str value;
};
/* Handbooks that a server has read already, and the powers in them: then an action reads no file,
 * `--in` takes their names, and what they say is only read. */
struct structure;
struct shelf {
    const struct structure *all;
    uint32_t n;
    const struct authority *(*powers)(void *context, uint32_t structure, date on);
    void *context;
};
struct sheet;
struct run {
    struct arena *a;
    const struct shelf *shelf; /* NULL: read files */
    struct str
        store; /* not empty: of a server; payments are read from it alone, whatever is named */
    struct buf out, err;
    VEC(struct str) words; /* what is not an option, after the action's name */
    VEC(struct setting) settings;
    date on;                /* today, or --on */
    bool json, csv, colour; /* csv: a table is wanted, as --csv or --xlsx */
    struct sheet *table;    /* what rows are kept in for --xlsx: csv.c */
};
struct action {
    const char *name, *usage, *summary;
    int (*go)(struct run *);
    const struct option *options; /* ended by a NULL name; the common ones aside */
    const char *help;             /* paragraphs and examples */
    bool served;                  /* over HTTP too, under /api: it reads and writes no file */
};
extern const struct action actions[];
extern const size_t action_count;
extern const struct option common_options[];
const struct action *action_find(struct str name);
/* The action that a command line begins with, which may have a name of two words ("spend report");
 * *taken: how many. NULL, with a message that lists what there is, when there is none. */
const struct action *action_named(struct run *r, int argc, char **argv, int *taken);

/* Command line to run; false (and a message in r->err) when it cannot be read. */
bool run_parse(struct run *r, const struct action *action, int argc, char **argv);
struct str run_get(const struct run *r, const char *name); /* or empty */
/* An option that is a number up to `most`; *out stays as it is without it. False: said in r->err.
 */
bool run_number(struct run *r, const char *name, uint64_t most, uint64_t *out);
bool run_has(const struct run *r, const char *name);
/* Say what is wrong with the command line; returns EXIT_BAD. */
int run_bad(struct run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int run_no_action(struct run *r, struct str word);
/* No more words than the action takes; false, with a message, when there are. */
bool run_words(struct run *r, const char *action, uint32_t most);

/* Which name is meant by a word that is none: offer it all that there are. */
struct near {
    struct str word, name; /* name: the nearest so far; empty where all are far */
    unsigned distance;     /* names further away are not meant */
};
struct near near_to(struct str word);
void near_offer(struct near *n, struct str name);
struct str near_text(const struct run *r, const struct near *n); /* "; did you mean 'NAME'?" */

/* ---- law.c: laws, of handbooks and of spending --------------------------------------------- */
/* The text of a law's file ("hca-2022.remit"): of this folder, or where that is empty built in.
 * False: *why. */
bool law_text(struct arena *a, struct str folder, struct str name, struct str *text,
              struct str *why);
struct node;
/* The file at path, or where it is empty the law of this name (of --laws, or built in), parsed as a
 * further source of f. False: it cannot be read, said in r->err. */
bool law_parse(struct run *r, struct str path, const char *law, struct findings *f,
               const struct node **file);

/* ---- csv.c: tables as RFC 4180, or for Excel ----------------------------------------------- */
/* Begins the table of an answer; there is one. */
void csv_head(struct run *r, const char *columns); /* "function,service,from" */
void csv_titles(struct run *r, const struct str *titles, size_t n);
void csv_row(struct run *r, const struct str *cells, size_t n);
#define CSV_ROW(r, ...)                                                                            \
    csv_row((r), (struct str[]){__VA_ARGS__},                                                      \
            sizeof((struct str[]){__VA_ARGS__}) / sizeof(struct str))
/* Writes the workbook that --xlsx asked for, when the action has ended with this code and has given
 * rows. The code, or EXIT_BAD with a message. */
int csv_finish(struct run *r, const struct action *action, int code);

int action_help(struct run *r);
int action_serve(struct run *r); /* pages/serve.c */

#endif
