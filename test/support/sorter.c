#include "support/sorter.h"

#include <ctype.h>
#include <string.h>

static const char *chosen(const struct spend_rules *r, const uint32_t *choices, const char *setting)
{
    static char name[64];
    name[0] = 0;
    for (uint32_t i = 0; i < r->settings.n; i++) {
        struct str s = r->settings.at[i].choices.at[choices[i]];
        if (str_eq(r->settings.at[i].name, str_of(setting)) && s.n < sizeof name) {
            memcpy(name, s.p, s.n);
            name[s.n] = 0;
        }
    }
    return name;
}

static bool says(const struct spend_rules *r, const uint32_t *choices,
                 const struct spend_classification *c, unsigned mode, const char *setting,
                 const char *second)
{
    if (c->mode[mode] != SPEND_AS_SET)
        return c->mode[mode] == 1;
    return strcmp(chosen(r, choices, setting), second) == 0;
}

static int letter(int c, bool folded)
{
    return folded && c < 128 ? tolower(c) : c;
}

static bool word_letter(int c)
{
    return c >= 128 || isalnum(c);
}

static bool contains(struct str text, struct str key, bool folded, bool whole)
{
    const unsigned char *t = (const unsigned char *)text.p, *k = (const unsigned char *)key.p;
    for (size_t i = 0; i + key.n <= text.n; i++) {
        bool here = true;
        for (size_t q = 0; q < key.n; q++)
            here = here && letter(t[i + q], folded) == letter(k[q], folded);
        if (!here)
            continue;
        bool cut_before = i > 0 && word_letter(t[i - 1]) && word_letter(k[0]);
        bool cut_behind =
            i + key.n < text.n && word_letter(t[i + key.n]) && word_letter(k[key.n - 1]);
        if (!whole || (!cut_before && !cut_behind))
            return true;
    }
    return false;
}

static bool holds(const struct spend_condition *c, struct str type, struct str area, bool folded,
                  bool whole, const uint32_t *so_far)
{
    struct str text = c->field == WORD_TYPE ? type : area;
    if (c->kind == SPEND_IN) {
        for (uint32_t i = 0; i < c->in.n; i++)
            if (so_far[c->of] == c->in.at[i])
                return true;
        return false;
    }
    for (uint32_t i = 0; i < c->texts.n; i++)
        if (c->kind == SPEND_CONTAINS
                ? contains(text, c->texts.at[i], folded, whole)
                : text.n == c->texts.at[i].n && contains(text, c->texts.at[i], folded, false))
            return true;
    return false;
}

static bool all_set(const spend_whens *when, const uint32_t *choices)
{
    for (uint32_t i = 0; i < when->n; i++) {
        bool one = false;
        for (uint32_t k = 0; k < when->at[i].choices.n; k++)
            one = one || choices[when->at[i].setting] == when->at[i].choices.at[k];
        if (!one)
            return false;
    }
    return true;
}

static bool fits(const struct spend_line *l, const uint32_t *choices, struct str type,
                 struct str area, bool folded, bool whole, const uint32_t *so_far)
{
    struct str text = l->what.field == WORD_TYPE ? type : area;
    bool along = l->along.n == 0;
    if (!all_set(&l->when, choices) || !holds(&l->what, type, area, folded, whole, so_far))
        return false;
    for (uint32_t i = 0; i < l->but_not.n; i++)
        if (contains(text, l->but_not.at[i], folded, whole))
            return false;
    for (uint32_t i = 0; i < l->along.n; i++)
        along = along || holds(&l->along.at[i], type, area, folded, whole, so_far);
    return along;
}

void slow_sort(const struct spend_rules *r, const uint32_t *choices, struct str type,
               struct str area, uint32_t *out)
{
    for (uint32_t i = 0; i < r->classifications.n; i++) {
        const struct spend_classification *c = &r->classifications.at[i];
        bool folded = says(r, choices, c, SPEND_CASE, "letter-case", "folded");
        bool last = says(r, choices, c, SPEND_PRECEDENCE, "precedence", "last");
        bool whole = says(r, choices, c, SPEND_KEYWORDS, "keywords", "whole-words");
        out[i] = c->categories.n - 1;
        for (uint32_t n = 0; n + 1 < c->categories.n; n++) {
            uint32_t k = last ? n : c->categories.n - 2 - n; /* whoever is written last stays */
            for (uint32_t q = 0; q < c->categories.at[k].lines.n; q++)
                if (all_set(&c->categories.at[k].when, choices) &&
                    fits(&c->categories.at[k].lines.at[q], choices, type, area, folded, whole, out))
                    out[i] = k;
        }
    }
}
