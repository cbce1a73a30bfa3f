/* date.c: calendar dates as day numbers (proleptic Gregorian). */
#include "base/base.h"

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Days before 1 January of year y, counted from 1 January of year 0. */
static int days_before_year(int y)
{
    int q = y - 1;
    return y == 0 ? 0 : 366 + q * 365 + q / 4 - q / 100 + q / 400;
}

date date_of(int year, int month, int day)
{
    int n = days_before_year(year) - days_before_year(1970);
    for (int m = 1; m < month; m++)
        n += month_days(year, m);
    return n + day - 1;
}

void date_parts(date d, int *year, int *month, int *day)
{
    int y = 1970 + d / 366;
    if (d < 0)
        y = 1970 + d / 365 - 1;
    while (date_of(y + 1, 1, 1) <= d)
        y++;
    int rest = d - date_of(y, 1, 1), m = 1;
    while (rest >= month_days(y, m))
        rest -= month_days(y, m++);
    *year = y;
    *month = m;
    *day = rest + 1;
}

static bool digits(struct str s, size_t from, size_t to, int *out)
{
    *out = 0;
    for (size_t i = from; i < to; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool date_parse(struct str s, date *out)
{
    int y, m, d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits(s, 0, 4, &y) ||
        !digits(s, 5, 7, &m) || !digits(s, 8, 10, &d))
        return false;
    if (y < 1000 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    *out = date_of(y, m, d);
    return true;
}

struct str date_iso(struct arena *a, date d)
{
    int y, m, day;
    if (d == DATE_MIN || d == DATE_MAX)
        return S("");
    date_parts(d, &y, &m, &day);
    return str_fmt(a, "%04d-%02d-%02d", y, m, day);
}

struct str date_long(struct arena *a, date d)
{
    int y, m, day;
    if (d == DATE_MIN)
        return S("the beginning");
    if (d == DATE_MAX)
        return S("no end date");
    date_parts(d, &y, &m, &day);
    return str_fmt(a, "%d %s %d", day, month_names[m - 1], y);
}
