import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { facts, isAnswered } from '../../environment/facts';
import type { SecretKeyRecord, SecretSetRecord } from '../../environment/service-records';
import { plainUnit, textOfUnit, unitEntryOf } from '../../environment/units';
import type { DurationText } from '../../environment/vary';
import { when } from '../../environment/when';
import { parseQuantity } from '../../template/quantity';
import { type CustomKinds, createCustomObject } from '../custom-object';
import { badSecret, quoted } from './bad-secret';
import type { SecretOwner } from './secret-store';
import { targetTemplate } from './secret-template';

/** How often a value is read from the store again. May be a variation. */
export type Rotation = Duration | DurationText;

/** A Secret to be filled: the same name and keys in every environment. */
export interface NamedSecret {
  /** The Secret's name. */
  readonly name: string;
  readonly keys: readonly SecretKeyRecord[];
  /** Whose keys they are. @default - no set's */
  readonly set?: SecretSetRecord;
  /** How often its values are read from the store again. May be a variation. @default '1h' */
  readonly rotation?: Rotation;
}

type Spec = NonNullable<CustomKinds['ExternalSecret']['spec']>;

/**
 * Creates the ExternalSecret (external-secrets.io/v1) that fills a Secret from the store of its owner.
 *
 * The Secret goes with the ExternalSecret; where the store loses an entry, what was read stays, and the status says so.
 */
export function createExternalSecret(scope: Construct, owner: SecretOwner, secret: NamedSecret): void {
  const computed = targetTemplate(secret.keys);
  const object = createCustomObject(scope, `external-secret-${secret.name}`, 'ExternalSecret', {
    metadata: { name: secret.name, labels: { ...owner.labels } },
    spec: {
      refreshInterval: refreshInterval(scope, secret),
      secretStoreRef: storeRef(scope, owner),
      target: {
        name: secret.name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        ...(computed === undefined ? {} : {
          template: { engineVersion: 'v2', mergePolicy: 'Replace', data: computed },
        }),
      },
      data: secret.keys.flatMap(({ name, remote }) => (remote === undefined ? [] : [{
        secretKey: name, remoteRef: { key: remote.key, ...(remote.property && { property: remote.property }) },
      }])),
    },
  });
  if (unitEntryOf(secret.rotation) === undefined) return;
  everyTarget(object, (secret.rotation as Duration).toSeconds(), (seconds) => (seconds >= 1 ? [] : [{
    code: 'PARITY_BAD_SECRET', message: `the Secret '${secret.name}' would never be read again`, got: `${seconds} s`,
    expected: 'one second or more', fix: 'give the variation a minimum',
  }]));
}

/** In seconds, since Go, which reads it, knows no days. @throws PARITY_BAD_SECRET when text is no time, or none */
function refreshInterval(scope: Construct, { name, rotation = '1h' }: NamedSecret): string {
  if (rotation === '1h') return rotation;
  if (unitEntryOf(rotation)?.dimension === 'time') return `${(rotation as Duration).toSeconds()}s`;
  const text = typeof rotation === 'string' ? rotation : textOfUnit(rotation)?.text ?? '';
  const seconds = parseQuantity(text, 'time') === undefined
    ? 0 : (plainUnit('time', text) as Duration).toSeconds({ integral: false });
  if (seconds >= 1 && Number.isInteger(seconds)) return `${seconds}s`;
  throw badSecret(scope, `rotation of '${name}': ${text === '' ? 'no time' : quoted(text)}`, {
    expected: 'whole seconds, one at least: 30s, 15m, 1h, 7d, a Duration, or vary.duration', fix: 'mend the time',
  });
}

/** The owner's own store; the platform's, or that of made-up values, where it is the environment's. */
function storeRef(scope: Construct, { owner }: SecretOwner): Spec['secretStoreRef'] {
  const { secretStore } = facts<EnvironmentContract>(scope);
  const kind = secretStore.kind as 'SecretStore';
  if (!isAnswered(scope, ['secretStore', 'provider'])) return { name: secretStore.name, kind };
  const own = () => owner;
  const ownKind = () => 'SecretStore' as const;
  const providers = <S, O>(shared: () => S, of: () => O) =>
    ({ shared, fake: shared, kubernetes: of, vault: of, aws: of, gcp: of, azure: of });
  return {
    name: when(secretStore.provider, providers(() => secretStore.name as string, own)),
    kind: when(secretStore.provider, providers(() => kind, ownKind)),
  };
}
