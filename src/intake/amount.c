/* amount.c: amounts of money as people and programs write them, to whole pence.
 *
 * One grammar for all of them; what stands around the digits says the sign:
 *
 *     amount = [sign] ["£" | "GBP"] [sign] digits ["." digits] [sign]    in any blanks
 *     sign   = "-" | "+" | "(" ... ")" | "CR" | "DR"
 *     digits = 1234567 or 1,234,567
 *
 * Money out is positive, as published: minus, brackets and CR (a credit note) are money back. */
#include <string.h>

#if defined __x86_64__
#include <immintrin.h>
#endif

#include "intake/parts.h"

/* Length of the blank that s begins with: blank, tab, line end, and no-break space in UTF-8 and
 * in Windows-1252. */
static size_t blank(struct str s)
{
    if (!s.n)
        return 0;
    unsigned char c = (unsigned char)s.p[0];
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0)
        return 1;
    return c == 0xc2 && s.n > 1 && (unsigned char)s.p[1] == 0xa0 ? 2 : 0;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void skip_blanks(struct str *s)
{
    for (size_t k; (k = blank(*s)) > 0;)
        *s = str_sub(*s, k, s->n);
}

static bool take(struct str *s, struct str word)
{
    if (s->n < word.n || !str_eq_fold(str_sub(*s, 0, word.n), word))
        return false;
    *s = str_sub(*s, word.n, s->n);
    return true;
}

/* Signs of the amount so far: how many say plus or minus, and whether a bracket is open. */
struct signs {
    int n;
    bool minus, bracket, currency;
    bool dash; /* a minus as a stroke, not as a word */
};

static bool take_sign(struct str *s, struct signs *x)
{
    static const struct {
        struct str word;
        bool minus;
    } words[] = {
        {{"-", 1}, true},
        {{"+", 1}, false},
        {{"\xe2\x88\x92", 3}, true}, /* the minus sign */
        {{"\xe2\x80\x93", 3}, true}, /* the dash that word processors make of a minus */
        {{"\x96", 1}, true},         /* the same in Windows-1252 */
        {{"CR", 2}, true},
        {{"DR", 2}, false},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (take(s, words[i].word)) {
            x->n++;
            x->minus = x->minus || words[i].minus;
            x->dash = words[i].minus && words[i].word.p[0] != 'C';
            return true;
        }
    return false;
}

static bool take_currency(struct str *s, struct signs *x)
{
    if (!take(s, S("\xc2\xa3")) && !take(s, S("\xa3")) && !take(s, S("GBP")))
        return false;
    x->currency = true;
    return true;
}

static void take_before(struct str *s, struct signs *x)
{
    for (;;) {
        skip_blanks(s);
        if (!x->bracket && take(s, S("(")))
            x->bracket = true;
        else if (!take_sign(s, x) && (x->currency || !take_currency(s, x)))
            return;
    }
}

/* Digits in groups of three, or not in groups. */
static const char *take_whole(struct str *s, pence *whole, bool *any)
{
    size_t group = 0;
    bool commas = false;
    *whole = 0;
    *any = false;
    for (; s->n; *s = str_sub(*s, 1, s->n)) {
        char c = s->p[0];
        if (c >= '0' && c <= '9') {
            *any = true;
            group++;
            if (__builtin_mul_overflow(*whole, (pence)10, whole) ||
                __builtin_add_overflow(*whole, (pence)(c - '0'), whole))
                return "is larger than any amount that Remit can hold";
        } else if (c == ',' && *any) {
            if (commas ? group != 3 : group > 3)
                return "has commas that do not part thousands";
            commas = true;
            group = 0;
        } else {
            break;
        }
    }
    return commas && group != 3 ? "has commas that do not part thousands" : NULL;
}

static const char *take_part(struct str *s, int *part)
{
    size_t i = 0;
    *part = 0;
    for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9'; i++) {
        int digit = s->p[i] - '0';
        if (i < 2)
            *part += i ? digit : digit * 10;
        else if (digit)
            return "has parts of a penny; Remit never rounds money";
    }
    *s = str_sub(*s, i, s->n);
    return NULL;
}

