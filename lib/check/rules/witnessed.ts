import { INDEX_FILE } from '../../synth/assembly/path';
import type { Rule } from '../rule';
import { finding } from '../rule-finding';

export const witnessedRule: Rule = {
  id: 'witnessed',
  severity: 'error',
  what: 'plain cdk8s was not shown to give the same manifests',
  why: 'JavaScript lets code branch on a placeholder in ways that only the witness sees',
  fix: 'run parity synth --witness',
  *find({ assembly: { index } }) {
    if (index.witnessed) return;
    yield finding(witnessedRule, {
      code: 'PARITY_NOT_WITNESSED', message: 'the assembly was not witnessed', where: INDEX_FILE,
      expected: 'plain cdk8s, shown to give the same manifests', fix: witnessedRule.fix,
    }, undefined);
  },
};
