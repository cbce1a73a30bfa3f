/* dates.c: days as people and spreadsheets write them.
 *
 * A cell alone often does not say whether 4/5/2020 is in April or May; the file does. So a cell
 * is first cut into numbers (day_parse), all cells of a column are counted by how they are
 * written (days_add), and only then it is decided how each way of writing is read (days_decide):
 *
 *  1. Rows of one shape that can be read in one order only decide for that shape.
 *  2. A shape that has both kinds of such rows is read row by row: what can be read in one way
 *     is; else the way that falls into a month in which the file has other days; else as doubt
 *     says.
 *  3. A shape without such rows is read as the other shapes are; when these disagree, row by row
 *     as in 2. When they do not say either: so that its days fall into the months of days that
 *     are certain; else into the fewest months; else into the month that the file's name or title
 *     says; else as doubt says. */
#include <stdlib.h>
#include <string.h>

#include "intake/parts.h"

enum { YEAR_FIRST = 1950, YEAR_LAST = 2099, SERIAL_FIRST = 32874, SERIAL_LAST = 73050 };
static const char *const not_a_day = "is no day as Remit reads them (30/04/2020, 30-Apr-20, "
                                     "2020-04-30, or a spreadsheet's day number)";
static const char *const no_such_day = "is no day of the calendar";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int month_of(struct str name)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    if (str_eq_fold(name, S("sept")))
        return 9;
    for (int m = 0; m < 12 && name.n >= 3; m++)
        if (str_eq_fold(name, str_of(months[m])) || str_eq_fold(name, (struct str){months[m], 3}))
            return m + 1;
    return 0;
}

static bool is_weekday(struct str name)
{
    static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};
    for (int d = 0; d < 7; d++)
        if (name.n >= 3 && name.n <= strlen(days[d]) &&
            str_eq_fold(name, (struct str){days[d], name.n}))
            return true;
    return false;
}

/* A run of digits or of letters. */
struct run {
    struct str text;
    int number; /* -1 for letters */
};

/* Up to `most` runs; the shape of what is between them too. False when there are more, or
 * other characters. */
static uint32_t cut(struct str s, struct run *runs, uint32_t most)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        bool digits = is_digit(s.p[i]);
        if (!digits && !is_letter(s.p[i])) {
            if (!memchr("/-. ,", s.p[i], 5))
                return 0;
            i++;
            continue;
        }
        while (i < s.n && (digits ? is_digit(s.p[i]) : is_letter(s.p[i])))
            i++;
        if (n == most || i - from > 9)
            return 0;
        struct run *p = &runs[n++];
        *p = (struct run){str_sub(s, from, i), digits ? 0 : -1};
        for (size_t k = from; digits && k < i; k++)
            p->number = p->number * 10 + (s.p[k] - '0');
        if (!digits && n > 1 && p[-1].number >= 0 && p->text.n == 2 && from > 0 &&
            is_digit(s.p[from - 1]) &&
            (str_eq_fold(p->text, S("st")) || str_eq_fold(p->text, S("nd")) ||
             str_eq_fold(p->text, S("rd")) || str_eq_fold(p->text, S("th"))))
            n--; /* 30th */
    }
    return n;
}

/* Without the time of day behind it: "30/04/2020 00:00", "2020-04-30T12:00:00Z". */
static struct str without_time(struct str s)
{
    size_t colon = str_find(s, ':'), at = colon;
    if (colon == s.n || colon == 0)
        return s;
    while (at && is_digit(s.p[at - 1]))
        at--;
    if (colon - at < 1 || colon - at > 2 || at == 0 || (s.p[at - 1] != ' ' && s.p[at - 1] != 'T'))
        return s;
    for (size_t i = colon; i < s.n; i++)
        if (!is_digit(s.p[i]) && !memchr(":. +-ZAPMapm", s.p[i], 13))
            return s;
    return csv_trim(str_sub(s, 0, at - 1));
}

static bool real_day(int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    int y, m, d;
    date_parts(date_of(year, month, day), &y, &m, &d);
    return m == month && d == day;
}

static const char *set(struct day *d, int year, size_t digits, int month, int day)
{
    if (digits == 2)
        year += year < 70 ? 2000 : 1900;
    else if (digits != 4)
        return not_a_day;
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return "is not in the years 1950 to 2099";
    d->year = year;
    d->month = month;
    d->day = day;
    return real_day(year, month, day) ? NULL : no_such_day;
}

