/* base.h: what every room stands on.
 *
 * Memory (arena), text (str, buf), dates, money, findings with a position, small
 * tables, and the only door to the operating system (os_*). Nothing here knows what
 * a committee is.
 *
 * Ownership: everything is allocated in an arena and lives until that arena is
 * freed or rewound. A str never owns its bytes. Nothing is freed singly. */
#ifndef REMIT_BASE_H
#define REMIT_BASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

/* ---- bugs ---------------------------------------------------------------------------------- */
/* check(): our own mistakes, on in every build. Bad input is never a bug. */
#define check(cond) ((cond) ? (void)0 : check_failed(#cond, __FILE__, __LINE__))
_Noreturn void check_failed(const char *cond, const char *file, int line);

/* ---- memory -------------------------------------------------------------------------------- */
/* An arena hands out zeroed memory and takes all of it back at once. It never
 * returns NULL: when memory or the arena's cap runs out it jumps to `out_of_memory`,
 * which the caller that made the arena must have set (see ARENA_TRY). */
struct arena_chunk;
struct arena {
    struct arena_chunk *last;
    size_t used_total; /* bytes handed out, for reports and the cap */
    size_t cap;        /* bytes */
    jmp_buf *out_of_memory;
};

/* Mark to rewind to: what was allocated after it is given back. */
struct arena_mark {
    struct arena_chunk *chunk;
    size_t used, used_total;
};

void arena_init(struct arena *a, size_t cap_mb, jmp_buf *out_of_memory);
void arena_free(struct arena *a);
void *arena_alloc(struct arena *a, size_t size, size_t align);
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark m);
/* All that b has becomes a's: it lives as long, and goes when a is rewound to before now. */
void arena_adopt(struct arena *a, struct arena *b);
/* Grow an array that is the last thing allocated in place, else move it. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align);
/* The same, what is new in it not zeroed: for what is written before it is read. */
void *arena_grow_text(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align);

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define NEW_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n), _Alignof(type)))

/* For tests: let the n-th chunk request (counting from 1) fail; 0 turns it off.
 * In test mode every arena_alloc asks the system anew, so that each one can fail. */
void arena_fail_at(unsigned long n);
unsigned long arena_requests(void);

/* A growable array in an arena: VEC(struct body) bodies; *vec_push(a, &bodies) = b; */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        uint32_t n, cap;                                                                           \
    }
#define vec_push(a, v)                                                                             \
    (((v)->n == (v)->cap ? (void)((v)->at = vec_more((a), (v)->at, &(v)->cap, sizeof *(v)->at))    \
                         : (void)0),                                                               \
     &(v)->at[(v)->n++])
void *vec_more(struct arena *a, void *at, uint32_t *cap, size_t size);

/* ---- text ---------------------------------------------------------------------------------- */
struct str {
    const char *p;
    size_t n;
};
#define S(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR(s) (int)(s).n, (s).p /* for "%.*s"; reads s twice */
struct str str_of(const char *z);
bool str_eq(struct str a, struct str b);
bool str_eq_fold(struct str a, struct str b); /* letters A-Z without case */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_sub(struct str s, size_t from, size_t to);
/* Position of c in s, or s.n. */
size_t str_find(struct str s, char c);
/* Where the part behind the last c begins; 0 where there is none. */
size_t str_last(struct str s, char c);
bool str_has(struct str s, struct str part);
bool str_has_fold(struct str s, struct str part); /* letters A-Z without case */
struct str str_copy(struct arena *a, struct str s);
const char *str_z(struct arena *a, struct str s); /* NUL-terminated copy */
uint64_t str_hash(struct str s);
/* Edits (insert, delete, change, swap) to turn a into b, counted to at most max + 1. */
unsigned str_distance(struct str a, struct str b, unsigned max);
/* Length of the valid UTF-8 prefix of s; equal to s.n when all of it is valid. */
size_t str_utf8_valid(struct str s);
/* The character that s begins with if it is one that is not shown but changes what is (it clears
 * the screen, or turns the words around, as U+202E does), else -1. A tab is shown. */
int str_control(struct str s);
/* s as one line that is safe to show: line ends and tabs are blanks, and what a terminal obeys
 * (str_control) is U+FFFD. s itself where nothing is to be changed. */
struct str str_line(struct arena *a, struct str s);
/* Columns that s takes on a terminal. */
size_t str_width(struct str s);
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_vfmt(struct arena *a, const char *fmt, va_list args);

