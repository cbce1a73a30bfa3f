/* tables.c: sums to tables: by category, word, month or financial year, down and across. */
#include <stdlib.h>

#include "spend/totals.h"

const char *const spend_word_names[SPEND_WORDS] = {"organisation", "expense-type", "expense-area",
                                                   "supplier"};
static const char *const word_titles[SPEND_WORDS] = {"Organisation", "Expense type", "Expense area",
                                                     "Supplier"};

/* ---- axes ---------------------------------------------------------------------------------- */

bool spend_axis_named(const struct spend_rules *r, struct str name, struct spend_axis *out)
{
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        if (str_eq(name, str_of(spend_word_names[w]))) {
            *out = (struct spend_axis){SPEND_AXIS_WORD, w};
            return true;
        }
    uint32_t c = spend_rules_classification(r, name);
    bool month = str_eq(name, S("month")), year = str_eq(name, S("year"));
    if (month || year)
        *out = (struct spend_axis){month ? SPEND_AXIS_MONTH : SPEND_AXIS_YEAR, 0};
    else if (c != MAP_NONE)
        *out = (struct spend_axis){SPEND_AXIS_CLASS, c};
    return month || year || c != MAP_NONE;
}

struct str spend_axis_name(const struct spend_rules *r, struct spend_axis x)
{
    switch (x.kind) {
    case SPEND_AXIS_CLASS:
        return r->classifications.at[x.of].name;
    case SPEND_AXIS_WORD:
        return str_of(spend_word_names[x.of]);
    case SPEND_AXIS_MONTH:
        return S("month");
    case SPEND_AXIS_YEAR:
        return S("year");
    default:
        return S("");
    }
}

struct str spend_axis_title(const struct spend_rules *r, struct spend_axis x)
{
    const struct spend_classification *c =
        x.kind == SPEND_AXIS_CLASS ? &r->classifications.at[x.of] : NULL;
    if (c)
        return c->title.n ? c->title : c->name;
    return x.kind == SPEND_AXIS_WORD    ? str_of(word_titles[x.of])
           : x.kind == SPEND_AXIS_MONTH ? S("Month")
           : x.kind == SPEND_AXIS_YEAR  ? S("Financial year")
                                        : S("");
}

unsigned spend_axis_by(struct spend_axis x)
{
    return x.kind == SPEND_AXIS_CLASS  ? SPEND_BY_WORD(WORD_TYPE) | SPEND_BY_WORD(WORD_AREA)
           : x.kind == SPEND_AXIS_WORD ? SPEND_BY_WORD(x.of)
           : x.kind == SPEND_AXIS_NONE ? 0
                                       : (unsigned)SPEND_BY_MONTH;
}

/* ---- labels -------------------------------------------------------------------------------- */

struct tabulating {
    struct arena *a;
    struct spend_sorter *sorter;
    const struct spend_rules *r;
    const struct lexicon *x;
    uint32_t *sorted;
};
typedef VEC(struct spend_label) labels;

static int64_t year_of(spend_month m)
{
    return m == SPEND_NO_MONTH ? INT64_MIN : (m - 3) / 12; /* April begins it */
}

/* Where a sum stands on an axis; t->sorted holds its categories. */
static int64_t key_of(const struct tabulating *t, struct spend_axis x, const struct spend_sum *s)
{
    switch (x.kind) {
    case SPEND_AXIS_CLASS:
        return t->sorted[x.of];
    case SPEND_AXIS_WORD:
        return s->words[x.of];
    case SPEND_AXIS_MONTH:
        return s->month;
    case SPEND_AXIS_YEAR:
        return year_of(s->month);
    default:
        return 0;
    }
}

