/* ask.c: the words of a question about a matter, from the command line to numbers. */
#include <string.h>

#include "actions/governance/governance.h"

const struct option ask_options[] = {
    {"value", "AMOUNT", "what the matter is worth: 3.2m, £500k, 1,250,000"},
    {"kind", "KIND", "revenue, recurrent, one-off, capital, income or transfer"},
    {"per", "UNIT=AMOUNT",
     "its amount per year, month, week, day, hour or head, in aggregate, or whole-life"},
    {"begun", "DATE", "the day on which the matter was begun, if earlier"},
    {"organisation", "BODY", "ask only about the powers of this statutory body"},
    {"given", "FACT", "a condition that is met, in the words that the answer shows"},
    {"not", "FACT", "a condition that is not met, likewise"},
    {"csv", NULL, "the answer as CSV"},
    EXCEL_OPTION,
    {"why", NULL, "name the line of the handbook behind each step"},
    {NULL, NULL, NULL},
};

void ask_unknown(struct run *r, const char *what, struct str word, const struct map *names)
{
    struct near near = near_to(word);
    for (uint32_t i = 0; i < names->cap; i++)
        if (names->slots[i].key.p)
            near_offer(&near, names->slots[i].key);
    run_bad(r, "there is no %s '%.*s'%.*s", what, STR(word), STR(near_text(r, &near)));
}

/* A node of a tree by name or, as answers print it, by title. */
static id find_node(const struct tree *t, struct str word)
{
    id found = tree_find(t, word);
    for (id i = 0; found == NONE && i < t->at.n; i++)
        if (str_eq_fold(t->at.at[i].title, word))
            found = i;
    return found;
}

static id find_population(const struct model *m, struct str word)
{
    id found = model_find_population(m, word);
    for (id i = 0; found == NONE && i < m->populations.n; i++)
        if (str_eq_fold(m->populations.at[i].title, word))
            found = i;
    return found;
}

bool ask_node(struct run *r, const struct tree *t, const char *option, id *out)
{
    struct str name = run_get(r, option);
    if (!name.n)
        return true;
    *out = find_node(t, name);
    if (*out == NONE)
        ask_unknown(r, option, name, &t->names);
    return *out != NONE;
}

/* A body's name, and the part of it inside its organisation. */
void ask_offer_body(struct near *near, struct str name)
{
    size_t dot = str_find(name, '.');
    near_offer(near, name);
    if (dot < name.n)
        near_offer(near, str_sub(name, dot + 1, name.n));
}

id find_body(struct run *r, const struct model *m, struct str word)
{
    id b = model_find_body(m, word, NONE);
    for (id h = 0; b == NONE && h < m->handbooks.n; h++)
        b = model_find_body(m, word, h);
    if (b != NONE)
        return m->bodies.at[b].acts;
    struct near near = near_to(word);
    for (id i = 0; i < m->bodies.n; i++) {
        if (str_eq_fold(m->bodies.at[i].title, word))
            return m->bodies.at[i].acts;
        ask_offer_body(&near, m->bodies.at[i].name);
    }
    run_bad(r, "there is no body or post '%.*s'%.*s", STR(word), STR(near_text(r, &near)));
    return NONE;
}

static bool ask_areas(struct run *r, const struct authority *u, uint32_t *i, struct matter *out)
{
    const struct model *m = u->m;
    bool fine = true;
    while (*i < r->words.n) {
        struct str word = r->words.at[*i];
        if (str_eq(word, S("and"))) {
            ++*i;
            continue;
        }
        bool more = str_ends(word, S(","));
        if (more)
            word = str_sub(word, 0, word.n - 1);
        id p = find_population(m, word);
        id b = p == NONE ? model_find_body(m, word, NONE) : NONE;
        if (b != NONE)
            p = m->bodies.at[b].population;
        pence amount;
        if (p == NONE && money_parse(word, &amount)) {
            fine = run_bad(r, "what it is worth goes behind --value: --value %.*s", STR(word)) < 0;
        } else if (p == NONE) {
            ask_unknown(r, "population", word, &m->population_names);
            fine = false;
        } else {
            *vec_push(r->a, &out->populations) = p;
        }
        ++*i;
    }
    return fine;
}

static bool ask_words(struct run *r, const struct authority *u, uint32_t i, bool need,
                      struct matter *out)
{
    const struct model *m = u->m;
    bool fine = true, function = false;
    while (i < r->words.n) {
        struct str word = r->words.at[i++];
        if (str_eq(word, S("of")) && i < r->words.n) {
            out->service = find_node(&m->services, r->words.at[i]);
            if (out->service == NONE) {
                ask_unknown(r, "service", r->words.at[i], &m->services.names);
                fine = false;
            }
            i++;
        } else if (str_eq(word, S("for")) && i < r->words.n) {
            fine = ask_areas(r, u, &i, out) && fine;
        } else if (!function) {
            function = true;
            out->function = find_node(&m->functions, word);
            if (out->function == NONE && !m->laws.n) {
                fine =
                    run_bad(r, "these handbooks name no law, so that there is no function to ask "
                               "about; write in the head of one: handbook NAME ... under "
                               "hca-2022") < 0;
            } else if (out->function == NONE) {
                ask_unknown(r, "function", word, &m->functions.names);
                fine = false;
            }
        } else {
            run_bad(r, "'%.*s' is one word too many: FUNCTION [of SERVICE] [for POPULATION]",
                    STR(word));
            fine = false;
        }
    }
    if (need && !function) {
        run_bad(r, "say what is to be decided: FUNCTION [of SERVICE] [for POPULATION]");
        fine = false;
    }
    return fine;
}

