/* search.c: remit search: bodies, powers, findings and the rest, by words. */
#include "actions/governance/search.h"

#include <stdlib.h>

const struct found_word found_words[FOUND_KINDS] = {
    {"body", "Body or post", "Bodies and posts"},
    {"population", "Place or population", "Places and populations"},
    {"function", "Function", "Functions"},
    {"service", "Service", "Services"},
    {"instrument", "Instrument", "Instruments"},
    {"power", "Power", "Powers delegated"},
    {"finding", "Finding", "Findings"},
};

enum { MOST_WORDS = 12 };
enum { IN_TITLE = 8, IN_TEXT = 2, WHOLE = 3, BEGINNING = 1, EXACT = 100 };

struct seeking {
    struct arena *a;
    const struct authority *u;
    const struct findings *f;
    struct str words[MOST_WORDS], written[MOST_WORDS], all; /* words: in the singular */
    uint32_t n_words;
    struct search out;
};

/* ---- words --------------------------------------------------------------------------------- */

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* The next word of a text, which is cut off from it; empty at its end. */
static struct str next_word(struct str *text)
{
    size_t from = 0, to;
    while (from < text->n && !letter(text->p[from]))
        from++;
    for (to = from; to < text->n && letter(text->p[to]);)
        to++;
    struct str word = str_sub(*text, from, to);
    *text = str_sub(*text, to, text->n);
    return word;
}

static bool small_word(struct str w)
{
    static const char *const words[] = {"of", "for", "the", "a", "an", "and", "or", "to", "in"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq_fold(w, str_of(words[i])))
            return true;
    return false;
}

/* A word in the plural is sought in the singular, which is its beginning. */
static struct str singular(struct str w)
{
    if (w.n > 4 && str_ends(w, S("ies")))
        return str_sub(w, 0, w.n - 3);
    return w.n > 3 && str_ends(w, S("s")) && !str_ends(w, S("ss")) ? str_sub(w, 0, w.n - 1) : w;
}

static void read_words(struct seeking *s, struct str words)
{
    struct str w;
    s->all = words;
    while ((w = next_word(&words)).n && s->n_words < MOST_WORDS)
        if (!small_word(w))
            s->written[s->n_words] = w, s->words[s->n_words++] = singular(w);
}

/* How well one word fits one text. */
static uint32_t fits(struct str word, struct str text)
{
    uint32_t best = 0;
    struct str w;
    while (best < WHOLE && (w = next_word(&text)).n) {
        if (str_eq_fold(word, w) || str_eq_fold(word, singular(w)))
            best = WHOLE;
        else if (!best && w.n > word.n && str_eq_fold(word, str_sub(w, 0, word.n)))
            best = BEGINNING;
    }
    return best;
}

/* Of all words, each of which must be somewhere: the first text is the title. */
static uint32_t score(const struct seeking *s, const struct str *texts, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < s->n_words; i++) {
        uint32_t best = 0;
        for (uint32_t k = 0; k < n; k++) {
            uint32_t x = fits(s->words[i], texts[k]) * (k < 2 ? IN_TITLE : IN_TEXT);
            best = x > best ? x : best;
        }
        if (!best)
            return 0;
        sum += best;
    }
    for (uint32_t k = 0; k < n && k < 2; k++)
        sum += str_eq_fold(s->all, texts[k]) ? EXACT : 0;
    return sum;
}

static void found(struct seeking *s, struct found x)
{
    s->out.count[x.kind]++;
    *vec_push(s->a, &s->out.list) = x;
}

/* ---- what is there ------------------------------------------------------------------------- */

static struct str area_text(struct seeking *s, id area)
{
    const struct population *x = &s->u->m->populations.at[area];
    return str_fmt(s->a, "%s: %.*s", level_names[x->level], STR(x->title));
}

static void seek_bodies(struct seeking *s)
{
    const struct model *m = s->u->m;
    for (id i = 0; i < m->bodies.n; i++) {
        const struct body *b = &m->bodies.at[i];
        struct str kind = m->kinds.at[b->kind].title;
        struct str area = b->population == NONE ? S("") : m->populations.at[b->population].title;
        struct str title = body_title(m, i);
        struct str texts[] = {title, b->name, b->ods, kind, area, b->held_by};
        uint32_t fit = score(s, texts, sizeof texts / sizeof texts[0]);
        if (!fit)
            continue;
        struct str of = area.n ? str_fmt(s->a, ", %.*s", STR(area_text(s, b->population))) : area;
        found(s, (struct found){FOUND_BODY, i, 0, fit, b->name, title,
                                str_fmt(s->a, "%.*s%.*s", STR(kind), STR(of)), b->pos});
    }
}

