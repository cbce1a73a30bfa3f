/* page_matrix.c: the decision matrix: for one population, the nearest decider of each function and
 * service, in each band of money.
 *
 * Services that are answered alike throughout share a column, functions that are answered as the
 * one they are part of stand under it unnamed: what is left is what a reader must know. */
#include "pages/governance/answer.h"

struct column {
    id service; /* the first of them, whose cells are shown */
    ids all;    /* each named without what lies under it */
};
struct showing {
    struct page *p;
    struct matrix x;
    struct str area, asked; /* asked: as it was written */
    id function, service;   /* only these and what is under them */
    bool every;             /* function, also those like the one above */
    VEC(struct column) columns;
};

/* ---- what is alike ------------------------------------------------------------------------- */

static bool cells_same(const struct cell *a, const struct cell *b)
{
    if (a == b)
        return true;
    bool same = a->n == b->n;
    for (uint32_t i = 0; same && i < a->n; i++)
        same = a->bands[i].lo == b->bands[i].lo && a->bands[i].hi == b->bands[i].hi &&
               answers_same(&a->bands[i].answer, &b->bands[i].answer);
    return same;
}

static bool shown(const struct showing *s, id function)
{
    return function && tree_covers(&s->p->s->m->functions, s->function, function);
}

static bool columns_same(const struct showing *s, id a, id b)
{
    bool same = true;
    for (id f = 1; same && f < s->p->s->m->functions.at.n; f++)
        same = !shown(s, f) || cells_same(matrix_cell(&s->x, f, a), matrix_cell(&s->x, f, b));
    return same;
}

static void make_columns(struct showing *s)
{
    const struct tree *t = &s->p->s->m->services;
    uint32_t *column_of = NEW_ARRAY(s->p->a, uint32_t, t->at.n);
    for (id v = 0; v < t->at.n; v++) {
        uint32_t k = 0;
        if (!tree_covers(t, s->service, v))
            continue;
        while (k < s->columns.n && !columns_same(s, s->columns.at[k].service, v))
            k++;
        if (k == s->columns.n)
            *vec_push(s->p->a, &s->columns) = (struct column){.service = v};
        column_of[v] = k;
        id above = t->at.at[v].parent;
        if (v == s->service || above == 0 || column_of[above] != k)
            *vec_push(s->p->a, &s->columns.at[k].all) = v;
    }
}

static bool row_as_above(const struct showing *s, id function)
{
    id above = s->p->s->m->functions.at.at[function].parent;
    bool same = above != 0 && function != s->function;
    for (uint32_t k = 0; same && k < s->columns.n; k++)
        same = cells_same(matrix_cell(&s->x, function, s->columns.at[k].service),
                          matrix_cell(&s->x, above, s->columns.at[k].service));
    return same;
}

/* ---- how near a decision is ---------------------------------------------------------------- */

static bool is_board(const struct page *p, const struct answer *x, const struct choice *c)
{
    const struct model *m = p->s->m;
    const struct body *b = &m->bodies.at[x->ways.at[c->first].term->body];
    return b->organ_of != NONE || (m->kinds.at[b->kind].flags & KIND_STATUTORY);
}

enum nearness { NEAR_NOBODY, NEAR_BOARD, NEAR_BELOW, NEAR_PLACE };

static enum nearness nearness_of(const struct page *p, const struct cell *c)
{
    enum nearness best = NEAR_NOBODY;
    for (uint32_t i = 0; i < c->n; i++) {
        const struct answer *x = &c->bands[i].answer;
        if (!x->choices.n)
            continue;
        const struct choice *d = &x->choices.at[0];
        enum nearness n = answer_level(p->u, x, d) >= LEVEL_PLACE ? NEAR_PLACE
                          : is_board(p, x, d)                     ? NEAR_BOARD
                                                                  : NEAR_BELOW;
        best = n > best ? n : best;
    }
    return best;
}

