import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityError } from '../template/error';
import type { ChartClass } from './overlay';
import { nearest } from './nearest';
import { type Session, sessionOf } from './session';
import { callSite } from './source-location';

/** What others need to know of a service to call it: the same in every environment. */
export interface Endpoint {
  /** The construct path: `cart/api`. */
  readonly id: string;
  /** The class and id of its chart, by which services of other charts name it. */
  readonly chartClass: string;
  readonly chartId: string;
  /** The name of its Service object. */
  readonly service: string;
  /** The ports of its Service by name, and the container ports behind them. */
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: number;
    readonly protocol: string;
  }[];
  /** The labels that select its pods. @default - a backing service: its pods differ by who provides it */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** That no policy closes its pods: one that names them would. @default false */
  readonly isOpen?: boolean;
  /** The namespace that its chart was given; false for none. @default - the contract's fact `namespace` */
  readonly namespace?: string | false;
  /** What a backing service is read by. @default - it is no backing service */
  readonly backing?: BackingInterface;
}

/** The interface of a backing service: the Secret with the connection, and its keys. */
export interface BackingInterface {
  readonly engine: string;
  readonly secret: string;
  readonly keys: readonly string[];
}

/** One declared edge: `from` may open connections to `to`. */
export interface Call {
  readonly from: string;
  readonly to: string;
  /** The name of the port. */
  readonly port: string;
  readonly source: string | undefined;
}

/** Names a service of another chart by class and id, whether or not that chart exists yet. */
export interface ServiceRef { readonly chartClass: string; readonly chartId: string; readonly service?: string }

/**
 * Names a service that another chart holds, which may be added later.
 *
 * @param service the construct id of the service. @default - the only service of that chart
 */
export function serviceOf(chartClass: ChartClass, chartId: string, service?: string): ServiceRef {
  return { chartClass: chartClass.name, chartId, service };
}

/**
 * Who calls whom, over all charts of an app.
 *
 * Deferred charts are built twice when any of them uses the graph: once to learn all endpoints and calls, once to be
 * written. In the first pass an unknown service is taken on trust.
 */
export class CallGraph {
  private readonly endpoints = new Map<string, Endpoint>();
  /** The same by chart, so that resolving every call of an app stays linear. */
  private readonly charts = new Map<string, Map<string, Endpoint>>();
  private readonly edges = new Map<string, Call>();
  /** Whether every chart has been built at least once, so that what is unknown does not exist. */
  isComplete = false;
  /** Whether any chart has asked for it. */
  isUsed = false;

  static of(scope: Construct): CallGraph {
    return CallGraph.in(sessionOf(scope));
  }

  static in(session: Session): CallGraph {
    return session.extension(CALL_GRAPH, () => new CallGraph());
  }

  /** Makes a service known; saying the same twice is how the second pass works. */
  declare(endpoint: Endpoint): void {
    this.isUsed = true;
    this.endpoints.set(endpoint.id, endpoint);
    const key = `${endpoint.chartClass}\0${endpoint.chartId}`;
    const inChart = this.charts.get(key) ?? new Map<string, Endpoint>();
    this.charts.set(key, inChart.set(endpoint.id, endpoint));
  }

  /**
   * Declares that one service calls another.
   *
   * @param source the line that says so. @default - the line that is running
   */
  call(from: string, to: string, port: string, source?: string): void {
    this.isUsed = true;
    const key = `${from}\0${to}\0${port}`;
    if (!this.edges.has(key)) this.edges.set(key, { from, to, port, source: source ?? callSite() });
  }

  /** The calls to a service, in the order of their callers' ids. */
  callsTo(id: string): readonly Call[] {
    return [...(this.index('to').get(id) ?? [])];
  }

  callsFrom(id: string): readonly Call[] {
    return [...(this.index('from').get(id) ?? [])];
  }

  get calls(): readonly Call[] {
    return [...this.edges.values()].sort((a, b) =>
      `${a.from}\0${a.to}\0${a.port}` < `${b.from}\0${b.to}\0${b.port}` ? -1 : 1,
    );
  }

  endpoint(id: string): Endpoint | undefined {
    return this.endpoints.get(id);
  }

  /**
   * Finds a service, or a backing service, by class and id; undefined while not every chart has been built.
   *
   * @throws PARITY_NO_SERVICE when no chart has it, or the chart has several and none was named
   */
  tryResolve(ref: ServiceRef, what: 'service' | 'backing service' = 'service'): Endpoint | undefined {
    this.isUsed = true;
    const isWanted = ({ backing }: Endpoint) => (backing !== undefined) === (what === 'backing service');
    const inChart = [...(this.charts.get(`${ref.chartClass}\0${ref.chartId}`)?.values() ?? [])].filter(isWanted);
    const found = ref.service === undefined ? inChart : inChart.filter((e) => e.id === `${ref.chartId}/${ref.service}`);
    if (found.length === 1) return found[0];
    if (!this.isComplete) return undefined;
    const known = [...this.endpoints.values()].filter(isWanted);
    const suggestion = nearest(
      ref.chartId,
      known.map((e) => e.chartId),
    );
    throw new ParityError({
      code: 'PARITY_NO_SERVICE',
      message:
        found.length > 1
          ? `a chart holds several ${what}s, and none of them was named`
          : `a called ${what} does not exist`,
      where: callSite(),
      got: `${ref.chartClass} '${ref.chartId}'${ref.service === undefined ? '' : ` service '${ref.service}'`}`,
      expected: found.length > 1 ? found.map((e) => e.id).join(', ') : (suggestion ?? known.slice(0, 5).map((e) => e.id).join(', ')),
      fix: `name a chart and ${what} that the app adds`,
    });
  }

  private indexed:
    { readonly size: number; readonly from: Map<string, Call[]>; readonly to: Map<string, Call[]> } | undefined;

  /** The edges by one end; made anew only when edges were added, so that asking for each service stays linear. */
  private index(end: 'from' | 'to'): Map<string, Call[]> {
    if (this.indexed?.size !== this.edges.size) {
      const [from, to] = [new Map<string, Call[]>(), new Map<string, Call[]>()];
      for (const call of this.calls) {
        from.set(call.from, [...(from.get(call.from) ?? []), call]);
        to.set(call.to, [...(to.get(call.to) ?? []), call]);
      }
      this.indexed = { size: this.edges.size, from, to };
    }
    return this.indexed[end];
  }
}

const CALL_GRAPH = Symbol('call graph');

export function chartOf(construct: Construct): { readonly chartClass: string; readonly chartId: string } {
  const chart = Chart.of(construct);
  return { chartClass: chart.constructor.name, chartId: chart.node.path };
}
