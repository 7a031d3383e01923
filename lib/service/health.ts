import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';
import type { Manifest } from './manifest';
import { type KnownPort, findPort } from './ports';
import type { SecureDefaults } from './secure-defaults';

/** When a probe runs and what it takes to fail; Kubernetes' own defaults where nothing is given. */
export interface ProbeTiming {
  /** @default 10 */
  readonly periodSeconds?: number;
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /** @default 3 */
  readonly failureThreshold?: number;
  /** @default 1 */
  readonly successThreshold?: number;
  /** @default 0 */
  readonly initialDelaySeconds?: number;
}

/** Which port: the name of one of the service's, a container port's number, or `true` for the first. */
export type ProbePort = true | string | number;

export interface HttpProbe extends ProbeTiming {
  /** The path: `/readyz`. */
  readonly http: string;
  /** @default true */
  readonly port?: ProbePort;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 'HTTP' */
  readonly scheme?: 'HTTP' | 'HTTPS';
}

export interface GrpcProbe extends ProbeTiming {
  readonly grpc: ProbePort;
  /** The service name in the health request (grpc.health.v1). @default - the server as a whole */
  readonly service?: string;
}

export interface TcpProbe extends ProbeTiming { readonly tcp: ProbePort }
export interface ExecProbe extends ProbeTiming { readonly exec: readonly string[] }

/** A probe; text is the path of an HTTP one. Probes are the same in every environment. */
export type Probe = string | HttpProbe | GrpcProbe | TcpProbe | ExecProbe;

/** How a service says how it is. */
export interface Health {
  /** Restarted when it fails. @default - never restarted */
  readonly live?: Probe;
  /** Gets traffic only while it succeeds; required for a service with ports, unless `without.probes` says why not. */
  readonly ready?: Probe;
  /** The others wait for it. @default - they do not wait */
  readonly startup?: Probe;
}

type Probes = Pick<Manifest<k8s.Container>, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

/**
 * A container's probes.
 *
 * @throws PARITY_NO_PROBE when a service with ports has no readiness probe and gives no reason
 * @throws PARITY_NO_PORT when a probe names a port that the service does not have
 */
export function probesOf(
  scope: Construct, health: Health, ports: readonly KnownPort[], defaults: SecureDefaults,
): Probes {
  if (health.ready === undefined && ports.length > 0 && defaults.has('probes')) {
    throw new ParityError({
      code: 'PARITY_NO_PROBE', message: 'a service with ports needs a readiness probe',
      where: authoredAt(scope), got: 'no health.ready',
      fix: "give one: health: { ready: '/readyz' }; or say why not: without: { probes: '...' }",
    });
  }
  const probe = (of: Probe | undefined) => (of === undefined ? undefined : probeOf(scope, of, ports));
  return {
    livenessProbe: probe(health.live),
    readinessProbe: probe(health.ready),
    startupProbe: probe(health.startup),
  };
}

function probeOf(scope: Construct, probe: Probe, ports: readonly KnownPort[]): Manifest<k8s.Probe> {
  if (typeof probe === 'string') return probeOf(scope, { http: probe }, ports);
  const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold, initialDelaySeconds } = probe;
  const timing = { periodSeconds, timeoutSeconds, failureThreshold, successThreshold, initialDelaySeconds };
  const portOf = (port: ProbePort) => findProbePort(scope, port, ports);
  if ('exec' in probe) return { exec: { command: probe.exec }, ...timing };
  if ('tcp' in probe) return { tcpSocket: { port: portOf(probe.tcp) }, ...timing };
  if ('grpc' in probe) return { grpc: { port: portOf(probe.grpc), service: probe.service }, ...timing };
  const headers = Object.entries(probe.headers ?? {}).map(([name, value]) => ({ name, value }));
  return {
    httpGet: {
      path: probe.http, port: portOf(probe.port ?? true), scheme: probe.scheme,
      ...(headers.length > 0 ? { httpHeaders: headers } : {}),
    },
    ...timing,
  };
}

function findProbePort(scope: Construct, port: ProbePort, ports: readonly KnownPort[]): number {
  if (port !== true && typeof port !== 'string') return port;
  const candidates = port === true ? ports.slice(0, 1) : ports;
  return findPort(candidates, port === true ? undefined : port, () => authoredAt(scope), scope.node.path).targetPort;
}
