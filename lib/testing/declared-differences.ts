import { SecretInputs } from '../check/secret-inputs';
import { shortened } from '../report/printable';
import type { AssemblyIndex, ChartRecord, TargetRecord } from '../synth/assembly/assembly';
import { canonicalJson } from '../template/canonical';
import { type Json, valueAt } from '../template/json';
import { SECRET_VALUE } from '../template/secret';
import { cellOf } from './snapshot-table';

/** Something that was declared to differ, or may: what `toDifferOnlyBy` lists. */
export interface Declaration {
  /** `Checkout.replicas`, `env.domain`, `Checkout > Deployment/checkout-api`. */
  readonly name: string;
  /** The same of one chart, by its id: `checkout.replicas`. @default - it is of no chart */
  readonly ofChart?: string;
  /** By target name, in their order; as text, without values of Secrets. */
  readonly values: ReadonlyMap<string, string>;
  readonly differs: boolean;
}

/** Longer values say no more to a reader of a failure. */
const LONGEST_VALUE = 60;

/**
 * Everything that may make environments differ, with what each of them says: variations, the facts that reach a
 * manifest or choose an alternative, and the objects that exceptions patch. Linear in the size of the index.
 */
export function declarationsOf(index: AssemblyIndex): readonly Declaration[] {
  const targets = index.environments.flatMap((environment) => environment.targets);
  const secrets = new SecretInputs(index);
  return [
    ...index.charts.flatMap((chart) => chart.variations.map(({ name }) => declaration(
      `${chart.class}.${name}`, `${chart.id}.${name}`, targets,
      (target) => {
        const values = Object.hasOwn(chart.targets, target.name) ? chart.targets[target.name].values : {};
        return Object.hasOwn(values, name) ? values[name].value : undefined;
      },
      secrets.hasVariation(chart, name),
    ))),
    ...factPaths(index).map((path) => declaration(
      `env.${path.join('.')}`, undefined, targets, ({ facts }) => valueAt(facts, path),
      secrets.hasFact(path),
    )),
    ...index.charts.flatMap((chart) => exceptionsOf(chart, targets, secrets)),
  ];
}

function declaration(
  name: string, ofChart: string | undefined, targets: readonly TargetRecord[],
  valueIn: (target: TargetRecord) => Json | undefined, isHidden: boolean,
): Declaration {
  const values = targets.map((target) => [target.name, valueIn(target)] as const);
  return {
    name, ...(ofChart === undefined ? {} : { ofChart }),
    values: new Map(values.map(([target, value]) => [target, isHidden ? SECRET_VALUE : shown(value)])),
    differs: new Set(values.map(([, value]) => (value === undefined ? '' : canonicalJson(value)))).size > 1,
  };
}

/** The facts that fill or choose anything in any chart; the others make no difference. */
function factPaths({ charts }: AssemblyIndex): readonly (readonly string[])[] {
  const paths = new Map(charts.flatMap(({ facts }) => facts.map(({ path }) => [path.join('\0'), path] as const)));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** Exceptions on one object are one declaration: it differs unless each environment has the same ones. */
function exceptionsOf(chart: ChartRecord, targets: readonly TargetRecord[], secrets: SecretInputs): Declaration[] {
  const byObject = new Map<string, Map<string, Json[]>>();
  const hidden = new Set<string>();
  for (const exception of chart.exceptions) {
    const { object, target, patch } = exception;
    if (secrets.patchOf(chart, exception).some((shown, i) => shown !== patch[i])) hidden.add(object);
    const patches = byObject.get(object) ?? new Map<string, Json[]>();
    byObject.set(object, patches);
    patches.set(target, [...(patches.get(target) ?? []), patch as unknown as Json]);
  }
  return [...byObject].map(([object, patches]) => declaration(
    `${chart.class} > ${object}`, `${chart.id} > ${object}`, targets, ({ name }) => patches.get(name),
    hidden.has(object),
  ));
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shortened(cellOf(value), LONGEST_VALUE);
}
