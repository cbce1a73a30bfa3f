/* diff.c: remit diff: two editions by meaning. */
#include "authority/diff.h"
#include "actions/json.h"
#include "actions/say.h"

static bool load_edition(struct run *r, struct str path, struct structure *out)
{
    structures all = {0};
    if (!load_paths(r, &path, 1, &all))
        return false;
    if (all.n != 1) {
        run_bad(r, "%.*s holds %u structures; name one of them", STR(path), all.n);
        return false;
    }
    *out = all.at[0];
    load_tell_errors(r, out);
    return true;
}

/* ---- what is said of a body, besides its powers ------------------------------------- */

struct told {                           /* one thing of one body that is said in another way */
    struct str body, what, before, now; /* before or now empty: only in one edition */
};
typedef VEC(struct told) tellings;

static struct str names(struct run *r, const struct model *m, const ids *list)
{
    struct buf b = buf_new(r->a);
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(body_title(m, list->at[i])));
    return buf_str(&b);
}

static void line_differs(struct run *r, tellings *out, struct str body, const char *what,
                         struct str before, struct str now)
{
    if (!str_eq(before, now))
        *vec_push(r->a, out) = (struct told){body, str_of(what), before, now};
}

static bool said_there(const sayings *list, const struct said *x)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i].what == x->what && str_eq(list->at[i].text, x->text))
            return true;
    return false;
}

/* Behind what is told already of the same thing. */
static void tell_beside(struct run *r, tellings *out, uint32_t first, struct told x)
{
    uint32_t at = out->n;
    *vec_push(r->a, out) = x;
    for (uint32_t k = first; k < out->n - 1; k++)
        if (str_eq(out->at[k].what, x.what))
            at = k + 1;
    for (uint32_t k = out->n - 1; k > at; k--)
        out->at[k] = out->at[k - 1];
    out->at[at] = x;
}

/* Lines that one edition has and the other has not; of a thing that is said once, the old
 * and the new line are one change. */
static void lines_differ(struct run *r, tellings *out, struct str body, const sayings *older,
                         const sayings *newer)
{
    uint32_t first = out->n;
    for (uint32_t i = 0; i < older->n; i++)
        if (!said_there(newer, &older->at[i]))
            *vec_push(r->a, out) =
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
            tell_beside(r, out, first, (struct told){body, str_of(x->what), S(""), x->text});
    }
}

static void body_differs(struct run *r, tellings *out, const struct model *const *m, id x, id y,
                         const date *on)
{
    const struct body *b = &m[0]->bodies.at[x], *c = &m[1]->bodies.at[y];
    sayings said[2] = {{0}, {0}};
    line_differs(r, out, c->title, "Name", b->title, c->title);
    line_differs(r, out, c->title, "Kind", m[0]->kinds.at[b->kind].title,
                 m[1]->kinds.at[c->kind].title);
    line_differs(r, out, c->title, "Part of", names(r, m[0], &b->parents),
                 names(r, m[1], &c->parents));
    line_differs(r, out, c->title, "For",
                 b->population == NONE ? S("") : m[0]->populations.at[b->population].title,
                 c->population == NONE ? S("") : m[1]->populations.at[c->population].title);
    say_block(r->a, m[0], b->handbook, b->node ? b->node->body : NULL, &on[0], &said[0]);
    say_block(r->a, m[1], c->handbook, c->node ? c->node->body : NULL, &on[1], &said[1]);
    lines_differ(r, out, c->title, &said[0], &said[1]);
}

