/* read.c: what the small tables hold: files, rows set aside, words, maps. */
#include <string.h>

#include "store/parts.h"

/* Steps through the rows of a statement; each that `row` is given has its seal, or the store is
 * damaged. seal: the column that says whether the seal fits; -1: there is none. */
struct reading {
    struct store *s;
    enum sql what;
    int seal;
    bool (*row)(struct reading *t, sqlite3_stmt *st); /* false: damaged */
    void *out;
    const char *name; /* of what is read, for a message */
};

static bool read_rows(struct reading *t, const struct sql_value *values, int n, struct str *why)
{
    sqlite3_stmt *st;
    struct store *s = t->s;
    bool fine = true;
    int code = sql_prepare(s->db, t->what, &st);
    if (code == SQLITE_OK)
        code = sql_bind(st, values, n);
    if (code == SQLITE_OK)
        while (fine && (code = sqlite3_step(st)) == SQLITE_ROW)
            fine = (t->seal < 0 || sqlite3_column_int(st, t->seal) == 1) && t->row(t, st);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        code = sqlite3_extended_errcode(s->db);
    sqlite3_finalize(st);
    if (!fine)
        return store_damaged(s, t->name, why);
    return code == SQLITE_DONE || store_fail(s, code, why);
}

static struct str text(struct reading *t, sqlite3_stmt *st, int column)
{
    return str_copy(t->s->a, sql_column(st, column));
}

/* A number that is to be no larger than `most`. */
static bool number(sqlite3_stmt *st, int column, uint64_t most, uint64_t *out)
{
    *out = (uint64_t)sqlite3_column_int64(st, column);
    return *out <= most;
}

