/* check.c: what all checks share; the order of work of those that need no powers. */
#include <string.h>

#include "checks/checker.h"

/* ---- words --------------------------------------------------------------------------------- */

struct str check_words(struct arena *a, const str_list *words, uint32_t most)
{
    struct buf b = buf_new(a);
    uint32_t shown = words->n > most ? most : words->n;
    for (uint32_t i = 0; i < shown; i++)
        buf_fmt(&b, "%s%.*s", !i ? "" : i + 1 == words->n ? " and " : ", ", STR(words->at[i]));
    if (words->n > shown)
        buf_fmt(&b, " and %u more", words->n - shown);
    return buf_str(&b);
}

struct str check_titles(const struct checker *c, const ids *bodies, uint32_t most)
{
    str_list words = {0};
    for (uint32_t i = 0; i < bodies->n; i++)
        *vec_push(c->a, &words) = body_title(c->m, bodies->at[i]);
    return check_words(c->a, &words, most);
}

const char *check_s(uint64_t n)
{
    return n == 1 ? "" : "s";
}

const char *check_an(struct str word)
{
    bool an =
        word.n && (word.p[0] == 'a' || word.p[0] == 'e' || word.p[0] == 'i' || word.p[0] == 'o');
    return an || str_starts(word, S("NHS")) ? "an" : "a";
}

void check_add(struct checker *c, str_list *words, struct str word)
{
    for (uint32_t i = 0; i < words->n; i++)
        if (str_eq(words->at[i], word))
            return;
    *vec_push(c->a, words) = word;
}

bool check_same(struct str a, const char *b)
{
    return str_eq(a, str_of(b));
}

/* ---- questions to the model ---------------------------------------------------------------- */

bool check_in_handbook(const struct body *b)
{
    return b->handbook != NONE;
}

bool check_alive(const struct model *m, id body, date on)
{
    const struct body *b = &m->bodies.at[body];
    if (!span_has(b->life, on))
        return false;
    for (uint32_t i = 0; i < b->parents.n; i++)
        if (check_alive(m, b->parents.at[i], on))
            return true;
    return b->parents.n == 0;
}

bool check_first_of(const struct model *m, id handbook)
{
    id of = m->handbooks.at[handbook].of;
    if (of == NONE || !check_in_handbook(&m->bodies.at[of]))
        return false;
    for (id i = 0; i < handbook; i++)
        if (m->handbooks.at[i].of == of)
            return false;
    return true;
}

bool check_untold(const struct body *b)
{
    return b->scheme_unknown || b->scheme_partly;
}

bool check_not_known(const struct model *m, id body)
{
    for (uint32_t i = 0; i < m->not_knowns.n; i++)
        if (ids_have(&m->not_knowns.at[i].of, body))
            return true;
    return false;
}

bool check_kind_is(const struct model *m, id kind, const char *name)
{
    return check_same(m->kinds.at[kind].name, name);
}

/* ---- saying things once -------------------------------------------------------------------- */

static void count_given(struct checker *c)
{
    const struct model *m = c->m;
    c->given = NEW_ARRAY(c->a, uint32_t, m->bodies.n);
    c->given_by = NEW_ARRAY(c->a, id, m->bodies.n);
    for (id i = 0; i < m->bodies.n; i++)
        c->given_by[i] = NONE;
    for (id i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        for (uint32_t k = 0; span_has(g->life, c->on) && k < g->to.alts.n; k++)
            for (uint32_t j = 0; j < g->to.alts.at[k].bodies.n; j++) {
                id b = g->to.alts.at[k].bodies.at[j];
                b = m->bodies.at[b].whole != NONE ? m->bodies.at[b].whole : b;
                if (!c->given[b]++)
                    c->given_by[b] = i;
            }
    }
}

static void find_unread(struct checker *c)
{
    c->unread = NEW_ARRAY(c->a, bool, c->f->sources.n);
    for (uint32_t i = 0; i < c->f->list.n; i++) {
        const struct finding *x = &c->f->list.at[i];
        if (x->code[1] == '0' && x->severity == SEVERITY_ERROR && x->pos.file < c->f->sources.n)
            c->unread[x->pos.file] = true;
    }
}

/* Codes that say that something is missing. */
static bool of_absence(const char *code)
{
    static const char *const codes_of_absence[] = {"R101", "R103", "R113", "R116", "R117",
                                                   "R119", "R120", "R124", "R125", "R126",
                                                   "R128", "R129", "R131", "R132", "R134"};
    for (size_t i = 0; i < sizeof codes_of_absence / sizeof codes_of_absence[0]; i++)
        if (strcmp(code, codes_of_absence[i]) == 0)
            return true;
    return false;
}

struct checker check_begin(struct findings *f, const struct model *m, date on)
{
    struct checker c = {.f = f, .a = f->a, .m = m, .on = on};
    count_given(&c);
    find_unread(&c);
    return c;
}

static void note_place(struct checker *c, struct repeat *r, struct pos pos)
{
    for (uint32_t i = r->places.n; i-- > 0;) /* the last ones first: lines come together */
        if (r->places.at[i].offset == pos.offset && r->places.at[i].file == pos.file)
            return;
    *vec_push(c->a, &r->places) = pos;
}

struct finding *check_say(struct checker *c, const char *code, struct str key, struct pos pos,
                          id body, const char *fmt, ...)
{
    struct str full = key.n ? str_fmt(c->a, "%s %.*s", code, STR(key))
                            : str_fmt(c->a, "%s@%u:%u", code, pos.file, pos.offset);
    uint32_t before = map_get(&c->said, full);
    if (pos.file < c->f->sources.n && c->unread[pos.file] && of_absence(code))
        return NULL;
    if (before != MAP_NONE) {
        struct repeat *r = &c->repeats.at[before];
        if (body != NONE && !ids_have(&r->bodies, body))
            *vec_push(c->a, &r->bodies) = body;
        note_place(c, r, pos);
        return NULL;
    }
    struct repeat r = {.finding = c->f->list.n};
    note_place(c, &r, pos);
    if (body != NONE)
        *vec_push(c->a, &r.bodies) = body;
    map_put(c->a, &c->said, full, c->repeats.n);
    *vec_push(c->a, &c->repeats) = r;
    va_list args;
    va_start(args, fmt);
    struct str message = str_vfmt(c->a, fmt, args);
    va_end(args);
    struct finding *x = report(c->f, code, pos, "%.*s", STR(message));
    if (body != NONE)
        x->body = c->m->bodies.at[body].name;
    return x;
}

void check_end(struct checker *c)
{
    enum { NAMED = 3 };
    for (uint32_t i = 0; i < c->repeats.n; i++) {
        const struct repeat *r = &c->repeats.at[i];
        struct finding *x = &c->f->list.at[r->finding];
        ids rest = r->bodies;
        if (r->places.n > 1)
            x->message = str_fmt(c->a, "%.*s (and %u more line%s)", STR(x->message),
                                 r->places.n - 1, check_s(r->places.n - 1));
        if (r->bodies.n < 2)
            continue;
        rest.at++;
        rest.n--;
        x->message = str_fmt(c->a, "%.*s; likewise %.*s", STR(x->message),
                             STR(check_titles(c, &rest, NAMED)));
    }
}

void model_check(struct findings *f, const struct model *m, date on)
{
    struct checker c = check_begin(f, m, on);
    check_papers(&c);
    check_members(&c);
    check_duties(&c);
    check_lines(&c);
    check_texts(&c);
    check_end(&c);
}
