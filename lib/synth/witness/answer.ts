import { writeFileSync } from 'node:fs';
import { Chart } from 'cdk8s';
import { CallGraph } from '../../environment/call-graph';
import type { Session } from '../../environment/session';
import type { ParityFailure } from '../../template/error';
import { assembleTemplate, digestTemplate } from '../../template/template';
import type { SynthesisInput } from '../assembly-synthesis';
import { nameVariations } from '../name-variations';
import { type ConstructObject, digestObjects, renderPlain } from './plain-render';
import { renderChart } from '../render-chart';
import { type WitnessOrder, witnessOrder } from './run-mode';
import { buildDeferred, besideSession } from '../scratch';

/** What a witness process found: the charts that came out different, with their objects. */
export interface WitnessAnswer {
  readonly different: readonly { readonly chart: string; readonly objects?: readonly ConstructObject[] }[];
  readonly failures: readonly ParityFailure[];
}

/**
 * In a witness process: renders the app as it was asked, writes the answer and ends the process.
 *
 * @returns true for another app of the same program, which has nothing to do; false in any other process
 */
export function answerWitness(app: SynthesisInput & { readonly index: number }): boolean {
  const order = witnessOrder();
  if (order === undefined) return false;
  if (order.app !== app.index) return true;
  writeFileSync(order.answer, JSON.stringify(answerTo(order, app)));
  // What the program does after synth (a second app, an upload) is not part of the proof, and must not happen twice.
  process.exit(0);
}

/** Renders an app that was built in the mode of an order, and finds the charts that are not as expected. */
export function answerTo(order: WitnessOrder, app: SynthesisInput): WitnessAnswer {
  const different: { chart: string; objects?: readonly ConstructObject[] }[] = [];
  const failures: ParityFailure[] = [];
  learnCalls(app);
  const constructs = app.node.findAll();
  const charts = (app.selection?.within(constructs) ?? constructs)
    .filter((construct): construct is Chart => Chart.isChart(construct));
  if (order.kind === 'salted') nameVariations(app.session);
  for (const chart of charts) {
    const expected = order.expected[chart.node.path];
    if (order.kind === 'salted') {
      const digest = digestTemplate(assembleTemplate(renderChart(chart, app.session, app.resolver).objects));
      if (digest !== expected) different.push({ chart: chart.node.path });
      continue;
    }
    const { objects, failures: broken } = renderPlain(chart);
    failures.push(...broken);
    if (digestObjects(objects) !== expected) different.push({ chart: chart.node.path, objects });
  }
  for (const chart of Object.keys(order.expected)) {
    if (!charts.some(({ node }) => node.path === chart)) different.push({ chart, objects: [] });
  }
  return { different, failures };
}

/** Deferred charts are proved elsewhere, but the others may call their services. */
function learnCalls(app: SynthesisInput): void {
  const graph = CallGraph.in(app.session as Session);
  if (graph.isUsed) {
    for (const deferred of app.deferred) {
      buildDeferred(deferred, besideSession(app.session, {}), app, app.resolver, () => undefined);
    }
  }
  graph.isComplete = true;
}
