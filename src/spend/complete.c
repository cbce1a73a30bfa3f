/* complete.c: which organisations published all that a study needs, and what the others lack. */
#include <stdlib.h>

#include "spend/compare.h"

struct seen {     /* of one organisation */
    bool *months; /* of the window */
    struct spend_organisation o;
};

static void see(struct seen *o, const struct spend_sum *s, spend_month from, spend_month until,
                bool *fine)
{
    if (s->month != SPEND_NO_MONTH) {
        if (o->o.first == SPEND_NO_MONTH || s->month < o->o.first)
            o->o.first = s->month;
        if (o->o.last == SPEND_NO_MONTH || s->month > o->o.last)
            o->o.last = s->month;
    }
    if (s->month == SPEND_NO_MONTH || s->month < from || s->month > until)
        return;
    o->months[s->month - from] = true;
    o->o.rows += s->rows;
    *fine = *fine && !__builtin_add_overflow(o->o.total, s->total, &o->o.total);
    if (s->words[WORD_TYPE] != WORD_EMPTY && s->words[WORD_AREA] != WORD_EMPTY)
        return;
    o->o.rows_without += s->rows;
    *fine = *fine && !__builtin_add_overflow(o->o.total_without, s->total, &o->o.total_without);
}

/* July 2022 and September 2022; runs of three and more as "July to December 2022". */
static void months_text(struct buf *b, const spend_month *m, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        uint32_t k = i;
        while (k + 1 < n && m[k + 1] == m[k] + 1)
            k++;
        if (k < i + 2)
            k = i;
        buf_z(b, !i ? "" : k + 1 == n ? " and " : ", ");
        buf_put(b, spend_month_text(b->a, m[i]));
        if (k > i) {
            buf_z(b, " to ");
            buf_put(b, spend_month_text(b->a, m[k]));
        }
        i = k + 1;
    }
}

static struct str reason(struct arena *a, const struct spend_organisation *o, spend_month from,
                         spend_month until)
{
    struct buf b = buf_new(a);
    if (o->gap == SPEND_NO_CATEGORIES)
        buf_fmt(&b, "%.*s of %.*s rows have no expense type or no expense area",
                STR(number_text(a, (int64_t)o->rows_without)),
                STR(number_text(a, (int64_t)o->rows)));
    if (o->gap == SPEND_NOTHING)
        buf_fmt(&b, "no payments from %.*s to %.*s", STR(spend_month_text(a, from)),
                STR(spend_month_text(a, until)));
    if (o->gap == SPEND_MONTHS) {
        buf_z(&b, "no payments in ");
        months_text(&b, o->missing.at, o->missing.n);
    }
    if (o->missing.n && o->first != SPEND_NO_MONTH && o->first > from)
        buf_fmt(&b, "; they begin in %.*s", STR(spend_month_text(a, o->first)));
    if (o->missing.n && o->last != SPEND_NO_MONTH && o->last < until)
        buf_fmt(&b, "; they end in %.*s", STR(spend_month_text(a, o->last)));
    return b.n ? buf_str(&b) : S("");
}

static enum spend_gap gap_of(const struct spend_organisation *o, spend_month from,
                             spend_month until)
{
    return o->missing.n == (uint32_t)(until - from + 1) ? SPEND_NOTHING
           : o->missing.n                               ? SPEND_MONTHS
           : o->rows_without                            ? SPEND_NO_CATEGORIES
                                                        : SPEND_COMPLETE;
}

static int by_name(const void *a, const void *b)
{
    const struct spend_organisation *x = a, *y = b;
    return str_cmp(x->name, y->name);
}

static void window(const struct spend_sums *s, spend_month *from, spend_month *until)
{
    spend_month first = SPEND_NO_MONTH, last = SPEND_NO_MONTH;
    for (uint32_t i = 0; i < s->at.n; i++) {
        spend_month m = s->at.at[i].month;
        if (m == SPEND_NO_MONTH)
            continue;
        first = first == SPEND_NO_MONTH || m < first ? m : first;
        last = last == SPEND_NO_MONTH || m > last ? m : last;
    }
    *from = *from == SPEND_NO_MONTH ? first : *from;
    *until = *until == SPEND_NO_MONTH ? last : *until;
    if (*from == SPEND_NO_MONTH || *until < *from)
        *from = *until = first;
}

/* What is there, by number of the organisation; months NULL: nothing. */
static struct seen *see_all(struct arena *a, const struct spend_sums *s, const struct lexicon *x,
                            const struct spend_completeness *c, bool *fine)
{
    struct seen *all = NEW_ARRAY(a, struct seen, lexicon_count(x, WORD_ORGANISATION));
    for (uint32_t i = 0; i < s->at.n; i++) {
        uint32_t word = s->at.at[i].words[WORD_ORGANISATION];
        struct seen *o = &all[word];
        if (!o->months) {
            o->months = NEW_ARRAY(a, bool, c->until - c->from + 1);
            o->o.word = word;
            o->o.name = lexicon_text(x, WORD_ORGANISATION, word);
            o->o.first = o->o.last = SPEND_NO_MONTH;
        }
        see(o, &s->at.at[i], c->from, c->until, fine);
    }
    return all;
}

static void put_organisation(struct arena *a, struct spend_completeness *c,
                             struct spend_organisation o, const bool *months)
{
    for (spend_month m = c->from; m <= c->until; m++)
        if (!months || !months[m - c->from])
            *vec_push(a, &o.missing) = m;
    o.gap = gap_of(&o, c->from, c->until);
    o.reason = reason(a, &o, c->from, c->until);
    c->complete += o.gap == SPEND_COMPLETE;
    *vec_push(a, &c->at) = o;
}

bool spend_check_complete(struct arena *a, const struct spend_sums *s, const struct lexicon *x,
                          spend_month from, spend_month until, const struct str *expected,
                          uint32_t n_expected, struct spend_completeness *out, struct str *why)
{
    bool fine = true;
    window(s, &from, &until);
    *out = (struct spend_completeness){.from = from, .until = until};
    if (from == SPEND_NO_MONTH || until - from >= LIMIT_SPEND_MONTHS) {
        *why = from == SPEND_NO_MONTH
                   ? S("no row has a date")
                   : str_fmt(a, "the dates span %.*s to %.*s; say which months are meant",
                             STR(spend_month_text(a, from)), STR(spend_month_text(a, until)));
        return false;
    }
    struct seen *all = see_all(a, s, x, out, &fine);
    for (uint32_t i = 0; i < lexicon_count(x, WORD_ORGANISATION); i++)
        if (all[i].months)
            put_organisation(a, out, all[i].o, all[i].months);
    for (uint32_t i = 0; i < n_expected; i++) {
        uint32_t word = lexicon_find(x, WORD_ORGANISATION, expected[i]);
        if (word == WORD_NONE || !all[word].months)
            put_organisation(a, out,
                             (struct spend_organisation){.word = WORD_NONE,
                                                         .name = expected[i],
                                                         .first = SPEND_NO_MONTH,
                                                         .last = SPEND_NO_MONTH},
                             NULL);
    }
    if (out->at.n)
        qsort(out->at.at, out->at.n, sizeof out->at.at[0], by_name);
    if (!fine)
        *why = S("a sum is larger than Remit can hold (£92,233,720,368,547,758.07)");
    return fine;
}
