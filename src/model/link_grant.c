/* link_grant.c: delegations and reservations: who, what, up to how much, on which
 * conditions. */
#include <stdlib.h>

#include "model/link.h"

/* ---- classes of bodies ---------------------------------------------------------------- */

void link_class(struct linker *l, struct str word, id within, ids *out)
{
    for (id i = 0; i < l->m->bodies.n; i++)
        if (body_is_a(l->m, i, word) && l->m->bodies.at[i].whole == NONE &&
            (within == NONE || (i != within && model_body_within(l->m, i, within))))
            *vec_push(l->a, out) = i;
}

/* ---- parties ----------------------------------------------------------------------------- */

static struct str one_path(struct linker *l, const struct node *one)
{
    if (!one->args)
        return one->text;
    return str_fmt(l->a, "%.*s.%.*s", STR(one->args->text), STR(one->text));
}

/* The committee in common of `whole` that belongs to the holder's organisation. */
static id part_for(struct linker *l, id whole, id holder)
{
    if (holder == NONE || !(l->m->kinds.at[l->m->bodies.at[whole].kind].flags & KIND_IN_COMMON))
        return whole;
    for (id i = 0; i < l->m->bodies.n; i++)
        if (l->m->bodies.at[i].whole == whole &&
            l->m->bodies.at[i].owner == l->m->bodies.at[holder].owner)
            return i;
    return whole;
}

/* Bodies of one name: a post or body; or all of a class ("each x", "3 of x"). Names that
 * are only roles (councillor) stay words. */
static struct str one_bodies(struct linker *l, const struct node *one, bool many, id handbook,
                             id holder, ids *out)
{
    struct str path = one_path(l, one);
    if (one->value || many) {
        id within = one->args ? link_body(l, one->args->pos, one->args->text, handbook) : NONE;
        uint32_t before = out->n;
        link_class(l, one->text, within, out);
        if (out->n > before || map_get(&l->roles, one->text) != NONE) {
            id r = map_get(&l->roles, one->text);
            return r != NONE ? l->m->roles.at[r].title : one->text;
        }
    }
    id b = link_body_quiet(l, path, handbook);
    if (b == NONE && map_get(&l->roles, one->text) != NONE && !one->args)
        return l->m->roles.at[map_get(&l->roles, one->text)].title;
    if (b == NONE && one->args && link_body_quiet(l, one->args->text, handbook) != NONE &&
        map_get(&l->roles, one->text) == NONE) {
        id named = link_body_quiet(l, one->text, handbook); /* "finance-director of wy" */
        if (named != NONE)
            b = named;
    }
    if (b == NONE) {
        link_body(l, one->pos, path, handbook);
        return one->text;
    }
    b = part_for(l, b, holder);
    *vec_push(l->a, out) = b;
    return body_title(l->m, b);
}

/* "and 2 of commission-member": so many of a class, in words. */
static struct str some_of(struct linker *l, const struct node *one)
{
    id role = map_get(&l->roles, one->text);
    struct str title = role != NONE ? l->m->roles.at[role].title : one->text;
    return str_fmt(l->a, "%lld of %.*s", (long long)-one->value, STR(title));
}

static void alternative(struct linker *l, const struct node *alt, id handbook, id holder,
                        struct alternative *out, struct buf *text)
{
    uint32_t names = 0;
    bool many = alt->value && alt->args && !alt->args->next;
    bool either = alt->text.n && alt->text.p[0] == 'o';
    if (alt->value)
        buf_fmt(text, "%lld of ", (long long)alt->value);
    for (const struct node *one = alt->args; one; one = one->next) {
        struct str title = one->value < 0
                               ? some_of(l, one)
                               : one_bodies(l, one, many, handbook, holder, &out->bodies);
        const char *between = alt->value ? ", " : either ? " or " : " and ";
        buf_fmt(text, "%s%s%.*s", names ? between : "", one->value > 0 ? "each " : "", STR(title));
        if (one->value > 0 && one->args)
            buf_fmt(text, " of %.*s", STR(one->args->text));
        names++;
    }
    out->need = alt->value ? (uint32_t)alt->value : either ? 1 : out->bodies.n;
    if (out->bodies.n && out->need > out->bodies.n)
        report(l->f, "R114", alt->pos, "%u must agree, but there are only %u", out->need,
               out->bodies.n);
}

