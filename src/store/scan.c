/* scan.c: rows of a store, in blocks, and their sums.
 *
 * A segment's bytes are copied out of SQLite in turn, by whichever thread has it; what they hold is
 * worked out after the turn, while others have theirs. */
#include <stdatomic.h>
#include <string.h>

#include "store/parts.h"

enum failure { FINE, NO_MEMORY, DAMAGED, FAILED };

/* Segments that may hold rows that are wanted, one after another. */
struct segments {
    struct store *s;
    const struct store_wanted *wanted;
    date from, until; /* days; both ends belong to it */
    bool undated;
    struct segment_wants wants;
    sqlite3_stmt *st;
    int code;      /* of SQLite, when it failed */
    uint64_t rows; /* of those that came */
};
struct piece { /* a segment, as it is kept */
    uint64_t id;
    uint32_t n;
    struct str columns, texts[2];
};

struct store_wanted store_all(void)
{
    struct store_wanted w = {.from = SPEND_NO_MONTH, .until = SPEND_NO_MONTH};
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        w.words[k] = STORE_ANY;
    return w;
}

static date first_of(spend_month m)
{
    return date_of(m / 12, m % 12 + 1, 1);
}

static bool segments_open(struct segments *from, struct store *s, const struct store_wanted *w,
                          struct str *why)
{
    uint64_t least = w->file ? segment_id(w->file, 0) : 0;
    uint64_t most = w->file ? segment_id(w->file + 1, 0) : (uint64_t)INT64_MAX;
    *from = (struct segments){.s = s, .wanted = w, .from = DATE_MIN, .until = DATE_MAX};
    from->undated = w->from == SPEND_NO_MONTH && w->until == SPEND_NO_MONTH;
    if (w->from != SPEND_NO_MONTH)
        from->from = first_of(w->from);
    if (w->until != SPEND_NO_MONTH)
        from->until = first_of(w->until + 1) - 1;
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        from->wants.limits[k] = s->lexicon ? lexicon_count(s->lexicon, k) : s->words[k];
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        from->wants.words[k] = w->words[k];
    if (s->empty)
        return true;
    struct sql_value values[] = {INT(least), INT(most), INT(from->from), INT(from->until),
                                 INT(from->undated)};
    int code = sql_prepare(s->db, w->texts ? SQL_SEGMENTS_TEXTS : SQL_SEGMENTS, &from->st);
    if (code == SQLITE_OK)
        code = sql_bind(from->st, values, 5);
    return code == SQLITE_OK || store_fail(s, code, why);
}

/* The next segment; its bytes are SQLite's and last until the next call. */
static enum failure segments_next(struct segments *from, struct piece *out, bool *end)
{
    *end = !from->st;
    if (*end)
        return FINE;
    int code = sqlite3_step(from->st);
    *end = code == SQLITE_DONE;
    if (code != SQLITE_ROW) {
        from->code = *end ? SQLITE_OK : sqlite3_extended_errcode(from->s->db);
        return *end ? FINE : FAILED;
    }
    int64_t n = sqlite3_column_int64(from->st, 1);
    out->id = (uint64_t)sqlite3_column_int64(from->st, 0);
    out->n = (uint32_t)n;
    out->columns = sql_column(from->st, 6);
    if (from->wanted->texts)
        for (int i = 0; i < 2; i++)
            out->texts[i] = sql_column(from->st, 7 + i);
    from->rows += (uint64_t)n;
    if (from->wanted->progress)
        from->wanted->progress(from->wanted->with, from->rows);
    return sqlite3_column_int(from->st, 5) == 1 && n > 0 && n <= SPEND_BLOCK ? FINE : DAMAGED;
}

static bool segments_failed(struct segments *from, enum failure what, struct str *why)
{
    struct store *s = from->s;
    if (what == NO_MEMORY)
        longjmp(*s->a->out_of_memory, 1);
    if (what == DAMAGED)
        return store_damaged(s, "rows in it are not as they were written", why);
    return store_fail(s, from->code, why);
}

