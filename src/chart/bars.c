/* bars.c: bars from zero, their words above them, so that no name is too long. */
#include "chart/draw.h"

enum { WIDTH = 300, BAR = 12, GAP = 10, WRAP = WIDTH / 7 };

static struct str words(struct arena *a, const struct bar *x)
{
    return str_fmt(a, "%.*s: %.*s", STR(x->label), STR(x->text));
}

static uint32_t height(struct arena *a, const struct bar *x)
{
    return draw_rows(WRAP, words(a, x)) * DRAW_LINE + BAR + GAP;
}

struct str chart_bars(struct arena *a, const struct bars_figure *f)
{
    struct buf b = buf_new(a);
    uint64_t most = f->most;
    uint32_t y = draw_rows(WRAP, f->title) * DRAW_LINE + 6, all = y;
    for (uint32_t i = 0; i < f->n_bars; i++) {
        most = f->bars[i].value > most ? f->bars[i].value : most;
        all += height(a, &f->bars[i]);
    }
    draw_open(&b, f->name, "img", WIDTH, all, f->title, f->reading);
    draw_text(&b, 0, 14, WRAP, f->title, "font-weight=\"bold\"");
    for (uint32_t i = 0; i < f->n_bars; i++) {
        const struct bar *x = &f->bars[i];
        uint32_t at = draw_text(&b, 0, y + 13, WRAP, words(a, x), "") - DRAW_LINE + 5;
        buf_fmt(&b,
                "<path d=\"M0.5 %uv%d\" stroke=\"#212b32\"/>\n"
                "<rect x=\"0.5\" y=\"%u\" width=\"%u\" height=\"%d\" fill=\"%s\" "
                "stroke=\"#212b32\"/>\n",
                at - 2, BAR + 4, at,
                most ? (uint32_t)((double)x->value / (double)most * (WIDTH - 2)) : 0, BAR,
                draw_fill(x->band));
        y += height(a, x);
    }
    draw_close(&b);
    return buf_str(&b);
}
