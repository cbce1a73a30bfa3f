/* may.c: remit may: what may this body or person do? */
#include "actions/governance/governance.h"

struct str tell_term_conditions(struct arena *a, const struct authority *u, const struct term *t)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < t->n_when; i++)
        if (u->atoms.at[t->when[i] / 2].kind != ATOM_AGREED) /* the decider says who agrees */
            buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR(literal_text(u, t->when[i])));
    exceptions list = tell_exceptions(u, a, t, NULL);
    struct str except = tell_except(a, &list);
    if (except.n)
        buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR(except));
    return buf_str(&b);
}

static struct str row_text(struct run *r, const struct authority *u, const struct term *t)
{
    struct buf b = buf_new(r->a);
    const struct model *m = u->m;
    const struct decider *d = t->party;
    struct str conditions = tell_term_conditions(r->a, u, t);
    buf_fmt(&b, "- %.*s of %.*s for %.*s, %.*s", STR(m->functions.at.at[t->box.function].title),
            STR(m->services.at.at[t->box.service].title),
            STR(m->populations.at[t->box.population].title),
            STR(t->grant != NONE && m->grants.at[t->grant].limit_unknown
                    ? S("limit not known")
                    : range_text(r->a, t->lo, t->hi)));
    if (t->kinds != MONEY_ALL)
        buf_fmt(&b, " of %.*s", STR(kinds_text(r->a, t->kinds)));
    if (d->groups.n > 1 || d->groups.at[0].bodies.n > 1)
        buf_fmt(&b, ": %.*s", STR(t->party->title));
    if (conditions.n)
        buf_fmt(&b, "; %.*s", STR(conditions));
    if (t->grant == NONE)
        buf_z(&b, " (by law)");
    else
        buf_fmt(&b, " (from %.*s %.*s)", STR(body_title(m, t->via->body)),
                STR(tell_under(r->a, u, &m->grants.at[t->grant])));
    buf_putc(&b, '\n');
    return buf_str(&b);
}

static void row_csv(struct run *r, const struct authority *u, const struct term *t)
{
    const struct model *m = u->m;
    CSV_ROW(r, m->functions.at.at[t->box.function].name, m->services.at.at[t->box.service].name,
            m->populations.at[t->box.population].name,
            t->lo > PENCE_MIN ? money_csv(r->a, t->lo) : S(""),
            t->hi < PENCE_MAX ? money_csv(r->a, t->hi) : S(""), kinds_text(r->a, t->kinds),
            t->party->title, tell_term_conditions(r->a, u, t),
            t->grant == NONE ? S("by law") : tell_under(r->a, u, &m->grants.at[t->grant]));
}

static void row_json(struct json *j, const struct authority *u, const struct term *t)
{
    const struct model *m = u->m;
    json_map(j, NULL);
    json_text(j, "function", m->functions.at.at[t->box.function].name);
    json_text(j, "service", m->services.at.at[t->box.service].name);
    json_text(j, "population", m->populations.at[t->box.population].name);
    json_pence(j, "at_least_pence", t->lo);
    json_pence(j, "at_most_pence", t->hi);
    json_bool(j, "limit_known", t->grant == NONE || !m->grants.at[t->grant].limit_unknown);
    json_text(j, "kinds", kinds_text(j->r->a, t->kinds));
    json_text(j, "decider", t->party->title);
    json_list(j, "conditions");
    for (uint32_t i = 0; i < t->n_when; i++)
        json_text(j, NULL, literal_text(u, t->when[i]));
    json_end_list(j);
    exceptions list = tell_exceptions(u, j->r->a, t, NULL);
    who_except_json(j, m, &list);
    json_text(j, "from", t->via ? m->bodies.at[t->via->body].name : S("statute"));
    json_end_map(j);
}

/* Chains that differ only in who of several leads make one line. */
static void once(struct run *r, struct map *seen, struct str line)
{
    if (map_get(seen, line) == MAP_NONE)
        buf_put(&r->out, line);
    map_put(r->a, seen, line, 0);
}

