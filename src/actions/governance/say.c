/* say.c: lines of a handbook in words: titles in place of names, dates and amounts in full,
 * the field's terms in place of the language's. */
#include "actions/governance/say.h"

struct saying {
    struct arena *a;
    const struct model *m;
    id handbook;
};

/* ---- names --------------------------------------------------------------------------------- */

/* The title of a function, service, role or kind as it stands inside a sentence. */
static struct str inside(struct arena *a, struct str s)
{
    bool word = s.n > 1 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'a' && s.p[1] <= 'z';
    return word ? str_fmt(a, "%c%.*s", s.p[0] - 'A' + 'a', STR(str_sub(s, 1, s.n))) : s;
}

static const struct kind *kind_named(const struct saying *s, struct str name)
{
    for (uint32_t i = 0; i < s->m->kinds.n; i++)
        if (str_eq(s->m->kinds.at[i].name, name))
            return &s->m->kinds.at[i];
    return NULL;
}

static struct str rules_title(const struct saying *s, struct str name)
{
    uint32_t i = map_get(&s->m->word_names, name);
    return i == MAP_NONE ? S("") : inside(s->a, s->m->word_titles.at[i]);
}

static struct str name_title(const struct saying *s, struct str name)
{
    const struct model *m = s->m;
    id b = model_find_body(m, name, s->handbook);
    if (b != NONE)
        return body_title(m, b);
    struct str t = rules_title(s, name);
    if (t.n)
        return t;
    id p = model_find_population(m, name);
    if (p != NONE)
        return m->populations.at[p].title;
    id f = tree_find(&m->functions, name), v = tree_find(&m->services, name);
    if (f != NONE || v != NONE)
        return inside(s->a, f != NONE ? m->functions.at.at[f].title : m->services.at.at[v].title);
    struct buf plain = buf_new(s->a);
    for (size_t i = 0; i < name.n; i++)
        buf_putc(&plain, name.p[i] == '-' ? ' ' : name.p[i]);
    return buf_str(&plain);
}

static bool vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* "local authorities"; of "doctor on the board" the first part grows. */
static struct str many(struct arena *a, struct str s)
{
    static const char *const joints[] = {" of ", " on ", " in ", " for ", " from ", " at "};
    for (size_t i = 1; i < s.n; i++)
        for (size_t k = 0; k < sizeof joints / sizeof joints[0]; k++)
            if (str_starts(str_sub(s, i, s.n), str_of(joints[k])))
                return str_fmt(a, "%.*s%.*s", STR(many(a, str_sub(s, 0, i))),
                               STR(str_sub(s, i, s.n)));
    if (s.n > 1 && s.p[s.n - 1] == 'y' && !vowel(s.p[s.n - 2]))
        return str_fmt(a, "%.*sies", STR(str_sub(s, 0, s.n - 1)));
    if (str_ends(s, S(" care")))
        return s;
    bool hiss = str_ends(s, S("ch")) || str_ends(s, S("sh")) || str_ends(s, S("x"));
    return str_ends(s, S("s")) ? s : str_fmt(a, "%.*s%s", STR(s), hiss ? "es" : "s");
}

/* An NHS trust, a local authority: letters that are read singly sound otherwise. */
static const char *article(struct str s)
{
    static const char spoken[] = "AEFHILMNORSX";
    bool letters = s.n > 1 && s.p[1] >= 'A' && s.p[1] <= 'Z', an = s.n && vowel(s.p[0]);
    for (size_t i = 0; letters && i < sizeof spoken - 1; i++)
        an = an || s.p[0] == spoken[i];
    return an ? "an" : "a";
}

/* ---- arguments ----------------------------------------------------------------------------- */

static void say_arg(const struct saying *s, struct buf *b, const struct node *n);

static void say_list(const struct saying *s, struct buf *b, const struct node *list,
                     const char *last)
{
    for (const struct node *x = list; x; x = x->next) {
        buf_z(b, x == list ? "" : x->next ? ", " : last);
        say_arg(s, b, x);
    }
}

/* So many of a kind of body or of a role; any of several. */
static void say_need(const struct saying *s, struct buf *b, const struct node *n)
{
    bool counted = n->value > 0 && n->text.n;
    if (counted)
        buf_fmt(b, "%lld ", (long long)n->value);
    for (const struct node *x = n->args; x; x = x->next) {
        const struct kind *k = kind_named(s, x->text);
        struct str t = name_title(s, x->text);
        if (x != n->args)
            buf_z(b, " or ");
        if (n->value < 0)
            buf_fmt(b, "each %.*s", STR(t));
        else if (!counted)
            buf_put(b, t);
        else if (k && n->value == 1)
            buf_fmt(b, "from %s %.*s", article(t), STR(t));
        else if (k)
            buf_fmt(b, "from %.*s", STR(many(s->a, t)));
        else
            buf_put(b, n->value == 1 ? t : many(s->a, t));
    }
}