static struct spend_label label_of(const struct tabulating *t, struct spend_axis x, int64_t key)
{
    struct spend_label l = {.key = key};
    switch (x.kind) {
    case SPEND_AXIS_CLASS: {
        const struct spend_category *c = &t->r->classifications.at[x.of].categories.at[key];
        l.name = c->name;
        l.text = spend_category_label(t->a, t->r, spend_sorter_choices(t->sorter), c);
        break;
    }
    case SPEND_AXIS_WORD:
        l.name = l.text = lexicon_text(t->x, x.of, (uint32_t)key);
        if (!l.text.n)
            l.text = S("(not given)");
        break;
    case SPEND_AXIS_MONTH:
        l.name = spend_month_iso(t->a, (spend_month)key);
        l.text = spend_month_text(t->a, (spend_month)key);
        break;
    case SPEND_AXIS_YEAR:
        l.text = key == INT64_MIN
                     ? S("date not given")
                     : str_fmt(t->a, "%lld/%02lld", (long long)key, (long long)(key + 1) % 100);
        l.name = key == INT64_MIN ? S("") : l.text;
        break;
    default:
        l.text = S("Total");
    }
    return l;
}

static int by_key(const void *a, const void *b)
{
    int64_t x = ((const struct spend_label *)a)->key, y = ((const struct spend_label *)b)->key;
    return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b)
{
    const struct spend_label *x = a, *y = b;
    int c = str_cmp(x->name, y->name);
    return c ? c : by_key(a, b);
}

/* Keys that occur, as labels in their order; of a classification all that it has. */
static void labels_of(const struct tabulating *t, struct spend_axis x, const int64_t *keys,
                      uint32_t n, labels *out)
{
    if (x.kind == SPEND_AXIS_CLASS) {
        const struct spend_classification *c = &t->r->classifications.at[x.of];
        bool *there = NEW_ARRAY(t->a, bool, c->categories.n);
        for (uint32_t i = 0; i < n; i++)
            there[keys[i]] = true;
        for (uint32_t i = 0; i < c->categories.n; i++)
            if (there[i] || !c->categories.at[i].when.n)
                *vec_push(t->a, out) = label_of(t, x, i);
        return;
    }
    struct spend_label *list = NEW_ARRAY(t->a, struct spend_label, n + 1);
    for (uint32_t i = 0; i < n; i++)
        list[i].key = keys[i];
    qsort(list, n, sizeof list[0], by_key);
    for (uint32_t i = 0; i < n; i++)
        if (!i || list[i].key != list[i - 1].key)
            *vec_push(t->a, out) = label_of(t, x, list[i].key);
    if (x.kind == SPEND_AXIS_WORD && out->n)
        qsort(out->at, out->n, sizeof out->at[0], by_text);
}

/* Where each key stands among the labels: categories and words by number, months by search. */
struct finder {
    struct spend_axis axis;
    const labels *list;
    uint32_t *by_number;
};

static struct finder finder_of(const struct tabulating *t, struct spend_axis x, const labels *list)
{
    struct finder f = {.axis = x, .list = list};
    uint32_t n = x.kind == SPEND_AXIS_CLASS  ? t->r->classifications.at[x.of].categories.n
                 : x.kind == SPEND_AXIS_WORD ? lexicon_count(t->x, x.of)
                                             : 0;
    f.by_number = NEW_ARRAY(t->a, uint32_t, n + 1);
    for (uint32_t i = 0; n && i < list->n; i++)
        f.by_number[list->at[i].key] = i;
    return f;
}

static uint32_t place_of(const struct finder *f, int64_t key)
{
    if (f->axis.kind == SPEND_AXIS_CLASS || f->axis.kind == SPEND_AXIS_WORD)
        return f->by_number[key];
    struct spend_label want = {.key = key};
    const struct spend_label *at =
        bsearch(&want, f->list->at, f->list->n, sizeof f->list->at[0], by_key);
    return (uint32_t)(at - f->list->at);
}

/* ---- tables -------------------------------------------------------------------------------- */

unsigned spend_only_by(const struct spend_only_list *only)
{
    unsigned by = 0;
    for (uint32_t i = 0; only && i < only->at.n; i++)
        by |= spend_axis_by(only->at.at[i].axis);
    if (only && (only->from != SPEND_NO_MONTH || only->until != SPEND_NO_MONTH))
        by |= SPEND_BY_MONTH;
    return by;
}

/* Categories hang on expense type and area alone, and the same ones come again and again: what was
 * found out about a pair is kept where its numbers lead to. */
