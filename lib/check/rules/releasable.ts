import { INDEX_FILE } from '../../synth/assembly/path';
import type { Rule } from '../rule';
import { finding } from '../rule-finding';
import { witnessedRule } from './witnessed';

/** How the writer begins to say what the rule `witnessed` says as well. */
const OF_WITNESS = 'it was not witnessed';

export const releasableRule: Rule = {
  id: 'releasable',
  severity: 'error',
  what: 'the assembly may not become a release',
  why: 'what is tested and promoted must be what was committed, byte for byte',
  fix: 'do what the reason says, and run parity synth',
  *find({ assembly: { index }, rules }) {
    const isSaid = (reason: string) => rules.has(witnessedRule.id) && !index.witnessed && reason.startsWith(OF_WITNESS);
    for (const reason of new Set(index.notReleasable)) {
      if (isSaid(reason)) continue;
      yield finding(releasableRule, {
        code: 'PARITY_NOT_RELEASABLE', message: `the assembly is not releasable: ${reason}`, where: INDEX_FILE,
        fix: releasableRule.fix,
      }, undefined);
    }
  },
};
