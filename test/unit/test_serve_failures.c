/* The server where memory runs out: it does not start and says so, or a request gets no answer
 * and the next one does. As in test_failures, the n-th request for memory fails, for every n. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pages/page.h"
#include "pages/spending/payments.h"
#include "support/handbook.h"

#define SHORT "test/data/short.remit"
#define LAWS "test/cases/language"
#define PAYMENTS "test/data/payments.csv"

static struct arena arena;
static jmp_buf out_of_memory;
static struct site site;
static struct http *server;
static char folder[sizeof "/tmp/remit-serve-XXXXXX"];
static struct str store; /* of payments, in it */

static unsigned long stride(void)
{
    return is_slow() ? 7 : 1;
}

/* ---- starting ------------------------------------------------------------------------------ */

/* The server reads into arenas of its own; where one of them gets nothing, it says so itself. */
static bool failed_cleanly(struct outcome x)
{
    const char *said = str_z(&arena, x.err);
    return x.code == -1 || (x.code == EXIT_BAD && strstr(said, "out of memory"));
}

static void test_it_does_not_start_and_says_so(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "serve no-such-file.remit", "serve --port many " SHORT,
        "serve --address nowhere " SHORT " --laws " LAWS, /* all is read by then */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct outcome right = command(&arena, rows[i]), x;
        struct arena_mark mark = arena_mark(&arena);
        assert_int_equal(right.code, EXIT_BAD);
        for (unsigned long n = 1; failed_cleanly(x = command_failing(&arena, rows[i], n));
             n += stride())
            arena_rewind(&arena, mark);
        assert_int_equal(x.code, EXIT_BAD);
        assert_true(str_eq(x.err, right.err));
    }
}

/* ---- answering ----------------------------------------------------------------------------- */

/* Requests are counted for each thread: the server's own must be told which one is to fail, by
 * GET /fail. What is asked for from then on counts: the sending of that answer, too. */
static atomic_ulong to_fail, asked;

static void handle(void *context, struct request *q, struct response *out)
{
    if (!str_eq(q->path, S("/fail"))) {
        page_handle(context, q, out);
        return;
    }
    atomic_store(&asked, arena_requests());
    arena_fail_at(atomic_load(&to_fail));
}

/* A store as `spend load` makes it. */
static bool make_store(void)
{
    strcpy(folder, "/tmp/remit-serve-XXXXXX");
    if (!mkdtemp(folder))
        return false;
    store = str_fmt(&arena, "%s/spending.db", folder);
    const char *words =
        str_z(&arena, str_fmt(&arena, "spend load " PAYMENTS " --store %.*s", STR(store)));
    return command(&arena, words).code == EXIT_FINE;
}

static int start(void **state)
{
    static struct run r, plain; /* the library keeps what it names */
    static struct str path;
    static const struct http_settings settings = {.address = "127.0.0.1",
                                                  .threads = 1,
                                                  .silence_seconds = 20,
                                                  .whole_seconds = 60,
                                                  .connections = 100,
                                                  .most_body = 100000};
    struct str why;
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    r = (struct run){.a = &arena, .on = date_of(2024, 5, 1)};
    r.err = buf_new(&arena);
    path = S(SHORT);
    *vec_push(&arena, &r.settings) = (struct setting){"laws", S(LAWS)};
    site.today = r.on;
    site.library = library_open(&r, &path, 1);
    plain = (struct run){.a = &arena, .on = r.on, .out = buf_new(&arena), .err = buf_new(&arena)};
    if (!site.library || !make_store())
        return 1;
    site.payments = payments_open(&plain, store);
    site.takes_files = true;
    if (!site.payments)
        return 1;
    server = http_start(&arena, &settings, handle, &site, &why);
    return server ? 0 : 1;
}

static int stop(void **state)
{
    (void)state;
    http_stop(server, 5);
    library_close(site.library);
    payments_close(site.payments);
    os_remove(str_z(&arena, store));
    return rmdir(folder);
}

static int connection(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(http_port(server))};
    struct timeval patience = {.tv_sec = 20};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* All that comes back for a request; empty where the server only closes the connection. */
static struct str exchange(struct str request)
{
    static char got[1 << 20];
    int fd = connection();
    size_t n = 0;
    assert_int_equal(write(fd, request.p, request.n), request.n);
    for (ssize_t k; (k = read(fd, got + n, sizeof got - n)) > 0;)
        n += (size_t)k;
    close(fd);
    return (struct str){got, n};
}

