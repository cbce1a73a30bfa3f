/* compare.c: remit compare: structures side by side over the matters that they list. */
#include "actions/governance/compare.h"

/* ---- putting the matters ------------------------------------------------------------------- */

/* The same matter in another structure: by names. False when a name is missing there. */
static bool carried(struct arena *a, const struct model *from, const struct model *to,
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
        *vec_push(a, &out->populations) = p;
    }
    return out->function != NONE && out->service != NONE;
}

static void judge(struct comparison *c, struct compared *x)
{
    struct arena *a = c->r->a;
    x->u = load_powers(c->r, x->s->m);
    x->matters = NEW_ARRAY(a, struct judged, c->m->matters.n);
    compare_load(x->u, &x->sum);
    for (uint32_t k = 0; k < c->m->matters.n; k++) {
        struct listed_matter here;
        if (carried(a, c->m, x->s->m, &c->m->matters.at[k], &here))
            x->matters[k] = compare_matter(x->u, a, &here);
        compare_add(&x->sum, &x->matters[k], &c->m->matters.at[k]);
    }
}

int compare_all(struct run *r, struct comparison *c)
{
    structures *all = NEW(r->a, structures);
    *c = (struct comparison){.r = r};
    for (uint32_t i = 0; i < r->words.n; i++)
        *vec_push(r->a, &r->settings) = (struct setting){"in", r->words.at[i]};
    if (!r->words.n && !run_has(r, "in"))
        return run_bad(r, "which structures? remit compare examples/sites");
    if (!load_many(r, all))
        return EXIT_BAD;
    for (uint32_t i = 0; i < all->n; i++) {
        load_tell_errors(r, &all->at[i]);
        *vec_push(r->a, &c->columns) = (struct compared){.s = &all->at[i]};
        if (!c->m || !c->m->matters.n)
            c->m = all->at[i].m;
    }
    if (!c->m->matters.n)
        return run_bad(r,
                       "none of these lists a matter to compare; add: matter NAME \"...\" FUNCTION "
                       "of SERVICE for POPULATION at £1m");
    for (uint32_t i = 0; i < c->columns.n; i++)
        judge(c, &c->columns.at[i]);
    return EXIT_FINE;
}

/* ---- words --------------------------------------------------------------------------------- */

static struct str share(struct arena *a, int64_t part, int64_t whole)
{
    if (!whole)
        return S("-");
    return str_fmt(a, "%lld%%", (long long)((__int128)part * 100 / whole));
}

static struct str tenths(struct arena *a, uint32_t sum, uint32_t n)
{
    if (!n)
        return S("-");
    return str_fmt(a, "%u.%u", sum / n, sum % n * 10 / n);
}

