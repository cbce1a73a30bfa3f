/* columns.c: which row is the header, and in which column each field stands.
 *
 * Three kinds of evidence, in this order: what the caller's map says; what a column is called;
 * what stands in it. A name alone does not do when the cells belie it: a column called Date that
 * holds no days is not taken for the date in silence. */
#include <string.h>

#include "intake/parts.h"

/* What stands in one column below the header. */
struct content {
    uint32_t filled, days, amounts, money, numbers, letters;
    uint32_t never[LIMIT_INTAKE_FIELDS];
    struct str example, no_day, no_amount, number; /* the first of its kind */
};
struct search {
    struct intake_table *t;
    const struct map_said *said;
    const struct sample *s;
    struct content *content; /* [columns] */
    bool *used;              /* [columns] */
    uint32_t columns;
    struct str why[LIMIT_INTAKE_FIELDS]; /* how each field's column was found */
};

/* ---- names --------------------------------------------------------------------------------- */

/* A header as it is compared: one blank between words, no signs around them. */
static struct str plain_name(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '&' || c == '/';
        if (letter)
            buf_putc(&b, c);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_putc(&b, ' ');
    }
    return csv_trim(buf_str(&b));
}

/* How well a name fits a field: 0 not at all; else higher is better. Which of its headers. */
enum { EXACT = 1000, NEAR = 500 };

static int fit(const struct intake_field *f, struct str name, const char **header)
{
    int best = 0;
    unsigned most = name.n < 4 ? 0 : name.n < 8 ? 1 : name.n < 16 ? 2 : 3;
    *header = NULL;
    for (int i = 0; f->headers && f->headers[i]; i++) {
        struct str h = str_of(f->headers[i]);
        int now = str_eq_fold(h, name) ? EXACT - i : 0;
        unsigned d = now || !name.n ? 0 : str_distance(h, name, most);
        if (!now && name.n && d <= most)
            now = NEAR - 100 * (int)d - i;
        if (now > best) {
            best = now;
            *header = f->headers[i];
        }
    }
    return best;
}

/* How many different fields the row names, and how many cells do. */
static uint32_t names_in(struct search *k, uint32_t row)
{
    const struct intake_table *t = k->t;
    uint32_t found = 0;
    struct str names[LIMIT_INTAKE_COLUMNS];
    uint32_t n =
        k->s->rows[row].n < LIMIT_INTAKE_COLUMNS ? k->s->rows[row].n : LIMIT_INTAKE_COLUMNS;
    for (uint32_t c = 0; c < n; c++)
        names[c] = plain_name(t->a, k->s->rows[row].cells[c]);
    for (uint32_t f = 0; f < t->n_fields; f++) {
        bool any = false;
        const char *header;
        for (uint32_t c = 0; c < n && !any; c++)
            any = fit(&t->fields[f], names[c], &header) > 0;
        found += any;
    }
    return found;
}

static uint32_t filled_in(const struct sample_row *row)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < row->n; c++)
        n += row->cells[c].n > 0;
    return n;
}

/* Does the row have a day or an amount of money in it? */
static bool has_values(const struct sample_row *row)
{
    for (uint32_t c = 0; c < row->n; c++) {
        struct day d;
        pence p;
        if (row->cells[c].n && (!day_parse(row->cells[c], &d) || !intake_amount(row->cells[c], &p)))
            return true;
    }
    return false;
}

