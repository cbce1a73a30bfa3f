/* scan.c: what sums do not tell is read off the rows: those that are asked for, added up by what a
 * page needs, or one by one. Memory does not grow with the rows. */
#include "pages/spending/asked.h"

/* ---- which rows ---------------------------------------------------------------------------- */

static bool beyond_is(const struct asked *x, const struct spend_row *r, spend_month month)
{
    const struct beyond *b = &x->beyond;
    if ((b->file && r->file != b->file) || (b->sign < 0 && r->amount >= 0) ||
        (b->sign > 0 && r->amount < 0) ||
        (b->no_category && r->words[WORD_TYPE] && r->words[WORD_AREA]))
        return false;
    if (b->side != SPEND_SIDES && spend_side_of(x->st->sider, r->words[WORD_ORGANISATION],
                                                r->words[WORD_SUPPLIER]) != b->side)
        return false;
    return !b->then || spend_chooses(b->then, r->words, month);
}

struct scanning {
    struct page *p;
    struct asked *x;
    const struct spend_only_list *list;
    struct spend_chooser *chooser;
    bool (*take)(void *with, const struct spend_row *row);
    void *with;
    bool texts, beyond;
};

/* Where a file stands among those of the state; the store knows it by a number. */
static uint32_t index_of(const struct payments_state *st, uint32_t number)
{
    uint32_t i = 0;
    while (i + 1 < st->n_files && st->files[i].number != number)
        i++;
    return i;
}

/* What they are called, where actions look for it. */
static void name_files(struct page *p, struct asked *x)
{
    for (uint32_t i = x->report.s.files.n; i < x->st->n_files; i++)
        *vec_push(p->a, &x->report.s.files) =
            (struct spend_file){.path = x->st->files[i].name, .result = x->st->files[i].result};
}

static bool take_block(void *context, const struct spend_block *b)
{
    struct scanning *t = context;
    bool more = true;
    uint32_t file = index_of(t->x->st, b->file);
    for (uint32_t i = 0; more && i < b->n; i++) {
        struct spend_row r = spend_block_row(b, i);
        spend_month month = spend_month_of(r.on);
        if (!spend_chooses(t->chooser, r.words, month) ||
            (t->beyond && !beyond_is(t->x, &r, month)))
            continue;
        r.file = file;
        more = t->take(t->with, &r);
    }
    return more;
}

static bool scan(void *with, struct store *s)
{
    struct scanning *t = with;
    struct store_wanted wanted = spend_wanted(t->list);
    struct spend_sink sink = {take_block, t};
    struct str why = S("");
    wanted.file = t->beyond ? t->x->beyond.file : 0;
    wanted.texts = t->texts;
    if (store_whole(s)->changes != t->x->st->whole.changes) {
        run_bad(&t->x->r, "the store has just been changed; ask again in a moment");
        return false;
    }
    if (store_scan(s, &wanted, &sink, &why))
        return true;
    run_bad(&t->x->r, "%.*s", STR(why));
    return false;
}

static bool go(struct scanning *t)
{
    struct page *p = t->p;
    struct str why = S("");
    name_files(p, t->x);
    t->chooser = spend_chooser_new(p->a, t->x->report.s.sorter, t->list);
    if (store_with(p->a, payments_path(p->site->payments), STORE_READ, scan, t, &why))
        return true;
    if (why.n)
        run_bad(&t->x->r, "%.*s", STR(why));
    return false;
}

bool asked_rows(struct page *p, struct asked *x, const struct spend_only_list *list, bool texts,
                bool (*take)(void *with, const struct spend_row *row), void *with)
{
    struct scanning t = {.p = p, .x = x, .list = list, .take = take, .with = with};
    t.texts = texts;
    t.beyond = x->beyond.any;
    return go(&t);
}

bool asked_all_rows(struct page *p, struct asked *x,
                    bool (*take)(void *with, const struct spend_row *row), void *with)
{
    const struct spend_only_list all = {.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
    struct scanning t = {.p = p, .x = x, .list = &all, .take = take, .with = with, .texts = true};
    return go(&t);
}

/* ---- their sums ---------------------------------------------------------------------------- */

/* Rows on their way into sums, a block at a time. */
struct summing {
    struct spend_sums *out;
    uint32_t n, *words[SPEND_WORDS];
    date *on;
    pence *amount;
};

static bool add_block(struct summing *t)
{
    struct spend_block b = {.n = t->n, .on = t->on, .amount = t->amount};
    for (int w = 0; w < SPEND_WORDS; w++)
        b.words[w] = t->words[w];
    t->n = 0;
    return spend_sums_add(t->out, &b);
}

static bool take_row(void *with, const struct spend_row *row)
{
    struct summing *t = with;
    for (int w = 0; w < SPEND_WORDS; w++)
        t->words[w][t->n] = row->words[w];
    t->on[t->n] = row->on;
    t->amount[t->n] = row->amount;
    return ++t->n < SPEND_BLOCK || add_block(t);
}

bool asked_add_up(struct page *p, struct asked *x, const struct spend_only_list *list, unsigned by,
                  struct spend_sums *out)
{
    struct summing t = {.out = out};
    spend_sums_init(out, p->a, by);
    for (int w = 0; w < SPEND_WORDS; w++)
        t.words[w] = NEW_ARRAY(p->a, uint32_t, SPEND_BLOCK);
    t.on = NEW_ARRAY(p->a, date, SPEND_BLOCK);
    t.amount = NEW_ARRAY(p->a, pence, SPEND_BLOCK);
    if (!asked_rows(p, x, list, false, take_row, &t))
        return false;
    add_block(&t);
    if (out->too_large || out->too_many)
        run_bad(&x->r, out->too_large ? "a sum is larger than Remit can hold"
                                      : "there are more different sums than Remit keeps");
    return !out->too_large && !out->too_many;
}
