/* explain.c: remit explain: a finding's rule, or everything that the handbook says of a
 * named thing, in words. */
#include <string.h>

#include "actions/json.h"
#include "actions/say.h"

struct explaining {
    struct run *r;
    const struct model *m;
    struct str name;
    id handbook;
};

/* ---- in words, then as it is written ----------------------------------------------------- */

/* The lines of a block in words; those of which there may be several, as a list. */
static void lines(struct explaining *e, const struct node *block)
{
    sayings all = {0};
    const char *last = "";
    say_block(e->r->a, e->m, e->handbook, block, NULL, &all);
    for (uint32_t i = 0; i < all.n; i++) {
        const struct said *x = &all.at[i];
        bool list = x->several && ((i + 1 < all.n && all.at[i + 1].what == x->what) ||
                                   (i && all.at[i - 1].what == x->what));
        if (!list)
            buf_fmt(&e->r->out, "  %s: %.*s\n", x->what, STR(x->text));
        else if (last == x->what)
            buf_fmt(&e->r->out, "    - %.*s\n", STR(x->text));
        else
            buf_fmt(&e->r->out, "  %s%s:\n    - %.*s\n", x->what,
                    x->what[strlen(x->what) - 1] == 'y' ? "" : "s", STR(x->text));
        last = x->what;
    }
}

/* The statement itself, as a quotation. */
static void written(struct explaining *e, struct pos pos, const struct node *n)
{
    if (!n || pos.file == POS_NOWHERE)
        return;
    struct node one = *n, file = {.kind = NODE_FILE, .body = &one};
    one.next = NULL;
    one.before = NULL;
    struct str text = print_file(e->r->a, &file);
    buf_fmt(&e->r->out, "  as written at %.*s:%u\n", STR(e->m->findings->sources.at[pos.file].path),
            pos.line);
    while (text.n) {
        size_t to = str_find(text, '\n');
        buf_fmt(&e->r->out, "    | %.*s\n", (int)to, text.p);
        text = str_sub(text, to < text.n ? to + 1 : to, text.n);
    }
}

static void where(struct explaining *e, struct pos pos)
{
    if (pos.file != POS_NOWHERE)
        buf_fmt(&e->r->out, "  written at %.*s:%u\n",
                STR(e->m->findings->sources.at[pos.file].path), pos.line);
}

/* ---- bodies ------------------------------------------------------------------------------ */

static void list_bodies(struct explaining *e, const char *what, const ids *list)
{
    for (uint32_t i = 0; i < list->n; i++)
        buf_fmt(&e->r->out, "%s%.*s%s", i ? ", " : what, STR(body_title(e->m, list->at[i])),
                i + 1 == list->n ? "\n" : "");
}

static void named_in(struct explaining *e, id body)
{
    const struct model *m = e->m;
    for (uint32_t i = 0; i < m->lines.n; i++)
        if (m->lines.at[i].from == body)
            buf_fmt(&e->r->out, "  accountable to %.*s by %s%s%.*s\n",
                    STR(body_title(m, m->lines.at[i].to)), line_names[m->lines.at[i].kind],
                    m->lines.at[i].what.n ? " for " : "", STR(m->lines.at[i].what));
    for (uint32_t i = 0; i < m->instruments.n; i++)
        for (uint32_t k = 0; k < m->instruments.at[i].of.n; k++)
            if (m->instruments.at[i].of.at[k] == body)
                buf_fmt(&e->r->out, "  party to %.*s\n", STR(m->instruments.at[i].title));
    for (uint32_t i = 0; i < m->not_knowns.n; i++)
        for (uint32_t k = 0; k < m->not_knowns.at[i].of.n; k++)
            if (m->not_knowns.at[i].of.at[k] == body)
                buf_fmt(&e->r->out, "  not known: %.*s\n", STR(m->not_knowns.at[i].text));
}

