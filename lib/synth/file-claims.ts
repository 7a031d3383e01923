import type { Chart } from 'cdk8s';
import type { ParityFailure } from '../template/error';

/** Which chart writes which file: names are the charts' on any file system, also on one that ignores case. */
export class FileClaims {
  /** By folded name: the chart's path, and how an overlay addresses it. */
  private readonly files = new Map<string, { readonly path: string; readonly address: string }>();

  constructor(private readonly names: { fileOf(chart: Chart): string }) {}

  /** The number of files. */
  get size(): number {
    return this.files.size;
  }

  /** The charts as overlays address them: `Checkout/checkout`. */
  get addresses(): readonly string[] {
    return [...this.files.values()].map(({ address }) => address);
  }

  /** Takes a chart's file; gives what is wrong when another chart has it. */
  claim(chart: Chart): ParityFailure | undefined {
    const file = this.names.fileOf(chart);
    const other = this.files.get(file.toLowerCase());
    const { path } = chart.node;
    this.files.set(file.toLowerCase(), { path, address: `${chart.constructor.name}/${path}` });
    return other === undefined ? undefined : {
      code: 'PARITY_DUPLICATE_FILE', message: 'two charts write one file', where: path, got: file,
      expected: `another file than that of chart '${other.path}'`, fix: 'give one of the charts another id',
    };
  }
}
