/* limits.h for test_limits: the limits of src/base/limits.h, so small that a test hits each
 * of them with a short text. test_limits is built with its own copy of the program. */
#ifndef REMIT_BASE_LIMITS_H
#define REMIT_BASE_LIMITS_H

enum {
    LIMIT_FILE_BYTES = 1024 * 1024,
    LIMIT_FILES = 6,
    LIMIT_TOKEN_BYTES = 100,
    LIMIT_DEPTH = 6,
    LIMIT_NODES = 3000,
    LIMIT_MISTAKES = 20,
    LIMIT_FINDINGS = 5,
    LIMIT_USES = 3,

    LIMIT_BODIES = 40,
    LIMIT_TREE_DEPTH = 5,
    LIMIT_ABOVE = 8,
    LIMIT_FUNCTIONS = 30,
    LIMIT_SERVICES = 20,
    LIMIT_POPULATIONS = 25,
    LIMIT_GRANT_ITEMS = 100,
    LIMIT_STATEMENTS = 100,
    LIMIT_LIST = 10,

    LIMIT_CHAIN = 4,
    LIMIT_TERMS_PER_GRANT = 12,
    LIMIT_WAYS = 6,
    LIMIT_TERMS = 60,
    LIMIT_CONDITIONS = 5,
    LIMIT_ANSWERS = 4,

    LIMIT_SPEND_WORDS = 6,
    LIMIT_SPEND_SUMS = 5,
    LIMIT_SPEND_MONTHS = 13,
    LIMIT_SPEND_LABELS = 3,
    LIMIT_SPEND_CELLS = 12,

    LIMIT_ARENA_MB = 8,
};

#endif
