/* codes.h: the stable codes of findings: what each means, where the rule comes from and
 * how to mend it. `remit explain R101` prints a row. */
#ifndef REMIT_RULES_CODES_H
#define REMIT_RULES_CODES_H

#include "base/base.h"

struct code {
    const char *code;
    enum severity severity;
    const char *title;
    const char *rule;   /* what is wrong, in two sentences at most */
    const char *source; /* where the rule comes from */
    const char *mend;
};
extern const struct code codes[];
extern const size_t code_count;
const struct code *code_find(struct str code);
const char *severity_word(enum severity s); /* error, warning, note */

/* Report about a place in the text, by one of these codes. */
struct finding *report(struct findings *f, const char *code, struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
