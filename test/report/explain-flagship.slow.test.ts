import { parse, parseAllDocuments } from 'yaml';
import { build } from '../../examples/online-boutique/main';
import { type AssemblyIndex, type ChartRecord } from '../../lib';
import { explainAt } from '../../lib/report/explain/explain';
import { openDocument } from '../../lib/report/explain/embedded-document';
import { explainFact, explainVariation } from '../../lib/report/explain/explain-input';
import { ExplainSession, unmetConditions } from '../../lib/report/explain/explain-session';
import type { Computation, PlaceExplanation } from '../../lib/report/explain/explanation';
import { parsePath } from '../../lib/report/explain/path-text';
import { resolvePath } from '../../lib/report/explain/resolve-path';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import type { RenderedAssembly } from '../../lib/synth/assembly/write-assembly';
import { evaluator } from '../../lib/template/evaluate';
import { canonicalJson } from '../../lib/template/canonical';
import type { Elements, Expression } from '../../lib/template/expression';
import type { Json, Path } from '../../lib/template/json';
import type { TemplateObject } from '../../lib/template/template';
import { representativeApp } from '../check/representative-app';

/** Every leaf of a document, read by another YAML reader than ours. */
function leavesOf(value: Json, path: Path = []): [Path, Json][] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [[path, value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, child]) => leavesOf(child as Json, [...path, key]));
}

interface Leaf {
  readonly index: AssemblyIndex;
  readonly chart: ChartRecord;
  readonly target: string;
  readonly object: TemplateObject;
  readonly path: Path;
  /** As the file has it. */
  readonly value: Json;
  readonly place: PlaceExplanation;
}

/** Explains every leaf of every written file. */
function explainAll(rendered: RenderedAssembly): Leaf[] {
  const session = new ExplainSession(assemblyInMemory(rendered));
  const { index } = session;
  return index.charts.flatMap((chart) => session.targets.flatMap((target): Leaf[] => {
    const opened = session.objects.open(chart, target);
    const documents = parseAllDocuments(rendered.files.get(chart.targets[target.name].file) as string)
      .map((document) => document.toJSON() as Json);
    expect(documents).toHaveLength(opened.file.chosen.length);
    return documents.flatMap((body, i) => leavesOf(body).map(([path, value]): Leaf => {
      const written = opened.of(opened.file.chosen[i]);
      const place = explainAt(session, written, path);
      expect(place.kind).toBe('place');
      expect(resolvePath(body, parsePath(place.at), openDocument)).toEqual({ path });
      return { index, chart, target: target.name, object: written.object, path, value,
        place: place as PlaceExplanation };
    }));
  }));
}

/** The value of a computation by its own steps, as far as these say it: the pieces of a text, what was chosen. */
function recomputed({ parts, value, op, of = [], document }: Computation): unknown {
  if (parts !== undefined) return parts.map(({ text }) => text).join('');
  if (op === 'json' && document !== undefined) return JSON.stringify(parse(value as string));
  if (op === 'lookup') return of[1].value;
  if (op === 'max') return Math.max(...of.map((each) => each.value as number));
  return value;
}

/** What gives a place of a file in the template, where all elements of a repeated list are one. */
interface Source { readonly path: Path; readonly expression?: Expression; readonly elements?: Elements }

function sourceOf({ index: { environments }, target, object, path }: Leaf): Source {
  const expressionAt = (at: Path) => {
    const place = object.places.find((each) => JSON.stringify(each.path) === JSON.stringify(at));
    return place === undefined || 'merge' in place ? undefined : 'repeat' in place ? place.repeat : place.value;
  };
  for (const place of object.places) {
    const at = place.path.length - 1;
    const first = place.path[at] as number;
    const isInside = place.path.slice(0, at).every((step, i) => path[i] === step) && Number(path[at] ?? first) >= first;
    if (!('repeat' in place) || !isInside) continue;
    const of = [...place.path, ...path.slice(at + 1)];
    const values = { facts: factsOf(environments, target), variations: new Map<string, Json>() };
    const list = evaluator(values)(place.repeat) as readonly Json[];
    const elements = new Map([[canonicalJson(place.repeat as unknown as Json), list[(path[at] as number) - first]]]);
    return { path: of, expression: expressionAt(of), elements };
  }
  return { path, expression: expressionAt(path) };
}

