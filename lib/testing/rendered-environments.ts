import { ManifestReader } from '../check/manifest-file';
import type { Environment } from '../environment/environment';
import type { AssemblyIndex, EnvironmentRecord, TargetRecord } from '../synth/assembly/assembly';
import { type Assembly, assemblyInMemory } from '../synth/assembly/read-assembly';
import { selectTargets } from '../synth/assembly/select-targets';
import type { ParityApp } from '../synth/parity-app';
import type { RenderedAssembly } from '../synth/assembly/write-assembly';
import { renderWitnessed } from '../synth/witness/render-witnessed';
import { ParityError, type ParityFailure } from '../template/error';
import type { Json, JsonObject } from '../template/json';
import { type ObjectIdentity, findObject } from './find-object';

/** One object, for tests to look into: `manifest.spec.replicas`. Frozen, since environments share them. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test knows what it looks for
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: any };
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly [field: string]: any;
}

/** Known also to another copy of the package, as a test runner may load one. */
const BRAND = Symbol.for('cdk8s-parity.rendered-environments');
const TARGET_BRAND = Symbol.for('cdk8s-parity.rendered-target');

/** What one environment, or one of its clusters, is given. */
export class RenderedTarget {
  /** `production`, or `production/eu`. */
  readonly name: string;
  readonly environment: string;
  readonly cluster?: string;
  readonly facts: JsonObject;
  private parsed?: readonly Manifest[];

  /** @internal */
  constructor(environment: EnvironmentRecord, target: TargetRecord, private readonly read: () => readonly Json[]) {
    this.name = target.name;
    this.environment = environment.name;
    if (target.cluster !== undefined) this.cluster = target.cluster;
    this.facts = target.facts;
    Object.defineProperty(this, TARGET_BRAND, { value: true });
  }

  /** Every object, in the order of the files. */
  get manifests(): readonly Manifest[] {
    this.parsed ??= this.read().map((object) => deepFreeze(object) as unknown as Manifest);
    return this.parsed;
  }

  /**
   * The object of a kind and name; the name of a ConfigMap may leave out the content hash that it ends in.
   *
   * @throws PARITY_UNKNOWN_OBJECT when there is none, naming the nearest
   */
  object(identity: ObjectIdentity): Manifest {
    return findObject(this.manifests as unknown as readonly Json[], identity, this.name) as unknown as Manifest;
  }
}

/**
 * The manifests of every environment, rendered into memory, with what differs between them.
 *
 * It is an `Assembly`: whatever reads a written one reads this.
 */
export class RenderedEnvironments implements Assembly {
  readonly index: AssemblyIndex;
  /** Every environment and cluster, in promotion order. */
  readonly targets: readonly RenderedTarget[];
  private readonly assembly: Assembly;
  private witnessed?: readonly ParityFailure[];

  /** @internal `build` makes the app anew, for the witness */
  constructor(rendered: RenderedAssembly, readonly build: () => ParityApp) {
    this.assembly = assemblyInMemory(rendered);
    this.index = rendered.index;
    const reader = new ManifestReader();
    this.targets = rendered.index.environments.flatMap((environment) => environment.targets.map((target) =>
      new RenderedTarget(environment, target, () => rendered.index.charts.flatMap((chart) =>
        reader.read(this.readFile(chart.targets[target.name].file)).map(({ body }) => body)))));
    Object.defineProperty(this, BRAND, { value: true });
  }

  /**
   * What an environment is given: by its name, by `production/eu` for one of its clusters, or by itself.
   *
   * @throws PARITY_UNKNOWN_ENVIRONMENT when there is none, or when the name means several clusters
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- an environment of any contract
  get(environment: string | Environment<any>): RenderedTarget {
    const name = typeof environment === 'string' ? environment : environment.name;
    const meant = selectTargets(this.index, name);
    if (meant.length > 1) {
      throw new ParityError({
        code: 'PARITY_UNKNOWN_ENVIRONMENT', message: 'the environment has several clusters', got: `'${name}'`,
        expected: meant.map((target) => `'${target.name}'`).join(' or '), fix: 'name one of them',
      });
    }
    return this.targets.find((target) => target.name === meant[0].name) as RenderedTarget;
  }

  /** The objects of an environment: `get(environment).manifests`. @throws PARITY_UNKNOWN_ENVIRONMENT as `get` */
  // oxlint-disable-next-line typescript/no-explicit-any -- an environment of any contract
  manifests(environment: string | Environment<any>): readonly Manifest[] {
    return this.get(environment).manifests;
  }

  readFile(path: string): string {
    return this.assembly.readFile(path);
  }

  /**
   * Runs the constructors again as ordinary cdk8s, with each environment's plain values, and compares.
   *
   * @returns what came out different; empty when the templates are proved
   * @throws ParityErrors when a deferred chart is not proved
   */
  witness(): readonly ParityFailure[] {
    this.witnessed ??= renderWitnessed(this.build(), this.build).failures;
    return this.witnessed;
  }
}

export function isRendered(value: unknown): value is RenderedEnvironments {
  return typeof value === 'object' && value !== null && BRAND in value;
}

export function isRenderedTarget(value: unknown): value is RenderedTarget {
  return typeof value === 'object' && value !== null && TARGET_BRAND in value;
}

/** Goes over a list of its own: manifests may be nested deeper than the stack. */
function deepFreeze(root: Json): Json {
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    Object.freeze(value);
    open.push(...Object.values(value) as Json[]);
  }
  return root;
}
