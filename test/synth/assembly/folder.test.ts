import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAssemblyFolder } from '../../../lib/synth/assembly/folder';
import { ParityErrors, ParityFailure } from '../../../lib/template/error';
import { listFiles, writeGeneration } from '../fixtures/assembly-generation';
import { temporaryFolders } from '../fixtures/temporary-folder';

const freshFolder = temporaryFolders();
const withCode = (code: string): Error => expect.objectContaining({ code });

function written(generation = 2): string {
  const outdir = freshFolder();
  writeGeneration(outdir, generation);
  return outdir;
}

function failuresOf(outdir: string, list = listFiles): readonly ParityFailure[] {
  try {
    openAssemblyFolder(outdir).verify(list);
  } catch (error) {
    if (error instanceof ParityErrors) return error.failures;
    throw error;
  }
  return [];
}

const codesOf = (outdir: string): string[] =>
  failuresOf(outdir).map(({ code, where, got }) => [code.slice(16), where, got].filter(Boolean).join(' '));

test.each([
  ['an empty folder', (parent: string) => parent],
  ['no folder', (parent: string) => join(parent, 'dist')],
  ['a file', (parent: string) => join(parent, 'file')],
])('%s holds no assembly', (_, place) => {
  const parent = freshFolder();
  if (place(parent).endsWith('file')) writeFileSync(place(parent), '');
  expect(() => openAssemblyFolder(place(parent))).toThrow(expect.objectContaining({
    code: 'PARITY_NO_ASSEMBLY', failure: expect.objectContaining({ fix: expect.stringContaining('parity synth') }),
  }));
});

test('what was written is read back, and verify returns the parsed index', () => {
  const folder = openAssemblyFolder(written());
  expect(folder.verify(listFiles)).toEqual(JSON.parse(folder.readIndex()));
  expect(folder.readFile('production/eu/web.k8s.yaml').toString()).toBe('generation: 2\n');
});

test('an altered, a missing and an unknown file are reported together', () => {
  const outdir = written();
  appendFileSync(join(outdir, 'production/api.k8s.yaml'), '#');
  unlinkSync(join(outdir, 'staging/api.k8s.yaml'));
  writeFileSync(join(outdir, 'staging/eu/extra.yaml'), '');
  writeFileSync(join(outdir, 'staging/extra.YML'), '');
  writeFileSync(join(outdir, 'staging/notes.txt'), '');
  writeFileSync(join(outdir, 'beside.yaml'), '');
  expect(failuresOf(outdir).map(({ code, where }) => `${code} ${where}`)).toEqual([
    'PARITY_ASSEMBLY_ALTERED production/api.k8s.yaml',
    'PARITY_ASSEMBLY_FILE_MISSING staging/api.k8s.yaml',
    'PARITY_ASSEMBLY_FILE_UNKNOWN staging/eu/extra.yaml',
    'PARITY_ASSEMBLY_FILE_UNKNOWN staging/extra.YML',
  ]);
  expect(failuresOf(outdir)[0]).toMatchObject({
    got: 'sha256:a100e2955c4276c3bb64e932574ad7b025cbb292655704f93d6c3184f2a5d194',
    expected: 'sha256:23988a3ff5e88ccc3255c0af13a35cc83a3121084f995fddc074d6d0eab7d6f5',
  });
});

test('a whole environment that is gone is missing, file by file', () => {
  const outdir = written();
  rmSync(join(outdir, 'staging'), { recursive: true });
  expect(codesOf(outdir)).toEqual(['FILE_MISSING staging/api.k8s.yaml', 'FILE_MISSING staging/eu/web.k8s.yaml']);
});

