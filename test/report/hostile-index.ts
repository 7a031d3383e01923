import type { AssemblyIndex, ChartRecord } from '../../lib/synth/assembly/assembly';
import { reportIndex } from './report-app';

const HOSTILE = '</script><img src=x onerror="window.hacked=1"><svg onload=window.hacked=1>\'"`&lt;';

/** The report's app, with markup in all that people name and say. */
export function hostileIndex(): AssemblyIndex {
  const index = reportIndex();
  const charts = index.charts.map((chart) => ({
    ...chart,
    id: `${chart.id}${HOSTILE}`, class: HOSTILE, owner: HOSTILE,
    variations: chart.variations.map((variation) =>
      ({ ...variation, why: HOSTILE, pattern: HOSTILE, source: HOSTILE })),
    exceptions: chart.exceptions.map((exception) => ({ ...exception, reason: HOSTILE, owner: HOSTILE })),
    standIns: chart.standIns.map((standIn) => ({ ...standIn, for: HOSTILE, conformance: HOSTILE })),
    removedDefaults: chart.removedDefaults.map((removed) => ({ ...removed, reason: HOSTILE, default: HOSTILE })),
    images: chart.images.map((image) => ({ ...image, artifact: HOSTILE, container: HOSTILE })),
  }));
  const calls = [{ from: `${charts[1].id}/api`, to: HOSTILE, port: HOSTILE, source: HOSTILE }];
  return { ...index, charts, calls, notReleasable: [HOSTILE] };
}

/** As many charts in three environments, each with variations of its own values and a call to the next. */
export function manyCharts(count: number): AssemblyIndex {
  const index = reportIndex();
  const [local, production] = index.environments;
  const staging = { ...local, name: 'staging', targets: [{ ...local.targets[0], name: 'staging' }] };
  const models = index.charts.map((chart) =>
    ({ ...chart, targets: { ...chart.targets, staging: chart.targets.local } }));
  const charts = Array.from({ length: count }, (_, i) => renamed(models[i % models.length], `svc-${i}`));
  const calls = Array.from({ length: count - 1 }, (_, i) =>
    ({ from: `svc-${i}/api`, to: `svc-${(i * 7 + 1) % count}/api`, port: 'http', source: 'services.ts:1' }));
  return { ...index, environments: [local, staging, production], charts, calls };
}

/** A chart as it would be under another id: its objects, and all places in them, are its own. */
function renamed(chart: ChartRecord, id: string): ChartRecord {
  const text = JSON.stringify(chart).replaceAll(`/${chart.id}-`, `/${id}-`).replaceAll(`"${chart.id}"`, `"${id}"`);
  return JSON.parse(text) as ChartRecord;
}
