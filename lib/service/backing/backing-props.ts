import type { ArtifactRef } from '../../environment/artifacts';
import type { Identity } from '../identity/identity';
import type { ResourceOptions, SizeAmount } from '../resources';

/** What every backing service is declared by. `memory`, `cpu` and sizes may vary; the rest is the same everywhere. */
export interface BackingProps<K extends string = string> extends ResourceOptions {
  /**
   * The name by which the contract answers for it (`backings.orders`), and what its objects are called.
   * @default - the construct's id
   */
  readonly name?: string;
  /** The label `app.kubernetes.io/part-of`: the application that it belongs to. @default - the chart's id */
  readonly partOf?: string;
  /** The major version that the service is written for; each environment must have it. */
  readonly major: number;
  /**
   * The server's image, where it runs in the cluster (`stateful-set`): `artifact('postgres')`, or text that ends in a
   * digest. Which images it is written for is on the page of backing services.
   * @default - none: no environment can run it in the cluster
   */
  readonly image?: ArtifactRef | string;
  /**
   * The claim for its data, where it runs in the cluster: the role of a storage class, and the size, which may vary.
   * @default - none: no environment can run it in the cluster, unless it keeps nothing
   */
  readonly storage?: BackingStorage;
  /**
   * Where a managed one listens, in every environment that has one.
   * @default - the engine's port; 443 for an object store
   */
  readonly managedPort?: number;
  /**
   * By which identity of the cloud's the store of secrets is read, where that store is the cloud's own: `workload`, as
   * of a service. Its pods call nothing by it.
   * @default - none
   */
  readonly identity?: Pick<Identity, 'workload'>;
  /**
   * Keys of the Secret besides the engine's, for clients that want the connection in a form of their own:
   * `{ address: '{{ .host }}:{{ .port }},password={{ .password }}' }`. The text computes it where the server is made
   * here; of a managed one the store's entry has it, as it has the others. CloudNativePG knows no further keys.
   * @default - the engine's alone
   */
  readonly keys?: Readonly<Record<K, string>>;
}

export interface BackingStorage { readonly role: string; readonly size: SizeAmount }

export interface PostgresProps<K extends string = string> extends BackingProps<K> {
  /** @default - the name, with underscores for dashes */
  readonly database?: string;
  /** Created in the database when it is made (`CREATE EXTENSION`). The image must have them. @default - none */
  readonly extensions?: readonly string[];
  /** `LC_COLLATE` and `LC_CTYPE` of the database: decides the order of texts. @default 'C.UTF-8' */
  readonly collation?: string;
  /** The server's `max_connections`. @default 100 */
  readonly maxConnections?: number;
  /** What CloudNativePG needs where it provides the database. @default - no environment can have it provided so */
  readonly cloudNativePg?: CloudNativePgOptions;
}

export interface CloudNativePgOptions {
  /** An image for CloudNativePG (`ghcr.io/cloudnative-pg/postgresql`), which needs more than the server. */
  readonly image: ArtifactRef | string;
  /** One primary, and replicas. May be a variation. @default 3 */
  readonly instances?: number;
}

export interface RedisProps<K extends string = string> extends BackingProps<K> {
  /**
   * Whether what is written outlives a restart: a store, or a cache that is empty afterwards. Services are written for
   * one of the two, so it is the same everywhere.
   */
  readonly persistence: boolean;
  /** What goes when the memory is full. @default - 'noeviction' for a store, 'allkeys-lru' for a cache */
  readonly eviction?: EvictionPolicy;
}

/** `maxmemory-policy` of Redis. */
export type EvictionPolicy =
  | 'noeviction' | 'allkeys-lru' | 'allkeys-lfu' | 'allkeys-random' | 'volatile-lru' | 'volatile-lfu'
  | 'volatile-random' | 'volatile-ttl';

export interface KafkaProps<K extends string = string> extends BackingProps<K> {
  /** Whether a topic is made when it is first used. @default false */
  readonly autoCreateTopics?: boolean;
  /** Partitions of a topic that is made without saying how many. @default 1 */
  readonly partitions?: number;
}

export interface ObjectStoreProps<K extends string = string> extends Omit<BackingProps<K>, 'major'> {
  /** Of the S3 API, which has one version (2006-03-01). @default 1 */
  readonly major?: number;
  /** The bucket of an object store in the cluster; another's is in the Secret. @default - the name */
  readonly bucket?: string;
  /** The region of an object store in the cluster; another's is in the Secret. @default 'us-east-1' */
  readonly region?: string;
}

export interface RabbitMqProps<K extends string = string> extends BackingProps<K> {
  /** @default - the name */
  readonly vhost?: string;
}
