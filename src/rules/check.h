/* check.h: what the checks share, those that need no powers (rules/check*.c) and those that
 * do (authority/check*.c). Private to them.
 *
 * A cause is said once. A statement for many bodies (`for each`) is wrong once for each of
 * them at one place; check_say keeps the first and lists the other bodies behind it. What is
 * missing is not told of a file that could not be read whole: it may stand there. */
#ifndef REMIT_RULES_CHECK_H
#define REMIT_RULES_CHECK_H

#include "rules/rules.h"

typedef VEC(struct str) str_list;

struct checker {
    struct findings *f;
    struct arena *a;
    const struct model *m;
    date on;
    struct map said; /* code and key: index into repeats */
    VEC(struct repeat) repeats;
    uint32_t *given; /* per body: delegated lines in force that name it as a decider */
    id *given_by;    /* per body: the first of them, or NONE */
    bool *unread;    /* per file: some of it could not be understood */
};
struct repeat { /* a finding, whom else it is about and where else it was found */
    uint32_t finding;
    ids bodies;
    VEC(struct pos) places;
};

struct checker check_begin(struct findings *f, const struct model *m, date on);
/* Adds the bodies and the number of lines that were left out to the messages. */
void check_end(struct checker *c);
/* A new finding about body (or NONE), or NULL when this code was said for this key already:
 * then body and place are only noted. Without a key (no bytes) the place is the key. */
struct finding *check_say(struct checker *c, const char *code, struct str key, struct pos pos,
                          id body, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* "A, B and 3 more", at most `most` by name. */
struct str check_words(struct arena *a, const str_list *words, uint32_t most);
struct str check_titles(const struct checker *c, const ids *bodies, uint32_t most);
const char *check_s(uint64_t n);       /* "" for one, else "s" */
const char *check_an(struct str word); /* a forum, an icb */
bool check_has(const ids *list, id x);
bool check_same(struct str a, const char *b);
/* Is the text in a handbook, not in a law? */
bool check_in_handbook(const struct body *b);
/* Does the body exist on the day, with what it is part of? */
bool check_alive(const struct model *m, id body, date on);
/* Is this the first handbook of its organisation, and is that one declared in a handbook? */
bool check_first_of(const struct model *m, id handbook);
/* Does the source say that it does not tell the scheme of this organisation, or all of it? */
bool check_untold(const struct body *b);
/* Does a `not-known` statement name the body? */
bool check_not_known(const struct model *m, id body);
bool check_kind_is(const struct model *m, id kind, const char *name);

/* ---- seats (check_members.c) ------------------------------------------------------- */

/* Voting seats of the body, and how many of them providers hold, once those have left who
 * must leave when it decides on any of these functions. */
struct votes {
    uint32_t all, providers;
};
struct votes check_votes(const struct checker *c, id body, const id *functions, uint32_t n);

/* ---- parts of model_check ------------------------------------------------------------- */

void check_papers(struct checker *c);  /* terms of reference, schemes, agreements, funds */
void check_members(struct checker *c); /* quorum, the board that the law demands */
void check_duties(struct checker *c);  /* who answers for them */
void check_lines(struct checker *c);   /* accountability, populations, collaboratives */
void check_texts(struct checker *c);   /* words in the text */

#endif
