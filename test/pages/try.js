// try.js: Try a change, as a governance lead does it, wide and narrow, with scripts and without.
'use strict';
const fs = require('node:fs');
const { say, picture, violations } = require('./tools');
const { day } = require('./states');

// A delegation by form, then the text itself, mistakes included: what a governance lead does.
async function tryAChange(context, url, scripts) {
  const how = scripts ? 'with scripts' : 'without scripts';
  const page = await context.newPage();
  const look = async (name) => {
    if (scripts) {
      const found = await violations(page);
      say(found.length === 0, `${name}: axe`, found.join('\n'));
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    say(wide <= 0, `${name} ${how}: no sideways scroll`, `${wide} px too wide`);
    await picture(page, `${name}-${page.viewportSize().width}${scripts ? '' : '-plain'}`);
  };
  await page.goto(`${url}/?what=award-contract&service=community&for=leeds&value=25m&${day}`);
  await page.click('text=Try a change');
  say(await page.inputValue('#limit') === '£25m', `try ${how}: the question fills the form`, await page.inputValue('#limit'));
  await page.fill('#limit', 'lots');
  await page.click('text=Add it and see what changes');
  say(/Enter an amount of money/.test(await page.textContent('#limit-error')), `try ${how}: a wrong amount`);
  await page.fill('#limit', '30m');
  await page.fill('#conditions', 'after chatting');
  await page.click('text=Add it and see what changes');
  say(/cannot be read/.test(await page.textContent('#conditions-error')), `try ${how}: wrong conditions`);
  await look('try-wrong-field');
  await page.fill('#conditions', 'after consulting chair of leeds-committee');
  await page.click('text=Add it and see what changes');
  const said = await page.textContent('.remit-result');
  say(/Leeds committee of the ICB, for Leeds\s*may now decide: Award a contract of Community health services, above £20 million up to £30 million, after consulting/.test(said),
    `try ${how}: it says who may now decide`, said);
  await look('try-added');
  const text = await page.inputValue('#text');
  say(/award-contract of community for leeds up to £30m/.test(text), `try ${how}: the delegation stands in the text`);
  await page.fill('#text', text.replace('quorum not known', 'quorun not known'));
  await page.click('button:text-is("See what changes")');
  say(/Line \d+: found 'quorun'/.test(await page.textContent('.nhsuk-error-summary')), `try ${how}: a mistake in the text`,
    await page.textContent('.nhsuk-error-summary'));
  say(/\^\^\^\^\^\^/.test(await page.textContent('.remit-caret')), `try ${how}: a caret under it`);
  await page.click('.nhsuk-error-summary a >> nth=0');
  await look('try-mistake');
  await page.fill('#text', text.replace(/\ndelegate wy.board to leeds-committee[^}]*}\n/, ''));
  await page.click('button:text-is("See what changes")');
  say(/No answer changes/.test(await page.textContent('.remit-result')), `try ${how}: the text as it was changes nothing`,
    await page.textContent('.remit-result'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Download the text')]);
  say(file.suggestedFilename() === 'west-yorkshire.remit' && fs.readFileSync(await file.path(), 'utf8') === fs.readFileSync('examples/england-2024/west-yorkshire.remit', 'utf8'),
    `try ${how}: the text can be had`, file.suggestedFilename());
  await page.close();
}

module.exports = async (browser, url) => {
  for (const scripts of [true, false])
    for (const width of [1200, 320]) {
      const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 } });
      await tryAChange(context, url, scripts);
      await context.close();
    }
};
