/* check_bodies.c: every body against what it holds: power without a quorum, a limit, a
 * budget or anyone to answer to; money, seats and duties without power. */
#include "checks/checker.h"

static bool holds(const struct powers *p, id body)
{
    return p->first[body + 1] > p->first[body];
}

/* Of the parts of committees in common, the whole. */
static id whole_of(const struct model *m, id body)
{
    return m->bodies.at[body].whole != NONE ? m->bodies.at[body].whole : body;
}

/* ---- R113 ---------------------------------------------------------------------------------- */

static void no_quorum(struct powers *p, id body)
{
    const struct body *b = &p->m->bodies.at[whole_of(p->m, body)];
    unsigned flags = p->m->kinds.at[b->kind].flags;
    if (b->quorums.n || (flags & (KIND_PERSON | KIND_STATUTORY)) || b->implied ||
        !check_in_handbook(b))
        return;
    if (b->organ_of != NONE && (b->unnamed_members || !b->seats.n))
        return; /* only declared, not described */
    struct finding *x =
        check_say(p->c, "R113", S(""), b->pos, whole_of(p->m, body),
                  "%.*s decides, and nothing says how many make a quorum", STR(b->title));
    if (!x)
        return;
    x->mend =
        S("write in its block: quorum 5 including chair or deputy-chair; or: quorum not known");
    for (HELD_BY(p, body, i))
        if (p->held[i]->grant != NONE) {
            x->other = p->m->grants.at[p->held[i]->grant].pos;
            x->other_message = S("it is given power here");
            return;
        }
}

/* ---- R116, R117: functions and money ------------------------------------------------------- */

/* Is there a limit, or somebody else who must say yes? */
static bool bounded(const struct powers *p, const struct term *t)
{
    if (t->hi != PENCE_MAX)
        return true;
    for (uint32_t i = 0; i < t->n_when; i++) {
        enum atom_kind kind = p->u->atoms.at[t->when[i] / 2].kind;
        if (kind == ATOM_MEASURE || kind == ATOM_BASE || kind == ATOM_BUDGET ||
            kind == ATOM_APPROVED || kind == ATOM_AGREED || kind == ATOM_CONSENTED)
            return true;
    }
    for (; t && t->grant != NONE; t = t->via)
        if (p->m->grants.at[t->grant].limit_unknown)
            return true;
    return false;
}

/* A budget may be told per head, or as a share: then the model holds no sum. */
static const struct node *budget_line(const struct body *b)
{
    for (const struct node *n = b->node ? b->node->body : NULL; n; n = n->next)
        if (n->kind == NODE_BUDGET)
            return n;
    return NULL;
}

static void no_money(struct powers *p, id body)
{
    const struct body *b = &p->m->bodies.at[whole_of(p->m, body)];
    bool untold = b->owner != NONE && check_untold(&p->m->bodies.at[b->owner]);
    if (b->organ_of != NONE || b->budget_unknown || budget_line(b) || untold)
        return;
    for (HELD_BY(p, body, i)) {
        const struct term *t = p->held[i];
        const struct grant *g = t->grant != NONE ? &p->m->grants.at[t->grant] : NULL;
        if (!g || g->unlimited || g->deputising || check_in_general(p, t) || bounded(p, t) ||
            !p->spends[t->box.function] || !(t->kinds & (MONEY_REVENUE | MONEY_CAPITAL)))
            continue;
        struct finding *x = check_say(p->c, "R116", S(""), g->pos, body,
                                      "%.*s may decide %.*s, and has neither a limit nor a budget",
                                      STR(b->title), STR(check_box_title(p, t->box)));
        if (x)
            x->mend = S("write 'up to £...', 'without limit' or 'limit not known' here, or 'budget "
                        "£...' in its block");
    }
}

/* Bodies that may commit money, alone or together with others, or would if a delegation to
 * them that has its own finding had effect. */
