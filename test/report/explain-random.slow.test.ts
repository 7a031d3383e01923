import fc from 'fast-check';
import { ParityApp, environment } from '../../lib';
import { openDocument } from '../../lib/report/explain/embedded-document';
import { explainAt } from '../../lib/report/explain/explain';
import { explainOthers, originOf } from '../../lib/report/explain/explain-place';
import { ExplainSession } from '../../lib/report/explain/explain-session';
import type { PlaceExplanation } from '../../lib/report/explain/explanation';
import { parsePath } from '../../lib/report/explain/path-text';
import { resolvePath } from '../../lib/report/explain/resolve-path';
import { pathIn } from '../../lib/report/explain/trace';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import type { Json, Path } from '../../lib/template/json';
import { chartClassOf } from '../synth/random/random-chart';
import { CAPABILITIES, type Recipe, planRecipe } from '../synth/random/recipe';

const NAMES = ['local', 'staging', 'production'];

function render(recipe: Recipe, flags: readonly number[]) {
  const chart = chartClassOf(recipe);
  const entries = (variations: Recipe['variations'], i: number) => Object.fromEntries(variations
    .filter(({ isRequired, values }) => isRequired || JSON.stringify(values[i + 1]) !== JSON.stringify(values[0]))
    .map(({ name, values }) => [name, values[i + 1]]));
  const environments = NAMES.map((name, i) => {
    const part = entries(recipe.nested, i);
    return environment(name, {
      kubernetes: '1.34', domain: `${name}.example.com`, namespace: `shop-${name}`,
      registry: `registry.${name}.example.com:5000`, telemetry: { endpoint: `http://otel.${name}:4317` }, nodes: i + 3,
      capabilities: Object.fromEntries(CAPABILITIES.map((key, k) => [key, (flags[i] >> k) % 2 === 1])),
    } as never).overlay(chart, {
      ...entries(recipe.variations, i), ...(Object.keys(part).length === 0 ? {} : { part }),
    } as never);
  });
  const app = new ParityApp({ environments });
  app.add(chart, 'chart');
  return app.render();
}

function leavesOf(value: Json, path: Path = []): [Path, Json][] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [[path, value]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, child]) => leavesOf(child as Json, [...path, key]));
}

test('every leaf of random apps is what its placeholder gives, or fixed and the same elsewhere', () => {
  const seen = new Set<string>();
  fc.assert(fc.property(
    fc.array(fc.nat(9999), { maxLength: 250, size: 'max' }), fc.array(fc.nat(15), { minLength: 3, maxLength: 3 }),
    (numbers, flags) => {
      const session = new ExplainSession(assemblyInMemory(render(planRecipe(numbers, NAMES.length), flags)));
      const [chart] = session.index.charts;
      for (const target of session.targets) {
        const opened = session.objects.open(chart, target);
        opened.file.documents.forEach(({ body }, i) => {
          const written = opened.of(opened.file.chosen[i]);
          for (const [path, value] of leavesOf(body)) {
            const place = explainAt(session, written, path) as PlaceExplanation;
            expect(place).toMatchObject({ kind: 'place', agrees: true, ...(place.hidden ? {} : { value }) });
            expect(resolvePath(body, parsePath(place.at), openDocument)).toEqual({ path });
            const { computation, within = [] } = place;
            if (place.hidden) {
              expect(JSON.stringify([place.value, place.computation?.value])).toBe('[null,null]');
              const isSecret = (body as { kind: string }).kind === 'Secret';
              expect(isSecret || place.inputs.some(({ hidden }) => hidden)).toBe(true);
              continue;
            }
            if (computation !== undefined) {
              seen.add(computation.op);
              expect(within.reduce((inner: any, step) => inner[step], computation.value)).toEqual(value);
            }
            expect(pathIn(written.node, originOf(written, path).traced!, written.file.evaluate)).toEqual(path);
            // Where an alternative chooses, another object may have the same id and other fixed values.
            if (computation !== undefined || place.when !== undefined) continue;
            const others = explainOthers(session, written, path, session.targets.filter((each) => each !== target));
            for (const other of others) expect(other.absent === undefined ? other.value : value).toEqual(value);
          }
        });
      }
    }), { numRuns: 300 });
  // So many apps hold every operation that they can.
  expect([...seen].sort()).toEqual(expect.arrayContaining(['element', 'fact', 'hash', 'interpolate', 'json', 'lookup',
    'scale', 'unit', 'variation', 'yaml']));
});
