/* page_compare.c: structures side by side: what each makes of the same matters, as pictures and as
 * tables. */
#include "actions/governance/compare.h"

#include "chart/chart.h"
#include "pages/governance/governance.h"

/* ---- which structures ---------------------------------------------------------------------- */

static bool lists_matter(const struct model *m, struct str name)
{
    for (uint32_t i = 0; i < m->matters.n; i++)
        if (str_eq(m->matters.at[i].name, name))
            return true;
    return false;
}

/* Those chosen, else those that list the first matter of these handbooks or, where they list
 * none, of those that list most. */
static struct str to_compare(struct page *p)
{
    const structures *all = generation_structures(p->gen);
    const struct model *most = p->s->m;
    struct buf words = buf_new(p->a);
    for (uint32_t i = 0; i < all->n; i++)
        if (p->s->m->matters.n < 2 && all->at[i].m->matters.n > most->matters.n)
            most = all->at[i].m;
    for (uint32_t i = 0; i < all->n; i++) {
        bool chosen = !field_has(&p->q->query, "with") && most->matters.n &&
                      lists_matter(all->at[i].m, most->matters.at[0].name);
        for (uint32_t k = 0; k < p->q->query.n; k++)
            chosen = chosen || (str_eq(p->q->query.at[k].name, S("with")) &&
                                str_eq(p->q->query.at[k].value, all->at[i].name));
        if (chosen)
            buf_fmt(&words, "%s%.*s", words.n ? " " : "", STR(all->at[i].name));
    }
    return buf_str(&words);
}

static bool among(struct str words, struct str name)
{
    while (words.n) {
        size_t end = str_find(words, ' ');
        if (str_eq(str_sub(words, 0, end), name))
            return true;
        words = str_sub(words, end + (end < words.n), words.n);
    }
    return false;
}

static void form(struct page *p, struct str chosen)
{
    const structures *all = generation_structures(p->gen);
    html(&p->b,
         "<details class=\"nhsuk-details\"%z><summary class=\"nhsuk-details__summary\"><span "
         "class=\"nhsuk-details__summary-text\">Choose other structures</span></summary><div "
         "class=\"nhsuk-details__text\">\n<form method=\"get\" action=\"%s/compare\">\n<div "
         "class=\"nhsuk-form-group\"><fieldset class=\"nhsuk-fieldset\"><legend "
         "class=\"nhsuk-fieldset__legend\">Which structures?</legend><div "
         "class=\"nhsuk-checkboxes nhsuk-checkboxes--small\">\n",
         chosen.n ? "" : " open", p->site->prefix);
    for (uint32_t i = 0; i < all->n; i++)
        if (all->at[i].m->matters.n)
            html(&p->b,
                 "<div class=\"nhsuk-checkboxes__item\"><input class=\"nhsuk-checkboxes__input\" "
                 "id=\"with-%d\" name=\"with\" type=\"checkbox\" value=\"%s\"%z><label "
                 "class=\"nhsuk-label nhsuk-checkboxes__label\" for=\"with-%d\">%s</label></div>\n",
                 (int64_t)i, all->at[i].name, among(chosen, all->at[i].name) ? " checked" : "",
                 (int64_t)i, structure_title(p->a, &all->at[i]));
    buf_z(&p->b, "</div></fieldset></div>\n");
    form_keep(p);
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Compare</button>\n</form>\n</div></details>\n");
}

/* "Site A" of "Site A: places decide": enough where they stand beside each other. */
static struct str short_title(struct page *p, const struct structure *s)
{
    struct str title = structure_title(p->a, s);
    return str_sub(title, 0, str_find(title, ':'));
}

/* ---- pictures ------------------------------------------------------------------------------ */

