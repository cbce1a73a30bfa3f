/* report.h: reports on spending as sheets, from rules and sums: the command line and the
 * pages show the same ones. What a report is told besides (--baseline, --system, --expect, --all)
 * stands in the run of its spending. */
#ifndef REMIT_ACTIONS_SPENDING_REPORT_H
#define REMIT_ACTIONS_SPENDING_REPORT_H

#include "actions/spending/spending.h"

struct spend_report {
    struct spending s;
    struct spend_sums sums;         /* kept by what spend_report_needs() says, at least */
    struct spend_sums sides;        /* likewise spend_report_sides(); where it is 0 not there */
    struct spend_axis down, across; /* NONE where a report has its own */
    const struct str *paths;        /* files, for the report that reads rows itself */
    uint32_t n_paths;
    const struct spend_sider *sider; /* of the payers' own systems; NULL: it is made when needed */
    struct sheet_list sheets;        /* the answer */
};

/* One row of the table of reports. */
struct spend_report_kind {
    const char *name; /* "" is the overview */
    bool (*go)(struct spend_report *p);
    unsigned need, sides; /* what sums must be kept by; and others besides, or 0 */
};
enum { SPEND_REPORT_ROWS = 1 << 16 }; /* among needs: it reads the rows itself, and needs no sums */
/* NULL: there is none of this name. */
const struct spend_report_kind *spend_report_named(struct str name);
/* What sums must be kept by for this question; kind NULL: for its axes alone. */
unsigned spend_report_needs(const struct spend_report *p, const struct spend_report_kind *kind);
/* What others must be kept by that are of use to it: of who is paid by whom, which together with
 * the rest would be as many as there are rows. 0: none. */
unsigned spend_report_sides(const struct spend_report *p, const struct spend_report_kind *kind);
/* Fills p->sheets; kind NULL: the table of its axes. False: said in the run's err. */
bool spend_report_make(struct spend_report *p, const struct spend_report_kind *kind);

#endif
