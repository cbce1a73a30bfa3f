/* serve.c: `remit serve`: the pages, until a signal ends it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "pages/page.h"

enum { PORT = 8080, THREADS = 2, SILENCE_SECONDS = 20, FORM_BYTES = 4 << 20, DRAIN_SECONDS = 10 };

static bool number(struct str text, unsigned least, unsigned most, unsigned *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || *out > most)
            return false;
        *out = *out * 10 + (unsigned)(text.p[i] - '0');
    }
    return text.n > 0 && *out >= least && *out <= most;
}

/* "/remit": it goes into addresses as it is. */
static bool is_prefix(struct str path)
{
    static const char marks[] = "/-._~";
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            !(c && strchr(marks, c)))
            return false;
    }
    return path.n == 0 || (path.n > 1 && path.p[0] == '/' && path.p[path.n - 1] != '/');
}

static bool read_settings(struct run *r, struct http_settings *s)
{
    unsigned port = PORT;
    *s = (struct http_settings){.address = "127.0.0.1",
                                .threads = THREADS,
                                .timeout_seconds = SILENCE_SECONDS,
                                .most_body = FORM_BYTES};
    if (run_has(r, "port") && !number(run_get(r, "port"), 0, 65535, &port))
        return run_bad(r, "--port %.*s is not a port; write a number up to 65535",
                       STR(run_get(r, "port"))) < 0;
    s->port = (uint16_t)port;
    if (run_has(r, "address"))
        s->address = str_z(r->a, run_get(r, "address"));
    if (run_has(r, "prefix") && !is_prefix(run_get(r, "prefix")))
        return run_bad(r, "--prefix %.*s is not a path; write it as /remit",
                       STR(run_get(r, "prefix"))) < 0;
    return true;
}

/* Until SIGTERM or SIGINT; meanwhile a look at the files every second. */
static void wait_for_end(const sigset_t *ends, struct site *site)
{
    struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(ends, NULL, &second) < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (library_refresh(site->library))
            os_err(S("remit: a handbook has changed; its new text is in force\n"));
        site->today = os_today();
    }
}

static int serve(struct run *r, const struct http_settings *settings, struct site *site)
{
    const char *form = r->json ? "{\"address\": \"http://%s:%u%.*s/\"}\n"
                               : "Remit is at http://%s:%u%.*s/ (Ctrl-C ends it)\n";
    struct str why;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before the server's threads, which inherit it */
    signal(SIGPIPE, SIG_IGN);
    /* Nothing is asked of the arena while the server runs: a jump would leave it behind. */
    size_t room = strlen(form) + strlen(settings->address) + site->prefix.n + 10;
    char *said = arena_alloc(r->a, room, 1);
    struct http *h = http_start(r->a, settings, page_handle, site, &why);
    if (!h)
        return run_bad(r, "%.*s", STR(why));
    snprintf(said, room, form, settings->address, http_port(h), STR(site->prefix));
    if (r->json)
        os_out(str_of(said));
    os_err(r->json ? S("") : str_of(said)); /* either way what was put out is there to be read */
    wait_for_end(&ends, site);
    http_stop(h, DRAIN_SECONDS);
    return EXIT_FINE;
}

int action_serve(struct run *r)
{
    struct http_settings settings;
    struct site site = {.today = r->on};
    if (!read_settings(r, &settings))
        return EXIT_BAD;
    path_list list = {0};
    for (uint32_t i = 0; i < r->words.n; i++)
        *vec_push(r->a, &list) = r->words.at[i];
    if (!list.n && !load_which(r, &list))
        return EXIT_BAD;
    site.prefix = run_get(r, "prefix");
    site.library = library_open(r, list.at, list.n);
    if (!site.library)
        return EXIT_BAD;
    /* The library must be closed even when memory runs out. */
    jmp_buf *outer = r->a->out_of_memory, here;
    r->a->out_of_memory = &here;
    if (setjmp(here)) {
        library_close(site.library);
        r->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    int code = serve(r, &settings, &site);
    r->a->out_of_memory = outer;
    library_close(site.library);
    return code;
}
