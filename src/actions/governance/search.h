/* search.h: things of a handbook by the words in their titles and names. */
#ifndef REMIT_ACTIONS_GOVERNANCE_SEARCH_H
#define REMIT_ACTIONS_GOVERNANCE_SEARCH_H

#include "actions/governance/governance.h"

enum found_kind {
    FOUND_BODY,
    FOUND_POPULATION,
    FOUND_FUNCTION,
    FOUND_SERVICE,
    FOUND_INSTRUMENT,
    FOUND_POWER,
    FOUND_FINDING,
    FOUND_KINDS
};
struct found_word {
    const char *name, *one, *many; /* "body", "Body or post", "Bodies and posts" */
};
extern const struct found_word found_words[FOUND_KINDS];

struct found {
    enum found_kind kind;
    id number;      /* of the body, population, node, instrument, delegated line or finding */
    uint32_t part;  /* of a delegated line: which of its boxes fits best */
    uint32_t score; /* how well it fits; more is better */
    struct str name, title;
    struct str what; /* "committee, place: Leeds" */
    struct pos pos;
};
struct search {
    VEC(struct found) list;      /* by kind; the best of each first */
    uint32_t count[FOUND_KINDS]; /* found of each kind */
    struct str meant; /* where nothing was found: the words as they may have been meant */
    /* Words that name a function and an area, and maybe a service, ask who decides: this. */
    bool asks;
    struct matter question;
};

/* Everything that holds each of the words: as a whole word, or as its beginning. Of the words "of",
 * "for" and their like nothing is asked. At most `most` of each kind are listed, all are counted.
 * Memory: a. */
struct search search_find(struct arena *a, const struct authority *u, const struct findings *f,
                          struct str words, uint32_t most);

#endif
