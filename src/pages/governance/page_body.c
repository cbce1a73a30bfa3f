/* page_body.c: one body or post: what it is, who sits on it, what it may decide, what it has given
 * to others, and what is wrong with it. */
#include <string.h>

#include "actions/governance/say.h"
#include "pages/governance/governance.h"

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

/* Lines of the block that other parts of this page tell. */
static bool told_elsewhere(const char *what)
{
    static const char *const elsewhere[] = {"Terms of reference", "Members", "Member", "Held by"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        if (strcmp(what, elsewhere[i]) == 0)
            return true;
    return false;
}

/* What its block says, in words: quorum, voting, meetings, conflicts, to whom it reports. */
static sayings block_of(struct page *p, const struct body *b)
{
    sayings all = {0};
    if (b->node)
        say_block(p->a, p->s->m, b->handbook, b->node->body, &p->on, &all);
    return all;
}

static void block_rows(struct page *p, const struct body *b)
{
    sayings all = block_of(p, b);
    for (uint32_t i = 0; i < all.n; i++)
        if (!told_elsewhere(all.at[i].what))
            row(p, all.at[i].what, all.at[i].text);
    if (!b->quorums.n && (p->s->m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS))
        row(p, "Quorum", S("these handbooks do not say"));
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
    block_rows(p, b);
    if (b->budget >= 0)
        row(p, "Budget in all", money_text(p->a, b->budget));
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

static void members(struct page *p, const struct body *b)
{
    static const char *const headings[] = {"Member", NULL};
    sayings all = block_of(p, b);
    uint32_t seats = 0, votes = 0;
    if (!b->seats.n && b->unnamed_members)
        buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">Members</h2>\n<p>Who its members are is not "
                     "known.</p>\n");
    if (!b->seats.n || !all.n)
        return;
    for (uint32_t i = 0; i < b->seats.n; i++) {
        uint32_t n = b->seats.at[i].count ? b->seats.at[i].count : 1;
        seats += n;
        votes += b->seats.at[i].voting ? n : 0;
    }
    html(&p->b, "<h2 class=\"nhsuk-heading-m\">Members</h2>\n<p>%s seats, %s with a vote.</p>\n",
         number_text(p->a, seats), number_text(p->a, votes));
    table_open(p, "Who sits on it", headings);
    for (uint32_t i = 0; i < all.n; i++)
        if (strcmp(all.at[i].what, "Member") == 0) {
            buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
            cell(p, all.at[i].text);
            buf_z(&p->b, "</tr>\n");
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

static struct str box_people(struct page *p, const struct box *b)
{
    return b->population == NONE ? S("all that the holder serves")
                                 : p->s->m->populations.at[b->population].title;
}

/* The function, as a link to who may decide it. */
static void power_question(struct page *p, const struct box *b)
{
    const struct model *m = p->s->m;
    struct buf query = buf_new(p->a);
    struct str title = m->functions.at.at[b->function].title;
    if (b->population == NONE) {
        cell(p, title);
        return;
    }
    html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[b->function].name,
         b->service ? m->services.at.at[b->service].name : S(""),
         m->populations.at[b->population].name);
    html(&p->b, "<td class=\"nhsuk-table__cell\"><a href=\"%s\">%s</a></td>",
         page_link(p, S("/"), buf_str(&query)), title);
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
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
        power_question(p, &t->box);
        cell(p, m->services.at.at[t->box.service].title);
        cell(p, box_people(p, &t->box));
        cell(p, t->grant != NONE && m->grants.at[t->grant].limit_unknown
                    ? S("limit not known")
                    : range_text(p->a, t->lo, t->hi));
        cell(p, tell_term_conditions(p->a, p->u, t));
        cell(p, t->party->title);
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

static struct str limits_text(struct page *p, const struct grant *g)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < g->limits.n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(g->limits.at[i].text));
    return g->limit_unknown ? S("limit not known") : b.n ? buf_str(&b) : S("without limit");
}

static void given(struct page *p, id body)
{
    static const char *const headings[] = {"To", "What", "Service", "For", "Worth", "Under", NULL};
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
            cell(p, limits_text(p, g));
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

static void first_sentence(struct page *p, const struct body *b)
{
    const struct findings *f = p->s->f;
    uint32_t powers = authority_powers(p->u, b->acts), wrong = 0;
    for (uint32_t i = 0; i < f->list.n; i++)
        wrong += str_eq(f->list.at[i].body, b->name);
    if (powers)
        html(&p->b, "<p class=\"nhsuk-lede-text\">It holds %s on %s",
             count_text(p->a, powers, "power", "powers"), date_long(p->a, p->on));
    else
        buf_z(&p->b, "<p class=\"nhsuk-lede-text\">It may decide nothing: it can only recommend");
    if (wrong)
        html(&p->b, "; %s wrong or unclear", count_text(p->a, wrong, "thing is", "things are"));
    buf_z(&p->b, ".</p>\n");
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
    else
        first_sentence(p, b);
    facts(p, body);
    members(p, b);
    sits_on(p, body);
    powers(p, b->acts);
    try_body(p, b->acts);
    given(p, b->acts);
    wrong(p, b);
}