test('links, folders and pipes in place of files are not followed, not even to the same bytes', () => {
  const outdir = written();
  const outside = freshFolder();
  const file = (path: string): string => join(outdir, path);
  renameSync(file('production/api.k8s.yaml'), join(outside, 'api'));
  symlinkSync(join(outside, 'api'), file('production/api.k8s.yaml'));
  renameSync(file('production/eu'), join(outside, 'eu'));
  symlinkSync(join(outside, 'eu'), file('production/eu'));
  unlinkSync(file('staging/api.k8s.yaml'));
  spawnSync('mkfifo', [file('staging/api.k8s.yaml')]);
  unlinkSync(file('staging/eu/web.k8s.yaml'));
  mkdirSync(file('staging/eu/web.k8s.yaml'));
  expect(codesOf(outdir)).toEqual([
    'ALTERED production/api.k8s.yaml a symbolic link in place of the file',
    'ALTERED production/eu/web.k8s.yaml a symbolic link in place of the folder eu',
    'ALTERED staging/api.k8s.yaml a device, pipe or socket in place of the file',
    'ALTERED staging/eu/web.k8s.yaml a folder in place of the file',
    'FILE_UNKNOWN production/eu',
  ]);
  expect(() => openAssemblyFolder(outdir).readFile('production/eu/web.k8s.yaml'))
    .toThrow(withCode('PARITY_ASSEMBLY_ALTERED'));
});

test('an index that is a link, or no JSON, is not accepted', () => {
  const outdir = written();
  writeFileSync(join(outdir, 'parity.json'), '{"files":');
  expect(() => failuresOf(outdir)).toThrow(withCode('PARITY_ASSEMBLY_ALTERED'));
  unlinkSync(join(outdir, 'parity.json'));
  symlinkSync(join(written(), 'parity.json'), join(outdir, 'parity.json'));
  expect(() => failuresOf(outdir)).toThrow(withCode('PARITY_ASSEMBLY_ALTERED'));
});

test('an index cannot make the reader leave the folder', () => {
  const outdir = written();
  const hostile = new Map([['../../etc/passwd', 'sha256:0'], ['/etc/passwd', 'sha256:0'], ['__proto__', 'sha256:0']]);
  expect(failuresOf(outdir, () => hostile).map(({ code }) => code)).toEqual(Array(3).fill('PARITY_UNSAFE_PATH'));
  for (const path of hostile.keys()) {
    expect(() => openAssemblyFolder(outdir).readFile(path)).toThrow(withCode('PARITY_UNSAFE_PATH'));
  }
});

test('a file that changes after it was verified is refused', () => {
  const outdir = written();
  const folder = openAssemblyFolder(outdir);
  folder.verify(listFiles);
  appendFileSync(join(outdir, 'production/api.k8s.yaml'), '#');
  expect(() => folder.readFile('production/api.k8s.yaml')).toThrow(withCode('PARITY_ASSEMBLY_ALTERED'));
  expect(() => folder.readFile('production/gone.k8s.yaml')).toThrow(withCode('PARITY_ASSEMBLY_FILE_MISSING'));
});

test('an assembly opened before another took its place never mixes the two', () => {
  const outdir = written(1);
  const folder = openAssemblyFolder(outdir);
  expect(folder.readFile('local/api.k8s.yaml').toString()).toBe('generation: 1\n');
  const steps: string[] = [];
  writeGeneration(outdir, 2, { onStep: (step) => {
    steps.push(step);
    expect(() => folder.readFile('production/api.k8s.yaml')).toThrow(withCode('PARITY_ASSEMBLY_REPLACED'));
    expect(() => folder.readIndex()).toThrow(withCode('PARITY_ASSEMBLY_REPLACED'));
    expect(() => folder.verify(listFiles)).toThrow(withCode('PARITY_ASSEMBLY_REPLACED'));
  } });
  expect(steps).toContain('index');
});

test('an assembly opened at the commit point stays readable through all moves', () => {
  const outdir = written(1);
  let folder: ReturnType<typeof openAssemblyFolder> | undefined;
  const read: string[] = [];
  writeGeneration(outdir, 2, { onStep: () => {
    folder ??= openAssemblyFolder(outdir);
    folder.verify(listFiles);
    read.push(folder.readFile('staging/eu/web.k8s.yaml').toString());
  } });
  expect(read).toEqual(Array(10).fill('generation: 2\n'));
});