static void say_one(const struct saying *s, struct buf *b, const struct node *n)
{
    struct str t = name_title(s, n->text);
    if (n->value < 0)
        buf_fmt(b, "%lld of %.*s", (long long)-n->value, STR(many(s->a, t)));
    else
        buf_fmt(b, "%s%.*s", n->value > 0 ? "each " : "", STR(t));
    if (n->args)
        buf_fmt(b, " of %.*s", STR(name_title(s, n->args->text)));
}

static void say_alt(const struct saying *s, struct buf *b, const struct node *n)
{
    if (n->value)
        buf_fmt(b, "%lld of ", (long long)n->value);
    say_list(s, b, n->args, n->value || (n->text.n && n->text.p[0] != 'a') ? " or " : " and ");
    if (n->clauses)
        buf_fmt(b, " %.*s", STR(n->clauses->text));
}

static void say_percent(struct buf *b, int64_t millionths)
{
    int64_t rest = millionths % 10000;
    buf_fmt(b, "%lld", (long long)(millionths / 10000));
    for (int64_t scale = 1000; rest; rest %= scale, scale /= 10)
        buf_fmt(b, "%s%lld", scale == 1000 ? "." : "", (long long)(rest / scale));
    buf_z(b, "% of ");
}

static void say_arg(const struct saying *s, struct buf *b, const struct node *n)
{
    switch (n->kind) {
    case ARG_NAME:
        buf_put(b, name_title(s, n->text));
        break;
    case ARG_ONE:
        say_one(s, b, n);
        break;
    case ARG_NEED:
        say_need(s, b, n);
        break;
    case ARG_ALT:
        say_alt(s, b, n);
        break;
    case ARG_PARTY:
        say_list(s, b, n->args, ", or else ");
        break;
    case ARG_RULES:
        for (const struct node *x = n->args; x; x = x->next)
            buf_fmt(b, "%sby %.*s", x == n->args ? "" : ", or else ", STR(name_title(s, x->text)));
        break;
    case ARG_MONEY:
        buf_put(b, money_text(s->a, n->value));
        if (n->args)
            buf_fmt(b, " for every %.*s people", STR(n->args->text));
        break;
    case ARG_PERCENT:
        say_percent(b, n->value);
        say_list(s, b, n->args, " and ");
        break;
    case ARG_DATE:
        buf_put(b, date_long(s->a, (date)n->value));
        break;
    case ARG_DURATION:
        buf_fmt(b, "%lld %.*s", (long long)n->value, STR(n->text));
        break;
    case ARG_LOWER:
    case ARG_HIGHER:
        buf_z(b, n->kind == ARG_LOWER ? "the lower of " : "the higher of ");
        say_list(s, b, n->args, " and ");
        break;
    case ARG_LIST:
    case ARG_EXCEPT:
    case ARG_TEXTS:
        say_list(s, b, n->args, " and ");
        if (n->clauses) {
            buf_z(b, " except ");
            say_list(s, b, n->clauses->args, " and ");
        }
        break;
    case ARG_WORDS:
        buf_put(b, name_title(s, n->text));
        break;
    default:
        buf_put(b, n->text);
        break;
    }
}

/* ---- statements and clauses ---------------------------------------------------------------- */

/* What a clause begins with, where that is not its own word; %: nothing in between. */
static const struct {
    enum node_kind kind;
    const char *words;
} clause_words[] = {
    {CLAUSE_REVIEW, ", for review by"},
    {CLAUSE_SOURCE, "; source:"},
    {CLAUSE_NOTE, "; note:"},
    {CLAUSE_OF, " of"},
    {CLAUSE_ON, " on"},
    {CLAUSE_FOR, " for"},
    {CLAUSE_FOR_TEXT, " for"},
    {CLAUSE_BASE, " of the"},
    {CLAUSE_DURING, ", during"},
    {CLAUSE_IF_SHORT, "; if there are fewer:"},
    {CLAUSE_WITHIN_TIME, " within"},
    {CLAUSE_TIE, "; a tie means that the proposal fails"},
    {CLAUSE_DECLARED_BY, " declared by"},
    {CLAUSE_ENDS, ", which ends"},
    {CLAUSE_EFFECT, ":"},
    {CLAUSE_KNOWS, " with knowledge of"},
    {CLAUSE_CARRIES, ", with the authority of"},
    {CLAUSE_MAY, ", who may"},
};

static void say_args(const struct saying *s, struct buf *b, const struct node *n)
{
    for (const struct node *x = n->args; x; x = x->next) {
        if (b->n && b->p[b->n - 1] != ' ')
            buf_putc(b, ' ');
        say_arg(s, b, x);
    }
}

