/* segment.c: rows of one piece of a file as bytes, and back.
 *
 *     numbers:    width (1 byte), least (8), then each number less the least, in width bytes
 *     column:     what it is (1 byte): numbers; or different ones (how many, 4 bytes; numbers) and
 *                 numbers that say which; or the first (8 bytes) of numbers that rise by 1
 *     columns:    rows (4), the four kinds of words, days, amounts, lines, hash (8)
 *     texts:      numbers (their lengths), their bytes, hash (8)
 *
 * All of it little-endian. Whatever the bytes are, reading stays within them: the hash finds
 * damage, and sizes and numbers are looked at besides, since a hash can be made to fit. */
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/parts.h"

enum { COLUMN_NUMBERS, COLUMN_AMONG, COLUMN_RISING };
enum { HASH = 8, FEW_DAYS = 255 };

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LE64(x) __builtin_bswap64(x)
#else
#define LE64(x) (x)
#endif

/* ---- writing ------------------------------------------------------------------------------- */

static void put_figure(struct buf *b, uint64_t x, size_t width)
{
    x = LE64(x);
    buf_put(b, (struct str){(const char *)&x, width});
}

static size_t width_of(uint64_t x)
{
    return x ? (size_t)(71 - __builtin_clzll(x)) / 8 : 0;
}

/* n bytes more, and a place to write them to. */
static char *room(struct buf *b, size_t n)
{
    static const char slack[8];
    buf_pad(b, 0, n);
    buf_put(b, (struct str){slack, sizeof slack}); /* numbers are written 8 bytes at a time */
    b->n -= sizeof slack;
    return b->p + b->n - n;
}

#define PUT_NUMBERS(name, type)                                                                    \
    static void name(struct buf *b, const type *x, uint32_t n)                                     \
    {                                                                                              \
        type least = n ? x[0] : 0, most = least;                                                   \
        for (uint32_t i = 1; i < n; i++) {                                                         \
            least = x[i] < least ? x[i] : least;                                                   \
            most = x[i] > most ? x[i] : most;                                                      \
        }                                                                                          \
        size_t width = width_of((uint64_t)most - (uint64_t)least);                                 \
        put_figure(b, width, 1);                                                                   \
        put_figure(b, (uint64_t)least, 8);                                                         \
        char *to = room(b, width * n);                                                             \
        for (uint32_t i = 0; i < n && width; i++, to += width) {                                   \
            uint64_t figure = LE64((uint64_t)x[i] - (uint64_t)least);                              \
            memcpy(to, &figure, 8);                                                                \
        }                                                                                          \
    }
PUT_NUMBERS(put_u32, uint32_t)
PUT_NUMBERS(put_i32, int32_t)
PUT_NUMBERS(put_i64, int64_t)

static void put_words(struct buf *b, const struct segment_words *w, uint32_t n)
{
    put_figure(b, COLUMN_AMONG, 1);
    put_figure(b, w->n, 4);
    put_u32(b, w->values, w->n);
    put_u32(b, w->at, n);
}

/* Days of a month or a year are few; where they are not, false. */
static bool days_among(const date *on, uint32_t n, date values[FEW_DAYS], uint32_t *known,
                       uint8_t *at)
{
    uint8_t slots[256] = {0}; /* by the lowest bits of a day: its number + 1 */
    uint32_t last = 0;
    *known = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t *slot = &slots[(uint32_t)on[i] & 255];
        if (!*known || values[last] != on[i]) {
            last = *slot && values[*slot - 1] == on[i] ? *slot - 1u : 0;
            while (last < *known && values[last] != on[i])
                last++;
            if (last == FEW_DAYS)
                return false;
            if (last == *known)
                values[(*known)++] = on[i];
            *slot = (uint8_t)(last + 1);
        }
        at[i] = (uint8_t)last;
    }
    return true;
}

