import type { Expression, InterpolatePart } from './expression';
import { type Path, setOwn } from './json';
import { type Marker, findResidue, mayHoldMarker, parseMarker, splitMarkers } from './marker';
import { Hole, Merge, Repeat, type TemplateNode } from './node';
import type { PlaceholderEntry, PlaceholderRegistry } from './registry';
import { entryOf } from './placeholder';

/** Why a place of a rendered object cannot become part of a template. */
export interface TemplatingProblem {
  readonly code: 'PARITY_LOST' | 'PARITY_COMPUTED';
  readonly path: Path;
  readonly message: string;
  readonly got?: string;
  readonly fix: string;
}

export interface Templated { readonly node: TemplateNode; readonly problems: readonly TemplatingProblem[] }

/**
 * Turns rendered JSON, in which placeholders are markers, into a template node.
 *
 * Every marker must be intact and stand where a value can be filled; what is left of a broken one is a problem, never
 * text that reaches a manifest.
 */
export function templateOf(json: unknown, registry: PlaceholderRegistry): Templated {
  const templating = new Templating(registry);
  const node = templating.convert(json);
  for (const list of templating.openElements) {
    templating.problem([], 'PARITY_LOST', 'an element of a list stands outside any list', list.describe(),
      'pass the list as a whole, or map its elements inside an array');
  }
  return { node, problems: templating.problems };
}

const NO_ELEMENTS: ReadonlySet<PlaceholderEntry> = new Set();

// Longer than most files: arrays, objects, keys and texts meet in one walk that shares its path, its problems and the
// list elements it has met; apart, each would carry all three.
class Templating {
  readonly problems: TemplatingProblem[] = [];
  /** List elements met in the subtree being converted that no enclosing array has claimed yet. */
  openElements: ReadonlySet<PlaceholderEntry> = NO_ELEMENTS;
  private readonly path: (string | number)[] = [];

  constructor(private readonly registry: PlaceholderRegistry) {}

  convert(value: unknown): TemplateNode {
    switch (typeof value) {
      case 'string':
        return mayHoldMarker(value) ? this.convertText(value) : value;
      case 'boolean':
        return value;
      case 'number':
        if (Number.isFinite(value)) return value;
        this.problem(
          this.path,
          'PARITY_COMPUTED',
          'a number was computed from a placeholder',
          String(value),
          'compute it with a derivation, which is evaluated when the template is filled',
        );
        return null;
      case 'object':
        break;
      default:
        this.problem(
          this.path,
          'PARITY_LOST',
          `a ${typeof value} cannot stand in a manifest`,
          undefined,
          'use plain data',
        );
        return null;
    }
    if (value === null) return null;
    const entry = entryOf(value);
    if (entry !== undefined) return this.convertPlaceholder(entry);
    if (Array.isArray(value)) return this.convertArray(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      this.problem(
        this.path,
        'PARITY_LOST',
        `a ${prototype.constructor?.name ?? 'class'} object is not plain data`,
        undefined,
        'convert it to text or a number first',
      );
      return null;
    }
    return this.convertObject(value as Record<string, unknown>);
  }

  /** Data that an author handed to a derivation holds placeholders themselves, not markers. */
  private convertPlaceholder(entry: PlaceholderEntry): TemplateNode {
    if (entry.kind === 'unit' || entry.kind === 'choice') {
      this.problem(
        this.path,
        'PARITY_LOST',
        `${entry.describe()} cannot stand inside a derivation's data`,
        undefined,
        entry.kind === 'unit'
          ? 'use one of its conversions, such as toMebibytes()'
          : 'use the derivation inside its branches',
      );
      return null;
    }
    if (entry.kind === 'list')
      return [new Repeat(entry.expression, new Hole((entry.element as PlaceholderEntry).expression))];
    this.noteElement(entry);
    return new Hole(entry.expression);
  }

