/* answer.c: an answer to who decides: the sentence, then each body with its chain, what comes
 * before and after it decides, and who would decide if it cost more. */
#include "pages/governance/answer.h"

#include "actions/governance/say.h"
#include "chart/chart.h"

enum level answer_level(const struct authority *u, const struct answer *x, const struct choice *c)
{
    const struct model *m = u->m;
    const ids *parents = &m->bodies.at[x->ways.at[c->first].term->body].parents;
    id area = answer_area(u, x, c);
    enum level level = LEVEL_GROUP;
    if (area != NONE)
        return m->populations.at[area].level;
    for (uint32_t i = 0; i < parents->n; i++) {
        id of = m->bodies.at[parents->at[i]].population;
        if (of != NONE && m->populations.at[of].level < level)
            level = m->populations.at[of].level;
    }
    return level;
}

/* ---- why: the chain, as a picture and in words --------------------------------------------- */

/* How the power of t came to its body; links stand in the list, not here. */
static struct str how_text(struct page *p, const struct term *t)
{
    const struct model *m = p->s->m;
    struct buf b = buf_new(p->a);
    if (t->grant == NONE) {
        const struct body *s = &m->bodies.at[t->source];
        struct str law = m->kinds.at[s->kind].holds_source.at[t->holds];
        buf_fmt(&b, "%.*s holds this by law%s%.*s%s", STR(s->title), law.n ? " (" : "", STR(law),
                law.n ? ")" : "");
        return buf_str(&b);
    }
    const struct grant *g = &m->grants.at[t->grant];
    const struct edge *e = &p->u->edges.at[t->edge];
    struct str span = tell_span(p->a, g->life);
    if (g->deputising)
        buf_fmt(&b, "deputises for %.*s", STR(body_title(m, t->via->body)));
    else
        buf_fmt(&b, "%.*s delegates this to it %.*s", STR(body_title(m, t->via->body)),
                STR(tell_under(p->a, p->u, g)));
    buf_fmt(&b, "%s%.*s, %.*s", span.n ? ", " : "", STR(span),
            STR(g->limit_unknown ? S("up to a limit that is not known")
                                 : range_text(p->a, e->lo, e->hi)));
    return buf_str(&b);
}

static const struct population *area_of(struct page *p, id body)
{
    id area = p->s->m->bodies.at[body].population;
    return area == NONE ? NULL : &p->s->m->populations.at[area];
}

typedef VEC(struct chain_step) chain_steps;

static void steps_of(struct page *p, const struct term *t, chain_steps *out)
{
    if (t->via)
        steps_of(p, t->via, out);
    const struct population *area = area_of(p, t->body);
    *vec_push(p->a, out) = (struct chain_step){.title = body_title(p->s->m, t->body),
                                               .level = area ? level_names[area->level] : "",
                                               .band = area ? area->level : 0,
                                               .how = how_text(p, t)};
}

static void chain_picture(struct page *p, const struct term *t, struct answering *x)
{
    chain_steps steps = {0};
    struct chain_figure f = {.name = str_z(p->a, str_fmt(p->a, "chain-%u", ++x->pictures))};
    steps_of(p, t, &steps);
    f.steps = steps.at;
    f.n_steps = steps.n;
    f.title = str_fmt(p->a, "How the power comes to %.*s", STR(body_title(p->s->m, t->body)));
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < steps.n; i++)
        buf_fmt(&b, "%s%.*s (%.*s)", i ? "; then " : "From ", STR(steps.at[i].title),
                STR(steps.at[i].how));
    f.reading = buf_str(&b);
    buf_put(&p->b, chart_chain(p->a, &f));
}

static void chain_item(struct page *p, const struct term *t, struct answering *x)
{
    const struct model *m = p->s->m;
    if (t->via)
        chain_item(p, t->via, x);
    buf_z(&p->b, "<li class=\"remit-step\">");
    page_body_link(p, t->body);
    html(&p->b, "<br>%s", how_text(p, t));
    if (t->grant != NONE) {
        const struct grant *g = &m->grants.at[t->grant];
        buf_z(&p->b, "<br><span class=\"nhsuk-body-s\">");
        page_place(p, m->findings, g->pos);
        html(&p->b, "%z%s</span>", g->source.n ? "; source: " : "", g->source);
    }
    buf_z(&p->b, "</li>\n");
}

static void chain(struct page *p, const struct term *t, struct answering *x)
{
    buf_z(&p->b, "<h3 class=\"nhsuk-heading-s\">Why</h3>\n<div class=\"remit-pair\"><div "
                 "class=\"remit-figure\">\n");
    chain_picture(p, t, x);
    buf_z(&p->b, "</div>\n<ol class=\"remit-chain\">\n");
    chain_item(p, t, x);
    buf_z(&p->b, "</ol></div>\n");
}

