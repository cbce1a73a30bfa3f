/* parse_args.c: what follows the words of a statement or clause, as its row of the grammar says. */
#include <string.h>

#include "rules/parse.h"

/* One more follows: takes the comma between. */
static bool another(struct parser *p)
{
    if (p->failed || !token_is_mark(p->t, ','))
        return false;
    parse_take(p);
    return true;
}

/* Likewise "else", with or without a comma. */
static bool otherwise(struct parser *p)
{
    bool comma = token_is_mark(p->t, ',');
    if (p->failed || token_words(p->t + comma, "else") < 1)
        return false;
    if (comma)
        parse_take(p);
    parse_take(p);
    return true;
}

/* The word must stand here. */
static bool must(struct parser *p, const char *word, const char *what)
{
    bool here = token_words(p->t, word) == 1;
    if (here)
        parse_take(p);
    else
        parse_expected(p, what);
    return here;
}

/* ---- one shape each ------------------------------------------------------------------------ */

static struct node *name_arg(struct parser *p, const char *what)
{
    if (!token_is_name(p->t) && p->t->kind != TOKEN_NUMBER) {
        parse_expected(p, what);
        return NULL;
    }
    return parse_leaf(p, ARG_NAME);
}

static struct node *list_arg(struct parser *p, enum node_kind kind, enum token_kind of)
{
    struct node *list = parse_node(p, kind);
    struct tail names = {&list->args, 0};
    do {
        if (of == TOKEN_NAME ? !token_is_name(p->t) : p->t->kind != of) {
            parse_expected(p, of == TOKEN_TEXT ? "a text in quotes" : "a name");
            break;
        }
        parse_append(p, &names, parse_leaf(p, of == TOKEN_TEXT ? ARG_TEXT : ARG_NAME));
    } while (another(p));
    list->end = p->last->pos;
    return list;
}

/* names, then perhaps "except" names; the exception hangs under the list */
static struct node *except_arg(struct parser *p)
{
    struct node *list = list_arg(p, ARG_LIST, TOKEN_NAME);
    if (!p->failed && token_is_word(p->t, "except", 6)) {
        parse_take(p);
        list->clauses = list_arg(p, ARG_EXCEPT, TOKEN_NAME);
        list->end = p->last->pos;
    }
    return list;
}

static struct node *duration_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_DURATION);
    if (p->t->kind != TOKEN_NUMBER) {
        parse_expected(p, "a number of days, weeks, months or years");
        return n;
    }
    n->value = p->t->value;
    parse_take(p);
    for (unsigned i = 0; duration_units[i]; i++) {
        int k = token_words(p->t, duration_units[i]);
        if (k > 0) {
            n->text = str_of(duration_units[i]);
            while (k--)
                parse_take(p);
            n->end = p->last->pos;
            return n;
        }
    }
    parse_expected(p, "days, working days, clear days, weeks, months or years");
    return n;
}

static struct node *amount_arg(struct parser *p)
{
    struct node *n;
    if (p->t->kind == TOKEN_MONEY) {
        n = parse_leaf(p, ARG_MONEY);
        if (token_words(p->t, "per") == 1 && p->t[1].kind == TOKEN_NUMBER) {
            parse_take(p);
            n->args = parse_leaf(p, ARG_NUMBER);
            must(p, "people", "'people'");
        }
    } else if (p->t->kind == TOKEN_PERCENT) {
        n = parse_leaf(p, ARG_PERCENT);
        if (must(p, "of", "'of' and the name of an amount"))
            n->args = name_arg(p, "the name of an amount");
    } else {
        n = parse_node(p, ARG_MONEY);
        parse_expected(p,
                       "an amount such as £500k, 1% of budget or 'the lower of £1m, 5% of budget'");
    }
    n->end = p->last->pos;
    return n;
}

