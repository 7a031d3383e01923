import { writeFileSync } from 'node:fs';
import { artifactsOf } from '../../environment/artifacts';
import { CallGraph } from '../../environment/call-graph';
import { digestText } from '../../template/canonical';
import { ParityError, ParityErrors } from '../../template/error';
import type { AssemblyIndex, ChartRecord } from './assembly';
import { type IndexFrame, environmentRecords, indexChunks } from './index-chunks';
import { AssemblySynthesis, type SynthesisInput } from '../assembly-synthesis';
import { AssemblyWriter } from './writer';
import { PART, callsOf, someOf } from './select-charts';
import { Spool } from './spool';
import { NOT_WITNESSED } from './witness-reason';
import { FAILURES_FILE } from '../failures-file';
import { Witness } from '../witness/witness';

/** An assembly in memory: what `synth` would have written. */
export interface RenderedAssembly {
  readonly index: AssemblyIndex;
  /** Manifests by path: `production/checkout.k8s.yaml`. */
  readonly files: ReadonlyMap<string, string>;
}

/** What writing reads of an app besides what synthesis does. */
export interface WritableApp extends SynthesisInput {
  readonly index: number;
  readonly outdir: string;
  readonly props: SynthesisInput['props'] & { readonly witness?: boolean; readonly allowEnv?: readonly string[] };
}

/** Writes the assembly of an app into its folder, all or nothing. @throws ParityErrors */
export function writeAssembly(app: WritableApp): void {
  const isWitnessed = app.props.witness ?? witnessByDefault();
  const spool = new Spool();
  let writer: AssemblyWriter | undefined;
  try {
    writer = new AssemblyWriter(app.outdir);
    const to = writer;
    const witness = isWitnessed ? new Witness(app) : undefined;
    const synthesis = new AssemblySynthesis(app);
    synthesis.run({
      file: (path, text) => to.write(path, text),
      chart: (record, synthesized) => {
        spool.append(JSON.stringify(record));
        return witness?.see(record, synthesized) ?? [];
      },
    });
    witness?.finish();
    writer.writeIndex(indexChunks(frameOf(app, synthesis, isWitnessed), spool.lines()));
    writer.commit();
  } catch (cause) {
    writer?.abort();
    throw reported(cause);
  } finally {
    spool.dispose();
  }
}

/** Renders the assembly of an app into memory. `witness` sees each chart. @throws ParityErrors */
export function renderAssembly(
  app: WritableApp, witness: Witness | undefined = app.props.witness === true ? new Witness(app) : undefined,
): RenderedAssembly {
  const files = new Map<string, string>();
  const charts: ChartRecord[] = [];
  const synthesis = new AssemblySynthesis(app);
  synthesis.run({
    file: (path, text) => {
      files.set(path, text);
      return digestText(text);
    },
    chart: (record, synthesized) => {
      charts.push(record);
      return witness?.see(record, synthesized) ?? [];
    },
  });
  const text = [
    ...indexChunks(
      frameOf(app, synthesis, false),
      charts.map((record) => JSON.stringify(record)),
    ),
  ].join('');
  return { index: JSON.parse(text) as AssemblyIndex, files };
}

function frameOf(app: WritableApp, synthesis: AssemblySynthesis, witnessed: boolean): IndexFrame {
  const notReleasable: string[] = [];
  if (!witnessed) notReleasable.push(NOT_WITNESSED);
  if (artifactsOf(app.session)?.isReplacement)
    notReleasable.push('its artifacts come from a replacement of the committed file');
  if (app.props.requireDigests === false) notReleasable.push('images may be named without a digest');
  const taken = app.selection?.taken;
  if (taken !== undefined) notReleasable.push(PART + someOf([...taken]));
  const { calls } = CallGraph.in(app.session);
  return {
    environments: environmentRecords(app.targets),
    calls: taken === undefined ? calls : callsOf(calls, taken),
    valuesDigests: synthesis.valuesDigests(),
    witnessed, notReleasable,
    allowedEnv: [...app.props.allowEnv ?? []].sort(),
    locked: app.props.locked ?? [],
  };
}

/** Pipelines always witness; a test runner cannot be run again as if it were the program. */
function witnessByDefault(): boolean {
  const asked = process.env.PARITY_WITNESS;
  if (asked !== undefined && asked !== '') return !['0', 'false'].includes(asked);
  const isTestRunner = process.env.JEST_WORKER_ID !== undefined || process.env.VITEST !== undefined;
  return !isTestRunner && !['', '0', 'false', undefined].includes(process.env.CI);
}

/** Hands the failures to the command that runs this program; for everyone else they are the error's message. */
function reported(cause: unknown): unknown {
  const failures =
    cause instanceof ParityErrors ? cause.failures : cause instanceof ParityError ? [cause.failure] : undefined;
  const file = process.env[FAILURES_FILE];
  if (failures !== undefined && file !== undefined) writeFileSync(file, JSON.stringify(failures));
  return cause;
}
