/* figures.c: pictures of sheets: what a table says, to be seen at once. */
#include "chart/chart.h"
#include "pages/spending/asked.h"

enum { PENCE_MILLION = 100 * 1000 * 1000, PENCE_THOUSAND = 100 * 1000 };

struct str pounds_short(struct arena *a, pence n)
{
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
    const char *sign = n < 0 ? "-" : "";
    if (size < PENCE_MILLION)
        return str_fmt(a, "%s£%.*s", sign, STR(number_text(a, (int64_t)((size + 50) / 100))));
    uint64_t tenths =
        size / (PENCE_MILLION / 10) + (size % (PENCE_MILLION / 10) >= PENCE_MILLION / 20);
    return str_fmt(a, "%s£%.*s.%u million", sign, STR(number_text(a, (int64_t)(tenths / 10))),
                   (unsigned)(tenths % 10));
}

static struct str shown_short(struct arena *a, const struct sheet *s, uint32_t column, int64_t n)
{
    struct sheet_cell cell = {.number = n};
    enum sheet_kind kind = s->columns.at[column].kind;
    return kind == SHEET_PENCE ? pounds_short(a, n) : sheet_shown(a, kind, &cell);
}

static void put(struct page *p, struct str svg)
{
    buf_z(&p->b, "<div class=\"remit-figure\">\n");
    buf_put(&p->b, svg);
    buf_z(&p->b, "</div>\n");
}

static uint32_t body_rows(const struct sheet *s)
{
    return sheet_rows(s) - s->totals;
}

static int64_t number_at(const struct sheet *s, uint32_t row, uint32_t column)
{
    const struct sheet_cell *c = sheet_at(s, row, column);
    return c->none ? 0 : c->number;
}

static struct str label_at(struct arena *a, const struct sheet *s, uint32_t row, uint32_t column)
{
    return sheet_shown(a, s->columns.at[column].kind, sheet_at(s, row, column));
}

/* ---- bars of parts ------------------------------------------------------------------------- */

/* "Services from trusts: £2.9 million", and what of it is below zero and cannot be drawn. */
static struct str bar_text(struct page *p, const struct sheet *s, uint32_t column, struct str label,
                           const struct stack_figure *f, const int64_t *values)
{
    int64_t sum = 0, below = 0;
    for (uint32_t i = 0; i < f->n_parts; i++) {
        sum += values[i]; /* parts of a sum that fits */
        below += values[i] < 0 ? values[i] : 0;
    }
    struct buf b = buf_new(p->a);
    buf_put(&b, label);
    if (s->columns.at[column].kind == SHEET_PENCE)
        buf_fmt(&b, ": %.*s", STR(pounds_short(p->a, sum)));
    if (below)
        buf_fmt(&b, " (not drawn: %.*s of credits)", STR(shown_short(p->a, s, column, below)));
    return buf_str(&b);
}

/* One sentence a bar: its text and its largest part. */
static void read_out(struct buf *b, const struct stack_figure *f, const struct stack_bar *bar)
{
    uint32_t most = 0;
    for (uint32_t i = 1; i < f->n_parts; i++)
        if (bar->values[i] > bar->values[most])
            most = i;
    buf_fmt(b, "%s%.*s", b->n ? "; " : "", STR(bar->text));
    if (f->n_parts && bar->values[most] > 0)
        buf_fmt(b, ", most of it %.*s", STR(f->parts[most]));
}