static void say_clause(const struct saying *s, struct buf *b, const struct node *n)
{
    const char *words = NULL;
    for (size_t i = 0; i < sizeof clause_words / sizeof clause_words[0]; i++)
        if (clause_words[i].kind == n->kind)
            words = clause_words[i].words;
    if (n->kind == CLAUSE_EFFECT)
        buf_fmt(b, ": %s",
                str_eq(n->text, S("leaves"))  ? "leaves the meeting"
                : str_eq(n->text, S("stays")) ? "stays and votes"
                                              : "stays without a vote");
    else if (words)
        buf_z(b, words + (b->n == 0 && words[0] != ';' ? words[0] == ',' ? 2 : 1 : 0));
    else
        buf_fmt(b, "%s%.*s", b->n ? ", " : "", STR(n->text));
    if (n->kind == CLAUSE_TIE || n->kind == CLAUSE_EFFECT)
        return;
    say_args(s, b, n);
    if (n->kind == CLAUSE_PAPERS)
        buf_z(b, " before");
}

/* Clauses that belong to the word before them are said first. */
static bool belongs(enum node_kind k)
{
    return k == CLAUSE_BASE || k == CLAUSE_ON || k == CLAUSE_OF || k == CLAUSE_FOR;
}

struct str say_line(struct arena *a, const struct model *m, id handbook, const struct node *n)
{
    struct saying s = {a, m, handbook};
    struct buf b = buf_new(a);
    if (n->kind == NODE_PASSES_NOTHING)
        buf_z(&b, "it delegates nothing further");
    else if (n->kind == NODE_QUORUM_PER_PARENT)
        buf_z(&b, "one from each body that it is a committee of");
    else if (str_ends(n->text, S("not known")))
        buf_z(&b, "not known");
    say_args(&s, &b, n);
    if (n->kind == NODE_QUORUM)
        buf_z(&b, n->args->value == 1 ? " member" : " members");
    for (const struct node *c = n->clauses; c; c = c->next)
        if (belongs(c->kind))
            say_clause(&s, &b, c);
    for (const struct node *c = n->clauses; c; c = c->next)
        if (!belongs(c->kind))
            say_clause(&s, &b, c);
    bool begun = b.n && b.p[0] != ';' && b.p[0] != ',';
    return begun ? buf_str(&b) : str_fmt(a, "in force%.*s", STR(buf_str(&b)));
}

struct str say_clauses(struct arena *a, const struct model *m, id handbook, const struct node *n)
{
    struct saying s = {a, m, handbook};
    struct buf b = buf_new(a);
    for (const struct node *c = n->clauses; c; c = c->next)
        say_clause(&s, &b, c);
    return buf_str(&b);
}

/* ---- bodies -------------------------------------------------------------------------------- */

static const struct {
    enum node_kind kind;
    const char *what;
    bool several; /* each line stands beside the others */
} lines[] = {
    {NODE_TERMS, "Terms of reference", false},
    {NODE_MEMBERS_NOT_KNOWN, "Members", false},
    {NODE_MEMBER, "Member", true},
    {NODE_QUORUM, "Quorum", false},
    {NODE_QUORUM_FRACTION, "Quorum", false},
    {NODE_QUORUM_PER_PARENT, "Quorum", false},
    {NODE_QUORUM_NOT_KNOWN, "Quorum", false},
    {NODE_DECIDES, "Voting", false},
    {NODE_MEETS, "Meets", false},
    {NODE_REPORTS, "Reports to", false},
    {NODE_RECOMMENDS, "Recommends to", true},
    {NODE_DEPUTY, "Deputy", true},
    {NODE_HELD, "Held by", false},
    {NODE_CONFLICT, "Conflict of interest", true},
    {NODE_STAND_IN, "Stand-in", false},
    {NODE_HAS_DUTY, "Duty", true},
    {NODE_BUDGET, "Budget", false},
    {NODE_BUDGET_NOT_KNOWN, "Budget", false},
    {NODE_RATING, "Rating", false},
    {NODE_PASSES_NOTHING, "Delegation", false},
    {NODE_SCHEME_NOT_KNOWN, "Scheme of reservation and delegation", false},
    {NODE_PLACES, "Places", false},
    {NODE_PLACES_NOT_KNOWN, "Places", false},
    {NODE_CONTRIBUTES, "Contribution", true},
    {NODE_PERMITTED, "May pay for", false},
};

static bool in_force(const struct node *n, date on)
{
    const struct node *from = node_clause(n, CLAUSE_FROM), *until = node_clause(n, CLAUSE_UNTIL);
    return (!from || !from->args || (date)from->args->value <= on) &&
           (!until || !until->args || (date)until->args->value >= on);
}

void say_block(struct arena *a, const struct model *m, id handbook, const struct node *block,
               const date *on, sayings *out)
{
    for (const struct node *n = block; n; n = n->next) {
        if (on && !in_force(n, *on))
            continue;
        if (n->kind == NODE_MEMBERS)
            say_block(a, m, handbook, n->body, on, out);
        for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
            if (lines[i].kind == n->kind)
                *vec_push(a, out) =
                    (struct said){lines[i].what, lines[i].several, say_line(a, m, handbook, n), n};
    }
}
