/* asked.c: see asked.h. */
#include "pages/spending/asked.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading an address -------------------------------------------------------------------- */

/* What one field of the address asks for. Each says what is wrong in *why, or fills in the words.
 */
struct reading {
    struct page *p;
    struct asked *x;
    const struct field *f;
    struct str title, text, why;
};

static void only(struct reading *t, struct spend_axis axis, int64_t key)
{
    *vec_push(t->p->a, &t->x->report.s.only.at) = (struct spend_only){axis, key};
}

static struct str axis_title(const struct reading *t, struct spend_axis axis)
{
    return spend_axis_title(t->x->st->s.rules, axis);
}

static struct str nearest(struct reading *t, struct near *near)
{
    return near_text(&t->x->r, near);
}

/* A name in any case; what is not there is offered the nearest. */
static bool read_word(struct reading *t, struct spend_axis axis)
{
    const struct lexicon *x = &t->x->st->s.x;
    uint32_t n = lexicon_find(x, axis.of, t->f->value);
    struct near near = near_to(t->f->value);
    for (uint32_t i = 1; n == WORD_NONE && i < lexicon_count(x, axis.of); i++)
        if (str_eq_fold(lexicon_text(x, axis.of, i), t->f->value))
            n = i;
    for (uint32_t i = 1; n == WORD_NONE && i < lexicon_count(x, axis.of); i++)
        near_offer(&near, lexicon_text(x, axis.of, i));
    if (n == WORD_NONE) {
        t->why = str_fmt(t->p->a, "No payment names '%.*s' as its %.*s%.*s", STR(t->f->value),
                         STR(spend_axis_name(t->x->st->s.rules, axis)), STR(nearest(t, &near)));
        return false;
    }
    t->text = lexicon_text(x, axis.of, n);
    only(t, axis, n);
    return true;
}

static bool read_category(struct reading *t, struct spend_axis axis)
{
    const struct spending *s = &t->x->st->s;
    const struct spend_classification *c = &s->rules->classifications.at[axis.of];
    uint32_t k = spend_rules_category(c, t->f->value);
    struct near near = near_to(t->f->value);
    for (uint32_t i = 0; i < c->categories.n; i++)
        near_offer(&near, c->categories.at[i].name);
    if (k == MAP_NONE) {
        t->why = str_fmt(t->p->a, "%.*s has no category '%.*s'%.*s", STR(axis_title(t, axis)),
                         STR(t->f->value), STR(nearest(t, &near)));
        return false;
    }
    t->text = spend_category_title(s->rules, s->choices, &c->categories.at[k]);
    only(t, axis, k);
    return true;
}

static bool read_month(struct reading *t, spend_month *out)
{
    *out = spend_month_parse(t->f->value);
    t->text = spend_month_text(t->p->a, *out);
    if (*out == SPEND_NO_MONTH)
        t->why = S("Write the month as year and month, like 2022-07");
    return *out != SPEND_NO_MONTH;
}

/* "2020/21", as tables name it */
static bool read_year(struct reading *t, struct spend_axis axis)
{
    struct str year = str_sub(t->f->value, 0, str_find(t->f->value, '/'));
    spend_month april = spend_month_parse(str_fmt(t->p->a, "%.*s-04", STR(year)));
    t->text = t->f->value;
    if (april == SPEND_NO_MONTH)
        t->why = S("Write the financial year like 2022/23");
    else
        only(t, axis, april / 12);
    return april != SPEND_NO_MONTH;
}

static bool read_axis(struct reading *t, struct spend_axis axis)
{
    spend_month m;
    t->title = axis_title(t, axis);
    switch (axis.kind) {
    case SPEND_AXIS_WORD:
        return read_word(t, axis);
    case SPEND_AXIS_CLASS:
        return read_category(t, axis);
    case SPEND_AXIS_YEAR:
        return read_year(t, axis);
    default:
        if (!read_month(t, &m))
            return false;
        only(t, axis, m);
        return true;
    }
}

/* ---- fields of another kind ---------------------------------------------------------------- */

static bool read_from(struct reading *t)
{
    t->title = S("From");
    return read_month(t, &t->x->report.s.only.from);
}

static bool read_until(struct reading *t)
{
    t->title = S("Until");
    return read_month(t, &t->x->report.s.only.until);
}

