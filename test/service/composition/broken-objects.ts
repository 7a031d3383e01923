import { selects } from '../../../examples/online-boutique/network-policy-model';
import { identityKey, identityOf } from '../../../lib/template/identity';
import { CUSTOM_API_VERSIONS } from '../../../lib/service/custom-object';
import { findSchemaProblems } from '../crd-schema';
import type { Manifest } from '../shop';
import { type World, nameOf, ofKind } from './world';

/** Claims whose storage class is none that the environment answers for. */
export function findForeignClasses(world: World): string[] {
  const classes: readonly string[] = Object.values(world.facts.storageClasses ?? {});
  const claims = [
    ...ofKind(world, 'PersistentVolumeClaim').map((claim) => [nameOf(claim), claim.spec.storageClassName]),
    ...ofKind(world, 'StatefulSet').flatMap((set) => (set.spec.volumeClaimTemplates ?? [])
      .map(({ spec }: Manifest) => [nameOf(set), spec.storageClassName])),
    ...ofKind(world, 'Cluster').map((cluster) => [nameOf(cluster), cluster.spec.storage.storageClass]),
  ];
  return claims.filter(([, storageClass]) => !classes.includes(storageClass))
    .map(([by, storageClass]) => `${by} has its storage from the class ${storageClass}, which is no fact`);
}

/**
 * Selectors of one workload that select another one's pods, or none. A policy may be of several, or of every pod as a
 * baseline's is: what they come to is said by the connections.
 */
export function findStraySelectors(world: World): string[] {
  const owned = ofKind(world, 'Deployment', 'StatefulSet', 'Service', 'PodDisruptionBudget').flatMap((object) => {
    const spreads: readonly Manifest[] = object.spec.template?.spec.topologySpreadConstraints ?? [];
    const { kind, spec: { selector } } = object;
    return [kind === 'Service' ? { matchLabels: selector } : selector, ...spreads.map((spread) => spread.labelSelector)]
      .map((each) => ({ object, selector: each }));
  });
  return owned.flatMap(({ object, selector }) => {
    const selected = world.workloads.filter(({ namespace, labels }) =>
      namespace === object.metadata.namespace && selects(selector, labels)).map(({ name }) => name);
    return selected.length === 1 && selected[0] === object.metadata.name ? []
      : [`${nameOf(object)} selects the pods of ${selected.join(', ') || 'nobody'}`];
  });
}

/** Objects that another one of the target overwrites. */
export function findDuplicates({ objects }: World): string[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    const key = identityKey(identityOf(object));
    if (seen.has(key)) return [`${nameOf(object)} is there twice`];
    seen.add(key);
    return [];
  });
}

const known = new Map<string, readonly string[]>();

/** Custom resources that their definitions would refuse; what was looked at once is not again. */
export function findBadResources({ objects }: World): string[] {
  return objects.filter(({ kind }) => Object.hasOwn(CUSTOM_API_VERSIONS, kind)).flatMap((object) => {
    const { metadata: _, ...rest } = object;
    const key = JSON.stringify(rest);
    const problems = known.get(key) ?? findSchemaProblems(object);
    known.set(key, problems);
    return problems.map((problem) => `${nameOf(object)} ${problem}`);
  });
}
