/** What a cluster of an environment has or lacks; extend it with your own. */
export interface Capabilities {
  /** Services of type LoadBalancer get an address. */
  readonly loadBalancer: boolean;
  /** A service mesh gives workloads mutual TLS. */
  readonly mesh: boolean;
  /** The metrics API answers, so that autoscalers work. */
  readonly metrics: boolean;
  /** A Gateway API implementation serves HTTPRoutes. */
  readonly gateway: boolean;
}

/**
 * The facts that every environment must answer. Extend the interface with your own:
 *
 * ```ts
 * interface ShopContract extends EnvironmentContract { readonly paymentUrl: string }
 * ```
 *
 * A fact is a plain value that the platform decides; none of them is the environment's name, since code that could
 * read it would branch on it.
 */
export interface EnvironmentContract {
  /** The minor version of the control plane: `1.34`. */
  readonly kubernetes: string;
  /** The domain below which services are reached from outside. */
  readonly domain: string;
  /** The namespace that the charts' objects live in. */
  readonly namespace: string;
  /** The host, with port if any, that serves the container images: the same bytes everywhere. */
  readonly registry: string;
  /** Storage class names by role (`fast`, `bulk` ...): roles are the same everywhere, classes are not. */
  readonly storageClasses: Readonly<Record<string, string>>;
  /** Where secrets come from: a SecretStore or ClusterSecretStore of external-secrets. */
  readonly secretStore: { readonly name: string; readonly kind: string };
  /** How requests come in: the name of the Gateway and its namespace, or an ingress class. */
  readonly entry: { readonly gateway: string; readonly gatewayNamespace: string; readonly ingressClass: string };
  /** The OpenTelemetry collector's endpoint. */
  readonly telemetry: { readonly endpoint: string };
  /** The pod security level (pod-security.kubernetes.io/enforce) of the namespace. */
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  readonly capabilities: Capabilities;
  /** Pinned versions of what builds and runs the services: base image digests, language versions. */
  readonly toolchain: Readonly<Record<string, string>>;
}