static void find_header(struct search *k)
{
    struct intake_layout *l = &k->t->layout;
    uint32_t rows = k->s->n < LIMIT_INTAKE_TITLE ? k->s->n : LIMIT_INTAKE_TITLE, best = 0;
    if (k->said->header) {
        look_say(k->t, "Header: row %u, as the map says", l->header);
        return;
    }
    l->header = 0;
    for (uint32_t r = 0; r < rows && best * 2 <= k->t->n_fields; r++) {
        uint32_t n = names_in(k, r);
        if (n > best && (n > 1 || filled_in(&k->s->rows[r]) < 3)) {
            best = n;
            l->header = r + 1;
        }
    }
    if (l->header) {
        look_say(k->t, "Header: row %u; it names %u of the fields", l->header, best);
        return;
    }
    for (uint32_t r = 0; r + 1 < rows && !l->header; r++)
        if (filled_in(&k->s->rows[r]) > 1 && !has_values(&k->s->rows[r]) &&
            has_values(&k->s->rows[r + 1]))
            l->header = r + 1;
    if (l->header)
        look_say(k->t,
                 "Header: row %u; it names no field, but has no day and no amount, and the "
                 "next row has",
                 l->header);
    else
        look_say(k->t, "Header: none; the first rows hold days or amounts already");
}

/* How many columns there are: the header's, or else the most common number of cells. */
static void find_columns(struct search *k)
{
    struct intake_layout *l = &k->t->layout;
    uint32_t *counts = NEW_ARRAY(k->t->a, uint32_t, LIMIT_INTAKE_COLUMNS + 1);
    const struct sample_row *header =
        l->header && l->header <= k->s->n ? &k->s->rows[l->header - 1] : NULL;
    uint32_t n = 0, most = 0;
    for (uint32_t r = l->header; r < k->s->n; r++)
        if (filled_in(&k->s->rows[r]) > 1 && k->s->rows[r].n <= LIMIT_INTAKE_COLUMNS)
            counts[k->s->rows[r].n]++;
    for (uint32_t c = 1; c <= LIMIT_INTAKE_COLUMNS; c++)
        if (counts[c] > most) {
            most = counts[c];
            n = c;
        }
    if (header && header->n > n)
        n = header->n;
    l->columns = k->columns = n < LIMIT_INTAKE_COLUMNS ? n : LIMIT_INTAKE_COLUMNS;
    l->names = NEW_ARRAY(k->t->a, struct str, k->columns);
    for (uint32_t c = 0; c < k->columns; c++)
        l->names[c] = header ? sample_cell(k->s, l->header - 1, c) : S("");
    struct buf title = buf_new(k->t->a);
    for (uint32_t r = 0; r + 1 < l->header && r < k->s->n; r++)
        for (uint32_t c = 0; c < k->s->rows[r].n; c++)
            if (k->s->rows[r].cells[c].n)
                buf_fmt(&title, "%s%.*s", title.n ? " " : "", STR(k->s->rows[r].cells[c]));
    l->title = buf_str(&title);
}

/* ---- contents ------------------------------------------------------------------------------ */

bool columns_no_numbers(const struct intake_field *f)
{
    for (int i = 0; f->never && f->never[i]; i++)
        if (strcmp(f->never[i], "#") == 0)
            return true;
    return false;
}

static bool is_never(const struct intake_field *f, struct str cell)
{
    for (int i = 0; f->never && f->never[i]; i++)
        if (str_eq_fold(cell, str_of(f->never[i])))
            return true;
    return columns_no_numbers(f) && words_number(cell);
}

static bool says(const struct intake_field *f, struct str cell)
{
    for (int i = 0; f->says && f->says[i]; i++)
        if (str_has_fold(cell, str_of(f->says[i])))
            return true;
    return false;
}

static void first_of(struct str *s, struct str cell)
{
    if (!s->n)
        *s = cell;
}

static void look_at_cell(struct search *k, struct content *x, struct str cell)
{
    struct day d;
    pence p;
    bool day = !day_parse(cell, &d), amount = !intake_amount(cell, &p);
    bool point = str_find(cell, '.') < cell.n || str_find(cell, ',') < cell.n;
    bool digits = true, letters = false;
    for (size_t i = 0; i < cell.n; i++) {
        digits = digits && cell.p[i] >= '0' && cell.p[i] <= '9';
        letters = letters || (cell.p[i] | 32) >= 'a';
    }
    x->filled++;
    x->days += day && !(digits && amount && cell.n != 5 && cell.n != 8);
    x->amounts += amount;
    x->money += amount && (point || cell.p[0] == '-' || cell.p[0] == '(' || !digits);
    x->numbers += digits;
    x->letters += letters && !day && !amount;
    first_of(&x->example, cell);
    if (!day)
        first_of(&x->no_day, cell);
    if (!amount)
        first_of(&x->no_amount, cell);
    if (words_number(cell))
        first_of(&x->number, cell);
    for (uint32_t f = 0; f < k->t->n_fields; f++)
        x->never[f] += is_never(&k->t->fields[f], cell);
}

