/** What differs between environments; everything else about a service is the same in all of them. */
export interface EnvironmentValues {
  readonly name: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly memoryMebibytes: number;
  readonly domain: string;
  readonly namespace: string;
}

/** What every environment shares of one service. */
export interface ServiceFacts {
  /** `svc-<n>`; the service's host is `svc-<n>.<domain>`. */
  readonly name: string;
  readonly image: string;
  readonly port: number;
  /** The uid of the container's user. */
  readonly user: number;
  readonly cpuMillis: { readonly request: number; readonly limit: number };
  readonly probes: { readonly live: string; readonly ready: string; readonly periodSeconds: number };
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  /** Percent of the requested CPU at which the autoscaler adds a replica. */
  readonly targetCpuPercent: number;
  readonly minAvailable: number;
  readonly owner: string;
}

const NAMED_ENVIRONMENTS: readonly EnvironmentValues[] = [
  {
    name: 'local', minReplicas: 1, maxReplicas: 2, memoryMebibytes: 128,
    domain: 'shop.localhost', namespace: 'shop-local',
  },
  {
    name: 'staging', minReplicas: 2, maxReplicas: 4, memoryMebibytes: 256,
    domain: 'staging.shop.example.com', namespace: 'shop-staging',
  },
  {
    name: 'production', minReplicas: 6, maxReplicas: 30, memoryMebibytes: 1024,
    domain: 'shop.example.com', namespace: 'shop',
  },
];

/** The environments in promotion order: local, staging, production, then `env-4`, `env-5` and so on. */
export function benchEnvironments(count: number): EnvironmentValues[] {
  return Array.from({ length: count }, (_, index) => NAMED_ENVIRONMENTS[index] ?? numberedEnvironment(index + 1));
}

function numberedEnvironment(number: number): EnvironmentValues {
  return {
    name: `env-${number}`,
    minReplicas: 2 + (number % 5),
    maxReplicas: 10 + (number % 40),
    memoryMebibytes: 192 + 64 * (number % 12),
    domain: `env-${number}.shop.example.com`,
    namespace: `shop-env-${number}`,
  };
}

/** The facts of the service with this number, counted from 1. */
export function benchService(number: number): ServiceFacts {
  const name = `svc-${number}`;
  const digest = number.toString(16).padStart(64, '0');
  return {
    name,
    image: `registry.example.com/shop/${name}@sha256:${digest}`,
    port: 8080,
    user: 10_001,
    cpuMillis: { request: 100, limit: 500 },
    probes: { live: '/livez', ready: '/readyz', periodSeconds: 10 },
    env: {
      PORT: '8080',
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      OTEL_SERVICE_NAME: name,
      CATALOG_ADDRESS: 'catalog:8080',
      REQUEST_TIMEOUT_MS: '2500',
    },
    config: {
      'features.json': '{"recommendations":true,"currency":"EUR"}',
      'retry.attempts': '3',
      'cache.ttl': '5m',
    },
    targetCpuPercent: 70,
    minAvailable: 1,
    owner: `team-${(number % 7) + 1}`,
  };
}

export function benchServices(count: number): ServiceFacts[] {
  return Array.from({ length: count }, (_, index) => benchService(index + 1));
}
