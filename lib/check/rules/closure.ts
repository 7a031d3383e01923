import { INDEX_FILE } from '../../synth/assembly/path';
import type { ParityFailure } from '../../template/error';
import { findUnexplained } from '../closure';
import type { CheckFinding, Rule } from '../rule';

export const closureRule: Rule = {
  id: 'closure',
  severity: 'error',
  what: 'environments differ by something that was not declared, or a placeholder was left in a manifest',
  why: 'whoever reads the declared differences must know that there are no others',
  fix: 'change the program or an environment instead of a written file, and run parity synth',
  *find({ assembly, charts }) {
    for (const failure of findUnexplained(assembly, { charts })) yield findingOf(failure);
  },
};

/** A failure's place begins with the file that it speaks of. */
function findingOf(failure: ParityFailure): CheckFinding {
  const [file] = (failure.where ?? '').split(' > ');
  return {
    severity: closureRule.severity, rule: closureRule.id, failure,
    ...(file === '' || file === INDEX_FILE ? {} : { file }),
  };
}
