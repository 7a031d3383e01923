import type { RiskRule } from '../risk';
import { groupKindOf } from './fields';
import { HOLDERS } from './lost-data';

/** An object that another chart holds now: it is the same object to the cluster. */
export const movedObject: RiskRule = {
  name: 'moved-object',
  reason: 'nothing is deleted by what is applied, but a tool that prunes by chart may delete the object for the one '
    + 'before the other creates it again',
  find(pair) {
    const { before, after, isMoved } = pair;
    if (isMoved !== true || before === undefined || after === undefined) return [];
    const holds = HOLDERS.has(groupKindOf(pair));
    return [{ message: 'the object moves to another chart', severity: holds ? 'medium' : 'low' }];
  },
};
