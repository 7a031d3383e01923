import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { derive } from '../../environment/derive';
import { factWhereChosen } from '../../environment/facts';
import { imagePullSecretsOf } from '../identity/image-pull-secrets';
import type { ServiceLabels } from '../labels';
import { type Manifest, createObject } from '../manifest';
import { type ResourceOptions, resourcesOf, sizeText } from '../resources';
import { SecureDefaults } from '../secure-defaults';
import { containerSecurity, podSecurity } from '../security';
import type { BackingStorage } from './backing-props';
import type { Server } from './server';

/** What a server in the cluster is put together from. */
export interface StatefulSetParts {
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly image: string;
  readonly server: Server;
  /** Absent when the server keeps nothing. */
  readonly storage: BackingStorage | undefined;
  readonly resources: ResourceOptions;
  readonly port: { readonly name: string; readonly port: number };
}

const DATA = 'data';
/** The pod's own address behind the name. As the API spells it: the L1 type says `clusterIp`. */
const HEADLESS: object = { clusterIP: 'None' };

/**
 * Runs a server in the cluster: one pod with a name that stays, and its claim.
 *
 * The claim outlives the StatefulSet, whatever becomes of it: a template that loses the object loses no data. Its size
 * is immutable once it is there, as all of a StatefulSet's claim templates are.
 */
export function createStatefulSet(scope: Construct, parts: StatefulSetParts): void {
  const { name, labels, server, port } = parts;
  const defaults = new SecureDefaults(scope);
  const { volumes, mounts } = volumesOf(scope, parts);
  createObject(scope, 'service', 'Service', {
    metadata: { name, labels: labels.object },
    spec: {
      ...HEADLESS,
      selector: labels.selector,
      ports: [{ name: port.name, port: port.port, targetPort: port.port, protocol: 'TCP' }],
    },
  });
  createObject(scope, 'stateful-set', 'StatefulSet', {
    metadata: { name, labels: labels.object },
    spec: {
      serviceName: name,
      replicas: 1,
      revisionHistoryLimit: 5,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: labels.selector },
      template: {
        metadata: { labels: labels.pod },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          imagePullSecrets: imagePullSecretsOf(scope),
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 60,
          securityContext: podSecurity({ runAsUser: server.user, runAsGroup: server.user }, defaults),
          containers: [{
            name: 'main',
            image: parts.image,
            command: server.command,
            args: server.args,
            env: server.env,
            ports: [{ name: port.name, containerPort: port.port, protocol: 'TCP' }],
            resources: resourcesOf(scope, parts.resources, defaults),
            ...server.probes,
            securityContext: containerSecurity(defaults),
            volumeMounts: mounts,
          }],
          volumes,
        },
      },
      volumeClaimTemplates: parts.storage === undefined ? undefined : [claimOf(scope, labels, parts.storage)],
    },
  });
}

/** Which class a role is only the environments say that run the server in the cluster. */
function claimOf(
  scope: Construct, labels: ServiceLabels, { role, size }: BackingStorage,
): Manifest<k8s.KubePersistentVolumeClaimProps> {
  return {
    metadata: { name: DATA, labels: labels.object },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: factWhereChosen(scope, ['storageClasses', role]) as string,
      resources: { requests: { storage: sizeText(scope, size) } },
    },
  };
}

/** The claim comes by its template, under the same name. */
function volumesOf(scope: Construct, { name, labels, server, storage }: StatefulSetParts) {
  const volumes: Manifest<k8s.Volume>[] = storage === undefined ? [{ name: DATA, emptyDir: {} }] : [];
  const mounts: Manifest<k8s.VolumeMount>[] = server.data.map((mount) => ({ name: DATA, ...mount }));
  for (const [volume, mountPath] of Object.entries(server.scratch)) {
    volumes.push({ name: volume, emptyDir: { medium: server.isSecret?.includes(volume) ? 'Memory' : undefined } });
    mounts.push({ name: volume, mountPath });
  }
  if (server.files !== undefined) {
    const { mountPath, content } = server.files;
    const configMap = `${name}-server-${derive.contentHash(content)}`;
    createObject(scope, 'config', 'ConfigMap', {
      metadata: { name: configMap, labels: labels.object }, immutable: true, data: { ...content },
    });
    volumes.push({ name: 'config', configMap: { name: configMap } });
    mounts.push({ name: 'config', mountPath, readOnly: true });
  }
  return { volumes: volumes.length === 0 ? undefined : volumes, mounts };
}
