/* page_upload.c: a file of payments sent from a browser into the store. */
#include "pages/asked.h"

void page_spending_upload(struct page *p)
{
    page_heading(p, S("Send a file of payments"));
}
