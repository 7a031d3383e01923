import type { SecretReadRecord } from '../../environment/service-records';
import type { AssemblyIndex, TargetRecord } from '../../synth/assembly/assembly';
import { selectTargets } from '../../synth/assembly/select-targets';
import { type Output, answer, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { openAssembly } from '../open-assembly';
import type { AssemblyOptions } from '../options';
import { listLines } from './list-lines';
import { type NeededSecret, identityOf, neededSecrets, remotesOf, sourceOf } from './needed-secrets';
import { wantedValues } from './secret-values';

export interface ListOptions extends AssemblyOptions { readonly format: 'text' | 'json' }

/** One key that a service reads, in one environment. */
export interface ReadRow {
  readonly environment: string;
  /** The construct path of the service. */
  readonly service: string;
  readonly secret: string;
  readonly key: string;
  /** What carries it: an environment variable, a file, or what else reads it. */
  readonly as: SecretReadRecord['as'];
  /** Whether a store has it, it is computed of such values, or somebody else owns the Secret. */
  readonly from: 'store' | 'computed' | 'owner';
  /** Where the store keeps it: `payment:apiKey`. @default - it is from no store */
  readonly entry?: string;
  /** What the role that reads the entry may read as well, since others' keys are in it. @default - nothing */
  readonly mayReadToo?: readonly string[];
}

/** One value that there must be, in one environment. */
export interface ValueRow {
  readonly environment: string;
  /** `payment:apiKey`: the property `apiKey` of the entry `payment`. */
  readonly entry: string;
  readonly filledBy: string;
  readonly description?: string;
  /** The Secrets that have it, or are computed of it. */
  readonly secrets: readonly string[];
}

/** Says which service reads which key, from where, and who fills it. Never a value. Gives the exit code. */
export function listSecrets(environment: string | undefined, options: ListOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    const { index } = openAssembly(options);
    const targets = environment === undefined
      ? index.environments.flatMap((each) => each.targets) : selectTargets(index, environment);
    const reads = targets.flatMap((target) => readsOf(index, target));
    const values = targets.flatMap((target) => valuesOf(index, target));
    const { out } = output;
    if (options.format === 'json') writeJson(out, { ok: true, reads, values });
    else out.write(`${listLines(targets.map(({ name }) => name), reads, values, out).join('\n')}\n`);
    return EXIT.clean;
  });
}

function readsOf(index: AssemblyIndex, target: TargetRecord): ReadRow[] {
  const needed = neededSecrets(index, target);
  return index.charts.flatMap((chart) => (chart.reads ?? []).map(({ service, secret, key, as }): ReadRow => {
    // A backing service may be another chart's.
    const named = needed.filter(({ name }) => name === secret);
    const declared = named.find((each) => each.chart === chart.id) ?? named[0];
    const record = declared?.keys.find(({ name }) => name === key);
    const row = { environment: target.name, service, secret, key, as };
    if (record?.remote === undefined) return { ...row, from: record === undefined ? 'owner' : 'computed' };
    const others = othersIn(record.remote.key, needed, declared.construct);
    return {
      ...row, from: 'store', entry: identityOf(record.remote), ...(others.length === 0 ? {} : { mayReadToo: others }),
    };
  }));
}

/** What stands in an entry besides what is for one construct. */
function othersIn(entry: string, needed: readonly NeededSecret[], construct: string): string[] {
  const own = new Set(remotesOf(needed.filter((each) => each.construct === construct)).map(identityOf));
  const all = new Set(remotesOf(needed).filter(({ key }) => key === entry).map(identityOf));
  return [...all].filter((identity) => !own.has(identity)).sort();
}

function valuesOf(index: AssemblyIndex, target: TargetRecord): ValueRow[] {
  const source = sourceOf(target);
  return [...wantedValues(neededSecrets(index, target))].map(([entry, { key, readers }]): ValueRow => ({
    environment: target.name, entry,
    filledBy: source.kind === 'real' ? `whoever keeps the store ${source.name} (${source.provider})`
      : key.generate === undefined ? 'parity secrets init --from' : 'parity secrets init',
    ...(key.description === undefined ? {} : { description: key.description }),
    secrets: [...new Set(readers)],
  }));
}
