/* page.c: from a request to its page, and the frame around it. */
#include "pages/page.h"

#include <string.h>

#include "pages/spending/asked.h"

#include "base/embedded.h"

/* What a page and the frame around it usually take: room from the start, so that less is moved. */
enum { USUAL_BYTES = 48 * 1024, FRAME_BYTES = 8 * 1024 };

/* ---- addresses ----------------------------------------------------------------------------- */

struct str page_link(const struct page *p, struct str path, struct str query)
{
    struct buf b = buf_new(p->a);
    buf_put(&b, p->site->prefix);
    buf_put(&b, path);
    char joint = '?';
    if (query.n) {
        buf_putc(&b, joint);
        buf_put(&b, query);
        joint = '&';
    }
    if (p->structure) {
        html(&b, "%zin=%q", joint == '?' ? "?" : "&", p->s->name);
        joint = '&';
    }
    if (p->on != p->site->today)
        html(&b, "%zon=%q", joint == '?' ? "?" : "&", date_iso(p->a, p->on));
    return buf_str(&b);
}

struct str page_query(const struct page *p, const char *but)
{
    struct buf b = buf_new(p->a);
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        const struct field *f = &p->q->query.at[i];
        if (!str_eq(f->name, S("in")) && !str_eq(f->name, S("on")) &&
            !(but && str_eq(f->name, str_of(but))))
            html(&b, "%z%q=%q", b.n ? "&" : "", f->name, f->value);
    }
    return buf_str(&b);
}

/* The path as it stands in an address. */
struct str page_path(const struct page *p)
{
    struct buf b = buf_new(p->a);
    struct str rest = p->q->path;
    while (rest.n) {
        size_t end = str_find(rest, '/');
        html(&b, "%q%z", str_sub(rest, 0, end), end < rest.n ? "/" : "");
        rest = str_sub(rest, end + (end < rest.n), rest.n);
    }
    return buf_str(&b);
}

struct str page_with(const struct page *p, const char *name, struct str value)
{
    struct buf b = buf_new(p->a);
    buf_put(&b, page_query(p, name));
    if (value.n)
        html(&b, "%z%z=%q", b.n ? "&" : "", name, value);
    return page_link(p, page_path(p), buf_str(&b));
}

struct str page_name(const struct page *p)
{
    size_t at = p->q->path.n;
    while (at && p->q->path.p[at - 1] != '/')
        at--;
    return str_sub(p->q->path, at, p->q->path.n);
}

/* ---- the frame ----------------------------------------------------------------------------- */

static const struct {
    const char *section, *path, *text;
} navigation[] = {
    {"who", "/", "Who decides?"},          {"system", "/system", "System"},
    {"findings", "/findings", "Findings"}, {"compare", "/compare", "Compare"},
    {"spending", "/spending", "Spending"},
};

static bool in_section(const struct page *p, const char *section)
{
    return p->row && p->row->section && strcmp(p->row->section, section) == 0;
}

static void frame_head(struct page *p)
{
    html(&p->b,
         "<!DOCTYPE html>\n<html lang=\"en\" class=\"nhsuk-template\">\n<head>\n"
         "<meta charset=\"utf-8\">\n<title>%s - Remit</title>\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, "
         "viewport-fit=cover\">\n"
         "<link rel=\"icon\" href=\"%s/assets/remit.svg\" type=\"image/svg+xml\">\n"
         "<link rel=\"stylesheet\" href=\"%s/assets/nhsuk.css?%s\">\n"
         "<link rel=\"stylesheet\" href=\"%s/assets/remit.css?%s\">\n"
         "<script type=\"module\" src=\"%s/assets/start.js?%s\"></script>\n"
         "</head>\n<body>\n"
         "<a class=\"nhsuk-skip-link\" href=\"#maincontent\" data-module=\"nhsuk-skip-link\">Skip "
         "to main content</a>\n",
         p->title, p->site->prefix, p->site->prefix, S(REMIT_VERSION), p->site->prefix,
         S(REMIT_VERSION), p->site->prefix, S(REMIT_VERSION));
}