static bool read_without(struct reading *t)
{
    struct spend_axis axis;
    t->title = S("Not given");
    t->text = t->f->value;
    if (str_eq(t->f->value, S("category"))) {
        t->text = S("Expense type or area");
        t->x->beyond.no_category = t->x->beyond.any = true;
        return true;
    }
    if (!spend_axis_named(t->x->st->s.rules, t->f->value, &axis) || axis.kind == SPEND_AXIS_CLASS) {
        t->why =
            S("Only an organisation, supplier, expense type, expense area or month can be missing");
        return false;
    }
    t->text = axis_title(t, axis);
    only(t, axis,
         axis.kind == SPEND_AXIS_WORD    ? WORD_EMPTY
         : axis.kind == SPEND_AXIS_MONTH ? SPEND_NO_MONTH
                                         : INT64_MIN);
    return true;
}

static bool read_side(struct reading *t)
{
    t->title = S("Suppliers");
    for (int i = 0; i < SPEND_SIDES; i++)
        if (str_eq(t->f->value, str_of(spend_side_names[i]))) {
            t->text = str_of(spend_side_titles[i]);
            t->x->beyond.side = (enum spend_side)i;
            t->x->beyond.any = true;
            return true;
        }
    t->why = str_fmt(t->p->a, "There are no suppliers called '%.*s'", STR(t->f->value));
    return false;
}

static bool read_sign(struct reading *t)
{
    bool credits = str_eq(t->f->value, S("credits"));
    t->title = S("Only");
    t->text = credits ? S("credits") : S("payments, no credits");
    t->x->beyond.sign = credits ? -1 : 1;
    t->x->beyond.any = true;
    if (!credits && !str_eq(t->f->value, S("payments")))
        t->why = S("Write sign=credits or sign=payments");
    return !t->why.n;
}

static bool read_file(struct reading *t)
{
    t->title = S("File");
    for (uint32_t i = 0; i < t->x->st->n_files; i++) {
        const struct store_file *f = &t->x->st->files[i];
        if (str_eq(t->f->value, str_fmt(t->p->a, "%u", f->number))) {
            t->text = f->name;
            t->x->beyond.file = f->number;
            t->x->beyond.any = true;
            return true;
        }
    }
    t->why = str_fmt(t->p->a, "There is no file of number '%.*s'", STR(t->f->value));
    return false;
}

/* The parts of "SETTING=CHOICE,CLASSIFICATION=CATEGORY". */
static bool four_parts(struct str text, struct str parts[4])
{
    static const char ends[] = {'=', ',', '=', '\0'};
    for (int i = 0; i < 4; i++) {
        size_t end = ends[i] ? str_find(text, ends[i]) : text.n;
        if (ends[i] && end == text.n)
            return false;
        parts[i] = str_sub(text, 0, end);
        text = str_sub(text, end + (end < text.n), text.n);
    }
    return true;
}

static bool read_moved(struct reading *t)
{
    const struct spend_rules *rules = t->x->st->s.rules;
    struct arena *a = t->p->a;
    struct str part[4];
    t->title = S("Would move");
    t->why = S("Write moved=SETTING=CHOICE,CLASSIFICATION=CATEGORY");
    if (!four_parts(t->f->value, part))
        return false;
    uint32_t k = spend_rules_setting(rules, part[0]), choice = 0, category;
    uint32_t c = spend_rules_classification(rules, part[2]);
    if (k == MAP_NONE || c == MAP_NONE)
        return false;
    const struct spend_setting *setting = &rules->settings.at[k];
    const struct spend_classification *to = &rules->classifications.at[c];
    while (choice < setting->choices.n && !str_eq(setting->choices.at[choice], part[1]))
        choice++;
    category = spend_rules_category(to, part[3]);
    if (choice == setting->choices.n || category == MAP_NONE)
        return false;
    uint32_t *choices = NEW_ARRAY(a, uint32_t, rules->settings.n + 1);
    for (uint32_t i = 0; i < rules->settings.n; i++)
        choices[i] = i == k ? choice : t->x->st->s.choices[i];
    struct spend_only_list *list = NEW(a, struct spend_only_list);
    *list = (struct spend_only_list){.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
    *vec_push(a, &list->at) = (struct spend_only){{SPEND_AXIS_CLASS, c}, category};
    t->x->beyond.then =
        spend_chooser_new(a, spend_sorter_new(a, rules, choices, &t->x->st->s.x), list);
    t->x->beyond.any = true;
    t->text = str_fmt(a, "to %.*s if %.*s were %.*s",
                      STR(spend_category_title(rules, choices, &to->categories.at[category])),
                      STR(setting->name), STR(part[1]));
    t->why = S("");
    return true;
}

static const struct kind_of_field {
    const char *name;
    bool (*read)(struct reading *t);
} kinds[] = {{"from", read_from},  {"until", read_until}, {"without", read_without},
             {"side", read_side},  {"sign", read_sign},   {"file", read_file},
             {"moved", read_moved}};

/* ---- all of an address --------------------------------------------------------------------- */

/* False where the field asks for no payments: it is the page's own. */
static bool read_field(struct reading *t, bool *fine)
{
    struct spend_axis axis;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(t->f->name, str_of(kinds[i].name))) {
            *fine = kinds[i].read(t);
            return true;
        }
    if (!spend_axis_named(t->x->st->s.rules, t->f->name, &axis))
        return false;
    *fine = read_axis(t, axis);
    return true;
}

