/* survey.c: the questions of Table 7 of the study, put to every organisation that a
 * handbook is about.
 *
 * Counting rules are the study's (5.3.4 to 5.3.6): no terms of reference, no committee;
 * not in the scheme of reservation and delegation, not delegated; section 75 and
 * integrated care partnerships are left out of joint exercise. What a handbook does not
 * say is not known, and the study's unnamed cases are added where it gives their number. */
#include "authority/survey.h"

struct asking {
    const struct authority *u;
    id org;
    struct survey_ground *why;
};

/* The first line that a yes rests on. */
static void because(const struct asking *q, struct pos pos, struct str source)
{
    if (q->why->pos.file == POS_NOWHERE)
        *q->why = (struct survey_ground){pos, source};
}

static void because_of_body(const struct asking *q, id b)
{
    because(q, q->u->m->bodies.at[b].pos, q->u->m->bodies.at[b].source);
}

static bool under(const struct tree *t, const char *name, id x)
{
    id above = tree_find(t, str_of(name));
    return above != NONE && tree_covers(t, above, x);
}

static bool kind_is(const struct asking *q, id body, const char *kind)
{
    return str_eq(q->u->m->kinds.at[q->u->m->bodies.at[body].kind].name, str_of(kind));
}

static bool at_place(const struct model *m, id body)
{
    id area = m->bodies.at[body].population;
    return area != NONE && m->populations.at[area].level >= LEVEL_PLACE;
}

static bool is_committee(const struct asking *q, id b)
{
    return (kind_is(q, b, "committee") || kind_is(q, b, "sub-committee")) &&
           q->u->m->bodies.at[b].has_terms;
}

static bool place_committee(const struct asking *q, id b)
{
    return q->u->m->bodies.at[b].owner == q->org && is_committee(q, b) && at_place(q->u->m, b);
}

typedef bool (*term_test)(const struct asking *, const struct term *);

static bool holds(const struct asking *q, id body, term_test test)
{
    for (uint32_t i = 0; i < authority_powers(q->u, body); i++) {
        const struct term *t = authority_power(q->u, body, i);
        if (t->grant != NONE && t->body == body && (!test || test(q, t))) {
            because(q, q->u->m->grants.at[t->grant].pos, q->u->m->grants.at[t->grant].source);
            return true;
        }
    }
    return false;
}

static bool commissions(const struct asking *q, const struct term *t)
{
    const struct tree *f = &q->u->m->functions;
    return under(f, "design-services-and-allocate", t->box.function) ||
           under(f, "procure-and-contract", t->box.function) ||
           under(f, "lead-commissioning", t->box.function) ||
           t->box.function == tree_find(f, S("commissioning")) || t->box.function == 0;
}

static bool commissions_widely(const struct asking *q, const struct term *t)
{
    id all = tree_find(&q->u->m->services, S("healthcare"));
    return commissions(q, t) && (t->box.service == 0 || t->box.service == all);
}

static bool within_known_limit(const struct asking *q, const struct term *t)
{
    return commissions_widely(q, t) && !q->u->m->grants.at[t->grant].limit_unknown &&
           (t->lo > PENCE_MIN || t->hi < PENCE_MAX);
}

/* ---- one function a question: does it hold of this organisation? --------------------------- */

static enum survey_answer any_place(const struct asking *q, const char *kind, term_test test,
                                    bool powers)
{
    for (id b = 0; b < q->u->m->bodies.n; b++)
        if (place_committee(q, b) && (!kind || kind_is(q, b, kind)) &&
            (!powers || holds(q, b, test))) {
            because_of_body(q, b);
            return SURVEY_YES;
        }
    const struct body *o = &q->u->m->bodies.at[q->org];
    return o->scheme_unknown || (powers && o->scheme_partly) ? SURVEY_NOT_KNOWN : SURVEY_NO;
}

static enum survey_answer a_handbook(const struct asking *q)
{
    (void)q;
    return SURVEY_YES;
}

static enum survey_answer places_stated(const struct asking *q)
{
    const struct model *m = q->u->m;
    const struct body *o = &m->bodies.at[q->org];
    if (o->places >= 0)
        return SURVEY_YES;
    return o->places_unknown || o->scheme_unknown ? SURVEY_NOT_KNOWN : SURVEY_YES;
}

