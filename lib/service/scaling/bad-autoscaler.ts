import type { Construct } from 'constructs';
import { sessionOf } from '../../environment/session';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';

/** Refuses an autoscaler that would not scale as it says. */
export function badAutoscaler(scope: Construct, got: string, fix: string, expected?: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_AUTOSCALER', message: 'an autoscaler is declared badly', where: authoredAt(scope),
    got: sessionOf(scope).registry.explain(got), expected, fix,
  });
}
