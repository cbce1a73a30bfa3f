/* money.c: amounts in whole pence, read and written exactly. */
#include "base/base.h"

struct unit {
    struct str word;
    pence pence; /* pence in one of it */
    struct str text;
};
static const struct unit units[] = {
    {{"bn", 2}, 100000000000, {" billion", 8}},
    {{"m", 1}, 100000000, {" million", 8}},
    {{"k", 1}, 100000, {"", 0}},
};

static bool ends_fold(struct str s, struct str unit)
{
    return s.n > unit.n && str_eq_fold(str_sub(s, s.n - unit.n, s.n), unit);
}

bool money_parse(struct str s, pence *out)
{
    if (str_starts(s, S("£")))
        s = str_sub(s, 2, s.n);
    pence one = 100;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (ends_fold(s, units[i].word)) {
            one = units[i].pence;
            s.n -= units[i].word.n;
            break;
        }
    pence whole = 0, part = 0, scale = 1;
    bool point = false, any = false;
    size_t group = 0; /* digits since the last comma; commas must part thousands */
    bool commas = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ',' && !point && any && (commas ? group == 3 : group <= 3)) {
            commas = true;
            group = 0;
        } else if (c == '.' && !point && any && (!commas || group == 3)) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            group++;
            pence *into = point ? &part : &whole;
            if (__builtin_mul_overflow(*into, (pence)10, into) ||
                __builtin_add_overflow(*into, (pence)(c - '0'), into))
                return false;
            if (point && __builtin_mul_overflow(scale, (pence)10, &scale))
                return false;
        } else {
            return false;
        }
    }
    if (!any || s.p[s.n - 1] == '.' || s.p[s.n - 1] == ',' || (commas && !point && group != 3))
        return false;
    /* whole * one + part * one / scale, exactly; one and scale are powers of ten */
    if (scale > one) {
        if (part % (scale / one) != 0)
            return false;
        part /= scale / one;
    } else {
        part *= one / scale; /* below one */
    }
    if (__builtin_mul_overflow(whole, one, out) || __builtin_add_overflow(*out, part, out))
        return false;
    return *out < PENCE_MAX;
}

bool number_parse(struct str s, uint64_t most, uint64_t *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint64_t figure = (uint64_t)(unsigned char)s.p[i] - '0';
        if (figure > 9 || figure > most || n > (most - figure) / 10)
            return false;
        n = n * 10 + figure;
    }
    if (s.n)
        *out = n;
    return s.n > 0;
}

struct str number_text(struct arena *a, int64_t n)
{
    struct str plain = str_fmt(a, "%lld", (long long)n);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < plain.n; i++) {
        buf_putc(&b, plain.p[i]);
        size_t left = plain.n - 1 - i;
        if (left && left % 3 == 0 && plain.p[i] != '-')
            buf_putc(&b, ',');
    }
    return buf_str(&b);
}

struct str count_text(struct arena *a, uint64_t n, const char *one, const char *many)
{
    return str_fmt(a, "%.*s %s", STR(number_text(a, (int64_t)n)), n == 1 ? one : many);
}

/* n / 10^decimals without trailing zeros, as "3.2". */
static struct str decimal(struct arena *a, int64_t n, int64_t scale)
{
    struct buf b = buf_new(a);
    buf_fmt(&b, "%lld", (long long)(n / scale));
    int64_t rest = n % scale;
    if (rest)
        buf_putc(&b, '.');
    while (rest) {
        scale /= 10;
        buf_putc(&b, (char)('0' + rest / scale));
        rest %= scale;
    }
    return buf_str(&b);
}

struct str money_text(struct arena *a, pence p)
{
    if (p == PENCE_MAX)
        return S("no limit");
    for (size_t i = 0; i < 2; i++)
        if (p >= units[i].pence && p % (units[i].pence / 1000) == 0)
            return str_fmt(a, "£%.*s%.*s", STR(decimal(a, p, units[i].pence)), STR(units[i].text));
    struct str pounds = number_text(a, p / 100);
    if (p % 100 == 0)
        return str_fmt(a, "£%.*s", STR(pounds));
    return str_fmt(a, "£%.*s.%02d", STR(pounds), (int)(p % 100));
}

struct str money_code(struct arena *a, pence p)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (p >= units[i].pence && p % (units[i].pence / 1000) == 0)
            return str_fmt(a, "£%.*s%.*s", STR(decimal(a, p, units[i].pence)), STR(units[i].word));
    if (p % 100 == 0)
        return str_fmt(a, "£%lld", (long long)(p / 100));
    return str_fmt(a, "£%lld.%02d", (long long)(p / 100), (int)(p % 100));
}

struct str money_csv(struct arena *a, pence p)
{
    return str_fmt(a, "%lld.%02d", (long long)(p / 100), (int)(p % 100));
}
