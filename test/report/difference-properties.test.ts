import fc from 'fast-check';
import { ParityApp, environment } from '../../lib';
import { type ChartFile, openChartFile } from '../../lib/check/chart-files';
import { ManifestReader } from '../../lib/check/manifest-file';
import { environmentDifference } from '../../lib/report/difference/environment-difference';
import { type ObjectFields, fieldDifferences } from '../../lib/report/difference/field-differences';
import { sideBySide } from '../../lib/report/difference/side-by-side';
import { yamlPatches } from '../../lib/report/difference/yaml-patches';
import { type Assembly, assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { applyDifference } from '../../lib/template/apply-difference';
import type { Json } from '../../lib/template/json';
import { CAPABILITIES, planRecipe } from '../synth/random/recipe';
import { SECRET_VALUE } from '../../lib/template/secret';
import { chartClassOf } from '../synth/random/random-chart';

const NAMES = ['local', 'staging', 'production'];
/** One seed for all tests of a run, so that each app is rendered once; fast-check names it when a test fails. */
const LIMITS = { seed: Date.now() % 2 ** 31, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true };
const known = new Map<string, Assembly>();

/** What a random app of one chart in three environments is made of. */
const apps = fc.tuple(
  fc.array(fc.nat(9999), { maxLength: 250, size: 'max' }), fc.array(fc.nat(15), { minLength: 3, maxLength: 3 }),
);

function assemblyOf([numbers, flags]: readonly [readonly number[], readonly number[]]): Assembly {
  const recipe = planRecipe(numbers, NAMES.length);
  const chart = chartClassOf(recipe);
  const overlay = (i: number, variations: typeof recipe.variations) => Object.fromEntries(variations
    .filter(({ isRequired, values }) => isRequired || JSON.stringify(values[i + 1]) !== JSON.stringify(values[0]))
    .map(({ name, values }) => [name, values[i + 1]]));
  const environments = NAMES.map((name, i) => {
    const part = overlay(i, recipe.nested);
    return environment<any>(name, {
      kubernetes: '1.34', domain: `${name}.example.com`, namespace: `shop-${name}`, registry: `registry.${name}.test`,
      telemetry: { endpoint: `http://otel.${name}:4317` }, nodes: i + 3,
      capabilities: Object.fromEntries(CAPABILITIES.map((key, k) => [key, (flags[i] >> k) % 2 === 1])),
    }).overlay(chart, {
      ...overlay(i, recipe.variations), ...(Object.keys(part).length === 0 ? {} : { part }),
    } as never);
  });
  const app = new ParityApp({ environments });
  app.add(chart, 'chart');
  return assemblyInMemory(app.render());
}
const pairs = fc.constantFrom<[string, string]>(
  ['local', 'staging'], ['staging', 'production'], ['production', 'local'], ['staging', 'local']);

const check = (property: (assembly: Assembly, from: string, to: string) => void) =>
  fc.assert(fc.property(apps, pairs, (app, [from, to]) => {
    const key = JSON.stringify(app);
    const assembly = known.get(key) ?? assemblyOf(app);
    known.set(key, assembly);
    property(assembly, from, to);
  }), { numRuns: 40, ...LIMITS });

const isSecret = ({ object }: ObjectFields) => object.startsWith('Secret/');
const objectsOf = (assembly: Assembly, from: string, to: string) => fieldDifferences(assembly, from, to)[0].objects;

function bodiesOf(assembly: Assembly, name: string): Map<string, Json> {
  const target = assembly.index.environments.flatMap(({ targets }) => targets).find((one) => one.name === name)!;
  const file = openChartFile(assembly, assembly.index.charts[0], target, new ManifestReader()) as ChartFile;
  return new Map(file.chosen.map(({ id }, i) => [id, file.documents[i].body]));
}

/** What is told of a field, whichever side is looked at first. */
function fieldsSeenFrom(objects: readonly ObjectFields[], isTurned: boolean): string[] {
  const sides = (one: unknown, other: unknown) => (isTurned ? [other, one] : [one, other]);
  const KINDS = { added: 'removed', removed: 'added', changed: 'changed', reordered: 'reordered' } as const;
  const kindOf = (kind: keyof typeof KINDS) => (isTurned ? KINDS[kind] : kind);
  return objects.flatMap(({ object, kind, fields, causes = [], before, after }) => [
    JSON.stringify([object, kindOf(kind), causes.map(({ by }) => by).sort(), sides(before, after)]),
    ...fields.map((field) => JSON.stringify([
      object, kindOf(field.kind), sides(field.pathBefore ?? field.path, field.path),
      sides(field.before, field.after), field.causes.map(({ kind: cause, by }) => `${cause} ${by}`).sort(),
    ])),
  ]).sort();
}

test('nothing differs from itself, by declaration, field or file', () => {
  check((assembly) => {
    for (const name of NAMES) {
      expect(environmentDifference(assembly, name, name)).toMatchObject({
        same: true, variations: [], facts: [], unusedFacts: [], alternatives: [], standIns: [], exceptions: [],
        unexplained: [], files: { different: 0 },
      });
      expect(objectsOf(assembly, name, name)).toEqual([]);
      expect([...yamlPatches(assembly, name, name)]).toEqual([]);
    }
  });
});

test('the fields of one direction are those of the other, turned around', () => {
  check((assembly, from, to) => {
    expect(fieldsSeenFrom(objectsOf(assembly, to, from), true))
      .toEqual(fieldsSeenFrom(objectsOf(assembly, from, to), false));
  });
});

test('the declared differences of one direction are those of the other, turned around', () => {
  check((assembly, from, to) => {
    const turn = (text: string): string => text
      .replaceAll(/"(before|after|gained|lost|from|to)":/g, (_, key: string) =>
        `"${{ before: 'after', after: 'before', gained: 'lost', lost: 'gained', from: 'to', to: 'from' }[key]}":`);
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, sorted(item)]));
    };
    // `from` of a value says who set it, and is no side.
    const said = (one: string, other: string) => JSON.stringify(environmentDifference(assembly, one, other))
      .replaceAll(/"from":"(default|overlay)"/g, '"by":"$1"');
    expect(sorted(JSON.parse(turn(said(to, from))))).toEqual(sorted(JSON.parse(said(from, to))));
  });
});

