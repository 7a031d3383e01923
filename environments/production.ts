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
  secretStore: { name: 'platform', kind: 'ClusterSecretStore' },
  entry: { gateway: 'public', gatewayNamespace: 'gateway', ingressClass: 'none' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  capabilities: { loadBalancer: true, mesh: true, metrics: true, gateway: true },
  toolchain: { node: '20.19.0', go: '1.24.4', base: 'gcr.io/distroless/static-debian12' },
});
