import type { Chart } from 'cdk8s';
import { Addressed } from '../environment/addressed';
import { type Exception, type Overlay, type OverlaySet, classNameOf, inherited } from '../environment/overlay';
import type { Target } from '../environment/targets';
import type { ParityFailure } from '../template/error';

/** The overlays and exceptions of an app by target, wherever they stand, and which of them found no chart. */
export class OverlayBook {
  private readonly overlays = new Map<Target, Addressed<Overlay>>();
  private readonly exceptions = new Map<Target, Addressed<Exception>>();

  constructor(private readonly targets: readonly Target[], private readonly sets: readonly OverlaySet[]) {
    for (const target of targets) {
      const { name, previewOf, overlays, exceptions } = target.environment;
      const beside = sets.flatMap(({ byEnvironment }) => [
        ...inherited(byEnvironment.get(previewOf ?? '') ?? []),
        ...(byEnvironment.get(name) ?? []),
      ]);
      this.overlays.set(target, new Addressed([...overlays, ...beside]));
      this.exceptions.set(target, new Addressed(exceptions));
    }
  }

  overlaysFor(target: Target, chart: Chart): readonly Overlay[] {
    return this.overlays.get(target)?.for(chart) ?? [];
  }

  exceptionsFor(target: Target, chart: Chart): readonly Exception[] {
    const all = this.exceptions.get(target)?.for(chart) ?? [];
    return all.filter(({ cluster }) => cluster === undefined || cluster === target.cluster);
  }

  /**
   * Overlays and exceptions that no chart, cluster or environment answers to: they would pass silently.
   *
   * @param charts the app's charts as overlays address them (`Checkout/checkout`), to name some
   */
  findUnmatched(charts: readonly string[]): ParityFailure[] {
    return [...this.findUnknownEnvironments(), ...this.targets.flatMap((target) => this.findUnheard(target, charts))];
  }

  private findUnknownEnvironments(): ParityFailure[] {
    const known = new Set(this.targets.flatMap(({ environment: { name, previewOf } }) => [name, previewOf ?? name]));
    return this.sets.flatMap(({ byEnvironment }) => [...byEnvironment])
      .filter(([name]) => !known.has(name))
      .map(([name, [first]]) => ({
        code: 'PARITY_OVERLAY_UNMATCHED',
        message: 'an overlay beside a service is for an environment that the app does not have',
        where: first?.source,
        got: `'${name}'`,
        expected: [...known].map((other) => `'${other}'`).join(', '),
        fix: 'correct the name, or remove it',
      }));
  }

  private findUnheard(target: Target, charts: readonly string[]): ParityFailure[] {
    const overlays = this.overlays.get(target) as Addressed<Overlay>;
    const exceptions = this.exceptions.get(target) as Addressed<Exception>;
    const clusters = [...target.environment.clusters.keys()];
    const isUnknownCluster = ({ cluster }: Overlay | Exception) => cluster !== undefined && !clusters.includes(cluster);
    const all = [...overlays.items, ...exceptions.items].filter(isUnknownCluster);
    const unheard = [...overlays.unheard, ...exceptions.unheard].filter((item) => !isUnknownCluster(item));
    return [
      ...all.map((item) => unmatched(target, item, 'a cluster that it does not have', `cluster '${item.cluster}'`,
        clusters.join(', ') || 'no cluster')),
      ...unheard.map((item) => unmatched(target, item, 'a chart that the app does not have',
        [classNameOf(item.of), item.instance].filter(Boolean).join('/'), charts.slice(0, 8).join(', '))),
    ];
  }
}

function unmatched(target: Target, item: Overlay | Exception, what: string, got: string, expected: string): ParityFailure {
  return {
    code: 'PARITY_OVERLAY_UNMATCHED',
    message: `an ${'patch' in item ? 'exception' : 'overlay'} of '${target.environment.name}' is for ${what}`,
    where: item.source,
    got,
    expected,
    fix: 'correct the name, or remove it',
  };
}
