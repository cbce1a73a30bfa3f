/* rows.c: remit spend rows, suppliers: payments and suppliers that are in the store, a page
 * at a time. */
#include <string.h>

#include "actions/spending/spending.h"

/* ---- which rows ---------------------------------------------------------------------------- */

struct finding_rows {
    struct spending *s;
    struct str text;
    uint64_t from;
    uint32_t most;
    struct spend_found *out;
    struct spend_chooser *chooser;
    struct {
        uint8_t *is; /* by word, NOT_KNOWN, NO or YES: does it hold the text? */
        uint32_t room;
    } words[SPEND_WORDS];
};
enum { NOT_KNOWN, NO, YES };

static bool word_holds(struct finding_rows *f, unsigned w, uint32_t word)
{
    uint32_t n = lexicon_count(&f->s->x, w);
    if (word >= f->words[w].room) {
        f->words[w].is = NEW_ARRAY(f->s->r->a, uint8_t, n);
        f->words[w].room = n;
    }
    uint8_t *is = &f->words[w].is[word];
    if (*is == NOT_KNOWN)
        *is = str_has_fold(lexicon_text(&f->s->x, w, word), f->text) ? YES : NO;
    return *is == YES;
}

static bool has_text(struct finding_rows *f, const struct spend_block *b, uint32_t i)
{
    bool has = !f->text.n || str_has_fold(b->reference[i], f->text) ||
               str_has_fold(b->description[i], f->text);
    for (unsigned w = 0; w < SPEND_WORDS && !has; w++)
        has = word_holds(f, w, b->words[w][i]);
    return has;
}

static bool take(void *context, const struct spend_block *b)
{
    struct finding_rows *f = context;
    struct spend_found *out = f->out;
    struct arena *a = f->s->r->a;
    for (uint32_t i = 0; i < b->n; i++) {
        struct spend_row row = spend_block_row(b, i);
        if (!spend_chooses(f->chooser, row.words, spend_month_of(row.on)) || !has_text(f, b, i))
            continue;
        uint64_t number = out->all++;
        out->total += b->amount[i]; /* no more than the whole of the store, which fits */
        if (number < f->from || number - f->from >= f->most)
            continue;
        row.reference = str_copy(a, row.reference);
        row.description = str_copy(a, row.description);
        *vec_push(a, &out->rows) = row;
    }
    return true;
}

bool spend_find_rows(struct spending *s, struct str file, struct str text, uint64_t from,
                     uint32_t most, struct spend_found *out)
{
    struct finding_rows f = {.s = s, .text = text, .from = from, .most = most, .out = out};
    struct store_wanted wanted = spend_wanted(&s->only);
    struct spend_sink sink = {take, &f};
    *out = (struct spend_found){0};
    f.chooser = spend_chooser_new(s->r->a, s->sorter, &s->only);
    wanted.texts = true;
    return spend_store_rows(s, file, &wanted, &sink);
}

/* ---- pages --------------------------------------------------------------------------------- */

enum { ON_PAGE = 50, MOST_ON_PAGE = 100000, MOST_PAGES = 1000 * 1000 * 1000 };
struct page {
    uint64_t number, rows; /* number from 1 */
};

static bool read_page(struct run *r, struct page *p)
{
    *p = (struct page){1, ON_PAGE};
    if (!run_number(r, "page", MOST_PAGES, &p->number) ||
        !run_number(r, "rows", MOST_ON_PAGE, &p->rows))
        return false;
    if (p->number && p->rows)
        return true;
    run_bad(r, "pages and rows on a page are counted from 1");
    return false;
}

/* "Page 2 of 189"; nothing where there is but one. */
static void note_page(struct sheet *to, const struct page *p, uint64_t all)
{
    uint64_t pages = (all + p->rows - 1) / p->rows;
    if (pages > 1)
        sheet_note(to, "Page %llu of %.*s; --page N shows another, --rows N as many on each",
                   (unsigned long long)p->number, STR(number_text(to->a, (int64_t)pages)));
}

/* ---- rows ---------------------------------------------------------------------------------- */

