/* bench.c: the command line of the measurements that bench/run.sh puts together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

static const char usage[] =
    "usage: bench COMMAND\n"
    "  synthetic COPY [SYSTEMS]         print a made-up England\n"
    "  own FOLDER COPIES                Remit alone, to so many copies of England\n"
    "  one COPIES                       the same for one number of copies: to look at with a profiler\n"
    "  prolog COPIES QUESTIONS FOLDER   facts for policies.pl\n"
    "  cedar SYSTEMS QUESTIONS FOLDER   policies for cedar.js\n"
    "  clingo SYSTEMS all|classes FOLDER   facts for matrix.lp\n"
    "  timed ROUNDS OUT COMMAND...      seconds, seconds of processor and kilobytes of a command\n"
    "  atoms                            count and sum up clingo's answer on standard input\n";

static uint32_t number(const char *word)
{
    long n = strtol(word, NULL, 10);
    if (n < 1 || n > 1000000) {
        fprintf(stderr, "bench: '%s' is not a number that is of use here\n", word);
        exit(2);
    }
    return (uint32_t)n;
}

static int print_synthetic(uint32_t copy, uint32_t systems)
{
    struct arena a;
    jmp_buf out_of_memory;
    arena_init(&a, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory))
        return 1;
    os_out(synthetic_copy(&a, copy, systems));
    arena_free(&a);
    return os_out_failed();
}

int main(int argc, char **argv)
{
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "synthetic") == 0 && (argc == 3 || argc == 4))
        return print_synthetic(number(argv[2]), argc == 4 ? number(argv[3]) : SYSTEMS);
    if (strcmp(command, "own") == 0 && argc == 4)
        return measure_own(argv[2], number(argv[3]));
    if (strcmp(command, "one") == 0 && argc == 3)
        return measure_one(number(argv[2]));
    if (strcmp(command, "prolog") == 0 && argc == 5)
        return measure_prolog(number(argv[2]), number(argv[3]), argv[4]);
    if (strcmp(command, "cedar") == 0 && argc == 5)
        return measure_cedar(number(argv[2]), number(argv[3]), argv[4]);
    if (strcmp(command, "clingo") == 0 && argc == 5)
        return measure_clingo(number(argv[2]), strcmp(argv[3], "classes") == 0, argv[4]);
    if (strcmp(command, "timed") == 0 && argc > 4)
        return measure_command(number(argv[2]), argv[3], argv + 4);
    if (strcmp(command, "atoms") == 0 && argc == 2)
        return count_atoms();
    fputs(usage, stderr);
    return 2;
}
