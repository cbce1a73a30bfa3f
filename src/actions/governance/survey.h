/* survey.h: the study's questions, for the command and the page. */
#ifndef REMIT_ACTIONS_GOVERNANCE_SURVEY_H
#define REMIT_ACTIONS_GOVERNANCE_SURVEY_H

#include "actions/governance/governance.h"
#include "authority/survey.h"

extern const char *const survey_answers[]; /* no, yes, not known */
/* Number of the question of this name; NONE. */
uint32_t survey_find(struct str name);
/* What the count is, beside the one published; empty where none was. */
const char *survey_verdict(const struct survey_count *c);
/* The organisations that --question and --answer, and --name, choose, in the order of --sort: a
 * question, people, or name. False, and what is wrong in r->err, when an option cannot be read. */
bool survey_choose(struct run *r, const struct authority *u, ids *orgs);

#endif
