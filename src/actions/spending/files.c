/* files.c: remit spend files, forget: what is loaded, what was refused of it, and taking it
 * out again. */
#include "actions/spending/spending.h"

struct listing {
    struct run *r;
    struct lexicon x;
    struct str why;
    VEC(struct sheet *) sheets;
    VEC(uint32_t) forget;
};

/* ---- files --------------------------------------------------------------------------------- */

/* The first names, and how many more. */
static struct str payers(struct arena *a, const struct lexicon *x, const struct store_file *f)
{
    enum { NAMED = 2 };
    struct buf b = buf_new(a);
    for (uint32_t i = 0; i < f->n_organisations && i < NAMED; i++) {
        struct str name = lexicon_text(x, WORD_ORGANISATION, f->organisations[i]);
        buf_fmt(&b, "%s%.*s", i ? ", " : "", STR(name.n ? name : S("(not given)")));
    }
    if (f->n_organisations > NAMED)
        buf_fmt(&b, " and %u more", f->n_organisations - NAMED);
    return buf_str(&b);
}

static void put_file(struct sheet *to, const struct lexicon *x, const struct store_file *f)
{
    struct arena *a = to->a;
    sheet_row_counts(to, "file", str_fmt(a, "%u", f->number));
    sheet_number(to, f->number);
    sheet_text(to, f->name);
    sheet_number(to, f->edition);
    sheet_text(to, date_iso(a, f->loaded));
    sheet_text(to, payers(a, x, f));
    sheet_text(to, f->first == DATE_MIN ? S("") : date_iso(a, f->first));
    sheet_text(to, f->last == DATE_MIN ? S("") : date_iso(a, f->last));
    sheet_number(to, f->result.good);
    sheet_number(to, f->result.good_pence);
    sheet_number(to, f->result.rejected);
    sheet_number(to, f->result.rejected_pence);
    sheet_text(to, f->replaced);
}

struct sheet *spend_files_sheet(struct arena *a, const struct store_whole *w,
                                const struct store_file *files, uint32_t n, const struct lexicon *x)
{
    struct sheet *to = sheet_new(a, "files", S("Files that are loaded"));
    sheet_column(to, "number", "No", SHEET_COUNT);
    sheet_column(to, "file", "File", SHEET_TEXT);
    sheet_column(to, "edition", "Edition", SHEET_COUNT);
    sheet_column(to, "loaded", "Loaded", SHEET_TEXT);
    sheet_column(to, "organisations", "Organisations", SHEET_TEXT);
    sheet_column(to, "from", "From", SHEET_TEXT);
    sheet_column(to, "until", "Until", SHEET_TEXT);
    sheet_column(to, "rows", "Payments", SHEET_COUNT);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "rejected", "Rejected", SHEET_COUNT);
    sheet_column(to, "rejected_gbp", "Amount rejected", SHEET_PENCE);
    sheet_column(to, "replaced", "In place of", SHEET_TEXT);
    for (uint32_t i = 0; i < n; i++)
        put_file(to, x, &files[i]);
    if (n > 1) {
        const int64_t sums[] = {(int64_t)w->rows, w->total, (int64_t)w->rejected,
                                w->rejected_total};
        sheet_none(to);
        sheet_text(to, S("All"));
        for (int i = 0; i < 5; i++)
            sheet_none(to);
        for (int i = 0; i < 4; i++)
            sheet_number(to, sums[i]);
        sheet_none(to);
        to->totals = 1;
    }
    return to;
}

/* Rows of a file that were not taken, sums and remarks too. */
static bool put_aside(struct listing *l, struct store *s, const struct store_file *f,
                      struct sheet *to)
{
    struct intake_aside *list;
    uint32_t n, all = f->result.rejected + f->result.totals + f->result.notes;
    if (!store_aside(s, f->number, 0, UINT32_MAX, &list, &n, &l->why))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        sheet_text(to, f->name);
        spend_put_aside(to, &list[i]);
    }
    if (n < all)
        sheet_note(to, "%.*s: %u more rows were set aside; these are the first %u", STR(f->name),
                   all - n, n);
    return true;
}

static bool rejected_sheet(struct listing *l, struct store *s, const struct store_file *files,
                           uint32_t n)
{
    struct run *r = l->r;
    struct sheet *to = sheet_new(r->a, "rejected", S("Rows that were set aside"));
    bool fine = true;
    sheet_column(to, "file", "File", SHEET_TEXT);
    spend_aside_columns(to);
    for (uint32_t i = 0; fine && i < r->words.n; i++) {
        const struct store_file *f = spend_store_named(r, s, r->words.at[i]);
        fine = f && put_aside(l, s, f, to);
    }
    for (uint32_t i = 0; fine && i < n && !r->words.n; i++)
        fine = put_aside(l, s, &files[i], to);
    *vec_push(r->a, &l->sheets) = to;
    return fine;
}

static bool maps_sheet(struct listing *l, struct store *s, const struct store_file *files,
                       uint32_t n)
{
    struct store_map *maps;
    uint32_t n_maps;
    struct arena *a = l->r->a;
    struct sheet *read = sheet_new(a, "maps", S("How the files are read, as text for --map")),
                 *kept = sheet_new(a, "kept", S("Maps that were given, kept for the next file"));
    if (!store_maps(s, &maps, &n_maps, &l->why))
        return false;
    sheet_column(read, "file", "File", SHEET_TEXT);
    sheet_column(read, "map", "Map", SHEET_TEXT);
    for (uint32_t i = 0; i < n; i++) {
        sheet_text(read, files[i].name);
        sheet_text(read, files[i].map);
    }
    sheet_column(kept, "publisher", "Publisher", SHEET_TEXT);
    sheet_column(kept, "map", "Map", SHEET_TEXT);
    sheet_column(kept, "file", "Given for", SHEET_TEXT);
    for (uint32_t i = 0; i < n_maps; i++) {
        sheet_text(kept, maps[i].publisher);
        sheet_text(kept, maps[i].map);
        sheet_text(kept, maps[i].file);
    }
    *vec_push(a, &l->sheets) = read;
    if (n_maps)
        *vec_push(a, &l->sheets) = kept;
    return true;
}

