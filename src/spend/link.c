/* link.c: the spending statements of parsed files to rules. Names are resolved, every mistake is
 * reported, and what cannot be understood is left out. */
#include "spend/classify.h"

const struct spend_known_setting spend_known_settings[SPEND_KNOWN] = {
    {"letter-case", {"exact", "folded"}},    {"precedence", {"first", "last"}},
    {"keywords", {"inside", "whole-words"}}, {"labels", {"mended", "as-printed"}},
    {"quintiles", {"xtile", "qcut"}},
};

struct linking {
    struct arena *a;
    struct findings *f;
    struct spend_rules *r;
    bool *used; /* setting: by a `when` */
};

/* ---- what a statement says ----------------------------------------------------------------- */

static struct str name_of(const struct node *n)
{
    return n->args && n->args->kind == ARG_NAME ? n->args->text : S("");
}

static struct str title_of(const struct node *n)
{
    for (const struct node *x = n->args; x; x = x->next)
        if (x->kind == ARG_TEXT)
            return x->text;
    return S("");
}

static struct str clause_text(const struct node *n, enum node_kind kind)
{
    const struct node *c = node_clause(n, kind);
    return c && c->args ? c->args->text : S("");
}

static void twice(struct linking *l, const struct node *n, const char *what, struct pos before)
{
    struct finding *x =
        report(l->f, "R021", n->pos, "there is a %s '%.*s' already", what, STR(name_of(n)));
    x->other = before;
    x->other_message = S("the first one");
}

/* "there is no <what> '<name>'", and the nearest of those that there are. */
struct nearest {
    struct str name, best;
    unsigned distance;
};
static void offer(struct nearest *n, struct str name)
{
    unsigned d = str_distance(n->name, name, n->distance);
    if (d < n->distance) {
        n->best = name;
        n->distance = d;
    }
}

static void unknown(struct linking *l, const char *code, const struct node *at, const char *what,
                    const struct nearest *n)
{
    struct finding *x = report(l->f, code, at->pos, "%s '%.*s'", what, STR(at->text));
    if (n->best.n)
        x->mend = str_fmt(l->a, "did you mean '%.*s'?", STR(n->best));
}

/* ---- settings ------------------------------------------------------------------------------ */

static void choose_from(struct linking *l, const struct node *n, struct spend_setting *s)
{
    const struct node * or = node_clause(n, CLAUSE_OR_CHOICE), *first = node_arg(n, 1);
    if (first && first->kind == ARG_TEXT)
        first = first->next;
    if (first)
        *vec_push(l->a, &s->choices) = first->text;
    for (const struct node *x = or ? or->args->args : NULL; x; x = x->next)
        *vec_push(l->a, &s->choices) = x->text;
    for (uint32_t i = 1; i < s->choices.n; i++)
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(s->choices.at[i], s->choices.at[k]))
                report(l->f, "R021", n->pos, "the choice '%.*s' is named twice",
                       STR(s->choices.at[i]));
}

/* A setting that Remit acts on has the choices that it knows. */
static void check_known(struct linking *l, const struct spend_setting *s, unsigned k)
{
    const char *const *known = spend_known_settings[k].choices;
    for (uint32_t i = 0; i < s->choices.n; i++)
        if (!str_eq(s->choices.at[i], str_of(known[0])) &&
            !str_eq(s->choices.at[i], str_of(known[1])))
            report(l->f, "R040", s->pos, "the setting '%.*s' has no choice '%.*s'", STR(s->name),
                   STR(s->choices.at[i]))
                ->mend = str_fmt(l->a, "it is '%s' or '%s'", known[0], known[1]);
}

static void link_setting(struct linking *l, const struct node *n)
{
    struct spend_setting s = {.name = name_of(n), .title = title_of(n), .pos = n->pos};
    uint32_t before = spend_rules_setting(l->r, s.name);
    if (n->broken)
        return;
    if (before != MAP_NONE) {
        twice(l, n, "setting", l->r->settings.at[before].pos);
        return;
    }
    s.note = clause_text(n, CLAUSE_NOTE);
    s.source = clause_text(n, CLAUSE_SOURCE);
    choose_from(l, n, &s);
    for (unsigned k = 0; k < SPEND_KNOWN; k++)
        if (str_eq(s.name, str_of(spend_known_settings[k].name))) {
            l->r->known[k] = l->r->settings.n;
            check_known(l, &s, k);
        }
    *vec_push(l->a, &l->r->settings) = s;
}

