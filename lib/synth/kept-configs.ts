import type { Chart } from 'cdk8s';
import type { ConfigHistory, HistoryConfigMap } from '../environment/config-history';
import type { Target } from '../environment/targets';
import type { ParityFailure } from '../template/error';
import type { Evaluate } from '../template/expression';
import { hashedConfigMapManifest } from '../template/hashed-config-map';
import { identityOf } from '../template/identity';
import { type Json, type JsonObject, isJsonObject } from '../template/json';
import { fillNode } from '../template/node';
import { fromPortable } from '../template/portable';
import type { Template, TemplateObject } from '../template/template';
import { emitYaml } from '../template/yaml';
import type { KeptConfigRecord } from './assembly/assembly';
import { OWNER_LABEL } from '../environment/owner-label';

/** Kept ConfigMaps of one chart in one target: their file, and what `parity.json` says of each. */
export interface KeptConfigs {
  readonly text: string;
  readonly objects: readonly KeptConfigRecord[];
}

/** The file beside a chart's: `checkout.kept.k8s.yaml` for `checkout.k8s.yaml`. */
export function keptFileOf(file: string): string {
  // The chart's part of the name is a DNS label, so that the first dot begins the extension and no chart is met.
  const folder = file.lastIndexOf('/') + 1;
  const dot = file.indexOf('.', folder);
  return dot < 0 ? `${file}.kept` : `${file.slice(0, dot)}.kept${file.slice(dot)}`;
}

/** Gives each chart the ConfigMaps of former releases that its manifests no longer hold. */
export class ConfigKeeper {
  private readonly byPlace = new Map<string, HistoryConfigMap[]>();
  /** Which chart has a ConfigMap in a target, and whether it is a kept one. */
  private readonly holders = new Map<string, { readonly chart: string; readonly isKept: boolean }>();

  constructor(private readonly history: ConfigHistory) {
    for (const configMap of history.configMaps) {
      const key = placeKey(configMap.target, configMap.chart);
      const others = this.byPlace.get(key);
      if (others === undefined) this.byPlace.set(key, [configMap]);
      else others.push(configMap);
    }
  }

  /**
   * What a chart keeps in a target: what is not in its manifests already, and belongs to a namespace of them. Nothing
   * for a preview, which has no former releases.
   */
  keep(
    chart: Chart, template: Template, target: Target, evaluate: Evaluate,
  ): { readonly kept?: KeptConfigs; readonly failures: readonly ParityFailure[] } {
    if (this.byPlace.size === 0 || target.environment.previewOf !== undefined) return { failures: [] };
    const chosen = template.objects.filter(({ when }) =>
      (when ?? []).every(({ of, is }) => String(evaluate(of)) === is));
    const current = new Set(chosen.filter(isConfigMap).map((object) => objectKey(metadataOf(object, evaluate))));
    const former = this.byPlace.get(placeKey(target.name, chart.node.path)) ?? [];
    const namespaces = former.length === 0 ? undefined
      : new Set(chosen.map((object) => metadataOf(object, evaluate).namespace));
    const kept = this.lasting(former, chosen, evaluate)
      .filter((each) => namespaces?.has(each.namespace) && !current.has(objectKey(each)))
      .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
    const failures = [
      ...[...current].flatMap((key) => this.claim(key, chart, target, false)),
      ...kept.flatMap((configMap) => this.claim(objectKey(configMap), chart, target, true)),
    ];
    return kept.length === 0 ? { failures } : { kept: keptConfigs(kept, chartLabels(chosen, evaluate)), failures };
  }

  /**
   * Those of the releases before the one that is synthesized. Where the configuration is that of the latest release, it
   * is taken for that release: synthesizing again after `parity keep` then gives the same, and loses none that a
   * rollback from it needs.
   */
  private lasting(
    former: readonly HistoryConfigMap[], chosen: readonly TemplateObject[], evaluate: Evaluate,
  ): HistoryConfigMap[] {
    const names = this.history.releases.map(({ name }) => name);
    const latest = former.filter(({ releases }) => releases.includes(names.at(-1) as string)).map(objectKey);
    const hashed = new Set(chosen.filter(isHashed).map((object) => objectKey(metadataOf(object, evaluate))));
    const isLatest = latest.length === hashed.size && latest.every((key) => hashed.has(key));
    return former.flatMap((configMap) => {
      const most = configMap.keep + (isLatest ? 1 : 0);
      const releases = configMap.releases.filter((release) => names.lastIndexOf(release) >= names.length - most);
      return releases.length === 0 ? [] : [{ ...configMap, releases }];
    });
  }

