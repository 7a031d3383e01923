import type { JsonObject } from '../../../template/json';
import type { Finding, RiskRule } from '../risk';
import { fieldOf, objectsIn, values } from './fields';
import { podOf } from './pod';

/** A claim that the pods of a workload no longer use: they start with other data, or with none. */
export const volumes: RiskRule = {
  name: 'volume',
  reason: 'the pods no longer see what is stored in the claim, and what they write goes elsewhere',
  find({ before, after }) {
    const [was, is] = [podOf(before), podOf(after)];
    if (was === undefined || is === undefined) return [];
    const used = new Set(objectsIn(is.spec.volumes).map(claimOf));
    const named = new Map(objectsIn(is.spec.volumes).map((volume) => [volume.name, volume]));
    return objectsIn(was.spec.volumes).flatMap((volume) => {
      const claim = claimOf(volume);
      return claim === undefined || used.has(claim) ? [] : [
        lost(volume, claim, named.get(volume.name), `${is.path}.volumes[${String(volume.name)}]`, after!),
      ];
    });
  },
};

function claimOf(volume: JsonObject): string | undefined {
  const claim = fieldOf(volume, 'persistentVolumeClaim', 'claimName');
  return typeof claim === 'string' ? claim : undefined;
}

function lost(
  { name }: JsonObject, claim: string, volume: JsonObject | undefined, path: string, workload: JsonObject,
): Finding {
  const other = volume === undefined ? undefined : claimOf(volume);
  const isTemplate = objectsIn(fieldOf(workload, 'spec', 'volumeClaimTemplates'))
    .some((template) => fieldOf(template, 'metadata', 'name') === name);
  const message = other !== undefined ? 'a volume is of another claim'
    : isTemplate ? 'a volume is of a new claim for each pod'
      : volume === undefined ? 'a volume of a claim is removed'
        : volume.emptyDir !== undefined ? 'a volume of a claim becomes an empty folder, which goes with its pod'
          : 'a volume is of no claim any more';
  return { message, severity: 'high', path, ...values(claim, other) };
}
