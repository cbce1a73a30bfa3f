/* payments.h: tables of payments for tests and measures of intake: the fields that are wanted, and
 * a taker of rows that keeps what it needs to compare. Needs no cmocka. */
#ifndef REMIT_TEST_PAYMENTS_H
#define REMIT_TEST_PAYMENTS_H

#include "intake/intake.h"

enum {
    PAY_ORGANISATION,
    PAY_DATE,
    PAY_TYPE,
    PAY_AREA,
    PAY_SUPPLIER,
    PAY_REFERENCE,
    PAY_AMOUNT,
    PAY_FIELDS
};
extern const struct intake_field pay_fields[PAY_FIELDS];

/* What is compared between two readings of what should be the same rows. */
struct taken {
    struct str why; /* refused: the reason; else empty */
    struct intake_table *table;
    struct intake_result result;
    uint64_t sum;         /* over all rows, of all that they hold; in any order of rows */
    uint32_t first, last; /* smallest and greatest number of a row */
    uint32_t undated;
    uint32_t anew;
};
struct taken take(struct arena *a, struct str bytes, const struct intake_hints *hints);
/* The same from any source. */
struct taken take_from(struct arena *a, struct intake_source from,
                       const struct intake_hints *hints);
/* Rows in order, one a line: "row organisation|date|type|area|supplier|reference|amount". */
struct str rows_text(struct arena *a, struct str bytes, const struct intake_hints *hints);
/* All evidence, one a line. */
struct str evidence_text(struct arena *a, const struct intake_table *t);

#endif
