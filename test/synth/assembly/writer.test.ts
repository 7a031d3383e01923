import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldCase } from '../../../lib/synth/assembly/path';
import { openAssemblyFolder } from '../../../lib/synth/assembly/folder';
import { AssemblyWriter } from '../../../lib/synth/assembly/writer';
import { listFiles, readGeneration, stageGeneration, writeGeneration } from '../fixtures/assembly-generation';
import { temporaryFolders } from '../fixtures/temporary-folder';

const freshFolder = temporaryFolders();
const withCode = (code: string): Error => expect.objectContaining({ code });

test('a digest is the sha256 of the bytes on disk', () => {
  const outdir = freshFolder();
  const writer = new AssemblyWriter(outdir);
  const digest = writer.write('production/api.k8s.yaml', 'name: café\n');
  writer.writeIndex(['{}']);
  writer.commit();
  const bytes = readFileSync(join(outdir, 'production/api.k8s.yaml'));
  expect(bytes.toString('utf8')).toBe('name: café\n');
  expect(digest).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
  expect(digest).toBe('sha256:a62d7561732fd007f27e99cedab9d6eee3b750a8b816bdfad3de8e33fa18f9b9');
});

test('the index is written from chunks, without joining all of them', () => {
  const outdir = freshFolder();
  const writer = new AssemblyWriter(outdir);
  const line = `${'x'.repeat(1023)}\n`;
  writer.writeIndex((function* chunks() { for (let n = 0; n < 3000; n += 1) yield line; })());
  writer.commit();
  expect(readFileSync(join(outdir, 'parity.json'), 'utf8')).toBe(line.repeat(3000));
});

test.each([
  '../up.yaml', 'production/../../up.yaml', 'production/./x.yaml', '/etc/x.yaml', 'production\\x.yaml', 'x.yaml',
  'production/x\0.yaml', 'production//x.yaml', 'production/', '', '.parity-next/x.yaml', 'production/.parity',
  '.PARITY-old/x.yaml', 'parity.json/x.yaml', 'Parity.JSON/x.yaml', 'production/x.', 'production /x.yaml',
  'production/\ud800.yaml', 'production/a\nb.yaml',
])('the path %j is refused', (path) => {
  const outdir = freshFolder();
  const writer = new AssemblyWriter(outdir);
  expect(() => writer.write(path, 'x')).toThrow(withCode('PARITY_UNSAFE_PATH'));
  writer.abort();
  expect(readdirSync(outdir)).toEqual([]);
});

test('an object\'s prototype is no special name', () => {
  const outdir = freshFolder();
  const writer = new AssemblyWriter(outdir);
  writer.write('__proto__/constructor', 'x');
  writer.writeIndex(['{}']);
  writer.commit();
  expect(readFileSync(join(outdir, '__proto__/constructor'), 'utf8')).toBe('x');
});

test.each([
  ['production/api.yaml', 'production/api.yaml'],
  ['production/api.yaml', 'production/API.yaml'],
  ['production/api.yaml', 'Production/web.yaml'],
  ['production/stra\u00dfe', 'production/STRASSE'],
  ['production/caf\u00e9', 'production/cafe\u0301'],
  ['production/eu', 'production/eu/api.yaml'],
  ['production/eu/api.yaml', 'production/EU'],
])('%s and %s are one name somewhere', (first, second) => {
  const writer = new AssemblyWriter(freshFolder());
  writer.write(first, 'x');
  expect(() => writer.write(second, 'x')).toThrow(withCode('PARITY_DUPLICATE_FILE'));
  writer.abort();
});

