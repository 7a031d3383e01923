import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../lib/cli/check';
import { diff } from '../../lib/cli/diff';
import { explainCommand } from '../../lib/cli/explain';
import { previewDifference, previewLines } from '../../lib/cli/preview-difference';
import { report } from '../../lib/cli/report';
import { terminalOf } from '../../lib/cli/terminal';
import { differenceTable } from '../../lib/testing/snapshot-table';
import { ParitySnapshot } from '../../lib/testing/parity-snapshot';
import { declarationsOf } from '../../lib/testing/declared-differences';
import { readAssembly } from '../../lib/synth/assembly/read-assembly';
import { summarize } from '../../lib/report/summary';
import { digestText } from '../../lib/template/canonical';
import type { Output } from '../../lib/cli/answer';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { MARK, vaultApp } from './secret-app';

const temporary = temporaryFolders();
let assembly: string;
let changed: string;
let edited: string;

beforeAll(() => {
  assembly = join(temporary(), 'dist');
  changed = join(temporary(), 'dist');
  edited = join(temporary(), 'dist');
  vaultApp(assembly).synth();
  vaultApp(changed, 5).synth();
  // Somebody edited a manifest, and made its digest fit.
  cpSync(assembly, edited, { recursive: true });
  const file = join(edited, 'production', 'vault.k8s.yaml');
  const text = readFileSync(file, 'utf8');
  const other = text.replaceAll(`${MARK}-production-1`, `${MARK}-edited-1`);
  writeFileSync(file, other);
  const index = join(edited, 'parity.json');
  writeFileSync(index, readFileSync(index, 'utf8').replace(digestText(text), digestText(other)));
});

/** All that a command writes. */
async function written(run: (output: Output) => unknown): Promise<string> {
  let all = '';
  const terminal = terminalOf({ write: (text: unknown) => (all += String(text)) !== '' }, { NO_COLOR: '1' });
  await run({ out: terminal, err: terminal });
  return all;
}

const both = ['staging', 'production'];
const now = '2026-11-21';
const explainable = ['Secret/vault', 'List/vault-list', 'ConfigMap/vault', 'Object/vault-wrapper'];
const paths = ['stringData.password', 'stringData', 'stringData.url', 'metadata', 'metadata.annotations', 'items',
  'items[0].stringData', 'data.copy', 'data', 'data.address', 'data.tier', 'stringData.fixed',
  'spec.manifest', 'spec.manifest.stringData.main'];

