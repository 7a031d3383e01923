import type { JsonObject } from '../../../template/json';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, objectsIn } from './fields';
import { type PodSpec, containersOf, podOf } from './pod';

/** A key of a Secret that a pod reads, or all of them (`*`), and where it says so. */
interface Read { readonly secret: string; readonly key: string; readonly path: string }

const ALL = '*';
/** A name that ends in its content's hash is another one with each content. */
const HASH = /-[0-9a-f]{10}$/;

/** A workload that begins to read what others keep secret; reading it in another place is no more than before. */
export const secretRead: RiskRule = {
  name: 'secret-read',
  reason: 'whoever breaks into the process knows it; its role in the store must be let, and somebody must fill it',
  find({ before, after }) {
    const [was, is] = [podOf(before), podOf(after)];
    if (was === undefined || is === undefined) return [];
    const known = new Set(readsOf(was).map(nameOf));
    const fresh = readsOf(is).filter((read) => !known.has(nameOf(read)) && !known.has(nameOf({ ...read, key: ALL })));
    return [...new Map(fresh.map((read) => [nameOf(read), read])).values()].map((read): Finding => ({
      message: read.key === ALL ? 'a pod reads all keys of a Secret that it did not'
        : 'a pod reads a key of a Secret that it did not',
      severity: 'medium', path: read.path, after: nameOf(read),
    }));
  },
};

function nameOf({ secret, key }: Read): string {
  return `${secret.replace(HASH, '')}/${key}`;
}

function readsOf(pod: PodSpec): Read[] {
  const ofContainers = [...containersOf(pod).values()].flatMap(({ body, path }) => [
    ...objectsIn(body.env).flatMap((variable) =>
      read(fieldOf(variable, 'valueFrom', 'secretKeyRef'), 'name', `${path}.env[${String(variable.name)}]`)),
    ...objectsIn(body.envFrom).flatMap((from) => read(from.secretRef, 'name', `${path}.envFrom`)),
  ]);
  const ofVolumes = objectsIn(pod.spec.volumes).flatMap((volume) => {
    const path = `${pod.path}.volumes[${String(volume.name)}]`;
    return [
      ...read(volume.secret, 'secretName', path),
      ...objectsIn(fieldOf(volume, 'projected', 'sources')).flatMap((source) => read(source.secret, 'name', path)),
    ];
  });
  return [...ofContainers, ...ofVolumes];
}

/** What a reference reads: one key, some as files, or all. */
function read(of: unknown, name: 'name' | 'secretName', path: string): Read[] {
  const reference = of as JsonObject | undefined;
  const secret = fieldOf(reference, name);
  if (typeof secret !== 'string') return [];
  const key = fieldOf(reference, 'key');
  if (typeof key === 'string') return [{ secret, key, path }];
  const items = objectsIn(reference?.items).map((item) => item.key).filter((each) => typeof each === 'string');
  return (items.length === 0 ? [ALL] : items).map((each) => ({ secret, key: each, path }));
}
