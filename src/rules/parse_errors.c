/* parse_errors.c: what is said of a text that cannot be read, and what it may have meant. */
#include <limits.h>
#include <string.h>

#include "rules/parse.h"

static struct str found(struct parser *p, const struct token *t)
{
    if (t->kind == TOKEN_END)
        return S("the end of the file");
    if (t->kind == TOKEN_TEXT)
        return str_fmt(p->a, "the text \"%.*s\"", (int)(t->text.n > 40 ? 40 : t->text.n),
                       t->text.p);
    return str_fmt(p->a, "'%.*s'", (int)(t->text.n > 60 ? 60 : t->text.n), t->text.p);
}

struct finding *parse_expected(struct parser *p, const char *what)
{
    bool told = p->failed || p->t->kind == TOKEN_WRONG;
    p->failed = true;
    if (told)
        return NULL;
    struct finding *x = report(p->f, "R010", p->t->pos, "found %.*s where %s is expected",
                               STR(found(p, p->t)), what);
    const char *instead = tried_instead(p->t, strstr(what, "number") ? "#" : "!");
    if (instead)
        x->mend = str_of(instead);
    return x;
}

bool parse_group(const char *groups, const char *in)
{
    for (const char *g = groups; *g; g++) /* both are a few letters: strpbrk takes longer */
        for (const char *i = in; *i; i++)
            if (*i == *g)
                return true;
    return false;
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
        if (!g->words[0] || !(parse_group(takes, g->in) || (context && strpbrk(g->in, in))))
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

void parse_suggest(struct parser *p, struct finding *x, char context)
{
    unsigned edits;
    if (p->t->kind == TOKEN_NAME)
        did_you_mean(p, x, near_form(p->t->text, "", context, &edits));
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
            int k = g->first == rows[r].kind && g->words[0] && parse_group(form->takes, g->in)
                        ? token_words(p->t, g->words)
                        : 0;
            if (k <= 0)
                continue;
            buf_fmt(&what, "%s%s", what.n ? " or " : "", rows[r].what);
            taken = k;
            break;
        }
    for (int i = 0; i < taken; i++)
        parse_take(p);
    if (taken)
        parse_expected(p, str_z(p->a, buf_str(&what)));
    return taken > 0;
}

/* Part of a name, perhaps: small letters that begin no clause or statement. */
static bool plain_word(const struct token *t)
{
    bool plain = token_is_name(t) && !token_is_word(t, "the", 3);
    for (size_t i = 0; i < t->text.n; i++)
        plain = plain && t->text.p[i] >= 'a' && t->text.p[i] <= 'z';
    for (size_t i = 0; plain && i < grammar_count; i++) {
        const char *words = grammar[i].words;
        plain = !str_eq(t->text, (struct str){words, strcspn(words, " ")});
    }
    return plain;
}

/* What cannot follow: the second word of a name that was written apart, or a new statement. */
static struct str apart(struct parser *p)
{
    if (p->t->first_on_line || !plain_word(p->t) || !plain_word(p->last))
        return S("begin a new statement on a new line or after ';'");
    return str_fmt(p->a,
                   "a name is one word: write %.*s-%.*s if that is meant; or begin a new "
                   "statement on a new line or after ';'",
                   STR(p->last->text), STR(p->t->text));
}

void parse_unexpected(struct parser *p, const struct form *form, const struct token *start,
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
    x->mend = apart(p);
    if (p->t->kind == TOKEN_NAME && str_distance(p->t->text, S("except"), 2) <= 2)
        x->mend = S("did you mean 'except'?");
    did_you_mean(p, x, here);
    const char *instead = tried_instead(p->t, form->takes);
    if (instead)
        x->mend = str_of(instead);
}
