import { environment } from '../lib';
import type { ShopContract } from './contract';

/** The rehearsal: the same cluster software as production, smaller. */
export const staging = environment<ShopContract>('staging', {
  kubernetes: '1.34',
  domain: 'staging.shop.example.com',
  storefrontHost: 'staging.shop.example.com',
  namespace: 'shop',
  registry: 'registry.staging.example.com',
  storageClasses: { fast: 'premium-rwo', bulk: 'standard-rwo' },
  secretStore: {
    name: 'platform', kind: 'ClusterSecretStore', provider: 'vault',
    vault: { server: 'https://vault.staging.example.com', path: 'shop', authMount: 'kubernetes' },
  },
  entry: { gateway: 'public', gatewayNamespace: 'gateway', ingressClass: 'none', httpListener: 'http' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  capabilities: {
    loadBalancer: true, mesh: true, metrics: true, gateway: true, certManager: true, externalSecrets: true,
    reloader: true, verticalPodAutoscaler: true, workloadIdentity: true,
  },
  engines: { identity: 'gke', ingress: 'nginx' },
  certificates: { issuer: 'letsencrypt', issuerKind: 'ClusterIssuer' },
  imagePullSecrets: ['registry'],
  workloadIdentity: { project: 'shop-staging' },
  backings: { 'redis-cart': { provisioner: 'stateful-set', engine: 'redis', major: 8 } },
  toolchain: { node: '20.19.0', go: '1.24.4', base: 'gcr.io/distroless/static-debian12' },
});
