// look.js: each state as it is: it answers, fits 320 px, asks no other server, is free of axe's
// findings, and is all there without scripts.
'use strict';
const { say, picture, quick, violations } = require('./tools');
const { states } = require('./states');

async function examine(page, name, label, width) {
  await picture(page, `${name}-${width}`);
  // On a wide page what is folded is read as well: help, the choice of day, the map in words.
  if (width > 320)
    await page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
  const found = await violations(page);
  say(found.length === 0, `${label}: axe`, found.join('\n'));
}

// What a tab asks others for, and what goes wrong in it, while it shows one state.
function watch(page, url) {
  const seen = { address: '', outside: [], errors: [] };
  page.on('request', (r) => { if (!r.url().startsWith(url) && !r.url().startsWith('data:')) seen.outside.push(r.url()); });
  page.on('pageerror', (e) => seen.errors.push(e.message));
  page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) seen.errors.push(m.text()); });
  page.on('response', (r) => { if (r.status() >= 400 && r.url() !== url + seen.address) seen.errors.push(`${r.status()} ${r.url()}`); });
  return seen;
}

async function look(page, seen, url, { name, address, status }, width) {
  Object.assign(seen, { address, outside: [], errors: [] });
  const answer = await page.goto(url + address);
  const label = `${name} at ${width} px`;
  say(answer.status() === status, `${label}: status`, answer.status());
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  say(wide <= 0, `${label}: no sideways scroll`, `${wide} px too wide`);
  say(seen.outside.length === 0, `${label}: asks no other server`, seen.outside.join('\n'));
  say(seen.errors.length === 0, `${label}: no script error`, seen.errors.join('\n'));
  if (!quick) await examine(page, name, label, width);
}

// Without scripts nothing may be hidden, and every page says what it is about.
async function plain(page, url, { name, address, status }) {
  const answer = await page.goto(url + address);
  const headings = await page.locator('h1').count();
  say(headings === 1 && answer.status() === status, `${name} without scripts: one heading`, headings);
  const dead = await page.locator('main button:visible:not(form button)').count();
  say(dead === 0, `${name} without scripts: no button that does nothing`, dead);
  if (status === 200 && name !== 'help') {
    const about = page.locator('.remit-context details', { hasText: 'About this page' });
    await about.locator('summary').click();
    const text = await about.locator('.remit-about').innerText();
    say(/What it shows[^]+How to read it[^]+Where it comes from/.test(text), `${name}: about this page`, text);
  }
}

// All states, in a few tabs. A tab is kept: in a new one the browser reads axe anew, which takes as
// long as its work.
async function each(context, url, tried) {
  const waiting = [...states];
  const one = async () => {
    const page = await context.newPage(), seen = watch(page, url);
    while (waiting.length) await tried(page, waiting.shift(), seen);
  };
  await Promise.all([one(), one(), one()]);
  await context.close();
}

module.exports = async (browser, url) => {
  for (const width of quick ? [320] : [1200, 320]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await each(context, url, (page, state, seen) => look(page, seen, url, state, width));
  }
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 900 } });
  await each(context, url, (page, state) => plain(page, url, state));
};
