import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import { fieldOf, groupKindOfObject, objectsIn } from './fields';

/** Where a workload holds its pod. */
const POD: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['/Pod', ['spec']],
  ...['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', '/ReplicationController']
    .map((kind) => [kind, ['spec', 'template', 'spec']] as const),
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
]);

export interface PodSpec { readonly spec: JsonObject; readonly path: string }

export interface Container { readonly name: string; readonly body: JsonObject; readonly path: string }

/** The pod of a workload; undefined for every other object. */
export function podOf(object: JsonObject | undefined): PodSpec | undefined {
  if (object === undefined) return undefined;
  const path = podPathOf(object);
  const spec = path === undefined ? undefined : fieldOf(object, ...path);
  return isJsonObject(spec) ? { spec, path: path!.join('.') } : undefined;
}

export function containersOf(pod: PodSpec | undefined): ReadonlyMap<string, Container> {
  if (pod === undefined) return new Map();
  return new Map(['initContainers', 'containers'].flatMap((list) => objectsIn(pod.spec[list]).flatMap((body) => {
    const name: Json | undefined = body.name;
    return typeof name === 'string'
      ? [[`${list}/${name}`, { name, body, path: `${pod.path}.${list}[${name}]` }] as const] : [];
  })));
}

/**
 * Each container of the one side with what it was on the other: by list and name, or the only one of either side that
 * is left of its list, which has got another name.
 */
export function containerPairs(
  before: JsonObject | undefined, after: JsonObject | undefined,
): readonly (readonly [Container | undefined, Container])[] {
  const former = containersOf(podOf(before));
  const latter = containersOf(podOf(after));
  const left = (list: string, some: ReadonlyMap<string, Container>, others: ReadonlyMap<string, Container>) =>
    [...some].filter(([key]) => key.startsWith(`${list}/`) && !others.has(key));
  const renamed = new Map(['initContainers', 'containers'].flatMap((list) => {
    const [gone, come] = [left(list, former, latter), left(list, latter, former)];
    return gone.length === 1 && come.length === 1 ? [[come[0]![0], gone[0]![1]] as const] : [];
  }));
  return [...latter].map(([key, container]) => [former.get(key) ?? renamed.get(key), container]);
}

/** The containers that both sides have. */
export function containersOfBoth(
  before: JsonObject | undefined, after: JsonObject | undefined,
): readonly (readonly [Container, Container])[] {
  return containerPairs(before, after).flatMap(([was, is]) => (was === undefined ? [] : [[was, is] as const]));
}

/** The labels of a workload's pods; undefined for every other object. */
export function labelsOf(object: JsonObject | undefined): Json | undefined {
  const path = object === undefined ? undefined : podPathOf(object)?.slice(0, -1);
  return path === undefined ? undefined : fieldOf(object, ...path, 'metadata', 'labels') ?? {};
}

/** Where a workload holds its pod; undefined for every other object. */
export function podPathOf(object: JsonObject): readonly string[] | undefined {
  return POD.get(groupKindOfObject(object));
}