const outputs: [string, () => Promise<string>][] = [
  ...['text', 'json', 'sarif', 'github', 'markdown'].flatMap((format): [string, () => Promise<string>][] => [
    [`check --format ${format}`, () => written((output) =>
      check({ now, failOn: 'note', format, assembly } as never, output))],
    [`check --format ${format} of an edited assembly`, () => written((output) =>
      check({ now, failOn: 'note', format, assembly: edited } as never, output))],
  ]),
  ...['text', 'json', 'markdown'].flatMap((format) => [
    ...[{}, { fields: true }, { yaml: true }, { all: true }].map((how): [string, () => Promise<string>] => [
      `diff ${JSON.stringify(how)} --format ${format}`,
      () => written((output) => diff({
        environments: 'all' in how ? [] : both, assembly, format, ...how } as never, output)),
    ]),
    ...[{}, { yaml: true }].flatMap((how) => [[assembly, changed], [changed, assembly], [assembly, edited]]
      .map((_, i): [string, () => Promise<string>] => [
        `diff --base ${i} ${JSON.stringify(how)} --format ${format}`,
        () => written((output) => diff({ environments: [], format, ...how,
          base: [assembly, changed, assembly][i], assembly: [changed, assembly, edited][i] } as never, output)),
      ])),
  ]),
  ...['text', 'json', 'markdown', 'html'].map((format): [string, () => Promise<string>] => [
    `report --format ${format}`, () => written((output) => report({ assembly, now, format } as never, output))]),
  ...['text', 'json'].flatMap((format) => both.flatMap((environment) => [
    ...explainable.flatMap((object) => [undefined, ...paths].map((path): [string, () => Promise<string>] => [
      `explain ${environment} ${object} ${path ?? ''} --format ${format}`,
      () => written((output) => explainCommand({ environment, object, path }, { assembly, format } as never, output)),
    ])),
    [`explain ${environment} of an edited file --format ${format}`,
      () => written((output) => explainCommand({ environment, object: 'ConfigMap/vault', path: 'data.copy' },
        { assembly: edited, format } as never, output))] as [string, () => Promise<string>],
  ])),
  ...['password', 'tier', 'pin', 'spare', 'hosts'].flatMap((variation) => ['text', 'json'].map(
    (format): [string, () => Promise<string>] => [`explain --variation ${variation} --format ${format}`,
      () => written((output) => explainCommand({}, { assembly, format, variation } as never, output))])),
  ...['vault.token', 'vault', 'keys', 'keys.first', 'domain'].flatMap((fact) => ['text', 'json'].map(
    (format): [string, () => Promise<string>] => [`explain --fact ${fact} --format ${format}`,
      () => written((output) => explainCommand({}, { assembly, format, fact } as never, output))])),
  ['the summary of parity synth', async () => JSON.stringify(summarize(readAssembly(assembly).index, []))],
  ['the preview of parity synth', async () => {
    const { index } = readAssembly(assembly);
    const environments = index.environments.map((one) =>
      (one.name === 'production' ? { ...one, previewOf: 'staging' } : one));
    const difference = previewDifference({ ...index, environments }, 'production')!;
    return `${previewLines(difference, terminalOf({ write: () => true }, {})).join('\n')}${JSON.stringify(difference)}`;
  }],
  ['the parity snapshot', async () => new ParitySnapshot(readAssembly(assembly).index).text],
  ['the table of differences', async () => differenceTable(readAssembly(assembly).index)],
  ['the declarations of toDifferOnlyBy', async () =>
    JSON.stringify(declarationsOf(readAssembly(assembly).index).map(({ values, ...rest }) => [rest, [...values]]))],
];

test.each(outputs)('no hidden value is in the output of %s', async (_, run) => {
  const text = await run();
  expect(text.length).toBeGreaterThan(20);
  const found = [...text.matchAll(new RegExp(`.{0,80}(?:${MARK}|11117|99111749).{0,40}`, 'g'))].map(([line]) => line);
  expect(found).toEqual([]);
});

test('the markers stand in what is read, so that outputs could show them', () => {
  const text = readFileSync(join(assembly, 'production', 'vault.k8s.yaml'), 'utf8');
  for (const part of ['production', 'tier', 'set', 'host', 'token', 'key', 'patched', 'copied']) {
    expect(text).toContain(`${MARK}-${part}-`);
  }
  expect(text).toContain('11117401');
});

test('what is a part of a Secret and stands readable elsewhere is shown', async () => {
  expect(await written((output) => diff({ environments: both, assembly, format: 'text' } as never, output)))
    .toContain('staging.example.com');
});

test('that a hidden value of an exception changed is told', async () => {
  const all = await written((output) =>
    diff({ environments: [], base: assembly, assembly: changed, format: 'json' } as never, output));
  const { exceptions } = JSON.parse(all) as { exceptions: { kind: string; name: string; after: object }[] };
  expect(exceptions.map(({ kind, name, after }) => [kind, name, Object.keys(after)])).toEqual(
    ['Secret/vault', 'List/vault-list', 'ConfigMap/vault'].map((name) => ['changed', name, ['patch']]));
});

test('a hidden value that is the same on both sides is no change of the files', async () => {
  const patch = await written((output) =>
    diff({ environments: both, assembly, format: 'text', yaml: true } as never, output));
  const lines = patch.split('\n').map((line) => line.replace(/: .*/, ''));
  expect(lines).toContain('   steady');
  expect(lines).toContain('-  password');
  expect(lines).toContain('+  password');
});
