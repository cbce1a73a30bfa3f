/* words.c: the same text, the same number.
 *
 * Suppliers, kinds and days repeat; to hash a cell as it stands costs less than to read it as
 * text, and what it means is worked out once for each different one. Most cells are among the few
 * texts that were met last: these stand in front, found by their ends and their length alone, and
 * are compared whole. */
#include <string.h>

#if defined __x86_64__
#include <immintrin.h>
#endif

#include "intake/parts.h"

enum { EMPTY = UINT32_MAX, NOBODY = UINT32_MAX };
enum { SOME_TEXT = 1 }; /* in a column that nobody wants read: a cell with something in it */

static inline uint64_t load(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return x;
}

/* The first n < 8 bytes of x. */
static inline uint64_t first(uint64_t x, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return n ? x >> (64 - 8 * n) : 0;
#else
    return x & (((uint64_t)1 << 8 * n) - 1);
#endif
}

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 x = (unsigned __int128)a * b;
    return (uint64_t)x ^ (uint64_t)(x >> 64);
}

static inline uint64_t hash(const char *p, size_t n)
{
    const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0xd1b54a32d192ed03u;
    if (n < 8)
        return mix(first(load(p), n) ^ k0, n ^ k1);
    uint64_t h = n * k1;
    for (size_t i = 0; i + 16 < n; i += 16)
        h = mix(load(p + i) ^ k0, load(p + i + 8) ^ h);
    const char *last = n < 16 ? p : p + n - 16;
    return mix(load(last) ^ k0 ^ h, load(p + n - 8) ^ k1);
}

static inline bool same(const char *p, const char *q, size_t n)
{
    if (n < 8)
        return first(load(p) ^ load(q), n) == 0;
    for (size_t i = 0; i + 8 < n; i += 8)
        if (load(p + i) != load(q + i))
            return false;
    return load(p + n - 8) == load(q + n - 8);
}

static void room(struct words *w, uint32_t slots)
{
    struct word_slot *old = w->slots;
    uint32_t n = old ? w->mask + 1 : 0;
    w->slots = NEW_ARRAY(w->a, struct word_slot, slots);
    w->mask = slots - 1;
    for (uint32_t i = 0; i < slots; i++)
        w->slots[i].number = EMPTY;
    for (uint32_t i = 0; i < n; i++) {
        if (old[i].number == EMPTY)
            continue;
        uint32_t length;
        memcpy(&length, old[i].key - 4, 4);
        uint32_t at = (uint32_t)hash(old[i].key, length) & w->mask;
        while (w->slots[at].number != EMPTY)
            at = (at + 1) & w->mask;
        w->slots[at] = old[i];
    }
}

/* Number 0 is the empty text. */
void words_begin(struct words *w, struct arena *a, enum intake_means means, bool days, bool unread)
{
    enum { SLOTS = 1024 };
    *w = (struct words){.a = a, .room = 256};
    room(w, SLOTS);
    w->text = NEW_ARRAY(a, struct str, w->room);
    w->why = NEW_ARRAY(a, const char *, w->room);
    if (days) {
        w->rows = NEW_ARRAY(a, uint32_t, w->room);
        w->dates = NEW_ARRAY(a, date, w->room);
        w->dates[0] = DATE_MIN;
    }
    w->text[0] = w->text[SOME_TEXT] = S("");
    w->out = (struct intake_words){unread ? SOME_TEXT + 1 : 1, w->text};
    w->days_known = 1;
    w->avx2 = means <= INTAKE_AVX2 && csv_avx2();
    w->front = NEW_ARRAY(a, struct word_front, 1 << WORDS_FRONT_BITS);
    w->front_text = arena_grow_text(a, NULL, 0, sizeof w->front_text[0] << WORDS_FRONT_BITS, 64);
    for (uint32_t i = 0; i < 1u << WORDS_FRONT_BITS; i++)
        w->front[i].n = NOBODY;
}

