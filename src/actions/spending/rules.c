/* rules.c: remit spend rules: what the rules say, and what each choice of a setting moves. */
#include "actions/spending/spending.h"

/* How the organisations are grouped under each cut: that is all that 'quintiles' moves. */
static struct sheet *groups_sheet(struct spending *s, const struct spend_sums *sums,
                                  uint32_t choice)
{
    enum { GROUPS = 5 };
    struct arena *a = s->r->a;
    uint32_t k = s->rules->known[SPEND_QUINTILES], sizes[GROUPS] = {0};
    uint32_t *choices = NEW_ARRAY(a, uint32_t, s->rules->settings.n + 1);
    enum spend_cut cut;
    struct spend_table t;
    struct str why = {0};
    const struct spend_setting *x = &s->rules->settings.at[k];
    choices[k] = choice;
    struct sheet *to = sheet_new(a, "Groups",
                                 str_fmt(a, "Groups of organisations when %.*s is %.*s",
                                         STR(x->name), STR(x->choices.at[choice])));
    sheet_column(to, "group", "Group", SHEET_COUNT);
    sheet_column(to, "organisations", "Organisations", SHEET_COUNT);
    if (!spend_cut_of(s->rules, choices, &cut) ||
        !spend_tabulate(a, sums, s->sorter, &s->x,
                        (struct spend_axis){SPEND_AXIS_WORD, WORD_ORGANISATION},
                        (struct spend_axis){SPEND_AXIS_NONE, 0}, NULL, &t, &why))
        return to;
    pence *totals = NEW_ARRAY(a, pence, t.rows.n + 1);
    uint32_t *group = NEW_ARRAY(a, uint32_t, t.rows.n + 1);
    for (uint32_t i = 0; i < t.rows.n; i++)
        totals[i] = t.row_sums[i].total;
    spend_quantiles(a, totals, t.rows.n, GROUPS, cut, group);
    for (uint32_t i = 0; i < t.rows.n; i++)
        sizes[group[i]]++;
    for (uint32_t i = 0; i < GROUPS; i++) {
        sheet_number(to, i + 1);
        sheet_number(to, sizes[i]);
    }
    sheet_note(to, "It moves no row; it groups organisations. The first group is the lowest.");
    return to;
}

bool spend_effect_sheets(struct spending *s, const struct spend_sums *sums, uint32_t setting,
                         struct sheet_list *out)
{
    struct run *r = s->r;
    struct spend_sums chosen;
    if (!spend_sums_choose(&chosen, r->a, SPEND_EFFECT_NEEDS, sums, s->sorter, &s->only)) {
        run_bad(r, "a sum is larger than Remit can hold");
        return false;
    }
    for (uint32_t c = 0; c < s->rules->settings.at[setting].choices.n; c++) {
        spend_moves moves = {0};
        uint32_t *choices = NEW_ARRAY(r->a, uint32_t, s->rules->settings.n + 1);
        for (uint32_t i = 0; i < s->rules->settings.n; i++)
            choices[i] = i == setting ? c : s->choices[i];
        if (setting == s->rules->known[SPEND_QUINTILES]) {
            *vec_push(r->a, out) = groups_sheet(s, &chosen, c);
            continue;
        }
        if (c == s->choices[setting])
            continue;
        struct spend_sorter *after = spend_sorter_new(r->a, s->rules, choices, &s->x);
        if (!spend_effect(r->a, &chosen, s->sorter, after, &moves)) {
            run_bad(r, "a sum is larger than Remit can hold");
            return false;
        }
        *vec_push(r->a, out) = spend_moves_sheet(s, setting, c, &moves);
    }
    return true;
}

bool spending_setting(struct spending *s, struct str name, uint32_t *out)
{
    struct near near = near_to(name);
    *out = spend_rules_setting(s->rules, name);
    if (*out != MAP_NONE)
        return true;
    struct buf all = buf_new(s->r->a);
    for (uint32_t i = 0; i < s->rules->settings.n; i++) {
        struct str one = s->rules->settings.at[i].name;
        near_offer(&near, one);
        buf_fmt(&all, "%s%.*s", i ? ", " : "", STR(one));
    }
    if (near.name.n)
        run_bad(s->r, "the rules have no setting '%.*s'%.*s", STR(name),
                STR(near_text(s->r, &near)));
    else
        run_bad(s->r, "the rules have no setting '%.*s'; they have %.*s", STR(name),
                STR(all.n ? buf_str(&all) : S("none")));
    return false;
}

