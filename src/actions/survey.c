/* survey.c: remit survey: the study's questions to every handbook, beside its counts. */
#include "authority/survey.h"
#include "actions/json.h"

static const char *const words[] = {"no", "yes", "not known"};

static const char *verdict(const struct survey_count *c)
{
    if (c->published < 0)
        return "";
    if (c->yes + c->unnamed == c->published)
        return c->unnamed ? "reproduced, with those not named" : "reproduced";
    if (c->yes <= c->published && c->published <= (int64_t)(c->yes + c->not_known) + c->unnamed)
        return "possible: too little is known";
    return "DIFFERS";
}

static void table(struct run *r, const struct authority *u, const ids *orgs)
{
    buf_fmt(&r->out, "%-48s %5s %5s %9s %9s %9s\n", "Integrated care boards, or as said", "yes",
            "no", "not known", "not named", "published");
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct survey_count c = survey_count(u, i, orgs);
        buf_fmt(&r->out, "%-48s %5u %5u %9u %9lld ", survey_questions[i].text, c.yes, c.no,
                c.not_known, (long long)c.unnamed);
        if (c.published >= 0)
            buf_fmt(&r->out, "%9lld  %s", (long long)c.published, verdict(&c));
        buf_putc(&r->out, '\n');
    }
}

static void csv(struct run *r, const struct authority *u, const ids *orgs)
{
    size_t n = survey_question_count + 2;
    struct str *cells = NEW_ARRAY(r->a, struct str, n);
    cells[0] = S("organisation"), cells[1] = S("ods");
    for (uint32_t i = 0; i < survey_question_count; i++)
        cells[i + 2] = str_of(survey_questions[i].name);
    csv_row(r, cells, n);
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        cells[0] = b->title, cells[1] = b->ods;
        for (uint32_t i = 0; i < survey_question_count; i++)
            cells[i + 2] = str_of(words[survey_ask(u, i, orgs->at[k])]);
        csv_row(r, cells, n);
    }
}

static void counts_json(struct json *j, uint32_t question, const struct survey_count *c)
{
    json_text(j, "question", str_of(survey_questions[question].name));
    json_text(j, "text", str_of(survey_questions[question].text));
    json_int(j, "yes", c->yes);
    json_int(j, "no", c->no);
    json_int(j, "not_known", c->not_known);
    json_int(j, "not_named", c->unnamed);
    if (c->published >= 0) {
        json_int(j, "published", c->published);
        json_text(j, "verdict", str_of(verdict(c)));
        json_text(j, "source", c->source);
    }
}

static void json(struct run *r, const struct authority *u, const ids *orgs)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_list(&j, "questions");
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct survey_count c = survey_count(u, i, orgs);
        json_map(&j, NULL);
        counts_json(&j, i, &c);
        json_list(&j, "named");
        for (uint32_t k = 0; k < orgs->n; k++)
            if (survey_ask(u, i, orgs->at[k]) == SURVEY_YES)
                json_text(&j, NULL, u->m->bodies.at[orgs->at[k]].name);
        json_end_list(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void one_json(struct run *r, const struct authority *u, const ids *orgs, uint32_t question)
{
    struct survey_count c = survey_count(u, question, orgs);
    struct json j = json_begin(r);
    json_map(&j, NULL);
    counts_json(&j, question, &c);
    json_list(&j, "answers");
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        json_map(&j, NULL);
        json_text(&j, "organisation", b->name);
        json_text(&j, "title", b->title);
        json_text(&j, "ods", b->ods);
        json_text(&j, "answer", str_of(words[survey_ask(u, question, orgs->at[k])]));
        json_pos(&j, "where", u->m->findings, b->pos);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_list(&j, "counted_by_the_study");
    for (uint32_t k = 0; k < u->m->unnamed.n; k++) {
        const struct unnamed *x = &u->m->unnamed.at[k];
        if (!str_eq(x->question, str_of(survey_questions[question].name)))
            continue;
        json_map(&j, NULL);
        json_int(&j, "count", x->count);
        json_text(&j, "text", x->text);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void one_csv(struct run *r, const struct authority *u, const ids *orgs, uint32_t question)
{
    csv_head(r, "organisation,ods,answer,file,line");
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        CSV_ROW(r, b->title, b->ods, str_of(words[survey_ask(u, question, orgs->at[k])]),
                u->m->findings->sources.at[b->pos.file].path, str_fmt(r->a, "%u", b->pos.line));
    }
}

/* One question: who answers yes, and where it stands. */
static int one(struct run *r, const struct authority *u, const ids *orgs, struct str name)
{
    for (uint32_t i = 0; i < survey_question_count; i++) {
        if (!str_eq(name, str_of(survey_questions[i].name)))
            continue;
        struct survey_count c = survey_count(u, i, orgs);
        if (r->csv || r->json) {
            (r->csv ? one_csv : one_json)(r, u, orgs, i);
            return EXIT_FINE;
        }
        buf_fmt(&r->out, "%s\n", survey_questions[i].text);
        for (uint32_t k = 0; k < orgs->n; k++) {
            const struct body *b = &u->m->bodies.at[orgs->at[k]];
            enum survey_answer a = survey_ask(u, i, orgs->at[k]);
            if (a != SURVEY_NO)
                buf_fmt(&r->out, "  %-10s %.*s  [%.*s:%u]\n", words[a], STR(b->title),
                        STR(u->m->findings->sources.at[b->pos.file].path), b->pos.line);
        }
        for (uint32_t k = 0; k < u->m->unnamed.n; k++) {
            const struct unnamed *x = &u->m->unnamed.at[k];
            if (str_eq(x->question, name))
                buf_fmt(&r->out, "  %lld counted by the study%s%.*s\n", (long long)x->count,
                        x->text.n ? ": " : " and not named", STR(x->text));
        }
        if (c.published >= 0)
            buf_fmt(&r->out, "  published: %lld (%.*s): %s\n", (long long)c.published,
                    STR(c.source), verdict(&c));
        return EXIT_FINE;
    }
    struct near near = near_to(name);
    for (uint32_t i = 0; i < survey_question_count; i++)
        near_offer(&near, str_of(survey_questions[i].name));
    return run_bad(r, "there is no question '%.*s'%.*s%s remit survey --csv names them", STR(name),
                   STR(near_text(r, &near)), near.name.n ? "" : ";");
}

int action_survey(struct run *r)
{
    struct structure s;
    ids orgs = {0};
    if (!run_words(r, "survey", 1) || !load_one(r, &s))
        return EXIT_BAD;
    const struct authority *u = load_powers(r, s.m);
    survey_organisations(s.m, r->a, &orgs);
    if (!orgs.n)
        return run_bad(
            r, "no handbook here is about an integrated care board (handbook NAME ... of BODY)");
    if (r->words.n)
        return one(r, u, &orgs, r->words.at[0]);
    if (r->csv)
        csv(r, u, &orgs);
    else if (r->json)
        json(r, u, &orgs);
    else
        table(r, u, &orgs);
    return EXIT_FINE;
}
