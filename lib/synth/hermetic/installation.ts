import { syncBuiltinESMExports } from 'node:module';
import { ParityError, type ParityFailure } from '../../template/error';
import type { Access } from './access';
import { guardClock } from './clock';
import { guardEnvironment } from './environment';
import { guardLocale } from './locale';
import { guardMachine } from './machine';
import { guardNetwork } from './network';
import { Patches } from './patches';
import { guardRandomness } from './randomness';
import { captureStack, type Stack } from './stack';

/** Somebody who is told about accesses. */
export interface Watcher {
  /** True when the access cannot count, whatever its stack is; then no stack is captured for this watcher. */
  permits(access: Access): boolean;
  /** Records the access if it counts, and returns the failure. */
  judge(access: Access, stack: Stack): ParityFailure | undefined;
}

/**
 * The only mutable state of the guard: globals exist once, so what is patched over them can exist only once.
 *
 * The patches are there exactly while there is a watcher. `busy` keeps the guard from watching itself while it reads
 * source maps.
 */
const installation = { watchers: new Set<Watcher>(), patches: new Patches(), busy: false };

export function watch(watcher: Watcher): void {
  const first = installation.watchers.size === 0;
  installation.watchers.add(watcher);
  if (!first) return;
  try {
    for (const guard of [guardClock, guardRandomness, guardNetwork, guardEnvironment, guardLocale, guardMachine]) {
      guard(installation.patches, note);
    }
    // `import { randomUUID } from 'node:crypto'` of an ES module holds a copy of each export.
    syncBuiltinESMExports();
  } catch (error) {
    unwatch(watcher);
    throw error;
  }
}

export function unwatch(watcher: Watcher): void {
  if (!installation.watchers.delete(watcher) || installation.watchers.size > 0) return;
  installation.patches.restore();
  syncBuiltinESMExports();
}

function note(access: Access): void {
  if (installation.busy) return;
  const watchers = [...installation.watchers].filter((watcher) => !watcher.permits(access));
  if (watchers.length === 0) return;
  const failures: ParityFailure[] = [];
  installation.busy = true;
  try {
    const stack = captureStack(note);
    for (const watcher of watchers) {
      const failure = watcher.judge(access, stack);
      if (failure) failures.push(failure);
    }
  } finally {
    installation.busy = false;
  }
  // A synchronous program that waits for a network is worse than one that stops.
  if (access.source === 'network' && failures[0]) throw new ParityError(failures[0]);
}
