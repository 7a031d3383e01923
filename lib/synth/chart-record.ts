import type { Chart } from 'cdk8s';
import type { RemovedDefault } from '../environment/records';
import type { ServiceRecords } from '../environment/service-records';
import type { StandInRecord } from '../environment/stand-in';
import type { NamedVariation } from '../environment/values';
import type { Expression } from '../template/expression';
import type { Path } from '../template/json';
import { leavesOf, leavesOfPlace } from '../template/leaves';
import type { Template } from '../template/template';
import type {
  AlternativeRecord, ChartRecord, ChartTargetRecord, DerivationRecord, ExceptionRecord, FactRecord, ImageRecord, KeptFileRecord,
  Place,
} from './assembly/assembly';
import { distinctImages } from './images';

interface ChartParts extends ServiceRecords {
  readonly chart: Chart;
  readonly owner: string | undefined;
  readonly template: Template;
  readonly templateDigest: string;
  readonly variations: readonly NamedVariation[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly standIns: readonly StandInRecord[];
  readonly removedDefaults: readonly RemovedDefault[];
  readonly images: readonly ImageRecord[];
  readonly targets: Readonly<Record<string, ChartTargetRecord>>;
  readonly kept: Readonly<Record<string, KeptFileRecord>>;
}

/** Puts together what `parity.json` says of a chart: what may differ, why, and every place it fills. */
export function chartRecordOf(parts: ChartParts): ChartRecord {
  const places = placesOf(parts.template);
  return {
    id: parts.chart.node.path,
    class: parts.chart.constructor.name,
    ...(parts.owner === undefined ? {} : { owner: parts.owner }),
    templateDigest: parts.templateDigest,
    variations: parts.variations.map(({ name, spec, source }) => ({
      name, ...spec, owner: spec.owner ?? parts.owner, ...(source === undefined ? {} : { source }),
      places: places.variations.get(name) ?? [],
    })),
    facts: [...places.facts.values()].sort((a, b) => (a.path.join('\0') < b.path.join('\0') ? -1 : 1)),
    derivations: places.derivations,
    alternatives: alternativesOf(parts.template),
    standIns: parts.standIns,
    exceptions: parts.exceptions,
    removedDefaults: parts.removedDefaults,
    images: distinctImages(parts.images),
    ...(parts.secrets && { secrets: parts.secrets }),
    ...(parts.reads && { reads: parts.reads }),
    ...(parts.backings && { backings: parts.backings }),
    ...(parts.configs && { configs: parts.configs }),
    targets: parts.targets,
    ...(Object.keys(parts.kept).length === 0 ? {} : { kept: parts.kept }),
    template: { objects: parts.template.objects },
  };
}

/** Where each variation and fact ends up, and which places are computed. */
export function placesOf(template: Template) {
  const variations = new Map<string, Place[]>();
  const facts = new Map<string, FactRecord & { places: Place[] }>();
  const derivations: DerivationRecord[] = [];
  for (const object of template.objects) {
    for (const place of object.places) {
      const at = { object: object.id, path: place.path };
      const seen = new Set<string>();
      for (const leaf of leavesOfPlace(place)) {
        const key = leaf.op === 'variation' ? `v\0${leaf.name}` : `f\0${leaf.path.join('\0')}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (leaf.op === 'variation') variations.set(leaf.name, [...(variations.get(leaf.name) ?? []), at]);
        else addFact(facts, leaf.path, at);
      }
      if ('value' in place && !['variation', 'fact', 'element'].includes(place.value.op)) {
        derivations.push({ place: at, expression: place.value });
      }
    }
    for (const { of } of object.when ?? []) {
      for (const leaf of leavesOf(of)) {
        const at = { object: object.id, path: [] as Path };
        if (leaf.op === 'variation') variations.set(leaf.name, [...(variations.get(leaf.name) ?? []), at]);
        else addFact(facts, leaf.path, at);
      }
    }
  }
  return { variations, facts, derivations };
}

function addFact(facts: Map<string, FactRecord & { places: Place[] }>, path: readonly string[], at: Place): void {
  const key = path.join('\0');
  const record = facts.get(key) ?? { path, places: [] };
  record.places.push(at);
  facts.set(key, record);
}

/** What is chosen by the same fact is one alternative: its branches, and the objects of each. */
export function alternativesOf(template: Template): AlternativeRecord[] {
  const byChoice = new Map<string, { of: Expression; branches: Record<string, string[]> }>();
  for (const object of template.objects) {
    for (const { of, is } of object.when ?? []) {
      const key = JSON.stringify(of);
      const alternative = byChoice.get(key) ?? { of, branches: {} };
      byChoice.set(key, alternative);
      if (!Object.hasOwn(alternative.branches, is)) alternative.branches[is] = [];
      alternative.branches[is].push(object.id);
    }
  }
  return [...byChoice.values()];
}
