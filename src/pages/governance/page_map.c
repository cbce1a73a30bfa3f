/* page_map.c: the functions and decisions map, as a picture and in words. */
#include "actions/governance/map.h"

#include "pages/governance/governance.h"

static choice_items organisations(struct page *p)
{
    const struct model *m = p->s->m;
    choice_items items = {0};
    *vec_push(p->a, &items) = (struct choice_item){S(""), S("All"), 0};
    for (uint32_t i = 0; i < m->by_rank.n; i++) {
        const struct body *b = &m->bodies.at[m->by_rank.at[i]];
        if ((m->kinds.at[b->kind].flags & KIND_STATUTORY) && b->handbook != NONE)
            *vec_push(p->a, &items) = (struct choice_item){b->name, b->title, 0};
    }
    return items;
}

static void form(struct page *p)
{
    const fields *q = &p->q->query;
    choice_items bodies = organisations(p);
    html(&p->b, "<form method=\"get\" action=\"%s/map\" class=\"remit-filters\">\n",
         p->site->prefix);
    form_keep(p);
    form_select(p, "of", "Organisation", NULL, &bodies, field_get(q, "of"), NULL);
    area_field(p, "place", "Place", NULL, "Any", field_get(q, "place"), NULL);
    form_choices(p, "function", "Function", NULL, choices_of_tree(p->a, &p->s->m->functions, "Any"),
                 field_get(q, "function"), NULL);
    form_choices(p, "service", "Service", NULL, choices_of_tree(p->a, &p->s->m->services, "Any"),
                 field_get(q, "service"), NULL);
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Show</button>\n</form>\n");
}

static void add_links(struct page *p, struct mapping *m)
{
    for (uint32_t i = 0; i < m->cards.n; i++) {
        struct buf path = buf_new(p->a);
        html(&path, "/bodies/%q", m->u->m->bodies.at[m->bodies.at[i]].name);
        m->cards.at[i].link = page_link(p, buf_str(&path), S(""));
    }
}

/* One card and those under it, which follow it in the list; gives the number of the next. */
static uint32_t words(struct page *p, const struct mapping *m, uint32_t i)
{
    const struct map_card *c = &m->cards.at[i];
    uint32_t next = i + 1;
    buf_z(&p->b, "<li>");
    page_body_link(p, m->bodies.at[i]);
    html(&p->b, " <span class=\"nhsuk-u-secondary-text-colour\">%s, %z%z</span>\n", c->kind,
         level_names[c->band], c->dashed ? ", recommends only" : "");
    if (c->n_lines || (next < m->cards.n && m->cards.at[next].parent == i)) {
        buf_z(&p->b, "<ul>\n");
        for (uint32_t k = 0; k < c->n_lines; k++)
            html(&p->b, "<li>%z%s</li>\n",
                 str_starts(c->lines[k], S("and ")) ? "" : "may decide: ", c->lines[k]);
        while (next < m->cards.n && m->cards.at[next].parent == i)
            next = words(p, m, next);
        buf_z(&p->b, "</ul>\n");
    }
    buf_z(&p->b, "</li>\n");
    return next;
}

static void in_words(struct page *p, const struct mapping *m)
{
    buf_z(&p->b, "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\"><span "
                 "class=\"nhsuk-details__summary-text\">The map in words</span></summary><div "
                 "class=\"nhsuk-details__text\"><ul>\n");
    for (uint32_t i = 0; i < m->cards.n;)
        i = words(p, m, i);
    buf_z(&p->b, "</ul></div></details>\n");
}

void page_map(struct page *p)
{
    struct str of = field_get(&p->q->query, "of");
    struct mapping m;
    struct run r;
    page_heading(p, S("Functions and decisions map"));
    page_run_new(p, "map", of, &r);
    if (map_cards(&r, &m) == EXIT_BAD) {
        page_run_wrong(p, &r);
        form(p);
        return;
    }
    add_links(p, &m);
    struct map_figure f = map_picture(&m);
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s</p>\n", f.reading);
    form(p);
    html(&p->b, "<div class=\"remit-picture\" role=\"region\" tabindex=\"0\" aria-label=\"Map\" "
                "data-remit-map>\n");
    buf_put(&p->b, chart_map(p->a, &f)); /* it escapes its words */
    html(&p->b, "</div>\n<script type=\"module\" src=\"%s/assets/map.js?%s\"></script>\n",
         p->site->prefix, S(REMIT_VERSION));
    in_words(p, &m);
    html(&p->b, "<p class=\"nhsuk-body-s\">The same as %z</p>\n", page_api_links(p, "map", of));
}
