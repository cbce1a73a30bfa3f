// run.js FOLDER: tries the pages in Chromium: every link resolves, every page is free of axe's
// findings, fits 320 px, works without scripts and by keyboard. FOLDER holds node_modules.
//
// Prints `ok NAME` and `not ok NAME`, and keeps pictures in build/pages. With REMIT_QUICK set it looks
// at one width, without axe and pictures: for a program built with sanitizers.
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const modules = path.resolve(process.argv[2], 'node_modules');
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const remit = process.env.REMIT || 'build/remit';
const quick = process.env.REMIT_QUICK;
const pictures = 'build/pages';
const browserFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const day = 'on=2024-05-01';
const leeds = `what=award-contract&service=community&for=leeds&${day}`;

// Every kind of page, in every state that looks different. [name, address]
const pages = [
  ['first', `/?${day}`],
  ['answer', `/?${leeds}&value=3.2m`],
  ['answer-conditions', `/?${leeds}`],
  ['answer-nobody', `/?what=award-contract&service=community&for=leeds&value=3.2m&on=1990-01-01`],
  ['question-wrong', `/?what=&for=&value=lots&kind=gold&${day}`],
  ['day-wrong', '/?on=2024-13-01'],
  ['system', `/system?${day}`],
  ['system-sites', '/system?in=site-a'],
  ['body', `/bodies/leeds-committee?${day}`],
  ['body-post', `/bodies/leeds-director?${day}`],
  ['places', `/places?${day}`],
  ['place', `/places/leeds?${day}`],
  ['search', `/search?q=leeds+committee&${day}`],
  ['search-findings', `/search?q=delegation&kind=finding&${day}`],
  ['search-nothing', `/search?q=leedz+comittee&${day}`],
  ['search-empty', `/search?${day}`],
  ['map', `/map?of=wy&${day}`],
  ['matrix', `/matrix?for=leeds&${day}`],
  ['compare', `/compare?in=site-a&${day}`],
  ['survey', `/survey?${day}`],
  ['findings', `/findings?${day}`],
  ['handbook', `/handbook?${day}`],
  ['handbook-text', `/handbook/0?${day}`],
  ['handbook-shared', '/handbook?in=site-a'],
  ['editions', '/editions?older=2025-april&newer=2025-october&on=2025-11-01'],
  ['editions-days', '/editions?older=2025-october&newer=2025-october&between=2025-05-01,2025-11-01'],
  ['editions-none', '/editions?older=site-a&newer=site-a'],
  ['editions-wrong', '/editions?older=no-such&newer=site-a&newer-day=soon'],
  ['try', `/try?${day}`],
  ['try-filled', `/try?from=wy.board&to=leeds-committee&what=award-contract&service=community&for=leeds&limit=25m&${day}`],
  ['try-no-file', `/try?file=/etc/passwd&${day}`],
  ['explain', `/explain/leeds-committee?${day}`],
  ['explain-finding', '/explain/R101'],
  ['explain-missing', '/explain/leeds-comittee'],
  ['help', '/help'],
  ['missing', '/sytem'],
];
const wrongStatus = { missing: 404, 'explain-missing': 404, 'body-post': [200, 404] };

let failed = 0;
function say(fine, name, why) {
  console.log(`${fine ? 'ok' : 'not ok'} pages: ${name}`);
  if (!fine) {
    failed++;
    if (why) console.log(String(why).split('\n').slice(0, 20).map((l) => `    ${l}`).join('\n'));
  }
}

