/* intake.h: from bytes as somebody published them to typed rows.
 *
 * A published table is text with separators (or a spreadsheet) in whatever encoding, with title
 * lines above its header, totals below, columns under many names, days and amounts in many forms.
 * The caller says which fields are wanted; intake finds where they stand (the layout), says why,
 * and gives the rows, column by column, fast and in memory that does not grow with their number.
 *
 *     source --intake_look--> layout --intake_scan--> batches of rows, and what was refused
 *
 * Pure: bytes come through a source that the caller gives. Nothing of spending is known here. */
#ifndef REMIT_INTAKE_H
#define REMIT_INTAKE_H

#include "base/base.h"

/* ---- what is wanted ------------------------------------------------------------------------ */
enum intake_type {
    INTAKE_WORD,   /* text that repeats: a supplier, a kind. Comes as a number in a list of words */
    INTAKE_TEXT,   /* text that does not repeat much: a reference */
    INTAKE_DATE,   /* a day */
    INTAKE_AMOUNT, /* whole pence */
};
enum intake_need {
    INTAKE_MAY,    /* the column may be missing */
    INTAKE_COLUMN, /* a file without the column is refused; a cell may be empty */
    INTAKE_CELL,   /* and a row where its cell is empty is refused */
};
struct intake_field {
    const char *name;  /* "supplier": as in a map, in JSON */
    const char *title; /* "Supplier": as shown to people */
    enum intake_type type;
    enum intake_need need;
    /* Each list ends with NULL; the list itself may be NULL. Letters A-Z count without case. */
    const char *const *headers; /* what its column is called: "supplier", "supplier name" */
    const char *const *says;    /* words that its cells often hold: "ltd", "trust" */
    /* A column that holds only these whole cells is not this one. "#" stands for numbers of six
     * digits or more: a cell that is one is refused too. */
    const char *const *never;
};
/* Fields are given in the order in which their columns customarily stand, at most
 * LIMIT_INTAKE_FIELDS; that order places a column without a name. */

/* ---- where the bytes come from ------------------------------------------------------------- */
struct intake_source {
    /* Bytes from `at` on, n of them, or fewer where the text ends there: *got. False when they
     * cannot be had; whoever made the source knows why. Called from several threads at once
     * unless in_order: then one at a time, and `at` is where the last call ended, or 0. */
    bool (*read)(void *with, uint64_t at, char *to, size_t n, size_t *got);
    void *with;
    bool in_order;
};
/* The bytes of `text`, which must stay. `text` is what `with` points to. */
struct intake_source intake_memory(struct str *text);

/* ---- the layout ---------------------------------------------------------------------------- */
enum intake_encoding {
    INTAKE_ASCII,
    INTAKE_UTF8,
    INTAKE_UTF8_BOM,
    INTAKE_CP1252, /* Windows-1252 */
    INTAKE_UTF16LE,
    INTAKE_UTF16BE,
};
/* How a field's column was found. */
enum intake_how {
    INTAKE_NOT_FOUND,
    INTAKE_BY_MAP,      /* the caller said so */
    INTAKE_BY_NAME,     /* its header is one of the field's */
    INTAKE_BY_SPELLING, /* its header nearly is: "Suppklier" */
    INTAKE_BY_CONTENT,  /* what stands in it: days, amounts, words that the field's cells hold */
    INTAKE_BY_PLACE,    /* without a name, between its customary neighbours */
    INTAKE_CONSTANT,    /* not in the file: the same text for every row */
};
struct intake_place {
    enum intake_how how;
    uint32_t column;     /* from 0 */
    struct str constant; /* for INTAKE_CONSTANT */
};
/* How a day such as 4/5/2020 is read where nothing in the file decides it. */
enum intake_doubt { INTAKE_DAY_FIRST, INTAKE_MONTH_FIRST };

