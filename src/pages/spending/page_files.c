/* page_files.c: the files that were loaded, what was refused of each, and why. */
#include "pages/spending/asked.h"

static struct str months(struct page *p, const struct store_file *f)
{
    if (f->first == DATE_MIN)
        return S("no day given");
    struct str first = spend_month_text(p->a, spend_month_of(f->first));
    struct str last = spend_month_text(p->a, spend_month_of(f->last));
    return str_eq(first, last) ? first : str_fmt(p->a, "%.*s to %.*s", STR(first), STR(last));
}

static struct str organisations(struct page *p, const struct asked *x, const struct store_file *f)
{
    enum { NAMED = 3 };
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < f->n_organisations && i < NAMED; i++) {
        struct str name = lexicon_text(&x->st->s.x, WORD_ORGANISATION, f->organisations[i]);
        buf_fmt(&b, "%s%.*s", i ? "; " : "", STR(name.n ? name : S("(not given)")));
    }
    if (f->n_organisations > NAMED)
        buf_fmt(&b, " and %u more", f->n_organisations - NAMED);
    return b.n ? buf_str(&b) : S("");
}

static const struct str *file_links(struct page *p, const struct asked *x)
{
    struct str *out = NEW_ARRAY(p->a, struct str, x->st->n_files + 1);
    for (uint32_t i = 0; i < x->st->n_files; i++)
        out[i] = page_link(p, str_fmt(p->a, "/spending/files/%u", x->st->files[i].number), S(""));
    return out;
}

static void upload_link(struct page *p)
{
    if (p->site->takes_files)
        html(&p->b,
             "<p><a class=\"nhsuk-button nhsuk-button--small\" href=\"%s\">Send a file</a></p>\n",
             page_link(p, S("/spending/upload"), S("")));
}

void page_spending_files(struct page *p)
{
    page_heading(p, S("Files of payments"));
    struct asked *x = asked_open(p);
    if (!x) {
        upload_link(p);
        return;
    }
    const struct store_whole *w = &x->st->whole;
    struct sheet_cell sum = {.number = w->total};
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s: %s, %s; %s refused.</p>\n",
         count_text(p->a, w->files, "file", "files"),
         count_text(p->a, w->rows, "payment", "payments"), sheet_shown(p->a, SHEET_PENCE, &sum),
         count_text(p->a, w->rejected, "row", "rows"));
    upload_link(p);
    buf_z(&p->b, "<p>Choose a file to see how it was read, each row that was set aside, and the "
                 "reason.</p>\n");
    page_sheet_leading(p, x, spend_files_sheet(p->a, w, x->st->files, x->st->n_files, &x->st->s.x),
                       file_links(p, x));
}

/* ---- one file ------------------------------------------------------------------------------ */

struct asides {
    uint32_t file, from, n;
    struct intake_aside *at;
    struct str why;
};

static bool read_asides(void *with, struct store *s)
{
    struct asides *t = with;
    return store_aside(s, t->file, t->from, A_PAGE, &t->at, &t->n, &t->why);
}

static struct sheet *aside_sheet(struct page *p, const struct asides *t)
{
    struct sheet *s = sheet_new(p->a, "Set aside", S("Rows that were set aside"));
    spend_aside_columns(s);
    for (uint32_t i = 0; i < t->n; i++)
        spend_put_aside(s, &t->at[i]);
    return s;
}

static void facts(struct page *p, const struct asked *x, const struct store_file *f)
{
    html(&p->b,
         "<dl class=\"nhsuk-summary-list\"><div class=\"nhsuk-summary-list__row\"><dt "
         "class=\"nhsuk-summary-list__key\">Organisations</dt><dd "
         "class=\"nhsuk-summary-list__value\">%s</dd></div>\n<div "
         "class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">Months</dt><dd "
         "class=\"nhsuk-summary-list__value\">%s</dd></div>\n<div "
         "class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">How it was read "
         "(<code>--map</code>)</dt><dd class=\"nhsuk-summary-list__value "
         "remit-map-text\"><code>%s</code></dd></div></dl>\n",
         organisations(p, x, f), months(p, f), f->map);
}

/* How the file came here, when it has just been sent. */
static void sent(struct page *p, const struct store_file *f)
{
    static const char *const as[][2] = {
        {"new", "The file is loaded"},
        {"edition", "The file is loaded; it takes the place of an earlier one"},
        {"known", "The file was here already, and nothing has changed"}};
    struct str how = field_get(&p->q->query, "sent");
    for (size_t i = 0; i < sizeof as / sizeof as[0]; i++)
        if (str_eq(how, str_of(as[i][0])))
            html(&p->b, "<div class=\"nhsuk-inset-text\"><p>%z: %s%z%s.</p></div>\n", as[i][1],
                 count_text(p->a, f->result.good, "payment", "payments"),
                 f->result.rejected ? "; " : "",
                 f->result.rejected
                     ? count_text(p->a, f->result.rejected,
                                  "row was refused, and stands below with the reason",
                                  "rows were refused, and stand below with the reasons")
                     : S(""));
}

static void show_file(struct page *p, const struct asked *x, const struct store_file *f)
{
    uint64_t from = page_from(p);
    struct asides t = {.file = f->number, .from = from < UINT32_MAX ? (uint32_t)from : UINT32_MAX};
    struct sheet *counts = sheet_new(p->a, "Counts", S("Rows and sums"));
    sheet_column(counts, "file", "File", SHEET_TEXT);
    spend_counts_columns(counts);
    sheet_row_counts(counts, "file", str_fmt(p->a, "%u", f->number));
    sheet_text(counts, f->name);
    spend_put_counts(counts, &f->result);
    sheet_note(counts,
               "Payments and pounds in are those classified and those rejected; sums that stand "
               "in the file and remarks are no payments.");
    sent(p, f);
    facts(p, x, f);
    page_sheet(p, x, counts);
    uint32_t all = f->result.rejected + f->result.totals + f->result.notes;
    if (!all) {
        buf_z(&p->b, "<p>No row was set aside.</p>\n");
        return;
    }
    if (!store_with(p->a, payments_path(p->site->payments), STORE_READ, read_asides, &t, &t.why)) {
        html(&p->b, "<div class=\"nhsuk-inset-text\"><p>%s</p></div>\n", t.why);
        return;
    }
    uint32_t kept = all < LIMIT_INTAKE_ASIDE ? all : LIMIT_INTAKE_ASIDE;
    if (kept < all)
        html(&p->b, "<p>%s rows were set aside; the first %s are listed.</p>\n",
             number_text(p->a, all), number_text(p->a, kept));
    page_part(p, kept, t.n);
    if (t.n)
        page_sheet(p, NULL, aside_sheet(p, &t));
    page_steps(p, kept);
}

void page_spending_file(struct page *p)
{
    struct str name = page_name(p);
    const struct payments_state *st = p->payments;
    for (uint32_t i = 0; st && i < st->n_files; i++)
        if (str_eq(name, str_fmt(p->a, "%u", st->files[i].number))) {
            page_heading(p, st->files[i].name);
            struct asked *x = asked_open(p);
            if (x)
                show_file(p, x, &st->files[i]);
            return;
        }
    page_missing(p, "file of payments with number", name, NULL, "");
}