/* The setting and choices of `when SETTING is CHOICE, CHOICE`. */
static void link_when(struct linking *l, const struct node *c, spend_whens *out)
{
    struct nearest near = {.name = name_of(c), .distance = 3};
    struct spend_when w = {.setting = spend_rules_setting(l->r, near.name)};
    if (w.setting == MAP_NONE) {
        for (uint32_t i = 0; i < l->r->settings.n; i++)
            offer(&near, l->r->settings.at[i].name);
        unknown(l, "R022", c->args, "there is no setting", &near);
        return;
    }
    const struct spend_setting *s = &l->r->settings.at[w.setting];
    l->used[w.setting] = true;
    for (const struct node *x = node_arg(c, 1)->args; x; x = x->next) {
        uint32_t i = 0;
        near = (struct nearest){.name = x->text, .distance = 3};
        while (i < s->choices.n && !str_eq(s->choices.at[i], x->text))
            offer(&near, s->choices.at[i++]);
        if (i == s->choices.n)
            unknown(l, "R040", x,
                    str_z(l->a, str_fmt(l->a, "the setting '%.*s' has no choice", STR(s->name))),
                    &near);
        else
            *vec_push(l->a, &w.choices) = i;
    }
    *vec_push(l->a, out) = w;
}

/* ---- conditions ---------------------------------------------------------------------------- */

static void link_in(struct linking *l, const struct node *n, struct spend_condition *c)
{
    struct nearest near = {.name = name_of(n), .distance = 3};
    c->kind = SPEND_IN;
    c->of = spend_rules_classification(l->r, near.name);
    if (c->of == MAP_NONE) {
        for (uint32_t i = 0; i < l->r->classifications.n; i++)
            offer(&near, l->r->classifications.at[i].name);
        unknown(l, "R022", n->args, "above this line there is no classification", &near);
        return;
    }
    const struct spend_classification *of = &l->r->classifications.at[c->of];
    for (const struct node *x = node_arg(n, 1)->args; x; x = x->next) {
        uint32_t i = spend_rules_category(of, x->text);
        near = (struct nearest){.name = x->text, .distance = 3};
        for (uint32_t k = 0; k < of->categories.n; k++)
            offer(&near, of->categories.at[k].name);
        if (i == MAP_NONE) {
            unknown(l, "R022", x,
                    str_z(l->a, str_fmt(l->a, "the classification '%.*s' has no category",
                                        STR(of->name))),
                    &near);
            continue;
        }
        *vec_push(l->a, &c->in) = i;
        *vec_push(l->a, &c->texts) = x->text;
    }
}

static void link_texts(struct linking *l, const struct node *list, struct spend_condition *c)
{
    for (const struct node *x = list ? list->args : NULL; x; x = x->next) {
        if (!x->text.n)
            report(l->f, "R041", x->pos, "an empty keyword is found in every text")->mend =
                S("take it out; what is in no category goes to 'otherwise'");
        else
            *vec_push(l->a, &c->texts) = x->text;
    }
}

/* n: a line, or an `along with` clause: [in] CLASSIFICATION CATEGORIES, or contains/is TEXTS. */
static struct spend_condition link_condition(struct linking *l, const struct node *n)
{
    struct spend_condition c = {.pos = n->pos, .of = MAP_NONE};
    if (n->kind == NODE_MATCH_IN || n->kind == CLAUSE_ALONG_IN) {
        link_in(l, n, &c);
        return c;
    }
    c.field = str_ends(n->text, S("expense-type")) ? WORD_TYPE : WORD_AREA;
    c.kind = n->args && str_eq(n->args->text, S("is")) ? SPEND_IS : SPEND_CONTAINS;
    link_texts(l, node_arg(n, 1), &c);
    return c;
}

static void link_line(struct linking *l, const struct node *n, struct spend_category *category)
{
    struct spend_line line = {
        .what = link_condition(l, n), .source = clause_text(n, CLAUSE_SOURCE), .pos = n->pos};
    bool some = line.what.texts.n;
    for (const struct node *c = n->clauses; c; c = c->next) {
        struct spend_condition not = {0};
        switch (c->kind) {
        case CLAUSE_SETTING_IS:
            link_when(l, c, &line.when);
            break;
        case CLAUSE_ALONG:
        case CLAUSE_ALONG_IN:
            *vec_push(l->a, &line.along) = link_condition(l, c);
            break;
        case CLAUSE_BUT_NOT:
            link_texts(l, c->args, &not );
            for (uint32_t i = 0; i < not .texts.n; i++)
                *vec_push(l->a, &line.but_not) = not .texts.at[i];
            break;
        default:
            break; /* sources and notes */
        }
    }
    if (some)
        *vec_push(l->a, &category->lines) = line;
}

