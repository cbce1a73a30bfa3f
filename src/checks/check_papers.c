/* check_papers.c: the papers that rules rest on: terms of reference, schemes, agreements,
 * pooled funds; and their dates. */
#include "checks/checker.h"

static struct str day(const struct checker *c, date d)
{
    return date_long(c->a, d);
}

/* The same day a year later; 29 February becomes 28 February. */
static struct str year_later(const struct checker *c, date d)
{
    int y, m, n;
    date_parts(d, &y, &m, &n);
    return date_iso(c->a, date_of(y + 1, m, m == 2 && n == 29 ? 28 : n));
}

/* ---- R101: terms of reference -------------------------------------------------------------- */

static const struct node *line_of(const struct body *b, enum node_kind kind)
{
    for (const struct node *n = b->node ? b->node->body : NULL; n; n = n->next)
        if (n->kind == kind)
            return n;
    return NULL;
}

/* "so the 3 lines that delegate to it have no effect" */
static struct str so_what(const struct checker *c, id body)
{
    uint32_t n = c->given[body];
    if (n == 0)
        return S("it is no committee until it has them");
    if (n == 1)
        return S("what is delegated to it has no effect");
    return str_fmt(c->a, "the %u lines that delegate to it have no effect", n);
}

static struct finding *say_terms(struct checker *c, id body, const struct node *line)
{
    const struct body *b = &c->m->bodies.at[body];
    struct str so = so_what(c, body), no_key = S("");
    if (line && node_clause(line, CLAUSE_NOT_KNOWN)) {
        struct finding *x = check_say(c, "R101", no_key, line->pos, body,
                                      "whether %.*s has terms of reference is not known, so %.*s",
                                      STR(b->title), STR(so));
        if (x)
            x->severity = SEVERITY_WARNING; /* the text hides nothing; the power is still missing */
        return x;
    }
    if (!b->has_terms)
        return check_say(c, "R101", no_key, b->pos, body, "%.*s has no terms of reference: %.*s",
                         STR(b->title), STR(so));
    bool early = b->terms.from > c->on;
    return check_say(c, "R101", no_key, line ? line->pos : b->pos, body,
                     "the terms of reference of %.*s %s %.*s: on %.*s %.*s", STR(b->title),
                     early ? "begin on" : "ended on",
                     STR(day(c, early ? b->terms.from : b->terms.until)), STR(day(c, c->on)),
                     STR(so));
}

static void terms(struct checker *c, id body)
{
    const struct model *m = c->m;
    const struct body *b = &m->bodies.at[body];
    const struct node *line = line_of(b, NODE_TERMS);
    if (!(m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS) || b->organ_of != NONE ||
        b->whole != NONE || b->terms_unknown || (b->has_terms && span_has(b->terms, c->on)))
        return;
    if (line && node_clause(line, CLAUSE_NOT_KNOWN) && !c->given[body])
        return; /* nothing rests on what is not known */
    struct finding *x = say_terms(c, body, line);
    if (!x)
        return;
    x->mend =
        str_fmt(c->a, "write in its block: terms-of-reference \"Version 1\" from %.*s review %.*s",
                STR(date_iso(c->a, c->on)), STR(year_later(c, c->on)));
    if (c->given_by[body] != NONE) {
        x->other = m->grants.at[c->given_by[body]].pos;
        x->other_message = S("it is delegated to here");
    }
}

/* ---- R103: the scheme ---------------------------------------------------------------------- */

/* What an organisation's scheme is needed for, and whether it is there; found in one pass. */
struct owned {
    uint32_t lines, committees; /* delegated under a scheme; set up */
    struct pos line, committee; /* the first of each */
    bool sord;                  /* an instrument */
};

static bool is_sord(const struct model *m, id route)
{
    return route != NONE && check_same(m->routes.at[route].name, "sord");
}

/* Does the law let this kind delegate within itself under a scheme of reservation and
 * delegation? (Councils have a constitution in its place.) */
