/* page_spending.c: where the money went: totals, months, groups of organisations, shifts, and what
 * stands out. Each is a report of the actions, with pictures of it. */
#include "pages/spending/asked.h"

static struct str count(struct page *p, uint64_t n, const char *one, const char *many)
{
    return str_fmt(p->a, "%.*s %s", STR(number_text(p->a, (int64_t)n)), n == 1 ? one : many);
}

static void heading(struct page *p, const char *text, const char *name)
{
    html(&p->b, "<h2 class=\"nhsuk-heading-m\" id=\"%z\">%s</h2>\n", name, str_of(text));
}

static void figures(struct page *p, bool open)
{
    buf_z(&p->b, open ? "<div class=\"remit-figures\">\n" : "</div>\n");
}

/* A picture with its table beside it: what stands before each, and behind both. */
#define PAIR_PICTURE "<div class=\"remit-pair\">\n"
#define PAIR_TABLE "<div class=\"remit-beside\">\n"
#define PAIR_END "</div>\n</div>\n"

static const struct sheet *answer(const struct asked *x, uint32_t i)
{
    return x->report.sheets.at[i];
}

static struct spend_axis axis_of(const struct asked *x, const char *name)
{
    struct spend_axis axis = {SPEND_AXIS_NONE, 0};
    spend_axis_named(x->st->s.rules, str_of(name), &axis);
    return axis;
}

/* How many different words there are among these sums. */
static uint32_t distinct(struct page *p, const struct asked *x, const struct spend_sums *s,
                         enum spend_word w)
{
    bool *seen = NEW_ARRAY(p->a, bool, lexicon_count(&x->st->s.x, w) + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->at.n; i++) {
        n += !seen[s->at.at[i].words[w]];
        seen[s->at.at[i].words[w]] = true;
    }
    return n;
}

/* ---- totals -------------------------------------------------------------------------------- */

static bool first_sentence(struct page *p, struct asked *x)
{
    struct spend_sums s;
    uint64_t rows = 0, credits = 0;
    pence total = 0;
    if (!asked_sums(p, x, SPEND_BY_WORD(WORD_ORGANISATION) | SPEND_BY_WORD(WORD_SUPPLIER), &s))
        return false;
    for (uint32_t i = 0; i < s.at.n; i++) {
        rows += s.at.at[i].rows;
        credits += s.at.at[i].credit_rows;
        if (__builtin_add_overflow(total, s.at.at[i].total, &total))
            total = INT64_MAX;
    }
    struct sheet_cell sum = {.number = total};
    struct str some = S("");
    if (credits)
        some =
            str_fmt(p->a, ", %.*s,", STR(count(p, credits, "of them a credit", "of them credits")));
    html(&p->b, "<p class=\"nhsuk-lede-text\"><a href=\"%s\">%s</a> in %s%s by %s to %s.</p>\n",
         asked_link(p, x, "/spending/payments", NULL, S("")), sheet_shown(p->a, SHEET_PENCE, &sum),
         count(p, rows, "payment", "payments"), some,
         count(p, distinct(p, x, &s, WORD_ORGANISATION), "organisation", "organisations"),
         count(p, distinct(p, x, &s, WORD_SUPPLIER), "supplier", "suppliers"));
    return true;
}

static void rejected_note(struct page *p, const struct asked *x)
{
    if (x->st->whole.rejected)
        html(&p->b,
             "<p>%s were refused and are not counted: <a href=\"%s\">which, and why</a>.</p>\n",
             count(p, x->st->whole.rejected, "row of the files", "rows of the files"),
             page_link(p, S("/spending/files"), S("")));
}

/* By these axes; `across` may be NULL. NULL: said on the page. */
static const struct sheet *table_of(struct page *p, struct asked *x, const char *down,
                                    const char *across)
{
    const struct spend_axis none = {SPEND_AXIS_NONE, 0};
    x->report.down = axis_of(x, down);
    x->report.across = across ? axis_of(x, across) : none;
    bool there = x->report.down.kind == SPEND_AXIS_CLASS &&
                 (!across || x->report.across.kind == SPEND_AXIS_CLASS);
    if (!there)
        html(&p->b, "<p>These rules have no classification %s to show.</p>\n",
             str_of(x->report.down.kind == SPEND_AXIS_CLASS ? across : down));
    bool fine = there && asked_report(p, x, NULL);
    x->report.down = x->report.across = none;
    return fine ? answer(x, 0) : NULL;
}

