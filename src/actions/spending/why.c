/* why.c: remit spend why: which rule puts a row where it is, and what else would fit. */
#include "actions/spending/spending.h"

struct wanted { /* one row of a file */
    uint32_t line;
    bool found;
    struct spend_row row;
    struct arena *a;
};

static bool look(void *context, const struct spend_block *b)
{
    struct wanted *w = context;
    for (uint32_t i = 0; i < b->n && !w->found; i++)
        if (b->line[i] == w->line) {
            w->found = true;
            w->row = spend_block_row(b, i);
            w->row.reference = str_copy(w->a, w->row.reference);
        }
    return !w->found;
}

/* FILE:ROW; the file itself, or one of the store */
static bool row_of(struct spending *s, struct str word, struct wanted *w)
{
    struct run *r = s->r;
    size_t colon = str_last(word, ':');
    struct str path = str_sub(word, 0, colon ? colon - 1 : 0), row = str_sub(word, colon, word.n);
    *w = (struct wanted){.a = r->a};
    for (size_t i = 0; i < row.n && row.p[i] >= '0' && row.p[i] <= '9' && w->line < 100000000; i++)
        w->line = w->line * 10 + (uint32_t)(row.p[i] - '0');
    if (!path.n || !w->line) {
        run_bad(r, "'%.*s' is not FILE:ROW, as payments.csv:17; or give --type and --area",
                STR(word));
        return false;
    }
    struct spend_sink sink = {look, w};
    struct store_wanted wanted = store_all();
    wanted.texts = true;
    /* A file of the store, where none lies there under this name. */
    if (!(!r->store.n && os_exists(r->a, path) ? spending_rows(s, &path, 1, &sink)
                                               : spend_store_rows(s, path, &wanted, &sink)))
        return false;
    if (!w->found)
        run_bad(r, "%.*s has no payment in row %u; rows are counted as a spreadsheet counts them",
                STR(path), w->line);
    return w->found;
}

static void put_reason(const struct spending *s, struct sheet *to, uint32_t k,
                       const struct spend_reason *x)
{
    const struct spend_classification *c = &s->rules->classifications.at[k];
    const struct spend_category *category = &c->categories.at[x->category];
    const struct spend_line *line = x->line == MAP_NONE ? NULL : &category->lines.at[x->line];
    struct arena *a = s->r->a;
    struct pos pos = line ? line->pos : category->pos;
    sheet_text(to, c->name);
    sheet_text(to, x->wins ? S("is") : S("would fit as well"));
    sheet_text(to, spend_category_title(s->rules, s->choices, category));
    if (!line)
        sheet_text(to, S("no keyword of another category is found"));
    else
        sheet_text(to, str_fmt(a, line->what.kind == SPEND_IN ? "%.*s %.*s" : "%.*s \"%.*s\"",
                               STR(spend_condition_words(s->rules, &line->what)), STR(x->keyword)));
    sheet_text(to, x->along);
    sheet_text(to, str_fmt(a, "%.*s:%u", STR(s->f->sources.at[pos.file].path), pos.line));
}

struct sheet *spend_reasons_sheet(const struct spending *s, uint32_t type, uint32_t area)
{
    static const char *const columns[][2] = {{"classification", "Classification"},
                                             {"verdict", "Verdict"},
                                             {"category", "Category"},
                                             {"because", "Because"},
                                             {"along_with", "along with"},
                                             {"where", "Line"}};
    struct arena *a = s->r->a;
    struct sheet *to = sheet_new(a, "Why",
                                 str_fmt(a, "Expense type \"%.*s\", expense area \"%.*s\"",
                                         STR(lexicon_text(&s->x, WORD_TYPE, type)),
                                         STR(lexicon_text(&s->x, WORD_AREA, area))));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        sheet_column(to, columns[i][0], columns[i][1], SHEET_TEXT);
    for (uint32_t k = 0; k < s->rules->classifications.n; k++) {
        spend_reasons why = {0};
        spend_why(s->sorter, type, area, k, &why);
        for (int wins = 1; wins >= 0; wins--) /* where it is, then where it would be */
            for (uint32_t i = 0; i < why.n; i++)
                if (why.at[i].wins == (wins == 1))
                    put_reason(s, to, k, &why.at[i]);
    }
    return to;
}

int action_spend_why(struct run *r)
{
    struct spending s;
    struct wanted w = {0};
    bool texts = run_has(r, "type") || run_has(r, "area");
    if (!run_words(r, "spend why", texts ? 0 : 1) || !spending_open(r, &s))
        return EXIT_BAD;
    if (!texts && !r->words.n)
        return run_bad(r, "which row? remit spend why FILE:ROW, or --type TEXT --area TEXT");
    uint32_t type = lexicon_put(&s.x, WORD_TYPE, run_get(r, "type"));
    uint32_t area = lexicon_put(&s.x, WORD_AREA, run_get(r, "area"));
    if (!texts) {
        if (!row_of(&s, r->words.at[0], &w))
            return EXIT_BAD;
        type = w.row.words[WORD_TYPE];
        area = w.row.words[WORD_AREA];
    }
    struct sheet *to = spend_reasons_sheet(&s, type, area);
    if (!texts) {
        struct sheet_cell amount = {.number = w.row.amount};
        sheet_note(to, "Row %u: %.*s paid %.*s %.*s%s%.*s", w.row.line,
                   STR(lexicon_text(&s.x, WORD_ORGANISATION, w.row.words[WORD_ORGANISATION])),
                   STR(lexicon_text(&s.x, WORD_SUPPLIER, w.row.words[WORD_SUPPLIER])),
                   STR(sheet_shown(r->a, SHEET_PENCE, &amount)), w.row.on == DATE_MIN ? "" : " on ",
                   STR(w.row.on == DATE_MIN ? S("") : date_long(r->a, w.row.on)));
    }
    return sheets_put(r, &to, 1);
}