static const char *set_numbers(struct day *d, const struct run *p)
{
    if (p[0].text.n == 4)
        return set(d, p[0].number, 4, p[1].number, p[2].number);
    if (p[0].text.n > 2 || p[1].text.n > 2)
        return not_a_day;
    int a = p[0].number, b = p[1].number;
    const char *day_first = set(d, p[2].number, p[2].text.n, b, a);
    if (day_first && day_first != no_such_day)
        return day_first;
    bool month_first = real_day(d->year, a, b);
    d->first = a;
    d->second = b;
    if (day_first && month_first)
        return set(d, d->year, 4, a, b);
    if (!day_first && month_first)
        d->month = a == b ? b : 0; /* both: the file must say */
    return day_first;
}

static const char *set_named(struct day *d, struct run *p, uint32_t n)
{
    if (n == 4 && p[0].number < 0 && is_weekday(p[0].text))
        p++, n--;
    if (n == 2 && p[0].number < 0 && month_of(p[0].text) && p[1].number >= 0)
        return "is a month, not a day";
    if (n != 3)
        return not_a_day;
    int name = p[0].number < 0 ? 0 : 1;
    int month = month_of(p[name].text);
    if (!month || p[2].number < 0 || p[1 - name].number < 0)
        return not_a_day;
    if (name == 1 && p[0].text.n == 4)
        return set(d, p[0].number, 4, month, p[2].number);
    return set(d, p[2].number, p[2].text.n, month, p[1 - name].number);
}

/* 43951: days since the last day of 1899, as spreadsheets count (they have a 29 February 1900).
 * 20200430: the year first. */
static const char *set_one(struct day *d, const struct run *p, uint32_t n)
{
    if (n == 1 && p->text.n == 8)
        return set(d, p->number / 10000, 4, p->number / 100 % 100, p->number % 100);
    if (p->text.n != 5 || p->number < SERIAL_FIRST || p->number > SERIAL_LAST)
        return not_a_day;
    date_parts(date_of(1899, 12, 30) + p->number, &d->year, &d->month, &d->day);
    return NULL;
}

static void set_shape(struct day *d, struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 4 < sizeof d->shape; i++) {
        if (is_letter(s.p[i])) {
            if (i == 0 || !is_letter(s.p[i - 1]))
                memcpy(d->shape + n, "aaa", 3), n += 3;
        } else {
            d->shape[n++] = is_digit(s.p[i]) ? '9' : s.p[i];
        }
    }
    d->shape[n] = '\0';
}

const char *day_parse(struct str cell, struct day *d)
{
    struct run p[5] = {0};
    struct str s = without_time(csv_trim(cell));
    *d = (struct day){0};
    if (s.n && s.p[0] == '#')
        return "is what a spreadsheet shows when its column is too narrow";
    uint32_t n = s.n <= 40 ? cut(s, p, 5) : 0;
    set_shape(d, s);
    if (s.n)
        memcpy(d->as, s.p, s.n < sizeof d->as ? s.n : sizeof d->as - 1);
    if (n == 0)
        return not_a_day;
    bool digits = p[0].number >= 0;
    if (digits && (n == 1 || (n == 2 && p[1].number >= 0 && str_find(s, '.') < s.n)))
        return set_one(d, p, n);
    if (n == 3 && digits && p[1].number >= 0 && p[2].number >= 0)
        return set_numbers(d, p);
    return set_named(d, p, n);
}

/* ---- the whole file ------------------------------------------------------------------------ */

static bool same_shape(const struct day *a, const struct intake_dates *b)
{
    return memcmp(a->shape, b->shape, sizeof a->shape) == 0;
}

void days_add(struct days *all, struct str cell, uint32_t rows)
{
    struct day_count c = {.rows = rows};
    if (csv_trim(cell).n && !day_parse(cell, &c.day))
        *vec_push(all->a, &all->list) = c;
}

enum { MONTHS = 20 * 64 }; /* 1970 to 2076 */

static const char *number_z(struct arena *a, uint32_t n)
{
    return str_z(a, number_text(a, n));
}

static int month_number(int year, int month)
{
    int n = (year - 1970) * 12 + month - 1;
    return n >= 0 && n < MONTHS ? n : -1;
}

static bool has_month(const uint64_t *months, int year, int month)
{
    int n = month_number(year, month);
    return n >= 0 && (months[n / 64] >> n % 64 & 1);
}

static void add_month(uint64_t *months, int year, int month)
{
    int n = month_number(year, month);
    if (n >= 0)
        months[n / 64] |= (uint64_t)1 << n % 64;
}

static unsigned count_months(const uint64_t *months)
{
    unsigned n = 0;
    for (int i = 0; i < MONTHS / 64; i++)
        n += (unsigned)__builtin_popcountll(months[i]);
    return n;
}

