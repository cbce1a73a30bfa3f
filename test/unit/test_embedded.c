/* The files inside the program: in order, each once, closed off as the header promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/embedded.h"

static void test_names_are_in_order_and_unique(void **state)
{
    (void)state;
    for (size_t i = 1; i < embedded_file_count; i++)
        assert_true(strcmp(embedded_files[i - 1].name, embedded_files[i].name) < 0);
}

static void test_names_have_no_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++)
        assert_null(strchr(embedded_files[i].name, '/'));
}

static void test_nul_follows_the_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < embedded_file_count; i++)
        assert_int_equal(embedded_files[i].bytes[embedded_files[i].length], 0);
}

static void test_empty_entry_follows_the_files(void **state)
{
    (void)state;
    assert_null(embedded_files[embedded_file_count].name);
    assert_null(embedded_files[embedded_file_count].bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_in_order_and_unique),
        cmocka_unit_test(test_names_have_no_folder),
        cmocka_unit_test(test_nul_follows_the_bytes),
        cmocka_unit_test(test_empty_entry_follows_the_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