static void read_fields(struct page *p, struct asked *x)
{
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        struct reading t = {.p = p, .x = x, .f = &p->q->query.at[i]};
        bool fine = true;
        if (!t.f->value.n || !read_field(&t, &fine))
            continue;
        *vec_push(p->a, &x->conditions) =
            (struct condition){t.f->name, t.f->value, t.title, t.text};
        if (!fine)
            *vec_push(p->a, &x->problems) = (struct problem){str_z(p->a, t.f->name), t.why};
    }
    const struct spend_only_list *list = &x->report.s.only;
    if (list->from != SPEND_NO_MONTH && list->until != SPEND_NO_MONTH && list->from > list->until)
        *vec_push(p->a, &x->problems) =
            (struct problem){"until", S("The last month must not be before the first")};
}

static void no_store(struct page *p, struct str why)
{
    html(&p->b, "<p class=\"nhsuk-lede-text\">There are no payments to show%z.</p>\n",
         why.n ? "" : ": the server was started without a store of them");
    if (why.n)
        html(&p->b, "<div class=\"nhsuk-inset-text\"><p>%s</p></div>\n", why);
    buf_z(
        &p->b,
        "<p>Load the files that NHS bodies publish into a store, and start the server with "
        "it:</p>\n<p><code>remit spend load april.csv may.xlsx</code><br><code>remit serve "
        "--store FILE</code></p>\n<p><code>remit spend load</code> says where the store is.</p>\n");
}

