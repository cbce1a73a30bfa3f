/* page_findings.c: what is wrong with the handbooks, by severity and body. */
#include "pages/governance/governance.h"

void page_place(struct page *p, const struct findings *f, struct pos pos)
{
    struct buf path = buf_new(p->a), at = buf_new(p->a);
    if (pos.file == POS_NOWHERE)
        return;
    html(&path, "/handbook/%d", (int64_t)pos.file);
    html(&at, "#L%d", (int64_t)pos.line);
    html(&p->b, "<a href=\"%s%s\">%s, line %d</a>", page_link(p, buf_str(&path), S("")),
         buf_str(&at), f->sources.at[pos.file].path, (int64_t)pos.line);
}

void page_finding_words(struct page *p, const struct finding *x)
{
    static const char *const words[] = {"Note", "Should mend", "Must mend"};
    static const char *const colours[] = {"nhsuk-tag--grey", "nhsuk-tag--orange", "nhsuk-tag--red"};
    struct buf path = buf_new(p->a);
    html(&path, "/explain/%z", x->code);
    html(&p->b, "<p><strong class=\"nhsuk-tag %z\">%z</strong> <a href=\"%s\">%z</a>: %s</p>\n",
         colours[x->severity], words[x->severity], page_link(p, buf_str(&path), S("")), x->code,
         x->message);
    if (x->mend.n)
        html(&p->b, "<p>To mend it: %s</p>\n", x->mend);
}

void page_finding(struct page *p, const struct findings *f, const struct finding *x)
{
    buf_z(&p->b, "<div class=\"remit-finding\">");
    page_finding_words(p, x);
    if (x->pos.file != POS_NOWHERE) {
        buf_z(&p->b, "<p>");
        page_place(p, f, x->pos);
        if (x->other.file != POS_NOWHERE && x->other_message.n) {
            html(&p->b, "<br>%s: ", x->other_message);
            page_place(p, f, x->other);
        }
        buf_z(&p->b, "</p>\n");
    }
    buf_z(&p->b, "</div>\n");
}

static void refused_text(struct page *p)
{
    const structures *all = p->refused ? generation_structures(p->refused) : NULL;
    for (uint32_t i = 0; all && i < all->n; i++) {
        const struct findings *f = all->at[i].f;
        if (!str_eq(all->at[i].name, p->s->name) || !findings_count(f, SEVERITY_ERROR))
            continue;
        buf_z(&p->b, "<div class=\"nhsuk-warning-callout\"><h2 "
                     "class=\"nhsuk-warning-callout__label\">A later text is not in "
                     "force</h2><p>The files have changed, but the new text has errors. What "
                     "these pages say is still from the text before.</p>\n");
        for (uint32_t k = 0; k < f->list.n; k++)
            if (f->list.at[k].severity == SEVERITY_ERROR)
                page_finding(p, f, &f->list.at[k]);
        buf_z(&p->b, "</div>\n");
    }
}

void page_findings(struct page *p)
{
    static const char *const groups[] = {"Notes", "Should mend", "Must mend"};
    const struct findings *f = p->s->f;
    uint32_t count[3] = {0};
    for (uint32_t i = 0; i < f->list.n; i++)
        count[f->list.at[i].severity]++;
    page_heading(p, S("Findings"));
    html(&p->b,
         "<p class=\"nhsuk-lede-text\">%s to mend, %s that should be mended, %s to note.</p>\n",
         number_text(p->a, count[SEVERITY_ERROR]), number_text(p->a, count[SEVERITY_WARNING]),
         number_text(p->a, count[SEVERITY_NOTE]));
    refused_text(p);
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_NOTE; severity--) {
        if (count[severity])
            html(&p->b, "<h2 class=\"nhsuk-heading-l\">%z</h2>\n", groups[severity]);
        for (uint32_t i = 0; i < f->list.n; i++)
            if ((int)f->list.at[i].severity == severity)
                page_finding(p, f, &f->list.at[i]);
    }
    if (!f->list.n)
        buf_z(&p->b, "<p>Nothing was found to be wrong.</p>\n");
}
