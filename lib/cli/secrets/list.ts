import type { SecretReadRecord } from '../../environment/service-records';
import { columns } from '../../report/columns';
import type { AssemblyIndex, TargetRecord } from '../../synth/assembly/assembly';
import { selectTargets } from '../../synth/assembly/select-targets';
import { type Output, answer, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { openAssembly } from '../open-assembly';
import type { AssemblyOptions } from '../options';
import { identityOf, neededSecrets, sourceOf } from './needed-secrets';

export interface ListOptions extends AssemblyOptions { readonly format: 'text' | 'json' }

/** One key that a service reads, in one environment. */
interface ReadRow {
  readonly environment: string;
  /** The construct path of the service. */
  readonly service: string;
  readonly secret: string;
  readonly key: string;
  /** What carries it: an environment variable, a file, or what else reads it. */
  readonly as: SecretReadRecord['as'];
  /** Where a store keeps it: `payment:apiKey`. @default - it is computed, or the Secret is somebody else's */
  readonly entry?: string;
  readonly filledBy: string;
  readonly description?: string;
  /** What the role that reads the entry may read as well, since others' keys are in it. @default - nothing */
  readonly mayReadToo?: readonly string[];
}

/** Says which service reads which key, from where, and who fills it. Never a value. Gives the exit code. */
export function listSecrets(environment: string | undefined, options: ListOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    const { index } = openAssembly(options);
    const targets = environment === undefined
      ? index.environments.flatMap((each) => each.targets) : selectTargets(index, environment);
    const rows = targets.flatMap((target) => rowsOf(index, target));
    const { out } = output;
    if (options.format === 'json') writeJson(out, { ok: true, reads: rows });
    else out.write(`${linesOf(rows, out.width).join('\n')}\n`);
    return EXIT.clean;
  });
}

function rowsOf(index: AssemblyIndex, target: TargetRecord): ReadRow[] {
  const needed = neededSecrets(index, target);
  const inEntries = new Map<string, Set<string>>();
  for (const { key, property } of needed.flatMap(({ keys }) => keys.flatMap(({ remote }) => remote ?? []))) {
    inEntries.set(key, (inEntries.get(key) ?? new Set()).add(identityOf({ key, property })));
  }
  return index.charts.flatMap((chart) => (chart.reads ?? []).map(({ service, secret, key, as }): ReadRow => {
    const declared = needed.find((each) => each.chart === chart.id && each.name === secret);
    const record = declared?.keys.find(({ name }) => name === key);
    const own = new Set((needed.filter((each) => each.construct === declared?.construct)
      .flatMap(({ keys }) => keys.flatMap(({ remote }) => (remote === undefined ? [] : [identityOf(remote)])))));
    const others = record?.remote === undefined ? []
      : [...inEntries.get(record.remote.key) ?? []].filter((identity) => !own.has(identity)).sort();
    return {
      environment: target.name, service, secret, key, as,
      ...(record?.remote === undefined ? {} : { entry: identityOf(record.remote) }),
      filledBy: record === undefined ? "the Secret's owner"
        : record.template !== undefined ? 'computed of its other keys'
          : fillerOf(target, record.generate !== undefined),
      ...(record?.description === undefined ? {} : { description: record.description }),
      ...(others.length === 0 ? {} : { mayReadToo: others }),
    };
  }));
}

function fillerOf(target: TargetRecord, isGenerated: boolean): string {
  const source = sourceOf(target);
  if (source.kind === 'real') return `the store ${source.name} (${source.provider})`;
  return isGenerated ? 'parity secrets init' : 'parity secrets init --from';
}

function linesOf(rows: readonly ReadRow[], width: number): string[] {
  if (rows.length === 0) return ['no service reads a secret'];
  const environments = [...new Set(rows.map(({ environment }) => environment))];
  return environments.flatMap((environment, i) => {
    const own = rows.filter((row) => row.environment === environment);
    const table = columns([
      ['SERVICE', 'KEY', 'AS', 'ENTRY', 'FILLED BY', 'SECRET'],
      ...own.map(({ service, secret, key, as, entry = '-', filledBy }) =>
        [service, key, String(Object.values(as)[0]), entry, filledBy, secret]),
    ], width);
    const shared = new Set(own.flatMap(({ service, entry, mayReadToo = [] }) =>
      mayReadToo.map((other) => `${service} may read ${other} as well: it is in the entry of ${entry}`)));
    return [...(i === 0 ? [] : ['']), environment, ...[...table.lines, ...shared].map((line) => `  ${line}`)];
  });
}
