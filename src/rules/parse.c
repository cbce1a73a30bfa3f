/* parse.c: tokens to tree, driven by the rows of grammar.c.
 *
 * A statement begins on a new line, after { or after ;. Inside it line breaks mean
 * nothing. When something cannot be read the parser says what it found and what could
 * stand there, skips to the next line that is indented no deeper than the statement,
 * and goes on, so that one mistake costs one statement. One that declares a name stays
 * all the same, without the clause that cannot be read: the name is used elsewhere.
 *
 * Comments stay in their order. One behind a statement, a clause or { hangs there, one
 * above a statement or a clause likewise; one in the middle goes above what it is in. */
#include <string.h>

#include "rules/parse.h"

static const struct form *clause_here(struct parser *p, const char *takes)
{
    if (p->t->kind != TOKEN_NAME)
        return NULL;
    for (size_t i = 0; i < grammar_count; i++) {
        const struct form *g = &grammar[i];
        if (g->words[0] != p->t->text.p[0] || !parse_group(takes, g->in))
            continue; /* most begin with another letter */
        int k = token_words(p->t, g->words);
        if (k > 0 && (!g->first || p->t[k].kind == g->first) && token_words(p->t, "for each") < 0)
            return g;
    }
    return NULL;
}

static const struct form *statement_here(struct parser *p, char context)
{
    char in[2] = {context, 0};
    const struct form *plain = NULL;
    for (size_t i = 0; i < grammar_count; i++) {
        const struct form *g = &grammar[i];
        if (!parse_group(in, g->in))
            continue;
        if (!g->words[0]) {
            plain = g;
            continue;
        }
        int k = token_words(p->t, g->words);
        if (k > 0 && (!g->first || p->t[k].kind == g->first))
            return g;
    }
    return plain;
}

static struct node *begin(struct parser *p, const struct form *form)
{
    struct node *n = parse_node(p, form->kind);
    n->form = form;
    n->blank_before = p->t->blank_before;
    n->own_line = p->t->first_on_line;
    parse_comments(p);
    n->before = parse_loose(p);
    int k = token_words(p->t, form->words);
    n->text = str_of(form->words); /* clauses with several wordings are told apart by it */
    while (k-- > 0)
        parse_take(p);
    return n;
}

/* Its arguments; the comments among them go above it. */
static void rest_of(struct parser *p, struct node *n)
{
    parse_args(p, n);
    n->end = p->last->pos;
    struct comment **end = &n->before;
    while (*end)
        end = &(*end)->next;
    *end = parse_loose(p);
}

static void clauses(struct parser *p, struct node *owner)
{
    struct tail list = {&owner->clauses, 0};
    while (!p->failed) {
        const struct form *form = clause_here(p, owner->form->takes);
        if (!form)
            return;
        if (!owner->clauses)
            owner->beside = parse_comment_behind(p);
        struct node *c = begin(p, form);
        rest_of(p, c);
        c->after = parse_comment_behind(p);
        if (!p->failed)
            parse_append(p, &list, c);
    }
}

/* Skip what could not be read: to a { of this statement, or to the next line that is
 * indented no deeper than it, or to a } or ; that ends it. */
static void recover(struct parser *p, const struct token *start)
{
    unsigned inside = 0;
    for (;; parse_take(p)) {
        struct token *t = p->t;
        if (t->kind == TOKEN_END)
            return;
        if (token_is_mark(t, '{')) {
            if (!inside)
                return;
            inside++;
        } else if (token_is_mark(t, '}')) {
            if (!inside)
                return;
            inside--;
        } else if (!inside && t != start && token_is_mark(t, ';')) {
            return;
        } else if (!inside && t != start && t->first_on_line &&
                   t->pos.column <= start->pos.column) {
            return;
        }
    }
}

static void block(struct parser *p, struct node *owner, char context);

static void skip_block(struct parser *p)
{
    unsigned inside = 0;
    do {
        if (token_is_mark(p->t, '{'))
            inside++;
        if (token_is_mark(p->t, '}'))
            inside--;
        parse_take(p);
    } while (inside && p->t->kind != TOKEN_END);
}

/* A statement that nobody can read: all of it is passed over. */
static void skip_statement(struct parser *p)
{
    const struct token *start = p->t;
    parse_take(p);
    recover(p, start);
    if (token_is_mark(p->t, '{'))
        skip_block(p);
}

/* A word that begins no statement of this block; there is no default. */
static void no_statement(struct parser *p, char context)
{
    struct finding *x = parse_expected(p, "a statement");
    parse_suggest(p, x, context);
    skip_statement(p);
}

static void check_end(struct parser *p, const struct form *form, const struct token *start,
                      char context)
{
    const struct token *t = p->t;
    if (t->kind == TOKEN_END || t->first_on_line || token_is_mark(t, ';') ||
        token_is_mark(t, '}') || (token_is_mark(t, '{') && form->block))
        return;
    if (!token_is_mark(t, '{')) {
        parse_unexpected(p, form, start, context);
        return;
    }
    report(p->f, "R011", t->pos, "a { block } cannot stand behind this statement")->mend =
        S("begin a new statement on a new line or after ';'");
    p->failed = true;
}

/* Statements that others speak of by name. */
static bool declares(enum node_kind kind)
{
    switch (kind) {
    case NODE_HANDBOOK:
    case NODE_LAW:
    case NODE_POPULATION:
    case NODE_FUNCTION:
    case NODE_SERVICE:
    case NODE_ROLE:
    case NODE_KIND:
    case NODE_ROUTE:
    case NODE_DUTY:
    case NODE_BODY:
    case NODE_INSTRUMENT:
    case NODE_FUND:
    case NODE_TEST:
    case NODE_STATE:
    case NODE_AMOUNT:
    case NODE_SETTING:
    case NODE_CLASSIFICATION:
    case NODE_CATEGORY:
        return true;
    default:
        return false;
    }
}

