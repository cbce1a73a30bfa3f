/* sheets.c: what was worked out of spending, as tables that can be shown. */
#include "actions/spending/spending.h"

enum { ALL_SHARE = 10000 }; /* hundredths of a percent */

static void texts(struct sheet *to, const char *const (*columns)[2], uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        sheet_column(to, columns[i][0], columns[i][1], SHEET_TEXT);
}
#define TEXTS(to, ...)                                                                             \
    texts((to), (const char *const[][2]){__VA_ARGS__},                                             \
          sizeof((const char *const[][2]){__VA_ARGS__}) / sizeof(const char *const[2]))

/* Shares of parts, one cell each; none where the whole is not above zero. */
static int64_t *shares_of(struct arena *a, const struct spend_cell *cells, uint32_t n)
{
    pence *parts = NEW_ARRAY(a, pence, n + 1);
    int64_t *out = NEW_ARRAY(a, int64_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        parts[i] = cells[i].total;
    return spend_shares(a, parts, n, ALL_SHARE, out) ? out : NULL;
}

static void put_share(struct sheet *to, const int64_t *shares, uint32_t i)
{
    if (shares)
        sheet_number(to, shares[i]);
    else
        sheet_none(to);
}

/* ---- the rows behind numbers --------------------------------------------------------------- */

/* What a row or column of a table stands for, as a question asks for it; what is not given is asked
 * for by `without`. */
void spend_row_counts(const struct spending *s, struct sheet *to, struct spend_axis axis,
                      const struct spend_label *l)
{
    struct str name = spend_axis_name(s->rules, axis);
    if (axis.kind != SPEND_AXIS_NONE)
        sheet_row_counts(to, l->name.n ? str_z(s->r->a, name) : "without",
                         l->name.n ? l->name : name);
}

static void column_counts(const struct spending *s, struct sheet *to, struct spend_axis axis,
                          const struct spend_label *l)
{
    struct str name = spend_axis_name(s->rules, axis);
    sheet_column_counts(to, l->name.n ? str_z(s->r->a, name) : "without",
                        l->name.n ? l->name : name);
}

/* ---- tables of two axes -------------------------------------------------------------------- */

static struct str table_title(const struct spending *s, const struct spend_table *t)
{
    struct arena *a = s->r->a;
    struct str down = spend_axis_title(s->rules, t->down);
    if (t->across.kind == SPEND_AXIS_NONE)
        return str_fmt(a, "Spending by %.*s", STR(down));
    return str_fmt(a, "Spending by %.*s and %.*s", STR(down),
                   STR(spend_axis_title(s->rules, t->across)));
}

static const char *table_name(const struct spending *s, const struct spend_table *t)
{
    return str_z(s->r->a, str_fmt(s->r->a, "By %.*s", STR(spend_axis_title(s->rules, t->down))));
}

static void put_row(struct sheet *to, const struct spend_table *t, struct str label,
                    const struct spend_cell *cells, const struct spend_cell *sum)
{
    sheet_text(to, label);
    for (uint32_t c = 0; cells && c < t->columns.n; c++)
        sheet_number(to, cells[c].total);
    if (!cells) {
        sheet_number(to, (int64_t)sum->rows);
        sheet_number(to, (int64_t)sum->credit_rows);
        sheet_number(to, sum->credits);
    }
    sheet_number(to, sum->total);
}

struct sheet *spend_table_sheet(const struct spending *s, const struct spend_table *t)
{
    struct arena *a = s->r->a;
    bool one = t->across.kind == SPEND_AXIS_NONE;
    struct sheet *to = sheet_new(a, table_name(s, t), table_title(s, t));
    sheet_column(to, str_z(a, spend_axis_name(s->rules, t->down)),
                 str_z(a, spend_axis_title(s->rules, t->down)), SHEET_TEXT);
    for (uint32_t c = 0; !one && c < t->columns.n; c++) {
        sheet_column(to, str_z(a, t->columns.at[c].name), str_z(a, t->columns.at[c].text),
                     SHEET_PENCE);
        column_counts(s, to, t->across, &t->columns.at[c]);
    }
    if (one) {
        sheet_column(to, "rows", "Rows", SHEET_COUNT);
        sheet_column_counts(to, NULL, S(""));
        sheet_column(to, "credit_rows", "Credits", SHEET_COUNT);
        sheet_column_counts(to, "sign", S("credits"));
        sheet_column(to, "credits_gbp", "Worth of credits", SHEET_PENCE);
        sheet_column_counts(to, "sign", S("credits"));
    }
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "share_percent", "Share", SHEET_SHARE);
    const int64_t *shares = shares_of(a, t->row_sums, t->rows.n);
    for (uint32_t i = 0; i < t->rows.n; i++) {
        spend_row_counts(s, to, t->down, &t->rows.at[i]);
        put_row(to, t, t->rows.at[i].text, one ? NULL : t->cells + (size_t)i * t->columns.n,
                &t->row_sums[i]);
        put_share(to, shares, i);
    }
    put_row(to, t, S("Total"), one ? NULL : t->column_sums, &t->whole);
    if (shares)
        sheet_number(to, ALL_SHARE);
    else
        sheet_none(to);
    to->totals = 1;
    if (!one && t->columns.n && shares) {
        const int64_t *across = shares_of(a, t->column_sums, t->columns.n);
        sheet_text(to, S("Share"));
        for (uint32_t c = 0; c < t->columns.n; c++)
            put_share(to, across, c);
        sheet_none(to);
        sheet_number(to, ALL_SHARE);
        to->totals = 2;
        /* shares stand in columns of pounds: shown as text */
        for (uint32_t c = 1; c <= t->columns.n; c++) {
            struct sheet_cell *cell = &to->cells.at[to->cells.n - to->columns.n + c];
            cell->text = sheet_shown(a, SHEET_SHARE, cell);
            cell->none = true;
        }
    }
    return to;
}

