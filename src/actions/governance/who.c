/* who.c: remit who: every body that may decide a matter, nearest to the people first. */
#include "actions/governance/governance.h"

/* The nearest first: what it needs, and who may if that is not met. */
static void first_sentence(struct run *r, const struct answer *x)
{
    const struct choice *c = &x->choices.at[0], *sure = NULL;
    for (uint32_t i = 0; i < x->choices.n && !sure; i++)
        if (x->choices.at[i].may)
            sure = &x->choices.at[i];
    buf_fmt(&r->out, "%.*s may decide this%s.\n", STR(c->party->title),
            c->may ? "" : ", if its conditions are met");
    if (x->choices.n == 1)
        buf_z(&r->out, "No other body may.\n");
    else
        buf_z(&r->out, "Of those that may, it is the nearest to the people affected.\n");
    if (!c->may && sure)
        buf_fmt(&r->out, "If they are not met, %.*s may decide it.\n", STR(sure->party->title));
}

/* Sentences, each on its own line. */
static void put_phrases(struct run *r, const char *before, const phrases *list)
{
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(&r->out, "%s%.*s\n", before, STR(list->at[i]));
}

static void phrases_json(struct json *j, const char *name, const phrases *list)
{
    json_list(j, name);
    for (uint32_t i = 0; i < list->n; i++)
        json_text(j, NULL, list->at[i]);
    json_end_list(j);
}

static void chain_json(struct json *j, const struct authority *u, const struct term *t)
{
    const struct model *m = u->m;
    if (t->via)
        chain_json(j, u, t->via);
    json_map(j, NULL);
    json_text(j, "body", m->bodies.at[t->body].name);
    json_text(j, "title", body_title(m, t->body));
    if (t->grant == NONE) {
        const struct body *s = &m->bodies.at[t->source];
        json_text(j, "by", S("statute"));
        json_text(j, "source", m->kinds.at[s->kind].holds_source.at[t->holds]);
    } else {
        const struct grant *g = &m->grants.at[t->grant];
        json_text(j, "by", S("delegation"));
        json_text(j, "under", tell_under(j->r->a, u, g));
        json_date(j, "from", g->life.from);
        json_date(j, "until", g->life.until);
        json_pence(j, "at_least_pence", u->edges.at[t->edge].lo);
        json_pence(j, "at_most_pence", u->edges.at[t->edge].hi);
        json_bool(j, "limit_known", !g->limit_unknown);
        json_text(j, "source", g->source);
        json_pos(j, "where", m->findings, g->pos);
    }
    json_end_map(j);
}

void who_except_json(struct json *j, const struct model *m, const exceptions *list)
{
    json_list(j, "except");
    for (uint32_t i = 0; i < list->n; i++) {
        const struct exception *e = &list->at[i];
        json_map(j, NULL);
        json_text(j, "text", e->text);
        json_text(j, "why", str_of(e->why));
        json_text(j, "to", e->by);
        json_text(j, "function", m->functions.at.at[e->box.function].name);
        json_text(j, "service", m->services.at.at[e->box.service].name);
        json_text(j, "population", m->populations.at[e->box.population].name);
        json_pence(j, "at_least_pence", e->lo);
        json_pence(j, "at_most_pence", e->hi);
        json_end_map(j);
    }
    json_end_list(j);
}

void who_missing_json(struct json *j, const struct authority *u, const struct matter *q, id body)
{
    remedies list = tell_remedies(j->r, u, q, body);
    json_list(j, "missing");
    for (uint32_t i = 0; i < list.n; i++)
        json_text(j, NULL, list.at[i].text);
    json_end_list(j);
}

static void way_json(struct json *j, const struct authority *u, const struct answer *x,
                     const struct way *w, const struct matter *q)
{
    const struct term *t = w->term;
    exceptions except = tell_exceptions(u, x->a, t, q);
    phrases after = {0};
    json_map(j, NULL);
    json_pence(j, "at_least_pence", t->lo);
    json_pence(j, "at_most_pence", t->hi);
    json_bool(j, "limit_known", t->grant == NONE || !u->m->grants.at[t->grant].limit_unknown);
    who_except_json(j, u->m, &except);
    json_list(j, "conditions");
    for (uint32_t k = 0; k < w->n_open; k++) {
        literal l = x->open.at[w->open + k];
        json_map(j, NULL);
        json_text(j, "text", literal_text(u, l));
        json_text(j, "fact", literal_fact(u, l));
        json_bool(j, "must_be", l % 2 == 0);
        json_end_map(j);
    }
    json_end_list(j);
    if (w->kinds != MONEY_ALL)
        json_text(j, "only_for", kinds_text(x->a, w->kinds));
    json_list(j, "chain");
    chain_json(j, u, t);
    json_end_list(j);
    tell_afterwards(x->a, u, t, &after);
    phrases_json(j, "after", &after);
    json_end_map(j);
}