/* Over all handbooks in use here: a search keeps them and the day. */
static void frame_search(struct page *p)
{
    html(&p->b,
         "<search class=\"nhsuk-header__search\"><form class=\"nhsuk-header__search-form\" "
         "id=\"search\" method=\"get\" action=\"%s/search\">\n",
         p->site->prefix);
    form_keep(p);
    html(&p->b,
         "<div class=\"nhsuk-form-group\"><label class=\"nhsuk-label nhsuk-u-visually-hidden\" "
         "for=\"search-field\">Search bodies, powers and findings</label>\n<div "
         "class=\"nhsuk-input-wrapper\"><input class=\"nhsuk-input\" id=\"search-field\" "
         "name=\"q\" type=\"search\" placeholder=\"Search\" autocomplete=\"off\" value=\"%s\">"
         "<button class=\"nhsuk-button nhsuk-button--icon nhsuk-button--small\" "
         "data-module=\"nhsuk-button\" type=\"submit\" aria-label=\"Search\"><svg "
         "class=\"nhsuk-icon nhsuk-icon--search\" xmlns=\"http://www.w3.org/2000/svg\" "
         "viewBox=\"0 0 24 24\" width=\"16\" height=\"16\" focusable=\"false\" "
         "aria-hidden=\"true\"><path d=\"m20.7 19.3-4.1-4.1a7 7 0 1 0-1.4 1.4l4 4.1a1 1 0 0 0 1.5 "
         "0c.4-.4.4-1 0-1.4ZM6 11a5 5 0 1 1 10 0 5 5 0 0 1-10 0Z\"/></svg></button></div></div>\n"
         "</form></search>\n",
         str_eq(p->q->path, S("/search")) ? field_get(&p->q->query, "q") : S(""));
}

static void frame_header(struct page *p)
{
    html(&p->b,
         "<header class=\"nhsuk-header\" role=\"banner\" data-module=\"nhsuk-header\">\n"
         "<div class=\"nhsuk-header__container nhsuk-width-container\">\n"
         "<div class=\"nhsuk-header__service\"><a class=\"nhsuk-header__service-name\" "
         "href=\"%s\">Remit</a></div>\n",
         page_link(p, S("/"), S("")));
    frame_search(p);
    buf_z(&p->b, "</div>\n<nav class=\"nhsuk-header__navigation\" aria-label=\"Menu\">\n"
                 "<div class=\"nhsuk-header__navigation-container nhsuk-width-container\">\n"
                 "<ul class=\"nhsuk-header__navigation-list\">\n");
    for (size_t i = 0; i < sizeof navigation / sizeof navigation[0]; i++) {
        bool here = in_section(p, navigation[i].section);
        html(&p->b,
             "<li class=\"nhsuk-header__navigation-item%z\"><a class=\"nhsuk-header__navigation-"
             "link\" href=\"%s\"%z>%z%z%z</a></li>\n",
             here ? " nhsuk-header__navigation-item--current" : "",
             page_link(p, str_of(navigation[i].path), S("")), here ? " aria-current=\"true\"" : "",
             here ? "<strong class=\"nhsuk-header__navigation-item-current-fallback\">" : "",
             navigation[i].text, here ? "</strong>" : "");
    }
    buf_z(&p->b,
          "<li class=\"nhsuk-header__menu\" hidden><button class=\"nhsuk-header__menu-toggle "
          "nhsuk-header__navigation-link\" id=\"toggle-menu\" aria-expanded=\"false\"><span "
          "class=\"nhsuk-u-visually-hidden\">Browse </span>More</button></li>\n"
          "</ul>\n</div>\n</nav>\n</header>\n");
}