static void picture(struct page *p, struct bars_figure *f)
{
    struct buf reading = buf_new(p->a);
    for (uint32_t i = 0; i < f->n_bars; i++)
        buf_fmt(&reading, "%s%.*s: %.*s", i ? "; " : "", STR(f->bars[i].label),
                STR(f->bars[i].text));
    f->reading = buf_str(&reading);
    buf_z(&p->b, "<div class=\"remit-figure\">\n");
    buf_put(&p->b, chart_bars(p->a, f));
    buf_z(&p->b, "</div>\n");
}

static uint64_t size_of(const struct weighed *w, int measure)
{
    switch (measure) {
    case MEASURE_AT_PLACE:
        return w->matters ? (uint64_t)w->at_place * 1000 / w->matters : 0;
    case MEASURE_MONEY_AT_PLACE:
        return w->money > 0 ? (uint64_t)((double)w->money_at_place / (double)w->money * 1000) : 0;
    case MEASURE_LAYERS:
        return w->decided ? (uint64_t)w->layers * 100 / w->decided : 0;
    case MEASURE_BODIES:
        return w->bodies;
    default:
        return w->seats;
    }
}

static void measure_pictures(struct page *p, const struct comparison *c)
{
    static const int pictured[] = {MEASURE_AT_PLACE, MEASURE_MONEY_AT_PLACE, MEASURE_LAYERS,
                                   MEASURE_BODIES, MEASURE_SEATS};
    buf_z(&p->b, "<div class=\"remit-figures\">\n");
    for (size_t k = 0; k < sizeof pictured / sizeof pictured[0]; k++) {
        struct bar *bars = NEW_ARRAY(p->a, struct bar, c->columns.n);
        bool share = pictured[k] == MEASURE_AT_PLACE || pictured[k] == MEASURE_MONEY_AT_PLACE;
        for (uint32_t i = 0; i < c->columns.n; i++) {
            const struct compared *x = &c->columns.at[i];
            bars[i] =
                (struct bar){short_title(p, x->s), compare_measure(p->a, &x->sum, pictured[k]),
                             size_of(&x->sum, pictured[k]), LEVEL_PLACE};
        }
        picture(p,
                &(struct bars_figure){.name = str_z(p->a, str_fmt(p->a, "measure-%d", pictured[k])),
                                      .title = str_of(compare_measures[pictured[k]]),
                                      .bars = bars,
                                      .n_bars = c->columns.n,
                                      .most = share ? 1000 : 0});
    }
    buf_z(&p->b, "</div>\n");
}

/* All to one scale, so that matters can be compared, too. */
static void matter_pictures(struct page *p, const struct comparison *c)
{
    uint64_t most = 1;
    for (uint32_t i = 0; i < c->columns.n; i++)
        for (uint32_t k = 0; k < c->m->matters.n; k++)
            if (c->columns.at[i].matters[k].layers > most)
                most = c->columns.at[i].matters[k].layers;
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">Bodies that must consider each matter</h2>\n"
                 "<p>The darker the bar, the nearer to the people the matter is decided.</p>\n"
                 "<div class=\"remit-figures\">\n");
    for (uint32_t k = 0; k < c->m->matters.n; k++) {
        struct bar *bars = NEW_ARRAY(p->a, struct bar, c->columns.n);
        for (uint32_t i = 0; i < c->columns.n; i++) {
            const struct judged *j = &c->columns.at[i].matters[k];
            bars[i] = (struct bar){short_title(p, c->columns.at[i].s), compare_judged(p->a, j),
                                   j->layers, j->decided ? j->level : LEVEL_NATION};
        }
        picture(p, &(struct bars_figure){.name = str_z(p->a, str_fmt(p->a, "matter-%u", k)),
                                         .title = c->m->matters.at[k].title,
                                         .bars = bars,
                                         .n_bars = c->columns.n,
                                         .most = most});
    }
    buf_z(&p->b, "</div>\n");
}

/* ---- tables -------------------------------------------------------------------------------- */

