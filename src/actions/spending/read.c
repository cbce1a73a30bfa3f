/* read.c: rules as the options say, and rows of spending from published files. */
#include <string.h>

#include "actions/spending/spending.h"

/* ---- rules and organisations --------------------------------------------------------------- */

static bool tell_errors(struct run *r, const struct findings *f)
{
    if (!findings_count(f, SEVERITY_ERROR))
        return true;
    struct findings errors = {.a = r->a, .sources = {f->sources.at, f->sources.n, f->sources.n}};
    for (uint32_t i = 0; i < f->list.n; i++)
        if (f->list.at[i].severity == SEVERITY_ERROR)
            *vec_push(r->a, &errors.list) = f->list.at[i];
    findings_sort(&errors);
    buf_put(&r->err, findings_text(r->a, &errors, r->colour));
    return false;
}

/* --set NAME=CHOICE */
static bool set(struct spending *s, struct str word)
{
    struct run *r = s->r;
    struct str name = str_sub(word, 0, str_find(word, '='));
    struct str choice = str_sub(word, name.n + (name.n < word.n), word.n);
    uint32_t k;
    if (!spending_setting(s, name, &k))
        return false;
    const struct spend_setting *setting = &s->rules->settings.at[k];
    struct buf all = buf_new(r->a);
    for (uint32_t i = 0; i < setting->choices.n; i++) {
        if (str_eq(setting->choices.at[i], choice)) {
            s->choices[k] = i;
            return true;
        }
        buf_fmt(&all, "%s%.*s", i ? " or " : "", STR(setting->choices.at[i]));
    }
    run_bad(r, "--set %.*s=%.*s: it is %.*s", STR(name), STR(choice), STR(buf_str(&all)));
    return false;
}

/* --only AXIS=NAME; which number a word has is known when the rows are read. */
static bool only(struct spending *s, struct str word)
{
    struct str name = str_sub(word, 0, str_find(word, '='));
    struct str value = str_sub(word, name.n + (name.n < word.n), word.n);
    struct spend_only x = {0};
    if (!spend_axis_named(s->rules, name, &x.axis) || x.axis.kind == SPEND_AXIS_MONTH ||
        x.axis.kind == SPEND_AXIS_YEAR) {
        run_bad(s->r,
                "--only %.*s: write a classification of the rules, or organisation, supplier, "
                "expense-type or expense-area, as --only area=acute; months are --from and --until",
                STR(word));
        return false;
    }
    if (x.axis.kind == SPEND_AXIS_WORD) {
        x.key = lexicon_put(&s->x, x.axis.of, value);
    } else {
        const struct spend_classification *c = &s->rules->classifications.at[x.axis.of];
        struct near near = near_to(value);
        for (uint32_t i = 0; i < c->categories.n; i++)
            near_offer(&near, c->categories.at[i].name);
        uint32_t k = spend_rules_category(c, value);
        if (k == MAP_NONE) {
            run_bad(s->r, "--only: %.*s has no category '%.*s'%.*s", STR(name), STR(value),
                    STR(near_text(s->r, &near)));
            return false;
        }
        x.key = k;
    }
    *vec_push(s->r->a, &s->only.at) = x;
    return true;
}

static bool month_option(struct run *r, const char *name, spend_month *out)
{
    *out = run_has(r, name) ? spend_month_parse(run_get(r, name)) : SPEND_NO_MONTH;
    if (!run_has(r, name) || *out != SPEND_NO_MONTH)
        return true;
    run_bad(r, "--%s %.*s is not a month; write year-month, as 2022-07", name,
            STR(run_get(r, name)));
    return false;
}

/* The list that is built in, and that of --organisations. */
static bool read_bodies(const struct spending *s)
{
    const struct node *files[2];
    uint32_t n = 0;
    struct run *r = s->r;
    if (!law_parse(r, S(""), "organisations", s->f, &files[n++]) ||
        (run_has(r, "organisations") &&
         !law_parse(r, run_get(r, "organisations"), "", s->f, &files[n++])))
        return false;
    *s->bodies = *spend_bodies_link(s->f, files, n);
    return true;
}

const struct spend_bodies *spending_bodies(const struct spending *s)
{
    bool there = s->bodies->at.n || read_bodies(s);
    check(there); /* what is built in can be read, and a list of the user's was */
    return s->bodies;
}

