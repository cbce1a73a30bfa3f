/* random.h: handbooks made up from a number: small, under test/data/tiny-law.remit, and with
 * every clause that bears on who may decide. They have no findings of errors. */
#ifndef REMIT_TEST_RANDOM_H
#define REMIT_TEST_RANDOM_H

#include "support/handbook.h"

struct random_book {
    struct arena *a;
    VEC(struct str) statements; /* in any order they say the same */
    struct str reservation;     /* one more */
    unsigned comments;          /* `# 1` to `# n` stand in the text */
    bool exclusive;             /* some line is exclusive */
};
struct random_book random_book(struct arena *a, uint64_t seed);

/* Statements first to last - 1 under a head of this name. */
struct str random_text(const struct random_book *b, const char *name, uint32_t first, uint32_t last);
/* The same statements in another order. */
void random_shuffle(struct random_book *b, struct chance *c);

#endif
