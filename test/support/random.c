/* random.c: see random.h. */
#include "support/random.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 16 };

struct maker {
    struct random_book book;
    struct chance c;
    struct arena *a;
    struct buf b;
    unsigned areas, bodies, statutory, lines;
    const char *area[MOST];
    struct {
        char name[16];
        const char *kind;
        bool statutory;
    } body[MOST + 8];
    unsigned given[MOST * 2], n_given; /* bodies that were given something */
    bool succession;
};

/* ---- small choices ------------------------------------------------------------------------- */

static unsigned below(struct maker *m, unsigned n)
{
    return chance_below(&m->c, n);
}

static bool percent(struct maker *m, unsigned n)
{
    return below(m, 100) < n;
}

#define PICK(m, list) (list)[below((m), sizeof(list) / sizeof(list)[0])]

static void put(struct maker *m, const char *words)
{
    buf_z(&m->b, words);
}

/* Between two words: a blank, a new line or a comment. */
static void gap(struct maker *m)
{
    unsigned n = below(m, 60);
    if (n == 0)
        buf_fmt(&m->b, " # %u\n    ", ++m->book.comments);
    else if (n == 1)
        buf_fmt(&m->b, "\n    # %u\n    ", ++m->book.comments);
    else
        put(m, n < 6 ? "\n    " : " ");
}

static void clause(struct maker *m, const char *words)
{
    gap(m);
    put(m, words);
}

static void comment_line(struct maker *m, const char *indent)
{
    if (percent(m, 8))
        buf_fmt(&m->b, "%s# %u\n", indent, ++m->book.comments);
}

static void end_statement(struct maker *m)
{
    if (percent(m, 6))
        buf_fmt(&m->b, " # %u", ++m->book.comments);
    buf_putc(&m->b, '\n');
    *vec_push(m->a, &m->book.statements) = buf_str(&m->b);
    m->b = buf_new(m->a);
}

static const char *any_body(struct maker *m)
{
    return m->body[below(m, m->bodies)].name;
}

static const char *any_area(struct maker *m)
{
    return m->area[below(m, m->areas)];
}

static void put_names(struct maker *m, const char *(*one)(struct maker *), unsigned most)
{
    for (unsigned i = 0, n = 1 + below(m, most); i < n; i++) {
        put(m, i ? ", " : "");
        put(m, one(m));
    }
}

static const char *any_function(struct maker *m)
{
    static const char *const names[] = {"everything", "decide", "plan", "draft-plan", "agree-plan",
                                        "spend", "buy", "pay", "run", "hire", "decide", "spend"};
    return PICK(m, names);
}

static const char *any_service(struct maker *m)
{
    static const char *const names[] = {"everything", "care", "hospital", "surgery", "beds", "care",
                                        "community", "nursing", "wheelchairs", "estates"};
    return PICK(m, names);
}

static const char *any_kind(struct maker *m)
{
    static const char *const names[] = {"committee", "post", "sub-committee", "joint-committee",
                                        "authority", "trust", "council", "board"};
    return PICK(m, names);
}

static void life(struct maker *m, unsigned chance)
{
    static const char *const lives[] = {"from 2024-01-01", "from 2024-05-01", "from 2024-05-02",
                                        "until 2024-05-01", "until 2024-04-30", "until 2025-03-31",
                                        "from 2024-03-01 until 2024-08-31"};
    if (percent(m, chance))
        clause(m, PICK(m, lives));
}

/* ---- money --------------------------------------------------------------------------------- */

static const char *sum(struct maker *m)
{
    static const char *const known[] = {"£1", "£2", "£3", "£5", "£8", "£10", "£12.34", "£0", "£100",
                                        "£1k", "£5", "£10"};
    static const char *const shares[] = {"1% of budget", "2.5% of budget", "1.7% of budget",
                                         "0.3333% of budget", "100% of budget"};
    static const char *const people[] = {"£1 per 3 people", "£10 per 100 people", "£0.07 per 9 people"};
    unsigned n = below(m, 100);
    if (n < 76)
        return PICK(m, known);
    if (n < 90)
        return PICK(m, shares);
    if (n < 94)
        return n == 90 ? "2% of reserve" : "10% of reserve";
    return m->succession ? PICK(m, known) : PICK(m, people);
}

