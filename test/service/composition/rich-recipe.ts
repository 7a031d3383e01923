import type { EnvironmentRecipe, Recipe, ServiceRecipe } from './recipe';

const plain: ServiceRecipe = {
  ports: 'http', calls: [], external: [], sources: [], exposure: undefined, config: 'none', files: [], secrets: [],
  volumes: [], uses: [], scaling: 'fixed', recommend: false, permissions: false, workload: false, isOpen: false,
  removed: [],
};
const capabilities = {
  mesh: false, metrics: true, gateway: true, certManager: true, externalSecrets: true, reloader: true, keda: true,
  verticalPodAutoscaler: true, workloadIdentity: true,
};
const laptop: EnvironmentRecipe = {
  store: 'fake', pullSecrets: 0, namespace: 0,
  capabilities: { ...capabilities, metrics: false, gateway: false, externalSecrets: false, keda: false },
};
const cluster: EnvironmentRecipe = { store: 'vault', pullSecrets: 2, namespace: 1, capabilities };

/** An app with a bit of everything and nothing twice, so that whatever is taken from it is missed. */
export const RICH: Recipe = {
  baseline: undefined,
  engines: { autoscaling: 'hpa', identity: 'gke', ingress: 'nginx' },
  environments: [laptop, { ...cluster, store: 'kubernetes' }, cluster, laptop],
  backings: [
    { engine: 'postgres', chart: 1, persistence: true, provisioners: [0, 2, 1, 0] },
    { engine: 'rabbitmq', chart: 0, persistence: true, provisioners: [0, 0, 1, 0] },
  ],
  charts: [{
    isEager: true, isApart: false, variesMemory: true, variesRanges: true,
    services: [
      {
        ...plain, ports: 'two', calls: [{ to: 1, port: 0 }, { to: 2, port: 1 }], scaling: 'load', config: 'typed',
        exposure: { isShared: false, hosts: 2, tls: 'secret', redirect: true, backendTls: true, second: true },
        external: [{ range: 'varied', ports: [443, 8443] }], secrets: [{ set: 0, keys: 3, as: 'env' }],
      },
      {
        ...plain, ports: 'grpc', uses: [0], permissions: true, workload: true, volumes: ['claim', 'shared'],
        exposure: { isShared: false, hosts: 1, tls: 'http', redirect: false, backendTls: false, second: false },
        secrets: [{ set: 2, keys: 7, as: 'files' }], recommend: true,
      },
    ],
  }, {
    isEager: false, isApart: false, variesMemory: true, variesRanges: false,
    services: [
      {
        ...plain, ports: 'dns', uses: [1], files: ['template', 'other'], config: 'plain', scaling: 'events',
        sources: [{ namespace: 'tools', isLabelled: true, isOnePort: true }], calls: [{ to: 3, port: 0 }],
      },
    ],
  }, {
    isEager: true, isApart: true, variesMemory: false, variesRanges: false,
    services: [{ ...plain, calls: [{ to: 0, port: 1 }], permissions: true, secrets: [{ set: 1, keys: 1, as: 'env' }] }],
  }],
};

/** The same behind a baseline that lets telemetry through. */
export const CLOSED: Recipe = { ...RICH, baseline: { isFirst: false, isEager: false, allows: true } };
