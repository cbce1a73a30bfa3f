/* labels.h: amounts that contradict what their invoice says.
 *
 * A description may name a rate: "M1 PERF 19/20 - 50% of 1.25% CQUIN". Where the invoice (the rows
 * of one transaction number to one supplier) has another row without a rate, that is what the rate
 * is of, and the amount must be the rate's share of it, to the penny either way. What differs is
 * told, and so are different rates named in one series of invoices.
 *
 * Rows are read twice: first those that are asked about, to find the invoices that name a rate;
 * then all, to collect these invoices whole. */
#ifndef REMIT_SPEND_LABELS_H
#define REMIT_SPEND_LABELS_H

#include "spend/spend.h"

/* A rate in words: "1.25%", "50% of 2.5%". In millionths of the whole (1.25% is 12,500); false when
 * there is none, or several that do not stand as "x% of y%". *text: the words. */
bool spend_rate_in(struct str description, int64_t *millionths, struct str *text);

struct spend_labelled {   /* one row that names a rate */
    struct spend_row row; /* its texts are copies */
    struct str rate_text;
    int64_t rate; /* millionths */
    pence base;   /* the other rows of the invoice */
    uint32_t base_rows;
    pence expected;   /* the rate's share of base, halves away from nothing */
    int64_t charged;  /* the rate that the amount is, in millionths */
    bool contradicts; /* more than a penny apart */
};
struct spend_series { /* rows of one payer and supplier whose descriptions name the same thing */
    uint32_t organisation, supplier;
    uint32_t n;
    int64_t least, most;         /* rates named */
    pence amount, at_least_rate; /* all of it; what it would be if the least rate held throughout */
};
struct spend_base { /* of one invoice: its rows that name no rate */
    pence amount;
    uint32_t rows;
};
struct spend_labels {
    struct arena *a;
    struct map invoices, by_parties;
    VEC(struct spend_labelled) at; /* those that contradict first; each in the order of the rows */
    uint32_t against;              /* so many of them contradict */
    VEC(struct spend_base) bases;
    VEC(struct spend_series) series; /* with more than one rate */
    bool too_many;                   /* more than LIMIT_SPEND_LABELS: the rest is not looked at */
};
void spend_labels_init(struct spend_labels *l, struct arena *a);
void spend_labels_find(struct spend_labels *l, const struct spend_row *row);    /* first reading */
void spend_labels_collect(struct spend_labels *l, const struct spend_row *row); /* second */
void spend_labels_finish(struct spend_labels *l);

#endif