static void amount(struct maker *m)
{
    if (percent(m, 85)) {
        put(m, sum(m));
        return;
    }
    put(m, percent(m, 50) ? "the lower of " : "the higher of ");
    for (unsigned i = 0, n = 2 + below(m, 2); i < n; i++) {
        put(m, i ? ", " : "");
        put(m, sum(m));
    }
}

static void one_limit(struct maker *m, const char *words)
{
    clause(m, words);
    buf_putc(&m->b, ' ');
    if (!strcmp(words, "from"))
        put(m, sum(m)); /* `from the lower of` is not in the language */
    else
        amount(m);
}

static void limits(struct maker *m, bool axes)
{
    static const char *const axis[] = {"per year", "per year", "per month", "in aggregate",
                                       "per head", "per decision"};
    static const char *const kind[] = {"revenue", "capital", "recurrent", "one-off", "income",
                                       "capital revenue"};
    unsigned n = below(m, 100);
    if (n < 40)
        one_limit(m, percent(m, 70) ? "up to" : "below");
    if (n < 14 || (n >= 40 && n < 50))
        one_limit(m, percent(m, 60) ? "from" : "above");
    if (n < 50 && axes && percent(m, 14))
        clause(m, PICK(m, axis));
    if (axes && percent(m, 3)) {
        one_limit(m, "and up to");
        clause(m, "whole-life");
    }
    if (axes && n == 60)
        clause(m, "limit not known");
    if (axes && n == 61)
        clause(m, "without limit");
    if (percent(m, 10))
        clause(m, PICK(m, kind));
}

/* ---- conditions ---------------------------------------------------------------------------- */

static void test(struct maker *m)
{
    static const char *const tests[] = {"unless \"novel\"", "if \"novel\"", "unless \"urgent\"",
                                        "if urgent", "unless urgent", "if \"two wards\""};
    clause(m, PICK(m, tests));
}

static void conditions(struct maker *m)
{
    static const char *const steps[] = {"after \"an assessment\"", "after public consultation",
                                        "after notice of 28 days", "within budget",
                                        "by substantive holders only", "while emergency",
                                        "while flood", "while rated \"good\"",
                                        "while rated \"good\", \"fair\"",
                                        "after standstill of 8 working days"};
    static const char *const of[] = {"after consulting", "after approval of", "after advice of",
                                     "after consent of"};
    if (percent(m, 22))
        test(m);
    if (percent(m, 14))
        clause(m, PICK(m, steps));
    if (percent(m, 6)) {
        clause(m, PICK(m, of));
        buf_fmt(&m->b, " %s", any_body(m));
        if (percent(m, 20))
            put(m, " where possible");
    }
}

static void passing(struct maker *m)
{
    static const char *const words[] = {
        "may be passed on", "may be passed on", "may be passed on", "may be passed on",
        "not to be passed on", "in smaller limits", "may be passed on in smaller limits",
        "only upward", "may be passed on once", "once", "in smaller limits once"};
    unsigned n = below(m, 100);
    if (n < 45)
        clause(m, PICK(m, words));
    else if (n < 52) {
        clause(m, "may be passed on to ");
        put_names(m, any_kind, 2);
    } else if (n < 57) {
        clause(m, "with leave of ");
        put(m, any_body(m));
    }
    if (percent(m, 12)) {
        clause(m, "by leave of ");
        put(m, any_body(m));
    }
    if (percent(m, 7)) {
        clause(m, "exclusively");
        m->book.exclusive = true;
    } else if (percent(m, 3)) {
        clause(m, "concurrently");
    }
    if (percent(m, 6))
        clause(m, "notwithstanding reservations");
}

/* ---- who ----------------------------------------------------------------------------------- */

static const char *given_body(struct maker *m)
{
    return m->n_given && percent(m, 60) ? m->body[m->given[below(m, m->n_given)]].name : any_body(m);
}

static const char *taker(struct maker *m)
{
    unsigned i = below(m, m->bodies);
    if (percent(m, 60) && m->body[i].statutory)
        i = below(m, m->bodies);
    if (m->n_given < sizeof m->given / sizeof m->given[0])
        m->given[m->n_given++] = i;
    return m->body[i].name;
}

static void joint(struct maker *m, unsigned n, const char *between)
{
    unsigned first = below(m, m->bodies); /* each of them once */
    for (unsigned i = 0; i < n; i++)
        buf_fmt(&m->b, "%s%s", i ? between : "", m->body[(first + i) % m->bodies].name);
}

