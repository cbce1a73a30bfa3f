// spend_rules.js RULES.json: the chains of keywords that laws/spending.remit holds, for the programs
// that Remit is measured beside: bench/spend.js (DuckDB), and as SQL, awk and Miller's language.
//
//     remit spend rules --json > RULES.json
//     node bench/spend_rules.js RULES.json purchase|area|awk|mlr     (the first two: SQL)
//
// Of settings the first choice holds, as in Remit.
'use strict'
const fs = require('fs')

function chains(path) {
  const tables = JSON.parse(fs.readFileSync(path, 'utf8'))
  const settings = {}
  const lines = []
  for (const table of tables)
    for (const row of table.rows)
      if (row.classification) lines.push(row)
      else if (row.setting) settings[row.setting] = row.choice
  const inForce = (when) =>
    !when ||
    when.split(', ').every((w) => {
      const [name, choices] = w.split(' is ')
      return choices.split(' or ').includes(settings[name])
    })
  const test = (text) => {
    const [, field, op, words] = text.match(/^expense-(type|area) (contains|is) (.*)$/)
    return { field, op, words: [...words.matchAll(/"([^"]*)"/g)].map((m) => m[1]) }
  }
  const chain = (name) =>
    lines
      .filter((l) => l.classification === name && inForce(l.when) && !/^everything/.test(l.condition))
      .map((l) => {
        const line = { category: l.title, ...test(l.condition) }
        const of = l.along_with && l.along_with.match(/^purchase (.*)$/)
        if (of)
          line.purchase = of[1]
            .split(', ')
            .map((c) => lines.find((x) => x.classification === name.replace('area', 'purchase') && x.category === c).title)
        else if (l.along_with) line.along = test(l.along_with)
        if (l.but_not) throw new Error('a chain with exceptions is not written here')
        return line
      })
  return { purchase: chain('purchase'), area: chain('area'), other: 'Other' }
}

// How a language says that a field has one of these words in it, or is one of them.
const quoted = (words, q) => words.map((w) => q + w + q)
const forms = {
  sql: {
    has: (f, words) => '(' + words.map((w) => `instr(${f}, '${w}') > 0`).join(' OR ') + ')',
    is: (f, words) => `${f} IN (${quoted(words, "'").join(', ')})`,
    and: ' AND ',
  },
  awk: {
    has: (f, words) => '(' + words.map((w) => `index(${f}, "${w}")`).join(' || ') + ')',
    is: (f, words) => '(' + words.map((w) => `${f} == "${w}"`).join(' || ') + ')',
    and: ' && ',
  },
  mlr: {
    // Of what Miller has to look for a text in another, to replace it is the fastest. To an empty text
    // its operators say nothing, so texts of the file begin with a blank.
    has: (f, words) => '(' + words.map((w) => `ssub(${f}, "${w}", "") != ${f}`).join(' || ') + ')',
    is: (f, words) => '(' + words.map((w) => `${f} == "${w}" || ${f} == " ${w}"`).join(' || ') + ')',
    and: ' && ',
  },
}

function condition(form, line) {
  const test = (t) => (t.op === 'is' ? form.is : form.has)(t.field, t.words)
  let text = test(line)
  if (line.along) text += form.and + test(line.along)
  if (line.purchase) text += form.and + form.is('purchase', line.purchase)
  return text
}

const sql = (c, name) =>
  'CASE ' +
  c[name].map((l) => `WHEN ${condition(forms.sql, l)} THEN '${l.category}'`).join('\n') +
  ` ELSE '${c.other}' END`
const awk = (c, name) =>
  c[name].map((l) => `if (${condition(forms.awk, l)}) ${name} = "${l.category}"\nelse `).join('') +
  `${name} = "${c.other}"`
const mlr = (c, name) =>
  c[name].map((l, i) => `${i ? 'elif' : 'if'} (${condition(forms.mlr, l)}) { ${name} = "${l.category}" }`).join('\n') +
  `\nelse { ${name} = "${c.other}" }`

module.exports = { chains, sql }
if (require.main === module) {
  const c = chains(process.argv[2])
  const write = { purchase: sql, area: sql, awk: (x) => awk(x, 'purchase') + '\n' + awk(x, 'area'), mlr: (x) => mlr(x, 'purchase') + '\n' + mlr(x, 'area') }
  console.log(write[process.argv[3]](c, process.argv[3]))
}
