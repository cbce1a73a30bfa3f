/* world.h: what every measurement shares: a structure made up and opened, questions about
 * it, and numbers to report. */
#ifndef REMIT_BENCH_WORLD_H
#define REMIT_BENCH_WORLD_H

#include <stdio.h>

#include "authority/authority.h"
#include "authority/build.h"
#include "rules/rules.h"
#include "checks/checks.h"
#include "synthetic.h"

#define TODAY date_of(2024, 7, 1)

struct world {
    struct arena arena;
    jmp_buf out_of_memory;
    struct findings *f;
    struct model *m;
    struct authority *u;
    double parse_ms, link_ms, check_ms, open_ms;
    double user_ms; /* processor time of parse, link and open, without the system's */
    size_t text_bytes, used_bytes; /* used: all but the text */
};

/* `copies` copies of England, of which the last has `systems` systems (42: all). */
struct world *world_new(uint32_t copies, uint32_t systems);
void world_free(struct world *w);

/* One yes/no question. */
struct question {
    id body, function, service, population;
    pence value;
    unsigned kinds;
};
/* n questions, half of them drawn from inside a power of the body that is asked. */
struct question *questions_about(struct world *w, uint32_t n, uint64_t seed);
/* Puts a question into a matter that is otherwise matter_new(); q must outlive it. */
static inline void question_put(const struct question *q, struct matter *m)
{
    m->function = q->function;
    m->service = q->service;
    m->populations = (ids){(id *)&q->population, 1, 1};
    m->value = q->value;
    m->kinds = q->kinds;
}
struct matter question_matter(const struct question *q);

double now_ms(void);
double user_ms(void);
size_t free_memory(void);         /* bytes */
double median(double *list, uint32_t n); /* sorts it */

/* Every body that decides under a term, each once: its slots, as authority_may() reads them. */
struct visit {
    const struct authority *u;
    const struct slot *s;
    id body;
};
#define EACH_SLOT(w, v)                                                                             \
    for (struct visit v = {(w)->u, NULL, 0}; v.body < (w)->m->bodies.n; v.body++)                   \
        for (v.s = &v.u->body_slots[v.u->body_first[v.body]];                                       \
             v.s < &v.u->body_slots[v.u->body_first[v.body + 1]]; v.s++)

/* A number that stands for "no limit" in other programs: ten trillion pounds. */
#define PEER_MOST ((pence)1000000000000000)
static inline pence peer_amount(pence p)
{
    return p > PEER_MOST ? PEER_MOST : p;
}

/* Conditions of a term that matter for a yes or no: all but the deciders' own agreement. */
uint32_t open_literals(const struct authority *u, const literal *when, uint32_t n, literal *out);
/* What is taken out of what a slot gives: exclusions of the term, then what its body lost. */
uint32_t exclusions_of(const struct authority *u, const struct term *t,
                       const struct exclusion **out, uint32_t most);

FILE *create_in(const char *folder, const char *name); /* or ends the program */

/* The commands of bench.c. Each prints lines `name<TAB>value`. */
int measure_one(uint32_t copies);
int measure_own(const char *england, uint32_t most_copies);
int measure_prolog(uint32_t copies, uint32_t n, const char *folder);
int measure_cedar(uint32_t systems, uint32_t n, const char *folder);
int measure_clingo(uint32_t systems, bool classes, const char *folder);
int count_atoms(void);
int measure_command(uint32_t rounds, const char *out, char **command);
void say(const char *name, double value);

#endif
