import type { TargetProblem } from '../../environment/every-target';

/** RFC 1123, in lower case, with a wildcard as its first label where Gateway API and Ingress take one. */
const HOST = /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IP_ADDRESS = /^[0-9.]+$/;

/** What is wrong with a host that a route takes requests for. */
export function findHostProblems(host: string, domain: string): TargetProblem[] {
  if (!isHost(host)) return [badHost(host)];
  const name = isWildcard(host) ? host.slice(2) : host;
  if (name === domain || name.endsWith(`.${domain}`)) return [];
  return [{
    code: 'PARITY_FOREIGN_HOST', message: 'a route has a host outside of the environment\'s domain', got: host,
    expected: `${domain}, or a name below it`, fix: 'derive it from the fact: `checkout.${env.domain}`',
  }];
}

/** What is wrong with a host that is sent on: one alone. */
export function findNameProblems(name: string): TargetProblem[] {
  return isHost(name) && !isWildcard(name) ? [] : [badHost(name)];
}

/** Whether a Gateway would give some request to either: a wildcard stands for one label or more. */
export function intersect(one: string, other: string): boolean {
  return one === other || covers(one, other) || covers(other, one);
}

export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

function covers(wildcard: string, host: string): boolean {
  return isWildcard(wildcard) && host.endsWith(wildcard.slice(1));
}

function isHost(host: string): boolean {
  return HOST.test(host) && !IP_ADDRESS.test(host);
}

function badHost(host: string): TargetProblem {
  return {
    code: 'PARITY_BAD_HOST', message: 'a route has a host that is none', got: JSON.stringify(host),
    expected: 'a host name (RFC 1123) in lower case; a wildcard is the first label of a route\'s host, as a whole',
    fix: 'mend the host',
  };
}
