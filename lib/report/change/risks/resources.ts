import { type Json, isJsonObject } from '../../../template/json';
import { amountOf } from '../amount';
import type { Finding, RiskRule, Severity } from '../risk';
import { fieldOf, values } from './fields';
import { type Container, containersOfBoth } from './pod';

/** A limit or request that is gone or lower. */
export const resources: RiskRule = {
  name: 'resources',
  reason: 'a process with less than it needs is slow or is killed, one without a limit starves its neighbours',
  find({ before, after }) {
    return containersOfBoth(before, after).flatMap(([was, is]) =>
      (['limits', 'requests'] as const).flatMap((which) => compare(which, was, is)));
  },
};

function compare(which: 'limits' | 'requests', was: Container, is: Container): Finding[] {
  const former: Json | undefined = fieldOf(was.body, 'resources', which);
  if (!isJsonObject(former)) return [];
  const noun = which === 'limits' ? 'limit' : 'request';
  return Object.keys(former).flatMap((resource): Finding[] => {
    const path = `${is.path}.resources.${which}.${resource}`;
    const before = former[resource];
    const after = fieldOf(is.body, 'resources', which, resource);
    if (after === undefined) {
      return [{ message: `the ${resource} ${noun} is removed`, severity: which === 'limits' ? 'medium' : 'low', path,
        ...values(before, undefined) }];
    }
    const [old, now] = [amountOf(before), amountOf(after)];
    if (old === undefined || now === undefined || now >= old) return [];
    const severity: Severity = which === 'limits' && resource === 'memory' ? 'medium' : 'low';
    return [{ message: `the ${resource} ${noun} is lowered`, severity, path, ...values(before, after) }];
  });
}
