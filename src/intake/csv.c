/* csv.c: where the cells of a text end.
 *
 * 64 bytes at a time: one bit for each byte that is a separator, a quote, a line end. A bit is
 * inside quotes when the quotes before it are odd in number, which one carry-less multiplication
 * (or six shifts) says for all 64. That holds as long as quotes stand only where they may: an
 * opening one behind a separator, a closing one before. Both are looked at with the same bits,
 * and where one stands elsewhere the piece is cut again, one bit after another (cut_astray).
 *
 * The same steps are compiled for each kind of processor; they differ in how the bits are had. */
#include <string.h>

#include "intake/parts.h"

#if defined __x86_64__
#include <immintrin.h>
#define TARGET(names) __attribute__((target(names)))
#endif
#define ALWAYS static inline __attribute__((always_inline))

uint32_t *cut_places(struct arena *a, size_t n)
{
    size_t size = (n + CUT_SLACK) * sizeof(uint32_t);
    return arena_grow_text(a, NULL, 0, size, _Alignof(uint32_t));
}

/* One bit for each of 64 bytes. */
struct bits {
    uint64_t separator, quote, line, other;
};
/* Not 0: there were bytes that are not ASCII; that are NUL. */
struct odd_bytes {
    uint64_t high, nul;
};

/* ---- any processor ------------------------------------------------------------------------- */

/* The highest bit of each byte of x that is 0; exact, without a carry into the next byte. */
ALWAYS uint64_t zero_bytes(uint64_t x)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    return ~(((x & low) + low) | x | low);
}

/* The highest bits of eight bytes as eight bits. */
ALWAYS uint64_t gather(uint64_t x)
{
    return (x >> 7) * 0x0102040810204080u >> 56;
}

ALWAYS struct bits bits_portable(struct cut how, const char *p, uint64_t in, struct odd_bytes *seen)
{
    const uint64_t each = 0x0101010101010101u;
    struct bits b = {0};
    for (int i = 0; i < 8; i++) {
        uint64_t x;
        memcpy(&x, p + 8 * i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        b.separator |= gather(zero_bytes(x ^ (each * (unsigned char)how.separator))) << 8 * i;
        b.quote |= gather(zero_bytes(x ^ (each * '"'))) << 8 * i;
        b.line |= gather(zero_bytes(x ^ (each * (unsigned char)how.line))) << 8 * i;
        b.other |= gather(zero_bytes(x ^ (each * (unsigned char)how.other))) << 8 * i;
        seen->high |= x & (each << 7);
        seen->nul |= zero_bytes(x);
    }
    b.separator &= in;
    b.quote &= in;
    b.line &= in;
    return b;
}

/* Bit n of the result: are bits 0 to n of x odd in number? */
ALWAYS uint64_t odd_portable(uint64_t x)
{
    for (int k = 1; k < 64; k *= 2)
        x ^= x << k;
    return x;
}

/* ---- the steps, for all -------------------------------------------------------------------- */

/* Where we are in the text before the next 64 bytes. */
struct walk {
    uint64_t inside; /* all bits: inside quotes */
    uint64_t edge;   /* 1: the byte before was a separator, a line end, a quote; or none */
    uint64_t closed; /* 1: the byte before was a closing quote */
    uint64_t astray; /* quotes that stand where they may not */
    uint32_t rows, n;
};

/* The ends of cells among the next 64 bytes. *after: what stands behind a closing quote and is
 * neither an end nor a quote: it must be how.other, which is seldom asked for. */
ALWAYS uint64_t step(struct walk *w, struct bits b, uint64_t odd, uint64_t *after)
{
    uint64_t inside = odd ^ w->inside, ends = b.separator | b.line, edges = ends | b.quote;
    uint64_t closes = b.quote & ~inside;
    w->astray |= b.quote & inside & ~(edges << 1 | w->edge);
    *after = (closes << 1 | w->closed) & ~edges;
    w->edge = edges >> 63;
    w->closed = closes >> 63;
    w->inside = (uint64_t)((int64_t)inside >> 63);
    w->rows += (uint32_t)__builtin_popcountll(b.line & ~inside);
    return ends & ~inside;
}

/* Their places. Four at a time without asking: what is written too much is written over. */
ALWAYS void put(struct walk *w, uint64_t ends, uint32_t base, uint32_t *at)
{
    uint32_t *to = at + w->n, *end = to + __builtin_popcountll(ends);
    w->n = (uint32_t)(end - at);
    for (; to < end; to += 4)
        for (int i = 0; i < 4; i++) {
            to[i] = base + (uint32_t)__builtin_ctzll(ends | (uint64_t)1 << 63);
            ends &= ends - 1;
        }
}

ALWAYS struct cuts finish(const struct walk *w, struct cut how, const char *text,
                          const uint32_t *at, struct odd_bytes seen)
{
    struct cuts c = {.n = w->n, .rows = w->rows};
    while (c.n && text[at[c.n - 1]] != how.line)
        c.n--;
    c.end = c.n ? at[c.n - 1] + 1 : 0;
    c.open = w->inside != 0;
    c.special = (seen.high | seen.nul) != 0;
    c.nul = seen.nul != 0;
    c.exact = w->astray != 0;
    return c;
}

ALWAYS uint64_t within(uint32_t n, uint32_t base)
{
    return n - base >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << (n - base)) - 1;
}

