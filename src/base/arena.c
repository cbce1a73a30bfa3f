/* arena.c: memory that is handed out piece by piece and taken back at once. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/base.h"

enum { CHUNK_FIRST = 64 * 1024, CHUNK_MOST = 64 * 1024 * 1024, PAGE_LARGE = 2 * 1024 * 1024 };

struct arena_chunk {
    struct arena_chunk *before;
    size_t size, used;
    _Alignas(16) char bytes[];
};

static _Thread_local unsigned long fail_at, requests;

void arena_fail_at(unsigned long n)
{
    fail_at = n;
    requests = 0;
}

unsigned long arena_requests(void)
{
    return requests;
}

void arena_init(struct arena *a, size_t cap_mb, jmp_buf *out_of_memory)
{
    *a = (struct arena){.cap = cap_mb << 20, .out_of_memory = out_of_memory};
}

void arena_free(struct arena *a)
{
    while (a->last) {
        struct arena_chunk *c = a->last;
        a->last = c->before;
        free(c);
    }
    a->used_total = 0;
}

static _Noreturn void no_memory(struct arena *a)
{
    check(a->out_of_memory != NULL);
    longjmp(*a->out_of_memory, 1);
}

/* Large chunks go into large pages where the system has them: questions touch things that lie far
 * apart, and miss the table of pages less often. */
static struct arena_chunk *chunk_memory(size_t *size)
{
    void *p = NULL;
    if (*size < 2 * PAGE_LARGE)
        return malloc(sizeof(struct arena_chunk) + *size);
    size_t whole = (sizeof(struct arena_chunk) + *size + PAGE_LARGE - 1) / PAGE_LARGE * PAGE_LARGE;
    if (posix_memalign(&p, PAGE_LARGE, whole) != 0)
        return NULL;
#ifdef MADV_HUGEPAGE
    madvise(p, whole, MADV_HUGEPAGE); /* a wish: nothing depends on it */
#endif
    *size = whole - sizeof(struct arena_chunk);
    return p;
}

static struct arena_chunk *chunk_new(struct arena *a, size_t need)
{
    size_t size = a->last ? a->last->size * 2 : CHUNK_FIRST;
    if (size > CHUNK_MOST)
        size = CHUNK_MOST;
    if (fail_at)
        size = 0; /* test mode: no slack, so that every request is a new one */
    if (size < need)
        size = need;
    requests++;
    if (requests == fail_at)
        no_memory(a);
    struct arena_chunk *c = chunk_memory(&size);
    if (!c)
        no_memory(a);
    *c = (struct arena_chunk){.before = a->last, .size = size};
    a->last = c;
    return c;
}

static void *take(struct arena *a, size_t size, size_t align)
{
    struct arena_chunk *c = a->last;
    size_t start = c ? (c->used + align - 1) & ~(align - 1) : 0;
    if (a->used_total + size > a->cap || size > a->cap)
        no_memory(a);
    if (!c || start > c->size || c->size - start < size) {
        c = chunk_new(a, size);
        start = 0;
    }
    c->used = start + size;
    a->used_total += size;
    return c->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
    return memset(take(a, size, align), 0, size);
}

void *arena_grow_text(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align)
{
    struct arena_chunk *c = a->last;
    size_t more = new_size - old_size;
    if (old && c && (char *)old + old_size == c->bytes + c->used && c->size - c->used >= more &&
        a->used_total + more <= a->cap) {
        c->used += more;
        a->used_total += more;
        return old;
    }
    void *p = take(a, new_size, align);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size, size_t align)
{
    char *p = arena_grow_text(a, old, old_size, new_size, align);
    memset(p + old_size, 0, new_size - old_size);
    return p;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->last, a->last ? a->last->used : 0, a->used_total};
}

void arena_rewind(struct arena *a, struct arena_mark m)
{
    while (a->last != m.chunk) {
        struct arena_chunk *c = a->last;
        a->last = c->before;
        free(c);
    }
    if (a->last)
        a->last->used = m.used;
    a->used_total = m.used_total;
}

void arena_adopt(struct arena *a, struct arena *b)
{
    struct arena_chunk *first = b->last;
    if (!first)
        return;
    while (first->before)
        first = first->before;
    first->before = a->last;
    a->last = b->last;
    a->used_total += b->used_total;
    *b = (struct arena){.cap = b->cap, .out_of_memory = b->out_of_memory};
}

void *vec_more(struct arena *a, void *at, uint32_t *cap, size_t size)
{
    /* Most lists stay short: large elements begin with few. */
    uint32_t first = size >= 128 ? 1 : size >= 32 ? 2 : 8;
    uint32_t bigger = *cap ? *cap * 2 : first;
    check(bigger > *cap);
    at = arena_grow(a, at, *cap * size, bigger * size, 16);
    *cap = bigger;
    return at;
}