enum { ROWS = 300 }; /* so many of them are looked at for what stands in columns */

static void look_at_contents(struct search *k)
{
    k->content = NEW_ARRAY(k->t->a, struct content, k->columns);
    k->used = NEW_ARRAY(k->t->a, bool, k->columns);
    for (uint32_t r = k->t->layout.header, n = 0; r < k->s->n && n < ROWS; r++, n++) {
        uint32_t columns = filled_in(&k->s->rows[r]) > 2 ? k->columns : 0;
        for (uint32_t c = 0; c < columns; c++)
            if (sample_cell(k->s, r, c).n)
                look_at_cell(k, &k->content[c], sample_cell(k->s, r, c));
    }
}

/* In how many rows the column's cell says what the field's cells say. */
static uint32_t count_says(const struct search *k, uint32_t f, uint32_t c)
{
    uint32_t count = 0;
    for (uint32_t r = k->t->layout.header, n = 0; r < k->s->n && n < ROWS; r++, n++)
        count += says(&k->t->fields[f], sample_cell(k->s, r, c));
    return count;
}

/* Do the cells belie that the field stands there? */
static bool belied(const struct search *k, uint32_t f, uint32_t c)
{
    const struct content *x = &k->content[c];
    switch (k->t->fields[f].type) {
    case INTAKE_DATE:
        return x->days * 2 < x->filled;
    case INTAKE_AMOUNT:
        return x->amounts * 2 < x->filled;
    case INTAKE_WORD:
        return x->filled && x->never[f] * 2 > x->filled;
    case INTAKE_TEXT:
        break;
    }
    return false;
}

static void place(struct search *k, uint32_t f, uint32_t c, enum intake_how how)
{
    k->t->layout.at[f] = (struct intake_place){.how = how, .column = c};
    k->used[c] = true;
}

/* The last decision about a field is the one that is told. */
__attribute__((format(printf, 3, 4))) static void say(struct search *k, uint32_t f, const char *fmt,
                                                      ...)
{
    va_list args;
    va_start(args, fmt);
    struct str what = str_vfmt(k->t->a, fmt, args);
    va_end(args);
    k->why[f] = str_fmt(k->t->a, "%s: %.*s", k->t->fields[f].title, STR(what));
}

static bool is_found(const struct search *k, uint32_t f)
{
    return k->t->layout.at[f].how != INTAKE_NOT_FOUND;
}

/* ---- by the map ---------------------------------------------------------------------------- */

static bool by_map(struct search *k, struct str *why)
{
    struct intake_table *t = k->t;
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct map_field *m = &k->said->fields[f];
        uint32_t c = m->column - 1;
        if (m->constant) {
            t->layout.at[f] = (struct intake_place){INTAKE_CONSTANT, 0, m->text};
            say(k, f, "'%.*s' for every row, as the map says", STR(m->text));
            continue;
        }
        if (m->header.p) {
            for (c = 0; c < k->columns && !str_eq_fold(t->layout.names[c], m->header); c++)
                ;
            if (c == k->columns) {
                *why = str_fmt(t->a, "the map says %s=\"%.*s\", but no column has that header",
                               t->fields[f].name, STR(m->header));
                return false;
            }
        } else if (!m->column) {
            continue;
        }
        if (c >= k->columns) {
            *why = str_fmt(t->a, "the map says %s=%u, but there %s only %.*s", t->fields[f].name,
                           c + 1, k->columns == 1 ? "is" : "are",
                           STR(count_text(t->a, k->columns, "column", "columns")));
            return false;
        }
        place(k, f, c, INTAKE_BY_MAP);
        say(k, f, "column %u, '%.*s', as the map says", c + 1, STR(t->layout.names[c]));
    }
    return true;
}

