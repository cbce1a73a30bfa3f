/* route.c: remit route: who must consider a matter before it is decided, in order. */
#include "actions/governance/governance.h"

static id proposer_for(const struct authority *u, const struct matter *q)
{
    const struct model *m = u->m;
    id best = NONE;
    for (uint32_t i = 0; i < m->proposers.n; i++) {
        id b = m->proposers.at[i], area = m->bodies.at[b].population;
        if (area == NONE || !model_covers(m, area, q->populations.at[0]))
            continue;
        if (best == NONE ||
            m->populations.at[area].depth > m->populations.at[m->bodies.at[best].population].depth)
            best = b;
    }
    return best;
}

/* What a condition says is in `remit who`; how it comes here and how it ends is said here. */
static bool how_told(const struct route_step *s)
{
    return s->how.n &&
           (s->part == PART_RATIFIES || s->part == PART_RECOMMENDS || s->part == PART_DECIDES);
}

static void route_json(struct run *r, const struct authority *u, id proposer,
                       const struct matter *q, const struct decision_route *x)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "matter", matter_text(u, r->a, q));
    json_text(&j, "proposer", u->m->bodies.at[proposer].name);
    json_bool(&j, "decided", x->decided);
    json_bool(&j, "may", x->may);
    json_bool(&j, "linked", x->linked);
    json_int(&j, "layers", x->layers);
    json_list(&j, "steps");
    for (uint32_t i = 0; i < x->steps.n; i++) {
        const struct route_step *s = &x->steps.at[i];
        json_map(&j, NULL);
        json_text(&j, "body", s->body != NONE ? u->m->bodies.at[s->body].name : S(""));
        json_text(&j, "title", s->body != NONE ? body_title(u->m, s->body) : s->how);
        json_text(&j, "part", str_of(route_part_names[s->part]));
        json_text(&j, "how", how_told(s) ? s->how : S(""));
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void route_csv(struct run *r, const struct authority *u, const struct decision_route *x)
{
    csv_head(r, "step,body,title,part,how");
    for (uint32_t i = 0; i < x->steps.n; i++) {
        const struct route_step *s = &x->steps.at[i];
        CSV_ROW(r, str_fmt(r->a, "%u", i + 1),
                s->body != NONE ? u->m->bodies.at[s->body].name : S(""),
                s->body != NONE ? body_title(u->m, s->body) : S(""),
                str_of(route_part_names[s->part]), s->how);
    }
}

static void route_text(struct run *r, const struct authority *u, id proposer,
                       const struct matter *q, const struct decision_route *x)
{
    buf_fmt(&r->out, "The way of: %.*s\nfrom %.*s, as on %.*s.\n\n", STR(matter_text(u, r->a, q)),
            STR(body_title(u->m, proposer)), STR(date_long(r->a, r->on)));
    if (!x->linked)
        buf_fmt(
            &r->out,
            "No line of advice, reporting or membership leads from %.*s to a body that may decide; "
            "it can only ask.\n\n",
            STR(body_title(u->m, proposer)));
    for (uint32_t i = 0; i < x->steps.n; i++) {
        const struct route_step *s = &x->steps.at[i];
        if (s->body == NONE)
            buf_fmt(&r->out, "%2u. %s: %.*s\n", i + 1, route_part_names[s->part], STR(s->how));
        else
            buf_fmt(&r->out, "%2u. %.*s %s%s%.*s%s\n", i + 1, STR(body_title(u->m, s->body)),
                    route_part_names[s->part], how_told(s) ? " (" : "",
                    STR(how_told(s) ? s->how : S("")), how_told(s) ? ")" : "");
    }
    buf_fmt(&r->out, "\n%.*s must consider it%s.\n",
            STR(count_text(r->a, x->layers, "body", "bodies")),
            x->may ? "" : "; conditions are still open (see remit who)");
}

int action_route(struct run *r)
{
    struct structure s;
    struct matter q;
    id proposer = NONE;
    uint32_t from = 0;
    if (!load_one(r, &s))
        return EXIT_BAD;
    const struct authority *u = load_powers(r, s.m);
    /* The first word is the proposer, unless it is a function. */
    if (r->words.n && tree_find(&s.m->functions, r->words.at[0]) == NONE) {
        proposer = find_body(r, s.m, r->words.at[0]);
        if (proposer == NONE)
            return EXIT_BAD;
        from = 1;
    }
    if (!ask_matter(r, u, from, true, &q))
        return EXIT_BAD;
    if (proposer == NONE)
        proposer = proposer_for(u, &q);
    if (proposer == NONE)
        return run_bad(r,
                       "who proposes it? remit route BODY FUNCTION [of SERVICE] [for POPULATION]");
    struct decision_route x = authority_route(u, r->a, proposer, &q);
    if (r->json) {
        route_json(r, u, proposer, &q, &x);
        return x.decided ? EXIT_FINE : EXIT_FOUND;
    }
    if (r->csv) {
        route_csv(r, u, &x);
        return x.decided ? EXIT_FINE : EXIT_FOUND;
    }
    if (!x.decided) {
        buf_fmt(&r->out, "Nobody may decide: %.*s.\n", STR(matter_text(u, r->a, &q)));
        tell_nobody(r, u, &q, NONE);
        return EXIT_FOUND;
    }
    route_text(r, u, proposer, &q, &x);
    return EXIT_FINE;
}