void page_spending(struct page *p)
{
    page_heading(p, S("Spending"));
    struct asked *x = asked_open(p);
    if (!x || !first_sentence(p, x))
        return;
    rejected_note(p, x);
    const struct sheet *table = table_of(p, x, "area", "purchase");
    if (!table)
        return;
    uint32_t w = table->columns.n - 2; /* before total and share */
    heading(p, "Type of purchase and area", "types");
    figures(p, true);
    figure_stack(p, "by-type", S("Spending by type of purchase"), table, 1, w, true);
    figure_bars(p, "areas", S("Share of each area"), table, 0, w + 1);
    figure_bars(
        p, "last-type",
        str_fmt(p->a, "Type of purchase %.*s, by area", STR(table->columns.at[w - 1].title)), table,
        0, w - 1);
    figures(p, false);
    page_sheet(p, x, table);
    const struct sheet *types = table_of(p, x, "purchase", NULL);
    if (types)
        page_sheet(p, x, types);
    heading(p, "Trusts of the system and others", "trusts");
    if (!asked_report(p, x, "trusts"))
        return;
    buf_z(&p->b, PAIR_PICTURE);
    figure_bars(p, "sides", S("Where money goes"), answer(x, 0), 1, 4);
    buf_z(&p->b, PAIR_TABLE);
    page_sheet(p, x, answer(x, 0));
    buf_z(&p->b, PAIR_END);
}

/* ---- months -------------------------------------------------------------------------------- */

/* What the lines are of: by=purchase, by=area. */
static struct spend_axis chosen_axis(struct page *p, const struct asked *x, const char *usual)
{
    struct str by = field_get(&p->q->query, "by");
    struct spend_axis axis = axis_of(x, by.n ? str_z(p->a, by) : usual);
    return axis.kind == SPEND_AXIS_CLASS ? axis : axis_of(x, usual);
}

static void axis_form(struct page *p, const struct asked *x, struct spend_axis chosen)
{
    choice_items items = {0};
    const struct spend_rules *r = x->st->s.rules;
    for (uint32_t i = 0; i < r->classifications.n; i++) {
        struct spend_axis axis = {SPEND_AXIS_CLASS, i};
        *vec_push(p->a, &items) =
            (struct choice_item){spend_axis_name(r, axis), spend_axis_title(r, axis), 0};
    }
    asked_form(p, x);
    form_select(p, "by", "Show by", NULL, &items, spend_axis_name(r, chosen), NULL);
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--secondary nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Show</button>\n</div>\n</form>\n");
}

