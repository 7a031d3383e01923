import type { CallGraph } from '../../environment/call-graph';
import type { Target } from '../../environment/targets';
import { type AssemblyIndex, type EnvironmentRecord, SCHEMA_VERSION } from './assembly';
import { VERSION } from '../version';

/** An assembly in memory: what `synth` would have written. */
export interface RenderedAssembly {
  readonly index: AssemblyIndex;
  /** Manifests by path: `production/checkout.k8s.yaml`. */
  readonly files: ReadonlyMap<string, string>;
}

/** What the index says besides the charts. */
export interface IndexFrame {
  readonly environments: readonly EnvironmentRecord[];
  readonly calls: CallGraph['calls'];
  readonly valuesDigests: Readonly<Record<string, string>>;
  readonly witnessed: boolean;
  readonly notReleasable: readonly string[];
  readonly allowedEnv: readonly string[];
  readonly locked: AssemblyIndex['locked'];
}

/** The environments of targets, in their order. */
export function environmentRecords(targets: readonly Target[]): EnvironmentRecord[] {
  const records = new Map<
    object,
    EnvironmentRecord & { targets: { name: string; cluster?: string; facts: Target['facts'] }[] }
  >();
  for (const { name, environment, cluster, facts } of targets) {
    const record = records.get(environment) ?? {
      name: environment.name,
      ...(environment.source === undefined ? {} : { source: environment.source }),
      ...(environment.previewOf === undefined ? {} : { previewOf: environment.previewOf }),
      targets: [],
    };
    record.targets.push({ name, ...(cluster === undefined ? {} : { cluster }), facts });
    records.set(environment, record);
  }
  return [...records.values()];
}

/** The index as text in pieces, one chart a line, so that it never has to be whole in memory and diffs by chart. */
export function* indexChunks(frame: IndexFrame, charts: Iterable<string>): Generator<string> {
  const { environments, ...rest } = frame;
  yield`{\n"schemaVersion": ${SCHEMA_VERSION},\n"generator": ${JSON.stringify(`cdk8s-parity ${VERSION}`)},\n"environments": [\n`;
  yield environments.map((environment) => JSON.stringify(environment)).join(',\n');
  yield '\n],\n"charts": [';
  let separator = '\n';
  for (const chart of charts) {
    yield separator + chart;
    separator = ',\n';
  }
  yield '\n]';
  for (const [key, value] of Object.entries({ ...rest, releasable: frame.notReleasable.length === 0 })) {
    yield `,\n${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  }
  yield '\n}\n';
}
