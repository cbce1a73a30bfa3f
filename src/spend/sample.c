/* sample.c: payments made up from a number, in the rows of a file as somebody might publish it.
 *
 * What is peculiar to a form is in the table of forms; a payment is made first, counted, and only
 * then written, so that what the file adds up to does not depend on how it is written. */
#include <string.h>

#include "spend/sample.h"

/* ---- the forms ----------------------------------------------------------------------------- */

#define COMMAS .separator = ',', .ending = "csv", .map = ""
#define LF .line_end = "\n"
#define CRLF .line_end = "\r\n"
const struct spend_form spend_forms[] = {
    {"plain", "commas, Windows-1252, a year of all organisations", COMMAS, LF,
     .bytes = FORM_WINDOWS, .with = FORM_MANY},
    {"semicolons", "semicolons, amounts without commas", .separator = ';', .ending = "csv",
     .map = "", CRLF, .money = MONEY_PLAIN},
    {"tabs", "tabs, headers in capitals", .separator = '\t', .ending = "txt", .map = "", CRLF,
     .head = HEAD_CAPITALS},
    {"quoted", "all cells in quotes; names with commas, quotes and line ends", COMMAS, CRLF,
     .with = FORM_QUOTED | FORM_SIGNS},
    {"signs", "names with commas, quotes and line ends, quoted where they must be", COMMAS, LF,
     .head = HEAD_OTHER, .with = FORM_SIGNS},
    {"byte-order-mark", "UTF-8 with a byte order mark", COMMAS, CRLF, .bytes = FORM_UTF8_MARK},
    {"windows-1252", "Windows-1252 with pound signs", COMMAS, CRLF, .bytes = FORM_WINDOWS,
     .money = MONEY_POUNDS},
    {"utf-16", "UTF-16 with tabs, as spreadsheets save 'Unicode text'", .separator = '\t',
     .ending = "txt", .map = "", CRLF, .bytes = FORM_UTF16},
    {"carriage-returns", "lines end in CR alone", COMMAS, .line_end = "\r"},
    {"titles", "title lines above the header", COMMAS, CRLF, .with = FORM_TITLE},
    {"totals", "sums among the rows and below, remarks, the header again", COMMAS, LF,
     .with = FORM_TOTALS},
    {"blank-rows", "blank rows, and rows of nothing but commas", COMMAS, LF, .with = FORM_BLANKS},
    {"misspelt-headers", "headers with slips of the pen", COMMAS, LF, .head = HEAD_SLIPS},
    {"unnamed-headers", "columns without a name", COMMAS, CRLF, .head = HEAD_UNNAMED},
    {"exchanged-headers", "the names of type and area above each other's cells", COMMAS, LF,
     .head = HEAD_EXCHANGED},
    {"no-header", "no header", COMMAS, LF, .head = HEAD_NONE},
    {"few-columns", "no column for the organisation, nor for the transaction", COMMAS, CRLF,
     .head = HEAD_FEW},
    {"other-columns",
     "more columns, in another order; rows end with their last cell that is not "
     "empty",
     COMMAS, CRLF, .head = HEAD_OTHER, .with = FORM_SHORT},
    {"us-dates", "days as 7/31/2022", COMMAS, LF, .days = DAYS_US},
    {"iso-dates", "days as 2022-07-31", COMMAS, LF, .days = DAYS_ISO},
    {"serial-dates", "days as a spreadsheet's numbers", COMMAS, LF, .days = DAYS_SERIAL},
    {"month-names", "days as 31-Jul-22", COMMAS, CRLF, .days = DAYS_NAMED},
    {"mixed-dates", "days in all of these ways", COMMAS, LF, .days = DAYS_MIXED},
    {"pounds", "amounts as £1,234.56 and (£1,234.56)", COMMAS, LF, .money = MONEY_POUNDS},
    {"mixed-amounts", "amounts in all ways: brackets, CR, a minus behind", COMMAS, CRLF,
     .money = MONEY_MIXED, .with = FORM_CREDITS},
    {"credits", "a third of the rows is money back", COMMAS, LF, .with = FORM_CREDITS},
    {"refused", "every seventh row must be refused", COMMAS, LF, .with = FORM_REFUSED},
    {"everything", "titles, totals, blank rows, credits, refused rows, mixed days and amounts",
     COMMAS, CRLF, .bytes = FORM_WINDOWS, .head = HEAD_SLIPS, .days = DAYS_MIXED,
     .money = MONEY_MIXED,
     .with = FORM_SIGNS | FORM_TITLE | FORM_TOTALS | FORM_BLANKS | FORM_CREDITS | FORM_REFUSED},
    {"workbook", "an Excel workbook", .ending = "xlsx", .map = "", .with = FORM_WORKBOOK},
    {"second-sheet", "an Excel workbook with titles, whose second sheet has the payments",
     .ending = "xlsx", .map = "sheet=2",
     .with = FORM_WORKBOOK | FORM_TITLE | FORM_TOTALS | FORM_BLANKS},
};
const uint32_t spend_form_count = sizeof spend_forms / sizeof spend_forms[0];

