/* page_rules.c: how spending is sorted, what is assumed where the source is silent, and
 * what each choice moves. */
#include "pages/spending/asked.h"

/* `level` of its heading: it stands alone, or among others. */
static void setting(struct page *p, const struct asked *x, uint32_t k, int64_t level)
{
    const struct spend_setting *s = &x->st->s.rules->settings.at[k];
    struct buf query = buf_new(p->a);
    html(&query, "effect=%q", s->name);
    html(&p->b,
         "<div class=\"remit-change\" id=\"%s\"><h%d "
         "class=\"nhsuk-heading-s\">%s</h%d>\n<p><code>%s</code> "
         "is <strong>%s</strong>",
         s->name, level, s->title.n ? s->title : s->name, level, s->name,
         s->choices.at[x->st->s.choices[k]]);
    for (uint32_t i = 0, n = 0; i < s->choices.n; i++)
        if (i != x->st->s.choices[k])
            html(&p->b, "%z%s", n++ ? ", " : "; it could be ", s->choices.at[i]);
    html(&p->b,
         ". <a href=\"%s\">What that would move<span class=\"nhsuk-u-visually-hidden\">: "
         "%s</span></a></p>\n<p class=\"nhsuk-body-s\">%s</p>\n",
         asked_link(p, x, "/spending/rules", NULL, buf_str(&query)),
         s->title.n ? s->title : s->name, s->note);
    if (s->source.n)
        html(&p->b, "<p class=\"nhsuk-body-s\">Source: %s</p>\n", s->source);
    buf_z(&p->b, "</div>\n");
}

static void effect(struct page *p, struct asked *x, struct str name)
{
    struct sheet_list sheets = {0};
    uint32_t k;
    struct spend_sums sums;
    struct spending s = x->report.s;
    if (!spending_setting(&s, name, &k)) {
        page_run_wrong(p, &x->r);
        return;
    }
    if (!asked_sums(p, x, SPEND_EFFECT_NEEDS, &sums))
        return;
    s.only = (struct spend_only_list){.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
    if (!spend_effect_sheets(&s, &sums, k, &sheets)) {
        page_run_wrong(p, &x->r);
        return;
    }
    setting(p, x, k, 2);
    for (uint32_t i = 0; i < sheets.n; i++)
        page_sheet(p, x, sheets.at[i]);
}

static const char *const words[] = {"along with", "but not", "only when"};

/* The lines of one classification, category by category. */
static void classification(struct page *p, const struct sheet *rules,
                           const struct spend_classification *c)
{
    struct str last = S("");
    html(&p->b,
         "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\"><span "
         "class=\"nhsuk-details__summary-text\">%s</span></summary><div "
         "class=\"nhsuk-details__text\">\n",
         c->title.n ? c->title : c->name);
    if (c->source.n)
        html(&p->b, "<p>Source: %s</p>\n", c->source);
    for (uint32_t i = 0; i < sheet_rows(rules); i++) {
        if (!str_eq(sheet_at(rules, i, 0)->text, c->name))
            continue;
        struct str category = sheet_at(rules, i, 1)->text;
        if (!str_eq(category, last))
            html(&p->b, "%z<h3 class=\"nhsuk-heading-s\">%s</h3>\n<ul>\n", last.n ? "</ul>\n" : "",
                 sheet_at(rules, i, 2)->text);
        last = category;
        html(&p->b, "<li>%s", sheet_at(rules, i, 3)->text);
        for (uint32_t k = 0; k < 3; k++)
            if (!sheet_at(rules, i, 4 + k)->none)
                html(&p->b, "; %z %s", words[k], sheet_at(rules, i, 4 + k)->text);
        html(&p->b, " <span class=\"nhsuk-u-secondary-text-colour\">(%s)</span></li>\n",
             sheet_at(rules, i, 8)->text);
    }
    html(&p->b, "%z</div></details>\n", last.n ? "</ul>\n" : "");
}

void page_spending_rules(struct page *p)
{
    struct str name = field_get(&p->q->query, "effect");
    page_heading(p, name.n ? S("What a choice moves") : S("How spending is sorted"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    if (name.n) {
        effect(p, x, name);
        html(&p->b, "<p><a href=\"%s\">All rules</a></p>\n",
             asked_link(p, x, "/spending/rules", NULL, S("")));
        return;
    }
    const struct spend_rules *r = x->st->s.rules;
    const struct sheet *rules = spend_rules_sheet(&x->report.s);
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s%z%s</p>\n", r->title,
         r->edition.n ? ", edition " : "", r->edition);
    if (r->source.n)
        html(&p->b, "<p>Source: %s</p>\n", r->source);
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">Categories</h2>\n");
    for (uint32_t i = 0; i < r->classifications.n; i++)
        classification(p, rules, &r->classifications.at[i]);
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">What is assumed where the source is silent</h2>\n");
    for (uint32_t i = 0; i < r->settings.n; i++)
        setting(p, x, i, 3);
    buf_z(&p->b, "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\"><span "
                 "class=\"nhsuk-details__summary-text\">All lines as a table</span></summary><div "
                 "class=\"nhsuk-details__text\">\n");
    page_sheet(p, NULL, rules);
    buf_z(&p->b, "</div></details>\n");
}
