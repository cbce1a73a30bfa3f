/* keeping.c: see keeping.h. */
#include "support/keeping.h"

#include <stdlib.h>

#include "spend/fields.h"

/* ---- loading ------------------------------------------------------------------------------- */

struct task {
    struct arena *a;
    struct kept *list;
    uint32_t n;
    uint32_t number; /* to be taken out */
    struct str *why;
};
struct broken {
    struct str text;
    uint64_t at;
};

static bool read_broken(void *with, uint64_t at, char *to, size_t n, size_t *got)
{
    const struct broken *b = with;
    struct str text = b->text;
    if (b->at && at + n > b->at)
        return false;
    return intake_memory(&text).read(&text, at, to, n, got);
}

static bool fine(void *with, uint64_t bytes)
{
    (void)bytes;
    return store_load_fine(with);
}

static bool keep_one(struct task *t, struct store *s, struct kept *k)
{
    struct broken b = {k->text, 0};
    struct intake_source source = {read_broken, &b, false};
    struct store_incoming in = {.name = str_of(k->name),
                                .loaded = date_of(2024, 5, 1),
                                .asked = k->hints.map,
                                .replaces = k->replaces ? str_of(k->replaces) : S(""),
                                .anyway = k->anyway};
    struct store_load *l;
    struct intake_table *table =
        intake_look(t->a, source, spend_fields, SPEND_FIELDS, &k->hints, t->why);
    if (!table || !store_hash(t->a, &source, &in.hash) || !store_load_begin(s, &in, &l, t->why))
        return false;
    struct intake_sink sink = {l, store_load_anew, store_load_rows, fine};
    b.at = k->breaks_at;
    bool read = intake_scan(t->a, table, &sink, &k->result, t->why);
    if (!read && store_load_fine(l)) {
        store_load_drop(l);
        if (!t->why->n)
            *t->why = S("the source failed");
        return false;
    }
    if (!store_load_end(l, &k->result, intake_layout_text(t->a, table), &k->out, t->why))
        return false;
    if (k->out.verdict == STORE_DOUBLED)
        *t->why = str_fmt(t->a, "%llu payments are in %.*s", (unsigned long long)k->out.doubled,
                          STR(k->out.other.name));
    return k->out.verdict != STORE_DOUBLED;
}

static bool keep_all(void *with, struct store *s)
{
    struct task *t = with;
    for (uint32_t i = 0; i < t->n; i++)
        if (!keep_one(t, s, &t->list[i]))
            return false;
    return store_commit(s, t->why);
}

bool keep_texts(struct arena *a, struct str path, struct kept *list, uint32_t n, struct str *why)
{
    struct task t = {.a = a, .list = list, .n = n, .why = why};
    *why = S("");
    return store_with(a, path, STORE_WRITE, keep_all, &t, why);
}

bool keep_text(struct arena *a, struct str path, const char *name, struct str text, struct str *why)
{
    struct kept one = {.name = name, .text = text, .hints = {.threads = 2}};
    return keep_texts(a, path, &one, 1, why);
}

static bool take_out(void *with, struct store *s)
{
    struct task *t = with;
    return store_forget(s, &t->number, 1, t->why) && store_commit(s, t->why);
}

bool keep_out(struct arena *a, struct str path, uint32_t number, struct str *why)
{
    struct task t = {.a = a, .number = number, .why = why};
    return store_with(a, path, STORE_WRITE, take_out, &t, why);
}

/* ---- all that is there --------------------------------------------------------------------- */

struct telling {
    struct arena *a;
    struct buf b;
    struct lexicon x;
    const struct store_wanted *wanted;
    struct store_file *files;
    uint32_t n_files;
    struct spend_sums sums;
    unsigned by, threads;
    struct str why;
};

static struct str word(struct telling *t, unsigned w, uint32_t number)
{
    return lexicon_text(&t->x, w, number);
}

static bool tell_rows(void *with, const struct spend_block *b)
{
    struct telling *t = with;
    for (uint32_t i = 0; i < b->n; i++) {
        const char *name = "?";
        for (uint32_t k = 0; k < t->n_files; k++)
            if (t->files[k].number == b->file)
                name = str_z(t->a, t->files[k].name);
        buf_fmt(&t->b, "row %s:%u %.*s %.*s | %.*s | %.*s | %.*s | ", name, b->line[i],
                STR(date_iso(t->a, b->on[i])),
                STR(word(t, WORD_ORGANISATION, b->words[WORD_ORGANISATION][i])),
                STR(word(t, WORD_TYPE, b->words[WORD_TYPE][i])),
                STR(word(t, WORD_AREA, b->words[WORD_AREA][i])),
                STR(word(t, WORD_SUPPLIER, b->words[WORD_SUPPLIER][i])));
        buf_fmt(&t->b, "%.*s | %.*s | %lld\n", STR(b->reference ? b->reference[i] : S("")),
                STR(b->description ? b->description[i] : S("")), (long long)b->amount[i]);
    }
    return true;
}