enum part {
    PART_FAMILY,
    PART_ENTITY,
    PART_DAY,
    PART_TYPE,
    PART_AREA,
    PART_SUPPLIER,
    PART_REFERENCE,
    PART_AMOUNT,
    PART_DESCRIPTION,
    PART_POSTCODE,
    PARTS
};
struct head {
    uint32_t n;
    struct {
        enum part part;
        const char *title;
    } columns[PARTS];
};
static const struct head heads[] = {
    [HEAD_USUAL] = {8,
                    {{PART_FAMILY, "Department family"},
                     {PART_ENTITY, "Entity"},
                     {PART_DAY, "Date"},
                     {PART_TYPE, "Expense type"},
                     {PART_AREA, "Expense area"},
                     {PART_SUPPLIER, "Supplier"},
                     {PART_REFERENCE, "Transaction number"},
                     {PART_AMOUNT, "Amount"}}},
    [HEAD_CAPITALS] = {8,
                       {{PART_FAMILY, "DEPARTMENT FAMILY"},
                        {PART_ENTITY, "ENTITY"},
                        {PART_DAY, "PAYMENT DATE"},
                        {PART_TYPE, "EXPENSE TYPE"},
                        {PART_AREA, "EXPENSE AREA"},
                        {PART_SUPPLIER, "SUPPLIER NAME"},
                        {PART_REFERENCE, "TRANSACTION NUMBER"},
                        {PART_AMOUNT, "AMOUNT IN STERLING"}}},
    [HEAD_SLIPS] = {8,
                    {{PART_FAMILY, "Departmnt family"},
                     {PART_ENTITY, "Entitiy"},
                     {PART_DAY, "Date of Paymnt"},
                     {PART_TYPE, "Expnse type"},
                     {PART_AREA, "Expense aera"},
                     {PART_SUPPLIER, "Suppklier"},
                     {PART_REFERENCE, "Transacton Number"},
                     {PART_AMOUNT, "Ammount"}}},
    [HEAD_UNNAMED] = {8,
                      {{PART_FAMILY, "Department family"},
                       {PART_ENTITY, "Entity"},
                       {PART_DAY, "Date"},
                       {PART_TYPE, ""},
                       {PART_AREA, "Expense area"},
                       {PART_SUPPLIER, ""},
                       {PART_REFERENCE, "Transaction number"},
                       {PART_AMOUNT, "Amount"}}},
    [HEAD_EXCHANGED] = {8,
                        {{PART_FAMILY, "Department"},
                         {PART_ENTITY, "CCG"},
                         {PART_DAY, "Date"},
                         {PART_TYPE, "Expense Area"},
                         {PART_AREA, "Expense Type"},
                         {PART_SUPPLIER, "Supplier"},
                         {PART_REFERENCE, "Transaction Number"},
                         {PART_AMOUNT, "Amount"}}},
    [HEAD_NONE] = {8,
                   {{PART_FAMILY, NULL},
                    {PART_ENTITY, NULL},
                    {PART_DAY, NULL},
                    {PART_TYPE, NULL},
                    {PART_AREA, NULL},
                    {PART_SUPPLIER, NULL},
                    {PART_REFERENCE, NULL},
                    {PART_AMOUNT, NULL}}},
    [HEAD_FEW] = {5,
                  {{PART_DAY, "Date"},
                   {PART_TYPE, "Expense type"},
                   {PART_AREA, "Expense area"},
                   {PART_SUPPLIER, "Supplier"},
                   {PART_AMOUNT, "Amount"}}},
    [HEAD_OTHER] = {9,
                    {{PART_AMOUNT, "Amount"},
                     {PART_SUPPLIER, "Supplier"},
                     {PART_AREA, "Cost centre name"},
                     {PART_TYPE, "Expenses type"},
                     {PART_DAY, "Date paid"},
                     {PART_ENTITY, "Organisation name"},
                     {PART_REFERENCE, "Invoice number"},
                     {PART_DESCRIPTION, "Description"},
                     {PART_POSTCODE, "Supplier postcode"}}},
};

/* ---- what a payment may be ----------------------------------------------------------------- */

static const char *const organisations[] = {
    "NHS Hazel Valley ICB",      "NHS Northmoor and Sele ICB", "NHS Wyrebeck ICB",
    "NHS Great Aldersea ICB",    "NHS Fenmarch ICB",           "NHS Kestrel Coast ICB",
    "NHS Upper Tamble ICB",      "NHS Oakhampton ICB",         "NHS Three Rivers and Lode ICB",
    "NHS Stonebridge Hills ICB", "NHS Merewold ICB",           "NHS South Pellham ICB",
};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

