/* Figures: each is well-formed, named, titled and read out; names cannot break out of it; bars
 * begin at zero and keep their proportions; bands stand in the order of the money. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "chart/chart.h"

#define HOSTILE "</text><script>alert(1)</script> & \"quoted\""

static struct arena arena;
static jmp_buf out_of_memory;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 100, &out_of_memory);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static uint32_t count(const char *text, const char *part)
{
    uint32_t n = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        n++;
    return n;
}

/* What every figure has, whatever it shows. */
static const char *figure(struct str svg, const char *name, const char *title)
{
    const char *z = str_z(&arena, svg);
    assert_int_equal(count(z, "<svg "), 1);
    assert_int_equal(count(z, "</svg>"), 1);
    assert_int_equal(count(z, "<text "), count(z, "</text>"));
    assert_int_equal(count(z, "<script"), 0);
    assert_non_null(strstr(
        z, str_z(&arena, str_fmt(&arena, "<title id=\"%s-title\">%s</title>", name, title))));
    assert_non_null(strstr(z, str_z(&arena, str_fmt(&arena, "<desc id=\"%s-reading\">", name))));
    assert_non_null(strstr(
        z, str_z(&arena, str_fmt(&arena, "aria-labelledby=\"%s-title %s-reading\"", name, name))));
    return z;
}

static void test_chain(void **state)
{
    (void)state;
    const struct chain_step steps[] = {
        {.band = 1, .title = S("Board"), .how = S("by law"), .level = "system"},
        {.band = 2, .title = S(HOSTILE), .how = S("under SoRD 4.2"), .level = "place"},
    };
    struct chain_figure f = {"chain-1", S("How"), S(HOSTILE), steps, 2};
    const char *z = figure(chart_chain(&arena, &f), "chain-1", "How");
    assert_int_equal(count(z, "rx=\"4\""), 2);   /* a box a step */
    assert_int_equal(count(z, "l5 -8h-10z"), 1); /* an arrow between them */
    assert_true(strstr(z, "Board") < strstr(z, "under SoRD 4.2"));
    f.n_steps = 1;
    assert_int_equal(count(figure(chart_chain(&arena, &f), "chain-1", "How"), "l5 -8h-10z"), 0);
}

static void test_money(void **state)
{
    (void)state;
    const struct money_band bands[] = {
        {.from = S("£0"), .who = S("Director"), .level = "place", .band = 2},
        {.from = S("£1 million"), .who = S(HOSTILE), .level = "system", .band = 1, .here = true},
        {.from = S("£5 million"), .who = S("nobody"), .level = "", .nobody = true},
    };
    struct money_figure f = {"money", S("Who"), S("reading"), bands, 3};
    const char *z = figure(chart_money(&arena, &f), "money", "Who");
    assert_true(strstr(z, ">£0<") < strstr(z, ">£1 million<"));
    assert_true(strstr(z, ">£1 million<") < strstr(z, ">£5 million<"));
    assert_int_equal(count(z, "this matter"), 1);
    assert_int_equal(count(z, "stroke-dasharray"), 1); /* nobody's band is an outline */
}

/* The width of the n-th bar. */
static unsigned width(const char *z, uint32_t n)
{
    for (; n; n--)
        z = strstr(z, "<rect x=\"0.5\"") + 1;
    z = strstr(z, "width=\"") + 7;
    unsigned w = 0;
    while (*z >= '0' && *z <= '9')
        w = w * 10 + (unsigned)(*z++ - '0');
    return w;
}

static void test_bars(void **state)
{
    (void)state;
    struct bar bars[] = {{S("Site A"), S("93%"), 930, 2},
                         {S(HOSTILE), S("0%"), 0, 2},
                         {S("Site C"), S("47%"), 465, 1}};
    struct bars_figure f = {"share", S("At place"), S("reading"), bars, 3, 1000};
    const char *z = figure(chart_bars(&arena, &f), "share", "At place");
    assert_int_equal(count(z, "<rect x=\"0.5\""), 3);
    assert_int_equal(width(z, 2), 0);
    assert_int_equal(width(z, 1), 277); /* 93% of 298 */
    assert_int_equal(width(z, 3), 138);
    f.most = 0; /* the largest is the longest */
    z = figure(chart_bars(&arena, &f), "share", "At place");
    assert_int_equal(width(z, 1), 298);
    assert_int_equal(width(z, 3), 149);
    bars[0].value = bars[2].value = 0; /* nothing to compare with: no bar, and no division */
    assert_int_equal(width(figure(chart_bars(&arena, &f), "share", "At place"), 1), 0);
}

/* Levels are told apart in grey: each at least 4% of white lighter than the next darker. */
static void test_levels_differ_in_grey(void **state)
{
    (void)state;
    double last = 2;
    for (uint32_t level = 0; level < 5; level++) {
        struct bar bar = {S("A"), S("1"), 1, level};
        struct bars_figure f = {"one", S("T"), S("r"), &bar, 1, 0};
        const char *z =
            strstr(strstr(str_z(&arena, chart_bars(&arena, &f)), "<rect x=\"0.5\""), "fill=\"#") +
            7;
        unsigned rgb = 0;
        for (int i = 0; i < 6; i++)
            rgb = rgb * 16 + (unsigned)(z[i] <= '9' ? z[i] - '0' : z[i] - 'a' + 10);
        double grey =
            (0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 255) + 0.0722 * (rgb & 255)) / 255;
        assert_true(last - grey > 0.04);
        last = grey;
    }
}

/* The n-th number behind a mark, from 1. */
static double number(const char *z, const char *mark, uint32_t n)
{
    for (; n; n--) {
        z = strstr(z, mark);
        assert_non_null(z);
        z += strlen(mark);
    }
    return strtod(z, NULL);
}

