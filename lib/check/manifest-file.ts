import { findResidue, mayHoldMarker } from '../template/marker';
import { type Json, type Path, formatPath } from '../template/json';
import { KnownShapes } from './known-shapes';

/** Deeper than any manifest; the reader descends by calling itself. */
const MAX_DEPTH = 500;

/** One document of a written file. */
export interface ManifestDocument {
  readonly body: Json;
  /** Where the remains of a placeholder stand, and what they look like. */
  readonly residue: readonly { readonly path: Path; readonly reason: string }[];
}

/** Why a file cannot be read as Kubernetes would read it; the caller names the file. */
export class UnreadableManifest extends Error {}

/**
 * Reads the documents of manifest files.
 *
 * Most documents are nearly the same text in every environment, and much like those of other charts: each text is read
 * once, and so is each shape of documents.
 */
export class ManifestReader {
  private readonly known = new Map<string, readonly ManifestDocument[]>();
  private readonly shapes = new KnownShapes(load);

  /** @throws UnreadableManifest when the text is not plain YAML, or says what JSON cannot */
  read(text: string): readonly ManifestDocument[] {
    // A line of three dashes ends a document even inside a quoted text, so splitting there is what YAML does.
    const parts = text.split(/^---\n/m).filter((part) => part !== '');
    const unknown = [...new Set(parts.filter((part) => !this.known.has(part)))];
    const bodies = this.shapes.read(unknown);
    for (const [part, body] of bodies) this.known.set(part, [{ body, residue: [] }]);
    const fresh = unknown.filter((part) => !bodies.has(part));
    const together = parseTogether(fresh);
    fresh.forEach((part, i) => this.known.set(part, together === undefined ? parse(part) : [together[i]]));
    return parts.flatMap((part) => this.known.get(part) as readonly ManifestDocument[]);
  }

  /** Forgets documents, which are seldom the same in two charts, but not how they are built. */
  forgetDocuments(): void {
    this.known.clear();
  }
}

/** What begins or ends a document besides the line that our writer uses. */
const OTHER_MARK = /^(?:---|\.\.\.|%)/m;

/** A line that says something: a part without any is no document by itself, but an empty one after another. */
const CONTENT = /^[ \t]*[^\s#]/m;

/** One call for all is a third faster, where it is plain which document is whose and none is wrong. */
function parseTogether(parts: readonly string[]): readonly ManifestDocument[] | undefined {
  if (parts.length < 2 || parts.some((part) => OTHER_MARK.test(part) || !CONTENT.test(part))) return undefined;
  try {
    const documents = parse(parts.join('---\n'));
    return documents.length === parts.length ? documents : undefined;
  } catch (cause) {
    if (cause instanceof UnreadableManifest) return undefined;
    throw cause;
  }
}

function parse(text: string): readonly ManifestDocument[] {
  let bodies: unknown[];
  try {
    bodies = load(text);
  } catch (cause) {
    throw new UnreadableManifest((cause as Error).message.split('\n')[0]);
  }
  const mayHoldResidue = text.includes('\\') || mayHoldMarker(text);
  return bodies.map((body) => {
    const residue: { path: Path; reason: string }[] = [];
    checkJson(body, [], (path, value) => {
      const reason = mayHoldResidue && mayHoldMarker(value) ? findResidue(value) : undefined;
      if (reason !== undefined) residue.push({ path: [...path], reason });
    });
    return { body: body as Json, residue };
  });
}

function load(text: string): unknown[] {
  const { CORE_SCHEMA, loadAll } = require('js-yaml') as typeof import('js-yaml');
  // Our writer uses no aliases; a few nested ones can stand for more values than there is memory.
  return loadAll(text, { schema: CORE_SCHEMA, maxAliases: 0, maxDepth: MAX_DEPTH });
}

/** Visits every text, keys included; `path` is a stack that is the same all the way. */
function checkJson(value: unknown, path: (string | number)[], visit: (path: Path, value: string) => void): void {
  if (typeof value === 'string') visit(path, value);
  else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    if (!isList && Object.getPrototypeOf(value) !== Object.prototype) throw notJson(path, 'an object of another kind');
    for (const key of Object.keys(value)) {
      path.push(isList ? Number(key) : key);
      if (!isList) visit(path, key);
      checkJson((value as Record<string, unknown>)[key], path, visit);
      path.pop();
    }
  } else if (value !== null && typeof value !== 'boolean' && !Number.isFinite(value)) {
    throw notJson(path, String(value));
  }
}

function notJson(path: Path, what: string): UnreadableManifest {
  return new UnreadableManifest(`${formatPath(path) || 'a document'} is ${what}, which JSON cannot say`);
}