/* Seats of other bodies, and whose deputy: a post is known by these too. */
static void sits_on(struct explaining *e, id body)
{
    const struct model *m = e->m;
    for (id i = 0; i < m->bodies.n; i++)
        for (uint32_t k = 0; k < m->bodies.at[i].seats.n; k++)
            if (m->bodies.at[i].seats.at[k].body == body && m->bodies.at[i].whole == NONE)
                buf_fmt(&e->r->out, "  sits on %.*s%s\n", STR(body_title(m, i)),
                        m->bodies.at[i].seats.at[k].voting ? "" : ", non-voting");
}

static bool explain_body(struct explaining *e)
{
    const struct model *m = e->m;
    id i = model_find_body(m, e->name, NONE);
    for (id h = 0; i == NONE && h < m->handbooks.n; h++)
        i = model_find_body(m, e->name, h);
    for (id k = 0; i == NONE && k < m->bodies.n; k++)
        if (str_eq_fold(m->bodies.at[k].title, e->name))
            i = k;
    if (i == NONE)
        return false;
    const struct body *b = &m->bodies.at[i];
    struct str span = tell_span(e->r->a, b->life);
    e->handbook = b->handbook;
    buf_fmt(&e->r->out, "%.*s: %.*s", STR(b->title), STR(m->kinds.at[b->kind].title));
    if (b->population != NONE)
        buf_fmt(&e->r->out, ", for %.*s", STR(m->populations.at[b->population].title));
    buf_fmt(&e->r->out, "%s%.*s\n", span.n ? ", " : "", STR(span));
    list_bodies(e, "  part of ", &b->parents);
    if (b->ods.n)
        buf_fmt(&e->r->out, "  ODS code %.*s\n", STR(b->ods));
    if (b->source.n)
        buf_fmt(&e->r->out, "  source: %.*s\n", STR(b->source));
    if (b->note.n)
        buf_fmt(&e->r->out, "  note: %.*s\n", STR(b->note));
    lines(e, b->node ? b->node->body : NULL);
    sits_on(e, i);
    named_in(e, i);
    if (!e->r->shelf)
        buf_fmt(&e->r->out, "  remit may %.*s tells what it may decide\n", STR(b->name));
    written(e, b->pos, b->node);
    return true;
}

/* ---- everything else ------------------------------------------------------------------------ */

static bool explain_code(struct explaining *e)
{
    const struct code *c = code_find(e->name);
    if (!c)
        return false;
    buf_fmt(&e->r->out, "%s (%s): %s\n\n%s\n\nSource: %s\nMend:   %s\n", c->code,
            severity_word(c->severity), c->title, c->rule, c->source, c->mend);
    return true;
}

static bool explain_instrument(struct explaining *e)
{
    const struct model *m = e->m;
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *x = &m->instruments.at[i];
        if (!str_eq(x->name, e->name))
            continue;
        struct str span = tell_span(e->r->a, x->life);
        buf_fmt(&e->r->out, "%.*s: %.*s%s%.*s\n", STR(x->title.n ? x->title : x->name),
                STR(x->route != NONE ? m->routes.at[x->route].title : S("instrument")),
                span.n ? ", " : "", STR(span));
        list_bodies(e, "  between ", &x->of);
        if (x->host != NONE)
            buf_fmt(&e->r->out, "  host: %.*s\n", STR(body_title(m, x->host)));
        if (x->lead != NONE)
            buf_fmt(&e->r->out, "  lead: %.*s\n", STR(body_title(m, x->lead)));
        if (x->manager != NONE)
            buf_fmt(&e->r->out, "  manager: %.*s\n", STR(body_title(m, x->manager)));
        if (x->review != DATE_MAX)
            buf_fmt(&e->r->out, "  review by %.*s\n", STR(date_long(e->r->a, x->review)));
        struct str last = S("");
        for (uint32_t k = 0; k < m->grants.n; k++) {
            if (m->grants.at[k].instrument != i)
                continue;
            struct str line =
                str_fmt(e->r->a, "  under it %.*s delegates to %.*s\n",
                        STR(body_title(m, m->grants.at[k].holder)), STR(m->grants.at[k].to.text));
            if (!str_eq(line, last)) /* one line a delegation, not one a function */
                buf_put(&e->r->out, line);
            last = line;
        }
        where(e, x->pos);
        return true;
    }
    return false;
}

