import { mayHoldMarker } from '../template/marker';
import { type Json, isJsonObject, setOwn } from '../template/json';

/** Reads a stream of YAML documents; throws when it cannot. */
export type LoadYaml = (text: string) => readonly unknown[];

/** What stands before the scalar of a line: a plain key, the dashes of items, or both. A key may stand alone. */
const PREFIX = / *(?:(?:- )*[A-Za-z_][A-Za-z0-9._/-]*:(?: |(?=\n))|(?:- )+)/y;
/**
 * What is one scalar (or nothing in brackets) and ends with its line, whatever it means: plain ones without a comment
 * or a further key, and quoted ones. A reader of YAML says what it means.
 */
const SCALAR = new RegExp(`^(?:${[
  /(?:[A-Za-z0-9/]|--?[A-Za-z0-9])(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))*/,
  /"(?:[ !#-[\]-~]|\\[!-~])*"/, /'(?:[ -&(-~]|'')*'/, /\{\}/, /\[\]/,
].map(({ source }) => source).join('|')})$`);
/** How much text may be remembered, in characters, before all of it is forgotten. */
const MAX_REMEMBERED = 8_000_000;
const COLON = 0x3a;

/** What a scalar was read as; without a value when it was not read, or may hold remains of a placeholder. */
interface Scalar { value: Json | undefined }

/** A document as the lines without their scalars, and those. */
interface Document { readonly text: string; readonly prefixes: readonly string[]; readonly scalars: readonly Scalar[] }

/**
 * Gives the values of documents of which a YAML reader has read the shape and every scalar before.
 *
 * It reads no YAML itself: it takes the scalars out of lines that can only be one key or item each, has the reader read
 * what remains (once for each shape) and the scalars (each once), and puts those back in their places.
 * docs/decisions/0015-known-shapes.md says why that is the same. Everything else is left to be read as a whole.
 */
export class KnownShapes {
  private readonly shapes = new Map<string, Json | undefined>();
  private readonly scalars = new Map<string, Scalar>();
  private remembered = 0;

  constructor(private readonly load: LoadYaml) {}

  /** The values of the documents, by their texts, of those that could be read in this way. */
  read(texts: readonly string[]): ReadonlyMap<string, Json> {
    if (this.remembered > MAX_REMEMBERED) {
      this.shapes.clear();
      this.scalars.clear();
      this.remembered = 0;
    }
    const fresh = new Map<string, Scalar>();
    const documents = texts.flatMap((text) => this.takeApart(text, fresh) ?? []);
    this.readScalars(fresh);
    // A part of a text keeps all of it in memory.
    if (fresh.size > 0) for (const text of texts) this.remembered += text.length;
    const bodies = new Map<string, Json>();
    for (const { text, prefixes, scalars } of documents) {
      if (scalars.some(({ value }) => value === undefined)) continue;
      const shape = this.shapeOf(prefixes);
      if (shape !== undefined) bodies.set(text, filled(shape, scalars, { at: 0 }));
    }
    return bodies;
  }

  private takeApart(text: string, fresh: Map<string, Scalar>): Document | undefined {
    if (!text.endsWith('\n')) return undefined;
    const prefixes: string[] = [];
    const scalars: Scalar[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      PREFIX.lastIndex = at;
      if (!PREFIX.test(text)) return undefined;
      const start = PREFIX.lastIndex;
      at = text.indexOf('\n', start);
      if (at === start && text.charCodeAt(start - 1) === COLON) continue;
      const raw = text.slice(start, at);
      let scalar = this.scalars.get(raw) ?? fresh.get(raw);
      if (scalar === undefined) {
        if (!SCALAR.test(raw)) return undefined;
        scalar = { value: undefined };
        fresh.set(raw, scalar);
      }
      scalars.push(scalar);
      prefixes.push(text.slice(from, start));
      from = at;
    }
    prefixes.push(text.slice(from));
    return { text, prefixes, scalars };
  }

  private readScalars(fresh: ReadonlyMap<string, Scalar>): void {
    if (fresh.size === 0) return;
    const list = this.tryLoad([...fresh.keys()].map((raw) => `- ${raw}\n`).join(''));
    if (!Array.isArray(list) || list.length !== fresh.size) return;
    let i = 0;
    for (const [raw, scalar] of fresh) {
      const value = list[i++] as Json;
      if (isSimple(value)) scalar.value = value;
      this.scalars.set(raw, scalar);
    }
  }

  /** The shape's structure, in which texts stand for scalars; undefined when it is none, or may hold remains. */
  private shapeOf(prefixes: readonly string[]): Json | undefined {
    const key = prefixes.join('?');
    if (this.shapes.has(key)) return this.shapes.get(key);
    const places = prefixes.slice(1).map((_, i) => `h${i}`);
    const read = this.tryLoad(prefixes.map((prefix, i) => prefix + (places[i] ?? '')).join(''));
    const found: string[] = [];
    const shape = !mayHoldMarker(key) && isJsonObject(read as Json) && collect(read as Json, found)
      && found.length === places.length && found.every((place, i) => place === places[i]) ? read as Json : undefined;
    this.shapes.set(key, shape);
    this.remembered += key.length;
    return shape;
  }

  /** The only document of a text. */
  private tryLoad(text: string): unknown {
    try {
      const documents = this.load(text);
      return documents.length === 1 ? documents[0] : undefined;
    } catch {
      return undefined;
    }
  }
}

function isSimple(value: Json): boolean {
  if (typeof value === 'string') return !mayHoldMarker(value);
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'boolean' || Object.keys(value).length === 0;
}

/** The texts that stand in places, in their order; false when there is anything else but nothing at all. */
function collect(value: Json, found: string[]): boolean {
  if (typeof value === 'string') return found.push(value) > 0;
  return value === null || (typeof value === 'object' && Object.values(value).every((inner) => collect(inner, found)));
}

function filled(shape: Json, scalars: readonly Scalar[], next: { at: number }): Json {
  if (typeof shape === 'string') return copied(scalars[next.at++].value as Json);
  if (shape === null) return null;
  if (Array.isArray(shape)) return shape.map((item: Json) => filled(item, scalars, next));
  const map: Record<string, Json> = {};
  for (const key of Object.keys(shape)) setOwn(map, key, filled((shape as Record<string, Json>)[key], scalars, next));
  return map;
}

/** So that no two documents share what a caller could change. */
function copied(value: Json): Json {
  return typeof value !== 'object' || value === null ? value : Array.isArray(value) ? [] : {};
}
