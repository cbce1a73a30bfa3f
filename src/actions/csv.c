/* csv.c: rows of a table as CSV, the one way in which every command prints them. */
#include "actions/actions.h"

void csv_head(struct run *r, const char *columns)
{
    buf_fmt(&r->out, "%s\r\n", columns);
}

void csv_row(struct run *r, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(&r->out, ',');
        buf_csv(&r->out, cells[i]);
    }
    buf_z(&r->out, "\r\n");
}
