// run.js FOLDER [PART]: tries the pages in Chromium. FOLDER holds node_modules.
//
// Prints `ok NAME` and `not ok NAME`. PART is one of these, all but the last without it:
//
//   look      every state of every page as it is   walks   what people do with the pages
//   try       Try a change                         paper   pages as they are printed
//   links     links and tables                     upload  files that are sent
//   pictures  those of docs/pictures, made anew; nothing is tried
//
// Where one is asked for, pictures of what it sees land in build/pages.
// With REMIT_QUICK states are tried at one width and not looked at, and nothing is printed.
//
// states.js lists the states, tools.js has what all parts need.
'use strict';
const fs = require('node:fs');
const { serve, serveExamples, quick, end, launch, failures } = require('./tools');

const all = ['look', 'walks', 'try', 'links', ...(quick ? [] : ['paper']), 'upload'];
const parts = process.argv[3] ? [process.argv[3]] : all;

async function main() {
  fs.mkdirSync('build/pages', { recursive: true });
  const { server, url } = await (parts[0] === 'pictures' ? serveExamples() : serve());
  const browser = await launch();
  try {
    for (const part of parts) await require(`./${part}`)(browser, url);
  } finally {
    await browser.close();
    await end(server);
  }
}

main().then(() => process.exit(failures() ? 1 : 0), (error) => {
  console.log(`not ok pages: ${error.message.split('\n')[0]}`);
  console.log(error.stack);
  process.exit(1);
});
