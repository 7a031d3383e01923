import type { Note } from './access';
import type { Patches } from './patches';

/**
 * cdk8s's switches that change manifests (the order of objects, the hash in names).
 *
 * They read as unset while a guard is installed, so that a shell cannot change what synth writes.
 */
const hidden = new Set<PropertyKey>(['CDK8S_DISABLE_SORT', 'CDK8S_LEGACY_HASH']);

/** Watches reads of `process.env`, its listing included. */
export function guardEnvironment(patches: Patches, note: Note): void {
  patches.replace(process, 'env', (env) => new Proxy(env, {
    get: (target, key) => {
      if (hidden.has(key)) return undefined;
      noteVariable(target, key, note);
      return Reflect.get(target, key);
    },
    has: (target, key) => {
      if (hidden.has(key)) return false;
      noteVariable(target, key, note);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      if (hidden.has(key)) return undefined;
      noteVariable(target, key, note);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    ownKeys: (target) => {
      note({ source: 'environment', got: 'process.env (listed)' });
      return Reflect.ownKeys(target).filter((key) => !hidden.has(key));
    },
  }));
}

function noteVariable(env: object, key: PropertyKey, note: Note): void {
  // cdk8s's own switches only say where and how cdk8s writes; methods of objects are no variables.
  if (typeof key !== 'string' || key.startsWith('CDK8S_')) return;
  if (!Object.hasOwn(env, key) && (key in Object.prototype || key === 'toJSON')) return;
  note({ source: 'environment', got: `process.env.${key}`, variable: key });
}
