import { identityOf } from '../../../template/identity';
import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import { fieldOf, groupOf, objectsIn } from './fields';

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
  const path = POD.get(`${groupOf(object)}/${identityOf(object).kind}`);
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

/** The containers that both sides have, by list and name. */
export function containersOfBoth(
  before: JsonObject | undefined, after: JsonObject | undefined,
): readonly (readonly [Container, Container])[] {
  const former = containersOf(podOf(before));
  return [...containersOf(podOf(after))].flatMap(([key, container]) => {
    const was = former.get(key);
    return was === undefined ? [] : [[was, container] as const];
  });
}