/* The pages of a section, where it has several. */
static void frame_tabs(struct page *p)
{
    const char *last = NULL;
    bool open = false;
    for (size_t i = 0; p->row && p->row->tab && i < page_row_count; i++) {
        const struct page_row *row = &page_rows[i];
        if (!row->tab || strcmp(row->section, p->row->section) != 0 ||
            (last && strcmp(last, row->tab) == 0))
            continue;
        html(&p->b, "%z<li><a href=\"%s\"%z>%z</a></li>\n",
             open ? ""
                  : "<nav class=\"remit-tabs\" aria-label=\"Pages of this part\">\n<ul "
                    "class=\"nhsuk-width-container\">\n",
             p->asked && !p->asked->problems.n ? asked_link(p, p->asked, row->path, NULL, S(""))
                                               : page_link(p, str_of(row->path), S("")),
             strcmp(row->tab, p->row->tab) != 0 ? ""
             : row == p->row                    ? " aria-current=\"page\""
                                                : " aria-current=\"true\"",
             row->tab);
        last = row->tab;
        open = true;
    }
    buf_z(&p->b, open ? "</ul>\n</nav>\n" : "");
}

static void details_open(struct page *p, bool open)
{
    html(&p->b,
         "<details class=\"nhsuk-details\"%z><summary class=\"nhsuk-details__summary\">"
         "<span class=\"nhsuk-details__summary-text\">",
         open ? " open" : "");
}

/* Which handbooks, which edition, which day; and a form that changes them. */
static void frame_context(struct page *p)
{
    const structures *all = generation_structures(p->gen);
    choice_items items = {0};
    problems none = {0};
    details_open(p, p->on_problem.n > 0);
    html(&p->b,
         "%s, as on %s<span class=\"nhsuk-u-visually-hidden\">: change handbooks or "
         "day</span></span></summary>\n<div class=\"nhsuk-details__text\">\n<form method=\"get\" "
         "action=\"%s%s\">\n",
         p->s->title, date_long(p->a, p->on), p->site->prefix, page_path(p));
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        struct field f = p->q->query.at[i];
        if (!str_eq(f.name, S("in")) && !str_eq(f.name, S("on")))
            html(&p->b, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", f.name, f.value);
    }
    for (uint32_t i = 0; i < all->n; i++)
        *vec_push(p->a, &items) = (struct choice_item){all->at[i].name, all->at[i].title, 0};
    if (p->on_problem.n)
        *vec_push(p->a, &none) = (struct problem){"on", p->on_problem};
    form_select(p, "in", "Handbooks", NULL, &items, p->s->name, &none);
    form_text(p, "on", "Day", "For example, 2024-05-01",
              p->on_problem.n ? field_get(&p->q->query, "on") : date_iso(p->a, p->on), &none, "10");
    buf_z(&p->b, "<button class=\"nhsuk-button nhsuk-button--secondary nhsuk-button--small\" "
                 "data-module=\"nhsuk-button\">Change</button>\n</form>\n</div>\n</details>\n");
}

void page_about(struct page *p, const struct about *about)
{
    html(&p->b,
         "<dl class=\"remit-about\"><dt>What it shows</dt><dd>%z</dd><dt>How to read it</dt>"
         "<dd>%z</dd><dt>Where it comes from</dt><dd>%z</dd></dl>\n",
         about->shows, about->read, about->from);
}

static void frame_about(struct page *p)
{
    if (!p->row || !p->row->about.shows)
        return;
    details_open(p, false);
    buf_z(&p->b, "About this page</span></summary>\n<div class=\"nhsuk-details__text\">\n");
    page_about(p, &p->row->about);
    html(&p->b, "<p><a href=\"%s\">Help with all pages</a></p>\n</div>\n</details>\n",
         page_link(p, S("/help"), S("")));
}

