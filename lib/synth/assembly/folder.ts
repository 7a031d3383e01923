import { BigIntStats } from 'node:fs';
import { join, resolve } from 'node:path';
import { ParityError, ParityErrors, ParityFailure } from '../../template/error';
import { digestOf, hashRegular, isFolder, listManifests, readRegular, tryStatExactly } from './file';
import { findPathProblem, INDEX_FILE, splitAssemblyPath, unsafePath } from './path';
import { NEXT_FOLDER } from './swap';

const HASH_BUFFER_BYTES = 1 << 20;

/**
 * Opens the assembly in a folder for reading, without ever writing.
 *
 * It is the one whose index was in force at this moment, even when its writer was killed while moving it into place.
 *
 * @throws PARITY_NO_ASSEMBLY when there is none
 */
export function openAssemblyFolder(outdir: string): AssemblyFolder {
  return new AssemblyFolder(resolve(outdir));
}

/** One whole assembly on disk: once another one takes its place, every further read fails instead of mixing them. */
export class AssemblyFolder {
  private readonly index: string;
  private digests: ReadonlyMap<string, string> | undefined;
  /** Whether its index was seen in its final place: it is the last to move, so that nothing is to be looked for. */
  private isSettled: boolean;

  constructor(readonly outdir: string) {
    const { base, identity } = this.findIndex();
    this.index = identity;
    this.isSettled = base === outdir;
  }

  /**
   * The text of `parity.json`.
   *
   * @throws PARITY_ASSEMBLY_REPLACED when another assembly took this one's place
   */
  readIndex(): string {
    for (;;) {
      const { base, identity } = this.findIndex();
      if (identity !== this.index) throw this.replaced();
      const text = this.guard(INDEX_FILE, () => readRegular(base, [INDEX_FILE]));
      this.expectUnreplaced();
      // It may move to its final place between being found and being read.
      if (text !== undefined) return this.guard(INDEX_FILE, () => text.toString('utf8'));
    }
  }

  /** The content of `parity.json`, of which nothing is proved. @throws PARITY_ASSEMBLY_ALTERED when it is no JSON */
  parseIndex(): unknown {
    const text = this.readIndex();
    return this.guard(INDEX_FILE, (): unknown => JSON.parse(text));
  }

  /**
   * The bytes of one file; after `verify` they are those that were verified.
   *
   * @throws PARITY_UNSAFE_PATH when the path leads out of its environment's folder
   * @throws PARITY_ASSEMBLY_FILE_MISSING when there is no such file
   * @throws PARITY_ASSEMBLY_ALTERED when it is not a plain file, or not the one that was verified
   * @throws PARITY_ASSEMBLY_REPLACED when another assembly took this one's place
   */
  readFile(relativePath: string): Buffer {
    const segments = splitAssemblyPath(relativePath);
    const bytes = this.guard(relativePath, () => this.visit(segments[0]!, (base) => readRegular(base, segments)));
    this.expectUnreplaced();
    if (bytes === undefined) throw new ParityError(missing(relativePath));
    const expected = this.digests?.get(relativePath);
    const got = digestOf(bytes);
    if (expected !== undefined && got !== expected) throw new ParityError(altered(relativePath, got, expected));
    return bytes;
  }

  /**
   * Proves that the files are exactly those that the index lists, and returns the parsed index.
   *
   * `listFiles` gives each file's digest by its path, from the parsed and still untrusted index.
   *
   * @throws PARITY_ASSEMBLY_ALTERED when a file's digest, or the index's form, is another
   * @throws PARITY_ASSEMBLY_FILE_MISSING when a listed file is not there
   * @throws PARITY_ASSEMBLY_FILE_UNKNOWN when an environment's folder holds a manifest that is not listed
   * @throws PARITY_UNSAFE_PATH when the index lists a file outside its environment's folder
   * @throws PARITY_ASSEMBLY_REPLACED when another assembly took this one's place
   */
  verify(listFiles: (parity: unknown) => ReadonlyMap<string, string>): unknown {
    const parity = this.parseIndex();
    const digests = listFiles(parity);
    const failures = [...this.findAltered(digests), ...this.findUnknown(digests)];
    this.expectUnreplaced();
    if (failures.length > 0) throw new ParityErrors(failures);
    this.digests = new Map(digests);
    return parity;
  }