static bool number32(sqlite3_stmt *st, int column, uint32_t *out)
{
    uint64_t n;
    bool fine = number(st, column, UINT32_MAX, &n);
    *out = (uint32_t)n;
    return fine;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool whole_row(struct reading *t, sqlite3_stmt *st)
{
    struct store *s = t->s;
    struct store_whole *x = &s->whole;
    x->changes = (uint64_t)sqlite3_column_int64(st, 0);
    x->rows = (uint64_t)sqlite3_column_int64(st, 3);
    x->total = sqlite3_column_int64(st, 4);
    x->rejected = (uint64_t)sqlite3_column_int64(st, 5);
    x->rejected_total = sqlite3_column_int64(st, 6);
    bool fine = number32(st, 1, &s->last_file) && number32(st, 2, &x->files);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        fine = number32(st, 7 + (int)w, &s->words[w]) && fine;
    ++*(uint32_t *)t->out;
    return fine;
}

bool read_whole(struct store *s, struct str *why)
{
    uint32_t found = 0;
    struct reading t = {s, SQL_WHOLE, 11, whole_row, &found, "its sums do not fit"};
    if (!read_rows(&t, NULL, 0, why))
        return false;
    return found == 1 || store_damaged(s, "its sums are gone", why);
}

/* ---- files --------------------------------------------------------------------------------- */

static bool organisations(struct reading *t, sqlite3_stmt *st, int column, struct store_file *f)
{
    struct str bytes = sql_column(st, column);
    f->n_organisations = (uint32_t)(bytes.n / 4);
    f->organisations = NEW_ARRAY(t->s->a, uint32_t, f->n_organisations + 1);
    for (uint32_t i = 0; i < f->n_organisations; i++) {
        const unsigned char *p = (const unsigned char *)bytes.p + 4 * (size_t)i;
        f->organisations[i] =
            p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        if (f->organisations[i] >= t->s->words[WORD_ORGANISATION])
            return false;
    }
    return bytes.n % 4 == 0;
}

static bool file_row(struct reading *t, sqlite3_stmt *st)
{
    struct store_file f = {.name = text(t, st, 1),
                           .replaced = text(t, st, 5),
                           .map = text(t, st, 23),
                           .asked = text(t, st, 24)};
    struct intake_result *x = &f.result;
    struct str hash = sql_column(st, 2);
    uint32_t *const counts[] = {&x->rows,  &x->good,  &x->rejected, &x->totals,
                                &x->notes, &x->blank, &x->repaired, &x->rejected_unreadable};
    bool fine = number32(st, 0, &f.number) && number32(st, 4, &f.edition) &&
                number32(st, 8, &f.undated) && hash.n == sizeof f.hash;
    if (!fine || f.number > t->s->last_file || !organisations(t, st, 9, &f))
        return false;
    memcpy(&f.hash, hash.p, sizeof f.hash);
    f.loaded = (date)sqlite3_column_int64(st, 3);
    f.first = (date)sqlite3_column_int64(st, 6);
    f.last = (date)sqlite3_column_int64(st, 7);
    x->bytes = (uint64_t)sqlite3_column_int64(st, 10);
    for (int i = 0; i < 8; i++)
        fine = number32(st, 11 + i, counts[i]) && fine;
    x->mixed = sqlite3_column_int64(st, 19) != 0;
    x->good_pence = sqlite3_column_int64(st, 20);
    x->rejected_pence = sqlite3_column_int64(st, 21);
    *vec_push(t->s->a, &t->s->files) = f;
    return fine && number32(st, 22, &t->s->files.at[t->s->files.n - 1].result.n_aside);
}

bool read_files(struct store *s, struct str *why)
{
    struct reading t = {s, SQL_FILES, 25, file_row, NULL, "a file in it is not as it was written"};
    if (s->files_known || s->empty)
        return true;
    s->files.n = 0;
    if (!read_rows(&t, NULL, 0, why))
        return false;
    uint64_t rows = 0;
    for (uint32_t i = 0; i < s->files.n; i++)
        rows += s->files.at[i].result.good;
    if (s->files.n != s->whole.files || rows != s->whole.rows)
        return store_damaged(s, "files in it are gone", why);
    s->files_known = true;
    return true;
}

struct store_file *read_file_of(struct store *s, uint32_t wanted)
{
    for (uint32_t i = 0; i < s->files.n; i++)
        if (s->files.at[i].number == wanted)
            return &s->files.at[i];
    return NULL;
}

bool store_files(struct store *s, struct store_file **out, uint32_t *n, struct str *why)
{
    bool fine = read_files(s, why);
    *out = s->files.at;
    *n = fine ? s->files.n : 0;
    return fine;
}

bool store_find(struct store *s, const struct store_hash *hash, uint32_t *found, struct str *why)
{
    *found = 0;
    if (!read_files(s, why))
        return false;
    for (uint32_t i = 0; i < s->files.n; i++)
        if (s->files.at[i].hash.high == hash->high && s->files.at[i].hash.low == hash->low)
            *found = s->files.at[i].number;
    return true;
}

/* ---- rows set aside ------------------------------------------------------------------------ */

struct asides {
    VEC(struct intake_aside) at;
};

static bool aside_row(struct reading *t, sqlite3_stmt *st)
{
    struct asides *out = t->out;
    struct intake_aside x = {.field = text(t, st, 4), .why = text(t, st, 5)};
    uint64_t kind;
    bool fine =
        number(st, 1, INTAKE_NOTE, &kind) && number32(st, 2, &x.row) && number32(st, 3, &x.column);
    x.kind = (enum intake_kind)kind;
    x.amount = sqlite3_column_int64(st, 6);
    *vec_push(t->s->a, &out->at) = x;
    return fine;
}

bool store_aside(struct store *s, uint32_t file, uint32_t from, uint32_t most,
                 struct intake_aside **out, uint32_t *n, struct str *why)
{
    struct asides found = {0};
    struct reading t = {s,         SQL_ASIDE, 7,
                        aside_row, &found,    "a row set aside in it is not as written"};
    *out = NULL;
    *n = 0;
    if (!read_files(s, why))
        return false;
    const struct store_file *f = read_file_of(s, file);
    uint32_t all = f ? f->result.n_aside : 0;
    if (from >= all)
        return true;
    uint32_t count = most < all - from ? most : all - from;
    struct sql_value span[] = {INT(segment_id(file, from)), INT(segment_id(file, from + count))};
    if (!read_rows(&t, span, 2, why))
        return false;
    if (found.at.n != count)
        return store_damaged(s, "rows set aside in it are gone", why);
    *out = found.at.at;
    *n = found.at.n;
    return true;
}

/* ---- words --------------------------------------------------------------------------------- */

static bool words_row(struct reading *t, sqlite3_stmt *st)
{
    struct lexicon *x = t->out;
    uint64_t id = (uint64_t)sqlite3_column_int64(st, 0), kind = id >> 32, n;
    struct str bytes = sql_column(st, 2);
    if (kind >= SPEND_WORDS || !number(st, 1, SPEND_BLOCK, &n) ||
        (uint32_t)id != lexicon_count(x, (unsigned)kind))
        return false;
    struct arena_mark mark = arena_mark(&t->s->scratch);
    struct str *texts = NEW_ARRAY(&t->s->scratch, struct str, n + 1);
    bool fine = segment_get_list(&t->s->scratch, bytes, id, (uint32_t)n, texts);
    for (uint32_t i = 0; fine && i < n; i++)
        fine = lexicon_put(x, (unsigned)kind, texts[i]) == (uint32_t)id + i;
    arena_rewind(&t->s->scratch, mark);
    return fine;
}

bool store_lexicon(struct store *s, struct lexicon *x, struct str *why)
{
    struct reading t = {s, SQL_WORDS, -1, words_row, x, "words in it are not as they were written"};
    store_enter(s);
    if (s->empty)
        return true;
    if (!read_rows(&t, NULL, 0, why))
        return false;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        if (lexicon_count(x, w) != s->words[w])
            return store_damaged(s, "words in it are gone", why);
    return true;
}

bool read_lexicon(struct store *s, struct str *why)
{
    store_enter(s);
    if (s->lexicon)
        return true;
    struct lexicon *x = NEW(&s->kept, struct lexicon);
    lexicon_init(x, &s->kept);
    if (!store_lexicon(s, x, why))
        return false;
    s->lexicon = x;
    return true;
}

/* ---- maps ---------------------------------------------------------------------------------- */

struct maps {
    VEC(struct store_map) at;
};

static bool map_row(struct reading *t, sqlite3_stmt *st)
{
    struct maps *out = t->out;
    struct store_map m = {text(t, st, 0), text(t, st, 1), text(t, st, 2), text(t, st, 3)};
    *vec_push(t->s->a, &out->at) = m;
    return true;
}

bool store_maps(struct store *s, struct store_map **out, uint32_t *n, struct str *why)
{
    struct maps found = {0};
    struct reading t = {s, SQL_MAPS, 4, map_row, &found, "a map in it is not as it was written"};
    bool fine = s->empty || read_rows(&t, NULL, 0, why);
    *out = found.at.at;
    *n = fine ? found.at.n : 0;
    return fine;
}

bool store_keep_map(struct store *s, const struct store_map *m, struct str *why)
{
    check(s->mode == STORE_WRITE);
    return RUN(s, SQL_MAP_PUT, why, TEXT(m->publisher), TEXT(m->header), TEXT(m->map),
               TEXT(m->file));
}

bool store_forget_map(struct store *s, struct str publisher, struct str *why)
{
    check(s->mode == STORE_WRITE);
    return RUN(s, SQL_MAP_DELETE, why, TEXT(publisher));
}

struct str store_header(struct arena *a, const struct intake_layout *l)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < l->columns; i++) {
        if (i)
            buf_putc(&b, '\t');
        buf_put(&b, str_line(a, l->names[i]));
    }
    return buf_str(&b);
}

static bool is_month(struct str word)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (int i = 0; i < 12; i++)
        if (str_eq_fold(word, str_of(months[i])) || str_eq_fold(word, (struct str){months[i], 3}) ||
            str_eq_fold(word, S("sept")))
            return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* "Kent-CCG_April 2020.csv" is kent ccg. */
struct str store_publisher(struct arena *a, struct str name)
{
    struct buf b = buf_new(a);
    size_t dot = str_last(name, '.');
    struct str stem = str_sub(name, 0, dot > 1 ? dot - 1 : name.n);
    for (size_t i = 0, end; i < stem.n; i = end) {
        for (end = i; end < stem.n && is_letter(stem.p[end]);)
            end++;
        struct str word = str_sub(stem, i, end);
        if (word.n && !is_month(word)) {
            if (b.n)
                buf_putc(&b, ' ');
            for (size_t k = 0; k < word.n; k++)
                buf_putc(&b, (char)(word.p[k] | (word.p[k] >= 'A' && word.p[k] <= 'Z' ? 0x20 : 0)));
        }
        end += end == i;
    }
    return buf_str(&b);
}
