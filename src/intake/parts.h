/* parts.h: what the files of intake share; no other room includes it. */
#ifndef REMIT_INTAKE_PARTS_H
#define REMIT_INTAKE_PARTS_H

#include "intake/intake.h"

/* ---- csv.c: where cells end ---------------------------------------------------------------- */
/* How a text is cut. `line` ends a row; `other` is what may stand between a closing quote and it
 * ('\r' before '\n'). */
struct cut {
    char separator, line, other;
};
/* Cells and whole rows of a piece of text that begins with a row. */
struct cuts {
    uint32_t n;    /* ends of cells in the whole rows */
    uint32_t rows; /* whole rows */
    uint32_t end;  /* where the row behind them begins */
    bool open;     /* the text ends inside quotes */
    bool special;  /* bytes that are not ASCII, or NUL; or such bytes stand behind the text */
    bool nul;      /* NUL; or one stands behind */
    bool exact;    /* quotes did not stand where they should: cut one by one */
};
/* Readable and unused bytes that must stand behind any text that is cut or read from, and unused
 * room behind the places that are put. */
enum { CUT_SLACK = 64 };
/* Room for the places of n ends; what is in it is not set. */
uint32_t *cut_places(struct arena *a, size_t n);
/* at[] gets the place of each separator and line end that is not inside quotes; it has room for
 * n + CUT_SLACK of them. A quote opens only at the start of a cell; inside quotes, two stand for
 * one. */
struct cuts csv_cut(struct cut how, const char *text, uint32_t n, uint32_t *at,
                    enum intake_means means);
bool csv_avx2(void); /* does this processor have AVX2 and what comes with it? */
/* A cell as it was meant: quotes, doubled quotes and blanks around it taken away. Points into
 * `cell` or into `a`. */
struct str csv_cell(struct arena *a, struct str cell);
/* Blanks (no-break spaces too) around s taken away. */
struct str csv_trim(struct str s);

/* ---- dates.c: days in a whole file --------------------------------------------------------- */
/* A cell cut into a day. Where month and day may be either, `first` and `second` hold them and
 * `month` is 0. */
struct day {
    int year, month, day;
    int first, second;
    char shape[16];
    char as[24]; /* how it stands there */
};
/* NULL, or why the cell is no day, as "is a month, not a day". */
const char *day_parse(struct str cell, struct day *d);
/* Every different way of writing a day that a file has, and in how many rows. */
struct day_count {
    struct day day;
    uint32_t rows;
};
struct days {
    struct arena *a;
    VEC(struct day_count) list;
};
void days_add(struct days *all, struct str cell, uint32_t rows);
/* Sets the layout's dates and months; `about` may name the month. True when a day is now read
 * otherwise than before. */
bool days_decide(struct arena *a, struct intake_layout *l, const struct days *all,
                 struct str about);
/* NULL and the day, as the layout says; or why not. DATE_MIN for an empty cell. */
const char *days_read(const struct intake_layout *l, struct str cell, date *out);
/* How the days were read, one line for each shape, behind the layout's evidence. */
void days_say(struct arena *a, struct intake_layout *l, const char *title);

/* ---- words.c: texts to numbers ------------------------------------------------------------- */
/* Whole rows cut into cells: cell c of row r is what stands between at[r * stride + c] and
 * at[r * stride + c + 1], both not included. */
struct piece {
    const char *text;
    const uint32_t *at;
    uint32_t stride, rows;
};
static inline struct str piece_cell(const struct piece *p, uint32_t row, uint32_t column)
{
    const uint32_t *at = p->at + (size_t)row * p->stride + column;
    uint32_t from = at[0] + 1; /* the first row may begin at 0: at[0] is then UINT32_MAX */
    return (struct str){p->text + from, at[1] - from};
}
/* Texts as they stand in the file, each different one with a number. */
struct word_slot {
    uint32_t hash, number;
    const char *key; /* its length stands before it */
};
/* Texts in front of all others, which are looked at first. A text does not cross lines of the
 * cache. */
struct word_front {
    uint32_t n, number; /* n: UINT32_MAX where there is none */
};
enum { WORDS_FRONT_BITS = 10 };
struct words {
    struct arena *a;
    struct word_front *front;
    char (*front_text)[64];
    struct intake_words out; /* as the caller sees them */
    struct word_slot *slots;
    uint32_t mask, used, room;
    struct str *text;    /* by number: as it was meant */
    uint32_t *rows;      /* by number, of a field of days: how many rows have it */
    date *dates;         /* by number, of a field of days */
    const char **why;    /* by number: why it cannot be taken, or NULL */
    uint32_t bad;        /* how many cannot */
    uint32_t not_utf8;   /* how many are not UTF-8 */
    uint32_t days_known; /* the first number whose day is not known yet */
    bool avx2;
    bool full;       /* there are LIMIT_INTAKE_WORDS */
    bool no_numbers; /* the field's cells are no numbers */
};
/* Digits only, and so many that it is hardly a name. */
bool words_number(struct str text);
/* Makes `text` the last number. */
void words_constant(struct words *w, struct str text);
/* unread: only words_check will be asked. */
void words_begin(struct words *w, struct arena *a, enum intake_means means, bool days, bool unread);
/* The number of each cell of a column. Reads up to 64 bytes from where a cell begins. */
void words_column(struct words *w, const struct piece *p, uint32_t column, uint32_t *out);
/* 0 for an empty cell, else any number; its `why` is that of the cell. nul: there may be NULs. */
void words_check(struct words *w, const struct piece *p, uint32_t column, bool nul, uint32_t *out);
/* Days too: their numbers' dates, as the layout says, and rows counted. */
void words_days(struct words *w, const struct intake_layout *l, const struct piece *p,
                uint32_t column, uint32_t *numbers, date *out);

