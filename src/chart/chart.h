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

/* How power comes to a body: from the law, step by step. `name` is the figure's own on its page.
 * 300 points wide, so that it is as legible on a phone. */
struct chain_step {
    uint32_t band;         /* its level, shown by shade, by indent and by word */
    struct str title, how; /* how: what gives it the power: "under SoRD 4.2, up to £20 million" */
    const char *level;     /* "place" */
};
struct chain_figure {
    const char *name;
    struct str title, reading;
    const struct chain_step *steps;
    uint32_t n_steps;
};
struct str chart_chain(struct arena *a, const struct chain_figure *f);

/* Who decides as the money grows: one band between each two limits that there are, all as high as
 * their words, the least money on top. 300 points wide. */
struct money_band {
    struct str from;   /* "£0", "£1 million" */
    struct str who;    /* "Leeds committee of the ICB"; "nobody" */
    struct str others; /* "or the board"; may be empty */
    const char *level; /* "place, on conditions"; "" for nobody */
    uint32_t band;     /* its level: the bar is wider and darker the nearer; ignored for nobody */
    bool nobody, here; /* here: the matter asked about lies in it */
};
struct money_figure {
    const char *name;
    struct str title, reading;
    const struct money_band *bands;
    uint32_t n_bands;
};
struct str chart_money(struct arena *a, const struct money_figure *f);

/* Bars from zero, one a row, each with its words above and its number behind. 300 points wide. */
struct bar {
    struct str label, text; /* "Site A", "93%" */
    uint64_t value;
    uint32_t band; /* fill, as of a level */
};
struct bars_figure {
    const char *name;
    struct str title, reading;
    const struct bar *bars;
    uint32_t n_bars;
    uint64_t most; /* value of a bar as long as can be; 0: the largest of these */
};
struct str chart_bars(struct arena *a, const struct bars_figure *f);

#endif