/* ---- classifications ----------------------------------------------------------------------- */

static void link_category(struct linking *l, const struct node *n, struct spend_classification *c)
{
    struct spend_category x = {.name = name_of(n),
                               .title = title_of(n),
                               .printed = clause_text(n, CLAUSE_PRINTED),
                               .code = clause_text(n, CLAUSE_CODE),
                               .note = clause_text(n, CLAUSE_NOTE),
                               .source = clause_text(n, CLAUSE_SOURCE),
                               .pos = n->pos};
    uint32_t before = spend_rules_category(c, x.name);
    if (before != MAP_NONE)
        twice(l, n, "category", c->categories.at[before].pos);
    for (const struct node *w = n->clauses; w; w = w->next)
        if (w->kind == CLAUSE_SETTING_IS)
            link_when(l, w, &x.when);
    for (const struct node *line = n->body; line; line = line->next)
        link_line(l, line, &x);
    if (n->kind == NODE_CATEGORY && !n->body)
        report(l->f, "R041", n->pos, "the category '%.*s' has no line: nothing can be in it",
               STR(x.name));
    *vec_push(l->a, &c->categories) = x;
}

static void link_modes(const struct node *n, struct spend_classification *c)
{
    for (unsigned k = 0; k < SPEND_MODES; k++)
        c->mode[k] = SPEND_AS_SET;
    for (const struct node *x = n->clauses; x; x = x->next)
        for (unsigned k = 0; x->kind == CLAUSE_MODE && k < SPEND_MODES; k++)
            if (str_eq(x->text, str_of(spend_known_settings[k].name)))
                c->mode[k] = str_eq(x->args->text, str_of(spend_known_settings[k].choices[1]));
}

static void link_classification(struct linking *l, const struct node *n)
{
    struct spend_classification c = {.name = name_of(n),
                                     .title = title_of(n),
                                     .note = clause_text(n, CLAUSE_NOTE),
                                     .source = clause_text(n, CLAUSE_SOURCE),
                                     .pos = n->pos};
    uint32_t before = spend_rules_classification(l->r, c.name);
    const struct node *otherwise = NULL;
    if (before != MAP_NONE) {
        twice(l, n, "classification", l->r->classifications.at[before].pos);
        return;
    }
    link_modes(n, &c);
    for (const struct node *x = n->body; x; x = x->next) {
        if (x->kind == NODE_CATEGORY)
            link_category(l, x, &c);
        else if (otherwise)
            twice(l, x, "'otherwise',", otherwise->pos);
        else
            otherwise = x;
    }
    if (otherwise) {
        link_category(l, otherwise, &c);
    } else {
        report(l->f, "R042", n->pos,
               "the classification '%.*s' does not say where all other rows go", STR(c.name))
            ->mend = S("end it with: otherwise other \"Other\"");
        *vec_push(l->a, &c.categories) =
            (struct spend_category){.name = S("other"), .title = S("Other"), .pos = n->pos};
    }
    *vec_push(l->a, &l->r->classifications) = c;
}

/* ---- the order of work --------------------------------------------------------------------- */

static void link_head(struct linking *l, const struct node *n)
{
    if (l->r->name.n) {
        report(l->f, "R026", n->pos, "these files hold the rules '%.*s' already", STR(l->r->name))
            ->mend = S("read one set of rules at a time");
        return;
    }
    l->r->name = name_of(n);
    l->r->title = title_of(n);
    l->r->edition = clause_text(n, CLAUSE_EDITION);
    l->r->source = clause_text(n, CLAUSE_SOURCE);
    l->r->pos = n->pos;
}

/* A choice that Remit cannot make for the reader of the rules. */
static void check_modes(struct linking *l)
{
    for (unsigned k = 0; k < SPEND_MODES; k++)
        for (uint32_t i = 0; i < l->r->classifications.n && l->r->known[k] == MAP_NONE; i++) {
            const struct spend_classification *c = &l->r->classifications.at[i];
            const struct spend_known_setting *s = &spend_known_settings[k];
            if (c->mode[k] != SPEND_AS_SET)
                continue;
            report(l->f, "R043", c->pos, "the rules do not say '%s' for the classification '%.*s'",
                   s->name, STR(c->name))
                ->mend =
                str_fmt(l->a, "add: setting %s is %s or %s", s->name, s->choices[0], s->choices[1]);
            break;
        }
}

