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
#include <limits.h>
#include <string.h>

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

/* ---- tokens ----------------------------------------------------------------- */

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

static struct comment *take_loose(struct parser *p)
{
    struct comment *c = p->loose;
    p->loose = NULL;
    p->loose_end = &p->loose;
    return c;
}

/* The comments between the last token and the next one. */
static void pass_comments(struct parser *p)
{
    keep_comments(p, p->last->after);
    p->last->after = NULL;
    keep_comments(p, p->t->before);
    p->t->before = NULL;
}

static struct comment *comment_behind(struct parser *p)
{
    struct comment *c = p->last->after;
    p->last->after = NULL;
    return c;
}

static void take(struct parser *p)
{
    pass_comments(p);
    p->last = p->t;
    if (p->t->kind != TOKEN_END)
        p->t++;
}

static bool is_mark(const struct token *t, char c)
{
    return t->kind == TOKEN_MARK && t->text.p[0] == c;
}

static bool is_word(const struct token *t, const char *word, size_t n)
{
    return t->kind == TOKEN_NAME && t->text.n == n && memcmp(t->text.p, word, n) == 0;
}

/* A name, and not one of the small words that hold a statement together: a name left out
 * is seen where it is missing, and what begins a line never goes on the line above. */
static bool is_name(const struct token *t)
{
    static const char *const small[] = {"and",  "as", "at",  "by",   "else", "except", "for",    "from",
                                        "if",   "in", "of",  "on",   "or",   "per",    "then",   "to",
                                        "under", "unless", "until", "when", "while", "with", "within"};
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        if (is_word(t, small[i], strlen(small[i])))
            return false;
    return t->kind == TOKEN_NAME;
}

/* Number of tokens that `words` covers when they stand here, or -1. */
static int words_here(const struct token *t, const char *words)
{
    int taken = 0;
    while (*words) {
        size_t n = strcspn(words, " ");
        if (!is_word(&t[taken], words, n))
            return -1;
        taken++;
        words += n;
        words += *words == ' ';
    }
    return taken;
}

static struct node *node_new(struct parser *p, enum node_kind kind)
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

static struct node *leaf(struct parser *p, enum node_kind kind)
{
    struct node *n = node_new(p, kind);
    n->text = p->t->text;
    n->value = p->t->value;
    take(p);
    n->end = p->last->pos;
    return n;
}

/* A list being made: where its next part goes. Parts beyond the limit are read and left
 * out: lists are multiplied with each other later. */
struct tail {
    struct node **end;
    uint32_t n;
};

static void append(struct parser *p, struct tail *list, struct node *n)
{
    if (++list->n == LIMIT_LIST + 1)
        report(p->f, "R006", n->pos, "more than %d parts stand in one list", LIMIT_LIST);
    if (list->n > LIMIT_LIST)
        return;
    *list->end = n;
    list->end = &n->next;
}

/* ---- errors ----------------------------------------------------------------- */

static struct str found(struct parser *p, const struct token *t)
{
    if (t->kind == TOKEN_END)
        return S("the end of the file");
    if (t->kind == TOKEN_TEXT)
        return str_fmt(p->a, "the text \"%.*s\"", (int)(t->text.n > 40 ? 40 : t->text.n),
                       t->text.p);
    return str_fmt(p->a, "'%.*s'", (int)(t->text.n > 60 ? 60 : t->text.n), t->text.p);
}

static struct finding *expected(struct parser *p, const char *what)
{
    bool told = p->failed || p->t->kind == TOKEN_WRONG;
    p->failed = true;
    if (told)
        return NULL;
    return report(p->f, "R010", p->t->pos, "found %.*s where %s is expected", STR(found(p, p->t)),
                  what);
}

static bool group_in(const char *groups, const char *in)
{
    return strpbrk(in, groups[0] ? groups : " ") != NULL && groups[0];
}

/* The clause or statement nearest to the word that was written, if any is near; the
 * shortest of those that begin with the same word. *edits: how far it is. */
