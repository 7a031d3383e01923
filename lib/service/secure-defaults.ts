import type { Construct } from 'constructs';
import { nearest } from '../environment/nearest';
import { recordRemovedDefault } from '../environment/records';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';

/** What every service has unless it says why not, in words that a report shows. */
export const SECURE_DEFAULTS = {
  readOnlyRootFilesystem: 'the root file system is read-only',
  runAsNonRoot: 'the process has a user id other than 0',
  dropCapabilities: 'the process has no Linux capabilities',
  noPrivilegeEscalation: 'the process cannot gain privileges',
  seccompProfile: "system calls are limited to the container runtime's profile",
  noServiceAccountToken: 'the pod gets no token for the Kubernetes API',
  noServiceLinks: "other services' addresses are not put into the environment",
  networkPolicy: 'only declared connections are possible',
  disruptionBudget: 'voluntary disruptions take one pod at a time',
  topologySpread: 'pods are spread over zones and nodes',
  gracefulShutdown: 'a pod waits for its traffic to move away before it is stopped',
  probes: 'a pod gets traffic only when it says that it is ready',
  memoryLimit: 'memory is limited',
  cpuLimit: 'cpu is limited',
} as const;

/** The name of a secure default. */
export type SecureDefault = keyof typeof SECURE_DEFAULTS;

/** Secure defaults that a service does without, each with its reason. */
export type Without = { readonly [K in SecureDefault]?: string };

/**
 * The secure defaults that a service keeps. Each removal is recorded and shown in `parity.json`.
 *
 * @throws PARITY_UNKNOWN_DEFAULT when a name is none of `SECURE_DEFAULTS`
 * @throws PARITY_NO_REASON when a removal gives no reason
 */
export class SecureDefaults {
  private readonly removed: ReadonlySet<string>;

  constructor(scope: Construct, without: Without = {}) {
    const entries = Object.entries<unknown>(without).filter(([, reason]) => reason !== undefined);
    for (const [name, reason] of entries) {
      if (!Object.hasOwn(SECURE_DEFAULTS, name)) throw unknownDefault(scope, name);
      if (typeof reason !== 'string' || reason.trim() === '') throw noReason(scope, `without.${name}`);
      recordRemovedDefault(scope, name, reason);
    }
    this.removed = new Set(entries.map(([name]) => name));
  }

  has(name: SecureDefault): boolean {
    return !this.removed.has(name);
  }

  /** The value where the default is kept, otherwise nothing. */
  when<T>(name: SecureDefault, value: T): T | undefined {
    return this.has(name) ? value : undefined;
  }
}

/** Refuses a hole in a wall that nobody explains. */
export function noReason(scope: Construct, got: string): ParityError {
  return new ParityError({
    code: 'PARITY_NO_REASON', message: 'something less secure than the default needs a reason',
    where: authoredAt(scope), got,
    fix: 'say why, in words that somebody else can judge',
  });
}

function unknownDefault(scope: Construct, name: string): ParityError {
  const names = Object.keys(SECURE_DEFAULTS);
  return new ParityError({
    code: 'PARITY_UNKNOWN_DEFAULT', message: 'there is no such secure default', where: authoredAt(scope),
    got: `'${name}'`,
    expected: nearest(name, names) ?? names.join(', '), fix: 'name one of the secure defaults',
  });
}
