// pictures.js: the pictures of the README, made anew only when asked: ./dev pictures.
'use strict';
const fs = require('node:fs');
const { day } = require('./states');

const folder = 'docs/pictures';
const most = 150 * 1000; // bytes of one picture
const pictures = [
  ['answer', `/?what=award-contract&service=community&for=ashmoor&value=3.2m&in=site-a&${day}`, 900, 1000],
  ['money', `/?what=award-contract&service=community&for=ashmoor&value=3.2m&in=site-a&${day}`, 1000, 560, 'h2:has-text("And if it cost more")'],
  ['matrix', `/matrix?for=leeds&function=procure-and-contract&${day}`, 1000, 1000],
  ['compare', `/compare?in=site-a&${day}`, 1000, 1000],
  ['survey', `/survey?question=place-committees&sort=people&${day}`, 1000, 900],
  ['map', `/map?place=ashmoor&function=award-contract&in=site-a&${day}`, 1000, 1000],
  ['spending', '/spending', 1000, 900],
  ['phone', `/?what=award-contract&service=community&for=ashmoor&value=3.2m&in=site-a&${day}`, 320, 1100],
];

module.exports = async (browser, url) => {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, address, width, height, from] of pictures) {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await page.goto(url + address);
    if (from) await page.locator(from).evaluate((e) => window.scrollTo(0, e.getBoundingClientRect().top - 16));
    const file = `${folder}/${name}.png`;
    await page.screenshot({ path: file });
    const size = fs.statSync(file).size;
    console.log(`${file}: ${size} bytes`);
    if (size > most) throw new Error(`${file} is larger than ${most} bytes`);
    await context.close();
  }
};
