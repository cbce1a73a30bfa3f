/* check.c: remit check: everything that is wrong with handbooks, all at once. */
#include <string.h>

#include "actions/governance/governance.h"
#include "spend/suppliers.h"

static void findings_json(struct json *j, const struct findings *f)
{
    for (uint32_t i = 0; i < f->list.n; i++) {
        const struct finding *x = &f->list.at[i];
        json_map(j, NULL);
        json_text(j, "code", str_of(x->code));
        json_text(j, "severity", str_of(severity_word(x->severity)));
        json_pos(j, "where", f, x->pos);
        json_text(j, "message", x->message);
        json_text(j, "mend", x->mend);
        json_pos(j, "other", f, x->other);
        json_text(j, "other_message", x->other_message);
        json_end_map(j);
    }
}

static void sarif_rules(struct json *j)
{
    json_list(j, "rules");
    for (size_t i = 0; i < code_count; i++) {
        json_map(j, NULL);
        json_text(j, "id", str_of(codes[i].code));
        json_text(j, "name", str_of(codes[i].title));
        json_map(j, "shortDescription");
        json_text(j, "text", str_of(codes[i].rule));
        json_end_map(j);
        json_map(j, "help");
        json_text(j, "text", str_of(codes[i].mend));
        json_end_map(j);
        json_end_map(j);
    }
    json_end_list(j);
}

/* A path as a reference: "my handbook.remit" is my%20handbook.remit. */
static struct str uri(struct run *r, struct str path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct buf b = buf_new(r->a);
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] && strchr(plain, path.p[i]))
            buf_putc(&b, path.p[i]);
        else
            buf_fmt(&b, "%%%02X", (unsigned char)path.p[i]);
    return buf_str(&b);
}

static void sarif_place(struct json *j, const struct findings *f, const struct finding *x)
{
    json_list(j, "locations");
    if (x->pos.file != POS_NOWHERE) {
        json_map(j, NULL);
        json_map(j, "physicalLocation");
        json_map(j, "artifactLocation");
        json_text(j, "uri", uri(j->r, f->sources.at[x->pos.file].path));
        json_end_map(j);
        json_map(j, "region");
        json_int(j, "startLine", x->pos.line);
        json_int(j, "startColumn", x->pos.column);
        json_end_map(j);
        json_end_map(j);
        json_end_map(j);
    }
    json_end_list(j);
}

/* Static Analysis Results Interchange Format 2.1.0: what editors and code hosts show. */
static void sarif(struct run *r, const structures *all)
{
    struct json j = json_begin(r);
    json_map(&j, NULL);
    json_text(&j, "$schema", S("https://json.schemastore.org/sarif-2.1.0.json"));
    json_text(&j, "version", S("2.1.0"));
    json_list(&j, "runs");
    json_map(&j, NULL);
    json_map(&j, "tool");
    json_map(&j, "driver");
    json_text(&j, "name", S("Remit"));
    json_text(&j, "version", S(REMIT_VERSION));
    sarif_rules(&j);
    json_end_map(&j);
    json_end_map(&j);
    json_text(&j, "columnKind", S("unicodeCodePoints"));
    json_list(&j, "results");
    for (uint32_t s = 0; s < all->n; s++) {
        const struct findings *f = all->at[s].f;
        for (uint32_t i = 0; i < f->list.n; i++) {
            const struct finding *x = &f->list.at[i];
            json_map(&j, NULL);
            json_text(&j, "ruleId", str_of(x->code));
            json_text(&j, "level", str_of(severity_word(x->severity)));
            json_map(&j, "message");
            json_text(&j, "text", x->message);
            json_end_map(&j);
            sarif_place(&j, f, x);
            json_end_map(&j);
        }
    }
    json_end_list(&j);
    json_end_map(&j);
    json_end_list(&j);
    json_end_map(&j);
    json_finish(&j);
}

static void json_all(struct run *r, const structures *all)
{
    struct json j = json_begin(r);
    json_list(&j, NULL);
    for (uint32_t s = 0; s < all->n; s++) {
        json_map(&j, NULL);
        json_text(&j, "structure", all->at[s].name);
        json_list(&j, "findings");
        findings_json(&j, all->at[s].f);
        json_end_list(&j);
        json_end_map(&j);
    }
    json_end_list(&j);
    json_finish(&j);
}