static void put_days(struct buf *b, const date *on, uint32_t n)
{
    date values[FEW_DAYS];
    uint8_t at[SPEND_BLOCK];
    uint32_t known;
    if (!days_among(on, n, values, &known, at)) {
        put_figure(b, COLUMN_NUMBERS, 1);
        put_i32(b, on, n);
        return;
    }
    put_figure(b, COLUMN_AMONG, 1);
    put_figure(b, known, 4);
    put_i32(b, values, known);
    put_figure(b, known > 1, 1);
    put_figure(b, 0, 8);
    if (known > 1)
        buf_put(b, (struct str){(const char *)at, n});
}

static void put_lines(struct buf *b, const uint32_t *line, uint32_t n)
{
    bool rising = n > 0;
    for (uint32_t i = 1; i < n; i++)
        rising &= line[i] == line[0] + i;
    put_figure(b, rising ? COLUMN_RISING : COLUMN_NUMBERS, 1);
    if (rising)
        put_figure(b, line[0], 8);
    else
        put_u32(b, line, n);
}

uint64_t segment_hash(const char *bytes, size_t n, uint64_t id)
{
    return XXH3_64bits_withSeed(bytes, n, id);
}

static void put_hash(struct buf *b, uint64_t id)
{
    put_figure(b, segment_hash(b->p, b->n, id), HASH);
}

void segment_put(struct buf *b, const struct segment_rows *rows, uint64_t id)
{
    b->n = 0;
    put_figure(b, rows->n, 4);
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        put_words(b, &rows->words[w], rows->n);
    put_days(b, rows->on, rows->n);
    put_figure(b, COLUMN_NUMBERS, 1);
    put_i64(b, rows->amount, rows->n);
    put_lines(b, rows->line, rows->n);
    put_hash(b, id);
}

static void put_texts(struct buf *b, const struct str *texts, uint32_t n, uint64_t id)
{
    size_t most = 0, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        most = texts[i].n > most ? texts[i].n : most;
        all += texts[i].n;
    }
    size_t width = width_of(most);
    put_figure(b, width, 1);
    put_figure(b, 0, 8);
    char *to = room(b, width * n + all), *text = to + width * n;
    for (uint32_t i = 0; i < n && width; i++, to += width) {
        uint64_t figure = LE64((uint64_t)texts[i].n);
        memcpy(to, &figure, 8); /* what is too much goes where the texts will stand */
    }
    for (uint32_t i = 0; i < n; text += texts[i++].n)
        if (texts[i].n)
            memcpy(text, texts[i].p, texts[i].n);
    put_hash(b, id);
}

void segment_put_texts(struct buf *b, const struct str *texts, uint32_t n, uint64_t id)
{
    bool any = false;
    b->n = 0;
    for (uint32_t i = 0; i < n && !any; i++)
        any = texts[i].n > 0;
    if (any)
        put_texts(b, texts, n, id);
}

void segment_put_list(struct buf *b, const struct str *texts, uint32_t n, uint64_t id)
{
    b->n = 0;
    put_texts(b, texts, n, id);
}

/* ---- reading ------------------------------------------------------------------------------- */

struct view { /* what is still to be read; HASH bytes follow, so 8 may be read from any place */
    const char *p, *end;
    bool bad;
};

static uint64_t figure(const char *p, size_t width)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return LE64(x) & (width < 8 ? ((uint64_t)1 << 8 * width) - 1 : ~(uint64_t)0);
}

static uint64_t get_figure(struct view *v, size_t width)
{
    if ((size_t)(v->end - v->p) < width) {
        v->bad = true;
        return 0;
    }
    uint64_t x = figure(v->p, width);
    v->p += width;
    return x;
}

/* The place of n numbers; NULL where there are fewer bytes, or no such width. */
static const char *get_place(struct view *v, uint32_t n, size_t *width, uint64_t *least)
{
    *width = (size_t)get_figure(v, 1);
    *least = get_figure(v, 8);
    if (v->bad || *width > 8 ||
        (size_t)(v->end - v->p) / (*width ? *width : 1) < (*width ? n : 0)) {
        v->bad = true;
        return NULL;
    }
    const char *p = v->p;
    v->p += *width * n;
    return p;
}

