/* html.c: see html.h. */
#include "web/html.h"

#include <string.h>

/* Characters of ASCII that stand for themselves: nearly all of every text. */
static bool plain(unsigned char c)
{
    return (c >= ' ' && c < 127 && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'') ||
           c == '\n' || c == '\t';
}

/* One character that is not plain, the first of text; gives its bytes. HTML has no other control
 * characters at all; bytes that are no UTF-8 become question marks. */
static size_t careful(struct buf *b, struct str text)
{
    static const struct {
        char c;
        const char *as;
    } escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
        if (text.p[0] == escapes[i].c)
            buf_z(b, escapes[i].as);
    if ((unsigned char)text.p[0] < 0x80)
        return 1;
    size_t n = 1;
    while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n++;
    struct str one = str_sub(text, 0, n);
    if (str_utf8_valid(one) != n) {
        buf_putc(b, '?');
        return 1;
    }
    buf_put(b, one);
    return n;
}

void html_text(struct buf *b, struct str text)
{
    while (text.n) {
        size_t n = 0;
        while (n < text.n && plain((unsigned char)text.p[n]))
            n++;
        buf_put(b, str_sub(text, 0, n));
        if (n < text.n)
            n += careful(b, str_sub(text, n, text.n));
        text = str_sub(text, n, text.n);
    }
}

void html_address(struct buf *b, struct str part)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < part.n; i++) {
        unsigned char c = (unsigned char)part.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            buf_putc(b, (char)c);
        } else {
            buf_putc(b, '%');
            buf_putc(b, hex[c >> 4]);
            buf_putc(b, hex[c & 15]);
        }
    }
}

void html(struct buf *b, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    for (const char *p = form; *p; p++) {
        const char *mark = strchr(p, '%');
        buf_put(b, (struct str){p, mark ? (size_t)(mark - p) : strlen(p)});
        if (!mark)
            break;
        p = mark;
        switch (*++p) {
        case 's':
            html_text(b, va_arg(args, struct str));
            break;
        case 'q':
            html_address(b, va_arg(args, struct str));
            break;
        case 'd':
            buf_fmt(b, "%lld", (long long)va_arg(args, int64_t));
            break;
        case 'z':
            buf_z(b, va_arg(args, const char *));
            break;
        case '%':
            buf_putc(b, '%');
            break;
        default:
            check(!"a mark that html() does not know");
        }
    }
    va_end(args);
}