static bool uses_sord(const struct model *m, id kind)
{
    for (uint32_t i = 0; i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        bool is = !w->discourage && w->scope == ALLOW_WITHIN && ids_have(&w->from, kind);
        for (uint32_t k = 0; is && k < w->routes.n; k++)
            if (is_sord(m, w->routes.at[k]))
                return true;
    }
    return false;
}

static struct owned *owned_by_all(const struct checker *c)
{
    const struct model *m = c->m;
    struct owned *o = NEW_ARRAY(c->a, struct owned, m->bodies.n);
    for (uint32_t i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        id owner = m->bodies.at[g->holder].owner;
        if (owner != NONE && is_sord(m, g->route) && span_has(g->life, c->on) && !o[owner].lines++)
            o[owner].line = g->pos;
    }
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        if (b->owner != NONE && b->organ_of == NONE && check_alive(m, i, c->on) &&
            (m->kinds.at[b->kind].flags & KIND_NEEDS_TERMS) && !o[b->owner].committees++)
            o[b->owner].committee = b->pos;
    }
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        if (!is_sord(m, v->route))
            continue;
        if (!v->of.n && v->handbook != NONE && m->handbooks.at[v->handbook].of != NONE)
            o[m->handbooks.at[v->handbook].of].sord = true;
        for (uint32_t k = 0; k < v->of.n; k++)
            if (m->bodies.at[v->of.at[k]].owner != NONE)
                o[m->bodies.at[v->of.at[k]].owner].sord = true;
    }
    return o;
}

static void scheme(struct checker *c, id handbook, const struct owned *all)
{
    const struct model *m = c->m;
    const struct handbook *h = &m->handbooks.at[handbook];
    if (!check_first_of(m, handbook))
        return;
    const struct body *b = &m->bodies.at[h->of];
    const struct owned *o = &all[h->of];
    uint32_t n = o->lines ? o->lines : o->committees;
    if (n == 0 || o->sord || check_untold(b) || !uses_sord(m, b->kind))
        return;
    const char *why = o->lines ? n == 1 ? "line rests on it" : "lines rest on it"
                      : n == 1 ? "committee is set up"
                               : "committees are set up";
    struct finding *x =
        check_say(c, "R103", S(""), h->pos, h->of,
                  "the handbook of %.*s holds no scheme of reservation and delegation, and %u %s",
                  STR(b->title), n, why);
    if (!x)
        return;
    x->other = o->lines ? o->line : o->committee;
    x->other_message = o->lines ? S("the scheme is relied on here") : S("a committee stands here");
    x->mend = str_fmt(c->a,
                      "write: instrument %.*s-sord sord \"Scheme of reservation and delegation\""
                      " of %.*s from %.*s",
                      STR(b->name), STR(b->name), STR(date_iso(c->a, c->on)));
}

/* ---- R105, R106: review dates, drafts ------------------------------------------------------ */

static void review(struct checker *c, struct str what, struct pos pos, id body, struct span life,
                   date by)
{
    if (by >= c->on || !span_has(life, c->on))
        return;
    struct finding *x = check_say(c, "R105", S(""), pos, body, "the review of %.*s was due by %.*s",
                                  STR(what), STR(day(c, by)));
    if (x)
        x->mend = str_fmt(c->a, "review it and write the new date: review %.*s",
                          STR(year_later(c, c->on)));
}

void check_draft(struct checker *c, struct str what, struct pos pos, id body)
{
    struct finding *x =
        check_say(c, "R106", S(""), pos, body, "a draft is relied on: %.*s", STR(what));
    if (x)
        x->mend = str_fmt(c->a, "once it is approved write in place of 'draft': approved %.*s",
                          STR(date_iso(c->a, c->on)));
}

static void draft(struct checker *c, struct str what, struct pos pos, id body, bool is,
                  struct span life)
{
    if (is && span_has(life, c->on))
        check_draft(c, what, pos, body);
}

static struct str quoted(const struct checker *c, struct str title, struct str name)
{
    return title.n ? str_fmt(c->a, "'%.*s'", STR(title)) : str_fmt(c->a, "'%.*s'", STR(name));
}

