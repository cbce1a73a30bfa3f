/* page_survey.c: the study's questions to every integrated care board: the counts beside those
 * published, and each answer with the line that it rests on. */
#include "actions/governance/survey.h"

#include "pages/governance/governance.h"

static struct str question_text(uint32_t question)
{
    return str_of(survey_questions[question].text);
}

/* ---- the counts ---------------------------------------------------------------------------- */

static void first_sentence(struct page *p, const ids *orgs)
{
    static const char *const told[] = {"place-committees", "place-functions", "place-directors"};
    html(&p->b,
         "<p class=\"nhsuk-lede-text\">Of %s integrated care boards: ", number_text(p->a, orgs->n));
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        uint32_t question = survey_find(str_of(told[i]));
        struct survey_count c = survey_count(p->u, question, orgs);
        html(&p->b, "%z%s %s", i ? "; " : "", number_text(p->a, c.yes + c.unnamed),
             question_text(question));
    }
    buf_z(&p->b, ".</p>\n");
}

static void counts(struct page *p, const ids *orgs)
{
    static const char *const headings[] = {
        "Question", "Yes", "No", "Not known", "Not named", "Published", "Verdict", "Source", NULL};
    table_open(p, "Counts beside those published", headings);
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct survey_count c = survey_count(p->u, i, orgs);
        html(&p->b,
             "<tr class=\"nhsuk-table__row\"><th scope=\"row\" "
             "class=\"nhsuk-table__header\">%s</th>",
             question_text(i));
        cell(p, number_text(p->a, c.yes));
        cell(p, number_text(p->a, c.no));
        cell(p, number_text(p->a, c.not_known));
        cell(p, number_text(p->a, c.unnamed));
        cell(p, c.published < 0 ? S("") : number_text(p->a, c.published));
        cell(p, str_of(survey_verdict(&c)));
        cell(p, c.source);
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

/* ---- choosing ------------------------------------------------------------------------------ */

static void form(struct page *p)
{
    const fields *q = &p->q->query;
    choice_items questions = {0}, answers = {0}, orders = {0};
    *vec_push(p->a, &questions) = (struct choice_item){S(""), S("Any"), 0};
    *vec_push(p->a, &answers) = (struct choice_item){S("yes"), S("Yes"), 0};
    *vec_push(p->a, &answers) = (struct choice_item){S("no"), S("No"), 0};
    *vec_push(p->a, &answers) = (struct choice_item){S("not-known"), S("Not known"), 0};
    *vec_push(p->a, &orders) = (struct choice_item){S("name"), S("Name"), 0};
    *vec_push(p->a, &orders) = (struct choice_item){S("people"), S("People, most first"), 0};
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct choice_item x = {str_of(survey_questions[i].name), question_text(i), 0};
        *vec_push(p->a, &questions) = x;
        *vec_push(p->a, &orders) = x;
    }
    html(&p->b, "<form method=\"get\" action=\"%s/survey\" class=\"remit-filters\">\n",
         p->site->prefix);
    form_keep(p);
    form_text(p, "name", "Name holds", NULL, field_get(q, "name"), NULL, "10");
    form_select(p, "question", "Question", NULL, &questions, field_get(q, "question"), NULL);
    form_select(p, "answer", "Answered", NULL, &answers, field_get(q, "answer"), NULL);
    form_select(p, "sort", "Order", NULL, &orders, field_get(q, "sort"), NULL);
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Show</button>\n</form>\n");
}

/* ---- the answers --------------------------------------------------------------------------- */

/* Which questions tell boards apart: the others have no column. */
static bool *telling(struct page *p, const ids *all)
{
    bool *tells = NEW_ARRAY(p->a, bool, survey_question_count);
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct survey_count c = survey_count(p->u, i, all);
        tells[i] = c.yes < all->n && c.not_known < all->n && c.no < all->n;
    }
    return tells;
}

/* A heading that sorts by its column; by the same again, it turns the order around. */
static void sort_head(struct page *p, struct str name, struct str text)
{
    bool now = str_eq(field_get(&p->q->query, "sort"), name);
    bool turned = field_has(&p->q->query, "turned");
    struct buf query = buf_new(p->a);
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        const struct field *f = &p->q->query.at[i];
        if (str_eq(f->name, S("name")) || str_eq(f->name, S("question")) ||
            str_eq(f->name, S("answer")))
            html(&query, "%q=%q&", f->name, f->value);
    }
    html(&query, "sort=%q%z", name, now && !turned ? "&turned=1" : "");
    html(&p->b,
         "<th scope=\"col\" class=\"nhsuk-table__header\"%z><a href=\"%s#answers\">%s</a>%z</th>",
         !now     ? ""
         : turned ? " aria-sort=\"descending\""
                  : " aria-sort=\"ascending\"",
         page_link(p, S("/survey"), buf_str(&query)), text,
         !now     ? ""
         : turned ? " <span aria-hidden=\"true\">▲</span>"
                  : " <span aria-hidden=\"true\">▼</span>");
}