enum kind { TRUST, FOUNDATION, PRACTICE, COMPANY, CARE, CHARITY, COUNCIL, BOARD, PUBLIC, KINDS };
/* What is paid for, from where, to whom, and how often of a thousand or so. */
static const struct line {
    const char *type, *area;
    enum kind to;
    uint32_t often;
} lines[] = {
    {"Hcare Srv Rec NHS Trust-Contract Baseline", "ACUTE COMMISSIONING", TRUST, 60},
    {"Hcare Srv Rec NHS Trust-Over/ Under Performance", "ACUTE COMMISSIONING", TRUST, 14},
    {"Hcare Srv Rec NHS Trust-Prior Year", "ACUTE COMMISSIONING", TRUST, 6},
    {"Hcare Srv Rec NHS Trust-CQUIN", "ACUTE COMMISSIONING", TRUST, 8},
    {"Hcare Srv Rec NHS Trust-Contract Baseline", "COMMUNITY SERVICES", TRUST, 24},
    {"Hcare Srv Rec NHS Trust-Non Contract", "NCAS/OATS", TRUST, 20},
    {"Hcare Srv Rec Fdtn Trust-Contract Baseline", "ACUTE COMMISSIONING", FOUNDATION, 66},
    {"Hcare Srv Rec Fdtn Trust-Contract Baseline", "MENTAL HEALTH CONTRACTS", FOUNDATION, 40},
    {"Hcare Srv Rec Fdtn Trust-Contract Baseline", "COMMUNITY SERVICES", FOUNDATION, 30},
    {"Hcare Srv Rec Fdtn Trust-Over/ Under Performance", "ACUTE COMMISSIONING", FOUNDATION, 12},
    {"Hcare Srv Rec Fdtn Trust-Prior Year", "MENTAL HEALTH CONTRACTS", FOUNDATION, 6},
    {"Hcare Srv Rec Fdtn Trust-Contract Baseline", "ACUTE CHILDRENS MENTAL HEALTH", FOUNDATION, 5},
    {"Hlthcre-Foundation Trsts", "COMMISSIONING - NON ACUTE", FOUNDATION, 12},
    {"Hlthcre-Foundation Trsts", "WHEELCHAIR SERVICE", FOUNDATION, 5},
    {"NHSFT Contract Value", "Winter Resilience", FOUNDATION, 4},
    {"Hcare Srv Rec Oth-NHS", "AMBULANCE SERVICES", TRUST, 12},
    {"C&M-GMS Global Sum", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 66},
    {"C&M-GMS QOF Aspiration", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 62},
    {"C&M-GMS PCN DES Participation", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 56},
    {"C&M-GMS PCN DES Clinical Director", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 10},
    {"C&M-GMS PCN DES Soc Prescribing", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 8},
    {"C&M-GMS Prem Notional Rent", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 34},
    {"C&M-GMS Prem Rates", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 30},
    {"C&M-GMS Prem Water Rates", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 12},
    {"C&M-GMS Cost of Drugs -Prescribing", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 14},
    {"C&M-GMS DES Minor Surgery", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 9},
    {"C&M-GMS LES Basket of Procedures", "LOCAL ENHANCED SERVICES", PRACTICE, 22},
    {"C&M-PMS Contract Value", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 30},
    {"C&M-PMS QOF Aspiration", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 28},
    {"C&M-PMS LES Extended Hours", "LOCAL ENHANCED SERVICES", PRACTICE, 16},
    {"C&M-APMS Contract Value", "PRC DELEGATED CO-COMMISSIONING", COMPANY, 12},
    {"Contract Value", "PRC DELEGATED CO-COMMISSIONING", PRACTICE, 30},
    {"C&M-GMS IT Comm Servs -GP Practices", "PRIMARY CARE IT", COMPANY, 8},
    {"Clinical&Medical-Clinical Other", "LOCAL ENHANCED SERVICES", COMPANY, 20},
    {"Clinical&Medical-Independent Sector", "ACUTE COMMISSIONING", COMPANY, 20},
    {"Clinical&Medical-Independent Sector", "CLINICAL ASSESSMENT AND TREATMENT CENTRES", COMPANY,
     16},
    {"Clinical&Medical-Commercial Sector", "CHC ADULT FULLY FUNDED", CARE, 24},
    {"Clinical&Medical-Commercial Sector", "COUNSELLING SERVICES", COMPANY, 5},
    {"Clinical&Medical-Commercial Sector", "FUNDED NURSING CARE", CARE, 12},
    {"Clinical&Medical-Not For Profit", "HOSPICES", CHARITY, 8},
    {"Clinical&Medical-Voluntary Sector", "PALLIATIVE CARE", CHARITY, 8},
    {"Clinical&Medical-Voluntary Sector", "CARERS", CHARITY, 5},
    {"Clinical&Medical-Othe Public Sector", "INTERMEDIATE CARE", COUNCIL, 8},
    {"Clinical&Medical-Devolved Administrations", "NCAS/OATS", PUBLIC, 3},
    {"Clinical&Medical-Drugs", "PRESCRIBING", COMPANY, 8},
    {"Clinical&Medical- Non NHS LES", "LEARNING DIFFICULTIES", CHARITY, 5},
    {"Cont Care- Continuing Care", "CHC AD FULL FUND PERS HLTH BUD", CARE, 8},
    {"Cont Care-Local Authorities", "CONTINUING HEALTHCARE ASSESSMENT & SUPPORT", COUNCIL, 8},
    {"Social Care-Res Long Stay Exp", "CHC CHILDREN", CARE, 12},
    {"Services Rec from Local Authorities", "COMMUNITY SERVICES", COUNCIL, 10},
    {"Services From CCGs", "COMMISSIONING SCHEMES", BOARD, 7},
    {"Hcare Srv Rec ICB", "NHS 111", BOARD, 5},
    {"Prescribing costs", "PRESCRIBING", PUBLIC, 10},
    {"Home Oxygen", "OXYGEN", COMPANY, 4},
    {"Dressings", "MEDICINES MANAGEMENT - CLINICAL", COMPANY, 3},
    {"High Cost Devices", "ACUTE COMMISSIONING", COMPANY, 3},
    {"Voids and Subsidies", "RECHARGES NHS PROPERTY SERVICES LTD", PUBLIC, 12},
    {"Recharge : Received", "RECHARGES", PUBLIC, 8},
    {"Charges from CSU", "CORPORATE COSTS & SERVICES", PUBLIC, 5},
    {"Income tax <1Yr", "BALANCE SHEET", PUBLIC, 6},
    {"Pension <1 Yr", "BALANCE SHEET", PUBLIC, 5},
    {"Basic Sal-Rechgs to-from Other NHS", "CEO/ BOARD OFFICE", TRUST, 10},
    {"Agency Clinical", "IM&T", COMPANY, 4},
    {"Computer Hardware Purch", "PRIMARY CARE IT", COMPANY, 6},
    {"Rent", "", COMPANY, 4},
    {"Legal Fees", "Service Planning & Reform", COMPANY, 4},
    {"Professional Fees", "ENVIRONMENTAL SERVICES", COMPANY, 3},
    {"External Contractors", "Child and Adolescent Mental Health", CHARITY, 3},
    {"", "I+E SET-UP DEFAULT", COMPANY, 2},
};
enum { LINES = sizeof lines / sizeof lines[0], MONTHS = 12, FIRST_YEAR = 2022, APRIL = 3 };