/* When all was read: is all of it there? */
static bool segments_whole(struct segments *from, struct str *why)
{
    const struct store_wanted *w = from->wanted;
    struct store *s = from->s;
    if (!from->undated)
        return true;
    if (!w->file)
        return from->rows == s->whole.rows || store_damaged(s, "rows in it are gone", why);
    if (!read_files(s, why))
        return false;
    const struct store_file *f = read_file_of(s, w->file);
    return from->rows == (f ? f->result.good : 0) || store_damaged(s, "rows in it are gone", why);
}

/* ---- what is wanted of a segment ----------------------------------------------------------- */

static bool row_wanted(const struct segments *from, const struct segment_room *room, uint32_t i)
{
    bool is = from->undated ||
              (room->on[i] != DATE_MIN && room->on[i] >= from->from && room->on[i] <= from->until);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        is = is &&
             (from->wanted->words[w] == STORE_ANY || room->words[w][i] == from->wanted->words[w]);
    return is;
}

/* Leaves the rows that are wanted. */
static uint32_t keep_wanted(const struct segments *from, struct segment_room *room, uint32_t n)
{
    bool all = from->undated;
    uint32_t kept = 0;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        all = all && from->wanted->words[w] == STORE_ANY;
    if (all)
        return n;
    for (uint32_t i = 0; i < n; i++) {
        if (!row_wanted(from, room, i))
            continue;
        for (unsigned w = 0; w < SPEND_WORDS; w++)
            room->words[w][kept] = room->words[w][i];
        room->on[kept] = room->on[i];
        room->amount[kept] = room->amount[i];
        room->line[kept] = room->line[i];
        for (int k = 0; k < 2 && from->wanted->texts; k++)
            room->text[k][kept] = room->text[k][i];
        kept++;
    }
    return kept;
}

/* A piece as a block of what is wanted; b->n may be 0. */
static enum failure block_of(const struct segments *from, struct segment_room *room,
                             const struct piece *p, struct spend_block *b)
{
    uint32_t n;
    if (!segment_get(room, p->columns, p->id, &from->wants, &n) || (n && n != p->n))
        return DAMAGED;
    for (int i = 0; i < 2 && n && from->wanted->texts; i++)
        if (!segment_get_texts(room, i, p->texts[i], p->id, n))
            return DAMAGED;
    *b = (struct spend_block){.n = n ? keep_wanted(from, room, n) : 0,
                              .file = (uint32_t)(p->id >> 32),
                              .on = room->on,
                              .amount = room->amount,
                              .line = room->line};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        b->words[w] = room->words[w];
    b->reference = from->wanted->texts ? room->text[0] : NULL;
    b->description = from->wanted->texts ? room->text[1] : NULL;
    return FINE;
}

/* ---- rows ---------------------------------------------------------------------------------- */

bool store_scan(struct store *s, const struct store_wanted *wanted, const struct spend_sink *to,
                struct str *why)
{
    struct segments from;
    struct segment_room room;
    struct arena_mark mark = arena_mark(&s->scratch);
    enum failure failed = FINE;
    bool end = false, enough = false;
    store_enter(s);
    if (!segments_open(&from, s, wanted, why))
        return false;
    segment_room_init(&room, &s->scratch);
    while (!end && !enough && failed == FINE) {
        struct piece p;
        struct spend_block b;
        failed = segments_next(&from, &p, &end);
        if (failed != FINE || end)
            break;
        failed = block_of(&from, &room, &p, &b);
        enough = failed == FINE && b.n && !to->take(to->context, &b);
    }
    sqlite3_finalize(from.st);
    bool fine =
        failed == FINE ? !end || segments_whole(&from, why) : segments_failed(&from, failed, why);
    arena_rewind(&s->scratch, mark);
    return fine;
}

/* ---- sums ---------------------------------------------------------------------------------- */

struct summing {
    struct segments from;
    struct os_turns *turns;
    unsigned by;
    _Atomic uint64_t turn;
    _Atomic int failed; /* enum failure: the first */
    struct adder {
        struct summing *all;
        struct arena a;
        jmp_buf jump;
        bool begun;
        struct spend_sums sums;
    } adders[LIMIT_INTAKE_THREADS];
};

static void fail(struct summing *x, enum failure why)
{
    int fine = FINE;
    atomic_compare_exchange_strong(&x->failed, &fine, why);
    os_turns_stop(x->turns);
}

