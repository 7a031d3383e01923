import type { Construct } from 'constructs';
import { ParityError, type ParityFailure } from '../template/error';
import type { Expression } from '../template/expression';
import type { Json, JsonObject } from '../template/json';
import { PlaceholderRegistry } from '../template/registry';
import { callSite } from './source-location';
import type { VariationSpec } from './variation';

/** A variation as a class body declared it; its `leaf` gets its name when its owner is known. */
export interface Declaration {
  readonly spec: VariationSpec;
  readonly leaf: { readonly op: 'variation'; name: string };
  readonly id: string;
  /** The construct born last when it was declared, and how many were declared since: the same in every run. */
  readonly key: string;
  readonly bornBefore: number;
  readonly source: string | undefined;
}

/** A chart or construct of this library, in order of birth. */
export interface Birth { readonly construct: Construct; readonly order: number; declared: number }

/** A condition under which an object exists. */
export interface Guard { readonly of: Expression; readonly is: string }

/** One environment's plain values, for the run that proves the template: the witness. */
export interface PlainValues {
  readonly target: string;
  readonly facts: JsonObject;
  /** The value of a variation by its declaration's key, or undefined when the first run had no such declaration. */
  valueOf(key: string): Json | undefined;
}

/**
 * What one app knows while its constructs are built: its placeholders, who was born when, and what went wrong.
 *
 * In a template run every value is a placeholder; in a plain run (`plain` is set) every value is itself.
 */
export class Session {
  readonly registry: PlaceholderRegistry;
  readonly births: Birth[] = [];
  readonly declarations: Declaration[] = [];
  readonly failures: ParityFailure[] = [];
  /** Conditions by the construct that was created under them. */
  readonly guards = new Map<object, Guard[]>();
  constructor(
    /** The facts of each environment and cluster, by its name. */
    readonly facts: ReadonlyMap<string, JsonObject>,
    readonly plain?: PlainValues,
    salt = '',
    /** What is known beyond one run (artifacts, the call graph), by a key of its owner. */
    readonly extensions: Map<symbol, unknown> = new Map(),
    /** Tells the placeholders of this session from those of another one of the same app. */
    prefix = 'a',
  ) {
    this.registry = new PlaceholderRegistry(salt, prefix);
  }

  born(construct: Construct): void {
    this.births.push({ construct, order: this.births.length, declared: 0 });
    current = this;
  }

  get latestBirth(): Birth | undefined {
    return this.births.at(-1);
  }

  /** Forgets the constructs of charts that are written, so that memory stays flat. */
  release(): void {
    this.births.length = 0;
    this.declarations.length = 0;
    this.guards.clear();
    this.registry.clear();
  }

  extension<T>(key: symbol, create: () => T): T {
    if (!this.extensions.has(key)) this.extensions.set(key, create());
    return this.extensions.get(key) as T;
  }
}

/** Which app a root construct belongs to. A field initializer has no scope, hence also the one that is current. */
const sessions = new WeakMap<object, Session>();
let current: Session | undefined;

/** Makes a session the one of an app and the current one. */
export function openSession(app: Construct, session: Session): void {
  sessions.set(app, session);
  current = session;
}

/**
 * The session of the app that holds a construct.
 *
 * @throws PARITY_NO_APP when the app is not a `ParityApp`.
 */
export function sessionOf(scope: Construct): Session {
  const session = sessions.get(scope.node.root);
  if (session !== undefined) return session;
  throw new ParityError({
    code: 'PARITY_NO_APP',
    message: 'this construct needs a ParityApp at the root of its tree',
    where: [scope.node.path, callSite()].filter(Boolean).join(' '),
    fix: 'create it below new ParityApp({ environments: [...] })',
  });
}

/**
 * The session of the construct that is being built.
 *
 * @throws PARITY_UNOWNED when none is: a variation was declared outside a class body.
 */
export function currentSession(what: string): Session {
  if (current?.latestBirth !== undefined) return current;
  throw new ParityError({
    code: 'PARITY_UNOWNED',
    message: `${what} outside a ParityChart or ParityConstruct`,
    where: callSite(),
    fix: 'declare it as a public readonly field of the class: readonly replicas = vary.integer({ ... })',
  });
}
