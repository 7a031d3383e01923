import fc from 'fast-check';
import { type ChartRecord, type Environment, ParityApp, type RenderedAssembly, environment } from '../../lib';
import { evaluator } from '../../lib/template/evaluate';
import { CompiledTemplate, type Template } from '../../lib/template/template';
import { emitYaml } from '../../lib/template/yaml';
import { CAPABILITIES, type Recipe, planRecipe } from './random/recipe';
import { chartClassOf } from './random/random-chart';
import { runs } from '../runs';

const NAMES = ['local', 'staging', 'production'];

interface RandomContract {
  readonly nodes: number;
  readonly capabilities: Readonly<Record<string, boolean>>;
}

/** The environments of a recipe; the last one has two clusters. */
function environmentsOf(
  recipe: Recipe,
  chart: ReturnType<typeof chartClassOf>,
  flags: readonly number[],
): Environment<RandomContract>[] {
  return NAMES.map((name, i) => {
    const facts = {
      kubernetes: '1.34',
      domain: `${name}.example.com`,
      namespace: `shop-${name}`,
      registry: `registry.${name}.example.com:5000`,
      telemetry: { endpoint: `http://otel.${name}:4317` },
      nodes: i + 3,
      capabilities: Object.fromEntries(CAPABILITIES.map((key, k) => [key, ((flags[i] ?? 0) >> k) % 2 === 1])),
    };
    const options = i < NAMES.length - 1 ? {} : { clusters: { eu: {}, us: { domain: 'us.example.com', nodes: 9 } } };
    const made = environment<RandomContract>(name, facts, options as never).overlay(
      chart,
      overlayOf(recipe, i) as never,
    );
    return i < NAMES.length - 1 || Object.keys(recipe.clusterValues).length === 0
      ? made
      : made.overlay(chart, recipe.clusterValues as never, { cluster: 'us' });
  });
}

/** Only what differs from the default: an entry that changes nothing is an error. */
function overlayOf(recipe: Recipe, index: number): Record<string, unknown> {
  const entries = (variations: Recipe['variations']) => Object.fromEntries(variations
    .filter(({ isRequired, values }) => isRequired || JSON.stringify(values[index + 1]) !== JSON.stringify(values[0]))
    .map(({ name, values }) => [name, values[index + 1]]));
  const nested = entries(recipe.nested);
  return { ...entries(recipe.variations), ...(Object.keys(nested).length === 0 ? {} : { part: nested }) };
}

function render(recipe: Recipe, flags: readonly number[], witness: boolean, of?: number[]): RenderedAssembly {
  const chart = chartClassOf(recipe);
  const all = environmentsOf(recipe, chart, flags);
  const app = new ParityApp({ environments: of === undefined ? all : of.map((i) => all[i]), witness });
  app.add(chart, 'chart');
  return app.render();
}

/** What a holder of nothing but parity.json would write. */
function refill(record: ChartRecord, index: RenderedAssembly['index'], target: string): string {
  const template = JSON.parse(JSON.stringify(record.template)) as Template;
  const facts = index.environments.flatMap(({ targets }) => targets).find(({ name }) => name === target)?.facts ?? {};
  const variations = new Map(Object.entries(record.targets[target].values).map(([name, { value }]) => [name, value]));
  return emitYaml(new CompiledTemplate(template).fill(evaluator({ facts, variations })).map(({ body }) => body));
}

const apps = fc.tuple(
  fc.array(fc.nat(9999), { maxLength: 250, size: 'max' }),
  fc.array(fc.nat(15), { minLength: 3, maxLength: 3 }),
);

test('random apps raise no false alarm, equal their witness, and are what their template gives when filled', () => {
  fc.assert(fc.property(apps, ([numbers, flags]) => {
    const recipe = planRecipe(numbers, NAMES.length);
    const { index, files } = render(recipe, flags, true);
    const [record] = index.charts;
    const targets = Object.keys(record.targets);
    expect(targets).toEqual(['local', 'staging', 'production/eu', 'production/us']);
    for (const target of targets) expect(refill(record, index, target)).toBe(files.get(record.targets[target].file));
  }), { numRuns: runs(300, 60), interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });
});

test('a second render is identical, and the template does not depend on the set of environments', () => {
  fc.assert(fc.property(apps, ([numbers, flags]) => {
    const recipe = planRecipe(numbers, NAMES.length);
    const first = render(recipe, flags, false);
    expect(render(recipe, flags, false)).toEqual(first);
    const fewer = render(recipe, flags, false, [0, 1]);
    expect(fewer.index.charts[0].templateDigest).toBe(first.index.charts[0].templateDigest);
    expect(fewer.files.get('local/chart.k8s.yaml')).toBe(first.files.get('local/chart.k8s.yaml'));
  }), { numRuns: runs(60, 15), interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true });
});