static bool rests_on(const struct model *m, id instrument)
{
    for (uint32_t i = 0; i < m->grants.n; i++)
        if (m->grants.at[i].instrument == instrument)
            return true;
    for (uint32_t i = 0; i < m->funds.n; i++)
        if (m->funds.at[i].instrument == instrument)
            return true;
    return false;
}

static void dates(struct checker *c)
{
    const struct model *m = c->m;
    for (id i = 0; i < m->handbooks.n; i++) {
        const struct handbook *h = &m->handbooks.at[i];
        struct str what = str_fmt(c->a, "the handbook %.*s", STR(quoted(c, h->title, h->name)));
        review(c, what, h->pos, h->of, h->life, h->review);
        draft(c, what, h->pos, h->of, h->draft, h->life);
    }
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        const struct node *line = line_of(b, NODE_TERMS);
        if (!line || !b->has_terms || !check_alive(m, i, c->on))
            continue;
        struct str what = str_fmt(c->a, "the terms of reference of '%.*s'", STR(b->title));
        review(c, what, line->pos, i, b->terms, b->terms_review);
        draft(c, what, line->pos, i, b->terms_draft, b->terms);
    }
    for (id i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        struct str what = quoted(c, v->title, v->name);
        review(c, what, v->pos, NONE, v->life, v->review);
        draft(c, what, v->pos, NONE, v->draft && rests_on(m, i), v->life);
    }
}

/* ---- R128: joint committees ---------------------------------------------------------------- */

/* Do these routes, of a rule for joint bodies, have this one? */
static bool joint_route(const struct model *m, const struct body *b, id route)
{
    for (uint32_t i = 0; route != NONE && i < m->allows.n; i++) {
        const struct allow *w = &m->allows.at[i];
        if (!w->discourage && w->scope == ALLOW_PARENT && ids_have(&w->to, b->kind) &&
            ids_have(&w->routes, route))
            return true;
    }
    return false;
}

/* Joint bodies that something is delegated to under such a route, in one pass. */
static bool *agreed_by_grant(const struct checker *c)
{
    const struct model *m = c->m;
    bool *agreed = NEW_ARRAY(c->a, bool, m->bodies.n);
    for (uint32_t i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        for (uint32_t k = 0; span_has(g->life, c->on) && k < g->to.alts.n; k++)
            for (uint32_t j = 0; j < g->to.alts.at[k].bodies.n; j++) {
                id to = g->to.alts.at[k].bodies.at[j];
                if (!agreed[to] && (m->kinds.at[m->bodies.at[to].kind].flags & KIND_JOINT))
                    agreed[to] = joint_route(m, &m->bodies.at[to], g->route);
            }
    }
    return agreed;
}

static bool agreed_by_paper(const struct model *m, const struct body *b)
{
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *v = &m->instruments.at[i];
        uint32_t shared = 0;
        for (uint32_t k = 0; joint_route(m, b, v->route) && k < b->parents.n; k++) {
            id owner = m->bodies.at[b->parents.at[k]].owner;
            shared +=
                ids_have(&v->of, b->parents.at[k]) || (owner != NONE && ids_have(&v->of, owner));
        }
        if (shared > 1)
            return true;
    }
    return false;
}

/* The route that such a body should rest on: one between organisations, if the law has any. */
static const struct route *proper_route(const struct model *m, const struct body *b)
{
    const struct route *found = NULL;
    for (id i = 0; i < m->routes.n; i++) {
        const struct route *r = &m->routes.at[i];
        if (joint_route(m, b, i) && (!found || (r->external && !found->external)))
            found = r;
    }
    return found;
}

