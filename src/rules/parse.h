/* parse.h: what the parts of the parser share. Private to the rules room.
 *
 * Every function may fail: then p->failed is set, the finding is reported, and the caller
 * reads on without taking anything; statement() skips what is left. */
#ifndef REMIT_RULES_PARSE_H
#define REMIT_RULES_PARSE_H

#include "rules/codes.h"
#include "rules/syntax.h"

struct parser {
    struct findings *f;
    struct arena *a;
    struct token *t;                    /* next token */
    struct token *last;                 /* last one taken */
    struct token *end;                  /* the last there is */
    struct comment *loose, **loose_end; /* comments met where no node could hold them */
    uint32_t depth, nodes;
    uint32_t findings_before; /* this file */
    bool over;                /* a limit was hit: the rest is not read */
    bool failed;              /* the statement in hand was reported; stop reading it */
    const struct form *meant; /* then: the statement that a misspelt word stands for */
};

/* A list being made: where its next part goes. Parts beyond the limit are read and left
 * out: lists are multiplied with each other later. */
struct tail {
    struct node **end;
    uint32_t n;
};

/* ---- token.c: what a token is -------------------------------------------------------------- */

bool token_is_mark(const struct token *t, char c);
bool token_is_word(const struct token *t, const char *word, size_t n);
/* A name, and not one of the small words that hold a statement together: a name left out
 * is seen where it is missing, and what begins a line never goes on the line above. */
bool token_is_name(const struct token *t);
/* Number of tokens that `words` covers when they stand here, or -1. */
int token_words(const struct token *t, const char *words);

/* ---- parse_tokens.c: the next token, comments, nodes --------------------------------------- */

void parse_take(struct parser *p);
/* Keeps the comments between the last token and the next one. */
void parse_comments(struct parser *p);
/* What was kept, and the comment behind the last token: whoever takes them hangs them up. */
struct comment *parse_loose(struct parser *p);
struct comment *parse_comment_behind(struct parser *p);
struct node *parse_node(struct parser *p, enum node_kind kind);
/* A node of the next token, which is taken. */
struct node *parse_leaf(struct parser *p, enum node_kind kind);
void parse_append(struct parser *p, struct tail *list, struct node *n);

/* ---- parse_args.c -------------------------------------------------------------------------- */

/* The arguments of n, as its row of the grammar says. */
void parse_args(struct parser *p, struct node *n);

/* ---- parse_errors.c: what is said of a text that cannot be read ---------------------------- */

/* "found 'x' where <what> is expected"; NULL when the statement was reported already. */
struct finding *parse_expected(struct parser *p, const char *what);
/* Something that no clause begins with follows a statement. */
void parse_unexpected(struct parser *p, const struct form *form, const struct token *start,
                      char context);
/* A word that begins no statement of this context: what it may be misspelt for. */
void parse_suggest(struct parser *p, struct finding *x, char context);
/* Does a form of these contexts belong to one of the groups of clauses? */
bool parse_group(const char *groups, const char *in);

#endif
