import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { locate } from '../../environment/source-location';
import type { Access } from './access';

/** One frame of a captured stack, in the terms that decide whether an access counts. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function's name as V8 knows it; empty for a function without one. */
  readonly name: string;
  /** True for `new X`: `name` is then the class. */
  readonly constructs: boolean;
}

/** The frames of one access, innermost first, with source lines resolved only when somebody asks. */
export interface Stack {
  readonly frames: readonly Frame[];
  /** `file:line` of a frame as the author wrote it: source maps of jest, tsx and Node are followed. */
  source(index: number): string;
}

/** What a guard needs to know to judge a stack. */
export interface Window {
  /** True inside `HermeticGuard.strict`: whatever lies below its frame is then the caller's own business. */
  readonly strict: boolean;
  readonly isConstructName: (name: string) => boolean;
}

/** An access that counts: the frame to blame and the construct class, where one is known. */
export interface Offence {
  readonly frame: number;
  readonly construct?: string;
}

/** Deeper frames are not looked at; nobody's constructors are nested this deeply. */
const maxFrames = 500;
const libraryRoot = path.dirname(path.dirname(__dirname)) + path.sep;
const guardFiles = __dirname + path.sep;
/** Parsers that only compute for cdk8s and this library; they read debug switches, never anything that is written. */
const tooling = /^(?:constructs|yaml|js-yaml|zod|fast-json-patch)$/;
const framework = /^cdk8s(?:-plus-\d+)?$/;

type Origin = 'builtin' | 'guard' | 'loader' | 'node' | 'quiet' | 'framework' | 'dependency' | 'user';

/** Runs `run` under a frame that `offence` recognizes as the end of the strict window. */
export function hermeticStrictBoundary<T>(run: () => T): T {
  return run();
}

/** Captures the stack below the function `below`, which is left out. */
export function captureStack(below: (...args: never[]) => unknown): Stack {
  const frames = withPreparer((_error, sites) => sites.map(toFrame), () => capture(below)) as Frame[];
  let lines: string[] | undefined;
  return {
    frames,
    source: (index) => {
      lines ??= sourceLines(below);
      const frame = frames[index]!;
      // A function name with a line break in it would shift the lines: then the unmapped place is the honest one.
      const mapped = lines.length === frames.length ? /([^\s()][^()]*):(\d+):(\d+)\)?$/.exec(lines[index]!) : null;
      const [file, line, column] = mapped
        ? [toPath(mapped[1]!.replace(/^at /, '')), Number(mapped[2]), Number(mapped[3])]
        : [frame.file, frame.line, frame.column];
      // Nobody mapped a compiled program that simply runs in Node: the map beside the file does.
      if (originOf(file) === 'user') return locate({ file, line, column });
      const relative = path.relative(process.cwd(), file);
      return `${relative.startsWith('..') || path.isAbsolute(relative) ? file : relative}:${line}`;
    },
  };
}

function sourceLines(below: (...args: never[]) => unknown): string[] {
  const text = String(withPreparer(undefined, () => capture(below)));
  return text.split('\n').filter((line) => /^\s+at /.test(line));
}

/**
 * Decides whether an access counts, from its stack alone.
 *
 * Who *asked* decides first: Node itself, this library, cdk8s and their parsers never count, except that an
 * environment variable or the network reached through cdk8s (`EnvValue.fromProcess`, `Include` with a URL) is
 * the doing of whoever called cdk8s. Then the window decides: inside a construct's constructor, or in `strict`.
 * A module that is loaded from within a constructor is not part of the construct.
 */
export function offence(frames: readonly Frame[], access: Access, window: Window): Offence | undefined {
  let asked = false;
  let blamed: number | undefined;
  let construct: string | undefined;
  for (const [index, frame] of frames.entries()) {
    if (window.strict && isBoundary(frame)) break;
    const origin = originOf(frame.file);
    if (origin === 'builtin' || origin === 'guard') continue;
    if (origin === 'loader' && construct === undefined) return undefined;
    if (!asked) {
      if (passesThroughNode(frame, origin, access)) continue;
      if (!mayAsk(origin, access)) return undefined;
      asked = true;
    }
    if (frame.constructs && window.isConstructName(frame.name)) construct ??= frame.name;
    if (origin === 'user' && (blamed === undefined || originOf(frames[blamed]!.file) === 'dependency')) blamed = index;
    if (origin === 'dependency') blamed ??= index;
  }
  if (blamed === undefined || (construct === undefined && !window.strict)) return undefined;
  return { frame: blamed, construct };
}

/** Node asks for others where its public functions stand on each other: https on sockets, for example. */
function passesThroughNode(frame: Frame, origin: Origin, access: Access): boolean {
  if (access.source === 'network') return origin === 'node';
  return access.source === 'randomness' && frame.file === 'node:crypto';
}

function mayAsk(origin: Origin, access: Access): boolean {
  if (origin === 'framework') return access.source === 'environment' || access.source === 'network';
  return origin === 'user' || origin === 'dependency';
}

function isBoundary(frame: Frame): boolean {
  return frame.name === hermeticStrictBoundary.name && originOf(frame.file) === 'guard';
}

function originOf(file: string): Origin {
  if (file === '') return 'builtin';
  if (file.startsWith('node:internal/modules/') || file.includes('/jest-runtime/')) return 'loader';
  if (file.startsWith('node:')) return 'node';
  if (file.startsWith(guardFiles)) return 'guard';
  if (file.startsWith(libraryRoot)) return 'quiet';
  const parts = file.split(/[\\/]/);
  const modules = parts.lastIndexOf('node_modules');
  if (modules < 0) return 'user';
  const name = parts[modules + 1] ?? '';
  if (framework.test(name)) return 'framework';
  return tooling.test(name) ? 'quiet' : 'dependency';
}

function toFrame(site: NodeJS.CallSite): Frame {
  return {
    file: toPath(site.getFileName() ?? ''),
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
    name: site.getFunctionName() ?? '',
    constructs: site.isConstructor(),
  };
}

function toPath(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file;
}

type Preparer = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** `undefined` keeps the preparer that is there: it is the one that knows the source maps. */
function withPreparer<T>(preparer: Preparer | undefined, run: () => T): T {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = maxFrames;
  if (preparer) Error.prepareStackTrace = preparer;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (preparer) Error.prepareStackTrace = prepareStackTrace;
  }
}

function capture(below: (...args: never[]) => unknown): unknown {
  const holder = new Error();
  Error.captureStackTrace(holder, below);
  return holder.stack;
}