void figure_stack(struct page *p, const char *name, struct str title, const struct sheet *s,
                  uint32_t from, uint32_t until, bool turned)
{
    struct arena *a = p->a;
    uint32_t n = body_rows(s), w = until - from, bars = turned ? w : n, parts = turned ? n : w;
    struct str *names = NEW_ARRAY(a, struct str, parts + 1);
    struct stack_bar *list = NEW_ARRAY(a, struct stack_bar, bars + 1);
    bool shares = s->columns.at[from].kind == SHEET_SHARE;
    struct stack_figure f = {name, title, {0}, names, parts, list, bars, shares ? 10000 : 0};
    struct buf reading = buf_new(a);
    for (uint32_t i = 0; i < parts; i++)
        names[i] = turned ? label_at(a, s, i, 0) : s->columns.at[from + i].title;
    for (uint32_t k = 0; k < bars; k++) {
        int64_t *values = NEW_ARRAY(a, int64_t, parts + 1);
        for (uint32_t i = 0; i < parts; i++)
            values[i] = turned ? number_at(s, i, from + k) : number_at(s, k, from + i);
        struct str label = turned ? s->columns.at[from + k].title
                                  : label_at(a, s, k, s->columns.at[0].kind == SHEET_TEXT ? 0 : 1);
        list[k] = (struct stack_bar){bar_text(p, s, from, label, &f, values), values};
        read_out(&reading, &f, &list[k]);
    }
    f.reading = buf_str(&reading);
    put(p, chart_stack(a, &f));
}

/* ---- plain bars ---------------------------------------------------------------------------- */

void figure_bars(struct page *p, const char *name, struct str title, const struct sheet *s,
                 uint32_t label, uint32_t column)
{
    enum { DARK = 3 };
    uint32_t n = body_rows(s);
    struct bar *bars = NEW_ARRAY(p->a, struct bar, n + 1);
    struct buf reading = buf_new(p->a);
    for (uint32_t i = 0; i < n; i++) {
        int64_t value = number_at(s, i, column);
        bars[i] = (struct bar){label_at(p->a, s, i, label), shown_short(p->a, s, column, value),
                               value > 0 ? (uint64_t)value : 0, DARK};
        buf_fmt(&reading, "%s%.*s: %.*s", i ? "; " : "", STR(bars[i].label), STR(bars[i].text));
    }
    put(p, chart_bars(p->a, &(struct bars_figure){name, title, buf_str(&reading), bars, n, 0}));
}

/* ---- groups -------------------------------------------------------------------------------- */

struct grid { /* groups by parts */
    struct str *groups, *parts;
    uint32_t n_groups, n_parts;
    bool turned; /* groups are rows */
    uint32_t from;
};

static void grouped(struct page *p, const char *name, struct str title, const struct sheet *s,
                    const struct grid *g)
{
    struct arena *a = p->a;
    struct bar_group *list = NEW_ARRAY(a, struct bar_group, g->n_groups + 1);
    struct buf reading = buf_new(a);
    for (uint32_t k = 0; k < g->n_groups; k++) {
        int64_t *values = NEW_ARRAY(a, int64_t, g->n_parts + 1);
        struct str *texts = NEW_ARRAY(a, struct str, g->n_parts + 1);
        buf_fmt(&reading, "%s%.*s", k ? "; " : "", STR(g->groups[k]));
        for (uint32_t i = 0; i < g->n_parts; i++) {
            uint32_t row = g->turned ? k : i, column = g->from + (g->turned ? i : k);
            values[i] = number_at(s, row, column);
            texts[i] = shown_short(a, s, column, values[i]);
            buf_fmt(&reading, "%s%.*s", i ? ", " : ": ", STR(texts[i]));
        }
        list[k] = (struct bar_group){g->groups[k], values, texts};
    }
    put(p, chart_groups(a, &(struct groups_figure){name, title, buf_str(&reading), g->parts,
                                                   g->n_parts, list, g->n_groups, 0}));
}

static struct str *row_labels(struct page *p, const struct sheet *s, uint32_t column,
                              const char *before)
{
    struct str *out = NEW_ARRAY(p->a, struct str, body_rows(s) + 1);
    for (uint32_t i = 0; i < body_rows(s); i++)
        out[i] = str_fmt(p->a, "%s%.*s", before, STR(label_at(p->a, s, i, column)));
    return out;
}