#define MORE(w, at)                                                                                \
    ((at) = arena_grow((w)->a, (at), (w)->room * sizeof *(at), 2 * (w)->room * sizeof *(at), 16))

static void more(struct words *w)
{
    MORE(w, w->text);
    MORE(w, w->why);
    if (w->rows) {
        MORE(w, w->rows);
        MORE(w, w->dates);
    }
    w->room *= 2;
}

bool words_number(struct str s)
{
    enum { DIGITS = 6 }; /* there is a supplier called 3663 */
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n >= DIGITS;
}

/* What a new text means: its number, or that of the empty text. */
static uint32_t add(struct words *w, struct str raw)
{
    struct str text = csv_cell(w->a, raw);
    if (!text.n)
        return 0;
    if (w->out.n == w->room)
        more(w);
    uint32_t number = w->out.n++;
    bool utf8 = str_utf8_valid(text) == text.n;
    w->not_utf8 += !utf8;
    if (w->no_numbers && words_number(text)) {
        w->why[number] = "is a number, not a text; the cells of this row stand in wrong columns";
        w->bad++;
    }
    if (memchr(text.p, 0, text.n)) {
        w->why[number] = "has a byte that is no character (NUL)";
        w->bad++;
    }
    w->text[number] = intake_utf8(w->a, text);
    w->out.at = w->text;
    return number;
}

static uint32_t add_slot(struct words *w, uint32_t slot, uint64_t h, struct str raw)
{
    uint32_t length = (uint32_t)raw.n;
    if (w->out.n >= LIMIT_INTAKE_WORDS) {
        w->full = true;
        return 0;
    }
    char *key = arena_alloc(w->a, 4 + raw.n + 8, 4);
    memcpy(key, &length, 4);
    if (raw.n)
        memcpy(key + 4, raw.p, raw.n);
    uint32_t number = add(w, (struct str){key + 4, raw.n});
    w->slots[slot] = (struct word_slot){(uint32_t)(h >> 32), number, key + 4};
    if (++w->used * 2 > w->mask)
        room(w, (w->mask + 1) * 2);
    return number;
}

/* The number of any text. */
static uint32_t number_of(struct words *w, const char *p, uint32_t n)
{
    uint64_t h = hash(p, n);
    for (uint32_t i = (uint32_t)h & w->mask;; i = (i + 1) & w->mask) {
        const struct word_slot *s = &w->slots[i];
        uint32_t length;
        if (s->number == EMPTY)
            return add_slot(w, i, h, (struct str){p, n});
        if (s->hash != (uint32_t)(h >> 32))
            continue;
        memcpy(&length, s->key - 4, 4);
        if (length == n && same(s->key, p, n))
            return s->number;
    }
}

/* Where it stands in front, if it does. */
static inline uint32_t place_in_front(const char *p, uint32_t n)
{
    enum { BITS = 64 - WORDS_FRONT_BITS };
    uint64_t x = n < 8 ? first(load(p), n) : load(p) ^ load(p + n - 8) * 31;
    return (uint32_t)(((x ^ n) * 0x9e3779b97f4a7c15u) >> BITS);
}

/* Not in front at its place: perhaps beside it. Else its number, and it stands in front now, if it
 * is short enough; beside, if nobody is there, so that two of one place do not take turns. */
static __attribute__((noinline)) uint32_t to_front(struct words *w, uint32_t place, const char *p,
                                                   uint32_t n)
{
    uint32_t beside = place ^ 1;
    const struct word_front *f = &w->front[beside];
    if (f->n == n && same(w->front_text[beside], p, n))
        return f->number;
    uint32_t number = number_of(w, p, n);
    if (n > sizeof w->front_text[0])
        return number;
    if (w->front[place].n != NOBODY && f->n == NOBODY)
        place = beside;
    memcpy(w->front_text[place], p, n);
    w->front[place] = (struct word_front){n, number};
    return number;
}

