import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import { EXIT } from './exit-code';
import { type Terminal, writeFailures } from './terminal';

/** What a command writes to: results, and messages. */
export interface Output { readonly out: Terminal; readonly err: Terminal }

/** What says how a command was used, and nothing about what it looks at. */
const OF_USAGE: ReadonlySet<string> = new Set([
  'PARITY_ASSEMBLY_VERSION', 'PARITY_BAD_ARGUMENT', 'PARITY_BAD_ARTIFACTS', 'PARITY_BAD_CONFIG',
  'PARITY_BAD_CONFIG_HISTORY', 'PARITY_NO_ASSEMBLY',
  'PARITY_NO_CONFIG', 'PARITY_NO_RELEASE',
  'PARITY_OUTPUT_FOREIGN', 'PARITY_OUTPUT_UNWRITABLE', 'PARITY_UNKNOWN_CHART', 'PARITY_UNKNOWN_ENVIRONMENT',
  'PARITY_UNKNOWN_OBJECT', 'PARITY_UNKNOWN_PATH', 'PARITY_UNKNOWN_REVISION', 'PARITY_NO_VARIATION',
  'PARITY_NO_KUBECTL', 'PARITY_REAL_STORE', 'PARITY_UNKNOWN_CONTEXT', 'PARITY_UNSAFE_SECRETS_FILE',
]);

/** What says that a cluster or registry could not be reached. */
const OF_REACH: ReadonlySet<string> = new Set(['PARITY_NO_CLUSTER']);

/** Runs a command's work; whatever the library reports is written as failures, all together. Gives the exit code. */
export async function answer(
  format: string, output: Output, work: () => number | Promise<number>,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    return refuse(failuresOf(error), format, output);
  }
}

/** Writes failures where the format wants them. Gives the exit code that they call for. */
export function refuse(failures: readonly ParityFailure[], format: string, { out, err }: Output): number {
  if (format === 'json') writeJson(out, { ok: false, failures });
  else writeFailures(err, failures);
  if (failures.some(({ code }) => OF_REACH.has(code))) return EXIT.unreachable;
  return failures.every(({ code }) => OF_USAGE.has(code)) ? EXIT.usage : EXIT.found;
}

export function writeJson(terminal: Terminal, value: unknown): void {
  terminal.write(jsonText(value));
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** @throws whatever is no failure of a run: it is a bug of this library, and its stack is worth seeing */
export function failuresOf(error: unknown): readonly ParityFailure[] {
  if (error instanceof ParityErrors) return error.failures;
  if (error instanceof ParityError) return [error.failure];
  throw error;
}