static struct node *limit_arg(struct parser *p)
{
    bool lower = token_words(p->t, "the lower of") == 3;
    if (!lower && token_words(p->t, "the higher of") != 3)
        return amount_arg(p);
    struct node *n = parse_node(p, lower ? ARG_LOWER : ARG_HIGHER);
    struct tail parts = {&n->args, 0};
    for (int i = 0; i < 3; i++)
        parse_take(p);
    do
        parse_append(p, &parts, amount_arg(p));
    while (another(p));
    n->end = p->last->pos;
    return n;
}

/* "3 of": how many. */
static int64_t how_many(struct parser *p)
{
    int64_t n = p->t->value;
    if (n < 1 || n > LIMIT_LIST) {
        const char *what = str_z(p->a, str_fmt(p->a, "a number from 1 to %d", LIMIT_LIST));
        parse_expected(p, what);
        return 1;
    }
    parse_take(p);
    return n;
}

/* [each | 2 of] name [of name] */
static struct node *one_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_ONE);
    if (token_words(p->t, "each") == 1 && p->t[1].kind == TOKEN_NAME) {
        n->value = 1;
        parse_take(p);
    } else if (p->t->kind == TOKEN_NUMBER && token_words(p->t + 1, "of") == 1) {
        n->value = -how_many(p);
        if (!p->failed)
            parse_take(p);
    }
    if (!token_is_name(p->t)) {
        parse_expected(p, "a body, a post or a kind of body");
        return n;
    }
    n->text = p->t->text;
    parse_take(p);
    if (token_words(p->t, "of") == 1 && p->t[1].kind == TOKEN_NAME) {
        parse_take(p);
        n->args = parse_leaf(p, ARG_NAME);
    }
    n->end = p->last->pos;
    return n;
}

/* 2 of (one, one, ...) */
static void some_arg(struct parser *p, struct node *n, struct tail *ones)
{
    n->value = how_many(p);
    for (int i = 0; i < 2 && !p->failed; i++)
        parse_take(p);
    for (bool more = !p->failed; more; more = another(p))
        parse_append(p, ones, one_arg(p));
    if (token_is_mark(p->t, ')'))
        parse_take(p);
    else
        parse_expected(p, "',' or ')'");
}

/* one | one and one ... | one or one ... */
static void joined_arg(struct parser *p, struct node *n, struct tail *ones)
{
    parse_append(p, ones, one_arg(p));
    while (!p->failed && (token_words(p->t, "and") == 1 || token_words(p->t, "or") == 1) &&
           !token_is_word(p->t + 1, "up", 2)) {
        if (n->text.n && !str_eq(n->text, p->t->text)) {
            parse_expected(p, "one word for all, 'and' or 'or',");
            break;
        }
        n->text = p->t->text;
        parse_take(p);
        parse_append(p, ones, one_arg(p));
    }
    if (!n->args->next && n->args->value < 0) { /* "3 of councillor" alone */
        n->value = -n->args->value;
        n->args->value = 0;
    }
}

static struct node *alternative_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_ALT);
    struct tail ones = {&n->args, 0};
    if (p->t->kind == TOKEN_NUMBER && token_words(p->t + 1, "of") == 1 &&
        token_is_mark(p->t + 2, '('))
        some_arg(p, n, &ones);
    else
        joined_arg(p, n, &ones);
    n->end = p->last->pos;
    return n;
}

/* "when absent", behind an alternative that has others behind it */
static struct node *when_arg(struct parser *p)
{
    static const char *const when[] = {"when absent or conflicted", "when absent",
                                       "when conflicted", "when vacant"};
    for (unsigned i = 0; i < 4 && !p->failed; i++) {
        int k = token_words(p->t, when[i]);
        if (k <= 0)
            continue;
        struct node *n = parse_leaf(p, ARG_WORDS);
        n->text = str_of(when[i]);
        while (--k)
            parse_take(p);
        return n;
    }
    return NULL;
}