  /** Arrays and objects in which nothing is to be filled are shared with the rendered JSON, not copied. */
  private convertArray(array: readonly unknown[]): TemplateNode {
    const outer = this.openElements;
    let items: TemplateNode[] | undefined;
    for (let i = 0; i < array.length; i++) {
      this.openElements = NO_ELEMENTS;
      this.path.push(i);
      const item = this.convert(array[i]);
      this.path.pop();
      const repeated = this.openElements.size === 0 ? item : this.repeatItem(item, i);
      if (repeated !== array[i]) (items ??= [...array] as TemplateNode[])[i] = repeated;
    }
    this.openElements = outer;
    return items ?? (array as readonly TemplateNode[]);
  }

  /** Wraps an item in which elements of a list occur: it stands once for each of them. */
  private repeatItem(item: TemplateNode, index: number): TemplateNode {
    const lists = [...this.openElements].map((element) => (element.expression as { list: Expression }).list);
    const distinct = new Set(lists);
    if (distinct.size > 1) {
      this.problem(
        [...this.path, index],
        'PARITY_LOST',
        'one array element combines the elements of two lists',
        undefined,
        'combine the lists in one variation, or write one array element for each',
      );
    }
    const [list] = distinct;
    return list === undefined ? item : new Repeat(list, item);
  }

