/* page_explain.c: one name, or the code of a finding, in words: what remit explain says of it. */
#include "actions/governance/explain.h"

#include "pages/governance/governance.h"

/* "Board of NHS West Yorkshire ICB", as a link where it is the name of something here. */
static void line_text(struct page *p, const struct explained_line *l)
{
    struct buf path = buf_new(p->a);
    if (!l->is) {
        html(&p->b, "%s", l->text);
        return;
    }
    html(&path, "/explain/%q", l->name);
    html(&p->b, "<a href=\"%s\">%s</a>", page_link(p, buf_str(&path), S("")), l->text);
}

/* Lines that say the same kind of thing stand together in one row. */
static void lines(struct page *p, const struct explained *x)
{
    struct buf *b = &p->b;
    buf_z(b, x->lines.n ? "<dl class=\"nhsuk-summary-list\">\n" : "");
    for (uint32_t i = 0; i < x->lines.n;) {
        const struct explained_line *l = &x->lines.at[i];
        uint32_t end = i + 1;
        while (l->labels && end < x->lines.n && str_eq(x->lines.at[end].label, l->label))
            end++;
        html(b,
             "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">%s</dt>"
             "<dd class=\"nhsuk-summary-list__value\">",
             end > i + 1 ? str_of(l->labels) : l->label);
        for (bool many = end > i + 1; i < end; i++) {
            buf_z(b, many ? "<p class=\"nhsuk-body\">" : "");
            line_text(p, &x->lines.at[i]);
            buf_z(b, many ? "</p>" : "");
        }
        buf_z(b, "</dd></div>\n");
    }
    buf_z(b, x->lines.n ? "</dl>\n" : "");
}

static void written(struct page *p, const struct explained *x)
{
    if (x->pos.file == POS_NOWHERE)
        return;
    html(&p->b, "<p>%z at ", x->written.n ? "As written" : "Written");
    page_place(p, p->s->f, x->pos);
    buf_z(&p->b, "</p>\n");
    if (x->written.n)
        html(&p->b, "<pre class=\"remit-quoted\"><code>%s</code></pre>\n", x->written);
}

static void thing(struct page *p, const struct explained *x)
{
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s</p>\n", x->what);
    lines(p, x);
    written(p, x);
}

void page_explain(struct page *p)
{
    const struct model *m = p->s->m;
    struct map names = {0};
    struct str name = page_name(p);
    explained_list list = explain_name(p->a, m, name);
    id body = model_find_body(m, name, NONE);
    if (!list.n) {
        explain_names(p->a, m, &names);
        page_missing(p, "name or finding called", name, &names, "/explain/");
        return;
    }
    page_heading(p, list.at[0].title);
    thing(p, &list.at[0]);
    for (uint32_t i = 1; i < list.n; i++) {
        html(&p->b, "<h2 class=\"nhsuk-heading-m\">%s</h2>\n", list.at[i].title);
        thing(p, &list.at[i]);
    }
    if (body != NONE) {
        buf_z(&p->b, "<p>What it may decide: ");
        page_body_link(p, body);
        buf_z(&p->b, "</p>\n");
    }
}
