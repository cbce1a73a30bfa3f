/* page_handbook.c: which handbooks are read together, and the text of each. */
#include "pages/governance/governance.h"

static bool is_law(struct str path)
{
    return str_starts(path, S("laws/"));
}

static bool has_head(const struct model *m, uint32_t file)
{
    for (id h = 0; h < m->handbooks.n; h++)
        if (m->handbooks.at[h].pos.file == file)
            return true;
    return false;
}

/* Files without a handbook's head: laws, or those that several handbooks use. */
static void files(struct page *p, const char *heading, bool laws)
{
    const struct findings *f = p->s->f;
    bool any = false;
    for (uint32_t i = 0; i < f->sources.n; i++) {
        struct buf path = buf_new(p->a);
        if (is_law(f->sources.at[i].path) != laws || (!laws && has_head(p->s->m, i)))
            continue;
        if (!any)
            html(&p->b,
                 "<h2 class=\"nhsuk-heading-m\">%z</h2>\n<ul class=\"nhsuk-list "
                 "nhsuk-list--bullet\">\n",
                 heading);
        any = true;
        html(&path, "/handbook/%d", (int64_t)i);
        html(&p->b, "<li><a href=\"%s\">%s</a></li>\n", page_link(p, buf_str(&path), S("")),
             f->sources.at[i].path);
    }
    buf_z(&p->b, any ? "</ul>\n" : "");
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
    html(&p->b, "<p><a href=\"%s\">What changes between two editions</a></p>\n",
         page_link(p, S("/editions"), S("")));
    files(p, "Files that they share", false);
    files(p, "The law", true);
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
    page_heading(p, f->sources.at[file].path);
    if (!is_law(f->sources.at[file].path)) {
        struct buf query = buf_new(p->a);
        html(&query, "file=%q", f->sources.at[file].path);
        html(&p->b, "<p><a href=\"%s\">Try a change to this text</a></p>\n",
             page_link(p, S("/try"), buf_str(&query)));
    }
    source_text(p, p->s->m, f, file, UINT32_MAX, true);
}
