/* groups.c: bars from zero in groups: the same things beside each other for each of several. */
#include "chart/draw.h"

enum { WIDTH = 300, BAR = 14, GAP = 12, WRAP = WIDTH / 7, FROM = 22, ROOM = 62 };

struct str chart_groups(struct arena *a, const struct groups_figure *f)
{
    struct buf b = buf_new(a);
    uint32_t y = draw_rows(WRAP, f->title) * DRAW_LINE + 6;
    uint32_t all = y + draw_keys_height(f->parts, f->n_parts);
    int64_t most = f->most;
    for (uint32_t i = 0; i < f->n_groups; i++) {
        all += draw_rows(WRAP, f->groups[i].title) * DRAW_LINE + f->n_parts * BAR + GAP;
        for (uint32_t k = 0; k < f->n_parts; k++)
            most = f->groups[i].values[k] > most ? f->groups[i].values[k] : most;
    }
    draw_open(&b, f->name, "img", WIDTH, all, f->title, f->reading);
    draw_text(&b, 0, 14, WRAP, f->title, "font-weight=\"bold\"");
    y = draw_keys(&b, y, f->parts, f->n_parts);
    for (uint32_t i = 0; i < f->n_groups; i++) {
        const struct bar_group *g = &f->groups[i];
        y = draw_text(&b, 0, y + 13, WRAP, g->title, "") - 13 + 2;
        buf_fmt(&b, "<path d=\"M%d %uv%u\" stroke=\"#212b32\"/>\n", FROM, y, f->n_parts * BAR);
        for (uint32_t k = 0; k < f->n_parts; k++, y += BAR) {
            int64_t value = g->values[k] > 0 ? g->values[k] : 0;
            uint32_t wide =
                most > 0 ? (uint32_t)((double)value / (double)most * (WIDTH - FROM - ROOM)) : 0;
            buf_fmt(&b,
                    "<text x=\"%d\" y=\"%u\" font-size=\"11\" text-anchor=\"end\">%u</text>\n"
                    "<rect x=\"%d\" y=\"%u\" width=\"%u\" height=\"%d\" fill=\"%s\" "
                    "stroke=\"#212b32\"/>\n<text x=\"%u\" y=\"%u\" font-size=\"11\">",
                    FROM - 4, y + 11, k + 1, FROM, y + 1, wide, BAR - 2, draw_part(k)->fill,
                    FROM + wide + 4, y + 11);
            buf_xml(&b, g->texts[k]);
            buf_z(&b, "</text>\n");
        }
        y += GAP - 2;
    }
    draw_close(&b);
    return buf_str(&b);
}
