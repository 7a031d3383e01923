import { equalJson } from '../../../check/equal-json';
import { canonicalJson } from '../../../template/canonical';
import type { Json, JsonObject } from '../../../template/json';
import type { Finding, RiskRule, Severity } from '../risk';
import { fieldOf, groupKindOf, objectsIn, textsIn, values } from './fields';

const DIRECTIONS = [['Ingress', 'ingress', 'from'], ['Egress', 'egress', 'to']] as const;

/** A network policy that is gone, or lets more through. */
export const networkPolicy: RiskRule = {
  name: 'network-policy',
  reason: 'connections are possible that were not before',
  find(pair) {
    const { before, after, isWholeChart } = pair;
    if (groupKindOf(pair) !== 'networking.k8s.io/NetworkPolicy' || before === undefined) return [];
    if (after === undefined) {
      return isWholeChart ? [] : [{ message: 'the network policy is removed', severity: 'high' }];
    }
    return [...selectorFindings(before, after), ...DIRECTIONS.flatMap(([type, field, peers]) =>
      directionFindings(before, after, type, field, peers))];
  },
};

function selectorFindings(before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'spec', 'podSelector'));
  return equalJson(was, is) ? [] : [{
    message: 'the network policy holds for other pods', severity: 'medium', path: 'spec.podSelector',
      ...values(was, is),
  }];
}

function directionFindings(
  before: JsonObject, after: JsonObject, type: string, field: string, peers: string,
): Finding[] {
  if (!isLimited(before, type)) return [];
  if (!isLimited(after, type)) {
    return [{ message: `${field} is not limited any more`, severity: 'high', path: 'spec.policyTypes' }];
  }
  const former = objectsIn(fieldOf(before, 'spec', field));
  const opened = objectsIn(fieldOf(after, 'spec', field))
    .filter((rule) => !former.some((known) => covers(known, rule, peers)));
  return opened.map((rule): Finding => {
    const severity: Severity = isOpen(rule, peers) ? 'high' : 'low';
    return { message: severity === 'high' ? `${field} is open to all` : `${field} allows more`, severity,
      path: `spec.${field}`, after: rule };
  });
}

/** A policy that names no type limits ingress, and egress when it has rules for it. */
function isLimited(policy: JsonObject, type: string): boolean {
  const types = fieldOf(policy, 'spec', 'policyTypes');
  if (types !== undefined) return textsIn(types).includes(type);
  return type === 'Ingress' || fieldOf(policy, 'spec', 'egress') !== undefined;
}

function isOpen(rule: JsonObject, peers: string): boolean {
  const all = objectsIn(rule[peers]);
  return all.length === 0
    || all.some((peer) => ['0.0.0.0/0', '::/0'].includes(String(fieldOf(peer, 'ipBlock', 'cidr'))));
}

/** Whether all that a rule lets through was let through before; no peers, and no ports, mean all of them. */
function covers(known: JsonObject, rule: JsonObject, peers: string): boolean {
  return isWithin(objectsIn(rule[peers]), objectsIn(known[peers]))
    && isWithin(objectsIn(rule.ports), objectsIn(known.ports));
}

function isWithin(some: readonly JsonObject[], all: readonly JsonObject[]): boolean {
  if (all.length === 0) return true;
  if (some.length === 0) return false;
  const known = new Set(all.map((item) => canonicalJson(item)));
  return some.every((item) => known.has(canonicalJson(item)) || all.some((other) => containsBlock(other, item)));
}

function containsBlock(outer: JsonObject, inner: JsonObject): boolean {
  if (fieldOf(outer, 'ipBlock', 'except') !== undefined) return false;
  const [wide, narrow] = [outer, inner].map((peer) => parseCidr(fieldOf(peer, 'ipBlock', 'cidr')));
  return wide !== undefined && narrow !== undefined && wide.bits <= narrow.bits
    && wide.address >>> 0 === (narrow.address & mask(wide.bits)) >>> 0;
}

function parseCidr(cidr: Json | undefined): { readonly address: number; readonly bits: number } | undefined {
  const match = typeof cidr === 'string' ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr) : null;
  if (match === null) return undefined;
  const bits = Number(match[5]);
  const address = match.slice(1, 5).reduce((sum, part) => sum * 256 + Number(part), 0);
  return { address: address & mask(bits), bits };
}

function mask(bits: number): number {
  return bits === 0 ? 0 : ~0 << (32 - bits);
}
