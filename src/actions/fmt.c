/* fmt.c: remit fmt: handbooks in the one layout. */
#include "actions/actions.h"

static int one(struct run *r, struct str path)
{
    struct findings *f = NEW(r->a, struct findings);
    struct str text, why;
    f->a = r->a;
    if (!os_read(r->a, path, &text, &why))
        return run_bad(r, "%.*s", STR(why));
    *vec_push(r->a, &f->sources) = (struct source){path, text};
    struct node *file = parse_file(f, 0);
    if (f->list.n) {
        buf_put(&r->err, findings_text(r->a, f, r->colour));
        return run_bad(r, "%.*s is left as it is: it cannot be laid out until it can be read",
                       STR(path));
    }
    struct str laid = print_file(r->a, file);
    if (run_has(r, "check")) {
        if (str_eq(laid, text))
            return EXIT_FINE;
        buf_fmt(&r->out, "%.*s\n", STR(path));
        return EXIT_FOUND;
    }
    if (!run_has(r, "write")) {
        buf_put(&r->out, laid);
        return EXIT_FINE;
    }
    if (!str_eq(laid, text) && !os_write(r->a, path, laid, &why))
        return run_bad(r, "%.*s", STR(why));
    return EXIT_FINE;
}

int action_fmt(struct run *r)
{
    int worst = EXIT_FINE;
    if (!r->words.n)
        return run_bad(r, "which files? remit fmt FILE...");
    for (uint32_t i = 0; i < r->words.n; i++) {
        int code = one(r, r->words.at[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}