static literal unavailable(struct linker *l, const struct alternative *before, struct str text,
                           const struct node *when, struct pos pos)
{
    struct str state = when ? str_sub(when->text, 5, when->text.n) : S("absent or conflicted");
    struct buf names = buf_new(l->a);
    for (uint32_t i = 0; i < before->bodies.n; i++)
        buf_fmt(&names, "%s%.*s", i ? ", " : "", STR(l->m->bodies.at[before->bodies.at[i]].name));
    struct atom x = {.kind = ATOM_UNAVAILABLE,
                     .pos = pos,
                     .bodies = before->bodies,
                     .text = str_fmt(l->a, "%.*s is %.*s", STR(text), STR(state)),
                     .key = str_fmt(l->a, "%.*s %.*s", STR(state), STR(buf_str(&names)))};
    return link_literal(l, x, true);
}

struct party link_party(struct linker *l, const struct node *party, id handbook, id holder)
{
    struct party p = {0};
    struct buf text = buf_new(l->a);
    struct str last = S("");
    for (const struct node *alt = party->args; alt; alt = alt->next) {
        struct alternative a = {.when = NONE};
        struct buf one = buf_new(l->a);
        alternative(l, alt, handbook, holder, &a, &one);
        if (p.alts.n)
            a.when = unavailable(l, &p.alts.at[p.alts.n - 1], last, alt->clauses, alt->pos);
        buf_fmt(&text, "%s%.*s", p.alts.n ? ", else " : "", STR(buf_str(&one)));
        last = buf_str(&one);
        *vec_push(l->a, &p.alts) = a;
    }
    p.text = buf_str(&text);
    return p;
}

/* An organisation decides and agrees through its governing organ. Returns how many there
 * are. */
static uint32_t acting(const struct model *m, struct party *p)
{
    uint32_t bodies = 0;
    for (uint32_t i = 0; i < p->alts.n; i++)
        for (uint32_t k = 0; k < p->alts.at[i].bodies.n; k++, bodies++)
            p->alts.at[i].bodies.at[k] = m->bodies.at[p->alts.at[i].bodies.at[k]].acts;
    return bodies;
}

/* ---- conditions ----------------------------------------------------------------------------- */

literal link_literal(struct linker *l, struct atom atom, bool yes)
{
    id i = map_get(&l->m->atom_names, atom.key);
    if (!atom.subject.n)
        atom.subject = atom.key;
    if (i == NONE) {
        i = l->m->atoms.n;
        map_put(l->a, &l->m->atom_names, atom.key, i);
        *vec_push(l->a, &l->m->atoms) = atom;
    }
    return yes ? LITERAL_YES(i) : LITERAL_NO(i);
}

static struct str names_of(struct linker *l, const struct node *party, id handbook)
{
    struct party p = link_party(l, party, handbook, NONE);
    struct buf b = buf_new(l->a);
    for (uint32_t i = 0; i < p.alts.n; i++)
        for (uint32_t k = 0; k < p.alts.at[i].bodies.n; k++)
            buf_fmt(&b, "%s%.*s", b.n ? ", " : "",
                    STR(l->m->bodies.at[p.alts.at[i].bodies.at[k]].name));
    return b.n ? buf_str(&b) : p.text;
}

static const struct {
    enum node_kind clause;
    enum atom_kind kind;
    const char *words; /* before the party or the duration */
    const char *key;
} step_words[] = {
    {CLAUSE_AFTER_CONSULTING, ATOM_CONSULTED, "after consulting ", "consulting "},
    {CLAUSE_AFTER_APPROVAL, ATOM_APPROVED, "after approval of ", "approval of "},
    {CLAUSE_AFTER_ADVICE, ATOM_ADVISED, "after advice of ", "advice of "},
    {CLAUSE_AFTER_CONSENT, ATOM_CONSENTED, "after consent of ", "consent of "},
    {CLAUSE_AFTER_NOTICE, ATOM_NOTICE, "after notice of ", "notice of "},
    {CLAUSE_AFTER_STANDSTILL, ATOM_STANDSTILL, "after standstill of ", "standstill of "},
    {CLAUSE_AFTER_PUBLIC, ATOM_PUBLIC, "after public consultation", "public consultation"},
    {CLAUSE_AFTER, ATOM_STEP, "after ", ""},
};

static struct str with_text(struct linker *l, struct str s, struct str text)
{
    return text.n ? str_fmt(l->a, "%.*s (%.*s)", STR(s), STR(text)) : s;
}

