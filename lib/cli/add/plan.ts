import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ParityError } from '../../template/error';
import { type Edit, existing } from '../init/write-files';

/** What adding something does to a project's files. */
export interface Plan {
  readonly created: ReadonlyMap<string, string>;
  readonly edited: ReadonlyMap<string, Edit>;
  /** What a person should look at, as sentences. */
  readonly check: readonly string[];
  /** The commands that follow. */
  readonly next: readonly string[];
}

const MAX_SIZE = 16 * 1024 * 1024;

/**
 * Reads a file of the project in the current folder.
 *
 * @throws PARITY_BAD_ARGUMENT when it is not there: the project was not made by `parity init`
 */
export function readProjectFile(folder: string, path: string): string {
  try {
    if (statSync(join(folder, path)).size > MAX_SIZE) throw new Error(`it is larger than ${MAX_SIZE} bytes`);
    return readFileSync(join(folder, path), 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: 'this is no project that parity add can extend', where: path,
      got: isMissing ? `no such file in ${folder}` : (cause as Error).message,
      fix: 'run it in the folder of a project that parity init made, or make one: parity init shop',
    }, { cause });
  }
}

/** @throws PARITY_BAD_ARGUMENT when something of the name is there */
export function refuseExisting(folder: string, what: string, path: string): void {
  if (existing(folder, [path]).length > 0) throw exists(what, path);
}

export function exists(what: string, where: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: `there is ${what} of this name already`, where,
    fix: 'choose another name, or edit what is there',
  });
}
