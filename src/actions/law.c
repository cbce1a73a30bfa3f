/* law.c: laws: texts in the language that are built in, or files of the user's in their place. */
#include "actions/actions.h"
#include "base/embedded.h"
#include "rules/syntax.h"

bool law_text(struct arena *a, struct str folder, struct str name, struct str *text,
              struct str *why)
{
    if (folder.n)
        return os_read(a, str_fmt(a, "%.*s/%.*s", STR(folder), STR(name)), text, why);
    for (size_t i = 0; i < embedded_file_count; i++)
        if (str_eq(name, str_of(embedded_files[i].name))) {
            *text = (struct str){(const char *)embedded_files[i].bytes, embedded_files[i].length};
            return true;
        }
    *why = str_fmt(a, "there is no law file %.*s", STR(name));
    return false;
}

bool law_parse(struct run *r, struct str path, const char *law, struct findings *f,
               const struct node **file)
{
    struct str name = str_fmt(r->a, "%s.remit", law), text, why;
    bool own = path.n > 0;
    if (own ? !os_read(r->a, path, &text, &why)
            : !law_text(r->a, run_get(r, "laws"), name, &text, &why)) {
        run_bad(r, "%.*s", STR(why));
        return false;
    }
    if (!own)
        path = str_fmt(r->a, "laws/%.*s", STR(name));
    *vec_push(r->a, &f->sources) = (struct source){path, text};
    *file = parse_file(f, f->sources.n - 1);
    return true;
}