static void seek_populations(struct seeking *s)
{
    const struct model *m = s->u->m;
    for (id i = 0; i < m->populations.n; i++) {
        const struct population *x = &m->populations.at[i];
        struct str texts[] = {x->title, x->name, x->ods, x->coterminous};
        uint32_t fit = score(s, texts, sizeof texts / sizeof texts[0]);
        if (!fit)
            continue;
        struct buf what = buf_new(s->a);
        buf_z(&what, level_names[x->level]);
        if (x->parent != NONE)
            buf_fmt(&what, " in %.*s", STR(m->populations.at[x->parent].title));
        if (x->people >= 0)
            buf_fmt(&what, ", %.*s people", STR(number_text(s->a, x->people)));
        found(s, (struct found){FOUND_POPULATION, i, 0, fit, x->name, x->title, buf_str(&what),
                                x->pos});
    }
}

static void seek_tree(struct seeking *s, const struct tree *t, enum found_kind kind)
{
    for (id i = 1; i < t->at.n; i++) {
        const struct tree_node *x = &t->at.at[i];
        struct str texts[] = {x->title, x->name};
        uint32_t fit = score(s, texts, 2);
        id above = x->parent;
        if (fit)
            found(s, (struct found){
                         kind, i, 0, fit, x->name, x->title,
                         above ? str_fmt(s->a, "part of: %.*s", STR(t->at.at[above].title)) : S(""),
                         x->pos});
    }
}

static void seek_instruments(struct seeking *s)
{
    const struct model *m = s->u->m;
    for (id i = 0; i < m->instruments.n; i++) {
        const struct instrument *x = &m->instruments.at[i];
        struct str route = x->route == NONE ? S("") : m->routes.at[x->route].title;
        struct str of = x->of.n ? body_title(m, x->of.at[0]) : S("");
        struct str texts[] = {x->title, x->name, route, of};
        uint32_t fit = score(s, texts, sizeof texts / sizeof texts[0]);
        if (fit)
            found(s, (struct found){
                         FOUND_INSTRUMENT, i, 0, fit, x->name, x->title,
                         str_fmt(s->a, "%.*s%s%.*s", STR(route), of.n ? ", of " : "", STR(of)),
                         x->pos});
    }
}

/* How well each word fits each title of one kind of thing: read once, since a nation has hundreds
 * of thousands of delegated lines and few titles. */
struct title_fits {
    uint8_t *at; /* [thing][word] */
};

static void note_title(const struct seeking *s, struct title_fits *f, uint32_t i, struct str title)
{
    for (uint32_t w = 0; w < s->n_words; w++)
        f->at[i * s->n_words + w] = (uint8_t)fits(s->words[w], title);
}

static struct title_fits tree_fits(const struct seeking *s, const struct tree *t)
{
    struct title_fits f = {NEW_ARRAY(s->a, uint8_t, t->at.n * s->n_words)};
    for (id i = 0; i < t->at.n; i++)
        note_title(s, &f, i, t->at.at[i].title);
    return f;
}

struct power_fits {
    struct title_fits functions, services, populations, bodies, instruments;
};

static struct power_fits power_fits(const struct seeking *s)
{
    const struct model *m = s->u->m;
    struct power_fits f = {.functions = tree_fits(s, &m->functions),
                           .services = tree_fits(s, &m->services)};
    f.populations.at = NEW_ARRAY(s->a, uint8_t, m->populations.n * s->n_words);
    f.bodies.at = NEW_ARRAY(s->a, uint8_t, m->bodies.n * s->n_words);
    f.instruments.at = NEW_ARRAY(s->a, uint8_t, m->instruments.n * s->n_words);
    for (id i = 0; i < m->populations.n; i++)
        note_title(s, &f.populations, i, m->populations.at[i].title);
    for (id i = 0; i < m->bodies.n; i++)
        note_title(s, &f.bodies, i, body_title(m, i));
    for (id i = 0; i < m->instruments.n; i++)
        note_title(s, &f.instruments, i, m->instruments.at[i].title);
    return f;
}

