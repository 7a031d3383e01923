import { environment } from 'cdk8s-parity';
import type { Contract } from './contract';

const facts: Contract = {
  kubernetes: '1.34',
  domain: 'localhost',
  namespace: 'template-project',
  registry: 'docker.io',
  logLevel: 'debug',
  storageClasses: { fast: 'standard', bulk: 'standard' },
  secretStore: { name: 'local', kind: 'SecretStore' },
  entry: { gateway: 'none', gatewayNamespace: 'ingress-nginx', ingressClass: 'nginx' },
  telemetry: { endpoint: 'http://collector.observability:4317' },
  podSecurity: 'restricted',
  capabilities: {
    loadBalancer: false, mesh: false, metrics: true, gateway: false,
    certManager: false, externalSecrets: false, reloader: false, keda: false, verticalPodAutoscaler: false,
    workloadIdentity: false,
  },
  backings: {},
  toolchain: { node: '20.19.0' },
};

/** A developer's machine: an ingress controller instead of a gateway. */
export const local = environment('local', facts, {
  clusters: {
    // parity add cluster: clusters stand above this line
  },
});