/* How many functions are decided how near, for some service. */
static void reading(struct showing *s)
{
    struct page *p = s->p;
    const struct model *m = p->s->m;
    uint32_t count[NEAR_PLACE + 1] = {0}, all = 0;
    for (id f = 1; f < m->functions.at.n; f++) {
        enum nearness best = NEAR_NOBODY;
        if (!shown(s, f))
            continue;
        for (uint32_t k = 0; k < s->columns.n; k++) {
            enum nearness n = nearness_of(p, matrix_cell(&s->x, f, s->columns.at[k].service));
            best = n > best ? n : best;
        }
        count[best]++;
        all++;
    }
    html(&p->b,
         "<p class=\"nhsuk-lede-text\">For %s, a body at place or nearer may decide %s of %s "
         "functions, for some service or amount.</p>\n<p>",
         m->populations.at[s->x.population].title, number_text(p->a, count[NEAR_PLACE]),
         number_text(p->a, all));
    if (count[NEAR_BELOW])
        html(&p->b, "%s more are decided between place and board. ",
             number_text(p->a, count[NEAR_BELOW]));
    if (count[NEAR_BOARD])
        html(&p->b, "For %s nobody below a board may decide. ",
             number_text(p->a, count[NEAR_BOARD]));
    if (count[NEAR_NOBODY])
        html(&p->b, "For %s nobody may.", number_text(p->a, count[NEAR_NOBODY]));
    buf_z(&p->b, "</p>\n");
}

/* ---- the table ----------------------------------------------------------------------------- */

static struct str decider_of(const struct answer *x)
{
    return x->choices.n ? x->choices.at[0].party->title : S("nobody");
}

/* Bands whose nearest decider is the same are one here: the answer itself tells them apart. */
static bool bands_alike(const struct answer *a, const struct answer *b)
{
    return str_eq(decider_of(a), decider_of(b)) &&
           (!a->choices.n || a->choices.at[0].may == b->choices.at[0].may);
}

static void band(struct showing *s, const struct cell *c, uint32_t from, uint32_t to,
                 struct str query)
{
    struct page *p = s->p;
    const struct answer *x = &c->bands[from].answer;
    const struct choice *d = x->choices.n ? &x->choices.at[0] : NULL;
    struct buf address = buf_new(p->a);
    const char *level = d ? level_names[answer_level(p->u, x, d)] : "nobody";
    buf_put(&address, query);
    if (c->bands[from].lo > 0)
        html(&address, "&value=%q", money_csv(p->a, c->bands[from].lo));
    html(&p->b, "<li class=\"remit-near remit-%z\"><a href=\"%s\">%s</a>", level,
         page_link(p, S("/"), buf_str(&address)), decider_of(x));
    if (d)
        html(&p->b, "<br><span class=\"remit-level\">%z%z%z</span>", level,
             is_board(p, x, d) ? ", board or above" : "", d->may ? "" : ", on conditions");
    if (from || to + 1 < c->n)
        html(&p->b, "<br>%s", range_text(p->a, c->bands[from].lo, c->bands[to].hi));
    buf_z(&p->b, "</li>");
}

static void matrix_band_cell(struct showing *s, id function, const struct column *column)
{
    struct page *p = s->p;
    const struct model *m = p->s->m;
    const struct cell *c = matrix_cell(&s->x, function, column->service);
    id service = column->service;
    struct buf query = buf_new(p->a);
    html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[function].name,
         service ? m->services.at.at[service].name : S(""), s->area);
    buf_z(&p->b, "<td class=\"nhsuk-table__cell\"><ul class=\"remit-bands\">");
    for (uint32_t i = 0, last; i < c->n; i = last + 1) {
        last = i;
        while (last + 1 < c->n && bands_alike(&c->bands[i].answer, &c->bands[last + 1].answer))
            last++;
        band(s, c, i, last, buf_str(&query));
    }
    buf_z(&p->b, "</ul></td>");
}

static void column_head(struct showing *s, const struct column *c)
{
    enum { NAMED = 4 };
    struct page *p = s->p;
    buf_z(&p->b, "<th scope=\"col\" class=\"nhsuk-table__header\">");
    for (uint32_t i = 0; i < c->all.n && i < NAMED; i++)
        html(&p->b, "%z%s", i ? ", " : "",
             c->all.at[i] ? p->s->m->services.at.at[c->all.at[i]].title : S("no service named"));
    if (c->all.n > NAMED)
        html(&p->b, " and %s more", number_text(p->a, c->all.n - NAMED));
    buf_z(&p->b, "</th>");
}