const factsOf = (environments: AssemblyIndex['environments'], target: string) =>
  environments.flatMap(({ targets }) => targets).find(({ name }) => name === target)!.facts;

let flagship: Leaf[];
beforeAll(() => { flagship = explainAll(build().render()); });

test('for every leaf of the flagship in every environment, the value is that of the file, and the two agree', () => {
  expect(flagship.length).toBeGreaterThan(5_000);
  expect(flagship.filter(({ place, value }) => !place.agrees || !('value' in place)
    || JSON.stringify(place.value) !== JSON.stringify(value))).toEqual([]);
});

test('its expression, evaluated again from the index alone, gives the value, and so do its own steps', () => {
  const computed = flagship.filter(({ place }) => place.from === 'placeholder');
  expect(computed.length).toBeGreaterThan(250);
  for (const leaf of computed) {
    const { index, chart, target, value, place } = leaf;
    const facts = factsOf(index.environments, target);
    const variations = new Map(Object.entries(chart.targets[target].values).map(([name, each]) => [name, each.value]));
    const { expression, elements } = sourceOf(leaf);
    expect(evaluator({ facts, variations })(expression!, elements)).toEqual(value);
    expect(place.computation).toMatchObject({ op: expression!.op, value });
    expect(recomputed(place.computation!)).toEqual(value);
  }
});

test('a leaf is fixed exactly where the template has no placeholder, and is then the same everywhere', () => {
  const values = new Map<string, Set<string>>();
  for (const leaf of flagship) {
    const { chart, object, value, place } = leaf;
    const { path, expression } = sourceOf(leaf);
    const key = JSON.stringify([chart.id, object.id, object.when, path]);
    expect([key, place.from]).toEqual([key, expression === undefined ? 'template' : 'placeholder']);
    if (place.from === 'template') values.set(key, (values.get(key) ?? new Set()).add(JSON.stringify(value)));
  }
  expect([...values].filter(([, { size }]) => size > 1)).toEqual([]);
});

test('each variation and fact can be explained, also where what a branch asks for is not answered', () => {
  const session = new ExplainSession(assemblyInMemory(build().render()));
  const { charts } = session.index;
  const variations = charts.flatMap(({ id, variations: all }) => all.map(({ name }) => `${id}.${name}`));
  const facts = [...new Set(charts.flatMap((chart) => chart.facts.map(({ path }) => path[0])))];
  for (const name of variations) expect([name, explainVariation(session, name).ok]).toEqual([name, true]);
  for (const name of facts) expect([name, explainFact(session, name).ok]).toEqual([name, true]);
  const objects = charts.flatMap(({ template }) => template.objects);
  const [store] = objects.filter(({ id }) => id === 'SecretStore/redis-cart');
  const { facts: answered } = session.targets.find(({ name }) => name === 'local')!;
  expect(unmetConditions(store, evaluator({ facts: answered, variations: new Map() })))
    .toEqual(['env.capabilities.externalSecrets is false, not true']);
});

test('lists, merged maps, hashes, documents and exceptions agree with their files too', () => {
  const leaves = explainAll(representativeApp().render());
  expect(leaves.filter(({ place, value }) => !place.agrees
    || JSON.stringify(place.value) !== JSON.stringify(value))).toEqual([]);
  const ofExceptions = leaves.filter(({ place }) => place.from === 'exception');
  expect(ofExceptions.map(({ target, place }) => [target, place.at, place.without])).toEqual([
    ['staging', 'spec.template.spec.containers[shop].args[1]', '--fast'],
    ['staging', 'spec.template.spec.containers[shop].env[TRACE].name', undefined],
    ['staging', 'spec.template.spec.containers[shop].env[TRACE].value', undefined],
  ]);
  const elements = leaves.filter(({ place }) => place.elements !== undefined);
  expect(elements.map(({ target, place }) => [target, place.elements![0].index, place.value])).toEqual([
    ['local', 0, '10.0.0.0/8'], ['staging', 0, '10.0.0.0/8'], ['staging', 1, '192.168.0.0/16'],
  ]);
});
