/* labels.c: the rate that a description names, against the rate that the amounts are. */
#include "spend/labels.h"

enum { WHOLE = 1000000 };
__extension__ typedef __int128 wide;

/* ---- rates in words ------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "1.25%" at *at, in millionths; -1 when none stands here. */
static int64_t percent_at(struct str s, size_t *at)
{
    int64_t value = 0, scale = WHOLE / 100;
    size_t i = *at;
    for (; i < s.n && is_digit(s.p[i]) && value <= WHOLE; i++)
        value = value * 10 + (s.p[i] - '0');
    value *= scale;
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && is_digit(s.p[i]) && scale > 1; i++)
            value += (s.p[i] - '0') * (scale /= 10);
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (i == *at || i >= s.n || s.p[i] != '%' || value > WHOLE)
        return -1;
    *at = i + 1;
    return value;
}

static bool skip_of(struct str s, size_t *at)
{
    size_t i = *at;
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (!str_starts(str_sub(s, i, s.n), S("of ")) && !str_starts(str_sub(s, i, s.n), S("OF ")))
        return false;
    for (i += 3; i < s.n && s.p[i] == ' ';)
        i++;
    *at = i;
    return true;
}

bool spend_rate_in(struct str s, int64_t *millionths, struct str *text)
{
    uint32_t found = 0;
    for (size_t i = 0; i < s.n; i++) {
        size_t at = i;
        if (!is_digit(s.p[i]) || (i && (is_digit(s.p[i - 1]) || s.p[i - 1] == '.')))
            continue;
        int64_t rate = percent_at(s, &at);
        if (rate < 0)
            continue;
        for (size_t next = at; skip_of(s, &next);) {
            int64_t of = percent_at(s, &next);
            if (of < 0)
                break;
            rate = (rate * of + WHOLE / 2) / WHOLE;
            at = next;
        }
        *millionths = rate;
        *text = str_sub(s, i, at);
        found++;
        i = at - 1;
    }
    return found == 1;
}

/* ---- invoices ------------------------------------------------------------------------------ */

void spend_labels_init(struct spend_labels *l, struct arena *a)
{
    *l = (struct spend_labels){.a = a};
}

static struct str invoice_of(struct arena *a, const struct spend_row *row)
{
    return str_fmt(a, "%u %u %u %.*s", row->file, row->words[WORD_ORGANISATION],
                   row->words[WORD_SUPPLIER], STR(row->reference));
}

/* "50% of 1.25% CQUIN": a rate of something that is charged for besides; "incl. 50% of 2.5% CQUIN"
 * is an amount with its rate in it. */
static bool names_rate(const struct spend_row *row, int64_t *rate, struct str *text)
{
    return row->reference.n && spend_rate_in(row->description, rate, text) && *rate > 0;
}

void spend_labels_find(struct spend_labels *l, const struct spend_row *row)
{
    int64_t rate;
    struct str text;
    if (l->too_many || !names_rate(row, &rate, &text))
        return;
    struct str invoice = invoice_of(l->a, row);
    if (map_get(&l->invoices, invoice) != MAP_NONE)
        return;
    l->too_many = l->bases.n >= LIMIT_SPEND_LABELS;
    if (l->too_many)
        return;
    map_put(l->a, &l->invoices, invoice, l->bases.n);
    *vec_push(l->a, &l->bases) = (struct spend_base){0};
}

void spend_labels_collect(struct spend_labels *l, const struct spend_row *row)
{
    struct spend_labelled x = {.row = *row};
    if (!row->reference.n)
        return;
    struct arena_mark mark = arena_mark(l->a);
    uint32_t base = map_get(&l->invoices, invoice_of(l->a, row));
    arena_rewind(l->a, mark);
    if (base == MAP_NONE)
        return;
    if (!names_rate(row, &x.rate, &x.rate_text)) {
        struct spend_base *of = &l->bases.at[base];
        if (!__builtin_add_overflow(of->amount, row->amount, &of->amount))
            of->rows++;
        return;
    }
    if (l->at.n >= LIMIT_SPEND_LABELS)
        return;
    x.row.reference = str_copy(l->a, row->reference);
    x.row.description = str_copy(l->a, row->description);
    spend_rate_in(x.row.description, &x.rate, &x.rate_text);
    x.base_rows = base; /* until the end: which invoice */
    *vec_push(l->a, &l->at) = x;
}

/* Neither multiplied nor summed can pence leave 64 bits here without being cut off at its ends:
 * what is that large is no invoice. */
static pence narrow(wide x)
{
    return x > INT64_MAX ? INT64_MAX : x < -INT64_MAX ? -INT64_MAX : (pence)x;
}

/* x / of, halves away from nothing. */
static pence divided(wide x, wide of)
{
    bool negative = (x < 0) != (of < 0);
    x = x < 0 ? -x : x;
    of = of < 0 ? -of : of;
    wide q = (2 * x + of) / (2 * of);
    return narrow(negative ? -q : q);
}

static struct spend_series *series_of(struct spend_labels *l, const struct spend_labelled *x)
{
    const uint32_t *words = x->row.words;
    struct str parties = str_fmt(l->a, "%u %u", words[WORD_ORGANISATION], words[WORD_SUPPLIER]);
    uint32_t i = map_get(&l->by_parties, parties);
    if (i != MAP_NONE)
        return &l->series.at[i];
    map_put(l->a, &l->by_parties, parties, l->series.n);
    struct spend_series *s = vec_push(l->a, &l->series);
    *s = (struct spend_series){.organisation = words[WORD_ORGANISATION],
                               .supplier = words[WORD_SUPPLIER],
                               .least = x->rate,
                               .most = x->rate};
    return s;
}

/* False when the rate is of something that is not on this invoice. */
static bool judge(struct spend_labels *l, struct spend_labelled *x)
{
    const struct spend_base *base = &l->bases.at[x->base_rows];
    if (!base->rows || !base->amount)
        return false;
    x->base = base->amount;
    x->base_rows = base->rows;
    x->expected = divided((wide)x->base * x->rate, WHOLE);
    x->charged = divided((wide)x->row.amount * WHOLE, x->base);
    wide apart = (wide)x->row.amount - x->expected;
    x->contradicts = apart > 1 || apart < -1;
    struct spend_series *s = series_of(l, x);
    s->n++;
    s->least = x->rate < s->least ? x->rate : s->least;
    s->most = x->rate > s->most ? x->rate : s->most;
    return true;
}

/* What cannot be judged is left out. */
static void judge_all(struct spend_labels *l)
{
    VEC(struct spend_labelled) agree = {0};
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->at.n; i++) {
        struct spend_labelled x = l->at.at[i];
        if (!judge(l, &x))
            continue;
        if (x.contradicts)
            l->at.at[n++] = x;
        else
            *vec_push(l->a, &agree) = x;
    }
    l->at.n = l->against = n;
    for (uint32_t i = 0; i < agree.n; i++)
        l->at.at[l->at.n++] = agree.at[i];
}

void spend_labels_finish(struct spend_labels *l)
{
    uint32_t several = 0;
    judge_all(l);
    for (uint32_t i = 0; i < l->at.n; i++) {
        const struct spend_labelled *x = &l->at.at[i];
        struct spend_series *s = series_of(l, x);
        s->amount = narrow((wide)s->amount + x->row.amount);
        s->at_least_rate =
            narrow((wide)s->at_least_rate + divided((wide)x->base * s->least, WHOLE));
    }
    for (uint32_t i = 0; i < l->series.n; i++)
        if (l->series.at[i].least != l->series.at[i].most)
            l->series.at[several++] = l->series.at[i];
    l->series.n = several;
}
