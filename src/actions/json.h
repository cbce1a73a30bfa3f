/* json.h: answers as JSON, by yajl's generator, into run->out. Keys are NULL inside lists.
 * Money is whole pence, dates are text year-month-day, what is not known is null. */
#ifndef REMIT_ACTIONS_JSON_H
#define REMIT_ACTIONS_JSON_H

#include "actions/actions.h"

struct json {
    struct run *r;
    struct yajl_gen_t *gen;
};
struct json json_begin(struct run *r);
void json_finish(struct json *j); /* writes what was made, and a line end */
void json_map(struct json *j, const char *key);
void json_list(struct json *j, const char *key);
void json_end_map(struct json *j);
void json_end_list(struct json *j);
void json_text(struct json *j, const char *key, struct str s); /* empty text: null */
void json_int(struct json *j, const char *key, int64_t n);
void json_decimal(struct json *j, const char *key, struct str figures); /* "-12.34" */
void json_bool(struct json *j, const char *key, bool b);
void json_pence(struct json *j, const char *key, pence p); /* no limit, not stated: null */
void json_date(struct json *j, const char *key, date d);
void json_null(struct json *j, const char *key);
/* {"file": ..., "line": ...} */
void json_pos(struct json *j, const char *key, const struct findings *f, struct pos pos);

#endif
