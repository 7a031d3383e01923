import { type ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { everyTarget } from '../../environment/every-target';
import { factWhereChosen, facts, isAnswered } from '../../environment/facts';
import type { SecretKeyRecord } from '../../environment/service-records';
import { when } from '../../environment/when';
import { type CustomKinds, createCustomObject } from '../custom-object';
import { refuseStranger } from '../identity/store-identity';
import { createObject } from '../manifest';

/** Whose Secrets are filled: one store for it, whose role may read its entries and no other. */
export interface SecretOwner {
  /** The name of the store and of its role: the service's. */
  readonly owner: string;
  /** The ServiceAccount that the store reads as; its token is asked for, none is mounted. */
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
}

type Remote = NonNullable<SecretKeyRecord['remote']>;
type Provider = NonNullable<CustomKinds['SecretStore']['spec']>['provider'];

/** What an entry may be called, by who holds it. */
const ENTRIES = {
  kubernetes: {
    pattern: /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, expected: 'lower-case letters, digits, dashes and dots',
  },
  aws: { pattern: /^[A-Za-z0-9/_+=.@-]{1,512}$/, expected: 'letters, digits and /_+=.@-' },
  gcp: { pattern: /^[A-Za-z0-9_-]{1,255}$/, expected: 'letters, digits, underscores and dashes' },
  azure: { pattern: /^[A-Za-z0-9-]{1,127}$/, expected: 'letters, digits and dashes' },
} as const;

/**
 * Creates the SecretStore (external-secrets.io/v1) of an owner, as the fact `secretStore.provider` says.
 *
 * `shared` and `fake` have one store for all, which somebody else writes; without the fact it is `shared`.
 */
export function createSecretStore(scope: Construct, owner: SecretOwner, remotes: readonly Remote[]): void {
  if (!isAnswered(scope, ['secretStore', 'provider'])) return;
  const text = (...path: string[]) => factWhereChosen(scope, ['secretStore', ...path]) as string;
  const entries = [...new Set(remotes.map(({ key }) => key))].sort();
  const serviceAccountRef = { name: owner.serviceAccount };
  when(facts<EnvironmentContract>(scope).secretStore.provider, {
    shared: () => undefined,
    fake: () => undefined,
    kubernetes: () => {
      const namespace = text('kubernetes', 'namespace');
      createEntriesRole(scope, owner, entries, namespace);
      const store = create(scope, 'kubernetes', owner, entries, { kubernetes: {
        remoteNamespace: namespace,
        server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
        auth: { serviceAccount: serviceAccountRef },
      } });
      refuseWholeEntries(store, remotes);
      refuseTakenRole(store, namespace, owner);
    },
    vault: () => void create(scope, 'vault', owner, entries, { vault: {
      server: text('vault', 'server'),
      path: text('vault', 'path'),
      version: 'v2',
      auth: { kubernetes: { mountPath: text('vault', 'authMount'), role: owner.owner, serviceAccountRef } },
    } }),
    aws: () => refuseStranger(create(scope, 'aws', owner, entries, { aws: {
      service: 'SecretsManager', region: text('aws', 'region'), auth: { jwt: { serviceAccountRef } },
    } }), 'aws', 'eks'),
    gcp: () => void create(scope, 'gcp', owner, entries, { gcpsm: {
      projectID: text('gcp', 'project'), auth: { workloadIdentity: { serviceAccountRef } },
    } }),
    azure: () => refuseStranger(create(scope, 'azure', owner, entries, { azurekv: {
      authType: 'WorkloadIdentity', vaultUrl: text('azure', 'vaultUrl'), serviceAccountRef,
    } }), 'azure', 'azure'),
  });
}

function create(
  scope: Construct, provider: string, { owner, labels }: SecretOwner, entries: readonly string[], spec: Provider,
): ApiObject {
  const store = createCustomObject(scope, `store-${provider}`, 'SecretStore', {
    metadata: { name: owner, labels: { ...labels } }, spec: { provider: spec },
  });
  const rule = Object.hasOwn(ENTRIES, provider) ? ENTRIES[provider as keyof typeof ENTRIES] : undefined;
  if (rule === undefined) return store;
  everyTarget(store, [...entries], (names) => names.filter((name) => !rule.pattern.test(name)).map((name) => ({
    code: 'PARITY_BAD_SECRET', message: `the store (${provider}) cannot have an entry of this name`, got: `'${name}'`,
    expected: rule.expected, fix: "name the entry so that every environment's store can have it: remote: { key }",
  })));
  return store;
}

/** An entry is a Secret there: as a value it would be JSON of all its keys. */
function refuseWholeEntries(store: ApiObject, remotes: readonly Remote[]): void {
  const whole = remotes.filter(({ property }) => property === undefined).map(({ key }) => key);
  if (whole.length === 0) return;
  everyTarget(store, whole, (entries) => entries.map((entry) => ({
    code: 'PARITY_BAD_SECRET', message: 'an entry of the store (kubernetes) is no value itself', got: `'${entry}'`,
    fix: 'give the key a property, which every store can have',
  })));
}

/**
 * A preview is in its base's cluster, and its role in the store's namespace would have the name of the base's: whoever
 * applied the preview would take the store from the base.
 */
function refuseTakenRole(store: ApiObject, entries: string, { owner }: SecretOwner): void {
  const seen = new Map<string, { readonly entries: string; readonly own: string; readonly base: string }>();
  everyTarget(store, { entries, own: namespaceOf(store) }, (at, { target, previewOf }) => {
    const [base] = (previewOf ?? target).split('/');
    // Previews come last, so that all others of the base are known.
    const other = previewOf === undefined ? undefined : [...seen].find(([, each]) =>
      each.base === base && each.entries === at.entries && each.own !== at.own);
    seen.set(target, { ...at, base });
    if (other === undefined) return [];
    return [{
      code: 'PARITY_BAD_SECRET',
      message: "a preview would take another environment's role in the store (kubernetes)",
      got: `Role and RoleBinding '${owner}-secrets' in '${at.entries}', where ${other[0]} has its own`,
      expected: 'a namespace of its own for the entries of the store',
      fix: `give it one: --set secretStore.kubernetes.namespace=${at.own}`,
    }];
  });
}

/**
 * Lets the owner read its entries, which are Secrets of the store's namespace, and no other.
 *
 * What external-secrets asks besides (SelfSubjectRulesReview) everybody may who is logged in (`system:basic-user`).
 */
function createEntriesRole(
  scope: Construct, { owner, serviceAccount, labels }: SecretOwner, entries: readonly string[], namespace: string,
): void {
  const metadata = { name: `${owner}-secrets`, namespace, labels };
  createObject(scope, 'role', 'Role', {
    metadata,
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [...entries], verbs: ['get'] }],
  });
  createObject(scope, 'role-binding', 'RoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace: namespaceOf(scope) }],
  });
}

function namespaceOf(scope: Construct): string {
  return Chart.of(scope).namespace ?? facts<EnvironmentContract>(scope).namespace;
}
