import { writeFileSync } from 'node:fs';
import type { ParityFailure } from '../template/error';
import { WITNESS_ORDER } from './run-mode';
import { FAILURES_FILE } from './write-assembly';

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
    if (failures === undefined) process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
    else writeFileSync(file, JSON.stringify(failures));
    process.exit(1);
  });
}

/** By name, since the program may hold another copy of this package. */
function failuresOf(error: unknown): readonly ParityFailure[] | undefined {
  const { name, failure, failures } = error as { name?: unknown; failure?: ParityFailure; failures?: readonly ParityFailure[] };
  if (name === 'ParityErrors' && Array.isArray(failures)) return failures;
  return name === 'ParityError' && failure !== undefined ? [failure] : undefined;
}
