/* serve.c: `remit serve`: the pages, until a signal ends it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "pages/page.h"
#include "pages/spending/payments.h"

enum {
    PORT = 8080,
    THREADS = 2,
    SILENCE_SECONDS = 20,
    WHOLE_SECONDS = 60,
    CONNECTIONS = 1000,
    FORM_BYTES = 4 << 20,
    UPLOAD_SECONDS = 600,
    DRAIN_SECONDS = 10
};

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

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0;
}

/* A page elsewhere can have its own name lead to this computer, and its scripts would then read
 * ours as if they were its own; but they cannot keep that name from us. So a server for this
 * computer alone answers to the names of this computer; one that others reach goes by names that
 * only they know, so it answers to all unless it is told which. */
static void read_hosts(struct run *r, struct http_settings *s)
{
    static const struct str own[] = {{"localhost", 9}, {"[::1]", 5}};
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (strcmp(r->settings.at[i].name, "host") == 0)
            *vec_push(r->a, &names) = r->settings.at[i].value;
    if (names.n || is_loopback(s->address)) {
        *vec_push(r->a, &names) = str_of(s->address);
        for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
            *vec_push(r->a, &names) = own[i];
    }
    s->hosts = names.at;
    s->n_hosts = names.n;
}

static bool read_settings(struct run *r, struct http_settings *s)
{
    enum { MOST = 65535 };
    uint64_t port = PORT;
    *s = (struct http_settings){.address = "127.0.0.1",
                                .threads = THREADS,
                                .silence_seconds = SILENCE_SECONDS,
                                .whole_seconds = WHOLE_SECONDS,
                                .connections = CONNECTIONS,
                                .most_body = FORM_BYTES};
    if (run_has(r, "port") && !number_parse(run_get(r, "port"), MOST, &port))
        return run_bad(r, "--port %.*s is not a port; write a number up to %d",
                       STR(run_get(r, "port")), MOST) < 0;
    s->port = (uint16_t)port;
    if (run_has(r, "address"))
        s->address = str_z(r->a, run_get(r, "address"));
    read_hosts(r, s);
    return true;
}

/* "/remit" of --prefix: begins with a slash, ends with none. */
static bool read_prefix(struct run *r, struct str *prefix)
{
    *prefix = run_get(r, "prefix");
    while (str_ends(*prefix, S("/")))
        prefix->n--;
    if (!is_prefix(*prefix))
        return run_bad(r, "--prefix %.*s is not a path; write it as /remit", STR(*prefix)) < 0;
    return true;
}

/* Until SIGTERM or SIGINT; meanwhile a look at the files every second. */
static void wait_for_end(const sigset_t *ends, struct site *site)
{
    struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(ends, NULL, &second) < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (library_refresh(site->library))
            os_err(S("remit: a handbook has changed; its new text is in force\n"));
        if (site->payments && payments_refresh(site->payments, 1))
            os_err(S("remit: the store of payments has changed and is read anew\n"));
        site->today = os_today();
    }
}

/* Nothing is asked of the arena while the server runs: a jump would leave it behind. */
static void say_where(const struct run *r, const struct http_settings *settings,
                      const struct http *h, const struct site *site, const char *why)
{
    char at[300], said[1000];
    bool walled = !site->takes_files || !*why;
    bool confined = os_confine(site->takes_files, &why) && walled; /* before anybody comes */
    snprintf(at, sizeof at, "http://%s:%u%.*s/", settings->address, http_port(h),
             STR(site->prefix));
    if (r->json) {
        snprintf(said, sizeof said, "{\"address\": \"%s\", \"confined\": %s}\n", at,
                 confined ? "true" : "false");
        os_out(str_of(said));
        os_err(S("")); /* what was put out is there to be read */
        return;
    }
    snprintf(said, sizeof said,
             "Remit is at %s (Ctrl-C ends it)\n"
             "%sremit: %s%s\n",
             at,
             is_loopback(settings->address) ? ""
                                            : "remit: whoever reaches this address can read these "
                                              "handbooks: there is no login\n",
             !confined ? "not confined to reading files and answering: "
             : site->takes_files
                 ? "confined by the system to reading files, answering, and writing "
                   "in the folder of the store"
                 : "confined by the system to reading files and answering",
             confined ? "" : why);
    os_err(str_of(said));
}

static struct str store_folder(const struct site *site)
{
    struct str path = payments_path(site->payments);
    size_t name = str_last(path, '/');
    return name > 1 ? str_sub(path, 0, name - 1) : S("/");
}

static int serve(struct run *r, const struct http_settings *settings, struct site *site)
{
    struct str why;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before the server's threads, which inherit it */
    signal(SIGPIPE, SIG_IGN);
    const char *wall = "";
    if (site->takes_files && os_write_only_in(r->a, store_folder(site), &wall))
        wall = ""; /* the server's threads, which begin now, inherit it */
    struct http *h = http_start(r->a, settings, page_handle, site, &why);
    if (!h)
        return run_bad(r, "%.*s", STR(why));
    say_where(r, settings, h, site, wall);
    wait_for_end(&ends, site);
    http_stop(h, DRAIN_SECONDS);
    return EXIT_FINE;
}

/* --store FILE; --upload needs one. */
static bool read_store(struct run *r, struct site *site)
{
    struct str store = run_get(r, "store");
    if (run_has(r, "upload") && !store.n) {
        run_bad(r, "--upload needs --store FILE: the store that files are loaded into");
        return false;
    }
    site->takes_files = run_has(r, "upload");
    if (!store.n)
        return true;
    site->payments = payments_open(r, os_whole_path(r->a, store));
    return site->payments != NULL;
}

static void close_all(struct site *site)
{
    if (site->library)
        library_close(site->library);
    if (site->payments)
        payments_close(site->payments);
}

int action_serve(struct run *r)
{
    struct http_settings settings;
    struct site site = {.today = r->on, .started = os_nanoseconds()};
    if (!read_settings(r, &settings) || !read_prefix(r, &site.prefix))
        return EXIT_BAD;
    path_list list = {0};
    for (uint32_t i = 0; i < r->words.n; i++)
        *vec_push(r->a, &list) = r->words.at[i];
    if (!list.n && !load_which(r, &list))
        return EXIT_BAD;
    /* What is open must be closed even when memory runs out. */
    jmp_buf *outer = r->a->out_of_memory, here;
    struct site *open = NEW(r->a, struct site);
    *open = site;
    r->a->out_of_memory = &here;
    if (setjmp(here)) {
        close_all(open);
        r->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    int code = EXIT_BAD;
    open->library = library_open(r, list.at, list.n);
    if (open->library && read_store(r, open)) {
        settings.upload_path = open->takes_files ? "/spending/upload" : NULL;
        settings.most_upload = LIMIT_UPLOAD_BYTES + FORM_BYTES; /* the file and the other fields */
        settings.upload_seconds = UPLOAD_SECONDS;
        code = serve(r, &settings, open);
    }
    r->a->out_of_memory = outer;
    close_all(open);
    return code;
}