/* Bodies in the order of their names; those that nobody declared say nothing themselves. */
static tellings bodies_differ(struct run *r, const struct authority *const *u,
                              const struct model *const *m, const date *on)
{
    tellings out = {0};
    for (id k = 0; k < m[0]->bodies.n; k++) {
        id i = m[0]->by_rank.at[k], j = model_find_body(m[1], m[0]->bodies.at[i].name, NONE);
        const struct body *b = &m[0]->bodies.at[i];
        bool was = authority_alive(u[0], i), is = j != NONE && authority_alive(u[1], j);
        if (b->implied)
            continue;
        if (was && is)
            body_differs(r, &out, m, i, j, on);
        else if (was)
            *vec_push(r->a, &out) = (struct told){b->title, S("Body"), S("there"), S("")};
        else if (is)
            *vec_push(r->a, &out) = (struct told){b->title, S("Body"), S(""), S("there")};
    }
    for (id k = 0; k < m[1]->bodies.n; k++) {
        const struct body *b = &m[1]->bodies.at[m[1]->by_rank.at[k]];
        if (!b->implied && model_find_body(m[0], b->name, NONE) == NONE &&
            authority_alive(u[1], m[1]->by_rank.at[k]))
            *vec_push(r->a, &out) = (struct told){b->title, S("Body"), S(""), S("there")};
    }
    return out;
}

/* ---- in words -------------------------------------------------------------------------- */

static const char *const kind_words[] = {[CHANGE_LOSES] = "loses",
                                         [CHANGE_GAINS] = "gains",
                                         [CHANGE_TERMS] = "keeps, on other conditions"};

static const struct model *edition(const struct change *x, const struct model *const *m)
{
    return m[x->kind != CHANGE_LOSES];
}

static struct str change_text(struct run *r, const struct model *m, const struct change *x)
{
    struct buf b = buf_new(r->a);
    buf_fmt(&b, "  %s%s ", kind_words[x->kind], x->kind == CHANGE_TERMS ? ":" : "");
    for (uint32_t i = 0; i < x->where.n; i++) {
        struct box at = x->where.at[i];
        buf_fmt(&b, "%s%.*s", i ? "; " : "", STR(m->functions.at.at[at.function].title));
        if (at.service)
            buf_fmt(&b, " of %.*s", STR(m->services.at.at[at.service].title));
    }
    buf_fmt(&b, ", %.*s", STR(range_text(r->a, x->lo, x->hi)));
    if (x->kind == CHANGE_TERMS)
        buf_fmt(&b, "\n    before: %.*s\n    now:    %.*s",
                STR(x->before.n ? x->before : S("without conditions")),
                STR(x->conditions.n ? x->conditions : S("without conditions")));
    else if (x->conditions.n)
        buf_fmt(&b, ", %.*s", STR(x->conditions));
    buf_putc(&b, '\n');
    return buf_str(&b);
}

/* Deciders whose changes are the same, word for word, stand above one list. */
static void powers_text(struct run *r, const struct changes *c, const struct model *const *m)
{
    VEC(struct str) texts = {0};
    VEC(struct buf) heads = {0};
    struct map seen = {0};
    for (uint32_t i = 0; i < c->list.n;) {
        const struct change *first = &c->list.at[i];
        struct buf b = buf_new(r->a);
        for (; i < c->list.n && str_eq(c->list.at[i].decider, first->decider) &&
               str_eq(c->list.at[i].people, first->people);
             i++)
            buf_put(&b, change_text(r, edition(&c->list.at[i], m), &c->list.at[i]));
        uint32_t k = map_get(&seen, buf_str(&b));
        if (k == MAP_NONE) {
            k = texts.n;
            map_put(r->a, &seen, buf_str(&b), k);
            *vec_push(r->a, &texts) = buf_str(&b);
            *vec_push(r->a, &heads) = buf_new(r->a);
        }
        buf_fmt(&heads.at[k], "%.*s, for %.*s\n", STR(first->decider), STR(first->people));
    }
    for (uint32_t i = 0; i < texts.n; i++)
        buf_fmt(&r->out, "%s%.*s%.*s", i ? "\n" : "", STR(buf_str(&heads.at[i])), STR(texts.at[i]));
}