const char *const compare_measures[MEASURES] = {
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

struct str compare_measure(struct arena *a, const struct weighed *w, int i)
{
    switch (i) {
    case 0:
        return share(a, w->at_place, w->matters);
    case 1:
        return share(a, w->money_at_place, w->money);
    case 2:
        return tenths(a, w->layers, w->decided);
    case 3:
        return str_fmt(a, "%u", w->nobody);
    case 4:
        return str_fmt(a, "%u", w->overlaps);
    case 5:
        return str_fmt(a, "%u", w->conflicts);
    case 6:
        return str_fmt(a, "%u", w->bodies);
    case 7:
        return str_fmt(a, "%u", w->seats);
    case 8:
        return str_fmt(a, "%u", w->in_public);
    default:
        return str_fmt(a, "%u", w->matters);
    }
}

struct str compare_judged(struct arena *a, const struct judged *j)
{
    if (!j->decided)
        return S("nobody");
    return str_fmt(a, "%s, %u %s%s", level_names[j->level], j->layers,
                   j->layers == 1 ? "body" : "bodies", j->may ? "" : ", if");
}

/* ---- the command --------------------------------------------------------------------------- */

struct layout {
    size_t first, width; /* columns of the text table */
};

/* The first cell names the row. */
static void row(const struct comparison *c, const struct layout *l, const struct str *cells)
{
    struct buf *out = &c->r->out;
    if (c->r->csv) {
        csv_row(c->r, cells, c->columns.n + 1);
        return;
    }
    for (uint32_t i = 0; i <= c->columns.n; i++) {
        size_t width = str_width(cells[i]), room = i ? l->width : l->first;
        buf_put(out, cells[i]);
        buf_pad(out, ' ', i == c->columns.n ? 0 : width < room ? room - width : 1);
    }
    buf_putc(out, '\n');
}

static struct layout layout_of(const struct comparison *c)
{
    struct layout l = {.first = 40, .width = 22};
    for (uint32_t i = 0; i < c->columns.n; i++)
        if (str_width(c->columns.at[i].s->name) + 2 > l.width)
            l.width = str_width(c->columns.at[i].s->name) + 2;
    for (uint32_t k = 0; k < c->m->matters.n; k++)
        if (str_width(c->m->matters.at[k].title) + 2 > l.first)
            l.first = str_width(c->m->matters.at[k].title) + 2;
    return l;
}

static void tables(const struct comparison *c)
{
    struct run *r = c->r;
    uint32_t n = c->columns.n;
    struct layout l = layout_of(c);
    struct str *cells = NEW_ARRAY(r->a, struct str, n + 1);
    cells[0] = r->csv ? S("matter or measure") : S("");
    for (uint32_t i = 0; i < n; i++)
        cells[i + 1] = c->columns.at[i].s->name;
    if (r->csv)
        csv_titles(r, cells, n + 1);
    else
        row(c, &l, cells);
    for (uint32_t k = 0; k < c->m->matters.n; k++) {
        cells[0] = c->m->matters.at[k].title;
        for (uint32_t i = 0; i < n; i++)
            cells[i + 1] = compare_judged(r->a, &c->columns.at[i].matters[k]);
        row(c, &l, cells);
    }
    if (!r->csv)
        buf_putc(&r->out, '\n');
    for (int k = 0; k < MEASURES; k++) {
        cells[0] = str_of(compare_measures[k]);
        for (uint32_t i = 0; i < n; i++)
            cells[i + 1] = compare_measure(r->a, &c->columns.at[i].sum, k);
        row(c, &l, cells);
    }
}

static void json(const struct comparison *c)
{
    struct json j = json_begin(c->r);
    json_list(&j, NULL);
    for (uint32_t i = 0; i < c->columns.n; i++) {
        const struct compared *col = &c->columns.at[i];
        json_map(&j, NULL);
        json_text(&j, "structure", col->s->name);
        json_list(&j, "matters");
        for (uint32_t k = 0; k < c->m->matters.n; k++) {
            const struct judged *x = &col->matters[k];
            json_map(&j, NULL);
            json_text(&j, "matter", c->m->matters.at[k].title);
            json_text(&j, "decider", x->decider);
            json_text(&j, "level", x->decided ? str_of(level_names[x->level]) : S(""));
            json_bool(&j, "may", x->may);
            json_int(&j, "layers", x->layers);
            json_int(&j, "bodies_touched", x->touched);
            json_bool(&j, "overlap", x->overlap);
            json_bool(&j, "conflict_of_interest", x->conflict);
            json_end_map(&j);
        }
        json_end_list(&j);
        json_map(&j, "measures");
        for (int k = 0; k < MEASURES; k++)
            json_text(&j, compare_measures[k], compare_measure(c->r->a, &col->sum, k));
        json_end_map(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_finish(&j);
}

int action_compare(struct run *r)
{
    struct comparison c;
    if (compare_all(r, &c) == EXIT_BAD)
        return EXIT_BAD;
    if (r->json)
        json(&c);
    else
        tables(&c);
    return EXIT_FINE;
}
