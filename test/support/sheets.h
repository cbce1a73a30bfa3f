/* sheets.h: spreadsheets (.xlsx) made in memory, honest ones and others. */
#ifndef REMIT_TEST_SHEETS_H
#define REMIT_TEST_SHEETS_H

#include "base/base.h"

struct sheets_part {
    const char *name; /* "xl/worksheets/sheet1.xml" */
    struct str text;
};
/* A zip file with these parts. */
struct str sheets_zip(struct arena *a, const struct sheets_part *parts, uint32_t n);
/* A workbook with one sheet, 'Spend': `rows` stands inside <sheetData>, `texts` inside <sst>,
 * `styles` inside <styleSheet>, `workbook` before its sheets. */
struct str sheets_book(struct arena *a, const char *rows, const char *texts, const char *styles,
                       const char *workbook);

#endif
