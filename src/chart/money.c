/* money.c: who decides as the money grows. Downwards, since names stand beside their band: no
 * number of bands is too wide for a phone. */
#include "chart/draw.h"

enum {
    WIDTH = 300,
    BAR = 86, /* x of the bar; the limits stand before it */
    STEP = 9, /* it is so much wider for each level nearer to the people */
    WORDS = 138 /* x of the words */,
    WRAP = (WIDTH - WORDS) / 7,
    TOP = 14,
    PAD = 10,
};

static uint32_t band_height(const struct money_band *x)
{
    uint32_t rows = draw_rows(WRAP, x->who) + draw_rows(WRAP, str_of(x->level)) +
                    draw_rows(WRAP, x->others) + x->here;
    return rows * DRAW_LINE + 2 * PAD;
}

static void band(struct buf *b, const struct money_band *x, uint32_t y)
{
    uint32_t h = band_height(x), wide = x->nobody ? 4 : STEP * ((x->band < 4 ? x->band : 4) + 1);
    buf_fmt(b,
            "<rect x=\"%d\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"%s\" stroke=\"#212b32\"%s/>"
            "\n<path d=\"M%d %uH%d\" stroke=\"#212b32\"/>\n"
            "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">",
            BAR, y, wide, h, x->nobody ? "#ffffff" : draw_fill(x->band),
            x->nobody ? " stroke-dasharray=\"3 3\"" : "", BAR - 6, y, BAR, BAR - 10, y + 4);
    buf_xml(b, x->from);
    buf_z(b, "</text>\n");
    uint32_t at = y + PAD + 11;
    if (x->here) {
        buf_fmt(b, "<path d=\"M%d %ul-8 -5v10z\"/>\n", WORDS - 4, at - 4);
        at = draw_text(b, WORDS, at, WRAP, S("this matter"), "fill=\"#425563\"");
    }
    at = draw_text(b, WORDS, at, WRAP, x->who, "font-weight=\"bold\"");
    at = draw_text(b, WORDS, at, WRAP, str_of(x->level), "fill=\"#425563\"");
    draw_text(b, WORDS, at, WRAP, x->others, "");
}

struct str chart_money(struct arena *a, const struct money_figure *f)
{
    struct buf b = buf_new(a);
    uint32_t height = TOP + 22, y = TOP;
    for (uint32_t i = 0; i < f->n_bands; i++)
        height += band_height(&f->bands[i]);
    draw_open(&b, f->name, "img", WIDTH, height, f->title, f->reading);
    for (uint32_t i = 0; i < f->n_bands; i++) {
        band(&b, &f->bands[i], y);
        y += band_height(&f->bands[i]);
    }
    buf_fmt(&b, "<text x=\"%d\" y=\"%u\" text-anchor=\"end\">and more</text>\n", BAR - 10, y + 14);
    draw_close(&b);
    return buf_str(&b);
}
