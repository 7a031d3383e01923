import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentOwner } from '../../../lib/synth/assembly/owner';
import { AssemblyWriter } from '../../../lib/synth/assembly/writer';
import { environmentsOf, readGeneration, stageGeneration, writeGeneration } from '../fixtures/assembly-generation';
import { temporaryFolders } from '../fixtures/temporary-folder';

const freshFolder = temporaryFolders();

class Crash extends Error {}

/** Stops the swap right after its nth change on disk, as a kill would. */
function crashAfter(n: number): { readonly onStep: (step: string) => void } {
  let seen = 0;
  return { onStep: (step) => {
    seen += 1;
    if (seen === n) throw new Crash(step);
  } };
}

function stepsFrom(former: number, next: number): string[] {
  const outdir = freshFolder();
  writeGeneration(outdir, former);
  const steps: string[] = [];
  writeGeneration(outdir, next, { onStep: (step) => steps.push(step) });
  return steps;
}

function cleanListing(generation: number): string[] {
  return ['.parity-environments', 'README', ...environmentsOf(generation), 'parity.json'].sort();
}

/** Generation 1 has the environment `local`, generation 2 has not. */
const steps = stepsFrom(1, 2);

test('the moves of a swap', () => {
  expect(steps).toEqual([
    'commit', 'aside production', 'place production', 'aside staging', 'place staging', 'remove local',
    'environments', 'index', 'disown', 'close',
  ]);
});

test.each([[1, 2], [2, 3]])('a crash after any single move from %i to %i leaves the new assembly whole', (from, to) => {
  for (let n = 1; n <= stepsFrom(from, to).length; n += 1) {
    const outdir = freshFolder();
    writeGeneration(outdir, from);
    writeFileSync(join(outdir, 'README'), 'not ours');
    const writer = stageGeneration(outdir, to, crashAfter(n));
    expect(readGeneration(outdir)).toBe(from);
    expect(() => writer.commit()).toThrow(Crash);
    expect(readGeneration(outdir)).toBe(to);
    expect(readGeneration(outdir)).toBe(to);

    new AssemblyWriter(outdir).abort();
    expect(readGeneration(outdir)).toBe(to);
    expect(readdirSync(outdir).sort()).toEqual(cleanListing(to));
    expect(readFileSync(join(outdir, 'README'), 'utf8')).toBe('not ours');
  }
});

test('a crash while another crash is being repaired leaves the new assembly whole', () => {
  for (let first = 1; first <= steps.length; first += 1) {
    for (let second = 1; second <= steps.length - first; second += 1) {
      const outdir = freshFolder();
      writeGeneration(outdir, 1);
      expect(() => writeGeneration(outdir, 2, crashAfter(first))).toThrow(Crash);
      try {
        new AssemblyWriter(outdir, crashAfter(second)).abort();
      } catch (error) {
        expect(error).toBeInstanceOf(Crash);
      }
      expect(readGeneration(outdir)).toBe(2);
      writeGeneration(outdir, 3);
      expect(readGeneration(outdir)).toBe(3);
      expect(readdirSync(outdir).sort()).toEqual(cleanListing(3).filter((name) => name !== 'README'));
    }
  }
});

test('a stage that was never committed is invisible, and goes when its process is gone', () => {
  const outdir = freshFolder();
  writeGeneration(outdir, 1);
  stageGeneration(outdir, 2);
  const [stage] = readdirSync(outdir).filter((name) => name.startsWith('.parity-stage-'));
  new AssemblyWriter(outdir).abort();
  expect(existsSync(join(outdir, stage!))).toBe(true);

  const { pid } = spawnSync(process.execPath, ['--version']);
  const orphan = stage!.replace(`-${process.pid}-`, `-${pid}-`);
  renameSync(join(outdir, stage!), join(outdir, orphan));
  new AssemblyWriter(outdir).abort();
  expect(existsSync(join(outdir, orphan))).toBe(false);
  expect(readGeneration(outdir)).toBe(1);
});

test('a commit waits for another process and gives up with one clear error', () => {
  const outdir = freshFolder();
  writeGeneration(outdir, 1);
  expect(() => writeGeneration(outdir, 2, crashAfter(1))).toThrow(Crash);
  const elsewhere = currentOwner().replace(/-[0-9a-f]{8}-/, '-00000000-');
  const next = join(outdir, '.parity-next');
  renameSync(join(next, `.parity-owner-${currentOwner()}`), join(next, `.parity-owner-${elsewhere}`));

  const writer = stageGeneration(outdir, 3, { waitMs: 30 });
  expect(() => writer.commit()).toThrow(expect.objectContaining({ code: 'PARITY_OUTPUT_BUSY' }));
  writer.abort();
  expect(readGeneration(outdir)).toBe(2);
});

test('links among the leftovers are taken away, never followed', () => {
  const outdir = freshFolder();
  const precious = freshFolder();
  writeFileSync(join(precious, 'file'), 'keep');
  const { pid } = spawnSync(process.execPath, ['--version']);
  const dead = currentOwner().replace(`${process.pid}-`, `${pid}-`);
  symlinkSync(precious, join(outdir, `.parity-stage-${dead}-0`));
  mkdirSync(join(outdir, `.parity-old-${dead}`));
  symlinkSync(precious, join(outdir, `.parity-old-${dead}`, 'production'));
  writeGeneration(outdir, 2);
  expect(readdirSync(outdir).sort()).toEqual(cleanListing(2).filter((name) => name !== 'README'));
  expect(readFileSync(join(precious, 'file'), 'utf8')).toBe('keep');
});

test('a former list of environments cannot name a folder elsewhere', () => {
  const parent = freshFolder();
  const outdir = join(parent, 'dist');
  mkdirSync(join(parent, 'precious'));
  writeGeneration(outdir, 2);
  writeFileSync(join(outdir, '.parity-environments'), `../precious\n${parent}/precious\n.\n..\n\nproduction\n`);
  writeGeneration(outdir, 4);
  expect(readdirSync(parent).sort()).toEqual(['dist', 'precious']);
  expect(readGeneration(outdir)).toBe(4);
});

test('a .parity-next that is a link is neither followed nor finished', () => {
  const outdir = freshFolder();
  const elsewhere = freshFolder();
  writeGeneration(elsewhere, 3);
  writeGeneration(outdir, 1);
  symlinkSync(elsewhere, join(outdir, '.parity-next'));
  expect(readGeneration(outdir)).toBe(1);
  expect(() => writeGeneration(outdir, 2, { waitMs: 0 }))
    .toThrow(expect.objectContaining({ code: 'PARITY_OUTPUT_UNWRITABLE' }));
  expect(readGeneration(elsewhere)).toBe(3);
  expect(readGeneration(outdir)).toBe(1);
});
