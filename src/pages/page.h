/* page.h: what every page is made with: the question in its address, the handbooks that it speaks
 * of, and the frame around its text. What pages of one
 * subject share is in pages/governance and pages/spending. */
#ifndef REMIT_PAGES_PAGE_H
#define REMIT_PAGES_PAGE_H

#include "pages/library.h"
#include "web/html.h"
#include "web/http.h"

struct asked; /* asked.h */
struct payments;
struct payments_state; /* payments.h */

struct site { /* the same for all requests */
    struct library *library;
    struct payments *payments; /* NULL: the server was started without a store of them */
    bool takes_files;          /* files of payments may be sent here, into the store */
    struct str prefix;         /* "", or "/remit" behind a proxy that serves it there */
    _Atomic date today;        /* changes at midnight, while requests are answered */
    uint64_t started;          /* another each time the server starts */
};

struct page {
    const struct site *site;
    const struct request *q;
    struct response *out;
    struct arena *a;
    struct buf b; /* the text between the frame's two halves */
    struct str title;
    const struct page_row *row;       /* NULL: there is no such page */
    struct buf csv;                   /* the table that csv=NAME asks for, in place of the page, */
    bool json;                        /* or that json=NAME asks for, as JSON */
    size_t table;                     /* where the table that is open begins in b, */
    const char *caption;              /* and what stands above it */
    struct generation *gen, *refused; /* refused: a later text with errors; NULL */
    uint32_t structure;               /* which handbooks: in=NAME, else the first */
    const struct structure *s;
    const struct authority *u;
    date on;                               /* on=DATE, else today */
    struct str on_problem;                 /* why the date could not be read; or empty */
    const struct payments_state *payments; /* NULL: there are none, */
    struct str no_payments;                /* and why */
    struct asked *asked;                   /* by a page of spending */
};

/* One row of the table of pages. A path that ends in "/" has one name after it. */
struct about { /* a page in plain words, as HTML: what it shows, how to read it, where it is from */
    const char *shows, *read, *from;
};
struct page_row {
    const char *path;
    const char *section; /* of the main navigation: "who", "system", ... or NULL */
    const char *tab;     /* of the section's own navigation; pages of one tab share its name */
    void (*go)(struct page *p);
    struct about about; /* none for what is no page */
    bool asks;          /* a script of the page asks this server */
};
extern const struct page_row page_rows[];
extern const size_t page_row_count;

/* Answers one request: finds its row, makes the page, wraps the frame around it. The context is
 * a struct site. */
void page_handle(void *site, struct request *q, struct response *out);

/* "PREFIX/path?in=NAME&on=DATE": an address on this site that keeps handbooks and day. `path`
 * begins with / and is already escaped; `query` is "a=b&c=d", escaped, or empty. */
struct str page_link(const struct page *p, struct str path, struct str query);
/* What the address asks, "a=b&c=d", escaped, without handbooks and day; `but` leaves out the fields
 * of one name, NULL none. */
struct str page_query(const struct page *p, const char *but);
/* This page again, asked with one field set to another value; or without it, for an empty one. */
struct str page_with(const struct page *p, const char *name, struct str value);
/* The path of this page as it stands in an address. */
struct str page_path(const struct page *p);
/* The part of the path after the row's own, as "leeds-committee" in /bodies/leeds-committee. */
struct str page_name(const struct page *p);

/* Sets the title and the status and writes the heading. */
void page_heading(struct page *p, struct str title);
/* A page that says that there is no such thing, with the nearest names. */
void page_missing(struct page *p, const char *what, struct str name, const struct map *names,
                  const char *path);
/* What a page shows, how to read it and where it comes from, as a list. */
void page_about(struct page *p, const struct about *about);

/* ---- pieces of forms and tables: form.c ---------------------------------------------------- */
struct choice_item {
    struct str value, text;
    uint32_t depth; /* in a tree */
};
typedef VEC(struct choice_item) choice_items;
/* Choices as HTML, written once for the many pages that show them. */
struct choices {
    struct str html, *values;
    uint32_t *marks, n; /* marks: where in html an option is marked as the one selected */
};
struct choices *choices_new(struct arena *a, const choice_items *items);
struct problem { /* one field that cannot be read */
    const char *field;
    struct str message;
};
typedef VEC(struct problem) problems;

/* "There is a problem", each with a link to its field; nothing when there is none. */
void form_problems(struct page *p, const problems *list);
void form_text(struct page *p, const char *name, const char *label, const char *hint,
               struct str value, const problems *list, const char *width);
/* A file to be sent; the form is multipart/form-data. accept: the ends of names that are shown. */
void form_file(struct page *p, const char *name, const char *label, const char *hint,
               const char *accept, const problems *list);
void form_select(struct page *p, const char *name, const char *label, const char *hint,
                 const choice_items *items, struct str value, const problems *list);
/* The same from choices made before. */
void form_choices(struct page *p, const char *name, const char *label, const char *hint,
                  const struct choices *c, struct str value, const problems *list);
void form_textarea(struct page *p, const char *name, const char *label, const char *hint,
                   struct str value, const problems *list, unsigned rows);
/* Tick boxes, those ticked that `said` names, in a window of their own where there are many. */
void form_ticks(struct page *p, const char *name, const char *legend, const char *hint,
                const choice_items *items, const fields *said, const problems *list);
/* Hidden fields that keep handbooks and day. */
void form_keep(struct page *p);
/* cells.c. Opens a table: caption, then headings ended by NULL. Rows are written by the caller.
 * Closing it adds a link to the same as CSV, which is made from what the rows say. */
void table_open(struct page *p, const char *caption, const char *const *headings);
/* The same where the caller writes the headings, too: up to and without <thead>. */
void table_begin(struct page *p, const char *caption);
void table_close(struct page *p);
/* What a table of that caption is asked for by. */
struct str table_name(struct page *p, struct str caption);
/* One cell of text. */
void cell(struct page *p, struct str text);
/* CSV as a table. */
void page_table(struct page *p, const char *caption, struct str csv);

/* ---- actions for a page: page_api.c -------------------------------------------------------- */
/* Runs an action on the handbooks of this page: `words` as on a command line, options from the
 * query, format json, csv, text or svg. Gives its exit code; its answer is in r->out. */
int page_run(struct page *p, const struct action *act, struct str words, const char *format,
             struct run *r);

/* The powers in any of the structures on a day. */
const struct authority *page_powers(struct page *p, uint32_t structure, date on);
/* What such a run begins with, for a page that asks the action's own functions. */
void page_run_new(struct page *p, const char *action, struct str words, struct run *r);
/* What is wrong with the question, as r->err says, on the page. */
void page_run_wrong(struct page *p, const struct run *r);
/* "The same as CSV or JSON", by the API: `words` and what the address asks for. */
void page_downloads(struct page *p, const char *action, struct str words);
const char *page_api_links(struct page *p, const char *action, struct str words); /* as HTML */

/* ---- one function a page ------------------------------------------------------------------- */
void page_api(struct page *p);
void page_help(struct page *p);
void page_openapi(struct page *p);

#endif
