import type { Construct } from 'constructs';
import { CallGraph, type ServiceRef, chartOf } from '../../environment/call-graph';
import { givenNamespace } from '../../environment/chart-namespace';
import { ParityConstruct } from '../../environment/parity-construct';
import { backingRecords } from '../../environment/service-records';
import { callSite } from '../../environment/source-location';
import type { JsonObject } from '../../template/json';
import { labelsOf, serviceName } from '../labels';
import { type SizeAmount, rangeOf } from '../resources';
import { checkAgreement } from './agreement';
import { LABEL, badBacking, fixedNumber, fixedText } from './bad-backing';
import type {
  BackingProps, KafkaProps, ObjectStoreProps, PostgresProps, RabbitMqProps, RedisProps,
} from './backing-props';
import { type BackingEngine, ENGINES, type InterfaceKey, defaultMemory } from './engines';
import { checkFurtherKeys } from './further-keys';
import { kafkaOptions, kafkaServer } from './kafka-server';
import { objectStoreOptions, objectStoreServer } from './object-store-server';
import { type OtherClient, OtherClients } from './other-clients';
import { postgresOptions, postgresServer } from './postgres-server';
import { type EngineParts, impossibleOf, provide } from './provision';
import { rabbitMqOptions, rabbitMqServer } from './rabbitmq-server';
import { redisOptions, redisServer } from './redis-server';
import type { Named } from './server';

/**
 * A service that others store their data with. Its interface (engine, major version, the keys of the Secret
 * `<name>-app`) is fixed once; who provides it is a fact of each environment, `backings.<name>.provisioner`.
 *
 * `stateful-set` runs it in the cluster, `cloudnative-pg` has that operator provide it (postgres only), `managed`
 * connects to one that somebody else keeps. All three are branches of one alternative in the template.
 *
 * Backups, further users and the schema of a database are not made here.
 *
 * @throws PARITY_BAD_BACKING, PARITY_BAD_NAME, PARITY_UNKNOWN_FACT when no environment answers for it
 */
export class Backing<E extends BackingEngine = BackingEngine, K extends string = never> extends ParityConstruct {
  /** PostgreSQL. */
  static postgres<K extends string = never>(
    scope: Construct, id: string, props: PostgresProps<K>,
  ): Backing<'postgres', K> {
    return new Backing(scope, id, 'postgres', props, (named, backing) => {
      const options = postgresOptions(backing, named.name, props);
      const cluster = { options, cloudNativePg: props.cloudNativePg };
      return { options, server: postgresServer(named, options), cluster };
    });
  }

  /** Redis, as a store or as a cache. */
  static redis<K extends string = never>(
    scope: Construct, id: string, props: RedisProps<K>,
  ): Backing<'redis', K> {
    return new Backing(scope, id, 'redis', props, (named, backing) => {
      const options = redisOptions(backing, props);
      return { options, server: redisServer(named, options, mostMemory('redis', props)) };
    });
  }

  /** Kafka; one node where it runs in the cluster. */
  static kafka<K extends string = never>(
    scope: Construct, id: string, props: KafkaProps<K>,
  ): Backing<'kafka', K> {
    return new Backing(scope, id, 'kafka', props, (named, backing) => {
      const options = kafkaOptions(backing, props);
      return { options, server: kafkaServer(named, options, mostMemory('kafka', props)) };
    });
  }

  /** A bucket behind the S3 API. */
  static objectStore<K extends string = never>(
    scope: Construct, id: string, props: ObjectStoreProps<K>,
  ): Backing<'object-store', K> {
    return new Backing(scope, id, 'object-store', { major: 1, ...props }, (named, backing) => {
      const options = objectStoreOptions(backing, named.name, props);
      return { options, server: objectStoreServer(named, options) };
    });
  }

  /** RabbitMQ; one node where it runs in the cluster. */
  static rabbitmq<K extends string = never>(
    scope: Construct, id: string, props: RabbitMqProps<K>,
  ): Backing<'rabbitmq', K> {
    return new Backing(scope, id, 'rabbitmq', props, (named, backing) => {
      const options = rabbitMqOptions(backing, named.name, props);
      return { options, server: rabbitMqServer(named, options) };
    });
  }

  /** What the contract calls it (`backings.<name>`), and what its objects are called. */
  readonly name: string;
  /** The Secret with the connection: the same name and keys in every environment. */
  readonly secret: string;
  /** The keys of that Secret, by which `uses` names variables. */
  readonly keys: readonly (InterfaceKey<E> | K)[];
  private readonly others: OtherClients;

  private constructor(
    scope: Construct, id: string, readonly engine: E, props: BackingProps<K>,
    partsOf: (named: Named, backing: Construct) => EngineParts,
  ) {
    super(scope, id);
    this.name = nameOf(this, props.name ?? id);
    this.secret = `${this.name}-app`;
    const further = props.keys ?? {};
    checkFurtherKeys(this, engine, further);
    this.keys = [...ENGINES[engine].keys, ...Object.keys(further) as K[]];
    const major = fixedNumber(this, 'major', props.major, 1000);
    const { port } = ENGINES[engine];
    const parts = partsOf({ name: this.name, secret: this.secret, port }, this);
    this.declare(major, parts.options);
    const impossible = impossibleOf(engine, props, parts);
    checkAgreement(this, { name: this.name, engine, major, impossible });
    const partOf = props.partOf === undefined ? undefined : fixedText(this, 'partOf', props.partOf, LABEL);
    const labels = labelsOf(this, this.name, { component: engine, partOf });
    this.others = new OtherClients(this);
    provide({
      scope: this, name: this.name, secret: this.secret, labels, engine, major, props, parts, impossible,
      others: this.others,
    });
  }

  /**
   * Lets pods of another namespace connect to it where it runs in the cluster: KEDA's operator, which asks it how long
   * its queues are. A managed one lets in whom its own network does.
   *
   * @throws PARITY_NO_REASON without `why`
   */
  allowFrom(source: OtherClient): void {
    this.others.add(source);
  }

  /** How services of any chart name it. */
  get reference(): ServiceRef {
    const { chartClass, chartId } = chartOf(this);
    return { chartClass, chartId, service: this.node.path.slice(chartId.length + 1) };
  }

  private declare(major: number, options: object): void {
    const { name, secret, engine, keys } = this;
    const { port } = ENGINES[engine];
    CallGraph.of(this).declare({
      id: this.node.path, ...chartOf(this), service: name,
      ports: [{ name: engine, port, targetPort: port, protocol: 'TCP' }],
      namespace: givenNamespace(this), backing: { engine, secret, keys },
    });
    const source = callSite();
    backingRecords.add(this, {
      construct: this.node.path, name, engine, major, secret, keys: [...keys],
      options: { ...options } as JsonObject, ...(source && { source }),
    });
  }
}

/** What a server may use, of which it must be told its share. */
function mostMemory(engine: BackingEngine, { memory }: BackingProps): SizeAmount {
  return rangeOf<SizeAmount>(memory ?? defaultMemory(engine)).limit;
}

/** A StatefulSet's pods carry its name and a hash in one label, and CloudNativePG takes no longer name. */
function nameOf(scope: Construct, given: string): string {
  const name = serviceName(scope, given);
  if (name.length <= 50) return name;
  throw badBacking(scope, `name: '${name}'`, { expected: 'at most 50 characters', fix: 'give a shorter name' });
}
