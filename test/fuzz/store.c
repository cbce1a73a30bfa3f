/* store.c: a store with damage in it. The input is a list of changes to a good one, made at the
 * start: three bytes of place, one of what stands there instead; a last odd byte cuts the file. The
 * store is refused, or it says what the good one says. When the first byte is S the rest are the
 * bytes of one segment instead, with a hash that fits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/parts.h"
#include "support/keeping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str good, right;

static void make_good(void)
{
    static jmp_buf out_of_memory;
    static struct arena a;
    struct str why, path;
    char name[] = "/tmp/remit-fuzz-XXXXXX";
    int fd = mkstemp(name);
    check(fd >= 0);
    close(fd);
    arena_init(&a, 256, &out_of_memory);
    path = str_copy(&a, str_of(name));
    check(keep_text(&a, path, "april.csv",
                    S("Entity,Date,Expense Type,Supplier,Transaction Number,Amount,Description\n"
                      "NHS Kent,3/4/2020,Trust,Barts,A1,25000,first\n"
                      "NHS Kent,31/4/2020,Trust,Barts,A2,1,no day\n"
                      "NHS Bath,30/4/2020,Rent,Landlord,A3,-7.50,\n"),
                    &why));
    check(keep_text(&a, path, "may.csv", S("Supplier,Amount\nA,1\nB,2\n"), &why));
    check(os_read(&a, path, &good, &why));
    unlink(name);
}

/* What a file with these bytes says. SQLite follows links, so it has to lie somewhere. */
static struct str told(struct arena *a, struct str bytes)
{
    char name[] = "/tmp/remit-fuzz-XXXXXX";
    int fd = mkstemp(name);
    check(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    close(fd);
    struct str said = kept_text(a, str_of(name), NULL);
    unlink(name);
    return str_starts(said, S("refused: ")) ? S("refused: ") : said; /* names differ */
}

static void segment(struct arena *a, const uint8_t *data, size_t n)
{
    struct segment_wants wants = {{5, 5, 5, 5}, {STORE_ANY, STORE_ANY, STORE_ANY, STORE_ANY}, 0};
    struct segment_room room;
    char *bytes = arena_alloc(a, n + 8, 1);
    uint32_t rows = 0;
    if (n)
        memcpy(bytes, data, n);
    uint64_t hash = segment_hash(bytes, n, 1);
    memcpy(bytes + n, &hash, 8);
    struct str s = {bytes, n + 8};
    segment_room_init(&room, a);
    if (segment_get(&room, s, 1, &wants, &rows))
        for (uint32_t i = 0; i < rows; i++)
            for (unsigned w = 0; w < SPEND_WORDS; w++)
                check(room.words[w][i] < wants.limits[w]);
    if (segment_get_texts(&room, 0, s, 1, 4))
        for (int i = 0; i < 4; i++)
            str_copy(a, room.text[0][i]);
}

static void changes(struct arena *a, const uint8_t *data, size_t n)
{
    char *bad = arena_alloc(a, good.n, 1);
    size_t length = good.n;
    memcpy(bad, good.p, good.n);
    for (; n >= 4; data += 4, n -= 4)
        bad[(data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % good.n] = (char)data[3];
    if (n)
        length = good.n * data[0] / 256;
    struct str said = told(a, (struct str){bad, length});
    check(str_starts(said, S("refused: ")) || str_eq(said, right) || length < 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    jmp_buf out_of_memory;
    struct arena a;
    if (!good.n)
        make_good();
    arena_init(&a, 256, &out_of_memory);
    if (setjmp(out_of_memory)) {
        arena_free(&a); /* a clean refusal */
        return 0;
    }
    if (!right.n) {
        struct str said = told(&a, good), *kept = &right;
        char *p = malloc(said.n); /* for as long as the fuzzer runs */
        check(p != NULL && !str_starts(said, S("refused: ")));
        memcpy(p, said.p, said.n);
        *kept = (struct str){p, said.n};
    }
    if (n && data[0] == 'S')
        segment(&a, data + 1, n - 1);
    else
        changes(&a, data, n);
    arena_free(&a);
    return 0;
}
