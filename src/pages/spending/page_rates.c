/* page_rates.c: amounts that contradict the rate that their description names. */
#include "pages/spending/asked.h"

static bool find_label(void *with, const struct spend_row *row)
{
    struct spend_labels *l = with;
    spend_labels_find(l, row);
    return !l->too_many;
}

static bool collect_label(void *with, const struct spend_row *row)
{
    spend_labels_collect(with, row);
    return true;
}

/* Each row leads to the payments between the two. */
static struct str *links_to_payments(struct page *p, const struct asked *x,
                                     const struct spend_labels *l, uint64_t from, uint32_t n)
{
    struct str *links = NEW_ARRAY(p->a, struct str, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        const struct spend_row *r = &l->at.at[from + i].row;
        const struct lexicon *words = &x->st->s.x;
        struct sheet_where at[] = {
            {0, "file", str_fmt(p->a, "%u", x->st->files[r->file].number)},
            {0, "organisation",
             lexicon_text(words, WORD_ORGANISATION, r->words[WORD_ORGANISATION])},
            {0, "supplier", lexicon_text(words, WORD_SUPPLIER, r->words[WORD_SUPPLIER])}};
        sheet_wheres wheres = {at, 3, 3};
        links[i] = asked_link(p, x, "/spending/payments", &wheres, S(""));
    }
    return links;
}

static void sentence(struct page *p, const struct asked *x, const struct spend_labels *l)
{
    if (l->at.n)
        html(&p->b,
             "<p class=\"nhsuk-lede-text\">%s of %s charged at another rate than the "
             "description names.</p>\n",
             number_text(p->a, l->against), count_text(p->a, l->at.n, "amount is", "amounts are"));
    else
        buf_z(&p->b, "<p class=\"nhsuk-lede-text\">No description names a rate of the other "
                     "payments of its invoice.</p>\n");
    html(&p->b, "<p>%s</p>\n", asked_words(p, x));
}

void page_spending_rates(struct page *p)
{
    static const char *const columns[] = {"reference",
                                          "verdict",
                                          "rate_named",
                                          "rate_percent",
                                          "charged_percent",
                                          "base_gbp",
                                          "amount_gbp",
                                          "expected_gbp",
                                          "difference_gbp",
                                          "supplier",
                                          "organisation",
                                          "file",
                                          "row",
                                          NULL};
    struct spend_labels l;
    page_heading(p, S("Rates that descriptions name"));
    struct asked *x = asked_open(p);
    if (!x)
        return;
    spend_labels_init(&l, p->a);
    if (!asked_rows(p, x, &x->report.s.only, true, find_label, &l) ||
        (l.bases.n && !asked_all_rows(p, x, collect_label, &l))) {
        page_run_wrong(p, &x->r);
        return;
    }
    spend_labels_finish(&l);
    uint64_t from = page_from(p);
    uint32_t left = from < l.at.n ? l.at.n - (uint32_t)from : 0;
    uint32_t shown = left < A_PAGE ? left : A_PAGE;
    sentence(p, x, &l);
    page_part(p, l.at.n, shown);
    if (!shown)
        return;
    page_sheet_leading(p, x,
                       sheet_chosen(spend_labels_sheet(&x->report.s, &l, from, A_PAGE), columns),
                       links_to_payments(p, x, &l, from, shown));
    page_steps(p, l.at.n);
}
