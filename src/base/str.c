/* str.c: slices of text, growing text, and a table from text to number. */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/base.h"

struct str str_of(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_fold(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

struct str str_sub(struct str s, size_t from, size_t to)
{
    check(from <= to && to <= s.n);
    return (struct str){from ? s.p + from : s.p, to - from}; /* s.p may be NULL */
}

size_t str_find(struct str s, char c)
{
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

size_t str_last(struct str s, char c)
{
    size_t at = s.n;
    while (at && s.p[at - 1] != c)
        at--;
    return at;
}

bool str_has_fold(struct str s, struct str part)
{
    char first = part.n ? lower(part.p[0]) : 0;
    for (size_t at = 0; part.n && at + part.n <= s.n; at++)
        if (lower(s.p[at]) == first && str_eq_fold(str_sub(s, at, at + part.n), part))
            return true;
    return !part.n;
}

bool str_has(struct str s, struct str part)
{
    size_t at = 0;
    while (part.n && at + part.n <= s.n) {
        const char *p = memchr(s.p + at, part.p[0], s.n - part.n - at + 1);
        if (!p || memcmp(p, part.p, part.n) == 0)
            return p;
        at = (size_t)(p - s.p) + 1;
    }
    return !part.n;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){str_z(a, s), s.n};
}

const char *str_z(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return p;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, then one mixing step */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return (h ^ (h >> 32)) * 0x9e3779b97f4a7c15u;
}

unsigned str_distance(struct str a, struct str b, unsigned max)
{
    enum { MOST = 64 };
    unsigned rows[3][MOST + 1];
    if (a.n > MOST || b.n > MOST || a.n > b.n + max || b.n > a.n + max)
        return max + 1;
    unsigned *before = rows[0], *last = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.n; j++)
        last[j] = j;
    unsigned least_before = 0;
    for (size_t i = 1; i <= a.n; i++) {
        unsigned least = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.n; j++) {
            unsigned cost = lower(a.p[i - 1]) != lower(b.p[j - 1]);
            unsigned d = last[j - 1] + cost;
            if (last[j] + 1 < d)
                d = last[j] + 1;
            if (row[j - 1] + 1 < d)
                d = row[j - 1] + 1;
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
                lower(a.p[i - 2]) == lower(b.p[j - 1]) && before[j - 2] + 1 < d)
                d = before[j - 2] + 1;
            row[j] = d;
            least = d < least ? d : least;
        }
        if (least > max && least_before > max)
            return max + 1; /* what follows builds on these two rows */
        least_before = least;
        unsigned *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b.n] > max ? max + 1 : last[b.n];
}

size_t str_utf8_valid(struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        utf8proc_int32_t cp;
        uint64_t eight;
        while (s.n - i >= sizeof eight) { /* most text is ASCII */
            memcpy(&eight, s.p + i, sizeof eight);
            if (eight & 0x8080808080808080u)
                break;
            i += sizeof eight;
        }
        if (i == s.n)
            break;
        if ((unsigned char)s.p[i] < 0x80) { /* most of every text */
            i++;
            continue;
        }
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &cp);
        if (k <= 0)
            break;
        i += (size_t)k;
    }
    return i;
}

int str_control(struct str s)
{
    utf8proc_int32_t cp;
    if (s.n && s.p[0] >= 0x20 && s.p[0] < 0x7f)
        return -1; /* most are, and need no decoding */
    if (utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &cp) <= 0)
        return -1;
    bool escapes = (cp < 0x20 && cp != '\t') || (cp >= 0x7f && cp < 0xa0);
    bool turns = (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
    return escapes || turns ? cp : -1;
}

/* Length of the character that s begins with. */
static size_t character(struct str s)
{
    size_t k = 1;
    while (k < s.n && k < 4 && ((unsigned char)s.p[k] & 0xc0) == 0x80)
        k++;
    return k;
}

static bool is_blank_or_obeyed(struct str s)
{
    return s.p[0] == '\t' || s.p[0] == 0 || str_control(s) >= 0;
}

struct str str_line(struct arena *a, struct str s)
{
    size_t i = 0;
    while (i < s.n && !is_blank_or_obeyed(str_sub(s, i, s.n)))
        i++;
    if (i == s.n)
        return s;
    struct buf b = buf_new(a);
    for (size_t k; s.n; s = str_sub(s, k, s.n)) {
        k = character(s);
        bool blank = s.p[0] == '\n' || s.p[0] == '\r' || s.p[0] == '\t';
        buf_put(&b, blank ? S(" ") : is_blank_or_obeyed(s) ? S("\xef\xbf\xbd") : str_sub(s, 0, k));
    }
    return buf_str(&b);
}

