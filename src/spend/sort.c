/* sort.c: where a row goes. Every keyword is looked for in a text once, when the text is first met;
 * from then on a pair of texts costs a few bit tests. */
#include <string.h>

#include "spend/classify.h"

struct test {        /* one keyword, as one classification reads it */
    struct str text; /* folded where case does not count */
    enum spend_word field;
    bool is, folded, whole;
};
struct compiled { /* tests of a condition: [first, first + n), in the order of its texts */
    const struct spend_condition *condition;
    uint32_t first, n;
};
struct compiled_line {
    const struct spend_line *line;
    struct compiled what;
    uint32_t not_first, not_n;
    VEC(struct compiled) along;
    bool on; /* its settings are as it needs them */
};
struct compiled_category {
    VEC(struct compiled_line) lines;
    bool on;
};
struct compiled_classification {
    VEC(struct compiled_category) categories;
    bool last; /* the last category that fits, not the first */
};
struct spend_sorter {
    struct arena *a;
    const struct spend_rules *r;
    const struct lexicon *lexicon;
    uint32_t *choices;
    VEC(struct test) tests;
    VEC(struct compiled_classification) classifications;
    VEC(const uint64_t *) found[SPEND_WORDS]; /* by number of a text: which tests it passes */
    uint32_t *sorted;                         /* scratch: the pair in hand */
};

/* ---- looking for a keyword ----------------------------------------------------------------- */

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static struct str folded(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = fold(s.p[i]);
    return (struct str){p, s.n};
}

/* Letters and digits; all that is not ASCII counts as a letter. */
static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static bool passes(const struct test *t, struct str text)
{
    struct str key = t->text;
    if (t->is)
        return str_eq(key, text);
    for (size_t at = 0; at + key.n <= text.n; at++) {
        const char *p = memchr(text.p + at, key.p[0], text.n - key.n - at + 1);
        if (!p)
            return false;
        at = (size_t)(p - text.p);
        if (memcmp(p, key.p, key.n) != 0)
            continue;
        bool begins = at == 0 || !in_word(p[-1]) || !in_word(key.p[0]);
        bool ends = at + key.n == text.n || !in_word(p[key.n]) || !in_word(key.p[key.n - 1]);
        if (!t->whole || (begins && ends))
            return true;
    }
    return false;
}

static const uint64_t *found_in(struct spend_sorter *s, enum spend_word field, uint32_t number)
{
    while (s->found[field].n <= number)
        *vec_push(s->a, &s->found[field]) = NULL;
    if (s->found[field].at[number])
        return s->found[field].at[number];
    uint64_t *bits = NEW_ARRAY(s->a, uint64_t, s->tests.n / 64 + 1);
    struct arena_mark scratch = arena_mark(s->a);
    struct str text = lexicon_text(s->lexicon, field, number), lower = folded(s->a, text);
    for (uint32_t i = 0; i < s->tests.n; i++) {
        const struct test *t = &s->tests.at[i];
        if (t->field == field && passes(t, t->folded ? lower : text))
            bits[i / 64] |= (uint64_t)1 << i % 64;
    }
    arena_rewind(s->a, scratch);
    return s->found[field].at[number] = bits;
}

/* ---- compiling ----------------------------------------------------------------------------- */

struct reading { /* how a classification reads */
    bool folded, last, whole;
};

static bool choice_is(const struct spend_rules *r, const uint32_t *choices, uint32_t setting,
                      const char *choice)
{
    if (setting == MAP_NONE)
        return false;
    const struct spend_setting *s = &r->settings.at[setting];
    return choices[setting] < s->choices.n &&
           str_eq(s->choices.at[choices[setting]], str_of(choice));
}

static struct reading reading_of(const struct spend_sorter *s, const struct spend_classification *c)
{
    bool second[SPEND_MODES];
    for (unsigned k = 0; k < SPEND_MODES; k++)
        second[k] = c->mode[k] == SPEND_AS_SET ? choice_is(s->r, s->choices, s->r->known[k],
                                                           spend_known_settings[k].choices[1])
                                               : c->mode[k] == 1;
    return (struct reading){second[SPEND_CASE], second[SPEND_PRECEDENCE], second[SPEND_KEYWORDS]};
}

