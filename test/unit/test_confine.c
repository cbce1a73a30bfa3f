/* What a confined process can still do, and what it cannot. Each thing is tried by a child, since
 * there is no way out. Where the filter cannot be had (another build, an old system) nothing is
 * tried: the program says so itself when it starts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/handbook.h"

enum { DONE = 0, REFUSED = 1, NOT_CONFINED = 2, OTHER = 3 };

static int listening; /* made before, as the server's is */
static char folder[] = "/tmp/remit-confine-XXXXXX", elsewhere[] = "/tmp/remit-elsewhere-XXXXXX";

static int outcome(bool done)
{
    return done ? DONE : errno == EPERM || errno == EACCES ? REFUSED : OTHER;
}

static int read_a_file(void)
{
    jmp_buf none;
    struct arena a;
    struct str text, why, *names;
    uint32_t n;
    arena_init(&a, 10, &none);
    return outcome(os_read(&a, S("/etc/passwd"), &text, &why) && text.n &&
                   os_list(&a, S("/etc"), &names, &n, &why) && n && os_stamp(&a, S("/etc")));
}

static int take_memory(void)
{
    char *p = malloc(100 << 20);
    return outcome(p && memset(p, 1, 100 << 20));
}

static int speak(void)
{
    os_err(S(""));
    return outcome(write(2, "", 0) == 0);
}

static int accept_one(void)
{
    return outcome(accept(listening, NULL, NULL) >= 0 || errno == EAGAIN);
}

