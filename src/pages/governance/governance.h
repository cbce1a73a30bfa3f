/* governance.h: what the pages about handbooks share. */
#ifndef REMIT_PAGES_GOVERNANCE_GOVERNANCE_H
#define REMIT_PAGES_GOVERNANCE_GOVERNANCE_H

#include "pages/page.h"

/* ---- choosing an area: area.c -------------------------------------------------------------- */
/* The population that a text means: its name, or its title where one alone has it; else NONE. */
id area_find(const struct page *p, struct str text);
/* What is wrong with a text that means none, as said beside the field `for`. */
struct str area_problem(const struct page *p, struct str text);
/* The field of that name: a list, its first row `none` unless that is NULL; or, where a list would
 * be too long, a text, and under one that means no area those that it may mean. */
void area_field(struct page *p, const char *name, const char *label, const char *hint,
                const char *none, struct str value, const problems *list);

/* ---- pieces that several pages show -------------------------------------------------------- */
/* A link to the page of a body, by its title or by a text. */
void page_body_link(struct page *p, id body);
void page_body_link_as(struct page *p, id body, struct str text);
/* A finding with its places; its words alone. */
void page_finding(struct page *p, const struct findings *f, const struct finding *x);
void page_finding_words(struct page *p, const struct finding *x);
/* "FILE, line 12" as a link to that line; nothing where there is no place. */
void page_place(struct page *p, const struct findings *f, struct pos pos);
/* source.c: the text of a file, each line an anchor (#L12) with what is wrong behind it: the list
 * of f, sorted. `around`: only so many lines on either side of what is wrong; UINT32_MAX: all.
 * `links`: names lead to their pages, which speak of the handbooks in force. */
void source_text(struct page *p, const struct model *m, const struct findings *f, uint32_t file,
                 uint32_t around, bool links);
/* Two editions in words; what to say when nothing changes. changes.c */
void changes_show(struct page *p, const struct diff_words *w, const char *nothing);

/* ---- ways into Try a change: page_try.c ------------------------------------------------------ */
/* A link to Try a change, its delegation filled in with what is known of it: from, to or both may
 * be NONE, q NULL. */
void try_link(struct page *p, const char *text, id from, id to, const struct matter *q);
/* "Not happy with this?" under an answer, and "Should it decide more?" under a body's powers. */
void try_answer(struct page *p, const struct answer *x, const struct matter *q);
void try_body(struct page *p, id body);
/* Nobody may decide q: what is missing, each with a link to try it. */
void try_remedies(struct page *p, const struct matter *q);

/* ---- one function a page ------------------------------------------------------------------- */
void page_body(struct page *p);
void page_compare(struct page *p);
void page_editions(struct page *p);
void page_explain(struct page *p);
void page_findings(struct page *p);
void page_handbook(struct page *p);
void page_map(struct page *p);
void page_matrix(struct page *p);
void page_places(struct page *p);
void page_search(struct page *p);
void page_survey(struct page *p);
void page_system(struct page *p);
void page_try(struct page *p);
void page_who(struct page *p);

#endif
