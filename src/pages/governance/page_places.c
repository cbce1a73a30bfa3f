/* page_places.c: places and other populations: the bodies for each, and what lies in what. */
#include "pages/governance/governance.h"

static void place_link(struct page *p, id area)
{
    const struct population *x = &p->s->m->populations.at[area];
    struct buf path = buf_new(p->a);
    html(&path, "/places/%q", x->name);
    html(&p->b, "<a href=\"%s\">%s</a>", page_link(p, buf_str(&path), S("")), x->title);
}

/* Is the body there for this area, as its own? */
static bool serves(const struct page *p, id body, id area)
{
    const struct body *b = &p->s->m->bodies.at[body];
    return b->population == area && b->placed && authority_alive(p->u, body);
}

static struct str people_text(struct page *p, const struct population *x)
{
    return x->people < 0 ? S("not known") : number_text(p->a, x->people);
}

static void all_places(struct page *p)
{
    static const char *const headings[] = {"Area", "Level", "People", "Bodies for it", NULL};
    const struct model *m = p->s->m;
    page_heading(p, S("Places"));
    html(&p->b,
         "<p>%s areas, each under the one that it lies in, with the bodies that are there for it "
         "on %s.</p>\n",
         number_text(p->a, m->populations.n), date_long(p->a, p->on));
    table_open(p, "Bodies by area", headings);
    for (id a = 0; a < m->populations.n; a++) {
        const struct population *x = &m->populations.at[a];
        bool any = false;
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\"><td class=\"nhsuk-table__cell\">");
        for (uint32_t i = 0; i < x->depth; i++)
            buf_z(&p->b, "\u00a0\u00a0\u00a0");
        place_link(p, a);
        html(&p->b,
             "</td><td class=\"nhsuk-table__cell\">%z</td><td class=\"nhsuk-table__cell "
             "nhsuk-table__cell--numeric\">%s</td><td class=\"nhsuk-table__cell\">",
             level_names[x->level], people_text(p, x));
        for (uint32_t r = 0; r < m->by_rank.n; r++) {
            id b = m->by_rank.at[r];
            if (!serves(p, b, a))
                continue;
            buf_z(&p->b, any ? "; " : "");
            page_body_link(p, b);
            any = true;
        }
        html(&p->b, "%z</td></tr>\n", any ? "" : "none");
    }
    table_close(p);
}

static void fact(struct page *p, const char *key, struct str text)
{
    if (text.n)
        html(&p->b,
             "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">%z</dt>"
             "<dd class=\"nhsuk-summary-list__value\">%s</dd></div>\n",
             key, text);
}

static void facts(struct page *p, const struct population *x)
{
    buf_z(&p->b, "<dl class=\"nhsuk-summary-list\">\n");
    fact(p, "Level", str_of(level_names[x->level]));
    fact(p, "People", people_text(p, x));
    if (x->parent != NONE) {
        buf_z(&p->b, "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">"
                     "Lies in</dt><dd class=\"nhsuk-summary-list__value\">");
        place_link(p, x->parent);
        buf_z(&p->b, "</dd></div>\n");
    }
    fact(p, "Same area as", x->coterminous);
    fact(p, "ODS code", x->ods);
    fact(p, "Source", x->source);
    fact(p, "Note", x->note);
    buf_z(&p->b, "</dl>\n");
}

static void bodies_for(struct page *p, id area)
{
    const struct model *m = p->s->m;
    static const char *const headings[] = {"Body", "Kind", "Powers", NULL};
    bool any = false;
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        id b = m->by_rank.at[r];
        if (!serves(p, b, area))
            continue;
        if (!any)
            table_open(p, "Bodies for it", headings);
        any = true;
        uint32_t powers = authority_powers(p->u, m->bodies.at[b].acts);
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\"><td class=\"nhsuk-table__cell\">");
        page_body_link(p, b);
        buf_z(&p->b, "</td>");
        cell(p, m->kinds.at[m->bodies.at[b].kind].title);
        cell(p, powers ? number_text(p->a, powers) : S("none: it can only recommend"));
        buf_z(&p->b, "</tr>\n");
    }
    if (any)
        table_close(p);
    else
        buf_z(&p->b, "<p>No body is there for it alone on this day. What is decided for it is "
                     "decided further away.</p>\n");
}

static void areas_in(struct page *p, id area)
{
    const struct model *m = p->s->m;
    bool any = false;
    for (id i = area + 1; i < m->populations.at[area].end; i++) {
        if (m->populations.at[i].parent != area)
            continue;
        buf_z(&p->b, any ? "<li>"
                         : "<h2 class=\"nhsuk-heading-m\">Areas in it</h2>\n<ul "
                           "class=\"nhsuk-list nhsuk-list--bullet\">\n<li>");
        place_link(p, i);
        buf_z(&p->b, "</li>\n");
        any = true;
    }
    buf_z(&p->b, any ? "</ul>\n" : "");
}

static void one_place(struct page *p)
{
    const struct model *m = p->s->m;
    id area = map_get(&m->population_names, page_name(p));
    struct buf query = buf_new(p->a), place = buf_new(p->a);
    if (area == MAP_NONE) {
        page_missing(p, "place", page_name(p), &m->population_names, "/places/");
        return;
    }
    page_heading(p, m->populations.at[area].title);
    facts(p, &m->populations.at[area]);
    html(&query, "for=%q", m->populations.at[area].name);
    html(&place, "place=%q", m->populations.at[area].name);
    html(&p->b,
         "<p><a href=\"%s\">Who decides what for it</a> (decision matrix) · <a href=\"%s\">Map of "
         "its bodies</a></p>\n",
         page_link(p, S("/matrix"), buf_str(&query)), page_link(p, S("/map"), buf_str(&place)));
    bodies_for(p, area);
    areas_in(p, area);
}

void page_places(struct page *p)
{
    if (str_eq(p->q->path, S("/places")))
        all_places(p);
    else
        one_place(p);
}
