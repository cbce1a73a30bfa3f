// spend.js FILE RULES.json THREADS MODULES WAY: DuckDB adds up a file of payments by area and type of
// purchase. WAY pairs: by pairs of texts first, which are then classified; rows: each row. Prints
// area|purchase|rows|pence.
'use strict'
const [file, rules, threads, modules, way] = process.argv.slice(2)
const { DuckDBInstance } = require(require('path').resolve(modules, '@duckdb/node-api'))
const { chains, sql } = require('./spend_rules.js')

async function main() {
  const c = chains(rules)
  const db = await (await DuckDBInstance.create(':memory:', { threads })).connect()
  const names = ['family', 'entity', 'day', 'type', 'area', 'supplier', 'number', 'amount']
  const columns = names.map((n) => `'${n}': 'VARCHAR'`).join(', ')
  const csv = `read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\\n', encoding = 'latin-1', columns = {${columns}})`
  const fields = `coalesce(type, '') AS type, coalesce(area, '') AS area`
  const pence = `CAST(replace(replace(replace(amount, ',', ''), '.', ''), '\u00a3', '') AS BIGINT)`
  const pairs = `SELECT ${fields}, count(*) AS n, sum(${pence}) AS p FROM ${csv} GROUP BY ALL`
  const rows = `SELECT ${fields}, 1 AS n, ${pence} AS p FROM ${csv}`
  const found = await db.runAndReadAll(`
    WITH given AS (${way === 'pairs' ? pairs : rows}),
    bought AS (SELECT *, ${sql(c, 'purchase')} AS purchase FROM given)
    SELECT ${sql(c, 'area')} AS area_class, purchase, sum(n), sum(p) FROM bought GROUP BY ALL ORDER BY ALL`)
  for (const row of found.getRows()) console.log(row.join('|'))
}
main().catch((e) => {
  console.error(e)
  process.exit(1)
})
