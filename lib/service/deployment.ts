import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { PodIdentity } from './identity/identity';
import type { ServiceLabels } from './labels';
import { type Manifest, createObject } from './manifest';
import type { SecureDefaults } from './secure-defaults';

/** How many former revisions a Deployment can be rolled back to. */
export const REVISION_HISTORY = 5;

/** What a service's Deployment is put together from. */
export interface DeploymentParts {
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly defaults: SecureDefaults;
  readonly identity: PodIdentity;
  /** Absent under an autoscaler, which would otherwise be undone by each apply. */
  readonly replicas: number | undefined;
  readonly isHeldByOneNode: boolean;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly podAnnotations: Readonly<Record<string, string>> | undefined;
  readonly terminationGraceSeconds: number;
  readonly security: Manifest<k8s.PodSecurityContext>;
  readonly container: Manifest<k8s.Container>;
  readonly volumes: readonly Manifest<k8s.Volume>[] | undefined;
}

/** Creates the Deployment of a service: new pods are ready before old ones go. */
export function createDeployment(scope: Construct, parts: DeploymentParts): ApiObject {
  const { name, labels, defaults, identity } = parts;
  return createObject(scope, 'deployment', 'Deployment', {
    metadata: { name, labels: labels.object, annotations: parts.annotations },
    spec: {
      replicas: parts.replicas,
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: REVISION_HISTORY,
      selector: { matchLabels: labels.selector },
      strategy: strategyOf(parts),
      template: {
        metadata: { labels: { ...labels.pod, ...identity.labels }, annotations: parts.podAnnotations },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: identity.token,
          imagePullSecrets: identity.imagePullSecrets,
          enableServiceLinks: defaults.when('noServiceLinks', false),
          terminationGracePeriodSeconds: parts.terminationGraceSeconds,
          topologySpreadConstraints: defaults.when('topologySpread', spreadOver(labels)),
          securityContext: parts.security,
          containers: [parts.container],
          volumes: parts.volumes,
        },
      },
    },
  });
}

/**
 * A volume that one node holds would keep the new pod waiting for the old one for ever: there the old one goes first.
 */
function strategyOf({ isHeldByOneNode }: DeploymentParts): Manifest<k8s.DeploymentStrategy> {
  if (isHeldByOneNode) return { type: 'Recreate' };
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } };
}

/** Zones first, then nodes; a pod that cannot be spread runs all the same. Each roll-out is spread by itself. */
function spreadOver(labels: ServiceLabels): Manifest<k8s.TopologySpreadConstraint>[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels.selector },
    matchLabelKeys: ['pod-template-hash'],
  }));
}