/* In turn: the next segment's bytes, copied. False: no more. */
static bool take_piece(struct summing *x, struct segment_room *room, struct piece *p)
{
    bool end;
    enum failure failed = segments_next(&x->from, p, &end);
    if (failed != FINE)
        fail(x, failed);
    if (failed != FINE || end) {
        os_turns_stop(x->turns);
        return false;
    }
    room->bytes.n = 0;
    buf_put(&room->bytes, p->columns);
    p->columns = buf_str(&room->bytes);
    os_turns_next(x->turns);
    return true;
}

static void add(void *with, unsigned part)
{
    struct summing *x = with;
    struct adder *w = &x->adders[part];
    struct segment_room room;
    if (setjmp(w->jump)) {
        fail(x, NO_MEMORY);
        return;
    }
    segment_room_init(&room, &w->a);
    spend_sums_init(&w->sums, &w->a, x->by);
    w->begun = true;
    while (os_turns_wait(x->turns, atomic_fetch_add(&x->turn, 1))) {
        struct piece p;
        struct spend_block b;
        if (!take_piece(x, &room, &p))
            return;
        enum failure failed = block_of(&x->from, &room, &p, &b);
        if (failed != FINE) {
            fail(x, failed);
            return;
        }
        if (b.n && !spend_sums_add(&w->sums, &b))
            return; /* too many or too large: that is told when they are put together */
    }
}

/* What the adders counted, put together; then their memory goes. */
static void put_together(struct summing *x, unsigned n, struct spend_sums *out)
{
    for (unsigned i = 0; i < n && x->failed == FINE; i++)
        if (x->adders[i].begun)
            spend_sums_merge(out, &x->adders[i].sums, NULL);
}

static const char *sums_fault(const struct spend_sums *s)
{
    return s->too_large  ? "a sum is larger than Remit can hold (£92,233,720,368,547,758.07)"
           : s->too_many ? "more different sums than Remit keeps; ask for fewer at a time"
                         : NULL;
}

/* Columns that neither the sums nor what is wanted need. */
static unsigned unread_by(const struct segments *from, unsigned by)
{
    unsigned unread = SEGMENT_LINES | (from->undated ? SEGMENT_DAYS & ~by : 0);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        if (from->wanted->words[w] == STORE_ANY)
            unread |= SPEND_BY_WORD(w) & ~by;
    return unread;
}

bool store_sums(struct store *s, const struct store_wanted *wanted, unsigned by, unsigned threads,
                struct spend_sums *out, struct str *why)
{
    struct store_wanted all = store_all();
    struct arena_mark mark = arena_mark(&s->scratch);
    store_enter(s);
    struct summing *x = NEW(&s->scratch, struct summing);
    unsigned n = threads < 1 ? 1 : threads < LIMIT_INTAKE_THREADS ? threads : LIMIT_INTAKE_THREADS;
    jmp_buf *outer = s->a->out_of_memory, here;
    x->by = by;
    if (wanted)
        all = *wanted;
    all.texts = false;
    spend_sums_init(out, s->a, by);
    if (!segments_open(&x->from, s, &all, why))
        return false;
    x->from.wants.unread = unread_by(&x->from, by);
    x->turns = os_turns_new();
    if (!x->turns)
        longjmp(*outer, 1);
    for (unsigned i = 0; i < n; i++) {
        arena_init(&x->adders[i].a, 0, &x->adders[i].jump);
        x->adders[i].a.cap = s->scratch.cap / n;
    }
    os_threads(n, add, x);
    os_turns_free(x->turns);
    s->a->out_of_memory = &here;
    if (setjmp(here)) {
        for (unsigned i = 0; i < n; i++)
            arena_free(&x->adders[i].a);
        s->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    put_together(x, n, out);
    for (unsigned i = 0; i < n; i++)
        arena_free(&x->adders[i].a);
    s->a->out_of_memory = outer;
    sqlite3_finalize(x->from.st);
    bool fine = x->failed == FINE ? true : segments_failed(&x->from, x->failed, why);
    const char *fault = sums_fault(out);
    if (fine && fault)
        *why = str_of(fault);
    fine = fine && !fault && segments_whole(&x->from, why);
    arena_rewind(&s->scratch, mark);
    return fine;
}
