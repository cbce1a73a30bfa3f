/* classify.h: rules as text (laws/spending.remit) to what a row counts as.
 *
 * A rule file declares settings (what is assumed where a source is silent) and classifications; a
 * classification has categories, each with lines of keywords, and ends with `otherwise`, so that
 * every row has exactly one category of each. docs/language.md has the words.
 *
 * What a row counts as depends on its expense type and area alone. */
#ifndef REMIT_SPEND_CLASSIFY_H
#define REMIT_SPEND_CLASSIFY_H

#include "rules/rules.h"
#include "spend/spend.h"

/* ---- the rules, linked --------------------------------------------------------------------- */

/* Settings that Remit itself acts on. The first three say how classifications read that do not say
 * it themselves; quintiles is for quantiles.h, labels for titles. All others only switch lines. */
enum spend_known {
    SPEND_CASE,
    SPEND_PRECEDENCE,
    SPEND_KEYWORDS,
    SPEND_MODES,
    SPEND_LABELS = SPEND_MODES,
    SPEND_QUINTILES,
    SPEND_KNOWN
};

struct spend_setting {
    struct str name, title, note, source;
    VEC(struct str) choices; /* the first is the one in force */
    struct pos pos;
};
struct spend_when { /* a setting has one of these choices */
    uint32_t setting;
    VEC(uint32_t) choices;
};
typedef VEC(struct spend_when) spend_whens;

enum spend_test_kind { SPEND_CONTAINS, SPEND_IS, SPEND_IN };
struct spend_condition {
    enum spend_test_kind kind;
    enum spend_word field; /* WORD_TYPE or WORD_AREA */
    VEC(struct str) texts; /* keywords; or, of SPEND_IN, the names of categories */
    uint32_t of;           /* SPEND_IN: the classification, which stands above */
    VEC(uint32_t) in;      /* SPEND_IN: its categories */
    struct pos pos;
};
struct spend_line {
    struct spend_condition what;
    VEC(struct str) but_not;           /* texts that the field must not contain */
    VEC(struct spend_condition) along; /* one of these must hold too, if there are any */
    spend_whens when;
    struct str source;
    struct pos pos;
};
struct spend_category {
    struct str name, title, printed, code, note, source;
    spend_whens when;
    VEC(struct spend_line) lines; /* none: what is in no other */
    struct pos pos;
};
struct spend_classification {
    struct str name, title, note, source;
    uint32_t
        mode[SPEND_MODES]; /* 0 or 1 as in spend_known_settings; SPEND_AS_SET: by the setting */
    VEC(struct spend_category) categories; /* the last is `otherwise` */
    struct pos pos;
};
#define SPEND_AS_SET UINT32_MAX

struct spend_rules {
    struct arena *a;
    struct findings *f;
    struct str name, title, edition, source;
    struct pos pos;
    VEC(struct spend_setting) settings;
    VEC(struct spend_classification) classifications;
    uint32_t known[SPEND_KNOWN]; /* the setting of that name, or MAP_NONE */
};

/* Names and choices of the settings that Remit acts on; a rule file may order the choices. */
extern const struct spend_known_setting {
    const char *name, *choices[2];
} spend_known_settings[SPEND_KNOWN];

/* Links the spending statements of these files. Everything that is wrong is a finding in f; what is
 * left can be used. NULL: no file has a `spending` head (and that is no finding). */
struct spend_rules *spend_rules_link(struct findings *f, const struct node *const *files,
                                     uint32_t n);
uint32_t spend_rules_setting(const struct spend_rules *r, struct str name);        /* or MAP_NONE */
uint32_t spend_rules_classification(const struct spend_rules *r, struct str name); /* or MAP_NONE */
uint32_t spend_rules_category(const struct spend_classification *c, struct str name);
/* What a category is called under these choices: its title, else its name. */
struct str spend_category_title(const struct spend_rules *r, const uint32_t *choices,
                                const struct spend_category *c);
/* The same behind its code, where it has one: "HC.7  Governance"; as tables have it. */
struct str spend_category_label(struct arena *a, const struct spend_rules *r,
                                const uint32_t *choices, const struct spend_category *c);

/* ---- sorting ------------------------------------------------------------------------------- */

/* A rule set under one choice of every setting. Remembers what it found out about each text, so one
 * sorter serves one lexicon (which may grow). Not to be shared between threads. */
struct spend_sorter;
/* choices[i]: the choice of setting i; NULL: the first of each. */
struct spend_sorter *spend_sorter_new(struct arena *a, const struct spend_rules *r,
                                      const uint32_t *choices, const struct lexicon *lexicon);
const struct spend_rules *spend_sorter_rules(const struct spend_sorter *s);
const uint32_t *spend_sorter_choices(const struct spend_sorter *s);
/* One category for each classification, by number, to out[classifications.n]. */
void spend_sort(struct spend_sorter *s, uint32_t type, uint32_t area, uint32_t *out);

/* Why: every line that fits, in the order of the file, of one classification. */
struct spend_reason {
    uint32_t category, line; /* line: number in the category; MAP_NONE of `otherwise` */
    struct str keyword;      /* the first text that was found; of SPEND_IN the category's name */
    struct str along;        /* what else had to hold, in words; or empty */
    bool wins;               /* this is where the row is put, by this line */
};
typedef VEC(struct spend_reason) spend_reasons;
void spend_why(struct spend_sorter *s, uint32_t type, uint32_t area, uint32_t classification,
               spend_reasons *out);
/* "expense-type contains" */
struct str spend_condition_words(const struct spend_rules *r, const struct spend_condition *c);

#endif