  private convertObject(object: Record<string, unknown>): TemplateNode {
    let own: Record<string, TemplateNode> | undefined;
    const change = () => (own ??= copyOf(object));
    const maps: Expression[] = [];
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined) {
        delete change()[key];
        continue;
      }
      if (mayHoldMarker(key)) {
        const map = this.convertKey(key, value);
        if (map !== undefined) maps.push(map);
        if (map !== undefined || this.isBroken(key)) {
          delete change()[key];
          continue;
        }
      }
      this.path.push(key);
      const node = this.convert(value);
      this.path.pop();
      if (node !== value) setOwn(change(), key, node);
    }
    const result = own ?? (object as Record<string, TemplateNode>);
    if (maps.length === 0) return result;
    return maps.length === 1 && Object.keys(result).length === 0 ? new Hole(maps[0]) : new Merge(result, maps);
  }

  private convertKey(key: string, value: unknown): Expression | undefined {
    const marker = parseMarker(key);
    const entry = marker === undefined ? undefined : this.registry.find(marker.id);
    if (entry?.kind === 'map' && value === key) return entry.expression;
    if (this.isBroken(key)) {
      this.problem(
        this.path,
        'PARITY_LOST',
        'a key is made of a placeholder: keys are the same in every environment',
        entry?.describe() ?? this.nameWithin(key),
        'use a fixed key, or vary.map for a whole map',
      );
    }
    return undefined;
  }

  private isBroken(key: string): boolean {
    return findResidue(key) !== undefined;
  }

  private convertText(text: string): TemplateNode {
    const parts = splitMarkers(text);
    if (parts.length === 1 && typeof parts[0] !== 'string') return this.convertWhole(parts[0]);
    if (parts.every((part) => typeof part === 'string')) {
      const residue = findResidue(text);
      if (residue !== undefined) this.lost(residue, text);
      return text;
    }
    return new Hole({ op: 'interpolate', parts: this.convertParts(parts) });
  }

  private convertWhole(marker: Marker): TemplateNode {
    const entry = this.registry.find(marker.id);
    if (entry === undefined) {
      this.lost('a placeholder of another app, or of a chart that is built apart', undefined);
      return null;
    }
    this.noteElement(entry);
    const asText = marker.form === 't' || marker.form === 'd';
    return new Hole(asText && entry.kind !== 'text' ? interpolateOne(entry.expression) : entry.expression);
  }

  private convertParts(parts: readonly (string | Marker)[]): InterpolatePart[] {
    const pieces: InterpolatePart[] = [];
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (typeof part === 'string') {
        const residue = findResidue(part);
        if (residue !== undefined) this.lost(residue, part);
        pieces.push(part);
        continue;
      }
      const entry = this.registry.find(part.id);
      if (entry === undefined) {
        this.lost('a placeholder of another app, or of a chart that is built apart', undefined);
        continue;
      }
      this.noteElement(entry);
      if (part.form === 'j') this.addJsonPart(pieces, parts, i, entry);
      else {
        if (part.form === 'v') this.lost('a typed value inside a longer text', entry.describe());
        if (part.form === 'd') this.checkJoined(entry, parts[i - 1], parts[i + 1]);
        pieces.push({ value: entry.expression, as: 'text' });
      }
    }
    return stripJsonQuotes(pieces);
  }

  /** `n + 1` would become the text `"421"`: JavaScript joins where the author meant to add. */
  private checkJoined(
    entry: PlaceholderEntry,
    before: string | Marker | undefined,
    after: string | Marker | undefined,
  ) {
    if (entry.kind !== 'number') return;
    const touchesNumber =
      (typeof before === 'string' ? /[\d.]$/.test(before) : before !== undefined) ||
      (typeof after === 'string' ? /^[\d.]/.test(after) : after !== undefined);
    if (touchesNumber) {
      this.problem(
        this.path,
        'PARITY_COMPUTED',
        'a number was added to a placeholder, which joins text instead',
        entry.describe(),
        'use derive.scale or another derivation; to join text, use a template literal',
      );
    }
  }

  /** In JSON text a value stands between quotes that belong to the marker, not to the value. */
  private addJsonPart(
    pieces: InterpolatePart[],
    parts: readonly (string | Marker)[],
    index: number,
    entry: PlaceholderEntry,
  ): void {
    const before = parts[index - 1];
    const after = parts[index + 1];
    const quoted =
      typeof before === 'string' && /(^|[^\\])"$/.test(before) && typeof after === 'string' && after.startsWith('"');
    if (!quoted) {
      this.problem(
        this.path,
        'PARITY_LOST',
        'JSON text that holds a placeholder was serialized or cut a second time',
        entry.describe(),
        'use text.json(...), which serializes when the template is filled',
      );
    } else if (entry.kind === 'map' || entry.expression.op === 'element') {
      this.problem(
        this.path,
        'PARITY_LOST',
        'a list or a map cannot be filled inside JSON text',
        entry.describe(),
        'use text.json(...), which serializes when the template is filled',
      );
    }
    pieces.push({ value: entry.expression, as: 'json' });
  }

  private noteElement(entry: PlaceholderEntry): void {
    if (entry.expression.op !== 'element') return;
    if (this.openElements.size === 0) this.openElements = new Set();
    (this.openElements as Set<PlaceholderEntry>).add(entry);
  }

  private nameWithin(text: string): string | undefined {
    const marker = splitMarkers(text).find((part) => typeof part !== 'string') as Marker | undefined;
    return marker === undefined ? undefined : this.registry.find(marker.id)?.describe();
  }

  private lost(what: string, got: string | undefined): void {
    this.problem(
      this.path,
      'PARITY_LOST',
      `${what} would reach the manifest`,
      got,
      'do not cut, encode or recase a value that differs between environments; use a derivation instead',
    );
  }

  problem(path: Path, code: TemplatingProblem['code'], message: string, got: string | undefined, fix: string): void {
    this.problems.push({ code, path: [...path], message, got, fix });
  }
}

function copyOf(object: Record<string, unknown>): Record<string, TemplateNode> {
  const copy: Record<string, TemplateNode> = {};
  for (const key of Object.keys(object)) setOwn(copy, key, object[key]);
  return copy;
}

function interpolateOne(value: Expression): Expression {
  return { op: 'interpolate', parts: [{ value, as: 'text' }] };
}

function stripJsonQuotes(pieces: readonly InterpolatePart[]): InterpolatePart[] {
  const isJson = (piece: InterpolatePart | undefined) => typeof piece === 'object' && piece.as === 'json';
  return pieces.map((piece, i) => {
    if (typeof piece !== 'string') return piece;
    const start = isJson(pieces[i - 1]) && piece.startsWith('"') ? 1 : 0;
    const end = isJson(pieces[i + 1]) && piece.endsWith('"') && piece.length > start ? piece.length - 1 : piece.length;
    return piece.slice(start, end);
  }).filter((piece) => piece !== '');
}

