/* keeping.h: stores for tests: texts of payments into a store, and all that a store holds as text
 * that can be compared. Needs no cmocka. */
#ifndef REMIT_TEST_KEEPING_H
#define REMIT_TEST_KEEPING_H

#include "store/store.h"

struct kept { /* one text, as it is loaded */
    const char *name;
    struct str text;
    const char *replaces; /* or NULL */
    bool anyway;
    struct intake_hints hints;
    uint64_t breaks_at; /* not 0: the source fails when this byte is read */
    /* What came of it. */
    struct store_loaded out;
    struct intake_result result;
};
/* Loads all of them in one transaction; false and *why where one fails, or is refused. */
bool keep_texts(struct arena *a, struct str path, struct kept *list, uint32_t n, struct str *why);
/* The same of one text. */
bool keep_text(struct arena *a, struct str path, const char *name, struct str text,
               struct str *why);
/* Takes a file out. */
bool keep_out(struct arena *a, struct str path, uint32_t number, struct str *why);

/* Files, rows that are wanted (NULL: all) and rows set aside, one a line: "row FILE:LINE day payer
 * | type | area | supplier | reference | description | pence". Else "refused: WHY". */
struct str kept_text(struct arena *a, struct str path, const struct store_wanted *wanted);
/* Sums of all, one a line, in order of their texts. */
struct str kept_sums(struct arena *a, struct str path, unsigned by, unsigned threads);

#endif