static const char *sum_up(const struct signs *x, bool closed, pence whole, int part, pence *out)
{
    if (x->bracket != closed)
        return "has a bracket without its other half";
    if (x->n + x->bracket > 1)
        return "has more than one sign";
    if (__builtin_mul_overflow(whole, (pence)100, out) ||
        __builtin_add_overflow(*out, (pence)part, out))
        return "is larger than any amount that Remit can hold";
    if (x->minus || x->bracket)
        *out = -*out;
    return NULL;
}

const char *intake_amount(struct str cell, pence *out)
{
    struct signs x = {0};
    pence whole;
    int part = 0;
    bool any, closed = false;
    const char *why;
    *out = PENCE_NONE;
    skip_blanks(&cell);
    if (!cell.n)
        return NULL;
    if (cell.p[0] == '#')
        return "is what a spreadsheet shows when its column is too narrow or its formula fails";
    if (is_letter(cell.p[0]) && !memchr("CcDdGg", cell.p[0], 6))
        return "is no amount"; /* CR, DR, GBP: no other letter begins one */
    take_before(&cell, &x);
    if ((why = take_whole(&cell, &whole, &any)))
        return why;
    if (cell.n && cell.p[0] == '.') {
        bool digits = cell.n > 1 && cell.p[1] >= '0' && cell.p[1] <= '9';
        cell = str_sub(cell, 1, cell.n);
        any = any || digits;
        if ((why = take_part(&cell, &part)))
            return why;
    }
    if (!any && cell.n == 0 && x.n == 1 && x.dash && !x.bracket) {
        *out = 0; /* a dash alone: how accounts write nothing */
        return NULL;
    }
    if (!any)
        return "is no amount";
    for (;;) {
        skip_blanks(&cell);
        if (x.bracket && !closed && take(&cell, S(")")))
            closed = true;
        else if (!take_sign(&cell, &x))
            break;
    }
    if (cell.n)
        return cell.p[0] == ',' ? "has a comma where pence stand" : "is no amount";
    why = sum_up(&x, closed, whole, part, out);
    if (why)
        *out = PENCE_NONE;
    return why;
}

/* Without the CR behind it, quotes and a minus. */
static inline bool strip(const char **p, uint32_t *n)
{
    if (*n && (*p)[*n - 1] == '\r')
        --*n;
    if (*n > 1 && (*p)[0] == '"' && (*p)[*n - 1] == '"')
        ++*p, *n -= 2;
    bool minus = *n && (*p)[0] == '-';
    *p += minus;
    *n -= minus;
    return minus;
}

/* What most cells look like, without blanks: 80691  -80,691.00  "80,691.5". False for anything
 * else, right or wrong: intake_amount has the whole grammar. */
static inline bool plain(const char *p, uint32_t n, pence *out)
{
    enum { DIGITS = 19 };
    uint64_t v = 0;
    uint32_t i = 0, group = 0, groups = 0;
    bool minus = strip(&p, &n);
    if (n == 0 || n > DIGITS)
        return false;
    for (; i < n; i++) {
        unsigned c = (unsigned)(unsigned char)p[i] - '0';
        if (c < 10) {
            v = v * 10 + c;
            group++;
        } else if (p[i] == ',' && group && (groups ? group == 3 : group <= 3)) {
            groups++;
            group = 0;
        } else {
            break;
        }
    }
    if (group == 0 || (groups && group != 3))
        return false;
    v *= 100;
    if (i < n) {
        unsigned tens = i + 1 < n ? (unsigned)(unsigned char)p[i + 1] - '0' : 10;
        unsigned ones = i + 2 < n ? (unsigned)(unsigned char)p[i + 2] - '0' : 0;
        if (p[i] != '.' || tens > 9 || ones > 9 || i + 3 < n)
            return false;
        v += tens * 10 + ones;
    }
    *out = minus ? -(pence)v : (pence)v;
    return i <= DIGITS - 3;
}

