/* main.c: the command line. */
#include <string.h>

#include "actions/actions.h"

static int go(struct run *r, int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return action_help(r);
    if (strcmp(argv[1], "--version") == 0) {
        buf_z(&r->out, "remit " REMIT_VERSION "\n");
        return EXIT_FINE;
    }
    int words = 0;
    const struct action *a = action_named(r, argc - 1, argv + 1, &words);
    if (!a)
        return EXIT_BAD;
    if (!run_parse(r, a, argc - 1 - words, argv + 1 + words)) {
        buf_fmt(&r->err, "remit %s --help shows how to use it\n", a->name);
        return EXIT_BAD;
    }
    if (run_has(r, "help")) {
        r->words.n = 0;
        for (int i = 1; i <= words; i++)
            *vec_push(r->a, &r->words) = str_of(argv[i]);
        return action_help(r);
    }
    return csv_finish(r, a, a->go(r));
}

int main(int argc, char **argv)
{
    jmp_buf out_of_memory;
    struct arena arena;
    struct run r = {.a = &arena};
    volatile int code = EXIT_BAD;
    arena_init(&arena, LIMIT_ARENA_MB, &out_of_memory);
    if (setjmp(out_of_memory)) {
        os_err(S("remit: out of memory: the handbooks need more than this computer or "
                 "src/base/limits.h gives\n"));
        arena_free(&arena);
        return EXIT_BAD;
    }
    r.out = buf_new(&arena);
    r.err = buf_new(&arena);
    r.on = os_today();
    /* Findings go to either: no escapes into a file. */
    r.colour = os_is_terminal(1) && os_is_terminal(2) && !os_env("NO_COLOR");
    code = go(&r, argc, argv);
    os_out(buf_str(&r.out));
    os_err(buf_str(&r.err));
    if (os_out_failed()) {
        os_err(S("remit: the answer could not be written in full\n"));
        code = EXIT_BAD;
    }
    arena_free(&arena);
    return code;
}
