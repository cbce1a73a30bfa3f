/* xlsx.c: a sheet of a spreadsheet as text with commas, so that it is read like any other.
 *
 * An .xlsx is a zip of XML files. The workbook names the sheets; the styles say which numbers are
 * days; texts are kept once for all sheets. These three are read whole; the sheet is read in
 * pieces, as its text is asked for, and takes no more memory than one row.
 *
 * Nothing in it is believed: sizes, counts and places are looked at before they are used. */
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "intake/parts.h"

enum { CHUNK = 65536, READY = 65536, SHEETS = 256, ROWS = 1048576, STYLES = 65536 };

struct sheet {
    struct str name, id; /* id: of the relation that says which file it is */
    bool hidden;
};
struct reading; /* one XML file while it is read */
struct xlsx {
    struct arena *a;
    struct str bytes;
    VEC(struct sheet) sheets;
    uint32_t sheet; /* index of the one that is wanted */
    struct str path;
    VEC(struct str) texts;
    VEC(bool) day; /* by style: is a number with it a day? */
    bool day_1904;
    /* open while something is read */
    zip_t *zip;
    zip_file_t *file;
    XML_Parser parser;
    uint64_t unpacked, packed;
    bool ended, suspended;
    char why[480];
    /* the sheet's text that was not asked for yet, and the cell that is being read */
    char *ready;
    size_t n_ready, begins, room;
    uint32_t row, column, place, style; /* from 1; place: the next cell's */
    uint32_t in_text, in_phonetic;      /* depth of elements whose text counts, or does not */
    enum { NUMBER, SHARED, TEXT, LOGICAL } type;
    char *cell;
    size_t n_cell;
};

static bool fail(struct xlsx *x, const char *why, const char *what)
{
    size_t n = 0;
    for (const char *p = why; *p && n + 1 < sizeof x->why; p++)
        if (*p == '%')
            for (const char *q = what; *q && n + 1 < sizeof x->why; q++)
                x->why[n++] = *q;
        else
            x->why[n++] = *p;
    x->why[n] = '\0';
    if (x->parser)
        XML_StopParser(x->parser, XML_FALSE);
    return false;
}

/* ---- the zip ------------------------------------------------------------------------------- */

static void close_file(struct xlsx *x)
{
    if (x->parser)
        XML_ParserFree(x->parser);
    if (x->file)
        zip_fclose(x->file);
    x->parser = NULL;
    x->file = NULL;
}

void xlsx_end(struct xlsx *x)
{
    close_file(x);
    if (x->zip)
        zip_discard(x->zip);
    free(x->ready);
    free(x->cell);
    x->zip = NULL;
    x->ready = x->cell = NULL;
    x->n_ready = x->begins = x->room = x->n_cell = 0;
}

static bool open_zip(struct xlsx *x)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(x->bytes.p, x->bytes.n, 0, &error);
    x->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!x->zip && source)
        zip_source_free(source);
    zip_error_fini(&error);
    if (!x->zip)
        return fail(x, "the spreadsheet is damaged: its list of contents cannot be read", "");
    if (zip_get_num_entries(x->zip, 0) > LIMIT_XLSX_ENTRIES)
        return fail(x, "the spreadsheet has more parts than any that is honest", "");
    return true;
}

/* Opens a part for reading in pieces; *there is false when there is none of that name. */
static bool open_part(struct xlsx *x, const char *path, bool *there)
{
    zip_stat_t st;
    zip_int64_t i = zip_name_locate(x->zip, path, ZIP_FL_NOCASE);
    const zip_uint64_t want = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    *there = i >= 0;
    if (i < 0)
        return true;
    if (zip_stat_index(x->zip, (zip_uint64_t)i, 0, &st) != 0 || (st.valid & want) != want)
        return fail(x, "the spreadsheet is damaged: % has no size", path);
    x->file = zip_fopen_index(x->zip, (zip_uint64_t)i, 0);
    if (!x->file)
        return fail(x, "the spreadsheet is damaged or locked: % cannot be opened", path);
    x->packed = st.comp_size;
    x->unpacked = 0;
    x->ended = x->suspended = false;
    x->parser = XML_ParserCreate(NULL);
    if (!x->parser)
        return fail(x, "out of memory", "");
    XML_SetUserData(x->parser, x);
    return true;
}

