/* compare.h: what is read off the tables of spending: groups of organisations by size, shifts
 * between two periods, values that stand out, months and organisations that are missing. */
#ifndef REMIT_SPEND_COMPARE_H
#define REMIT_SPEND_COMPARE_H

#include "spend/totals.h"

/* ---- groups of equal number by total spending ---------------------------------------------- */
/* Organisations are ranked by total, the lowest first, and cut into `groups`. Where a cut falls
 * between two of them is a matter of convention, and conventions differ:
 *
 *   xtile  a cut is the value at rank ceil(n p), or halfway to the next where n p is whole (Stata's
 *          xtile; Hyndman and Fan 1996, definition 2)
 *   qcut   a cut lies at rank 1 + (n - 1) p, by linear interpolation (Hyndman and Fan,
 *          definition 7)
 *
 * Whoever is not above the cut is in the group below it; equal totals are never parted. */
enum spend_cut { SPEND_XTILE, SPEND_QCUT };
/* group[i], from 0 for the lowest, of values[i]. */
void spend_quantiles(struct arena *a, const pence *values, uint32_t n, uint32_t groups,
                     enum spend_cut cut, uint32_t *group);
/* The cut that the rules name; false when they have no setting 'quintiles'. */
bool spend_cut_of(const struct spend_rules *r, const uint32_t *choices, enum spend_cut *out);

/* ---- shift between two periods ------------------------------------------------------------- */

struct spend_shift { /* of one category */
    struct spend_label label;
    pence before, after;
    int64_t share_before, share_after; /* hundredths of a percent of each period's whole */
    int64_t points;                    /* share_after - share_before */
    pence moved;                       /* after, less what the share before would have been of the
                                          whole after: pounds that moved to (or from) it */
};
struct spend_shifts {
    VEC(struct spend_shift) at;
    pence before, after;
    bool shares; /* false: a period's whole is not above zero, so there are none */
};
/* Two tables down the same axis. Moved pence sum to nothing. False: a sum is too large. */
bool spend_compare(struct arena *a, const struct spend_table *before,
                   const struct spend_table *after, struct spend_shifts *out);

/* ---- what stands out ----------------------------------------------------------------------- */
/* The modified z-score of Iglewicz and Hoaglin (1993, How to Detect and Handle Outliers):
 * 0.6745 (x - median) / MAD, MAD being the median of the distances from the median; above 3.5
 * stands out. Where more than half of the values are equal MAD is 0; then 0.7979 (x - median) /
 * mean distance is taken. Neither is moved by the outliers themselves, as a mean and a standard
 * deviation are. */
enum { SPEND_OUTLIER_SCORE = 350, SPEND_OUTLIER_LEAST = 5 }; /* hundredths; values needed */
struct spend_outlier {
    uint32_t of; /* which value */
    pence value;
    int64_t score; /* hundredths; negative: below the median */
};
struct spend_outliers {
    pence median, spread;         /* spread: MAD, or the mean distance */
    bool mean;                    /* the mean distance was taken */
    bool too_few;                 /* fewer than SPEND_OUTLIER_LEAST values: none is named */
    VEC(struct spend_outlier) at; /* in the order of the values */
};
void spend_find_outliers(struct arena *a, const pence *values, uint32_t n,
                         struct spend_outliers *out);

/* ---- what is missing ----------------------------------------------------------------------- */
/* A study keeps an organisation only when every month of its window is there and its rows say what
 * they are for (the post implementation review dropped five of 42 boards so, section 6.3.2). */
enum spend_gap {
    SPEND_COMPLETE,
    SPEND_NOTHING,      /* no row in the window */
    SPEND_MONTHS,       /* months are missing */
    SPEND_NO_CATEGORIES /* all months are there, but rows without an expense type or area */
};
struct spend_organisation {
    uint32_t word; /* WORD_ORGANISATION; WORD_NONE: expected, and not in the data */
    struct str name;
    enum spend_gap gap;
    struct str reason; /* in words: "no payments in July 2022"; empty when complete */
    VEC(spend_month) missing;
    spend_month first, last;     /* of all its rows, in the window or not */
    uint64_t rows, rows_without; /* in the window; without an expense type or area */
    pence total, total_without;
};
struct spend_completeness {
    spend_month from, until;
    VEC(struct spend_organisation) at; /* by name */
    uint32_t complete;
};
/* Sums kept by organisation, month, expense type and area. from, until: SPEND_NO_MONTH for the
 * first and last month of the data. expected: organisations that should be there; may be empty.
 * False, and why, when the months span more than LIMIT_SPEND_MONTHS or a sum is too large. */
bool spend_check_complete(struct arena *a, const struct spend_sums *s, const struct lexicon *x,
                          spend_month from, spend_month until, const struct str *expected,
                          uint32_t n_expected, struct spend_completeness *out, struct str *why);

#endif
