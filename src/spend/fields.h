/* fields.h: what a file of spending is searched for, and its rows as blocks. */
#ifndef REMIT_SPEND_FIELDS_H
#define REMIT_SPEND_FIELDS_H

#include "intake/intake.h"
#include "spend/spend.h"

/* By spend_field: names, titles, types, and the headers that publishers use. */
extern const struct intake_field spend_fields[SPEND_FIELDS];
/* The field of a kind of word. */
extern const enum spend_field spend_word_fields[SPEND_WORDS];

/* A batch of intake as a block; its words are the numbers of the batch's worker. Lives as long as
 * the batch. */
struct spend_block spend_block_of(const struct intake_batch *batch, uint32_t file);

#endif
