/* report.c: remit spend report: published spending added up, and what is to be seen in it. */
#include <string.h>

#include "actions/spending/report.h"

static const struct spend_axis no_axis = {SPEND_AXIS_NONE, 0}, month_axis = {SPEND_AXIS_MONTH, 0};

static struct spend_axis word_axis(enum spend_word w)
{
    return (struct spend_axis){SPEND_AXIS_WORD, w};
}

static struct spend_axis class_axis(const struct spend_report *p, const char *name)
{
    uint32_t c = spend_rules_classification(p->s.rules, str_of(name));
    return c == MAP_NONE ? no_axis : (struct spend_axis){SPEND_AXIS_CLASS, c};
}

static void put(struct spend_report *p, struct sheet *sheet)
{
    *vec_push(p->s.r->a, &p->sheets) = sheet;
}

static bool tabulate(struct spend_report *p, struct spend_axis down, struct spend_axis across,
                     const struct spend_only_list *only, struct spend_table *out)
{
    struct str why = {0};
    if (spend_tabulate(p->s.r->a, &p->sums, p->s.sorter, &p->s.x, down, across, only, out, &why))
        return true;
    run_bad(p->s.r, "%.*s", STR(why));
    return false;
}

/* Wide for people, one cell a row for programs. */
static bool put_table(struct spend_report *p, struct spend_axis down, struct spend_axis across)
{
    struct spend_table t;
    struct run *r = p->s.r;
    if (!tabulate(p, down, across, &p->s.only, &t))
        return false;
    if (down.kind == SPEND_AXIS_WORD || run_has(r, "largest"))
        spend_table_by_size(r->a, &t);
    put(p,
        run_has(r, "csv") || r->json ? spend_cells_sheet(&p->s, &t) : spend_table_sheet(&p->s, &t));
    return true;
}

/* ---- reports, one function each ------------------------------------------------------------ */

static bool by_axes(struct spend_report *p)
{
    return put_table(p, p->down, p->across);
}

static bool where_it_goes(struct spend_report *p)
{
    struct spend_sides sides;
    struct str system = run_get(p->s.r, "system");
    if (system.n && map_get(&spending_bodies(&p->s)->codes, system) == MAP_NONE) {
        run_bad(p->s.r,
                "--system %.*s: no organisation in the list has this code; an integrated care "
                "board is meant, as QMF",
                STR(system));
        return false;
    }
    struct arena *a = p->s.r->a;
    struct spend_sums chosen;
    const struct spend_sider *sider =
        p->sider && !system.n ? p->sider
                              : spend_sider_new(a, &p->s.x, spending_bodies(&p->s), system);
    if (!spend_sums_choose(&chosen, a, p->sides.by, &p->sides, p->s.sorter, &p->s.only) ||
        !spend_where(&chosen, sider, &sides)) {
        run_bad(p->s.r, "a sum is larger than Remit can hold");
        return false;
    }
    put(p, spend_sides_sheet(&p->s, &sides));
    return true;
}

static bool overview(struct spend_report *p)
{
    struct spend_axis purchase = class_axis(p, "purchase"), area = class_axis(p, "area");
    if (purchase.kind == SPEND_AXIS_NONE || area.kind == SPEND_AXIS_NONE) {
        run_bad(p->s.r, "these rules have no classifications 'purchase' and 'area'; say which: "
                        "remit spend report by CLASSIFICATION by CLASSIFICATION FILE...");
        return false;
    }
    return put_table(p, area, purchase) && put_table(p, purchase, no_axis) && where_it_goes(p);
}

static bool sha(struct spend_report *p)
{
    struct spend_axis hc = class_axis(p, "sha-function"), hp = class_axis(p, "sha-provider");
    if (hc.kind == SPEND_AXIS_NONE || hp.kind == SPEND_AXIS_NONE) {
        run_bad(p->s.r, "these rules have no classifications 'sha-function' and 'sha-provider'");
        return false;
    }
    if (!put_table(p, hc, hp))
        return false;
    sheet_note(
        p->sheets.at[p->sheets.n - 1],
        "All of it is financing scheme HF.1.1.1, central government. Not known: the row does not "
        "say which function or provider it is.");
    return true;
}

