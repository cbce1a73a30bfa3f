/* spend.c: what a command takes: clock, processor, memory. For bench/spend.sh. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "world.h"

struct took {
    double clock, processor;
    long kilobytes;
};

static double seconds(const struct timeval *t)
{
    return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static bool run_once(char **command, const char *out, struct took *took)
{
    struct timespec from, to;
    struct rusage used;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &from);
    pid_t child = fork();
    if (child == 0) {
        int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (fd < 0 || dup2(fd, 1) < 0)
            _exit(126);
        execvp(command[0], command);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child)
        return false;
    clock_gettime(CLOCK_MONOTONIC, &to);
    took->clock = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    took->processor = seconds(&used.ru_utime) + seconds(&used.ru_stime);
    took->kilobytes = used.ru_maxrss;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int by_clock(const void *x, const void *y)
{
    const struct took *a = x, *b = y;
    return (a->clock > b->clock) - (a->clock < b->clock);
}

/* The command once to warm up, unless it is run but once; then so many times. The run in the middle
 * by the clock is told. */
int measure_command(uint32_t rounds, const char *out, char **command)
{
    enum { MOST = 101 };
    struct took took[MOST];
    check(rounds >= 1 && rounds <= MOST);
    for (uint32_t i = 0; i < rounds + (rounds > 1); i++)
        if (!run_once(command, out, &took[i ? i - (rounds > 1) : 0])) {
            fprintf(stderr, "bench: %s failed\n", command[0]);
            return 1;
        }
    qsort(took, rounds, sizeof took[0], by_clock);
    printf("clock\t%.4f\nprocessor\t%.4f\nkilobytes\t%ld\n", took[rounds / 2].clock,
           took[rounds / 2].processor, took[rounds / 2].kilobytes);
    return 0;
}
