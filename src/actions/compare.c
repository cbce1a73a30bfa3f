/* compare.c: remit compare: structures side by side over the matters that they list. */
#include "authority/compare.h"
#include "actions/json.h"

struct column {
    const char *name;
    const struct authority *u;
    struct weighed sum;
};
struct comparison {
    struct run *r;
    VEC(struct column) columns;
    const struct model *m; /* whose matters are put */
    size_t first, width;   /* columns of the text table */
};

/* The same matter in another structure: by names. False when a name is missing there. */
static bool carried(struct run *r, const struct model *from, const struct model *to,
                    const struct listed_matter *x, struct listed_matter *out)
{
    *out = *x;
    out->function = tree_find(&to->functions, from->functions.at.at[x->function].name);
    out->service = tree_find(&to->services, from->services.at.at[x->service].name);
    out->populations = (ids){0};
    for (uint32_t i = 0; i < x->populations.n; i++) {
        id p = model_find_population(to, from->populations.at[x->populations.at[i]].name);
        if (p == NONE)
            return false;
        *vec_push(r->a, &out->populations) = p;
    }
    return out->function != NONE && out->service != NONE;
}

static struct str share(struct run *r, int64_t part, int64_t whole)
{
    if (!whole)
        return S("-");
    return str_fmt(r->a, "%lld%%", (long long)((__int128)part * 100 / whole));
}

static struct str tenths(struct run *r, uint32_t sum, uint32_t n)
{
    if (!n)
        return S("-");
    return str_fmt(r->a, "%u.%u", sum / n, sum % n * 10 / n);
}

enum { MEASURES = 10 };
static const char *const measures[MEASURES] = {
    "Matters decided at place or nearer",
    "Money decided at place or nearer",
    "Bodies that must consider it (mean)",
    "Matters that nobody may decide",
    "Matters with two deciders at one level",
    "Contract matters with provider votes",
    "Bodies that meet",
    "Seats",
    "Bodies that meet in public",
    "Matters put",
};

static struct str measure(struct run *r, const struct weighed *w, int i)
{
    switch (i) {
    case 0:
        return share(r, w->at_place, w->matters);
    case 1:
        return share(r, w->money_at_place, w->money);
    case 2:
        return tenths(r, w->layers, w->decided);
    case 3:
        return str_fmt(r->a, "%u", w->nobody);
    case 4:
        return str_fmt(r->a, "%u", w->overlaps);
    case 5:
        return str_fmt(r->a, "%u", w->conflicts);
    case 6:
        return str_fmt(r->a, "%u", w->bodies);
    case 7:
        return str_fmt(r->a, "%u", w->seats);
    case 8:
        return str_fmt(r->a, "%u", w->in_public);
    default:
        return str_fmt(r->a, "%u", w->matters);
    }
}

/* The first cell names the row. */
static void row(struct comparison *c, const struct str *cells)
{
    struct buf *out = &c->r->out;
    if (c->r->csv) {
        csv_row(c->r, cells, c->columns.n + 1);
        return;
    }
    for (uint32_t i = 0; i <= c->columns.n; i++) {
        size_t width = str_width(cells[i]), room = i ? c->width : c->first;
        buf_put(out, cells[i]);
        buf_pad(out, ' ', i == c->columns.n ? 0 : width < room ? room - width : 1);
    }
    buf_putc(out, '\n');
}

static struct str judged_text(struct run *r, const struct judged *j)
{
    if (!j->decided)
        return S("nobody");
    return str_fmt(r->a, "%s, %u %s%s", level_names[j->level], j->layers,
                   j->layers == 1 ? "body" : "bodies", j->may ? "" : ", if");
}

