/* payments.h: the payments that the server speaks of: those of a store, with their words and sums.
 *
 * A state is what one reading of the store gave; it never changes, and requests share it. When the
 * store changes, a new state is read beside it and takes its place; requests that hold the old one
 * finish with it. Rows themselves stay in the store. */
#ifndef REMIT_PAGES_SPENDING_PAYMENTS_H
#define REMIT_PAGES_SPENDING_PAYMENTS_H

#include "actions/spending/spending.h"
#include "store/store.h"

struct payments;
struct payments_state {
    unsigned number;   /* another for each reading, from 1 */
    struct spending s; /* rules, organisations and words; its run and sorter are the asker's */
    struct store_whole whole;
    struct store_file *files;
    uint32_t n_files;
    /* By what most questions need: by all but the supplier, and by who paid whom. For others the
     * rows are read: sums by everything would be as many as the rows. */
    struct spend_sums small, who;
    const struct spend_sider *sider;
    spend_month first, last; /* SPEND_NO_MONTH: no payment has a day */
};

/* Reads rules and organisations as the options of `r` say, and the store at `path`, which need not
 * be there; a copy of the path that no change of folder can turn elsewhere is kept. NULL, and what
 * is wrong in r->err, when the rules cannot be read. Stands in r's arena. */
struct payments *payments_open(struct run *r, struct str path);
void payments_close(struct payments *p);
struct str payments_path(const struct payments *p);
/* What an action is told so that it reads these payments, by these rules, and no file. */
void payments_settings(const struct payments *p, struct run *r);
/* Looks whether the store has changed and, if so, reads it again, by so many threads. True when
 * there is a new state. Any thread may call it; one at a time reads. */
bool payments_refresh(struct payments *p, unsigned threads);

/* The state in force, held until payments_release(). NULL: there is none; *why (in a) says why. */
const struct payments_state *payments_hold(struct payments *p, struct arena *a, struct str *why);
void payments_release(struct payments *p, const struct payments_state *s);

#endif
