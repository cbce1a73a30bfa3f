// tools.js: what every walk through the pages needs: the server, the browser, and a way to say how
// it went.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const modules = path.resolve(process.argv[2], 'node_modules');
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-lcd-text'];
const handbooks = ['examples/england-2024', 'examples/sites', 'examples/ccg-2018', 'examples/editions'];

let failed = 0;

// One line a test, as test/run.sh counts them.
function say(fine, name, why) {
  console.log(`${fine ? 'ok' : 'not ok'} pages: ${name}`);
  if (fine) return;
  failed++;
  if (why !== undefined) console.log(String(why).split('\n').slice(0, 20).map((l) => `    ${l}`).join('\n'));
}

function serve() {
  const server = spawn(process.env.REMIT || 'build/remit', ['serve', ...handbooks, '--port', '0'],
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

const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags });

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3)
    .map((n) => n.html).join('\n  ')}`);
}

module.exports = { say, serve, end, launch, violations, failures: () => failed };
