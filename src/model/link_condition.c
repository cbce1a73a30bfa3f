/* link_condition.c: what must hold before a power may be used: steps, tests, states, agreement. */
#include "model/link.h"

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

/* ---- steps --------------------------------------------------------------------------------- */

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

static struct str names_of(struct linker *l, const ids *bodies)
{
    struct buf b = buf_new(l->a);
    for (uint32_t i = 0; i < bodies->n; i++)
        buf_fmt(&b, "%s%.*s", b.n ? ", " : "", STR(l->m->bodies.at[bodies->at[i]].name));
    return buf_str(&b);
}

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
        link_party_bodies(l, &p, &a.bodies);
        what = p.text;
        key = a.bodies.n ? names_of(l, &a.bodies) : what;
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

/* ---- tests, states, ratings ---------------------------------------------------------------- */

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

static void agreement(struct linker *l, const struct node *c, id handbook, struct grant *g)
{
    struct party p = link_party(l, c->args, handbook, NONE);
    link_acting(l->m, &p);
    for (uint32_t i = 0; i < p.alts.n; i++)
        *vec_push(l->a, &g->agree.alts) = p.alts.at[i];
}

static literal budget_literal(struct linker *l, const struct node *c)
{
    struct atom a = {.kind = ATOM_BUDGET, .pos = c->pos, .subject = S("within budget")};
    a.text = a.key = with_text(l, S("within budget"), arg_text(c, 0));
    return link_literal(l, a, true);
}

static literal substantive_literal(struct linker *l, const struct node *c)
{
    struct atom a = {.kind = ATOM_SUBSTANTIVE,
                     .pos = c->pos,
                     .key = S("substantive holder"),
                     .text = S("by a substantive holder of the post")};
    return link_literal(l, a, true);
}

void link_condition(struct linker *l, const struct node *c, id handbook, struct grant *g)
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
    case CLAUSE_WITHIN_BUDGET:
        x = budget_literal(l, c);
        break;
    case CLAUSE_SUBSTANTIVE:
        x = substantive_literal(l, c);
        break;
    case CLAUSE_WITH_AGREEMENT:
        agreement(l, c, handbook, g);
        break;
    default:
        return;
    }
    if (x != NONE)
        *vec_push(l->a, &g->conditions) = x;
}
