/* checker.h: what the checks share, first those of all, then those that need the powers.
 * Private to the checks room.
 *
 * A cause is said once. A statement for many bodies (`for each`) is wrong once for each of
 * them at one place; check_say keeps the first and lists the other bodies behind it. What is
 * missing is not told of a file that could not be read whole: it may stand there. */
#ifndef REMIT_CHECKS_CHECKER_H
#define REMIT_CHECKS_CHECKER_H

#include "checks/checks.h"
#include "rules/codes.h"

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
/* Adds a word that is not there yet. */
void check_add(struct checker *c, str_list *words, struct str word);
struct str check_titles(const struct checker *c, const ids *bodies, uint32_t most);
const char *check_s(uint64_t n);       /* "" for one, else "s" */
const char *check_an(struct str word); /* a forum, an icb */
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
/* R106: a draft is relied on. */
void check_draft(struct checker *c, struct str what, struct pos pos, id body);
bool check_kind_is(const struct model *m, id kind, const char *name);

/* ---- seats (check_members.c) --------------------------------------------------------------- */

/* Voting seats of the body, and how many of them providers hold, once those have left who
 * must leave when it decides on any of these functions. */
struct votes {
    uint32_t all, providers;
};
struct votes check_votes(const struct checker *c, id body, const id *functions, uint32_t n);

/* ---- parts of model_check ------------------------------------------------------------------ */

void check_papers(struct checker *c);  /* terms of reference, schemes, agreements, funds */
void check_members(struct checker *c); /* quorum, the board that the law demands */
void check_duties(struct checker *c);  /* who answers for them */
void check_lines(struct checker *c);   /* accountability, populations, collaboratives */
void check_texts(struct checker *c);   /* words in the text */

/* ---- checks that need the powers (check_powers.c) ------------------------------------------ */

struct powers {
    struct checker *c;
    const struct authority *u;
    const struct model *m;
    struct arena *a;
    struct term **held; /* terms of body b: held[first[b]] ... held[first[b + 1]] */
    uint32_t *first;
    uint32_t *into, *into_first;         /* edges to body b, likewise */
    uint32_t *kept, *kept_first;         /* of u->inert, likewise */
    uint32_t *from, *from_first;         /* terms whose chain begins with the body, likewise */
    uint32_t *reserved, *reserved_first; /* reservations of the body, likewise */
    bool *spends;                        /* per function: does it spend money? */
    uint8_t *status;                     /* check_grants.c: one byte a function and service */
};

/* Terms of a body: for (HELD_BY(p, body, i)) they are p->held[i]. */
#define HELD_BY(p, body, i)                                                                        \
    uint32_t i = (p)->first[body];                                                                 \
    i < (p)->first[(body) + 1];                                                                    \
    i++

/* "Award a contract of Community health services for Leeds" */
struct str check_box_title(const struct powers *p, struct box box);
bool check_areas_meet(const struct model *m, id a, id b);
/* What lies in both, in functions and services; they must meet. */
struct box check_common(const struct model *m, struct box a, struct box b);
/* Is all of box taken out again without conditions, over the whole range? */
bool check_taken_out(const struct model *m, struct box box, pence lo, pence hi,
                     const struct exclusion *const *except, uint32_t n);
/* Does the holder act for its whole organisation, as a cabinet does and whoever was given
 * "everything of social-care"? Its limit is the organisation's budget. */
bool check_in_general(const struct powers *p, const struct term *t);

/* ---- parts of authority_check -------------------------------------------------------------- */

void check_grants(struct powers *p);   /* each delegated line against what its holder holds */
void check_reserved(struct powers *p); /* what is delegated although it is reserved */
void check_inert(struct powers *p);    /* delegations without effect; circles; exclusive twice */
void check_bodies(struct powers *p);   /* each body against what it holds */
void check_doubles(struct powers *p);  /* the same power or advice twice */

#endif