static void joint(struct checker *c, id body, const bool *agreed)
{
    const struct model *m = c->m;
    const struct body *b = &m->bodies.at[body];
    unsigned flags = m->kinds.at[b->kind].flags;
    if (!(flags & KIND_JOINT) || (flags & KIND_ADVISORY) || agreed[body] || agreed_by_paper(m, b) ||
        check_not_known(m, body))
        return;
    struct finding *x =
        check_say(c, "R128", S(""), b->pos, body,
                  "%.*s is a joint committee%s%.*s, and no agreement between them is named",
                  STR(b->title), b->parents.n ? " of " : "", STR(check_titles(c, &b->parents, 4)));
    if (!x)
        return;
    struct buf of = buf_new(c->a);
    for (uint32_t i = 0; i < b->parents.n; i++)
        buf_fmt(&of, "%s%.*s", i ? ", " : "", STR(m->bodies.at[b->parents.at[i]].name));
    const struct route *r = proper_route(m, b);
    if (r)
        x->mend = str_fmt(
            c->a,
            "write: instrument %.*s-agreement %.*s \"...\" between %.*s; and delegate under it",
            STR(b->name), STR(r->name), STR(buf_str(&of)));
    if (c->given_by[body] != NONE) {
        x->other = m->grants.at[c->given_by[body]].pos;
        x->other_message = S("it is delegated to here, under no such agreement");
    }
}

/* ---- R129: pooled funds -------------------------------------------------------------------- */

static void fund(struct checker *c, const struct fund *v)
{
    const struct model *m = c->m;
    str_list missing = {0};
    struct buf write = buf_new(c->a);
    bool agreed = v->instrument != NONE;
    if (!span_has(v->life, c->on))
        return;
    buf_fmt(&write, "write: fund %.*s \"%.*s\" under %s", STR(v->name), STR(v->title),
            agreed ? "" : "AGREEMENT");
    if (agreed)
        buf_put(&write, m->instruments.at[v->instrument].name);
    else
        *vec_push(c->a, &missing) = S("no written agreement");
    if (v->host == NONE) {
        *vec_push(c->a, &missing) = S("no host");
        buf_z(&write, " host BODY");
    }
    if (v->manager == NONE) {
        *vec_push(c->a, &missing) = S("no manager");
        buf_z(&write, " manager POST");
    }
    struct str title = v->title.n ? v->title : v->name;
    if (missing.n) {
        struct finding *x =
            check_say(c, "R129", S(""), v->pos, NONE, "the pooled fund '%.*s' has %.*s", STR(title),
                      STR(check_words(c->a, &missing, 3)));
        if (x)
            x->mend = buf_str(&write);
        return;
    }
    const struct instrument *s = &m->instruments.at[v->instrument];
    if (span_has(s->life, c->on))
        return;
    bool early = s->life.from > c->on;
    struct finding *x =
        check_say(c, "R129", S(""), v->pos, NONE, "the agreement on the pooled fund '%.*s' %s %.*s",
                  STR(title), early ? "begins on" : "ended on",
                  STR(day(c, early ? s->life.from : s->life.until)));
    if (!x)
        return;
    x->other = s->pos;
    x->other_message = S("the agreement stands here");
    x->mend =
        str_fmt(c->a, "renew it, or end the fund: until %.*s", STR(date_iso(c->a, s->life.until)));
}

/* ---- R138 ---------------------------------------------------------------------------------- */

static void not_described(struct checker *c, id body)
{
    const struct body *b = &c->m->bodies.at[body];
    const struct node *line = line_of(b, NODE_SCHEME_NOT_KNOWN);
    if (!b->scheme_unknown || !line)
        return;
    /* one note a file: a survey of a nation has dozens */
    struct finding *x =
        check_say(c, "R138", str_fmt(c->a, "%u", line->pos.file), line->pos, body,
                  "the source does not tell what %.*s has delegated", STR(b->title));
    if (x)
        x->mend = S("when it is known write what is delegated, and take 'scheme not-known' out");
}

void check_papers(struct checker *c)
{
    const bool *agreed = agreed_by_grant(c);
    const struct owned *owned = owned_by_all(c);
    for (id i = 0; i < c->m->bodies.n; i++) {
        if (!check_alive(c->m, i, c->on))
            continue;
        terms(c, i);
        joint(c, i, agreed);
        not_described(c, i);
    }
    for (id i = 0; i < c->m->handbooks.n; i++)
        scheme(c, i, owned);
    dates(c);
    for (uint32_t i = 0; i < c->m->funds.n; i++)
        fund(c, &c->m->funds.at[i]);
}
