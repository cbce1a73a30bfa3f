/* scan.c: all rows of a text, by several workers.
 *
 * The text is taken in blocks. Each worker reads a block, waits for its turn, and in its turn
 * cuts it: only then is it known where rows begin, since a row may begin in the block before
 * and quotes may hold line ends. What is behind the last whole row goes to the next turn. To cut
 * is the smallest part of the work; cells are read after the turn, while others have theirs. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "intake/parts.h"

enum { BLOCK = 256 * 1024, MARGIN = 64, BEFORE = 16 }; /* readable before memory; before a text */

enum failure { FINE, NO_MEMORY, NO_SOURCE, STOPPED, OPEN_QUOTE, LONG_ROW, MANY_ROWS, MANY_WORDS };

struct scan {
    struct intake_table *t;
    const struct intake_sink *sink;
    struct os_turns *turns;
    _Atomic uint64_t blocks; /* given to workers so far */
    _Atomic int failed;      /* enum failure: the first that happened */
    uint32_t failed_field;
    uint64_t failed_row, failed_at; /* its number, and the bytes before it */
    struct worker *workers;
    unsigned n;
    uint32_t block, head; /* bytes read at a time; of what the block before may have begun */
    /* The rest belongs to whoever has the turn. */
    uint64_t bytes, row; /* cut so far; the number of the next row */
    char *tail;          /* the row that the last block began */
    uint32_t n_tail;
};
struct worker {
    struct scan *scan;
    struct arena a, scratch;
    jmp_buf jump;
    char *memory;   /* of head and block */
    uint32_t *at;   /* of as many cells; at[-1] is there too */
    uint32_t *even; /* the same for rows that do not have the same number of cells */
    uint32_t room, room_even;
    struct rows rows;
    struct words words[LIMIT_INTAKE_FIELDS];
    struct tally tally;
};

static void fail(struct scan *s, enum failure why)
{
    int fine = FINE;
    atomic_compare_exchange_strong(&s->failed, &fine, why);
    os_turns_stop(s->turns);
}

static void fail_row(struct scan *s, enum failure why, uint64_t row, uint64_t at)
{
    s->failed_row = row;
    s->failed_at = at;
    fail(s, why);
}

static bool is_unread(const struct intake_table *t, uint32_t field)
{
    return t->hints.unread >> field & 1;
}

/* ---- in turn: blocks to rows --------------------------------------------------------------- */

/* Reads a block behind w's head: how many bytes; -1 when it failed. */
static int64_t read_block(struct worker *w, uint64_t number)
{
    const struct scan *s = w->scan;
    const struct intake_source *from = &s->t->source;
    size_t got;
    if (from->read(from->with, number * s->block, w->memory + s->head, s->block, &got))
        return (int64_t)got;
    fail(w->scan, NO_SOURCE);
    return -1;
}

/* A text that does not end in a line end gets one. */
static uint32_t end_text(const struct scan *s, char *text, uint32_t n)
{
    if (n && text[n - 1] != s->t->layout.line_end)
        text[n++] = s->t->layout.line_end;
    return n;
}

/* The block's whole rows, with what the last one left before them. False: it failed. */
static bool cut_block(struct worker *w, uint32_t got, bool first, struct piece *p, struct cuts *c,
                      uint64_t *row)
{
    struct scan *s = w->scan;
    const struct intake_layout *l = &s->t->layout;
    struct cut how = {l->separator, l->line_end, l->line_end == '\n' ? '\r' : '\n'};
    uint32_t skip = first && got >= s->t->skip ? s->t->skip : 0, n = s->n_tail + got - skip;
    char *text = w->memory + s->head + skip - s->n_tail;
    memcpy(text, s->tail, s->n_tail);
    if (got < s->block)
        n = end_text(s, text, n);
    memset(text - BEFORE, ' ', BEFORE); /* whoever reads there finds nothing of an earlier block */
    memset(text + n, ' ', CUT_SLACK);
    *c = csv_cut(how, text, n, w->at, s->t->hints.means);
    *p = (struct piece){text, w->at - 1, l->columns, c->rows};
    *row = s->row;
    s->row += c->rows;
    s->bytes += got;
    s->n_tail = n - c->end;
    if (s->n_tail > s->head || (got < s->block && c->open))
        fail_row(s, c->open ? OPEN_QUOTE : LONG_ROW, s->row, s->bytes - s->n_tail);
    else if (s->row - 1 > LIMIT_INTAKE_ROWS)
        fail(s, MANY_ROWS);
    else if (s->sink->progress && !s->sink->progress(s->sink->with, s->bytes))
        fail(s, STOPPED);
    else
        memcpy(s->tail, text + c->end, s->n_tail);
    return !s->failed;
}

