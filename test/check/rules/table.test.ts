import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../../lib/check/rules';

const root = join(__dirname, '../../..');

test('docs/check.md lists exactly the rules that there are, in their words', () => {
  const rows = readFileSync(join(root, 'docs/check.md'), 'utf8').split('\n')
    .filter((line) => /^\| `[a-z-]+` \| (?:error|warning|note) \|/.test(line));
  expect(rows).toEqual(RULES.map(({ id, severity, what, why, fix }) => `| \`${id}\` | ${severity} | ${what} | ${why} | ${fix} |`));
});

test('each rule is a file of its own, named after its id', () => {
  const files = readdirSync(join(root, 'lib/check/rules')).filter((file) => file !== 'index.ts');
  expect(files.map((file) => file.replace('.ts', '')).sort()).toEqual(RULES.map(({ id }) => id).sort());
});
