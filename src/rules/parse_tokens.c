/* parse_tokens.c: the parser's place among the tokens, the comments on the way, new nodes. */
#include "rules/parse.h"

static void keep_comments(struct parser *p, struct comment *c)
{
    while (c) {
        struct comment *next = c->next;
        c->next = NULL;
        *p->loose_end = c;
        p->loose_end = &c->next;
        c = next;
    }
}

struct comment *parse_loose(struct parser *p)
{
    struct comment *c = p->loose;
    p->loose = NULL;
    p->loose_end = &p->loose;
    return c;
}

void parse_comments(struct parser *p)
{
    keep_comments(p, p->last->after);
    p->last->after = NULL;
    keep_comments(p, p->t->before);
    p->t->before = NULL;
}

struct comment *parse_comment_behind(struct parser *p)
{
    struct comment *c = p->last->after;
    p->last->after = NULL;
    return c;
}

void parse_take(struct parser *p)
{
    parse_comments(p);
    p->last = p->t;
    if (p->t->kind != TOKEN_END)
        p->t++;
}

struct node *parse_node(struct parser *p, enum node_kind kind)
{
    struct node *n = NEW(p->a, struct node);
    *n = (struct node){.kind = kind, .pos = p->t->pos};
    if (++p->nodes == LIMIT_NODES) {
        report(p->f, "R006", p->t->pos, "this file has more than %d parts", LIMIT_NODES);
        p->failed = p->over = true;
        p->t = p->end;
    }
    return n;
}

struct node *parse_leaf(struct parser *p, enum node_kind kind)
{
    struct node *n = parse_node(p, kind);
    n->text = p->t->text;
    n->value = p->t->value;
    parse_take(p);
    n->end = p->last->pos;
    return n;
}

void parse_append(struct parser *p, struct tail *list, struct node *n)
{
    if (++list->n == LIMIT_LIST + 1)
        report(p->f, "R006", n->pos, "more than %d parts stand in one list", LIMIT_LIST);
    if (list->n > LIMIT_LIST)
        return;
    *list->end = n;
    list->end = &n->next;
}
