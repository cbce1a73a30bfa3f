/* sheet.c: one table, four forms. */
#include <string.h>
#include <xlsxwriter.h>

#include "actions/json.h"
#include "actions/sheet.h"

/* ---- making one ---------------------------------------------------------------------------- */

struct sheet *sheet_new(struct arena *a, const char *name, struct str title)
{
    struct sheet *s = NEW(a, struct sheet);
    *s = (struct sheet){.a = a, .name = str_of(name), .title = title};
    return s;
}

void sheet_column(struct sheet *s, const char *name, const char *title, enum sheet_kind kind)
{
    *vec_push(s->a, &s->columns) = (struct sheet_column){name, str_of(title), kind};
}

void sheet_text(struct sheet *s, struct str text)
{
    *vec_push(s->a, &s->cells) = (struct sheet_cell){.text = text, .none = !text.n};
}

void sheet_number(struct sheet *s, int64_t n)
{
    *vec_push(s->a, &s->cells) = (struct sheet_cell){.number = n};
}

void sheet_none(struct sheet *s)
{
    *vec_push(s->a, &s->cells) = (struct sheet_cell){.none = true};
}

void sheet_row_counts(struct sheet *s, const char *field, struct str value)
{
    *vec_push(s->a, &s->rows_count) = (struct sheet_where){s->cells.n / s->columns.n, field, value};
}

void sheet_column_counts(struct sheet *s, const char *field, struct str value)
{
    *vec_push(s->a, &s->columns_count) = (struct sheet_where){s->columns.n - 1, field, value};
}

