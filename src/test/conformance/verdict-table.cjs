// Makes docs/judges.md of what the judges said in this run: node verdict-table.cjs VERDICTS-FOLDER TABLE
// Each line of a verdict file is one verdict; a later one of the same capability and version, after a second try, counts.
'use strict';
const { existsSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [folder, table] = process.argv.slice(2);
const files = existsSync(folder)
  ? readdirSync(folder).filter((f) => f.endsWith('.jsonl')).map((f) => join(folder, f))
  : [];
files.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);

const products = new Map();
const reasons = new Set();
for (const line of files.flatMap((f) => readFileSync(f, 'utf8').split('\n')).filter(Boolean)) {
  const { product, version, capability, verdict, reason } = JSON.parse(line);
  if (!products.has(product)) products.set(product, { versions: new Set(), rows: new Map() });
  const { versions, rows } = products.get(product);
  versions.add(version);
  if (!rows.has(capability)) rows.set(capability, new Map());
  rows.get(capability).set(version, verdict);
  if (reason) reasons.add(`- ${product}, ${capability}: ${reason}`);
}

// What no test can show, because it is not there.
for (const { product, capability, reason } of JSON.parse(readFileSync(join(__dirname, 'not-offered.json'), 'utf8'))) {
  if (!products.has(product)) continue;
  const { versions, rows } = products.get(product);
  rows.set(capability, new Map([...versions].map((version) => [version, 'not offered'])));
  reasons.add(`- ${product}, ${capability}: ${reason}`);
}

const newestFirst = (a, b) => b.localeCompare(a, 'en', { numeric: true });
const parts = [...products].sort().map(([product, { versions, rows }]) => {
  const columns = [...versions].sort(newestFirst);
  const body = [...rows].sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([capability, cells]) => `| ${[capability, ...columns.map((v) => cells.get(v) || 'not tried')].join(' | ')} |`);
  return [
    `## ${product}`, '',
    `| capability | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...body, '',
  ].join('\n');
});

writeFileSync(table, `${[
  '# What the official SDKs say',
  '',
  'Made by `./rostrum test` from the verdicts of unmodified SDKs, in Node and headless Chromium, on Rostrum\'s embedded cloud; not edited by',
  'hand. *passes*: a test with this SDK in this version passed. *fails*: it did not. *not offered*: Rostrum does not have it; the reasons are below.',
  '*not tried*: no test of this capability runs with this version.',
  '',
  ...parts,
  ...(reasons.size ? ['## Not offered', '', ...[...reasons].sort(), ''] : []),
].join('\n').trimEnd()}\n`);
