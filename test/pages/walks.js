// walks.js: what people do with the pages, each way with scripts and without them.
'use strict';
const { say } = require('./tools');
const { day } = require('./states');

const main = (page) => page.innerText('main');
// A click that leads to another page, and the wait for it.
const follow = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);
const press = (page, text) => follow(page, page.locator('main').getByRole('button', { name: text, exact: true }));
const field = (page, name) => new URL(page.url()).searchParams.get(name);

// From the first page by an example to its answer, and on: a condition, another day, to share.
async function answers(page, url, how) {
  await page.goto(`${url}/?${day}`);
  const examples = page.locator('h2:has-text("Worked examples") + ul a');
  say(await examples.count() === 3, `${how}: three worked examples`, await examples.count());
  await follow(page, examples.first());
  say(/may decide this/.test(await main(page)), `${how}: an example is answered`, await main(page));
  const shared = await page.locator('[data-remit-share]').getAttribute('href');
  say(/[?&]on=2024-05-01/.test(shared) && /[?&]in=england-2024/.test(shared), `${how}: the shared address keeps day and handbooks`, shared);
  for (const [text, type] of [['CSV', 'text/csv'], ['JSON', 'application/json']]) {
    const href = await page.locator('.remit-actions').getByRole('link', { name: text, exact: true }).getAttribute('href');
    const answer = await fetch(url + href);
    say(answer.status === 200 && answer.headers.get('content-type').startsWith(type), `${how}: the answer as ${text}`, href);
  }
  const named = await page.locator('.remit-figure svg title').allTextContents();
  say(named.length >= 3 && named.every((t) => t.trim()), `${how}: its pictures have titles`, named.join('\n'));
  await page.goto(`${url}/?what=continuing-healthcare-package&service=healthcare&for=leeds&${day}`);
  const before = await page.locator('.remit-settle a').count();
  await follow(page, page.locator('.remit-settle a').first());
  say(before > 0 && await page.locator('.remit-settle a').count() < before, `${how}: a condition is settled`, page.url());
  await page.goto(`${url}/?what=award-contract&service=community&for=ashmoor&value=3.2m&in=site-a&${day}`);
  const text = await main(page);
  for (const words of ['Before it decides', 'Quorum: 6 members', 'leaves the meeting', 'Afterwards', 'And if it cost more, or less?'])
    say(text.includes(words), `${how}: the answer says "${words}"`, text.slice(0, 1500));
}

// A bad question gets its error in the summary and beside the field; mended, it is answered.
async function mistakes(page, url, how) {
  await page.goto(`${url}/?${day}`);
  await page.fill('#value', 'lots');
  await press(page, 'Ask');
  const links = page.locator('.nhsuk-error-summary a');
  say(await links.count() === 3, `${how}: three things are wrong`, await links.allTextContents());
  say(/^Error: /.test(await page.title()), `${how}: the title says so`, await page.title());
  await links.last().click();
  const at = await page.evaluate(() => document.activeElement.id).catch(() => '');
  say((at === 'value' || page.url().endsWith('#value')) && await page.locator('#value-error').isVisible(),
    `${how}: the summary leads to the field`, `${at} ${page.url()}`);
  say(await page.inputValue('#value') === 'lots', `${how}: what was written is still there`);
  await page.selectOption('#what', 'award-contract');
  await page.selectOption('#service', 'community');
  await page.selectOption('#for', 'leeds');
  await page.fill('#value', '3.2m');
  await press(page, 'Ask');
  say(/Leeds committee of the ICB may decide this/.test(await main(page)), `${how}: mended, it is answered`, await main(page));
}

// The bar above each page: which day, which handbooks; the question stays as it was.
async function context(page, url, how) {
  await page.goto(`${url}/?what=award-contract&service=community&for=leeds&value=3.2m&${day}`);
  const bar = page.locator('.remit-context details').first();
  say(/as on 1 May 2024/.test(await bar.locator('summary').innerText()), `${how}: the day is shown`);
  await bar.locator('summary').click();
  await page.fill('#on', '1990-01-01');
  await follow(page, bar.getByRole('button', { name: 'Change' }));
  const kept = ['what', 'service', 'for', 'value'].map((name) => field(page, name)).join(' ');
  say(kept === 'award-contract community leeds 3.2m', `${how}: another day keeps the question`, kept);
  say(/Nobody may decide this/.test(await main(page)), `${how}: and answers it for that day`, await main(page));
  await bar.locator('summary').click();
  await page.fill('#on', 'soon');
  await follow(page, bar.getByRole('button', { name: 'Change' }));
  say(await page.locator('#on-error').isVisible(), `${how}: a day that is none has its error beside it`);
  await page.goto(`${url}/survey?question=place-functions&sort=people&${day}`);
  await bar.locator('summary').click();
  await page.selectOption('#in', 'site-a');
  await follow(page, bar.getByRole('button', { name: 'Change' }));
  say(field(page, 'in') === 'site-a' && field(page, 'sort') === 'people', `${how}: other handbooks keep the page and its fields`, page.url());
}

