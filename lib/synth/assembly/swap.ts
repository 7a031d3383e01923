import {
  lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { ParityError } from '../../template/error';
import { hasAbandonedSwap, isGone } from './owner';
import { findPathProblem, INDEX_FILE } from './path';

/** The committed assembly until all of it stands in its final place; readers prefer it while it holds an index. */
export const NEXT_FOLDER = '.parity-next';
/** What a writer fills before it commits. */
export const STAGE_PREFIX = '.parity-stage-';
/** The environments of the assembly in this folder, one a line: what the next one may replace or remove. */
export const ENVIRONMENTS_FILE = '.parity-environments';
/** An empty file in the stage whose name says who swaps; renaming it hands the swap over, to one taker only. */
export const OWNER_PREFIX = '.parity-owner-';
const OLD_PREFIX = '.parity-old-';

export interface SwapOptions {
  /** Called after each single change on disk, for tests that stop there. @default nothing is called */
  readonly onStep?: (step: string) => void;
  /** How long to wait for another process's swap, in milliseconds. @default 10000 */
  readonly waitMs?: number;
}

const POLL_MS = 10;

/**
 * Makes a filled stage the assembly of `outdir`.
 *
 * One rename, of the stage to `.parity-next`, is the commit point: before it readers see the former assembly, after
 * it the new one, and whoever comes next can finish the moves. It needs no lock, because a folder cannot be renamed
 * over one that is not empty: of two writers one waits until the other's swap is over.
 *
 * @throws PARITY_OUTPUT_BUSY when another process's swap does not end
 */
export function commitStage(outdir: string, stage: string, owner: string, options: SwapOptions = {}): void {
  const next = join(outdir, NEXT_FOLDER);
  for (let waited = 0; !tryRenameToFree(join(outdir, stage), next);) {
    if (rollForward(outdir, owner, options)) continue;
    if (waited >= (options.waitMs ?? 10_000)) throw busy(outdir);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    waited += POLL_MS;
  }
  options.onStep?.('commit');
  finishSwap(outdir, owner, options.onStep);
}

/**
 * Finishes a swap whose process died after its commit point.
 *
 * @returns whether there was one to finish
 */
export function rollForward(outdir: string, owner: string, options: SwapOptions = {}): boolean {
  const next = join(outdir, NEXT_FOLDER);
  const entry = namesIn(next).find((name) => name.startsWith(OWNER_PREFIX));
  if (entry === undefined || !hasAbandonedSwap(entry.slice(OWNER_PREFIX.length))) return false;
  // Only one of several takers finds the former owner's file still there.
  if (!tryRename(join(next, entry), join(next, OWNER_PREFIX + owner))) return false;
  options.onStep?.('take over');
  finishSwap(outdir, owner, options.onStep);
  return true;
}

/** Removes what writers left that died before their commit point, or after their swap. */
export function removeLeftovers(outdir: string): void {
  const next = join(outdir, NEXT_FOLDER);
  // A swap that is going on keeps its owner in there to the last.
  if (isFolder(next)) removeIfEmpty(next);
  for (const name of namesIn(outdir)) {
    const stale = name.startsWith(STAGE_PREFIX)
      ? isGone(name.slice(STAGE_PREFIX.length).replace(/-\d+$/, ''))
      : name.startsWith(OLD_PREFIX) && hasAbandonedSwap(name.slice(OLD_PREFIX.length));
    // Recursive removal takes symbolic links themselves away and never what they lead to.
    if (stale) rmSync(join(outdir, name), { recursive: true, force: true });
  }
}

/** The environments that the assembly in a folder says it has; empty when it says nothing. */
export function readEnvironments(folder: string): readonly string[] {
  const file = join(folder, ENVIRONMENTS_FILE);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  return readFileSync(file, 'utf8').split('\n').filter((name) => findPathProblem(`${name}/x`) === undefined);
}

/** Every move can be the last before a crash, so each is found done or undone and none depends on memory. */
function finishSwap(outdir: string, owner: string, onStep: SwapOptions['onStep']): void {
  const next = join(outdir, NEXT_FOLDER);
  const old = join(outdir, OLD_PREFIX + owner);
  mkdirSync(old, { recursive: true });
  moveEnvironments(outdir, next, old, onStep);
  // The list goes before the index: when it is gone from here, all folders are in place.
  if (tryRename(join(next, ENVIRONMENTS_FILE), join(outdir, ENVIRONMENTS_FILE))) onStep?.('environments');
  if (tryRename(join(next, INDEX_FILE), join(outdir, INDEX_FILE))) onStep?.('index');
  // Whatever a file browser left here would keep the place taken.
  for (const name of namesIn(next)) {
    if (!name.startsWith(OWNER_PREFIX)) rmSync(join(next, name), { recursive: true, force: true });
  }
  unlinkSync(join(next, OWNER_PREFIX + owner));
  onStep?.('disown');
  removeIfEmpty(next);
  onStep?.('close');
  rmSync(old, { recursive: true, force: true });
}

function moveEnvironments(outdir: string, next: string, old: string, onStep: SwapOptions['onStep']): void {
  const coming = namesIn(next).filter((name) => isFolder(join(next, name)));
  for (const name of coming) {
    if (tryRename(join(outdir, name), join(old, freeName(old, name)))) onStep?.(`aside ${name}`);
    renameSync(join(next, name), join(outdir, name));
    onStep?.(`place ${name}`);
  }
  if (lstatSync(join(next, ENVIRONMENTS_FILE), { throwIfNoEntry: false }) === undefined) return;
  const kept = new Set(readEnvironments(next));
  // The exact listing, because a file system that ignores case would find the new `prod` under the former `Prod`.
  const present = new Set(namesIn(outdir));
  for (const name of readEnvironments(outdir)) {
    if (kept.has(name) || !present.has(name) || !isFolder(join(outdir, name))) continue;
    if (tryRename(join(outdir, name), join(old, freeName(old, name)))) onStep?.(`remove ${name}`);
  }
}

/** An earlier attempt of the same thread may have left a folder of that name among the old ones. */
function freeName(folder: string, name: string): string {
  let free = name;
  for (let n = 1; lstatSync(join(folder, free), { throwIfNoEntry: false }) !== undefined; n += 1) free = `${name}-${n}`;
  return free;
}

/** The names in a folder that is none of another's by a symbolic link; empty when there is no such folder. */
function namesIn(folder: string): string[] {
  if (!isFolder(folder)) return [];
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errno(error) === 'ENOENT') return [];
    throw error;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Renames; false when there was nothing to rename. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errno(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Renames a folder to a place that is free; false when something stands there. */
function tryRenameToFree(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const code = errno(error);
    // Windows says EPERM where POSIX says that the folder is not empty.
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && isFolder(to))) return false;
    throw error;
  }
}

/** Another writer may have taken the place in the same instant, which is as good as removed. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errno(error) ?? '')) throw error;
  }
}

function errno(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function busy(outdir: string): ParityError {
  const owner = namesIn(join(outdir, NEXT_FOLDER)).find((name) => name.startsWith(OWNER_PREFIX));
  return new ParityError({
    code: 'PARITY_OUTPUT_BUSY',
    message: 'another synth is moving its assembly into this folder and does not end',
    where: outdir,
    got: `${NEXT_FOLDER} ${owner === undefined ? 'without an owner' : `of ${owner.slice(OWNER_PREFIX.length)}`}`,
    fix: `wait for it, or, when no synth runs on any machine, delete ${join(outdir, NEXT_FOLDER)} and synth again`,
  });
}