static bool explain_ladder(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->ladders.n; i++) {
        const struct ladder *x = &e->m->ladders.at[i];
        if (!str_eq(x->name, e->name))
            continue;
        buf_fmt(&e->r->out, "%.*s, level by level:\n", STR(x->title));
        for (uint32_t k = 0; k < x->steps.n; k++) {
            const struct step *s = &x->steps.at[k];
            buf_fmt(&e->r->out, "  %u. %.*s%s%.*s\n", k + 1,
                    STR(s->outside.n ? s->outside : s->who.text), s->within.n ? ", " : "",
                    STR(s->within));
        }
        where(e, x->pos);
        return true;
    }
    return false;
}

static bool explain_call_in(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->call_ins.n; i++) {
        const struct call_in *x = &e->m->call_ins.at[i];
        if (!str_eq(x->name, e->name))
            continue;
        e->handbook = x->handbook;
        buf_fmt(&e->r->out, "%.*s: decisions of %.*s may be called in\n", STR(x->title),
                STR(x->on.text));
        for (uint32_t k = 0; k < x->by.n; k++)
            buf_fmt(&e->r->out, "  %s %.*s\n", k ? "or by" : "by", STR(x->by.at[k].text));
        buf_fmt(&e->r->out, "  %.*s\n", STR(x->text));
        where(e, x->pos);
        return true;
    }
    return false;
}

static bool explain_fund(struct explaining *e)
{
    const struct model *m = e->m;
    for (uint32_t i = 0; i < m->funds.n; i++) {
        const struct fund *x = &m->funds.at[i];
        if (!str_eq(x->name, e->name))
            continue;
        e->handbook = x->handbook;
        buf_fmt(&e->r->out, "%.*s: a pooled fund\n", STR(x->title.n ? x->title : x->name));
        if (x->instrument != NONE)
            buf_fmt(&e->r->out, "  under %.*s\n", STR(m->instruments.at[x->instrument].title));
        if (x->host != NONE)
            buf_fmt(&e->r->out, "  host: %.*s\n", STR(body_title(m, x->host)));
        if (x->lead != NONE)
            buf_fmt(&e->r->out, "  lead: %.*s\n", STR(body_title(m, x->lead)));
        if (x->manager != NONE)
            buf_fmt(&e->r->out, "  manager: %.*s\n", STR(body_title(m, x->manager)));
        lines(e, x->node ? x->node->body : NULL);
        written(e, x->pos, x->node);
        return true;
    }
    return false;
}

static bool explain_state_or_test(struct explaining *e)
{
    const struct model *m = e->m;
    for (uint32_t i = 0; i < m->states.n; i++)
        if (str_eq(m->states.at[i].name, e->name)) {
            buf_fmt(&e->r->out, "%.*s: a state\n", STR(m->states.at[i].title));
            e->handbook = m->states.at[i].handbook;
            if (m->states.at[i].node)
                buf_fmt(&e->r->out, "  %.*s\n",
                        STR(say_clauses(e->r->a, m, e->handbook, m->states.at[i].node)));
            for (uint32_t k = 0; k < m->states.at[i].declared.n; k++)
                buf_fmt(&e->r->out, "  declared %.*s\n",
                        STR(tell_span(e->r->a, m->states.at[i].declared.at[k])));
            written(e, m->states.at[i].pos, m->states.at[i].node);
            return true;
        }
    for (uint32_t i = 0; i < m->tests.n; i++)
        if (str_eq(m->tests.at[i].name, e->name)) {
            buf_fmt(&e->r->out, "%.*s: a test%s%.*s\n", STR(m->tests.at[i].title),
                    m->tests.at[i].ruled_by.n ? ", as ruled by " : "",
                    STR(m->tests.at[i].ruled_by));
            where(e, m->tests.at[i].pos);
            return true;
        }
    return false;
}

