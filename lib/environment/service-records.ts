import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { JsonObject } from '../template/json';
import { ChartRecords } from './chart-records';
import type { Guard, Session } from './session';
import { callSite } from './source-location';

/** A key of a declared Secret. Never its value. */
export interface SecretKeyRecord {
  readonly name: string;
  /** What it is for, to whoever fills it. */
  readonly description?: string;
  /** Where the store keeps it: the entry, and the property within it. @default - it is in no store: it is computed */
  readonly remote?: { readonly key: string; readonly property?: string };
  /** How `parity secrets init` makes one up. @default - somebody must give it */
  readonly generate?: { readonly form: 'alphanumeric' | 'hex' | 'base64' | 'uuid'; readonly length: number };
  /** For what is no secret, such as a host: `{{ .password }}` stands for the value of another key. */
  readonly template?: string;
  /** It only helps to compute others, and is no key of the Secret. @default - it is one */
  readonly internal?: true;
}

/** What `secrets(...)` declared. */
export interface SecretSetRecord {
  readonly name: string;
  readonly keys: readonly string[];
  readonly source?: string;
}

/** A Secret that a chart declares: the same keys in every environment, whoever fills them. */
export interface SecretRecord {
  /** The construct that declares it. */
  readonly construct: string;
  /** The Secret's name. */
  readonly secret: string;
  readonly keys: readonly SecretKeyRecord[];
  /** Of which declared set its keys are, and all keys of that, read or not. @default - of none: a backing service's */
  readonly set?: SecretSetRecord;
  /** The alternatives' branches that it is part of; all must be chosen. @default - it is one of every environment */
  readonly when?: readonly Guard[];
  readonly source?: string;
}

/** That a service reads a key of a Secret, and as what: what its role in the store must allow, and nothing more. */
export interface SecretReadRecord {
  /** The construct path of the service. */
  readonly service: string;
  readonly secret: string;
  readonly key: string;
  /** The environment variable, or the file, that carries it; or the trigger of an autoscaler that logs in with it. */
  readonly as: { readonly env: string } | { readonly file: string } | { readonly trigger: string };
  readonly source?: string;
}

/** A backing service: what is the same in every environment, whoever provides it. */
export interface BackingRecord {
  readonly construct: string;
  /** The name by which the contract answers for it: `backings.orders`. */
  readonly name: string;
  readonly engine: string;
  readonly major: number;
  /** The interface: the Secret with the connection, and its keys. */
  readonly secret: string;
  readonly keys: readonly string[];
  /** What else is part of the interface: extensions, collation, the most connections. */
  readonly options: JsonObject;
  readonly source?: string;
}

/** The schema of a service's configuration, for applications that read it. */
export interface ConfigRecord {
  /** The construct path of the service. */
  readonly service: string;
  /** The ConfigMap's name without the hash. */
  readonly configMap: string;
  /** JSON Schema (2020-12) of the settings as the application has them when it has read their texts. */
  readonly schema: JsonObject;
  /** How many releases it is kept for. */
  readonly keep: number;
  readonly source?: string;
}

interface DeclaredSecret { readonly scope: Construct; readonly record: Omit<SecretRecord, 'when'> }

const secretRecords = new ChartRecords<DeclaredSecret>('secrets');
export const secretReadRecords = new ChartRecords<SecretReadRecord>('reads of secrets');
export const backingRecords = new ChartRecords<BackingRecord>('backing services');
export const configRecords = new ChartRecords<ConfigRecord>('configurations');

/** What services of a chart declared; a list is there only when somebody declared something. */
export interface ServiceRecords {
  readonly secrets?: readonly SecretRecord[];
  readonly reads?: readonly SecretReadRecord[];
  readonly backings?: readonly BackingRecord[];
  readonly configs?: readonly ConfigRecord[];
}

/**
 * Notes that a Secret must be there, with these keys.
 *
 * @param scope created where the Secret is needed: in an alternative's branch, the Secret is of that branch alone
 */
export function recordSecret(scope: Construct, secret: Omit<SecretRecord, 'when' | 'source'>): void {
  const source = callSite();
  secretRecords.add(scope, { scope, record: { ...secret, ...(source === undefined ? {} : { source }) } });
}

/** Notes that a service reads a key. */
export function recordSecretRead(scope: Construct, read: Omit<SecretReadRecord, 'source'>): void {
  const source = callSite();
  secretReadRecords.add(scope, { ...read, ...(source === undefined ? {} : { source }) });
}

export function serviceRecordsOf(session: Session, chart: Chart): ServiceRecords {
  return {
    ...listed('secrets', secretRecords.of(session, chart).map((secret) => withConditions(secret, session))),
    ...listed('reads', unique(secretReadRecords.of(session, chart))),
    ...listed('backings', backingRecords.of(session, chart)),
    ...listed('configs', configRecords.of(session, chart)),
  };
}

/** What the conditions are is known when all branches have run. */
function withConditions({ scope, record }: DeclaredSecret, session: Session): SecretRecord {
  // What stands in a construct of the same branch has the condition twice.
  const when = unique(scope.node.scopes.flatMap((construct) => session.guards.get(construct) ?? []));
  return when.length === 0 ? record : { ...record, when };
}

function listed<K extends string, T>(key: K, list: readonly T[]): { readonly [P in K]?: readonly T[] } {
  return list.length === 0 ? {} : { [key]: list } as { readonly [P in K]: readonly T[] };
}

/** Reads are noted while an object is rendered, which may happen for each branch of its alternatives. */
function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((record) => [JSON.stringify(record), record])).values()];
}
