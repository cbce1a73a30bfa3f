/* The rules of who may decide, case by case: test/cases/authority.
 *
 * A file holds text that all its cases share, then cases:
 *
 *     == What the case shows
 *     statements of a handbook
 *     ? FUNCTION of SERVICE for POPULATION, POPULATION at £5m in capital on 2024-05-01
 *         begun 2023-01-01 per year £80k given "a fact" not "another"
 *     = decider; decider with agreement of other if open fact, not other open fact
 *
 * Only the function and the population must be there. Every ? has its = below it, with the
 * deciders in order, or `nobody`. The handbook's head says which law it is under: that of
 * 2022, or tiny, the one of the tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "authority/authority.h"
#include "support/handbook.h"

static struct arena memory;
static jmp_buf out_of_memory;

struct a_case {
    struct str file, title, text; /* what all share, then what is its own */
    VEC(struct str) questions, answers;
};
typedef VEC(struct a_case) cases;

/* ---- answers in words ---------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void put_group(struct buf *b, const struct model *m, const struct group *g)
{
    bool some = g->need < g->bodies.n;
    if (some)
        buf_fmt(b, "%u of (", g->need);
    for (uint32_t i = 0; i < g->bodies.n; i++)
        buf_fmt(b, "%s%.*s", !i ? "" : some ? ", " : " and ",
                STR(m->bodies.at[g->bodies.at[i]].name));
    buf_z(b, some ? ")" : "");
}

static struct str way_text(const struct authority *u, const struct answer *x, const struct way *w)
{
    struct buf b = buf_new(&memory);
    struct str *open = NEW_ARRAY(&memory, struct str, w->n_open + 1);
    for (uint32_t i = 0; i < w->n_open; i++) {
        literal l = x->open.at[w->open + i];
        open[i] = str_fmt(&memory, "%s%.*s", l % 2 ? "not " : "", STR(u->atoms.at[l / 2].key));
    }
    if (w->n_open)
        qsort(open, w->n_open, sizeof open[0], by_text);
    for (uint32_t i = 0; i < w->n_open; i++)
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(open[i]));
    return buf_str(&b);
}

static void put_choice(struct buf *b, const struct authority *u, const struct matter *q,
                       const struct answer *x, const struct choice *c)
{
    const struct decider *d = c->party;
    VEC(struct str) ways = {0};
    put_group(b, u->m, &d->groups.at[0]);
    for (uint32_t g = 1; g < d->groups.n; g++) {
        buf_z(b, g == 1 ? " with " : " and ");
        put_group(b, u->m, &d->groups.at[g]);
    }
    if (c->in_common != NONE)
        buf_fmt(b, " in common as %.*s", STR(u->m->bodies.at[c->in_common].name));
    for (uint32_t w = c->first; w != NONE; w = x->ways.at[w].next) {
        struct str open = way_text(u, x, &x->ways.at[w]);
        unsigned kinds = x->ways.at[w].kinds;
        if (!q->kinds && kinds != MONEY_ALL)
            open = str_fmt(&memory, "%.*s%sit is %.*s", STR(open), open.n ? ", " : "",
                           STR(kinds_text(&memory, kinds)));
        *vec_push(&memory, &ways) = open;
    }
    if (c->may)
        return;
    qsort(ways.at, ways.n, sizeof ways.at[0], by_text);
    for (uint32_t i = 0; i < ways.n; i++)
        buf_fmt(b, "%s%.*s", i ? " or " : " if ", STR(ways.at[i]));
}

static struct str answer_text(const struct authority *u, const struct matter *q, const struct answer *x)
{
    struct buf b = buf_new(&memory);
    for (uint32_t i = 0; i < x->choices.n; i++) {
        buf_z(&b, i ? "; " : "");
        put_choice(&b, u, q, x, &x->choices.at[i]);
    }
    return b.n ? buf_str(&b) : S("nobody");
}

/* ---- questions ----------------------------------------------------------------------------- */

struct reader {
    struct str rest;
    const struct a_case *c;
};

static void bad(const struct reader *r, const char *what, struct str word)
{
    fprintf(stderr, "%.*s: %.*s: %s '%.*s'\n", STR(r->c->file), STR(r->c->title), what, STR(word));
    fail();
}

/* The next word, or what stands in quotes; empty at the end. */
static struct str next_word(struct reader *r)
{
    size_t i = 0, end;
    while (i < r->rest.n && (r->rest.p[i] == ' ' || r->rest.p[i] == ','))
        i++;
    r->rest = str_sub(r->rest, i, r->rest.n);
    if (r->rest.n && r->rest.p[0] == '"') {
        end = 1 + str_find(str_sub(r->rest, 1, r->rest.n), '"');
        struct str quoted = str_sub(r->rest, 1, end);
        r->rest = str_sub(r->rest, end + 1 < r->rest.n ? end + 1 : r->rest.n, r->rest.n);
        return quoted;
    }
    for (end = 0; end < r->rest.n && r->rest.p[end] != ' '; end++)
        if (r->rest.p[end] == ',' && (end + 1 == r->rest.n || r->rest.p[end + 1] == ' '))
            break; /* £5,000 goes on */
    struct str word = str_sub(r->rest, 0, end);
    r->rest = str_sub(r->rest, end, r->rest.n);
    return word;
}

