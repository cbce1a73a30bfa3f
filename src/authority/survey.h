/* survey.h: Table 7 of the study as questions to handbooks, and its published counts. */
#ifndef REMIT_AUTHORITY_SURVEY_H
#define REMIT_AUTHORITY_SURVEY_H

#include "authority/authority.h"

enum survey_answer { SURVEY_NO, SURVEY_YES, SURVEY_NOT_KNOWN };
struct survey_question {
    const char *name, *text;
};
extern const struct survey_question survey_questions[];
extern const uint32_t survey_question_count;

struct survey_count {
    uint32_t yes, no, not_known; /* of the organisations, by name */
    int64_t unnamed;             /* that the study counts and does not name */
    int64_t published, out_of;   /* -1: no published count */
    struct str source;
};

/* The integrated care boards that handbooks are about, by name. */
void survey_organisations(const struct model *m, struct arena *a, ids *out);
/* What an answer rests on: the line that makes it a yes or, for want of one, that of the handbook
 * which does not say it. */
struct survey_ground {
    struct pos pos;
    struct str source; /* what the line gives as its source; may be empty */
};
/* `why` may be NULL. */
enum survey_answer survey_ask(const struct authority *u, uint32_t question, id organisation,
                              struct survey_ground *why);
struct survey_count survey_count(const struct authority *u, uint32_t question,
                                 const ids *organisations);

#endif