static bool suppliers(struct spend_report *p)
{
    struct spend_table t;
    if (!tabulate(p, word_axis(WORD_SUPPLIER), no_axis, &p->s.only, &t))
        return false;
    spend_table_by_size(p->s.r->a, &t);
    put(p, spend_matches_sheet(&p->s, &t));
    return true;
}

static bool completeness(struct spend_report *p, const struct spend_sums *sums,
                         struct spend_completeness *out)
{
    struct str why;
    struct run *r = p->s.r;
    VEC(struct str) expected = {0};
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (strcmp(r->settings.at[i].name, "expect") == 0)
            *vec_push(r->a, &expected) = r->settings.at[i].value;
    if (spend_check_complete(r->a, sums, &p->s.x, p->s.only.from, p->s.only.until, expected.at,
                             expected.n, out, &why))
        return true;
    run_bad(r, "%.*s: --from and --until, as 2022-07", STR(why));
    return false;
}

/* Of the rows that count; months are those that should be there. */
static bool gaps(struct spend_report *p)
{
    struct spend_completeness c;
    struct spend_sums sums;
    struct spend_only_list only = p->s.only;
    only.from = only.until = SPEND_NO_MONTH;
    if (!spend_sums_choose(&sums, p->s.r->a, p->sums.by, &p->sums, p->s.sorter, &only)) {
        run_bad(p->s.r, "a sum is larger than Remit can hold");
        return false;
    }
    if (!completeness(p, &sums, &c))
        return false;
    put(p, spend_gaps_sheet(&p->s, &c));
    return true;
}

/* ---- groups by size ------------------------------------------------------------------------ */

enum { GROUPS = 5 };

struct grouped {          /* organisations that are kept, and the group of each */
    struct spend_table t; /* organisation by area */
    uint32_t *rows, *group, n;
};

static bool is_complete(const struct spend_completeness *c, int64_t word)
{
    for (uint32_t i = 0; i < c->at.n; i++)
        if (c->at.at[i].word == word)
            return c->at.at[i].gap == SPEND_COMPLETE;
    return false;
}

static void put_shares(struct sheet *to, struct arena *a, const pence *parts, uint32_t n)
{
    int64_t *shares = NEW_ARRAY(a, int64_t, n + 1);
    bool fine = spend_shares(a, parts, n, 10000, shares);
    for (uint32_t i = 0; i < n; i++)
        if (fine)
            sheet_number(to, shares[i]);
        else
            sheet_none(to);
}

static struct sheet *group_sheet(struct spend_report *p, const struct grouped *g, bool sums)
{
    struct arena *a = p->s.r->a;
    uint32_t w = g->t.columns.n;
    pence *parts = NEW_ARRAY(a, pence, w + 1);
    struct sheet *to = sheet_new(a, sums ? "Groups" : "Organisations",
                                 sums ? S("Groups of organisations by total spending")
                                      : S("Organisations by total spending"));
    sheet_column(to, "group", "Group", SHEET_COUNT);
    sheet_column(to, sums ? "organisations" : "organisation",
                 sums ? "Organisations" : "Organisation", sums ? SHEET_COUNT : SHEET_TEXT);
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    if (!sums)
        sheet_column_counts(to, NULL, S(""));
    for (uint32_t c = 0; c < w; c++) {
        sheet_column(to, str_z(a, str_fmt(a, "%.*s_percent", STR(g->t.columns.at[c].name))),
                     str_z(a, g->t.columns.at[c].text), SHEET_SHARE);
        if (!sums)
            sheet_column_counts(to, str_z(a, spend_axis_name(p->s.rules, g->t.across)),
                                g->t.columns.at[c].name);
    }
    for (uint32_t k = 0; k < GROUPS; k++) {
        uint32_t n = 0;
        pence total = 0;
        memset(parts, 0, w * sizeof parts[0]);
        for (uint32_t i = 0; i < g->n; i++) {
            uint32_t row = g->rows[i];
            if (g->group[i] != k)
                continue;
            n++;
            total += g->t.row_sums[row].total; /* parts of the whole, which fits */
            if (!sums)
                memset(parts, 0, w * sizeof parts[0]);
            for (uint32_t c = 0; c < w; c++)
                parts[c] += g->t.cells[(size_t)row * w + c].total;
            if (sums)
                continue;
            spend_row_counts(&p->s, to, g->t.down, &g->t.rows.at[row]);
            sheet_number(to, k + 1);
            sheet_text(to, g->t.rows.at[row].text);
            sheet_number(to, g->t.row_sums[row].total);
            put_shares(to, a, parts, w);
        }
        if (!sums)
            continue;
        sheet_number(to, k + 1);
        sheet_number(to, n);
        sheet_number(to, total);
        put_shares(to, a, parts, w);
    }
    return to;
}

