import { type JsonObject, isJsonObject } from '../../../template/json';
import { amountOf } from '../amount';
import type { Finding, RiskRule, Severity } from '../risk';
import { values } from './fields';
import { containersOfBoth } from './pod';

const PROBES: readonly (readonly [field: string, name: string, severity: Severity])[] = [
  ['readinessProbe', 'readiness probe', 'high'],
  ['livenessProbe', 'liveness probe', 'medium'],
  ['startupProbe', 'startup probe', 'medium'],
];

/** How much a probe says of the process: that a port is open is the least. */
const STRENGTH: readonly string[] = ['tcpSocket', 'exec', 'grpc', 'httpGet'];

/** Fields with the values the API server gives them, and whether more of them is looser. */
const TIMES: readonly (readonly [field: string, fallback: number, isLooser: 'more' | 'less'])[] = [
  ['failureThreshold', 3, 'more'],
  ['periodSeconds', 10, 'more'],
  ['timeoutSeconds', 1, 'more'],
  ['initialDelaySeconds', 0, 'more'],
  ['successThreshold', 1, 'less'],
];

/** A probe that is gone, asks less, or waits longer. */
export const probes: RiskRule = {
  name: 'probe',
  reason: 'a pod that does not work gets traffic, or is restarted later',
  find({ before, after }) {
    return containersOfBoth(before, after).flatMap(([was, is]) =>
      PROBES.flatMap(([field, name, severity]): Finding[] => {
      const former = was.body[field];
      const latter = is.body[field];
      if (!isJsonObject(former)) return [];
      const path = `${is.path}.${field}`;
      if (!isJsonObject(latter)) return [{ message: `the ${name} is removed`, severity, path }];
      return weaknesses(former, latter, name, path);
    }));
  },
};

function weaknesses(before: JsonObject, after: JsonObject, name: string, path: string): Finding[] {
  const [was, is] = [before, after].map((probe) => STRENGTH.findIndex((handler) => probe[handler] !== undefined));
  const found: Finding[] = [];
  // gRPC and HTTP both ask the process itself.
  if (is! < was! && !(STRENGTH[is!] === 'grpc' && STRENGTH[was!] === 'httpGet')) {
    found.push({ message: `the ${name} asks less`, severity: 'medium', path,
      ...values(STRENGTH[was!], STRENGTH[is!]) });
  }
  for (const [field, fallback, isLooser] of TIMES) {
    const [former, latter] = [before, after].map((probe) => amountOf(probe[field]) ?? fallback) as [number, number];
    if (isLooser === 'more' ? latter > former : latter < former) {
      found.push({ message: `the ${name} is loosened`, severity: 'low', path: `${path}.${field}`, before: former,
        after: latter });
    }
  }
  return found;
}