test('the reported fields, applied to the objects of the one, make those of the other', () => {
  check((assembly, from, to) => {
    const [made, expected] = [bodiesOf(assembly, from), bodiesOf(assembly, to)];
    // What is hidden cannot be applied: values of Secrets, and of what fills them wherever else it stands.
    const differing = objectsOf(assembly, from, to);
    const isHidden = (one: (typeof differing)[number]) => JSON.stringify(one).includes(SECRET_VALUE);
    const hidden = new Set(differing.filter(isHidden).map(({ object }) => object));
    for (const id of [...made.keys(), ...expected.keys()].filter((id) => id.startsWith('Secret/') || hidden.has(id))) {
      made.delete(id);
      expected.delete(id);
    }
    for (const { object, kind, fields, after } of differing.filter((one) => !isSecret(one) && !isHidden(one))) {
      if (kind === 'removed') made.delete(object);
      else made.set(object, kind === 'added' ? after! : applyDifference(made.get(object)!, fields));
    }
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(expected));
  });
});

test('something declared explains every field that differs, and every file', () => {
  check((assembly, from, to) => {
    const unexplained = objectsOf(assembly, from, to).flatMap(({ object, fields, causes }) => [
      ...fields.filter((field) => field.causes.length === 0).map(({ field }) => `${object} ${field}`),
      ...(causes?.length === 0 ? [object] : []),
    ]);
    expect(unexplained).toEqual([]);
    expect(environmentDifference(assembly, from, to).unexplained).toEqual([]);
    expect(sideBySide(assembly).unexplained).toEqual([]);
  });
});

test('what a file differs by is never more than what is declared to differ', () => {
  check((assembly, from, to) => {
    const { variations, facts, files, same } = environmentDifference(assembly, from, to);
    expect(same).toBe(files.different === 0 && variations.length === 0 && facts.length === 0);
    expect([...yamlPatches(assembly, from, to)]).toHaveLength(files.different);
    expect(objectsOf(assembly, from, to).length > 0).toBe(files.different > 0);
  });
});
