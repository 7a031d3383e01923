import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this library's own code: its frames are never an author's. */
const LIBRARY = dirname(__dirname) + sep;

/** Caches by file: what a file says does not change while a program runs. */
const roots = new Map<string, string>();
const maps = new Map<string, SourceMap | undefined>();

/**
 * The author's line that is running now, as `services/checkout.ts:14`, or undefined.
 *
 * Relative to the package it stands in, so that it is the same whatever the working directory; mapped back to
 * TypeScript when the program was compiled with source maps.
 */
export function callSite(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n')) {
    const site = parseFrame(line);
    if (site !== undefined) return locate(site);
  }
  return undefined;
}

interface Frame { readonly file: string; readonly line: number; readonly column: number }

function parseFrame(line: string): Frame | undefined {
  const match = /^\s+at .*?\(?((?:file:\/\/)?\/[^()]*|[A-Za-z]:\\[^()]*):(\d+):(\d+)\)?$/.exec(line);
  if (match === null) return undefined;
  const file = match[1].startsWith('file://') ? fileURLToPath(match[1]) : match[1];
  if (file.startsWith(LIBRARY) || file.includes(`${sep}node_modules${sep}`)) return undefined;
  return { file, line: Number(match[2]), column: Number(match[3]) };
}

function locate(frame: Frame): string {
  const entry = sourceMapOf(frame.file)?.findEntry(frame.line - 1, frame.column - 1);
  const original = entry !== undefined && 'originalSource' in entry && entry.originalSource !== undefined ? entry : undefined;
  const file = original === undefined ? frame.file : resolve(dirname(frame.file), original.originalSource);
  const line = original === undefined ? frame.line : original.originalLine + 1;
  return `${relative(rootOf(dirname(file)), file).split(sep).join('/')}:${line}`;
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
  const known = roots.get(folder);
  if (known !== undefined) return known;
  const parent = dirname(folder);
  const root = parent === folder || existsSync(join(folder, 'package.json')) ? folder : rootOf(parent);
  roots.set(folder, root);
  return root;
}
