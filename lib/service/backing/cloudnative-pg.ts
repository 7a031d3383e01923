import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type ArtifactRef, imageOf } from '../../environment/artifacts';
import { factWhereChosen } from '../../environment/facts';
import { createCustomObject } from '../custom-object';
import { imagePullSecretsOf } from '../identity/image-pull-secrets';
import type { ServiceLabels } from '../labels';
import { type ResourceOptions, resourcesOf, sizeText } from '../resources';
import { SecureDefaults } from '../secure-defaults';
import { badBacking } from './bad-backing';
import type { BackingStorage, CloudNativePgOptions } from './backing-props';
import { type PostgresOptions, extensionStatements } from './postgres-server';

/** What a cluster of CloudNativePG is put together from. */
export interface ClusterParts {
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly major: number;
  readonly options: PostgresOptions;
  readonly storage: BackingStorage;
  readonly resources: ResourceOptions;
  readonly cloudNativePg: CloudNativePgOptions;
}

/** The labels that CloudNativePG gives the pods of a cluster, also those of its jobs. */
export function clusterPods(name: string): Readonly<Record<string, string>> {
  return { 'cnpg.io/cluster': name };
}

/**
 * Has CloudNativePG provide a database (postgresql.cnpg.io/v1), which writes the Secret `<name>-app` itself.
 *
 * What `initdb` is told holds from the first start on; a change of collation or extensions needs a migration.
 */
export function createCluster(scope: Construct, parts: ClusterParts): void {
  const { name, labels, options, storage, cloudNativePg } = parts;
  createCustomObject(scope, 'cluster', 'Cluster', {
    metadata: { name, labels: { ...labels.object } },
    spec: {
      instances: cloudNativePg.instances ?? 3,
      imageName: clusterImage(scope, cloudNativePg.image, parts.major),
      enableSuperuserAccess: false,
      primaryUpdateStrategy: 'unsupervised',
      // Not those that tell services apart: CloudNativePG has its own there.
      inheritedMetadata: { labels: { ...Chart.of(scope).labels } },
      imagePullSecrets: imagePullSecretsOf(scope),
      bootstrap: {
        initdb: {
          database: options.database,
          owner: options.database,
          encoding: 'UTF8',
          localeCollate: options.collation,
          localeCType: options.collation,
          dataChecksums: true,
          ...(options.extensions.length === 0 ? {} : { postInitApplicationSQL: extensionStatements(options) }),
        },
      },
      postgresql: { parameters: { max_connections: `${options.maxConnections}` } },
      storage: {
        size: sizeText(scope, storage.size),
        storageClass: factWhereChosen(scope, ['storageClasses', storage.role]) as string,
      },
      resources: resourcesOf(scope, parts.resources, new SecureDefaults(scope)),
    },
  });
}

/** CloudNativePG reads the version of an image from its tag, and refuses one that has a digest alone. */
function clusterImage(scope: Construct, image: ArtifactRef | string, major: number): string {
  if (typeof image !== 'string') return imageOf(scope, image, `${major}`);
  if (/^[^@\s]+:\d+[^@/\s]*@sha256:[0-9a-f]{64}$/.test(image)) return image;
  throw badBacking(scope, `cloudNativePg.image: ${JSON.stringify(image.slice(0, 120))}`, {
    expected: 'repository:17@sha256:…', fix: 'write version and digest, or use artifact(...)',
  });
}