static void tables(struct comparison *c)
{
    struct run *r = c->r;
    uint32_t n = c->columns.n;
    c->width = 22;
    c->first = 40;
    for (uint32_t i = 0; i < n; i++)
        if (str_width(str_of(c->columns.at[i].name)) + 2 > c->width)
            c->width = str_width(str_of(c->columns.at[i].name)) + 2;
    for (uint32_t k = 0; k < c->m->matters.n; k++)
        if (str_width(c->m->matters.at[k].title) + 2 > c->first)
            c->first = str_width(c->m->matters.at[k].title) + 2;
    struct str *cells = NEW_ARRAY(r->a, struct str, n + 1);
    cells[0] = r->csv ? S("matter or measure") : S("");
    for (uint32_t i = 0; i < n; i++)
        cells[i + 1] = str_of(c->columns.at[i].name);
    row(c, cells);
    for (uint32_t k = 0; k < c->m->matters.n; k++) {
        const struct listed_matter *x = &c->m->matters.at[k];
        cells[0] = x->title;
        for (uint32_t i = 0; i < n; i++) {
            struct listed_matter here;
            struct judged j = {0};
            if (carried(r, c->m, c->columns.at[i].u->m, x, &here))
                j = compare_matter(c->columns.at[i].u, r->a, &here);
            compare_add(&c->columns.at[i].sum, &j, x);
            cells[i + 1] = judged_text(r, &j);
        }
        row(c, cells);
    }
    if (!r->csv)
        buf_putc(&r->out, '\n');
    for (int k = 0; k < MEASURES; k++) {
        cells[0] = str_of(measures[k]);
        for (uint32_t i = 0; i < n; i++)
            cells[i + 1] = measure(r, &c->columns.at[i].sum, k);
        row(c, cells);
    }
}

static void json(struct comparison *c)
{
    struct json j = json_begin(c->r);
    json_list(&j, NULL);
    for (uint32_t i = 0; i < c->columns.n; i++) {
        struct column *col = &c->columns.at[i];
        json_map(&j, NULL);
        json_text(&j, "structure", str_of(col->name));
        json_list(&j, "matters");
        for (uint32_t k = 0; k < c->m->matters.n; k++) {
            struct listed_matter here;
            struct judged x = {0};
            if (carried(c->r, c->m, col->u->m, &c->m->matters.at[k], &here))
                x = compare_matter(col->u, c->r->a, &here);
            compare_add(&col->sum, &x, &c->m->matters.at[k]);
            json_map(&j, NULL);
            json_text(&j, "matter", c->m->matters.at[k].title);
            json_text(&j, "decider", x.decider);
            json_text(&j, "level", x.decided ? str_of(level_names[x.level]) : S(""));
            json_bool(&j, "may", x.may);
            json_int(&j, "layers", x.layers);
            json_int(&j, "bodies_touched", x.touched);
            json_bool(&j, "overlap", x.overlap);
            json_bool(&j, "conflict_of_interest", x.conflict);
            json_end_map(&j);
        }
        json_end_list(&j);
        json_map(&j, "measures");
        for (int k = 0; k < MEASURES; k++)
            json_text(&j, measures[k], measure(c->r, &col->sum, k));
        json_end_map(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_finish(&j);
}

int action_compare(struct run *r)
{
    struct comparison c = {.r = r};
    structures all = {0};
    for (uint32_t i = 0; i < r->words.n; i++)
        *vec_push(r->a, &r->settings) = (struct setting){"in", r->words.at[i]};
    if (!r->words.n && !run_has(r, "in"))
        return run_bad(r, "which structures? remit compare examples/sites");
    if (!load_many(r, &all))
        return EXIT_BAD;
    for (uint32_t i = 0; i < all.n; i++) {
        struct column col = {.name = str_z(r->a, all.at[i].name)};
        load_tell_errors(r, &all.at[i]);
        col.u = load_powers(r, all.at[i].m);
        compare_load(col.u, &col.sum);
        *vec_push(r->a, &c.columns) = col;
        if (!c.m || !c.m->matters.n)
            c.m = all.at[i].m;
    }
    if (!c.m->matters.n)
        return run_bad(r,
                       "none of these lists a matter to compare; add: matter NAME \"...\" FUNCTION "
                       "of SERVICE for POPULATION at £1m");
    if (r->json)
        json(&c);
    else
        tables(&c);
    return EXIT_FINE;
}