/* Growing text in an arena. */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap;
};
struct buf buf_new(struct arena *a);
struct buf buf_sized(struct arena *a, size_t room); /* has room for that much from the start */
void buf_put(struct buf *b, struct str s);
void buf_putc(struct buf *b, char c);
void buf_z(struct buf *b, const char *z);
void buf_pad(struct buf *b, char c, size_t n);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b);
/* As a CSV cell, quoted where it must be. Where a spreadsheet would take the text for a formula (it
 * begins with = + - @ and is no number) an apostrophe goes before it. */
void buf_csv(struct buf *b, struct str cell);
/* As XML text or attribute. */
void buf_xml(struct buf *b, struct str text);

/* ---- tables -------------------------------------------------------------------------------- */
/* From text to a number; insertion keeps the first value. */
struct map_slot {
    struct str key;
    uint32_t value;
};
struct map {
    struct map_slot *slots;
    uint32_t n, cap;
};
#define MAP_NONE UINT32_MAX
void map_put(struct arena *a, struct map *m, struct str key, uint32_t value);
uint32_t map_get(const struct map *m, struct str key); /* MAP_NONE when absent */

/* ---- dates --------------------------------------------------------------------------------- */
/* Days since 1970-01-01; the two ends stand for "always" and "for ever". */
typedef int32_t date;
#define DATE_MIN ((date)INT32_MIN)
#define DATE_MAX ((date)INT32_MAX)
bool date_parse(struct str s, date *out); /* 2024-04-01, and only dates that exist */
date date_of(int year, int month, int day);
void date_parts(date d, int *year, int *month, int *day);
struct str date_iso(struct arena *a, date d);  /* 2024-04-01 */
struct str date_long(struct arena *a, date d); /* 1 April 2024 */

/* ---- money --------------------------------------------------------------------------------- */
/* Whole pence; the two ends stand for "no limit". */
typedef int64_t pence;
#define PENCE_MIN ((pence)0)
#define PENCE_MAX ((pence)INT64_MAX)
/* "3.2m", "£3.2m", "£500k", "1,234,567.89", "£1.5bn"; false when it is no amount,
 * has parts of a penny, or is too large. */
bool money_parse(struct str s, pence *out);
struct str money_text(struct arena *a, pence p);    /* £3.2 million, £500,000, £1,234.56 */
struct str money_code(struct arena *a, pence p);    /* £3.2m, £500k: as the language writes it */
struct str money_csv(struct arena *a, pence p);     /* 3200000.00 */
struct str number_text(struct arena *a, int64_t n); /* 830,000 */
/* "1 payment", "9,411 payments": the number and what is counted, one or many. */
struct str count_text(struct arena *a, uint64_t n, const char *one, const char *many);
/* Figures alone, and at most `most`; false, and nothing changed, for anything else. */
bool number_parse(struct str s, uint64_t most, uint64_t *out);

/* ---- sources and findings ------------------------------------------------------------------ */
struct source { /* one file that was read; kept whole, tokens point into it */
    struct str path;
    struct str text;
};
struct pos {
    uint32_t file;           /* index into sources; POS_NOWHERE when there is none */
    uint32_t line, column;   /* from 1; column in characters */
    uint32_t offset, length; /* in bytes */
};
#define POS_NOWHERE UINT32_MAX

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* One thing that is wrong or worth saying, about one place in the text. */
struct finding {
    const char *code; /* R014; see rules/codes.h */
    enum severity severity;
    struct pos pos;
    struct str message; /* what was found, and what was expected */
    struct str mend;    /* how to mend it; may be empty */
    struct pos other;   /* where the other half of a clash stands */
    struct str other_message;
    struct str body; /* name of the body concerned; may be empty */
};
struct findings {
    struct arena *a;
    VEC(struct source) sources;
    VEC(struct finding) list;
};
void findings_sort(
    struct findings *f); /* by file, place, code: same whatever the order of checks */
uint32_t findings_count(const struct findings *f, enum severity at_least);

/* ---- the door to the operating system ------------------------------------------------------ */
/* All of these return false and say why in *why (a sentence, in a). */
bool os_read(struct arena *a, struct str path, struct str *text, struct str *why);
bool os_write(struct arena *a, struct str path, struct str text, struct str *why);
/* The same for what is too long to be held: `fill` gives one piece after another. The file is there
 * whole in the end or, when a piece or `fill` fails, as it was; *why is empty when `fill` did. */
