import { Chart, type IResolver } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { artifactsOf } from '../environment/artifacts';
import { CallGraph } from '../environment/call-graph';
import type { ConfigHistory } from '../environment/config-history';
import type { OverlaySet } from '../environment/overlay';
import type { Session } from '../environment/session';
import type { Target } from '../environment/targets';
import { type NamedVariation } from '../environment/values';
import { digestJson } from '../template/canonical';
import { type ParityFailure, ParityErrors } from '../template/error';
import type { LockedPlace } from '../template/locked';
import { LockedTable } from '../template/locked-table';
import type { ChartRecord } from './assembly/assembly';
import { ConfigKeeper } from './kept-configs';
import { FileClaims } from './file-claims';
import type { HermeticGuard } from './hermetic/guard';
import { mergeRepeats } from './merge-repeats';
import { nameVariations } from './name-variations';
import { OverlayBook } from './overlay-book';
import type { PlaceholderResolver } from './placeholder-resolver';
import { renderFailure } from './render-chart';
import type { ChartSelection } from './request/chart-selection';
import { type DeferredChart, besideSession, buildDeferred } from './scratch';
import { type SynthesisContext, type SynthesizedChart, synthesizeChart } from './synthesize-chart';
import { TargetMemory } from './target-rules';

/** What synthesis reads of an app. */
export interface SynthesisInput extends IConstruct {
  readonly props: {
    readonly overlays?: readonly OverlaySet[];
    readonly locked?: readonly LockedPlace[];
    readonly requireDigests?: boolean;
    readonly resolvers?: IResolver[];
  };
  readonly targets: readonly Target[];
  readonly deferred: readonly DeferredChart[];
  readonly session: Session;
  readonly resolver: PlaceholderResolver;
  readonly guard: HermeticGuard;
  /** The ConfigMaps of former releases. @default - the app keeps none */
  readonly history?: ConfigHistory;
  /** The charts to synthesize. @default - all */
  readonly selection?: ChartSelection;
  fileOf(chart: Chart): string;
}

/** A chart as it was made, for who looks at it while it is there. */
export interface SynthesizedOne extends SynthesizedChart {
  readonly variations: readonly NamedVariation[];
  /** How to make it again, for a deferred chart. */
  readonly deferred?: DeferredChart;
}

/** Takes what synthesis makes, chart by chart; nothing is kept. */
export interface Sink {
  /** Takes a file and gives its digest. */
  file(path: string, text: string): string;
  /** Takes what `parity.json` says of a chart, and may look at the chart itself. */
  chart(record: ChartRecord, synthesized: SynthesizedOne): readonly ParityFailure[];
}

/** One pass over an app's charts: each is rendered once, filled for every target, and handed on. */
export class AssemblySynthesis {
  private readonly failures: ParityFailure[] = [];
  private readonly chartValues = new Map<string, Record<string, string>>();
  private readonly files: FileClaims;
  private readonly book: OverlayBook;
  private readonly locked: LockedTable;
  private readonly memory = new TargetMemory();
  private readonly keeper: ConfigKeeper | undefined;
  private hasUnbuilt = false;

  constructor(private readonly app: SynthesisInput) {
    this.locked = new LockedTable(app.props.locked);
    this.book = new OverlayBook(app.targets, app.props.overlays ?? []);
    this.files = new FileClaims(app);
    this.keeper = app.history === undefined ? undefined : new ConfigKeeper(app.history);
    for (const { name } of app.targets) this.chartValues.set(name, {});
  }

  /** @throws ParityErrors with every failure of the run */
  run(sink: Sink): void {
    this.app.guard.strict(() => {
      this.synthesizeTree(sink);
      this.synthesizeDeferred(sink);
    });
    this.failures.push(...this.app.selection?.failures() ?? []);
    if (this.files.size === 0 && this.failures.length === 0) {
      this.failures.push({
        code: 'PARITY_EMPTY_APP',
        message: 'the app has no chart',
        fix: "add one: new Checkout(app, 'checkout')",
      });
    }
    // A chart that could not be built has not answered to its overlays: that would be noise beside the reason. Nor has
    // one that was not asked for.
    if (!this.hasUnbuilt && this.app.selection === undefined) {
      this.failures.push(...this.book.findUnmatched(this.files.addresses));
    }
    const failures = [...this.failures, ...this.app.session.failures, ...this.app.guard.failures];
    if (failures.length > 0) throw new ParityErrors(mergeRepeats(failures));
  }