static bool holds(const struct spend_sorter *s, const spend_whens *when)
{
    for (uint32_t i = 0; i < when->n; i++) {
        const struct spend_when *w = &when->at[i];
        bool one = false;
        for (uint32_t k = 0; k < w->choices.n; k++)
            one = one || s->choices[w->setting] == w->choices.at[k];
        if (!one)
            return false;
    }
    return true;
}

static void add_test(struct spend_sorter *s, struct str text, enum spend_word field, bool is,
                     struct reading how)
{
    *vec_push(s->a, &s->tests) = (struct test){.text = how.folded ? folded(s->a, text) : text,
                                               .field = field,
                                               .is = is,
                                               .folded = how.folded,
                                               .whole = how.whole};
}

static struct compiled compile(struct spend_sorter *s, const struct spend_condition *c,
                               struct reading how)
{
    struct compiled x = {.condition = c, .first = s->tests.n, .n = c->texts.n};
    for (uint32_t i = 0; i < c->texts.n && c->kind != SPEND_IN; i++)
        add_test(s, c->texts.at[i], c->field, c->kind == SPEND_IS, how);
    return x;
}

static struct compiled_line compile_line(struct spend_sorter *s, const struct spend_line *line,
                                         struct reading how)
{
    struct compiled_line x = {.line = line, .on = holds(s, &line->when)};
    x.what = compile(s, &line->what, how);
    x.not_first = s->tests.n;
    x.not_n = line->but_not.n;
    for (uint32_t i = 0; i < line->but_not.n; i++)
        add_test(s, line->but_not.at[i], line->what.field, false, how);
    for (uint32_t i = 0; i < line->along.n; i++)
        *vec_push(s->a, &x.along) = compile(s, &line->along.at[i], how);
    return x;
}

struct spend_sorter *spend_sorter_new(struct arena *a, const struct spend_rules *r,
                                      const uint32_t *choices, const struct lexicon *lexicon)
{
    struct spend_sorter *s = NEW(a, struct spend_sorter);
    *s = (struct spend_sorter){.a = a, .r = r, .lexicon = lexicon};
    s->choices = NEW_ARRAY(a, uint32_t, r->settings.n + 1);
    for (uint32_t i = 0; choices && i < r->settings.n; i++)
        s->choices[i] = choices[i];
    s->sorted = NEW_ARRAY(a, uint32_t, r->classifications.n + 1);
    for (uint32_t i = 0; i < r->classifications.n; i++) {
        const struct spend_classification *c = &r->classifications.at[i];
        struct reading how = reading_of(s, c);
        struct compiled_classification x = {.last = how.last};
        for (uint32_t k = 0; k < c->categories.n; k++) {
            const struct spend_category *from = &c->categories.at[k];
            struct compiled_category y = {.on = holds(s, &from->when)};
            for (uint32_t q = 0; q < from->lines.n; q++)
                *vec_push(a, &y.lines) = compile_line(s, &from->lines.at[q], how);
            *vec_push(a, &x.categories) = y;
        }
        *vec_push(a, &s->classifications) = x;
    }
    return s;
}

const struct spend_rules *spend_sorter_rules(const struct spend_sorter *s)
{
    return s->r;
}

const uint32_t *spend_sorter_choices(const struct spend_sorter *s)
{
    return s->choices;
}

/* ---- sorting ------------------------------------------------------------------------------- */

struct pair { /* in hand: what was found in its texts, and where it went so far */
    const uint64_t *found[SPEND_WORDS];
    const uint32_t *sorted;
};

/* The first text of the condition that is there, or its number of texts. */
static uint32_t first_found(const struct compiled *c, const struct pair *p)
{
    if (c->condition->kind == SPEND_IN) {
        for (uint32_t i = 0; i < c->condition->in.n; i++)
            if (p->sorted[c->condition->of] == c->condition->in.at[i])
                return i;
        return c->n;
    }
    const uint64_t *bits = p->found[c->condition->field];
    for (uint32_t i = 0; i < c->n; i++)
        if (bits[(c->first + i) / 64] >> (c->first + i) % 64 & 1)
            return i;
    return c->n;
}

