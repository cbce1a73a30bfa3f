/* table.c: every page, by its path, with what "About this page" says of it. The pages of one
 * section stand together; the first of each tab is the one that the section's navigation names. */
#include "pages/governance/governance.h"
#include "pages/spending/asked.h"

#define FROM_TEXT "The handbooks, line by line, and the law that they are under. "

#define FROM_FILES                                                                                 \
    "The files of payments over £25,000 that NHS bodies publish, as they were loaded. "

const struct page_row page_rows[] = {
    {"/",
     "who",
     NULL,
     page_who,
     {"Who may decide a matter, for whom, up to how much, and why; and who would decide it if it "
      "cost more or less.",
      "The body named first is the one nearest to the people affected that has the power. Below it "
      "stand all others that may decide. <em>On conditions</em> means that it depends on something "
      "the question does not say: say whether it is so, and the question is asked again.",
      FROM_TEXT
      "Each step of a chain names its paper, its line in the handbook and the source that "
      "the handbook gives."}},
    {"/system",
     "system",
     "Bodies",
     page_system,
     {"Every organisation, committee, partnership and post, each under what it is part of.",
      "Choose one to see who sits on it, what it may decide and what is unclear about it.",
      FROM_TEXT}},
    {"/bodies/",
     "system",
     "Bodies",
     page_body,
     {"One body or post: what it is, who sits on it, what it may decide, what it has delegated, to "
      "whom it reports, and what is wrong or unclear.",
      "<em>May decide</em> lists each power with its service, people and limit. <em>Not known</em> "
      "means that the handbook says its source does not tell.",
      FROM_TEXT}},
    {"/places",
     "system",
     "Places",
     page_places,
     {"The areas that bodies are there for: systems, places, neighbourhoods and groups.",
      "An area lies in the one above it that stands further left. A body counts for an area when "
      "the handbook says it is there <em>for</em> it.",
      FROM_TEXT}},
    {"/places/",
     "system",
     "Places",
     page_places,
     {"One area: its people, the bodies that are there for it, and the areas in it.",
      "A body without powers can only recommend.", FROM_TEXT}},
    {"/map",
     "system",
     "Map",
     page_map,
     {"The functions and decisions map: who is part of what, and who decides what at which level.",
      "Each card is a body under the one that it is part of. A dashed card can only recommend. The "
      "same stands in words below the picture. Choose a place, a service or a function to see only "
      "the bodies concerned.",
      FROM_TEXT}},
    {"/matrix",
     "system",
     "Decision matrix",
     page_matrix,
     {"For one population: the nearest body that may decide, for each function and service.",
      "The further right the bar of a cell, and the darker, the nearer the decision is to the "
      "people. Cells marked <em>board or above</em> are decided by nobody nearer. Choose a cell "
      "for "
      "the whole answer.",
      FROM_TEXT}},
    {"/findings",
     "findings",
     "Findings",
     page_findings,
     {"What is missing, contradictory or unclear in the handbooks, worst first.",
      "<em>Must mend</em>: a rule of law or of the handbook is broken. <em>Should mend</em>: it "
      "works, but not as intended or not for long. <em>Note</em>: worth knowing. Each code leads "
      "to "
      "the rule behind it.",
      FROM_TEXT}},
    {"/handbook",
     "findings",
     "Handbook",
     page_handbook,
     {"The handbooks that are read together, and the law that they are under.",
      "Choose a file to read its text.", "The files themselves."}},
    {"/handbook/",
     "findings",
     "Handbook",
     page_handbook,
     {"The text of one handbook or law, line by line.",
      "Each name leads to its page; what is wrong with a line stands behind it.",
      "The file itself."}},
    {"/explain/",
     "findings",
     "Handbook",
     page_explain,
     {"What the handbooks say of one name, or the rule behind one finding.",
      "The words first, then the text as it is written.", FROM_TEXT}},
    {"/editions",
     "findings",
     "Editions",
     page_editions,
     {"Two editions by meaning: who gains or loses which power, and what changes of each body.",
      "Lines that only moved or were written otherwise are no change.", FROM_TEXT}},
    {"/try",
     "findings",
     "Try a change",
     page_try,
     {"A copy of a handbook to change, by a form or as text, and what comes of it: which answers "
      "change, which findings appear.",
      "Nothing is stored: the copy is in this page alone, until you download it.",
      "The file that you choose, and what you write."}},
    {"/compare",
     "compare",
     "Structures",
     page_compare,
     {"Ways of governing side by side: the same matters, put to each of them.",
      "<em>At place</em> means that the nearest body that may decide is there for a place or a "
      "part "
      "of it. <em>Bodies that must consider it</em> counts the layers from the proposer to the "
      "decision. <em>If</em> means on conditions.",
      "The matters that the handbooks list, each put as a question to each structure."}},
    {"/survey",
     "compare",
     "Survey",
     page_survey,
     {"The questions that a study put to the governance handbooks of all integrated care boards, "
      "answered from the handbooks here, beside the counts that it published.",
      "No terms of reference, no committee; not in the scheme of delegation, not delegated; not "
      "told by the source, not known. Each answer leads to the line that it rests on.",
      FROM_TEXT "The published counts name their table and page."}},
    {"/spending",
     "spending",
     "Totals",
     page_spending,
     {"Where the money went: type of purchase by area, shares of each, and how much goes to trusts "
      "of the "
      "system, to other trusts and to others.",
      "The bar above says which payments are counted, and changes it. Every number in a table "
      "leads to "
      "the payments behind it. A number in a picture says which part of the key it is.",
      FROM_FILES}},
    {"/spending/months",
     "spending",
     "Months",
     page_spending_months,
     {"Spending month by month, and which months and organisations are missing.",
      "Each picture is one category, to its own scale from zero. An organisation is complete when "
      "every "
      "month is there and every row says its expense type and area.",
      FROM_FILES}},
    {"/spending/organisations",
     "spending",
     "Organisations",
     page_spending_groups,
     {"Organisations in five groups by their total spending, and the share of each area in each.",
      "The first group has the lowest totals. Organisations with gaps are left out and named, "
      "unless you "
      "ask for all.",
      FROM_FILES "Where the groups are cut is a setting of the rules."}},
    {"/spending/shift",
     "spending",
     "What moved",
     page_spending_shift,
     {"Whether money moved between areas since the months that you name: from hospital to "
      "community, for "
      "one.",
      "<em>Points</em> are points of percentage of all spending. <em>Moved</em> is what an area "
      "has now, "
      "less what it would have had at its share before.",
      FROM_FILES}},
    {"/spending/outliers",
     "spending",
     "What stands out",
     page_spending_outliers,
     {"Shares of organisations, and months of one organisation, that are far from the others.",
      "The score is the distance from the median in units of the usual distance; above 3.5 in size "
      "a "
      "value stands out. What stands out does not move the median.",
      FROM_FILES "The method is that of Iglewicz and Hoaglin (1993)."}},
    {"/spending/rates",
     "spending",
     "What stands out",
     page_spending_rates,
     {"Amounts that contradict what their invoice says: a description may name a rate, like 50% of "
      "1.25% CQUIN, of the other payments of the same invoice.",
      "<em>Rate named</em> is what the description says, <em>rate charged</em> what the amount is "
      "of the others. More than a penny apart contradicts. An invoice is the rows of one "
      "transaction number to one supplier.",
      FROM_FILES}},
    {"/spending/suppliers",
     "spending",
     "Suppliers",
     page_spending_suppliers,
     {"Who was paid, the largest first; by name or part of it.",
      "A supplier is matched to an organisation with a code only by its name or a code in it, "
      "never by "
      "likeness; <em>Because</em> says how.",
      FROM_FILES}},
    {"/spending/payments",
     "spending",
     "Payments",
     page_spending_payments,
     {"The rows of the files, one by one: those that the bar above names.",
      "<em>Row</em> is the row of the file as a spreadsheet counts them. Credits are below zero.",
      FROM_FILES}},
    {"/spending/why",
     "spending",
     "Payments",
     page_spending_why,
     {"Which line of the rules puts a row where it is, and what else would fit.",
      "What a row counts as depends on its expense type and area alone.",
      "The rules, line by line."}},
    {"/spending/files",
     "spending",
     "Files",
     page_spending_files,
     {"The files that were loaded, and what was refused of each.",
      "Rows are the good, the refused, the sums that stand in the file and its remarks: none is "
      "left "
      "out.",
      FROM_FILES}},
    {"/spending/files/",
     "spending",
     "Files",
     page_spending_file,
     {"One file: how it was read, its rows and sums, and each row that was set aside with the "
      "reason.",
      "Rows and columns are those of the file, as a spreadsheet counts them.", FROM_FILES}},
    {"/spending/upload",
     "spending",
     "Files",
     page_spending_upload,
     {"A file as it was published, CSV or Excel, to be loaded into the store.",
      "What could not be read is listed with the reason; nothing is kept of a file that is "
      "refused.",
      "The file that you choose."},
     true},
    {"/spending/rules",
     "spending",
     "Rules",
     page_spending_rules,
     {"Which words in a row's expense type and area put it where, and what is assumed where the "
      "source "
      "is silent.",
      "Each assumption says what else could be chosen, and what that would move, in rows and "
      "pounds.",
      "The file of rules; each line names its source."}},
    {"/search",
     NULL,
     NULL,
     page_search,
     {"Everything that holds the words: bodies and posts, places, functions, services, "
      "instruments, "
      "delegated lines and findings.",
      "A word finds whole words and their beginnings. Of each kind the best fits come first.",
      FROM_TEXT}},
    {"/help", NULL, NULL, page_help, {NULL, NULL, NULL}},
    {"/api/openapi.json", NULL, NULL, page_openapi, {NULL, NULL, NULL}},
    {"/api/", NULL, NULL, page_api, {NULL, NULL, NULL}},
};
const size_t page_row_count = sizeof page_rows / sizeof page_rows[0];