/* The next piece of the part that is open, through the parser. */
static bool read_piece(struct xlsx *x)
{
    const uint64_t most = (uint64_t)LIMIT_XLSX_UNPACKED_MB << 20, honest = 1 << 20;
    enum XML_Status status;
    if (x->suspended) {
        x->suspended = false;
        status = XML_ResumeParser(x->parser);
    } else {
        void *to = XML_GetBuffer(x->parser, CHUNK);
        zip_int64_t n = to ? zip_fread(x->file, to, CHUNK) : -1;
        if (n < 0)
            return fail(x, "the spreadsheet is damaged: a part of it cannot be unpacked", "");
        x->unpacked += (uint64_t)n;
        if (x->unpacked > most ||
            (x->unpacked > honest && x->unpacked / LIMIT_XLSX_RATIO > x->packed))
            return fail(x, "the spreadsheet unpacks to far more than a table would; it is refused",
                        "");
        x->ended = n == 0;
        status = XML_ParseBuffer(x->parser, (int)n, n == 0);
    }
    if (x->why[0])
        return false;
    if (status == XML_STATUS_ERROR)
        return fail(x, "the spreadsheet is damaged: %",
                    XML_ErrorString(XML_GetErrorCode(x->parser)));
    x->suspended = status == XML_STATUS_SUSPENDED;
    return true;
}

/* ---- XML ----------------------------------------------------------------------------------- */

/* The name without its prefix. */
static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool is(const char *name, const char *what)
{
    return strcmp(local(name), what) == 0;
}

static const char *attribute(const char **list, const char *name)
{
    for (; *list; list += 2)
        if (strcmp(list[0], name) == 0 || strcmp(local(list[0]), name) == 0)
            return list[1];
    return NULL;
}

