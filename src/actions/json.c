/* json.c: yajl's generator on the run's arena. */
#include <string.h>
#include <yajl/yajl_gen.h>

#include "actions/json.h"

/* yajl frees and grows; an arena does neither, so each piece carries its size. */
static void *piece(void *ctx, size_t n)
{
    size_t *p = arena_alloc(ctx, n + 16, 16);
    *p = n;
    return (char *)p + 16;
}

static void *bigger(void *ctx, void *old, size_t n)
{
    void *p = piece(ctx, n);
    if (old) {
        size_t had = *(size_t *)(void *)((char *)old - 16);
        memcpy(p, old, had < n ? had : n);
    }
    return p;
}

static void forget(void *ctx, void *p)
{
    (void)ctx;
    (void)p;
}

struct json json_begin(struct run *r)
{
    yajl_alloc_funcs funcs = {piece, bigger, forget, r->a};
    struct json j = {.r = r, .gen = yajl_gen_alloc(&funcs)};
    yajl_gen_config(j.gen, yajl_gen_beautify, 1);
    yajl_gen_config(j.gen, yajl_gen_indent_string, "  ");
    return j;
}

void json_finish(struct json *j)
{
    const unsigned char *p;
    size_t n;
    yajl_gen_get_buf(j->gen, &p, &n);
    buf_put(&j->r->out, (struct str){(const char *)p, n});
}

/* A path may hold bytes that are no text; JSON may not: U+FFFD stands for them. */
static struct str valid(struct json *j, struct str s)
{
    struct buf b = buf_new(j->r->a);
    for (size_t n; (n = str_utf8_valid(s)) < s.n; s = str_sub(s, n + 1, s.n)) {
        buf_put(&b, str_sub(s, 0, n));
        buf_put(&b, S("\xef\xbf\xbd"));
    }
    if (!b.n)
        return s;
    buf_put(&b, s);
    return buf_str(&b);
}

static void put(struct json *j, struct str s)
{
    s = valid(j, s);
    yajl_gen_string(j->gen, (const unsigned char *)(s.p ? s.p : ""), s.n);
}

static void named(struct json *j, const char *key)
{
    if (key)
        put(j, str_of(key));
}

void json_map(struct json *j, const char *key)
{
    named(j, key);
    yajl_gen_map_open(j->gen);
}

void json_list(struct json *j, const char *key)
{
    named(j, key);
    yajl_gen_array_open(j->gen);
}

void json_end_map(struct json *j)
{
    yajl_gen_map_close(j->gen);
}

void json_end_list(struct json *j)
{
    yajl_gen_array_close(j->gen);
}

void json_null(struct json *j, const char *key)
{
    named(j, key);
    yajl_gen_null(j->gen);
}

void json_text(struct json *j, const char *key, struct str s)
{
    if (!s.n) {
        json_null(j, key);
        return;
    }
    named(j, key);
    put(j, s);
}

void json_int(struct json *j, const char *key, int64_t n)
{
    named(j, key);
    yajl_gen_integer(j->gen, n);
}

void json_decimal(struct json *j, const char *key, struct str figures)
{
    named(j, key);
    yajl_gen_number(j->gen, figures.p, figures.n);
}

void json_bool(struct json *j, const char *key, bool b)
{
    named(j, key);
    yajl_gen_bool(j->gen, b);
}

void json_pence(struct json *j, const char *key, pence p)
{
    if (p < 0 || p == PENCE_MAX)
        json_null(j, key);
    else
        json_int(j, key, p);
}

void json_date(struct json *j, const char *key, date d)
{
    json_text(j, key, date_iso(j->r->a, d));
}

void json_pos(struct json *j, const char *key, const struct findings *f, struct pos pos)
{
    if (pos.file == POS_NOWHERE) {
        json_null(j, key);
        return;
    }
    json_map(j, key);
    json_text(j, "file", f->sources.at[pos.file].path);
    json_int(j, "line", pos.line);
    json_int(j, "column", pos.column);
    json_end_map(j);
}
