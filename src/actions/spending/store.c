/* store.c: the store behind the actions on spending: which one, its sums and rows under the
 * numbers of the lexicon that an action has already. */
#include "actions/spending/spending.h"

struct str spend_store_path(const struct run *r)
{
    if (r->store.n)
        return r->store;
    return run_has(r, "store") ? run_get(r, "store") : store_default_path(r->a);
}

bool spend_with_store(struct run *r, enum store_mode mode, bool (*use)(void *with, struct store *s),
                      void *with)
{
    struct str why = {0};
    struct str path = spend_store_path(r);
    if (run_has(r, "store") && !path.n) {
        run_bad(r, "--store names a file; without it the store is %.*s",
                STR(store_default_path(r->a)));
        return false;
    }
    if (store_with(r->a, path, mode, use, with, &why))
        return true;
    if (why.n)
        run_bad(r, "%.*s", STR(why));
    return false;
}

bool spend_keep(struct run *r, struct store *s, struct sheet *const *sheets, uint32_t n,
                struct str *why)
{
    size_t said = r->out.n;
    if (sheets_put(r, sheets, n) == EXIT_FINE && store_commit(s, why))
        return true;
    r->out.n = said;
    return false;
}

/* ---- its files and words as an action's ---------------------------------------------------- */

struct borrowing { /* what is had of the store */
    struct spending *s;
    struct spend_sums *sums, *also; /* also: NULL where one is wanted */
    const struct store_wanted *wanted;
    const struct spend_sink *to;
    struct str file; /* name or number of one; empty: all */
    struct str why;
    uint32_t *renumber[SPEND_WORDS], n_words[SPEND_WORDS];
    uint32_t *numbers[SPEND_WORDS]; /* of one block */
    const struct store_file *files;
    uint32_t n_files;
    struct spend_progress progress; /* in rows */
};

static void show_rows(void *with, uint64_t rows)
{
    struct borrowing *b = with;
    spend_show_progress(&b->progress, rows);
}

static bool borrow_files(struct borrowing *b, struct store *store)
{
    struct spending *s = b->s;
    struct arena *a = s->r->a;
    struct store_file *files;
    if (!store_files(store, &files, &b->n_files, &b->why))
        return false;
    b->files = files;
    s->files.n = 0;
    s->store = spend_store_path(s->r);
    for (uint32_t i = 0; i < b->n_files; i++) {
        struct intake_aside *first;
        uint32_t n = 0;
        struct spend_file f = {.path = files[i].name, .result = files[i].result};
        if (f.result.rejected && !store_aside(store, files[i].number, 0, 1, &first, &n, &b->why))
            return false;
        if (n && first->kind == INTAKE_REJECTED)
            f.first_reason = str_fmt(a, "row %u: %.*s", first->row, STR(first->why));
        *vec_push(a, &s->files) = f;
    }
    return true;
}

static bool borrow_words(struct borrowing *b, struct store *store)
{
    struct spending *s = b->s;
    struct arena *a = s->r->a;
    struct lexicon x;
    lexicon_init(&x, a);
    if (!store_lexicon(store, &x, &b->why))
        return false;
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        uint32_t n = lexicon_count(&x, w);
        b->n_words[w] = n;
        b->renumber[w] = NEW_ARRAY(a, uint32_t, n + 1);
        for (uint32_t i = 0; i < n; i++)
            if ((b->renumber[w][i] = lexicon_put(&s->x, w, lexicon_text(&x, w, i))) == WORD_NONE) {
                b->why = str_fmt(a, "more than %d different texts", LIMIT_SPEND_WORDS);
                return false;
            }
    }
    return true;
}

static bool add_sums(struct borrowing *b, struct store *store, struct spend_sums *to)
{
    struct spend_sums sums;
    struct store_wanted all = store_all();
    all.progress = show_rows, all.with = b;
    b->progress = spend_begin_progress(store_whole(store)->rows);
    bool fine = store_sums(store, &all, to->by, os_cores(), &sums, &b->why);
    spend_end_progress(&b->progress);
    if (!fine)
        return false;
    if (spend_sums_merge(to, &sums, b->renumber))
        return true;
    b->why = S("more different sums than Remit keeps; ask for fewer at a time");
    return false;
}

static bool use_sums(void *with, struct store *store)
{
    struct borrowing *b = with;
    return borrow_files(b, store) && borrow_words(b, store) && add_sums(b, store, b->sums) &&
           (!b->also || add_sums(b, store, b->also));
}

