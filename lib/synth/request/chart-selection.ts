import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { unknownChart } from '../assembly/select-charts';
import type { ParityFailure } from '../../template/error';
import type { DeferredChart } from '../scratch';

/**
 * The charts that a synth is limited to, by id or class; it remembers which names meant one.
 *
 * Everything is still constructed, because services of one chart call those of another; only what is selected is
 * rendered, checked, witnessed and written.
 */
export class ChartSelection {
  private readonly found = new Set<string>();
  private readonly known = new Set<string>();
  private readonly ids = new Set<string>();

  private constructor(private readonly names: ReadonlySet<string>) {}

  static of(names: readonly string[] | undefined): ChartSelection | undefined {
    return names === undefined ? undefined : new ChartSelection(new Set(names));
  }

  /** Whether a chart is one of those, and notes that it is there. */
  takes(chart: Chart): boolean {
    const isTaken = this.note(chart.node.path, chart.constructor.name);
    if (isTaken) this.ids.add(chart.node.path);
    return isTaken;
  }

  /** What of a tree belongs to the selected charts, or to no chart at all; in the tree's order, parents first. */
  within(constructs: readonly IConstruct[]): IConstruct[] {
    const skipped = new Set<IConstruct | undefined>();
    return constructs.filter((construct) => {
      const isSkipped = Chart.isChart(construct) ? !this.takes(construct) : skipped.has(construct.node.scope);
      if (isSkipped) skipped.add(construct);
      return !isSkipped;
    });
  }

  /** Whether a deferred chart has to be built: it, or by its id a chart below it, is one of those. */
  wants({ id, of }: DeferredChart): boolean {
    const isNamed = this.note(id, of.name);
    const below = [...this.names].some((name) => name.startsWith(`${id}/`));
    return isNamed || below;
  }

  /** The ids of the charts that were taken so far. */
  get taken(): ReadonlySet<string> {
    return this.ids;
  }

  /** Names that have meant no chart so far. */
  get missing(): readonly string[] {
    return [...this.names].filter((name) => !this.found.has(name));
  }

  failures(): ParityFailure[] {
    return this.missing.map((name) => unknownChart(name, [...this.known], 'the app'));
  }

  private note(id: string, className: string): boolean {
    let isNamed = false;
    for (const name of [id, className]) {
      this.known.add(name);
      if (!this.names.has(name)) continue;
      this.found.add(name);
      isNamed = true;
    }
    return isNamed;
  }
}
