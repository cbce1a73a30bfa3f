/* The server against clients that are slow, wrong, greedy or many: each gets its answer or is cut
 * off, and another client is served meanwhile and after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "web/head.h"
#include "web/http.h"

enum { MOST_BODY = 10000, MOST_UPLOAD = 300000, CONNECTIONS = 40 };

static struct arena arena;
static jmp_buf out_of_memory;
static struct http *server;

/* Says back what it was asked: "GET /path what=1 | form=2". */
static void say_back(void *context, struct request *q, struct response *out)
{
    (void)context;
    buf_fmt(&out->body, "%.*s %.*s", STR(q->method), STR(q->path));
    for (uint32_t i = 0; i < q->query.n; i++)
        buf_fmt(&out->body, " %.*s=%.*s", STR(q->query.at[i].name), STR(q->query.at[i].value));
    buf_z(&out->body, " |");
    for (uint32_t i = 0; i < q->form.n; i++)
        buf_fmt(&out->body, " %.*s=%.*s", STR(q->form.at[i].name), STR(q->form.at[i].value));
    out->type = "text/plain";
    if (str_eq(q->path, S("/tagged")))
        http_unchanged(q, out, S("W/\"a-tag\""));
}

/* ---- a client ------------------------------------------------------------------------------ */

static int connection(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(http_port(server))};
    struct timeval patience = {.tv_sec = 30};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* False when the server has closed the connection. */
static bool send_all(int fd, struct str s)
{
    while (s.n) {
        ssize_t k = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (k <= 0)
            return false;
        s = str_sub(s, (size_t)k, s.n);
    }
    return true;
}

/* All that comes until the server closes; it must close within the client's patience. */
static struct str receive_all(int fd)
{
    static char got[1 << 20];
    size_t n = 0;
    ssize_t k;
    while ((k = recv(fd, got + n, sizeof got - n, 0)) > 0)
        n += (size_t)k;
    assert_true(k == 0 || n > 0 || k < 0);
    close(fd);
    return str_copy(&arena, (struct str){got, n});
}

static struct str exchange(struct str request)
{
    int fd = connection();
    send_all(fd, request);
    return receive_all(fd);
}

static struct str repeated(const char *part, unsigned times)
{
    struct buf b = buf_new(&arena);
    while (times--)
        buf_z(&b, part);
    return buf_str(&b);
}

static bool holds(struct str text, const char *part)
{
    return strstr(str_z(&arena, text), part) != NULL;
}

static unsigned count(struct str text, const char *part)
{
    unsigned n = 0;
    for (const char *p = str_z(&arena, text); (p = strstr(p, part)); p += strlen(part))
        n++;
    return n;
}

#define CLOSE "Host: localhost\r\nConnection: close\r\n"

static void assert_serves(void)
{
    struct str got = exchange(S("GET /well HTTP/1.1\r\n" CLOSE "\r\n"));
    if (!str_starts(got, S("HTTP/1.1 200")) || !holds(got, "GET /well |"))
        fail_msg("another client gets no answer: %.*s", STR(got));
}

/* ---- what is asked and what comes ---------------------------------------------------------- */

