/* sheets.c: sheets of the actions as tables of a page, each number with the payments behind it. */
#include "pages/spending/asked.h"

static bool is_number(const struct sheet *s, uint32_t column)
{
    return s->columns.at[column].kind != SHEET_TEXT;
}

/* A first column without a title has names for programs. */
static uint32_t first_column(const struct sheet *s)
{
    return s->columns.at[0].title.n ? 0 : 1;
}

static void head(struct page *p, const struct sheet *s)
{
    buf_z(&p->b, "<thead class=\"nhsuk-table__head\"><tr>");
    for (uint32_t c = first_column(s); c < s->columns.n; c++)
        html(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header%z\">%s</th>",
             is_number(s, c) ? " nhsuk-table__header--numeric" : "", s->columns.at[c].title);
    buf_z(&p->b, "</tr></thead>\n");
}

/* What a row is about, and where that leads. */
static void row_head(struct page *p, const char *numeric, struct str text, struct str link)
{
    html(&p->b, "<th scope=\"row\" class=\"nhsuk-table__header%z%z\">",
         *numeric ? " nhsuk-table__header" : "", numeric);
    if (link.n)
        html(&p->b, "<a href=\"%s\">%s</a></th>", link, text);
    else
        html(&p->b, "%s</th>", text);
}

static void one_cell(struct page *p, const struct asked *x, const struct sheet *s, uint32_t row,
                     uint32_t column)
{
    sheet_wheres wheres = {0};
    const struct sheet_cell *cell = sheet_at(s, row, column);
    struct str text = sheet_shown(p->a, s->columns.at[column].kind, cell);
    const char *numeric = is_number(s, column) ? "--numeric" : "";
    if (x && sheet_behind(s, row, column, &wheres))
        html(&p->b, "<td class=\"nhsuk-table__cell%z%z\"><a href=\"%s\">%s</a></td>",
             *numeric ? " nhsuk-table__cell" : "", numeric,
             asked_link(p, x, "/spending/payments", &wheres, S("")), text);
    else
        html(&p->b, "<td class=\"nhsuk-table__cell%z%z\">%s</td>",
             *numeric ? " nhsuk-table__cell" : "", numeric, text);
}

/* What a row is about stands in its first text, if that is one of the first two columns. */
static uint32_t head_column(const struct sheet *s)
{
    uint32_t first = first_column(s);
    return is_number(s, first) && first + 1 < s->columns.n && !is_number(s, first + 1) ? first + 1
                                                                                       : first;
}

static void rows(struct page *p, const struct asked *x, const struct sheet *s, uint32_t from,
                 uint32_t until, const struct str *links)
{
    uint32_t head = head_column(s);
    for (uint32_t row = from; row < until; row++) {
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
        for (uint32_t c = first_column(s); c < s->columns.n; c++)
            if (c == head)
                row_head(p, is_number(s, c) ? "--numeric" : "",
                         sheet_shown(p->a, s->columns.at[c].kind, sheet_at(s, row, c)),
                         links ? links[row] : S(""));
            else
                one_cell(p, x, s, row, c);
        buf_z(&p->b, "</tr>\n");
    }
}

/* The sheet alone in place of the page. */
static void as_data(struct page *p, const struct sheet *s, bool json)
{
    struct sheet *one = (struct sheet *)(uintptr_t)s; /* only read */
    struct run r = {
        .a = p->a, .out = buf_new(p->a), .err = buf_new(p->a), .json = json, .csv = !json};
    sheets_put(&r, &one, 1);
    p->csv = r.out;
    p->json = json;
}

static void downloads(struct page *p, const struct sheet *s)
{
    struct str name = table_name(p, s->title);
    static const char *const forms[] = {"csv", "json"};
    for (int i = 0; i < 2; i++)
        if (str_eq(field_get(&p->q->query, forms[i]), name))
            as_data(p, s, i == 1);
    html(&p->b,
         "<p class=\"nhsuk-body-s remit-as\"><a href=\"%s\">%s as CSV</a> or <a href=\"%s\">as "
         "JSON<span class=\"nhsuk-u-visually-hidden\">: %s</span></a></p>\n",
         page_with(p, "csv", name), s->title, page_with(p, "json", name), s->title);
}

