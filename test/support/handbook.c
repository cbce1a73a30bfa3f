/* handbook.c: see handbook.h. */
#include "support/handbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"

/* ---- texts to models ----------------------------------------------------------------------- */

struct findings *findings_new(struct arena *a)
{
    struct findings *f = NEW(a, struct findings);
    f->a = a;
    return f;
}

struct node *read_text(struct findings *f, struct str path, struct str text)
{
    *vec_push(f->a, &f->sources) = (struct source){path, text};
    return parse_file(f, f->sources.n - 1);
}

struct str built_in_law(const char *name)
{
    for (size_t i = 0; i < embedded_file_count; i++)
        if (strcmp(embedded_files[i].name, name) == 0)
            return (struct str){(const char *)embedded_files[i].bytes, embedded_files[i].length};
    check(!"a law that the program does not have");
    return S("");
}

struct str text_repeated(struct arena *a, const char *before, const char *piece, unsigned n,
                         const char *after)
{
    struct buf b = buf_new(a);
    buf_z(&b, before);
    for (unsigned i = 0; i < n; i++)
        for (const char *p = piece; *p; p++)
            if (*p == '%')
                buf_fmt(&b, "%u", i);
            else
                buf_putc(&b, *p);
    buf_z(&b, after);
    return buf_str(&b);
}

struct str file_text(struct arena *a, struct str path)
{
    struct str text, why;
    if (!os_read(a, path, &text, &why)) {
        fprintf(stderr, "%.*s (tests run from the project's folder)\n", STR(why));
        exit(2);
    }
    return text;
}

void remit_files(struct arena *a, struct str folder, texts *out)
{
    struct str *names, why;
    uint32_t n;
    if (!os_list(a, folder, &names, &n, &why)) {
        fprintf(stderr, "%.*s (tests run from the project's folder)\n", STR(why));
        exit(2);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct str path = str_fmt(a, "%.*s/%.*s", STR(folder), STR(names[i]));
        if (os_is_dir(a, path))
            remit_files(a, path, out);
        else if (str_ends(path, S(".remit")))
            *vec_push(a, out) = path;
    }
}

