/* syntax.h: the text of a handbook as a tree, before names mean anything.
 *
 * One table (grammar.c) says which statements and clauses there are and what each
 * takes. The parser, the formatter and docs/language.md all read that table, so a new
 * construct is one row here, one kind below and its meaning in model/link_*.c. */
#ifndef REMIT_RULES_SYNTAX_H
#define REMIT_RULES_SYNTAX_H

#include "base/base.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,    /* leeds-committee, wy.board, 65z5, <place>-committee */
    TOKEN_TEXT,    /* "quoted" */
    TOKEN_MONEY,   /* £3.2m: value in pence */
    TOKEN_NUMBER,  /* 5, 100,000 */
    TOKEN_PERCENT, /* 0.1%: value in millionths */
    TOKEN_DATE,    /* 2024-04-01 */
    TOKEN_MARK,    /* { } ( ) , ; */
    TOKEN_WRONG,   /* what is none of these, and was reported */
};

struct comment {
    struct str text;   /* with its # */
    bool blank_before; /* an empty line stands before it */
    struct comment *next;
};

struct token {
    enum token_kind kind;
    bool first_on_line;
    bool blank_before; /* an empty line stands before it, behind the comments above it */
    struct str text;   /* as written; for TOKEN_TEXT what the quotes hold */
    int64_t value;
    struct pos pos;
    struct comment *before; /* comments on lines of their own above it */
    struct comment *after;  /* comment behind it on the same line */
};

