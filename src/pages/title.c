/* title.c: by which title people know handbooks that are read together. */
#include "pages/library.h"

/* "england-2024" as "England 2024". */
static struct str plain_name(struct arena *a, struct str name)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i] == '-' ? ' ' : name.p[i];
        buf_putc(&b, i == 0 && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    return buf_str(&b);
}

/* Does the path lie in a folder of this name? */
static bool in_folder(struct arena *a, struct str path, struct str name)
{
    struct str part = str_fmt(a, "%.*s/", STR(name));
    for (size_t i = 0; i + part.n <= path.n; i++)
        if ((i == 0 || path.p[i - 1] == '/') && str_starts(str_sub(path, i, path.n), part))
            return true;
    return false;
}

/* The handbook that speaks for all that are read with it: the only one, the one of their common
 * name, or the only one in the folder of that name. */
static const struct handbook *speaking(struct arena *a, const struct structure *s)
{
    const struct handbook *only = NULL;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->m->handbooks.n; i++) {
        const struct handbook *h = &s->m->handbooks.at[i];
        if (s->m->handbooks.n == 1 || str_eq(h->name, s->name))
            return h;
        if (in_folder(a, s->f->sources.at[h->pos.file].path, s->name))
            only = h, n++;
    }
    return n == 1 ? only : NULL;
}

/* The edition of all handbooks that name one; nothing where they differ. */
static struct str edition_of(const struct structure *s)
{
    struct str edition = S("");
    for (uint32_t i = 0; i < s->m->handbooks.n; i++) {
        struct str x = s->m->handbooks.at[i].edition;
        if (edition.n && x.n && !str_eq(edition, x))
            return S("");
        edition = x.n ? x : edition;
    }
    return edition;
}

struct str structure_title(struct arena *a, const struct structure *s)
{
    const struct handbook *h = speaking(a, s);
    struct str title = h && h->title.n ? h->title : plain_name(a, s->name), edition = edition_of(s);
    return str_fmt(a, "%.*s%s%.*s", STR(title), edition.n ? ", edition " : "", STR(edition));
}
