/* show.c: findings as people read them: file:line:column, what is wrong, the line with a
 * caret, how to mend it. */
#include "rules/rules.h"

struct style {
    const char *bold, *error, *warning, *note, *end;
};
static const struct style plain = {"", "", "", "", ""};
static const struct style coloured = {"\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;36m",
                                      "\033[0m"};

enum { FARTHEST = 2000 }; /* bytes either side of a place: a line may be the whole file */

static struct str source_line(struct str text, uint32_t offset)
{
    size_t at = offset < text.n ? offset : text.n, from = at, to = at;
    while (from && text.p[from - 1] != '\n' && at - from < FARTHEST)
        from--;
    while (to < text.n && text.p[to] != '\n' && text.p[to] != '\r' && to - at < FARTHEST)
        to++;
    while (from < at && ((unsigned char)text.p[from] & 0xc0) == 0x80)
        from++; /* not in the middle of a character */
    while (to > at && to < text.n && ((unsigned char)text.p[to] & 0xc0) == 0x80)
        to--;
    return str_sub(text, from, to);
}

static void place(struct buf *b, const struct findings *f, struct pos pos)
{
    if (pos.file == POS_NOWHERE || pos.file >= f->sources.n)
        return;
    buf_put(b, str_line(b->a, f->sources.at[pos.file].path)); /* anything may stand in a name */
    buf_fmt(b, ":%u:%u: ", pos.line, pos.column);
}

enum { WIDEST = 160 };

/* As it can be sent to a terminal: no broken text, nothing that it would obey. */
static struct str fit_to_show(struct arena *a, struct str line)
{
    struct buf b = buf_new(a);
    size_t good = str_utf8_valid(line);
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (i >= good && c >= 0x80)
            buf_putc(&b, '?');
        else if (c == '\t' || c < 0x20 || c == 0x7f)
            buf_putc(&b, ' ');
        else if (c >= 0xc0 && str_control(str_sub(line, i, line.n)) >= 0)
            i += c >= 0xe0 ? 2 : 1;
        else
            buf_putc(&b, (char)c);
    }
    return buf_str(&b);
}

static void excerpt(struct buf *b, const struct findings *f, struct pos pos, const struct style *s)
{
    if (pos.file == POS_NOWHERE || pos.file >= f->sources.n)
        return;
    struct str text = f->sources.at[pos.file].text;
    struct str line = source_line(text, pos.offset);
    size_t at = pos.offset <= text.n ? (size_t)(text.p + pos.offset - line.p) : 0;
    if (at > line.n)
        at = line.n;
    struct str before = str_sub(line, 0, at);
    size_t under = at + pos.length > line.n ? line.n - at : pos.length;
    size_t width = str_width(fit_to_show(b->a, str_sub(line, at, at + under)));
    if (line.n > WIDEST) { /* a very long line: only the part around the place */
        size_t from = at > 60 ? at - 60 : 0;
        while (from < at && ((unsigned char)line.p[from] & 0xc0) == 0x80)
            from++;
        size_t to = from + WIDEST < line.n ? from + WIDEST : line.n;
        while (to < line.n && ((unsigned char)line.p[to] & 0xc0) == 0x80)
            to++;
        before = str_sub(line, from, at);
        line = str_sub(line, from, to);
        width = width > 80 ? 80 : width;
    }
    buf_z(b, "    ");
    buf_put(b, fit_to_show(b->a, line));
    buf_z(b, "\n    ");
    buf_pad(b, ' ', str_width(fit_to_show(b->a, before)));
    buf_z(b, s->bold);
    buf_pad(b, '^', width ? width : 1);
    buf_z(b, s->end);
    buf_putc(b, '\n');
}

static void show(struct buf *b, const struct findings *f, const struct finding *x,
                 const struct style *s)
{
    const char *colour = x->severity == SEVERITY_ERROR     ? s->error
                         : x->severity == SEVERITY_WARNING ? s->warning
                                                           : s->note;
    buf_z(b, s->bold);
    place(b, f, x->pos);
    buf_fmt(b, "%s%s%s %s%s: %.*s\n", s->end, colour, severity_word(x->severity), x->code, s->end,
            STR(x->message));
    excerpt(b, f, x->pos, s);
    if (x->other_message.n) {
        buf_z(b, "  ");
        place(b, f, x->other);
        buf_fmt(b, "%.*s\n", STR(x->other_message));
        excerpt(b, f, x->other, s);
    }
    if (x->mend.n)
        buf_fmt(b, "    %.*s\n", STR(x->mend));
}

struct str findings_text(struct arena *a, const struct findings *f, bool colour)
{
    struct buf b = buf_new(a);
    uint32_t shown = 0, file = POS_NOWHERE, more = 0;
    for (uint32_t i = 0; i < f->list.n; i++) {
        const struct finding *x = &f->list.at[i];
        if (x->pos.file != file)
            shown = 0;
        file = x->pos.file;
        if (shown++ < LIMIT_FINDINGS)
            show(&b, f, x, colour ? &coloured : &plain);
        else
            more++;
    }
    if (more)
        buf_fmt(&b, "... and %u more in files with over %d findings\n", more, LIMIT_FINDINGS);
    return buf_str(&b);
}
