import { ManifestReader, UnreadableManifest } from '../../check/manifest-file';
import type { ChartRecord, TargetRecord } from '../../synth/assembly/assembly';
import { type HashedConfigMap, readHashedConfigMap } from '../../template/hashed-config-map';
import type { ExplainSession } from './explain-session';
import type { KeptExplanation } from './explanation';
import { kindsMeant } from './kind-names';

/**
 * The ConfigMaps of former releases that a name means, in each of some targets that keeps one: by kind and name, or by
 * the name alone, which ends in a hash and is met by nothing else.
 */
export function explainKept(
  session: ExplainSession, targets: readonly TargetRecord[], name: string,
): KeptExplanation[] {
  const slash = name.lastIndexOf('/');
  const wanted = name.slice(slash + 1);
  const kind = name.slice(0, Math.max(0, slash)).split('/').at(-1) as string;
  if (slash >= 0 && !kindsMeant(kind).includes('configmap')) return [];
  return targets.flatMap((target) =>
    session.index.charts.flatMap((chart) => explainIn(session, chart, target, wanted)));
}

function explainIn(
  session: ExplainSession, chart: ChartRecord, target: TargetRecord, wanted: string,
): KeptExplanation[] {
  const kept = Object.hasOwn(chart.kept ?? {}, target.name) ? chart.kept?.[target.name] : undefined;
  return (kept?.objects ?? []).filter(({ name }) => name === wanted).map(({ name, configMap, releases }) => {
    const file = kept?.file as string;
    const written = configMapsIn(session.assembly.readFile(file)).find((each) => each.name === name);
    return {
      kind: 'kept', targets: [target.name], files: [file], chart: chart.id, class: chart.class,
      ...(chart.owner === undefined ? {} : { owner: chart.owner }),
      object: `ConfigMap/${name}`, configMap, releases,
      // What they say is left to the file: who asks wants to know why it is there.
      keys: [...Object.keys(written?.data ?? {}), ...Object.keys(written?.binaryData ?? {})],
      agrees: written !== undefined,
    };
  });
}

/** Those that prove themselves; what else is in the file is found by check. */
function configMapsIn(text: string): HashedConfigMap[] {
  try {
    return new ManifestReader().read(text).flatMap(({ body }) => readHashedConfigMap(body) ?? []);
  } catch (cause) {
    if (cause instanceof UnreadableManifest) return [];
    throw cause;
  }
}
