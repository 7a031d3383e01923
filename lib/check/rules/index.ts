import type { Rule } from '../rule';
import { closureRule } from './closure';
import { couldVaryRule } from './could-vary';
import { duplicateObjectRule } from './duplicate-object';
import { expiryRule } from './expiry';
import { idleOverlayRule } from './idle-overlay';
import { idleSecretRule } from './idle-secret';
import { idleVariationRule } from './idle-variation';
import { noWhyRule } from './no-why';
import { plainSecretRule } from './plain-secret';
import { releasableRule } from './releasable';
import { wideBoundsRule } from './wide-bounds';
import { witnessedRule } from './witnessed';

/** Every rule of `parity check`, the proofs first. Each file here holds one; docs/check.md lists them. */
export const RULES: readonly Rule[] = [
  closureRule,
  witnessedRule,
  releasableRule,
  duplicateObjectRule,
  expiryRule,
  idleOverlayRule,
  noWhyRule,
  idleVariationRule,
  idleSecretRule,
  wideBoundsRule,
  plainSecretRule,
  couldVaryRule,
];
