/* store.c: opening a store, its one transaction, and what SQLite says in words. */
#include <errno.h>
#include <string.h>

#include "store/parts.h"

void store_enter(struct store *s)
{
    s->scratch.out_of_memory = s->kept.out_of_memory = s->a->out_of_memory;
}

/* ---- what went wrong, in words ------------------------------------------------------------- */

bool store_damaged(struct store *s, const char *what, struct str *why)
{
    *why = str_fmt(s->a,
                   "%.*s is damaged (%s): put a copy of it back, or load the published files into "
                   "a new one",
                   STR(s->path), what);
    return false;
}

/* What the system said, where SQLite has kept it. */
static struct str system_words(struct store *s)
{
    int number = s->db ? sqlite3_system_errno(s->db) : 0;
    return number ? str_fmt(s->a, ": %s", strerror(number)) : S("");
}

bool store_fail(struct store *s, int code, struct str *why)
{
    struct str path = s->path, more = system_words(s);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        longjmp(*s->a->out_of_memory, 1);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        *why = str_fmt(s->a,
                       "another command is at work on %.*s and was not done within %d seconds; try "
                       "again when it is",
                       STR(path), LIMIT_STORE_WAIT_S);
        return false;
    case SQLITE_FULL:
        *why = str_fmt(s->a,
                       "there is no room left for %.*s: make some, or name another place "
                       "with --store",
                       STR(path));
        return false;
    case SQLITE_TOOBIG:
        *why = str_fmt(s->a, "its texts are too long to be kept: over %d KB in one piece",
                       LIMIT_STORE_BLOB >> 10);
        return false;
    case SQLITE_NOTADB:
        *why = str_fmt(s->a, "%.*s is no store of spending: its first bytes are others", STR(path));
        return false;
    case SQLITE_READONLY:
        *why = str_fmt(s->a,
                       code == SQLITE_READONLY_ROLLBACK
                           ? "a load into %.*s was cut short and must be undone: remit spend "
                             "files does that, for somebody who may write there"
                           : "%.*s cannot be written by you",
                       STR(path));
        return false;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
        *why = str_fmt(s->a, "cannot read or write %.*s%.*s", STR(path), STR(more));
        return false;
    default:
        return store_damaged(s, sqlite3_errstr(code), why);
    }
}

bool store_exec(struct store *s, const char *sql, struct str *why)
{
    int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || store_fail(s, sqlite3_extended_errcode(s->db), why);
}

bool store_run(struct store *s, enum sql what, const struct sql_value *values, int n,
               struct str *why)
{
    sqlite3_stmt *st;
    int code = sql_prepare(s->db, what, &st);
    if (code == SQLITE_OK)
        code = sql_step_once(st, values, n);
    if (code != SQLITE_OK)
        code = sqlite3_extended_errcode(s->db);
    sqlite3_finalize(st);
    return code == SQLITE_OK || store_fail(s, code, why);
}

/* ---- opening ------------------------------------------------------------------------------- */

struct str store_default_path(struct arena *a)
{
    const char *data = os_env("XDG_DATA_HOME"), *home = os_env("HOME");
    if (data && *data == '/') /* the standard says that others do not count */
        return str_fmt(a, "%s/remit/spending.db", data);
    return home && *home ? str_fmt(a, "%s/.local/share/remit/spending.db", home) : S("");
}

static bool pragma(struct store *s, const char *sql, int64_t *out, struct str *why)
{
    sqlite3_stmt *st;
    int code = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(st);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(st, 0);
    else
        code = sqlite3_extended_errcode(s->db);
    sqlite3_finalize(st);
    return code == SQLITE_ROW || store_fail(s, code, why);
}

/* Nothing in the file is trusted: no triggers, no views, no functions in its schema. */
static bool configure(struct store *s, struct str *why)
{
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, LIMIT_STORE_BLOB);
    sqlite3_busy_timeout(s->db, LIMIT_STORE_WAIT_S * 1000);
    int code = sql_add_seal(s->db);
    if (code != SQLITE_OK)
        return store_fail(s, code, why);
    return store_exec(s,
                      "PRAGMA page_size = 16384; PRAGMA cell_size_check = ON; PRAGMA secure_delete "
                      "= OFF; PRAGMA mmap_size = 0; PRAGMA cache_size = -16384;",
                      why);
}

