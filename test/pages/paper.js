// paper.js: pages as they are printed: no navigation, no forms, nothing folded, black on white.
'use strict';
const { say } = require('./tools');
const { states } = require('./states');

async function printed(page, url, { name, address }) {
  await page.goto(url + address);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const gone = ['.nhsuk-header__navigation', '.nhsuk-header__search', '.nhsuk-footer', '.remit-tabs', 'main form'];
  for (const what of gone) {
    const n = await page.locator(`${what}:visible`).count();
    say(n === 0, `${name} on paper: no ${what}`, n);
  }
  const folded = await page.locator('main details:not([open])').count();
  say(folded === 0, `${name} on paper: nothing is folded`, folded);
  const colours = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return `${style.color} on ${style.backgroundColor}`;
  });
  say(colours === 'rgb(0, 0, 0) on rgb(255, 255, 255)', `${name} on paper: black on white`, colours);
  const day = await page.locator('.remit-context summary').first().innerText();
  say(/as on|payments|NHS Board/.test(day), `${name} on paper: what it speaks of is named`, day);
  const pdf = await page.pdf({ path: `build/pages/${name}.pdf`, format: 'A4', preferCSSPageSize: true });
  say(pdf.length > 10000, `${name} on paper: a document`, pdf.length);
}

module.exports = async (browser, url) => {
  const context = await browser.newContext({ viewport: { width: 794, height: 1123 } });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print' });
  for (const name of ['answer-meeting', 'body-meeting', 'matrix', 'compare', 'survey', 'map',
    'spending', 'spending-months', 'spending-groups-all', 'spending-payments-some', 'spending-file'])
    await printed(page, url, states.find((s) => s.name === name));
  await context.close();
};
