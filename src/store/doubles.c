/* doubles.c: do rows of a file stand in others as well? By hashes of what makes a payment that one:
 * who paid whom, when, how much, under which reference. Of a large file a share of the rows is
 * looked at, those whose hash is small: chance alone decides which, and the same ones in every
 * file. So memory does not grow with the rows. */
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/parts.h"

static uint32_t slots_needed(void)
{
    uint32_t n = 1;
    while (n < 4u * LIMIT_STORE_SAMPLE)
        n *= 2;
    return n;
}

void doubles_init(struct doubles *x, struct arena *a)
{
    uint32_t n = slots_needed();
    *x = (struct doubles){.most = UINT64_MAX, .mask = n - 1};
    x->slots = NEW_ARRAY(a, uint64_t, n);
}

uint64_t doubles_hash(uint32_t organisation, uint32_t supplier, date on, pence amount,
                      struct str reference)
{
    const uint64_t k = 0x9e3779b97f4a7c15u;
    uint64_t h = ((uint64_t)organisation << 32 | supplier) * k;
    h = (h ^ h >> 32 ^ (uint32_t)on) * k;
    h = (h ^ h >> 32 ^ (uint64_t)amount) * k;
    return XXH3_64bits_withSeed(reference.n ? reference.p : "", reference.n, h ^ h >> 32);
}

/* The slot where it is, or where it would go. */
static uint64_t *slot_of(const struct doubles *x, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash * 0x9e3779b97f4a7c15u >> 32) & x->mask;
    while (x->slots[at] && x->slots[at] != hash)
        at = (at + 1) & x->mask;
    return &x->slots[at];
}

/* Only what is below x->most stays. What does is put in anew: a free slot may stand before it. */
static void narrow(struct doubles *x)
{
    uint32_t start = 0;
    while (x->slots[start]) /* there is a free one: a quarter is full at most */
        start = (start + 1) & x->mask;
    x->n = 0;
    for (uint32_t i = 1; i <= x->mask; i++) {
        uint64_t *slot = &x->slots[(start + i) & x->mask], hash = *slot;
        *slot = 0;
        if (hash && hash < x->most) {
            *slot_of(x, hash) = hash;
            x->n++;
        }
    }
}

void doubles_add(struct doubles *x, uint64_t hash)
{
    hash += !hash;
    if (hash >= x->most)
        return;
    uint64_t *slot = slot_of(x, hash);
    x->n += !*slot;
    *slot = hash;
    while (x->n > LIMIT_STORE_SAMPLE) {
        x->most /= 2;
        narrow(x);
    }
}

void doubles_merge(struct doubles *x, const struct doubles *from)
{
    if (from->most < x->most) {
        x->most = from->most;
        narrow(x);
    }
    for (uint32_t i = 0; i <= from->mask; i++)
        if (from->slots[i])
            doubles_add(x, from->slots[i]);
}

/* ---- other files --------------------------------------------------------------------------- */

struct comparing {
    const struct doubles *x;
    uint8_t *found;    /* by slot: stands in another file */
    uint32_t distinct; /* so many do */
    uint64_t doubled;  /* rows of this file that are in x */
};

static bool compare(void *with, const struct spend_block *b)
{
    struct comparing *t = with;
    for (uint32_t i = 0; i < b->n; i++) {
        uint64_t hash = doubles_hash(b->words[WORD_ORGANISATION][i], b->words[WORD_SUPPLIER][i],
                                     b->on[i], b->amount[i], b->reference[i]);
        hash += !hash;
        const uint64_t *slot = hash < t->x->most ? slot_of(t->x, hash) : NULL;
        if (!slot || !*slot)
            continue;
        t->doubled++;
        t->distinct += !t->found[slot - t->x->slots];
        t->found[slot - t->x->slots] = 1;
    }
    return true;
}

static bool same_days(const struct store_file *a, const struct store_file *b)
{
    bool dated = a->first != DATE_MIN && b->first != DATE_MIN;
    return (a->undated && b->undated) || (dated && a->first <= b->last && b->first <= a->last);
}

bool doubles_same_payer(const struct store_file *a, const struct store_file *b)
{
    for (uint32_t i = 0; i < a->n_organisations; i++)
        for (uint32_t k = 0; k < b->n_organisations; k++)
            if (a->organisations[i] == b->organisations[k])
                return true;
    return false;
}

bool doubles_look(struct store *s, const struct store_file *file, uint32_t but_not,
                  const struct doubles *x, struct doubles_found *out, struct str *why)
{
    struct arena_mark mark = arena_mark(&s->scratch);
    struct comparing t = {.x = x, .found = NEW_ARRAY(&s->scratch, uint8_t, (size_t)x->mask + 1)};
    double share = (double)x->most / (double)UINT64_MAX;
    uint64_t most = 0;
    bool fine = true, swallowed = false;
    enum { ENOUGH = 5 }; /* a sample's rows, before it says anything of a file */
    *out = (struct doubles_found){.counted = x->most == UINT64_MAX};
    for (uint32_t i = 0; i < s->files.n && fine; i++) {
        const struct store_file *other = &s->files.at[i];
        struct store_wanted wanted = store_all();
        struct spend_sink sink = {compare, &t};
        if (other->number == but_not || !same_days(file, other) || !doubles_same_payer(file, other))
            continue;
        wanted.file = other->number;
        wanted.texts = true;
        if (!file->undated) {
            wanted.from = spend_month_of(file->first);
            wanted.until = spend_month_of(file->last);
        }
        t.doubled = 0;
        fine = store_scan(s, &wanted, &sink, why);
        swallowed |= (double)t.doubled * 2 > other->result.good * share &&
                     (out->counted || t.doubled >= ENOUGH);
        if (t.doubled > most) {
            most = t.doubled;
            out->file = other->number;
        }
    }
    out->doubled = (uint64_t)((double)most / share + 0.5);
    if (!swallowed && (uint64_t)t.distinct * 2 <= x->n)
        out->file = 0;
    arena_rewind(&s->scratch, mark);
    return fine;
}
