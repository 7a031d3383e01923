import { isFillProblem } from '../../check/chart-files';
import { findUnexplained } from '../../check/closure';
import { equalJson } from '../../check/equal-json';
import { findFalseClaims } from '../../check/index-claims';
import type { ComparedSides, Unexplained } from '../../report/change/change-rows';
import { writeObject } from '../../report/change/written-object';
import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { ParityErrors, type ParityFailure, sortFailures } from '../../template/error';
import type { Json } from '../../template/json';
import { CompiledTemplate } from '../../template/template';

/** The assemblies of which a change tells; no base for a revision, which was synthesized just now. */
export interface Sides { readonly base?: Assembly; readonly head: Assembly }

/**
 * How much in each side nothing explains, in the charts that are compared.
 *
 * A change is told from the two indices: one whose manifests say something else tells nothing of what is deployed.
 */
export function proveSides({ base, head }: Sides, isCompared: (chart: ChartRecord) => boolean): Unexplained {
  const charts = ({ index }: Assembly) => index.charts.filter(isCompared);
  const ofHead = findUnexplained(head, { charts: charts(head) }).length;
  if (base === undefined) return { head: ofHead };
  // What both sides have alike, files included, was proved with the other one, unless that one failed.
  const proved = ofHead > 0 || !hasSameGround(base.index, head.index) ? new Map<string, ChartRecord>()
    : new Map(charts(head).map((chart) => [chart.id, chart]));
  const left = charts(base).filter((chart) => !equalJson(asJson(chart), asJson(proved.get(chart.id))));
  const written = left.filter((chart) => !equalJson(whatIsWritten(chart), whatIsWritten(proved.get(chart.id))));
  // Claims on the whole are found by both.
  const ofBase = [...findUnexplained(base, { charts: written }), ...findFalseClaims(base.index, left)];
  return { base: sortFailures(ofBase).length, head: ofHead };
}

/**
 * All that a chart's files are held against, beside targets and facts: its declarations are other claims. Files are the
 * same when their digests are: reading an assembly has held each file against its own.
 */
function whatIsWritten(chart: ChartRecord | undefined): Json | undefined {
  return chart && asJson({
    template: chart.template, targets: chart.targets, exceptions: chart.exceptions, kept: chart.kept ?? {},
    owner: chart.owner ?? '',
  });
}

const asJson = (value: unknown) => value as Json | undefined;

/** Whether charts are judged by the same targets, facts and locked places on both sides. */
function hasSameGround(base: AssemblyIndex, head: AssemblyIndex): boolean {
  const ground = ({ environments, locked }: AssemblyIndex) =>
    asJson({ targets: environments.map(({ name, targets }) => ({ name, targets })), locked });
  return equalJson(ground(base), ground(head));
}

/**
 * Compares two sides, and says which of them cannot be read where one was edited so that its template is none.
 *
 * @throws PARITY_BAD_ASSEMBLY for every chart whose template cannot be read, or what `work` throws
 */
export function withBrokenNamed<T>(
  indices: { readonly base: AssemblyIndex; readonly head: AssemblyIndex }, names: ComparedSides, work: () => T,
): T {
  try {
    return work();
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    const failures = (['base', 'head'] as const).flatMap((side) => brokenCharts(indices[side], names[side]));
    if (failures.length > 0) throw new ParityErrors(failures);
    const edited = (['base', 'head'] as const).filter((side) => (names.unexplained?.[side] ?? 0) > 0);
    // With two whole assemblies it is a mistake of ours.
    if (edited.length === 0) throw cause;
    throw new ParityErrors(edited.map((side) => broken(names[side], cause.message)));
  }
}

function brokenCharts({ charts }: AssemblyIndex, name: string): ParityFailure[] {
  return charts.flatMap(({ id, template }) => {
    try {
      new CompiledTemplate(template);
      for (const object of template.objects) writeObject(object);
      return [];
    } catch (cause) {
      if (!isFillProblem(cause)) throw cause;
      return [broken(`${name} > ${id}`, cause.message)];
    }
  });
}

function broken(where: string, got: string): ParityFailure {
  return {
    code: 'PARITY_BAD_ASSEMBLY', message: 'the index of the assembly is truncated or was edited by hand', where, got,
    fix: 'run parity synth again, or parity check for all that is wrong with it',
  };
}
