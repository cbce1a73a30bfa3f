/* load.c: rows of a file into segments, by intake's threads; the file's place in the store.
 *
 * Each batch is a segment: it has the rows of one piece of the file, so segments are in its order.
 * A thread makes its bytes by itself; it has the lock while it learns numbers of new words and
 * while it writes. What it keeps from batch to batch is as large as one batch and the distinct
 * words.
 *
 * A file is a savepoint in the one transaction: what is dropped leaves nothing behind. */
#include <stdatomic.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "spend/fields.h"
#include "store/parts.h"

struct worker { /* of intake; its memory is that thread's, anew for each scan */
    bool begun;
    uint32_t pieces; /* so far: what `seen` says holds for one */
    uint32_t room;   /* rows that `at` and `values` have room for */
    struct column {
        struct seen {
            uint32_t piece, at;
        } * seen; /* by the thread's number of a word */
        uint32_t n_seen;
        uint32_t *global, known; /* numbers of the store, of that many first words */
        uint32_t global_room;
        uint32_t *at, *values; /* of a piece */
    } columns[SPEND_WORDS];
    struct buf bytes, reference, description;
    struct doubles sample;
};
struct store_load {
    struct store *s;
    struct store_incoming in;
    struct store_file file; /* as it becomes */
    sqlite3_stmt *put;
    _Atomic int failed; /* SQLite's code, or TOO_MANY_WORDS */
    uint64_t rows;
    VEC(uint32_t) organisations;
    uint8_t *has; /* by number: is it in there? */
    uint32_t has_room;
    struct worker workers[LIMIT_INTAKE_THREADS];
};
enum { TOO_MANY_WORDS = -1 };

/* ---- the hash of a file -------------------------------------------------------------------- */

bool store_hash(struct arena *a, const struct intake_source *from, struct store_hash *out)
{
    enum { PIECE = 256 * 1024 };
    struct arena_mark mark = arena_mark(a);
    char *piece = arena_grow_text(a, NULL, 0, PIECE, 64);
    XXH3_state_t state;
    size_t got = PIECE;
    bool fine = true;
    XXH3_128bits_reset(&state);
    for (uint64_t at = 0; fine && got == PIECE; at += got) {
        fine = from->read(from->with, at, piece, PIECE, &got);
        if (fine && got)
            XXH3_128bits_update(&state, piece, got);
    }
    XXH128_hash_t h = XXH3_128bits_digest(&state);
    *out = (struct store_hash){h.high64, h.low64};
    arena_rewind(a, mark);
    return fine;
}

/* ---- one piece ----------------------------------------------------------------------------- */

static void make_room(struct worker *w, struct arena *a, uint32_t n)
{
    if (n <= w->room)
        return;
    w->room = n < SPEND_BLOCK / 2 ? 2 * n : SPEND_BLOCK;
    for (unsigned k = 0; k < SPEND_WORDS; k++) {
        w->columns[k].at = NEW_ARRAY(a, uint32_t, w->room);
        w->columns[k].values = NEW_ARRAY(a, uint32_t, w->room);
    }
}

/* Which of the different words each row has; the words by the thread's numbers. */
static uint32_t among(struct worker *w, struct column *c, struct arena *a, uint32_t words,
                      const uint32_t *numbers, uint32_t n)
{
    uint32_t different = 0;
    if (words > c->n_seen) {
        c->n_seen = 2 * words;
        c->seen = NEW_ARRAY(a, struct seen, c->n_seen); /* of no piece */
    }
    for (uint32_t i = 0; i < n; i++) {
        struct seen *seen = &c->seen[numbers[i]];
        if (seen->piece != w->pieces) {
            *seen = (struct seen){w->pieces, different};
            c->values[different++] = numbers[i];
        }
        c->at[i] = seen->at;
    }
    return different;
}

static void lock(struct store_load *l)
{
    sqlite3_mutex_enter(l->s->lock);
}

static void unlock(struct store_load *l)
{
    sqlite3_mutex_leave(l->s->lock);
}

