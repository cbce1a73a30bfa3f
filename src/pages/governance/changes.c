/* changes.c: what changes between two texts, in the words of remit diff. */
#include "pages/governance/governance.h"

static void group(struct page *p, const struct diff_group *g)
{
    struct buf *b = &p->b;
    buf_z(b, "<section class=\"remit-change\">\n<h3 class=\"nhsuk-heading-s\">");
    for (uint32_t i = 0; i < g->who.n; i++)
        html(b, "%z%s", i ? "<br>" : "", g->who.at[i]);
    buf_z(b, "</h3>\n<ul>\n");
    for (uint32_t i = 0; i < g->lines.n; i++) {
        const struct diff_line *x = &g->lines.at[i];
        html(b, "<li>%s", x->text);
        if (x->before.n)
            html(
                b,
                "<dl class=\"remit-before\"><dt>Before</dt><dd>%s</dd><dt>Now</dt><dd>%s</dd></dl>",
                x->before, x->now);
        buf_z(b, "</li>\n");
    }
    buf_z(b, "</ul>\n</section>\n");
}

void changes_show(struct page *p, const struct diff_words *w, const char *nothing)
{
    struct buf *b = &p->b;
    if (!w->powers.n)
        html(b, "<p>%z</p>\n",
             w->bodies.n || w->populations.n ? "No power changes hands." : nothing);
    if (w->powers.n)
        buf_z(b, "<h2 class=\"nhsuk-heading-m\">Powers that change</h2>\n");
    for (uint32_t i = 0; i < w->powers.n; i++)
        group(p, &w->powers.at[i]);
    if (w->bodies.n)
        buf_z(b, "<h2 class=\"nhsuk-heading-m\">Bodies that change</h2>\n");
    for (uint32_t i = 0; i < w->bodies.n; i++)
        group(p, &w->bodies.at[i]);
    if (w->populations.n)
        buf_z(b, "<h2 class=\"nhsuk-heading-m\">Populations</h2>\n<ul>\n");
    for (uint32_t i = 0; i < w->populations.n; i++)
        html(b, "<li>%s</li>\n", w->populations.at[i]);
    buf_z(b, w->populations.n ? "</ul>\n" : "");
}