static struct intake_dates *shape_of(const struct intake_layout *l, const struct day *d)
{
    for (uint32_t i = 0; i < l->n_dates; i++)
        if (same_shape(d, &l->dates[i]))
            return &l->dates[i];
    return NULL;
}

static int by_text(const void *x, const void *y)
{
    return strcmp(((const struct day_count *)x)->day.as, ((const struct day_count *)y)->day.as);
}

/* In the order of how they are written: which worker met them first changes nothing. */
static void count(struct arena *a, struct intake_layout *l, const struct days *all)
{
    struct day_count *list = NEW_ARRAY(a, struct day_count, all->list.n);
    if (all->list.n) {
        memcpy(list, all->list.at, sizeof *list * all->list.n);
        qsort(list, all->list.n, sizeof *list, by_text);
    }
    l->dates = NEW_ARRAY(a, struct intake_dates, LIMIT_INTAKE_DATES);
    l->n_dates = 0;
    for (uint32_t i = 0; i < all->list.n; i++) {
        const struct day_count *c = &list[i];
        struct intake_dates *s = shape_of(l, &c->day);
        if (!s && l->n_dates == LIMIT_INTAKE_DATES)
            continue; /* read as doubt says */
        if (!s) {
            s = &l->dates[l->n_dates++];
            memcpy(s->shape, c->day.shape, sizeof s->shape);
            memcpy(s->example, c->day.as, sizeof s->example);
        }
        s->rows += c->rows;
        if (!c->day.month)
            s->either += c->rows;
        else if (c->day.first > 12 && c->day.second <= 12)
            s->day_first += c->rows;
        else if (c->day.second > 12)
            s->month_first += c->rows;
        if (c->day.month)
            add_month(l->months, c->day.year, c->day.month);
    }
}

/* For a shape that does not decide itself: how its rows fall, read each way. */
struct fall {
    uint32_t known[2];      /* rows in months that the file has anyway */
    uint64_t months[2][20]; /* months that they would be in */
    uint32_t said[2];       /* rows in the month that the name says */
};

static struct fall fall_of(const struct intake_layout *l, const struct days *all,
                           const struct intake_dates *s, int said)
{
    struct fall f = {0};
    for (uint32_t i = 0; i < all->list.n; i++) {
        const struct day_count *c = &all->list.at[i];
        if (c->day.month || !same_shape(&c->day, s))
            continue;
        int months[2] = {c->day.second, c->day.first};
        for (int k = 0; k < 2; k++) {
            f.known[k] += has_month(l->months, c->day.year, months[k]) ? c->rows : 0;
            f.said[k] += months[k] == said ? c->rows : 0;
            add_month(f.months[k], c->day.year, months[k]);
        }
    }
    return f;
}

static void decide(struct intake_dates *s, bool day_first, enum intake_because because)
{
    s->order = day_first ? INTAKE_DAY_MONTH : INTAKE_MONTH_DAY;
    s->because = because;
}

static void decide_by_fall(const struct intake_layout *l, const struct fall *f,
                           struct intake_dates *s)
{
    unsigned n[2] = {count_months(f->months[0]), count_months(f->months[1])};
    if (f->known[0] != f->known[1])
        decide(s, f->known[0] > f->known[1], INTAKE_MONTHS);
    else if (n[0] != n[1])
        decide(s, n[0] < n[1], INTAKE_FEWEST);
    else if (f->said[0] != f->said[1])
        decide(s, f->said[0] > f->said[1], INTAKE_NAMED);
    else
        decide(s, l->doubt == INTAKE_DAY_FIRST, INTAKE_IN_DOUBT);
}

/* The month that a text names, if it names one only. */
static int month_named(struct str text)
{
    int found = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && is_letter(text.p[i]))
            i++;
        int m = month_of(str_sub(text, from, i));
        if (m && found && m != found)
            return 0;
        found = m ? m : found;
        i += i == from;
    }
    return found;
}

/* The day that d is, as the layout says. */
static date resolve(const struct intake_layout *l, const struct day *d)
{
    const struct intake_dates *s = shape_of(l, d);
    bool day_first = l->doubt == INTAKE_DAY_FIRST;
    if (d->month)
        return date_of(d->year, d->month, d->day);
    if (s && (s->order == INTAKE_DAY_MONTH || s->order == INTAKE_MONTH_DAY)) {
        day_first = s->order == INTAKE_DAY_MONTH;
    } else if (s && s->order == INTAKE_EACH) {
        bool as_day = has_month(l->months, d->year, d->second);
        bool as_month = has_month(l->months, d->year, d->first);
        if (as_day != as_month)
            day_first = as_day;
    }
    return day_first ? date_of(d->year, d->second, d->first)
                     : date_of(d->year, d->first, d->second);
}

