/* check_texts.c: words in the text: bodies that are gone, committees that are none, and the
 * review dates and drafts of statements that the model keeps no paper for. */
#include "checks/checker.h"

/* ---- letters ------------------------------------------------------------------------------- */

static bool word_char(char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') ||
           (unsigned char)ch >= 0x80;
}

static char lower(char ch)
{
    return ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
}

static struct str folded(const struct checker *c, struct str s)
{
    struct buf b = buf_new(c->a);
    for (size_t i = 0; i < s.n; i++)
        buf_putc(&b, lower(s.p[i]));
    return buf_str(&b);
}

/* Where `word` stands in text as a word of its own; text.n when it does not. */
static size_t find_word(struct str text, struct str word, bool fold)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        struct str at = str_sub(text, i, i + word.n);
        if ((fold ? str_eq_fold(at, word) : str_eq(at, word)) &&
            (i == 0 || !word_char(text.p[i - 1])) &&
            (i + word.n == text.n || !word_char(text.p[i + word.n])))
            return i;
    }
    return text.n;
}

static bool has_word(struct str text, const char *word)
{
    return find_word(text, str_of(word), true) < text.n;
}

/* ---- R102: what is called a committee ------------------------------------------------------ */

struct names {             /* folded names of bodies, less the word for what they are */
    struct map others;     /* of those that are no committee: number of the body */
    struct map committees; /* of those that are */
};

static bool committee_kind(const struct model *m, id kind)
{
    return has_word(m->kinds.at[kind].name, "committee") ||
           has_word(m->kinds.at[kind].title, "committee") ||
           has_word(m->kinds.at[kind].title, "committees") ||
           (m->kinds.at[kind].flags & (KIND_NEEDS_TERMS | KIND_STATUTORY | KIND_PERSON));
}

/* "leeds place" of "Leeds place partnership board" */
static struct str core(const struct checker *c, struct str title)
{
    static const char *const last[] = {"partnership",   "board",     "group",     "forum",
                                       "collaborative", "alliance",  "network",   "committee",
                                       "sub-committee", "panel",     "joint",     "integrated",
                                       "care",          "executive", "leadership"};
    struct str s = folded(c, title);
    if (str_starts(s, S("the ")))
        s = str_sub(s, 4, s.n);
    for (bool cut = true; cut;) {
        cut = false;
        for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
            struct str word = str_fmt(c->a, " %s", last[i]);
            if (str_ends(s, word)) {
                s.n -= word.n;
                cut = true;
            }
        }
    }
    return s;
}

/* "Leeds committee of the ICB": leeds */
static struct str before_committee(const struct checker *c, struct str title)
{
    struct str s = folded(c, title);
    size_t at = find_word(s, S("committee"), false);
    size_t sub = find_word(s, S("sub-committee"), false);
    at = sub < at ? sub : at;
    while (at && s.p[at - 1] == ' ')
        at--;
    return str_sub(s, 0, at);
}

static struct names names_of_all(const struct checker *c)
{
    const struct model *m = c->m;
    struct names n = {0};
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        if (committee_kind(m, b->kind)) {
            map_put(c->a, &n.committees, core(c, b->title), i);
            if (has_word(b->title, "committee"))
                map_put(c->a, &n.committees, before_committee(c, b->title), i);
        } else if (check_in_handbook(b) && !b->implied && b->organ_of == NONE &&
                   (m->kinds.at[b->kind].flags & KIND_ADVISORY) && check_alive(m, i, c->on)) {
            struct str key = core(c, b->title);
            if (key.n >= 4)
                map_put(c->a, &n.others, key, i);
            map_put(c->a, &n.others, folded(c, b->title), i);
        }
    }
    return n;
}

/* The body, no committee, that the text calls one: "Leeds place committee" for the Leeds
 * place partnership. */
static id called_committee(const struct checker *c, const struct names *n, struct str text)
{
    struct str s = folded(c, text);
    for (size_t from = 0, at; from < s.n; from += at + 9) {
        struct str rest = str_sub(s, from, s.n);
        at = find_word(rest, S("committee"), false);
        if (at == rest.n)
            break;
        struct str before = str_sub(s, 0, from + at);
        if (str_ends(before, S("sub-")))
            before.n -= 4;
        while (before.n && before.p[before.n - 1] == ' ')
            before.n--;
        if (str_ends(before, S(" joint")))
            before.n -= 6;
        for (size_t i = before.n; i-- > 0;) {
            if (i && before.p[i - 1] != ' ')
                continue;
            struct str name = str_sub(before, i, before.n);
            uint32_t body = map_get(&n->others, name);
            if (map_get(&n->committees, name) != MAP_NONE)
                break;
            if (body != MAP_NONE)
                return body;
        }
    }
    return NONE;
}