static void note_dropped(struct spend_report *p, struct sheet *to,
                         const struct spend_completeness *c)
{
    sheet_note(
        to,
        "The first group has the lowest totals. Kept: %u of %u organisations, those that are "
        "complete from %.*s to %.*s.",
        c->complete, c->at.n, STR(spend_month_text(p->s.r->a, c->from)),
        STR(spend_month_text(p->s.r->a, c->until)));
    for (uint32_t i = 0; i < c->at.n; i++)
        if (c->at.at[i].gap != SPEND_COMPLETE)
            sheet_note(to, "Left out: %.*s: %.*s", STR(c->at.at[i].name), STR(c->at.at[i].reason));
}

static bool quintiles(struct spend_report *p)
{
    struct arena *a = p->s.r->a;
    struct grouped g = {0};
    struct spend_completeness c;
    struct spend_axis area = class_axis(p, "area");
    enum spend_cut cut;
    if (!spend_cut_of(p->s.rules, p->s.choices, &cut)) {
        run_bad(p->s.r,
                "the rules do not say how groups are cut; add: setting quintiles is xtile or qcut");
        return false;
    }
    if (!completeness(p, &p->sums, &c) ||
        !tabulate(p, word_axis(WORD_ORGANISATION), area, &p->s.only, &g.t))
        return false;
    spend_table_by_size(a, &g.t);
    g.rows = NEW_ARRAY(a, uint32_t, g.t.rows.n + 1);
    g.group = NEW_ARRAY(a, uint32_t, g.t.rows.n + 1);
    pence *totals = NEW_ARRAY(a, pence, g.t.rows.n + 1);
    for (uint32_t i = g.t.rows.n; i-- > 0;) /* the lowest first */
        if (run_has(p->s.r, "all") || is_complete(&c, g.t.rows.at[i].key)) {
            totals[g.n] = g.t.row_sums[i].total;
            g.rows[g.n++] = i;
        }
    spend_quantiles(a, totals, g.n, GROUPS, cut, g.group);
    put(p, group_sheet(p, &g, true));
    put(p, group_sheet(p, &g, false));
    if (!run_has(p->s.r, "all"))
        note_dropped(p, p->sheets.at[1], &c);
    return true;
}

/* ---- shift --------------------------------------------------------------------------------- */

/* "2022-07..2022-12", or one month */
static bool period(struct run *r, struct str text, struct spend_only_list *out)
{
    size_t dots = 0;
    while (dots + 1 < text.n && !(text.p[dots] == '.' && text.p[dots + 1] == '.'))
        dots++;
    bool range = dots + 1 < text.n;
    out->from = spend_month_parse(range ? str_sub(text, 0, dots) : text);
    out->until = range ? spend_month_parse(str_sub(text, dots + 2, text.n)) : out->from;
    if (out->from != SPEND_NO_MONTH && out->until != SPEND_NO_MONTH && out->from <= out->until)
        return true;
    run_bad(r, "--baseline says which months the others are compared with, as 2022-07..2022-12");
    return false;
}

