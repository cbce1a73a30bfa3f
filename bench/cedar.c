/* cedar.c: what holds without conditions, as Cedar policies, in one JSON file.
 *
 * A body that decides under a term is permitted to act (the function) on a matter (in the
 * service and the population) whose value and kind of money the context states. What is
 * taken out of a term becomes part of its `when`. Cedar's allow is Remit's plain yes. */
#include <stdio.h>

#include "world.h"

enum { MOST_EXCLUSIONS = 4096 };

static struct str function_name(const struct model *m, id f)
{
    return m->functions.at.at[f].name;
}
static struct str service_name(const struct model *m, id s)
{
    return m->services.at.at[s].name;
}
static struct str population_name(const struct model *m, id p)
{
    return m->populations.at[p].name;
}

/* The kinds of money in a set, as [\"...\"] inside a JSON string. */
static void put_kinds(struct buf *b, unsigned kinds)
{
    buf_putc(b, '[');
    for (unsigned k = 1; k <= MONEY_TRANSFER; k *= 2)
        if (kinds & k)
            buf_fmt(b, "%s%u", kinds & (k - 1) ? "," : "", k);
    buf_z(b, "].contains(context.kind)");
}

static void put_range(struct buf *b, pence lo, pence hi, unsigned kinds)
{
    buf_fmt(b, "context.value >= %lld && context.value <= %lld && ", (long long)lo,
            (long long)peer_amount(hi));
    put_kinds(b, kinds);
}

static void put_place(struct buf *b, const struct model *m, const struct box *x)
{
    buf_fmt(b, "action in Action::\\\"%.*s\\\" && resource in Service::\\\"%.*s\\\"",
            STR(function_name(m, x->function)), STR(service_name(m, x->service)));
    if (x->population != NONE)
        buf_fmt(b, " && resource in Population::\\\"%.*s\\\"", STR(population_name(m, x->population)));
}

static void put_exclusion(struct buf *b, const struct model *m, const struct exclusion *x)
{
    buf_z(b, " && !(");
    put_place(b, m, &x->box);
    buf_z(b, " && ");
    put_range(b, x->lo, x->hi, x->kinds);
    for (uint32_t i = 0; i < x->n_but; i++) {
        if (x->but[i]->n_when)
            continue; /* spares only on conditions */
        buf_z(b, " && !(");
        put_place(b, m, &x->but[i]->box);
        buf_putc(b, ')');
    }
    buf_putc(b, ')');
}

static void put_policy(struct buf *b, const struct world *w, id body, const struct slot *s)
{
    const struct term *t = slot_term(w->u, s);
    const struct exclusion *list[MOST_EXCLUSIONS];
    uint32_t n = exclusions_of(w->u, t, list, MOST_EXCLUSIONS);
    buf_fmt(b, "permit(principal == Body::\\\"%.*s\\\", action, resource) when { ",
            STR(w->m->bodies.at[body].name));
    put_place(b, w->m, &t->box);
    buf_z(b, " && ");
    put_range(b, t->lo, t->hi, t->kinds);
    for (uint32_t i = 0; i < n; i++)
        put_exclusion(b, w->m, list[i]);
    buf_z(b, " };");
}

static void put_tree(FILE *out, const char *type, const struct tree *t)
{
    for (id i = 0; i < t->at.n; i++) {
        id p = t->at.at[i].parent;
        struct str above = p == NONE ? S("") : t->at.at[p].name;
        fprintf(out, "%s\n[\"%s\",\"%.*s\",\"%.*s\"]", i || type[0] != 'A' ? "," : "", type,
                STR(t->at.at[i].name), STR(above));
    }
}

static void put_parents(FILE *out, const struct model *m)
{
    fputs("\"parents\":[", out);
    put_tree(out, "Action", &m->functions);
    put_tree(out, "Service", &m->services);
    for (id i = 0; i < m->populations.n; i++) {
        id p = m->populations.at[i].parent;
        struct str above = p == NONE ? S("") : population_name(m, p);
        fprintf(out, ",\n[\"Population\",\"%.*s\",\"%.*s\"]", STR(population_name(m, i)), STR(above));
    }
    fputs("],\n", out);
}

static void put_questions(FILE *out, const struct world *w, const struct question *q, uint32_t n)
{
    fputs("\"questions\":[", out);
    for (uint32_t i = 0; i < n; i++) {
        struct matter m = question_matter(&q[i]);
        fprintf(out, "%s\n[\"%.*s\",\"%.*s\",\"%.*s\",\"%.*s\",%lld,%u,%s]", i ? "," : "",
                STR(w->m->bodies.at[q[i].body].name), STR(function_name(w->m, q[i].function)),
                STR(service_name(w->m, q[i].service)), STR(population_name(w->m, q[i].population)),
                (long long)q[i].value, q[i].kinds,
                authority_may(w->u, q[i].body, &m) == VERDICT_MAY ? "true" : "false");
    }
    fputs("]}\n", out);
}

int measure_cedar(uint32_t systems, uint32_t n, const char *folder)
{
    struct world *w = world_new(1, systems);
    struct question *q = questions_about(w, n, 4);
    FILE *out = create_in(folder, "cedar.json");
    uint32_t policies = 0;
    literal open[LIMIT_CONDITIONS];
    check(!w->m->shared_populations);
    fputs("{\"policies\":{", out);
    EACH_SLOT(w, v) {
        struct buf b = buf_new(&w->arena);
        const struct term *t = slot_term(w->u, v.s);
        if (open_literals(w->u, t->when, t->n_when, open))
            continue; /* never a plain yes */
        put_policy(&b, w, v.body, v.s);
        fprintf(out, "%s\n\"p%u\":\"%.*s\"", policies ? "," : "", policies, STR(buf_str(&b)));
        policies++;
    }
    fputs("},\n", out);
    put_parents(out, w->m);
    put_questions(out, w, q, n);
    fclose(out);
    say("cedar_policies", policies);
    say("cedar_questions", n);
    double ns[7];
    volatile uint32_t yes = 0;
    for (int round = 0; round < 7; round++) {
        struct matter m = matter_new();
        uint64_t start = os_nanoseconds();
        for (uint32_t i = 0; i < n; i++) {
            question_put(&q[i], &m);
            yes += authority_may(w->u, q[i].body, &m);
        }
        ns[round] = (double)(os_nanoseconds() - start) / n;
    }
    say("cedar_remit_ns", median(ns, 7));
    world_free(w);
    return 0;
}
