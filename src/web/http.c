/* http.c: libmicrohttpd behind http.h.
 *
 * libmicrohttpd calls answer() several times for one request: first with the head only, then
 * with each piece of the body, at last with nothing more to come. A response given on the first
 * call would make it close the connection. */
#include "web/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

enum { REQUEST_MB = 1024, CONNECTIONS = 1000, HEAD_BYTES = 32 * 1024, COMPRESS_FROM = 1000 };

struct http {
    struct MHD_Daemon *daemon;
    http_handler handle;
    void *context;
    size_t most_body;
    atomic_uint busy; /* requests begun and not yet sent */
};

struct exchange { /* one request and its response */
    struct arena arena;
    jmp_buf out_of_memory;
    struct request q;
    struct response out;
    struct MHD_PostProcessor *post;
    size_t received;
    bool too_large;
};

/* ---- fields -------------------------------------------------------------------------------- */

struct str field_get(const fields *f, const char *name)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (str_eq(f->at[i].name, str_of(name)))
            return f->at[i].value;
    return S("");
}

bool field_has(const fields *f, const char *name)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (str_eq(f->at[i].name, str_of(name)))
            return true;
    return false;
}

static enum MHD_Result add_argument(void *cls, enum MHD_ValueKind kind, const char *key,
                                    size_t key_n, const char *value, size_t value_n)
{
    struct exchange *x = cls;
    struct field *f = vec_push(&x->arena, &x->q.query);
    (void)kind;
    f->name = str_copy(&x->arena, (struct str){key, key_n});
    f->value = value ? str_copy(&x->arena, (struct str){value, value_n}) : S("");
    return MHD_YES;
}

/* A long value comes in pieces, each with its place. */
static enum MHD_Result add_piece(void *cls, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *type, const char *encoding,
                                 const char *data, uint64_t at, size_t n)
{
    struct exchange *x = cls;
    struct arena *a = &x->arena;
    (void)kind, (void)filename, (void)type, (void)encoding;
    struct field *last = x->q.form.n ? &x->q.form.at[x->q.form.n - 1] : NULL;
    if (at > 0 && last && str_eq(last->name, str_of(key))) {
        char *p =
            arena_grow(a, (char *)(uintptr_t)last->value.p, last->value.n, last->value.n + n, 1);
        memcpy(p + last->value.n, data, n);
        last->value = (struct str){p, last->value.n + n};
    } else {
        struct field *f = vec_push(a, &x->q.form);
        f->name = str_copy(a, str_of(key));
        f->value = str_copy(a, (struct str){data, n});
    }
    return MHD_YES;
}

/* ---- responses ------------------------------------------------------------------------------ */

static bool accepts_gzip(struct MHD_Connection *c)
{
    const char *said =
        MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    return said && strstr(said, "gzip") && !strstr(said, "gzip;q=0");
}

/* False, and nothing changed, when it would not be smaller. */
static bool compress_body(struct exchange *x)
{
    struct buf *body = &x->out.body;
    z_stream z = {0};
    char *small = arena_alloc(&x->arena, body->n, 1); /* first: it may jump */
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    z.next_in = (Bytef *)body->p;
    z.avail_in = (uInt)body->n;
    z.next_out = (Bytef *)small;
    z.avail_out = (uInt)body->n;
    bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    if (done) {
        body->p = small;
        body->n = z.total_out;
    }
    deflateEnd(&z);
    return done;
}

struct header {
    const char *name, *value;
};
typedef VEC(struct header) headers;

static void header(struct exchange *x, headers *list, const char *name, const char *value)
{
    *vec_push(&x->arena, list) = (struct header){name, value};
}

