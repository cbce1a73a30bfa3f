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

#include <string.h>

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
    date on;              /* day of payment; DATE_MIN: not said */
    pence amount;         /* credits are negative */
    uint32_t file, line;  /* number of the file; row of the publisher's table in it, from 1 */
    struct str reference; /* as written; may be empty */
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
    const struct str *reference; /* may be NULL: not wanted */
};
struct spend_row spend_block_row(const struct spend_block *b, uint32_t i);

/* What takes blocks: totals, a segment writer, a filter. False: no more is wanted. */
struct spend_sink {
    bool (*take)(void *context, const struct spend_block *block);
    void *context;
};

/* ---- the lexicon ------------------------------------------------------------------------------
 * For each kind of word: text (UTF-8, valid, without blanks at its ends) to number and back. The
 * same text has one number, from 0 (the empty text) in the order of first appearance; so threads
 * that read the parts of a file each with a lexicon of their own, merged in the order of the
 * parts, give the numbers that one thread would have given.
 *
 * The raw bytes of a cell, as the file has them (quoted, in any encoding), are looked up first:
 * only cells never met before are decoded.
 *
 *     n = lexicon_raw(x, WORD_TYPE, cell);
 *     if (n == WORD_NONE)
 *         n = lexicon_learn(x, WORD_TYPE, cell, decoded(cell));
 *     if (n == WORD_NONE)
 *         ... LIMIT_SPEND_WORDS distinct texts: refuse the file
 *
 * `seed` keeps whoever writes files from choosing texts that fall together; numbers do not
 * depend on it. */
struct lexicon_slot {
    uint64_t hash;
    const char *p;
    uint32_t n, number;
};
struct lexicon_table {
    struct lexicon_slot *slots; /* a power of two of them; p NULL: free */
    uint32_t mask, used;
};
struct lexicon_words {
    struct lexicon_table raw, known;
    struct lexicon_slot last; /* rows of one payer and purpose stand together */
    VEC(struct str) texts;
};
struct lexicon {
    struct arena *a;
    uint64_t seed;
    struct lexicon_words of[SPEND_WORDS];
};

void lexicon_init(struct lexicon *x, struct arena *a, uint64_t seed);
/* Before a file of another encoding or quoting: raw bytes met so far mean nothing in it. */
void lexicon_forget_raw(struct lexicon *x);
/* The number of a text, which is added when it is new; WORD_NONE when that would be one too many.
 * The text is copied. */
uint32_t lexicon_put(struct lexicon *x, enum spend_word w, struct str text);
/* Likewise, and the raw bytes stand for it from now on. */
uint32_t lexicon_learn(struct lexicon *x, enum spend_word w, struct str raw, struct str text);
uint32_t lexicon_find(const struct lexicon *x, enum spend_word w, struct str text); /* WORD_NONE */
struct str lexicon_text(const struct lexicon *x, enum spend_word w, uint32_t number);
uint32_t lexicon_count(const struct lexicon *x, enum spend_word w);
/* Adds all texts of `from`. renumber[w][n] (in into's arena) is the number in `into` of what is
 * number n in `from`. False: LIMIT_SPEND_WORDS. */
bool lexicon_merge(struct lexicon *into, const struct lexicon *from,
                   uint32_t *renumber[SPEND_WORDS]);

/* The rest of the lexicon is here to be inlined: it runs four times a row. */

static inline uint64_t lexicon_load(const char *p, size_t n)
{
    uint64_t v = 0;
    memcpy(&v, p, n);
    return v;
}

/* The two halves of a product, folded: every bit of both reaches every bit of the result. */
static inline uint64_t lexicon_fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t lexicon_hash(uint64_t seed, const char *p, size_t n)
{
    const uint64_t k = 0x9e3779b97f4a7c15u;
    uint64_t h = seed;
    if (n >= 8) {
        for (size_t i = 0; i + 8 < n; i += 8)
            h = lexicon_fold(h ^ lexicon_load(p + i, 8), k);
        h ^= lexicon_load(p + n - 8, 8);
    } else if (n >= 4) {
        h ^= lexicon_load(p, 4) | lexicon_load(p + n - 4, 4) << 32;
    } else if (n) {
        h ^= (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 |
             (uint64_t)(unsigned char)p[n - 1] << 16;
    }
    return lexicon_fold(h ^ k, seed ^ n ^ 0xd6e8feb86659fd93u);
}

static inline uint32_t lexicon_look(const struct lexicon_table *t, uint64_t hash, const char *p,
                                    size_t n)
{
    for (uint32_t i = (uint32_t)hash & t->mask; t->slots[i].p; i = (i + 1) & t->mask)
        if (t->slots[i].hash == hash && t->slots[i].n == n && memcmp(t->slots[i].p, p, n) == 0)
            return i;
    return UINT32_MAX;
}

/* The number of a cell's raw bytes, or WORD_NONE when they were never met. */
static inline uint32_t lexicon_raw(struct lexicon *x, enum spend_word w, struct str raw)
{
    struct lexicon_words *of = &x->of[w];
    if (!raw.n)
        return WORD_EMPTY;
    if (raw.n == of->last.n && memcmp(raw.p, of->last.p, raw.n) == 0)
        return of->last.number;
    uint32_t i = lexicon_look(&of->raw, lexicon_hash(x->seed, raw.p, raw.n), raw.p, raw.n);
    if (i == UINT32_MAX)
        return WORD_NONE;
    of->last = of->raw.slots[i];
    return of->last.number;
}

#endif
