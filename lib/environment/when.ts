import { type Construct, type IConstruct, Construct as ConstructClass } from 'constructs';
import { ParityError } from '../template/error';
import type { Expression } from '../template/expression';
import { valueAt } from '../template/json';
import { createPlaceholder, entryOf } from '../template/placeholder';
import type { PlaceholderEntry, PlaceholderKind } from '../template/registry';
import { createdDuring } from './created-constructs';
import { type Operand, operandOf } from './derived';
import type { Fact } from './facts';
import { type Session, currentSession } from './session';
import { callSite } from './source-location';
import { recordStandIn, standInOf } from './stand-in';
import { findStandInProblem } from './stand-in-rules';

/** The names of a choice's branches: `true` and `false` for a capability, the texts of a `oneOf`. */
export type BranchOf<C> = C extends Fact<infer T> ? (T extends boolean ? `${T}` : T extends string ? T : never)
  : C extends boolean ? `${C}` : C extends string ? C : never;

/** A branch that creates constructs gives nothing back: they may not exist in every environment. */
type Chosen<R> = R extends IConstruct ? void : R;

/**
 * Declares an alternative: all branches become part of the template, and each environment's fact chooses one.
 *
 * A branch creates constructs (with ids of their own), or returns a value: text, a number, or data.
 * Each alternative is counted in the difference budget.
 *
 * ```ts
 * when(env.capabilities.gateway, {
 *   true: () => { new HttpRoute(this, 'route', …); },
 *   false: () => { new Ingress(this, 'ingress', …); },
 * });
 * ```
 *
 * @throws PARITY_UNOWNED outside a ParityChart or ParityConstruct
 * @throws PARITY_MISSING_BRANCH when an environment's fact, or a value of the variation, has no branch
 */
export function when<C, R>(choice: C, branches: { readonly [K in BranchOf<C>]: () => R }): Chosen<R> {
  const session = currentSession('when was called');
  const thunks = new Map(Object.entries(branches as Readonly<Record<string, () => unknown>>));
  if (session.plain !== undefined) return choosePlain(choice, thunks) as Chosen<R>;
  const entry = entryOf(choice);
  if (entry === undefined || !['text', 'boolean'].includes(entry.kind)) {
    throw new ParityError({
      code: 'PARITY_COMPUTED',
      message: 'an alternative needs a fact or a oneOf variation to choose by',
      where: callSite(),
      got: entry?.describe() ?? String(choice),
      fix: 'pass the fact or the variation itself, not a value computed from it',
    });
  }
  checkBranches(session, entry.expression, thunks);
  noteStandIns(session, entry, thunks);
  const values = new Map([...thunks].map(([branch, thunk]) => [branch, runBranch(session, entry, branch, thunk)]));
  return valueOf(session, entry, values) as Chosen<R>;
}

/** A branch that is missing would leave an environment without the objects, silently. @throws PARITY_MISSING_BRANCH */
function checkBranches(session: Session, of: Expression, thunks: ReadonlyMap<string, unknown>): void {
  const missing = choicesOf(session, of)
    .filter(([value]) => !thunks.has(value))
    .map(([value, chooser]) => `'${value}' (${chooser})`);
  if (missing.length === 0) return;
  throw new ParityError({
    code: 'PARITY_MISSING_BRANCH',
    message: 'an alternative lacks a branch that can be chosen',
    where: callSite(),
    got: missing.join(', '),
    expected: `one of ${[...thunks.keys()].map((branch) => `'${branch}'`).join(', ')}`,
    fix: 'add the branch',
  });
}

function noteStandIns(session: Session, choice: PlaceholderEntry, thunks: ReadonlyMap<string, object>): void {
  for (const [branch, thunk] of thunks) {
    const options = standInOf(thunk);
    if (options === undefined) continue;
    const source = callSite();
    const problem = findStandInProblem(options);
    if (problem === undefined) {
      const { for: what, reason, owner, since, expires, conformance } = options;
      recordStandIn(session, choice.home as Construct, {
        of: choice.expression, branch, for: what, reason, owner, ...(since === undefined ? {} : { since }), expires,
        conformance, source,
      });
    } else {
      session.failures.push({
        code: 'PARITY_STAND_IN', message: 'a stand-in is not well declared', where: source, got: problem,
        fix: 'say for, reason, owner, conformance and expires (YYYY-MM-DD)',
      });
    }
  }
}