static uint32_t more_of(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Of the line itself, whatever it delegates: who gives, who takes, under what. */
static void line_fits(const struct seeking *s, const struct power_fits *f, const struct grant *g,
                      uint32_t *out)
{
    for (uint32_t w = 0; w < s->n_words; w++) {
        uint32_t best = f->bodies.at[g->holder * s->n_words + w] * IN_TEXT;
        for (uint32_t i = 0; i < g->to.alts.n; i++)
            for (uint32_t k = 0; k < g->to.alts.at[i].bodies.n; k++)
                best = more_of(best, f->bodies.at[g->to.alts.at[i].bodies.at[k] * s->n_words + w] *
                                         IN_TITLE);
        if (g->instrument != NONE)
            best = more_of(best, f->instruments.at[g->instrument * s->n_words + w] * IN_TEXT);
        if (!best && (g->reference.n || g->label.n))
            best = more_of(fits(s->words[w], g->reference), fits(s->words[w], g->label)) * IN_TEXT;
        out[w] = best;
    }
}

static uint32_t box_score(const struct seeking *s, const struct power_fits *f, const uint32_t *line,
                          const struct box *b)
{
    uint32_t sum = 0;
    for (uint32_t w = 0; w < s->n_words; w++) {
        uint32_t best = more_of(line[w], f->functions.at[b->function * s->n_words + w] * IN_TITLE);
        best = more_of(best, f->services.at[b->service * s->n_words + w] * IN_TEXT);
        if (b->population != NONE)
            best = more_of(best, f->populations.at[b->population * s->n_words + w] * IN_TEXT);
        if (!best)
            return 0;
        sum += best;
    }
    return sum;
}

/* The words of a line, for those that are listed: of a nation's, most are only counted. */
static void word_power(const struct seeking *s, struct found *x)
{
    const struct model *m = s->u->m;
    const struct grant *g = &m->grants.at[x->number];
    const struct box *b = &g->what.in.at[x->part];
    struct buf title = buf_new(s->a);
    buf_put(&title, m->functions.at.at[b->function].title);
    if (b->service)
        buf_fmt(&title, ", %.*s", STR(m->services.at.at[b->service].title));
    if (b->population != NONE)
        buf_fmt(&title, ", for %.*s", STR(m->populations.at[b->population].title));
    x->title = buf_str(&title);
    x->what = str_fmt(s->a, "%.*s delegates it to %.*s %.*s", STR(body_title(m, g->holder)),
                      STR(g->to.text), STR(tell_under(s->a, s->u, g)));
}

/* A delegated line is one thing, however many functions it names. */
static void seek_powers(struct seeking *s)
{
    const struct model *m = s->u->m;
    struct power_fits f = power_fits(s);
    for (id i = 0; i < m->grants.n; i++) {
        const struct grant *g = &m->grants.at[i];
        uint32_t line[MOST_WORDS], best = 0, which = 0;
        line_fits(s, &f, g, line);
        for (uint32_t k = 0; k < g->what.in.n; k++) {
            uint32_t fit = box_score(s, &f, line, &g->what.in.at[k]);
            if (fit > best)
                best = fit, which = k;
        }
        if (best)
            found(s, (struct found){FOUND_POWER, i, which, best,
                                    m->functions.at.at[g->what.in.at[which].function].name,
                                    .pos = g->pos});
    }
}

static void seek_findings(struct seeking *s)
{
    for (uint32_t i = 0; i < s->f->list.n; i++) {
        const struct finding *x = &s->f->list.at[i];
        const struct code *c = code_find(str_of(x->code));
        struct str texts[] = {str_of(x->code), c ? str_of(c->title) : S(""), x->message, x->body};
        uint32_t fit = score(s, texts, sizeof texts / sizeof texts[0]);
        if (fit)
            found(s, (struct found){FOUND_FINDING, i, 0, fit, str_of(x->code), x->message,
                                    str_of(severity_word(x->severity)), x->pos});
    }
}

/* ---- words that are a question ------------------------------------------------------------- */

/* The title that the words not yet used fit best; of such the highest in its tree, and of these the
 * shortest. */
struct naming {
    uint32_t best, depth;
    size_t length;
    id which;
};

static void name_by(const struct seeking *s, const bool *used, struct naming *x, id i,
                    struct str title, uint32_t depth)
{
    uint32_t sum = 0;
    for (uint32_t w = 0; w < s->n_words; w++)
        sum += used[w] ? 0 : fits(s->words[w], title);
    bool nearer = depth != x->depth ? depth < x->depth : title.n < x->length;
    if (sum > x->best || (sum && sum == x->best && nearer))
        *x = (struct naming){sum, depth, title.n, i};
}

static id use_words(const struct seeking *s, bool *used, const struct naming *x, struct str title)
{
    for (uint32_t w = 0; w < s->n_words && x->best; w++)
        used[w] = used[w] || fits(s->words[w], title);
    return x->best ? x->which : NONE;
}

static id named_in(const struct seeking *s, bool *used, const struct tree *t)
{
    struct naming x = {0};
    for (id i = 1; i < t->at.n; i++)
        name_by(s, used, &x, i, t->at.at[i].title, t->at.at[i].depth);
    return use_words(s, used, &x, t->at.at[x.which].title);
}

static id area_named(const struct seeking *s, bool *used)
{
    const struct model *m = s->u->m;
    struct naming x = {0};
    for (id i = 0; i < m->populations.n; i++)
        name_by(s, used, &x, i, m->populations.at[i].title, m->populations.at[i].depth);
    return use_words(s, used, &x, m->populations.n ? m->populations.at[x.which].title : S(""));
}

/* Every word must be used. */
static void as_question(struct seeking *s)
{
    bool used[MOST_WORDS] = {0}, all = true;
    struct matter *q = &s->out.question;
    id function = named_in(s, used, &s->u->m->functions), area = area_named(s, used);
    id service = named_in(s, used, &s->u->m->services);
    for (uint32_t w = 0; w < s->n_words; w++)
        all = all && used[w];
    if (function == NONE || area == NONE || !all)
        return;
    s->out.asks = true;
    *q = matter_new();
    q->scope = SCOPE_USUAL;
    q->function = function;
    q->service = service == NONE ? 0 : service;
    *vec_push(s->a, &q->populations) = area;
}

/* ---- order, and what was meant ------------------------------------------------------------- */

static int by_fit(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->kind != y->kind)
        return (x->kind > y->kind) - (x->kind < y->kind);
    if (x->score != y->score)
        return (x->score < y->score) - (x->score > y->score);
    int order = str_cmp(x->title, y->title);
    order = order ? order : str_cmp(x->name, y->name);
    return order ? order : (x->number > y->number) - (x->number < y->number);
}

