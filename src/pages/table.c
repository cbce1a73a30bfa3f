/* table.c: every page, by its path. */
#include "pages/page.h"

const struct page_row page_rows[] = {
    {"/", "who", page_who},
    {"/system", "system", page_system},
    {"/bodies/", "system", page_body},
    {"/findings", "findings", page_findings},
    {"/handbook", "handbook", page_handbook},
    {"/handbook/", "handbook", page_handbook},
    {"/try", "handbook", page_try},
    {"/editions", "handbook", page_editions},
    {"/explain/", "handbook", page_explain},
    {"/map", "map", page_map},
    {"/matrix", "matrix", page_matrix},
    {"/compare", "compare", page_compare},
    {"/survey", "survey", page_survey},
    {"/help", "help", page_help},
    {"/api/openapi.json", NULL, page_openapi},
    {"/api/", NULL, page_api},
};
const size_t page_row_count = sizeof page_rows / sizeof page_rows[0];
