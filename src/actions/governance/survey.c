/* survey.c: remit survey: the study's questions to every handbook, beside its counts. */
#include "actions/governance/survey.h"

#include <stdlib.h>
#include <string.h>

const char *const survey_answers[] = {"no", "yes", "not known"};

const char *survey_verdict(const struct survey_count *c)
{
    if (c->published < 0)
        return "";
    if (c->yes + c->unnamed == c->published)
        return c->unnamed ? "reproduced, with those not named" : "reproduced";
    if (c->yes <= c->published && c->published <= (int64_t)(c->yes + c->not_known) + c->unnamed)
        return "possible: too little is known";
    return "DIFFERS";
}

uint32_t survey_find(struct str name)
{
    for (uint32_t i = 0; i < survey_question_count; i++)
        if (str_eq(name, str_of(survey_questions[i].name)))
            return i;
    return NONE;
}

static int no_question(struct run *r, struct str name)
{
    struct near near = near_to(name);
    for (uint32_t i = 0; i < survey_question_count; i++)
        near_offer(&near, str_of(survey_questions[i].name));
    return run_bad(r, "there is no question '%.*s'%.*s%s remit survey --csv names them", STR(name),
                   STR(near_text(r, &near)), near.name.n ? "" : ";");
}

/* ---- which organisations, in which order --------------------------------------------------- */

static bool holds_text(struct str text, struct str part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (str_eq_fold(str_sub(text, i, i + part.n), part))
            return true;
    return !part.n;
}

static bool read_answer(struct run *r, enum survey_answer *out)
{
    struct str word = run_get(r, "answer");
    for (int i = SURVEY_NO; i <= SURVEY_NOT_KNOWN; i++)
        if (str_eq(word, str_of(survey_answers[i])) ||
            (i == SURVEY_NOT_KNOWN && str_eq(word, S("not-known")))) {
            *out = (enum survey_answer)i;
            return true;
        }
    run_bad(r, "--answer %.*s is none; write yes, no or not-known", STR(word));
    return false;
}

struct place_in_order {
    int64_t key; /* smaller first; of the same, by title */
    struct str title;
    id org;
};

static int by_key(const void *a, const void *b)
{
    const struct place_in_order *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return str_cmp(x->title, y->title);
}

/* Yes before not known before no; many people before few; and each of them turned around. */
static int64_t key_of(const struct authority *u, struct str by, id org)
{
    static const int64_t order[] = {2, 0, 1};
    const struct model *m = u->m;
    uint32_t question = survey_find(by);
    id area = m->bodies.at[org].population;
    if (question != NONE)
        return order[survey_ask(u, question, org, NULL)];
    if (str_eq(by, S("people")))
        return area == NONE ? 1 : -m->populations.at[area].people;
    return 0;
}

static void sort_orgs(struct run *r, const struct authority *u, struct str by, ids *orgs)
{
    struct place_in_order *list = NEW_ARRAY(r->a, struct place_in_order, orgs->n);
    for (uint32_t i = 0; i < orgs->n; i++)
        list[i] = (struct place_in_order){key_of(u, by, orgs->at[i]),
                                          u->m->bodies.at[orgs->at[i]].title, orgs->at[i]};
    if (by.n && orgs->n)
        qsort(list, orgs->n, sizeof list[0], by_key);
    for (uint32_t i = 0; i < orgs->n; i++)
        orgs->at[i] = list[run_has(r, "turned") ? orgs->n - 1 - i : i].org;
}

bool survey_choose(struct run *r, const struct authority *u, ids *orgs)
{
    struct str name = run_get(r, "question"), by = run_get(r, "sort"), part = run_get(r, "name");
    uint32_t question = name.n ? survey_find(name) : NONE;
    enum survey_answer answer = SURVEY_YES;
    if (name.n && question == NONE)
        return no_question(r, name) < 0;
    if (run_has(r, "answer") && !read_answer(r, &answer))
        return false;
    if (by.n && survey_find(by) == NONE && !str_eq(by, S("people")) && !str_eq(by, S("name")))
        return no_question(r, by) < 0;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < orgs->n; i++) {
        id org = orgs->at[i];
        if (holds_text(u->m->bodies.at[org].title, part) &&
            (question == NONE || survey_ask(u, question, org, NULL) == answer))
            orgs->at[kept++] = org;
    }
    orgs->n = kept;
    sort_orgs(r, u, by, orgs);
    return true;
}

/* ---- answers ------------------------------------------------------------------------------- */

static void table(struct run *r, const struct authority *u, const ids *orgs)
{
    buf_fmt(&r->out, "%-48s %5s %5s %9s %9s %9s\n", "Integrated care boards, or as said", "yes",
            "no", "not known", "not named", "published");
    for (uint32_t i = 0; i < survey_question_count; i++) {
        struct survey_count c = survey_count(u, i, orgs);
        buf_fmt(&r->out, "%-48s %5u %5u %9u %9lld ", survey_questions[i].text, c.yes, c.no,
                c.not_known, (long long)c.unnamed);
        if (c.published >= 0)
            buf_fmt(&r->out, "%9lld  %s", (long long)c.published, survey_verdict(&c));
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
    csv_titles(r, cells, n);
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        cells[0] = b->title, cells[1] = b->ods;
        for (uint32_t i = 0; i < survey_question_count; i++)
            cells[i + 2] = str_of(survey_answers[survey_ask(u, i, orgs->at[k], NULL)]);
        csv_row(r, cells, n);
    }
}

