/* suppliers.c: names made comparable and matched to organisations, with the evidence. */
#include <stdlib.h>
#include <string.h>

#include "spend/suppliers.h"

/* ---- organisations ------------------------------------------------------------------------- */

static struct str first_name(const struct node *n, enum node_kind clause)
{
    const struct node *c = node_clause(n, clause);
    return c && c->args && c->args->args ? c->args->args->text : S("");
}

static void add_name(struct spend_bodies *b, struct spend_body *body, uint32_t number,
                     struct str name)
{
    struct str normal = spend_name_normal(b->a, name);
    *vec_push(b->a, &body->names) = name;
    map_put(b->a, &b->exact, name, number);
    uint32_t had = map_get(&b->normal, normal);
    if (had == MAP_NONE) {
        map_put(b->a, &b->normal, normal, b->by_normal.n);
        *vec_push(b->a, &b->by_normal) = number;
    } else if (b->by_normal.at[had] != number) {
        b->by_normal.at[had] = SPEND_AMBIGUOUS;
    }
}

static void link_body(struct spend_bodies *b, struct findings *f, const struct node *n)
{
    struct spend_body body = {
        .kind = first_name(n, CLAUSE_AS), .system = first_name(n, CLAUSE_BODY_OF), .pos = n->pos};
    const struct node *code = node_arg(n, 0), *title = node_arg(n, 1);
    const struct node *also = node_clause(n, CLAUSE_ALSO_NAMED);
    const struct node *source = node_clause(n, CLAUSE_SOURCE);
    if (!code || !title)
        return; /* was reported */
    body.code = code->text;
    body.title = title->text;
    body.source = source && source->args ? source->args->text : S("");
    uint32_t before = map_get(&b->codes, body.code), number = b->at.n;
    if (before != MAP_NONE) {
        struct finding *x =
            report(f, "R021", n->pos, "there is an organisation '%.*s' already", STR(body.code));
        x->other = b->at.at[before].pos;
        x->other_message = S("the first one");
        return;
    }
    map_put(b->a, &b->codes, body.code, number);
    add_name(b, &body, number, body.title);
    for (const struct node *x = also && also->args ? also->args->args : NULL; x; x = x->next)
        add_name(b, &body, number, x->text);
    *vec_push(b->a, &b->at) = body;
}

struct spend_bodies *spend_bodies_link(struct findings *f, const struct node *const *files,
                                       uint32_t n)
{
    struct spend_bodies *b = NEW(f->a, struct spend_bodies);
    *b = (struct spend_bodies){.a = f->a};
    for (uint32_t i = 0; i < n; i++)
        for (const struct node *x = files[i]->body; x; x = x->next)
            if (x->kind == NODE_ORGANISATION)
                link_body(b, f, x);
    return b;
}

/* ---- names --------------------------------------------------------------------------------- */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Codes of organisations look like R1H, RF4 or 08N, X2C4Y, F82018. */
static bool is_code(struct str s)
{
    static const char *const shapes[] = {"A9A", "AA9", "A99", "99A", "A9A9A", "A99999"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        bool fits = s.n == strlen(shapes[i]);
        for (size_t k = 0; fits && k < s.n; k++)
            fits = shapes[i][k] == '9' ? is_digit(s.p[k]) : is_capital(s.p[k]);
        if (fits)
            return true;
    }
    return false;
}

typedef VEC(struct str) words;

/* Capital letters, digits and all that is not ASCII; one word for each run. */
static void words_of(struct arena *a, struct str name, words *out)
{
    char *p = arena_alloc(a, 4 * name.n + 1, 1);
    size_t n = 0, begin = 0;
    for (size_t i = 0; i <= name.n; i++) {
        char c = i < name.n ? name.p[i] : ' ';
        if (c == '\'' || c == '`' || c == '.' ||
            (c == '\xe2' && i + 2 < name.n && name.p[i + 1] == '\x80' &&
             (name.p[i + 2] == '\x98' || name.p[i + 2] == '\x99'))) {
            i += c == '\xe2' ? 2 : 0;
            continue;
        }
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (is_capital(c) || is_digit(c) || (unsigned char)c >= 0x80) {
            p[n++] = c;
            continue;
        }
        if (n > begin)
            *vec_push(a, out) = (struct str){p + begin, n - begin};
        begin = n;
        if (c == '&')
            *vec_push(a, out) = S("AND");
    }
}

