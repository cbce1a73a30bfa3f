/* payments.c: see payments.h. */
#include "support/payments.h"

#include <stdlib.h>
#include <string.h>

#define LIST(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

const struct intake_field pay_fields[PAY_FIELDS] = {
    [PAY_ORGANISATION] = {"organisation", "Organisation", INTAKE_WORD, INTAKE_MAY,
                          LIST("entity", "ccg", "organisation", "organisation name", "icb"),
                          LIST("nhs ", "trust", "hospital", "ccg"),
                          LIST("department of health", "#")},
    [PAY_DATE] = {"date", "Date", INTAKE_DATE, INTAKE_MAY,
                  LIST("date", "date paid", "date of payment", "payment date"), NULL, NULL},
    [PAY_TYPE] = {"type", "Expense type", INTAKE_WORD, INTAKE_MAY,
                  LIST("expense type", "expenses type", "expense", "9an level 9 account name"),
                  LIST("hcare srv", "c&m", "clinical&medical"), NULL},
    [PAY_AREA] = {"area", "Expense area", INTAKE_WORD, INTAKE_MAY,
                  LIST("expense area", "expenses area", "cost centre name"),
                  LIST("commissioning", "balance sheet"), NULL},
    [PAY_SUPPLIER] = {"supplier", "Supplier", INTAKE_WORD, INTAKE_MAY,
                      LIST("supplier", "supplier name"), LIST(" ltd", " trust", " plc", "practice"),
                      LIST("#")},
    [PAY_REFERENCE] = {"reference", "Transaction number", INTAKE_TEXT, INTAKE_MAY,
                       LIST("transaction number", "transaction reference", "transaction",
                            "invoice number", "their reference", "transaction type"),
                       NULL, NULL},
    [PAY_AMOUNT] = {"amount", "Amount", INTAKE_AMOUNT, INTAKE_CELL,
                    LIST("amount", "ap amount", "amount in sterling"), NULL, NULL},
};

struct row {
    uint32_t number;
    struct str text;
};
struct taker {
    struct arena *lines[LIMIT_INTAKE_THREADS];
    struct worker_rows {
        uint64_t sum;
        uint32_t n, first, last, undated;
        VEC(struct row) rows;
    } workers[LIMIT_INTAKE_THREADS];
    bool keep;
    uint32_t anew;
};

static void taker_anew(void *with)
{
    struct taker *t = with;
    memset(t->workers, 0, sizeof t->workers);
    t->anew++;
}

static struct str word(const struct intake_batch *b, int field, uint32_t row)
{
    return b->words[field]->at[b->cells[field].words[row]];
}

static void taker_rows(void *with, const struct intake_batch *b)
{
    struct taker *t = with;
    struct worker_rows *w = &t->workers[b->worker];
    for (uint32_t r = 0; r < b->n; r++) {
        static const int words[] = {PAY_ORGANISATION, PAY_TYPE, PAY_AREA, PAY_SUPPLIER};
        date on = b->cells[PAY_DATE].dates[r];
        uint64_t h = (uint64_t)b->cells[PAY_AMOUNT].amounts[r] * 31 + (uint64_t)(uint32_t)on;
        for (int i = 0; i < 4; i++)
            h = h * 1000003 + str_hash(word(b, words[i], r));
        h = h * 1000003 + str_hash(b->cells[PAY_REFERENCE].texts[r]);
        w->sum += h * h;
        w->first = !w->n++ || b->rows[r] < w->first ? b->rows[r] : w->first;
        w->last = b->rows[r] > w->last ? b->rows[r] : w->last;
        w->undated += on == DATE_MIN;
        if (t->keep)
            *vec_push(b->a, &w->rows) = (struct row){
                b->rows[r],
                str_fmt(b->a, "%u %.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s", b->rows[r],
                        STR(word(b, PAY_ORGANISATION, r)), STR(date_iso(b->a, on)),
                        STR(word(b, PAY_TYPE, r)), STR(word(b, PAY_AREA, r)),
                        STR(word(b, PAY_SUPPLIER, r)), STR(b->cells[PAY_REFERENCE].texts[r]),
                        STR(str_fmt(b->a, "%lld", (long long)b->cells[PAY_AMOUNT].amounts[r])))};
    }
}

static struct taken take_with(struct arena *a, struct intake_source from,
                              const struct intake_hints *hints, struct taker *t)
{
    struct taken x = {0};
    struct intake_sink sink = {t, taker_anew, taker_rows, NULL};
    x.table = intake_look(a, from, pay_fields, PAY_FIELDS, hints, &x.why);
    if (!x.table || !intake_scan(a, x.table, &sink, &x.result, &x.why))
        return x;
    x.first = UINT32_MAX;
    for (int i = 0; i < LIMIT_INTAKE_THREADS; i++) {
        const struct worker_rows *w = &t->workers[i];
        x.sum += w->sum;
        x.undated += w->undated;
        if (w->n && w->first < x.first)
            x.first = w->first;
        if (w->n && w->last > x.last)
            x.last = w->last;
    }
    x.anew = t->anew;
    return x;
}

struct taken take_from(struct arena *a, struct intake_source from, const struct intake_hints *hints)
{
    return take_with(a, from, hints, NEW(a, struct taker));
}

struct taken take(struct arena *a, struct str bytes, const struct intake_hints *hints)
{
    struct str *kept = NEW(a, struct str);
    *kept = bytes;
    return take_from(a, intake_memory(kept), hints);
}

static int by_number(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

struct str rows_text(struct arena *a, struct str bytes, const struct intake_hints *hints)
{
    struct taker *t = NEW(a, struct taker);
    struct buf b = buf_new(a);
    VEC(struct row) all = {0};
    t->keep = true;
    struct taken x = take_with(a, intake_memory(&bytes), hints, t);
    if (x.why.n)
        return str_fmt(a, "refused: %.*s\n", STR(x.why));
    for (int i = 0; i < LIMIT_INTAKE_THREADS; i++)
        for (uint32_t r = 0; r < t->workers[i].rows.n; r++)
            *vec_push(a, &all) = t->workers[i].rows.at[r];
    if (all.n)
        qsort(all.at, all.n, sizeof all.at[0], by_number);
    for (uint32_t r = 0; r < all.n; r++)
        buf_fmt(&b, "%.*s\n", STR(all.at[r].text));
    for (uint32_t i = 0; i < x.result.n_aside; i++) {
        static const char *const kinds[] = {"rejected", "total", "note"};
        const struct intake_aside *s = &x.result.aside[i];
        buf_fmt(&b, "%u %s: %.*s%s%.*s\n", s->row, kinds[s->kind], STR(s->field),
                s->field.n ? ": " : "", STR(s->why));
    }
    return buf_str(&b);
}

struct str evidence_text(struct arena *a, const struct intake_table *t)
{
    struct buf b = buf_new(a);
    const struct intake_layout *l = intake_layout(t);
    for (uint32_t i = 0; i < l->evidence.n; i++)
        buf_fmt(&b, "%.*s\n", STR(l->evidence.at[i]));
    return buf_str(&b);
}