static bool ask_amount(struct run *r, const char *option, struct str text, pence *out)
{
    if (money_parse(text, out))
        return true;
    run_bad(r, "--%s %.*s is not an amount of money; write 3.2m, £500k or 1,250,000", option,
            STR(text));
    return false;
}

const struct money_kind money_kinds[] = {
    {"revenue", MONEY_REVENUE},
    {"recurrent", MONEY_RECURRENT},
    {"one-off", MONEY_ONE_OFF},
    {"capital", MONEY_CAPITAL},
    {"income", MONEY_INCOME},
    {"transfer", MONEY_TRANSFER},
    {NULL, 0},
};

bool find_money_kind(struct str word, unsigned *kinds)
{
    for (const struct money_kind *k = money_kinds; k->word; k++)
        if (str_eq(word, str_of(k->word))) {
            *kinds |= k->bits;
            return true;
        }
    return false;
}

static bool ask_kind(struct run *r, struct str word, unsigned *kinds)
{
    if (find_money_kind(word, kinds))
        return true;
    run_bad(r,
            "--kind %.*s is not a kind of money: revenue, recurrent, one-off, capital, income, "
            "transfer",
            STR(word));
    return false;
}

static bool ask_per(struct run *r, struct str text, struct matter *out)
{
    size_t eq = str_find(text, '=');
    struct str unit = str_sub(text, 0, eq);
    for (int i = AXIS_YEAR; i < AXES; i++)
        if (eq < text.n && str_eq(unit, str_of(axis_names[i])))
            return ask_amount(r, "per", str_sub(text, eq + 1, text.n), &out->per[i]);
    run_bad(r,
            "--per %.*s cannot be read; write --per year=80k (year, month, week, day, hour, head, "
            "aggregate, whole-life)",
            STR(text));
    return false;
}

/* A fact is named by the words of its condition, or by the part that names the thing. */
static struct str without_after(struct str text)
{
    return str_starts(text, S("after ")) ? str_sub(text, 6, text.n) : text;
}

static bool no_fact(struct run *r, const struct authority *u, struct str word)
{
    struct near near = near_to(word);
    for (id k = 0; k < u->atoms.n; k++) {
        const struct atom *a = &u->atoms.at[k];
        const struct str names[] = {a->key, a->subject, a->text, a->name, without_after(a->text)};
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            near_offer(&near, names[i]);
    }
    run_bad(r, "there is no condition '%.*s'%.*s", STR(word), STR(near_text(r, &near)));
    return false;
}

static bool ask_facts(struct run *r, const struct authority *u, struct matter *out)
{
    VEC(struct fact) facts = {0};
    bool fine = true;
    for (uint32_t i = 0; i < r->settings.n; i++) {
        const struct setting *s = &r->settings.at[i];
        bool yes = strcmp(s->name, "given") == 0, any = false;
        if (!yes && strcmp(s->name, "not") != 0)
            continue;
        for (id k = 0; k < u->atoms.n; k++)
            if (str_eq_fold(s->value, u->atoms.at[k].key) ||
                str_eq_fold(s->value, u->atoms.at[k].subject) ||
                str_eq_fold(s->value, u->atoms.at[k].text) ||
                (u->atoms.at[k].name.n && str_eq_fold(s->value, u->atoms.at[k].name)) ||
                str_eq_fold(s->value, without_after(u->atoms.at[k].text))) {
                *vec_push(r->a, &facts) = (struct fact){k, yes};
                any = true;
            }
        if (!any)
            fine = no_fact(r, u, s->value);
    }
    out->facts = facts.at;
    out->n_facts = facts.n;
    return fine;
}

/* Where nobody says for whom: those whom the organisation of the handbook serves. */
bool only_area(struct run *r, const struct authority *u, struct matter *out)
{
    const struct model *m = u->m;
    id found = NONE;
    for (uint32_t h = 0; h < m->handbooks.n; h++) {
        id of = m->handbooks.at[h].of, area = of == NONE ? NONE : m->bodies.at[of].population;
        if (area == NONE || (found != NONE && model_covers(m, found, area)))
            continue;
        if (found != NONE && !model_covers(m, area, found)) {
            run_bad(r, "say for whom: ... for POPULATION");
            return false;
        }
        found = area;
    }
    if (found == NONE) {
        run_bad(r,
                "say for whom: ... for POPULATION (a handbook 'of' one organisation needs none)");
        return false;
    }
    *vec_push(r->a, &out->populations) = found;
    return true;
}

bool ask_matter(struct run *r, const struct authority *u, uint32_t from, bool need,
                struct matter *out)
{
    *out = matter_new();
    out->scope = SCOPE_USUAL;
    bool fine = ask_words(r, u, from, need, out);
    for (uint32_t i = 0; i < r->settings.n; i++) {
        const struct setting *s = &r->settings.at[i];
        if (strcmp(s->name, "value") == 0)
            fine = ask_amount(r, "value", s->value, &out->value) && fine;
        else if (strcmp(s->name, "kind") == 0)
            fine = ask_kind(r, s->value, &out->kinds) && fine;
        else if (strcmp(s->name, "per") == 0)
            fine = ask_per(r, s->value, out) && fine;
        else if (strcmp(s->name, "begun") == 0 && !date_parse(s->value, &out->begun))
            fine = run_bad(r, "--begun %.*s is not a date; write 2024-05-01", STR(s->value)) < 0;
    }
    fine = ask_facts(r, u, out) && fine;
    if (run_has(r, "organisation")) {
        id b = find_body(r, u->m, run_get(r, "organisation"));
        out->scope = SCOPE_ORGANISATION;
        out->organisation = b == NONE ? NONE : u->m->bodies.at[b].owner;
        fine = b != NONE && fine;
    }
    if (fine && !out->populations.n && need)
        fine = only_area(r, u, out);
    return fine;
}
