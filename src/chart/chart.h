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

/* Bars from zero, each made of parts, to one scale. The parts are numbered and named above; what is
 * below zero cannot be drawn so, and is left out: say it in the bar's text. 300 points wide. */
enum { CHART_PARTS = 12 }; /* more have no shade of their own */
struct stack_bar {
    struct str text;       /* "Services from trusts: £2.9 million" */
    const int64_t *values; /* of each part */
};
struct stack_figure {
    const char *name;
    struct str title, reading;
    const struct str *parts; /* their names */
    uint32_t n_parts;
    const struct stack_bar *bars;
    uint32_t n_bars;
    int64_t most; /* value of a bar as long as can be; 0: the largest of these */
};
struct str chart_stack(struct arena *a, const struct stack_figure *f);

/* Bars from zero in groups: for each group one bar a part, with its number behind. Below zero no
 * bar is drawn, but its number stands there. 300 points wide. */
struct bar_group {
    struct str title;
    const int64_t *values;   /* of each part */
    const struct str *texts; /* likewise: "12.34%" */
};
struct groups_figure {
    const char *name;
    struct str title, reading;
    const struct str *parts;
    uint32_t n_parts;
    const struct bar_group *groups;
    uint32_t n_groups;
    int64_t most;
};
struct str chart_groups(struct arena *a, const struct groups_figure *f);

/* A line through the values of one thing at equal steps of time, over an axis that holds zero. 300
 * points wide. */
struct line_point {
    struct str when; /* "July 2022"; those of the first and last point are shown */
    int64_t value;
    bool none; /* not known: a gap in the line */
};
struct lines_figure {
    const char *name;
    struct str title, text, reading; /* text: a line under the title; may be empty */
    struct str most;                 /* the highest value in words */
    const struct line_point *points;
    uint32_t n_points;
};
struct str chart_lines(struct arena *a, const struct lines_figure *f);

#endif
