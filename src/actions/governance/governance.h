/* governance.h: what the actions on handbooks share: handbooks as the options say, a question's
 * words, and answers in words. */
#ifndef REMIT_ACTIONS_GOVERNANCE_GOVERNANCE_H
#define REMIT_ACTIONS_GOVERNANCE_GOVERNANCE_H

#include "actions/json.h"
#include "checks/checks.h"
#include "rules/rules.h"

/* ---- load.c: files to models --------------------------------------------------------------- */
struct structure { /* handbooks read together */
    struct str name;
    struct findings *f;
    struct model *m;         /* never NULL; what could be read */
    const struct str *paths; /* of the files that were asked for; they may use others */
    uint32_t n_paths;
    struct str title; /* with their edition, as pages name them; empty elsewhere */
};
typedef VEC(struct structure) structures;
/* Each path is a file, or a folder: its .remit files together are one structure, or, when
 * it has none, each folder in it is. False: nothing could be read (said in r->err). */
bool load_paths(struct run *r, const struct str *paths, uint32_t n, structures *out);
/* Which paths to read: --in PATH ..., else those of REMIT_IN, this folder, or a checkout's England
 * example. False: there is none (said in r->err). */
typedef VEC(struct str) path_list;
bool load_which(struct run *r, path_list *out);
/* --in PATH ..., else the England example of a checkout. One structure; its errors (not
 * warnings) are told in r->err. False: cannot go on. */
bool load_one(struct run *r, struct structure *out);
bool load_many(struct run *r, structures *out);
/* The one structure of a path or, from a shelf, of this name. */
bool load_named(struct run *r, struct str name, struct structure *out);
/* The powers in a structure on the day asked about. */
const struct authority *load_powers(struct run *r, const struct model *m);
/* All that is wrong with it, into its findings; a server has found that already. */
void load_check(struct run *r, struct structure *s, const struct authority *u);
/* Errors of the handbook, to r->err: what an answer then leaves out. */
void load_tell_errors(struct run *r, const struct structure *s);
/* The structure s once more, with another text for the file `path` of its sources. Reads no file:
 * what the text uses must be among the sources of s or, a law, built in. Lives in r->a, and needs
 * s as long as it does. */
void load_edited(struct run *r, const struct structure *s, struct str path, struct str text,
                 struct structure *out);
/* A law alone, with all that it uses: "hca-2022". */
bool load_law(struct run *r, struct str name, struct structure *out);

/* ---- ask.c: the words of a question -------------------------------------------------------- */
/* [FUNCTION] [of SERVICE] [for POPULATION ...] and --value, --kind, --per, --begun, --given,
 * --not. False, with everything that is wrong in r->err, when it cannot be read. */
bool ask_matter(struct run *r, const struct authority *u, uint32_t from, bool need_function,
                struct matter *out);
extern const struct option ask_options[];
/* A body by name, by the part of it inside its handbook's organisation, or by title; the
 * one that acts for it. NONE, and a message, when there is none. */
id find_body(struct run *r, const struct model *m, struct str word);
/* Kinds of money as a question names them; ended by a NULL word. */
struct money_kind {
    const char *word;
    unsigned bits;
};
extern const struct money_kind money_kinds[];
bool find_money_kind(struct str word, unsigned *kinds); /* adds its bits */
/* Says that there is none of this name, and which is near. */
void ask_unknown(struct run *r, const char *what, struct str word, const struct map *names);
/* The function or service that an option names; *out stays as it is without the option. False:
 * there is none of this name, said in r->err. */
bool ask_node(struct run *r, const struct tree *t, const char *option, id *out);
void ask_offer_body(struct near *n, struct str name);
/* For whom, where nobody says: the one system that there is. */
bool only_area(struct run *r, const struct authority *u, struct matter *out);

/* ---- tell.c: answers in words, shared by the actions --------------------------------------- */
void tell_choice(struct run *r, const struct authority *u, const struct answer *x,
                 const struct choice *c, const struct matter *m);
struct str tell_open(struct run *r, const struct authority *u, const struct answer *x,
                     const struct way *w);
typedef VEC(struct str) phrases;
/* What must or may follow a decision: reports, ratification, recall, call-in; a phrase each. */
void tell_afterwards(struct arena *a, const struct authority *u, const struct term *t,
                     phrases *out);