/* Statements, clauses and their arguments are all nodes. */
enum node_kind {
    NODE_FILE,
    /* arguments */
    ARG_NAME,     /* text */
    ARG_TEXT,     /* text */
    ARG_MONEY,    /* value; with a child ARG_NUMBER: per so many people */
    ARG_NUMBER,   /* value */
    ARG_PERCENT,  /* value in millionths; child ARG_NAME: of what */
    ARG_DATE,     /* value */
    ARG_DURATION, /* value; text: "working days" */
    ARG_WORDS,    /* text: a choice among fixed words */
    ARG_LIST,     /* ARG_NAMEs */
    ARG_EXCEPT,   /* ARG_NAMEs, second list of "... except ..." */
    ARG_TEXTS,    /* ARG_TEXTs */
    ARG_LOWER,    /* the lower of ... */
    ARG_HIGHER,   /* the higher of ... */
    ARG_PARTY,    /* ARG_ALTs: this one, else that one */
    ARG_ALT,      /* ARG_ONEs; value: how many of them must agree; text: "when" words */
    ARG_ONE,      /* text: name; value: 1 each, -n so many of; child ARG_NAME: "of" what */
    ARG_NEED,     /* value: how many; ARG_NAMEs: of any of these */
    ARG_RULES,    /* ARG_NAMEs: consensus, else majority */
    /* statements at the top */
    NODE_HANDBOOK,
    NODE_LAW,
    NODE_USE,
    NODE_POPULATION,
    NODE_FUNCTION,
    NODE_SERVICE,
    NODE_ROLE,
    NODE_KIND,
    NODE_ROUTE,
    NODE_ALLOW,
    NODE_DISCOURAGE,
    NODE_ABOLISHED,
    NODE_DUTY,
    NODE_BODY,
    NODE_RESERVE,
    NODE_DELEGATE,
    NODE_REST_RESERVED,
    NODE_REST_DELEGATED,
    NODE_ACCOUNTABLE,
    NODE_ADVICE,
    NODE_INSTRUMENT,
    NODE_FUND,
    NODE_TEST,
    NODE_STATE,
    NODE_DECLARED,
    NODE_AMOUNT,
    NODE_CALL_IN,
    NODE_LADDER,
    NODE_SUCCESSION,
    NODE_FOR_EACH,
    NODE_PUBLISHED,
    NODE_UNNAMED,
    NODE_MATTER,
    NODE_PROPOSER,
    NODE_NOT_KNOWN,
    NODE_PRECEDENCE,
    NODE_SPENDING,
    NODE_SETTING,
    NODE_CLASSIFICATION,
    NODE_ORGANISATION,
    /* inside blocks */
    NODE_ITEM, /* of reserve and delegate */
    NODE_HOLDS,
    NODE_AT_LEAST,
    NODE_TERMS,
    NODE_MEMBERS,
    NODE_MEMBERS_NOT_KNOWN,
    NODE_MEMBER,
    NODE_QUORUM,
    NODE_QUORUM_FRACTION,
    NODE_QUORUM_PER_PARENT,
    NODE_QUORUM_NOT_KNOWN,
    NODE_DECIDES,
    NODE_MEETS,
    NODE_REPORTS,
    NODE_RECOMMENDS,
    NODE_DEPUTY,
    NODE_HELD,
    NODE_CONFLICT,
    NODE_STAND_IN,
    NODE_HAS_DUTY,
    NODE_BUDGET,
    NODE_BUDGET_NOT_KNOWN,
    NODE_RATING,
    NODE_PASSES_NOTHING,
    NODE_SCHEME_NOT_KNOWN,
    NODE_PLACES,
    NODE_PLACES_NOT_KNOWN,
    NODE_CONTRIBUTES,
    NODE_PERMITTED,
    NODE_STEP, /* of a ladder */
    NODE_OUTSIDE_STEP,
    NODE_PASS,
    NODE_SAVING,
    NODE_CATEGORY,  /* of a classification */
    NODE_OTHERWISE, /* what is in no other */
    NODE_MATCH,     /* of a category: expense-type contains "..." */
    NODE_MATCH_IN,  /* in CLASSIFICATION CATEGORY */
    /* clauses: which and where */
    CLAUSE_OF,
    CLAUSE_FOR,
    CLAUSE_FOR_ITS_AREA,
    CLAUSE_ON,
    CLAUSE_FROM,
    CLAUSE_UNTIL,
    CLAUSE_REVIEW,
    CLAUSE_APPROVED,
    CLAUSE_SOURCE,
    CLAUSE_NOTE,
    CLAUSE_DRAFT,
    CLAUSE_NOT_KNOWN,
    CLAUSE_EDITION,
    CLAUSE_UNDER,
    CLAUSE_PEOPLE,
    CLAUSE_ODS,
    CLAUSE_COTERMINOUS,
    CLAUSE_WITHIN,
    CLAUSE_ALSO_IN,
    CLAUSE_BODY_OF,
    CLAUSE_AS,
    CLAUSE_REPLACES,
    CLAUSE_BETWEEN,
    CLAUSE_HOST,
    CLAUSE_LEAD,
    CLAUSE_MANAGER,
    CLAUSE_EXTENDS,
    CLAUSE_OUT_OF,
    CLAUSE_COUNTS,
    CLAUSE_EXCEPT,
    CLAUSE_AT,
    /* clauses: law */
    CLAUSE_STATUTORY,
    CLAUSE_ADVISORY,
    CLAUSE_PERSON,
    CLAUSE_PROVIDER,
    CLAUSE_NEEDS_TERMS,
    CLAUSE_JOINT,
    CLAUSE_IN_COMMON,
    CLAUSE_GOVERNED_BY,
    CLAUSE_PART_OF,
    CLAUSE_WITHIN_ITSELF,
    CLAUSE_AMONG_PARENTS,
    CLAUSE_EXTERNAL,
    CLAUSE_SILENT_YES,
    CLAUSE_SILENT_NO,
    CLAUSE_REQUIRED_OF,
    /* clauses: money */
    CLAUSE_UP_TO,
    CLAUSE_AND_UP_TO,
    CLAUSE_BELOW,
    CLAUSE_FROM_MONEY,
    CLAUSE_ABOVE,
    CLAUSE_WITHOUT_LIMIT,
    CLAUSE_LIMIT_NOT_KNOWN,
    CLAUSE_MONEY_KIND,
    CLAUSE_PER,
    CLAUSE_MEASURED,
    /* clauses: before deciding */
    CLAUSE_AFTER_CONSULTING,
    CLAUSE_AFTER_NOTICE,
    CLAUSE_AFTER_APPROVAL,
    CLAUSE_AFTER_ADVICE,
    CLAUSE_AFTER_CONSENT,
    CLAUSE_AFTER_PUBLIC,
    CLAUSE_AFTER_STANDSTILL,
    CLAUSE_AFTER,
    CLAUSE_WHERE_POSSIBLE,
    CLAUSE_WITH_AGREEMENT,
    CLAUSE_UNLESS,
    CLAUSE_IF,
    CLAUSE_RULED_BY,
    CLAUSE_WHILE,
    CLAUSE_WITHIN_BUDGET,
    CLAUSE_WHILE_RATED,
    CLAUSE_SUBSTANTIVE,
    /* clauses: after deciding */
    CLAUSE_THEN_REPORT,
    CLAUSE_THEN_NOTIFY,
    CLAUSE_THEN_PUBLISH,
    CLAUSE_THEN_RATIFY,
    CLAUSE_THEN_WAIT,
    CLAUSE_THEN,
    CLAUSE_NEXT_MEETING,
    CLAUSE_WITHIN_TIME,
    CLAUSE_BY_TIME,
    CLAUSE_EVERY,
    CLAUSE_YEARLY,
    /* clauses: passing on */
    CLAUSE_PASS_ON,
    CLAUSE_PASS_ON_TO,
    CLAUSE_NO_PASS_ON,
    CLAUSE_SMALLER,
    CLAUSE_LEAVE_OF,
    CLAUSE_UPWARD,
    CLAUSE_ONCE,
    CLAUSE_BY_LEAVE,
    CLAUSE_EXCLUSIVELY,
    CLAUSE_CONCURRENTLY,
    CLAUSE_NOTWITHSTANDING,
    CLAUSE_RECALL,
    /* clauses: seats, quorum, votes, meetings */
    CLAUSE_VOTING,
    CLAUSE_NON_VOTING,
    CLAUSE_SHARED_VOTE,
    CLAUSE_OWN_AREA_VOTE,
    CLAUSE_FROM_BODY,
    CLAUSE_OTHER_THAN,
    CLAUSE_DEPUTY_MAY,
    CLAUSE_DEPUTY_NAMED,
    CLAUSE_ROTATING,
    CLAUSE_NOMINATED_BY,
    CLAUSE_CARRIES,
    CLAUSE_KNOWS,
    CLAUSE_ROUNDED,
    CLAUSE_BASE,
    CLAUSE_INCLUDING,
    CLAUSE_DURING,
    CLAUSE_TWICE,
    CLAUSE_NO_FEWER,
    CLAUSE_IF_SHORT,
    CLAUSE_TIE,
    CLAUSE_CASTING,
    CLAUSE_VOTES,
    CLAUSE_PUBLIC,
    CLAUSE_PAPERS,
    CLAUSE_MINUTES,
    CLAUSE_WHEN,
    CLAUSE_MAY,
    CLAUSE_INTERIM,
    CLAUSE_EFFECT,
    CLAUSE_BY_STATUTE,
    CLAUSE_FOR_TEXT,
    /* clauses: states, call-in */
    CLAUSE_DECLARED_BY,
    CLAUSE_ENDS,
    CLAUSE_REVIEWED_BY,
    CLAUSE_CALL_ON,
    CLAUSE_CALL_BY,
    CLAUSE_NAMING,
    CLAUSE_HEARD,
    CLAUSE_RECONSIDERED,
    CLAUSE_NOT_FOR,
    /* clauses: spending */
    CLAUSE_OR_CHOICE,
    CLAUSE_MODE,
    CLAUSE_PRINTED,
    CLAUSE_CODE,
    CLAUSE_BUT_NOT,
    CLAUSE_ALONG,
    CLAUSE_ALONG_IN,
    CLAUSE_SETTING_IS,
    CLAUSE_ALSO_NAMED,
    NODE_KINDS
};

