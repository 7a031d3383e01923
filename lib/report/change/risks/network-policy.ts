import { equalJson } from '../../../check/equal-json';
import { canonicalJson } from '../../../template/canonical';
import { identityOf } from '../../../template/identity';
import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import type { Finding, ObjectPair, RiskRule, Severity } from '../risk';
import { CidrBlocks, blocksAround } from './cidr';
import { Comparisons, NOT_COMPARED } from './comparisons';
import { fieldOf, groupKindOf, objectsIn, textsIn, values } from './fields';

const DIRECTIONS = [['Ingress', 'ingress', 'from'], ['Egress', 'egress', 'to']] as const;
const KIND = 'networking.k8s.io/NetworkPolicy';

/** A network policy that is gone, or lets more through; also a new one that opens what others close. */
export const networkPolicy: RiskRule = {
  name: 'network-policy',
  reason: 'connections are possible that were not before',
  find(pair) {
    const { before, after, isWholeChart } = pair;
    if (groupKindOf(pair) !== KIND) return [];
    if (after === undefined) {
      return isWholeChart ? [] : [{ message: 'the network policy is removed', severity: 'high' }];
    }
    if (before === undefined) return newFindings(pair, after);
    return [...selectorFindings(before, after), ...DIRECTIONS.flatMap(([type, field, peers]) =>
      directionFindings(before, after, type, field, peers))];
  },
};

/** A new policy takes from its pods the protection of those that already select them. */
function newFindings({ siblings, isWholeChart }: ObjectPair, after: JsonObject): Finding[] {
  return DIRECTIONS.flatMap(([type, field, peers]): Finding[] => {
    if (!isLimited(after, type)) return [];
    if (!objectsIn(fieldOf(after, 'spec', field)).some((rule) => isOpenToAll(rule, peers))) return [];
    const isOpened = siblings.before.ofKind(KIND).some((policy) => isLimited(policy, type)
      && identityOf(policy).namespace === identityOf(after).namespace && mayShare(policy, after));
    // Of the pods of a chart that is new, nobody relies on what was closed.
    if (!isOpened && (isWholeChart || !selectsAll(after))) return [];
    return [{
      message: `a new network policy opens ${field} to all`, severity: isOpened ? 'high' : 'medium',
      path: `spec.${field}`, reason: 'policies add up: what one of them allows, no other one forbids',
    }];
  });
}

function selectorOf(policy: JsonObject): Json {
  return fieldOf(policy, 'spec', 'podSelector') ?? {};
}

function selectsAll(policy: JsonObject): boolean {
  return equalJson(selectorOf(policy), {});
}

/** Whether two policies may select one pod: they do not when they ask for two values of one label. */
function mayShare(one: JsonObject, other: JsonObject): boolean {
  const [labels, others] = [one, other].map((policy) => fieldOf(selectorOf(policy), 'matchLabels'));
  return !isJsonObject(labels) || Object.entries(labels).every(([key, value]) =>
    [undefined, value].includes(fieldOf(others, key) as string | undefined));
}

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
  const known = distinct(objectsIn(fieldOf(before, 'spec', field)));
  const added = [...distinct(objectsIn(fieldOf(after, 'spec', field)))].filter(([text]) => !known.has(text));
  const comparisons = new Comparisons();
  const former = new FormerRules(added.length === 0 ? [] : [...known.values()], peers);
  const findings: Finding[] = [];
  for (const [, rule] of added) {
    const isKnown = former.cover(rule, comparisons);
    if (isKnown === undefined) {
      findings.push({
        message: `${field} has too many changed rules to compare`, severity: 'medium', reason: NOT_COMPARED,
        path: `spec.${field}`,
      });
      break;
    }
    if (isKnown) continue;
    const severity: Severity = isOpen(rule, peers) ? 'high' : 'low';
    findings.push({ message: severity === 'high' ? `${field} is open to all` : `${field} allows more`, severity,
      path: `spec.${field}`, after: rule });
  }
  return findings;
}

/** Rules by their texts, each once. */
function distinct(rules: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(rules.map((rule) => [canonicalJson(rule), rule]));
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

/** Open for every peer and on every port. */
function isOpenToAll(rule: JsonObject, peers: string): boolean {
  return isOpen(rule, peers) && objectsIn(rule.ports).length === 0;
}

/** What a rule lets through, ready to be asked. */
interface RuleLimits { readonly peers: Limits; readonly ports: Limits }

interface Limits { readonly isEmpty: boolean; readonly texts: ReadonlySet<string>; readonly blocks: CidrBlocks }

function limitsOfList(items: readonly JsonObject[]): Limits {
  return {
    isEmpty: items.length === 0, texts: new Set(items.map((item) => canonicalJson(item))),
    blocks: new CidrBlocks(items.map((item) => blockOf(item) ?? null)),
  };
}

/** The block that a peer stands for, when it is all of one. */
function blockOf(peer: JsonObject): Json | undefined {
  return fieldOf(peer, 'ipBlock', 'except') === undefined ? fieldOf(peer, 'ipBlock', 'cidr') : undefined;
}

/** The rules of one direction before, found by any of their peers, so that few of them have to be looked at. */
class FormerRules {
  private readonly open: RuleLimits[] = [];
  private readonly byPeer = new Map<string, RuleLimits[]>();

  constructor(rules: readonly JsonObject[], private readonly peers: string) {
    for (const rule of rules) {
      const own = objectsIn(rule[peers]);
      const limits = { peers: limitsOfList(own), ports: limitsOfList(objectsIn(rule.ports)) };
      if (own.length === 0) this.open.push(limits);
      for (const text of limits.peers.texts) this.add(text, limits);
      for (const peer of own) {
        const block = blocksAround(blockOf(peer)).at(-1);
        if (block !== undefined) this.add(block, limits);
      }
    }
  }

  /** Whether one of them lets through all that a rule does; undefined when there is too much to compare. */
  cover(rule: JsonObject, comparisons: Comparisons): boolean | undefined {
    const [own, ports] = [peersIn(rule[this.peers]), peersIn(rule.ports)];
    for (const known of this.candidates(own[0])) {
      if (!comparisons.take(1)) return undefined;
      if (isWithin(ports, known.ports, comparisons) && isWithin(own, known.peers, comparisons)) return true;
    }
    return comparisons.isSpent ? undefined : false;
  }

  private add(key: string, limits: RuleLimits): void {
    const same = this.byPeer.get(key);
    if (same === undefined) this.byPeer.set(key, [limits]);
    else same.push(limits);
  }

  private *candidates(first: Peer | undefined): Iterable<RuleLimits> {
    yield* this.open;
    if (first === undefined) return;
    yield* this.byPeer.get(first.text) ?? [];
    for (const block of blocksAround(fieldOf(first.item, 'ipBlock', 'cidr'))) yield* this.byPeer.get(block) ?? [];
  }
}

/** A peer or a port, with its text. */
interface Peer { readonly item: JsonObject; readonly text: string }

function peersIn(list: Json | undefined): readonly Peer[] {
  return objectsIn(list).map((item) => ({ item, text: canonicalJson(item) }));
}

/** No peers, and no ports, mean all of them. */
function isWithin(
  some: readonly Peer[], { isEmpty, texts, blocks }: Limits,
  comparisons: Comparisons,
): boolean {
  if (isEmpty) return true;
  return some.length > 0 && some.every(({ item, text }) => {
    comparisons.take(1);
    return texts.has(text) || blocks.contains(fieldOf(item, 'ipBlock', 'cidr'));
  });
}