void laws_of_2022(struct findings *f, struct node **files, uint32_t *n)
{
    static const char *const names[] = {"hca-2022.remit", "england.remit", "functions.remit",
                                        "services.remit"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        files[(*n)++] = read_text(f, str_fmt(f->a, "laws/%s", names[i]), built_in_law(names[i]));
}

struct model *link_text(struct findings *f, struct str text)
{
    struct node *files[8];
    uint32_t n = 0;
    files[n++] = read_text(f, S("handbook"), text);
    laws_of_2022(f, files, &n);
    return model_link(f, files, n);
}

/* ---- comparing ----------------------------------------------------------------------------- */

struct str findings_lines(struct arena *a, struct findings *f, uint32_t file)
{
    struct buf b = buf_new(a);
    findings_sort(f);
    for (uint32_t i = 0; i < f->list.n; i++) {
        const struct finding *x = &f->list.at[i];
        if (x->pos.file != file)
            continue;
        buf_fmt(&b, "%s %u:%u %.*s", x->code, x->pos.line, x->pos.column, STR(x->message));
        if (x->other_message.n)
            buf_fmt(&b, " (%u:%u %.*s)", x->other.line, x->other.column, STR(x->other_message));
        if (x->mend.n)
            buf_fmt(&b, " | %.*s", STR(x->mend));
        buf_putc(&b, '\n');
    }
    return buf_str(&b);
}

bool trees_same(const struct node *a, const struct node *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (a->kind != b->kind || a->block != b->block ||
            /* "£3.2 million" is £3.2m: amounts are their value */
            (a->kind != ARG_MONEY && a->kind != ARG_PERCENT && !str_eq(a->text, b->text)) ||
            a->value != b->value || !trees_same(a->args, b->args) ||
            !trees_same(a->clauses, b->clauses) || !trees_same(a->body, b->body))
            return false;
    return !a && !b;
}

static void put_comments(struct buf *b, const struct comment *c)
{
    for (; c; c = c->next) {
        buf_put(b, c->text);
        buf_putc(b, '\n');
    }
}

struct str comments_of(struct arena *a, struct str text)
{
    struct findings *f = findings_new(a);
    struct buf b = buf_new(a);
    uint32_t n;
    *vec_push(a, &f->sources) = (struct source){S("text"), text};
    const struct token *t = tokens_of(f, 0, &n);
    for (uint32_t i = 0; i < n; i++) {
        put_comments(&b, t[i].before);
        put_comments(&b, t[i].after);
    }
    return buf_str(&b);
}

struct str layout_fault(struct arena *a, struct str text)
{
    struct findings *f = findings_new(a);
    const struct node *tree = read_text(f, S("as written"), text);
    if (f->list.n)
        return S("");
    struct str laid = print_file(a, tree);
    const struct node *again = read_text(f, S("laid out"), laid);
    if (f->list.n)
        return str_fmt(a, "what is laid out cannot be read: %.*s",
                       STR(findings_lines(a, f, 1)));
    if (!trees_same(tree, again))
        return S("what is laid out says something else");
    if (!str_eq(comments_of(a, text), comments_of(a, laid)))
        return S("comments are lost or in another order");
    if (!str_eq(laid, print_file(a, again)))
        return S("what is laid out would be laid out in another way");
    return S("");
}

/* ---- a model in words ---------------------------------------------------------------------- */

static void put_ids(struct buf *b, const struct model *m, const char *what, const ids *list)
{
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(b, "%s%.*s", i ? "," : what, STR(m->bodies.at[list->at[i]].name));
}

static struct str area(const struct model *m, id p)
{
    return p == NONE ? S("-") : m->populations.at[p].name;
}

static void put_span(struct buf *b, struct span s)
{
    buf_fmt(b, " %d..%d", s.from, s.until);
}

static void put_boxes(struct buf *b, const struct model *m, const struct boxes *x)
{
    for (uint32_t i = 0; i < x->in.n + x->except.n; i++) {
        bool in = i < x->in.n;
        struct box v = in ? x->in.at[i] : x->except.at[i - x->in.n];
        buf_fmt(b, " %s%.*s/%.*s/%.*s", in ? "" : "except ",
                STR(m->functions.at.at[v.function].name), STR(m->services.at.at[v.service].name),
                STR(area(m, v.population)));
    }
    if (x->own_area)
        buf_z(b, " own-area");
}

static void put_amount(struct buf *b, const struct model *m, const struct amount *x)
{
    buf_fmt(b, " %d:%lld/%lld", (int)x->how, (long long)x->value, (long long)x->people);
    if (x->base != NONE)
        buf_fmt(b, " of %.*s", STR(m->amounts.at[x->base].name));
    for (uint32_t i = 0; i < x->n; i++)
        put_amount(b, m, &x->parts[i]);
}

static void put_limits(struct buf *b, const struct model *m, const limit_list *list, unsigned kinds)
{
    for (uint32_t i = 0; i < list->n; i++) {
        const struct limit *x = &list->at[i];
        buf_fmt(b, " limit %d/%d [%.*s]", (int)x->edge, (int)x->axis, STR(x->measured));
        put_amount(b, m, &x->amount);
    }
    buf_fmt(b, " money %u", kinds);
}

static void put_literal(struct buf *b, const struct model *m, literal x)
{
    if (x == NONE)
        return;
    const struct atom *a = &m->atoms.at[x / 2];
    buf_fmt(b, " %s[%d %.*s = %.*s", x % 2 ? "not" : "", (int)a->kind, STR(a->key), STR(a->text));
    put_ids(b, m, " by ", &a->bodies);
    buf_z(b, "]");
}

static void put_party(struct buf *b, const struct model *m, const struct party *p)
{
    buf_fmt(b, " {%.*s", STR(p->text));
    for (uint32_t i = 0; i < p->alts.n; i++) {
        buf_fmt(b, " %u of", p->alts.at[i].need);
        put_ids(b, m, " ", &p->alts.at[i].bodies);
        put_literal(b, m, p->alts.at[i].when);
    }
    buf_z(b, "}");
}

static void put_seats(struct buf *b, const struct model *m, const struct body *x)
{
    for (uint32_t i = 0; i < x->seats.n; i++) {
        const struct seat *s = &x->seats.at[i];
        buf_fmt(b, "  seat %.*s: %u %d%d%d%d%d %u\n", STR(s->text), s->count, s->voting,
                s->shared_vote, s->own_area_vote, s->rotating, s->deputy_named, s->deputy);
    }
    for (uint32_t i = 0; i < x->quorums.n; i++) {
        const struct quorum *q = &x->quorums.at[i];
        buf_fmt(b, "  quorum %.*s: %d %d %u/%u %u needs %u\n", STR(q->text), (int)q->how,
                (int)q->base, q->count, q->over, q->no_fewer, q->needs.n);
    }
    for (uint32_t i = 0; i < x->votes.n; i++)
        buf_fmt(b, "  votes %.*s: %u %d\n", STR(x->votes.at[i].text), x->votes.at[i].ways.n,
                x->votes.at[i].tie);
    for (uint32_t i = 0; i < x->conflicts.n; i++) {
        buf_fmt(b, "  conflict %.*s", STR(x->conflicts.at[i].effect));
        put_boxes(b, m, &x->conflicts.at[i].on);
        buf_putc(b, '\n');
    }
}

static void put_bodies(struct buf *b, const struct model *m)
{
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        const struct body *x = &m->bodies.at[m->by_rank.at[r]];
        buf_fmt(b, "body %.*s \"%.*s\" %.*s for %.*s", STR(x->name), STR(x->title),
                STR(m->kinds.at[x->kind].name), STR(area(m, x->population)));
        put_ids(b, m, " of ", &x->parents);
        put_ids(b, m, " reports ", &x->reports_to);
        put_span(b, x->life);
        put_span(b, x->terms);
        buf_fmt(b, " %d%d%d%d%d %lld %lld held %.*s rated %.*s meets %.*s\n", x->has_terms,
                x->terms_draft, x->passes_nothing, x->scheme_unknown, x->implied,
                (long long)x->budget, (long long)x->places, STR(x->held_by), STR(x->rating),
                STR(x->meets));
        put_seats(b, m, x);
    }
}

