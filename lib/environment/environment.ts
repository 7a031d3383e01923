import type { Chart } from 'cdk8s';
import { ParityError } from '../template/error';
import type { EnvironmentContract } from './contract';
import { readOverlayFile } from './overlay-file';
import {
  type ChartClass,
  type Exception,
  type ExceptionOptions,
  type Overlay,
  type OverlayScope,
  type OverlaySet,
  inherited,
} from './overlay';
import { callSite } from './source-location';
import type { OverlayOf } from './vary';

/** Facts of which any part may be left out: what a cluster or a preview refines. */
export type Refinement<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Refinement<T[K]> }
    : T;

/** The regions of an environment, by name; each refines the environment's facts. */
export interface EnvironmentOptions<T> {
  /** @default - the environment is one cluster */
  readonly clusters?: Readonly<Record<string, Refinement<T>>>;
}

/** Names become folders and Kubernetes labels: lower-case letters, digits and dashes. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A named target in promotion order: its answers to the contract, its overlays and exceptions. Immutable.
 */
export class Environment<T extends object = EnvironmentContract> {
  constructor(
    readonly name: string,
    readonly facts: T,
    readonly clusters: ReadonlyMap<string, Refinement<T>>,
    readonly overlays: readonly Overlay[],
    readonly exceptions: readonly Exception[],
    readonly source: string | undefined,
    /** The environment that an ephemeral one was made from; it has no place in the promotion order. */
    readonly previewOf?: string,
  ) {}

  /**
   * Gives values to the variations of a chart's class: exactly its own, of their types.
   *
   * Values outside their bounds, values equal to the default and values given twice are reported at synth.
   */
  overlay<C extends Chart>(of: ChartClass<C>, values: OverlayOf<C>, scope: OverlayScope = {}): Environment<T> {
    return this.with({
      overlays: [
        ...this.overlays,
        { of, values: values as Readonly<Record<string, unknown>>, source: callSite(), ...scope },
      ],
    });
  }

  /**
   * Adds the overlays of a YAML file, with the same strictness: class names, then addresses and values.
   *
   * @throws PARITY_BAD_OVERLAY_FILE when it cannot be read, or is not what it should be
   */
  overlaysFrom(file: string): Environment<T> {
    return this.with({ overlays: [...this.overlays, ...readOverlayFile(file)] });
  }

  /** Declares an exception: a patch of one object of this environment, with reason, owner and expiry. */
  except(of: ChartClass, exception: ExceptionOptions): Environment<T> {
    return this.with({ exceptions: [...this.exceptions, { ...exception, of, source: callSite() }] });
  }

  private with(change: { overlays?: readonly Overlay[]; exceptions?: readonly Exception[] }): Environment<T> {
    return new Environment(this.name, this.facts, this.clusters, change.overlays ?? this.overlays,
      change.exceptions ?? this.exceptions, this.source, this.previewOf);
  }
}

/**
 * Describes an environment by its answers to the contract.
 *
 * @throws PARITY_BAD_NAME when a name is not lower-case letters, digits and dashes
 */
export function environment<T extends object = EnvironmentContract>(
  name: string, facts: T, options: EnvironmentOptions<T> = {},
): Environment<T> {
  const clusters = new Map(Object.entries<Refinement<T>>(options.clusters ?? {}));
  for (const part of [name, ...clusters.keys()]) checkName(part);
  return new Environment(name, facts, clusters, [], [], callSite());
}

/**
 * Makes an ephemeral environment (for a pull request) from another one, outside the promotion order.
 *
 * It has the base's facts and overlays, and may replace any of them; exceptions and clusters do not carry over.
 */
export function preview<T extends object>(
  name: string,
  base: Environment<T>,
  overrides: Refinement<T>,
): Environment<T> {
  checkName(name);
  return ephemeral(name, base, overrides, callSite());
}

/** The same, wherever it was asked for. The name is known to be one. */
export function ephemeral<T extends object>(
  name: string, base: Environment<T>, overrides: Refinement<T>, source: string | undefined,
): Environment<T> {
  const facts = mergeFacts(base.facts, overrides);
  return new Environment(name, facts, new Map(), inherited(base.overlays), [], source, base.name);
}

/** Whether an environment or cluster can have this name. */
export function isEnvironmentName(name: string): boolean {
  return NAME.test(name);
}

/** Overlays that stand beside a service: `overlays(Checkout, { production: { replicas: 6 } })`. */
export function overlays<C extends Chart>(
  of: ChartClass<C>, byEnvironment: Readonly<Record<string, OverlayOf<C>>>, scope: OverlayScope = {},
): OverlaySet {
  const source = callSite();
  return {
    byEnvironment: new Map(Object.entries(byEnvironment).map(([name, values]) =>
      [name, [{ of, values: values as Readonly<Record<string, unknown>>, source, ...scope }]])),
  };
}

/** Refines facts: objects key by key, everything else as a whole. */
export function mergeFacts<T extends object>(base: T, refinement: Refinement<T> | undefined): T {
  if (refinement === undefined) return base;
  const merged = { ...base } as Record<string, unknown>;
  for (const [key, value] of Object.entries(refinement)) {
    const old = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const next = isRecord(value) && isRecord(old) ? mergeFacts(old, value) : value as unknown;
    if (next !== undefined)
      Object.defineProperty(merged, key, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return merged as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkName(name: string): void {
  if (isEnvironmentName(name)) return;
  throw new ParityError({
    code: 'PARITY_BAD_NAME',
    message: 'an environment or cluster cannot have this name',
    where: callSite(),
    got: JSON.stringify(name),
    expected: 'lower-case letters, digits and dashes, at most 63 characters',
    fix: 'rename it',
  });
}
