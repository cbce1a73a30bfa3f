/* diff.c: remit diff: two editions by meaning. */
#include "authority/diff.h"
#include "actions/governance/governance.h"
#include "actions/governance/say.h"

/* ---- what is said of a body, besides its powers -------------------------------------------- */

struct told {                           /* one thing of one body that is said in another way */
    struct str body, what, before, now; /* before or now empty: only in one edition */
};
typedef VEC(struct told) tellings;

static struct str names(struct arena *a, const struct model *m, const ids *list)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(body_title(m, list->at[i])));
    return buf_str(&b);
}

static void line_differs(struct arena *a, tellings *out, struct str body, const char *what,
                         struct str before, struct str now)
{
    if (!str_eq(before, now))
        *vec_push(a, out) = (struct told){body, str_of(what), before, now};
}

static bool said_there(const sayings *list, const struct said *x)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i].what == x->what && str_eq(list->at[i].text, x->text))
            return true;
    return false;
}

/* Behind what is told already of the same thing. */
static void tell_beside(struct arena *a, tellings *out, uint32_t first, struct told x)
{
    uint32_t at = out->n;
    *vec_push(a, out) = x;
    for (uint32_t k = first; k < out->n - 1; k++)
        if (str_eq(out->at[k].what, x.what))
            at = k + 1;
    for (uint32_t k = out->n - 1; k > at; k--)
        out->at[k] = out->at[k - 1];
    out->at[at] = x;
}

/* Lines that one edition has and the other has not; of a thing that is said once, the old
 * and the new line are one change. */
static void lines_differ(struct arena *a, tellings *out, struct str body, const sayings *older,
                         const sayings *newer)
{
    uint32_t first = out->n;
    for (uint32_t i = 0; i < older->n; i++)
        if (!said_there(newer, &older->at[i]))
            *vec_push(a, out) =
                (struct told){body, str_of(older->at[i].what), older->at[i].text, S("")};
    for (uint32_t i = 0; i < newer->n; i++) {
        const struct said *x = &newer->at[i];
        struct told *old = NULL;
        if (said_there(older, x))
            continue;
        for (uint32_t k = first; k < out->n && !old && !x->several; k++)
            if (!out->at[k].now.n && str_eq(out->at[k].what, str_of(x->what)))
                old = &out->at[k];
        if (old)
            old->now = x->text;
        else
            tell_beside(a, out, first, (struct told){body, str_of(x->what), S(""), x->text});
    }
}

static void body_differs(struct arena *a, tellings *out, const struct edition *const *e, id x, id y)
{
    const struct model *m[] = {e[0]->m, e[1]->m};
    const struct body *b = &m[0]->bodies.at[x], *c = &m[1]->bodies.at[y];
    sayings said[2] = {{0}, {0}};
    line_differs(a, out, c->title, "Name", b->title, c->title);
    line_differs(a, out, c->title, "Kind", m[0]->kinds.at[b->kind].title,
                 m[1]->kinds.at[c->kind].title);
    line_differs(a, out, c->title, "Part of", names(a, m[0], &b->parents),
                 names(a, m[1], &c->parents));
    line_differs(a, out, c->title, "For",
                 b->population == NONE ? S("") : m[0]->populations.at[b->population].title,
                 c->population == NONE ? S("") : m[1]->populations.at[c->population].title);
    say_block(a, m[0], b->handbook, b->node ? b->node->body : NULL, &e[0]->on, &said[0]);
    say_block(a, m[1], c->handbook, c->node ? c->node->body : NULL, &e[1]->on, &said[1]);
    lines_differ(a, out, c->title, &said[0], &said[1]);
}