static bool explain_tree(struct explaining *e, const struct tree *t, const char *what)
{
    id x = tree_find(t, e->name);
    if (x == NONE)
        return false;
    const struct tree_node *n = &t->at.at[x];
    buf_fmt(&e->r->out, "%.*s: a %s\n", STR(n->title), what);
    if (n->parent != NONE)
        buf_fmt(&e->r->out, "  under %.*s\n", STR(t->at.at[n->parent].title));
    for (id k = x + 1; k < n->end; k++)
        if (t->at.at[k].parent == x)
            buf_fmt(&e->r->out, "  over  %.*s (%.*s)\n", STR(t->at.at[k].title),
                    STR(t->at.at[k].name));
    if (n->source.n)
        buf_fmt(&e->r->out, "  source: %.*s\n", STR(n->source));
    where(e, n->pos);
    return true;
}

static bool explain_population(struct explaining *e)
{
    const struct model *m = e->m;
    id i = model_find_population(m, e->name);
    if (i == NONE)
        return false;
    const struct population *p = &m->populations.at[i];
    buf_fmt(&e->r->out, "%.*s: a %s\n", STR(p->title), level_names[p->level]);
    if (p->parent != NONE)
        buf_fmt(&e->r->out, "  within %.*s\n", STR(m->populations.at[p->parent].title));
    if (p->people >= 0)
        buf_fmt(&e->r->out, "  %.*s people\n", STR(number_text(e->r->a, p->people)));
    if (p->coterminous.n)
        buf_fmt(&e->r->out, "  coterminous with %.*s\n", STR(p->coterminous));
    for (id b = 0; b < m->bodies.n; b++)
        if (m->bodies.at[b].population == i && m->bodies.at[b].placed)
            buf_fmt(&e->r->out, "  served by %.*s\n", STR(m->bodies.at[b].title));
    where(e, p->pos);
    return true;
}

static bool explain_kind(struct explaining *e)
{
    const struct model *m = e->m;
    bool any = false;
    for (uint32_t i = 0; i < m->kinds.n; i++) {
        const struct kind *k = &m->kinds.at[i];
        if (!str_eq(k->name, e->name))
            continue;
        any = true;
        buf_fmt(&e->r->out, "%.*s: a kind of body under %.*s%s%s%s\n", STR(k->title),
                STR(m->laws.at[k->law].title), k->flags & KIND_STATUTORY ? ", statutory" : "",
                k->flags & KIND_ADVISORY ? ", can only recommend" : "",
                k->flags & KIND_NEEDS_TERMS ? ", needs terms of reference" : "");
        for (uint32_t h = 0; h < k->holds.n; h++)
            for (uint32_t x = 0; x < k->holds.at[h].in.n; x++)
                buf_fmt(&e->r->out, "  holds by law: %.*s of %.*s\n",
                        STR(m->functions.at.at[k->holds.at[h].in.at[x].function].title),
                        STR(m->services.at.at[k->holds.at[h].in.at[x].service].title));
        if (k->source.n)
            buf_fmt(&e->r->out, "  source: %.*s\n", STR(k->source));
    }
    return any;
}

static bool explain_codes(struct explaining *e)
{
    if (!str_eq(e->name, S("codes")))
        return false;
    if (e->r->csv)
        csv_head(e->r, "code,severity,title,rule,mend,source");
    for (size_t i = 0; i < code_count; i++)
        if (e->r->csv)
            CSV_ROW(e->r, str_of(codes[i].code), str_of(severity_word(codes[i].severity)),
                    str_of(codes[i].title), str_of(codes[i].rule), str_of(codes[i].mend),
                    str_of(codes[i].source));
        else
            buf_fmt(&e->r->out, "%s  %-7s  %s\n", codes[i].code, severity_word(codes[i].severity),
                    codes[i].title);
    return true;
}