/* words[at..] begins with these; how many they are, or 0. */
static uint32_t begins(const words *w, uint32_t at, const char *with)
{
    uint32_t n = 0;
    for (; *with; n++) {
        size_t k = strcspn(with, " ");
        if (at + n >= w->n || !str_eq(w->at[at + n], (struct str){with, k}))
            return 0;
        with += k + (with[k] == ' ');
    }
    return n;
}

/* Longest first. */
static const struct {
    const char *from, *to;
} rewrites[] = {
    {"PUBLIC LIMITED COMPANY", "PLC"},
    {"NHS FOUNDATION TRUST", "NHS FOUNDATION TRUST"},
    {"FOUNDATION TRUST", "NHS FOUNDATION TRUST"},
    {"NHS FT", "NHS FOUNDATION TRUST"},
    {"NHSFT", "NHS FOUNDATION TRUST"},
    {"INTEGRATED CARE BOARD", "ICB"},
    {"CLINICAL COMMISSIONING GROUP", "CCG"},
    {"LIMITED", "LTD"},
    {"COMPANY", "CO"},
};

struct str spend_name_normal(struct arena *a, struct str name)
{
    words w = {0};
    struct buf b = buf_new(a);
    words_of(a, name, &w);
    while (w.n > 1 && (is_code(w.at[w.n - 1]) || str_eq(w.at[w.n - 1], S("THE"))))
        w.n--;
    for (uint32_t i = w.n > 1 && str_eq(w.at[0], S("THE")); i < w.n;) {
        uint32_t n = 0, k = 0;
        while (k < sizeof rewrites / sizeof rewrites[0] && !(n = begins(&w, i, rewrites[k].from)))
            k++;
        if (b.n)
            buf_putc(&b, ' ');
        if (n)
            buf_z(&b, rewrites[k].to);
        else
            buf_put(&b, w.at[i]);
        i += n ? n : 1;
    }
    return b.n ? buf_str(&b) : S("");
}

bool spend_name_has(struct arena *a, struct str name, struct str normal_words)
{
    struct arena_mark mark = arena_mark(a);
    struct str normal = normal_words.n ? spend_name_normal(a, name) : S("");
    bool has = true;
    for (struct str rest = normal_words; rest.n && has;) {
        size_t end = str_find(rest, ' ');
        has = str_has(normal, str_sub(rest, 0, end));
        rest = str_sub(rest, end + (end < rest.n), rest.n);
    }
    arena_rewind(a, mark);
    return has;
}

/* A code in the name that is an organisation's: in brackets, or the last word. */
static uint32_t code_in(struct arena *a, const struct spend_bodies *b, struct str name,
                        struct str *code)
{
    words w = {0};
    words_of(a, name, &w);
    for (uint32_t i = w.n; i-- > 1 && is_code(w.at[i]);) {
        *code = w.at[i];
        uint32_t body = map_get(&b->codes, w.at[i]);
        if (body != MAP_NONE)
            return body;
    }
    return MAP_NONE;
}

struct spend_matched spend_match_name(struct arena *a, const struct spend_bodies *b,
                                      struct str name)
{
    struct spend_matched m = {SPEND_MATCH_NONE, MAP_NONE, S("no organisation has this name")};
    struct str normal = spend_name_normal(a, name), code = {0};
    uint32_t body = map_get(&b->exact, name), alike = map_get(&b->normal, normal);
    if (body != MAP_NONE)
        return (struct spend_matched){SPEND_MATCH_EXACT, body, S("the same name")};
    body = alike == MAP_NONE ? MAP_NONE : b->by_normal.at[alike];
    if (body == SPEND_AMBIGUOUS) {
        m.evidence = str_fmt(a, "several organisations are called %.*s", STR(normal));
    } else if (body != MAP_NONE) {
        m = (struct spend_matched){SPEND_MATCH_NORMAL, body,
                                   str_fmt(a, "both read as %.*s", STR(normal))};
    } else if ((body = code_in(a, b, name, &code)) != MAP_NONE) {
        m = (struct spend_matched){SPEND_MATCH_CODE, body,
                                   str_fmt(a, "the code %.*s stands in it", STR(code))};
    }
    return m;
}

/* ---- where money goes ---------------------------------------------------------------------- */

