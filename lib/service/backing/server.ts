import type { k8s } from 'cdk8s-plus-28';
import type { SecretKeyRecord } from '../../environment/service-records';
import type { Manifest } from '../manifest';

/** How an engine runs in the cluster: what its image needs, as the image's own documentation says. */
export interface Server {
  /** The user that the image is made for, and its group. */
  readonly user: number;
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly env: readonly Manifest<k8s.EnvVar>[];
  readonly probes: Pick<Manifest<k8s.Container>, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;
  /** Where its data is, in a claim or, when it keeps nothing, as long as the pod. */
  readonly data: readonly { readonly mountPath: string; readonly subPath?: string }[];
  /** It needs no claim: what it has goes with the pod. @default false */
  readonly keepsNothing?: boolean;
  /** Folders besides that the server writes to, by the volume's name. */
  readonly scratch: Readonly<Record<string, string>>;
  /** Which of them hold secrets, and so no disk. @default - none */
  readonly isSecret?: readonly string[];
  /** Files from a ConfigMap, whose change restarts the server. */
  readonly files?: { readonly mountPath: string; readonly content: Readonly<Record<string, string>> };
  /** The keys of the Secret: what is made up, and what follows from it. */
  readonly keys: readonly SecretKeyRecord[];
}

/** What every server is made from. */
export interface Named { readonly name: string; readonly secret: string; readonly port: number }

export function fromSecret(name: string, { secret }: Named, key: string): Manifest<k8s.EnvVar> {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

/** A key that `parity secrets init` may make up, and that the store then keeps. */
export function made({ secret }: Named, name: string, length = 32): SecretKeyRecord {
  return { name, remote: { key: secret, property: name }, generate: { form: 'alphanumeric', length } };
}

/** What is no secret, or follows from one. */
export function computed(keys: Readonly<Record<string, string>>): SecretKeyRecord[] {
  return Object.entries(keys).map(([name, template]) => ({ name, template }));
}
