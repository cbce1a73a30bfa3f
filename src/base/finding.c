/* finding.c: the list of what is wrong, in an order that does not depend on the
 * order in which the checks ran. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

static int compare(const void *pa, const void *pb)
{
    const struct finding *a = pa, *b = pb;
    if (a->pos.file != b->pos.file)
        return a->pos.file < b->pos.file ? -1 : 1;
    if (a->pos.offset != b->pos.offset)
        return a->pos.offset < b->pos.offset ? -1 : 1;
    int c = strcmp(a->code, b->code);
    return c ? c : str_cmp(a->message, b->message);
}

void findings_sort(struct findings *f)
{
    if (f->list.n == 0)
        return;
    qsort(f->list.at, f->list.n, sizeof f->list.at[0], compare);
    /* One statement for many bodies may be wrong once for each of them in the same
     * words; say it once. */
    uint32_t kept = 1;
    for (uint32_t i = 1; i < f->list.n; i++)
        if (compare(&f->list.at[kept - 1], &f->list.at[i]) != 0)
            f->list.at[kept++] = f->list.at[i];
    f->list.n = kept;
}

uint32_t findings_count(const struct findings *f, enum severity at_least)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->list.n; i++)
        n += f->list.at[i].severity >= at_least;
    return n;
}
