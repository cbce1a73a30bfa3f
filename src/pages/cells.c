/* cells.c: tables, as HTML and as CSV. */
#include <string.h>

#include "pages/page.h"

/* "Powers held" is asked for as csv=powers-held. */
struct str table_name(struct page *p, struct str caption)
{
    struct buf b = buf_new(p->a);
    for (size_t i = 0; i < caption.n; i++) {
        char c = caption.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_putc(&b, c);
        else if (b.n && b.p[b.n - 1] != '-')
            buf_putc(&b, '-');
    }
    return buf_str(&b);
}

void table_begin(struct page *p, const char *caption)
{
    p->caption = caption;
    p->table = p->b.n;
    html(&p->b,
         "<div class=\"remit-table\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n"
         "<table class=\"nhsuk-table\">\n<caption class=\"nhsuk-table__caption\">%s</caption>\n",
         str_of(caption), str_of(caption));
}

void table_open(struct page *p, const char *caption, const char *const *headings)
{
    table_begin(p, caption);
    buf_z(&p->b, "<thead class=\"nhsuk-table__head\"><tr>");
    for (; *headings; headings++)
        html(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header\">%s</th>", str_of(*headings));
    buf_z(&p->b, "</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
}

void cell(struct page *p, struct str text)
{
    html(&p->b, "<td class=\"nhsuk-table__cell\">%s</td>", text);
}

/* One character of text that html_text() may have escaped; moves past it. */
static char character(struct str html, size_t *i)
{
    static const struct {
        const char *name;
        char c;
    } marks[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''},
    };
    struct str rest = str_sub(html, *i, html.n);
    for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++)
        if (str_starts(rest, str_of(marks[k].name))) {
            *i += strlen(marks[k].name);
            return marks[k].c;
        }
    return html.p[(*i)++];
}

static void end_cell(struct page *p, struct buf *text, bool first)
{
    struct str s = buf_str(text);
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\n'))
        s = str_sub(s, 1, s.n);
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\n'))
        s = str_sub(s, 0, s.n - 1);
    if (!first)
        buf_putc(&p->csv, ',');
    buf_csv(&p->csv, s);
    text->n = 0;
}

/* The rows of our own HTML as CSV: what stands in <td> and <th>, without marks. */
static void csv_of(struct page *p, struct str html)
{
    struct buf text = buf_new(p->a);
    bool in = false, first = true;
    for (size_t i = 0; i < html.n;) {
        if (html.p[i] != '<') {
            char c = character(html, &i);
            if (in)
                buf_putc(&text, c);
            continue;
        }
        size_t end = i + str_find(str_sub(html, i, html.n), '>');
        struct str tag = str_sub(html, i + 1, end);
        i = end + 1;
        if (str_starts(tag, S("td")) || str_starts(tag, S("th "))) {
            in = true;
        } else if (str_eq(tag, S("/td")) || str_eq(tag, S("/th"))) {
            end_cell(p, &text, first);
            in = first = false;
        } else if (str_eq(tag, S("/tr"))) {
            buf_z(&p->csv, "\r\n");
            first = true;
        } else if (in && (str_eq(tag, S("br")) || str_eq(tag, S("/li")))) {
            buf_z(&text, "; ");
        }
    }
}

void table_close(struct page *p)
{
    struct str name = table_name(p, str_of(p->caption));
    buf_z(&p->b, "</tbody>\n</table>\n</div>\n");
    if (str_eq(field_get(&p->q->query, "csv"), name))
        csv_of(p, str_sub(buf_str(&p->b), p->table, p->b.n));
    html(&p->b, "<p class=\"nhsuk-body-s remit-as\"><a href=\"%s\">%z as CSV</a></p>\n",
         page_with(p, "csv", name), p->caption);
}

/* ---- CSV to a table ------------------------------------------------------------------------ */

/* The next cell of a CSV text; *end: it is the last of its row. */
static struct str next_cell(struct arena *a, struct str *csv, bool *end)
{
    struct buf b = buf_new(a);
    size_t i = 0;
    if (csv->n && csv->p[0] == '"') {
        for (i = 1; i < csv->n && (csv->p[i] != '"' || (i + 1 < csv->n && csv->p[i + 1] == '"'));
             i++) {
            i += csv->p[i] == '"';
            buf_putc(&b, csv->p[i]);
        }
        i++;
    } else {
        while (i < csv->n && csv->p[i] != ',' && csv->p[i] != '\r' && csv->p[i] != '\n')
            buf_putc(&b, csv->p[i++]);
    }
    *end = i >= csv->n || csv->p[i] != ',';
    i += !*end;
    while (*end && i < csv->n && (csv->p[i] == '\r' || csv->p[i] == '\n'))
        i++;
    *csv = str_sub(*csv, i < csv->n ? i : csv->n, csv->n);
    return buf_str(&b);
}

/* "at_least_pence" as "at least pence". */
static void column_head(struct page *p, struct str name)
{
    buf_z(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header\">");
    while (name.n) {
        size_t end = str_find(name, '_');
        html(&p->b, "%s%z", str_sub(name, 0, end), end < name.n ? " " : "");
        name = str_sub(name, end + (end < name.n), name.n);
    }
    buf_z(&p->b, "</th>");
}

void page_table(struct page *p, const char *caption, struct str csv)
{
    bool head = true;
    table_begin(p, caption);
    buf_z(&p->b, "<thead class=\"nhsuk-table__head\">\n");
    while (csv.n) {
        bool end = false;
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
        while (!end) {
            struct str text = next_cell(p->a, &csv, &end);
            if (head)
                column_head(p, text);
            else
                cell(p, text);
        }
        html(&p->b, "</tr>\n%z", head ? "</thead>\n<tbody class=\"nhsuk-table__body\">\n" : "");
        head = false;
    }
    table_close(p);
}
