import { SecretInputs } from '../../check/secret-inputs';
import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import type { Expression } from '../../template/expression';

/** What is hidden on one side of a change is hidden on both: a value may have been a secret, or become one. */
export class SecretsOfSides {
  private readonly base: SecretInputs;
  private readonly head: SecretInputs;
  private readonly former: ReadonlySet<ChartRecord>;

  constructor(base: AssemblyIndex, head: AssemblyIndex) {
    this.base = new SecretInputs(base);
    this.head = new SecretInputs(head);
    this.former = new Set(base.charts);
  }

  hasVariation({ before, after }: Readonly<Record<'before' | 'after', ChartRecord>>, name: string): boolean {
    return this.base.hasVariation(before, name) || this.head.hasVariation(after, name);
  }

  hasFact(path: readonly string[]): boolean {
    return this.base.hasFact(path) || this.head.hasFact(path);
  }

  /** The side that a chart is of. */
  of(chart: ChartRecord): SecretInputs {
    return this.former.has(chart) ? this.base : this.head;
  }

  /** Whether an expression of a chart could tell a value that is hidden on its side. */
  hides(chart: ChartRecord, expression: Expression): boolean {
    return this.of(chart).hides(chart, expression);
  }
}
