import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolders } from '../fixtures/temporary-folder';

const newFolder = temporaryFolders();
const ROOT = join(__dirname, '..', '..', '..');

/** Runs the program, which its witness then runs again in processes of its own. */
function run(what: string) {
  const outdir = join(newFolder(), 'dist');
  const { JEST_WORKER_ID: _, ...env } = process.env;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(__dirname, '..', 'fixtures', 'eager-program.ts'), what, outdir],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env,
      timeout: 60_000,
    },
  );
  return { status, stderr, outdir };
}

function isWitnessed(outdir: string): boolean {
  return (JSON.parse(readFileSync(join(outdir, 'parity.json'), 'utf8')) as { witnessed: boolean }).witnessed;
}

test('a program whose charts are there at once is run again for each environment, and agrees', () => {
  const { status, stderr, outdir } = run('agrees');
  expect([status, stderr]).toEqual([0, '']);
  expect(isWitnessed(outdir)).toBe(true);
}, 60_000);

test('a program that branches is found by the process of the environment where it does', () => {
  const { status, stderr, outdir } = run('branches');
  expect(status).not.toBe(0);
  expect(stderr).toMatch(
    /PARITY_WITNESS[^]*production: checkout > Any\/it > spec\.is \(checkout\/it\)[^]*template: "no"[^]*plain: "yes"/,
  );
  expect(stderr).not.toContain('local: checkout');
  expect(existsSync(join(outdir, 'parity.json'))).toBe(false);
}, 60_000);

test('a program that does not run a second time is not proved', () => {
  const { status, stderr, outdir } = run('crashes');
  expect(status).not.toBe(0);
  expect(stderr).toContain('this program runs only once');
  expect(stderr).toMatch(/PARITY_WITNESS: the program did not come to its synth when it was run again/);
  expect(existsSync(join(outdir, 'parity.json'))).toBe(false);
}, 60_000);

test('each app of a program is proved by itself', () => {
  const { status, stderr, outdir } = run('second');
  expect([status, stderr]).toEqual([0, '']);
  expect([isWitnessed(outdir), isWitnessed(join(outdir, '..', 'first'))]).toEqual([true, true]);
}, 60_000);

test('a program that renders into memory on the way to its synth, this app and another, is proved', () => {
  const { status, stderr, outdir } = run('renders');
  expect([status, stderr]).toEqual([0, '']);
  expect(isWitnessed(outdir)).toBe(true);
}, 60_000);
