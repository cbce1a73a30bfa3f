/* http.c: libmicrohttpd behind http.h.
 *
 * libmicrohttpd calls answer() several times for one request: first with the head only, then
 * with each piece of the body, at last with nothing more to come. A response given on the first
 * call would make it close the connection. */
#include "web/http.h"

#include <arpa/inet.h>
#include <libdeflate.h>
#include <malloc.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "web/head.h"

enum {
    REQUEST_MB = 1024,
    HEAD_BYTES = 32 * 1024,
    COMPRESS_FROM = 1000,
    MOST_FIELDS = 1000,   /* of a form; those of an address are bound by HEAD_BYTES */
    HURRY_SECONDS = 5,    /* instead of whole_seconds while there is hardly room */
    SENDING_SECONDS = 300 /* for an answer to be taken */
};

/* One connection. The server itself only ends those on which nothing happens at all; one byte now
 * and then would hold a connection, of which there are only so many, for ever. */
struct visitor {
    struct visitor *next, **link; /* link: what points here */
    int fd;
    atomic_ullong since; /* seconds of the clock when it began to wait, or was last answered */
    atomic_bool answering, sending; /* sending: a file, which takes its time */
};

struct http {
    struct MHD_Daemon *daemon;
    http_handler handle;
    void *context;
    struct http_settings settings;
    atomic_uint busy;   /* requests begun and not yet sent */
    atomic_bool taking; /* a file */
    pthread_mutex_t lock;
    pthread_cond_t ending;
    pthread_t keeper;
    bool ends; /* guarded by lock, as these are: */
    struct visitor *visitors;
    unsigned n_visitors;
};

struct exchange { /* one request and its response */
    struct arena arena;
    jmp_buf out_of_memory;
    struct visitor *visitor;
    struct request q;
    struct response out;
    struct MHD_PostProcessor *post;
    size_t received, room; /* room: of the last value of the form */
    bool upload;           /* it holds http.taking */
    int refuse; /* the status with which it is refused, whatever it asks for; 0: it is not */
};

/* ---- connections --------------------------------------------------------------------------- */

static unsigned long long seconds(void)
{
    return os_nanoseconds() / 1000000000u;
}

static void come(struct http *h, struct MHD_Connection *c, void **context)
{
    struct visitor *v = calloc(1, sizeof *v);
    if (!v)
        return; /* its request will be refused */
    v->fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    atomic_store(&v->since, seconds());
    pthread_mutex_lock(&h->lock);
    v->next = h->visitors;
    v->link = &h->visitors;
    if (v->next)
        v->next->link = &v->next;
    h->visitors = v;
    h->n_visitors++;
    pthread_mutex_unlock(&h->lock);
    *context = v;
}

static void go(struct http *h, struct visitor *v)
{
    pthread_mutex_lock(&h->lock);
    *v->link = v->next;
    if (v->next)
        v->next->link = v->link;
    h->n_visitors--;
    pthread_mutex_unlock(&h->lock);
    free(v);
}

static void come_or_go(void *cls, struct MHD_Connection *c, void **context,
                       enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        come(cls, c, context);
    } else if (*context) {
        go(cls, *context);
        *context = NULL;
    }
}

/* Ends the connections whose time is up. With the lock: they cannot be closed meanwhile, and their
 * numbers given to others. */
static void sweep(struct http *h)
{
    unsigned long long now = seconds();
    bool crowded = h->n_visitors >= h->settings.connections / 2;
    unsigned whole = h->settings.whole_seconds;
    if (crowded && whole > HURRY_SECONDS)
        whole = HURRY_SECONDS;
    for (struct visitor *v = h->visitors; v; v = v->next) {
        unsigned at_most = atomic_load(&v->answering) ? SENDING_SECONDS
                           : atomic_load(&v->sending) ? h->settings.upload_seconds
                                                      : whole;
        if (now - atomic_load(&v->since) > at_most)
            shutdown(v->fd, SHUT_RDWR);
    }
}

