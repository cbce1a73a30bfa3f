/* tidy.c: this project's own mistakes, found line by line.
 *
 *     tidy ROOT        reads ROOT/src, prints FILE:LINE: MESSAGE, exits 1 if it printed any
 *
 * It knows no C, only lines, and relies on the layout that .clang-format gives. The rules:
 *
 *  - Rooms. The room of a file is its folder in src/ (one in another is a room of its own:
 *    "actions/spending"); files right in src/ are `main`. An #include "room/file.h" may name only
 *    the rooms that `rooms` below lists for it, and an #include "file.h" without a room is refused.
 *    What a room keeps to itself (`own`) is refused in all others.
 *  - Pure rooms do not see the world: no <stdio.h>, <time.h>, <unistd.h>, <fcntl.h>, <sys/...>.
 *  - No line over 110 characters (UTF-8 counted as characters), no tab, no trailing blank.
 *  - No words that put work off.
 *  - No function over 70 lines, counted from its opening to its closing brace. A body opens,
 *    outside of a body, at a line that is `{` or ends in `) {`; it closes at a line that is
 *    `}`. A comment of the one word `table`, between the last blank line and the opening
 *    brace, lifts the limit: one long list would not be clearer in parts.
 *  - Every .c file is named, quoted, in src/meson.build; other files are headers. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_COLUMNS = 110, MAX_FUNCTION = 70, MAX_PATH = 4096 };

static const struct room {
    const char *name;
    const char *own;             /* the header that no other room may include, or NULL */
    const char *may_include[16]; /* NULL ends them */
    bool pure;
} rooms[] = {
    {"base", NULL, {"base"}, false},
    {"intake", "intake/parts.h", {"base", "intake"}, true},
    {"rules", "rules/parse.h", {"base", "rules"}, true},
    {"model", "model/link.h", {"base", "rules", "model"}, true},
    {"authority", "authority/build.h", {"base", "rules", "model", "authority"}, true},
    {"checks", "checks/checker.h", {"base", "rules", "model", "authority", "checks"}, true},
    {"chart", "chart/draw.h", {"base", "chart"}, true},
    {"spend", NULL, {"base", "intake", "rules", "spend"}, true},
    {"store", "store/parts.h", {"base", "intake", "rules", "spend", "store"}, false},
    {"actions",
     NULL,
     {"base", "rules", "actions", "actions/governance", "actions/spending"},
     false},
    {"actions/governance",
     NULL,
     {"base", "rules", "model", "authority", "checks", "chart", "spend", "actions",
      "actions/governance"},
     false},
    {"actions/spending",
     NULL,
     {"base", "intake", "rules", "spend", "store", "actions", "actions/spending"},
     false},
    {"web", NULL, {"base", "web"}, false},
    {"pages",
     NULL,
     {"base", "rules", "model", "authority", "checks", "actions", "actions/governance", "web",
      "pages", "pages/governance", "pages/spending"},
     false},
    {"pages/governance",
     NULL,
     {"base", "rules", "model", "authority", "checks", "chart", "actions", "actions/governance",
      "web", "pages", "pages/governance"},
     false},
    {"pages/spending",
     NULL,
     {"base", "intake", "rules", "chart", "spend", "store", "actions", "actions/spending", "web",
      "pages", "pages/spending"},
     false},
    {"main", NULL, {"base", "actions"}, false},
};

static const char *const world_headers[] = {"stdio.h>", "time.h>", "unistd.h>", "fcntl.h>", "sys/"};

