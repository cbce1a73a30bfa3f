/* area.c: choosing the people that a question is about.
 *
 * England has hundreds of places and thousands of neighbourhoods: as a list to choose from they
 * would be a megabyte in each page, and nobody would find theirs in it. Where there are many the
 * name is written instead, and what it may mean is offered. */
#include "pages/governance/governance.h"

enum { MOST_LISTED = 300, MOST_OFFERED = 12 };

static bool listed(const struct page *p)
{
    return p->s->m->populations.n <= MOST_LISTED;
}

id area_find(const struct page *p, struct str text)
{
    const struct model *m = p->s->m;
    id found = model_find_population(m, text);
    if (found != NONE || listed(p))
        return found;
    for (id i = 0; i < m->populations.n; i++)
        if (str_eq_fold(m->populations.at[i].title, text)) {
            if (found != NONE)
                return NONE; /* two have this title: either may be meant */
            found = i;
        }
    return found;
}

struct str area_problem(const struct page *p, struct str text)
{
    if (!text.n)
        return listed(p) ? S("Choose the people whom the decision is for")
                         : S("Enter the area whose people the decision is for");
    return listed(p)
               ? str_fmt(p->a, "There is no area '%.*s'; choose one from the list", STR(text))
               : str_fmt(p->a, "No single area is called '%.*s'; choose one below it", STR(text));
}

/* ---- as a list ----------------------------------------------------------------------------- */

static void choose(struct page *p, const char *name, const char *label, const char *hint,
                   const char *none, struct str value, const problems *list)
{
    const struct model *m = p->s->m;
    choice_items items = {0};
    if (none)
        *vec_push(p->a, &items) = (struct choice_item){S(""), str_of(none), 0};
    for (id i = 0; i < m->populations.n; i++)
        *vec_push(p->a, &items) = (struct choice_item){
            m->populations.at[i].name, m->populations.at[i].title, m->populations.at[i].depth};
    form_select(p, name, label, hint, &items, value, list);
}

/* ---- as a name ----------------------------------------------------------------------------- */

/* Is the word in the area's name, its title or that of an area around it? */
static bool about(const struct model *m, id area, struct str word)
{
    if (str_has_fold(m->populations.at[area].name, word))
        return true;
    for (; area != NONE; area = m->populations.at[area].parent)
        if (str_has_fold(m->populations.at[area].title, word))
            return true;
    return false;
}

static bool meant(const struct model *m, id area, struct str text)
{
    while (text.n) {
        size_t end = str_find(text, ' ');
        if (!about(m, area, str_sub(text, 0, end)))
            return false;
        text = str_sub(text, end + (end < text.n), text.n);
    }
    return true;
}

static void offer_one(struct page *p, const char *name, const struct population *x, bool first)
{
    html(&p->b, "%z<li><a href=\"%s\">%s</a>", first ? "<p>Did you mean:</p>\n<ul>\n" : "",
         page_with(p, name, x->name), x->title);
    if (x->parent != NONE)
        html(&p->b, " in %s", p->s->m->populations.at[x->parent].title);
    buf_z(&p->b, "</li>\n");
}

/* The areas that the text may mean, those first whose whole title it is. */
static void offer(struct page *p, const char *name, struct str text)
{
    const struct model *m = p->s->m;
    uint32_t n = 0;
    for (int whole = 1; whole >= 0; whole--)
        for (id i = 0; i < m->populations.n; i++) {
            const struct population *x = &m->populations.at[i];
            if (str_eq_fold(x->title, text) == whole && meant(m, i, text) && ++n <= MOST_OFFERED)
                offer_one(p, name, x, n == 1);
        }
    if (n)
        buf_z(&p->b, "</ul>\n");
    else
        buf_z(&p->b, "<p>No area has these words in its name.</p>\n");
    if (n > MOST_OFFERED)
        html(&p->b, "<p>%s more: write more words, as the name of the area around it.</p>\n",
             number_text(p->a, n - MOST_OFFERED));
}

void area_field(struct page *p, const char *name, const char *label, const char *hint,
                const char *none, struct str value, const problems *list)
{
    if (listed(p)) {
        choose(p, name, label, hint, none, value, list);
        return;
    }
    form_text(p, name, label, hint, value, list, "20");
    if (value.n && area_find(p, value) == NONE)
        offer(p, name, value);
}