/* Under the lock: the store's numbers of all words that the thread has met. */
static void learn_words(struct store_load *l, struct column *c, unsigned k,
                        const struct intake_words *words)
{
    for (; c->known < words->n && !l->failed; c->known++) {
        uint32_t number = lexicon_put(l->s->lexicon, k, words->at[c->known]);
        if (number == WORD_NONE)
            l->failed = TOO_MANY_WORDS;
        c->global[c->known] = number;
    }
}

/* Under the lock, before anything is counted: room for as many as there are words. May jump. */
static void organisations_room(struct store_load *l)
{
    uint32_t n = lexicon_count(l->s->lexicon, WORD_ORGANISATION);
    if (n <= l->has_room)
        return;
    struct arena *a = &l->s->kept;
    l->has = arena_grow(a, l->has, l->has_room, 2 * (size_t)n, 1);
    l->organisations.at =
        arena_grow(a, l->organisations.at, l->has_room * sizeof *l->organisations.at,
                   2 * (size_t)n * sizeof *l->organisations.at, 4);
    l->has_room = 2 * n;
}

/* The same; when memory runs out, the lock is let go of before intake hears of it. */
static void learn(struct store_load *l, struct worker *w, const struct intake_batch *b)
{
    struct arena *kept = &l->s->kept;
    jmp_buf *outer = kept->out_of_memory, here;
    lock(l);
    kept->out_of_memory = &here;
    if (setjmp(here)) {
        kept->out_of_memory = outer;
        unlock(l);
        longjmp(*b->a->out_of_memory, 1);
    }
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        learn_words(l, &w->columns[k], k, b->words[spend_word_fields[k]]);
    organisations_room(l);
    kept->out_of_memory = outer;
    unlock(l);
}

/* Has it met words since it last learnt? Makes room for their numbers. */
static bool has_new_words(struct worker *w, const struct intake_batch *b)
{
    bool any = false;
    for (unsigned k = 0; k < SPEND_WORDS; k++) {
        struct column *c = &w->columns[k];
        uint32_t n = b->words[spend_word_fields[k]]->n;
        any |= n > c->known;
        if (n <= c->global_room)
            continue;
        uint32_t *more = NEW_ARRAY(b->a, uint32_t, 2 * (size_t)n);
        if (c->known)
            memcpy(more, c->global, c->known * sizeof *more);
        c->global = more;
        c->global_room = 2 * n;
    }
    return any;
}

static void count_organisations(struct store_load *l, const struct segment_words *w)
{
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t number = w->values[i];
        if (l->has[number])
            continue;
        l->has[number] = 1;
        l->organisations.at[l->organisations.n++] = number;
    }
}

static void count_days(const date *on, uint32_t n, struct store_file *piece)
{
    piece->first = piece->last = DATE_MIN;
    for (uint32_t i = 0; i < n; i++) {
        if (on[i] == DATE_MIN) {
            piece->undated++;
            continue;
        }
        piece->first = piece->first == DATE_MIN || on[i] < piece->first ? on[i] : piece->first;
        piece->last = on[i] > piece->last ? on[i] : piece->last;
    }
}

static void doubles_rows(struct worker *w, const struct segment_rows *r,
                         const struct str *reference)
{
    const struct segment_words *o = &r->words[WORD_ORGANISATION], *s = &r->words[WORD_SUPPLIER];
    for (uint32_t i = 0; i < r->n; i++)
        doubles_add(&w->sample, doubles_hash(o->values[o->at[i]], s->values[s->at[i]], r->on[i],
                                             r->amount[i], reference[i]));
}

/* Under the lock: writes the piece, and counts it. Nothing here jumps. */
static void keep(struct store_load *l, struct worker *w, const struct segment_rows *r, uint64_t id)
{
    struct store_file piece = {0}, *f = &l->file;
    count_days(r->on, r->n, &piece);
    struct sql_value values[] = {INT(id),
                                 INT(r->n),
                                 INT(piece.first),
                                 INT(piece.last),
                                 INT(piece.undated),
                                 BLOB(buf_str(&w->bytes)),
                                 BLOB(buf_str(&w->reference)),
                                 BLOB(buf_str(&w->description))};
    lock(l);
    if (!l->failed) {
        int code = sql_step_once(l->put, values, 8);
        if (code != SQLITE_OK)
            l->failed = sqlite3_extended_errcode(l->s->db);
        l->rows += r->n;
        f->undated += piece.undated;
        if (piece.first != DATE_MIN && (f->first == DATE_MIN || piece.first < f->first))
            f->first = piece.first;
        f->last = piece.last > f->last ? piece.last : f->last;
        count_organisations(l, &r->words[WORD_ORGANISATION]);
    }
    unlock(l);
}