void page_spending_months(struct page *p)
{
    page_heading(p, S("Spending by month"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    x->report.down = axis_of(x, "month");
    x->report.across = chosen_axis(p, x, "area");
    if (!asked_report(p, x, NULL))
        return;
    const struct sheet *table = answer(x, 0);
    axis_form(p, x, x->report.across);
    buf_z(&p->b,
          "<p>Each picture has a scale of its own, from zero to its highest month. A gap in a "
          "line is a month without payments.</p>\n");
    figures(p, true);
    for (uint32_t c = 1; c + 1 < table->columns.n; c++)
        figure_line(p, str_z(p->a, str_fmt(p->a, "line-%u", c)), table, c);
    figures(p, false);
    page_sheet(p, x, table);
    heading(p, "What is missing", "missing");
    x->report.down = x->report.across = (struct spend_axis){SPEND_AXIS_NONE, 0};
    if (asked_report(p, x, "gaps"))
        page_sheet(p, x, answer(x, 0));
}

/* ---- groups of organisations --------------------------------------------------------------- */

static const char *const group_names[] = {"first", "second", "third", "fourth", "fifth"};

/* The rows of one group, as a sheet of their own. */
static const struct sheet *rows_of(struct page *p, const struct sheet *s, int64_t group)
{
    struct sheet *out = NEW(p->a, struct sheet);
    *out = *s;
    out->cells.at = NULL, out->cells.n = out->cells.cap = 0;
    for (uint32_t i = 0; i < sheet_rows(s); i++)
        for (uint32_t c = 0; sheet_at(s, i, 0)->number == group && c < s->columns.n; c++)
            *vec_push(p->a, &out->cells) = *sheet_at(s, i, c);
    return out;
}

void page_spending_groups(struct page *p)
{
    enum { SHARES = 3 }; /* the column at which they begin */
    page_heading(p, S("Organisations by total spending"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    if (field_has(&p->q->query, "all"))
        *vec_push(p->a, &x->r.settings) = (struct setting){"all", S("")};
    if (!asked_report(p, x, "quintiles"))
        return;
    const struct sheet *groups = answer(x, 0), *all = answer(x, 1);
    html(&p->b,
         "<p class=\"nhsuk-lede-text\">%s in five groups, the first with the lowest "
         "totals.</p>\n<p><a href=\"%s\">%z</a></p>\n",
         count(p, sheet_rows(all), "organisation", "organisations"),
         page_with(p, "all", field_has(&p->q->query, "all") ? S("") : S("yes")),
         field_has(&p->q->query, "all") ? "Only organisations whose months are all there"
                                        : "Organisations with gaps too");
    buf_z(&p->b, PAIR_PICTURE);
    figure_groups(p, "groups", S("Share of each area, by group"), groups, 0, SHARES,
                  groups->columns.n);
    buf_z(&p->b, PAIR_TABLE);
    page_sheet(p, x, groups);
    buf_z(&p->b, PAIR_END);
    figures(p, true);
    for (int64_t g = 1; g <= 5; g++) {
        const struct sheet *one = rows_of(p, all, g);
        if (sheet_rows(one))
            figure_stack(p, str_z(p->a, str_fmt(p->a, "group-%d", (int)g)),
                         str_fmt(p->a, "The %s group: shares by area", group_names[g - 1]), one,
                         SHARES, all->columns.n, false);
    }
    figures(p, false);
    page_sheet(p, x, all);
}

/* ---- shift --------------------------------------------------------------------------------- */

static void shift_form(struct page *p, const struct asked *x, struct str baseline,
                       const problems *list)
{
    asked_form(p, x);
    form_text(p, "baseline", "Compare with the months",
              "The first and the last, like 2022-07..2022-12; or one month", baseline, list, "20");
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Compare</button>\n</div>\n</form>\n");
}

/* Half of the months that there are, where nobody says. */
static struct str usual_baseline(struct page *p, const struct asked *x)
{
    const struct payments_state *st = x->st;
    if (st->first == SPEND_NO_MONTH || st->first == st->last)
        return S("");
    return str_fmt(p->a, "%.*s..%.*s", STR(spend_month_iso(p->a, st->first)),
                   STR(spend_month_iso(p->a, (st->first + st->last - 1) / 2)));
}

void page_spending_shift(struct page *p)
{
    problems list = {0};
    page_heading(p, S("What moved"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    struct str baseline = field_get(&p->q->query, "baseline");
    bool said = baseline.n > 0;
    if (!said)
        baseline = usual_baseline(p, x);
    x->report.down = axis_of(x, "area");
    if (!baseline.n) {
        buf_z(&p->b, "<p>There is one month only: nothing to compare it with.</p>\n");
        return;
    }
    if (!said)
        *vec_push(p->a, &x->r.settings) = (struct setting){"baseline", baseline};
    if (!asked_report_quietly(p, x, "shift")) {
        *vec_push(p->a, &list) = (struct problem){
            "baseline", S("Write the months to compare with like 2022-07..2022-12")};
        form_problems(p, &list);
        shift_form(p, x, baseline, &list);
        return;
    }
    const struct sheet *s = answer(x, 0);
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s.</p>\n",
         s->notes.n > 2 ? s->notes.at[2] : S("How shares of spending changed"));
    shift_form(p, x, baseline, &list);
    buf_z(&p->b, PAIR_PICTURE);
    figure_pairs(p, "shift", S("Share of each area, before and after"), s, 3, 5);
    buf_z(&p->b, PAIR_TABLE);
    page_sheet(p, x, s);
    buf_z(&p->b, PAIR_END);
}

/* ---- what stands out ----------------------------------------------------------------------- */

void page_spending_outliers(struct page *p)
{
    page_heading(p, S("What stands out"));
    struct asked *x = asked_open(p);
    if (!x || !asked_report(p, x, "outliers"))
        return;
    uint32_t shares = sheet_rows(answer(x, 0)), months = sheet_rows(answer(x, 1));
    html(&p->b,
         "<p class=\"nhsuk-lede-text\">%s far from an organisation's other months, and %s far "
         "from those of other organisations.</p>\n<p>That is no proof of a mistake: each leads to "
         "the payments behind it, "
         "which "
         "may explain it.</p>\n",
         count(p, months, "month is", "months are"), count(p, shares, "share", "shares"));
    html(&p->b,
         "<p><a href=\"%s\">Amounts that contradict the rate that their description "
         "names</a></p>\n",
         asked_link(p, x, "/spending/rates", NULL, S("")));
    for (uint32_t i = 0; i < x->report.sheets.n; i++)
        page_sheet(p, x, answer(x, i));
}