struct sheet *spend_rows_sheet(const struct spending *s, const struct spend_found *found)
{
    static const enum spend_word words[] = {WORD_ORGANISATION, WORD_TYPE, WORD_AREA, WORD_SUPPLIER};
    struct sheet *to = sheet_new(s->r->a, "Payments", S("Payments"));
    sheet_column(to, "file", "File", SHEET_TEXT);
    sheet_column(to, "row", "Row", SHEET_COUNT);
    sheet_column(to, "date", "Date", SHEET_TEXT);
    sheet_column(to, "organisation", "Organisation", SHEET_TEXT);
    sheet_column(to, "expense-type", "Expense type", SHEET_TEXT);
    sheet_column(to, "expense-area", "Expense area", SHEET_TEXT);
    sheet_column(to, "supplier", "Supplier", SHEET_TEXT);
    sheet_column(to, "reference", "Transaction", SHEET_TEXT);
    sheet_column(to, "description", "Description", SHEET_TEXT);
    sheet_column(to, "amount_gbp", "Amount", SHEET_PENCE);
    for (uint32_t i = 0; i < found->rows.n; i++) {
        const struct spend_row *row = &found->rows.at[i];
        sheet_text(to, s->files.at[row->file].path);
        sheet_number(to, row->line);
        sheet_text(to, row->on == DATE_MIN ? S("") : date_iso(s->r->a, row->on));
        for (int w = 0; w < 4; w++)
            sheet_text(to, lexicon_text(&s->x, words[w], row->words[words[w]]));
        sheet_text(to, row->reference);
        sheet_text(to, row->description);
        sheet_number(to, row->amount);
    }
    return to;
}

int action_spend_rows(struct run *r)
{
    struct spending s;
    struct page p;
    struct spend_found found;
    if (!run_words(r, "spend rows", 0) || !read_page(r, &p) || !spending_open(r, &s))
        return EXIT_BAD;
    if (!spend_find_rows(&s, run_get(r, "file"), run_get(r, "find"), (p.number - 1) * p.rows,
                         (uint32_t)p.rows, &found))
        return EXIT_BAD;
    struct sheet *to = spend_rows_sheet(&s, &found);
    struct sheet_cell total = {.number = found.total};
    sheet_note(to, "%.*s, %.*s", STR(count_text(r->a, found.all, "payment", "payments")),
               STR(sheet_shown(r->a, SHEET_PENCE, &total)));
    note_page(to, &p, found.all);
    if (!found.all)
        spending_note_only(&s, NULL, to);
    return sheets_put(r, &to, 1);
}

/* ---- suppliers ----------------------------------------------------------------------------- */

/* Only suppliers that are asked for: all, then those of one page. */
static uint32_t keep_named(struct run *r, struct spend_table *t)
{
    struct buf words = buf_new(r->a);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->words.n; i++)
        buf_fmt(&words, "%s%.*s", i ? " " : "", STR(r->words.at[i]));
    struct str normal = spend_name_normal(r->a, buf_str(&words));
    for (uint32_t i = 0; i < t->rows.n; i++) {
        if (!spend_name_has(r->a, t->rows.at[i].name, normal))
            continue;
        t->rows.at[kept] = t->rows.at[i];
        t->row_sums[kept++] = t->row_sums[i];
    }
    return t->rows.n = kept;
}

static void keep_page(const struct page *p, struct spend_table *t)
{
    uint64_t from = (p->number - 1) * p->rows;
    uint32_t skip = from < t->rows.n ? (uint32_t)from : t->rows.n, left = t->rows.n - skip;
    t->rows.at += skip;
    t->row_sums += skip;
    t->rows.n = left < p->rows ? left : (uint32_t)p->rows;
}

int action_spend_suppliers(struct run *r)
{
    struct spending s;
    struct page p;
    struct spend_sums sums;
    struct spend_table t;
    struct str why = {0};
    struct spend_axis supplier = {SPEND_AXIS_WORD, WORD_SUPPLIER}, none = {SPEND_AXIS_NONE, 0};
    if (!read_page(r, &p) || !spending_open(r, &s))
        return EXIT_BAD;
    if (!spending_sums(&s, NULL, 0, spend_only_by(&s.only) | SPEND_BY_WORD(WORD_SUPPLIER), &sums))
        return EXIT_BAD;
    if (!spend_tabulate(r->a, &sums, s.sorter, &s.x, supplier, none, &s.only, &t, &why))
        return run_bad(r, "%.*s", STR(why));
    spend_table_by_size(r->a, &t);
    uint32_t all = keep_named(r, &t);
    keep_page(&p, &t);
    struct sheet *to = spend_matches_sheet(&s, &t);
    sheet_note(to, "%.*s in all; the largest first",
               STR(count_text(r->a, all, "supplier", "suppliers")));
    note_page(to, &p, all);
    return sheets_put(r, &to, 1);
}