/* tell_caveats.c: sentences on what an answer rests on that is not certain, and on what the sources
 * do not say ("what NHS Kent ICB has delegated. ..."). */
void tell_cautions(struct arena *a, const struct authority *u, const struct matter *m,
                   phrases *out);
void tell_not_known(struct arena *a, const struct authority *u, const struct matter *m,
                    phrases *out);
/* may.c: on which conditions a power holds, and what is taken out of it; agreements aside. */
struct str tell_term_conditions(struct arena *a, const struct authority *u, const struct term *t);
struct str tell_span(struct arena *a, struct span s);
/* "up to £20 million"; empty where a condition says it. */
struct str tell_limit(const struct authority *u, const struct answer *x, const struct way *w);
struct str tell_under(struct arena *a, const struct authority *u, const struct grant *g);
struct str tell_decider(struct run *r, const struct authority *u, const struct choice *c);
struct str tell_area(const struct authority *u, const struct answer *x,
                     const struct choice *c); /* "place: Leeds" */
/* Who may, one row a way of deciding; the same for who and may. */
void who_choices_csv(struct run *r, const struct authority *u, const struct answer *x,
                     const struct matter *m);
/* A change that would let somebody decide. */
struct remedy {
    uint32_t cost; /* small changes first */
    struct str text;
    id from, to; /* a delegation between these would do; `to` NONE: to whomever; both: no such */
};
typedef VEC(struct remedy) remedies;
/* What is missing, the least change first, eight at most; for `body` alone, or for anybody (NONE).
 */
remedies tell_remedies(struct run *r, const struct authority *u, const struct matter *m, id body);
/* The same as lines. */
void tell_nobody(struct run *r, const struct authority *u, const struct matter *m, id body);

/* ---- tell_except.c: what is taken out of a power ------------------------------------------- */
struct exception {
    struct str text; /* "above £5 million (reserved to the Board)" */
    const char *why; /* reserved, left out of the delegation, delegated exclusively */
    struct str by;   /* to whom it is reserved or delegated; may be empty */
    struct box box;
    pence lo, hi;
};
typedef VEC(struct exception) exceptions;
/* What is taken out of the power t and has to do with the matter q; q NULL: all that is taken out.
 * What the answer to q settles, or says as a condition, is not said again. */
exceptions tell_exceptions(const struct authority *u, struct arena *a, const struct term *t,
                           const struct matter *q);
/* "except this; except that", or empty. */
struct str tell_except(struct arena *a, const exceptions *list);

/* ---- who.c, may.c: answers as JSON --------------------------------------------------------- */
/* "deciders": [...], each with its ways and chains; the same for who, may and the web. */
void who_choices_json(struct json *j, const struct authority *u, const struct answer *x,
                      const struct matter *m);
/* "missing": what would let somebody decide, or `body`; the least change first. */
void who_missing_json(struct json *j, const struct authority *u, const struct matter *m, id body);
/* "except": what is taken out of a power, one entry each. */
void who_except_json(struct json *j, const struct model *m, const exceptions *list);

/* ---- diff.c: two editions in words --------------------------------------------------------- */
struct edition { /* a text on a day */
    const struct model *m;
    const struct authority *u;
    date on;
};
struct diff_line {
    struct str text, before,
        now; /* before, now: how it was and is; both empty where text says all */
};
struct diff_group { /* the same is true of each of these */
    VEC(struct str) who;
    VEC(struct diff_line) lines;
};
struct diff_words {
    VEC(struct diff_group) powers, bodies;
    VEC(struct str) populations; /* sentences */
};
/* What remit diff prints, before it is laid out. */
struct diff_words diff_in_words(struct arena *a, const struct edition *older,
                                const struct edition *newer);

/* ---- explain.c ----------------------------------------------------------------------------- */
/* The names that remit explain knows, into out; those of bodies and of findings apart. */
void explain_names(struct arena *a, const struct model *m, struct map *out);

/* One function an action. */
int action_check(struct run *r);
int action_compare(struct run *r);
int action_diff(struct run *r);
int action_explain(struct run *r);
int action_export(struct run *r);
int action_fmt(struct run *r);
int action_map(struct run *r);
int action_matrix(struct run *r);
int action_may(struct run *r);
int action_route(struct run *r);
int action_search(struct run *r);
int action_survey(struct run *r);
int action_who(struct run *r);

#endif
