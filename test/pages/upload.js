// upload.js: files of payments that are sent, each way with scripts and without them, to a server of
// their own.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { work, storeOf, head, kinds, say, picture, serveWith, end, violations } = require('./tools');

const main = (page) => page.innerText('main');

function file(name, rows) {
  fs.writeFileSync(path.join(work, name), [head, ...rows].join('\n') + '\n');
  return path.join(work, name);
}

function row(board, month, n, amount = 30000 + n) {
  return `NHS Board ${board},${month}-15,${kinds[n % 6].slice(0, 3).join(',')},${board}${month}${n},${amount}.50`;
}

// The server's answer: a page that is gone to, or with scripts one that takes the place of this.
async function send(page, name, expected) {
  if (name) await page.setInputFiles('#file', name);
  await page.locator('main').getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator(expected).first().waitFor();
}

async function walk(page, url, how, board) {
  const good = file(`${board}-march.csv`, [row(board, '2023-03', 1), row(board, '2023-03', 2), row(board, '2023-02', 3).replace('02-15', '02-31')]);
  await page.goto(`${url}/spending/files`);
  await page.getByRole('button', { name: 'Send a file' }).or(page.getByRole('link', { name: 'Send a file' })).click();
  await page.waitForURL(/upload/);
  await send(page, null, '#file-error');
  say(/Choose a file/.test(await main(page)), `${how}: a file must be chosen`, await main(page));
  await send(page, 'README.md', '.nhsuk-error-summary li:has-text("README")');
  say(/no column for/.test(await main(page)) && /the store is as it was/.test(await main(page)), `${how}: what is no file of payments is refused, with the reason`, await main(page));
  say(/^Error/.test(await page.title()), `${how}: the title says so`, await page.title());
  await send(page, good, 'h1:has-text("march")');
  const said = await main(page);
  say(/2 payments; 1 row was refused/.test(said) && /2023-02-31|31\/02\/2023/.test(said), `${how}: a file is loaded, and what was refused of it is told`, said);
  say(new URL(page.url()).pathname.startsWith('/spending/files/'), `${how}: it has a page`, page.url());
  const cells = await page.locator('.remit-sheet').first().locator('tbody td').allInnerTexts();
  say(cells[0] === '3' && cells[2] === '2' && cells[4] === '1', `${how}: payments in are those classified and those rejected`, cells.join(' '));
  await page.goto(`${url}/spending/upload`);
  await send(page, good, 'h1:has-text("march")');
  say(/was here already/.test(await main(page)), `${how}: the same file again changes nothing`, await main(page));
  await page.goto(`${url}/spending/upload`);
  await picture(page, `upload-${how.replace(/ /g, '-')}`);
  await page.goto(`${url}/spending?organisation=NHS+Board+${board}`);
  say(/in 2 payments/.test(await main(page)), `${how}: the totals count it`, await main(page));
}

// A large file on a slow line: how much of it is sent is shown.
async function progress(page, url) {
  const rows = [];
  for (let i = 0; i < 6000; i++) rows.push(row('Y', '2023-05', i));
  const session = await page.context().newCDPSession(page);
  await page.goto(`${url}/spending/upload`);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200 * 1024 });
  await page.setInputFiles('#file', file('large.csv', rows));
  await page.locator('main').getByRole('button', { name: 'Send', exact: true }).click();
  const bar = page.locator('progress');
  await bar.waitFor();
  await page.waitForFunction(() => /^[0-9]+% is sent/.test(document.querySelector('main [role=status]').textContent));
  const found = await violations(page);
  say(found.length === 0, 'with scripts: while a file is sent: axe', found.join('\n'));
  await picture(page, 'upload-under-way');
  await page.locator('h1:has-text("large")').waitFor();
  say(/6,000 payments/.test(await main(page)), 'with scripts: how much is sent is shown, then what came of it', await main(page));
}

// A server that was started without a store says how to get one.
async function without(browser) {
  const { server, url } = await serveWith(null);
  const context = await browser.newContext({ viewport: { width: 320, height: 900 } });
  const page = await context.newPage();
  for (const address of ['/spending', '/spending/payments?area=acute', '/spending/files', '/spending/upload']) {
    await page.goto(url + address);
    const found = await violations(page), wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    say(found.length === 0 && wide <= 0, `without a store: ${address}: axe, no sideways scroll`, `${wide}\n${found.join('\n')}`);
    say(/remit serve --store/.test(await main(page)), `without a store: ${address} says how to get one`, await main(page));
  }
  await picture(page, 'spending-without');
  await context.close();
  await end(server);
}

module.exports = async (browser) => {
  const own = fs.mkdtempSync(path.join(work, 'upload-'));
  const { server, url } = await serveWith(storeOf(own, [file('first.csv', [row('Z', '2023-01', 1)])]), '--upload');
  try {
    for (const scripts of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1200, height: 900 } });
      const page = await context.newPage();
      await walk(page, url, scripts ? 'with scripts' : 'without scripts', scripts ? 'U' : 'V');
      if (scripts) await progress(page, url);
      await context.close();
    }
    await without(browser);
    const small = await browser.newContext({ viewport: { width: 320, height: 900 } });
    const page = await small.newPage();
    await page.goto(`${url}/spending/upload`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const found = await violations(page);
    say(found.length === 0, 'the form for a file: axe', found.join('\n'));
    say(wide <= 0, 'the form for a file at 320 px: no sideways scroll', wide);
    await small.close();
  } finally {
    await end(server);
  }
};
