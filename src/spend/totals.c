/* totals.c: rows into sums. One look-up a row, by a key that is packed into few words. */
#include "spend/totals.h"

enum { FIRST_SLOTS = 256 };

/* ---- months -------------------------------------------------------------------------------- */

spend_month spend_month_of(date on)
{
    int year, month, day;
    if (on == DATE_MIN)
        return SPEND_NO_MONTH;
    date_parts(on, &year, &month, &day);
    return 12 * year + month - 1;
}

static date first_day(spend_month m)
{
    return date_of(m / 12, m % 12 + 1, 1);
}

spend_month spend_month_parse(struct str s)
{
    char text[10] = "....-..-01";
    date on;
    if (s.n != 7)
        return SPEND_NO_MONTH;
    for (size_t i = 0; i < 7; i++)
        text[i] = s.p[i];
    return date_parse((struct str){text, sizeof text}, &on) ? spend_month_of(on) : SPEND_NO_MONTH;
}

struct str spend_month_text(struct arena *a, spend_month m)
{
    struct str day = m == SPEND_NO_MONTH ? S("1 date not given") : date_long(a, first_day(m));
    return str_sub(day, 2, day.n);
}

struct str spend_month_iso(struct arena *a, spend_month m)
{
    return m == SPEND_NO_MONTH ? S("") : str_sub(date_iso(a, first_day(m)), 0, 7);
}

/* Rows of one month stand together: the calendar is asked when it changes. */
static spend_month month_of(struct spend_sums *s, date on)
{
    if (on >= s->month_from && on <= s->month_until)
        return s->month_last;
    s->month_last = spend_month_of(on);
    s->month_from = s->month_until = on;
    if (on != DATE_MIN) {
        s->month_from = first_day(s->month_last);
        s->month_until = first_day(s->month_last + 1) - 1;
    }
    return s->month_last;
}

/* ---- sums ---------------------------------------------------------------------------------- */

/* What a sum is kept by, packed. */
struct key {
    uint64_t low, high; /* two words each */
    spend_month month;
};

void spend_sums_init(struct spend_sums *s, struct arena *a, unsigned by)
{
    *s = (struct spend_sums){.a = a, .by = by, .mask = FIRST_SLOTS - 1};
    s->slots = NEW_ARRAY(a, uint32_t, FIRST_SLOTS);
    s->month_from = DATE_MAX; /* no day is in it */
}

_Static_assert(SPEND_WORDS == 4, "a key has room for four words");
static inline struct key key_of(const uint32_t words[SPEND_WORDS], spend_month month)
{
    return (struct key){(uint64_t)words[1] << 32 | words[0], (uint64_t)words[3] << 32 | words[2],
                        month};
}

static inline uint32_t hash_of(struct key key)
{
    const uint64_t k = 0x9e3779b97f4a7c15u;
    uint64_t h = ((key.low * k ^ key.high) * k ^ (uint32_t)key.month) * k;
    return (uint32_t)(h >> 32);
}

static bool has(const struct spend_sum *sum, struct key key)
{
    struct key k = key_of(sum->words, sum->month);
    return k.low == key.low && k.high == key.high && k.month == key.month;
}

static void grow(struct spend_sums *s)
{
    s->mask = s->mask * 2 + 1;
    s->slots = NEW_ARRAY(s->a, uint32_t, (size_t)s->mask + 1);
    for (uint32_t i = 0; i < s->at.n; i++) {
        uint32_t slot = hash_of(key_of(s->at.at[i].words, s->at.at[i].month)) & s->mask;
        while (s->slots[slot])
            slot = (slot + 1) & s->mask;
        s->slots[slot] = i + 1;
    }
}

/* A sum that is not there yet; NULL when it would be one too many. */
static __attribute__((noinline)) struct spend_sum *new_sum(struct spend_sums *s, uint32_t slot,
                                                           struct key key)
{
    if (s->at.n >= LIMIT_SPEND_SUMS)
        return NULL;
    struct spend_sum *sum = vec_push(s->a, &s->at);
    *sum = (struct spend_sum){.month = key.month};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        sum->words[w] = (uint32_t)((w < 2 ? key.low : key.high) >> 32 * (w % 2));
    s->slots[slot] = s->at.n;
    if (s->at.n * 2 > s->mask)
        grow(s);
    return sum;
}

