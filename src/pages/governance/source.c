/* source.c: the text of a file as it is written: line by line, coloured by what each word is,
 * names as links, and what is wrong behind the line where it stands. */
#include "pages/governance/governance.h"

enum name_mark { NOT_A_NAME, A_NAME, A_ROLE };

struct showing {
    struct page *p;
    const struct model *m;
    const struct findings *wrong;
    struct map names; /* what has words of its own to explain it, bodies apart */
    struct str text;
    unsigned char *marks; /* per byte of the text: a name begins here */
    const struct token *t, *end;
    ids heads;     /* handbooks of this file, as they stand in it */
    uint32_t head; /* the next of them */
    id handbook;   /* that the line belongs to */
    bool links;
    uint32_t next, told; /* findings: the next one, and how many were met */
    uint32_t last_wrong; /* line; 0: none yet */
};

/* ---- which words are names ----------------------------------------------------------------- */

/* As the parser understood it: "budget" is a word of the language here and a name there. */
static void mark_names(struct showing *s, const struct node *n, enum name_mark as)
{
    for (; n; n = n->next) {
        bool inside = n->text.p >= s->text.p && n->text.p < s->text.p + s->text.n;
        if (inside && (n->kind == ARG_NAME || n->kind == ARG_ONE))
            s->marks[n->text.p - s->text.p] = (unsigned char)as;
        bool role = n->kind == ARG_NEED || n->kind == CLAUSE_AS || as == A_ROLE;
        mark_names(s, n->args, role ? A_ROLE : A_NAME);
        mark_names(s, n->clauses, A_NAME);
        mark_names(s, n->body, A_NAME);
    }
}

/* Where a name leads to; empty where nothing is known of it. A seat or class is a role before it
 * is a post of that name elsewhere. */
static struct str address_of(const struct showing *s, struct str name, enum name_mark as)
{
    const struct model *m = s->m;
    struct buf b = buf_new(s->p->a);
    bool thing = tree_find(&m->functions, name) != NONE || tree_find(&m->services, name) != NONE ||
                 model_find_population(m, name) != NONE;
    id body = model_find_body(m, name, s->handbook);
    bool other = map_get(&s->names, name) != MAP_NONE;
    if (body != NONE && !thing && !(other && as == A_ROLE))
        html(&b, "/bodies/%q", m->bodies.at[body].name);
    else if (thing || other)
        html(&b, "/explain/%q", name);
    return b.n ? page_link(s->p, buf_str(&b), S("")) : S("");
}

/* ---- one line ------------------------------------------------------------------------------ */

static const char *class_of(const struct showing *s, const struct token *t)
{
    switch (t->kind) {
    case TOKEN_TEXT:
        return "remit-text";
    case TOKEN_MONEY:
    case TOKEN_NUMBER:
    case TOKEN_PERCENT:
    case TOKEN_DATE:
        return "remit-value";
    case TOKEN_WRONG:
        return "remit-unread";
    case TOKEN_NAME:
        return s->marks[t->pos.offset] ? "remit-name" : "remit-word";
    default:
        return NULL;
    }
}

static void token(struct showing *s, const struct token *t)
{
    struct buf *b = &s->p->b;
    struct str raw = str_sub(s->text, t->pos.offset, t->pos.offset + t->pos.length);
    enum name_mark mark = t->kind == TOKEN_NAME || t->kind == TOKEN_NUMBER
                              ? (enum name_mark)s->marks[t->pos.offset]
                              : NOT_A_NAME;
    struct str to = mark && s->links ? address_of(s, raw, mark) : S("");
    const char *class = class_of(s, t);
    if (to.n)
        html(b, "<a href=\"%s\">%s</a>", to, raw);
    else if (class)
        html(b, "<span class=\"%z\">%s</span>", class, raw);
    else
        html_text(b, raw);
}

/* Between tokens: blanks and comments. */
static void between(struct showing *s, size_t from, size_t to)
{
    struct str gap = str_sub(s->text, from, to);
    size_t hash = str_find(gap, '#');
    html_text(&s->p->b, str_sub(gap, 0, hash));
    if (hash < gap.n)
        html(&s->p->b, "<span class=\"remit-comment\">%s</span>", str_sub(gap, hash, gap.n));
}

/* The bytes from..to; no token stands on two lines. */
static void line(struct showing *s, size_t from, size_t to)
{
    size_t at = from;
    while (s->t < s->end && s->t->pos.offset < from)
        s->t++;
    for (; s->head < s->heads.n && s->m->handbooks.at[s->heads.at[s->head]].pos.offset <= from;
         s->head++)
        s->handbook = s->heads.at[s->head];
    for (; s->t < s->end && s->t->pos.offset < to && s->t->kind != TOKEN_END; s->t++) {
        between(s, at, s->t->pos.offset);
        token(s, s->t);
        at = s->t->pos.offset + s->t->pos.length;
    }
    between(s, at, to);
}

/* ---- what is wrong with it ----------------------------------------------------------------- */

