/* oracle.h: who may decide, worked out slowly from the rules of the design (rules 1 to 6),
 * for one point and one full account of the facts. It reads the model and nothing of the
 * authority room, so that the two can be compared.
 *
 * The rules, and how they are read here:
 *
 *  1. A living statutory body holds what its law gives its kind, over its own population,
 *     and acts through its governing organ, if it has one.
 *  2. A line of a delegation takes effect at a point for one decider where all hold: it is
 *     in force on the day; holder and decider exist on the day, or a succession puts others
 *     in their place; the law lets the holder's kind delegate to the decider's kind under
 *     that route (a deputy needs no law); the decider can do more than recommend and has
 *     terms of reference in force if it needs them; function, service, population, money
 *     and value lie in the line; its conditions hold; nobody above the holder has reserved
 *     the point (unless notwithstanding, or a deputy).
 *  3. Power goes from a source along lines that take effect, each of which the one before
 *     lets be passed on. One that a fact makes possible and another forbids is neither.
 *     Where a chain comes back to where it was, with nothing changed, it ends.
 *  4. A holder that delegates exclusively does not decide where the line takes effect and
 *     the holder's power may be passed along it. Steps, agreements, the budget and tenure
 *     do not matter for that, tests, states, fallbacks, amounts do.
 *  5. Who must agree: `a and b` makes each of them lead with the agreement of the other;
 *     `k of` asks for k in all. Agreements add up along the chain. A body that the chain
 *     reaches has agreed: its own agreement is no condition from there on.
 *  6. In an order (a, else b, else c) each may decide when all before it cannot.
 *
 * Further readings. An amount is exact: `from 1% of X` begins at the first whole penny that
 * is not below 1% of X. `in smaller limits` compares the most that two lines let be
 * decided, whatever the matter; where a line's limit is the higher of a known and an unknown
 * amount it is read as two lines. A limit per 100,000 people is for the people of the line's
 * population, or of the decider's where the line names none. */
#ifndef REMIT_TEST_ORACLE_H
#define REMIT_TEST_ORACLE_H

#include "model/model.h"

enum { ORACLE_GROUPS = 8 };
typedef uint64_t body_set; /* bodies by number: handbooks here have at most 64 */

/* What holds: the text of a condition to yes or no. */
struct oracle_facts {
    bool (*holds)(void *context, struct str key);
    void *context;
};
struct oracle_matter {
    id function, service, population;
    pence value;
    unsigned kind; /* one kind of money */
    date on, begun;
    pence per[AXES];
    struct oracle_facts facts;
};

/* Those who must agree besides the lead. */
struct oracle_agreement {
    body_set all; /* each of these */
    uint32_t n;
    struct {
        body_set of;
        uint32_t need;
    } some[ORACLE_GROUPS];
};
struct oracle_party {
    id lead;
    struct oracle_agreement agree;
};
struct oracle_answer {
    VEC(struct oracle_party) parties;
    bool too_large; /* more states than it walks: no answer */
};

void oracle_who(struct arena *a, const struct model *m, const struct oracle_matter *q,
                struct oracle_answer *out);
/* Is body the lead of some party; one of those who decide together; one of them in a party
 * that no smaller one of the same lead makes needless? */
bool oracle_leads(const struct oracle_answer *x, id body);
bool oracle_takes_part(const struct oracle_answer *x, id body);
bool oracle_is_needed(const struct oracle_answer *x, id body);
/* May these bodies, acting together, decide? */
bool oracle_suffices(const struct oracle_answer *x, body_set bodies);
/* Is among them one party that may decide both, the same for both? */
bool oracle_same_party(const struct oracle_answer *x, const struct oracle_answer *y, body_set bodies);

/* Amounts at which an answer may change: each limit of each line and reservation. */
typedef VEC(pence) amounts;
void oracle_breaks(struct arena *a, const struct model *m, date on, enum axis axis, amounts *out);

#endif