/* To begin a transaction gives an empty file its first page, so pages say nothing. */
#define COUNT_TABLES "SELECT count(*) FROM sqlite_schema"

static int64_t file_size(struct store *s)
{
    sqlite3_file *f = NULL;
    sqlite3_int64 n = 0;
    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, &f);
    return f && f->pMethods && f->pMethods->xFileSize(f, &n) == SQLITE_OK ? n : 0;
}

/* Is it ours? An empty file is a store with nothing in it. */
static bool identify(struct store *s, struct str *why)
{
    int64_t tables, application, form;
    if (!pragma(s, COUNT_TABLES, &tables, why) ||
        !pragma(s, "PRAGMA application_id", &application, why) ||
        !pragma(s, "PRAGMA user_version", &form, why))
        return false;
    s->empty = !tables && !application && !form;
    if (s->empty && file_size(s)) /* SQLite takes a few bytes of anything for nothing */
        return store_fail(s, SQLITE_NOTADB, why);
    if (s->empty || (application == STORE_APPLICATION && form == STORE_FORM))
        return true;
    *why = application != STORE_APPLICATION
               ? str_fmt(s->a, "%.*s is an SQLite file, but no store of spending", STR(s->path))
               : str_fmt(s->a,
                         "%.*s was written by another edition of Remit (form %lld; this one knows "
                         "form %d): use that, or load the published files into a new store",
                         STR(s->path), (long long)form, STORE_FORM);
    return false;
}

/* Another may have taken the file away between our opening it and our having it alone. */
static bool still_there(struct store *s, struct str *why)
{
    int moved = 0;
    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved)
        *why = str_fmt(s->a, "%.*s was taken away meanwhile; try again", STR(s->path));
    return !moved;
}

static bool begin(struct store *s, struct str *why)
{
    bool writes = s->mode == STORE_WRITE;
    if (!store_exec(s, writes ? "BEGIN IMMEDIATE" : "BEGIN", why) ||
        (writes && !still_there(s, why)) || !identify(s, why))
        return false;
    if (!s->empty)
        return read_whole(s, why);
    if (!writes)
        return true;
    if (sql_schema(s->db) != SQLITE_OK)
        return store_fail(s, sqlite3_extended_errcode(s->db), why);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        s->words[w] = WORD_EMPTY + 1; /* which every lexicon has */
    s->empty = false;
    return true;
}

/* SQLite takes some names for something else. */
static const char *plain_path(struct store *s)
{
    bool whole = s->path.p[0] == '/';
    return str_z(s->a, str_fmt(s->a, "%s%.*s", whole ? "" : "./", STR(s->path)));
}