static const char *const places[] = {
    "ALDERSEA",    "ASHCOMBE",    "BARROWDEN",      "BECKLEY",     "BRAMHOPE",     "CALDERFORD",
    "CHARLWOOD",   "COLDHARBOUR", "DENESIDE",       "DUNWICK",     "EASTMERE",     "ELMSTEAD",
    "FENMARCH",    "FOXHOLE",     "GATESBY",        "GREYSTONE",   "HAZEL VALLEY", "HEATHERSIDE",
    "HOLLIN",      "INGLEBY",     "KESTREL BAY",    "KINGSMEAD",   "LANGTHWAITE",  "LODE",
    "MEREWOLD",    "MILLBROOK",   "NETHERBY",       "NORTHMOOR",   "OAKHAMPTON",   "ORCHARD ROW",
    "PELLHAM",     "QUARRYDALE",  "RAVENSCAR ROAD", "RIVERSIDE",   "SELE",         "SILVERDALE",
    "STONEBRIDGE", "TAMBLE",      "THORNLEA",       "UPTON CROSS", "VALE END",     "WESTERBY",
    "WHITELADY",   "WYREBECK",    "YEWTREE",
};
enum { PLACES = sizeof places / sizeof places[0], WORDS = 8 };
/* Before and behind a place; the number of a supplier chooses both. */
static const char *const behind[KINDS][WORDS] = {
    [TRUST] = {"HOSPITALS NHS TRUST", "UNIVERSITY HOSPITALS NHS TRUST",
               "AMBULANCE SERVICE NHS TRUST", "COMMUNITY HEALTHCARE NHS TRUST", "HEALTH NHS TRUST",
               "CARE NHS TRUST", "TEACHING HOSPITALS NHS TRUST", "AND DISTRICT NHS TRUST"},
    [FOUNDATION] = {"NHS FOUNDATION TRUST", "UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
                    "MENTAL HEALTH NHS FOUNDATION TRUST", "PARTNERSHIP NHS FOUNDATION TRUST",
                    "COMMUNITY HEALTH NHS FOUNDATION TRUST", "AND COUNTY NHS FOUNDATION TRUST",
                    "CHILDRENS NHS FOUNDATION TRUST", "HEALTHCARE NHS FOUNDATION TRUST"},
    [PRACTICE] = {"SURGERY", "MEDICAL CENTRE", "HEALTH CENTRE", "MEDICAL PRACTICE",
                  "FAMILY PRACTICE", "PRIMARY CARE CENTRE", "GROUP PRACTICE",
                  "MEDICAL PARTNERSHIP"},
    [COMPANY] = {"HEALTHCARE LTD", "MEDICAL SUPPLIES LTD", "DIAGNOSTICS LIMITED", "IMAGING LTD",
                 "SYSTEMS UK LTD", "CLINICAL SERVICES LIMITED", "CONSULTING LLP", "GROUP PLC"},
    [CARE] = {"CARE HOME", "NURSING HOME LTD", "HOMECARE LIMITED", "LODGE CARE HOME",
              "HOUSE RESIDENTIAL HOME", "CARE VILLAGE LTD", "SUPPORTED LIVING LTD",
              "COURT CARE LTD"},
    [CHARITY] = {"HOSPICE", "CARERS CENTRE", "MIND", "COMMUNITY TRUST", "AGE CONCERN",
                 "FAMILY LINK", "WELLBEING CIC", "VOLUNTEERS"},
    [COUNCIL] = {"BOROUGH COUNCIL", "COUNTY COUNCIL", "CITY COUNCIL", "DISTRICT COUNCIL", "COUNCIL",
                 "METROPOLITAN BOROUGH COUNCIL", "UNITARY COUNCIL", "AND VALE COUNCIL"},
    [BOARD] = {"ICB", "CCG", "ICB", "CCG", "ICB", "CCG", "ICB", "CCG"},
    [PUBLIC] = {"HEALTH BOARD", "BUSINESS SERVICES", "PROPERTY SERVICES LTD", "SHARED SERVICES",
                "REVENUE OFFICE", "PENSIONS AGENCY", "SUPPORT UNIT", "AUTHORITY"},
};
/* Names that have to be quoted, or that are not ASCII; the last but so many are not in Latin-1, or
 * span lines. */