/* A list of the user's is read at once, so that its mistakes are told with all others. */
static bool read_rules(struct run *r, struct spending *s)
{
    const struct node *file;
    if (!law_parse(r, run_get(r, "rules"), "spending", s->f, &file) ||
        (run_has(r, "organisations") && !read_bodies(s)))
        return false;
    s->rules = spend_rules_link(s->f, &file, 1);
    if (!tell_errors(r, s->f))
        return false;
    if (!s->rules)
        run_bad(r, "%.*s holds no rules for spending: it begins with spending NAME \"TITLE\"",
                STR(run_get(r, "rules")));
    return s->rules != NULL;
}

bool spending_open(struct run *r, struct spending *s)
{
    *s = (struct spending){
        .r = r, .f = NEW(r->a, struct findings), .bodies = NEW(r->a, struct spend_bodies)};
    s->f->a = r->a;
    lexicon_init(&s->x, r->a);
    if (!read_rules(r, s))
        return false;
    bool fine = true;
    s->choices = NEW_ARRAY(r->a, uint32_t, s->rules->settings.n + 1);
    for (uint32_t i = 0; i < r->settings.n; i++) {
        if (strcmp(r->settings.at[i].name, "set") == 0)
            fine = set(s, r->settings.at[i].value) && fine;
        if (strcmp(r->settings.at[i].name, "only") == 0)
            fine = only(s, r->settings.at[i].value) && fine;
    }
    fine = month_option(r, "from", &s->only.from) && fine;
    fine = month_option(r, "until", &s->only.until) && fine;
    s->sorter = spend_sorter_new(r->a, s->rules, s->choices, &s->x);
    return fine;
}

/* ---- files --------------------------------------------------------------------------------- */

struct spend_progress spend_begin_progress(uint64_t size)
{
    return (struct spend_progress){size, os_nanoseconds(), 0};
}

void spend_show_progress(struct spend_progress *t, uint64_t done)
{
    enum { SECOND = 1000000000, WIDTH = 40 };
    uint64_t now = os_nanoseconds();
    if (!os_is_terminal(2) || now - t->begun < SECOND || now - t->shown < SECOND / 10)
        return;
    char line[WIDTH + 1];
    t->shown = now;
    unsigned percent = t->size ? (unsigned)(done * 100 / t->size) : 100;
    line[0] = '\r';
    for (unsigned i = 0; i < WIDTH; i++)
        line[i + 1] = i * 100 < percent * WIDTH ? '#' : '-';
    os_err((struct str){line, sizeof line});
}

void spend_end_progress(struct spend_progress *t)
{
    if (t->shown)
        os_err(S("\r\x1b[K"));
}

static bool use_file(void *with, struct os_file *f)
{
    struct spend_reading *t = with;
    struct intake_source source = {.read = os_file_read, .with = f};
    /* Where memory runs out in the arena of the run, the file is to be closed first. */
    jmp_buf *outer = t->r->a->out_of_memory;
    t->r->a->out_of_memory = t->a->out_of_memory;
    t->progress = spend_begin_progress(os_file_size(f));
    bool fine = !t->before || t->before(t, &source);
    struct intake_hints hints = {
        .map = t->map, .about = t->path, .threads = t->threads, .unread = t->unread};
    if (fine && !t->table)
        t->table = intake_look(t->a, source, spend_fields, SPEND_FIELDS, &hints, &t->why);
    fine = fine && t->table && intake_scan(t->a, t->table, t->sink, &t->result, &t->why);
    if (fine && t->settled) {
        *t->settled = true;
        fine = intake_scan(t->a, t->table, t->sink, &t->result, &t->why);
    }
    spend_end_progress(&t->progress);
    struct str io = os_file_why(t->a, f);
    if (!fine && io.n)
        t->why = io;
    t->r->a->out_of_memory = outer;
    return fine;
}