static void test_stack(void **state)
{
    (void)state;
    const struct str parts[] = {S("Acute"), S(HOSTILE), S("Other")};
    const int64_t first[] = {50, 25, 25}, second[] = {20, -5, 30}, none[] = {0, 0, 0};
    struct stack_bar bars[] = {
        {S("Trusts: £100"), first}, {S("Others: £50"), second}, {S("Nobody: £0"), none}};
    struct stack_figure f = {"by-type", S("By type"), S("reading"), parts, 3, bars, 3, 0};
    const char *z = figure(chart_stack(&arena, &f), "by-type", "By type");
    assert_int_equal(count(z, "height=\"13\""), 3); /* a key each */
    assert_int_equal(count(z, "height=\"18\""), 5); /* no part where there is nothing, or less */
    const char *bar = strstr(z, "Trusts: £100");
    assert_int_equal(number(bar, "width=\"", 1), 149);         /* half of 298 */
    assert_int_equal(number(bar, "<rect x=\"", 2) * 10, 1495); /* behind the first */
    assert_int_equal(number(bar, "<rect x=\"", 3) + number(bar, "width=\"", 3), 298.5);
    assert_int_equal(number(strstr(z, "Others: £50"), "width=\"", 2), 90);
    f.n_bars = 0;
    figure(chart_stack(&arena, &f), "by-type", "By type");
}

static void test_groups(void **state)
{
    (void)state;
    const struct str parts[] = {S("First group"), S(HOSTILE)};
    const struct str texts[] = {S("50%"), S(HOSTILE)};
    const int64_t high[] = {5000, 2500}, low[] = {-10, 0};
    struct bar_group groups[] = {{S("Acute"), high, texts}, {S(HOSTILE), low, texts}};
    struct groups_figure f = {"share", S("Shares"), S("reading"), parts, 2, groups, 2, 0};
    const char *z = figure(chart_groups(&arena, &f), "share", "Shares");
    const char *bar = strstr(z, ">Acute<");
    assert_int_equal(count(z, "height=\"12\""), 4);
    assert_int_equal(number(bar, "width=\"", 1), 216);
    assert_int_equal(number(bar, "width=\"", 2), 108);
    assert_int_equal(number(bar, "width=\"", 3), 0); /* nothing below zero */
    assert_int_equal(count(z, "50%"), 2);
}

static void test_lines(void **state)
{
    (void)state;
    struct line_point points[] = {{S("July 2022"), 100, false},
                                  {S("August 2022"), 0, true},
                                  {S("September 2022"), 50, false},
                                  {S("October 2022"), 0, false}};
    struct lines_figure f = {"acute", S("Acute"), S(HOSTILE), S("reading"), S("£1"), points, 4};
    const char *z = figure(chart_lines(&arena, &f), "acute", "Acute");
    assert_int_equal(count(z, "<circle"), 3);
    assert_int_equal(number(z, "cx=\"", 1), 6);
    assert_int_equal(number(z, "cx=\"", 3), 294);
    double top = number(z, "cy=\"", 1), half = number(z, "cy=\"", 2), zero = number(z, "cy=\"", 3);
    assert_true(half - top > 47 && half - top < 49 && zero - top > 95 && zero - top < 97);
    const char *path = strstr(z, "stroke-width=\"2\" d=\"M");
    assert_non_null(path); /* the month that is not known parts the line */
    assert_int_equal(
        count(str_z(&arena, str_sub(str_of(path), 18, str_find(str_of(path), '>'))), "M"), 2);
    points[0].value = -100; /* zero is always there */
    z = figure(chart_lines(&arena, &f), "acute", "Acute");
    assert_true(number(z, "cy=\"", 1) > number(z, "cy=\"", 3));
    f.n_points = 1;
    assert_int_equal(number(figure(chart_lines(&arena, &f), "acute", "Acute"), "cx=\"", 1), 150);
    f.n_points = 0;
    figure(chart_lines(&arena, &f), "acute", "Acute");
}

static double grey_of(const char *hex)
{
    unsigned long rgb = strtoul(hex, NULL, 16);
    return (0.2126 * (double)(rgb >> 16) + 0.7152 * (double)(rgb >> 8 & 255) +
            0.0722 * (double)(rgb & 255)) /
           255;
}

/* Parts that may touch differ in grey, and what is written on each can be read. */
static void test_parts_differ_in_grey(void **state)
{
    (void)state;
    struct str parts[CHART_PARTS];
    for (unsigned i = 0; i < CHART_PARTS; i++)
        parts[i] = S("part");
    struct stack_figure f = {"parts", S("T"), S("r"), parts, CHART_PARTS, NULL, 0, 0};
    const char *z = strstr(str_z(&arena, chart_stack(&arena, &f)), "height=\"13\"");
    double last = 2;
    for (unsigned i = 0; i < CHART_PARTS; i++) {
        const char *fill = strstr(z, "fill=\"#") + 7, *ink = strstr(fill, "fill=\"#") + 7;
        double grey = grey_of(fill), on_it = grey_of(ink);
        assert_true(last > 1 || grey - last > 0.3 || last - grey > 0.3);
        assert_true(grey - on_it > 0.4 || on_it - grey > 0.4);
        last = grey;
        z = strstr(z + 1, "height=\"13\"");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chain), cmocka_unit_test(test_money),
        cmocka_unit_test(test_bars),  cmocka_unit_test(test_levels_differ_in_grey),
        cmocka_unit_test(test_stack), cmocka_unit_test(test_groups),
        cmocka_unit_test(test_lines), cmocka_unit_test(test_parts_differ_in_grey),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
