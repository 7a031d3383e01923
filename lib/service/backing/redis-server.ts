import type { Construct } from 'constructs';
import type { SizeAmount } from '../resources';
import { fixedChoice } from './bad-backing';
import type { EvictionPolicy, RedisProps } from './backing-props';
import { mebibytesOf } from './memory-share';
import { type Named, type Server, computed, fromSecret, made } from './server';

export interface RedisOptions { readonly persistence: boolean; readonly eviction: EvictionPolicy }

const POLICIES: readonly EvictionPolicy[] = [
  'noeviction', 'allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-lfu', 'volatile-random',
  'volatile-ttl',
];

/** @throws PARITY_BAD_BACKING, PARITY_LOCKED */
export function redisOptions(scope: Construct, props: RedisProps): RedisOptions {
  const persistence = fixedChoice(scope, 'persistence', props.persistence, [true, false]);
  const eviction = props.eviction ?? (persistence ? 'noeviction' : 'allkeys-lru');
  return { persistence, eviction: fixedChoice(scope, 'eviction', eviction, POLICIES) };
}

/**
 * Redis by the official image (docker.io/library/redis), 6 or newer; Valkey's has the same commands.
 *
 * The password is in no argument and in no ConfigMap: a shell writes it to a file in memory, which the configuration
 * includes. Three quarters of the memory hold data; the rest is for buffers and for the copy while it is saved.
 */
export function redisServer(named: Named, { persistence, eviction }: RedisOptions, memory: SizeAmount): Server {
  const ping = { exec: { command: ['sh', '-c', `redis-cli -p ${named.port} ping | grep -q PONG`] } };
  return {
    user: 999,
    command: [
      'sh', '-c',
      'umask 077; printf \'requirepass "%s"\\n\' "$REDISCLI_AUTH" > /run/redis/auth.conf'
      + ' && exec redis-server /etc/redis/redis.conf',
    ],
    // redis-cli reads it, for probes and for whoever looks inside.
    env: [fromSecret('REDISCLI_AUTH', named, 'password')],
    probes: {
      readinessProbe: { ...ping, periodSeconds: 5, timeoutSeconds: 5 },
      livenessProbe: { tcpSocket: { port: named.port }, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
    },
    data: [{ mountPath: '/data' }],
    keepsNothing: !persistence,
    scratch: { auth: '/run/redis' },
    isSecret: ['auth'],
    files: { mountPath: '/etc/redis', content: { 'redis.conf': `\
include /run/redis/auth.conf
port ${named.port}
dir /data
maxmemory ${mebibytesOf(memory, 0.75)}mb
maxmemory-policy ${eviction}
appendonly ${persistence ? 'yes' : 'no'}
save ${persistence ? '3600 1 300 100 60 10000' : '""'}
` } },
    keys: [
      made(named, 'password'),
      ...computed({
        host: named.name, port: `${named.port}`, uri: `redis://:{{ .password }}@${named.name}:${named.port}`,
      }),
    ],
  };
}
