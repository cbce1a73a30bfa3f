/* sheets.c: see sheets.h. */
#include "support/sheets.h"

#include <string.h>
#include <zip.h>

struct str sheets_zip(struct arena *a, const struct sheets_part *parts, uint32_t n)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    check(zip != NULL);
    zip_source_keep(source);
    for (uint32_t i = 0; i < n; i++) {
        zip_source_t *part = zip_source_buffer(zip, parts[i].text.p, parts[i].text.n, 0);
        check(zip_file_add(zip, parts[i].name, part, 0) >= 0);
    }
    check(zip_close(zip) == 0);
    zip_stat_t st;
    check(zip_source_stat(source, &st) == 0 && zip_source_open(source) == 0);
    char *p = arena_alloc(a, st.size, 1);
    check(zip_source_read(source, p, st.size) == (zip_int64_t)st.size);
    zip_source_close(source);
    zip_source_free(source);
    return (struct str){p, st.size};
}

struct str sheets_book(struct arena *a, const char *rows, const char *texts, const char *styles,
                       const char *workbook)
{
    const struct sheets_part parts[] = {
        {"xl/workbook.xml",
         str_fmt(a,
                 "<workbook xmlns:r='r'>%s<sheets><sheet name='Hidden' sheetId='2' r:id='x' "
                 "state='hidden'/><sheet name='Spend' sheetId='1' r:id='s'/></sheets>"
                 "</workbook>",
                 workbook)},
        {"xl/_rels/workbook.xml.rels",
         S("<Relationships><Relationship Id='s' Target='worksheets/sheet1.xml'/>"
           "<Relationship Id='x' Target='/xl/worksheets/sheet2.xml'/></Relationships>")},
        {"xl/styles.xml", str_fmt(a, "<styleSheet>%s</styleSheet>", styles)},
        {"xl/sharedStrings.xml", str_fmt(a, "<sst>%s</sst>", texts)},
        {"xl/worksheets/sheet1.xml",
         str_fmt(a, "<worksheet><sheetData>%s</sheetData></worksheet>", rows)},
        {"xl/worksheets/sheet2.xml",
         S("<worksheet><sheetData><row><c t='str'><v>Supplier</v></c><c t='str'><v>Amount</v></c>"
           "</row><row><c t='str'><v>B</v></c><c><v>7</v></c></row></sheetData></worksheet>")},
    };
    return sheets_zip(a, parts, sizeof parts / sizeof parts[0]);
}