/* ---- amount.c: a column of amounts --------------------------------------------------------- */
/* PENCE_NONE and odd[] set where the cell is empty or no amount. Reads up to 16 bytes on either
 * side of a cell. */
void amounts_column(const struct piece *p, uint32_t column, pence *out, uint8_t *odd,
                    enum intake_means means);
/* The amount of one cell of it: NULL, or why there is none. */
const char *amounts_why(const struct piece *p, uint32_t row, uint32_t column, pence *out);

/* ---- rows.c: what is right with a row, and what is not ------------------------------------- */
struct tally { /* of one worker, or of all */
    uint64_t good, rejected, totals, notes, blank, repaired, unreadable;
    __int128 good_pence, rejected_pence;
    VEC(struct intake_aside) aside;
};
/* One worker's rows of one piece of the text, by column. */
struct rows {
    struct piece piece;
    uint32_t first; /* number of the first row, where number[] is NULL */
    uint32_t *number;
    uint8_t *odd;
    uint32_t *words[LIMIT_INTAKE_FIELDS]; /* numbers; of days too */
    date *dates[LIMIT_INTAKE_FIELDS];
    pence *amounts[LIMIT_INTAKE_FIELDS];
    struct str *texts[LIMIT_INTAKE_FIELDS];
};
/* Where a row with something odd belongs: true when it is good after all. Otherwise it is
 * counted, and listed in `a`. */
bool rows_judge(const struct intake_table *t, struct arena *a, struct arena *scratch,
                const struct words *words, const struct rows *rows, uint32_t row, uint32_t number,
                struct tally *tally);
extern const struct str rows_alone; /* why a row with an amount alone is rejected */
/* At most 60 bytes of a cell, as one line without control characters, for a message. */
struct str rows_shown(struct arena *a, struct str cell);
/* A row with cells behind the last column that are not empty. */
void rows_too_long(const struct intake_table *t, struct arena *a, uint32_t number, uint32_t cells,
                   struct tally *tally);
/* Adds b's counts to a, and what b lists. */
void tally_add(struct arena *to, struct tally *a, const struct tally *b);

/* ---- look.c, columns.c, layout.c: finding the layout --------------------------------------- */
struct intake_table {
    struct arena *a;
    struct intake_source source;
    const struct intake_field *fields;
    uint32_t n_fields;
    struct intake_hints hints;
    struct intake_layout layout;
    uint32_t skip;  /* bytes before the text: a byte order mark */
    uint32_t whole; /* bytes of the text, when all of it was looked at; else 0 */
    uint32_t said;  /* lines of evidence without those about days */
    struct xlsx *xlsx;
};
/* Rows of the text's beginning, cut into cells as they were meant. */
struct sample_row {
    struct str *cells;
    uint32_t n;
};
struct sample {
    struct sample_row *rows;
    uint32_t n;
};
/* A cell of a row, "" behind its end. */
struct str sample_cell(const struct sample *s, uint32_t row, uint32_t column);
/* What the caller's map says. */
struct map_said {
    bool header, separator, sheet;
    struct str sheet_name;
    struct map_field {
        bool none;
        struct str header; /* the text of its column's header */
        uint32_t column;   /* from 1; 0: not said */
        bool constant;
        struct str text;
    } fields[LIMIT_INTAKE_FIELDS];
};
const char *layout_separator(char c); /* "comma" */
/* Reads the map; what it says of the text's form goes to the layout at once. */
bool map_read(struct intake_table *t, struct map_said *said, struct str *why);
/* Finds the header and where the fields stand, by the map, names, and what stands in columns. */
bool columns_find(struct intake_table *t, const struct map_said *said, const struct sample *s,
                  struct str *why);
bool columns_no_numbers(const struct intake_field *f);
/* Adds a line to the layout's evidence. */
void look_say(struct intake_table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Tells how the days are read, in place of what was told before. */
void look_say_days(struct intake_table *t);

/* ---- xlsx.c: spreadsheets ------------------------------------------------------------------ */
struct xlsx;
/* Opens what `bytes` hold, finds the sheet (a name, or a number from 1; empty: the first that is
 * not empty); NULL: *why. */
struct xlsx *xlsx_open(struct arena *a, struct str bytes, struct str sheet, struct str *why);
void xlsx_sheet(const struct xlsx *x, struct str *name, uint32_t *number);
/* Its rows as text with commas, quotes and line ends, one line a row; in order. */
struct intake_source xlsx_source(struct xlsx *x);
/* Gives back what reading holds; it may begin anew. */
void xlsx_end(struct xlsx *x);
struct str xlsx_why(struct arena *a, const struct xlsx *x);

/* ---- text.c: encodings --------------------------------------------------------------------- */
/* A source that gives UTF-16 as UTF-8; in order. mark: it begins with a byte order mark. */
struct intake_source utf16_source(struct arena *a, struct intake_source from, bool big_endian,
                                  bool mark);

#endif
