import { App, type AppProps, Chart, Names } from 'cdk8s';
import { openArtifacts, readArtifacts } from '../environment/artifacts';
import { type ConfigHistory, readConfigHistory } from '../environment/config-history';
import { findEngineDifferences } from '../environment/engines';
import type { Environment } from '../environment/environment';
import type { ChartClass, OverlaySet } from '../environment/overlay';
import { Session, openSession } from '../environment/session';
import { callSite } from '../environment/source-location';
import { type Target, targetsOf } from '../environment/targets';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import type { LockedPlace } from '../template/locked';
import { HermeticGuard } from './hermetic/guard';
import { PlaceholderResolver } from './placeholder-resolver';
import { reportUncaught } from './report-uncaught';
import { ChartSelection } from './request/chart-selection';
import { withPreview } from './request/preview-environment';
import { requestedCharts, requestedPreview } from './request/synth-request';
import { type RenderedAssembly, renderAssembly, writeAssembly } from './assembly/write-assembly';
import { answerWitness } from './witness/answer';
import { guardYaml } from './yaml-guard';
import { enterApp } from './witness/run-mode';
import type { DeferredChart } from './scratch';

export interface ParityAppProps extends Pick<AppProps, 'outdir' | 'outputFileExtension' | 'resolvers'> {
  /** The environments in promotion order; previews may stand anywhere and come last. */
  // oxlint-disable-next-line typescript/no-explicit-any -- environments of any contract
  readonly environments: readonly Environment<any>[];
  /** Overlays that stand beside the services they are for. @default - none */
  readonly overlays?: readonly OverlaySet[];
  /** The path of `artifacts.json`. @default - `artifact(...)` finds nothing */
  readonly artifacts?: string;
  /**
   * The path of `config-history.json`, which `parity keep` writes: ConfigMaps of former releases, for rollbacks.
   * @default - none is kept
   */
  readonly configHistory?: string;
  /** Places that may not differ, besides those that never may, each with its reason. @default - none */
  readonly locked?: readonly (LockedPlace & { readonly reason: string })[];
  /** Environment variables that constructs may read, since they cannot change manifests. @default - none */
  readonly allowEnv?: readonly string[];
  /**
   * Whether every container image must be named by digest; without, the assembly is not releasable.
   * @default true
   */
  readonly requireDigests?: boolean;
  /**
   * Whether plain cdk8s is run once for each target to prove the template.
   * @default - when `PARITY_WITNESS` or `CI` is set, and the program is no test runner
   */
  readonly witness?: boolean;
}

/**
 * An app whose charts are rendered once, into templates that are filled for every environment.
 *
 * Charts are added as in cdk8s (`new Checkout(app, 'checkout')`), or deferred with `add`.
 */
export class ParityApp extends App {
  /** What each environment and cluster is written for, in promotion order. */
  readonly targets: readonly Target[];
  readonly props: ParityAppProps;
  /** @internal */
  readonly index: number;
  /** @internal */
  readonly deferred: DeferredChart[] = [];
  /** @internal */
  readonly session: Session;
  /** @internal */
  readonly resolver = new PlaceholderResolver();
  /** @internal */
  readonly guard: HermeticGuard;
  /** The charts that the command asked for; undefined for all. @internal */
  readonly selection: ChartSelection | undefined;
  /** @internal */
  readonly history: ConfigHistory | undefined;