static void frame_foot(struct page *p)
{
    html(&p->b,
         "</div></div>\n</main>\n</div>\n<footer class=\"nhsuk-footer\" role=\"contentinfo\">\n"
         "<div class=\"nhsuk-width-container\">\n<div class=\"nhsuk-footer__meta\">\n"
         "<p class=\"nhsuk-body-s\">Remit " REMIT_VERSION
         ". It says what these handbooks say, and where; it is not legal advice. "
         "<a class=\"nhsuk-footer__list-item-link\" href=\"%s\">Help</a></p>\n"
         "</div>\n</div>\n</footer>\n</body>\n</html>\n",
         page_link(p, S("/help"), S("")));
}

static void wrap(struct page *p)
{
    struct buf text = p->b;
    p->b = buf_sized(p->a, text.n + FRAME_BYTES);
    frame_head(p);
    frame_header(p);
    frame_tabs(p);
    buf_z(&p->b, "<aside class=\"nhsuk-width-container remit-context\" aria-label=\"What "
                 "this page speaks of, and help\">\n");
    if (in_section(p, "spending"))
        asked_context(p);
    else
        frame_context(p);
    frame_about(p);
    buf_z(&p->b, "</aside>\n<div class=\"nhsuk-width-container\">\n<main "
                 "class=\"nhsuk-main-wrapper\" id=\"maincontent\">\n<div "
                 "class=\"nhsuk-grid-row\"><div class=\"nhsuk-grid-column-full\">\n");
    buf_put(&p->b, buf_str(&text));
    frame_foot(p);
    p->out->body = p->b;
}

void page_heading(struct page *p, struct str title)
{
    p->title = title;
    html(&p->b, "<h1 class=\"nhsuk-heading-l\">%s</h1>\n", title);
}

/* ---- what is not there --------------------------------------------------------------------- */

void page_missing(struct page *p, const char *what, struct str name, const struct map *names,
                  const char *path)
{
    p->out->status = 404;
    page_heading(p, str_fmt(p->a, "There is no %s %.*s", what, STR(name)));
    struct near near = near_to(name);
    for (uint32_t i = 0; names && i < names->cap; i++)
        if (names->slots[i].key.p)
            near_offer(&near, names->slots[i].key);
    if (near.name.n) {
        struct buf b = buf_new(p->a);
        html(&b, *path ? "%z%q" : "%z%s", path, near.name); /* a whole path has slashes */
        html(&p->b, "<p>Did you mean <a href=\"%s\">%s</a>?</p>\n",
             page_link(p, buf_str(&b), S("")), near.name);
    }
    html(&p->b, "<p><a href=\"%s\">Ask who decides</a></p>\n", page_link(p, S("/"), S("")));
}

static void no_such_page(struct page *p)
{
    struct map paths = {0};
    for (size_t i = 0; i < page_row_count; i++)
        map_put(p->a, &paths, str_of(page_rows[i].path), 0);
    page_missing(p, "page at", p->q->path, &paths, "");
}

/* ---- from request to page ------------------------------------------------------------------ */

static const struct page_row *find_row(struct str path)
{
    for (size_t i = 0; i < page_row_count; i++) {
        struct str row = str_of(page_rows[i].path);
        bool named = row.n > 1 && row.p[row.n - 1] == '/';
        if (named ? str_starts(path, row) && path.n > row.n : str_eq(path, row))
            return &page_rows[i];
    }
    return NULL;
}

/* The day and the handbooks that the address names. */
static void read_context(struct page *p)
{
    const structures *all = generation_structures(p->gen);
    struct str in = field_get(&p->q->query, "in"), on = field_get(&p->q->query, "on");
    p->on = p->site->today;
    for (uint32_t i = 0; i < all->n; i++)
        if (str_eq(all->at[i].name, in))
            p->structure = i;
    p->s = &all->at[p->structure];
    if (on.n && !date_parse(on, &p->on))
        p->on_problem = S("Enter the day as year, month and day, like 2024-05-01");
    p->u = generation_powers(p->gen, p->structure, p->on);
    if (!p->u)
        p->u = authority_open(p->a, p->s->m, p->on);
}