static void head(struct page *p, const struct comparison *c, const char *caption, const char *first)
{
    table_begin(p, caption);
    html(&p->b,
         "<thead class=\"nhsuk-table__head\"><tr><th scope=\"col\" "
         "class=\"nhsuk-table__header\">%z</th>",
         first);
    for (uint32_t i = 0; i < c->columns.n; i++)
        html(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header\">%s</th>",
             structure_title(p->a, c->columns.at[i].s));
    buf_z(&p->b, "</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
}

static void row_head(struct page *p, struct str text)
{
    html(&p->b,
         "<tr class=\"nhsuk-table__row\"><th scope=\"row\" class=\"nhsuk-table__header\">%s</th>",
         text);
}

static void measure_table(struct page *p, const struct comparison *c)
{
    head(p, c, "Structures in numbers", "Measure");
    for (int k = 0; k < MEASURES; k++) {
        row_head(p, str_of(compare_measures[k]));
        for (uint32_t i = 0; i < c->columns.n; i++)
            cell(p, compare_measure(p->a, &c->columns.at[i].sum, k));
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

/* The question behind a cell, put to its structure. */
static struct str question(struct page *p, const struct structure *s, const struct listed_matter *x,
                           const struct model *m)
{
    struct buf b = buf_new(p->a);
    html(&b, "%s/?what=%q&service=%q&for=%q", p->site->prefix, m->functions.at.at[x->function].name,
         x->service ? m->services.at.at[x->service].name : S(""),
         x->populations.n ? m->populations.at[x->populations.at[0]].name : S(""));
    if (x->value >= 0)
        html(&b, "&amp;value=%q", money_csv(p->a, x->value));
    html(&b, "&amp;in=%q&amp;on=%q", s->name, date_iso(p->a, p->on));
    return buf_str(&b);
}

static void matter_table(struct page *p, const struct comparison *c)
{
    head(p, c, "Where each matter is decided", "Matter");
    for (uint32_t k = 0; k < c->m->matters.n; k++) {
        row_head(p, c->m->matters.at[k].title);
        for (uint32_t i = 0; i < c->columns.n; i++) {
            const struct judged *j = &c->columns.at[i].matters[k];
            struct str address = question(p, c->columns.at[i].s, &c->m->matters.at[k], c->m);
            buf_z(&p->b, "<td class=\"nhsuk-table__cell\"><a href=\"");
            buf_put(&p->b, address); /* made by html() */
            html(&p->b, "\">%s</a>%z%s</td>", j->decided ? j->decider : S("nobody"),
                 j->decided ? "<br>" : "", j->decided ? compare_judged(p->a, j) : S(""));
        }
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

/* ---- the page ------------------------------------------------------------------------------ */

static void first_sentence(struct page *p, const struct comparison *c)
{
    html(&p->b, "<p class=\"nhsuk-lede-text\">Of %s matters, decided at place or nearer: ",
         number_text(p->a, c->m->matters.n));
    for (uint32_t i = 0; i < c->columns.n; i++)
        html(&p->b, "%z%s %s",
             !i                     ? ""
             : i + 1 < c->columns.n ? ", "
                                    : " and ",
             compare_measure(p->a, &c->columns.at[i].sum, MEASURE_AT_PLACE),
             str_fmt(p->a, "in %.*s", STR(short_title(p, c->columns.at[i].s))));
    buf_z(&p->b, ".</p>\n");
}

void page_compare(struct page *p)
{
    struct str words = to_compare(p);
    struct comparison c;
    struct run r;
    page_heading(p, S("Compare structures"));
    if (!words.n) {
        form(p, words);
        buf_z(&p->b, "<p>No handbook here lists matters to compare.</p>\n");
        return;
    }
    page_run_new(p, "compare", words, &r);
    if (compare_all(&r, &c) == EXIT_BAD) {
        page_run_wrong(p, &r);
        form(p, words);
        return;
    }
    first_sentence(p, &c);
    form(p, words);
    page_downloads(p, "compare", words);
    measure_pictures(p, &c);
    measure_table(p, &c);
    matter_pictures(p, &c);
    matter_table(p, &c);
}
