import type { Rule } from '../rule';
import { closureRule } from './closure';
import { releasableRule } from './releasable';
import { witnessedRule } from './witnessed';

/** Every rule of `parity check`, the proofs first. Each file here holds one; docs/check.md lists them. */
export const RULES: readonly Rule[] = [
  closureRule,
  witnessedRule,
  releasableRule,
];
