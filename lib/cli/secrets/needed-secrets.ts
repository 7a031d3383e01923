import type { SecretKeyRecord } from '../../environment/service-records';
import type { AssemblyIndex, ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { evaluator } from '../../template/evaluate';
import type { Evaluate } from '../../template/expression';
import { type Json, isJsonObject, valueAt } from '../../template/json';

/** A Secret that an environment needs, and that no manifest of it holds. */
export interface NeededSecret {
  readonly chart: string;
  /** The construct path of whom it is for. */
  readonly construct: string;
  readonly name: string;
  /** Absent when the chart names none. */
  readonly namespace?: string;
  readonly keys: readonly SecretKeyRecord[];
}

/** Where the values of an environment's Secrets come from. */
export type Source =
  /** external-secrets is missing: the Secrets themselves must be there. */
  | { readonly kind: 'secrets' }
  /** A store of made-up values, of the name and kind that the environment answers. */
  | { readonly kind: 'fake'; readonly name: string; readonly storeKind: 'SecretStore' | 'ClusterSecretStore' }
  /** Secrets of another namespace stand for the entries of a store. */
  | { readonly kind: 'kubernetes'; readonly namespace: string }
  /** Somebody else keeps the store: the values are given there. */
  | { readonly kind: 'real'; readonly provider: string; readonly name: string };

/** The Secrets of a target, as its alternatives choose them. */
export function neededSecrets({ charts }: AssemblyIndex, target: TargetRecord): NeededSecret[] {
  return charts.flatMap((chart): NeededSecret[] => {
    const values = chart.targets[target.name]?.values;
    if (values === undefined) return [];
    const variations = new Map(Object.entries(values).map(([name, { value }]): [string, Json] => [name, value]));
    const evaluate = evaluator({ facts: target.facts, variations });
    return (chart.secrets ?? []).flatMap(({ construct, secret: name, keys, when = [] }) => {
      if (when.some(({ of, is }) => String(evaluate(of)) !== is)) return [];
      const namespace = namespaceOf(chart, name, evaluate);
      return [{ chart: chart.id, construct, name, keys, ...(namespace === undefined ? {} : { namespace }) }];
    });
  });
}

/** That of the ExternalSecret, which the template has for every environment, whether or not it is written there. */
function namespaceOf({ template }: ChartRecord, name: string, evaluate: Evaluate): string | undefined {
  const object = template.objects.find(({ id, body }) =>
    id.endsWith(`/${name}`) && isJsonObject(body) && body.kind === 'ExternalSecret');
  if (object === undefined) return undefined;
  const place = object.places.find(({ path }) => path.join('.') === 'metadata.namespace');
  const namespace = place !== undefined && 'value' in place
    ? evaluate(place.value) : valueAt(object.body as never, ['metadata', 'namespace']);
  return typeof namespace === 'string' ? namespace : undefined;
}

/** Who fills the Secrets of a target. */
export function sourceOf({ facts }: TargetRecord): Source {
  const text = (...path: string[]) => {
    const value = valueAt(facts, path);
    return typeof value === 'string' ? value : '';
  };
  if (valueAt(facts, ['capabilities', 'externalSecrets']) !== true) return { kind: 'secrets' };
  const [provider, name] = [text('secretStore', 'provider') || 'shared', text('secretStore', 'name')];
  if (provider === 'kubernetes') return { kind: provider, namespace: text('secretStore', 'kubernetes', 'namespace') };
  if (provider !== 'fake') return { kind: 'real', provider, name };
  const isShared = text('secretStore', 'kind') === 'ClusterSecretStore';
  return { kind: 'fake', name, storeKind: isShared ? 'ClusterSecretStore' : 'SecretStore' };
}

/** Names a value by where a store keeps it, `payment:apiKey`: it is the same for all services that read it. */
export function identityOf({ key, property }: NonNullable<SecretKeyRecord['remote']>): string {
  return property === undefined ? key : `${key}:${property}`;
}

/** Where a store keeps what Secrets hold. */
export function remotesOf(needed: readonly NeededSecret[]) {
  return needed.flatMap(({ keys }) => keys.flatMap(({ remote }) => (remote === undefined ? [] : [remote])));
}