bool spend_read_file(struct spend_reading *t, bool (*then)(struct spend_reading *t))
{
    struct run *r = t->r;
    struct arena scratch;
    jmp_buf here, *outer = r->a->out_of_memory;
    arena_init(&scratch, LIMIT_ARENA_MB, &here);
    if (setjmp(here)) {
        arena_free(&scratch);
        r->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    r->a->out_of_memory = &here;
    t->a = &scratch;
    bool fine = t->bytes ? os_with_bytes(*t->bytes, use_file, t)
                         : os_with_file(&scratch, t->path, use_file, t, &t->why);
    fine = fine && then(t);
    t->why = str_copy(r->a, t->why);
    r->a->out_of_memory = outer;
    arena_free(&scratch);
    return fine;
}

struct str spend_by_content(struct arena *a, struct str path, const struct intake_layout *l)
{
    struct buf b = buf_new(a);
    for (uint32_t f = 0; f < SPEND_FIELDS; f++)
        if (l->at[f].how == INTAKE_BY_CONTENT)
            buf_fmt(&b, "%s%s", b.n ? ", " : "", spend_fields[f].title);
    if (!b.n)
        return S("");
    return str_fmt(a,
                   "%.*s: headers do not say where to find %.*s; columns are taken that hold such "
                   "cells, as spend look shows",
                   STR(path), STR(buf_str(&b)));
}

/* What a file leaves behind once its memory is taken back. */
static void keep_result(struct spending *s, const struct spend_reading *t)
{
    struct spend_file f = {.path = t->path, .result = t->result};
    f.by_content = spend_by_content(s->r->a, t->path, intake_layout(t->table));
    for (uint32_t i = 0; i < t->result.n_aside && !f.first_reason.n; i++)
        if (t->result.aside[i].kind == INTAKE_REJECTED)
            f.first_reason = str_fmt(s->r->a, "row %u: %.*s", t->result.aside[i].row,
                                     STR(t->result.aside[i].why));
    f.result.aside = NULL;
    *vec_push(s->r->a, &s->files) = f;
}

static bool read_file(struct spending *s, struct spend_reading *t,
                      bool (*then)(struct spend_reading *t))
{
    t->r = s->r;
    t->map = run_get(s->r, "map");
    if (s->r->store.n) {
        run_bad(s->r, "'%.*s' cannot be read here: the payments are those of the store",
                STR(t->path));
        return false;
    }
    bool fine = spend_read_file(t, then);
    if (!fine && t->why.n)
        run_bad(s->r, "%.*s: %.*s", STR(t->path), STR(t->why));
    return fine;
}

/* ---- sums ---------------------------------------------------------------------------------- */

struct gathering {
    struct spending *s;
    struct spend_reading *reading;
    struct spend_sums *out[2];
    unsigned n_out, by; /* by: all that any of them is kept by */
    struct gathered {   /* by one worker, of one file */
        bool begun;
        struct spend_sums sums[2];
        struct intake_words words[SPEND_WORDS];
    } workers[LIMIT_INTAKE_THREADS];
};

static void gather_anew(void *with)
{
    struct gathering *g = with;
    for (unsigned i = 0; i < LIMIT_INTAKE_THREADS; i++)
        g->workers[i].begun = false;
}

static void gather_rows(void *with, const struct intake_batch *batch)
{
    struct gathering *g = with;
    struct gathered *w = &g->workers[batch->worker];
    struct spend_block b = spend_block_of(batch, 0);
    for (unsigned i = 0; i < g->n_out && !w->begun; i++)
        spend_sums_init(&w->sums[i], batch->a, g->out[i]->by);
    w->begun = true;
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        w->words[k] = *batch->words[spend_word_fields[k]];
    for (unsigned i = 0; i < g->n_out; i++)
        spend_sums_add(&w->sums[i], &b);
}

static bool gather_progress(void *with, uint64_t bytes)
{
    struct gathering *g = with;
    spend_show_progress(&g->reading->progress, bytes);
    return true;
}

/* Adds what the workers counted, under the numbers of the one lexicon. */
static bool gather_file(struct spend_reading *t)
{
    struct gathering *g = t->sink->with;
    keep_result(g->s, t);
    for (unsigned i = 0; i < LIMIT_INTAKE_THREADS; i++) {
        struct gathered *w = &g->workers[i];
        uint32_t *renumber[SPEND_WORDS];
        if (!w->begun)
            continue;
        w->begun = false;
        for (unsigned k = 0; k < SPEND_WORDS; k++) {
            renumber[k] = NEW_ARRAY(t->a, uint32_t, w->words[k].n + 1);
            for (uint32_t n = 0; n < w->words[k].n && (g->by & SPEND_BY_WORD(k)); n++)
                if ((renumber[k][n] = lexicon_put(&g->s->x, k, w->words[k].at[n])) == WORD_NONE) {
                    t->why = str_fmt(t->a, "more than %d different texts", LIMIT_SPEND_WORDS);
                    return false;
                }
        }
        for (unsigned o = 0; o < g->n_out; o++) {
            if (spend_sums_merge(g->out[o], &w->sums[o], renumber))
                continue;
            t->why = g->out[o]->too_large
                         ? S("a sum is larger than Remit can hold (£92,233,720,368,547,758.07)")
                         : S("more different sums than Remit keeps; ask for fewer at a time");
            return false;
        }
    }
    return true;
}

/* What sums that are kept by `by` have no use for. */
static uint32_t unread_by(unsigned by)
{
    uint32_t fields = 1u << SPEND_REFERENCE | 1u << SPEND_DESCRIPTION;
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        if (!(by & SPEND_BY_WORD(w)))
            fields |= 1u << spend_word_fields[w];
    return fields;
}

bool spending_two_sums(struct spending *s, const struct str *paths, uint32_t n, unsigned by,
                       struct spend_sums *out, unsigned also_by, struct spend_sums *also)
{
    struct gathering *g = NEW(s->r->a, struct gathering);
    bool fine = true;
    spend_sums_init(out, s->r->a, by);
    if (also_by)
        spend_sums_init(also, s->r->a, also_by);
    if (!n)
        return spend_store_sums(s, out, also_by ? also : NULL);
    g->s = s;
    g->out[0] = out;
    g->out[1] = also;
    g->n_out = also_by ? 2 : 1;
    g->by = by | also_by;
    for (uint32_t i = 0; i < n && fine; i++) {
        struct intake_sink sink = {g, gather_anew, gather_rows, gather_progress};
        struct spend_reading t = {
            .path = paths[i], .threads = os_cores(), .unread = unread_by(g->by), .sink = &sink};
        g->reading = &t;
        fine = read_file(s, &t, gather_file);
    }
    return fine;
}

bool spending_sums(struct spending *s, const struct str *paths, uint32_t n, unsigned by,
                   struct spend_sums *out)
{
    return spending_two_sums(s, paths, n, by, out, 0, NULL);
}

/* ---- rows ---------------------------------------------------------------------------------- */

struct handover { /* rows of one file on their way, by one thread; numbered anew */
    struct spending *s;
    const struct spend_sink *to;
    struct spend_reading *reading;
    struct column { /* of a kind of word */
        uint32_t *renumber, known, room;
        uint32_t *numbers, longest;
    } columns[SPEND_WORDS];
    uint32_t file;
    bool settled, enough, full;
};

static void pass_anew(void *with)
{
    (void)with; /* before the days are settled no row is passed on */
}

/* An array of n, kept from batch to batch. */
static uint32_t *room_for(struct arena *a, uint32_t *had, uint32_t *room, uint32_t kept, uint32_t n)
{
    if (n <= *room)
        return had;
    uint32_t *more = NEW_ARRAY(a, uint32_t, 2 * (size_t)n);
    for (uint32_t i = 0; i < kept; i++)
        more[i] = had[i];
    *room = 2 * n;
    return more;
}

/* The numbers that the lexicon has for those of the batch. */
static const uint32_t *renumber(struct handover *p, enum spend_word k,
                                const struct intake_batch *batch, const uint32_t *numbers)
{
    struct column *c = &p->columns[k];
    const struct intake_words *words = batch->words[spend_word_fields[k]];
    c->renumber = room_for(batch->a, c->renumber, &c->room, c->known, words->n);
    for (; c->known < words->n; c->known++) {
        uint32_t number = lexicon_put(&p->s->x, k, words->at[c->known]);
        p->full = p->full || number == WORD_NONE;
        c->renumber[c->known] = p->full ? WORD_EMPTY : number;
    }
    c->numbers = room_for(batch->a, c->numbers, &c->longest, 0, batch->n);
    for (uint32_t i = 0; i < batch->n; i++)
        c->numbers[i] = c->renumber[numbers[i]];
    return c->numbers;
}

static void pass_rows(void *with, const struct intake_batch *batch)
{
    struct handover *p = with;
    if (!p->settled || p->enough)
        return;
    /* Where memory runs out in the arena of the run, it is for intake to clear up first. */
    struct arena *a = p->s->r->a;
    jmp_buf *outer = a->out_of_memory;
    a->out_of_memory = batch->a->out_of_memory;
    struct spend_block b = spend_block_of(batch, p->file);
    for (unsigned k = 0; k < SPEND_WORDS; k++)
        b.words[k] = renumber(p, k, batch, b.words[k]);
    p->enough = p->full || !p->to->take(p->to->context, &b);
    a->out_of_memory = outer;
}

static bool pass_progress(void *with, uint64_t bytes)
{
    struct handover *p = with;
    spend_show_progress(&p->reading->progress, bytes);
    return true;
}

static bool pass_file(struct spend_reading *t)
{
    struct handover *p = t->sink->with;
    keep_result(p->s, t);
    if (p->full)
        t->why = str_fmt(t->a, "more than %d different texts", LIMIT_SPEND_WORDS);
    return !p->full;
}

bool spending_rows(struct spending *s, const struct str *paths, uint32_t n,
                   const struct spend_sink *to)
{
    struct store_wanted all = store_all();
    bool fine = true;
    s->files.n = 0;
    all.texts = true;
    if (!n)
        return spend_store_rows(s, S(""), &all, to);
    for (uint32_t i = 0; i < n && fine; i++) {
        struct handover p = {.s = s, .to = to, .file = i};
        struct intake_sink sink = {&p, pass_anew, pass_rows, pass_progress};
        struct spend_reading t = {.path = paths[i], .threads = 1, .sink = &sink};
        t.settled = &p.settled;
        p.reading = &t;
        fine = read_file(s, &t, pass_file);
    }
    return fine;
}

/* Columns that were not found by their headers: a reader may know better. */
static void note_by_content(const struct spending *s, struct sheet *to)
{
    enum { MOST = 3 };
    uint32_t found = 0;
    for (uint32_t i = 0; i < s->files.n; i++) {
        struct str said = s->files.at[i].by_content;
        if (said.n && found++ < MOST)
            sheet_note(to, "%.*s", STR(said));
    }
    if (found > MOST)
        sheet_note(to, "and likewise in %u more", found - MOST);
}

void spending_note(struct spending *s, struct sheet *to)
{
    struct arena *a = s->r->a;
    uint64_t rows = 0, rejected = 0;
    pence total = 0;
    struct str first = {0};
    for (uint32_t i = 0; i < s->files.n; i++) {
        const struct spend_file *f = &s->files.at[i];
        rows += f->result.good;
        rejected += f->result.rejected;
        if (__builtin_add_overflow(total, f->result.good_pence, &total))
            total = INT64_MAX;
        if (!first.n && f->first_reason.n)
            first = str_fmt(a, "%.*s, %.*s", STR(f->path), STR(f->first_reason));
    }
    struct sheet_cell sum = {.number = total};
    sheet_note(to, "%.*s, %.*s, %.*s%s%.*s", STR(count_text(a, s->files.n, "file", "files")),
               STR(count_text(a, rows, "row", "rows")), STR(sheet_shown(a, SHEET_PENCE, &sum)),
               s->store.n ? ", of the store " : "", STR(s->store));
    if (rejected)
        sheet_note(to, "%.*s rejected and not counted; the first: %.*s",
                   STR(count_text(a, rejected, "row was", "rows were")), STR(first));
    note_by_content(s, to);
    sheet_note(to, "Rules: %.*s%s%.*s", STR(s->rules->title),
               s->rules->edition.n ? ", edition " : "", STR(s->rules->edition));
    for (uint32_t i = 0; i < s->rules->settings.n; i++)
        if (s->choices[i])
            sheet_note(to, "Setting %.*s is %.*s, where the rules have %.*s",
                       STR(s->rules->settings.at[i].name),
                       STR(s->rules->settings.at[i].choices.at[s->choices[i]]),
                       STR(s->rules->settings.at[i].choices.at[0]));
}

static bool any_has(const struct spend_sums *sums, const struct spend_only *x)
{
    for (uint32_t i = 0; sums && i < sums->at.n; i++)
        if (sums->at.at[i].words[x->axis.of] == (uint32_t)x->key)
            return true;
    return false;
}

void spending_note_only(const struct spending *s, const struct spend_sums *sums, struct sheet *to)
{
    for (uint32_t i = 0; i < s->only.at.n; i++) {
        const struct spend_only *x = &s->only.at.at[i];
        if (x->axis.kind != SPEND_AXIS_WORD || any_has(sums, x))
            continue;
        struct str text = lexicon_text(&s->x, x->axis.of, (uint32_t)x->key);
        struct str how = s->store.n ? str_fmt(s->r->a,
                                              "; remit spend rows --find \"%.*s\" looks for a "
                                              "part of a text",
                                              STR(text))
                                    : S("");
        sheet_note(to, "No payment has the %s \"%.*s\", written just so%.*s",
                   spend_word_names[x->axis.of], STR(text), STR(how));
    }
}
