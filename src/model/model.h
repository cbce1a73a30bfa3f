/* model.h: the model room. From trees to a structure (one or more handbooks read together):
 * every name resolved, every rule a record. The rooms behind it read this and nothing else.
 * Pure: no file, no clock.
 *
 * Things are numbered; NONE is no thing. Numbers of functions, services and populations
 * are such that what lies under node x is exactly [x, end). All memory is the arena's of
 * the findings that model_link was given, and lives as long as that. */
#ifndef REMIT_MODEL_MODEL_H
#define REMIT_MODEL_MODEL_H

#include "base/base.h"
#include "rules/syntax.h"

typedef uint32_t id;
#define NONE UINT32_MAX
typedef VEC(id) ids;
static inline bool ids_have(const ids *list, id x)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (list->at[i] == x)
            return true;
    return false;
}

struct span { /* first and last day */
    date from, until;
};
#define ALWAYS ((struct span){DATE_MIN, DATE_MAX})
static inline bool span_has(struct span s, date d)
{
    return s.from <= d && d <= s.until;
}
static inline struct span span_and(struct span a, struct span b)
{
    return (struct span){a.from > b.from ? a.from : b.from, a.until < b.until ? a.until : b.until};
}

/* ---- what is done, in which service -------------------------------------------------------- */
struct tree_node {
    struct str name, title, source;
    id parent, end;
    uint32_t depth;
    struct pos pos;
};
struct tree {
    VEC(struct tree_node) at; /* 0 is the root, "everything" */
    struct map names;
};
static inline bool tree_covers(const struct tree *t, id above, id below)
{
    return above <= below && below < t->at.at[above].end;
}

/* ---- for whom ------------------------------------------------------------------------------ */
enum level { LEVEL_NATION, LEVEL_SYSTEM, LEVEL_PLACE, LEVEL_NEIGHBOURHOOD, LEVEL_GROUP };
extern const char *const level_names[];
struct population {
    struct str name, title, ods, coterminous, source, note;
    enum level level;
    id parent, end;
    ids also;  /* further parents */
    ids above; /* what lies above by way of further parents, without the tree's own line */
    uint32_t depth;
    int64_t people; /* -1: not known */
    id handbook;
    struct span life;
    struct pos pos;
};

/* Things by population, to be found without looking at those of all others. */
struct area_index {
    uint32_t
        *first; /* those of p stand from first[p] to first[p + 1]; behind the last those of all */
    id *things;
    uint32_t areas;
};

/* ---- the law ------------------------------------------------------------------------------- */
enum {
    KIND_STATUTORY = 1,
    KIND_ADVISORY = 2,
    KIND_PERSON = 4,
    KIND_PROVIDER = 8,
    KIND_NEEDS_TERMS = 16,
    KIND_JOINT = 32,
    KIND_IN_COMMON = 64
};
struct box { /* a function, service and population, each with all under it */
    id function, service, population; /* population NONE: all that the holder has */
};
struct boxes {
    VEC(struct box) in, except; /* in, less what lies in except */
    bool own_area;              /* for its own area: the population of the decider */
};
struct need { /* of a quorum or of a board: so many of any of these */
    uint32_t count;
    bool each;
    ids bodies, kinds, roles;
    struct str text, knows; /* knows: only one with knowledge of this */
    struct pos pos;
};
struct kind {
    struct str name, title, source;
    unsigned flags;
    id law;
    struct str organ; /* kind name of its governing organ; may be empty */
    VEC(struct str) part_of;
    VEC(struct boxes) holds;
    VEC(struct str) holds_source;
    VEC(struct need) at_least; /* members that the law demands of its organ */
    struct pos pos;
};
struct route {
    struct str name, title, source;
    id law;
    bool external, silence_allows;
    struct pos pos;
};
enum allow_scope { ALLOW_ANY, ALLOW_WITHIN, ALLOW_PARENT };
struct allow {
    id law;
    bool discourage;
    enum allow_scope scope;
    ids from, to; /* kinds */
    ids routes;   /* empty: any */
    struct span life;
    struct str source, note;
    struct pos pos;
};
struct law_duty {
    struct str name, title, source;
    id law;
    ids required_of; /* kinds */
    struct pos pos;
};
struct abolished {
    VEC(struct str) words;
    id law;
    struct span life; /* from: the day it ended */
    struct str source;
    struct pos pos;
};
struct law {
    struct str name, title, source;
    struct span life;
    struct pos pos;
    uint32_t file;
};
struct role {
    struct str name, title;
};

