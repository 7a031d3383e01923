import {
  chmodSync, constants, copyFileSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync,
  renameSync, rmSync, rmdirSync, statSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ParityError } from '../../template/error';

/** What is to become of a file that is there: only if it still is what the change was made from. */
export interface Edit { readonly from: string; readonly to: string }

/** The paths, in a folder, where something is already. */
export function existing(folder: string, paths: Iterable<string>): string[] {
  return [...paths].filter((path) => isThere(join(folder, path)) || obstacleOf(folder, path) !== undefined);
}

/** What stands where a folder must be: a file, or a link that would lead out of the project. */
export function obstacleOf(folder: string, path: string): string | undefined {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const there = lstatSync(join(folder, parent), { throwIfNoEntry: false });
    if (there !== undefined && !there.isDirectory()) return parent;
  }
  return undefined;
}

/** Whether a path is a folder, or nothing is there yet. */
export function canBeFolder(path: string): boolean {
  return !isThere(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Writes new files and edits others, all or none: aside first, then each is put in its place.
 *
 * A new file never replaces one that is there. A folder that is not there yet appears at once, with everything in it.
 *
 * @throws PARITY_OUTPUT_UNWRITABLE when the folder cannot be written, or a file has appeared or changed in the meantime
 */
export function writeFiles(
  folder: string, created: ReadonlyMap<string, string>, edited: ReadonlyMap<string, Edit> = new Map(),
): void {
  try {
    if (isThere(folder)) change(folder, created, edited);
    else create(folder, created);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (cause instanceof ParityError || code === undefined) throw cause;
    throw new ParityError({
      code: 'PARITY_OUTPUT_UNWRITABLE', message: 'the files cannot be written, and none was', where: folder,
      got: message, fix: 'choose another folder, or mend its rights',
    }, { cause });
  }
}

function create(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const aside = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    // One below, since a temporary folder itself is for its owner only.
    const whole = join(aside, 'whole');
    for (const [path, text] of files) write(join(whole, path), text);
    renameSync(whole, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function change(folder: string, created: ReadonlyMap<string, string>, edited: ReadonlyMap<string, Edit>): void {
  const aside = mkdtempSync(join(folder, '.parity-'));
  const undo: (() => void)[] = [];
  try {
    for (const [path, text] of created) write(join(aside, 'new', path), text);
    for (const [path, { to }] of edited) write(join(aside, 'edited', path), to);
    for (const path of created.keys()) {
      const file = join(folder, path);
      const made = mkdirSync(dirname(file), { recursive: true });
      if (made !== undefined) undo.push(() => removeEmpty(dirname(file), dirname(made)));
      putNew(join(aside, 'new', path), file);
      undo.push(() => rmSync(file));
    }
    for (const [path, { from }] of edited) {
      // What a link leads to is edited; the link stays.
      const file = realpathSync(join(folder, path));
      if (readFileSync(file, 'utf8') !== from) throw changed(path);
      chmodSync(join(aside, 'edited', path), statSync(file).mode);
      renameSync(join(aside, 'edited', path), file);
      undo.push(() => writeFileSync(file, from));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Unlike a rename, a link fails where a file is, and so does this copy where a file system has no links. */
function putNew(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(aside, file, constants.COPYFILE_EXCL);
  }
}

function changed(path: string): ParityError {
  return new ParityError({
    code: 'PARITY_OUTPUT_UNWRITABLE', message: 'a file changed while it was edited, and nothing was written',
    where: path, fix: 'run the command again',
  });
}

function removeEmpty(folder: string, until: string): void {
  for (let at = folder; at !== until; at = dirname(at)) rmdirSync(at);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
