/* confine.c: the second lock of the server: what it never does, the system no longer lets it do. A
 * filter of system calls says what may be done at all; where files are taken in, Landlock says in
 * addition where they may be written.
 *
 * The list is of what the server, its libraries and the C library were seen to need once they run,
 * on Linux. What is not on it fails with "operation not permitted"; what only an intruder would
 * try ends the process. */
#include "base/base.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- where files may be written ------------------------------------------------------------ */

/* Rights that later kernels know, and the headers of earlier ones do not. */
#define RIGHT_REFER (1ull << 13)
#define RIGHT_TRUNCATE (1ull << 14)

/* All that changes files and folders, as far as this kernel knows it. */
static uint64_t rights_to_change(long version)
{
    uint64_t rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                      LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    return rights | (version >= 2 ? RIGHT_REFER : 0) | (version >= 3 ? RIGHT_TRUNCATE : 0);
}

static bool restrict_to(int rules, int folder, uint64_t all)
{
    struct landlock_path_beneath_attr at = {
        .parent_fd = folder,
        .allowed_access = all & (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | RIGHT_TRUNCATE)};
    return syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

bool os_write_only_in(struct arena *a, struct str folder, const char **why)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    *why = "this system cannot keep a program to one folder (Landlock)";
    if (version < 1)
        return false;
    struct landlock_ruleset_attr attr = {.handled_access_fs = rights_to_change(version)};
    const char *path = str_z(a, folder);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    int at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = rules >= 0 && at >= 0 && restrict_to(rules, at, attr.handled_access_fs);
    if (at >= 0)
        close(at);
    else
        *why = "the folder of the store cannot be opened";
    if (rules >= 0)
        close(rules);
    return fine;
}

/* ---- what may be done at all --------------------------------------------------------------- */

#ifdef REMIT_SECCOMP

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const allowed[] = {
    /* connections: those that are there, and those that come */
    "accept", "accept4", "shutdown", "close", "recvfrom", "recvmsg", "sendto", "sendmsg",
    "sendfile", "read", "readv", "pread64", "write", "writev", "getsockname", "getpeername",
    "getsockopt", "setsockopt", "fcntl", "fcntl64", "epoll_wait", "epoll_pwait", "epoll_pwait2",
    "epoll_ctl", "poll", "ppoll", "ppoll_time64", "select", "pselect6", "eventfd2",
    /* files: what they are and what they hold; open and openat stand below */
    "stat", "stat64", "lstat", "fstat", "fstat64", "newfstatat", "fstatat64", "statx", "lseek",
    "_llseek", "getdents", "getdents64", "readlink", "readlinkat", "access", "faccessat",
    /* memory; mmap and mprotect stand below */
    "munmap", "mremap", "madvise", "brk",
    /* time, threads that are there, signals, the end */
    "clock_gettime", "clock_gettime64", "clock_nanosleep", "clock_nanosleep_time64", "nanosleep",
    "gettimeofday", "time", "futex", "futex_time64", "sched_yield", "sched_getaffinity",
    "set_robust_list", "rseq", "restart_syscall", "getrandom", "sysinfo", "getpid", "gettid",
    "tgkill", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
    "rt_sigtimedwait_time64", "sigaltstack", "exit", "exit_group"};

/* What a store needs besides where files are loaded into it. */
static const char *const writing[] = {"open",      "openat",    "pwrite64", "fsync",
                                      "fdatasync", "ftruncate", "unlink",   "unlinkat",
                                      "fchmod",    "fchown",    "geteuid"};

static const char *const deadly[] = {"execve",           "execveat",          "ptrace",
                                     "process_vm_readv", "process_vm_writev", "init_module",
                                     "finit_module",     "kexec_load",        "bpf"};

/* 0 where it went well. A name that this kind of processor does not have is no error. */
static int rule(scmp_filter_ctx f, uint32_t action, const char *name, unsigned n,
                const struct scmp_arg_cmp *conditions)
{
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR)
        return 0;
    int failed = seccomp_rule_add_array(f, action, number, n, conditions);
    return failed == -EDOM || failed == -EOPNOTSUPP ? 0 : failed;
}

/* Files are opened to be read; memory is never to be run. */
static int rules_by_argument(scmp_filter_ctx f)
{
    const unsigned long long to_write = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    const struct scmp_arg_cmp open_reads[] = {SCMP_A1(SCMP_CMP_MASKED_EQ, to_write, O_RDONLY)},
                              openat_reads[] = {SCMP_A2(SCMP_CMP_MASKED_EQ, to_write, O_RDONLY)},
                              not_run[] = {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)};
    return rule(f, SCMP_ACT_ALLOW, "open", 1, open_reads) ||
           rule(f, SCMP_ACT_ALLOW, "openat", 1, openat_reads) ||
           rule(f, SCMP_ACT_ALLOW, "mmap", 1, not_run) ||
           rule(f, SCMP_ACT_ALLOW, "mmap2", 1, not_run) ||
           rule(f, SCMP_ACT_ALLOW, "mprotect", 1, not_run);
}

static bool load(scmp_filter_ctx f, bool writes)
{
    int failed = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1); /* every thread */
    seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);           /* where libseccomp knows it */
    for (size_t i = 0; !failed && i < COUNT(allowed); i++)
        failed = rule(f, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    for (size_t i = 0; writes && !failed && i < COUNT(writing); i++)
        failed = rule(f, SCMP_ACT_ALLOW, writing[i], 0, NULL);
    for (size_t i = 0; !failed && i < COUNT(deadly); i++)
        failed = rule(f, SCMP_ACT_KILL_PROCESS, deadly[i], 0, NULL);
    return !failed && rules_by_argument(f) == 0 && seccomp_load(f) == 0;
}

bool os_confine(bool writes, const char **why)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool fine = f && load(f, writes);
    if (f)
        seccomp_release(f);
    if (!fine)
        *why = "this system does not let a program do so";
    return fine;
}

#else

bool os_confine(bool writes, const char **why)
{
    (void)writes;
    *why = "this build has no libseccomp, or is one for tests";
    return false;
}

#endif
