/* chain.c: how power comes to a body, from the law down, each step under the last. */
#include "chart/draw.h"

enum {
    WIDTH = 300,
    INDENT = 12, /* for each step down */
    MOST_INDENT = 4,
    PAD = 8,
    ARROW = 18,
    CHARACTER = 7, /* points for one letter, rather too many than too few */
};

static uint32_t indent(uint32_t i)
{
    return 2 + INDENT * (i < MOST_INDENT ? i : MOST_INDENT);
}

static uint32_t wrap(uint32_t i)
{
    return (WIDTH - 2 - indent(i) - 2 * PAD) / CHARACTER;
}

static uint32_t box_height(const struct chain_step *s, uint32_t i)
{
    return (draw_rows(wrap(i), s->title) + 1 + draw_rows(wrap(i), s->how)) * DRAW_LINE + 2 * PAD;
}

struct str chart_chain(struct arena *a, const struct chain_figure *f)
{
    struct buf b = buf_new(a);
    uint32_t height = 2, y = 1, *high = NEW_ARRAY(a, uint32_t, f->n_steps + 1);
    for (uint32_t i = 0; i < f->n_steps; i++) {
        high[i] = box_height(&f->steps[i], i);
        height += high[i] + (i + 1 < f->n_steps ? ARROW : 0);
    }
    draw_open(&b, f->name, "img", WIDTH, height, f->title, f->reading);
    for (uint32_t i = 0; i < f->n_steps; i++) {
        const struct chain_step *s = &f->steps[i];
        uint32_t x = indent(i), h = high[i];
        if (i)
            buf_fmt(&b,
                    "<path d=\"M%u %uv%d\" stroke=\"#212b32\" stroke-width=\"2\"/>"
                    "<path d=\"M%u %ul5 -8h-10z\"/>\n",
                    x + 20, y - ARROW, ARROW - 6, x + 20, y);
        buf_fmt(&b,
                "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"4\" fill=\"%s\" "
                "stroke=\"#212b32\" stroke-width=\"%d\"/>\n",
                x, y, WIDTH - 2 - x, h, draw_shade(s->band), i + 1 == f->n_steps ? 2 : 1);
        uint32_t at =
            draw_text(&b, x + PAD, y + PAD + 12, wrap(i), s->title, "font-weight=\"bold\"");
        at = draw_text(&b, x + PAD, at, wrap(i), str_of(s->level), "fill=\"#425563\"");
        draw_text(&b, x + PAD, at, wrap(i), s->how, "");
        y += h + ARROW;
    }
    draw_close(&b);
    return buf_str(&b);
}