static bool *spenders(const struct powers *p)
{
    const struct authority *u = p->u;
    bool *yes = NEW_ARRAY(p->a, bool, p->m->bodies.n);
    for (uint32_t i = 0; i < u->terms.n; i++) {
        const struct decider *d = u->terms.at[i]->party;
        for (uint32_t g = 0; p->spends[u->terms.at[i]->box.function] && g < d->groups.n; g++)
            for (uint32_t k = 0; k < d->groups.at[g].bodies.n; k++)
                yes[whole_of(p->m, d->groups.at[g].bodies.at[k])] = true;
    }
    for (uint32_t i = 0; i < u->inert.n; i++)
        if (u->inert.at[i].why != INERT_DATE)
            yes[whole_of(p->m, u->inert.at[i].to)] = true;
    return yes;
}

static void idle_money(struct powers *p, id body, const bool *spends)
{
    const struct body *b = &p->m->bodies.at[body];
    const struct node *line = budget_line(b);
    if (!line || spends[b->acts])
        return;
    struct str sum =
        b->budget >= 0 ? str_fmt(p->a, " of %.*s", STR(money_text(p->a, b->budget))) : S("");
    struct finding *x = check_say(p->c, "R117", S(""), line->pos, body,
                                  "%.*s has a budget%.*s and no power to commit any of it",
                                  STR(b->title), STR(sum));
    if (x)
        x->mend =
            S("delegate commit-expenditure to it, or move the budget to the body that decides");
}

/* ---- R119 ---------------------------------------------------------------------------------- */

static void answers_to_nobody(struct powers *p, id body, const bool *has_line)
{
    const struct model *m = p->m;
    const struct body *b = &m->bodies.at[body];
    unsigned flags = m->kinds.at[b->kind].flags;
    bool statutory = flags & KIND_STATUTORY;
    bool has_power = statutory || holds(p, body) || (flags & KIND_NEEDS_TERMS);
    if (!has_power || b->parents.n || b->reports_to.n || has_line[body] || has_line[b->acts] ||
        !check_in_handbook(b) || check_not_known(m, body))
        return;
    if (statutory && (check_untold(b) || !b->has_handbook))
        return; /* others' handbooks say whom they answer to */
    struct finding *x =
        check_say(p->c, "R119", S(""), b->pos, body, "%.*s %s and answers to nobody", STR(b->title),
                  statutory ? "holds power by law" : "is part of nothing");
    if (x)
        x->mend = statutory
                      ? str_fmt(p->a, "write: accountable %.*s to BODY by statute", STR(b->name))
                      : S("say what it is part of: of BODY; or write: accountable NAME to BODY");
}

/* ---- R120 ---------------------------------------------------------------------------------- */

/* A function, all under it and all above it. */
static void mark(const struct model *m, bool *marks, id function)
{
    for (id f = function; f < m->functions.at.at[function].end; f++)
        marks[f] = true;
    for (id f = function; f != NONE; f = m->functions.at.at[f].parent)
        marks[f] = true;
}

/* Functions of an organisation of which some body below its board holds a part. */
static void mark_below(const struct powers *p, id organisation, bool *below)
{
    const struct model *m = p->m;
    id board = m->bodies.at[organisation].acts;
    for (uint32_t i = p->from_first[organisation]; i < p->from_first[organisation + 1]; i++) {
        const struct term *t = p->u->terms.at[p->from[i]];
        if (t->body != board && t->grant != NONE)
            mark(m, below, t->box.function);
    }
}

/* What the board says that it keeps; its own affairs are its own. */
static void mark_kept(const struct powers *p, id board, bool *kept)
{
    id corporate = tree_find(&p->m->functions, S("corporate"));
    const struct model *m = p->m;
    for (uint32_t i = p->reserved_first[board]; i < p->reserved_first[board + 1]; i++) {
        const struct reservation *v = &m->reservations.at[p->reserved[i]];
        for (uint32_t k = 0; k < v->what.in.n; k++)
            mark(m, kept, v->what.in.at[k].function);
    }
    if (corporate != NONE)
        mark(m, kept, corporate);
}

