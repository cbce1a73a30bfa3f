/* map.c: remit map: who is part of what and who decides what, as SVG or as text. */
#include "actions/json.h"
#include "chart/chart.h"

struct mapping {
    struct run *r;
    const struct authority *u;
    VEC(struct map_card) cards;
    uint32_t *card_of; /* per body */
    id within;         /* only bodies of this organisation; NONE: all */
    uint32_t lines;    /* powers shown of each body */
};

/* What a body decides by delegation, one line a function, widest range. */
static void powers(struct mapping *m, id body, struct map_card *c)
{
    const struct authority *u = m->u;
    VEC(struct str) lines = {0};
    struct map seen = {0};
    uint32_t more = 0;
    for (uint32_t i = 0; i < authority_powers(u, body); i++) {
        const struct term *t = authority_power(u, body, i);
        struct buf b = buf_new(m->r->a);
        if (t->grant == NONE || u->m->grants.at[t->grant].deputising)
            continue; /* a deputy only stands in */
        buf_put(&b, u->m->functions.at.at[t->box.function].title);
        if (t->box.service)
            buf_fmt(&b, " of %.*s", STR(u->m->services.at.at[t->box.service].title));
        buf_fmt(&b, ": %.*s",
                STR(u->m->grants.at[t->grant].limit_unknown ? S("limit not known")
                                                            : range_text(m->r->a, t->lo, t->hi)));
        if (t->party->groups.n > 1 || t->party->groups.at[0].bodies.n > 1)
            buf_z(&b, ", with others");
        for (uint32_t k = 0; k < t->n_when; k++)
            if (u->atoms.at[t->when[k] / 2].kind != ATOM_AGREED) {
                buf_z(&b, ", on conditions");
                break;
            }
        if (map_get(&seen, buf_str(&b)) != MAP_NONE)
            continue;
        map_put(m->r->a, &seen, buf_str(&b), 0);
        if (lines.n < m->lines)
            *vec_push(m->r->a, &lines) = buf_str(&b);
        else
            more++;
    }
    if (more)
        *vec_push(m->r->a, &lines) =
            str_fmt(m->r->a, "and %u more: remit may %.*s", more, STR(u->m->bodies.at[body].name));
    c->lines = lines.at;
    c->n_lines = lines.n;
}

static bool shown(const struct mapping *m, id body)
{
    const struct model *x = m->u->m;
    const struct body *b = &x->bodies.at[body];
    bool person = x->kinds.at[b->kind].flags & KIND_PERSON;
    if (m->within != NONE && body != m->within && !model_body_within(x, body, m->within))
        return false;
    if (!authority_alive(m->u, body))
        return false;
    if (m->within == NONE && b->handbook == NONE)
        return false;
    /* A post without powers of its own is a seat, not a place where things are decided. */
    return !person || authority_powers(m->u, body) > 0;
}

static void add(struct mapping *m, id body, uint32_t parent)
{
    const struct model *x = m->u->m;
    const struct body *b = &x->bodies.at[body];
    if (m->card_of[body] != UINT32_MAX)
        return;
    struct map_card c = {.parent = parent, .title = b->title, .kind = x->kinds.at[b->kind].title};
    c.band = b->population == NONE ? 0 : x->populations.at[b->population].level;
    c.dashed = x->kinds.at[b->kind].flags & KIND_ADVISORY;
    powers(m, body, &c);
    m->card_of[body] = m->cards.n;
    uint32_t me = m->cards.n;
    *vec_push(m->r->a, &m->cards) = c;
    for (uint32_t r = 0; r < x->by_rank.n; r++) {
        id child = x->by_rank.at[r];
        const struct body *k = &x->bodies.at[child];
        for (uint32_t i = 0; i < k->parents.n && i < 1; i++)
            if (k->parents.at[i] == body && shown(m, child))
                add(m, child, me);
    }
}

static void as_text(struct mapping *m)
{
    static const char *const bands[] = {"nation", "system", "place", "neighbourhood", "group"};
    for (uint32_t i = 0; i < m->cards.n; i++) {
        const struct map_card *c = &m->cards.at[i];
        unsigned depth = 0;
        for (uint32_t p = c->parent; p != UINT32_MAX; p = m->cards.at[p].parent)
            depth++;
        buf_pad(&m->r->out, ' ', depth * 2);
        buf_fmt(&m->r->out, "%.*s (%.*s, %s%s)\n", STR(c->title), STR(c->kind), bands[c->band],
                c->dashed ? ", recommends only" : "");
        for (uint32_t k = 0; k < c->n_lines; k++) {
            buf_pad(&m->r->out, ' ', depth * 2 + 2);
            buf_fmt(&m->r->out, "- %.*s\n", STR(c->lines[k]));
        }
    }
}

