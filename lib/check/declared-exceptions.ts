import type { ChartRecord, ExceptionRecord } from '../synth/assembly/assembly';
import { canonicalJson } from '../template/canonical';
import type { Json } from '../template/json';

/** One exception as it was declared, with every target of a chart that has it: all clusters of an environment, say. */
export interface DeclaredException {
  readonly chart: ChartRecord;
  readonly exception: ExceptionRecord;
  readonly targets: readonly string[];
}

/** A chart's exceptions; those that are the same but for their target are one. */
export function declaredExceptions(chart: ChartRecord): DeclaredException[] {
  const found = new Map<string, { exception: ExceptionRecord; targets: string[] }>();
  for (const exception of chart.exceptions) {
    const key = canonicalJson({ ...exception, target: '' } as unknown as Json);
    const entry = found.get(key) ?? { exception, targets: [] };
    found.set(key, entry);
    entry.targets.push(exception.target);
  }
  return [...found.values()].map((entry) => ({ chart, ...entry }));
}

/** Where an exception is, without its source: `production: checkout`, `Deployment/checkout-api`. */
export function stepsOf({ chart, exception, targets }: DeclaredException): string[] {
  return [`${targets.join(', ')}: ${chart.id}`, exception.object];
}
