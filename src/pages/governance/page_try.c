/* page_try.c: Try a change: a copy of a handbook, changed by a form or as text, and what comes of
 * it. The copy travels in the form: the server keeps nothing. */
#include <string.h>

#include "pages/governance/try.h"

enum { LINES_AROUND = 4, WHOLE_LINES = 2000, MOST_TOLD = 20, EDITOR_ROWS = 24 };

struct attempt {
    const fields *said; /* by the form, else by the address */
    uint32_t file;      /* of the page's structure; NONE: there is none */
    struct str path, text;
    bool add, sent; /* add: the delegation, too */
    uint32_t added; /* line; 0: none */
    struct trial *trial;
    problems problems; /* of the fields */
    problems mistakes; /* in the text; field: where they stand in the page */
};

/* ---- which file, and what is said ---------------------------------------------------------- */

static bool is_law(struct str path)
{
    return str_starts(path, S("laws/"));
}

static id body_said(struct page *p, const fields *f, const char *name)
{
    struct str said = field_get(f, name);
    return said.n ? model_find_body(p->s->m, said, NONE) : NONE;
}

/* The file named; else that of the delegation's handbook; else the first. Laws are not changed. */
static uint32_t file_said(struct page *p, const fields *f)
{
    const struct findings *all = p->s->f;
    struct str path = field_get(f, "file");
    uint32_t own = delegation_file(p->s->m, body_said(p, f, "from"), body_said(p, f, "to"));
    for (uint32_t i = 0; i < all->sources.n; i++)
        if (str_eq(all->sources.at[i].path, path) && !is_law(path))
            return i;
    if (!path.n && own != NONE && !is_law(all->sources.at[own].path))
        return own;
    for (uint32_t i = 0; i < all->sources.n && !path.n; i++)
        if (!is_law(all->sources.at[i].path))
            return i;
    return NONE;
}

/* A form sends line ends as two characters. */
static struct str plain_lines(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            buf_putc(&b, s.p[i]);
    return buf_str(&b);
}

/* A paper that would do, where none is said. */
static const fields *with_paper(struct page *p, const fields *f)
{
    id from = body_said(p, f, "from"), to = body_said(p, f, "to");
    if (field_has(f, "under") || from == NONE || to == NONE)
        return f;
    fields *more = NEW(p->a, fields);
    for (uint32_t i = 0; i < f->n; i++)
        *vec_push(p->a, more) = f->at[i];
    *vec_push(p->a, more) = (struct field){S("under"), authority_paper(p->u, from, to)};
    return more;
}

static struct attempt read_attempt(struct page *p)
{
    bool sent = str_eq(p->q->method, S("POST"));
    struct attempt x = {.said = sent ? &p->q->form : with_paper(p, &p->q->query), .sent = sent};
    x.file = file_said(p, x.said);
    if (x.file == NONE)
        return x;
    x.path = p->s->f->sources.at[x.file].path;
    x.text = sent ? plain_lines(p->a, field_get(x.said, "text")) : p->s->f->sources.at[x.file].text;
    x.add = str_eq(field_get(x.said, "do"), S("add"));
    return x;
}

/* ---- trying it ----------------------------------------------------------------------------- */

/* Errors that were not there before, in the order of the text. */
static void find_mistakes(struct page *p, struct attempt *x)
{
    const struct trial *t = x->trial;
    for (uint32_t i = 0; i < t->appear.n; i++) {
        const struct finding *f = t->appear.at[i];
        bool here = f->pos.file == t->file;
        if (f->severity != SEVERITY_ERROR)
            continue;
        struct problem mistake = {"text", f->message};
        if (here) {
            mistake.field = str_z(p->a, str_fmt(p->a, "L%u", f->pos.line));
            mistake.message = str_fmt(p->a, "Line %u: %.*s", f->pos.line, STR(f->message));
        } else if (f->pos.file != POS_NOWHERE) {
            mistake.message =
                str_fmt(p->a, "%.*s, line %u: %.*s", STR(t->s.f->sources.at[f->pos.file].path),
                        f->pos.line, STR(f->message));
        }
        *vec_push(p->a, &x->mistakes) = mistake;
    }
}