static void *keep(void *cls)
{
    struct http *h = cls;
    pthread_mutex_lock(&h->lock);
    while (!h->ends) {
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_sec++;
        pthread_cond_timedwait(&h->ending, &h->lock, &at);
        sweep(h);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

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

const struct field *field_file(const fields *f, const char *name)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (str_eq(f->at[i].name, str_of(name)) && f->at[i].file.n)
            return &f->at[i];
    return NULL;
}

bool request_is_own(const struct request *q)
{
    struct str origin = q->origin;
    if (q->from.n)
        return str_eq(q->from, S("same-origin"));
    if (!origin.n)
        return true;
    size_t host = 0;
    while (host + 3 <= origin.n && !str_starts(str_sub(origin, host, origin.n), S("://")))
        host++;
    return host + 3 <= origin.n && str_eq_fold(str_sub(origin, host + 3, origin.n), q->host);
}

static enum MHD_Result add_argument(void *cls, enum MHD_ValueKind kind, const char *key,
                                    size_t key_n, const char *value, size_t value_n)
{
    struct exchange *x = cls;
    (void)kind;
    struct field *f = vec_push(&x->arena, &x->q.query);
    f->name = str_copy(&x->arena, (struct str){key, key_n});
    f->value = value ? str_copy(&x->arena, (struct str){value, value_n}) : S("");
    return MHD_YES;
}

/* The value grows by half of what it has, so that the bytes of a large file are seldom moved. */
static void grow_value(struct exchange *x, struct field *f, const char *data, size_t n)
{
    struct arena *a = &x->arena;
    char *p = (char *)(uintptr_t)f->value.p;
    if (f->value.n + n > x->room) {
        size_t room = f->value.n + n + f->value.n / 2;
        p = arena_grow_text(a, p, f->value.n, room, 1);
        x->room = room;
    }
    memcpy(p + f->value.n, data, n);
    f->value = (struct str){p, f->value.n + n};
}

/* A long value comes in pieces, each with its place. */
static enum MHD_Result add_piece(void *cls, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *type, const char *encoding,
                                 const char *data, uint64_t at, size_t n)
{
    struct exchange *x = cls;
    struct arena *a = &x->arena;
    (void)kind, (void)type, (void)encoding;
    struct field *last = x->q.form.n ? &x->q.form.at[x->q.form.n - 1] : NULL;
    if (at > 0 && last && str_eq(last->name, str_of(key))) {
        grow_value(x, last, data, n);
    } else if (x->q.form.n == MOST_FIELDS) {
        x->refuse = MHD_HTTP_CONTENT_TOO_LARGE;
        return MHD_NO;
    } else {
        struct field *f = vec_push(a, &x->q.form);
        f->name = str_copy(a, str_of(key));
        f->file = filename ? str_copy(a, str_of(filename)) : S("");
        f->value = S("");
        x->room = 0;
        grow_value(x, f, data, n);
    }
    return MHD_YES;
}

/* ---- responses ----------------------------------------------------------------------------- */

bool http_unchanged(const struct request *q, struct response *out, struct str tag)
{
    out->tag = tag;
    if (!head_lists_tag(q->known, tag))
        return false;
    out->status = MHD_HTTP_NOT_MODIFIED;
    return true;
}

/* False, and nothing changed, when it would not be smaller. The quickest way costs a twentieth more
 * bytes than the usual one of zlib and takes a seventh of its time. */
static bool compress_body(struct exchange *x)
{
    struct buf *body = &x->out.body;
    char *small = arena_alloc(&x->arena, body->n, 1); /* first: it may jump */
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(1);
    size_t n = z ? libdeflate_gzip_compress(z, body->p, body->n, small, body->n) : 0;
    libdeflate_free_compressor(z);
    if (n) {
        body->p = small;
        body->n = n;
    }
    return n > 0;
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
        "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'%s",
        x->out.style_src ? x->out.style_src : "'self'",
        x->out.connects ? "; connect-src 'self'" : "");
    header(x, list, "Content-Security-Policy", str_z(&x->arena, policy));
    header(x, list, "X-Content-Type-Options", "nosniff");
    header(x, list, "X-Frame-Options", "DENY");
    header(x, list, "Referrer-Policy", "same-origin");
    header(x, list, "Cross-Origin-Opener-Policy", "same-origin");
    header(x, list, "Cross-Origin-Resource-Policy", "same-origin");
    header(x, list, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

static void all_headers(struct exchange *x, headers *list)
{
    struct response *out = &x->out;
    header(x, list, MHD_HTTP_HEADER_CONTENT_TYPE, out->type);
    header(x, list, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    header(x, list, MHD_HTTP_HEADER_CACHE_CONTROL,
           out->lasting ? "public, max-age=31536000, immutable" : "no-cache");
    if (out->tag.n && (out->status == MHD_HTTP_OK || out->status == MHD_HTTP_NOT_MODIFIED))
        header(x, list, MHD_HTTP_HEADER_ETAG, str_z(&x->arena, out->tag));
    if (out->packed)
        header(x, list, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    if (out->location.n)
        header(x, list, MHD_HTTP_HEADER_LOCATION, str_z(&x->arena, out->location));
    if (out->download.n)
        header(x, list, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
               str_z(&x->arena,
                     str_fmt(&x->arena, "attachment; filename=\"%.*s\"", STR(out->download))));
    if (x->refuse) /* what follows on this connection may not be what it seems */
        header(x, list, MHD_HTTP_HEADER_CONNECTION, "close");
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
    if (out->status == MHD_HTTP_NOT_MODIFIED)
        out->body.n = 0;
    bool text = strncmp(out->type, "text/", 5) == 0 || strstr(out->type, "json") ||
                strstr(out->type, "svg");
    if (text && x->q.gzip && !out->packed && out->body.n >= COMPRESS_FROM)
        out->packed = compress_body(x);
    all_headers(x, &list);
    return queue(c, x, &list);
}

static void plain(struct exchange *x, int status, const char *sentence)
{
    static const struct buf none;
    x->out = (struct response){.status = status, .type = "text/plain; charset=utf-8", .body = none};
    x->out.body.p = (char *)(uintptr_t)sentence; /* only read */
    x->out.body.n = strlen(sentence);
}

/* ---- requests ------------------------------------------------------------------------------ */

static struct str head_field(struct MHD_Connection *c, const char *name)
{
    const char *value = MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
    return value ? str_of(value) : S("");
}

/* A length said twice may be read as another by a proxy in front of us, and a request be hidden in
 * what one takes for the body of another. */
static enum MHD_Result count_lengths(void *cls, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    unsigned *n = cls;
    bool coded = str_eq_fold(str_of(name), S("Transfer-Encoding"));
    (void)kind;
    *n += coded || str_eq_fold(str_of(name), S("Content-Length"));
    if (coded && !str_eq_fold(str_of(value), S("chunked")))
        *n = 2;
    return MHD_YES;
}

static bool length_is_clear(struct MHD_Connection *c)
{
    unsigned n = 0;
    MHD_get_connection_values(c, MHD_HEADER_KIND, count_lengths, &n);
    return n < 2;
}

static bool read_head(struct exchange *x, struct MHD_Connection *c, const char *path,
                      const char *method)
{
    if (setjmp(x->out_of_memory))
        return false;
    bool head = strcmp(method, "HEAD") == 0;
    x->q.a = &x->arena;
    x->q.method = head ? S("GET") : str_copy(&x->arena, str_of(method));
    x->q.path = str_copy(&x->arena, str_of(path));
    x->q.host = head_field(c, MHD_HTTP_HEADER_HOST);
    x->q.origin = head_field(c, MHD_HTTP_HEADER_ORIGIN);
    x->q.from = head_field(c, "Sec-Fetch-Site");
    x->q.known = head_field(c, MHD_HTTP_HEADER_IF_NONE_MATCH);
    x->q.gzip = head_takes_gzip(head_field(c, MHD_HTTP_HEADER_ACCEPT_ENCODING));
    MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, add_argument, x);
    if (!length_is_clear(c))
        x->refuse = MHD_HTTP_BAD_REQUEST;
    if (strcmp(method, "POST") == 0)
        x->post = MHD_create_post_processor(c, 16 * 1024, add_piece, x);
    return true;
}

/* One file at a time, and none for pages elsewhere: a browser would send there whatever a
 * stranger's page tells it to. */
static void begin_upload(struct http *h, struct exchange *x)
{
    const char *path = h->settings.upload_path;
    if (!path || !x->post || !str_eq(x->q.path, str_of(path)))
        return;
    if (!request_is_own(&x->q)) {
        x->refuse = MHD_HTTP_FORBIDDEN;
    } else if (atomic_exchange(&h->taking, true)) {
        x->refuse = MHD_HTTP_CONFLICT;
    } else {
        x->upload = true;
        atomic_store(&x->visitor->sending, true);
    }
}

static void end_upload(struct http *h, struct exchange *x)
{
    if (!x->upload)
        return;
    x->upload = false;
    atomic_store(&x->visitor->sending, false);
    atomic_store(&h->taking, false);
}

static struct exchange *begin(struct http *h, struct MHD_Connection *c, const char *path,
                              const char *method)
{
    struct visitor *v =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    struct exchange *x = v ? calloc(1, sizeof *x) : NULL;
    if (!x)
        return NULL;
    arena_init(&x->arena, REQUEST_MB, &x->out_of_memory);
    if (!read_head(x, c, path, method)) {
        arena_free(&x->arena);
        free(x);
        return NULL;
    }
    x->visitor = v;
    atomic_fetch_add(&h->busy, 1);
    begin_upload(h, x);
    return x;
}

static bool host_is_ours(const struct http *h, struct str host)
{
    struct str name = head_host_name(host);
    bool fine = h->settings.n_hosts == 0 || !host.n;
    for (uint32_t i = 0; !fine && i < h->settings.n_hosts; i++)
        fine = str_eq_fold(name, h->settings.hosts[i]);
    return fine;
}

/* What is refused whatever it asks for, and why. */
static const struct {
    int status;
    const char *sentence;
} refusals[] = {
    {MHD_HTTP_METHOD_NOT_ALLOWED, "Only GET, HEAD and POST are understood here.\n"},
    {MHD_HTTP_CONTENT_TOO_LARGE, "What was sent is larger than is taken here.\n"},
    {MHD_HTTP_FORBIDDEN, "Files are taken from the pages of this server alone.\n"},
    {MHD_HTTP_CONFLICT, "Another file is being sent. Send yours when that is in.\n"},
    {MHD_HTTP_BAD_REQUEST, "The length of what was sent is not clear.\n"},
    {MHD_HTTP_MISDIRECTED_REQUEST, "This server does not go by that name. Start it with --host "
                                   "NAME if it should.\n"},
    {MHD_HTTP_SERVICE_UNAVAILABLE, "This answer needs more memory than there is.\n"},
};

static void refuse(struct exchange *x, int status)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        if (refusals[i].status == status)
            plain(x, status, refusals[i].sentence);
}

static void handle(struct http *h, struct exchange *x)
{
    if (setjmp(x->out_of_memory)) {
        refuse(x, MHD_HTTP_SERVICE_UNAVAILABLE);
        return;
    }
    if (!str_eq(x->q.method, S("GET")) && !str_eq(x->q.method, S("POST")))
        x->refuse = MHD_HTTP_METHOD_NOT_ALLOWED;
    if (!host_is_ours(h, x->q.host))
        x->refuse = MHD_HTTP_MISDIRECTED_REQUEST;
    if (x->refuse) {
        refuse(x, x->refuse);
        return;
    }
    x->out = (struct response){.status = 200, .type = "text/html; charset=utf-8"};
    x->out.body = buf_new(&x->arena);
    h->handle(h->context, &x->q, &x->out);
}

/* A piece of the body. What is too large is read all the same, so that whoever sends it gets to
 * read why it is refused; but not without end. */
static enum MHD_Result take(struct http *h, struct exchange *x, const char *data, size_t n)
{
    size_t most = x->upload ? h->settings.most_upload : h->settings.most_body;
    x->received += n;
    if (x->received > most && !x->refuse)
        x->refuse = MHD_HTTP_CONTENT_TOO_LARGE;
    if (x->received / 4 > most)
        return MHD_NO;
    if (x->post && !x->refuse)
        MHD_post_process(x->post, data, n); /* what is no form leaves the fields empty */
    return MHD_YES;
}

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *path,
                              const char *method, const char *version, const char *data, size_t *n,
                              void **state)
{
    struct http *h = cls;
    (void)version;
    if (!*state) {
        *state = begin(h, c, path, method);
        return *state ? MHD_YES : MHD_NO;
    }
    struct exchange *x = *state;
    if (setjmp(x->out_of_memory))
        return MHD_NO; /* closes the connection */
    if (*n) {
        enum MHD_Result go_on = take(h, x, data, *n);
        *n = 0;
        return go_on;
    }
    if (x->post) {
        MHD_destroy_post_processor(x->post); /* hands over what it still holds */
        x->post = NULL;
    }
    atomic_store(&x->visitor->since, seconds());
    atomic_store(&x->visitor->answering, true);
    handle(h, x);
    end_upload(h, x);
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
    atomic_store(&x->visitor->since, seconds());
    atomic_store(&x->visitor->answering, false);
    end_upload(h, x);
    arena_free(&x->arena);
    free(x);
    *state = NULL;
    atomic_fetch_sub(&h->busy, 1);
}

/* ---- the server ---------------------------------------------------------------------------- */

/* Memory that a request gave back is kept for the next one: to get it from the system, and have it
 * cleared, would take as long as to make the page. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
}

static bool start_daemon(struct http *h, const struct sockaddr_in *at)
{
    const struct http_settings *s = &h->settings;
    unsigned flags = s->threads ? MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC
                                : MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET;
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)s->threads, NULL},
                                    {MHD_OPTION_END, 0, NULL}};
    h->daemon = MHD_start_daemon(
        flags, s->port, NULL, NULL, answer, h, MHD_OPTION_SOCK_ADDR, at, MHD_OPTION_ARRAY,
        s->threads ? pool : pool + 1, MHD_OPTION_CONNECTION_LIMIT, s->connections,
        MHD_OPTION_CONNECTION_TIMEOUT, s->silence_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEAD_BYTES, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, end, h,
        MHD_OPTION_NOTIFY_CONNECTION, come_or_go, h, MHD_OPTION_END);
    return h->daemon != NULL;
}

struct http *http_start(struct arena *a, const struct http_settings *s, http_handler handler,
                        void *context, struct str *why)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(s->port)};
    if (inet_pton(AF_INET, s->address, &at.sin_addr) != 1) {
        *why =
            str_fmt(a, "%s is not an address to serve at; write 127.0.0.1 or 0.0.0.0", s->address);
        return NULL;
    }
    *why = str_fmt(a,
                   "cannot serve at %s:%u: another program may be using that port; choose one with "
                   "--port",
                   s->address, s->port);
    struct http *h = NEW(a, struct http);
    *h = (struct http){.handle = handler, .context = context, .settings = *s};
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&h->ending, &steady);
    pthread_condattr_destroy(&steady);
    pthread_mutex_init(&h->lock, NULL);
    keep_memory();
    if (!start_daemon(h, &at))
        return NULL;
    if (s->threads && pthread_create(&h->keeper, NULL, keep, h) != 0) {
        MHD_stop_daemon(h->daemon);
        return NULL;
    }
    return h;
}

uint16_t http_port(const struct http *h)
{
    return MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void http_talk(struct http *h, int fd)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    if (MHD_add_connection(h->daemon, fd, (struct sockaddr *)&from, sizeof from) != MHD_YES)
        return;
    while (MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections)
        MHD_run(h->daemon);
}

static void stop_keeper(struct http *h)
{
    if (!h->settings.threads)
        return;
    pthread_mutex_lock(&h->lock);
    h->ends = true;
    pthread_cond_signal(&h->ending);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->keeper, NULL);
}

void http_stop(struct http *h, unsigned at_most)
{
    struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
    MHD_socket listening = MHD_quiesce_daemon(h->daemon);
    for (unsigned i = 0; atomic_load(&h->busy) && i < at_most * 50; i++)
        nanosleep(&pause, NULL);
    MHD_stop_daemon(h->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    stop_keeper(h);
    pthread_cond_destroy(&h->ending);
    pthread_mutex_destroy(&h->lock);
}