static void take_piece(struct store_load *l, struct worker *w, const struct intake_batch *b,
                       uint32_t from, uint32_t n)
{
    struct segment_rows r = {.n = n,
                             .on = b->cells[SPEND_DATE].dates + from,
                             .amount = b->cells[SPEND_AMOUNT].amounts + from,
                             .line = b->rows + from};
    const struct str *reference = b->cells[SPEND_REFERENCE].texts + from;
    uint64_t id = segment_id(l->file.number, r.line[0]);
    make_room(w, b->a, n);
    w->pieces++;
    for (unsigned k = 0; k < SPEND_WORDS; k++) {
        struct column *c = &w->columns[k];
        enum spend_field field = spend_word_fields[k];
        uint32_t different = among(w, c, b->a, b->words[field]->n, b->cells[field].words + from, n);
        for (uint32_t i = 0; i < different; i++)
            c->values[i] = c->global[c->values[i]];
        r.words[k] = (struct segment_words){different, c->values, c->at};
    }
    doubles_rows(w, &r, reference);
    segment_put(&w->bytes, &r, id);
    segment_put_texts(&w->reference, reference, n, id);
    segment_put_texts(&w->description, b->cells[SPEND_DESCRIPTION].texts + from, n, id);
    keep(l, w, &r, id);
}

void store_load_rows(void *load, const struct intake_batch *b)
{
    struct store_load *l = load;
    struct worker *w = &l->workers[b->worker];
    if (l->failed)
        return;
    if (!w->begun) {
        *w = (struct worker){.begun = true};
        w->bytes = w->reference = w->description = buf_new(b->a);
        doubles_init(&w->sample, b->a);
    }
    if (has_new_words(w, b))
        learn(l, w, b);
    for (uint32_t from = 0; from < b->n && !l->failed; from += SPEND_BLOCK)
        take_piece(l, w, b, from, b->n - from < SPEND_BLOCK ? b->n - from : SPEND_BLOCK);
}

bool store_load_fine(const struct store_load *l)
{
    return !l->failed;
}

/* ---- one file ------------------------------------------------------------------------------ */

/* Nothing of the file has come yet. */
static void start(struct store_load *l)
{
    for (unsigned i = 0; i < LIMIT_INTAKE_THREADS; i++)
        l->workers[i].begun = false;
    for (uint32_t i = 0; i < l->organisations.n; i++)
        l->has[l->organisations.at[i]] = 0;
    l->organisations.n = 0;
    l->rows = 0;
    l->failed = SQLITE_OK;
    l->file = (struct store_file){.number = l->s->last_file + 1,
                                  .name = l->in.name,
                                  .hash = l->in.hash,
                                  .loaded = l->in.loaded,
                                  .edition = 1,
                                  .first = DATE_MIN,
                                  .last = DATE_MIN,
                                  .asked = l->in.asked};
}

bool store_load_begin(struct store *s, const struct store_incoming *file, struct store_load **out,
                      struct str *why)
{
    check(s->mode == STORE_WRITE);
    if (!read_files(s, why) || !read_lexicon(s, why))
        return false;
    if (s->files.n >= LIMIT_STORE_FILES) {
        *why = str_fmt(s->a, "%.*s holds %d files, the most that it may; load this into another",
                       STR(s->path), LIMIT_STORE_FILES);
        return false;
    }
    if (!s->load)
        s->load = NEW(s->a, struct store_load);
    struct store_load *l = *out = s->load;
    l->s = s;
    l->in = *file;
    start(l);
    int code = l->put ? SQLITE_OK : sql_prepare(s->db, SQL_SEGMENT_PUT, &l->put);
    return code == SQLITE_OK ? store_exec(s, "SAVEPOINT file", why) : store_fail(s, code, why);
}

