/* http.h: a small HTTP server: requests in, responses out. It knows no handbook.
 *
 * Each request has an arena of its own, freed when its response has been sent; a handler that
 * runs out of memory gives 503. Handlers run in several threads at once and share only what
 * their context makes safe to share. */
#ifndef REMIT_WEB_HTTP_H
#define REMIT_WEB_HTTP_H

#include "base/base.h"

struct field { /* of a query or a form, decoded; the same name may come again */
    struct str name, value;
};
typedef VEC(struct field) fields;

struct request {
    struct arena *a;
    struct str method; /* GET, POST; HEAD is seen as GET */
    struct str path;   /* decoded; begins with / */
    fields query, form;
};
struct response {
    int status;            /* 200 unless said */
    const char *type;      /* text/html; charset=utf-8 unless said */
    struct buf body;       /* in the request's arena */
    struct str location;   /* for 303; empty */
    struct str download;   /* file name; empty: shown in place */
    bool lasting;          /* never changes at this address */
    const char *style_src; /* instead of 'self', for an SVG by itself */
};
typedef void (*http_handler)(void *context, struct request *q, struct response *out);

struct http_settings {
    const char *address; /* 127.0.0.1 */
    uint16_t port;       /* 0: any that is free */
    unsigned threads;
    unsigned timeout_seconds; /* of silence on a connection */
    size_t most_body;         /* bytes of a form; more gives 413 */
};
struct http;
/* Starts to serve; the server stands in a. NULL and a sentence in *why (in a) when it cannot. */
struct http *http_start(struct arena *a, const struct http_settings *s, http_handler handle,
                        void *context, struct str *why);
uint16_t http_port(const struct http *h);
/* Takes no more requests, finishes those that are being answered (for `seconds` at most), and
 * frees everything. */
void http_stop(struct http *h, unsigned seconds);

/* First value of a name, or empty. */
struct str field_get(const fields *f, const char *name);
bool field_has(const fields *f, const char *name);

#endif
