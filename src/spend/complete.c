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
    switch (o->gap) {
    case SPEND_COMPLETE:
        break;
    case SPEND_NOTHING:
        buf_fmt(&b, "no payments from %.*s to %.*s", STR(spend_month_text(a, from)),
                STR(spend_month_text(a, until)));
        if (o->first != SPEND_NO_MONTH)
            buf_fmt(&b, o->first > until ? "; they begin in %.*s" : "; they end in %.*s",
                    STR(spend_month_text(a, o->first > until ? o->first : o->last)));
        break;
    case SPEND_LATE:
        buf_fmt(&b, "payments begin in %.*s", STR(spend_month_text(a, o->first)));
        break;
    case SPEND_EARLY:
        buf_fmt(&b, "payments end in %.*s", STR(spend_month_text(a, o->last)));
        break;
    case SPEND_MONTHS:
        buf_z(&b, "no payments in ");
        months_text(&b, o->missing.at, o->missing.n);
        break;
    case SPEND_NO_CATEGORIES:
        buf_fmt(&b, "%.*s of %.*s rows have no expense type or no expense area",
                STR(number_text(a, (int64_t)o->rows_without)),
                STR(number_text(a, (int64_t)o->rows)));
    }
    return buf_str(&b);
}

static enum spend_gap gap_of(const struct spend_organisation *o, spend_month from,
                             spend_month until)
{
    uint32_t n = o->missing.n;
    if (n == (uint32_t)(until - from + 1))
        return SPEND_NOTHING;
    if (n && o->missing.at[0] == from && o->missing.at[n - 1] == from + (spend_month)n - 1)
        return SPEND_LATE;
    if (n && o->missing.at[n - 1] == until && o->missing.at[0] == until - (spend_month)n + 1)
        return SPEND_EARLY;
    return n ? SPEND_MONTHS : o->rows_without ? SPEND_NO_CATEGORIES : SPEND_COMPLETE;
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

bool spend_check_complete(struct arena *a, const struct spend_sums *s, const struct lexicon *x,
                          spend_month from, spend_month until, const struct str *expected,
                          uint32_t n_expected, struct spend_completeness *out)
{
    window(s, &from, &until);
    uint32_t n = lexicon_count(x, WORD_ORGANISATION);
    struct seen *all = NEW_ARRAY(a, struct seen, n);
    bool fine = true;
    *out = (struct spend_completeness){.from = from, .until = until};
    for (uint32_t i = 0; i < s->at.n && from != SPEND_NO_MONTH; i++) {
        struct seen *o = &all[s->at.at[i].words[WORD_ORGANISATION]];
        if (!o->months) {
            o->months = NEW_ARRAY(a, bool, until - from + 1);
            o->o.first = o->o.last = SPEND_NO_MONTH;
        }
        see(o, &s->at.at[i], from, until, &fine);
    }
    for (uint32_t i = 0; i < n; i++)
        if (all[i].months) {
            all[i].o.word = i;
            all[i].o.name = lexicon_text(x, WORD_ORGANISATION, i);
            for (spend_month m = from; m <= until; m++)
                if (!all[i].months[m - from])
                    *vec_push(a, &all[i].o.missing) = m;
            *vec_push(a, &out->at) = all[i].o;
        }
    for (uint32_t i = 0; i < n_expected; i++) {
        uint32_t word = lexicon_find(x, WORD_ORGANISATION, expected[i]);
        if (word != WORD_NONE && all[word].months)
            continue;
        struct spend_organisation o = {.word = WORD_NONE, .name = expected[i]};
        o.first = o.last = SPEND_NO_MONTH;
        for (spend_month m = from; from != SPEND_NO_MONTH && m <= until; m++)
            *vec_push(a, &o.missing) = m;
        *vec_push(a, &out->at) = o;
    }
    for (uint32_t i = 0; i < out->at.n; i++) {
        struct spend_organisation *o = &out->at.at[i];
        o->gap = from == SPEND_NO_MONTH ? SPEND_NOTHING : gap_of(o, from, until);
        o->reason = from == SPEND_NO_MONTH ? S("no dated payments") : reason(a, o, from, until);
        out->complete += o->gap == SPEND_COMPLETE;
    }
    if (out->at.n)
        qsort(out->at.at, out->at.n, sizeof out->at.at[0], by_name);
    return fine;
}
