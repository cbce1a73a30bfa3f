/* synthetic.c: copies of an England of 42 systems, as handbook text.
 *
 * Each system has what the fuller handbooks in examples/ have: a board with officers, 3 to 6
 * places each with a committee, sub-committees, a director and a council, two trusts and now
 * and then a joint committee with the next system; reservations; delegations with limits of
 * every form, conditions, dates, joint deciders, stand-ins and leave to pass on. Which of them
 * a system has hangs on its number alone. */
#include "synthetic.h"

uint64_t dice_roll(struct dice *d)
{
    uint64_t x = d->state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint32_t dice_below(struct dice *d, uint32_t n)
{
    return (uint32_t)((dice_roll(d) >> 32) * n >> 32);
}

struct writing {
    struct buf b;
    struct dice dice;
    char s[24]; /* name of the system: e1-s07 */
    uint32_t places;
};

#define ONE_OF(w, list) ((list)[dice_below(&(w)->dice, sizeof(list) / sizeof *(list))])
#define CHANCE(w, percent) (dice_below(&(w)->dice, 100) < (percent))

static const char *const large[] = {"£2m", "£3m", "£5m", "£7.5m", "£10m", "£15m", "£20m"};
static const char *const middle[] = {"£250k", "£500k", "£750k", "£1m", "£1.5m"};
static const char *const small[] = {"£10k", "£25k", "£50k", "£75k", "£100k", "£150k"};
static const char *const services[] = {
    "community", "mental-health", "community, mental-health", "acute", "community except hospices",
    "learning-disability, children-and-young-people", "continuing-healthcare", "elective, diagnostics",
    "prescribing", "healthcare except specialised, primary-care", "ambulance, urgent-emergency"};
static const char *const conditions[] = {
    "after consulting medical-director", "unless \"novel or contentious\" as ruled by finance-director",
    "after advice of commissioning-director", "within budget", "after public consultation",
    "after standstill of 8 working days", "after \"equality impact assessment\"",
    "after notice of 28 days \"forward plan\""};
static const char *const duties[] = {
    "then report to board at its next meeting", "then publish within 5 working days",
    "then notify finance-director", "then report to board every quarter"};

static void condition(struct writing *w, uint32_t percent)
{
    if (CHANCE(w, percent))
        buf_fmt(&w->b, " %s", ONE_OF(w, conditions));
}

static void duty(struct writing *w, uint32_t percent)
{
    if (CHANCE(w, percent))
        buf_fmt(&w->b, " %s", ONE_OF(w, duties));
}

/* Now and then a line that is not in force yet, or no more. */
static void dates(struct writing *w)
{
    uint32_t x = dice_below(&w->dice, 100);
    buf_z(&w->b, x < 4 ? " until 2023-09-30" : x < 8 ? " from 2025-01-01" : "");
    buf_putc(&w->b, '\n');
}

static void areas(struct writing *w)
{
    const char *s = w->s;
    buf_fmt(&w->b, "population %s \"System %s\" people %u within england {\n", s, s,
            500000 + dice_below(&w->dice, 2500000));
    for (uint32_t p = 1; p <= w->places; p++) {
        buf_fmt(&w->b, "  place %s-p%u \"Place %u of %s\" people %u {\n", s, p, p, s,
                100000 + dice_below(&w->dice, 600000));
        for (uint32_t n = 1 + dice_below(&w->dice, 3); n; n--)
            buf_fmt(&w->b, "    neighbourhood %s-p%u-n%u \"Neighbourhood %u\"\n", s, p, n, n);
        buf_z(&w->b, "  }\n");
    }
    buf_z(&w->b, "}\n");
}

static void bodies(struct writing *w)
{
    static const char *const officers[] = {"chief-executive", "finance-director", "medical-director",
                                           "commissioning-director", "head-of-contracting"};
    const char *s = w->s;
    buf_fmt(&w->b, "icb %s-icb \"NHS %s ICB\" for %s from 2022-07-01\n", s, s, s);
    buf_fmt(&w->b, "board %s-icb.board \"Board of %s\" of %s-icb {\n  members { chair; chief-executive; "
                   "finance-director; 2 of nhs-trust with knowledge of \"mental health\"; 1 of primary-care; "
                   "1 of local-authority }\n"
                   "  quorum 4 including chair\n  decides by consensus, else majority\n}\n", s, s, s);
    for (size_t i = 0; i < sizeof officers / sizeof officers[0]; i++)
        buf_fmt(&w->b, "post %s-icb.%s \"%s of %s\" of %s-icb\n", s, officers[i], officers[i], s, s);
    buf_fmt(&w->b, "committee %s-icb.finance \"Finance committee of %s\" of %s-icb.board {\n"
                   "  terms-of-reference from 2022-07-01\n  members { chair; finance-director; "
                   "2 of non-executive }\n  quorum 3\n}\n", s, s, s);
    buf_fmt(&w->b, "amount %s-budget \"Commissioning budget\" £%um of %s-icb from 2024-04-01\n", s,
            900 + dice_below(&w->dice, 3000), s);
    buf_fmt(&w->b, "instrument %s-sord sord \"Scheme of reservation and delegation\" of %s-icb\n", s, s);
    for (uint32_t t = 1; t <= 2; t++)
        buf_fmt(&w->b, "%s %s-trust%u \"Trust %u of %s\" for %s\n",
                CHANCE(w, 50) ? "nhs-trust" : "foundation-trust", s, t, t, s, s);
}

/* What every place of the system has alike, as a rule for each of them. */
static void each_place(struct writing *w)
{
    const char *s = w->s;
    buf_fmt(&w->b, "for each place of %s {\n", s);
    buf_fmt(&w->b, "  committee <place>-committee \"<place> committee of the ICB\" of %s-icb.board"
                   " for <place> {\n    terms-of-reference from 2022-07-01\n    members { chair; "
                   "place-director; 2 of nhs-trust; 1 of local-authority; 1 of vcse; 1 of healthwatch "
                   "non-voting }\n    quorum 4 including chair or place-director\n    decides by consensus,"
                   " else majority\n  }\n", s);
    buf_z(&w->b, "  sub-committee <place>-quality \"<place> quality sub-committee\" of <place>-committee"
                 " for <place> {\n    terms-of-reference from 2023-04-01\n    members { chair; "
                 "nursing-director; 2 of gp }\n    quorum 3\n  }\n");
    buf_fmt(&w->b, "  post <place>-director \"Place director of <place>\" of %s-icb for <place>"
                   " as place-director\n", s);
    buf_fmt(&w->b, "  post <place>-finance \"Finance director of <place>\" of %s-icb for <place>\n", s);
    buf_z(&w->b, "  local-authority <place>-council \"Council of <place>\" for <place>\n"
                 "  post <place>-das \"Director of adult social care of <place>\" of <place>-council"
                 " for <place>\n");
    buf_fmt(&w->b, "  delegate %s-icb.board to <place>-committee under %s-sord for its own area {\n", s, s);
    buf_fmt(&w->b, "    commit-recurrent, commit-non-recurrent up to %s may be passed on\n",
            ONE_OF(w, large));
    buf_fmt(&w->b, "    obtain-tenders, approve-methodology from %s\n", ONE_OF(w, large));
    buf_fmt(&w->b, "    sign-contract of healthcare from %s\n  }\n", ONE_OF(w, middle));
    buf_z(&w->b, "  delegate <place>-council to <place>-das under scheme-of-delegation {\n"
                 "    commit-expenditure, award-contract of adult-social-care up to £250k\n  }\n}\n");
}

static void place_lines(struct writing *w, uint32_t p)
{
    const char *s = w->s;
    buf_fmt(&w->b, "delegate %s-icb.board to %s-p%u-committee under %s-sord \"4.%u\" for its own area {\n",
            s, s, p, s, p);
    buf_fmt(&w->b, "  award-contract, allocate-resources of %s up to %s may be passed on",
            ONE_OF(w, services), ONE_OF(w, large));
    condition(w, 30);
    duty(w, 50);
    dates(w);
    buf_fmt(&w->b, "  approve-procurement of %s from %s up to %s", ONE_OF(w, services),
            ONE_OF(w, middle), ONE_OF(w, large));
    condition(w, 30);
    dates(w);
    buf_fmt(&w->b, "  plan-services, review-service of %s limit not known", ONE_OF(w, services));
    dates(w);
    if (CHANCE(w, 40))
        buf_fmt(&w->b, "  award-contract of %s with agreement of %s-p%u-council up to %s\n",
                ONE_OF(w, services), s, p, ONE_OF(w, large));
    buf_fmt(&w->b, "}\ndelegate %s-p%u-committee to %s-p%u-director under %s-sord {\n", s, p, s, p, s);
    buf_fmt(&w->b, "  award-contract of %s up to %s whole-life excluding vat", ONE_OF(w, services),
            ONE_OF(w, middle));
    condition(w, 30);
    duty(w, 60);
    dates(w);
    buf_fmt(&w->b, "  commit-expenditure up to the lower of %s, 0.1%% of %s-budget", ONE_OF(w, middle), s);
    condition(w, 20);
    dates(w);
    buf_fmt(&w->b, "}\ndelegate %s-p%u-committee to %s-p%u-finance, else %s-p%u-director when absent"
                   " under %s-sord {\n  commit-expenditure up to %s revenue may be passed on\n",
            s, p, s, p, s, p, s, ONE_OF(w, middle));
    buf_fmt(&w->b, "  transfer-budget up to %s\n", ONE_OF(w, small)); /* none: the board keeps it */
    buf_fmt(&w->b, "}\ndelegate %s-p%u-committee to %s-p%u-quality under terms-of-reference {\n", s, p, s, p);
    buf_fmt(&w->b, "  allocate-resources of %s up to %s", ONE_OF(w, services), ONE_OF(w, small));
    condition(w, 20);
    dates(w);
    buf_fmt(&w->b, "}\ndelegate %s-icb.board to %s-p%u-director and finance-director under %s-sord {\n", s, s,
            p, s);
    buf_fmt(&w->b, "  vary-contract, extend-contract of %s for %s-p%u up to %s", ONE_OF(w, services), s, p,
            ONE_OF(w, middle));
    condition(w, 25);
    dates(w);
    if (CHANCE(w, 50))
        buf_fmt(&w->b, "  approve-individual-package of continuing-healthcare for %s-p%u up to %s per year\n",
                s, p, ONE_OF(w, small));
    buf_z(&w->b, "}\n");
    if (CHANCE(w, 60))
        buf_fmt(&w->b, "delegate %s-icb.board to %s-p%u-council under section-75 \"Better Care Fund\" {\n"
                       "  commissioning of community, continuing-healthcare for %s-p%u up to %s%s\n}\n",
                s, s, p, s, p, ONE_OF(w, large), CHANCE(w, 50) ? " may be passed on to post" : "");
}

static void system_lines(struct writing *w)
{
    const char *s = w->s;
    buf_fmt(&w->b, "reserve to %s-icb.board under %s-sord \"3\" {\n  approve-constitution, set-budget, "
                   "transfer-budget\n  award-contract of acute above £15m\n", s, s);
    if (CHANCE(w, 50))
        buf_z(&w->b, "  commit-expenditure of ambulance, prescribing\n");
    if (CHANCE(w, 40))
        buf_z(&w->b, "  award-contract of mental-health if \"novel or contentious\" as ruled by"
                     " finance-director\n");
    buf_fmt(&w->b, "}\neverything-else reserved to %s-icb.board\n", s);
    buf_fmt(&w->b, "delegate nhse.board to %s-icb under 65z5 for its own area {\n"
                   "  commissioning, ancillary of primary-care may be passed on\n}\n", s);
    buf_fmt(&w->b, "delegate %s-icb.board to %s-icb.finance under %s-sord \"5\" {\n"
                   "  approve-investment, approve-business-case up to %s may be passed on\n"
                   "  commit-expenditure of primary-medical, pharmacy up to %s", s, s, s, ONE_OF(w, large),
            ONE_OF(w, large));
    condition(w, 30);
    dates(w);
    buf_fmt(&w->b, "}\ndelegate %s-icb.board to chief-executive and finance-director under %s-sord \"7\" {\n"
                   "  award-contract of healthcare up to the lower of %s, 1%% of %s-budget", s, s,
            ONE_OF(w, large), s);
    condition(w, 40);
    duty(w, 80);
    dates(w);
    buf_fmt(&w->b, "  commit-expenditure up to %s capital\n", ONE_OF(w, large));
    buf_fmt(&w->b, "}\ndelegate %s-icb.board to 2 of (chief-executive, finance-director, medical-director)"
                   " under %s-sord {\n  waive-competition up to %s", s, s, ONE_OF(w, middle));
    condition(w, 30);
    buf_fmt(&w->b, "\n}\ndelegate %s-icb.board to commissioning-director under %s-sord {\n"
                   "  procure-and-contract of %s up to %s may be passed on\n", s, s,
            ONE_OF(w, services), ONE_OF(w, middle));
    buf_fmt(&w->b, "  manage-contract, monitor-performance without limit\n}\n"
                   "delegate commissioning-director to head-of-contracting under %s-sord {\n"
                   "  procure-and-contract up to %s", s, ONE_OF(w, small));
    condition(w, 30);
    buf_fmt(&w->b, "\n}\ndelegate %s-icb.finance to finance-director, else chief-executive when absent or"
                   " conflicted under %s-sord {\n  approve-business-case up to %s\n}\n", s, s,
            ONE_OF(w, middle));
    buf_fmt(&w->b, "delegate %s-icb.board to each place-director of %s-icb under %s-sord for its own area"
                   " {\n  continuing-healthcare-package up to %s\n}\n", s, s, s, ONE_OF(w, small));
    for (uint32_t t = 1; t <= 2; t++)
        buf_fmt(&w->b, "post %s-trust%u.chief-executive \"Chief executive of trust %u\" of %s-trust%u\n"
                       "delegate %s-trust%u.board to %s-trust%u.chief-executive under sord {\n"
                       "  subcontract of healthcare up to %s\n  plan-services of acute\n}\n", s, t, t, s, t, s,
                t, s, t, ONE_OF(w, middle));
}

/* With the next system, for ambulance services. */
static void joint(struct writing *w, uint32_t copy, uint32_t i)
{
    const char *s = w->s;
    char next[24] = "";
    struct str n = str_fmt(w->b.a, "e%u-s%02u", copy, i + 1);
    for (size_t k = 0; k < n.n; k++)
        next[k] = n.p[k];
    buf_fmt(&w->b, "joint-committee %s-joint \"Joint committee of %s and %s\" of %s-icb, %s-icb {\n"
                   "  terms-of-reference from 2023-04-01\n  members { 2 of icb }\n"
                   "  quorum one per parent\n}\n", s, s, next, s, next);
    for (int k = 0; k < 2; k++)
        buf_fmt(&w->b, "delegate %s-icb.board to %s-joint under 65z6 {\n  commissioning of ambulance"
                       " up to %s\n}\n", k ? next : s, s, ONE_OF(w, large));
}

struct str synthetic_copy(struct arena *a, uint32_t copy, uint32_t systems)
{
    struct writing w = {.b = buf_new(a)};
    for (uint32_t i = 1; i <= systems; i++) {
        struct str s = str_fmt(a, "e%u-s%02u", copy, i);
        w.dice.state = (uint64_t)copy << 32 | i;
        for (size_t k = 0; k <= s.n; k++)
            w.s[k] = k < s.n ? s.p[k] : '\0';
        w.places = PLACES_LEAST + dice_below(&w.dice, PLACES_MOST - PLACES_LEAST + 1);
        buf_fmt(&w.b, "handbook %s \"NHS %s ICB governance handbook\" of %s-icb edition \"April 2024\""
                      " under hca-2022\n", w.s, w.s, w.s);
        areas(&w);
        bodies(&w);
        each_place(&w);
        system_lines(&w);
        for (uint32_t p = 1; p <= w.places; p++)
            place_lines(&w, p);
        if (i % 3 == 1 && i < systems)
            joint(&w, copy, i);
    }
    return buf_str(&w.b);
}