static struct node *party_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_PARTY);
    struct tail alts = {&n->args, 0};
    do {
        struct node *alt = alternative_arg(p);
        parse_append(p, &alts, alt);
        alt->clauses = when_arg(p);
    } while (otherwise(p));
    n->end = p->last->pos;
    return n;
}

/* 2 of nhs-trust | chair or place-director | each place-director */
static struct node *need_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_NEED);
    struct tail seats = {&n->args, 0};
    n->value = 1;
    if (p->t->kind == TOKEN_NUMBER) {
        n->value = how_many(p);
        n->text = S("of");
        must(p, "of", "'of'");
    } else if (token_words(p->t, "each") == 1 && p->t[1].kind == TOKEN_NAME) {
        n->text = S("each");
        n->value = -1;
        parse_take(p);
    }
    for (;;) {
        struct node *who = name_arg(p, "a seat: a post, a kind of body or a role");
        if (who)
            parse_append(p, &seats, who);
        if (p->failed || token_words(p->t, "or") != 1)
            break;
        parse_take(p);
    }
    n->end = p->last->pos;
    return n;
}

static struct node *needs_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_LIST);
    struct tail needs = {&n->args, 0};
    do
        parse_append(p, &needs, need_arg(p));
    while (another(p));
    n->end = p->last->pos;
    return n;
}

static struct node *rules_arg(struct parser *p)
{
    struct node *n = parse_node(p, ARG_RULES);
    struct tail rules = {&n->args, 0};
    do {
        struct node *rule = name_arg(p, "a way of deciding, such as consensus or majority");
        if (rule)
            parse_append(p, &rules, rule);
    } while (otherwise(p));
    n->end = p->last->pos;
    return n;
}

static struct node *plain_arg(struct parser *p, enum token_kind kind, enum node_kind as,
                              const char *what)
{
    if (p->t->kind == kind)
        return parse_leaf(p, as);
    parse_expected(p, what);
    return NULL;
}

/* (a|b|c): one of these words */
static struct node *choice_arg(struct parser *p, const char *choice, size_t n)
{
    size_t at = 0;
    while (at < n) {
        size_t k = strcspn(choice + at, "|)");
        if (token_is_word(p->t, choice + at, k))
            return parse_leaf(p, ARG_WORDS);
        at += k + 1;
    }
    struct buf words = buf_new(p->a);
    for (at = 0; at < n; at += strcspn(choice + at, "|)") + 1)
        buf_fmt(&words, "%s'%.*s'", at ? " or " : "", (int)strcspn(choice + at, "|)"), choice + at);
    struct finding *x = parse_expected(p, str_z(p->a, buf_str(&words)));
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
        return p->t->kind == TOKEN_TEXT ? parse_leaf(p, ARG_TEXT) : NULL;
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
        return p->t->kind == TOKEN_TEXT ? parse_leaf(p, ARG_TEXT)
                                        : name_arg(p, "a test: its name, or words in quotes");
    case 'e':
        return need_arg(p);
    case 'E':
        return needs_arg(p);
    case 'r':
        return rules_arg(p);
    default:
        check(!"a shape in grammar.c that parse_args.c does not know");
        return NULL;
    }
}

/* ---- a row of the grammar ------------------------------------------------------------------ */

/* The fixed words of a shape: 'to delegate to' */
static const char *fixed_words(struct parser *p, const char *s)
{
    char words[64];
    size_t n = strcspn(s, "'");
    check(n < sizeof words);
    memcpy(words, s, n);
    words[n] = 0;
    int k = token_words(p->t, words);
    if (k < 0) {
        parse_expected(p, str_z(p->a, str_fmt(p->a, "'%s'", words)));
    }
    for (; k > 0; k--)
        parse_take(p);
    return s + n + 1;
}

void parse_args(struct parser *p, struct node *n)
{
    const char *s = n->form->args;
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
            parse_append(p, &all, x);
    }
}
