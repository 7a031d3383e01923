import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../examples/online-boutique/main';
import { diffCommand } from '../../lib/cli/commands/diff';
import { differenceLines, verdictLines } from '../../lib/report/difference/difference-lines';
import { environmentDifference } from '../../lib/report/difference/environment-difference';
import { fieldDifferences } from '../../lib/report/difference/field-differences';
import { fieldLines } from '../../lib/report/difference/field-lines';
import { sideBySide } from '../../lib/report/difference/side-by-side';
import { sideBySideLines } from '../../lib/report/difference/side-by-side-lines';
import { yamlPatches } from '../../lib/report/difference/yaml-patches';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { narrowed, selectCharts } from '../../lib/synth/assembly/select-charts';

const document = readFileSync(join(__dirname, '../../docs/diff.md'), 'utf8');
const shop = assemblyInMemory(build().render());
const frontend = narrowed(shop, selectCharts(shop.index, ['Frontend']));
const options = { width: 120 };

/** What the document shows for a call. */
const shown = (call: string) =>
  new RegExp(`\`\`\`\n\\$ npx parity diff ${call}\n([^]*?)\n\`\`\``).exec(document)?.[1].split('\n');

test('the document shows what is printed for the flagship', () => {
  const difference = environmentDifference(frontend, 'staging', 'production');
  expect(shown('staging production --chart Frontend')).toEqual(differenceLines(difference, options));
  expect(shown('staging production --chart Frontend --fields')).toEqual([
    ...fieldLines(fieldDifferences(frontend, 'staging', 'production'), options),
    ...verdictLines(difference, options, fieldDifferences(frontend, 'staging', 'production')),
  ]);
  expect(shown('--all')).toEqual(sideBySideLines(sideBySide(shop), options));
  const [{ text }] = yamlPatches(frontend, 'staging', 'production');
  expect(text.split('\n').slice(0, 25)).toEqual(shown('staging production --chart Frontend --yaml'));
});

test('the flagship differs by nothing that is not declared', () => {
  for (const [from, to] of [['local', 'staging'], ['staging', 'production']] as const) {
    const [{ objects }] = fieldDifferences(shop, from, to);
    expect(objects.flatMap(({ fields }) => fields).filter(({ causes }) => causes.length === 0)).toEqual([]);
    expect(objects.length).toBeGreaterThan(10);
    expect(environmentDifference(shop, from, to).unexplained).toEqual([]);
  }
});

test('the document names every option and every field of the JSON', () => {
  const difference = environmentDifference(shop, 'local', 'staging');
  const fields = [...Object.keys(difference), ...Object.keys(sideBySide(shop)),
    ...[difference.variations, difference.facts, difference.alternatives].flatMap((all) => Object.keys(all[0])),
    ...Object.keys(fieldDifferences(shop, 'local', 'staging')[0].objects[0]),
    ...Object.keys(fieldDifferences(shop, 'local', 'staging')[0].objects[0].fields[0])];
  expect([...new Set(fields)].filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  const named = diffCommand().options.map(({ long }) => long as string);
  expect(named.filter((name) => !document.includes(`${name}`) && name !== '--build')).toEqual([]);
});