static enum survey_answer place_committees(const struct asking *q)
{
    return any_place(q, NULL, NULL, false);
}

static enum survey_answer place_as_committee(const struct asking *q)
{
    return any_place(q, "committee", NULL, false);
}

static enum survey_answer place_as_sub_committee(const struct asking *q)
{
    return any_place(q, "sub-committee", NULL, false);
}

static enum survey_answer place_functions(const struct asking *q)
{
    return any_place(q, NULL, NULL, true);
}

static enum survey_answer place_commissioning(const struct asking *q)
{
    return any_place(q, NULL, commissions, true);
}

static enum survey_answer place_specific(const struct asking *q)
{
    if (place_commissioning(q) != SURVEY_YES)
        return place_commissioning(q);
    return any_place(q, NULL, commissions_widely, true) == SURVEY_YES ? SURVEY_NO : SURVEY_YES;
}

static enum survey_answer place_full(const struct asking *q)
{
    return any_place(q, NULL, within_known_limit, true);
}

static enum survey_answer place_no_limits(const struct asking *q)
{
    if (any_place(q, NULL, commissions_widely, true) != SURVEY_YES)
        return any_place(q, NULL, commissions_widely, true);
    return place_full(q) == SURVEY_YES ? SURVEY_NO : SURVEY_YES;
}

static enum survey_answer place_directors(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (id b = 0; b < m->bodies.n; b++)
        if (m->bodies.at[b].owner == q->org &&
            (m->kinds.at[m->bodies.at[b].kind].flags & KIND_PERSON) && at_place(m, b) &&
            holds(q, b, NULL))
            return SURVEY_YES;
    return m->bodies.at[q->org].scheme_unknown ? SURVEY_NOT_KNOWN : SURVEY_NO;
}

static enum survey_answer collaborative_committees(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (id b = 0; b < m->bodies.n; b++)
        if (m->bodies.at[b].owner == q->org && is_committee(q, b) &&
            body_has_class(m, b, S("provider-collaborative")) && holds(q, b, NULL))
            return SURVEY_YES;
    return m->bodies.at[q->org].scheme_unknown ? SURVEY_NOT_KNOWN : SURVEY_NO;
}

static enum survey_answer delegations_65z5(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (uint32_t i = 0; i < q->u->edges.n; i++) {
        const struct edge *e = &q->u->edges.at[i];
        const struct grant *g = &m->grants.at[e->grant];
        if (m->bodies.at[e->from].owner == q->org && g->route != NONE &&
            str_eq(m->routes.at[g->route].name, S("65z5"))) {
            because(q, g->pos, g->source);
            return SURVEY_YES;
        }
    }
    return m->bodies.at[q->org].scheme_unknown ? SURVEY_NOT_KNOWN : SURVEY_NO;
}

/* Does the organisation's own body answer for reducing inequalities? */
static bool for_inequalities(const struct asking *q, id body)
{
    const struct body *b = &q->u->m->bodies.at[body];
    for (uint32_t i = 0; b->owner == q->org && i < b->duties.n; i++)
        if (str_eq(q->u->m->duties.at[b->duties.at[i]].name, S("reduce-inequalities")))
            return true;
    return false;
}

static enum survey_answer inequality_committee(const struct asking *q)
{
    for (id b = 0; b < q->u->m->bodies.n; b++)
        if (is_committee(q, b) && for_inequalities(q, b)) {
            because_of_body(q, b);
            return SURVEY_YES;
        }
    return SURVEY_NOT_KNOWN;
}

static enum survey_answer inequality_named(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (id b = 0; b < m->bodies.n; b++)
        if ((m->kinds.at[m->bodies.at[b].kind].flags & KIND_PERSON) && for_inequalities(q, b)) {
            because_of_body(q, b);
            return SURVEY_YES;
        }
    return SURVEY_NOT_KNOWN;
}

