import { ApiObject, Lazy } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/**
 * The plain data of a generated L1 type: its unions (`IntOrString`, `Quantity`) as text or a number.
 *
 * Objects are written as data rather than through cdk8s-plus's L1 classes: the types are the same, nothing is loaded
 * for them, rendering is several times faster, and fields newer than Kubernetes 1.28 are not dropped.
 */
export type Manifest<T> =
  T extends string | number | boolean | undefined ? T
    : T extends readonly (infer E)[] ? readonly Manifest<E>[]
      : [keyof T] extends ['value'] ? string | number
        : { readonly [K in keyof T]: Manifest<T[K]> };

/** The properties of the L1 kinds that a service is made of. */
interface Kinds {
  readonly ConfigMap: k8s.KubeConfigMapProps;
  readonly Deployment: k8s.KubeDeploymentProps;
  readonly HorizontalPodAutoscaler: k8s.KubeHorizontalPodAutoscalerV2Props;
  readonly Ingress: k8s.KubeIngressProps;
  readonly LimitRange: k8s.KubeLimitRangeProps;
  readonly Namespace: k8s.KubeNamespaceProps;
  readonly NetworkPolicy: k8s.KubeNetworkPolicyProps;
  readonly PersistentVolumeClaim: k8s.KubePersistentVolumeClaimProps;
  readonly PodDisruptionBudget: k8s.KubePodDisruptionBudgetProps;
  readonly ResourceQuota: k8s.KubeResourceQuotaProps;
  readonly Role: k8s.KubeRoleProps;
  readonly RoleBinding: k8s.KubeRoleBindingProps;
  readonly Service: k8s.KubeServiceProps;
  readonly ServiceAccount: k8s.KubeServiceAccountProps;
  readonly StatefulSet: k8s.KubeStatefulSetProps;
}

const API_VERSIONS: Readonly<Record<keyof Kinds, string>> = {
  ConfigMap: 'v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  LimitRange: 'v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PersistentVolumeClaim: 'v1',
  PodDisruptionBudget: 'policy/v1',
  ResourceQuota: 'v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
};

/** Kinds that stand in no namespace, although their chart's other objects do. */
const CLUSTER_SCOPED: ReadonlySet<keyof Kinds> = new Set(['Namespace']);

/** cdk8s gives each object its chart's namespace unless it has one, also those that can have none: this is none. */
export const NO_NAMESPACE = Lazy.any({ produce: () => undefined }) as string;

/** Creates an object of a kind that Kubernetes itself serves. */
export function createObject<K extends keyof Kinds>(
  scope: Construct, id: string, kind: K, manifest: Manifest<Kinds[K]>,
): ApiObject {
  const props = manifest as { readonly metadata?: object };
  return new ApiObject(scope, id, {
    apiVersion: API_VERSIONS[kind], kind, ...props,
    ...(CLUSTER_SCOPED.has(kind) ? { metadata: { ...props.metadata, namespace: NO_NAMESPACE } } : {}),
  });
}