static const struct spend_shift *shift_of(const struct spend_shifts *x, const char *name)
{
    for (uint32_t i = 0; i < x->at.n; i++)
        if (str_eq(x->at.at[i].label.name, str_of(name)))
            return &x->at.at[i];
    return NULL;
}

/* The question that the research asks: from hospital to community? */
static void note_community(struct spend_report *p, struct sheet *to, const struct spend_shifts *x)
{
    struct arena *a = p->s.r->a;
    static const char *const names[] = {"acute", "community"};
    for (int i = 0; i < 2; i++) {
        const struct spend_shift *f = shift_of(x, names[i]);
        if (!f || !x->shares)
            continue;
        struct sheet_cell points = {.number = f->points < 0 ? -f->points : f->points};
        struct sheet_cell moved = {.number = f->moved < 0 ? -f->moved : f->moved};
        sheet_note(to, "%.*s %s %.*s points of all spending: %.*s %s than at its share before",
                   STR(f->label.text), f->points < 0 ? "lost" : "gained",
                   STR(sheet_shown(a, SHEET_SCORE, &points)),
                   STR(sheet_shown(a, SHEET_PENCE, &moved)), f->moved < 0 ? "less" : "more");
    }
}

static bool shift(struct spend_report *p)
{
    struct spend_only_list before = p->s.only, after = p->s.only;
    struct spend_table t[2];
    struct spend_shifts x;
    struct spend_axis axis = p->down.kind == SPEND_AXIS_NONE ? class_axis(p, "area") : p->down;
    struct run *r = p->s.r;
    if (!period(r, run_get(r, "baseline"), &before))
        return false;
    if (axis.kind != SPEND_AXIS_CLASS) {
        run_bad(r, "a shift is between the categories of a classification: remit spend report "
                   "shift by area");
        return false;
    }
    if (after.from == SPEND_NO_MONTH)
        after.from = before.until + 1;
    if (!tabulate(p, axis, no_axis, &before, &t[0]) || !tabulate(p, axis, no_axis, &after, &t[1]))
        return false;
    if (!spend_compare(r->a, &t[0], &t[1], &x)) {
        run_bad(r, "a sum is larger than Remit can hold");
        return false;
    }
    struct sheet *to = spend_shifts_sheet(&p->s, axis, &before, &after, &x);
    put(p, to);
    sheet_note(to, "Before: %.*s to %.*s. After: %.*s to %.*s.",
               STR(spend_month_text(r->a, before.from)), STR(spend_month_text(r->a, before.until)),
               STR(spend_month_text(r->a, after.from)),
               STR(after.until == SPEND_NO_MONTH ? S("the last month")
                                                 : spend_month_text(r->a, after.until)));
    note_community(p, to, &x);
    return true;
}

/* ---- what stands out ----------------------------------------------------------------------- */

static struct sheet *outlier_sheet(struct spend_report *p, const char *name, struct str title,
                                   enum sheet_kind kind)
{
    struct sheet *to = sheet_new(p->s.r->a, name, title);
    sheet_column(to, "organisation", "Organisation", SHEET_TEXT);
    sheet_column(to, "category", "Category", SHEET_TEXT);
    sheet_column(to, "month", "Month", SHEET_TEXT);
    sheet_column(to, "value", "Value", kind);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "median", "Median", kind);
    sheet_column(to, "spread", "Spread", kind);
    sheet_column(to, "score", "Score", SHEET_SCORE);
    return to;
}

/* Values of one category: of many organisations, or of one in many months. */
struct series {
    struct spend_axis axis;
    const struct spend_label *category;
    const struct spend_label *const *organisations; /* one a value */
    const struct spend_label *months;               /* one a value; NULL: of all months */
};

