// hostile.js FOLDER: handbooks and payments of somebody who means harm. Every text in quotes of the examples
// begins with what would be an element, a script, the end of an attribute or a formula, and so does
// the name of a file; then every page and every answer of the API is asked for, and nothing of it
// may be more than text. FOLDER holds node_modules.
//
// Prints `ok NAME` and `not ok NAME`.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const modules = path.resolve(process.argv[2], 'node_modules');
const { chromium } = require(path.join(modules, 'playwright-core'));
const remit = process.env.REMIT || 'build/remit';
const browserFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const harm = '=<q0 onclick=hit()>"\'></title></script><script>hit()</script><img src=x onerror=hit()>{{7*7}}';
const written = harm.replace(/["\\]/g, '\\$&'); // as the language writes it
const marks = [/<q0/i, /<img/i, /<script>/i, /<\/title><\/script>/i]; // none of which a page of ours holds
const folders = ['sites', 'england-2024', 'ccg-2018', 'editions', 'options'];
const mostAddresses = 2200, mostOfAKind = 60;

let failed = 0;
function say(fine, name, why) {
  console.log(`${fine ? 'ok' : 'not ok'} hostile: ${name}`);
  if (!fine) {
    failed++;
    if (why) console.log(String(why).split('\n').slice(0, 12).map((l) => `    ${l.slice(0, 300)}`).join('\n'));
  }
}

// ---- handbooks --------------------------------------------------------------------------------

// Texts in comments stay as they are.
function spoil(text) {
  return text.split('\n').map((line) => {
    let out = '', inside = false;
    for (let i = 0; i < line.length; i++) {
      if (!inside && line[i] === '#') return out + line.slice(i);
      out += line[i];
      if (line[i] === '\\' && inside) out += line[++i];
      else if (line[i] === '"') {
        inside = !inside;
        if (inside) out += written;
      }
    }
    return out;
  }).join('\n');
}

function spoiled(work) {
  for (const folder of folders)
    for (const from of fs.readdirSync(path.join('examples', folder), { recursive: true })) {
      const at = path.join('examples', folder, from);
      if (!at.endsWith('.remit')) continue;
      const name = path.basename(from) === 'handbook.remit' ? '="><q0>\'.remit' : path.basename(from);
      const to = path.join(work, folder, path.dirname(from), name);
      fs.mkdirSync(path.dirname(to), { recursive: true });
      fs.writeFileSync(to, spoil(fs.readFileSync(at, 'utf8')));
    }
}

// Payments whose texts mean harm, some of which are refused; a store of them.
function payments(work) {
  const cell = (text) => `"${text.replace(/"/g, '""')}"`;
  const rows = ['Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description'];
  for (let i = 0; i < 120; i++) {
    const day = i % 40 === 39 ? harm : `15/0${1 + i % 6}/2023`, amount = i % 40 === 38 ? harm : `${30000 + i * 7}.00`;
    rows.push([`${harm} ${i % 7}`, day, `${harm} Trust ${i % 5}`, `${harm} ACUTE ${i % 3}`, `${harm} NHS TRUST ${i % 9}`,
      `${harm}${i}`, amount, harm].map(cell).join(','));
  }
  const file = path.join(work, '="><q0>\'.csv'), store = path.join(work, 'spending.db');
  fs.writeFileSync(file, rows.join('\n') + '\n');
  const loaded = spawnSync(path.resolve(remit), ['spend', 'load', file, '--store', store], { encoding: 'utf8' });
  if (loaded.status !== 0) throw new Error(`the payments could not be loaded: ${loaded.stderr}`);
  return store;
}

function serve(work) {
  const server = spawn(path.resolve(remit), ['serve', ...folders.map((f) => path.join(work, f)), '--port', '0',
    '--store', payments(work)],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let text = '';
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${text}`)));
    server.stderr.on('data', (data) => {
      text += data;
      const at = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (at) resolve({ server, url: at[0] });
    });
  });
}

// ---- what comes back ----------------------------------------------------------------------------

const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"')
  .replace(/&#39;/g, "'").replace(/&amp;/g, '&');

function cells(csv) {
  const out = [];
  for (const m of csv.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g))
    out.push(m[1] === undefined ? m[2] : m[1].replace(/""/g, '"'));
  return out;
}

// What is wrong with an answer, or nothing.
const judges = {
  'text/html': (text) => {
    const m = marks.find((r) => r.test(text));
    return m && `${m} in ...${text.slice(Math.max(0, text.search(m) - 150)).slice(0, 300)}`;
  },
  'image/svg+xml': (text) => judges['text/html'](text),
  'application/json': (text) => { try { JSON.parse(text); return ''; } catch (e) { return `${e.message}: ${text}`; } },
  'text/csv': (text) => {
    const bad = cells(text).find((c) => /^[=+\-@\t\r]./.test(c) && !/^[+-][0-9.,]+$/.test(c));
    return bad && `a cell begins with a formula: ${bad}`;
  },
  'text/plain': () => '',
  'text/css': () => '',
  'text/javascript': () => '',
};

async function look(url, address, seen) {
  const answer = await fetch(url + address);
  const type = (answer.headers.get('content-type') || '').split(';')[0], text = await answer.text();
  const judge = judges[type];
  const guarded = answer.headers.get('x-content-type-options') === 'nosniff' &&
    /default-src 'none'/.test(answer.headers.get('content-security-policy'));
  seen.types[type] = (seen.types[type] || 0) + 1;
  if (text.includes('q0')) seen.harmful[type] = (seen.harmful[type] || 0) + 1;
  const why = !judge ? `a type that nobody looked at: ${type}` : !guarded ? 'no guards' : judge(text);
  if (why || answer.status >= 500) seen.bad.push(`${answer.status} ${address}: ${why}`);
  return type === 'text/html' ? text : '';
}

// Pages of each kind, some of each; every address a link of ours.
async function crawl(url, seen) {
  const spending = ['', '/months', '/organisations?all=yes', '/shift', '/outliers', '/rates', '/suppliers', '/payments', '/files',
    '/files/1', '/rules', '/rules?effect=precedence', '/why'].map((page) => `/spending${page}`);
  const queue = [...spending, '/', '/system', '/map', '/matrix', '/findings', '/handbook', '/compare', '/survey', '/help'];
  for (const f of ['site-a', 'site-b', '1-consultative-forum'])
    queue.push(`/?in=${f}`, `/findings?in=${f}`, `/handbook?in=${f}`, `/compare?in=${f}`);
  for (const field of ['what', 'service', 'for', 'value', 'kind', 'on', 'in', 'given', 'q', 'csv', 'of'])
    for (const page of ['/', '/matrix', '/map', '/editions', '/search', '/survey', '/findings'])
      queue.push(`${page}?${field}=${encodeURIComponent(harm)}`);
  for (const field of ['organisation', 'supplier', 'area', 'from', 'until', 'month', 'year', 'without', 'side', 'sign', 'file', 'moved',
    'by', 'baseline', 'name', 'page', 'effect', 'type', 'of', 'sent', 'csv', 'json'])
    for (const page of spending) queue.push(`${page}${/\?/.test(page) ? '&' : '?'}${field}=${encodeURIComponent(harm)}`);
  queue.push(`/bodies/${encodeURIComponent(harm)}`, `/${encodeURIComponent(harm)}`, `/handbook/${encodeURIComponent(harm)}`);
  const kinds = {};
  while (queue.length && seen.addresses.size < mostAddresses) {
    const address = queue.shift();
    const kind = address.replace(/\?.*/, '').replace(/(\/\w+)\/.*/, '$1/');
    if (seen.addresses.has(address) || (kinds[kind] = (kinds[kind] || 0) + 1) > mostOfAKind) continue;
    seen.addresses.add(address);
    const text = await look(url, address, seen);
    for (const m of text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)) queue.push(unescape(m[1]).replace(/#.*/, ''));
  }
}

async function api(url, seen) {
  const api = await (await fetch(`${url}/api/openapi.json`)).json();
  const words = ['', 'leeds-committee', 'award-contract of community for leeds', 'wy.board award-contract for leeds',
    harm, 'wy.board', 'R101', 'site-a', 'place-functions'];
  for (const action of Object.keys(api.paths))
    for (const q of words)
      for (const format of ['json', 'csv', 'text', 'svg'])
        await look(url, `/api${action}?q=${encodeURIComponent(q)}&format=${format}&on=2024-05-01`, seen);
}

// In a browser: nothing ran, nothing became an element or a handler.
async function inBrowser(url, addresses) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: browserFlags });
  const bad = [];
  try {
    const page = await (await browser.newContext()).newPage();
    await page.exposeFunction('hit', () => bad.push(`a script ran at ${page.url()}`));
    page.on('dialog', (d) => { bad.push(`a dialog at ${page.url()}`); d.dismiss(); });
    page.on('console', (m) => { if (/Content Security Policy/.test(m.text())) bad.push(`${page.url()}: ${m.text()}`); });
    for (const address of addresses) {
      await page.goto(url + address);
      const found = await page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => e.localName === 'q0' ||
        e.localName === 'img' || (e.localName === 'script' && !e.src) ||
        [...e.attributes].some((a) => a.name.startsWith('on') || /^\s*javascript:/i.test(a.value)))
        .map((e) => e.outerHTML.slice(0, 200)));
      for (const f of found) bad.push(`${address}: ${f}`);
    }
  } finally {
    await browser.close();
  }
  return bad;
}

async function main() {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'remit-hostile-'));
  spoiled(work);
  const { server, url } = await serve(work);
  const seen = { addresses: new Set(), types: {}, harmful: {}, bad: [] };
  try {
    await crawl(url, seen);
    await api(url, seen);
    say(seen.bad.length === 0, `nothing becomes more than text: ${seen.addresses.size} pages, ${JSON.stringify(seen.types)}`, seen.bad.join('\n'));
    const shown = Object.keys(seen.harmful);
    for (const type of ['text/html', 'image/svg+xml', 'application/json', 'text/csv', 'text/plain'])
      say(shown.includes(type), `it was there to be seen in ${type}: ${seen.harmful[type]}`);
    const kinds = new Map(); // three of each kind of page
    for (const a of seen.addresses) {
      const kind = a.replace(/\?.*/, '').replace(/(\/\w+)\/.*/, '$1/');
      if (!a.startsWith('/api') && !a.startsWith('/assets') && !/[?&]csv=/.test(a)) kinds.set(kind, [...(kinds.get(kind) || []), a]);
    }
    const some = [...kinds.values()].flatMap((list) => list.slice(0, 6));
    const bad = await inBrowser(url, some);
    say(bad.length === 0, `nothing runs in a browser: ${some.length} pages`, bad.join('\n'));
  } finally {
    server.removeAllListeners('exit');
    const ended = new Promise((resolve) => server.on('exit', resolve));
    server.kill('SIGTERM');
    say(await ended === 0, 'the server ends when told');
    fs.rmSync(work, { recursive: true });
  }
}

main().then(() => process.exit(failed ? 1 : 0), (error) => {
  console.log(`not ok hostile: ${error.message.split('\n')[0]}`);
  console.log(error.stack);
  process.exit(1);
});
