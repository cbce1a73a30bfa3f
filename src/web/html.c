/* html.c: see html.h. */
#include "web/html.h"

/* Escapes the five characters that mean something, and drops what HTML does not allow at all:
 * other control characters, and bytes that are no UTF-8 (as a question mark). */
void html_text(struct buf *b, struct str text)
{
    while (text.n) {
        size_t good = str_utf8_valid(text);
        for (size_t i = 0; i < good; i++) {
            char c = text.p[i];
            switch (c) {
            case '&':
                buf_z(b, "&amp;");
                break;
            case '<':
                buf_z(b, "&lt;");
                break;
            case '>':
                buf_z(b, "&gt;");
                break;
            case '"':
                buf_z(b, "&quot;");
                break;
            case '\'':
                buf_z(b, "&#39;");
                break;
            default:
                if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
                    buf_putc(b, c);
            }
        }
        text = str_sub(text, good, text.n);
        if (text.n) {
            buf_putc(b, '?');
            text = str_sub(text, 1, text.n);
        }
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
        if (*p != '%') {
            buf_putc(b, *p);
            continue;
        }
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