static void table(struct showing *s)
{
    struct page *p = s->p;
    const struct model *m = p->s->m;
    table_begin(p, "Who may decide what");
    buf_z(&p->b, "<thead class=\"nhsuk-table__head\"><tr><th scope=\"col\" "
                 "class=\"nhsuk-table__header\">Function</th>");
    for (uint32_t k = 0; k < s->columns.n; k++)
        column_head(s, &s->columns.at[k]);
    buf_z(&p->b, "</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n");
    for (id f = 1; f < m->functions.at.n; f++) {
        if (!shown(s, f) || (!s->every && row_as_above(s, f)))
            continue;
        html(&p->b,
             "<tr class=\"nhsuk-table__row\"><th scope=\"row\" "
             "class=\"nhsuk-table__header\">%s</th>",
             m->functions.at.at[f].title);
        for (uint32_t k = 0; k < s->columns.n; k++)
            matrix_band_cell(s, f, &s->columns.at[k]);
        buf_z(&p->b, "</tr>\n");
    }
    table_close(p);
}

/* ---- the page ------------------------------------------------------------------------------ */

static void form(struct showing *s, const problems *wrong)
{
    struct page *p = s->p;
    const fields *q = &p->q->query;
    html(&p->b, "<form method=\"get\" action=\"%s/matrix\" class=\"remit-filters\">\n",
         p->site->prefix);
    form_keep(p);
    area_field(p, "for", "For whom?", NULL, NULL, s->asked, wrong);
    form_choices(p, "function", "Functions", NULL,
                 choices_of_tree(p->a, &p->s->m->functions, "All"), field_get(q, "function"),
                 wrong);
    form_choices(p, "service", "Services", NULL, choices_of_tree(p->a, &p->s->m->services, "All"),
                 field_get(q, "service"), wrong);
    html(&p->b,
         "<div class=\"nhsuk-checkboxes nhsuk-checkboxes--small\"><div "
         "class=\"nhsuk-checkboxes__item\"><input class=\"nhsuk-checkboxes__input\" id=\"every\" "
         "name=\"every\" type=\"checkbox\" value=\"1\"%z><label class=\"nhsuk-label "
         "nhsuk-checkboxes__label\" for=\"every\">Also functions that are decided as the one they "
         "are part of</label></div></div>\n<button class=\"nhsuk-button nhsuk-button--small\" "
         "data-module=\"nhsuk-button\">Show</button>\n</form>\n",
         s->every ? " checked" : "");
}

static id chosen(struct page *p, const struct tree *t, const char *field, problems *wrong)
{
    struct str name = field_get(&p->q->query, field);
    id x = name.n ? tree_find(t, name) : 0;
    if (x == NONE)
        *vec_push(p->a, wrong) = (struct problem){
            field, str_fmt(p->a, "There is no '%.*s'; choose one from the list", STR(name))};
    return x == NONE ? 0 : x;
}

/* The area asked about, else the first that is a system, else the first of all. */
static id area_of(struct page *p, problems *wrong)
{
    const struct model *m = p->s->m;
    struct str asked = field_get(&p->q->query, "for");
    id found = asked.n ? area_find(p, asked) : NONE;
    if (found != NONE)
        return found;
    if (asked.n)
        *vec_push(p->a, wrong) = (struct problem){"for", area_problem(p, asked)};
    for (id i = 0; i < m->populations.n; i++)
        if (m->populations.at[i].level == LEVEL_SYSTEM)
            return i;
    return m->populations.n ? 0 : NONE;
}

void page_matrix(struct page *p)
{
    const struct model *m = p->s->m;
    problems wrong = {0};
    struct showing s = {.p = p, .every = field_has(&p->q->query, "every")};
    struct matter like = matter_new();
    id area = area_of(p, &wrong);
    s.function = chosen(p, &m->functions, "function", &wrong);
    s.service = chosen(p, &m->services, "service", &wrong);
    p->title = S("Decision matrix");
    form_problems(p, &wrong);
    buf_z(&p->b, "<h1 class=\"nhsuk-heading-l\">Decision matrix</h1>\n");
    if (area == NONE) {
        buf_z(&p->b, "<p>These handbooks name no people to decide for.</p>\n");
        return;
    }
    s.area = m->populations.at[area].name;
    s.asked = wrong.n ? field_get(&p->q->query, "for") : s.area;
    like.scope = SCOPE_USUAL;
    *vec_push(p->a, &like.populations) = area;
    s.x = authority_matrix(p->u, p->a, &like);
    make_columns(&s);
    reading(&s);
    form(&s, &wrong);
    if (!wrong.n)
        page_downloads(p, "matrix", str_fmt(p->a, "for %.*s", STR(s.area)));
    table(&s);
}
