import {
  closeSync, fsyncSync, mkdirSync, openSync, rmdirSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ParityError, ParityErrors } from '../../template/error';
import { digestText } from '../../template/canonical';
import { findObstacles } from './obstacle';
import { currentOwner } from './owner';
import { BackgroundFiles } from './background-files';
import { foldCase, INDEX_FILE, splitAssemblyPath } from './path';
import {
  commitStage, ENVIRONMENTS_FILE, OWNER_PREFIX, removeLeftovers, rollForward, STAGE_PREFIX, SwapOptions,
} from './swap';

const INDEX_BUFFER_CHARACTERS = 1 << 18;

/**
 * Writes one assembly into a folder so that readers see the former one until `commit` and the new one after it.
 *
 * Everything is staged beside the former assembly; files of others in the folder are never touched, except inside
 * an environment's folder, which is replaced as a whole. It is safe against a killed process at any moment, not
 * against a power cut before the file system flushed its files, which the reader's `verify` then reports.
 */
export class AssemblyWriter {
  private readonly outdir: string;
  private readonly owner = currentOwner();
  private readonly stage: string;
  /** The first folder that had to be made for `outdir`, so that `abort` leaves none behind. */
  private readonly firstMade: string | undefined;
  /** Folded path to the spelling that was written, folders with a slash at the end. */
  private readonly written = new Map<string, string>();
  private readonly environments = new Set<string>();
  private readonly background = new BackgroundFiles((path, text) => writeFileSync(path, text, { flag: 'wx' }));
  private state: 'files' | 'index' | 'closed' = 'files';

  /**
   * Finishes what a killed writer had committed, removes what dead ones left, and opens a stage.
   *
   * @throws PARITY_OUTPUT_UNWRITABLE when the folder cannot be made or written
   */
  constructor(outdir: string, private readonly options: SwapOptions = {}) {
    this.outdir = resolve(outdir);
    this.firstMade = this.onDisk(() => makeFolder(this.outdir));
    this.stage = this.onDisk(() => {
      rollForward(this.outdir, this.owner, options);
      removeLeftovers(this.outdir);
      const stage = makeStage(this.outdir, this.owner);
      writeFileSync(join(this.outdir, stage, OWNER_PREFIX + this.owner), '', { flag: 'wx' });
      return stage;
    });
  }

  /**
   * Stages one file and returns its digest, `sha256:<hex>` of its UTF-8 bytes.
   *
   * @throws PARITY_UNSAFE_PATH when the path could leave its environment's folder
   * @throws PARITY_DUPLICATE_FILE when a file system that ignores case would take it for an earlier one
   * @throws PARITY_OUTPUT_UNWRITABLE when it cannot be written
   */
  write(relativePath: string, text: string): string {
    this.expectState('files', 'write');
    const segments = splitAssemblyPath(relativePath);
    this.makeFolders(segments);
    this.claim(relativePath, relativePath);
    this.onDisk(() => this.background.write(join(this.outdir, this.stage, relativePath), text));
    return digestText(text);
  }

  /**
   * Stages `parity.json`, after every other file, without ever holding all of it.
   *
   * @throws PARITY_OUTPUT_UNWRITABLE when it cannot be written
   */
  writeIndex(chunks: Iterable<string>): void {
    this.expectState('files', 'writeIndex');
    this.onDisk(() => this.background.drain());
    const folder = join(this.outdir, this.stage);
    const names = [...this.environments].sort();
    this.onDisk(() => writeFileSync(join(folder, ENVIRONMENTS_FILE), names.map((name) => `${name}\n`).join('')));
    const file = this.onDisk(() => openSync(join(folder, INDEX_FILE), 'wx'));
    try {
      for (const text of gather(chunks)) this.onDisk(() => writeFileSync(file, text));
      this.onDisk(() => fsyncSync(file));
    } finally {
      closeSync(file);
    }
    this.state = 'index';
  }

