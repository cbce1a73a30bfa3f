/* delegation.c: one delegation, from a form into the language. */
#include "pages/governance/try.h"

enum { MOST_IN_A_LIST = 1500 }; /* bodies; where there are more, their names are typed */

/* ---- the form ------------------------------------------------------------------------------ */

static choice_items tree_items(struct page *p, const struct tree *t)
{
    choice_items items = {0};
    for (uint32_t i = 1; i < t->at.n; i++)
        *vec_push(p->a, &items) =
            (struct choice_item){t->at.at[i].name, t->at.at[i].title, t->at.at[i].depth - 1};
    return items;
}

static choice_items first_item(struct page *p, const char *text)
{
    choice_items items = {0};
    *vec_push(p->a, &items) = (struct choice_item){S(""), str_of(text), 0};
    return items;
}

/* Those that are there on the day; for `holders`, only those that hold some power. */
static void body_field(struct page *p, const char *name, const char *label, struct str value,
                       bool holders, const problems *list)
{
    const struct model *m = p->s->m;
    if (m->bodies.n > MOST_IN_A_LIST) {
        form_text(p, name, label, "Its name, as the handbook writes it", value, list, "20");
        return;
    }
    choice_items items = first_item(p, "Choose a body or post");
    for (uint32_t i = 0; i < m->by_rank.n; i++) {
        id b = m->by_rank.at[i];
        if (authority_alive(p->u, b) && m->bodies.at[b].acts == b &&
            (!holders || authority_powers(p->u, b)))
            *vec_push(p->a, &items) =
                (struct choice_item){m->bodies.at[b].name, body_title(m, b), 0};
    }
    form_select(p, name, label, NULL, &items, value, list);
}

static choice_items papers(struct page *p)
{
    const struct model *m = p->s->m;
    choice_items items = first_item(p, "Choose the paper");
    for (uint32_t i = 0; i < m->instruments.n; i++) {
        const struct instrument *x = &m->instruments.at[i];
        struct str of = x->of.n ? body_title(m, x->of.at[0]) : S("");
        *vec_push(p->a, &items) =
            (struct choice_item){x->name,
                                 str_fmt(p->a, "%.*s%s%.*s", STR(x->title.n ? x->title : x->name),
                                         of.n ? ", " : "", STR(of)),
                                 0};
    }
    for (uint32_t i = 0; i < m->routes.n; i++)
        *vec_push(p->a, &items) = (struct choice_item){
            m->routes.at[i].name,
            str_fmt(p->a, "%.*s (%.*s)", STR(m->routes.at[i].title), STR(m->routes.at[i].name)), 0};
    return items;
}

static choice_items people(struct page *p)
{
    const struct model *m = p->s->m;
    choice_items items = first_item(p, "All whom the giver serves");
    *vec_push(p->a, &items) =
        (struct choice_item){S("its own area"), S("Each taker's own area"), 0};
    for (id i = 0; i < m->populations.n; i++)
        *vec_push(p->a, &items) = (struct choice_item){
            m->populations.at[i].name, m->populations.at[i].title, m->populations.at[i].depth};
    return items;
}

void delegation_form(struct page *p, const fields *said, const problems *list)
{
    choice_items functions = tree_items(p, &p->s->m->functions);
    choice_items services = tree_items(p, &p->s->m->services);
    choice_items under = papers(p), areas = people(p);
    body_field(p, "from", "Who delegates?", field_get(said, "from"), true, list);
    body_field(p, "to", "To whom?", field_get(said, "to"), false, list);
    form_select(p, "under", "Under which paper?", NULL, &under, field_get(said, "under"), list);
    form_text(p, "reference", "Where in that paper? (optional)", "For example, 4.2",
              field_get(said, "reference"), list, "5");
    form_ticks(p, "what", "What may be decided?", "One function or several; each with all under it",
               &functions, said, list);
    form_ticks(p, "service", "For which services?", "Tick none for every service", &services, said,
               list);
    form_select(p, "for", "For whom?", NULL, &areas, field_get(said, "for"), list);
    form_text(p, "limit", "Up to how much?",
              "For example, 5m, £500k or 1,250,000. Leave it empty for no limit.",
              field_get(said, "limit"), list, "10");
    form_text(p, "conditions", "Conditions, in the words of the handbook language (optional)",
              "For example: after consulting chair of leeds-committee unless \"novel or "
              "contentious\" then report to wy.board at its next meeting",
              field_get(said, "conditions"), list, "20");
}