/* ---- rows of different lengths ------------------------------------------------------------- */

static bool all_blank(const struct piece *p, const uint32_t *at, uint32_t from, uint32_t to)
{
    for (uint32_t c = from; c < to; c++) {
        struct str cell = {p->text + (uint32_t)(at[c] + 1), at[c + 1] - at[c] - 1};
        if (csv_trim(cell).n)
            return false;
    }
    return true;
}

/* Has every row as many cells as the header? The longest row's length too. */
static bool is_regular(const struct worker *w, const struct piece *p, const struct cuts *c,
                       uint32_t *longest)
{
    char line = w->scan->t->layout.line_end;
    uint32_t before = p->at[0];
    *longest = 0;
    if (c->n != (uint64_t)c->rows * p->stride)
        return false;
    for (uint32_t r = 1; r <= p->rows; r++) {
        uint32_t end = p->at[(size_t)r * p->stride], length = end - before;
        if (p->text[end] != line)
            return false;
        *longest = length > *longest ? length : *longest;
        before = end;
    }
    return true;
}

/* The last column of which anything is wanted. */
static uint32_t last_column(const struct intake_table *t)
{
    uint32_t last = 0;
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->layout.at[f].how != INTAKE_NOT_FOUND && t->layout.at[f].how != INTAKE_CONSTANT &&
            t->layout.at[f].column > last)
            last = t->layout.at[f].column;
    return last;
}

/* Makes each row as long as the header, leaves out blank rows, those down to the header and
 * those that have too much in them. */
static void make_even(struct worker *w, struct piece *p, const struct cuts *c, uint64_t row,
                      uint32_t *longest)
{
    const struct intake_table *t = w->scan->t;
    uint32_t columns = t->layout.columns, m = 0, last = last_column(t);
    const uint32_t *at = p->at;
    uint32_t most = c->rows * (columns + 1);
    if (most > w->room_even) {
        w->room_even = most;
        w->even = NEW_ARRAY(&w->a, uint32_t, most);
    }
    for (uint32_t r = 0; r < c->rows; r++, row++) {
        uint32_t cells = 1;
        while (p->text[at[cells]] != t->layout.line_end)
            cells++;
        const uint32_t *from = at;
        at += cells;
        *longest = at[0] - from[0] > *longest ? at[0] - from[0] : *longest;
        if (row <= t->layout.header)
            continue;
        if (all_blank(p, from, 0, cells)) {
            w->tally.blank++;
            continue;
        }
        if (cells > columns && !all_blank(p, from, columns, cells)) {
            rows_too_long(t, &w->a, (uint32_t)row, cells, &w->tally);
            continue;
        }
        uint32_t *to = w->even + (size_t)m * (columns + 1);
        for (uint32_t k = 0; k <= columns; k++)
            to[k] = k <= cells ? from[k] : to[k - 1] + 1;
        w->tally.repaired += cells < columns && cells > last;
        w->rows.number[m++] = (uint32_t)row;
    }
    *p = (struct piece){p->text, w->even, columns + 1, m};
}

/* ---- cells to values ----------------------------------------------------------------------- */

static void make_room(struct worker *w, uint32_t n)
{
    const struct intake_table *t = w->scan->t;
    struct rows *r = &w->rows;
    if (n <= w->room)
        return;
    w->room = n = n + n / 4;
    r->number = NEW_ARRAY(&w->a, uint32_t, n);
    r->odd = NEW_ARRAY(&w->a, uint8_t, n);
    for (uint32_t f = 0; f < t->n_fields; f++) {
        bool fixed = t->layout.at[f].how == INTAKE_CONSTANT;
        bool none = t->layout.at[f].how == INTAKE_NOT_FOUND;
        struct str text = fixed ? t->layout.at[f].constant : S("");
        switch (t->fields[f].type) {
        case INTAKE_DATE:
            r->dates[f] = NEW_ARRAY(&w->a, date, n);
            for (uint32_t i = 0; i < n && (fixed || none); i++)
                days_read(&t->layout, text, &r->dates[f][i]);
            r->words[f] = NEW_ARRAY(&w->a, uint32_t, n);
            break;
        case INTAKE_WORD:
            r->words[f] = NEW_ARRAY(&w->a, uint32_t, n);
            for (uint32_t i = 0; i < n && fixed; i++)
                r->words[f][i] = w->words[f].out.n - 1;
            break;
        case INTAKE_AMOUNT:
            r->amounts[f] = NEW_ARRAY(&w->a, pence, n);
            for (uint32_t i = 0; i < n && (fixed || none); i++)
                intake_amount(text, &r->amounts[f][i]);
            break;
        case INTAKE_TEXT:
            r->texts[f] = NEW_ARRAY(&w->a, struct str, n);
            for (uint32_t i = 0; i < n; i++)
                r->texts[f][i] = text;
            break;
        }
    }
}