static void safe_headers(struct exchange *x, headers *list)
{
    struct str policy = str_fmt(
        &x->arena,
        "default-src 'none'; script-src 'self'; style-src %s; img-src 'self' data:; font-src "
        "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        x->out.style_src ? x->out.style_src : "'self'");
    header(x, list, "Content-Security-Policy", str_z(&x->arena, policy));
    header(x, list, "X-Content-Type-Options", "nosniff");
    header(x, list, "X-Frame-Options", "DENY");
    header(x, list, "Referrer-Policy", "same-origin");
    header(x, list, "Cross-Origin-Opener-Policy", "same-origin");
    header(x, list, "Cross-Origin-Resource-Policy", "same-origin");
    header(x, list, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

static void all_headers(struct exchange *x, headers *list, const char *tag, bool gzip)
{
    struct response *out = &x->out;
    header(x, list, MHD_HTTP_HEADER_CONTENT_TYPE, out->type);
    header(x, list, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    header(x, list, MHD_HTTP_HEADER_CACHE_CONTROL,
           out->lasting ? "public, max-age=31536000, immutable" : "no-cache");
    if (out->status == MHD_HTTP_OK || out->status == MHD_HTTP_NOT_MODIFIED)
        header(x, list, MHD_HTTP_HEADER_ETAG, tag);
    if (gzip)
        header(x, list, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (out->location.n)
        header(x, list, MHD_HTTP_HEADER_LOCATION, str_z(&x->arena, out->location));
    if (out->download.n)
        header(x, list, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
               str_z(&x->arena,
                     str_fmt(&x->arena, "attachment; filename=\"%.*s\"", STR(out->download))));
    if (out->status == MHD_HTTP_METHOD_NOT_ALLOWED)
        header(x, list, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
    safe_headers(x, list);
}

/* Nothing of the arena is asked for here: a jump would leave the response behind. */
static enum MHD_Result queue(struct MHD_Connection *c, const struct exchange *x,
                             const headers *list)
{
    struct MHD_Response *r =
        MHD_create_response_from_buffer(x->out.body.n, x->out.body.p, MHD_RESPMEM_PERSISTENT);
    if (!r)
        return MHD_NO;
    enum MHD_Result fine = MHD_YES;
    for (uint32_t i = 0; fine == MHD_YES && i < list->n; i++)
        fine = MHD_add_response_header(r, list->at[i].name, list->at[i].value);
    if (fine == MHD_YES)
        fine = MHD_queue_response(c, (unsigned)x->out.status, r);
    MHD_destroy_response(r);
    return fine; /* MHD_NO closes the connection */
}

static enum MHD_Result send_response(struct MHD_Connection *c, struct exchange *x)
{
    struct response *out = &x->out;
    headers list = {0};
    unsigned long long hash = str_hash(buf_str(&out->body));
    const char *tag = str_z(&x->arena, str_fmt(&x->arena, "\"%016llx\"", hash));
    const char *known =
        MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    if (out->status == MHD_HTTP_OK && known && strcmp(known, tag) == 0) {
        out->status = MHD_HTTP_NOT_MODIFIED;
        out->body.n = 0;
    }
    bool text = strncmp(out->type, "text/", 5) == 0 || strstr(out->type, "json") ||
                strstr(out->type, "svg") || strstr(out->type, "javascript");
    bool gzip = text && out->body.n >= COMPRESS_FROM && accepts_gzip(c) && compress_body(x);
    all_headers(x, &list, tag, gzip);
    return queue(c, x, &list);
}

static void plain(struct exchange *x, int status, const char *sentence)
{
    static const struct buf none;
    x->out = (struct response){.status = status, .type = "text/plain; charset=utf-8", .body = none};
    x->out.body.p = (char *)(uintptr_t)sentence; /* only read */
    x->out.body.n = strlen(sentence);
}

/* ---- requests -------------------------------------------------------------------------------- */

static bool read_head(struct exchange *x, struct MHD_Connection *c, const char *path,
                      const char *method)
{
    if (setjmp(x->out_of_memory))
        return false;
    bool head = strcmp(method, "HEAD") == 0;
    x->q.a = &x->arena;
    x->q.method = head ? S("GET") : str_copy(&x->arena, str_of(method));
    x->q.path = str_copy(&x->arena, str_of(path));
    MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, add_argument, x);
    if (strcmp(method, "POST") == 0)
        x->post = MHD_create_post_processor(c, 16 * 1024, add_piece, x);
    return true;
}

static struct exchange *begin(struct http *h, struct MHD_Connection *c, const char *path,
                              const char *method)
{
    struct exchange *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    arena_init(&x->arena, REQUEST_MB, &x->out_of_memory);
    if (!read_head(x, c, path, method)) {
        arena_free(&x->arena);
        free(x);
        return NULL;
    }
    atomic_fetch_add(&h->busy, 1);
    return x;
}

static void handle(struct http *h, struct exchange *x)
{
    bool known = str_eq(x->q.method, S("GET")) || str_eq(x->q.method, S("POST"));
    if (setjmp(x->out_of_memory)) {
        plain(x, MHD_HTTP_SERVICE_UNAVAILABLE, "This answer needs more memory than there is.\n");
        return;
    }
    if (!known) {
        plain(x, MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET, HEAD and POST are understood here.\n");
        return;
    }
    if (x->too_large) {
        plain(x, MHD_HTTP_CONTENT_TOO_LARGE, "What was sent is larger than is taken here.\n");
        return;
    }
    x->out = (struct response){.status = 200, .type = "text/html; charset=utf-8"};
    x->out.body = buf_new(&x->arena);
    h->handle(h->context, &x->q, &x->out);
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *path,
                              const char *method, const char *version, const char *data, size_t *n,
                              void **state)
{
    struct http *h = cls;
    struct exchange *x = *state;
    (void)version;
    if (!x) {
        *state = x = begin(h, c, path, method);
        return x ? MHD_YES : MHD_NO;
    }
    if (setjmp(x->out_of_memory))
        return MHD_NO; /* closes the connection */
    if (*n) {
        x->received += *n;
        x->too_large = x->too_large || x->received > h->most_body;
        if (x->post && !x->too_large && MHD_post_process(x->post, data, *n) != MHD_YES)
            x->too_large = false; /* not a form: its fields stay empty */
        *n = 0;
        return MHD_YES;
    }
    if (x->post) {
        MHD_destroy_post_processor(x->post); /* hands over what it still holds */
        x->post = NULL;
    }
    handle(h, x);
    if (setjmp(x->out_of_memory))
        return MHD_NO;
    return send_response(c, x);
}

static void end(void *cls, struct MHD_Connection *c, void **state,
                enum MHD_RequestTerminationCode why)
{
    struct http *h = cls;
    struct exchange *x = *state;
    (void)c, (void)why;
    if (!x)
        return;
    if (x->post && !setjmp(x->out_of_memory)) /* it hands over what it still holds */
        MHD_destroy_post_processor(x->post);
    arena_free(&x->arena);
    free(x);
    *state = NULL;
    atomic_fetch_sub(&h->busy, 1);
}

/* ---- the server --------------------------------------------------------------------------------
 */

struct http *http_start(struct arena *a, const struct http_settings *s, http_handler handler,
                        void *context, struct str *why)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(s->port)};
    if (inet_pton(AF_INET, s->address, &at.sin_addr) != 1) {
        *why =
            str_fmt(a, "%s is not an address to serve at; write 127.0.0.1 or 0.0.0.0", s->address);
        return NULL;
    }
    struct http *h = NEW(a, struct http);
    h->handle = handler;
    h->context = context;
    h->most_body = s->most_body;
    h->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, s->port, NULL, NULL, answer, h,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_THREAD_POOL_SIZE, s->threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        s->timeout_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_BYTES,
        MHD_OPTION_NOTIFY_COMPLETED, end, h, MHD_OPTION_END);
    if (!h->daemon) {
        *why = str_fmt(
            a,
            "cannot serve at %s:%u: another program may be using that port; choose one with --port",
            s->address, s->port);
        return NULL;
    }
    return h;
}

uint16_t http_port(const struct http *h)
{
    return MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void http_stop(struct http *h, unsigned seconds)
{
    struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    MHD_socket listening = MHD_quiesce_daemon(h->daemon);
    for (unsigned i = 0; atomic_load(&h->busy) && i < seconds * 50; i++)
        nanosleep(&pause, NULL);
    MHD_stop_daemon(h->daemon);
    if (listening != MHD_INVALID_SOCKET)
        shutdown(listening, SHUT_RDWR);
}
