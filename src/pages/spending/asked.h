/* asked.h: which payments a page of spending speaks of: those of which all is so that stands in its
 * address, as area=acute and month=2020-06. The bar above the page says it in words and changes it.
 */
#ifndef REMIT_PAGES_SPENDING_ASKED_H
#define REMIT_PAGES_SPENDING_ASKED_H

#include "actions/spending/report.h"
#include "pages/page.h"
#include "pages/spending/payments.h"

struct condition { /* one field of the address, in words */
    struct str field, value;
    struct str title, text; /* "Area of expenditure", "Acute" */
};
/* What sums cannot tell: only rows themselves. */
struct beyond {
    uint32_t file;        /* its number; 0: any */
    enum spend_side side; /* SPEND_SIDES: any */
    int sign;             /* -1: credits; 1: payments; 0: both */
    bool no_category;     /* rows without an expense type or area */
    struct spend_chooser
        *then; /* rows that another choice of a setting would put elsewhere; or NULL */
    bool any;
};
struct asked {
    const struct payments_state *st;
    struct run r;               /* what reports are told, and what they say is wrong */
    struct spend_report report; /* its spending has a sorter and a run of this request */
    VEC(struct condition) conditions;
    struct beyond beyond;
    problems problems;
};

/* Reads the address. NULL: there is nothing to show, and the page says why: there is no store, or a
 * field cannot be read. The heading is written before. */
struct asked *asked_open(struct page *p);
/* The sums of what is asked for, kept by `by`. False: said on the page. */
bool asked_sums(struct page *p, struct asked *x, unsigned by, struct spend_sums *out);
/* Can that be told from sums that are kept? Else the rows are read for it. */
bool asked_kept(const struct asked *x, unsigned by);
/* A report on what is asked for, as sheets in x->report; down and across for those that need them.
 * False: said on the page. */
bool asked_report(struct page *p, struct asked *x, const char *report);
/* The same; what is wrong stands in x->r.err alone. */
bool asked_report_quietly(struct page *p, struct asked *x, const char *report);
/* An address that asks for the same payments; `wheres` (may be NULL) besides, or instead. `more` is
 * "a=b&c=d", escaped, or empty. */
struct str asked_link(const struct page *p, const struct asked *x, const char *path,
                      const sheet_wheres *wheres, struct str more);
/* What is asked for in words: "Acute; NHS Havering CCG; April 2020 to March 2021". */
struct str asked_words(const struct page *p, const struct asked *x);
/* Begins a form of the page's own, which keeps what is asked for; fields stand side by side. */
void asked_form(struct page *p, const struct asked *x);
/* The bar above a page of spending. */
void asked_context(struct page *p);

/* ---- scan.c: the rows themselves ----------------------------------------------------------- */
/* Rows of which all is so that is asked for, and that the list lets through, until `take` gives
 * false. Their file is an index of x->report.s.files. texts: with reference and description, which
 * last until it returns. False: said in x->r.err. */
bool asked_rows(struct page *p, struct asked *x, const struct spend_only_list *list, bool texts,
                bool (*take)(void *with, const struct spend_row *row), void *with);
/* All rows of the store, likewise. */
bool asked_all_rows(struct page *p, struct asked *x,
                    bool (*take)(void *with, const struct spend_row *row), void *with);
/* The sums of what is asked for, kept by `by`. */
bool asked_add_up(struct page *p, struct asked *x, const struct spend_only_list *list, unsigned by,
                  struct spend_sums *out);

/* ---- sheets.c ------------------------------------------------------------------------------ */
/* The sheet as a table, each number that counts payments a link to them, with its notes, and links
 * to the same as CSV and JSON. */
void page_sheet(struct page *p, const struct asked *x, const struct sheet *s);
/* The same; each row above the sums leads where its link says. */
void page_sheet_leading(struct page *p, const struct asked *x, const struct sheet *s,
                        const struct str *links);
/* Tables of many rows come in pages of so many each; page=N is asked for, from 1. */
enum { A_PAGE = 50 };
uint64_t page_from(const struct page *p); /* the first row of it, from 0 */
/* "Shown are 51 to 100", where not all `all` are, or that there is no such page; links to the pages
 * before and after. */
void page_part(struct page *p, uint64_t all, uint32_t shown);
void page_steps(struct page *p, uint64_t all);

/* ---- figures.c: pictures of sheets --------------------------------------------------------- */
struct str pounds_short(struct arena *a, pence n); /* £2.9 million, £26,001 */
/* Columns [from, until) of a sheet as parts of one bar a row; `turned`: rows as parts of one bar a
 * column. Of money to one scale, of shares each to 100%. */
void figure_stack(struct page *p, const char *name, struct str title, const struct sheet *s,
                  uint32_t from, uint32_t until, bool turned);
/* One column of a sheet as bars. */
void figure_bars(struct page *p, const char *name, struct str title, const struct sheet *s,
                 uint32_t label, uint32_t column);
/* Columns of shares as groups, one bar in each for every row. */
void figure_groups(struct page *p, const char *name, struct str title, const struct sheet *s,
                   uint32_t label, uint32_t from, uint32_t until);
/* The same turned: rows as groups, one bar in each for every column. */
void figure_pairs(struct page *p, const char *name, struct str title, const struct sheet *s,
                  uint32_t from, uint32_t until);
/* A sheet by months: a line for one of its columns. */
void figure_line(struct page *p, const char *name, const struct sheet *s, uint32_t column);

/* ---- one function a page ------------------------------------------------------------------- */
void page_spending(struct page *p);
void page_spending_file(struct page *p);
void page_spending_files(struct page *p);
void page_spending_groups(struct page *p);
void page_spending_months(struct page *p);
void page_spending_outliers(struct page *p);
void page_spending_rates(struct page *p);
void page_spending_payments(struct page *p);
void page_spending_rules(struct page *p);
void page_spending_shift(struct page *p);
void page_spending_suppliers(struct page *p);
void page_spending_upload(struct page *p);
void page_spending_why(struct page *p);

#endif