static bool open_file(struct store *s, struct str *why)
{
    bool writes = s->mode == STORE_WRITE;
    bool there = os_exists(s->a, s->path);
    if (!s->path.n || os_is_dir(s->a, s->path)) {
        *why = s->path.n ? str_fmt(s->a, "%.*s is a folder; a store is a file", STR(s->path))
                         : S("there is no home folder to keep spending in; name a file with "
                             "--store FILE");
        return false;
    }
    if (!there && !writes) {
        *why = str_fmt(s->a,
                       "nothing is loaded: there is no store %.*s; remit spend load FILE... makes "
                       "it, --store names another",
                       STR(s->path));
        return false;
    }
    size_t folder = str_last(s->path, '/');
    if (!there && folder > 1 && !os_make_folder(s->a, str_sub(s->path, 0, folder - 1), why))
        return false;
    s->file = plain_path(s);
    s->made = !there;
    /* Whoever may write does so even to read: a load that was cut short is undone first. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE | (writes ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(s->file, &s->db, flags, NULL);
    if (code != SQLITE_OK)
        return store_fail(s, code, why);
    s->lock = sqlite3_mutex_alloc(SQLITE_MUTEX_FAST);
    if (!s->lock)
        return store_fail(s, SQLITE_NOMEM, why);
    return configure(s, why) && begin(s, why);
}

/* A file that was made for nothing goes, unless another has begun to use it. Allocates nothing:
 * memory may have run out. */
static void take_away(struct store *s)
{
    sqlite3_stmt *st = NULL;
    if (sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(s->db, COUNT_TABLES, -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW && sqlite3_column_int64(st, 0) == 0)
        os_remove(s->file);
    sqlite3_finalize(st);
}

static void roll_back(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

static void close_all(struct store *s)
{
    sqlite3_stmt *st;
    while (s->db && (st = sqlite3_next_stmt(s->db, NULL)))
        sqlite3_finalize(st);
    if (s->db)
        roll_back(s);
    if (s->db && s->made)
        take_away(s);
    if (s->db)
        roll_back(s);
    sqlite3_close(s->db);
    sqlite3_mutex_free(s->lock);
    s->db = NULL;
    arena_free(&s->scratch);
    arena_free(&s->kept);
}

bool store_with(struct arena *a, struct str path, enum store_mode mode,
                bool (*use)(void *with, struct store *s), void *with, struct str *why)
{
    struct store *s = NEW(a, struct store);
    jmp_buf *outer = a->out_of_memory, here;
    s->a = a;
    s->path = path;
    s->mode = mode;
    a->out_of_memory = &here;
    arena_init(&s->scratch, LIMIT_ARENA_MB, &here);
    arena_init(&s->kept, LIMIT_ARENA_MB, &here);
    if (setjmp(here)) {
        close_all(s);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    bool fine = open_file(s, why) && use(with, s);
    close_all(s);
    a->out_of_memory = outer;
    return fine;
}

const struct store_whole *store_whole(const struct store *s)
{
    return &s->whole;
}

/* ---- keeping ------------------------------------------------------------------------------- */

/* Words that are new, in pieces. */
static bool put_words(struct store *s, unsigned w, struct str *why)
{
    const struct lexicon *x = s->lexicon;
    struct arena_mark mark = arena_mark(&s->scratch);
    struct buf b = buf_new(&s->scratch);
    bool fine = true;
    for (uint32_t from = s->words[w], n; fine && from < lexicon_count(x, w); from += n) {
        size_t bytes = 0;
        for (n = 0; from + n < lexicon_count(x, w) && n < SPEND_BLOCK; n++) {
            bytes += x->of[w].texts.at[from + n].n;
            if (n && bytes > LIMIT_STORE_BLOB / 4)
                break;
        }
        uint64_t id = (uint64_t)w << 32 | from;
        segment_put_list(&b, x->of[w].texts.at + from, n, id);
        fine = RUN(s, SQL_WORDS_PUT, why, INT(id), INT(n), BLOB(buf_str(&b)));
    }
    arena_rewind(&s->scratch, mark);
    s->words[w] = lexicon_count(x, w);
    return fine;
}

static bool put_whole(struct store *s, struct str *why)
{
    const struct store_whole *x = &s->whole;
    return RUN(s, SQL_WHOLE_PUT, why, INT(x->changes), INT(s->last_file), INT(x->files),
               INT(x->rows), INT(x->total), INT(x->rejected), INT(x->rejected_total),
               INT(s->words[WORD_ORGANISATION]), INT(s->words[WORD_TYPE]), INT(s->words[WORD_AREA]),
               INT(s->words[WORD_SUPPLIER]));
}

bool store_commit(struct store *s, struct str *why)
{
    check(s->mode == STORE_WRITE);
    store_enter(s);
    for (unsigned w = 0; w < SPEND_WORDS && s->lexicon; w++)
        if (!put_words(s, w, why))
            return false;
    s->whole.changes++;
    if (!put_whole(s, why) || !store_exec(s, "COMMIT", why))
        return false;
    s->made = false;      /* the file stays */
    s->mode = STORE_READ; /* that was the one transaction */
    return true;
}