static enum survey_answer no_scheme(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (uint32_t i = 0; i < m->instruments.n; i++)
        for (uint32_t k = 0; k < m->instruments.at[i].of.n; k++)
            if (m->instruments.at[i].of.at[k] == q->org && m->instruments.at[i].route != NONE &&
                str_eq(m->routes.at[m->instruments.at[i].route].name, S("sord"))) {
                because(q, m->instruments.at[i].pos, m->instruments.at[i].source);
                return SURVEY_NO;
            }
    return SURVEY_NOT_KNOWN;
}

/* Joint committees are counted as bodies: here those that the organisation is a parent
 * of, each counted with the first of its parents by name. */
static enum survey_answer joint_with(const struct asking *q, bool providers)
{
    const struct model *m = q->u->m;
    for (id b = 0; b < m->bodies.n; b++) {
        const struct body *j = &m->bodies.at[b];
        id first = NONE;
        bool trust = false;
        uint32_t boards = 0;
        if (!kind_is(q, b, "joint-committee") || !j->has_terms)
            continue;
        for (uint32_t i = 0; i < j->parents.n; i++) {
            id owner = m->bodies.at[j->parents.at[i]].owner;
            if (owner == NONE)
                continue;
            trust = trust || (m->kinds.at[m->bodies.at[owner].kind].flags & KIND_PROVIDER);
            if (!kind_is(q, owner, "icb"))
                continue;
            boards++;
            if (first == NONE || m->bodies.at[owner].rank < m->bodies.at[first].rank)
                first = owner;
        }
        if (first == q->org && (providers ? trust : boards > 1 && !trust)) {
            because_of_body(q, b);
            return SURVEY_YES;
        }
    }
    return m->bodies.at[q->org].scheme_unknown ? SURVEY_NOT_KNOWN : SURVEY_NO;
}

static enum survey_answer joint_icbs(const struct asking *q)
{
    return joint_with(q, false);
}

static enum survey_answer joint_trusts(const struct asking *q)
{
    return joint_with(q, true);
}

static enum survey_answer in_common(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (id b = 0; b < m->bodies.n; b++) {
        id whole = m->bodies.at[b].whole;
        if (whole == NONE || m->bodies.at[b].owner != q->org)
            continue;
        const struct body *w = &m->bodies.at[whole]; /* counted with its first parent */
        bool first = true;
        for (uint32_t i = 0; i < w->parents.n; i++) {
            id owner = m->bodies.at[w->parents.at[i]].owner;
            first =
                first && (owner == NONE || m->bodies.at[owner].rank >= m->bodies.at[q->org].rank);
        }
        if (first) {
            because_of_body(q, whole);
            return SURVEY_YES;
        }
    }
    return SURVEY_NO;
}

static enum survey_answer not_told(const struct asking *q)
{
    (void)q;
    return SURVEY_NOT_KNOWN;
}

const struct survey_question survey_questions[] = {
    {"handbooks", "governance handbooks"},
    {"no-sord", "without a scheme of reservation and delegation"},
    {"ccg-references", "referring to CCGs as existing"},
    {"places-stated", "stating the number of places"},
    {"no-place-formed", "in which no place was formed"},
    {"other-scale-words", "with other words for their scales"},
    {"place-committees", "with places as committees or sub-committees"},
    {"place-committees-committee", "of these: committees"},
    {"place-committees-sub-committee", "of these: sub-committees"},
    {"place-governance-described", "of the others: place governance described"},
    {"place-functions", "with functions delegated to place committees"},
    {"place-commissioning", "with resource allocation delegated to them"},
    {"place-specific", "of these: for specific services"},
    {"place-no-limits", "of these: with no financial limits found"},
    {"place-full", "of these: full commissioning, with limits"},
    {"place-directors", "delegating to place directors"},
    {"collaborative-committees", "with a provider collaborative as committee"},
    {"collaboratives-described", "of the others: collaboratives described"},
    {"joint-committees-icbs", "joint committees between ICBs"},
    {"joint-committees-trusts", "joint committees of an ICB and trusts"},
    {"delegations-65z5", "delegating to other organisations under s65Z5"},
    {"single-commissioning-committee", "with one committee for all commissioning"},
    {"primary-care-committees", "with committees for primary care"},
    {"other-commissioning-committees", "with committees for other commissioning"},
    {"committees-in-common", "committees in common"},
    {"inequality-committees", "with a committee for health inequalities"},
    {"inequality-named", "with a named person for health inequalities"},
    {"inequality-named-no-committee", "of these: without such a committee"},
    {"pod-silent", "silent on pharmacy, optometry and dentistry"},
    {"specialised", "with specialised commissioning delegated"},
};
static enum survey_answer (*const tests[])(const struct asking *) = {
    a_handbook,
    no_scheme,
    not_told,
    places_stated,
    not_told,
    not_told,
    place_committees,
    place_as_committee,
    place_as_sub_committee,
    not_told,
    place_functions,
    place_commissioning,
    place_specific,
    place_no_limits,
    place_full,
    place_directors,
    collaborative_committees,
    not_told,
    joint_icbs,
    joint_trusts,
    delegations_65z5,
    not_told,
    not_told,
    place_commissioning,
    in_common,
    inequality_committee,
    inequality_named,
    not_told,
    not_told,
    not_told,
};
const uint32_t survey_question_count = sizeof survey_questions / sizeof survey_questions[0];