static uint32_t number_of(const char *s)
{
    uint64_t n = 0;
    for (; s && *s >= '0' && *s <= '9' && n < UINT32_MAX; s++)
        n = n * 10 + (uint64_t)(*s - '0');
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static bool is_true(const char *s)
{
    return s && (strcmp(s, "1") == 0 || strcmp(s, "true") == 0);
}

static bool read_part(struct xlsx *x, const char *path, XML_StartElementHandler start,
                      XML_EndElementHandler end, XML_CharacterDataHandler text, bool *there)
{
    if (!open_part(x, path, there))
        return false;
    if (!*there)
        return true;
    XML_SetElementHandler(x->parser, start, end);
    XML_SetCharacterDataHandler(x->parser, text);
    while (!x->ended)
        if (!read_piece(x))
            return false;
    close_file(x);
    return true;
}

/* ---- the workbook -------------------------------------------------------------------------- */

static void XMLCALL workbook_start(void *with, const char *name, const char **list)
{
    struct xlsx *x = with;
    if (is(name, "workbookPr"))
        x->day_1904 = is_true(attribute(list, "date1904"));
    if (!is(name, "sheet") || x->sheets.n >= SHEETS)
        return;
    const char *state = attribute(list, "state"), *id = attribute(list, "id");
    const char *title = attribute(list, "name");
    *vec_push(x->a, &x->sheets) = (struct sheet){str_copy(x->a, str_of(title ? title : "")),
                                                 str_copy(x->a, str_of(id ? id : "")),
                                                 state && strcmp(state, "visible") != 0};
}

static void XMLCALL relations_start(void *with, const char *name, const char **list)
{
    struct xlsx *x = with;
    const char *id = attribute(list, "Id"), *target = attribute(list, "Target");
    if (!is(name, "Relationship") || !id || !target ||
        !str_eq(str_of(id), x->sheets.at[x->sheet].id))
        return;
    x->path =
        target[0] == '/' ? str_copy(x->a, str_of(target + 1)) : str_fmt(x->a, "xl/%s", target);
}

/* Does a format show a day? "dd/mm/yyyy" does, "[Red]#,##0" and "mm:ss" do not. */
static bool shows_day(const char *format)
{
    for (const char *p = format; *p; p++) {
        const char *close = *p == '"' ? strchr(p + 1, '"') : *p == '[' ? strchr(p + 1, ']') : p;
        if (!close)
            return false;
        if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
            close = p + 1;
        else if (*p == 'd' || *p == 'D' || *p == 'y' || *p == 'Y')
            return true;
        else if (*p == ';')
            return false; /* what is behind is for negative numbers */
        p = close;
    }
    return false;
}

/* Formats are named by number; those of the file come before the styles that use them. */
static void XMLCALL styles_start(void *with, const char *name, const char **list)
{
    struct xlsx *x = with;
    const char *id = attribute(list, "numFmtId"), *code = attribute(list, "formatCode");
    uint32_t n = number_of(id);
    if (is(name, "cellXfs")) {
        x->in_text = 1;
    } else if (is(name, "numFmt") && code && x->texts.n < STYLES) {
        /* the list of texts is not read yet, and lends its room */
        *vec_push(x->a, &x->texts) = str_fmt(x->a, "%u %s", n, shows_day(code) ? "day" : "number");
    } else if (is(name, "xf") && x->in_text && x->day.n < STYLES) {
        struct str mine = str_fmt(x->a, "%u day", n);
        bool day = (n >= 14 && n <= 17) || n == 22 || (n >= 27 && n <= 31) || n == 36 ||
                   (n >= 50 && n <= 54) || n == 57 || n == 58;
        for (uint32_t i = 0; i < x->texts.n && !day; i++)
            day = str_eq(x->texts.at[i], mine);
        *vec_push(x->a, &x->day) = day;
    }
}

static void XMLCALL styles_end(void *with, const char *name)
{
    struct xlsx *x = with;
    if (is(name, "cellXfs"))
        x->in_text = 0;
}

/* ---- text that is collected ---------------------------------------------------------------- */

static void XMLCALL collect(void *with, const char *text, int n)
{
    struct xlsx *x = with;
    if (!x->in_text || x->in_phonetic)
        return;
    if ((size_t)n > LIMIT_INTAKE_CELL - x->n_cell) {
        fail(x, "a cell of the spreadsheet holds more text than any may", "");
        return;
    }
    memcpy(x->cell + x->n_cell, text, (size_t)n);
    x->n_cell += (size_t)n;
}

static void XMLCALL texts_start(void *with, const char *name, const char **list)
{
    struct xlsx *x = with;
    (void)list;
    if (is(name, "si"))
        x->n_cell = 0;
    x->in_phonetic += is(name, "rPh");
    x->in_text += is(name, "t");
}

static void XMLCALL texts_end(void *with, const char *name)
{
    struct xlsx *x = with;
    x->in_phonetic -= is(name, "rPh");
    x->in_text -= is(name, "t");
    if (!is(name, "si"))
        return;
    if (x->texts.n >= LIMIT_XLSX_STRINGS)
        fail(x, "the spreadsheet has more different texts than any may", "");
    else
        *vec_push(x->a, &x->texts) = str_copy(x->a, (struct str){x->cell, x->n_cell});
}

/* ---- the sheet's text ---------------------------------------------------------------------- */

static void put(struct xlsx *x, const char *p, size_t n)
{
    if (x->why[0])
        return;
    if (x->room - x->n_ready < n) {
        size_t room = x->room ? x->room * 2 : 4 * READY;
        while (room - x->n_ready < n)
            room *= 2;
        char *bigger = room > 64 * (size_t)LIMIT_INTAKE_CELL ? NULL : realloc(x->ready, room);
        if (!bigger) {
            fail(x, "a row of the spreadsheet is longer than any may be", "");
            return;
        }
        x->ready = bigger;
        x->room = room;
    }
    if (n)
        memcpy(x->ready + x->n_ready, p, n);
    x->n_ready += n;
}

static void put_number(struct xlsx *x, uint64_t n, int digits)
{
    char b[24];
    int i = sizeof b;
    for (; n || digits > 0; n /= 10, digits--)
        b[--i] = (char)('0' + n % 10);
    put(x, b + i, sizeof b - (size_t)i);
}

static void put_text(struct xlsx *x, struct str s)
{
    put(x, "\"", 1);
    for (size_t i = 0, from = 0; i <= s.n; i++)
        if (i == s.n || s.p[i] == '"') {
            put(x, s.p + from, i - from);
            if (i < s.n)
                put(x, "\"\"", 2);
            from = i + 1;
        }
    put(x, "\"", 1);
}

/* A number as spreadsheets store it (25000.5, 4.9999999999999996E-2) taken apart:
 * digits x 10^-scale. */
struct decimal {
    char digits[40];
    int n, scale;
    bool minus;
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool decimal_of(struct str s, struct decimal *d)
{
    enum { MOST = 300 };
    bool point = false, any = false;
    size_t i = s.n && s.p[0] == '-';
    *d = (struct decimal){.minus = i > 0};
    for (; i < s.n && (digit(s.p[i]) || (s.p[i] == '.' && !point)); i++) {
        if (s.p[i] == '.') {
            point = true;
            continue;
        }
        any = true;
        d->scale += point;
        if (d->n == sizeof d->digits || d->scale > MOST)
            return false;
        if (d->n || s.p[i] != '0')
            d->digits[d->n++] = s.p[i];
    }
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        int power = 0;
        bool down = ++i < s.n && s.p[i] == '-';
        i += i < s.n && (s.p[i] == '-' || s.p[i] == '+');
        for (; i < s.n && digit(s.p[i]) && power <= MOST; i++)
            power = power * 10 + (s.p[i] - '0');
        d->scale += down ? power : -power;
    }
    return any && i == s.n && d->scale <= MOST && d->scale >= -MOST;
}

/* To 15 digits, as many as a spreadsheet shows: what is behind is no more than the noise of
 * binary fractions. */
static void decimal_round(struct decimal *d)
{
    enum { SHOWN = 15 };
    if (d->n > SHOWN) {
        int i = SHOWN;
        bool up = d->digits[SHOWN] >= '5';
        d->scale -= d->n - SHOWN;
        d->n = SHOWN;
        while (up && i-- > 0) {
            up = d->digits[i] == '9';
            d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
        }
        if (up) {
            d->digits[0] = '1';
            d->scale--; /* 99..9 became 100..0: one digit more */
        }
    }
    while (d->n && d->digits[d->n - 1] == '0') {
        d->n--;
        d->scale--;
    }
}

static void put_decimal(struct xlsx *x, const struct decimal *d)
{
    int before = d->n - d->scale; /* digits before the point */
    if (d->n == 0) {
        put(x, "0", 1);
        return;
    }
    if (d->minus)
        put(x, "-", 1);
    for (int i = before < 0 ? before : 0; i < d->n || i < before; i++) {
        if (i == (before < 0 ? before : 0) && before <= 0)
            put(x, "0.", 2);
        else if (i == before)
            put(x, ".", 1);
        put(x, i >= 0 && i < d->n ? d->digits + i : "0", 1);
    }
}

/* The day that a number is; the years before 1900-03-01 are left, as spreadsheets have a day
 * there that never was. */
static bool put_day(struct xlsx *x, const struct decimal *d)
{
    enum { FIRST = 61, LAST = 2958465, SHIFT_1904 = 1462 };
    int64_t n = 0;
    int y, m, day, before = d->n - d->scale;
    for (int i = 0; i < before && n <= LAST; i++)
        n = n * 10 + (i < d->n ? d->digits[i] - '0' : 0);
    n += x->day_1904 ? SHIFT_1904 : 0;
    if (d->minus || n < FIRST || n > LAST)
        return false;
    date_parts(date_of(1899, 12, 30) + (date)n, &y, &m, &day);
    put_number(x, (uint64_t)y, 4);
    put(x, "-", 1);
    put_number(x, (uint64_t)m, 2);
    put(x, "-", 1);
    put_number(x, (uint64_t)day, 2);
    return true;
}

static void put_value(struct xlsx *x)
{
    struct str v = {x->cell, x->n_cell};
    struct decimal d;
    struct str trimmed = csv_trim(v);
    if (x->type == SHARED) {
        uint32_t i = 0;
        for (size_t k = 0; k < trimmed.n && i <= LIMIT_XLSX_STRINGS && digit(trimmed.p[k]); k++)
            i = i * 10 + (uint32_t)(trimmed.p[k] - '0');
        if (i >= x->texts.n)
            fail(x, "the spreadsheet is damaged: a cell names a text that is not there", "");
        else
            put_text(x, x->texts.at[i]);
    } else if (x->type == LOGICAL) {
        put_text(x, str_eq(trimmed, S("1")) ? S("TRUE") : S("FALSE"));
    } else if (x->type == TEXT || !decimal_of(trimmed, &d)) {
        put_text(x, v);
    } else {
        bool day = x->style < x->day.n && x->day.at[x->style];
        decimal_round(&d);
        if (!day || !put_day(x, &d))
            put_decimal(x, &d);
    }
}

/* "AB12": the column, from 1; 0 when it is none. */
static uint32_t column_of(const char *place)
{
    uint32_t n = 0;
    for (; place && *place >= 'A' && *place <= 'Z' && n < ROWS; place++)
        n = n * 26 + (uint32_t)(*place - 'A') + 1;
    return n;
}

static void begin_row(struct xlsx *x, const char **list)
{
    const char *r = attribute(list, "r");
    uint32_t row = r ? number_of(r) : x->row + 1;
    if (row <= x->row || row > ROWS) {
        fail(x, "the spreadsheet is damaged: its rows are not in order", "");
        return;
    }
    for (; x->row + 1 < row; x->row++)
        put(x, "\n", 1);
    x->row = row;
    x->column = 1;
    x->place = 1;
}

static void begin_cell(struct xlsx *x, const char **list)
{
    const char *type = attribute(list, "t"), *r = attribute(list, "r");
    uint32_t column = column_of(r);
    x->place = column ? column : x->place;
    x->style = number_of(attribute(list, "s"));
    x->n_cell = 0;
    x->type = !type || strcmp(type, "n") == 0 ? NUMBER
              : strcmp(type, "s") == 0        ? SHARED
              : strcmp(type, "b") == 0        ? LOGICAL
                                              : TEXT;
}

static void end_cell(struct xlsx *x)
{
    uint32_t place = x->place++;
    if (!x->n_cell)
        return;
    if (place < x->column || place > LIMIT_INTAKE_COLUMNS) {
        fail(x,
             place < x->column ? "the spreadsheet is damaged: its cells are not in order"
                               : "the sheet has more columns than any table may",
             "");
        return;
    }
    for (; x->column < place; x->column++)
        put(x, ",", 1);
    put_value(x);
}

static void XMLCALL sheet_start(void *with, const char *name, const char **list)
{
    struct xlsx *x = with;
    if (is(name, "row"))
        begin_row(x, list);
    else if (is(name, "c"))
        begin_cell(x, list);
    x->in_phonetic += is(name, "rPh");
    x->in_text += is(name, "v") || is(name, "t");
}

static void XMLCALL sheet_end(void *with, const char *name)
{
    struct xlsx *x = with;
    x->in_phonetic -= is(name, "rPh");
    x->in_text -= is(name, "v") || is(name, "t");
    if (is(name, "c"))
        end_cell(x);
    if (!is(name, "row"))
        return;
    put(x, "\n", 1);
    if (x->n_ready > READY && !x->why[0])
        XML_StopParser(x->parser, XML_TRUE);
}

/* ---- as a source --------------------------------------------------------------------------- */

static bool begin_sheet(struct xlsx *x)
{
    bool there;
    xlsx_end(x);
    x->row = x->in_text = x->in_phonetic = 0;
    x->cell = malloc(LIMIT_INTAKE_CELL);
    if (!x->cell)
        return fail(x, "out of memory", "");
    if (!open_zip(x) || !open_part(x, x->path.p, &there))
        return false;
    if (!there)
        return fail(x, "the spreadsheet is damaged: the sheet's own part is missing", "");
    XML_SetElementHandler(x->parser, sheet_start, sheet_end);
    XML_SetCharacterDataHandler(x->parser, collect);
    return true;
}

static bool xlsx_read(void *with, uint64_t at, char *to, size_t n, size_t *got)
{
    struct xlsx *x = with;
    *got = 0;
    if (at == 0 && !begin_sheet(x))
        return false;
    while (*got < n) {
        size_t have = x->n_ready - x->begins, k = n - *got < have ? n - *got : have;
        if (k)
            memcpy(to + *got, x->ready + x->begins, k);
        x->begins += k;
        *got += k;
        if (*got == n)
            break;
        x->n_ready = x->begins = 0;
        if (x->ended && !x->suspended)
            break;
        if (!read_piece(x))
            return false;
    }
    return true;
}

struct intake_source xlsx_source(struct xlsx *x)
{
    return (struct intake_source){xlsx_read, x, true};
}

struct str xlsx_why(struct arena *a, const struct xlsx *x)
{
    struct str why = str_of(x->why);
    why.n = str_utf8_valid(why); /* it may have been cut inside a character */
    return str_copy(a, why);
}

void xlsx_sheet(const struct xlsx *x, struct str *name, uint32_t *number)
{
    *name = x->sheets.at[x->sheet].name;
    *number = x->sheet + 1;
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool choose_sheet(struct xlsx *x, struct str wanted)
{
    uint32_t n = 0;
    bool digits = wanted.n > 0 && wanted.n < 4;
    for (size_t i = 0; i < wanted.n && digits; i++) {
        digits = digit(wanted.p[i]);
        n = n * 10 + (uint32_t)(wanted.p[i] - '0');
    }
    for (x->sheet = 0; x->sheet < x->sheets.n; x->sheet++) {
        const struct sheet *s = &x->sheets.at[x->sheet];
        if (wanted.n ? str_eq_fold(s->name, wanted) : !s->hidden)
            return true;
    }
    x->sheet = n - 1;
    if (digits && n >= 1 && n <= x->sheets.n)
        return true;
    struct buf b = buf_new(x->a);
    buf_fmt(&b, "'%.*s'; its sheets are", STR(wanted));
    for (uint32_t i = 0; i < x->sheets.n && b.n < sizeof x->why / 2; i++)
        buf_fmt(&b, "%s '%.*s'", i ? "," : "", STR(x->sheets.at[i].name));
    return fail(x, wanted.n ? "the spreadsheet has no sheet %" : "the spreadsheet has no sheet",
                str_z(x->a, buf_str(&b)));
}

static bool open_all(struct xlsx *x, struct str sheet)
{
    bool there;
    x->cell = malloc(LIMIT_INTAKE_CELL);
    if (!x->cell)
        return fail(x, "out of memory", "");
    if (!open_zip(x) || !read_part(x, "xl/workbook.xml", workbook_start, NULL, NULL, &there))
        return false;
    if (!there)
        return fail(x, "this is a zip file, but no spreadsheet (.xlsx) is in it", "");
    if (!choose_sheet(x, sheet) ||
        !read_part(x, "xl/_rels/workbook.xml.rels", relations_start, NULL, NULL, &there) ||
        !read_part(x, "xl/styles.xml", styles_start, styles_end, NULL, &there))
        return false;
    x->texts.n = 0;
    if (!read_part(x, "xl/sharedStrings.xml", texts_start, texts_end, collect, &there))
        return false;
    if (!x->path.n)
        return fail(x, "the spreadsheet is damaged: the sheet's own part is missing", "");
    return true;
}

struct xlsx *xlsx_open(struct arena *a, struct str bytes, struct str sheet, struct str *why)
{
    struct xlsx *x = NEW(a, struct xlsx);
    jmp_buf *outer = a->out_of_memory, here;
    x->a = a;
    x->bytes = bytes;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        xlsx_end(x);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    bool fine = open_all(x, sheet);
    xlsx_end(x);
    a->out_of_memory = outer;
    if (fine)
        return x;
    *why = xlsx_why(a, x);
    return NULL;
}
