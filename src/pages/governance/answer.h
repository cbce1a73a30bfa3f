/* answer.h: the answer to one question, below its heading. */
#ifndef REMIT_PAGES_GOVERNANCE_ANSWER_H
#define REMIT_PAGES_GOVERNANCE_ANSWER_H

#include "pages/governance/governance.h"

struct answering {
    struct answer answer;
    uint32_t pictures; /* drawn so far: each has a name of its own */
};

/* The level of a decider; of a joint body whose parents' areas lie apart, that of its parents. */
enum level answer_level(const struct authority *u, const struct answer *x, const struct choice *c);
/* The sentence first; then each decider with its reasons; then who decides if it cost more. */
void answer_show(struct page *p, const struct matter *q);

#endif
