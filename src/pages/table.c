/* table.c: every page, by its path. */
#include "pages/page.h"

const struct page_row page_rows[] = {
    {"/", "who", page_who},
    {"/system", "system", page_system},
    {"/bodies/", "system", page_body},
    {"/findings", "findings", page_findings},
    {"/handbook", "handbook", page_handbook},
    {"/handbook/", "handbook", page_handbook},
    {"/help", "help", page_help},
};
const size_t page_row_count = sizeof page_rows / sizeof page_rows[0];