static const char *const signs[] = {
    "ASHCOMBE, BECKLEY & PARTNERS",
    "THE \"LIMES\" NURSING HOME LTD",
    "CAF\xc3\x89 CATERING SERVICES LTD",
    "NETHERBY; LODE, AND SELE LTD",
    "\"OLD MILL\", THE \"NEW\" WING LTD",
    "ST CHLO\xc3\x8b\xe2\x80\x99S HOSPICE",
    ("O\xe2\x80\x99" /* apart: the B would belong to the number */
     "BRIEN HOMECARE LIMITED"),
    "TAMBLE \xe2\x80\x93 LODE CARE LTD",
    "HOLLIN HOUSE\nCARE LTD",
    "GATESBY,\n\"GREYSTONE\"\nAND SONS LTD",
};
enum {
    SIGNS = sizeof signs / sizeof signs[0],
    SIGNS_IN_LATIN_1 = 5,
    SIGNS_ON_ONE_LINE = SIGNS - 2
};

/* ---- one payment --------------------------------------------------------------------------- */

/* Why a row must be refused. */
enum fault {
    NO_FAULT,
    FAULT_NO_AMOUNT,
    FAULT_TEXT,
    FAULT_COMMA,
    FAULT_PARTS,
    FAULT_NARROW,
    FAULT_CELLS,
    FAULT_LAST_UNREADABLE = FAULT_CELLS, /* behind it the amount can be read */
    FAULT_DAY,
    FAULT_MONTH,
    FAULT_NUMBER,
    FAULT_NUL,
    FAULTS
};
struct payment {
    uint32_t organisation, type, area; /* type, area: lines that have them */
    uint32_t month, day;               /* month: from April 2022; day: from 1 */
    uint32_t reference;
    pence amount;
    enum kind kind;
    uint32_t supplier;
    const char *sign; /* a name in place of the supplier's; or NULL */
    enum fault fault;
};
struct maker {
    struct arena *a;
    const struct spend_form *form;
    const struct spend_sample_taker *taker;
    struct spend_sample *out;
    uint64_t chance;
    uint32_t organisation, month; /* of the file; else FORM_MANY */
    uint32_t often;               /* sum over all lines */
    uint32_t *place;              /* of a sum, by type, area, month: 1 + number, or 0 */
    uint64_t made;
    pence sum, part; /* of all that count so far, and since the last sum among the rows */
    struct buf text; /* of the row in hand: it never moves */
    struct spend_sample_cell cells[PARTS + 1];
};

static uint32_t below(struct maker *m, uint32_t n)
{
    uint64_t x = (m->chance += 0x9e3779b97f4a7c15u); /* splitmix64 */
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((x ^ (x >> 31)) >> 32) % n;
}

static bool has(const struct maker *m, unsigned what)
{
    return (m->form->with & what) != 0;
}

static uint32_t some_line(struct maker *m)
{
    uint32_t x = below(m, m->often), i = 0;
    while (x >= lines[i].often)
        x -= lines[i++].often;
    return i;
}

static date first_of(uint32_t month)
{
    return date_of(FIRST_YEAR + (int)(APRIL + month) / MONTHS, (int)(APRIL + month) % MONTHS + 1,
                   1);
}

/* Most are little over £25,000, some are millions; many are whole pounds. */
static pence some_amount(struct maker *m)
{
    enum { LEAST = 2500000, DOUBLINGS = 10 };
    uint32_t a = below(m, DOUBLINGS), b = below(m, DOUBLINGS);
    pence base = (pence)LEAST << (a < b ? a : b);
    pence p = base + (pence)below(m, (uint32_t)(base < UINT32_MAX ? base : UINT32_MAX));
    uint32_t round = below(m, 4), back = below(m, has(m, FORM_CREDITS) ? 3 : 30);
    p -= round == 0 ? p % 100 : round == 1 ? p % 10 : 0;
    return back == 0 ? -p : p;
}

