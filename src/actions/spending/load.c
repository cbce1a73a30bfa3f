/* load.c: remit spend load: published files into the store, all of them or none. */
#include "actions/spending/spending.h"

struct loading { /* of all files */
    struct run *r;
    struct store *store;
    struct sheet *files, *maps, *rejected;
    struct store_map *kept; /* maps that were given before */
    uint32_t n_kept, refused, skipped;
    bool broken;                 /* the store, not a file: there is no going on */
    VEC(struct store_map) given; /* to be kept */
    const struct str *bytes;     /* not NULL: of the one file */
    struct spend_arrival last;   /* how the last file went */
    struct intake_result all;
};
struct one { /* of one file */
    struct loading *l;
    struct spend_reading reading;
    struct str name;
    struct store_load *load;
    uint64_t stamp;
    bool skipped;           /* it is there already */
    struct store_map *used; /* a map that was given for another file of this publisher */
};

/* ---- before it is read --------------------------------------------------------------------- */

static struct str base_name(struct arena *a, struct str path)
{
    return str_line(a, str_sub(path, str_last(path, '/'), path.n));
}

/* The same bytes, read by the same map, are there already. */
static bool is_known(struct one *x, const struct store_hash *hash, bool *known, struct str *why)
{
    struct loading *l = x->l;
    struct store_file *files;
    uint32_t number, n;
    *known = false;
    if (!store_find(l->store, hash, &number, why) || !store_files(l->store, &files, &n, why))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (files[i].number != number)
            continue;
        *known = !run_has(l->r, "map") || str_eq(files[i].asked, run_get(l->r, "map"));
        if (!*known)
            continue;
        l->last = (struct spend_arrival){number, SPEND_WAS_THERE};
        bool same = str_eq(files[i].name, x->name);
        sheet_text(l->files, x->name);
        sheet_text(l->files, same
                                 ? S("already loaded")
                                 : str_fmt(l->r->a, "already loaded, as %.*s", STR(files[i].name)));
    }
    return true;
}

/* Tries maps that were given for this publisher; one fits that meets the header it was given for.
 */
static void try_kept(struct one *x, const struct intake_source *source)
{
    struct spend_reading *t = &x->reading;
    struct loading *l = x->l;
    struct str publisher = store_publisher(t->a, x->name), why = {0};
    for (uint32_t i = 0; i < l->n_kept && publisher.n && !x->used; i++) {
        struct intake_hints hints = {
            .map = l->kept[i].map, .about = t->path, .threads = t->threads};
        if (!str_eq(l->kept[i].publisher, publisher))
            continue;
        struct intake_table *table =
            intake_look(t->a, *source, spend_fields, SPEND_FIELDS, &hints, &why);
        if (!table || !str_eq(store_header(t->a, intake_layout(table)), l->kept[i].header))
            continue;
        x->used = &l->kept[i];
        t->table = table;
    }
}

/* A source that Ctrl-C ends, and that shows how far it is: a file is read for its hash, then for
 * its rows. */
struct first_pass {
    const struct intake_source *from;
    struct spend_progress *progress;
};

static bool read_on(void *with, uint64_t at, char *to, size_t n, size_t *got)
{
    struct first_pass *x = with;
    spend_show_progress(x->progress, at);
    return !os_stopped() && x->from->read(x->from->with, at, to, n, got);
}

static bool before(struct spend_reading *t, const struct intake_source *source)
{
    struct one *x = t->with;
    struct loading *l = x->l;
    struct run *r = l->r;
    bool known;
    struct store_incoming in = {.name = x->name,
                                .loaded = os_today(),
                                .asked = run_get(r, "map"),
                                .replaces = run_get(r, "replaces"),
                                .anyway = run_has(r, "anyway")};
    x->stamp = t->bytes ? 0 : os_stamp(t->a, t->path);
    struct first_pass pass = {source, &t->progress};
    struct intake_source watched = {read_on, &pass, true};
    t->progress.size *= 2;
    if (!store_hash(t->a, &watched, &in.hash))
        return false;
    l->broken = !is_known(x, &in.hash, &known, &t->why);
    x->skipped = !l->broken && known;
    if (l->broken || known)
        return false;
    l->broken = !store_load_begin(l->store, &in, &x->load, &t->why);
    if (!l->broken && !run_has(r, "map"))
        try_kept(x, source);
    return !l->broken;
}