static void put_outliers(struct spend_report *p, struct sheet *to, const struct spend_outliers *o,
                         const struct series *of)
{
    for (uint32_t i = 0; i < o->at.n; i++) {
        const struct spend_outlier *x = &o->at.at[i];
        spend_row_counts(&p->s, to, word_axis(WORD_ORGANISATION), of->organisations[x->of]);
        spend_row_counts(&p->s, to, of->axis, of->category);
        if (of->months)
            spend_row_counts(&p->s, to, month_axis, &of->months[x->of]);
        sheet_text(to, of->organisations[x->of]->text);
        sheet_text(to, of->category->text);
        sheet_text(to, of->months ? of->months[x->of].text : S(""));
        sheet_number(to, x->value);
        sheet_number(to, o->median);
        sheet_number(to, o->spread);
        sheet_number(to, x->score);
    }
}

/* Of every category: whose share of it stands out among the organisations. */
static struct sheet *share_outliers(struct spend_report *p, const struct spend_table *t)
{
    struct arena *a = p->s.r->a;
    uint32_t n = t->rows.n, w = t->columns.n;
    int64_t *shares = NEW_ARRAY(a, int64_t, (size_t)n * w + 1),
            *column = NEW_ARRAY(a, int64_t, n + 1);
    const struct spend_label **who = NEW_ARRAY(a, const struct spend_label *, n + 1);
    pence *parts = NEW_ARRAY(a, pence, w + 1);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t c = 0; c < w; c++)
            parts[c] = t->cells[(size_t)i * w + c].total;
        if (!spend_shares(a, parts, w, 10000, shares + (size_t)kept * w))
            continue;
        who[kept++] = &t->rows.at[i];
    }
    struct sheet *to = outlier_sheet(
        p, "Shares", S("Organisations whose share of spending stands out"), SHEET_SHARE);
    for (uint32_t c = 0; c < w; c++) {
        struct spend_outliers o;
        for (uint32_t i = 0; i < kept; i++)
            column[i] = shares[(size_t)i * w + c];
        spend_find_outliers(a, column, kept, &o);
        put_outliers(p, to, &o, &(struct series){t->across, &t->columns.at[c], who, NULL});
    }
    if (kept < SPEND_OUTLIER_LEAST)
        sheet_note(to, "%.*s too few: %d are needed",
                   STR(count_text(p->s.r->a, kept, "organisation is", "organisations are")),
                   SPEND_OUTLIER_LEAST);
    return to;
}

/* Of every organisation and category: which month stands out among its own. */
static bool month_outliers(struct spend_report *p, const struct spend_table *organisations,
                           struct sheet *to)
{
    struct arena *a = p->s.r->a;
    for (uint32_t i = 0; i < organisations->rows.n; i++) {
        struct spend_only_list only = p->s.only;
        VEC(struct spend_only) narrowed = {0};
        struct spend_table t;
        for (uint32_t k = 0; k < only.at.n; k++)
            *vec_push(a, &narrowed) = only.at.at[k];
        *vec_push(a, &narrowed) =
            (struct spend_only){word_axis(WORD_ORGANISATION), organisations->rows.at[i].key};
        only.at.at = narrowed.at, only.at.n = only.at.cap = narrowed.n;
        if (!tabulate(p, month_axis, organisations->across, &only, &t))
            return false;
        pence *values = NEW_ARRAY(a, pence, t.rows.n + 1);
        const struct spend_label **who = NEW_ARRAY(a, const struct spend_label *, t.rows.n + 1);
        for (uint32_t m = 0; m < t.rows.n; m++)
            who[m] = &organisations->rows.at[i];
        for (uint32_t c = 0; c < t.columns.n; c++) {
            struct spend_outliers o;
            for (uint32_t m = 0; m < t.rows.n; m++)
                values[m] = t.cells[(size_t)m * t.columns.n + c].total;
            spend_find_outliers(a, values, t.rows.n, &o);
            put_outliers(p, to, &o, &(struct series){t.across, &t.columns.at[c], who, t.rows.at});
        }
    }
    return true;
}