struct os_new;
bool os_write_pieces(struct arena *a, struct str path, bool (*fill)(void *with, struct os_new *f),
                     void *with, struct str *why);
bool os_new_put(struct os_new *f, struct str piece); /* false: it failed, no more is wanted */
/* A folder in one that is there (where a name is mistyped, nothing is made); fine when it is. */
bool os_make_dir(struct arena *a, struct str path, struct str *why);
/* What `write` puts into the file at the path that it is given; no file remains. False when there
 * is none to be had, or write says so. */
bool os_catch(struct arena *a, bool (*write)(void *with, const char *path), void *with,
              struct str *bytes);
/* The folder, and those above it, where they are not there. */
bool os_make_folder(struct arena *a, struct str path, struct str *why);
void os_remove(const char *path); /* a file, if it is there and may be; allocates nothing */
bool os_is_dir(struct arena *a, struct str path);
bool os_exists(struct arena *a, struct str path);
/* The path from the root on, links resolved as far as it exists: it leads there from any folder. */
struct str os_whole_path(struct arena *a, struct str path);
/* Names in a folder, sorted bytewise, without . and .. */
bool os_list(struct arena *a, struct str path, struct str **names, uint32_t *n, struct str *why);
/* Changes when the file or folder does; 0 when it is not there. */
uint64_t os_stamp(struct arena *a, struct str path);
void os_out(struct str text);
void os_err(struct str text);
bool os_out_failed(void); /* a write to standard output failed (full disk, closed pipe) */
bool os_is_terminal(int fd);
/* Asks on the terminal; true for yes. */
bool os_agreed(struct str question);
/* From here on Ctrl-C and SIGTERM end nothing: os_stopped says that one of them came. */
void os_catch_stop(void);
bool os_stopped(void);
date os_today(void);
uint64_t os_nanoseconds(void);
const char *os_env(const char *name);
/* From here on this process, in all its threads, can read files, talk on the connections that it
 * has or accepts, and nothing else: it starts no program, connects to nobody and, unless `writes`,
 * writes no file. False, and a sentence in *why, where that cannot be had; then nothing has
 * changed. */
bool os_confine(bool writes, const char **why);
/* From here on this thread, and those that it starts, can change nothing but files in this folder.
 * False, and a sentence in *why, where that cannot be had. */
bool os_write_only_in(struct arena *a, struct str folder, const char **why);

/* A file that is read in pieces, by several threads if need be. What is no plain file (a pipe) is
 * read whole first, up to LIMIT_FILE_BYTES. `use` is called with it once it is open; it is closed
 * again even when memory runs out in there. *why does not name the file: whoever reads several
 * does. */
struct os_file;
bool os_with_file(struct arena *a, struct str path, bool (*use)(void *with, struct os_file *f),
                  void *with, struct str *why);
/* The same for bytes in memory. */
bool os_with_bytes(struct str bytes, bool (*use)(void *with, struct os_file *f), void *with);
uint64_t os_file_size(const struct os_file *f); /* bytes, when it was opened */
/* n bytes from `at` on, fewer at the end. False when the system fails, or the file has become
 * shorter than it was: os_file_why says so. `f` is an os_file. */
bool os_file_read(void *f, uint64_t at, char *to, size_t n, size_t *got);
struct str os_file_why(struct arena *a, const struct os_file *f);

/* ---- work in several threads --------------------------------------------------------------- */
unsigned os_cores(void); /* processors that are there, at least 1 */
/* work(with, 0) ... work(with, n - 1), each in a thread of its own, the first in the caller's.
 * Returns when all have. Where the system gives fewer threads, fewer parts are done: parts share
 * the work among themselves, and the first is always done. */
void os_threads(unsigned n, void (*work)(void *with, unsigned part), void *with);
/* Numbers 0, 1, 2 ... have their turn one after another. */
struct os_turns;
struct os_turns *os_turns_new(void); /* NULL: no memory */
void os_turns_free(struct os_turns *t);
bool os_turns_wait(struct os_turns *t, uint64_t number); /* false: stopped, there is no turn */
void os_turns_next(struct os_turns *t);                  /* ends the turn that is */
void os_turns_stop(struct os_turns *t);                  /* no more turns for anyone */

#endif