/* ---- while it is read ---------------------------------------------------------------------- */

static void take_anew(void *with)
{
    struct one *x = with;
    store_load_anew(x->load);
}

static void take_rows(void *with, const struct intake_batch *batch)
{
    struct one *x = with;
    store_load_rows(x->load, batch);
}

static bool progress(void *with, uint64_t bytes)
{
    struct one *x = with;
    spend_show_progress(&x->reading.progress, x->reading.progress.size / 2 + bytes);
    return !os_stopped() && store_load_fine(x->load);
}

/* ---- when it is read ----------------------------------------------------------------------- */

static void put_rejected(struct one *x)
{
    const struct intake_result *result = &x->reading.result;
    struct sheet *to = x->l->rejected;
    uint32_t listed = 0;
    for (uint32_t i = 0; i < result->n_aside; i++) {
        struct intake_aside s = result->aside[i];
        if (s.kind != INTAKE_REJECTED)
            continue;
        listed++;
        s.field = str_copy(to->a, s.field); /* the file's memory goes before this is shown */
        s.why = str_copy(to->a, s.why);
        sheet_text(to, x->name);
        spend_put_aside(to, &s);
    }
    if (listed < result->rejected)
        sheet_note(to, "%.*s: %u more rows were rejected; these are the first %u", STR(x->name),
                   result->rejected - listed, listed);
}

static struct str outcome(struct one *x, const struct store_loaded *loaded)
{
    struct arena *a = x->l->r->a;
    struct store_file const *other = &loaded->other;
    if (loaded->verdict == STORE_REPLACED)
        return str_fmt(a, "loaded, in place of %.*s of %.*s",
                       STR(str_eq(other->name, x->name) ? S("its edition") : other->name),
                       STR(date_long(a, other->loaded)));
    return loaded->namesake ? S("loaded, beside one of this name from others") : S("loaded");
}

static void add(struct intake_result *all, const struct intake_result *x)
{
    all->rows += x->rows;
    all->good += x->good;
    all->rejected += x->rejected;
    all->totals += x->totals;
    all->notes += x->notes;
    all->good_pence += x->good_pence; /* the store has made sure that they fit */
    all->rejected_pence += x->rejected_pence;
    all->rejected_unreadable += x->rejected_unreadable;
}

void spend_put_counts(struct sheet *to, const struct intake_result *x)
{
    sheet_number(to, (int64_t)x->good + x->rejected);
    sheet_number(to, x->good_pence + x->rejected_pence);
    sheet_number(to, x->good);
    sheet_number(to, x->good_pence);
    sheet_number(to, x->rejected);
    sheet_number(to, x->rejected_pence);
    sheet_number(to, (int64_t)x->totals + x->notes);
}

/* A map that was given is kept for the publisher's next file. */
static void remember_map(struct one *x)
{
    struct loading *l = x->l;
    struct arena *a = l->r->a;
    struct str publisher = store_publisher(a, x->name);
    if (run_has(l->r, "map") && publisher.n)
        *vec_push(a, &l->given) =
            (struct store_map){publisher, store_header(a, intake_layout(x->reading.table)),
                               str_copy(a, run_get(l->r, "map")), x->name};
}

static bool refuse_double(struct one *x, const struct store_loaded *d)
{
    struct spend_reading *t = &x->reading;
    t->why =
        str_fmt(t->a,
                "%s%.*s in %.*s as well, which is loaded (the same payer, day, supplier, "
                "amount and reference), so they would count twice; if this file takes its place: "
                "--replaces '%.*s'; if both are to count: --anyway",
                d->counted ? "" : "about ",
                STR(count_text(t->a, d->doubled, "payment stands", "payments stand")),
                STR(d->other.name), STR(d->other.name));
    x->load = NULL; /* the store has dropped it */
    return false;
}

