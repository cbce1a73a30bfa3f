/* page_body.c: one body or post: what it is, who sits on it, what it may decide, what it has given
 * to others, and what is wrong with it. */
#include "pages/page.h"

static void row_open(struct page *p, const char *key)
{
    html(&p->b,
         "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">%z</dt><dd "
         "class=\"nhsuk-summary-list__value\">",
         key);
}

static void row_close(struct page *p)
{
    buf_z(&p->b, "</dd></div>\n");
}

static void row(struct page *p, const char *key, struct str text)
{
    if (!text.n)
        return;
    row_open(p, key);
    html(&p->b, "%s", text);
    row_close(p);
}

static void row_bodies(struct page *p, const char *key, const ids *list)
{
    if (!list->n)
        return;
    row_open(p, key);
    for (uint32_t i = 0; i < list->n; i++) {
        buf_z(&p->b, i ? "<br>" : "");
        page_body_link(p, list->at[i]);
    }
    row_close(p);
}

static struct str terms_text(struct page *p, const struct body *b)
{
    if (b->terms_unknown)
        return S("not known");
    if (!b->has_terms)
        return p->s->m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS && b->organ_of == NONE
                   ? S("none, so that it can decide nothing")
                   : S("");
    struct str span = tell_span(p->a, b->terms);
    struct str review =
        b->terms_review == DATE_MAX
            ? S("")
            : str_fmt(p->a, "; review by %.*s", STR(date_long(p->a, b->terms_review)));
    return str_fmt(p->a, "%s%.*s%.*s", b->terms_draft ? "draft " : "in force ", STR(span),
                   STR(review));
}

static void facts(struct page *p, id body)
{
    const struct model *m = p->s->m;
    const struct body *b = &m->bodies.at[body];
    buf_z(&p->b, "<dl class=\"nhsuk-summary-list\">\n");
    row(p, "Kind", m->kinds.at[b->kind].title);
    row_bodies(p, "Part of", &b->parents);
    if (b->population != NONE)
        row(p, "For", m->populations.at[b->population].title);
    row(p, "Exists", tell_span(p->a, b->life));
    row(p, "Held by",
        b->held_by.n ? str_fmt(p->a, "%.*s%s", STR(b->held_by), b->interim ? " (interim)" : "")
                     : S(""));
    row(p, "Terms of reference", terms_text(p, b));
    for (uint32_t i = 0; i < b->quorums.n; i++)
        row(p, "Quorum", b->quorums.at[i].text);
    for (uint32_t i = 0; i < b->votes.n; i++)
        row(p, "Decides by", b->votes.at[i].text);
    row(p, "Meets", b->meets);
    if (b->meeting_known)
        row(p, "In public", b->meets_in_public ? S("yes") : S("no"));
    row_bodies(p, "Reports to", &b->reports_to);
    if (b->budget >= 0 || b->budget_unknown)
        row(p, "Budget", b->budget_unknown ? S("not known") : money_text(p->a, b->budget));
    row(p, "ODS code", b->ods);
    row(p, "Source", b->source);
    row(p, "Note", b->note);
    if (b->pos.file != POS_NOWHERE) {
        row_open(p, "Written at");
        page_place(p, m->findings, b->pos);
        row_close(p);
    }
    buf_z(&p->b, "</dl>\n");
}

static struct str seat_title(struct page *p, const struct seat *s)
{
    const struct model *m = p->s->m;
    if (s->text.n)
        return s->text;
    if (s->body != NONE)
        return body_title(m, s->body);
    if (s->role != NONE)
        return m->roles.at[s->role].title;
    return s->kind != NONE ? m->kinds.at[s->kind].title : S("");
}

static void members(struct page *p, const struct body *b)
{
    static const char *const headings[] = {"Member", "How many", "Vote", NULL};
    if (!b->seats.n && !b->unnamed_members)
        return;
    if (!b->seats.n) {
        buf_z(&p->b, "<p>Who its members are is not known.</p>\n");
        return;
    }
    table_open(p, "Members", headings);
    for (uint32_t i = 0; i < b->seats.n; i++) {
        const struct seat *s = &b->seats.at[i];
        html(&p->b,
             "<tr class=\"nhsuk-table__row\"><td class=\"nhsuk-table__cell\">%s</td><td "
             "class=\"nhsuk-table__cell\">%s</td><td class=\"nhsuk-table__cell\">%z</td></tr>\n",
             seat_title(p, s), s->count ? number_text(p->a, s->count) : S("each"),
             !s->voting         ? "none"
             : s->shared_vote   ? "one together"
             : s->own_area_vote ? "on matters of its own area"
                                : "one each");
    }
    table_close(p);
}