struct sheet *spend_cells_sheet(const struct spending *s, const struct spend_table *t)
{
    struct arena *a = s->r->a;
    bool one = t->across.kind == SPEND_AXIS_NONE;
    struct sheet *to = sheet_new(a, table_name(s, t), table_title(s, t));
    sheet_column(to, str_z(a, spend_axis_name(s->rules, t->down)),
                 str_z(a, spend_axis_title(s->rules, t->down)), SHEET_TEXT);
    if (!one)
        sheet_column(to, str_z(a, spend_axis_name(s->rules, t->across)),
                     str_z(a, spend_axis_title(s->rules, t->across)), SHEET_TEXT);
    sheet_column(to, "rows", "Rows", SHEET_COUNT);
    sheet_column(to, "credit_rows", "Credits", SHEET_COUNT);
    sheet_column(to, "credits_gbp", "Worth of credits", SHEET_PENCE);
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column(to, "share_percent", "Share", SHEET_SHARE);
    const int64_t *shares = shares_of(a, t->cells, t->rows.n * t->columns.n);
    for (uint32_t i = 0; i < t->rows.n * t->columns.n; i++) {
        const struct spend_cell *cell = &t->cells[i];
        if (!cell->rows && !one)
            continue;
        sheet_text(to, t->rows.at[i / t->columns.n].text);
        if (!one)
            sheet_text(to, t->columns.at[i % t->columns.n].text);
        sheet_number(to, (int64_t)cell->rows);
        sheet_number(to, (int64_t)cell->credit_rows);
        sheet_number(to, cell->credits);
        sheet_number(to, cell->total);
        put_share(to, shares, i);
    }
    return to;
}

/* ---- rules --------------------------------------------------------------------------------- */

static struct str quoted(struct arena *a, const struct str *list, uint32_t n, bool names)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < n; i++)
        buf_fmt(&b, names ? "%s%.*s" : "%s\"%.*s\"", i ? ", " : "", STR(list[i]));
    return b.n ? buf_str(&b) : S("");
}

static struct str condition_text(const struct spending *s, const struct spend_condition *c)
{
    return str_fmt(s->r->a, "%.*s %.*s", STR(spend_condition_words(s->rules, c)),
                   STR(quoted(s->r->a, c->texts.at, c->texts.n, c->kind == SPEND_IN)));
}

/* Behind "along with", where "in" is not written. */
static struct str along_text(const struct spending *s, const struct spend_condition *c)
{
    struct str text = condition_text(s, c);
    return c->kind == SPEND_IN ? str_sub(text, 3, text.n) : text;
}

