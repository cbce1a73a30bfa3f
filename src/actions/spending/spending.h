/* spending.h: what the actions on spending share: rules and organisations as the options say, rows
 * from files, and tables as sheets that pages can show too. */
#ifndef REMIT_ACTIONS_SPENDING_SPENDING_H
#define REMIT_ACTIONS_SPENDING_SPENDING_H

#include "actions/sheet.h"
#include "spend/compare.h"
#include "spend/fields.h"
#include "spend/labels.h"
#include "spend/suppliers.h"
#include "store/store.h"

/* ---- rules --------------------------------------------------------------------------------- */

struct spending {
    struct run *r;
    struct findings *f;          /* of the rules and the organisations */
    struct spend_rules *rules;   /* --rules FILE, else laws/spending.remit */
    uint32_t *choices;           /* the first of each setting, but for --set */
    struct spend_bodies *bodies; /* as spending_bodies() gives them; empty until then */
    struct lexicon x;
    struct spend_sorter *sorter;
    struct spend_only_list only;  /* --only, --from, --until */
    VEC(struct spend_file) files; /* as they were read */
    struct str store;             /* they are of this store; empty: they are files */
};
struct spend_file {
    struct str path;             /* of the store: the file's name */
    struct intake_result result; /* without what was set aside */
    struct str first_reason;     /* why the first rejected row was rejected */
    struct str by_content;       /* as spend_by_content says */
};
/* Reads rules, and the organisations of --organisations FILE. False: a mistake in them or in an
 * option, said in r->err. */
bool spending_open(struct run *r, struct spending *s);
/* Those of laws/organisations.remit, and of --organisations FILE; read when first asked for. */
const struct spend_bodies *spending_bodies(const struct spending *s);

/* ---- rows ---------------------------------------------------------------------------------- */

/* Sums of all rows of these files, kept by `by`; by several threads. False: said in r->err. */
bool spending_sums(struct spending *s, const struct str *paths, uint32_t n, unsigned by,
                   struct spend_sums *out);
/* The same for two ways of keeping sums, in one reading; also_by 0: there is no second. */
bool spending_two_sums(struct spending *s, const struct str *paths, uint32_t n, unsigned by,
                       struct spend_sums *out, unsigned also_by, struct spend_sums *also);
/* Blocks of rows, one after another, whose words are numbers of s->x; file: index in s->files. */
bool spending_rows(struct spending *s, const struct str *paths, uint32_t n,
                   const struct spend_sink *sink);
/* Both read the store where n is 0. */

/* How far long work is, on a terminal, from its second second on. */
struct spend_progress {
    uint64_t size; /* of all of it, in whatever is counted */
    uint64_t begun, shown;
};
struct spend_progress spend_begin_progress(uint64_t size);
void spend_show_progress(struct spend_progress *p, uint64_t done);
void spend_end_progress(struct spend_progress *p); /* what was shown is taken away */

/* One file. */
struct spend_reading {
    struct run *r;
    struct arena *a; /* for this file alone, and gone when it is read */
    struct str path, map;
    const struct str *bytes; /* not NULL: these, and not what is at the path */
    unsigned threads;
    uint32_t unread; /* fields, as intake's hints have them */
    const struct intake_sink *sink;
    bool *settled; /* not NULL: read twice, and rows are wanted when days are settled */
    /* Not NULL: called first; false: it is not to be read, or not as *why says. */
    bool (*before)(struct spend_reading *t, const struct intake_source *source);
    void *with;
    struct intake_table *table;
    struct intake_result result;
    struct str why; /* what is wrong with the file; empty: it was stopped, or said elsewhere */
    struct spend_progress progress; /* in bytes */
};
/* In an arena of its own, so that memory does not grow with the number of files. `then` is called
 * when the file is read and closed, before that arena goes. False: t->why, which lives in the arena
 * of the run. */
