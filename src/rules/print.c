/* print.c: the tree back to text, in one layout.
 *
 * A statement stands on one line, its clauses behind it; a clause that the author began
 * on a new line keeps a line of its own, and lines longer than WIDTH break before a
 * clause, or inside a list of texts. Blocks are indented by two, continuation lines by four. */
#include "rules/syntax.h"

enum { WIDTH = 100, BLOCK_INDENT = 2, CONTINUED = 4 };

struct printer {
    struct buf b;
    size_t line_start; /* where in b the present line begins */
    unsigned indent;
};

static void print_arg(struct buf *b, const struct node *n);

static void print_list(struct buf *b, const struct node *n, const char *between)
{
    for (const struct node *c = n; c; c = c->next) {
        if (c != n)
            buf_z(b, between);
        print_arg(b, c);
    }
}

static void print_text(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_putc(b, '\\');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '"');
}

static void print_percent(struct buf *b, int64_t millionths)
{
    int64_t rest = millionths % 10000, scale = 1000;
    buf_fmt(b, "%lld", (long long)(millionths / 10000));
    if (rest)
        buf_putc(b, '.');
    for (; rest; rest %= scale, scale /= 10)
        buf_putc(b, (char)('0' + rest / scale));
    buf_putc(b, '%');
}

static void print_alt(struct buf *b, const struct node *n)
{
    bool listed = n->value && n->args && (n->args->next || n->args->value);
    if (n->value)
        buf_fmt(b, "%lld of ", (long long)n->value);
    if (listed)
        buf_putc(b, '(');
    print_list(b, n->args, listed || !n->text.n ? ", " : n->text.p[0] == 'a' ? " and " : " or ");
    if (listed)
        buf_putc(b, ')');
    if (n->clauses) {
        buf_putc(b, ' ');
        buf_put(b, n->clauses->text);
    }
}

static void print_need(struct buf *b, const struct node *n)
{
    if (n->value > 0 && n->text.n)
        buf_fmt(b, "%lld of ", (long long)n->value);
    else if (n->value < 0)
        buf_z(b, "each ");
    print_list(b, n->args, " or ");
}

static void print_arg(struct buf *b, const struct node *n)
{
    switch (n->kind) {
    case ARG_TEXT:
        print_text(b, n->text);
        break;
    case ARG_MONEY:
        buf_put(b, money_code(b->a, n->value));
        if (n->args)
            buf_fmt(b, " per %.*s people", STR(n->args->text));
        break;
    case ARG_PERCENT:
        print_percent(b, n->value);
        buf_z(b, " of ");
        print_list(b, n->args, ", ");
        break;
    case ARG_DATE:
        buf_put(b, date_iso(b->a, (date)n->value));
        break;
    case ARG_DURATION:
        buf_fmt(b, "%lld %.*s", (long long)n->value, STR(n->text));
        break;
    case ARG_LIST:
        print_list(b, n->args, ", ");
        if (n->clauses) {
            buf_z(b, " except ");
            print_list(b, n->clauses->args, ", ");
        }
        break;
    case ARG_TEXTS:
        print_list(b, n->args, ",\n"); /* a line may break here: see wrapped() */
        break;
    case ARG_EXCEPT:
        print_list(b, n->args, ", ");
        break;
    case ARG_LOWER:
        buf_z(b, "the lower of "), print_list(b, n->args, ", ");
        break;
    case ARG_HIGHER:
        buf_z(b, "the higher of "), print_list(b, n->args, ", ");
        break;
    case ARG_PARTY:
        print_list(b, n->args, ", else ");
        break;
    case ARG_RULES:
        print_list(b, n->args, ", else ");
        break;
    case ARG_ALT:
        print_alt(b, n);
        break;
    case ARG_ONE:
        if (n->value < 0)
            buf_fmt(b, "%lld of ", (long long)-n->value);
        buf_fmt(b, "%s%.*s", n->value > 0 ? "each " : "", STR(n->text));
        if (n->args)
            buf_fmt(b, " of %.*s", STR(n->args->text));
        break;
    case ARG_NEED:
        print_need(b, n);
        break;
    default:
        buf_put(b, n->text);
        break; /* names, numbers and words as written */
    }
}

