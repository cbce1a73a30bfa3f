/* draw.c: see draw.h. */
#include "chart/draw.h"

/* Light enough for black text, apart enough in grey. */
static const char *const shades[] = {"#ffffff", "#e8edee", "#d0e4f5", "#b7dcc0", "#fdebc8"};
/* For bars, which have their words beside them: darker the nearer to the people. */
static const char *const fills[] = {"#ffffff", "#c8d0d5", "#5b9bd5", "#1d5c8f", "#12304a"};

const char *draw_shade(uint32_t band)
{
    return shades[band < 5 ? band : 4];
}

const char *draw_fill(uint32_t band)
{
    return fills[band < 5 ? band : 4];
}

void draw_open(struct buf *b, const char *name, const char *role, uint32_t width, uint32_t height,
               struct str title, struct str reading)
{
    buf_fmt(b,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" width=\"%u\" "
            "height=\"%u\" role=\"%s\" aria-labelledby=\"%s-title %s-reading\" "
            "font-family=\"Arial, Liberation Sans, sans-serif\" font-size=\"13\" "
            "fill=\"#212b32\">\n<title id=\"%s-title\">",
            width, height, width, height, role, name, name, name);
    buf_xml(b, title);
    buf_fmt(b, "</title>\n<desc id=\"%s-reading\">", name);
    buf_xml(b, reading);
    buf_z(b, "</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
}

void draw_close(struct buf *b)
{
    buf_z(b, "</svg>\n");
}

/* The first row of s; what remains is left in *s. A word that is longer than a row is not cut. */
static struct str row(struct str *s, uint32_t wrap)
{
    size_t to = s->n < wrap ? s->n : 0; /* so few bytes are no wider */
    size_t last = 0, width = to;
    while (to < s->n && (width < wrap || !last)) {
        size_t next = to + 1;
        while (next < s->n && ((unsigned char)s->p[next] & 0xc0) == 0x80)
            next++;
        if (s->p[to] == ' ')
            last = to;
        width += str_width(str_sub(*s, to, next));
        to = next;
    }
    if (to < s->n && last)
        to = last;
    struct str first = str_sub(*s, 0, to);
    while (to < s->n && s->p[to] == ' ')
        to++;
    *s = str_sub(*s, to, s->n);
    return first;
}

uint32_t draw_text(struct buf *b, uint32_t x, uint32_t y, uint32_t wrap, struct str s,
                   const char *style)
{
    while (s.n) {
        buf_fmt(b, "<text x=\"%u\" y=\"%u\" %s>", x, y, style);
        buf_xml(b, row(&s, wrap));
        buf_z(b, "</text>\n");
        y += DRAW_LINE;
    }
    return y;
}

uint32_t draw_rows(uint32_t wrap, struct str s)
{
    uint32_t n = 0;
    for (; s.n; n++)
        row(&s, wrap);
    return n;
}

/* Dark and light in turn. */
static const struct draw_part part_list[CHART_PARTS] = {
    {"#12304a", "#ffffff"}, {"#7fc4f2", "#212b32"}, {"#8a3a00", "#ffffff"}, {"#f6d55c", "#212b32"},
    {"#00563a", "#ffffff"}, {"#f3b6d3", "#212b32"}, {"#4b3a8c", "#ffffff"}, {"#d9dfe2", "#212b32"},
    {"#6b0f2e", "#ffffff"}, {"#9fe0c8", "#212b32"}, {"#425563", "#ffffff"}, {"#ffffff", "#212b32"}};

const struct draw_part *draw_part(uint32_t part)
{
    return &part_list[part < CHART_PARTS ? part : CHART_PARTS - 1];
}

enum { KEY_X = 26, KEY_WRAP = (300 - KEY_X) / 7 };

uint32_t draw_keys_height(const struct str *parts, uint32_t n)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < n; i++)
        rows += draw_rows(KEY_WRAP, parts[i]);
    return rows * DRAW_LINE + 8;
}

uint32_t draw_keys(struct buf *b, uint32_t y, const struct str *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        buf_fmt(b,
                "<rect x=\"0.5\" y=\"%u\" width=\"20\" height=\"13\" fill=\"%s\" "
                "stroke=\"#212b32\"/>\n<text x=\"10\" y=\"%u\" font-size=\"11\" "
                "text-anchor=\"middle\" fill=\"%s\">%u</text>\n",
                y + 2, draw_part(i)->fill, y + 12, draw_part(i)->ink, i + 1);
        y = draw_text(b, KEY_X, y + 13, KEY_WRAP, parts[i], "") - 13;
    }
    return y + 8;
}