static const struct form *near_form(struct str word, const char *takes, char context,
                                    unsigned *edits)
{
    char in[2] = {context, 0};
    const struct form *best = NULL;
    unsigned best_d = word.n <= 3 ? 1 : 2;
    for (size_t i = 0; i < grammar_count; i++) {
        const struct form *g = &grammar[i];
        if (!g->words[0] || !(group_in(takes, g->in) || (context && strpbrk(g->in, in))))
            continue;
        struct str first = {g->words, strcspn(g->words, " ")};
        unsigned d = str_distance(word, first, best_d);
        bool whole = !g->words[first.n]; /* "for" alone is near to "for each" */
        if ((d || !whole) && d <= best_d && (d <= 1 || first.n > 3) &&
            (d < best_d || !best || strlen(g->words) < strlen(best->words))) {
            best = g;
            best_d = d;
        }
    }
    *edits = best ? best_d : UINT_MAX;
    return best;
}

static void did_you_mean(struct parser *p, struct finding *x, const struct form *near)
{
    if (near)
        x->mend = str_fmt(p->a, "did you mean '%s'?", near->words);
}

/* "from" is there and neither a date nor an amount behind it. */
static bool half_clause(struct parser *p, const struct form *form)
{
    static const struct {
        enum token_kind kind;
        const char *what;
    } rows[] = {{TOKEN_NAME, "a name"},
                {TOKEN_TEXT, "a text in quotes"},
                {TOKEN_NUMBER, "a number"},
                {TOKEN_MONEY, "an amount"},
                {TOKEN_DATE, "a date"}};
    struct buf what = buf_new(p->a);
    int taken = 0;
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++)
        for (size_t i = 0; i < grammar_count; i++) {
            const struct form *g = &grammar[i];
            int k = g->first == rows[r].kind && g->words[0] && group_in(form->takes, g->in)
                        ? words_here(p->t, g->words)
                        : 0;
            if (k <= 0)
                continue;
            buf_fmt(&what, "%s%s", what.n ? " or " : "", rows[r].what);
            taken = k;
            break;
        }
    for (int i = 0; i < taken; i++)
        take(p);
    if (taken)
        expected(p, str_z(p->a, buf_str(&what)));
    return taken > 0;
}

/* Something that no clause begins with follows a statement. */
static void unexpected(struct parser *p, const struct form *form, const struct token *start,
                       char context)
{
    struct finding *x;
    const struct form *first = NULL, *here = NULL;
    unsigned d_first = UINT_MAX, d_here = UINT_MAX;
    if (p->failed || p->t->kind == TOKEN_WRONG || half_clause(p, form)) {
        p->failed = true;
        return;
    }
    p->failed = true;
    /* Either this word is misspelt, or the one that the statement begins with. */
    if (!form->words[0] && start->kind == TOKEN_NAME)
        first = near_form(start->text, context == 'T' ? "" : form->takes, context, &d_first);
    if (p->t->kind == TOKEN_NAME)
        here = near_form(p->t->text, form->takes, 0, &d_here);
    if (first && (d_first <= 1 || d_first < d_here)) {
        p->meant = first;
        x = report(p->f, "R011", start->pos, "'%.*s' is not a word that can stand here",
                   STR(start->text));
        did_you_mean(p, x, p->meant);
        return;
    }
    x = report(p->f, "R011", p->t->pos, "found %.*s, which cannot follow here",
               STR(found(p, p->t)));
    x->mend = S("begin a new statement on a new line or after ';'");
    if (p->t->kind == TOKEN_NAME && str_distance(p->t->text, S("except"), 2) <= 2)
        x->mend = S("did you mean 'except'?");
    did_you_mean(p, x, here);
}

/* ---- arguments ---------------------------------------------------------------- */

static struct node *name_arg(struct parser *p, const char *what)
{
    if (!is_name(p->t) && p->t->kind != TOKEN_NUMBER) {
        expected(p, what);
        return NULL;
    }
    return leaf(p, ARG_NAME);
}

static struct node *list_arg(struct parser *p, enum node_kind kind, enum token_kind of)
{
    struct node *list = node_new(p, kind);
    struct tail names = {&list->args, 0};
    for (;;) {
        if (of == TOKEN_NAME ? !is_name(p->t) : p->t->kind != of) {
            expected(p, of == TOKEN_TEXT ? "a text in quotes" : "a name");
            break;
        }
        append(p, &names, leaf(p, of == TOKEN_TEXT ? ARG_TEXT : ARG_NAME));
        if (!is_mark(p->t, ','))
            break;
        take(p);
    }
    list->end = p->last->pos;
    return list;
}

