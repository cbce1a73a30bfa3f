/* totals.c: rows into sums. One look-up a row, and none where the row is like the one before. */
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

void spend_sums_init(struct spend_sums *s, struct arena *a, unsigned by)
{
    *s = (struct spend_sums){.a = a, .by = by, .mask = FIRST_SLOTS - 1, .last = UINT32_MAX};
    s->slots = NEW_ARRAY(a, uint32_t, FIRST_SLOTS);
    s->month_from = DATE_MAX; /* no day is in it */
}

static bool same(const struct spend_sum *a, const struct spend_sum *b)
{
    bool is = a->month == b->month;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        is = is && a->words[w] == b->words[w];
    return is;
}

static uint32_t hash(const struct spend_sum *key)
{
    uint64_t h = (uint32_t)key->month;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        h = (h ^ key->words[w]) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

static void grow(struct spend_sums *s)
{
    s->mask = s->mask * 2 + 1;
    s->slots = NEW_ARRAY(s->a, uint32_t, (size_t)s->mask + 1);
    for (uint32_t i = 0; i < s->at.n; i++) {
        uint32_t at = hash(&s->at.at[i]) & s->mask;
        while (s->slots[at])
            at = (at + 1) & s->mask;
        s->slots[at] = i + 1;
    }
}

/* The sum that has this key; NULL when it would be one too many. */
static struct spend_sum *sum_of(struct spend_sums *s, const struct spend_sum *key)
{
    if (s->last != UINT32_MAX && same(&s->at.at[s->last], key))
        return &s->at.at[s->last];
    uint32_t at = hash(key) & s->mask;
    while (s->slots[at] && !same(&s->at.at[s->slots[at] - 1], key))
        at = (at + 1) & s->mask;
    if (s->slots[at]) {
        s->last = s->slots[at] - 1;
        return &s->at.at[s->last];
    }
    if (s->at.n >= LIMIT_SPEND_SUMS)
        return NULL;
    *vec_push(s->a, &s->at) = (struct spend_sum){.month = key->month};
    s->last = s->at.n - 1;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        s->at.at[s->last].words[w] = key->words[w];
    s->slots[at] = s->at.n;
    if (s->at.n * 2 > s->mask)
        grow(s);
    return &s->at.at[s->last];
}

bool spend_sums_add(struct spend_sums *s, const struct spend_block *b)
{
    bool fits = !s->too_large && !s->too_many;
    for (uint32_t i = 0; fits && i < b->n; i++) {
        struct spend_sum key = {0};
        for (unsigned w = 0; w < SPEND_WORDS; w++)
            if (s->by & SPEND_BY_WORD(w))
                key.words[w] = b->words[w][i];
        if (s->by & SPEND_BY_MONTH)
            key.month = month_of(s, b->on[i]);
        struct spend_sum *sum = sum_of(s, &key);
        if (!sum) {
            s->too_many = true;
            return false;
        }
        pence amount = b->amount[i];
        sum->rows++;
        fits = !__builtin_add_overflow(sum->total, amount, &sum->total);
        if (amount < 0) {
            sum->credit_rows++;
            fits = !__builtin_add_overflow(sum->credits, amount, &sum->credits) && fits;
        }
        s->too_large = !fits;
    }
    return fits;
}

bool spend_sums_merge(struct spend_sums *s, const struct spend_sums *from,
                      uint32_t *const renumber[SPEND_WORDS])
{
    check((s->by & ~from->by) == 0);
    s->too_large = s->too_large || from->too_large;
    s->too_many = s->too_many || from->too_many;
    for (uint32_t i = 0; i < from->at.n && !s->too_large && !s->too_many; i++) {
        const struct spend_sum *x = &from->at.at[i];
        struct spend_sum key = {.month = s->by & SPEND_BY_MONTH ? x->month : 0};
        for (unsigned w = 0; w < SPEND_WORDS; w++)
            if (s->by & SPEND_BY_WORD(w))
                key.words[w] = renumber ? renumber[w][x->words[w]] : x->words[w];
        struct spend_sum *sum = sum_of(s, &key);
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
