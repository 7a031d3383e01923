import type { ChartRecord, KeptConfigRecord, KeptFileRecord, TargetRecord } from '../synth/assembly/assembly';
import type { Assembly } from '../synth/assembly/read-assembly';
import { chartLabels, keptFileOf, keptText } from '../synth/kept-configs';
import { OWNER_LABEL } from '../environment/owner-label';
import { ParityError } from '../template/error';
import { type HashedConfigMap, baseNameOf, readHashedConfigMap } from '../template/hashed-config-map';
import { formatIdentity, identityOf } from '../template/identity';
import { formatPath } from '../template/json';
import { type ChartFile, type Finding, unexplained } from './chart-files';
import { type ManifestReader, UnreadableManifest } from './manifest-file';

/**
 * Proves a chart's files of kept configuration: each object is an immutable ConfigMap whose name is the hash of its
 * content, listed in `parity.json`, of a namespace and the owner that the chart has there, and not there twice.
 *
 * Former releases cannot be looked up in an assembly, so that the objects have to prove themselves. Exceptions are not
 * for them.
 */
export function findUnkept(
  assembly: Assembly, chart: ChartRecord, targets: readonly TargetRecord[], files: readonly ChartFile[],
  reader: ManifestReader,
): Finding[] {
  if (chart.kept === undefined) return [];
  const names = new Set(targets.map(({ name }) => name));
  return Object.entries(chart.kept).flatMap(([target, kept]): Finding[] => {
    const fail = (where: string, message: string, got?: string, expected?: string): Finding =>
      ({ target, failure: unexplained(where, message, got, expected) });
    const place = `parity.json > ${chart.id} > kept`;
    if (!names.has(target)) return [fail(place, 'configuration is kept for no environment', target)];
    const file = files.find((each) => each.target.name === target);
    // That its own file cannot be read is said there.
    if (file === undefined) return [];
    const beside = keptFileOf(file.record.file);
    if (kept.file !== beside) return [fail(place, 'kept configuration lies in another file', kept.file, beside)];
    return findIn(assembly, kept, file, reader).map(({ object, message, got, expected }) =>
      fail([kept.file, object].filter(Boolean).join(' > '), message, got, expected));
  });
}

interface Problem {
  readonly object?: string;
  readonly message: string;
  readonly got?: string;
  readonly expected?: string;
}

function findIn(assembly: Assembly, kept: KeptFileRecord, file: ChartFile, reader: ManifestReader): Problem[] {
  // One for each document, so that what is wrong with one is not said of those after it.
  const all: (HashedConfigMap | undefined)[] = [];
  const problems: Problem[] = [];
  let text: string;
  try {
    text = assembly.readFile(kept.file);
    for (const { body, residue } of reader.read(text)) {
      const object = formatIdentity(identityOf(body));
      const configMap = readHashedConfigMap(body);
      if (configMap === undefined) {
        problems.push({ object, message: 'what is kept is no immutable ConfigMap that is named by its content' });
      }
      all.push(configMap);
      problems.push(...residue.map(({ path, reason }) =>
        ({ object: `${object} > ${formatPath(path)}`, message: `${reason} reached the manifest` })));
    }
  } catch (cause) {
    if (cause instanceof UnreadableManifest) return [{ message: 'a manifest cannot be read', got: cause.message }];
    if (cause instanceof ParityError) return [{ message: cause.message }];
    throw cause;
  }
  problems.push(...kept.objects.flatMap((record, i) =>
    (i < all.length && all[i] === undefined ? [] : problemsOf(record, all[i], file))));
  if (problems.length > 0) return problems;
  const found = all.filter((configMap) => configMap !== undefined);
  const listed = kept.objects.map(({ name }) => name).join(', ');
  const written = found.map(({ name }) => name).join(', ');
  if (listed !== written) {
    return [{ message: 'the kept configuration is not what is listed', got: written, expected: listed }];
  }
  // Whatever else somebody wrote into it: annotations, finalizers, comments.
  const again = keptText(found.map((configMap, i) =>
    ({ ...configMap, labels: kept.objects[i].labels, annotations: kept.objects[i].annotations })));
  return again === text ? [] : [{ message: 'the file of kept configuration is not as it was written' }];
}

/** What is wrong with one that is listed, and with the one in its place of the file. */
function problemsOf(record: KeptConfigRecord, written: HashedConfigMap | undefined, file: ChartFile): Problem[] {
  const object = `ConfigMap/${record.name}`;
  const { name, namespace, configMap, labels, releases } = record;
  const problems: Problem[] = [];
  const add = (message: string, got?: string, expected?: string) => problems.push({ object, message, got, expected });
  if (written?.name !== name || written.namespace !== namespace) {
    add('a ConfigMap that is listed as kept is not there', written && `ConfigMap/${written.name}`);
    return problems;
  }
  if (baseNameOf(written) !== configMap) add('a kept ConfigMap is of another name', baseNameOf(written), configMap);
  const owner = Object.hasOwn(labels, OWNER_LABEL) ? labels[OWNER_LABEL] : undefined;
  if (owner !== file.chart.owner) add('a kept ConfigMap has not the owner of its chart', owner, file.chart.owner);
  const ofChart = Object.entries(chartLabels(file.chosen, file.evaluate));
  const lacking = ofChart.filter(([key, value]) => !Object.hasOwn(labels, key) || labels[key] !== value);
  if (lacking.length > 0) {
    add('a kept ConfigMap has not the labels of its chart', lacking.map(([key]) => key).join(', '));
  }
  const identities = file.documents.map(({ body }) => identityOf(body));
  if (!identities.some((identity) => identity.namespace === namespace)) {
    add('a kept ConfigMap is of a namespace that its chart does not have here', namespace);
  }
  if (identities.some((identity) => identity.kind === 'ConfigMap' && identity.apiVersion === 'v1'
    && identity.name === name && identity.namespace === namespace)) {
    add('a kept ConfigMap is among the current ones');
  }
  if (releases.length === 0 || new Set(releases).size !== releases.length) add('a ConfigMap is kept for no release');
  return problems;
}
