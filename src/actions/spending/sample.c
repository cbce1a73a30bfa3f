/* sample.c: remit spend sample: made-up published files of every form, and what they add up
 * to. */
#include <string.h>
#include <xlsxwriter.h>

#include "actions/spending/spending.h"
#include "spend/sample.h"

enum { EXCEL_MOST = 900 * 1000 }; /* payments of a workbook: a sheet has 1,048,576 rows */

struct sampling {
    struct spending s;
    struct run *r;
    struct str folder;
    uint64_t rows, seed;
    bool *wanted;      /* by form */
    uint32_t n_wanted; /* how many of them */
    struct sheet *files, *sums;
    struct spend_progress progress; /* in payments */
    uint64_t done;
};
struct making { /* of one file */
    struct sampling *p;
    const struct spend_form *form;
    uint64_t rows;
    struct spend_sample sample;
};

/* ---- what is asked ------------------------------------------------------------------------- */

static bool want(struct sampling *p, struct str name)
{
    struct near near = near_to(name);
    for (uint32_t i = 0; i < spend_form_count; i++) {
        near_offer(&near, str_of(spend_forms[i].name));
        if (str_eq(name, str_of(spend_forms[i].name))) {
            p->n_wanted += !p->wanted[i];
            return p->wanted[i] = true;
        }
    }
    run_bad(p->r,
            "--quirks: no way of publishing is called '%.*s'%.*s; remit help spend sample "
            "lists them",
            STR(name), STR(near_text(p->r, &near)));
    return false;
}

/* --quirks A,B; without it all of them. */
static bool read_quirks(struct sampling *p)
{
    struct str list = run_get(p->r, "quirks");
    p->wanted = NEW_ARRAY(p->r->a, bool, spend_form_count);
    if (run_has(p->r, "plain") && !want(p, S("plain")))
        return false;
    while (list.n) {
        size_t comma = str_find(list, ',');
        if (!want(p, str_sub(list, 0, comma)))
            return false;
        list = str_sub(list, comma + (comma < list.n), list.n);
    }
    bool all = !p->n_wanted;
    for (uint32_t i = 0; i < spend_form_count && all; i++)
        want(p, str_of(spend_forms[i].name));
    return true;
}

static void count(struct sampling *p)
{
    enum { SOME = 4096 };
    if (++p->done % SOME == 0)
        spend_show_progress(&p->progress, p->done < p->progress.size ? p->done : p->progress.size);
}

/* ---- spreadsheets -------------------------------------------------------------------------- */

struct workbook {
    struct making *m;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *day, *money;
    lxw_row_t row;
};

static bool put_row(void *with, const struct spend_sample_cell *cells, uint32_t n)
{
    struct workbook *w = with;
    enum { EPOCH = 25569 }; /* 1 January 1970 as spreadsheets count days */
    for (uint32_t i = 0; i < n; i++) {
        lxw_col_t at = (lxw_col_t)i;
        if (cells[i].kind == SAMPLE_PENCE)
            worksheet_write_number(w->sheet, w->row, at, (double)cells[i].number / 100, w->money);
        else if (cells[i].kind == SAMPLE_DAY)
            worksheet_write_number(w->sheet, w->row, at, (double)(cells[i].number + EPOCH), w->day);
        else if (cells[i].text.n)
            worksheet_write_string(w->sheet, w->row, at, str_z(w->m->p->r->a, cells[i].text), NULL);
    }
    w->row++;
    count(w->m->p);
    return true;
}

/* The library frees itself as it closes; when memory runs out before, by hand. */
static bool write_book(void *with, const char *path)
{
    struct making *m = with;
    struct arena *a = m->p->r->a;
    lxw_doc_properties made = {.created = 1648771200}; /* 1 April 2022 */
    struct workbook w = {.m = m, .book = workbook_new(path)};
    struct spend_sample_taker taker = {put_row, &w};
    if (!w.book)
        return false;
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        lxw_workbook_free(w.book);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    /* Not the time of now: the same number makes the same bytes. */
    workbook_set_properties(w.book, &made);
    w.day = workbook_add_format(w.book);
    w.money = workbook_add_format(w.book);
    format_set_num_format(w.day, "dd/mm/yyyy");
    format_set_num_format(w.money, "#,##0.00");
    if (m->form->map[0]) {
        w.sheet = workbook_add_worksheet(w.book, "Notes");
        worksheet_write_string(w.sheet, 0, 0, "Payments are on the next sheet", NULL);
    }
    w.sheet = workbook_add_worksheet(w.book, "Payments");
    bool fine = spend_sample_make(a, m->form, m->rows, m->p->seed, &taker, &m->sample);
    a->out_of_memory = outer;
    return workbook_close(w.book) == LXW_NO_ERROR && fine;
}

