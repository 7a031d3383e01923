import { findResidue, mayHoldMarker } from '../template/marker';
import { type Json, type Path, formatPath } from '../template/json';

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
 * Most documents are the same text in every environment: each text is parsed once.
 */
export class ManifestReader {
  private readonly known = new Map<string, readonly ManifestDocument[]>();

  /** @throws UnreadableManifest when the text is not plain YAML, or says what JSON cannot */
  read(text: string): readonly ManifestDocument[] {
    // A line of three dashes ends a document even inside a quoted text, so splitting there is what YAML does.
    return text.split(/^---\n/m).flatMap((part) => {
      const known = this.known.get(part) ?? parse(part);
      this.known.set(part, known);
      return known;
    });
  }
}

function parse(text: string): readonly ManifestDocument[] {
  if (text === '') return [];
  const { CORE_SCHEMA, loadAll } = require('js-yaml') as typeof import('js-yaml');
  let bodies: unknown[];
  try {
    // Our writer uses no aliases; a few nested ones can stand for more values than there is memory.
    bodies = loadAll(text, { schema: CORE_SCHEMA, maxAliases: 0, maxDepth: MAX_DEPTH });
  } catch (cause) {
    throw new UnreadableManifest((cause as Error).message.split('\n')[0]);
  }
  const mayHoldResidue = text.includes('\\') || mayHoldMarker(text);
  return bodies.map((body) => {
    const residue: { path: Path; reason: string }[] = [];
    checkJson(body, [], (path, value) => {
      const reason = mayHoldResidue && mayHoldMarker(value) ? findResidue(value) : undefined;
      if (reason !== undefined) residue.push({ path, reason });
    });
    return { body: body as Json, residue };
  });
}

function checkJson(value: unknown, path: Path, text: (path: Path, value: string) => void): void {
  if (typeof value === 'string') text(path, value);
  else if (Array.isArray(value)) value.forEach((item, i) => checkJson(item, [...path, i], text));
  else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    for (const [key, item] of Object.entries(value)) {
      text([...path, key], key);
      checkJson(item, [...path, key], text);
    }
  } else if (value !== null && typeof value !== 'boolean' && !Number.isFinite(value)) {
    throw new UnreadableManifest(`${formatPath(path) || 'a document'} is ${typeof value === 'number' ? value : typeof value}, which JSON cannot say`);
  }
}
