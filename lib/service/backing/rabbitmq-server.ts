import type { Construct } from 'constructs';
import { VHOST, fixedText } from './bad-backing';
import type { RabbitMqProps } from './backing-props';
import { type Named, type Server, computed, fromSecret, made } from './server';

export interface RabbitMqOptions { readonly vhost: string }

/** @throws PARITY_BAD_BACKING, PARITY_LOCKED */
export function rabbitMqOptions(scope: Construct, name: string, props: RabbitMqProps): RabbitMqOptions {
  return { vhost: fixedText(scope, 'vhost', props.vhost ?? name, VHOST) };
}

/**
 * One node of RabbitMQ by the official image (docker.io/library/rabbitmq, Ubuntu variants), 3.9 or newer.
 *
 * User, password and vhost are read when the node first starts; with a user of its own there is no `guest`. The node is
 * named after the pod, whose name stays.
 */
export function rabbitMqServer(named: Named, { vhost }: RabbitMqOptions): Server {
  const diagnose = (check: string) => ({ exec: { command: ['rabbitmq-diagnostics', '--quiet', check] } });
  return {
    user: 999,
    env: [
      { name: 'RABBITMQ_DEFAULT_USER', value: named.name },
      { name: 'RABBITMQ_DEFAULT_VHOST', value: vhost },
      fromSecret('RABBITMQ_DEFAULT_PASS', named, 'password'),
    ],
    probes: {
      startupProbe: {
        ...diagnose('check_port_connectivity'), periodSeconds: 10, timeoutSeconds: 20, failureThreshold: 30,
      },
      readinessProbe: { tcpSocket: { port: named.port }, periodSeconds: 5, timeoutSeconds: 5 },
      // Each command starts a runtime of its own, so it is asked seldom.
      livenessProbe: { ...diagnose('ping'), periodSeconds: 60, timeoutSeconds: 20 },
    },
    data: [{ mountPath: '/var/lib/rabbitmq' }],
    scratch: { log: '/var/log/rabbitmq', tmp: '/tmp' },
    keys: [
      made(named, 'password'),
      ...computed({
        username: named.name, host: named.name, port: `${named.port}`, vhost,
        uri: `amqp://${named.name}:{{ .password }}@${named.name}:${named.port}/${vhost}`,
      }),
    ],
  };
}