/* Beside the field: the first of them, and how many more there are. */
static void mark_text(struct page *p, struct attempt *x)
{
    uint32_t n = x->mistakes.n;
    if (!n)
        return;
    struct str more = n > 1 ? str_fmt(p->a, " (and %u more, below at their lines)", n - 1) : S("");
    *vec_push(p->a, &x->problems) = (struct problem){
        "text", str_fmt(p->a, "%.*s%.*s", STR(x->mistakes.at[0].message), STR(more))};
}

static void try_it(struct page *p, struct attempt *x)
{
    struct str why;
    if (x->add) {
        struct str delegation = delegation_text(p, x->said, &x->problems);
        if (!delegation.n)
            return;
        x->text = delegation_put(p, x->text, delegation, body_said(p, x->said, "from"), &x->added);
        x->said = NEW(p->a, fields); /* once added, the form is empty again */
    }
    x->trial = trial_of(p, x->path, x->text, &why);
    if (x->trial) {
        find_mistakes(p, x);
        return;
    }
    p->out->status = 503;
    *vec_push(p->a, &x->mistakes) = (struct problem){"text", why};
}

/* The last part of the path, of letters that a file name may have anywhere. */
static void download(struct page *p, const struct attempt *x)
{
    struct buf name = buf_new(p->a);
    for (size_t i = str_last(x->path, '/'); i < x->path.n; i++) {
        char c = x->path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '.';
        buf_putc(&name, plain ? c : '-');
    }
    p->out->type = "text/plain; charset=utf-8";
    p->out->download = buf_str(&name);
    buf_put(&p->out->body, x->text);
}

/* ---- what comes of it ---------------------------------------------------------------------- */

static void finding_list(struct page *p, const char *heading, const struct trial *t, bool appear)
{
    const uint32_t n = appear ? t->appear.n : t->go.n;
    if (!n)
        return;
    html(&p->b, "<h2 class=\"nhsuk-heading-m\">%z</h2>\n", heading);
    for (uint32_t i = 0; i < n && i < MOST_TOLD; i++) {
        const struct finding *f = appear ? t->appear.at[i] : t->go.at[i];
        if (!appear) {
            page_finding(p, p->s->f, f);
            continue;
        }
        buf_z(&p->b, "<div class=\"remit-finding\">");
        page_finding_words(p, f);
        if (f->pos.file == t->file)
            html(&p->b, "<p><a href=\"#L%d\">Line %d</a></p>", (int64_t)f->pos.line,
                 (int64_t)f->pos.line);
        buf_z(&p->b, "</div>\n");
    }
    if (n > MOST_TOLD)
        html(&p->b, "<p>... and %s more.</p>\n", number_text(p->a, n - MOST_TOLD));
}

static void result(struct page *p, const struct attempt *x)
{
    const struct trial *t = x->trial;
    if (!t)
        return;
    buf_z(&p->b, "<section class=\"remit-result\" aria-labelledby=\"result\">\n<h2 "
                 "class=\"nhsuk-heading-l\" id=\"result\">What this change does</h2>\n");
    if (x->added)
        html(&p->b,
             "<p>The delegation is added to the text, at <a href=\"#L%d\">line %d</a>.</p>\n",
             (int64_t)x->added, (int64_t)x->added);
    if (x->mistakes.n)
        buf_z(&p->b,
              "<p>The text has mistakes. What they touch is left out of what follows.</p>\n");
    changes_show(p, &t->words, "No answer changes: no power, no body.");
    finding_list(p, "Findings that appear", t, true);
    finding_list(p, "Findings that go", t, false);
    if (!t->appear.n && !t->go.n)
        buf_z(&p->b, "<p>No finding appears, and none goes.</p>\n");
    buf_z(&p->b, "</section>\n");
}