/* ---- the text ------------------------------------------------------------------------------ */

static void problem(struct page *p, problems *list, const char *field, struct str message)
{
    *vec_push(p->a, list) = (struct problem){field, message};
}

static struct str body_said(struct page *p, const fields *said, const char *field,
                            const char *missing, problems *list)
{
    struct str name = field_get(said, field);
    id b = name.n ? model_find_body(p->s->m, name, NONE) : NONE;
    if (b == NONE)
        problem(p, list, field,
                name.n ? str_fmt(p->a, "There is no body called '%.*s'", STR(name))
                       : str_of(missing));
    return b == NONE ? S("") : p->s->m->bodies.at[b].name;
}

/* "of a, b": all values of a field, which must be in the tree; false when there is none. */
static bool put_nodes(struct page *p, struct buf *b, const char *words, const fields *said,
                      const char *field, const struct tree *t, problems *list)
{
    bool any = false;
    for (uint32_t i = 0; i < said->n; i++) {
        const struct field *f = &said->at[i];
        if (!str_eq(f->name, str_of(field)) || !f->value.n)
            continue;
        if (tree_find(t, f->value) == NONE)
            problem(p, list, field, str_fmt(p->a, "There is no '%.*s'", STR(f->value)));
        buf_fmt(b, "%s%.*s", any ? ", " : words, STR(f->value));
        any = true;
    }
    return any;
}

static bool is_paper(const struct model *m, struct str name)
{
    bool is = false;
    for (uint32_t i = 0; i < m->instruments.n; i++)
        is = is || str_eq(m->instruments.at[i].name, name);
    for (uint32_t i = 0; i < m->routes.n; i++)
        is = is || str_eq(m->routes.at[i].name, name);
    return is;
}

static void put_head(struct page *p, struct buf *b, const fields *said, problems *list)
{
    struct str under = field_get(said, "under"), reference = field_get(said, "reference");
    struct str from = body_said(p, said, "from", "Choose who delegates", list);
    struct str to = body_said(p, said, "to", "Choose to whom it is delegated", list);
    if (!is_paper(p->s->m, under))
        problem(p, list, "under", S("Choose the paper that it is delegated under"));
    buf_fmt(b, "delegate %.*s to %.*s under %.*s", STR(from), STR(to), STR(under));
    if (reference.n) {
        buf_z(b, " \"");
        for (size_t i = 0; i < reference.n; i++) {
            if (reference.p[i] == '"' || reference.p[i] == '\\')
                buf_putc(b, '\\');
            buf_putc(b, reference.p[i] == '\n' || reference.p[i] == '\r' ? ' ' : reference.p[i]);
        }
        buf_putc(b, '"');
    }
    buf_z(b, " {\n");
}

static void put_line(struct page *p, struct buf *b, const fields *said, problems *list)
{
    const struct model *m = p->s->m;
    struct str area = field_get(said, "for"), limit = field_get(said, "limit");
    pence most;
    if (!put_nodes(p, b, "", said, "what", &m->functions, list))
        problem(p, list, "what", S("Tick what may be decided"));
    put_nodes(p, b, " of ", said, "service", &m->services, list);
    if (area.n && !str_eq(area, S("its own area")) && model_find_population(m, area) == NONE)
        problem(p, list, "for", S("Choose the people whom it is for"));
    if (area.n)
        buf_fmt(b, " for %.*s", STR(area));
    if (!limit.n)
        buf_z(b, " without limit");
    else if (money_parse(limit, &most))
        buf_fmt(b, " up to %.*s", STR(money_code(p->a, most)));
    else
        problem(p, list, "limit", S("Enter an amount of money, like 5m, £500k or 1,250,000"));
}

