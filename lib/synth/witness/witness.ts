import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import type { PlainValues } from '../../environment/session';
import type { Target } from '../../environment/targets';
import { ParityErrors, type ParityFailure } from '../../template/error';
import type { Json } from '../../template/json';
import { digestTemplate } from '../../template/template';
import type { SynthesizedOne, SynthesisInput } from '../assembly-synthesis';
import type { ChartRecord } from '../assembly/assembly';
import { nameVariations } from '../name-variations';
import { compareWitness, digestObjects, renderPlain } from './plain-render';
import { PlaceholderResolver } from '../placeholder-resolver';
import { renderChart, renderFailure } from '../render-chart';
import { SALT, WITNESS_ORDER, type WitnessOrder, inMode, modeOf } from './run-mode';
import { type DeferredChart, besideSession, buildDeferred } from '../scratch';
import { assembleTemplate } from '../../template/template';
import { type WitnessAnswer, answerTo } from './answer';

/** A program that does not end is a failure, not a hang. In milliseconds, for each target. */
const TIMEOUT = 10 * 60 * 1000;

/**
 * Proves that templates, filled, are what ordinary cdk8s gives with plain values (guarantee 9), and that they do not
 * depend on the ids of placeholders.
 *
 * Deferred charts are built again here. Charts that the program made itself can only be made again by the program:
 * it is run once for each target, in processes beside each other, in a mode in which every placeholder is its value.
 */
export class Witness {
  private readonly values = new Map<Target, Record<string, Json>>();
  private readonly expected = new Map<Target, Record<string, string>>();
  private readonly templates: Record<string, string> = {};
  /** Charts that were there at once, kept to say what differs when something does. */
  private readonly charts = new Map<string, SynthesizedOne>();

  constructor(private readonly app: SynthesisInput & { readonly index: number }) {
    for (const target of app.targets) {
      this.values.set(target, {});
      this.expected.set(target, {});
    }
  }

  /** Takes one chart; a deferred one is proved at once. */
  see(record: ChartRecord, synthesized: SynthesizedOne): readonly ParityFailure[] {
    if (synthesized.deferred !== undefined) return this.proveDeferred(record, synthesized, synthesized.deferred);
    this.charts.set(record.id, synthesized);
    this.templates[record.id] = record.templateDigest;
    for (const target of this.app.targets) {
      (this.expected.get(target) as Record<string, string>)[record.id] = digestObjects(synthesized.fill(target));
      Object.assign(this.values.get(target) as object, valuesByKey(synthesized, target));
    }
    return [];
  }