static struct cuts cut_portable(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    struct walk w = {.edge = 1};
    struct odd_bytes seen = {0};
    for (uint32_t base = 0; base < n; base += 64) {
        uint64_t in = within(n, base), after;
        struct bits b = bits_portable(how, text + base, in, &seen);
        put(&w, step(&w, b, odd_portable(b.quote), &after), base, at);
        w.astray |= after & in & ~b.other;
    }
    return finish(&w, how, text, at, seen);
}

/* ---- x86-64 -------------------------------------------------------------------------------- */
#if defined __x86_64__

ALWAYS uint64_t mask_sse2(const __m128i *v, char c)
{
    __m128i x = _mm_set1_epi8(c);
    uint64_t m = 0;
    for (int i = 0; i < 4; i++)
        m |= (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], x)) << 16 * i;
    return m;
}

ALWAYS struct bits bits_sse2(struct cut how, const char *p, uint64_t in, struct odd_bytes *seen)
{
    __m128i v[4];
    for (int i = 0; i < 4; i++)
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    __m128i all = _mm_or_si128(_mm_or_si128(v[0], v[1]), _mm_or_si128(v[2], v[3]));
    __m128i least = _mm_min_epu8(_mm_min_epu8(v[0], v[1]), _mm_min_epu8(v[2], v[3]));
    seen->high |= (uint64_t)(uint32_t)_mm_movemask_epi8(all);
    seen->nul |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()));
    return (struct bits){mask_sse2(v, how.separator) & in, mask_sse2(v, '"') & in,
                         mask_sse2(v, how.line) & in, mask_sse2(v, how.other)};
}

static struct cuts cut_sse2(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    struct walk w = {.edge = 1};
    struct odd_bytes seen = {0};
    for (uint32_t base = 0; base < n; base += 64) {
        uint64_t in = within(n, base), after;
        struct bits b = bits_sse2(how, text + base, in, &seen);
        put(&w, step(&w, b, odd_portable(b.quote), &after), base, at);
        w.astray |= after & in & ~b.other;
    }
    return finish(&w, how, text, at, seen);
}

#define AVX2 "avx2,pclmul,bmi,bmi2,popcnt"
struct wide { /* 64 bytes, and what has been seen of them */
    __m256i lo, hi, all, least;
};

TARGET(AVX2)
ALWAYS uint64_t mask_avx2(const struct wide *x, char c)
{
    const __m256i all = _mm256_set1_epi8(c);
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x->lo, all)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x->hi, all)) << 32;
}

