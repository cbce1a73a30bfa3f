/* page_tables.c: pages that show what an action says as a table: the decision matrix, structures
 * compared, the survey; and the map, which is a picture. Each is also had as CSV and JSON. */
#include <string.h>

#include "pages/page.h"

/* ---- CSV to a table ------------------------------------------------------------------------- */

/* The next cell of a CSV text; *end: it is the last of its row. */
static struct str next_cell(struct arena *a, struct str *csv, bool *end)
{
    struct buf b = buf_new(a);
    size_t i = 0;
    if (csv->n && csv->p[0] == '"') {
        for (i = 1; i < csv->n && (csv->p[i] != '"' || (i + 1 < csv->n && csv->p[i + 1] == '"'));
             i++) {
            i += csv->p[i] == '"';
            buf_putc(&b, csv->p[i]);
        }
        i++;
    } else {
        while (i < csv->n && csv->p[i] != ',' && csv->p[i] != '\r' && csv->p[i] != '\n')
            buf_putc(&b, csv->p[i++]);
    }
    *end = i >= csv->n || csv->p[i] != ',';
    i += !*end;
    while (*end && i < csv->n && (csv->p[i] == '\r' || csv->p[i] == '\n'))
        i++;
    *csv = str_sub(*csv, i < csv->n ? i : csv->n, csv->n);
    return buf_str(&b);
}

/* "at_least_pence" as "at least pence". */
static void column_head(struct page *p, struct str name)
{
    buf_z(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header\">");
    while (name.n) {
        size_t end = str_find(name, '_');
        html(&p->b, "%s%z", str_sub(name, 0, end), end < name.n ? " " : "");
        name = str_sub(name, end + (end < name.n), name.n);
    }
    buf_z(&p->b, "</th>");
}

void page_table(struct page *p, const char *caption, struct str csv)
{
    bool head = true;
    html(&p->b,
         "<div class=\"remit-table\" role=\"region\" tabindex=\"0\" aria-label=\"%z\">\n<table "
         "class=\"nhsuk-table\">\n<caption class=\"nhsuk-table__caption\">%z</caption>\n<thead "
         "class=\"nhsuk-table__head\">\n",
         caption, caption);
    while (csv.n) {
        bool end = false;
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\">");
        while (!end) {
            struct str text = next_cell(p->a, &csv, &end);
            if (head)
                column_head(p, text);
            else
                html(&p->b, "<td class=\"nhsuk-table__cell\">%s</td>", text);
        }
        html(&p->b, "</tr>\n%z", head ? "</thead>\n<tbody class=\"nhsuk-table__body\">\n" : "");
        head = false;
    }
    buf_z(&p->b, "</tbody>\n</table>\n</div>\n");
}

/* ---- the page of an action
 * ------------------------------------------------------------------------ */

void page_downloads(struct page *p, const char *action, struct str words)
{
    static const char *const forms[] = {"csv", "json"};
    struct str between = field_get(&p->q->query, "between"); /* the days of remit diff */
    buf_z(&p->b, "<p>The same as ");
    for (int i = 0; i < 2; i++) {
        struct buf path = buf_new(p->a), query = buf_new(p->a);
        html(&path, "/api/%z", action);
        html(&query, "q=%q&format=%z", words, forms[i]);
        if (between.n)
            html(&query, "&between=%q", between);
        html(&p->b, "%z<a href=\"%s\">%z</a>", i ? " or " : "",
             page_link(p, buf_str(&path), buf_str(&query)), i ? "JSON" : "CSV");
    }
    buf_z(&p->b, ".</p>\n");
}

static bool run_here(struct page *p, const char *action, struct str words, const char *format,
                     struct run *r)
{
    if (page_run(p, action_find(str_of(action)), words, format, r) != EXIT_BAD)
        return true;
    struct str err = buf_str(&r->err);
    html(&p->b, "<div class=\"nhsuk-inset-text\"><p>%s</p></div>\n",
         str_starts(err, S("remit: ")) ? str_sub(err, 7, err.n) : err);
    return false;
}