static struct str when_text(const struct spending *s, const spend_whens *when)
{
    struct buf b = buf_new(s->r->a);
    for (uint32_t i = 0; i < when->n; i++) {
        const struct spend_when *w = &when->at[i];
        const struct spend_setting *of = &s->rules->settings.at[w->setting];
        buf_fmt(&b, "%s%.*s is ", i ? ", " : "", STR(of->name));
        for (uint32_t k = 0; k < w->choices.n; k++)
            buf_fmt(&b, "%s%.*s", k ? " or " : "", STR(of->choices.at[w->choices.at[k]]));
    }
    return b.n ? buf_str(&b) : S("");
}

static struct str place(const struct spending *s, struct pos pos)
{
    return str_fmt(s->r->a, "%.*s:%u", STR(s->f->sources.at[pos.file].path), pos.line);
}

static void put_line(const struct spending *s, struct sheet *to,
                     const struct spend_classification *c, const struct spend_category *k,
                     const struct spend_line *line)
{
    struct arena *a = s->r->a;
    struct buf along = buf_new(a);
    sheet_text(to, c->name);
    sheet_text(to, k->name);
    sheet_text(to, spend_category_title(s->rules, s->choices, k));
    sheet_text(to, line ? condition_text(s, &line->what) : S("everything else"));
    for (uint32_t i = 0; line && i < line->along.n; i++)
        buf_fmt(&along, "%s%.*s", i ? " or " : "", STR(along_text(s, &line->along.at[i])));
    sheet_text(to, along.n ? buf_str(&along) : S(""));
    sheet_text(to, line ? quoted(a, line->but_not.at, line->but_not.n, false) : S(""));
    sheet_text(to, line && line->when.n ? when_text(s, &line->when) : when_text(s, &k->when));
    sheet_text(to, line && line->source.n ? line->source : k->source.n ? k->source : c->source);
    sheet_text(to, place(s, line ? line->pos : k->pos));
}

struct sheet *spend_rules_sheet(const struct spending *s)
{
    struct sheet *to = sheet_new(s->r->a, "Rules", s->rules->title);
    TEXTS(to, {"classification", "Classification"}, {"category", "Category"}, {"title", "Title"},
          {"condition", "A row is in it when"}, {"along_with", "along with"},
          {"but_not", "but not"}, {"when", "only when"}, {"source", "Source"}, {"where", "Line"});
    for (uint32_t i = 0; i < s->rules->classifications.n; i++) {
        const struct spend_classification *c = &s->rules->classifications.at[i];
        for (uint32_t k = 0; k < c->categories.n; k++) {
            const struct spend_category *x = &c->categories.at[k];
            for (uint32_t q = 0; q < x->lines.n; q++)
                put_line(s, to, c, x, &x->lines.at[q]);
            if (!x->lines.n)
                put_line(s, to, c, x, NULL);
        }
    }
    return to;
}

struct sheet *spend_settings_sheet(const struct spending *s)
{
    struct sheet *to =
        sheet_new(s->r->a, "Settings", S("What is assumed where the source is silent"));
    TEXTS(to, {"setting", "Setting"}, {"title", "What it decides"}, {"choice", "In force"},
          {"others", "Or"}, {"source", "Source"}, {"reason", "Reason"}, {"where", "Line"});
    for (uint32_t i = 0; i < s->rules->settings.n; i++) {
        const struct spend_setting *x = &s->rules->settings.at[i];
        struct buf others = buf_new(s->r->a);
        for (uint32_t k = 0; k < x->choices.n; k++)
            if (k != s->choices[i])
                buf_fmt(&others, "%s%.*s", others.n ? ", " : "", STR(x->choices.at[k]));
        sheet_text(to, x->name);
        sheet_text(to, x->title);
        sheet_text(to, x->choices.n ? x->choices.at[s->choices[i]] : S(""));
        sheet_text(to, others.n ? buf_str(&others) : S(""));
        sheet_text(to, x->source);
        sheet_text(to, x->note);
        sheet_text(to, place(s, x->pos));
    }
    return to;
}

