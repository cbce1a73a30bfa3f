/* parts.h: what the files of the store share; no other room includes it. */
#ifndef REMIT_STORE_PARTS_H
#define REMIT_STORE_PARTS_H

#include <sqlite3.h>

#include "store/store.h"

/* ---- sql.c: all that is said to SQLite ----------------------------------------------------- */

enum sql {
    SQL_WHOLE,
    SQL_WHOLE_PUT,
    SQL_FILES,
    SQL_FILE_PUT,
    SQL_FILE_DELETE,
    SQL_WORDS,
    SQL_WORDS_PUT,
    SQL_SEGMENTS,
    SQL_SEGMENTS_TEXTS,
    SQL_SEGMENT_PUT,
    SQL_SEGMENTS_DELETE,
    SQL_ASIDE,
    SQL_ASIDE_PUT,
    SQL_ASIDE_DELETE,
    SQL_MAPS,
    SQL_MAP_PUT,
    SQL_MAP_DELETE,
    SQL_STATEMENTS
};
struct sql_value {
    enum { SQL_INTEGER, SQL_TEXT, SQL_BLOB } kind;
    int64_t n;
    struct str bytes;
};
#define INT(x) ((struct sql_value){.kind = SQL_INTEGER, .n = (int64_t)(x)})
#define TEXT(x) ((struct sql_value){.kind = SQL_TEXT, .bytes = (x)})
#define BLOB(x) ((struct sql_value){.kind = SQL_BLOB, .bytes = (x)}) /* empty: null */
/* Codes are SQLite's. Nothing of these jumps. The values must stay until the next step. */
int sql_prepare(sqlite3 *db, enum sql what, sqlite3_stmt **out);
int sql_bind(sqlite3_stmt *st, const struct sql_value *values, int n);
int sql_step_once(sqlite3_stmt *st, const struct sql_value *values, int n); /* and resets it */
int sql_schema(sqlite3 *db);
/* Makes the function seal(...) known: a hash of its arguments, by which damage to a row shows. */
int sql_add_seal(sqlite3 *db);
struct str sql_column(sqlite3_stmt *st, int column); /* text or blob; until the next step */

/* ---- store.c ------------------------------------------------------------------------------- */

enum { STORE_APPLICATION = 0x526d6974, STORE_FORM = 1 }; /* "Rmit"; of the tables below */

struct store {
    struct arena *a;      /* the caller's */
    struct arena scratch; /* for one call */
    struct arena kept;    /* the lexicon that loading needs */
    struct str path;
    const char *file; /* the path as SQLite and the system take it */
    sqlite3 *db;
    enum store_mode mode; /* STORE_READ once it is committed */
    bool made;            /* the file was not there */
    bool empty;           /* it has no tables: read as if it held nothing */
    struct store_whole whole;
    uint32_t last_file;
    uint32_t words[SPEND_WORDS]; /* how many of each kind it holds */
    struct lexicon *lexicon;     /* NULL until it is needed */
    struct store_load *load;     /* likewise; of one file after another */
    sqlite3_mutex *lock;         /* of the threads that load */
    bool files_known;
    VEC(struct store_file) files;
};

/* Each call begins with it: memory that runs out in the store's own arenas jumps where that of the
 * caller's does at the time. */
void store_enter(struct store *s);
/* The sentence for a code of SQLite. Jumps where memory ran out. Gives false. */
bool store_fail(struct store *s, int code, struct str *why);
bool store_damaged(struct store *s, const char *what, struct str *why);
/* One statement that gives no rows. */
bool store_run(struct store *s, enum sql what, const struct sql_value *values, int n,
               struct str *why);
#define RUN(s, what, why, ...)                                                                     \
    store_run((s), (what), (struct sql_value[]){__VA_ARGS__},                                      \
              (int)(sizeof((struct sql_value[]){__VA_ARGS__}) / sizeof(struct sql_value)), (why))
bool store_exec(struct store *s, const char *sql, struct str *why);

/* ---- read.c -------------------------------------------------------------------------------- */

