/* fmt.c: remit fmt: handbooks in the one layout. */
#include "actions/governance/governance.h"

struct laid {
    struct str path, text;
    bool changed;
};
typedef VEC(struct laid) laid_list;

static int one(struct run *r, struct str path, laid_list *out)
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
    struct laid x = {.path = path, .text = print_file(r->a, file)};
    x.changed = !str_eq(x.text, text);
    *vec_push(r->a, out) = x;
    if (run_has(r, "check"))
        return x.changed ? EXIT_FOUND : EXIT_FINE;
    if (run_has(r, "write") && x.changed && !os_write(r->a, path, x.text, &why))
        return run_bad(r, "%.*s", STR(why));
    return EXIT_FINE;
}

static void json(struct run *r, const laid_list *files)
{
    struct json j = json_begin(r);
    json_list(&j, NULL);
    for (uint32_t i = 0; i < files->n; i++) {
        const struct laid *x = &files->at[i];
        if (run_has(r, "check")) {
            if (x->changed)
                json_text(&j, NULL, x->path);
            continue;
        }
        json_map(&j, NULL);
        json_text(&j, "file", x->path);
        json_bool(&j, "changed", x->changed);
        json_text(&j, "text", x->text);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_finish(&j);
}

static void text(struct run *r, const laid_list *files)
{
    for (uint32_t i = 0; i < files->n; i++) {
        const struct laid *x = &files->at[i];
        if (run_has(r, "check") && x->changed)
            buf_fmt(&r->out, "%.*s\n", STR(str_line(r->a, x->path)));
        else if (!run_has(r, "check") && !run_has(r, "write"))
            buf_put(&r->out, x->text);
    }
}

int action_fmt(struct run *r)
{
    laid_list files = {0};
    int worst = EXIT_FINE;
    if (!r->words.n)
        return run_bad(r, "which files? remit fmt FILE...");
    if (run_has(r, "check") && run_has(r, "write"))
        return run_bad(r, "--check changes nothing and --write does: ask for one of them");
    for (uint32_t i = 0; i < r->words.n; i++) {
        int code = one(r, r->words.at[i], &files);
        worst = code > worst ? code : worst;
    }
    if (!r->json)
        text(r, &files);
    else if (files.n)
        json(r, &files);
    return worst;
}