static bool list_files(void *with, struct store *s)
{
    struct listing *l = with;
    struct run *r = l->r;
    struct store_file *files;
    uint32_t n;
    lexicon_init(&l->x, r->a);
    if (!store_files(s, &files, &n, &l->why) || !store_lexicon(s, &l->x, &l->why))
        return false;
    if (run_has(r, "rejected"))
        return rejected_sheet(l, s, files, n);
    if (run_has(r, "maps"))
        return maps_sheet(l, s, files, n);
    struct sheet *to = spend_files_sheet(r->a, store_whole(s), files, n, &l->x);
    sheet_note(to, "They are kept in %.*s", STR(spend_store_path(r)));
    *vec_push(r->a, &l->sheets) = to;
    return true;
}

static int failed(struct listing *l)
{
    return l->why.n ? run_bad(l->r, "%.*s", STR(l->why)) : EXIT_BAD;
}

int action_spend_files(struct run *r)
{
    struct listing l = {.r = r};
    if (r->words.n && !run_has(r, "rejected"))
        return run_bad(r,
                       "'%.*s' is one word too many; the rows of a file that were set aside: "
                       "remit spend files %.*s --rejected",
                       STR(r->words.at[0]), STR(r->words.at[0]));
    if (!spend_with_store(r, STORE_READ, list_files, &l))
        return failed(&l);
    return sheets_put(r, l.sheets.at, l.sheets.n);
}

/* ---- forgetting ---------------------------------------------------------------------------- */

static bool sure(struct listing *l, struct str what)
{
    struct run *r = l->r;
    if (run_has(r, "yes"))
        return true;
    bool asks = os_is_terminal(0) && os_is_terminal(2);
    if (asks && os_agreed(str_fmt(r->a, "Take out %.*s? (y/n) ", STR(what))))
        return true;
    if (asks)
        run_bad(r, "nothing is taken out");
    else
        run_bad(r, "this takes out %.*s; --yes says that it is meant", STR(what));
    return false;
}

static bool forget(void *with, struct store *s)
{
    struct listing *l = with;
    struct run *r = l->r;
    struct buf what = buf_new(r->a);
    struct sheet *to = sheet_new(r->a, "forgotten", S("Taken out"));
    sheet_column(to, "file", "File", SHEET_TEXT);
    sheet_column(to, "rows", "Payments", SHEET_COUNT);
    sheet_column(to, "total_gbp", "Total", SHEET_PENCE);
    for (uint32_t i = 0; i < r->words.n; i++) {
        const struct store_file *f = spend_store_named(r, s, r->words.at[i]);
        struct sheet_cell total = {.number = f ? f->result.good_pence : 0};
        if (!f)
            return false;
        *vec_push(r->a, &l->forget) = f->number;
        buf_fmt(&what, "%s%.*s (%.*s, %.*s)", i ? ", " : "", STR(f->name),
                STR(count_text(r->a, f->result.good, "payment", "payments")),
                STR(sheet_shown(r->a, SHEET_PENCE, &total)));
        sheet_text(to, f->name);
        sheet_number(to, f->result.good);
        sheet_number(to, f->result.good_pence);
    }
    return sure(l, buf_str(&what)) && store_forget(s, l->forget.at, l->forget.n, &l->why) &&
           spend_keep(r, s, &to, 1, &l->why);
}

static bool forget_map(void *with, struct store *s)
{
    struct listing *l = with;
    struct run *r = l->r;
    struct sheet *to = sheet_new(r->a, "forgotten", S("Taken out"));
    struct store_map *maps;
    uint32_t n;
    if (!store_maps(s, &maps, &n, &l->why))
        return false;
    sheet_column(to, "publisher", "Publisher", SHEET_TEXT);
    sheet_column(to, "map", "Map", SHEET_TEXT);
    for (uint32_t i = 0; i < n; i++) {
        if (!str_eq(maps[i].publisher, run_get(r, "map")))
            continue;
        sheet_text(to, maps[i].publisher);
        sheet_text(to, maps[i].map);
    }
    if (!sheet_rows(to)) {
        l->why = str_fmt(r->a, "no map is kept for '%.*s'; remit spend files --maps lists them",
                         STR(run_get(r, "map")));
        return false;
    }
    return store_forget_map(s, run_get(r, "map"), &l->why) && spend_keep(r, s, &to, 1, &l->why);
}

int action_spend_forget(struct run *r)
{
    struct listing l = {.r = r};
    bool map = run_has(r, "map");
    if (!r->words.n && !map)
        return run_bad(r, "name the files to take out: remit spend forget NAME...; remit spend "
                          "files lists them");
    if (r->words.n && map)
        return run_bad(r, "--map takes out a map that is kept for a publisher, and no file");
    if (!os_exists(r->a, spend_store_path(r))) /* none is made to take something out of it */
        return spend_with_store(r, STORE_READ, forget, &l) ? EXIT_BAD : failed(&l);
    os_catch_stop();
    return spend_with_store(r, STORE_WRITE, map ? forget_map : forget, &l) ? EXIT_FINE : failed(&l);
}