/* The widths that most columns have are read by loops of their own. */
#define GET_NUMBERS(name, type)                                                                    \
    static void name(struct view *v, uint32_t n, type *out)                                        \
    {                                                                                              \
        size_t width;                                                                              \
        uint64_t least;                                                                            \
        const char *p = get_place(v, n, &width, &least);                                           \
        if (!p)                                                                                    \
            return;                                                                                \
        switch (width) {                                                                           \
        case 0:                                                                                    \
            for (uint32_t i = 0; i < n; i++)                                                       \
                out[i] = (type)least;                                                              \
            break;                                                                                 \
        case 1:                                                                                    \
            for (uint32_t i = 0; i < n; i++)                                                       \
                out[i] = (type)(least + (uint8_t)p[i]);                                            \
            break;                                                                                 \
        case 2:                                                                                    \
            for (uint32_t i = 0; i < n; i++)                                                       \
                out[i] = (type)(least + ((uint8_t)p[2 * (size_t)i] |                               \
                                         (uint32_t)(uint8_t)p[2 * (size_t)i + 1] << 8));           \
            break;                                                                                 \
        default:                                                                                   \
            for (uint32_t i = 0; i < n; i++)                                                       \
                out[i] = (type)(least + figure(p + width * i, width));                             \
        }                                                                                          \
    }
GET_NUMBERS(get_u32, uint32_t)
GET_NUMBERS(get_i32, int32_t)
GET_NUMBERS(get_i64, int64_t)

static uint32_t largest(const uint32_t *x, uint32_t n)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++)
        most = x[i] > most ? x[i] : most;
    return most;
}

static void pass_numbers(struct view *v, uint32_t n)
{
    size_t width;
    uint64_t least;
    get_place(v, n, &width, &least);
}

/* The different words, and for each row which of them it has; out NULL: not that. */
static void get_words(struct view *v, uint32_t n, uint32_t limit, uint32_t *values, uint32_t *known,
                      uint32_t *out)
{
    v->bad |= get_figure(v, 1) != COLUMN_AMONG;
    *known = (uint32_t)get_figure(v, 4);
    v->bad |= *known > n || (n && !*known);
    if (!v->bad)
        get_u32(v, *known, values);
    v->bad = v->bad || (n && largest(values, *known) >= limit);
    if (!v->bad && !out)
        pass_numbers(v, n);
    if (v->bad || !out)
        return;
    get_u32(v, n, out);
    v->bad = v->bad || (n && largest(out, n) >= *known);
    for (uint32_t i = 0; i < n && !v->bad; i++)
        out[i] = values[out[i]];
}

static void get_days(struct view *v, struct segment_room *room, uint32_t n, bool unread)
{
    date values[FEW_DAYS];
    uint64_t what = get_figure(v, 1), known = 0;
    if (what == COLUMN_AMONG) {
        known = get_figure(v, 4);
        v->bad |= known > FEW_DAYS || (n && !known);
        if (!v->bad)
            get_i32(v, (uint32_t)known, values);
    } else {
        v->bad |= what != COLUMN_NUMBERS;
    }
    if (v->bad)
        return;
    if (unread) {
        pass_numbers(v, n);
    } else if (what == COLUMN_NUMBERS) {
        get_i32(v, n, room->on);
    } else {
        get_u32(v, n, room->line); /* what is not needed yet holds which day */
        v->bad = v->bad || (n && largest(room->line, n) >= known);
        for (uint32_t i = 0; i < n && !v->bad; i++)
            room->on[i] = values[room->line[i]];
    }
}