/* ---- files --------------------------------------------------------------------------------- */

static bool put_bytes(void *with, struct str bytes)
{
    return os_new_put(with, bytes);
}

struct writing {
    struct making *m;
    struct spend_sample_writer writer;
};

static bool put_line_of(void *with, const struct spend_sample_cell *cells, uint32_t n)
{
    struct writing *w = with;
    count(w->m->p);
    return spend_sample_write_row(&w->writer, cells, n);
}

static bool write_text(void *with, struct os_new *f)
{
    struct making *m = with;
    struct arena *a = m->p->r->a;
    struct writing w = {.m = m};
    struct spend_sample_taker taker = {put_line_of, &w};
    spend_sample_writer_init(&w.writer, a, m->form, put_bytes, f);
    return spend_sample_make(a, m->form, m->rows, m->p->seed, &taker, &m->sample) &&
           spend_sample_write_end(&w.writer);
}

static struct str in_folder(const struct sampling *p, struct str name)
{
    return str_fmt(p->r->a, "%.*s/%.*s", STR(p->folder), STR(name));
}

static bool write_file(struct making *m)
{
    struct arena *a = m->p->r->a;
    struct str why = S("the spreadsheet could not be made"), bytes;
    struct str path = in_folder(m->p, spend_sample_name(a, m->form, m->p->seed));
    bool fine = m->form->with & FORM_WORKBOOK
                    ? os_catch(a, write_book, m, &bytes) && os_write(a, path, bytes, &why)
                    : os_write_pieces(a, path, write_text, m, &why);
    if (!fine)
        run_bad(m->p->r, "%.*s", STR(why));
    return fine;
}

/* ---- what they add up to ------------------------------------------------------------------- */

struct line_sum {
    uint64_t rows;
    pence total;
};

static void put_line(struct making *m, struct str axis, struct str category, struct line_sum x)
{
    struct sheet *to = m->p->sums;
    if (!x.rows)
        return;
    sheet_text(to, m->sample.name);
    sheet_text(to, axis);
    sheet_text(to, category);
    sheet_number(to, (int64_t)x.rows);
    sheet_number(to, x.total);
}

static void put_months(struct making *m)
{
    const struct spend_sample *x = &m->sample;
    struct arena *a = m->p->r->a;
    spend_month first = INT32_MAX, last = INT32_MIN;
    for (uint32_t i = 0; i < x->sums.n; i++) {
        first = x->sums.at[i].month < first ? x->sums.at[i].month : first;
        last = x->sums.at[i].month > last ? x->sums.at[i].month : last;
    }
    for (spend_month k = first; k <= last && x->sums.n; k++) {
        struct line_sum sum = {0};
        for (uint32_t i = 0; i < x->sums.n; i++)
            if (x->sums.at[i].month == k) {
                sum.rows += x->sums.at[i].rows;
                sum.total += x->sums.at[i].total;
            }
        put_line(m, S("month"), spend_month_text(a, k), sum);
    }
}

/* By the rules; each pair of texts is sorted once. */
static void put_categories(struct making *m)
{
    struct spending *s = &m->p->s;
    struct arena *a = s->r->a;
    const struct spend_rules *rules = s->rules;
    const struct spend_sample *x = &m->sample;
    uint32_t n = rules->classifications.n,
             *sorted = NEW_ARRAY(a, uint32_t, (size_t)n * x->sums.n + 1);
    for (uint32_t i = 0; i < x->sums.n; i++)
        spend_sort(s->sorter, lexicon_put(&s->x, WORD_TYPE, x->sums.at[i].type),
                   lexicon_put(&s->x, WORD_AREA, x->sums.at[i].area), sorted + (size_t)i * n);
    for (uint32_t c = 0; c < n; c++) {
        const struct spend_classification *k = &rules->classifications.at[c];
        for (uint32_t j = 0; j < k->categories.n; j++) {
            struct line_sum sum = {0};
            for (uint32_t i = 0; i < x->sums.n; i++)
                if (sorted[(size_t)i * n + c] == j) {
                    sum.rows += x->sums.at[i].rows;
                    sum.total += x->sums.at[i].total;
                }
            put_line(m, k->name, spend_category_label(a, rules, s->choices, &k->categories.at[j]),
                     sum);
        }
    }
}

