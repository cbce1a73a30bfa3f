// cedar.js: the questions of cedar.json put to Cedar; answers compared one by one.
//
//   node --no-turbo-inline-js-wasm-calls cedar.js FOLDER MODULES
//
// That switch: node 20's optimizer ends the process on this module without it.
'use strict';
const fs = require('fs');
const path = require('path');
const [folder, modules] = process.argv.slice(2);
const cedar = require(path.resolve(modules, '@cedar-policy/cedar-wasm/nodejs'));
const input = JSON.parse(fs.readFileSync(path.join(folder, 'cedar.json'), 'utf8'));

const parent = new Map(input.parents.map(([type, id, up]) => [type + ' ' + id, up]));
const uid = (type, id) => ({ type, id });

// An entity with all that it lies under: what a request needs and no more.
function withAncestors(type, id, out) {
  for (; id; id = parent.get(type + ' ' + id)) {
    const up = parent.get(type + ' ' + id);
    out.push({ uid: uid(type, id), attrs: {}, parents: up ? [uid(type, up)] : [] });
  }
}

const calls = input.questions.map(([body, action, service, population, value, kind]) => {
  const entities = [{ uid: uid('Matter', 'm'), attrs: {},
                      parents: [uid('Service', service), uid('Population', population)] }];
  withAncestors('Action', action, entities);
  withAncestors('Service', service, entities);
  withAncestors('Population', population, entities);
  return { principal: uid('Body', body), action: uid('Action', action), resource: uid('Matter', 'm'),
           context: { value, kind }, preparsedPolicySetId: 'remit', entities };
});

const parsed = cedar.preparsePolicySet('remit', { staticPolicies: input.policies });
if (parsed.type !== 'success') {
  console.error(JSON.stringify(parsed.errors.slice(0, 3), null, 1));
  process.exit(1);
}

let differ = 0, allowed = 0;
const seconds = [];
for (let round = 0; round < 3; round++) {
  const answers = [];
  const start = process.hrtime.bigint();
  for (const call of calls) answers.push(cedar.statefulIsAuthorized(call));
  seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
  if (round) continue;
  answers.forEach((answer, i) => {
    const allow = answer.type === 'success' && answer.response.decision === 'allow';
    const errors = answer.type !== 'success' || answer.response.diagnostics.errors.length > 0;
    allowed += allow;
    if (errors || allow !== input.questions[i][6]) {
      if (!differ++) console.error('differs:', JSON.stringify(input.questions[i]), JSON.stringify(answer));
    }
  });
}
seconds.sort((a, b) => a - b);
console.log(`cedar_differ\t${differ}`);
console.log(`cedar_allowed\t${allowed}`);
console.log(`cedar_ns\t${seconds[1] / calls.length * 1e9}`);
