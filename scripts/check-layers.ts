import { posix } from 'node:path';
import { findImpurities } from './find-impurities';
import { findCycles } from './find-cycles';
import { type SourceFile, parseSource } from './parse-source';

/** Which rooms a room may import from, besides itself. `lib/index.ts` may import from all. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  template: [],
  environment: ['template'],
  imports: [],
  service: ['template', 'environment', 'imports'],
  synth: ['template', 'environment'],
  ...Object.fromEntries(
    ['check', 'release', 'cluster', 'pulumi', 'adopt', 'report', 'testing'].map((room) => [
      room,
      ['template', 'environment', 'service', 'synth'],
    ]),
  ),
  cli: [
    'template', 'environment', 'service', 'synth', 'check', 'release', 'cluster', 'pulumi', 'adopt', 'report',
    'testing',
  ],
  lint: [],
};

/** Edges between rooms of the same ring, each with the reason why it is there. */
export const SIDEWAYS: Readonly<Record<string, readonly string[]>> = {
  // A report shows what the rules find.
  report: ['check'],
  // A matcher claims what a rule finds and shows what a report shows; a second form could disagree with it.
  testing: ['check', 'report'],
};

/** What `npm run import-crds` writes. Its shape is the generator's, and nobody edits it: only its imports count. */
const GENERATED_ROOM = 'imports';

const MAX_LINES = 400;
const DUMPING_GROUND = /(^|\/)(utils?|helpers?|common|types)(\/|\.ts$)/;

/** A breach of the dependency rule: `lib/template/fill.ts:3: imports lib/synth/...`. */
export type Violation = string;

/**
 * Checks the rooms of a library: who imports whom, that the kernel is pure, that no files load each other in a circle.
 *
 * @param texts the TypeScript files below `lib`, by path with `/`, `lib/index.ts` among them
 */
export function checkLayers(texts: ReadonlyMap<string, string>): Violation[] {
  const files = [...texts].map(([path, text]) => parseSource(path, text, texts));
  return [
    ...files.flatMap(findForbiddenImports),
    ...files.filter(({ path }) => roomOf(path) === 'template').flatMap(findImpurities),
    ...findCycles(files),
    ...[...texts].flatMap(([path, text]) => (roomOf(path) === GENERATED_ROOM ? [] : findBadShape(path, text))),
  ].sort();
}

/** The room of a file; undefined for files directly in `lib`. */
export function roomOf(path: string): string | undefined {
  const [, room, ...rest] = path.split('/');
  return rest.length === 0 ? undefined : room;
}

function findForbiddenImports(file: SourceFile): Violation[] {
  const room = roomOf(file.path);
  if (room === undefined)
    return file.path === 'lib/index.ts' ? [] : [`${file.path}: only index.ts stands outside a room`];
  if (!Object.hasOwn(ROOMS, room))
    return [`${file.path}: '${room}' is no room; rooms are listed in scripts/check-layers.ts`];
  const allowed = new Set([room, ...ROOMS[room], ...SIDEWAYS[room] ?? []]);
  return file.imports.flatMap(({ from, line, path }) => {
    const at = `${file.path}:${line}:`;
    if (path === undefined) {
      if (from.startsWith('.'))
        return [`${at} '${from}' leads to no file of lib (${posix.join(posix.dirname(file.path), from)})`];
      return room === 'template' && from !== 'node:crypto'
        ? [`${at} the kernel may import only itself and node:crypto, not '${from}'`]
        : [];
    }
    const other = roomOf(path);
    if (other !== undefined && allowed.has(other)) return [];
    return [`${at} ${room} may not import from ${other ?? path} (${path})`];
  });
}

function findBadShape(path: string, text: string): Violation[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return [
    ...(lines > MAX_LINES ? [`${path}: ${lines} lines, more than ${MAX_LINES}`] : []),
    ...(DUMPING_GROUND.test(path) ? [`${path}: a name that says nothing; name it after what it holds`] : []),
  ];
}