/* The text read by itself: what is wrong with it, or NULL. Else *file is its tree. */
static const struct finding *read_alone(struct page *p, struct str text, struct node **file)
{
    struct findings *f = NEW(p->a, struct findings);
    f->a = p->a;
    *vec_push(p->a, &f->sources) = (struct source){S("form"), text};
    *file = parse_file(f, 0);
    return f->list.n ? &f->list.at[0] : NULL;
}

struct str delegation_text(struct page *p, const fields *said, problems *list)
{
    struct buf b = buf_new(p->a);
    struct str conditions = field_get(said, "conditions");
    struct node *file, *n;
    put_head(p, &b, said, list);
    put_line(p, &b, said, list);
    if (list->n)
        return S("");
    buf_putc(&b, '\n');
    for (size_t i = 0; i < conditions.n; i++)
        buf_putc(&b, conditions.p[i] == '\n' || conditions.p[i] == '\r' ? ' ' : conditions.p[i]);
    buf_z(&b, "\n}\n");
    const struct finding *x = read_alone(p, buf_str(&b), &file);
    n = file->body;
    /* One statement with one line: a brace in the conditions would make more. */
    if (x || !n || n->next || !n->body || n->body->next)
        problem(p, list, "conditions",
                !x ? S("Enter conditions of this one line, without { or }")
                   : str_fmt(p->a, "The conditions cannot be read: %.*s%s%.*s", STR(x->message),
                             x->mend.n ? "; " : "", STR(x->mend)));
    return list->n ? S("") : print_file(p->a, file);
}

/* ---- its place in the handbook ------------------------------------------------------------- */

/* The handbook of the organisation that a body is part of, or NONE. */
static id handbook_of(const struct model *m, id body)
{
    id owner = body == NONE ? NONE : m->bodies.at[body].owner;
    for (id h = 0; owner != NONE && h < m->handbooks.n; h++)
        if (m->handbooks.at[h].of == owner)
            return h;
    return NONE;
}

uint32_t delegation_file(const struct model *m, id from, id to)
{
    id h = handbook_of(m, from != NONE ? from : to);
    if (h != NONE)
        return m->handbooks.at[h].pos.file;
    id b = from != NONE ? from : to;
    return b == NONE || m->bodies.at[b].pos.file == POS_NOWHERE ? NONE : m->bodies.at[b].pos.file;
}

/* Where the next handbook of the file begins, with the comments above it; else the end. */
static size_t end_of_handbook(struct page *p, struct str text, struct str name)
{
    struct node *file;
    bool here = false;
    read_alone(p, text, &file);
    for (const struct node *n = file->body; n; n = n->next) {
        if (n->kind != NODE_HANDBOOK || !n->args)
            continue;
        if (here) {
            size_t at = n->pos.offset;
            for (;;) {
                while (at && text.p[at - 1] != '\n')
                    at--;
                size_t line = at;
                while (line && (line == at || text.p[line - 1] != '\n'))
                    line--;
                if (!at || text.p[line] != '#')
                    return at;
                at = line;
            }
        }
        here = str_eq(n->args->text, name);
    }
    return text.n;
}

struct str delegation_put(struct page *p, struct str text, struct str delegation, id from,
                          uint32_t *line)
{
    const struct model *m = p->s->m;
    id h = handbook_of(m, from);
    size_t at = h == NONE ? text.n : end_of_handbook(p, text, m->handbooks.at[h].name);
    struct buf b = buf_new(p->a);
    buf_put(&b, str_sub(text, 0, at));
    if (b.n && b.p[b.n - 1] != '\n')
        buf_putc(&b, '\n');
    if (b.n > 1 && b.p[b.n - 2] != '\n')
        buf_putc(&b, '\n');
    *line = 1;
    for (size_t i = 0; i < b.n; i++)
        *line += b.p[i] == '\n';
    buf_put(&b, delegation);
    if (at < text.n)
        buf_putc(&b, '\n');
    buf_put(&b, str_sub(text, at, text.n));
    return buf_str(&b);
}
