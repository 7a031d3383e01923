import { INDEX_FILE } from '../../synth/assembly/path';
import { withoutWitnessReason } from '../../synth/assembly/witness-reason';
import type { Rule } from '../rule';
import { finding } from '../rule-finding';
import { witnessedRule } from './witnessed';

export const releasableRule: Rule = {
  id: 'releasable',
  severity: 'error',
  what: 'the assembly may not become a release',
  why: 'what is tested and promoted must be what was committed, byte for byte',
  fix: 'do what the reason says, and run parity synth',
  *find({ assembly: { index }, rules }) {
    const isSaid = rules.has(witnessedRule.id) && !index.witnessed;
    for (const reason of new Set(isSaid ? withoutWitnessReason(index.notReleasable) : index.notReleasable)) {
      yield finding(releasableRule, {
        code: 'PARITY_NOT_RELEASABLE', message: `the assembly is not releasable: ${reason}`, where: INDEX_FILE,
        fix: releasableRule.fix,
      }, undefined);
    }
  },
};