/* ---- conditions ---------------------------------------------------------------------------- */

/* The question again, with one condition settled. */
static struct str with_fact(struct page *p, const char *name, struct str fact)
{
    struct buf b = buf_new(p->a);
    buf_put(&b, page_query(p, NULL));
    html(&b, "&%z=%q", name, fact);
    return page_link(p, S("/"), buf_str(&b));
}

static void conditions(struct page *p, const struct answer *x, const struct way *w)
{
    struct buf *b = &p->b;
    if (w->kinds != MONEY_ALL)
        html(b, "<li>if it is %s</li>\n", kinds_text(p->a, w->kinds));
    for (uint32_t i = 0; i < w->n_open; i++) {
        literal l = x->open.at[w->open + i];
        struct str fact = literal_fact(p->u, l), text = literal_text(p->u, l);
        bool must = l % 2 == 0;
        html(b,
             "<li>%s <span class=\"remit-settle\">(<a href=\"%s\">this is so<span "
             "class=\"nhsuk-u-visually-hidden\">: %s</span></a>, <a href=\"%s\">it is not<span "
             "class=\"nhsuk-u-visually-hidden\">: %s</span></a>)</span></li>\n",
             text, with_fact(p, must ? "given" : "not", fact), text,
             with_fact(p, must ? "not" : "given", fact), text);
    }
}

/* ---- before it decides, and afterwards ----------------------------------------------------- */

static void fact(struct page *p, const char *what, struct str text)
{
    html(&p->b, "<li>%z: %s</li>\n", what, text);
}

/* What the terms of reference ask of a meeting, in the words that the handbook has for it. */
static void meeting(struct page *p, id body)
{
    static const char *const shown[] = {"Terms of reference",   "Quorum",  "Voting", "Meets",
                                        "Conflict of interest", "Stand-in"};
    const struct model *m = p->s->m;
    const struct body *b = &m->bodies.at[body];
    sayings all = {0};
    bool quorum = false;
    if (b->node)
        say_block(p->a, m, b->handbook, b->node->body, &p->on, &all);
    for (uint32_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++)
            if (str_eq(str_of(all.at[i].what), str_of(shown[k]))) {
                fact(p, shown[k], all.at[i].text);
                quorum = quorum || k == 1;
            }
    if (!quorum)
        fact(p, "Quorum", S("these handbooks do not say"));
}

static void before_it_decides(struct page *p, const struct decider *d)
{
    const struct model *m = p->s->m;
    for (uint32_t g = 0, n = 0; g < d->groups.n; g++)
        for (uint32_t k = 0; k < d->groups.at[g].bodies.n; k++) {
            id body = d->groups.at[g].bodies.at[k];
            if ((m->kinds.at[m->bodies.at[body].kind].flags & KIND_PERSON) || n++ > 5)
                continue;
            bool alone = d->groups.n == 1 && d->groups.at[0].bodies.n == 1;
            html(&p->b, "<h3 class=\"nhsuk-heading-s\">Before %z%s decides</h3>\n<ul>\n",
                 alone ? "it" : "", alone ? S("") : body_title(m, body));
            meeting(p, body);
            buf_z(&p->b, "</ul>\n");
        }
}

/* Of all ways in which it may decide, each phrase once. */
static void afterwards(struct page *p, const struct answer *x, const struct choice *c)
{
    phrases after = {0};
    struct map seen = {0};
    for (uint32_t i = c->first; i != NONE; i = x->ways.at[i].next)
        tell_afterwards(p->a, p->u, x->ways.at[i].term, &after);
    if (!after.n)
        return;
    buf_z(&p->b, "<h3 class=\"nhsuk-heading-s\">Afterwards</h3>\n<ul>\n");
    for (uint32_t i = 0; i < after.n; i++) {
        if (map_get(&seen, after.at[i]) == MAP_NONE)
            html(&p->b, "<li>%s</li>\n", after.at[i]);
        map_put(p->a, &seen, after.at[i], i);
    }
    buf_z(&p->b, "</ul>\n");
}

/* ---- one decider --------------------------------------------------------------------------- */

static void decider(struct page *p, struct answering *x, const struct choice *c,
                    const struct matter *q)
{
    struct buf *b = &p->b;
    html(b,
         "<section class=\"remit-decider\">\n<h2 class=\"nhsuk-heading-m\">%s</h2>\n<p "
         "class=\"nhsuk-hint\">%s</p>\n",
         c->party->title, tell_area(p->u, &x->answer, c));
    for (uint32_t i = c->first; i != NONE; i = x->answer.ways.at[i].next) {
        const struct way *w = &x->answer.ways.at[i];
        exceptions except = tell_exceptions(p->u, p->a, w->term, q);
        bool open = w->n_open || w->kinds != MONEY_ALL || except.n;
        struct str limit = tell_limit(p->u, &x->answer, w);
        html(b, "<p>%z%z%s%z</p>\n", i == c->first ? "May decide" : "Or may decide",
             limit.n ? ", " : "", limit, open ? ":" : ".");
        if (open) {
            buf_z(b, "<ul>\n");
            conditions(p, &x->answer, w);
            for (uint32_t k = 0; k < except.n; k++)
                html(b, "<li>except %s</li>\n", except.at[k].text);
            buf_z(b, "</ul>\n");
        }
        chain(p, w->term, x);
    }
    before_it_decides(p, c->party);
    afterwards(p, &x->answer, c);
    buf_z(b, "</section>\n");
}

