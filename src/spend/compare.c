/* compare.c: groups by size, shifts and values that stand out. Whole numbers throughout. */
#include <stdlib.h>

#include "spend/compare.h"

__extension__ typedef __int128 wide;

static int by_value(const void *a, const void *b)
{
    pence x = *(const pence *)a, y = *(const pence *)b;
    return (x > y) - (x < y);
}

static pence *sorted_copy(struct arena *a, const pence *values, uint32_t n)
{
    pence *sorted = NEW_ARRAY(a, pence, n + 1);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = values[i];
    qsort(sorted, n, sizeof sorted[0], by_value);
    return sorted;
}

/* ---- groups -------------------------------------------------------------------------------- */

/* Is x above the cut that leaves i of `groups` below it? The cut is low + (high - low) part / of.
 */
static bool above(const pence *sorted, uint32_t n, uint32_t i, uint32_t groups, enum spend_cut cut,
                  pence x)
{
    uint64_t rank = (uint64_t)n * i, part = 0, of = 1;
    uint64_t at = (rank + groups - 1) / groups - 1; /* xtile: rank ceil(n p), from 0 */
    if (cut == SPEND_QCUT) {
        rank = (uint64_t)(n - 1) * i;
        at = rank / groups;
        part = rank % groups;
        of = groups;
    } else if (rank % groups == 0) {
        part = 1;
        of = 2;
    }
    pence low = sorted[at], high = sorted[at + 1 < n ? at + 1 : at];
    return ((wide)x - low) * (wide)of > ((wide)high - low) * (wide)part;
}

void spend_quantiles(struct arena *a, const pence *values, uint32_t n, uint32_t groups,
                     enum spend_cut cut, uint32_t *group)
{
    check(groups > 0);
    const pence *sorted = sorted_copy(a, values, n);
    for (uint32_t k = 0; k < n; k++) {
        group[k] = 0;
        for (uint32_t i = 1; i < groups; i++)
            group[k] += above(sorted, n, i, groups, cut, values[k]);
    }
}

bool spend_cut_of(const struct spend_rules *r, const uint32_t *choices, enum spend_cut *out)
{
    uint32_t k = r->known[SPEND_QUINTILES];
    if (k == MAP_NONE || !r->settings.at[k].choices.n)
        return false;
    struct str choice = r->settings.at[k].choices.at[choices ? choices[k] : 0];
    *out = str_eq(choice, S("qcut")) ? SPEND_QCUT : SPEND_XTILE;
    return true;
}

/* ---- shifts -------------------------------------------------------------------------------- */

/* What each row of t has, in the order of the shifts. */
static void take(struct spend_shifts *s, struct arena *a, const struct spend_table *t, bool after)
{
    for (uint32_t i = 0; i < t->rows.n; i++) {
        uint32_t k = 0;
        while (k < s->at.n && s->at.at[k].label.key != t->rows.at[i].key)
            k++;
        if (k == s->at.n)
            *vec_push(a, &s->at) = (struct spend_shift){.label = t->rows.at[i]};
        *(after ? &s->at.at[k].after : &s->at.at[k].before) = t->row_sums[i].total;
    }
}

bool spend_compare(struct arena *a, const struct spend_table *before,
                   const struct spend_table *after, struct spend_shifts *out)
{
    enum { HUNDREDTHS = 10000 };
    *out = (struct spend_shifts){.before = before->whole.total, .after = after->whole.total};
    take(out, a, before, false);
    take(out, a, after, true);
    uint32_t n = out->at.n;
    pence *parts = NEW_ARRAY(a, pence, n + 1);
    int64_t *was = NEW_ARRAY(a, int64_t, n + 1), *is = NEW_ARRAY(a, int64_t, n + 1);
    int64_t *stay = NEW_ARRAY(a, int64_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        parts[i] = out->at.at[i].before;
    out->shares = spend_shares(a, parts, n, HUNDREDTHS, was) && out->after > 0 &&
                  spend_shares(a, parts, n, out->after, stay);
    for (uint32_t i = 0; i < n; i++)
        parts[i] = out->at.at[i].after;
    out->shares = out->shares && spend_shares(a, parts, n, HUNDREDTHS, is);
    for (uint32_t i = 0; i < n && out->shares; i++) {
        struct spend_shift *s = &out->at.at[i];
        s->share_before = was[i];
        s->share_after = is[i];
        s->points = is[i] - was[i];
        if (__builtin_sub_overflow(s->after, stay[i], &s->moved))
            return false;
    }
    return true;
}

/* ---- what stands out ----------------------------------------------------------------------- */

static pence middle(const pence *sorted, uint32_t n)
{
    wide low = sorted[(n - 1) / 2], high = sorted[n / 2];
    return (pence)((low + high) / 2);
}

static pence distance(pence a, pence b)
{
    wide d = (wide)a - b;
    d = d < 0 ? -d : d;
    return d > INT64_MAX ? INT64_MAX : (pence)d;
}

void spend_find_outliers(struct arena *a, const pence *values, uint32_t n,
                         struct spend_outliers *out)
{
    *out = (struct spend_outliers){.too_few = n < SPEND_OUTLIER_LEAST};
    if (out->too_few)
        return;
    out->median = middle(sorted_copy(a, values, n), n);
    pence *far = NEW_ARRAY(a, pence, n);
    wide sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        far[i] = distance(values[i], out->median);
        sum += far[i];
    }
    out->spread = middle(sorted_copy(a, far, n), n);
    out->mean = out->spread == 0;
    if (out->mean)
        out->spread = (pence)(sum / n);
    if (out->spread == 0)
        return; /* all are equal */
    for (uint32_t i = 0; i < n; i++) {
        wide scaled = ((wide)values[i] - out->median) * (out->mean ? 7979 : 6745);
        wide score = scaled / ((wide)out->spread * 100);
        score = score > INT64_MAX ? INT64_MAX : score < -INT64_MAX ? -INT64_MAX : score;
        if (score > SPEND_OUTLIER_SCORE || score < -SPEND_OUTLIER_SCORE)
            *vec_push(a, &out->at) = (struct spend_outlier){i, values[i], (int64_t)score};
    }
}
