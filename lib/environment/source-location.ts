import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this library's own code: its frames are never an author's. */
const LIBRARY = dirname(__dirname) + sep;
const MODULES = `${sep}node_modules${sep}`;
/** The author is nearly always just above the library's own function; each frame that is captured costs. */
const FEW_FRAMES = 6;
/** Deep enough for what the constructs of this library declare on an author's behalf. */
const MAX_FRAMES = 30;

/** Caches by file: what a file says does not change while a program runs. */
const roots = new Map<string, string>();
const maps = new Map<string, SourceMap | undefined>();
/** Thousands of charts declare their variations at the same few lines, each of which is mapped once. */
const known = new Map<string, string | undefined>();

/**
 * The author's line that is running now, as `services/checkout.ts:14`, or undefined.
 *
 * Relative to the package it stands in, so that it is the same whatever the working directory; mapped back to
 * TypeScript when the program was compiled with source maps.
 */
export function callSite(): string | undefined {
  const key = (withStack(FEW_FRAMES, firstAuthorSite) ?? withStack(MAX_FRAMES, firstAuthorSite)) as string | undefined;
  if (key === undefined) return undefined;
  if (!known.has(key)) known.set(key, mappedSite());
  return known.get(key);
}

/** The folder of the `package.json` that the author's code which is running now belongs to, or undefined. */
export function callingPackage(): string | undefined {
  const [few, most] = [FEW_FRAMES, MAX_FRAMES].map((limit) => () => withStack(limit, firstAuthorSite, callingPackage));
  const site = (few() ?? most()) as string | undefined;
  if (site === undefined) return undefined;
  const file = site.replace(/:\d+:\d+$/, '');
  const root = rootOf(dirname(file.startsWith('file://') ? fileURLToPath(file) : file));
  return dirname(root) === root ? undefined : root;
}

/** Takes a stack, as whoever maps source code (jest, tsx, Node) writes it, or as `prepare` reads it. */
function withStack(
  limit: number, prepare?: (error: Error, sites: NodeJS.CallSite[]) => unknown, below: () => unknown = callSite,
): unknown {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = limit;
  if (prepare !== undefined) Error.prepareStackTrace = prepare;
  try {
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, below);
    return holder.stack;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepare !== undefined) Error.prepareStackTrace = prepareStackTrace;
  }
}

/** The place of the innermost author frame before any mapping: cheap, and the same each time the line runs. */
function firstAuthorSite(_: Error, sites: readonly NodeJS.CallSite[]): string | undefined {
  for (const site of sites) {
    const file = site.getFileName();
    if (file && isAuthors(file)) return `${file}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  }
  return undefined;
}

function isAuthors(file: string): boolean {
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  const isFile = path.startsWith('/') || /^[A-Za-z]:\\/.test(path);
  return isFile && !path.startsWith(LIBRARY) && !path.includes(MODULES);
}

function mappedSite(): string | undefined {
  for (const line of String(withStack(MAX_FRAMES)).split('\n')) {
    const frame = parseFrame(line);
    if (frame !== undefined) return locate(frame);
  }
  return undefined;
}

export interface Frame { readonly file: string; readonly line: number; readonly column: number }

function parseFrame(line: string): Frame | undefined {
  const match = /^\s+at .*?\(?((?:file:\/\/)?\/[^()]*|[A-Za-z]:\\[^()]*):(\d+):(\d+)\)?$/.exec(line);
  if (match === null || !isAuthors(match[1])) return undefined;
  const file = match[1].startsWith('file://') ? fileURLToPath(match[1]) : match[1];
  return { file, line: Number(match[2]), column: Number(match[3]) };
}

/** A place in a file as its author wrote it, by the source map beside the file, if there is one. */
export function locate(frame: Frame): string {
  const entry = sourceMapOf(frame.file)?.findEntry(frame.line - 1, frame.column - 1);
  const original =
    entry !== undefined && 'originalSource' in entry && entry.originalSource !== undefined ? entry : undefined;
  const file = original === undefined ? frame.file : resolve(dirname(frame.file), original.originalSource);
  const line = original === undefined ? frame.line : original.originalLine + 1;
  return `${fromPackage(file)}:${line}`;
}

/** A file's path below the package it stands in, or its whole path: the same whatever the working directory. */
export function fromPackage(file: string): string {
  const absolute = resolve(file);
  const root = rootOf(dirname(absolute));
  return (dirname(root) === root ? absolute : relative(root, absolute)).split(sep).join('/');
}

/** The map beside a compiled file; none when something else (tsx, jest) already maps the stack. */
function sourceMapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readSourceMap(file));
  return maps.get(file);
}

function readSourceMap(file: string): SourceMap | undefined {
  if (!file.endsWith('.js') || process.execArgv.includes('--enable-source-maps')) return undefined;
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // No map, or an unreadable one: the compiled line is still a line.
    return undefined;
  }
}

function rootOf(folder: string): string {
  const found = roots.get(folder);
  if (found !== undefined) return found;
  const parent = dirname(folder);
  const root = parent === folder || existsSync(join(folder, 'package.json')) ? folder : rootOf(parent);
  roots.set(folder, root);
  return root;
}
