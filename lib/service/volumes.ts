import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../environment/contract';
import { facts } from '../environment/facts';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';
import type { MountedConfig } from './config/config-files';
import type { ServiceLabels } from './labels';
import { type Manifest, createObject } from './manifest';
import { type SizeAmount, sizeText } from './resources';
import type { DeclaredSecretVolume } from './secrets/secret-set';

interface Mount {
  /** The folder it appears at. */
  readonly mount: string;
  /** @default false; true for a Secret */
  readonly readOnly?: boolean;
}

/** A folder that lives as long as the pod, of a limited size. */
export interface EmptyDirVolume extends Mount {
  readonly emptyDir: SizeAmount;
  /** `Memory` counts against the memory limit. @default - the node's disk */
  readonly medium?: 'Memory';
}

/** A folder that outlives the pod, on the environment's storage class for a role (`fast`, `bulk`). */
export interface ClaimVolume extends Mount {
  readonly claim: {
    readonly role: string;
    readonly size: SizeAmount;
    /** @default 'ReadWriteOnce' */
    readonly accessMode?: AccessMode;
  };
}
export type AccessMode = 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | 'ReadOnlyMany';

/** The keys of a Secret as files. */
export interface SecretVolume extends Mount {
  readonly secret: string;
  /** @default - all that it has */
  readonly keys?: readonly string[];
}

/** What a pod can be given as it is. */
export type StoredVolume = EmptyDirVolume | ClaimVolume | SecretVolume;

export type Volume = StoredVolume | DeclaredSecretVolume;

/** Volumes by name: lower-case letters, digits and dashes. */
export type Volumes = Readonly<Record<string, Volume>>;

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Creates the claims, and gives a pod's volumes and where its container mounts them. */
export function createVolumes(
  scope: Construct, name: string, labels: ServiceLabels, volumes: Readonly<Record<string, StoredVolume>>,
  files: readonly MountedConfig[],
) {
  const pod: Manifest<k8s.Volume>[] = [];
  const mounts: Manifest<k8s.VolumeMount>[] = [];
  for (const { volume, mountPath, configMaps: [first, ...others] } of files) {
    const of = [first, ...others].map((configMap) => ({ configMap: { name: configMap } }));
    pod.push({ name: volume, ...(others.length === 0 ? of[0] : { projected: { sources: of } }) });
    mounts.push({ name: volume, mountPath, readOnly: true });
  }
  for (const [volume, of] of Object.entries(volumes)) {
    checkName(scope, volume);
    pod.push({ name: volume, ...createSource(scope, `${name}-${volume}`, volume, labels, of) });
    mounts.push({ name: volume, mountPath: of.mount, ...(of.readOnly ?? 'secret' in of ? { readOnly: true } : {}) });
  }
  refuseTwice(scope, 'two volumes have one name', pod.map(({ name }) => name));
  refuseTwice(scope, 'two volumes are mounted at one path', mounts.map(({ mountPath }) => mountPath));
  return { pod: pod.length === 0 ? undefined : pod, mounts: mounts.length === 0 ? undefined : mounts };
}

/** Whether a volume can be held by one node at a time, so that an old pod must go before a new one comes. */
export function isHeldByOneNode(volumes: Volumes): boolean {
  return Object.values(volumes).some((volume) =>
    'claim' in volume && ['ReadWriteOnce', 'ReadWriteOncePod'].includes(volume.claim.accessMode ?? 'ReadWriteOnce'));
}

function createSource(
  scope: Construct, claimName: string, volume: string, labels: ServiceLabels, of: StoredVolume,
): Omit<Manifest<k8s.Volume>, 'name'> {
  if ('emptyDir' in of) return { emptyDir: { sizeLimit: sizeText(scope, of.emptyDir), medium: of.medium } };
  if ('secret' in of) {
    return { secret: { secretName: of.secret, items: of.keys?.map((key) => ({ key, path: key })) } };
  }
  createObject(scope, `claim-${volume}`, 'PersistentVolumeClaim', {
    metadata: { name: claimName, labels: labels.object },
    spec: {
      accessModes: [of.claim.accessMode ?? 'ReadWriteOnce'],
      storageClassName: facts<EnvironmentContract>(scope).storageClasses[of.claim.role],
      resources: { requests: { storage: sizeText(scope, of.claim.size) } },
    },
  });
  return { persistentVolumeClaim: { claimName } };
}

/** The API server would refuse the pod. */
function refuseTwice(scope: Construct, message: string, texts: readonly unknown[]): void {
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice === undefined) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME', message, where: authoredAt(scope), got: JSON.stringify(twice),
    fix: 'give one of them another; folders of configFiles are volumes as well',
  });
}

function checkName(scope: Construct, name: string): void {
  if (NAME.test(name)) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME', message: 'a volume cannot have this name', where: authoredAt(scope),
    got: JSON.stringify(name.slice(0, 80)),
    expected: 'lower-case letters, digits and dashes, at most 63 characters', fix: 'give another name',
  });
}
