/* page_api.c: the actions over HTTP, from the same table as the command line, and the OpenAPI
 * document that describes them. */
#include <string.h>

#include "actions/json.h"
#include "pages/page.h"
#include "pages/spending/payments.h"

/* ---- running an action --------------------------------------------------------------------- */

const struct authority *page_powers(struct page *p, uint32_t structure, date on)
{
    const struct authority *u = generation_powers(p->gen, structure, on);
    const structures *all = generation_structures(p->gen);
    return u ? u : authority_open(p->a, all->at[structure].m, on);
}

static const struct authority *powers_on(void *context, uint32_t structure, date on)
{
    return page_powers(context, structure, on);
}

/* Options that name files of the server, or ask for help. */
static bool hidden(const char *name)
{
    static const char *const names[] = {"laws", "out",   "help",          "json", "csv",  "sarif",
                                        "text", "store", "organisations", "map",  "xlsx", "rules"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static const struct option *option_of(const struct action *act, struct str name)
{
    const struct option *lists[] = {act->options, common_options};
    for (int k = 0; k < 2; k++)
        for (const struct option *o = lists[k]; o && o->name; o++)
            if (str_eq(name, str_of(o->name)) && !hidden(o->name))
                return o;
    return NULL;
}

static void run_new(struct page *p, const struct action *act, struct str words, struct run *r)
{
    const structures *all = generation_structures(p->gen);
    struct shelf *shelf = NEW(p->a, struct shelf);
    *shelf = (struct shelf){all->at, all->n, powers_on, p};
    *r = (struct run){.a = p->a, .shelf = shelf, .on = p->on};
    r->out = buf_new(p->a);
    r->err = buf_new(p->a);
    if (p->site->payments)
        payments_settings(p->site->payments, r);
    while (words.n) {
        size_t end = str_find(words, ' ');
        if (end)
            *vec_push(p->a, &r->words) = str_sub(words, 0, end);
        words = str_sub(words, end + (end < words.n), words.n);
    }
    /* The words of compare are handbooks: those alone, whatever the page is about. */
    bool named = r->words.n && strcmp(act->name, "compare") == 0;
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        const struct field *f = &p->q->query.at[i];
        const struct option *o = option_of(act, f->name);
        if (o && f->value.n && !(named && strcmp(o->name, "in") == 0))
            *vec_push(p->a, &r->settings) = (struct setting){o->name, f->value};
    }
}

void page_run_new(struct page *p, const char *action, struct str words, struct run *r)
{
    run_new(p, action_find(str_of(action)), words, r);
}

int page_run(struct page *p, const struct action *act, struct str words, const char *format,
             struct run *r)
{
    run_new(p, act, words, r);
    r->json = strcmp(format, "json") == 0;
    r->csv = strcmp(format, "csv") == 0;
    if (!r->json)
        *vec_push(p->a, &r->settings) = (struct setting){format, S("")};
    return act->go(r);
}

/* "remit: there is no ...\n" as a sentence. */
static struct str plain(struct str err)
{
    if (str_starts(err, S("remit: ")))
        err = str_sub(err, 7, err.n);
    while (err.n && err.p[err.n - 1] == '\n')
        err.n--;
    return err.n ? err : S("the question cannot be read");
}

void page_run_wrong(struct page *p, const struct run *r)
{
    html(&p->b, "<div class=\"nhsuk-inset-text\"><p>%s</p></div>\n", plain(buf_str(&r->err)));
}

static const struct {
    const char *format, *type;
} formats[] = {{"json", "application/json"},
               {"csv", "text/csv; charset=utf-8"},
               {"text", "text/plain; charset=utf-8"},
               {"svg", "image/svg+xml"}};

/* Does the action know the format? JSON all do; an SVG is what the map draws. */
static bool knows(const struct action *act, const char *format)
{
    if (strcmp(format, "json") == 0)
        return true;
    if (strcmp(format, "svg") == 0)
        return strcmp(act->name, "map") == 0;
    for (const struct option *o = act->options; o && o->name; o++)
        if (strcmp(o->name, format) == 0)
            return true;
    return strcmp(format, "text") == 0 && strcmp(act->name, "export") != 0;
}

const char *page_api_links(struct page *p, const char *action, struct str words)
{
    static const char *const titles[] = {"JSON", "CSV", NULL, "SVG"}; /* of `formats` */
    const struct action *act = action_find(str_of(action));
    struct buf b = buf_new(p->a);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct buf path = buf_new(p->a), query = buf_new(p->a);
        if (!titles[i] || !knows(act, formats[i].format))
            continue;
        html(&path, "/api/%z", action);
        html(&query, "q=%q&format=%z", words, formats[i].format);
        for (uint32_t k = 0; k < p->q->query.n; k++) {
            const struct field *f = &p->q->query.at[k];
            const struct option *o = option_of(act, f->name);
            if (o && f->value.n && !str_eq(f->name, S("in")) && !str_eq(f->name, S("on")))
                html(&query, "&%q=%q", f->name, f->value);
        }
        html(&b, "%z<a href=\"%s\">%z</a>", b.n ? " or " : "",
             page_link(p, buf_str(&path), buf_str(&query)), titles[i]);
    }
    return str_z(p->a, buf_str(&b));
}