  private *findAltered(digests: ReadonlyMap<string, string>): Generator<ParityFailure> {
    const buffer = Buffer.allocUnsafe(HASH_BUFFER_BYTES);
    const folders = new Set<string>();
    for (const [path, expected] of digests) {
      const problem = findPathProblem(path);
      if (problem !== undefined) {
        yield unsafePath(path, problem);
        continue;
      }
      const segments = path.split('/');
      try {
        const got = this.visit(segments[0]!, (base) => hashRegular(base, segments, buffer, folders));
        if (got === undefined) yield missing(path);
        else if (got !== expected) yield altered(path, got, String(expected));
      } catch (error) {
        if (error instanceof ParityError) throw error;
        yield altered(path, (error as Error).message, String(expected));
      }
    }
  }

  private *findUnknown(digests: ReadonlyMap<string, string>): Generator<ParityFailure> {
    const safe = [...digests.keys()].filter((path) => findPathProblem(path) === undefined);
    for (const environment of new Set(safe.map((path) => path.slice(0, path.indexOf('/'))))) {
      const found = this.guard(environment, () => this.visit(environment, (base) => listManifests(base, environment)));
      for (const path of found ?? []) {
        if (!digests.has(path)) yield unknownFile(path);
      }
    }
  }

  /**
   * Looks into an environment's folder wherever the assembly has it at this moment.
   *
   * It moves only once, from `.parity-next` to its final place, so that what is gone from the first is in the second.
   */
  private visit<T>(environment: string, look: (base: string) => T | undefined): T | undefined {
    if (this.isSettled) return look(this.outdir);
    const next = join(this.outdir, NEXT_FOLDER);
    if (this.findIndex().base === next && isFolder(join(next, environment))) {
      const found = look(next);
      if (found !== undefined || isFolder(join(next, environment))) return found;
    }
    return look(this.outdir);
  }

  private findIndex(): { base: string; identity: string } {
    const next = join(this.outdir, NEXT_FOLDER);
    const bases = isFolder(next) ? [next, this.outdir] : [this.outdir];
    for (const base of bases) {
      const stat = this.guard(INDEX_FILE, () => tryStatExactly(join(base, INDEX_FILE)));
      if (stat !== undefined) return { base, identity: identityOf(stat) };
    }
    throw new ParityError({
      code: 'PARITY_NO_ASSEMBLY',
      message: 'there is no assembly in this folder',
      where: this.outdir,
      got: `no ${INDEX_FILE}`,
      fix: 'run parity synth, or name the folder it wrote to',
    });
  }

  private expectUnreplaced(): void {
    const { base, identity } = this.findIndex();
    if (identity !== this.index) throw this.replaced();
    this.isSettled = base === this.outdir;
  }

  private replaced(): ParityError {
    return new ParityError({
      code: 'PARITY_ASSEMBLY_REPLACED',
      message: 'another synth replaced the assembly while it was being read',
      where: this.outdir,
      fix: 'run this command again',
    });
  }

  private guard<T>(path: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof ParityError) throw error;
      throw new ParityError(altered(path, (error as Error).message), { cause: error });
    }
  }
}

/** Renaming keeps these, and a file written later differs in one of them. */
function identityOf(stat: BigIntStats): string {
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs].join('-');
}

function altered(path: string, got: string, expected?: string): ParityFailure {
  return {
    code: 'PARITY_ASSEMBLY_ALTERED',
    message: 'a file of the assembly is not as it was written',
    where: path,
    got,
    expected,
    fix: 'change the program instead and run parity synth',
  };
}

function missing(path: string): ParityFailure {
  return {
    code: 'PARITY_ASSEMBLY_FILE_MISSING',
    message: 'a file of the assembly is gone',
    where: path,
    fix: 'run parity synth',
  };
}

function unknownFile(path: string): ParityFailure {
  return {
    code: 'PARITY_ASSEMBLY_FILE_UNKNOWN',
    message: 'an environment\'s folder holds a file that parity.json does not list',
    where: path,
    fix: 'remove it, or define it in the program and run parity synth',
  };
}