  /** The digest of each target's values: its facts, and every chart's. */
  valuesDigests(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.app.targets.map(({ name, facts }) => [
        name,
        digestJson({ facts, charts: this.chartValues.get(name) ?? {} }),
      ]),
    );
  }

  /** Charts that the program made itself: all are there at once. */
  private synthesizeTree(sink: Sink): void {
    const { app } = this;
    const graph = CallGraph.in(app.session);
    if (app.deferred.length === 0) graph.isComplete = true;
    else if (graph.isUsed) this.collectCalls(graph);
    const constructs = this.selected(app.node.findAll());
    this.validate(constructs);
    const variations = nameVariations(app.session);
    for (const chart of constructs) {
      if (Chart.isChart(chart)) this.synthesizeOne(chart, variations.get(chart) ?? [], app.session, sink);
    }
  }

  private selected(constructs: readonly IConstruct[]): readonly IConstruct[] {
    return this.app.selection?.within(constructs) ?? constructs;
  }

  private synthesizeDeferred(sink: Sink): void {
    const { deferred, selection } = this.app;
    const wanted = new Set(selection === undefined ? deferred : deferred.filter((chart) => selection.wants(chart)));
    this.synthesizeEach([...wanted], sink);
    // A name may be the class of a chart inside one of the others: only building them tells.
    if (selection !== undefined && selection.missing.length > 0) {
      this.synthesizeEach(deferred.filter((chart) => !wanted.has(chart)), sink);
    }
  }

  private synthesizeEach(charts: readonly DeferredChart[], sink: Sink): void {
    const graph = CallGraph.in(this.app.session);
    const session = besideSession(this.app.session, {});
    for (const deferred of charts) {
      const isDone = this.build(deferred, session, (chart) => {
        // Policies and addresses need every service; only the first chart that asks pays for finding that out.
        if (graph.isUsed && !graph.isComplete) return false;
        this.finishDeferred(chart, deferred, session, sink);
        return true;
      });
      if (isDone !== false) continue;
      this.collectCalls(graph);
      this.build(deferred, session, (chart) => this.finishDeferred(chart, deferred, session, sink));
    }
  }

  /** Builds each deferred chart once, for nothing but its services and calls. */
  private collectCalls(graph: CallGraph): void {
    const session = besideSession(this.app.session, {});
    // What goes wrong here goes wrong again when the chart is built to be written, and is reported then.
    for (const deferred of this.app.deferred)
      this.build(
        deferred,
        session,
        () => undefined,
        () => undefined,
      );
    graph.isComplete = true;
  }

  private finishDeferred(chart: Chart, deferred: DeferredChart, session: Session, sink: Sink): void {
    const constructs = this.selected(chart.node.findAll());
    this.validate(constructs);
    const variations = nameVariations(session);
    for (const nested of constructs) {
      if (Chart.isChart(nested)) this.synthesizeOne(nested, variations.get(nested) ?? [], session, sink, deferred);
    }
    this.failures.push(...session.failures.splice(0));
  }

  private build<T>(
    deferred: DeferredChart,
    session: Session,
    use: (chart: Chart) => T,
    fail = (cause: unknown) => {
      this.hasUnbuilt = true;
      this.failures.push(renderFailure(deferred.id, cause));
    },
  ): T | undefined {
    try {
      return buildDeferred(deferred, session, this.app, this.app.resolver, use);
    } catch (cause) {
      if (cause instanceof ParityErrors) throw cause;
      fail(cause);
      return undefined;
    }
  }

  private validate(constructs: readonly IConstruct[]): void {
    for (const construct of constructs) {
      for (const message of construct.node.validate()) {
        this.failures.push({
          code: 'PARITY_INVALID',
          message: 'a construct is not valid',
          where: construct.node.path || '(app)',
          got: message,
          fix: 'mend it as its validation says',
        });
      }
    }
  }

  private synthesizeOne(
    chart: Chart,
    variations: readonly NamedVariation[],
    session: Session,
    sink: Sink,
    deferred?: DeferredChart,
  ): void {
    const claim = this.files.claim(chart);
    if (claim !== undefined) {
      this.failures.push(claim);
      return;
    }
    const synthesized = synthesizeChart(chart, variations, this.contextOf(session, sink));
    this.failures.push(...synthesized.failures);
    if (this.failures.length > 0) return;
    for (const [target, { valuesDigest }] of Object.entries(synthesized.record.targets)) {
      (this.chartValues.get(target) as Record<string, string>)[chart.node.path] = valuesDigest;
    }
    this.failures.push(...sink.chart(synthesized.record, { ...synthesized, variations, deferred }));
  }

  private contextOf(session: Session, sink: Sink): SynthesisContext {
    const { app, locked, book } = this;
    return {
      session,
      resolver: app.resolver,
      targets: app.targets,
      locked,
      book,
      artifacts: artifactsOf(app.session),
      requireDigests: app.props.requireDigests ?? true,
      memory: this.memory,
      keeper: this.keeper,
      fileOf: (chart) => app.fileOf(chart),
      emit: (path, text) => sink.file(path, text),
    };
  }
}
