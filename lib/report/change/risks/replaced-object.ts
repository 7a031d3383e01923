import type { RiskRule, Severity } from '../risk';
import { fieldOf, groupOf } from './fields';

/** Kinds that hold data, or names that others depend on. */
const HIGH: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim', 'PersistentVolume', 'StatefulSet', 'Namespace', 'CustomResourceDefinition',
]);
/** Kinds that are replaced without anybody noticing, when what refers to them follows. */
const LOW: ReadonlySet<string> = new Set([
  'ConfigMap', 'Secret', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'NetworkPolicy',
]);

/** An object that is deleted, and created anew under another name, in another namespace or in another API group. */
export const replacedObject: RiskRule = {
  name: 'replaced-object',
  reason: 'the old object is deleted and a new one created: what runs or is stored in it starts anew',
  find({ before, after, kind, renamedFrom, id }) {
    if (before === undefined || after === undefined) return [];
    const severity: Severity = HIGH.has(kind) ? 'high' : LOW.has(kind) ? 'low' : 'medium';
    if (renamedFrom !== undefined) {
      return [{ message: 'the object has another name', severity, path: 'metadata.name', before: renamedFrom,
        after: id }];
    }
    const [was, is] = [before, after].map((side) => fieldOf(side, 'metadata', 'namespace'));
    if (was !== is) {
      return [{ message: 'the object moves to another namespace', severity, path: 'metadata.namespace',
        before: was ?? '(none)', after: is ?? '(none)' }];
    }
    return groupOf(before) === groupOf(after) ? [] : [{
      message: 'the object is of another API group', severity, path: 'apiVersion',
      reason: 'it may be another resource: the old one is deleted then, and a new one created',
      before: before.apiVersion!, after: after.apiVersion!,
    }];
  },
};
