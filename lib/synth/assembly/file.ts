import { createHash, hash as hashOnce } from 'node:crypto';
import { BigIntStats, Stats, closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** What `kubectl apply --filename <folder>` would take from a folder. */
const APPLIED = /\.(ya?ml|json)$/i;
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Something is there, but not the file that belongs there; the message says what. */
class NotAFile extends Error {}

/** The form in which an assembly's index states what a file holds. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${hashOnce('sha256', bytes, 'hex')}`;
}

/** The bytes of a plain file below a folder, links never followed; undefined when it is absent. */
export function readRegular(base: string, segments: readonly string[]): Buffer | undefined {
  const file = openRegular(base, segments, new Set());
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * The digest of a plain file below a folder; undefined when it is absent.
 *
 * It reads in pieces, so that a huge file in place of a manifest costs time but no memory; `folders` remembers which
 * folders were found to be real ones.
 */
export function hashRegular(
  base: string, segments: readonly string[], buffer: Buffer, folders: Set<string>,
): string | undefined {
  const file = openRegular(base, segments, folders);
  if (file === undefined) return undefined;
  try {
    const first = readSync(file, buffer);
    // Nearly all files fit, and hashing at once costs half as much; only the end of the file proves that one did.
    if (first < buffer.length && readSync(file, buffer, first, buffer.length - first, null) === 0) {
      return digestOf(buffer.subarray(0, first));
    }
    return hashInPieces(file, buffer);
  } finally {
    closeSync(file);
  }
}

/** From the beginning, whatever was read before. */
function hashInPieces(file: number, buffer: Buffer): string {
  const hash = createHash('sha256');
  let at = 0;
  for (let size = readSync(file, buffer, 0, buffer.length, at); size > 0;
    size = readSync(file, buffer, 0, buffer.length, at)) {
    hash.update(buffer.subarray(0, size));
    at += size;
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Opens a plain file below a folder without following any symbolic link on the way; undefined when it is absent. */
function openRegular(base: string, segments: readonly string[], folders: Set<string>): number | undefined {
  let path = base;
  for (const segment of segments.slice(0, -1)) {
    path = join(path, segment);
    if (folders.has(path)) continue;
    const stat = tryStat(path);
    if (stat === undefined) return undefined;
    if (!stat.isDirectory()) throw new NotAFile(`${kindOf(stat)} in place of the folder ${segment}`);
    folders.add(path);
  }
  path = join(path, segments[segments.length - 1]!);
  // Looked at before it is opened, because opening a named pipe would wait for ever.
  const stat = tryStat(path);
  if (stat === undefined) return undefined;
  if (!stat.isFile()) throw new NotAFile(`${kindOf(stat)} in place of the file`);
  try {
    return openSync(path, constants.O_RDONLY | NO_FOLLOW);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'a symbolic link';
  return stat.isDirectory() ? 'a folder' : stat.isFile() ? 'a file' : 'a device, pipe or socket';
}

/** The relative paths of all that could be applied from an environment's folder, links counted, not followed. */
export function listManifests(base: string, environment: string): string[] | undefined {
  if (!isFolder(join(base, environment))) return undefined;
  const found: string[] = [];
  const waiting = [environment];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    let entries;
    try {
      entries = readdirSync(join(base, folder), { withFileTypes: true });
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) waiting.push(path);
      else if (APPLIED.test(entry.name) || entry.isSymbolicLink()) found.push(path);
    }
  }
  return found;
}

/** What stands at a path, links not followed; undefined when nothing does. */
export function tryStat(path: string): Stats | undefined {
  return unlessAbsent(() => lstatSync(path, { throwIfNoEntry: false }));
}

/** The same with times in nanoseconds, for telling one file from another. */
export function tryStatExactly(path: string): BigIntStats | undefined {
  return unlessAbsent(() => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
}

function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

export function isFolder(path: string): boolean {
  return tryStat(path)?.isDirectory() === true;
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
