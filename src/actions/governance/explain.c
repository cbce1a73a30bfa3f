/* explain.c: remit explain: a finding's rule, everything that the handbooks say of a name, or
 * the words that a handbook may use: as text, JSON or CSV. */
#include "actions/governance/explain.h"
#include "actions/governance/governance.h"

/* ---- things -------------------------------------------------------------------------------- */

/* One of several lines of a kind that stand together: shown as a list. */
static bool listed(const struct explained *x, uint32_t i)
{
    const struct explained_line *l = x->lines.at;
    return l[i].labels && ((i + 1 < x->lines.n && str_eq(l[i + 1].label, l[i].label)) ||
                           (i && str_eq(l[i - 1].label, l[i].label)));
}

static void lines_text(struct run *r, const struct explained *x)
{
    struct str last = S("");
    for (uint32_t i = 0; i < x->lines.n; i++) {
        const struct explained_line *l = &x->lines.at[i];
        if (!listed(x, i))
            buf_fmt(&r->out, "  %.*s: %.*s\n", STR(l->label), STR(l->text));
        else
            buf_fmt(&r->out, "%s%s%s    - %.*s\n", str_eq(last, l->label) ? "" : "  ",
                    str_eq(last, l->label) ? "" : l->labels, str_eq(last, l->label) ? "" : ":\n",
                    STR(l->text));
        last = l->label;
    }
}

static void written_text(struct run *r, const struct model *m, const struct explained *x)
{
    struct str text = x->written;
    if (x->pos.file == POS_NOWHERE)
        return;
    buf_fmt(&r->out, "  %s at %.*s:%u\n", text.n ? "as written" : "written",
            STR(m->findings->sources.at[x->pos.file].path), x->pos.line);
    while (text.n) {
        size_t to = str_find(text, '\n');
        buf_fmt(&r->out, "    | %.*s\n", (int)to, text.p);
        text = str_sub(text, to < text.n ? to + 1 : to, text.n);
    }
}

static void things_text(struct run *r, const struct model *m, const explained_list *things)
{
    for (uint32_t i = 0; i < things->n; i++) {
        const struct explained *x = &things->at[i];
        buf_fmt(&r->out, "%s%.*s: %.*s\n", i ? "\n" : "", STR(x->title), STR(x->what));
        lines_text(r, x);
        if (str_eq(str_of(x->is), S("body")) && !r->shelf)
            buf_fmt(&r->out, "  remit may %.*s tells what it may decide\n", STR(x->name));
        written_text(r, m, x);
    }
}

