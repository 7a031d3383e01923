import {
  chmodSync, linkSync, lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ParityError } from '../../template/error';

/** The folders and files of a new project that are there already, as paths in it. */
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

/**
 * Writes new files, all or none: aside first, then each is put in its place, where nothing may stand.
 *
 * A folder that is not there yet appears at once, with everything in it.
 *
 * @throws PARITY_OUTPUT_UNWRITABLE when the folder cannot be written, or a file has appeared in the meantime
 */
export function writeNewFiles(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    if (isThere(folder)) addTo(folder, files);
    else create(folder, files);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
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
    for (const [path, text] of files) write(join(aside, path), text);
    // A temporary folder is for its owner only.
    chmodSync(aside, 0o777 & ~process.umask());
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function addTo(folder: string, files: ReadonlyMap<string, string>): void {
  const aside = mkdtempSync(join(folder, '.parity-'));
  const undo: (() => void)[] = [];
  try {
    for (const [path, text] of files) write(join(aside, path), text);
    for (const path of files.keys()) {
      const made = mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (made !== undefined) undo.push(() => removeEmpty(dirname(join(folder, path)), dirname(made)));
      // A link, unlike a rename, fails where a file is.
      linkSync(join(aside, path), join(folder, path));
      undo.push(() => rmSync(join(folder, path)));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
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

/** Whether a path is a folder, or nothing is there yet. */
export function canBeFolder(path: string): boolean {
  return !isThere(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