enum { CHOOSER_KEPT = 4096 };
struct spend_chooser {
    struct tabulating t;
    const struct spend_only_list *only;
    bool by_class;
    struct chosen_pair {
        uint32_t type, area;
        bool kept, wanted;
    } pairs[CHOOSER_KEPT];
};

struct spend_chooser *spend_chooser_new(struct arena *a, struct spend_sorter *sorter,
                                        const struct spend_only_list *only)
{
    struct spend_chooser *c = NEW(a, struct spend_chooser);
    c->t = (struct tabulating){.a = a, .sorter = sorter, .r = spend_sorter_rules(sorter)};
    c->t.sorted = NEW_ARRAY(a, uint32_t, c->t.r->classifications.n + 1);
    c->only = only;
    for (uint32_t i = 0; only && i < only->at.n; i++)
        c->by_class = c->by_class || only->at.at[i].axis.kind == SPEND_AXIS_CLASS;
    return c;
}

static bool pair_is_wanted(struct spend_chooser *c, uint32_t type, uint32_t area)
{
    struct chosen_pair *p = &c->pairs[(type * 31 + area) % CHOOSER_KEPT];
    if (p->kept && p->type == type && p->area == area)
        return p->wanted;
    *p = (struct chosen_pair){type, area, true, true};
    spend_sort(c->t.sorter, type, area, c->t.sorted);
    for (uint32_t i = 0; i < c->only->at.n; i++) {
        const struct spend_only *x = &c->only->at.at[i];
        if (x->axis.kind == SPEND_AXIS_CLASS && c->t.sorted[x->axis.of] != x->key)
            p->wanted = false;
    }
    return p->wanted;
}

bool spend_chooses(struct spend_chooser *c, const uint32_t words[SPEND_WORDS], spend_month month)
{
    const struct spend_only_list *only = c->only;
    if (!only)
        return true;
    if ((only->from != SPEND_NO_MONTH || only->until != SPEND_NO_MONTH) &&
        (month == SPEND_NO_MONTH || month < only->from ||
         (only->until != SPEND_NO_MONTH && month > only->until)))
        return false;
    for (uint32_t i = 0; i < only->at.n; i++) {
        const struct spend_only *x = &only->at.at[i];
        if ((x->axis.kind == SPEND_AXIS_WORD && words[x->axis.of] != x->key) ||
            (x->axis.kind == SPEND_AXIS_MONTH && month != x->key) ||
            (x->axis.kind == SPEND_AXIS_YEAR && year_of(month) != x->key))
            return false;
    }
    return !c->by_class || pair_is_wanted(c, words[WORD_TYPE], words[WORD_AREA]);
}

bool spend_sums_choose(struct spend_sums *out, struct arena *a, unsigned by,
                       const struct spend_sums *from, struct spend_sorter *sorter,
                       const struct spend_only_list *only)
{
    struct spend_chooser *c = spend_chooser_new(a, sorter, only);
    struct spend_sums chosen = *from; /* some of its sums */
    check((spend_only_by(only) & ~from->by) == 0);
    *out = *from;
    if (!spend_only_by(only) && by == from->by)
        return !from->too_large && !from->too_many;
    chosen.at.at = NEW_ARRAY(a, struct spend_sum, from->at.n + 1);
    chosen.at.n = 0;
    for (uint32_t i = 0; i < from->at.n; i++)
        if (spend_chooses(c, from->at.at[i].words, from->at.at[i].month))
            chosen.at.at[chosen.at.n++] = from->at.at[i];
    spend_sums_init(out, a, by);
    return spend_sums_merge(out, &chosen, NULL);
}

static bool add_cell(struct spend_cell *c, const struct spend_sum *s)
{
    c->rows += s->rows;
    c->credit_rows += s->credit_rows;
    return !__builtin_add_overflow(c->total, s->total, &c->total) &&
           !__builtin_add_overflow(c->credits, s->credits, &c->credits);
}