size_t str_width(struct str s)
{
    size_t i = 0, width = 0;
    while (i < s.n) {
        if (s.p[i] >= ' ' && s.p[i] <= '~') { /* nearly all there is */
            i++, width++;
            continue;
        }
        utf8proc_int32_t cp;
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &cp);
        if (k <= 0) {
            i++, width++;
            continue;
        }
        i += (size_t)k;
        int w = utf8proc_charwidth(cp);
        width += w > 0 ? (size_t)w : 0;
    }
    return width;
}

struct str str_vfmt(struct arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    check(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1, 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct str s = str_vfmt(a, fmt, args);
    va_end(args);
    return s;
}

struct buf buf_new(struct arena *a)
{
    return (struct buf){.a = a};
}

struct buf buf_sized(struct arena *a, size_t room)
{
    return (struct buf){.a = a, .p = arena_grow_text(a, NULL, 0, room, 1), .cap = room};
}

static char *buf_room(struct buf *b, size_t more)
{
    if (b->cap - b->n < more) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        while (cap - b->n < more)
            cap *= 2;
        b->p = arena_grow_text(b->a, b->p, b->cap, cap, 1);
        b->cap = cap;
    }
    b->n += more;
    return b->p + b->n - more;
}

void buf_put(struct buf *b, struct str s)
{
    if (s.n)
        memcpy(buf_room(b, s.n), s.p, s.n);
}

void buf_putc(struct buf *b, char c)
{
    *buf_room(b, 1) = c;
}

void buf_z(struct buf *b, const char *z)
{
    buf_put(b, str_of(z));
}

void buf_pad(struct buf *b, char c, size_t n)
{
    if (n)
        memset(buf_room(b, n), c, n);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    char small[512];
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, fmt, args);
    check(n >= 0);
    if ((size_t)n < sizeof small) {
        buf_put(b, (struct str){small, (size_t)n});
    } else {
        /* One byte more than needed for vsnprintf's NUL, then given back. */
        char *p = buf_room(b, (size_t)n + 1);
        vsnprintf(p, (size_t)n + 1, fmt, again);
        b->n--;
    }
    va_end(again);
    va_end(args);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

/* Would a spreadsheet take the cell for something to work out? Numbers may have a sign. */
static bool is_formula(struct str cell)
{
    if (cell.n < 2 || !memchr("=+-@\t\r", cell.p[0], 6))
        return false;
    bool number = cell.p[0] == '+' || cell.p[0] == '-';
    for (size_t i = 1; number && i < cell.n; i++)
        number = (cell.p[i] >= '0' && cell.p[i] <= '9') || cell.p[i] == '.' || cell.p[i] == ',';
    return !number;
}

void buf_csv(struct buf *b, struct str cell)
{
    bool quote = false;
    for (size_t i = 0; i < cell.n; i++)
        if (strchr("\",\r\n", cell.p[i]) && cell.p[i])
            quote = true;
    if (quote)
        buf_putc(b, '"');
    if (is_formula(cell))
        buf_putc(b, '\'');
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_putc(b, '"');
        buf_putc(b, cell.p[i]);
    }
    if (quote)
        buf_putc(b, '"');
}

/* NULL: it stands as it is; "": it cannot stand in XML. */
static const char *xml_escape(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return c >= 0x20 || c == '\n' || c == '\t' ? NULL : "";
    }
}

void buf_xml(struct buf *b, struct str text)
{
    size_t done = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *escape = xml_escape((unsigned char)text.p[i]);
        if (!escape)
            continue;
        buf_put(b, str_sub(text, done, i));
        buf_z(b, escape);
        done = i + 1;
    }
    buf_put(b, str_sub(text, done, text.n));
}

static uint32_t map_slot(const struct map *m, struct str key)
{
    uint32_t i = (uint32_t)str_hash(key) & (m->cap - 1);
    while (m->slots[i].key.p && !str_eq(m->slots[i].key, key))
        i = (i + 1) & (m->cap - 1);
    return i;
}

void map_put(struct arena *a, struct map *m, struct str key, uint32_t value)
{
    check(key.p != NULL);
    if (m->n * 2 >= m->cap) {
        struct map bigger = {.cap = m->cap ? m->cap * 2 : 16};
        bigger.slots = NEW_ARRAY(a, struct map_slot, bigger.cap);
        for (uint32_t i = 0; i < m->cap; i++)
            if (m->slots[i].key.p)
                bigger.slots[map_slot(&bigger, m->slots[i].key)] = m->slots[i];
        bigger.n = m->n;
        *m = bigger;
    }
    uint32_t i = map_slot(m, key);
    if (m->slots[i].key.p)
        return;
    m->slots[i] = (struct map_slot){key, value};
    m->n++;
}

uint32_t map_get(const struct map *m, struct str key)
{
    if (!m->cap)
        return MAP_NONE;
    uint32_t i = map_slot(m, key);
    return m->slots[i].key.p ? m->slots[i].value : MAP_NONE;
}
