/* stack.c: bars whose parts stand one behind another. A part is told by its number, its place and
 * its shade, so that grey paper and eyes that see few colours lose nothing. */
#include "chart/draw.h"

enum { WIDTH = 300, BAR = 18, GAP = 12, WRAP = WIDTH / 7, ROOM = 11 };

static int64_t positive(const int64_t *values, uint32_t n)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += values[i] > 0 ? values[i] : 0;
    return sum;
}

static uint32_t height(const struct stack_bar *x)
{
    return draw_rows(WRAP, x->text) * DRAW_LINE + BAR + GAP;
}

/* Parts end where the sum so far does, so that they fill the bar exactly. */
static void parts(struct buf *b, const struct stack_bar *x, uint32_t n, uint32_t y, int64_t most)
{
    int64_t before = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < n; i++) {
        before += x->values[i] > 0 ? x->values[i] : 0;
        uint32_t to = most > 0 ? (uint32_t)((double)before / (double)most * (WIDTH - 2)) : 0;
        if (x->values[i] > 0)
            buf_fmt(b,
                    "<rect x=\"%u.5\" y=\"%u\" width=\"%u\" height=\"%d\" fill=\"%s\" "
                    "stroke=\"#212b32\"/>\n",
                    from, y, to - from, BAR, draw_part(i)->fill);
        if (to - from >= ROOM)
            buf_fmt(b,
                    "<text x=\"%u\" y=\"%u\" font-size=\"11\" text-anchor=\"middle\" "
                    "fill=\"%s\">%u</text>\n",
                    (from + to) / 2 + 1, y + 13, draw_part(i)->ink, i + 1);
        from = to;
    }
}

struct str chart_stack(struct arena *a, const struct stack_figure *f)
{
    struct buf b = buf_new(a);
    int64_t most = f->most;
    uint32_t y = draw_rows(WRAP, f->title) * DRAW_LINE + 6;
    uint32_t all = y + draw_keys_height(f->parts, f->n_parts);
    for (uint32_t i = 0; i < f->n_bars; i++) {
        int64_t sum = positive(f->bars[i].values, f->n_parts);
        most = sum > most ? sum : most;
        all += height(&f->bars[i]);
    }
    draw_open(&b, f->name, "img", WIDTH, all, f->title, f->reading);
    draw_text(&b, 0, 14, WRAP, f->title, "font-weight=\"bold\"");
    y = draw_keys(&b, y, f->parts, f->n_parts);
    for (uint32_t i = 0; i < f->n_bars; i++) {
        uint32_t at = draw_text(&b, 0, y + 13, WRAP, f->bars[i].text, "") - DRAW_LINE + 5;
        parts(&b, &f->bars[i], f->n_parts, at, most);
        y += height(&f->bars[i]);
    }
    draw_close(&b);
    return buf_str(&b);
}