/* Comments behind a statement: one hangs there, further ones go to the next. */
static void hang_comment(struct parser *p, struct node *n)
{
    const struct node *c = n->clauses;
    while (c && c->next)
        c = c->next;
    if (!n->after && !p->loose && !(c && c->after))
        n->after = parse_comment_behind(p);
}

/* Where a name could begin a statement, a word that would go on the line above cannot. */
static bool stray_clause(struct parser *p, const struct form *form, char context)
{
    if (form->words[0] || !clause_here(p, form->takes))
        return false;
    struct finding *x =
        report(p->f, "R011", p->t->pos, "'%.*s' cannot begin a statement", STR(p->t->text));
    x->mend = S("put it behind what it belongs to, or choose another name");
    parse_suggest(p, x, context);
    skip_statement(p);
    return true;
}

static struct node *statement(struct parser *p, char context)
{
    const struct form *form = statement_here(p, context);
    struct token *start = p->t;
    p->failed = false;
    p->meant = NULL;
    if (!form) {
        no_statement(p, context);
        return NULL;
    }
    if (stray_clause(p, form, context))
        return NULL;
    struct node *n = begin(p, form);
    rest_of(p, n);
    bool named = !p->failed;
    clauses(p, n);
    if (!p->failed)
        check_end(p, form, start, context);
    n->broken = p->failed;
    bool whole = !p->failed || (named && !p->meant && declares(form->kind));
    if (p->failed)
        recover(p, start);
    if (p->meant)
        form = p->meant;
    hang_comment(p, n);
    if (token_is_mark(p->t, '{') && form->block)
        block(p, n, form->block);
    else if (token_is_mark(p->t, '{'))
        skip_block(p);
    if (token_is_mark(p->t, ';')) {
        parse_take(p);
        if (!n->block)
            hang_comment(p, n);
    }
    return whole ? n : NULL;
}

/* After so many mistakes the file is no handbook; saying more would help nobody. */
static void enough(struct parser *p)
{
    if (p->f->list.n - p->findings_before <= LIMIT_MISTAKES || p->t->kind == TOKEN_END)
        return;
    report(p->f, "R006", p->t->pos, "more than %d mistakes: from here on the file is not read",
           LIMIT_MISTAKES);
    p->over = true;
    p->t = p->end;
}

/* A line that is indented no deeper than the head of the block, and begins as nothing in
 * the block does but as a statement outside: the } was forgotten. */
static bool forgotten_close(struct parser *p, const struct node *owner, char context)
{
    if (!owner || context == 'T' || !p->t->first_on_line || p->t->pos.column > owner->pos.column ||
        p->t->kind != TOKEN_NAME)
        return false;
    const struct form *here = statement_here(p, context), *outside = statement_here(p, 'T');
    return outside->words[0] && !(here && here->words[0]);
}

static void statements(struct parser *p, struct node **end, const struct node *owner, char context)
{
    while (!token_is_mark(p->t, '}') && p->t->kind != TOKEN_END &&
           !forgotten_close(p, owner, context)) {
        if (token_is_mark(p->t, ';')) {
            parse_take(p);
            continue;
        }
        *end = statement(p, context);
        if (*end)
            end = &(*end)->next;
        enough(p);
    }
}

static void block(struct parser *p, struct node *owner, char context)
{
    struct pos open = p->t->pos;
    parse_take(p);
    hang_comment(p, owner);
    owner->block = true;
    if (++p->depth > LIMIT_DEPTH) {
        report(p->f, "R006", open, "blocks stand more than %d deep", LIMIT_DEPTH);
        while (!token_is_mark(p->t, '}') && p->t->kind != TOKEN_END) {
            if (token_is_mark(p->t, '{'))
                skip_block(p);
            else
                parse_take(p);
        }
    }
    statements(p, &owner->body, owner, context);
    p->depth--;
    parse_comments(p);
    owner->before_close = parse_loose(p);
    if (token_is_mark(p->t, '}'))
        parse_take(p);
    else if (!p->over)
        report(p->f, "R012", open, "this { has no matching }")->mend =
            S("add } where the block ends");
    p->failed = false;
}

struct node *parse_file(struct findings *f, uint32_t file)
{
    uint32_t n, before = f->list.n;
    struct token *tokens = tokens_of(f, file, &n);
    struct token none = {.pos = tokens->pos}; /* taken before the first */
    struct parser p = {.f = f, .a = f->a, .t = tokens, .last = &none, .end = tokens + n - 1};
    p.findings_before = before;
    p.loose_end = &p.loose;
    struct node *root = parse_node(&p, NODE_FILE);
    struct node **end = &root->body;
    for (;;) {
        statements(&p, end, NULL, 'T');
        if (p.t->kind == TOKEN_END)
            break;
        report(f, "R012", p.t->pos, "this } closes nothing");
        parse_take(&p);
        while (*end)
            end = &(*end)->next;
    }
    parse_comments(&p);
    root->before_close = parse_loose(&p);
    return root;
}

/* ---- reading the tree ---------------------------------------------------------------------- */

const struct node *node_clause(const struct node *n, enum node_kind kind)
{
    for (const struct node *c = n->clauses; c; c = c->next)
        if (c->kind == kind)
            return c;
    return NULL;
}

const struct node *node_arg(const struct node *n, unsigned i)
{
    const struct node *c = n->args;
    while (c && i--)
        c = c->next;
    return c;
}
