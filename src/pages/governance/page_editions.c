/* page_editions.c: two editions, or any two structures, compared by meaning. */
#include "pages/governance/governance.h"

enum { OLDER, NEWER };
static const char *const fields_of[] = {"older", "newer"};
static const char *const day_fields[] = {"older-day", "newer-day"};

struct choosing {
    uint32_t structure[2]; /* NONE: there is none of this name */
    date on[2];
    bool days; /* they are said, and not those of the page */
    problems problems;
};

/* ---- which two ----------------------------------------------------------------------------- */

static bool same_handbook(const struct structure *x, const struct structure *y)
{
    return x != y && x->m->handbooks.n == 1 && y->m->handbooks.n == 1 &&
           str_eq(x->m->handbooks.at[0].name, y->m->handbooks.at[0].name);
}

/* Two editions of one handbook, those of this page first; else the first two. */
static void usual(struct page *p, uint32_t *pair)
{
    const structures *all = generation_structures(p->gen);
    pair[OLDER] = 0;
    pair[NEWER] = all->n > 1;
    for (uint32_t i = 0; i < all->n; i++) {
        uint32_t x = (p->structure + i) % all->n;
        for (uint32_t k = 0; k < all->n; k++)
            if (same_handbook(&all->at[x], &all->at[k])) {
                bool later = all->at[x].m->handbooks.at[0].life.from >
                             all->at[k].m->handbooks.at[0].life.from;
                pair[OLDER] = later ? k : x;
                pair[NEWER] = later ? x : k;
                return;
            }
    }
}

static uint32_t structure_named(struct page *p, struct str name)
{
    const structures *all = generation_structures(p->gen);
    for (uint32_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].name, name))
            return i;
    return NONE;
}

/* between=DAY,DAY as remit diff takes it, or the two fields of the form. */
static void read_days(struct page *p, struct choosing *x)
{
    const fields *q = &p->q->query;
    struct str between = field_get(q, "between");
    size_t comma = str_find(between, ',');
    struct str said[] = {str_sub(between, 0, comma),
                         str_sub(between, comma + (comma < between.n), between.n)};
    for (int i = 0; i < 2; i++) {
        struct str day = field_get(q, day_fields[i]);
        day = day.n ? day : said[i];
        x->on[i] = p->on;
        if (!day.n)
            continue;
        x->days = true;
        if (!date_parse(day, &x->on[i]))
            *vec_push(p->a, &x->problems) = (struct problem){
                day_fields[i], S("Enter the day as year, month and day, like 2024-05-01")};
    }
}

static struct choosing read_choice(struct page *p)
{
    struct choosing x = {0};
    usual(p, x.structure);
    for (int i = 0; i < 2; i++) {
        struct str name = field_get(&p->q->query, fields_of[i]);
        if (!name.n)
            continue;
        x.structure[i] = structure_named(p, name);
        if (x.structure[i] == NONE)
            *vec_push(p->a, &x.problems) =
                (struct problem){fields_of[i], S("Choose an edition from the list")};
    }
    read_days(p, &x);
    return x;
}

static void choice_form(struct page *p, const struct choosing *x)
{
    static const char *const labels[] = {"The older edition", "The newer edition"};
    static const char *const days[] = {"The older one as on (optional)",
                                       "The newer one as on (optional)"};
    const structures *all = generation_structures(p->gen);
    choice_items items = {0};
    for (uint32_t i = 0; i < all->n; i++)
        *vec_push(p->a, &items) = (struct choice_item){all->at[i].name, all->at[i].title, 0};
    html(&p->b, "<form method=\"get\" action=\"%s/editions\">\n", p->site->prefix);
    form_keep(p);
    for (int i = 0; i < 2; i++) {
        struct str day = field_get(&p->q->query, day_fields[i]);
        if (!day.n && x->days)
            day = date_iso(p->a, x->on[i]);
        form_select(p, fields_of[i], labels[i], NULL, &items,
                    x->structure[i] == NONE ? S("") : all->at[x->structure[i]].name, &x->problems);
        form_text(p, day_fields[i], days[i],
                  "For example, 2024-05-01. The same edition on two days may be compared, too.",
                  day, &x->problems, "10");
    }
    buf_z(&p->b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\">Compare</button>\n"
                 "</form>\n");
}

/* ---- what changes -------------------------------------------------------------------------- */

static struct str count_of(struct page *p, uint32_t n, const char *one, const char *more)
{
    return str_fmt(p->a, "%.*s %s", STR(number_text(p->a, n)), n == 1 ? one : more);
}

static void answer(struct page *p, const struct choosing *x)
{
    const structures *all = generation_structures(p->gen);
    struct edition e[2];
    struct run r;
    uint32_t deciders = 0;
    for (int i = 0; i < 2; i++)
        e[i] = (struct edition){all->at[x->structure[i]].m,
                                page_powers(p, x->structure[i], x->on[i]), x->on[i]};
    struct diff_words w = diff_in_words(p->a, &e[OLDER], &e[NEWER]);
    for (uint32_t i = 0; i < w.powers.n; i++)
        deciders += w.powers.at[i].who.n;
    struct str names[2];
    for (int i = 0; i < 2; i++)
        names[i] = str_fmt(p->a, "%.*s, as on %.*s", STR(all->at[x->structure[i]].title),
                           STR(date_long(p->a, x->on[i])));
    html(&p->b, "<p class=\"nhsuk-lede-text\">From %s to %s: powers change for %s, and %s.</p>\n",
         names[0], names[1], count_of(p, deciders, "decider", "deciders"),
         count_of(p, w.bodies.n, "body changes", "bodies change"));
    changes_show(p, &w, "Nothing changes: no power, no body.");
    struct str words = str_fmt(p->a, "%.*s %.*s", STR(all->at[x->structure[OLDER]].name),
                               STR(all->at[x->structure[NEWER]].name));
    if (page_run(p, action_find(S("diff")), words, "csv", &r) == EXIT_FOUND) {
        page_downloads(p, "diff", words);
        buf_z(&p->b, "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\">"
                     "<span class=\"nhsuk-details__summary-text\">Every change, row by row"
                     "</span></summary><div class=\"nhsuk-details__text\">\n");
        page_table(p, "Every change", buf_str(&r.out));
        buf_z(&p->b, "</div></details>\n");
    }
}

/* Days from the form become part of an address that can be shared. */
static bool redirected(struct page *p, const struct choosing *x)
{
    const fields *q = &p->q->query;
    const structures *all = generation_structures(p->gen);
    if (!field_get(q, day_fields[OLDER]).n && !field_get(q, day_fields[NEWER]).n)
        return false;
    struct buf b = buf_new(p->a);
    html(&b, "older=%q&newer=%q&between=%q%%2C%q", all->at[x->structure[OLDER]].name,
         all->at[x->structure[NEWER]].name, date_iso(p->a, x->on[OLDER]),
         date_iso(p->a, x->on[NEWER]));
    p->out->status = 303;
    p->out->location = page_link(p, S("/editions"), buf_str(&b));
    return true;
}

void page_editions(struct page *p)
{
    struct choosing x = read_choice(p);
    if (!x.problems.n && redirected(p, &x))
        return;
    p->title = S("What changes between two editions");
    form_problems(p, &x.problems);
    buf_z(&p->b, "<h1 class=\"nhsuk-heading-l\">What changes between two editions</h1>\n"
                 "<p>Who gains or loses which power, and what changes of each body: compared by "
                 "meaning, not line by line.</p>\n");
    choice_form(p, &x);
    if (!x.problems.n)
        answer(p, &x);
}