static void keep_best(struct search *x, uint32_t most)
{
    uint32_t kept = 0, seen[FOUND_KINDS] = {0};
    if (x->list.n)
        qsort(x->list.at, x->list.n, sizeof x->list.at[0], by_fit);
    for (uint32_t i = 0; i < x->list.n; i++)
        if (seen[x->list.at[i].kind]++ < most)
            x->list.at[kept++] = x->list.at[i];
    x->list.n = kept;
}

static void offer_words(struct near *near, struct str text)
{
    struct str w;
    while ((w = next_word(&text)).n)
        near_offer(near, w);
}

/* The nearest of all words that titles hold; the word itself where it is one of them. */
static struct str nearest(struct seeking *s, struct str word)
{
    const struct model *m = s->u->m;
    struct near near = near_to(word);
    for (id i = 0; i < m->bodies.n; i++)
        offer_words(&near, body_title(m, i));
    for (id i = 0; i < m->populations.n; i++)
        offer_words(&near, m->populations.at[i].title);
    for (id i = 1; i < m->functions.at.n; i++)
        offer_words(&near, m->functions.at.at[i].title);
    for (id i = 1; i < m->services.at.n; i++)
        offer_words(&near, m->services.at.at[i].title);
    for (id i = 0; i < m->kinds.n; i++)
        offer_words(&near, m->kinds.at[i].title);
    for (size_t i = 0; i < code_count; i++)
        near_offer(&near, str_of(codes[i].code));
    return near.name;
}

static struct str meant(struct seeking *s)
{
    struct buf b = buf_new(s->a);
    bool other = false;
    for (uint32_t i = 0; i < s->n_words; i++) {
        struct str word = s->written[i], near = nearest(s, word);
        other = other || (near.n && !str_eq_fold(near, word));
        buf_fmt(&b, "%s%.*s", i ? " " : "", STR(near.n ? near : word));
    }
    return other ? buf_str(&b) : S("");
}