static struct payment some_payment(struct maker *m)
{
    enum { MISPLACED = 25, REGULARS = 4000, ODD = 40, EVERY = 7 };
    struct payment p = {.organisation = m->organisation, .month = m->month};
    p.type = p.area = some_line(m);
    if (below(m, MISPLACED) == 0)
        p.area = some_line(m); /* booked under another cost centre */
    if (has(m, FORM_MANY)) {
        p.organisation = below(m, sizeof organisations / sizeof organisations[0]);
        p.month = below(m, MONTHS);
    }
    p.day = 1 + below(m, (uint32_t)(first_of(p.month + 1) - first_of(p.month)));
    p.reference = 30000000 + below(m, 9000000);
    p.amount = some_amount(m);
    p.kind = lines[p.type].to;
    p.supplier = below(m, REGULARS);
    if (below(m, has(m, FORM_SIGNS) ? 4 : ODD) == 0)
        p.sign = signs[below(m, has(m, FORM_SIGNS)  ? SIGNS
                                : has(m, FORM_MANY) ? SIGNS_IN_LATIN_1
                                                    : SIGNS_ON_ONE_LINE)];
    if (has(m, FORM_REFUSED) && m->made % EVERY == EVERY - 1)
        p.fault = (enum fault)(1 + m->made / EVERY % (FAULTS - 1));
    m->made++;
    return p;
}

static void count(struct maker *m, const struct payment *p)
{
    struct spend_sample *s = m->out;
    if (p->fault) {
        s->rejected++;
        s->rejected_pence += p->fault > FAULT_LAST_UNREADABLE ? p->amount : 0;
        return;
    }
    s->good++;
    s->good_pence += p->amount;
    m->sum += p->amount;
    m->part += p->amount;
    uint32_t *place = &m->place[(p->type * LINES + p->area) * MONTHS + p->month];
    if (!*place) {
        *vec_push(m->a, &s->sums) =
            (struct spend_sample_sum){.type = str_of(lines[p->type].type),
                                      .area = str_of(lines[p->area].area),
                                      .month = spend_month_of(first_of(p->month))};
        *place = s->sums.n;
    }
    s->sums.at[*place - 1].rows++;
    s->sums.at[*place - 1].total += p->amount;
}

/* ---- its cells ----------------------------------------------------------------------------- */

static void put(struct maker *m, const char *z)
{
    buf_put(&m->text, str_of(z));
}

/* At least `digits` digits. */
static void put_number(struct maker *m, uint64_t x, unsigned digits)
{
    char d[20];
    unsigned n = 0;
    for (; x || n < digits; x /= 10)
        d[n++] = (char)('0' + x % 10);
    while (n)
        buf_putc(&m->text, d[--n]);
}

static void put_thousands(struct maker *m, uint64_t x)
{
    if (x < 1000) {
        put_number(m, x, 1);
        return;
    }
    put_thousands(m, x / 1000);
    buf_putc(&m->text, ',');
    put_number(m, x % 1000, 3);
}

/* 25000.5: as programs write numbers. */
static void put_bare(struct maker *m, uint64_t p)
{
    put_number(m, p / 100, 1);
    if (p % 100 == 0)
        return;
    buf_putc(&m->text, '.');
    if (p % 10)
        put_number(m, p % 100, 2);
    else
        put_number(m, p % 100 / 10, 1);
}

static void put_amount(struct maker *m, pence amount)
{
    /* Signs before and behind; each pair may be had with and without pounds. */
    static const struct {
        const char *before, *behind;
    } less[] = {{"-", ""}, {"(", ")"}, {"", "-"}, {"", " CR"}},
      more[] = {{"", ""}, {" ", " "}, {"GBP ", ""}, {"", ""}};
    enum spend_form_money money = m->form->money;
    uint32_t way = 0;
    bool pounds = money == MONEY_POUNDS || (has(m, FORM_MANY) && below(m, 100) == 0);
    if (money == MONEY_POUNDS)
        way = below(m, 2) && amount < 0;
    if (money == MONEY_MIXED) {
        way = below(m, 4);
        pounds = below(m, 3) == 0 && !(amount >= 0 && way == 2);
    }
    bool bare = money == MONEY_PLAIN || (money == MONEY_MIXED && below(m, 3) == 0);
    uint64_t p = (uint64_t)(amount < 0 ? -amount : amount);
    put(m, amount < 0 ? less[way].before : more[way].before);
    put(m, pounds ? "\xc2\xa3" : "");
    if (bare) {
        put_bare(m, p);
    } else {
        put_thousands(m, p / 100);
        buf_putc(&m->text, '.');
        put_number(m, p % 100, 2);
    }
    put(m, amount < 0 ? less[way].behind : more[way].behind);
}

static void put_faulty_amount(struct maker *m, const struct payment *p)
{
    static const char *const texts[FAULTS] = {[FAULT_NO_AMOUNT] = "",
                                              [FAULT_TEXT] = "see note",
                                              [FAULT_COMMA] = "1.234,56",
                                              [FAULT_PARTS] = "27,345.678",
                                              [FAULT_NARROW] = "########"};
    if (texts[p->fault])
        put(m, texts[p->fault]);
    else
        put_amount(m, p->amount);
}

static void put_named_day(struct maker *m, int year, int month, int day, bool whole)
{
    put_number(m, (uint64_t)day, whole ? 1 : 2);
    buf_putc(&m->text, whole ? ' ' : '-');
    buf_put(&m->text, whole ? str_of(months[month - 1]) : (struct str){months[month - 1], 3});
    buf_putc(&m->text, whole ? ' ' : '-');
    put_number(m, (uint64_t)(whole ? year : year % 100), 2);
}