/* Words of the law, and amounts, that need a line each. */
static bool explain_word(struct explaining *e)
{
    const struct model *m = e->m;
    bool any = false;
    for (uint32_t i = 0; i < m->roles.n; i++)
        if (str_eq(m->roles.at[i].name, e->name)) {
            buf_fmt(&e->r->out, "%.*s: a role or class of posts\n", STR(m->roles.at[i].title));
            any = true;
        }
    for (uint32_t i = 0; i < m->routes.n; i++)
        if (str_eq(m->routes.at[i].name, e->name)) {
            const struct route *x = &m->routes.at[i];
            buf_fmt(
                &e->r->out,
                "%.*s: a paper to delegate under%s; when it says nothing of delegating further, "
                "that is %s\n",
                STR(x->title), x->external ? ", between organisations" : "",
                x->silence_allows ? "allowed" : "not allowed");
            any = true;
        }
    for (uint32_t i = 0; i < m->laws.n; i++)
        if (str_eq(m->laws.at[i].name, e->name)) {
            buf_fmt(&e->r->out, "%.*s: a law, %.*s\n", STR(m->laws.at[i].title),
                    STR(tell_span(e->r->a, m->laws.at[i].life)));
            any = true;
        }
    for (uint32_t i = 0; i < m->duties.n; i++)
        if (str_eq(m->duties.at[i].name, e->name)) {
            buf_fmt(&e->r->out, "%.*s: a duty in law\n", STR(m->duties.at[i].title));
            any = true;
        }
    for (uint32_t i = 0; i < m->amounts.n; i++)
        if (str_eq(m->amounts.at[i].name, e->name)) {
            const struct named_amount *x = &m->amounts.at[i];
            buf_fmt(&e->r->out, "%.*s: %.*s %.*s\n", STR(x->title.n ? x->title : x->name),
                    STR(x->value < 0 ? S("not known") : money_text(e->r->a, x->value)),
                    STR(tell_span(e->r->a, x->life)));
            any = true;
        }
    return any;
}

/* ---- the words that a handbook may use -------------------------------------------------- */

static void list_tree(struct explaining *e, const struct tree *t)
{
    if (e->r->csv)
        csv_head(e->r, "name,title,under");
    for (id i = 0; i < t->at.n; i++) {
        const struct tree_node *n = &t->at.at[i];
        if (e->r->csv) {
            CSV_ROW(e->r, n->name, n->title, n->parent == NONE ? S("") : t->at.at[n->parent].name);
            continue;
        }
        buf_pad(&e->r->out, ' ', n->depth * 2);
        buf_put(&e->r->out, n->name);
        if (!str_eq(n->name, n->title)) {
            size_t width = n->depth * 2 + n->name.n;
            buf_pad(&e->r->out, ' ', width < 44 ? 44 - width : 2);
            buf_put(&e->r->out, n->title);
        }
        buf_putc(&e->r->out, '\n');
    }
}

static void list_row(struct explaining *e, struct str name, struct str title, const char *more)
{
    if (e->r->csv) {
        CSV_ROW(e->r, name, title, str_of(more));
        return;
    }
    buf_put(&e->r->out, name);
    buf_pad(&e->r->out, ' ', name.n < 36 ? 36 - name.n : 2);
    buf_fmt(&e->r->out, "%.*s%s%s%s\n", STR(title), *more ? " (" : "", more, *more ? ")" : "");
}

static void list_kinds(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->kinds.n; i++) {
        const struct kind *k = &e->m->kinds.at[i];
        list_row(e, k->name, k->title,
                 k->flags & KIND_STATUTORY     ? "holds power by law"
                 : k->flags & KIND_ADVISORY    ? "recommends only"
                 : k->flags & KIND_NEEDS_TERMS ? "needs terms of reference"
                                               : "");
    }
}

static void list_routes(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->routes.n; i++)
        list_row(e, e->m->routes.at[i].name, e->m->routes.at[i].title,
                 e->m->routes.at[i].external ? "between organisations" : "");
}

static void list_roles(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->roles.n; i++)
        list_row(e, e->m->roles.at[i].name, e->m->roles.at[i].title, "");
}