/* ---- handbooks ----------------------------------------------------------------------------- */
struct handbook {
    struct str name, title, edition, source;
    id of; /* body */
    id law;
    struct span life;
    date review;
    bool draft;
    struct pos pos;
    const struct node *node;
};

/* ---- bodies -------------------------------------------------------------------------------- */
enum { /* what a deputy or substitute may do */
       DEPUTY_ATTENDS = 1,
       DEPUTY_COUNTS = 2,
       DEPUTY_VOTES = 4,
       DEPUTY_PRESIDES = 8,
       DEPUTY_DECIDES = 16
};
struct seat {
    id body, kind, role; /* the one that is given; the others NONE */
    uint32_t count;      /* 0: each of them */
    bool voting, shared_vote, own_area_vote, rotating, deputy_named;
    unsigned deputy;
    ids from, other_than, nominated_by;
    id carries;
    struct str knows, text;
    struct pos pos;
};
enum quorum_how { QUORUM_COUNT, QUORUM_FRACTION, QUORUM_PER_PARENT, QUORUM_NOT_KNOWN };
enum quorum_base { BASE_MEMBERS, BASE_SEATS, BASE_VOTING, BASE_FILLED };
struct quorum {
    enum quorum_how how;
    enum quorum_base base;
    uint32_t count, over; /* count, or count / over of the base */
    bool round_up, one_for_two;
    uint32_t no_fewer;
    VEC(struct need) needs;
    id state; /* holds only while this state is declared; NONE: else */
    struct str text;
    struct pos pos;
};
struct voting_rule {
    VEC(struct str) ways; /* consensus, else majority */
    id function;          /* NONE: any matter */
    int tie;              /* 0 not said, 1 fails, 2 chair has a casting vote, 3 no casting vote */
    struct str text;
};
struct conflict {
    ids kinds, bodies, roles;
    struct boxes on;
    struct str effect;
    struct pos pos;
};
struct body {
    struct str name, title, ods, source, note;
    id kind, law, handbook;
    ids parents;
    ids classes; /* roles used as classes: `as budget-holder` */
    id owner;    /* statutory body that it is part of; itself if statutory; NONE */
    id acts;     /* the body whose decisions count as its own: its organ, or itself */
    id organ_of; /* the statutory body that it governs; NONE */
    id whole;    /* of one committee of several in common: the whole; else NONE */
    id population;
    uint32_t rank; /* place in the order of names */
    struct span life;
    bool implied; /* made from a role, an organ or a seat, not declared */
    bool placed;  /* declared `for` a population of its own */
    bool unnamed_members, scheme_unknown, scheme_partly, places_unknown;
    bool has_handbook; /* a handbook is of it */
    int64_t places;    /* -1 not stated */
    bool has_terms, terms_draft, terms_unknown, passes_nothing;
    struct span terms;
    date terms_review;
    VEC(struct seat) seats;
    VEC(struct quorum) quorums;
    VEC(struct voting_rule) votes;
    VEC(struct conflict) conflicts;
    ids reports_to; /* besides its parents */
    bool meets_in_public, meeting_known;
    struct str meets, rating;
    struct span rating_life;
    ids duties;   /* law duties it is accountable for */
    pence budget; /* -1 not stated */
    bool budget_unknown;
    struct str held_by;
    bool interim;
    struct span held_life;
    struct pos pos;
    const struct node *node;
};

