/* head.h: what the fields in a request's head mean (pure). */
#ifndef REMIT_WEB_HEAD_H
#define REMIT_WEB_HEAD_H

#include "base/base.h"

/* Accept-Encoding: may the answer come as gzip? (RFC 9110, 12.5.3) */
bool head_takes_gzip(struct str accepted);
/* If-None-Match: is the tag, as in ETag, among those listed? Weak and strong count as one
 * (RFC 9110, 13.1.2). */
bool head_lists_tag(struct str list, struct str tag);
/* Host: its name, in brackets if it is an IPv6 address, without the port. */
struct str head_host_name(struct str host);

#endif
