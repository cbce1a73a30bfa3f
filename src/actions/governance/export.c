/* export.c: remit export: the linked model as JSON (docs/export.md), or its bodies and posts
 * as Popolo. */
#include "actions/governance/governance.h"

static void names(struct json *j, const char *key, const struct model *m, const ids *list)
{
    json_list(j, key);
    for (uint32_t i = 0; i < list->n; i++)
        json_text(j, NULL, m->bodies.at[list->at[i]].name);
    json_end_list(j);
}

static void span(struct json *j, struct span s)
{
    json_date(j, "from", s.from);
    json_date(j, "until", s.until);
}

static void tree(struct json *j, const char *key, const struct tree *t)
{
    json_list(j, key);
    for (id i = 0; i < t->at.n; i++) {
        json_map(j, NULL);
        json_text(j, "name", t->at.at[i].name);
        json_text(j, "title", t->at.at[i].title);
        json_text(j, "parent",
                  t->at.at[i].parent == NONE ? S("") : t->at.at[t->at.at[i].parent].name);
        json_end_map(j);
    }
    json_end_list(j);
}

static void populations(struct json *j, const struct model *m)
{
    json_list(j, "populations");
    for (id i = 0; i < m->populations.n; i++) {
        const struct population *p = &m->populations.at[i];
        json_map(j, NULL);
        json_text(j, "name", p->name);
        json_text(j, "title", p->title);
        json_text(j, "level", str_of(level_names[p->level]));
        json_text(j, "parent", p->parent == NONE ? S("") : m->populations.at[p->parent].name);
        json_list(j, "also_in");
        for (uint32_t k = 0; k < p->also.n; k++)
            json_text(j, NULL, m->populations.at[p->also.at[k]].name);
        json_end_list(j);
        if (p->people >= 0)
            json_int(j, "people", p->people);
        else
            json_null(j, "people");
        json_text(j, "ods", p->ods);
        json_text(j, "coterminous_with", p->coterminous);
        json_end_map(j);
    }
    json_end_list(j);
}

static void seats(struct json *j, const struct model *m, const struct body *b)
{
    json_list(j, "members");
    for (uint32_t i = 0; i < b->seats.n; i++) {
        const struct seat *s = &b->seats.at[i];
        json_map(j, NULL);
        json_text(j, "text", s->text);
        json_text(j, "body", s->body != NONE ? m->bodies.at[s->body].name : S(""));
        json_text(j, "kind", s->kind != NONE ? m->kinds.at[s->kind].name : S(""));
        json_text(j, "role", s->role != NONE ? m->roles.at[s->role].name : S(""));
        json_int(j, "count", s->count);
        json_bool(j, "voting", s->voting);
        json_end_map(j);
    }
    json_end_list(j);
}

static void bodies(struct json *j, const struct model *m)
{
    json_list(j, "bodies");
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        const struct body *b = &m->bodies.at[m->by_rank.at[r]];
        json_map(j, NULL);
        json_text(j, "name", b->name);
        json_text(j, "title", b->title);
        json_text(j, "kind", m->kinds.at[b->kind].name);
        json_text(j, "ods", b->ods);
        names(j, "part_of", m, &b->parents);
        json_text(j, "organisation", b->owner != NONE ? m->bodies.at[b->owner].name : S(""));
        json_text(j, "population",
                  b->population != NONE ? m->populations.at[b->population].name : S(""));
        span(j, b->life);
        json_bool(j, "implied", b->implied);
        json_bool(j, "terms_of_reference", b->has_terms);
        json_bool(j, "members_known", !b->unnamed_members);
        seats(j, m, b);
        json_list(j, "quorum");
        for (uint32_t i = 0; i < b->quorums.n; i++)
            json_text(j, NULL, b->quorums.at[i].text);
        json_end_list(j);
        json_list(j, "voting");
        for (uint32_t i = 0; i < b->votes.n; i++)
            json_text(j, NULL, b->votes.at[i].text);
        json_end_list(j);
        json_text(j, "meets", b->meets);
        json_text(j, "held_by", b->held_by);
        json_text(j, "source", b->source);
        json_pos(j, "where", m->findings, b->pos);
        json_end_map(j);
    }
    json_end_list(j);
}

static void boxes(struct json *j, const char *key, const struct model *m, const struct box *at,
                  uint32_t n)
{
    json_list(j, key);
    for (uint32_t i = 0; i < n; i++) {
        json_map(j, NULL);
        json_text(j, "function", m->functions.at.at[at[i].function].name);
        json_text(j, "service", m->services.at.at[at[i].service].name);
        json_text(j, "population",
                  at[i].population == NONE ? S("") : m->populations.at[at[i].population].name);
        json_end_map(j);
    }
    json_end_list(j);
}

