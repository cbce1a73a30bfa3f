/* html.h: text into HTML, escaped where it is put.
 *
 * html(b, "<a href=\"/bodies/%q\">%s</a>", name, title): what stands in the form is HTML and
 * written by us; what is put into it is text. Marks:
 *
 *   %s  struct str, escaped: as content or inside a quoted attribute
 *   %q  struct str, as one part of a path or query in an address
 *   %d  int64_t in decimal digits
 *   %z  const char *, as it stands: for literals of ours only
 *   %%  a percent sign */
#ifndef REMIT_WEB_HTML_H
#define REMIT_WEB_HTML_H

#include "base/base.h"

void html(struct buf *b, const char *form, ...);
void html_text(struct buf *b, struct str text);    /* as %s */
void html_address(struct buf *b, struct str part); /* as %q */

#endif