/* ---- conditions ---------------------------------------------------------------------------- */
enum atom_kind {
    ATOM_AGREED, /* co-decider: need of these bodies agree */
    ATOM_CONSULTED,
    ATOM_NOTICE,
    ATOM_APPROVED,
    ATOM_ADVISED,
    ATOM_CONSENTED,
    ATOM_PUBLIC, /* public consultation */
    ATOM_STANDSTILL,
    ATOM_STEP, /* any other recorded step */
    ATOM_TEST,
    ATOM_STATE,
    ATOM_BUDGET,
    ATOM_RATED,
    ATOM_SUBSTANTIVE,
    ATOM_UNAVAILABLE, /* the body before it in the order is absent, conflicted or vacant */
    ATOM_MEASURE,     /* the amount per year, per day, in aggregate ... lies within lo..hi */
    ATOM_BASE,        /* an amount that a limit names is not known: value within it */
    ATOM_KIND,        /* the money is of one of these kinds */
    ATOM_BEGUN,       /* the matter was begun before a date */
    ATOM_LEAVE,
    ATOM_KINDS
};
struct atom {
    enum atom_kind kind;
    struct str key;     /* as --given takes it; unique */
    struct str text;    /* for people: titles in place of names */
    struct str subject; /* key without who rules on it */
    struct str name;    /* of a declared test */
    ids bodies;
    uint32_t need;           /* of bodies; 0: all */
    id state;                /* ATOM_STATE */
    VEC(struct str) ratings; /* ATOM_RATED: any of these */
    unsigned axis;           /* ATOM_MEASURE */
    pence lo, hi;
    date before; /* ATOM_BEGUN */
    struct pos pos;
};
/* A literal is an atom (2n) or its opposite (2n + 1). */
typedef uint32_t literal;
#define LITERAL_YES(atom) ((literal)(2 * (atom)))
#define LITERAL_NO(atom) ((literal)(2 * (atom) + 1))

/* ---- money --------------------------------------------------------------------------------- */
enum {
    MONEY_RECURRENT = 1,
    MONEY_ONE_OFF = 2,
    MONEY_CAPITAL = 4,
    MONEY_INCOME = 8,
    MONEY_TRANSFER = 16,
    MONEY_REVENUE = 3,
    MONEY_ALL = 31
};
enum axis { /* what a limit is compared with */
            AXIS_VALUE,
            AXIS_YEAR,
            AXIS_MONTH,
            AXIS_WEEK,
            AXIS_DAY,
            AXIS_HOUR,
            AXIS_HEAD,
            AXIS_AGGREGATE,
            AXIS_WHOLE_LIFE,
            AXES
};
extern const char *const axis_names[];
enum amount_how { AMOUNT_MONEY, AMOUNT_PERCENT, AMOUNT_PER_PEOPLE, AMOUNT_LOWER, AMOUNT_HIGHER };
struct amount {
    enum amount_how how;
    int64_t value;        /* pence or millionths */
    int64_t people;       /* AMOUNT_PER_PEOPLE: for so many */
    id base;              /* AMOUNT_PERCENT: named amount */
    struct amount *parts; /* LOWER, HIGHER */
    uint32_t n;
};
enum limit_edge { EDGE_UP_TO, EDGE_BELOW, EDGE_FROM, EDGE_ABOVE };
struct limit {
    enum limit_edge edge;
    enum axis axis;
    struct amount amount;
    struct str text, measured; /* as written; "whole life, excluding VAT" */
    struct pos pos;
};
typedef VEC(struct limit) limit_list;
struct named_amount {
    struct str name, title, source;
    id of, handbook;
    pence value; /* -1: not known */
    struct span life;
    struct pos pos;
};