static void in_own_name(struct checker *c, id i)
{
    const struct model *m = c->m;
    const struct body *b = &m->bodies.at[i];
    unsigned flags = m->kinds.at[b->kind].flags;
    if (!check_in_handbook(b) || b->implied || b->organ_of != NONE || committee_kind(m, b->kind) ||
        (flags & KIND_PROVIDER) || !check_alive(m, i, c->on))
        return;
    bool title = has_word(b->title, "committee") || has_word(b->title, "sub-committee");
    if (!title && !has_word(b->name, "committee"))
        return;
    struct str what = m->kinds.at[b->kind].title;
    struct finding *x = check_say(c, "R102", S(""), b->pos, i,
                                  "'%.*s' bears the word committee and is declared as %s %.*s%s",
                                  STR(title ? b->title : b->name), check_an(what), STR(what),
                                  flags & KIND_ADVISORY ? ", which can only recommend" : "");
    if (x)
        x->mend = str_fmt(
            c->a,
            "constitute it: committee %.*s ... { terms-of-reference from DATE }; or drop the word",
            STR(b->name));
}

/* Two statements of one title, one a committee and one not. */
static void same_titles(struct checker *c)
{
    const struct model *m = c->m;
    struct map titles = {0};
    for (id i = 0; i < m->bodies.n; i++)
        if ((m->kinds.at[m->bodies.at[i].kind].flags & KIND_NEEDS_TERMS) &&
            m->bodies.at[i].whole == NONE)
            map_put(c->a, &titles, folded(c, m->bodies.at[i].title), i);
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        if (!(m->kinds.at[b->kind].flags & KIND_ADVISORY) ||
            (m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS))
            continue;
        uint32_t twin = map_get(&titles, folded(c, b->title));
        if (twin == MAP_NONE || m->bodies.at[twin].population != b->population)
            continue;
        const struct body *t = &m->bodies.at[twin];
        struct str here = m->kinds.at[b->kind].title, there = m->kinds.at[t->kind].title;
        struct finding *x =
            check_say(c, "R102", S(""), b->pos, i, "%.*s is %s %.*s here and %s %.*s elsewhere",
                      STR(b->title), check_an(here), STR(here), check_an(there), STR(there));
        if (!x)
            continue;
        x->other = t->pos;
        x->other_message = S("here it is a committee");
        x->mend = S("keep one of the two statements, or give them different titles");
    }
}

/* ---- one text ------------------------------------------------------------------------------ */

struct walk {
    struct checker *c;
    struct names names;
    id law;  /* of the handbook that the statements belong to */
    id next; /* handbook that comes next */
};

