import { environment } from 'cdk8s-parity';
import type { Contract } from './contract';

const facts: Contract = {
  kubernetes: '1.34',
  domain: 'example.com',
  namespace: 'template-project',
  registry: 'docker.io',
  logLevel: 'info',
  storageClasses: { fast: 'premium-rwo', bulk: 'standard-rwo' },
  secretStore: { name: 'platform', kind: 'ClusterSecretStore' },
  entry: { gateway: 'public', gatewayNamespace: 'gateway', ingressClass: 'none', httpListener: 'http' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  capabilities: {
    loadBalancer: true, mesh: false, metrics: true, gateway: true,
    certManager: true, externalSecrets: true, reloader: false, keda: false, verticalPodAutoscaler: false,
    workloadIdentity: false,
  },
  certificates: { issuer: 'letsencrypt', issuerKind: 'ClusterIssuer' },
  backings: {},
  toolchain: { node: '20.19.0' },
};

/** What customers use. */
export const production = environment('production', facts, {
  clusters: {
    // parity add cluster: clusters stand above this line
  },
});