/* Where nothing says it: the handbook of the organisation, else the organisation itself. */
static void because_unsaid(const struct asking *q)
{
    const struct model *m = q->u->m;
    for (uint32_t h = 0; h < m->handbooks.n; h++)
        if (m->handbooks.at[h].of == q->org)
            because(q, m->handbooks.at[h].pos, m->handbooks.at[h].source);
    because_of_body(q, q->org);
}

enum survey_answer survey_ask(const struct authority *u, uint32_t question, id org,
                              struct survey_ground *why)
{
    const struct model *m = u->m;
    struct survey_ground mine = {.pos = {.file = POS_NOWHERE}};
    struct asking q = {u, org, &mine};
    struct str name = str_of(survey_questions[question].name);
    enum survey_answer a = tests[question](&q);
    /* "4 of a, b, c, d": all of those named have it. */
    for (uint32_t i = 0; a != SURVEY_YES && i < m->unnamed.n; i++) {
        const struct unnamed *x = &m->unnamed.at[i];
        for (uint32_t k = 0; str_eq(x->question, name) && k < x->among.n; k++)
            if (x->count == x->among.n && m->bodies.at[x->among.at[k]].owner == org) {
                a = SURVEY_YES;
                mine = (struct survey_ground){x->pos, x->source};
            }
    }
    because_unsaid(&q);
    if (why)
        *why = mine;
    return a;
}

struct survey_count survey_count(const struct authority *u, uint32_t question, const ids *orgs)
{
    const struct model *m = u->m;
    struct survey_count c = {.published = -1, .out_of = -1};
    struct str name = str_of(survey_questions[question].name);
    for (uint32_t i = 0; i < orgs->n; i++) {
        enum survey_answer a = survey_ask(u, question, orgs->at[i], NULL);
        c.yes += a == SURVEY_YES;
        c.no += a == SURVEY_NO;
        c.not_known += a == SURVEY_NOT_KNOWN;
    }
    for (uint32_t i = 0; i < m->unnamed.n; i++) {
        const struct unnamed *x = &m->unnamed.at[i];
        if (!str_eq(x->question, name))
            continue;
        bool counted = x->count == x->among.n; /* each of them is a "yes" above */
        for (uint32_t k = 0; counted && k < x->among.n; k++)
            counted = m->bodies.at[x->among.at[k]].owner == x->among.at[k];
        if (!counted)
            c.unnamed += x->count;
    }
    for (uint32_t i = 0; i < m->published.n; i++)
        if (str_eq(m->published.at[i].question, name)) {
            c.published = m->published.at[i].count;
            c.out_of = m->published.at[i].out_of;
            c.source = m->published.at[i].source;
        }
    return c;
}

void survey_organisations(const struct model *m, struct arena *a, ids *out)
{
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        id b = m->by_rank.at[r];
        const struct body *body = &m->bodies.at[b];
        if (body->has_handbook && str_eq(m->kinds.at[body->kind].name, S("icb")))
            *vec_push(a, out) = b;
    }
}
