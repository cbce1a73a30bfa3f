/* http.h: a small HTTP server: requests in, responses out. It knows no handbook.
 *
 * Each request has an arena of its own, freed when its response has been sent; a handler that
 * runs out of memory gives 503. Handlers run in several threads at once and share only what
 * their context makes safe to share. Whoever sends or takes slowly, or too much, is cut off. */
#ifndef REMIT_WEB_HTTP_H
#define REMIT_WEB_HTTP_H

#include "base/base.h"

struct field { /* of a query or a form, decoded; the same name may come again */
    struct str name, value;
    struct str file; /* of a form: the name of the file whose bytes the value is; or empty */
};
typedef VEC(struct field) fields;

struct request {
    struct arena *a;
    struct str method; /* GET, POST; HEAD is seen as GET */
    struct str path;   /* decoded; begins with / */
    fields query, form;
    struct str origin, from; /* Origin, Sec-Fetch-Site: whose page sends this; or empty */
    struct str host;         /* as the client wrote it, with a port perhaps; or empty */
    struct str known;        /* tags of the answers that the client has: If-None-Match */
    bool gzip;               /* the client takes it */
};
struct response {
    int status;            /* 200 unless said */
    const char *type;      /* text/html; charset=utf-8 unless said */
    struct buf body;       /* in the request's arena, or lasting as long as the program */
    bool packed;           /* body is gzip already; only where q->gzip */
    struct str tag;        /* changes when the answer does: ETag; empty: none */
    struct str location;   /* for 303; empty */
    struct str download;   /* file name; empty: shown in place */
    bool lasting;          /* never changes at this address */
    bool connects;         /* scripts of the page may ask this server */
    const char *style_src; /* instead of 'self', for an SVG by itself */
};
typedef void (*http_handler)(void *context, struct request *q, struct response *out);

struct http_settings {
    const char *address;      /* 127.0.0.1 */
    uint16_t port;            /* 0: any that is free */
    unsigned threads;         /* 0: none, and nobody can connect; see http_talk() */
    unsigned silence_seconds; /* without a byte on a connection; then it is closed */
    unsigned whole_seconds;   /* for a request to arrive whole; then the connection is closed */
    unsigned connections;     /* open at once; more wait to be let in */
    size_t most_body;         /* bytes of a form; more gives 413 */
    const char *upload_path;  /* where files are taken, one at a time; NULL: nowhere */
    size_t most_upload;       /* bytes of a form that is sent there */
    unsigned upload_seconds;  /* for it to arrive whole */
    const struct str *hosts;  /* names that Host may have; another gives 421 */
    uint32_t n_hosts;         /* 0: any */
};
struct http;
/* Starts to serve; the server stands in a. NULL and a sentence in *why (in a) when it cannot. */
struct http *http_start(struct arena *a, const struct http_settings *s, http_handler handle,
                        void *context, struct str *why);
uint16_t http_port(const struct http *h);
/* Serves one connection, on this thread, until it is closed; h has no threads. Closes fd. */
void http_talk(struct http *h, int fd);
/* Takes no more requests, finishes those that are being answered (for `at_most` seconds), and
 * frees everything. */
void http_stop(struct http *h, unsigned at_most);

/* Gives the answer its tag. True when the client has that answer: then it is 304, and made. */
bool http_unchanged(const struct request *q, struct response *out, struct str tag);

/* Does a page of this server send the request, as far as the browser tells? What is no browser, and
 * tells nothing, cannot be made to send by a page elsewhere. */
bool request_is_own(const struct request *q);
/* First value of a name, or empty. */
struct str field_get(const fields *f, const char *name);
bool field_has(const fields *f, const char *name);
const struct field *field_file(const fields *f, const char *name); /* NULL: no file came with it */

#endif