async function search(page, url, how) {
  await page.goto(`${url}/findings?${day}`);
  await page.fill('#search-field', 'leeds committee');
  await Promise.all([page.waitForNavigation(), page.press('#search-field', 'Enter')]);
  say(field(page, 'on') === '2024-05-01', `${how}: a search keeps the day`, page.url());
  await follow(page, page.locator('main').getByRole('link', { name: 'Leeds committee of the ICB', exact: true }));
  say(/\/bodies\/leeds-committee/.test(page.url()), `${how}: a body is found and opened`, page.url());
  await page.fill('#search-field', 'leedz comittee');
  await Promise.all([page.waitForNavigation(), page.press('#search-field', 'Enter')]);
  await follow(page, page.locator('main').getByRole('link', { name: /Leeds Committee/i }));
  say(/found/.test(await main(page)), `${how}: what was meant is found`, await main(page));
  await page.goto(`${url}/search?q=award+contract&${day}`);
  await follow(page, page.locator('#power ~ ul a').first());
  say(/may decide/.test(await main(page)), `${how}: a power leads to who may decide it`, page.url());
  await page.goto(`${url}/search?q=R107&${day}`);
  say(/R107/.test(await main(page)) && /line \d+/.test(await main(page)), `${how}: a finding is found by its code`, await main(page));
}

async function system(page, url, how) {
  await page.goto(`${url}/system?${day}`);
  await follow(page, page.getByRole('link', { name: 'Places', exact: true }));
  await follow(page, page.locator('main').getByRole('link', { name: 'Leeds', exact: true }));
  say(/913,762/.test(await main(page)), `${how}: a place says how many people`, await main(page));
  await follow(page, page.getByRole('link', { name: 'Who decides what for it' }));
  const cell = page.locator('tr', { hasText: 'Award a contract' }).locator('.remit-place a').first();
  say(await cell.innerText() === 'Leeds committee of the ICB', `${how}: the matrix names the nearest`, await cell.innerText());
  await follow(page, cell);
  say(/Leeds committee of the ICB may decide this/.test(await main(page)), `${how}: its cell leads to the answer`, page.url());
  await page.goto(`${url}/matrix?for=leeds&${day}`);
  const rows = await page.locator('tbody tr').count();
  await page.selectOption('#function', 'procure-and-contract');
  await press(page, 'Show');
  const fewer = await page.locator('tbody tr').count();
  await page.check('#every', { force: true });
  await press(page, 'Show');
  const every = await page.locator('tbody tr').count();
  say(fewer < rows && every > fewer, `${how}: the matrix is narrowed, and unfolded`, `${rows} ${fewer} ${every}`);
}

async function compare(page, url, how) {
  await page.goto(`${url}/compare?in=site-a&${day}`);
  say(/93% in Site A/.test(await main(page)), `${how}: compare says the share at place first`, await main(page));
  await page.locator('main summary').first().click();
  await page.getByRole('checkbox', { name: 'Site B' }).uncheck({ force: true });
  await press(page, 'Compare');
  const heads = await page.locator('table').first().locator('thead th').allTextContents();
  say(heads.length === 3 && /Site A/.test(heads[1]) && /Site C/.test(heads[2]), `${how}: two structures are chosen`, heads);
  await follow(page, page.locator('table').last().locator('tbody a').first());
  say(/may decide/.test(await main(page)) && field(page, 'in') === 'site-a', `${how}: a cell leads to its answer`, page.url());
}

