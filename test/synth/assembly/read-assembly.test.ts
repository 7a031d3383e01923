/* oxlint-disable typescript/no-explicit-any -- tests edit parsed data in ways that no type allows */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../lib/synth/assembly/read-assembly';
import { ParityError, ParityErrors } from '../../../lib/template/error';
import { representativeApp } from '../../check/representative-app';

let folder: string;
let text: string;
const index = () => join(folder, 'parity.json');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-assembly-'));
  representativeApp(folder).synth();
  text = readFileSync(index(), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => writeFileSync(index(), text));

function failureOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    const failures = error instanceof ParityErrors ? error.failures : [(error as ParityError).failure];
    return failures.map(({ code, got }) => `${code} ${got}`).join('\n');
  }
  return 'none';
}

function withIndex(change: (index: any) => void): string {
  const parsed = JSON.parse(text);
  change(parsed);
  writeFileSync(index(), JSON.stringify(parsed));
  return failureOf(() => readAssembly(folder));
}

test('gives the index and the files that it lists', () => {
  const assembly = readAssembly(folder);
  expect(assembly.folder).toBe(folder);
  expect(assembly.index.environments.map(({ name }) => name)).toEqual(['local', 'staging', 'production']);
  expect(assembly.readFile('local/shop.k8s.yaml')).toBe(readFileSync(join(folder, 'local/shop.k8s.yaml'), 'utf8'));
  expect(failureOf(() => assembly.readFile('../outside.yaml'))).toMatch(/^PARITY_ASSEMBLY_FILE_MISSING/);
});

test('another version says which, and what to do', () => {
  expect(withIndex((parsed) => { parsed.schemaVersion = 4; })).toBe('PARITY_ASSEMBLY_VERSION schemaVersion 4');
  expect(
    withIndex((parsed) => {
      parsed.schemaVersion = 0;
      parsed.charts = null;
    }),
  ).toBe('PARITY_ASSEMBLY_VERSION schemaVersion 0');
});

test('a truncated index is refused wherever it was cut', () => {
  for (const part of [0, 1, 0.25, 0.5, 0.75, 0.999]) {
    writeFileSync(index(), text.slice(0, part === 1 ? 1 : Math.floor(text.trimEnd().length * part)));
    expect(failureOf(() => readAssembly(folder))).toMatch(/^PARITY_BAD_ASSEMBLY /);
  }
});

test.each<[string, (index: any) => void, string]>([
  ['an unknown field', (i) => { i.charts[0].extra = 1; }, 'charts[0]: '],
  ['a missing field', (i) => { delete i.charts[0].template; }, 'charts[0].template: '],
  ['a number for a text', (i) => { i.charts[0].id = 7; }, 'charts[0].id: '],
  ['an unknown derivation', (i) => { i.charts[0].derivations[0].expression = { op: 'eval', code: '1' }; },
    'charts[0].derivations[0].expression'],
  ['an unknown operation of a patch', (i) => { i.charts[0].exceptions[0].patch[0].op = 'exec'; },
    'charts[0].exceptions[0].patch[0].op: '],
  ['two charts with one file', (i) => { i.charts.push(i.charts[0]); }, 'belongs to two charts'],
  ['no environment', (i) => { i.environments = []; }, 'environments: '],
])('%s is refused, and its place named', (_, change, place) => {
  const failure = withIndex(change);
  expect(failure).toMatch(/^PARITY_BAD_ASSEMBLY /);
  expect(failure).toContain(place);
});

test.each([
  ['among targets', '"targets":{"local":', '"targets":{"__proto__":{},"local":'],
  ['among the fields of the index', '"allowedEnv"', '"__proto__":{"witnessed":true},\n"allowedEnv"'],
  ['among values', '"values":{', '"values":{"__proto__":{"value":1,"from":"default"},'],
])('the key __proto__ %s is refused', (_, from, to) => {
  expect(text).toContain(from);
  writeFileSync(index(), text.replace(from, to));
  expect(failureOf(() => readAssembly(folder))).toMatch(/^PARITY_BAD_ASSEMBLY /);
});

test('a derivation nested without end is refused before anything descends into it', () => {
  const deep = `${'{"op":"unit","to":"Mi","round":"exact","of":'.repeat(50_000)}{}${'}'.repeat(50_000)}`;
  writeFileSync(index(), text.replace('"derivations":[',
    `"derivations":[{"place":{"object":"a","path":[]},"expression":${deep}},`));
  expect(failureOf(() => readAssembly(folder))).toBe('PARITY_BAD_ASSEMBLY values nested more than 500 deep');
});

test('a file that was edited is no part of the assembly', () => {
  const file = join(folder, 'staging/shop.k8s.yaml');
  const former = readFileSync(file);
  writeFileSync(file, `${former}# edited\n`);
  expect(failureOf(() => readAssembly(folder))).toMatch(/^PARITY_ASSEMBLY_ALTERED sha256:/);
  writeFileSync(file, former);
  const assembly = readAssembly(folder);
  writeFileSync(file, `${former}# edited later\n`);
  expect(failureOf(() => assembly.readFile('staging/shop.k8s.yaml'))).toMatch(/^PARITY_ASSEMBLY_ALTERED sha256:/);
  writeFileSync(file, former);
});
