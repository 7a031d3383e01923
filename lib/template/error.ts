/** What one failure says: where it is, what was found, what was expected, and what to do. */
export interface ParityFailure {
  /** A literal code, stable across versions: `PARITY_LOCKED`. */
  readonly code: `PARITY_${string}`;
  /** One sentence, no full stop: `a probe cannot differ between environments`. */
  readonly message: string;
  /** Construct, object, path and source line, as far as they are known. */
  readonly where?: string;
  readonly got?: string;
  readonly expected?: string;
  readonly fix?: string;
}

/**
 * The one error class of the library: a single failure with a literal `code`.
 *
 * Its `message` is the whole text a person reads, so that an uncaught one is still readable.
 */
export class ParityError extends Error {
  readonly code: ParityFailure['code'];
  declare readonly failure: ParityFailure;

  constructor(failure: ParityFailure, options?: { cause?: unknown }) {
    super(formatFailure(failure), options);
    this.name = 'ParityError';
    this.code = failure.code;
    hide(this, 'failure', failure);
  }
}

/** All failures of one run, sorted, so that nobody mends them one run at a time. */
export class ParityErrors extends Error {
  declare readonly failures: readonly ParityFailure[];

  constructor(failures: readonly ParityFailure[]) {
    const sorted = sortFailures(failures);
    super(sorted.map(formatFailure).join('\n\n'));
    this.name = 'ParityErrors';
    hide(this, 'failures', sorted);
  }
}

/** Node prints the fields of an error that nobody catches below its message, which says the same already. */
function hide(error: Error, field: string, value: unknown): void {
  Object.defineProperty(error, field, { value, enumerable: false });
}

/** Whether data that another program wrote says what a failure says, in texts. Its code may be one of another version. */
export function isParityFailure(value: unknown): value is ParityFailure {
  if (typeof value !== 'object' || value === null) return false;
  const failure = value as { readonly [field: string]: unknown };
  return [failure.code, failure.message].every((text) => typeof text === 'string' && text !== '')
    && ['where', 'got', 'expected', 'fix'].every((field) => ['string', 'undefined'].includes(typeof failure[field]));
}

/** Sorts by code, then place, then text, and drops exact repeats. */
export function sortFailures(failures: readonly ParityFailure[]): ParityFailure[] {
  const byText = new Map(failures.map((failure) => [formatFailure(failure), failure]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, failure]) => failure);
}

export function formatFailure(failure: ParityFailure): string {
  const lines = [`${failure.code}: ${failure.message}`];
  for (const field of ['where', 'got', 'expected', 'fix'] as const) {
    const text = failure[field];
    if (text !== undefined && text !== '')
      lines.push(`  ${`${field}:`.padEnd(9)} ${text.replaceAll('\n', '\n            ')}`.trimEnd());
  }
  return lines.join('\n');
}