static void one_step(struct linker *l, unsigned row, const struct node *c, const struct node *x,
                     id handbook, struct grant *g)
{
    struct atom a = {.kind = step_words[row].kind, .pos = c->pos};
    struct str what = S(""), key = S("");
    if (x && x->kind == ARG_PARTY) {
        struct party p = link_party(l, x, handbook, NONE);
        what = p.text;
        key = names_of(l, x, handbook);
        for (uint32_t i = 0; i < p.alts.n; i++)
            for (uint32_t k = 0; k < p.alts.at[i].bodies.n; k++)
                *vec_push(l->a, &a.bodies) = p.alts.at[i].bodies.at[k];
    } else if (x && x->kind == ARG_DURATION) {
        what = key = str_fmt(l->a, "%lld %.*s", (long long)x->value, STR(x->text));
    } else if (a.kind == ATOM_STEP) {
        what = key = arg_text(c, 0);
    }
    struct str extra = a.kind == ATOM_STEP ? S("") : arg_text(c, 0);
    a.text = with_text(l, str_fmt(l->a, "%s%.*s", step_words[row].words, STR(what)), extra);
    a.key = with_text(l, str_fmt(l->a, "%s%.*s", step_words[row].key, STR(key)), extra);
    a.subject = str_fmt(l->a, "%s%.*s", step_words[row].key, STR(key));
    if (c->next && c->next->kind == CLAUSE_WHERE_POSSIBLE) {
        /* An attempt is owed, not the step: it cannot keep the decision from being made. */
        *vec_push(l->a, &g->after) =
            (struct after){.kind = DUTY_OTHER,
                           .bodies = a.bodies,
                           .text = str_fmt(l->a, "where possible, first act %.*s", STR(a.text))};
        return;
    }
    *vec_push(l->a, &g->conditions) = link_literal(l, a, true);
}

/* "after approval of a and b" is two steps, so that each can be met by itself. */
static void step(struct linker *l, unsigned row, const struct node *c, id handbook, struct grant *g)
{
    const struct node *party = c->args;
    const struct node *alt = party && party->kind == ARG_PARTY ? party->args : NULL;
    if (!alt || alt->next || !str_eq(alt->text, S("and"))) {
        one_step(l, row, c, party, handbook, g);
        return;
    }
    for (const struct node *one = alt->args; one; one = one->next) {
        struct node *a = NEW(l->a, struct node), *p = NEW(l->a, struct node);
        struct node *o = NEW(l->a, struct node);
        *o = *one;
        o->next = NULL;
        *a = *alt;
        a->args = o;
        a->text = S("");
        *p = *party;
        p->args = a;
        one_step(l, row, c, p, handbook, g);
    }
}

static literal test_literal(struct linker *l, const struct node *c, id handbook, bool yes)
{
    const struct node *x = c->args;
    struct str text = x->text, ruler = S(""), name = S("");
    if (x->kind == ARG_NAME) {
        id t = map_get(&l->tests, x->text);
        if (t == NONE) {
            link_unknown(l, "R022", x->pos, "test", x->text, &l->tests)->mend =
                l->f->list.at[l->f->list.n - 1].mend.n && l->tests.n
                    ? l->f->list.at[l->f->list.n - 1].mend
                    : S("put the words of the test in quotes, or declare it: test NAME \"...\"");
        } else {
            text = l->m->tests.at[t].title;
            name = x->text;
            ruler = l->m->tests.at[t].ruled_by;
        }
    }
    if (c->next && c->next->kind == CLAUSE_RULED_BY)
        ruler = link_party(l, c->next->args, handbook, NONE).text;
    struct atom a = {
        .kind = ATOM_TEST, .name = name, .pos = c->pos, .subject = text, .key = text, .text = text};
    if (ruler.n) {
        a.key = str_fmt(l->a, "%.*s, as ruled by %.*s", STR(text), STR(ruler));
        a.text = str_fmt(l->a, "%.*s (as ruled by %.*s)", STR(text), STR(ruler));
    }
    return link_literal(l, a, yes);
}

static literal state_literal(struct linker *l, const struct node *c)
{
    id s = map_get(&l->states, c->args->text);
    if (s == NONE) {
        link_unknown(l, "R022", c->args->pos, "state", c->args->text, &l->states);
        return NONE;
    }
    const struct state *x = &l->m->states.at[s];
    struct atom a = {
        .kind = ATOM_STATE, .state = s, .pos = c->pos, .text = x->title, .key = x->name};
    return link_literal(l, a, true);
}

static literal rated_literal(struct linker *l, const struct node *c, id holder)
{
    struct atom a = {.kind = ATOM_RATED, .pos = c->pos};
    struct buf b = buf_new(l->a);
    id owner = holder == NONE ? NONE : l->m->bodies.at[holder].owner;
    if (owner != NONE)
        *vec_push(l->a, &a.bodies) = owner;
    for (const struct node *x = c->args->args; x; x = x->next) {
        buf_fmt(&b, "%s%.*s", x == c->args->args ? "" : " or ", STR(x->text));
        *vec_push(l->a, &a.ratings) = x->text;
    }
    struct str who = owner != NONE ? l->m->bodies.at[owner].name : S("");
    a.subject = buf_str(&b);
    a.text = str_fmt(l->a, "rated %.*s", STR(buf_str(&b)));
    a.key = str_fmt(l->a, "rated %.*s%s%.*s", STR(buf_str(&b)), who.n ? ": " : "", STR(who));
    return link_literal(l, a, true);
}

