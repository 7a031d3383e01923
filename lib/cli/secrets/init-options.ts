import { ParityError } from '../../template/error';
import type { AssemblyOptions } from '../options';

export interface InitOptions extends AssemblyOptions {
  readonly format: 'text' | 'json';
  /** A file with the values that cannot be made up, `-` for the standard input. @default - none is given */
  readonly from?: string;
  /** The file that keeps the values. @default '.parity-secrets/<environment>.yaml' */
  readonly out?: string;
  /** Writes to the cluster of `context`, and no file. @default false */
  readonly apply?: boolean;
  readonly context?: string;
  /** Keys whose values are made anew: `payment:signingKey`. @default - what is there stays */
  readonly rotate?: readonly string[];
}

/** @throws PARITY_BAD_ARGUMENT when options do not go together */
export function checkInitOptions({ apply = false, context, out }: InitOptions): void {
  if (apply && context === undefined) {
    throw bad('--apply without --context', 'name the context of the cluster: the current one may be any');
  }
  if (!apply && context !== undefined) throw bad('--context without --apply', 'add --apply, or leave it out');
  if (apply && out !== undefined) throw bad('--apply with --out', 'leave one of them out');
}

function bad(got: string, fix: string): ParityError {
  return new ParityError({ code: 'PARITY_BAD_ARGUMENT', message: 'options do not go together', got, fix });
}