/* ---- who decides --------------------------------------------------------------------------- */
struct alternative {
    ids bodies;
    uint32_t need; /* how many of them together */
    literal when;  /* NONE for the first: the one before is absent or conflicted */
};
struct party {
    VEC(struct alternative) alts;
    struct str text; /* with titles */
};
enum duty_kind { DUTY_REPORT, DUTY_NOTIFY, DUTY_PUBLISH, DUTY_RATIFY, DUTY_WAIT, DUTY_OTHER };
struct after {
    enum duty_kind kind;
    ids bodies;
    struct str text; /* "report to the Board at its next meeting" */
};
struct passing {
    bool said, allowed, smaller, upward, once;
    ids kinds; /* may be passed on only to these; empty: any */
    bool needs_leave;
    struct str leave_of; /* who must give leave */
};
struct grant {       /* one line of one `delegate`, for one holder */
    id holder;       /* the body that acts for it */
    id named_holder; /* as written */
    struct party to;
    struct party agree; /* with agreement of */
    struct boxes what;
    unsigned kinds; /* of money */
    limit_list limits;
    bool limit_unknown, unlimited; /* unlimited: the text says so */
    VEC(literal) conditions;
    VEC(struct after) after;
    struct passing passing;
    bool leave_given, exclusive, concurrent, notwithstanding, residual, deputising;
    struct str leave_text, recall;
    id route, instrument;
    struct str reference; /* "4.2" */
    struct str label, source, note;
    id law, handbook;
    struct span life;
    struct pos pos;
    struct str sort; /* order that does not depend on files */
};
struct reservation {
    id owner; /* the body that acts for it */
    struct boxes what;
    unsigned kinds;
    limit_list limits;
    VEC(literal) when; /* tests that must hold for the matter to be reserved */
    struct span life;
    struct str label, source, reference;
    id route, handbook;
    struct pos pos;
};

/* ---- the rest ------------------------------------------------------------------------------ */
enum line_kind {
    LINE_STATUTE,
    LINE_CONTRACT,
    LINE_ELECTION,
    LINE_PEERS,
    LINE_CUSTOM,
    LINE_APPOINTMENT,
    LINE_NOT_SAID
};
extern const char *const line_names[];
struct line {
    id from, to;
    enum line_kind kind;
    struct str what, source;
    struct span life;
    struct pos pos;
};
struct advice {
    id from, to;
    struct boxes on;
    struct span life;
    struct str source;
    struct pos pos;
};
struct instrument {
    struct str name, title, source;
    id route, handbook;
    ids of; /* bodies */
    id host, lead, manager;
    struct span life;
    date review;
    bool draft, unknown;
    struct pos pos;
};
struct fund {
    struct str name, title, source;
    id handbook, instrument, route;
    id host, lead, manager;
    struct span life;
    ids partners;
    struct pos pos;
    const struct node *node;
};
struct test {
    struct str name, title;
    struct str ruled_by;
    id handbook;
    struct pos pos;
};
struct state {
    struct str name, title;
    const struct node *node;
    id handbook;
    VEC(struct span) declared;
    struct pos pos;
};
struct call_in {
    struct str name, title;
    struct party on;
    VEC(struct party) by;
    struct str within, text;
    struct span life;
    id handbook;
    struct pos pos;
    const struct node *node;
};
struct step {
    struct party who;
    struct str outside, within;
};
struct ladder {
    struct str name, title;
    VEC(struct step) steps;
    id handbook;
    struct pos pos;
};
struct pass {
    ids from;
    id to;
    ids populations; /* empty: all */
    ids except;
    struct pos pos;
};
struct succession {
    date on;
    VEC(struct pass) passes;
    bool saving;
    date saving_until;
    struct str under, source;
    struct pos pos;
};
struct published {
    struct str question, text, source;
    int64_t count, out_of;
    struct pos pos;
};
struct unnamed {
    struct str question, text, source;
    int64_t count;
    ids among;
    struct pos pos;
};
struct listed_matter {
    struct str name, title;
    id function, service;
    ids populations;
    pence value; /* -1: not stated */
    unsigned kinds;
    struct pos pos;
};
struct not_known {
    struct str text, source;
    ids of;
    struct pos pos;
};