static void limits(struct json *j, const limit_list *l)
{
    json_list(j, "limits");
    for (uint32_t i = 0; i < l->n; i++) {
        json_map(j, NULL);
        json_text(j, "text", l->at[i].text);
        json_text(j, "of", str_of(axis_names[l->at[i].axis]));
        json_text(j, "measured", l->at[i].measured);
        if (l->at[i].amount.how == AMOUNT_MONEY)
            json_int(j, "pence", l->at[i].amount.value);
        json_end_map(j);
    }
    json_end_list(j);
}

static void literals(struct json *j, const char *key, const struct model *m, const literal *at,
                     uint32_t n)
{
    json_list(j, key);
    for (uint32_t i = 0; i < n; i++) {
        json_map(j, NULL);
        json_text(j, "fact", m->atoms.at[at[i] / 2].key);
        json_bool(j, "must_be", at[i] % 2 == 0);
        json_end_map(j);
    }
    json_end_list(j);
}

static void grants(struct json *j, const struct model *m)
{
    json_list(j, "delegations");
    for (id i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        json_map(j, NULL);
        json_text(j, "holder", m->bodies.at[g->holder].name);
        json_text(j, "to", g->to.text);
        json_list(j, "deciders");
        for (uint32_t k = 0; k < g->to.alts.n; k++) {
            json_map(j, NULL);
            names(j, "bodies", m, &g->to.alts.at[k].bodies);
            json_int(j, "needed", g->to.alts.at[k].need);
            json_end_map(j);
        }
        json_end_list(j);
        boxes(j, "what", m, g->what.in.at, g->what.in.n);
        boxes(j, "except", m, g->what.except.at, g->what.except.n);
        limits(j, &g->limits);
        json_bool(j, "limit_known", !g->limit_unknown);
        json_text(j, "money", kinds_text(m->a, g->kinds));
        literals(j, "conditions", m, g->conditions.at, g->conditions.n);
        json_list(j, "after");
        for (uint32_t k = 0; k < g->after.n; k++)
            json_text(j, NULL, g->after.at[k].text);
        json_end_list(j);
        json_bool(j, "exclusive", g->exclusive);
        json_bool(j, "may_be_passed_on",
                  g->passing.said ? g->passing.allowed
                                  : g->route != NONE && m->routes.at[g->route].silence_allows);
        json_text(j, "route", g->route != NONE ? m->routes.at[g->route].name : S(""));
        json_text(j, "instrument",
                  g->instrument != NONE ? m->instruments.at[g->instrument].name : S(""));
        json_text(j, "reference", g->reference);
        span(j, g->life);
        json_text(j, "source", g->source);
        json_pos(j, "where", m->findings, g->pos);
        json_end_map(j);
    }
    json_end_list(j);
}

static void reservations(struct json *j, const struct model *m)
{
    json_list(j, "reservations");
    for (id i = 0; i < m->reservations.n; i++) {
        const struct reservation *v = &m->reservations.at[i];
        json_map(j, NULL);
        json_text(j, "to", m->bodies.at[v->owner].name);
        boxes(j, "what", m, v->what.in.at, v->what.in.n);
        boxes(j, "except", m, v->what.except.at, v->what.except.n);
        limits(j, &v->limits);
        literals(j, "when", m, v->when.at, v->when.n);
        span(j, v->life);
        json_pos(j, "where", m->findings, v->pos);
        json_end_map(j);
    }
    json_end_list(j);
}

static void lines(struct json *j, const struct model *m)
{
    json_list(j, "accountability");
    for (uint32_t i = 0; i < m->lines.n; i++) {
        json_map(j, NULL);
        json_text(j, "from", m->bodies.at[m->lines.at[i].from].name);
        json_text(j, "to", m->bodies.at[m->lines.at[i].to].name);
        json_text(j, "by", str_of(line_names[m->lines.at[i].kind]));
        json_text(j, "for", m->lines.at[i].what);
        json_end_map(j);
    }
    json_end_list(j);
    json_list(j, "advice");
    for (uint32_t i = 0; i < m->advices.n; i++) {
        json_map(j, NULL);
        json_text(j, "from", m->bodies.at[m->advices.at[i].from].name);
        json_text(j, "to", m->bodies.at[m->advices.at[i].to].name);
        boxes(j, "on", m, m->advices.at[i].on.in.at, m->advices.at[i].on.in.n);
        json_end_map(j);
    }
    json_end_list(j);
    json_list(j, "instruments");
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *x = &m->instruments.at[i];
        json_map(j, NULL);
        json_text(j, "name", x->name);
        json_text(j, "title", x->title);
        json_text(j, "route", x->route != NONE ? m->routes.at[x->route].name : S(""));
        names(j, "between", m, &x->of);
        span(j, x->life);
        json_date(j, "review", x->review);
        json_end_map(j);
    }
    json_end_list(j);
}

