import type { SizeText } from '../../environment/vary';

/**
 * What each engine's interface is, the same in every environment and whoever provides it: the port, the keys of the
 * Secret with the connection, and the environment variables that its clients read by their own convention.
 */
export const ENGINES = {
  /** libpq's variables. The keys are those that CloudNativePG writes, which writes more. */
  postgres: {
    port: 5432,
    keys: ['username', 'password', 'host', 'port', 'dbname', 'uri'],
    env: { host: 'PGHOST', port: 'PGPORT', dbname: 'PGDATABASE', username: 'PGUSER', password: 'PGPASSWORD' },
  },
  redis: { port: 6379, keys: ['host', 'port', 'password', 'uri'], env: { uri: 'REDIS_URL' } },
  kafka: {
    port: 9092,
    keys: ['bootstrapServers', 'username', 'password', 'securityProtocol', 'saslMechanism'],
    env: {
      bootstrapServers: 'KAFKA_BOOTSTRAP_SERVERS', username: 'KAFKA_USERNAME', password: 'KAFKA_PASSWORD',
      securityProtocol: 'KAFKA_SECURITY_PROTOCOL', saslMechanism: 'KAFKA_SASL_MECHANISM',
    },
  },
  /** The S3 API; the variables are those of Amazon's SDKs, and the bucket's, which has no convention. */
  'object-store': {
    port: 9000,
    keys: ['endpoint', 'bucket', 'region', 'accessKeyId', 'secretAccessKey'],
    env: {
      endpoint: 'AWS_ENDPOINT_URL_S3', bucket: 'S3_BUCKET', region: 'AWS_REGION',
      accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
    },
  },
  rabbitmq: {
    port: 5672,
    keys: ['host', 'port', 'username', 'password', 'vhost', 'uri'],
    env: { uri: 'AMQP_URL' },
  },
} as const;

/** What a backing service is. */
export type BackingEngine = keyof typeof ENGINES;

/** A key of an engine's Secret. */
export type InterfaceKey<E extends BackingEngine> = (typeof ENGINES)[E]['keys'][number];

/** The environment variables that a service gets unless it says others, by the key that fills them. */
export function defaultEnv(engine: string): Readonly<Record<string, string>> {
  return Object.hasOwn(ENGINES, engine) ? ENGINES[engine as BackingEngine].env : {};
}

/** Where a managed one listens; that of an object store is reached by https. */
export function managedPort(engine: BackingEngine): number {
  return engine === 'object-store' ? 443 : ENGINES[engine].port;
}

/** Request and limit when none is given: what a server of few clients needs. */
export function defaultMemory(engine: BackingEngine): SizeText {
  return MEMORY[engine];
}

const MEMORY: Readonly<Record<BackingEngine, SizeText>> = {
  postgres: '512Mi', redis: '128Mi', kafka: '2Gi', 'object-store': '256Mi', rabbitmq: '512Mi',
};