/* In halves, so that a search for them does not end here. */
static const char *const delaying_words[] = {"TO"
                                             "DO",
                                             "FIX"
                                             "ME",
                                             "XX"
                                             "X"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One file under the eye, and where in it we are. */
struct place {
    const char *path; /* from ROOT: "src/base/str.c" */
    const struct room *room;
    int line;
    int body_opened;     /* line of the opening brace, 0 outside of functions */
    bool marked_a_table; /* since the last blank line outside of functions */
};

static int complaints;

__attribute__((format(printf, 2, 3))) static void complain(const struct place *at,
                                                           const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%s:%d: ", at->path, at->line);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    complaints++;
}

static _Noreturn void give_up(const char *path)
{
    fprintf(stderr, "tidy: cannot read %s: %s\n", path, strerror(errno));
    exit(2);
}

/* Writes "a/b" to a buffer of MAX_PATH bytes. */
static void join(char *out, const char *a, const char *b)
{
    int length = snprintf(out, MAX_PATH, "%s/%s", a, b);
    if (length < 0 || length >= MAX_PATH) {
        errno = ENAMETOOLONG;
        give_up(b);
    }
}

/* The whole file with a NUL behind it; the caller frees it. */
static char *read_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    struct stat about;
    if (!in || fstat(fileno(in), &about) != 0)
        give_up(path);
    char *text = malloc((size_t)about.st_size + 1);
    if (!text)
        give_up(path);
    size_t length = fread(text, 1, (size_t)about.st_size, in);
    text[length] = '\0';
    fclose(in);
    return text;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
    size_t n = strlen(text), m = strlen(with);
    return n >= m && strcmp(text + n - m, with) == 0;
}

/* Is there `word` in `line`, not as a part of a longer word? */
static bool has_word(const char *line, const char *word)
{
    for (const char *p = line; (p = strstr(p, word)); p++) {
        unsigned char before = p > line ? (unsigned char)p[-1] : ' ';
        unsigned char after = (unsigned char)p[strlen(word)];
        if (!isalnum(before) && before != '_' && !isalnum(after) && after != '_')
            return true;
    }
    return false;
}

static bool may_include(const struct room *room, const char *name, size_t length)
{
    for (size_t i = 0; i < COUNT(room->may_include) && room->may_include[i]; i++)
        if (strlen(room->may_include[i]) == length &&
            strncmp(room->may_include[i], name, length) == 0)
            return true;
    return false;
}

/* Is `target` what a room other than this one keeps to itself? */
static bool kept_by_another(const struct room *room, const char *target)
{
    for (size_t i = 0; i < COUNT(rooms); i++)
        if (rooms[i].own && &rooms[i] != room && starts(target, rooms[i].own))
            return true;
    return false;
}

/* `target` is what follows the quote in #include "target". */
static void look_at_own_include(const struct place *at, const char *target)
{
    size_t room = strcspn(target, "\"");
    while (room && target[room] != '/')
        room--;
    if (!room)
        complain(at, "an include names its room: \"room/file.h\", not \"%s", target);
    else if (at->room && !may_include(at->room, target, room))
        complain(at, "%s may not include \"%s", at->room->name, target);
    else if (at->room && kept_by_another(at->room, target))
        complain(at, "another room keeps \"%s to itself", target);
}

static void look_at_include(const struct place *at, const char *line)
{
    const char *p = line + strspn(line, " ");
    if (*p++ != '#')
        return;
    p += strspn(p, " ");
    if (!starts(p, "include"))
        return;
    p += strlen("include");
    p += strspn(p, " ");
    if (*p == '"')
        look_at_own_include(at, p + 1);
    if (*p != '<' || !at->room || !at->room->pure)
        return;
    for (size_t i = 0; i < COUNT(world_headers); i++)
        if (starts(p + 1, world_headers[i]))
            complain(at, "%s is pure and does not see the world: %s", at->room->name, p);
}

static void look_at_text(const struct place *at, const char *line)
{
    int columns = 0;
    for (const char *p = line; *p; p++)
        columns += ((unsigned char)*p & 0xC0) != 0x80; /* not inside a UTF-8 sequence */
    if (columns > MAX_COLUMNS)
        complain(at, "a line of %d characters, over %d", columns, MAX_COLUMNS);
    if (strchr(line, '\t'))
        complain(at, "a tab");
    if (*line && isspace((unsigned char)line[strlen(line) - 1]))
        complain(at, "a blank at the end of the line");
    if (starts(line, "/* ---- ") && !strstr(line, "*/"))
        complain(at, "a heading takes one line, and what follows it is a comment of its own");
    for (size_t i = 0; i < COUNT(delaying_words); i++)
        if (has_word(line, delaying_words[i]))
            complain(at, "work put off: %s", delaying_words[i]);
}

