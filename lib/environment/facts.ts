import type { Construct } from 'constructs';
import { ParityError, type ParityFailure } from '../template/error';
import { type Json, isJsonObject, valueAt } from '../template/json';
import { createPlaceholder } from '../template/placeholder';
import type { PlaceholderKind } from '../template/registry';
import { type Session, sessionOf } from './session';
import { callSite } from './source-location';
import { nearest } from './nearest';
import { hintOf, isCapability, isOfContract } from './optional-facts';

declare const fact: unique symbol;

/** A fact as code sees it: it can be placed and derived from, not computed with. */
export type Fact<T> = { readonly [fact]: T };

/** The contract as placeholders: text and numbers keep their type, a boolean can only be asked by `when`. */
export type Facts<T> = {
  readonly [K in keyof T]-?: FactOf<NonNullable<T[K]>>;
};
type FactOf<V> = V extends string ? V & Fact<V>
  : V extends number ? number & Fact<V>
    : V extends boolean ? Fact<V>
      : V extends readonly (infer E)[] ? readonly E[] & Fact<V>
        : Facts<V>;

/**
 * The environment contract's facts, as typed placeholders.
 *
 * `facts<ShopContract>(this).paymentUrl` is the text that each environment answers; code sees the same for all.
 *
 * @throws PARITY_NO_APP outside a ParityApp
 * @throws PARITY_UNKNOWN_FACT when a path is read that no environment answers; of a capability at the end of the run,
 *   together with all others
 */
export function facts<T extends object>(scope: Construct): Facts<T> {
  const session = sessionOf(scope);
  if (session.plain !== undefined) return session.plain.facts as unknown as Facts<T>;
  return factAt(session, scope, []) as Facts<T>;
}

/**
 * A fact that only those environments need to answer which choose the branch that it stands in.
 *
 * `facts` refuses what no environment answers. Every branch of an alternative is rendered, though, so a branch that none
 * of the app's environments chooses would ask for the address of a vault that nobody has.
 */
export function factWhereChosen(scope: Construct, path: readonly string[], kind: 'text' | 'list' | 'map' = 'text'): unknown {
  const session = sessionOf(scope);
  if (session.plain !== undefined) return valueAt(session.plain.facts, path);
  return unansweredFact(session, scope, path, kind);
}

/** Whether any environment answers a fact: the same for the code of all, since an optional fact is answered by all or none. */
export function isAnswered(scope: Construct, path: readonly string[]): boolean {
  return shapeAt(sessionOf(scope), path) !== undefined;
}

function factAt(session: Session, scope: Construct, path: readonly string[]): unknown {
  const shape = shapeAt(session, path) ?? (path.join() === 'capabilities' ? {} : undefined);
  const expression = { op: 'fact' as const, path };
  const name = path.join('.');
  const children = new Map<string, unknown>();
  return createPlaceholder(session.registry, session.registry.register({
    kind: kindOf(shape),
    expression,
    describe: () => `fact '${name}'`,
    locate: callSite,
    home: scope,
    property: isJsonObject(shape) ? (key) => {
      if (!children.has(key)) children.set(key, childOf(session, scope, path, key));
      return children.get(key);
    } : undefined,
  }));
}

function childOf(session: Session, scope: Construct, path: readonly string[], key: string): unknown {
  const child = [...path, key];
  // A contract may know nothing of capabilities: each that is asked for is told.
  if (shapeAt(session, child) !== undefined || child.join() === 'capabilities') return factAt(session, scope, child);
  const parent = shapeAt(session, path);
  const suggestion = nearest(key, isJsonObject(parent) ? Object.keys(parent) : []);
  const failure: ParityFailure = {
    code: 'PARITY_UNKNOWN_FACT',
    message: 'no environment answers this fact',
    where: [scope.node.path, callSite()].filter(Boolean).join(' '),
    got: `'${child.join('.')}'`,
    expected: suggestion === undefined || isOfContract(child) ? hintOf(child) : `'${[...path, suggestion].join('.')}'`,
    fix: `add '${child.join('.')}' to the facts of every environment`,
  };
  if (!isCapability(child)) throw new ParityError(failure);
  // A boolean only chooses between branches, which are all built: so that all that is missing is told together.
  if (!session.failures.some(({ code, got }) => code === failure.code && got === failure.got)) {
    session.failures.push(failure);
  }
  return unansweredFact(session, scope, child, 'boolean');
}

/** A fact whose form nobody's answer tells: it may be that no environment answers it. */
function unansweredFact(session: Session, scope: Construct, path: readonly string[], kind: PlaceholderKind): unknown {
  return createPlaceholder(session.registry, session.registry.register({
    kind, expression: { op: 'fact', path }, describe: () => `fact '${path.join('.')}'`, locate: callSite, home: scope,
  }));
}

/** The fact's value in the first environment that has one; objects are the union of all environments' keys. */
function shapeAt(session: Session, path: readonly string[]): Json | undefined {
  const found = [...session.facts.values()]
    .map((all) => valueAt(all, path))
    .filter((value) => value !== undefined && value !== null);
  if (found.length > 1 && found.every(isJsonObject)) return Object.assign(Object.create(null), ...found.reverse());
  return found[0];
}

function kindOf(shape: Json | undefined): PlaceholderKind {
  if (Array.isArray(shape)) return 'list';
  if (isJsonObject(shape)) return 'map';
  return typeof shape === 'number' ? 'number' : typeof shape === 'boolean' ? 'boolean' : 'text';
}