static void read_texts(struct worker *w, uint32_t column, bool special, struct str *out)
{
    const struct piece *p = &w->rows.piece;
    for (uint32_t r = 0; r < p->rows; r++) {
        struct str cell = csv_cell(&w->scratch, piece_cell(p, r, column));
        out[r] = special ? intake_utf8(&w->scratch, cell) : cell;
        if (special && cell.n && memchr(cell.p, 0, cell.n))
            w->rows.odd[r] = 1;
    }
}

/* Rows that have a bad word, lack a day, or have nothing but an amount. */
static void mark_odd(struct worker *w)
{
    const struct intake_table *t = w->scan->t;
    struct rows *r = &w->rows;
    uint32_t n = r->piece.rows, found = 0;
    bool day = false;
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct words *words = &w->words[f];
        bool cell = t->fields[f].need == INTAKE_CELL;
        if (t->layout.at[f].how == INTAKE_NOT_FOUND || t->layout.at[f].how == INTAKE_CONSTANT)
            continue;
        if (t->fields[f].type == INTAKE_DATE)
            day = true;
        else if (t->fields[f].type == INTAKE_WORD)
            found++;
        if (t->fields[f].type == INTAKE_DATE)
            for (uint32_t i = 0; i < n; i++)
                r->odd[i] |= r->dates[f][i] == DATE_MIN;
        for (uint32_t i = 0; i < n && t->fields[f].type == INTAKE_WORD && (words->bad || cell); i++)
            r->odd[i] |= words->why[r->words[f][i]] || (cell && !r->words[f][i]);
        for (uint32_t i = 0; i < n && t->fields[f].type == INTAKE_TEXT && cell; i++)
            r->odd[i] |= !r->texts[f][i].n;
    }
    if (day || !found)
        return;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t any = 0;
        for (uint32_t f = 0; f < t->n_fields; f++)
            any |= t->layout.at[f].how != INTAKE_CONSTANT && r->words[f] ? r->words[f][i] : 0;
        r->odd[i] |= !any;
    }
}

static void read_cells(struct worker *w, const struct cuts *c)
{
    const struct intake_table *t = w->scan->t;
    struct rows *r = &w->rows;
    memset(r->odd, 0, r->piece.rows);
    bool nul = c->nul && c->end && memchr(r->piece.text, 0, c->end);
    for (uint32_t f = 0; f < t->n_fields; f++) {
        const struct intake_place *at = &t->layout.at[f];
        if (at->how == INTAKE_NOT_FOUND || at->how == INTAKE_CONSTANT)
            continue;
        switch (t->fields[f].type) {
        case INTAKE_WORD:
            if (is_unread(t, f))
                words_check(&w->words[f], &r->piece, at->column, nul, r->words[f]);
            else
                words_column(&w->words[f], &r->piece, at->column, r->words[f]);
            break;
        case INTAKE_DATE:
            words_days(&w->words[f], &t->layout, &r->piece, at->column, r->words[f], r->dates[f]);
            break;
        case INTAKE_AMOUNT:
            amounts_column(&r->piece, at->column, r->amounts[f], r->odd, t->hints.means);
            break;
        case INTAKE_TEXT:
            if (nul || !is_unread(t, f) || t->fields[f].need == INTAKE_CELL)
                read_texts(w, at->column, c->special, r->texts[f]);
            break;
        }
        if (w->words[f].full) {
            w->scan->failed_field = f;
            fail(w->scan, MANY_WORDS);
        }
    }
    mark_odd(w);
}

