/* library.h: the handbooks that the server speaks of, and the powers in them on any day.
 *
 * A generation is what one reading of the files gave; it never changes. When a file changes, a
 * new generation is read beside it and takes its place once it can be linked without errors in
 * grammar; requests that hold the old one finish with it. */
#ifndef REMIT_PAGES_LIBRARY_H
#define REMIT_PAGES_LIBRARY_H

#include "actions/governance/governance.h"

struct library;
struct generation;
struct choices; /* page.h */

/* The title by which people know handbooks that are read together, with the edition of those that
 * name one if they all agree: "Site A: places decide, edition April 2024". title.c */
struct str structure_title(struct arena *a, const struct structure *s);

/* A tree's nodes but its root as choices, the first of them `none`. */
struct choices *choices_of_tree(struct arena *a, const struct tree *t, const char *none);

/* Reads the paths (as load_paths() does). NULL, and what is wrong in r->err, when nothing can be
 * read. `r` gives --laws and today; the library stands in its arena and keeps the paths. */
struct library *library_open(struct run *r, const struct str *paths, uint32_t n);
void library_close(struct library *l);

/* Looks whether a file has changed and, if so, reads all again. True when there is a new
 * generation. To be called by one thread. */
bool library_refresh(struct library *l);

/* The generation in force, held until library_release(). */
struct generation *library_hold(struct library *l);
/* A later text with errors, which could not take the place of one without; NULL if none. */
struct generation *library_hold_refused(struct library *l);
void library_release(struct library *l, struct generation *g);

/* Another for each reading of the files, from 1; 0 for NULL. */
unsigned generation_number(const struct generation *g);
const structures *generation_structures(const struct generation *g);
/* The functions and services of a structure, to choose from. */
const struct choices *generation_functions(const struct generation *g, uint32_t structure);
const struct choices *generation_services(const struct generation *g, uint32_t structure);
date generation_day(const struct generation *g); /* the day that its findings are of */
/* The powers of a structure on a day; made when first asked for, and kept. Valid while g is held.
 * NULL when there is no memory for it, or too many days have been asked about: then the caller
 * makes its own. */
const struct authority *generation_powers(struct generation *g, uint32_t structure, date on);

#endif
