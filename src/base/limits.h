/* limits.h: every bound that Remit puts on its input and its work, in one place.
 *
 * A limit that is hit is an answer to the user (a finding or an error that names
 * the limit), never a crash. test/unit/test_limits.c hits every one of them. */
#ifndef REMIT_BASE_LIMITS_H
#define REMIT_BASE_LIMITS_H

enum {
    /* Reading. A national handbook is about 1 MB; ten times that is a mistake. */
    LIMIT_FILE_BYTES = 64 * 1024 * 1024, /* one file; longer ones are refused unread */
    LIMIT_FILES = 4096,                  /* files read together as one structure */
    LIMIT_TOKEN_BYTES = 4096,            /* one name or one quoted text */
    LIMIT_DEPTH = 64,                    /* blocks inside blocks */
    LIMIT_NODES = 20 * 1000 * 1000,      /* nodes of the syntax tree of all files */
    LIMIT_MISTAKES = 1000,               /* in reading one file; after them the rest is not read */
    LIMIT_FINDINGS = 200,                /* findings printed a file; the rest are counted */
    LIMIT_USES = 256,                    /* `use` of `use` of ... */

    /* Linking. Numbers of things are 32 bit; these keep products inside. */
    LIMIT_BODIES = 4 * 1000 * 1000,
    LIMIT_TREE_DEPTH = 32, /* functions, services and populations, root to leaf */
    LIMIT_ABOVE = 256, /* bodies that one body is part of, however far up; populations likewise */
    LIMIT_FUNCTIONS = 4096,
    LIMIT_SERVICES = 4096,
    LIMIT_POPULATIONS = 4 * 1000 * 1000,
    LIMIT_GRANT_ITEMS = 8 * 1000 * 1000, /* delegated lines after `for each` and lists */
    LIMIT_STATEMENTS = 1000 * 1000,      /* statements that `for each` makes */
    LIMIT_LIST = 1024,                   /* names in one list */

    /* Deciding. */
    LIMIT_CHAIN = 24,             /* delegations from statute to decider */
    LIMIT_TERMS_PER_GRANT = 4096, /* different ways that power reaches one delegation */
    LIMIT_TERMS = 64 * 1000 * 1000,
    LIMIT_CONDITIONS = 64, /* conditions that add up along one chain */
    LIMIT_WAYS = 2048,     /* steps in working out how one line's agreements can be had */
    LIMIT_ANSWERS = 4096,  /* deciders listed for one matter */

    /* Reading tables that others published. */
    LIMIT_INTAKE_FIELDS = 16,                   /* fields wanted of one table */
    LIMIT_INTAKE_COLUMNS = 1024,                /* columns of one table */
    LIMIT_INTAKE_CELL = 256 * 1024,             /* bytes of one cell, and of one row */
    LIMIT_INTAKE_LOOK = 256 * 1024,             /* bytes looked at to find the layout */
    LIMIT_INTAKE_TITLE = 60,                    /* rows above the header */
    LIMIT_INTAKE_ROWS = 2 * 1000 * 1000 * 1000, /* rows of one file: their numbers are 32 bit */
    LIMIT_INTAKE_WORDS = 16 * 1000 * 1000,      /* different texts in one column */
    LIMIT_INTAKE_DATES = 64,                    /* ways of writing a day in one file */
    LIMIT_INTAKE_ASIDE = 10 * 1000,             /* rows refused that are listed; the rest counted */
    LIMIT_INTAKE_THREADS = 64,
    LIMIT_XLSX_BYTES = 256 * 1024 * 1024,  /* a spreadsheet as it is stored */
    LIMIT_XLSX_ENTRIES = 4096,             /* files in it */
    LIMIT_XLSX_UNPACKED_MB = 4096,         /* one of its files, unpacked */
    LIMIT_XLSX_RATIO = 200,                /* times that one may grow (beyond 1 MB) */
    LIMIT_XLSX_STRINGS = 16 * 1000 * 1000, /* different texts in it */

    /* Spending. */
    LIMIT_SPEND_WORDS = 16 * 1000 * 1000, /* distinct texts of one kind: suppliers, expense types */
    LIMIT_SPEND_SUMS = 16 * 1000 * 1000,  /* distinct sums kept side by side */
    LIMIT_SPEND_MONTHS = 600, /* from the first to the last that completeness is looked at in */
    LIMIT_SPEND_LABELS = 100 * 1000,     /* invoices that name a rate */
    LIMIT_SPEND_CELLS = 8 * 1000 * 1000, /* of one table */
    LIMIT_STORE_FILES = 1000 * 1000,     /* loaded into one store */
    LIMIT_STORE_BLOB = 64 * 1024 * 1024, /* bytes of one column of one piece of a file */
    LIMIT_STORE_SAMPLE = 32 * 1024,      /* rows by which files are compared; of more, a share */
    LIMIT_STORE_WAIT_S = 10,             /* for another command that writes */

    LIMIT_UPLOAD_BYTES = 64 * 1024 * 1024, /* a file of payments that is sent to the pages */

    /* Memory of one command; more is refused cleanly. In MB. */
    LIMIT_ARENA_MB = 16 * 1024,
    /* A change that is tried on a page: whoever is there may send one, and others wait. */
    LIMIT_TRIAL_MB = 512,
    LIMIT_TRIAL_POWERS = 1000, /* that one body may hold, beyond the most that any has already */
};

#endif
