import type { Construct } from 'constructs';
import { callSite } from '../../environment/source-location';
import { ParityError } from '../../template/error';
import { authoredAt } from '../authored-at';

/** Refuses a declaration. @param scope undefined while no construct is there: declarations stand at module level */
export function badSecret(
  scope: Construct | undefined, got: string, { expected, fix }: { readonly expected?: string; readonly fix: string },
): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_SECRET', message: 'a secret is declared badly',
    where: scope === undefined ? callSite() : authoredAt(scope), got, expected, fix,
  });
}