/* names, then perhaps "except" names; the exception hangs under the list */
static struct node *except_arg(struct parser *p)
{
    struct node *list = list_arg(p, ARG_LIST, TOKEN_NAME);
    if (!p->failed && is_word(p->t, "except", 6)) {
        take(p);
        list->clauses = list_arg(p, ARG_EXCEPT, TOKEN_NAME);
        list->end = p->last->pos;
    }
    return list;
}

static struct node *duration_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_DURATION);
    if (p->t->kind != TOKEN_NUMBER) {
        expected(p, "a number of days, weeks, months or years");
        return n;
    }
    n->value = p->t->value;
    take(p);
    for (unsigned i = 0; duration_units[i]; i++) {
        int k = words_here(p->t, duration_units[i]);
        if (k > 0) {
            n->text = str_of(duration_units[i]);
            while (k--)
                take(p);
            n->end = p->last->pos;
            return n;
        }
    }
    expected(p, "days, working days, clear days, weeks, months or years");
    return n;
}

static struct node *amount_arg(struct parser *p)
{
    struct node *n;
    if (p->t->kind == TOKEN_MONEY) {
        n = leaf(p, ARG_MONEY);
        if (words_here(p->t, "per") == 1 && p->t[1].kind == TOKEN_NUMBER) {
            take(p);
            n->args = leaf(p, ARG_NUMBER);
            if (words_here(p->t, "people") == 1)
                take(p);
            else
                expected(p, "'people'");
        }
    } else if (p->t->kind == TOKEN_PERCENT) {
        n = leaf(p, ARG_PERCENT);
        if (words_here(p->t, "of") == 1) {
            take(p);
            n->args = name_arg(p, "the name of an amount");
        } else {
            expected(p, "'of' and the name of an amount");
        }
    } else {
        n = node_new(p, ARG_MONEY);
        expected(p, "an amount such as £500k, 1% of budget or 'the lower of £1m, 5% of budget'");
    }
    n->end = p->last->pos;
    return n;
}

static struct node *limit_arg(struct parser *p)
{
    bool lower = words_here(p->t, "the lower of") == 3;
    if (!lower && words_here(p->t, "the higher of") != 3)
        return amount_arg(p);
    struct node *n = node_new(p, lower ? ARG_LOWER : ARG_HIGHER);
    struct tail parts = {&n->args, 0};
    for (int i = 0; i < 3; i++)
        take(p);
    for (;;) {
        append(p, &parts, amount_arg(p));
        if (p->failed || !is_mark(p->t, ','))
            break;
        take(p);
    }
    n->end = p->last->pos;
    return n;
}

/* "3 of": how many. */
static int64_t how_many(struct parser *p)
{
    int64_t n = p->t->value;
    if (n < 1 || n > LIMIT_LIST) {
        const char *what = str_z(p->a, str_fmt(p->a, "a number from 1 to %d", LIMIT_LIST));
        expected(p, what);
        return 1;
    }
    take(p);
    return n;
}

/* [each | 2 of] name [of name] */
static struct node *one_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_ONE);
    if (words_here(p->t, "each") == 1 && p->t[1].kind == TOKEN_NAME) {
        n->value = 1;
        take(p);
    } else if (p->t->kind == TOKEN_NUMBER && words_here(p->t + 1, "of") == 1) {
        n->value = -how_many(p);
        if (!p->failed)
            take(p);
    }
    if (!is_name(p->t)) {
        expected(p, "a body, a post or a kind of body");
        return n;
    }
    n->text = p->t->text;
    take(p);
    if (words_here(p->t, "of") == 1 && p->t[1].kind == TOKEN_NAME) {
        take(p);
        n->args = leaf(p, ARG_NAME);
    }
    n->end = p->last->pos;
    return n;
}

/* one | one and one ... | one or one ... | 2 of (one, one, ...) */
static struct node *alternative_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_ALT);
    struct tail ones = {&n->args, 0};
    if (p->t->kind == TOKEN_NUMBER && words_here(p->t + 1, "of") == 1 && is_mark(p->t + 2, '(')) {
        n->value = how_many(p);
        for (int i = 0; i < 2 && !p->failed; i++)
            take(p);
        while (!p->failed) {
            append(p, &ones, one_arg(p));
            if (p->failed || !is_mark(p->t, ','))
                break;
            take(p);
        }
        if (is_mark(p->t, ')'))
            take(p);
        else
            expected(p, "',' or ')'");
    } else {
        append(p, &ones, one_arg(p));
        while (!p->failed && (words_here(p->t, "and") == 1 || words_here(p->t, "or") == 1) &&
               !is_word(p->t + 1, "up", 2)) {
            if (n->text.n && !str_eq(n->text, p->t->text)) {
                expected(p, "one word for all, 'and' or 'or',");
                break;
            }
            n->text = p->t->text;
            take(p);
            append(p, &ones, one_arg(p));
        }
        if (!n->args->next && n->args->value < 0) { /* "3 of councillor" alone */
            n->value = -n->args->value;
            n->args->value = 0;
        }
    }
    n->end = p->last->pos;
    return n;
}

