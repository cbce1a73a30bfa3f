/* look.c: remit spend look: how published files would be read, before they are. */
#include <stdlib.h>
#include <string.h>

#include "actions/spending/spending.h"

struct look { /* what is shown of all files */
    struct run *r;
    struct sheet *layout, *first, *counts, *aside;
    uint64_t rows; /* so many first rows of each file */
    bool refused, rejected;
};
struct seen { /* one row that was kept */
    uint32_t row;
    struct str cells[SPEND_FIELDS];
    pence amount;
};
struct reading { /* of one file */
    struct look *look;
    struct str path;
    struct intake_hints hints;
    struct kept {
        VEC(struct seen) rows;
    } kept[LIMIT_INTAKE_THREADS];
    struct str why;
};

/* ---- rows as they come --------------------------------------------------------------------- */

static struct seen see(const struct intake_batch *b, uint32_t row)
{
    struct seen x = {.row = b->rows[row], .amount = b->cells[SPEND_AMOUNT].amounts[row]};
    for (uint32_t f = 0; f < SPEND_FIELDS; f++) {
        switch (spend_fields[f].type) {
        case INTAKE_WORD:
            x.cells[f] = b->words[f]->at[b->cells[f].words[row]];
            break;
        case INTAKE_DATE:
            x.cells[f] = date_iso(b->a, b->cells[f].dates[row]);
            break;
        case INTAKE_TEXT:
            x.cells[f] = str_copy(b->a, b->cells[f].texts[row]);
            break;
        case INTAKE_AMOUNT:
            break;
        }
    }
    return x;
}

/* Each worker's rows come in order: its first ones are enough to have the file's. */
static void rows(void *with, const struct intake_batch *b)
{
    struct reading *t = with;
    struct kept *k = &t->kept[b->worker];
    for (uint32_t i = 0; i < b->n && k->rows.n < t->look->rows; i++)
        *vec_push(b->a, &k->rows) = see(b, i);
}

static void anew(void *with)
{
    struct reading *t = with;
    memset(t->kept, 0, sizeof t->kept);
}