static bool outliers(struct spend_report *p)
{
    struct spend_table t;
    struct spend_axis axis = p->down.kind == SPEND_AXIS_CLASS ? p->down : class_axis(p, "area");
    if (!tabulate(p, word_axis(WORD_ORGANISATION), axis, &p->s.only, &t))
        return false;
    struct sheet *months = outlier_sheet(
        p, "Months", S("Months that stand out among an organisation's own"), SHEET_PENCE);
    put(p, share_outliers(p, &t));
    put(p, months);
    if (!month_outliers(p, &t, months))
        return false;
    sheet_note(
        months,
        "Score: 0.6745 times the distance from the median, over the median of such distances "
        "(spread). Above 3.5 in size a value stands out (Iglewicz and Hoaglin 1993). Neither "
        "median is moved by what stands out.");
    return true;
}

/* ---- labels -------------------------------------------------------------------------------- */

struct labelling {
    struct spend_labels labels;
    struct spend_chooser *chooser;
};

static bool find_labels(void *context, const struct spend_block *b)
{
    struct labelling *t = context;
    for (uint32_t i = 0; i < b->n; i++) {
        struct spend_row row = spend_block_row(b, i);
        if (spend_chooses(t->chooser, row.words, spend_month_of(row.on)))
            spend_labels_find(&t->labels, &row);
    }
    return true;
}

static bool collect_labels(void *context, const struct spend_block *b)
{
    struct labelling *t = context;
    for (uint32_t i = 0; i < b->n; i++) {
        struct spend_row row = spend_block_row(b, i);
        spend_labels_collect(&t->labels, &row);
    }
    return true;
}

static bool labels(struct spend_report *p)
{
    struct labelling t;
    struct spend_sink find = {find_labels, &t}, collect = {collect_labels, &t};
    spend_labels_init(&t.labels, p->s.r->a);
    t.chooser = spend_chooser_new(p->s.r->a, p->s.sorter, &p->s.only);
    if (!spending_rows(&p->s, p->paths, p->n_paths, &find) ||
        !spending_rows(&p->s, p->paths, p->n_paths, &collect))
        return false;
    spend_labels_finish(&t.labels);
    put(p, spend_labels_sheet(&p->s, &t.labels, 0, UINT32_MAX));
    return true;
}

/* ---- which report -------------------------------------------------------------------------- */

enum {
    NEED_CLASS = SPEND_BY_WORD(WORD_TYPE) | SPEND_BY_WORD(WORD_AREA),
    NEED_WHO = SPEND_BY_WORD(WORD_ORGANISATION),
    NEED_SUPPLIER = SPEND_BY_WORD(WORD_SUPPLIER),
};
static const struct spend_report_kind reports[] = {
    {"", overview, NEED_CLASS, NEED_WHO | NEED_SUPPLIER},
    {"gaps", gaps, NEED_CLASS | NEED_WHO | SPEND_BY_MONTH},
    {"labels", labels, SPEND_REPORT_ROWS},
    {"outliers", outliers, NEED_CLASS | NEED_WHO | SPEND_BY_MONTH},
    {"quintiles", quintiles, NEED_CLASS | NEED_WHO | SPEND_BY_MONTH},
    {"sha", sha, NEED_CLASS},
    {"shift", shift, NEED_CLASS | SPEND_BY_MONTH},
    {"suppliers", suppliers, NEED_SUPPLIER},
    {"trusts", where_it_goes, 0, NEED_WHO | NEED_SUPPLIER},
};

const struct spend_report_kind *spend_report_named(struct str name)
{
    for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++)
        if (str_eq(name, str_of(reports[i].name)))
            return &reports[i];
    return NULL;
}