static const char *in_folder(const char *name)
{
    static char path[sizeof folder + 20];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int write_a_file(void)
{
    return outcome(open(in_folder("new"), O_WRONLY | O_CREAT, 0600) >= 0);
}

static int write_to_a_file(void)
{
    return outcome(open(in_folder("old"), O_RDWR) >= 0);
}

static int empty_a_file(void)
{
    return outcome(open(in_folder("old"), O_RDONLY | O_TRUNC) >= 0);
}

static int remove_a_file(void)
{
    return outcome(unlink(in_folder("old")) == 0);
}

static int rename_a_file(void)
{
    return outcome(rename(in_folder("old"), "/tmp/remit-renamed") == 0);
}

static int open_to_all(void)
{
    return outcome(chmod(in_folder("old"), 0666) == 0);
}

static int make_a_folder(void)
{
    return outcome(mkdir(in_folder("folder"), 0700) == 0);
}

static int connect_out(void)
{
    return outcome(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int listen_elsewhere(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    return outcome(bind(listening, (struct sockaddr *)&at, sizeof at) == 0);
}

static int run_what_was_written(void)
{
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return outcome(p != MAP_FAILED);
}

static int divide(void)
{
    return outcome(fork() >= 0);
}

static int stop_another(void)
{
    return outcome(kill(getppid(), 0) == 0);
}

static int run_a_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return outcome(false);
}

static void *in_thread(void *go)
{
    int (*const *what)(void) = go;
    return (void *)(intptr_t)(*what)();
}

/* In a thread that was there before: the server's are. */
static pthread_barrier_t confined;
static void *wait_and_try(void *go)
{
    pthread_barrier_wait(&confined);
    return in_thread(go);
}

static int write_elsewhere(void)
{
    return outcome(open(elsewhere, O_WRONLY) >= 0);
}

static int empty_elsewhere(void)
{
    return outcome(truncate(elsewhere, 0) == 0);
}

static int remove_elsewhere(void)
{
    return outcome(unlink(elsewhere) == 0);
}

static int write_a_store(void)
{
    int fd = open(in_folder("old"), O_RDWR);
    return outcome(fd >= 0 && pwrite(fd, "x", 1, 0) == 1 && fdatasync(fd) == 0 &&
                   ftruncate(fd, 0) == 0);
}

/* The folder alone may be written to. */
static bool wall(const char **why)
{
    jmp_buf none;
    struct arena a;
    arena_init(&a, 10, &none);
    return os_write_only_in(&a, str_of(folder), why);
}

/* Its outcome; 128 and the signal when that ended the child. */
static int tried(int (*go)(void), bool writes)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const char *why;
        pthread_t thread;
        void *result = NULL;
        if (writes && !wall(&why))
            _exit(NOT_CONFINED);
        pthread_barrier_init(&confined, NULL, 2);
        if (pthread_create(&thread, NULL, wait_and_try, &go) != 0)
            _exit(OTHER);
        if (!os_confine(writes, &why))
            _exit(NOT_CONFINED);
        pthread_barrier_wait(&confined);
        pthread_join(thread, &result);
        int here = go();
        _exit((int)(intptr_t)result == here ? here : OTHER);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

struct attempt {
    const char *what;
    int (*go)(void);
    int outcome;
};

static void try_all(const struct attempt *rows, size_t n, bool writes)
{
    if (is_slow() || tried(speak, writes) == NOT_CONFINED)
        skip();
    for (size_t i = 0; i < n; i++) {
        int got = tried(rows[i].go, writes);
        if (got != rows[i].outcome)
            fail_msg("%s: %d, not %d", rows[i].what, got, rows[i].outcome);
    }
}

static void test_confined(void **state)
{
    (void)state;
    static const struct attempt rows[] = {
        {"read a file, list a folder", read_a_file, DONE},
        {"take memory", take_memory, DONE},
        {"say something", speak, DONE},
        {"accept a connection", accept_one, DONE},
        {"write a new file", write_a_file, REFUSED},
        {"write to a file", write_to_a_file, REFUSED},
        {"empty a file", empty_a_file, REFUSED},
        {"remove a file", remove_a_file, REFUSED},
        {"rename a file", rename_a_file, REFUSED},
        {"open a file to all", open_to_all, REFUSED},
        {"make a folder", make_a_folder, REFUSED},
        {"make a socket", connect_out, REFUSED},
        {"listen elsewhere", listen_elsewhere, REFUSED},
        {"run what was written", run_what_was_written, REFUSED},
        {"divide", divide, REFUSED},
        {"signal another", stop_another, REFUSED},
        {"run a program", run_a_program, 128 + SIGSYS},
    };
    try_all(rows, sizeof rows / sizeof rows[0], false);
}

/* A server that takes files writes in the folder of its store, and nowhere else. */
static void test_confined_to_a_folder(void **state)
{
    (void)state;
    static const struct attempt rows[] = {
        {"read a file, list a folder", read_a_file, DONE},
        {"write a new file in the folder", write_a_file, DONE},
        {"write to a file in the folder", write_a_store, DONE},
        {"write to a file elsewhere", write_elsewhere, REFUSED},
        {"empty a file elsewhere", empty_elsewhere, REFUSED},
        {"remove a file elsewhere", remove_elsewhere, REFUSED},
        {"rename a file", rename_a_file, REFUSED},
        {"open a file to all", open_to_all, REFUSED},
        {"make a folder", make_a_folder, REFUSED},
        {"make a socket", connect_out, REFUSED},
        {"run what was written", run_what_was_written, REFUSED},
        {"divide", divide, REFUSED},
        {"signal another", stop_another, REFUSED},
        {"run a program", run_a_program, 128 + SIGSYS},
    };
    try_all(rows, sizeof rows / sizeof rows[0], true);
}

static int set_up(void **state)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    (void)state;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listening < 0 || bind(listening, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(listening, 5) != 0 || !mkdtemp(folder))
        return -1;
    int fd = open(in_folder("old"), O_WRONLY | O_CREAT, 0600), other = mkstemp(elsewhere);
    return fd < 0 || other < 0 || close(other) != 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    (void)state;
    unlink(in_folder("old"));
    unlink(in_folder("new"));
    unlink(elsewhere);
    rmdir(folder);
    return close(listening);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_confined),
                                       cmocka_unit_test(test_confined_to_a_folder)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