/* Adds every wanted sum to its cell, its row, its column and the whole. */
static bool fill(const struct tabulating *t, const struct spend_sums *s, const uint32_t *chosen,
                 const int64_t *down, const int64_t *across, uint32_t n, struct spend_table *out)
{
    labels rows = {out->rows.at, out->rows.n, 0}, columns = {out->columns.at, out->columns.n, 0};
    struct finder row_of = finder_of(t, out->down, &rows);
    struct finder column_of = finder_of(t, out->across, &columns);
    bool fine = true;
    for (uint32_t i = 0; i < n && fine; i++) {
        const struct spend_sum *sum = &s->at.at[chosen[i]];
        uint32_t r = place_of(&row_of, down[i]), c = place_of(&column_of, across[i]);
        fine = add_cell(&out->cells[(size_t)r * out->columns.n + c], sum) &&
               add_cell(&out->row_sums[r], sum) && add_cell(&out->column_sums[c], sum) &&
               add_cell(&out->whole, sum);
    }
    return fine;
}

bool spend_tabulate(struct arena *a, const struct spend_sums *s, struct spend_sorter *sorter,
                    const struct lexicon *x, struct spend_axis down, struct spend_axis across,
                    const struct spend_only_list *only, struct spend_table *out, struct str *why)
{
    struct tabulating t = {.a = a, .sorter = sorter, .r = spend_sorter_rules(sorter), .x = x};
    check(((spend_axis_by(down) | spend_axis_by(across) | spend_only_by(only)) & ~s->by) == 0);
    struct spend_chooser *chooser = spend_chooser_new(a, sorter, only);
    bool sort = down.kind == SPEND_AXIS_CLASS || across.kind == SPEND_AXIS_CLASS;
    uint32_t n = 0, *chosen = NEW_ARRAY(a, uint32_t, s->at.n + 1);
    int64_t *rows = NEW_ARRAY(a, int64_t, s->at.n + 1);
    int64_t *columns = NEW_ARRAY(a, int64_t, s->at.n + 1);
    t.sorted = NEW_ARRAY(a, uint32_t, t.r->classifications.n + 1);
    for (uint32_t i = 0; i < s->at.n; i++) {
        const struct spend_sum *sum = &s->at.at[i];
        if (!spend_chooses(chooser, sum->words, sum->month))
            continue;
        if (sort)
            spend_sort(sorter, sum->words[WORD_TYPE], sum->words[WORD_AREA], t.sorted);
        chosen[n] = i;
        rows[n] = key_of(&t, down, sum);
        columns[n++] = key_of(&t, across, sum);
    }
    labels down_labels = {0}, across_labels = {0};
    labels_of(&t, down, rows, n, &down_labels);
    labels_of(&t, across, columns, n, &across_labels);
    *out = (struct spend_table){.down = down, .across = across};
    if ((uint64_t)down_labels.n * across_labels.n > LIMIT_SPEND_CELLS) {
        *why = str_fmt(a, "the table would have %u rows and %u columns, more than %d cells",
                       down_labels.n, across_labels.n, LIMIT_SPEND_CELLS);
        return false;
    }
    out->rows.at = down_labels.at, out->rows.n = out->rows.cap = down_labels.n;
    out->columns.at = across_labels.at, out->columns.n = out->columns.cap = across_labels.n;
    out->cells = NEW_ARRAY(a, struct spend_cell, (size_t)out->rows.n * out->columns.n + 1);
    out->row_sums = NEW_ARRAY(a, struct spend_cell, out->rows.n + 1);
    out->column_sums = NEW_ARRAY(a, struct spend_cell, out->columns.n + 1);
    if (fill(&t, s, chosen, rows, columns, n, out))
        return true;
    *why = S("a sum is larger than Remit can hold (£92,233,720,368,547,758.07)");
    return false;
}

struct sized {
    pence total;
    uint32_t row;
};

static int by_size(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;
    return x->total != y->total ? (x->total < y->total) - (x->total > y->total)
                                : (x->row > y->row) - (x->row < y->row);
}