unsigned spend_report_needs(const struct spend_report *p, const struct spend_report_kind *kind)
{
    return (kind ? kind->need : 0) | spend_axis_by(p->down) | spend_axis_by(p->across) |
           spend_only_by(&p->s.only);
}

unsigned spend_report_sides(const struct spend_report *p, const struct spend_report_kind *kind)
{
    return kind && kind->sides ? kind->sides | spend_only_by(&p->s.only) : 0;
}

bool spend_report_make(struct spend_report *p, const struct spend_report_kind *kind)
{
    return (kind ? kind->go : by_axes)(p);
}

/* ---- the action ---------------------------------------------------------------------------- */

/* "by AXIS", from word *at on. */
static bool read_axis(struct spend_report *p, uint32_t *at, struct spend_axis *out)
{
    struct run *r = p->s.r;
    if (*at >= r->words.n || !str_eq(r->words.at[*at], S("by")))
        return true;
    struct str name = ++*at < r->words.n ? r->words.at[*at] : S("");
    ++*at;
    if (spend_axis_named(p->s.rules, name, out))
        return true;
    struct near near = near_to(name);
    struct buf all = buf_new(r->a);
    for (uint32_t i = 0; i < p->s.rules->classifications.n; i++) {
        near_offer(&near, p->s.rules->classifications.at[i].name);
        buf_fmt(&all, "%.*s, ", STR(p->s.rules->classifications.at[i].name));
    }
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        near_offer(&near, str_of(spend_word_names[w]));
        buf_fmt(&all, "%s, ", spend_word_names[w]);
    }
    if (near.name.n)
        run_bad(r, "spending is not counted by '%.*s'%.*s", STR(name), STR(near_text(r, &near)));
    else
        run_bad(r, "spending is not counted by '%.*s'; it is by %.*smonth or year", STR(name),
                STR(buf_str(&all)));
    return false;
}

/* The word where files are due, if it is that of a report written otherwise, is told as such. */
static bool meant_as_file(struct run *r, uint32_t at)
{
    struct str word = at < r->words.n ? r->words.at[at] : S("");
    struct near near = near_to(word);
    for (size_t i = 1; i < sizeof reports / sizeof reports[0]; i++)
        near_offer(&near, str_of(reports[i].name));
    if (!near.name.n || os_exists(r->a, word))
        return true;
    run_bad(r, "'%.*s' is no report and no file that is there%.*s", STR(word),
            STR(near_text(r, &near)));
    return false;
}

int action_spend_report(struct run *r)
{
    struct spend_report *p = NEW(r->a, struct spend_report);
    const struct spend_report_kind *kind = NULL;
    uint32_t at = 0;
    if (!spending_open(r, &p->s))
        return EXIT_BAD;
    if (r->words.n && r->words.at[0].n)
        kind = spend_report_named(r->words.at[0]);
    at += kind != NULL;
    if (!read_axis(p, &at, &p->down) || !read_axis(p, &at, &p->across))
        return EXIT_BAD;
    if (!kind && p->down.kind == SPEND_AXIS_NONE && !meant_as_file(r, at))
        return EXIT_BAD;
    p->n_paths = r->words.n - at;
    p->paths = p->n_paths ? r->words.at + at : NULL;
    if (!kind && p->down.kind == SPEND_AXIS_NONE)
        kind = spend_report_named(S(""));
    unsigned by = spend_report_needs(p, kind);
    unsigned sides = spend_report_sides(p, kind);
    if (!(by & SPEND_REPORT_ROWS) &&
        !spending_two_sums(&p->s, p->paths, p->n_paths, by, &p->sums, sides, &p->sides))
        return EXIT_BAD;
    if (!spend_report_make(p, kind))
        return EXIT_BAD;
    if (!(by & SPEND_REPORT_ROWS))
        spending_note_only(&p->s, &p->sums, p->sheets.at[p->sheets.n - 1]);
    spending_note(&p->s, p->sheets.at[p->sheets.n - 1]);
    return sheets_put(r, p->sheets.at, p->sheets.n);
}
