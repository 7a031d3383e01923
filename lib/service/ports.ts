import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ParityError } from '../template/error';
import { isPlaceholder } from '../template/placeholder';
import { authoredAt } from './authored-at';
import type { Manifest } from './manifest';

/** A port of a service. Ports are the same in every environment. */
export interface ServicePort {
  /** Callers name it: `grpc`. At most 15 lower-case letters, digits and dashes (RFC 6335). */
  readonly name: string;
  /** What callers connect to. */
  readonly port: number;
  /** What the container listens on. @default - the same as `port` */
  readonly targetPort?: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
  /** A hint for proxies, such as `kubernetes.io/h2c` or `grpc`. @default - none */
  readonly appProtocol?: string;
}

/** A port with nothing left open. */
export type KnownPort = Required<Omit<ServicePort, 'appProtocol'>> & Pick<ServicePort, 'appProtocol'>;

const NAME = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/;

/** @throws PARITY_BAD_PORT when a name or number is none, or two ports have one name */
export function portsOf(
  scope: Construct, given: number | ServicePort | readonly ServicePort[] | undefined,
): readonly KnownPort[] {
  const list = listOf(given);
  const names = new Set<string>();
  for (const { name, port, targetPort } of list) {
    if (names.has(name)) throw badPort(scope, `two ports named ${JSON.stringify(name)}`);
    if (!NAME.test(name)) throw badPort(scope, `a port named ${JSON.stringify(name)}`);
    for (const number of [port, targetPort ?? port]) {
      // A placeholder is refused by the table of locked places, which can say more about it.
      if (!isPlaceholder(number) && !isPortNumber(number)) throw badPort(scope, String(number));
    }
    names.add(name);
  }
  return list.map((port) => ({ protocol: 'TCP', targetPort: port.port, ...withoutUndefined(port) }));
}

function listOf(given: number | ServicePort | readonly ServicePort[] | undefined): readonly ServicePort[] {
  if (given === undefined) return [];
  // A placeholder passes for an object, but here it can only be meant as a number.
  if (typeof given === 'number' || isPlaceholder(given)) return [{ name: 'http', port: given as number }];
  return Array.isArray(given) ? given : [given as ServicePort];
}

/**
 * A port by its name; the only one when none is named.
 *
 * @param where the place of a refusal; it is only looked up then, since it costs
 * @throws PARITY_NO_PORT when there is no such port, or several and none was named
 */
export function findPort<P extends { readonly name: string }>(
  ports: readonly P[], name: string | undefined, where: () => string, service: string,
): P {
  const found = name === undefined ? ports : ports.filter((port) => port.name === name);
  if (found.length === 1) return found[0];
  const names = ports.map((port) => port.name).join(', ') || 'none';
  throw new ParityError({
    code: 'PARITY_NO_PORT',
    message: name === undefined && ports.length > 1 ? 'a port must be named' : 'there is no such port',
    where: where(),
    got: `port ${name === undefined ? '(none named)' : `'${name}'`} of '${service}'; its ports: ${names}`,
    fix: 'name one of its ports',
  });
}

export function containerPorts(ports: readonly KnownPort[]): Manifest<k8s.ContainerPort>[] | undefined {
  if (ports.length === 0) return undefined;
  return ports.map(({ name, targetPort, protocol }) => ({ name, containerPort: targetPort, protocol }));
}

function withoutUndefined(port: ServicePort): ServicePort {
  return Object.fromEntries(Object.entries(port).filter(([, value]) => value !== undefined)) as unknown as ServicePort;
}

function isPortNumber(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65535;
}

function badPort(scope: Construct, got: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_PORT', message: 'a port is declared badly', where: authoredAt(scope), got,
    expected: 'a name of at most 15 lower-case letters, digits and dashes, and a number from 1 to 65535',
    fix: 'mend the port',
  });
}