bool spend_read_file(struct spend_reading *t, bool (*then)(struct spend_reading *t));
/* That columns were found by what stands in them, and not by their headers; or empty. */
struct str spend_by_content(struct arena *a, struct str path, const struct intake_layout *l);

/* ---- the store ----------------------------------------------------------------------------- */

/* Opens the store that --store names, or else where it usually lies. False: said in r->err. */
bool spend_with_store(struct run *r, enum store_mode mode, bool (*use)(void *with, struct store *s),
                      void *with);
/* Gives the answer, then keeps what was done with s: whatever the answer may fail for, nothing is
 * kept then. False: said in r->err, or *why. */
bool spend_keep(struct run *r, struct store *s, struct sheet *const *sheets, uint32_t n,
                struct str *why);
struct str spend_store_path(const struct run *r); /* of that store; empty where there is no home */
bool spend_store_sums(struct spending *s, struct spend_sums *out, struct spend_sums *also);
/* What of a store must be read for rows of which all this is so; they are chosen among these. */
struct store_wanted spend_wanted(const struct spend_only_list *only);
/* Words that are wanted are numbers of s->x. file: the name or number of one; empty: all. */
bool spend_store_rows(struct spending *s, struct str file, const struct store_wanted *wanted,
                      const struct spend_sink *sink);
/* Rows of the store that s->only lets through and that have the text, if one is given, in a word, a
 * reference or a description; capitals count as small letters. */
struct spend_found {
    VEC(struct spend_row) rows; /* at most `most`, from the from-th (0 is the first) on */
    uint64_t all;
    pence total; /* of all */
};
bool spend_find_rows(struct spending *s, struct str file, struct str text, uint64_t from,
                     uint32_t most, struct spend_found *out);
struct sheet *spend_rows_sheet(const struct spending *s, const struct spend_found *found);
/* What is loaded; x: the words of the store. */
struct sheet *spend_files_sheet(struct arena *a, const struct store_whole *w,
                                const struct store_file *files, uint32_t n,
                                const struct lexicon *x);
/* The file that a user names, by name or number. NULL: said in r->err. */
const struct store_file *spend_store_named(struct run *r, struct store *s, struct str name);
/* "36 files, 9,411 rows, £1,129,594,057.65; 2 rows rejected" */
void spending_note(struct spending *s, struct sheet *to);
/* Says which texts of --only none of the sums has; NULL: none was found. */
void spending_note_only(const struct spending *s, const struct spend_sums *sums, struct sheet *to);

/* ---- tables as sheets ---------------------------------------------------------------------- */

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
/* At most `most` of them, from the from-th (0 is the first) on; what is noted is of all. */
struct sheet *spend_labels_sheet(const struct spending *s, const struct spend_labels *l,
                                 uint64_t from, uint32_t most);
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

/* Rows that were set aside, in a sheet whose first column (the file) is there already. */
void spend_aside_columns(struct sheet *to);
void spend_put_aside(struct sheet *to, const struct intake_aside *x);

/* A file of that name and these bytes into the store, as `spend load` does with one file. False:
 * said in r->err, and the store is as it was. */
struct spend_arrival {
    uint32_t number; /* of the file */
    enum { SPEND_IS_NEW, SPEND_REPLACES, SPEND_WAS_THERE } as;
};
bool spend_load_bytes(struct run *r, struct str name, const struct str *bytes,
                      struct spend_arrival *out);
/* Payments and pounds in, classified and rejected. */
void spend_counts_columns(struct sheet *to);
void spend_put_counts(struct sheet *to, const struct intake_result *x);

int action_spend_look(struct run *r);
int action_spend_rules(struct run *r);
int action_spend_why(struct run *r);
int action_spend_report(struct run *r);
int action_spend_sample(struct run *r);
int action_spend_load(struct run *r);
int action_spend_files(struct run *r);
int action_spend_forget(struct run *r);
int action_spend_rows(struct run *r);
int action_spend_suppliers(struct run *r);

#endif