/* "everything-else reserved to" a board: it says that it keeps all that it does not give. One
 * flag a body. */
static const bool *keep_the_rest(const struct powers *p)
{
    const struct model *m = p->m;
    bool *keeps = NEW_ARRAY(p->a, bool, m->bodies.n);
    id handbook = NONE, next = 0; /* handbooks are numbered in the order of the texts */
    for (uint32_t i = 0; i < m->files.n; i++)
        for (const struct node *n = m->files.at[i]->body; n; n = n->next) {
            if (next < m->handbooks.n && n->pos.offset == m->handbooks.at[next].pos.offset &&
                n->pos.file == m->handbooks.at[next].pos.file)
                handbook = next++;
            id b = n->kind == NODE_REST_RESERVED && n->args
                       ? model_find_body(m, n->args->text, handbook)
                       : NONE;
            if (b != NONE)
                keeps[m->bodies.at[b].acts] = true;
        }
    return keeps;
}

static bool held_by_law(const struct powers *p, id board, id function)
{
    for (HELD_BY(p, board, i)) {
        const struct term *t = p->held[i];
        if (t->grant == NONE && tree_covers(&p->m->functions, t->box.function, function) &&
            !check_taken_out(p->m, (struct box){function, 0, t->box.population}, PENCE_MIN,
                             PENCE_MAX, t->except, t->n_except))
            return true;
    }
    return false;
}

static void kept_at_the_top(struct powers *p, id handbook, const bool *keeps_the_rest)
{
    enum { DEEPEST = 2 };
    const struct model *m = p->m;
    const struct handbook *h = &m->handbooks.at[handbook];
    if (!check_first_of(m, handbook) || check_untold(&m->bodies.at[h->of]))
        return;
    id board = m->bodies.at[h->of].acts, n = m->functions.at.n;
    if (keeps_the_rest[board])
        return;
    bool *below = NEW_ARRAY(p->a, bool, n), *kept = NEW_ARRAY(p->a, bool, n);
    str_list words = {0};
    mark_below(p, h->of, below);
    mark_kept(p, board, kept);
    for (id f = 1; f < n;) {
        const struct tree_node *t = &m->functions.at.at[f];
        if (t->depth > DEEPEST || below[f] || kept[f] || !held_by_law(p, board, f)) {
            f++; /* what is under it may still be nobody's */
            continue;
        }
        *vec_push(p->a, &words) = str_fmt(p->a, "'%.*s'", STR(t->title));
        f = t->end;
    }
    if (!words.n || !below[0])
        return; /* where nothing at all is delegated there is no scheme to speak of */
    struct finding *x =
        check_say(p->c, "R120", S(""), h->pos, h->of, "below %.*s nobody holds %.*s",
                  STR(body_title(m, board)), STR(check_words(p->a, &words, 6)));
    if (x)
        x->mend =
            str_fmt(p->a,
                    "delegate what should be nearer to the people; for what should not, write "
                    "'reserve to %.*s { ... }' or 'everything-else reserved to %.*s'",
                    STR(m->bodies.at[board].name), STR(m->bodies.at[board].name));
}

/* ---- R127 ---------------------------------------------------------------------------------- */

static void providers_outvote(struct powers *p, id body)
{
    const struct model *m = p->m;
    const struct body *b = &m->bodies.at[whole_of(m, body)];
    static const char *const names[] = {"award-contract", "select-provider"};
    id awards[2];
    uint32_t n = 0;
    if (!b->seats.n || b->unnamed_members ||
        (b->owner != NONE && (m->kinds.at[m->bodies.at[b->owner].kind].flags & KIND_PROVIDER)))
        return;
    for (int k = 0; k < 2; k++) {
        id f = tree_find(&m->functions, str_of(names[k]));
        bool may = false;
        for (HELD_BY(p, body, i))
            may = may || (f != NONE && (tree_covers(&m->functions, p->held[i]->box.function, f) ||
                                        tree_covers(&m->functions, f, p->held[i]->box.function)));
        if (may)
            awards[n++] = f;
    }
    struct votes v = n ? check_votes(p->c, whole_of(m, body), awards, n) : (struct votes){0};
    if (!v.providers || 2 * v.providers < v.all)
        return;
    struct finding *x =
        check_say(p->c, "R127", S(""), b->pos, whole_of(m, body),
                  "providers have %u of the %u votes in %.*s, which awards contracts to providers",
                  v.providers, v.all, STR(b->title));
    if (!x)
        return;
    x->other = b->seats.at[0].pos;
    x->other_message = S("its members begin here");
    x->mend =
        S("write in its block: conflict nhs-trust, foundation-trust on award-contract leaves");
}