struct asked *asked_open(struct page *p)
{
    struct str why = S("");
    struct asked *x = p->asked = NEW(p->a, struct asked);
    x->beyond.side = SPEND_SIDES;
    x->st = p->payments;
    if (!x->st) {
        if (p->site->payments)
            why = p->no_payments;
        no_store(p, why);
        return NULL;
    }
    page_run_new(p, "spend report", S(""), &x->r);
    x->report.s = x->st->s;
    x->report.s.r = &x->r;
    x->report.s.only = (struct spend_only_list){.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
    x->report.s.sorter = spend_sorter_new(p->a, x->st->s.rules, x->st->s.choices, &x->st->s.x);
    x->report.sums = x->st->small;
    x->report.sider = x->st->sider;
    read_fields(p, x);
    form_problems(p, &x->problems);
    if (x->problems.n)
        buf_z(&p->b, "<p>Change it in the bar above.</p>\n");
    return x->problems.n ? NULL : x;
}

/* ---- sums and reports ---------------------------------------------------------------------- */

/* Sums that are kept, by at least this; NULL: the rows must be read. */
static const struct spend_sums *kept(const struct asked *x, unsigned by)
{
    const struct spend_sums *all[] = {&x->st->small, &x->st->who};
    for (int i = 0; i < 2; i++)
        if (!x->beyond.any && !(by & ~all[i]->by))
            return all[i];
    return NULL;
}

bool asked_kept(const struct asked *x, unsigned by)
{
    return kept(x, by | spend_only_by(&x->report.s.only)) != NULL;
}

static bool wrong(struct page *p, struct asked *x)
{
    if (!x->r.err.n)
        run_bad(&x->r, "a sum is larger than Remit can hold");
    page_run_wrong(p, &x->r);
    return false;
}

bool asked_sums(struct page *p, struct asked *x, unsigned by, struct spend_sums *out)
{
    const struct spend_only_list *list = &x->report.s.only;
    const struct spend_sums *from = kept(x, by | spend_only_by(list));
    bool fine = from ? spend_sums_choose(out, p->a, by, from, x->report.s.sorter, list)
                     : asked_add_up(p, x, list, by, out);
    return fine || wrong(p, x);
}

/* Rows are chosen by all but the months, which reports read in ways of their own; what is left of
 * `only` are the months. */
static bool add_up_for(struct page *p, struct asked *x, const struct spend_only_list *only,
                       unsigned by, struct spend_sums *out)
{
    struct spend_only_list *left = &x->report.s.only, chosen = *only;
    chosen.from = chosen.until = SPEND_NO_MONTH;
    left->at.n = 0;
    return asked_add_up(p, x, &chosen, by | spend_only_by(left), out);
}

/* Both of the sums that a report wants, of one kind: kept, or added up for it. */
static bool sums_for(struct page *p, struct asked *x, const struct spend_report_kind *kind)
{
    struct spend_only_list only = x->report.s.only;
    unsigned axes = spend_axis_by(x->report.down) | spend_axis_by(x->report.across);
    unsigned need = axes | (kind ? kind->need : 0), sides = kind ? kind->sides : 0;
    const struct spend_sums *first = kept(x, spend_report_needs(&x->report, kind));
    const struct spend_sums *second = kept(x, spend_report_sides(&x->report, kind));
    if (first && second) {
        x->report.sums = *first;
        x->report.sides = *second;
        return true;
    }
    return (!need || add_up_for(p, x, &only, need, &x->report.sums)) &&
           (!sides || add_up_for(p, x, &only, sides, &x->report.sides));
}

bool asked_report(struct page *p, struct asked *x, const char *report)
{
    return asked_report_quietly(p, x, report) || wrong(p, x);
}

bool asked_report_quietly(struct page *p, struct asked *x, const char *report)
{
    const struct spend_report_kind *kind = report ? spend_report_named(str_of(report)) : NULL;
    struct spend_only_list only = x->report.s.only;
    x->report.sheets = (struct sheet_list){0};
    bool fine = sums_for(p, x, kind) && spend_report_make(&x->report, kind);
    x->report.s.only = only;
    return fine;
}

/* ---- addresses and words ------------------------------------------------------------------- */

/* Does a condition give way to one of these? What is missing adds to what else is. */
static bool replaced(const struct condition *c, const sheet_wheres *wheres)
{
    for (uint32_t i = 0; wheres && i < wheres->n; i++) {
        bool adds = strcmp(wheres->at[i].field, "without") == 0;
        if (str_eq(c->field, str_of(wheres->at[i].field)) &&
            (!adds || str_eq(c->value, wheres->at[i].value)))
            return true;
    }
    return false;
}

struct str asked_link(const struct page *p, const struct asked *x, const char *path,
                      const sheet_wheres *wheres, struct str more)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < x->conditions.n; i++)
        if (!replaced(&x->conditions.at[i], wheres))
            html(&b, "%z%q=%q", b.n ? "&" : "", x->conditions.at[i].field,
                 x->conditions.at[i].value);
    for (uint32_t i = 0; wheres && i < wheres->n; i++)
        html(&b, "%z%q=%q", b.n ? "&" : "", str_of(wheres->at[i].field), wheres->at[i].value);
    if (more.n)
        buf_fmt(&b, "%s%.*s", b.n ? "&" : "", STR(more));
    return page_link(p, str_of(path), b.n ? buf_str(&b) : S(""));
}

struct str asked_words(const struct page *p, const struct asked *x)
{
    struct buf b = buf_new(p->a);
    const struct payments_state *st = x->st;
    for (uint32_t i = 0; i < x->conditions.n; i++) {
        const struct condition *c = &x->conditions.at[i];
        if (!str_eq(c->field, S("from")) && !str_eq(c->field, S("until")))
            buf_fmt(&b, "%s%.*s", b.n ? "; " : "", STR(c->text));
    }
    if (!b.n)
        buf_z(&b, "All payments");
    const struct spend_only_list *list = &x->report.s.only;
    spend_month from = list->from == SPEND_NO_MONTH ? st->first : list->from;
    spend_month until = list->until == SPEND_NO_MONTH ? st->last : list->until;
    if (from != SPEND_NO_MONTH)
        buf_fmt(&b, ", %.*s to %.*s", STR(spend_month_text(p->a, from)),
                STR(spend_month_text(p->a, until)));
    return buf_str(&b);
}

void asked_form(struct page *p, const struct asked *x)
{
    html(&p->b, "<form method=\"get\" action=\"%s%s\">\n<div class=\"remit-filters\">\n",
         p->site->prefix, page_path(p));
    form_keep(p);
    for (uint32_t i = 0; i < x->conditions.n; i++)
        html(&p->b, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", x->conditions.at[i].field,
             x->conditions.at[i].value);
}

/* ---- the bar ------------------------------------------------------------------------------- */

enum { MOST_CHOICES = 400 }; /* organisations in a list; more are written by name */

static struct str said(const struct page *p, const char *name)
{
    return field_get(&p->q->query, name);
}

