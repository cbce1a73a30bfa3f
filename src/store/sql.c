/* sql.c: every sentence of SQL, in one table, and values to and from it.
 *
 * Numbers of segments are file << 32 | first line, so that the rows of a file lie together and in
 * order; those of words are kind << 32 | first number; those of rows set aside file << 32 | count.
 * Large columns stand last: SQLite reads a row up to what is asked of it. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "store/parts.h"

#define WHOLE                                                                                      \
    "changes, last_file, files, rows, total, rejected, rejected_total, organisations, types, "     \
    "areas, suppliers"
#define FILES                                                                                      \
    "number, name, hash, loaded, edition, replaced, first_day, last_day, undated, organisations, " \
    "bytes, rows, good, rejected, totals, notes, blank, repaired, unreadable, mixed, good_pence, " \
    "rejected_pence, aside, map, asked"
#define SEGMENT "id, n, first_day, last_day, undated"
#define ASIDE "id, kind, line, place, field, why, amount"
#define MAPS "publisher, header, map, file"
/* Rows of these files with a day in the span, or (last parameter) without one. */
#define SEGMENTS_WHERE                                                                             \
    " FROM segments WHERE id >= ?1 AND id < ?2 AND ((n > undated AND last_day >= ?3 AND "          \
    "first_day <= ?4) OR (?5 AND undated > 0)) ORDER BY id"

static const char *const sentences[SQL_STATEMENTS] = {
    [SQL_WHOLE] = "SELECT " WHOLE ", seal(" WHOLE ") = seal FROM whole",
    [SQL_WHOLE_PUT] = "REPLACE INTO whole(one, " WHOLE ", seal) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, "
                      "?7, ?8, ?9, ?10, ?11, seal(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))",
    [SQL_FILES] = "SELECT " FILES ", seal(" FILES ") = seal FROM files ORDER BY number",
    [SQL_FILE_PUT] =
        "INSERT INTO files(" FILES ", seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, seal(?1, ?2, ?3, "
        "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
        "?23, ?24, ?25))",
    [SQL_FILE_DELETE] = "DELETE FROM files WHERE number = ?1",
    [SQL_WORDS] = "SELECT id, n, texts FROM words ORDER BY id",
    [SQL_WORDS_PUT] = "INSERT INTO words(id, n, texts) VALUES (?1, ?2, ?3)",
    [SQL_SEGMENTS] = "SELECT " SEGMENT ", seal(" SEGMENT ") = seal, columns" SEGMENTS_WHERE,
    [SQL_SEGMENTS_TEXTS] = "SELECT " SEGMENT ", seal(" SEGMENT
                           ") = seal, columns, reference, description" SEGMENTS_WHERE,
    [SQL_SEGMENT_PUT] =
        "INSERT INTO segments(" SEGMENT ", seal, columns, reference, description) VALUES (?1, ?2, "
        "?3, ?4, ?5, seal(?1, ?2, ?3, ?4, ?5), ?6, ?7, ?8)",
    [SQL_SEGMENTS_DELETE] = "DELETE FROM segments WHERE id >= ?1 AND id < ?2",
    [SQL_ASIDE] = "SELECT " ASIDE ", seal(" ASIDE
                  ") = seal FROM aside WHERE id >= ?1 AND id < ?2 ORDER BY id",
    [SQL_ASIDE_PUT] = "INSERT INTO aside(" ASIDE ", seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                      "seal(?1, ?2, ?3, ?4, ?5, ?6, ?7))",
    [SQL_ASIDE_DELETE] = "DELETE FROM aside WHERE id >= ?1 AND id < ?2",
    [SQL_MAPS] = "SELECT " MAPS ", seal(" MAPS ") = seal FROM maps ORDER BY publisher",
    [SQL_MAP_PUT] = "REPLACE INTO maps(" MAPS ", seal) VALUES (?1, ?2, ?3, ?4, seal(?1, ?2, ?3, "
                    "?4))",
    [SQL_MAP_DELETE] = "DELETE FROM maps WHERE publisher = ?1",
};

