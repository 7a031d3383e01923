import { identityOf } from '../../../template/identity';
import type { RiskRule } from '../risk';
import { groupKindOf } from './fields';

const KINDS: ReadonlySet<string> = new Set(['/ConfigMap', '/Secret', '/PersistentVolumeClaim', '/ServiceAccount']);
const SHOWN = 3;

/** Something that pods of the chart need, and that the chart no longer has under that name. */
export const missingReference: RiskRule = {
  name: 'missing-reference',
  reason: 'new pods do not start without it, unless something else creates it',
  find(pair) {
    const { before, after, siblings, isWholeChart } = pair;
    if (before === undefined || isWholeChart || !KINDS.has(groupKindOf(pair))) return [];
    const [was, is] = [identityOf(before), after === undefined ? undefined : identityOf(after)];
    if (was.name === is?.name && was.namespace === is.namespace) return [];
    if (siblings.after.get(before) !== undefined) return [];
    const namers = siblings.after.namersOf(before);
    if (namers.length === 0) return [];
    const more = namers.length > SHOWN ? ` and ${namers.length - SHOWN} more` : '';
    return [{
      message: `the ${was.kind} is removed, and pods still name it: ${namers.slice(0, SHOWN).join(', ')}${more}`,
      severity: 'high',
    }];
  },
};