static void condition(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    literal x = NONE;
    for (unsigned i = 0; i < sizeof step_words / sizeof step_words[0]; i++)
        if (step_words[i].clause == c->kind) {
            step(l, i, c, handbook, g);
            return;
        }
    switch (c->kind) {
    case CLAUSE_IF:
        x = test_literal(l, c, handbook, true);
        break;
    case CLAUSE_UNLESS:
        x = test_literal(l, c, handbook, false);
        break;
    case CLAUSE_WHILE:
        x = state_literal(l, c);
        break;
    case CLAUSE_WHILE_RATED:
        x = rated_literal(l, c, g->holder);
        break;
    case CLAUSE_WITHIN_BUDGET: {
        struct atom a = {.kind = ATOM_BUDGET, .pos = c->pos, .subject = S("within budget")};
        a.text = a.key = with_text(l, S("within budget"), arg_text(c, 0));
        x = link_literal(l, a, true);
        break;
    }
    case CLAUSE_SUBSTANTIVE: {
        struct atom a = {.kind = ATOM_SUBSTANTIVE,
                         .pos = c->pos,
                         .key = S("substantive holder"),
                         .text = S("by a substantive holder of the post")};
        x = link_literal(l, a, true);
        break;
    }
    case CLAUSE_WITH_AGREEMENT: {
        struct party p = link_party(l, c->args, handbook, NONE);
        acting(l->m, &p);
        for (uint32_t i = 0; i < p.alts.n; i++)
            *vec_push(l->a, &g->agree.alts) = p.alts.at[i];
        break;
    }
    default:
        return;
    }
    if (x != NONE)
        *vec_push(l->a, &g->conditions) = x;
}

/* ---- money ---------------------------------------------------------------------------------- */

struct amount link_amount(struct linker *l, const struct node *n, id handbook)
{
    struct amount m = {.how = AMOUNT_MONEY, .value = n->value, .base = NONE};
    if (n->kind == ARG_LOWER || n->kind == ARG_HIGHER) {
        VEC(struct amount) parts = {0};
        m.how = n->kind == ARG_LOWER ? AMOUNT_LOWER : AMOUNT_HIGHER;
        for (const struct node *x = n->args; x; x = x->next)
            *vec_push(l->a, &parts) = link_amount(l, x, handbook);
        m.parts = parts.at;
        m.n = parts.n;
    } else if (n->kind == ARG_PERCENT) {
        m.how = AMOUNT_PERCENT;
        struct str name = n->args ? n->args->text : S("");
        m.base = map_get(&l->amounts, name);
        if (m.base == NONE && n->args) {
            struct finding *f = link_unknown(l, "R022", n->args->pos, "amount", name, &l->amounts);
            if (!str_starts(f->mend, S("did you mean")))
                f->mend = str_fmt(l->a,
                                  "declare it: amount %.*s \"...\" £830m, or £0 not known where "
                                  "the source gives no figure",
                                  STR(name));
        }
    } else if (n->args) {
        m.how = AMOUNT_PER_PEOPLE;
        m.people = n->args->value;
    }
    return m;
}

void link_money_word(const struct node *c, unsigned *kinds)
{
    static const struct {
        const char *word;
        unsigned bits;
    } words[] = {{"revenue", MONEY_REVENUE},     {"capital", MONEY_CAPITAL},
                 {"recurrent", MONEY_RECURRENT}, {"one-off", MONEY_ONE_OFF},
                 {"income", MONEY_INCOME},       {"transfer", MONEY_TRANSFER}};
    for (int i = 0; i < 6; i++)
        if (str_eq(c->text, str_of(words[i].word)))
            *kinds |= words[i].bits;
}

static enum axis axis_of(struct str word)
{
    for (int i = 0; i < AXES; i++)
        if (str_eq(word, str_of(axis_names[i])))
            return (enum axis)i;
    return AXIS_VALUE; /* per decision, item, contract */
}

struct money_reader {
    uint32_t group; /* first limit of the group that "per" and "measured" speak of */
    bool further;   /* the group began with "and up to" */
    unsigned kinds;
};