/* Such words say that the text knows what has become of the body. */
static bool looks_back(struct str text)
{
    static const char *const words[] = {"former", "formerly",  "predecessor", "predecessors",
                                        "until",  "abolished", "replaced",    "succeeded"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (has_word(text, words[i]))
            return true;
    return false;
}

static void gone(struct walk *w, const struct node *text)
{
    struct checker *c = w->c;
    for (uint32_t i = 0; i < c->m->abolished.n; i++) {
        const struct abolished *x = &c->m->abolished.at[i];
        if ((w->law != NONE && x->law != w->law) || x->life.from > c->on || looks_back(text->text))
            continue;
        for (uint32_t k = 0; k < x->words.n; k++) {
            struct str word = x->words.at[k];
            bool phrase = str_find(word, ' ') < word.n; /* "CCG" is one, "ccg" is not */
            if (find_word(text->text, word, phrase) == text->text.n)
                continue;
            bool dated = x->life.from != DATE_MIN;
            struct finding *y =
                check_say(c, "R104", S(""), text->pos, NONE,
                          "the text speaks of %.*s, abolished%s%.*s, as if it existed", STR(word),
                          dated ? " on " : "", STR(dated ? date_long(c->a, x->life.from) : S("")));
            if (y) {
                y->other = x->pos;
                y->other_message = S("the law says so here");
                y->mend = str_fmt(c->a, "name the body that followed it, or write 'former %.*s'",
                                  STR(word));
            }
            return;
        }
    }
}

static void one_text(struct walk *w, const struct node *text)
{
    gone(w, text);
    id body = called_committee(w->c, &w->names, text->text);
    if (body == NONE)
        return;
    const struct body *b = &w->c->m->bodies.at[body];
    if (b->pos.file == text->pos.file && b->pos.line == text->pos.line)
        return; /* its own title: in_own_name */
    struct str kind = w->c->m->kinds.at[b->kind].title;
    struct finding *x = check_say(w->c, "R102", S(""), text->pos, body,
                                  "%.*s is called a committee here and declared as %s %.*s",
                                  STR(b->title), check_an(kind), STR(kind));
    if (!x)
        return;
    x->other = b->pos;
    x->other_message = S("it is declared here");
    x->mend = S("constitute it as a committee, or drop the word");
}

/* ---- the tree ------------------------------------------------------------------------------ */

static void texts(struct walk *w, const struct node *n)
{
    for (; n; n = n->next) {
        if (n->kind == ARG_TEXT)
            one_text(w, n);
        texts(w, n->args);
    }
}

static struct str name_of_statement(const struct checker *c, const struct node *n)
{
    static const struct {
        enum node_kind kind;
        const char *words;
    } rows[] = {{NODE_DELEGATE, "this delegation"},
                {NODE_ITEM, "this line"},
                {NODE_RESERVE, "this reservation"},
                {NODE_FUND, "this fund"},
                {NODE_ACCOUNTABLE, "this line of accountability"},
                {NODE_REST_DELEGATED, "this delegation"},
                {NODE_CALL_IN, "this procedure"},
                {NODE_LADDER, "this procedure"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].kind == n->kind)
            return str_of(rows[i].words);
    for (const struct node *x = n->args; x; x = x->next)
        if (x->kind == ARG_TEXT)
            return str_fmt(c->a, "what is said of '%.*s'", STR(x->text));
    return S("this statement");
}

/* Papers of their own (handbooks, terms of reference, instruments) are check_papers.c's. */
static void dates(struct walk *w, const struct node *n)
{
    struct checker *c = w->c;
    const struct node *review = node_clause(n, CLAUSE_REVIEW),
                      *draft = node_clause(n, CLAUSE_DRAFT);
    if (n->kind == NODE_HANDBOOK || n->kind == NODE_TERMS || n->kind == NODE_INSTRUMENT)
        return;
    if (review && review->args->value < c->on) {
        struct finding *x = check_say(
            c, "R105", S(""), review->pos, NONE, "the review of %.*s was due by %.*s",
            STR(name_of_statement(c, n)), STR(date_long(c->a, (date)review->args->value)));
        if (x)
            x->mend = S("review it and write the new date");
    }
    if (draft)
        check_draft(c, name_of_statement(c, n), draft->pos, NONE);
}

/* Studies' counts and what is not known quote others' words. */
static bool speaks_of_today(const struct checker *c, const struct node *n)
{
    const struct node *until = node_clause(n, CLAUSE_UNTIL), *from = node_clause(n, CLAUSE_FROM);
    if (n->kind == NODE_PUBLISHED || n->kind == NODE_UNNAMED || n->kind == NODE_NOT_KNOWN ||
        n->kind == NODE_USE)
        return false;
    if (until && until->args->kind == ARG_DATE && until->args->value < c->on)
        return false;
    return !from || from->args->kind != ARG_DATE || from->args->value <= c->on;
}

static void statements(struct walk *w, const struct node *n)
{
    for (; n; n = n->next) {
        if (!speaks_of_today(w->c, n))
            continue;
        texts(w, n->args);
        for (const struct node *x = n->clauses; x; x = x->next)
            if (x->kind != CLAUSE_SOURCE && x->kind != CLAUSE_NOTE && x->kind != CLAUSE_REPLACES)
                texts(w, x->args);
        dates(w, n);
        statements(w, n->body);
    }
}

/* Statements belong to the handbook whose head stands above them; those of a law to none. */
static void file(struct walk *w, const struct node *tree)
{
    bool handbook = false;
    for (const struct node *n = tree->body; n; n = n->next) {
        if (n->kind == NODE_HANDBOOK || n->kind == NODE_LAW)
            handbook = n->kind == NODE_HANDBOOK;
        if (n->kind == NODE_HANDBOOK) /* they are numbered as they stand */
            w->law = w->c->m->handbooks.at[w->next++].law;
        struct node one = *n;
        one.next = NULL;
        if (handbook)
            statements(w, &one);
    }
}

void check_texts(struct checker *c)
{
    struct walk w = {.c = c, .names = names_of_all(c), .law = NONE};
    for (id i = 0; i < c->m->bodies.n; i++)
        in_own_name(c, i);
    same_titles(c);
    for (uint32_t i = 0; i < c->m->files.n; i++)
        file(&w, c->m->files.at[i]);
}