void page_downloads(struct page *p, const char *action, struct str words)
{
    html(&p->b, "<p class=\"nhsuk-body-s remit-as\">The same as %z</p>\n",
         page_api_links(p, action, words));
}

/* ---- answers ------------------------------------------------------------------------------- */

static void say_error(struct page *p, int status, struct str message)
{
    struct run r = {.a = p->a, .out = buf_new(p->a)};
    struct json j = json_begin(&r);
    json_map(&j, NULL);
    json_text(&j, "error", message);
    json_end_map(&j);
    json_finish(&j);
    p->out->status = status;
    p->out->type = "application/json";
    p->out->body = r.out;
}

static void unknown_fields(struct page *p, const struct action *act, struct buf *err)
{
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        struct str name = p->q->query.at[i].name;
        if (!str_eq(name, S("q")) && !str_eq(name, S("format")) && !option_of(act, name))
            buf_fmt(err, "%s%s takes no '%.*s'", err->n ? "; " : "", act->name, STR(name));
    }
}

/* "spend-report": a name of two words has no blank in an address. */
static struct str api_name(struct arena *a, const char *name)
{
    char *out = arena_alloc(a, strlen(name) + 1, 1);
    for (size_t i = 0; name[i]; i++)
        out[i] = name[i] == ' ' ? '-' : name[i];
    return str_of(out);
}

static const struct action *served_action(struct page *p)
{
    for (size_t i = 0; i < action_count; i++)
        if (actions[i].served && str_eq(page_name(p), api_name(p->a, actions[i].name)))
            return &actions[i];
    return NULL;
}

/* Actions on payments need a store of them. */
static bool has_payments(const struct page *p, const struct action *act)
{
    return p->site->payments || strncmp(act->name, "spend ", 6) != 0;
}

void page_api(struct page *p)
{
    const struct action *act = served_action(p);
    struct str format = field_get(&p->q->query, "format");
    struct buf err = buf_new(p->a);
    struct run r;
    size_t f = 0;
    if (act && !has_payments(p, act)) {
        say_error(p, 404, S("the server was started without a store of payments"));
        return;
    }
    if (!act) {
        say_error(
            p, 404,
            str_fmt(p->a, "there is no action '%.*s'; openapi.json names them", STR(page_name(p))));
        return;
    }
    while (format.n && f < sizeof formats / sizeof formats[0] &&
           !str_eq(format, str_of(formats[f].format)))
        f++;
    unknown_fields(p, act, &err);
    if (f == sizeof formats / sizeof formats[0] || !knows(act, formats[f].format))
        buf_fmt(&err, "%s%s has no format '%.*s'", err.n ? "; " : "", act->name, STR(format));
    if (p->on_problem.n)
        buf_fmt(&err, "%son: %.*s", err.n ? "; " : "", STR(p->on_problem));
    if (err.n) {
        say_error(p, 400, buf_str(&err));
        return;
    }
    if (page_run(p, act, field_get(&p->q->query, "q"), formats[f].format, &r) == EXIT_BAD) {
        say_error(p, 400, plain(buf_str(&r.err)));
        return;
    }
    p->out->type = formats[f].type;
    p->out->style_src = strcmp(formats[f].format, "svg") == 0 ? "'unsafe-inline'" : NULL;
    p->out->body = r.out;
    if (strcmp(formats[f].format, "csv") == 0)
        p->out->download = str_fmt(p->a, "remit-%.*s.csv", STR(api_name(p->a, act->name)));
}