static void as_json(struct mapping *m)
{
    struct json j = json_begin(m->r);
    json_list(&j, NULL);
    for (uint32_t i = 0; i < m->cards.n; i++) {
        const struct map_card *c = &m->cards.at[i];
        json_map(&j, NULL);
        json_text(&j, "title", c->title);
        json_text(&j, "kind", c->kind);
        json_text(&j, "level", str_of(level_names[c->band]));
        json_text(&j, "part_of", c->parent == UINT32_MAX ? S("") : m->cards.at[c->parent].title);
        json_list(&j, "decides");
        for (uint32_t k = 0; k < c->n_lines; k++)
            json_text(&j, NULL, c->lines[k]);
        json_end_list(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_finish(&j);
}

static int draw(struct mapping *m)
{
    struct str title = m->within == NONE ? S("Functions and decisions map")
                                         : str_fmt(m->r->a, "Functions and decisions map: %.*s",
                                                   STR(body_title(m->u->m, m->within)));
    uint32_t deciding = 0, near = 0, why_not = 0;
    for (uint32_t i = 0; i < m->cards.n; i++) {
        deciding += m->cards.at[i].n_lines > 0;
        near += m->cards.at[i].n_lines > 0 && m->cards.at[i].band >= LEVEL_PLACE;
        why_not += m->cards.at[i].dashed;
    }
    struct map_figure f = {.title = title,
                           .bands = level_names,
                           .n_bands = LEVEL_GROUP + 1,
                           .cards = m->cards.at,
                           .n_cards = m->cards.n};
    f.reading = str_fmt(m->r->a,
                        "%u bodies as on %.*s: %u decide by delegation, %u of them at place "
                        "or nearer; %u can only recommend.",
                        m->cards.n, STR(date_long(m->r->a, m->r->on)), deciding, near, why_not);
    struct str svg = chart_map(m->r->a, &f), why, path = run_get(m->r, "out");
    if (!path.n) {
        buf_put(&m->r->out, svg);
        return EXIT_FINE;
    }
    /* Said first: memory that runs out behind the file would call a map that is there a failure. */
    buf_fmt(&m->r->out, "%.*s\nWritten to %.*s.\n", STR(f.reading), STR(path));
    if (os_write(m->r->a, path, svg, &why))
        return EXIT_FINE;
    m->r->out.n = 0;
    return run_bad(m->r, "%.*s", STR(why));
}

int action_map(struct run *r)
{
    struct structure s;
    struct mapping m = {.r = r, .within = NONE, .lines = 6};
    if (!run_words(r, "map", 1) || !load_one(r, &s))
        return EXIT_BAD;
    m.u = load_powers(r, s.m);
    if (r->json)
        m.lines = UINT32_MAX; /* a program has room for all */
    if (r->words.n) {
        id b = find_body(r, s.m, r->words.at[0]);
        if (b == NONE)
            return EXIT_BAD;
        id owner = s.m->bodies.at[b].owner;
        m.within = s.m->bodies.at[b].organ_of != NONE ? owner : b;
    }
    m.card_of = NEW_ARRAY(r->a, uint32_t, s.m->bodies.n);
    for (id i = 0; i < s.m->bodies.n; i++)
        m.card_of[i] = UINT32_MAX;
    if (m.within != NONE)
        add(&m, m.within, UINT32_MAX);
    for (uint32_t k = 0; m.within == NONE && k < s.m->by_rank.n; k++) {
        id b = s.m->by_rank.at[k];
        bool top = true;
        for (uint32_t i = 0; i < s.m->bodies.at[b].parents.n && i < 1; i++)
            top = !shown(&m, s.m->bodies.at[b].parents.at[i]);
        if (top && shown(&m, b))
            add(&m, b, UINT32_MAX);
    }
    if (!m.cards.n)
        return run_bad(r, "there is no body to draw on this day");
    if (r->json)
        as_json(&m);
    else if (run_has(r, "text"))
        as_text(&m);
    else
        return draw(&m);
    return EXIT_FINE;
}