static void answer(struct page *p, uint32_t question, id org)
{
    struct survey_ground why;
    enum survey_answer a = survey_ask(p->u, question, org, &why);
    struct buf path = buf_new(p->a);
    html(&path, "/handbook/%d", (int64_t)why.pos.file);
    html(&p->b,
         "<td class=\"nhsuk-table__cell\"><a class=\"remit-answer-%d\" href=\"%s#L%d\">%z</a>",
         (int64_t)a, page_link(p, buf_str(&path), S("")), (int64_t)why.pos.line, survey_answers[a]);
    buf_z(&p->b, "</td>");
}

static void answers(struct page *p, const bool *tells, const ids *chosen)
{
    const struct model *m = p->s->m;
    table_begin(p, "Answers of each board");
    buf_z(&p->b, "<thead class=\"nhsuk-table__head\"><tr>");
    sort_head(p, S("name"), S("Integrated care board"));
    sort_head(p, S("people"), S("People"));
    for (uint32_t i = 0; i < survey_question_count; i++)
        if (tells[i])
            sort_head(p, str_of(survey_questions[i].name), question_text(i));
    buf_z(&p->b, "</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
    for (uint32_t k = 0; k < chosen->n; k++) {
        id org = chosen->at[k], area = m->bodies.at[org].population;
        buf_z(&p->b, "<tr class=\"nhsuk-table__row\"><th scope=\"row\" "
                     "class=\"nhsuk-table__header\">");
        page_body_link(p, org);
        buf_z(&p->b, "</th>");
        cell(p, area == NONE || m->populations.at[area].people < 0
                    ? S("not known")
                    : number_text(p->a, m->populations.at[area].people));
        for (uint32_t i = 0; i < survey_question_count; i++)
            if (tells[i])
                answer(p, i, org);
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

/* Questions whose column would say the same of every board. */
static void alike(struct page *p, const bool *tells, const ids *all)
{
    bool any = false;
    for (uint32_t i = 0; i < survey_question_count; i++) {
        if (tells[i])
            continue;
        struct survey_count c = survey_count(p->u, i, all);
        html(&p->b, "%z<li>%s: %z</li>\n",
             any ? ""
                 : "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\">"
                   "<span class=\"nhsuk-details__summary-text\">Questions that are answered alike "
                   "for "
                   "all</span></summary><div class=\"nhsuk-details__text\"><ul>\n",
             question_text(i),
             c.yes         ? "yes"
             : c.not_known ? "not known: the source names no board"
                           : "no");
        any = true;
    }
    buf_z(&p->b, any ? "</ul></div></details>\n" : "");
}

void page_survey(struct page *p)
{
    ids all = {0}, chosen = {0};
    struct run r;
    page_heading(p, S("Survey of integrated care boards"));
    survey_organisations(p->s->m, p->a, &all);
    survey_organisations(p->s->m, p->a, &chosen);
    if (!all.n) {
        buf_z(&p->b, "<p>No handbook here is about an integrated care board.</p>\n");
        return;
    }
    first_sentence(p, &all);
    buf_z(&p->b, "<p><a href=\"#counts\">Counts beside those published</a> · <a "
                 "href=\"#answers\">Answers of each board</a></p>\n<h2 "
                 "class=\"nhsuk-heading-m\" id=\"answers\">Answers of each board</h2>\n");
    form(p);
    page_run_new(p, "survey", S(""), &r);
    if (!field_has(&p->q->query, "sort"))
        *vec_push(p->a, &r.settings) = (struct setting){"sort", S("name")};
    if (!survey_choose(&r, p->u, &chosen)) {
        page_run_wrong(p, &r);
    } else {
        html(&p->b, "<p>%s of %s boards. Each answer leads to the line that it rests on.</p>\n",
             number_text(p->a, chosen.n), number_text(p->a, all.n));
        page_downloads(p, "survey", S(""));
        const bool *tells = telling(p, &all);
        answers(p, tells, &chosen);
        alike(p, tells, &all);
    }
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\" id=\"counts\">Counts</h2>\n");
    counts(p, &all);
}