void spend_table_by_size(struct arena *a, struct spend_table *t)
{
    uint32_t n = t->rows.n, w = t->columns.n;
    struct sized *order = NEW_ARRAY(a, struct sized, n + 1);
    struct spend_label *rows = NEW_ARRAY(a, struct spend_label, n + 1);
    struct spend_cell *sums = NEW_ARRAY(a, struct spend_cell, n + 1);
    struct spend_cell *cells = NEW_ARRAY(a, struct spend_cell, (size_t)n * w + 1);
    for (uint32_t i = 0; i < n; i++)
        order[i] = (struct sized){t->row_sums[i].total, i};
    qsort(order, n, sizeof order[0], by_size);
    for (uint32_t i = 0; i < n; i++) {
        rows[i] = t->rows.at[order[i].row];
        sums[i] = t->row_sums[order[i].row];
        for (uint32_t c = 0; c < w; c++)
            cells[(size_t)i * w + c] = t->cells[(size_t)order[i].row * w + c];
    }
    t->rows.at = rows;
    t->row_sums = sums;
    t->cells = cells;
}

/* ---- shares -------------------------------------------------------------------------------- */

struct rest {
    pence left; /* of the division, so the larger comes first */
    uint32_t part;
};

static int by_rest(const void *a, const void *b)
{
    const struct rest *x = a, *y = b;
    return x->left != y->left ? (x->left < y->left) - (x->left > y->left)
                              : (x->part > y->part) - (x->part < y->part);
}

bool spend_shares(struct arena *a, const pence *parts, uint32_t n, int64_t units, int64_t *out)
{
    __extension__ typedef __int128 wide;
    wide whole = 0, given = 0;
    for (uint32_t i = 0; i < n; i++)
        whole += parts[i];
    if (whole <= 0 || whole > INT64_MAX)
        return false;
    struct rest *rests = NEW_ARRAY(a, struct rest, n);
    for (uint32_t i = 0; i < n; i++) {
        wide product = (wide)parts[i] * units, share = product / whole;
        if (share * whole > product)
            share--; /* towards less, so that what is left is never negative */
        out[i] = (int64_t)share;
        rests[i] = (struct rest){(pence)(product - share * whole), i};
        given += share;
    }
    qsort(rests, n, sizeof rests[0], by_rest);
    for (uint32_t i = 0; given < units; i++, given++)
        out[rests[i].part]++;
    return true;
}

/* ---- what a choice moves ------------------------------------------------------------------- */

static struct spend_move *move_of(struct arena *a, spend_moves *list, uint32_t classification,
                                  uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < list->n; i++) {
        struct spend_move *m = &list->at[i];
        if (m->classification == classification && m->from == from && m->to == to)
            return m;
    }
    struct spend_move *m = vec_push(a, list);
    *m = (struct spend_move){.classification = classification, .from = from, .to = to};
    return m;
}

static int by_place(const void *a, const void *b)
{
    const struct spend_move *x = a, *y = b;
    return x->classification != y->classification ? (x->classification > y->classification ? 1 : -1)
           : x->from != y->from                   ? (x->from > y->from ? 1 : -1)
                                                  : (x->to > y->to) - (x->to < y->to);
}

bool spend_effect(struct arena *a, const struct spend_sums *s, struct spend_sorter *before,
                  struct spend_sorter *after, spend_moves *out)
{
    uint32_t n = spend_sorter_rules(before)->classifications.n;
    uint32_t *was = NEW_ARRAY(a, uint32_t, n + 1), *is = NEW_ARRAY(a, uint32_t, n + 1);
    bool fine = true;
    for (uint32_t i = 0; i < s->at.n; i++) {
        const struct spend_sum *sum = &s->at.at[i];
        spend_sort(before, sum->words[WORD_TYPE], sum->words[WORD_AREA], was);
        spend_sort(after, sum->words[WORD_TYPE], sum->words[WORD_AREA], is);
        for (uint32_t c = 0; c < n; c++) {
            pence gross;
            if (was[c] == is[c])
                continue;
            struct spend_move *m = move_of(a, out, c, was[c], is[c]);
            m->rows += sum->rows;
            fine = fine && !__builtin_add_overflow(m->total, sum->total, &m->total) &&
                   !__builtin_sub_overflow(sum->total, sum->credits, &gross) &&
                   !__builtin_sub_overflow(gross, sum->credits, &gross) &&
                   !__builtin_add_overflow(m->gross, gross, &m->gross);
        }
    }
    if (out->n)
        qsort(out->at, out->n, sizeof out->at[0], by_place);
    return fine;
}
