/* codes.c: every finding that Remit can make. A code is never reused or renumbered. */
#include "rules/codes.h"

#define LANGUAGE "docs/language.md"
#define STUDY "LSHTM et al. 2025, Post Implementation Review of the Health and Care Act 2022"

const struct code codes[] = {
    /* Reading the text */
    {"R001", SEVERITY_ERROR, "not UTF-8", "The file holds bytes that are not UTF-8 text.", LANGUAGE,
     "Save the file as UTF-8."},
    {"R002", SEVERITY_ERROR, "stray character", "A character stands where it has no meaning.",
     LANGUAGE, "Remove it, or put the words around it in quotes."},
    {"R003", SEVERITY_ERROR, "text not closed",
     "A text in quotes must end on the line it begins on.", LANGUAGE, "Add the closing quote."},
    {"R004", SEVERITY_ERROR, "not an amount", "An amount of money or a percentage cannot be read.",
     LANGUAGE, "Write £3.2m, £500k, £1,250,000, £99.50 or 0.1%."},
    {"R005", SEVERITY_ERROR, "no such date", "A date must exist in the calendar.", LANGUAGE,
     "Write year-month-day, as 2024-04-01."},
    {"R006", SEVERITY_ERROR, "over a limit", "The text is larger or deeper than Remit takes.",
     "src/base/limits.h", "Split it, or remove what was made by mistake."},
    {"R010", SEVERITY_ERROR, "something else expected", "A statement lacks what must come next.",
     LANGUAGE,
     "Write what the message expects; docs/language.md has an example of each statement."},
    {"R011", SEVERITY_ERROR, "word cannot stand here",
     "A word follows that the statement does not take.", LANGUAGE,
     "Correct the word, or begin a new statement on a new line."},
    {"R012", SEVERITY_ERROR, "braces do not match", "Every { needs its }.", LANGUAGE,
     "Add or remove the brace."},
    {"R013", SEVERITY_ERROR, "file cannot be read",
     "A file or law that the text names is not there.", LANGUAGE,
     "Correct the path after 'use', or the name of the law after 'under'."},
    /* Names */
    {"R020", SEVERITY_ERROR, "no such body or post", "A rule names a body that is not declared.",
     STUDY ", 5.3.5 (arrangements described and not constituted)",
     "Correct the name, or declare the body."},
    {"R021", SEVERITY_ERROR, "declared twice", "Two statements give the same name to two things.",
     LANGUAGE, "Rename one, or make one statement of both."},
    {"R022", SEVERITY_ERROR, "no such name",
     "A function, service, population, test, state, duty or amount is not declared.", LANGUAGE,
     "Correct the name, or declare it."},
    {"R023", SEVERITY_ERROR, "not known to the law",
     "A kind of body, role, route or law is not one that the law in force knows.", LANGUAGE,
     "Use a word of the law that the handbook is under."},
    {"R024", SEVERITY_ERROR, "part of itself", "A thing lies, in the end, within itself.", LANGUAGE,
     "Correct one of the 'of' or 'within' clauses on the way."},
    {"R025", SEVERITY_ERROR, "ends before it begins", "The last day is before the first.", LANGUAGE,
     "Swap or correct the dates."},
    {"R026", SEVERITY_ERROR, "statement out of place",
     "The statement cannot stand here or lacks its head.", LANGUAGE, "Move it, or complete it."},
    {"R027", SEVERITY_WARNING, "for each of none", "A statement for many covers none.", LANGUAGE,
     "Name a level or kind that is there."},
    /* Rules for spending */
    {"R040", SEVERITY_ERROR, "no such choice",
     "A setting is said to have a choice that it has not.", LANGUAGE,
     "Name one of the choices of the setting."},
    {"R041", SEVERITY_ERROR, "nothing to look for",
     "A category has no line, or a line an empty keyword.", LANGUAGE,
     "Write what the expense type or area contains."},
    {"R042", SEVERITY_ERROR, "rows without a category",
     "Every row of spending must have exactly one category of each classification, so that the "
     "parts sum to the whole.",
     STUDY ", 6.3.2 ('Other: if the entry falls into none of the above')",
     "End the classification with 'otherwise NAME \"TITLE\"'."},
    {"R043", SEVERITY_ERROR, "reading not said",
     "Whether case counts, which of several categories wins and where a keyword may stand changes "
     "where money is shown, so a rule file must say it.",
     STUDY ", 6.3.2 (the report does not say)",
     "Declare the setting, or say it behind the classification."},
    {"R044", SEVERITY_WARNING, "setting without effect", "No line depends on a setting.", LANGUAGE,
     "Add 'when SETTING is CHOICE' to the lines that it switches, or remove it."},
    {"R045", SEVERITY_NOTE, "keyword inside a keyword",
     "A keyword is only found where a shorter one of its line is found too.", LANGUAGE,
     "Leave it where a source prints it so; else remove the longer one."},
    /* Bodies */
    {"R101", SEVERITY_ERROR, "committee without terms of reference",
     "Every committee that exercises functions must have terms of reference in the handbook. "
     "Without them in force it is not a committee and can hold no power.",
     STUDY ", 5.3.3 and 5.3.5",
     "Adopt terms of reference and state them: terms-of-reference from DATE."},
    {"R102", SEVERITY_WARNING, "called a committee in one place and not in another",
     "A place or collaborative is called a committee in its name, in a text or in another "
     "statement, and declared as something that can only advise.",
     STUDY ", 5.3.5 (internal contradictions)", "Constitute it as a committee, or drop the word."},
    {"R103", SEVERITY_ERROR, "no scheme of reservation and delegation",
     "The governance handbook of an NHS body that sets up committees or delegates under a scheme "
     "of reservation and delegation must contain that scheme.",
     STUDY ", 5.3.3; one of 42 handbooks lacked it (5.3.5)",
     "Add the instrument: instrument NAME sord \"...\" of BODY."},
    {"R104", SEVERITY_WARNING, "abolished body still named",
     "The text speaks of a body that has been abolished as if it existed.",
     STUDY ", 5.3.5: seven of 42 handbooks", "Name the body that follows it, or say 'former'."},
    {"R105", SEVERITY_WARNING, "review date passed",
     "The date by which the paper was to be reviewed has passed.",
     STUDY ", 5.3.5 (out-of-date content)", "Review it and state the new date."},
    {"R106", SEVERITY_WARNING, "draft in force", "A paper that is marked as a draft is relied on.",
     STUDY ", 5.3.5 (draft content)", "Approve it, or take the rules that rest on it out."},
    {"R107", SEVERITY_WARNING, "beyond the delegator's own power",
     "Part of the delegation lies outside what the delegator itself holds; that part has no "
     "effect.",
     "docs/authority.md, rule 2",
     "Narrow the delegation, or let the delegator be given the power first."},
    {"R108", SEVERITY_ERROR, "the law does not allow it",
     "The law does not let this body delegate to that kind of body in this way; nothing is "
     "delegated.",
     "NHS Act 2006, sections 65Z5 and 65Z6; " STUDY ", 5.3.2",
     "Delegate to a committee, a post or a body that the law names, under the right instrument."},
    {"R109", SEVERITY_ERROR, "reserved matter delegated",
     "The matter is reserved by the delegator or by a body above it; that part has no effect. "
     "Where only something narrower than the line is reserved, this is a note.",
     "docs/authority.md, rule 2", "Take it out of the reservation, or out of the delegation."},
    {"R110", SEVERITY_ERROR, "delegated further without leave",
     "The delegator holds the power only by a delegation that does not let it be delegated "
     "further.",
     "NHS England, Arrangements for delegation and joint exercise of statutory functions",
     "Add 'may be passed on' to the delegation that gives it, or record the leave."},
    {"R111", SEVERITY_ERROR, "delegated to a body that does not exist on the day",
     "The decider had ended, or had not begun, on the day.", "docs/authority.md, rule 4",
     "Delegate to its successor, or state a succession."},
    {"R112", SEVERITY_ERROR, "delegated by one that is not its parent",
     "A committee is accountable to the body that set it up, and only that body can delegate to it "
     "internally.",
     STUDY ", 5.3.5 (a committee is established by and accountable to its parent)",
     "Delegate to the body's own committee, or make it a joint committee of both."},
    {"R113", SEVERITY_WARNING, "no quorum rule", "A body that decides has no rule for its quorum.",
     "NHS England, Guidance on integrated care board constitutions and governance",
     "State it: quorum 5 including chair or deputy-chair."},
    {"R114", SEVERITY_ERROR, "quorum that can never be met",
     "The members cannot make the quorum that the terms of reference ask for.",
     "docs/authority.md, rule 9", "Lower the quorum, or add seats."},
    {"R115", SEVERITY_WARNING, "quorum lost to conflicts",
     "Once the members who must leave for a standing conflict have left, the quorum cannot be met.",
     "NHS England, Managing conflicts of interest in the NHS",
     "Name a stand-in, or a quorum that the others can make."},
    {"R116", SEVERITY_WARNING, "function without money",
     "A body may commit money and has neither a limit nor a budget, and nobody else must agree.",
     STUDY ", 5.3.5: South Yorkshire had no financial scheme of delegation",
     "State the limit or the budget, or say that it is not known."},
    {"R117", SEVERITY_WARNING, "money without function",
     "A body has a budget and no power to commit it.", STUDY ", 5.4.3",
     "Delegate the function with the money, or move the budget."},
    {"R118", SEVERITY_ERROR, "accountability goes in a circle",
     "Following the lines of accountability one comes back to where one began.",
     STUDY ", 5.1.3 (blurred accountability)", "Correct one of the lines."},
    {"R119", SEVERITY_WARNING, "reports to nobody",
     "A committee is part of nothing and answers to nobody; or the handbook of an organisation "
     "does not say to whom that answers.",
     STUDY ", 5.1.3", "Say what it is part of, or to whom it is accountable."},
    {"R120", SEVERITY_NOTE, "nobody below the board holds it",
     "No committee, post or joint body below the board holds this power, and the board does not "
     "say that it keeps it, by name or with 'everything-else reserved to': how far is it from the "
     "people?",
     STUDY ", 5.3.6", "Delegate it if it should be nearer; reserve it if it should not."},
    {"R121", SEVERITY_WARNING, "held twice at one level",
     "Two bodies of one level hold the same power for the same people.",
     STUDY ", 5.3.6 (risk of duplication)", "Give it to one of them, or divide it."},
    {"R122", SEVERITY_WARNING, "place and collaborative hold the same",
     "A place body and a provider collaborative hold the same power for the same people.",
     STUDY ", 5.4.3 (\"tripping over each other\")", "Say which of them decides what."},
    {"R123", SEVERITY_NOTE, "two bodies advise on the same",
     "Several bodies advise one decider on one matter.", STUDY ", 5.3.6",
     "Let one of them advise, or divide the matter."},
    {"R124", SEVERITY_ERROR, "board short of the statutory minimum",
     "The board lacks a member that the law demands.", "NHS Act 2006, Schedule 1B; " STUDY ", 1.1",
     "Add the seat."},
    {"R125", SEVERITY_WARNING, "duty with no accountable body",
     "Nobody in the handbook is accountable for a duty that the law lays on the organisation.",
     STUDY ", 5.3.5: five of 42 had no committee for health inequalities",
     "Add 'duty NAME' to the terms of the body that answers for it."},
    {"R126", SEVERITY_WARNING, "named person with no committee",
     "A named person answers for a duty, and no committee does.", STUDY ", 5.3.5: two of eight",
     "Give the duty to a committee too."},
    {"R127", SEVERITY_WARNING, "providers outvote the rest where contracts are awarded",
     "Provider organisations hold most votes in a body that awards contracts to providers, and no "
     "rule makes them leave.",
     STUDY ", 5.4.3 and 7.6", "Add a conflict rule, or award contracts elsewhere."},
    {"R128", SEVERITY_ERROR, "joint committee without its agreement",
     "A joint committee of statutory bodies rests on an arrangement under section 65Z6 (or 75); "
     "none is named.",
     "NHS Act 2006, section 65Z6; " STUDY ", 5.3.3",
     "Delegate to it under 65z6, and name the instrument."},
    {"R129", SEVERITY_ERROR, "pooled fund without host, manager or agreement",
     "A pooled fund needs a written agreement that is in force, a host and a manager.",
     "SI 2000/617, regulation 7", "Name them: fund NAME under AGREEMENT host BODY manager POST."},
    {"R130", SEVERITY_WARNING, "population in two places",
     "The same people belong to two parents, so two sets of bodies serve them.",
     STUDY ", 5.1.3 (boundaries)", "If it is so, nothing; else remove 'also in'."},
    {"R131", SEVERITY_ERROR, "serves no population",
     "A body that can hold power has no population, so its power covers nobody.",
     "docs/authority.md, rule 1", "Say whom it serves: for POPULATION."},
    {"R132", SEVERITY_WARNING, "trust in no collaborative",
     "From July 2022 every trust that provides acute or mental health services must be part of a "
     "provider collaborative.",
     STUDY ", 1.1", "Add it to the collaborative that it belongs to."},
    {"R133", SEVERITY_WARNING, "delegation that guidance discourages",
     "The law allows the delegation; guidance says that it should not be made now.",
     "NHS England guidance; " STUDY ", 5.3.2",
     "Keep the function, or record why it is delegated all the same."},
    {"R134", SEVERITY_WARNING, "hollowed-out place",
     "A place committee has terms of reference, members, meetings or duties and no power to "
     "decide anything; or a place body that can only recommend has a duty to answer for.",
     STUDY ", 5.3.5: three of eleven", "Delegate to it, or call it a forum."},
    {"R135", SEVERITY_ERROR, "delegated exclusively, and again",
     "The holder gave up deciding this by an exclusive delegation and delegated it a second time.",
     "docs/authority.md, rule 4", "Withdraw one of the two, or make neither exclusive."},
    {"R136", SEVERITY_WARNING, "delegations go in a circle",
     "Power is delegated from one body to another and back; the circle gives nobody more.",
     "docs/authority.md, rule 3", "Remove one of the delegations."},
    {"R137", SEVERITY_ERROR, "power given to a body that can only recommend",
     "The decider is of a kind that can decide nothing; the delegation has no effect.",
     "Moran, Allen and McDermott 2018, 4.2.3.1; " STUDY ", 5.4.3",
     "Delegate to a committee or a post, and let this body recommend to it."},
    {"R138", SEVERITY_NOTE, "scheme not described",
     "The source does not say what this organisation has delegated, so answers about it show only "
     "what the law gives.",
     STUDY ", 5.3.5", "Write its scheme of reservation and delegation."},
    {"R139", SEVERITY_WARNING, "people in no place, or in two",
     "The places of a system do not add up to the system, so some people are in no place, or are "
     "counted twice.",
     STUDY ", 5.1.3 (boundaries)", "Correct a figure, or declare the place that is missing."},
    {"R140", SEVERITY_WARNING, "no amount fits",
     "The limits of a line leave no amount between them.", LANGUAGE,
     "Write the lower amount after 'from' or 'above', the higher after 'up to' or 'below'."},
    {"R141", SEVERITY_WARNING, "delegated under no paper",
     "The delegation does not say which paper it rests on, so nobody can look up whether it was "
     "made, "
     "when, and whether it may be delegated further.",
     STUDY ", 5.3.3 and 5.3.5",
     "Add it: under sord \"4.2\"; remit explain routes lists the kinds of paper."},
    {"R142", SEVERITY_WARNING, "two limits for the same",
     "Two lines give one body the same power with different upper limits. Both stand, so the "
     "lower one limits nothing.",
     STUDY ", 5.3.5 (internal contradictions)",
     "Keep one of them, or say on what condition each holds."},
};
const size_t code_count = sizeof codes / sizeof codes[0];

const struct code *code_find(struct str code)
{
    for (size_t i = 0; i < code_count; i++)
        if (str_eq_fold(code, str_of(codes[i].code)))
            return &codes[i];
    return NULL;
}

const char *severity_word(enum severity s)
{
    return s == SEVERITY_ERROR ? "error" : s == SEVERITY_WARNING ? "warning" : "note";
}

struct finding *report(struct findings *f, const char *code, struct pos pos, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    struct str message = str_vfmt(f->a, fmt, args);
    va_end(args);
    struct finding *x = vec_push(f->a, &f->list);
    const struct code *row = code_find(str_of(code));
    check(row != NULL);
    *x = (struct finding){.code = code, .severity = row->severity, .pos = pos, .message = message};
    x->other.file = POS_NOWHERE;
    return x;
}
