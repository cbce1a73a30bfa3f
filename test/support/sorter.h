/* sorter.h: where a row of spending goes, worked out the slow and obvious way: every keyword looked
 * for in the text again, line by line, as docs/language.md says it. Shares no code with
 * src/spend/sort.c. */
#ifndef REMIT_TEST_SORTER_H
#define REMIT_TEST_SORTER_H

#include "spend/classify.h"

/* The categories of one row, to out[classifications.n]. */
void slow_sort(const struct spend_rules *r, const uint32_t *choices, struct str type,
               struct str area, uint32_t *out);

#endif