/* ---- by name ------------------------------------------------------------------------------- */

/* The best pair of a field and a column that are both still free. */
struct pair {
    uint32_t f, c;
    int score;
    const char *header;
};

static bool may_look(const struct search *k, uint32_t f)
{
    return !is_found(k, f) && !k->said->fields[f].none;
}

static struct pair best_pair(const struct search *k)
{
    enum { BELIED = 400, EMPTY = 50 };
    struct pair best = {0};
    for (uint32_t f = 0; f < k->t->n_fields; f++)
        for (uint32_t c = 0; c < k->columns && may_look(k, f); c++) {
            const char *header;
            int score = k->used[c] ? 0
                                   : fit(&k->t->fields[f],
                                         plain_name(k->t->a, k->t->layout.names[c]), &header);
            if (score <= 0)
                continue;
            score -= k->content[c].filled == 0 ? EMPTY : belied(k, f, c) ? BELIED : 0;
            if (score > best.score)
                best = (struct pair){f, c, score, header};
        }
    return best;
}

static void by_name(struct search *k)
{
    struct intake_table *t = k->t;
    for (struct pair p; (p = best_pair(k)).score > 0;) {
        struct str name = t->layout.names[p.c];
        bool exact = str_eq_fold(plain_name(t->a, name), str_of(p.header));
        place(k, p.f, p.c, exact ? INTAKE_BY_NAME : INTAKE_BY_SPELLING);
        if (exact)
            say(k, p.f, "column %u, '%.*s'", p.c + 1, STR(name));
        else
            say(k, p.f, "column %u, '%.*s', nearly '%s'", p.c + 1, STR(name), p.header);
    }
}

/* ---- by place and content ------------------------------------------------------------------ */

/* The field of the nearest column on one side that has one; -1 where none has. */
static int neighbour(const struct search *k, uint32_t column, int step)
{
    for (int c = (int)column + step; c >= 0 && c < (int)k->columns; c += step)
        for (uint32_t f = 0; f < k->t->n_fields; f++) {
            enum intake_how how = k->t->layout.at[f].how;
            if (how != INTAKE_NOT_FOUND && how != INTAKE_CONSTANT &&
                k->t->layout.at[f].column == (uint32_t)c && k->content[c].filled)
                return (int)f;
        }
    return -1;
}

/* A column of texts without a name, between two fields in the customary order: what customarily
 * stands between them, when it has no column or an empty one. */
static void by_place(struct search *k)
{
    struct intake_table *t = k->t;
    for (uint32_t c = 0; c < k->columns && t->layout.header; c++) {
        const struct content *x = &k->content[c];
        if (k->used[c] || t->layout.names[c].n || x->letters * 2 < x->filled || !x->filled)
            continue;
        int left = neighbour(k, c, -1), right = neighbour(k, c, 1);
        for (int f = left + 1; f < (right < 0 ? (int)t->n_fields : right); f++) {
            struct intake_place *at = &t->layout.at[f];
            bool empty = at->how == INTAKE_BY_NAME && !k->content[at->column].filled;
            if (t->fields[f].type != INTAKE_WORD || k->said->fields[f].none ||
                (is_found(k, (uint32_t)f) && !empty))
                continue;
            place(k, (uint32_t)f, c, INTAKE_BY_PLACE);
            say(k, (uint32_t)f,
                "column %u, which has no name%s: it stands where %s customarily does", c + 1,
                empty ? " (the one of that name is empty)" : "", t->fields[f].title);
            break;
        }
    }
}

