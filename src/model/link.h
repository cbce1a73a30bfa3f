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
    struct map kinds, routes, roles, instruments, tests, states, amounts, duties, laws;
    struct map classes; /* role names used by `as` */
    uint64_t boxes;     /* made by multiplying lists */
};

/* link.c */
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
id link_kind(struct linker *l, id law, struct str name); /* or NONE, silently */
id link_route(struct linker *l, id law, struct str name);
id link_function(struct linker *l, const struct node *name);
id link_service(struct linker *l, const struct node *name);
/* A population, or the own area of a body. */
id link_area(struct linker *l, const struct node *name, id handbook);
/* A body by name; makes the posts that a role implies. Reports when there is none. */
id link_body(struct linker *l, struct pos pos, struct str name, id handbook);
id link_body_quiet(struct linker *l, struct str name, id handbook);
void link_bodies(struct linker *l, const struct node *list, id handbook, ids *out);
/* Functions, services of owner's `of`, populations of its `for`; where it has none, those of
 * the head that it stands under (which may be NULL). */
struct boxes link_boxes(struct linker *l, const struct node *functions, const struct node *owner,
                        const struct node *head, id handbook);
void link_nest(struct linker *l, struct tree *t, enum node_kind kind, const char *what);

/* link_law.c, link_body.c, link_grant.c, link_rest.c */
void link_law(struct linker *l);
void link_populations(struct linker *l);
void link_body_names(struct linker *l, uint32_t from);
void link_body_contents(struct linker *l);
id link_implied(struct linker *l, struct str name, struct str title, id parent, id kind);
void link_needs(struct linker *l, const struct node *n, id law, id handbook, struct need *out);
void link_grants(struct linker *l);
struct party link_party(struct linker *l, const struct node *party, id handbook, id holder);
struct amount link_amount(struct linker *l, const struct node *n, id handbook);
literal link_literal(struct linker *l, struct atom atom, bool yes);
void link_money_word(const struct node *clause, unsigned *kinds);
unsigned link_deputy_rights(struct linker *l, const struct node *list);
bool link_is_time(enum node_kind clause); /* "within 5 days", "yearly" ... */
void link_vocabulary(struct linker *l);   /* tests, states, amounts: before bodies' contents */
void link_rest(struct linker *l);
void link_class(struct linker *l, struct str kind_or_class, id within, ids *out);

#endif