/* ---- the sentence -------------------------------------------------------------------------- */

static void first_sentence(struct page *p, const struct answer *x)
{
    const struct choice *c = &x->choices.at[0], *sure = NULL;
    for (uint32_t i = 0; i < x->choices.n && !sure; i++)
        if (x->choices.at[i].may)
            sure = &x->choices.at[i];
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s may decide this%z.</p>\n<p>", c->party->title,
         c->may ? "" : ", on conditions");
    if (x->choices.n == 1)
        buf_z(&p->b, "No other body may.");
    else
        html(&p->b, "It is the nearest to the people affected of the %s that may.",
             number_text(p->a, x->choices.n));
    if (!c->may && sure)
        html(&p->b, " Without the conditions, %s may.", sure->party->title);
    buf_z(&p->b, "</p>\n");
}

/* What the answer rests on that is not certain. */
static void caveats(struct page *p, const struct matter *q)
{
    phrases cautions = {0}, not_known = {0};
    tell_cautions(p->a, p->u, q, &cautions);
    tell_not_known(p->a, p->u, q, &not_known);
    for (uint32_t i = 0; i < cautions.n; i++)
        html(&p->b, "<p>%s</p>\n", cautions.at[i]);
    for (uint32_t i = 0; i < not_known.n; i++)
        html(&p->b, "<p><strong>Not known:</strong> %s</p>\n", not_known.at[i]);
}

/* ---- and if it cost more? ------------------------------------------------------------------ */

struct money_row {
    pence lo, hi;
    struct answer answer;
};
typedef VEC(struct money_row) money_rows;
typedef VEC(pence) amounts;

static void add_bound(struct page *p, amounts *list, pence v)
{
    uint32_t i = list->n;
    for (uint32_t k = 0; k < list->n; k++)
        if (list->at[k] == v)
            return;
    *vec_push(p->a, list) = v;
    for (; i && list->at[i - 1] > v; i--) {
        list->at[i] = list->at[i - 1];
        list->at[i - 1] = v;
    }
}

/* The whole axis, cut at the limits that change the answer. */
static money_rows axis_of(struct page *p, const struct matter *q)
{
    struct matter any = *q;
    struct answer all = answer_new(p->a);
    amounts bounds = {0};
    money_rows rows = {0};
    any.value = -1;
    authority_who(p->u, &any, &all);
    add_bound(p, &bounds, 0);
    for (uint32_t i = 0; i < all.ways.n; i++) {
        add_bound(p, &bounds, all.ways.at[i].term->lo);
        if (all.ways.at[i].term->hi < PENCE_MAX)
            add_bound(p, &bounds, all.ways.at[i].term->hi + 1);
    }
    for (uint32_t i = 0; i < bounds.n; i++) {
        struct money_row row = {bounds.at[i], PENCE_MAX, answer_new(p->a)};
        any.value = bounds.at[i];
        authority_who(p->u, &any, &row.answer);
        if (rows.n && answers_same(&rows.at[rows.n - 1].answer, &row.answer))
            continue;
        if (rows.n)
            rows.at[rows.n - 1].hi = row.lo - 1;
        *vec_push(p->a, &rows) = row;
    }
    return rows;
}

static bool here(const struct money_row *x, const struct matter *q)
{
    return x->lo <= q->value && q->value <= x->hi;
}

/* "or Place director, Board": those that may besides the nearest. */
static struct str others_text(struct page *p, const struct answer *x)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 1; i < x->choices.n; i++)
        buf_fmt(&b, "%s%.*s", i == 1 ? "or " : ", ", STR(x->choices.at[i].party->title));
    return buf_str(&b);
}