static void party(struct maker *m, bool fallback)
{
    static const char *const when[] = {"", " when absent", " when conflicted", " when vacant",
                                       " when absent or conflicted"};
    unsigned n = below(m, 100);
    if (n < 12 && m->bodies > 2)
        joint(m, 2 + (n < 4), " and ");
    else if (n < 20 && m->bodies > 2)
        joint(m, 2, " or ");
    else if (n < 26 && m->bodies > 3) {
        put(m, "2 of (");
        joint(m, 3, ", ");
        put(m, ")");
    } else if (n < 28 && m->bodies > 4) {
        put(m, percent(m, 50) ? "3 of (" : "2 of (");
        joint(m, 4, ", ");
        put(m, ")");
    } else
        put(m, taker(m));
    for (unsigned i = 0; fallback && i < 2 && percent(m, i ? 30 : 15); i++)
        buf_fmt(&m->b, ", else %s%s", taker(m), PICK(m, when));
}

static void where(struct maker *m, bool own_area)
{
    if (percent(m, 45)) {
        clause(m, "of ");
        put_names(m, any_service, 2);
        if (percent(m, 12)) {
            put(m, " except ");
            put(m, any_service(m));
        }
    }
    unsigned n = below(m, 100);
    if (n < 40) {
        clause(m, "for ");
        put_names(m, any_area, 2);
        if (percent(m, 10)) {
            put(m, " except ");
            put(m, any_area(m));
        }
    } else if (own_area && n < 48) {
        clause(m, "for its own area");
    }
}

static void functions(struct maker *m)
{
    put_names(m, any_function, 2);
    if (percent(m, 12)) {
        put(m, " except ");
        put(m, any_function(m));
    }
}

static void route(struct maker *m)
{
    static const char *const routes[] = {"orders", "orders", "scheme", "pact", "pact", "pact", "treaty",
                                         "deed", "orders \"4.2\""};
    if (percent(m, 88)) {
        clause(m, "under ");
        put(m, PICK(m, routes));
    }
}

static void delegation(struct maker *m)
{
    unsigned lines = 1 + (m->lines > 1 && percent(m, 35));
    comment_line(m, "");
    put(m, "delegate");
    gap(m);
    put(m, percent(m, 45) ? m->body[0].name : given_body(m));
    put(m, " to ");
    party(m, true);
    route(m);
    life(m, 12);
    if (percent(m, 15))
        conditions(m);
    if (percent(m, 10))
        limits(m, true);
    if (percent(m, 10))
        passing(m);
    put(m, " {\n");
    for (unsigned i = 0; i < lines && m->lines; i++, m->lines--) {
        comment_line(m, "  ");
        put(m, "  ");
        functions(m);
        where(m, true);
        limits(m, true);
        conditions(m);
        passing(m);
        if (percent(m, 7)) {
            clause(m, "with agreement of ");
            party(m, percent(m, 30));
        }
        life(m, 8);
        if (percent(m, 10))
            clause(m, "then publish within 5 working days");
        put(m, percent(m, 10) ? ";\n" : "\n");
    }
    comment_line(m, "  ");
    put(m, "}");
    end_statement(m);
}

static void reservation(struct maker *m)
{
    put(m, "reserve to ");
    put(m, percent(m, 60) ? m->body[0].name : any_body(m));
    life(m, 10);
    put(m, " {\n  ");
    functions(m);
    where(m, false);
    limits(m, false);
    if (percent(m, 25))
        test(m);
    put(m, "\n");
    comment_line(m, "  ");
    put(m, "}");
    end_statement(m);
}

/* ---- bodies and areas ---------------------------------------------------------------------- */

static void populations(struct maker *m)
{
    static const char *const names[] = {"shire", "north", "south", "hill", "dale", "isle", "moor"};
    unsigned parent[MOST], n = 3 + below(m, 5);
    for (unsigned i = 0; i < n; i++) {
        parent[i] = i ? below(m, i) : 0;
        comment_line(m, "");
        buf_fmt(&m->b, "population %s \"The %s\"", names[i], names[i]);
        if (percent(m, 70))
            buf_fmt(&m->b, " people %u", 10 + below(m, 1000));
        bool second = i == 2 && percent(m, 15); /* a second top */
        if (second)
            parent[i] = i;
        if (i && !second)
            buf_fmt(&m->b, " within %s", names[parent[i]]);
        unsigned also = i > 2 && percent(m, 15) ? below(m, i) : parent[i];
        if (also != parent[i])
            buf_fmt(&m->b, " also in %s", names[also]);
        end_statement(m);
        m->area[m->areas++] = names[i];
    }
}

