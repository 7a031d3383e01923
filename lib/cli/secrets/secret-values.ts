import type { SecretKeyRecord } from '../../environment/service-records';
import type { ParityFailure } from '../../template/error';
import { generateValue } from './generate-value';
import { type GivenValues, variablesOf } from './given-values';
import { type NeededSecret, identityOf } from './needed-secrets';

/** Where a value is from; what is said of it instead of the value. */
export type Origin = 'kept' | 'given' | 'generated' | 'rotated';

export interface SecretValues {
  /** By identity: `payment:apiKey`. */
  readonly values: ReadonlyMap<string, string>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** What nobody gave, and nobody may make up. */
  readonly failures: readonly ParityFailure[];
}

interface Wanted { readonly key: SecretKeyRecord; readonly readers: string[] }

/**
 * Finds a value for every key that a store would hold: what is there already stays, then what is given, then what may
 * be generated.
 *
 * @param rotate identities whose values are made anew
 */
export function findValues(
  needed: readonly NeededSecret[], existing: ReadonlyMap<string, string>, given: GivenValues | undefined,
  rotate: ReadonlySet<string>,
): SecretValues {
  const [values, origins] = [new Map<string, string>(), new Map<string, Origin>()];
  const failures: ParityFailure[] = [];
  const wanted = wantedValues(needed);
  const variables = variablesOf([...wanted.keys()]);
  for (const [identity, { key, readers }] of wanted) {
    const isRotated = rotate.has(identity);
    const take = (value: string | undefined, origin: Origin) => {
      if (value === undefined || values.has(identity)) return;
      values.set(identity, value);
      origins.set(identity, origin);
    };
    if (!isRotated) take(existing.get(identity), 'kept');
    take(given?.find(identity, variables), isRotated ? 'rotated' : 'given');
    if (key.generate !== undefined && !values.has(identity)) {
      take(generateValue(key.generate), isRotated ? 'rotated' : 'generated');
    }
    if (!values.has(identity)) failures.push(missing(identity, key, readers, variables.get(identity)));
  }
  return { values, origins, failures };
}

/** What a store would hold, by identity. One service may let a value be generated that another only reads. */
export function wantedValues(needed: readonly NeededSecret[]): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { name, keys } of needed) {
    for (const key of keys) {
      if (key.remote === undefined) continue;
      const identity = identityOf(key.remote);
      const other = wanted.get(identity);
      if (other === undefined) wanted.set(identity, { key, readers: [name] });
      else {
        const generated = other.key.generate === undefined ? key : other.key;
        wanted.set(identity, { key: generated, readers: [...other.readers, name] });
      }
    }
  }
  return new Map([...wanted].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function missing(
  identity: string, { description }: SecretKeyRecord, readers: readonly string[], variable: string | undefined,
): ParityFailure {
  const [entry, property] = identity.split(':');
  const yaml = property === undefined ? `${entry}: ...` : `${entry}: { ${property}: ... }`;
  return {
    code: 'PARITY_MISSING_SECRET', message: 'a value is missing that cannot be made up', where: readers.join(', '),
    got: description === undefined ? `'${identity}'` : `'${identity}': ${description}`,
    fix: variable === undefined ? `give it by --from FILE, as YAML (no variable is its alone)  ${yaml}`
      : `give it by --from FILE: ${variable}=..., or YAML  ${yaml}`,
  };
}