static void money(struct linker *l, const struct node *c, id handbook, struct money_reader *r,
                  limit_list *out)
{
    enum limit_edge edge;
    switch (c->kind) {
    case CLAUSE_AND_UP_TO:
        r->further = true;
        edge = EDGE_UP_TO;
        break;
    case CLAUSE_UP_TO:
        edge = EDGE_UP_TO;
        break;
    case CLAUSE_BELOW:
        edge = EDGE_BELOW;
        break;
    case CLAUSE_FROM_MONEY:
        edge = EDGE_FROM;
        break;
    case CLAUSE_ABOVE:
        edge = EDGE_ABOVE;
        break;
    case CLAUSE_MONEY_KIND:
        link_money_word(c, &r->kinds);
        return;
    case CLAUSE_PER:
        for (uint32_t i = r->group; i < out->n; i++) {
            out->at[i].axis = axis_of(c->args->text);
            out->at[i].measured =
                str_fmt(l->a, "%.*s%s%.*s", STR(out->at[i].measured),
                        out->at[i].measured.n ? ", " : "", STR(print_line(l->a, c)));
        }
        return;
    case CLAUSE_MEASURED:
        for (uint32_t i = r->group; i < out->n; i++) {
            struct limit *x = &out->at[i];
            if (r->further && str_eq(c->text, S("whole-life")))
                x->axis = AXIS_WHOLE_LIFE;
            x->measured = str_fmt(l->a, "%.*s%s%.*s", STR(x->measured), x->measured.n ? ", " : "",
                                  STR(print_line(l->a, c)));
        }
        return;
    default:
        return;
    }
    if (c->kind == CLAUSE_AND_UP_TO)
        r->group = out->n;
    *vec_push(l->a, out) = (struct limit){.edge = edge,
                                          .axis = AXIS_VALUE,
                                          .pos = c->pos,
                                          .amount = link_amount(l, c->args, handbook),
                                          .text = print_line(l->a, c)};
}

/* ---- after deciding, passing on -----------------------------------------------------------------
 */

bool link_is_time(enum node_kind k)
{
    return k == CLAUSE_NEXT_MEETING || k == CLAUSE_WITHIN_TIME || k == CLAUSE_EVERY ||
           k == CLAUSE_YEARLY;
}

static void duty(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    static const struct {
        enum node_kind clause;
        enum duty_kind kind;
        const char *words;
    } rows[] = {
        {CLAUSE_THEN_REPORT, DUTY_REPORT, "report to "},
        {CLAUSE_THEN_NOTIFY, DUTY_NOTIFY, "notify "},
        {CLAUSE_THEN_PUBLISH, DUTY_PUBLISH, "publish"},
        {CLAUSE_THEN_RATIFY, DUTY_RATIFY, "ratification by "},
        {CLAUSE_THEN_WAIT, DUTY_WAIT, "wait "},
        {CLAUSE_THEN, DUTY_OTHER, ""},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].clause != c->kind)
            continue;
        struct after a = {.kind = rows[i].kind};
        struct buf b = buf_new(l->a);
        const struct node *x = c->args;
        buf_z(&b, rows[i].words);
        if (x && x->kind == ARG_PARTY) {
            struct party p = link_party(l, x, handbook, NONE);
            buf_put(&b, p.text);
            for (uint32_t k = 0; k < p.alts.n; k++)
                for (uint32_t j = 0; j < p.alts.at[k].bodies.n; j++)
                    *vec_push(l->a, &a.bodies) = p.alts.at[k].bodies.at[j];
        } else if (x && x->kind == ARG_DURATION) {
            buf_fmt(&b, "%lld %.*s", (long long)x->value, STR(x->text));
        }
        struct str text = arg_text(c, 0);
        if (text.n)
            buf_fmt(&b, "%s%.*s", b.n && c->kind != CLAUSE_THEN ? " " : "", STR(text));
        for (const struct node *w = c->next; w && link_is_time(w->kind); w = w->next)
            buf_fmt(&b, " %.*s", STR(print_line(l->a, w)));
        a.text = buf_str(&b);
        *vec_push(l->a, &g->after) = a;
    }
}

static void passing(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    struct passing *p = &g->passing;
    switch (c->kind) {
    case CLAUSE_PASS_ON:
        p->said = p->allowed = true;
        break;
    case CLAUSE_PASS_ON_TO:
        p->said = p->allowed = true;
        for (const struct node *x = c->args->args; x; x = x->next) {
            id k = link_kind(l, g->law, x->text);
            if (k != NONE)
                *vec_push(l->a, &p->kinds) = k;
            else
                link_unknown(l, "R023", x->pos, "kind of body", x->text, &l->kinds);
        }
        break;
    case CLAUSE_NO_PASS_ON:
        p->said = true;
        p->allowed = false;
        break;
    case CLAUSE_SMALLER:
        p->said = p->allowed = p->smaller = true;
        break;
    case CLAUSE_LEAVE_OF:
        p->said = p->allowed = p->needs_leave = true;
        p->leave_of = link_party(l, c->args, handbook, NONE).text;
        break;
    case CLAUSE_UPWARD:
        p->said = p->allowed = p->upward = true;
        break;
    case CLAUSE_ONCE:
        p->said = p->allowed = p->once = true;
        break;
    case CLAUSE_BY_LEAVE:
        g->leave_given = true;
        g->leave_text = print_line(l->a, c);
        break;
    case CLAUSE_EXCLUSIVELY:
        g->exclusive = true;
        break;
    case CLAUSE_CONCURRENTLY:
        g->concurrent = true;
        break;
    case CLAUSE_NOTWITHSTANDING:
        g->notwithstanding = true;
        break;
    case CLAUSE_RECALL:
        g->recall = link_party(l, c->args, handbook, NONE).text;
        break;
    default:
        break;
    }
}