static const char schema[] =
    "PRAGMA application_id = 1382902132; PRAGMA user_version = 1;"
    "CREATE TABLE whole(one INTEGER PRIMARY KEY, " WHOLE ", seal);"
    "CREATE TABLE files(number INTEGER PRIMARY KEY, name, hash, loaded, edition, replaced, "
    "first_day, last_day, undated, organisations, bytes, rows, good, rejected, totals, notes, "
    "blank, repaired, unreadable, mixed, good_pence, rejected_pence, aside, map, asked, seal);"
    "CREATE TABLE words(id INTEGER PRIMARY KEY, n, texts);"
    "CREATE TABLE segments(id INTEGER PRIMARY KEY, n, first_day, last_day, undated, seal, "
    "columns, reference, description);"
    "CREATE TABLE aside(id INTEGER PRIMARY KEY, kind, line, place, field, why, amount, seal);"
    "CREATE TABLE maps(publisher TEXT PRIMARY KEY, header, map, file, seal) WITHOUT ROWID;";
_Static_assert(STORE_APPLICATION == 1382902132 && STORE_FORM == 1, "as the schema says");

int sql_schema(sqlite3 *db)
{
    return sqlite3_exec(db, schema, NULL, NULL, NULL);
}

/* ---- seals --------------------------------------------------------------------------------- */

static void seal(sqlite3_context *to, int n, sqlite3_value **values)
{
    uint64_t h = (uint64_t)n;
    for (int i = 0; i < n; i++) {
        int type = sqlite3_value_type(values[i]);
        int64_t number = type == SQLITE_INTEGER ? sqlite3_value_int64(values[i]) : 0;
        if (type == SQLITE_INTEGER || type == SQLITE_NULL) {
            h = XXH3_64bits_withSeed(&number, sizeof number, h + (uint64_t)type);
            continue;
        }
        const void *p = sqlite3_value_blob(values[i]);
        int length = sqlite3_value_bytes(values[i]);
        h = XXH3_64bits_withSeed(p ? p : "", p ? (size_t)length : 0, h + (uint64_t)type);
    }
    sqlite3_result_int64(to, (int64_t)h);
}

int sql_add_seal(sqlite3 *db)
{
    return sqlite3_create_function_v2(db, "seal", -1,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                      seal, NULL, NULL, NULL);
}

/* ---- values -------------------------------------------------------------------------------- */

int sql_prepare(sqlite3 *db, enum sql what, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sentences[what], -1, out, NULL);
}

int sql_bind(sqlite3_stmt *st, const struct sql_value *values, int n)
{
    int code = SQLITE_OK;
    for (int i = 0; i < n && code == SQLITE_OK; i++) {
        const struct sql_value *v = &values[i];
        const char *p = v->bytes.p ? v->bytes.p : "";
        if (v->kind == SQL_INTEGER)
            code = sqlite3_bind_int64(st, i + 1, v->n);
        else if (v->kind == SQL_TEXT)
            code = sqlite3_bind_text64(st, i + 1, p, v->bytes.n, SQLITE_STATIC, SQLITE_UTF8);
        else if (v->bytes.n)
            code = sqlite3_bind_blob64(st, i + 1, p, v->bytes.n, SQLITE_STATIC);
        else
            code = sqlite3_bind_null(st, i + 1);
    }
    return code;
}

int sql_step_once(sqlite3_stmt *st, const struct sql_value *values, int n)
{
    int code = sql_bind(st, values, n);
    if (code == SQLITE_OK)
        code = sqlite3_step(st);
    int reset = sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    return code == SQLITE_DONE ? SQLITE_OK : reset != SQLITE_OK ? reset : code;
}

struct str sql_column(sqlite3_stmt *st, int column)
{
    const void *p = sqlite3_column_blob(st, column);
    return p ? (struct str){p, (size_t)sqlite3_column_bytes(st, column)} : S("");
}
