import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackgroundFiles } from '../../../lib/synth/assembly/background-files';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'parity-background-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const path = (n: number) => join(folder, `file-${n}`);
const textOf = (n: number) => `${n}: ${'x'.repeat(n)}`;

function started(): { files: BackgroundFiles; atOnce: string[] } {
  const atOnce: string[] = [];
  const files = new BackgroundFiles((file, text) => {
    atOnce.push(file);
    writeFileSync(file, text);
  });
  return { files, atOnce };
}

test('every file is there after drain, whichever thread wrote it', () => {
  const { files, atOnce } = started();
  for (let n = 0; n < 1000; n++) files.write(path(n), textOf(n));
  files.drain();
  expect(readdirSync(folder)).toHaveLength(1000);
  for (let n = 0; n < 1000; n++) expect(readFileSync(path(n), 'utf8')).toBe(textOf(n));
  expect(atOnce.length).toBeLessThan(1000);
});

test('a small assembly needs no thread', () => {
  const { files, atOnce } = started();
  for (let n = 0; n < 50; n++) files.write(path(n), textOf(n));
  expect(atOnce).toHaveLength(50);
  files.drain();
});

test('a file that cannot be written fails the drain with the error of the file system', () => {
  const { files } = started();
  for (let n = 0; n < 500; n++) files.write(path(n), '');
  files.write(join(folder, 'absent', 'file'), '');
  expect(() => files.drain()).toThrow(expect.objectContaining({ code: 'ENOENT', syscall: 'open' }));
});

test('a file that is there already is not overwritten', () => {
  const { files } = started();
  writeFileSync(path(450), 'mine');
  for (let n = 0; n < 500; n++) files.write(path(n), textOf(n));
  expect(() => files.drain()).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(readFileSync(path(450), 'utf8')).toBe('mine');
});

test('nothing is written any more after abandon', () => {
  const { files } = started();
  for (let n = 0; n < 2000; n++) files.write(path(n), textOf(n));
  files.abandon();
  rmSync(folder, { recursive: true });
  const until = Date.now() + 200;
  while (Date.now() < until) expect(() => readdirSync(folder)).toThrow('ENOENT');
});
