/* text.c: from the encodings that are met to UTF-8. */
#include <string.h>
#include <utf8proc.h>

#include "intake/parts.h"

static void put_character(struct buf *b, int32_t c)
{
    utf8proc_uint8_t bytes[4];
    buf_put(b, (struct str){(const char *)bytes, (size_t)utf8proc_encode_char(c, bytes)});
}

/* Windows-1252 is Latin-1 but for these; 0xfffd where it has nothing. */
static const uint16_t windows_80_9f[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

struct str intake_utf8(struct arena *a, struct str text)
{
    if (str_utf8_valid(text) == text.n)
        return text;
    struct buf b = buf_new(a);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        put_character(&b, c >= 0x80 && c < 0xa0 ? windows_80_9f[c - 0x80] : c);
    }
    return buf_str(&b);
}

/* ---- UTF-16 -------------------------------------------------------------------------------- */

struct utf16 {
    struct intake_source from;
    bool big_endian, mark;
    uint64_t at;   /* in `from` */
    char ready[4]; /* bytes of a character that did not fit */
    size_t n_ready;
};

static uint32_t unit(const struct utf16 *u, const unsigned char *p)
{
    return u->big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* The character that p begins with, and how many bytes it has. */
static size_t character(const struct utf16 *u, const unsigned char *p, size_t n, int32_t *c)
{
    uint32_t high = unit(u, p), low = n >= 4 ? unit(u, p + 2) : 0;
    *c = (int32_t)high;
    if (high < 0xd800 || high >= 0xe000)
        return 2;
    *c = 0xfffd;
    if (high >= 0xdc00 || low < 0xdc00 || low >= 0xe000)
        return 2;
    *c = (int32_t)(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    return 4;
}

static size_t put_ready(struct utf16 *u, char *to, size_t n)
{
    size_t k = u->n_ready < n ? u->n_ready : n;
    memcpy(to, u->ready, k);
    memmove(u->ready, u->ready + k, u->n_ready - k);
    u->n_ready -= k;
    return k;
}

static bool utf16_read(void *with, uint64_t at, char *to, size_t n, size_t *got)
{
    struct utf16 *u = with;
    unsigned char in[4096];
    size_t have;
    if (at == 0) {
        u->at = u->mark ? 2 : 0;
        u->n_ready = 0;
    }
    *got = put_ready(u, to, n);
    while (*got < n) {
        if (!u->from.read(u->from.with, u->at, (char *)in, sizeof in, &have))
            return false;
        bool end = have < sizeof in;
        size_t i = 0;
        while (*got < n && have - i >= (end ? 2 : 4)) {
            int32_t c;
            i += character(u, in + i, have - i, &c);
            u->n_ready = (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)u->ready);
            *got += put_ready(u, to + *got, n - *got);
        }
        u->at += i;
        if (end && have - i < 2)
            break;
    }
    return true;
}

struct intake_source utf16_source(struct arena *a, struct intake_source from, bool big_endian,
                                  bool mark)
{
    struct utf16 *u = NEW(a, struct utf16);
    *u = (struct utf16){.from = from, .big_endian = big_endian, .mark = mark};
    return (struct intake_source){utf16_read, u, true};
}

/* ---- bytes in memory ----------------------------------------------------------------------- */

static bool memory_read(void *with, uint64_t at, char *to, size_t n, size_t *got)
{
    const struct str *text = with;
    *got = at >= text->n ? 0 : text->n - at < n ? text->n - at : n;
    if (*got)
        memcpy(to, text->p + at, *got);
    return true;
}

struct intake_source intake_memory(struct str *text)
{
    return (struct intake_source){memory_read, text, false};
}
