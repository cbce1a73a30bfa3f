/* page_payments.c: the rows behind every number, suppliers by name, and why a row is where it is.
 */
#include "pages/spending/asked.h"

/* ---- rows ---------------------------------------------------------------------------------- */

struct found {
    struct page *p;
    uint64_t from, seen; /* from: the first that is shown */
    pence total;
    bool count; /* all are counted, for nobody knows their number */
    VEC(struct spend_row) rows;
};

static bool take(void *with, const struct spend_row *row)
{
    struct found *f = with;
    if (__builtin_add_overflow(f->total, row->amount, &f->total))
        f->total = INT64_MAX;
    if (f->seen++ < f->from || f->rows.n == A_PAGE)
        return true;
    struct spend_row *kept = vec_push(f->p->a, &f->rows);
    *kept = *row;
    kept->reference = str_copy(f->p->a, row->reference);
    kept->description = str_copy(f->p->a, row->description);
    return f->count || f->rows.n < A_PAGE;
}

/* Where sums that are kept know how many there are, reading ends with the page. */
static bool find(struct page *p, struct asked *x, struct found *f)
{
    struct spend_sums s;
    *f = (struct found){.p = p, .from = page_from(p), .count = !asked_kept(x, 0)};
    if (!f->count && !asked_sums(p, x, 0, &s))
        return false;
    if (!asked_rows(p, x, &x->report.s.only, true, take, f)) {
        page_run_wrong(p, &x->r);
        return false;
    }
    if (!f->count) {
        f->seen = s.at.n ? s.at.at[0].rows : 0;
        f->total = s.at.n ? s.at.at[0].total : 0;
    }
    return true;
}

/* The rows as the actions show them, what is asked for first in front. */
static void show_rows(struct page *p, struct asked *x, struct found *f)
{
    static const char *const columns[] = {
        "date",         "supplier",     "amount_gbp", "organisation",
        "expense-type", "expense-area", "reference",  "description",
        "file",         "row",          NULL};
    struct spend_found found = {.all = f->seen, .total = f->total};
    for (uint32_t i = 0; i < f->rows.n; i++)
        *vec_push(p->a, &found.rows) = f->rows.at[i];
    page_sheet(p, NULL, sheet_chosen(spend_rows_sheet(&x->report.s, &found), columns));
}

/* Which rule put a row where it is: for each different type and area on this page. */
static void why_links(struct page *p, const struct asked *x, const struct found *f)
{
    bool any = false;
    for (uint32_t i = 0; i < f->rows.n; i++) {
        const uint32_t *w = f->rows.at[i].words;
        bool before = false;
        for (uint32_t k = 0; k < i && !before; k++)
            before = f->rows.at[k].words[WORD_TYPE] == w[WORD_TYPE] &&
                     f->rows.at[k].words[WORD_AREA] == w[WORD_AREA];
        if (before)
            continue;
        struct str type = lexicon_text(&x->st->s.x, WORD_TYPE, w[WORD_TYPE]);
        struct str area = lexicon_text(&x->st->s.x, WORD_AREA, w[WORD_AREA]);
        struct buf query = buf_new(p->a);
        html(&query, "type=%q&of=%q", type, area);
        html(&p->b, "%z<li><a href=\"%s\">%s, %s</a></li>\n",
             any ? ""
                 : "<details class=\"nhsuk-details\"><summary "
                   "class=\"nhsuk-details__summary\"><span "
                   "class=\"nhsuk-details__summary-text\">Why they count as what they do: their "
                   "expense "
                   "types and areas</span></summary><div class=\"nhsuk-details__text\"><ul>\n",
             asked_link(p, x, "/spending/why", NULL, buf_str(&query)),
             type.n ? type : S("no expense type"), area.n ? area : S("no expense area"));
        any = true;
    }
    buf_z(&p->b, any ? "</ul></div></details>\n" : "");
}

void page_spending_payments(struct page *p)
{
    page_heading(p, S("Payments"));
    struct asked *x = asked_open(p);
    struct found f;
    if (!x || !find(p, x, &f))
        return;
    struct sheet_cell sum = {.number = f.total};
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s, %s in all.</p>\n<p>%s</p>\n",
         count_text(p->a, f.seen, "payment", "payments"), sheet_shown(p->a, SHEET_PENCE, &sum),
         asked_words(p, x));
    if (!f.seen)
        html(&p->b, "<p>No payment is like this. <a href=\"%s\">All payments</a></p>\n",
             page_link(p, S("/spending/payments"), S("")));
    page_part(p, f.seen, f.rows.n);
    if (!f.rows.n)
        return;
    show_rows(p, x, &f);
    page_steps(p, f.seen);
    why_links(p, x, &f);
}

