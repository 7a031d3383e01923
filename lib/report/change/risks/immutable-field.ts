import { equalJson } from '../../../check/equal-json';
import type { FieldDifference } from '../../../template/difference';
import { type Json, type JsonObject, type Path, valueAt } from '../../../template/json';
import type { Finding, ObjectPair, RiskRule } from '../risk';
import { withDefaults } from './defaults';
import { describeField, fieldOf, groupKindOf, values } from './fields';
import { isStorageLoss } from './storage';

/** Fields that the API server refuses to change, and those below them that it lets change. */
interface Row { readonly fields: readonly string[]; readonly except?: readonly string[] }

const SELECTOR: Row = { fields: ['spec.selector'] };
const ROLE_REF: Row = { fields: ['roleRef'] };

/**
 * What cannot be changed in place, after the `Validate...Update` functions of kubernetes/kubernetes
 * (`pkg/apis/<group>/validation/validation.go`).
 */
const TABLE: ReadonlyMap<string, Row> = new Map([
  ['apps/Deployment', SELECTOR],
  ['apps/DaemonSet', SELECTOR],
  ['apps/ReplicaSet', SELECTOR],
  ['apps/StatefulSet', {
    fields: ['spec'],
    except: ['spec.replicas', 'spec.ordinals', 'spec.template', 'spec.updateStrategy', 'spec.minReadySeconds',
      'spec.persistentVolumeClaimRetentionPolicy', 'spec.revisionHistoryLimit'],
  }],
  ['batch/Job', {
    fields: ['spec.selector', 'spec.template', 'spec.completions', 'spec.completionMode', 'spec.podFailurePolicy',
      'spec.backoffLimitPerIndex', 'spec.managedBy', 'spec.successPolicy'],
  }],
  ['/Pod', {
    fields: ['spec'],
    except: ['spec.containers.*.image', 'spec.initContainers.*.image', 'spec.activeDeadlineSeconds',
      'spec.tolerations', 'spec.terminationGracePeriodSeconds', 'spec.schedulingGates'],
  }],
  ['/Service', { fields: ['spec.clusterIP', 'spec.clusterIPs'] }],
  ['/PersistentVolumeClaim', {
    fields: ['spec'], except: ['spec.resources.requests.storage', 'spec.volumeAttributesClassName'],
  }],
  ['/PersistentVolume', {
    fields: ['spec'],
    except: ['spec.capacity', 'spec.accessModes', 'spec.persistentVolumeReclaimPolicy', 'spec.storageClassName',
      'spec.mountOptions', 'spec.claimRef', 'spec.volumeAttributesClassName'],
  }],
  ['storage.k8s.io/StorageClass', { fields: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'] }],
  ['storage.k8s.io/CSIDriver', { fields: ['spec.attachRequired', 'spec.volumeLifecycleModes'] }],
  ['rbac.authorization.k8s.io/RoleBinding', ROLE_REF],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', ROLE_REF],
  ['scheduling.k8s.io/PriorityClass', { fields: ['value', 'preemptionPolicy'] }],
  ['networking.k8s.io/IngressClass', { fields: ['spec.controller'] }],
  ['node.k8s.io/RuntimeClass', { fields: ['handler'] }],
  ['discovery.k8s.io/EndpointSlice', { fields: ['addressType'] }],
  ['/Secret', { fields: ['type'] }],
]);

/** Data that may not change where the object says so of itself. */
const SEALED: readonly string[] = ['data', 'binaryData', 'stringData', 'immutable', 'type'];

/** A field that cannot be changed in place. */
export const immutableField: RiskRule = {
  name: 'immutable-field',
  reason: 'the API server refuses the update: the object has to be deleted and created again',
  find(pair) {
    if (pair.before === undefined || pair.after === undefined || isAnotherObject(pair)) return [];
    const row = rowOf(pair, pair.before);
    if (row === undefined || row.fields.every((field) => isEqual(pair, field.split('.')))) return [];
    const found = new Map<string, FieldDifference[]>();
    const [was, is] = [withDefaults(pair.before), withDefaults(pair.after)];
    for (const difference of pair.fields) {
      // Written out otherwise, a field is still the same; positions in lists are those of what is written.
      if (isSameStored(was, is, difference)) continue;
      const root = rootOf(difference.path, row);
      if (root === undefined || isAllowed(pair, difference)) continue;
      found.set(root, [...(found.get(root) ?? []), difference]);
    }
    return [...found].map(([root, differences]) => findingOf(pair, root, differences));
  },
};

function rowOf(pair: ObjectPair, before: JsonObject): Row | undefined {
  const kind = groupKindOf(pair);
  if ((kind === '/ConfigMap' || kind === '/Secret') && before.immutable === true) return { fields: SEALED };
  return TABLE.get(kind);
}

function isEqual({ before, after }: ObjectPair, path: readonly string[]): boolean {
  return equalJson(fieldOf(before, ...path), fieldOf(after, ...path));
}

/** Another name, namespace or kind is another object: nothing is updated. */
function isAnotherObject({ before, after, formerKind }: ObjectPair): boolean {
  return formerKind !== undefined
    || ['name', 'namespace'].some((key) => fieldOf(before, 'metadata', key) !== fieldOf(after, 'metadata', key));
}

function isSameStored(before: Json, after: Json, { path, pathBefore = path, kind }: FieldDifference): boolean {
  if (kind === 'reordered') return false;
  const was = kind === 'added' ? undefined : valueAt(before, pathBefore);
  return equalJson(was, kind === 'removed' ? undefined : valueAt(after, path));
}

/** The immutable field at or above a path, or below it. */
function rootOf(path: Path, { fields, except = [] }: Row): string | undefined {
  if (except.some((pattern) => startsWith(path, pattern.split('.')))) return undefined;
  const root = fields.find((pattern) => startsWith(path, pattern.split('.')) || startsWith(pattern.split('.'), path));
  // Of an object that is immutable as a whole, say which field it is.
  return root === 'spec' && path.length > 1 ? `spec.${path[1]}` : root;
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((step, i) => step === '*' || step === path[i]);
}

function isAllowed(pair: ObjectPair, difference: FieldDifference): boolean {
  if (difference.incidental) return true;
  switch (groupKindOf(pair)) {
    // A Service without a cluster IP may get one, and the other way round.
    case '/Service': return [pair.before, pair.after].some((side) => fieldOf(side, 'spec', 'type') === 'ExternalName');
    case '/PersistentVolume': return difference.kind === 'added' && difference.path.join('.') === 'spec.nodeAffinity';
    case '/PersistentVolumeClaim': case 'apps/StatefulSet': return isStorageLoss(difference);
    default: return false;
  }
}

function findingOf(pair: ObjectPair, root: string, differences: readonly FieldDifference[]): Finding {
  const [only] = differences as [FieldDifference];
  const message = `${root} cannot be changed in place`;
  if (differences.length > 1) return { message, severity: 'high', path: root };
  return { message, severity: 'high', path: describeField(pair, only), ...values(only.before, only.after) };
}