static void check_used(struct linking *l)
{
    for (unsigned k = 0; k < SPEND_KNOWN; k++)
        if (l->r->known[k] != MAP_NONE)
            l->used[l->r->known[k]] = true;
    for (uint32_t i = 0; i < l->r->settings.n; i++)
        if (!l->used[i])
            report(l->f, "R044", l->r->settings.at[i].pos, "no line depends on the setting '%.*s'",
                   STR(l->r->settings.at[i].name))
                ->mend =
                S("add 'when SETTING is CHOICE' to the lines that it switches, or remove it");
}

/* A keyword behind a shorter one that it contains never decides anything. */
static void check_keywords(struct linking *l, const struct spend_line *line)
{
    const struct spend_condition *c = &line->what;
    for (uint32_t i = 0; i < c->texts.n && c->kind == SPEND_CONTAINS; i++)
        for (uint32_t k = 0; k < c->texts.n; k++) {
            struct str a = c->texts.at[i], b = c->texts.at[k];
            if (i == k || (str_eq(a, b) && i < k) || !str_has(a, b))
                continue;
            report(l->f, "R045", line->pos, "\"%.*s\" is found wherever \"%.*s\" is", STR(b),
                   STR(a))
                ->mend =
                str_fmt(l->a, "\"%.*s\" is superfluous; leave it where a source prints it", STR(a));
            break;
        }
}

static void each(struct linking *l, const struct node *const *files, uint32_t n,
                 enum node_kind kind, void (*link)(struct linking *, const struct node *))
{
    for (uint32_t i = 0; i < n; i++)
        for (const struct node *x = files[i]->body; x; x = x->next)
            if (x->kind == kind)
                link(l, x);
}

static void out_of_place(struct linking *l, const struct node *n)
{
    report(l->f, "R026", n->pos, "this statement belongs in a rule file for spending")->mend =
        S("begin the file with: spending NAME \"TITLE\"");
}

struct spend_rules *spend_rules_link(struct findings *f, const struct node *const *files,
                                     uint32_t n)
{
    struct linking l = {.a = f->a, .f = f, .r = NEW(f->a, struct spend_rules)};
    *l.r = (struct spend_rules){.a = f->a, .f = f};
    for (unsigned k = 0; k < SPEND_KNOWN; k++)
        l.r->known[k] = MAP_NONE;
    each(&l, files, n, NODE_SPENDING, link_head);
    if (!l.r->name.n) {
        each(&l, files, n, NODE_SETTING, out_of_place);
        each(&l, files, n, NODE_CLASSIFICATION, out_of_place);
        return NULL;
    }
    each(&l, files, n, NODE_SETTING, link_setting);
    l.used = NEW_ARRAY(l.a, bool, l.r->settings.n);
    each(&l, files, n, NODE_CLASSIFICATION, link_classification);
    check_modes(&l);
    check_used(&l);
    for (uint32_t i = 0; i < l.r->classifications.n; i++) {
        const struct spend_classification *c = &l.r->classifications.at[i];
        for (uint32_t k = 0; k < c->categories.n; k++)
            for (uint32_t q = 0; q < c->categories.at[k].lines.n; q++)
                check_keywords(&l, &c->categories.at[k].lines.at[q]);
    }
    return l.r;
}

/* ---- look-up ------------------------------------------------------------------------------- */

uint32_t spend_rules_setting(const struct spend_rules *r, struct str name)
{
    for (uint32_t i = 0; i < r->settings.n; i++)
        if (str_eq(r->settings.at[i].name, name))
            return i;
    return MAP_NONE;
}

uint32_t spend_rules_classification(const struct spend_rules *r, struct str name)
{
    for (uint32_t i = 0; i < r->classifications.n; i++)
        if (str_eq(r->classifications.at[i].name, name))
            return i;
    return MAP_NONE;
}

uint32_t spend_rules_category(const struct spend_classification *c, struct str name)
{
    for (uint32_t i = 0; i < c->categories.n; i++)
        if (str_eq(c->categories.at[i].name, name))
            return i;
    return MAP_NONE;
}

struct str spend_category_title(const struct spend_rules *r, const uint32_t *choices,
                                const struct spend_category *c)
{
    uint32_t labels = r->known[SPEND_LABELS];
    bool printed =
        labels != MAP_NONE && r->settings.at[labels].choices.n &&
        str_eq(r->settings.at[labels].choices.at[choices ? choices[labels] : 0], S("as-printed"));
    return printed && c->printed.n ? c->printed : c->title.n ? c->title : c->name;
}

struct str spend_category_label(struct arena *a, const struct spend_rules *r,
                                const uint32_t *choices, const struct spend_category *c)
{
    struct str title = spend_category_title(r, choices, c);
    return c->code.n ? str_fmt(a, "%.*s  %.*s", STR(c->code), STR(title)) : title;
}