/* How well a column's cells fit a field, in per cent of those that are filled. */
static uint32_t content_fit(const struct search *k, uint32_t f, uint32_t c)
{
    const struct content *x = &k->content[c];
    uint32_t n = x->filled, said;
    if (!n)
        return 0;
    switch (k->t->fields[f].type) {
    case INTAKE_DATE:
        return x->days * 100 / n >= 80 ? x->days * 100 / n : 0;
    case INTAKE_AMOUNT:
        return x->amounts * 100 / n >= 80 && x->money * 100 / n >= 30 ? x->money * 100 / n : 0;
    case INTAKE_WORD:
        said = k->t->fields[f].says ? count_says(k, f, c) * 100 / n : 0;
        return said >= 30 && !belied(k, f, c) ? said : 0;
    case INTAKE_TEXT:
        break;
    }
    return 0;
}

/* Days and amounts show in any column; words only where there is no header to go by. */
static void by_content(struct search *k)
{
    struct intake_table *t = k->t;
    bool names = false;
    for (uint32_t f = 0; f < t->n_fields; f++)
        names |= t->layout.at[f].how == INTAKE_BY_NAME || t->layout.at[f].how == INTAKE_BY_SPELLING;
    for (;;) {
        uint32_t best = 0, field = 0, column = 0;
        for (uint32_t f = 0; f < t->n_fields; f++)
            for (uint32_t c = 0; c < k->columns && may_look(k, f); c++) {
                bool word = t->fields[f].type == INTAKE_WORD;
                uint32_t now = k->used[c] || (word && names && t->layout.names[c].n)
                                   ? 0
                                   : content_fit(k, f, c);
                if (now > best) {
                    best = now;
                    field = f;
                    column = c;
                }
            }
        if (!best)
            return;
        place(k, field, column, INTAKE_BY_CONTENT);
        say(k, field, "column %u, '%.*s', by what stands in it, like '%.*s'", column + 1,
            STR(t->layout.names[column]), STR(rows_shown(t->a, k->content[column].example)));
    }
}

/* The field's cells stand under the name of another thing. */
static void instead(struct search *k, uint32_t f, uint32_t c)
{
    struct intake_table *t = k->t;
    uint32_t old = t->layout.at[f].column;
    place(k, f, c, INTAKE_BY_CONTENT);
    say(k, f,
        "column %u, '%.*s', instead: it holds cells like '%.*s', while column %u holds '%.*s'",
        c + 1, STR(t->layout.names[c]), STR(rows_shown(t->a, k->content[c].example)), old + 1,
        STR(rows_shown(t->a, k->content[old].example)));
}

static bool by_header(const struct search *k, uint32_t f)
{
    const struct intake_place *at = &k->t->layout.at[f];
    return k->t->fields[f].type == INTAKE_WORD && k->t->fields[f].says &&
           at->how >= INTAKE_BY_NAME && at->how <= INTAKE_BY_SPELLING;
}

/* Does the other column hold what the field would, and its own hardly any of it? */
static bool is_rather(const struct search *k, uint32_t f, uint32_t c)
{
    enum { HARDLY = 10 };
    uint32_t ten_times_own = HARDLY * count_says(k, f, k->t->layout.at[f].column);
    return ten_times_own <= k->content[c].filled && content_fit(k, f, c) &&
           ten_times_own <= count_says(k, f, c);
}

/* Headers that changed places, with each other or with one that nobody asks for. */
static void by_exchange(struct search *k)
{
    const struct intake_place *at = k->t->layout.at;
    for (uint32_t f = 0; f < k->t->n_fields; f++) {
        for (uint32_t g = 0; g < f; g++)
            if (by_header(k, f) && by_header(k, g) && is_rather(k, f, at[g].column) &&
                is_rather(k, g, at[f].column)) {
                uint32_t c = at[f].column;
                instead(k, f, at[g].column);
                instead(k, g, c);
            }
        for (uint32_t c = 0; c < k->columns; c++)
            if (by_header(k, f) && belied(k, f, at[f].column) && !k->used[c] &&
                content_fit(k, f, c) >= 80)
                instead(k, f, c);
    }
}