/* The sum that has this key, which has this hash; NULL when it would be one too many. */
static inline struct spend_sum *sum_of(struct spend_sums *s, struct key key, uint32_t hash)
{
    uint32_t slot = hash & s->mask;
    for (; s->slots[slot]; slot = (slot + 1) & s->mask) {
        struct spend_sum *sum = &s->at.at[s->slots[slot] - 1];
        if (has(sum, key))
            return sum;
    }
    return new_sum(s, slot, key);
}

/* False: a sum is too large. */
static inline bool add(struct spend_sum *sum, pence amount)
{
    pence back = amount < 0 ? amount : 0; /* without a branch: which row is one nobody can tell */
    bool large = __builtin_add_overflow(sum->total, amount, &sum->total);
    large |= __builtin_add_overflow(sum->credits, back, &sum->credits);
    sum->rows++;
    sum->credit_rows += amount < 0;
    return !large;
}

/* A few rows at a time: what the later ones need of memory is on its way while the earlier ones are
 * added. */
enum { FEW = 32 };
struct few {
    uint32_t n, hash[FEW];
    struct key key[FEW];
};

static inline void take_few(struct spend_sums *s, const struct spend_block *b, uint32_t first,
                            struct few *f)
{
    static const uint32_t none[FEW] = {WORD_EMPTY};
    const uint32_t *w[SPEND_WORDS];
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        w[k] = s->by & SPEND_BY_WORD(k) ? b->words[k] + first : none;
    f->n = b->n - first < FEW ? b->n - first : FEW;
    for (uint32_t i = 0; i < f->n; i++)
        f->key[i] = key_of((const uint32_t[]){w[0][i], w[1][i], w[2][i], w[3][i]}, 0);
    for (uint32_t i = 0; i < f->n && s->by & SPEND_BY_MONTH; i++)
        f->key[i].month = month_of(s, b->on[first + i]);
    for (uint32_t i = 0; i < f->n; i++) {
        f->hash[i] = hash_of(f->key[i]);
        __builtin_prefetch(&s->slots[f->hash[i] & s->mask]);
    }
    for (uint32_t i = 0; i < f->n && s->at.n; i++) {
        uint32_t at = s->slots[f->hash[i] & s->mask];
        __builtin_prefetch(&s->at.at[at ? at - 1 : 0], 1);
    }
}

bool spend_sums_add(struct spend_sums *s, const struct spend_block *b)
{
    struct few f;
    for (uint32_t first = 0; first < b->n; first += f.n) {
        take_few(s, b, first, &f);
        for (uint32_t i = 0; i < f.n && !s->too_large && !s->too_many; i++) {
            struct spend_sum *sum = sum_of(s, f.key[i], f.hash[i]);
            s->too_many = !sum;
            s->too_large = sum && !add(sum, b->amount[first + i]);
        }
    }
    return !s->too_large && !s->too_many;
}

bool spend_sums_merge(struct spend_sums *s, const struct spend_sums *from,
                      uint32_t *const renumber[SPEND_WORDS])
{
    check((s->by & ~from->by) == 0);
    s->too_large = s->too_large || from->too_large;
    s->too_many = s->too_many || from->too_many;
    for (uint32_t i = 0; i < from->at.n && !s->too_large && !s->too_many; i++) {
        const struct spend_sum *x = &from->at.at[i];
        uint32_t words[SPEND_WORDS] = {0};
        for (unsigned w = 0; w < SPEND_WORDS; w++)
            if (s->by & SPEND_BY_WORD(w))
                words[w] = renumber ? renumber[w][x->words[w]] : x->words[w];
        spend_month month = s->by & SPEND_BY_MONTH ? x->month : 0;
        struct key key = key_of(words, month);
        struct spend_sum *sum = sum_of(s, key, hash_of(key));
        if (!sum) {
            s->too_many = true;
            break;
        }
        sum->rows += x->rows;
        sum->credit_rows += x->credit_rows;
        s->too_large = __builtin_add_overflow(sum->total, x->total, &sum->total) ||
                       __builtin_add_overflow(sum->credits, x->credits, &sum->credits);
    }
    return !s->too_large && !s->too_many;
}
