/* store.h: published spending kept from one command to the next, in one file.
 *
 * Files of spending are loaded once; totals, rows and what was refused are then had at the speed of
 * memory. The file is SQLite's; nothing but this room knows that.
 *
 *     intake --store_load_*--> store --store_scan, store_sums--> blocks of rows, sums
 *
 * A store is opened with store_with and closed when that returns, also where memory runs out in
 * between. What is given back lives in the arena that store_with was given. All that returns bool
 * gives false where it failed, and a sentence in *why: what is wrong with the store, and what can
 * be done. One thread uses a store at a time, but for store_load_rows. Numbers of words are those
 * of store_lexicon, and stay as they are for the life of the store.
 *
 * Writing is one transaction from store_with to store_commit: nothing is kept without that, and
 * whoever reads meanwhile sees the store as it was, or waits. After store_commit it can be read. */
#ifndef REMIT_STORE_STORE_H
#define REMIT_STORE_STORE_H

#include "intake/intake.h"
#include "spend/totals.h"

/* ---- opening ------------------------------------------------------------------------------- */

struct store;
/* STORE_WRITE makes the file where there is none, and its folder; a file that it made goes again
 * when nothing is committed. STORE_READ of a file that is not there fails and says how to make one.
 * Both wait for LIMIT_STORE_WAIT_S where another has the store. */
enum store_mode { STORE_READ, STORE_WRITE };
bool store_with(struct arena *a, struct str path, enum store_mode mode,
                bool (*use)(void *with, struct store *s), void *with, struct str *why);
bool store_commit(struct store *s, struct str *why);
/* Where the store lies when nobody says: $XDG_DATA_HOME/remit/spending.db, else
 * ~/.local/share/remit/spending.db. Empty where there is no home. */
struct str store_default_path(struct arena *a);

/* ---- what is in it ------------------------------------------------------------------------- */

struct store_whole { /* of all files */
    uint32_t files;
    uint64_t rows, rejected;
    pence total, rejected_total; /* rejected: of rows whose amount can be read */
    uint64_t changes;            /* greater after each commit: what was worked out holds so long */
};
const struct store_whole *store_whole(const struct store *s);

struct store_hash { /* of a file's bytes (XXH3, 128 bits) */
    uint64_t high, low;
};
struct store_file {
    uint32_t number; /* from 1, in the order of loading; never given again */
    struct str name; /* without folders; text in UTF-8 */
    struct store_hash hash;
    date loaded;             /* the day */
    uint32_t edition;        /* 1; one more than the file had whose place it took */
    struct str replaced;     /* the name of that file; empty for none */
    date first, last;        /* days of payment; DATE_MIN where no row has one */
    uint32_t undated;        /* rows without a day */
    uint32_t *organisations; /* numbers of words, WORD_EMPTY for rows that name none */
    uint32_t n_organisations;
    struct intake_result result; /* counts and sums; aside is NULL, n_aside rows are kept */
    struct str map;              /* how it was read: text for --map */
    struct str asked;            /* --map as given; may be empty */
};
/* By number. */
bool store_files(struct store *s, struct store_file **out, uint32_t *n, struct str *why);
/* The file with these bytes, or 0: none. */
bool store_find(struct store *s, const struct store_hash *hash, uint32_t *number, struct str *why);
/* Rows of a file that were not taken, in its order, from the from-th (0 is the first) on; at most
 * `most` of them, fewer at the end. */
bool store_aside(struct store *s, uint32_t file, uint32_t from, uint32_t most,
                 struct intake_aside **out, uint32_t *n, struct str *why);
/* All words, into a lexicon that has just been made; it may be asked for more than once. */
bool store_lexicon(struct store *s, struct lexicon *x, struct str *why);

/* ---- rows ---------------------------------------------------------------------------------- */

