/* oxlint-disable typescript/no-explicit-any -- tests edit parsed data in ways that no type allows */
import fc from 'fast-check';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { RenderedAssembly } from '../../lib/synth/assembly/index-chunks';
import { digestText } from '../../lib/template/canonical';
import { type Json, type Path, isJsonObject } from '../../lib/template/json';
import { emitYaml } from '../../lib/template/yaml';

const OPERATIONS = ['change', 'type', 'delete', 'add', 'duplicate', 'swap', 'delete document', 'add document'] as const;

/** One edit of one written file: which file, document and node, by numbers that wrap around. */
export interface Edit {
  readonly operation: (typeof OPERATIONS)[number];
  readonly file: number;
  readonly document: number;
  readonly node: number;
  readonly text: string;
}

export const anyEdit: fc.Arbitrary<Edit> = fc.record({
  operation: fc.constantFrom(...OPERATIONS), file: fc.nat(1000), document: fc.nat(1000), node: fc.nat(10_000),
  text: fc.stringMatching(/^[a-z]{1,8}$/),
});

/** An assembly with one file edited and every file digest computed anew; undefined when nothing would change. */
export function applyEdit(rendered: RenderedAssembly, edit: Edit): RenderedAssembly | undefined {
  const path = pick([...rendered.files.keys()], edit.file);
  const documents = loadAll(rendered.files.get(path) as string, { schema: CORE_SCHEMA }) as Json[];
  const edited = editDocuments(structuredClone(documents), edit);
  if (edited === undefined) return undefined;
  const text = emitYaml(edited);
  if (text === rendered.files.get(path)) return undefined;
  const files = new Map([...rendered.files, [path, text]]);
  return { index: withDigests(rendered, files), files };
}

function withDigests({ index }: RenderedAssembly, files: ReadonlyMap<string, string>): RenderedAssembly['index'] {
  return {
    ...index,
    charts: index.charts.map((chart) => ({
      ...chart,
      targets: Object.fromEntries(Object.entries(chart.targets).map(([name, target]) =>
        [name, { ...target, digest: digestText(files.get(target.file) as string) }])),
    })),
  };
}

function editDocuments(documents: Json[], edit: Edit): Json[] | undefined {
  const at = edit.document % documents.length;
  if (edit.operation === 'delete document') return documents.filter((_, i) => i !== at);
  if (edit.operation === 'add document') {
    const copy = edit.node % 2 === 0 ? documents[at]
      : { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: edit.text } };
    return documents.toSpliced(edit.node % (documents.length + 1), 0, copy);
  }
  const paths = pathsIn(documents[at]).filter((path) => isFor(edit, valueAt(documents[at], path), path));
  return paths.length === 0 ? undefined : editAt(documents, at, pick(paths, edit.node), edit);
}

function isFor({ operation }: Edit, value: Json, path: Path): boolean {
  const isLeaf = typeof value !== 'object' || value === null;
  if (operation === 'add') return isJsonObject(value);
  if (operation === 'duplicate') return Array.isArray(value) && value.length > 0;
  if (operation === 'swap') return Array.isArray(value) && new Set(value.map((item) => JSON.stringify(item))).size > 1;
  return operation === 'delete' ? path.length > 0 : isLeaf;
}

function editAt(documents: Json[], at: number, path: Path, { operation, node, text }: Edit): Json[] {
  const value = valueAt(documents[at], path) as any;
  const parent = path.length === 0 ? documents : valueAt(documents[at], path.slice(0, -1)) as any;
  const key = path.length === 0 ? at : path.at(-1) as string | number;
  if (operation === 'change') parent[key] = otherValue(value, node, text);
  else if (operation === 'type') parent[key] = typeof value === 'string' ? [value] : String(value);
  else if (operation === 'add') value[`${text}-added`] = text;
  else if (operation === 'duplicate') value.splice(node % value.length, 0, structuredClone(value[node % value.length]));
  else if (operation === 'swap') {
    const first = node % value.length;
    const second = value.findIndex((item: Json) => JSON.stringify(item) !== JSON.stringify(value[first]));
    [value[first], value[second]] = [value[second], value[first]];
  } else if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
  return documents;
}

function otherValue(value: Json, node: number, text: string): Json {
  if (typeof value === 'number') return value + 1 + (node % 9);
  return typeof value === 'boolean' ? !value : `${value}${text}`;
}

function pathsIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((item: Json, i) => [i, item]) : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

function valueAt(body: Json, path: Path): Json {
  return path.reduce<any>((value, step) => value[step], body);
}

function pick<T>(items: readonly T[], number: number): T {
  return items[number % items.length];
}
