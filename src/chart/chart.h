/* chart.h: figures as SVG text. Pure: takes numbers and words, gives text.
 *
 * Every figure has a title, a one-sentence reading of it (for those who cannot see it),
 * is legible in grey and prints on paper. Memory: the arena given. */
#ifndef REMIT_CHART_CHART_H
#define REMIT_CHART_CHART_H

#include "base/base.h"

/* A map of bodies: cards in the order given, each under its parent. */
struct map_card {
    uint32_t parent;        /* index of an earlier card; UINT32_MAX: none */
    uint32_t band;          /* 0 .. bands - 1: its level, shown by shade and by word */
    bool dashed;            /* can only recommend */
    struct str title, kind; /* "Leeds committee of the ICB", "committee" */
    struct str *lines;      /* what it decides */
    uint32_t n_lines;
    struct str link; /* address behind the card; may be empty */
};
struct map_figure {
    struct str title, reading;
    const char *const *bands; /* their names */
    uint32_t n_bands;
    struct map_card *cards;
    uint32_t n_cards;
};
struct str chart_map(struct arena *a, const struct map_figure *f);

#endif