static bool then(struct spend_reading *t)
{
    struct one *x = t->with;
    struct loading *l = x->l;
    struct arena *a = l->r->a;
    struct store_loaded loaded;
    struct str map = str_copy(a, intake_layout_text(t->a, t->table));
    if (!t->bytes && os_stamp(t->a, t->path) != x->stamp) {
        t->why = S("changed while it was read; load it again when it is complete");
        return false;
    }
    l->broken = !store_load_end(x->load, &t->result, map, &loaded, &t->why);
    if (l->broken)
        return false;
    if (loaded.verdict == STORE_DOUBLED)
        return refuse_double(x, &loaded);
    l->last = (struct spend_arrival){
        loaded.number, loaded.verdict == STORE_REPLACED ? SPEND_REPLACES : SPEND_IS_NEW};
    sheet_text(l->files, x->name);
    sheet_text(l->files, outcome(x, &loaded));
    spend_put_counts(l->files, &t->result);
    add(&l->all, &t->result);
    sheet_text(l->maps, x->name);
    sheet_text(l->maps, map);
    if (x->used)
        sheet_note(l->maps,
                   "%.*s is read by the map that was given for %.*s; --map \"\" reads it "
                   "without",
                   STR(x->name), STR(x->used->file));
    struct str guessed = spend_by_content(a, x->name, intake_layout(t->table));
    if (guessed.n)
        sheet_note(l->maps, "%.*s", STR(guessed));
    put_rejected(x);
    remember_map(x);
    return true;
}

static void load_one_file(struct loading *l, struct str path)
{
    struct run *r = l->r;
    struct one *x = NEW(r->a, struct one);
    struct intake_sink sink = {x, take_anew, take_rows, progress};
    *x = (struct one){.l = l, .name = base_name(r->a, path)};
    x->reading = (struct spend_reading){.r = r,
                                        .path = path,
                                        .bytes = l->bytes,
                                        .map = run_get(r, "map"),
                                        .threads = os_cores(),
                                        .sink = &sink,
                                        .before = before,
                                        .with = x};
    if (spend_read_file(&x->reading, then))
        return;
    if (x->skipped) {
        for (int i = 0; i < 7; i++)
            sheet_none(l->files);
        l->skipped++;
        return;
    }
    l->refused++;
    struct str why = x->reading.why;
    if (x->load && !l->broken && !store_load_fine(x->load)) /* the store failed, and says how */
        l->broken =
            !store_load_end(x->load, &x->reading.result, S(""), &(struct store_loaded){0}, &why);
    if (x->load)
        store_load_drop(x->load);
    if (why.n)
        run_bad(r, "%.*s: %.*s", STR(path), STR(why));
}

/* ---- all of them --------------------------------------------------------------------------- */

void spend_counts_columns(struct sheet *to)
{
    sheet_column(to, "rows_in", "Payments in", SHEET_COUNT);
    sheet_column(to, "in_gbp", "Amount in", SHEET_PENCE);
    sheet_column(to, "rows", "Classified", SHEET_COUNT);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "total_gbp", "Amount classified", SHEET_PENCE);
    sheet_column_counts(to, NULL, S(""));
    sheet_column(to, "rejected", "Rejected", SHEET_COUNT);
    sheet_column(to, "rejected_gbp", "Amount rejected", SHEET_PENCE);
    sheet_column(to, "no_payments", "Sums and remarks", SHEET_COUNT);
}

static void make_sheets(struct loading *l)
{
    struct arena *a = l->r->a;
    l->files = sheet_new(a, "files", S("Files"));
    sheet_column(l->files, "file", "File", SHEET_TEXT);
    sheet_column(l->files, "outcome", "Outcome", SHEET_TEXT);
    spend_counts_columns(l->files);
    l->maps = sheet_new(a, "maps", S("How they are read, as text for --map"));
    sheet_column(l->maps, "file", "File", SHEET_TEXT);
    sheet_column(l->maps, "map", "Map", SHEET_TEXT);
    l->rejected = sheet_new(a, "rejected", S("Rows that were rejected"));
    sheet_column(l->rejected, "file", "File", SHEET_TEXT);
    spend_aside_columns(l->rejected);
}