/* Bodies in the order of their names; those that nobody declared say nothing themselves. */
static tellings bodies_differ(struct arena *a, const struct edition *const *e)
{
    const struct model *m[] = {e[0]->m, e[1]->m};
    const struct authority *u[] = {e[0]->u, e[1]->u};
    tellings out = {0};
    for (id k = 0; k < m[0]->bodies.n; k++) {
        id i = m[0]->by_rank.at[k], j = model_find_body(m[1], m[0]->bodies.at[i].name, NONE);
        const struct body *b = &m[0]->bodies.at[i];
        bool was = authority_alive(u[0], i), is = j != NONE && authority_alive(u[1], j);
        if (b->implied)
            continue;
        if (was && is)
            body_differs(a, &out, e, i, j);
        else if (was)
            *vec_push(a, &out) = (struct told){b->title, S("Body"), S("there"), S("")};
        else if (is)
            *vec_push(a, &out) = (struct told){b->title, S("Body"), S(""), S("there")};
    }
    for (id k = 0; k < m[1]->bodies.n; k++) {
        const struct body *b = &m[1]->bodies.at[m[1]->by_rank.at[k]];
        if (!b->implied && model_find_body(m[0], b->name, NONE) == NONE &&
            authority_alive(u[1], m[1]->by_rank.at[k]))
            *vec_push(a, &out) = (struct told){b->title, S("Body"), S(""), S("there")};
    }
    return out;
}

/* ---- in words ------------------------------------------------------------------------------ */

static const char *const kind_words[] = {[CHANGE_LOSES] = "loses",
                                         [CHANGE_GAINS] = "gains",
                                         [CHANGE_TERMS] = "keeps, on other conditions"};

static const struct model *edition(const struct change *x, const struct edition *const *e)
{
    return e[x->kind != CHANGE_LOSES]->m;
}

static struct diff_line power_line(struct arena *a, const struct model *m, const struct change *x)
{
    static const char *const may[] = {[CHANGE_LOSES] = "may no longer decide",
                                      [CHANGE_GAINS] = "may now decide",
                                      [CHANGE_TERMS] = "may still decide, on other conditions"};
    struct buf b = buf_new(a);
    struct diff_line line = {0};
    buf_fmt(&b, "%s: ", may[x->kind]);
    for (uint32_t i = 0; i < x->where.n; i++) {
        struct box at = x->where.at[i];
        buf_fmt(&b, "%s%.*s", i ? "; " : "", STR(m->functions.at.at[at.function].title));
        if (at.service)
            buf_fmt(&b, " of %.*s", STR(m->services.at.at[at.service].title));
    }
    buf_fmt(&b, ", %.*s", STR(range_text(a, x->lo, x->hi)));
    if (x->kind == CHANGE_TERMS) {
        line.before = x->before.n ? x->before : S("without conditions");
        line.now = x->conditions.n ? x->conditions : S("without conditions");
    } else if (x->conditions.n) {
        buf_fmt(&b, ", %.*s", STR(x->conditions));
    }
    line.text = buf_str(&b);
    return line;
}

/* Lines as text, to tell whether two deciders' are the same. */
static struct str lines_key(struct arena *a, const struct diff_group *g)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < g->lines.n; i++)
        buf_fmt(&b, "%.*s\n%.*s\n%.*s\n", STR(g->lines.at[i].text), STR(g->lines.at[i].before),
                STR(g->lines.at[i].now));
    return buf_str(&b);
}

/* Deciders whose changes are the same, word for word, stand above one list. */
static void power_words(struct arena *a, const struct changes *c, const struct edition *const *e,
                        struct diff_words *out)
{
    struct map seen = {0};
    for (uint32_t i = 0; i < c->list.n;) {
        const struct change *first = &c->list.at[i];
        struct diff_group g = {0};
        for (; i < c->list.n && str_eq(c->list.at[i].decider, first->decider) &&
               str_eq(c->list.at[i].people, first->people);
             i++)
            *vec_push(a, &g.lines) = power_line(a, edition(&c->list.at[i], e), &c->list.at[i]);
        struct str key = lines_key(a, &g);
        uint32_t k = map_get(&seen, key);
        if (k == MAP_NONE) {
            k = out->powers.n;
            map_put(a, &seen, key, k);
            *vec_push(a, &out->powers) = g;
        }
        *vec_push(a, &out->powers.at[k].who) =
            str_fmt(a, "%.*s, for %.*s", STR(first->decider), STR(first->people));
    }
}