struct form;
struct node {
    enum node_kind kind;
    const struct form *form; /* its row of the grammar; NULL for arguments */
    bool blank_before;
    bool own_line; /* a clause that began a line: kept on a line of its own */
    bool block;    /* has { } */
    bool broken;   /* declares a name, but not all of it could be read */
    struct pos pos;
    struct pos end; /* of its last token before the block */
    struct str text;
    int64_t value;
    struct node *args; /* arguments in order */
    struct node *clauses;
    struct node *body; /* statements in its block */
    struct node *next;
    struct comment *before, *after;
    struct comment *beside;       /* behind the head of a statement whose clauses follow below */
    struct comment *before_close; /* comments above the closing brace */
};

/* One row of the grammar.
 *
 *   in      contexts it may stand in: T top, P populations, F functions, V services,
 *           K kind, B body, M members, I items, U fund, L ladder, S succession, C classification,
 *           R category; a lower case letter, a digit, E, N, O, W, X or Y is a group of clauses
 *   words   the words it begins with; "" for the default statement of a context
 *   args    what follows, in order, blanks aside:
 *             n name   s text   ~ text or nothing   i number   d date   u duration
 *             l names  x names with "except"        S texts    m amount p party
 *             t name or text    e need   E needs    r rules    'word word' fixed words
 *             (a|b) a choice of words    ? the next is optional
 *   takes   groups of clauses that may follow in any order
 *   block   context of the statements in its { }, or 0
 *   first   for rows that share their words: the kind that the next token must have */
struct form {
    enum node_kind kind;
    const char *in, *words, *args, *takes;
    char block;
    enum token_kind first;
};
extern const struct form grammar[];
extern const size_t grammar_count;
const struct form *form_of(enum node_kind kind);

/* What to write in place of a word that people try: at token t, where clauses of the groups
 * `takes` may stand, or ("!") an argument. NULL: nothing is known of it. */
const char *tried_instead(const struct token *t, const char *takes);

/* Words that an ARG_DURATION may be counted in. */
extern const char *const duration_units[];

/* Cut a source into tokens, ending with TOKEN_END. Reports what is no token. */
struct token *tokens_of(struct findings *f, uint32_t file, uint32_t *n);

/* Parse one source. Always returns a NODE_FILE; what could not be read is reported
 * and skipped to the next statement. Nodes live in f->a. */
struct node *parse_file(struct findings *f, uint32_t file);

/* Print a tree as the one right layout. print_file(parse_file(x)) is idempotent and
 * keeps every comment. */
struct str print_file(struct arena *a, const struct node *file);
/* One statement or clause, on one line, without comments: for messages. */
struct str print_line(struct arena *a, const struct node *n);

/* Small helpers for readers of the tree. */
const struct node *node_clause(const struct node *n, enum node_kind kind);
const struct node *node_arg(const struct node *n, unsigned i);

#endif
