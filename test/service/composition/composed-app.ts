import type { Construct } from 'constructs';
import { Backing, Baseline, Microservice, ParityApp, ParityChart, serviceOf, vary } from '../../../lib';
import { IMAGE, exposureOf, isOpen, propsOf } from './composed-service';
import { APART, MAJORS, RANGES, environmentsOf, isReadAsIdentity } from './platform';
import { type BackingRecipe, type ChartRecipe, PORT_SETS, type Recipe, type ServiceRecipe } from './recipe';

const CNPG_IMAGE = `registry.example.com/postgresql:17.6@sha256:${'b'.repeat(64)}`;
const why = 'random';

export type ChartClassOf = new (scope: Construct, id: string) => ParityChart;

/** The services of a recipe, in the order of their charts. */
export function servicesOf(recipe: Recipe) {
  return recipe.charts.flatMap(({ services }, chart) => services.map((service, index) =>
    ({ chart, index, service, name: `chart${chart}-s${index}` })));
}

/** Its first service has memory of its own in each environment; the ranges are those of all. */
class ComposedChart extends ParityChart {
  readonly memory = vary.memory({ default: '128Mi', max: '1Gi', why });
  readonly ranges: string[] | undefined;

  constructor(scope: Construct, id: string, recipe: Recipe, chart: number, classes: readonly ChartClassOf[]) {
    super(scope, id, { owner: `team${chart}`, ...(recipe.charts[chart].isApart ? { namespace: APART } : {}) });
    if (usesRanges(recipe, recipe.charts[chart])) this.ranges = vary.cidrs({ default: [RANGES[0]], why });
    const backings = recipe.backings.map((backing, b) =>
      (homeOf(recipe, b) === chart ? createBacking(this, backing, `backing${b}`, isReadAsIdentity(recipe)) : undefined));
    recipe.charts[chart].services.forEach((service, s) => {
      const memory = s === 0 ? this.memory : '64Mi';
      const built = new Microservice(this, `s${s}`, { ...propsOf(this, recipe, service), memory });
      this.call(built, recipe, service, classes);
      this.use(built, recipe, chart, service, classes, backings);
      this.open(built, service);
      const exposed = exposureOf(this, recipe, service, built.name);
      if (exposed !== undefined) built.expose(exposed);
    });
  }

  private call(built: Microservice, recipe: Recipe, service: ServiceRecipe, classes: readonly ChartClassOf[]): void {
    const all = servicesOf(recipe);
    for (const [i, { to, port }] of service.calls.entries()) {
      const callee = all[to % all.length];
      const ports = PORT_SETS[callee.service.ports];
      if (ports.length === 0) continue;
      const ref = serviceOf(classes[callee.chart], `chart${callee.chart}`, `s${callee.index}`);
      built.calls(ref, { port: ports[port % ports.length]?.name, env: i === 0 ? false : `CALL_${i}` });
    }
  }

  /** Directly where the backing service is of the same chart, by its name elsewhere. */
  private use(
    built: Microservice, recipe: Recipe, chart: number, service: ServiceRecipe, classes: readonly ChartClassOf[],
    own: readonly (Backing | undefined)[],
  ): void {
    for (const use of usesOf(recipe, chart, service)) {
      const home = homeOf(recipe, use);
      const options = { env: { [keyOf(recipe.backings[use])]: `BACKING_${use}` } };
      const backing = own[use];
      if (backing === undefined) built.uses(serviceOf(classes[home], `chart${home}`, `backing${use}`), options);
      else built.uses(backing, options as object);
    }
  }

  private open(built: Microservice, { external, sources, ports }: ServiceRecipe): void {
    for (const { range, ports: called } of external) {
      const cidrs = range === 'varied' ? this.ranges ?? [RANGES[0]] : [RANGES[range % RANGES.length]];
      built.callsExternal({ cidrs, ports: called, why });
    }
    const [first] = PORT_SETS[ports];
    for (const { namespace, isLabelled, isOnePort } of first === undefined ? [] : sources) {
      const pods = isLabelled ? { pods: { app: 'probe' } } : {};
      built.allowFrom({ namespace, why, ...pods, ...(isOnePort ? { port: first?.name } : {}) });
    }
  }
}

