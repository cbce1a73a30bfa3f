/* look.c: what a text is, from its first bytes: form, encoding, line ends, separator. Then the
 * columns (columns.c) and how days are read (dates.c). */
#include <string.h>

#include "intake/parts.h"

void look_say(struct intake_table *t, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    *vec_push(t->a, &t->layout.evidence) = str_vfmt(t->a, fmt, args);
    va_end(args);
}

void look_say_days(struct intake_table *t)
{
    t->layout.evidence.n = t->said;
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->fields[f].type == INTAKE_DATE) {
            days_say(t->a, &t->layout, t->fields[f].title);
            return;
        }
}

struct str sample_cell(const struct sample *s, uint32_t row, uint32_t column)
{
    return column < s->rows[row].n ? s->rows[row].cells[column] : S("");
}

/* Up to n bytes of the source's beginning, with slack behind them. */
static bool beginning(struct intake_table *t, size_t n, struct str *out)
{
    enum { FIRST = 65536 };
    size_t have = 0, room = 0, wanted, got;
    char *p = NULL;
    do {
        size_t more = room ? room * 2 : FIRST;
        more = more < n ? more : n;
        p = arena_grow(t->a, p, room ? room + CUT_SLACK : 0, more + CUT_SLACK, 64);
        room = more;
        wanted = room - have;
        if (!t->source.read(t->source.with, have, p + have, wanted, &got))
            return false;
        have += got;
    } while (have < n && got == wanted);
    *out = (struct str){p, have};
    return true;
}

/* ---- what it is not ------------------------------------------------------------------------ */

static bool is_other(struct intake_table *t, struct str text, struct str *why)
{
    static const struct {
        struct str begins;
        const char *is;
    } forms[] = {
        {{"\xd0\xcf\x11\xe0", 4}, "an old Excel file (.xls); save it as .xlsx or as CSV"},
        {{"%PDF", 4}, "a PDF; ask for the table that it was made from, as CSV or .xlsx"},
        {{"<!DOCTYPE", 9}, "a web page; download the file that it links to"},
        {{"<html", 5}, "a web page; download the file that it links to"},
        {{"<?xml", 5}, "XML; save it as .xlsx or as CSV"},
        {{"{\\rtf", 5}, "a text document (RTF); the table is wanted as CSV or .xlsx"},
    };
    struct str s = csv_trim(text);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (s.n >= forms[i].begins.n &&
            str_eq_fold(str_sub(s, 0, forms[i].begins.n), forms[i].begins)) {
            *why = str_fmt(t->a, "this is %s", forms[i].is);
            return true;
        }
    return false;
}

/* ---- encoding ------------------------------------------------------------------------------ */

static bool is_utf16(struct str s, bool *big_endian, bool *mark)
{
    size_t zeros[2] = {0, 0};
    *mark = true;
    *big_endian = str_starts(s, S("\xfe\xff"));
    if (*big_endian || str_starts(s, S("\xff\xfe")))
        return true;
    *mark = false;
    for (size_t i = 0; i < s.n && i < 1024; i++)
        zeros[i % 2] += s.p[i] == 0;
    *big_endian = zeros[0] > zeros[1];
    size_t all = zeros[0] + zeros[1], looked = s.n < 1024 ? s.n : 1024;
    return all > 8 && all * 3 > looked &&
           zeros[*big_endian ? 0 : 1] > 8 * zeros[*big_endian ? 1 : 0];
}

/* Bytes that are not ASCII. */
static size_t count_high(struct str text)
{
    size_t n = 0, i = 0;
    for (uint64_t x; i + sizeof x <= text.n; i += sizeof x) {
        memcpy(&x, text.p + i, sizeof x);
        n += (size_t)__builtin_popcountll(x & 0x8080808080808080u);
    }
    for (; i < text.n; i++)
        n += (unsigned char)text.p[i] >= 0x80;
    return n;
}

static void find_encoding(struct intake_table *t, struct str text, bool whole)
{
    struct intake_layout *l = &t->layout;
    size_t valid = str_utf8_valid(text), high = count_high(text);
    bool utf8 = valid == text.n || (!whole && text.n - valid < 4);
    if (l->xlsx || l->encoding == INTAKE_UTF16LE || l->encoding == INTAKE_UTF16BE)
        return;
    if (str_starts(text, S("\xef\xbb\xbf"))) {
        l->encoding = INTAKE_UTF8_BOM;
        t->skip = 3;
        look_say(t, "Encoding: UTF-8, as its byte order mark says");
    } else if (!high) {
        l->encoding = INTAKE_ASCII;
        look_say(t, "Encoding: plain ASCII");
    } else if (utf8) {
        l->encoding = INTAKE_UTF8;
        look_say(t, "Encoding: UTF-8; all %zu bytes beyond ASCII form its characters", high);
    } else {
        l->encoding = INTAKE_CP1252;
        look_say(t, "Encoding: Windows-1252; byte %zu (hex %02x) is not UTF-8", valid + 1,
                 (unsigned)(unsigned char)text.p[valid]);
    }
}

