import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Birth, Declaration, Session } from '../environment/session';
import { unitEntryOf } from '../environment/units';
import type { NamedVariation } from '../environment/values';

interface Holding { readonly birth: Birth; readonly field: string }

/**
 * Gives the variations their addresses: the field that holds each, below the fields that hold its construct.
 *
 * The owner is the latest-born construct, born before the placeholder, that holds it as its own public field; a
 * nested construct that merely stores what it was given is born later. What no field holds is a failure.
 */
export function nameVariations(session: Session): Map<Chart, NamedVariation[]> {
  const { placeholders, constructs } = findHoldings(session);
  const named = new Map<Chart, NamedVariation[]>();
  const addresses = new Map<Construct, string | undefined>();
  for (const declaration of session.declarations) {
    const owner = (placeholders.get(declaration.id) ?? [])
      .filter(({ birth }) => birth.order < declaration.bornBefore)
      .reduce<Holding | undefined>(
        (latest, h) => (latest === undefined || h.birth.order > latest.birth.order ? h : latest),
        undefined,
      );
    const address = owner === undefined ? undefined : addressOf(owner.birth.construct, constructs, addresses);
    if (owner === undefined || address === undefined) {
      reportUnowned(session, declaration, owner);
      continue;
    }
    declaration.leaf.name = address === '' ? owner.field : `${address}.${owner.field}`;
    const chart = Chart.of(owner.birth.construct);
    const list = named.get(chart) ?? [];
    named.set(chart, list);
    list.push({
      name: declaration.leaf.name,
      spec: declaration.spec,
      source: declaration.source,
      key: declaration.key,
      leaf: declaration.leaf,
    });
  }
  return named;
}

/** Which constructs hold which placeholders and constructs in their own fields. */
function findHoldings(session: Session) {
  const placeholders = new Map<string, Holding[]>();
  const constructs = new Map<unknown, Holding[]>();
  const isBorn = new Set<unknown>(session.births.map(({ construct }) => construct));
  for (const birth of session.births) {
    for (const [field, value] of Object.entries(birth.construct)) {
      if (typeof value !== 'object' || value === null) continue;
      const id = unitEntryOf(value)?.id;
      if (id !== undefined) push(placeholders, id, { birth, field });
      else if (isBorn.has(value)) push(constructs, value, { birth, field });
    }
  }
  return { placeholders, constructs };
}

function push<K>(map: Map<K, Holding[]>, key: K, holding: Holding): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [holding]);
  else list.push(holding);
}

/** The fields that lead from the chart to a construct; undefined when one of them is missing. */
function addressOf(
  construct: Construct, holders: ReadonlyMap<unknown, readonly Holding[]>, known: Map<Construct, string | undefined>,
): string | undefined {
  if (Chart.isChart(construct)) return '';
  if (known.has(construct)) return known.get(construct);
  // Set before descending: two constructs that hold each other have no address.
  known.set(construct, undefined);
  const chart = Chart.of(construct);
  for (const { birth, field } of holders.get(construct) ?? []) {
    if (Chart.of(birth.construct) !== chart || !isAncestor(birth.construct, construct)) continue;
    const parent = addressOf(birth.construct, holders, known);
    if (parent !== undefined) {
      known.set(construct, parent === '' ? field : `${parent}.${field}`);
      break;
    }
  }
  return known.get(construct);
}

function isAncestor(ancestor: Construct, construct: Construct): boolean {
  for (let c = construct.node.scope; c !== undefined; c = c.node.scope) if (c === ancestor) return true;
  return false;
}

function reportUnowned(session: Session, declaration: Declaration, owner: Holding | undefined): void {
  const path = declaration.key.slice(0, declaration.key.lastIndexOf('#'));
  session.failures.push({
    code: 'PARITY_UNOWNED',
    message:
      owner === undefined
        ? 'a variation is not held by a public readonly field of the class that declares it'
        : `the construct that declares the variation '${owner.field}' is not held by a field of its parent`,
    where: [path, declaration.source].filter(Boolean).join(' '),
    got: `vary.${declaration.spec.type} (${declaration.spec.why})`,
    fix:
      owner === undefined
        ? 'declare it as  readonly name = vary...: not private (#), static, in a getter, in an object, or overridden by a subclass'
        : 'keep the construct in a public readonly field: its variations are addressed below that name',
  });
}