static struct node *party_arg(struct parser *p)
{
    static const char *const when[] = {"when absent or conflicted", "when absent",
                                       "when conflicted", "when vacant"};
    struct node *n = node_new(p, ARG_PARTY);
    struct tail alts = {&n->args, 0};
    for (;;) {
        struct node *alt = alternative_arg(p);
        append(p, &alts, alt);
        for (unsigned i = 0; i < 4 && !p->failed; i++) {
            int k = words_here(p->t, when[i]);
            if (k > 0) {
                alt->clauses = leaf(p, ARG_WORDS);
                alt->clauses->text = str_of(when[i]);
                while (--k)
                    take(p);
                break;
            }
        }
        int k = is_mark(p->t, ',') ? words_here(p->t + 1, "else") : words_here(p->t, "else");
        if (p->failed || k < 1)
            break;
        if (is_mark(p->t, ','))
            take(p);
        take(p);
    }
    n->end = p->last->pos;
    return n;
}

/* 2 of nhs-trust | chair or place-director | each place-director */
static struct node *need_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_NEED);
    struct tail seats = {&n->args, 0};
    n->value = 1;
    if (p->t->kind == TOKEN_NUMBER) {
        n->value = how_many(p);
        n->text = S("of");
        if (words_here(p->t, "of") == 1)
            take(p);
        else
            expected(p, "'of'");
    } else if (words_here(p->t, "each") == 1 && p->t[1].kind == TOKEN_NAME) {
        n->text = S("each");
        n->value = -1;
        take(p);
    }
    for (;;) {
        struct node *who = name_arg(p, "a seat: a post, a kind of body or a role");
        if (who)
            append(p, &seats, who);
        if (p->failed || words_here(p->t, "or") != 1)
            break;
        take(p);
    }
    n->end = p->last->pos;
    return n;
}

static struct node *needs_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_LIST);
    struct tail needs = {&n->args, 0};
    for (;;) {
        append(p, &needs, need_arg(p));
        if (p->failed || !is_mark(p->t, ','))
            break;
        take(p);
    }
    n->end = p->last->pos;
    return n;
}

static struct node *rules_arg(struct parser *p)
{
    struct node *n = node_new(p, ARG_RULES);
    struct tail rules = {&n->args, 0};
    for (;;) {
        struct node *rule = name_arg(p, "a way of deciding, such as consensus or majority");
        if (rule)
            append(p, &rules, rule);
        int k = is_mark(p->t, ',') ? words_here(p->t + 1, "else") : words_here(p->t, "else");
        if (p->failed || k < 1)
            break;
        if (is_mark(p->t, ','))
            take(p);
        take(p);
    }
    n->end = p->last->pos;
    return n;
}

static struct node *plain_arg(struct parser *p, enum token_kind kind, enum node_kind as,
                              const char *what)
{
    if (p->t->kind == kind)
        return leaf(p, as);
    expected(p, what);
    return NULL;
}

/* (a|b|c): one of these words */
static struct node *choice_arg(struct parser *p, const char *choice, size_t n)
{
    size_t at = 0;
    while (at < n) {
        size_t k = strcspn(choice + at, "|)");
        if (is_word(p->t, choice + at, k))
            return leaf(p, ARG_WORDS);
        at += k + 1;
    }
    struct buf words = buf_new(p->a);
    for (at = 0; at < n; at += strcspn(choice + at, "|)") + 1)
        buf_fmt(&words, "%s'%.*s'", at ? " or " : "", (int)strcspn(choice + at, "|)"), choice + at);
    struct finding *x = expected(p, str_z(p->a, buf_str(&words)));
    struct str word = p->t->text;
    for (at = 0; x && p->t->kind == TOKEN_NAME && at < n;) {
        size_t k = strcspn(choice + at, "|)");
        if (str_distance(word, (struct str){choice + at, k}, 2) <= 2)
            x->mend = str_fmt(p->a, "did you mean '%.*s'?", (int)k, choice + at);
        at += k + 1;
    }
    return NULL;
}

