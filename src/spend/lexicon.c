/* lexicon.c: texts to numbers. Open addressing, at most half full; keys are copied into the
 * arena, once where the raw bytes are the text itself. */
#include "spend/spend.h"

enum { FIRST_SLOTS = 256 };

static void place(struct lexicon_table *t, struct lexicon_slot s)
{
    uint32_t i = (uint32_t)s.hash & t->mask;
    while (t->slots[i].p)
        i = (i + 1) & t->mask;
    t->slots[i] = s;
    t->used++;
}

static void add(struct arena *a, struct lexicon_table *t, struct lexicon_slot s)
{
    if (t->used * 2 > t->mask) {
        struct lexicon_table more = {.mask = t->mask * 2 + 1};
        more.slots = NEW_ARRAY(a, struct lexicon_slot, (size_t)more.mask + 1);
        for (uint32_t i = 0; i <= t->mask; i++)
            if (t->slots[i].p)
                place(&more, t->slots[i]);
        *t = more;
    }
    place(t, s);
}

static struct lexicon_table table_new(struct arena *a)
{
    return (struct lexicon_table){.slots = NEW_ARRAY(a, struct lexicon_slot, FIRST_SLOTS),
                                  .mask = FIRST_SLOTS - 1};
}

void lexicon_init(struct lexicon *x, struct arena *a, uint64_t seed)
{
    *x = (struct lexicon){.a = a, .seed = seed};
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        x->of[w].raw = table_new(a);
        x->of[w].known = table_new(a);
        lexicon_put(x, w, S(""));
    }
}

void lexicon_forget_raw(struct lexicon *x)
{
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        struct lexicon_words *of = &x->of[w];
        memset(of->raw.slots, 0, ((size_t)of->raw.mask + 1) * sizeof of->raw.slots[0]);
        of->raw.used = 0;
        of->last = (struct lexicon_slot){0};
    }
}

uint32_t lexicon_put(struct lexicon *x, enum spend_word w, struct str text)
{
    struct lexicon_words *of = &x->of[w];
    uint64_t hash = lexicon_hash(x->seed, text.p, text.n);
    uint32_t i = lexicon_look(&of->known, hash, text.p, text.n);
    if (i != UINT32_MAX)
        return of->known.slots[i].number;
    if (of->texts.n >= LIMIT_SPEND_WORDS || text.n > UINT32_MAX)
        return WORD_NONE;
    struct str kept = text.n ? str_copy(x->a, text) : S("");
    uint32_t number = of->texts.n;
    add(x->a, &of->known, (struct lexicon_slot){hash, kept.p, (uint32_t)kept.n, number});
    *vec_push(x->a, &of->texts) = kept;
    return number;
}

uint32_t lexicon_learn(struct lexicon *x, enum spend_word w, struct str raw, struct str text)
{
    struct lexicon_words *of = &x->of[w];
    uint32_t number = lexicon_put(x, w, text);
    /* Raw forms of one text are many only in a file that is made to fill the memory. */
    if (number == WORD_NONE || !raw.n || raw.n > UINT32_MAX ||
        of->raw.used >= 2 * LIMIT_SPEND_WORDS)
        return number;
    uint64_t hash = lexicon_hash(x->seed, raw.p, raw.n);
    if (lexicon_look(&of->raw, hash, raw.p, raw.n) != UINT32_MAX)
        return number;
    struct str kept = of->texts.at[number];
    if (!str_eq(kept, raw))
        kept = str_copy(x->a, raw);
    of->last = (struct lexicon_slot){hash, kept.p, (uint32_t)kept.n, number};
    add(x->a, &of->raw, of->last);
    return number;
}

uint32_t lexicon_find(const struct lexicon *x, enum spend_word w, struct str text)
{
    const struct lexicon_table *t = &x->of[w].known;
    uint32_t i = lexicon_look(t, lexicon_hash(x->seed, text.p, text.n), text.p, text.n);
    return i == UINT32_MAX ? WORD_NONE : t->slots[i].number;
}

struct str lexicon_text(const struct lexicon *x, enum spend_word w, uint32_t number)
{
    check(number < x->of[w].texts.n);
    return x->of[w].texts.at[number];
}

uint32_t lexicon_count(const struct lexicon *x, enum spend_word w)
{
    return x->of[w].texts.n;
}

bool lexicon_merge(struct lexicon *into, const struct lexicon *from,
                   uint32_t *renumber[SPEND_WORDS])
{
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        uint32_t n = lexicon_count(from, w);
        renumber[w] = NEW_ARRAY(into->a, uint32_t, n);
        for (uint32_t i = 0; i < n; i++) {
            renumber[w][i] = lexicon_put(into, w, lexicon_text(from, w, i));
            if (renumber[w][i] == WORD_NONE)
                return false;
        }
    }
    return true;
}

struct spend_row spend_block_row(const struct spend_block *b, uint32_t i)
{
    struct spend_row row = {
        .on = b->on[i], .amount = b->amount[i], .file = b->file, .line = b->line[i]};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        row.words[w] = b->words[w][i];
    if (b->reference)
        row.reference = b->reference[i];
    return row;
}
