/* sample.h: made-up payments in files as commissioners publish them, and what they add up to.
 *
 * Each form is a way of publishing that real files have: one separator or another, quotes, titles,
 * totals, headers with slips of the pen, days and amounts in many ways, rows that must be refused.
 * The same form, number of rows and seed give the same bytes on every machine. Sums are kept as the
 * payments are made, before they are written: nothing of intake has a part in them.
 *
 * Names are invented; expense types and areas are those that ledgers have. */
#ifndef REMIT_SPEND_SAMPLE_H
#define REMIT_SPEND_SAMPLE_H

#include "spend/totals.h"

struct spend_form {
    const char *name;   /* "semicolons" */
    const char *about;  /* what is peculiar to it */
    const char *ending; /* "csv" */
    const char *map;    /* what --map must say, because the file cannot be read without; or "" */
    /* The rest is for sample.c and sample_text.c. */
    char separator;
    const char *line_end;
    enum spend_form_bytes { FORM_UTF8, FORM_UTF8_MARK, FORM_WINDOWS, FORM_UTF16 } bytes;
    enum spend_form_head {
        HEAD_USUAL,
        HEAD_CAPITALS,
        HEAD_SLIPS,
        HEAD_UNNAMED,
        HEAD_EXCHANGED,
        HEAD_NONE,
        HEAD_FEW,
        HEAD_OTHER
    } head;
    enum spend_form_days { DAYS_UK, DAYS_US, DAYS_ISO, DAYS_SERIAL, DAYS_NAMED, DAYS_MIXED } days;
    enum spend_form_money { MONEY_COMMAS, MONEY_PLAIN, MONEY_POUNDS, MONEY_MIXED } money;
    unsigned with; /* bits: FORM_... */
};
enum {
    FORM_QUOTED = 1,   /* every cell stands in quotes */
    FORM_SIGNS = 2,    /* names with commas, quotes, line ends */
    FORM_TITLE = 4,    /* lines above the header */
    FORM_TOTALS = 8,   /* sums and remarks among the rows and below them */
    FORM_BLANKS = 16,  /* blank rows */
    FORM_CREDITS = 32, /* a third of the amounts is money back */
    FORM_REFUSED = 64, /* rows that must be refused */
    FORM_SHORT = 128,  /* empty cells at the end of a row are left out */
    FORM_MANY =
        256, /* all organisations, a year's months; nothing but Latin-1, for who reads no more */
    FORM_WORKBOOK = 512 /* a spreadsheet: cells, not bytes */
};
extern const struct spend_form spend_forms[];
extern const uint32_t spend_form_count;

struct spend_sample_cell {
    struct str text; /* as a text file has it; UTF-8 */
    enum { SAMPLE_TEXT, SAMPLE_PENCE, SAMPLE_DAY } kind;
    int64_t number; /* pence, or the day */
};
struct spend_sample_sum {
    struct str type, area; /* WORD_TYPE and WORD_AREA */
    spend_month month;
    uint64_t rows;
    pence total;
};
struct spend_sample {
    const struct spend_form *form;
    struct str name;                   /* of the file */
    uint64_t good, rejected;           /* payments that count, and that must be refused */
    pence good_pence, rejected_pence;  /* of those refused, whose amount can be read */
    VEC(struct spend_sample_sum) sums; /* of what counts, by type, area and month */
};
/* Who takes the rows; false: no more is wanted. n may be 0: a blank row. */
struct spend_sample_taker {
    bool (*row)(void *with, const struct spend_sample_cell *cells, uint32_t n);
    void *with;
};
/* What the publisher would call the file. */
struct str spend_sample_name(struct arena *a, const struct spend_form *form, uint64_t seed);
/* Makes `rows` payments and gives all rows of the file, from its title to its totals, to the taker.
 * False: it wanted no more. Memory does not grow with the rows. */
bool spend_sample_make(struct arena *a, const struct spend_form *form, uint64_t rows, uint64_t seed,
                       const struct spend_sample_taker *taker, struct spend_sample *out);

/* ---- sample_text.c: rows as the bytes of a text file --------------------------------------- */
struct spend_sample_writer {
    const struct spend_form *form;
    struct buf out; /* what was not put yet */
    bool begun;
    bool (*put)(void *with, struct str bytes); /* false: no more */
    void *with;
};
void spend_sample_writer_init(struct spend_sample_writer *w, struct arena *a,
                              const struct spend_form *form,
                              bool (*put)(void *with, struct str bytes), void *with);
/* A taker's row; `with` is a writer. */
bool spend_sample_write_row(void *with, const struct spend_sample_cell *cells, uint32_t n);
bool spend_sample_write_end(struct spend_sample_writer *w);

#endif
