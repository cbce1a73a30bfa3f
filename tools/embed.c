/* embed.c: turns files into one C file, so that the program carries them inside.
 *
 *     embed OUTPUT.c [FILE...]
 *
 * Writes the two objects that src/base/embedded.h declares. Names are the files' base
 * names, in byte order, each once. Runs while the program is being built, so any failure
 * ends it with a message: there is nobody to recover for. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int by_base_name(const void *a, const void *b)
{
    return strcmp(base_name(*(char *const *)a), base_name(*(char *const *)b));
}

/* Writes the bytes of one file as an array with a NUL behind them; returns how many. */
static size_t write_bytes(FILE *out, const char *path, int number)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        die("cannot open %s: %s", path, strerror(errno));
    fprintf(out, "static const unsigned char file_%d[] = {", number);
    size_t length = 0;
    for (int c; (c = getc(in)) != EOF; length++)
        fprintf(out, "%s%d,", length % 20 == 0 ? "\n" : "", c);
    if (ferror(in))
        die("cannot read %s: %s", path, strerror(errno));
    fclose(in);
    fputs("\n0};\n\n", out);
    return length;
}

/* Writes a C string; file names may hold anything. */
static void write_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++)
        if (*text == '"' || *text == '\\' || *text == '?' || (unsigned char)*text < ' ')
            fprintf(out, "\\%03o", (unsigned)(unsigned char)*text);
        else
            fputc(*text, out);
    fputc('"', out);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        die("usage: embed OUTPUT.c [FILE...]");
    char **paths = argv + 2;
    int count = argc - 2;
    qsort(paths, (size_t)count, sizeof *paths, by_base_name);
    for (int i = 1; i < count; i++)
        if (by_base_name(&paths[i - 1], &paths[i]) == 0)
            die("two files have one name: %s and %s", paths[i - 1], paths[i]);

    FILE *out = fopen(argv[1], "wb");
    size_t *lengths = calloc((size_t)count + 1, sizeof *lengths);
    if (!out || !lengths)
        die("cannot write %s: %s", argv[1], strerror(errno));
    fputs("/* Made by tools/embed.c; changes here are lost. */\n#include \"base/embedded.h\"\n\n",
          out);
    for (int i = 0; i < count; i++)
        lengths[i] = write_bytes(out, paths[i], i);

    fputs("const struct embedded_file embedded_files[] = {\n", out);
    for (int i = 0; i < count; i++) {
        fputs("    {", out);
        write_string(out, base_name(paths[i]));
        fprintf(out, ", file_%d, %zu},\n", i, lengths[i]);
    }
    fputs("    {0, 0, 0},\n};\n\n", out);
    fprintf(out, "const size_t embedded_file_count = %d;\n", count);

    free(lengths);
    if (ferror(out) || fclose(out) != 0) {
        remove(argv[1]); /* a half written file must not look up to date */
        die("cannot write %s: %s", argv[1], strerror(errno));
    }
    return 0;
}