/* Row `from` to place `to`. */
static void move_row(struct worker *w, uint32_t from, uint32_t to)
{
    struct rows *r = &w->rows;
    r->number[to] = r->number[from];
    for (uint32_t f = 0; f < w->scan->t->n_fields; f++) {
        if (r->words[f])
            r->words[f][to] = r->words[f][from];
        if (r->dates[f])
            r->dates[f][to] = r->dates[f][from];
        if (r->amounts[f])
            r->amounts[f][to] = r->amounts[f][from];
        if (r->texts[f])
            r->texts[f][to] = r->texts[f][from];
    }
}

/* Takes out what is not good; how many rows are left. */
static uint32_t keep_good(struct worker *w)
{
    struct rows *r = &w->rows;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->piece.rows; i++) {
        if (r->odd[i] &&
            !rows_judge(w->scan->t, &w->a, &w->scratch, w->words, r, i, r->number[i], &w->tally))
            continue;
        if (kept != i)
            move_row(w, i, kept);
        kept++;
    }
    return kept;
}

static void give(struct worker *w, uint32_t n)
{
    const struct scan *s = w->scan;
    const struct rows *r = &w->rows;
    struct intake_batch b = {
        .a = &w->a, .worker = (uint32_t)(w - s->workers), .n = n, .rows = r->number};
    bool counted = false;
    for (uint32_t f = 0; f < s->t->n_fields; f++) {
        switch (s->t->fields[f].type) {
        case INTAKE_WORD:
            b.cells[f].words = r->words[f];
            b.words[f] = &w->words[f].out;
            break;
        case INTAKE_DATE:
            b.cells[f].dates = r->dates[f];
            break;
        case INTAKE_TEXT:
            b.cells[f].texts = r->texts[f];
            break;
        case INTAKE_AMOUNT:
            b.cells[f].amounts = r->amounts[f];
            for (uint32_t i = 0; i < n && !counted; i++)
                w->tally.good_pence += r->amounts[f][i] == PENCE_NONE ? 0 : r->amounts[f][i];
            counted = true;
            break;
        }
    }
    w->tally.good += n;
    if (n)
        s->sink->rows(s->sink->with, &b);
}

static void take_rows(struct worker *w, struct piece p, const struct cuts *c, uint64_t row)
{
    struct arena_mark mark = arena_mark(&w->scratch);
    uint32_t longest;
    bool regular = is_regular(w, &p, c, &longest);
    make_room(w, c->rows);
    if (regular && row > w->scan->t->layout.header)
        for (uint32_t i = 0; i < c->rows; i++)
            w->rows.number[i] = (uint32_t)row + i;
    else
        make_even(w, &p, c, row, &longest);
    if (longest > LIMIT_INTAKE_CELL)
        fail_row(w->scan, LONG_ROW, 0, 0);
    w->rows.piece = p;
    read_cells(w, c);
    give(w, memchr(w->rows.odd, 1, p.rows) ? keep_good(w) : p.rows);
    arena_rewind(&w->scratch, mark);
}

/* ---- workers ------------------------------------------------------------------------------- */

static void begin(struct worker *w)
{
    const struct intake_table *t = w->scan->t;
    size_t room = w->scan->head + w->scan->block + 1;
    w->memory = (char *)arena_grow_text(&w->a, NULL, 0, MARGIN + room + CUT_SLACK, 64) + MARGIN;
    w->at = cut_places(&w->a, room + 1) + 1;
    w->at[-1] = UINT32_MAX;
    for (uint32_t f = 0; f < t->n_fields; f++)
        if (t->fields[f].type == INTAKE_WORD || t->fields[f].type == INTAKE_DATE) {
            words_begin(&w->words[f], &w->a, t->hints.means, t->fields[f].type == INTAKE_DATE,
                        t->fields[f].type == INTAKE_WORD && is_unread(t, f));
            w->words[f].no_numbers = columns_no_numbers(&t->fields[f]);
            if (t->layout.at[f].how == INTAKE_CONSTANT)
                words_constant(&w->words[f], t->layout.at[f].constant);
        }
    make_room(w, w->scan->block / 64);
}