/* ---- why ----------------------------------------------------------------------------------- */

static uint32_t word_of(const struct asked *x, enum spend_word w, struct str text)
{
    return lexicon_find(&x->st->s.x, w, text);
}

void page_spending_why(struct page *p)
{
    page_heading(p, S("Why it counts as what it does"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    struct str type = field_get(&p->q->query, "type"), area = field_get(&p->q->query, "of");
    uint32_t t = word_of(x, WORD_TYPE, type), o = word_of(x, WORD_AREA, area);
    html(&p->b, "<p class=\"nhsuk-lede-text\">Expense type: %s. Expense area: %s.</p>\n",
         type.n ? type : S("not given"), area.n ? area : S("not given"));
    if (t == WORD_NONE || o == WORD_NONE) {
        buf_z(&p->b, "<p>No payment has them.</p>\n");
        return;
    }
    page_sheet(p, x, spend_reasons_sheet(&x->report.s, t, o));
    html(&p->b, "<p><a href=\"%s\">The rules</a></p>\n", page_link(p, S("/spending/rules"), S("")));
}

/* ---- suppliers ----------------------------------------------------------------------------- */

static void search_form(struct page *p, const struct asked *x, struct str words)
{
    asked_form(p, x);
    form_text(p, "name", "Name of the supplier", "Or part of it, like royal free", words, NULL,
              "20");
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Search</button>\n</div>\n</form>\n");
}

/* The rows of t that hold the words; those of this page stay. */
static uint32_t search(struct page *p, struct spend_table *t, struct str words, uint64_t from)
{
    uint32_t found = 0, kept = 0;
    struct str normal = spend_name_normal(p->a, words);
    for (uint32_t i = 0; i < t->rows.n; i++) {
        if (!spend_name_has(p->a, t->rows.at[i].name, normal) || found++ < from || kept == A_PAGE)
            continue;
        t->rows.at[kept] = t->rows.at[i];
        t->row_sums[kept++] = t->row_sums[i];
    }
    t->rows.n = kept;
    return found;
}

/* Each supplier leads to where its money comes from and goes to. */
static const struct str *totals_links(struct page *p, const struct asked *x,
                                      const struct spend_table *t)
{
    struct str *out = NEW_ARRAY(p->a, struct str, t->rows.n + 1);
    for (uint32_t i = 0; i < t->rows.n; i++) {
        struct str name = t->rows.at[i].name;
        struct sheet_where at = {0, name.n ? "supplier" : "without", name.n ? name : S("supplier")};
        sheet_wheres wheres = {&at, 1, 1};
        out[i] = asked_link(p, x, "/spending", &wheres, S(""));
    }
    return out;
}

void page_spending_suppliers(struct page *p)
{
    page_heading(p, S("Suppliers"));
    struct asked *x = asked_open(p);
    static const char *const columns[] = {"supplier",     "rows",     "total_gbp", "ods",
                                          "organisation", "kind",     "system",    "compared_as",
                                          "match",        "evidence", NULL};
    struct str words = field_get(&p->q->query, "name"), why = S("");
    struct spend_table t;
    struct spend_sums s;
    if (!x || !asked_sums(p, x, SPEND_BY_WORD(WORD_SUPPLIER), &s))
        return;
    search_form(p, x, words);
    if (!spend_tabulate(p->a, &s, x->report.s.sorter, &x->st->s.x,
                        (struct spend_axis){SPEND_AXIS_WORD, WORD_SUPPLIER},
                        (struct spend_axis){SPEND_AXIS_NONE, 0}, NULL, &t, &why)) {
        run_bad(&x->r, "%.*s", STR(why));
        page_run_wrong(p, &x->r);
        return;
    }
    spend_table_by_size(p->a, &t);
    uint64_t from = page_from(p);
    uint32_t found = search(p, &t, words, from);
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s, the largest first.</p>\n",
         words.n ? count_text(p->a, found, "supplier has a name that holds these words",
                              "suppliers have a name that holds these words")
                 : count_text(p->a, found, "supplier", "suppliers"));
    page_part(p, found, t.rows.n);
    if (t.rows.n)
        page_sheet_leading(p, x, sheet_chosen(spend_matches_sheet(&x->report.s, &t), columns),
                           totals_links(p, x, &t));
    page_steps(p, found);
}