static unsigned add_body(struct maker *m, const char *kind, bool statutory, const char *letter)
{
    unsigned i = m->bodies++;
    m->body[i].kind = kind;
    m->body[i].statutory = statutory;
    snprintf(m->body[i].name, sizeof m->body[i].name, "%s%u", letter, i);
    return i;
}

static const char *some_statutory(struct maker *m)
{
    unsigned i = below(m, m->bodies);
    return m->body[i].statutory ? m->body[i].name : m->body[0].name;
}

static void terms(struct maker *m)
{
    static const char *const spans[] = {"", "", "", "", "", "", "", "", " from 2023-01-01",
                                        " from 2024-05-02", " until 2024-04-30", " draft", " not known"};
    if (percent(m, 94))
        buf_fmt(&m->b, "  terms-of-reference%s\n", PICK(m, spans));
}

static void contents(struct maker *m, bool committee, unsigned me)
{
    static const char *const tenure[] = {"interim", "substantive", "acting", "substantive from 2024-05-02"};
    put(m, " {\n");
    comment_line(m, "  ");
    if (committee)
        terms(m);
    if (percent(m, 5))
        put(m, "  passes on nothing\n");
    if (!committee && !m->body[me].statutory && percent(m, 30))
        buf_fmt(&m->b, "  held by \"A. Person\" %s\n", PICK(m, tenure));
    if (m->body[me].statutory && percent(m, 30))
        buf_fmt(&m->b, "  rating \"%s\"%s\n", percent(m, 60) ? "good" : "poor",
                percent(m, 20) ? " from 2024-05-02" : "");
    if (me && !m->body[me].statutory && percent(m, 20)) {
        buf_fmt(&m->b, "  deputy %s", m->body[below(m, me)].name);
        if (percent(m, 60)) {
            put(m, " on ");
            functions(m);
        }
        put(m, percent(m, 50) ? " when absent" : "");
        put(m, percent(m, 20) ? " may attend, decide" : percent(m, 10) ? " may attend" : "");
        put(m, "\n");
    }
    put(m, "}");
}

static void statutory_bodies(struct maker *m)
{
    static const struct {
        const char *kind, *letter;
    } kinds[] = {{"authority", "a"}, {"authority", "a"}, {"council", "k"}, {"trust", "t"}};
    m->statutory = m->succession ? 2 + below(m, 2) : 1 + below(m, 3);
    for (unsigned i = 0; i < m->statutory; i++) {
        unsigned k = i ? below(m, 4) : 0;
        unsigned me = add_body(m, kinds[k].kind, true, kinds[k].letter);
        buf_fmt(&m->b, "%s %s \"Body %s\"", m->body[me].kind, m->body[me].name, m->body[me].name);
        buf_fmt(&m->b, " for %s", i ? any_area(m) : m->area[percent(m, 70) ? 0 : 1]);
        life(m, 4);
        if (percent(m, 25))
            contents(m, false, me);
        end_statement(m);
    }
}

static void other_body(struct maker *m)
{
    static const struct {
        const char *kind, *letter;
        unsigned parents;
    } kinds[] = {{"committee", "c", 1}, {"committee", "c", 1}, {"committee", "c", 1},
                 {"post", "p", 1}, {"post", "p", 1}, {"post", "p", 1},
                 {"sub-committee", "s", 1}, {"joint-committee", "j", 2},
                 {"committees-in-common", "m", 2}, {"forum", "f", 1}};
    unsigned k = below(m, 10), before = m->bodies;
    const char *parent = percent(m, 55) ? some_statutory(m) : m->body[below(m, before)].name;
    const char *second = kinds[k].parents > 1 ? some_statutory(m) : NULL;
    if (kinds[k].parents > 1)
        parent = m->body[0].name;
    unsigned me = add_body(m, kinds[k].kind, false, kinds[k].letter);
    comment_line(m, "");
    buf_fmt(&m->b, "%s %s \"Body %s\" of %s%s", kinds[k].kind, m->body[me].name, m->body[me].name, parent,
            parent[0] == 'a' && percent(m, 30) ? ".board" : "");
    if (second && strcmp(second, parent) != 0)
        buf_fmt(&m->b, ", %s%s", second, second[0] == 'a' && percent(m, 30) ? ".board" : "");
    if (percent(m, 50)) {
        clause(m, "for ");
        put(m, any_area(m));
    }
    life(m, 5);
    if (percent(m, 10))
        clause(m, "as holder-of-budget");
    if (kinds[k].letter[0] != 'f')
        contents(m, kinds[k].letter[0] != 'p', me);
    end_statement(m);
}

