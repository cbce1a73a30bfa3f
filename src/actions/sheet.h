/* sheet.h: a table as data, and its forms: text for a terminal, CSV, JSON and Excel. Whoever has a
 * table makes a sheet of it; the command line and the pages show it. */
#ifndef REMIT_ACTIONS_SHEET_H
#define REMIT_ACTIONS_SHEET_H

#include "actions/actions.h"

enum sheet_kind {
    SHEET_TEXT,
    SHEET_COUNT, /* a whole number */
    SHEET_PENCE,
    SHEET_SHARE, /* hundredths of a percent: 1234 is 12.34% */
    SHEET_RATE,  /* millionths: 12500 is 1.25% */
    SHEET_SCORE, /* hundredths */
};
struct sheet_column {
    const char *name; /* in CSV: "total_gbp"; JSON, which has pence, says "total_pence" */
    struct str title; /* as people read it: "Total" */
    enum sheet_kind kind;
};
/* Which rows a number counts: those of which the field of a question has this value, as `area`
 * "acute". */
struct sheet_where {
    uint32_t at; /* row or column of the sheet */
    const char *field;
    struct str value;
};
typedef VEC(struct sheet_where) sheet_wheres;
struct sheet_cell {
    struct str text;
    int64_t number;
    bool none; /* there is nothing to be said: empty, null */
};
struct sheet {
    struct arena *a;
    struct str name, title; /* name: of the Excel sheet */
    VEC(struct sheet_column) columns;
    VEC(struct sheet_cell) cells; /* columns.n of them a row */
    uint32_t totals;              /* so many last rows are sums of those above */
    sheet_wheres rows_count, columns_count;
    VEC(struct str) notes; /* sentences about it, one each */
};
struct sheet_list {
    struct sheet **at;
    uint32_t n, cap;
};
struct sheet *sheet_new(struct arena *a, const char *name, struct str title);
void sheet_column(struct sheet *s, const char *name, const char *title, enum sheet_kind kind);
/* Cells from left to right, row by row. */
void sheet_text(struct sheet *s, struct str text); /* empty: none */
void sheet_number(struct sheet *s, int64_t n);
void sheet_none(struct sheet *s);
/* What the numbers of the row that is being filled count, and those of the last column; called
 * again for each thing that must be so. A column that counts all rows of its cells' rows has field
 * NULL. */
void sheet_row_counts(struct sheet *s, const char *field, struct str value);
void sheet_column_counts(struct sheet *s, const char *field, struct str value);
/* The rows behind a cell, into *out, which is emptied. False: it is not a number that counts any.
 */
bool sheet_behind(const struct sheet *s, uint32_t row, uint32_t column, sheet_wheres *out);
void sheet_note(struct sheet *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same with these columns alone, in this order; NULL ends them. What rows count is kept. */
struct sheet *sheet_chosen(const struct sheet *s, const char *const *names);
uint32_t sheet_rows(const struct sheet *s);
const struct sheet_cell *sheet_at(const struct sheet *s, uint32_t row, uint32_t column);
/* As people read a cell: £1.25, 12.34%, 1,234. */
struct str sheet_shown(struct arena *a, enum sheet_kind kind, const struct sheet_cell *c);

/* All sheets of an answer in the form that the run asks for: --csv, --json, --xlsx FILE, else text.
 * CSV of several sheets: one behind the other, an empty line between. Money is in pounds, but in
 * JSON in whole pence; a share is a percentage, also in JSON, as a number with its decimals.
 * Returns EXIT_FINE, or EXIT_BAD with a message. */
int sheets_put(struct run *r, struct sheet *const *sheets, uint32_t n);
/* An Excel workbook, as the bytes of its file. */
bool sheets_xlsx(struct arena *a, struct sheet *const *sheets, uint32_t n, struct str *bytes,
                 struct str *why);

#endif