static bool open_form(struct intake_table *t, const struct map_said *said, struct str *text,
                      struct str *why)
{
    bool big_endian, mark;
    if (str_starts(*text, S("PK\x03\x04"))) {
        if (!beginning(t, (size_t)LIMIT_XLSX_BYTES + 1, text))
            return false;
        if (text->n > LIMIT_XLSX_BYTES) {
            *why = str_fmt(t->a, "the spreadsheet is larger than %d MB, the most that one may be",
                           LIMIT_XLSX_BYTES >> 20);
            return false;
        }
        t->xlsx = xlsx_open(t->a, *text, said->sheet_name, why);
        if (!t->xlsx)
            return false;
        t->layout.xlsx = true;
        t->layout.encoding = INTAKE_UTF8;
        xlsx_sheet(t->xlsx, &t->layout.sheet, &t->layout.sheet_number);
        t->source = xlsx_source(t->xlsx);
        look_say(t, "Form: a spreadsheet (.xlsx); sheet %u, '%.*s'", t->layout.sheet_number,
                 STR(t->layout.sheet));
        /* Nothing may be allocated while the sheet is open: a jump would leave it so. */
        char *p = arena_alloc(t->a, LIMIT_INTAKE_LOOK + CUT_SLACK, 64);
        size_t n;
        bool fine = t->source.read(t->source.with, 0, p, LIMIT_INTAKE_LOOK, &n);
        xlsx_end(t->xlsx);
        if (!fine)
            *why = xlsx_why(t->a, t->xlsx);
        *text = (struct str){p, n};
        return fine;
    }
    if (is_utf16(*text, &big_endian, &mark)) {
        t->layout.encoding = big_endian ? INTAKE_UTF16BE : INTAKE_UTF16LE;
        t->source = utf16_source(t->a, t->source, big_endian, mark);
        look_say(t, "Encoding: UTF-16, as %s",
                 mark ? "its byte order mark says" : "every other byte is zero");
        return beginning(t, LIMIT_INTAKE_LOOK, text);
    }
    return !is_other(t, *text, why);
}

/* ---- line ends, separator ------------------------------------------------------------------ */

static void find_line_end(struct intake_table *t, struct str text)
{
    size_t both = 0, line = 0, lone = 0;
    for (size_t i = 0; (i += str_find(str_sub(text, i, text.n), '\n')) < text.n; i++)
        ++*(i && text.p[i - 1] == '\r' ? &both : &line);
    for (size_t i = 0; (i += str_find(str_sub(text, i, text.n), '\r')) < text.n; i++)
        lone += i + 1 == text.n || text.p[i + 1] != '\n';
    t->layout.line_end = lone > 4 * (line + both) ? '\r' : '\n';
    if (t->layout.xlsx)
        return;
    if (t->layout.line_end == '\r')
        look_say(t, "Line ends: CR alone, %zu of them", lone);
    else if (both && line)
        look_say(t, "Line ends: %zu are CR LF, %zu are LF alone", both, line);
    else
        look_say(t, "Line ends: %s", both ? "CR LF" : "LF");
}

struct cut_try {
    uint32_t rows, columns, agree; /* agree: rows with that many cells */
};

/* How a separator cuts the first rows: how many cells most of them have. */
static struct cut_try try_separator(struct intake_table *t, struct str text, char separator,
                                    uint32_t *at)
{
    enum { ROWS = 300, MOST = 256 };
    char line = t->layout.line_end;
    struct cut how = {separator, line, line == '\n' ? '\r' : '\n'};
    struct cuts c = csv_cut(how, text.p, (uint32_t)text.n, at, t->hints.means);
    uint32_t counts[MOST] = {0}, cells = 0;
    struct cut_try x = {0};
    for (uint32_t i = 0; i < c.n && x.rows < ROWS; i++) {
        cells++;
        if (text.p[at[i]] != line)
            continue;
        bool blank = cells == 1 && csv_trim(str_sub(text, i ? at[i - 1] + 1 : 0, at[i])).n == 0;
        x.rows += !blank;
        counts[cells < MOST ? cells : MOST - 1] += !blank;
        cells = 0;
    }
    for (uint32_t n = 2; n < MOST; n++)
        if (counts[n] > x.agree) {
            x.agree = counts[n];
            x.columns = n;
        }
    return x;
}

