import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Session, sessionOf } from './session';

/** What constructs of a chart note down for `parity.json`: one list a chart, in the order of noting. */
export class ChartRecords<T> {
  private readonly key: symbol;

  /** @param what the records, for who debugs: `removed defaults` */
  constructor(what: string) {
    this.key = Symbol(what);
  }

  /** Notes a record of the chart that holds a construct. */
  add(scope: Construct, record: T, session: Session = sessionOf(scope)): void {
    const all = this.all(session);
    const chart = Chart.of(scope);
    const records = all.get(chart);
    if (records === undefined) all.set(chart, [record]);
    else records.push(record);
  }

  /** What was noted of a chart. */
  of(session: Session, chart: Chart): readonly T[] {
    return this.all(session).get(chart) ?? [];
  }

  /** Weak, so that charts that are built one after another are not kept. */
  private all(session: Session): WeakMap<Chart, T[]> {
    return session.extension(this.key, () => new WeakMap<Chart, T[]>());
  }
}
