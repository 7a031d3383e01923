/** Where the custom resource definitions of one file of `lib/imports` come from. */
export interface CrdSource {
  /** The file's name: `lib/imports/<name>.ts` and `lib/imports/crds/<name>.json`. */
  readonly name: string;
  readonly module: string;
  readonly version: string;
  /** The checksum that go.sum would hold: the bytes are pinned, not only their name. */
  readonly sum: string;
  readonly licence: 'Apache-2.0';
  /** Whom the module's licence file names, where it names somebody. */
  readonly copyright?: string;
  /** Paths inside the module, each with the kinds that are used of it. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Places of the schema that only hold the named properties; the others are left out. */
  readonly keep?: Readonly<Record<string, readonly string[]>>;
}

/** The providers of a secret store that are kept. All forty, in two kinds, would be more than half of `lib/imports`. */
const PROVIDERS = ['aws', 'azurekv', 'fake', 'gcpsm', 'kubernetes', 'vault'];

/**
 * The pinned Go modules that publish the definitions, by the name of their file.
 *
 * To update one: change `version`, empty `sum`, run `npm run import-crds`; it says which sum to write here.
 */
export const CRD_SOURCES: readonly CrdSource[] = [
  {
    name: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    licence: 'Apache-2.0',
    files: { 'deploy/crds/cert-manager.io_certificates.yaml': ['Certificate'] },
  },
  {
    name: 'cloudnative-pg',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    version: 'v1.30.0',
    sum: 'h1:fnhVq44xXx97MNiuvJsPrX1vSjYbgdyBK5MSGfdHdp0=',
    licence: 'Apache-2.0',
    files: {
      'config/crd/bases/postgresql.cnpg.io_clusters.yaml': ['Cluster'],
      'config/crd/bases/postgresql.cnpg.io_databases.yaml': ['Database'],
    },
  },
  {
    name: 'external-secrets',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    licence: 'Apache-2.0',
    files: {
      'config/crds/bases/external-secrets.io_clustersecretstores.yaml': ['ClusterSecretStore'],
      'config/crds/bases/external-secrets.io_externalsecrets.yaml': ['ExternalSecret'],
      'config/crds/bases/external-secrets.io_secretstores.yaml': ['SecretStore'],
    },
    keep: { 'ClusterSecretStore.spec.provider': PROVIDERS, 'SecretStore.spec.provider': PROVIDERS },
  },
  {
    name: 'gateway-api',
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.6.3',
    sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    licence: 'Apache-2.0',
    copyright: '2020 The Kubernetes Authors',
    files: {
      'config/crd/standard/gateway.networking.k8s.io_backendtlspolicies.yaml': ['BackendTLSPolicy'],
      'config/crd/standard/gateway.networking.k8s.io_gateways.yaml': ['Gateway'],
      'config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml': ['GRPCRoute'],
      'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml': ['HTTPRoute'],
      'config/crd/standard/gateway.networking.k8s.io_listenersets.yaml': ['ListenerSet'],
      'config/crd/standard/gateway.networking.k8s.io_referencegrants.yaml': ['ReferenceGrant'],
    },
  },
  {
    name: 'keda',
    module: 'github.com/kedacore/keda/v2',
    version: 'v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    licence: 'Apache-2.0',
    copyright: '2020 The KEDA Authors',
    files: {
      'config/crd/bases/keda.sh_scaledobjects.yaml': ['ScaledObject'],
      'config/crd/bases/keda.sh_triggerauthentications.yaml': ['TriggerAuthentication'],
    },
  },
  {
    name: 'vertical-pod-autoscaler',
    module: 'k8s.io/autoscaler/vertical-pod-autoscaler',
    version: 'v1.8.1',
    sum: 'h1:Pe8bV1wozN4gOKO1rleiIY5alIyAXN+DnXDbXQcL4fI=',
    licence: 'Apache-2.0',
    files: { 'deploy/vpa-v1-crd-gen.yaml': ['VerticalPodAutoscaler'] },
  },
];
