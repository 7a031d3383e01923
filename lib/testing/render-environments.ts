import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Environment } from '../environment/environment';
import { ParityApp, type ParityAppProps } from '../synth/parity-app';
import { propsHeardIn } from './heard-props';
import { RenderedEnvironments } from './rendered-environments';
import { isApp } from './subject';

/** What a chart's unit test may say besides chart and environments. */
export interface RenderOptions
  extends Omit<ParityAppProps, 'environments' | 'outdir' | 'outputFileExtension' | 'witness'> {
  /** The chart's id. @default - the class's name in lower case with dashes: `CartService` is `cart-service` */
  readonly id?: string;
  /** What the chart's constructor takes after scope and id. @default - nothing */
  readonly props?: readonly unknown[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- a chart may ask for a scope of its own class
type ChartTaking<P extends readonly unknown[]> = new (scope: any, id: string, ...props: P) => Chart;
// oxlint-disable-next-line typescript/no-explicit-any -- environments of any contract
type Environments = readonly Environment<any>[];

/**
 * Renders one chart, or what a function adds to an app, for some environments: in memory, without files.
 *
 * Overlays and exceptions for charts that are not there are left out, so that a test may take the environments of the
 * whole program. The function may be called several times, and must do the same each time.
 *
 * ```ts
 * const checkout = renderEnvironments(Checkout, [local, production]);
 * checkout.get(production).object({ kind: 'Deployment', name: 'checkout-api' }).spec.replicas;
 * ```
 *
 * @throws ParityErrors with every failure of the synthesis
 * @throws TypeError when it is given something else
 */
export function renderEnvironments(
  build: (app: ParityApp) => void, environments: Environments, options?: Omit<RenderOptions, 'id' | 'props'>,
): RenderedEnvironments;
export function renderEnvironments(
  chart: ChartTaking<[]>, environments: Environments, options?: Omit<RenderOptions, 'props'>,
): RenderedEnvironments;
/** Renders a chart whose constructor takes more than scope and id. */
export function renderEnvironments<P extends readonly unknown[]>(
  chart: ChartTaking<P>, environments: Environments, options: Omit<RenderOptions, 'props'> & { readonly props: P },
): RenderedEnvironments;
/** Renders the app that a function builds, for its own environments. */
export function renderEnvironments(build: () => ParityApp): RenderedEnvironments;
export function renderEnvironments(
  given: unknown, environments?: Environments, options: RenderOptions = {},
): RenderedEnvironments {
  if (typeof given !== 'function') throw notRenderable('got something else');
  if (environments === undefined) return renderBuild(givenBuild(given as () => unknown));
  if (!Array.isArray(environments) || !environments.every(isEnvironment)) {
    throw notRenderable('the second argument is no list of environments');
  }
  const { id, props = [], ...appProps } = options;
  const populate = isChartClass(given)
    ? (app: ParityApp) => new given(app, id ?? idOf(given.name), ...props)
    : given as (app: ParityApp) => unknown;
  const buildWith = (all: ParityAppProps) => () => {
    const app = new ParityApp(all);
    try {
      const result = populate(app);
      if (isApp(result) && result !== app) {
        result.guard.uninstall();
        throw notRenderable('a function that builds an app of its own, whose environments are its own: give it alone');
      }
      return app;
    } catch (cause) {
      app.guard.uninstall();
      throw cause;
    }
  };
  const all: ParityAppProps = { ...appProps, environments };
  const first = buildWith(all)();
  const heard = propsHeardIn(first, all);
  if (heard === all) return renderBuild(buildWith(all), first);
  first.guard.uninstall();
  return renderBuild(buildWith(heard));
}

/** Renders what a function builds, which can be built again for the witness. */
export function renderBuild(build: () => ParityApp, first: ParityApp = build()): RenderedEnvironments {
  return new RenderedEnvironments(first.render(), build);
}

function givenBuild(build: () => unknown): () => ParityApp {
  return () => {
    const app = isChartClass(build) ? undefined : build();
    if (isApp(app)) return app;
    throw notRenderable('a chart, or a function that returns no app, needs environments');
  };
}

function isEnvironment(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'facts' in value && 'overlays' in value && 'clusters' in value;
}

/** By what its instances have: a test may hold another copy of cdk8s, and arrow functions have no prototype. */
function isChartClass(value: Function): value is new (scope: Construct, id: string, ...props: unknown[]) => Chart {
  const { prototype } = value as { prototype?: { toJson?: unknown; addDependency?: unknown } };
  return typeof prototype?.toJson === 'function' && typeof prototype.addDependency === 'function';
}

function idOf(className: string): string {
  const words = className.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2');
  return words.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'chart';
}

function notRenderable(got: string): TypeError {
  return new TypeError('expected renderEnvironments(Chart, [local, production]), renderEnvironments((app) => { ... }, '
    + `[local, production]) or renderEnvironments(() => buildApp()); ${got}`);
}
