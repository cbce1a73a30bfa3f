/* link.h: what the parts of the linker share. Private to the model room.
 *
 * Order: populations, law (trees, kinds), bodies, `for each`, then everything that
 * names bodies. */
#ifndef REMIT_MODEL_LINK_H
#define REMIT_MODEL_LINK_H

#include "model/model.h"
#include "rules/codes.h"

struct item { /* one statement at the top of a file, and whose it is */
    const struct node *node;
    id handbook, law;
};

struct linker {
    struct findings *f;
    struct arena *a;
    struct model *m;
    VEC(struct item) items;
    uint32_t written; /* items that stand in a file; the rest `for each` made */
    struct map kinds, routes, roles, instruments, tests, states, amounts, duties, laws, handbooks;
    struct map classes;  /* role names used by `as` */
    VEC(struct kin) kin; /* which bodies are part of which; see link_kin() */
    ids first_kin;       /* per body: place in kin, or NONE */
    ids visited;         /* per body: number of the last walk that came by */
    uint32_t walks;
    uint64_t boxes; /* made by multiplying lists */
};

struct kin { /* one of the bodies that are part of a body */
    id body;
    uint32_t next; /* further one of the same, or NONE */
};

struct money_reader { /* what the clauses of a line have said so far */
    uint32_t group;   /* first limit of the group that "per" and "measured" speak of */
    bool further;     /* the group began with "and up to" */
    unsigned kinds;
};

/* ---- link.c -------------------------------------------------------------------------------- */

/* Which stands first in the text: of two of one name that one counts. */
int link_before(const struct pos *a, const struct pos *b);
/* Puts the statements into l->items; handbook and law are those of the last head above. */
void link_collect(struct linker *l, const struct node *list, id *handbook, id *law);

/* ---- link_names.c: what a statement says, and the things that its words name --------------- */

struct str arg_text(const struct node *n, unsigned i); /* or empty */
struct str arg_name(const struct node *n, unsigned i); /* i-th ARG_NAME */
struct str arg_title(const struct node *n);            /* first ARG_TEXT, or empty */
struct span link_span(struct linker *l, const struct node *n);
struct str link_source(const struct node *n);
date link_date(const struct node *n, enum node_kind clause, date otherwise);
/* "R02x: there is no <what> named <name>", with the nearest of those in names. */
struct finding *link_unknown(struct linker *l, const char *code, struct pos pos, const char *what,
                             struct str name, const struct map *names);
/* Whether link_unknown still looks for a nearest name: it takes a walk over all of them. */
bool link_suggests(const struct linker *l);
void link_twice(struct linker *l, struct pos pos, const char *what, struct str name,
                struct pos before);
/* Was something over a limit, and so left out, since the findings were so many? Then what is
 * not there need not lie within itself. */
bool link_was_cut(const struct linker *l, uint32_t since);
id link_kind(struct linker *l, id law, struct str name); /* or NONE, silently */
void link_kinds(struct linker *l, const struct node *list, id law, ids *out);
id link_route(struct linker *l, id law, struct str name); /* or NONE, silently */
/* The route that the name stands for, as an instrument or itself; both NONE, silently. */
id link_under(struct linker *l, id law, struct str name, id *instrument);
id link_function(struct linker *l, const struct node *name);
id link_service(struct linker *l, const struct node *name);
/* A population, or the own area of a body. */
id link_area(struct linker *l, const struct node *name, id handbook);
void link_areas(struct linker *l, const struct node *list, id handbook, ids *out);
/* A body by name; makes the posts that a role implies. Reports when there is none. */
id link_body(struct linker *l, struct pos pos, struct str name, id handbook);
id link_body_quiet(struct linker *l, struct str name, id handbook);
void link_bodies(struct linker *l, const struct node *list, id handbook, ids *out);

/* ---- link_boxes.c -------------------------------------------------------------------------- */

/* Functions, services of owner's `of`, populations of its `for`; where it has none, those of
 * the head that it stands under (which may be NULL). */
struct boxes link_boxes(struct linker *l, const struct node *functions, const struct node *owner,
                        const struct node *head, id handbook);

/* ---- link_body.c, link_members.c: bodies and who sits on them ------------------------------ */

id link_implied(struct linker *l, struct str name, struct str title, id parent, id kind);
/* Notes that `body` is part of `of`, for link_below(). Cheaper than to ask each body of all what
 * it is part of, where a handbook says "each x of y" for each of many y. */
void link_kin(struct linker *l, id body, id of);
/* Of committees in common: the name of the one for the i-th of its organisations. */
struct str link_part_name(struct linker *l, id whole, uint32_t i);
/* Whatever may be part of `of`, however far down, itself first, then by number: all that is, and
 * perhaps what was before it was placed anew. */
ids link_below(struct linker *l, id of);
void link_members(struct linker *l, id body, const struct node *n);
void link_quorum(struct linker *l, id body, const struct node *n);
void link_votes(struct linker *l, id body, const struct node *n);
void link_conflict(struct linker *l, id body, const struct node *n);
void link_needs(struct linker *l, const struct node *n, id law, id handbook, struct need *out);
unsigned link_deputy_rights(struct linker *l, const struct node *list);

/* ---- link_party.c: who decides ------------------------------------------------------------- */

void link_class(struct linker *l, struct str kind_or_class, id within, ids *out);
/* holder: who gives the power, so whose part of committees in common is meant; or NONE. */
struct party link_party(struct linker *l, const struct node *party, id handbook, id holder);
/* All bodies of all alternatives, in order. */
void link_party_bodies(struct linker *l, const struct party *p, ids *out);
/* An organisation decides and agrees through its governing organ. Returns how many there are. */
uint32_t link_acting(const struct model *m, struct party *p);
/* `before`, named by `text`, cannot decide. */
literal link_unavailable(struct linker *l, const struct alternative *before, struct str text,
                         const struct node *when, struct pos pos);

/* ---- link_condition.c, link_money.c, link_clauses.c: what stands behind a line ------------- */

literal link_literal(struct linker *l, struct atom atom, bool yes);
/* A clause that is no condition, no limit, changes nothing. */
void link_condition(struct linker *l, const struct node *c, id handbook, struct grant *g);
void link_limit(struct linker *l, const struct node *c, id handbook, struct money_reader *r,
                limit_list *out);
/* "from £3m below £1m": a line that no amount can meet is a slip. */
void link_band(struct linker *l, const limit_list *limits);
struct amount link_amount(struct linker *l, const struct node *n, id handbook);
void link_money_word(const struct node *clause, unsigned *kinds);
bool link_is_time(enum node_kind clause); /* "within 5 days", "yearly" ... */
/* All clauses of n, which may add to those of its head. */
void link_clauses(struct linker *l, const struct node *n, id handbook, struct grant *g,
                  struct money_reader *r);

/* ---- parts of model_link, in order --------------------------------------------------------- */

void link_populations(struct linker *l);               /* link_population.c */
void link_law(struct linker *l);                       /* trees, kinds, routes, roles */
void link_body_names(struct linker *l, uint32_t from); /* of the items behind `from` */
void link_each(struct linker *l);                      /* `for each`: further items, their bodies */
void link_vocabulary(struct linker *l);                /* tests, states, amounts */
void link_body_places(struct linker *l);
void link_body_contents(struct linker *l); /* link_terms.c */
void link_rest(struct linker *l);
void link_grants(struct linker *l);

#endif