/* What is read of days whose numbers could be day and month or month and day. */
enum intake_order {
    INTAKE_ONE_WAY, /* nothing: they can be read in one way only (a month's name) */
    INTAKE_DAY_MONTH,
    INTAKE_MONTH_DAY,
    INTAKE_EACH, /* each by itself: the file has both */
};
enum intake_because {
    INTAKE_THEMSELVES, /* days over 12 among them */
    INTAKE_OTHERS,     /* days written otherwise in this file are read so */
    INTAKE_MONTHS,     /* so they fall into months that the file has anyway */
    INTAKE_FEWEST,     /* so they fall into fewer months */
    INTAKE_NAMED,      /* so they fall into the month that the file's name or title says */
    INTAKE_IN_DOUBT,   /* nothing decides it; doubt does */
};
/* Days written in one way ("9/99/9999") and how they are read: evidence of the whole file. */
struct intake_dates {
    char shape[16]; /* 9 for each digit, a for a month's name, and what parts them */
    enum intake_order order;
    enum intake_because because;
    uint32_t day_first;   /* rows that can only be day/month */
    uint32_t month_first; /* rows that can only be month/day */
    uint32_t either;      /* rows that could be both, and differ */
    uint32_t rows;        /* all rows so written */
    char example[24];
};
struct intake_layout {
    bool xlsx;
    struct str sheet;      /* of a spreadsheet: its name */
    uint32_t sheet_number; /* from 1 */
    enum intake_encoding encoding;
    char separator;
    char line_end;     /* '\n' (with or without '\r' before it) or '\r' */
    uint32_t header;   /* its row, from 1; 0: there is none */
    uint32_t columns;  /* that a whole row has */
    struct str *names; /* [columns]: the header's texts; "" where there is none */
    struct str title;  /* lines above the header, joined by spaces */
    struct intake_place at[LIMIT_INTAKE_FIELDS];
    enum intake_doubt doubt;
    struct intake_dates *dates; /* as many ways of writing a day as the file has */
    uint32_t n_dates;
    uint64_t months[20]; /* bit per month from January 1970: months of the days that are certain */
    /* One line a decision, with its evidence: "Supplier: column 6, 'Suppklier' (nearly
     * 'supplier')". Ends in no full stop. */
    VEC(struct str) evidence;
};

/* Instructions of the processor that are used: as good as it has them, but no better. */
enum intake_means { INTAKE_BEST, INTAKE_AVX2, INTAKE_BASIC, INTAKE_PORTABLE };

/* What the caller knows beforehand. */
struct intake_hints {
    struct str map;          /* as intake_layout_text writes and --map takes; may be empty */
    struct str about;        /* the file's name: a month in it helps to read days; may be empty */
    unsigned threads;        /* 0: one */
    enum intake_means means; /* the best there are; others are for tests */
    uint32_t block;          /* bytes read at a time; 0: as is best. Others are for tests */
    /* A bit for each field, by number, of words or texts, whose cells nobody wants: which rows are
     * good is found as ever, but a batch has nothing of use in the field's place. */
    uint32_t unread;
};

/* Looks at the source's beginning (LIMIT_INTAKE_LOOK bytes) and finds its layout. False when a
 * field that must be there is not, or nothing in it is a table: *why says what was found, what
 * was expected and what would mend it. What is found lives in `a`; so does what an xlsx needs. */
struct intake_table; /* a source with its layout, ready to be read */
struct intake_table *intake_look(struct arena *a, struct intake_source source,
                                 const struct intake_field *fields, uint32_t n_fields,
                                 const struct intake_hints *hints, struct str *why);
const struct intake_layout *intake_layout(const struct intake_table *t);

/* The layout as a map, which given back as a hint makes the same one:
 *     separator=tab,header=3,organisation:="NHS Kent",date="Date Paid",supplier=5,area=none
 * NAME=NUMBER is a column from 1, NAME="TEXT" the column with that header, NAME:="TEXT" a
 * constant, NAME=none a field that is not read; besides fields: header=ROW (0: none),
 * separator=comma|semicolon|tab|pipe, sheet="NAME" or its number, dates=uk|us. Later parts win. */
struct str intake_layout_text(struct arena *a, const struct intake_table *t);

/* ---- rows ---------------------------------------------------------------------------------- */
/* The words of one field as one worker met them: number to text (UTF-8, trimmed, without
 * quotes). Two numbers may have the same text (it was written in two ways). 0 is the empty text.
 * Numbers stay as they are; n grows from batch to batch. */