const char *amounts_why(const struct piece *p, uint32_t row, uint32_t column, pence *out)
{
    struct str cell = piece_cell(p, row, column);
    if (cell.n && cell.p[0] == '"') {
        struct str in = str_sub(cell, 1, cell.n);
        cell = str_sub(in, 0, str_find(in, '"'));
    }
    return intake_amount(cell, out);
}

#if defined __x86_64__
/* 80691.00 and 80,691.00, up to 16 characters, all at once: laid with the end to the right each
 * digit and comma has its fixed place; what is left of the cell counts as zeros. */
__attribute__((target("avx2"))) static inline bool plain_avx2(const char *p, uint32_t n, pence *out)
{
    enum { WIDE = 16, NO = -128, D = '0' }; /* D: a digit stands here */
    const __m128i places = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    bool minus = strip(&p, &n);
    if (n < 4 || n > WIDE || p[n - 3] != '.' || (unsigned)(unsigned char)p[0] - '0' > 9)
        return false;
    bool commas = n > 6 && p[n - 7] == ',';
    const __m128i marks =
        commas ? _mm_setr_epi8(D, ',', D, D, D, ',', D, D, D, ',', D, D, D, '.', D, D)
               : _mm_setr_epi8(D, D, D, D, D, D, D, D, D, D, D, D, D, '.', D, D);
    const __m128i order =
        commas ? _mm_setr_epi8(NO, NO, NO, NO, 0, 2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15)
               : _mm_setr_epi8(NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15);
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + n - WIDE));
    __m128i left = _mm_cmpgt_epi8(_mm_set1_epi8((char)(WIDE - n)), places);
    __m128i digits = _mm_sub_epi8(v, _mm_set1_epi8('0'));
    __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    __m128i is_mark = _mm_cmpeq_epi8(v, marks);
    __m128i no_mark = _mm_cmpeq_epi8(marks, _mm_set1_epi8(D));
    __m128i fine = _mm_or_si128(_mm_or_si128(_mm_and_si128(no_mark, is_digit), is_mark), left);
    if (_mm_movemask_epi8(fine) != 0xffff)
        return false;
    digits = _mm_shuffle_epi8(_mm_andnot_si128(left, digits), order);
    __m128i twos = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010a)); /* 10, 1 */
    __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(0x00010064)); /* 100, 1 */
    __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
    uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
    pence value = (pence)((both & 0xffffffff) * 100000000 + (both >> 32));
    *out = minus ? -value : value;
    return true;
}

__attribute__((target("avx2"))) static void column_avx2(const struct piece *p, uint32_t column,
                                                        pence *out, uint8_t *odd)
{
    const uint32_t *at = p->at + column;
    for (uint32_t r = 0; r < p->rows; r++, at += p->stride) {
        const char *cell = p->text + (uint32_t)(at[0] + 1);
        uint32_t n = at[1] - at[0] - 1;
        if (!plain_avx2(cell, n, &out[r]) && !plain(cell, n, &out[r]))
            odd[r] |= amounts_why(p, r, column, &out[r]) || out[r] == PENCE_NONE;
    }
}
#endif

void amounts_column(const struct piece *p, uint32_t column, pence *out, uint8_t *odd,
                    enum intake_means means)
{
    const uint32_t *at = p->at + column;
#if defined __x86_64__
    if (means <= INTAKE_AVX2 && csv_avx2()) {
        column_avx2(p, column, out, odd);
        return;
    }
#endif
    (void)means;
    for (uint32_t r = 0; r < p->rows; r++, at += p->stride)
        if (!plain(p->text + (uint32_t)(at[0] + 1), at[1] - at[0] - 1, &out[r]))
            odd[r] |= amounts_why(p, r, column, &out[r]) || out[r] == PENCE_NONE;
}
