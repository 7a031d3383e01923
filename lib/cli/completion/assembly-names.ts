import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentRecord } from '../../synth/assembly/assembly';
import { type JsonObject, isJsonObject } from '../../template/json';

/** Names that an assembly knows, for a person who is typing one. */
export interface Name { readonly name: string; readonly about?: string }

interface Line { readonly id: string; readonly className: string; text(): string }

/** Larger than any assembly that answers while somebody waits; in bytes. */
const MAX_SIZE = 256 * 1024 * 1024;
/** Environments stand at the file's beginning. In bytes. */
const HEAD = 64 * 1024;
/** Longer than a chart's id and class; in bytes. */
const MAX_NAMES = 2048;
const COMMA = 0x2c;
const FORM = '{\n"schemaVersion": 3,\n';
const CHARTS = '\n],\n"charts": [\n';
const TEXT = '"((?:[^"\\\\]|\\\\.)*)"';
const CHART = new RegExp(`^{"id":${TEXT},"class":${TEXT},`);
const CONFIG = new RegExp(`{"service":${TEXT},"configMap":`, 'g');
const OBJECT = new RegExp(`{"id":${TEXT},"construct":`, 'g');

/**
 * The names in the assembly of a folder, read as fast as they can be: line by line, without a proof that it is whole.
 *
 * A wrong name costs nothing here, since the command that gets it says so; waiting would cost. A file of another form
 * has no names.
 */
export class AssemblyNames {
  private readonly file: string;

  constructor(folder: string) {
    this.file = join(folder, 'parity.json');
  }

  /** Environments and their clusters, in promotion order. */
  environments(): Name[] {
    return this.records().flatMap(({ name, previewOf, targets }) => {
      const about = previewOf === undefined ? undefined : `a preview of ${previewOf}`;
      const clusters = targets.filter((target) => target.name !== name);
      return [{ name, about }, ...clusters.map((target) => ({ name: target.name, about: 'a cluster' }))];
    });
  }

  /** The facts that environments answer, by their dotted names. */
  facts(): Name[] {
    const names = this.records().flatMap(({ targets }) => targets.flatMap(({ facts }) => leavesIn(facts, '')));
    return [...new Set(names)].map((name) => ({ name }));
  }

  /** The ids of charts, and their classes. */
  charts(): Name[] {
    const ids: Name[] = [];
    const classes = new Map<string, number>();
    for (const { id, className } of this.lines()) {
      ids.push({ name: id, about: className });
      classes.set(className, (classes.get(className) ?? 0) + 1);
    }
    const names = [...classes].map(([name, count]) => ({ name, about: count === 1 ? '1 chart' : `${count} charts` }));
    return [...ids, ...names];
  }

  /** The ids of the objects in all templates. */
  objects(): Name[] {
    return [...this.lines()].flatMap(({ id, text }) => {
      const line = text();
      return [...line.slice(line.lastIndexOf('"template":{"objects":[')).matchAll(OBJECT)]
        .map((match) => ({ name: decoded(match[1]), about: id }));
    });
  }

  /** The construct paths of services whose configuration has a schema. */
  services(): Name[] {
    return [...this.lines()].flatMap(({ className, text }) =>
      [...text().matchAll(CONFIG)].map((match) => ({ name: decoded(match[1]), about: className })));
  }

  /** `Checkout.replicas`: one chart of each class tells the variations of all. */
  variations(): Name[] {
    const seen = new Set<string>();
    return [...this.lines()].flatMap(({ className, text }) => {
      if (seen.has(className)) return [];
      seen.add(className);
      const { variations } = JSON.parse(text()) as { variations: { name: string; why: string }[] };
      return variations.map(({ name, why }) => ({ name: `${className}.${name}`, about: why }));
    });
  }

  private records(): readonly EnvironmentRecord[] {
    const [head] = this.head().split(CHARTS, 1);
    const start = head?.indexOf('"environments": [') ?? -1;
    if (!head?.startsWith(FORM) || start < 0) return [];
    return (JSON.parse(`{${head.slice(start)}]}`) as { environments: EnvironmentRecord[] }).environments;
  }

  private *lines(): Generator<Line> {
    const bytes = this.whole();
    let start = bytes.indexOf(CHARTS);
    if (!bytes.toString('utf8', 0, FORM.length).startsWith(FORM) || start < 0) return;
    for (start += CHARTS.length; start < bytes.length;) {
      const newline = bytes.indexOf('\n', start);
      const end = newline < 0 ? bytes.length : newline;
      const [from, to] = [start, bytes[end - 1] === COMMA ? end - 1 : end];
      // Most of a line is the template, which few ask for: only its beginning is made a text.
      const found = CHART.exec(bytes.toString('utf8', from, Math.min(to, from + MAX_NAMES)));
      if (found === null) return;
      yield { id: decoded(found[1]), className: decoded(found[2]), text: () => bytes.toString('utf8', from, to) };
      start = end + 1;
    }
  }

  private head(): string {
    const file = openSync(this.file, 'r');
    try {
      const buffer = Buffer.alloc(HEAD);
      const text = buffer.toString('utf8', 0, readSync(file, buffer, 0, HEAD, 0));
      return text.includes(CHARTS) ? text : this.whole().toString('utf8');
    } finally {
      closeSync(file);
    }
  }

  private whole(): Buffer {
    const file = openSync(this.file, 'r');
    try {
      const stat = fstatSync(file);
      return stat.isFile() && stat.size <= MAX_SIZE ? readFileSync(file) : Buffer.alloc(0);
    } finally {
      closeSync(file);
    }
  }
}

function leavesIn(facts: JsonObject, prefix: string): string[] {
  return Object.entries(facts).flatMap(([key, value]) =>
    (isJsonObject(value) ? leavesIn(value, `${prefix}${key}.`) : [prefix + key]));
}

function decoded(text: string | undefined): string {
  return text?.includes('\\') ? JSON.parse(`"${text}"`) as string : text ?? '';
}