static bool find_separator(struct intake_table *t, struct str text, const struct map_said *said,
                           uint32_t *at, struct str *why)
{
    enum { LOOK = 32 * 1024 };
    static const char candidates[] = {',', ';', '\t', '|'};
    struct cut_try best = {0};
    struct str some = text.n > LOOK ? str_sub(text, 0, LOOK) : text;
    if (t->layout.xlsx || said->separator)
        return true;
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct cut_try x = try_separator(t, some, candidates[i], at);
        if (x.agree > best.agree || (x.agree == best.agree && x.columns > best.columns)) {
            best = x;
            t->layout.separator = candidates[i];
        }
    }
    if (!best.agree) {
        *why = S("no separator (comma, semicolon, tab, pipe) parts its lines into cells; a table "
                 "is wanted as CSV or .xlsx");
        return false;
    }
    look_say(t, "Separator: %s; %u of the first %u rows have %u cells",
             layout_separator(t->layout.separator), best.agree, best.rows, best.columns);
    return true;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void take_sample(struct intake_table *t, struct str text, bool whole, uint32_t *at,
                        struct sample *s)
{
    char line = t->layout.line_end;
    struct cut how = {t->layout.separator, line, line == '\n' ? '\r' : '\n'};
    char *end = (char *)(uintptr_t)text.p + text.n; /* beginning() left slack there */
    if (whole && text.n && end[-1] != line)
        *end = line, text.n++;
    struct cuts c = csv_cut(how, text.p, (uint32_t)text.n, at, t->hints.means);
    struct str *cells = NEW_ARRAY(t->a, struct str, c.n);
    s->rows = NEW_ARRAY(t->a, struct sample_row, c.rows);
    s->n = 0;
    for (uint32_t i = 0, from = 0; i < c.n; i++) {
        size_t begins = i ? at[i - 1] + 1 : 0;
        cells[i] = intake_utf8(t->a, csv_cell(t->a, str_sub(text, begins, at[i])));
        if (text.p[at[i]] != line)
            continue;
        s->rows[s->n++] = (struct sample_row){cells + from, i + 1 - from};
        from = i + 1;
    }
}

static void look_at_days(struct intake_table *t, const struct sample *s)
{
    struct days all = {.a = t->a};
    struct map seen = {0};
    VEC(uint32_t) rows = {0};
    VEC(struct str) texts = {0};
    for (uint32_t f = 0; f < t->n_fields; f++)
        for (uint32_t r = t->layout.header;
             t->fields[f].type == INTAKE_DATE && t->layout.at[f].how != INTAKE_NOT_FOUND &&
             t->layout.at[f].how != INTAKE_CONSTANT && r < s->n;
             r++) {
            struct str cell = sample_cell(s, r, t->layout.at[f].column);
            uint32_t k = cell.n ? map_get(&seen, cell) : 0;
            if (cell.n && k == MAP_NONE) {
                k = rows.n;
                map_put(t->a, &seen, cell, k);
                *vec_push(t->a, &rows) = 0;
                *vec_push(t->a, &texts) = cell;
            }
            if (cell.n)
                rows.at[k]++;
        }
    for (uint32_t i = 0; i < texts.n; i++)
        days_add(&all, texts.at[i], rows.at[i]);
    days_decide(t->a, &t->layout, &all, t->hints.about);
    t->said = t->layout.evidence.n;
    look_say_days(t);
}

struct intake_table *intake_look(struct arena *a, struct intake_source source,
                                 const struct intake_field *fields, uint32_t n_fields,
                                 const struct intake_hints *hints, struct str *why)
{
    struct intake_table *t = NEW(a, struct intake_table);
    struct map_said *said = NEW(a, struct map_said);
    struct sample sample;
    struct str text;
    check(n_fields <= LIMIT_INTAKE_FIELDS);
    *t = (struct intake_table){
        .a = a, .source = source, .fields = fields, .n_fields = n_fields, .hints = *hints};
    t->layout.separator = ',';
    *why = S("");
    if (!map_read(t, said, why) || !beginning(t, LIMIT_INTAKE_LOOK, &text) ||
        !open_form(t, said, &text, why))
        return NULL;
    bool whole = text.n < LIMIT_INTAKE_LOOK;
    if (csv_trim(text).n == 0) {
        *why = S("there is nothing in it");
        return NULL;
    }
    t->whole = whole ? (uint32_t)text.n : 0;
    find_encoding(t, text, whole);
    text = str_sub(text, t->skip, text.n);
    find_line_end(t, text);
    uint32_t *at = cut_places(a, text.n + 1);
    if (!find_separator(t, text, said, at, why))
        return NULL;
    take_sample(t, text, whole, at, &sample);
    if (!columns_find(t, said, &sample, why))
        return NULL;
    look_at_days(t, &sample);
    return t;
}

const struct intake_layout *intake_layout(const struct intake_table *t)
{
    return &t->layout;
}
