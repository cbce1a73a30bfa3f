/* form.c: fields as the NHS service manual lays them out. */
#include <string.h>

#include "pages/page.h"

static struct str problem_of(const problems *list, const char *field)
{
    for (uint32_t i = 0; list && i < list->n; i++)
        if (strcmp(list->at[i].field, field) == 0)
            return list->at[i].message;
    return S("");
}

void form_problems(struct page *p, const problems *list)
{
    struct buf *b = &p->b;
    if (!list->n)
        return;
    p->title = str_fmt(p->a, "Error: %.*s", STR(p->title));
    buf_z(b, "<div class=\"nhsuk-error-summary\" data-module=\"nhsuk-error-summary\">"
             "<div role=\"alert\">\n<h2 class=\"nhsuk-error-summary__heading\">There is a "
             "problem</h2>\n<div class=\"nhsuk-error-summary__body\"><ul class=\"nhsuk-list "
             "nhsuk-error-summary__list\">\n");
    for (uint32_t i = 0; i < list->n; i++)
        html(b, "<li><a href=\"#%z\">%s</a></li>\n", list->at[i].field, list->at[i].message);
    buf_z(b, "</ul></div></div></div>\n");
}

/* The part of a field above its input; gives what aria-describedby names. */
static const char *label(struct page *p, const char *name, const char *text, const char *hint,
                         struct str problem)
{
    struct buf *b = &p->b;
    html(b,
         "<div class=\"nhsuk-form-group%z\">\n<label class=\"nhsuk-label\" for=\"%z\">%s</label>\n",
         problem.n ? " nhsuk-form-group--error" : "", name, str_of(text));
    if (hint)
        html(b, "<div class=\"nhsuk-hint\" id=\"%z-hint\">%s</div>\n", name, str_of(hint));
    if (problem.n)
        html(b,
             "<span class=\"nhsuk-error-message\" id=\"%z-error\"><span "
             "class=\"nhsuk-u-visually-hidden\">Error:</span> %s</span>\n",
             name, problem);
    struct buf by = buf_new(p->a);
    if (hint || problem.n)
        buf_z(&by, " aria-describedby=\"");
    if (hint)
        buf_fmt(&by, "%s-hint%s", name, problem.n ? " " : "");
    if (problem.n)
        buf_fmt(&by, "%s-error", name);
    if (by.n)
        buf_putc(&by, '"');
    return str_z(p->a, buf_str(&by));
}

void form_text(struct page *p, const char *name, const char *text, const char *hint,
               struct str value, const problems *list, const char *width)
{
    struct str problem = problem_of(list, name);
    const char *described = label(p, name, text, hint, problem);
    html(&p->b,
         "<input class=\"nhsuk-input nhsuk-input--width-%z%z\" id=\"%z\" name=\"%z\" type=\"text\" "
         "value=\"%s\" autocomplete=\"off\" spellcheck=\"false\"%z>\n</div>\n",
         width, problem.n ? " nhsuk-input--error" : "", name, name, value, described);
}

void form_file(struct page *p, const char *name, const char *text, const char *hint,
               const char *accept, const problems *list)
{
    struct str problem = problem_of(list, name);
    const char *described = label(p, name, text, hint, problem);
    html(&p->b,
         "<input class=\"nhsuk-file-upload%z\" id=\"%z\" name=\"%z\" type=\"file\" "
         "accept=\"%z\"%z>\n</div>\n",
         problem.n ? " nhsuk-input--error" : "", name, name, accept, described);
}

struct choices *choices_new(struct arena *a, const choice_items *items)
{
    struct choices *c = NEW(a, struct choices);
    struct buf b = buf_new(a);
    c->values = NEW_ARRAY(a, struct str, items->n);
    c->marks = NEW_ARRAY(a, uint32_t, items->n);
    c->n = items->n;
    for (uint32_t i = 0; i < items->n; i++) {
        const struct choice_item *x = &items->at[i];
        html(&b, "<option value=\"%s\"", x->value);
        c->values[i] = x->value;
        c->marks[i] = (uint32_t)b.n;
        buf_z(&b, ">");
        for (uint32_t k = 0; k < x->depth; k++)
            buf_z(&b, "\u00a0\u00a0\u00a0");
        html(&b, "%s</option>\n", x->text);
    }
    c->html = buf_str(&b);
    return c;
}

