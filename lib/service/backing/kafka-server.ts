import type { Construct } from 'constructs';
import type { SizeAmount } from '../resources';
import { fixedChoice, fixedNumber } from './bad-backing';
import type { KafkaProps } from './backing-props';
import { mebibytesOf } from './memory-share';
import { type Named, type Server, computed, fromSecret, made } from './server';

export interface KafkaOptions { readonly autoCreateTopics: boolean; readonly partitions: number }

/** @throws PARITY_BAD_BACKING, PARITY_LOCKED */
export function kafkaOptions(scope: Construct, props: KafkaProps): KafkaOptions {
  return {
    autoCreateTopics: fixedChoice(scope, 'autoCreateTopics', props.autoCreateTopics ?? false, [true, false]),
    partitions: fixedNumber(scope, 'partitions', props.partitions ?? 1, 10_000),
  };
}

/**
 * One node of Kafka in KRaft mode, broker and controller, by the image docker.io/apache/kafka, 3.8 or newer.
 *
 * Clients log in with SASL/PLAIN on the one listener that other pods reach; the node talks to itself on the loopback,
 * so that it needs neither its own Service nor a way out. Half of the memory is the heap; files are read through the
 * rest. Every topic has one replica: nothing here is a test of what
 * happens when a broker is lost.
 */
export function kafkaServer(named: Named, { autoCreateTopics, partitions }: KafkaOptions, memory: SizeAmount): Server {
  const { name, port } = named;
  const heap = mebibytesOf(memory, 0.5);
  // The image turns KAFKA_* into properties: the password's own variable must not begin so.
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
    + ` user_${name}="$(CLIENT_PASSWORD)";`;
  const properties: Readonly<Record<string, string>> = {
    CLUSTER_ID: CLUSTER,
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_LISTENERS: `CLIENT://:${port},INTERNAL://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093`,
    KAFKA_ADVERTISED_LISTENERS: `CLIENT://${name}:${port},INTERNAL://127.0.0.1:19092`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CLIENT:SASL_PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:19093',
    KAFKA_LISTENER_NAME_CLIENT_SASL_ENABLED_MECHANISMS: 'PLAIN',
    KAFKA_LISTENER_NAME_CLIENT_PLAIN_SASL_JAAS_CONFIG: login,
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: `${autoCreateTopics}`,
    KAFKA_NUM_PARTITIONS: `${partitions}`,
    KAFKA_LOG_DIRS: '/var/lib/kafka/data/logs',
  };
  const probe = { tcpSocket: { port } };
  return {
    user: 1000,
    env: [
      fromSecret('CLIENT_PASSWORD', named, 'password'),
      { name: 'KAFKA_HEAP_OPTS', value: `-Xms${heap}m -Xmx${heap}m` },
      ...Object.entries(properties).map(([key, value]) => ({ name: key, value })),
    ],
    probes: {
      startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
      readinessProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 5 },
      livenessProbe: { ...probe, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
    },
    data: [{ mountPath: '/var/lib/kafka/data' }],
    scratch: { config: '/opt/kafka/config', logs: '/opt/kafka/logs', tmp: '/tmp' },
    // The image writes the properties, the password among them, to a file.
    isSecret: ['config'],
    keys: [
      made(named, 'password'),
      ...computed({
        bootstrapServers: `${name}:${port}`, username: name, securityProtocol: 'SASL_PLAINTEXT', saslMechanism: 'PLAIN',
      }),
    ],
  };
}

/** The id of the cluster that the data belongs to; the image's own default, since nothing tells two of them apart. */
const CLUSTER = '5L6g3nShT-eMCtK--X86sw';