bool read_whole(struct store *s, struct str *why);
bool read_files(struct store *s, struct str *why);                 /* into s->files, once */
struct store_file *read_file_of(struct store *s, uint32_t number); /* NULL: none; files are known */
/* The words of the store, into s->lexicon, once. */
bool read_lexicon(struct store *s, struct str *why);

/* ---- segment.c: rows of one piece of a file, as bytes -------------------------------------- */
/* Columns: for words the different ones and the number of each row's among them, for days likewise
 * where they are few, amounts and lines as distances from the least. Each number takes as many
 * bytes as the largest needs. A hash of all, which knows where the segment belongs, ends it. */

struct segment_words { /* of one kind: the different ones, and which of them each row has */
    uint32_t n;
    const uint32_t *values, *at;
};
struct segment_rows {
    uint32_t n;
    struct segment_words words[SPEND_WORDS];
    const date *on;
    const pence *amount;
    const uint32_t *line;
};
void segment_put(struct buf *b, const struct segment_rows *rows, uint64_t id);
/* Nothing where all are empty. */
void segment_put_texts(struct buf *b, const struct str *texts, uint32_t n, uint64_t id);

/* The hash at the end of a segment or of texts. */
uint64_t segment_hash(const char *bytes, size_t n, uint64_t id);

/* What segments are read into; columns have room for SPEND_BLOCK. */
struct segment_room {
    struct arena *a;
    struct buf bytes, texts[2];
    uint32_t *words[SPEND_WORDS], *line;
    date *on;
    pence *amount;
    struct str *text[2];
    uint32_t *values; /* the different words of a column */
};
void segment_room_init(struct segment_room *room, struct arena *a);
/* What is wanted of a segment. */
struct segment_wants {
    uint32_t limits[SPEND_WORDS]; /* how many words of each kind there are */
    uint32_t words[SPEND_WORDS];  /* only rows that have these, or STORE_ANY */
    unsigned unread;              /* columns that nobody asks for: SPEND_BY_WORD(w), and of these */
};
enum { SEGMENT_DAYS = SPEND_BY_MONTH, SEGMENT_LINES = SPEND_BY_MONTH << 1 };
/* False: it is damaged. Where no row can have the words that are wanted n is 0. */
bool segment_get(struct segment_room *room, struct str bytes, uint64_t id,
                 const struct segment_wants *wants, uint32_t *n);
bool segment_get_texts(struct segment_room *room, int which, struct str bytes, uint64_t id,
                       uint32_t n);
/* Texts one behind the other, as the words are kept. */
void segment_put_list(struct buf *b, const struct str *texts, uint32_t n, uint64_t id);
bool segment_get_list(struct arena *a, struct str bytes, uint64_t id, uint32_t n, struct str *out);

/* ---- scan.c -------------------------------------------------------------------------------- */

static inline uint64_t segment_id(uint32_t file, uint32_t line)
{
    return (uint64_t)file << 32 | line;
}

/* ---- doubles.c: which rows of a file stand in others --------------------------------------- */

/* Hashes of rows (organisation, day, supplier, amount, reference) below `most`: all of them while
 * they are few, else a share of them that chance alone decides. */
struct doubles {
    uint64_t most, *slots; /* open addressing; 0: free */
    uint32_t n, mask;
};
void doubles_init(struct doubles *x, struct arena *a);
void doubles_add(struct doubles *x, uint64_t hash);
uint64_t doubles_hash(uint32_t organisation, uint32_t supplier, date on, pence amount,
                      struct str reference);
struct doubles_found {
    uint32_t file;    /* which has the most of it; 0: none is like it */
    uint64_t doubled; /* so many of its rows */
    bool counted;     /* exactly */
};
void doubles_merge(struct doubles *x, const struct doubles *from);
bool doubles_same_payer(const struct store_file *a, const struct store_file *b);
/* What other files, but for one, have of the rows behind x, which are those of `file`. */
bool doubles_look(struct store *s, const struct store_file *file, uint32_t but_not,
                  const struct doubles *x, struct doubles_found *out, struct str *why);

#endif