void store_load_anew(void *load)
{
    struct store_load *l = load;
    bool failed = l->failed != SQLITE_OK;
    if (failed || sqlite3_exec(l->s->db, "ROLLBACK TO file", NULL, NULL, NULL) != SQLITE_OK) {
        l->failed = failed ? l->failed : sqlite3_extended_errcode(l->s->db);
        return;
    }
    start(l);
}

void store_load_drop(struct store_load *l)
{
    sqlite3_exec(l->s->db, "ROLLBACK TO file; RELEASE file", NULL, NULL, NULL);
}

/* Takes a file out; the list of files and the sums too. */
static bool take_out(struct store *s, uint32_t number, struct str *why)
{
    struct store_file *f = read_file_of(s, number);
    struct store_whole *w = &s->whole;
    uint64_t from = segment_id(number, 0), until = segment_id(number + 1, 0);
    if (!RUN(s, SQL_SEGMENTS_DELETE, why, INT(from), INT(until)) ||
        !RUN(s, SQL_ASIDE_DELETE, why, INT(from), INT(until)) ||
        !RUN(s, SQL_FILE_DELETE, why, INT(number)))
        return false;
    w->files--;
    w->rows -= f->result.good;
    w->rejected -= f->result.rejected;
    w->total -= f->result.good_pence;
    w->rejected_total -= f->result.rejected_pence;
    s->files.n--;
    for (; f < s->files.at + s->files.n; f++)
        *f = f[1];
    return true;
}

/* The earlier edition: the file that it is to replace, or one of its name from the same payers. */
static bool find_earlier(struct store_load *l, struct store_file **out, bool *namesake,
                         struct str *why)
{
    struct store *s = l->s;
    struct str name = l->in.replaces.n ? l->in.replaces : l->in.name;
    *out = NULL;
    *namesake = false;
    for (uint32_t i = 0; i < s->files.n; i++) {
        struct store_file *f = &s->files.at[i];
        if (!str_eq(f->name, name))
            continue;
        if (l->in.replaces.n || doubles_same_payer(f, &l->file))
            *out = f;
        else
            *namesake = true;
    }
    if (l->in.replaces.n && !*out)
        *why =
            str_fmt(s->a, "no file that is loaded is called '%.*s'; remit spend files lists them",
                    STR(name));
    return !l->in.replaces.n || *out;
}

static bool add_up(struct store *s, const struct store_file *f, struct str *why)
{
    struct store_whole *w = &s->whole;
    pence total, rejected;
    if (__builtin_add_overflow(w->total, f->result.good_pence, &total) ||
        __builtin_add_overflow(w->rejected_total, f->result.rejected_pence, &rejected)) {
        *why = S("with this file the amounts add up to more than Remit can hold");
        return false;
    }
    w->total = total;
    w->rejected_total = rejected;
    w->files++;
    w->rows += f->result.good;
    w->rejected += f->result.rejected;
    return true;
}

static bool put_aside(struct store *s, const struct store_file *f, const struct intake_aside *list,
                      struct str *why)
{
    sqlite3_stmt *st;
    int code = sql_prepare(s->db, SQL_ASIDE_PUT, &st);
    for (uint32_t i = 0; code == SQLITE_OK && i < f->result.n_aside; i++) {
        const struct intake_aside *x = &list[i];
        struct sql_value values[] = {INT(segment_id(f->number, i)),
                                     INT(x->kind),
                                     INT(x->row),
                                     INT(x->column),
                                     TEXT(x->field),
                                     TEXT(x->why),
                                     INT(x->amount)};
        code = sql_step_once(st, values, 7);
    }
    if (code != SQLITE_OK)
        code = sqlite3_extended_errcode(s->db);
    sqlite3_finalize(st);
    return code == SQLITE_OK || store_fail(s, code, why);
}