static void work(void *with, unsigned part)
{
    struct scan *s = with;
    struct worker *w = &s->workers[part];
    if (setjmp(w->jump)) {
        fail(s, NO_MEMORY);
        return;
    }
    begin(w);
    for (;;) {
        uint64_t number = atomic_fetch_add(&s->blocks, 1), row;
        int64_t got = s->t->source.in_order ? 0 : read_block(w, number);
        struct piece p;
        struct cuts c;
        if (got < 0 || !os_turns_wait(s->turns, number))
            return;
        if (s->t->source.in_order && (got = read_block(w, number)) < 0)
            return;
        if (!cut_block(w, (uint32_t)got, number == 0, &p, &c, &row))
            return;
        if (got < s->block)
            os_turns_stop(s->turns); /* the text ends here */
        else
            os_turns_next(s->turns);
        take_rows(w, p, &c, row);
        if (got < s->block || s->failed)
            return;
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* Where the row begins that could not be cut, as " (line 57)": rows with line ends in them make
 * it another number than the row's. Empty where the source cannot be read once more at will. */
static struct str line_of(struct arena *a, const struct scan *s)
{
    const struct intake_source *from = &s->t->source;
    uint64_t end = s->failed_at, lines = 1;
    char piece[4096];
    size_t got = 1;
    if (from->in_order)
        return S("");
    for (uint64_t at = 0; at < end && got; at += got) {
        size_t n = end - at < sizeof piece ? (size_t)(end - at) : sizeof piece;
        if (!from->read(from->with, at, piece, n, &got))
            return S("");
        for (size_t i = 0; i < got; i++)
            lines += piece[i] == s->t->layout.line_end;
    }
    return str_fmt(a, " (line %llu)", (unsigned long long)lines);
}

static struct str failure(struct arena *a, const struct scan *s)
{
    unsigned long long row = (unsigned long long)s->failed_row;
    const struct intake_table *t = s->t;
    switch ((enum failure)s->failed) {
    case OPEN_QUOTE:
        return str_fmt(a,
                       "a quote opens in row %llu%.*s and does not close within %d KB or before "
                       "the end: what follows cannot be told apart; close it, or double it if "
                       "it is part of the text",
                       row, STR(line_of(a, s)), LIMIT_INTAKE_CELL >> 10);
    case LONG_ROW:
        return str_fmt(a,
                       "a row is longer than %d KB, the most that one may have; is a quote "
                       "missing?",
                       LIMIT_INTAKE_CELL >> 10);
    case MANY_ROWS:
        return str_fmt(a, "there are more than %d rows, the most that one file may have",
                       LIMIT_INTAKE_ROWS);
    case MANY_WORDS:
        return str_fmt(a, "%s has more than %d different texts; is column %u the right one?",
                       t->fields[s->failed_field].title, LIMIT_INTAKE_WORDS,
                       t->layout.at[s->failed_field].column + 1);
    case NO_SOURCE:
        return t->xlsx ? xlsx_why(a, t->xlsx) : S("");
    default:
        return S("");
    }
}

/* One pass over the text. Jumps as `a` does when memory runs out; what workers have is then
 * given back, else it becomes a's. */
static void pass(struct arena *a, struct scan *s)
{
    unsigned n = s->n;
    size_t cap = (a->cap > a->used_total ? a->cap - a->used_total : 0) / n;
    s->workers = NEW_ARRAY(a, struct worker, n);
    s->tail = arena_alloc(a, s->head + 1, 1);
    s->n_tail = 0;
    s->bytes = 0;
    s->row = 1;
    s->failed = FINE;
    s->blocks = 0;
    for (unsigned i = 0; i < n; i++) {
        struct worker *w = &s->workers[i];
        w->scan = s;
        arena_init(&w->a, 0, &w->jump);
        arena_init(&w->scratch, 0, &w->jump);
        w->a.cap = w->scratch.cap = cap;
    }
    s->turns = os_turns_new();
    if (!s->turns)
        longjmp(*a->out_of_memory, 1);
    os_threads(n, work, s);
    os_turns_free(s->turns);
    if (s->t->xlsx)
        xlsx_end(s->t->xlsx);
    for (unsigned i = 0; i < n; i++) {
        arena_free(&s->workers[i].scratch);
        if (s->failed == NO_MEMORY)
            arena_free(&s->workers[i].a);
        else
            arena_adopt(a, &s->workers[i].a);
    }
    if (s->failed == NO_MEMORY)
        longjmp(*a->out_of_memory, 1);
}

/* The days of the whole file decide how they are read; true when that changed anything. */
static bool decide_days(struct arena *a, struct scan *s)
{
    struct intake_table *t = s->t;
    struct days all = {.a = a};
    for (uint32_t f = 0; f < t->n_fields; f++)
        for (unsigned i = 0; i < s->n && t->fields[f].type == INTAKE_DATE; i++) {
            const struct words *w = &s->workers[i].words[f];
            for (uint32_t k = 1; k < w->out.n; k++)
                if (w->rows[k])
                    days_add(&all, w->text[k], w->rows[k]);
        }
    return days_decide(a, &t->layout, &all, t->hints.about);
}

static int by_row(const void *x, const void *y)
{
    const struct intake_aside *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

/* Sums are compared with what they are sums of. */
static void look_at_sums(struct arena *a, struct tally *all)
{
    for (uint32_t i = 0; i < all->aside.n; i++) {
        struct intake_aside *x = &all->aside.at[i];
        __int128 sum = all->good_pence + all->rejected_pence;
        if (str_eq(x->why, rows_alone) && sum - 2 * (__int128)x->amount == 0) {
            x->kind = INTAKE_TOTAL;
            x->why = S("an amount alone, the sum of all rows");
            all->rejected--;
            all->totals++;
            all->rejected_pence -= x->amount;
        } else if (x->kind == INTAKE_TOTAL) {
            x->why = str_fmt(a, "%.*s; %s", STR(x->why),
                             sum == x->amount ? "it is the sum of all rows"
                                              : "it is not the sum of all rows");
        }
    }
}

static bool fits(__int128 x)
{
    return x > INT64_MIN && x < INT64_MAX;
}

static bool finish(struct arena *a, struct scan *s, struct intake_result *r, struct str *why)
{
    struct tally all = {0};
    *r = (struct intake_result){.bytes = s->bytes};
    for (unsigned i = 0; i < s->n; i++)
        tally_add(a, &all, &s->workers[i].tally);
    if (!fits(all.good_pence) || !fits(all.rejected_pence)) {
        *why = S("the amounts add up to more than Remit can hold");
        return false;
    }
    if (all.aside.n)
        qsort(all.aside.at, all.aside.n, sizeof all.aside.at[0], by_row);
    look_at_sums(a, &all);
    r->good = (uint32_t)all.good;
    r->rejected = (uint32_t)all.rejected;
    r->totals = (uint32_t)all.totals;
    r->notes = (uint32_t)all.notes;
    r->blank = (uint32_t)all.blank;
    r->rows = r->good + r->rejected + r->totals + r->notes;
    r->repaired = (uint32_t)all.repaired;
    r->rejected_unreadable = (uint32_t)all.unreadable;
    r->good_pence = (pence)all.good_pence;
    r->rejected_pence = (pence)all.rejected_pence;
    r->aside = all.aside.at;
    r->n_aside = all.aside.n < LIMIT_INTAKE_ASIDE ? all.aside.n : LIMIT_INTAKE_ASIDE;
    for (uint32_t f = 0; f < s->t->n_fields; f++)
        for (unsigned i = 0; i < s->n; i++)
            r->mixed |= s->workers[i].words[f].not_utf8 && s->t->layout.encoding != INTAKE_CP1252;
    return true;
}

bool intake_scan(struct arena *a, struct intake_table *t, const struct intake_sink *sink,
                 struct intake_result *result, struct str *why)
{
    unsigned n = t->hints.threads ? t->hints.threads : 1;
    struct scan *s = NEW(a, struct scan);
    enum { PASSES = 2 };
    s->t = t;
    s->sink = sink;
    s->n = n < LIMIT_INTAKE_THREADS ? n : LIMIT_INTAKE_THREADS;
    bool small = t->whole && t->whole < BLOCK && t->whole < LIMIT_INTAKE_CELL;
    s->block = t->hints.block > MARGIN ? t->hints.block : small ? t->whole + 1 : BLOCK;
    s->head = small ? t->whole : LIMIT_INTAKE_CELL;
    *result = (struct intake_result){0};
    for (int i = 0; i < PASSES; i++) {
        pass(a, s);
        *why = failure(a, s);
        if (s->failed)
            return false;
        if (!decide_days(a, s))
            break;
        check(i == 0); /* the whole file decides but once */
        sink->anew(sink->with);
    }
    look_say_days(t);
    return finish(a, s, result, why);
}