/* The same question to the same handbooks has the same answer, which a browser may have. */
static struct str tag(const struct page *p)
{
    uint64_t h = str_hash(p->q->path);
    for (uint32_t i = 0; i < p->q->query.n; i++) {
        h = h * 31 + str_hash(p->q->query.at[i].name);
        h = h * 31 + str_hash(p->q->query.at[i].value);
    }
    return str_fmt(p->a, "W/\"%llx-%u-%u-%u-%x-%llx\"", (unsigned long long)p->site->started,
                   generation_number(p->gen), generation_number(p->refused),
                   p->payments ? p->payments->number : 0, (unsigned)p->site->today,
                   (unsigned long long)h);
}

static const struct embedded_file *find_asset(struct str name)
{
    for (size_t i = 0; i < embedded_file_count; i++)
        if (str_eq(name, str_of(embedded_files[i].name)))
            return &embedded_files[i];
    return NULL;
}

static void asset(struct page *p)
{
    struct response *out = p->out;
    struct str name = str_sub(p->q->path, sizeof "/assets/" - 1, p->q->path.n);
    static const struct {
        const char *end, *type;
    } types[] = {{".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"}};
    const struct embedded_file *f = find_asset(name);
    out->status = 404;
    for (size_t k = 0; f && k < sizeof types / sizeof types[0]; k++)
        if (str_ends(name, str_of(types[k].end))) {
            out->status = 200;
            out->type = types[k].type;
            out->lasting = p->q->query.n > 0; /* its version is in the address */
            out->packed = p->q->gzip && f->packed_length > 0;
            out->body.p = (char *)(uintptr_t)(out->packed ? f->packed : f->bytes); /* only read */
            out->body.n = out->packed ? f->packed_length : f->length;
            http_unchanged(p->q, out, tag(p));
        }
}

static void make_page(struct page *p)
{
    read_context(p);
    if (p->row)
        p->row->go(p);
    else
        no_such_page(p);
    if (p->csv.n) {
        p->out->type = p->json ? "application/json" : "text/csv; charset=utf-8";
        if (!p->json)
            p->out->download = str_fmt(p->a, "%.*s.csv", STR(field_get(&p->q->query, "csv")));
        p->out->body = p->csv;
    } else if (strncmp(p->out->type, "text/html", 9) == 0 && !p->out->location.n) {
        wrap(p);
    }
}

static void hold(struct page *p)
{
    p->gen = library_hold(p->site->library);
    p->refused = library_hold_refused(p->site->library);
}

static void let_go(struct page *p)
{
    library_release(p->site->library, p->gen);
    library_release(p->site->library, p->refused);
    if (p->payments)
        payments_release(p->site->payments, p->payments);
}

void page_handle(void *context, struct request *q, struct response *out)
{
    const struct site *site = context;
    struct page p = {
        .site = site, .q = q, .out = out, .a = q->a, .b = {.a = q->a}, .csv = {.a = q->a}};
    if (str_starts(q->path, S("/assets/"))) {
        asset(&p);
        return;
    }
    p.b = buf_sized(q->a, USUAL_BYTES);
    hold(&p);
    /* What is held must be let go even when memory runs out half-way. */
    jmp_buf *outer = q->a->out_of_memory, here;
    q->a->out_of_memory = &here;
    if (setjmp(here)) {
        let_go(&p);
        q->a->out_of_memory = outer;
        longjmp(*outer, 1);
    }
    if (site->payments)
        p.payments = payments_hold(site->payments, q->a, &p.no_payments);
    p.row = find_row(q->path);
    out->connects = p.row && p.row->asks; /* what is unchanged has its policy anew as well */
    if (!str_eq(q->method, S("GET")) || !http_unchanged(q, out, tag(&p)))
        make_page(&p);
    q->a->out_of_memory = outer;
    let_go(&p);
}