TARGET(AVX2)
ALWAYS void block_avx2(struct walk *w, struct wide *x, struct cut how, const char *text,
                       uint32_t base, uint64_t in, uint32_t *at)
{
    x->lo = _mm256_loadu_si256((const __m256i *)(const void *)(text + base));
    x->hi = _mm256_loadu_si256((const __m256i *)(const void *)(text + base + 32));
    x->all = _mm256_or_si256(x->all, _mm256_or_si256(x->lo, x->hi));
    x->least = _mm256_min_epu8(x->least, _mm256_min_epu8(x->lo, x->hi));
    struct bits b = {mask_avx2(x, how.separator) & in, mask_avx2(x, '"') & in,
                     mask_avx2(x, how.line) & in, 0};
    __m128i odd =
        _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)b.quote), _mm_set1_epi8((char)0xff), 0);
    uint64_t after, ends = step(w, b, (uint64_t)_mm_cvtsi128_si64(odd), &after);
    if (after & in)
        w->astray |= after & in & ~mask_avx2(x, how.other);
    enum { EACH = 4 }; /* are put without asking: most often that is all */
    uint32_t n = (uint32_t)__builtin_popcountll(ends), *to = at + w->n;
    w->n += n;
    for (uint32_t from = 0; from < n; from += EACH, to += EACH) {
#pragma GCC unroll 8
        for (int i = 0; i < EACH; i++) {
            to[i] = base + (uint32_t)_tzcnt_u64(ends);
            ends = _blsr_u64(ends);
        }
    }
}

TARGET(AVX2)
static struct cuts cut_avx2(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    struct walk w = {.edge = 1};
    struct wide x = {.all = _mm256_setzero_si256(), .least = _mm256_set1_epi8(1)};
    uint32_t base = 0;
    for (; n - base >= 64; base += 64)
        block_avx2(&w, &x, how, text, base, ~(uint64_t)0, at);
    if (base < n)
        block_avx2(&w, &x, how, text, base, within(n, base), at);
    __m256i nul = _mm256_cmpeq_epi8(x.least, _mm256_setzero_si256());
    struct odd_bytes seen = {(uint32_t)_mm256_movemask_epi8(x.all),
                             (uint32_t)_mm256_movemask_epi8(nul)};
    return finish(&w, how, text, at, seen);
}

/* Places are packed by one instruction, sixteen at a time. */
#define AVX512 "avx512f,avx512bw,avx512vbmi2,pclmul,bmi,bmi2,popcnt"
TARGET(AVX512)
static inline void put_avx512(struct walk *w, uint64_t ends, uint32_t base, uint32_t *at)
{
    static const uint8_t places[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i packed = _mm512_maskz_compress_epi8(ends, _mm512_loadu_si512(places));
    __m512i from = _mm512_set1_epi32((int32_t)base);
    uint32_t n = (uint32_t)__builtin_popcountll(ends), *to = at + w->n;
    w->n += n;
    _mm512_storeu_si512(
        to, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed)), from));
    if (n <= 16)
        return;
#define QUARTER(k)                                                                                 \
    _mm512_storeu_si512(                                                                           \
        to + 16 * (k),                                                                             \
        _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, k)), from))
    QUARTER(1);
    QUARTER(2);
    QUARTER(3);
#undef QUARTER
}

TARGET(AVX512)
static struct cuts cut_avx512(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    struct walk w = {.edge = 1};
    const __m512i separator = _mm512_set1_epi8(how.separator), quote = _mm512_set1_epi8('"'),
                  line = _mm512_set1_epi8(how.line), other = _mm512_set1_epi8(how.other);
    struct odd_bytes seen = {0};
    for (uint32_t base = 0; base < n; base += 64) {
        uint64_t in = within(n, base), after;
        __m512i v = _mm512_loadu_si512(text + base);
        seen.high |= _mm512_movepi8_mask(v);
        seen.nul |= _mm512_testn_epi8_mask(v, v);
        struct bits b = {_mm512_cmpeq_epi8_mask(v, separator) & in,
                         _mm512_cmpeq_epi8_mask(v, quote) & in,
                         _mm512_cmpeq_epi8_mask(v, line) & in, 0};
        __m128i odd =
            _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)b.quote), _mm_set1_epi8((char)0xff), 0);
        put_avx512(&w, step(&w, b, (uint64_t)_mm_cvtsi128_si64(odd), &after), base, at);
        w.astray |= after & in & ~_mm512_cmpeq_epi8_mask(v, other);
    }
    return finish(&w, how, text, at, seen);
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
}

bool csv_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}
#else
bool csv_avx2(void)
{
    return false;
}
#endif