  /**
   * @throws PARITY_NO_ENVIRONMENT when there is none
   * @throws PARITY_BAD_ARTIFACTS when `artifacts.json` cannot be used
   * @throws PARITY_BAD_CONFIG_HISTORY when `config-history.json` cannot
   * @throws PARITY_BAD_ARGUMENT, and what `withPreview` throws, when the command asked for what cannot be
   */
  constructor(props: ParityAppProps) {
    super({
      outdir: props.outdir,
      outputFileExtension: props.outputFileExtension,
      ...(props.resolvers === undefined ? {} : { resolvers: props.resolvers }),
    });
    this.props = props;
    const { index, mode } = enterApp();
    this.index = index;
    const preview = requestedPreview();
    const environments = preview === undefined ? props.environments : withPreview(props.environments, preview);
    this.targets = targetsOf(environments);
    checkEnvironments(environments, this.targets);
    this.selection = ChartSelection.of(requestedCharts());
    this.history = props.configHistory === undefined ? undefined : readConfigHistory(props.configHistory);
    checkLocked(props.locked ?? []);
    const facts = new Map(this.targets.map(({ name, facts }) => [name, facts]));
    this.session = new Session(
      facts,
      mode?.kind === 'plain' ? mode.values : undefined,
      mode?.kind === 'salted' ? mode.salt : '',
    );
    const file = process.env.PARITY_ARTIFACTS ?? props.artifacts;
    if (file !== undefined)
      openArtifacts(this.session, readArtifacts(file, process.env.PARITY_ARTIFACTS !== undefined));
    if (mode?.kind !== 'plain') this.resolver.installOn(this, props.resolvers !== undefined);
    guardYaml();
    openSession(this, this.session);
    this.guard = new HermeticGuard({
      allowEnv: props.allowEnv ?? [],
      isConstructName: (name) => this.session.births.some(({ construct }) => construct.constructor.name === name),
    });
    this.guard.install();
  }

  /**
   * Adds a chart that is built, written and released when its turn comes, so that memory stays flat.
   *
   * Services of such charts are named by class and id: `api.calls(serviceOf(Cart, 'cart'))`.
   */
  add<P extends unknown[]>(of: new (scope: App, id: string, ...props: P) => Chart, id: string, ...props: P): void {
    this.deferred.push({ of: of as unknown as ChartClass, id, props });
  }

  /**
   * Writes the assembly: the manifests of every environment and `parity.json`, all or nothing.
   *
   * @throws ParityErrors with every failure of the run
   */
  override synth(): void {
    try {
      if (answerWitness(this)) return;
      writeAssembly(this);
    } finally {
      this.guard.uninstall();
    }
  }

  /**
   * The assembly in memory, for tests.
   *
   * @throws ParityErrors with every failure of the run
   */
  render(): RenderedAssembly {
    try {
      answerWitness(this);
      return renderAssembly(this);
    } finally {
      this.guard.uninstall();
    }
  }

  /** @throws PARITY_PLAIN_SYNTH always: one text cannot hold every environment's manifests */
  override synthYaml(): string {
    throw new ParityError({
      code: 'PARITY_PLAIN_SYNTH',
      message: 'a ParityApp has no single YAML text',
      fix: 'use app.render().files, or the matchers of cdk8s-parity/testing',
    });
  }

  /** The name of a chart's file, the same in every environment's folder. */
  fileOf(chart: Chart): string {
    return `${Names.toDnsLabel(chart)}${this.outputFileExtension}`;
  }
}

/** A place that an app locks is a rule for others: they are told why. */
function checkLocked(places: readonly LockedPlace[]): void {
  const unexplained = places.filter(({ reason }) => reason === undefined || reason.trim() === '');
  if (unexplained.length === 0) return;
  throw new ParityErrors(unexplained.map((place) => ({
    code: 'PARITY_NO_REASON', message: 'a place that an app locks needs a reason', where: callSite() ?? 'new ParityApp',
    got: `locked: ${place.in} ${place.path}`, fix: "say why: { in, path, what, reason: '...' }",
  })));
}

function checkEnvironments(environments: readonly Environment<object>[], targets: readonly Target[]): void {
  const failures: ParityFailure[] = findEngineDifferences(targets);
  if (targets.length === 0) {
    failures.push({
      code: 'PARITY_NO_ENVIRONMENT', message: 'the app has no environment', where: 'new ParityApp',
      fix: 'give it at least one: new ParityApp({ environments: [local, staging, production] })',
    });
  }
  const names = new Map<string, string | undefined>();
  for (const { name, source } of environments) {
    if (names.has(name)) {
      failures.push({
        code: 'PARITY_BAD_NAME', message: 'two environments have the same name', where: source, got: `'${name}'`,
        expected: `another name than at ${names.get(name)}`, fix: 'rename one of them',
      });
    }
    names.set(name, source);
  }
  if (failures.length > 0) throw new ParityErrors(failures);
}

// Whoever can make an app can throw before it is made: an environment's name, an overlay file.
reportUncaught();