/* ---- R134 ---------------------------------------------------------------------------------- */

/* Does it serve a place, as part of something that serves more? */
static bool of_a_place(const struct model *m, const struct body *b)
{
    if (b->population == NONE || m->populations.at[b->population].level != LEVEL_PLACE)
        return false;
    for (uint32_t i = 0; i < b->parents.n; i++) {
        id owner = m->bodies.at[b->parents.at[i]].owner;
        if (owner == NONE || m->bodies.at[owner].population != b->population)
            return true;
    }
    return b->parents.n == 0;
}

static void hollow(struct powers *p, id body)
{
    const struct model *m = p->m;
    const struct body *b = &m->bodies.at[body];
    unsigned flags = m->kinds.at[b->kind].flags;
    bool decides = (flags & KIND_NEEDS_TERMS) && !(flags & KIND_ADVISORY);
    if ((flags & (KIND_PERSON | KIND_STATUTORY)) || b->implied || b->organ_of != NONE ||
        !of_a_place(m, b) || p->c->given[body] || holds(p, body) || check_not_known(m, body) ||
        (!decides && !b->duties.n))
        return;
    str_list has = {0};
    if (b->has_terms)
        *vec_push(p->a, &has) = S("terms of reference");
    if (b->seats.n)
        *vec_push(p->a, &has) = S("members");
    if (b->meets.n)
        *vec_push(p->a, &has) = S("meetings");
    if (b->duties.n)
        *vec_push(p->a, &has) = b->duties.n == 1 ? S("a duty") : S("duties");
    if (!has.n)
        *vec_push(p->a, &has) = S("a name");
    struct finding *x = check_say(p->c, "R134", S(""), b->pos, body,
                                  "%.*s has %.*s and no power to decide anything", STR(b->title),
                                  STR(check_words(p->a, &has, 4)));
    struct str from =
        b->parents.n ? m->bodies.at[m->bodies.at[b->parents.at[0]].acts].name : S("BODY");
    if (x)
        x->mend =
            decides
                ? str_fmt(
                      p->a,
                      "delegate to it: delegate %.*s to %.*s under ... { ... for its own area }; "
                      "or declare it as a forum",
                      STR(from), STR(b->name))
                : S("give the duty to a body that can act on it, or set up a committee");
}

void check_bodies(struct powers *p)
{
    const struct model *m = p->m;
    bool *has_line = NEW_ARRAY(p->a, bool, m->bodies.n);
    for (uint32_t i = 0; i < m->lines.n; i++)
        if (span_has(m->lines.at[i].life, p->u->on))
            has_line[m->lines.at[i].from] = true;
    const bool *spends = spenders(p);
    for (uint32_t r = 0; r < m->by_rank.n; r++) {
        id b = m->by_rank.at[r];
        if (!authority_alive(p->u, b))
            continue;
        if (holds(p, b)) {
            no_quorum(p, b);
            no_money(p, b);
            providers_outvote(p, b);
        }
        idle_money(p, b, spends);
        answers_to_nobody(p, b, has_line);
        hollow(p, b);
    }
    const bool *keeps_the_rest = keep_the_rest(p);
    for (id i = 0; i < m->handbooks.n; i++)
        kept_at_the_top(p, i, keeps_the_rest);
}
