/* who.c: remit who: every body that may decide a matter, nearest to the people first. */
#include "actions/json.h"

static void not_known(struct run *r, const struct authority *u, const struct matter *q)
{
    const struct model *m = u->m;
    for (uint32_t p = 0; p < q->populations.n; p++)
        for (id i = 0; i < m->bodies.n; i++) {
            const struct body *b = &m->bodies.at[i];
            if (b->population == NONE || !model_covers(m, b->population, q->populations.at[p]))
                continue;
            if (b->scheme_unknown)
                buf_fmt(&r->out,
                        "\nNot known: what %.*s has delegated. The source does not describe "
                        "its scheme of reservation and delegation.\n",
                        STR(b->title));
            else if (b->scheme_partly)
                buf_fmt(&r->out,
                        "\nPartly known: the source describes only part of what %.*s has "
                        "delegated.\n",
                        STR(b->title));
        }
}

/* Parts of the matter that others hold: a matter put at a node says nothing of them. */
static void parts(struct run *r, const struct authority *u, const struct answer *x)
{
    for (uint32_t i = 0; i < x->choices.n && i < 1; i++) {
        const struct term *t = x->ways.at[x->choices.at[i].first].term;
        buf_putc(&r->out, '\n');
        for (uint32_t k = 0; k < t->n_except; k++) {
            const struct exclusion *e = t->except[k];
            const struct model *m = u->m;
            if (e->reservation == NONE && e->grant == NONE)
                continue; /* what the law gives to others */
            const char *why = e->reservation != NONE ? "reserved" : "left out";
            buf_fmt(&r->out, "Except (%s): %.*s%s%.*s%s%.*s%s\n", why,
                    STR(m->functions.at.at[e->box.function].title), e->box.service ? ", " : "",
                    STR(e->box.service ? m->services.at.at[e->box.service].title : S("")),
                    e->lo > PENCE_MIN || e->hi < PENCE_MAX ? ", " : "",
                    STR(e->lo > PENCE_MIN || e->hi < PENCE_MAX ? range_text(r->a, e->lo, e->hi)
                                                               : S("")),
                    e->n_when ? ", on a condition" : "");
        }
    }
}

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

/* Days before the text or the law began, and matters that name no service. */
static void caution(struct run *r, const struct authority *u, const struct matter *q)
{
    const struct model *m = u->m;
    for (uint32_t i = 0; i < m->handbooks.n; i++) {
        const struct handbook *h = &m->handbooks.at[i];
        struct span life = h->law == NONE ? h->life : span_and(h->life, m->laws.at[h->law].life);
        if (h->of != NONE && !span_has(life, u->on) && m->bodies.at[h->of].population != NONE &&
            model_covers(m, m->bodies.at[h->of].population, q->populations.at[0]))
            buf_fmt(&r->out, "Take care: %.*s holds %.*s.\n", STR(h->title.n ? h->title : h->name),
                    STR(tell_span(r->a, life)));
    }
    bool corporate = u->corporate != NONE && tree_covers(&m->functions, u->corporate, q->function);
    if (!q->service && !corporate)
        buf_z(&r->out,
              "No service was named: this is about the function as such. 'of SERVICE' asks "
              "about one.\n");
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

void who_choices_json(struct json *j, const struct authority *u, const struct answer *x)
{
    json_list(j, "deciders");
    for (uint32_t i = 0; i < x->choices.n; i++) {
        const struct choice *c = &x->choices.at[i];
        json_map(j, NULL);
        json_text(j, "decider", c->party->title);
        json_bool(j, "may", c->may);
        json_text(j, "population", u->m->populations.at[c->population].name);
        json_text(j, "level", str_of(level_names[u->m->populations.at[c->population].level]));
        json_int(j, "steps", c->steps);
        json_list(j, "ways");
        for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next) {
            const struct way *way = &x->ways.at[w];
            json_map(j, NULL);
            json_pence(j, "at_least_pence", way->term->lo);
            json_pence(j, "at_most_pence", way->term->hi);
            json_list(j, "conditions");
            for (uint32_t k = 0; k < way->n_open; k++) {
                literal l = x->open.at[way->open + k];
                json_map(j, NULL);
                json_text(j, "text", literal_text(u, l));
                json_text(j, "fact", literal_fact(u, l));
                json_bool(j, "must_be", l % 2 == 0);
                json_end_map(j);
            }
            json_end_list(j);
            if (way->kinds != MONEY_ALL)
                json_text(j, "only_for", kinds_text(j->r->a, way->kinds));
            json_list(j, "chain");
            chain_json(j, u, way->term);
            json_end_list(j);
            json_end_map(j);
        }
        json_end_list(j);
        json_end_map(j);
    }
    json_end_list(j);
}

/* One row a way: the same for who and may. */
void who_choices_csv(struct run *r, const struct authority *u, const struct answer *x)
{
    csv_head(r, "rank,decider,level,population,may,from,up to,conditions,under,steps");
    for (uint32_t i = 0; i < x->choices.n; i++) {
        const struct choice *c = &x->choices.at[i];
        id area = tell_level(u, x, c);
        struct str level =
            area != NONE ? str_of(level_names[u->m->populations.at[area].level]) : S("");
        struct str people = area != NONE ? u->m->populations.at[area].name : tell_area(u, x, c);
        for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next) {
            const struct way *way = &x->ways.at[w];
            const struct term *t = way->term;
            const struct grant *g = t->grant == NONE ? NULL : &u->m->grants.at[t->grant];
            CSV_ROW(r, str_fmt(r->a, "%u", i + 1), tell_decider(r, u, c), level, people,
                    way->n_open || way->kinds != MONEY_ALL ? S("may if") : S("may"),
                    t->lo > PENCE_MIN ? money_csv(r->a, t->lo) : S(""),
                    g && g->limit_unknown ? S("not known")
                    : t->hi < PENCE_MAX   ? money_csv(r->a, t->hi)
                                          : S(""),
                    tell_open(r, u, x, way), g ? tell_under(r->a, u, g) : S("by law"),
                    str_fmt(r->a, "%u", c->steps));
        }
    }
}

static void who_json(struct run *r, const struct authority *u, const struct matter *q,
                     const struct answer *x)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "matter", matter_text(u, r->a, q));
    json_date(&j, "on", r->on);
    who_choices_json(&j, u, x);
    json_end_map(&j);
    json_finish(&j);
}

int action_who(struct run *r)
{
    struct structure s;
    struct matter q;
    struct answer x = answer_new(r->a);
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
        who_choices_csv(r, u, &x);
        return x.choices.n ? EXIT_FINE : EXIT_FOUND;
    }
    buf_fmt(&r->out, "Who may decide: %.*s?\nAs on %.*s.\n\n", STR(matter_text(u, r->a, &q)),
            STR(date_long(r->a, r->on)));
    caution(r, u, &q);
    if (!x.choices.n) {
        buf_z(&r->out, "Nobody may decide this.\n");
        tell_nobody(r, u, &q, NONE);
        not_known(r, u, &q);
        return EXIT_FOUND;
    }
    first_sentence(r, &x);
    for (uint32_t i = 0; i < x.choices.n; i++) {
        buf_fmt(&r->out, "\n%u. ", i + 1);
        tell_choice(r, u, &x, &x.choices.at[i], &q);
    }
    parts(r, u, &x);
    not_known(r, u, &q);
    if (x.truncated || u->truncated)
        buf_z(&r->out, "\nThere are more ways than Remit lists; see src/base/limits.h.\n");
    return EXIT_FINE;
}
