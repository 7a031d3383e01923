import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeOf } from '../../lib/report/change/change-of';
import { changeLines } from '../../lib/report/change/change-text';
import { RULES } from '../../lib/report/change/risks';
import { checkout, digest } from './fixtures/checkout';

const document = readFileSync(join(__dirname, '../../docs/diff.md'), 'utf8');
const part = document.slice(document.indexOf('## What a change does'));
const same = (text: string) => text;
const change = changeOf(checkout(80, 6, 20, digest('0a')), checkout(8080, 8, 50, digest('1b')));

test('the document shows what is printed for a change', () => {
  const shown = /```\n(dist since main: [^]*?)\n```/.exec(part)?.[1];
  const style = { good: same, bad: same, dim: same, bold: same };
  expect(shown).toBe(changeLines(change, { base: 'main', head: 'dist', width: 100, style }).join('\n'));
});

test('the document names every rule of risks, and every field of the JSON', () => {
  const names = [...RULES.map(({ name }) => name), 'image', 'removed-default', 'not-looked-at',
    ...Object.keys(change), ...[...change.risks, ...change.templates, ...change.images, ...change.values,
      ...change.variations].flatMap((entry) => Object.keys(entry))];
  expect([...new Set(names)].filter((name) => !part.includes(`\`${name}\``))).toEqual([]);
});
