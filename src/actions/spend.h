/* spend.h: what the actions on spending share: rules and organisations as the options say, rows
 * from files, and tables as sheets that pages can show too. */
#ifndef REMIT_ACTIONS_SPEND_H
#define REMIT_ACTIONS_SPEND_H

#include "actions/sheet.h"
#include "spend/compare.h"
#include "spend/fields.h"
#include "spend/labels.h"
#include "spend/suppliers.h"

/* ---- rules --------------------------------------------------------------------------------------
 */

struct spending {
    struct run *r;
    struct findings *f;          /* of the rules and the organisations */
    struct spend_rules *rules;   /* --rules FILE, else laws/spending.remit */
    uint32_t *choices;           /* the first of each setting, but for --set */
    struct spend_bodies *bodies; /* laws/organisations.remit, and --organisations FILE */
    struct lexicon x;
    struct spend_sorter *sorter;
    struct spend_only_list only;  /* --only, --from, --until */
    VEC(struct spend_file) files; /* as they were read */
};
struct spend_file {
    struct str path;
    struct intake_result result; /* without what was set aside */
    struct str first_reason;     /* why the first rejected row was rejected */
};
/* Reads rules and organisations. False: a mistake in them or in an option, said in r->err. */
bool spending_open(struct run *r, struct spending *s);

/* ---- rows
 * ------------------------------------------------------------------------------------------ */

/* Sums of all rows of these files, kept by `by`; by several threads. False: said in r->err. */
bool spending_sums(struct spending *s, const struct str *paths, uint32_t n, unsigned by,
                   struct spend_sums *out);
/* Blocks of rows, one after another, whose words are numbers of s->x; file: index of the path. */
bool spending_rows(struct spending *s, const struct str *paths, uint32_t n,
                   const struct spend_sink *sink);
/* "36 files, 9,411 rows, £1,129,594,057.65; 2 rows rejected" */
void spending_note(struct spending *s, struct sheet *to);

/* ---- tables as sheets
 * ------------------------------------------------------------------------------ */

/* What the row that is being filled stands for, as a question asks for it; what is not given is
 * asked for by `without`. */
void spend_row_counts(const struct spending *s, struct sheet *to, struct spend_axis axis,
                      const struct spend_label *l);
struct sheet *spend_table_sheet(const struct spending *s, const struct spend_table *t);
/* The same, one cell a row. */
struct sheet *spend_cells_sheet(const struct spending *s, const struct spend_table *t);
struct sheet *spend_rules_sheet(const struct spending *s);
struct sheet *spend_settings_sheet(const struct spending *s);
struct sheet *spend_shifts_sheet(const struct spending *s, struct spend_axis axis,
                                 const struct spend_only_list *before,
                                 const struct spend_only_list *after, const struct spend_shifts *x);
struct sheet *spend_gaps_sheet(const struct spending *s, const struct spend_completeness *c);
struct sheet *spend_labels_sheet(const struct spending *s, const struct spend_labels *l);
struct sheet *spend_sides_sheet(const struct spending *s, const struct spend_sides *x);
struct sheet *spend_matches_sheet(const struct spending *s, const struct spend_table *suppliers);
struct sheet *spend_moves_sheet(const struct spending *s, uint32_t setting, uint32_t choice,
                                const spend_moves *m);
/* Why rows of this type and area are where they are, in every classification. */
struct sheet *spend_reasons_sheet(const struct spending *s, uint32_t type, uint32_t area);
/* What each choice of a setting moves in these sums, which are kept by SPEND_EFFECT_NEEDS at least.
 * False: said in the run's err. */
enum {
    SPEND_EFFECT_NEEDS = SPEND_BY_WORD(WORD_TYPE) | SPEND_BY_WORD(WORD_AREA) |
                         SPEND_BY_WORD(WORD_ORGANISATION) | SPEND_BY_MONTH
};
bool spend_effect_sheets(struct spending *s, const struct spend_sums *sums, uint32_t setting,
                         struct sheet_list *out);
/* The setting of that name. False: there is none, said in the run's err. */
bool spending_setting(struct spending *s, struct str name, uint32_t *out);

int action_spend_look(struct run *r);
int action_spend_rules(struct run *r);
int action_spend_why(struct run *r);
int action_spend_report(struct run *r);
int action_spend_sample(struct run *r);

#endif