static void sits_on(struct page *p, id body)
{
    const struct model *m = p->s->m;
    bool any = false;
    for (id i = 0; i < m->bodies.n; i++)
        for (uint32_t k = 0; k < m->bodies.at[i].seats.n; k++)
            if (m->bodies.at[i].seats.at[k].body == body) {
                html(&p->b, "%z<li>",
                     any ? "" : "<h2 class=\"nhsuk-heading-m\">Sits on</h2>\n<ul>\n");
                page_body_link(p, i);
                html(&p->b, "%z</li>\n", m->bodies.at[i].seats.at[k].voting ? "" : " (no vote)");
                any = true;
            }
    buf_z(&p->b, any ? "</ul>\n" : "");
}

static void cell(struct page *p, struct str text)
{
    html(&p->b, "<td class=\"nhsuk-table__cell\">%s</td>", text);
}

static struct str box_people(struct page *p, const struct box *b)
{
    return b->population == NONE ? S("all that the holder serves")
                                 : p->s->m->populations.at[b->population].title;
}

static void powers(struct page *p, id body)
{
    static const char *const headings[] = {"May decide", "Service", "For", "Worth",
                                           "Conditions", "Who",     NULL};
    const struct model *m = p->s->m;
    uint32_t n = authority_powers(p->u, body);
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">What it may decide</h2>\n");
    if (!n) {
        buf_z(&p->b, "<p>Nothing, on this day.</p>\n");
        return;
    }
    table_open(p, "Powers held", headings);
    for (uint32_t i = 0; i < n; i++) {
        const struct term *t = authority_power(p->u, body, i);
        struct buf when = buf_new(p->a);
        for (uint32_t k = 0; k < t->n_when; k++)
            if (p->u->atoms.at[t->when[k] / 2].kind != ATOM_AGREED)
                buf_fmt(&when, "%s%.*s", when.n ? "; " : "", STR(literal_text(p->u, t->when[k])));
        exceptions list = tell_exceptions(p->u, p->a, t, NULL);
        if (list.n)
            buf_fmt(&when, "%s%.*s", when.n ? "; " : "", STR(tell_except(p->a, &list)));
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
        cell(p, m->functions.at.at[t->box.function].title);
        cell(p, m->services.at.at[t->box.service].title);
        cell(p, box_people(p, &t->box));
        cell(p, range_text(p->a, t->lo, t->hi));
        cell(p, buf_str(&when));
        cell(p, t->party->title);
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

static void given(struct page *p, id body)
{
    static const char *const headings[] = {"To", "What", "Service", "For", "Under", NULL};
    const struct model *m = p->s->m;
    bool any = false;
    for (id i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        if (g->holder != body || !span_has(g->life, p->on))
            continue;
        if (!any)
            table_open(p, "What it has delegated", headings);
        any = true;
        for (uint32_t k = 0; k < g->what.in.n; k++) {
            const struct box *b = &g->what.in.at[k];
            buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
            cell(p, g->to.text);
            cell(p, m->functions.at.at[b->function].title);
            cell(p, m->services.at.at[b->service].title);
            cell(p, box_people(p, b));
            cell(p, tell_under(p->a, p->u, g));
            buf_z(&p->b, "</tr>\n");
        }
    }
    if (any)
        table_close(p);
}

static void wrong(struct page *p, const struct body *b)
{
    const struct findings *f = p->s->f;
    bool any = false;
    for (uint32_t i = 0; i < f->list.n; i++)
        if (str_eq(f->list.at[i].body, b->name)) {
            html(&p->b, "%z",
                 any ? "" : "<h2 class=\"nhsuk-heading-m\">What is wrong or unclear</h2>\n");
            page_finding(p, f, &f->list.at[i]);
            any = true;
        }
}

void page_body(struct page *p)
{
    const struct model *m = p->s->m;
    id body = map_get(&m->body_names, page_name(p));
    if (body == MAP_NONE) {
        page_missing(p, "body", page_name(p), &m->body_names, "/bodies/");
        return;
    }
    const struct body *b = &m->bodies.at[body];
    page_heading(p, body_title(m, body));
    if (!authority_alive(p->u, body))
        buf_z(&p->b, "<p class=\"nhsuk-lede-text\">It does not exist on this day.</p>\n");
    facts(p, body);
    members(p, b);
    sits_on(p, body);
    powers(p, b->acts);
    try_body(p, b->acts);
    given(p, b->acts);
    wrong(p, b);
}
