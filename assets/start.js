// Switches on the NHS.UK frontend's own scripts, and what is only a convenience: printing, and
// copying the address of an answer. Every page works without them.
import { initAll } from './nhsuk.js';

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
initAll();

for (const item of document.querySelectorAll('[data-remit-print]')) {
  item.hidden = false;
  item.querySelector('button').addEventListener('click', () => window.print());
}

// The link leads to the answer with its day and its handbooks; where the browser lets us, its
// address is copied instead.
for (const link of document.querySelectorAll('[data-remit-share]')) {
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  link.after(said);
  link.addEventListener('click', (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(
      () => { said.textContent = ' Address copied'; },
      () => { window.location.href = link.href; });
  });
}

// Paper cannot be opened: what is folded is printed unfolded.
let folded = [];
window.addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('main details:not([open])')];
  for (const part of folded) part.open = true;
});
window.addEventListener('afterprint', () => {
  for (const part of folded) part.open = false;
});
