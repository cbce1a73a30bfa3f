/* rows.c: rows that are not plainly good: payments with a fault, sums, remarks, blank ones.
 *
 * Most rows never come here. A row does when its amount or its day is empty or cannot be read,
 * or nothing but the amount stands in it. What becomes of it depends on the row alone, so that
 * it does not matter how the text was cut into pieces. */
#include <string.h>

#include "intake/parts.h"

#define ALONE "an amount alone: nothing says what it was for"
const struct str rows_alone = {ALONE, sizeof ALONE - 1};

static void put_aside(struct arena *a, struct tally *tally, struct intake_aside x)
{
    uint64_t *count[] = {[INTAKE_REJECTED] = &tally->rejected,
                         [INTAKE_TOTAL] = &tally->totals,
                         [INTAKE_NOTE] = &tally->notes};
    ++*count[x.kind];
    if (x.kind == INTAKE_REJECTED && x.amount == PENCE_NONE)
        tally->unreadable++;
    else if (x.kind == INTAKE_REJECTED)
        tally->rejected_pence += x.amount;
    if (tally->aside.n < LIMIT_INTAKE_ASIDE)
        *vec_push(a, &tally->aside) = x;
}

void tally_add(struct arena *to, struct tally *a, const struct tally *b)
{
    a->good += b->good;
    a->rejected += b->rejected;
    a->totals += b->totals;
    a->notes += b->notes;
    a->blank += b->blank;
    a->repaired += b->repaired;
    a->unreadable += b->unreadable;
    a->good_pence += b->good_pence;
    a->rejected_pence += b->rejected_pence;
    for (uint32_t i = 0; i < b->aside.n; i++)
        *vec_push(to, &a->aside) = b->aside.at[i];
}

struct str rows_shown(struct arena *a, struct str cell)
{
    enum { MOST = 60 };
    struct str s = intake_utf8(a, cell);
    bool cut = s.n > MOST;
    if (cut)
        s.n = str_utf8_valid((struct str){s.p, MOST});
    s = str_line(a, s);
    return cut ? str_fmt(a, "%.*s...", STR(s)) : s;
}

static bool is_total(struct str cell)
{
    static const char *const words[] = {"total",    "totals",    "grand total",   "sub total",
                                        "subtotal", "sub-total", "overall total", "sum"};
    size_t n = 0;
    while (n < cell.n && cell.p[n] != ':' && cell.p[n] != '(')
        n++;
    struct str label = csv_trim(str_sub(cell, 0, n));
    if (label.n > 6 && str_eq_fold(str_sub(label, 0, 6), S("total ")))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq_fold(label, str_of(words[i])))
            return true;
    return false;
}

/* What a row looks like as a whole. */
struct look {
    uint32_t filled, words; /* cells, and fields that are words, with anything in them */
    uint32_t as_header;     /* cells that say what the header says there */
    struct str first;       /* the first that is filled */
    bool total;
};

static struct look look_at(const struct intake_table *t, struct arena *a, const struct rows *rows,
                           uint32_t row)
{
    struct look k = {0};
    for (uint32_t c = 0; c < t->layout.columns; c++) {
        struct str cell = csv_cell(a, piece_cell(&rows->piece, row, c));
        if (!cell.n)
            continue;
        if (!k.filled++)
            k.first = cell;
        k.as_header += str_eq_fold(cell, t->layout.names[c]);
        k.total = k.total || is_total(cell);
    }
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->fields[f].type == INTAKE_WORD && t->layout.at[f].how != INTAKE_CONSTANT)
            k.words += rows->words[f][row] != 0;
    return k;
}

/* The first field whose cell cannot be taken, and why. */
static const char *fault(const struct intake_table *t, const struct words *words,
                         const struct rows *rows, uint32_t row, uint32_t *field)
{
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct intake_place *at = &t->layout.at[f];
        const char *why = NULL;
        bool empty = false;
        *field = f;
        if (at->how == INTAKE_NOT_FOUND || at->how == INTAKE_CONSTANT)
            continue;
        if (t->fields[f].type == INTAKE_AMOUNT) {
            pence p;
            why = amounts_why(&rows->piece, row, at->column, &p);
            empty = p == PENCE_NONE;
        } else if (t->fields[f].type == INTAKE_TEXT) {
            empty = rows->texts[f][row].n == 0;
            if (empty ? false : memchr(rows->texts[f][row].p, 0, rows->texts[f][row].n) != NULL)
                why = "has a byte that is no character (NUL)";
        } else {
            why = words[f].why[rows->words[f][row]];
            empty = rows->words[f][row] == 0;
        }
        if (!why && empty && t->fields[f].need == INTAKE_CELL)
            why = "is empty";
        if (why)
            return why;
    }
    return NULL;
}

static pence amount_of(const struct intake_table *t, const struct rows *rows, uint32_t row)
{
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->fields[f].type == INTAKE_AMOUNT)
            return rows->amounts[f][row];
    return PENCE_NONE;
}

static bool has_day(const struct intake_table *t, const struct rows *rows, uint32_t row)
{
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->fields[f].type == INTAKE_DATE && t->layout.at[f].how != INTAKE_CONSTANT &&
            rows->dates[f][row] != DATE_MIN)
            return true;
    return false;
}

bool rows_judge(const struct intake_table *t, struct arena *a, struct arena *scratch,
                const struct words *words, const struct rows *rows, uint32_t row, uint32_t number,
                struct tally *tally)
{
    struct look k = look_at(t, scratch, rows, row);
    struct intake_aside x = {.kind = INTAKE_NOTE, .row = number, .amount = amount_of(t, rows, row)};
    uint32_t f;
    bool day = has_day(t, rows, row);
    if (!k.filled) {
        tally->blank++;
        return false;
    }
    if (k.as_header > 1 && k.as_header * 2 > k.filled) {
        x.why = S("the header again");
    } else if (k.total && !day && k.words <= 2 && x.amount != PENCE_NONE) {
        x.kind = INTAKE_TOTAL;
        x.why = str_fmt(a, "a sum, no payment: '%.*s'", STR(rows_shown(a, k.first)));
    } else if (k.filled == 1 && x.amount != PENCE_NONE) {
        x.kind = INTAKE_REJECTED;
        x.why = rows_alone;
    } else if (x.amount == PENCE_NONE && !day && (k.filled <= 2 || k.total)) {
        x.why = str_fmt(a, "a remark: '%.*s'", STR(rows_shown(a, k.first)));
    } else {
        const char *why = fault(t, words, rows, row, &f);
        if (!why)
            return true;
        struct str cell = csv_cell(scratch, piece_cell(&rows->piece, row, t->layout.at[f].column));
        x.kind = INTAKE_REJECTED;
        x.field = str_of(t->fields[f].title);
        x.column = t->layout.at[f].column + 1;
        x.why = cell.n ? str_fmt(a, "'%.*s' %s", STR(rows_shown(a, cell)), why) : str_of(why);
    }
    put_aside(a, tally, x);
    return false;
}

void rows_too_long(const struct intake_table *t, struct arena *a, uint32_t number, uint32_t cells,
                   struct tally *tally)
{
    put_aside(a, tally,
              (struct intake_aside){
                  .kind = INTAKE_REJECTED,
                  .row = number,
                  .field = S(""),
                  .why = str_fmt(a,
                                 "has %u cells where the header has %u; a text that contains "
                                 "the separator must stand in quotes",
                                 cells, t->layout.columns),
                  .amount = PENCE_NONE,
              });
}