struct sheet *spend_moves_sheet(const struct spending *s, uint32_t setting, uint32_t choice,
                                const spend_moves *m)
{
    const struct spend_setting *x = &s->rules->settings.at[setting];
    struct arena *a = s->r->a;
    struct sheet *to =
        sheet_new(a, "Effect",
                  str_fmt(a, "What moves when %.*s is %.*s, not %.*s", STR(x->name),
                          STR(x->choices.at[choice]), STR(x->choices.at[s->choices[setting]])));
    TEXTS(to, {"setting", "Setting"}, {"choice", "Choice"}, {"classification", "Classification"},
          {"from", "From"}, {"to", "To"});
    sheet_column(to, "rows", "Rows", SHEET_COUNT);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "gross_gbp", "Payments and credits in size", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    for (uint32_t i = 0; i < m->n; i++) {
        const struct spend_move *v = &m->at[i];
        const struct spend_classification *c = &s->rules->classifications.at[v->classification];
        sheet_row_counts(to, str_z(a, c->name), c->categories.at[v->from].name);
        sheet_row_counts(to, "moved",
                         str_fmt(a, "%.*s=%.*s,%.*s=%.*s", STR(x->name), STR(x->choices.at[choice]),
                                 STR(c->name), STR(c->categories.at[v->to].name)));
        sheet_text(to, x->name);
        sheet_text(to, x->choices.at[choice]);
        sheet_text(to, c->name);
        sheet_text(to, spend_category_title(s->rules, s->choices, &c->categories.at[v->from]));
        sheet_text(to, spend_category_title(s->rules, s->choices, &c->categories.at[v->to]));
        sheet_number(to, (int64_t)v->rows);
        sheet_number(to, v->total);
        sheet_number(to, v->gross);
    }
    if (!m->n)
        sheet_note(to, "No row moves.");
    return to;
}

/* ---- shifts, gaps, labels, sides, suppliers ------------------------------------------------ */

/* The last column counts payments of these months; SPEND_NO_MONTH: no matter which. */
static void months_count(struct sheet *to, spend_month from, spend_month until)
{
    sheet_column_counts(to, NULL, S(""));
    if (from != SPEND_NO_MONTH)
        sheet_column_counts(to, "from", spend_month_iso(to->a, from));
    if (until != SPEND_NO_MONTH)
        sheet_column_counts(to, "until", spend_month_iso(to->a, until));
}

static void organisation_counts(struct sheet *to, struct str name)
{
    sheet_row_counts(to, name.n ? "organisation" : "without", name.n ? name : S("organisation"));
}

struct sheet *spend_shifts_sheet(const struct spending *s, struct spend_axis axis,
                                 const struct spend_only_list *before,
                                 const struct spend_only_list *after, const struct spend_shifts *x)
{
    struct sheet *to = sheet_new(s->r->a, "Shift", S("Spending in two periods"));
    sheet_column(to, "category", "Category", SHEET_TEXT);
    sheet_column(to, "before_gbp", "Before", SHEET_PENCE);
    months_count(to, before->from, before->until);
    sheet_column(to, "after_gbp", "After", SHEET_PENCE);
    months_count(to, after->from, after->until);
    sheet_column(to, "share_before_percent", "Share before", SHEET_SHARE);
    sheet_column(to, "share_after_percent", "Share after", SHEET_SHARE);
    sheet_column(to, "points", "Points", SHEET_SCORE);
    sheet_column(to, "moved_gbp", "Moved", SHEET_PENCE);
    for (uint32_t i = 0; i < x->at.n; i++) {
        const struct spend_shift *f = &x->at.at[i];
        spend_row_counts(s, to, axis, &f->label);
        sheet_text(to, f->label.text);
        sheet_number(to, f->before);
        sheet_number(to, f->after);
        const int64_t rest[] = {f->share_before, f->share_after, f->points, f->moved};
        for (int k = 0; k < 4; k++)
            put_share(to, x->shares ? rest : NULL, (uint32_t)k);
    }
    sheet_text(to, S("Total"));
    sheet_number(to, x->before);
    sheet_number(to, x->after);
    const int64_t rest[] = {ALL_SHARE, ALL_SHARE, 0, 0};
    for (int k = 0; k < 4; k++)
        put_share(to, x->shares ? rest : NULL, (uint32_t)k);
    to->totals = 1;
    sheet_note(
        to, "Points are points of percentage of all spending. Moved: what the category has, less "
            "what it would have had at its share before.");
    return to;
}