static struct str peek_word(const struct reader *r)
{
    struct reader copy = *r;
    return next_word(&copy);
}

static pence read_money(struct reader *r)
{
    pence v = 0;
    struct str word = next_word(r);
    if (!money_parse(word, &v))
        bad(r, "not an amount:", word);
    return v;
}

static date read_date(struct reader *r)
{
    date d = 0;
    struct str word = next_word(r);
    if (!date_parse(word, &d))
        bad(r, "not a date:", word);
    return d;
}

static unsigned read_kind(struct reader *r)
{
    static const struct {
        const char *word;
        unsigned bits;
    } rows[] = {{"revenue", MONEY_REVENUE}, {"recurrent", MONEY_RECURRENT}, {"one-off", MONEY_ONE_OFF},
                {"capital", MONEY_CAPITAL}, {"income", MONEY_INCOME},       {"transfer", MONEY_TRANSFER}};
    struct str word = next_word(r);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_eq(word, str_of(rows[i].word)))
            return rows[i].bits;
    bad(r, "not a kind of money:", word);
    return 0;
}

static void read_per(struct reader *r, struct matter *q)
{
    struct str axis = next_word(r);
    for (int i = 1; i < AXES; i++)
        if (str_eq(axis, str_of(axis_names[i]))) {
            q->per[i] = read_money(r);
            return;
        }
    bad(r, "per what?", axis);
}

/* The day must be known before the powers are worked out, and they before the facts. */
static date day_asked(struct reader r)
{
    date on = date_of(2024, 5, 1);
    while (r.rest.n)
        if (str_eq(next_word(&r), S("on")))
            on = read_date(&r);
    return on;
}

static void read_fact(struct reader *r, const struct authority *u, struct matter *q, struct fact *facts,
                      bool yes)
{
    struct str key = next_word(r);
    id atom = map_get(&u->atom_names, key);
    if (atom == NONE)
        bad(r, "no condition has the words", key);
    facts[q->n_facts++] = (struct fact){atom, yes};
    q->facts = facts;
}

static void read_areas(struct reader *r, const struct model *m, struct matter *q)
{
    do {
        struct str word = next_word(r);
        id p = model_find_population(m, word);
        if (p == NONE)
            bad(r, "no population", word);
        *vec_push(&memory, &q->populations) = p;
    } while (r->rest.n && r->rest.p[0] == ',');
}

static struct matter read_matter(struct reader *r, const struct authority *u)
{
    struct matter q = matter_new();
    struct fact *facts = NEW_ARRAY(&memory, struct fact, 32);
    struct str word = next_word(r);
    q.function = tree_find(&u->m->functions, word);
    q.service = 0;
    if (q.function == NONE)
        bad(r, "no function", word);
    while ((word = next_word(r)).n) {
        if (str_eq(word, S("of")) && (q.service = tree_find(&u->m->services, peek_word(r))) != NONE)
            next_word(r);
        else if (str_eq(word, S("for")))
            read_areas(r, u->m, &q);
        else if (str_eq(word, S("at")))
            q.value = read_money(r);
        else if (str_eq(word, S("in")))
            q.kinds = read_kind(r);
        else if (str_eq(word, S("on")))
            read_date(r);
        else if (str_eq(word, S("begun")))
            q.begun = read_date(r);
        else if (str_eq(word, S("per")))
            read_per(r, &q);
        else if (str_eq(word, S("given")) || str_eq(word, S("not")))
            read_fact(r, u, &q, facts, str_eq(word, S("given")));
        else
            bad(r, "cannot read", word);
    }
    if (!q.populations.n)
        bad(r, "for whom?", r->c->questions.at[0]);
    return q;
}

/* ---- one case ------------------------------------------------------------------------------ */

static struct model *link_case(struct findings *f, struct str text)
{
    struct node *files[8];
    uint32_t n = 0;
    files[n++] = read_text(f, S("case"), text);
    const struct node *head = files[0]->body;
    while (head && head->kind != NODE_HANDBOOK)
        head = head->next;
    const struct node *under = head ? node_clause(head, CLAUSE_UNDER) : NULL;
    if (under && str_eq(under->args->args->text, S("tiny")))
        files[n++] = read_text(f, S("tiny-law"), file_text(f->a, S("test/data/tiny-law.remit")));
    else
        laws_of_2022(f, files, &n);
    return model_link(f, files, n);
}