static struct node *arg(struct parser *p, char shape)
{
    switch (shape) {
    case 'n':
        return name_arg(p, "a name");
    case 's':
        return plain_arg(p, TOKEN_TEXT, ARG_TEXT, "a text in quotes");
    case '~':
        return p->t->kind == TOKEN_TEXT ? leaf(p, ARG_TEXT) : NULL;
    case 'i':
        return plain_arg(p, TOKEN_NUMBER, ARG_NUMBER, "a whole number");
    case 'd':
        return plain_arg(p, TOKEN_DATE, ARG_DATE, "a date such as 2024-04-01");
    case 'u':
        return duration_arg(p);
    case 'l':
        return list_arg(p, ARG_LIST, TOKEN_NAME);
    case 'x':
        return except_arg(p);
    case 'S':
        return list_arg(p, ARG_TEXTS, TOKEN_TEXT);
    case 'm':
        return limit_arg(p);
    case 'p':
        return party_arg(p);
    case 't':
        return p->t->kind == TOKEN_TEXT ? leaf(p, ARG_TEXT)
                                        : name_arg(p, "a test: its name, or words in quotes");
    case 'e':
        return need_arg(p);
    case 'E':
        return needs_arg(p);
    case 'r':
        return rules_arg(p);
    default:
        check(!"a shape in grammar.c that parse.c does not know");
        return NULL;
    }
}

/* The fixed words of a shape: 'to delegate to' */
static const char *fixed_words(struct parser *p, const char *s)
{
    char words[64];
    size_t n = strcspn(s, "'");
    check(n < sizeof words);
    memcpy(words, s, n);
    words[n] = 0;
    int k = words_here(p->t, words);
    if (k < 0) {
        expected(p, str_z(p->a, str_fmt(p->a, "'%s'", words)));
    }
    for (; k > 0; k--)
        take(p);
    return s + n + 1;
}

static void args(struct parser *p, struct node *n, const char *s)
{
    struct tail all = {&n->args, 0};
    while (*s && !p->failed) {
        struct node *x = NULL;
        if (*s == ' ') {
            s++;
            continue;
        }
        if (*s == '\'') {
            s = fixed_words(p, s + 1);
            continue;
        }
        if (*s == '(') {
            size_t k = strcspn(s, ")");
            x = choice_arg(p, s + 1, k - 1);
            s += k + 1;
        } else {
            x = arg(p, *s++);
        }
        if (x)
            append(p, &all, x);
    }
}

/* ---- statements --------------------------------------------------------------- */

static const struct form *clause_here(struct parser *p, const char *takes)
{
    if (p->t->kind != TOKEN_NAME)
        return NULL;
    for (size_t i = 0; i < grammar_count; i++) {
        const struct form *g = &grammar[i];
        if (!g->words[0] || !group_in(takes, g->in))
            continue;
        int k = words_here(p->t, g->words);
        if (k > 0 && (!g->first || p->t[k].kind == g->first) && words_here(p->t, "for each") < 0)
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
        if (!strpbrk(g->in, in))
            continue;
        if (!g->words[0]) {
            plain = g;
            continue;
        }
        int k = words_here(p->t, g->words);
        if (k > 0 && (!g->first || p->t[k].kind == g->first))
            return g;
    }
    return plain;
}

static struct node *begin(struct parser *p, const struct form *form)
{
    struct node *n = node_new(p, form->kind);
    n->form = form;
    n->blank_before = p->t->blank_before;
    n->own_line = p->t->first_on_line;
    pass_comments(p);
    n->before = take_loose(p);
    int k = words_here(p->t, form->words);
    n->text = str_of(form->words); /* clauses with several wordings are told apart by it */
    while (k-- > 0)
        take(p);
    return n;
}

/* Its arguments; the comments among them go above it. */
static void rest_of(struct parser *p, struct node *n)
{
    args(p, n, n->form->args);
    n->end = p->last->pos;
    struct comment **end = &n->before;
    while (*end)
        end = &(*end)->next;
    *end = take_loose(p);
}

