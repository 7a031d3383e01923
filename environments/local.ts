import { environment } from '../lib';
import type { ShopContract } from './contract';

/** A developer's machine: a registry mirror beside the cluster, an ingress controller, no operators, no mesh. */
export const local = environment<ShopContract>('local', {
  kubernetes: '1.34',
  domain: 'shop.localhost',
  storefrontHost: 'shop.localhost',
  namespace: 'shop',
  registry: 'localhost:5001',
  storageClasses: { fast: 'standard', bulk: 'standard' },
  secretStore: { name: 'local', kind: 'SecretStore' },
  entry: { gateway: 'shop', gatewayNamespace: 'ingress', ingressClass: 'nginx' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  capabilities: {
    loadBalancer: false, mesh: false, metrics: true, gateway: false, certManager: false, externalSecrets: false,
    reloader: false, verticalPodAutoscaler: false, workloadIdentity: false,
  },
  engines: { identity: 'gke', ingress: 'nginx' },
  imagePullSecrets: [],
  backings: { 'redis-cart': { provisioner: 'stateful-set', engine: 'redis', major: 8 } },
  toolchain: { node: '20.19.0', go: '1.24.4', base: 'gcr.io/distroless/static-debian12' },
});