static void sum_up(struct loading *l)
{
    const struct store_whole *w = store_whole(l->store);
    struct sheet *to = l->files;
    struct arena *a = l->r->a;
    struct sheet_cell total = {.number = w->total};
    if (sheet_rows(to) > 1) {
        sheet_text(to, S("All"));
        sheet_none(to);
        spend_put_counts(to, &l->all);
        to->totals = 1;
    }
    sheet_note(to, "Payments and pounds in are those classified and those rejected.");
    if (l->all.rejected_unreadable)
        sheet_note(to, "%.*s no amount that can be read",
                   STR(count_text(a, l->all.rejected_unreadable, "of the rejected rows has",
                                  "of the rejected rows have")));
    sheet_note(to, "The store %.*s holds %.*s: %.*s, %.*s", STR(spend_store_path(l->r)),
               STR(count_text(a, w->files, "file", "files")),
               STR(count_text(a, w->rows, "payment", "payments")),
               STR(sheet_shown(a, SHEET_PENCE, &total)));
}

static bool keep_maps(struct loading *l, struct str *why)
{
    for (uint32_t i = 0; i < l->given.n; i++)
        if (!(l->given.at[i].map.n ? store_keep_map(l->store, &l->given.at[i], why)
                                   : store_forget_map(l->store, l->given.at[i].publisher, why)))
            return false;
    return true;
}

static bool keep_all(struct loading *l, struct str *why)
{
    struct sheet *const all[] = {l->files, l->maps, l->rejected}, *sheets[3];
    uint32_t n = 0;
    if (!keep_maps(l, why))
        return false;
    sum_up(l);
    for (int i = 0; i < 3 && !l->bytes; i++)
        if (i == 0 || sheet_rows(all[i]))
            sheets[n++] = all[i];
    if (l->skipped == l->r->words.n) /* nothing is new: nothing is written */
        return sheets_put(l->r, sheets, n) == EXIT_FINE;
    return spend_keep(l->r, l->store, sheets, n, why);
}

static bool load_files(void *with, struct store *s)
{
    struct loading *l = with;
    struct run *r = l->r;
    struct str why = {0};
    l->store = s;
    if (!store_maps(s, &l->kept, &l->n_kept, &why)) {
        run_bad(r, "%.*s", STR(why));
        return false;
    }
    for (uint32_t i = 0; i < r->words.n && !os_stopped() && !l->broken; i++)
        load_one_file(l, r->words.at[i]);
    bool stopped = os_stopped();
    if (stopped)
        run_bad(r, "stopped: nothing is loaded, the store is as it was");
    else if (l->broken)
        run_bad(r, "nothing is loaded, the store is as it was");
    else if (l->refused)
        run_bad(r, "nothing is loaded, the store is as it was: %u of %u files %s refused",
                l->refused, r->words.n, l->refused == 1 ? "was" : "were");
    if (stopped || l->refused)
        return false;
    if (keep_all(l, &why))
        return true;
    run_bad(r, "%.*s%snothing is loaded, the store is as it was", STR(why), why.n ? "; " : "");
    return false;
}

bool spend_load_bytes(struct run *r, struct str name, const struct str *bytes,
                      struct spend_arrival *out)
{
    struct loading l = {.r = r, .bytes = bytes};
    *vec_push(r->a, &r->words) = name;
    make_sheets(&l);
    if (!spend_with_store(r, STORE_WRITE, load_files, &l))
        return false;
    *out = l.last;
    return true;
}

int action_spend_load(struct run *r)
{
    struct loading l = {.r = r};
    if (!r->words.n)
        return run_bad(r, "name the files to load: remit spend load FILE...");
    if (run_has(r, "replaces") && r->words.n > 1)
        return run_bad(r, "--replaces says which file one file takes the place of; load them one "
                          "by one");
    make_sheets(&l);
    os_catch_stop();
    return spend_with_store(r, STORE_WRITE, load_files, &l) ? EXIT_FINE : EXIT_BAD;
}
