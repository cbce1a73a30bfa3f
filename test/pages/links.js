// links.js: every link of every page leads somewhere, and every table is had as CSV.
'use strict';
const { say } = require('./tools');
const { states } = require('./states');

// Questions and matrices are without number; of these so many are enough.
const most = { '/?': 1500, '/matrix': 300, '/search': 300, '/map': 100, '/explain/': 1000, '/api/': 1000, '/try': 300,
  '/spending/payments': 400, '/spending/why': 100, '/spending?': 100 };

function worthwhile(address, seen) {
  for (const [path, n] of Object.entries(most))
    if (address.startsWith(path)) {
      seen[path] = (seen[path] || 0) + 1;
      return seen[path] <= n;
    }
  return true;
}

async function crawl(url) {
  const seen = new Set(), bad = [], counts = {};
  const queue = states.filter((s) => s.status === 200).map((s) => s.address);
  while (queue.length && seen.size < 8000) {
    const key = queue.shift().replace(/#.*/, '').replace(/&amp;/g, '&');
    if (seen.has(key) || !worthwhile(key, counts)) continue;
    seen.add(key);
    const answer = await fetch(url + key);
    if (answer.status !== 200) bad.push(`${answer.status} ${key}`);
    const text = await answer.text();
    if (!(answer.headers.get('content-type') || '').startsWith('text/html')) continue;
    // Settling a condition, or turning a table around, leads to ever new pages: one step is enough.
    for (const m of text.matchAll(/(?:href|src)="(\/[^"]*)"/g))
      if (!/[?&](given|not|csv|json|sort)=/.test(key)) queue.push(m[1]);
  }
  say(bad.length === 0, `every link resolves: ${seen.size} addresses`, bad.join('\n'));
}

// A row of CSV is a line here: no cell of ours holds one.
const rowsOf = (csv) => csv.trimEnd().split('\r\n').length;

async function tables(browser, url) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  let n = 0;
  for (const { name, address, status } of states) {
    if (status !== 200) continue;
    await page.goto(url + address);
    const found = await page.locator('.remit-table').evaluateAll((all) => all.map((box) => ({
      rows: box.querySelectorAll('thead tr, tbody tr').length, // sums of others are not in the CSV
      caption: box.querySelector('caption').textContent,
      href: ((as) => {
        while (as && !as.matches('.remit-as')) as = as.nextElementSibling; // notes stand between
        const link = as && as.querySelector('a[href*="csv="]');
        return link && link.getAttribute('href');
      })(box),
    })));
    for (const table of found) {
      const answer = table.href ? await fetch(url + table.href) : null;
      const csv = answer ? await answer.text() : '';
      const fine = answer && answer.headers.get('content-type').startsWith('text/csv')
        && rowsOf(csv) === table.rows && !/<|&(amp|lt|gt|quot|#39);/.test(csv);
      say(fine, `${name}: "${table.caption}" as CSV`, `${table.rows} rows, ${rowsOf(csv)} as CSV\n${csv.slice(0, 300)}`);
      n++;
    }
  }
  say(n > 20, `there are tables to try: ${n}`);
  await context.close();
}

module.exports = async (browser, url) => {
  await crawl(url);
  await tables(browser, url);
};
