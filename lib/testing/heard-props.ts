import { Chart } from 'cdk8s';
import { Addressed, type AddressedItem } from '../environment/addressed';
import { Environment } from '../environment/environment';
import type { OverlaySet } from '../environment/overlay';
import type { ParityApp, ParityAppProps } from '../synth/parity-app';

/**
 * An app's props without the overlays and exceptions that none of its charts answers to.
 *
 * In a whole program they are mistakes, and synth reports them. The test of one chart takes the program's
 * environments, which speak of all its charts.
 *
 * @returns the same props when all are answered to
 */
export function propsHeardIn(app: ParityApp, props: ParityAppProps): ParityAppProps {
  const charts = chartsOf(app);
  const environments = props.environments.map((environment) => heardEnvironment(environment, charts));
  const known = new Set(props.environments.flatMap(({ name, previewOf }) => [name, previewOf ?? name]));
  const overlays = props.overlays?.map((set) => heardSet(set, charts, known));
  const isSame = environments.every((environment, i) => environment === props.environments[i])
    && (overlays ?? []).every((set, i) => set === props.overlays?.[i]);
  return isSame ? props : { ...props, environments, ...(overlays === undefined ? {} : { overlays }) };
}

/** The charts that are there, and the deferred ones as far as overlays ask for them: class, id and path. */
function chartsOf(app: ParityApp): readonly Chart[] {
  const deferred = app.deferred.map(({ of, id }) =>
    Object.create(of.prototype, { node: { value: { id, path: id } } }) as Chart);
  return [...app.node.findAll().filter((construct): construct is Chart => Chart.isChart(construct)), ...deferred];
}

function heardEnvironment<E extends Environment<object>>(environment: E, charts: readonly Chart[]): E {
  const overlays = heard(environment.overlays, charts);
  const exceptions = heard(environment.exceptions, charts);
  if (overlays === environment.overlays && exceptions === environment.exceptions) return environment;
  const { name, facts, clusters, source, previewOf } = environment;
  return new Environment(name, facts, clusters, overlays, exceptions, source, previewOf) as E;
}

function heardSet(set: OverlaySet, charts: readonly Chart[], known: ReadonlySet<string>): OverlaySet {
  const kept = [...set.byEnvironment].filter(([name]) => known.has(name))
    .map(([name, overlays]) => [name, heard(overlays, charts)] as const);
  const isSame = kept.length === set.byEnvironment.size
    && kept.every(([name, overlays]) => overlays === set.byEnvironment.get(name));
  return isSame ? set : { byEnvironment: new Map(kept) };
}

function heard<T extends AddressedItem>(items: readonly T[], charts: readonly Chart[]): readonly T[] {
  const addressed = new Addressed(items);
  for (const chart of charts) addressed.for(chart);
  const unheard = new Set(addressed.unheard);
  return unheard.size === 0 ? items : items.filter((item) => !unheard.has(item));
}
