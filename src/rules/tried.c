/* tried.c: words that people write where the language has another one, and that one. */
#include <string.h>

#include "rules/syntax.h"

#define LIMIT_UP_TO "write: up to £5m"
#define LIMIT_ABOVE "write: above £5m"
#define IF_TEXT "write: if \"...\""
#define CONSULTING "write: after consulting BODY"

/* takes: where clauses of one of these groups may stand; "!" where an argument is missing, "#"
 * where that is a number. */
/* table */
static const struct {
    const char *words, *takes, *instead;
} rows[] = {
    {"between", "m", "write: from £1m up to £5m"},
    {"no more than", "m", LIMIT_UP_TO},
    {"not more than", "m", LIMIT_UP_TO},
    {"not exceeding", "m", LIMIT_UP_TO},
    {"not over", "m", LIMIT_UP_TO},
    {"maximum", "m", LIMIT_UP_TO},
    {"max", "m", LIMIT_UP_TO},
    {"to", "m", LIMIT_UP_TO},
    {"and including", "!", "leave it out: 'up to' includes the amount, 'below' does not"},
    {"less than", "m", "write: below £5m"},
    {"under", "m",
     "write: below £5m, or, of a paper, 'under' on the line that begins with delegate"},
    {"over", "m", LIMIT_ABOVE},
    {"more than", "m", LIMIT_ABOVE},
    {"greater than", "m", LIMIT_ABOVE},
    {"exceeding", "m", LIMIT_ABOVE},
    {"at least", "m", "write: from £5m"},
    {"no less than", "m", "write: from £5m"},
    {"not less than", "m", "write: from £5m"},
    {"minimum", "m", "write: from £5m"},
    {"unlimited", "m", "write: without limit"},
    {"no limit", "m", "write: without limit"},
    {"annually", "j", "write: per year"},
    {"yearly", "j", "write: per year"},
    {"monthly", "j", "write: per month"},
    {"weekly", "j", "write: per week"},
    {"daily", "j", "write: per day"},
    {"annum", "!", "write: per year"},
    {"quarter", "!",
     "limits are counted per year, month, week, day, hour or head, or 'in aggregate'"},
    {"person", "!", "write: per head"},
    {"patient", "!", "write: per head"},
    {"subject to", "c",
     "write: after approval of BODY, with agreement of BODY, after consulting BODY, if \"...\" or "
     "unless \"...\""},
    {"provided", "c", IF_TEXT},
    {"so long as", "c", IF_TEXT},
    {"where", "c", IF_TEXT},
    {"when", "c", IF_TEXT},
    {"only if", "c", IF_TEXT},
    {"except where", "c", "write: unless \"...\""},
    {"except when", "c", "write: unless \"...\""},
    {"except if", "c", "write: unless \"...\""},
    {"consulting", "c", CONSULTING},
    {"in consultation with", "c", CONSULTING},
    {"consultation with", "!", CONSULTING},
    {"following", "c", "write: after consulting BODY, or: after \"...\""},
    {"with the approval of", "c", "write: after approval of BODY"},
    {"with approval of", "c", "write: after approval of BODY"},
    {"approval of", "c", "write: after approval of BODY"},
    {"with the agreement of", "c", "write: with agreement of BODY"},
    {"with the consent of", "c", "write: after consent of BODY"},
    {"with consent of", "c", "write: after consent of BODY"},
    {"jointly with", "c", "write: with agreement of BODY"},
    {"within the budget", "c", "write: within budget"},
    {"the budget", "!", "write: within budget"},
    {"reports to", "!", "write: then report to BODY"},
    {"report to", "a", "write: then report to BODY"},
    {"reporting to", "a", "write: then report to BODY"},
    {"weekly", "56", "write: every week"},
    {"fortnightly", "56", "write: every 2 weeks"},
    {"monthly", "56", "write: every month"},
    {"bimonthly", "56", "write: every 2 months"},
    {"quarterly", "o56", "write: every quarter"},
    {"annually", "o56", "write: yearly"},
    {"at least", "!#", "leave it out: a quorum is the least number"},
    {"terms of reference", "!", "write: terms-of-reference from DATE"},
};

static bool begins(const struct token *t, const char *words)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (t->kind != TOKEN_NAME || !str_eq(t->text, (struct str){words, n}))
            return false;
        words += n + (words[n] == ' ');
        t++;
    }
    return true;
}

const char *tried_instead(const struct token *t, const char *takes)
{
    const char *best = NULL;
    size_t longest = 0;
    if (t->kind == TOKEN_MONEY && strchr(takes, 'm'))
        return "write: up to £5m, below £5m, from £5m or above £5m";
    bool digits = t->text.n > 1 && t->text.p[0] >= '0' && t->text.p[0] <= '9' &&
                  (t->kind == TOKEN_NAME || t->kind == TOKEN_NUMBER);
    if (digits && strchr(takes, '#'))
        return "write all of its digits, as 1,200,000";
    if (digits && strchr(takes, '!') &&
        (strchr("mk", t->text.p[t->text.n - 1]) || t->kind == TOKEN_NUMBER))
        return "write £ before it";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strlen(rows[i].words) > longest && strpbrk(takes, rows[i].takes) &&
            begins(t, rows[i].words)) {
            best = rows[i].instead;
            longest = strlen(rows[i].words);
        }
    return best;
}