static void money_picture(struct page *p, const money_rows *rows, const struct matter *q)
{
    VEC(struct money_band) bands = {0};
    struct buf reading = buf_new(p->a);
    struct money_figure f = {.name = "money", .title = S("Who decides, by what it is worth")};
    for (uint32_t i = 0; i < rows->n; i++) {
        const struct money_row *x = &rows->at[i];
        const struct choice *c = x->answer.choices.n ? &x->answer.choices.at[0] : NULL;
        struct money_band band = {
            .others = others_text(p, &x->answer),
            .who = c ? c->party->title : S("nobody"),
            .nobody = !c,
            .level = "",
            .from = money_text(p->a, x->lo > 0 && x->lo % 100 ? x->lo - 1 : x->lo),
            .here = here(x, q)};
        if (c) {
            enum level level = answer_level(p->u, &x->answer, c);
            band.band = level;
            band.level = c->may
                             ? level_names[level]
                             : str_z(p->a, str_fmt(p->a, "%s, on conditions", level_names[level]));
        }
        *vec_push(p->a, &bands) = band;
        buf_fmt(&reading, "%s%.*s: %.*s%s%.*s", i ? "; " : "", STR(range_text(p->a, x->lo, x->hi)),
                STR(band.who), band.others.n ? " " : "", STR(band.others));
    }
    f.reading = buf_str(&reading);
    f.bands = bands.at;
    f.n_bands = bands.n;
    buf_z(&p->b, "<div class=\"remit-figure\">\n");
    buf_put(&p->b, chart_money(p->a, &f));
    buf_z(&p->b, "</div>\n");
}

static void money_table(struct page *p, const money_rows *rows, const struct matter *q)
{
    static const char *const headings[] = {"If it is worth", "Nearest that may decide",
                                           "Others that may", NULL};
    table_open(p, "Who decides, by what it is worth", headings);
    for (uint32_t i = 0; i < rows->n; i++) {
        const struct money_row *x = &rows->at[i];
        const struct answer *one = &x->answer;
        bool now = here(x, q);
        html(&p->b, "<tr class=\"nhsuk-table__row\"%z><td class=\"nhsuk-table__cell\">%z%s%z</td>",
             now ? " aria-current=\"true\"" : "", now ? "<strong>" : "",
             range_text(p->a, x->lo, x->hi), now ? "</strong> (this matter)" : "");
        html(&p->b, "<td class=\"nhsuk-table__cell\">%s%z</td><td class=\"nhsuk-table__cell\">",
             one->choices.n ? one->choices.at[0].party->title : S("nobody"),
             one->choices.n && !one->choices.at[0].may ? ", on conditions" : "");
        for (uint32_t k = 1; k < one->choices.n; k++)
            html(&p->b, "%z%s", k > 1 ? "; " : "", one->choices.at[k].party->title);
        html(&p->b, "%z</td></tr>\n", one->choices.n < 2 ? "none" : "");
    }
    table_close(p);
}

static void money_axis(struct page *p, const struct matter *q)
{
    money_rows rows = axis_of(p, q);
    if (rows.n < 2)
        return;
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">And if it cost more, or less?</h2>\n<div "
                 "class=\"remit-pair\">\n");
    money_picture(p, &rows, q);
    buf_z(&p->b, "<div class=\"remit-beside\">\n");
    money_table(p, &rows, q);
    buf_z(&p->b, "</div></div>\n");
}

/* ---- to take away -------------------------------------------------------------------------- */

/* The question as the command line and the API take it. */
static struct str question_words(struct page *p, const struct matter *q)
{
    const struct model *m = p->s->m;
    struct buf b = buf_new(p->a);
    buf_fmt(&b, "%.*s", STR(m->functions.at.at[q->function].name));
    if (q->service)
        buf_fmt(&b, " of %.*s", STR(m->services.at.at[q->service].name));
    for (uint32_t i = 0; i < q->populations.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " and " : " for ",
                STR(m->populations.at[q->populations.at[i]].name));
    return buf_str(&b);
}

/* The address that gives this answer for ever: with its day and its handbooks. */
static void take_away(struct page *p, const struct matter *q)
{
    struct str words = question_words(p, q);
    html(&p->b,
         "<ul class=\"nhsuk-list remit-actions\">\n<li><a href=\"%s/?%s&amp;in=%q&amp;on=%q\" "
         "data-remit-share>Share this answer</a></li>\n<li hidden data-remit-print><button "
         "type=\"button\" class=\"remit-plain\">Print</button></li>\n",
         p->site->prefix, page_query(p, NULL), p->s->name, date_iso(p->a, p->on));
    html(&p->b, "<li>The same as %z</li>\n</ul>\n", page_api_links(p, "who", words));
}

void answer_show(struct page *p, const struct matter *q)
{
    struct answering x = {.answer = answer_new(p->a)};
    authority_who(p->u, q, &x.answer);
    if (x.answer.choices.n) {
        first_sentence(p, &x.answer);
    } else {
        buf_z(&p->b, "<p class=\"nhsuk-lede-text\">Nobody may decide this.</p>\n");
        try_remedies(p, q);
    }
    caveats(p, q);
    take_away(p, q);
    for (uint32_t i = 0; i < x.answer.choices.n; i++)
        decider(p, &x, &x.answer.choices.at[i], q);
    money_axis(p, q);
    try_answer(p, &x.answer, q);
}
