/* embed.c: turns files into one C file, so that the program carries them inside.
 *
 *     embed OUTPUT.c [FILE...]
 *
 * Writes the two objects that src/base/embedded.h declares: each file as it is and compressed.
 * Names are the files' base names, in byte order, each once. Runs while the program is being built,
 * so any failure ends it with a message: there is nobody to recover for. */
#include <errno.h>
#include <libdeflate.h>
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

struct file {
    unsigned char *bytes, *packed;
    size_t length, packed_length; /* packed_length: 0 where packing gains nothing */
};

static struct file read_file(const char *path)
{
    struct file f = {0};
    size_t room = 0;
    FILE *in = fopen(path, "rb");
    if (!in)
        die("cannot open %s: %s", path, strerror(errno));
    do {
        room = room ? room * 2 : 65536;
        if (!(f.bytes = realloc(f.bytes, room)))
            die("out of memory");
        f.length += fread(f.bytes + f.length, 1, room - f.length, in);
    } while (f.length == room);
    if (ferror(in))
        die("cannot read %s: %s", path, strerror(errno));
    fclose(in);
    return f;
}

static void pack(struct file *f)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(12);
    f->packed = malloc(f->length + 1);
    if (!f->packed || !z)
        die("out of memory");
    f->packed_length = libdeflate_gzip_compress(z, f->bytes, f->length, f->packed, f->length);
    libdeflate_free_compressor(z);
}

/* Writes bytes as an array with a NUL behind them. */
static void write_bytes(FILE *out, const char *name, int number, const unsigned char *p, size_t n)
{
    fprintf(out, "static const unsigned char %s_%d[] = {", name, number);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s%d,", i % 20 == 0 ? "\n" : "", p[i]);
    fputs("\n0};\n\n", out);
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
    struct file *files = calloc((size_t)count + 1, sizeof *files);
    if (!out || !files)
        die("cannot write %s: %s", argv[1], strerror(errno));
    fputs("/* Made by tools/embed.c; changes here are lost. */\n#include \"base/embedded.h\"\n\n",
          out);
    for (int i = 0; i < count; i++) {
        files[i] = read_file(paths[i]);
        pack(&files[i]);
        write_bytes(out, "file", i, files[i].bytes, files[i].length);
        write_bytes(out, "packed", i, files[i].packed, files[i].packed_length);
    }

    fputs("const struct embedded_file embedded_files[] = {\n", out);
    for (int i = 0; i < count; i++) {
        fputs("    {", out);
        write_string(out, base_name(paths[i]));
        fprintf(out, ", file_%d, %zu, packed_%d, %zu},\n", i, files[i].length, i,
                files[i].packed_length);
        free(files[i].bytes);
        free(files[i].packed);
    }
    fputs("    {0, 0, 0, 0, 0},\n};\n\n", out);
    fprintf(out, "const size_t embedded_file_count = %d;\n", count);

    free(files);
    if (ferror(out) || fclose(out) != 0) {
        remove(argv[1]); /* a half written file must not look up to date */
        die("cannot write %s: %s", argv[1], strerror(errno));
    }
    return 0;
}
