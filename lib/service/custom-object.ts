import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type * as certManager from '../imports/cert-manager';
import type * as cloudNativePg from '../imports/cloudnative-pg';
import type * as externalSecrets from '../imports/external-secrets';
import type * as gatewayApi from '../imports/gateway-api';
import type * as keda from '../imports/keda';
import type * as verticalPodAutoscaler from '../imports/vertical-pod-autoscaler';

/**
 * The plain data of a generated custom resource's type: enums as their text, unions (`IntOrString`) as text or a
 * number, dates as text, and each field as the manifest spells it (`isCA`, where the class says `isCa`).
 *
 * Objects are written as data for the reasons that `Manifest` gives: of `lib/imports` only types are used.
 *
 * @typeParam Names the `WireNames` of the type's module
 */
export type CustomManifest<T, Names> =
  T extends Date ? string
    : T extends string ? T | `${T}`
      : T extends number | boolean | undefined ? T
        : T extends readonly (infer E)[] ? readonly CustomManifest<E, Names>[]
          : T extends { readonly value: infer V } ? (string | number extends V ? string | number : Fields<T, Names>)
            : Fields<T, Names>;

type Fields<T, Names> = {
  readonly [K in keyof T as K extends keyof Names ? Names[K] & string : K]: CustomManifest<T[K], Names>;
};

/** The properties of the custom kinds that a service may be made of. */
export interface CustomKinds {
  readonly BackendTLSPolicy: CustomManifest<gatewayApi.BackendTlsPolicyProps, gatewayApi.WireNames>;
  readonly Certificate: CustomManifest<certManager.CertificateProps, certManager.WireNames>;
  readonly Cluster: CustomManifest<cloudNativePg.ClusterProps, cloudNativePg.WireNames>;
  readonly ClusterSecretStore: CustomManifest<externalSecrets.ClusterSecretStoreProps, externalSecrets.WireNames>;
  readonly Database: CustomManifest<cloudNativePg.DatabaseProps, cloudNativePg.WireNames>;
  readonly ExternalSecret: CustomManifest<externalSecrets.ExternalSecretProps, externalSecrets.WireNames>;
  readonly GRPCRoute: CustomManifest<gatewayApi.GrpcRouteProps, gatewayApi.WireNames>;
  readonly Gateway: CustomManifest<gatewayApi.GatewayProps, gatewayApi.WireNames>;
  readonly HTTPRoute: CustomManifest<gatewayApi.HttpRouteProps, gatewayApi.WireNames>;
  readonly ListenerSet: CustomManifest<gatewayApi.ListenerSetProps, gatewayApi.WireNames>;
  readonly ReferenceGrant: CustomManifest<gatewayApi.ReferenceGrantProps, gatewayApi.WireNames>;
  readonly ScaledObject: CustomManifest<keda.ScaledObjectProps, keda.WireNames>;
  readonly SecretStore: CustomManifest<externalSecrets.SecretStoreProps, externalSecrets.WireNames>;
  readonly TriggerAuthentication: CustomManifest<keda.TriggerAuthenticationProps, keda.WireNames>;
  readonly VerticalPodAutoscaler:
    CustomManifest<verticalPodAutoscaler.VerticalPodAutoscalerProps, verticalPodAutoscaler.WireNames>;
}

/** The version of each custom kind: the one that its definition stores. */
export const CUSTOM_API_VERSIONS: Readonly<Record<keyof CustomKinds, string>> = {
  BackendTLSPolicy: 'gateway.networking.k8s.io/v1',
  Certificate: 'cert-manager.io/v1',
  Cluster: 'postgresql.cnpg.io/v1',
  ClusterSecretStore: 'external-secrets.io/v1',
  Database: 'postgresql.cnpg.io/v1',
  ExternalSecret: 'external-secrets.io/v1',
  GRPCRoute: 'gateway.networking.k8s.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  ListenerSet: 'gateway.networking.k8s.io/v1',
  ReferenceGrant: 'gateway.networking.k8s.io/v1beta1',
  ScaledObject: 'keda.sh/v1alpha1',
  SecretStore: 'external-secrets.io/v1',
  TriggerAuthentication: 'keda.sh/v1alpha1',
  VerticalPodAutoscaler: 'autoscaling.k8s.io/v1',
};

/** Creates an object of a custom kind; its definition must be in the cluster. */
export function createCustomObject<K extends keyof CustomKinds>(
  scope: Construct, id: string, kind: K, manifest: CustomKinds[K],
): ApiObject {
  return new ApiObject(scope, id, { apiVersion: CUSTOM_API_VERSIONS[kind], kind, ...(manifest as object) });
}
