import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesBelow = (folder: string, ends: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ends))
    .map((path) => `${folder}/${path}`)
    .sort();
const codesIn = (text: string) => new Set(text.match(/\bPARITY_[A-Z]+(?:_[A-Z]+)*\b/g));
const library = () => filesBelow('lib', '.ts').map(read).join('\n');

test('docs/errors.md explains every code that the library knows, and no other', () => {
  const documented = read('docs/errors.md')
    .split('\n')
    .flatMap((line) => /^\| `(PARITY_[A-Z_]+)` \|/.exec(line)?.[1] ?? []);
  expect(documented.filter((code, i) => documented.indexOf(code) !== i)
    .filter((code) => code !== 'PARITY_WITNESS')).toEqual([]);
  expect([...new Set(documented)].sort()).toEqual([...codesIn(library())].sort());
});

test('no document speaks of a code that does not exist', () => {
  const known = codesIn(library());
  const documents = [...filesBelow('docs', '.md'), 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
  expect(
    documents.flatMap((file) =>
      [...codesIn(read(file))].filter((code) => !known.has(code)).map((code) => `${file}: ${code}`),
    ),
  ).toEqual([]);
});

test('every link between the documents leads to a file', () => {
  const documents = [...filesBelow('docs', '.md'), 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => join(dirname(file), to)),
  );
  expect(links.length).toBeGreaterThan(10);
  const files = new Set([
    ...filesBelow('docs', ''),
    ...readdirSync(root),
    ...filesBelow('lib', ''),
    ...filesBelow('examples', ''),
    'environments',
  ]);
  expect(links.filter((to) => !files.has(to.replace(/\/$/, '')))).toEqual([]);
});

test('every file of the library that ARCHITECTURE.md names is there', () => {
  const files = new Set(filesBelow('lib', '.ts'));
  const rooms = /`((?:template|environment|service|synth|check|cli)\/[\w/-]+\.ts)`/g;
  const named = [...read('ARCHITECTURE.md').matchAll(rooms)]
    .map(([, path]) => `lib/${path}`);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !files.has(path))).toEqual([]);
});

test('docs/parity-json.md names every field of the index, and the version that is written', () => {
  const assembly = read('lib/synth/assembly/assembly.ts');
  const version = /SCHEMA_VERSION = (\d+)/.exec(assembly)?.[1];
  const fields = [...assembly.matchAll(/readonly (\w+)\??:/g)].map(([, name]) => name);
  const text = read('docs/parity-json.md');
  expect(text).toContain(`schemaVersion\` is ${version}`);
  expect(fields.length).toBeGreaterThan(40);
  expect([...new Set(fields)].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