static bool opens_a_body(const char *line)
{
    if (strcmp(line, "{") == 0)
        return true;
    const char *first = line + strspn(line, " ");
    return ends(line, ") {") && *first != '*' && *first != '#' && *first != '/';
}

static void look_at_function(struct place *at, const char *line)
{
    if (at->body_opened) {
        if (line[0] != '}')
            return;
        int lines = at->line - at->body_opened + 1;
        bool initializer = line[1] != '\0'; /* it closes with `};` */
        if (lines > MAX_FUNCTION && !initializer && !at->marked_a_table)
            complain(at, "a function of %d lines, over %d, ends here", lines, MAX_FUNCTION);
        at->body_opened = 0;
        at->marked_a_table = false;
        return;
    }
    if (*line == '\0')
        at->marked_a_table = false;
    if (strstr(line, "/* table */"))
        at->marked_a_table = true;
    if (opens_a_body(line))
        at->body_opened = at->line;
}

static void look_at_file(const char *root, const char *path, const struct room *room)
{
    char full[MAX_PATH];
    join(full, root, path);
    char *text = read_file(full);
    struct place at = {.path = path, .room = room};
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        at.line++;
        look_at_include(&at, line);
        look_at_text(&at, line);
        look_at_function(&at, line);
    }
    free(text);
}

/* Is the file built? `listed` is the text of src/meson.build. */
static void look_at_name(const char *path, const char *listed)
{
    const struct place at = {.path = path, .line = 1};
    char quoted[MAX_PATH + 2];
    snprintf(quoted, sizeof quoted, "'%s'", path + strlen("src/"));
    if (ends(path, ".c") && !strstr(listed, quoted))
        complain(&at, "src/meson.build does not list %s", quoted);
    if (!ends(path, ".c") && !ends(path, ".h") && !ends(path, "meson.build"))
        complain(&at, "neither .c nor .h");
}

/* The room that a folder is, or else the one that it lies in; NULL: there is none. */
static const struct room *find_room(const char *folder, const struct room *outer)
{
    for (size_t i = 0; i < COUNT(rooms); i++)
        if (strcmp(rooms[i].name, folder + strlen("src/")) == 0)
            return &rooms[i];
    return strchr(folder + strlen("src/"), '/') ? outer : NULL;
}

/* `folder` is from ROOT; `room` is NULL in a folder that is none. */
static void walk(const char *root, const char *folder, const struct room *room, const char *listed)
{
    char full[MAX_PATH], path[MAX_PATH];
    join(full, root, folder);
    struct dirent **entries;
    int count = scandir(full, &entries, NULL, alphasort);
    if (count < 0)
        give_up(full);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        struct stat about;
        join(path, folder, name);
        join(full, root, path);
        if (name[0] == '.') {
            /* ., .. and what editors leave */
        } else if (stat(full, &about) != 0) {
            give_up(full);
        } else if (S_ISDIR(about.st_mode)) {
            const struct room *inner = find_room(path, room);
            if (!inner)
                complain(&(struct place){.path = path, .line = 1}, "not a room that tidy knows");
            walk(root, path, inner, listed);
        } else {
            look_at_name(path, listed);
            if (ends(name, ".c") || ends(name, ".h"))
                look_at_file(root, path, room);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: tidy ROOT\n", stderr);
        return 2;
    }
    char path[MAX_PATH];
    join(path, argv[1], "src/meson.build");
    char *listed = read_file(path);
    walk(argv[1], "src", find_room("src/main", NULL), listed);
    free(listed);
    return complaints > 0;
}