struct store_wanted {
    spend_month from, until; /* both SPEND_NO_MONTH: all, dated or not; one: open at that end */
    uint32_t file;           /* its number; 0: all */
    /* For each kind of word: only rows with this one; STORE_ANY: with any. */
    uint32_t words[SPEND_WORDS];
    bool texts; /* references and descriptions too; else the blocks have none */
    /* Told now and then how many rows were read so far, wanted or not, by one thread at a time;
     * may be NULL. */
    void (*progress)(void *with, uint64_t rows);
    void *with;
};
#define STORE_ANY WORD_NONE
struct store_wanted store_all(void); /* everything, without texts */
/* Rows that are wanted, in blocks, by number of their file and line in it. `take` gives false when
 * it has enough; that is no failure. What cannot hold any of them is not read. Memory does not grow
 * with the rows. */
bool store_scan(struct store *s, const struct store_wanted *wanted, const struct spend_sink *to,
                struct str *why);
/* Sums of all rows that are wanted (NULL: of all), kept by `by`, by so many threads. */
bool store_sums(struct store *s, const struct store_wanted *wanted, unsigned by, unsigned threads,
                struct spend_sums *out, struct str *why);

/* ---- loading ------------------------------------------------------------------------------- */
/* Within STORE_WRITE, one file after another:
 *
 *     store_load_begin, intake_scan with store_load_rows and store_load_anew, store_load_end
 *
 * and store_commit when all are in. The rows of one file are encoded by intake's threads, each of
 * its batches for itself, and written by one at a time. */

/* The hash of all bytes of a source. False: the source failed, whose owner knows why. */
bool store_hash(struct arena *a, const struct intake_source *from, struct store_hash *out);

struct store_incoming {
    struct str name; /* without folders */
    struct store_hash hash;
    date loaded;
    struct str asked;    /* --map as given; may be empty */
    struct str replaces; /* name of the file whose place it takes, if it is not its own; or empty */
    bool anyway;         /* take it though its rows stand in other files */
};
struct store_load;
bool store_load_begin(struct store *s, const struct store_incoming *file, struct store_load **out,
                      struct str *why);
/* As struct intake_sink has them; `load` is a struct store_load. What fails is told by
 * store_load_end; store_load_fine says whether it is worth going on. */
void store_load_rows(void *load, const struct intake_batch *batch);
void store_load_anew(void *load);
bool store_load_fine(const struct store_load *l);

enum store_verdict {
    STORE_LOADED,
    STORE_REPLACED, /* loaded; the earlier edition is gone */
    STORE_DOUBLED,  /* not loaded: most of its rows, or most of another file's, are in both */
};
struct store_loaded {
    enum store_verdict verdict;
    uint32_t number; /* of the new file */
    /* The edition that it replaced; or the file that has the most rows of it. */
    struct store_file other;
    /* STORE_DOUBLED: so many of its rows are in `other`: exact where `counted`, else worked out
     * from a sample. */
    uint64_t doubled;
    bool counted;
    bool namesake; /* there is a file of this name from other organisations; both count */
};
/* result and map: of the scan that has just ended well. `replaces` names no file: fails. */
bool store_load_end(struct store_load *l, const struct intake_result *result, struct str map,
                    struct store_loaded *out, struct str *why);
/* The scan failed: what was given of this file is not kept; others are. */
void store_load_drop(struct store_load *l);

/* Takes these files out, with their rows. Words that nothing uses any more stay. */
bool store_forget(struct store *s, const uint32_t *files, uint32_t n, struct str *why);

/* ---- maps ---------------------------------------------------------------------------------- */
/* A map that somebody gave is kept for the next file of the same publisher (the file's name
 * without months and figures) with the same header. */
struct store_map {
    struct str publisher, header, map, file; /* file: the one that it was given for */
};
struct str store_publisher(struct arena *a, struct str name); /* may be empty: none */
struct str store_header(struct arena *a, const struct intake_layout *l);
bool store_maps(struct store *s, struct store_map **out, uint32_t *n, struct str *why);
bool store_keep_map(struct store *s, const struct store_map *m, struct str *why);
bool store_forget_map(struct store *s, struct str publisher, struct str *why);

#endif
