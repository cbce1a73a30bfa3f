/* layout.c: a layout as a map, the one line that people write and that is kept by publisher.
 *
 *     map  = part {"," part}
 *     part = "header" "=" number | "separator" "=" word | "sheet" "=" (number | text)
 *          | "dates" "=" ("uk" | "us")
 *          | field "=" (number | text | "none") | field ":=" text
 *     text = '"' anything, two quotes for one '"' | a word without comma */
#include <string.h>

#include "intake/parts.h"

static const struct {
    const char *name;
    char c;
} separators[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'}};
enum { SEPARATORS = sizeof separators / sizeof separators[0] };

const char *layout_separator(char c)
{
    for (int i = 0; i < SEPARATORS; i++)
        if (separators[i].c == c)
            return separators[i].name;
    return "no separator";
}

/* What stands before the next comma outside of quotes; *s goes behind it. */
static struct str next_part(struct str *s)
{
    size_t i = 0;
    bool quoted = false;
    for (; i < s->n && (quoted || s->p[i] != ','); i++)
        quoted ^= s->p[i] == '"';
    struct str part = csv_trim(str_sub(*s, 0, i));
    *s = str_sub(*s, i < s->n ? i + 1 : i, s->n);
    return part;
}

static bool number(struct str s, uint32_t *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || n > UINT32_MAX / 10)
            return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = (uint32_t)n;
    return s.n > 0;
}

static bool bad(struct intake_table *t, struct str *why, struct str part, const char *expected)
{
    *why = str_fmt(t->a, "the map says '%.*s', but %s", STR(part), expected);
    return false;
}

static bool read_field(struct intake_table *t, struct map_field *m, bool constant, struct str part,
                       struct str value, struct str *why)
{
    bool quoted = value.n && value.p[0] == '"';
    struct str text = csv_cell(t->a, value);
    *m = (struct map_field){.constant = constant};
    if (constant)
        m->text = text;
    else if (!quoted && str_eq_fold(text, S("none")))
        m->none = true;
    else if (quoted || !number(text, &m->column))
        m->header = text;
    else if (m->column < 1 || m->column > LIMIT_INTAKE_COLUMNS)
        return bad(t, why, part, "columns are counted from 1");
    return true;
}

static bool read_separator(struct intake_table *t, struct map_said *said, struct str value)
{
    for (int i = 0; i < SEPARATORS; i++)
        if (str_eq_fold(value, str_of(separators[i].name)) ||
            (value.n == 1 && value.p[0] == separators[i].c)) {
            t->layout.separator = separators[i].c;
            return said->separator = true;
        }
    return false;
}

static bool read_part(struct intake_table *t, struct map_said *said, struct str part,
                      struct str *why)
{
    size_t eq = str_find(part, '=');
    if (eq == part.n)
        return bad(t, why, part, "a part of it is NAME=VALUE, as supplier=5");
    bool constant = eq > 0 && part.p[eq - 1] == ':';
    struct str name = csv_trim(str_sub(part, 0, eq - constant));
    struct str value = csv_trim(str_sub(part, eq + 1, part.n));
    if (str_eq_fold(name, S("header"))) {
        said->header = number(value, &t->layout.header);
        return said->header || bad(t, why, part, "header= takes the number of a row, or 0");
    }
    if (str_eq_fold(name, S("separator")))
        return read_separator(t, said, value) ||
               bad(t, why, part, "separator= takes comma, semicolon, tab or pipe");
    if (str_eq_fold(name, S("sheet"))) {
        said->sheet_name = csv_cell(t->a, value);
        return said->sheet = true;
    }
    if (str_eq_fold(name, S("dates"))) {
        bool uk = str_eq_fold(value, S("uk"));
        t->layout.doubt = uk ? INTAKE_DAY_FIRST : INTAKE_MONTH_FIRST;
        return uk || str_eq_fold(value, S("us")) || bad(t, why, part, "dates= takes uk or us");
    }
    struct buf names = buf_new(t->a);
    for (uint32_t f = 0; f < t->n_fields; f++) {
        if (str_eq_fold(name, str_of(t->fields[f].name)))
            return read_field(t, &said->fields[f], constant, part, value, why);
        buf_fmt(&names, "%s, ", t->fields[f].name);
    }
    buf_z(&names, "header, separator, sheet, dates");
    return bad(t, why, part,
               str_z(t->a, str_fmt(t->a, "the names are: %.*s", STR(buf_str(&names)))));
}

bool map_read(struct intake_table *t, struct map_said *said, struct str *why)
{
    struct str rest = t->hints.map;
    while (rest.n) {
        struct str part = next_part(&rest);
        if (part.n && !read_part(t, said, part, why))
            return false;
    }
    return true;
}

/* ---- and back ------------------------------------------------------------------------------ */

static void put_text(struct buf *b, struct str text)
{
    buf_putc(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_putc(b, '"');
        buf_putc(b, text.p[i]);
    }
    buf_putc(b, '"');
}

/* A column by its header, when no other has the same; that holds where columns come and go. */
static void put_column(struct buf *b, const struct intake_layout *l, uint32_t column)
{
    uint32_t same = 0;
    for (uint32_t c = 0; c < l->columns; c++)
        same += str_eq_fold(l->names[c], l->names[column]);
    if (l->header && l->names[column].n && same == 1)
        put_text(b, l->names[column]);
    else
        buf_fmt(b, "%u", column + 1);
}

struct str intake_layout_text(struct arena *a, const struct intake_table *t)
{
    const struct intake_layout *l = &t->layout;
    struct buf b = buf_new(a);
    buf_fmt(&b, "header=%u", l->header);
    if (l->xlsx) {
        buf_z(&b, ",sheet=");
        put_text(&b, l->sheet);
    } else {
        buf_fmt(&b, ",separator=%s", layout_separator(l->separator));
    }
    buf_fmt(&b, ",dates=%s", l->doubt == INTAKE_DAY_FIRST ? "uk" : "us");
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct intake_place *at = &l->at[f];
        buf_fmt(&b, ",%s", t->fields[f].name);
        if (at->how == INTAKE_CONSTANT) {
            buf_z(&b, ":=");
            put_text(&b, at->constant);
        } else if (at->how == INTAKE_NOT_FOUND) {
            buf_z(&b, "=none");
        } else {
            buf_putc(&b, '=');
            put_column(&b, l, at->column);
        }
    }
    return buf_str(&b);
}