static struct diff_line body_line(struct arena *a, const struct told *x)
{
    if (str_eq(x->what, S("Body")))
        return (struct diff_line){.text = x->now.n ? S("is new") : S("is no longer there")};
    if (x->before.n && x->now.n)
        return (struct diff_line){x->what, x->before, x->now};
    return (struct diff_line){.text = str_fmt(a, "%.*s, %s: %.*s", STR(x->what),
                                              x->now.n ? "new" : "no longer",
                                              STR(x->now.n ? x->now : x->before))};
}

static void body_words(struct arena *a, const tellings *t, struct diff_words *out)
{
    for (uint32_t i = 0; i < t->n; i++) {
        if (!i || !str_eq(t->at[i].body, t->at[i - 1].body)) {
            struct diff_group *g = vec_push(a, &out->bodies);
            *g = (struct diff_group){0};
            *vec_push(a, &g->who) = t->at[i].body;
        }
        *vec_push(a, &out->bodies.at[out->bodies.n - 1].lines) = body_line(a, &t->at[i]);
    }
}

static struct diff_words in_words(struct arena *a, const struct changes *c, const tellings *t,
                                  const struct edition *const *e)
{
    struct diff_words out = {0};
    power_words(a, c, e, &out);
    body_words(a, t, &out);
    for (uint32_t i = 0; i < c->populations_only_in_old.n; i++)
        *vec_push(a, &out.populations) =
            str_fmt(a, "Only in the older edition: the population %.*s",
                    STR(c->populations_only_in_old.at[i]));
    for (uint32_t i = 0; i < c->populations_only_in_new.n; i++)
        *vec_push(a, &out.populations) =
            str_fmt(a, "Only in the newer edition: the population %.*s",
                    STR(c->populations_only_in_new.at[i]));
    return out;
}

struct diff_words diff_in_words(struct arena *a, const struct edition *older,
                                const struct edition *newer)
{
    const struct edition *e[] = {older, newer};
    struct changes c = authority_diff(older->u, newer->u, a);
    tellings t = bodies_differ(a, e);
    return in_words(a, &c, &t, e);
}

static void group_text(struct run *r, const struct diff_group *g)
{
    for (uint32_t i = 0; i < g->who.n; i++)
        buf_fmt(&r->out, "%.*s\n", STR(g->who.at[i]));
    for (uint32_t i = 0; i < g->lines.n; i++) {
        const struct diff_line *x = &g->lines.at[i];
        buf_fmt(&r->out, "  %.*s\n", STR(x->text));
        if (x->before.n)
            buf_fmt(&r->out, "    before: %.*s\n    now:    %.*s\n", STR(x->before), STR(x->now));
    }
}

static void text(struct run *r, const struct diff_words *w)
{
    if (w->powers.n)
        buf_z(&r->out, "Powers that change:\n");
    for (uint32_t i = 0; i < w->powers.n; i++) {
        buf_putc(&r->out, '\n');
        group_text(r, &w->powers.at[i]);
    }
    if (w->bodies.n)
        buf_fmt(&r->out, "%sBodies that change:\n", w->powers.n ? "\n" : "");
    for (uint32_t i = 0; i < w->bodies.n; i++) {
        buf_putc(&r->out, '\n');
        group_text(r, &w->bodies.at[i]);
    }
    for (uint32_t i = 0; i < w->populations.n; i++)
        buf_fmt(&r->out, "\n%.*s\n", STR(w->populations.at[i]));
    if (!w->powers.n && !w->bodies.n && !w->populations.n)
        buf_z(&r->out, "Nothing changes between these editions: no power, no body.\n");
    else if (!w->powers.n)
        buf_z(&r->out, "\nNo power changes hands.\n");
}

/* ---- as CSV and JSON ----------------------------------------------------------------------- */

