/* load.c: paths to linked models: which files belong together, which law they are under. */
#include "actions/governance/governance.h"

struct loading {
    struct run *r;
    struct findings *f;
    struct map paths; /* files read so far */
    VEC(struct node *) files;
    struct str laws; /* --laws FOLDER; empty: built in */
    /* A copy of `given` is read, with `text` for the file `edited`: no file is. */
    const struct structure *given;
    struct str edited, text;
};

static struct str folder_of(struct str path)
{
    size_t n = path.n;
    while (n && path.p[n - 1] != '/')
        n--;
    return str_sub(path, 0, n);
}

/* "a/b/../c" is "a/c": one file, one name. */
static struct str tidy(struct arena *a, struct str path)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < path.n;) {
        size_t to = i;
        while (to < path.n && path.p[to] != '/')
            to++;
        struct str part = str_sub(path, i, to);
        if (str_eq(part, S("..")) && b.n > 1 && !str_ends(buf_str(&b), S("../"))) {
            b.n--;
            while (b.n && b.p[b.n - 1] != '/')
                b.n--;
        } else if (!str_eq(part, S(".")) && (part.n || i == 0)) {
            buf_put(&b, part);
            if (to < path.n)
                buf_putc(&b, '/');
        }
        i = to + 1;
    }
    return buf_str(&b);
}

static bool given_text(const struct loading *l, struct str path, struct str *text)
{
    for (uint32_t i = 0; i < l->given->f->sources.n; i++) {
        const struct source *s = &l->given->f->sources.at[i];
        if (str_eq(s->path, path)) {
            *text = str_eq(path, l->edited) ? l->text : s->text;
            return true;
        }
    }
    return false;
}

static bool read_text(struct loading *l, struct str path, struct str *text, struct str *why)
{
    if (!l->given)
        return os_read(l->r->a, path, text, why);
    *why = str_fmt(l->r->a, "%.*s is not among the files that are read here", STR(path));
    return given_text(l, path, text);
}

static bool read_law(struct loading *l, struct str name, struct str *text, struct str *why)
{
    if (l->given && given_text(l, str_fmt(l->r->a, "laws/%.*s", STR(name)), text))
        return true;
    return law_text(l->r->a, l->laws, name, text, why);
}

static void add_file(struct loading *l, struct str path, struct str text, uint32_t depth);

static void add_law(struct loading *l, struct str name, struct pos pos, uint32_t depth)
{
    struct str text, why, path = str_fmt(l->r->a, "laws/%.*s", STR(name));
    if (map_get(&l->paths, path) != MAP_NONE)
        return;
    if (read_law(l, name, &text, &why))
        add_file(l, path, text, depth);
    else
        report(l->f, "R013", pos, "%.*s", STR(why))->mend =
            S("the laws built in are hca-2022 and hsca-2012; --laws FOLDER reads others");
}

static void follow(struct loading *l, const struct node *file, struct str path, bool is_law,
                   uint32_t depth)
{
    for (const struct node *n = file->body; n; n = n->next) {
        const struct node *under = node_clause(n, CLAUSE_UNDER);
        if (n->kind == NODE_HANDBOOK && under && under->args && under->args->args) {
            const struct node *law = under->args->args;
            add_law(l, str_fmt(l->r->a, "%.*s.remit", STR(law->text)), law->pos, depth + 1);
        }
        if (n->kind != NODE_USE || !n->args)
            continue;
        if (depth > LIMIT_USES) {
            report(l->f, "R006", n->pos, "files use each other more than %d deep", LIMIT_USES);
            return;
        }
        if (is_law) {
            add_law(l, n->args->text, n->args->pos, depth + 1);
            continue;
        }
        struct str text, why, other;
        other =
            tidy(l->r->a, str_fmt(l->r->a, "%.*s%.*s", STR(folder_of(path)), STR(n->args->text)));
        if (map_get(&l->paths, other) != MAP_NONE)
            continue;
        if (read_text(l, other, &text, &why))
            add_file(l, other, text, depth + 1);
        else
            report(l->f, "R013", n->args->pos, "%.*s", STR(why))->mend =
                S("the path is counted from the folder of this file");
    }
}

static void add_file(struct loading *l, struct str path, struct str text, uint32_t depth)
{
    if (l->f->sources.n >= LIMIT_FILES) {
        struct pos nowhere = {.file = POS_NOWHERE};
        report(l->f, "R006", nowhere, "more than %d files", LIMIT_FILES);
        return;
    }
    map_put(l->r->a, &l->paths, path, l->f->sources.n);
    *vec_push(l->r->a, &l->f->sources) = (struct source){path, text};
    struct node *file = parse_file(l->f, l->f->sources.n - 1);
    *vec_push(l->r->a, &l->files) = file;
    follow(l, file, path, str_starts(path, S("laws/")) && depth > 0, depth);
}

