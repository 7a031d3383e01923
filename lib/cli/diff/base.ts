import type { Change } from '../../report/change/change';
import { changeOf } from '../../report/change/change-of';
import { type ComparedSides, isUnexplained } from '../../report/change/change-rows';
import { printable, shortened } from '../../report/printable';
import { someOf } from '../../report/words';
import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import { type Assembly, readAssembly } from '../../synth/assembly/read-assembly';
import { narrowed, selectCharts } from '../../synth/assembly/select-charts';
import { withoutWitnessReason } from '../../synth/assembly/witness-reason';
import { type Output, jsonText } from '../answer';
import { EXIT } from '../exit-code';
import { assemblyFolder } from '../open-assembly';
import { exitCodeOf } from '../run-program';
import { Interrupted, Interruption } from './interruption';
import { type DiffOptions, isAssembly } from './options';
import { proveSides, withBrokenNamed } from './prove-sides';

type Indexed = Pick<Assembly, 'index'>;

/** The most rows of a section on a terminal before the rest is only counted. */
const ROWS = 12;

/**
 * What changed since a git revision, or since the assembly in a folder. Gives the exit code.
 *
 * @throws what `readAssembly` and `synthesizeRevision` throw, PARITY_UNKNOWN_CHART, and PARITY_BAD_ASSEMBLY for an
 *   index that was edited so that its templates are none
 */
export async function diffBase(options: DiffOptions, output: Output): Promise<number> {
  const name = options.base!;
  try {
    const head = readAssembly(assemblyFolder(options));
    const base = isAssembly(name) ? readAssembly(name) : undefined;
    // Before a revision is built, which takes a while: what was read is what is proved.
    const unexplained = proveSides({ base, head }, isAskedFor(options.chart));
    const sides = base !== undefined ? limited(base, head, options.chart)
      : limited(unwitnessed(await readRevision(name, options, output)), unwitnessed(head), options.chart);
    const compared = { base: name, head: assemblyFolder(options), unexplained };
    const { isSame, text } = withBrokenNamed({ base: sides.base.index, head: sides.head.index }, compared, () => {
      // Who asks for some charts does not ask for facts of others.
      const change = changeOf(sides.base, sides.head, { unusedFacts: options.chart === undefined });
      return { isSame: change.same, text: written(change, sides, compared, options, output) };
    });
    await warnOfStale(options, output);
    output.out.write(text);
    return isSame && !isUnexplained(unexplained) ? EXIT.clean : EXIT.found;
  } catch (error) {
    if (error instanceof Interrupted) return exitCodeOf(error.signal);
    throw error;
  }
}

/** An edit that was not synthesized is no part of the answer: that belongs beside it, not into it. */
async function warnOfStale(options: DiffOptions, { err }: Output): Promise<void> {
  const { staleSources } = require('./stale-sources') as typeof import('./stale-sources');
  const folder = assemblyFolder(options);
  const stale = await staleSources(folder, isAssembly(options.base!) ? 'HEAD' : options.base!);
  if (stale.length === 0) return;
  const named = someOf(stale, 2, (name) => shortened(name, 120));
  const were = stale.length === 1 ? 'was' : 'were';
  err.write(`${named} ${were} changed after ${printable(folder)} was written: run parity synth\n`);
}

async function readRevision(revision: string, { build }: DiffOptions, { err }: Output): Promise<Indexed> {
  const { synthesizeRevision } = require('./synthesize-revision') as typeof import('./synthesize-revision');
  const interruption = new Interruption();
  // For people who wait; a log needs no such line.
  const progress = (text: string) => { if (err.isTerminal) err.write(`${err.style.dim(printable(text))}\n`); };
  try {
    return await synthesizeRevision({ revision, build, interruption, progress });
  } finally {
    interruption.end();
  }
}

/** A revision is synthesized without the witness: that the other side has one is no change. */
function unwitnessed({ index }: Indexed): Indexed {
  const notReleasable = withoutWitnessReason(index.notReleasable);
  return { index: { ...index, witnessed: false, notReleasable, releasable: notReleasable.length === 0 } };
}

/** Both sides limited to the charts that were asked for, each of which one side has at least. */
function limited(base: Indexed, head: Indexed, names: readonly string[] | undefined): { base: Indexed; head: Indexed } {
  if (names === undefined) return { base, head };
  selectCharts({ ...head.index, charts: [...base.index.charts, ...head.index.charts] }, names);
  const some = ({ index }: Indexed): Indexed => narrowed({ index } as Assembly,
    index.charts.filter(isAskedFor(names)));
  return { base: some(base), head: some(head) };
}

function isAskedFor(names: readonly string[] | undefined): (chart: ChartRecord) => boolean {
  const asked = new Set(names);
  return ({ id, class: name }) => names === undefined || asked.has(id) || asked.has(name);
}

function written(
  change: Change, { base, head }: { readonly base: Indexed; readonly head: Indexed }, compared: ComparedSides,
  options: DiffOptions, { out }: Output,
): string {
  const yaml = options.yaml ? { yaml: differences(change, base.index, head.index) } : {};
  switch (options.format) {
    case 'json': {
      const { same, ...changes } = change;
      const { unexplained, ...sides } = compared;
      return jsonText({ ok: true, ...sides, same: same && !isUnexplained(unexplained), unexplained, ...changes });
    }
    case 'markdown': {
      const { changeMarkdown } = require('../../report/change/change-markdown') as
        typeof import('../../report/change/change-markdown');
      return changeMarkdown(change, { ...compared, ...yaml });
    }
    default: {
      const { changeLines } = require('../../report/change/change-text') as
        typeof import('../../report/change/change-text');
      const { width, style } = out;
      const rows = options.fields ? {} : { rows: ROWS };
      return `${changeLines(change, { ...compared, width, style, ...rows, ...yaml }).join('\n')}\n`;
    }
  }
}

function differences(change: Change, base: AssemblyIndex, head: AssemblyIndex): string[] {
  const { templateDifferences } = require('../../report/change/template-difference') as
    typeof import('../../report/change/template-difference');
  return templateDifferences(change, base, head);
}
