/* draw.h: what the figures share. Private to the chart room. */
#ifndef REMIT_CHART_DRAW_H
#define REMIT_CHART_DRAW_H

#include "chart/chart.h"

enum { DRAW_LINE = 17 }; /* height of a line of text */

/* Opens an SVG of so many points, named, titled and read out, on white. Its role is img, or group
 * where there are links in it. */
void draw_open(struct buf *b, const char *name, const char *role, uint32_t width, uint32_t height,
               struct str title, struct str reading);
void draw_close(struct buf *b);
/* A text broken at blanks into rows of `wrap` characters, its first row at y. Gives the y of what
 * follows. */
uint32_t draw_text(struct buf *b, uint32_t x, uint32_t y, uint32_t wrap, struct str s,
                   const char *style);
/* How many rows that makes. */
uint32_t draw_rows(uint32_t wrap, struct str s);
/* The fill behind text, and that of a bar, by level: apart in grey as well. */
const char *draw_shade(uint32_t band);
const char *draw_fill(uint32_t band);

/* What tells a part from others beside its number: its fill, and the colour of what is written on
 * it. Neighbours are apart in grey as well, and for eyes that see few colours. */
struct draw_part {
    const char *fill, *ink;
};
const struct draw_part *draw_part(uint32_t part);
/* The parts with their names, numbered from 1, one a row from y on. Gives the y of what follows. */
uint32_t draw_keys(struct buf *b, uint32_t y, const struct str *parts, uint32_t n);
uint32_t draw_keys_height(const struct str *parts, uint32_t n);

#endif