void page_sheet(struct page *p, const struct asked *x, const struct sheet *s)
{
    page_sheet_leading(p, x, s, NULL);
}

void page_sheet_leading(struct page *p, const struct asked *x, const struct sheet *s,
                        const struct str *links)
{
    uint32_t n = sheet_rows(s), body = n - s->totals;
    html(&p->b,
         "<div class=\"remit-table remit-sheet\" role=\"region\" tabindex=\"0\" "
         "aria-label=\"%s\">\n<table class=\"nhsuk-table\">\n<caption "
         "class=\"nhsuk-table__caption\">%s</caption>\n",
         s->title, s->title);
    head(p, s);
    buf_z(&p->b, "<tbody class=\"nhsuk-table__body\">\n");
    rows(p, x, s, 0, body, links);
    buf_z(&p->b, "</tbody>\n");
    if (s->totals) {
        buf_z(&p->b, "<tfoot class=\"nhsuk-table__body\">\n");
        rows(p, x, s, body, n, NULL);
        buf_z(&p->b, "</tfoot>\n");
    }
    buf_z(&p->b, "</table>\n</div>\n");
    for (uint32_t i = 0; i < s->notes.n; i++)
        html(&p->b, "%z<li>%s</li>\n", i ? "" : "<ul class=\"nhsuk-body-s remit-notes\">\n",
             s->notes.at[i]);
    buf_z(&p->b, s->notes.n ? "</ul>\n" : "");
    downloads(p, s);
}

/* ---- paging -------------------------------------------------------------------------------- */

enum { MOST_PAGES = 100 * 1000 * 1000 };

/* page=N, from 1 */
static uint32_t page_number(const struct page *p)
{
    uint64_t n = 1;
    number_parse(field_get(&p->q->query, "page"), MOST_PAGES, &n);
    return n ? (uint32_t)n : 1;
}

static void page_step(struct page *p, uint32_t to, bool forward)
{
    html(&p->b,
         "<li class=\"nhsuk-pagination-item--%z\"><a class=\"nhsuk-pagination__link "
         "nhsuk-pagination__link--%z\" href=\"%s\" rel=\"%z\"><span "
         "class=\"nhsuk-pagination__title\">%z</span><span "
         "class=\"nhsuk-u-visually-hidden\">:</span><span "
         "class=\"nhsuk-pagination__page\">%s</span></a></li>\n",
         forward ? "next" : "previous", forward ? "next" : "prev",
         page_with(p, "page", str_fmt(p->a, "%u", to)), forward ? "next" : "prev",
         forward ? "Next" : "Previous", str_fmt(p->a, "page %.*s", STR(number_text(p->a, to))));
}

void page_steps(struct page *p, uint64_t all)
{
    uint32_t now = page_number(p);
    uint64_t last = all ? (all + A_PAGE - 1) / A_PAGE : 1;
    if (last < 2)
        return;
    html(&p->b, "<nav class=\"nhsuk-pagination\" aria-label=\"Pages of this table\">\n<ul "
                "class=\"nhsuk-list nhsuk-pagination__list\">\n");
    if (now > 1)
        page_step(p, now - 1 < last ? now - 1 : (uint32_t)last, false);
    if (now < last)
        page_step(p, now + 1, true);
    buf_z(&p->b, "</ul>\n</nav>\n");
}

uint64_t page_from(const struct page *p)
{
    return (uint64_t)(page_number(p) - 1) * A_PAGE;
}

void page_part(struct page *p, uint64_t all, uint32_t shown)
{
    int64_t from = (int64_t)page_from(p);
    if (all && !shown)
        html(&p->b, "<p>There is no such page of them. <a href=\"%s\">The first</a></p>\n",
             page_with(p, "page", S("")));
    else if (all > shown)
        html(&p->b, "<p>Shown are %s to %s.</p>\n", number_text(p->a, from + 1),
             number_text(p->a, from + shown));
}