  /**
   * Makes the staged assembly the one that readers see.
   *
   * @throws PARITY_OUTPUT_FOREIGN when a folder of somebody else stands where an environment's belongs
   * @throws PARITY_OUTPUT_UNWRITABLE when a former folder cannot be replaced
   * @throws PARITY_OUTPUT_BUSY when another process is committing and does not end
   */
  commit(): void {
    this.expectState('index', 'commit');
    this.onDisk(() => {
      const failures = findObstacles(this.outdir, this.environments);
      if (failures.length > 0) throw new ParityErrors(failures);
      commitStage(this.outdir, this.stage, this.owner, this.options);
    });
    this.state = 'closed';
  }

  /** Removes whatever this writer staged; after a commit there is nothing to remove. */
  abort(): void {
    this.state = 'closed';
    this.background.abandon();
    this.onDisk(() => rmSync(join(this.outdir, this.stage), { recursive: true, force: true }));
    if (this.firstMade !== undefined) removeEmptyFolders(this.outdir, this.firstMade);
  }

  private makeFolders(segments: readonly string[]): void {
    for (let depth = 1; depth < segments.length; depth += 1) {
      const folder = segments.slice(0, depth).join('/');
      if (this.written.get(`${foldCase(folder)}/`) === folder) continue;
      this.claim(folder, `${folder}/`);
      this.written.set(`${foldCase(folder)}/`, folder);
      this.onDisk(() => mkdirSync(join(this.outdir, this.stage, folder)));
    }
    this.environments.add(segments[0]!);
  }

  /** A name is taken once, as a file or as a folder, in whichever case. */
  private claim(path: string, shown: string): void {
    const folded = foldCase(path);
    const earlier = this.written.get(folded);
    if (earlier !== undefined) {
      throw new ParityError({
        code: 'PARITY_DUPLICATE_FILE',
        message: 'two files of an assembly have one name, at least where case is ignored',
        where: shown,
        got: earlier,
        fix: 'rename one of the charts, clusters or environments',
      });
    }
    this.written.set(folded, shown);
  }

  private expectState(state: 'files' | 'index', operation: string): void {
    if (this.state === state) return;
    throw new ParityError({
      code: 'PARITY_WRITER_MISUSED',
      message: 'an assembly is written in the order write, writeIndex, commit, once',
      got: `${operation} in the state '${this.state}'`,
    });
  }

  private onDisk<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException | undefined)?.syscall === undefined) throw error;
      throw new ParityError({
        code: 'PARITY_OUTPUT_UNWRITABLE',
        message: 'the output folder cannot be written',
        where: this.outdir,
        got: (error as Error).message,
        fix: 'make it a writable folder with room left, or choose another one (CDK8S_OUTDIR)',
      }, { cause: error });
    }
  }
}

/**
 * Makes a folder and its parents; returns the first that had to be made.
 *
 * Not node's own `recursive`, which never returns below /proc, where making a folder says that its parent is absent.
 */
function makeFolder(folder: string): string | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const parent = dirname(folder);
  const firstMade = parent === folder ? undefined : makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Two first synths at once make it together.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
    return firstMade;
  }
  return firstMade ?? folder;
}

function makeStage(outdir: string, owner: string): string {
  for (let n = 0; ; n += 1) {
    const stage = `${STAGE_PREFIX}${owner}-${n}`;
    try {
      mkdirSync(join(outdir, stage));
      return stage;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Joins small chunks, so that an index of many records is written in few calls. */
function* gather(chunks: Iterable<string>): Generator<string> {
  let pending: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.length;
    if (length < INDEX_BUFFER_CHARACTERS) continue;
    yield pending.join('');
    pending = [];
    length = 0;
  }
  yield pending.join('');
}

function removeEmptyFolders(from: string, upTo: string): void {
  for (let folder = from; folder.length >= upTo.length; folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}
