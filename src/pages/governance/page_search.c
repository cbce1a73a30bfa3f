/* page_search.c: what the search at the top of every page finds. */
#include "actions/governance/search.h"

#include "pages/governance/governance.h"

enum { SHOWN = 8, ALL = 500 }; /* of each kind: beside others, and alone */

/* The page that says most of a thing. */
static struct str address(struct page *p, const struct found *x)
{
    const struct model *m = p->s->m;
    struct buf path = buf_new(p->a), query = buf_new(p->a);
    switch (x->kind) {
    case FOUND_BODY:
        html(&path, "/bodies/%q", x->name);
        return page_link(p, buf_str(&path), S(""));
    case FOUND_POPULATION:
        html(&path, "/places/%q", x->name);
        return page_link(p, buf_str(&path), S(""));
    case FOUND_FUNCTION:
    case FOUND_SERVICE:
        html(&query, "%z=%q", found_words[x->kind].name, x->name);
        return page_link(p, S("/matrix"), buf_str(&query));
    case FOUND_POWER: {
        const struct grant *g = &m->grants.at[x->number];
        const struct box *b = &g->what.in.at[x->part];
        id area = b->population != NONE ? b->population : m->bodies.at[g->holder].population;
        html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[b->function].name,
             b->service ? m->services.at.at[b->service].name : S(""),
             area == NONE ? S("") : m->populations.at[area].name);
        return page_link(p, S("/"), buf_str(&query));
    }
    default: {
        struct buf line = buf_new(p->a);
        html(&path, "/handbook/%d", (int64_t)x->pos.file);
        html(&line, "%z#L%d", "", (int64_t)x->pos.line);
        return str_fmt(p->a, "%.*s%.*s", STR(page_link(p, buf_str(&path), S(""))),
                       STR(buf_str(&line)));
    }
    }
}

static void one(struct page *p, const struct found *x)
{
    buf_z(&p->b, "<li>");
    if (x->pos.file == POS_NOWHERE && x->kind >= FOUND_INSTRUMENT && x->kind != FOUND_POWER)
        html(&p->b, "%s", x->title);
    else
        html(&p->b, "<a href=\"%s\">%s</a>", address(p, x), x->title);
    html(&p->b, "%z<span class=\"nhsuk-u-secondary-text-colour\">%s</span></li>\n",
         x->what.n ? "<br>" : "", x->what);
}

static void group(struct page *p, const struct search *x, enum found_kind kind)
{
    uint32_t listed = 0;
    const struct found_word *w = &found_words[kind];
    if (!x->count[kind])
        return;
    html(&p->b,
         "<h2 class=\"nhsuk-heading-m\" id=\"%z\">%z <span "
         "class=\"nhsuk-u-secondary-text-colour\">(%s)</span></h2>\n",
         w->name, w->many, number_text(p->a, x->count[kind]));
    if (kind != FOUND_FINDING)
        buf_z(&p->b, "<ul class=\"nhsuk-list remit-found\">\n");
    for (uint32_t i = 0; i < x->list.n; i++) {
        if (x->list.at[i].kind != kind)
            continue;
        if (kind == FOUND_FINDING)
            page_finding(p, p->s->f, &p->s->f->list.at[x->list.at[i].number]);
        else
            one(p, &x->list.at[i]);
        listed++;
    }
    buf_z(&p->b, kind != FOUND_FINDING ? "</ul>\n" : "");
    if (listed < x->count[kind] && listed < ALL)
        html(&p->b,
             "<p><a href=\"%s\">All %s<span class=\"nhsuk-u-visually-hidden\">: "
             "%z</span></a></p>\n",
             page_with(p, "kind", str_of(w->name)), number_text(p->a, x->count[kind]), w->many);
    else if (listed < x->count[kind])
        html(&p->b, "<p>The first %s are shown; more words find fewer.</p>\n",
             number_text(p->a, listed));
}

static void nothing(struct page *p, const struct search *x, struct str words)
{
    buf_z(&p->b, "<p>Nothing in these handbooks holds all of these words.</p>\n");
    if (x->meant.n)
        html(&p->b, "<p class=\"nhsuk-lede-text\">Did you mean <a href=\"%s\">%s</a>?</p>\n",
             page_with(p, "q", x->meant), x->meant);
    buf_z(&p->b, "<ul class=\"nhsuk-list nhsuk-list--bullet\">\n");
    for (struct str rest = words; rest.n;) {
        size_t end = str_find(rest, ' ');
        struct str word = str_sub(rest, 0, end);
        if (end && word.n < words.n)
            html(&p->b, "<li>Search for <a href=\"%s\">%s</a> alone</li>\n",
                 page_with(p, "q", word), word);
        rest = str_sub(rest, end + (end < rest.n), rest.n);
    }
    html(&p->b,
         "<li><a href=\"%s\">All bodies and posts</a></li>\n"
         "<li><a href=\"%s\">Ask who decides</a></li>\n</ul>\n",
         page_link(p, S("/system"), S("")), page_link(p, S("/"), S("")));
}

/* Words that ask who decides: the question itself. */
static void ready_question(struct page *p, const struct matter *q)
{
    const struct model *m = p->s->m;
    struct buf query = buf_new(p->a);
    html(&query, "what=%q&service=%q&for=%q", m->functions.at.at[q->function].name,
         q->service ? m->services.at.at[q->service].name : S(""),
         m->populations.at[q->populations.at[0]].name);
    html(&p->b, "<p class=\"nhsuk-lede-text\"><a href=\"%s\">%s</a></p>\n",
         page_link(p, S("/"), buf_str(&query)), matter_question(p->u, p->a, q));
}

void page_search(struct page *p)
{
    struct str words = field_get(&p->q->query, "q"), kind = field_get(&p->q->query, "kind");
    uint32_t sum = 0, kinds = 0, only = FOUND_KINDS;
    if (!words.n) {
        page_heading(p, S("Search"));
        buf_z(&p->b, "<p>Write a word into the field at the top: the name of a body, a place, a "
                     "function, a service, or the code of a finding.</p>\n");
        return;
    }
    for (uint32_t i = 0; i < FOUND_KINDS; i++)
        if (str_eq(kind, str_of(found_words[i].name)))
            only = i;
    struct search x = search_find(p->a, p->u, p->s->f, words, only < FOUND_KINDS ? ALL : SHOWN);
    for (uint32_t i = 0; i < FOUND_KINDS; i++) {
        sum += x.count[i];
        kinds += x.count[i] > 0;
    }
    page_heading(p, str_fmt(p->a, "Search: %.*s", STR(words)));
    if (x.asks)
        ready_question(p, &x.question);
    if (!sum) {
        if (!x.asks)
            nothing(p, &x, words);
        return;
    }
    html(&p->b, "<p class=\"nhsuk-lede-text\">%s found.</p>\n", number_text(p->a, sum));
    if (only < FOUND_KINDS)
        html(&p->b, "<p><a href=\"%s\">All kinds</a></p>\n", page_with(p, "kind", S("")));
    else if (kinds > 1) {
        buf_z(&p->b, "<ul class=\"nhsuk-list remit-kinds\">\n");
        for (uint32_t i = 0; i < FOUND_KINDS; i++)
            if (x.count[i])
                html(&p->b, "<li><a href=\"#%z\">%z</a> (%s)</li>\n", found_words[i].name,
                     found_words[i].many, number_text(p->a, x.count[i]));
        buf_z(&p->b, "</ul>\n");
    }
    page_downloads(p, "search", words);
    for (uint32_t i = 0; i < FOUND_KINDS; i++)
        if (only == FOUND_KINDS || only == i)
            group(p, &x, i);
}