struct search search_find(struct arena *a, const struct authority *u, const struct findings *f,
                          struct str words, uint32_t most)
{
    struct seeking s = {.a = a, .u = u, .f = f};
    read_words(&s, words);
    if (!s.n_words)
        return s.out;
    seek_bodies(&s);
    seek_populations(&s);
    seek_tree(&s, &u->m->functions, FOUND_FUNCTION);
    seek_tree(&s, &u->m->services, FOUND_SERVICE);
    seek_instruments(&s);
    seek_powers(&s);
    seek_findings(&s);
    as_question(&s);
    keep_best(&s.out, most);
    for (uint32_t i = 0; i < s.out.list.n; i++)
        if (s.out.list.at[i].kind == FOUND_POWER)
            word_power(&s, &s.out.list.at[i]);
    if (!s.out.list.n && !s.out.asks)
        s.out.meant = meant(&s);
    return s.out;
}

/* ---- the command --------------------------------------------------------------------------- */

static struct str where(struct run *r, const struct findings *f, struct pos pos, bool line)
{
    if (pos.file == POS_NOWHERE)
        return S("");
    return line ? str_fmt(r->a, "%u", pos.line) : f->sources.at[pos.file].path;
}

static void as_csv(struct run *r, const struct search *x, const struct findings *f)
{
    csv_head(r, "kind,name,title,what,file,line");
    for (uint32_t i = 0; i < x->list.n; i++) {
        const struct found *y = &x->list.at[i];
        CSV_ROW(r, str_of(found_words[y->kind].name), y->name, y->title, y->what,
                where(r, f, y->pos, false), where(r, f, y->pos, true));
    }
}

/* As remit who takes it. */
static struct str question_words(struct arena *a, const struct model *m, const struct matter *q)
{
    struct str service = q->service ? m->services.at.at[q->service].name : S("");
    return str_fmt(a, "%.*s%s%.*s for %.*s", STR(m->functions.at.at[q->function].name),
                   service.n ? " of " : "", STR(service),
                   STR(m->populations.at[q->populations.at[0]].name));
}

static void as_json(struct run *r, const struct authority *u, const struct search *x,
                    const struct findings *f)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "meant", x->meant);
    json_text(&j, "question", x->asks ? question_words(r->a, u->m, &x->question) : S(""));
    json_list(&j, "found");
    for (uint32_t i = 0; i < x->list.n; i++) {
        const struct found *y = &x->list.at[i];
        json_map(&j, NULL);
        json_text(&j, "kind", str_of(found_words[y->kind].name));
        json_text(&j, "name", y->name);
        json_text(&j, "title", y->title);
        json_text(&j, "what", y->what);
        json_pos(&j, "where", f, y->pos);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void as_text(struct run *r, const struct authority *u, const struct search *x,
                    struct str words)
{
    int kind = -1;
    if (x->asks)
        buf_fmt(&r->out, "%.*s\n  remit who %.*s\n%s", STR(matter_question(u, r->a, &x->question)),
                STR(question_words(r->a, u->m, &x->question)), x->list.n ? "\n" : "");
    else if (!x->list.n)
        buf_fmt(&r->out, "Nothing here holds: %.*s\n", STR(words));
    if (x->meant.n)
        buf_fmt(&r->out, "Did you mean: remit search %.*s\n", STR(x->meant));
    for (uint32_t i = 0; i < x->list.n; i++) {
        const struct found *y = &x->list.at[i];
        if ((int)y->kind != kind)
            buf_fmt(&r->out, "%s%s (%u)\n", kind < 0 ? "" : "\n", found_words[y->kind].many,
                    x->count[y->kind]);
        kind = (int)y->kind;
        buf_fmt(&r->out, "  %.*s  %.*s%s%.*s%s\n", STR(y->name), STR(y->title),
                y->what.n ? " (" : "", STR(y->what), y->what.n ? ")" : "");
    }
}

int action_search(struct run *r)
{
    struct structure s;
    struct buf words = buf_new(r->a);
    if (!r->words.n)
        return run_bad(r, "search for what? remit search WORDS");
    if (!load_one(r, &s))
        return EXIT_BAD;
    for (uint32_t i = 0; i < r->words.n; i++)
        buf_fmt(&words, "%s%.*s", i ? " " : "", STR(r->words.at[i]));
    const struct authority *u = load_powers(r, s.m);
    load_check(r, &s, u);
    struct search x = search_find(r->a, u, s.f, buf_str(&words), r->csv || r->json ? NONE : 20);
    if (r->csv)
        as_csv(r, &x, s.f);
    else if (r->json)
        as_json(r, u, &x, s.f);
    else
        as_text(r, u, &x, buf_str(&words));
    return x.list.n || x.asks ? EXIT_FINE : EXIT_FOUND;
}
