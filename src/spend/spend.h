/* spend.h: what a row of published spending is, in the form that all rooms share.
 *
 * NHS bodies publish every payment over £25,000 (HM Treasury, "How to publish central government
 * spending over £25,000"): who paid, when, for what (expense type and expense area), to whom,
 * under which transaction, and how much. A row is one such line. Rows travel in blocks of
 * columns: intake makes blocks, the totals add them up, the store keeps them.
 *
 * Texts are numbers in a lexicon. What a row counts as depends on its expense type and area
 * alone, so rules are asked once for each distinct pair (classes.h), and a row costs a few
 * look-ups and additions (totals.h). Memory grows with the distinct texts, never with the rows.
 *
 * Pure: no file, no clock, no database. Out of memory jumps, as the arena does. */
#ifndef REMIT_SPEND_SPEND_H
#define REMIT_SPEND_SPEND_H

#include "base/base.h"

/* ---- a row --------------------------------------------------------------------------------- */

/* The columns that a file is searched for; fields.h has their names, types and headers. */
enum spend_field {
    SPEND_ORGANISATION, /* who paid */
    SPEND_DATE,
    SPEND_TYPE, /* expense type: the subjective code's name in the ledger */
    SPEND_AREA, /* expense area: the cost centre's name */
    SPEND_SUPPLIER,
    SPEND_REFERENCE, /* transaction number */
    SPEND_AMOUNT,
    SPEND_DESCRIPTION, /* what the invoice says; few publish it */
    SPEND_FIELDS
};

/* The columns that hold words: texts that come again and again. */
enum spend_word { WORD_ORGANISATION, WORD_TYPE, WORD_AREA, WORD_SUPPLIER, SPEND_WORDS };

enum {
    WORD_EMPTY = 0,         /* in every lexicon: nothing written */
    WORD_NONE = UINT32_MAX, /* no such word (yet) */
};

struct spend_row {
    uint32_t words[SPEND_WORDS];
    date on;             /* day of payment; DATE_MIN: not said */
    pence amount;        /* credits are negative */
    uint32_t file, line; /* number of the file; row of the publisher's table in it, from 1 */
    struct str reference, description; /* as written; may be empty */
};

/* Rows of one file, column by column. Whoever makes a block owns its columns; who is given one
 * reads it before returning, and keeps nothing of it. */
enum { SPEND_BLOCK = 65536 }; /* most rows in a block */
struct spend_block {
    uint32_t n, file;
    const uint32_t *words[SPEND_WORDS];
    const date *on;
    const pence *amount;
    const uint32_t *line;
    const struct str *reference, *description; /* may be NULL: not wanted, or not published */
};
struct spend_row spend_block_row(const struct spend_block *b, uint32_t i);

/* What takes blocks: totals, a segment writer, a filter. False: no more is wanted. */
struct spend_sink {
    bool (*take)(void *context, const struct spend_block *block);
    void *context;
};

/* ---- the lexicon --------------------------------------------------------------------------- */
/* For each kind of word: text (UTF-8, without blanks at its ends) to number and back. The same text
 * has one number, from 0 (the empty text) in the order of first appearance.
 *
 * Whoever reads files has numbers of its own for the texts that it meets (intake numbers them
 * for each of its threads); it puts each text into the lexicon once and renumbers what it
 * counted (totals.h), so that no row costs a look-up by text. */
struct lexicon {
    struct arena *a;
    struct lexicon_words {
        struct map numbers;
        VEC(struct str) texts;
    } of[SPEND_WORDS];
};

void lexicon_init(struct lexicon *x, struct arena *a);
/* The number of a text, which is copied and added when it is new; WORD_NONE when that would be more
 * than LIMIT_SPEND_WORDS. */
uint32_t lexicon_put(struct lexicon *x, enum spend_word w, struct str text);
uint32_t lexicon_find(const struct lexicon *x, enum spend_word w, struct str text); /* WORD_NONE */
struct str lexicon_text(const struct lexicon *x, enum spend_word w, uint32_t number);
uint32_t lexicon_count(const struct lexicon *x, enum spend_word w);

#endif
