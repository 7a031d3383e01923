import type { JsonObject } from '../../../template/json';
import type { Finding, RiskRule, Severity } from '../risk';
import { fieldOf, groupOf } from './fields';
import { podOf } from './pod';

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
  find({ before, after, kind, renamedFrom, formerKind, id }) {
    if (before === undefined || after === undefined) return [];
    if (formerKind !== undefined) return [kindFinding(formerKind, kind, before)];
    const severity: Severity = HIGH.has(kind) ? 'high' : LOW.has(kind) ? 'low' : 'medium';
    if (renamedFrom !== undefined) {
      return [{ message: 'the object has another name', severity, path: 'metadata.name', before: renamedFrom,
        after: id }];
    }
    const renamed = kind === 'Namespace' ? namespaceFindings(before, after, severity) : [];
    if (renamed.length > 0) return renamed;
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

/** A fact names it, so that the same object of the template may have another name. */
function namespaceFindings(before: JsonObject, after: JsonObject, severity: Severity): Finding[] {
  const [was, is] = [before, after].map((side) => fieldOf(side, 'metadata', 'name'));
  return was === is || was === undefined || is === undefined ? [] : [{
    message: 'the namespace has another name', severity, path: 'metadata.name', before: was, after: is,
    reason: 'another one is created, and all that is in the old one is deleted or left behind with it',
  }];
}

function kindFinding(was: string, is: string, before: JsonObject): Finding {
  return {
    message: 'the object is of another kind', severity: HIGH.has(was) ? 'high' : 'medium', path: 'kind', before: was,
    after: is,
    ...(podOf(before) === undefined ? {} : {
      reason: 'the old object is deleted and a new one created, with no rolling update between them: there may be too '
        + 'few pods meanwhile, and claims of a StatefulSet do not follow',
    }),
  };
}