const char *const spend_side_names[SPEND_SIDES] = {"trust-inside", "trust-outside",
                                                   "trust-not-known", "other-nhs", "not-nhs"};
const char *const spend_side_titles[SPEND_SIDES] = {
    "NHS trusts of the system", "NHS trusts of other systems",
    "NHS trusts where the system is not known", "Commissioners and other organisations in the list",
    "All other suppliers"};

static bool is_trust(struct str kind)
{
    return str_eq(kind, S("nhs-trust")) || str_eq(kind, S("foundation-trust"));
}

/* Does the name say that it is an NHS trust? A charity may be called a trust as well. */
static bool called_trust(struct arena *a, struct str name)
{
    struct str normal = spend_name_normal(a, name);
    return str_ends(normal, S("NHS TRUST")) || str_ends(normal, S("NHS FOUNDATION TRUST"));
}

static bool add(struct spend_cell *c, const struct spend_sum *s)
{
    c->rows += s->rows;
    c->credit_rows += s->credit_rows;
    return !__builtin_add_overflow(c->total, s->total, &c->total) &&
           !__builtin_add_overflow(c->credits, s->credits, &c->credits);
}

/* The organisation of each text of a kind of word; else MAP_NONE, or MAP_NONE - 1 where it is
 * called an NHS trust. */
#define CALLED_TRUST (MAP_NONE - 1)
static uint32_t *matched_words(struct arena *a, const struct lexicon *x, enum spend_word w,
                               const struct spend_bodies *b)
{
    uint32_t n = lexicon_count(x, w), *out = NEW_ARRAY(a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        struct arena_mark scratch = arena_mark(a);
        struct str name = lexicon_text(x, w, i);
        out[i] = spend_match_name(a, b, name).body;
        if (out[i] == MAP_NONE && called_trust(a, name))
            out[i] = CALLED_TRUST;
        arena_rewind(a, scratch);
    }
    return out;
}

/* The system that a payer belongs to; empty when it is not known. */
static struct str home_of(const struct spend_bodies *b, uint32_t payer)
{
    if (payer == MAP_NONE || payer == CALLED_TRUST)
        return S("");
    const struct spend_body *body = &b->at.at[payer];
    return str_eq(body->kind, S("icb")) ? body->code : body->system;
}

static enum spend_side side_of(const struct spend_bodies *b, uint32_t supplier, struct str home)
{
    if (supplier == MAP_NONE || supplier == CALLED_TRUST)
        return supplier == MAP_NONE ? SPEND_NOT_NHS : SPEND_TRUST_UNPLACED;
    const struct spend_body *body = &b->at.at[supplier];
    if (!is_trust(body->kind))
        return SPEND_NHS_OTHER;
    if (!home.n || !body->system.n)
        return SPEND_TRUST_UNPLACED;
    return str_eq(home, body->system) ? SPEND_TRUST_INSIDE : SPEND_TRUST_OUTSIDE;
}

struct spend_sider {
    const struct spend_bodies *b;
    struct str system;
    const uint32_t *supplier, *payer; /* of each word */
};

const struct spend_sider *spend_sider_new(struct arena *a, const struct lexicon *x,
                                          const struct spend_bodies *b, struct str system)
{
    struct spend_sider *s = NEW(a, struct spend_sider);
    *s = (struct spend_sider){.b = b, .system = system};
    s->supplier = matched_words(a, x, WORD_SUPPLIER, b);
    s->payer = matched_words(a, x, WORD_ORGANISATION, b);
    return s;
}

enum spend_side spend_side_of(const struct spend_sider *s, uint32_t organisation, uint32_t supplier)
{
    struct str home = s->system.n ? s->system : home_of(s->b, s->payer[organisation]);
    return side_of(s->b, s->supplier[supplier], home);
}

bool spend_where(const struct spend_sums *s, const struct spend_sider *sider,
                 struct spend_sides *out)
{
    bool fine = true;
    *out = (struct spend_sides){0};
    for (uint32_t i = 0; i < s->at.n && fine; i++) {
        const struct spend_sum *x = &s->at.at[i];
        enum spend_side side =
            spend_side_of(sider, x->words[WORD_ORGANISATION], x->words[WORD_SUPPLIER]);
        fine = add(&out->at[side], x) && add(&out->whole, x);
    }
    return fine;
}
