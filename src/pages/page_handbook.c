/* page_handbook.c: the texts themselves: each line with its number, each name of a body a link. */
#include "pages/page.h"

static bool is_law(struct str path)
{
    return str_starts(path, S("laws/"));
}

static void list(struct page *p)
{
    static const char *const headings[] = {"Handbook", "Of", "Edition", "In force", "File", NULL};
    const struct model *m = p->s->m;
    page_heading(p, S("Handbooks"));
    table_open(p, "The handbooks that are read together here", headings);
    for (uint32_t i = 0; i < m->handbooks.n; i++) {
        const struct handbook *h = &m->handbooks.at[i];
        struct buf path = buf_new(p->a);
        html(&path, "/handbook/%d", (int64_t)h->pos.file);
        html(&p->b,
             "<tr class=\"nhsuk-table__row\"><td class=\"nhsuk-table__cell\">%s%z</td><td "
             "class=\"nhsuk-table__cell\">",
             h->title.n ? h->title : h->name, h->draft ? " (draft)" : "");
        if (h->of != NONE)
            page_body_link(p, h->of);
        html(&p->b,
             "</td><td class=\"nhsuk-table__cell\">%s</td><td class=\"nhsuk-table__cell\">%s</td>"
             "<td class=\"nhsuk-table__cell\"><a href=\"%s\">%s</a></td></tr>\n",
             h->edition, tell_span(p->a, h->life), page_link(p, buf_str(&path), S("")),
             m->findings->sources.at[h->pos.file].path);
    }
    table_close(p);
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">The law</h2>\n<ul class=\"nhsuk-list "
                 "nhsuk-list--bullet\">\n");
    for (uint32_t i = 0; i < m->findings->sources.n; i++) {
        struct buf path = buf_new(p->a);
        html(&path, "/handbook/%d", (int64_t)i);
        if (is_law(m->findings->sources.at[i].path))
            html(&p->b, "<li><a href=\"%s\">%s</a></li>\n", page_link(p, buf_str(&path), S("")),
                 m->findings->sources.at[i].path);
    }
    buf_z(&p->b, "</ul>\n");
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
}

/* One line: quoted texts and comments set apart, names of bodies as links. */
static void line(struct page *p, struct str s)
{
    struct buf *b = &p->b;
    for (size_t i = 0, to; i < s.n; i = to) {
        to = i + 1;
        if (s.p[i] == '#') {
            to = s.n;
            html(b, "<span class=\"remit-comment\">%s</span>", str_sub(s, i, to));
        } else if (s.p[i] == '"') {
            while (to < s.n && s.p[to] != '"')
                to += s.p[to] == '\\' && to + 1 < s.n ? 2 : 1;
            to += to < s.n;
            html(b, "<span class=\"remit-text\">%s</span>", str_sub(s, i, to));
        } else if (is_name_byte(s.p[i])) {
            while (to < s.n && is_name_byte(s.p[to]))
                to++;
            struct str word = str_sub(s, i, to);
            id body = map_get(&p->s->m->body_names, word);
            if (body != MAP_NONE)
                page_body_link_as(p, body, word);
            else
                html_text(b, word);
        } else {
            while (to < s.n && !is_name_byte(s.p[to]) && s.p[to] != '#' && s.p[to] != '"')
                to++;
            html_text(b, str_sub(s, i, to));
        }
    }
}

void page_handbook(struct page *p)
{
    const struct findings *f = p->s->f;
    struct str name = page_name(p);
    uint32_t file = 0;
    if (str_eq(p->q->path, S("/handbook"))) {
        list(p);
        return;
    }
    for (size_t i = 0; i < name.n && name.n < 6; i++)
        file = name.p[i] < '0' || name.p[i] > '9' ? UINT32_MAX / 16
                                                  : file * 10 + (uint32_t)(name.p[i] - '0');
    if (!name.n || name.n > 5 || file >= f->sources.n) {
        page_missing(p, "file", name, NULL, "");
        return;
    }
    const struct source *s = &f->sources.at[file];
    struct str text = s->text;
    page_heading(p, s->path);
    buf_z(&p->b, "<div class=\"remit-source\" role=\"region\" tabindex=\"0\" aria-label=\"Text of "
                 "the handbook\"><table><caption class=\"nhsuk-u-visually-hidden\">The text, line "
                 "by line</caption><tbody>\n");
    for (int64_t n = 1; text.n; n++) {
        size_t end = str_find(text, '\n');
        html(&p->b, "<tr id=\"L%d\"><th scope=\"row\">%d</th><td><code>", n, n);
        line(p, str_sub(text, 0, end));
        buf_z(&p->b, "</code></td></tr>\n");
        text = str_sub(text, end + (end < text.n), text.n);
    }
    buf_z(&p->b, "</tbody></table></div>\n");
}