/* ---- the OpenAPI document ------------------------------------------------------------------ */

static void parameter(struct json *j, const char *name, struct str text, bool many)
{
    json_map(j, NULL);
    json_text(j, "name", str_of(name));
    json_text(j, "in", S("query"));
    json_text(j, "description", text);
    json_map(j, "schema");
    json_text(j, "type", many ? S("array") : S("string"));
    if (many) {
        json_map(j, "items");
        json_text(j, "type", S("string"));
        json_end_map(j);
    }
    json_end_map(j);
    json_end_map(j);
}

static void parameters(struct page *p, struct json *j, const struct action *act)
{
    json_list(j, "parameters");
    parameter(j, "q", str_fmt(p->a, "the words of the question, as in: remit %s", act->usage),
              false);
    parameter(j, "format", S("json (the usual), csv, text or, for map, svg"), false);
    const struct option *lists[] = {act->options, common_options};
    for (int k = 0; k < 2; k++)
        for (const struct option *o = lists[k]; o && o->name; o++)
            if (!hidden(o->name))
                parameter(j, o->name, str_of(o->help),
                          strcmp(o->name, "given") == 0 || strcmp(o->name, "not") == 0);
    json_end_list(j);
}

static void answer_of(struct json *j, const char *status, const char *text)
{
    json_map(j, status);
    json_text(j, "description", str_of(text));
    json_map(j, "content");
    json_map(j, "application/json");
    json_map(j, "schema");
    json_end_map(j);
    json_end_map(j);
    json_end_map(j);
    json_end_map(j);
}

void page_openapi(struct page *p)
{
    struct run r = {.a = p->a, .out = buf_new(p->a)};
    struct json j = json_begin(&r);
    json_map(&j, NULL);
    json_text(&j, "openapi", S("3.1.0"));
    json_map(&j, "info");
    json_text(&j, "title", S("Remit"));
    json_text(&j, "version", S(REMIT_VERSION));
    json_text(&j, "description", S("Who may decide, for whom, up to how much, and why."));
    json_end_map(&j);
    json_list(&j, "servers");
    json_map(&j, NULL);
    json_text(&j, "url", str_fmt(p->a, "%.*s/api", STR(p->site->prefix)));
    json_end_map(&j);
    json_end_list(&j);
    json_map(&j, "paths");
    for (size_t i = 0; i < action_count; i++) {
        struct str name = api_name(p->a, actions[i].name);
        if (!actions[i].served || !has_payments(p, &actions[i]))
            continue;
        json_map(&j, str_z(p->a, str_fmt(p->a, "/%.*s", STR(name))));
        json_map(&j, "get");
        json_text(&j, "operationId", name);
        json_text(&j, "summary", str_of(actions[i].summary));
        parameters(p, &j, &actions[i]);
        json_map(&j, "responses");
        answer_of(&j, "200", "the answer");
        answer_of(&j, "400", "what cannot be read, and why, in `error`");
        json_end_map(&j);
        json_end_map(&j);
        json_end_map(&j);
    }
    json_end_map(&j);
    json_end_map(&j);
    json_finish(&j);
    p->out->type = "application/json";
    p->out->body = r.out;
}
