/* synthetic.h: handbooks made up for measuring: copies of an England of 42 systems. */
#ifndef REMIT_BENCH_SYNTHETIC_H
#define REMIT_BENCH_SYNTHETIC_H

#include "base/base.h"

enum { SYSTEMS = 42, PLACES_LEAST = 3, PLACES_MOST = 6 };

/* Pseudo-random numbers that are the same on every machine. */
struct dice {
    uint64_t state;
};
uint64_t dice_roll(struct dice *d);
uint32_t dice_below(struct dice *d, uint32_t n); /* 0 ... n - 1 */

/* Text of the first `systems` systems of copy `copy` (from 1): one file, a handbook each. */
struct str synthetic_copy(struct arena *a, uint32_t copy, uint32_t systems);

#endif
