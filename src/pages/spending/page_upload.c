/* page_upload.c: a file of payments sent from a browser into the store. What it comes to is shown
 * on the page of the file; a file that is refused, and why, on this one. */
#include "pages/spending/asked.h"

enum { MEGABYTE = 1024 * 1024 };

static void form(struct page *p, const problems *list)
{
    const fields *said = &p->q->form;
    const struct payments_state *st = p->payments;
    choice_items files = {0};
    html(&p->b,
         "<form method=\"post\" enctype=\"multipart/form-data\" action=\"%s/spending/upload\" "
         "data-remit-upload=\"%d\">\n",
         p->site->prefix, (int64_t)LIMIT_UPLOAD_BYTES);
    struct str hint = str_fmt(p->a, "As it was published: CSV or Excel, at most %d MB",
                              LIMIT_UPLOAD_BYTES / MEGABYTE);
    form_file(p, "file", "File", str_z(p->a, hint), ".csv,.txt,.xlsx", list);
    buf_z(&p->b, "<details class=\"nhsuk-details\"><summary class=\"nhsuk-details__summary\"><span "
                 "class=\"nhsuk-details__summary-text\">If it is refused</span></summary><div "
                 "class=\"nhsuk-details__text\">\n");
    *vec_push(p->a, &files) = (struct choice_item){S(""), S("Nothing: it is new"), 0};
    for (uint32_t i = 0; st && i < st->n_files; i++)
        *vec_push(p->a, &files) = (struct choice_item){st->files[i].name, st->files[i].name, 0};
    form_select(p, "replaces", "It takes the place of",
                "A file of the same name is replaced without being asked", &files,
                field_get(said, "replaces"), list);
    const choice_items both = {&(struct choice_item){S("yes"), S("Its payments count, too"), 0}, 1,
                               1};
    form_ticks(p, "anyway", "Payments that stand in another file", "Else it is refused", &both,
               said, list);
    form_text(p, "map", "Which column holds what", "Like supplier=5,date=\"Date Paid\"",
              field_get(said, "map"), list, "20");
    buf_z(&p->b, "</div></details>\n<button class=\"nhsuk-button\" "
                 "data-module=\"nhsuk-button\">Send</button>\n</form>\n");
    html(&p->b, "<script type=\"module\" src=\"%s/assets/upload.js?%s\"></script>\n",
         p->site->prefix, S(REMIT_VERSION));
}

/* Each line that was said, as a problem of the field. */
static void take_problems(struct page *p, struct str err, problems *list)
{
    while (err.n) {
        struct str line = str_sub(err, 0, str_find(err, '\n'));
        err = str_sub(err, line.n + (line.n < err.n), err.n);
        if (str_starts(line, S("remit: ")))
            line = str_sub(line, 7, line.n);
        if (line.n)
            *vec_push(p->a, list) = (struct problem){"file", line};
    }
}

static void option(struct page *p, struct run *r, const char *name)
{
    struct str value = field_get(&p->q->form, name);
    if (value.n)
        *vec_push(p->a, &r->settings) = (struct setting){name, value};
}

static bool load(struct page *p, const struct field *file, problems *list)
{
    static const char *const as[] = {"new", "edition", "known"};
    struct run r = {.a = p->a, .out = buf_new(p->a), .err = buf_new(p->a), .on = p->site->today};
    struct spend_arrival arrival;
    *vec_push(p->a, &r.settings) = (struct setting){"store", payments_path(p->site->payments)};
    option(p, &r, "replaces");
    option(p, &r, "anyway");
    option(p, &r, "map");
    if (!spend_load_bytes(&r, file->file, &file->value, &arrival)) {
        take_problems(p, buf_str(&r.err), list);
        return false;
    }
    payments_refresh(p->site->payments, 1);
    p->out->status = 303;
    p->out->location = page_link(p, str_fmt(p->a, "/spending/files/%u", arrival.number),
                                 str_fmt(p->a, "sent=%s", as[arrival.as]));
    return true;
}

void page_spending_upload(struct page *p)
{
    problems list = {0};
    const struct field *file = field_file(&p->q->form, "file");
    if (!p->site->takes_files) {
        page_heading(p, S("Send a file of payments"));
        buf_z(&p->b,
              "<p class=\"nhsuk-lede-text\">This server takes no files.</p>\n<p>It does when it "
              "is started so:</p>\n<p><code>remit serve --store FILE "
              "--upload</code></p>\n<p>Whoever reaches it can then add to the store.</p>\n");
        return;
    }
    bool sent = str_eq(p->q->method, S("POST"));
    if (sent && file && load(p, file, &list))
        return;
    if (sent && !file)
        *vec_push(p->a, &list) = (struct problem){"file", S("Choose a file to send")};
    page_heading(p, S("Send a file of payments"));
    form_problems(p, &list);
    html(&p->b, "<p>It is loaded into the store of this server, for everybody who uses these "
                "pages. Nothing is kept of a file that is refused.</p>\n");
    form(p, &list);
}