static void area_form(struct page *p, const char *path, const char *label, struct str value)
{
    struct str asked = field_get(&p->q->query, "for");
    problems wrong = {0};
    if (asked.n && area_find(p, asked) == NONE) {
        *vec_push(p->a, &wrong) = (struct problem){"for", area_problem(p, asked)};
        value = asked;
    }
    html(&p->b, "<form method=\"get\" action=\"%s%z\">\n", p->site->prefix, path);
    form_keep(p);
    area_field(p, label, NULL, NULL, value, &wrong);
    buf_z(&p->b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\">Show</button>\n"
                 "</form>\n");
}

/* The area asked about, else the first that is a system, else the first of all. */
static struct str area_of(struct page *p)
{
    const struct model *m = p->s->m;
    struct str asked = field_get(&p->q->query, "for");
    id found = asked.n ? area_find(p, asked) : NONE;
    if (found != NONE)
        return m->populations.at[found].name;
    for (id i = 0; i < m->populations.n; i++)
        if (m->populations.at[i].level == LEVEL_SYSTEM)
            return m->populations.at[i].name;
    return m->populations.n ? m->populations.at[0].name : S("");
}

/* The nearest decider in each band of money; each a link to the whole answer. */
static void matrix_cell_text(struct page *p, const struct cell *c, id function, id service,
                             struct str area)
{
    const struct model *m = p->s->m;
    buf_z(&p->b, "<td class=\"nhsuk-table__cell\">");
    for (uint32_t i = 0; i < c->n; i++) {
        const struct band *band = &c->bands[i];
        const struct choice *first = band->answer.choices.n ? &band->answer.choices.at[0] : NULL;
        struct buf query = buf_new(p->a);
        html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[function].name,
             service ? m->services.at.at[service].name : S(""), area);
        if (band->lo > 0)
            html(&query, "&value=%q", money_csv(p->a, band->lo));
        html(&p->b, "%z<a href=\"%s\">%s</a>%z", i ? "<br>" : "",
             page_link(p, S("/"), buf_str(&query)), first ? first->party->title : S("nobody"),
             first && !first->may ? ", on conditions" : "");
        if (c->n > 1)
            html(&p->b, ", %s", range_text(p->a, band->lo, band->hi));
    }
    buf_z(&p->b, "</td>");
}

