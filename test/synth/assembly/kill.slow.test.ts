import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentsOf, readGeneration, writeGeneration } from '../fixtures/assembly-generation';
import { compileProgram } from '../fixtures/compiled-program';

const compiled = compileProgram('assembly-loop');
const outdir = mkdtempSync(join(tmpdir(), 'parity-kill-'));

afterAll(() => {
  for (const folder of [compiled.folder, outdir]) rmSync(folder, { recursive: true, force: true });
});

function loop(folder: string, first: number, step: number, count?: number): ChildProcess {
  const args = [compiled.program, folder, String(first), String(step), ...(count === undefined ? [] : [String(count)])];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const started = (child: ChildProcess): Promise<unknown> => new Promise((done) => child.stdout!.once('data', done));
const ended = (child: ChildProcess): Promise<number | null> => new Promise((done) => child.once('exit', done));

/** Reads while others write: a replaced assembly is said to be replaced, and nothing else may happen. */
function tryReadGeneration(folder: string): number | undefined {
  try {
    return readGeneration(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'PARITY_ASSEMBLY_REPLACED') return undefined;
    throw error;
  }
}

test('a synth killed at 50 random moments always leaves one whole assembly, and never an older one', async () => {
  writeFileSync(join(outdir, 'README'), 'not ours');
  // The moments spread over some generations, however fast this machine is.
  const began = performance.now();
  for (let generation = 0; generation < 10; generation += 1) writeGeneration(outdir, generation);
  const spreadMs = Math.min(100, 3 * (performance.now() - began) / 10);
  let last = 9;
  let interrupted = 0;
  for (let round = 0; round < 50; round += 1) {
    const child = loop(outdir, last + 1, 1);
    const end = ended(child);
    await started(child);
    await pause(Math.random() * spreadMs);
    child.kill('SIGKILL');
    await end;
    interrupted += readdirSync(outdir).some((name) => /^\.parity-(stage|next|old)/.test(name)) ? 1 : 0;
    const generation = readGeneration(outdir);
    expect(generation).toBeGreaterThanOrEqual(last);
    last = generation;
  }
  // Otherwise the moments were all before or after the work and the test proved nothing.
  expect(interrupted).toBeGreaterThan(5);
  expect(last).toBeGreaterThan(9);

  writeGeneration(outdir, last + 1);
  expect(readdirSync(outdir).sort()).toEqual(
    ['.parity-environments', 'README', ...environmentsOf(last + 1), 'parity.json'].sort(),
  );
}, 60_000);

test('two synths at once into one folder, and a reader beside them, never see a mixture', async () => {
  const folder = join(outdir, 'shared');
  writeGeneration(folder, 0);
  const children = [loop(folder, 1, 2, 150), loop(folder, 2, 2, 150)];
  const ends = children.map(ended);
  const codes: (number | null)[] = [];
  for (const end of ends) void end.then((code) => codes.push(code));
  const seen = new Set<number>();
  try {
    while (codes.length < children.length) {
      const generation = tryReadGeneration(folder);
      if (generation !== undefined) seen.add(generation);
      await pause(0);
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ends);
  }
  expect(codes).toEqual([0, 0]);
  expect(seen.size).toBeGreaterThan(5);
  expect([299, 300]).toContain(readGeneration(folder));
  expect(existsSync(join(folder, '.parity-next'))).toBe(false);
}, 60_000);
