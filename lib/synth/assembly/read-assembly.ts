import { resolve } from 'node:path';
import { ParityError } from '../../template/error';
import { formatPath, isJsonObject } from '../../template/json';
import { type AssemblyIndex, SCHEMA_VERSION, filesOfChart } from './assembly';
import { openAssemblyFolder } from './folder';
import type { RenderedAssembly } from './index-chunks';
import { INDEX_FILE } from './path';

/** An assembly as everything after synth sees it. */
export interface Assembly {
  readonly index: AssemblyIndex;
  /** The folder it lies in, absolute. @default - it was rendered into memory */
  readonly folder?: string;
  /**
   * The text of a file by its path below the folder: `production/checkout.k8s.yaml`.
   *
   * @throws PARITY_ASSEMBLY_FILE_MISSING when the index does not list it
   * @throws PARITY_ASSEMBLY_ALTERED when it is no longer the file that was verified
   */
  readFile(path: string): string;
}

/** Deeper than any manifest or derivation, and not so deep that walking it could exhaust the stack. */
const MAX_DEPTH = 500;

/**
 * Reads the assembly in a folder and proves that it is whole: the form of its index, and every file's digest.
 *
 * @throws PARITY_NO_ASSEMBLY when the folder holds none
 * @throws PARITY_ASSEMBLY_VERSION when another version wrote it
 * @throws PARITY_BAD_ASSEMBLY when the index is truncated or was edited by hand
 * @throws PARITY_ASSEMBLY_ALTERED (and what else `AssemblyFolder.verify` throws) when the files are not those it lists
 */
export function readAssembly(outdir: string): Assembly {
  const folder = openAssemblyFolder(outdir);
  const where = resolve(outdir, INDEX_FILE);
  const index = asIndex(() => folder.verify((parity) => filesOf(checkIndex(parity, where))), where) as AssemblyIndex;
  const files = filesOf(index);
  return {
    index,
    folder: folder.outdir,
    readFile: (path) => {
      if (!files.has(path)) throw new ParityError(unlisted(path));
      return folder.readFile(path).toString('utf8');
    },
  };
}

/**
 * Opens an assembly that `readAssembly` refuses because of its files, for naming what was changed in them.
 *
 * Nothing is proved of the files: whoever uses this has to report the refusal too, and must deploy nothing of it.
 *
 * @throws what `readAssembly` throws of the index
 */
export function readAsItLies(outdir: string): Assembly {
  const folder = openAssemblyFolder(outdir);
  const where = resolve(outdir, INDEX_FILE);
  const index = checkIndex(asIndex(() => folder.parseIndex(), where), where);
  const files = filesOf(index);
  return {
    index,
    folder: folder.outdir,
    readFile: (path) => {
      if (!files.has(path)) throw new ParityError(unlisted(path));
      return folder.readFile(path).toString('utf8');
    },
  };
}

/** A rendered assembly in the form in which one that was written is read. */
export function assemblyInMemory({ index, files }: RenderedAssembly): Assembly {
  return {
    index,
    readFile: (path) => {
      const text = files.get(path);
      if (text === undefined) throw new ParityError(unlisted(path));
      return text;
    },
  };
}

/** Whether parsed JSON has the form of an index. @throws PARITY_ASSEMBLY_VERSION, PARITY_BAD_ASSEMBLY */
export function checkIndex(parsed: unknown, where: string): AssemblyIndex {
  if (!isJsonObject(parsed)) throw bad(where, 'no JSON object');
  const version = Object.hasOwn(parsed, 'schemaVersion') ? parsed.schemaVersion : undefined;
  if (version !== SCHEMA_VERSION) {
    if (typeof version !== 'number') throw bad(where, 'no schemaVersion');
    throw new ParityError({
      code: 'PARITY_ASSEMBLY_VERSION', message: 'the assembly was written in another form', where,
      got: `schemaVersion ${version}`, expected: `schemaVersion ${SCHEMA_VERSION}`,
      fix: version > SCHEMA_VERSION ? 'use a newer cdk8s-parity' : 'run parity synth again with this version',
    });
  }
  // First, because the schema descends by calling itself.
  if (isDeeperThan(parsed, MAX_DEPTH)) throw bad(where, `values nested more than ${MAX_DEPTH} deep`);
  const { findSchemaProblem } = require('./schema') as typeof import('./schema');
  const problem = findSchemaProblem(parsed);
  if (problem !== undefined) {
    throw bad(where, `${formatPath(problem.path as (string | number)[]) || '(the index)'}: ${problem.message}`);
  }
  const index = parsed as unknown as AssemblyIndex;
  const entries = index.charts.flatMap((chart) => filesOfChart(chart).map(({ file }) => file));
  const seen = new Set<string>();
  const twice = entries.find((file) => seen.size === seen.add(file).size);
  if (twice !== undefined) throw bad(where, `${twice} belongs to two charts`);
  return index;
}

function filesOf({ charts }: AssemblyIndex): Map<string, string> {
  return new Map(charts.flatMap((chart) => filesOfChart(chart).map(({ file, digest }) => [file, digest] as const)));
}

/** An index that is no JSON at all is as bad as one of another form; for a manifest, the folder's words are right. */
function asIndex<T>(read: () => T, where: string): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ParityError) || cause.code !== 'PARITY_ASSEMBLY_ALTERED'
      || cause.failure.where !== INDEX_FILE) {
      throw cause;
    }
    throw bad(where, cause.failure.got ?? 'no JSON', cause);
  }
}

/** Calls itself, but no deeper than the limit. Parsed JSON has no keys but its own. */
function isDeeperThan(value: object, limit: number): boolean {
  if (limit < 0) return true;
  if (Array.isArray(value)) {
    for (const child of value as unknown[]) {
      if (typeof child === 'object' && child !== null && isDeeperThan(child, limit - 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key];
    if (typeof child === 'object' && child !== null && isDeeperThan(child, limit - 1)) return true;
  }
  return false;
}

function bad(where: string, got: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ASSEMBLY', message: 'the index of the assembly is truncated or was edited by hand', where, got,
    fix: 'run parity synth again',
  }, { cause });
}

function unlisted(path: string) {
  return {
    code: 'PARITY_ASSEMBLY_FILE_MISSING' as const, message: 'the assembly has no such file',
    where: JSON.stringify(path),
    fix: 'name a file that parity.json lists',
  };
}
