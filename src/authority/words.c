/* words.c: conditions, deciders, amounts and matters in plain words; the same on every
 * face of the program. */
#include "authority/build.h"

static struct str words_of(struct authority *u, const struct atom *w, bool yes)
{
    struct str t = w->text;
    switch (w->kind) {
    case ATOM_TEST:
        return str_fmt(u->a, "%s %.*s", yes ? "if" : "unless", STR(t));
    case ATOM_STATE:
        return str_fmt(u->a, "%s %.*s is declared", yes ? "while" : "unless", STR(t));
    case ATOM_UNAVAILABLE:
        return str_fmt(u->a, "%s %.*s", yes ? "when" : "unless", STR(t));
    case ATOM_RATED:
        return str_fmt(u->a, "%s %.*s", yes ? "while" : "unless", STR(t));
    case ATOM_AGREED:
        return str_fmt(u->a, "%s agreement of %.*s", yes ? "with" : "without", STR(t));
    default:
        return yes ? t : str_fmt(u->a, "not %.*s", STR(t));
    }
}

/* Made once, so that questions from several threads only read. */
void authority_words(struct authority *u)
{
    u->words = NEW_ARRAY(u->a, struct str, 2 * u->atoms.n);
    for (id i = 0; i < u->atoms.n; i++) {
        u->words[LITERAL_YES(i)] = words_of(u, &u->atoms.at[i], true);
        u->words[LITERAL_YES(i) ^ 1] = words_of(u, &u->atoms.at[i], false);
    }
}

struct str literal_text(const struct authority *u, literal x)
{
    return u->words[x];
}

struct str literal_fact(const struct authority *u, literal x)
{
    return u->atoms.at[x / 2].key;
}

struct str range_text(struct arena *a, pence lo, pence hi)
{
    if (lo == PENCE_MIN && hi == PENCE_MAX)
        return S("without limit");
    if (lo == PENCE_MIN)
        return hi % 100 == 99 ? str_fmt(a, "below %.*s", STR(money_text(a, hi + 1)))
                              : str_fmt(a, "up to %.*s", STR(money_text(a, hi)));
    struct str from = lo % 100 == 1 ? str_fmt(a, "above %.*s", STR(money_text(a, lo - 1)))
                                    : str_fmt(a, "from %.*s", STR(money_text(a, lo)));
    if (hi == PENCE_MAX)
        return from;
    return str_fmt(a, "%.*s %.*s", STR(from), STR(range_text(a, PENCE_MIN, hi)));
}

struct str kinds_text(struct arena *a, unsigned kinds)
{
    static const struct {
        unsigned bits;
        const char *word;
    } rows[] = {{MONEY_REVENUE, "revenue"},
                {MONEY_RECURRENT, "recurrent spending"},
                {MONEY_ONE_OFF, "one-off spending"},
                {MONEY_CAPITAL, "capital"},
                {MONEY_INCOME, "income"},
                {MONEY_TRANSFER, "transfers between budgets"}};
    struct buf b = buf_new(a);
    for (int i = 0; i < 6 && kinds; i++)
        if ((kinds & rows[i].bits) == rows[i].bits) {
            buf_fmt(&b, "%s%s", b.n ? " or " : "", rows[i].word);
            kinds &= ~rows[i].bits;
        }
    return buf_str(&b);
}

const char *inertia_text(enum inertia why)
{
    static const char *const words[] = {
        [INERT_NOT] = "in force",
        [INERT_DATE] = "it is not in force on this day",
        [INERT_HOLDER_ENDED] = "the body that gives it does not exist on this day",
        [INERT_TAKER_ENDED] = "the decider does not exist on this day",
        [INERT_LAW] = "the law does not let this body delegate to that kind of decider in this way",
        [INERT_NOT_OWN] = "the law lets it be delegated only within the same organisation",
        [INERT_ADVISORY] = "the decider can only recommend",
        [INERT_NO_TERMS] = "the decider has no terms of reference in force",
    };
    return words[why];
}

struct str matter_text(const struct authority *u, struct arena *a, const struct matter *x)
{
    const struct model *m = u->m;
    struct buf b = buf_new(a);
    buf_put(&b, m->functions.at.at[x->function].title);
    if (x->service)
        buf_fmt(&b, ", %.*s", STR(m->services.at.at[x->service].title));
    for (uint32_t i = 0; i < x->populations.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " and " : ", for ",
                STR(m->populations.at[x->populations.at[i]].title));
    if (x->value >= 0)
        buf_fmt(&b, ", %.*s", STR(money_text(a, x->value)));
    if (x->kinds)
        buf_fmt(&b, " of %.*s", STR(kinds_text(a, x->kinds)));
    return buf_str(&b);
}

/* As it stands within a sentence: "community services", but "CAMHS". */
static void put_within(struct buf *b, struct str title)
{
    bool upper = title.n && title.p[0] >= 'A' && title.p[0] <= 'Z';
    bool name = title.n > 1 && title.p[1] >= 'A' && title.p[1] <= 'Z';
    if (upper && !name) {
        buf_putc(b, (char)(title.p[0] + ('a' - 'A')));
        title = str_sub(title, 1, title.n);
    }
    buf_put(b, title);
}

struct str matter_question(const struct authority *u, struct arena *a, const struct matter *x)
{
    const struct model *m = u->m;
    const struct tree_node *f = &m->functions.at.at[x->function];
    bool heading = f->depth <= 1 && f->end > x->function + 1; /* "Commissioning": not a deed */
    struct buf b = buf_new(a);
    buf_z(&b, heading ? "Who may decide on " : "Who may ");
    put_within(&b, f->title);
    if (x->service) {
        buf_z(&b, " for ");
        put_within(&b, m->services.at.at[x->service].title);
    }
    if (x->value >= 0)
        buf_fmt(&b, " worth %.*s", STR(money_text(a, x->value)));
    if (x->kinds)
        buf_fmt(&b, " of %.*s", STR(kinds_text(a, x->kinds)));
    for (uint32_t i = 0; i < x->populations.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " and " : " for ",
                STR(m->populations.at[x->populations.at[i]].title));
    buf_putc(&b, '?');
    return buf_str(&b);
}

/* The people whom all the parents of a joint body serve; NONE where these lie apart. */
static id in_common(const struct model *m, const struct body *b)
{
    id area = NONE;
    for (uint32_t i = 0; i < b->parents.n; i++) {
        id p = m->bodies.at[b->parents.at[i]].population;
        if (p == NONE)
            continue;
        if (area == NONE || model_covers(m, area, p))
            area = p;
        else if (!model_covers(m, p, area))
            return NONE;
    }
    return area;
}

id answer_area(const struct authority *u, const struct answer *x, const struct choice *c)
{
    const struct model *m = u->m;
    const struct body *b = &m->bodies.at[x->ways.at[c->first].term->body];
    if (m->populations.at[c->population].level != LEVEL_NATION || b->placed || b->parents.n < 2)
        return c->population;
    return in_common(m, b); /* the nation is only what holds its parents' areas together */
}