/* Functions down, the main services across: deeper ones are asked about one by one. */
static void matrix_table(struct page *p, struct str area)
{
    const struct model *m = p->s->m;
    struct matter like = matter_new();
    like.scope = SCOPE_USUAL;
    *vec_push(p->a, &like.populations) = model_find_population(m, area);
    struct matrix x = authority_matrix(p->u, p->a, &like);
    buf_z(&p->b, "<div class=\"remit-table\" role=\"region\" tabindex=\"0\" aria-label=\"Who may "
                 "decide what\">\n<table class=\"nhsuk-table\"><caption "
                 "class=\"nhsuk-table__caption\">Who may decide what</caption><thead "
                 "class=\"nhsuk-table__head\"><tr><th scope=\"col\">Function</th>");
    for (id s = 0; s < m->services.at.n; s++)
        if (m->services.at.at[s].depth < 2)
            html(&p->b, "<th scope=\"col\">%s</th>",
                 s ? m->services.at.at[s].title : S("No service named"));
    buf_z(&p->b, "</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
    for (id f = 1; f < m->functions.at.n; f++) {
        html(&p->b, "<tr class=\"nhsuk-table__row\"><th scope=\"row\">%s</th>",
             m->functions.at.at[f].title);
        for (id s = 0; s < m->services.at.n; s++)
            if (m->services.at.at[s].depth < 2)
                matrix_cell_text(p, matrix_cell(&x, f, s), f, s, area);
        buf_z(&p->b, "</tr>\n");
    }
    buf_z(&p->b, "</tbody></table></div>\n");
}

void page_matrix(struct page *p)
{
    struct str area = area_of(p);
    page_heading(p, S("Decision matrix"));
    buf_z(&p->b, "<p>The body nearest to the people that may decide, for each function and main "
                 "service. Each leads to the whole answer.</p>\n");
    area_form(p, "/matrix", "For whom?", area);
    if (!area.n)
        return;
    page_downloads(p, "matrix", str_fmt(p->a, "for %.*s", STR(area)));
    matrix_table(p, area);
}

void page_survey(struct page *p)
{
    struct run r;
    page_heading(p, S("Survey"));
    buf_z(&p->b, "<p>What the handbooks of the integrated care boards say, question by question. "
                 "No terms of reference, no committee; not in the scheme of delegation, not "
                 "delegated; not told by the source, not known.</p>\n");
    if (run_here(p, "survey", S(""), "csv", &r)) {
        page_downloads(p, "survey", S(""));
        page_table(p, "Answers by integrated care board", buf_str(&r.out));
    }
}

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

static void compare_form(struct page *p, struct str chosen)
{
    const structures *all = generation_structures(p->gen);
    html(&p->b,
         "<form method=\"get\" action=\"%s/compare\">\n<div class=\"nhsuk-form-group\"><fieldset "
         "class=\"nhsuk-fieldset\"><legend class=\"nhsuk-fieldset__legend\">Which "
         "structures?</legend><div class=\"nhsuk-checkboxes\">\n",
         p->site->prefix);
    for (uint32_t i = 0; i < all->n; i++) {
        bool in = false;
        for (struct str rest = chosen; rest.n;) {
            size_t end = str_find(rest, ' ');
            in = in || str_eq(str_sub(rest, 0, end), all->at[i].name);
            rest = str_sub(rest, end + (end < rest.n), rest.n);
        }
        if (all->at[i].m->matters.n)
            html(&p->b,
                 "<div class=\"nhsuk-checkboxes__item\"><input class=\"nhsuk-checkboxes__input\" "
                 "id=\"with-%d\" name=\"with\" type=\"checkbox\" value=\"%s\"%z><label "
                 "class=\"nhsuk-label nhsuk-checkboxes__label\" for=\"with-%d\">%s</label></div>\n",
                 (int64_t)i, all->at[i].name, in ? " checked" : "", (int64_t)i, all->at[i].name);
    }
    form_keep(p);
    buf_z(&p->b, "</div></fieldset></div>\n<button class=\"nhsuk-button\" "
                 "data-module=\"nhsuk-button\">Compare</button>\n</form>\n");
}

void page_compare(struct page *p)
{
    struct str words = to_compare(p);
    struct run r;
    page_heading(p, S("Compare structures"));
    buf_z(&p->b, "<p>Structures side by side, over the matters that their handbooks list.</p>\n");
    compare_form(p, words);
    if (!words.n) {
        buf_z(&p->b, "<p>No handbook here lists matters to compare.</p>\n");
    } else if (run_here(p, "compare", words, "csv", &r)) {
        page_downloads(p, "compare", words);
        page_table(p, "Where each matter is decided", buf_str(&r.out));
    }
}

void page_map(struct page *p)
{
    const struct model *m = p->s->m;
    struct str of = field_get(&p->q->query, "of");
    choice_items bodies = {0};
    problems none = {0};
    struct run r;
    page_heading(p, S("Map"));
    buf_z(&p->b, "<p>Who reports to whom, and who decides what at which level.</p>\n");
    *vec_push(p->a, &bodies) = (struct choice_item){S(""), S("All"), 0};
    for (uint32_t i = 0; i < m->by_rank.n; i++) {
        const struct body *b = &m->bodies.at[m->by_rank.at[i]];
        if (m->kinds.at[b->kind].flags & KIND_STATUTORY)
            *vec_push(p->a, &bodies) = (struct choice_item){b->name, b->title, 0};
    }
    html(&p->b, "<form method=\"get\" action=\"%s/map\">\n", p->site->prefix);
    form_keep(p);
    form_select(p, "of", "Of which organisation?", NULL, &bodies, of, &none);
    buf_z(&p->b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\">Show</button>\n"
                 "</form>\n");
    bool drawn = run_here(p, "map", of, "svg", &r);
    if (drawn) {
        buf_z(&p->b, "<div class=\"remit-picture\" role=\"region\" tabindex=\"0\" "
                     "aria-label=\"Map\">\n");
        buf_put(&p->b, buf_str(&r.out)); /* made by chart_map(), which escapes its words */
        buf_z(&p->b, "</div>\n");
    }
    if (drawn && run_here(p, "map", of, "text", &r))
        html(&p->b,
             "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\"><span "
             "class=\"nhsuk-details__summary-text\">The map in words</span></summary><div "
             "class=\"nhsuk-details__text\"><pre>%s</pre></div></details>\n",
             buf_str(&r.out));
}