/** What a choice can be, as far as it is known while the template is made, and who chooses it. */
function choicesOf(session: Session, of: Expression): (readonly [string, string])[] {
  if (of.op === 'variation') {
    const spec = session.declarations.find(({ leaf }) => leaf === of)?.spec;
    return (spec?.values ?? []).map((value) => [value, 'of the variation']);
  }
  if (of.op !== 'fact') return [];
  return [...session.facts].flatMap(([target, facts]) => {
    const value = valueAt(facts, of.path);
    return value === undefined || value === null ? [] : [[String(value), target] as const];
  });
}

function choosePlain(choice: unknown, thunks: ReadonlyMap<string, () => unknown>): unknown {
  const thunk = thunks.get(String(choice));
  if (thunk === undefined) {
    throw new ParityError({
      code: 'PARITY_MISSING_BRANCH', message: 'an alternative has no branch for this environment', where: callSite(),
      got: String(choice), expected: [...thunks.keys()].join(', '), fix: `add the branch '${String(choice)}'`,
    });
  }
  return withoutConstruct(thunk());
}

/** Runs one branch; what it creates exists only where the fact chooses it. */
function runBranch(session: Session, choice: PlaceholderEntry, branch: string, thunk: () => unknown): unknown {
  const { value, created } = createdDuring(choice.home as Construct, thunk);
  for (const construct of created) {
    const inner = session.guards.get(construct) ?? [];
    session.guards.set(construct, [{ of: choice.expression, is: branch }, ...inner]);
  }
  if (entryOf(value) === undefined && value instanceof Promise) {
    throw new ParityError({
      code: 'PARITY_COMPUTED', message: 'a branch of an alternative is asynchronous', where: callSite(),
      got: `branch '${branch}'`, fix: 'create its objects at once: what comes later would be in no environment',
    });
  }
  return withoutConstruct(value);
}

function withoutConstruct(value: unknown): unknown {
  return entryOf(value) === undefined && ConstructClass.isConstruct(value) ? undefined : value;
}

function valueOf(session: Session, choice: PlaceholderEntry, values: ReadonlyMap<string, unknown>): unknown {
  if ([...values.values()].every((value) => value === undefined)) return undefined;
  const scalars = [...values].map(([branch, value]) => [branch, scalarOf(value)] as const);
  const source = callSite();
  const common = {
    describe: () => `alternative by ${choice.describe()}${source === undefined ? '' : ` (${source})`}`,
    locate: callSite,
    home: choice.home,
  };
  const kind = commonKind(scalars.map(([, operand]) => operand));
  if (kind !== undefined) {
    const table = Object.fromEntries(scalars.map(([branch, operand]) => [branch, (operand as Operand).expression]));
    const expression: Expression = { op: 'lookup', of: choice.expression, table };
    return createPlaceholder(session.registry, session.registry.register({ kind, expression, ...common }));
  }
  return createPlaceholder(session.registry, session.registry.register({
    kind: 'choice', expression: choice.expression, choice: { of: choice.expression, branches: values }, ...common,
  }));
}

function scalarOf(value: unknown): Operand | undefined {
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value)
    || ['text', 'number', 'boolean'].includes(entryOf(value)?.kind ?? '');
  return isScalar ? operandOf(value) : undefined;
}

/** A value that is text in each branch is text; one that is anything else, or absent, in one is chosen as a whole. */
function commonKind(operands: readonly (Operand | undefined)[]): PlaceholderKind | undefined {
  const kinds = new Set(operands.map((operand) => operand?.kind));
  const [kind] = kinds;
  return kinds.size === 1 ? kind : undefined;
}