static void handbooks(struct json *j, const struct model *m)
{
    json_list(j, "handbooks");
    for (uint32_t i = 0; i < m->handbooks.n; i++) {
        const struct handbook *h = &m->handbooks.at[i];
        json_map(j, NULL);
        json_text(j, "name", h->name);
        json_text(j, "title", h->title);
        json_text(j, "edition", h->edition);
        json_text(j, "of", h->of != NONE ? m->bodies.at[h->of].name : S(""));
        json_text(j, "under", h->law != NONE ? m->laws.at[h->law].name : S(""));
        span(j, h->life);
        json_end_map(j);
    }
    json_end_list(j);
}

static void whole(struct run *r, const struct model *m)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "schema", S("remit-model-1"));
    handbooks(&j, m);
    tree(&j, "functions", &m->functions);
    tree(&j, "services", &m->services);
    populations(&j, m);
    bodies(&j, m);
    grants(&j, m);
    reservations(&j, m);
    lines(&j, m);
    json_end_map(&j);
    json_finish(&j);
}

/* Popolo 1.0: organizations, posts, areas; persons and memberships where a post says who
 * holds it. */
static void popolo(struct run *r, const struct model *m)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_list(&j, "areas");
    for (id i = 0; i < m->populations.n; i++) {
        json_map(&j, NULL);
        json_text(&j, "id", m->populations.at[i].name);
        json_text(&j, "name", m->populations.at[i].title);
        json_text(&j, "classification", str_of(level_names[m->populations.at[i].level]));
        json_text(&j, "parent_id",
                  m->populations.at[i].parent == NONE
                      ? S("")
                      : m->populations.at[m->populations.at[i].parent].name);
        json_end_map(&j);
    }
    json_end_list(&j);
    for (int posts = 0; posts < 2; posts++) {
        json_list(&j, posts ? "posts" : "organizations");
        for (uint32_t k = 0; k < m->by_rank.n; k++) {
            const struct body *b = &m->bodies.at[m->by_rank.at[k]];
            bool person = m->kinds.at[b->kind].flags & KIND_PERSON;
            if (person != (posts == 1))
                continue;
            json_map(&j, NULL);
            json_text(&j, "id", b->name);
            json_text(&j, posts ? "label" : "name", b->title);
            json_text(&j, posts ? "role" : "classification", m->kinds.at[b->kind].title);
            json_text(&j, posts ? "organization_id" : "parent_id",
                      b->parents.n ? m->bodies.at[b->parents.at[0]].name : S(""));
            json_text(&j, "area_id",
                      b->population != NONE ? m->populations.at[b->population].name : S(""));
            json_date(&j, posts ? "start_date" : "founding_date", b->life.from);
            json_date(&j, posts ? "end_date" : "dissolution_date", b->life.until);
            if (!posts && b->ods.n) {
                json_list(&j, "identifiers");
                json_map(&j, NULL);
                json_text(&j, "scheme", S("ODS"));
                json_text(&j, "identifier", b->ods);
                json_end_map(&j);
                json_end_list(&j);
            }
            json_end_map(&j);
        }
        json_end_list(&j);
    }
    for (int members = 0; members < 2; members++) {
        json_list(&j, members ? "memberships" : "persons");
        for (uint32_t k = 0; k < m->by_rank.n; k++) {
            const struct body *b = &m->bodies.at[m->by_rank.at[k]];
            if (!b->held_by.n)
                continue;
            json_map(&j, NULL);
            json_text(&j, members ? "person_id" : "id", str_fmt(r->a, "%.*s/holder", STR(b->name)));
            if (members) {
                json_text(&j, "post_id", b->name);
                json_date(&j, "start_date", b->held_life.from);
                json_date(&j, "end_date", b->held_life.until);
            } else {
                json_text(&j, "name", b->held_by);
            }
            json_end_map(&j);
        }
        json_end_list(&j);
    }
    json_end_map(&j);
    json_finish(&j);
}

int action_export(struct run *r)
{
    struct structure s;
    struct str as = run_get(r, "as");
    if (!run_words(r, "export", 0))
        return EXIT_BAD;
    if (as.n && !str_eq(as, S("model")) && !str_eq(as, S("popolo")))
        return run_bad(r, "--as takes model or popolo, not '%.*s'", STR(as));
    if (!load_one(r, &s))
        return EXIT_BAD;
    if (str_eq(as, S("popolo")))
        popolo(r, s.m);
    else
        whole(r, s.m);
    return EXIT_FINE;
}
