/* map.c: remit map: who is part of what and who decides what, as SVG or as text. */
#include "actions/governance/map.h"

/* ---- which bodies -------------------------------------------------------------------------- */

/* A power by delegation, within what was asked for: the law's own go without saying, and a deputy
 * only stands in. */
static bool wanted(const struct mapping *m, const struct term *t)
{
    const struct model *x = m->u->m;
    return t->grant != NONE && !x->grants.at[t->grant].deputising &&
           (tree_covers(&x->functions, t->box.function, m->function) ||
            tree_covers(&x->functions, m->function, t->box.function)) &&
           (tree_covers(&x->services, t->box.service, m->service) ||
            tree_covers(&x->services, m->service, t->box.service));
}

static bool matches(const struct mapping *m, id body)
{
    const struct model *x = m->u->m;
    id area = x->bodies.at[body].population;
    if (m->place != NONE && (area == NONE || !model_covers(x, m->place, area)))
        return false;
    bool any = !m->function && !m->service;
    for (uint32_t i = 0; !any && i < authority_powers(m->u, body); i++)
        any = wanted(m, authority_power(m->u, body, i));
    return any;
}

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
        if (!wanted(m, t))
            continue;
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
        *vec_push(m->r->a, &lines) = str_fmt(m->r->a, "and %u more", more);
    c->lines = lines.at;
    c->n_lines = lines.n;
}

static bool there(const struct mapping *m, id body)
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

/* Those that match, and what they are part of. */
static void keep(struct mapping *m)
{
    const struct model *x = m->u->m;
    m->kept = NEW_ARRAY(m->r->a, bool, x->bodies.n);
    for (id b = 0; b < x->bodies.n; b++) {
        if (!there(m, b) || !matches(m, b))
            continue;
        for (id up = b; !m->kept[up];) {
            m->kept[up] = there(m, up);
            if (!x->bodies.at[up].parents.n)
                break;
            up = x->bodies.at[up].parents.at[0];
        }
    }
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
    *vec_push(m->r->a, &m->bodies) = body;
    for (uint32_t r = 0; r < x->by_rank.n; r++) {
        id child = x->by_rank.at[r];
        const struct body *k = &x->bodies.at[child];
        for (uint32_t i = 0; i < k->parents.n && i < 1; i++)
            if (k->parents.at[i] == body && m->kept[child])
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

struct map_figure map_picture(struct mapping *m)
{
    struct arena *a = m->r->a;
    uint32_t deciding = 0, near = 0, why_not = 0;
    for (uint32_t i = 0; i < m->cards.n; i++) {
        deciding += m->cards.at[i].n_lines > 0;
        near += m->cards.at[i].n_lines > 0 && m->cards.at[i].band >= LEVEL_PLACE;
        why_not += m->cards.at[i].dashed;
    }
    struct map_figure f = {.bands = level_names,
                           .n_bands = LEVEL_GROUP + 1,
                           .cards = m->cards.at,
                           .n_cards = m->cards.n};
    f.title = m->within == NONE ? S("Functions and decisions map")
                                : str_fmt(a, "Functions and decisions map: %.*s",
                                          STR(body_title(m->u->m, m->within)));
    f.reading = str_fmt(a,
                        "%u bodies as on %.*s: %u decide by delegation, %u of them at place "
                        "or nearer; %u can only recommend.",
                        m->cards.n, STR(date_long(a, m->r->on)), deciding, near, why_not);
    return f;
}

static int draw(struct mapping *m)
{
    struct map_figure f = map_picture(m);
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

/* ---- what is asked for --------------------------------------------------------------------- */

static bool choose(struct run *r, const struct model *x, struct mapping *m)
{
    struct str place = run_get(r, "place");
    bool fine = true;
    if (r->words.n) {
        id b = find_body(r, x, r->words.at[0]);
        fine = b != NONE;
        if (fine)
            m->within = x->bodies.at[b].organ_of != NONE ? x->bodies.at[b].owner : b;
    }
    if (place.n && (m->place = model_find_population(x, place)) == NONE) {
        ask_unknown(r, "population", place, &x->population_names);
        fine = false;
    }
    fine = ask_node(r, &x->functions, "function", &m->function) && fine;
    return ask_node(r, &x->services, "service", &m->service) && fine;
}

int map_cards(struct run *r, struct mapping *m)
{
    struct structure s;
    *m = (struct mapping){.r = r, .within = NONE, .place = NONE, .lines = 6};
    if (!run_words(r, "map", 1) || !load_one(r, &s))
        return EXIT_BAD;
    m->u = load_powers(r, s.m);
    if (r->json)
        m->lines = UINT32_MAX; /* a program has room for all */
    if (!choose(r, s.m, m))
        return EXIT_BAD;
    m->card_of = NEW_ARRAY(r->a, uint32_t, s.m->bodies.n);
    for (id i = 0; i < s.m->bodies.n; i++)
        m->card_of[i] = UINT32_MAX;
    keep(m);
    if (m->within != NONE && m->kept[m->within])
        add(m, m->within, UINT32_MAX);
    for (uint32_t k = 0; m->within == NONE && k < s.m->by_rank.n; k++) {
        id b = s.m->by_rank.at[k];
        bool top = true;
        for (uint32_t i = 0; i < s.m->bodies.at[b].parents.n && i < 1; i++)
            top = !m->kept[s.m->bodies.at[b].parents.at[i]];
        if (top && m->kept[b])
            add(m, b, UINT32_MAX);
    }
    if (m->cards.n)
        return EXIT_FINE;
    return run_bad(r, m->place != NONE || m->function || m->service
                          ? "no body here is for that place and decides that on this day"
                          : "there is no body to draw on this day");
}

int action_map(struct run *r)
{
    struct mapping m;
    if (map_cards(r, &m) == EXIT_BAD)
        return EXIT_BAD;
    if (r->json)
        as_json(&m);
    else if (run_has(r, "text"))
        as_text(&m);
    else
        return draw(&m);
    return EXIT_FINE;
}