static int powers(struct run *r, const struct authority *u, id body)
{
    uint32_t n = 0;
    struct map seen = {0};
    struct json j = {0};
    if (r->json) {
        j = json_begin(r);
        json_map(&j, NULL);
        json_text(&j, "body", u->m->bodies.at[body].name);
        json_date(&j, "on", r->on);
        json_list(&j, "powers");
    } else if (r->csv) {
        csv_head(r, "function,service,population,from,up to,kinds,decider,conditions,under");
    } else {
        buf_fmt(&r->out, "What %.*s may decide, as on %.*s:\n\n", STR(body_title(u->m, body)),
                STR(date_long(r->a, r->on)));
    }
    for (uint32_t i = 0; i < authority_powers(u, body); i++, n++) {
        const struct term *t = authority_power(u, body, i);
        if (r->json)
            row_json(&j, u, t);
        else if (r->csv)
            row_csv(r, u, t);
        else
            once(r, &seen, row_text(r, u, t));
    }
    if (r->json) {
        json_end_list(&j);
        json_end_map(&j);
        json_finish(&j);
    } else if (!n && !r->csv) {
        buf_z(&r->out,
              "Nothing: it holds no power in these handbooks on this day. It may recommend.\n");
    }
    return n ? EXIT_FINE : EXIT_FOUND;
}

static int question(struct run *r, const struct authority *u, id body, struct matter *q)
{
    static const char *const words[] = {"no", "may if", "may"};
    struct answer x = answer_new(r->a);
    if (!q->populations.n)
        *vec_push(r->a, &q->populations) = u->m->bodies.at[body].population;
    if (q->populations.at[0] == NONE)
        return run_bad(r, "say for whom: ... for POPULATION");
    authority_who(u, q, &x);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < x.choices.n; i++) {
        const struct decider *d = x.choices.at[i].party;
        bool in = false;
        for (uint32_t g = 0; g < d->groups.n; g++)
            for (uint32_t k = 0; k < d->groups.at[g].bodies.n; k++)
                in = in || d->groups.at[g].bodies.at[k] == body;
        if (in)
            x.choices.at[kept++] = x.choices.at[i];
    }
    x.choices.n = kept;
    bool may = false;
    for (uint32_t i = 0; i < kept; i++)
        may = may || x.choices.at[i].may;
    if (r->json) {
        struct json j = json_begin(r);
        json_map(&j, NULL);
        json_text(&j, "body", u->m->bodies.at[body].name);
        json_text(&j, "matter", matter_text(u, r->a, q));
        json_text(&j, "verdict", str_of(words[may ? 2 : kept ? 1 : 0]));
        who_choices_json(&j, u, &x, q);
        if (!kept)
            who_missing_json(&j, u, q, body);
        json_end_map(&j);
        json_finish(&j);
        return kept ? EXIT_FINE : EXIT_FOUND;
    }
    if (r->csv) {
        who_choices_csv(r, u, &x, q);
        return kept ? EXIT_FINE : EXIT_FOUND;
    }
    buf_fmt(&r->out, "May %.*s decide: %.*s?\nAs on %.*s.\n\n", STR(body_title(u->m, body)),
            STR(matter_text(u, r->a, q)), STR(date_long(r->a, r->on)));
    buf_z(&r->out, may ? "Yes.\n\n" : kept ? "Yes, if its conditions are met.\n\n" : "No.\n");
    for (uint32_t i = 0; i < kept; i++)
        tell_choice(r, u, &x, &x.choices.at[i], q);
    if (!kept)
        tell_nobody(r, u, q, body);
    return kept ? EXIT_FINE : EXIT_FOUND;
}

int action_may(struct run *r)
{
    struct structure s;
    struct matter q;
    if (!r->words.n)
        return run_bad(r, "who? remit may BODY [FUNCTION [of SERVICE] [for POPULATION]]");
    if (!load_one(r, &s))
        return EXIT_BAD;
    const struct authority *u = load_powers(r, s.m);
    id body = find_body(r, s.m, r->words.at[0]);
    if (body == NONE || !ask_matter(r, u, 1, false, &q))
        return EXIT_BAD;
    return r->words.n == 1 ? powers(r, u, body) : question(r, u, body, &q);
}