/* ---- one line of a delegation
 * ---------------------------------------------------------------------- */

static void under(struct linker *l, const struct node *owner, id law, id *route, id *instrument,
                  struct str *reference)
{
    const struct node *c = node_clause(owner, CLAUSE_UNDER);
    const struct node *x = c ? c->args->args : NULL;
    *route = *instrument = NONE;
    if (!x)
        return;
    *reference = arg_text(c, 0);
    *instrument = map_get(&l->instruments, x->text);
    *route =
        *instrument != NONE ? l->m->instruments.at[*instrument].route : link_route(l, law, x->text);
    if (*instrument == NONE && *route == NONE) {
        struct map plain = {0};
        for (id i = 0; i < l->m->routes.n; i++)
            map_put(l->a, &plain, l->m->routes.at[i].name, i);
        for (id i = 0; i < l->m->instruments.n; i++)
            map_put(l->a, &plain, l->m->instruments.at[i].name, i);
        link_unknown(l, "R023", x->pos, "instrument or route", x->text, &plain);
    }
}

/* Whether a value lies within a limit that the source does not give is an open question. */
static void unknown_limit(struct linker *l, const struct node *c, struct grant *g)
{
    struct atom a = {.kind = ATOM_BASE, .pos = c->pos};
    a.key = a.text = str_fmt(l->a, "within the limit of %.*s, which is not known", STR(g->to.text));
    g->limit_unknown = true;
    *vec_push(l->a, &g->conditions) = link_literal(l, a, true);
}

static void clauses(struct linker *l, const struct node *n, id handbook, struct grant *g,
                    struct money_reader *r)
{
    r->group = g->limits.n;
    r->further = false;
    for (const struct node *c = n->clauses; c; c = c->next) {
        condition(l, c, handbook, g);
        money(l, c, handbook, r, &g->limits);
        duty(l, c, handbook, g);
        passing(l, c, handbook, g);
        if (c->kind == CLAUSE_LIMIT_NOT_KNOWN)
            unknown_limit(l, c, g);
        g->unlimited = g->unlimited || c->kind == CLAUSE_WITHOUT_LIMIT;
        if (c->kind == CLAUSE_SOURCE)
            g->source = arg_text(c, 0);
        if (c->kind == CLAUSE_NOTE)
            g->note = arg_text(c, 0);
    }
}

static struct str sort_key(struct linker *l, const struct grant *g, const struct node *head,
                           const struct node *item)
{
    struct buf b = buf_new(l->a);
    buf_fmt(&b, "%.*s|%.*s|", STR(l->m->bodies.at[g->holder].name), STR(g->to.text));
    for (uint32_t i = 0; i < g->to.alts.n; i++)
        for (uint32_t k = 0; k < g->to.alts.at[i].bodies.n; k++)
            buf_fmt(&b, "%.*s,", STR(l->m->bodies.at[g->to.alts.at[i].bodies.at[k]].name));
    buf_fmt(&b, "|%.*s|%.*s", STR(print_line(l->a, head)),
            STR(item ? print_line(l->a, item) : S("")));
    return buf_str(&b);
}

/* "from £3m below £1m": a line that no amount can meet is a slip. */
static void check_band(struct linker *l, const struct grant *g)
{
    pence lo = PENCE_MIN, hi = PENCE_MAX;
    const struct limit *last = NULL;
    for (uint32_t i = 0; i < g->limits.n; i++) {
        const struct limit *x = &g->limits.at[i];
        pence v = x->amount.value;
        if (x->axis != AXIS_VALUE || x->amount.how != AMOUNT_MONEY)
            continue;
        if (x->edge == EDGE_UP_TO || x->edge == EDGE_BELOW)
            hi = v - (x->edge == EDGE_BELOW) < hi ? v - (x->edge == EDGE_BELOW) : hi;
        else
            lo = v + (x->edge == EDGE_ABOVE) > lo ? v + (x->edge == EDGE_ABOVE) : lo;
        last = x;
    }
    if (last && lo > hi)
        report(l->f, "R140", last->pos, "no amount is both %.*s and %.*s",
               STR(g->limits.at[0].text), STR(last->text))
            ->mend = S("the lower amount stands after 'from' or 'above', the higher after 'up to'");
}