async function survey(page, url, how) {
  await page.goto(`${url}/survey?${day}`);
  say(await page.locator('table').first().locator('tbody tr').count() === 42, `${how}: 42 boards`);
  await page.selectOption('#question', 'place-committees');
  await press(page, 'Show');
  const rows = page.locator('table').first().locator('tbody tr');
  say(await rows.count() === 11, `${how}: 11 have places as committees`, await rows.count());
  await follow(page, page.getByRole('link', { name: 'People', exact: true }));
  const people = async () => (await rows.locator('td:nth-child(2)').allTextContents()).map((t) => Number(t.replace(/,/g, '')));
  const down = await people();
  say(down.length === 11 && down.every((n, i) => !i || down[i - 1] >= n), `${how}: sorted by people, most first`, down);
  await follow(page, page.getByRole('link', { name: 'People', exact: true }));
  const up = await people();
  say(up.join() === [...down].reverse().join(), `${how}: and turned around`, up);
  say(await page.locator('th[aria-sort="descending"]').count() === 1, `${how}: the heading says in which order`);
  const csv = await (await fetch(url + await page.locator('.remit-as').getByRole('link', { name: 'CSV', exact: true }).first().getAttribute('href'))).text();
  say(csv.trimEnd().split('\r\n').length === 12, `${how}: the CSV holds the same boards`, csv.slice(0, 400));
  await follow(page, rows.first().locator('a.remit-answer-1').first());
  const line = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
  say(await line.count() === 1 && /committee|delegate/.test(await line.innerText()), `${how}: an answer leads to the line that it rests on`, page.url());
}