static void list_duties(struct explaining *e)
{
    for (uint32_t i = 0; i < e->m->duties.n; i++)
        list_row(e, e->m->duties.at[i].name, e->m->duties.at[i].title, "");
}

static void list_functions(struct explaining *e)
{
    list_tree(e, &e->m->functions);
}

static void list_services(struct explaining *e)
{
    list_tree(e, &e->m->services);
}

static const struct {
    const char *word;
    void (*list)(struct explaining *);
} lists[] = {{"functions", list_functions}, {"services", list_services}, {"kinds", list_kinds},
             {"routes", list_routes},       {"roles", list_roles},       {"duties", list_duties}};

/* The vocabulary of a law, or, with --in, of the handbooks. Returns false when the word is
 * none of these. */
static bool explain_list(struct explaining *e, int *code)
{
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct structure s;
        struct str law = run_get(e->r, "law");
        if (!str_eq(e->name, str_of(lists[i].word)))
            continue;
        *code = EXIT_BAD;
        if (run_has(e->r, "in") ? load_one(e->r, &s)
                                : load_law(e->r, law.n ? law : S("hca-2022"), &s)) {
            e->m = s.m;
            if (e->r->csv && i > 1)
                csv_head(e->r, "name,title,note");
            lists[i].list(e);
            *code = EXIT_FINE;
        }
        return true;
    }
    return false;
}

/* ---- no such name ---------------------------------------------------------------------- */

#define NAMES(out, list)                                                                           \
    for (uint32_t i = 0; i < (list).n; i++)                                                        \
    map_put(a, out, (list).at[i].name, i)

void explain_names(struct arena *a, const struct model *m, struct map *out)
{
    NAMES(out, m->functions.at);
    NAMES(out, m->services.at);
    NAMES(out, m->populations);
    NAMES(out, m->instruments);
    NAMES(out, m->funds);
    NAMES(out, m->ladders);
    NAMES(out, m->call_ins);
    NAMES(out, m->states);
    NAMES(out, m->tests);
    NAMES(out, m->kinds);
    NAMES(out, m->roles);
    NAMES(out, m->routes);
    NAMES(out, m->laws);
    NAMES(out, m->duties);
    NAMES(out, m->amounts);
}

static int explain_nothing(struct explaining *e)
{
    const struct model *m = e->m;
    struct near near = near_to(e->name);
    struct map names = {0};
    for (size_t i = 0; i < code_count; i++)
        near_offer(&near, str_of(codes[i].code));
    near_offer(&near, S("codes"));
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        near_offer(&near, str_of(lists[i].word));
    for (id i = 0; i < m->bodies.n; i++)
        ask_offer_body(&near, m->bodies.at[i].name);
    explain_names(e->r->a, m, &names);
    for (uint32_t i = 0; i < names.cap; i++)
        if (names.slots[i].key.p)
            near_offer(&near, names.slots[i].key);
    return run_bad(e->r, "nothing here is called '%.*s'%.*s", STR(e->name),
                   STR(near_text(e->r, &near)));
}

int action_explain(struct run *r)
{
    int code;
    if (r->words.n != 1)
        return run_bad(r,
                       "explain what? remit explain R101, remit explain NAME, remit explain codes");
    struct explaining e = {.r = r, .name = r->words.at[0], .handbook = NONE};
    if (explain_code(&e) || explain_codes(&e))
        return EXIT_FINE;
    if (explain_list(&e, &code))
        return code;
    struct structure s;
    if (!load_one(r, &s))
        return EXIT_BAD;
    e.m = s.m;
    bool found = explain_body(&e);
    found = explain_instrument(&e) || found;
    found = explain_ladder(&e) || found;
    found = explain_call_in(&e) || found;
    found = explain_fund(&e) || found;
    found = explain_state_or_test(&e) || found;
    found = explain_population(&e) || found;
    found = explain_tree(&e, &s.m->functions, "function") || found;
    found = explain_tree(&e, &s.m->services, "service") || found;
    found = explain_kind(&e) || found;
    found = explain_word(&e) || found;
    return found ? EXIT_FINE : explain_nothing(&e);
}
