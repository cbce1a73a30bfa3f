/* handbook.h: handbooks and commands for tests: from texts in memory to findings, trees and
 * models that can be compared. Nothing here needs cmocka, so that fuzzers use it too. */
#ifndef REMIT_TEST_HANDBOOK_H
#define REMIT_TEST_HANDBOOK_H

#include "actions/governance/governance.h"

/* ---- texts to models ----------------------------------------------------------------------- */

struct findings *findings_new(struct arena *a);
/* Parse a text as a further source. */
struct node *read_text(struct findings *f, struct str path, struct str text);
/* A law of the program, or a file of the project, which must be there. */
struct str built_in_law(const char *name);

/* `before`, n times `piece` with its number in place of each %, `after`. */
struct str text_repeated(struct arena *a, const char *before, const char *piece, unsigned n,
                         const char *after);

struct str file_text(struct arena *a, struct str path);
/* Every .remit file in a folder and the folders in it, in order of names. */
typedef VEC(struct str) texts;
void remit_files(struct arena *a, struct str folder, texts *out);
/* The text under the law of 2022 and all that it uses, linked. */
struct model *link_text(struct findings *f, struct str text);
/* The same law, parsed once; f keeps it for later links of other texts. */
void laws_of_2022(struct findings *f, struct node **files, uint32_t *n);

/* ---- comparing ----------------------------------------------------------------------------- */

/* Findings in order, one a line: "R011 3:5 message | mend". Those of source `file` only. */
struct str findings_lines(struct arena *a, struct findings *f, uint32_t file);
/* Same statements, clauses and arguments; places and comments aside. */
bool trees_same(const struct node *a, const struct node *b);
/* Comments of a text in order, one a line. */
struct str comments_of(struct arena *a, struct str text);
/* All that a model says, one thing a line, without places in the text. */
struct str model_text(struct arena *a, const struct model *m);
/* Why fmt is not to be trusted with this text, or "": what is laid out must read as the
 * same tree, with the same comments, and be laid out already. Texts with findings pass. */
struct str layout_fault(struct arena *a, struct str text);

/* ---- commands, as main() runs them --------------------------------------------------------- */

struct outcome {
    int code; /* -1: out of memory */
    struct str out, err;
};
/* `words` are those behind "remit", one space between, 'quoted' where they hold spaces. */
struct outcome command(struct arena *a, const char *words);
/* The same where the n-th request for memory fails (0: none does). */
struct outcome command_failing(struct arena *a, const char *words, unsigned long n);

/* ---- chance and time ----------------------------------------------------------------------- */

struct chance {
    uint64_t state;
};
struct chance chance_new(uint64_t seed);
uint32_t chance_below(struct chance *c, uint32_t n); /* n > 0 */
unsigned rounds(unsigned usual); /* REMIT_ROUNDS, else usual */
bool is_slow(void);     /* under sanitizers or valgrind: take less of everything */
bool is_valgrind(void); /* that is, few rounds are asked for */

#endif