static void bodies_text(struct run *r, const tellings *t)
{
    struct str last = S("");
    for (uint32_t i = 0; i < t->n; i++) {
        const struct told *x = &t->at[i];
        if (str_eq(x->what, S("Body"))) {
            buf_fmt(&r->out, "\n%.*s\n  %s\n", STR(x->body),
                    x->now.n ? "is new" : "is no longer there");
            continue;
        }
        if (!str_eq(x->body, last))
            buf_fmt(&r->out, "\n%.*s\n", STR(x->body));
        last = x->body;
        if (x->before.n && x->now.n)
            buf_fmt(&r->out, "  %.*s\n    before: %.*s\n    now:    %.*s\n", STR(x->what),
                    STR(x->before), STR(x->now));
        else
            buf_fmt(&r->out, "  %.*s, %s: %.*s\n", STR(x->what), x->now.n ? "new" : "no longer",
                    STR(x->now.n ? x->now : x->before));
    }
}

static void text(struct run *r, const struct changes *c, const tellings *t,
                 const struct model *const *m)
{
    if (c->list.n)
        buf_z(&r->out, "Powers that change:\n\n");
    powers_text(r, c, m);
    if (t->n)
        buf_fmt(&r->out, "%sBodies that change:\n", c->list.n ? "\n" : "");
    bodies_text(r, t);
    for (uint32_t i = 0; i < c->populations_only_in_old.n; i++)
        buf_fmt(&r->out, "\nOnly in the older edition: the population %.*s\n",
                STR(c->populations_only_in_old.at[i]));
    for (uint32_t i = 0; i < c->populations_only_in_new.n; i++)
        buf_fmt(&r->out, "\nOnly in the newer edition: the population %.*s\n",
                STR(c->populations_only_in_new.at[i]));
    if (!c->list.n && !t->n && !c->populations_only_in_old.n && !c->populations_only_in_new.n)
        buf_z(&r->out, "Nothing changes between these editions: no power, no body.\n");
    else if (!c->list.n)
        buf_z(&r->out, "\nNo power changes hands.\n");
}

/* ---- as CSV and JSON --------------------------------------------------------------------- */

static void table(struct run *r, const struct changes *c, const tellings *t,
                  const struct model *const *m)
{
    csv_head(r, "change,body,population,function,service,from,up to,before,now");
    for (uint32_t i = 0; i < c->list.n; i++) {
        const struct change *x = &c->list.at[i];
        const struct model *e = edition(x, m);
        for (uint32_t p = 0; p < x->areas.n; p++)
            for (uint32_t k = 0; k < x->where.n; k++)
                CSV_ROW(r, str_of(kind_words[x->kind]), x->decider,
                        e->populations.at[x->areas.at[p]].name,
                        e->functions.at.at[x->where.at[k].function].name,
                        e->services.at.at[x->where.at[k].service].name, money_csv(r->a, x->lo),
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
                 const struct model *const *m)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_list(&j, "powers");
    for (uint32_t i = 0; i < c->list.n; i++)
        power_json(&j, &c->list.at[i], edition(&c->list.at[i], m));
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

int action_diff(struct run *r)
{
    struct structure s[2];
    const struct authority *u[2];
    const struct model *m[2];
    date on[2] = {r->on, r->on};
    if (r->words.n == 1 && run_has(r, "between")) { /* one text, two days */
        struct str d = run_get(r, "between");
        if (d.n != 21 || d.p[10] != ',' || !date_parse(str_sub(d, 0, 10), &on[0]) ||
            !date_parse(str_sub(d, 11, 21), &on[1]))
            return run_bad(r, "--between takes two dates: --between 2024-04-01,2025-04-01");
        struct str same = r->words.at[0];
        *vec_push(r->a, &r->words) = same;
    }
    if (r->words.n != 2)
        return run_bad(r, "two editions: remit diff OLDER NEWER (files or folders), or one with "
                          "--between DATE,DATE");
    for (int i = 0; i < 2; i++) {
        if (!load_edition(r, r->words.at[(uint32_t)i], &s[i]))
            return EXIT_BAD;
        u[i] = authority_open(r->a, s[i].m, on[i]);
        m[i] = s[i].m;
    }
    struct changes c = authority_diff(u[0], u[1], r->a);
    tellings t = bodies_differ(r, u, m, on);
    if (r->csv)
        table(r, &c, &t, m);
    else if (r->json)
        json(r, &c, &t, m);
    else
        text(r, &c, &t, m);
    return c.list.n || t.n ? EXIT_FOUND : EXIT_FINE;
}