/* From body to body, at times one after the other. */
static void ending(struct maker *m)
{
    static const char *const days[] = {"2024-04-01", "2024-05-01", "2024-05-02", "2023-07-01"};
    unsigned from = below(m, m->statutory), to = (from + 1 + below(m, m->statutory - 1)) % m->statutory;
    buf_fmt(&m->b, "succession from %s {\n", PICK(m, days));
    for (unsigned i = 0, n = 1 + percent(m, 25); i < n; i++) {
        buf_fmt(&m->b, "  %s passes to %s", m->body[from].name, m->body[to].name);
        if (percent(m, 50)) {
            put(m, " for ");
            put_names(m, any_area, 2);
        }
        put(m, "\n");
        to = (to + 1) % m->statutory;
        to = to == from ? (to + 1) % m->statutory : to;
    }
    if (percent(m, 60))
        put(m, percent(m, 20) ? "  saving matters begun until 2024-05-01\n" : "  saving matters begun\n");
    put(m, "}");
    end_statement(m);
}

static void vocabulary(struct maker *m)
{
    put(m, "test urgent \"too urgent to wait\" as ruled by ");
    put(m, any_body(m));
    end_statement(m);
    put(m, "state emergency \"an emergency\"");
    end_statement(m);
    put(m, "state flood \"a flood\"");
    end_statement(m);
    if (percent(m, 60)) {
        put(m, "declared flood from 2024-04-20 until 2024-06-30");
        end_statement(m);
    }
    put(m, "instrument deed treaty \"A deed\" from 2024-01-01");
    end_statement(m);
    put(m, "amount budget \"The budget\" £333.33 until 2024-05-01");
    end_statement(m);
    put(m, "amount budget \"The budget\" £1,000.01 from 2024-05-02");
    end_statement(m);
    put(m, "amount reserve \"The reserve\" £0 not known");
    end_statement(m);
}

/* ---- whole handbooks ----------------------------------------------------------------------- */

struct random_book random_book(struct arena *a, uint64_t seed)
{
    struct maker *m = NEW(a, struct maker);
    *m = (struct maker){.a = a, .b = buf_new(a), .c = chance_new(seed), .book.a = a};
    m->succession = percent(m, 25);
    m->lines = 3 + below(m, 12);
    populations(m);
    statutory_bodies(m);
    for (unsigned i = 0, n = 2 + below(m, 5); i < n; i++)
        other_body(m);
    vocabulary(m);
    while (m->lines)
        delegation(m);
    for (unsigned i = 0, n = below(m, 4); i < n; i++)
        reservation(m);
    for (unsigned i = 0; m->succession && m->statutory > 1 && i < 2; i++)
        ending(m);
    unsigned comments = m->book.comments;
    reservation(m);
    m->book.comments = comments;
    m->book.reservation = m->book.statements.at[--m->book.statements.n];
    return m->book;
}

struct str random_text(const struct random_book *b, const char *name, uint32_t first, uint32_t last)
{
    struct buf out = buf_new(b->a);
    buf_fmt(&out, "handbook %s \"Made up\" under tiny\n", name);
    for (uint32_t i = first; i < last; i++)
        buf_put(&out, b->statements.at[i]);
    return buf_str(&out);
}

void random_shuffle(struct random_book *b, struct chance *c)
{
    for (uint32_t i = b->statements.n; i > 1; i--) {
        uint32_t k = chance_below(c, i);
        struct str x = b->statements.at[k];
        b->statements.at[k] = b->statements.at[i - 1];
        b->statements.at[i - 1] = x;
    }
}