async function map(page, url, how, scripts) {
  await page.goto(`${url}/map?${day}`);
  const all = await page.locator('svg[role=group] rect').count();
  await page.selectOption('#place', 'leeds');
  await press(page, 'Show');
  const some = await page.locator('svg[role=group] rect').count();
  say(some > 1 && some < all, `${how}: the map of one place`, `${all} ${some}`);
  await page.locator('main summary', { hasText: 'in words' }).click();
  say(/Leeds committee of the ICB committee, place/.test(await main(page)), `${how}: the map in words`, await main(page));
  const box = page.locator('[data-remit-map]'), view = () => box.locator('svg').getAttribute('viewBox');
  const buttons = await page.locator('.remit-map-buttons button').count();
  say(scripts ? buttons > 4 : buttons === 0, `${how}: buttons only where they work`, buttons);
  if (scripts) {
    await page.goto(`${url}/map?${day}`);
    const first = await view();
    await page.getByRole('button', { name: 'Larger' }).click();
    const larger = await view();
    await box.focus();
    await page.keyboard.press('ArrowRight');
    const right = await view();
    say(Number(larger.split(' ')[2]) < Number(first.split(' ')[2]), 'the map is enlarged', `${first} ${larger}`);
    say(Number(right.split(' ')[0]) > Number(larger.split(' ')[0]), 'and moved by keyboard', `${larger} ${right}`);
    const at = await box.boundingBox();
    await page.mouse.move(at.x + 300, at.y + 200);
    await page.mouse.down();
    await page.mouse.move(at.x + 200, at.y + 100, { steps: 4 });
    await page.mouse.up();
    say(await view() !== right && /\/map/.test(page.url()), 'and dragged, which follows no link', page.url());
  }
  await page.goto(`${url}/map?place=leeds&${day}`);
  await follow(page, page.locator('svg a').last());
  say(/\/bodies\//.test(page.url()), `${how}: a card leads to its body`, page.url());
}

// What is not there: the nearest is offered.
async function missing(page, url, how) {
  for (const [wrong, right] of [['/sytem', '/system'], ['/bodies/leeds-comittee', '/bodies/leeds-committee'],
    ['/places/leedz', '/places/leeds'], ['/findngs', '/findings'], ['/serch', '/search'], ['/spendin', '/spending']]) {
    await page.goto(`${url}${wrong}?${day}`);
    const href = await page.locator('main a').first().getAttribute('href');
    say(href === `${right}?${day}`, `${how}: ${wrong} offers ${right}`, href);
  }
}

// Asks a question by keyboard alone, from the first page on.
async function byKeyboard(page, url) {
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
  const said = await main(page);
  say(/Leeds committee of the ICB may decide this/.test(said), 'keyboard: a question is answered', said.slice(0, 400));
}

async function sharing(browser, url) {
  const allowed = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await allowed.newPage();
  await page.goto(`${url}/?what=award-contract&service=community&for=leeds&value=3.2m&${day}`);
  say(await page.locator('[data-remit-print] button').isVisible(), 'with scripts there is a button to print');
  await page.locator('[data-remit-share]').click();
  await page.locator('text=Address copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  say(/in=england-2024&on=2024-05-01/.test(copied), 'the address of an answer is copied', copied);
  await allowed.close();
}

// From the totals to the payments behind a number, which add up to it, and on to why they count there.
const pounds = (text) => Math.round(Number(text.replace(/[^0-9.-]/g, '')) * 100);

async function spending(page, url, how) {
  await page.goto(`${url}/spending`);
  const cell = page.locator('#types ~ .remit-sheet tbody tr', { hasText: 'Continuing care' }).locator('td a').nth(1);
  const number = pounds(await cell.innerText());
  await follow(page, cell);
  say(/area=continuing-care/.test(page.url()) && /purchase=non-nhs/.test(page.url()), `${how}: a number leads to its payments`, page.url());
  let sum = 0, rows = 0;
  for (;;) {
    for (const amount of await page.locator('.remit-sheet tbody tr').evaluateAll((all) => all.map((tr) =>
      [...tr.children][[...tr.closest('table').querySelectorAll('th')].findIndex((th) => th.textContent === 'Amount')].textContent))) {
      sum += pounds(amount);
      rows++;
    }
    const next = page.locator('.nhsuk-pagination__link--next');
    if (!await next.count()) break;
    await follow(page, next);
  }
  say(sum === number && number > 0, `${how}: they add up to it`, `${sum} ${number}`);
  const said = await page.innerText('.nhsuk-lede-text');
  say(said.startsWith(`${rows} payments`), `${how}: and are as many as it says`, `${rows}: ${said}`);
  await page.locator('main summary').last().click();
  await follow(page, page.locator('main details a').first());
  say(/CHC/.test(await main(page)), `${how}: why they count there`, await main(page));
  await page.goto(`${url}/spending/outliers`);
  await follow(page, page.locator('main a', { hasText: 'contradict the rate' }));
  say(/contradicts 50% of 2.5% 1.2500% 2.5000%/.test((await main(page)).replace(/\s+/g, ' ')), `${how}: an amount contradicts its rate`, await main(page));
  await follow(page, page.locator('.remit-sheet tbody th a').first());
  say(/M9 - 50% of 2.5% CQUIN/.test(await main(page)), `${how}: and leads to the payments of its supplier`, await main(page));
  await page.goto(`${url}/spending/suppliers`);
  await page.fill('#name', 'royal free');
  await press(page, 'Search');
  say(/^1 supplier has/.test(await page.innerText('.nhsuk-lede-text')), `${how}: a supplier is found`, await main(page));
  await follow(page, page.locator('.remit-sheet tbody th a').first());
  say(field(page, 'supplier') === 'ROYAL FREE LONDON NHS FOUNDATION TRUST', `${how}: and leads to what it was paid`, page.url());
  await page.goto(`${url}/spending/files`);
  await follow(page, page.locator('.remit-sheet tbody th a', { hasText: 'board-c.csv' }));
  say(/30 days|no day|31\/11\/2022/.test(await main(page)), `${how}: what was refused is told with the reason`, await main(page));
  await page.goto(`${url}/spending/rules`);
  await follow(page, page.locator('#precedence a'));
  say(/Mental health/.test(await main(page)), `${how}: what a choice moves`, await main(page));
}

// The bar above the pages: which payments; a mistake is told beside the field, mended it is gone.
async function whichPayments(page, url, how) {
  await page.goto(`${url}/spending/months`);
  const bar = page.locator('.remit-context details').first();
  await bar.locator('summary').click();
  await page.selectOption('#organisation', 'NHS Board B');
  await page.fill('#from', 'soon');
  await follow(page, bar.getByRole('button', { name: 'Show these' }));
  say(await page.locator('#from-error').isVisible(), `${how}: a month that is none has its error beside it`);
  say(await page.inputValue('#from') === 'soon', `${how}: what was written is still there`);
  await page.fill('#from', '2022-09');
  await follow(page, bar.getByRole('button', { name: 'Show these' }));
  const said = await bar.locator('summary').innerText();
  say(/NHS Board B, September 2022 to December 2022/.test(said), `${how}: the bar says which payments`, said);
  say(await page.locator('.remit-sheet').first().locator('tbody tr').count() === 4, `${how}: four months are left`);
  await follow(page, page.locator('.remit-tabs a', { hasText: 'Totals' }));
  say(/NHS Board B/.test(await bar.locator('summary').innerText()), `${how}: the other pages keep it`, page.url());
}

module.exports = async (browser, url) => {
  for (const scripts of [true, false]) {
    const how = scripts ? 'with scripts' : 'without scripts';
    const session = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1200, height: 900 } });
    const page = await session.newPage();
    for (const walk of [answers, mistakes, context, search, system, compare, survey, map, missing,
      spending, whichPayments])
      await walk(page, url, how, scripts);
    if (scripts) await byKeyboard(page, url);
    await session.close();
  }
  await sharing(browser, url);
};