static void test_case(void **state)
{
    const struct a_case *c = *state;
    unsigned wrong = 0;
    for (uint32_t i = 0; i < c->questions.n; i++) {
        struct arena_mark mark = arena_mark(&memory);
        struct findings *f = findings_new(&memory);
        struct reader r = {c->questions.at[i], c};
        struct model *m = link_case(f, c->text);
        if (findings_count(f, SEVERITY_ERROR)) {
            fprintf(stderr, "%.*s: %.*s:\n%.*s", STR(c->file), STR(c->title),
                    STR(findings_text(&memory, f, false)));
            fail();
        }
        struct authority *u = authority_open(&memory, m, day_asked(r));
        struct matter q = read_matter(&r, u);
        struct answer x = answer_new(&memory);
        authority_who(u, &q, &x);
        struct str said = answer_text(u, &q, &x);
        if (!str_eq(said, c->answers.at[i])) {
            fprintf(stderr, "%.*s: %.*s\n  ? %.*s\n  = %.*s\n  but: %.*s\n", STR(c->file), STR(c->title),
                    STR(c->questions.at[i]), STR(c->answers.at[i]), STR(said));
            wrong++;
        }
        arena_rewind(&memory, mark);
    }
    assert_int_equal(wrong, 0);
    assert_true(c->questions.n > 0);
}

/* ---- reading the files --------------------------------------------------------------------- */

static struct str line_of(struct str *text)
{
    size_t n = str_find(*text, '\n');
    struct str line = str_sub(*text, 0, n);
    *text = str_sub(*text, n < text->n ? n + 1 : n, text->n);
    return line;
}

static struct str without(struct str line, size_t mark)
{
    while (line.n && line.p[line.n - 1] == ' ')
        line.n--;
    return str_sub(line, mark, line.n);
}

static void end_case(struct a_case *c, struct buf *text)
{
    if (c->title.n) {
        c->text = buf_str(text);
        if (c->questions.n != c->answers.n) {
            fprintf(stderr, "%.*s: %.*s: %u questions, %u answers\n", STR(c->file), STR(c->title),
                    c->questions.n, c->answers.n);
            exit(2);
        }
    }
}

static void read_cases(struct str path, cases *out)
{
    struct str text = file_text(&memory, path);
    struct buf shared = buf_new(&memory), own = buf_new(&memory);
    struct a_case c = {.file = path};
    while (text.n) {
        struct str line = line_of(&text);
        if (str_starts(line, S("== "))) {
            end_case(&c, &own);
            if (c.title.n)
                *vec_push(&memory, out) = c;
            c = (struct a_case){.file = path, .title = without(line, 3)};
            own = buf_new(&memory);
            buf_put(&own, buf_str(&shared));
        } else if (str_starts(line, S("? "))) {
            struct buf question = buf_new(&memory);
            buf_put(&question, without(line, 2));
            while (str_starts(text, S("    "))) /* goes on */
                buf_fmt(&question, " %.*s", STR(without(line_of(&text), 4)));
            *vec_push(&memory, &c.questions) = buf_str(&question);
        } else if (str_starts(line, S("= "))) {
            *vec_push(&memory, &c.answers) = without(line, 2);
        } else {
            buf_fmt(c.title.n ? &own : &shared, "%.*s\n", STR(line));
        }
    }
    end_case(&c, &own);
    if (c.title.n)
        *vec_push(&memory, out) = c;
}

int main(void)
{
    cases all = {0};
    struct str *names, why;
    uint32_t n;
    if (setjmp(out_of_memory)) {
        fprintf(stderr, "out of memory\n");
        return 1;
    }
    arena_init(&memory, 512, &out_of_memory);
    if (!os_list(&memory, S("test/cases/authority"), &names, &n, &why)) {
        fprintf(stderr, "%.*s (tests run from the project's folder)\n", STR(why));
        return 2;
    }
    for (uint32_t i = 0; i < n; i++)
        if (str_ends(names[i], S(".txt")))
            read_cases(str_fmt(&memory, "test/cases/authority/%.*s", STR(names[i])), &all);
    struct CMUnitTest *tests = NEW_ARRAY(&memory, struct CMUnitTest, all.n + 1);
    for (uint32_t i = 0; i < all.n; i++)
        tests[i] = (struct CMUnitTest){
            .name = str_z(&memory, str_fmt(&memory, "%.*s: %.*s", STR(all.at[i].file), STR(all.at[i].title))),
            .test_func = test_case,
            .initial_state = &all.at[i]};
    int failed = _cmocka_run_group_tests("rules", tests, all.n, NULL, NULL);
    arena_free(&memory);
    return failed;
}
