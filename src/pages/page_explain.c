/* page_explain.c: one name, or the code of a finding, in words: what remit explain says of it. */
#include "pages/page.h"

/* Which file of these handbooks, or NONE. */
static uint32_t file_of(struct page *p, struct str path)
{
    const struct findings *f = p->s->f;
    for (uint32_t i = 0; i < f->sources.n; i++)
        if (str_eq(f->sources.at[i].path, path))
            return i;
    return NONE;
}

/* "written at PATH:LINE" leads there. */
static bool written_at(struct page *p, struct str line)
{
    struct pos pos = {0};
    size_t at = 0, colon = str_last(line, ':');
    while (at < line.n && !str_starts(str_sub(line, at, line.n), S("written at ")))
        at++;
    if (at == line.n || !colon)
        return false;
    at += sizeof "written at " - 1;
    pos.file = at < colon ? file_of(p, str_sub(line, at, colon - 1)) : NONE;
    for (size_t i = colon; i < line.n && pos.line < UINT32_MAX / 16; i++)
        pos.line = pos.line * 10 + (uint32_t)(line.p[i] - '0');
    if (pos.file == NONE)
        return false;
    html(&p->b, "%s", str_sub(line, 0, at));
    page_place(p, p->s->f, pos);
    return true;
}

static void set_in(struct buf *b, unsigned *depth, unsigned to)
{
    for (; *depth < to; ++*depth)
        buf_z(b, "<ul>\n");
    for (; *depth > to; --*depth)
        buf_z(b, "</ul>\n");
}

/* Lines in the margin are paragraphs; what is set in is a list, "- " a list in it, "| " a
 * quotation from the text. */
static void told(struct page *p, struct str text)
{
    struct buf *b = &p->b;
    unsigned depth = 0;
    bool quoted = false;
    while (text.n) {
        size_t end = str_find(text, '\n'), in = 0;
        struct str line = str_sub(text, 0, end);
        text = str_sub(text, end + (end < text.n), text.n);
        while (in < line.n && line.p[in] == ' ')
            in++;
        line = str_sub(line, in, line.n);
        bool quote = str_starts(line, S("| ")), deeper = str_starts(line, S("- "));
        if (quoted != quote) {
            set_in(b, &depth, 0);
            buf_z(b, quote ? "<pre class=\"remit-quoted\"><code>" : "</code></pre>\n");
        }
        quoted = quote;
        if (quote) {
            html(b, "%s\n", str_sub(line, 2, line.n));
            continue;
        }
        set_in(b, &depth, !in ? 0 : deeper && depth ? 2 : 1);
        buf_z(b, !line.n ? "" : depth ? "<li>" : "<p>");
        if (!written_at(p, line))
            html_text(b, deeper ? str_sub(line, 2, line.n) : line);
        buf_z(b, line.n && !depth ? "</p>\n" : "\n");
    }
    buf_z(b, quoted ? "</code></pre>\n" : "");
    set_in(b, &depth, 0);
}

void page_explain(struct page *p)
{
    struct run r;
    struct map names = {0};
    const struct model *m = p->s->m;
    struct str name = page_name(p);
    if (page_run(p, action_find(S("explain")), name, "text", &r) == EXIT_BAD) {
        explain_names(p->a, m, &names);
        page_missing(p, "name or finding called", name, &names, "/explain/");
        return;
    }
    struct str text = buf_str(&r.out);
    size_t end = str_find(text, '\n');
    id body = model_find_body(m, name, NONE);
    page_heading(p, str_sub(text, 0, end));
    told(p, str_sub(text, end, text.n));
    if (body != NONE) {
        buf_z(&p->b, "<p>What it may decide: ");
        page_body_link(p, body);
        buf_z(&p->b, "</p>\n");
    }
}
