/* token.c: text to tokens. Tokens point into the source; comments hang on the token
 * they stand above or behind, so that the formatter can put them back. */
#include <string.h>

#include "rules/parse.h"

struct lexer {
    struct findings *f;
    struct str text;
    uint32_t file, line, column;
    size_t at;
    VEC(struct token) out;
    struct comment *above, **above_end; /* waiting for the next token */
    bool blank;                         /* an empty line since the last token or comment */
    uint32_t last_line;                 /* line of the last token */
};

static struct pos here(const struct lexer *l)
{
    return (struct pos){l->file, l->line, l->column, (uint32_t)l->at, 1};
}

static char peek(const struct lexer *l, size_t ahead)
{
    return l->at + ahead < l->text.n ? l->text.p[l->at + ahead] : 0;
}

static void advance(struct lexer *l)
{
    char c = l->text.p[l->at++];
    if (c == '\n') {
        l->line++;
        l->column = 1;
    } else if (((unsigned char)c & 0xc0) != 0x80) {
        l->column++; /* count characters, not their following bytes */
    }
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct token *add(struct lexer *l, enum token_kind kind, struct pos pos)
{
    struct token *t = vec_push(l->f->a, &l->out);
    *t = (struct token){.kind = kind, .pos = pos, .blank_before = l->blank, .before = l->above};
    t->first_on_line = pos.line != l->last_line;
    t->pos.length = (uint32_t)(l->at - pos.offset);
    t->text = str_sub(l->text, pos.offset, l->at);
    l->above = NULL;
    l->above_end = &l->above;
    l->blank = false;
    l->last_line = l->line;
    return t;
}

static int control(const struct lexer *l)
{
    return str_control(str_sub(l->text, l->at, l->text.n));
}

static void no_control(struct lexer *l, struct pos pos, int character)
{
    report(l->f, "R002", pos, "a control character (U+%04X) stands here", (unsigned)character);
}

/* Carriage returns before a line end are part of it. */
static bool ends_line(const struct lexer *l)
{
    size_t n = 0;
    while (peek(l, n) == '\r')
        n++;
    return n && (peek(l, n) == '\n' || l->at + n == l->text.n);
}

/* One with a character that a terminal would obey is reported, and not kept. */
static void comment(struct lexer *l)
{
    size_t from = l->at;
    struct pos unseen = here(l);
    int character = -1;
    bool behind = l->out.n && l->line == l->last_line;
    while (l->at < l->text.n && peek(l, 0) != '\n') {
        if (character < 0 && control(l) >= 0 && !ends_line(l)) {
            character = control(l);
            unseen = here(l);
        }
        advance(l);
    }
    size_t to = l->at;
    while (to > from &&
           (l->text.p[to - 1] == ' ' || l->text.p[to - 1] == '\r' || l->text.p[to - 1] == '\t'))
        to--;
    if (character >= 0) {
        no_control(l, unseen, character);
        return;
    }
    struct comment *c = NEW(l->f->a, struct comment);
    c->text = str_sub(l->text, from, to);
    if (behind) {
        l->out.at[l->out.n - 1].after = c;
    } else {
        c->blank_before = l->blank;
        l->blank = false;
        *l->above_end = c;
        l->above_end = &c->next;
    }
}

static void skip_space(struct lexer *l)
{
    uint32_t newlines = 0;
    for (;;) {
        char c = peek(l, 0);
        if (l->at >= l->text.n)
            return;
        if (c == '\n') {
            if (++newlines >= 2)
                l->blank = true;
            advance(l);
        } else if (c == ' ' || c == '\t' || c == '\r') {
            advance(l);
        } else if (c == '#') {
            comment(l);
            newlines = 0;
        } else {
            return;
        }
    }
}

/* A word processor's quotes: three bytes, the last of which tells which one. */
static bool curly(const struct lexer *l, char last)
{
    return peek(l, 0) == '\xe2' && peek(l, 1) == '\x80' && peek(l, 2) == last;
}

static void quoted(struct lexer *l)
{
    struct pos pos = here(l), unseen = pos;
    int character = -1;
    struct buf b = {0};
    bool straight = peek(l, 0) == '"'; /* a text in straight quotes may hold curly ones */
    for (int n = peek(l, 0) == '"' ? 1 : 3; n; n--)
        advance(l);
    size_t from = l->at;
    while (l->at < l->text.n && peek(l, 0) != '"' && peek(l, 0) != '\n' &&
           (straight || !curly(l, '\x9d'))) {
        if (character < 0 && control(l) >= 0) {
            character = control(l);
            unseen = here(l);
        }
        if (peek(l, 0) == '\\' && (peek(l, 1) == '"' || peek(l, 1) == '\\')) {
            if (!b.a)
                b = buf_new(l->f->a);
            buf_put(&b, str_sub(l->text, from, l->at));
            advance(l);
            from = l->at;
        }
        advance(l);
    }
    struct str text = str_sub(l->text, from, l->at);
    if (b.a) {
        buf_put(&b, text);
        text = buf_str(&b);
    }
    bool closed = peek(l, 0) == '"' || (!straight && curly(l, '\x9d'));
    for (int n = closed ? peek(l, 0) == '"' ? 1 : 3 : 0; n; n--)
        advance(l);
    if (!closed)
        report(l->f, "R003", pos, "this text is not closed before the end of the line");
    else if (character >= 0)
        no_control(l, unseen, character);
    struct token *t = add(l, closed && character < 0 ? TOKEN_TEXT : TOKEN_WRONG, pos);
    t->text = text;
    if (text.n > LIMIT_TOKEN_BYTES)
        report(l->f, "R006", pos, "this text is %zu bytes long; the most is %d", text.n,
               LIMIT_TOKEN_BYTES);
}

static void amount(struct lexer *l)
{
    struct pos pos = here(l);
    pence p = 0;
    advance(l);
    advance(l); /* the two bytes of £ */
    while (digit(peek(l, 0)) || peek(l, 0) == '.' || (peek(l, 0) == ',' && digit(peek(l, 1))) ||
           letter(peek(l, 0)))
        advance(l);
    struct str text = str_sub(l->text, pos.offset, l->at);
    struct str word = S("");
    /* "£3.2 million" */
    static const struct {
        struct str word, unit;
    } words[] = {
        {{"million", 7}, {"m", 1}}, {{"billion", 7}, {"bn", 2}}, {{"thousand", 8}, {"k", 1}}};
    for (size_t i = 0; i < 3; i++)
        if (peek(l, 0) == ' ' && l->text.n - l->at > words[i].word.n &&
            str_eq(str_sub(l->text, l->at + 1, l->at + 1 + words[i].word.n), words[i].word)) {
            word = words[i].unit;
            text = str_fmt(l->f->a, "%.*s%.*s", STR(text), STR(word));
            for (size_t k = 0; k <= words[i].word.n; k++)
                advance(l);
            break;
        }
    bool fine = money_parse(text, &p);
    if (!fine)
        report(l->f, "R004", pos,
               "'%.*s' is not an amount of money; write £3.2m, £500k, £1,250,000 or £99.50",
               STR(text));
    add(l, fine ? TOKEN_MONEY : TOKEN_WRONG, pos)->value = p;
}

static bool percent(struct str digits, int64_t *millionths)
{
    int64_t v = 0, scale = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] == '.' && !scale) {
            scale = 1;
        } else if (digit(digits.p[i]) && v < 100000000 && scale < 10000) {
            v = v * 10 + (digits.p[i] - '0');
            scale *= 10;
        } else {
            return false;
        }
    }
    for (scale = scale ? scale : 1; scale < 10000; scale *= 10)
        v *= 10;
    *millionths = v;
    return true;
}

