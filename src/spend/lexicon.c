/* lexicon.c: texts to numbers and back. */
#include "spend/spend.h"

void lexicon_init(struct lexicon *x, struct arena *a)
{
    *x = (struct lexicon){.a = a};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        lexicon_put(x, w, S(""));
}

uint32_t lexicon_put(struct lexicon *x, enum spend_word w, struct str text)
{
    struct lexicon_words *of = &x->of[w];
    uint32_t number = map_get(&of->numbers, text);
    if (number != MAP_NONE)
        return number;
    if (of->texts.n >= LIMIT_SPEND_WORDS)
        return WORD_NONE;
    struct str kept = str_copy(x->a, text);
    map_put(x->a, &of->numbers, kept, of->texts.n);
    *vec_push(x->a, &of->texts) = kept;
    return of->texts.n - 1;
}

uint32_t lexicon_find(const struct lexicon *x, enum spend_word w, struct str text)
{
    return map_get(&x->of[w].numbers, text);
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

struct spend_row spend_block_row(const struct spend_block *b, uint32_t i)
{
    struct spend_row row = {
        .on = b->on[i], .amount = b->amount[i], .file = b->file, .line = b->line[i]};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        row.words[w] = b->words[w][i];
    if (b->reference)
        row.reference = b->reference[i];
    if (b->description)
        row.description = b->description[i];
    return row;
}