struct sheet *spend_gaps_sheet(const struct spending *s, const struct spend_completeness *c)
{
    struct arena *a = s->r->a;
    struct sheet *to =
        sheet_new(a, "Gaps",
                  str_fmt(a, "Who published all of %.*s to %.*s", STR(spend_month_text(a, c->from)),
                          STR(spend_month_text(a, c->until))));
    TEXTS(to, {"organisation", "Organisation"}, {"complete", "Complete"},
          {"reason", "What is missing"});
    sheet_column(to, "rows", "Rows", SHEET_COUNT);
    months_count(to, c->from, c->until);
    sheet_column(to, "rows_without_category", "without type or area", SHEET_COUNT);
    sheet_column_counts(to, "without", S("category"));
    months_count(to, c->from, c->until);
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    months_count(to, c->from, c->until);
    for (uint32_t i = 0; i < c->at.n; i++) {
        const struct spend_organisation *o = &c->at.at[i];
        organisation_counts(to, o->name);
        sheet_text(to, o->name.n ? o->name : S("(not given)"));
        sheet_text(to, o->gap == SPEND_COMPLETE ? S("yes") : S("no"));
        sheet_text(to, o->reason);
        sheet_number(to, (int64_t)o->rows);
        sheet_number(to, (int64_t)o->rows_without);
        sheet_number(to, o->total);
    }
    sheet_note(to,
               "%u of %u organisations are complete: every month is there, and every row says its "
               "expense type and area (post implementation review, section 6.3.2)",
               c->complete, c->at.n);
    return to;
}

struct sheet *spend_labels_sheet(const struct spending *s, const struct spend_labels *l,
                                 uint64_t from, uint32_t most)
{
    struct arena *a = s->r->a;
    struct sheet *to =
        sheet_new(a, "Labels", S("Amounts against the rates that their descriptions name"));
    TEXTS(to, {"verdict", "Verdict"}, {"file", "File"}, {"row", "Row"},
          {"organisation", "Organisation"}, {"supplier", "Supplier"}, {"reference", "Transaction"},
          {"rate_named", "Rate in words"});
    sheet_column(to, "rate_percent", "Rate named", SHEET_RATE);
    sheet_column(to, "charged_percent", "Rate charged", SHEET_RATE);
    sheet_column(to, "base_gbp", "Rest of the invoice", SHEET_PENCE);
    sheet_column(to, "amount_gbp", "Charged", SHEET_PENCE);
    sheet_column(to, "expected_gbp", "At the rate named", SHEET_PENCE);
    sheet_column(to, "difference_gbp", "Difference", SHEET_PENCE);
    for (uint64_t i = from; i < l->at.n && i - from < most; i++) {
        const struct spend_labelled *x = &l->at.at[i];
        sheet_text(to, x->contradicts ? S("contradicts") : S("agrees"));
        sheet_text(to, s->files.at[x->row.file].path);
        sheet_text(to, str_fmt(a, "%u", x->row.line));
        sheet_text(to, lexicon_text(&s->x, WORD_ORGANISATION, x->row.words[WORD_ORGANISATION]));
        sheet_text(to, lexicon_text(&s->x, WORD_SUPPLIER, x->row.words[WORD_SUPPLIER]));
        sheet_text(to, x->row.reference);
        sheet_text(to, x->rate_text);
        sheet_number(to, x->rate);
        sheet_number(to, x->charged);
        sheet_number(to, x->base);
        sheet_number(to, x->row.amount);
        sheet_number(to, x->expected);
        sheet_number(to, x->row.amount - x->expected);
    }
    sheet_note(
        to, "%u of %u invoices that name a rate are charged at another one, by more than a penny",
        l->against, l->at.n);
    for (uint32_t i = 0; i < l->series.n; i++) {
        const struct spend_series *x = &l->series.at[i];
        struct sheet_cell low = {.number = x->least}, high = {.number = x->most};
        struct sheet_cell sum = {.number = x->amount},
                          less = {.number = x->amount - x->at_least_rate};
        sheet_note(
            to,
            "%.*s to %.*s: %u invoices name rates from %.*s to %.*s; they charge %.*s, which "
            "would be %.*s less at the lowest of these rates",
            STR(lexicon_text(&s->x, WORD_SUPPLIER, x->supplier)),
            STR(lexicon_text(&s->x, WORD_ORGANISATION, x->organisation)), x->n,
            STR(sheet_shown(a, SHEET_RATE, &low)), STR(sheet_shown(a, SHEET_RATE, &high)),
            STR(sheet_shown(a, SHEET_PENCE, &sum)), STR(sheet_shown(a, SHEET_PENCE, &less)));
    }
    if (l->too_many)
        sheet_note(to, "More than %d invoices name a rate; the others are not looked at",
                   LIMIT_SPEND_LABELS);
    return to;
}

