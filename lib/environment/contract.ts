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
  /** cert-manager issues certificates. Asked by routes with TLS. */
  readonly certManager?: boolean;
  /** external-secrets fills Secrets from a store. Asked by declared secrets. */
  readonly externalSecrets?: boolean;
  /** Stakater Reloader restarts pods whose Secret changed. Asked by secrets that reload by a restart. */
  readonly reloader?: boolean;
  /** KEDA scales by events. Asked by autoscalers with KEDA triggers. */
  readonly keda?: boolean;
  /** The Vertical Pod Autoscaler recommends requests. Asked by services that want recommendations. */
  readonly verticalPodAutoscaler?: boolean;
  /** Pods get an identity of the cloud's. Asked by services with a workload identity. */
  readonly workloadIdentity?: boolean;
}

/** Which of several engines does a job: named once, the same in every environment (PARITY_ENGINE_DIFFERS otherwise). */
export interface Engines {
  /** Who scales by load. @default 'hpa' */
  readonly autoscaling?: 'hpa' | 'keda';
  /** Whose identities workloads have: Google's, Amazon's or Microsoft's. @default - none is known */
  readonly identity?: 'gke' | 'eks' | 'azure';
  /**
   * Who serves Ingresses: one that only does what an Ingress itself says, or ingress-nginx with its annotations.
   * @default 'standard'
   */
  readonly ingress?: 'standard' | 'nginx';
}

/** Where a backing service comes from in one environment, and what is there. */
export interface BackingFacts {
  /**
   * Who provides it: a StatefulSet with a claim, CloudNativePG (its CRD is in the cluster; only for postgres), or
   * somebody outside of the cluster, whose connection the secret store holds.
   */
  readonly provisioner: 'stateful-set' | 'cloudnative-pg' | 'managed';
  /** The same in every environment, as the service declares it: `postgres`. */
  readonly engine: string;
  /** The major version, the same in every environment. */
  readonly major: number;
  /** The ranges that a managed one is reached in (RFC 4632). Only for `managed`. */
  readonly cidrs?: readonly string[];
  /** Where CloudNativePG's operator runs. Only for `cloudnative-pg`. @default - 'cnpg-system' */
  readonly operatorNamespace?: string;
}

/** The facts of the secret store, besides its name and kind. Each provider has its own; only the one named is asked. */
export interface SecretStoreFacts {
  /** A SecretStore or ClusterSecretStore of external-secrets that the platform keeps. */
  readonly name: string;
  readonly kind: string;
  /**
   * What is behind it. With a provider each service gets a store of its own, whose role may read its keys and no other;
   * `shared` is the platform's store for all.
   * @default - 'shared'
   */
  readonly provider?: 'shared' | 'kubernetes' | 'fake' | 'vault' | 'aws' | 'gcp' | 'azure';
  /** The namespace that holds the Secrets which stand for a store's entries. */
  readonly kubernetes?: { readonly namespace: string };
  readonly vault?: {
    readonly server: string;
    /** Where the key-value engine (version 2) is mounted. */
    readonly path: string;
    /** Where the Kubernetes auth method is mounted. */
    readonly authMount: string;
  };
  readonly aws?: { readonly region: string };
  readonly gcp?: { readonly project: string };
  readonly azure?: { readonly vaultUrl: string };
}

/**
 * The facts that every environment must answer. What is optional is asked only by what needs it (PARITY_UNKNOWN_FACT,
 * PARITY_MISSING_FACT); then all environments answer it. Extend the interface with your own:
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
  readonly secretStore: SecretStoreFacts;
  /** How requests come in: the name of the Gateway and its namespace, or an ingress class. */
  readonly entry: {
    readonly gateway: string;
    readonly gatewayNamespace: string;
    readonly ingressClass: string;
    /** The name of the Gateway's listener for plain HTTP. Asked by routes with TLS, which redirect it to HTTPS. */
    readonly httpListener?: string;
  };
  /** The OpenTelemetry collector's endpoint. */
  readonly telemetry: { readonly endpoint: string };
  /** The pod security level (pod-security.kubernetes.io/enforce) of the namespace. */
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  readonly capabilities: Capabilities;
  /** Pinned versions of what builds and runs the services: base image digests, language versions. */
  readonly toolchain: Readonly<Record<string, string>>;
  /** Which engine does a job that several could do. */
  readonly engines?: Engines;
  /** Who signs certificates (cert-manager). */
  readonly certificates?: { readonly issuer: string; readonly issuerKind: 'ClusterIssuer' | 'Issuer' };
  /** The names of the Secrets that registries are opened with, in the namespace; an empty list for none. */
  readonly imagePullSecrets?: readonly string[];
  /** What identities of the cloud are made of; only that of the engine `identity` is asked. */
  readonly workloadIdentity?: {
    /** The project of Google service accounts: `shop-prod`. */
    readonly project?: string;
    /** The account of IAM roles: text of 12 digits. */
    readonly account?: string;
    /** What the names of roles begin with, a path included. @default - nothing */
    readonly rolePrefix?: string;
    /** Of which of Amazon's clouds the account is. @default 'aws' */
    readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov';
    /** Client ids of managed identities, by the service's name. */
    readonly clientIds?: Readonly<Record<string, string>>;
    /** The tenant of managed identities. Asked by stores of secrets that are a Key Vault. @default - the cluster's */
    readonly tenantId?: string;
    /**
     * The ranges (RFC 4632) in which pods get Amazon's or Microsoft's tokens, on port 443.
     * @default - services say so themselves: callsExternal
     */
    readonly tokenCidrs?: readonly string[];
  };
  /** The ranges (RFC 4632) in which pods reach the Kubernetes API. Asked by services with permissions, and by CloudNativePG. */
  readonly apiServer?: { readonly cidrs: readonly string[] };
  /** The backing services by name. */
  readonly backings?: Readonly<Record<string, BackingFacts>>;
}