/* A line with a mistake gives nothing: what is not understood may be what restricts it.
 * `wrong`: something was wrong with who gives or takes. */
static void add_grant(struct linker *l, struct grant g, const struct node *head,
                      const struct node *item, const struct item *x, bool wrong)
{
    struct money_reader r = {0};
    uint32_t findings = l->f->list.n;
    g.law = x->law;
    g.handbook = x->handbook;
    g.pos = item ? item->pos : head->pos;
    g.life = link_span(l, head);
    under(l, head, x->law, &g.route, &g.instrument, &g.reference);
    clauses(l, head, x->handbook, &g, &r);
    if (item) {
        g.life = span_and(g.life, link_span(l, item));
        clauses(l, item, x->handbook, &g, &r);
        g.what = link_boxes(l, item->args, item, head, x->handbook);
        g.label = arg_text(item, 0);
    } else {
        g.what = link_boxes(l, NULL, head, NULL, x->handbook);
    }
    g.kinds = r.kinds ? r.kinds : MONEY_ALL;
    if (g.instrument != NONE) {
        g.life = span_and(g.life, l->m->instruments.at[g.instrument].life);
        wrong = wrong || g.route == NONE; /* its kind is not known */
    }
    check_band(l, &g);
    if (wrong || l->f->list.n > findings)
        return;
    g.sort = sort_key(l, &g, head, item);
    if (l->m->grants.n >= LIMIT_GRANT_ITEMS) {
        if (l->m->grants.n == LIMIT_GRANT_ITEMS)
            report(l->f, "R006", g.pos, "more than %d delegated lines", LIMIT_GRANT_ITEMS);
        return;
    }
    *vec_push(l->a, &l->m->grants) = g;
}

static void delegate_items(struct linker *l, const struct item *x, struct grant g, bool wrong)
{
    if (!x->node->block)
        add_grant(l, g, x->node, NULL, x, wrong);
    for (const struct node *item = x->node->body; item; item = item->next)
        if (item->kind == NODE_ITEM)
            add_grant(l, g, x->node, item, x, wrong);
}

/* One holder, one party; "each x" makes one party of every x. */
static void delegate_from(struct linker *l, const struct item *x, id holder,
                          const struct node *party, bool wrong)
{
    uint32_t findings = l->f->list.n;
    struct grant g = {.named_holder = holder, .holder = l->m->bodies.at[holder].acts};
    const struct node *alt = party->args, *one = alt ? alt->args : NULL;
    if (one && one->value && !one->next && !alt->next) {
        ids class = {0};
        id within = one->args ? link_body(l, one->args->pos, one->args->text, x->handbook) : NONE;
        link_class(l, one->text, within, &class);
        if (!class.n)
            link_unknown(l, "R020", one->pos, "body of kind or class", one->text, NULL);
        for (uint32_t i = 0; i < class.n; i++) {
            struct alternative a = {.need = 1, .when = NONE};
            *vec_push(l->a, &a.bodies) = l->m->bodies.at[class.at[i]].acts;
            g.to = (struct party){.text = body_title(l->m, class.at[i])};
            *vec_push(l->a, &g.to.alts) = a;
            delegate_items(l, x, g, wrong || l->f->list.n > findings);
        }
        return;
    }
    g.to = link_party(l, party, x->handbook, holder);
    wrong = wrong || l->f->list.n > findings;
    if (acting(l->m, &g.to) || wrong) /* what else is wrong in it is said all the same */
        delegate_items(l, x, g, wrong);
}

static void link_delegate(struct linker *l, const struct item *x)
{
    const struct node *from = node_arg(x->node, 0), *to = node_arg(x->node, 1);
    uint32_t findings = l->f->list.n;
    struct party holders = link_party(l, from, x->handbook, NONE);
    bool wrong = l->f->list.n > findings;
    for (uint32_t i = 0; i < holders.alts.n; i++)
        for (uint32_t k = 0; k < holders.alts.at[i].bodies.n; k++)
            delegate_from(l, x, holders.alts.at[i].bodies.at[k], to, wrong);
}

static void link_everything_else(struct linker *l, const struct item *x)
{
    id holder = link_body(l, x->node->args->pos, arg_name(x->node, 0), x->handbook);
    const struct node *party = node_arg(x->node, 1);
    uint32_t findings = l->f->list.n;
    if (holder == NONE || !party)
        return;
    struct grant g = {.named_holder = holder,
                      .holder = l->m->bodies.at[holder].acts,
                      .residual = true,
                      .to = link_party(l, party, x->handbook, holder)};
    acting(l->m, &g.to);
    add_grant(l, g, x->node, NULL, x, l->f->list.n > findings);
}

