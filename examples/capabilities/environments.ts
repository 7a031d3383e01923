import { type EnvironmentContract, environment } from '../../lib';

/** What both clusters of the platform have. */
const platform = {
  kubernetes: '1.34',
  namespace: 'shop',
  entry: { gateway: 'public', gatewayNamespace: 'gateway', ingressClass: 'nginx', httpListener: 'http' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  storageClasses: { fast: 'premium-rwo', bulk: 'standard-rwo' },
  engines: { autoscaling: 'hpa', identity: 'gke', ingress: 'nginx' },
  certificates: { issuer: 'letsencrypt', issuerKind: 'ClusterIssuer' },
  imagePullSecrets: ['registry'],
  capabilities: {
    loadBalancer: true, mesh: true, metrics: true, gateway: true, certManager: true, externalSecrets: true,
    reloader: true, keda: true, verticalPodAutoscaler: true, workloadIdentity: true,
  },
  toolchain: {},
  apiServer: { cidrs: ['10.0.0.2/32'] },
} as const;

/** A developer's machine lacks most of it; what stands in is counted. */
export const local = environment<EnvironmentContract>('local', {
  ...platform,
  domain: 'shop.localhost',
  registry: 'localhost:5001',
  storageClasses: { fast: 'standard', bulk: 'standard' },
  secretStore: { name: 'local', kind: 'SecretStore', provider: 'fake' },
  imagePullSecrets: [],
  workloadIdentity: {},
  capabilities: {
    loadBalancer: false, mesh: false, metrics: true, gateway: false, certManager: false, externalSecrets: false,
    reloader: false, keda: false, verticalPodAutoscaler: false, workloadIdentity: false,
  },
  backings: {
    orders: { provisioner: 'stateful-set', engine: 'postgres', major: 17 },
    cart: { provisioner: 'stateful-set', engine: 'redis', major: 7 },
  },
});

/** The rehearsal: operators of its own instead of what the cloud manages. */
export const staging = environment<EnvironmentContract>('staging', {
  ...platform,
  domain: 'staging.shop.example.com',
  registry: 'registry.staging.example.com',
  secretStore: { name: 'platform', kind: 'ClusterSecretStore', provider: 'kubernetes', kubernetes: { namespace: 'vault' } },
  workloadIdentity: { project: 'shop-staging' },
  backings: {
    orders: { provisioner: 'cloudnative-pg', engine: 'postgres', major: 17 },
    cart: { provisioner: 'stateful-set', engine: 'redis', major: 7 },
  },
});

/** What customers use. */
export const production = environment<EnvironmentContract>('production', {
  ...platform,
  domain: 'shop.example.com',
  registry: 'registry.example.com',
  secretStore: {
    name: 'platform', kind: 'ClusterSecretStore', provider: 'vault',
    vault: { server: 'https://vault.example.com', path: 'secret', authMount: 'kubernetes' },
  },
  workloadIdentity: { project: 'shop-production' },
  backings: {
    orders: { provisioner: 'managed', engine: 'postgres', major: 17, cidrs: ['10.20.0.0/24'] },
    cart: { provisioner: 'managed', engine: 'redis', major: 7, cidrs: ['10.20.1.0/24'] },
  },
});

/** In promotion order. */
export const environments = [local, staging, production];