static void findings_csv(struct run *r, const structures *all)
{
    csv_head(r, "structure,code,severity,file,line,column,message,mend");
    for (uint32_t s = 0; s < all->n; s++)
        for (uint32_t i = 0; i < all->at[s].f->list.n; i++) {
            const struct findings *f = all->at[s].f;
            const struct finding *x = &f->list.at[i];
            bool placed = x->pos.file != POS_NOWHERE;
            CSV_ROW(r, all->at[s].name, str_of(x->code), str_of(severity_word(x->severity)),
                    placed ? f->sources.at[x->pos.file].path : S(""),
                    placed ? str_fmt(r->a, "%u", x->pos.line) : S(""),
                    placed ? str_fmt(r->a, "%u", x->pos.column) : S(""), x->message, x->mend);
        }
}

static void summary(struct run *r, const struct structure *s, enum severity least)
{
    uint32_t n = s->f->list.n, errors = findings_count(s->f, SEVERITY_ERROR);
    uint32_t warnings = findings_count(s->f, SEVERITY_WARNING) - errors;
    buf_fmt(&r->out, "%.*s: ", STR(s->name));
    if (!n)
        buf_fmt(&r->out, "no %s",
                least == SEVERITY_ERROR     ? "errors"
                : least == SEVERITY_WARNING ? "errors or warnings"
                                            : "findings");
    else
        buf_fmt(&r->out, "%.*s, %.*s, %.*s", STR(count_text(r->a, errors, "error", "errors")),
                STR(count_text(r->a, warnings, "warning", "warnings")),
                STR(count_text(r->a, n - errors - warnings, "note", "notes")));
    buf_fmt(&r->out, " (%.*s, %.*s, %.*s)\n",
            STR(count_text(r->a, s->m->bodies.n, "body", "bodies")),
            STR(count_text(r->a, s->m->grants.n, "delegated line", "delegated lines")),
            STR(count_text(r->a, s->f->sources.n, "file", "files")));
}

/* Those of this severity or worse. */
static struct findings *keep(struct arena *a, const struct findings *f, enum severity least)
{
    struct findings *kept = NEW(a, struct findings);
    *kept = (struct findings){.a = a, .sources = {f->sources.at, f->sources.n, f->sources.n}};
    for (uint32_t i = 0; i < f->list.n; i++)
        if (f->list.at[i].severity >= least)
            *vec_push(a, &kept->list) = f->list.at[i];
    return kept;
}

int action_check(struct run *r)
{
    structures all = {0};
    bool found = false;
    for (uint32_t i = 0; i < r->words.n; i++)
        *vec_push(r->a, &r->settings) = (struct setting){"in", r->words.at[i]};
    if (!load_many(r, &all))
        return EXIT_BAD;
    enum severity least = run_has(r, "errors")     ? SEVERITY_ERROR
                          : run_has(r, "warnings") ? SEVERITY_WARNING
                                                   : SEVERITY_NOTE;
    for (uint32_t i = 0; i < all.n; i++) {
        struct structure *s = &all.at[i];
        if (!r->shelf) {
            load_check(r, s, authority_open(r->a, s->m, r->on));
            spend_rules_link(s->f, s->m->files.at, s->m->files.n);
            spend_bodies_link(s->f, s->m->files.at, s->m->files.n);
            findings_sort(s->f);
        }
        s->f = keep(r->a, s->f, least);
        found = found || findings_count(s->f, SEVERITY_WARNING);
        if (r->json || r->csv || run_has(r, "sarif"))
            continue;
        buf_put(&r->out, findings_text(r->a, s->f, r->colour));
        summary(r, s, least);
    }
    if (run_has(r, "sarif"))
        sarif(r, &all);
    else if (r->json)
        json_all(r, &all);
    else if (r->csv)
        findings_csv(r, &all);
    return found ? EXIT_FOUND : EXIT_FINE;
}