/* ---- what cannot be ------------------------------------------------------------------------ */

static struct str headers_seen(const struct search *k)
{
    struct buf b = buf_new(k->t->a);
    for (uint32_t c = 0; c < k->columns; c++)
        buf_fmt(&b, "%s'%.*s'", c ? ", " : "", STR(rows_shown(k->t->a, k->t->layout.names[c])));
    return buf_str(&b);
}

static bool missing(const struct search *k, uint32_t f, struct str *why)
{
    const struct intake_field *field = &k->t->fields[f];
    *why = str_fmt(k->t->a,
                   "no column for %s: none is called like '%s', and none holds what it would "
                   "hold; the columns are %.*s; name the column in a map: %s=NUMBER",
                   field->title, field->headers ? field->headers[0] : field->name,
                   STR(headers_seen(k)), field->name);
    return false;
}

/* A column that holds something else than its name says: nothing is read from it by guess. */
static bool contradiction(const struct search *k, uint32_t f, struct str *why)
{
    const struct intake_table *t = k->t;
    const struct intake_field *field = &t->fields[f];
    uint32_t c = t->layout.at[f].column;
    const struct content *x = &k->content[c];
    struct str bad = field->type == INTAKE_DATE     ? x->no_day
                     : field->type == INTAKE_AMOUNT ? x->no_amount
                     : x->number.n                  ? x->number
                                                    : x->example;
    uint32_t right = field->type == INTAKE_DATE     ? x->days
                     : field->type == INTAKE_AMOUNT ? x->amounts
                                                    : x->filled - x->never[f];
    const char *kind = field->type == INTAKE_DATE     ? "days"
                       : field->type == INTAKE_AMOUNT ? "amounts"
                                                      : "names";
    bool narrow = bad.n && bad.p[0] == '#';
    *why = str_fmt(t->a,
                   "column %u is called '%.*s', but %u of its first %u cells are no %s: '%.*s'; "
                   "%s, or say in a map where %s stands: %s=NUMBER, %s=none, or %s:=\"TEXT\" for "
                   "all rows",
                   c + 1, STR(rows_shown(t->a, t->layout.names[c])), x->filled - right, x->filled,
                   kind, STR(rows_shown(t->a, bad)),
                   narrow ? "a spreadsheet shows that when the column is too narrow: widen it and "
                            "publish the file again"
                          : "publish the file with each cell under its header",
                   field->title, field->name, field->name, field->name);
    return false;
}

bool columns_find(struct intake_table *t, const struct map_said *said, const struct sample *s,
                  struct str *why)
{
    struct search k = {.t = t, .said = said, .s = s};
    if (said->header && t->layout.header > s->n) {
        *why = str_fmt(t->a, "the map says header=%u, but there %s only %.*s", t->layout.header,
                       s->n == 1 ? "is" : "are", STR(count_text(t->a, s->n, "row", "rows")));
        return false;
    }
    find_header(&k);
    find_columns(&k);
    look_at_contents(&k);
    if (!by_map(&k, why))
        return false;
    by_name(&k);
    by_exchange(&k);
    by_place(&k);
    by_content(&k);
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct intake_place *at = &t->layout.at[f];
        if (!is_found(&k, f) && !said->fields[f].none)
            say(&k, f, "not in this file");
        else if (!is_found(&k, f))
            say(&k, f, "not read, as the map says");
        look_say(t, "%.*s", STR(k.why[f]));
        if (!is_found(&k, f) && t->fields[f].need != INTAKE_MAY)
            return missing(&k, f, why);
        if (is_found(&k, f) && at->how > INTAKE_BY_MAP && at->how < INTAKE_CONSTANT &&
            k.content[at->column].filled && belied(&k, f, at->column))
            return contradiction(&k, f, why);
    }
    return true;
}