static void get_lines(struct view *v, uint32_t n, uint32_t *out, bool unread)
{
    uint64_t what = get_figure(v, 1);
    if (what == COLUMN_RISING) {
        uint64_t first = get_figure(v, 8);
        for (uint32_t i = 0; i < n && !unread; i++)
            out[i] = (uint32_t)first + i;
    } else if (what == COLUMN_NUMBERS) {
        if (unread)
            pass_numbers(v, n);
        else
            get_u32(v, n, out);
    } else {
        v->bad = true;
    }
}

/* The bytes before the hash, where it fits. */
static bool view_of(struct str bytes, uint64_t id, struct view *v)
{
    if (bytes.n < HASH)
        return false;
    size_t n = bytes.n - HASH;
    *v = (struct view){bytes.p, bytes.p + n, false};
    return figure(bytes.p + n, 8) == segment_hash(bytes.p, n, id);
}

void segment_room_init(struct segment_room *room, struct arena *a)
{
    *room = (struct segment_room){.a = a, .bytes = buf_new(a)};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        room->words[w] = NEW_ARRAY(a, uint32_t, SPEND_BLOCK);
    room->values = NEW_ARRAY(a, uint32_t, SPEND_BLOCK);
    room->line = NEW_ARRAY(a, uint32_t, SPEND_BLOCK);
    room->on = NEW_ARRAY(a, date, SPEND_BLOCK);
    room->amount = NEW_ARRAY(a, pence, SPEND_BLOCK);
    room->texts[0] = room->texts[1] = buf_new(a);
}

static bool has_word(const uint32_t *values, uint32_t n, uint32_t word)
{
    bool found = false;
    for (uint32_t i = 0; i < n; i++)
        found |= values[i] == word;
    return found;
}

bool segment_get(struct segment_room *room, struct str bytes, uint64_t id,
                 const struct segment_wants *wants, uint32_t *n)
{
    struct view v;
    if (!view_of(bytes, id, &v))
        return false;
    uint32_t rows = (uint32_t)get_figure(&v, 4);
    if (v.bad || rows > SPEND_BLOCK)
        return false;
    *n = 0;
    for (unsigned w = 0; w < SPEND_WORDS; w++) {
        uint32_t known, *values = room->values;
        bool unread = wants->unread & SPEND_BY_WORD(w);
        get_words(&v, rows, wants->limits[w], values, &known, unread ? NULL : room->words[w]);
        if (v.bad)
            return false;
        if (wants->words[w] != STORE_ANY && !has_word(values, known, wants->words[w]))
            return true;
    }
    get_days(&v, room, rows, wants->unread & SEGMENT_DAYS);
    v.bad = v.bad || get_figure(&v, 1) != COLUMN_NUMBERS;
    if (!v.bad)
        get_i64(&v, rows, room->amount);
    if (!v.bad)
        get_lines(&v, rows, room->line, wants->unread & SEGMENT_LINES);
    *n = rows;
    return !v.bad && v.p == v.end;
}

static bool get_texts(struct str bytes, uint64_t id, uint32_t n, struct str *out)
{
    struct view v;
    size_t width, all = 0;
    uint64_t least;
    if (!view_of(bytes, id, &v))
        return false;
    const char *lengths = get_place(&v, n, &width, &least);
    if (!lengths || least)
        return false;
    size_t left = (size_t)(v.end - v.p);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t length = width ? figure(lengths + width * i, width) : 0;
        if (length > left - all)
            return false;
        out[i] = (struct str){v.p + all, (size_t)length};
        all += (size_t)length;
    }
    return all == left;
}

bool segment_get_texts(struct segment_room *room, int which, struct str bytes, uint64_t id,
                       uint32_t n)
{
    if (!room->text[which])
        room->text[which] = NEW_ARRAY(room->a, struct str, SPEND_BLOCK);
    if (bytes.n)
        return get_texts(bytes, id, n, room->text[which]);
    for (uint32_t i = 0; i < n; i++)
        room->text[which][i] = S("");
    return true;
}

bool segment_get_list(struct arena *a, struct str bytes, uint64_t id, uint32_t n, struct str *out)
{
    return get_texts(str_copy(a, bytes), id, n, out);
}
