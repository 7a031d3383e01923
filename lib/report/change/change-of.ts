import type { Assembly } from '../../synth/assembly/read-assembly';
import type { AssemblyIndex, ChartRecord } from '../../synth/assembly/assembly';
import { alignedSides } from './aligned-sides';
import type { Change, ChartChanges, ChartName } from './change';
import { environmentChanges } from './environment-change';
import { findRisks } from './find-risks';
import { imageChanges } from './image-change';
import {
  listAlternatives, listApp, listCalls, listExceptions, listKept, listRemovedDefaults, listStandIns,
} from './listed';
import { type Listed, RecordChanges } from './record-change';
import { SecretsOfSides } from './secrets-of-sides';
import { type ChartPair, pairChart, templateChanges } from './template-change';
import { factChanges, targetsOf, valueChanges } from './value-change';
import { variationChanges } from './variation-change';

export interface ChangeOptions {
  /** Whether facts that fill nothing are told. @default true */
  readonly unusedFacts?: boolean;
}

/**
 * What a change does, each thing said once and not once for each environment.
 *
 * Charts are matched by id. Pure and linear in the size of the two assemblies; only their indices are read.
 */
export function changeOf(
  before: Pick<Assembly, 'index'>, after: Pick<Assembly, 'index'>, options: ChangeOptions = {},
): Change {
  const { base, head, part, clustered } = alignedSides(before.index, after.index);
  const former = byId(base);
  const latter = byId(head);
  const pairs = head.charts.flatMap((chart) => {
    const was = former.get(chart.id);
    return was === undefined ? [] : [pairChart(was, chart)];
  });
  const added = head.charts.filter(({ id }) => !former.has(id));
  const removed = base.charts.filter(({ id }) => !latter.has(id));
  const known = targetsOf(base);
  const targets = [...targetsOf(head).keys()].filter((target) => known.has(target));
  const secrets = new SecretsOfSides(base, head);
  const parts = {
    environments: environmentChanges(base, head, clustered),
    templates: templateChanges(pairs),
    images: imageChanges(pairs),
    values: valueChanges(pairs, targets, secrets),
    facts: factChanges(base, head, targets, secrets)
      // Who has only some charts does not know what fills others.
      .filter(({ charts }) => (options.unusedFacts !== false && part === undefined) || charts.length > 0),
    variations: variationChanges(pairs, secrets),
    alternatives: compareLists(pairs, listAlternatives),
    standIns: compareLists(pairs, listStandIns, { added, removed }),
    exceptions: compareLists(pairs, (chart) => listExceptions(chart, secrets.of(chart)), { added, removed }),
    removedDefaults: compareLists(pairs, listRemovedDefaults),
    kept: compareLists(pairs, listKept, { added, removed }),
    calls: compareWhole(listCalls(base), listCalls(head)),
    app: compareWhole(listApp(base), listApp(head)),
  };
  const charts = chartChanges(pairs, added, removed, parts);
  const same = added.length + removed.length + charts.changed.length + charts.renamed.length === 0
    && parts.environments.added.length + parts.environments.removed.length === 0
    && parts.environments.order === undefined && clustered.length === 0
    && parts.facts.length + parts.calls.length + parts.app.length === 0;
  const risks = same ? [] : findRisks({ base, head, pairs, added, removed, targets, images: parts.images });
  return { same, ...(part === undefined ? {} : { part }), risks, charts, ...parts };
}

interface AloneCharts { readonly added: readonly ChartRecord[]; readonly removed: readonly ChartRecord[] }

/** What charts of one side list is told where a reviewer has to know of it also when the whole chart is new. */
function compareLists(
  pairs: readonly ChartPair[], list: (chart: ChartRecord) => readonly Listed[],
  { added, removed }: AloneCharts = { added: [], removed: [] },
) {
  const changes = new RecordChanges();
  for (const { before, after } of pairs) changes.compare(list(before), list(after), after.id);
  for (const chart of added) changes.compare([], list(chart), chart.id);
  for (const chart of removed) changes.compare(list(chart), [], chart.id);
  return changes.entries();
}

function compareWhole(before: readonly Listed[], after: readonly Listed[]) {
  const changes = new RecordChanges();
  changes.compare(before, after);
  return changes.entries();
}

type Parts = Omit<Change, 'same' | 'risks' | 'environments' | 'charts' | 'facts' | 'calls' | 'app'>;

function chartChanges(
  pairs: readonly ChartPair[], added: readonly ChartRecord[], removed: readonly ChartRecord[], parts: Parts,
): ChartChanges {
  const { templates, images, values, variations, alternatives, standIns, exceptions, removedDefaults, kept } = parts;
  const changed = new Set([
    ...templates.flatMap(({ objects }) => objects.map(({ chart }) => chart)),
    ...images.flatMap(({ containers }) => containers.map(({ chart }) => chart)),
    ...[values, variations, alternatives, standIns, exceptions, removedDefaults, kept]
      .flatMap((changes) => changes.flatMap(({ charts }) => charts)),
  ]);
  const both = new Set(pairs.map(({ after }) => after.id));
  return {
    added: added.map((chart) => ({ ...nameOf(chart), objects: chart.template.objects.length })),
    removed: removed.map((chart) => ({ ...nameOf(chart), objects: chart.template.objects.length })),
    changed: [...changed].filter((id) => both.has(id)).sort(),
    renamed: pairs.filter(({ before, after }) => before.class !== after.class || before.owner !== after.owner)
      .map(({ before, after }) => ({ id: after.id, before: nameOf(before), after: nameOf(after) })),
  };
}

function nameOf({ id, class: name, owner }: ChartRecord): ChartName {
  return { id, class: name, ...(owner === undefined ? {} : { owner }) };
}

function byId({ charts }: AssemblyIndex): Map<string, ChartRecord> {
  return new Map(charts.map((chart) => [chart.id, chart]));
}