static void link_reserve(struct linker *l, const struct item *x)
{
    struct party owners = link_party(l, node_arg(x->node, 0), x->handbook, NONE);
    for (uint32_t i = 0; i < owners.alts.n; i++)
        for (uint32_t k = 0; k < owners.alts.at[i].bodies.n; k++)
            for (const struct node *item = x->node->body; item; item = item->next) {
                struct grant g = {.holder = owners.alts.at[i].bodies.at[k]};
                struct money_reader r = {0};
                id instrument;
                struct reservation v = {.owner = l->m->bodies.at[g.holder].acts,
                                        .handbook = x->handbook,
                                        .pos = item->pos,
                                        .label = arg_text(item, 0),
                                        .source = link_source(item)};
                clauses(l, item, x->handbook, &g, &r);
                under(l, x->node, x->law, &v.route, &instrument, &v.reference);
                v.what = link_boxes(l, item->args, item, x->node, x->handbook);
                v.kinds = r.kinds ? r.kinds : MONEY_ALL;
                v.life = span_and(link_span(l, x->node), link_span(l, item));
                v.limits = g.limits;
                for (uint32_t c = 0; c < g.conditions.n; c++)
                    *vec_push(l->a, &v.when) = g.conditions.at[c];
                *vec_push(l->a, &l->m->reservations) = v;
            }
}

/* A deputy who may decide acts in the holder's place; it is not a delegation, so no leave
 * to pass on is needed. */
static void link_deputy(struct linker *l, id body, const struct node *n)
{
    const struct body *b = &l->m->bodies.at[body];
    struct item x = {n, b->handbook, b->law};
    const struct node *may = node_clause(n, CLAUSE_MAY), *on = node_clause(n, CLAUSE_ON);
    const struct node *when = node_clause(n, CLAUSE_WHEN);
    bool decides = !may || (link_deputy_rights(l, may->args) & DEPUTY_DECIDES);
    id deputy = link_body(l, n->args->pos, arg_name(n, 0), b->handbook);
    if (deputy == NONE || !decides)
        return;
    struct grant g = {.holder = body,
                      .named_holder = body,
                      .deputising = true,
                      .route = NONE,
                      .instrument = NONE,
                      .law = x.law,
                      .handbook = x.handbook,
                      .pos = n->pos,
                      .life = link_span(l, n),
                      .kinds = MONEY_ALL};
    struct alternative self = {.need = 1, .when = NONE}, alt = {.need = 1, .when = NONE};
    *vec_push(l->a, &self.bodies) = body;
    *vec_push(l->a, &alt.bodies) = l->m->bodies.at[deputy].acts;
    struct node word = {.text = when ? when->text : S("when absent or conflicted")};
    literal away = unavailable(l, &self, body_title(l->m, body), &word, n->pos);
    g.to.text = body_title(l->m, deputy);
    *vec_push(l->a, &g.to.alts) = alt;
    *vec_push(l->a, &g.conditions) = away;
    g.what = link_boxes(l, on ? on->args : NULL, n, NULL, x.handbook);
    g.sort = sort_key(l, &g, n, NULL);
    *vec_push(l->a, &l->m->grants) = g;
}

static int by_sort(const void *a, const void *b)
{
    const struct grant *x = a, *y = b;
    int c = str_cmp(x->sort, y->sort);
    if (c)
        return c;
    if (x->pos.file != y->pos.file) /* the same line twice: any fixed order will do */
        return x->pos.file < y->pos.file ? -1 : 1;
    return (x->pos.offset > y->pos.offset) - (x->pos.offset < y->pos.offset);
}

void link_grants(struct linker *l)
{
    for (uint32_t i = 0; i < l->items.n; i++) {
        struct item x = l->items.at[i];
        if (x.node->kind == NODE_DELEGATE)
            link_delegate(l, &x);
        else if (x.node->kind == NODE_REST_DELEGATED)
            link_everything_else(l, &x);
        else if (x.node->kind == NODE_RESERVE)
            link_reserve(l, &x);
    }
    uint32_t n = l->m->bodies.n;
    for (id i = 0; i < n; i++) {
        const struct node *b = l->m->bodies.at[i].node;
        for (const struct node *c = b ? b->body : NULL; c; c = c->next)
            if (c->kind == NODE_DEPUTY)
                link_deputy(l, i, c);
    }
    if (l->m->grants.n)
        qsort(l->m->grants.at, l->m->grants.n, sizeof l->m->grants.at[0], by_sort);
}