static void put_parts(struct maker *m, char sign, uint64_t a, uint64_t b, uint64_t c,
                      unsigned digits)
{
    put_number(m, a, digits);
    buf_putc(&m->text, sign);
    put_number(m, b, digits);
    buf_putc(&m->text, sign);
    put_number(m, c, 2);
}

static void put_day(struct maker *m, date on)
{
    int year, month, day;
    enum { WAYS = 6 };
    date_parts(on, &year, &month, &day);
    uint64_t y = (uint64_t)year, mm = (uint64_t)month, d = (uint64_t)day;
    enum spend_form_days days = m->form->days;
    uint32_t way = days == DAYS_MIXED ? below(m, WAYS) : (uint32_t)days;
    switch (way) {
    case DAYS_UK:
        put_parts(m, '/', d, mm, y, 2);
        break;
    case DAYS_US: /* in a mixture the year has two digits: another shape than the others have */
        put_parts(m, '/', mm, d, days == DAYS_MIXED ? y % 100 : y, 1);
        break;
    case DAYS_ISO:
        put_parts(m, '-', y, mm, d, 2);
        break;
    case DAYS_SERIAL:
        put_number(m, (uint64_t)(on - date_of(1899, 12, 30)), 1);
        break;
    default:
        put_named_day(m, year, month, day, way > DAYS_NAMED);
    }
}

static void put_supplier(struct maker *m, const struct payment *p)
{
    if (p->fault == FAULT_NUMBER) {
        put_number(m, p->reference, 8);
        return;
    }
    if (p->fault == FAULT_NUL) {
        buf_put(&m->text, S("A\0B CARE LTD"));
        return;
    }
    if (p->sign) {
        put(m, p->sign);
        return;
    }
    uint32_t k = p->supplier % (PLACES * WORDS), second = p->supplier / (PLACES * WORDS);
    put(m, p->kind == BOARD ? "NHS " : "");
    put(m, places[k % PLACES]);
    if (second && p->kind != TRUST && p->kind != FOUNDATION && p->kind != BOARD) {
        put(m, " & ");
        put(m, places[(k * 7 + second * 11) % PLACES]);
    }
    put(m, " ");
    put(m, behind[p->kind][k / PLACES]);
}

static void put_description(struct maker *m, const struct payment *p)
{
    if (p->reference % 3 == 0)
        return;
    put(m, "Invoice ");
    put_number(m, p->reference % 100000, 5);
    if (has(m, FORM_SIGNS) && p->reference % 3 == 1)
        put(m, ",\n\"final\"");
}

static void put_part(struct maker *m, const struct payment *p, enum part part,
                     struct spend_sample_cell *cell)
{
    date on = first_of(p->month) + (date)p->day - 1;
    switch (part) {
    case PART_FAMILY:
        put(m, "Department of Health");
        break;
    case PART_ENTITY:
        put(m, organisations[p->organisation]);
        break;
    case PART_DAY:
        if (p->fault == FAULT_DAY || p->fault == FAULT_MONTH) {
            put(m, p->fault == FAULT_DAY ? "31/02/2022" : "July 2022");
            break;
        }
        cell->kind = SAMPLE_DAY;
        cell->number = on;
        put_day(m, on);
        break;
    case PART_TYPE:
        put(m, lines[p->type].type);
        break;
    case PART_AREA:
        put(m, lines[p->area].area);
        break;
    case PART_SUPPLIER:
        put_supplier(m, p);
        break;
    case PART_REFERENCE:
        put_number(m, p->reference, 8);
        break;
    case PART_AMOUNT:
        cell->kind = p->fault && p->fault < FAULT_LAST_UNREADABLE ? SAMPLE_TEXT : SAMPLE_PENCE;
        cell->number = p->amount;
        put_faulty_amount(m, p);
        break;
    case PART_DESCRIPTION:
        put_description(m, p);
        break;
    default:
        if (p->reference % 2)
            put(m, "HV1 2ZZ");
    }
}

static bool give(struct maker *m, uint32_t n)
{
    bool fine = m->taker->row(m->taker->with, m->cells, n);
    m->text.n = 0;
    return fine;
}

/* Texts are in the buffer one behind the other. */
static void end_cell(struct maker *m, struct spend_sample_cell *cell, size_t from)
{
    cell->text = (struct str){m->text.p + from, m->text.n - from};
}

static bool give_payment(struct maker *m, const struct payment *p)
{
    const struct head *head = &heads[m->form->head];
    uint32_t n = 0;
    for (uint32_t i = 0; i < head->n; i++) {
        size_t from = m->text.n;
        m->cells[n] = (struct spend_sample_cell){0};
        put_part(m, p, head->columns[i].part, &m->cells[n]);
        end_cell(m, &m->cells[n++], from);
        if (head->columns[i].part == PART_SUPPLIER && p->fault == FAULT_CELLS)
            m->cells[n++] = (struct spend_sample_cell){.text = S("LONDON BRANCH")};
    }
    while (has(m, FORM_SHORT) && n && !m->cells[n - 1].text.n)
        n--;
    return give(m, n);
}

/* ---- what else stands in a file ------------------------------------------------------------ */

