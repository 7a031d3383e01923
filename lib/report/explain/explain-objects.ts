import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { describeExpression } from '../../template/notation';
import type { TemplateObject } from '../../template/template';
import { type ExplainSession, unmetConditions } from './explain-session';
import type { ChartObjects, ObjectsExplanation } from './explanation';

/** The objects of one target by chart, and how many of their places hold a placeholder. Reads the index only. */
export function explainObjects(session: ExplainSession, target: TargetRecord): ObjectsExplanation {
  return {
    kind: 'objects', targets: [target.name],
    charts: session.index.charts.map((chart) => chartObjects(session, chart, target)),
  };
}

function chartObjects(session: ExplainSession, chart: ChartRecord, target: TargetRecord): ChartObjects {
  const evaluate = session.evaluateIn(chart, target);
  const exceptions = chart.exceptions.filter((exception) => exception.target === target.name);
  return {
    chart: chart.id, class: chart.class, ...(chart.owner === undefined ? {} : { owner: chart.owner }),
    objects: chart.template.objects.filter((object) => unmetConditions(object, evaluate).length === 0)
      .map((object) => ({
        object: object.id, construct: object.construct, placeholders: placeholdersOf(object),
        exceptions: exceptions.filter((exception) => exception.object === object.id).length,
        ...(object.when === undefined ? {} : {
          when: object.when.map(({ of, is }) => `${describeExpression(of)} is ${is}`).join(' and '),
        }),
      })),
    ...keptOf(chart, target),
  };
}

function keptOf({ kept = {} }: ChartRecord, { name }: TargetRecord): Pick<ChartObjects, 'kept'> {
  if (!Object.hasOwn(kept, name)) return {};
  return { kept: kept[name].objects.map((each) => ({ object: `ConfigMap/${each.name}`, releases: each.releases })) };
}

/** A repeat fills nothing itself: its element does. */
function placeholdersOf({ places }: TemplateObject): number {
  return places.filter((place) => !('repeat' in place)).length;
}
