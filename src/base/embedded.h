/* embedded.h: the files that the program carries inside: the laws, and what the pages load, as they
 * were when it was built (tools/embed.c writes the array).
 *
 * In byte order of their names, each name once. The bytes live as long as the program;
 * a NUL follows them that `length` does not count, and an entry whose name is NULL
 * follows the last file. */
#ifndef REMIT_BASE_EMBEDDED_H
#define REMIT_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* without its folder: "hca-2022.remit" */
    const unsigned char *bytes;
    size_t length;
    const unsigned char *packed; /* the same as gzip */
    size_t packed_length;        /* 0: it would be no shorter */
};

extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

#endif