bool load_law(struct run *r, struct str name, struct structure *out)
{
    struct loading l = {.r = r, .f = NEW(r->a, struct findings), .laws = run_get(r, "laws")};
    struct str file = str_fmt(r->a, "%.*s.remit", STR(name)), text, why;
    l.f->a = r->a;
    if (!read_law(&l, file, &text, &why)) {
        run_bad(r, "%.*s", STR(why));
        return false;
    }
    add_file(&l, str_fmt(r->a, "laws/%.*s", STR(file)), text, 1);
    *out = (struct structure){.name = name, .f = l.f, .m = model_link(l.f, l.files.at, l.files.n)};
    return true;
}

/* Reads the paths, and what they use, as one structure. */
static bool load_roots(struct loading *l, const struct str *paths, uint32_t n,
                       struct structure *out)
{
    struct run *r = l->r;
    struct str *roots = NEW_ARRAY(r->a, struct str, n);
    l->f = NEW(r->a, struct findings);
    l->f->a = r->a;
    for (uint32_t i = 0; i < n; i++) {
        struct str text, why, path = roots[i] = tidy(r->a, paths[i]);
        if (map_get(&l->paths, path) != MAP_NONE)
            continue;
        if (!read_text(l, path, &text, &why)) {
            run_bad(r, "%.*s", STR(why));
            return false;
        }
        add_file(l, path, text, 0);
    }
    out->f = l->f;
    out->m = model_link(l->f, l->files.at, l->files.n);
    out->paths = roots;
    out->n_paths = n;
    return true;
}

static bool load_structure(struct run *r, struct str name, const struct str *paths, uint32_t n,
                           structures *out)
{
    struct loading l = {.r = r, .laws = run_get(r, "laws")};
    struct structure s = {.name = str_line(r->a, name)}; /* it is shown */
    if (!load_roots(&l, paths, n, &s))
        return false;
    *vec_push(r->a, out) = s;
    return true;
}

void load_edited(struct run *r, const struct structure *s, struct str path, struct str text,
                 struct structure *out)
{
    struct loading l = {.r = r, .given = s, .edited = path, .text = text};
    *out = (struct structure){.name = s->name};
    bool fine = load_roots(&l, s->paths, s->n_paths, out);
    check(fine); /* the files of a structure are all among its sources */
}

static bool list_folder(struct run *r, struct str path, bool folders, struct str **out, uint32_t *n)
{
    struct str *names, why;
    uint32_t count;
    VEC(struct str) found = {0};
    if (!os_list(r->a, path, &names, &count, &why)) {
        run_bad(r, "%.*s", STR(why));
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct str full = str_fmt(r->a, "%.*s/%.*s", STR(path), STR(names[i]));
        bool is = folders ? os_is_dir(r->a, full) : str_ends(names[i], S(".remit"));
        if (is && names[i].p[0] != '.')
            *vec_push(r->a, &found) = full;
    }
    *out = found.at;
    *n = found.n;
    return true;
}

static struct str base_name(struct str path)
{
    struct str name = path;
    size_t n = folder_of(path).n;
    name = str_sub(path, n, path.n);
    return str_ends(name, S(".remit")) ? str_sub(name, 0, name.n - 6) : name;
}

static bool load_folder(struct run *r, struct str path, structures *out)
{
    struct str *files, *folders;
    uint32_t n, k, before = out->n;
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    if (!list_folder(r, path, false, &files, &n) || !list_folder(r, path, true, &folders, &k))
        return false;
    /* A folder of folders: each is a structure; files beside them are what they share. */
    for (uint32_t i = 0; i < k; i++) {
        struct str *inner;
        uint32_t m;
        if (!list_folder(r, folders[i], false, &inner, &m))
            return false;
        if (m && !load_structure(r, base_name(folders[i]), inner, m, out))
            return false;
    }
    if (out->n > before)
        return true;
    if (!n) {
        buf_fmt(&r->err, "remit: there is no .remit file in %.*s\n", STR(path));
        return false;
    }
    return load_structure(r, base_name(path), files, n, out);
}

bool load_paths(struct run *r, const struct str *paths, uint32_t n, structures *out)
{
    for (uint32_t i = 0; i < n; i++) {
        if (os_is_dir(r->a, paths[i])) {
            if (!load_folder(r, paths[i], out))
                return false;
        } else if (!load_structure(r, base_name(paths[i]), &paths[i], 1, out)) {
            return false;
        }
    }
    return true;
}

