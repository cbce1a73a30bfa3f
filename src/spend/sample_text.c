/* sample_text.c: rows as the bytes of a text file: separators, quotes, line ends, encodings. */
#include <string.h>

#include "spend/sample.h"

enum { PUT_AT = 65536 }; /* so many bytes go on at once */

void spend_sample_writer_init(struct spend_sample_writer *w, struct arena *a,
                              const struct spend_form *form,
                              bool (*put)(void *with, struct str bytes), void *with)
{
    *w = (struct spend_sample_writer){.form = form, .out = buf_new(a), .put = put, .with = with};
}

/* The character that s begins with, and its length. */
static uint32_t character(struct str s, size_t *length)
{
    unsigned char c = (unsigned char)s.p[0];
    *length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    check(*length <= s.n);
    uint32_t x = *length == 1 ? c : *length == 2 ? c & 0x1fu : *length == 3 ? c & 0x0fu : c & 0x07u;
    for (size_t i = 1; i < *length; i++)
        x = x << 6 | ((unsigned char)s.p[i] & 0x3fu);
    return x;
}

/* Windows-1252 is Latin-1 but for some; these are all that samples have. */
static char in_windows(uint32_t x)
{
    static const struct {
        uint32_t character;
        char byte;
    } others[] = {{0x2013, '\x96'}, {0x2019, '\x92'}};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].character == x)
            return others[i].byte;
    check(x < 0x100 && (x < 0x80 || x >= 0xa0));
    return (char)x;
}

static void put(struct spend_sample_writer *w, struct str text)
{
    if (w->form->bytes == FORM_UTF8 || w->form->bytes == FORM_UTF8_MARK) {
        buf_put(&w->out, text);
        return;
    }
    for (size_t length; text.n; text = str_sub(text, length, text.n)) {
        uint32_t x = character(text, &length);
        if (w->form->bytes == FORM_WINDOWS) {
            buf_putc(&w->out, in_windows(x));
        } else {
            buf_putc(&w->out, (char)(x & 0xff));
            buf_putc(&w->out, (char)(x >> 8));
        }
    }
}

static void put_mark(struct spend_sample_writer *w)
{
    if (w->form->bytes == FORM_UTF8_MARK || w->form->bytes == FORM_UTF16)
        put(w, S("\xef\xbb\xbf"));
    w->begun = true;
}

static void put_cell(struct spend_sample_writer *w, struct str text)
{
    bool quoted = (w->form->with & FORM_QUOTED) != 0;
    size_t quotes = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        quotes += c == '"';
        quoted = quoted || c == '"' || c == w->form->separator || c == '\n' || c == '\r';
    }
    if (!quoted) {
        put(w, text);
        return;
    }
    put(w, S("\""));
    for (size_t at; quotes && (at = str_find(text, '"')) < text.n; quotes--) {
        put(w, str_sub(text, 0, at + 1));
        put(w, S("\""));
        text = str_sub(text, at + 1, text.n);
    }
    put(w, text);
    put(w, S("\""));
}

static bool send(struct spend_sample_writer *w)
{
    bool fine = !w->out.n || w->put(w->with, buf_str(&w->out));
    w->out.n = 0;
    return fine;
}

bool spend_sample_write_row(void *with, const struct spend_sample_cell *cells, uint32_t n)
{
    struct spend_sample_writer *w = with;
    if (!w->begun)
        put_mark(w);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            put(w, (struct str){&w->form->separator, 1});
        put_cell(w, cells[i].text);
    }
    put(w, str_of(w->form->line_end));
    return w->out.n < PUT_AT || send(w);
}

bool spend_sample_write_end(struct spend_sample_writer *w)
{
    return send(w);
}