struct model {
    struct arena *a;
    const struct findings *findings;
    VEC(const struct node *) files; /* as parsed, one for each source */
    VEC(struct law) laws;
    VEC(struct kind) kinds;
    VEC(struct route) routes;
    VEC(struct allow) allows;
    VEC(struct law_duty) duties;
    VEC(struct abolished) abolished;
    VEC(struct role) roles;
    VEC(struct handbook) handbooks;
    struct tree functions, services;
    VEC(struct population) populations;
    VEC(struct body) bodies;
    VEC(struct atom) atoms;
    VEC(struct named_amount) amounts;
    VEC(struct grant) grants;
    VEC(struct reservation) reservations;
    VEC(struct line) lines;
    VEC(struct advice) advices;
    VEC(struct instrument) instruments;
    VEC(struct fund) funds;
    VEC(struct test) tests;
    VEC(struct state) states;
    VEC(struct call_in) call_ins;
    VEC(struct ladder) ladders;
    VEC(struct succession) successions;
    VEC(struct published) published;
    VEC(struct unnamed) unnamed;
    VEC(struct listed_matter) matters;
    VEC(struct not_known) not_knowns;
    ids proposers;
    ids by_rank;     /* bodies in the order of their names */
    ids undescribed; /* those whose scheme the source does not describe, or only in part */
    struct area_index serving; /* bodies by the people that they serve, by name */
    struct area_index
        reserved_in;       /* reservations by the people that they are about, or the owner's */
    struct map word_names; /* of roles, kinds, states, tests, duties and amounts: */
    VEC(struct str) word_titles; /* the title of each; where several have a name, the first's */
    bool shared_populations;     /* some population has two parents */
    struct map population_names, body_names, atom_names;
};

/* Link parsed files (laws and handbooks together) into a model. Order of files changes
 * nothing but the numbers of things. Mistakes go to f; the model holds the rest.
 * files[i] was parsed from f->sources.at[i]. Memory: f->a. */
struct model *model_link(struct findings *f, struct node *const *files, uint32_t n);

/* When it holds: no longer than the law that it is under. */
struct span handbook_life(const struct model *m, const struct handbook *h);
/* An index of n things, those of one population in the order given. */
struct of_area {
    id population; /* NONE: of all */
    id thing;
};
struct area_index area_index_new(struct arena *a, const struct model *m, const struct of_area *list,
                                 uint32_t n);
/* The things of exactly this population, *n of them. */
const id *area_things(const struct area_index *x, id population, uint32_t *n);
/* The things of the population, of those that cover it and of all; what is of several populations
 * comes as often. */
void area_things_covering(struct arena *a, const struct model *m, const struct area_index *x,
                          id population, ids *out);
/* Is `below` the population `above` or one under it (by any parent)? */
bool model_covers(const struct model *m, id above, id below);
/* The same, where NONE stands for every population. */
bool area_covers(const struct model *m, id above, id below);
/* Does box a have anything in common with b, or all of it? */
bool box_meets(const struct model *m, struct box a, struct box b);
bool box_covers(const struct model *m, struct box a, struct box b);
/* Is `above` the body `below`, or what it is part of, however far up? */
bool model_body_within(const struct model *m, id below, id above);
/* The body and all that it is part of; returns how many (at most LIMIT_ABOVE). */
uint32_t model_above(const struct model *m, id body, id *out);
/* Is the body of this class (`as budget-holder`), or of this kind? */
bool body_has_class(const struct model *m, id body, struct str class);
bool body_is_a(const struct model *m, id body, struct str kind_or_class);
/* The kind that the law goes by: a governing organ is its organisation. */
id body_legal_kind(const struct model *m, id body);
/* Titles in words: "Leeds committee of the ICB". */
struct str body_title(const struct model *m, id body);
id model_find_body(const struct model *m, struct str name, id handbook);
id model_find_population(const struct model *m, struct str name);
id tree_find(const struct tree *t, struct str name);

#endif