static void put_grants(struct buf *b, const struct model *m)
{
    for (uint32_t i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        buf_fmt(b, "grant %.*s to", STR(m->bodies.at[g->holder].name));
        put_party(b, m, &g->to);
        put_party(b, m, &g->agree);
        put_boxes(b, m, &g->what);
        put_limits(b, m, &g->limits, g->kinds);
        for (uint32_t k = 0; k < g->conditions.n; k++)
            put_literal(b, m, g->conditions.at[k]);
        for (uint32_t k = 0; k < g->after.n; k++)
            buf_fmt(b, " then %.*s", STR(g->after.at[k].text));
        put_span(b, g->life);
        buf_fmt(b, " pass %d%d%d%d%d%d %d%d%d%d%d%d %s %.*s %.*s %.*s\n", g->passing.said,
                g->passing.allowed, g->passing.smaller, g->passing.upward, g->passing.once,
                g->passing.needs_leave, g->leave_given, g->exclusive, g->concurrent,
                g->notwithstanding, g->residual, g->deputising, g->route == NONE ? "-" : "routed",
                STR(g->reference), STR(g->label), STR(g->recall));
    }
}

static void put_reservations(struct buf *b, const struct model *m)
{
    for (uint32_t i = 0; i < m->reservations.n; i++) {
        const struct reservation *v = &m->reservations.at[i];
        buf_fmt(b, "reserved to %.*s", STR(m->bodies.at[v->owner].name));
        put_boxes(b, m, &v->what);
        put_limits(b, m, &v->limits, v->kinds);
        for (uint32_t k = 0; k < v->when.n; k++)
            put_literal(b, m, v->when.at[k]);
        put_span(b, v->life);
        buf_fmt(b, " %.*s %.*s\n", STR(v->label), STR(v->reference));
    }
}

static void put_tree(struct buf *b, const char *what, const struct tree *t)
{
    for (uint32_t i = 0; i < t->at.n; i++)
        buf_fmt(b, "%s %u %.*s \"%.*s\"\n", what, t->at.at[i].depth, STR(t->at.at[i].name),
                STR(t->at.at[i].title));
}

static void put_papers(struct buf *b, const struct model *m)
{
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        buf_fmt(b, "instrument %.*s \"%.*s\"", STR(v->name), STR(v->title));
        put_ids(b, m, " of ", &v->of);
        put_span(b, v->life);
        buf_fmt(b, " %d %d%d\n", v->review, v->draft, v->unknown);
    }
    for (uint32_t i = 0; i < m->funds.n; i++) {
        buf_fmt(b, "fund %.*s", STR(m->funds.at[i].name));
        put_ids(b, m, " of ", &m->funds.at[i].partners);
        buf_putc(b, '\n');
    }
    for (uint32_t i = 0; i < m->call_ins.n; i++) {
        buf_fmt(b, "call-in %.*s %.*s", STR(m->call_ins.at[i].name), STR(m->call_ins.at[i].text));
        put_party(b, m, &m->call_ins.at[i].on);
        buf_putc(b, '\n');
    }
    for (uint32_t i = 0; i < m->ladders.n; i++) {
        buf_fmt(b, "ladder %.*s", STR(m->ladders.at[i].name));
        for (uint32_t k = 0; k < m->ladders.at[i].steps.n; k++)
            put_party(b, m, &m->ladders.at[i].steps.at[k].who);
        buf_putc(b, '\n');
    }
    for (uint32_t i = 0; i < m->successions.n; i++)
        buf_fmt(b, "succession %d %u %d\n", m->successions.at[i].on, m->successions.at[i].passes.n,
                m->successions.at[i].saving);
}