static void clauses(struct parser *p, struct node *owner)
{
    struct tail list = {&owner->clauses, 0};
    while (!p->failed) {
        const struct form *form = clause_here(p, owner->form->takes);
        if (!form)
            return;
        if (!owner->clauses)
            owner->beside = comment_behind(p);
        struct node *c = begin(p, form);
        rest_of(p, c);
        c->after = comment_behind(p);
        if (!p->failed)
            append(p, &list, c);
    }
}

/* Skip what could not be read: to a { of this statement, or to the next line that is
 * indented no deeper than it, or to a } or ; that ends it. */
static void recover(struct parser *p, const struct token *start)
{
    unsigned inside = 0;
    for (;; take(p)) {
        struct token *t = p->t;
        if (t->kind == TOKEN_END)
            return;
        if (is_mark(t, '{')) {
            if (!inside)
                return;
            inside++;
        } else if (is_mark(t, '}')) {
            if (!inside)
                return;
            inside--;
        } else if (!inside && t != start && is_mark(t, ';')) {
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
        if (is_mark(p->t, '{'))
            inside++;
        if (is_mark(p->t, '}'))
            inside--;
        take(p);
    } while (inside && p->t->kind != TOKEN_END);
}

/* A word that begins no statement of this block; there is no default. */
static void no_statement(struct parser *p, char context)
{
    struct token *start = p->t;
    struct finding *x = expected(p, "a statement");
    unsigned edits;
    if (start->kind == TOKEN_NAME)
        did_you_mean(p, x, near_form(start->text, "", context, &edits));
    take(p);
    recover(p, start);
    if (is_mark(p->t, '{'))
        skip_block(p);
}

static void check_end(struct parser *p, const struct form *form, const struct token *start,
                      char context)
{
    const struct token *t = p->t;
    if (t->kind == TOKEN_END || t->first_on_line || is_mark(t, ';') || is_mark(t, '}') ||
        (is_mark(t, '{') && form->block))
        return;
    if (!is_mark(t, '{')) {
        unexpected(p, form, start, context);
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
        n->after = comment_behind(p);
}

/* Where a name could begin a statement, a word that would go on the line above cannot. */
static bool stray_clause(struct parser *p, const struct form *form, char context)
{
    struct token *start = p->t;
    if (form->words[0] || !clause_here(p, form->takes))
        return false;
    struct finding *x =
        report(p->f, "R011", start->pos, "'%.*s' cannot begin a statement", STR(start->text));
    x->mend = S("put it behind what it belongs to, or choose another name");
    unsigned edits;
    did_you_mean(p, x, near_form(start->text, "", context, &edits));
    take(p);
    recover(p, start);
    if (is_mark(p->t, '{'))
        skip_block(p);
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
    if (is_mark(p->t, '{') && form->block)
        block(p, n, form->block);
    else if (is_mark(p->t, '{'))
        skip_block(p);
    if (is_mark(p->t, ';')) {
        take(p);
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
    if (!owner || context == 'T' || !p->t->first_on_line ||
        p->t->pos.column > owner->pos.column || p->t->kind != TOKEN_NAME)
        return false;
    const struct form *here = statement_here(p, context), *outside = statement_here(p, 'T');
    return outside->words[0] && !(here && here->words[0]);
}

static void statements(struct parser *p, struct node **end, const struct node *owner, char context)
{
    while (!is_mark(p->t, '}') && p->t->kind != TOKEN_END && !forgotten_close(p, owner, context)) {
        if (is_mark(p->t, ';')) {
            take(p);
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
    take(p);
    hang_comment(p, owner);
    owner->block = true;
    if (++p->depth > LIMIT_DEPTH) {
        report(p->f, "R006", open, "blocks stand more than %d deep", LIMIT_DEPTH);
        while (!is_mark(p->t, '}') && p->t->kind != TOKEN_END) {
            if (is_mark(p->t, '{'))
                skip_block(p);
            else
                take(p);
        }
    }
    statements(p, &owner->body, owner, context);
    p->depth--;
    pass_comments(p);
    owner->before_close = take_loose(p);
    if (is_mark(p->t, '}'))
        take(p);
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
    struct node *root = node_new(&p, NODE_FILE);
    struct node **end = &root->body;
    for (;;) {
        statements(&p, end, NULL, 'T');
        if (p.t->kind == TOKEN_END)
            break;
        report(f, "R012", p.t->pos, "this } closes nothing");
        take(&p);
        while (*end)
            end = &(*end)->next;
    }
    pass_comments(&p);
    root->before_close = take_loose(&p);
    return root;
}
