/* page_system.c: all bodies and posts as a tree of what is part of what. */
#include "pages/governance/governance.h"

/* First part of each body, and the next part of the same: in the order of names. */
struct family {
    id *first, *next;
    bool *shown;
};

static struct family family_of(struct page *p)
{
    const struct model *m = p->s->m;
    struct family f = {NEW_ARRAY(p->a, id, m->bodies.n), NEW_ARRAY(p->a, id, m->bodies.n),
                       NEW_ARRAY(p->a, bool, m->bodies.n)};
    for (id i = 0; i < m->bodies.n; i++)
        f.first[i] = f.next[i] = NONE;
    for (uint32_t r = m->by_rank.n; r-- > 0;) {
        id b = m->by_rank.at[r];
        if (!m->bodies.at[b].parents.n)
            continue;
        id above = m->bodies.at[b].parents.at[0];
        f.next[b] = f.first[above];
        f.first[above] = b;
    }
    return f;
}

void page_body_link_as(struct page *p, id body, struct str text)
{
    const struct body *b = &p->s->m->bodies.at[body];
    struct buf path = buf_new(p->a);
    html(&path, "/bodies/%q", b->name);
    html(&p->b, "<a href=\"%s\">%s</a>", page_link(p, buf_str(&path), S("")), text);
}

void page_body_link(struct page *p, id body)
{
    page_body_link_as(p, body, body_title(p->s->m, body));
}

static void branch(struct page *p, struct family *f, id body, unsigned depth)
{
    const struct model *m = p->s->m;
    const struct body *b = &m->bodies.at[body];
    bool alive = authority_alive(p->u, body);
    f->shown[body] = true;
    buf_z(&p->b, "<li>");
    page_body_link(p, body);
    html(&p->b, " <span class=\"nhsuk-u-secondary-text-colour\">%s%z</span>\n",
         m->kinds.at[b->kind].title, alive ? "" : ", not there on this day");
    if (f->first[body] != NONE && depth < LIMIT_DEPTH) {
        buf_z(&p->b, "<ul>\n");
        for (id c = f->first[body]; c != NONE; c = f->next[c])
            if (!f->shown[c])
                branch(p, f, c, depth + 1);
        buf_z(&p->b, "</ul>\n");
    }
    buf_z(&p->b, "</li>\n");
}

static void by_organisation(struct page *p)
{
    const struct model *m = p->s->m;
    struct family f = family_of(p);
    buf_z(&p->b, "<ul class=\"nhsuk-list nhsuk-list--bullet remit-tree\">\n");
    for (uint32_t r = 0; r < m->by_rank.n; r++)
        if (!m->bodies.at[m->by_rank.at[r]].parents.n)
            branch(p, &f, m->by_rank.at[r], 0);
    buf_z(&p->b, "</ul>\n");
}

void page_system(struct page *p)
{
    page_heading(p, S("Bodies"));
    html(
        &p->b,
        "<p>%s bodies and posts, each under the organisation that it is part of. Choose one to see "
        "its members, its powers and what is unclear about it.</p>\n",
        number_text(p->a, p->s->m->bodies.n));
    by_organisation(p);
}
