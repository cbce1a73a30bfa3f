/* csv.c: rows of a table, the one way in which actions on handbooks give them: as CSV, or kept for
 * the workbook that --xlsx asks for. */
#include "actions/sheet.h"

void csv_head(struct run *r, const char *columns)
{
    VEC(struct str) titles = {0};
    for (struct str rest = str_of(columns); rest.n;) {
        size_t end = str_find(rest, ',');
        *vec_push(r->a, &titles) = str_sub(rest, 0, end);
        rest = str_sub(rest, end + (end < rest.n), rest.n);
    }
    csv_titles(r, titles.at, titles.n);
}

void csv_titles(struct run *r, const struct str *titles, size_t n)
{
    if (!run_has(r, "xlsx")) {
        csv_row(r, titles, n);
        return;
    }
    check(!r->table); /* an answer has one table */
    struct sheet *to = sheet_new(r->a, "Table", S(""));
    for (size_t i = 0; i < n; i++)
        sheet_column(to, str_z(r->a, titles[i]), str_z(r->a, titles[i]), SHEET_TEXT);
    r->table = to;
}

static void keep_row(struct sheet *to, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sheet_text(to, cells[i]);
}

void csv_row(struct run *r, const struct str *cells, size_t n)
{
    if (r->table) {
        keep_row(r->table, cells, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(&r->out, ',');
        buf_csv(&r->out, cells[i]);
    }
    buf_z(&r->out, "\r\n");
}

/* ---- the workbook -------------------------------------------------------------------------- */

/* "1234" and "-1234.50", in hundredths where there is a point; as nobody writes what is no number.
 */
static bool is_figure(struct str s, bool *point, int64_t *n)
{
    const uint64_t most = 1000000000000000; /* Excel keeps 15 digits */
    bool minus = str_starts(s, S("-"));
    struct str whole = str_sub(s, minus, s.n), part = {0};
    uint64_t units, hundredths = 0;
    *point = whole.n > 3 && whole.p[whole.n - 3] == '.';
    if (*point) {
        part = str_sub(whole, whole.n - 2, whole.n);
        whole = str_sub(whole, 0, whole.n - 3);
    }
    if ((whole.n > 1 && whole.p[0] == '0') || !number_parse(whole, most / 100, &units) ||
        (*point && !number_parse(part, most, &hundredths)))
        return false;
    *n = (int64_t)(*point ? units * 100 + hundredths : units);
    *n = minus ? -*n : *n;
    return true;
}

/* A column that holds nothing but whole numbers, or nothing but amounts, is one of numbers. */
static void find_figures(struct sheet *s, uint32_t column)
{
    uint32_t width = s->columns.n, points = 0, whole = 0;
    bool point;
    int64_t n;
    for (uint32_t i = column; i < s->cells.n; i += width) {
        if (s->cells.at[i].none)
            continue;
        if (!is_figure(s->cells.at[i].text, &point, &n))
            return;
        points += point;
        whole += !point;
    }
    if ((points && whole) || points + whole == 0)
        return;
    for (uint32_t i = column; i < s->cells.n; i += width)
        if (!s->cells.at[i].none) {
            is_figure(s->cells.at[i].text, &point, &n);
            s->cells.at[i].number = n;
        }
    s->columns.at[column].kind = points ? SHEET_PENCE : SHEET_COUNT;
}

int csv_finish(struct run *r, const struct action *action, int code)
{
    struct sheet *s = r->table;
    if (!s || code == EXIT_BAD)
        return code;
    struct buf title = buf_new(r->a);
    buf_fmt(&title, "remit %s", action->name);
    for (uint32_t i = 0; i < r->words.n; i++)
        buf_fmt(&title, " %.*s", STR(r->words.at[i]));
    s->name = str_of(action->name);
    s->title = str_fmt(r->a, "%.*s, on %.*s", STR(buf_str(&title)), STR(date_long(r->a, r->on)));
    for (uint32_t c = 0; c < s->columns.n; c++)
        find_figures(s, c);
    return sheets_put(r, &s, 1) == EXIT_FINE ? code : EXIT_BAD;
}