/* A word that begins with a digit: date, percentage, number, or a name such as 65z5. */
static void number(struct lexer *l)
{
    struct pos pos = here(l);
    while (letter(peek(l, 0)) || digit(peek(l, 0)) ||
           ((peek(l, 0) == '.' || peek(l, 0) == '-' || peek(l, 0) == ',') &&
            (digit(peek(l, 1)) || (peek(l, 0) == '-' && letter(peek(l, 1))))))
        advance(l);
    struct str text = str_sub(l->text, pos.offset, l->at);
    date d;
    int64_t v = 0;
    if (peek(l, 0) == '%') {
        bool fine = percent(text, &v);
        if (!fine)
            report(l->f, "R004", pos, "'%.*s%%' is not a percentage with at most four decimals",
                   STR(text));
        advance(l);
        add(l, fine ? TOKEN_PERCENT : TOKEN_WRONG, pos)->value = v;
        return;
    }
    if (text.n == 10 && text.p[4] == '-' && text.p[7] == '-') {
        bool fine = date_parse(text, &d);
        if (!fine)
            report(l->f, "R005", pos, "there is no date %.*s; write year-month-day, as 2024-04-01",
                   STR(text));
        add(l, fine ? TOKEN_DATE : TOKEN_WRONG, pos)->value = fine ? d : 0;
        return;
    }
    pence p;
    bool plain = true;
    for (size_t i = 0; i < text.n; i++)
        plain = plain && (digit(text.p[i]) || text.p[i] == ',');
    if (plain && money_parse(text, &p)) {
        add(l, TOKEN_NUMBER, pos)->value = p / 100;
        return;
    }
    add(l, TOKEN_NAME, pos);
}