/* Shapes whose own rows decide, then the others by them. */
static void decide_all(struct intake_layout *l, const struct days *all, int said)
{
    bool day_first = false, month_first = false;
    for (uint32_t i = 0; i < l->n_dates; i++) {
        struct intake_dates *s = &l->dates[i];
        s->because = INTAKE_THEMSELVES;
        s->order = s->day_first && s->month_first ? INTAKE_EACH
                   : s->day_first                 ? INTAKE_DAY_MONTH
                   : s->month_first               ? INTAKE_MONTH_DAY
                                                  : INTAKE_ONE_WAY;
        day_first |= s->order == INTAKE_DAY_MONTH;
        month_first |= s->order == INTAKE_MONTH_DAY;
    }
    for (uint32_t i = 0; i < l->n_dates; i++) {
        struct intake_dates *s = &l->dates[i];
        if (s->order != INTAKE_ONE_WAY || !s->either)
            continue;
        struct fall f = fall_of(l, all, s, said);
        if (day_first && month_first)
            s->order = INTAKE_EACH;
        else if (day_first || month_first)
            decide(s, day_first, INTAKE_OTHERS);
        else
            decide_by_fall(l, &f, s);
    }
}

bool days_decide(struct arena *a, struct intake_layout *l, const struct days *all, struct str about)
{
    struct intake_layout before = *l;
    int said = month_named(about);
    memset(l->months, 0, sizeof l->months);
    count(a, l, all);
    decide_all(l, all, said ? said : month_named(l->title));
    for (uint32_t i = 0; i < all->list.n; i++)
        if (resolve(&before, &all->list.at[i].day) != resolve(l, &all->list.at[i].day))
            return true;
    return false;
}

const char *days_read(const struct intake_layout *l, struct str cell, date *out)
{
    struct day d;
    *out = DATE_MIN;
    if (!csv_trim(cell).n)
        return NULL;
    const char *why = day_parse(cell, &d);
    if (!why)
        *out = resolve(l, &d);
    return why;
}

const char *intake_date(struct str cell, enum intake_doubt doubt, date *out)
{
    struct intake_layout l = {.doubt = doubt};
    return days_read(&l, cell, out);
}

/* ---- in words ------------------------------------------------------------------------------ */

static struct str reason(struct arena *a, const struct intake_layout *l,
                         const struct intake_dates *s)
{
    switch (s->because) {
    case INTAKE_THEMSELVES:
        return str_fmt(a, "%s can only be so",
                       number_z(a, s->day_first ? s->day_first : s->month_first));
    case INTAKE_OTHERS:
        return S("none of them decides it, and the other days in this file are read so");
    case INTAKE_MONTHS:
        return S("so they fall into months in which the file has other days");
    case INTAKE_FEWEST:
        return S("so they fall into fewer months than the other way");
    case INTAKE_NAMED:
        return S("so they fall into the month that the file's name or title says");
    case INTAKE_IN_DOUBT:
        break;
    }
    return str_fmt(a, "nothing in the file decides it; dates=%s would read them the other way",
                   l->doubt == INTAKE_DAY_FIRST ? "us" : "uk");
}

void days_say(struct arena *a, struct intake_layout *l, const char *title)
{
    for (uint32_t i = 0; i < l->n_dates; i++) {
        const struct intake_dates *s = &l->dates[i];
        const char *rows = str_z(a, count_text(a, s->rows, "row is", "rows are"));
        struct str line;
        if (s->order == INTAKE_ONE_WAY)
            line = str_fmt(a, "%s: %s written like %s, which can be read in one way only", title,
                           rows, s->example);
        else if (s->order == INTAKE_EACH)
            line = str_fmt(a,
                           "%s: %s written %s; %s can only be day/month, %s only month/day; the "
                           "%s that could be both are read into the months of the others, or "
                           "else the %s first",
                           title, rows, s->shape, number_z(a, s->day_first),
                           number_z(a, s->month_first), number_z(a, s->either),
                           l->doubt == INTAKE_DAY_FIRST ? "day" : "month");
        else
            line = str_fmt(a, "%s: %s written %s, like %s, and read %s: %.*s", title, rows,
                           s->shape, s->example,
                           s->order == INTAKE_DAY_MONTH ? "day/month/year" : "month/day/year",
                           STR(reason(a, l, s)));
        *vec_push(a, &l->evidence) = line;
    }
}