static inline uint32_t number_portable(struct words *w, const char *p, uint32_t n)
{
    uint32_t place = place_in_front(p, n);
    const struct word_front *f = &w->front[place];
    bool is = f->n == n && same(w->front_text[place], p, n);
    return is ? f->number : to_front(w, place, p, n);
}

#if defined __x86_64__
/* All 64 bytes are compared, and those behind the text left out. */
__attribute__((target("avx2,bmi2"))) static inline uint32_t number_avx2(struct words *w,
                                                                        const char *p, uint32_t n)
{
    uint32_t place = place_in_front(p, n);
    const struct word_front *f = &w->front[place];
    const __m256i *x = (const __m256i *)(const void *)p;
    const __m256i *y = (const __m256i *)(const void *)w->front_text[place];
    __m256i lo = _mm256_cmpeq_epi8(_mm256_loadu_si256(x), _mm256_loadu_si256(y));
    __m256i hi = _mm256_cmpeq_epi8(_mm256_loadu_si256(x + 1), _mm256_loadu_si256(y + 1));
    uint64_t equal = (uint64_t)(uint32_t)_mm256_movemask_epi8(lo) |
                     (uint64_t)(uint32_t)_mm256_movemask_epi8(hi) << 32;
    if (f->n == n && _bzhi_u64(~equal, n) == 0)
        return f->number;
    return to_front(w, place, p, n);
}

__attribute__((target("avx2,bmi2"))) static void column_avx2(struct words *w, const struct piece *p,
                                                             uint32_t column, uint32_t *out)
{
    const uint32_t *at = p->at + column;
    for (uint32_t r = 0; r < p->rows; r++, at += p->stride)
        out[r] = number_avx2(w, p->text + (uint32_t)(at[0] + 1), at[1] - at[0] - 1);
}
#endif

void words_column(struct words *w, const struct piece *p, uint32_t column, uint32_t *out)
{
#if defined __x86_64__
    if (w->avx2) {
        column_avx2(w, p, column, out);
        return;
    }
#endif
    const uint32_t *at = p->at + column;
    for (uint32_t r = 0; r < p->rows; r++, at += p->stride)
        out[r] = number_portable(w, p->text + (uint32_t)(at[0] + 1), at[1] - at[0] - 1);
}

/* Begins it with a letter or a sign? Then it is neither empty nor a number. */
static inline bool begins_as_text(const char *p, uint32_t n)
{
    uint32_t quoted = n > 2 && p[0] == '"';
    unsigned char c = (unsigned char)p[quoted];
    return n > quoted && ((c > ' ' && c < '0' && c != '"') || (c > '9' && c < 0x7f));
}

void words_check(struct words *w, const struct piece *p, uint32_t column, bool nul, uint32_t *out)
{
    const uint32_t *at = p->at + column;
    for (uint32_t r = 0; r < p->rows; r++, at += p->stride) {
        const char *cell = p->text + (uint32_t)(at[0] + 1);
        uint32_t n = at[1] - at[0] - 1;
        out[r] = begins_as_text(cell, n) && !nul ? SOME_TEXT : number_portable(w, cell, n);
    }
}

void words_constant(struct words *w, struct str text)
{
    enum { SLACK = 8 };
    char *p = arena_alloc(w->a, text.n + SLACK, 1);
    if (text.n)
        memcpy(p, text.p, text.n);
    number_of(w, p, (uint32_t)text.n);
}

void words_days(struct words *w, const struct intake_layout *l, const struct piece *p,
                uint32_t column, uint32_t *numbers, date *out)
{
    words_column(w, p, column, numbers);
    for (; w->days_known < w->out.n; w->days_known++) {
        uint32_t k = w->days_known;
        w->why[k] = days_read(l, w->text[k], &w->dates[k]);
        w->bad += w->why[k] != NULL;
    }
    for (uint32_t r = 0; r < p->rows; r++) {
        w->rows[numbers[r]]++;
        out[r] = w->dates[numbers[r]];
    }
}
