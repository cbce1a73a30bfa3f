/* map.c: the functions and decisions map: one card a body, under what it is part of, with
 * what it decides. An outline rather than a web of arrows: it stays legible with a hundred
 * bodies, on paper and on a phone. */
#include "chart/draw.h"

enum {
    LEFT = 16,
    TOP = 64,
    STEP_X = 36,
    CARD_WIDTH = 520,
    CARD_PAD = 10,
    GAP = 12,
    WRAP = 74, /* characters of a line in a card */
};

struct layout {
    struct arena *a;
    const struct map_figure *f;
    struct buf b;
    uint32_t *depth, *x, *y, *height;
    uint32_t width, bottom;
};

static uint32_t card_height(const struct map_card *c)
{
    uint32_t rows = draw_rows(WRAP, c->title) + 1;
    for (uint32_t i = 0; i < c->n_lines; i++)
        rows += draw_rows(WRAP, c->lines[i]);
    return rows * DRAW_LINE + 2 * CARD_PAD;
}

static void connector(struct layout *l, uint32_t i)
{
    uint32_t p = l->f->cards[i].parent;
    if (p == UINT32_MAX)
        return;
    uint32_t x = l->x[p] + STEP_X / 2;
    buf_fmt(&l->b,
            "<path d=\"M%u %uV%uH%u\" fill=\"none\" stroke=\"#425563\" stroke-width=\"1.5\"%s/>\n",
            x, l->y[p] + l->height[p], l->y[i] + 20, l->x[i],
            l->f->cards[i].dashed ? " stroke-dasharray=\"4 4\"" : "");
}

static void card(struct layout *l, uint32_t i)
{
    const struct map_card *c = &l->f->cards[i];
    uint32_t x = l->x[i], y = l->y[i];
    if (c->link.n) {
        buf_z(&l->b, "<a href=\"");
        buf_xml(&l->b, c->link);
        buf_z(&l->b, "\">");
    }
    buf_fmt(&l->b,
            "<rect x=\"%u\" y=\"%u\" width=\"%d\" height=\"%u\" rx=\"4\" fill=\"%s\" "
            "stroke=\"#212b32\"%s/>\n",
            x, y, CARD_WIDTH, l->height[i], draw_shade(c->band),
            c->dashed ? " stroke-dasharray=\"4 4\"" : "");
    uint32_t at =
        draw_text(&l->b, x + CARD_PAD, y + CARD_PAD + 12, WRAP, c->title, "font-weight=\"bold\"");
    struct str kind = str_fmt(l->a, "%.*s, %s%s", STR(c->kind), l->f->bands[c->band],
                              c->dashed ? ", recommends only" : "");
    at = draw_text(&l->b, x + CARD_PAD, at, WRAP, kind, "fill=\"#425563\"");
    for (uint32_t k = 0; k < c->n_lines; k++)
        at = draw_text(&l->b, x + CARD_PAD, at, WRAP, c->lines[k], "");
    if (c->link.n)
        buf_z(&l->b, "</a>\n");
}

/* Trees stay whole and in order; they fill as many columns as make the figure about as
 * high as a page is, for its width. */
static void place(struct layout *l)
{
    const struct map_figure *f = l->f;
    uint32_t total = 0, deepest = 0, column = 0, y = TOP;
    for (uint32_t i = 0; i < f->n_cards; i++) {
        uint32_t p = f->cards[i].parent;
        check(p == UINT32_MAX || p < i);
        l->depth[i] = p == UINT32_MAX ? 0 : l->depth[p] + 1;
        deepest = l->depth[i] > deepest ? l->depth[i] : deepest;
        l->height[i] = card_height(&f->cards[i]);
        total += l->height[i] + GAP;
    }
    uint32_t wide = CARD_WIDTH + deepest * STEP_X + 2 * LEFT, columns = 1;
    while (columns < 4 && total / columns > columns * wide * 3 / 2)
        columns++;
    for (uint32_t i = 0; i < f->n_cards; i++) {
        bool tree = f->cards[i].parent == UINT32_MAX;
        if (tree && y > TOP && column + 1 < columns && y - TOP + l->height[i] > total / columns) {
            column++;
            y = TOP;
        }
        l->x[i] = LEFT + column * wide + l->depth[i] * STEP_X;
        l->y[i] = y;
        y += l->height[i] + GAP;
        l->bottom = y > l->bottom ? y : l->bottom;
    }
    l->width = (column + 1) * wide;
}

struct str chart_map(struct arena *a, const struct map_figure *f)
{
    struct layout l = {.a = a, .f = f, .b = buf_new(a)};
    l.depth = NEW_ARRAY(a, uint32_t, f->n_cards);
    l.x = NEW_ARRAY(a, uint32_t, f->n_cards);
    l.y = NEW_ARRAY(a, uint32_t, f->n_cards);
    l.height = NEW_ARRAY(a, uint32_t, f->n_cards);
    place(&l);
    draw_open(&l.b, "map", f->n_cards && f->cards[0].link.n ? "group" : "img", l.width, l.bottom,
              f->title, f->reading);
    draw_text(&l.b, LEFT, 22, WRAP, f->title, "font-size=\"18\" font-weight=\"bold\"");
    draw_text(&l.b, LEFT, 40, WRAP, f->reading, "fill=\"#425563\"");
    for (uint32_t i = 0; i < f->n_cards; i++)
        connector(&l, i);
    for (uint32_t i = 0; i < f->n_cards; i++)
        card(&l, i);
    draw_close(&l.b);
    return buf_str(&l.b);
}
