/* fields.c: the columns of published spending, by the names that publishers give them. */
#include "spend/fields.h"

#define LIST(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

const struct intake_field spend_fields[SPEND_FIELDS] = {
    [SPEND_ORGANISATION] = {"organisation", "Organisation", INTAKE_WORD, INTAKE_MAY,
                            LIST("entity", "ccg", "icb", "organisation", "organisation name",
                                 "body name"),
                            LIST("nhs ", "trust", "hospital", "ccg", "icb"),
                            LIST("department of health", "department of health and social care",
                                 "#")},
    [SPEND_DATE] = {"date", "Date", INTAKE_DATE, INTAKE_MAY,
                    LIST("date", "date paid", "date of payment", "payment date"), NULL, NULL},
    [SPEND_TYPE] = {"expense-type", "Expense type", INTAKE_WORD, INTAKE_MAY,
                    LIST("expense type", "expenses type", "expense", "9an level 9 account name"),
                    LIST("hcare srv", "c&m", "clinical&medical"), NULL},
    [SPEND_AREA] = {"expense-area", "Expense area", INTAKE_WORD, INTAKE_MAY,
                    LIST("expense area", "expenses area", "cost centre name"),
                    LIST("commissioning", "balance sheet"), NULL},
    [SPEND_SUPPLIER] = {"supplier", "Supplier", INTAKE_WORD, INTAKE_MAY,
                        LIST("supplier", "supplier name"),
                        LIST(" ltd", " trust", " plc", "practice"), LIST("#")},
    [SPEND_REFERENCE] = {"reference", "Transaction number", INTAKE_TEXT, INTAKE_MAY,
                         LIST("transaction number", "transaction reference", "transaction",
                              "invoice number", "their reference", "transaction type"),
                         NULL, NULL},
    [SPEND_AMOUNT] = {"amount", "Amount", INTAKE_AMOUNT, INTAKE_CELL,
                      LIST("amount", "ap amount", "amount in sterling"), NULL, NULL},
    [SPEND_DESCRIPTION] = {"description", "Description", INTAKE_TEXT, INTAKE_MAY,
                           LIST("description", "invoice description", "item text", "narrative"),
                           NULL, NULL},
};

const enum spend_field spend_word_fields[SPEND_WORDS] = {SPEND_ORGANISATION, SPEND_TYPE, SPEND_AREA,
                                                         SPEND_SUPPLIER};

struct spend_block spend_block_of(const struct intake_batch *batch, uint32_t file)
{
    struct spend_block b = {.n = batch->n, .file = file, .line = batch->rows};
    for (unsigned w = 0; w < SPEND_WORDS; w++)
        b.words[w] = batch->cells[spend_word_fields[w]].words;
    b.on = batch->cells[SPEND_DATE].dates;
    b.amount = batch->cells[SPEND_AMOUNT].amounts;
    b.reference = batch->cells[SPEND_REFERENCE].texts;
    b.description = batch->cells[SPEND_DESCRIPTION].texts;
    return b;
}