static struct str *column_labels(struct page *p, const struct sheet *s, uint32_t from,
                                 uint32_t until)
{
    struct str *out = NEW_ARRAY(p->a, struct str, until - from + 1);
    for (uint32_t i = from; i < until; i++)
        out[i - from] = s->columns.at[i].title;
    return out;
}

void figure_groups(struct page *p, const char *name, struct str title, const struct sheet *s,
                   uint32_t label, uint32_t from, uint32_t until)
{
    struct grid g = {.parts = row_labels(p, s, label, "Group "),
                     .n_parts = body_rows(s),
                     .groups = column_labels(p, s, from, until),
                     .n_groups = until - from,
                     .from = from};
    grouped(p, name, title, s, &g);
}

void figure_pairs(struct page *p, const char *name, struct str title, const struct sheet *s,
                  uint32_t from, uint32_t until)
{
    struct grid g = {.groups = row_labels(p, s, 0, ""),
                     .n_groups = body_rows(s),
                     .turned = true,
                     .parts = column_labels(p, s, from, until),
                     .n_parts = until - from,
                     .from = from};
    grouped(p, name, title, s, &g);
}

/* ---- lines --------------------------------------------------------------------------------- */

/* The month that a row is about; SPEND_NO_MONTH where none is given. */
static spend_month month_of(const struct sheet *s, uint32_t row)
{
    for (uint32_t i = 0; i < s->rows_count.n; i++)
        if (s->rows_count.at[i].at == row)
            return spend_month_parse(s->rows_count.at[i].value);
    return SPEND_NO_MONTH;
}

/* All months from the first to the last, those without a payment as not known. */
static uint32_t points_of(struct page *p, const struct sheet *s, uint32_t column,
                          struct line_point **out)
{
    spend_month first = SPEND_NO_MONTH, last = SPEND_NO_MONTH;
    for (uint32_t i = 0; i < body_rows(s); i++) {
        spend_month m = month_of(s, i);
        if (m == SPEND_NO_MONTH)
            continue;
        first = first == SPEND_NO_MONTH ? m : first;
        last = m;
    }
    uint32_t n = first == SPEND_NO_MONTH ? 0 : (uint32_t)(last - first) + 1;
    if (n > LIMIT_SPEND_MONTHS)
        n = 0;
    *out = NEW_ARRAY(p->a, struct line_point, n + 1);
    for (uint32_t i = 0; i < n; i++)
        (*out)[i] = (struct line_point){spend_month_text(p->a, first + (spend_month)i), 0, true};
    for (uint32_t i = 0; n && i < body_rows(s); i++) {
        spend_month m = month_of(s, i);
        if (m == SPEND_NO_MONTH)
            continue;
        (*out)[m - first].value = number_at(s, i, column);
        (*out)[m - first].none = false;
    }
    return n;
}

void figure_line(struct page *p, const char *name, const struct sheet *s, uint32_t column)
{
    struct line_point *points;
    struct arena *a = p->a;
    uint32_t n = points_of(p, s, column, &points);
    int64_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        most = points[i].value > most ? points[i].value : most;
    struct lines_figure f = {.name = name,
                             .title = s->columns.at[column].title,
                             .points = points,
                             .n_points = n,
                             .most = shown_short(a, s, column, most)};
    f.reading = f.text = S("No month is given.");
    if (n) {
        f.text = str_fmt(a, "%.*s, then %.*s", STR(shown_short(a, s, column, points[0].value)),
                         STR(shown_short(a, s, column, points[n - 1].value)));
        f.reading = str_fmt(a, "%.*s in %.*s, %.*s in %.*s, at most %.*s",
                            STR(shown_short(a, s, column, points[0].value)), STR(points[0].when),
                            STR(shown_short(a, s, column, points[n - 1].value)),
                            STR(points[n - 1].when), STR(f.most));
    }
    put(p, chart_lines(a, &f));
}
