import { environment } from '../lib';
import type { ShopContract } from './contract';

/** What customers use. */
export const production = environment<ShopContract>('production', {
  kubernetes: '1.34',
  domain: 'shop.example.com',
  storefrontHost: 'shop.example.com',
  namespace: 'shop',
  registry: 'registry.example.com',
  storageClasses: { fast: 'premium-rwo', bulk: 'standard-rwo' },
  secretStore: {
    name: 'platform', kind: 'ClusterSecretStore', provider: 'vault',
    vault: { server: 'https://vault.example.com', path: 'shop', authMount: 'kubernetes' },
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
  workloadIdentity: { project: 'shop-production' },
  backings: { 'redis-cart': { provisioner: 'managed', engine: 'redis', major: 8, cidrs: ['10.20.1.0/24'] } },
  toolchain: { node: '20.19.0', go: '1.24.4', base: 'gcr.io/distroless/static-debian12' },
});
