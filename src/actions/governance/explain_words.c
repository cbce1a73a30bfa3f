/* explain_words.c: the words that a handbook may use, as its law and the handbooks declare them,
 * and the codes of findings. */
#include "actions/governance/explain.h"
#include "rules/rules.h"

struct listing {
    struct arena *a;
    const struct model *m;
    struct words *out;
};

#define ROW(l, depth, ...)                                                                         \
    row((l), (depth), (struct str[]){__VA_ARGS__},                                                 \
        sizeof((struct str[]){__VA_ARGS__}) / sizeof(struct str))

static void row(struct listing *l, uint32_t depth, const struct str *cells, size_t n)
{
    check(n == l->out->n_columns);
    for (size_t i = 0; i < n; i++)
        *vec_push(l->a, &l->out->cells) = cells[i];
    *vec_push(l->a, &l->out->depths) = depth;
}

static void tree(struct listing *l, const struct tree *t)
{
    for (id i = 0; i < t->at.n; i++) {
        const struct tree_node *n = &t->at.at[i];
        ROW(l, n->depth, n->name, n->title, n->parent == NONE ? S("") : t->at.at[n->parent].name);
    }
}

static void functions(struct listing *l)
{
    tree(l, &l->m->functions);
}

static void services(struct listing *l)
{
    tree(l, &l->m->services);
}

static void kinds(struct listing *l)
{
    for (uint32_t i = 0; i < l->m->kinds.n; i++) {
        const struct kind *k = &l->m->kinds.at[i];
        ROW(l, 0, k->name, k->title,
            k->flags & KIND_STATUTORY     ? S("holds power by law")
            : k->flags & KIND_ADVISORY    ? S("recommends only")
            : k->flags & KIND_NEEDS_TERMS ? S("needs terms of reference")
                                          : S(""));
    }
}

static void routes(struct listing *l)
{
    for (uint32_t i = 0; i < l->m->routes.n; i++)
        ROW(l, 0, l->m->routes.at[i].name, l->m->routes.at[i].title,
            l->m->routes.at[i].external ? S("between organisations") : S(""));
}

static void roles(struct listing *l)
{
    for (uint32_t i = 0; i < l->m->roles.n; i++)
        ROW(l, 0, l->m->roles.at[i].name, l->m->roles.at[i].title, S(""));
}

static void duties(struct listing *l)
{
    for (uint32_t i = 0; i < l->m->duties.n; i++)
        ROW(l, 0, l->m->duties.at[i].name, l->m->duties.at[i].title, S(""));
}

static void all_codes(struct listing *l)
{
    for (size_t i = 0; i < code_count; i++) {
        const struct code *c = &codes[i];
        ROW(l, 0, str_of(c->code), str_of(severity_word(c->severity)), str_of(c->title),
            str_of(c->rule), str_of(c->mend), str_of(c->source));
    }
}

static const char *const of_trees[] = {"name", "title", "under", NULL};
static const char *const of_lists[] = {"name", "title", "note", NULL};
static const char *const of_codes[] = {"code", "severity", "title", "rule", "mend", "source", NULL};

const char *const explain_lists[] = {"functions", "services", "kinds", "routes",
                                     "roles",     "duties",   "codes", NULL};
static const struct {
    void (*list)(struct listing *);
    enum words_form form;
    const char *const *columns;
} lists[] = {{functions, WORDS_TREE, of_trees}, {services, WORDS_TREE, of_trees},
             {kinds, WORDS_LIST, of_lists},     {routes, WORDS_LIST, of_lists},
             {roles, WORDS_LIST, of_lists},     {duties, WORDS_LIST, of_lists},
             {all_codes, WORDS_CODES, of_codes}};

bool explain_words(struct arena *a, const struct model *m, struct str list, struct words *out)
{
    for (size_t i = 0; explain_lists[i]; i++)
        if (str_eq(list, str_of(explain_lists[i]))) {
            struct listing l = {a, m, out};
            *out = (struct words){.form = lists[i].form, .columns = lists[i].columns};
            while (out->columns[out->n_columns])
                out->n_columns++;
            lists[i].list(&l);
            return true;
        }
    return false;
}