/* The block with the numbers that the action has, and its file as an index. */
static bool pass_on(void *context, const struct spend_block *given)
{
    struct borrowing *b = context;
    struct spend_block block = *given;
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        for (uint32_t i = 0; i < given->n; i++)
            b->numbers[w][i] = b->renumber[w][given->words[w][i]];
        block.words[w] = b->numbers[w];
    }
    for (block.file = 0; b->files[block.file].number != given->file;)
        block.file++;
    return b->to->take(b->to->context, &block);
}

/* The store's number of a word; STORE_ANY where it has none. */
static uint32_t number_back(const struct borrowing *b, unsigned w, uint32_t number)
{
    for (uint32_t i = 0; i < b->n_words[w]; i++)
        if (b->renumber[w][i] == number)
            return i;
    return STORE_ANY;
}

static bool use_rows(void *with, struct store *store)
{
    struct borrowing *b = with;
    struct spend_sink sink = {pass_on, b};
    struct store_wanted wanted = *b->wanted;
    uint64_t rows = store_whole(store)->rows;
    if (!borrow_files(b, store) || !borrow_words(b, store))
        return false;
    if (b->file.n) {
        const struct store_file *f = spend_store_named(b->s->r, store, b->file);
        if (!f)
            return false;
        wanted.file = f->number;
        rows = f->result.good;
    }
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        b->numbers[w] = NEW_ARRAY(b->s->r->a, uint32_t, SPEND_BLOCK);
        if (wanted.words[w] == STORE_ANY)
            continue;
        wanted.words[w] = number_back(b, w, wanted.words[w]);
        if (wanted.words[w] == STORE_ANY)
            return true; /* no row has it */
    }
    wanted.progress = show_rows, wanted.with = b;
    b->progress = spend_begin_progress(rows);
    bool fine = store_scan(store, &wanted, &sink, &b->why);
    spend_end_progress(&b->progress);
    return fine;
}

static bool borrow(struct borrowing *b, bool (*use)(void *with, struct store *s))
{
    struct run *r = b->s->r;
    bool fine = spend_with_store(r, STORE_READ, use, b);
    if (!fine && b->why.n)
        run_bad(r, "%.*s", STR(b->why));
    return fine;
}

bool spend_store_sums(struct spending *s, struct spend_sums *out, struct spend_sums *also)
{
    struct borrowing b = {.s = s, .sums = out, .also = also};
    return borrow(&b, use_sums);
}

struct store_wanted spend_wanted(const struct spend_only_list *only)
{
    struct store_wanted wanted = store_all();
    bool months = only->from != SPEND_NO_MONTH || only->until != SPEND_NO_MONTH;
    wanted.from = only->from;
    wanted.until = only->until;
    for (uint32_t i = 0; i < only->at.n; i++) {
        const struct spend_only *x = &only->at.at[i];
        if (x->axis.kind == SPEND_AXIS_WORD)
            wanted.words[x->axis.of] = (uint32_t)x->key;
        else if (x->axis.kind == SPEND_AXIS_MONTH && x->key != SPEND_NO_MONTH && !months)
            wanted.from = wanted.until = (spend_month)x->key;
    }
    return wanted;
}

bool spend_store_rows(struct spending *s, struct str file, const struct store_wanted *wanted,
                      const struct spend_sink *to)
{
    struct borrowing b = {.s = s, .file = file, .wanted = wanted, .to = to};
    return borrow(&b, use_rows);
}

/* ---- files by name ------------------------------------------------------------------------- */

const struct store_file *spend_store_named(struct run *r, struct store *s, struct str name)
{
    struct store_file *files;
    const struct store_file *found = NULL;
    uint32_t n, same = 0;
    uint64_t number = 0; /* of no file */
    struct str why;
    struct near near = near_to(name);
    number_parse(name, UINT32_MAX, &number);
    if (!store_files(s, &files, &n, &why)) {
        run_bad(r, "%.*s", STR(why));
        return NULL;
    }
    for (uint32_t i = 0; i < n; i++) {
        near_offer(&near, files[i].name);
        if (str_eq(files[i].name, name)) {
            found = &files[i];
            same++;
        }
    }
    for (uint32_t i = 0; i < n && !found; i++)
        if (files[i].number == number)
            return &files[i];
    if (same > 1)
        run_bad(r, "%u files are called '%.*s'; name them by number: remit spend files lists them",
                same, STR(name));
    else if (!found)
        run_bad(r, "no file that is loaded is called '%.*s'%.*s; remit spend files lists them",
                STR(name), STR(near_text(r, &near)));
    return same > 1 ? NULL : found;
}