bool load_which(struct run *r, path_list *out)
{
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (str_eq(str_of(r->settings.at[i].name), S("in")))
            *vec_push(r->a, out) = r->settings.at[i].value;
    if (out->n)
        return true;
    const char *home = os_env("REMIT_IN");
    struct str here = S("."), *files = NULL;
    uint32_t n = 0;
    if (!home && !list_folder(r, here, false, &files, &n))
        return false;
    *vec_push(r->a, out) = home ? str_of(home) : n ? here : S("examples/england-2024");
    if (os_exists(r->a, out->at[0]))
        return true;
    run_bad(r, "say which handbooks to read: --in FOLDER or --in FILE");
    return false;
}

/* From the shelf: those that --in names, else all. */
static bool load_from_shelf(struct run *r, structures *out)
{
    bool fine = true;
    for (uint32_t i = 0; i < r->settings.n; i++) {
        const struct setting *s = &r->settings.at[i];
        bool found = !str_eq(str_of(s->name), S("in"));
        for (uint32_t k = 0; k < out->n; k++) /* named twice */
            found = found || str_eq(out->at[k].name, s->value);
        for (uint32_t k = 0; k < r->shelf->n && !found; k++)
            if (str_eq(r->shelf->all[k].name, s->value)) {
                *vec_push(r->a, out) = r->shelf->all[k];
                found = true;
            }
        if (!found) {
            run_bad(r, "there are no handbooks '%.*s' here", STR(s->value));
            fine = false;
        }
    }
    for (uint32_t k = 0; fine && !run_has(r, "in") && k < r->shelf->n; k++)
        *vec_push(r->a, out) = r->shelf->all[k];
    return fine;
}

bool load_named(struct run *r, struct str name, struct structure *out)
{
    structures all = {0};
    for (uint32_t k = 0; r->shelf && k < r->shelf->n; k++)
        if (str_eq(r->shelf->all[k].name, name)) {
            *out = r->shelf->all[k];
            return true;
        }
    if (r->shelf)
        return run_bad(r, "there are no handbooks '%.*s' here", STR(name)) < 0;
    if (!load_paths(r, &name, 1, &all))
        return false;
    if (all.n != 1)
        return run_bad(r, "%.*s holds %u structures; name one of them", STR(name), all.n) < 0;
    *out = all.at[0];
    return true;
}

const struct authority *load_powers(struct run *r, const struct model *m)
{
    for (uint32_t k = 0; r->shelf && k < r->shelf->n; k++)
        if (r->shelf->all[k].m == m)
            return r->shelf->powers(r->shelf->context, k, r->on);
    return authority_open(r->a, m, r->on);
}

bool load_many(struct run *r, structures *out)
{
    if (r->shelf)
        return load_from_shelf(r, out);
    path_list list = {0};
    return load_which(r, &list) && load_paths(r, list.at, list.n, out);
}

void load_tell_errors(struct run *r, const struct structure *s)
{
    if (!r->shelf) /* there they are sorted, and only read */
        findings_sort(s->f);
    uint32_t errors = findings_count(s->f, SEVERITY_ERROR);
    if (!errors)
        return;
    struct findings only = *s->f;
    only.list.n = 0;
    only.list.at = NEW_ARRAY(r->a, struct finding, errors);
    for (uint32_t i = 0; i < s->f->list.n; i++)
        if (s->f->list.at[i].severity == SEVERITY_ERROR)
            only.list.at[only.list.n++] = s->f->list.at[i];
    buf_put(&r->err, findings_text(r->a, &only, r->colour));
    buf_fmt(&r->err, "remit: %.*s in the handbook; the answer leaves out what %s\n",
            STR(count_text(r->a, errors, "error", "errors")),
            errors == 1 ? "it touches" : "they touch");
}

void load_check(struct run *r, struct structure *s, const struct authority *u)
{
    if (r->shelf)
        return;
    model_check(s->f, s->m, r->on);
    authority_check(s->f, u);
    findings_sort(s->f);
}

bool load_one(struct run *r, struct structure *out)
{
    structures all = {0};
    if (!load_many(r, &all))
        return false;
    if (all.n > 1 && r->shelf && !run_has(r, "in"))
        all.n = 1; /* the first is the usual one */
    if (all.n > 1) {
        run_bad(r, "these are %u structures that cannot be read as one; choose one with --in",
                all.n);
        for (uint32_t i = 0; i < all.n; i++)
            buf_fmt(&r->err, "  %.*s\n", STR(all.at[i].name));
        return false;
    }
    *out = all.at[0];
    load_tell_errors(r, out);
    return true;
}
