import { equalJson } from '../../../check/equal-json';
import { type Json, type JsonObject, isJsonObject } from '../../../template/json';
import { formatIdentity, identityOf } from '../../../template/identity';
import type { Finding, ObjectPair, RiskRule } from '../risk';
import { fieldOf, groupKindOf, groupKindOfObject, objectsIn, textsIn } from './fields';
import { labelsOf } from './pod';
import { matchesLabels } from './siblings';

/** Labels of pods that what selected them before no longer finds. */
export const podSelector: RiskRule = {
  name: 'pod-selector',
  reason: 'the API server refuses an object whose selector does not find its own pods',
  find(pair) {
    const { before, after } = pair;
    if (before === undefined || after === undefined) return [];
    if (groupKindOf(pair) === '/Service') return serviceFindings(pair, before, after);
    const [was, is] = [labelsOf(before), labelsOf(after)];
    if (was === undefined || is === undefined) return [];
    if (equalJson(was, is) && equalJson(selectorOf(before), selectorOf(after))) return [];
    return [...ownFindings(before, after, was, is), ...lostServiceFindings(pair, before)];
  },
};

function ownFindings(before: JsonObject, after: JsonObject, was: Json, is: Json): Finding[] {
  const selector = selectorOf(after);
  if (selector === undefined || finds(selector, is)) return [];
  // It was refused before as well: no risk of this change.
  if (selectorOf(before) === undefined || !finds(selectorOf(before), was)) return [];
  return [{
    message: 'the selector does not find the pods of its own template', severity: 'high', path: 'spec.selector',
    after: selector,
  }];
}

function selectorOf(object: JsonObject): Json | undefined {
  const selector = fieldOf(object, 'spec', 'selector');
  return isJsonObject(selector) && groupKindOfObject(object) !== '/ReplicationController' ? selector : undefined;
}

const NO_TRAFFIC = 'a Service without pods refuses every connection, unless other charts bring pods for it';

/** Services that stayed as they were, and have lost all the pods of this chart. */
function lostServiceFindings({ siblings }: ObjectPair, before: JsonObject): Finding[] {
  return siblings.before.servicesOf(before).filter((service) => {
    const latter = siblings.after.get(service);
    return latter !== undefined && equalJson(selectorFor(service), selectorFor(latter))
      && !siblings.after.hasPodFor(selectorFor(latter), identityOf(latter).namespace);
  }).map((service): Finding => ({
    message: `no pod of the chart has the labels that ${formatIdentity(identityOf(service))} selects any more`,
    reason: NO_TRAFFIC, severity: 'high',
  }));
}

function serviceFindings({ siblings }: ObjectPair, before: JsonObject, after: JsonObject): Finding[] {
  const [was, is] = [selectorFor(before), selectorFor(after)];
  if (equalJson(was, is) || !isJsonObject(is) || Object.keys(is).length === 0
    || !siblings.before.hasPodFor(was, identityOf(before).namespace)
    || siblings.after.hasPodFor(is, identityOf(after).namespace)) return [];
  return [{
    message: 'the Service selects no pod of the chart any more', reason: NO_TRAFFIC, severity: 'high',
    path: 'spec.selector', after: is,
  }];
}

function selectorFor(service: JsonObject): Json | undefined {
  return fieldOf(service, 'spec', 'selector');
}

/** Whether a selector of a workload finds labels; what nobody knows to read finds them. */
function finds(selector: Json | undefined, labels: Json): boolean {
  const plain = fieldOf(selector, 'matchLabels') ?? {};
  if (isJsonObject(plain) && Object.keys(plain).length > 0 && !matchesLabels(plain, labels)) return false;
  return objectsIn(fieldOf(selector, 'matchExpressions')).every(({ key, operator, values }) => {
    const label = typeof key === 'string' ? fieldOf(labels, key) : undefined;
    switch (operator) {
      case 'In': return typeof label === 'string' && textsIn(values).includes(label);
      case 'NotIn': return typeof label !== 'string' || !textsIn(values).includes(label);
      case 'Exists': return label !== undefined;
      case 'DoesNotExist': return label === undefined;
      default: return true;
    }
  });
}