static bool tell_file(struct telling *t, struct store *s, const struct store_file *f)
{
    struct intake_aside *list;
    uint32_t n;
    buf_fmt(&t->b, "file %u %.*s edition %u for '%.*s' good %u %lld rejected %u %lld\n", f->number,
            STR(f->name), f->edition, STR(f->replaced), f->result.good,
            (long long)f->result.good_pence, f->result.rejected,
            (long long)f->result.rejected_pence);
    buf_fmt(&t->b, "  %.*s to %.*s, %u undated, %.*s, '%.*s', payers",
            STR(date_iso(t->a, f->first)), STR(date_iso(t->a, f->last)), f->undated, STR(f->map),
            STR(f->asked));
    for (uint32_t i = 0; i < f->n_organisations; i++)
        buf_fmt(&t->b, " %.*s", STR(word(t, WORD_ORGANISATION, f->organisations[i])));
    buf_putc(&t->b, '\n');
    if (!store_aside(s, f->number, 0, UINT32_MAX, &list, &n, &t->why))
        return false;
    for (uint32_t i = 0; i < n; i++)
        buf_fmt(&t->b, "aside %u %u %d %.*s: %.*s %lld\n", list[i].row, list[i].column,
                list[i].kind, STR(list[i].field), STR(list[i].why), (long long)list[i].amount);
    return true;
}

static bool tell_all(void *with, struct store *s)
{
    struct telling *t = with;
    struct store_wanted all = store_all();
    struct store_map *maps;
    uint32_t n;
    struct spend_sink sink = {tell_rows, t};
    all.texts = true;
    if (!store_files(s, &t->files, &t->n_files, &t->why) || !store_lexicon(s, &t->x, &t->why) ||
        !store_maps(s, &maps, &n, &t->why))
        return false;
    for (uint32_t i = 0; i < t->n_files; i++)
        if (!tell_file(t, s, &t->files[i]))
            return false;
    return store_scan(s, t->wanted ? t->wanted : &all, &sink, &t->why);
}

struct str kept_text(struct arena *a, struct str path, const struct store_wanted *wanted)
{
    struct telling t = {.a = a, .b = buf_new(a), .wanted = wanted};
    lexicon_init(&t.x, a);
    if (!store_with(a, path, STORE_READ, tell_all, &t, &t.why))
        return str_fmt(a, "refused: %.*s", STR(t.why));
    return buf_str(&t.b);
}

static void shown(void *with, uint64_t rows)
{
    uint64_t *last = with;
    *last = rows;
}

/* Also: whoever shows how far it is has been told of all rows when it ends. */
static bool add_up(void *with, struct store *s)
{
    struct telling *t = with;
    struct store_wanted all = store_all();
    uint64_t last = 0;
    all.progress = shown, all.with = &last;
    if (!store_lexicon(s, &t->x, &t->why) ||
        !store_sums(s, &all, t->by, t->threads, &t->sums, &t->why))
        return false;
    if (last == store_whole(s)->rows)
        return true;
    t->why = S("not all rows were told of");
    return false;
}

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct str kept_sums(struct arena *a, struct str path, unsigned by, unsigned threads)
{
    struct telling t = {.a = a, .b = buf_new(a), .by = by, .threads = threads};
    VEC(struct str) lines = {0};
    lexicon_init(&t.x, a);
    if (!store_with(a, path, STORE_READ, add_up, &t, &t.why))
        return str_fmt(a, "refused: %.*s", STR(t.why));
    for (uint32_t i = 0; i < t.sums.at.n; i++) {
        const struct spend_sum *x = &t.sums.at.at[i];
        *vec_push(a, &lines) =
            str_fmt(a, "%.*s|%.*s|%.*s|%.*s|%d: %llu %lld %llu %lld\n",
                    STR(word(&t, WORD_ORGANISATION, x->words[WORD_ORGANISATION])),
                    STR(word(&t, WORD_TYPE, x->words[WORD_TYPE])),
                    STR(word(&t, WORD_AREA, x->words[WORD_AREA])),
                    STR(word(&t, WORD_SUPPLIER, x->words[WORD_SUPPLIER])), x->month,
                    (unsigned long long)x->rows, (long long)x->total,
                    (unsigned long long)x->credit_rows, (long long)x->credits);
    }
    if (lines.n)
        qsort(lines.at, lines.n, sizeof lines.at[0], by_text);
    for (uint32_t i = 0; i < lines.n; i++)
        buf_put(&t.b, lines.at[i]);
    return buf_str(&t.b);
}
