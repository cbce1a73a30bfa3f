// tools.js: what every walk through the pages needs: the server, the browser, and a way to say how
// it went.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const modules = path.resolve(process.argv[2], 'node_modules');
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-lcd-text'];
const handbooks = ['examples/england-2024', 'examples/sites', 'examples/ccg-2018', 'examples/editions'];

// The pages are those of another build, whose looks have been tried: here it is the program.
const quick = !!process.env.REMIT_QUICK;

let failed = 0;

// One line a test, as test/run.sh counts them.
function say(fine, name, why) {
  console.log(`${fine ? 'ok' : 'not ok'} pages: ${name}`);
  if (fine) return;
  failed++;
  if (why !== undefined) console.log(String(why).split('\n').slice(0, 20).map((l) => `    ${l}`).join('\n'));
}

const remit = process.env.REMIT || 'build/remit';

// The payments of the tests: of made-up commissioners, enough for every page to have something to
// show, and a file of which a row is refused.
const months = ['2022-07', '2022-08', '2022-09', '2022-10', '2022-11', '2022-12'];
const kinds = [['Hcare Srv Rec NHS Trust-Contract Baseline', 'ACUTE COMMISSIONING', 'BARTS HEALTH NHS TRUST', 900000],
  ['Hcare Srv Rec NHS Trust-Contract Baseline', 'ACUTE MENTAL HEALTH', 'EAST LONDON NHS FOUNDATION TRUST', 200000],
  ['Hcare Srv Rec Fdtn Trust-Contract Baseline', 'COMMUNITY SERVICES', 'ROYAL FREE LONDON NHS FOUNDATION TRUST', 300000],
  ['Clinical&Medical-Independent Sector', 'CHC ADULT FULLY FUNDED', 'FARAWAY CARE LTD', 80000],
  ['C&M-GMS Global Sum', 'PRC DELEGATED CO-COMMISSIONING', 'ABBEY MEDICAL CENTRE', 60000],
  ['Estates maintenance', 'ADMINISTRATION', 'KCOM GROUP PLC', 30000]];
const head = 'Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description';

function payments(folder) {
  const files = [];
  for (let k = 0; k < 7; k++) {
    const rows = [];
    months.forEach((month, m) => kinds.forEach(([type, area, supplier, amount], i) => {
      if (k === 6 && m === 3) return; // its October is missing
      const more = i === 2 ? m * 20000 : 0, odd = k === 1 && m === 4 && i === 0 ? 9000000 : 0;
      rows.push(`NHS Board ${'ABCDEFG'[k]},${month.split('-').reverse().join('/').replace(/^/, '28/')},${type},${area},${supplier},`
        + `${k}${m}${i},${amount * (k + 1) + more + odd}.25,`);
    }));
    rows.push(`NHS Board ${'ABCDEFG'[k]},28/12/2022,${kinds[0].slice(0, 3).join(',')},${k}99,-5000.00,`);
    if (k === 3) // 50% of 2.5% would be £1,250
      rows.push(...[['100000.00', ''], ['2500.00', 'M9 - 50% of 2.5% CQUIN']].map(([amount, text]) =>
        `NHS Board D,28/12/2022,${kinds[0].slice(0, 3).join(',')},997,${amount},${text}`));
    if (k === 2) rows.push(`NHS Board C,31/11/2022,${kinds[0].slice(0, 3).join(',')},998,25000.00,`);
    files.push(path.join(folder, `board-${'abcdefg'[k]}.csv`));
    fs.writeFileSync(files[k], [head, ...rows].join('\n') + '\n');
  }
  return files;
}

// A store of them, loaded as anybody would.
function storeOf(folder, files) {
  const store = path.join(folder, 'spending.db');
  const loaded = spawnSync(remit, ['spend', 'load', ...files, '--store', store], { encoding: 'utf8' });
  if (loaded.status !== 0) throw new Error(`the payments could not be loaded: ${loaded.stderr}`);
  return store;
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'remit-pages-'));

const serve = () => serveWith(storeOf(work, payments(work)));

// With the real payments, for pictures.
const real = 'examples/spend/ccgs-2020-21';
const serveExamples = () => serveWith(storeOf(work, fs.readdirSync(real).map((name) => path.join(real, name))));

function serveWith(store, ...more) {
  const server = spawn(remit, ['serve', ...handbooks, '--port', '0', ...(store ? ['--store', store] : []), ...more],
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

// Ends the server as an administrator would; it must end well.
async function end(server) {
  server.removeAllListeners('exit');
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  say(await ended === 0, 'the server ends when told');
}

process.on('exit', () => fs.rmSync(work, { recursive: true }));

const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3)
    .map((n) => n.html).join('\n  ')}`);
}

// A picture in build/pages, for whoever wants to look: where one part alone is asked for.
const picture = async (page, name) => {
  if (process.argv[3]) await page.screenshot({ path: `build/pages/${name}.png`, fullPage: true });
};

module.exports = { picture, remit, work, quick, storeOf, head, kinds, say, serve, serveExamples, serveWith, end, launch, violations, failures: () => failed };