static void class_field(struct page *p, const struct asked *x, const char *name)
{
    const struct spending *s = &x->st->s;
    uint32_t c = spend_rules_classification(s->rules, str_of(name));
    choice_items items = {0};
    if (c == MAP_NONE)
        return;
    const struct spend_classification *k = &s->rules->classifications.at[c];
    *vec_push(p->a, &items) = (struct choice_item){S(""), S("All"), 0};
    for (uint32_t i = 0; i < k->categories.n; i++)
        *vec_push(p->a, &items) = (struct choice_item){
            k->categories.at[i].name,
            spend_category_title(s->rules, s->choices, &k->categories.at[i]), 0};
    form_select(p, name, str_z(p->a, k->title.n ? k->title : k->name), NULL, &items, said(p, name),
                &x->problems);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(((const struct choice_item *)a)->text, ((const struct choice_item *)b)->text);
}

static void organisation_field(struct page *p, const struct asked *x)
{
    const struct lexicon *words = &x->st->s.x;
    choice_items items = {0};
    uint32_t n = lexicon_count(words, WORD_ORGANISATION);
    struct str value = said(p, "organisation");
    if (n > MOST_CHOICES) {
        form_text(p, "organisation", "Organisation", "Its name as published", value, &x->problems,
                  "20");
        return;
    }
    *vec_push(p->a, &items) = (struct choice_item){S(""), S("All"), 0};
    for (uint32_t i = 1; i < n; i++) {
        struct str name = lexicon_text(words, WORD_ORGANISATION, i);
        *vec_push(p->a, &items) = (struct choice_item){name, name, 0};
    }
    qsort(items.at + 1, items.n - 1, sizeof items.at[0], by_text);
    form_select(p, "organisation", "Organisation", NULL, &items, value, &x->problems);
}

static bool in_form(struct str name)
{
    static const char *const names[] = {"organisation", "supplier", "area", "purchase",
                                        "from",         "until",    "page", "in",
                                        "on",           "csv",      "json"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

/* Conditions that have no field of their own can be taken away. */
static void other_conditions(struct page *p, const struct asked *x)
{
    bool any = false;
    for (uint32_t i = 0; i < x->conditions.n; i++) {
        const struct condition *c = &x->conditions.at[i];
        if (in_form(c->field))
            continue;
        html(&p->b,
             "%z<li>%s: %s (<a href=\"%s\">take away<span class=\"nhsuk-u-visually-hidden\">: "
             "%s</span></a>)</li>\n",
             any ? "" : "<p>And besides:</p>\n<ul>\n", c->title, c->text,
             page_with(p, str_z(p->a, c->field), S("")), c->text);
        any = true;
    }
    buf_z(&p->b, any ? "</ul>\n" : "");
}

static void fields_form(struct page *p, const struct asked *x)
{
    html(&p->b, "<form method=\"get\" action=\"%s%s\">\n<div class=\"remit-filters\">\n",
         p->site->prefix, page_path(p));
    form_keep(p);
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        struct field f = p->q->query.at[i];
        if (!in_form(f.name))
            html(&p->b, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", f.name, f.value);
    }
    organisation_field(p, x);
    form_text(p, "supplier", "Supplier", "Its name as published", said(p, "supplier"), &x->problems,
              "20");
    class_field(p, x, "area");
    class_field(p, x, "purchase");
    form_text(p, "from", "From", "A month, like 2022-07", said(p, "from"), &x->problems, "10");
    form_text(p, "until", "Until", "A month, like 2023-03", said(p, "until"), &x->problems, "10");
    html(&p->b, "<button class=\"nhsuk-button nhsuk-button--secondary nhsuk-button--small\" "
                "data-module=\"nhsuk-button\">Show these</button>\n</div>\n</form>\n");
}

void asked_context(struct page *p)
{
    const struct asked *x = p->asked;
    if (!x || !x->st)
        return;
    html(&p->b,
         "<details class=\"nhsuk-details\"%z><summary class=\"nhsuk-details__summary\"><span "
         "class=\"nhsuk-details__summary-text\">%s<span class=\"nhsuk-u-visually-hidden\">: change "
         "which payments</span></span></summary>\n<div class=\"nhsuk-details__text\">\n",
         x->problems.n ? " open" : "", asked_words(p, x));
    fields_form(p, x);
    other_conditions(p, x);
    if (x->conditions.n)
        html(&p->b, "<p><a href=\"%s\">All payments</a></p>\n", page_link(p, page_path(p), S("")));
    buf_z(&p->b, "</div>\n</details>\n");
}
