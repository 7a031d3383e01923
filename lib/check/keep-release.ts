import {
  type ConfigHistory, DEFAULT_KEEP, type HistoryConfigMap, type HistoryRelease, findReleaseNameProblem,
} from '../environment/config-history';
import type { ChartRecord } from '../synth/assembly/assembly';
import type { Assembly } from '../synth/assembly/read-assembly';
import { isPart } from '../synth/assembly/select-charts';
import { digestJson } from '../template/canonical';
import { ParityError } from '../template/error';
import { baseNameOf, readHashedConfigMap } from '../template/hashed-config-map';
import { isJsonObject } from '../template/json';
import { ManifestReader, UnreadableManifest } from './manifest-file';

/** What keeping a release did to the history. */
export interface KeptRelease {
  readonly history: ConfigHistory;
  /** The release's name. */
  readonly release: string;
  /** Whether the history is another one now: false for a release that it holds already. */
  readonly isChanged: boolean;
  /** ConfigMaps that left it. */
  readonly dropped: readonly HistoryConfigMap[];
}

/**
 * Adds the ConfigMaps of a release to the history, and drops what no release that is kept had.
 *
 * A release is an assembly's manifests, what was kept in them aside: the same ones twice in a row are one release.
 * Charts and environments that the assembly does not have leave the history, previews never enter it.
 *
 * @param name @default - the number of the release: the history counts them
 * @throws PARITY_NO_RELEASE when the assembly holds only some charts, or the name is taken or none
 */
export function keepRelease(assembly: Assembly, history: ConfigHistory, name?: string): KeptRelease {
  const { index } = assembly;
  if (isPart(index)) {
    throw noRelease('the assembly', 'only some charts', 'run parity synth for all of them');
  }
  const targets = index.environments.filter(({ previewOf }) => previewOf === undefined)
    .flatMap((environment) => environment.targets.map((target) => target.name));
  const digest = digestOf(index.charts, targets);
  const last = history.releases.at(-1);
  const release = nameOf(name, digest, history);
  const isNew = last?.digest !== digest;
  const releases = isNew ? [...history.releases, { name: release, digest }] : history.releases;
  const reader = new ManifestReader();
  const current = index.charts.filter(hasConfigMap).flatMap((chart) => {
    reader.forgetDocuments();
    return targets.flatMap((target) => configMapsIn(assembly, chart, target, { release, reader }));
  });
  const merged = merge(history.configMaps, current, new Set(index.charts.flatMap(({ id }) =>
    targets.map((target) => placeKey({ target, chart: id })))));
  const configMaps = merged.flatMap((configMap) => limited(configMap, releases));
  const most = configMaps.reduce((sum, each) => Math.max(sum, each.keep), 0);
  const next: ConfigHistory = {
    version: 1, made: history.made + (isNew ? 1 : 0), releases: releases.slice(-(most + 1)),
    configMaps: configMaps.sort((a, b) => (versionKey(a) < versionKey(b) ? -1 : 1)),
  };
  const left = new Set(configMaps.map(versionKey));
  return {
    history: next, release, isChanged: historyText(next) !== historyText(history),
    dropped: history.configMaps.filter((configMap) => !left.has(versionKey(configMap))),
  };
}

