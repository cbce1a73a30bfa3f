/* os.c: the only door to the operating system: files, clock, terminal, threads. */
#define _GNU_SOURCE /* memfd_create */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

_Noreturn void check_failed(const char *cond, const char *file, int line)
{
    fprintf(stderr, "remit: a mistake in Remit itself: %s does not hold (%s:%d)\n", cond, file,
            line);
    abort();
}

static bool fail(struct arena *a, struct str path, const char *what, struct str *why)
{
    *why = str_fmt(a, "cannot %s %.*s: %s", what, STR(path), strerror(errno));
    return false;
}

/* All that fd still has. Memory may run out here: the caller closes fd then. */
static bool read_all(struct arena *a, int fd, size_t expected, struct str path, struct str *text,
                     struct str *why)
{
    size_t n = 0, have = 0, cap = expected ? expected + 1 : 4096;
    char *p = NULL;
    for (;;) {
        if (n > LIMIT_FILE_BYTES) {
            *why = str_fmt(a, "%.*s is longer than %d MB, the most that one file may have",
                           STR(path), LIMIT_FILE_BYTES >> 20);
            return false;
        }
        if (n == have) {
            cap = have ? have * 2 : cap;
            if (cap > (size_t)LIMIT_FILE_BYTES + 2)
                cap = (size_t)LIMIT_FILE_BYTES + 2;
            p = arena_grow(a, p, have, cap, 1);
            have = cap;
        }
        ssize_t k = read(fd, p + n, have - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return fail(a, path, "read", why);
        if (k == 0)
            break;
        n += (size_t)k;
    }
    *text = (struct str){p, n};
    return true;
}

bool os_read(struct arena *a, struct str path, struct str *text, struct str *why)
{
    int fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0)
        return fail(a, path, "open", why);
    /* The file must be closed even when memory runs out half-way. */
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        close(fd);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    bool known = fstat(fd, &st) == 0, fine;
    if (known && S_ISDIR(st.st_mode))
        errno = EISDIR;
    if (!known || S_ISDIR(st.st_mode))
        fine = fail(a, path, "read", why);
    else
        fine = read_all(a, fd, st.st_size > 0 ? (size_t)st.st_size : 0, path, text, why);
    close(fd);
    a->out_of_memory = outer;
    return fine;
}