static bool give_one(struct maker *m, struct str text)
{
    m->cells[0] = (struct spend_sample_cell){.text = text};
    return give(m, 1);
}

static bool give_head(struct maker *m)
{
    const struct head *head = &heads[m->form->head];
    for (uint32_t i = 0; i < head->n; i++)
        m->cells[i] = (struct spend_sample_cell){.text = str_of(head->columns[i].title)};
    return m->form->head == HEAD_NONE || give(m, head->n);
}

static bool give_titles(struct maker *m)
{
    struct str title =
        str_fmt(m->a,
                "Payments over \xc2\xa3"
                "25,000, %s %d",
                months[(APRIL + m->month) % MONTHS], FIRST_YEAR + (int)(APRIL + m->month) / MONTHS);
    return !has(m, FORM_TITLE) || (give_one(m, str_of(organisations[m->organisation])) &&
                                   give_one(m, title) && give(m, 0));
}

static bool give_sum(struct maker *m, const char *label, pence sum)
{
    const struct head *head = &heads[m->form->head];
    for (uint32_t i = 0; i < head->n; i++) {
        size_t from = m->text.n;
        m->cells[i] = (struct spend_sample_cell){0};
        if (head->columns[i].part == PART_SUPPLIER)
            put(m, label);
        if (head->columns[i].part == PART_AMOUNT) {
            m->cells[i].kind = SAMPLE_PENCE;
            m->cells[i].number = sum;
            put_amount(m, sum);
        }
        end_cell(m, &m->cells[i], from);
    }
    return give(m, head->n);
}

static bool give_blank(struct maker *m, bool with_cells)
{
    uint32_t n = with_cells ? heads[m->form->head].n : 0;
    for (uint32_t i = 0; i < n; i++)
        m->cells[i] = (struct spend_sample_cell){.text = S("")};
    return give(m, n);
}

/* What comes between the payments. */
static bool give_between(struct maker *m)
{
    enum { BLANK = 9, PART = 20, PAGE = 50 };
    bool fine = true;
    if (has(m, FORM_BLANKS) && m->made % BLANK == 0)
        fine = give_blank(m, m->made % 2 == 0);
    if (has(m, FORM_TOTALS) && m->made % PART == 0) {
        fine = fine && give_sum(m, "Sub total", m->part);
        m->part = 0;
    }
    if (has(m, FORM_TOTALS) && m->made % PAGE == 0)
        fine = fine && give_one(m, S("Continued on the next page")) && give_head(m);
    return fine;
}

static bool give_end(struct maker *m)
{
    return !has(m, FORM_TOTALS) ||
           (give_blank(m, true) && give_sum(m, "Grand total", m->sum) &&
            give_one(m, S("Prepared by the finance department; amounts include VAT")));
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* Which organisation and month a file is of. */
static uint32_t turn(const struct spend_form *form, uint64_t seed)
{
    return (uint32_t)(((uint64_t)(form - spend_forms) + seed % MONTHS) % MONTHS);
}

struct str spend_sample_name(struct arena *a, const struct spend_form *form, uint64_t seed)
{
    uint32_t k = turn(form, seed), month = (APRIL + k) % MONTHS;
    if (form->with & FORM_MANY)
        return str_fmt(a, "spending-2022-23-%s.%s", form->name, form->ending);
    struct buf b = buf_new(a);
    buf_fmt(&b, "%s-%s-%d-", organisations[k], months[month],
            FIRST_YEAR + (int)(APRIL + k) / MONTHS);
    for (size_t i = 0; i < b.n; i++)
        b.p[i] = b.p[i] == ' '                    ? '-'
                 : b.p[i] >= 'A' && b.p[i] <= 'Z' ? (char)(b.p[i] + 'a' - 'A')
                                                  : b.p[i];
    buf_fmt(&b, "%s.%s", form->name, form->ending);
    return buf_str(&b);
}

bool spend_sample_make(struct arena *a, const struct spend_form *form, uint64_t rows, uint64_t seed,
                       const struct spend_sample_taker *taker, struct spend_sample *out)
{
    enum { ROW = 4096 }; /* bytes of one row's texts: a few hundred are needed */
    struct maker m = {.a = a, .form = form, .taker = taker, .out = out, .text = buf_new(a)};
    *out = (struct spend_sample){.form = form, .name = spend_sample_name(a, form, seed)};
    m.chance =
        (seed + 1) * 0x9e3779b97f4a7c15u ^ (uint64_t)(form - spend_forms) * 0xd1b54a32d192ed03u;
    m.organisation = m.month = turn(form, seed);
    m.place = NEW_ARRAY(a, uint32_t, (size_t)LINES * LINES * MONTHS);
    for (uint32_t i = 0; i < LINES; i++)
        m.often += lines[i].often;
    buf_pad(&m.text, ' ', ROW);
    m.text.n = 0;
    bool fine = give_titles(&m) && give_head(&m);
    for (uint64_t i = 0; i < rows && fine; i++) {
        struct payment p = some_payment(&m);
        count(&m, &p);
        fine = give_payment(&m, &p) && give_between(&m);
    }
    return fine && give_end(&m);
}