static int effect(struct spending *s, struct str name)
{
    struct run *r = s->r;
    struct sheet_list sheets = {0};
    struct spend_sums sums;
    uint32_t k;
    if (!spending_setting(s, name, &k))
        return EXIT_BAD;
    if (!spending_sums(s, r->words.at, r->words.n, SPEND_EFFECT_NEEDS | spend_only_by(&s->only),
                       &sums) ||
        !spend_effect_sheets(s, &sums, k, &sheets))
        return EXIT_BAD;
    if (sheets.n)
        spending_note(s, sheets.at[sheets.n - 1]);
    return sheets_put(r, sheets.at, sheets.n);
}

/* Settings with their reasons, and each classification, as people read them. */
static void in_words(struct spending *s)
{
    struct buf *b = &s->r->out;
    const struct spend_rules *r = s->rules;
    buf_fmt(b, "%.*s%s%.*s\n", STR(r->title), r->edition.n ? ", edition " : "", STR(r->edition));
    if (r->source.n)
        buf_fmt(b, "Source: %.*s\n", STR(r->source));
    buf_z(b, "\nWhat is assumed where the source is silent\n");
    for (uint32_t i = 0; i < r->settings.n; i++) {
        const struct spend_setting *x = &r->settings.at[i];
        buf_fmt(b, "\n  %.*s is %.*s", STR(x->name), STR(x->choices.at[s->choices[i]]));
        for (uint32_t k = 0; k < x->choices.n; k++)
            if (k != s->choices[i])
                buf_fmt(b, ", not %.*s", STR(x->choices.at[k]));
        if (x->title.n)
            buf_fmt(b, "\n    %.*s", STR(x->title));
        if (x->source.n)
            buf_fmt(b, "\n    Source: %.*s", STR(x->source));
        if (x->note.n)
            buf_fmt(b, "\n    %.*s", STR(x->note));
        buf_putc(b, '\n');
    }
}

int action_spend_rules(struct run *r)
{
    struct spending s;
    if (!spending_open(r, &s))
        return EXIT_BAD;
    if (run_has(r, "effect"))
        return effect(&s, run_get(r, "effect"));
    if (!run_words(r, "spend rules", 0))
        return EXIT_BAD;
    struct sheet *sheets[] = {spend_rules_sheet(&s), spend_settings_sheet(&s)};
    if (r->csv || r->json)
        return sheets_put(r, sheets, run_has(r, "csv") ? 1 : 2);
    in_words(&s);
    for (uint32_t i = 0; i < s.rules->classifications.n; i++) {
        const struct spend_classification *c = &s.rules->classifications.at[i];
        buf_fmt(&r->out, "\n%.*s (%.*s)\n", STR(c->title.n ? c->title : c->name), STR(c->name));
        if (c->source.n)
            buf_fmt(&r->out, "  Source: %.*s\n", STR(c->source));
        for (uint32_t k = 0; k < sheet_rows(sheets[0]); k++) {
            if (!str_eq(sheet_at(sheets[0], k, 0)->text, c->name))
                continue;
            bool first =
                !k || !str_eq(sheet_at(sheets[0], k - 1, 1)->text, sheet_at(sheets[0], k, 1)->text);
            if (first)
                buf_fmt(&r->out, "  %.*s (%.*s)\n", STR(sheet_at(sheets[0], k, 2)->text),
                        STR(sheet_at(sheets[0], k, 1)->text));
            buf_fmt(&r->out, "      %.*s", STR(sheet_at(sheets[0], k, 3)->text));
            static const char *const words[] = {"along with", "but not", "when"};
            for (uint32_t q = 0; q < 3; q++)
                if (!sheet_at(sheets[0], k, 4 + q)->none)
                    buf_fmt(&r->out, " %s %.*s", words[q],
                            STR(sheet_at(sheets[0], k, 4 + q)->text));
            buf_putc(&r->out, '\n');
        }
    }
    return EXIT_FINE;
}
