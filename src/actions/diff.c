/* diff.c: remit diff: two editions by meaning. */
#include "authority/diff.h"
#include "actions/json.h"

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
    return true;
}

static void where_text(struct run *r, const struct model *m, const struct change *x)
{
    for (uint32_t i = 0; i < x->where.n; i++) {
        struct box b = x->where.at[i];
        buf_fmt(&r->out, "%s%.*s", i ? "; " : "", STR(m->functions.at.at[b.function].title));
        if (b.service)
            buf_fmt(&r->out, " of %.*s", STR(m->services.at.at[b.service].title));
    }
}

static void text(struct run *r, const struct changes *c, const struct model *const *m)
{
    struct str last = S("");
    for (uint32_t i = 0; i < c->list.n; i++) {
        const struct change *x = &c->list.at[i];
        struct str who = str_fmt(r->a, "%.*s, for %.*s", STR(x->decider), STR(x->population));
        if (!str_eq(who, last))
            buf_fmt(&r->out, "%s%.*s\n", i ? "\n" : "", STR(who));
        last = who;
        buf_fmt(&r->out, "  %s ", x->gained ? "gains" : "loses");
        where_text(r, m[x->gained], x);
        buf_fmt(&r->out, ", %.*s", STR(range_text(r->a, x->lo, x->hi)));
        if (x->conditions.n)
            buf_fmt(&r->out, ", %.*s", STR(x->conditions));
        buf_putc(&r->out, '\n');
    }
    for (uint32_t i = 0; i < c->populations_only_in_old.n; i++)
        buf_fmt(&r->out, "\nOnly in the older edition: the population %.*s\n",
                STR(c->populations_only_in_old.at[i]));
    for (uint32_t i = 0; i < c->populations_only_in_new.n; i++)
        buf_fmt(&r->out, "\nOnly in the newer edition: the population %.*s\n",
                STR(c->populations_only_in_new.at[i]));
    if (!c->list.n && !c->populations_only_in_old.n && !c->populations_only_in_new.n)
        buf_z(&r->out, "No power changes hands between these editions.\n");
}

static void table(struct run *r, const struct changes *c, const struct model *const *m)
{
    buf_z(&r->out, "change,decider,population,function,service,from,up to,conditions\r\n");
    for (uint32_t i = 0; i < c->list.n; i++)
        for (uint32_t k = 0; k < c->list.at[i].where.n; k++) {
            const struct change *x = &c->list.at[i];
            struct box b = x->where.at[k];
            struct str cells[] = {x->gained ? S("gains") : S("loses"),
                                  x->decider,
                                  x->population,
                                  m[x->gained]->functions.at.at[b.function].name,
                                  m[x->gained]->services.at.at[b.service].name,
                                  money_csv(r->a, x->lo),
                                  x->hi == PENCE_MAX ? S("") : money_csv(r->a, x->hi),
                                  x->conditions};
            for (size_t n = 0; n < sizeof cells / sizeof cells[0]; n++) {
                if (n)
                    buf_putc(&r->out, ',');
                buf_csv(&r->out, cells[n]);
            }
            buf_z(&r->out, "\r\n");
        }
}

static void json(struct run *r, const struct changes *c, const struct model *const *m)
{
    struct json j = json_begin(r);
    json_list(&j, NULL);
    for (uint32_t i = 0; i < c->list.n; i++) {
        const struct change *x = &c->list.at[i];
        json_map(&j, NULL);
        json_text(&j, "change", x->gained ? S("gains") : S("loses"));
        json_text(&j, "decider", x->decider);
        json_text(&j, "population", x->population);
        json_int(&j, "at_least_pence", x->lo);
        json_pence(&j, "at_most_pence", x->hi);
        json_text(&j, "conditions", x->conditions);
        json_list(&j, "where");
        for (uint32_t k = 0; k < x->where.n; k++) {
            json_map(&j, NULL);
            json_text(&j, "function", m[x->gained]->functions.at.at[x->where.at[k].function].name);
            json_text(&j, "service", m[x->gained]->services.at.at[x->where.at[k].service].name);
            json_end_map(&j);
        }
        json_end_list(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
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
    if (r->csv)
        table(r, &c, m);
    else if (r->json)
        json(r, &c, m);
    else
        text(r, &c, m);
    return c.list.n ? EXIT_FOUND : EXIT_FINE;
}
