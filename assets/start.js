// Switches on the NHS.UK frontend's own scripts. Every page works without them.
import { initAll } from './nhsuk.js';

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
initAll();