/* Line by line with what is newly wrong; of a long text only the lines around that. */
static void listing(struct page *p, const struct attempt *x)
{
    const struct trial *t = x->trial;
    struct findings appear = {.a = p->a};
    uint32_t n = 0;
    if (!t)
        return;
    for (uint32_t i = 0; i < t->appear.n; i++)
        *vec_push(p->a, &appear.list) = *t->appear.at[i];
    for (size_t i = 0; i < x->text.n; i++)
        n += x->text.p[i] == '\n';
    buf_z(&p->b, "<h2 class=\"nhsuk-heading-m\">The changed text, line by line</h2>\n");
    source_text(p, t->s.m, &appear, t->file, n > WHOLE_LINES ? LINES_AROUND : UINT32_MAX, false);
}

/* ---- the forms ----------------------------------------------------------------------------- */

static void file_form(struct page *p, const struct attempt *x)
{
    const struct findings *f = p->s->f;
    choice_items items = {0};
    for (uint32_t i = 0; i < f->sources.n; i++)
        if (!is_law(f->sources.at[i].path))
            *vec_push(p->a, &items) =
                (struct choice_item){f->sources.at[i].path, f->sources.at[i].path, 0};
    if (items.n < 2 && x->file != NONE)
        return;
    html(&p->b, "<form method=\"get\" action=\"%s/try\" class=\"remit-file\">\n", p->site->prefix);
    form_keep(p);
    form_select(p, "file", "Which file do you want to change?",
                "The others are used as they are. Choosing another file begins anew.", &items,
                x->path, &x->problems);
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--secondary nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Change this file</button>\n</form>\n");
}

static void forms(struct page *p, const struct attempt *x)
{
    struct buf *b = &p->b;
    html(b, "<form method=\"post\" action=\"%s\">\n", page_link(p, S("/try"), S("")));
    html(b, "<input type=\"hidden\" name=\"file\" value=\"%s\">\n", x->path);
    buf_z(b, "<h2 class=\"nhsuk-heading-m\">Add a delegation</h2>\n");
    delegation_form(p, x->said, &x->problems);
    buf_z(b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\" name=\"do\" "
             "value=\"add\">Add it and see what changes</button>\n"
             "<h2 class=\"nhsuk-heading-m\">Or change the text itself</h2>\n");
    form_textarea(p, "text", str_z(p->a, x->path),
                  "The language of handbooks; a delegation that is added above stands in it, too",
                  x->text, &x->problems, EDITOR_ROWS);
    html(b, "<button class=\"nhsuk-button\" data-module=\"nhsuk-button\" name=\"do\" "
            "value=\"try\">See what changes</button>\n"
            "<button class=\"nhsuk-button nhsuk-button--secondary\" data-module=\"nhsuk-button\" "
            "name=\"do\" value=\"download\">Download the text</button>\n</form>\n");
}

void page_try(struct page *p)
{
    struct attempt x = read_attempt(p);
    problems summary = {0};
    if (x.file == NONE)
        *vec_push(p->a, &x.problems) = (struct problem){"file", S("Choose a file from the list")};
    else if (x.sent && str_eq(field_get(x.said, "do"), S("download"))) {
        download(p, &x);
        return;
    } else if (x.sent) {
        try_it(p, &x);
    }
    for (uint32_t i = 0; i < x.problems.n; i++)
        *vec_push(p->a, &summary) = x.problems.at[i];
    for (uint32_t i = 0; i < x.mistakes.n && i < MOST_TOLD; i++)
        *vec_push(p->a, &summary) = x.mistakes.at[i];
    mark_text(p, &x);
    p->title = S("Try a change");
    form_problems(p, &summary);
    buf_z(&p->b, "<h1 class=\"nhsuk-heading-xl\">Try a change</h1>\n<p "
                 "class=\"nhsuk-lede-text\">Change a copy of a handbook and see which answers "
                 "change. Nothing is kept here: the handbook in force stays as it is.</p>\n");
    result(p, &x);
    file_form(p, &x);
    if (x.file != NONE)
        forms(p, &x);
    listing(p, &x);
}