/* Those of one row or column; they stand in order. */
static bool wheres_of(struct arena *a, const sheet_wheres *all, uint32_t at, sheet_wheres *out)
{
    uint32_t low = 0, high = all->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (all->at[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    bool any = low < all->n && all->at[low].at == at;
    for (; low < all->n && all->at[low].at == at; low++)
        if (all->at[low].field)
            *vec_push(a, out) = all->at[low];
    return any;
}

bool sheet_behind(const struct sheet *s, uint32_t row, uint32_t column, sheet_wheres *out)
{
    out->n = 0;
    if (sheet_at(s, row, column)->none || !wheres_of(s->a, &s->columns_count, column, out))
        return false;
    wheres_of(s->a, &s->rows_count, row, out);
    return true;
}

void sheet_note(struct sheet *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    *vec_push(s->a, &s->notes) = str_vfmt(s->a, fmt, args);
    va_end(args);
}

static uint32_t column_named(const struct sheet *s, const char *name)
{
    uint32_t c = 0;
    while (c < s->columns.n && strcmp(s->columns.at[c].name, name) != 0)
        c++;
    check(c < s->columns.n);
    return c;
}

struct sheet *sheet_chosen(const struct sheet *s, const char *const *names)
{
    struct sheet *out = NEW(s->a, struct sheet);
    VEC(uint32_t) from = {0};
    *out = (struct sheet){.a = s->a, .name = s->name, .title = s->title, .totals = s->totals};
    out->rows_count = s->rows_count;
    out->notes.at = s->notes.at, out->notes.n = out->notes.cap = s->notes.n;
    for (; *names; names++) {
        uint32_t column = column_named(s, *names);
        sheet_wheres wheres = {0};
        *vec_push(s->a, &from) = column;
        *vec_push(s->a, &out->columns) = s->columns.at[column];
        if (wheres_of(s->a, &s->columns_count, column, &wheres))
            sheet_column_counts(out, NULL, S(""));
        for (uint32_t i = 0; i < wheres.n; i++)
            sheet_column_counts(out, wheres.at[i].field, wheres.at[i].value);
    }
    for (uint32_t row = 0; row < sheet_rows(s); row++)
        for (uint32_t c = 0; c < from.n; c++)
            *vec_push(s->a, &out->cells) = *sheet_at(s, row, from.at[c]);
    return out;
}

uint32_t sheet_rows(const struct sheet *s)
{
    check(s->columns.n && s->cells.n % s->columns.n == 0);
    return s->cells.n / s->columns.n;
}

const struct sheet_cell *sheet_at(const struct sheet *s, uint32_t row, uint32_t column)
{
    return &s->cells.at[(size_t)row * s->columns.n + column];
}

/* ---- cells --------------------------------------------------------------------------------- */

/* 1234 of 100 is 12.34 */
static struct str decimal(struct arena *a, int64_t n, int64_t of, int digits)
{
    uint64_t size = n < 0 ? -(uint64_t)n : (uint64_t)n;
    return str_fmt(a, "%s%llu.%0*llu", n < 0 ? "-" : "", (unsigned long long)(size / (uint64_t)of),
                   digits, (unsigned long long)(size % (uint64_t)of));
}

/* -1234567 is -£12,345.67 */
static struct str pounds(struct arena *a, int64_t n)
{
    struct str plain = decimal(a, n, 100, 2);
    struct buf b = buf_new(a);
    if (n < 0)
        buf_putc(&b, '-');
    buf_z(&b, "£");
    for (size_t i = n < 0, end = plain.n - 3; i < plain.n; i++) {
        buf_putc(&b, plain.p[i]);
        if (i + 1 < end && (end - i - 1) % 3 == 0)
            buf_putc(&b, ',');
    }
    return buf_str(&b);
}

/* The same in figures alone, as programs read it. */
static struct str plain(struct arena *a, enum sheet_kind kind, const struct sheet_cell *c)
{
    if (c->none || kind == SHEET_TEXT)
        return c->text;
    return kind == SHEET_COUNT  ? str_fmt(a, "%lld", (long long)c->number)
           : kind == SHEET_RATE ? decimal(a, c->number, 10000, 4)
                                : decimal(a, c->number, 100, 2);
}

struct str sheet_shown(struct arena *a, enum sheet_kind kind, const struct sheet_cell *c)
{
    if (c->none || kind == SHEET_TEXT)
        return c->text;
    if (kind == SHEET_COUNT)
        return number_text(a, c->number);
    if (kind == SHEET_PENCE)
        return pounds(a, c->number);
    struct str figures = plain(a, kind, c);
    return kind == SHEET_SCORE ? figures : str_fmt(a, "%.*s%%", STR(figures));
}

/* ---- text ---------------------------------------------------------------------------------- */

/* The next line of a title, cut at a blank so that it is at most `most` wide where it can be. */
static struct str title_line(struct str *rest, size_t most)
{
    size_t end = 0;
    for (size_t at = 0; at < rest->n;) {
        size_t word = at + str_find(str_sub(*rest, at, rest->n), ' ');
        if (end && str_width(str_sub(*rest, 0, word)) > most)
            break;
        end = word;
        at = word + 1;
    }
    struct str line = str_sub(*rest, 0, end);
    *rest = str_sub(*rest, end + (end < rest->n), rest->n);
    return line;
}

struct text_columns {
    size_t *width;
    struct str *shown; /* cells, row by row */
    struct str *rest;  /* titles, as far as they are not put */
};

static void put_padded(struct buf *b, struct str cell, size_t width, bool left, bool last)
{
    size_t gap = width - str_width(cell);
    buf_pad(b, ' ', left ? 0 : gap);
    buf_put(b, cell);
    buf_z(b, last ? "" : "  ");
    buf_pad(b, ' ', left && !last ? gap : 0);
}

static void end_line(struct buf *b)
{
    while (b->n && b->p[b->n - 1] == ' ')
        b->n--;
    buf_putc(b, '\n');
}

/* Titles stand on as many lines as they need, the last one right above the cells. */
static void put_titles(struct run *r, const struct sheet *s, struct text_columns *t)
{
    uint32_t lines = 0, w = s->columns.n;
    uint32_t *has = NEW_ARRAY(r->a, uint32_t, w);
    for (uint32_t c = 0; c < w; c++) {
        for (struct str rest = s->columns.at[c].title; rest.n; has[c]++)
            title_line(&rest, t->width[c]);
        lines = has[c] > lines ? has[c] : lines;
    }
    for (uint32_t i = 0; i < lines; i++) {
        for (uint32_t c = 0; c < w; c++) {
            bool here = i + has[c] >= lines;
            put_padded(&r->out, here ? title_line(&t->rest[c], t->width[c]) : S(""), t->width[c],
                       s->columns.at[c].kind == SHEET_TEXT, c + 1 == w);
        }
        end_line(&r->out);
    }
}

static void put_text(struct run *r, const struct sheet *s)
{
    enum { TITLE = 16 }; /* a column is widened so far for its title alone */
    uint32_t n = sheet_rows(s), w = s->columns.n;
    struct text_columns t = {.width = NEW_ARRAY(r->a, size_t, w),
                             .shown = NEW_ARRAY(r->a, struct str, (size_t)n * w + 1),
                             .rest = NEW_ARRAY(r->a, struct str, w)};
    for (uint32_t c = 0; c < w; c++) {
        struct str rest = t.rest[c] = s->columns.at[c].title;
        while (rest.n) {
            size_t wide = str_width(title_line(&rest, TITLE));
            t.width[c] = wide > t.width[c] ? wide : t.width[c];
        }
    }
    for (uint32_t i = 0; i < s->cells.n; i++) {
        t.shown[i] = sheet_shown(r->a, s->columns.at[i % w].kind, &s->cells.at[i]);
        t.shown[i] = str_line(r->a, t.shown[i]); /* texts may come from anybody's file */
        size_t wide = str_width(t.shown[i]);
        t.width[i % w] = wide > t.width[i % w] ? wide : t.width[i % w];
    }
    buf_fmt(&r->out, "%.*s\n\n", STR(s->title));
    put_titles(r, s, &t);
    for (uint32_t row = 0; row < n; row++) {
        if (row && row == n - s->totals)
            buf_putc(&r->out, '\n');
        for (uint32_t c = 0; c < w; c++)
            put_padded(&r->out, t.shown[(size_t)row * w + c], t.width[c],
                       s->columns.at[c].kind == SHEET_TEXT, c + 1 == w);
        end_line(&r->out);
    }
    for (uint32_t i = 0; i < s->notes.n; i++)
        buf_fmt(&r->out, "%s%.*s\n", i ? "" : "\n", STR(s->notes.at[i]));
}

/* ---- CSV and JSON -------------------------------------------------------------------------- */

static void put_csv(struct run *r, const struct sheet *s)
{
    uint32_t w = s->columns.n;
    struct str *cells = NEW_ARRAY(r->a, struct str, w);
    for (uint32_t c = 0; c < w; c++)
        cells[c] = str_of(s->columns.at[c].name);
    csv_row(r, cells, w);
    for (uint32_t row = 0; row < sheet_rows(s) - s->totals; row++) {
        for (uint32_t c = 0; c < w; c++)
            cells[c] = plain(r->a, s->columns.at[c].kind, sheet_at(s, row, c));
        csv_row(r, cells, w);
    }
}

/* As elsewhere in JSON money is whole pence, and a column's name says so. */
static const char *json_name(struct arena *a, const struct sheet_column *c)
{
    struct str name = str_of(c->name), pounds = S("_gbp");
    if (c->kind != SHEET_PENCE)
        return c->name;
    if (str_ends(name, pounds))
        name = str_sub(name, 0, name.n - pounds.n);
    return str_z(a, str_fmt(a, "%.*s_pence", STR(name)));
}

static void put_json_row(struct json *j, const struct sheet *s, uint32_t row)
{
    json_map(j, NULL);
    for (uint32_t c = 0; c < s->columns.n; c++) {
        const struct sheet_column *column = &s->columns.at[c];
        const struct sheet_cell *cell = sheet_at(s, row, c);
        const char *name = json_name(s->a, column);
        if (cell->none)
            json_null(j, name);
        else if (column->kind == SHEET_TEXT)
            json_text(j, name, cell->text);
        else if (column->kind == SHEET_COUNT || column->kind == SHEET_PENCE)
            json_int(j, name, cell->number);
        else
            json_decimal(j, name, plain(s->a, column->kind, cell));
    }
    json_end_map(j);
}

static void put_json(struct json *j, const struct sheet *s)
{
    json_map(j, NULL);
    json_text(j, "title", s->title);
    json_list(j, "rows");
    for (uint32_t row = 0; row < sheet_rows(s) - s->totals; row++)
        put_json_row(j, s, row);
    json_end_list(j);
    json_list(j, "totals");
    for (uint32_t row = sheet_rows(s) - s->totals; row < sheet_rows(s); row++)
        put_json_row(j, s, row);
    json_end_list(j);
    json_list(j, "notes");
    for (uint32_t i = 0; i < s->notes.n; i++)
        json_text(j, NULL, s->notes.at[i]);
    json_end_list(j);
    json_end_map(j);
}

/* ---- Excel --------------------------------------------------------------------------------- */

struct book {
    struct arena *a;
    lxw_workbook *book;
    lxw_format *head, *total, *formats[SHEET_SCORE + 1], *sums[SHEET_SCORE + 1];
};

/* At most so many bytes, and no half of a character. */
static const char *cut(struct arena *a, struct str s, size_t most)
{
    struct str head = str_sub(s, 0, s.n < most ? s.n : most);
    return str_z(a, str_sub(head, 0, str_utf8_valid(head)));
}

/* What a spreadsheet would take for a formula is a text like any other: these are written as such.
 */
static void write_cell(struct book *b, lxw_worksheet *to, lxw_row_t row, lxw_col_t column,
                       enum sheet_kind kind, const struct sheet_cell *c, bool sum)
{
    static const double scale[] = {1, 1, 100, 10000, 1000000, 100};
    lxw_format *format = sum ? b->sums[kind] : b->formats[kind];
    enum { CELL_MOST = 32000 }; /* Excel takes 32,767 characters */
    if (c->none)
        worksheet_write_blank(to, row, column, format);
    else if (kind == SHEET_TEXT)
        worksheet_write_string(to, row, column, cut(b->a, c->text, CELL_MOST), format);
    else
        worksheet_write_number(to, row, column, (double)c->number / scale[kind], format);
}

/* A name has at most 31 characters, some signs not among them, and is there once; for one that is
 * not so the library makes another. */
static lxw_worksheet *new_worksheet(struct book *b, struct str name)
{
    enum { NAME_MOST = 31 };
    struct buf text = buf_new(b->a);
    for (size_t i = 0; i < name.n; i++)
        buf_putc(&text, strchr("[]:*?/\\'", name.p[i]) ? ' ' : name.p[i]);
    const char *z = cut(b->a, buf_str(&text), NAME_MOST);
    bool fine = workbook_validate_sheet_name(b->book, z) == LXW_NO_ERROR;
    return workbook_add_worksheet(b->book, fine ? z : NULL);
}

static bool add_sheet(struct book *b, const struct sheet *s)
{
    lxw_worksheet *to = new_worksheet(b, s->name);
    uint32_t n = sheet_rows(s);
    if (!to)
        return false;
    worksheet_write_string(to, 0, 0, str_z(b->a, s->title), b->head);
    for (uint32_t c = 0; c < s->columns.n; c++) {
        lxw_col_t at = (lxw_col_t)c;
        worksheet_set_column(to, at, at, s->columns.at[c].kind == SHEET_TEXT ? 34 : 18, NULL);
        worksheet_write_string(to, 2, at, str_z(b->a, s->columns.at[c].title), b->head);
        for (uint32_t row = 0; row < n; row++)
            write_cell(b, to, row + 3, at, s->columns.at[c].kind, sheet_at(s, row, c),
                       row >= n - s->totals);
    }
    worksheet_freeze_panes(to, 3, 1);
    for (uint32_t i = 0; i < s->notes.n; i++)
        worksheet_write_string(to, n + 4 + i, 0, str_z(b->a, s->notes.at[i]), NULL);
    return true;
}

static void make_formats(struct book *b)
{
    static const char *const numbers[] = {"@",     "#,##0",   "\"£\"#,##0.00;[Red]-\"£\"#,##0.00",
                                          "0.00%", "0.0000%", "0.00"};
    b->head = workbook_add_format(b->book);
    format_set_bold(b->head);
    for (int k = 0; k <= SHEET_SCORE; k++) {
        b->formats[k] = workbook_add_format(b->book);
        b->sums[k] = workbook_add_format(b->book);
        format_set_num_format(b->formats[k], numbers[k]);
        format_set_num_format(b->sums[k], numbers[k]);
        format_set_bold(b->sums[k]);
    }
}

struct workbook {
    struct arena *a;
    struct sheet *const *sheets;
    uint32_t n;
};

/* The library frees itself as it closes; when memory runs out before, by hand. */
static bool write_book(void *with, const char *path)
{
    const struct workbook *w = with;
    struct book b = {.a = w->a, .book = workbook_new(path)};
    if (!b.book)
        return false;
    jmp_buf *outer = w->a->out_of_memory, here;
    w->a->out_of_memory = &here;
    if (setjmp(here)) {
        lxw_workbook_free(b.book);
        w->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    make_formats(&b);
    bool fine = true;
    for (uint32_t i = 0; i < w->n; i++)
        fine = add_sheet(&b, w->sheets[i]) && fine;
    w->a->out_of_memory = outer;
    return workbook_close(b.book) == LXW_NO_ERROR && fine;
}

bool sheets_xlsx(struct arena *a, struct sheet *const *sheets, uint32_t n, struct str *bytes,
                 struct str *why)
{
    enum { EXCEL_ROWS = 1048576 - 8, EXCEL_COLUMNS = 16384 };
    struct workbook w = {a, sheets, n};
    for (uint32_t i = 0; i < n; i++)
        if (sheet_rows(sheets[i]) + sheets[i]->notes.n > EXCEL_ROWS ||
            sheets[i]->columns.n > EXCEL_COLUMNS) {
            *why = S("an Excel sheet holds 1,048,576 rows and 16,384 columns; --csv holds all");
            return false;
        }
    *why = S("the Excel file could not be made");
    return os_catch(a, write_book, &w, bytes);
}

/* ---- all of an answer ---------------------------------------------------------------------- */

static int put_file(struct run *r, struct sheet *const *sheets, uint32_t n, struct str path)
{
    struct str bytes, why;
    if (!sheets_xlsx(r->a, sheets, n, &bytes, &why) || !os_write(r->a, path, bytes, &why))
        return run_bad(r, "%.*s", STR(why));
    buf_fmt(&r->out, "%.*s is written\n", STR(path));
    return EXIT_FINE;
}

int sheets_put(struct run *r, struct sheet *const *sheets, uint32_t n)
{
    if (run_has(r, "xlsx"))
        return put_file(r, sheets, n, run_get(r, "xlsx"));
    struct json j;
    if (r->json) {
        j = json_begin(r);
        json_list(&j, NULL);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i && !r->json)
            buf_z(&r->out, r->csv ? "\r\n" : "\n\n");
        if (r->json)
            put_json(&j, sheets[i]);
        else if (r->csv)
            put_csv(r, sheets[i]);
        else
            put_text(r, sheets[i]);
    }
    if (r->json) {
        json_end_list(&j);
        json_finish(&j);
    }
    return EXIT_FINE;
}
