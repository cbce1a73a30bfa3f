/* table.c: every action with its words, options and help: the one place that the command
 * line, its help, the completion and the manual page are made from. */
#include "actions/actions.h"
#include "actions/governance/governance.h"
#include "actions/spending/spending.h"

static const struct option check_options[] = {
    {"sarif", NULL, "the findings as SARIF 2.1.0, for editors and code hosts"},
    {"csv", NULL, "the findings as CSV"},
    EXCEL_OPTION,
    {"errors", NULL, "show errors, not warnings and notes"},
    {"warnings", NULL, "show errors and warnings, not notes"},
    {NULL, NULL, NULL},
};
static const struct option fmt_options[] = {
    {"write", NULL, "put the result in place of the file"},
    {"check", NULL, "name the files that are not laid out; change nothing"},
    {NULL, NULL, NULL},
};
static const struct option may_options[] = {
    {"value", "AMOUNT", "what the matter is worth: 3.2m, £500k, 1,250,000"},
    {"kind", "KIND", "revenue, recurrent, one-off, capital, income or transfer"},
    {"per", "UNIT=AMOUNT",
     "its amount per year, month, week, day, hour or head, in aggregate, or whole-life"},
    {"begun", "DATE", "the day on which the matter was begun, if earlier"},
    {"given", "FACT", "a condition that is met, in the words that the answer shows"},
    {"not", "FACT", "a condition that is not met, likewise"},
    {"why", NULL, "name the line of the handbook behind each step"},
    {"csv", NULL, "the answer as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};

static const struct option help_options[] = {
    {"man", NULL, "the manual page, as troff"},
    {"completion", NULL, "completion of commands and options for bash"},
    {"markdown", NULL, "docs/commands.md"},
    {NULL, NULL, NULL},
};
static const struct option matrix_options[] = {
    {"function", "NAME", "show this function and what is under it"},
    {"service", "NAME", "show this service and what is under it"},
    {"kind", "KIND", "revenue, recurrent, one-off, capital, income or transfer"},
    {"given", "FACT", "a condition that is met, in the words that the answer shows"},
    {"not", "FACT", "a condition that is not met, likewise"},
    {"csv", NULL, "every function, service, band of money and decider as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};

static const struct option csv_options[] = {
    {"csv", NULL, "the table as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};

static const struct option survey_options[] = {
    {"question", "NAME", "only those that answer this question with yes, or with --answer"},
    {"answer", "ANSWER", "yes, no or not-known"},
    {"name", "WORDS", "only those whose name holds these words"},
    {"sort", "NAME", "by a question (yes first), by people (most first) or by name"},
    {"turned", NULL, "in the order turned around"},
    {"csv", NULL, "the table as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};
static const struct option explain_options[] = {
    {"csv", NULL, "the answer as CSV"},
    EXCEL_OPTION,
    {"law", "NAME", "with a LIST: the words of this law (hca-2022)"},
    {NULL, NULL, NULL},
};
static const struct option export_options[] = {
    {"as", "FORM", "model (the default) or popolo"},
    {NULL, NULL, NULL},
};
static const struct option map_options[] = {
    {"out", "FILE", "write the picture (SVG) to this file"},
    {"place", "NAME", "only bodies for this population or one in it"},
    {"function", "NAME", "only bodies that may decide some of this function"},
    {"service", "NAME", "only bodies that may decide for this service"},
    {"text", NULL, "show it in words, as an outline"},
    {NULL, NULL, NULL},
};
static const struct option diff_options[] = {
    {"between", "DATE,DATE", "each text as it stands on its day; one text on two days"},
    {"csv", NULL, "the changes as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};

#define SPEND_RULE_OPTIONS                                                                         \
    {"rules", "FILE", "the rules in this file, not those built in (laws/spending.remit)"},         \
        {"organisations", "FILE", "organisations with their codes, besides those built in"},       \
    {                                                                                              \
        "set", "SETTING=CHOICE", "another choice of a setting, for this answer"                    \
    }
#define SPEND_TABLE_OPTIONS {"csv", NULL, "the table as CSV"}, EXCEL_OPTION
#define SPEND_STORE_OPTION                                                                         \
    {                                                                                              \
        "store", "FILE", "the store (spending.db in $XDG_DATA_HOME/remit or ~/.local/share/remit)" \
    }
#define SPEND_PAGE_OPTIONS                                                                         \
    {"page", "N", "the page to show (1)"},                                                         \
    {                                                                                              \
        "rows", "N", "so many rows on a page (50)"                                                 \
    }
#define SPEND_ROW_OPTIONS                                                                          \
    {                                                                                              \
        "map", "MAP", "which column holds what, as supplier=5,date=\"Date Paid\""                  \
    }

static const struct option serve_options[] = {
    {"port", "N", "the port to serve at (8080); 0 takes any that is free"},
    {"address", "ADDRESS", "the address to serve at (127.0.0.1, which only this computer reaches)"},
    {"host", "NAME", "a name that these pages go by, as remit.example.nhs.uk; may come again"},
    {"prefix", "PATH", "the path under which a proxy shows these pages, as /remit"},
    {"store", "FILE", "the payments in this store, on the pages of Spending (remit spend load)"},
    {"upload", NULL, "files of payments may be sent to these pages, into the store"},
    {"rules", "FILE", "sort payments by the rules in this file (laws/spending.remit)"},
    {"organisations", "FILE", "organisations with their codes, besides those built in"},
    {NULL, NULL, NULL},
};

static const struct option rules_options[] = {
    SPEND_RULE_OPTIONS,
    {"effect", "SETTING", "what each choice of the setting moves, in rows and pounds of FILE..."},
    {"only", "AXIS=NAME", "count only these rows, as area=acute"},
    {"from", "MONTH", "the first month that counts, as 2022-07"},
    {"until", "MONTH", "the last month that counts"},
    SPEND_STORE_OPTION,
    SPEND_ROW_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option why_options[] = {
    {"type", "TEXT", "an expense type, in place of a row"},
    {"area", "TEXT", "an expense area, in place of a row"},
    SPEND_RULE_OPTIONS,
    SPEND_STORE_OPTION,
    SPEND_ROW_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option report_options[] = {
    {"from", "MONTH", "the first month that counts, as 2022-07"},
    {"until", "MONTH", "the last month that counts"},
    {"only", "AXIS=NAME", "count only these rows, as area=acute or supplier=NAME"},
    {"baseline", "MONTHS", "with shift: the months to compare with, as 2022-07..2022-12"},
    {"system", "CODE",
     "with trusts: the integrated care board whose trusts are inside (the payer's)"},
    {"expect", "NAME", "with gaps: an organisation that should be there"},
    {"all", NULL, "with quintiles: organisations with gaps too"},
    {"largest", NULL, "rows of a table by their totals, the largest first"},
    SPEND_RULE_OPTIONS,
    SPEND_STORE_OPTION,
    SPEND_ROW_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};

static const struct option sample_options[] = {
    {"rows", "N", "so many payments, shared out among the files (2000)"},
    {"seed", "S", "another number, other payments; the same number, the same bytes (1)"},
    {"out", "FOLDER", "where to write the files (spending-sample); made when it is not there"},
    {"quirks", "NAME,...", "only these ways of publishing; else all of them, a file each"},
    {"plain", NULL, "one plain file: --quirks plain"},
    SPEND_RULE_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option load_options[] = {
    SPEND_STORE_OPTION,
    {"map", "MAP", "where fields stand: supplier=5,date=\"Date Paid\" (docs/intake.md)"},
    {"replaces", "NAME", "the loaded file whose place FILE takes, where its name is another"},
    {"anyway", NULL, "load a file though its payments stand in another; both count"},
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option files_options[] = {
    SPEND_STORE_OPTION,
    {"rejected", NULL, "rows that were set aside, of the files named or of all"},
    {"maps", NULL, "how each file was read, and the maps that are kept"},
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option forget_options[] = {
    SPEND_STORE_OPTION,
    {"yes", NULL, "do not ask"},
    {"map", "PUBLISHER", "take out the map that is kept for this publisher"},
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option rows_options[] = {
    SPEND_STORE_OPTION,
    {"only", "AXIS=NAME", "only these rows, as area=acute or supplier=NAME"},
    {"from", "MONTH", "the first month, as 2022-07"},
    {"until", "MONTH", "the last month"},
    {"file", "NAME", "only rows of this file"},
    {"find", "TEXT", "only rows with this text in a name, the transaction or the description"},
    SPEND_PAGE_OPTIONS,
    SPEND_RULE_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};
static const struct option suppliers_options[] = {
    SPEND_STORE_OPTION,
    {"only", "AXIS=NAME", "count only these rows, as area=acute"},
    {"from", "MONTH", "the first month that counts, as 2022-07"},
    {"until", "MONTH", "the last month that counts"},
    SPEND_PAGE_OPTIONS,
    SPEND_RULE_OPTIONS,
    SPEND_TABLE_OPTIONS,
    {NULL, NULL, NULL},
};

static const struct option look_options[] = {
    {"map", "MAP", "where fields stand: supplier=5,date=\"Date Paid\" (docs/intake.md)"},
    {"rows", "N", "show the first N rows of each file as they are read (5)"},
    {"threads", "N", "read with N threads (one for each processor)"},
    {"csv", NULL, "all tables as CSV"},
    EXCEL_OPTION,
    {NULL, NULL, NULL},
};

const struct action actions[] = {
    {"check", "check [PATH...]", "find what is wrong with handbooks", action_check, check_options,
     "Reads the handbooks and says everything that is wrong, with the line and how to mend it.\n"
     "Exit code 1 when there are errors or warnings.\n\n"
     "  remit check examples/england-2024\n  remit check --errors my-handbook.remit\n",
     true},
    {"compare", "compare PATH...", "ways of governing side by side, over a list of matters",
     action_compare, csv_options,
     "Puts the matters that the handbooks list to each of them: the level that decides each, and "
     "how\n"
     "many bodies must consider it; shares decided at place, overlaps, provider votes on "
     "contracts,\n"
     "and the load of assurance.\n\n"
     "  remit compare examples/sites\n  remit compare examples/options --csv\n",
     true},
    {"diff", "diff OLDER NEWER", "what changes between two editions: powers and bodies",
     action_diff, diff_options,
     "Compares two editions by meaning, not by lines: who gains, loses or keeps which power on "
     "other\n"
     "conditions; and what changes of each body: name, terms of reference, members, quorum, "
     "voting,\n"
     "reporting. Exit code 1 when anything changes.\n\n"
     "  remit diff april.remit october.remit\n"
     "  remit diff examples/editions/2025-april examples/editions/2025-october\n"
     "  remit diff examples/england-2024 --between 2023-04-01,2024-05-01\n",
     true},
    {"explain", "explain CODE | NAME | LIST", "what a finding, or a name in the handbook, means",
     action_explain, explain_options,
     "The rule behind a finding, its source and the mend; or everything that the handbooks say of "
     "a\n"
     "body, post, instrument, fund, ladder, call-in, state, test, population, function, service,\n"
     "amount, matter or handbook.\n"
     "LIST is one of functions, services, kinds, routes, roles, duties (the words that a handbook "
     "may\n"
     "use) or codes (all findings).\n\n"
     "  remit explain R101\n  remit explain leeds-committee\n  remit explain functions\n",
     true},
    {"export", "export", "the linked model as JSON, or bodies and posts as Popolo", action_export,
     export_options,
     "Everything that Remit understood of the handbooks, names resolved. docs/export.md has the "
     "schema.\n\n"
     "  remit export > model.json\n  remit export --as popolo > popolo.json\n",
     true},
    {"fmt", "fmt FILE...", "lay out handbooks", action_fmt, fmt_options,
     "Prints the file in the one layout; comments are kept and no meaning changes. Exit code 1 "
     "when\n"
     "--check names a file. --json gives each file, its text and whether that changed.\n\n"
     "  remit fmt --write my-handbook.remit\n  remit fmt --check *.remit\n"},
    {"help", "help [COMMAND]", "how to use Remit", action_help, help_options,
     "Without a command: all of them. --json gives the commands, their words, options and help.\n\n"
     "  remit help who\n  source <(remit help --completion)\n  remit help --man | man -l -\n"},
    {"may", "may BODY [FUNCTION [of SERVICE] [for POPULATION]]", "what a body or person may decide",
     action_may, may_options,
     "Without a function: every power that the body holds. With one: whether it may decide it.\n\n"
     "  remit may leeds-committee\n  remit may leeds-committee sign-contract of community --value "
     "2m\n",
     true},
    {"map", "map [BODY]", "the functions and decisions map", action_map, map_options,
     "Who is part of what, and who decides what at which level, as SVG for print and screen; "
     "--text\n"
     "gives the same in words.\n\n"
     "  remit map wy --out map.svg\n  remit map wy --text\n",
     true},
    {"matrix", "matrix [POPULATION]", "who decides what for one population: all matters at once",
     action_matrix, matrix_options,
     "Every function and service, each with its deciders by bands of money.\n\n"
     "  remit matrix leeds --function procure-and-contract\n  remit matrix leeds --csv\n",
     true},
    {"route", "route [PROPOSER] FUNCTION [of SERVICE] [for POPULATION]",
     "who must consider a matter before it is decided", action_route, ask_options,
     "The shortest way from the proposer to a decision, with each body's part. Without a "
     "proposer:\n"
     "the one that the handbook names.\n\n"
     "  remit route wy.board award-contract of community for leeds --value 3.2m\n",
     true},
    {"search", "search WORDS", "bodies, places, powers and findings, by words", action_search,
     csv_options,
     "Finds every body, post, place, function, service, instrument, delegated line and finding "
     "that\n"
     "holds each of the words, in its title, its name or what it is for. Exit code 1 when there is "
     "none;\n"
     "then it says what may have been meant. Words that name a function and an area, and maybe a\n"
     "service, are a question as well: how to ask it stands first.\n\n"
     "  remit search leeds committee\n  remit search award contract leeds\n  remit search R101 "
     "--json\n",
     true},
    {"serve", "serve [PATH...]", "the pages, for a browser", action_serve, serve_options,
     "Serves web pages about the handbooks, until Ctrl-C. A file that changes is read again; a "
     "text\n"
     "with errors does not take the place of one without.\n\n"
     "  remit serve examples/england-2024 examples/sites\n  remit serve my-handbook.remit --port "
     "9000\n"},
    {"spend files", "spend files [NAME... --rejected]", "which published files are loaded",
     action_spend_files, files_options,
     "Lists the files in the store: payers, days, payments, what was rejected, which edition each "
     "is.\n"
     "--rejected gives every row that was set aside, with its column and the reason.\n\n"
     "  remit spend files\n  remit spend files april.csv --rejected\n",
     true},
    {"spend forget", "spend forget NAME...", "take loaded files out of the store",
     action_spend_forget, forget_options,
     "Takes the files out, with their payments. A NAME is that of a file as it was loaded, or its "
     "number\n"
     "in remit spend files. Asks first; --yes answers.\n\n"
     "  remit spend forget april.csv\n  remit spend forget 3 4 --yes\n"},
    {"spend load", "spend load FILE...", "published spending files into the store",
     action_spend_load, load_options,
     "Reads published files, CSV or Excel, into the store: all of them, or none when one is "
     "refused.\n"
     "Says how each is read, counts payments and pounds in, classified and rejected, and lists "
     "every row\n"
     "that is rejected, with the column and the reason. A file that is loaded already is "
     "recognised by\n"
     "what is in it. A file of the same name from the same payers is its new edition, and takes "
     "its place.\n"
     "docs/spending.md has more.\n\n"
     "  remit spend load payments/*.csv\n"
     "  remit spend load april-corrected.csv --replaces april.csv\n"},
    {"spend look", "spend look FILE...", "how published spending files would be read",
     action_spend_look, look_options,
     "Says what each file is, where its fields stand and why, how its days are read; shows its "
     "first\n"
     "rows as read, counts and sums, and every row that is set aside, with the column and the "
     "reason.\n"
     "Stores nothing. Exit code 1 when rows were rejected, 2 when a file was refused.\n\n"
     "  remit spend look april.csv may.xlsx\n"
     "  remit spend look april.csv --map 'supplier=5,organisation:=\"NHS Kent\"'\n"},
    {"spend report", "spend report [WHAT] [FILE...]", "where published spending went",
     action_spend_report, report_options,
     "Adds up the payments in published files, CSV or Excel, or without files those in the store, "
     "and\n"
     "shows where they went by the rules.\n"
     "WHAT is one of\n"
     "  (nothing)            type of purchase by area, shares, trusts of the system and others\n"
     "  by AXIS [by AXIS]    a table; an AXIS is a classification of the rules (purchase, area,\n"
     "                       mechanism, setting-of-care...), organisation, supplier, "
     "expense-type,\n"
     "                       expense-area, month or year\n"
     "  quintiles            organisations in five groups by total, with their shares by area\n"
     "  shift [by AXIS]      what moved since --baseline, in points of share and in pounds\n"
     "  trusts               shares of trusts of the system, of other systems and of others\n"
     "  suppliers            suppliers, and the organisations that they match, with the evidence\n"
     "  outliers [by AXIS]   shares and months that stand out\n"
     "  gaps                 months and organisations that are missing\n"
     "  labels               amounts that contradict the rate that their description names\n"
     "  sha                  functions and providers of the System of Health Accounts\n\n"
     "  remit spend report\n"
     "  remit spend report payments/*.csv\n"
     "  remit spend report by area by month payments/*.csv --csv\n"
     "  remit spend report shift payments/*.csv --baseline 2020-04..2020-06\n",
     true},
    {"spend rows", "spend rows", "payments in the store, a page at a time", action_spend_rows,
     rows_options,
     "Lists payments that are loaded, in the order of their files, those that the options let "
     "through;\n"
     "counts them and adds them up. With --csv, --json or --xlsx likewise a page: --rows makes it "
     "longer.\n\n"
     "  remit spend rows --only area=community --from 2022-07 --until 2022-09\n"
     "  remit spend rows --find 'barts' --page 2\n",
     true},
    {"spend rules", "spend rules [--effect SETTING [FILE...]]",
     "how spending is sorted, and what each choice moves", action_spend_rules, rules_options,
     "Prints the rules: settings with their reasons, then each category with its keywords. With\n"
     "--effect: what each choice of a setting moves in these files, or in the store, in rows and\n"
     "pounds.\n\n"
     "  remit spend rules\n"
     "  remit spend rules --effect precedence payments/*.csv\n",
     true},
    {"spend sample", "spend sample",
     "made-up spending files of every shape, and what they add up to", action_spend_sample,
     sample_options,
     "Writes made-up payments as commissioners publish them, and beside them what they add up to:\n"
     "expected.csv by file, with the rows that must be refused; expected-sums.csv by month and by "
     "the\n"
     "rules. The sums are kept as the payments are made up, not read from the files. Ways of "
     "publishing:\n"
     "  plain, semicolons, tabs, quoted, signs, byte-order-mark, windows-1252, utf-16,\n"
     "  carriage-returns, titles, totals, blank-rows, misspelt-headers, unnamed-headers,\n"
     "  exchanged-headers, no-header, few-columns, other-columns, us-dates, iso-dates, "
     "serial-dates,\n"
     "  month-names, mixed-dates, pounds, mixed-amounts, credits, refused, everything, workbook,\n"
     "  second-sheet\n"
     "One Excel sheet holds at most 900,000 payments.\n\n"
     "  remit spend sample --rows 5000 --seed 7 --out samples\n"
     "  remit spend sample --plain --rows 2000000 --out big\n"},
    {"spend suppliers", "spend suppliers [TEXT...]", "suppliers in the store, by name",
     action_spend_suppliers, suppliers_options,
     "Suppliers whose name holds each TEXT, with what they were paid and the organisation that "
     "they\n"
     "match, the largest first, a page at a time. Capitals count as small letters.\n\n"
     "  remit spend suppliers barts\n  remit spend suppliers --from 2022-07 --rows 20\n",
     true},
    {"spend why", "spend why FILE:ROW | --type TEXT --area TEXT",
     "which rule puts a row where it is", action_spend_why, why_options,
     "Says for each classification where the row is put, by which line of the rules and which "
     "keyword,\n"
     "and what else would fit. FILE is a file, or where none lies there one of the store.\n\n"
     "  remit spend why payments.csv:17\n"
     "  remit spend why --type 'Hcare Srv Rec NHS Trust' --area 'ACUTE MENTAL HEALTH'\n",
     true},
    {"survey", "survey [QUESTION]", "the study's questions put to every handbook", action_survey,
     survey_options,
     "The questions of Table 7 of the post implementation review, answered from the handbooks, "
     "beside\n"
     "the published counts. With a question's name: who answers yes, and where it stands.\n\n"
     "  remit survey\n  remit survey place-functions\n  remit survey --csv\n  remit survey "
     "--question place-functions --sort people --csv\n",
     true},
    {"who", "who FUNCTION [of SERVICE] [for POPULATION...]", "who may decide a matter", action_who,
     ask_options,
     "Names every body that may decide the matter, nearest to the people affected first, each "
     "with\n"
     "the chain of delegations that gives it the power. When nobody may: what is missing.\n\n"
     "  remit who award-contract of community for leeds --value 3.2m\n",
     true},
};
const size_t action_count = sizeof actions / sizeof actions[0];

const struct action *action_find(struct str name)
{
    for (size_t i = 0; i < action_count; i++)
        if (str_eq(name, str_of(actions[i].name)))
            return &actions[i];
    return NULL;
}