function serve() {
  const server = spawn(remit, ['serve', 'examples/england-2024', 'examples/sites',
    'examples/ccg-2018', 'examples/editions', '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
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

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3)
    .map((n) => n.html).join('\n  ')}`);
}

async function lookAt(context, url, [name, address], width, scripts) {
  const page = await context.newPage();
  const outside = [], errors = [];
  page.on('request', (r) => { if (!r.url().startsWith(url) && !r.url().startsWith('data:')) outside.push(r.url()); });
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) errors.push(m.text()); });
  page.on('response', (r) => { if (r.status() >= 400 && r.url() !== url + address) errors.push(`${r.status()} ${r.url()}`); });
  const answer = await page.goto(url + address);
  const expected = [].concat(wrongStatus[name] || 200);
  const label = `${name} at ${width} px${scripts ? '' : ' without scripts'}`;
  say(expected.includes(answer.status()), `${label}: status`, answer.status());
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  say(wide <= 0, `${label}: no sideways scroll`, `${wide} px too wide`);
  say(outside.length === 0, `${label}: asks no other server`, outside.join('\n'));
  say(errors.length === 0, `${label}: no script error`, errors.join('\n'));
  if (scripts && !quick) {
    const found = await violations(page);
    say(found.length === 0, `${label}: axe`, found.join('\n'));
  }
  if (!quick) await page.screenshot({ path: `${pictures}/${name}-${width}${scripts ? '' : '-plain'}.png`, fullPage: true });
  await page.close();
}

// Asks a question by keyboard alone, from the first page on.
async function byKeyboard(context, url) {
  const page = await context.newPage();
  await page.goto(`${url}/?${day}`);
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => document.activeElement.textContent.trim());
  say(skip === 'Skip to main content', 'keyboard: the first stop skips to the content', skip);
  await page.focus('#what');
  await page.keyboard.type('Award a contract');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Community health');
  await page.keyboard.press('Tab');
  await page.selectOption('#for', 'leeds');
  await page.keyboard.press('Tab');
  await page.keyboard.type('3.2m');
  await page.keyboard.press('Enter');
  await page.waitForURL(/what=award-contract/);
  const said = await page.textContent('main');
  say(/Leeds committee of the ICB may decide this/.test(said), 'keyboard: a question is answered', said.slice(0, 400));
  await page.close();
}

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
    await page.screenshot({ path: `${pictures}/${name}-${page.viewportSize().width}${scripts ? '' : '-plain'}.png`, fullPage: true });
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

// Follows every link of this site, each path once.
async function crawl(url) {
  const seen = new Set(), bad = [], queue = pages.map((p) => p[1]).filter((a) => !/^\/sytem|comittee/.test(a));
  while (queue.length) {
    const address = queue.pop().replace(/#.*/, '');
    const key = address.replace(/&amp;/g, '&');
    if (/^\/matrix|^\/\?what|^\/try\?/.test(key) && seen.size > 1500) continue;
    if (seen.has(key) || seen.size > 6000) continue;
    seen.add(key);
    const answer = await fetch(url + key);
    if (answer.status !== 200 && !/leeds-director/.test(key)) bad.push(`${answer.status} ${key}`);
    const text = (answer.headers.get('content-type') || '').startsWith('text/html') ? await answer.text() : '';
    // Settling a condition leads to ever new questions: one step is enough.
    for (const m of text.matchAll(/(?:href|src)="(\/[^"]*)"/g))
      if (!/[?&](given|not)=/.test(key) || !/[?&;](given|not)=/.test(m[1])) queue.push(m[1]);
  }
  say(bad.length === 0, `every link resolves: ${seen.size} addresses`, bad.join('\n'));
}

async function main() {
  fs.mkdirSync(pictures, { recursive: true });
  const { server, url } = await serve();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: browserFlags });
  try {
    for (const scripts of [true, false])
      for (const width of quick ? [320] : [1200, 320]) {
        const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 } });
        for (const p of pages) {
          if (scripts) await lookAt(context, url, p, width, scripts);
          else if (width === 320) await plain(context, url, p);
        }
        await tryAChange(context, url, scripts);
        await context.close();
      }
    const context = await browser.newContext();
    await byKeyboard(context, url);
    await context.close();
    await crawl(url);
  } finally {
    await browser.close();
    server.removeAllListeners('exit');
    const ended = new Promise((resolve) => server.on('exit', resolve));
    server.kill('SIGTERM');
    say(await ended === 0, 'the server ends when told');
  }
}

// Without scripts nothing may be hidden: the page is there, and the form can be sent.
async function plain(context, url, [name, address]) {
  const page = await context.newPage();
  const answer = await page.goto(url + address);
  const heading = await page.locator('h1').count();
  say(heading === 1 && answer.status() < 500, `${name} without scripts`, `${heading} headings`);
  await page.close();
}

main().then(() => process.exit(failed ? 1 : 0), (error) => {
  console.log(`not ok pages: ${error.message.split('\n')[0]}`);
  console.log(error.stack);
  process.exit(1);
});
