/* page_help.c: how to ask, and what the words of an answer mean. */
#include <string.h>

#include "pages/page.h"

void page_help(struct page *p)
{
    page_heading(p, S("Help"));
    buf_z(&p->b,
          "<p>Remit reads the governance handbooks of an integrated care system, and says who may "
          "decide a matter, for whom, up to how much, and why.</p>\n"
          "<h2 class=\"nhsuk-heading-m\">How to ask</h2>\n"
          "<p>Choose what is to be decided, for which service and for whom. An amount and a kind "
          "of money make the answer exact; without them it tells the limits.</p>\n"
          "<h2 class=\"nhsuk-heading-m\">How to read an answer</h2>\n"
          "<dl class=\"nhsuk-summary-list\">\n"
          "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">May "
          "decide</dt><dd class=\"nhsuk-summary-list__value\">The body has the power by law, or "
          "by an unbroken chain of delegations in force on the day.</dd></div>\n"
          "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">On "
          "conditions</dt><dd class=\"nhsuk-summary-list__value\">It depends on something that "
          "the question does not say. Say whether it is so, and the answer is asked "
          "again.</dd></div>\n"
          "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">Nearest "
          "to the people affected</dt><dd class=\"nhsuk-summary-list__value\">The body whose area "
          "is the smallest that holds them all; of two alike, the one with the fewest delegations "
          "above it.</dd></div>\n"
          "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">Not "
          "known</dt><dd class=\"nhsuk-summary-list__value\">The handbook says that its source "
          "does not tell.</dd></div>\n</dl>\n<h2 class=\"nhsuk-heading-m\">The pages</h2>\n");
    for (size_t i = 0; i < page_row_count; i++) {
        const struct page_row *row = &page_rows[i];
        bool named = row->path[strlen(row->path) - 1] == '/' && row->path[1];
        if (!row->about.shows || named)
            continue;
        html(&p->b, "<h3 class=\"nhsuk-heading-s\"><a href=\"%s\">%z</a></h3>\n",
             page_link(p, str_of(row->path), S("")),
             row->tab               ? row->tab
             : row->path[1] == '\0' ? "Who decides?"
                                    : "Search");
        page_about(p, &row->about);
    }
}