/* ---- ways to it ---------------------------------------------------------------------------- */

static void put_field(struct buf *b, const char *name, struct str value)
{
    if (value.n)
        html(b, "%z%z=%q", b->n ? "&" : "", name, value);
}

void try_link(struct page *p, const char *text, id from, id to, const struct matter *q)
{
    const struct model *m = p->s->m;
    struct buf b = buf_new(p->a);
    put_field(&b, "from", from == NONE ? S("") : m->bodies.at[from].name);
    put_field(&b, "to", to == NONE ? S("") : m->bodies.at[to].name);
    if (q) {
        put_field(&b, "what", q->function ? m->functions.at.at[q->function].name : S(""));
        put_field(&b, "service", q->service ? m->services.at.at[q->service].name : S(""));
        put_field(&b, "for", m->populations.at[q->populations.at[0]].name);
        put_field(&b, "limit", q->value >= 0 ? money_code(p->a, q->value) : S(""));
    } else if (to != NONE && m->bodies.at[to].population != NONE) {
        put_field(&b, "for", m->populations.at[m->bodies.at[to].population].name);
    }
    html(&p->b, "<a href=\"%s\">%z</a>", page_link(p, S("/try"), buf_str(&b)), text);
}

/* A body for these people that could decide and does not: what somebody may miss in an answer. */
static id might_decide(struct page *p, const struct answer *x, id from, id area)
{
    const struct model *m = p->s->m;
    uint32_t n;
    const id *serving = area_things(&m->serving, area, &n);
    for (uint32_t i = 0; i < n; i++) {
        id b = serving[i];
        const struct body *body = &m->bodies.at[b];
        bool decides = b == from || !body->placed || body->owner != m->bodies.at[from].owner ||
                       !authority_alive(p->u, b) ||
                       !(m->kinds.at[body->kind].flags & KIND_NEEDS_TERMS);
        for (uint32_t k = 0; k < x->choices.n; k++)
            decides = decides || x->ways.at[x->choices.at[k].first].term->body == b;
        if (!decides)
            return b;
    }
    return NONE;
}

void try_answer(struct page *p, const struct answer *x, const struct matter *q)
{
    id from = NONE;
    for (uint32_t i = 0; i < x->choices.n; i++) {
        id b = x->ways.at[x->choices.at[i].first].term->body;
        if (from == NONE || p->s->m->bodies.at[b].organ_of != NONE)
            from = b;
    }
    if (from == NONE)
        return;
    buf_z(&p->b, "<p>Not happy with this? ");
    try_link(p, "Try a change", from, might_decide(p, x, from, q->populations.at[0]), q);
    buf_z(&p->b, "</p>\n");
}

void try_body(struct page *p, id body)
{
    const struct body *b = &p->s->m->bodies.at[body];
    id above = b->owner == NONE ? NONE : p->s->m->bodies.at[b->owner].acts;
    buf_z(&p->b, "<p>Should it decide more? ");
    if (above == body)
        try_link(p, "Try a change", body, NONE, NULL);
    else
        try_link(p, "Try a change", above, body, NULL);
    buf_z(&p->b, "</p>\n");
}

void try_remedies(struct page *p, const struct matter *q)
{
    struct run r = {.a = p->a, .out = buf_new(p->a), .err = buf_new(p->a), .on = p->on};
    remedies list = tell_remedies(&r, p->u, q, NONE);
    html(&p->b, "<p>%z</p>\n%z",
         list.n ? "What is missing, the least change first:"
                : "No body in these handbooks holds this by law for these people.",
         list.n ? "<ul>\n" : "");
    for (uint32_t i = 0; i < list.n; i++) {
        html(&p->b, "<li>%s", list.at[i].text);
        if (list.at[i].from != NONE) {
            buf_z(&p->b, ". ");
            try_link(p, "Try this change", list.at[i].from, list.at[i].to, q);
        }
        buf_z(&p->b, "</li>\n");
    }
    buf_z(&p->b, list.n ? "</ul>\n" : "");
}