struct intake_words {
    uint32_t n;
    const struct str *at;
};
union intake_cells {
    const uint32_t *words;   /* INTAKE_WORD: numbers in batch->words[field] */
    const struct str *texts; /* INTAKE_TEXT: UTF-8, trimmed; may be empty */
    const date *dates;       /* INTAKE_DATE: DATE_MIN where the cell is empty */
    const pence *amounts;    /* INTAKE_AMOUNT: PENCE_NONE where the cell is empty */
};
#define PENCE_NONE ((pence)INT64_MIN)
/* Good rows of one piece of the text, in order. All of it is gone when the call returns, but for
 * the words, which live as long as `a`. */
struct intake_batch {
    struct arena *a; /* the worker's own: for what the caller keeps of its rows */
    uint32_t worker; /* from 0: numbers of words are of this worker */
    uint32_t n;
    const uint32_t *rows; /* the row of each in the file, from 1, as a spreadsheet counts them */
    union intake_cells cells[LIMIT_INTAKE_FIELDS];         /* by field; all have n */
    const struct intake_words *words[LIMIT_INTAKE_FIELDS]; /* by field; NULL when not a word */
};
/* Who takes the rows. `rows` is called by each worker in its own thread, for batches in no
 * certain order; `anew` in the caller's thread, when what was given so far is void because the
 * end of the file decided what its beginning had left open (it is then read again). */
struct intake_sink {
    void *with;
    void (*anew)(void *with);
    void (*rows)(void *with, const struct intake_batch *batch);
    /* How far: bytes read so far. In any thread, one at a time. May be NULL; false stops. */
    bool (*progress)(void *with, uint64_t bytes);
};

enum intake_kind {
    INTAKE_REJECTED, /* a row of the table that cannot be taken */
    INTAKE_TOTAL,    /* a sum of the rows above, no payment; not rejected */
    INTAKE_NOTE,     /* a remark, a page number, a header again; not rejected */
};
struct intake_aside {
    enum intake_kind kind;
    uint32_t row;
    uint32_t column;  /* from 1; 0: the row as a whole */
    struct str field; /* its title; may be empty */
    struct str why;   /* "31/02/2021 is no day of the calendar" */
    pence amount;     /* PENCE_NONE when it cannot be read */
};
struct intake_result {
    uint64_t bytes;
    uint32_t rows;                                 /* with anything in it, below the header */
    uint32_t good, rejected, totals, notes, blank; /* rows = good + rejected + totals + notes */
    pence good_pence, rejected_pence;              /* of the first field that is an amount */
    uint32_t rejected_unreadable;                  /* rejected rows whose amount is not known */
    uint32_t repaired; /* rows with too many or too few cells that were still clear */
    bool mixed;        /* some texts are UTF-8, others are not and were read as Windows-1252;
                        * not all of them are looked at where fields are unread */
    struct intake_aside *aside; /* by row; at most LIMIT_INTAKE_ASIDE, the first ones */
    uint32_t n_aside;
};
/* Reads all rows. False when the source or the text as a whole fails (*why), or progress said
 * stop (*why is empty). The layout's dates and evidence are then those of the whole file. The
 * result lives in `a`, and so does what workers allocated. When memory runs out, it jumps as
 * `a` does, after all threads have ended. */
bool intake_scan(struct arena *a, struct intake_table *t, const struct intake_sink *sink,
                 struct intake_result *result, struct str *why);

/* ---- single cells -------------------------------------------------------------------------- */
/* An amount as people write it: £1,234,567.89  (25,000.00)  25000.5-  1,000 CR. Returns NULL and
 * the pence, or why not. Money in, or back, is negative: a minus on either side, brackets, CR.
 * Exact: what has parts of a penny is refused, never rounded. An empty cell gives PENCE_NONE. */
const char *intake_amount(struct str cell, pence *out);
/* A cell that can be read as a day in one way only (or, with `doubt`, is read by it). */
const char *intake_date(struct str cell, enum intake_doubt doubt, date *out);
/* Any text as published (UTF-8 or else Windows-1252) as UTF-8. */
struct str intake_utf8(struct arena *a, struct str text);

#endif