static bool put_file(struct store *s, const struct store_file *f, struct str *why)
{
    struct buf b = buf_new(s->a);
    const struct intake_result *x = &f->result;
    for (uint32_t i = 0; i < f->n_organisations; i++)
        for (int k = 0; k < 4; k++)
            buf_putc(&b, (char)(f->organisations[i] >> 8 * k));
    return RUN(s, SQL_FILE_PUT, why, INT(f->number), TEXT(f->name),
               BLOB(((struct str){(const char *)&f->hash, sizeof f->hash})), INT(f->loaded),
               INT(f->edition), TEXT(f->replaced), INT(f->first), INT(f->last), INT(f->undated),
               BLOB(buf_str(&b)), INT(x->bytes), INT(x->rows), INT(x->good), INT(x->rejected),
               INT(x->totals), INT(x->notes), INT(x->blank), INT(x->repaired),
               INT(x->rejected_unreadable), INT(x->mixed), INT(x->good_pence),
               INT(x->rejected_pence), INT(x->n_aside), TEXT(f->map), TEXT(f->asked));
}

/* What is kept of the file, in memory that stays. */
static void finish(struct store_load *l, const struct intake_result *result, struct str map)
{
    struct arena *a = l->s->a;
    struct store_file *f = &l->file;
    f->name = str_copy(a, l->in.name);
    f->asked = str_copy(a, l->in.asked);
    f->map = str_copy(a, map);
    f->result = *result;
    f->result.aside = NULL;
    f->n_organisations = l->organisations.n;
    f->organisations = NEW_ARRAY(a, uint32_t, f->n_organisations + 1);
    for (uint32_t i = 0; i < f->n_organisations; i++)
        f->organisations[i] = l->organisations.at[i];
}

static bool look_for_doubles(struct store_load *l, uint32_t earlier, struct store_loaded *out,
                             struct str *why)
{
    struct doubles *all = NULL;
    struct doubles_found found;
    for (unsigned i = 0; i < LIMIT_INTAKE_THREADS; i++) {
        if (!l->workers[i].begun)
            continue;
        if (all)
            doubles_merge(all, &l->workers[i].sample);
        else
            all = &l->workers[i].sample;
    }
    if (!all || l->in.anyway)
        return true;
    if (!doubles_look(l->s, &l->file, earlier, all, &found, why))
        return false;
    if (!found.file)
        return true;
    *out = (struct store_loaded){.verdict = STORE_DOUBLED,
                                 .other = *read_file_of(l->s, found.file),
                                 .doubled = found.doubled,
                                 .counted = found.counted};
    return true;
}

static bool tell_failure(struct store_load *l, struct str *why)
{
    if (l->failed != TOO_MANY_WORDS)
        return store_fail(l->s, l->failed, why);
    *why = str_fmt(l->s->a, "with this file there are more than %d different texts of one kind",
                   LIMIT_SPEND_WORDS);
    return false;
}

bool store_load_end(struct store_load *l, const struct intake_result *result, struct str map,
                    struct store_loaded *out, struct str *why)
{
    struct store *s = l->s;
    struct store_file *earlier;
    bool namesake;
    store_enter(s);
    *out = (struct store_loaded){.verdict = STORE_LOADED, .number = l->file.number};
    if (l->failed)
        return tell_failure(l, why);
    check(l->rows == result->good);
    finish(l, result, map);
    if (!find_earlier(l, &earlier, &namesake, why) ||
        !look_for_doubles(l, earlier ? earlier->number : 0, out, why))
        return false;
    if (out->verdict == STORE_DOUBLED) {
        store_load_drop(l);
        return true;
    }
    out->namesake = namesake && !earlier;
    if (earlier) {
        out->verdict = STORE_REPLACED;
        out->other = *earlier;
        l->file.edition = earlier->edition + 1;
        l->file.replaced = earlier->name;
        if (!take_out(s, out->other.number, why))
            return false;
    }
    if (!add_up(s, &l->file, why) || !put_file(s, &l->file, why) ||
        !put_aside(s, &l->file, result->aside, why) || !store_exec(s, "RELEASE file", why))
        return false;
    *vec_push(s->a, &s->files) = l->file;
    s->last_file = l->file.number;
    return true;
}

/* ---- forgetting ---------------------------------------------------------------------------- */

bool store_forget(struct store *s, const uint32_t *files, uint32_t n, struct str *why)
{
    check(s->mode == STORE_WRITE);
    if (!read_files(s, why))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (read_file_of(s, files[i]) && !take_out(s, files[i], why))
            return false;
    return true;
}