static void test_answers(void **state)
{
    (void)state;
    static const struct {
        const char
            *request;       /* behind it: "Host: localhost", "Connection: close" and a blank line */
        const char *status; /* "" : closed without a word */
        const char *body;   /* or a part of the head */
    } rows[] = {
        {"GET /a?b=1&c=%41+%26 HTTP/1.1", "200", "GET /a b=1 c=A & |"},
        {"GET /%2e%2e/%00x HTTP/1.1", "200", "GET /"},
        {"GET //a/../b HTTP/1.1", "200", "GET //a/../b |"},
        {"HEAD /a HTTP/1.1", "200", "Content-Length"},
        {"GET /a HTTP/1.0", "200", "GET /a |"},
        {"PUT /a HTTP/1.1", "405", "Allow: GET, HEAD, POST"},
        {"BREW /a HTTP/1.1", "405", "Only GET"},
        {"OPTIONS * HTTP/1.1", "405", ""},
        {"CONNECT evil:443 HTTP/1.1", "405", ""},
        {"GET http://evil/a HTTP/1.1", "200", "|"}, /* Host decides */
        {"GET /tagged HTTP/1.1", "200", "ETag: W/\"a-tag\""},
        {"GET /tagged HTTP/1.1\r\nIf-None-Match: \"x\", W/\"a-tag\"", "304", "ETag"},
        {"GET /tagged HTTP/1.1\r\nIf-None-Match: \"a-ta\"", "200", "GET /tagged"},
        {"GET /a HTTP/9.9", "505", ""},
        {"GET /a HTTP/1.1\r\nno colon at all", "400", ""},
        {"GET /a HTTP/1.1\r\nX: one\r\n folded", "200", "GET /a |"},
        {"POST /a HTTP/1.1\r\nContent-Length: -1", "400", ""},
        {"POST /a HTTP/1.1\r\nContent-Length: 99999999999999999999", "4", ""},
        {"POST /a HTTP/1.1\r\nContent-Length: ten", "400", ""},
        {"\1\2\3\4 /a HTTP/1.1", "405", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str got = exchange(str_fmt(&arena, "%s\r\n" CLOSE "\r\n", rows[i].request));
        if (!str_starts(got, str_fmt(&arena, "HTTP/1.1 %s", rows[i].status)) ||
            !holds(got, rows[i].body))
            fail_msg("%s\ngives: %.*s", rows[i].request, STR(got));
    }
    assert_serves();
}

static void test_hosts(void **state)
{
    (void)state;
    static const struct {
        const char *host, *status;
    } rows[] = {
        {"Host: localhost", "200"},         {"Host: LOCALHOST:8080", "200"},
        {"Host: 127.0.0.1:1", "200"},       {"Host: [::1]:80", "200"},
        {"Host: evil.example", "421"},      {"Host: localhost.evil.example", "421"},
        {"Host: evil.example:8080", "421"}, {"Host: [::2]", "421"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str got = exchange(
            str_fmt(&arena, "GET / HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n", rows[i].host));
        if (!str_starts(got, str_fmt(&arena, "HTTP/1.1 %s", rows[i].status)))
            fail_msg("%s gives: %.*s", rows[i].host, STR(got));
    }
    assert_true(holds(exchange(S("GET / HTTP/1.0\r\n\r\n")), "HTTP/1.1 200"));
}

static void test_every_answer_is_guarded(void **state)
{
    (void)state;
    static const char *const guards[] = {
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Permissions-Policy: camera=()",
    };
    static const char *const requests[] = {
        "GET /a HTTP/1.1\r\n" CLOSE "\r\n", "PUT /a HTTP/1.1\r\n" CLOSE "\r\n",
        "GET / HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n"};
    for (size_t r = 0; r < sizeof requests / sizeof requests[0]; r++) {
        struct str got = exchange(str_of(requests[r]));
        for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
            if (!holds(got, guards[i]))
                fail_msg("no %s in %.*s", guards[i], STR(got));
    }
}

/* ---- too much ------------------------------------------------------------------------------ */

static void assert_refused(struct str request, const char *statuses, const char *what)
{
    struct str got = exchange(request);
    bool fine = !got.n && strstr(statuses, "closed");
    for (const char *p = statuses; !fine && *p >= '0' && *p <= '9'; p += 4)
        fine = str_starts(got, str_fmt(&arena, "HTTP/1.1 %.3s", p));
    if (!fine)
        fail_msg("%s gives: %.200s", what, str_z(&arena, got));
    assert_serves();
}

static struct str post(struct str body)
{
    return str_fmt(&arena,
                   "POST /a HTTP/1.1\r\n" CLOSE "Content-Type: application/x-www-form-urlencoded"
                   "\r\nContent-Length: %zu\r\n\r\n%.*s",
                   body.n, STR(body));
}

static struct str post_chunks(struct str chunk, unsigned times)
{
    struct buf b = buf_new(&arena);
    buf_z(&b, "POST /a HTTP/1.1\r\n" CLOSE "Content-Type: application/x-www-form-urlencoded\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
    while (times--)
        buf_fmt(&b, "%zx\r\n%.*s\r\n", chunk.n, STR(chunk));
    buf_z(&b, "0\r\n\r\n");
    return buf_str(&b);
}

static void test_oversized(void **state)
{
    (void)state;
    struct str address =
        str_fmt(&arena, "GET /%.*s HTTP/1.1\r\n" CLOSE "\r\n", STR(repeated("a", 100000)));
    struct str head =
        str_fmt(&arena, "GET / HTTP/1.1\r\n" CLOSE "X: %.*s\r\n\r\n", STR(repeated("a", 100000)));
    struct str heads =
        str_fmt(&arena, "GET / HTTP/1.1\r\n" CLOSE "%.*s\r\n", STR(repeated("X: a\r\n", 20000)));
    struct str query =
        str_fmt(&arena, "GET /?%.*s HTTP/1.1\r\n" CLOSE "\r\n", STR(repeated("a&", 1500)));
    assert_refused(address, "414 431", "a long address");
    assert_refused(head, "431 413", "a long head");
    assert_refused(heads, "431 413", "many heads");
    assert_refused(query, "414 431 closed", "many fields in an address");
    assert_refused(S("GET\r\n\r\n"), "400 closed", "a method alone");
    assert_refused(post(repeated("a&", 1500)), "413", "many fields in a form");
    assert_refused(post(repeated("a", MOST_BODY + 1)), "413", "a large form");
    assert_refused(post_chunks(repeated("a", 1000), MOST_BODY / 1000 + 1), "413", "many chunks");
    assert_refused(post_chunks(repeated("a", 50000), 20), "413 closed", "chunks without end");
    struct str most = exchange(post(str_fmt(&arena, "f=%.*s", STR(repeated("a", MOST_BODY - 2)))));
    assert_true(holds(most, "HTTP/1.1 200") && count(most, "aaaaaaaaaa") == (MOST_BODY - 2) / 10);
}

static void test_bodies(void **state)
{
    (void)state;
    assert_true(holds(exchange(post(S("a=1&b=%3Cb%3E&c"))), "POST /a | a=1 b=<b>"));
    assert_true(holds(exchange(post_chunks(S("a=1&"), 2)), "POST /a | a=1 a=1"));
    assert_true(holds(exchange(post(S("%zz=%&&&==\xff"))), "HTTP/1.1 200"));
    assert_refused(S("POST /a HTTP/1.1\r\n" CLOSE "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
                   "400 closed", "a chunk without a size");
    assert_refused(S("POST /a HTTP/1.1\r\n" CLOSE "Content-Type: multipart/form-data; "
                     "boundary=x\r\nContent-Length: 9\r\n\r\n--y\r\n--y\r\n"),
                   "200 400 closed", "parts without their border");
}

/* ---- files --------------------------------------------------------------------------------- */

#define FILE_FORM "Content-Type: multipart/form-data; boundary=xyz\r\n"
static struct str file_body(const char *text)
{
    return str_fmt(&arena,
                   "--xyz\r\nContent-Disposition: form-data; name=\"file\"; "
                   "filename=\"a.csv\"\r\n\r\n%s\r\n--xyz--\r\n",
                   text);
}

static struct str send_file(const char *path, const char *head, const char *text)
{
    struct str body = file_body(text);
    return exchange(
        str_fmt(&arena, "POST %s HTTP/1.1\r\n" CLOSE FILE_FORM "%sContent-Length: %zu\r\n\r\n%.*s",
                path, head, body.n, STR(body)));
}

/* Where files are taken more is taken than elsewhere, but from own pages alone, and one at a time.
 */
static void test_files(void **state)
{
    (void)state;
    static const struct {
        const char *head, *answer;
    } rows[] = {
        {"", "POST /upload | file=some"},
        {"Sec-Fetch-Site: same-origin\r\n", "POST /upload | file=some"},
        {"Sec-Fetch-Site: same-site\r\n", "HTTP/1.1 403"},
        {"Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost\r\n", "HTTP/1.1 403"},
        {"Sec-Fetch-Site: none\r\n", "HTTP/1.1 403"},
        {"Origin: http://localhost\r\n", "POST /upload | file=some"},
        {"Origin: http://localhost:1\r\n", "HTTP/1.1 403"},
        {"Origin: http://elsewhere\r\n", "HTTP/1.1 403"},
        {"Origin: null\r\n", "HTTP/1.1 403"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (!holds(send_file("/upload", rows[i].head, "some"), rows[i].answer))
            fail_msg("%s: %s", rows[i].head,
                     str_z(&arena, send_file("/upload", rows[i].head, "some")));
    const char *large = str_z(&arena, repeated("a", MOST_UPLOAD / 2));
    assert_int_equal(count(send_file("/upload", "", large), "aaaaaaaaaa"), MOST_UPLOAD / 20);
    assert_false(holds(send_file("/other", "", large), "HTTP/1.1 200"));
    assert_true(
        holds(send_file("/upload", "", str_z(&arena, repeated("a", MOST_UPLOAD))), "HTTP/1.1 413"));
}

static void test_one_file_at_a_time(void **state)
{
    (void)state;
    struct timespec half = {.tv_nsec = 500 * 1000 * 1000};
    struct str body = file_body("first");
    int fd = connection();
    assert_true(send_all(fd, str_fmt(&arena,
                                     "POST /upload HTTP/1.1\r\n" CLOSE FILE_FORM
                                     "Content-Length: %zu\r\n\r\n%.*s",
                                     body.n, STR(str_sub(body, 0, 50)))));
    nanosleep(&half, NULL);
    assert_true(holds(send_file("/upload", "", "second"), "HTTP/1.1 409"));
    assert_true(holds(send_file("/other", "", "third"), "POST /other | file=third"));
    assert_true(send_all(fd, str_sub(body, 50, body.n)));
    assert_true(holds(receive_all(fd), "POST /upload | file=first"));
    fd = connection(); /* one that gives up makes room again */
    assert_true(send_all(
        fd, S("POST /upload HTTP/1.1\r\n" CLOSE FILE_FORM "Content-Length: 500\r\n\r\n--xyz\r\n")));
    nanosleep(&half, NULL);
    close(fd);
    nanosleep(&half, NULL);
    assert_true(holds(send_file("/upload", "", "fourth"), "POST /upload | file=fourth"));
}

/* ---- several at once ----------------------------------------------------------------------- */

static void test_pipelined(void **state)
{
    (void)state;
    struct str got = exchange(S("GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                "POST /2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                "application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"
                                "GET /3 HTTP/1.1\r\n" CLOSE "\r\n"));
    const char *z = str_z(&arena, got);
    const char *one = strstr(z, "GET /1 |"), *two = strstr(z, "POST /2 | a=1"),
               *three = strstr(z, "GET /3 |");
    assert_true(one && two && three && one < two && two < three);
    assert_int_equal(count(got, "HTTP/1.1 200"), 3);
}

/* Two lengths for one body: behind a proxy that believes the other one, a request could be hidden
 * in it. Whatever the answer, what is hidden must not get one of its own. */
static void test_no_request_hides_in_another(void **state)
{
    (void)state;
    static const char *const lengths[] = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nContent-Length: 60",
        "Transfer-Encoding: xchunked\r\nContent-Length: 60",
    };
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct str got = exchange(str_fmt(&arena,
                                          "POST /outer HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
                                          "0\r\n\r\nGET /hidden HTTP/1.1\r\n" CLOSE "\r\n",
                                          lengths[i]));
        if (holds(got, "HTTP/1.1 200") && holds(got, "GET /hidden"))
            fail_msg("%s: %.*s", lengths[i], STR(got));
        assert_serves();
    }
}

static void test_many_connections(void **state)
{
    (void)state;
    int fds[CONNECTIONS * 2];
    for (size_t i = 0; i < CONNECTIONS * 2; i++)
        fds[i] = connection(); /* as many again wait outside */
    assert_serves();           /* once those that say nothing are cut off */
    for (size_t i = 0; i < CONNECTIONS * 2; i++)
        close(fds[i]);
    assert_serves();
}

/* ---- slow ---------------------------------------------------------------------------------- */

/* Sends a letter every tenth of a second: there is never silence, and never a whole request. NULL
 * when it was cut off before it had sent 600. */
static void *trickle(void *begin)
{
    struct timespec tenth = {.tv_nsec = 100 * 1000 * 1000};
    int fd = connection();
    unsigned n = 0;
    bool goes_on = send_all(fd, str_of(begin));
    while (goes_on && n < 600) {
        nanosleep(&tenth, NULL);
        goes_on = send_all(fd, S("a"));
        n++;
    }
    close(fd);
    return n < 600 ? NULL : begin;
}

static void test_slow_clients_are_cut_off(void **state)
{
    (void)state;
    static char begins[][100] = {
        "",
        "GET /",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n",
    };
    enum { N = sizeof begins / sizeof begins[0] };
    pthread_t clients[N];
    for (size_t i = 0; i < N; i++)
        assert_int_equal(pthread_create(&clients[i], NULL, trickle, begins[i]), 0);
    assert_serves();
    for (size_t i = 0; i < N; i++) {
        void *not_cut_off;
        pthread_join(clients[i], &not_cut_off);
        if (not_cut_off)
            fail_msg("it may send for ever: %s", (char *)not_cut_off);
    }
    assert_serves();
}

static void test_silent_clients_are_cut_off(void **state)
{
    (void)state;
    int fd = connection();
    assert_true(send_all(fd, S("GET / HTTP/1.1\r\nHost: loc")));
    receive_all(fd);
    assert_serves();
}

/* ---- the end ------------------------------------------------------------------------------- */

static void *stop_server(void *context)
{
    (void)context;
    http_stop(server, 20);
    return NULL;
}

static void test_what_is_under_way_is_finished(void **state)
{
    (void)state;
    pthread_t stopping;
    struct timespec half = {.tv_nsec = 500 * 1000 * 1000};
    int fd = connection();
    assert_true(send_all(fd, S("POST /last HTTP/1.1\r\n" CLOSE
                               "Content-Type: application/x-www-form-urlencoded\r\n"
                               "Content-Length: 9\r\n\r\nname=")));
    nanosleep(&half, NULL); /* it has begun */
    assert_int_equal(pthread_create(&stopping, NULL, stop_server, NULL), 0);
    nanosleep(&half, NULL); /* it is being stopped */
    assert_true(send_all(fd, S("word")));
    assert_true(holds(receive_all(fd), "POST /last | name=word"));
    pthread_join(stopping, NULL);
    server = NULL;
}

/* ---- heads by themselves ------------------------------------------------------------------- */

static void test_heads(void **state)
{
    (void)state;
    static const struct {
        const char *accepted;
        bool gzip;
    } rows[] = {
        {"", false},         {"gzip", true},          {"br, gzip;q=0.5", true},
        {"gzip;q=0", false}, {"gzip;q=0.000", false}, {"gzip; q=0.001", true},
        {"*", true},         {"*;q=0", false},        {"gzip;q=0, *", false},
        {"x-gzip", true},    {"GZIP", true},          {"gzipped", false},
        {"identity", false}, {"*;q=0, gzip", true},   {"gzip;x=1;q=0", false},
        {",,;,gzip", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (head_takes_gzip(str_of(rows[i].accepted)) != rows[i].gzip)
            fail_msg("Accept-Encoding: %s", rows[i].accepted);
    assert_true(head_lists_tag(S("\"a\",W/\"b\""), S("\"b\"")));
    assert_true(head_lists_tag(S(" * "), S("\"b\"")));
    assert_false(head_lists_tag(S("\"a\", \"bb\", b"), S("\"b\"")));
    assert_false(head_lists_tag(S(""), S("\"b\"")));
    assert_true(str_eq(head_host_name(S("[::1]:80")), S("[::1]")));
    assert_true(str_eq(head_host_name(S("[::1")), S("[::1")));
    assert_true(str_eq(head_host_name(S("a:80")), S("a")));
}

static int set_up(void **state)
{
    static const struct str hosts[] = {{"localhost", 9}, {"127.0.0.1", 9}, {"[::1]", 5}};
    static const struct http_settings settings = {.address = "127.0.0.1",
                                                  .threads = 2,
                                                  .silence_seconds = 2,
                                                  .whole_seconds = 3,
                                                  .connections = CONNECTIONS,
                                                  .most_body = MOST_BODY,
                                                  .upload_path = "/upload",
                                                  .most_upload = MOST_UPLOAD,
                                                  .upload_seconds = 10,
                                                  .hosts = hosts,
                                                  .n_hosts = 3};
    struct str why;
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    arena_init(&arena, 1000, &out_of_memory);
    server = http_start(&arena, &settings, say_back, NULL, &why);
    return server ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    if (server)
        http_stop(server, 5);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_every_answer_is_guarded),
        cmocka_unit_test(test_oversized),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_one_file_at_a_time),
        cmocka_unit_test(test_pipelined),
        cmocka_unit_test(test_no_request_hides_in_another),
        cmocka_unit_test(test_many_connections),
        cmocka_unit_test(test_slow_clients_are_cut_off),
        cmocka_unit_test(test_silent_clients_are_cut_off),
        cmocka_unit_test(test_what_is_under_way_is_finished),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