struct str model_text(struct arena *a, const struct model *m)
{
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < m->handbooks.n; i++) {
        const struct handbook *h = &m->handbooks.at[i];
        buf_fmt(&b, "handbook %.*s \"%.*s\" %.*s of %.*s\n", STR(h->name), STR(h->title),
                STR(h->edition), STR(h->of == NONE ? S("-") : m->bodies.at[h->of].name));
    }
    put_tree(&b, "function", &m->functions);
    put_tree(&b, "service", &m->services);
    for (uint32_t i = 0; i < m->populations.n; i++) {
        const struct population *p = &m->populations.at[i];
        buf_fmt(&b, "population %u %.*s \"%.*s\" %lld %u\n", p->depth, STR(p->name), STR(p->title),
                (long long)p->people, p->also.n);
    }
    put_bodies(&b, m);
    put_grants(&b, m);
    put_reservations(&b, m);
    put_papers(&b, m);
    buf_fmt(&b,
            "laws %u kinds %u routes %u allows %u duties %u abolished %u roles %u amounts %u lines %u "
            "advices %u tests %u states %u published %u unnamed %u matters %u not-known %u "
            "proposers %u\n",
            m->laws.n, m->kinds.n, m->routes.n, m->allows.n, m->duties.n, m->abolished.n,
            m->roles.n, m->amounts.n, m->lines.n, m->advices.n, m->tests.n, m->states.n,
            m->published.n, m->unnamed.n, m->matters.n, m->not_knowns.n, m->proposers.n);
    return buf_str(&b);
}

/* ---- commands ------------------------------------------------------------------------------ */

__attribute__((noinline)) /* else gcc fears for its variables at setjmp */
static int split(struct arena *a, const char *words, char **argv, int most)
{
    int n = 0;
    while (*words) {
        size_t k = *words == '\'' ? strcspn(words + 1, "'") : strcspn(words, " ");
        check(n < most);
        words += *words == '\'';
        char *word = arena_alloc(a, k + 1, 1);
        argv[n++] = memcpy(word, words, k);
        words += k;
        words += *words == '\'';
        words += strspn(words, " ");
    }
    return n;
}

static int go(struct run *r, int argc, char **argv)
{
    int taken = 0;
    const struct action *act = action_named(r, argc, argv, &taken);
    check(act != NULL);
    if (!run_parse(r, act, argc - taken, argv + taken))
        return EXIT_BAD;
    if (run_has(r, "help")) {
        r->words.n = 0;
        for (int i = 0; i < taken; i++)
            *vec_push(r->a, &r->words) = str_of(argv[i]);
        return action_help(r);
    }
    return act->go(r);
}

struct outcome command_failing(struct arena *a, const char *words, unsigned long n)
{
    enum { MOST = 64 };
    char *argv[MOST];
    int argc = split(a, words, argv, MOST);
    jmp_buf out_of_memory;
    struct arena inner;
    struct run r = {.a = &inner};
    arena_init(&inner, LIMIT_ARENA_MB, &out_of_memory);
    arena_fail_at(n);
    if (setjmp(out_of_memory)) {
        arena_fail_at(0);
        arena_free(&inner);
        return (struct outcome){.code = -1};
    }
    r.out = buf_new(&inner);
    r.err = buf_new(&inner);
    r.on = date_of(2024, 5, 1);
    int code = go(&r, argc, argv);
    arena_fail_at(0);
    struct outcome x = {code, str_copy(a, buf_str(&r.out)), str_copy(a, buf_str(&r.err))};
    arena_free(&inner);
    return x;
}

struct outcome command(struct arena *a, const char *words)
{
    return command_failing(a, words, 0);
}

/* ---- chance and time ----------------------------------------------------------------------- */

struct chance chance_new(uint64_t seed)
{
    return (struct chance){seed * 0x9e3779b97f4a7c15u + 1};
}

uint32_t chance_below(struct chance *c, uint32_t n)
{
    uint64_t x = (c->state += 0x9e3779b97f4a7c15u); /* splitmix64 */
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((x ^ (x >> 31)) % n);
}

unsigned rounds(unsigned usual)
{
    const char *said = getenv("REMIT_ROUNDS");
    return said && *said ? (unsigned)strtoul(said, NULL, 10) : usual;
}

bool is_valgrind(void)
{
    return rounds(1000) <= 100;
}

bool is_slow(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
    return is_valgrind();
}