static struct str body_of(struct str response)
{
    for (size_t i = 0; i + 4 <= response.n; i++)
        if (str_starts(str_sub(response, i, response.n), S("\r\n\r\n")))
            return str_sub(response, i + 4, response.n);
    return S("");
}

static struct str get(const char *path, const char *more)
{
    return str_fmt(&arena, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", path, more);
}

/* False when the one set before did not come: all was granted. */
static bool set_failure(unsigned long n)
{
    unsigned long before = atomic_load(&to_fail);
    atomic_store(&asked, ULONG_MAX); /* stays so where it is this very request that fails */
    atomic_store(&to_fail, n);
    exchange(get("/fail", ""));
    return atomic_load(&asked) >= before;
}

static void failures(struct str request, unsigned long step)
{
    unsigned closed = 0, refused = 0;
    struct str right = str_copy(&arena, body_of(exchange(request)));
    struct arena_mark mark = arena_mark(&arena);
    assert_true(right.n > 0);
    for (unsigned long n = 1; set_failure(n); n += step) {
        struct str got = exchange(request);
        bool none = str_starts(got, S("HTTP/1.1 503"));
        closed += !got.n;
        refused += none;
        if (got.n && !none && !str_eq(body_of(got), right))
            fail_msg("request %lu failed, and the answer is another: %.*s", n, STR(got));
        arena_rewind(&arena, mark);
    }
    set_failure(0);
    assert_true(closed > 0 && refused > 0);
}

static void every_failure(struct str request)
{
    failures(request, 1);
}

/* Pages of spending ask for memory some thousand times: some of these are let fail. */
static void test_a_page_of_spending_is_whole_or_is_none(void **state)
{
    (void)state;
    every_failure(get("/spending/payments?area=acute", ""));
    failures(get("/spending?from=2020-06&until=2020-06", ""), 5 * stride());
    every_failure(get("/spending/payments?area=acut&from=soon", ""));
    every_failure(get("/spending/files/1", ""));
}

static void test_a_page_is_whole_or_is_none(void **state)
{
    (void)state;
    every_failure(get("/?what=award-contract&service=community&for=exeter&value=3m", ""));
    every_failure(get("/?what=award-contrct&for=&value=lots", "Accept-Encoding: gzip\r\n"));
    every_failure(get("/hlep", ""));
    every_failure(get("/assets/remit.css?1", ""));
}

/* A change that is tried, and a form that no page asked for: what is sent is read all the same. */
static struct str post(const char *path, const char *form)
{
    return str_fmt(&arena,
                   "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                   path, strlen(form), form);
}

static void test_a_form_is_taken_or_not(void **state)
{
    (void)state;
    every_failure(post("/", "what=award-contract&for=exeter&text=a+long+text%0a"));
    every_failure(post("/try", "do=try&text=handbook+h+%22H%22+under+small%0apopulation+p%0a"));
}

/* The powers on a day are made once and kept: where there is no memory to keep them the request
 * makes its own, and the next one tries again. */
static void test_powers_of_a_day_are_made_later(void **state)
{
    (void)state;
    struct generation *g = library_hold(site.library);
    const struct authority *u = NULL;
    for (unsigned long n = 1; !u; n += stride()) {
        arena_fail_at(n);
        u = generation_powers(g, 0, date_of(2024, 6, 1));
        assert_true(u || arena_requests() >= n);
        arena_fail_at(0);
    }
    assert_ptr_equal(u, generation_powers(g, 0, date_of(2024, 6, 1)));
    library_release(site.library, g);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1000, &out_of_memory);
    return 0;
}

/* `serve` keeps these signals for itself; whoever runs the tests may want to end them. */
static int tear_down(void **state)
{
    sigset_t all;
    (void)state;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_does_not_start_and_says_so),
        cmocka_unit_test_setup_teardown(test_a_page_of_spending_is_whole_or_is_none, start, stop),
        cmocka_unit_test_setup_teardown(test_a_page_is_whole_or_is_none, start, stop),
        cmocka_unit_test_setup_teardown(test_a_form_is_taken_or_not, start, stop),
        cmocka_unit_test_setup_teardown(test_powers_of_a_day_are_made_later, start, stop),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