test('folding gives one text for all spellings of each character, and folding again changes nothing', () => {
  const wrong: string[] = [];
  for (let code = 1; code < 0xd800; code += 1) {
    const text = String.fromCharCode(code);
    const folded = foldCase(text);
    const others = [folded, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')];
    if (others.some((other) => foldCase(other) !== folded)) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(foldCase('K')).not.toBe(foldCase('X'));
});

test('after abort nothing of the run remains, not even the folders made for it', () => {
  const parent = freshFolder();
  const writer = stageGeneration(join(parent, 'a/b/dist'), 1);
  writer.abort();
  writer.abort();
  expect(readdirSync(parent)).toEqual([]);
});

test('abort keeps the former assembly, and a commit cannot follow it', () => {
  const outdir = freshFolder();
  writeGeneration(outdir, 1);
  const before = readdirSync(outdir);
  const writer = stageGeneration(outdir, 2);
  writer.abort();
  expect(() => writer.commit()).toThrow(withCode('PARITY_WRITER_MISUSED'));
  expect(readdirSync(outdir)).toEqual(before);
  expect(readGeneration(outdir)).toBe(1);
});

test('an assembly without an index, or with half of one, is never committed', () => {
  const outdir = freshFolder();
  const writer = new AssemblyWriter(outdir);
  writer.write('production/api.yaml', 'x');
  expect(() => writer.commit()).toThrow(withCode('PARITY_WRITER_MISUSED'));
  const broken = function* broken(): Generator<string> {
    yield '{';
    throw new Error('boom');
  };
  expect(() => writer.writeIndex(broken())).toThrow('boom');
  expect(() => writer.commit()).toThrow(withCode('PARITY_WRITER_MISUSED'));
  writer.abort();
  expect(readdirSync(outdir)).toEqual([]);
});

test.each([
  ['a file', (parent: string) => join(parent, 'file')],
  ['below a file', (parent: string) => join(parent, 'file', 'dist')],
  ['a place that no one may write', () => '/proc/parity-dist'],
])('an output folder that is %s is one clear error', (_, place) => {
  const parent = freshFolder();
  writeFileSync(join(parent, 'file'), 'not a folder');
  expect(() => new AssemblyWriter(place(parent))).toThrow(expect.objectContaining({
    code: 'PARITY_OUTPUT_UNWRITABLE',
    failure: expect.objectContaining({
      where: place(parent),
      got: expect.stringMatching(/^E[A-Z]+: /),
      fix: expect.stringContaining('CDK8S_OUTDIR'),
    }),
  }));
  expect(readFileSync(join(parent, 'file'), 'utf8')).toBe('not a folder');
});

test.each([
  ['a file', (path: string) => writeFileSync(path, 'mine')],
  ['a link', (path: string) => symlinkSync('/', path)],
  ['a folder with other files', (path: string) => {
    mkdirSync(join(path, 'deep'), { recursive: true });
    writeFileSync(join(path, 'deep/main.ts'), 'mine');
  }],
])('%s of somebody else in an environment\'s place is kept, and the former assembly with it', (_, make) => {
  const outdir = freshFolder();
  writeGeneration(outdir, 2);
  make(join(outdir, 'local'));
  const writer = stageGeneration(outdir, 3);
  expect(() => writer.commit()).toThrow(/^PARITY_OUTPUT_FOREIGN: /);
  writer.abort();
  expect(existsSync(join(outdir, 'local'))).toBe(true);
  expect(readGeneration(outdir)).toBe(2);
});

test('a folder in the place of parity.json is refused before anything moves', () => {
  const outdir = freshFolder();
  mkdirSync(join(outdir, 'parity.json'));
  const writer = stageGeneration(outdir, 2);
  expect(() => writer.commit()).toThrow(/^PARITY_OUTPUT_FOREIGN: /);
  writer.abort();
  expect(readdirSync(outdir)).toEqual(['parity.json']);
});

test('an assembly that lost its hidden list is replaced all the same, because it holds only manifests', () => {
  const outdir = freshFolder();
  mkdirSync(join(outdir, 'staging/eu'), { recursive: true });
  writeFileSync(join(outdir, 'staging/eu/old.k8s.yaml'), 'old');
  writeGeneration(outdir, 2);
  expect(readdirSync(join(outdir, 'staging/eu'))).toEqual(['web.k8s.yaml']);
});

test('6,000 files are written, replaced and verified well within seconds', () => {
  const outdir = freshFolder();
  const text = 'kind: Service\n'.repeat(50);
  const began = performance.now();
  for (const round of ['1', '2']) {
    const writer = new AssemblyWriter(outdir);
    const files: [string, string][] = [];
    for (let n = 0; n < 6000; n += 1) {
      const path = `${['local', 'staging', 'production'][n % 3]!}/chart-${n}.k8s.yaml`;
      files.push([path, writer.write(path, text + round)]);
    }
    writer.writeIndex([JSON.stringify({ files: Object.fromEntries(files) })]);
    writer.commit();
  }
  openAssemblyFolder(outdir).verify(listFiles);
  expect(performance.now() - began).toBeLessThan(10_000);
});
