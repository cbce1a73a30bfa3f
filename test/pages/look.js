// look.js: each state as it is: it answers, fits 320 px, asks no other server, is free of axe's
// findings, and is all there without scripts. Pictures of all land in build/pages.
'use strict';
const { say, quick, violations } = require('./tools');
const { states } = require('./states');

const folder = 'build/pages';

async function seen(page, label, picture, width) {
  await page.screenshot({ path: picture, fullPage: true });
  // On a wide page what is folded is read as well: help, the choice of day, the map in words.
  if (width > 320)
    await page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true; });
  const found = await violations(page);
  say(found.length === 0, `${label}: axe`, found.join('\n'));
}

async function look(context, url, { name, address, status }, width) {
  const page = await context.newPage();
  const outside = [], errors = [];
  page.on('request', (r) => { if (!r.url().startsWith(url) && !r.url().startsWith('data:')) outside.push(r.url()); });
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) errors.push(m.text()); });
  page.on('response', (r) => { if (r.status() >= 400 && r.url() !== url + address) errors.push(`${r.status()} ${r.url()}`); });
  const answer = await page.goto(url + address);
  const label = `${name} at ${width} px`;
  say(answer.status() === status, `${label}: status`, answer.status());
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  say(wide <= 0, `${label}: no sideways scroll`, `${wide} px too wide`);
  say(outside.length === 0, `${label}: asks no other server`, outside.join('\n'));
  say(errors.length === 0, `${label}: no script error`, errors.join('\n'));
  if (!quick) await seen(page, label, `${folder}/${name}-${width}.png`, width);
  await page.close();
}

// Without scripts nothing may be hidden, and every page says what it is about.
async function plain(context, url, { name, address, status }) {
  const page = await context.newPage();
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
  await page.close();
}

// All states, a few at a time: a page waits for the browser more than for the machine.
async function each(context, tried) {
  const waiting = [...states];
  const one = async () => { while (waiting.length) await tried(waiting.shift()); };
  await Promise.all([one(), one(), one()]);
  await context.close();
}

module.exports = async (browser, url) => {
  for (const width of quick ? [320] : [1200, 320]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await each(context, (state) => look(context, url, state, width));
  }
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 900 } });
  await each(context, (state) => plain(context, url, state));
};