  /** Two charts that apply one object take it from each other, and the one that lets go of it first deletes it. */
  private claim(key: string, chart: Chart, target: Target, isKept: boolean): ParityFailure[] {
    const { path } = chart.node;
    const at = `${target.name}\0${key}`;
    const holder = this.holders.get(at);
    if (holder === undefined) this.holders.set(at, { chart: path, isKept });
    if (holder === undefined || (!holder.isKept && !isKept)) return [];
    return [{
      code: 'PARITY_BAD_CONFIG_HISTORY', message: 'two charts would write one ConfigMap, at least one of them kept',
      where: `${target.name}: ${path} > ConfigMap/${key.slice(key.indexOf('\0') + 1)}`,
      got: `it is also of '${holder.chart}'`,
      fix: 'where a service moved to another chart, give its ConfigMaps in the history that chart',
    }];
  }
}

function keptConfigs(configMaps: readonly HistoryConfigMap[], ofChart: Labels): KeptConfigs {
  const labelled = configMaps.map((configMap) => ({ ...configMap, labels: labelsOf(configMap, ofChart) }));
  return {
    text: keptText(labelled),
    objects: labelled.map(({ name, configMap, namespace, labels, annotations, releases }) => ({
      name, configMap, ...(namespace === undefined ? {} : { namespace }), labels,
      ...(annotations === undefined ? {} : { annotations }), releases,
    })),
  };
}

/** The text of a file of kept ConfigMaps, which a reader makes again to find whatever was written into it. */
export function keptText(configMaps: readonly Parameters<typeof hashedConfigMapManifest>[0][]): string {
  return emitYaml(configMaps.map(hashedConfigMapManifest));
}

type Labels = Readonly<Record<string, string>>;

/** What says which service an object is of; all others of a chart's labels are the same on all its objects. */
const OF_SERVICE = 'app.kubernetes.io/';

/** The labels that every object of a chart has in a target: policies of a cluster may ask for them on all objects. */
export function chartLabels(chosen: readonly TemplateObject[], evaluate: Evaluate): Labels {
  const [first = {}, ...others] = chosen.map((object) => filledLabels(object, evaluate));
  return Object.fromEntries(Object.entries(first).filter((entry): entry is [string, string] =>
    !entry[0].startsWith(OF_SERVICE) && typeof entry[1] === 'string'
    && others.every((labels) => Object.hasOwn(labels, entry[0]) && labels[entry[0]] === entry[1])));
}

function filledLabels({ body, places }: TemplateObject, evaluate: Evaluate): JsonObject {
  const metadata = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata : {};
  if (!isJsonObject(metadata.labels)) return {};
  const wanted = places.filter(({ path }) => path[0] === 'metadata' && path[1] === 'labels')
    .map((place) => ({ ...place, path: place.path.slice(2) }));
  return fillNode(fromPortable({ body: metadata.labels, places: wanted }), evaluate) as JsonObject;
}

/** Those it had, and over them the chart's of today: they say whom to ask about a running object. */
function labelsOf({ labels }: HistoryConfigMap, ofChart: Labels): Labels {
  const { [OWNER_LABEL]: _, ...rest } = labels;
  const all = { ...rest, ...ofChart };
  return Object.fromEntries(Object.keys(all).sort().map((key) => [key, all[key]]));
}

function isConfigMap({ body }: TemplateObject): boolean {
  return isJsonObject(body) && body.apiVersion === 'v1' && body.kind === 'ConfigMap';
}

/** Whether this library hashed it: nothing else is immutable and named by a derivation. */
function isHashed(object: TemplateObject): boolean {
  return isConfigMap(object) && (object.body as JsonObject).immutable === true
    && object.places.some(({ path }) => path.length === 2 && path[0] === 'metadata' && path[1] === 'name');
}

interface Named { readonly name: string; readonly namespace?: string }

/** Name and namespace of an object in a target, without filling the rest of it. */
function metadataOf({ body, places }: TemplateObject, evaluate: Evaluate): Named {
  const of = (key: 'name' | 'namespace') => places.filter(({ path }) => path[0] === 'metadata' && path[1] === key);
  const metadata = isJsonObject(body) && isJsonObject(body.metadata) ? body.metadata : {};
  const wanted = [...of('name'), ...of('namespace')];
  const { name = '', namespace } = metadata;
  const filled: Json = wanted.length === 0 ? body
    : fillNode(fromPortable({ body: { metadata: { name, ...(namespace === undefined ? {} : { namespace }) } },
      places: wanted }), evaluate);
  return identityOf(filled);
}

function objectKey({ namespace, name }: Named): string {
  return `${namespace ?? ''}\0${name}`;
}

function placeKey(target: string, chart: string): string {
  return `${target}\0${chart}`;
}