static void put_file(struct making *m)
{
    const struct spend_sample *x = &m->sample;
    struct sheet *to = m->p->files;
    sheet_text(to, x->name);
    sheet_number(to, (int64_t)x->good);
    sheet_number(to, x->good_pence);
    sheet_number(to, (int64_t)x->rejected);
    sheet_number(to, x->rejected_pence);
    sheet_text(to, str_of(m->form->map));
    sheet_text(to, str_of(m->form->about));
    put_months(m);
    put_categories(m);
}

static void make_sheets(struct sampling *p)
{
    struct arena *a = p->r->a;
    p->files = sheet_new(a, "expected", S("Sample files and what they add up to"));
    sheet_column(p->files, "file", "File", SHEET_TEXT);
    sheet_column(p->files, "rows", "Rows", SHEET_COUNT);
    sheet_column(p->files, "total_gbp", "Total", SHEET_PENCE);
    sheet_column(p->files, "rejected", "Rejected", SHEET_COUNT);
    sheet_column(p->files, "rejected_gbp", "Of them, readable", SHEET_PENCE);
    sheet_column(p->files, "map", "Needs --map", SHEET_TEXT);
    sheet_column(p->files, "about", "What is peculiar to it", SHEET_TEXT);
    p->sums = sheet_new(a, "expected-sums", S("By month and by the rules"));
    sheet_column(p->sums, "file", "File", SHEET_TEXT);
    sheet_column(p->sums, "by", "By", SHEET_TEXT);
    sheet_column(p->sums, "category", "Category", SHEET_TEXT);
    sheet_column(p->sums, "rows", "Rows", SHEET_COUNT);
    sheet_column(p->sums, "total_gbp", "Total", SHEET_PENCE);
}

static bool write_sheet(struct sampling *p, struct sheet *sheet, const char *name)
{
    struct run csv = {.a = p->r->a, .out = buf_new(p->r->a), .csv = true};
    struct str why;
    sheets_put(&csv, &sheet, 1);
    if (os_write(p->r->a, in_folder(p, str_of(name)), buf_str(&csv.out), &why))
        return true;
    run_bad(p->r, "%.*s", STR(why));
    return false;
}

/* ---- the action ---------------------------------------------------------------------------- */

static bool write_files(struct sampling *p)
{
    uint32_t left = p->n_wanted;
    uint64_t rows = p->rows;
    for (uint32_t i = 0; i < spend_form_count; i++) {
        struct making *m = NEW(p->r->a, struct making);
        if (!p->wanted[i])
            continue;
        *m = (struct making){.p = p, .form = &spend_forms[i], .rows = rows / left};
        rows -= m->rows;
        left--;
        if (m->form->with & FORM_WORKBOOK && m->rows > EXCEL_MOST) {
            run_bad(p->r,
                    "%s: an Excel sheet holds at most %d payments; ask for fewer rows, or "
                    "leave it out: --quirks",
                    m->form->name, EXCEL_MOST);
            return false;
        }
        if (!write_file(m))
            return false;
        put_file(m);
    }
    return true;
}

int action_spend_sample(struct run *r)
{
    struct sampling *p = NEW(r->a, struct sampling);
    struct str why;
    enum { USUAL = 2000 };
    *p = (struct sampling){.r = r, .rows = USUAL, .seed = 1, .folder = run_get(r, "out")};
    if (!p->folder.n)
        p->folder = S("spending-sample");
    if (!run_words(r, "spend sample", 0) || !run_number(r, "rows", LIMIT_INTAKE_ROWS, &p->rows) ||
        !run_number(r, "seed", UINT32_MAX, &p->seed) || !read_quirks(p) || !spending_open(r, &p->s))
        return EXIT_BAD;
    if (!os_make_dir(r->a, p->folder, &why))
        return run_bad(r, "%.*s", STR(why));
    make_sheets(p);
    p->progress = spend_begin_progress(p->rows);
    bool fine = write_files(p);
    spend_end_progress(&p->progress);
    if (!fine || !write_sheet(p, p->files, "expected.csv") ||
        !write_sheet(p, p->sums, "expected-sums.csv"))
        return EXIT_BAD;
    sheet_note(p->files, "Written to %.*s, with expected.csv and expected-sums.csv beside",
               STR(p->folder));
    return sheets_put(r, &p->files, 1);
}
