import { ParityError } from '../../template/error';
import type { Output } from '../answer';
import type { DiffOptions } from './options';

/** What changed since another revision. Gives the exit code. */
export function diffBase({ base }: DiffOptions, _output: Output): number | Promise<number> {
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'this version cannot compare with another revision', got: `--base ${base}`,
    fix: 'compare two environments:  parity diff staging production',
  });
}