/* Does the line fit? *keyword: by which of its texts; *along: by which clause and text. */
static bool fits(const struct compiled_line *x, const struct pair *p, uint32_t *keyword,
                 uint32_t *along, uint32_t *along_text)
{
    if (!x->on || (*keyword = first_found(&x->what, p)) == x->what.n)
        return false;
    const uint64_t *bits = p->found[x->line->what.field];
    for (uint32_t i = x->not_first; i < x->not_first + x->not_n; i++)
        if (bits[i / 64] >> i % 64 & 1)
            return false;
    for (*along = 0; *along < x->along.n; ++*along)
        if ((*along_text = first_found(&x->along.at[*along], p)) < x->along.at[*along].n)
            return true;
    return x->along.n == 0;
}

static uint32_t category_of(const struct compiled_classification *c, const struct pair *p)
{
    uint32_t best = c->categories.n - 1, keyword, along, text;
    for (uint32_t k = 0; k + 1 < c->categories.n; k++) {
        const struct compiled_category *x = &c->categories.at[k];
        bool in = false;
        for (uint32_t q = 0; x->on && !in && q < x->lines.n; q++)
            in = fits(&x->lines.at[q], p, &keyword, &along, &text);
        if (in && !c->last)
            return k;
        if (in)
            best = k;
    }
    return best;
}

static struct pair pair_of(struct spend_sorter *s, uint32_t type, uint32_t area, uint32_t *sorted)
{
    struct pair p = {.sorted = sorted};
    p.found[WORD_TYPE] = found_in(s, WORD_TYPE, type);
    p.found[WORD_AREA] = found_in(s, WORD_AREA, area);
    return p;
}

void spend_sort(struct spend_sorter *s, uint32_t type, uint32_t area, uint32_t *out)
{
    struct pair p = pair_of(s, type, area, out);
    for (uint32_t i = 0; i < s->classifications.n; i++)
        out[i] = category_of(&s->classifications.at[i], &p);
}

/* ---- why ----------------------------------------------------------------------------------- */

struct str spend_condition_words(const struct spend_rules *r, const struct spend_condition *c)
{
    if (c->kind == SPEND_IN)
        return c->of == MAP_NONE ? S("in")
                                 : str_fmt(r->a, "in %.*s", STR(r->classifications.at[c->of].name));
    return str_fmt(r->a, "%s %s", c->field == WORD_TYPE ? "expense-type" : "expense-area",
                   c->kind == SPEND_IS ? "is" : "contains");
}

static struct str found_words(const struct spend_rules *r, const struct spend_condition *c,
                              uint32_t text)
{
    return str_fmt(r->a, c->kind == SPEND_IN ? "%.*s %.*s" : "%.*s \"%.*s\"",
                   STR(spend_condition_words(r, c)), STR(c->texts.at[text]));
}

void spend_why(struct spend_sorter *s, uint32_t type, uint32_t area, uint32_t classification,
               spend_reasons *out)
{
    const struct compiled_classification *c = &s->classifications.at[classification];
    uint32_t keyword = 0, along = 0, text = 0;
    spend_sort(s, type, area, s->sorted);
    struct pair p = pair_of(s, type, area, s->sorted);
    bool won = false;
    for (uint32_t k = 0; k + 1 < c->categories.n; k++)
        for (uint32_t q = 0; c->categories.at[k].on && q < c->categories.at[k].lines.n; q++) {
            const struct compiled_line *x = &c->categories.at[k].lines.at[q];
            if (!fits(x, &p, &keyword, &along, &text))
                continue;
            bool wins = !won && s->sorted[classification] == k;
            won = won || wins;
            *vec_push(s->a, out) = (struct spend_reason){
                .category = k,
                .line = q,
                .keyword = x->line->what.texts.at[keyword],
                .along = x->along.n ? found_words(s->r, x->along.at[along].condition, text) : S(""),
                .wins = wins};
        }
    if (!won)
        *vec_push(s->a, out) =
            (struct spend_reason){.category = c->categories.n - 1, .line = MAP_NONE, .wins = true};
}
