/* head.c: see head.h. */
#include "web/head.h"

static struct str trim(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_sub(s, 1, s.n);
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

/* What stands before the next separator; takes it, and the separator, off the rest. */
static struct str next(struct str *rest, char separator)
{
    size_t end = str_find(*rest, separator);
    struct str item = trim(str_sub(*rest, 0, end));
    *rest = str_sub(*rest, end + (end < rest->n), rest->n);
    return item;
}

/* "q=0", "q=0.000": not wanted at all. */
static bool refused(struct str parameters)
{
    while (parameters.n) {
        struct str one = next(&parameters, ';');
        if (!str_starts(one, S("q=")) && !str_starts(one, S("Q=")))
            continue;
        for (size_t i = 2; i < one.n; i++)
            if (one.p[i] != '0' && one.p[i] != '.')
                return false;
        return true;
    }
    return false;
}

bool head_takes_gzip(struct str accepted)
{
    bool any = false;
    while (accepted.n) {
        struct str item = next(&accepted, ','), coding = next(&item, ';');
        if (str_eq_fold(coding, S("gzip")) || str_eq_fold(coding, S("x-gzip")))
            return !refused(item);
        any = any || (str_eq(coding, S("*")) && !refused(item));
    }
    return any;
}

static struct str without_weak(struct str tag)
{
    return str_starts(tag, S("W/")) ? str_sub(tag, 2, tag.n) : tag;
}

bool head_lists_tag(struct str list, struct str tag)
{
    if (str_eq(trim(list), S("*")))
        return true;
    tag = without_weak(tag);
    while (list.n)
        if (str_eq(without_weak(next(&list, ',')), tag))
            return true;
    return false;
}

struct str head_host_name(struct str host)
{
    host = trim(host);
    if (host.n && host.p[0] == '[') {
        size_t end = str_find(host, ']');
        return str_sub(host, 0, end + (end < host.n));
    }
    return str_sub(host, 0, str_find(host, ':'));
}