void form_choices(struct page *p, const char *name, const char *text, const char *hint,
                  const struct choices *c, struct str value, const problems *list)
{
    struct str problem = problem_of(list, name);
    const char *described = label(p, name, text, hint, problem);
    size_t done = 0;
    html(&p->b, "<select class=\"nhsuk-select%z\" id=\"%z\" name=\"%z\"%z>\n",
         problem.n ? " nhsuk-select--error" : "", name, name, described);
    for (uint32_t i = 0; i < c->n && !done; i++)
        if (str_eq(c->values[i], value)) {
            done = c->marks[i];
            buf_put(&p->b, str_sub(c->html, 0, done));
            buf_z(&p->b, " selected");
        }
    buf_put(&p->b, str_sub(c->html, done, c->html.n));
    buf_z(&p->b, "</select>\n</div>\n");
}

void form_select(struct page *p, const char *name, const char *text, const char *hint,
                 const choice_items *items, struct str value, const problems *list)
{
    form_choices(p, name, text, hint, choices_new(p->a, items), value, list);
}

struct choices *choices_of_tree(struct arena *a, const struct tree *t, const char *none)
{
    choice_items items = {0};
    *vec_push(a, &items) = (struct choice_item){S(""), str_of(none), 0};
    for (uint32_t i = 1; i < t->at.n; i++)
        *vec_push(a, &items) =
            (struct choice_item){t->at.at[i].name, t->at.at[i].title, t->at.at[i].depth - 1};
    return choices_new(a, &items);
}

void form_textarea(struct page *p, const char *name, const char *text, const char *hint,
                   struct str value, const problems *list, unsigned rows)
{
    struct str problem = problem_of(list, name);
    const char *described = label(p, name, text, hint, problem);
    /* The line end behind the tag is not part of the text: a reader drops it. */
    html(&p->b,
         "<textarea class=\"nhsuk-textarea remit-editor%z\" id=\"%z\" name=\"%z\" rows=\"%d\" "
         "spellcheck=\"false\"%z>\n%s</textarea>\n</div>\n",
         problem.n ? " nhsuk-textarea--error" : "", name, name, (int64_t)rows, described, value);
}

static bool ticked(const fields *said, const char *name, struct str value)
{
    for (uint32_t i = 0; i < said->n; i++)
        if (str_eq(said->at[i].name, str_of(name)) && str_eq(said->at[i].value, value))
            return true;
    return false;
}

static void tick(struct page *p, const char *name, const struct choice_item *x, bool on, uint32_t n)
{
    struct str own = n ? str_fmt(p->a, "%s-%u", name, n) : str_of(name);
    html(&p->b,
         "<div class=\"nhsuk-checkboxes__item remit-in-%d\"><input "
         "class=\"nhsuk-checkboxes__input\" id=\"%s\" name=\"%z\" type=\"checkbox\" "
         "value=\"%s\"%z><label class=\"nhsuk-label nhsuk-checkboxes__label\" "
         "for=\"%s\">%s</label></div>\n",
         (int64_t)(on             ? 0
                   : x->depth < 4 ? x->depth
                                  : 4),
         own, name, x->value, on ? " checked" : "", own, x->text);
}

void form_ticks(struct page *p, const char *name, const char *legend, const char *hint,
                const choice_items *items, const fields *said, const problems *list)
{
    struct str problem = problem_of(list, name);
    uint32_t n = 0;
    html(&p->b,
         "<div class=\"nhsuk-form-group%z\"><fieldset class=\"nhsuk-fieldset\" "
         "aria-describedby=\"%z-hint%z%z%z\">\n<legend "
         "class=\"nhsuk-fieldset__legend\">%z</legend>\n"
         "<div class=\"nhsuk-hint\" id=\"%z-hint\">%z</div>\n",
         problem.n ? " nhsuk-form-group--error" : "", name, problem.n ? " " : "",
         problem.n ? name : "", problem.n ? "-error" : "", legend, name, hint);
    if (problem.n)
        html(&p->b,
             "<span class=\"nhsuk-error-message\" id=\"%z-error\"><span "
             "class=\"nhsuk-u-visually-hidden\">Error:</span> %s</span>\n",
             name, problem);
    buf_z(&p->b, "<div class=\"nhsuk-checkboxes nhsuk-checkboxes--small remit-ticks\">\n");
    /* Those ticked stand first: the window may be too small for all. */
    for (int first = 1; first >= 0; first--)
        for (uint32_t i = 0; i < items->n; i++)
            if (ticked(said, name, items->at[i].value) == (bool)first)
                tick(p, name, &items->at[i], first, n++);
    buf_z(&p->b, "</div></fieldset></div>\n");
}

void form_keep(struct page *p)
{
    if (p->structure)
        html(&p->b, "<input type=\"hidden\" name=\"in\" value=\"%s\">\n", p->s->name);
    if (p->on != p->site->today)
        html(&p->b, "<input type=\"hidden\" name=\"on\" value=\"%s\">\n", date_iso(p->a, p->on));
}
