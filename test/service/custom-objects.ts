import type { CustomKinds } from '../../lib/service/custom-object';

/** One object of each kind, as an author writes it, with the fields that are spelled or typed in special ways. */
export const GOOD: { readonly [K in keyof CustomKinds]: CustomKinds[K] } = {
  BackendTLSPolicy: {
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
      validation: { hostname: 'cart.example.com', wellKnownCACertificates: 'System' },
    },
  },
  Certificate: { spec: { secretName: 'shop-tls', issuerRef: { name: 'ca', kind: 'ClusterIssuer' }, isCA: false } },
  Cluster: {
    metadata: {},
    spec: {
      instances: 3,
      storage: { size: '1Gi' },
      resources: { requests: { cpu: '500m', memory: 1024 } },
      postgresql: { pg_hba: ['hostssl all all all scram-sha-256'], parameters: { max_connections: '100' } },
      bootstrap: { initdb: { database: 'shop', owner: 'shop', postInitSQL: ['CREATE EXTENSION pg_trgm'] } },
      managed: { roles: [{ name: 'reader', validUntil: '2030-01-01T00:00:00Z' }] },
    },
  },
  ClusterSecretStore: { spec: { provider: { aws: { service: 'SecretsManager', region: 'eu-central-1' } } } },
  Database: { metadata: {}, spec: { name: 'shop', owner: 'shop', cluster: { name: 'db' } } },
  ExternalSecret: {
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: 'shop' },
      target: { creationPolicy: 'Owner', template: { data: { url: 'https://{{ .user }}' } } },
      data: [{ secretKey: 'user', remoteRef: { key: 'shop/payment', property: 'user' } }],
    },
  },
  GRPCRoute: { spec: { rules: [{ backendRefs: [{ name: 'cart', port: 50051 }] }] } },
  Gateway: { spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } },
  HTTPRoute: {
    spec: {
      hostnames: ['shop.example.com'],
      rules: [{
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        filters: [{ type: 'CORS', cors: { allowOrigins: ['https://example.com'], maxAge: 600 } }],
        timeouts: { request: '10s' },
        backendRefs: [{ name: 'cart', port: 80 }],
      }],
    },
  },
  ListenerSet: {
    spec: { parentRef: { name: 'shared' }, listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] },
  },
  ReferenceGrant: {
    spec: { from: [{ group: '', kind: 'Service', namespace: 'shop' }], to: [{ group: '', kind: 'Secret' }] },
  },
  ScaledObject: {
    spec: {
      scaleTargetRef: { name: 'cart' },
      triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '50' } }],
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { selectPolicy: 'Min', tolerance: 1 } } } },
    },
  },
  SecretStore: { spec: { provider: { fake: { data: [{ key: 'user', value: 'nobody' }] } } } },
  TriggerAuthentication: { spec: { secretTargetRef: [{ parameter: 'password', name: 'redis', key: 'password' }] } },
  VerticalPodAutoscaler: {
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
      updatePolicy: { updateMode: 'Off' },
    },
  },
};
