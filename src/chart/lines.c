/* lines.c: one thing as time goes by, a line from point to point over an axis that begins at zero.
 * Where there are several things each has a figure of its own: side by side they are told apart by
 * their titles, in any colour. */
#include "chart/draw.h"

enum { WIDTH = 300, LEFT = 6, RIGHT = 294, HEIGHT = 96, WRAP = WIDTH / 7, DOTS = 40 };

struct scale {
    uint32_t top;
    int64_t low, high;
    uint32_t n;
};

static double x_of(const struct scale *s, uint32_t i)
{
    return s->n > 1 ? LEFT + (double)(RIGHT - LEFT) * i / (s->n - 1) : (LEFT + RIGHT) / 2.0;
}

static double y_of(const struct scale *s, int64_t value)
{
    double whole = (double)s->high - (double)s->low;
    return s->top + (whole > 0 ? HEIGHT * ((double)s->high - (double)value) / whole : HEIGHT);
}

/* The line, with a dot at each point where there is room for them. A gap where nothing is known. */
static void line(struct buf *b, const struct scale *s, const struct line_point *points)
{
    bool open = false;
    buf_z(b, "<path fill=\"none\" stroke=\"#1d5c8f\" stroke-width=\"2\" d=\"");
    for (uint32_t i = 0; i < s->n; i++) {
        if (!points[i].none)
            buf_fmt(b, "%s%.1f %.1f", open ? "L" : "M", x_of(s, i), y_of(s, points[i].value));
        open = !points[i].none;
    }
    buf_z(b, "\"/>\n");
    for (uint32_t i = 0; s->n <= DOTS && i < s->n; i++)
        if (!points[i].none)
            buf_fmt(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#1d5c8f\"/>\n", x_of(s, i),
                    y_of(s, points[i].value));
}

static void words(struct buf *b, double y, const char *anchor, uint32_t x, struct str text)
{
    buf_fmt(b, "<text x=\"%u\" y=\"%.1f\" font-size=\"11\" text-anchor=\"%s\" fill=\"#425563\">", x,
            y, anchor);
    buf_xml(b, text);
    buf_z(b, "</text>\n");
}

struct str chart_lines(struct arena *a, const struct lines_figure *f)
{
    struct buf b = buf_new(a);
    uint32_t head = (draw_rows(WRAP, f->title) + draw_rows(WRAP, f->text)) * DRAW_LINE;
    struct scale s = {.top = head + 24, .n = f->n_points};
    for (uint32_t i = 0; i < s.n; i++) {
        int64_t value = f->points[i].none ? 0 : f->points[i].value;
        s.low = value < s.low ? value : s.low;
        s.high = value > s.high ? value : s.high;
    }
    draw_open(&b, f->name, "img", WIDTH, s.top + HEIGHT + 20, f->title, f->reading);
    uint32_t at = draw_text(&b, 0, 14, WRAP, f->title, "font-weight=\"bold\"");
    draw_text(&b, 0, at, WRAP, f->text, "");
    buf_fmt(&b,
            "<path d=\"M0 %uH%d\" stroke=\"#aeb7bd\" stroke-dasharray=\"2 3\"/>\n"
            "<path d=\"M0 %.1fH%d\" stroke=\"#212b32\"/>\n",
            s.top, WIDTH, y_of(&s, 0), WIDTH);
    words(&b, s.top - 7, "start", 0, f->most);
    line(&b, &s, f->points);
    if (s.n) {
        words(&b, s.top + HEIGHT + 15, "start", 0, f->points[0].when);
        words(&b, s.top + HEIGHT + 15, "end", WIDTH, s.n > 1 ? f->points[s.n - 1].when : S(""));
    }
    draw_close(&b);
    return buf_str(&b);
}