static void organisations_json(struct json *j, const struct authority *u, const ids *orgs)
{
    json_list(j, "organisations");
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        json_map(j, NULL);
        json_text(j, "organisation", b->name);
        json_text(j, "title", b->title);
        json_map(j, "answers");
        for (uint32_t i = 0; i < survey_question_count; i++) {
            struct survey_ground why;
            enum survey_answer a = survey_ask(u, i, orgs->at[k], &why);
            json_map(j, survey_questions[i].name);
            json_text(j, "answer", str_of(survey_answers[a]));
            json_pos(j, "where", u->m->findings, why.pos);
            json_text(j, "source", why.source);
            json_end_map(j);
        }
        json_end_map(j);
        json_end_map(j);
    }
    json_end_list(j);
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
        json_text(j, "verdict", str_of(survey_verdict(c)));
        json_text(j, "source", c->source);
    }
}

static void json(struct run *r, const struct authority *u, const ids *orgs, const ids *chosen)
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
            if (survey_ask(u, i, orgs->at[k], NULL) == SURVEY_YES)
                json_text(&j, NULL, u->m->bodies.at[orgs->at[k]].name);
        json_end_list(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    organisations_json(&j, u, chosen);
    json_end_map(&j);
    json_finish(&j);
}

static void one_json(struct run *r, const struct authority *u, const ids *all, const ids *chosen,
                     uint32_t question)
{
    struct survey_count c = survey_count(u, question, all);
    struct json j = json_begin(r);
    json_map(&j, NULL);
    counts_json(&j, question, &c);
    json_list(&j, "answers");
    for (uint32_t k = 0; k < chosen->n; k++) {
        const struct body *b = &u->m->bodies.at[chosen->at[k]];
        struct survey_ground why;
        enum survey_answer a = survey_ask(u, question, chosen->at[k], &why);
        json_map(&j, NULL);
        json_text(&j, "organisation", b->name);
        json_text(&j, "title", b->title);
        json_text(&j, "ods", b->ods);
        json_text(&j, "answer", str_of(survey_answers[a]));
        json_pos(&j, "where", u->m->findings, why.pos);
        json_text(&j, "source", why.source);
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
    csv_head(r, "organisation,ods,answer,file,line,source");
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        struct survey_ground why;
        enum survey_answer a = survey_ask(u, question, orgs->at[k], &why);
        CSV_ROW(r, b->title, b->ods, str_of(survey_answers[a]),
                u->m->findings->sources.at[why.pos.file].path, str_fmt(r->a, "%u", why.pos.line),
                why.source);
    }
}

/* One question: who answers yes, and where it stands. */
static void one(struct run *r, const struct authority *u, const ids *orgs, uint32_t question)
{
    struct str name = str_of(survey_questions[question].name);
    struct survey_count c = survey_count(u, question, orgs);
    buf_fmt(&r->out, "%s\n", survey_questions[question].text);
    for (uint32_t k = 0; k < orgs->n; k++) {
        const struct body *b = &u->m->bodies.at[orgs->at[k]];
        struct survey_ground why;
        enum survey_answer a = survey_ask(u, question, orgs->at[k], &why);
        if (a != SURVEY_NO)
            buf_fmt(&r->out, "  %-10s %.*s  [%.*s:%u]\n", survey_answers[a], STR(b->title),
                    STR(u->m->findings->sources.at[why.pos.file].path), why.pos.line);
    }
    for (uint32_t k = 0; k < u->m->unnamed.n; k++) {
        const struct unnamed *x = &u->m->unnamed.at[k];
        if (str_eq(x->question, name))
            buf_fmt(&r->out, "  %lld counted by the study%s%.*s\n", (long long)x->count,
                    x->text.n ? ": " : " and not named", STR(x->text));
    }
    if (c.published >= 0)
        buf_fmt(&r->out, "  published: %lld (%.*s): %s\n", (long long)c.published, STR(c.source),
                survey_verdict(&c));
}

/* Choosing makes a list of organisations; counts are always of all of them. */
static bool chooses(struct run *r)
{
    return run_has(r, "question") || run_has(r, "answer") || run_has(r, "name") ||
           run_has(r, "sort") || run_has(r, "turned");
}

int action_survey(struct run *r)
{
    struct structure s;
    ids all = {0}, chosen = {0};
    if (!run_words(r, "survey", 1) || !load_one(r, &s))
        return EXIT_BAD;
    const struct authority *u = load_powers(r, s.m);
    uint32_t question = r->words.n ? survey_find(r->words.at[0]) : NONE;
    survey_organisations(s.m, r->a, &all);
    survey_organisations(s.m, r->a, &chosen);
    if (!all.n)
        return run_bad(
            r, "no handbook here is about an integrated care board (handbook NAME ... of BODY)");
    if (r->words.n && question == NONE)
        return no_question(r, r->words.at[0]);
    if (!survey_choose(r, u, &chosen))
        return EXIT_BAD;
    if (chooses(r) && !r->csv && !r->json)
        return run_bad(r, "choosing and sorting give a list: add --csv, --xlsx FILE or --json");
    if (question != NONE && r->csv)
        one_csv(r, u, &chosen, question);
    else if (question != NONE && r->json)
        one_json(r, u, &all, &chosen, question);
    else if (question != NONE)
        one(r, u, &all, question);
    else if (r->csv)
        csv(r, u, &chosen);
    else if (r->json)
        json(r, u, &all, &chosen);
    else
        table(r, u, &all);
    return EXIT_FINE;
}