/* Blanks as wide as what stands before the place, then carets under it. */
static void caret(struct buf *b, struct str line, size_t at, size_t length)
{
    size_t under = at + length > line.n ? line.n - at : length;
    size_t width = str_width(str_sub(line, at, at + under));
    for (size_t i = 0; i < at; i++)
        if (line.p[i] == '\t')
            buf_putc(b, '\t');
        else if (((unsigned char)line.p[i] & 0xc0) != 0x80)
            buf_putc(b, ' ');
    buf_pad(b, '^', width ? width : 1);
}

static void wrong_row(struct showing *s, const struct finding *x, size_t from, size_t to)
{
    struct buf *b = &s->p->b;
    size_t at = x->pos.offset > from && x->pos.offset <= to ? x->pos.offset - from : 0;
    html(b, "<tr class=\"remit-wrong\"><td></td><td><div class=\"remit-caret\" "
            "aria-hidden=\"true\">");
    caret(b, str_sub(s->text, from, to), at, x->pos.length);
    buf_z(b, "</div>");
    page_finding_words(s->p, x);
    buf_z(b, "</td></tr>\n");
}

/* ---- the whole ----------------------------------------------------------------------------- */

static struct showing showing_new(struct page *p, const struct model *m, uint32_t file, bool links)
{
    const struct source *source = &m->findings->sources.at[file];
    struct showing s = {.p = p, .m = m, .text = source->text, .handbook = NONE, .links = links};
    struct findings alone = {.a = p->a}; /* what is no token was reported when it was read */
    uint32_t n;
    s.marks = NEW_ARRAY(p->a, unsigned char, s.text.n + 1);
    *vec_push(p->a, &alone.sources) = *source;
    s.t = tokens_of(&alone, 0, &n);
    s.end = s.t + n;
    if (file < m->files.n)
        mark_names(&s, m->files.at[file], A_NAME);
    for (id h = 0; h < m->handbooks.n; h++)
        if (m->handbooks.at[h].pos.file == file)
            *vec_push(p->a, &s.heads) = h;
    if (links)
        explain_names(p->a, m, &s.names);
    return s;
}

/* What is wrong with this line; the rest is counted where there is very much. */
static void wrong_rows(struct showing *s, uint32_t file, uint32_t line, size_t from, size_t to)
{
    const struct findings *f = s->wrong;
    for (; s->next < f->list.n && f->list.at[s->next].pos.file == file &&
           f->list.at[s->next].pos.line <= line;
         s->next++)
        if (s->told++ < LIMIT_FINDINGS)
            wrong_row(s, &f->list.at[s->next], from, to);
    if (s->next && f->list.at[s->next - 1].pos.file == file)
        s->last_wrong = f->list.at[s->next - 1].pos.line;
}

/* Is something wrong within `around` lines on either side of this one? */
static bool near_wrong(const struct showing *s, uint32_t file, uint32_t line, uint32_t around)
{
    const struct findings *f = s->wrong;
    bool behind = s->last_wrong && line - s->last_wrong <= around;
    return behind || (s->next < f->list.n && f->list.at[s->next].pos.file == file &&
                      f->list.at[s->next].pos.line - line <= around);
}

static void lines(struct showing *s, uint32_t file, uint32_t around)
{
    struct buf *b = &s->p->b;
    bool left_out = false;
    for (size_t from = 0, to, n = 1; from < s->text.n; from = to + 1, n++) {
        to = from + str_find(str_sub(s->text, from, s->text.n), '\n');
        bool shown = around == UINT32_MAX || near_wrong(s, file, (uint32_t)n, around);
        if (shown && left_out)
            buf_z(b, "<tr><td></td><td>...</td></tr>\n");
        left_out = !shown;
        if (shown) {
            html(b, "<tr id=\"L%d\"><th scope=\"row\">%d</th><td><code>", (int64_t)n, (int64_t)n);
            line(s, from, to > from && s->text.p[to - 1] == '\r' ? to - 1 : to);
            buf_z(b, "</code></td></tr>\n");
        }
        wrong_rows(s, file, (uint32_t)n, from, to);
    }
}

void source_text(struct page *p, const struct model *m, const struct findings *f, uint32_t file,
                 uint32_t around, bool links)
{
    struct showing s = showing_new(p, m, file, links);
    s.wrong = f;
    while (s.next < f->list.n && f->list.at[s.next].pos.file < file)
        s.next++;
    buf_z(&p->b, "<div class=\"remit-source\" role=\"region\" tabindex=\"0\" aria-label=\"Text of "
                 "the handbook\"><table><caption class=\"nhsuk-u-visually-hidden\">The text, line "
                 "by line</caption><tbody>\n");
    lines(&s, file, around);
    buf_z(&p->b, "</tbody></table></div>\n");
    if (s.told > LIMIT_FINDINGS)
        html(&p->b, "<p>... and %s findings more in this text.</p>\n",
             number_text(p->a, s.told - LIMIT_FINDINGS));
}