struct sheet *spend_sides_sheet(const struct spending *s, const struct spend_sides *x)
{
    struct sheet *to =
        sheet_new(s->r->a, "Where it goes", S("Where money goes: trusts of the system and others"));
    sheet_column(to, "side", "", SHEET_TEXT);
    sheet_column(to, "title", "Suppliers", SHEET_TEXT);
    sheet_column(to, "rows", "Rows", SHEET_COUNT);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "share_percent", "Share", SHEET_SHARE);
    const int64_t *shares = shares_of(s->r->a, x->at, SPEND_SIDES);
    for (uint32_t i = 0; i < SPEND_SIDES; i++) {
        sheet_row_counts(to, "side", str_of(spend_side_names[i]));
        sheet_text(to, str_of(spend_side_names[i]));
        sheet_text(to, str_of(spend_side_titles[i]));
        sheet_number(to, (int64_t)x->at[i].rows);
        sheet_number(to, x->at[i].total);
        put_share(to, shares, i);
    }
    sheet_text(to, S("total"));
    sheet_text(to, S("Total"));
    sheet_number(to, (int64_t)x->whole.rows);
    sheet_number(to, x->whole.total);
    put_share(to, shares ? &(int64_t){ALL_SHARE} : NULL, 0);
    to->totals = 1;
    sheet_note(
        to, "Suppliers are matched by name to laws/organisations.remit (and --organisations FILE): "
            "remit spend report suppliers shows how");
    sheet_note(to,
               "A trust is of the system in whose area its head office stands (Organisation Data "
               "Service); it may work in others as well");
    return to;
}

struct sheet *spend_matches_sheet(const struct spending *s, const struct spend_table *t)
{
    static const char *const how[] = {"none", "exact", "normalised", "code"};
    uint32_t matched = 0;
    struct sheet *to =
        sheet_new(s->r->a, "Suppliers", S("Suppliers, and the organisations that they match"));
    TEXTS(to, {"supplier", "Supplier"}, {"compared_as", "Compared as"}, {"match", "Match"},
          {"ods", "ODS code"}, {"organisation", "Organisation"}, {"kind", "Kind"},
          {"system", "System"}, {"evidence", "Because"});
    sheet_column(to, "rows", "Rows", SHEET_COUNT);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    const struct spend_bodies *bodies = spending_bodies(s);
    for (uint32_t i = 0; i < t->rows.n; i++) {
        spend_row_counts(s, to, t->down, &t->rows.at[i]);
        struct spend_matched m = spend_match_name(s->r->a, bodies, t->rows.at[i].name);
        const struct spend_body none = {0},
                                *b = m.body == MAP_NONE ? &none : &bodies->at.at[m.body];
        matched += m.body != MAP_NONE;
        sheet_text(to, t->rows.at[i].text);
        sheet_text(to, spend_name_normal(s->r->a, t->rows.at[i].name));
        sheet_text(to, str_of(how[m.how]));
        sheet_text(to, b->code);
        sheet_text(to, b->title);
        sheet_text(to, b->kind);
        sheet_text(to, b->system);
        sheet_text(to, m.evidence);
        sheet_number(to, (int64_t)t->row_sums[i].rows);
        sheet_number(to, t->row_sums[i].total);
    }
    sheet_note(to, "%u of %u suppliers match an organisation. Nothing is matched by likeness.",
               matched, t->rows.n);
    return to;
}

/* ---- rows set aside ------------------------------------------------------------------------ */

void spend_aside_columns(struct sheet *to)
{
    sheet_column(to, "row", "Row", SHEET_COUNT);
    sheet_column(to, "column", "Column", SHEET_COUNT);
    TEXTS(to, {"field", "Field"}, {"kind", "Kind"}, {"reason", "Reason"});
    sheet_column(to, "amount_gbp", "Amount", SHEET_PENCE);
}

void spend_put_aside(struct sheet *to, const struct intake_aside *x)
{
    static const char *const kinds[] = {
        [INTAKE_REJECTED] = "rejected", [INTAKE_TOTAL] = "total", [INTAKE_NOTE] = "note"};
    sheet_number(to, x->row);
    if (x->column)
        sheet_number(to, x->column);
    else
        sheet_none(to);
    sheet_text(to, x->field);
    sheet_text(to, str_of(kinds[x->kind]));
    sheet_text(to, x->why);
    if (x->amount == PENCE_NONE)
        sheet_none(to);
    else
        sheet_number(to, x->amount);
}
