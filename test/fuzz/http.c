/* http.c: whatever bytes a client sends, to the whole server: libmicrohttpd's reading of heads,
 * addresses and forms, then every page over a small handbook and a few payments. No thread and no
 * network: the conversation goes through a pair of sockets.
 *
 * Whatever was asked: an answer is HTTP, and no element named by the client (<q...>, which Remit
 * itself never writes) is in a page. */
#define _GNU_SOURCE /* memmem */
#include "support/handbook.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pages/page.h"
#include "pages/spending/payments.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char handbook[] =
    "handbook h \"A handbook\" of wy edition \"1\" under hca-2022\n"
    "population wy \"West Yorkshire\" people 2000000 { place leeds \"Leeds\"; place calderdale }\n"
    "icb wy \"NHS West Yorkshire ICB\" for wy\n"
    "committee leeds-committee \"Leeds committee\" of wy.board for leeds {\n"
    "  terms-of-reference from 2022-07-01\n  members { chair; 2 of nhs-trust }\n}\n"
    "post wy.finance-director \"Director of finance\" of wy\n"
    "reserve to wy.board under sord \"3\" { set-budget; award-contract of acute above £20m }\n"
    "delegate wy.board to leeds-committee under sord \"4\" {\n"
    "  award-contract of community for leeds up to £5m unless \"novel\" as ruled by "
    "wy.finance-director\n}\n";

static const char payments[] =
    "Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description\n"
    "NHS York CCG,30/06/2020,Hcare Srv Rec NHS Trust,ACUTE COMMISSIONING,YORK NHS TRUST,1,90000,\n"
    "NHS York CCG,31/07/2020,Hcare Srv Rec NHS Trust,ACUTE COMMISSIONING,YORK NHS TRUST,1,100,"
    "50% of 1.25% CQUIN\n"
    "NHS Selby CCG,31/07/2020,Clinical&Medical-Commercial Sector,,CARE LTD,2,\"-1,000.50\",\n"
    "NHS Selby CCG,31/09/2020,Rent,ESTATES,CARE LTD,3,1,\n";

static jmp_buf never;
static struct arena kept;
static struct site site;
static struct http *server;
static const char *store_folder;

static void remove_store(void)
{
    static const char *const files[] = {"spending.db", "spending.db-wal", "spending.db-shm"};
    struct arena a;
    arena_init(&a, 1, &never);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        unlink(str_z(&a, str_fmt(&a, "%s/%s", store_folder, files[i])));
    rmdir(store_folder);
    arena_free(&a);
}

/* In a store of their own, which is open for as long as this runs. */
static void load_payments(void)
{
    static struct run r;
    struct str bytes = str_of(payments);
    struct spend_arrival arrival;
    struct str why;
    char folder[] = "/tmp/remit-fuzz-XXXXXX";
    check(mkdtemp(folder));
    struct str path = str_fmt(&kept, "%s/spending.db", folder);
    r = (struct run){.a = &kept, .out = buf_new(&kept), .err = buf_new(&kept)};
    *vec_push(&kept, &r.settings) = (struct setting){"store", path};
    check(spend_load_bytes(&r, S("april.csv"), &bytes, &arrival));
    site.payments = payments_open(&r, path);
    check(site.payments != NULL);
    const struct payments_state *state = payments_hold(site.payments, &kept, &why);
    check(state && state->whole.rows == 3);
    payments_release(site.payments, state);
    store_folder = str_z(&kept, str_of(folder));
    atexit(remove_store);
}

static void begin(void)
{
    static struct run r;
    static struct str path;
    static const struct http_settings settings = {.address = "127.0.0.1",
                                                  .silence_seconds = 20,
                                                  .whole_seconds = 60,
                                                  .connections = 10,
                                                  .most_body = 20000};
    char name[] = "/tmp/remit-fuzz-XXXXXX.remit";
    struct str why;
    int fd = mkstemps(name, 6);
    arena_init(&kept, 1000, &never);
    check(fd >= 0 && write(fd, handbook, sizeof handbook - 1) == sizeof handbook - 1);
    close(fd);
    path = str_copy(&kept, str_of(name));
    r = (struct run){.a = &kept, .on = date_of(2024, 5, 1)};
    r.out = buf_new(&kept);
    r.err = buf_new(&kept);
    site = (struct site){.today = r.on, .started = 1, .library = library_open(&r, &path, 1)};
    unlink(name);
    check(site.library != NULL);
    load_payments();
    server = http_start(&kept, &settings, page_handle, &site, &why);
    check(server != NULL);
}

struct conversation {
    int fd;
    const uint8_t *says;
    size_t n, heard;
    char hears[1 << 20];
};

static bool say(const struct conversation *c, const void *what, size_t n)
{
    for (const char *p = what; n;) {
        ssize_t k = send(c->fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

/* A request that is not whole would be waited for; so more is said than any may have: the end of a
 * head, of chunks, the rest of a body, and at last what is no request. */
static void *client(void *cls)
{
    struct conversation *c = cls;
    ssize_t k;
    bool heard = say(c, c->says, c->n);
    for (int i = 0; heard && i < 20000; i++)
        heard = say(c, "\r\n0\r\n\r\n", 7);
    shutdown(c->fd, SHUT_WR);
    while (c->heard < sizeof c->hears &&
           (k = recv(c->fd, c->hears + c->heard, sizeof c->hears - c->heard, 0)) > 0)
        c->heard += (size_t)k;
    close(c->fd);
    return NULL;
}

/* The first answer: its head and, unless it is compressed, its body. */
static void look_at(const char *text, size_t n)
{
    const char *body = memmem(text, n, "\r\n\r\n", 4);
    check(n == 0 || (n > 9 && memcmp(text, "HTTP/1.", 7) == 0));
    if (!body || memmem(text, (size_t)(body - text), "Content-Encoding", 16) ||
        !memmem(text, (size_t)(body - text), "Content-Type: text/html", 23))
        return;
    const char *next = memmem(body, n - (size_t)(body - text), "</html>", 7);
    size_t length = next ? (size_t)(next - body) : n - (size_t)(body - text);
    check(!memmem(body, length, "<q", 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct conversation c;
    int ends[2];
    pthread_t thread;
    if (!server)
        begin();
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    c.fd = ends[0];
    c.says = data;
    c.n = n;
    c.heard = 0;
    check(pthread_create(&thread, NULL, client, &c) == 0);
    http_talk(server, ends[1]);
    pthread_join(thread, NULL);
    look_at(c.hears, c.heard);
    return 0;
}