static bool write_all(int fd, struct str text)
{
    size_t n = 0;
    while (n < text.n) {
        ssize_t k = write(fd, text.p + n, text.n - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        n += (size_t)k;
    }
    return true;
}

struct os_new {
    int fd;
    int error; /* errno of the first piece that failed */
};

bool os_new_put(struct os_new *f, struct str piece)
{
    if (!f->error && !write_all(f->fd, piece))
        f->error = errno;
    return !f->error;
}

/* The pieces that `fill` gives, into an open file. `fill` may run out of memory: the file is then
 * closed, and goes if it is one that stands beside. */
static bool fill_new(struct arena *a, int fd, const char *beside,
                     bool (*fill)(void *with, struct os_new *f), void *with, int *error)
{
    struct os_new f = {.fd = fd};
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        close(fd);
        if (beside)
            unlink(beside);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    bool fine = fill(with, &f) && !f.error;
    a->out_of_memory = outer;
    if (fine && beside && fsync(fd) != 0)
        f.error = errno;
    if (close(fd) != 0 && !f.error)
        f.error = errno;
    *error = f.error;
    return fine && !f.error;
}

/* To a terminal, a pipe: there is nothing to keep whole. */
static bool write_through(struct arena *a, struct str path,
                          bool (*fill)(void *with, struct os_new *f), void *with, struct str *why)
{
    int fd = open(str_z(a, path), O_WRONLY | O_CLOEXEC), error;
    if (fd < 0)
        return fail(a, path, "write", why);
    if (fill_new(a, fd, NULL, fill, with, &error))
        return true;
    errno = error;
    return error ? fail(a, path, "write", why) : false;
}

bool os_write_pieces(struct arena *a, struct str path, bool (*fill)(void *with, struct os_new *f),
                     void *with, struct str *why)
{
    /* Write beside, then rename: a reader sees the old file or the new one. Where the path
     * is a link the file that it leads to is meant, and a file that was there keeps its
     * mode. */
    char real[PATH_MAX];
    struct stat st;
    const char *to = str_z(a, path);
    bool old = stat(to, &st) == 0;
    int error = 0;
    *why = S("");
    if (old && !S_ISREG(st.st_mode))
        return write_through(a, path, fill, with, why);
    if (old && realpath(to, real))
        to = real;
    const char *beside = str_z(a, str_fmt(a, "%s.%ld.new", to, (long)getpid()));
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(a, path, "write", why);
    if (old && fchmod(fd, st.st_mode & 0777) != 0) {
        error = errno;
        close(fd);
    } else if (fill_new(a, fd, beside, fill, with, &error)) {
        if (rename(beside, to) == 0)
            return true;
        error = errno;
    }
    unlink(beside);
    errno = error;
    return error ? fail(a, path, "write", why) : false;
}

static bool fill_text(void *with, struct os_new *f)
{
    return os_new_put(f, *(const struct str *)with);
}

bool os_write(struct arena *a, struct str path, struct str text, struct str *why)
{
    return os_write_pieces(a, path, fill_text, &text, why);
}

bool os_make_dir(struct arena *a, struct str path, struct str *why)
{
    return mkdir(str_z(a, path), 0777) == 0 || (errno == EEXIST && os_is_dir(a, path)) ||
           fail(a, path, "make the folder", why);
}

bool os_catch(struct arena *a, bool (*write)(void *with, const char *path), void *with,
              struct str *bytes)
{
    char path[64];
    struct str why;
    int fd = memfd_create("remit", MFD_CLOEXEC);
    if (fd < 0)
        return false;
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        close(fd);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    bool fine = write(with, path) && lseek(fd, 0, SEEK_SET) == 0 &&
                read_all(a, fd, 0, str_of(path), bytes, &why);
    close(fd);
    a->out_of_memory = outer;
    return fine;
}

bool os_make_folder(struct arena *a, struct str path, struct str *why)
{
    size_t above = str_last(path, '/');
    if (!path.n || os_is_dir(a, path))
        return true;
    if (above > 1 && !os_make_folder(a, str_sub(path, 0, above - 1), why))
        return false;
    return mkdir(str_z(a, path), 0777) == 0 || errno == EEXIST || fail(a, path, "make", why);
}

void os_remove(const char *path)
{
    unlink(path);
}

bool os_is_dir(struct arena *a, struct str path)
{
    struct stat st;
    return stat(str_z(a, path), &st) == 0 && S_ISDIR(st.st_mode);
}

uint64_t os_stamp(struct arena *a, struct str path)
{
    struct stat st;
    if (stat(str_z(a, path), &st) != 0)
        return 0;
    uint64_t time = (uint64_t)st.st_mtim.tv_sec * 1000000000u + (uint64_t)st.st_mtim.tv_nsec;
    return time ^ ((uint64_t)st.st_size << 32) ^ (uint64_t)st.st_ino;
}

bool os_exists(struct arena *a, struct str path)
{
    struct stat st;
    return stat(str_z(a, path), &st) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct str os_whole_path(struct arena *a, struct str path)
{
    char whole[PATH_MAX];
    size_t name = str_last(path, '/');
    struct str folder = name > 1 ? str_sub(path, 0, name - 1) : name ? S("/") : S(".");
    if (realpath(str_z(a, path), whole))
        return str_copy(a, str_of(whole));
    if (!realpath(str_z(a, folder), whole)) /* the file is still to come */
        return path;
    return str_fmt(a, "%s/%.*s", strcmp(whole, "/") == 0 ? "" : whole,
                   STR(str_sub(path, name, path.n)));
}

bool os_list(struct arena *a, struct str path, struct str **names, uint32_t *n, struct str *why)
{
    DIR *d = opendir(str_z(a, path));
    VEC(struct str) list = {0};
    if (!d)
        return fail(a, path, "read the folder", why);
    /* The folder must be closed even when memory runs out half-way. */
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        closedir(d);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    for (struct dirent *e; (e = readdir(d));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            *vec_push(a, &list) = str_copy(a, str_of(e->d_name));
    closedir(d);
    a->out_of_memory = outer;
    if (list.n)
        qsort(list.at, list.n, sizeof list.at[0], compare_names);
    *names = list.at;
    *n = list.n;
    return true;
}

static bool out_failed;

void os_out(struct str text)
{
    if (text.n && fwrite(text.p, 1, text.n, stdout) != text.n)
        out_failed = true;
}

void os_err(struct str text)
{
    if (fflush(stdout) != 0)
        out_failed = true;
    if (text.n && fwrite(text.p, 1, text.n, stderr) != text.n)
        out_failed = true;
}

bool os_out_failed(void)
{
    return fflush(stdout) != 0 || out_failed;
}

bool os_agreed(struct str question)
{
    char line[16] = "";
    os_err(question);
    return fgets(line, sizeof line, stdin) && (line[0] == 'y' || line[0] == 'Y');
}

bool os_is_terminal(int fd)
{
    return isatty(fd);
}

static volatile sig_atomic_t stopped;

static void note_stop(int number)
{
    (void)number;
    stopped = 1;
}

void os_catch_stop(void)
{
    struct sigaction note = {.sa_handler = note_stop};
    sigemptyset(&note.sa_mask);
    stopped = 0;
    sigaction(SIGINT, &note, NULL);
    sigaction(SIGTERM, &note, NULL);
}

bool os_stopped(void)
{
    return stopped;
}

date os_today(void)
{
    time_t t = time(NULL);
    struct tm tm;
    localtime_r(&t, &tm);
    return date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

uint64_t os_nanoseconds(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

const char *os_env(const char *name)
{
    return getenv(name);
}

struct os_file {
    int fd; /* -1: all of it is in `text` */
    struct str text;
    uint64_t size;
    _Atomic int error;     /* errno of a read that failed */
    _Atomic uint64_t ends; /* where it ended before `size`, + 1 */
};

uint64_t os_file_size(const struct os_file *f)
{
    return f->size;
}

bool os_file_read(void *file, uint64_t at, char *to, size_t n, size_t *got)
{
    struct os_file *f = file;
    *got = 0;
    if (at >= f->size)
        return true;
    if (n > f->size - at)
        n = f->size - at; /* what is added while it is read is another file */
    if (f->fd < 0) {
        memcpy(to, f->text.p + at, n);
        *got = n;
        return true;
    }
    while (*got < n) {
        ssize_t k = pread(f->fd, to + *got, n - *got, (off_t)(at + *got));
        if (k < 0 && errno == EINTR)
            continue;
        if (k > 0) {
            *got += (size_t)k;
            continue;
        }
        if (k < 0)
            f->error = errno;
        else
            f->ends = at + *got + 1;
        return false;
    }
    return true;
}

struct str os_file_why(struct arena *a, const struct os_file *f)
{
    struct str why = S("");
    errno = f->error;
    if (f->error)
        fail(a, S("this file"), "read", &why);
    else if (f->ends)
        why = str_fmt(a,
                      "became shorter while it was read: %llu bytes instead of %llu; load it again "
                      "when it is complete",
                      (unsigned long long)f->ends - 1, (unsigned long long)f->size);
    return why;
}

bool os_with_file(struct arena *a, struct str path, bool (*use)(void *with, struct os_file *f),
                  void *with, struct str *why)
{
    struct os_file f = {.fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC)};
    const struct str it = S("this file");
    struct stat st;
    if (f.fd < 0)
        return fail(a, it, "open", why);
    jmp_buf *outer = a->out_of_memory, here;
    a->out_of_memory = &here;
    if (setjmp(here)) {
        close(f.fd);
        a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    bool known = fstat(f.fd, &st) == 0, fine;
    if (!known) {
        fine = fail(a, it, "read", why);
    } else if (S_ISDIR(st.st_mode)) {
        *why = S("is a folder; name the files in it");
        fine = false;
    } else if (S_ISREG(st.st_mode)) {
        f.size = (uint64_t)st.st_size;
        fine = use(with, &f);
    } else if ((fine = read_all(a, f.fd, 0, it, &f.text, why))) {
        struct os_file whole = {.fd = -1, .text = f.text, .size = f.text.n};
        fine = use(with, &whole);
    }
    close(f.fd);
    a->out_of_memory = outer;
    return fine;
}

bool os_with_bytes(struct str bytes, bool (*use)(void *with, struct os_file *f), void *with)
{
    struct os_file whole = {.fd = -1, .text = bytes, .size = bytes.n};
    return use(with, &whole);
}

unsigned os_cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

struct part {
    pthread_t thread;
    void (*work)(void *with, unsigned part);
    void *with;
    unsigned number;
    bool runs;
};

static void *part_run(void *p)
{
    struct part *part = p;
    part->work(part->with, part->number);
    return NULL;
}

void os_threads(unsigned n, void (*work)(void *with, unsigned part), void *with)
{
    struct part parts[LIMIT_INTAKE_THREADS];
    check(n >= 1 && n <= LIMIT_INTAKE_THREADS);
    for (unsigned i = 1; i < n; i++) {
        parts[i] = (struct part){.work = work, .with = with, .number = i};
        parts[i].runs = pthread_create(&parts[i].thread, NULL, part_run, &parts[i]) == 0;
    }
    work(with, 0);
    for (unsigned i = 1; i < n; i++)
        if (parts[i].runs)
            pthread_join(parts[i].thread, NULL);
}

struct os_turns {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    _Atomic uint64_t now;
    _Atomic bool stopped;
};

struct os_turns *os_turns_new(void)
{
    struct os_turns *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->changed, NULL);
    return t;
}

void os_turns_free(struct os_turns *t)
{
    pthread_cond_destroy(&t->changed);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

bool os_turns_wait(struct os_turns *t, uint64_t number)
{
    enum { LOOKS = 2000 }; /* some microseconds: turns are short, and to sleep takes longer */
    for (int i = 0; i < LOOKS && t->now != number && !t->stopped; i++) {
#if defined __x86_64__ || defined __i386__
        __builtin_ia32_pause();
#endif
    }
    if (t->now != number && !t->stopped) {
        pthread_mutex_lock(&t->lock);
        while (t->now != number && !t->stopped)
            pthread_cond_wait(&t->changed, &t->lock);
        pthread_mutex_unlock(&t->lock);
    }
    return !t->stopped;
}

static void turns_change(struct os_turns *t, uint64_t by, bool stop)
{
    pthread_mutex_lock(&t->lock);
    t->now += by;
    t->stopped |= stop;
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->lock);
}

void os_turns_next(struct os_turns *t)
{
    turns_change(t, 1, false);
}

void os_turns_stop(struct os_turns *t)
{
    turns_change(t, 0, true);
}