void who_choices_json(struct json *j, const struct authority *u, const struct answer *x,
                      const struct matter *q)
{
    json_list(j, "deciders");
    for (uint32_t i = 0; i < x->choices.n; i++) {
        const struct choice *c = &x->choices.at[i];
        json_map(j, NULL);
        json_text(j, "decider", c->party->title);
        json_bool(j, "may", c->may);
        id area = answer_area(u, x, c);
        const struct population *p = area == NONE ? NULL : &u->m->populations.at[area];
        json_text(j, "population", p ? p->name : S(""));
        json_text(j, "level", p ? str_of(level_names[p->level]) : S(""));
        json_text(j, "area", tell_area(u, x, c));
        json_int(j, "steps", c->steps);
        json_list(j, "ways");
        for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next)
            way_json(j, u, x, &x->ways.at[w], q);
        json_end_list(j);
        json_end_map(j);
    }
    json_end_list(j);
}

/* One row a way: the same for who and may. */
void who_choices_csv(struct run *r, const struct authority *u, const struct answer *x,
                     const struct matter *q)
{
    csv_head(r, "rank,decider,level,population,may,from,up to,conditions,under,steps");
    for (uint32_t i = 0; i < x->choices.n; i++) {
        const struct choice *c = &x->choices.at[i];
        id area = answer_area(u, x, c);
        struct str level =
            area != NONE ? str_of(level_names[u->m->populations.at[area].level]) : S("");
        struct str people = area != NONE ? u->m->populations.at[area].name : tell_area(u, x, c);
        for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next) {
            const struct way *way = &x->ways.at[w];
            const struct term *t = way->term;
            const struct grant *g = t->grant == NONE ? NULL : &u->m->grants.at[t->grant];
            exceptions list = tell_exceptions(u, r->a, t, q);
            struct str open = tell_open(r, u, x, way), except = tell_except(r->a, &list);
            CSV_ROW(
                r, str_fmt(r->a, "%u", i + 1), tell_decider(r, u, c), level, people,
                way->n_open || way->kinds != MONEY_ALL ? S("may if") : S("may"),
                t->lo > PENCE_MIN ? money_csv(r->a, t->lo) : S(""),
                g && g->limit_unknown ? S("not known")
                : t->hi < PENCE_MAX   ? money_csv(r->a, t->hi)
                                      : S(""),
                str_fmt(r->a, "%.*s%s%.*s", STR(open), open.n && except.n ? "; " : "", STR(except)),
                g ? tell_under(r->a, u, g) : S("by law"), str_fmt(r->a, "%u", c->steps));
        }
    }
}

static void who_json(struct run *r, const struct authority *u, const struct matter *q,
                     const struct answer *x)
{
    struct json j = json_begin(r);
    phrases cautions = {0}, not_known = {0};
    tell_cautions(r->a, u, q, &cautions);
    tell_not_known(r->a, u, q, &not_known);
    json_map(&j, NULL);
    json_text(&j, "matter", matter_text(u, r->a, q));
    json_date(&j, "on", r->on);
    who_choices_json(&j, u, x, q);
    if (!x->choices.n)
        who_missing_json(&j, u, q, NONE);
    phrases_json(&j, "take_care", &cautions);
    phrases_json(&j, "not_known", &not_known);
    json_end_map(&j);
    json_finish(&j);
}

int action_who(struct run *r)
{
    struct structure s;
    struct matter q;
    struct answer x = answer_new(r->a);
    phrases cautions = {0}, not_known = {0};
    if (!load_one(r, &s))
        return EXIT_BAD;
    const struct authority *u = load_powers(r, s.m);
    if (!ask_matter(r, u, 0, true, &q))
        return EXIT_BAD;
    authority_who(u, &q, &x);
    if (r->json) {
        who_json(r, u, &q, &x);
        return x.choices.n ? EXIT_FINE : EXIT_FOUND;
    }
    if (r->csv) {
        who_choices_csv(r, u, &x, &q);
        return x.choices.n ? EXIT_FINE : EXIT_FOUND;
    }
    buf_fmt(&r->out, "%.*s\nAs on %.*s.\n\n", STR(matter_question(u, r->a, &q)),
            STR(date_long(r->a, r->on)));
    tell_cautions(r->a, u, &q, &cautions);
    tell_not_known(r->a, u, &q, &not_known);
    put_phrases(r, "", &cautions);
    if (!x.choices.n) {
        buf_z(&r->out, "Nobody may decide this.\n");
        tell_nobody(r, u, &q, NONE);
        put_phrases(r, "\nNot known: ", &not_known);
        return EXIT_FOUND;
    }
    first_sentence(r, &x);
    for (uint32_t i = 0; i < x.choices.n; i++) {
        buf_fmt(&r->out, "\n%u. ", i + 1);
        tell_choice(r, u, &x, &x.choices.at[i], &q);
    }
    put_phrases(r, "\nNot known: ", &not_known);
    if (x.truncated || u->truncated)
        buf_z(&r->out, "\nThere are more ways than Remit lists; see src/base/limits.h.\n");
    return EXIT_FINE;
}