/* ---- quotes astray ------------------------------------------------------------------------- */

/* One place that matters after another. What is between two of them is text; so a quote with
 * text right before it does not open, and one with text right behind it has closed. */
enum state { START, PLAIN, QUOTED, CLOSED };

struct exact {
    enum state state;
    uint32_t next; /* the place behind the last that mattered */
    uint32_t ends;
};

ALWAYS void exact_step(struct exact *e, struct cut how, char x, uint32_t i, uint32_t *at,
                       struct cuts *c)
{
    if (e->state == QUOTED) {
        e->state = x == '"' ? CLOSED : QUOTED;
    } else if (x != '"') {
        at[e->ends++] = i;
        e->state = START;
        if (x == how.line) {
            c->rows++;
            c->end = i + 1;
            c->n = e->ends;
        }
    } else {
        e->state = i == e->next && e->state != PLAIN ? QUOTED : PLAIN;
    }
    e->next = i + 1;
}

static struct cuts cut_astray(struct cut how, const char *text, uint32_t n, uint32_t *at)
{
    struct cuts c = {.exact = true};
    struct exact e = {0};
    struct odd_bytes seen = {0};
    for (uint32_t base = 0; base < n; base += 64) {
#if defined __x86_64__
        struct bits b = bits_sse2(how, text + base, within(n, base), &seen);
#else
        struct bits b = bits_portable(how, text + base, within(n, base), &seen);
#endif
        uint64_t some = b.separator | b.line | b.quote;
        for (; some; some &= some - 1) {
            uint32_t i = base + (uint32_t)__builtin_ctzll(some);
            exact_step(&e, how, text[i], i, at, &c);
        }
    }
    c.special = (seen.high | seen.nul) != 0;
    c.nul = seen.nul != 0;
    c.open = e.state == QUOTED;
    return c;
}

struct cuts csv_cut(struct cut how, const char *text, uint32_t n, uint32_t *at,
                    enum intake_means means)
{
    struct cuts c;
#if defined __x86_64__
    c = means == INTAKE_BEST && has_avx512() ? cut_avx512(how, text, n, at)
        : means <= INTAKE_AVX2 && csv_avx2() ? cut_avx2(how, text, n, at)
        : means <= INTAKE_BASIC              ? cut_sse2(how, text, n, at)
                                             : cut_portable(how, text, n, at);
#else
    (void)means;
    c = cut_portable(how, text, n, at);
#endif
    return c.exact ? cut_astray(how, text, n, at) : c;
}

/* ---- cells --------------------------------------------------------------------------------- */

static size_t blank_before(struct str s)
{
    unsigned char c = s.n ? (unsigned char)s.p[0] : 'x';
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return c == 0xc2 && s.n > 1 && (unsigned char)s.p[1] == 0xa0 ? 2 : 0;
}

static size_t blank_behind(struct str s)
{
    unsigned char c = s.n ? (unsigned char)s.p[s.n - 1] : 'x';
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return c == 0xa0 && s.n > 1 && (unsigned char)s.p[s.n - 2] == 0xc2 ? 2 : 0;
}

struct str csv_trim(struct str s)
{
    for (size_t k; (k = blank_before(s)) > 0;)
        s = str_sub(s, k, s.n);
    for (size_t k; (k = blank_behind(s)) > 0;)
        s = str_sub(s, 0, s.n - k);
    return s;
}

struct str csv_cell(struct arena *a, struct str cell)
{
    if (!cell.n || cell.p[0] != '"')
        return csv_trim(cell);
    struct str in = str_sub(cell, 1, cell.n);
    size_t quote = str_find(in, '"');
    if (quote == in.n || csv_trim(str_sub(in, quote + 1, in.n)).n == 0)
        return csv_trim(str_sub(in, 0, quote));
    char *p = arena_alloc(a, in.n, 1);
    size_t n = 0;
    bool quoted = true;
    for (size_t i = 0; i < in.n; i++) {
        if (quoted && in.p[i] == '"') {
            quoted = i + 1 < in.n && in.p[i + 1] == '"';
            i += quoted;
            if (!quoted)
                continue;
        }
        p[n++] = in.p[i];
    }
    return csv_trim((struct str){p, n});
}
