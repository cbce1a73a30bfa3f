/* totals.h: rows added up, and tables of the sums by what they count as.
 *
 * Sums are exact whole pence; a sum beyond 64 bits is an error, said once. Rows may come in any
 * order and in any number of pieces: the sums are the same. */
#ifndef REMIT_SPEND_TOTALS_H
#define REMIT_SPEND_TOTALS_H

#include "spend/classify.h"

/* ---- adding rows --------------------------------------------------------------------------- */

/* Months count from January of year 0: 12 * year + month - 1. */
typedef int32_t spend_month;
#define SPEND_NO_MONTH ((spend_month)INT32_MIN)
spend_month spend_month_of(date on);         /* SPEND_NO_MONTH for DATE_MIN */
spend_month spend_month_parse(struct str s); /* "2022-07"; SPEND_NO_MONTH when it is none */
struct str spend_month_text(struct arena *a, spend_month m); /* July 2022; date not given */
struct str spend_month_iso(struct arena *a, spend_month m);  /* 2022-07; empty */

struct spend_sum {
    uint32_t words[SPEND_WORDS]; /* WORD_EMPTY where sums are not kept by it */
    spend_month month;           /* 0 likewise */
    uint64_t rows, credit_rows;
    pence total, credits; /* total includes the credits, which are negative */
};
/* What sums are kept by: bits, and SPEND_BY_WORD(WORD_TYPE) ... */
#define SPEND_BY_WORD(w) (1u << (w))
enum { SPEND_BY_MONTH = 1 << SPEND_WORDS };
struct spend_sums {
    struct arena *a;
    unsigned by;
    VEC(struct spend_sum) at; /* in no certain order */
    uint32_t *slots;          /* open addressing: 1 + where a sum stands in at; 0: nobody */
    uint32_t mask;
    date month_from, month_until; /* month_last is that of these days */
    spend_month month_last;
    bool too_large; /* a sum went beyond 64 bits: nothing here is to be used */
    bool too_many;  /* LIMIT_SPEND_SUMS: likewise */
};
void spend_sums_init(struct spend_sums *s, struct arena *a, unsigned by);
/* False, once and for ever, when it is too large or too many. */
bool spend_sums_add(struct spend_sums *s, const struct spend_block *b);
/* Adds what another counted, which is kept by as much at least. renumber[w][n] is the number here
 * of its word n; NULL: they share a lexicon. */
bool spend_sums_merge(struct spend_sums *s, const struct spend_sums *from,
                      uint32_t *const renumber[SPEND_WORDS]);

/* ---- tables -------------------------------------------------------------------------------- */

/* What the rows, or the columns, of a table stand for. */
enum spend_axis_kind {
    SPEND_AXIS_NONE,
    SPEND_AXIS_CLASS,
    SPEND_AXIS_WORD,
    SPEND_AXIS_MONTH,
    SPEND_AXIS_YEAR /* April to March */
};
struct spend_axis {
    enum spend_axis_kind kind;
    uint32_t of; /* which classification, which word */
};
/* "area", "supplier", "month", "year", "organisation", "expense-type"...; false: none is called so.
 */
bool spend_axis_named(const struct spend_rules *r, struct str name, struct spend_axis *out);
struct str spend_axis_name(const struct spend_rules *r, struct spend_axis x);
struct str spend_axis_title(const struct spend_rules *r, struct spend_axis x);
unsigned spend_axis_by(struct spend_axis x);            /* what sums must be kept by for it */
extern const char *const spend_word_names[SPEND_WORDS]; /* "organisation", "expense-type" ... */

/* Only what is so: each axis at one of its keys. */
struct spend_only {
    struct spend_axis axis;
    int64_t key; /* number of the category, word or month; year of a financial year */
};
struct spend_only_list {
    VEC(struct spend_only) at;
    spend_month from, until; /* both SPEND_NO_MONTH: all, dated or not */
};
unsigned spend_only_by(const struct spend_only_list *only); /* what sums must be kept by; NULL: 0 */
/* Tells rows, or sums, that are wanted from others. `only` must last as long; NULL: all are. Not to
 * be shared between threads. */
struct spend_chooser;
struct spend_chooser *spend_chooser_new(struct arena *a, struct spend_sorter *sorter,
                                        const struct spend_only_list *only);
bool spend_chooses(struct spend_chooser *c, const uint32_t words[SPEND_WORDS], spend_month month);

struct spend_label { /* of a row or column */
    int64_t key;
    struct str name, text; /* name: as a question names it; text: as people read it */
};
struct spend_cell {
    uint64_t rows, credit_rows;
    pence total, credits;
};
struct spend_table {
    struct spend_axis down, across;
    VEC(struct spend_label) rows, columns; /* across NONE: one column */
    struct spend_cell *cells;              /* [row * columns.n + column] */
    struct spend_cell *row_sums, *column_sums, whole;
};
/* Cells of the sums, which must be kept by what both axes and `only` need. Categories come in the
 * order of the rules (those that nothing is in too, unless a setting switches them off); words in
 * order of their texts; months and years in theirs. False: too large (*why). */
bool spend_tabulate(struct arena *a, const struct spend_sums *s, struct spend_sorter *sorter,
                    const struct lexicon *x, struct spend_axis down, struct spend_axis across,
                    const struct spend_only_list *only, struct spend_table *out, struct str *why);
/* The sums of only these, kept by `by`; `from` is kept by that and what `only` needs. Where they
 * are the same they share memory, so they are only to be read. False: too large, or too many. */
bool spend_sums_choose(struct spend_sums *out, struct arena *a, unsigned by,
                       const struct spend_sums *from, struct spend_sorter *sorter,
                       const struct spend_only_list *only);
/* Rows by their totals, the largest first. */
void spend_table_by_size(struct arena *a, struct spend_table *t);

/* Each part as so many of `units` of the whole, by largest remainder, so that they sum to units
 * exactly; of equal remainders the earlier part is served first. Parts may be negative. False when
 * the whole is not above zero: then there are no shares. */
bool spend_shares(struct arena *a, const pence *parts, uint32_t n, int64_t units, int64_t *out);

/* ---- what a choice moves ------------------------------------------------------------------- */

struct spend_move { /* rows that go from one category of a classification to another */
    uint32_t classification, from, to;
    uint64_t rows;
    pence total, gross; /* gross: credits counted as if they were payments; what moved in size */
};
typedef VEC(struct spend_move) spend_moves;
/* Sums kept by expense type and area, sorted with other choices than before. */
bool spend_effect(struct arena *a, const struct spend_sums *s, struct spend_sorter *before,
                  struct spend_sorter *after, spend_moves *out);

#endif