static int by_row(const void *x, const void *y)
{
    const struct seen *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

/* ---- what was found, as tables ------------------------------------------------------------- */

static void show_layout(struct reading *t, const struct intake_table *table)
{
    const struct intake_layout *l = intake_layout(table);
    for (uint32_t i = 0; i < l->evidence.n; i++) {
        struct str line = l->evidence.at[i];
        size_t colon = str_find(line, ':');
        sheet_text(t->look->layout, t->path);
        sheet_text(t->look->layout, str_sub(line, 0, colon));
        sheet_text(t->look->layout, colon + 2 < line.n ? str_sub(line, colon + 2, line.n) : S(""));
    }
    sheet_text(t->look->layout, t->path);
    sheet_text(t->look->layout, S("Map"));
    sheet_text(t->look->layout, intake_layout_text(t->look->r->a, table));
}

static void show_first(struct reading *t)
{
    struct arena *a = t->look->r->a;
    struct sheet *s = t->look->first;
    VEC(struct seen) all = {0};
    for (int i = 0; i < LIMIT_INTAKE_THREADS; i++)
        for (uint32_t k = 0; k < t->kept[i].rows.n; k++)
            *vec_push(a, &all) = t->kept[i].rows.at[k];
    if (all.n)
        qsort(all.at, all.n, sizeof all.at[0], by_row);
    for (uint32_t i = 0; i < all.n && i < t->look->rows; i++) {
        sheet_text(s, t->path);
        sheet_number(s, all.at[i].row);
        for (uint32_t f = 0; f < SPEND_FIELDS; f++)
            if (f == SPEND_AMOUNT)
                sheet_number(s, all.at[i].amount);
            else
                sheet_text(s, all.at[i].cells[f]);
    }
}

static void show_counts(struct reading *t, const struct intake_result *x)
{
    struct sheet *s = t->look->counts;
    sheet_text(s, t->path);
    sheet_number(s, x->rows);
    sheet_number(s, x->good);
    sheet_number(s, x->rejected);
    sheet_number(s, x->totals);
    sheet_number(s, x->notes);
    sheet_number(s, x->blank);
    sheet_number(s, x->repaired);
    sheet_number(s, x->good_pence);
    sheet_number(s, x->rejected_pence);
    sheet_number(s, x->rejected_unreadable);
}

static void show_aside(struct reading *t, const struct intake_result *x)
{
    struct sheet *s = t->look->aside;
    for (uint32_t i = 0; i < x->n_aside; i++) {
        sheet_text(s, t->path);
        spend_put_aside(s, &x->aside[i]);
    }
    uint32_t all = x->rejected + x->totals + x->notes;
    if (all > x->n_aside)
        sheet_note(s, "%.*s: %u more rows were set aside; the first %u are listed", STR(t->path),
                   all - x->n_aside, x->n_aside);
}

static bool read_file(void *with, struct os_file *f)
{
    struct reading *t = with;
    struct arena *a = t->look->r->a;
    struct intake_source source = {os_file_read, f, false};
    struct intake_sink sink = {t, anew, rows, NULL};
    struct intake_result result;
    struct intake_table *table =
        intake_look(a, source, spend_fields, SPEND_FIELDS, &t->hints, &t->why);
    bool fine = table && intake_scan(a, table, &sink, &result, &t->why);
    if (!fine && !t->why.n)
        t->why = os_file_why(a, f);
    if (!fine)
        return false;
    show_layout(t, table);
    show_first(t);
    show_counts(t, &result);
    show_aside(t, &result);
    t->look->rejected |= result.rejected > 0;
    return true;
}

/* ---- the action ---------------------------------------------------------------------------- */

static void make_sheets(struct look *l)
{
    struct arena *a = l->r->a;
    l->layout = sheet_new(a, "layout", S("How the files are read"));
    sheet_column(l->layout, "file", "File", SHEET_TEXT);
    sheet_column(l->layout, "decision", "What", SHEET_TEXT);
    sheet_column(l->layout, "evidence", "Found", SHEET_TEXT);
    l->first = sheet_new(a, "first", S("The first rows"));
    sheet_column(l->first, "file", "File", SHEET_TEXT);
    sheet_column(l->first, "row", "Row", SHEET_COUNT);
    for (uint32_t f = 0; f < SPEND_FIELDS; f++)
        sheet_column(l->first, spend_fields[f].name, spend_fields[f].title,
                     f == SPEND_AMOUNT ? SHEET_PENCE : SHEET_TEXT);
    l->counts = sheet_new(a, "counts", S("Rows and sums"));
    sheet_column(l->counts, "file", "File", SHEET_TEXT);
    sheet_column(l->counts, "rows", "Rows", SHEET_COUNT);
    sheet_column(l->counts, "good", "Good", SHEET_COUNT);
    sheet_column(l->counts, "rejected", "Rejected", SHEET_COUNT);
    sheet_column(l->counts, "totals", "Sums in the file", SHEET_COUNT);
    sheet_column(l->counts, "notes", "Remarks", SHEET_COUNT);
    sheet_column(l->counts, "blank", "Blank", SHEET_COUNT);
    sheet_column(l->counts, "repaired", "Too short but clear", SHEET_COUNT);
    sheet_column(l->counts, "good_gbp", "Sum of good rows", SHEET_PENCE);
    sheet_column(l->counts, "rejected_gbp", "Sum of rejected rows", SHEET_PENCE);
    sheet_column(l->counts, "unreadable", "Amount not readable", SHEET_COUNT);
    l->aside = sheet_new(a, "aside", S("Rows that are set aside"));
    sheet_column(l->aside, "file", "File", SHEET_TEXT);
    spend_aside_columns(l->aside);
}

int action_spend_look(struct run *r)
{
    enum { SHOWN = 5, MOST = 1000, WORKERS = 8 };
    struct look l = {.r = r, .rows = SHOWN};
    uint64_t threads = os_cores() < WORKERS ? os_cores() : WORKERS;
    if (!run_number(r, "rows", MOST, &l.rows) ||
        !run_number(r, "threads", LIMIT_INTAKE_THREADS, &threads))
        return EXIT_BAD;
    if (!r->words.n)
        return run_bad(r, "name the files to look at: remit spend look FILE...");
    make_sheets(&l);
    for (uint32_t i = 0; i < r->words.n; i++) {
        struct reading *t = NEW(r->a, struct reading);
        struct str path = r->words.at[i];
        *t = (struct reading){.look = &l, .path = path};
        t->hints = (struct intake_hints){.map = run_get(r, "map"),
                                         .about = str_sub(path, str_last(path, '/'), path.n),
                                         .threads = (unsigned)threads};
        if (!os_with_file(r->a, path, read_file, t, &t->why)) {
            run_bad(r, "%.*s: %.*s", STR(path), STR(t->why));
            l.refused = true;
        }
    }
    struct sheet *all[] = {l.layout, l.first, l.counts, l.aside}, *some[4];
    uint32_t n = 0;
    for (int i = 0; i < 4; i++)
        if (sheet_rows(all[i]))
            some[n++] = all[i];
    int code = n ? sheets_put(r, some, n) : EXIT_FINE;
    return l.refused || code == EXIT_BAD ? EXIT_BAD : l.rejected ? EXIT_FOUND : EXIT_FINE;
}