/* Words and arguments of one statement or clause, in the order of its grammar row. */
static void print_head(struct buf *b, const struct node *n)
{
    const char *shape = n->form->args;
    const struct node *x = n->args;
    size_t from = b->n;
    buf_put(b, n->text);
    for (; *shape; shape++) {
        if (*shape == ' ')
            continue;
        if (*shape == '\'') {
            size_t k = 1;
            while (shape[k] != '\'')
                k++;
            buf_fmt(b, "%s%.*s", b->n > from ? " " : "", (int)k - 1, shape + 1);
            shape += k;
            continue;
        }
        if (*shape == '(')
            while (*shape != ')')
                shape++;
        if (!x || (*shape == '~' && x->kind != ARG_TEXT))
            continue;
        if (b->n > from)
            buf_putc(b, ' ');
        print_arg(b, x);
        x = x->next;
    }
}

static void line(struct printer *p, unsigned indent)
{
    if (p->b.n)
        buf_putc(&p->b, '\n');
    p->line_start = p->b.n;
    buf_pad(&p->b, ' ', indent);
}

/* A head, whose line feeds are places where its line may break. */
static void wrapped(struct printer *p, struct str head, unsigned indent)
{
    for (size_t at = 0; at <= head.n; at += str_find(str_sub(head, at, head.n), '\n') + 1) {
        struct str piece = str_sub(head, at, at + str_find(str_sub(head, at, head.n), '\n'));
        size_t width = str_width(str_sub(buf_str(&p->b), p->line_start, p->b.n));
        if (at && width + 1 + str_width(piece) > WIDTH)
            line(p, indent);
        else if (at)
            buf_putc(&p->b, ' ');
        buf_put(&p->b, piece);
    }
}

/* tight: no empty line before the first. */
static void comments(struct printer *p, const struct comment *c, unsigned indent, bool tight)
{
    for (; c; c = c->next, tight = false) {
        if (c->blank_before && !tight)
            line(p, 0);
        line(p, indent);
        buf_put(&p->b, c->text);
    }
}

static void behind(struct printer *p, const struct comment *c)
{
    if (c) {
        buf_z(&p->b, "  ");
        buf_put(&p->b, c->text);
    }
}

static const struct comment *print_clauses(struct printer *p, const struct node *n)
{
    const struct comment *pending = n->beside; /* behind what was printed last */
    for (const struct node *c = n->clauses; c; c = c->next) {
        struct buf text = buf_new(p->b.a);
        print_head(&text, c);
        size_t width = str_width(str_sub(buf_str(&p->b), p->line_start, p->b.n));
        bool fits = width + 1 + str_width(buf_str(&text)) <= WIDTH;
        if (pending)
            behind(p, pending);
        if (c->before)
            comments(p, c->before, p->indent + CONTINUED, true);
        if (c->own_line || !fits || c->before || pending)
            line(p, p->indent + CONTINUED);
        else
            buf_putc(&p->b, ' ');
        wrapped(p, buf_str(&text), p->indent + 2 * CONTINUED);
        pending = c->after;
    }
    return pending;
}

static const struct comment *last_clause_comment(const struct node *n)
{
    const struct node *c = n->clauses;
    while (c && c->next)
        c = c->next;
    return c ? c->after : NULL;
}

static void print_statement(struct printer *p, const struct node *n, bool first)
{
    const struct comment *clause_after = last_clause_comment(n);
    comments(p, n->before, p->indent, first);
    if (n->blank_before && (n->before || !first))
        line(p, 0);
    line(p, p->indent);
    struct buf head = buf_new(p->b.a);
    print_head(&head, n);
    wrapped(p, buf_str(&head), p->indent + CONTINUED);
    print_clauses(p, n);
    if (n->block)
        buf_z(&p->b, n->body || n->before_close || n->after || clause_after ? " {" : " { }");
    behind(p, n->after ? n->after : clause_after);
    if (n->block && (n->body || n->before_close || n->after || clause_after)) {
        p->indent += BLOCK_INDENT;
        for (const struct node *c = n->body; c; c = c->next)
            print_statement(p, c, c == n->body);
        comments(p, n->before_close, p->indent, !n->body);
        p->indent -= BLOCK_INDENT;
        line(p, p->indent);
        buf_putc(&p->b, '}');
    }
}

struct str print_file(struct arena *a, const struct node *file)
{
    struct printer p = {.b = buf_new(a)};
    for (const struct node *c = file->body; c; c = c->next)
        print_statement(&p, c, c == file->body);
    comments(&p, file->before_close, 0, !file->body);
    if (p.b.n)
        buf_putc(&p.b, '\n');
    return buf_str(&p.b);
}

struct str print_line(struct arena *a, const struct node *n)
{
    struct buf b = buf_new(a);
    print_head(&b, n);
    for (const struct node *c = n->clauses; c; c = c->next) {
        buf_putc(&b, ' ');
        print_head(&b, c);
    }
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] == '\n')
            b.p[i] = ' ';
    return buf_str(&b);
}
