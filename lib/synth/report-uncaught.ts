import { writeFileSync } from 'node:fs';
import { type ParityFailure, isParityFailure } from '../template/error';
import { WITNESS_ORDER } from './witness/run-mode';
import { FAILURES_FILE } from './failures-file';

/**
 * Hands failures that nobody catches to the command that runs this program, which shows them better than a stack.
 *
 * A constructor that computes with a placeholder throws in the author's `main.ts`, long before synth could collect it.
 * Does nothing for everyone else, and nothing in a witness process, whose messages belong to its parent.
 */
export function reportUncaught(): void {
  const file = process.env[FAILURES_FILE];
  if (file === undefined || process.env[WITNESS_ORDER] !== undefined) return;
  process.once('uncaughtException', (error) => {
    const failures = failuresOf(error);
    if (failures === undefined) process.stderr.write(`${stackOf(error)}\n`);
    else writeFileSync(file, JSON.stringify(failures));
    process.exit(1);
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

/** By name, since the program may hold another copy of this package; whatever is no failure is shown with its stack. */
function failuresOf(error: unknown): readonly ParityFailure[] | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { name, failure, failures } = error as Partial<Record<'name' | 'failure' | 'failures', unknown>>;
  const found = name === 'ParityErrors' ? failures : name === 'ParityError' ? [failure] : undefined;
  return Array.isArray(found) && found.length > 0 && found.every(isParityFailure) ? found : undefined;
}
