import { readFileSync } from 'node:fs';
import { type ParityFailure, isParityFailure } from '../template/error';

const FIELDS = ['code', 'message', 'where', 'got', 'expected', 'fix'] as const;

/**
 * The failures that a program left for the command which ran it; none when it wrote none.
 *
 * The program may hold another version of this package, or write the file itself: what is no failure is left out, and
 * the program's exit code tells then.
 */
export function readReportedFailures(file: string): readonly ParityFailure[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // None were written, or the program was killed while it wrote.
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isParityFailure).map(withoutOtherFields) : [];
}

function withoutOtherFields(failure: ParityFailure): ParityFailure {
  return Object.fromEntries(FIELDS.filter((field) => failure[field] !== undefined)
    .map((field) => [field, failure[field]])) as unknown as ParityFailure;
}