/** The chart of a backing service. */
export function homeOf({ backings, charts }: Recipe, backing: number): number {
  return backings[backing].chart % charts.length;
}

/** The backing services that a service uses, each once: those of its own namespace, whose Secrets it can read. */
export function usesOf(recipe: Recipe, chart: number, { uses }: ServiceRecipe): readonly number[] {
  const { backings, charts } = recipe;
  if (backings.length === 0) return [];
  return [...new Set(uses.map((number) => number % backings.length))]
    .filter((backing) => charts[homeOf(recipe, backing)].isApart === charts[chart].isApart);
}

/** A call of an open service reaches no policy. */
function usesRanges(recipe: Recipe, { services }: ChartRecipe): boolean {
  return services.some((service) =>
    !isOpen(recipe, service) && service.external.some(({ range }) => range === 'varied'));
}

/** A key of each engine's interface. */
function keyOf({ engine }: BackingRecipe): string {
  return { postgres: 'uri', redis: 'uri', kafka: 'password', 'object-store': 'endpoint', rabbitmq: 'uri' }[engine];
}

function createBacking(scope: Construct, { engine, persistence }: BackingRecipe, id: string, isSomebody: boolean): Backing {
  const common = {
    image: IMAGE, storage: { role: 'fast', size: '1Gi' as const }, major: MAJORS[engine],
    ...(isSomebody ? { identity: { workload: true as const } } : {}),
  };
  const cloudNativePg = { image: CNPG_IMAGE };
  switch (engine) {
    case 'postgres': return Backing.postgres(scope, id, { ...common, extensions: ['pgcrypto'], cloudNativePg });
    case 'redis': return Backing.redis(scope, id, { ...common, persistence });
    case 'kafka': return Backing.kafka(scope, id, common);
    case 'object-store': return Backing.objectStore(scope, id, common);
    default: return Backing.rabbitmq(scope, id, common);
  }
}

class ComposedNamespace extends ParityChart {
  constructor(scope: Construct, id: string, allows: boolean) {
    super(scope, id, { owner: 'platform' });
    const baseline = new Baseline(this, 'baseline', {
      team: 'shop',
      quota: { cpu: '100', memory: '100Gi' },
      roles: {
        view: { groups: ['developers'] }, operate: { groups: ['on-call'] }, breakGlass: { groups: ['emergency'], why },
      },
      mesh: { why, to: [{ namespace: 'istio-system', ports: [15012] }] },
    });
    if (!allows) return;
    baseline.allow('telemetry', {
      why, to: [{ namespace: 'observability', ports: [4317] }], from: [{ namespace: 'observability', ports: [8080] }],
    });
  }
}

/** The app of a recipe: charts of classes of their own, some built at once and some when they are written. */
export function composedApp(recipe: Recipe): ParityApp {
  const classes: ChartClassOf[] = [];
  recipe.charts.forEach((_, chart) => {
    const name = `Chart${chart}`;
    classes.push({ [name]: class extends ComposedChart {
      constructor(scope: Construct, id: string) {
        super(scope, id, recipe, chart, classes);
      }
    } }[name]);
  });
  const app = new ParityApp({
    environments: environmentsOf(recipe).map((environment, target) => recipe.charts.reduce((all, chart, c) => {
      const values = {
        ...(target > 0 && chart.variesMemory ? { memory: `${256 * target}Mi` } : {}),
        ...(target > 0 && chart.variesRanges && usesRanges(recipe, chart) ? { ranges: [RANGES[target]] } : {}),
      };
      return Object.keys(values).length === 0 ? all : all.overlay(classes[c], values as never);
    }, environment)),
    witness: true,
  });
  const { baseline } = recipe;
  const addBaseline = () => {
    if (baseline === undefined) return;
    if (baseline.isEager) new ComposedNamespace(app, 'baseline', baseline.allows);
    else app.add(ComposedNamespace, 'baseline', baseline.allows);
  };
  if (baseline?.isFirst) addBaseline();
  recipe.charts.forEach(({ isEager }, c) => {
    const id = `chart${c}`;
    if (isEager) new classes[c](app, id);
    else app.add(classes[c], id);
  });
  if (baseline?.isFirst === false) addBaseline();
  return app;
}