  /** Runs the program again for the charts it made itself. @throws ParityErrors where they disagree */
  finish(): void {
    if (this.charts.size === 0) return;
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-witness-'));
    try {
      const orders = this.writeOrders(folder);
      this.runPrograms(folder, orders);
      const failures = orders.flatMap((order) => this.judge(order, readAnswer(order)));
      if (failures.length > 0) throw new ParityErrors(failures);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Builds the charts that were there at once again, in this process: for tests, whose program is the test runner. */
  proveByBuild(build: () => SynthesisInput): ParityFailure[] {
    if (this.charts.size === 0) return [];
    return this.ordersIn('').flatMap((order) => {
      let app: SynthesisInput | undefined;
      try {
        app = inMode(modeOf(order), build);
        return this.judge(order, answerTo(order, app));
      } catch (cause) {
        return cause instanceof ParityErrors
          ? [...cause.failures]
          : [renderFailure(order.target || '(placeholders with other ids)', cause)];
      } finally {
        app?.guard.uninstall();
      }
    });
  }

  private proveDeferred(record: ChartRecord, synthesized: SynthesizedOne, deferred: DeferredChart): ParityFailure[] {
    const failures: ParityFailure[] = [];
    for (const target of this.app.targets) {
      const values = new Map(Object.entries(valuesByKey(synthesized, target)));
      const plain: PlainValues = { target: target.name, facts: target.facts, valueOf: (key) => values.get(key) };
      buildDeferred(deferred, besideSession(this.app.session, { plain }), this.app, undefined, (root) => {
        const { objects, failures: broken } = renderPlain(findChart(root, record.id));
        failures.push(
          ...broken,
          ...compareWitness(record.id, target.name, synthesized.fill(target), objects, isOrdered(record)),
        );
      });
    }
    const session = besideSession(this.app.session, { salt: SALT });
    const resolver = new PlaceholderResolver();
    buildDeferred(deferred, session, this.app, resolver, (root) => {
      nameVariations(session);
      const chart = findChart(root, record.id);
      const digest = digestTemplate(assembleTemplate(renderChart(chart, session, resolver).objects));
      if (digest !== record.templateDigest) failures.push(unstable(record.id));
    });
    return failures;
  }

  private ordersIn(folder: string): WitnessOrder[] {
    const common = { app: this.app.index, facts: {}, values: {} };
    const orders = this.app.targets.map((target, i): WitnessOrder => ({
      ...common,
      kind: 'plain',
      target: target.name,
      facts: target.facts,
      values: this.values.get(target) as Record<string, Json>,
      expected: this.expected.get(target) as Record<string, string>,
      answer: join(folder, `answer-${i}.json`),
    }));
    orders.push({
      ...common,
      kind: 'salted',
      target: '',
      expected: this.templates,
      answer: join(folder, 'answer-salted.json'),
    });
    return orders;
  }

  private writeOrders(folder: string): (WitnessOrder & { readonly file: string })[] {
    return this.ordersIn(folder).map((order, i) => {
      const file = join(folder, `order-${i}.json`);
      writeFileSync(file, JSON.stringify(order));
      return { ...order, file };
    });
  }

  /** Synth is synchronous, so the processes that run beside each other are looked after by one of their own. */
  private runPrograms(folder: string, orders: readonly { readonly file: string }[]): void {
    const plan = join(folder, 'plan.json');
    writeFileSync(plan, JSON.stringify({
      command: [process.execPath, ...process.execArgv, ...process.argv.slice(1)], variable: WITNESS_ORDER,
      orders: orders.map(({ file }) => file), parallel: Math.max(1, availableParallelism()), timeout: TIMEOUT,
    }));
    spawnSync(process.execPath, [...process.execArgv, require.resolve('./runner'), plan], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  private judge(order: WitnessOrder, answer: WitnessAnswer): ParityFailure[] {
    if ('failures' in answer && answer.failures.length > 0) return [...answer.failures];
    return answer.different.flatMap(({ chart, objects }) => {
      if (order.kind === 'salted') return [unstable(chart)];
      const target = this.app.targets.find(({ name }) => name === order.target) as Target;
      const made = this.charts.get(chart);
      return compareWitness(
        chart,
        target.name,
        made?.fill(target) ?? [],
        objects ?? [],
        made === undefined || isOrdered(made.record),
      );
    });
  }
}

function valuesByKey(synthesized: SynthesizedOne, target: Target): Record<string, Json> {
  const values = synthesized.valuesOf(target);
  return Object.fromEntries(synthesized.variations.map(({ key, name }) => [key, values.get(name) as Json]));
}

/** Whether all environments have the same objects, so that their order is the one cdk8s gives. */
function isOrdered(record: ChartRecord): boolean {
  return record.template.objects.every(({ when }) => when === undefined);
}

function findChart(root: Chart, id: string): Chart {
  return (
    root.node
      .findAll()
      .find((construct): construct is Chart => Chart.isChart(construct) && construct.node.path === id) ?? root
  );
}

function unstable(chart: string): ParityFailure {
  return {
    code: 'PARITY_WITNESS',
    message: 'the template depends on how a placeholder is written',
    where: chart,
    got: 'another template when placeholders have other ids',
    expected: 'the same template',
    fix: 'something was computed from a value that differs: a checksum, a length, a sort order; use derive.contentHash or another derivation',
  };
}

function readAnswer(order: WitnessOrder): WitnessAnswer {
  try {
    return JSON.parse(readFileSync(order.answer, 'utf8')) as WitnessAnswer;
  } catch {
    return {
      different: [],
      failures: [
        {
          code: 'PARITY_WITNESS',
          message: 'the program did not come to its synth when it was run again',
          where: order.kind === 'salted' ? '(placeholders with other ids)' : order.target,
          got: 'its messages are above',
          fix: 'a program must do the same each time it is run: look for files, arguments and the environment',
        },
      ],
    };
  }
}