/** The file: one order and one form, whoever made the history. */
export function historyText({ version, made, releases, configMaps }: ConfigHistory): string {
  const ordered = {
    version, made,
    releases: releases.map(({ name, digest }) => ({ name, digest })),
    configMaps: configMaps.map((configMap) => ({
      target: configMap.target, chart: configMap.chart, configMap: configMap.configMap,
      namespace: configMap.namespace, name: configMap.name, keep: configMap.keep, releases: configMap.releases,
      labels: configMap.labels, annotations: configMap.annotations,
      data: configMap.data, binaryData: configMap.binaryData,
    })),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** Of all manifests but the kept ones, which change with the history. */
function digestOf(charts: readonly ChartRecord[], targets: readonly string[]): string {
  return digestJson(Object.fromEntries(charts.map(({ id, targets: records }) => [id,
    Object.fromEntries(targets.filter((target) => Object.hasOwn(records, target))
      .map((target) => [target, records[target].digest]))])));
}

function nameOf(name: string | undefined, digest: string, { releases, made }: ConfigHistory): string {
  const last = releases.at(-1);
  if (last?.digest === digest) return last.name;
  const taken = new Set(releases.map((release) => release.name));
  if (name === undefined) {
    for (let n = made + 1; ; n += 1) if (!taken.has(String(n))) return String(n);
  }
  const problem = findReleaseNameProblem(name);
  if (problem !== undefined) throw noRelease('--release', problem, 'name it otherwise');
  if (taken.has(name)) {
    throw noRelease('--release', `'${name}', which had other manifests`, 'a release never changes: give a new name');
  }
  return name;
}

/** Most charts of a large app have none, and reading their files takes most of the time. */
function hasConfigMap({ template }: ChartRecord): boolean {
  return template.objects.some(({ body }) => isJsonObject(body) && body.kind === 'ConfigMap');
}

interface Reading { readonly release: string; readonly reader: ManifestReader }

/** Read from the manifests, which are what was deployed. */
function configMapsIn(
  assembly: Assembly, chart: ChartRecord, target: string, { release, reader }: Reading,
): HistoryConfigMap[] {
  if (!Object.hasOwn(chart.targets, target)) return [];
  const { file } = chart.targets[target];
  return documentsOf(assembly, file, reader).flatMap(({ body }) => {
    const configMap = readHashedConfigMap(body);
    const base = configMap && baseNameOf(configMap);
    if (configMap === undefined || base === undefined) return [];
    const keep = chart.configs?.find((config) => config.configMap === base)?.keep ?? DEFAULT_KEEP;
    return [{ target, chart: chart.id, configMap: base, ...configMap, keep, releases: [release] }];
  });
}

function documentsOf(assembly: Assembly, file: string, reader: ManifestReader) {
  try {
    return reader.read(assembly.readFile(file));
  } catch (cause) {
    if (!(cause instanceof UnreadableManifest)) throw cause;
    throw noRelease(file, cause.message, 'run parity check, which says what was changed');
  }
}

/** Each version once, with all its releases; a newer one says for how long all versions of its ConfigMap are kept. */
function merge(
  former: readonly HistoryConfigMap[], current: readonly HistoryConfigMap[], places: ReadonlySet<string>,
): HistoryConfigMap[] {
  const keeps = new Map(current.map((configMap) => [baseKey(configMap), configMap.keep]));
  const versions = new Map(former.filter((configMap) => places.has(placeKey(configMap)))
    .map((configMap) => [versionKey(configMap), configMap]));
  for (const configMap of current) {
    const releases = [...versions.get(versionKey(configMap))?.releases ?? [], ...configMap.releases];
    versions.set(versionKey(configMap), { ...configMap, releases: [...new Set(releases)] });
  }
  return [...versions.values()].map((configMap) =>
    ({ ...configMap, keep: keeps.get(baseKey(configMap)) ?? configMap.keep }));
}

/** The version with its releases among the latest and those before it that it is kept for; nothing without any. */
function limited(configMap: HistoryConfigMap, releases: readonly HistoryRelease[]): HistoryConfigMap[] {
  const last = new Set(releases.slice(-(configMap.keep + 1)).map(({ name }) => name));
  const left = configMap.releases.filter((release) => last.has(release));
  return left.length === 0 ? [] : [{ ...configMap, releases: left }];
}

function placeKey({ target, chart }: Pick<HistoryConfigMap, 'target' | 'chart'>): string {
  return `${target}\0${chart}`;
}

function baseKey(configMap: HistoryConfigMap): string {
  return `${placeKey(configMap)}\0${configMap.namespace ?? ''}\0${configMap.configMap}`;
}

function versionKey(configMap: HistoryConfigMap): string {
  return `${baseKey(configMap)}\0${configMap.name}`;
}

function noRelease(where: string, got: string, fix: string): ParityError {
  return new ParityError({
    code: 'PARITY_NO_RELEASE', message: 'the configuration of this release cannot be kept', where, got, fix,
  });
}