static void name(struct lexer *l)
{
    struct pos pos = here(l);
    for (;;) {
        char c = peek(l, 0);
        bool inside =
            letter(c) || digit(c) || c == '_' || c == '<' || c == '>' || c == '\'' ||
            (c == '-' && (letter(peek(l, 1)) || digit(peek(l, 1)) || peek(l, 1) == '<')) ||
            (c == '.' && (letter(peek(l, 1)) || digit(peek(l, 1)) || peek(l, 1) == '<'));
        if (!inside)
            break;
        advance(l);
    }
    struct token *t = add(l, TOKEN_NAME, pos);
    if (t->text.n > LIMIT_TOKEN_BYTES)
        report(l->f, "R006", pos, "this name is %zu bytes long; the most is %d", t->text.n,
               LIMIT_TOKEN_BYTES);
}

static void mark(struct lexer *l)
{
    struct pos pos = here(l);
    advance(l);
    add(l, TOKEN_MARK, pos);
}

static void strange(struct lexer *l)
{
    struct pos pos = here(l);
    struct str rest = str_sub(l->text, l->at, l->text.n);
    int character = control(l);
    do
        advance(l);
    while (((unsigned char)peek(l, 0) & 0xc0) == 0x80);
    pos.length = (uint32_t)(l->at - pos.offset);
    if (character >= 0)
        no_control(l, pos, character);
    else
        report(l->f, "R002", pos, "'%.*s' has no meaning here", (int)pos.length, rest.p)->mend =
            rest.p[0] == ':' ? S("leave it out") : S("");
    add(l, TOKEN_WRONG, pos);
}

struct token *tokens_of(struct findings *f, uint32_t file, uint32_t *n)
{
    struct lexer l = {
        .f = f, .text = f->sources.at[file].text, .file = file, .line = 1, .column = 1};
    l.above_end = &l.above;
    size_t valid = str_utf8_valid(l.text);
    if (str_starts(l.text, S("\xef\xbb\xbf")))
        l.at = 3;
    if (valid < l.text.n)
        l.text.n = valid;
    for (uint32_t before = f->list.n;;) {
        skip_space(&l);
        char c = peek(&l, 0);
        if (l.at >= l.text.n || f->list.n - before > LIMIT_MISTAKES)
            break;
        if (c == '"' || curly(&l, '\x9c') || curly(&l, '\x9d'))
            quoted(&l);
        else if (letter(c) || c == '<')
            name(&l);
        else if (digit(c))
            number(&l);
        else if (c == '\xc2' && peek(&l, 1) == '\xa3')
            amount(&l);
        else if (strchr("{}(),;", c) && c)
            mark(&l);
        else
            strange(&l);
    }
    if (valid < f->sources.at[file].text.n)
        report(f, "R001", here(&l),
               "the file is not valid UTF-8 from here on (byte %zu); save it as UTF-8", valid);
    add(&l, TOKEN_END, here(&l));
    *n = l.out.n;
    return l.out.at;
}

/* ---- what a token is ----------------------------------------------------------------------- */

bool token_is_mark(const struct token *t, char c)
{
    return t->kind == TOKEN_MARK && t->text.p[0] == c;
}

bool token_is_word(const struct token *t, const char *word, size_t n)
{
    return t->kind == TOKEN_NAME && t->text.n == n && memcmp(t->text.p, word, n) == 0;
}

bool token_is_name(const struct token *t)
{
    static const char *const small[] = {"and",   "as",   "at",    "by",   "else",  "except",
                                        "for",   "from", "if",    "in",   "of",    "on",
                                        "or",    "per",  "then",  "to",   "under", "unless",
                                        "until", "when", "while", "with", "within"};
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        if (token_is_word(t, small[i], strlen(small[i])))
            return false;
    return t->kind == TOKEN_NAME;
}

int token_words(const struct token *t, const char *words)
{
    int taken = 0;
    while (*words) {
        size_t n = strcspn(words, " ");
        if (!token_is_word(&t[taken], words, n))
            return -1;
        taken++;
        words += n;
        words += *words == ' ';
    }
    return taken;
}