static void things_json(struct run *r, const struct model *m, const explained_list *things)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "name", r->words.at[0]);
    json_list(&j, "things");
    for (uint32_t i = 0; i < things->n; i++) {
        const struct explained *x = &things->at[i];
        json_map(&j, NULL);
        json_text(&j, "is", str_of(x->is));
        json_text(&j, "name", x->name);
        json_text(&j, "title", x->title);
        json_text(&j, "what", x->what);
        json_list(&j, "lines");
        for (uint32_t k = 0; k < x->lines.n; k++) {
            const struct explained_line *l = &x->lines.at[k];
            json_map(&j, NULL);
            json_text(&j, "label", l->label);
            json_text(&j, "text", l->text);
            if (l->is) {
                json_text(&j, "is", str_of(l->is));
                json_text(&j, "name", l->name);
            }
            json_end_map(&j);
        }
        json_end_list(&j);
        if (x->pos.file != POS_NOWHERE)
            json_pos(&j, "where", m->findings, x->pos);
        if (x->written.n)
            json_text(&j, "as_written", x->written);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void things_csv(struct run *r, const struct model *m, const explained_list *things)
{
    csv_head(r, "name,is,label,text,text is,text names");
    for (uint32_t i = 0; i < things->n; i++) {
        const struct explained *x = &things->at[i];
        struct str is = str_of(x->is);
        CSV_ROW(r, x->name, is, S("Title"), x->title, S(""), S(""));
        CSV_ROW(r, x->name, is, S("What it is"), x->what, S(""), S(""));
        for (uint32_t k = 0; k < x->lines.n; k++) {
            const struct explained_line *l = &x->lines.at[k];
            CSV_ROW(r, x->name, is, l->label, l->text, l->is ? str_of(l->is) : S(""), l->name);
        }
        if (x->pos.file != POS_NOWHERE)
            CSV_ROW(r, x->name, is, S("Written at"),
                    str_fmt(r->a, "%.*s:%u", STR(m->findings->sources.at[x->pos.file].path),
                            x->pos.line),
                    S(""), S(""));
    }
}

static int things(struct run *r, const struct model *m, const explained_list *list)
{
    if (r->json)
        things_json(r, m, list);
    else if (r->csv)
        things_csv(r, m, list);
    else
        things_text(r, m, list);
    return EXIT_FINE;
}

/* ---- lists of words ------------------------------------------------------------------------ */

static void words_text(struct run *r, const struct words *w)
{
    static const unsigned widths[] = {[WORDS_TREE] = 44, [WORDS_LIST] = 36, [WORDS_CODES] = 6};
    for (uint32_t i = 0; i < w->depths.n; i++) {
        const struct str *cell = &w->cells.at[i * w->n_columns];
        size_t width = w->depths.at[i] * 2 + cell[0].n;
        buf_pad(&r->out, ' ', w->depths.at[i] * 2);
        buf_put(&r->out, cell[0]);
        if (w->form != WORDS_TREE || !str_eq(cell[0], cell[1])) {
            buf_pad(&r->out, ' ', width < widths[w->form] ? widths[w->form] - width : 2);
            buf_put(&r->out, cell[1]);
        }
        if (w->form == WORDS_CODES) {
            buf_pad(&r->out, ' ', 9 - cell[1].n);
            buf_put(&r->out, cell[2]);
        } else if (w->form == WORDS_LIST && cell[2].n) {
            buf_fmt(&r->out, " (%.*s)", STR(cell[2]));
        }
        buf_putc(&r->out, '\n');
    }
}

static void words_json(struct run *r, const struct words *w)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "list", r->words.at[0]);
    json_list(&j, "words");
    for (uint32_t i = 0; i < w->depths.n; i++) {
        json_map(&j, NULL);
        for (uint32_t k = 0; k < w->n_columns; k++)
            json_text(&j, w->columns[k], w->cells.at[i * w->n_columns + k]);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void words_csv(struct run *r, const struct words *w)
{
    struct str *titles = NEW_ARRAY(r->a, struct str, w->n_columns);
    for (uint32_t k = 0; k < w->n_columns; k++)
        titles[k] = str_of(w->columns[k]);
    csv_titles(r, titles, w->n_columns);
    for (uint32_t i = 0; i < w->depths.n; i++)
        csv_row(r, &w->cells.at[i * w->n_columns], w->n_columns);
}

static int words(struct run *r, const struct words *w)
{
    if (r->json)
        words_json(r, w);
    else if (r->csv)
        words_csv(r, w);
    else
        words_text(r, w);
    return EXIT_FINE;
}

static bool is_list(struct str word)
{
    for (size_t i = 0; explain_lists[i]; i++)
        if (str_eq(word, str_of(explain_lists[i])))
            return true;
    return false;
}

/* The words of a law or, with --in, of the handbooks; the codes are Remit's own. */
static int list(struct run *r)
{
    struct words w;
    struct structure s = {.m = NULL};
    struct str name = r->words.at[0], law = run_get(r, "law");
    if (!str_eq(name, S("codes")) &&
        !(run_has(r, "in") ? load_one(r, &s) : load_law(r, law.n ? law : S("hca-2022"), &s)))
        return EXIT_BAD;
    check(explain_words(r->a, s.m, name, &w));
    return words(r, &w);
}

/* ---- no such name -------------------------------------------------------------------------- */

static int nothing(struct run *r, const struct model *m)
{
    struct near near = near_to(r->words.at[0]);
    struct map names = {0};
    for (size_t i = 0; i < code_count; i++)
        near_offer(&near, str_of(codes[i].code));
    for (size_t i = 0; explain_lists[i]; i++)
        near_offer(&near, str_of(explain_lists[i]));
    for (id i = 0; i < m->bodies.n; i++)
        ask_offer_body(&near, m->bodies.at[i].name);
    explain_names(r->a, m, &names);
    for (uint32_t i = 0; i < names.cap; i++)
        if (names.slots[i].key.p)
            near_offer(&near, names.slots[i].key);
    return run_bad(r, "nothing here is called '%.*s'%.*s", STR(r->words.at[0]),
                   STR(near_text(r, &near)));
}

int action_explain(struct run *r)
{
    struct structure s;
    if (!r->words.n)
        return run_bad(r,
                       "explain what? remit explain R101, remit explain NAME, remit explain codes");
    if (!run_words(r, "explain", 1))
        return EXIT_BAD;
    struct str name = r->words.at[0];
    if (is_list(name))
        return list(r);
    explained_list found = explain_name(r->a, NULL, name);
    if (found.n)
        return things(r, NULL, &found);
    if (!load_one(r, &s))
        return EXIT_BAD;
    found = explain_name(r->a, s.m, name);
    return found.n ? things(r, s.m, &found) : nothing(r, s.m);
}