static void table(struct run *r, const struct changes *c, const tellings *t,
                  const struct edition *const *e)
{
    csv_head(r, "change,body,population,function,service,from,up to,before,now");
    for (uint32_t i = 0; i < c->list.n; i++) {
        const struct change *x = &c->list.at[i];
        const struct model *m = edition(x, e);
        for (uint32_t p = 0; p < x->areas.n; p++)
            for (uint32_t k = 0; k < x->where.n; k++)
                CSV_ROW(r, str_of(kind_words[x->kind]), x->decider,
                        m->populations.at[x->areas.at[p]].name,
                        m->functions.at.at[x->where.at[k].function].name,
                        m->services.at.at[x->where.at[k].service].name, money_csv(r->a, x->lo),
                        x->hi == PENCE_MAX ? S("") : money_csv(r->a, x->hi),
                        x->kind == CHANGE_LOSES ? x->conditions : x->before,
                        x->kind == CHANGE_LOSES ? S("") : x->conditions);
    }
    for (uint32_t i = 0; i < t->n; i++)
        CSV_ROW(r, t->at[i].what, t->at[i].body, S(""), S(""), S(""), S(""), S(""), t->at[i].before,
                t->at[i].now);
}

static void power_json(struct json *j, const struct change *x, const struct model *m)
{
    json_map(j, NULL);
    json_text(j, "change", str_of(kind_words[x->kind]));
    json_text(j, "decider", x->decider);
    json_list(j, "populations");
    for (uint32_t k = 0; k < x->areas.n; k++)
        json_text(j, NULL, m->populations.at[x->areas.at[k]].name);
    json_end_list(j);
    json_int(j, "at_least_pence", x->lo);
    json_pence(j, "at_most_pence", x->hi);
    json_text(j, "conditions", x->conditions);
    if (x->kind == CHANGE_TERMS)
        json_text(j, "conditions_before", x->before);
    json_list(j, "where");
    for (uint32_t k = 0; k < x->where.n; k++) {
        json_map(j, NULL);
        json_text(j, "function", m->functions.at.at[x->where.at[k].function].name);
        json_text(j, "service", m->services.at.at[x->where.at[k].service].name);
        json_end_map(j);
    }
    json_end_list(j);
    json_end_map(j);
}

static void json(struct run *r, const struct changes *c, const tellings *t,
                 const struct edition *const *e)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_list(&j, "powers");
    for (uint32_t i = 0; i < c->list.n; i++)
        power_json(&j, &c->list.at[i], edition(&c->list.at[i], e));
    json_end_list(&j);
    json_list(&j, "bodies");
    for (uint32_t i = 0; i < t->n; i++) {
        json_map(&j, NULL);
        json_text(&j, "body", t->at[i].body);
        json_text(&j, "what", t->at[i].what);
        json_text(&j, "before", t->at[i].before);
        json_text(&j, "now", t->at[i].now);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

/* ---- the two editions ---------------------------------------------------------------------- */

static bool load_edition(struct run *r, struct str name, date on, struct edition *out)
{
    struct structure s;
    date today = r->on;
    if (!load_named(r, name, &s))
        return false;
    load_tell_errors(r, &s);
    r->on = on;
    *out = (struct edition){s.m, load_powers(r, s.m), on};
    r->on = today;
    return true;
}

int action_diff(struct run *r)
{
    struct edition one[2];
    date on[2] = {r->on, r->on};
    if (run_has(r, "between")) {
        struct str d = run_get(r, "between");
        if (d.n != 21 || d.p[10] != ',' || !date_parse(str_sub(d, 0, 10), &on[0]) ||
            !date_parse(str_sub(d, 11, 21), &on[1]))
            return run_bad(r, "--between takes two dates: --between 2024-04-01,2025-04-01");
        if (r->words.n == 1) { /* one text, two days */
            struct str same = r->words.at[0];
            *vec_push(r->a, &r->words) = same;
        }
    }
    if (r->words.n != 2)
        return run_bad(r, "two editions: remit diff OLDER NEWER (files or folders), or one with "
                          "--between DATE,DATE");
    for (uint32_t i = 0; i < 2; i++)
        if (!load_edition(r, r->words.at[i], on[i], &one[i]))
            return EXIT_BAD;
    const struct edition *e[] = {&one[0], &one[1]};
    struct changes c = authority_diff(one[0].u, one[1].u, r->a);
    tellings t = bodies_differ(r->a, e);
    struct diff_words words = in_words(r->a, &c, &t, e);
    if (r->csv)
        table(r, &c, &t, e);
    else if (r->json)
        json(r, &c, &t, e);
    else
        text(r, &words);
    return c.list.n || t.n ? EXIT_FOUND : EXIT_FINE;
}
